/* feed_make.h: puts a feed together from what its elements say, best source first. Inside the library only. */
#ifndef WIRECOPY_PARSE_FEED_MAKE_H
#define WIRECOPY_PARSE_FEED_MAKE_H
#include "clean.h"
#include "wirecopy/feed.h"
#include "wirecopy/page.h"

/* What a feed or an entry may say once. Several elements may say it: the one of the highest rank is taken, the first
 * among equals. */
typedef enum wire__field {
    WIRE__FIELD_NONE,
    WIRE__FIELD_ID,
    WIRE__FIELD_URL, /* a feed's: home_page_url */
    WIRE__FIELD_EXTERNAL_URL,
    WIRE__FIELD_FEED_URL,
    WIRE__FIELD_TITLE,
    WIRE__FIELD_SUMMARY, /* a feed's: description */
    WIRE__FIELD_CONTENT,
    WIRE__FIELD_DESCRIPTION, /* RSS: the content where there is no other, else the summary */
    WIRE__FIELD_LANGUAGE,
    WIRE__FIELD_IMAGE,
    WIRE__FIELD_PUBLISHED,
    WIRE__FIELD_MODIFIED,
    WIRE__FIELD_EMBARGOED,
    WIRE__FIELD_EXPIRES,
    WIRE__FIELD_DURATION, /* of what is attached */
    WIRE__FIELD_NAME,     /* of a person being read */
    WIRE__FIELD_EMAIL,    /* likewise */
    WIRE__FIELD_AUTHOR,
    WIRE__FIELD_TAG,
    WIRE__FIELD_TTL,       /* minutes */
    WIRE__FIELD_PERIOD,    /* hourly, daily ... */
    WIRE__FIELD_FREQUENCY, /* times a period */
    WIRE__N_FIELDS
} wire__field;

/* How a text is written. */
typedef enum wire__form {
    WIRE__FORM_OPEN, /* RSS does not say: HTML if it looks like it */
    WIRE__FORM_TEXT,
    WIRE__FORM_HTML,
    WIRE__FORM_BASE64 /* of either */
} wire__form;

typedef struct wire__slot {
    wire_str text, html;
    uint8_t rank; /* 0: nothing said */
} wire__slot;

enum { WIRE__MAX_PER_ENTRY = 64 }; /* authors, tags, attachments: of each */

typedef struct wire__subject { /* the feed or an entry */
    wire__slot slots[WIRE__N_FIELDS];
    wire_author authors[WIRE__MAX_PER_ENTRY];
    wire_str tags[WIRE__MAX_PER_ENTRY];
    wire_attachment attachments[WIRE__MAX_PER_ENTRY];
    uint32_t n_authors, n_tags, n_attachments;
} wire__subject;

/* A feed being made, with a sticky error. */
typedef struct wire__feed_make {
    wire_feed *feed;
    wire__cleaner *cleaner;
    wire_str page_url;
    wire_entry *entries; /* grown in the feed's arena */
    uint32_t n_entries, cap_entries;
    wire__subject *whole, *item; /* in the feed's arena; item is used again for each */
    bool is_in_item;
    wire_code code;
} wire__feed_make;

WIRE_USE wire_code wire__feed_make_begin(wire__feed_make *m, wire_feed *feed, wire__cleaner *cleaner,
                                         const wire_page *page, wire_error *err);
/* Finishes: sets the feed's fields and entries. fails  WIRE_ENOMEM, WIRE_ELIMIT */
WIRE_USE wire_code wire__feed_make_end(wire__feed_make *m, wire_error *err);

void wire__feed_begin_item(wire__feed_make *m);
void wire__feed_end_item(wire__feed_make *m);

/* All these speak of the item, if in one, else of the feed. Texts are copied. */
void wire__feed_put_plain(wire__feed_make *m, wire__field field, uint8_t rank, wire_str text);
/* A text, title or body; base: for its relative addresses. */
void wire__feed_put_markup(wire__feed_make *m, wire__field field, uint8_t rank, wire_str text, wire__form form,
                           wire_str base);
/* An address, made absolute. */
void wire__feed_put_url(wire__feed_make *m, wire__field field, uint8_t rank, wire_str text, wire_str base);
/* "Ada Byrne", "ada@example.org (Ada Byrne)", "Ada Byrne <ada@example.org>". */
void wire__feed_add_author(wire__feed_make *m, wire_str text);
void wire__feed_add_tag(wire__feed_make *m, wire_str text);
/* True for a picture by its type, by its address where it has none. */
bool wire__is_picture(wire_str mime_type, wire_str url);
/* The address must be given; what is unknown may be absent. */
void wire__feed_add_attachment(wire__feed_make *m, const wire_attachment *attachment, wire_str base);
/* Makes an address absolute into the feed's arena; {NULL, 0}: it is none. */
wire_str wire__feed_resolve(wire__feed_make *m, wire_str text, wire_str base);

/* The formats, each in a file of its own ------------------------------------------------------- */

/* RSS, RDF, Atom and sitemaps. in  xml: UTF-8 */
WIRE_USE wire_code wire__feed_read_xml(wire__feed_make *m, wire_str xml, wire_error *err);
/* OPML: a list of feeds; their folders are tags. in  xml: UTF-8 */
WIRE_USE wire_code wire__feed_read_opml(wire__feed_make *m, wire_str xml, wire_error *err);
/* JSON Feed. in  json: UTF-8 */
WIRE_USE wire_code wire__feed_read_json(wire__feed_make *m, wire_str json, wire_error *err);
#endif
