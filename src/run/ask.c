/* ask.c: a job becomes a request. */
#include "run/collect.h"

#include <string.h>

enum { DAY = 24 * 3600 };

/* Without a story there is nothing to be unchanged; a feed is asked for as a whole once a day, since there are servers
 * that say for ever that nothing is new; and a page that its feed says has changed. */
static bool has_validators(const wire__collect *c, const wire__job *job, const wire_visit *visit)
{
    if (job->kind == WIRE__JOB_DOC)
        return c->now - visit->whole < DAY;
    return visit->story && !visit->n_fails && !job->is_changed;
}

wire_code wire__job_make(wire__collect *c, wire__job_kind kind, wire__doc *doc, wire_str url, const wire_entry *entry,
                         const wire_visit *visit, wire__job **job)
{
    wire__job *made = WIRE_TAKE(c->arena, wire__job, 1);
    if (!made || !wire_arena_copy(c->arena, url, &made->url))
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for another request");
    made->kind = kind;
    made->doc = doc;
    made->entry = entry;
    made->said = entry ? wire__visit_said(entry) : visit->said;
    made->is_changed = entry && wire__visit_news(entry, visit) == WIRE__NEWS_HEAD;
    made->request = (wire_request){.url = made->url, .network = doc->origin->source->network, .tag = made};
    wire_str *const texts[] = {&made->request.url, &made->request.etag, &made->request.last_modified};
    const bool is_asked_if = has_validators(c, made, visit);
    const wire_str from[] = {visit->moved, is_asked_if ? visit->etag : (wire_str){0},
                             is_asked_if ? visit->last_modified : (wire_str){0}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (from[i].n && !wire_arena_copy(c->arena, from[i], texts[i]))
            return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for another request");
    *job = made;
    return WIRE_OK;
}

wire_code wire__job_end(wire__collect *c, const wire__job *job)
{
    if (job->kind != WIRE__JOB_PAGE)
        return WIRE_OK;
    job->doc->n_under_way--;
    return wire__doc_keep(c, job->doc);
}

wire_code wire__send(wire__collect *c, wire__job *job)
{
    wire_error why;
    const wire_code code = wire_fetcher_add(c->fetcher, &job->request, &why);
    if (!code) {
        c->n_asked++;
        return WIRE_OK;
    }
    if (code == WIRE_ENOMEM)
        return wire_fail(c->err, code, "fetch: %.*s: %s", WIRE_ARG(job->url), why.text);
    if (job->kind == WIRE__JOB_PHOTO)
        return wire__photo_take(c, job, &(wire_answer){.request = &job->request, .error = why, .retry_s = -1});
    wire__answer_log(c, job, &why);
    if (job->kind == WIRE__JOB_DOC)
        wire__origin_failed(c, job->doc->origin);
    else
        c->sums->n_failed++;
    return wire__job_end(c, job);
}

wire_code wire__ask(wire__collect *c, wire__job *job)
{
    job->doc->n_under_way += job->kind == WIRE__JOB_PAGE;
    /* the user's own pages are the user's to judge */
    return job->doc->origin->source->rights == WIRE_RIGHTS_OWN ? wire__send(c, job) : wire__robots_pass(c, job);
}
