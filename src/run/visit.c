/* visit.c: what is remembered of an address, and when to go there again. */
#include "run/collect.h"

#include "fetch/hints.h"

#include <string.h>

enum {
    MINUTE = 60,
    DAY = 24 * 60 * MINUTE,
    LONGEST_FRESH = 60 * MINUTE, /* news is looked for once an hour, whatever the server says */
    PATIENCE = 4,                /* failures of a feed before it is asked less often */
    GONE = 3650 * DAY
};

static bool copy_texts(wire_arena *arena, wire_visit *visit)
{
    return wire_arena_copy(arena, visit->url, &visit->url) && wire_arena_copy(arena, visit->source, &visit->source) &&
           wire_arena_copy(arena, visit->etag, &visit->etag) &&
           wire_arena_copy(arena, visit->last_modified, &visit->last_modified) &&
           wire_arena_copy(arena, visit->error, &visit->error) && wire_arena_copy(arena, visit->moved, &visit->moved);
}

wire_code wire__visit_get(wire__collect *c, wire_str url, wire_arena *arena, wire_visit *visit)
{
    wire_visit found = {0};
    const wire_code code = wire_store_get_visit(c->store, url, &found, c->err);
    if (code < 0)
        return code;
    if (code == WIRE_NONE)
        found = (wire_visit){0};
    else if (!copy_texts(arena, &found))
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for a visit");
    *visit = found;
    return WIRE_OK;
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

int64_t wire__visit_due(const wire__collect *c, int64_t published)
{
    return c->now + clamp((c->now - published) / 4, 10 * MINUTE, 30 * (int64_t)DAY);
}

/* Each failure in a row doubles the wait, from five minutes on. */
static int64_t next_try(const wire__collect *c, uint32_t n_fails, int64_t most, wire_str url)
{
    const uint32_t n = n_fails < 12 ? n_fails : 12;
    const int64_t wait = clamp((int64_t)(5 * MINUTE) << (n ? n - 1 : 0), 5 * MINUTE, most);
    return c->now + wire__hint_jitter(wait, url, c->now);
}

static void set_common(const wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit)
{
    visit->url = job->url;
    visit->source = job->doc->origin->source->name;
    visit->at = c->now;
    visit->due = 0;
    visit->status = answer->page.status;
}

void wire__visit_failed(const wire__collect *c, const wire__job *job, const wire_answer *answer, wire_str why,
                        wire_visit *visit)
{
    set_common(c, job, answer, visit);
    visit->n_fails++;
    visit->error = why;
    if (job->kind == WIRE__JOB_PAGE)
        visit->moved = (wire_str){0}; /* the next try begins where the feed says */
    if (answer->page.status == 410)
        visit->due = c->now + GONE;
    else if (job->kind == WIRE__JOB_PAGE)
        visit->due = next_try(c, visit->n_fails, 7 * (int64_t)DAY, job->url);
    else if (visit->n_fails >= PATIENCE) /* a feed is tried in every run until it has failed for a while */
        visit->due = next_try(c, visit->n_fails - PATIENCE + 1, DAY, job->url);
    if (answer->retry_s > 0 && c->now + answer->retry_s > visit->due)
        visit->due = c->now + answer->retry_s;
}

void wire__visit_done(const wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit)
{
    const wire_page *page = &answer->page;
    set_common(c, job, answer, visit);
    visit->n_fails = 0;
    visit->error = (wire_str){0};
    if (job->kind == WIRE__JOB_DOC && answer->fresh_s > 0)
        visit->due = c->now + clamp(answer->fresh_s, 0, LONGEST_FRESH);
    if (job->kind == WIRE__JOB_PAGE && answer->moved.n)
        visit->moved = answer->moved;
    if (page->status == 304)
        return; /* the validators stay */
    visit->etag = page->etag;
    visit->last_modified = page->last_modified;
    visit->n_bytes = page->bytes.n;
}

wire_code wire__answer_judge(const wire_answer *answer, wire_error *err)
{
    const uint32_t status = answer->page.status;
    if (answer->error.code) {
        *err = answer->error;
        return err->code;
    }
    if (status == 404 || status == 410)
        return wire_fail(err, WIRE_EHTTP, "the server answered %u: it is not there", (unsigned)status);
    if (status != 304 && (status < 200 || status > 299))
        return wire_fail(err, WIRE_EHTTP, "the server answered %u", (unsigned)status);
    if (answer->page.is_cut)
        return wire_fail(err, WIRE_ENET, "the answer broke off after %zu bytes", answer->page.bytes.n);
    return WIRE_OK;
}

const char *wire__without_stage(const char *text)
{
    return strncmp(text, "feed: ", 6) ? text : text + 6;
}

void wire__answer_log(const wire__collect *c, const wire__job *job, const wire_error *why)
{
    /* what a host put off is said once, by the answer that did */
    const wire_level level = why->code == WIRE_EBUSY ? WIRE_LEVEL_INFO : WIRE_LEVEL_ERROR;
    wire_log(&c->opts->hooks, level, "source %.*s: %.*s: %s%s", WIRE_ARG(job->doc->origin->source->name),
             WIRE_ARG(job->kind == WIRE__JOB_DOC && job->doc->n_probed ? job->doc->url : job->request.url),
             wire__without_stage(why->text),
             why->code == WIRE_EDENIED && strstr(why->text, "private network") ? " (network = local would allow it)"
                                                                               : "");
}
