/* features.h: what the model looks at. The order is that of the weights: changing it means training anew
 * (docs/extraction.md says how). */
#ifndef WIRECOPY_EXTRACT_FEATURES_H
#define WIRECOPY_EXTRACT_FEATURES_H
#include "extract/page.h"

/* Each text has one number of each; they lie in columns, so that a tree is gone through for all texts at once. */
#define WIRE__FEATURES(X) \
    X(CHARS)              \
    X(WORDS)              \
    X(LINKS)              \
    X(COMMAS)             \
    X(STOPS)              \
    X(ENDS_STOP)          \
    X(CAPITALS)           \
    X(DIGITS)             \
    X(STARTS_LOW)         \
    X(STRONG)             \
    X(IS_PARA)            \
    X(TAG_P)              \
    X(TAG_LI)             \
    X(TAG_HEADING)        \
    X(TAG_DIV)            \
    X(TAG_CELL)           \
    X(TAG_QUOTE)          \
    X(POSITION)           \
    X(CHARS_BEFORE)       \
    X(PARAS_BEFORE)       \
    X(PARAS_AFTER)        \
    X(LOG_PARAS_BEFORE)   \
    X(DEPTH)              \
    X(LINKS_BOX)          \
    X(LINKS_UP1)          \
    X(LINKS_UP2)          \
    X(LINKS_UP3)          \
    X(CHARS_UP1)          \
    X(CHARS_UP2)          \
    X(PARAS_BOX)          \
    X(PARAS_UP1)          \
    X(PARAS_UP2)          \
    X(PARAS_UP3)          \
    X(TEXTS_UP1)          \
    X(SIG_PARAS)          \
    X(SIG_SHARE)          \
    X(SIG_TEXTS)          \
    X(PAIR_PARAS)         \
    X(PAIR_SHARE)         \
    X(PAIR_TEXTS)         \
    X(UP_SIG_SHARE)       \
    X(UP_SIG_TEXTS)       \
    X(BEST_UP)            \
    X(BEST_DOWN)          \
    X(BEST_SHARE)         \
    X(PREV_UP)            \
    X(NEXT_UP)            \
    X(PREV_CHARS)         \
    X(NEXT_CHARS)         \
    X(PREV_LINKS)         \
    X(NEXT_LINKS)         \
    X(PREV_PARA)          \
    X(NEXT_PARA)          \
    X(PREV2_CHARS)        \
    X(NEXT2_CHARS)        \
    X(PREV_SAME)          \
    X(NEXT_SAME)          \
    X(PREV_HEADING)       \
    X(NEXT_HEADING)       \
    X(TO_HEADLINE)        \
    X(HAS_HEADLINE)       \
    X(IN_HEADLINE)        \
    X(IN_DESCRIPTION)     \
    X(IN_BODY)            \
    X(REPEATS)            \
    X(PHRASE_RELATED)     \
    X(PHRASE_PROMO)       \
    X(PHRASE_LEGAL)       \
    X(PHRASE_BYLINE)      \
    X(PHRASE_CREDIT)      \
    X(SAYS_STANDFIRST)    \
    X(SAYS_CREDIT)        \
    X(SAYS_DATE)          \
    X(NEAR_COMMENT)       \
    X(NEAR_RELATED)       \
    X(NEAR_NAV)           \
    X(NEAR_SHARE)         \
    X(NEAR_PROMO)         \
    X(NEAR_AD)            \
    X(NEAR_AUTHOR)        \
    X(NEAR_CAPTION)       \
    X(NEAR_META)          \
    X(NEAR_BODY)          \
    X(NEAR_FOOTER)        \
    X(NEAR_HEAD)          \
    X(NEAR_ASIDE)         \
    X(NEAR_HIDDEN)        \
    X(NEAR_ARTICLE)       \
    X(NEAR_INSET)         \
    X(PAGE_PARAS)         \
    X(PAGE_TEXTS)         \
    X(ARTICLE_SHARE)      \
    X(BEST_BEFORE)        \
    X(BEST_AFTER)         \
    X(SINCE_PARA)         \
    X(TO_PARA)            \
    X(RUN_TEXTS)          \
    X(RUN_PARAS)          \
    X(CAPS)               \
    X(EMPHASIZED)         \
    X(SINCE_FURNITURE)    \
    X(SINCE_HEADING)      \
    X(IMAGES_BEFORE)      \
    X(IMAGES_UP1)         \
    X(IMAGES_UP3)         \
    X(RULE_BEFORE)        \
    X(STARTS_QUOTE)       \
    X(ENDS_DOTS)          \
    X(PAGE_KIND)          \
    X(PAGE_KIND_HEAD)     \
    X(TEXTS_BOX)          \
    X(IMAGES_BOX)         \
    X(FROM_START)         \
    X(TO_END)             \
    X(HAS_AT)             \
    X(ENDS_COLON)         \
    X(STARTS_AUTHOR)      \
    X(SIG_LINKS)          \
    X(SAYS_CENTER)        \
    X(SINCE_PAIR)         \
    X(TO_PAIR)            \
    X(COLON_BEFORE)       \
    X(HEADING_LEVEL)      \
    X(HEADING_LINKED)     \
    X(HEADING_FURNITURE)  \
    X(SECTION_TEXTS)      \
    X(SECTION_CHARS)      \
    X(SECTION_LINKS)      \
    X(SECTION_PARAS)      \
    X(ITEM_CHARS)         \
    X(WORD_CHARS)         \
    X(CALLS)              \
    X(NETS)               \
    X(YOU)                \
    X(WE)                 \
    X(NEXT_CALLS)         \
    X(PREV_CALLS)         \
    X(PAGE_LINKS)

typedef enum wire__feature {
#define WIRE__FEATURE_ENUM(name) WIRE__F_##name,
    WIRE__FEATURES(WIRE__FEATURE_ENUM)
#undef WIRE__FEATURE_ENUM
        WIRE__N_FEATURES
} wire__feature;

typedef struct wire__matrix {
    float *columns[WIRE__N_FEATURES]; /* each of n_padded numbers */
    uint32_t n, n_padded;
} wire__matrix;

/* fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__features_make(wire__scan *scan, const wire__hints *hints, uint32_t headline_text,
                                       wire_arena *arena, wire__matrix *m);

/* trees.c: trees whose every level asks one question of all: 2^depth leaves, the answers are the leaf's number. */
enum { WIRE__TREE_DEPTH = 6 };
typedef struct wire__tree {
    uint8_t feature[WIRE__TREE_DEPTH];
    float above[WIRE__TREE_DEPTH];
    float leaf[1 << WIRE__TREE_DEPTH];
} wire__tree;
extern const wire__tree wire__trees[];
extern const uint32_t wire__n_trees;
extern const float wire__trees_base;

#endif
