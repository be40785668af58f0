/* sqlite.h: what the files of SQLite's driver share; nobody else sees SQLite. */
#ifndef WIRECOPY_STORE_SQLITE_H
#define WIRECOPY_STORE_SQLITE_H
#include "store/driver.h"

#include <sqlite3.h>

enum {
    WIRE__SQLITE_WAIT_MS = 30000,
    WIRE__SQLITE_LARGEST = 300 << 20, /* bytes of a text: more than any story's JSON */
    WIRE__SQLITE_BRIEFS = 48,         /* room for statements of sqlite.c; from here on those of sqlite_brief.c */
    WIRE__SQLITE_STATEMENTS = 51
};

typedef struct wire__sqlite {
    sqlite3 *db;
    sqlite3_stmt *kept[WIRE__SQLITE_STATEMENTS]; /* prepared at first use */
    char *file;                                  /* the path as SQLite is given it: absolute or from "./" */
    const char *place;                           /* within file: as the caller named it */
} wire__sqlite;

/* The bytes of a column as they lie there, until the statement goes on: no copy is made to end them in a zero. */
static inline wire_str wire__sqlite_bytes(sqlite3_stmt *stmt, int at)
{
    const char *p = sqlite3_column_blob(stmt, at);
    return (wire_str){p, p ? (size_t)sqlite3_column_bytes(stmt, at) : 0};
}

/* The same of a text; {NULL, 0}: it holds none. */
static inline wire_str wire__sqlite_text(sqlite3_stmt *stmt, int at)
{
    if (sqlite3_column_type(stmt, at) != SQLITE_TEXT)
        return (wire_str){NULL, 0};
    const wire_str text = wire__sqlite_bytes(stmt, at);
    return text.p ? text : WIRE_STR("");
}

static inline uint64_t wire__sqlite_n(sqlite3_stmt *stmt, int at)
{
    return (uint64_t)sqlite3_column_int64(stmt, at);
}

static inline void wire__sqlite_bind_n(sqlite3_stmt *stmt, int at, uint64_t n)
{
    sqlite3_bind_int64(stmt, at, (sqlite3_int64)n);
}

static inline void wire__sqlite_bind_text(sqlite3_stmt *stmt, int at, wire_str text)
{
    sqlite3_bind_text64(stmt, at, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8); /* NULL binds NULL */
}

static inline void wire__sqlite_bind_named(sqlite3_stmt *stmt, int at, wire_str text) /* of columns that are NOT NULL */
{
    wire__sqlite_bind_text(stmt, at, text.p ? text : WIRE_STR(""));
}

wire_code wire__sqlite_open(wire_str place, bool is_read_only, void **db, wire_error *err);
void wire__sqlite_close(void *db);
wire_code wire__sqlite_unindexed(void *db, wire__indexed *entries, size_t most, size_t *n, wire_error *err);
wire_code wire__sqlite_index(void *db, const wire__indexed *entry, wire_error *err);
wire_code wire__sqlite_search(void *db, wire_str expression, bool with_hidden, uint64_t *ids, size_t most, size_t *n,
                              wire_error *err);
/* True of a path that names a place below a folder, and does not lead out of it. */
bool wire__sqlite_is_path(wire_str path);
/* A statement that the handle keeps, prepared at its first use. in  at: its place among them
 * fails  WIRE_EUSE: it is under way; as wire__sqlite_fail says */
wire_code wire__sqlite_ready(wire__sqlite *h, int at, const char *sql, sqlite3_stmt **stmt, wire_error *err);
/* Packs a story's record for those who go through all; those of all stories, where none are packed yet. */
wire_code wire__sqlite_pack_brief(wire__sqlite *h, uint64_t id, wire_error *err);
wire_code wire__sqlite_pack_briefs(wire__sqlite *h, wire_error *err);
wire_code wire__sqlite_each_brief(wire__sqlite *h, wire_code (*each)(void *user, const wire_record *record), void *user,
                                  wire_error *err);
wire_code wire__sqlite_unpictured(void *db, uint64_t *stories, size_t most, size_t *n, wire_error *err);
wire_code wire__sqlite_note_photos(void *db, uint64_t story, const wire_str *urls, size_t n, wire_error *err);
wire_code wire__sqlite_each_wanted(void *db, int64_t now, size_t most,
                                   wire_code (*each)(void *user, const wire_photo *photo), void *user, wire_error *err);
wire_code wire__sqlite_each_photo(void *db, wire_code (*each)(void *user, uint64_t story, const wire_photo *photo),
                                  void *user, wire_error *err);
wire_code wire__sqlite_put_photo(void *db, const wire_photo *photo, wire_error *err);
wire_code wire__sqlite_photo_failed(void *db, const wire_photo *photo, wire_error *err);
wire_code wire__sqlite_photo_body(void *db, uint64_t id, wire_out *out, wire_error *err);
wire_code wire__sqlite_backup(void *db, wire_str file, const wire_hooks *hooks, wire_error *err);
wire_code wire__sqlite_restore(wire_str file, wire_str place, const wire_hooks *hooks, wire_error *err);
/* Says what SQLite's result code means, with the file and `what` could not be done. */
wire_code wire__sqlite_fail(const wire__sqlite *h, int rc, const char *what, wire_error *err);
#endif
