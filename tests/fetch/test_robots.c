/* test_robots.c: robots.txt by RFC 9309: groups, the longest match, what is written wrongly; bounds; failing memory. */
#include "../faults.h"
#include "wirecopy/out.h"
#include "wirecopy/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool allows(const wire_robots *robots, const char *url)
{
    wire_arena *arena = wire_arena_new(0);
    wire_address_reader *reader = wire_address_reader_new();
    wire_address address;
    assert_int_equal(wire_address_read(reader, wire_str_of(url), WIRE_STR("https://h.example/"), arena, &address),
                     WIRE_OK);
    const bool is_allowed = wire_robots_allows(robots, &address);
    wire_address_reader_free(reader);
    wire_arena_free(arena);
    return is_allowed;
}

static const struct robots_case {
    const char *name, *text, *allowed, *disallowed; /* addresses parted by spaces */
} cases[] = {
    {"nothing", "", "/ /a", ""},
    {"all", "User-agent: *\nDisallow: /", "/robots.txt", "/ /a /a?b /robots.txt?x"},
    {"none", "User-agent: *\nDisallow:", "/ /a", ""},
    {"a prefix", "User-agent: *\nDisallow: /fish", "/ /Fish.asp /catfish /?id=fish",
     "/fish /fish.html /fish/salmon /fishheads/yummy /fish.php?id=x"},
    {"a folder", "User-agent: *\nDisallow: /fish/", "/fish /fish.html /animals/fish/", "/fish/ /fish/?id=x"},
    {"a star", "User-agent: *\nDisallow: /*.php", "/ /windows.PHP",
     "/index.php /filename.php /folder/filename.php?a=b /folder/any.php.file.html /filename.php/"},
    {"a star and an end", "User-agent: *\nDisallow: /*.php$", "/filename.php?a=b /filename.php/ /filename.php5 /.PHP",
     "/filename.php /folder/filename.php /a.php.php"},
    {"an end", "User-agent: *\nDisallow: /fish$", "/fish/ /fishes /", "/fish"},
    {"a star in the middle", "User-agent: *\nDisallow: /fish*.php", "/Fish.PHP /fish", "/fish.php /fishy/cat.php?a=b"},
    {"a star at the end is no more than none", "User-agent: *\nDisallow: /fish*", "/", "/fish /fish/a"},
    {"the longest", "User-agent: *\nDisallow: /\nAllow: /news\nDisallow: /news/draft", "/news /news/a",
     "/ /a /news/draft/b"},
    {"of equals the one that allows", "User-agent: *\nDisallow: /page\nAllow: /page", "/page", ""},
    {"the end counts", "User-agent: *\nAllow: /$\nDisallow: /", "/", "/page.htm"},
    {"length in octets of the rule", "User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page", "/page.htm"},
    {"own group only", "User-agent: *\nDisallow: /\nUser-agent: wirecopy\nDisallow: /a", "/ /b", "/a"},
    {"own group, allowing all", "User-agent: wirecopy\nDisallow:\n\nUser-agent: *\nDisallow: /", "/ /b", ""},
    {"own groups merged",
     "User-agent: wirecopy\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: WireCopy\n"
     "Disallow: /c",
     "/ /b", "/a /c"},
    {"agents in a row", "User-agent: a\nUser-agent: wirecopy\n\nUser-agent: b\nDisallow: /x\n", "/", "/x"},
    {"a name and its version", "User-agent: wirecopy/2.1\nDisallow: /x", "/", "/x"},
    {"a longer name is another", "User-agent: wirecopy-news\nDisallow: /x\n", "/x", ""},
    {"a rule before any agent", "Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", "/b"},
    {"a sitemap ends no group", "User-agent: *\nSitemap: https://h.example/s.xml\nDisallow: /a", "/", "/a"},
    {"a delay ends no list of agents", "User-agent: wirecopy\nCrawl-delay: 3\nUser-agent: b\nDisallow: /a", "/", "/a"},
    {"comments and spaces", "  User-Agent :  *   # all\n\tDISALLOW : /a # not this\n#Disallow: /b", "/b", "/a"},
    {"line ends of all kinds", "User-agent: *\rDisallow: /a\r\nDisallow: /b\n\nDisallow: /c", "/", "/a /b /c"},
    {"a mark before", "\xEF\xBB\xBFUser-agent: *\nDisallow: /a", "/", "/a"},
    {"slips of the pen", "Useragent: *\nDisalow: /a\nDissallow: /b\nDisallow /c", "/", "/a /b /c"},
    {"escaped or not", "User-agent: *\nDisallow: /foo/bar/%62%61%7A\nDisallow: /x/\xE3\x83\x84\nDisallow: /y/%e3%83%84",
     "/foo/bar", "/foo/bar/baz /foo/bar/%62az /x/%E3%83%84 /x/%e3%83%84 /y/\xE3\x83\x84"},
    {"an escaped star is a star's letter", "User-agent: *\nDisallow: /a%2Ab\nDisallow: /c%24", "/axb /c",
     "/a*b /a%2ab /c$ /c%24d"},
    {"an escaped slash is no slash", "User-agent: *\nDisallow: /a%2Fb", "/a/b", "/a%2fb"},
    {"a query", "User-agent: *\nDisallow: /*?print=\nDisallow: /s?", "/s /print=", "/a?print=1 /s?q /a/b?print=a&c=d"},
    {"a web page in its place", "<!doctype html><title>Not found</title>\n<p>User-agent: * Disallow: /", "/ /a", ""},
};

static void robots_rule(void **state)
{
    (void)state;
    int n_wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wire_robots *robots = NULL;
        assert_int_equal(wire_robots_read(wire_str_of(cases[i].text), WIRE_STR("wirecopy/1.0 (+x)"), &robots, NULL),
                         WIRE_OK);
        for (int is_allowed = 0; is_allowed < 2; is_allowed++) {
            char urls[300], *rest = NULL;
            snprintf(urls, sizeof urls, "%s", is_allowed ? cases[i].allowed : cases[i].disallowed);
            for (char *url = strtok_r(urls, " ", &rest); url; url = strtok_r(NULL, " ", &rest)) {
                if (allows(robots, url) == (bool)is_allowed)
                    continue;
                print_error("%s: %s: wrongly %s\n", cases[i].name, url, is_allowed ? "disallowed" : "allowed");
                n_wrong++;
            }
        }
        wire_robots_free(robots);
    }
    assert_int_equal(n_wrong, 0);
}

static void robots_say_more(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t delay_ms;
    } delays[] = {
        {"User-agent: *\nCrawl-delay: 10", 10000},
        {"User-agent: *\nCrawl-delay: 0.25", 250},
        {"User-agent: *\nCrawl-delay: 1.5s", 1500},
        {"User-agent: *\nCrawl-delay: 99999999999999999999", 86400000},
        {"User-agent: *\nCrawl-delay: soon", 0},
        {"User-agent: *\nCrawl-delay: 10\nUser-agent: wirecopy\nDisallow:", 0},
        {"User-agent: other\nCrawl-delay: 10", 0},
    };
    for (size_t i = 0; i < sizeof delays / sizeof *delays; i++) {
        wire_robots *robots = NULL;
        assert_int_equal(wire_robots_read(wire_str_of(delays[i].text), (wire_str){NULL, 0}, &robots, NULL), WIRE_OK);
        assert_int_equal(wire_robots_delay_ms(robots), delays[i].delay_ms);
        wire_robots_free(robots);
    }
    wire_robots *robots = NULL;
    const wire_str *urls;
    assert_int_equal(wire_robots_read(WIRE_STR("Sitemap: https://h.example/a.xml\nUser-agent: x\nsitemap:/b.xml # b\n"),
                                      (wire_str){NULL, 0}, &robots, NULL),
                     WIRE_OK);
    assert_int_equal(wire_robots_sitemaps(robots, &urls), 2);
    assert_true(wire_str_is(urls[0], WIRE_STR("https://h.example/a.xml")));
    assert_true(wire_str_is(urls[1], WIRE_STR("/b.xml")));
    wire_robots_free(robots);
}

/* 10 MB of rules: the first 500 KiB are read, and no half of a rule. */
static void robots_are_bounded(void **state)
{
    (void)state;
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_out_lit(&out, "User-agent: *\nDisallow: /first\n#");
    while (out.n < (500 << 10) - 13)
        wire_out_byte(&out, 'x');
    wire_out_lit(&out, "\nDisallow: /long/path\n"); /* cut after "/l" */
    while (out.n < 10 << 20)
        wire_out_lit(&out, "Disallow: /\n");
    wire_robots *robots = NULL;
    assert_int_equal(wire_robots_read(wire_out_text(&out), (wire_str){NULL, 0}, &robots, NULL), WIRE_OK);
    assert_false(allows(robots, "/first"));
    assert_true(allows(robots, "/long/path"));
    assert_true(allows(robots, "/lamp"));
    wire_robots_free(robots);

    wire_out_reset(&out); /* stars without end, and a path that nearly matches them all */
    wire_out_lit(&out, "User-agent: *\n");
    for (int i = 0; i < 40; i++) {
        wire_out_lit(&out, "Disallow: /");
        for (int k = 0; k < 5000; k++)
            wire_out_lit(&out, "*a");
        wire_out_lit(&out, "b\n");
    }
    char path[8000] = "/";
    memset(path + 1, 'a', sizeof path - 2);
    path[sizeof path - 1] = '\0';
    assert_int_equal(wire_robots_read(wire_out_text(&out), (wire_str){NULL, 0}, &robots, NULL), WIRE_OK);
    assert_true(allows(robots, path));
    wire_robots_free(robots);
    wire_out_close(&out, NULL);
}

static bool read_once(void *user)
{
    const char *text = user;
    wire_robots *robots = NULL;
    wire_error err = {0};
    const wire_code code = wire_robots_read(wire_str_of(text), (wire_str){NULL, 0}, &robots, &err);
    assert_true(code == WIRE_OK || (code == WIRE_ENOMEM && err.text[0]));
    assert_int_equal(!code, robots != NULL);
    wire_robots_free(robots);
    return !code;
}

static void robots_say_when_memory_lacks(void **state)
{
    (void)state;
    static char text[] = "User-agent: *\nDisallow: /a\nSitemap: https://h.example/a.xml\n";
    assert_in_range(faults_run(read_once, text, 100), 1, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(robots_rule),
        cmocka_unit_test(robots_say_more),
        cmocka_unit_test(robots_are_bounded),
        cmocka_unit_test(robots_say_when_memory_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
