/* guid.c: a story that its feed knows by an identifier stays the same story where its address has changed. */
#include "run/collect.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 512 };

/* {NULL, 0}: the entry has none that says more than its address */
static wire_str note_name(wire__collect *c, const wire__job *job)
{
    const wire_entry *e = job->entry;
    if (!e || !e->id.n || wire_str_is(e->id, e->url) || wire_str_is(e->id, job->url))
        return (wire_str){0};
    return wire_arena_print(c->scratch, "guid %.*s %.*s", WIRE_ARG(job->doc->origin->source->name),
                            WIRE_ARG(wire_str_cut(e->id, 0, 500)));
}

/* There are feeds that give several stories one identifier. */
static bool is_only_one(const wire__job *job)
{
    const wire_feed *feed = job->doc->feed;
    size_t n = 0;
    for (uint32_t i = 0; feed && i < feed->n_entries; i++)
        n += wire_str_is(feed->entries[i].id, job->entry->id);
    return n == 1;
}

/* Hashes of the texts of its blocks. */
static size_t parts_of(const wire_story *story, uint64_t parts[MOST_PARTS])
{
    wire_out text;
    size_t n = 0;
    wire_out_open_memory(&text, 0);
    for (uint32_t i = 0; i < story->n_blocks && n < MOST_PARTS; i++) {
        wire_out_reset(&text);
        wire_block_text(&story->blocks[i], &text);
        const wire_str trimmed = wire_str_trim(wire_out_text(&text));
        if (trimmed.n)
            parts[n++] = wire__hash64(trimmed);
    }
    wire_out_close(&text, NULL);
    return n;
}

/* Half of the shorter one's parts are the other's, or both have one headline; two that have none share nothing. */
static bool is_alike(const wire_story *a, const wire_story *b)
{
    uint64_t parts[MOST_PARTS], others[MOST_PARTS];
    const size_t n = parts_of(a, parts), n_others = parts_of(b, others), least = n < n_others ? n : n_others;
    size_t n_shared = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_others; k++)
            if (parts[i] == others[k]) {
                n_shared++;
                break;
            }
    const wire_str headline = wire_str_trim(a->headline);
    return (headline.n && wire_str_is(headline, wire_str_trim(b->headline))) || (least && n_shared * 2 >= least);
}

wire_code wire__guid_find(wire__collect *c, const wire__job *job, const wire_story *story, uint64_t *id)
{
    wire_note note = {0};
    wire_story *older = NULL;
    const wire_str name = note_name(c, job);
    if (!name.p)
        return WIRE_OK;
    wire_code code = wire_store_get_note(c->store, name, &note, c->err);
    if (code || !is_only_one(job))
        return code < 0 ? code : WIRE_OK;
    char text[32];
    snprintf(text, sizeof text, "%.*s", WIRE_ARG(wire_str_cut(note.body, 0, sizeof text - 1)));
    const uint64_t found = strtoull(text, NULL, 10);
    code = found ? wire_store_get(c->store, found, &older, c->err) : WIRE_NONE;
    if (code)
        return code < 0 ? code : WIRE_OK;
    if (is_alike(story, older))
        *id = found;
    wire_story_free(older);
    return WIRE_OK;
}

wire_code wire__guid_keep(wire__collect *c, const wire__job *job, uint64_t id)
{
    char text[32];
    wire_note old = {0};
    wire_note note = {.name = note_name(c, job), .at = c->now};
    if (!note.name.p || !id)
        return WIRE_OK;
    snprintf(text, sizeof text, "%llu", (unsigned long long)id);
    note.body = wire_str_of(text);
    const wire_code code = wire_store_get_note(c->store, note.name, &old, c->err);
    if (code < 0 || (!code && wire_str_is(old.body, note.body)))
        return code;
    const wire_code put = wire_store_put_note(c->store, &note, c->err);
    return put < 0 ? put : WIRE_OK;
}
