/* test_warc.c: archives of every packing, whole, cut at every byte and damaged at every byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wirecopy/codec.h"
#include "wirecopy/warc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LARGEST = 64 << 10 };

/* Making ----------------------------------------------------------------------------------- */

typedef enum how { PLAIN, BY_RECORD, WHOLE, ZSTD, N_HOWS } how;
static const char *const how_names[] = {"plain", "gzip by record", "gzip whole", "zstd by record"};

typedef struct made {
    wire_out out, whole;
    how how;
    uint64_t begins[32]; /* of each record, as packed */
    size_t n;
} made;

static void begin(made *m, how h)
{
    *m = (made){.how = h};
    wire_out_open_memory(&m->out, 0);
    wire_out_open_memory(&m->whole, 0);
}

static void add_bytes(made *m, wire_str bytes)
{
    wire_out *to = m->how == WHOLE ? &m->whole : &m->out;
    m->begins[m->n++] = to->total;
    if (m->how == BY_RECORD || m->how == ZSTD)
        assert_int_equal(wire_pack(m->how == ZSTD ? WIRE_CODEC_ZSTD : WIRE_CODEC_GZIP, 1, bytes, to, NULL), WIRE_OK);
    else
        wire_out_put(to, bytes);
}

static void add_record(made *m, const char *type, const char *url, const char *more, wire_str block)
{
    wire_out r;
    wire_out_open_memory(&r, 0);
    wire_out_print(&r, "WARC/1.0\r\nWARC-Type: %s\r\n", type);
    if (url)
        wire_out_print(&r, "WARC-Target-URI: %s\r\n", url);
    wire_out_print(&r, "WARC-Date: 2026-11-20T12:00:00Z\r\n%sContent-Length: %zu\r\n\r\n", more, block.n);
    wire_out_put(&r, block);
    wire_out_lit(&r, "\r\n\r\n");
    add_bytes(m, wire_out_text(&r));
    wire_out_close(&r, NULL);
}

static void add_page(made *m, const char *url, const char *head, wire_str body)
{
    wire_out r;
    wire_out_open_memory(&r, 0);
    wire_out_print(&r, "HTTP/1.1 %s\r\n\r\n", head);
    wire_out_put(&r, body);
    add_record(m, "response", url, "Content-Type: application/http; msgtype=response\r\n", wire_out_text(&r));
    wire_out_close(&r, NULL);
}

static wire_str finish(made *m)
{
    if (m->how == WHOLE)
        assert_int_equal(wire_pack(WIRE_CODEC_GZIP, 1, wire_out_text(&m->whole), &m->out, NULL), WIRE_OK);
    assert_int_equal(m->out.code, WIRE_OK);
    return wire_out_text(&m->out);
}

static void end(made *m)
{
    wire_out_close(&m->out, NULL);
    wire_out_close(&m->whole, NULL);
}

#define HTML "200 OK\r\nContent-Type: text/html; charset=utf-8"

/* Three pages among other things. */
static wire_str make_usual(made *m, how h)
{
    begin(m, h);
    add_record(m, "warcinfo", NULL, "Content-Type: application/warc-fields\r\n", WIRE_STR("software: a desk\r\n"));
    add_page(m, "https://harbour.example/one", HTML, WIRE_STR("<p>One, the first of them all."));
    add_record(m, "request", "https://harbour.example/one", "", WIRE_STR("GET /one HTTP/1.1\r\n\r\n"));
    add_page(m, "https://harbour.example/two", HTML, WIRE_STR("<p>Two, which follows upon one."));
    add_page(m, "https://harbour.example/none", "404 Not Found\r\nContent-Type: text/html", WIRE_STR("<p>Not here."));
    add_page(m, "https://harbour.example/quay.png", "200 OK\r\nContent-Type: image/png", WIRE_STR("\x89PNG"));
    add_record(m, "revisit", "https://harbour.example/one", "", WIRE_STR("HTTP/1.1 200 OK\r\n\r\n"));
    add_page(m, "https://harbour.example/three", HTML, WIRE_STR("<p>Three, and there it ends."));
    return finish(m);
}

/* Reading ---------------------------------------------------------------------------------- */

typedef struct got {
    char pages[512]; /* last parts of the addresses, "one two three" */
    char errors[2048];
    size_t n, n_errors;
    wire_warc_place places[32];
} got;

static void take_page(got *g, const wire_page *page, wire_warc_place place)
{
    const size_t n = strlen(g->pages);
    assert_true(page->url.n && page->bytes.n);
    snprintf(g->pages + n, sizeof g->pages - n, "%s%.*s", n ? " " : "",
             WIRE_ARG(wire_str_cut(page->url, 24, page->url.n)));
    if (g->n < 32)
        g->places[g->n++] = place;
}

static got read_all(wire_warc *w)
{
    got g = {0};
    for (;;) {
        wire_error why = {0};
        wire_page page;
        wire_warc_place place;
        const wire_code code = wire_warc_next(w, &page, &place, &why);
        if (code == WIRE_NONE)
            break;
        if (!code) {
            take_page(&g, &page, place);
            continue;
        }
        assert_true(code == WIRE_EFORMAT || code == WIRE_ELIMIT);
        const size_t n = strlen(g.errors);
        snprintf(g.errors + n, sizeof g.errors - n, "%llu: %s; ", (unsigned long long)place.offset, why.text);
        assert_true(++g.n_errors < 1000);
    }
    wire_warc_close(w);
    return g;
}

static got read_text(wire_str bytes)
{
    wire_warc *w = NULL;
    char *copy = malloc(bytes.n + 1); /* so that a sanitizer sees one byte too far */
    memcpy(copy, bytes.p, bytes.n);
    assert_int_equal(wire_warc_open_text((wire_str){copy, bytes.n}, LARGEST, &w, NULL), WIRE_OK);
    const got g = read_all(w);
    free(copy);
    return g;
}

static void pages_come_in_order_whatever_the_packing(void **state)
{
    (void)state;
    for (int h = 0; h < N_HOWS; h++) {
        made m;
        const got g = read_text(make_usual(&m, (how)h));
        if (strcmp(g.pages, "one two three") != 0 || g.n_errors)
            fail_msg("%s: \"%s\", %s", how_names[h], g.pages, g.errors);
        for (size_t i = 0; i < 3; i++) {
            static const size_t records[] = {1, 3, 7};
            if (g.places[i].offset != m.begins[records[i]])
                fail_msg("%s: %zu at %llu instead of %llu", how_names[h], i, (unsigned long long)g.places[i].offset,
                         (unsigned long long)m.begins[records[i]]);
            assert_int_equal(g.places[i].is_inner, h == WHOLE);
        }
        end(&m);
    }
}

static void a_record_says_where_it_is_from(void **state)
{
    (void)state;
    made m;
    wire_warc *w = NULL;
    wire_page page;
    wire_warc_place place;
    assert_int_equal(wire_warc_open_text(make_usual(&m, BY_RECORD), LARGEST, &w, NULL), WIRE_OK);
    assert_int_equal(wire_warc_next(w, &page, &place, NULL), WIRE_OK);
    assert_true(wire_str_is(page.url, WIRE_STR("https://harbour.example/one")));
    assert_true(wire_str_is(page.bytes, WIRE_STR("<p>One, the first of them all.")));
    assert_true(wire_str_is(page.content_type, WIRE_STR("text/html; charset=utf-8")));
    assert_int_equal(page.status, 200);
    assert_int_equal(page.fetched_at, 1795176000);
    assert_false(page.is_cut);
    wire_warc_close(w);
    end(&m);
}

/* Bodies ----------------------------------------------------------------------------------- */

#define TEXT "<p>The ferry waits for the tide."
static const struct body_case {
    const char *what, *heads;
    wire_codec codec;
    const char *body; /* NULL: TEXT packed by the codec */
    const char *got;
} body_cases[] = {
    {"plain", "", WIRE_CODEC_NONE, TEXT, TEXT},
    {"chunks", "Transfer-Encoding: chunked\r\n", WIRE_CODEC_NONE,
     "5\r\n<p>Th\r\n1B;x=y\r\ne ferry waits for the tide.\r\n0\r\n\r\n", TEXT},
    {"chunks taken off already", "Transfer-Encoding: chunked\r\n", WIRE_CODEC_NONE, TEXT, TEXT},
    {"chunks cut off", "Transfer-Encoding: chunked\r\n", WIRE_CODEC_NONE, "5\r\n<p>Th\r\n40\r\ne ferry",
     "<p>The ferry"},
    {"chunks of a size no one has", "Transfer-Encoding: chunked\r\n", WIRE_CODEC_NONE, "ffffffffffffff\r\n<p>x",
     "<p>x"},
    {"gzip", "Content-Encoding: gzip\r\n", WIRE_CODEC_GZIP, NULL, TEXT},
    {"brotli", "Content-Encoding: br\r\n", WIRE_CODEC_BROTLI, NULL, TEXT},
    {"zstd", "content-encoding: ZSTD\r\n", WIRE_CODEC_ZSTD, NULL, TEXT},
    {"deflate", "Content-Encoding: deflate\r\n", WIRE_CODEC_ZLIB, NULL, TEXT},
    {"gzip taken off already", "Content-Encoding: gzip\r\n", WIRE_CODEC_NONE, TEXT, TEXT},
    {"an unknown coding", "Content-Encoding: rot13\r\n", WIRE_CODEC_NONE, TEXT, TEXT},
    {"bare line ends", "X: y\r\n", WIRE_CODEC_NONE, TEXT, TEXT},
};

static void bodies_are_unwrapped(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof body_cases / sizeof *body_cases; i++) {
        const struct body_case *c = &body_cases[i];
        made m;
        wire_out packed;
        char head[200];
        wire_warc *w = NULL;
        wire_page page = {0};
        wire_warc_place place;
        begin(&m, PLAIN);
        wire_out_open_memory(&packed, 0);
        if (!c->body)
            assert_int_equal(wire_pack(c->codec, 0, WIRE_STR(TEXT), &packed, NULL), WIRE_OK);
        snprintf(head, sizeof head, "200 OK\r\n%sContent-Type: text/html", c->heads);
        add_page(&m, "https://harbour.example/x", head, c->body ? wire_str_of(c->body) : wire_out_text(&packed));
        assert_int_equal(wire_warc_open_text(finish(&m), LARGEST, &w, NULL), WIRE_OK);
        if (wire_warc_next(w, &page, &place, NULL) || !wire_str_is(page.bytes, wire_str_of(c->got)))
            fail_msg("%s: \"%.*s\"", c->what, WIRE_ARG(page.bytes));
        wire_warc_close(w);
        wire_out_close(&packed, NULL);
        end(&m);
    }
}

/* Damage ----------------------------------------------------------------------------------- */

static void an_archive_cut_at_every_byte_gives_what_came_before(void **state)
{
    (void)state;
    for (int h = 0; h < N_HOWS; h++) {
        made m;
        const wire_str whole = make_usual(&m, (how)h);
        const size_t last = h == WHOLE ? 0 : m.begins[7];
        for (size_t n = last + 1; n < whole.n; n++) {
            const got g = read_text(wire_str_cut(whole, 0, n));
            const bool has_three = strcmp(g.pages, "one two three") == 0;
            if (h != WHOLE && strcmp(g.pages, "one two") != 0 && !has_three)
                fail_msg("%s, %zu of %zu: \"%s\"", how_names[h], n, whole.n, g.pages);
            if (h != WHOLE && !has_three && g.n_errors != 1)
                fail_msg("%s, %zu of %zu: %zu errors: %s", how_names[h], n, whole.n, g.n_errors, g.errors);
            if (h != WHOLE && !has_three && strtoull(g.errors, NULL, 10) != last)
                fail_msg("%s, %zu of %zu: %s instead of %zu", how_names[h], n, whole.n, g.errors, last);
        }
        end(&m);
    }
}

static void a_byte_that_is_wrong_costs_its_record(void **state)
{
    (void)state;
    for (int h = 0; h < N_HOWS; h++) {
        made m;
        const wire_str whole = make_usual(&m, (how)h);
        char *copy = malloc(whole.n);
        const size_t from = h == WHOLE ? 0 : m.begins[3], to = h == WHOLE ? whole.n : m.begins[4];
        for (size_t i = from; i < to; i++) {
            memcpy(copy, whole.p, whole.n);
            copy[i] ^= 0x55;
            const got g = read_text((wire_str){copy, whole.n});
            const bool is_fine = strncmp(g.pages, "one", 3) == 0 && strstr(g.pages, "three");
            if (h == BY_RECORD && !is_fine)
                fail_msg("%s, byte %zu: \"%s\", %s", how_names[h], i, g.pages, g.errors);
            assert_true(h == WHOLE || strncmp(g.pages, "one", 3) == 0);
        }
        free(copy);
        end(&m);
    }
}

static const struct bad_case {
    const char *what, *bytes, *pages, *error;
} bad_cases[] = {
    {"no size", "WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>x\r\n\r\n", "one two three",
     "no Content-Length"},
    {"a size that is none", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n<p>x\r\n\r\n",
     "one two three", "no Content-Length"},
    {"a size beyond all files",
     "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\n<p>x\r\n\r\n", "one two three",
     "no Content-Length"},
    {"no record", "Dear editor,\r\n\r\nthe ferry is late again.\r\n", "one two three", "no record begins here"},
    {"a size too small", "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 3\r\n\r\nlonger than that\r\n\r\n",
     "one two three", "no record"},
    {"nothing but line ends", "\r\n\r\n\r\n\n\n\r\n", "one two three", NULL},
    {"another version", "WARC/0.18\nWARC-Type: metadata\nContent-Length: 2\n\nab\n\n", "one two three", NULL},
};

static void what_is_no_record_is_passed_over(void **state)
{
    (void)state;
    for (int h = 0; h < 2; h++)
        for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
            made m;
            begin(&m, (how)h);
            add_page(&m, "https://harbour.example/one", HTML, WIRE_STR("<p>One."));
            add_bytes(&m, wire_str_of(bad_cases[i].bytes));
            add_page(&m, "https://harbour.example/two", HTML, WIRE_STR("<p>Two."));
            add_page(&m, "https://harbour.example/three", HTML, WIRE_STR("<p>Three."));
            const got g = read_text(finish(&m));
            const char *error = bad_cases[i].error;
            if (strcmp(g.pages, bad_cases[i].pages) != 0 || g.n_errors != (error != NULL) ||
                (error && !strstr(g.errors, error)))
                fail_msg("%s, %s: \"%s\", %s", how_names[h], bad_cases[i].what, g.pages, g.errors);
            end(&m);
        }
}

static void a_page_over_the_bound_is_passed_over(void **state)
{
    (void)state;
    char *large = malloc(LARGEST * 4);
    memset(large, ' ', LARGEST * 4);
    wire_out bomb;
    wire_out_open_memory(&bomb, 0);
    assert_int_equal(wire_pack(WIRE_CODEC_GZIP, 9, (wire_str){large, LARGEST * 4}, &bomb, NULL), WIRE_OK);
    for (int h = 0; h < N_HOWS; h++) {
        made m;
        begin(&m, (how)h);
        add_page(&m, "https://harbour.example/one", HTML, WIRE_STR("<p>One."));
        add_page(&m, "https://harbour.example/large", HTML, (wire_str){large, LARGEST * 4});
        add_page(&m, "https://harbour.example/bomb", HTML "\r\nContent-Encoding: gzip", wire_out_text(&bomb));
        add_page(&m, "https://harbour.example/two", HTML, WIRE_STR("<p>Two."));
        const got g = read_text(finish(&m));
        if (strcmp(g.pages, "one two") != 0 || g.n_errors != 2 || !strstr(g.errors, "larger than 64 KiB; ") ||
            !strstr(g.errors, "larger than 64 KiB once unpacked"))
            fail_msg("%s: \"%s\", %s", how_names[h], g.pages, g.errors);
        end(&m);
    }
    wire_out_close(&bomb, NULL);
    free(large);
}

/* Continuing ------------------------------------------------------------------------------- */

static void reading_goes_on_where_it_stopped(void **state)
{
    (void)state;
    static const char *const rest[] = {"one two three", "two three", "three"};
    for (int h = 0; h < N_HOWS; h++) {
        made m;
        char name[] = "/tmp/wirecopy-warc-XXXXXX";
        const wire_str whole = make_usual(&m, (how)h);
        const int fd = mkstemp(name);
        assert_int_equal(write(fd, whole.p, whole.n), whole.n);
        close(fd);
        const got g = read_text(whole);
        for (size_t i = 0; i < 3; i++) {
            wire_warc *w = NULL;
            assert_int_equal(wire_warc_open(wire_str_of(name), LARGEST, g.places[i], &w, NULL), WIRE_OK);
            const got again = read_all(w);
            if (strcmp(again.pages, rest[i]) != 0)
                fail_msg("%s, from %zu: \"%s\", %s", how_names[h], i, again.pages, again.errors);
        }
        unlink(name);
        end(&m);
    }
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    wire_warc *w = NULL;
    wire_error err;
    assert_int_equal(wire_warc_open(WIRE_STR("/nowhere/a.warc"), 0, (wire_warc_place){0}, &w, &err), WIRE_EIO);
    assert_string_equal(err.text, "cannot open: No such file or directory");
    const got none = read_text(WIRE_STR(""));
    assert_int_equal(none.n + none.n_errors, 0);
    const got text = read_text(WIRE_STR("The ferry is late again.\n\nWrites a reader.\n"));
    assert_int_equal(text.n_errors, 1);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(pages_come_in_order_whatever_the_packing),
        cmocka_unit_test(a_record_says_where_it_is_from),
        cmocka_unit_test(bodies_are_unwrapped),
        cmocka_unit_test(an_archive_cut_at_every_byte_gives_what_came_before),
        cmocka_unit_test(a_byte_that_is_wrong_costs_its_record),
        cmocka_unit_test(what_is_no_record_is_passed_over),
        cmocka_unit_test(a_page_over_the_bound_is_passed_over),
        cmocka_unit_test(reading_goes_on_where_it_stopped),
        cmocka_unit_test(what_is_not_there_is_said),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
