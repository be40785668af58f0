/* fetch.c: one run over all sources: their feeds, then the pages that are new, may have changed or are due. */
#include "run/collect.h"

#include <stdlib.h>
#include <time.h>

enum { MOST_PAGES = 2000 }; /* of a source in one run; what is left comes in the next */

/* Asking ----------------------------------------------------------------------------------- */

static wire_code ask(wire__collect *c, wire_str url, const wire_visit *visit, wire__origin *o, const wire_entry *entry,
                     bool is_feed)
{
    wire_error why;
    wire__job *job = WIRE_TAKE(c->arena, wire__job, 1);
    if (!job)
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for another request");
    *job = (wire__job){o, entry, is_feed};
    wire_request request = {.url = url, .network = o->source->network, .tag = job};
    if (is_feed || (visit->story && !visit->n_fails)) { /* without a story there is nothing to be unchanged */
        request.etag = visit->etag;
        request.last_modified = visit->last_modified;
    }
    const wire_code code = wire_fetcher_add(c->fetcher, &request, &why);
    if (!code) {
        c->n_asked++;
        o->n_under_way += !is_feed;
        return WIRE_OK;
    }
    if (code == WIRE_ENOMEM)
        return wire_fail(c->err, code, "fetch: %.*s: %s", WIRE_ARG(url), why.text);
    wire__answer_log(c, job, &(wire_answer){.request = &request}, &why);
    if (is_feed)
        c->sums->n_sources_failed++;
    else
        c->sums->n_failed++;
    return WIRE_OK;
}

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
    if (visit->n_fails || !entry)
        return false;
    return (entry->modified.is_known && entry->modified.at > visit->at) ||
           (entry->published.is_known && entry->published.at > visit->at && entry->published.at <= c->now);
}

/* An address that another source of the edition gave first stays with that one. */
static bool is_anothers(const wire__collect *c, const wire__origin *o, const wire_visit *visit)
{
    return visit->at && !wire_str_is(visit->source, o->source->name) &&
           wire_edition_find_source(c->edition, visit->source);
}

/* out  *n_asked: one more, if it was asked for */
static wire_code ask_page(wire__collect *c, wire__origin *o, wire_str url, const wire_entry *entry, size_t *n_asked)
{
    wire_visit visit;
    wire_code code = wire__seen_add(&c->seen, url);
    if (code == WIRE_SAME)
        return WIRE_OK;
    if (code)
        return wire_fail(c->err, code, "fetch: no memory for another address");
    wire_arena_reset(c->scratch);
    code = wire__visit_get(c, url, c->scratch, &visit);
    if (code || is_anothers(c, o, &visit) || !is_wanted(c, entry, &visit))
        return code;
    ++*n_asked;
    return ask(c, url, &visit, o, entry, false);
}

/* Asks for the pages of a source: its feed's, then those that are due without standing there. */
static wire_code ask_pages(wire__collect *c, wire__origin *o)
{
    size_t n_asked = 0;
    wire_code code = WIRE_OK;
    for (uint32_t i = 0; o->feed && i < o->feed->n_entries && !code; i++) {
        const wire_str url = entry_url(&o->feed->entries[i]);
        o->has_left = n_asked >= MOST_PAGES;
        if (o->has_left)
            break;
        if (url.n)
            code = ask_page(c, o, url, &o->feed->entries[i], &n_asked);
    }
    for (const wire__due_page *page = c->due; page && n_asked < MOST_PAGES && !code; page = page->next)
        if (page->origin == o)
            code = ask_page(c, o, page->url, NULL, &n_asked);
    return code;
}

/* Feeds ------------------------------------------------------------------------------------ */

/* A feed counts as had once its last page is: were its validators kept before and the run killed, the next run would
 * hear that nothing is new and never ask for the rest. */
static wire_code keep_feed_visit(wire__collect *c, wire__origin *o)
{
    if (!o->has_visit || o->n_under_way)
        return WIRE_OK;
    o->has_visit = false;
    if (o->has_left)
        o->visit.etag = o->visit.last_modified = (wire_str){0};
    return wire_store_put_visit(c->store, &o->visit, c->err);
}

static wire_code note_feed_visit(wire__collect *c, wire__origin *o, const wire_visit *visit)
{
    o->visit = *visit;
    o->has_visit = true;
    if (wire_arena_copy(c->arena, visit->url, &o->visit.url) &&
        wire_arena_copy(c->arena, visit->etag, &o->visit.etag) &&
        wire_arena_copy(c->arena, visit->last_modified, &o->visit.last_modified))
        return WIRE_OK;
    return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for a visit");
}

static wire_code fail_feed(wire__collect *c, const wire__job *job, const wire_answer *answer, const wire_error *why,
                           wire_visit *visit)
{
    c->sums->n_sources_failed++;
    wire__answer_log(c, job, answer, why);
    wire__visit_failed(c, job, answer, wire_str_of(why->text), visit);
    return wire_store_put_visit(c->store, visit, c->err); /* pages that are due wait for a better hour, too */
}

static wire_code take_feed(wire__collect *c, const wire__job *job, const wire_answer *answer)
{
    wire_error why;
    wire_visit visit;
    wire__origin *o = job->origin;
    wire_code code = wire__visit_get(c, answer->request->url, c->arena, &visit);
    if (code)
        return code;
    code = wire__answer_judge(answer, &why);
    if (!code && answer->page.status != 304)
        code = wire_read_feed(c->reader, &answer->page, &o->feed, &why);
    if (code)
        return fail_feed(c, job, answer, &why, &visit);
    wire__visit_done(c, job, answer, &visit);
    code = note_feed_visit(c, o, &visit);
    if (!code)
        code = ask_pages(c, o);
    return code ? code : keep_feed_visit(c, o);
}

/* The run ---------------------------------------------------------------------------------- */

static void on_answer(void *user, const wire_answer *answer)
{
    wire__collect *c = user;
    const wire__job *job = answer->request->tag;
    const wire_hooks *hooks = &c->opts->hooks;
    if (c->code)
        return;
    wire_arena_reset(c->scratch);
    c->n_answered++;
    c->sums->n_requests++;
    c->sums->n_unchanged += answer->page.status == 304;
    c->sums->n_wire_bytes += job->is_feed ? 0 : answer->n_wire_bytes;
    if (job->is_feed) {
        c->code = take_feed(c, job, answer);
    } else {
        job->origin->n_under_way--;
        c->code = wire__page_take(c, job, answer);
        if (!c->code)
            c->code = keep_feed_visit(c, job->origin);
    }
    if (hooks->progress)
        hooks->progress(hooks->user, "fetch", c->n_answered, c->n_asked);
}

static bool must_stop(void *user)
{
    const wire__collect *c = user;
    const wire_hooks *hooks = &c->opts->hooks;
    return c->code || (hooks->stop && hooks->stop(hooks->user));
}

static wire__origin *find_origin(wire__collect *c, wire_str source)
{
    for (uint32_t i = 0; i < c->edition->n_sources; i++)
        if (wire_str_is(c->origins[i].source->name, source))
            return &c->origins[i];
    return NULL;
}

static wire_code note_due(void *user, const wire_visit *visit)
{
    wire__collect *c = user;
    wire__origin *o = find_origin(c, visit->source);
    if (!o || !visit->due || visit->due > c->now || wire_str_is(visit->url, o->source->url))
        return WIRE_OK;
    wire__due_page *page = WIRE_TAKE(c->arena, wire__due_page, 1);
    if (!page || !wire_arena_copy(c->arena, visit->url, &page->url))
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for the pages that are due");
    page->origin = o;
    page->next = c->due;
    c->due = page;
    return WIRE_OK;
}

static wire_code ask_feeds(wire__collect *c)
{
    wire_code code = WIRE_OK;
    for (uint32_t i = 0; i < c->edition->n_sources && !code; i++) {
        wire_visit visit;
        wire__origin *o = &c->origins[i];
        if (!o->source->url.n)
            continue; /* what people bring themselves comes by import */
        c->sums->n_sources++;
        wire_arena_reset(c->scratch);
        code = wire__visit_get(c, o->source->url, c->scratch, &visit);
        if (!code)
            code = ask(c, o->source->url, &visit, o, NULL, true);
    }
    return code;
}

static wire_code open_collect(wire__collect *c)
{
    const uint32_t n = c->edition->n_sources;
    const wire_fetch_opts opts = {.max_bytes = c->opts->max_bytes, .hooks = {.user = c, .stop = must_stop}};
    c->arena = wire_arena_new((size_t)1 << 30);
    c->scratch = wire_arena_new(0);
    c->reader = wire_reader_new();
    c->origins = calloc(n ? n : 1, sizeof *c->origins);
    if (!c->arena || !c->scratch || !c->reader || !c->origins)
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory");
    for (uint32_t i = 0; i < n; i++)
        c->origins[i].source = &c->edition->sources[i];
    const wire_str zone = c->edition->timezone;
    const wire_code code = wire_zone_open(zone.n ? zone : WIRE_STR("UTC"), &c->zone, c->err);
    return code ? code : wire_fetcher_new(&opts, &c->fetcher, c->err);
}

static void close_collect(wire__collect *c)
{
    wire_fetcher_free(c->fetcher);
    for (uint32_t i = 0; c->origins && i < c->edition->n_sources; i++)
        wire_feed_free(c->origins[i].feed);
    free(c->origins);
    wire__seen_free(&c->seen);
    wire_reader_free(c->reader);
    wire_zone_close(c->zone);
    wire_arena_free(c->scratch);
    wire_arena_free(c->arena);
}

static wire_code collect(wire__collect *c)
{
    wire_error why;
    wire_code code = wire_store_each_visit(c->store, note_due, c, c->err);
    if (!code)
        code = ask_feeds(c);
    if (code)
        return code;
    code = wire_fetcher_run(c->fetcher, on_answer, c, &why);
    if (c->code)
        return c->code; /* the reason that must_stop gave way to; said already */
    if (code)
        return wire_fail(c->err, code, "%s", why.text);
    return WIRE_OK;
}

wire_code wire_run_fetch(const wire_edition *edition, wire_store *store, const wire_run_opts *opts,
                         wire_fetch_sums *sums, wire_error *err)
{
    static const wire_run_opts no_opts = {0};
    wire_fetch_sums own = {0};
    wire_error why = {0};
    wire__collect c = {.edition = edition, .store = store, .opts = opts ? opts : &no_opts, .sums = &own, .err = &why};
    c.now = c.opts->now ? c.opts->now : (int64_t)time(NULL);
    wire_code code = open_collect(&c);
    if (!code)
        code = collect(&c);
    /* the time of the last fetch that brought something: what it brought nothing to need not be pressed again */
    if ((own.n_new || own.n_changed) && (!code || code == WIRE_ESTOP)) {
        wire_error other;
        const wire_code set = wire_store_set_now(store, c.now, &other);
        if (!code && set < 0)
            code = wire_fail(&why, set, "%s", other.text);
    }
    close_collect(&c);
    *sums = own;
    return code < 0 ? wire_fail(err, code, "%s", why.text) : code;
}
