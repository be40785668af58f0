/* sqlite_backup.c: a store copied whole while others write to it, and put back. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/sqlite.h"

enum { PAGES_A_STEP = 2000, MOST_RETRIES = 600, RETRY_MS = 50 };

static wire_code stopped(const wire_hooks *hooks, wire_error *err)
{
    return hooks && hooks->stop && hooks->stop(hooks->user)
               ? wire_fail(err, WIRE_ESTOP, "store: stopped before the copy was whole")
               : WIRE_OK;
}

/* Copies every page; what others write meanwhile is in the copy, or the copy begins again. */
static wire_code copy_pages(wire__sqlite *from, wire__sqlite *to, const wire_hooks *hooks, wire_error *err)
{
    sqlite3_backup *copy = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!copy)
        return wire__sqlite_fail(to, sqlite3_errcode(to->db), "copy into it", err);
    int rc = SQLITE_OK, n_retries = 0;
    wire_code code = WIRE_OK;
    while (!code && (rc = sqlite3_backup_step(copy, PAGES_A_STEP)) != SQLITE_DONE) {
        const bool is_busy = rc == SQLITE_BUSY || rc == SQLITE_LOCKED;
        if (rc != SQLITE_OK && (!is_busy || ++n_retries > MOST_RETRIES))
            break;
        if (is_busy)
            sqlite3_sleep(RETRY_MS);
        const int n_all = sqlite3_backup_pagecount(copy);
        if (hooks && hooks->progress)
            hooks->progress(hooks->user, "copy", (uint64_t)(n_all - sqlite3_backup_remaining(copy)), (uint64_t)n_all);
        code = stopped(hooks, err);
    }
    sqlite3_backup_finish(copy);
    return code ? code : rc == SQLITE_DONE ? WIRE_OK : wire__sqlite_fail(to, rc, "copy into it", err);
}

/* Asks a question whose answer must be one text. */
static wire_code expect(wire__sqlite *h, const char *sql, const char *answer, const char *what, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(h->db, sql, -1, &stmt, NULL);
    if (!rc)
        rc = sqlite3_step(stmt);
    const char *got = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : rc == SQLITE_DONE ? "" : NULL;
    wire_code code = !got ? wire__sqlite_fail(h, rc, "check it", err)
                     : strcmp(got, answer)
                         ? wire_fail(err, WIRE_ESTORE, "store: %s is damaged: %s: %.200s", h->place, what, got)
                         : WIRE_OK;
    sqlite3_finalize(stmt);
    return code;
}

/* Every page, index and reference is looked at. */
static wire_code verify(wire__sqlite *h, wire_error *err)
{
    const wire_code code = expect(h, "PRAGMA integrity_check(1)", "ok", "its pages", err);
    return code ? code
                : expect(h, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", "",
                         "a row without what it refers to, in", err);
}

static wire_code sync_file(const char *file, wire_error *err)
{
    const int fd = open(file, O_RDONLY | O_CLOEXEC);
    const bool is_kept = fd >= 0 && !fsync(fd);
    const int why = errno;
    if (fd >= 0)
        close(fd);
    return is_kept ? WIRE_OK : wire_fail(err, WIRE_EIO, "store: %s: %s", file, strerror(why));
}

/* The copy alone, without a log beside it. */
static wire_code settle(wire__sqlite *h, wire_error *err)
{
    const int rc = sqlite3_exec(h->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    return rc ? wire__sqlite_fail(h, rc, "finish it", err) : WIRE_OK;
}

static wire_code copy_to(wire__sqlite *from, const char *part, const wire_hooks *hooks, wire_error *err)
{
    wire__sqlite to = {.place = part};
    const int rc =
        sqlite3_open_v2(part, &to.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    wire_code code = rc ? wire__sqlite_fail(&to, rc, "make it", err) : copy_pages(from, &to, hooks, err);
    if (!code)
        code = settle(&to, err);
    if (!code)
        code = verify(&to, err);
    sqlite3_close(to.db);
    return code ? code : sync_file(part, err);
}

wire_code wire__sqlite_backup(void *db, wire_str to, const wire_hooks *hooks, wire_error *err)
{
    char part[4096 + 16], file[4096];
    if (!to.n || to.n >= sizeof file || memchr(to.p, '\0', to.n))
        return wire_fail(err, WIRE_EUSE, "store: not a file's name: \"%.*s\"", WIRE_ARG(wire_str_cut(to, 0, 200)));
    snprintf(file, sizeof file, "%s%.*s", to.p[0] == '/' ? "" : "./", WIRE_ARG(to));
    snprintf(part, sizeof part, "%s.part", file);
    if (unlink(part) && errno != ENOENT)
        return wire_fail(err, WIRE_EIO, "store: %s: %s", part, strerror(errno));
    wire_code code = copy_to(db, part, hooks, err);
    if (!code && rename(part, file))
        code = wire_fail(err, WIRE_EIO, "store: %s: %s", file, strerror(errno));
    if (code)
        unlink(part);
    return code;
}

wire_code wire__sqlite_restore(wire_str from, wire_str place, const wire_hooks *hooks, wire_error *err)
{
    void *copy = NULL, *store = NULL;
    wire_code code = wire__sqlite_open(from, true, &copy, err);
    if (!code)
        code = verify(copy, err);
    if (!code)
        code = wire__sqlite_open(place, false, &store, err);
    if (!code)
        code = copy_pages(copy, store, hooks, err);
    if (copy)
        wire__sqlite_close(copy);
    if (store)
        wire__sqlite_close(store);
    store = NULL;
    if (!code) /* a copy does not keep the log's mode */
        code = wire__sqlite_open(place, false, &store, err);
    if (!code) {
        code = verify(store, err);
        wire__sqlite_close(store);
    }
    return code;
}
