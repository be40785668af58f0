/* ways.c: from the address of a page to its feed: the one that it names, one where sites have theirs, else the page
 * itself. */
#include "run/collect.h"
#include "run/discover.h"

#include <string.h>

enum { MOST_STEPS = 3 /* from the address that was named to its feed */ };

/* The feed that a page names. fails  WIRE_NONE: it names none */
static wire_code find_feed(wire__collect *c, const wire_page *page, wire_str *url)
{
    const wire_feed_link *links = NULL;
    uint32_t n = 0;
    wire_error why;
    const wire_code code = wire__ward_links(c->ward, page, c->scratch, &links, &n, &why);
    if (code == WIRE_ENOMEM)
        return wire_fail(c->err, code, "%s", why.text);
    if (code || !n)
        return WIRE_NONE;
    *url = wire__discover_best(links, n, page->url)->url;
    return WIRE_OK;
}

/* Asks for the same feed at another address. */
static wire_code ask_elsewhere(wire__collect *c, const wire__job *job, wire_visit *visit, wire_str url)
{
    wire_log(&c->opts->hooks, WIRE_LEVEL_INFO, "source %.*s: %.*s: trying %.*s",
             WIRE_ARG(job->doc->origin->source->name), WIRE_ARG(job->request.url), WIRE_ARG(url));
    visit->etag = visit->last_modified = (wire_str){0};
    visit->moved = url;
    return wire__doc_send(c, job->doc, visit);
}

static bool is_html(const wire_answer *answer)
{
    return !answer->error.code && answer->page.status >= 200 && answer->page.status < 300 &&
           wire_input_sniff(&answer->page, NULL) == WIRE_INPUT_HTML;
}

/* Keeps what the page that the user named shows itself. A page without a story shows nothing. */
static wire_code keep_front(wire__collect *c, const wire__job *job, const wire_answer *answer, const wire_visit *visit)
{
    wire_error why;
    wire_visit seen = *visit;
    wire__doc *doc = job->doc;
    if (doc->front || doc->depth)
        return WIRE_OK;
    const wire_code code = wire__ward_front(c->ward, &answer->page, &doc->front, &why);
    if (code == WIRE_ENOMEM)
        return wire_fail(c->err, code, "%s", why.text);
    if (code)
        return WIRE_OK;
    wire__visit_done(c, job, answer, &seen);
    wire__visit_settle(job, answer, &seen);
    return wire__visit_copy(c, &seen, &doc->at_front);
}

/* True where an earlier run has looked for a feed and taken the page itself. */
static bool is_known_front(const wire__doc *doc, const wire_visit *visit)
{
    const bool was_had = visit->status == 200 || visit->status == 304;
    return doc->front && visit->at && !visit->n_fails && was_had && !visit->moved.n;
}

wire_code wire__way_of_page(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit)
{
    wire_str url = {0};
    if (!is_html(answer) || job->doc->n_probed || job->doc->n_steps >= MOST_STEPS)
        return WIRE_NONE;
    wire_code code = keep_front(c, job, answer, visit);
    if (!code)
        code = find_feed(c, &answer->page, &url);
    if (code)
        return code;
    if (wire_str_is(url, answer->page.url) || wire_str_is(url, job->request.url))
        return WIRE_NONE;
    return ask_elsewhere(c, job, visit, url);
}

/* Bytes of the path below which the feed is looked for: the feed of the whole site is not that of a section which shows
 * its stories itself. */
static size_t folder_of(const wire__doc *doc, wire_str path)
{
    size_t n = doc->front ? path.n : 0;
    while (n && path.p[n - 1] != '/')
        n--;
    return n ? n - 1 : 0;
}

/* A page that names no feed: its site may have one where sites have theirs.
 * in     why: what was wrong with the page: said if none is found. fails  WIRE_NONE: all have been tried */
static wire_code probe(wire__collect *c, const wire__job *job, const wire_error *why, wire_visit *visit)
{
    static const char *const paths[] = {"/feed",     "/rss",       "/feed.xml", "/rss.xml",
                                        "/atom.xml", "/index.xml", "/feed.json"};
    wire__doc *doc = job->doc;
    wire_address address;
    if (!doc->n_probed)
        doc->why = *why;
    if (doc->depth || doc->n_probed >= sizeof paths / sizeof *paths ||
        wire_address_read(c->addresses, doc->url, (wire_str){0}, c->scratch, &address))
        return WIRE_NONE;
    const wire_str origin = {address.href.p, (size_t)(address.path.p - address.href.p) + folder_of(doc, address.path)};
    const wire_str url = wire_arena_print(c->scratch, "%.*s%s", WIRE_ARG(origin), paths[doc->n_probed++]);
    if (!url.p)
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for an address");
    return ask_elsewhere(c, job, visit, url);
}

wire_code wire__way_after(wire__collect *c, const wire__job *job, const wire_answer *answer, const wire_error *why,
                          wire_visit *visit)
{
    wire__doc *doc = job->doc;
    if (visit->moved.n && doc->n_steps == 1 && !answer->error.code)
        return ask_elsewhere(c, job, visit, doc->url); /* what was remembered no longer holds: from the beginning */
    if (is_known_front(doc, visit))
        return WIRE_NONE;
    return is_html(answer) || doc->n_probed ? probe(c, job, why, visit) : WIRE_NONE;
}
