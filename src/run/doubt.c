/* doubt.c: stories that an editor should look at. */
#include "run/check.h"

#include "model/text.h"

#include <stdlib.h>

enum { MOST_STORIES = 10000, FEW_WORDS = 25 };
static const double LOW = 0.5; /* confidence below which a body may be the wrong one */

typedef struct ids {
    uint64_t *at;
    size_t n, most;
} ids;

static wire_code note(void *user, const wire_record *record)
{
    ids *all = user;
    if (all->n == all->most)
        return WIRE_SAME; /* enough */
    all->at[all->n++] = record->id;
    return WIRE_OK;
}

/* What is left out for good reason, an interactive or a video, is no doubt. */
static const wire_omission *find_loss(const wire_story *story)
{
    for (uint32_t i = 0; i < story->n_omitted; i++)
        if (wire_str_is(story->omitted[i].what, WIRE_STR("paywall")) ||
            wire_str_is(story->omitted[i].what, WIRE_STR("cut")))
            return &story->omitted[i];
    return NULL;
}

/* The worst that can be said of it; {NULL, 0}: nothing. */
static wire_str doubt(wire__check *k, const wire_story *story)
{
    const wire_omission *loss = find_loss(story);
    if (loss)
        return wire_arena_print(k->scratch, "only a part of it is here (%.*s%s%.*s)", WIRE_ARG(loss->what),
                                loss->note.n ? ": " : "", WIRE_ARG(loss->note));
    const uint64_t n_words = wire__story_words(story);
    if (n_words < FEW_WORDS)
        return wire_arena_print(k->scratch, "only %llu word%s", (unsigned long long)n_words, n_words == 1 ? "" : "s");
    if (!wire_str_trim(story->headline).n)
        return WIRE_STR("no headline");
    if (story->has_confidence && story->confidence < LOW)
        return wire_arena_print(k->scratch, "its text may be the wrong one (confidence %.2f)", story->confidence);
    if (!story->published.is_known && !story->modified.is_known)
        return WIRE_STR("no date: it stands where it was first seen");
    return (wire_str){0};
}

static void judge(wire__check *k, uint64_t id, const wire_story *story)
{
    wire_arena_reset(k->scratch);
    const wire_str what = doubt(k, story);
    if (!what.p)
        return;
    const wire_str about = wire_arena_print(k->scratch, "story %llu", (unsigned long long)id);
    const wire_str where = story->url.n ? story->url : story->input;
    const wire_str todo = where.n ? wire_arena_print(k->scratch, "`wirecopy read --explain %.*s` shows how it was read",
                                                     WIRE_ARG(wire_str_cut(where, 0, 1000)))
                                  : (wire_str){0}; /* it came as a line of JSON */
    wire__check_find(k, WIRE_LEVEL_WARN, about, where, what, todo);
}

/* A story that something can be said of. */
typedef struct doubtful {
    double confidence; /* 1 where none is known: other doubts come behind those of reading */
    size_t order;
    uint64_t id;
} doubtful;

static int least_sure_first(const void *a, const void *b)
{
    const doubtful *x = a, *y = b;
    return x->confidence != y->confidence ? (x->confidence > y->confidence) - (x->confidence < y->confidence)
                                          : (x->order > y->order) - (x->order < y->order);
}

/* Looks for doubtful stories. out  list: room for all; *n */
static wire_code look_through(wire__check *k, const ids *all, doubtful *list, size_t *n)
{
    const wire_hooks *hooks = &k->opts->hooks;
    for (size_t i = 0; i < all->n; i++) {
        wire_story *story = NULL;
        if (hooks->stop && hooks->stop(hooks->user))
            return wire_fail(k->err, WIRE_ESTOP, "check: stopped");
        const wire_code code = wire_store_get(k->store, all->at[i], &story, k->err);
        if (code < 0)
            return code;
        wire_arena_reset(k->scratch);
        if (!code && doubt(k, story).p)
            list[(*n)++] = (doubtful){story->has_confidence ? story->confidence : 1, i, all->at[i]};
        wire_story_free(story);
        if (hooks->progress)
            hooks->progress(hooks->user, "check", i + 1, all->n);
    }
    return WIRE_OK;
}

/* Tells of them, the least sure first. */
static wire_code tell(wire__check *k, doubtful *list, size_t n)
{
    qsort(list, n, sizeof *list, least_sure_first);
    for (size_t i = 0; i < n && !k->code; i++) {
        wire_story *story = NULL;
        const wire_code code = wire_store_get(k->store, list[i].id, &story, k->err);
        if (code < 0)
            return code;
        if (!code)
            judge(k, list[i].id, story);
        wire_story_free(story);
    }
    return k->code;
}

wire_code wire__check_stories(wire__check *k)
{
    ids all = {.at = malloc(MOST_STORIES * sizeof *all.at), .most = MOST_STORIES};
    doubtful *list = malloc(MOST_STORIES * sizeof *list);
    size_t n = 0;
    wire_code code = all.at && list ? WIRE_OK : wire_fail(k->err, WIRE_ENOMEM, "check: no memory");
    if (!code)
        code = wire_store_each(k->store, note, &all, k->err);
    if (code >= 0)
        code = look_through(k, &all, list, &n);
    if (!code)
        code = tell(k, list, n);
    free(list);
    free(all.at);
    return code;
}
