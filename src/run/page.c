/* page.c: a page's answer becomes a story in the store. The story and the visit are kept in one transaction: a run that
 * is killed has neither lost nor doubled anything. */
#include "run/collect.h"

#include "model/text.h"
#include "run/facts.h"
#include "run/twin.h"

#include <string.h>

enum {
    FEW_WORDS = 25,            /* a page with fewer may be a teaser, or a door */
    MOST_AHEAD = 2 * 24 * 3600 /* seconds that a stamp may be ahead of the clock */
};

/* What came of a page. */
typedef struct made {
    wire_story *story; /* NULL: none */
    bool is_fed;       /* out of the feed's text, since the page failed */
    bool is_other;     /* the page was had, and is no story's */
    wire_error why;    /* the page's failure, if it failed */
} made;

/* Words of a story in the store; 0: it is not there. */
static uint64_t count_there(wire__collect *c, uint64_t id)
{
    wire_error other;
    wire_story *there = NULL;
    if (wire_store_get(c->store, id, &there, &other))
        return 0;
    const uint64_t n = wire__story_words(there);
    wire_story_free(there);
    return n;
}

/* A front page does not say which of its links are stories; what was taken for one and is none is no failure. */
static bool is_guess(const wire__job *job)
{
    return job->entry && job->doc->feed && job->doc->feed->kind == WIRE_FEED_FRONT;
}

/* Takes the feed's text of the story where it has more than the page, and than what an earlier page had. A front page's
 * teaser is none. */
static void take_fed(wire__collect *c, const wire__job *job, const wire_visit *visit, uint64_t n_words, made *m)
{
    wire_error other;
    wire_story *fed = NULL;
    if (!job->entry || is_guess(job) || wire__facts_story(job->doc->feed, job->entry, &fed, &other))
        return;
    const uint64_t n_there = visit->story && visit->n_bytes ? count_there(c, visit->story) : 0;
    if (wire__story_words(fed) <= (n_there > n_words ? n_there : n_words)) {
        wire_story_free(fed);
        return;
    }
    wire_story_free(m->story);
    m->story = fed;
    m->is_fed = true;
}

/* Reads the page; where it has no story to give, the feed's own text stands in. */
static void make_story(wire__collect *c, const wire__job *job, const wire_answer *answer, const wire_visit *visit,
                       made *m)
{
    uint64_t n_words = 0;
    m->why.code = wire__answer_judge(answer, &m->why);
    if (!m->why.code)
        m->why.code = wire__ward_story(c->ward, &answer->page, false, NULL, &m->story, &m->why);
    if (m->story && (n_words = wire__story_words(m->story)) >= FEW_WORDS)
        return;
    const bool is_teaser = m->story && (!n_words || m->story->type == WIRE_STORY_PAGE);
    m->is_other = is_teaser;
    if (is_teaser)
        wire_fail(&m->why, WIRE_EFORMAT, "no story on the page (%llu word%s)", (unsigned long long)n_words,
                  n_words == 1 ? "" : "s");
    take_fed(c, job, visit, n_words, m);
    if (is_teaser && !m->is_fed) {
        wire_story_free(m->story);
        m->story = NULL;
    }
}

/* Where the path of an address begins, without query and fragment. */
static wire_str path_of(wire_str url)
{
    const size_t host = wire_str_find(url, WIRE_STR("://"));
    const wire_str rest = host < url.n ? wire_str_cut(url, host + 3, url.n) : url;
    const size_t slash = wire_str_find(rest, WIRE_STR("/"));
    const wire_str path = slash < rest.n ? wire_str_cut(rest, slash, rest.n) : (wire_str){0};
    size_t n = 0;
    while (n < path.n && path.p[n] != '?' && path.p[n] != '#')
        n++;
    return wire_str_cut(path, 0, n);
}

/* A story whose page calls the publisher's front its canonical address would be one with all others that do. */
static wire_code settle_url(wire_story *story, const wire_answer *answer, wire_error *err)
{
    const wire_str page = answer->page.url.n ? answer->page.url : answer->request->url;
    const bool is_front = path_of(story->url).n <= 1 && path_of(page).n > 1;
    if (story->url.n && !is_front)
        return WIRE_OK;
    if (!wire_arena_copy(story->arena, page, &story->url))
        return wire_fail(err, WIRE_ENOMEM, "fetch: no memory for a story's address");
    return WIRE_OK;
}

/* What this address gave before fills gaps, and stays the same story even if the page now calls itself otherwise. */
static wire_code join_older(wire__collect *c, uint64_t id, wire_story *story)
{
    wire_story *older = NULL;
    wire_code code = wire_store_get(c->store, id, &older, c->err);
    if (code)
        return code == WIRE_NONE ? WIRE_OK : code;
    code = wire__facts_from_story(story, older, c->err);
    if (!code && older->url.n && !wire_arena_copy(story->arena, older->url, &story->url))
        code = wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for a story's address");
    wire_story_free(older);
    return code;
}

/* A story from the future would stand on top for ever; it counts as undated, which is by when it was first seen. */
static void doubt_stamp(const wire__collect *c, const wire__doc *doc, const wire_story *story, wire_stamp *stamp)
{
    if (!stamp->is_known || stamp->at <= c->now + MOST_AHEAD)
        return;
    const wire_civil day = wire_civil_of(stamp->at, stamp->offset_s);
    wire_log(&c->opts->hooks, WIRE_LEVEL_WARN,
             "source %.*s: %.*s: dated %04d-%02d-%02d, in the future; taken as undated",
             WIRE_ARG(doc->origin->source->name), WIRE_ARG(story->url.n ? story->url : story->input), (int)day.year,
             day.month, day.day);
    *stamp = (wire_stamp){0};
}

static void doubt_stamps(const wire__collect *c, const wire__doc *doc, wire_story *story)
{
    doubt_stamp(c, doc, story, &story->published);
    doubt_stamp(c, doc, story, &story->modified);
}

static wire_code complete(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit, made *m)
{
    wire_code code = m->is_fed ? WIRE_OK : settle_url(m->story, answer, c->err);
    if (!code && job->entry && !m->is_fed)
        code = wire__facts_from_feed(m->story, job->doc->feed, job->entry, c->err);
    doubt_stamps(c, job->doc, m->story);
    if (!code && !visit->story)
        code = wire__guid_find(c, job, m->story, &visit->story);
    if (!code && visit->story)
        code = join_older(c, visit->story, m->story);
    return code;
}

static wire_put_opts put_opts(const wire__collect *c, const wire_source *source)
{
    return (wire_put_opts){
        .source = source->name, .rights = source->rights, .section = source->section, .zone = c->zone, .now = c->now};
}

static void count(wire__collect *c, wire_code put, const wire_record *record)
{
    if (put == WIRE_SAME)
        c->sums->n_same++;
    else if (record->revision > 1)
        c->sums->n_changed++;
    else
        c->sums->n_new++;
}

/* Keeps story and visit together, within a transaction. out  *put: what the store said to the story */
static wire_code keep(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit, made *m,
                      wire_code *put)
{
    wire_record record = {0};
    const wire_put_opts opts = put_opts(c, job->doc->origin->source);
    wire_error why;
    *put = wire_store_put(c->store, m->story, &opts, &record, &why);
    if (*put == WIRE_ELIMIT || *put == WIRE_EFORMAT) { /* the store's bounds: this page's failure alone */
        wire__visit_failed(c, job, answer, wire_str_of(why.text), visit);
        m->why = why;
        return wire_store_put_visit(c->store, visit, c->err);
    }
    if (*put < 0)
        return wire_fail(c->err, *put, "%s", why.text);
    wire__tell_withdrawn(&c->opts->hooks, *put, &record);
    count(c, *put, &record);
    const int64_t published = record.published;
    visit->story = record.id;
    const wire_code kept = wire__guid_keep(c, job, record.id);
    if (kept)
        return kept;
    if (m->is_fed) {
        wire__visit_failed(c, job, answer, wire_str_of(m->why.text), visit);
    } else {
        wire__visit_done(c, job, answer, visit);
        visit->due = wire__visit_due(c, published, job->entry);
    }
    return wire_store_put_visit(c->store, visit, c->err);
}

static wire_code keep_all(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit, made *m)
{
    wire_code put = WIRE_OK, code = wire_store_begin(c->store, c->err);
    if (code)
        return code;
    const wire_fetch_sums before = *c->sums;
    code = keep(c, job, answer, visit, m, &put);
    if (!code)
        code = wire_store_commit(c->store, c->err);
    if (code) {
        *c->sums = before;
        wire_store_rollback(c->store);
    } else if (put < 0) {
        c->sums->n_failed++;
        wire__answer_log(c, job, &m->why);
    } else if (m->is_fed) {
        wire_log(&c->opts->hooks, WIRE_LEVEL_WARN, "source %.*s: %.*s: %s; the feed's text was taken",
                 WIRE_ARG(job->doc->origin->source->name), WIRE_ARG(job->url), m->why.text);
    }
    return code;
}

static wire_code take_unchanged(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit)
{
    wire_record record = {.published = c->now};
    const wire_code code = wire_store_find_id(c->store, visit->story, &record, c->err);
    if (code < 0)
        return code;
    const int64_t published = record.published;
    wire__visit_done(c, job, answer, visit);
    visit->due = wire__visit_due(c, published, job->entry);
    return wire_store_put_visit(c->store, visit, c->err);
}

static bool is_closed(const wire_story *story)
{
    for (uint32_t i = 0; i < story->n_omitted; i++)
        if (wire_str_is(story->omitted[i].what, WIRE_STR("paywall")))
            return true;
    return false;
}

/* A story that was had whole, and whose page now shows but its beginning to those who pay. */
static bool is_worse(wire__collect *c, const wire_visit *visit, const wire_story *story)
{
    return visit->story && is_closed(story) && count_there(c, visit->story) > 2 * wire__story_words(story);
}

static wire_code keep_older(wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit)
{
    wire_log(&c->opts->hooks, WIRE_LEVEL_INFO, "source %.*s: %.*s: behind a paywall now; the whole text stays",
             WIRE_ARG(job->doc->origin->source->name), WIRE_ARG(job->url));
    c->sums->n_same++;
    return take_unchanged(c, job, answer, visit);
}

/* What the publisher took away is no failure where its story is here. */
static bool has_vanished(const wire_answer *answer, const wire_visit *visit)
{
    return visit->story && !answer->error.code && (answer->page.status == 404 || answer->page.status == 410);
}

wire_code wire__page_take(wire__collect *c, const wire__job *job, const wire_answer *answer)
{
    made m = {0};
    wire_visit visit;
    wire_code code = wire__visit_get(c, job->url, c->scratch, &visit);
    if (code)
        return code;
    if (!answer->error.code && answer->page.status == 304)
        return take_unchanged(c, job, answer, &visit);
    c->sums->n_bytes += answer->page.bytes.n;
    if ((code = wire__origin_remember(c, job->doc->origin)))
        return code;
    make_story(c, job, answer, &visit, &m);
    if (m.story && is_worse(c, &visit, m.story)) {
        wire_story_free(m.story);
        return keep_older(c, job, answer, &visit);
    }
    if (m.story) {
        code = complete(c, job, answer, &visit, &m);
        if (!code)
            code = keep_all(c, job, answer, &visit, &m);
        wire_story_free(m.story);
        return code;
    }
    if (m.is_other && is_guess(job)) {
        wire_log(&c->opts->hooks, WIRE_LEVEL_INFO, "source %.*s: %.*s: %s", WIRE_ARG(job->doc->origin->source->name),
                 WIRE_ARG(job->url), m.why.text);
        wire__visit_done(c, job, answer, &visit);
        visit.due = wire__visit_due(c, 0, NULL);
        return wire_store_put_visit(c->store, &visit, c->err);
    }
    if (!has_vanished(answer, &visit)) {
        c->sums->n_failed++;
        wire__answer_log(c, job, &m.why);
    } else if (!visit.n_fails) {
        wire_log(&c->opts->hooks, WIRE_LEVEL_WARN,
                 "source %.*s: %.*s: the publisher has taken it away (%u); the story stays",
                 WIRE_ARG(job->doc->origin->source->name), WIRE_ARG(job->url), (unsigned)answer->page.status);
    }
    wire__visit_failed(c, job, answer, wire_str_of(m.why.text), &visit);
    return wire_store_put_visit(c->store, &visit, c->err);
}

/* A story of the feed alone, in a transaction of its own. */
static wire_code keep_entry(wire__collect *c, const wire__doc *doc, const wire_story *story)
{
    wire_record record = {0};
    wire_error why;
    const wire_put_opts opts = put_opts(c, doc->origin->source);
    const wire_code put = wire_store_put(c->store, story, &opts, &record, &why);
    if (put == WIRE_ELIMIT || put == WIRE_EFORMAT) {
        c->sums->n_failed++;
        wire_log(&c->opts->hooks, WIRE_LEVEL_ERROR, "source %.*s: %.*s: %s", WIRE_ARG(doc->origin->source->name),
                 WIRE_ARG(story->input), why.text);
        return WIRE_OK;
    }
    if (put < 0)
        return wire_fail(c->err, put, "%s", why.text);
    wire__tell_withdrawn(&c->opts->hooks, put, &record);
    count(c, put, &record);
    return WIRE_OK;
}

wire_code wire__entry_take(wire__collect *c, const wire__doc *doc, const wire_entry *entry)
{
    wire_error why;
    wire_story *story = NULL;
    wire_code code = wire__facts_story(doc->feed, entry, &story, &why);
    if (code == WIRE_ENOMEM)
        return wire_fail(c->err, code, "%s", why.text);
    if (code)
        return WIRE_OK; /* neither address nor text: there is nothing to be had */
    doubt_stamps(c, doc, story);
    code = keep_entry(c, doc, story);
    wire_story_free(story);
    return code;
}
