/* fetch.c: one run over all sources: their feeds, then the pages that are new, may have changed or are due. */
#include "run/collect.h"

#include <stdlib.h>
#include <time.h>

/* The run ---------------------------------------------------------------------------------- */

wire_code wire__job_take(wire__collect *c, const wire__job *job, const wire_answer *answer)
{
    wire_code code;
    switch (job->kind) {
    case WIRE__JOB_ROBOTS:
        return wire__robots_take(c, job, answer);
    case WIRE__JOB_DOC:
        return wire__doc_take(c, job, answer);
    case WIRE__JOB_PHOTO:
        return wire__photo_take(c, job, answer);
    case WIRE__JOB_PAGE:
        break;
    }
    code = wire__page_take(c, job, answer);
    return code ? code : wire__job_end(c, job);
}

static wire_code take(wire__collect *c, const wire__job *job, const wire_answer *answer)
{
    const bool is_page = job->kind == WIRE__JOB_DOC || job->kind == WIRE__JOB_PAGE;
    c->sums->n_requests += is_page;
    c->sums->n_unchanged += is_page && answer->page.status == 304;
    c->sums->n_wire_bytes += job->kind == WIRE__JOB_PAGE ? answer->n_wire_bytes : 0;
    return wire__job_take(c, job, answer);
}

static void on_answer(void *user, const wire_answer *answer)
{
    wire__collect *c = user;
    const wire_hooks *hooks = &c->opts->hooks;
    if (c->code)
        return;
    wire_arena_reset(c->scratch);
    c->n_answered++;
    c->code = take(c, answer->request->tag, answer);
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

wire_str wire__agent_name(const wire_edition *edition, wire_arena *arena)
{
    const wire_str contact = edition->contact.n ? edition->contact : edition->url;
    return wire_arena_print(arena, "wirecopy/%s (+%.*s)", wire_version(), WIRE_ARG(wire_str_cut(contact, 0, 200)));
}

static wire_code open_collect(wire__collect *c)
{
    const uint32_t n = c->edition->n_sources;
    c->arena = wire_arena_new((size_t)1 << 30);
    const wire_str agent = c->arena ? wire__agent_name(c->edition, c->arena) : (wire_str){0};
    const wire_fetch_opts opts = {.max_bytes = c->opts->max_bytes,
                                  .proxy = c->edition->proxy,
                                  .user_agent = agent,
                                  .hooks = {.user = c, .stop = must_stop}};
    c->scratch = wire_arena_new(0);
    c->ward = wire__ward_new(&(wire__ward_opts){.in_process = c->opts->in_process});
    c->addresses = wire_address_reader_new();
    c->origins = calloc(n ? n : 1, sizeof *c->origins);
    if (!c->arena || !c->scratch || !c->ward || !c->addresses || !c->origins)
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
    for (wire__doc *doc = c->docs; doc; doc = doc->next) {
        wire_feed_free(doc->feed);
        wire_feed_free(doc->front);
    }
    wire__robots_end(c);
    wire__seen_free(&c->seen);
    wire__ward_free(c->ward);
    wire__origins_free(c);
    wire__ward_free(c->darkroom);
    wire_address_reader_free(c->addresses);
    wire_zone_close(c->zone);
    wire_arena_free(c->scratch);
    wire_arena_free(c->arena);
}

static wire_code ask_all(wire__collect *c)
{
    wire_error why;
    const wire_code code = wire_fetcher_run(c->fetcher, on_answer, c, &why);
    if (c->code)
        return c->code; /* the reason that must_stop gave way to; said already */
    if (code)
        return wire_fail(c->err, code, "%s", why.text);
    return WIRE_OK;
}

static wire_code collect(wire__collect *c)
{
    wire_code code = wire_store_each_visit(c->store, note_due, c, c->err);
    if (!code)
        code = wire__docs_ask(c);
    if (!code)
        code = ask_all(c);
    if (!code)
        code = wire__photos_ask(c); /* of stories that have come by now */
    return code ? code : ask_all(c);
}

wire_code wire__photos_fetch(const wire_edition *edition, wire_store *store, const wire_run_opts *opts,
                             uint64_t *n_photos, wire_error *err)
{
    wire_fetch_sums own = {0};
    wire_error why = {0};
    wire__collect c = {.edition = edition, .store = store, .opts = opts, .sums = &own, .err = &why};
    *n_photos = 0;
    if (edition->photos != WIRE_PHOTOS_SMALL)
        return WIRE_OK;
    c.now = opts->now ? opts->now : (int64_t)time(NULL);
    wire_code code = open_collect(&c);
    if (!code)
        code = wire__photos_ask(&c);
    if (!code)
        code = ask_all(&c);
    close_collect(&c);
    *n_photos = own.n_photos;
    return code < 0 ? wire_fail(err, code, "%s", why.text) : code;
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
    if (!code || code == WIRE_ESTOP) {
        const wire_code kept = wire__origins_keep(&c);
        code = kept ? kept : code; /* what went wrong last is what `why` says */
    }
    /* the time of the last fetch that brought something, or that a story had waited for: nothing else is to be pressed
     */
    if (!code || code == WIRE_ESTOP) {
        wire_error other;
        const wire_code set = own.n_new || own.n_changed ? wire_store_set_now(store, c.now, &other)
                                                         : wire_store_ripen(store, c.now, &other);
        if (!code && set < 0)
            code = wire_fail(&why, set, "%s", other.text);
    }
    close_collect(&c);
    *sums = own;
    return code < 0 ? wire_fail(err, code, "%s", why.text) : code;
}
