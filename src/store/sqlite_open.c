/* sqlite_open.c: a store's file opened, made, brought up to date; docs/decisions/sqlite.md. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/schema.embed.h"
#include "store/sqlite.h"

enum { APPLICATION_ID = 0x57495245 /* "WIRE" in the file's header: this program's */ };

/* The steps that bring a store's schema from user_version i to i + 1. Released steps are never changed. */
static const char *const steps[] = {wire__schema_0001, wire__schema_0002, wire__schema_0003, wire__schema_0004,
                                    wire__schema_0005, wire__schema_0006, wire__schema_0007};
enum { N_STEPS = sizeof steps / sizeof *steps, WITH_BRIEFS = 6 /* the step that makes their table */ };

/* Failures --------------------------------------------------------------------------------- */

wire_code wire__sqlite_fail(const wire__sqlite *h, int rc, const char *what, wire_error *err)
{
    const char *why = h->db ? sqlite3_errmsg(h->db) : sqlite3_errstr(rc);
    switch (rc & 0xFF) {
    case SQLITE_NOMEM:
        return wire_fail(err, WIRE_ENOMEM, "store: %s: no memory to %s", h->place, what);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return wire_fail(err, WIRE_EBUSY, "store: %s: another process is writing; gave up after %d s", h->place,
                         WIRE__SQLITE_WAIT_MS / 1000);
    case SQLITE_TOOBIG:
        return wire_fail(err, WIRE_ELIMIT, "store: %s: cannot %s: larger than %d MiB", h->place, what,
                         WIRE__SQLITE_LARGEST >> 20);
    case SQLITE_NOTADB:
        return wire_fail(err, WIRE_ESTORE, "store: %s is not a store (not a database of SQLite)", h->place);
    case SQLITE_CORRUPT:
        return wire_fail(err, WIRE_ESTORE,
                         "store: %s is damaged: cannot %s; put back a copy, or save what is left with: "
                         "sqlite3 FILE .recover",
                         h->place, what);
    case SQLITE_FULL:
        return wire_fail(err, WIRE_ESTORE, "store: %s: cannot %s: the disk is full", h->place, what);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_IOERR: { /* the system knows more */
        const int number = h->db ? sqlite3_system_errno(h->db) : 0;
        return wire_fail(err, WIRE_ESTORE, "store: %s: cannot %s: %s", h->place, what, number ? strerror(number) : why);
    }
    default:
        return wire_fail(err, WIRE_ESTORE, "store: %s: cannot %s: %s", h->place, what, why);
    }
}

/* Opening ---------------------------------------------------------------------------------- */

static wire_code script(wire__sqlite *h, const char *sql, const char *what, wire_error *err)
{
    const int rc = sqlite3_exec(h->db, sql, NULL, NULL, NULL);
    return rc ? wire__sqlite_fail(h, rc, what, err) : WIRE_OK;
}

static wire_code ask_n(wire__sqlite *h, const char *sql, int64_t *n, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(h->db, sql, -1, &stmt, NULL);
    if (!rc)
        rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *n = sqlite3_column_int64(stmt, 0);
    const wire_code code = rc == SQLITE_ROW ? WIRE_OK : wire__sqlite_fail(h, rc, "open it", err);
    sqlite3_finalize(stmt);
    return code;
}

typedef struct version {
    int64_t application, schema, n_tables;
} version;

/* All three as of one moment: another process may be making the store right now. */
static wire_code ask_version(wire__sqlite *h, version *v, wire_error *err)
{
    wire_code code = script(h, "SAVEPOINT version", "open it", err);
    if (code)
        return code;
    code = ask_n(h, "SELECT count(*) FROM sqlite_schema", &v->n_tables, err);
    if (!code)
        code = ask_n(h, "PRAGMA application_id", &v->application, err);
    if (!code)
        code = ask_n(h, "PRAGMA user_version", &v->schema, err);
    return code ? code : script(h, "RELEASE version", "open it", err);
}

static wire_code check_version(wire__sqlite *h, const version *v, wire_error *err)
{
    const bool is_empty = !v->application && !v->schema && !v->n_tables;
    if (v->application != APPLICATION_ID && !is_empty)
        return wire_fail(err, WIRE_ESTORE, "store: %s is another program's database", h->place);
    if (v->schema < 0 || v->schema > N_STEPS)
        return wire_fail(err, WIRE_ESTORE,
                         "store: %s has schema %lld, this wirecopy knows up to %d: use the newer wirecopy that made it",
                         h->place, (long long)v->schema, (int)N_STEPS);
    return WIRE_OK;
}

/* One step of the schema in one transaction. Another process may have been faster: the version is asked again. */
static wire_code migrate(wire__sqlite *h, int64_t *schema, wire_error *err)
{
    version v = {0};
    wire_code code = script(h, "BEGIN IMMEDIATE", "bring it up to date", err);
    if (code)
        return code;
    if (!(code = ask_version(h, &v, err)) && !(code = check_version(h, &v, err)) && v.schema < N_STEPS) {
        char *mark = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %lld;", (int)APPLICATION_ID,
                                     (long long)v.schema + 1);
        code = mark ? script(h, steps[v.schema], "bring it up to date", err)
                    : wire_fail(err, WIRE_ENOMEM, "store: no memory");
        if (!code && v.schema + 1 == WITH_BRIEFS)
            code = wire__sqlite_pack_briefs(h, err);
        if (!code)
            code = script(h, mark, "bring it up to date", err);
        sqlite3_free(mark);
        v.schema++;
    }
    if (!code)
        code = script(h, "COMMIT", "bring it up to date", err);
    if (code)
        sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
    else
        *schema = v.schema;
    return code;
}

/* Changing to WAL asks for the file alone and does not always wait for it by itself. */
static wire_code use_wal(wire__sqlite *h, wire_error *err)
{
    int rc = SQLITE_BUSY;
    for (int waited_ms = 0; waited_ms <= WIRE__SQLITE_WAIT_MS && (rc & 0xFF) == SQLITE_BUSY; waited_ms += 20) {
        rc = sqlite3_exec(h->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if ((rc & 0xFF) == SQLITE_BUSY)
            sqlite3_sleep(20);
    }
    return rc ? wire__sqlite_fail(h, rc, "open it", err) : WIRE_OK;
}

/* A store on a disk that cannot be written has no place for WAL's index; while nobody writes, SQLite can be told that
 * the file does not change. Then a log that was left behind would be passed over, so there must be none. */
static int open_unchanging(wire__sqlite *h)
{
    struct stat log;
    char *name = sqlite3_mprintf("%s-wal", h->file);
    const bool has_log = !name || (stat(name, &log) == 0 && log.st_size > 0);
    sqlite3_free(name);
    if (has_log || access(h->file, W_OK) == 0 || errno != EROFS)
        return SQLITE_CANTOPEN;
    sqlite3_str *uri = sqlite3_str_new(NULL);
    sqlite3_str_appendall(uri, "file:");
    for (const char *p = h->file; *p; p++)
        sqlite3_str_appendf(uri, strchr("%?#", *p) ? "%%%02X" : "%c", (unsigned char)*p);
    sqlite3_str_appendall(uri, "?immutable=1");
    char *text = sqlite3_str_finish(uri);
    sqlite3_close(h->db);
    h->db = NULL;
    const int rc =
        text ? sqlite3_open_v2(text, &h->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL)
             : SQLITE_NOMEM;
    sqlite3_free(text);
    return rc;
}

/* Foreign files are opened too: their triggers, views and functions are not run. */
static wire_code guard(wire__sqlite *h, wire_error *err)
{
    sqlite3_extended_result_codes(h->db, 1);
    sqlite3_busy_timeout(h->db, WIRE__SQLITE_WAIT_MS);
    sqlite3_limit(h->db, SQLITE_LIMIT_LENGTH, WIRE__SQLITE_LARGEST);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    return script(h,
                  "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA synchronous = NORMAL;"
                  "PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY",
                  "open it", err);
}

/* fails  above all WIRE_SAME: its schema is an older one */
static wire_code open_for_reading(wire__sqlite *h, wire_error *err)
{
    if (access(h->file, F_OK) && (errno == ENOENT || errno == ENOTDIR))
        return wire_fail(err, WIRE_NONE, "store: there is no %s", h->place);
    version v = {0};
    int rc = sqlite3_open_v2(h->file, &h->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_busy_timeout(h->db, WIRE__SQLITE_WAIT_MS);
    if (!rc)
        rc = sqlite3_exec(h->db, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
    if ((rc & 0xFF) == SQLITE_CANTOPEN)
        rc = open_unchanging(h);
    if (rc)
        return wire__sqlite_fail(h, rc, "open it", err);
    wire_code code = guard(h, err);
    if (code || (code = ask_version(h, &v, err)) || (code = check_version(h, &v, err)))
        return code;
    if (!v.schema)
        return wire_fail(err, WIRE_NONE, "store: %s is empty", h->place);
    return v.schema < N_STEPS ? WIRE_SAME : WIRE_OK;
}

static wire_code open_for_writing(wire__sqlite *h, wire_error *err)
{
    version v = {0};
    const int rc =
        sqlite3_open_v2(h->file, &h->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc)
        return wire__sqlite_fail(h, rc, "open it", err);
    if (sqlite3_db_readonly(h->db, "main") == 1 && access(h->file, W_OK)) /* what SQLite opens all the same */
        return wire_fail(err, WIRE_ESTORE, "store: %s: cannot write it: %s", h->place, strerror(errno));
    wire_code code = guard(h, err);
    if (code || (code = ask_version(h, &v, err)) || (code = check_version(h, &v, err)) || (code = use_wal(h, err)))
        return code;
    while (!code && v.schema < N_STEPS)
        code = migrate(h, &v.schema, err);
    return code;
}

void wire__sqlite_close(void *db)
{
    wire__sqlite *h = db;
    for (int i = 0; i < WIRE__SQLITE_STATEMENTS; i++)
        sqlite3_finalize(h->kept[i]);
    sqlite3_close(h->db);
    free(h->file);
    free(h);
}

/* "./" before a relative path keeps SQLite from taking ":memory:" and "file:..." for more than names. */
static wire__sqlite *new_handle(wire_str place)
{
    wire__sqlite *h = calloc(1, sizeof *h);
    char *file = h ? malloc(place.n + 3) : NULL;
    if (!file) {
        free(h);
        return NULL;
    }
    const size_t at = place.p[0] == '/' ? 0 : 2;
    memcpy(file, "./", 2);
    memcpy(file + at, place.p, place.n);
    file[at + place.n] = '\0';
    h->file = file;
    h->place = file + at;
    return h;
}

/* A store that an older wirecopy left is brought up to date by whoever opens it first, also for reading. */
static wire_code bring_up_to_date(wire__sqlite *h, wire_error *err)
{
    wire_error why = {0};
    sqlite3_close(h->db);
    h->db = NULL;
    wire_code code = open_for_writing(h, &why);
    sqlite3_close(h->db);
    h->db = NULL;
    if (code)
        return wire_fail(err, code, "store: %s is of an older wirecopy and cannot be brought up to date: %s", h->place,
                         why.text);
    code = open_for_reading(h, err);
    return code == WIRE_SAME ? wire_fail(err, WIRE_EBUSY, "store: %s is being changed; try again", h->place) : code;
}

wire_code wire__sqlite_open(wire_str place, bool is_read_only, void **db, wire_error *err)
{
    if (!place.n || memchr(place.p, '\0', place.n))
        return wire_fail(err, WIRE_EUSE, "store: not a file's name: \"%.*s\"", WIRE_ARG(place));
    wire__sqlite *h = new_handle(place);
    if (!h)
        return wire_fail(err, WIRE_ENOMEM, "store: no memory");
    wire_code code = is_read_only ? open_for_reading(h, err) : open_for_writing(h, err);
    if (code == WIRE_SAME)
        code = bring_up_to_date(h, err);
    if (code)
        wire__sqlite_close(h);
    else
        *db = h;
    return code;
}
