/* read.h: a page or text becomes a story; a feed becomes its entries. */
#ifndef WIRECOPY_READ_H
#define WIRECOPY_READ_H
#include "wirecopy/feed.h"
#include "wirecopy/memory.h"
#include "wirecopy/page.h"

WIRE_BEGIN

/* What an input is, by its bytes, then its name and declared type. */
typedef enum wire_input_kind {
    WIRE_INPUT_EMPTY,
    WIRE_INPUT_HTML,
    WIRE_INPUT_TEXT,
    WIRE_INPUT_FEED,   /* RSS, RDF, Atom, JSON Feed, sitemap */
    WIRE_INPUT_NDJSON, /* stories in JSON, a line each */
    WIRE_INPUT_OPML,
    WIRE_INPUT_WARC,
    WIRE_INPUT_OTHER /* PDF, image, archive ...: see what */
} wire_input_kind;

/* out  *what: static name for messages ("PDF", "PNG image", "HTML"); may be NULL */
WIRE_API wire_input_kind wire_input_sniff(const wire_page *page, const char **what);

/* Reads page after page, keeping the parser's memory between them. One thread at a time. */
typedef struct wire_reader wire_reader;

WIRE_API WIRE_USE wire_reader *wire_reader_new(void); /* NULL: no memory */
WIRE_API void wire_reader_free(wire_reader *reader);

/* Makes a story of an HTML page or plain text.
 * in     page: its bytes need live only for the call
 * out    *story: the caller's; it points to nothing of the page
 * fails  WIRE_EFORMAT: empty, or not HTML or text ("not HTML or text (PDF)"); WIRE_ELIMIT; WIRE_ENOMEM
 * by     HTML and Encoding standards (charset: BOM, header, meta prescan, guess); docs/extraction.md */
WIRE_API WIRE_USE wire_code wire_read_story(wire_reader *reader, const wire_page *page, wire_story **story,
                                            wire_error *err);
/* Reads the pages that follow with what others of their source have taught.
 * in     memory: borrowed until another is given; NULL: none */
WIRE_API void wire_reader_remember(wire_reader *reader, const wire_memory *memory);
/* Adds to a memory what the last page read teaches. A story's twins and later revisions teach nothing new.
 * in     story: what was made of the page
 * fails  WIRE_NONE: the last input was not a page; WIRE_ENOMEM: some of it is lacking then, which does no harm */
WIRE_API wire_code wire_reader_learn(wire_reader *reader, const wire_story *story, wire_memory *memory);

/* Where a fact of a story was found, and how sure it is. */
typedef struct wire_evidence {
    wire_str fact;     /* "headline", "author", "datePublished": schema.org's names, as in the story's JSON */
    wire_str value;    /* as the story has it; several names parted by commas; "?" behind a zone that means several */
    wire_str source;   /* "shown, JSON-LD, meta": what it was taken from, then what says the same */
    double confidence; /* 0 to 1: how often facts so found were right where that is known */
} wire_evidence;

/* The evidence for the facts of the last page read.
 * out    borrowed until the next read; NULL after plain text, a feed, or before the first page
 * in     reader: the page's bytes that were read must still be there */
WIRE_API const wire_evidence *wire_read_evidence(wire_reader *reader, uint32_t *n);
/* Writes a line for each fact, with its evidence, then one for each block of text that the last page read had: kept or
 * dropped, its chance, what it was taken for, the element it stands in, how it starts, and the rule that settled it
 * where its chance did not. Nothing after plain text, a feed, or before the first page. in     reader: the page's bytes
 * that were read must still be there; as_html: lists in HTML instead, of whole texts */
WIRE_API void wire_read_explain(wire_reader *reader, bool as_html, wire_out *out);
/* Reads RSS, RDF, Atom, JSON Feed or a sitemap. An HTML page is none, but may name some: wire_read_links.
 * out    *feed: the caller's; it points to nothing of the page
 * fails  WIRE_EFORMAT: not a feed ("a web page, not a feed"); WIRE_ELIMIT; WIRE_ENOMEM
 * by     docs/formats/feeds.md */
WIRE_API WIRE_USE wire_code wire_read_feed(wire_reader *reader, const wire_page *page, wire_feed **feed,
                                           wire_error *err);

/* Reads a front page as a feed: the stories it shows in their order, each with headline, address, summary, time,
 * picture and section (as a tag) where the page has them. Known by their addresses, their words and the shapes that
 * repeat. in     page: HTML; its url, a <base> or a canonical link makes addresses absolute out    *feed: of kind
 * WIRE_FEED_FRONT; the caller's; it points to nothing of the page fails  WIRE_EFORMAT: not HTML, without an address, or
 * without a story; WIRE_ELIMIT; WIRE_ENOMEM by     docs/formats/feeds.md */
WIRE_API WIRE_USE wire_code wire_read_front(wire_reader *reader, const wire_page *page, wire_feed **feed,
                                            wire_error *err);

/* A feed that a page names. */
typedef struct wire_feed_link {
    wire_str url;       /* absolute */
    wire_str mime_type; /* as stated: "application/rss+xml" */
    wire_str title;     /* may be absent */
} wire_feed_link;

/* Finds the feeds that an HTML page names (link rel=alternate with a feed's type), in the page's order, at most 64.
 * in     page: its url, or a <base>, makes relative addresses absolute; those that stay relative are left out
 * out    *links: in `arena`
 * fails  WIRE_NONE: the page names none; WIRE_EFORMAT: not HTML; WIRE_ELIMIT; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_read_links(wire_reader *reader, const wire_page *page, wire_arena *arena,
                                            const wire_feed_link **links, uint32_t *n_links, wire_error *err);

WIRE_END
#endif
