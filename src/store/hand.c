/* hand.c: what an editor decides about stories, and the words put in place of theirs. */
#include "base/hash.h"
#include "model/correct.h"
#include "store/handle.h"

#include <string.h>

enum { MOST_CORRECTIONS = 1000 }; /* of a story */

/* Corrections ------------------------------------------------------------------------------- */

/* A story's corrections while they are gathered. */
typedef struct gathered {
    wire_arena *arena;
    wire__correction *at;
    bool *applied; /* as the store has it */
    size_t n;
} gathered;

static wire_code gather(void *user, uint64_t id, const wire_correction *correction)
{
    gathered *g = user;
    (void)id;
    if (g->n == MOST_CORRECTIONS)
        return WIRE_ELIMIT;
    wire__correction *c = &g->at[g->n];
    if (!wire_arena_copy(g->arena, correction->was, &c->was) ||
        !wire_arena_copy(g->arena, correction->is_now, &c->is_now))
        return WIRE_ENOMEM;
    g->applied[g->n++] = correction->applies;
    return WIRE_OK;
}

static wire_code gather_all(wire_store *store, uint64_t id, gathered *g, wire_error *err)
{
    *g = (gathered){.arena = store->arena};
    g->at = WIRE_TAKE(store->arena, wire__correction, MOST_CORRECTIONS);
    g->applied = WIRE_TAKE(store->arena, bool, MOST_CORRECTIONS);
    if (!g->at || !g->applied)
        return wire_fail(err, WIRE_ENOMEM, "store: no memory for corrections");
    const wire_code code = store->driver->each_correction(store->db, id, gather, g, err);
    if (code == WIRE_ELIMIT || code == WIRE_ENOMEM)
        return wire_fail(err, code, "store: story %llu has more corrections than can be made", (unsigned long long)id);
    return code;
}

static wire_code write_json(const wire_story *story, wire_out *out, wire_str *json, wire_error *err)
{
    wire_out_reset(out);
    wire_story_write_json(story, NULL, out);
    if (out->code)
        return wire_fail(err, out->code, "store: a story too large to keep: %s", wire_code_text(out->code));
    *json = wire_out_text(out);
    return WIRE_OK;
}

/* Notes which corrections apply. out  *any: some do */
static wire_code note_applies(wire_store *store, uint64_t id, const gathered *g, bool *any, wire_error *err)
{
    wire_code code = WIRE_OK;
    *any = false;
    for (size_t i = 0; i < g->n && !code; i++) {
        *any |= g->at[i].applies;
        if (g->at[i].applies != g->applied[i])
            code = store->driver->set_applies(store->db, id, i + 1, g->at[i].applies, err);
    }
    return code;
}

wire_code wire__store_forms(wire_store *store, uint64_t id, const wire_story *story, const wire_story **shown,
                            wire_story **corrected, wire__forms *forms, wire_error *err)
{
    gathered g = {0};
    bool is_other = false;
    wire_code code = id ? gather_all(store, id, &g, err) : WIRE_OK;
    *shown = story;
    *forms = (wire__forms){0};
    if (!code && g.n) {
        code = wire__story_correct(story, g.at, g.n, corrected, err);
        if (!code)
            code = note_applies(store, id, &g, &is_other, err);
    }
    if (!code && is_other) {
        *shown = *corrected;
        code = write_json(story, &store->original, &forms->original, err);
    }
    return code ? code : write_json(*shown, &store->json, &forms->json, err);
}

/* Reads a story as its source has it. */
static wire_code get_original(wire_store *store, uint64_t id, wire_story **story, wire_error *err)
{
    wire_error why = {0};
    wire_out_reset(&store->original);
    wire_code code = store->driver->original(store->db, id, &store->original, err);
    if (code)
        return code;
    code = store->original.code;
    if (!code)
        code = wire_story_read_json(wire_out_text(&store->original), story, &why);
    return code ? wire_fail(err, code == WIRE_ENOMEM ? code : WIRE_ESTORE, "store: story %llu is damaged: %s",
                            (unsigned long long)id, why.text)
                : WIRE_OK;
}

static wire_code find_row(wire_store *store, uint64_t id, wire__row *row, wire_error *err)
{
    wire_arena_reset(store->arena);
    *row = (wire__row){0};
    return store->driver->find(store->db, WIRE__FIND_ID, (wire_str){NULL, 0}, id, store->arena, row, err);
}

/* Makes a new revision of what the source has and the corrections that there are now; none where it is the same. */
static wire_code revise(wire_store *store, wire__row *row, const wire_story *story, int64_t now, wire_error *err)
{
    wire_story *corrected = NULL;
    const wire_story *shown;
    wire__forms forms;
    wire_code code = wire__store_forms(store, row->record.id, story, &shown, &corrected, &forms, err);
    if (!code && wire__hash64(forms.json) != row->record.hash) {
        const wire_str section = row->record.section;
        row->record.revision++;
        wire__store_describe(shown, section, now, forms.json, &row->record);
        code = store->driver->change(store->db, row, &forms, err);
    }
    wire_str *const texts[] = {&row->record.headline, &row->record.language, &row->record.summary};
    for (size_t i = 0; i < sizeof texts / sizeof *texts && !code; i++)
        if (texts[i]->p && !wire_arena_copy(store->arena, *texts[i], texts[i]))
            code = wire_fail(err, WIRE_ENOMEM, "store: no memory");
    wire_story_free(corrected);
    return code;
}

/* The newest correction must have found its words. */
static wire_code check_newest(wire_store *store, uint64_t id, wire_error *err)
{
    gathered g;
    const wire_code code = gather_all(store, id, &g, err);
    return code ? code : g.applied[g.n - 1] ? WIRE_OK : WIRE_SAME;
}

static wire_code correct(wire_store *store, const wire_correction *correction, wire__row *row, wire_error *err)
{
    wire_story *story = NULL;
    const uint64_t id = row->record.id;
    wire_code code = get_original(store, id, &story, err);
    if (!code)
        code = store->driver->add_correction(store->db, id, correction, err);
    if (!code)
        code = revise(store, row, story, correction->at, err);
    if (!code)
        code = check_newest(store, id, err);
    wire_story_free(story);
    return code;
}

wire_code wire_store_correct(wire_store *store, uint64_t id, const wire_correction *correction, wire_record *record,
                             wire_error *err)
{
    if (!correction->was.n)
        return wire_fail(err, WIRE_EUSE, "store: no words to correct");
    bool is_own;
    wire__row row;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    if (!(code = find_row(store, id, &row, err)))
        code = correct(store, correction, &row, err);
    if (code == WIRE_SAME || (!is_own && code < 0)) { /* nothing of a correction without effect is kept */
        wire_store_rollback(store);
        return code;
    }
    if (is_own)
        code = wire__store_end_own(store, code, err);
    if (!code && record)
        *record = row.record;
    return code;
}

static wire_code uncorrect(wire_store *store, wire__row *row, int64_t now, wire_error *err)
{
    gathered g;
    wire_story *story = NULL;
    wire_code code = gather_all(store, row->record.id, &g, err);
    if (code || !g.n)
        return code ? code : WIRE_SAME;
    code = get_original(store, row->record.id, &story, err);
    if (!code)
        code = store->driver->drop_corrections(store->db, row->record.id, err);
    if (!code)
        code = revise(store, row, story, now, err);
    wire_story_free(story);
    return code;
}

wire_code wire_store_uncorrect(wire_store *store, uint64_t id, int64_t now, wire_error *err)
{
    bool is_own;
    wire__row row;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    if (!(code = find_row(store, id, &row, err)))
        code = uncorrect(store, &row, now, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_each_correction(wire_store *store, uint64_t id,
                                     wire_code (*each)(void *user, uint64_t id, const wire_correction *correction),
                                     void *user, wire_error *err)
{
    return store->driver->each_correction(store->db, id, each, user, err);
}

/* Decisions --------------------------------------------------------------------------------- */

static wire_code set_state(wire_store *store, uint64_t id, wire_state state, wire_str reason, int64_t now,
                           wire_error *err)
{
    static const char *const deeds[] = {"show", "hide", "withdraw"};
    wire__row row;
    const wire_code code = find_row(store, id, &row, err);
    if (code)
        return code;
    if (row.record.state == state && wire_str_is(row.record.reason, reason))
        return WIRE_SAME;
    row.record.state = state;
    row.record.reason = reason;
    return store->driver->decide(store->db, &row, deeds[state], reason, now, err);
}

wire_code wire_store_set_state(wire_store *store, uint64_t id, wire_state state, wire_str reason, int64_t now,
                               wire_error *err)
{
    bool is_own;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    code = set_state(store, id, state, reason, now, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_get_twins(wire_store *store, uint64_t id, uint64_t *ids, size_t most, size_t *n, wire_error *err)
{
    wire__row row;
    size_t n_all = 0;
    *n = 0;
    wire_code code = find_row(store, id, &row, err);
    uint64_t *all = code ? NULL : WIRE_TAKE(store->arena, uint64_t, most + 1);
    if (!code && !all)
        code = wire_fail(err, WIRE_ENOMEM, "store: no memory for twins");
    if (!code)
        code = store->driver->with_twin(store->db, row.record.twin ? row.record.twin : id, all, most + 1, &n_all, err);
    for (size_t i = 0; i < n_all && !code && *n < most; i++)
        if (all[i] != id)
            ids[(*n)++] = all[i];
    return code;
}

static wire_code set_pinned(wire_store *store, uint64_t id, bool is_pinned, int64_t now, wire_error *err)
{
    wire__row row;
    const wire_code code = find_row(store, id, &row, err);
    if (code)
        return code;
    if (!is_pinned && !row.record.pinned)
        return WIRE_SAME;
    row.record.pinned = is_pinned ? now : 0;
    return store->driver->decide(store->db, &row, is_pinned ? "pin" : "unpin", (wire_str){NULL, 0}, now, err);
}

wire_code wire_store_set_pinned(wire_store *store, uint64_t id, bool is_pinned, int64_t now, wire_error *err)
{
    bool is_own;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    code = set_pinned(store, id, is_pinned, now, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}
