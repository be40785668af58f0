/* sqlite_words.c: the index of words, FTS5's. */
#include "store/sqlite.h"

enum { REVISION_BITS = 20 }; /* of an entry's number: the story's above them */

static wire_code prepare(wire__sqlite *h, const char *sql, sqlite3_stmt **stmt, wire_error *err)
{
    const int rc = sqlite3_prepare_v2(h->db, sql, -1, stmt, NULL);
    return rc ? wire__sqlite_fail(h, rc, "use the index of words", err) : WIRE_OK;
}

static wire_code finish(wire__sqlite *h, sqlite3_stmt *stmt, wire_error *err)
{
    const int rc = sqlite3_step(stmt);
    const wire_code code = rc == SQLITE_DONE ? WIRE_OK : wire__sqlite_fail(h, rc, "write the index of words", err);
    sqlite3_reset(stmt);
    return code;
}

wire_code wire__sqlite_unindexed(void *db, wire__indexed *entries, size_t most, size_t *n, wire_error *err)
{
    wire__sqlite *h = db;
    sqlite3_stmt *stmt = NULL;
    wire_code code =
        prepare(h, "SELECT id, revision FROM story WHERE indexed <> revision ORDER BY id LIMIT ?1", &stmt, err);
    int rc = SQLITE_DONE;
    *n = 0;
    if (!code)
        sqlite3_bind_int64(stmt, 1, (sqlite3_int64)most);
    while (!code && *n < most && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        entries[(*n)++] = (wire__indexed){.story = (uint64_t)sqlite3_column_int64(stmt, 0),
                                          .revision = (uint64_t)sqlite3_column_int64(stmt, 1)};
    if (!code && rc != SQLITE_DONE && rc != SQLITE_ROW)
        code = wire__sqlite_fail(h, rc, "use the index of words", err);
    sqlite3_finalize(stmt);
    return code;
}

wire_code wire__sqlite_index(void *db, const wire__indexed *e, wire_error *err)
{
    wire__sqlite *h = db;
    sqlite3_stmt *add = NULL, *mark = NULL;
    const uint64_t number = e->story << REVISION_BITS | (e->revision & ((1u << REVISION_BITS) - 1));
    wire_code code = prepare(h, "INSERT INTO words (rowid, headline, body) VALUES (?1, ?2, ?3)", &add, err);
    if (!code)
        code = prepare(h, "UPDATE story SET indexed = ?2 WHERE id = ?1", &mark, err);
    if (!code) {
        sqlite3_bind_int64(add, 1, (sqlite3_int64)number);
        wire__sqlite_bind_named(add, 2, e->headline);
        wire__sqlite_bind_named(add, 3, e->body);
        code = finish(h, add, err);
    }
    if (!code) {
        sqlite3_bind_int64(mark, 1, (sqlite3_int64)e->story);
        sqlite3_bind_int64(mark, 2, (sqlite3_int64)e->revision);
        code = finish(h, mark, err);
    }
    sqlite3_finalize(add);
    sqlite3_finalize(mark);
    return code;
}

wire_code wire__sqlite_search(void *db, wire_str expression, bool with_hidden, uint64_t *ids, size_t most, size_t *n,
                              wire_error *err)
{
    static const char SQL[] =
        "SELECT s.id FROM words w JOIN story s ON s.id = w.rowid >> 20 AND (s.revision & 1048575) = (w.rowid & "
        "1048575) "
        "WHERE words MATCH ?1 AND (?3 OR s.state = 0) ORDER BY bm25(words, 4.0, 1.0), s.published DESC, s.id LIMIT ?2";
    wire__sqlite *h = db;
    sqlite3_stmt *stmt = NULL;
    wire_code code = prepare(h, SQL, &stmt, err);
    int rc = SQLITE_DONE;
    *n = 0;
    if (!code) {
        wire__sqlite_bind_named(stmt, 1, expression);
        sqlite3_bind_int64(stmt, 2, (sqlite3_int64)most);
        sqlite3_bind_int(stmt, 3, with_hidden);
    }
    while (!code && *n < most && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        ids[(*n)++] = (uint64_t)sqlite3_column_int64(stmt, 0);
    if (!code && rc != SQLITE_DONE && rc != SQLITE_ROW)
        code = wire__sqlite_fail(h, rc, "search", err);
    sqlite3_finalize(stmt);
    return code;
}
