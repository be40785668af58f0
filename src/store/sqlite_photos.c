/* sqlite_photos.c: the tables of photos. */
#include "store/sqlite.h"

static wire_code prepare(wire__sqlite *h, const char *sql, sqlite3_stmt **stmt, wire_error *err)
{
    const int rc = sqlite3_prepare_v2(h->db, sql, -1, stmt, NULL);
    return rc ? wire__sqlite_fail(h, rc, "ask for photos", err) : WIRE_OK;
}

/* Runs a statement that gives no rows, with up to two numbers and a text. */
static wire_code run(wire__sqlite *h, const char *sql, uint64_t first, uint64_t second, wire_str text, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = prepare(h, sql, &stmt, err);
    if (code)
        return code;
    const int n = sqlite3_bind_parameter_count(stmt);
    wire__sqlite_bind_n(stmt, 1, first);
    if (n > 1)
        wire__sqlite_bind_n(stmt, 2, second);
    if (n > 2)
        wire__sqlite_bind_text(stmt, 3, text);
    const int rc = sqlite3_step(stmt);
    code = rc == SQLITE_DONE ? WIRE_OK : wire__sqlite_fail(h, rc, "write about photos", err);
    sqlite3_finalize(stmt);
    return code;
}

wire_code wire__sqlite_unpictured(void *db, uint64_t *stories, size_t most, size_t *n, wire_error *err)
{
    wire__sqlite *h = db;
    sqlite3_stmt *stmt = NULL;
    int rc = SQLITE_DONE;
    wire_code code =
        prepare(h, "SELECT id FROM story WHERE pictured <> revision ORDER BY id DESC LIMIT ?1", &stmt, err);
    *n = 0;
    if (!code)
        wire__sqlite_bind_n(stmt, 1, most);
    while (!code && *n < most && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        stories[(*n)++] = wire__sqlite_n(stmt, 0);
    if (!code && rc != SQLITE_DONE && rc != SQLITE_ROW)
        code = wire__sqlite_fail(h, rc, "look for photos", err);
    sqlite3_finalize(stmt);
    return code;
}

enum { MOST_A_STORY = 64 };

/* Takes what a story has shown out of its list. out  *n: photos */
static wire_code take_out(wire__sqlite *h, uint64_t story, uint64_t photos[MOST_A_STORY], size_t *n, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = SQLITE_DONE;
    wire_code code = prepare(h, "DELETE FROM story_photo WHERE story = ?1 RETURNING photo", &stmt, err);
    *n = 0;
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, story);
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
        if (*n < MOST_A_STORY)
            photos[(*n)++] = wire__sqlite_n(stmt, 0);
    code = rc == SQLITE_DONE ? WIRE_OK : wire__sqlite_fail(h, rc, "write about photos", err);
    sqlite3_finalize(stmt);
    return code;
}

wire_code wire__sqlite_note_photos(void *db, uint64_t story, const wire_str *urls, size_t n, wire_error *err)
{
    wire__sqlite *h = db;
    const wire_str none = {0};
    uint64_t old[MOST_A_STORY];
    size_t n_old = 0;
    wire_code code = take_out(h, story, old, &n_old, err);
    for (size_t i = 0; i < n && !code; i++) {
        code = run(h, "INSERT OR IGNORE INTO photo (url) VALUES (?3)", 0, 0, urls[i], err);
        if (!code)
            code = run(h, "INSERT INTO story_photo (story, n, photo) SELECT ?1, ?2, id FROM photo WHERE url = ?3",
                       story, i + 1, urls[i], err);
    }
    for (size_t i = 0; i < n_old && !code; i++)
        code = run(h, "DELETE FROM photo WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM story_photo WHERE photo = ?1)",
                   old[i], 0, none, err);
    return code ? code : run(h, "UPDATE story SET pictured = revision WHERE id = ?1", story, 0, none, err);
}

wire_code wire__sqlite_each_wanted(void *db, int64_t now, size_t most,
                                   wire_code (*each)(void *user, const wire_photo *photo), void *user, wire_error *err)
{
    static const char SQL[] =
        "SELECT p.id, p.url, p.n_fails, (SELECT o.name FROM source o WHERE o.id = s.source), max(s.id) FROM photo p "
        "CROSS JOIN story_photo x ON x.photo = p.id CROSS JOIN story s ON s.id = x.story "
        "WHERE p.body IS NULL AND p.due <= ?1 AND s.state <> 2 GROUP BY p.id ORDER BY 5 DESC, 1 LIMIT ?2";
    wire__sqlite *h = db;
    sqlite3_stmt *stmt = NULL;
    int rc = SQLITE_DONE;
    wire_code code = prepare(h, SQL, &stmt, err);
    if (!code) {
        sqlite3_bind_int64(stmt, 1, now);
        wire__sqlite_bind_n(stmt, 2, most);
    }
    while (!code && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        code = each(user, &(wire_photo){.id = wire__sqlite_n(stmt, 0),
                                        .url = wire__sqlite_text(stmt, 1),
                                        .n_fails = (uint32_t)wire__sqlite_n(stmt, 2),
                                        .source = wire__sqlite_text(stmt, 3)});
    if (!code && rc != SQLITE_DONE)
        code = wire__sqlite_fail(h, rc, "look for photos", err);
    sqlite3_finalize(stmt);
    return code;
}

wire_code wire__sqlite_each_photo(void *db, wire_code (*each)(void *user, uint64_t story, const wire_photo *photo),
                                  void *user, wire_error *err)
{
    static const char SQL[] = "SELECT x.story, p.id, p.url, p.width, p.height, p.hash FROM story_photo x CROSS JOIN "
                              "photo p ON p.id = x.photo WHERE p.hash <> 0 ORDER BY x.story, x.n";
    wire__sqlite *h = db;
    sqlite3_stmt *stmt = NULL;
    int rc = SQLITE_DONE;
    wire_code code = prepare(h, SQL, &stmt, err);
    while (!code && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        code = each(user, wire__sqlite_n(stmt, 0),
                    &(wire_photo){.id = wire__sqlite_n(stmt, 1),
                                  .url = wire__sqlite_text(stmt, 2),
                                  .width = (uint32_t)wire__sqlite_n(stmt, 3),
                                  .height = (uint32_t)wire__sqlite_n(stmt, 4),
                                  .hash = wire__sqlite_n(stmt, 5)});
    if (!code && rc != SQLITE_DONE)
        code = wire__sqlite_fail(h, rc, "go through the photos", err);
    sqlite3_finalize(stmt);
    return code;
}

static wire_code finish(wire__sqlite *h, sqlite3_stmt *stmt, wire_error *err)
{
    const int rc = sqlite3_step(stmt);
    const wire_code code = rc == SQLITE_DONE ? WIRE_OK : wire__sqlite_fail(h, rc, "write a photo", err);
    sqlite3_finalize(stmt);
    return code;
}

wire_code wire__sqlite_put_photo(void *db, const wire_photo *photo, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = prepare(
        db, "UPDATE photo SET width = ?2, height = ?3, hash = ?4, body = ?5, n_fails = 0, error = NULL WHERE id = ?1",
        &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, photo->id);
    sqlite3_bind_int64(stmt, 2, photo->width);
    sqlite3_bind_int64(stmt, 3, photo->height);
    wire__sqlite_bind_n(stmt, 4, photo->hash);
    sqlite3_bind_blob64(stmt, 5, photo->body.p, photo->body.n, SQLITE_STATIC);
    return finish(db, stmt, err);
}

wire_code wire__sqlite_photo_failed(void *db, const wire_photo *photo, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = prepare(db, "UPDATE photo SET due = ?2, n_fails = ?3, error = ?4 WHERE id = ?1", &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, photo->id);
    sqlite3_bind_int64(stmt, 2, photo->due);
    sqlite3_bind_int64(stmt, 3, photo->n_fails);
    wire__sqlite_bind_text(stmt, 4, photo->error);
    return finish(db, stmt, err);
}

wire_code wire__sqlite_photo_body(void *db, uint64_t id, wire_out *out, wire_error *err)
{
    wire__sqlite *h = db;
    sqlite3_stmt *stmt = NULL;
    wire_code code = prepare(h, "SELECT body FROM photo WHERE id = ?1 AND body IS NOT NULL", &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, id);
    const int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        wire_out_put(out, wire__sqlite_bytes(stmt, 0));
    else
        code = rc == SQLITE_DONE ? WIRE_NONE : wire__sqlite_fail(h, rc, "read a photo", err);
    sqlite3_finalize(stmt);
    return code;
}
