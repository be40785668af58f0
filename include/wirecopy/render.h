/* render.h: a story or a front becomes bytes: formats, themes, fixed words. */
#ifndef WIRECOPY_RENDER_H
#define WIRECOPY_RENDER_H
#include "wirecopy/edition.h"
#include "wirecopy/store.h"

WIRE_BEGIN

/* A look: style, and every fixed word, day and month in every language. Immutable once loaded; all threads
 * may share it. */
typedef struct wire_theme wire_theme;

/* out    *theme: the built-in one, the caller's
 * fails  WIRE_ECONFIG: a broken words.ini, with file and line; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_theme_load(wire_theme **theme, wire_error *err);
WIRE_API void wire_theme_free(wire_theme *theme);
/* Changes when anything of the theme changes: part of what a page is made of. */
WIRE_API uint64_t wire_theme_hash(const wire_theme *theme);
/* A fixed word, in `language` or the nearest one there is ("pt-BR", "pt", "en"). Static for the theme's life.
 * {NULL, 0}: no such key */
WIRE_API wire_str wire_theme_word(const wire_theme *theme, wire_str language, wire_str key);

/* Writes a stamp as people read it ("4:53 AM EDT, Wed April 24, 2024", "09:53 WET, Fri 20 November 2026").
 * in     zone: NULL: in the zone the stamp states; else in that zone
 * by     docs/contract.md, "A story as text" */
WIRE_API void wire_theme_stamp(const wire_theme *theme, wire_str language, const wire_stamp *stamp,
                               const wire_zone *zone, wire_out *out);

typedef struct wire_render_opts {
    uint32_t columns; /* text: wrap there; 0: a paragraph a line */
} wire_render_opts;

/* A format: one file and one line in src/render/formats.def. */
typedef struct wire_format {
    const char *name;  /* "text", "html", "md", "json", "ndjson", "gmi", "epub" */
    const char *about; /* for help */
    /* What stands before, between and after stories when there are more than one ("[", ",\n", "]"). */
    const char *before, *between, *after;
    const char *ending; /* of a file, "txt", and the name in wirecopy.ini; NULL: none of an edition */
    bool is_book;       /* several stories are one file: wire_render_book */
    void (*write)(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out);
} wire_format;

WIRE_API const wire_format *wire_format_find(wire_str name); /* NULL: none */
WIRE_API const wire_format *wire_formats(size_t *n);         /* all, in order; static */

/* Books --------------------------------------------------------------------------------------- */

typedef struct wire_book_story {
    const wire_story *story;
    wire_str section; /* heads it and those behind it that have the same; may be absent */
} wire_book_story;

/* Stories bound together. */
typedef struct wire_book {
    wire_str title, language, publisher, rights;
    wire_str id; /* an address; absent: one is made of what it holds */
    const wire_book_story *stories;
    uint32_t n_stories;    /* at most 60,000 */
    const wire_zone *zone; /* of the stamps; NULL: as they state */
} wire_book;

/* Writes an EPUB 3.3: the same bytes for the same stories.
 * by     https://www.w3.org/TR/epub-33/ */
WIRE_API void wire_render_book(const wire_theme *theme, const wire_book *book, wire_out *out);

/* Pages of an edition ------------------------------------------------------------------------- */

typedef struct wire_section {
    wire_str name, slug; /* "Local", "local" */
} wire_section;

/* A line of a front: a story named elsewhere. */
typedef struct wire_teaser {
    wire_str path, headline, language, summary;
    int64_t published; /* Unix seconds */
} wire_teaser;

/* A run of teasers under one heading. */
typedef struct wire_rack {
    wire_str heading; /* may be absent */
    wire_str path;    /* page the heading leads to, "local/"; may be absent */
    const wire_teaser *teasers;
    uint32_t n_teasers;
} wire_rack;

/* What all pages of an edition share. */
typedef struct wire_site {
    const wire_edition *edition;
    const wire_theme *theme;
    const wire_zone *zone;
    const wire_section *sections;
    uint32_t n_sections;
    int64_t now;     /* the store's */
    bool is_private; /* noindex: some source's stories are personal */
    uint64_t n_stories;
    wire_str book; /* the newest day's EPUB, from the edition's root, without its ending; absent: there are none */
} wire_site;

WIRE_API void wire_render_story(const wire_site *site, const wire_record *record, const wire_story *story,
                                wire_out *out);
/* in     lead: stands above all sections, NULL: none; racks: the others */
WIRE_API void wire_render_front(const wire_site *site, const wire_teaser *lead, const wire_rack *racks,
                                uint32_t n_racks, wire_out *out);
/* in     has_more: the section has stories that the page has not */
WIRE_API void wire_render_section(const wire_site *site, const wire_section *section, const wire_rack *rack,
                                  bool has_more, wire_out *out);
/* The archive's pages: of all (months), of a month (days), of a day (stories by section).
 * in     title: "November 2026"; up: path of the page above, "archive/"; racks: as a front's */
WIRE_API void wire_render_archive(const wire_site *site, wire_str title, wire_str path, wire_str up,
                                  const wire_rack *racks, uint32_t n_racks, wire_out *out);
/* The same as gemtext, links relative. in  path: of the page's folder, "archive/2026/11/"; empty: the front */
WIRE_API void wire_render_gmi_story(const wire_site *site, const wire_record *record, const wire_story *story,
                                    wire_out *out);
WIRE_API void wire_render_gmi_list(const wire_site *site, wire_str title, wire_str path, const wire_rack *racks,
                                   uint32_t n_racks, wire_out *out);
WIRE_API void wire_render_about(const wire_site *site, wire_out *out);
/* What stands in place of a story that has been withdrawn. in  language, reason: may be absent */
WIRE_API void wire_render_gone(const wire_site *site, wire_str language, wire_str reason, wire_out *out);
WIRE_API void wire_render_missing(const wire_site *site, wire_out *out); /* 404.html */

typedef struct wire_feed_item {
    const wire_record *record;
    const wire_story *story;
} wire_feed_item;
/* Atom (RFC 4287) and JSON Feed 1.1 with full text. in  section: NULL: of the whole edition */
WIRE_API void wire_render_atom(const wire_site *site, const wire_section *section, const wire_feed_item *items,
                               uint32_t n_items, wire_out *out);
WIRE_API void wire_render_json_feed(const wire_site *site, const wire_feed_item *items, uint32_t n_items,
                                    wire_out *out);

WIRE_END
#endif
