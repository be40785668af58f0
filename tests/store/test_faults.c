/* test_faults.c: the n-th allocation fails, ours or SQLite's, for n = 1, 2, 3 ... */
#include "stories.h"

#include "../faults.h"

#include <sqlite3.h>

static sqlite3_mem_methods real;

static void *sqlite_malloc(int n)
{
    return faults_now() ? NULL : real.xMalloc(n);
}

static void *sqlite_realloc(void *p, int n)
{
    return faults_now() ? NULL : real.xRealloc(p, n);
}

/* SQLite's library is linked as it is; its own hook makes its allocations fail. */
static void wrap_sqlite(void)
{
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real), SQLITE_OK);
    sqlite3_mem_methods wrapped = real;
    wrapped.xMalloc = sqlite_malloc;
    wrapped.xRealloc = sqlite_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &wrapped), SQLITE_OK);
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);
}

static wire_code look(void *user, const wire_record *record)
{
    wire_store *store = user;
    wire_story *story = NULL;
    const wire_code code = wire_store_get(store, record->id, &story, NULL);
    wire_story_free(story);
    return code;
}

static wire_code use(wire_store *store, wire_error *err)
{
    static const tale first = {TALE_MARKET}, changed = {TALE_MARKET, .headline = "Fish market to move"};
    wire_record record;
    wire_visit visit = {.url = WIRE_STR("https://harbour.example/a"), .etag = WIRE_STR("\"1\"")};
    wire_store_sums sums;
    wire_code code = tale_put(store, &first, NULL, &record, err);
    if (code < 0 || (code = wire_store_begin(store, err)))
        return code;
    if ((code = tale_put(store, &changed, NULL, NULL, err)) < 0 || (code = wire_store_set_now(store, 5, err)) ||
        (code = wire_store_put_visit(store, &visit, err))) {
        wire_store_rollback(store);
        return code;
    }
    if ((code = wire_store_commit(store, err)) || (code = wire_store_find(store, WIRE_STR("1"), &record, err)) ||
        (code = wire_store_get_visit(store, visit.url, &visit, err)) || (code = wire_store_sum(store, &sums, err)))
        return code;
    assert_int_equal(sums.n_revisions, 2);
    return wire_store_each(store, look, store, err);
}

static void check(const place *p, bool is_whole)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(p->file, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db,
                           "SELECT (SELECT count(*) FROM story), (SELECT count(*) FROM revision), "
                           "(SELECT coalesce(max(revision), 0) FROM story)",
                           -1, &stmt, NULL) == SQLITE_OK) {
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(stmt, 1), sqlite3_column_int(stmt, 2)); /* no half of a story */
        assert_true(!is_whole || sqlite3_column_int(stmt, 1) == 2);
    } else {
        assert_false(is_whole);
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

static bool work(void *user)
{
    (void)user;
    place p;
    const size_t at = faults_at;
    faults_at = 0;
    place_make(&p);
    faults_at = at;
    wire_store *store = NULL;
    wire_error err = {0};
    wire_code code = wire_store_open(wire_str_of(p.file), false, &store, &err);
    if (!code)
        code = use(store, &err);
    wire_store_close(store);
    faults_at = 0;
    if (code && code != WIRE_ENOMEM)
        fail_msg("at %zu: %s: %s", at, wire_code_name(code), err.text);
    check(&p, !code);
    place_remove(&p);
    faults_at = at;
    return code == WIRE_OK;
}

static void every_lack_of_memory_is_said(void **state)
{
    (void)state;
    wrap_sqlite();
    const size_t n = faults_run(work, NULL, 20000);
    print_message("%zu allocations failed, one after the other\n", n);
    assert_true(n > 100 && n < 20000);
}

int main(void)
{
    const struct CMUnitTest cases[] = {cmocka_unit_test(every_lack_of_memory_is_said)};
    return cmocka_run_group_tests(cases, NULL, NULL);
}
