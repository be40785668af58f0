/* work.c: the store's one reader, and the workers it hands stories to. */
#include "press/work.h"

#include <pthread.h>
#include <stdlib.h>

enum { MAX_JOBS = 64, SLOTS_A_JOB = 4, MAX_WAITING = 64 << 20 };

/* What is on its way from the store to a worker: a story, or all stories of a book. */
typedef struct slot {
    wire__leaf *leaf; /* STORY, whose other formats are pressed with it, BOOK or a feed */
    wire_out json;    /* of its stories, one behind another */
    size_t *ends;     /* where each of them ends */
    size_t cap_ends;
} slot;

/* Slots go round: free, filled by the reader, taken by a worker, free. */
typedef struct queue {
    pthread_mutex_t lock;
    pthread_cond_t is_filled, is_freed;
    slot *slots;
    uint32_t *filled, *freed; /* rings of slots' numbers */
    uint32_t n_slots, first_filled, n_filled, n_freed;
    size_t n_bytes; /* waiting */
    bool is_over;
    wire_code code; /* the first failure */
    wire_error err;
    const wire__shop *shop;
} queue;

typedef struct worker {
    queue *q;
    pthread_t thread;
    bool is_started;
} worker;

/* Slots ------------------------------------------------------------------------------------- */

static void close_slot(slot *s)
{
    (void)wire_out_close(&s->json, NULL);
    free(s->ends);
    s->ends = NULL;
}

/* Reads what the leaf is made of from the store. */
static wire_code fill_slot(slot *s, wire__leaf *leaf, wire_store *store, const wire__plan *plan, wire_error *err)
{
    s->leaf = leaf;
    wire_out_reset(&s->json);
    if (leaf->n_items > s->cap_ends) {
        size_t *ends = realloc(s->ends, leaf->n_items * sizeof *ends);
        if (!ends)
            return wire_fail(err, WIRE_ENOMEM, "press: no memory for %.*s", WIRE_ARG(leaf->file));
        s->ends = ends;
        s->cap_ends = leaf->n_items;
    }
    for (size_t i = 0; i < leaf->n_items; i++) {
        const wire__planned *story = &plan->stories[leaf->items[i]];
        wire_str json;
        const wire_code code = wire_store_get_json(store, story->id, &json, err);
        if (code == WIRE_NONE)
            return wire_fail(err, WIRE_ESTORE, "press: %.*s was taken from the store meanwhile; press again",
                             WIRE_ARG(story->path));
        if (code)
            return code;
        wire_out_put(&s->json, json);
        s->ends[i] = s->json.n;
    }
    return s->json.code ? wire_fail(err, s->json.code, "press: no memory for %.*s", WIRE_ARG(leaf->file)) : WIRE_OK;
}

static wire_code read_story(const slot *s, const wire__plan *plan, size_t at, wire_story **story, wire_error *err)
{
    wire_error why = {0};
    const size_t from = at ? s->ends[at - 1] : 0;
    const wire_code code = wire_story_read_json(wire_str_cut(wire_out_text(&s->json), from, s->ends[at]), story, &why);
    if (!code)
        return WIRE_OK;
    return wire_fail(err, code, "press: %.*s: the store's copy is damaged: %s",
                     WIRE_ARG(plan->stories[s->leaf->items[at]].path), why.text);
}

/* The leaves of a story in formats besides HTML. */
static wire__leaf *forms_of(const wire__plan *plan, const wire__leaf *leaf)
{
    return plan->leaves + plan->first_form + (size_t)(leaf - plan->leaves) * plan->n_forms;
}

/* Presses a story in all formats that are due. */
static wire_code press_story(wire__bench *bench, const slot *s, wire_error *err)
{
    const wire__plan *plan = bench->shop->plan;
    wire__leaf *forms = forms_of(plan, s->leaf);
    wire_story *story = NULL;
    wire_code code = read_story(s, plan, 0, &story, err);
    if (!code && s->leaf->is_due)
        code = wire__bench_press(bench, &(wire__job){.leaf = s->leaf, .story = story}, err);
    for (uint32_t i = 0; i < plan->n_forms && !code; i++)
        if (forms[i].is_due)
            code = wire__bench_press(bench, &(wire__job){.leaf = &forms[i], .story = story}, err);
    wire_story_free(story);
    return code;
}

/* Presses a book or a feed, which hold the texts of many stories. */
static wire_code press_bound(wire__bench *bench, const slot *s, wire_error *err)
{
    const wire__plan *plan = bench->shop->plan;
    const size_t n = s->leaf->n_items;
    wire_feed_item *items = calloc(n + 1, sizeof *items);
    wire_record *records = calloc(n + 1, sizeof *records);
    wire_code code = WIRE_OK;
    uint32_t n_read = 0;
    if (!items || !records)
        code = wire_fail(err, WIRE_ENOMEM, "press: no memory for %.*s", WIRE_ARG(s->leaf->file));
    while (items && records && !code && n_read < n) {
        wire_story *story = NULL;
        code = read_story(s, plan, n_read, &story, err);
        if (code)
            break;
        records[n_read] = wire__planned_record(plan, &plan->stories[s->leaf->items[n_read]]);
        items[n_read] = (wire_feed_item){&records[n_read], story};
        n_read++;
    }
    if (!code)
        code = wire__bench_press(bench, &(wire__job){.leaf = s->leaf, .items = items, .n_items = n_read}, err);
    for (uint32_t i = 0; i < n_read && items; i++)
        wire_story_free((wire_story *)(uintptr_t)items[i].story);
    free(items);
    free(records);
    return code;
}

static wire_code press_slot(wire__bench *bench, const slot *s, wire_error *err)
{
    return s->leaf->kind == WIRE__LEAF_STORY ? press_story(bench, s, err) : press_bound(bench, s, err);
}

/* Whether a leaf is a worker's task that is due: a story in any format, or a book. */
static bool is_task(const wire__plan *plan, const wire__leaf *leaf)
{
    if (leaf->kind != WIRE__LEAF_STORY)
        return leaf->kind == WIRE__LEAF_BOOK && leaf->is_due;
    bool is_due = leaf->is_due;
    const wire__leaf *forms = forms_of(plan, leaf);
    for (uint32_t i = 0; i < plan->n_forms; i++)
        is_due |= forms[i].is_due;
    return is_due;
}

/* Workers ----------------------------------------------------------------------------------- */

static void keep_failure(queue *q, wire_code code, const wire_error *err)
{
    if (!code || q->code)
        return;
    q->code = code;
    q->err = *err;
}

/* Takes a filled slot; UINT32_MAX: there will be no more. Called with the lock held. */
static uint32_t take_slot(queue *q)
{
    while (!q->n_filled && !q->is_over && !q->code)
        pthread_cond_wait(&q->is_filled, &q->lock);
    if (!q->n_filled || q->code)
        return UINT32_MAX;
    const uint32_t at = q->filled[q->first_filled];
    q->first_filled = (q->first_filled + 1) % q->n_slots;
    q->n_filled--;
    return at;
}

static void *run_worker(void *user)
{
    worker *w = user;
    queue *q = w->q;
    wire__bench bench;
    wire_error err = {0};
    wire_code code = wire__bench_open(&bench, q->shop, &err);
    pthread_mutex_lock(&q->lock);
    keep_failure(q, code, &err);
    for (uint32_t at; (at = take_slot(q)) != UINT32_MAX;) {
        slot *s = &q->slots[at];
        pthread_mutex_unlock(&q->lock);
        code = press_slot(&bench, s, &err);
        pthread_mutex_lock(&q->lock);
        keep_failure(q, code, &err);
        q->n_bytes -= s->json.n;
        q->freed[q->n_freed++] = at;
        pthread_cond_signal(&q->is_freed);
    }
    pthread_cond_broadcast(&q->is_filled);
    pthread_cond_signal(&q->is_freed);
    pthread_mutex_unlock(&q->lock);
    wire__bench_close(&bench);
    return NULL;
}

/* Waits for a free slot; UINT32_MAX: a worker has failed. */
static uint32_t wait_slot(queue *q)
{
    uint32_t at = UINT32_MAX;
    pthread_mutex_lock(&q->lock);
    while (!q->code && (!q->n_freed || (q->n_bytes > MAX_WAITING && q->n_freed < q->n_slots)))
        pthread_cond_wait(&q->is_freed, &q->lock);
    if (!q->code)
        at = q->freed[--q->n_freed];
    pthread_mutex_unlock(&q->lock);
    return at;
}

static void hand_over(queue *q, uint32_t at)
{
    pthread_mutex_lock(&q->lock);
    q->filled[(q->first_filled + q->n_filled++) % q->n_slots] = at;
    q->n_bytes += q->slots[at].json.n;
    pthread_cond_signal(&q->is_filled);
    pthread_mutex_unlock(&q->lock);
}

/* What the caller is told and asked between leaves. */
static wire_code look_up(const wire_hooks *hooks, uint64_t n_done, uint64_t n_all, wire_error *err)
{
    if (hooks->progress && n_done % 64 == 0)
        hooks->progress(hooks->user, "press", n_done, n_all);
    if (hooks->stop && hooks->stop(hooks->user))
        return wire_fail(err, WIRE_ESTOP, "press: stopped after %llu of %llu stories and books",
                         (unsigned long long)n_done, (unsigned long long)n_all);
    return WIRE_OK;
}

static uint64_t count_tasks(const wire__plan *plan)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < plan->n_leaves; i++)
        n += is_task(plan, &plan->leaves[i]);
    return n;
}

/* Reads stories and fills slots until all are handed over. */
static wire_code feed_queue(queue *q, wire_store *store, uint64_t n_due, const wire_hooks *hooks, wire_error *err)
{
    const wire__plan *plan = q->shop->plan;
    uint64_t n_done = 0;
    for (uint32_t i = 0; i < plan->n_leaves; i++) {
        if (!is_task(plan, &plan->leaves[i]))
            continue;
        wire_code code = look_up(hooks, n_done++, n_due, err);
        if (code)
            return code;
        const uint32_t at = wait_slot(q);
        if (at == UINT32_MAX)
            return WIRE_OK; /* its failure is told when all have ended */
        code = fill_slot(&q->slots[at], &plan->leaves[i], store, plan, err);
        if (code)
            return code;
        hand_over(q, at);
    }
    return WIRE_OK;
}

static wire_code work_alone(const wire__shop *shop, wire_store *store, uint64_t n_due, const wire_hooks *hooks,
                            wire_error *err)
{
    const wire__plan *plan = shop->plan;
    wire__bench bench;
    slot s = {0};
    uint64_t n_done = 0;
    wire_out_open_memory(&s.json, 0);
    wire_code code = wire__bench_open(&bench, shop, err);
    for (uint32_t i = 0; i < plan->n_leaves && !code; i++) {
        if (!is_task(plan, &plan->leaves[i]))
            continue;
        code = look_up(hooks, n_done++, n_due, err);
        if (!code)
            code = fill_slot(&s, &plan->leaves[i], store, plan, err);
        if (!code)
            code = press_slot(&bench, &s, err);
    }
    wire__bench_close(&bench);
    close_slot(&s);
    return code;
}

static wire_code work_together(queue *q, worker *workers, uint32_t n_jobs, wire_store *store, uint64_t n_due,
                               const wire_hooks *hooks, wire_error *err)
{
    uint32_t n_started = 0;
    for (; n_started < n_jobs; n_started++) {
        workers[n_started] = (worker){.q = q};
        if (pthread_create(&workers[n_started].thread, NULL, run_worker, &workers[n_started]))
            break;
    }
    wire_code code = n_started ? feed_queue(q, store, n_due, hooks, err)
                               : wire_fail(err, WIRE_ENOMEM, "press: no thread could be started");
    pthread_mutex_lock(&q->lock);
    q->is_over = true;
    pthread_cond_broadcast(&q->is_filled);
    pthread_mutex_unlock(&q->lock);
    for (uint32_t i = 0; i < n_started; i++)
        pthread_join(workers[i].thread, NULL);
    if (!code && q->code) {
        code = q->code;
        if (err)
            *err = q->err;
    }
    return code;
}

wire_code wire__work_stories(const wire__shop *shop, wire_store *store, uint32_t n_jobs, const wire_hooks *hooks,
                             wire_error *err)
{
    const uint64_t n_due = count_tasks(shop->plan);
    n_jobs = n_jobs < MAX_JOBS ? n_jobs : MAX_JOBS;
    if (n_jobs < 2 || n_due < 2)
        return work_alone(shop, store, n_due, hooks, err);
    queue q = {.lock = PTHREAD_MUTEX_INITIALIZER,
               .is_filled = PTHREAD_COND_INITIALIZER,
               .is_freed = PTHREAD_COND_INITIALIZER,
               .shop = shop,
               .n_slots = n_jobs * SLOTS_A_JOB};
    worker *workers = calloc(n_jobs, sizeof *workers);
    q.slots = calloc(q.n_slots, sizeof *q.slots);
    q.filled = calloc(q.n_slots, sizeof *q.filled);
    q.freed = calloc(q.n_slots, sizeof *q.freed);
    const bool has_room = workers && q.slots && q.filled && q.freed;
    wire_code code = WIRE_ENOMEM;
    for (uint32_t i = 0; has_room && i < q.n_slots; i++) {
        wire_out_open_memory(&q.slots[i].json, 0);
        q.freed[q.n_freed++] = i;
    }
    if (!has_room)
        wire_fail(err, code, "press: no memory for the workers");
    else
        code = work_together(&q, workers, n_jobs, store, n_due, hooks, err);
    for (uint32_t i = 0; i < q.n_slots && q.slots; i++)
        close_slot(&q.slots[i]);
    free(workers);
    free(q.slots);
    free(q.filled);
    free(q.freed);
    return code;
}

/* The rest ---------------------------------------------------------------------------------- */

static wire_code press_photo(wire__bench *bench, wire__leaf *leaf, wire_store *store, wire_error *err)
{
    wire_str body;
    const wire_code code = wire_store_get_photo(store, leaf->photo->id, &body, err);
    if (code == WIRE_NONE)
        return wire_fail(err, WIRE_ESTORE, "press: %.*s was taken from the store meanwhile; press again",
                         WIRE_ARG(leaf->file));
    return code ? code : wire__bench_press(bench, &(wire__job){.leaf = leaf, .body = body}, err);
}

/* Holds stories' texts. */
static bool is_feed(const wire__leaf *leaf)
{
    return leaf->kind == WIRE__LEAF_FEED || leaf->kind == WIRE__LEAF_JSON_FEED || leaf->kind == WIRE__LEAF_SECTION_FEED;
}

wire_code wire__work_rest(const wire__shop *shop, wire_store *store, wire__leaf_kind first, wire__leaf_kind last,
                          const wire_hooks *hooks, wire_error *err)
{
    const wire__plan *plan = shop->plan;
    wire__bench bench;
    slot s = {0};
    wire_out_open_memory(&s.json, 0);
    wire_code code = wire__bench_open(&bench, shop, err);
    for (uint32_t i = 0; i < plan->n_leaves && !code; i++) {
        wire__leaf *leaf = &plan->leaves[i];
        if (!leaf->is_due || leaf->kind < first || leaf->kind > last)
            continue;
        if (hooks->stop && hooks->stop(hooks->user))
            code = wire_fail(err, WIRE_ESTOP, "press: stopped before %.*s", WIRE_ARG(leaf->file));
        else if (leaf->kind == WIRE__LEAF_PHOTO)
            code = press_photo(&bench, leaf, store, err);
        else if (!is_feed(leaf))
            code = wire__bench_press(&bench, &(wire__job){.leaf = leaf}, err);
        else if (!(code = fill_slot(&s, leaf, store, plan, err)))
            code = press_slot(&bench, &s, err);
    }
    wire__bench_close(&bench);
    close_slot(&s);
    return code;
}
