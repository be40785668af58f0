/* robots.h: what a site's robots.txt lets us fetch. */
#ifndef WIRECOPY_ROBOTS_H
#define WIRECOPY_ROBOTS_H
#include "wirecopy/address.h"

WIRE_BEGIN

/* The rules of one robots.txt for one agent. Immutable once read; all threads may share it. */
typedef struct wire_robots wire_robots;

/* Reads a robots.txt: the groups of that agent, merged; where there is none, those of "*".
 * in     bytes: as fetched, 500 KiB of them are looked at; need live only for the call. Anything at all is a
 * robots.txt: what is no rule is passed over, so that a web page in its place forbids nothing agent: "wirecopy" or
 * "wirecopy/1.0 (...)": what stands before the first character that is no letter, "-" or
 *        "_" is compared, without case; {NULL, 0}: "wirecopy"
 * out    *robots: the caller's
 * fails  WIRE_ENOMEM
 * by     RFC 9309. When none came (2.3.1): 4xx means that all is allowed, 5xx or no answer that nothing is; that is
 *        the caller's to know. */
WIRE_API WIRE_USE wire_code wire_robots_read(wire_str bytes, wire_str agent, wire_robots **robots, wire_error *err);
WIRE_API void wire_robots_free(wire_robots *robots); /* NULL is fine */
/* May it be fetched? The longest rule that matches its path and query decides; of two as long, the one that allows.
 * robots.txt itself always may. in  address: of the site whose robots.txt it is: the host is not looked at */
WIRE_API bool wire_robots_allows(const wire_robots *robots, const wire_address *address);
/* Crawl-delay of the agent's group, in ms, at most a day; 0: none stated. */
WIRE_API uint32_t wire_robots_delay_ms(const wire_robots *robots);
/* The addresses of sitemaps that it names, in its order, as they stand there; borrowed from robots. */
WIRE_API uint32_t wire_robots_sitemaps(const wire_robots *robots, const wire_str **urls);

WIRE_END
#endif
