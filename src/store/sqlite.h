/* sqlite.h: the handle that sqlite.c and sqlite_open.c share; nobody else sees SQLite. */
#ifndef WIRECOPY_STORE_SQLITE_H
#define WIRECOPY_STORE_SQLITE_H
#include "store/driver.h"

#include <sqlite3.h>

enum {
    WIRE__SQLITE_WAIT_MS = 30000,
    WIRE__SQLITE_LARGEST = 300 << 20, /* bytes of a text: more than any story's JSON */
    WIRE__SQLITE_STATEMENTS = 40      /* room for those of sqlite.c */
};

typedef struct wire__sqlite {
    sqlite3 *db;
    sqlite3_stmt *kept[WIRE__SQLITE_STATEMENTS]; /* prepared at first use */
    char *file;                                  /* the path as SQLite is given it: absolute or from "./" */
    const char *place;                           /* within file: as the caller named it */
} wire__sqlite;

wire_code wire__sqlite_open(wire_str place, bool is_read_only, void **db, wire_error *err);
void wire__sqlite_close(void *db);
/* Says what SQLite's result code means, with the file and `what` could not be done. */
wire_code wire__sqlite_fail(const wire__sqlite *h, int rc, const char *what, wire_error *err);
#endif
