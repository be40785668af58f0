/* test_clean.c: markup made safe: cleaning without a tree gives what cleaning by the tree gives; attacks; dates. */
#include "date_cases.h"
#include "parse/clean.h"
#include "parse/feed_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct kit {
    wire__dom dom;
    wire__cleaner cleaner;
} kit;

static void open_kit(kit *k)
{
    *k = (kit){0};
    assert_true(wire__dom_open(&k->dom));
    k->cleaner = (wire__cleaner){.dom = &k->dom, .addresses = wire_address_reader_new(), .scratch = wire_arena_new(0)};
    assert_true(k->cleaner.addresses && k->cleaner.scratch);
}

static void close_kit(kit *k)
{
    wire_arena_free(k->cleaner.scratch);
    wire_address_reader_free(k->cleaner.addresses);
    wire__cleaner_close(&k->cleaner);
    wire__dom_close(&k->dom);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A comment before it sends markup to the tree and leaves no trace. */
static void plain_cleaning_is_as_the_trees(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<p>",
                                         "</p>",
                                         "<a href=\"https://h.example/a\">",
                                         "<a href='/b?c=1&amp;d' title=\"x &amp; y\">",
                                         "</a>",
                                         "<br>",
                                         "<br />",
                                         "<em>",
                                         "</em>",
                                         "<strong>",
                                         "</strong>",
                                         "<ul>",
                                         "</ul>",
                                         "<li>",
                                         "</li>",
                                         "<div>",
                                         "</div>",
                                         "<span class=\"x\">",
                                         "</span>",
                                         "<blockquote>",
                                         "</blockquote>",
                                         "<h2>",
                                         "</h2>",
                                         "text ",
                                         " a  b\n",
                                         "&amp;",
                                         "&nbsp;",
                                         "& ",
                                         "&rsquo;",
                                         "&copy;",
                                         "&#8217;",
                                         "<img src=\"/i.png\" alt=\"&quot;i&quot;\" width=\"5\">",
                                         "<code>",
                                         "</code>",
                                         "<h3 id=\"x\" lang='pt'>",
                                         "</h3>",
                                         "<b>",
                                         "</b>",
                                         "<a href=\"javascript:x\">",
                                         "word"};
    kit k;
    char html[2000], whole[2100], fast[8000];
    uint32_t seed = 7;
    open_kit(&k);
    for (int round = 0; round < 20000; round++) {
        size_t n = 0;
        const uint32_t n_pieces = 1 + next_random(&seed) % 7;
        for (uint32_t i = 0; i < n_pieces; i++) {
            const char *piece = pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)];
            n += (size_t)snprintf(html + n, sizeof html - n, "%s", piece);
            const size_t name = strcspn(piece + 1, " >");
            if (piece[0] == '<' && piece[1] != '/' && next_random(&seed) % 4) /* mostly with its end */
                n += (size_t)snprintf(html + n, sizeof html - n, "w</%.*s>", (int)name, piece + 1);
        }
        const wire_str base = WIRE_STR("https://harbour.example/");
        assert_int_equal(wire__clean_html(&k.cleaner, wire_str_of(html), base, NULL), WIRE_OK);
        snprintf(fast, sizeof fast, "%.*s|%.*s", WIRE_ARG(wire_out_text(&k.cleaner.html)),
                 WIRE_ARG(wire_out_text(&k.cleaner.text)));
        snprintf(whole, sizeof whole, "<!---->%.*s", WIRE_ARG(wire_str_trim(wire_str_of(html))));
        assert_int_equal(wire__clean_html(&k.cleaner, wire_str_of(whole), base, NULL), WIRE_OK);
        char slow[8000];
        snprintf(slow, sizeof slow, "%.*s|%.*s", WIRE_ARG(wire_out_text(&k.cleaner.html)),
                 WIRE_ARG(wire_out_text(&k.cleaner.text)));
        if (strcmp(fast, slow) != 0)
            print_error("%s\nwant %s\nsaw  %s\n", html, slow, fast);
        assert_string_equal(fast, slow);
    }
    close_kit(&k);
}

static void plain_addresses_are_their_own_form(void **state)
{
    (void)state;
    static const char *const texts[] = {"https://h.example/",      "https://h.example/a/b-c_d.html",
                                        "http://h.example/a..b",   "https://h.example/../a",
                                        "https://h.example/./a",   "https://h..example/a",
                                        "https://h.example./a",    "https://H.example/a",
                                        "https://1.2.3.4/a",       "https://h.example/a b",
                                        "https://h.example:443/a", "https://a@h.example/",
                                        "https://h.example/%7Ea",  "http:///a",
                                        "https://xn--e.example/",  "https://h.example/a.",
                                        "https://.example/a",      "https://h.example/a/..",
                                        "https://0x7f/a",          "https://h.example/a\\b"};
    wire_address_reader *reader = wire_address_reader_new();
    wire_arena *arena = wire_arena_new(0);
    int n_plain = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        wire_address address;
        const wire_str text = wire_str_of(texts[i]);
        if (!wire__is_plain_address(text))
            continue;
        n_plain++;
        assert_int_equal(wire_address_read(reader, text, (wire_str){NULL, 0}, arena, &address), WIRE_OK);
        assert_true(wire_str_is(address.href, text) && wire_address_is_web(&address));
    }
    assert_in_range(n_plain, 2, 6);
    wire_arena_free(arena);
    wire_address_reader_free(reader);
}

static void dates_are_as_the_reader_of_stamps_has_them(void **state)
{
    (void)state;
    static const char *const texts[] = {"Fri, 20 Nov 2026 09:53:00 +0000",
                                        "20 Nov 2026 09:53:00 -0500",
                                        "Fri, 2 Jan 2026 09:53:00 GMT",
                                        "2026-11-20T09:53:00Z",
                                        "2026-11-20T09:53:00+05:30",
                                        "2026-11-20T09:53:00-00:00",
                                        "Fri, 20 Nov 2026 09:53:00 -0000",
                                        "2026-12-31T23:59:59+14:00",
                                        "Thu, 29 Feb 2024 00:00:00 +0100",
                                        "2026-02-30T00:00:00Z",
                                        "Fri, 31 Nov 2026 09:53:00 GMT",
                                        "2026-11-20T09:53:00.25Z",
                                        "2026-11-20",
                                        "Fri, 20 Nov 2026 09:53 GMT",
                                        "Fri,20 Nov 2026 09:53:00 GMT",
                                        "Xyz, 20 Nov 2026 09:53:00 GMT",
                                        "20 Nov 26 09:53:00 GMT",
                                        "nonsense",
                                        "",
                                        "Fri, 20 Nov 2026 09:53:00 GMT+1",
                                        "2026-11-20T24:00:00Z",
                                        "Fri, 20 Nov 2026 09:53:00 EST"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        wire_stamp want = {0}, saw = {0};
        const wire_code code = wire_stamp_read(wire_str_of(texts[i]), NULL, &want);
        if (wire__feed_date(wire_str_of(texts[i]), &saw) != code || !wire_stamp_is(&want, &saw))
            fail_msg("%s: read otherwise", texts[i]);
    }
}

static void dates_in_the_wild(void **state)
{
    (void)state;
    int n_wrong = 0;
    for (size_t i = 0; i < sizeof date_cases / sizeof *date_cases; i++) {
        wire_stamp saw = {0};
        const wire_code code = wire__feed_date(wire_str_of(date_cases[i].text), &saw);
        if ((code != WIRE_OK) != !date_cases[i].at || (!code && saw.at != date_cases[i].at)) {
            print_error("%s: want %lld, saw %lld\n", date_cases[i].text, (long long)date_cases[i].at,
                        (long long)saw.at);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_cleaning_is_as_the_trees),
        cmocka_unit_test(plain_addresses_are_their_own_form),
        cmocka_unit_test(dates_are_as_the_reader_of_stamps_has_them),
        cmocka_unit_test(dates_in_the_wild),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
