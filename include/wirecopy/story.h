/* story.h: a story, the narrow waist: everything before makes one, everything after reads one. */
#ifndef WIRECOPY_STORY_H
#define WIRECOPY_STORY_H
#include "wirecopy/time.h"

WIRE_BEGIN

/* Marks of a span, or-ed. */
typedef enum wire_mark {
    WIRE_MARK_EM = 1,
    WIRE_MARK_STRONG = 2,
    WIRE_MARK_CODE = 4,
    WIRE_MARK_SUB = 8,
    WIRE_MARK_SUP = 16,
    WIRE_MARK_STRIKE = 32
} wire_mark;

/* A run of text with one set of marks and one link. The spans of a block follow each other
 * without overlap or gap: their texts in order are the block's text. "\n" is a line break. */
typedef struct wire_span {
    wire_str text;
    wire_str href; /* absolute address; {NULL, 0}: no link */
    uint32_t marks;
} wire_span;

/* Kinds of blocks. A block may hold text of its own (spans) and be followed by its children, whose
 * depth is one more. LIST holds ITEMs; an ITEM its text and then, deeper, what else it holds (LIST,
 * PARAGRAPH); QUOTE its first paragraph and then, deeper, the others; TABLE holds ROWs, a ROW
 * CELLs, a CELL its text; UPDATE holds the blocks of one live update. */
#define WIRE_BLOCKS(X)        \
    X(PARAGRAPH, "paragraph") \
    X(HEADING, "heading")     \
    X(QUOTE, "quote")         \
    X(LIST, "list")           \
    X(ITEM, "item")           \
    X(TABLE, "table")         \
    X(ROW, "row")             \
    X(CELL, "cell")           \
    X(CODE, "code")           \
    X(IMAGE, "image")         \
    X(EMBED, "embed")         \
    X(UPDATE, "update")

typedef enum wire_block_kind {
#define WIRE_BLOCK_ENUM(name, text) WIRE_BLOCK_##name,
    WIRE_BLOCKS(WIRE_BLOCK_ENUM)
#undef WIRE_BLOCK_ENUM
} wire_block_kind;

typedef struct wire_figure { /* of an IMAGE or EMBED */
    wire_str url;            /* absolute; may be absent */
    wire_str alt;            /* image only */
    wire_str caption, credit;
    wire_str provider; /* embed only: "YouTube", or the host's name */
    wire_str text;     /* embed only: what a post says, plain */
} wire_figure;

typedef struct wire_update { /* of an UPDATE */
    wire_str id;             /* its anchor on the page, may be absent */
    wire_str headline;
    wire_stamp published;
    wire_stamp modified; /* where it was changed after that */
} wire_update;

typedef struct wire_block {
    wire_block_kind kind;
    uint8_t depth;   /* 0: of the story itself */
    uint8_t level;   /* HEADING: 2-6 */
    bool is_ordered; /* LIST */
    bool is_header;  /* CELL */
    uint32_t n_spans;
    const wire_span *spans;
    wire_range source;         /* bytes of the page as it was fetched; {0, 0}: unknown */
    const wire_figure *figure; /* IMAGE, EMBED; else NULL */
    const wire_update *update; /* UPDATE; else NULL */
} wire_block;

typedef enum wire_story_type {
    WIRE_STORY_ARTICLE, /* NewsArticle */
    WIRE_STORY_LIVE,    /* LiveBlogPosting */
    WIRE_STORY_PAGE     /* WebPage: not a story */
} wire_story_type;

typedef struct wire_author {
    wire_str name;
    bool is_organization;
} wire_author;

typedef struct wire_omission {
    wire_str what; /* paywall, interactive, video, embed, cut */
    wire_str note; /* plain text, may be absent */
} wire_omission;

/* A story with its facts. Owns its arena, in which everything it points to lies; after it is
 * made nobody changes it, and all threads may read it. Absent facts are {NULL, 0} or all zero. */
typedef struct wire_story {
    wire_arena *arena;
    wire_story_type type;
    wire_str input;       /* as it was named */
    wire_str url;         /* canonical, absolute */
    wire_str headline;    /* never absent; may be empty */
    wire_str alternative; /* kicker or second headline */
    wire_str abstract;    /* standfirst as shown */
    wire_str description; /* what metadata says */
    const wire_author *authors;
    uint32_t n_authors;
    wire_str publisher;
    wire_stamp published, modified;
    wire_stamp embargoed, expires; /* not to be shown before; not from then on: by whoever published it */
    wire_str language;             /* BCP 47 */
    wire_str section;
    const wire_str *keywords;
    uint32_t n_keywords;
    wire_str location;         /* locationCreated, from the dateline */
    const wire_figure *images; /* lead images; caption and credit in the figure */
    uint32_t n_images;
    bool has_access, is_free; /* isAccessibleForFree, where said */
    bool has_confidence;
    double confidence; /* 0 to 1 */
    const wire_block *blocks;
    uint32_t n_blocks;
    const wire_omission *omitted;
    uint32_t n_omitted;
    uint64_t source_hash; /* XXH3 of the bytes it was read from; 0: unknown. It is no part of what the story says. */
} wire_story;

/* in     budget_bytes: of its arena, 0: 64 MiB
 * out    an empty story, the caller's, ends with wire_story_free; NULL: no memory */
WIRE_API WIRE_USE wire_story *wire_story_new(size_t budget_bytes);
WIRE_API void wire_story_free(wire_story *story); /* NULL is fine */

/* Writes a block's own text, its spans one after the other. */
WIRE_API void wire_block_text(const wire_block *block, wire_out *out);
/* The number of blocks from `at` that belong to it: itself and its descendants; at least 1. */
WIRE_API uint32_t wire_block_extent(const wire_story *story, uint32_t at);
/* Writes articleBody: paragraphs, headings, list items (a line each), quotes, tables (a row a line,
 * cells parted by a tab), code, what embedded posts say, and updates' headlines with the same inside them; blocks
 * parted by an empty line. */
WIRE_API void wire_story_body(const wire_story *story, wire_out *out);
/* Words of a text: runs of letters and digits; each CJK ideograph or kana counts as one. */
WIRE_API uint64_t wire_count_words(wire_str text);
/* True for languages written from right to left (ar, he, fa, ur, yi, ps, sd, ug, dv, ckb, and any tag
 * with a right-to-left script subtag). */
WIRE_API bool wire_language_is_rtl(wire_str language);
/* True where every field and block of the two is the same. */
WIRE_API bool wire_story_is_same(const wire_story *a, const wire_story *b);

/* JSON, as docs/contract.md has it ------------------------------------------------------------ */

typedef struct wire_json_opts {
    bool is_pretty; /* indented; default: one line, with no line end */
} wire_json_opts;

WIRE_API void wire_story_write_json(const wire_story *story, const wire_json_opts *opts, wire_out *out);
/* Reads one story: what wire_story_write_json writes, or what a newsroom's own system makes (headline
 * and articleBody are enough; strings where objects may stand; "html" cleaned, else "text").
 * in     json: one object, at most 64 MiB and 200 deep
 * out    *story: the caller's
 * fails  WIRE_EFORMAT: not JSON, not an object, a member of the wrong type, no headline and no body; with the
 *        member named, and the offset; or {"input", "error"}, which tells of an input that was no story: then
 *        that; WIRE_ELIMIT; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_story_read_json(wire_str json, wire_story **story, wire_error *err);

/* The story's path in an edition, "2026/11/20/local/fish-market-vote" (no slashes at the ends): see
 * docs/contract.md, "The edition on disk".
 * in     zone: the edition's; first_seen: Unix seconds, for a story without date; id: the story's, for one
 *        whose address and headline give no slug; section: display name, empty: "news"
 * fails  WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_story_path(const wire_story *story, const wire_zone *zone, int64_t first_seen,
                                            uint64_t id, wire_arena *arena, wire_str *path);
/* A section's name as it stands in paths: lower case ASCII and hyphens; reserved names (archive, about,
 * search, read, a year) get the suffix "-news". fails  WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_section_slug(wire_str name, wire_arena *arena, wire_str *slug);

WIRE_END
#endif
