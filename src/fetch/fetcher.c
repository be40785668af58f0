/* fetcher.c: one event loop: whose turn it is goes to curl, what curl ends is answered. */
#include "fetch/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LONGEST_WAIT_MS = 200, LARGEST_AGENT = 256, LARGEST_PROXY = 1024, LONGEST_HOLD_MS = 60000 };

struct wire_fetcher {
    CURLM *multi;
    wire__pace *pace;
    wire_address_reader *reader;
    wire__transfer under_way; /* head of the ring */
    uint32_t n_at_once, n_under_way, timeout_ms;
    size_t max_bytes;
    wire_hooks hooks;
    bool has_curl;
    char user_agent[LARGEST_AGENT], proxy[LARGEST_PROXY];
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static uint32_t or_default(uint32_t value, uint32_t otherwise)
{
    return value ? value : otherwise;
}

/* curl counts its users and is safe to be begun from any thread. */
static bool begin_curl(wire_fetcher *f)
{
    f->has_curl = !curl_global_init(CURL_GLOBAL_DEFAULT);
    f->multi = f->has_curl ? curl_multi_init() : NULL;
    return f->multi && !curl_multi_setopt(f->multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
}

wire_code wire_fetcher_new(const wire_fetch_opts *opts, wire_fetcher **fetcher, wire_error *err)
{
    static const wire_fetch_opts no_opts = {0};
    opts = opts ? opts : &no_opts;
    wire_fetcher *f = calloc(1, sizeof *f);
    if (!f)
        return wire_fail(err, WIRE_ENOMEM, "fetch: no memory");
    f->under_way.older = f->under_way.newer = &f->under_way;
    f->n_at_once = or_default(opts->n_at_once, 64);
    f->timeout_ms = or_default(opts->timeout_ms, 30000);
    f->max_bytes = opts->max_bytes ? opts->max_bytes : (size_t)64 << 20;
    f->hooks = opts->hooks;
    if (opts->user_agent.n)
        snprintf(f->user_agent, sizeof f->user_agent, "%.*s", WIRE_ARG(opts->user_agent));
    else
        snprintf(f->user_agent, sizeof f->user_agent, "wirecopy/%s", wire_version());
    snprintf(f->proxy, sizeof f->proxy, "%.*s", WIRE_ARG(opts->proxy));
    f->reader = wire_address_reader_new();
    f->pace = wire__pace_new(or_default(opts->n_per_host, 2), or_default(opts->pause_ms, 1000));
    if (f->reader && f->pace && begin_curl(f)) {
        *fetcher = f;
        return WIRE_OK;
    }
    wire_fetcher_free(f);
    return wire_fail(err, WIRE_ENOMEM, "fetch: no memory");
}

static void leave(wire_fetcher *f, wire__transfer *t)
{
    curl_multi_remove_handle(f->multi, t->easy);
    t->older->newer = t->newer;
    t->newer->older = t->older;
    f->n_under_way--;
    wire__pace_done(&t->turn);
}

void wire_fetcher_free(wire_fetcher *f)
{
    if (!f)
        return;
    while (f->n_under_way) {
        wire__transfer *t = f->under_way.newer;
        leave(f, t);
        wire__transfer_free(t);
    }
    for (wire__turn *turn; f->pace && (turn = wire__pace_drop(f->pace));)
        wire__transfer_free((wire__transfer *)turn);
    wire__pace_free(f->pace);
    wire_address_reader_free(f->reader);
    curl_multi_cleanup(f->multi);
    if (f->has_curl)
        curl_global_cleanup();
    free(f);
}

enum { LONGEST_QUEUE = 320 }; /* a host has 255 bytes at most; of a longer one the rest does not part queues */

static wire_str queue_name(const wire_address *address, wire_network network, char name[LONGEST_QUEUE])
{
    const int n = snprintf(name, LONGEST_QUEUE, "%s:%u:%.*s", network == WIRE_NETWORK_LOCAL ? "local" : "public",
                           (unsigned)address->port, WIRE_ARG(wire_str_cut(address->host, 0, 256)));
    return (wire_str){name, (size_t)n};
}

/* Puts a transfer into its host's queue. */
static wire_code queue(wire_fetcher *f, wire__transfer *t, wire_error *err)
{
    char name[LONGEST_QUEUE];
    const wire_network network = t->request.network;
    if (wire__pace_put(f->pace, queue_name(&t->address, network, name), network != WIRE_NETWORK_LOCAL, &t->turn))
        return wire_fail(err, WIRE_ENOMEM, "no memory for another host");
    return WIRE_OK;
}

wire_code wire_fetcher_slow(wire_fetcher *f, wire_str url, wire_network network, uint32_t pause_ms, wire_error *err)
{
    char name[LONGEST_QUEUE];
    wire_address address;
    wire_arena *arena = wire_arena_new((size_t)1 << 20);
    wire_code code = arena ? wire_address_read(f->reader, url, (wire_str){0}, arena, &address) : WIRE_ENOMEM;
    if (!code && wire__pace_slow(f->pace, queue_name(&address, network, name), pause_ms))
        code = WIRE_ENOMEM;
    wire_arena_free(arena);
    if (code == WIRE_ENOMEM)
        return wire_fail(err, code, "no memory for another host");
    return code ? wire_fail(err, WIRE_EUSE, "not an http or https address") : WIRE_OK;
}

wire_code wire_fetcher_add(wire_fetcher *f, const wire_request *request, wire_error *err)
{
    wire__transfer *t = NULL;
    wire_code code = wire__transfer_new(request, f->reader, f->max_bytes, f->timeout_ms, &t, err);
    if (!code && (code = queue(f, t, err)))
        wire__transfer_free(t);
    return code;
}

/* Starts a transfer whose turn it is. fails  WIRE_ENOMEM: it is not under way */
static wire_code start(wire_fetcher *f, wire__transfer *t, wire_error *err)
{
    wire_code code = wire__transfer_begin(t, f->user_agent, f->proxy, now_ms(), err);
    if (!code && curl_multi_add_handle(f->multi, t->easy))
        code = wire_fail(err, WIRE_ENOMEM, "no memory for another transfer");
    if (code) {
        wire__pace_done(&t->turn);
        return code;
    }
    t->older = f->under_way.older;
    t->newer = &f->under_way;
    t->older->newer = t->newer->older = t;
    f->n_under_way++;
    return WIRE_OK;
}

static void fail_answer(wire__transfer *t, const wire_error *why,
                        void (*on_answer)(void *user, const wire_answer *answer), void *user)
{
    const int64_t closed = wire__pace_closed(&t->turn);
    wire_answer answer = {.request = &t->request, .error = *why, .fresh_s = -1, .retry_s = -1};
    if (closed)
        answer.retry_s = (closed - now_ms() + 999) / 1000;
    answer.page.input = t->request.url;
    on_answer(user, &answer);
    wire__transfer_free(t);
}

/* A host that is overloaded says how long it wants to be left alone, or is left alone for ever longer. */
static void heed_overload(wire__transfer *t, int64_t retry_s)
{
    const int64_t now = now_ms(), wait = retry_s >= 0 ? retry_s * 1000 : wire__pace_backoff(&t->turn);
    if (wait > LONGEST_HOLD_MS)
        wire__pace_close(&t->turn, now + wait);
    else
        wire__pace_hold(&t->turn, now + wait);
}

static void finish(wire_fetcher *f, wire__transfer *t, CURLcode result,
                   void (*on_answer)(void *user, const wire_answer *answer), void *user)
{
    wire_error why;
    leave(f, t);
    wire_code code = result ? WIRE_NONE : wire__transfer_follow(t, f->reader, &why);
    if (!code)
        code = queue(f, t, &why);
    if (!code)
        return; /* it waits for its next hop */
    if (code < 0) {
        fail_answer(t, &why, on_answer, user);
        return;
    }
    wire_answer answer;
    wire_out plain;
    wire_out_open_memory(&plain, f->max_bytes);
    wire__transfer_answer(t, result, &plain, &answer);
    if (answer.page.status == 429 || answer.page.status == 503)
        heed_overload(t, answer.retry_s);
    else if (!answer.error.code)
        wire__pace_forgive(&t->turn);
    on_answer(user, &answer);
    wire_out_close(&plain, NULL);
    wire__transfer_free(t);
}

static void start_all(wire_fetcher *f, void (*on_answer)(void *user, const wire_answer *answer), void *user)
{
    wire__turn *turn;
    while (f->n_under_way < f->n_at_once && (turn = wire__pace_take(f->pace, now_ms()))) {
        wire_error why;
        wire__transfer *t = (wire__transfer *)turn;
        if (wire__pace_closed(turn)) {
            wire__pace_done(turn);
            wire_fail(&why, WIRE_EBUSY, "its host asked to be left alone for now");
            fail_answer(t, &why, on_answer, user);
        } else if (start(f, t, &why)) {
            fail_answer(t, &why, on_answer, user);
        }
    }
}

static void finish_all(wire_fetcher *f, void (*on_answer)(void *user, const wire_answer *answer), void *user)
{
    int n_left;
    const CURLMsg *message;
    while ((message = curl_multi_info_read(f->multi, &n_left))) {
        char *t = NULL;
        const CURLcode result = message->data.result;
        if (message->msg == CURLMSG_DONE && !curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t))
            finish(f, (wire__transfer *)(void *)t, result, on_answer, user);
    }
}

wire_code wire_fetcher_run(wire_fetcher *f, void (*on_answer)(void *user, const wire_answer *answer), void *user,
                           wire_error *err)
{
    while (f->n_under_way || wire__pace_count(f->pace)) {
        int n_running;
        if (f->hooks.stop && f->hooks.stop(f->hooks.user))
            return wire_fail(err, WIRE_ESTOP, "fetch: stopped");
        start_all(f, on_answer, user);
        if (curl_multi_perform(f->multi, &n_running))
            return wire_fail(err, WIRE_ENOMEM, "fetch: curl has no memory");
        const uint32_t before = f->n_under_way;
        finish_all(f, on_answer, user);
        if (f->n_under_way < before)
            continue; /* there is room for others */
        const int64_t wait = f->n_under_way < f->n_at_once ? wire__pace_wait(f->pace, now_ms()) : -1;
        const int most = wait >= 0 && wait < LONGEST_WAIT_MS ? (int)wait : LONGEST_WAIT_MS;
        if (curl_multi_poll(f->multi, NULL, 0, most, NULL))
            return wire_fail(err, WIRE_ENOMEM, "fetch: curl has no memory");
    }
    return WIRE_OK;
}
