/* test_hand.c: what an editor decides, looked for in every file of the edition. */
#include "fixture.h"

static uint64_t id_of(fixture *f, unsigned i)
{
    char url[120];
    wire_record record;
    wire_error err = {0};
    snprintf(url, sizeof url, "https://harbourlight.example/%u/story-%u/", i, i);
    fixture_ok(wire_store_find(f->store, wire_str_of(url), &record, &err), &err);
    return record.id;
}

static void set_state(fixture *f, unsigned i, wire_state state, const char *reason)
{
    wire_error err = {0};
    fixture_ok(wire_store_set_state(f->store, id_of(f, i), state, wire_str_of(reason), FIXTURE_NOW, &err), &err);
}

static void pin(fixture *f, unsigned i, int64_t now)
{
    wire_error err = {0};
    fixture_ok(wire_store_set_pinned(f->store, id_of(f, i), now != 0, now, &err), &err);
}

/* The files that have a word; dot names of ours are not among them. in  name: where it may stand; NULL: nowhere */
static size_t count_naming(const fixture *f, const char *word, const char *name)
{
    files all = files_of(f, "edition");
    size_t count = 0;
    for (size_t i = 0; i < all.n; i++) {
        size_t n = 0;
        char *bytes = file_read(f, "edition", all.files[i].path, &n);
        if (wire_str_find((wire_str){bytes, n}, wire_str_of(word)) != SIZE_MAX) {
            count++;
            if (!name)
                print_message("%s names \"%s\"\n", all.files[i].path, word);
        }
        free(bytes);
    }
    free(all.files);
    return count;
}

static bool has(const fixture *f, const char *path)
{
    size_t n = 0;
    char *bytes = file_read(f, "edition", path, &n);
    free(bytes);
    return bytes != NULL;
}

static void open_small(fixture *f)
{
    fixture_open(f, 12);
    f->edition.with_br = f->edition.with_gz = f->edition.with_zst = false; /* so that words can be looked for */
    fixture_press(f, 1);
}

#define PAGE_4 "2026/11/19/world/story-4/index.html"
#define GONE_4 "2026/11/19/world/story-4/.gone"

static void what_is_withdrawn_is_nowhere(void **state)
{
    (void)state;
    fixture f;
    size_t n = 0;
    open_small(&f);
    assert_true(count_naming(&f, "story-4/", PAGE_4) >= 7); /* front, section, day, feeds, sitemaps, itself */
    set_state(&f, 4, WIRE_STATE_WITHDRAWN, "By order of the court");
    fixture_press(&f, 1);
    assert_int_equal(count_naming(&f, "story-4", NULL), 0);
    assert_int_equal(count_naming(&f, "Story 4 ", NULL), 0);
    assert_false(has(&f, PAGE_4));
    char *gone = file_read(&f, "edition", GONE_4, &n);
    assert_non_null(gone);
    assert_non_null(strstr(gone, "By order of the court"));
    assert_non_null(strstr(gone, "noindex"));
    assert_null(strstr(gone, "Story 4"));
    free(gone);
    check_links(&f, "edition");
    fixture_put(&f, 4, 1); /* the source changes it: it stays withdrawn */
    fixture_press(&f, 1);
    assert_int_equal(count_naming(&f, "story-4", NULL), 0);
    set_state(&f, 4, WIRE_STATE_SHOWN, NULL);
    fixture_press(&f, 1);
    assert_true(has(&f, PAGE_4) && !has(&f, GONE_4));
    assert_true(count_naming(&f, "story-4/", PAGE_4) >= 7);
    check_links(&f, "edition");
    fixture_close(&f);
}

static void what_is_hidden_has_its_page_alone(void **state)
{
    (void)state;
    fixture f;
    size_t n = 0;
    open_small(&f);
    set_state(&f, 4, WIRE_STATE_HIDDEN, NULL);
    fixture_press(&f, 1);
    assert_int_equal(count_naming(&f, "story-4/", PAGE_4), 1); /* its own: "See Full Web Article" */
    assert_int_equal(count_naming(&f, "Story 4 ", PAGE_4), 1);
    char *page = file_read(&f, "edition", PAGE_4, &n);
    assert_non_null(strstr(page, "<meta name=robots content=noindex>"));
    free(page);
    check_links(&f, "edition");
    set_state(&f, 4, WIRE_STATE_SHOWN, NULL);
    fixture_press(&f, 1);
    page = file_read(&f, "edition", PAGE_4, &n);
    assert_null(strstr(page, "noindex"));
    free(page);
    fixture_close(&f);
}

/* Fails unless the page's main part begins with the story, goes on with the next (NULL: any), and names it once. */
static void check_first(const fixture *f, const char *page, const char *story, const char *next)
{
    size_t n = 0;
    char *bytes = file_read(f, "edition", page, &n);
    assert_non_null(bytes);
    const char *at = strstr(bytes, "<main");
    at = at ? strstr(at, "/story-") : NULL;
    assert_non_null(at);
    if (strncmp(at + 1, story, strlen(story)))
        fail_msg("%s is led by %.12s, not %s", page, at + 1, story);
    const char *second = strstr(at + 1, "/story-");
    if (next && (!second || strncmp(second + 1, next, strlen(next))))
        fail_msg("%s does not go on with %s", page, next);
    if (strstr(at + 2, story))
        fail_msg("%s names %s twice", page, story);
    free(bytes);
}

static void what_is_pinned_leads_fronts(void **state)
{
    (void)state;
    fixture f;
    open_small(&f);
    check_first(&f, "index.html", "story-0/", NULL);
    pin(&f, 10, 100); /* too old for the front by itself, which has nine */
    pin(&f, 4, 200);
    fixture_press(&f, 1);
    check_first(&f, "index.html", "story-4/", "story-10/");
    check_first(&f, "world/index.html", "story-4/", "story-10/");
    check_first(&f, "local/index.html", "story-0/", NULL);
    check_links(&f, "edition");
    size_t n = 0;
    char *feed = file_read(&f, "edition", "feed.xml", &n);
    assert_true(strstr(feed, "story-0/") < strstr(feed, "story-4/")); /* feeds go by time */
    free(feed);
    pin(&f, 4, 0);
    pin(&f, 10, 0);
    fixture_press(&f, 1);
    check_first(&f, "index.html", "story-0/", NULL);
    check_first(&f, "world/index.html", "story-1/", NULL);
    fixture_close(&f);
}

static void put_dated(fixture *f, int64_t embargo, int64_t expires)
{
    const wire_span span = {WIRE_STR("The budget is out."), {NULL, 0}, 0};
    const wire_block block = {.kind = WIRE_BLOCK_PARAGRAPH, .spans = &span, .n_spans = 1};
    const wire_story story = {
        .input = WIRE_STR("budget"),
        .url = WIRE_STR("https://harbourlight.example/budget/"),
        .headline = WIRE_STR("The budget"),
        .section = WIRE_STR("Local"),
        .embargoed = {.at = embargo, .is_known = embargo != 0, .has_offset = true, .has_time = true},
        .expires = {.at = expires, .is_known = expires != 0, .has_offset = true, .has_time = true},
        .blocks = &block,
        .n_blocks = 1};
    const wire_put_opts opts = {.source = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_OWN, .now = FIXTURE_NOW};
    wire_error err = {0};
    fixture_ok(wire_store_put(f->store, &story, &opts, NULL, &err), &err);
}

static void a_source_s_own_dates_are_obeyed(void **state)
{
    (void)state;
    fixture f;
    wire_error err = {0};
    open_small(&f);
    put_dated(&f, FIXTURE_NOW + 60, FIXTURE_NOW + 120);
    fixture_press(&f, 1);
    assert_int_equal(count_naming(&f, "budget", NULL), 0);
    fixture_ok(wire_store_set_now(f.store, FIXTURE_NOW + 60, &err), &err); /* the next fetch */
    fixture_press(&f, 1);
    assert_true(count_naming(&f, "budget/", "2026/11/20/local/budget/index.html") >= 7);
    check_links(&f, "edition");
    fixture_ok(wire_store_set_now(f.store, FIXTURE_NOW + 120, &err), &err);
    fixture_press(&f, 1);
    assert_int_equal(count_naming(&f, "budget", NULL), 0);
    assert_true(has(&f, "2026/11/20/local/budget/.gone"));
    put_dated(&f, 0, FIXTURE_NOW + 500); /* the source thinks again */
    fixture_press(&f, 1);
    assert_true(count_naming(&f, "budget/", "2026/11/20/local/budget/index.html") >= 7);
    fixture_close(&f);
}

static void a_correction_is_in_every_output(void **state)
{
    (void)state;
    fixture f;
    wire_error err = {0};
    open_small(&f);
    assert_true(count_naming(&f, "The ferry 4 left", PAGE_4) >= 3); /* page, feeds */
    const wire_correction c = {.was = WIRE_STR("The ferry 4 left"), .is_now = WIRE_STR("Ferry 4 left"), .at = 1};
    fixture_ok(wire_store_correct(f.store, id_of(&f, 4), &c, NULL, &err), &err);
    fixture_press(&f, 1);
    assert_int_equal(count_naming(&f, "The ferry 4 left", NULL), 0);
    assert_true(count_naming(&f, "Ferry 4 left", PAGE_4) >= 3);
    fixture_close(&f);
}

static void a_lost_manifest_loses_no_tombstone(void **state)
{
    (void)state;
    fixture f;
    char name[400];
    open_small(&f);
    set_state(&f, 4, WIRE_STATE_WITHDRAWN, NULL);
    fixture_press(&f, 1);
    assert_true(has(&f, GONE_4));
    snprintf(name, sizeof name, "%s/edition/.wirecopy/manifest", f.folder);
    assert_int_equal(remove(name), 0);
    set_state(&f, 4, WIRE_STATE_SHOWN, NULL);
    fixture_press(&f, 1);
    assert_true(has(&f, PAGE_4) && !has(&f, GONE_4));
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_withdrawn_is_nowhere),    cmocka_unit_test(what_is_hidden_has_its_page_alone),
        cmocka_unit_test(what_is_pinned_leads_fronts),     cmocka_unit_test(a_source_s_own_dates_are_obeyed),
        cmocka_unit_test(a_correction_is_in_every_output), cmocka_unit_test(a_lost_manifest_loses_no_tombstone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
