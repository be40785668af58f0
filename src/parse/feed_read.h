/* feed_read.h: pages to feeds. Inside the library only. */
#ifndef WIRECOPY_PARSE_FEED_READ_H
#define WIRECOPY_PARSE_FEED_READ_H
#include "parse/charset.h"
#include "parse/dom.h"
#include "wirecopy/address.h"
#include "wirecopy/read.h"

/* What reading a feed needs of its caller: all borrowed for the call. */
typedef struct wire__feed_tools {
    wire__charset *charset;
    wire__dom *dom;
    wire_address_reader *addresses;
    wire_arena *scratch;
} wire__feed_tools;

/* See wire_read_feed, wire_read_front and wire_read_links of read.h. */
WIRE_USE wire_code wire__read_feed(const wire__feed_tools *tools, const wire_page *page, wire_feed **feed,
                                   wire_error *err);
WIRE_USE wire_code wire__read_front(const wire__feed_tools *tools, const wire_page *page, wire_feed **feed,
                                    wire_error *err);
WIRE_USE wire_code wire__read_links(const wire__feed_tools *tools, const wire_page *page, wire_arena *arena,
                                    const wire_feed_link **links, uint32_t *n_links, wire_error *err);
#endif
