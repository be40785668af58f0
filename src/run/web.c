/* web.c: fetches the addresses of a reading's window, no farther ahead than the window goes. */
#include "run/web.h"

#include <stdio.h>
#include <stdlib.h>

struct wire__web {
    wire__pool *pool;
    wire_fetcher *fetcher;
    pthread_t thread;
};

bool wire__web_is_wanted(const wire_inputs *inputs)
{
    const size_t n = wire_inputs_count(inputs);
    for (size_t i = 0; i < n; i++) {
        const wire_input input = wire_inputs_at(inputs, i);
        if (wire_input_is_web(&input))
            return true;
    }
    return false;
}

/* An address whose fetching failed is handed over as such. The lock is held. */
static void fail_slot(wire__pool *pool, size_t i, const wire_error *why)
{
    wire__slot *slot = wire__pool_slot(pool, i);
    slot->error = *why;
    slot->state = WIRE__SLOT_READY;
    pthread_cond_broadcast(&pool->news);
}

/* Requests the addresses that have come into the window. The lock is held: queuing is short.
 * gives the number of requests made */
static size_t request_more(wire__web *web)
{
    wire__pool *pool = web->pool;
    size_t n = 0;
    const size_t end = wire__pool_end(pool);
    for (size_t i = pool->n_handed; i < end; i++) {
        wire__slot *slot = wire__pool_slot(pool, i);
        if (slot->state != WIRE__SLOT_OPEN)
            continue;
        const wire_input input = wire_inputs_at(pool->inputs, i);
        if (!wire_input_is_web(&input) || !wire__pool_has_room(pool, i))
            continue;
        wire_error why = {0};
        const wire_request request = {
            .url = input.name,
            .network = pool->opts->allow_local ? WIRE_NETWORK_LOCAL : WIRE_NETWORK_PUBLIC,
            .tag = (void *)(uintptr_t)i,
        };
        slot->state = WIRE__SLOT_AWAY;
        if (wire_fetcher_add(web->fetcher, &request, &why))
            fail_slot(pool, i, &why);
        else
            n++;
    }
    return n;
}

static bool copy_page(wire_arena *arena, const wire_page *page, const wire_input *input, wire_page *copy)
{
    *copy = *page;
    copy->input = input->name;
    return wire_arena_copy(arena, page->bytes, &copy->bytes) && wire_arena_copy(arena, page->url, &copy->url) &&
           wire_arena_copy(arena, page->content_type, &copy->content_type) &&
           wire_arena_copy(arena, page->etag, &copy->etag) &&
           wire_arena_copy(arena, page->last_modified, &copy->last_modified);
}

/* Copies an answer's page for whoever reads it. */
static wire_code take_answer(const wire_input *input, const wire_answer *answer, wire_arena **arena, wire_page *page,
                             wire_error *err)
{
    if (answer->error.code) {
        *err = answer->error;
        if (err->code == WIRE_EDENIED)
            wire_fail(err, WIRE_EDENIED, "%s (--allow-local would allow it)", answer->error.text);
        return answer->error.code;
    }
    if (answer->page.status < 200 || answer->page.status > 299)
        return wire_fail(err, WIRE_EHTTP, "the server answered %u", (unsigned)answer->page.status);
    *arena = wire_arena_new(answer->page.bytes.n + ((size_t)1 << 20));
    if (*arena && copy_page(*arena, &answer->page, input, page))
        return WIRE_OK;
    wire_arena_free(*arena);
    return wire_fail(err, WIRE_ENOMEM, "no memory for the page");
}

static void on_answer(void *user, const wire_answer *answer)
{
    wire__web *web = user;
    wire__pool *pool = web->pool;
    const size_t i = (size_t)(uintptr_t)answer->request->tag;
    const wire_input input = wire_inputs_at(pool->inputs, i);
    wire_arena *arena = NULL;
    wire_page page = {0};
    wire_error why = {0};
    const wire_code code = take_answer(&input, answer, &arena, &page, &why);

    pthread_mutex_lock(&pool->lock);
    if (code) {
        fail_slot(pool, i, &why);
    } else {
        wire__slot *slot = wire__pool_slot(pool, i);
        slot->arena = arena;
        slot->page = page;
        slot->n_bytes = page.bytes.n;
        pool->n_bytes += slot->n_bytes;
        slot->state = WIRE__SLOT_FETCHED;
        pthread_cond_broadcast(&pool->news);
    }
    request_more(web);
    pthread_mutex_unlock(&pool->lock);
}

/* If the fetcher itself fails, every address under way fails with it. The lock is held. */
static void fail_all(wire__pool *pool, const wire_error *why)
{
    const size_t end = wire__pool_end(pool);
    for (size_t i = pool->n_handed; i < end; i++)
        if (wire__pool_slot(pool, i)->state == WIRE__SLOT_AWAY)
            fail_slot(pool, i, why);
}

static void *fetch_all(void *user)
{
    wire__web *web = user;
    wire__pool *pool = web->pool;
    pthread_mutex_lock(&pool->lock);
    while (!pool->is_over) {
        if (!request_more(web)) {
            pthread_cond_wait(&pool->news, &pool->lock);
            continue;
        }
        pthread_mutex_unlock(&pool->lock);
        wire_error why = {0};
        const wire_code code = wire_fetcher_run(web->fetcher, on_answer, web, &why);
        pthread_mutex_lock(&pool->lock);
        if (code)
            fail_all(pool, &why);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static bool is_over(void *user)
{
    wire__web *web = user;
    pthread_mutex_lock(&web->pool->lock);
    const bool over = web->pool->is_over;
    pthread_mutex_unlock(&web->pool->lock);
    return over;
}

wire_code wire__web_start(wire__pool *pool, wire__web **web, wire_error *err)
{
    wire__web *w = calloc(1, sizeof *w);
    if (!w)
        return wire_fail(err, WIRE_ENOMEM, "read: no memory");
    w->pool = pool;
    const wire_fetch_opts opts = {.max_bytes = pool->opts->max_bytes, .hooks = {.user = w, .stop = is_over}};
    wire_code code = wire_fetcher_new(&opts, &w->fetcher, err);
    if (!code && pthread_create(&w->thread, NULL, fetch_all, w)) {
        wire_fetcher_free(w->fetcher);
        code = wire_fail(err, WIRE_ENOMEM, "read: no thread to fetch with");
    }
    if (code)
        free(w);
    else
        *web = w;
    return code;
}

void wire__web_end(wire__web *web)
{
    if (!web)
        return;
    pthread_join(web->thread, NULL);
    wire_fetcher_free(web->fetcher);
    free(web);
}
