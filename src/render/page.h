/* page.h: what all pages of an edition have: head, notice, way, footer. Inside the library only. */
#ifndef WIRECOPY_RENDER_PAGE_H
#define WIRECOPY_RENDER_PAGE_H
#include "render/markup.h"

/* A page while it is written. */
typedef struct wire__page {
    const wire_site *site;
    wire_out *out;
    wire_str language; /* of its text */
    const wire__words *words;
    bool is_rtl;
} wire__page;

wire__page wire__page_of(const wire_site *site, wire_str language, wire_out *out);
/* The path part of the edition's address, "/" or "/lite/". */
wire_str wire__site_prefix(const wire_site *site);

typedef struct wire__head {
    wire_str title;     /* "NAME" is put behind it where it is another */
    wire_str canonical; /* absolute; may be absent */
    wire_str path;      /* in the edition, where that is the canonical address; else absent */
    wire_str about;     /* what the page says, for whoever names it elsewhere; may be absent */
    bool has_feed;      /* points to an Atom feed, feed_folder/feed.xml */
    wire_str feed_folder;
    bool has_skip;  /* a way past many links, to id=m */
    bool is_shared; /* readers send it to each other: OpenGraph */
    const wire__style *style;
    bool is_unlisted; /* not for search engines, though the edition is */
    uint32_t where; /* what the page has that some of the style is for, besides what its language and the notice ask */
} wire__head;

/* Writes all before the first landmark: doctype, head, skip link, notice. */
void wire__page_head(wire__page *page, const wire__head *head);
/* Writes 'href=/local/feed.xml', from the edition's root. in  folder: empty, or with or without a slash at its end */
void wire__page_href(wire__page *page, wire_str folder, wire_str file);
/* Writes '<a href=/local/', for more attributes to follow. */
void wire__page_link_begin(wire__page *page, wire_str path);
/* Writes '<a href=/local/>Local</a>' with a name in the edition's language, or a fixed word in the page's. */
void wire__page_link_name(wire__page *page, wire_str path, wire_str name);
void wire__page_link_word(wire__page *page, wire_str path, wire__word word);
/* Writes a fixed word as text; the page's language, or marked where it is only to be had in another. */
void wire__page_word(wire__page *page, wire__word word);
/* Writes a pattern's parts around what `inner` writes. */
void wire__page_pattern(wire__page *page, wire__word word, wire_str slot,
                        void (*inner)(wire__page *page, wire_str text), wire_str text);
void wire__page_put_name(wire__page *page, wire_str name); /* for `inner`: the name, isolated where needed */
/* Writes the footer. in  full: address of the full article, or absent */
void wire__page_footer(wire__page *page, wire_str full);

/* A page of a story that goes on over several; wire_render_story writes it whole. */
void wire__render_story_part(const wire_site *site, const wire_record *record, const wire_story *story,
                             const wire__part *part, const wire__photos *photos, wire_out *out);

/* Writes '<a href=/2026/11/20/local/slug/2/', for more to follow; page 1 has the address itself. */
void wire__page_part_begin(wire__page *page, wire_str path, uint32_t number, bool with_id);
/* Writes, on a page after the first, which one it is and the way to the first. */
void wire__page_parts(wire__page *page, wire_str path, const wire__part *part);
/* Writes, on a page before the last, the way to the next. */
void wire__page_next(wire__page *page, wire_str path, const wire__part *part);

/* A section's front; wire_render_section writes it with one EPUB. in  n_books: EPUBs of the section beside it */
void wire__render_section(const wire_site *site, const wire_section *section, const wire_rack *rack, bool has_more,
                          uint32_t n_books, wire_out *out);

/* A page of the archive that goes on over several. in  path: of its first page; n_books: EPUBs of the day beside it */
void wire__render_archive_part(const wire_site *site, wire_str title, wire_str path, wire_str up,
                               const wire_rack *racks, uint32_t n_racks, uint32_t n_books, const wire__part *part,
                               wire_out *out);

/* Site-wide files ---------------------------------------------------------------------------- */

/* A page without a link, for an address that must be there before what it will link to is. */
void wire__render_bare(const wire_site *site, wire_out *out);
/* Writes a day as the archive names it, "Friday 20 November 2026"; day 0: a month, "November 2026". */
void wire__render_day(const wire_site *site, int32_t year, uint8_t month, uint8_t day, wire_out *out);

typedef struct wire__place { /* a page in a sitemap */
    wire_str path;           /* as a story's, or "local/" */
    int64_t changed;         /* Unix seconds; 0: not said */
} wire__place;

void wire__render_sitemap(const wire_site *site, const wire__place *places, size_t n, wire_out *out);
/* in     places: paths of sitemaps, "sitemap-2026-11.xml" */
void wire__render_sitemap_index(const wire_site *site, const wire__place *places, size_t n, wire_out *out);
/* in     teasers: those of the last two days, at most 1,000 */
void wire__render_news_sitemap(const wire_site *site, const wire_teaser *teasers, size_t n, wire_out *out);
void wire__render_robots(const wire_site *site, wire_out *out);
/* A hash of the code that renders: part of what a page is made of. */
uint64_t wire__render_hash(void);

#endif
