/* test_golden.c: stories and fronts against files beside them. WIRECOPY_GOLDEN=write writes the files anew. */
#include "check.h"

#include "render/format.h"

static const char *const STORIES[] = {"harbour", "mercado", "suq", "live", "bare"};
static const char *const FORMATS[] = {"text", "html", "md"};

static void compare(const char *name, const char *format, wire_str got)
{
    char path[512];
    snprintf(path, sizeof path, GOLDEN "/%s.%s", name, format);
    const char *mode = getenv("WIRECOPY_GOLDEN");
    if (mode && !strcmp(mode, "write")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(got.p, 1, got.n, file), got.n);
        fclose(file);
    }
    const wire_str want = check_read(path);
    size_t same = 0;
    while (same < want.n && same < got.n && want.p[same] == got.p[same])
        same++;
    if (same < want.n || same < got.n || !want.p)
        fail_msg("%s differs at byte %zu: \"%.60s\" is to be \"%.60s\"", path, same, got.p + same,
                 want.p ? want.p + same : "(no file)");
    free((char *)(uintptr_t)want.p);
}

static wire_story *read_story(const char *name)
{
    char path[512];
    wire_story *story = NULL;
    wire_error err = {0};
    snprintf(path, sizeof path, GOLDEN "/%s.json", name);
    const wire_str json = check_read(path);
    assert_non_null(json.p);
    if (wire_story_read_json(json, &story, &err))
        fail_msg("%s: %s", path, err.text);
    free((char *)(uintptr_t)json.p);
    return story;
}

static void writes_formats(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (size_t i = 0; i < sizeof STORIES / sizeof *STORIES; i++) {
        wire_story *story = read_story(STORIES[i]);
        for (size_t j = 0; j < sizeof FORMATS / sizeof *FORMATS; j++) {
            const wire_format *format = wire_format_find(wire_str_of(FORMATS[j]));
            assert_non_null(format);
            wire_out_reset(&out);
            format->write(theme, story, NULL, &out);
            assert_int_equal(out.code, WIRE_OK);
            wire_out_byte(&out, '\0');
            compare(STORIES[i], FORMATS[j], (wire_str){out.buf, out.n - 1});
        }
        wire_story_free(story);
    }
    wire_out_close(&out, NULL);
    wire_theme_free(theme);
}

/* The edition's pages ----------------------------------------------------------------------- */

static const wire_link LINKS[] = {
    {{"Terms of Use", 12}, {"https://harbourlight.example/terms", 34}},
    {{"Privacy Policy", 14}, {"https://harbourlight.example/privacy", 36}},
    {{"Bad", 3}, {"javascript:alert(1)", 19}},
};

static const wire_section SECTIONS[] = {{{"Local", 5}, {"local", 5}}, {{"World & Sea", 11}, {"world-sea", 9}}};

static const wire_teaser TEASERS[] = {
    {.path = {"2026/11/20/local/fish-market-vote", 33},
     .headline = {"Council closes the <fish> market", 32},
     .language = {"en-GB", 5},
     .published = 1795168380},
    {.path = {"2026/11/19/local/school-roof", 28},
     .headline = {"Two schools share one roof", 26},
     .language = {"en-GB", 5},
     .published = 1795111320},
    {.path = {"2026/11/20/world-sea/suq", 24},
     .headline = {"مجلس المرفأ", 21},
     .language = {"ar", 2},
     .published = 1795150000},
    {.path = {"2026/09/02/world-sea/wheat", 26},
     .headline = {"", 0},
     .language = {"pt-PT", 5},
     .published = 1788336000},
};

static const wire_teaser LEAD = {.path = {"2026/11/20/local/ferry", 22},
                                 .headline = {"The ferry lands at the old pier", 31},
                                 .language = {"en-GB", 5},
                                 .summary = {"Ten more minutes on foot & one boat fewer.", 42},
                                 .published = 1795168380};

static const wire_rack RACKS[] = {
    {{"Local", 5}, {"local", 5}, TEASERS, 2},
    {{"World & Sea", 11}, {"world-sea", 9}, TEASERS + 2, 2},
};

typedef struct pages {
    wire_theme *theme;
    wire_zone *zone;
    wire_edition edition;
    wire_site site;
    wire_out out;
} pages;

static void open_pages(pages *p)
{
    wire_error err = {0};
    *p = (pages){.theme = check_theme()};
    if (wire_zone_open(WIRE_STR("Europe/Lisbon"), &p->zone, &err))
        fail_msg("%s", err.text);
    p->edition = (wire_edition){.name = WIRE_STR("The Harbour Light"),
                                .url = WIRE_STR("https://lite.harbourlight.example/lite/"),
                                .language = WIRE_STR("en-GB"),
                                .timezone = WIRE_STR("Europe/Lisbon"),
                                .full_site = WIRE_STR("https://harbourlight.example/"),
                                .copyright = WIRE_STR("© 2026 Harbour Light Trust. All Rights Reserved."),
                                .notice = WIRE_STR("The harbour is closed."),
                                .links = LINKS,
                                .n_links = 3};
    p->site = (wire_site){.edition = &p->edition,
                          .theme = p->theme,
                          .zone = p->zone,
                          .sections = SECTIONS,
                          .n_sections = 2,
                          .now = 1795168700,
                          .is_private = true,
                          .n_stories = 4};
    wire_out_open_memory(&p->out, 0);
}

static void close_pages(pages *p)
{
    assert_int_equal(wire_out_close(&p->out, NULL), WIRE_OK);
    wire_zone_close(p->zone);
    wire_theme_free(p->theme);
}

static void check_page(pages *p, const char *name, const char *format)
{
    wire_out_byte(&p->out, '\0');
    assert_int_equal(p->out.code, WIRE_OK);
    compare(name, format, (wire_str){p->out.buf, p->out.n - 1});
    wire_out_reset(&p->out);
}

static void writes_pages(void **state)
{
    (void)state;
    pages p;
    open_pages(&p);
    wire_story *story = read_story("suq"), *harbour = read_story("harbour"), *live = read_story("live");
    const wire_record record = {.path = TEASERS[2].path, .section = SECTIONS[1].name, .published = 1795150000};
    const wire_record local = {.path = TEASERS[0].path, .section = SECTIONS[0].name, .published = 1795168380};
    wire_render_front(&p.site, NULL, RACKS, 2, &p.out);
    check_page(&p, "front-leadless", "page");
    wire_render_front(&p.site, &LEAD, RACKS, 2, &p.out);
    check_page(&p, "front", "page");
    wire_render_section(&p.site, &SECTIONS[0], &RACKS[0], true, &p.out);
    check_page(&p, "section", "page");
    wire_render_story(&p.site, &record, story, &p.out);
    check_page(&p, "story", "page");
    wire_render_story(&p.site, &local, harbour, &p.out);
    check_page(&p, "story-harbour", "page");
    wire_render_story(&p.site, &local, live, &p.out);
    check_page(&p, "story-live", "page");
    static const uint32_t STARTS[] = {0, 4};
    const wire__part parts[] = {{STARTS, 2, 0}, {STARTS, 2, 1}};
    for (int i = 0; i < 2; i++)
        wire__render_story_part(&p.site, &local, live, &parts[i], &(wire__photos){0}, &p.out);
    check_page(&p, "story-parts", "page");
    const wire_photo small = {
        .url = {"https://harbourlight.example/roof.jpg", 37}, .width = 600, .height = 400, .hash = 0xabc};
    wire__render_story_part(&p.site, &local, harbour, &(wire__part){0}, &(wire__photos){&small, 1}, &p.out);
    check_page(&p, "story-photo", "page");
    wire_render_archive(&p.site, WIRE_STR("Friday 20 November 2026"), WIRE_STR("archive/2026/11/20/"),
                        WIRE_STR("archive/2026/11/"), RACKS, 2, &p.out);
    check_page(&p, "day", "page");
    wire_render_about(&p.site, &p.out);
    check_page(&p, "about", "page");
    wire_render_missing(&p.site, &p.out);
    check_page(&p, "missing", "page");
    wire__render_bare(&p.site, &p.out);
    check_page(&p, "bare-page", "page");
    const wire_feed_item items[] = {{&local, harbour}, {&record, story}};
    wire_render_atom(&p.site, &SECTIONS[0], items, 2, &p.out);
    check_page(&p, "feed", "xml");
    wire_render_json_feed(&p.site, items, 2, &p.out);
    check_page(&p, "feed", "jsonfeed");
    wire__render_news_sitemap(&p.site, TEASERS, 3, &p.out);
    check_page(&p, "news-sitemap", "xml");
    const wire__place places[] = {{WIRE_STR(""), 0}, {WIRE_STR("local"), 0}, {TEASERS[0].path, 1795168380}};
    wire__render_sitemap(&p.site, places, 3, &p.out);
    check_page(&p, "sitemap", "xml");
    wire__render_robots(&p.site, &p.out);
    check_page(&p, "robots-private", "txt");
    p.site.is_private = false;
    wire__render_robots(&p.site, &p.out);
    check_page(&p, "robots", "txt");
    wire_story_free(story);
    wire_story_free(harbour);
    wire_story_free(live);
    close_pages(&p);
}

static void wraps(void **state)
{
    (void)state;
    static const struct wrap_case {
        const char *text;
        uint32_t columns;
        const char *indent, *says;
    } CASES[] = {
        {"one two three", 8, "", "one two\nthree"},
        {"one two three", 0, "", "one two three"},
        {"  lead", 20, "", "lead"},
        {"unbreakablyverylong x", 5, "", "unbreakablyverylong\nx"},
        {"漢字漢字漢", 4, "", "漢字\n漢字\n漢"},
        {"漢字 ab cd", 7, "", "漢字 ab\ncd"},
        {"cafe\u0301 au lait", 7, "", "cafe\u0301 au\nlait"}, /* the accent takes no column */
        {"🙂🙂🙂", 4, "", "🙂🙂\n🙂"},
        {"a b\nc d", 3, "", "a b\nc d"},
        {"one two", 6, "  ", "one\n  two"},
        {"", 5, "", ""},
    };
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        wire_out_reset(&out);
        wire__wrap(&out, wire_str_of(CASES[i].text), CASES[i].columns, wire_str_of(CASES[i].indent));
        wire_out_byte(&out, '\0');
        assert_string_equal(wire_out_text(&out).p, CASES[i].says);
    }
    wire_out_close(&out, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_formats),
        cmocka_unit_test(writes_pages),
        cmocka_unit_test(wraps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
