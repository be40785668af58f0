/* test_feed.c: feeds of every format, well-formed or not; bounds; failing memory; feeds that a page names. */
#include "../faults.h"
#include "feed_cases.h"
#include "parse/feed_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct kit {
    wire__charset charset;
    wire__dom dom;
    wire__feed_tools tools;
} kit;

static bool open_kit(kit *k)
{
    *k = (kit){0};
    k->tools = (wire__feed_tools){&k->charset, &k->dom, wire_address_reader_new(), wire_arena_new(0)};
    return wire__dom_open(&k->dom) && k->tools.addresses && k->tools.scratch;
}

static void close_kit(kit *k)
{
    wire__charset_free(&k->charset);
    wire__dom_close(&k->dom);
    wire_address_reader_free(k->tools.addresses);
    if (k->tools.scratch)
        wire_arena_free(k->tools.scratch);
}

/* Saying what a feed says ------------------------------------------------------------------- */

static void say_text(wire_out *out, bool *is_first, const char *name, wire_str text)
{
    if (!text.p)
        return;
    if (is_first)
        wire_out_put(out, *is_first ? WIRE_STR("- ") : WIRE_STR("  "));
    if (is_first)
        *is_first = false;
    wire_out_print(out, "%s: ", name);
    for (size_t i = 0; i < text.n; i++)
        wire_out_put(out, text.p[i] == '\n' ? WIRE_STR("\\n") : wire_str_cut(text, i, i + 1));
    wire_out_byte(out, '\n');
}

static void say_stamp(wire_out *out, bool *is_first, const char *name, const wire_stamp *stamp)
{
    wire_out text;
    wire_out_open_memory(&text, 0);
    wire_stamp_write(stamp, &text);
    if (text.n)
        say_text(out, is_first, name, wire_out_text(&text));
    wire_out_close(&text, NULL);
}

static void say_entry(wire_out *out, const wire_entry *e)
{
    bool is_first = true;
    say_text(out, &is_first, "id", e->id);
    say_text(out, &is_first, "url", e->url);
    say_text(out, &is_first, "external", e->external_url);
    say_text(out, &is_first, "title", e->title);
    say_text(out, &is_first, "summary", e->summary);
    say_text(out, &is_first, "html", e->content_html);
    say_text(out, &is_first, "text", e->content_text);
    say_text(out, &is_first, "language", e->language);
    say_text(out, &is_first, "image", e->image);
    say_stamp(out, &is_first, "published", &e->published);
    say_stamp(out, &is_first, "modified", &e->modified);
    for (uint32_t i = 0; i < e->n_authors; i++)
        say_text(out, &is_first, "author", e->authors[i].name);
    for (uint32_t i = 0; i < e->n_tags; i++)
        say_text(out, &is_first, "tag", e->tags[i]);
    for (uint32_t i = 0; i < e->n_attachments; i++) {
        const wire_attachment *a = &e->attachments[i];
        char text[300];
        char lasts[32] = "";
        if (a->duration_s)
            snprintf(lasts, sizeof lasts, " %u s", (unsigned)a->duration_s);
        snprintf(text, sizeof text, "%.*s %.*s %llu%s", WIRE_ARG(a->url), WIRE_ARG(a->mime_type),
                 (unsigned long long)a->bytes, lasts);
        say_text(out, &is_first, "attached", wire_str_of(text));
    }
    if (is_first)
        wire_out_lit(out, "-\n");
}

static void say_feed(wire_out *out, const wire_feed *f)
{
#define NAME(name, text) text,
    static const char *const kinds[] = {WIRE_FEEDS(NAME)};
#undef NAME
    wire_out_print(out, "%s%s%s\n", kinds[f->kind], f->is_index ? " index" : "", f->is_recovered ? ", mended" : "");
    say_text(out, NULL, "title", f->title);
    say_text(out, NULL, "home", f->home_page_url);
    say_text(out, NULL, "feed", f->feed_url);
    say_text(out, NULL, "description", f->description);
    say_text(out, NULL, "language", f->language);
    for (uint32_t i = 0; i < f->n_authors; i++)
        say_text(out, NULL, "author", f->authors[i].name);
    for (uint32_t i = 0; i < f->n_entries; i++)
        say_entry(out, &f->entries[i]);
}

/* Formats ----------------------------------------------------------------------------------- */

static void feed_says_what_it_says(void **state)
{
    (void)state;
    kit k;
    int n_wrong = 0;
    assert_true(open_kit(&k));
    for (size_t i = 0; i < sizeof feed_cases / sizeof *feed_cases; i++) {
        const struct feed_case *c = &feed_cases[i];
        const wire_page page = {.bytes = wire_str_of(c->bytes), .url = wire_str_of(c->url)};
        wire_feed *feed = NULL;
        wire_error err = {0};
        wire_out out;
        wire_out_open_memory(&out, 0);
        if (wire__read_feed(&k.tools, &page, &feed, &err))
            wire_out_print(&out, "%s", err.text);
        else
            say_feed(&out, feed);
        if (!wire_str_is(wire_out_text(&out), wire_str_of(c->says))) {
            print_error("%s: want\n%s\nsaw\n%.*s\n", c->name, c->says, WIRE_ARG(wire_out_text(&out)));
            n_wrong++;
        }
        wire_out_close(&out, NULL);
        wire_feed_free(feed);
    }
    close_kit(&k);
    assert_int_equal(n_wrong, 0);
}

/* With a mark and without, both ways round. */
static void feed_in_utf32(void **state)
{
    (void)state;
    static const uint32_t title[] = {0x424, 0x1F6A2, 0xE9};
    kit k;
    assert_true(open_kit(&k));
    for (int way = 0; way < 4; way++) {
        uint32_t units[80];
        char bytes[sizeof units];
        size_t n = 0;
        if (way & 1)
            units[n++] = 0xFEFF;
        for (const char *p = "<rss><channel><title>"; *p; p++)
            units[n++] = (unsigned char)*p;
        for (size_t i = 0; i < 3; i++)
            units[n++] = title[i];
        for (const char *p = "</title></channel></rss>"; *p; p++)
            units[n++] = (unsigned char)*p;
        for (size_t i = 0; i < n * 4; i++)
            bytes[i] = (char)(units[i / 4] >> 8 * (way & 2 ? i % 4 : 3 - i % 4));
        const wire_page page = {.bytes = {bytes, n * 4}};
        wire_feed *feed = NULL;
        wire_error err = {0};
        if (wire__read_feed(&k.tools, &page, &feed, &err))
            fail_msg("%d: %s", way, err.text);
        assert_true(wire_str_is(feed->title, WIRE_STR("\xD0\xA4\xF0\x9F\x9A\xA2\xC3\xA9")));
        wire_feed_free(feed);
    }
    close_kit(&k);
}

static void feed_that_is_none_says_what_it_is(void **state)
{
    (void)state;
    static const struct {
        wire_str bytes;
        uint32_t status;
        wire_code code;
        const char *text;
    } cases[] = {
        {WIRE_STR("<!doctype html><title>Light</title>"), 200, WIRE_EFORMAT, "feed: a web page, not a feed"},
        {WIRE_STR("<!doctype html><title>Not found</title>"), 404, WIRE_EFORMAT,
         "feed: not a feed but the server's answer 404 (HTML)"},
        {WIRE_STR("%PDF-1.4"), 0, WIRE_EFORMAT, "feed: not a feed (PDF)"},
        {WIRE_STR(""), 0, WIRE_EFORMAT, "feed: empty, not a feed"},
        {WIRE_STR("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": 3}"), 0, WIRE_EFORMAT,
         "feed: JSON without an array of items, not a feed"},
        {WIRE_STR("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [}"), 0, WIRE_EFORMAT,
         "feed: not JSON from byte 58"},
    };
    kit k;
    assert_true(open_kit(&k));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const wire_page page = {.bytes = cases[i].bytes, .status = cases[i].status};
        wire_feed *feed = NULL;
        wire_error err = {0};
        assert_int_equal(wire__read_feed(&k.tools, &page, &feed, &err), cases[i].code);
        assert_string_equal(err.text, cases[i].text);
        assert_null(feed);
    }
    close_kit(&k);
}

/* Bounds ------------------------------------------------------------------------------------ */

static wire_feed *read_bytes(kit *k, const wire_out *bytes)
{
    const wire_page page = {.bytes = wire_out_text(bytes)};
    wire_feed *feed = NULL;
    wire_error err = {0};
    const wire_code code = wire__read_feed(&k->tools, &page, &feed, &err);
    if (code)
        print_message("  %s\n", err.text);
    return feed;
}

static void feed_bombs_are_bounded(void **state)
{
    (void)state;
    kit k;
    wire_out out;
    assert_true(open_kit(&k));
    wire_out_open_memory(&out, 0);

    wire_out_lit(&out, "<!DOCTYPE rss [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 40; i++)
        wire_out_print(&out, "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;'>", i, i - 1, i - 1, i - 1, i - 1);
    wire_out_lit(
        &out, "<!ENTITY file SYSTEM 'file:///etc/hostname'>]><rss><channel><title>&a39;&file;</title></channel></rss>");
    wire_feed *feed = read_bytes(&k, &out);
    assert_non_null(feed);
    assert_true(feed->title.n < 100);
    assert_true(wire_str_find(feed->title, WIRE_STR("&file;")) != SIZE_MAX);
    wire_feed_free(feed);

    wire_out_reset(&out);
    wire_out_lit(&out, "<!DOCTYPE rss [<!ENTITY a '");
    for (int i = 0; i < 1000; i++)
        wire_out_byte(&out, 'x');
    wire_out_lit(&out, "'>]><rss><channel><item><description>");
    for (int i = 0; i < 100000; i++)
        wire_out_lit(&out, "&a;");
    wire_out_lit(&out, "</description></item></channel></rss>");
    feed = read_bytes(&k, &out);
    assert_non_null(feed);
    assert_int_equal(feed->n_entries, 1);
    assert_true(feed->entries[0].content_text.n <= 5 << 20);
    wire_feed_free(feed);

    wire_out_reset(&out);
    wire_out_lit(&out, "<rss><channel><title>Light</title>");
    for (int i = 0; i < 200000; i++)
        wire_out_lit(&out, "<a>");
    feed = read_bytes(&k, &out);
    assert_non_null(feed);
    assert_true(wire_str_is(feed->title, WIRE_STR("Light")));
    assert_true(feed->is_recovered);
    wire_feed_free(feed);

    wire_out_reset(&out);
    wire_out_lit(&out, "<rss><channel>");
    for (int i = 0; i < 100010; i++)
        wire_out_lit(&out, "<item/>");
    wire_out_lit(&out, "</channel></rss>");
    feed = read_bytes(&k, &out);
    assert_non_null(feed);
    assert_int_equal(feed->n_entries, 100000);
    assert_true(feed->is_recovered);
    wire_feed_free(feed);

    wire_out_reset(&out);
    wire_out_lit(&out, "<rss><channel><item>");
    for (int i = 0; i < 500; i++)
        wire_out_print(&out, "<category>%d</category><author>%d</author><enclosure url='http://h.example/%d'/>", i, i,
                       i);
    wire_out_lit(&out, "</item></channel></rss>");
    feed = read_bytes(&k, &out);
    assert_non_null(feed);
    assert_int_equal(feed->entries[0].n_tags, 64);
    assert_int_equal(feed->entries[0].n_authors, 64);
    assert_int_equal(feed->entries[0].n_attachments, 64);
    wire_feed_free(feed);

    wire_out_close(&out, NULL);
    close_kit(&k);
}

static void feed_in_another_charset_is_decoded(void **state)
{
    (void)state;
    kit k;
    assert_true(open_kit(&k));
    const wire_page page = {.bytes = WIRE_STR("<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>"
                                              "\xCC\xEE\xF0\xE5</title></channel></rss>")};
    wire_feed *feed = NULL;
    assert_int_equal(wire__read_feed(&k.tools, &page, &feed, NULL), WIRE_OK);
    assert_true(wire_str_is(feed->title, WIRE_STR("\xD0\x9C\xD0\xBE\xD1\x80\xD0\xB5")));
    wire_feed_free(feed);
    close_kit(&k);
}

static bool read_once(void *user)
{
    const wire_page *page = user;
    kit k;
    wire_feed *feed = NULL;
    wire_error err = {0};
    if (!open_kit(&k)) {
        close_kit(&k);
        return false;
    }
    const wire_code code = wire__read_feed(&k.tools, page, &feed, &err);
    assert_true(code == WIRE_OK || (code == WIRE_ENOMEM && err.text[0]));
    assert_int_equal(!code, feed != NULL);
    wire_feed_free(feed);
    close_kit(&k);
    return !code;
}

static void feed_says_when_memory_lacks(void **state)
{
    (void)state;
    wire_page page = {.bytes = wire_str_of(feed_cases[0].bytes), .url = wire_str_of(feed_cases[0].url)};
    assert_in_range(faults_run_with_lexbor(read_once, &page, 3000), 5, 2999);
}

/* Links -------------------------------------------------------------------------------------- */

static void links_are_those_of_feeds(void **state)
{
    (void)state;
    kit k;
    assert_true(open_kit(&k));
    wire_arena *arena = wire_arena_new(0);
    const wire_feed_link *links = NULL;
    uint32_t n = 0;
    wire_page page = {
        .url = WIRE_STR("https://harbour.example/news/"),
        .bytes = WIRE_STR(
            "<!doctype html><link rel=stylesheet href=a.css><LINK REL='Alternate home' "
            "TYPE='application/rss+xml; charset=utf-8' href=' feed.xml ' title='All &amp; sundry'>"
            "<link rel=alternate type=application/atom+xml href=//h.example/atom>"
            "<link rel=alternate hreflang=pt href=/pt/><link rel=alternate type=application/rss+xml href=feed.xml>"
            "<link rel=alternate type=application/rss+xml href='javascript:x'>"
            "<body><link rel=alternate type=application/feed+json href=/f.json>"
            "<link rel=alternate type=application/json title='JSON Feed' href=/g.json>"
            "<link rel=alternate type=application/json title=JSON href=/wp-json/posts/1>"
            "<link rel=alternate type=application/json+oembed title=oEmbed href=/oembed?u=feed>"
            "<link rel=alternate type=text/xml href=/rss>")};
    assert_int_equal(wire__read_links(&k.tools, &page, arena, &links, &n, NULL), WIRE_OK);
    assert_int_equal(n, 5);
    assert_true(wire_str_is(links[3].url, WIRE_STR("https://harbour.example/g.json")));
    assert_true(wire_str_is(links[4].url, WIRE_STR("https://harbour.example/rss")));
    assert_true(wire_str_is(links[0].url, WIRE_STR("https://harbour.example/news/feed.xml")));
    assert_true(wire_str_is(links[0].title, WIRE_STR("All & sundry")));
    assert_true(wire_str_is(links[1].url, WIRE_STR("https://h.example/atom")));
    assert_true(wire_str_is(links[2].url, WIRE_STR("https://harbour.example/f.json")));
    page.bytes = WIRE_STR("<!doctype html><p>Nothing here");
    assert_int_equal(wire__read_links(&k.tools, &page, arena, &links, &n, NULL), WIRE_NONE);
    page.bytes = WIRE_STR("%PDF-");
    assert_int_equal(wire__read_links(&k.tools, &page, arena, &links, &n, NULL), WIRE_EFORMAT);
    wire_arena_free(arena);
    close_kit(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feed_says_what_it_says),
        cmocka_unit_test(feed_that_is_none_says_what_it_is),
        cmocka_unit_test(feed_bombs_are_bounded),
        cmocka_unit_test(feed_in_another_charset_is_decoded),
        cmocka_unit_test(feed_says_when_memory_lacks),
        cmocka_unit_test(links_are_those_of_feeds),
        cmocka_unit_test(feed_in_utf32),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
