/* contract.c: what every store must do, said as cases. Nothing here knows which store it is. */
#include "stories.h"

#include "contract.h"

typedef struct scene {
    const contract *kind;
    void *place;
    wire_store *store;
} scene;

static const tale market = {TALE_MARKET};

static wire_store *open_scene(const scene *s, bool is_read_only)
{
    wire_store *store = NULL;
    wire_error err = {0};
    const wire_code code = wire_store_open(wire_str_of(s->kind->name(s->place)), is_read_only, &store, &err);
    if (code)
        fail_msg("%s: %s", wire_code_name(code), err.text);
    return store;
}

static void reopen(scene *s, bool is_read_only)
{
    wire_store_close(s->store);
    s->store = open_scene(s, is_read_only);
}

static wire_store_sums sums_of(wire_store *store)
{
    wire_store_sums sums = {0};
    assert_int_equal(wire_store_sum(store, &sums, NULL), WIRE_OK);
    return sums;
}

static kept put_kept(wire_store *store, const tale *t, const wire_put_opts *opts, wire_code expected)
{
    wire_record record;
    wire_error err = {0};
    kept k;
    const wire_code code = tale_put(store, t, opts, &record, &err);
    if (code != expected)
        fail_msg("%s instead of %s: %s", wire_code_name(code), wire_code_name(expected), err.text);
    keep_record(&k, &record);
    return k;
}

/* Stories ---------------------------------------------------------------------------------- */

static void a_new_story_gets_id_path_and_facts(void **state)
{
    scene *s = *state;
    const kept k = put_kept(s->store, &market, NULL, WIRE_OK);
    assert_int_equal(k.id, 1);
    assert_int_equal(k.revision, 1);
    assert_int_equal(k.published, TALE_NOON);
    assert_int_equal(k.first_seen, TALE_NOON);
    assert_int_equal(k.rights, WIRE_RIGHTS_OWN);
    assert_string_equal(k.key, "https://harbour.example/2026/11/20/local/fish-market-vote");
    assert_string_equal(k.path, "2026/11/20/local/fish-market-vote");
    assert_string_equal(k.source, "harbour");
    assert_string_equal(k.section, "Local");
    assert_string_equal(k.headline, market.headline);
    assert_string_equal(k.language, "en-GB");
    assert_string_equal(k.summary, market.abstract);
}

static void what_was_put_is_got(void **state)
{
    scene *s = *state;
    const kept k = put_kept(s->store, &market, NULL, WIRE_OK);
    reopen(s, true);
    wire_story *put = tale_make(&market), *got = NULL;
    assert_int_equal(wire_store_get(s->store, k.id, &got, NULL), WIRE_OK);
    assert_true(wire_story_is_same(put, got));
    wire_out json;
    wire_str lies = {NULL, 0};
    wire_out_open_memory(&json, 0);
    wire_story_write_json(put, NULL, &json);
    assert_int_equal(wire_store_get_json(s->store, k.id, &lies, NULL), WIRE_OK);
    assert_true(wire_str_is(lies, wire_out_text(&json)));
    wire_out_close(&json, NULL);
    wire_story_free(put);
    wire_story_free(got);
}

static void an_absent_story_is_none(void **state)
{
    scene *s = *state;
    wire_story *story = NULL;
    wire_record record;
    wire_visit visit;
    wire_str json;
    assert_int_equal(wire_store_get(s->store, 7, &story, NULL), WIRE_NONE);
    assert_int_equal(wire_store_get_json(s->store, UINT64_MAX, &json, NULL), WIRE_NONE);
    assert_int_equal(wire_store_find(s->store, WIRE_STR("nothing"), &record, NULL), WIRE_NONE);
    assert_int_equal(wire_store_find(s->store, WIRE_STR(""), &record, NULL), WIRE_NONE);
    assert_int_equal(wire_store_get_visit(s->store, WIRE_STR("https://harbour.example/"), &visit, NULL), WIRE_NONE);
    assert_null(story);
}

static void a_story_is_found_by_its_names(void **state)
{
    static const struct {
        const char *name;
        wire_code code;
    } cases[] = {
        {"https://harbour.example/2026/11/20/local/fish-market-vote", WIRE_OK},
        {"https://HARBOUR.example/2026/11/20/local/fish-market-vote#top", WIRE_OK},
        {"https://harbour.example/2026/11/20/local/fish-market-vote?utm_medium=x", WIRE_OK},
        {"2026/11/20/local/fish-market-vote", WIRE_OK},
        {"/2026/11/20/local/fish-market-vote/", WIRE_OK},
        {"1", WIRE_OK},
        {"2", WIRE_NONE},
        {"01x", WIRE_NONE},
        {"99999999999999999999999", WIRE_NONE},
        {"2026/11/20/local", WIRE_NONE},
        {"https://harbour.example/", WIRE_NONE},
    };
    scene *s = *state;
    put_kept(s->store, &market, NULL, WIRE_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wire_record record = {0};
        const wire_code code = wire_store_find(s->store, wire_str_of(cases[i].name), &record, NULL);
        if (code != cases[i].code || (!code && record.id != 1))
            fail_msg("%s: %s", cases[i].name, wire_code_name(code));
    }
}

/* A newsroom's own numbers are names of stories, and may be other stories' ids. */
static void a_number_that_is_a_name_is_no_id(void **state)
{
    scene *s = *state;
    wire_record record = {0};
    const tale named = {.input = "1", .headline = "Ferry", .body = "It sails at nine."};
    put_kept(s->store, &market, NULL, WIRE_OK);
    put_kept(s->store, &named, NULL, WIRE_OK);
    assert_int_equal(wire_store_find(s->store, WIRE_STR("1"), &record, NULL), WIRE_OK);
    assert_int_equal(record.id, 2);
    for (uint64_t id = 1; id <= 2; id++) {
        assert_int_equal(wire_store_find_id(s->store, id, &record, NULL), WIRE_OK);
        assert_int_equal(record.id, id);
    }
    assert_int_equal(wire_store_find_id(s->store, 3, &record, NULL), WIRE_NONE);
    assert_int_equal(record.id, 2);
}

/* Each differs from the market's story in one thing. */
static void only_what_a_reader_reads_is_a_revision(void **state)
{
    static const struct {
        const char *what;
        tale tale;
        wire_code code;
    } cases[] = {
        {"nothing", {TALE_MARKET}, WIRE_SAME},
        {"white space",
         {TALE_MARKET, .body = "The fish  market stays\nwhere it is.\n\n\"We listened,\" said the mayor."},
         WIRE_SAME},
        {"input", {TALE_MARKET, .input = "again.html"}, WIRE_SAME},
        {"section", {TALE_MARKET, .section = "Business"}, WIRE_SAME},
        {"tracking",
         {TALE_MARKET, .url = "https://harbour.example/2026/11/20/local/fish-market-vote?fbclid=1"},
         WIRE_SAME},
        {"a word",
         {TALE_MARKET, .body = "The fish market stays where it was.\n\n\"We listened,\" said the mayor."},
         WIRE_OK},
        {"headline", {TALE_MARKET, .headline = "Fish market to move"}, WIRE_OK},
        {"standfirst", {TALE_MARKET, .abstract = "Councillors voted nine to three."}, WIRE_OK},
        {"author", {TALE_MARKET, .author = "Ben Okafor"}, WIRE_OK},
        {"no author", {TALE_MARKET, .author = NULL}, WIRE_OK},
        {"language", {TALE_MARKET, .language = "en-IE"}, WIRE_OK},
        {"published", {TALE_MARKET, .published = TALE_NOON + 60}, WIRE_OK},
        {"modified", {TALE_MARKET, .modified = TALE_NOON + 3600}, WIRE_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scene s = {.kind = ((scene *)*state)->kind};
        s.place = s.kind->make();
        s.store = open_scene(&s, false);
        const kept first = put_kept(s.store, &market, NULL, WIRE_OK);
        const wire_put_opts later = {.source = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_OWN, .now = TALE_NOON + 900};
        wire_record record;
        const wire_code code = tale_put(s.store, &cases[i].tale, &later, &record, NULL);
        if (code != cases[i].code)
            fail_msg("%s: %s", cases[i].what, wire_code_name(code));
        assert_int_equal(record.id, first.id);
        assert_int_equal(record.revision, code == WIRE_SAME ? 1 : 2);
        assert_int_equal(record.last_changed, code == WIRE_SAME ? TALE_NOON : TALE_NOON + 900);
        assert_true((record.hash == first.hash) == (code == WIRE_SAME));
        assert_true(wire_str_is(record.path, wire_str_of(first.path)));
        assert_int_equal(sums_of(s.store).n_stories, 1);
        assert_int_equal(sums_of(s.store).n_revisions, record.revision);
        wire_store_close(s.store);
        s.kind->remove(s.place);
    }
}

static void a_story_of_which_only_a_change_is_known_is_as_old_as_that(void **state)
{
    scene *s = *state;
    const tale changed = {TALE_MARKET, .published = 0, .modified = TALE_NOON - 86400};
    const kept first = put_kept(s->store, &changed, NULL, WIRE_OK);
    assert_int_equal(first.published, TALE_NOON - 86400);
    assert_non_null(strstr(first.path, "2026/11/19/"));
    const tale again = {TALE_MARKET, .headline = "Fish market stays", .published = 0, .modified = TALE_NOON};
    const kept second = put_kept(s->store, &again, NULL, WIRE_OK);
    assert_int_equal(second.published, TALE_NOON - 86400); /* what is changed is no newer for that */
    assert_string_equal(second.path, first.path);
}

static void a_revision_changes_what_lists_show_but_not_the_path(void **state)
{
    scene *s = *state;
    const kept first = put_kept(s->store, &market, NULL, WIRE_OK);
    const tale next = {TALE_MARKET, .headline = "Fish market stays, mayor says", .published = TALE_NOON + 86400,
                       .section = "Politics"};
    const wire_put_opts later = {.source = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_OWN, .now = TALE_NOON + 900};
    put_kept(s->store, &next, &later, WIRE_OK);
    wire_record record;
    assert_int_equal(wire_store_find(s->store, WIRE_STR("1"), &record, NULL), WIRE_OK);
    assert_true(wire_str_is(record.headline, wire_str_of(next.headline)));
    assert_true(wire_str_is(record.section, WIRE_STR("Politics")));
    assert_true(wire_str_is(record.path, wire_str_of(first.path)));
    assert_int_equal(record.published, TALE_NOON + 86400);
    assert_int_equal(record.first_seen, TALE_NOON);
    wire_story *story = NULL;
    assert_int_equal(wire_store_get(s->store, 1, &story, NULL), WIRE_OK);
    assert_true(wire_str_is(story->headline, wire_str_of(next.headline)));
    wire_story_free(story);
    assert_int_equal(put_kept(s->store, &market, &later, WIRE_OK).revision, 3); /* and back again */
}

static void paths_that_clash_are_numbered(void **state)
{
    static const struct {
        const char *url, *path;
    } cases[] = {
        {"https://a.example/fish-market-vote", "2026/11/20/local/fish-market-vote"},
        {"https://b.example/fish-market-vote", "2026/11/20/local/fish-market-vote-2"},
        {"https://c.example/fish-market-vote", "2026/11/20/local/fish-market-vote-3"},
        {"https://c.example/fish-market-vote-5", "2026/11/20/local/fish-market-vote-5"},
        {"https://d.example/fish-market-vote", "2026/11/20/local/fish-market-vote-4"},
        {"https://e.example/fish-market-vote", "2026/11/20/local/fish-market-vote-6"},
        {"https://f.example/fish-market-vote", "2026/11/20/local/fish-market-vote-7"},
    };
    scene *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tale t = {TALE_MARKET, .url = cases[i].url};
        assert_string_equal(put_kept(s->store, &t, NULL, WIRE_OK).path, cases[i].path);
    }
}

static void many_clashes_stay_cheap_and_apart(void **state)
{
    scene *s = *state;
    assert_int_equal(wire_store_begin(s->store, NULL), WIRE_OK);
    for (int i = 0; i < 3000; i++) {
        char url[80], path[80];
        snprintf(url, sizeof url, "https://harbour.example/%d/corrections", i);
        snprintf(path, sizeof path, i ? "2026/11/20/local/corrections-%d" : "2026/11/20/local/corrections", i + 1);
        const tale t = {TALE_MARKET, .url = url};
        assert_string_equal(put_kept(s->store, &t, NULL, WIRE_OK).path, path);
    }
    assert_int_equal(wire_store_commit(s->store, NULL), WIRE_OK);
}

static void sections_come_from_source_then_story_then_news(void **state)
{
    static const struct {
        const char *source, *story, *section, *path;
    } cases[] = {
        {"Harbour", "Local", "Harbour", "2026/11/20/harbour/ferry-one"},
        {NULL, "Local", "Local", "2026/11/20/local/ferry-two"},
        {NULL, NULL, "News", "2026/11/20/news/ferry-six"},
    };
    scene *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char url[40];
        snprintf(url, sizeof url, "https://harbour.example/%s", strrchr(cases[i].path, '/') + 1);
        const tale t = {TALE_MARKET, .url = url, .section = cases[i].story};
        const wire_put_opts opts = {.source = WIRE_STR("s"), .section = wire_str_of(cases[i].source), .now = TALE_NOON};
        const kept k = put_kept(s->store, &t, &opts, WIRE_OK);
        assert_string_equal(k.section, cases[i].section);
        assert_string_equal(k.path, cases[i].path);
    }
}

static void a_story_without_address_is_known_by_its_input_or_words(void **state)
{
    static const struct {
        tale tale;
        const char *key;
        wire_code code;
    } cases[] = {
        {{.input = "notes/a.txt", .headline = "One", .body = "One."}, "notes/a.txt", WIRE_OK},
        {{.input = "notes/a.txt", .headline = "One", .body = "One."}, "notes/a.txt", WIRE_SAME},
        {{.input = "-", .headline = "One", .body = "One."}, NULL, WIRE_OK},
        {{.input = "-", .headline = "Two", .body = "Two."}, NULL, WIRE_OK},
        {{.headline = "Two", .body = "Two."}, NULL, WIRE_SAME},
        {{.headline = "Three", .body = "Three.", .published = TALE_NOON}, NULL, WIRE_OK},
        {{.headline = "Three", .body = "Three, corrected.", .published = TALE_NOON}, NULL, WIRE_OK},
    };
    scene *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kept k = put_kept(s->store, &cases[i].tale, NULL, cases[i].code);
        if (cases[i].key)
            assert_string_equal(k.key, cases[i].key);
        else
            assert_memory_equal(k.key, "text:", 5);
    }
    assert_int_equal(sums_of(s->store).n_stories, 4);
    assert_int_equal(sums_of(s->store).n_revisions, 5);
}

static void an_address_that_is_none_is_refused(void **state)
{
    scene *s = *state;
    wire_error err = {0};
    const tale t = {.url = "quay/fish", .headline = "Four", .body = "Four."};
    assert_int_equal(tale_put(s->store, &t, NULL, NULL, &err), WIRE_EFORMAT);
    assert_string_equal(err.text, "store: not an http or https address: quay/fish");
}

static void very_long_texts_are_kept_but_not_in_lists(void **state)
{
    enum { LONG = 200000 };
    scene *s = *state;
    char *text = malloc(LONG + 1);
    for (size_t i = 0; i < LONG; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    text[LONG] = '\0';
    char url[60000] = "https://harbour.example/";
    memset(url + strlen(url), 'a', sizeof url - strlen(url) - 1);
    const tale t = {.url = url, .headline = text, .abstract = text, .section = text, .body = text};
    wire_record record;
    assert_int_equal(tale_put(s->store, &t, NULL, &record, NULL), WIRE_OK);
    assert_true(record.headline.n <= 2048 && record.headline.n % 2 == 0);
    assert_true(record.summary.n <= 2048 && record.section.n <= 200 && record.key.n < 2049);
    wire_story *story = NULL;
    wire_error err = {0};
    if (wire_store_get(s->store, record.id, &story, &err))
        fail_msg("%s", err.text);
    assert_true(wire_str_is(story->headline, wire_str_of(text)));
    wire_story_free(story);
    free(text);
}

/* Sources ---------------------------------------------------------------------------------- */

static void a_story_stays_with_its_first_source(void **state)
{
    scene *s = *state;
    put_kept(s->store, &market, NULL, WIRE_OK);
    const wire_put_opts other = {.source = WIRE_STR("quay"), .rights = WIRE_RIGHTS_PERSONAL, .now = TALE_NOON};
    const kept k = put_kept(s->store, &market, &other, WIRE_SAME);
    assert_string_equal(k.source, "harbour");
    assert_int_equal(k.rights, WIRE_RIGHTS_OWN);
    assert_int_equal(sums_of(s->store).n_personal, 0);
}

static void rights_follow_the_source(void **state)
{
    scene *s = *state;
    put_kept(s->store, &market, NULL, WIRE_OK);
    const wire_put_opts personal = {.source = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_PERSONAL, .now = TALE_NOON};
    assert_int_equal(put_kept(s->store, &market, &personal, WIRE_SAME).rights, WIRE_RIGHTS_PERSONAL);
    assert_int_equal(sums_of(s->store).n_personal, 1);
    wire_record record;
    assert_int_equal(wire_store_find(s->store, WIRE_STR("1"), &record, NULL), WIRE_OK);
    assert_int_equal(record.rights, WIRE_RIGHTS_PERSONAL);
}

static void a_source_must_be_named(void **state)
{
    scene *s = *state;
    wire_error err;
    assert_int_equal(tale_put(s->store, &market, &(wire_put_opts){.now = 1}, NULL, &err), WIRE_EUSE);
    assert_int_equal(sums_of(s->store).n_stories, 0);
}

/* Order ------------------------------------------------------------------------------------ */

typedef struct walk {
    wire_store *store;
    uint64_t ids[8];
    size_t n;
    wire_code stop_with;
} walk;

static wire_code note_id(void *user, const wire_record *record)
{
    walk *w = user;
    wire_story *story = NULL;
    assert_true(w->n < 8);
    w->ids[w->n++] = record->id;
    assert_int_equal(wire_store_get(w->store, record->id, &story, NULL), WIRE_OK); /* reading on the way is allowed */
    assert_true(wire_str_is(story->headline, record->headline));
    wire_story_free(story);
    return w->stop_with && w->n == 2 ? w->stop_with : WIRE_OK;
}

/* What a brief record has is what the whole one has. */
static wire_code note_brief(void *user, const wire_record *record)
{
    walk *w = user;
    wire_record whole;
    assert_true(w->n < 8);
    w->ids[w->n++] = record->id;
    assert_int_equal(wire_store_find_id(w->store, record->id, &whole, NULL), WIRE_OK);
    assert_true(record->hash == whole.hash && record->last_changed == whole.last_changed);
    assert_true(record->published == whole.published && record->pinned == whole.pinned);
    assert_int_equal(record->state, whole.state);
    assert_true(wire_str_is(record->path, whole.path) && wire_str_is(record->section, whole.section));
    assert_true(wire_str_is(record->headline, whole.headline) && wire_str_is(record->language, whole.language));
    assert_true(wire_str_is(record->summary, whole.summary));
    return w->stop_with && w->n == 2 ? w->stop_with : WIRE_OK;
}

static wire_code walk_again(void *user, const wire_record *record)
{
    (void)record;
    walk *w = user;
    wire_error err;
    assert_int_equal(wire_store_each(w->store, note_id, w, &err), WIRE_EUSE);
    return WIRE_OK;
}

static void stories_come_newest_first_or_by_id(void **state)
{
    static const int64_t published[] = {TALE_NOON, TALE_NOON + 60, TALE_NOON - 60, TALE_NOON, -1};
    static const uint64_t newest[] = {2, 1, 4, 3, 5}, by_id[] = {1, 2, 3, 4, 5};
    scene *s = *state;
    for (size_t i = 0; i < 5; i++) {
        char url[40];
        snprintf(url, sizeof url, "https://harbour.example/%zu", i);
        const tale t = {TALE_MARKET, .url = url, .published = published[i]};
        put_kept(s->store, &t, NULL, WIRE_OK);
    }
    walk w = {.store = s->store};
    assert_int_equal(wire_store_each(s->store, note_id, &w, NULL), WIRE_OK);
    assert_int_equal(w.n, 5);
    assert_memory_equal(w.ids, newest, sizeof newest);
    assert_int_equal(wire_store_set_pinned(s->store, 4, true, TALE_NOON, NULL), WIRE_OK);
    w.n = 0;
    assert_int_equal(wire_store_each_brief(s->store, note_brief, &w, NULL), WIRE_OK);
    assert_int_equal(w.n, 5); /* in whatever order */
    assert_int_equal(w.ids[0] + w.ids[1] + w.ids[2] + w.ids[3] + w.ids[4], 15);
    w.n = 0;
    assert_int_equal(wire_store_each_by_id(s->store, note_id, &w, NULL), WIRE_OK);
    assert_memory_equal(w.ids, by_id, sizeof by_id);
    const wire_code ends[] = {WIRE_NONE, WIRE_SAME, WIRE_ESTOP};
    for (size_t i = 0; i < 3; i++) {
        w = (walk){.store = s->store, .stop_with = ends[i]};
        assert_int_equal(wire_store_each(s->store, note_id, &w, NULL), ends[i]);
        assert_int_equal(w.n, 2);
        w = (walk){.store = s->store, .stop_with = ends[i]};
        assert_int_equal(wire_store_each_brief(s->store, note_brief, &w, NULL), ends[i]);
        assert_int_equal(w.n, 2);
    }
    assert_int_equal(wire_store_each(s->store, walk_again, &w, NULL), WIRE_OK);
}

/* Transactions ----------------------------------------------------------------------------- */

static void a_transaction_is_kept_whole_or_not_at_all(void **state)
{
    scene *s = *state;
    const tale other = {TALE_MARKET, .url = "https://harbour.example/ferry"};
    assert_int_equal(wire_store_begin(s->store, NULL), WIRE_OK);
    put_kept(s->store, &market, NULL, WIRE_OK);
    wire_store_rollback(s->store);
    assert_int_equal(sums_of(s->store).n_stories, 0);
    assert_int_equal(wire_store_begin(s->store, NULL), WIRE_OK);
    put_kept(s->store, &market, NULL, WIRE_OK);
    wire_store *reader = open_scene(s, true);
    assert_int_equal(sums_of(reader).n_stories, 0);
    put_kept(s->store, &other, NULL, WIRE_OK);
    assert_int_equal(wire_store_commit(s->store, NULL), WIRE_OK);
    assert_int_equal(sums_of(reader).n_stories, 2);
    wire_store_close(reader);
    assert_int_equal(wire_store_begin(s->store, NULL), WIRE_OK);
    assert_int_equal(wire_store_set_now(s->store, TALE_NOON, NULL), WIRE_OK);
    reopen(s, false); /* closing an open one drops it */
    assert_int_equal(sums_of(s->store).now, 0);
}

static void transactions_are_not_nested(void **state)
{
    scene *s = *state;
    wire_error err;
    assert_int_equal(wire_store_commit(s->store, &err), WIRE_EUSE);
    wire_store_rollback(s->store);
    assert_int_equal(wire_store_begin(s->store, NULL), WIRE_OK);
    assert_int_equal(wire_store_begin(s->store, &err), WIRE_EUSE);
    assert_int_equal(wire_store_commit(s->store, NULL), WIRE_OK);
}

static void a_store_opened_for_reading_is_not_written(void **state)
{
    scene *s = *state;
    put_kept(s->store, &market, NULL, WIRE_OK);
    reopen(s, true);
    const tale other = {TALE_MARKET, .url = "https://harbour.example/ferry"};
    wire_error err;
    assert_int_equal(tale_put(s->store, &other, NULL, NULL, &err), WIRE_EUSE);
    assert_int_equal(wire_store_begin(s->store, &err), WIRE_EUSE);
    assert_int_equal(wire_store_set_now(s->store, 1, &err), WIRE_EUSE);
    assert_int_equal(wire_store_put_visit(s->store, &(wire_visit){.url = WIRE_STR("x")}, &err), WIRE_EUSE);
    assert_int_equal(sums_of(s->store).n_stories, 1);
}

static void reading_makes_no_store(void **state)
{
    scene *s = *state;
    scene none = {.kind = s->kind, .place = s->kind->make()};
    wire_store *store = NULL;
    wire_error err;
    assert_int_equal(wire_store_open(wire_str_of(s->kind->name(none.place)), true, &store, &err), WIRE_NONE);
    assert_int_equal(wire_store_open(wire_str_of(s->kind->name(none.place)), true, &store, &err), WIRE_NONE);
    assert_null(store);
    s->kind->remove(none.place);
}

static void now_never_goes_backwards(void **state)
{
    static const struct {
        int64_t set, is;
    } cases[] = {{100, 100}, {50, 100}, {100, 100}, {101, 101}};
    scene *s = *state;
    assert_int_equal(sums_of(s->store).now, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(wire_store_set_now(s->store, cases[i].set, NULL), WIRE_OK);
        assert_int_equal(sums_of(s->store).now, cases[i].is);
    }
}

/* Visits ----------------------------------------------------------------------------------- */

static wire_code count_visit(void *user, const wire_visit *visit)
{
    assert_true(visit->url.n > 0);
    ++*(int *)user;
    return WIRE_OK;
}

static void a_visit_is_remembered_whole(void **state)
{
    scene *s = *state;
    const kept k = put_kept(s->store, &market, NULL, WIRE_OK);
    wire_visit put = {.url = WIRE_STR("https://harbour.example/a"),
                      .source = WIRE_STR("harbour"),
                      .etag = WIRE_STR("\"v1\""),
                      .last_modified = WIRE_STR("Fri, 20 Nov 2026 12:00:00 GMT"),
                      .at = 10,
                      .due = 20,
                      .status = 200,
                      .n_bytes = 300000,
                      .said = UINT64_MAX - 1,
                      .whole = 9,
                      .story = k.id};
    wire_visit got, other = {.url = WIRE_STR("https://harbour.example/b"),
                             .at = 11,
                             .n_fails = 3,
                             .error = WIRE_STR("fetch: timed out")};
    assert_int_equal(wire_store_put_visit(s->store, &put, NULL), WIRE_OK);
    assert_int_equal(wire_store_put_visit(s->store, &other, NULL), WIRE_OK);
    reopen(s, false);
    assert_int_equal(wire_store_get_visit(s->store, put.url, &got, NULL), WIRE_OK);
    assert_true(wire_str_is(got.url, put.url) && wire_str_is(got.source, put.source) &&
                wire_str_is(got.etag, put.etag));
    assert_true(wire_str_is(got.last_modified, put.last_modified) && !got.error.p);
    assert_true(got.at == 10 && got.due == 20 && got.status == 200 && got.n_fails == 0 && got.n_bytes == 300000);
    assert_true(got.story == k.id && got.said == UINT64_MAX - 1 && got.whole == 9);
    put.status = 304;
    put.etag = (wire_str){NULL, 0};
    assert_int_equal(wire_store_put_visit(s->store, &put, NULL), WIRE_OK);
    assert_int_equal(wire_store_get_visit(s->store, put.url, &got, NULL), WIRE_OK);
    assert_true(got.status == 304 && !got.etag.p);
    assert_int_equal(wire_store_get_visit(s->store, other.url, &got, NULL), WIRE_OK);
    assert_true(got.story == 0 && got.n_fails == 3 && wire_str_is(got.error, other.error) && !got.source.p);
    int n = 0;
    assert_int_equal(wire_store_each_visit(s->store, count_visit, &n, NULL), WIRE_OK);
    assert_int_equal(n, 2);
    assert_int_equal(wire_store_put_visit(s->store, &(wire_visit){.at = 1}, NULL), WIRE_EUSE);
}

static void a_visit_to_an_unknown_story_is_refused(void **state)
{
    scene *s = *state;
    wire_error err;
    wire_visit visit = {.url = WIRE_STR("https://harbour.example/a"), .story = 99};
    assert_int_equal(wire_store_put_visit(s->store, &visit, &err), WIRE_ESTORE);
    assert_int_equal(wire_store_get_visit(s->store, visit.url, &visit, NULL), WIRE_NONE);
}

/* Running ---------------------------------------------------------------------------------- */

static int set_up(void **state)
{
    scene *s = *state;
    s->place = s->kind->make();
    s->store = open_scene(s, false);
    return 0;
}

static int tear_down(void **state)
{
    scene *s = *state;
    wire_store_close(s->store);
    s->kind->remove(s->place);
    return 0;
}

#define CASES(X)                                                 \
    X(a_new_story_gets_id_path_and_facts)                        \
    X(what_was_put_is_got)                                       \
    X(an_absent_story_is_none)                                   \
    X(a_story_is_found_by_its_names)                             \
    X(a_number_that_is_a_name_is_no_id)                          \
    X(only_what_a_reader_reads_is_a_revision)                    \
    X(a_story_of_which_only_a_change_is_known_is_as_old_as_that) \
    X(a_revision_changes_what_lists_show_but_not_the_path)       \
    X(paths_that_clash_are_numbered)                             \
    X(many_clashes_stay_cheap_and_apart)                         \
    X(sections_come_from_source_then_story_then_news)            \
    X(a_story_without_address_is_known_by_its_input_or_words)    \
    X(an_address_that_is_none_is_refused)                        \
    X(very_long_texts_are_kept_but_not_in_lists)                 \
    X(a_story_stays_with_its_first_source)                       \
    X(rights_follow_the_source)                                  \
    X(a_source_must_be_named)                                    \
    X(stories_come_newest_first_or_by_id)                        \
    X(a_transaction_is_kept_whole_or_not_at_all)                 \
    X(transactions_are_not_nested)                               \
    X(a_store_opened_for_reading_is_not_written)                 \
    X(reading_makes_no_store)                                    \
    X(now_never_goes_backwards)                                  \
    X(a_visit_is_remembered_whole)                               \
    X(a_visit_to_an_unknown_story_is_refused)

int contract_run(const contract *kind)
{
    scene s = {.kind = kind};
    const struct CMUnitTest cases[] = {
#define CASE(name) {#name, name, set_up, tear_down, &s},
        CASES(CASE)
#undef CASE
    };
    return cmocka_run_group_tests_name(kind->kind, cases, NULL, NULL);
}
