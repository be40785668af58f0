/* sqlite.h: the handle that sqlite.c and sqlite_open.c share; nobody else sees SQLite. */
#ifndef WIRECOPY_STORE_SQLITE_H
#define WIRECOPY_STORE_SQLITE_H
#include "store/driver.h"

#include <sqlite3.h>

enum {
    WIRE__SQLITE_WAIT_MS = 30000,
    WIRE__SQLITE_LARGEST = 300 << 20, /* bytes of a text: more than any story's JSON */
    WIRE__SQLITE_STATEMENTS = 48      /* room for those of sqlite.c */
};

typedef struct wire__sqlite {
    sqlite3 *db;
    sqlite3_stmt *kept[WIRE__SQLITE_STATEMENTS]; /* prepared at first use */
    char *file;                                  /* the path as SQLite is given it: absolute or from "./" */
    const char *place;                           /* within file: as the caller named it */
} wire__sqlite;

wire_code wire__sqlite_open(wire_str place, bool is_read_only, void **db, wire_error *err);
void wire__sqlite_close(void *db);
wire_code wire__sqlite_unindexed(void *db, wire__indexed *entries, size_t most, size_t *n, wire_error *err);
wire_code wire__sqlite_index(void *db, const wire__indexed *entry, wire_error *err);
wire_code wire__sqlite_search(void *db, wire_str expression, bool with_hidden, uint64_t *ids, size_t most, size_t *n,
                              wire_error *err);
/* True of a path that names a place below a folder, and does not lead out of it. */
bool wire__sqlite_is_path(wire_str path);
/* Packs a story's record for those who go through all. in  id: 0: those of all stories */
wire_code wire__sqlite_pack_brief(wire__sqlite *h, uint64_t id, wire_error *err);
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
