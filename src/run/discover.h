/* discover.h: which of the feeds that a page names is its own. Inside the library only. */
#ifndef WIRECOPY_RUN_DISCOVER_H
#define WIRECOPY_RUN_DISCOVER_H
#include "wirecopy/read.h"

/* True where two addresses have the same host, but for "www.". */
bool wire__is_same_site(wire_str a, wire_str b);
/* The best of them: n is at least 1. in  page: the address of the page that names them */
const wire_feed_link *wire__discover_best(const wire_feed_link *links, uint32_t n, wire_str page);

#endif
