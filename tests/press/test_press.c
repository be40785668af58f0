/* test_press.c: what is written, what is left alone, what is taken away. */
#include "fixture.h"

#include "wirecopy/codec.h"

static void links_resolve(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 40);
    const wire_press_sums sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_stories, 40);
    assert_int_equal(sums.n_sections, 3);
    assert_int_equal(sums.n_written, sums.n_pages);
    assert_int_equal(sums.n_removed, 0);
    assert_true(sums.n_bytes > sums.n_story_bytes && sums.n_story_bytes == sums.n_packed_bytes);
    assert_true(check_links(&f, "edition") > 400);
    files all = files_of(&f, "edition");
    assert_int_equal(all.n, sums.n_pages);
    static const char *const NAMES[] = {"index.html",
                                        "local/index.html",
                                        "sea-weather/index.html",
                                        "local/feed.xml",
                                        "feed.xml",
                                        "feed.json",
                                        "sitemap.xml",
                                        "news-sitemap.xml",
                                        "robots.txt",
                                        "about/index.html",
                                        "404.html",
                                        "archive/index.html",
                                        "archive/2026/11/index.html",
                                        "archive/2026/11/20/index.html"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (!files_find(&all, NAMES[i]))
            fail_msg("no %s", NAMES[i]);
    free(all.files);
    fixture_close(&f);
}

static void writes_nothing_twice(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 20);
    f.edition.with_br = f.edition.with_gz = true;
    const wire_press_sums first = fixture_press(&f, 2);
    files before = files_of(&f, "edition");
    assert_int_equal(before.n, first.n_pages * 3);
    const wire_press_sums second = fixture_press(&f, 2);
    files after = files_of(&f, "edition");
    assert_int_equal(second.n_written, 0);
    assert_int_equal(second.n_pages, first.n_pages);
    assert_int_equal(second.n_bytes, first.n_bytes);
    assert_int_equal(second.n_packed_bytes, first.n_packed_bytes);
    assert_true(first.n_packed_bytes < first.n_story_bytes);
    assert_string_equal(second.heaviest, first.heaviest);
    assert_int_equal(after.n, before.n);
    for (size_t i = 0; i < after.n; i++)
        assert_int_equal(after.files[i].inode, before.files[i].inode);
    free(before.files);
    free(after.files);
    fixture_close(&f);
}

/* Fails unless just the files named were written (or are new) between two looks. */
static void check_written(const files *before, const files *after, const char *const *names, size_t n)
{
    size_t n_written = 0;
    for (size_t i = 0; i < after->n; i++) {
        const file *was = files_find(before, after->files[i].path);
        if (was && was->inode == after->files[i].inode)
            continue;
        bool is_named = false;
        for (size_t j = 0; j < n; j++)
            is_named = is_named || !strcmp(names[j], after->files[i].path);
        if (!is_named)
            fail_msg("%s was written", after->files[i].path);
        n_written++;
    }
    assert_int_equal(n_written, n);
}

static void change_and_check(fixture *f, unsigned story, const char *const *names, size_t n)
{
    files before = files_of(f, "edition");
    assert_int_equal(fixture_put(f, story, 1), WIRE_OK);
    const wire_press_sums sums = fixture_press(f, 2);
    files after = files_of(f, "edition");
    check_written(&before, &after, names, n);
    assert_int_equal(sums.n_written, n);
    check_links(f, "edition");
    free(before.files);
    free(after.files);
}

/* Another headline and text: what names the story, and nothing else. */
static void writes_what_names_the_story(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 60);
    fixture_press(&f, 2);
    static const char *const OLD[] = {"2026/11/03/local/story-57/index.html", "archive/2026/11/03/index.html",
                                      "sitemap.xml"};
    change_and_check(&f, 57, OLD, 3);
    static const char *const MIDDLE[] = {"2026/11/16/local/story-15/index.html", "archive/2026/11/16/index.html",
                                         "local/index.html", "local/feed.xml", "sitemap.xml"};
    change_and_check(&f, 15, MIDDLE, 5);
    static const char *const NEW[] = {"2026/11/20/world/story-1/index.html",
                                      "archive/2026/11/20/index.html",
                                      "world/index.html",
                                      "world/feed.xml",
                                      "index.html",
                                      "feed.xml",
                                      "feed.json",
                                      "sitemap.xml",
                                      "news-sitemap.xml"};
    change_and_check(&f, 1, NEW, 9);
    fixture_close(&f);
}

static void removes_what_is_gone(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 41);
    f.edition.with_gz = true;
    fixture_press(&f, 2);
    files before = files_of(&f, "edition");
    assert_non_null(files_find(&before, "2026/11/08/world/story-40/index.html.gz"));
    fixture_store(&f, "smaller.db", 40);
    const wire_press_sums sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_removed, 2); /* the story and its day, which had no other */
    files after = files_of(&f, "edition");
    assert_null(files_find(&after, "2026/11/08/world/story-40/index.html"));
    assert_null(files_find(&after, "2026/11/08/world/story-40/index.html.gz"));
    char path[400];
    snprintf(path, sizeof path, "%s/edition/2026/11/08/world/story-40", f.folder);
    assert_int_not_equal(access(path, F_OK), 0); /* nor its folder */
    check_links(&f, "edition");
    f.edition.output = WIRE_STR("fresh");
    fixture_press(&f, 2);
    check_same(&f, "edition", "fresh");
    free(before.files);
    free(after.files);
    fixture_close(&f);
}

/* A story leaves the fronts and is packed less hard: pressed on or anew, the bytes are the same. */
static void gives_the_same_bytes(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 30);
    f.edition.with_br = f.edition.with_gz = f.edition.with_zst = true;
    fixture_press(&f, 1);
    for (unsigned i = 0; i < 30; i += 4)
        fixture_put(&f, i, 1);
    for (unsigned i = 30; i < 40; i++)
        fixture_put(&f, i, 0);
    fixture_press(&f, 3);
    setenv("TZ", "Asia/Kathmandu", 1);
    setenv("LC_ALL", "ar_EG.UTF-8", 1);
    f.edition.output = WIRE_STR("elsewhere");
    fixture_press(&f, 1);
    setenv("TZ", "America/Sao_Paulo", 1);
    setenv("LC_ALL", "C", 1);
    f.edition.output = WIRE_STR("again");
    fixture_press(&f, 4);
    unsetenv("TZ");
    unsetenv("LC_ALL");
    check_same(&f, "elsewhere", "again");
    check_same(&f, "edition", "again");
    fixture_close(&f);
}

static void packs_what_it_says(void **state)
{
    (void)state;
    static const struct form {
        const char *suffix;
        wire_codec codec;
    } FORMS[] = {{".br", WIRE_CODEC_BROTLI}, {".gz", WIRE_CODEC_GZIP}, {".zst", WIRE_CODEC_ZSTD}};
    fixture f;
    fixture_open(&f, 12);
    f.edition.with_br = f.edition.with_gz = f.edition.with_zst = true;
    fixture_press(&f, 2);
    files all = files_of(&f, "edition");
    for (size_t i = 0; i < all.n; i++) {
        const char *path = all.files[i].path;
        const char *dot = strrchr(path, '.');
        for (size_t j = 0; j < 3; j++) {
            char plain[400];
            size_t n = 0, n_plain = 0;
            if (strcmp(dot, FORMS[j].suffix))
                continue;
            snprintf(plain, sizeof plain, "%.*s", (int)(dot - path), path);
            char *packed = file_read(&f, "edition", path, &n), *want = file_read(&f, "edition", plain, &n_plain);
            wire_out out;
            wire_error err = {0};
            wire_out_open_memory(&out, 0);
            fixture_ok(wire_unpack(FORMS[j].codec, (wire_str){packed, n}, 0, &out, &err), &err);
            assert_true(wire_str_is(wire_out_text(&out), (wire_str){want, n_plain}));
            wire_out_close(&out, NULL);
            free(packed);
            free(want);
        }
    }
    free(all.files);
    /* a form that is no longer wanted would go stale beside the page */
    f.edition.with_gz = f.edition.with_zst = false;
    fixture_press(&f, 2);
    all = files_of(&f, "edition");
    for (size_t i = 0; i < all.n; i++)
        assert_null(strstr(all.files[i].path, ".gz"));
    free(all.files);
    fixture_close(&f);
}

static void mends_the_folder(void **state)
{
    (void)state;
    fixture f;
    char path[400];
    fixture_open(&f, 20);
    fixture_press(&f, 2);
    f.edition.output = WIRE_STR("fresh");
    fixture_press(&f, 2);
    f.edition.output = WIRE_STR("edition");
    snprintf(path, sizeof path, "%s/edition/local/index.html", f.folder);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/edition/about/index.html", f.folder);
    assert_int_equal(truncate(path, 10), 0);
    assert_int_equal(fixture_press(&f, 2).n_written, 2);
    check_same(&f, "edition", "fresh");
    static const char *const DAMAGE[] = {"rm", "LC_ALL=C sed -i s,2026,2027,", "truncate -s 200", "truncate -s 0"};
    for (size_t i = 0; i < sizeof DAMAGE / sizeof *DAMAGE; i++) {
        char command[500];
        snprintf(command, sizeof command, "%s %s/edition/.wirecopy/manifest", DAMAGE[i], f.folder);
        assert_int_equal(system(command), 0);
        const wire_press_sums sums = fixture_press(&f, 2);
        assert_int_equal(sums.n_written, sums.n_pages); /* nothing is known of what lies there */
        check_same(&f, "edition", "fresh");
    }
    fixture_close(&f);
}

static void parts_sitemaps(void **state)
{
    (void)state;
    fixture f;
    size_t n = 0;
    wire_press_sums sums;
    wire_error err = {0};
    fixture_open(&f, 120); /* 35 days, three or four a day, 67 of them in November */
    fixture_ok(wire__press(&f.edition, f.store, f.theme, NULL, 60, &sums, &err), &err);
    files all = files_of(&f, "edition");
    assert_non_null(files_find(&all, "sitemap-fronts.xml"));
    assert_non_null(files_find(&all, "sitemap-2026-10.xml"));
    assert_non_null(files_find(&all, "sitemap-2026-11-20.xml")); /* a month of too many goes by days */
    assert_null(files_find(&all, "sitemap-2026-11.xml"));
    char *index = file_read(&f, "edition", "sitemap.xml", &n);
    assert_non_null(strstr(index, "<sitemapindex"));
    for (size_t i = 0; i < all.n; i++) {
        char loc[500];
        if (strncmp(all.files[i].path, "sitemap-", 8))
            continue;
        snprintf(loc, sizeof loc, "<loc>https://example.org/lite/%s</loc>", all.files[i].path);
        assert_non_null(strstr(index, loc));
    }
    free(index);
    free(all.files);
    fixture_ok(wire__press(&f.edition, f.store, f.theme, NULL, 2, &sums, &err), &err);
    all = files_of(&f, "edition");
    assert_non_null(files_find(&all, "sitemap-2026-11-19-2.xml")); /* and a day of too many in parts */
    assert_null(files_find(&all, "sitemap-2026-10.xml"));
    free(all.files);
    fixture_close(&f);
}

static void hides_what_is_not_ours(void **state)
{
    (void)state;
    fixture f;
    size_t n = 0;
    fixture_open(&f, 3);
    fixture_press(&f, 1);
    char *page = file_read(&f, "edition", "index.html", &n), *robots = file_read(&f, "edition", "robots.txt", &n);
    assert_null(strstr(page, "noindex"));
    assert_non_null(strstr(robots, "Sitemap: https://example.org/lite/sitemap.xml"));
    free(page);
    free(robots);
    const wire_story story = {
        .url = WIRE_STR("https://other.example/a/"),
        .headline = WIRE_STR("Theirs"),
        .published = {.at = FIXTURE_NOW - 9, .is_known = true, .has_offset = true, .has_time = true},
        .section = WIRE_STR("Local")};
    wire_error err = {0};
    const wire_put_opts opts = {.source = WIRE_STR("other"), .now = FIXTURE_NOW}; /* personal */
    fixture_ok(wire_store_put(f.store, &story, &opts, NULL, &err), &err);
    fixture_press(&f, 1);
    page = file_read(&f, "edition", "2026/11/20/local/story-0/index.html", &n);
    robots = file_read(&f, "edition", "robots.txt", &n);
    assert_non_null(strstr(page, "<meta name=robots content=noindex>"));
    assert_string_equal(robots, "User-agent: *\nDisallow: /\n");
    free(page);
    free(robots);
    fixture_close(&f);
}

static void presses_an_empty_store(void **state)
{
    (void)state;
    fixture f;
    size_t n = 0;
    fixture_open(&f, 0);
    assert_int_equal(fixture_press(&f, 0).n_stories, 0);
    check_links(&f, "edition");
    char *page = file_read(&f, "edition", "index.html", &n);
    assert_non_null(strstr(page, "There are no stories here yet."));
    free(page);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_resolve),
        cmocka_unit_test(writes_nothing_twice),
        cmocka_unit_test(writes_what_names_the_story),
        cmocka_unit_test(removes_what_is_gone),
        cmocka_unit_test(gives_the_same_bytes),
        cmocka_unit_test(packs_what_it_says),
        cmocka_unit_test(mends_the_folder),
        cmocka_unit_test(parts_sitemaps),
        cmocka_unit_test(hides_what_is_not_ours),
        cmocka_unit_test(presses_an_empty_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
