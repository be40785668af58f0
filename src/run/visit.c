/* visit.c: what is remembered of an address, and when to go there again. */
#include "run/collect.h"

#include "base/hash.h"
#include "fetch/hints.h"

#include <stdio.h>
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

/* The newest of the moments that are not to come. */
static int64_t newer(const wire__collect *c, int64_t than, const wire_stamp *stamp)
{
    return stamp->is_known && stamp->at > than && stamp->at <= c->now ? stamp->at : than;
}

int64_t wire__visit_due(const wire__collect *c, int64_t published, const wire_entry *entry)
{
    if (entry)
        published = newer(c, newer(c, published, &entry->published), &entry->modified);
    return c->now + clamp((c->now - published) / 4, 10 * MINUTE, 30 * (int64_t)DAY);
}

uint64_t wire__visit_said(const wire_entry *entry)
{
    const uint64_t stamps = (uint64_t)entry->published.at * 31 + (uint64_t)entry->modified.at;
    const uint64_t head = wire__hash64_seeded(entry->title, stamps);
    const uint64_t text = wire__hash64_seeded(entry->summary, wire__hash64(entry->content_text));
    return head >> 32 << 32 | text >> 32 | 1; /* the upper half is the head's */
}

/* Of a visit that knows nothing of it, from before it was kept, the stamps tell. */
static wire__news by_stamps(const wire_entry *entry, const wire_visit *visit)
{
    const bool is_newer = (entry->modified.is_known && entry->modified.at > visit->at) ||
                          (entry->published.is_known && entry->published.at > visit->at);
    return is_newer && !visit->n_fails ? WIRE__NEWS_HEAD : WIRE__NEWS_NONE;
}

/* What is said is compared, not when: stamps are of other clocks, are often of a day alone, and may be older than the
 * visit that came too early to see what they speak of. */
wire__news wire__visit_news(const wire_entry *entry, const wire_visit *visit)
{
    const uint64_t said = wire__visit_said(entry);
    if (!visit->said)
        return visit->at ? by_stamps(entry, visit) : WIRE__NEWS_HEAD;
    if (said >> 32 != visit->said >> 32)
        return WIRE__NEWS_HEAD;
    return said != visit->said ? WIRE__NEWS_TEXT : WIRE__NEWS_NONE;
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
    visit->said = job->said;
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
    visit->whole = c->now;
}

/* Past the hours and days in which a feed need not be asked. */
static int64_t past_pauses(int64_t at, uint32_t skip_hours, uint8_t skip_days)
{
    for (int i = 0; i < 8 * 24; i++) {
        const wire_civil civil = wire_civil_of(at, 0);
        if (!(skip_hours >> civil.hour & 1) && !(skip_days >> civil.weekday & 1))
            return at;
        at += 60 * MINUTE - at % (60 * MINUTE);
    }
    return at; /* it wants never to be asked: once a week */
}

/* What a feed said of itself when it last came is kept beside its visit, for when it is unchanged. */
static void heed_word(const wire__collect *c, const wire_feed *feed, wire_str word, wire_visit *visit)
{
    unsigned ttl_min = 0, hours = 0, days = 0;
    char text[64];
    if (feed) {
        ttl_min = feed->ttl_min, hours = feed->skip_hours & 0xFFFFFF, days = feed->skip_days & 0x7F;
    } else {
        snprintf(text, sizeof text, "%.*s", WIRE_ARG(wire_str_cut(word, 0, sizeof text - 1)));
        if (sscanf(text, "ttl %u skip %x %x", &ttl_min, &hours, &days) != 3)
            return;
    }
    const int64_t fresh = c->now + clamp((int64_t)ttl_min * MINUTE, 0, LONGEST_FRESH);
    if (ttl_min && fresh > visit->due)
        visit->due = fresh;
    if (hours || days) {
        const int64_t from = visit->due > c->now ? visit->due : c->now;
        const int64_t past = past_pauses(from, hours, (uint8_t)days);
        visit->due = past > c->now ? past : visit->due;
    }
}

wire_code wire__visit_heed(wire__collect *c, const wire_feed *feed, wire_visit *visit)
{
    char body[64];
    const bool says = feed && (feed->ttl_min || feed->skip_hours || feed->skip_days);
    wire_note note = {.at = c->now}, old = {0};
    note.name = wire_arena_print(c->scratch, "feed %.*s", WIRE_ARG(visit->url));
    if (!note.name.p)
        return wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for a visit");
    const wire_code code = wire_store_get_note(c->store, note.name, &old, c->err);
    if (code < 0)
        return code;
    if (!feed) {
        heed_word(c, NULL, old.body, visit);
        return WIRE_OK;
    }
    snprintf(body, sizeof body, "ttl %u skip %x %x", (unsigned)feed->ttl_min, (unsigned)feed->skip_hours,
             (unsigned)feed->skip_days);
    note.body = says ? wire_str_of(body) : (wire_str){0};
    const bool is_new = code ? says : !wire_str_is(old.body, note.body);
    const wire_code put = is_new ? wire_store_put_note(c->store, &note, c->err) : WIRE_OK;
    heed_word(c, feed, (wire_str){0}, visit);
    return put < 0 ? put : WIRE_OK;
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
