/* discover.c: feeds of comments last, the page's own site first, the page's order otherwise. */
#include "run/discover.h"

/* The host of an address, without "www.". */
static wire_str site_of(wire_str url)
{
    const size_t at = wire_str_find(url, WIRE_STR("://"));
    wire_str host = at < url.n ? wire_str_cut(url, at + 3, url.n) : (wire_str){0};
    size_t n = 0;
    while (n < host.n && host.p[n] != '/' && host.p[n] != '?' && host.p[n] != '#')
        n++;
    host.n = n;
    return wire_str_has_prefix(host, WIRE_STR("www.")) ? wire_str_cut(host, 4, host.n) : host;
}

bool wire__is_same_site(wire_str a, wire_str b)
{
    return wire_str_is_ci(site_of(a), site_of(b));
}

static bool has(wire_str text, wire_str part)
{
    return wire_str_find_ci(text, part) < text.n;
}

static int rank_of(const wire_feed_link *link, wire_str page)
{
    const bool is_aside = has(link->title, WIRE_STR("comment")) || has(link->url, WIRE_STR("comment"));
    return (is_aside ? 0 : 2) + wire__is_same_site(link->url, page);
}

const wire_feed_link *wire__discover_best(const wire_feed_link *links, uint32_t n, wire_str page)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (rank_of(&links[i], page) > rank_of(&links[best], page))
            best = i;
    return &links[best];
}
