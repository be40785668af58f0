/* check.c: every source asked once, every failure that is remembered said, with what to do about it. */
#include "run/check.h"

#include "run/collect.h"
#include "run/discover.h"

#include <string.h>
#include <time.h>

enum { DAY = 24 * 3600, OLD_DAYS = 60 };

/* A request of a check. */
typedef struct asked {
    const wire_source *source;
    wire_str page;  /* that named this feed; absent for the source's own address */
    bool has_front; /* that page shows stories itself */
} asked;

void wire__check_find(wire__check *k, wire_level level, wire_str about, wire_str where, wire_str what, wire_str todo)
{
    if (!about.p || !what.p) {
        k->code = wire_fail(k->err, WIRE_ENOMEM, "check: no memory");
        return;
    }
    k->n_errors += level == WIRE_LEVEL_ERROR;
    k->on_finding(k->user, &(wire_finding){level, about, where, what, todo});
}

static wire_str name_source(wire__check *k, wire_str name)
{
    return wire_arena_print(k->scratch, "source %.*s", WIRE_ARG(name));
}

/* What to do ------------------------------------------------------------------------------- */

static wire_str advise(uint32_t status, wire_code code)
{
    switch (status) {
    case 401:
    case 402:
    case 403:
        return WIRE_STR("the publisher does not let programs in; ask him for a feed");
    case 404:
        return WIRE_STR("look up its address anew");
    case 410:
        return WIRE_STR("it is gone for good: take it out of wirecopy.ini, or give it another url");
    case 429:
    case 503:
        return WIRE_STR("the publisher wants to be asked less often; it is tried again by itself");
    default:
        break;
    }
    if (code == WIRE_EDENIED)
        return WIRE_STR("`network = local` in its section would allow it");
    if (code == WIRE_EFORMAT)
        return WIRE_STR("name a feed, a sitemap, or a page that names one");
    if (code == WIRE_ELIMIT)
        return WIRE_STR("name a smaller feed of the same publisher");
    return WIRE_STR("it is tried again by itself; look at the address if it goes on");
}

/* Sources ---------------------------------------------------------------------------------- */

static wire_code ask(wire__check *k, const wire_source *source, wire_str url, wire_str page, bool has_front)
{
    wire_error why;
    asked *a = WIRE_TAKE(k->arena, asked, 1);
    if (!a || !wire_arena_copy(k->arena, page, &a->page))
        return wire_fail(k->err, WIRE_ENOMEM, "check: no memory");
    a->source = source;
    a->has_front = has_front;
    const wire_request request = {.url = url, .network = source->network, .tag = a};
    const wire_code code = wire_fetcher_add(k->fetcher, &request, &why);
    if (code == WIRE_ENOMEM)
        return wire_fail(k->err, code, "%s", why.text);
    if (code)
        wire__check_find(k, WIRE_LEVEL_ERROR, name_source(k, source->name), url, wire_str_of(why.text),
                         WIRE_STR("mend its url in wirecopy.ini"));
    return WIRE_OK;
}

static const char *kind_name(wire_feed_kind kind)
{
    static const char *const names[] = {
        [WIRE_FEED_RSS] = "RSS",        [WIRE_FEED_ATOM] = "Atom",        [WIRE_FEED_RDF] = "RSS 1.0",
        [WIRE_FEED_JSON] = "JSON Feed", [WIRE_FEED_SITEMAP] = "sitemap",  [WIRE_FEED_NEWS_SITEMAP] = "news sitemap",
        [WIRE_FEED_OPML] = "OPML",      [WIRE_FEED_FRONT] = "front page",
    };
    return names[kind];
}

static int64_t newest_of(const wire_feed *feed)
{
    int64_t newest = INT64_MIN;
    for (uint32_t i = 0; i < feed->n_entries; i++) {
        const wire_entry *e = &feed->entries[i];
        const wire_stamp *stamp = e->published.is_known ? &e->published : &e->modified;
        if (stamp->is_known && stamp->at > newest)
            newest = stamp->at;
    }
    return newest;
}

static void judge_feed(wire__check *k, const asked *a, const wire_answer *answer, const wire_feed *feed)
{
    const wire_str about = name_source(k, a->source->name), where = answer->request->url;
    const int64_t newest = newest_of(feed);
    const wire_civil day = wire_civil_of(newest == INT64_MIN ? 0 : newest, 0);
    const wire_str what = wire_arena_print(k->scratch, "%s, %u entries%s", kind_name(feed->kind),
                                           (unsigned)feed->n_entries, feed->is_index ? " (an index of sitemaps)" : "");
    wire__check_find(k, WIRE_LEVEL_INFO, about, where, what, (wire_str){0});
    if (answer->moved.n)
        wire__check_find(k, WIRE_LEVEL_WARN, about, where,
                         wire_arena_print(k->scratch, "has moved for good to %.*s", WIRE_ARG(answer->moved)),
                         WIRE_STR("write that into wirecopy.ini"));
    if (feed->is_recovered)
        wire__check_find(k, WIRE_LEVEL_WARN, about, where,
                         WIRE_STR("not well-formed, or very long: what could be had is taken"),
                         WIRE_STR("tell the publisher, if entries are missing"));
    if (!feed->n_entries)
        wire__check_find(k, WIRE_LEVEL_WARN, about, where, WIRE_STR("there is nothing in it"),
                         WIRE_STR("look whether the publisher has another feed"));
    else if (newest != INT64_MIN && newest < k->now - OLD_DAYS * (int64_t)DAY)
        wire__check_find(
            k, WIRE_LEVEL_WARN, about, where,
            wire_arena_print(k->scratch, "its newest entry is of %04d-%02d-%02d", (int)day.year, day.month, day.day),
            WIRE_STR("look whether the publisher has another feed"));
}

/* A page in place of a feed. fails  WIRE_NONE: it names no feed */
static wire_code judge_page(wire__check *k, const asked *a, const wire_answer *answer)
{
    wire_error why;
    uint32_t n = 0;
    const wire_feed_link *links = NULL;
    const wire_page *page = &answer->page;
    if (a->page.n || wire_input_sniff(page, NULL) != WIRE_INPUT_HTML)
        return WIRE_NONE;
    const wire_code code = wire__ward_links(k->ward, page, k->scratch, &links, &n, &why);
    if (code == WIRE_ENOMEM)
        return wire_fail(k->err, code, "%s", why.text);
    if (code || !n)
        return WIRE_NONE;
    const wire_feed_link *best = wire__discover_best(links, n, page->url);
    wire__check_find(k, WIRE_LEVEL_INFO, name_source(k, a->source->name), answer->request->url,
                     wire_arena_print(k->scratch, "a page; of the %u feeds it names, this is taken: %.*s", (unsigned)n,
                                      WIRE_ARG(best->url)),
                     (wire_str){0});
    for (uint32_t i = 0; i < n; i++)
        if (&links[i] != best)
            wire__check_find(k, WIRE_LEVEL_INFO, name_source(k, a->source->name), answer->request->url,
                             wire_arena_print(k->scratch, "it also names %.*s (%.*s)", WIRE_ARG(links[i].url),
                                              WIRE_ARG(links[i].title)),
                             (wire_str){0});
    wire_feed *front = NULL;
    const bool has_front = !wire__ward_front(k->ward, page, &front, &why);
    wire_feed_free(front);
    return ask(k, a->source, best->url, answer->request->url, has_front);
}

static wire_code take(wire__check *k, const wire_answer *answer)
{
    wire_error why;
    wire_feed *feed = NULL;
    const asked *a = answer->request->tag;
    wire_code code = wire__answer_judge(answer, &why);
    if (!code)
        code = wire__ward_feed(k->ward, &answer->page, &feed, &why);
    if (!code) {
        judge_feed(k, a, answer, feed);
        wire_feed_free(feed);
        return k->code;
    }
    const bool has_page = !answer->error.code && answer->page.status < 300;
    const wire_code ended = has_page ? judge_page(k, a, answer) : WIRE_NONE;
    if (ended != WIRE_NONE)
        return ended;
    if (has_page && !a->page.n && !wire__ward_front(k->ward, &answer->page, &feed, &why)) {
        judge_feed(k, a, answer, feed);
        wire_feed_free(feed);
        return k->code;
    }
    if (a->has_front)
        wire__check_find(k, WIRE_LEVEL_WARN, name_source(k, a->source->name), answer->request->url,
                         wire_arena_print(k->scratch, "%s; stories are taken from the page that names it",
                                          wire__without_stage(why.text)),
                         WIRE_STR("look whether the publisher has another feed"));
    else
        wire__check_find(k, WIRE_LEVEL_ERROR, name_source(k, a->source->name), answer->request->url,
                         wire_str_of(wire__without_stage(why.text)), advise(answer->page.status, why.code));
    return k->code;
}

static void on_answer(void *user, const wire_answer *answer)
{
    wire__check *k = user;
    if (k->code)
        return;
    wire_arena_reset(k->scratch);
    const wire_code code = take(k, answer);
    k->code = k->code ? k->code : code;
}

static bool must_stop(void *user)
{
    const wire__check *k = user;
    const wire_hooks *hooks = &k->opts->hooks;
    return k->code || (hooks->stop && hooks->stop(hooks->user));
}

static wire_code check_sources(wire__check *k)
{
    wire_error why;
    const wire_fetch_opts opts = {.max_bytes = k->opts->max_bytes,
                                  .proxy = k->edition->proxy,
                                  .user_agent = wire__agent_name(k->edition, k->arena),
                                  .hooks = {.user = k, .stop = must_stop}};
    wire_code code = wire_fetcher_new(&opts, &k->fetcher, k->err);
    for (uint32_t i = 0; !code && i < k->edition->n_sources; i++)
        if (k->edition->sources[i].url.n)
            code = ask(k, &k->edition->sources[i], k->edition->sources[i].url, (wire_str){0}, false);
    if (!code && (code = wire_fetcher_run(k->fetcher, on_answer, k, &why)))
        code = k->code ? k->code : wire_fail(k->err, code, "%s", why.text);
    wire_fetcher_free(k->fetcher);
    k->fetcher = NULL;
    return code ? code : k->code;
}

/* What is remembered ----------------------------------------------------------------------- */

static wire_code on_visit(void *user, const wire_visit *visit)
{
    wire__check *k = user;
    if (!visit->n_fails)
        return WIRE_OK;
    wire_arena_reset(k->scratch);
    const wire_source *source = wire_edition_find_source(k->edition, visit->source);
    if (!source)
        return WIRE_OK; /* of a source that is no more */
    if (k->has_asked && visit->n_fails == 1 && wire_str_is(visit->url, source->url))
        return WIRE_OK; /* it has just spoken for itself */
    const bool is_gone = visit->story && (visit->status == 404 || visit->status == 410);
    if (is_gone)
        wire__check_find(k, WIRE_LEVEL_WARN, name_source(k, visit->source), visit->url,
                         wire_arena_print(k->scratch, "the publisher has taken its page away (%u); the story stays",
                                          (unsigned)visit->status),
                         (wire_str){0});
    else
        wire__check_find(k, WIRE_LEVEL_ERROR, name_source(k, visit->source), visit->url,
                         visit->n_fails > 1
                             ? wire_arena_print(k->scratch, "failed %u times in a row: %.*s", (unsigned)visit->n_fails,
                                                WIRE_ARG(visit->error))
                             : wire_arena_print(k->scratch, "failed at the last visit: %.*s", WIRE_ARG(visit->error)),
                         advise(visit->status, WIRE_OK));
    return k->code;
}

static wire_code check_all(wire__check *k, bool ask_sources)
{
    k->arena = wire_arena_new(0);
    k->scratch = wire_arena_new(0);
    k->ward = wire__ward_new(&(wire__ward_opts){.in_process = k->opts->in_process});
    if (!k->arena || !k->scratch || !k->ward)
        return wire_fail(k->err, WIRE_ENOMEM, "check: no memory");
    k->has_asked = ask_sources;
    wire_code code = ask_sources ? check_sources(k) : WIRE_OK;
    if (!code && k->store)
        code = wire_store_each_visit(k->store, on_visit, k, k->err);
    if (!code && k->store)
        code = wire__check_hand(k);
    if (!code && k->store)
        code = wire__check_stories(k);
    return code;
}

wire_code wire_run_check(const wire_edition *edition, wire_store *store, bool ask_sources, const wire_run_opts *opts,
                         void (*on_finding)(void *user, const wire_finding *finding), void *user, uint64_t *n_errors,
                         wire_error *err)
{
    static const wire_run_opts no_opts = {0};
    wire_error why = {0};
    wire__check k = {.edition = edition,
                     .store = store,
                     .opts = opts ? opts : &no_opts,
                     .on_finding = on_finding,
                     .user = user,
                     .err = &why};
    k.now = k.opts->now ? k.opts->now : (int64_t)time(NULL);
    const wire_code code = check_all(&k, ask_sources);
    wire__ward_free(k.ward);
    wire_arena_free(k.scratch);
    wire_arena_free(k.arena);
    *n_errors = k.n_errors;
    return code < 0 ? wire_fail(err, code, "%s", why.text) : WIRE_OK;
}
