/* test_text.c: words counted, directions told, slugs and paths made. */
#include "../check.h"
#include "../faults.h"
#include "model/slug.h"
#include "wirecopy/story.h"

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t n;
    } cases[] = {
        {"", 0},
        {" - \n…", 0},
        {"The ferry left.", 3},
        {"don't it\xE2\x80\x99s", 2},
        {"well-known", 2},
        {"3.14 1,000", 2},
        {"4.1m A4", 2},
        {"'tis", 1},
        {"a.b", 2},
        {"港口", 2},
        {"ひらがな", 4},
        {"한국어 말", 2},
        {"שלום עולם", 2},
        {"e\xCC\x81t\xC3\xA9", 1},
        {"\xFF\xFE", 0},
        {"naïve café", 2},
        {"x港y", 3},
        {"a\xC2\xA0"
         "b",
         2},
        {"€5", 1},
        {"«mot»", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (wire_count_words(wire_str_of(cases[i].text)) != cases[i].n)
            fail_msg("\"%s\": %d", cases[i].text, (int)wire_count_words(wire_str_of(cases[i].text)));
    for (size_t i = 0; i < COUNT(cases); i++) /* wherever it stands among others */
        for (int before = 0; before < 70; before++) {
            char line[512];
            const int n = snprintf(line, sizeof line, "%*s%s%70s", before, "", cases[i].text, "");
            if (wire_count_words((wire_str){line, (size_t)n}) != cases[i].n)
                fail_msg("\"%s\" behind %d spaces: %d", cases[i].text, before,
                         (int)wire_count_words((wire_str){line, (size_t)n}));
        }
}

static void test_direction(void **state)
{
    (void)state;
    static const char *const rtl[] = {"ar", "AR-eg", "he", "fa-IR", "ur", "ckb", "az-Arab", "en-Hebr", "ps_AF"};
    static const char *const ltr[] = {"",           "en", "en-GB",     "arn",     "ar-Latn",
                                      "he-Latn-IL", "ku", "en-x-Arab", "heb-foo", "-"};
    for (size_t i = 0; i < COUNT(rtl); i++)
        if (!wire_language_is_rtl(wire_str_of(rtl[i])))
            fail_msg("%s", rtl[i]);
    for (size_t i = 0; i < COUNT(ltr); i++)
        if (wire_language_is_rtl(wire_str_of(ltr[i])))
            fail_msg("%s", ltr[i]);
}

static void test_slug(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"Fish market to stay on the quay", "fish-market-to-stay-on-the-quay"},
        {"  --Café & Ærø: Straße! ", "cafe-aero-strasse"},
        {"Don\xE2\x80\x99t panic", "dont-panic"},
        {"港口", ""},
        {"", ""},
        {"../../etc/passwd\n", "etc-passwd"},
        {"Ａ１ ﬁ", "a1"},
        {"one two three four five six seven eight nine ten eleven twelve thirteen",
         "one-two-three-four-five-six-seven-eight-nine-ten-eleven"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const wire__slug slug = wire__slug_make(wire_str_of(cases[i].text));
        const wire_str made = {slug.text, slug.n};
        check_str(made, wire_str_of(cases[i].want), cases[i].text);
    }
}

static void test_section(void **state)
{
    (void)state;
    static const struct {
        const char *name, *want;
    } cases[] = {{"Local", "local"},      {"", "news"},
                 {" ", "news"},           {"Arts & Books", "arts-books"},
                 {"About", "about-news"}, {"2026", "2026-news"},
                 {"12345", "12345"},      {"archive", "archive-news"},
                 {"Read", "read-news"},   {"search", "search-news"},
                 {"..", "section-"},      {"港口", "section-"}};
    wire_arena *arena = wire_arena_new(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_str slug;
        assert_int_equal(wire_section_slug(wire_str_of(cases[i].name), arena, &slug), WIRE_OK);
        if (wire_str_is(wire_str_of(cases[i].want), WIRE_STR("section-"))) {
            assert_int_equal(slug.n, 16);
            slug.n = 8;
        }
        check_str(slug, wire_str_of(cases[i].want), cases[i].name);
    }
    wire_arena_free(arena);
}

#define NOON 1795176000 /* 2026-11-20T12:00:00Z */

static const struct {
    const char *url, *headline, *section, *zone;
    wire_stamp published;
    const char *want;
} paths[] = {
    {"https://harbour.example/2026/11/20/fish-market-vote.html?x=/y#z",
     "H",
     "Local",
     "UTC",
     {.at = NOON, .is_known = true, .has_time = true},
     "2026/11/20/local/fish-market-vote"},
    {"https://harbour.example/news/fish-market-vote/index.amp.html",
     "H",
     "",
     "UTC",
     {0},
     "2026/11/21/news/fish-market-vote"},
    {"https://harbour.example/a/12345678", "Ferry late", "", "UTC", {0}, "2026/11/21/news/ferry-late"},
    {"https://harbour.example/3f2b1c9e-77aa-4c1e-9a55-0123456789ab",
     "Ferry late",
     "",
     "UTC",
     {0},
     "2026/11/21/news/ferry-late"},
    {"https://harbour.example/", "港口", "港口新聞", "UTC", {0}, "2026/11/21/section-"},
    {"", "", "", "UTC", {0}, "2026/11/21/news/42"},
    {"https://h.example/%2e%2e/%2fetc%2Fpasswd-file-here", "", "", "UTC", {0}, "2026/11/21/news/etc-passwd-file-here"},
    {"https://h.example/caf%C3%A9-am-hafen-%zz", "", "", "UTC", {0}, "2026/11/21/news/cafe-am-hafen-zz"},
    {"",
     "Late at night",
     "",
     "Asia/Tokyo",
     {.at = NOON + 4 * 3600, .is_known = true, .has_time = true, .has_offset = true},
     "2026/11/21/news/late-at-night"},
    {"",
     "A bare date",
     "",
     "America/New_York",
     {.at = NOON - 12 * 3600, .is_known = true},
     "2026/11/20/news/a-bare-date"},
};

static bool make_paths(void *user)
{
    bool is_done = true;
    for (size_t i = 0; i < COUNT(paths) && is_done; i++) {
        wire_zone *zone = NULL;
        wire_story story = {.url = wire_str_of(paths[i].url),
                            .headline = wire_str_of(paths[i].headline),
                            .section = wire_str_of(paths[i].section),
                            .published = paths[i].published};
        wire_str path = {NULL, 0};
        wire_arena *arena = wire_arena_new(0);
        is_done = arena && !wire_zone_open(wire_str_of(paths[i].zone), &zone, NULL);
        if (is_done) {
            const wire_code code = wire_story_path(&story, zone, NOON + 86400, 42, arena, &path);
            assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
            is_done = !code;
        }
        if (is_done && !user) {
            const wire_str want = wire_str_of(paths[i].want);
            if (wire_str_has_suffix(want, WIRE_STR("section-")))
                path.n = want.n;
            check_str(path, want, paths[i].url);
        }
        wire_zone_close(zone);
        wire_arena_free(arena);
    }
    return is_done;
}

static void test_paths(void **state)
{
    (void)state;
    assert_true(make_paths(NULL));
    bool is_failing = true;
    assert_in_range(faults_run(make_paths, &is_failing, 1000), COUNT(paths), 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_direction),
                                       cmocka_unit_test(test_slug), cmocka_unit_test(test_section),
                                       cmocka_unit_test(test_paths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
