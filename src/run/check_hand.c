/* check_hand.c: what an editor has decided and what sources bring that does not agree with it. */
#include "run/check.h"

#include <stdlib.h>

enum { MOST = 1000, LONGEST_WORDS = 80 };

/* What is found while the store is walked through, to be told of when it can be asked again. */
typedef struct finding {
    uint64_t id;    /* of a story that is shown */
    uint64_t first; /* the first story of its text; 0: it is about a correction */
    wire_str was;   /* words that a correction does not find any more */
} finding;

typedef struct findings {
    wire_arena *arena;
    wire_error *err;
    finding at[MOST];
    size_t n;
} findings;

static wire_code note_twin(void *user, const wire_record *record)
{
    findings *f = user;
    if (f->n < MOST && record->twin && record->state == WIRE_STATE_SHOWN)
        f->at[f->n++] = (finding){.id = record->id, .first = record->twin};
    return f->n < MOST ? WIRE_OK : WIRE_SAME;
}

static wire_code note_correction(void *user, uint64_t id, const wire_correction *correction)
{
    findings *f = user;
    if (correction->applies || f->n == MOST)
        return WIRE_OK;
    finding *made = &f->at[f->n++];
    *made = (finding){.id = id};
    if (!wire_arena_copy(f->arena, wire_str_cut(correction->was, 0, LONGEST_WORDS), &made->was))
        return wire_fail(f->err, WIRE_ENOMEM, "check: no memory");
    return WIRE_OK;
}

/* Tells of one, if it is so. */
static wire_code tell(wire__check *k, const finding *f)
{
    wire_record record = {0};
    wire_str what, todo, where = {NULL, 0};
    wire_arena_reset(k->scratch);
    wire_code code = f->first ? wire_store_find_id(k->store, f->first, &record, k->err) : WIRE_OK;
    if (code || (f->first && record.state != WIRE_STATE_WITHDRAWN))
        return code < 0 ? code : WIRE_OK;
    const unsigned long long id = f->id, first = f->first;
    if (f->first) {
        what = wire_arena_print(k->scratch, "it has the text of story %llu, which is withdrawn", first);
        todo = wire_arena_print(k->scratch, "`wirecopy withdraw %llu` takes it out too", id);
    } else {
        what = wire_arena_print(k->scratch, "the source has changed words that were corrected by hand (\"%.*s\")",
                                WIRE_ARG(f->was));
        todo = wire_arena_print(k->scratch, "`wirecopy correct %llu` shows the corrections", id);
    }
    wire_story *story = NULL;
    code = wire_store_get(k->store, f->id, &story, k->err);
    if (code)
        return code < 0 ? code : WIRE_OK;
    if (what.p && todo.p && wire_arena_copy(k->scratch, story->url.n ? story->url : story->input, &where))
        wire__check_find(k, WIRE_LEVEL_WARN, wire_arena_print(k->scratch, "story %llu", id), where, what, todo);
    else
        code = wire_fail(k->err, WIRE_ENOMEM, "check: no memory");
    wire_story_free(story);
    return code ? code : k->code;
}

wire_code wire__check_hand(wire__check *k)
{
    findings *f = calloc(1, sizeof *f);
    wire_arena *arena = wire_arena_new(0);
    wire_code code = f && arena ? WIRE_OK : wire_fail(k->err, WIRE_ENOMEM, "check: no memory");
    if (!code) {
        f->arena = arena;
        f->err = k->err;
        code = wire_store_each_correction(k->store, 0, note_correction, f, k->err);
    }
    if (!code)
        code = wire_store_each(k->store, note_twin, f, k->err);
    for (size_t i = 0; code >= 0 && f && i < f->n; i++)
        code = tell(k, &f->at[i]);
    wire_arena_free(arena);
    free(f);
    return code < 0 ? code : WIRE_OK;
}
