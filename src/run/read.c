/* read.c: many inputs on many threads, read as stories or as feeds, handed over in their order. The caller's thread
 * reads too while the story it waits for is not there, so that n jobs are n threads. */
#include "run/archive.h"
#include "run/ward.h"
#include "run/web.h"

#include <sched.h>
#include <stdlib.h>
#include <time.h>

enum {
    MOST_JOBS = 256,
    SLOTS_A_JOB = 16,         /* how far the fastest thread may run ahead of the slowest page */
    LARGE_ARENA = 8 << 20,    /* one page's memory that is not kept for the next */
    STOP_EVERY_NS = 100000000 /* how often a waiting caller's hook is asked */
};

/* What one thread keeps between pages. */
typedef struct worker {
    wire__pool *pool;
    wire__ward *ward;
    wire_arena *arena; /* of the page being read */
    size_t max_bytes;
    bool is_caller; /* on the caller's thread */
    pthread_t thread;
} worker;

static wire_arena *page_arena(size_t max_bytes)
{
    return wire_arena_new(max_bytes * 2 + (1 << 20)); /* as it lies there and unpacked */
}

static bool worker_open(worker *w, wire__pool *pool)
{
    *w = (worker){.pool = pool, .max_bytes = pool->opts->max_bytes ? pool->opts->max_bytes : (size_t)64 << 20};
    w->ward = wire__ward_new(&(wire__ward_opts){.in_process = pool->opts->in_process});
    w->arena = page_arena(w->max_bytes);
    return w->ward && w->arena;
}

static void worker_close(worker *w)
{
    wire__ward_free(w->ward);
    wire_arena_free(w->arena);
}

/* Empties the page's arena; one that grew large is given back, so that memory stays flat. */
static bool renew_arena(worker *w)
{
    if (w->arena && wire_arena_used(w->arena) <= LARGE_ARENA) {
        wire_arena_reset(w->arena);
        return true;
    }
    wire_arena_free(w->arena);
    w->arena = page_arena(w->max_bytes);
    return w->arena != NULL;
}

static wire_code read_feed(worker *w, wire__slot *slot)
{
    if (wire_input_sniff(&slot->page, NULL) == WIRE_INPUT_HTML)
        return wire__ward_front(w->ward, &slot->page, &slot->feed, &slot->error);
    return wire__ward_feed(w->ward, &slot->page, &slot->feed, &slot->error);
}

static wire_code read_story(worker *w, wire__slot *slot)
{
    wire_out *explained = w->pool->opts->on_explain ? &slot->explained : NULL;
    if (explained)
        wire_out_open_memory(explained, 0);
    return wire__ward_story(w->ward, &slot->page, w->pool->opts->explains_html, explained, &slot->story, &slot->error);
}

/* Whether the reading is over: the hook is the caller's thread's alone. */
static bool is_over(void *user)
{
    wire__pool *pool = user;
    pthread_mutex_lock(&pool->lock);
    const bool answer = pool->is_over;
    pthread_mutex_unlock(&pool->lock);
    return answer;
}

static wire_code load(worker *w, wire__slot *slot, const wire_input *input)
{
    wire_load_opts opts = {.max_bytes = w->max_bytes, .hooks = {.user = w->pool, .stop = is_over}};
    if (w->is_caller)
        opts.hooks = w->pool->opts->hooks;
    return wire_input_load(input, &opts, w->arena, &slot->page, &slot->error);
}

/* Reads a slot's input; the slot is the worker's, the lock is not held. */
static void read_slot(worker *w, wire__slot *slot, const wire_input *input)
{
    slot->story = NULL;
    slot->feed = NULL;
    slot->error = (wire_error){0};
    if (!renew_arena(w))
        wire_fail(&slot->error, WIRE_ENOMEM, "no memory");
    else if (!slot->arena)
        slot->error.code = load(w, slot, input);
    if (!slot->error.code)
        slot->error.code = w->pool->on_feed ? read_feed(w, slot) : read_story(w, slot);
    if (w->pool->archive)
        return; /* the input's name lies there */
    wire_arena_free(slot->arena);
    slot->arena = NULL;
}

/* The first input of the window that can be read now, or SIZE_MAX. The lock is held. */
static size_t find_work(const wire__pool *pool)
{
    const size_t end = wire__pool_end(pool);
    for (size_t i = pool->n_handed; i < end; i++) {
        const wire__slot *slot = wire__pool_slot((wire__pool *)pool, i);
        if (slot->state == WIRE__SLOT_FETCHED)
            return i;
        if (pool->archive || slot->state != WIRE__SLOT_OPEN || !wire__pool_has_room(pool, i))
            continue; /* an archive's pages are fetched by the caller's thread */
        const wire_input input = wire_inputs_at(pool->inputs, i);
        if (!wire_input_is_web(&input)) /* those are left to the fetching thread */
            return i;
    }
    return SIZE_MAX;
}

/* Reads input i; the lock is held before and after, not meanwhile. */
static void work_on(worker *w, size_t i)
{
    wire__pool *pool = w->pool;
    wire__slot *slot = wire__pool_slot(pool, i);
    const wire_input input = wire__pool_input(pool, i);
    slot->state = WIRE__SLOT_BUSY;
    pthread_mutex_unlock(&pool->lock);
    read_slot(w, slot, &input);
    pthread_mutex_lock(&pool->lock);
    pool->n_bytes -= slot->n_bytes;
    const wire_arena *held = slot->story ? slot->story->arena : slot->feed ? slot->feed->arena : NULL;
    slot->n_bytes = (held ? wire_arena_used(held) : 0) + (slot->arena ? wire_arena_used(slot->arena) : 0);
    pool->n_bytes += slot->n_bytes;
    slot->state = WIRE__SLOT_READY;
    if (i == pool->n_handed)
        pthread_cond_broadcast(&pool->news);
}

static void *help(void *user)
{
    worker *w = user;
    wire__pool *pool = w->pool;
    pthread_mutex_lock(&pool->lock);
    while (!pool->is_over) {
        const size_t i = find_work(pool);
        if (i != SIZE_MAX)
            work_on(w, i);
        else
            pthread_cond_wait(&pool->news, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Gives the next story or feed away; the lock is held before and after, not meanwhile: its slot is nobody else's. */
static void hand_over(wire__pool *pool, void *user, uint64_t *n_failed)
{
    const wire_hooks *hooks = &pool->opts->hooks;
    wire__slot *slot = wire__pool_slot(pool, pool->n_handed);
    const wire_input input = wire__pool_input(pool, pool->n_handed);
    if (pool->at)
        *pool->at = slot->place;
    pthread_mutex_unlock(&pool->lock);
    *n_failed += !slot->story && !slot->feed;
    if (slot->explained.buf) {
        pool->opts->on_explain(user, &input, wire_out_text(&slot->explained));
        wire_out_close(&slot->explained, NULL);
    }
    if (pool->on_feed)
        pool->on_feed(user, &input, slot->feed, &slot->error);
    else
        pool->on_story(user, &input, slot->story, &slot->error);
    wire_story_free(slot->story);
    wire_feed_free(slot->feed);
    wire_arena_free(slot->arena);
    if (hooks->progress)
        hooks->progress(hooks->user, "read", pool->n_handed + 1, pool->n_inputs == SIZE_MAX ? 0 : pool->n_inputs);
    pthread_mutex_lock(&pool->lock);
    pool->n_bytes -= slot->n_bytes;
    *slot = (wire__slot){0};
    pool->n_handed++;
    pthread_cond_broadcast(&pool->news);
}

static void wait_a_little(wire__pool *pool)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += STOP_EVERY_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&pool->news, &pool->lock, &until);
}

static wire_code stopped(const wire__pool *pool, wire_error *err)
{
    if (pool->archive)
        return wire_fail(err, WIRE_ESTOP, "read: stopped after %zu pages", pool->n_handed);
    return wire_fail(err, WIRE_ESTOP, "read: stopped after %zu of %zu", pool->n_handed, pool->n_inputs);
}

static wire_code drive(wire__pool *pool, worker *own, void *user, uint64_t *n_failed, wire_error *err)
{
    const wire_hooks *hooks = &pool->opts->hooks;
    wire_code code = WIRE_OK;
    pthread_mutex_lock(&pool->lock);
    while (!code && pool->n_handed < pool->n_inputs) {
        size_t i;
        if (hooks->stop && hooks->stop(hooks->user))
            code = stopped(pool, err);
        else if (wire__pool_slot(pool, pool->n_handed)->state == WIRE__SLOT_READY)
            hand_over(pool, user, n_failed);
        else if (wire__pool_can_feed(pool))
            wire__archive_feed(pool);
        else if ((i = find_work(pool)) != SIZE_MAX)
            work_on(own, i);
        else
            wait_a_little(pool);
    }
    if (!code && pool->is_stopped)
        code = stopped(pool, err);
    pool->is_over = true;
    pthread_cond_broadcast(&pool->news);
    pthread_mutex_unlock(&pool->lock);
    return code;
}

static size_t count_jobs(uint32_t wanted, size_t n_inputs)
{
    cpu_set_t set;
    size_t n = wanted;
    if (!n)
        n = sched_getaffinity(0, sizeof set, &set) ? 1 : (size_t)CPU_COUNT(&set);
    n = n < MOST_JOBS ? n : MOST_JOBS;
    return n < n_inputs ? n : n_inputs;
}

/* Opens the pool; in case of failure nothing is left. */
static wire_code pool_open(wire__pool *pool, size_t n_jobs)
{
    pool->n_inputs = pool->archive ? SIZE_MAX : wire_inputs_count(pool->inputs);
    pool->n_slots = n_jobs * SLOTS_A_JOB;
    pool->slots = calloc(pool->n_slots, sizeof *pool->slots);
    if (!pool->slots || pthread_mutex_init(&pool->lock, NULL))
        goto failed;
    if (!pthread_cond_init(&pool->news, NULL))
        return WIRE_OK;
    pthread_mutex_destroy(&pool->lock);
failed:
    free(pool->slots);
    return WIRE_ENOMEM;
}

static void pool_close(wire__pool *pool)
{
    for (size_t i = 0; i < pool->n_slots; i++) {
        wire_story_free(pool->slots[i].story);
        wire_feed_free(pool->slots[i].feed);
        if (pool->slots[i].explained.buf)
            wire_out_close(&pool->slots[i].explained, NULL);
        wire_arena_free(pool->slots[i].arena);
    }
    pthread_cond_destroy(&pool->news);
    pthread_mutex_destroy(&pool->lock);
    free(pool->slots);
}

/* Starts helpers; fewer than wanted is slower, not wrong. Their children first, while there is one thread. */
static size_t start_helpers(wire__pool *pool, worker *helpers, size_t n)
{
    size_t n_open = 0, n_started = 0;
    while (n_open < n && worker_open(&helpers[n_open], pool))
        n_open++;
    if (n_open < n)
        worker_close(&helpers[n_open]);
    while (n_started < n_open && !pthread_create(&helpers[n_started].thread, NULL, help, &helpers[n_started]))
        n_started++;
    for (size_t i = n_started; i < n_open; i++)
        worker_close(&helpers[i]);
    return n_started;
}

wire_code wire__pool_run(wire__pool *pool, void *user, uint64_t *n_failed, wire_error *err)
{
    *n_failed = 0;
    const size_t n_jobs = count_jobs(pool->opts->n_jobs, pool->archive ? MOST_JOBS : wire_inputs_count(pool->inputs));
    if (!n_jobs)
        return WIRE_OK;
    worker own;
    worker *helpers = calloc(n_jobs, sizeof *helpers);
    if (!helpers || pool_open(pool, n_jobs)) {
        free(helpers);
        return wire_fail(err, WIRE_ENOMEM, "read: no memory");
    }
    size_t n_helpers = 0;
    wire__web *web = NULL;
    wire_code code = worker_open(&own, pool) ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "read: no memory");
    own.is_caller = true;
    if (!code && !pool->archive && wire__web_is_wanted(pool->inputs))
        code = wire__web_start(pool, &web, err);
    if (!code) {
        n_helpers = start_helpers(pool, helpers, n_jobs - 1);
        code = drive(pool, &own, user, n_failed, err);
    }
    wire__web_end(web);
    for (size_t i = 0; i < n_helpers; i++) {
        pthread_join(helpers[i].thread, NULL);
        worker_close(&helpers[i]);
    }
    worker_close(&own);
    pool_close(pool);
    free(helpers);
    return code;
}

static const wire_run_opts no_opts = {0};

/* Inputs [from, to), none of which is an archive. */
static wire_code read_some(const wire_inputs *inputs, size_t from, size_t to, wire__pool *pool, void *user,
                           uint64_t *n_failed, wire_error *err)
{
    wire_inputs *some = wire_inputs_new();
    wire_code code = some ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "read: no memory");
    for (size_t i = from; i < to && !code; i++) {
        const wire_input input = wire_inputs_at(inputs, i);
        code = wire_inputs_add(some, input.name, input.url, err);
    }
    pool->inputs = some;
    if (!code)
        code = wire__pool_run(pool, user, n_failed, err);
    wire_inputs_free(some);
    return code;
}

wire_code wire_run_read(const wire_inputs *inputs, const wire_run_opts *opts,
                        void (*on_story)(void *user, const wire_input *input, const wire_story *story,
                                         const wire_error *err),
                        void *user, uint64_t *n_failed, wire_error *err)
{
    const wire__pool fresh = {.inputs = inputs, .opts = opts ? opts : &no_opts, .on_story = on_story};
    const size_t n = wire_inputs_count(inputs);
    wire_code code = WIRE_OK;
    *n_failed = 0;
    for (size_t from = 0; from < n && !code;) {
        uint64_t n_failed_here = 0;
        size_t to = from;
        wire__pool pool = fresh;
        wire_input input = {0};
        while (to < n && (input = wire_inputs_at(inputs, to), !wire__is_archive(&input, &fresh.opts->hooks)))
            to++;
        if (!from && to == n)
            return wire__pool_run(&pool, user, n_failed, err);
        if (to > from)
            code = read_some(inputs, from, to, &pool, user, &n_failed_here, err);
        else
            code =
                wire__archive_read(&input, (wire_warc_place){0}, NULL, fresh.opts, on_story, user, &n_failed_here, err);
        *n_failed += n_failed_here;
        from = to > from ? to : from + 1;
    }
    return code;
}

wire_code wire_run_feeds(const wire_inputs *inputs, const wire_run_opts *opts,
                         void (*on_feed)(void *user, const wire_input *input, const wire_feed *feed,
                                         const wire_error *err),
                         void *user, uint64_t *n_failed, wire_error *err)
{
    wire__pool pool = {.inputs = inputs, .opts = opts ? opts : &no_opts, .on_feed = on_feed};
    return wire__pool_run(&pool, user, n_failed, err);
}
