/* test_sqlite.c: what is SQLite's own: files that are no store, older and newer schemas, other processes, damage. */
#include "store/handle.h"
#include "store/sqlite.h"
#include "stories.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/wait.h>

static void put_numbered(wire_store *store, int i)
{
    char url[80];
    snprintf(url, sizeof url, "https://harbour.example/story-%d", i);
    const tale t = {TALE_MARKET, .url = url};
    const wire_code code = tale_put(store, &t, NULL, NULL, NULL);
    assert_true(code == WIRE_OK || code == WIRE_SAME);
}

/* Asks the file itself, without the library. */
static int64_t ask(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int64_t n = INT64_MIN;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return n;
}

static void tell(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void assert_sound(const char *file, int64_t n_stories)
{
    assert_int_equal(ask(file, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
    assert_int_equal(ask(file, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(ask(file,
                         "SELECT count(*) FROM story s LEFT JOIN revision r ON r.story = s.id AND r.n = s.revision "
                         "WHERE r.json IS NULL"),
                     0);
    assert_int_equal(ask(file, "SELECT count(*) FROM story"), n_stories);
}

static void write_file(const char *file, const void *bytes, size_t n)
{
    FILE *out = fopen(file, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, n, out), n);
    assert_int_equal(fclose(out), 0);
}

/* Opening ---------------------------------------------------------------------------------- */

static const struct file_case {
    const char *what;
    const char *bytes; /* of the file; NULL: made by sql */
    const char *sql;   /* run on a database, a fresh store first where is_store */
    bool is_store;
    wire_code writing, reading;
    const char *message;
} file_cases[] = {
    {"empty", "", NULL, false, WIRE_OK, WIRE_NONE, NULL},
    {"half made", NULL, "PRAGMA journal_mode = WAL", false, WIRE_OK, WIRE_NONE, NULL},
    {"a store", NULL, "SELECT 1", true, WIRE_OK, WIRE_OK, NULL},
    {"text",
     "The fish market stays where it is, said the mayor, and so it did for a hundred years and more. "
     "Nobody could say why.\n",
     NULL, false, WIRE_ESTORE, WIRE_ESTORE, "is not a store"},
    {"another's", NULL, "CREATE TABLE fish (name TEXT)", false, WIRE_ESTORE, WIRE_ESTORE, "another program's"},
    {"another's by id", NULL, "PRAGMA application_id = 7", false, WIRE_ESTORE, WIRE_ESTORE, "another program's"},
    {"another's by version", NULL, "PRAGMA user_version = 1", false, WIRE_ESTORE, WIRE_ESTORE, "another program's"},
    {"newer", NULL, "PRAGMA user_version = 99", true, WIRE_ESTORE, WIRE_ESTORE, "newer wirecopy"},
    {"negative", NULL, "PRAGMA user_version = -1", true, WIRE_ESTORE, WIRE_ESTORE, "schema -1"},
};

static void files_are_taken_for_what_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof file_cases / sizeof *file_cases; i++) {
        const struct file_case *c = &file_cases[i];
        for (int is_read_only = 0; is_read_only < 2; is_read_only++) {
            place p;
            wire_error err = {0};
            wire_store *store = NULL;
            place_make(&p);
            if (c->is_store)
                wire_store_close(place_open(&p, false));
            if (c->bytes)
                write_file(p.file, c->bytes, strlen(c->bytes));
            else
                tell(p.file, c->sql);
            const wire_code code = wire_store_open(wire_str_of(p.file), is_read_only, &store, &err);
            if (code != (is_read_only ? c->reading : c->writing))
                fail_msg("%s, %d: %s: %s", c->what, is_read_only, wire_code_name(code), err.text);
            if (c->message && (!strstr(err.text, c->message) || !strstr(err.text, p.file)))
                fail_msg("%s: says \"%s\"", c->what, err.text);
            wire_store_close(store);
            place_remove(&p);
        }
    }
}

static void a_place_that_cannot_be_is_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *place;
        wire_code writing, reading;
    } cases[] = {
        {"", WIRE_EUSE, WIRE_EUSE},
        {"/nowhere/at/all/wirecopy.db", WIRE_ESTORE, WIRE_NONE},
        {"/tmp", WIRE_ESTORE, WIRE_ESTORE},
        {"/dev/null/wirecopy.db", WIRE_ESTORE, WIRE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int is_read_only = 0; is_read_only < 2; is_read_only++) {
            wire_store *store = NULL;
            wire_error err = {0};
            const wire_code code = wire_store_open(wire_str_of(cases[i].place), is_read_only, &store, &err);
            if (code != (is_read_only ? cases[i].reading : cases[i].writing))
                fail_msg("\"%s\", %d: %s: %s", cases[i].place, is_read_only, wire_code_name(code), err.text);
            assert_true(err.text[0] && !store);
        }
    }
}

/* Names that SQLite would take for something else. */
static void odd_names_are_names(void **state)
{
    (void)state;
    static const char *const names[] = {":memory:", "file:x.db?mode=memory", "a?b#c%20d.db"};
    char before[4096];
    place p;
    place_make(&p);
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(p.folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        wire_store *store = NULL;
        assert_int_equal(wire_store_open(wire_str_of(names[i]), false, &store, NULL), WIRE_OK);
        wire_store_close(store);
        assert_int_equal(access(names[i], F_OK), 0);
        assert_int_equal(wire_store_open(wire_str_of(names[i]), true, &store, NULL), WIRE_OK);
        wire_store_close(store);
        assert_int_equal(unlink(names[i]), 0);
    }
    assert_int_equal(chdir(before), 0);
    place_remove(&p);
}

static void a_new_store_is_as_decided(void **state)
{
    (void)state;
    place p;
    place_make(&p);
    wire_store_close(place_open(&p, false));
    assert_int_equal(ask(p.file, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
    assert_int_equal(ask(p.file, "PRAGMA user_version"), 7);
    assert_int_equal(ask(p.file, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND strict"), 13);
    assert_int_equal(ask(p.file,
                         "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT "
                         "strict AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words%'"),
                     0);
    place_remove(&p);
}

static int in_read_only_disk(const char *folder, const char *file)
{
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
        mount("tmpfs", folder, "tmpfs", 0, "size=8m"))
        return 77;
    wire_store *store = NULL;
    const tale t = {TALE_MARKET};
    wire_record record;
    if (wire_store_open(wire_str_of(file), false, &store, NULL) || tale_put(store, &t, NULL, NULL, NULL))
        return 1;
    wire_store_close(store);
    if (mount(NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, NULL))
        return 77;
    if (wire_store_open(wire_str_of(file), true, &store, NULL))
        return 2;
    const wire_code code = wire_store_find(store, WIRE_STR("1"), &record, NULL);
    wire_store_close(store);
    store = NULL;
    if (code)
        return 3;
    return wire_store_open(wire_str_of(file), false, &store, NULL) == WIRE_ESTORE ? 0 : 4;
}

static void a_store_on_a_read_only_disk_can_be_read(void **state)
{
    (void)state;
    place p;
    place_make(&p);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (!child)
        _exit(in_read_only_disk(p.folder, p.file));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    place_remove(&p);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
        print_message("SKIPPED: a read-only disk cannot be mounted here\n");
        skip();
    }
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* Others at work --------------------------------------------------------------------------- */

enum { EACH_WRITER = 150 };

/* In a child: puts its share, each in a transaction of its own. */
static int write_share(const char *file, int from)
{
    wire_store *store = NULL;
    wire_error err = {0};
    if (wire_store_open(wire_str_of(file), false, &store, &err)) {
        print_error("%s\n", err.text);
        return 1;
    }
    for (int i = 0; i < EACH_WRITER; i++) {
        char url[80];
        snprintf(url, sizeof url, "https://harbour.example/story-%d", from + i);
        const tale t = {TALE_MARKET, .url = url};
        if (tale_put(store, &t, NULL, NULL, &err) < 0) {
            print_error("%s\n", err.text);
            return 2;
        }
    }
    wire_store_close(store);
    return 0;
}

/* Many make the same store in the same moment: each finds it empty or made, never something between. */
static void processes_make_it_together(void **state)
{
    (void)state;
    enum { N = 4, ROUNDS = 40 };
    for (int round = 0; round < ROUNDS; round++) {
        place p;
        pid_t children[N];
        place_make(&p);
        for (int i = 0; i < N; i++) {
            children[i] = fork();
            assert_true(children[i] >= 0);
            if (!children[i]) {
                wire_store *store = NULL;
                wire_error err = {0};
                if (wire_store_open(wire_str_of(p.file), false, &store, &err))
                    print_error("%s\n", err.text);
                wire_store_close(store);
                _exit(err.text[0] != 0);
            }
        }
        int n_failed = 0;
        for (int i = 0; i < N; i++) {
            int status;
            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            n_failed += status != 0;
        }
        place_remove(&p);
        assert_int_equal(n_failed, 0);
    }
}

static void processes_take_turns(void **state)
{
    (void)state;
    enum { N = 3 };
    place p;
    pid_t children[N];
    place_make(&p);
    for (int i = 0; i < N; i++) { /* all make the store, too; the shares overlap by half */
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (!children[i])
            _exit(write_share(p.file, i * EACH_WRITER / 2));
    }
    for (int i = 0; i < N; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    assert_sound(p.file, EACH_WRITER * (N + 1) / 2);
    place_remove(&p);
}

typedef struct reading {
    const place *place;
    bool is_done, is_wrong;
} reading;

static wire_code count_story(void *user, const wire_record *record)
{
    (void)record;
    ++*(uint64_t *)user;
    return WIRE_OK;
}

static void *read_along(void *user)
{
    reading *r = user;
    wire_store *store = NULL;
    uint64_t before = 0;
    if (wire_store_open(wire_str_of(r->place->file), true, &store, NULL))
        r->is_wrong = true;
    while (!r->is_wrong && !__atomic_load_n(&r->is_done, __ATOMIC_ACQUIRE)) {
        uint64_t n = 0;
        if (wire_store_each(store, count_story, &n, NULL) || n < before || n % 10)
            r->is_wrong = true; /* only whole transactions of ten are seen */
        before = n;
    }
    wire_store_close(store);
    return NULL;
}

static void threads_read_while_one_writes(void **state)
{
    (void)state;
    place p;
    pthread_t threads[2];
    place_make(&p);
    wire_store *store = place_open(&p, false);
    reading r = {.place = &p};
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_along, &r), 0);
    for (int i = 0; i < 300; i++) {
        if (i % 10 == 0)
            assert_int_equal(wire_store_begin(store, NULL), WIRE_OK);
        put_numbered(store, i);
        if (i % 10 == 9)
            assert_int_equal(wire_store_commit(store, NULL), WIRE_OK);
    }
    __atomic_store_n(&r.is_done, true, __ATOMIC_RELEASE);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_false(r.is_wrong);
    wire_store_close(store);
    place_remove(&p);
}

/* In a child, until it is killed: transactions of seven, telling the parent after each put. */
static void write_for_ever(const char *file, int told)
{
    wire_store *store = NULL;
    if (wire_store_open(wire_str_of(file), false, &store, NULL))
        _exit(1);
    for (int i = 0;; i++) {
        char url[80];
        snprintf(url, sizeof url, "https://harbour.example/story-%d", i);
        const tale t = {TALE_MARKET, .url = url};
        if ((i % 7 == 0 && wire_store_begin(store, NULL)) || tale_put(store, &t, NULL, NULL, NULL) < 0 ||
            (i % 7 == 6 && wire_store_commit(store, NULL)) || write(told, "", 1) != 1)
            _exit(2);
    }
}

static void a_killed_writer_leaves_whole_transactions(void **state)
{
    (void)state;
    for (int round = 0; round < 6; round++) {
        place p;
        int told[2];
        char byte;
        place_make(&p);
        assert_int_equal(pipe(told), 0);
        const pid_t child = fork();
        assert_true(child >= 0);
        if (!child)
            write_for_ever(p.file, told[1]);
        close(told[1]);
        const int n_told = 20 + round * 13;
        for (int i = 0; i < n_told; i++)
            assert_int_equal(read(told[0], &byte, 1), 1);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        close(told[0]);

        wire_store *store = place_open(&p, false);
        wire_store_sums sums;
        assert_int_equal(wire_store_sum(store, &sums, NULL), WIRE_OK);
        assert_true(sums.n_stories % 7 == 0 && sums.n_stories >= (uint64_t)(n_told - n_told % 7));
        const int n = (int)sums.n_stories + 10;
        for (int i = 0; i < n; i++) /* the same again, and what had been missing */
            put_numbered(store, i);
        wire_store_close(store);
        assert_sound(p.file, n);
        assert_int_equal(ask(p.file, "SELECT count(*) FROM revision"), n);
        place_remove(&p);
    }
}

/* Damage ----------------------------------------------------------------------------------- */

static wire_code read_story(void *user, const wire_record *record)
{
    wire_store *store = *(wire_store **)user;
    wire_story *story = NULL;
    wire_error err;
    const wire_code code = wire_store_get(store, record->id, &story, &err);
    wire_story_free(story);
    if (record->path.n && record->path.p[0] == '/')
        fail_msg("a damaged path was given out");
    return code == WIRE_NONE ? WIRE_ESTORE : code;
}

/* Does everything with a file. Returns false where something said that it is damaged. */
static bool use_all(const char *file)
{
    wire_store *store = NULL;
    wire_record record;
    wire_store_sums sums;
    wire_error err;
    bool is_well = true;
    wire_code code = wire_store_open(wire_str_of(file), true, &store, &err);
    if (!code) {
        is_well &= wire_store_each(store, read_story, &store, &err) == WIRE_OK;
        is_well &= wire_store_each_by_id(store, read_story, &store, &err) == WIRE_OK;
        is_well &= wire_store_sum(store, &sums, &err) == WIRE_OK && sums.n_stories == 40;
        is_well &= wire_store_find(store, WIRE_STR("https://harbour.example/story-7"), &record, &err) == WIRE_OK;
        wire_store_close(store);
        store = NULL;
    }
    is_well &= code == WIRE_OK;
    if (wire_store_open(wire_str_of(file), false, &store, &err))
        return false;
    for (int i = 38; i < 44; i++) {
        char url[80];
        snprintf(url, sizeof url, "https://harbour.example/story-%d", i);
        const tale t = {TALE_MARKET, .url = url, .headline = "Another"};
        code = tale_put(store, &t, NULL, &record, &err);
        is_well &= code >= 0;
    }
    wire_store_close(store);
    return is_well;
}

static char *read_file(const char *file, size_t *n)
{
    struct stat st;
    FILE *in = fopen(file, "rb");
    assert_non_null(in);
    assert_int_equal(fstat(fileno(in), &st), 0);
    char *bytes = malloc((size_t)st.st_size);
    *n = fread(bytes, 1, (size_t)st.st_size, in);
    fclose(in);
    return bytes;
}

static uint32_t next_random(uint32_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 17;
    *x ^= *x << 5;
    return *x;
}

static void use_copy(const place *p, const char *bytes, size_t n, int *n_damaged)
{
    char copy[260], name[280];
    snprintf(copy, sizeof copy, "%s.copy", p->file);
    write_file(copy, bytes, n);
    *n_damaged += !use_all(copy);
    snprintf(name, sizeof name, "%s-wal", copy);
    unlink(name);
    snprintf(name, sizeof name, "%s-shm", copy);
    unlink(name);
}

static void damage_is_an_error_not_a_crash(void **state)
{
    (void)state;
    enum { ROUNDS = 250 };
    place p;
    size_t n;
    int n_damaged = 0;
    uint32_t x = 20261120;
    place_make(&p);
    wire_store *store = place_open(&p, false);
    assert_int_equal(wire_store_begin(store, NULL), WIRE_OK);
    for (int i = 0; i < 40; i++)
        put_numbered(store, i);
    assert_int_equal(wire_store_commit(store, NULL), WIRE_OK);
    wire_store_close(store);
    char *bytes = read_file(p.file, &n), *hurt = malloc(n);
    use_copy(&p, bytes, n, &n_damaged);
    assert_int_equal(n_damaged, 0);
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(hurt, bytes, n);
        const size_t range = round % 3 ? n : 400; /* every third in the header and the schema */
        for (int flips = 1 + round % 40; flips; flips--)
            hurt[next_random(&x) % range] ^= (char)(1 + next_random(&x) % 255);
        use_copy(&p, hurt, n, &n_damaged);
    }
    for (size_t cut = 1; cut < n; cut += n / 23)
        use_copy(&p, bytes, cut, &n_damaged);
    assert_true(n_damaged > ROUNDS / 2);
    free(hurt);
    free(bytes);
    place_remove(&p);
}

/* Stories that somebody else wrote into the file. */
static void hostile_contents_are_errors(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        wire_code get, find;
    } cases[] = {
        {"UPDATE revision SET json = ''", WIRE_ESTORE, WIRE_OK},
        {"UPDATE revision SET json = 'null'", WIRE_ESTORE, WIRE_OK},
        {"UPDATE revision SET json = '{\"headline\":'", WIRE_ESTORE, WIRE_OK},
        {"UPDATE revision SET json = replace(hex(zeroblob(100000)), '0', '[')", WIRE_ESTORE, WIRE_OK},
        {"UPDATE revision SET json = '{\"headline\":\"a\",\"blocks\":' || replace(hex(zeroblob(50000)), '00', "
         "'{\"blocks\":[') ",
         WIRE_ESTORE, WIRE_OK},
        {"DELETE FROM revision", WIRE_NONE, WIRE_OK},
        {"UPDATE story SET revision = 9", WIRE_NONE, WIRE_OK},
        {"UPDATE story SET path = '../../etc/passwd'", WIRE_OK, WIRE_ESTORE},
        {"UPDATE story SET path = '/etc/passwd'", WIRE_OK, WIRE_ESTORE},
        {"UPDATE story SET path = 'a/../b'", WIRE_OK, WIRE_ESTORE},
        {"UPDATE story SET path = ''", WIRE_OK, WIRE_ESTORE},
        {"UPDATE story SET path = 'a//b'", WIRE_OK, WIRE_ESTORE},
        {"UPDATE story SET path = 'a/b/'", WIRE_OK, WIRE_ESTORE},
        {"UPDATE story SET key = ''", WIRE_OK, WIRE_ESTORE},
        {"DROP TABLE revision", WIRE_ESTORE, WIRE_OK},
        {"CREATE TRIGGER t AFTER UPDATE ON story BEGIN DELETE FROM story; END", WIRE_OK, WIRE_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        place p;
        wire_story *story = NULL;
        wire_record record;
        wire_error err = {0};
        place_make(&p);
        wire_store *store = place_open(&p, false);
        put_numbered(store, 0);
        wire_store_close(store);
        tell(p.file, cases[i].sql);
        store = place_open(&p, false);
        const wire_code get = wire_store_get(store, 1, &story, &err);
        const wire_code find = wire_store_find(store, WIRE_STR("1"), &record, &err);
        if (get != cases[i].get || find != cases[i].find)
            fail_msg("%s: %s, %s: %s", cases[i].sql, wire_code_name(get), wire_code_name(find), err.text);
        wire_story_free(story);
        const tale t = {TALE_MARKET, .url = "https://harbour.example/story-0", .headline = "Changed"};
        (void)!tale_put(store, &t, NULL, NULL, &err);
        wire_store_sums sums;
        assert_true(wire_store_sum(store, &sums, NULL) || sums.n_stories >= 1); /* the trigger did not run */
        wire_store_close(store);
        place_remove(&p);
    }
}

static wire_code see_nothing(void *user, const wire_visit *visit)
{
    (void)user, (void)visit;
    return WIRE_OK;
}

/* Does what a fetch and an import ask of a store. */
static void use(wire_store *store)
{
    wire_visit visit;
    wire_record record;
    wire_note note;
    const wire_str url = WIRE_STR("https://harbour.example/a");
    const tale t = {
        .url = url.p, .headline = "Ferry", .body = "The ferry sails at nine in the morning, the harbour said."};
    const tale changed = {.url = url.p, .headline = "Ferry late", .body = t.body};
    assert_int_equal(tale_put(store, &t, NULL, &record, NULL), WIRE_OK);
    assert_int_equal(tale_put(store, &changed, NULL, &record, NULL), WIRE_OK);
    assert_int_equal(wire_store_find(store, url, &record, NULL), WIRE_OK);
    assert_int_equal(wire_store_find(store, WIRE_STR("1"), &record, NULL), WIRE_OK);
    assert_int_equal(wire_store_put_visit(store, &(wire_visit){.url = url, .at = 1, .story = 1}, NULL), WIRE_OK);
    assert_int_equal(wire_store_get_visit(store, url, &visit, NULL), WIRE_OK);
    assert_int_equal(wire_store_put_note(store, &(wire_note){url, url, 1}, NULL), WIRE_OK);
    assert_int_equal(wire_store_get_note(store, url, &note, NULL), WIRE_OK);
    assert_int_equal(wire_store_each_visit(store, see_nothing, NULL, NULL), WIRE_OK);
}

/* Of the statements that ran, none goes through a table, but those that are there to list one. */
static void looking_up_scans_nothing(void **state)
{
    (void)state;
    place p;
    place_make(&p);
    wire_store *store = place_open(&p, false);
    use(store);
    sqlite3 *db = ((wire__sqlite *)store->db)->db;
    int n_looked = 0;
    for (sqlite3_stmt *stmt = sqlite3_next_stmt(db, NULL); stmt; stmt = sqlite3_next_stmt(db, stmt)) {
        sqlite3_stmt *plan = NULL;
        const char *sql = sqlite3_sql(stmt);
        char *asked = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
        if (strstr(sql, "FROM visit ORDER BY") || strncmp(sql, "EXPLAIN", 7) == 0) {
            sqlite3_free(asked);
            continue;
        }
        assert_int_equal(sqlite3_prepare_v2(db, asked, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            n_looked += strstr(step, "USING") != NULL;
            if (!strncmp(step, "SCAN", 4) && !strstr(step, "CONSTANT ROW"))
                fail_msg("%s: %s", sql, step);
        }
        sqlite3_finalize(plan);
        sqlite3_free(asked);
    }
    assert_in_range(n_looked, 6, 100);
    wire_store_close(store);
    place_remove(&p);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(files_are_taken_for_what_they_are),
        cmocka_unit_test(a_place_that_cannot_be_is_an_error),
        cmocka_unit_test(odd_names_are_names),
        cmocka_unit_test(a_new_store_is_as_decided),
        cmocka_unit_test(looking_up_scans_nothing),
        cmocka_unit_test(a_store_on_a_read_only_disk_can_be_read),
        cmocka_unit_test(processes_make_it_together),
        cmocka_unit_test(processes_take_turns),
        cmocka_unit_test(threads_read_while_one_writes),
        cmocka_unit_test(a_killed_writer_leaves_whole_transactions),
        cmocka_unit_test(damage_is_an_error_not_a_crash),
        cmocka_unit_test(hostile_contents_are_errors),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
