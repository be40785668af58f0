/* feed.h: a feed, sitemap or front page and its entries; JSON Feed 1.1 out. */
#ifndef WIRECOPY_FEED_H
#define WIRECOPY_FEED_H
#include "wirecopy/story.h"

WIRE_BEGIN

#define WIRE_FEEDS(X)              \
    X(RSS, "rss")                  \
    X(ATOM, "atom")                \
    X(RDF, "rdf")                  \
    X(JSON, "jsonfeed")            \
    X(SITEMAP, "sitemap")          \
    X(NEWS_SITEMAP, "newssitemap") \
    X(OPML, "opml")                \
    X(FRONT, "front")

typedef enum wire_feed_kind {
#define WIRE_FEED_ENUM(name, text) WIRE_FEED_##name,
    WIRE_FEEDS(WIRE_FEED_ENUM)
#undef WIRE_FEED_ENUM
} wire_feed_kind;

typedef struct wire_attachment {
    wire_str url, mime_type, title;
    uint64_t bytes;      /* 0: unknown */
    uint32_t duration_s; /* 0: unknown */
} wire_attachment;

typedef struct wire_entry {
    wire_str id; /* guid; the address where there is none */
    wire_str url, external_url, title, summary;
    wire_str content_html; /* made safe */
    wire_str content_text;
    wire_str language, image;
    wire_stamp published, modified;
    wire_stamp embargoed, expires; /* as a story's */
    const wire_author *authors;
    uint32_t n_authors;
    const wire_str *tags;
    uint32_t n_tags;
    const wire_attachment *attachments;
    uint32_t n_attachments;
} wire_entry;

/* Owns its arena. Entries in the feed's order. */
typedef struct wire_feed {
    wire_arena *arena;
    wire_feed_kind kind;
    wire_str input, title, home_page_url, feed_url, description, language;
    const wire_author *authors;
    uint32_t n_authors;
    const wire_entry *entries;
    uint32_t n_entries;
    uint32_t ttl_min;    /* minutes that it stays as it is, by its own word (ttl, syndication); 0: it does not say */
    uint32_t skip_hours; /* bit h: it need not be asked in hour h, UTC */
    uint8_t skip_days;   /* bit d: nor on that day, 0 Sunday */
    bool is_index;       /* a sitemap index: the entries' addresses are sitemaps. So are an OPML's feeds */
    bool is_recovered;   /* the feed was ill-formed, or over 100,000 items; what could be had is here */
} wire_feed;

WIRE_API WIRE_USE wire_feed *wire_feed_new(size_t budget_bytes); /* 0: 256 MiB; NULL: no memory */
WIRE_API void wire_feed_free(wire_feed *feed);
/* Writes JSON Feed 1.1 with "input" and "kind" besides. by  https://www.jsonfeed.org/version/1.1/ */
WIRE_API void wire_feed_write_json(const wire_feed *feed, const wire_json_opts *opts, wire_out *out);

WIRE_END
#endif
