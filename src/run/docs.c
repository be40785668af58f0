/* docs.c: the feeds and sitemaps of a source: found, read, and their pages asked for. */
#include "run/collect.h"
#include "run/discover.h"

#include <string.h>

enum {
    MOST_PAGES = 2000, /* of a source in one run; what is left comes in the next */
    MOST_DOCS = 64,    /* of a source in one run: sitemaps that an index names */
    MOST_DEPTH = 2     /* of indexes in indexes */
};

void wire__origin_failed(wire__collect *c, wire__origin *origin)
{
    c->sums->n_sources_failed += !origin->has_failed;
    origin->has_failed = true;
}

/* Pages ------------------------------------------------------------------------------------ */

/* The address as it is asked for: a fragment is the browser's. */
static wire_str entry_url(const wire_entry *entry)
{
    const wire_str url = wire_str_trim(entry->url.n ? entry->url : entry->external_url);
    return wire_str_cut(url, 0, wire_str_find(url, WIRE_STR("#")));
}

static bool is_wanted(const wire__collect *c, const wire_entry *entry, const wire_visit *visit)
{
    if (!visit->at || c->now >= visit->due)
        return true;
    if (visit->status == 410 || !entry)
        return false;
    const wire__news news = wire__visit_news(entry, visit);
    return news == WIRE__NEWS_HEAD || (news == WIRE__NEWS_TEXT && (!visit->n_fails || visit->story));
}

/* An address that another source of the edition gave first stays with that one. */
static bool is_anothers(const wire__collect *c, const wire__origin *o, const wire_visit *visit)
{
    return visit->at && !wire_str_is(visit->source, o->source->name) &&
           wire_edition_find_source(c->edition, visit->source);
}

/* out  *n_asked: one more, if it was asked for */
static wire_code ask_page(wire__collect *c, wire__doc *doc, wire_str url, const wire_entry *entry, size_t *n_asked)
{
    wire_visit visit;
    wire__job *job = NULL;
    wire_code code = wire__seen_add(&c->seen, url);
    if (code == WIRE_SAME)
        return WIRE_OK;
    if (code)
        return wire_fail(c->err, code, "fetch: no memory for another address");
    wire_arena_reset(c->scratch);
    code = wire__visit_get(c, url, c->scratch, &visit);
    if (code || is_anothers(c, doc->origin, &visit) || !is_wanted(c, entry, &visit))
        return code;
    ++*n_asked;
    code = wire__job_make(c, WIRE__JOB_PAGE, doc, url, entry, &visit, &job);
    return code ? code : wire__ask(c, job);
}

static bool is_sitemap(const wire_feed *feed)
{
    return feed->kind == WIRE_FEED_SITEMAP || feed->kind == WIRE_FEED_NEWS_SITEMAP;
}

/* Asks for the pages of a source: its feed's, then those that are due without standing there. */
static wire_code ask_pages(wire__collect *c, wire__doc *doc)
{
    size_t n_asked = 0;
    wire_code code = WIRE_OK;
    const wire_feed *feed = doc->feed;
    for (uint32_t i = 0; feed && i < feed->n_entries && !code; i++) {
        const wire_str url = entry_url(&feed->entries[i]);
        doc->has_left = n_asked >= MOST_PAGES;
        if (doc->has_left)
            break;
        if (!url.n)
            code = wire__entry_take(c, doc, &feed->entries[i]);
        else if (!is_sitemap(feed) || wire__is_same_site(url, doc->url)) /* a sitemap speaks for its own site */
            code = ask_page(c, doc, url, &feed->entries[i], &n_asked);
    }
    for (const wire__due_page *page = c->due; page && n_asked < MOST_PAGES && !code; page = page->next)
        if (page->origin == doc->origin)
            code = ask_page(c, doc, page->url, NULL, &n_asked);
    return code;
}

/* Visits of feeds -------------------------------------------------------------------------- */

/* A feed counts as had once its last page is: were its validators kept before and the run killed, the next run would
 * hear that nothing is new and never ask for the rest. */
wire_code wire__doc_keep(wire__collect *c, wire__doc *doc)
{
    if (!doc->has_visit || doc->n_under_way)
        return WIRE_OK;
    doc->has_visit = false;
    if (doc->has_left || (doc->feed && doc->feed->is_index)) { /* unchanged indexes name sitemaps that did change */
        doc->visit.etag = doc->visit.last_modified = (wire_str){0};
        doc->visit.due = 0;
    }
    return wire_store_put_visit(c->store, &doc->visit, c->err);
}

wire_code wire__visit_copy(wire__collect *c, const wire_visit *visit, wire_visit *copy)
{
    *copy = *visit;
    wire_str *const texts[] = {&copy->etag, &copy->last_modified, &copy->error, &copy->moved};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!wire_arena_copy(c->arena, *texts[i], texts[i]))
            return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for a visit");
    return WIRE_OK;
}

/* Docs ------------------------------------------------------------------------------------- */

static wire__doc *make_doc(wire__collect *c, wire__origin *origin, wire_str url, uint32_t depth) /* NULL: no memory */
{
    wire__doc *made = WIRE_TAKE(c->arena, wire__doc, 1);
    if (!made || !wire_arena_copy(c->arena, url, &made->url))
        return NULL;
    made->origin = origin;
    made->depth = depth;
    made->next = c->docs;
    c->docs = made;
    origin->n_docs++;
    return made;
}

wire_code wire__doc_send(wire__collect *c, wire__doc *doc, const wire_visit *visit)
{
    wire__job *job = NULL;
    const wire_code code = wire__job_make(c, WIRE__JOB_DOC, doc, doc->url, NULL, visit, &job);
    if (code)
        return code;
    doc->n_steps++;
    return doc->depth || doc->n_steps > 1 ? wire__ask(c, job) : wire__send(c, job); /* what the user named is not asked
                                                                                       of robots.txt */
}

/* A source that waits: what is due of its pages is asked for all the same. */
static wire_code pass_over(wire__collect *c, wire__doc *doc, const wire_visit *visit)
{
    c->sums->n_waiting++;
    if (visit->status == 410) {
        wire_log(&c->opts->hooks, WIRE_LEVEL_WARN,
                 "source %.*s: %.*s: gone for good (410); take it out of wirecopy.ini, or give it another url",
                 WIRE_ARG(doc->origin->source->name), WIRE_ARG(doc->url));
    } else if (visit->n_fails) {
        wire_log(&c->opts->hooks, WIRE_LEVEL_WARN, "source %.*s: %.*s: failed %u times (%.*s); tried again in %lld min",
                 WIRE_ARG(doc->origin->source->name), WIRE_ARG(doc->url), (unsigned)visit->n_fails,
                 WIRE_ARG(visit->error), (long long)((visit->due - c->now + 59) / 60));
    } else {
        wire_log(&c->opts->hooks, WIRE_LEVEL_INFO, "source %.*s: %.*s: fresh for %lld s more, as it says",
                 WIRE_ARG(doc->origin->source->name), WIRE_ARG(doc->url), (long long)(visit->due - c->now));
    }
    return ask_pages(c, doc);
}

static wire_code ask_doc(wire__collect *c, wire__origin *origin, wire_str url, uint32_t depth)
{
    wire_visit visit;
    wire__doc *doc = make_doc(c, origin, url, depth);
    if (!doc)
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for another feed");
    wire_arena_reset(c->scratch);
    const wire_code code = wire__visit_get(c, doc->url, c->scratch, &visit);
    if (code)
        return code;
    return visit.at && c->now < visit.due ? pass_over(c, doc, &visit) : wire__doc_send(c, doc, &visit);
}

wire_code wire__docs_ask(wire__collect *c)
{
    wire_code code = WIRE_OK;
    for (uint32_t i = 0; i < c->edition->n_sources && !code; i++) {
        wire__origin *origin = &c->origins[i];
        if (!origin->source->url.n)
            continue; /* what people bring themselves comes by import */
        c->sums->n_sources++;
        code = ask_doc(c, origin, origin->source->url, 0);
    }
    return code;
}

/* The sitemaps of an index, as far as they are its own site's. */
static wire_code ask_sitemaps(wire__collect *c, wire__doc *doc)
{
    wire_code code = WIRE_OK;
    for (uint32_t i = 0; i < doc->feed->n_entries && !code; i++) {
        const wire_str url = entry_url(&doc->feed->entries[i]);
        if (!url.n || !wire__is_same_site(url, doc->url))
            continue;
        if (doc->depth >= MOST_DEPTH || doc->origin->n_docs >= MOST_DOCS) {
            wire_log(&c->opts->hooks, WIRE_LEVEL_WARN,
                     "source %.*s: %.*s: more sitemaps than one run takes (%d, %d deep); name those that matter",
                     WIRE_ARG(doc->origin->source->name), WIRE_ARG(doc->url), MOST_DOCS, MOST_DEPTH);
            break;
        }
        code = wire__seen_add(&c->seen, url);
        if (code == WIRE_SAME) {
            code = WIRE_OK;
            continue;
        }
        code = code ? wire_fail(c->err, code, "fetch: no memory for another address")
                    : ask_doc(c, doc->origin, url, doc->depth + 1);
    }
    return code;
}

/* Answers ---------------------------------------------------------------------------------- */

static wire_code fail_doc(wire__collect *c, const wire__job *job, const wire_answer *answer, const wire_error *why,
                          wire_visit *visit)
{
    wire__origin_failed(c, job->doc->origin);
    wire__answer_log(c, job, why);
    wire__visit_failed(c, job, answer, wire_str_of(wire__without_stage(why->text)), visit);
    if (job->doc->n_probed) { /* not the last guess has failed, but the page */
        visit->status = 200;
        visit->moved = (wire_str){0};
    }
    return wire_store_put_visit(c->store, visit, c->err); /* pages that are due wait for a better hour, too */
}

void wire__visit_settle(const wire__job *job, const wire_answer *answer, wire_visit *visit)
{
    const wire_str here = answer->moved.n ? answer->moved : job->request.url;
    visit->moved = wire_str_is(here, job->url) ? (wire_str){0} : here;
}

/* No feed far and wide: the page that the user named is read as one. */
static wire_code take_front(wire__collect *c, wire__doc *doc)
{
    doc->feed = doc->front;
    doc->front = NULL;
    doc->visit = doc->at_front;
    doc->has_visit = true;
    wire_log(&c->opts->hooks, WIRE_LEVEL_INFO, "source %.*s: %.*s: no feed; %u stories by its front page",
             WIRE_ARG(doc->origin->source->name), WIRE_ARG(doc->url), (unsigned)doc->feed->n_entries);
    const wire_code code = ask_pages(c, doc);
    return code ? code : wire__doc_keep(c, doc);
}

static wire_code read_feed(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_error *why)
{
    wire__doc *doc = job->doc;
    const wire_code code = wire__ward_feed(c->ward, &answer->page, &doc->feed, why);
    if (code || doc->feed->kind != WIRE_FEED_OPML)
        return code;
    wire_feed_free(doc->feed);
    doc->feed = NULL;
    return wire_fail(why, WIRE_EFORMAT, "a list of feeds (OPML); save it, then `wirecopy import` takes it");
}

/* Reads the feed, or goes where there may be one. out  *is_away: it is asked for elsewhere */
static wire_code read_doc(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit,
                          bool *is_away, wire_error *why)
{
    wire_code code = wire__answer_judge(answer, why);
    if (!code && answer->page.status == 304)
        return WIRE_OK;
    wire_code way = code ? WIRE_NONE : wire__way_of_page(c, job, answer, visit);
    if (way == WIRE_NONE && !code && !(code = read_feed(c, job, answer, why)))
        return WIRE_OK;
    if (way == WIRE_NONE)
        way = wire__way_after(c, job, answer, why, visit);
    *is_away = way != WIRE_NONE;
    return *is_away ? way : code;
}

wire_code wire__doc_take(wire__collect *c, const wire__job *job, const wire_answer *answer)
{
    wire_error why;
    wire_visit visit;
    bool is_away = false;
    wire__doc *doc = job->doc;
    wire_code code = wire__visit_get(c, doc->url, c->arena, &visit);
    if (code)
        return code;
    code = read_doc(c, job, answer, &visit, &is_away, &why);
    if (is_away)
        return code;
    if (code && doc->front)
        return take_front(c, doc);
    if (code)
        return fail_doc(c, job, answer, doc->n_probed ? &doc->why : &why, &visit);
    wire__visit_done(c, job, answer, &visit);
    wire__visit_settle(job, answer, &visit);
    if ((code = wire__visit_heed(c, doc->feed, &visit)))
        return code;
    code = wire__visit_copy(c, &visit, &doc->visit);
    doc->has_visit = !code;
    if (!code)
        code = doc->feed && doc->feed->is_index ? ask_sitemaps(c, doc) : ask_pages(c, doc);
    return code ? code : wire__doc_keep(c, doc);
}
