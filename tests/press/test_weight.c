/* test_weight.c: a page fits the first flight of a connection: long stories and days go on on other pages, fronts show
 * fewer, and what cannot fit is told. */
#include "fixture.h"

#include "wirecopy/codec.h"

enum { FLIGHT = 14600, HEADERS = 600 };

/* Puts a story of many blocks of a kind, of n_bytes each. */
static void put_long(fixture *f, unsigned i, uint32_t n, wire_block_kind kind, size_t n_bytes, const char *headline)
{
    wire_block *blocks = calloc(n + 1, sizeof *blocks);
    wire_span *spans = calloc(n + 1, sizeof *spans);
    char *text = malloc((size_t)n * n_bytes + 1), url[120];
    assert_true(blocks && spans && text);
    for (uint32_t k = 0; k < n; k++) {
        char *own = text + k * n_bytes;
        fixture_words(own, n_bytes, i * 1000003u + k);
        const int length = snprintf(url, sizeof url, "<%u> ", k);
        memcpy(own, url, (size_t)length);
        spans[k].text = (wire_str){own, n_bytes - 1};
        blocks[k] = (wire_block){.kind = kind, .spans = &spans[k], .n_spans = 1};
    }
    snprintf(url, sizeof url, "https://harbourlight.example/%u/long-%u/", i, i);
    const wire_story story = {
        .input = wire_str_of(url),
        .url = wire_str_of(url),
        .headline = wire_str_of(headline),
        .published = {.at = FIXTURE_NOW - i, .is_known = true, .has_offset = true, .has_time = true},
        .language = WIRE_STR("en-GB"),
        .section = WIRE_STR("Local"),
        .blocks = blocks,
        .n_blocks = n};
    const wire_put_opts opts = {.source = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_OWN, .now = FIXTURE_NOW};
    wire_error err = {0};
    if (wire_store_put(f->store, &story, &opts, NULL, &err) < 0)
        fail_msg("%s", err.text);
    free(text);
    free(spans);
    free(blocks);
}

/* Fails where a page of the edition is heavier than a first flight, by either form. */
static void check_weights(const fixture *f)
{
    files all = files_of(f, "edition");
    size_t n_pages = 0;
    for (size_t i = 0; i < all.n; i++) {
        const char *end = strstr(all.files[i].path, ".html.");
        if (!end)
            continue;
        n_pages++;
        if (all.files[i].size > FLIGHT - HEADERS)
            fail_msg("%s has %lld bytes", all.files[i].path, (long long)all.files[i].size);
    }
    assert_true(n_pages > 0);
    free(all.files);
}

static size_t count_pages(const fixture *f, const char *folder)
{
    files all = files_of(f, "edition");
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const size_t length = strlen(all.files[i].path);
        n += !strncmp(all.files[i].path, folder, strlen(folder)) && length > 5 &&
             !strcmp(all.files[i].path + length - 5, ".html");
    }
    free(all.files);
    return n;
}

/* Every paragraph stands on just one of the pages, in order, and each page leads to the next. */
static void check_goes_on(const fixture *f, const char *folder, size_t n_pages, uint32_t n_paragraphs)
{
    uint32_t next = 0;
    for (size_t i = 1; i <= n_pages; i++) {
        char path[300], link[340];
        size_t n = 0;
        if (i > 1)
            snprintf(path, sizeof path, "%s/%zu/index.html", folder, i);
        else
            snprintf(path, sizeof path, "%s/index.html", folder);
        char *page = file_read(f, "edition", path, &n);
        if (!page)
            fail_msg("no %s", path);
        for (const char *p = page; (p = strstr(p, "<p>&lt;")); p += 7)
            assert_int_equal(strtoul(p + 7, NULL, 10), next++);
        snprintf(link, sizeof link, "href=/lite/%s/%zu/ rel=next", folder, i + 1);
        assert_int_equal(strstr(page, link) != NULL, i < n_pages);
        snprintf(link, sizeof link, "href=/lite/%s/>Page 1<", folder);
        assert_int_equal(strstr(page, link) != NULL, i > 1);
        free(page);
    }
    assert_int_equal(next, n_paragraphs);
}

static const char LONG[] = "2026/11/20/local/long-1";

static void goes_on(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 20);
    f.edition.with_br = f.edition.with_gz = true;
    put_long(&f, 1, 10000, WIRE_BLOCK_PARAGRAPH, 60, "Ten thousand paragraphs");
    wire_press_sums sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_over, 0);
    check_weights(&f);
    check_links(&f, "edition");
    const size_t n = count_pages(&f, LONG);
    assert_in_range(n, 20, 100);
    check_goes_on(&f, LONG, n, 10000);
    sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_written, 0);
    put_long(&f, 1, 200, WIRE_BLOCK_PARAGRAPH, 300, "Two hundred");
    fixture_press(&f, 2);
    const size_t fewer = count_pages(&f, LONG);
    assert_in_range(fewer, 3, 8);
    check_goes_on(&f, LONG, fewer, 200);
    check_links(&f, "edition");
    f.edition.output = WIRE_STR("fresh"); /* the same, pressed at once */
    fixture_press(&f, 1);
    check_same(&f, "edition", "fresh");
    f.edition.output = WIRE_STR("edition");
    put_long(&f, 1, 3, WIRE_BLOCK_PARAGRAPH, 300, "Three");
    fixture_press(&f, 2);
    assert_int_equal(count_pages(&f, LONG), 1);
    fixture_close(&f);
}

/* A page of a long story is missing: it is made anew. The manifest is lost and the story gone: all its pages go. */
static void mends_and_removes(void **state)
{
    (void)state;
    fixture f;
    char command[800];
    fixture_open(&f, 3);
    f.edition.with_gz = true;
    put_long(&f, 1, 200, WIRE_BLOCK_PARAGRAPH, 300, "Two hundred");
    fixture_press(&f, 2);
    const size_t n = count_pages(&f, LONG);
    snprintf(command, sizeof command, "rm %s/edition/%s/2/index.html.gz", f.folder, LONG);
    assert_int_equal(system(command), 0);
    const wire_press_sums sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_written, 1);
    check_goes_on(&f, LONG, n, 200);
    snprintf(command, sizeof command, "rm %s/edition/.wirecopy/manifest", f.folder);
    assert_int_equal(system(command), 0);
    fixture_press(&f, 2); /* all is written anew, and nothing of it taken for a leftover */
    check_goes_on(&f, LONG, n, 200);
    assert_int_equal(system(command), 0);
    fixture_store(&f, "smaller.db", 3);
    fixture_press(&f, 2);
    assert_int_equal(count_pages(&f, LONG), 0);
    check_links(&f, "edition");
    fixture_close(&f);
}

/* Headlines of 10 KB: the front and the section name fewer stories and lead to the archive, whose day goes on. */
static void shows_fewer(void **state)
{
    (void)state;
    fixture f;
    size_t n = 0;
    char headline[10001];
    fixture_open(&f, 3);
    f.edition.with_gz = f.edition.with_br = true;
    f.edition.n_section = 50;
    f.edition.n_front = 50;
    for (unsigned i = 0; i < 40; i++) {
        fixture_words(headline, i % 4 ? 1001 : sizeof headline, i);
        put_long(&f, i, 1, WIRE_BLOCK_PARAGRAPH, 300, headline);
    }
    const wire_press_sums sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_over, 0);
    check_weights(&f);
    check_links(&f, "edition");
    char *page = file_read(&f, "edition", "local/index.html", &n);
    assert_non_null(page);
    assert_non_null(strstr(page, ">Older stories are in the archive</a>"));
    free(page);
    assert_in_range(count_pages(&f, "archive/2026/11/20/"), 2, 41);
    assert_int_equal(fixture_press(&f, 2).n_written, 0);
    fixture_close(&f);
}

/* One paragraph that is larger than a page may be: a warning, or a failure that leaves the old edition. */
static void tells_what_cannot_fit(void **state)
{
    (void)state;
    fixture f;
    wire_error err = {0};
    fixture_open(&f, 3);
    f.edition.with_gz = true;
    fixture_press(&f, 2);
    const size_t n_before = count_pages(&f, "");
    put_long(&f, 1, 3, WIRE_BLOCK_PARAGRAPH, 60000, "Sixty thousand letters");
    f.edition.fails_over_budget = true;
    assert_int_equal(wire_press(&f.edition, f.store, f.theme, NULL, NULL, &err), WIRE_ELIMIT);
    assert_string_equal(err.text, "press: 2026/11/20/local/long-1/index.html cannot be made to fit the budget of 14600 "
                                  "bytes a page; raise `budget`, or set `over-budget = warn`");
    assert_int_equal(count_pages(&f, LONG), 0);
    assert_int_equal(count_pages(&f, ""), n_before);
    check_links(&f, "edition");
    f.edition.fails_over_budget = false;
    for (int i = 0; i < 2; i++) { /* told as long as it is so */
        const wire_press_sums sums = fixture_press(&f, 2);
        assert_int_equal(sums.n_over, 1);
        assert_string_equal(sums.over, "2026/11/20/local/long-1/index.html");
    }
    check_goes_on(&f, LONG, 3, 3);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_on),
        cmocka_unit_test(mends_and_removes),
        cmocka_unit_test(shows_fewer),
        cmocka_unit_test(tells_what_cannot_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
