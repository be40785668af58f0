/* page.h: a page as extraction sees it: boxes, texts and media in flat arrays, filled by one pass over the tree. */
#ifndef WIRECOPY_EXTRACT_PAGE_H
#define WIRECOPY_EXTRACT_PAGE_H
#include "parse/dom.h"
#include "parse/jsonld.h"

/* What the names of classes, ids and roles speak of. The order is that of the 4-bit distances in wire__box. */
#define WIRE__TOPICS(X) \
    X(COMMENT)          \
    X(RELATED)          \
    X(NAV)              \
    X(SHARE)            \
    X(PROMO)            \
    X(AD)               \
    X(AUTHOR)           \
    X(CAPTION)          \
    X(META)             \
    X(BODY)             \
    X(FOOTER)           \
    X(HEAD)             \
    X(ASIDE)            \
    X(HIDDEN)           \
    X(ARTICLE)          \
    X(INSET)

typedef enum wire__topic {
#define WIRE__TOPIC_ENUM(name) WIRE__TOPIC_##name,
    WIRE__TOPICS(WIRE__TOPIC_ENUM)
#undef WIRE__TOPIC_ENUM
        WIRE__N_TOPICS
} wire__topic;

#define WIRE__TOPIC_BIT(name) (1u << WIRE__TOPIC_##name)

/* Beside the 16 topics, a class or phrase may say more precisely what a text is. */
enum {
    WIRE__SAYS_STANDFIRST = 1 << 16,
    WIRE__SAYS_BYLINE = 1 << 17,
    WIRE__SAYS_DATE = 1 << 18,
    WIRE__SAYS_CREDIT = 1 << 19,
    WIRE__SAYS_KICKER = 1 << 20,
    WIRE__SAYS_PAYWALL = 1 << 21,
    WIRE__SAYS_UPDATE = 1 << 22,
    WIRE__SAYS_CODE = 1 << 23,
    WIRE__SAYS_QUOTE = 1 << 24,
    WIRE__SAYS_UNSEEN = 1 << 25, /* for screen readers alone */
    WIRE__SAYS_CONSENT = 1 << 26,
    WIRE__SAYS_TWEET = 1 << 27,
    WIRE__SAYS_POPUP = 1 << 28, /* shown only when a pointer rests on the word beside it */
    WIRE__SAYS_POST = 1 << 29,  /* of a social network, as a link and boilerplate */
    WIRE__SAYS_CENTER = 1 << 30 /* set in the middle, as captions and promotions are */
};
#define WIRE__SAYS_POLL (1u << 31)

/* A block-level element. Totals are of all that is in it. */
typedef struct wire__box {
    wire__node *node;
    uint32_t parent;    /* the root box is its own */
    uint32_t says;      /* topics and more of its own names */
    uint64_t near;      /* for each topic 4 bits: steps up to the nearest box that speaks of it, 15: none */
    uint32_t sig, pair; /* numbers of its tag-and-class signature, and of its parent's with its own */
    uint32_t chars, link_chars, para_chars, n_images;
    uint32_t n_texts, n_paras;
    uint32_t first_text, end_text;
    uint32_t score; /* paragraphs' weight, as it counts towards the best container */
    uint16_t tag;   /* 0: a custom element */
    uint16_t depth;
} wire__box;

/* terms.c: what a text's words ask of its readers, wherever they stand in it. */
typedef enum wire__term { WIRE__TERM_CALL, WIRE__TERM_NET, WIRE__TERM_YOU, WIRE__TERM_WE, WIRE__N_TERMS } wire__term;

/* A run of text between block boundaries: the unit that is kept or dropped. */
typedef struct wire__text {
    wire__node *first, *last; /* text nodes */
    uint32_t box;
    uint32_t chars, words, link_chars, commas, stops, digits, capitals;
    uint32_t heading; /* 1-6 within a heading, else 0 */
    uint32_t phrase;  /* what furniture says that starts so; see words.c */
    uint64_t hash;
    float p;       /* probability of being the story's */
    float p_alone; /* the same, without what other pages of the source say */
    uint8_t role;  /* wire__role */
    uint8_t why;   /* wire__why */
    bool is_para, ends_stop, starts_low, is_linked, is_strong, is_kept, is_repeat, is_tweet;
    bool is_em, starts_quote, ends_dots, ends_colon, has_at;
    uint8_t terms[WIRE__N_TERMS];
    bool is_recalled; /* its chance is what other pages of the source make of it */
    uint8_t repeats;  /* how often it stands on the page */
} wire__text;

typedef enum wire__role {
    WIRE__ROLE_NONE,
    WIRE__ROLE_BODY,
    WIRE__ROLE_HEADLINE,
    WIRE__ROLE_STANDFIRST,
    WIRE__ROLE_KICKER,
    WIRE__ROLE_BYLINE,
    WIRE__ROLE_STAMP,
    WIRE__ROLE_CAPTION
} wire__role;

/* What settled whether a text is kept: its chance, or a rule; explain.c has the words. */
typedef enum wire__why {
    WIRE__WHY_CHANCE,
    WIRE__WHY_TABLE,
    WIRE__WHY_NAMED,
    WIRE__WHY_POINTER,
    WIRE__WHY_BOILERPLATE,
    WIRE__WHY_LIST,
    WIRE__WHY_PULL_QUOTE,
    WIRE__WHY_REPEAT,
    WIRE__WHY_OTHERS,
    WIRE__WHY_CONSENT,
    WIRE__WHY_DOUBT,
    WIRE__WHY_BEFORE,
    WIRE__WHY_STORY,
    WIRE__WHY_COMMENTS,
    WIRE__WHY_BETWEEN,
    WIRE__WHY_EDGE,
    WIRE__WHY_TWEET,
    WIRE__WHY_HEADING,
    WIRE__WHY_NOTE,
    WIRE__WHY_PAGE,
    WIRE__WHY_SOURCE
} wire__why;

typedef enum wire__medium_kind {
    WIRE__MEDIUM_IMAGE,
    WIRE__MEDIUM_FRAME,
    WIRE__MEDIUM_VIDEO,
    WIRE__MEDIUM_TWEET,
    WIRE__MEDIUM_POST /* of a social network, as a link and boilerplate */
} wire__medium_kind;

typedef struct wire__medium {
    wire__node *node;
    uint32_t box;
    uint32_t at; /* the number of the text it comes before */
    wire__medium_kind kind;
} wire__medium;

/* An element that carries a fact: microdata, RDFa, rel, <time>, or a telling class. */
typedef struct wire__note {
    wire__node *node;
    uint32_t box;
    uint32_t at;
    wire_str name; /* "author", "datePublished", "time" ...; static */
} wire__note;

typedef struct wire__sig {
    uint64_t key;
    uint32_t says, n_texts, n_paras, chars, para_chars, link_chars;
} wire__sig;

enum { WIRE__SIG_SLOTS = 4096, WIRE__MAX_SIGS = 3000 };

/* Numbers signatures from 1 up; 0 is everything once the table is full. */
typedef struct wire__sigs {
    uint16_t slots[WIRE__SIG_SLOTS];
    wire__sig sigs[WIRE__MAX_SIGS];
    uint32_t n;
} wire__sigs;

enum { WIRE__MAX_SCRIPTS = 24, WIRE__MAX_METAS = 160 };

typedef struct wire__meta {
    wire_str name, content;
} wire__meta;

/* words.c: the vocabulary of classes and of furniture's phrases. */
enum { WIRE__WORD_SLOTS = 1 << 10, WIRE__RUN_SLOTS = 1 << 10, WIRE__MOST_PHRASES = 1000 };
typedef struct wire__words {
    struct {
        uint64_t a, b;
        uint32_t says;
    } slots[WIRE__WORD_SLOTS];
    uint32_t starts[26];   /* which letters are second in words that start so */
    uint16_t phrases[256]; /* one more than the first phrase of that first byte */
    uint8_t terms[256];    /* the same of terms, and which two bytes they start with */
    uint64_t term_pairs[1024];
    struct {
        char first, second;
        uint16_t n;
    } starts_of_phrases[WIRE__MOST_PHRASES]; /* of each, side by side */
    struct {
        uint64_t a, b;
        uint32_t says;
    } run[WIRE__RUN_SLOTS]; /* words read last that may be run together: pages say the same ones over and over */
} wire__words;
void wire__words_open(wire__words *words);
uint32_t wire__says_of_names(wire__words *words, wire_str names); /* a class, id or role attribute */
/* What a short text's words say: WIRE__PHRASE_..., or-ed. */
enum {
    WIRE__PHRASE_RELATED = 1,
    WIRE__PHRASE_SHARE = 2,
    WIRE__PHRASE_NEWSLETTER = 4,
    WIRE__PHRASE_AD = 8,
    WIRE__PHRASE_COPYRIGHT = 16,
    WIRE__PHRASE_BYLINE = 32,
    WIRE__PHRASE_STAMP = 64,
    WIRE__PHRASE_CREDIT = 128,
    WIRE__PHRASE_COMMENT = 256,
    WIRE__PHRASE_CONSENT = 512,
    WIRE__PHRASE_LOGIN = 1024,
    WIRE__PHRASE_FILLER = 2048 /* what stands in a place until the text or the embed is there */
};
void wire__phrases_open(wire__words *words);
uint32_t wire__phrases_of(const wire__words *words, wire_str text);
void wire__terms_open(wire__words *words);
/* Adds up the terms in a text's first few hundred bytes. */
void wire__terms_count(const wire__words *words, wire_str text, uint8_t counts[WIRE__N_TERMS]);

/* What one pass finds. The arrays grow and are kept from page to page. */
typedef struct wire__scan {
    const wire__dom *dom;
    wire__box *boxes;
    wire__text *texts;
    wire__medium *media;
    wire__note *notes;
    uint32_t n_boxes, n_texts, n_media, n_notes;
    uint32_t cap_boxes, cap_texts, cap_media, cap_notes;
    wire__sigs *sigs, *pairs;
    wire__words *words;
    wire_str ld[WIRE__MAX_SCRIPTS], state[WIRE__MAX_SCRIPTS]; /* texts of scripts */
    uint32_t n_ld, n_state;
    wire__meta metas[WIRE__MAX_METAS];
    uint32_t n_metas;
    wire__node *title; /* the text of <title> */
    wire_str canonical, next, base, language;
    wire__node *body;
    uint32_t best; /* the box with the most paragraphs */
    bool has_paywall, has_live, is_news, is_failed;
} wire__scan;

/* fails  false: no memory; wire__scan_close ends it all the same */
WIRE_USE bool wire__scan_open(wire__scan *scan);
void wire__scan_close(wire__scan *scan);
/* Goes over the tree once. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__scan_page(wire__scan *scan, const wire__dom *dom, wire_error *err);
/* Finds the box with the most paragraphs; those that end before the headline, where it is known, count less. */
void wire__find_best(wire__scan *scan, uint32_t headline_text);
/* True for an element whose text is never shown. */
bool wire__is_unshown(const wire__attrs *attrs, uint32_t says);
/* The same for an inline element that pops up within another: the word it explains stays. */
bool wire__is_popup(const wire__scan *scan, wire__node *node, uint32_t says);
/* Inline elements do not part texts. */
bool wire__is_block_tag(uintptr_t tag);
bool wire__is_skipped_tag(uintptr_t tag);
bool wire__is_inline_tag(uintptr_t tag);
/* True where the way from a node to one after it goes out of a block. */
bool wire__leaves_block(wire__node *node, wire__node *next);

/* count.c: what texts are made of. after_space: the byte before was one, or there is none; the counts add up. */
typedef struct wire__counts {
    uint32_t chars, words, wide, commas, stops, digits, capitals;
    bool after_space;
} wire__counts;
void wire__count_bytes(wire_str s, wire__counts *c);
static inline bool wire__is_space_byte(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
bool wire__is_blank(wire_str s); /* white space and no-break spaces alone */

/* ends.c: sets what a text begins and ends with. in  head, tail: its first and its last node */
void wire__see_ends(wire__text *text, wire_str head, wire_str tail);

/* score.c: what each text's chance is, from features of itself, its boxes and its neighbours. */
typedef struct wire__hints {
    wire_str headline, description, body; /* as the facts have them */
    const wire_author *authors;           /* as metadata names them */
    uint32_t n_authors;
    uint32_t kind; /* 3: calls itself news; 2: an article; 1: so to social networks alone; 0: nothing */
} wire__hints;
/* Writes texts[i].p for all. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__score_texts(wire__scan *scan, const wire__hints *hints, uint32_t headline_text,
                                     wire_arena *arena, wire_error *err);

/* media.c: true for an image that says where its picture lies. */
bool wire__image_has_source(const wire__scan *scan, wire__node *image);

/* copy.c: a text's characters, white space made single, at most `most` bytes. */
size_t wire__text_copy(const wire__scan *scan, const wire__text *text, char *to, size_t most);
/* The same of all shown text below a node. */
size_t wire__node_copy(const wire__scan *scan, wire__node *node, char *to, size_t most);
/* The same with " | " where elements meet without a space between: names in a row of them. */
size_t wire__text_copy_parted(const wire__scan *scan, const wire__text *text, char *to, size_t most);
size_t wire__node_copy_parted(const wire__scan *scan, wire__node *node, char *to, size_t most);
/* The same with "\n" wherever elements meet: kicker, headline and counter of a heading. */
size_t wire__text_copy_cells(const wire__scan *scan, const wire__text *text, char *to, size_t most);
size_t wire__node_copy_cells(const wire__scan *scan, wire__node *node, char *to, size_t most);

#endif
