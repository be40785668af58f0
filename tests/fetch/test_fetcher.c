/* test_fetcher.c: what is sent, what is taken, what is refused; asserted on the answers and on the server's log. */
#include "server.h"
#include "wirecopy/codec.h"
#include "wirecopy/fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

static const char story[] = "<!doctype html><title>Fish market to stay</title><p>The council voted on Tuesday."
                            "<p>The council will vote again on Friday, the council said.";

static bool reply_packed(exchange *x, wire_codec codec, const char *coding, wire_str bytes)
{
    char heads[128];
    wire_out out;
    wire_error err;
    wire_out_open_memory(&out, 0);
    if (wire_pack(codec, 1, bytes, &out, &err))
        abort();
    snprintf(heads, sizeof heads, "Content-Encoding: %s\r\nContent-Type: text/html\r\n", coding);
    const wire_str packed = wire_out_text(&out);
    const bool is_sent = server_reply(x, 200, heads, packed.p, packed.n);
    wire_out_close(&out, NULL);
    return is_sent;
}

static bool reply_twice_packed(exchange *x)
{
    wire_out inner;
    wire_error err;
    wire_out_open_memory(&inner, 0);
    if (wire_pack(WIRE_CODEC_GZIP, 1, WIRE_STR("twice packed"), &inner, &err))
        abort();
    const bool is_sent = reply_packed(x, WIRE_CODEC_BROTLI, "gzip, br", wire_out_text(&inner));
    wire_out_close(&inner, NULL);
    return is_sent;
}

static bool reply_bomb(exchange *x, wire_codec codec, const char *coding)
{
    const size_t n = (size_t)64 << 20;
    char *zeros = calloc(1, n);
    const bool is_sent = reply_packed(x, codec, coding, (wire_str){zeros, n});
    free(zeros);
    return is_sent;
}

/* Sends without end, until the other side has had enough. */
static bool flood(exchange *x, const char *begin, const char *again)
{
    bool goes_on = server_send(x, begin, strlen(begin));
    for (int i = 0; goes_on && i < 1 << 20; i++)
        goes_on = server_send(x, again, strlen(again));
    return false;
}

static bool reply_redirect(exchange *x, const char *to)
{
    char heads[512];
    snprintf(heads, sizeof heads, "Location: %s\r\n", to);
    return server_reply(x, 302, heads, "", 0);
}

static bool is(const exchange *x, const char *path)
{
    return !strcmp(x->path, path);
}

static bool misbehave(exchange *x)
{
    if (is(x, "/cut")) {
        server_send(x, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<p>half", 48);
        return false;
    }
    if (is(x, "/garbage")) {
        server_send(x, "220 harbour.example ESMTP ready\r\n", 33);
        return false;
    }
    if (is(x, "/silent")) {
        server_sleep(1200);
        return false;
    }
    if (is(x, "/drip")) {
        bool goes_on = server_send(x, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", 43);
        for (int i = 0; goes_on && i < 30; i++, server_sleep(50))
            goes_on = server_send(x, "x", 1);
        return false;
    }
    if (is(x, "/flood"))
        return flood(x, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "all work and no play ");
    if (is(x, "/heads"))
        return flood(x, "HTTP/1.1 200 OK\r\n",
                     "X-Filler: all work and no play makes a long head, and all play and no work a short story\r\n");
    if (is(x, "/huge")) {
        server_send(x, "HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n", 47);
        server_sleep(100);
        return false;
    }
    return server_reply(x, 404, "", "gone", 4);
}

static bool answer(exchange *x)
{
    if (is(x, "/story")) {
        if (strstr(x->head, "If-None-Match: \"v1\""))
            return server_reply(x, 304, "ETag: \"v1\"\r\n", "", 0);
        return server_reply(x, 200,
                            "Content-Type: text/html; charset=utf-8\r\nETag: \"v1\"\r\nSet-Cookie: who=me\r\n"
                            "Last-Modified: Fri, 20 Nov 2026 09:53:00 GMT\r\n",
                            story, sizeof story - 1);
    }
    if (is(x, "/gzip"))
        return reply_packed(x, WIRE_CODEC_GZIP, "gzip", wire_str_of(story));
    if (is(x, "/br"))
        return reply_packed(x, WIRE_CODEC_BROTLI, "br", wire_str_of(story));
    if (is(x, "/zstd"))
        return reply_packed(x, WIRE_CODEC_ZSTD, "zstd", wire_str_of(story));
    if (is(x, "/twice"))
        return reply_twice_packed(x);
    if (is(x, "/strange"))
        return server_reply(x, 200, "Content-Encoding: x-harbour\r\n", "?", 1);
    if (is(x, "/bomb-gzip"))
        return reply_bomb(x, WIRE_CODEC_GZIP, "gzip");
    if (is(x, "/bomb-br"))
        return reply_bomb(x, WIRE_CODEC_BROTLI, "br");
    if (is(x, "/bomb-zstd"))
        return reply_bomb(x, WIRE_CODEC_ZSTD, "zstd");
    if (is(x, "/moved"))
        return reply_redirect(x, "story");
    if (is(x, "/loop"))
        return reply_redirect(x, "/loop");
    if (is(x, "/to-file"))
        return reply_redirect(x, "file:///etc/passwd");
    if (is(x, "/to-gopher"))
        return reply_redirect(x, "gopher://127.0.0.1/x");
    if (is(x, "/early")) {
        server_send(x, "HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\n\r\n", 43);
        return server_reply(x, 200, "ETag: \"late\"\r\n", "ok", 2);
    }
    if (!strncmp(x->path, "/slow/", 6)) {
        server_sleep(60);
        return server_reply(x, 200, "", "slow", 4);
    }
    return misbehave(x);
}

/* An answer, copied. */
typedef struct got {
    int n_answers;
    wire_code code;
    uint32_t status;
    bool is_cut;
    char text[400], bytes[256], url[256], etag[64], last_modified[64], type[64];
    uint64_t n_bytes, n_wire_bytes;
} got;

static void put(char *to, size_t n, wire_str text)
{
    snprintf(to, n, "%.*s", WIRE_ARG(text));
}

static void take(void *user, const wire_answer *a)
{
    got *g = user;
    g->n_answers++;
    g->code = a->error.code;
    g->status = a->page.status;
    g->is_cut = a->page.is_cut;
    g->n_bytes = a->page.bytes.n;
    g->n_wire_bytes = a->n_wire_bytes;
    put(g->text, sizeof g->text, a->error.code ? wire_str_of(a->error.text) : (wire_str){0});
    put(g->bytes, sizeof g->bytes, wire_str_cut(a->page.bytes, 0, 255));
    put(g->url, sizeof g->url, a->page.url);
    put(g->etag, sizeof g->etag, a->page.etag);
    put(g->last_modified, sizeof g->last_modified, a->page.last_modified);
    put(g->type, sizeof g->type, a->page.content_type);
}

static got fetch_within(server *s, const wire_request *like, const char *path, uint32_t timeout_ms)
{
    char url[256];
    got g = {0};
    wire_error err;
    wire_fetcher *f = NULL;
    wire_request request = *like;
    request.url = wire_str_of(server_url(s, path, url));
    assert_int_equal(wire_fetcher_new(&(wire_fetch_opts){.max_bytes = LIMIT, .timeout_ms = timeout_ms}, &f, &err),
                     WIRE_OK);
    assert_int_equal(wire_fetcher_add(f, &request, &err), WIRE_OK);
    assert_int_equal(wire_fetcher_run(f, take, &g, &err), WIRE_OK);
    assert_int_equal(g.n_answers, 1);
    wire_fetcher_free(f);
    return g;
}

enum { LONG_MS = 20000, SHORT_MS = 900 /* for what never comes to an end */ };

static got fetch(server *s, const wire_request *like, const char *path)
{
    return fetch_within(s, like, path, LONG_MS);
}

static got fetch_local(server *s, const char *path)
{
    return fetch(s, &(wire_request){.network = WIRE_NETWORK_LOCAL}, path);
}

static void test_cases(void **state)
{
    static const struct {
        const char *path;
        wire_code code;
        uint32_t status;
        const char *bytes, *text; /* beginning of the page; part of the message */
        bool is_cut;
    } cases[] = {
        {"/story", WIRE_OK, 200, story, "", false},
        {"/gzip", WIRE_OK, 200, story, "", false},
        {"/br", WIRE_OK, 200, story, "", false},
        {"/zstd", WIRE_OK, 200, story, "", false},
        {"/twice", WIRE_OK, 200, "twice packed", "", false},
        {"/early", WIRE_OK, 200, "ok", "", false},
        {"/none", WIRE_OK, 404, "gone", "", false},
        {"/moved", WIRE_OK, 200, story, "", false},
        {"/cut", WIRE_OK, 200, "<p>half", "", true},
        {"/strange", WIRE_EFORMAT, 200, "", "packed in an unknown way: x-harbour", false},
        {"/bomb-gzip", WIRE_ELIMIT, 200, "", "larger than 1 MiB once unpacked", false},
        {"/bomb-br", WIRE_ELIMIT, 200, "", "larger than 1 MiB once unpacked", false},
        {"/bomb-zstd", WIRE_ELIMIT, 200, "", "larger than 1 MiB once unpacked", false},
        {"/loop", WIRE_EHTTP, 0, "", "more than 10 redirects", false},
        {"/to-file", WIRE_EHTTP, 0, "", "not an http or https address: file:///etc/passwd", false},
        {"/to-gopher", WIRE_EHTTP, 0, "", "not an http or https address: gopher:", false},
        {"/silent", WIRE_ENET, 0, "", "timed out after 0.9 s", false},
        {"/drip", WIRE_ENET, 200, "", "timed out after 0.9 s", false},
        {"/flood", WIRE_ELIMIT, 200, "", "larger than 1 MiB", false},
        {"/heads", WIRE_ELIMIT, 200, "", "headers larger than 256 KiB", false},
        {"/huge", WIRE_ELIMIT, 200, "", "larger than 1 MiB", false},
        {"/garbage", WIRE_ENET, 0, "", "HTTP", false},
    };
    (void)state;
    server *s = server_start(answer);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bool is_endless = strstr(cases[i].text, "timed out") != NULL;
        const got g = fetch_within(s, &(wire_request){.network = WIRE_NETWORK_LOCAL}, cases[i].path,
                                   is_endless ? SHORT_MS : LONG_MS);
        if (g.code != cases[i].code || g.status != cases[i].status || g.is_cut != cases[i].is_cut ||
            strncmp(g.bytes, cases[i].bytes, strlen(cases[i].bytes)) != 0 || !strstr(g.text, cases[i].text))
            fail_msg("%s: %s, status %u, \"%s\", cut %d: %s", cases[i].path, wire_code_name(g.code), (unsigned)g.status,
                     g.bytes, g.is_cut, g.text);
    }
    assert_int_equal(server_count(s, "/loop"), 11);
    server_stop(s);
}

static void test_what_is_sent(void **state)
{
    (void)state;
    char url[256];
    server *s = server_start(answer);
    const got first = fetch_local(s, "/moved");
    assert_string_equal(first.url, server_url(s, "/story", url));
    assert_string_equal(first.etag, "\"v1\"");
    assert_string_equal(first.last_modified, "Fri, 20 Nov 2026 09:53:00 GMT");
    assert_string_equal(first.type, "text/html; charset=utf-8");
    assert_int_equal(first.n_bytes, sizeof story - 1);
    assert_true(server_was_asked(s, "/story", "Accept-Encoding: br, zstd, gzip\r\n"));
    assert_true(server_was_asked(s, "/story", "User-Agent: wirecopy/"));
    assert_false(server_was_asked(s, "/story", "If-"));
    const got packed = fetch_local(s, "/br");
    assert_true(packed.n_wire_bytes < packed.n_bytes);
    assert_string_equal(fetch_local(s, "/early").etag, "\"late\"");
    server_stop(s);
}

static void test_conditional(void **state)
{
    (void)state;
    server *s = server_start(answer);
    const wire_request request = {.network = WIRE_NETWORK_LOCAL,
                                  .etag = WIRE_STR("\"v1\""),
                                  .last_modified = WIRE_STR("Fri, 20 Nov 2026 09:53:00 GMT")};
    const got g = fetch(s, &request, "/story");
    assert_int_equal(g.status, 304);
    assert_int_equal(g.n_bytes, 0);
    assert_true(server_was_asked(s, "/story", "If-None-Match: \"v1\"\r\n"));
    assert_true(server_was_asked(s, "/story", "If-Modified-Since: Fri, 20 Nov 2026 09:53:00 GMT\r\n"));
    /* what was kept wrongly cannot add a header */
    fetch(s, &(wire_request){.network = WIRE_NETWORK_LOCAL, .etag = WIRE_STR("x\r\nX-Evil: 1")}, "/gzip");
    assert_false(server_was_asked(s, "/gzip", "X-Evil"));
    server_stop(s);
}

/* Nothing at all reaches a private address from the public network, not even over a connection made before. */
static void test_private_refused(void **state)
{
    (void)state;
    char url[256];
    wire_error err;
    wire_fetcher *f = NULL;
    server *s = server_start(answer);
    const got g = fetch(s, &(wire_request){0}, "/story");
    assert_int_equal(g.code, WIRE_EDENIED);
    assert_non_null(strstr(g.text, "127.0.0.1"));
    assert_int_equal(server_connections(s), 0);

    got local = {0}, public = {0};
    assert_int_equal(wire_fetcher_new(NULL, &f, &err), WIRE_OK);
    wire_request request = {.url = wire_str_of(server_url(s, "/story", url)), .network = WIRE_NETWORK_LOCAL};
    assert_int_equal(wire_fetcher_add(f, &request, &err), WIRE_OK);
    assert_int_equal(wire_fetcher_run(f, take, &local, &err), WIRE_OK);
    assert_int_equal(local.code, WIRE_OK);
    request.network = WIRE_NETWORK_PUBLIC;
    assert_int_equal(wire_fetcher_add(f, &request, &err), WIRE_OK);
    assert_int_equal(wire_fetcher_run(f, take, &public, &err), WIRE_OK);
    assert_int_equal(public.code, WIRE_EDENIED);
    assert_int_equal(server_count(s, "/story"), 1);
    wire_fetcher_free(f);
    server_stop(s);
}

static void test_addresses_refused(void **state)
{
    static const char *const urls[] = {"ftp://harbour.example/x",           "file:///etc/passwd", "/relative", "",
                                       "http://me:secret@harbour.example/", "javascript:alert(1)"};
    (void)state;
    wire_error err;
    wire_fetcher *f = NULL;
    assert_int_equal(wire_fetcher_new(NULL, &f, &err), WIRE_OK);
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        if (wire_fetcher_add(f, &(wire_request){.url = wire_str_of(urls[i])}, &err) != WIRE_EUSE)
            fail_msg("%s was taken", urls[i]);
    wire_fetcher_free(f);
}

static void test_few_at_once(void **state)
{
    (void)state;
    wire_error err;
    wire_fetcher *f = NULL;
    got g = {0};
    server *s = server_start(answer);
    assert_int_equal(wire_fetcher_new(&(wire_fetch_opts){.n_per_host = 2}, &f, &err), WIRE_OK);
    for (int i = 0; i < 12; i++) {
        char path[32], url[256];
        snprintf(path, sizeof path, "/slow/%d", i);
        const wire_request request = {.url = wire_str_of(server_url(s, path, url)), .network = WIRE_NETWORK_LOCAL};
        assert_int_equal(wire_fetcher_add(f, &request, &err), WIRE_OK);
    }
    assert_int_equal(wire_fetcher_run(f, take, &g, &err), WIRE_OK);
    assert_int_equal(g.n_answers, 12);
    assert_int_equal(server_most_at_once(s), 2);
    wire_fetcher_free(f);
    server_stop(s);
}

/* Queues one more from within each answer, up to five. */
typedef struct chain {
    wire_fetcher *fetcher;
    server *server;
    int n;
} chain;

static void go_on(void *user, const wire_answer *a)
{
    chain *c = user;
    char url[256];
    wire_error err;
    assert_int_equal(a->error.code, WIRE_OK);
    assert_ptr_equal(a->request->tag, c);
    if (++c->n < 5) {
        const wire_request request = {
            .url = wire_str_of(server_url(c->server, "/gzip", url)), .network = WIRE_NETWORK_LOCAL, .tag = c};
        assert_int_equal(wire_fetcher_add(c->fetcher, &request, &err), WIRE_OK);
    }
}

static void test_added_meanwhile(void **state)
{
    (void)state;
    char url[256];
    wire_error err;
    chain c = {.server = server_start(answer)};
    assert_int_equal(wire_fetcher_new(NULL, &c.fetcher, &err), WIRE_OK);
    const wire_request request = {
        .url = wire_str_of(server_url(c.server, "/story", url)), .network = WIRE_NETWORK_LOCAL, .tag = &c};
    assert_int_equal(wire_fetcher_add(c.fetcher, &request, &err), WIRE_OK);
    assert_int_equal(wire_fetcher_run(c.fetcher, go_on, &c, &err), WIRE_OK);
    assert_int_equal(c.n, 5);
    wire_fetcher_free(c.fetcher);
    server_stop(c.server);
}

static bool always(void *user)
{
    (void)user;
    return true;
}

static void test_stopped(void **state)
{
    (void)state;
    char url[256];
    got g = {0};
    wire_error err;
    wire_fetcher *f = NULL;
    server *s = server_start(answer);
    assert_int_equal(wire_fetcher_new(&(wire_fetch_opts){.hooks.stop = always}, &f, &err), WIRE_OK);
    const wire_request request = {.url = wire_str_of(server_url(s, "/story", url)), .network = WIRE_NETWORK_LOCAL};
    assert_int_equal(wire_fetcher_add(f, &request, &err), WIRE_OK);
    assert_int_equal(wire_fetcher_run(f, take, &g, &err), WIRE_ESTOP);
    assert_int_equal(g.n_answers, 0);
    wire_fetcher_free(f);
    server_stop(s);
}

/* A proxy that the environment names would see every address, and get round the guard. */
static void test_proxy_ignored(void **state)
{
    (void)state;
    server *s = server_start(answer);
    setenv("http_proxy", "http://127.0.0.1:1/", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1/", 1);
    assert_int_equal(fetch_local(s, "/story").status, 200);
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    server_stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_what_is_sent),
        cmocka_unit_test(test_conditional),
        cmocka_unit_test(test_private_refused),
        cmocka_unit_test(test_addresses_refused),
        cmocka_unit_test(test_few_at_once),
        cmocka_unit_test(test_added_meanwhile),
        cmocka_unit_test(test_stopped),
        cmocka_unit_test(test_proxy_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
