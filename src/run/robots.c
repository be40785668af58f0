/* robots.c: no page before its site's robots.txt; RFC 9309. */
#include "run/collect.h"

#include "wirecopy/robots.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY = 24 * 3600,
    KEPT = DAY,              /* how long a robots.txt holds: 2.4 */
    KEPT_AT_NEED = 30 * DAY, /* where no newer one can be had */
    LARGEST = 500 << 10,
    LONGEST_PAUSE_MS = 60000
};

typedef enum state { STATE_ASKED, STATE_READY, STATE_CLOSED } state;

/* A site, and what it allows. */
struct wire__host {
    wire_str origin; /* "https://harbour.example:8080" */
    state state;     /* CLOSED: it cannot be known, so nothing may be fetched: 2.3.1.4 */
    wire_robots *robots;
    wire__job *waiting, **last;
    struct wire__host *next;
};

/* Hosts ------------------------------------------------------------------------------------ */

static wire_str origin_of(const wire_address *address)
{
    return (wire_str){address->href.p, (size_t)(address->path.p - address->href.p)};
}

static struct wire__host *find_host(const wire__collect *c, wire_str origin)
{
    for (struct wire__host *host = c->hosts; host; host = host->next)
        if (wire_str_is(host->origin, origin))
            return host;
    return NULL;
}

static wire_code make_host(wire__collect *c, wire_str origin, struct wire__host **host)
{
    struct wire__host *made = WIRE_TAKE(c->arena, struct wire__host, 1);
    if (!made || !wire_arena_copy(c->arena, origin, &made->origin))
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for another host");
    made->last = &made->waiting;
    made->next = c->hosts;
    c->hosts = made;
    *host = made;
    return WIRE_OK;
}

void wire__robots_end(wire__collect *c)
{
    for (struct wire__host *host = c->hosts; host; host = host->next)
        wire_robots_free(host->robots);
}

static wire_code read_rules(wire__collect *c, struct wire__host *host, wire_network network, wire_str bytes)
{
    const wire_code code = wire_robots_read(bytes, WIRE_STR("wirecopy"), &host->robots, c->err);
    if (code)
        return code;
    host->state = STATE_READY;
    uint32_t pause_ms = wire_robots_delay_ms(host->robots);
    pause_ms = pause_ms < LONGEST_PAUSE_MS ? pause_ms : LONGEST_PAUSE_MS;
    if (!pause_ms)
        return WIRE_OK;
    return wire_fetcher_slow(c->fetcher, host->origin, network, pause_ms, c->err);
}

/* Remembered rules ------------------------------------------------------------------------- */

static wire_str note_name(wire__collect *c, const struct wire__host *host)
{
    return wire_arena_print(c->scratch, "robots %.*s", WIRE_ARG(host->origin));
}

/* fails  WIRE_NONE: none is remembered that is young enough */
static wire_code recall(wire__collect *c, struct wire__host *host, wire_network network, int64_t most_age)
{
    wire_note note;
    const wire_str name = note_name(c, host);
    if (!name.p)
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory");
    const wire_code code = wire_store_get_note(c->store, name, &note, c->err);
    if (code)
        return code;
    return note.at + most_age > c->now ? read_rules(c, host, network, note.body) : WIRE_NONE;
}

static wire_code remember(wire__collect *c, const struct wire__host *host, wire_str bytes)
{
    const wire_note note = {note_name(c, host), bytes.n ? bytes : WIRE_STR(""), c->now};
    if (!note.name.p)
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory");
    return wire_store_put_note(c->store, &note, c->err);
}

/* Letting through -------------------------------------------------------------------------- */

/* A page that may not be fetched is answered as such: the feed's own text of it may still be had. */
static wire_code refuse(wire__collect *c, wire__job *job, const char *why)
{
    wire_answer answer = {.request = &job->request, .fresh_s = -1, .retry_s = KEPT};
    wire_fail(&answer.error, WIRE_EDENIED, "%s", why);
    answer.page.input = job->request.url;
    return wire__job_take(c, job, &answer);
}

static wire_code let_through(wire__collect *c, const struct wire__host *host, wire__job *job)
{
    wire_address address;
    if (host->state == STATE_CLOSED)
        return refuse(c, job, "its site's robots.txt cannot be had now, so nothing is fetched there");
    const wire_code code = wire_address_read(c->addresses, job->request.url, (wire_str){0}, c->scratch, &address);
    if (code == WIRE_ENOMEM)
        return wire_fail(c->err, code, "fetch: no memory for an address");
    if (!code && !wire_robots_allows(host->robots, &address))
        return refuse(c, job, "robots.txt forbids it");
    return wire__send(c, job);
}

static wire_code let_through_all(wire__collect *c, struct wire__host *host)
{
    wire_code code = WIRE_OK;
    while (host->waiting && !code) {
        wire__job *job = host->waiting;
        host->waiting = job->next;
        wire_arena_reset(c->scratch);
        code = let_through(c, host, job);
    }
    host->last = &host->waiting;
    return code;
}

/* Asking ----------------------------------------------------------------------------------- */

static wire_code ask(wire__collect *c, struct wire__host *host, wire__job *first)
{
    wire__job *job = NULL;
    const wire_str url = wire_arena_print(c->scratch, "%.*s/robots.txt", WIRE_ARG(host->origin));
    const wire_code code = url.p ? wire__job_make(c, WIRE__JOB_ROBOTS, first->doc, url, NULL, &(wire_visit){0}, &job)
                                 : wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory");
    if (code)
        return code;
    host->state = STATE_ASKED;
    job->host = host;
    return wire__send(c, job);
}

wire_code wire__robots_pass(wire__collect *c, wire__job *job)
{
    wire_address address;
    struct wire__host *host = NULL;
    const wire_network network = job->request.network;
    wire_code code = wire_address_read(c->addresses, job->request.url, (wire_str){0}, c->scratch, &address);
    if (code == WIRE_ENOMEM)
        return wire_fail(c->err, code, "fetch: no memory for an address");
    if (code || !wire_address_is_web(&address))
        return wire__send(c, job); /* which says what it is */
    host = find_host(c, origin_of(&address));
    if (host && host->state != STATE_ASKED)
        return let_through(c, host, job);
    if (!host) {
        if ((code = make_host(c, origin_of(&address), &host)))
            return code;
        code = recall(c, host, network, KEPT);
        if (code != WIRE_NONE)
            return code ? code : let_through(c, host, job);
        code = ask(c, host, job);
    }
    *host->last = job;
    host->last = &job->next;
    return code;
}

wire_code wire__robots_take(wire__collect *c, const wire__job *job, const wire_answer *answer)
{
    struct wire__host *host = job->host;
    const uint32_t status = answer->page.status;
    const bool is_there = !answer->error.code && status >= 200 && status < 300;
    /* none, or one that the guard keeps us from: then the pages themselves will say so */
    const bool is_none =
        (!answer->error.code && status >= 400 && status < 500 && status != 429) || answer->error.code == WIRE_EDENIED;
    wire_code code = WIRE_OK;
    if (is_there || is_none) {
        const wire_str bytes = is_there ? wire_str_cut(answer->page.bytes, 0, LARGEST) : (wire_str){0};
        code = read_rules(c, host, job->request.network, bytes);
        if (!code && answer->error.code != WIRE_EDENIED)
            code = remember(c, host, bytes);
    } else {
        code = recall(c, host, job->request.network, KEPT_AT_NEED);
        if (code == WIRE_NONE) {
            host->state = STATE_CLOSED;
            code = WIRE_OK;
        }
    }
    return code ? code : let_through_all(c, host);
}
