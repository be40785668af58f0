/* theme.h: what a loaded theme holds. Inside the library only. */
#ifndef WIRECOPY_RENDER_THEME_H
#define WIRECOPY_RENDER_THEME_H
#include "wirecopy/render.h"

typedef enum wire__word {
#define X(name, key) WIRE__WORD_##name,
#include "render/words.def"
#undef X
    WIRE__N_WORDS
} wire__word;

/* A language's section of words.ini. */
typedef struct wire__words {
    wire_str tag, also, like;
    wire_str months[12], months_short[12];
    wire_str days[7], days_short[7]; /* Sunday first */
    wire_str words[WIRE__N_WORDS];
} wire__words;

/* What a page may have that some of the style is for: "where NAME" in the style sheets. */
typedef enum wire__where {
    WIRE__WHERE_NOTICE = 1 << 0,
    WIRE__WHERE_CJK = 1 << 1,
    WIRE__WHERE_ARABIC = 1 << 2,
    WIRE__WHERE_STANDFIRST = 1 << 3,
    WIRE__WHERE_HEADING = 1 << 4,
    WIRE__WHERE_QUOTE = 1 << 5,
    WIRE__WHERE_LIST = 1 << 6,
    WIRE__WHERE_TABLE = 1 << 7,
    WIRE__WHERE_CODE = 1 << 8,
    WIRE__WHERE_FIGURE = 1 << 9,
    WIRE__WHERE_UPDATE = 1 << 10,
    WIRE__WHERE_OMITTED = 1 << 11,
    WIRE__WHERE_CORRECTION = 1 << 12,
    WIRE__WHERE_HEBREW = 1 << 13,
    WIRE__WHERE_INDIC = 1 << 14,
    WIRE__WHERE_CYRILLIC = 1 << 15, /* and Greek */
    WIRE__WHERE_PHOTO = 1 << 16,    /* a small one */
    WIRE__WHERE_PART = 1 << 17,     /* one of several pages */
} wire__where;

/* A kind of page's style, minified, ready to stand between <style> tags: the parts that the page has use for. */
typedef struct wire__style {
    struct wire__style_part {
        uint32_t where; /* 0: everywhere */
        wire_str css;
    } * parts;
    uint32_t n_parts;
} wire__style;

/* What a fragment has where a slot stood. */
typedef enum wire__slot_kind {
    WIRE__SLOT_NONE,
    WIRE__SLOT_NAME,
    WIRE__SLOT_HOME,
    WIRE__SLOT_FULL_SITE,
    WIRE__SLOT_COPYRIGHT,
    WIRE__SLOT_LOGO
} wire__slot_kind;

/* Markup that stands on every page, parted at its slots. */
typedef struct wire__fragment {
    struct wire__fragment_part {
        wire_str text;
        wire__slot_kind slot; /* behind the text */
    } * parts;
    uint32_t n_parts;
} wire__fragment;

struct wire_theme {
    wire_arena *arena;
    const wire__words *languages;
    uint32_t n_languages;
    wire__style story_style, front_style;
    wire__fragment head, top, bottom;
    wire_str logo;
    uint64_t hash;
};

typedef struct wire__theme_files {
    wire_str words, style, story, front;
    wire_str head, top, bottom, logo; /* absent: nothing */
    const char *folder;               /* for messages; NULL: the built-in theme's */
} wire__theme_files;

/* Those of the built-in theme. */
wire__theme_files wire__theme_own(void);

/* Makes a theme of its files' texts. fails  as wire_theme_load */
WIRE_USE wire_code wire__theme_read(const wire__theme_files *files, wire_theme **theme, wire_error *err);
/* The section for a language, or the nearest; never NULL. */
const wire__words *wire__theme_words(const wire_theme *theme, wire_str language);
/* Parts a pattern ("Source: {name}") around its first `slot` ("{name}"); without one, all is before. */
void wire__pattern_part(wire_str pattern, wire_str slot, wire_str *before, wire_str *after);

/* Stamps -------------------------------------------------------------------------------------- */

/* A moment as it is to be shown. */
typedef struct wire__moment {
    wire_civil civil;
    bool has_time;
    char zone[16]; /* "WET", "UTC-04:00"; empty: not known */
} wire__moment;

/* in     zone: NULL: where the stamp itself says; language: its region may settle a zone's short name */
wire__moment wire__moment_of(const wire_stamp *stamp, const wire_zone *zone, wire_str language);
/* Writes the moment by one of the language's patterns (WIRE__WORD_STAMP, ..._DATE_LONG, ...). */
void wire__moment_write(const wire__words *words, const wire__moment *moment, wire__word pattern, wire_out *out);
/* The short name of a zone that an offset, at an instant, in a country can only mean; "" where it is not certain.
 * in     country: ISO 3166 alpha-2, any case */
const char *wire__zone_name(wire_str country, int64_t at, int32_t offset_s);

#endif
