/* test_front.c: front pages of several makes, and what they show; failing memory; bounds. */
#include "../faults.h"
#include "parse/feed_read.h"
#include "wirecopy/out.h"

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

#define PAGE(body) "<!doctype html><html lang=en><title>The Harbour Light</title><body>" body
#define U          "https://harbour.example"

static const struct front_case {
    const char *name, *url, *bytes, *says; /* a line a story: address | title | summary | time | image | section */
} cases[] = {
    {"cards with sections", U "/",
     PAGE("<nav><a href=/local/the-town-and-its-people-today>All that is local in the town</a></nav><main>"
          "<section><header><h2>Local</h2></header>"
          "<div class='card x'><a href='/2026/11/20/fish-market/'><img data-src=/f.jpg></a>"
          "<h3><a href='/2026/11/20/fish-market/?utm_source=front'>Council closes the fish market</a></h3>"
          "<p>The covered market stays shut until the spring.</p><time datetime=2026-11-20T09:53:00Z>2 h</time></div>"
          "<div class=card><h3><a href='/2026/11/20/ferry/'>The ferry lands at the old pier</a></h3></div></section>"
          "<section><h2>World</h2><div class=card><h3><a href='/2026/11/19/strait/'>Talks go into a fourth night</a>"
          "</h3><p class=tag>World</p></div></section></main>"
          "<footer><a href=/2026/01/01/terms-and-our-conditions>Terms and all our conditions of use</a></footer>"),
     U "/2026/11/20/fish-market/ | Council closes the fish market | The covered market stays shut until the spring. | "
       "2026-11-20T09:53:00Z | " U "/f.jpg | Local\n" U
       "/2026/11/20/ferry/ | The ferry lands at the old pier |  |  |  | Local\n" U
       "/2026/11/19/strait/ | Talks go into a fourth night |  |  |  | World\n"},
    {"a card that is all link", U "/",
     PAGE("<ul><li><a href=/local/10233/><span class=kicker>Local</span><h3>Storm drains of Dock Street</h3>"
          "<p>There is a street beneath the street, the city says.</p></a>"
          "<li><a href=/local/10234/><h3>Night library finds its readers</h3></a></ul>"),
     U "/local/10233/ | Storm drains of Dock Street | There is a street beneath the street, the city says. |  |  | \n" U
       "/local/10234/ | Night library finds its readers |  |  |  | \n"},
    {"a bare list of links", U "/news/",
     PAGE("<ul><li><a href=tide>The highest tide in a hundred years</a><li><a href=wheat>Wheat ships wait for a "
          "signature</a><li><a href=pier>Old pier gets its boats back today</a></ul><a href=/login>Log in</a>"),
     U "/news/tide | The highest tide in a hundred years |  |  |  | \n" U
       "/news/wheat | Wheat ships wait for a signature |  |  |  | \n" U
       "/news/pier | Old pier gets its boats back today |  |  |  | \n"},
    {"other houses, people, tags and the like are no stories", U "/",
     PAGE("<h3><a href=https://other.example/2026/11/20/a-story-of-theirs>A story of somebody else</a></h3>"
          "<h3><a href=/author/ada-byrne-of-the-harbour>Ada Byrne of the Harbour Light</a></h3>"
          "<h3><a href=/tag/fish-market-of-the-town>All about the fish market</a></h3>"
          "<h3><a href=javascript:void(0)>Nothing to be seen here at all</a></h3>"
          "<h3><a href=https://www.harbour.example/a-story-of-our-own>A story of our own</a></h3>"),
     "https://www.harbour.example/a-story-of-our-own | A story of our own |  |  |  | \n"},
    {"a script without spaces", U "/",
     PAGE("<h3><a "
          "href=/2026/11/20/123456>\xE6\xB8\xAF\xE3\x81\xAE\xE5\xB8\x82\xE5\xA0\xB4\xE3\x81\x8C\xE5\x86\xAC</a></h3>"),
     U "/2026/11/20/123456 | \xE6\xB8\xAF\xE3\x81\xAE\xE5\xB8\x82\xE5\xA0\xB4\xE3\x81\x8C\xE5\x86\xAC |  |  |  | \n"},
    {"its address by a canonical link", NULL,
     "<!doctype html><link rel=canonical href=" U "/><h3><a href=/2026/11/20/ferry/>The ferry lands again</a></h3>",
     U "/2026/11/20/ferry/ | The ferry lands again |  |  |  | \n"},
    {"an address nobody knows", NULL, PAGE("<h3><a href=/2026/11/20/ferry/>The ferry lands again</a></h3>"),
     "front: a web page, not a feed, and its address is not known; give it by --url"},
    {"no stories", U "/", PAGE("<p>Nothing here. <a href=/about>About us</a>"),
     "front: a web page, not a feed, and no list of stories on it"},
};

static void say(wire_out *out, const wire_feed *feed)
{
    assert_int_equal(feed->kind, WIRE_FEED_FRONT);
    for (uint32_t i = 0; i < feed->n_entries; i++) {
        const wire_entry *e = &feed->entries[i];
        wire_out_print(out, "%.*s | %.*s | %.*s | ", WIRE_ARG(e->url), WIRE_ARG(e->title), WIRE_ARG(e->summary));
        wire_stamp_write(&e->published, out);
        wire_out_print(out, " | %.*s | %.*s\n", WIRE_ARG(e->image), e->n_tags ? (int)e->tags[0].n : 0,
                       e->n_tags ? e->tags[0].p : "");
    }
}

static void front_shows_its_stories(void **state)
{
    (void)state;
    kit k;
    int n_wrong = 0;
    assert_true(open_kit(&k));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const wire_page page = {.bytes = wire_str_of(cases[i].bytes), .url = wire_str_of(cases[i].url)};
        wire_feed *feed = NULL;
        wire_error err = {0};
        wire_out out;
        wire_out_open_memory(&out, 0);
        if (wire__read_front(&k.tools, &page, &feed, &err))
            wire_out_print(&out, "%s", err.text);
        else
            say(&out, feed);
        if (!wire_str_is(wire_out_text(&out), wire_str_of(cases[i].says))) {
            print_error("%s: want\n%s\nsaw\n%.*s\n", cases[i].name, cases[i].says, WIRE_ARG(wire_out_text(&out)));
            n_wrong++;
        }
        wire_out_close(&out, NULL);
        wire_feed_free(feed);
    }
    close_kit(&k);
    assert_int_equal(n_wrong, 0);
}

/* 100,000 links, of which 4,000 are looked at, in deep and in flat pages. */
static void front_is_bounded(void **state)
{
    (void)state;
    kit k;
    wire_out out;
    assert_true(open_kit(&k));
    wire_out_open_memory(&out, 0);
    wire_out_lit(&out, "<!doctype html><body>");
    for (int i = 0; i < 100000; i++)
        wire_out_print(&out, "%s<h3><a href=/2026/11/20/story-%d/>A story of this day, number %d</a></h3>",
                       i % 10 ? "" : "<div>", i, i);
    const wire_page page = {.bytes = wire_out_text(&out), .url = WIRE_STR(U "/")};
    wire_feed *feed = NULL;
    assert_int_equal(wire__read_front(&k.tools, &page, &feed, NULL), WIRE_OK);
    assert_int_equal(feed->n_entries, 4000);
    wire_feed_free(feed);
    wire_out_close(&out, NULL);
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
    const wire_code code = wire__read_front(&k.tools, page, &feed, &err);
    assert_true(code == WIRE_OK || (code == WIRE_ENOMEM && err.text[0]));
    assert_int_equal(!code, feed != NULL);
    wire_feed_free(feed);
    close_kit(&k);
    return !code;
}

static void front_says_when_memory_lacks(void **state)
{
    (void)state;
    wire_page page = {.bytes = wire_str_of(cases[5].bytes), .url = wire_str_of(cases[5].url)};
    assert_in_range(faults_run_with_lexbor(read_once, &page, 1000), 5, 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_shows_its_stories),
        cmocka_unit_test(front_is_bounded),
        cmocka_unit_test(front_says_when_memory_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
