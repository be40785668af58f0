/* test_hand.c: what an editor decides stays decided, and his words stay as long as the source has what they replace. */
#include "stories.h"

#include <sqlite3.h>

#include "store/schema.embed.h"
#include "store/sqlite.h"

static const tale market = {TALE_MARKET};

typedef struct scene {
    place at;
    wire_store *store;
    uint64_t id;
} scene;

static void set_up(scene *s)
{
    wire_record record;
    place_make(&s->at);
    s->store = place_open(&s->at, false);
    assert_int_equal(tale_put(s->store, &market, NULL, &record, NULL), WIRE_OK);
    s->id = record.id;
}

static void tear_down(scene *s)
{
    wire_store_close(s->store);
    place_remove(&s->at);
}

static void put(scene *s, const tale *t, wire_code expected)
{
    wire_put_opts opts = {.source = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_OWN, .now = TALE_NOON + 60};
    wire_error err = {0};
    const wire_code code = tale_put(s->store, t, &opts, NULL, &err);
    if (code != expected)
        fail_msg("%s instead of %s: %s", wire_code_name(code), wire_code_name(expected), err.text);
}

/* Fails unless the store's story has, or lacks, the words. */
static void check_words(scene *s, const char *words, bool has)
{
    wire_str json;
    assert_int_equal(wire_store_get_json(s->store, s->id, &json, NULL), WIRE_OK);
    if ((wire_str_find(json, wire_str_of(words)) != SIZE_MAX) != has)
        fail_msg("%s \"%s\": %.*s", has ? "lacks" : "has", words, WIRE_ARG(json));
}

static wire_record find(scene *s)
{
    wire_record record;
    assert_int_equal(wire_store_find_id(s->store, s->id, &record, NULL), WIRE_OK);
    return record;
}

static wire_code correct(scene *s, const char *was, const char *is_now)
{
    const wire_correction c = {.was = wire_str_of(was), .is_now = wire_str_of(is_now), .at = TALE_NOON + 30};
    return wire_store_correct(s->store, s->id, &c, NULL, NULL);
}

static void decisions_outlive_what_the_source_brings(void **state)
{
    (void)state;
    scene s;
    set_up(&s);
    const wire_str why = WIRE_STR("by order of the court");
    assert_int_equal(wire_store_set_state(s.store, s.id, WIRE_STATE_WITHDRAWN, why, 1, NULL), WIRE_OK);
    assert_int_equal(wire_store_set_state(s.store, s.id, WIRE_STATE_WITHDRAWN, why, 2, NULL), WIRE_SAME);
    assert_int_equal(wire_store_set_pinned(s.store, s.id, true, 7, NULL), WIRE_OK);
    const tale changed = {TALE_MARKET, .headline = "Fish market saved"};
    put(&s, &changed, WIRE_OK);
    wire_store_close(s.store);
    s.store = place_open(&s.at, false);
    wire_record record = find(&s);
    assert_int_equal(record.state, WIRE_STATE_WITHDRAWN);
    assert_true(wire_str_is(record.reason, why));
    assert_int_equal(record.pinned, 7);
    assert_int_equal(record.revision, 2);
    assert_int_equal(wire_store_set_state(s.store, s.id, WIRE_STATE_SHOWN, (wire_str){NULL, 0}, 3, NULL), WIRE_OK);
    assert_int_equal(wire_store_set_pinned(s.store, s.id, false, 8, NULL), WIRE_OK);
    assert_int_equal(wire_store_set_pinned(s.store, s.id, false, 8, NULL), WIRE_SAME);
    record = find(&s);
    assert_true(record.state == WIRE_STATE_SHOWN && !record.reason.p && !record.pinned);
    assert_int_equal(wire_store_set_state(s.store, 99, WIRE_STATE_HIDDEN, why, 1, NULL), WIRE_NONE);
    tear_down(&s);
}

static void a_correction_stays_when_something_else_changes(void **state)
{
    (void)state;
    scene s;
    set_up(&s);
    assert_int_equal(correct(&s, "said the mayor", "said Mayor Sousa"), WIRE_OK);
    check_words(&s, "said Mayor Sousa", true);
    check_words(&s, "said the mayor", false);
    put(&s, &market, WIRE_SAME); /* what the source had before the correction is nothing new */
    check_words(&s, "said Mayor Sousa", true);
    const tale changed = {TALE_MARKET, .headline = "Fish market saved",
                          .body = "The fish market stays.\n\n\"We listened,\" said the mayor."};
    put(&s, &changed, WIRE_OK);
    check_words(&s, "Fish market saved", true);
    check_words(&s, "The fish market stays.", true);
    check_words(&s, "said Mayor Sousa", true);
    tear_down(&s);
}

static wire_code see_correction(void *user, uint64_t id, const wire_correction *c)
{
    (void)id;
    *(bool *)user = c->applies;
    return WIRE_OK;
}

static void the_source_s_own_correction_goes_before(void **state)
{
    (void)state;
    scene s;
    bool applies = false;
    set_up(&s);
    assert_int_equal(correct(&s, "said the mayor", "said Mayor Sousa"), WIRE_OK);
    assert_int_equal(wire_store_each_correction(s.store, s.id, see_correction, &applies, NULL), WIRE_OK);
    assert_true(applies);
    const tale changed = {TALE_MARKET, .body = "The fish market stays.\n\n\"We listened,\" said Mayor Ana Sousa."};
    put(&s, &changed, WIRE_OK);
    check_words(&s, "said Mayor Ana Sousa", true);
    assert_int_equal(wire_store_each_correction(s.store, s.id, see_correction, &applies, NULL), WIRE_OK);
    assert_false(applies);
    put(&s, &market, WIRE_OK); /* and comes back with the words it is for */
    check_words(&s, "said Mayor Sousa", true);
    tear_down(&s);
}

static void corrections_reach_every_text_and_can_be_taken_back(void **state)
{
    (void)state;
    scene s;
    set_up(&s);
    const uint64_t hash = find(&s).hash;
    assert_int_equal(correct(&s, "Fish market", "Fish hall"), WIRE_OK);
    assert_int_equal(correct(&s, "Councillors voted", "The council voted"), WIRE_OK);
    assert_int_equal(correct(&s, "Ada Byrne", "Ada Burn"), WIRE_OK);
    assert_int_equal(correct(&s, "The fish market stays where it is.", ""), WIRE_OK);
    assert_int_equal(correct(&s, "no such words", "x"), WIRE_SAME);
    assert_int_equal(correct(&s, "", "x"), WIRE_EUSE);
    wire_record record = find(&s);
    assert_true(wire_str_is(record.headline, WIRE_STR("Fish hall to stay on the quay")));
    assert_true(wire_str_is(record.summary, WIRE_STR("The council voted nine to two.")));
    assert_int_equal(record.revision, 5);
    check_words(&s, "Ada Burn", true);
    check_words(&s, "stays where it is", false);
    wire_story *story = NULL;
    assert_int_equal(wire_store_get(s.store, s.id, &story, NULL), WIRE_OK);
    assert_int_equal(story->n_blocks, 1); /* a block without words is none */
    wire_story_free(story);
    assert_int_equal(wire_store_uncorrect(s.store, s.id, TALE_NOON + 90, NULL), WIRE_OK);
    assert_int_equal(wire_store_uncorrect(s.store, s.id, TALE_NOON + 90, NULL), WIRE_SAME);
    record = find(&s);
    assert_true(record.hash == hash && record.revision == 6);
    tear_down(&s);
}

static void a_source_s_own_dates_are_kept(void **state)
{
    (void)state;
    scene s;
    set_up(&s);
    wire_story *story = NULL;
    wire_record record;
    wire_error err = {0};
    static const char json[] =
        "{\"url\": \"https://harbour.example/budget\", \"headline\": \"Budget\", \"articleBody\": "
        "\"Text.\", \"embargoed\": \"2026-11-21T06:00:00Z\", \"expires\": \"2026-12-01\"}";
    const wire_put_opts opts = {.source = WIRE_STR("harbour"), .now = TALE_NOON};
    assert_int_equal(wire_story_read_json(wire_str_of(json), &story, &err), WIRE_OK);
    assert_int_equal(wire_store_put(s.store, story, &opts, &record, &err), WIRE_OK);
    assert_int_equal(record.embargo, 1795240800);
    assert_int_equal(record.expires, 1796083200);
    story->expires = (wire_stamp){0};
    assert_int_equal(wire_store_put(s.store, story, &opts, &record, &err), WIRE_OK);
    assert_true(record.revision == 2 && record.expires == 0 && record.embargo == 1795240800);
    wire_story_free(story);
    tear_down(&s);
}

/* A store as an earlier wirecopy left it, with one story in it. */
static void make_earlier(const char *file, int version)
{
    static const char *const steps[] = {wire__schema_0001, wire__schema_0002, wire__schema_0003,
                                        wire__schema_0004, wire__schema_0005, wire__schema_0006};
    static const char STORY[] =
        "INSERT INTO source VALUES (1, 'harbour', 2);"
        "INSERT INTO story (id, key, path, source, section, first_seen, published, headline, revision, last_changed, "
        "hash, sense) VALUES (1, 'https://harbour.example/old', '2026/01/02/local/old', 1, 'Local', 5, 5, 'Old ferry', "
        "1, 5, 77, 88);"
        "INSERT INTO revision (story, n, at, hash, json) VALUES (1, 1, 5, 77, '{\"input\":\"old\",\"url\":"
        "\"https://harbour.example/old\",\"headline\":\"Old ferry\",\"articleBody\":\"It sails.\"}');"
        "INSERT INTO visit (url, at, due, status, n_fails, n_bytes, story) VALUES ('https://harbour.example/old', 5, "
        "6, "
        "200, 0, 9, 1)";
    char mark[96];
    sqlite3 *db = NULL;
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", 0x57495245, version);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    for (int i = 0; i < version; i++)
        assert_int_equal(sqlite3_exec(db, steps[i], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, STORY, NULL, NULL, NULL), SQLITE_OK);
    if (version >= 6) /* what is planned with is written with every story since */
        assert_int_equal(wire__sqlite_pack_briefs(&(wire__sqlite){.db = db, .place = file}, NULL), WIRE_OK);
    assert_int_equal(sqlite3_exec(db, mark, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static wire_code count_old(void *user, const wire_record *record)
{
    assert_true(record->id == 1 && record->hash == 77 && wire_str_is(record->headline, WIRE_STR("Old ferry")));
    ++*(uint64_t *)user;
    return WIRE_OK;
}

static void every_earlier_store_is_brought_up_to_date(void **state)
{
    (void)state;
    for (int version = 1; version <= 6; version++) {
        scene s = {.id = 1};
        wire_visit visit;
        place_make(&s.at);
        make_earlier(s.at.file, version);
        wire_store_close(place_open(&s.at, true)); /* who only reads it brings it up to date too */
        s.store = place_open(&s.at, false);
        wire_record record = find(&s);
        assert_true(record.state == WIRE_STATE_SHOWN && !record.pinned && !record.embargo && !record.expires);
        assert_true(wire_str_is(record.headline, WIRE_STR("Old ferry")));
        uint64_t n = 0;
        assert_int_equal(wire_store_each_brief(s.store, count_old, &n, NULL), WIRE_OK);
        assert_int_equal(n, 1);
        assert_int_equal(wire_store_note_photos(s.store, NULL, NULL), WIRE_OK);
        assert_int_equal(wire_store_get_memory(s.store, WIRE_STR("harbour"), &(wire_memory *){NULL}, NULL), WIRE_NONE);
        assert_int_equal(correct(&s, "sails", "sailed"), WIRE_OK);
        check_words(&s, "It sailed.", true);
        assert_int_equal(wire_store_set_state(s.store, 1, WIRE_STATE_HIDDEN, (wire_str){NULL, 0}, 9, NULL), WIRE_OK);
        assert_int_equal(wire_store_get_visit(s.store, WIRE_STR("https://harbour.example/old"), &visit, NULL), WIRE_OK);
        assert_true(visit.story == 1 && !visit.moved.p && !visit.said && !visit.whole);
        tear_down(&s);
    }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(decisions_outlive_what_the_source_brings),
        cmocka_unit_test(a_correction_stays_when_something_else_changes),
        cmocka_unit_test(the_source_s_own_correction_goes_before),
        cmocka_unit_test(corrections_reach_every_text_and_can_be_taken_back),
        cmocka_unit_test(a_source_s_own_dates_are_kept),
        cmocka_unit_test(every_earlier_store_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
