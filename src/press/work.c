/* work.c: the store's one reader, and the workers it hands stories to. */
#include "press/work.h"

#include <pthread.h>
#include <stdlib.h>

enum { MAX_JOBS = 64, SLOTS_A_JOB = 4, MAX_WAITING = 64 << 20 };

/* A story on its way from the store to a worker. */
typedef struct slot {
    wire__leaf *leaf;
    wire_out json;
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

static wire_code press_json(wire__bench *bench, wire__leaf *leaf, wire_str json, wire_error *err)
{
    wire_story *story = NULL;
    wire_error why = {0};
    wire_code code = wire_story_read_json(json, &story, &why);
    if (code)
        return wire_fail(err, code, "press: %.*s: the store's copy is damaged: %s", WIRE_ARG(leaf->file), why.text);
    code = wire__bench_press(bench, &(wire__job){.leaf = leaf, .story = story}, err);
    wire_story_free(story);
    return code;
}

static wire_code get_json(wire_store *store, const wire__plan *plan, const wire__leaf *leaf, wire_str *json,
                          wire_error *err)
{
    const wire_code code = wire_store_get_json(store, plan->stories[leaf->items[0]].id, json, err);
    if (code != WIRE_NONE)
        return code;
    return wire_fail(err, WIRE_ESTORE, "press: %.*s was taken from the store meanwhile; press again",
                     WIRE_ARG(leaf->file));
}

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
        code = press_json(&bench, s->leaf, wire_out_text(&s->json), &err);
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
        return wire_fail(err, WIRE_ESTOP, "press: stopped after %llu of %llu stories", (unsigned long long)n_done,
                         (unsigned long long)n_all);
    return WIRE_OK;
}

static uint64_t count_due(const wire__plan *plan)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < plan->n_leaves && plan->leaves[i].kind == WIRE__LEAF_STORY; i++)
        n += plan->leaves[i].is_due;
    return n;
}

/* Reads stories and fills slots until all are handed over. */
static wire_code feed_queue(queue *q, wire_store *store, uint64_t n_due, const wire_hooks *hooks, wire_error *err)
{
    const wire__plan *plan = q->shop->plan;
    uint64_t n_done = 0;
    for (uint32_t i = 0; i < plan->n_leaves && plan->leaves[i].kind == WIRE__LEAF_STORY; i++) {
        wire__leaf *leaf = &plan->leaves[i];
        wire_str json;
        if (!leaf->is_due)
            continue;
        wire_code code = look_up(hooks, n_done++, n_due, err);
        if (!code)
            code = get_json(store, plan, leaf, &json, err);
        if (code)
            return code;
        const uint32_t at = wait_slot(q);
        if (at == UINT32_MAX)
            return WIRE_OK; /* its failure is told when all have ended */
        slot *s = &q->slots[at];
        s->leaf = leaf;
        wire_out_reset(&s->json);
        wire_out_put(&s->json, json);
        if (s->json.code)
            return wire_fail(err, s->json.code, "press: no memory for %.*s", WIRE_ARG(leaf->file));
        hand_over(q, at);
    }
    return WIRE_OK;
}

static wire_code work_alone(const wire__shop *shop, wire_store *store, uint64_t n_due, const wire_hooks *hooks,
                            wire_error *err)
{
    const wire__plan *plan = shop->plan;
    wire__bench bench;
    uint64_t n_done = 0;
    wire_code code = wire__bench_open(&bench, shop, err);
    for (uint32_t i = 0; i < plan->n_leaves && plan->leaves[i].kind == WIRE__LEAF_STORY && !code; i++) {
        wire_str json;
        if (!plan->leaves[i].is_due)
            continue;
        code = look_up(hooks, n_done++, n_due, err);
        if (!code)
            code = get_json(store, plan, &plan->leaves[i], &json, err);
        if (!code)
            code = press_json(&bench, &plan->leaves[i], json, err);
    }
    wire__bench_close(&bench);
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
    const uint64_t n_due = count_due(shop->plan);
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
        (void)wire_out_close(&q.slots[i].json, NULL);
    free(workers);
    free(q.slots);
    free(q.filled);
    free(q.freed);
    return code;
}

/* The rest ---------------------------------------------------------------------------------- */

static void free_items(wire_feed_item *items, wire_record *records, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        wire_story_free((wire_story *)(uintptr_t)items[i].story);
    free(items);
    free(records);
}

static wire_code press_feed(wire__bench *bench, wire__leaf *leaf, wire_store *store, wire_error *err)
{
    const wire__plan *plan = bench->shop->plan;
    wire_feed_item *items = calloc(leaf->n_items + 1, sizeof *items);
    wire_record *records = calloc(leaf->n_items + 1, sizeof *records);
    wire_code code = items && records ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "press: no memory for a feed");
    uint32_t n = 0;
    while (items && records && !code && n < leaf->n_items) {
        const wire__planned *s = &plan->stories[leaf->items[n]];
        wire_story *story = NULL;
        code = wire_store_get(store, s->id, &story, err);
        if (code == WIRE_NONE)
            code = wire_fail(err, WIRE_ESTORE, "press: %.*s was taken from the store meanwhile; press again",
                             WIRE_ARG(s->path));
        if (code)
            break;
        records[n] = wire__planned_record(plan, s);
        items[n] = (wire_feed_item){&records[n], story};
        n++;
    }
    if (!code)
        code = wire__bench_press(bench, &(wire__job){.leaf = leaf, .items = items, .n_items = n}, err);
    free_items(items, records, n);
    return code;
}

/* Holds stories' texts. */
static bool is_feed(const wire__leaf *leaf)
{
    return leaf->kind == WIRE__LEAF_FEED || leaf->kind == WIRE__LEAF_JSON_FEED ||
           leaf->kind == WIRE__LEAF_SECTION_FEED || leaf->kind == WIRE__LEAF_FORM || leaf->kind == WIRE__LEAF_BOOK;
}

wire_code wire__work_rest(const wire__shop *shop, wire_store *store, wire__leaf_kind first, wire__leaf_kind last,
                          const wire_hooks *hooks, wire_error *err)
{
    const wire__plan *plan = shop->plan;
    wire__bench bench;
    wire_code code = wire__bench_open(&bench, shop, err);
    for (uint32_t i = 0; i < plan->n_leaves && !code; i++) {
        wire__leaf *leaf = &plan->leaves[i];
        if (!leaf->is_due || leaf->kind < first || leaf->kind > last)
            continue;
        if (hooks->stop && hooks->stop(hooks->user))
            code = wire_fail(err, WIRE_ESTOP, "press: stopped before %.*s", WIRE_ARG(leaf->file));
        else
            code = is_feed(leaf) ? press_feed(&bench, leaf, store, err)
                                 : wire__bench_press(&bench, &(wire__job){.leaf = leaf}, err);
    }
    wire__bench_close(&bench);
    return code;
}
