/* sqlite.c: what a store asks of SQLite; docs/decisions/sqlite.md. */
#include "store/sqlite.h"

#include <string.h>

#define STORY_COLUMNS                                                                                         \
    "s.id, s.revision, s.hash, s.first_seen, s.last_changed, s.published, s.key, o.name, s.path, s.section, " \
    "s.headline, s.language, s.summary, o.rights, s.sense, s.twin, s.state, s.reason, s.pinned, s.embargo, s.expires"
#define STORY_FROM " FROM story s CROSS JOIN source o ON o.id = s.source "
#define VISIT_COLUMNS \
    "url, source, etag, last_modified, at, due, status, n_fails, n_bytes, story, error, moved, said, whole"

#define STATEMENTS(X)                                                                                                 \
    X(BEGIN, "BEGIN IMMEDIATE")                                                                                       \
    X(COMMIT, "COMMIT")                                                                                               \
    X(ROLLBACK, "ROLLBACK")                                                                                           \
    X(SAVE, "SAVEPOINT one")                                                                                          \
    X(UNSAVE, "ROLLBACK TO one")                                                                                      \
    X(RELEASE, "RELEASE one")                                                                                         \
    X(FIND_KEY, "SELECT " STORY_COLUMNS STORY_FROM "WHERE s.key = ?1")                                                \
    X(FIND_PATH, "SELECT " STORY_COLUMNS STORY_FROM "WHERE s.path = ?1")                                              \
    X(FIND_FOLD, "SELECT " STORY_COLUMNS STORY_FROM "WHERE s.fold = ?1 ORDER BY s.id LIMIT 1")                        \
    X(FIND_ID, "SELECT " STORY_COLUMNS STORY_FROM "WHERE s.id = ?1")                                                  \
    X(HAS_PATH, "SELECT 1 FROM story WHERE path = ?1")                                                                \
    X(NEXT_ID, "SELECT coalesce(max(id), 0) + 1 FROM story")                                                          \
    X(PUT_SOURCE, "INSERT INTO source (name, rights) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET rights = ?2 "   \
                  "WHERE rights <> ?2")                                                                               \
    X(ADD_STORY,                                                                                                      \
      "INSERT INTO story (id, key, path, source, section, first_seen, published, headline, language, "                \
      "summary, revision, last_changed, hash, sense, embargo, expires, fold) VALUES (?1, ?2, ?3, (SELECT id "         \
      "FROM source WHERE "                                                                                            \
      "name = ?4), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, nullif(?17, 0))")                           \
    X(CHANGE_STORY,                                                                                                   \
      "UPDATE story SET section = ?5, published = ?7, headline = ?8, language = ?9, summary = ?10, "                  \
      "revision = ?11, last_changed = ?12, hash = ?13, sense = ?14, embargo = ?15, expires = ?16 WHERE id = ?1")      \
    X(ADD_REVISION, "INSERT INTO revision (story, n, at, hash, json, original, source_hash) VALUES (?1, ?2, ?3, ?4, " \
                    "?5, ?6, nullif(?7, 0))")                                                                         \
    X(JSON, "SELECT r.json FROM story s JOIN revision r ON r.story = s.id AND r.n = s.revision WHERE s.id = ?1")      \
    X(ORIGINAL, "SELECT coalesce(r.original, r.json) FROM story s JOIN revision r ON r.story = s.id AND r.n = "       \
                "s.revision WHERE s.id = ?1")                                                                         \
    X(EACH_NEWEST, "SELECT " STORY_COLUMNS STORY_FROM "ORDER BY s.published DESC, s.id")                              \
    X(EACH_ID, "SELECT " STORY_COLUMNS STORY_FROM "ORDER BY s.id")                                                    \
    X(SUM, "SELECT (SELECT count(*) FROM story), (SELECT count(*) FROM story WHERE source IN (SELECT id FROM "        \
           "source WHERE rights = 0)), (SELECT count(*) FROM revision), coalesce((SELECT value FROM meta WHERE "      \
           "name = 'now'), 0)")                                                                                       \
    X(NEXT_DUE, "SELECT coalesce(min(at), 0) FROM (SELECT embargo AS at FROM story UNION ALL SELECT expires FROM "    \
                "story) WHERE at > ?1")                                                                               \
    X(SET_NOW, "INSERT INTO meta (name, value) VALUES ('now', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1 "       \
               "WHERE value < ?1")                                                                                    \
    X(GET_VISIT, "SELECT " VISIT_COLUMNS " FROM visit WHERE url = ?1")                                                \
    X(PUT_VISIT, "INSERT OR REPLACE INTO visit (" VISIT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "      \
                 "nullif(?10, 0), ?11, ?12, ?13, ?14)")                                                               \
    X(EACH_VISIT, "SELECT " VISIT_COLUMNS " FROM visit ORDER BY url")                                                 \
    X(GET_NOTE, "SELECT at, body FROM note WHERE name = ?1")                                                          \
    X(PUT_NOTE, "INSERT OR REPLACE INTO note (name, at, body) VALUES (?1, ?2, ?3)")                                   \
    X(GET_MEMORY, "SELECT traits FROM memory WHERE source = ?1")                                                      \
    X(PUT_MEMORY, "INSERT OR REPLACE INTO memory (source, at, traits) VALUES (?1, ?2, ?3)")                           \
    X(DROP_NOTE, "DELETE FROM note WHERE name = ?1")                                                                  \
    X(DECIDE, "UPDATE story SET state = ?2, reason = ?3, pinned = ?4 WHERE id = ?1")                                  \
    X(ADD_DEED, "INSERT INTO deed (at, story, what, reason) VALUES (?1, ?2, ?3, ?4)")                                 \
    X(ADD_CORRECTION, "INSERT INTO correction (story, n, at, was, is_now, reason, applies) SELECT ?1, 1 + "           \
                      "coalesce(max(n), 0), ?2, ?3, ?4, ?5, 0 FROM correction WHERE story = ?1")                      \
    X(SET_APPLIES, "UPDATE correction SET applies = ?3 WHERE story = ?1 AND n = ?2")                                  \
    X(DROP_CORRECTIONS, "DELETE FROM correction WHERE story = ?1")                                                    \
    X(EACH_CORRECTION, "SELECT story, at, was, is_now, reason, applies FROM correction ORDER BY story, n")            \
    X(CORRECTIONS_OF, "SELECT story, at, was, is_now, reason, applies FROM correction WHERE story = ?1 ORDER BY n")   \
    X(ADD_SHINGLE, "INSERT OR IGNORE INTO shingle (hash, story) VALUES (?1, ?2)")                                     \
    X(SET_TWIN, "UPDATE story SET twin = nullif(?2, 0), n_shingles = ?3 WHERE id = ?1")                               \
    X(WITH_SHINGLE, "SELECT story FROM shingle WHERE hash = ?1 ORDER BY story LIMIT ?2")                              \
    X(WITH_TWIN, "SELECT id FROM story WHERE id = ?1 OR twin = ?1 ORDER BY id LIMIT ?2")                              \
    X(COUNT_SHINGLES, "SELECT coalesce(n_shingles, 0) FROM story WHERE id = ?1")

enum statement {
#define STATEMENT_ENUM(name, sql) STATEMENT_##name,
    STATEMENTS(STATEMENT_ENUM)
#undef STATEMENT_ENUM
        N_STATEMENTS
};

static const char *const statements[] = {
#define STATEMENT_SQL(name, sql) sql,
    STATEMENTS(STATEMENT_SQL)
#undef STATEMENT_SQL
};
_Static_assert((int)N_STATEMENTS <= (int)WIRE__SQLITE_BRIEFS, "more statements than a handle keeps");

/* Statements ------------------------------------------------------------------------------- */

wire_code wire__sqlite_ready(wire__sqlite *h, int at, const char *sql, sqlite3_stmt **stmt, wire_error *err)
{
    if (!h->kept[at]) {
        const int rc = sqlite3_prepare_v3(h->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &h->kept[at], NULL);
        if (rc)
            return wire__sqlite_fail(h, rc, "ask", err);
    }
    if (sqlite3_stmt_busy(h->kept[at]))
        return wire_fail(err, WIRE_EUSE, "store: %s: asked again from within its own answer", h->place);
    *stmt = h->kept[at];
    return WIRE_OK;
}

static wire_code ready(wire__sqlite *h, enum statement name, sqlite3_stmt **stmt, wire_error *err)
{
    return wire__sqlite_ready(h, (int)name, statements[name], stmt, err);
}

/* Steps a statement that gives no rows, or whose rows do not matter. */
static wire_code finish(wire__sqlite *h, sqlite3_stmt *stmt, const char *what, wire_error *err)
{
    const int rc = sqlite3_step(stmt);
    const wire_code code = rc == SQLITE_DONE || rc == SQLITE_ROW ? WIRE_OK : wire__sqlite_fail(h, rc, what, err);
    sqlite3_reset(stmt);
    return code;
}

/* Steps to the one row. fails  WIRE_NONE. The caller resets. */
static wire_code first_row(wire__sqlite *h, sqlite3_stmt *stmt, const char *what, wire_error *err)
{
    const int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        return WIRE_OK;
    return rc == SQLITE_DONE ? WIRE_NONE : wire__sqlite_fail(h, rc, what, err);
}

static wire_code run(wire__sqlite *h, enum statement name, const char *what, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(h, name, &stmt, err);
    return code ? code : finish(h, stmt, what, err);
}

/* Asks for the one row of a name. fails  WIRE_NONE. out  *stmt: the caller resets; NULL where it could not be asked */
static wire_code ask_named(wire__sqlite *h, enum statement name, wire_str text, const char *what, sqlite3_stmt **stmt,
                           wire_error *err)
{
    const wire_code code = ready(h, name, stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_named(*stmt, 1, text);
    return first_row(h, *stmt, what, err);
}

/* The same of a number. */
static wire_code ask_n(wire__sqlite *h, enum statement name, uint64_t number, const char *what, sqlite3_stmt **stmt,
                       wire_error *err)
{
    const wire_code code = ready(h, name, stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(*stmt, 1, number);
    return first_row(h, *stmt, what, err);
}

/* Transactions ----------------------------------------------------------------------------- */

static wire_code begin(void *db, wire_error *err)
{
    return run(db, STATEMENT_BEGIN, "write", err);
}

static wire_code commit(void *db, wire_error *err)
{
    return run(db, STATEMENT_COMMIT, "write", err);
}

static bool is_writing(void *db)
{
    return !sqlite3_get_autocommit(((wire__sqlite *)db)->db);
}

static void rollback(void *db)
{
    if (is_writing(db) && run(db, STATEMENT_ROLLBACK, "roll back", NULL))
        sqlite3_exec(((wire__sqlite *)db)->db, "ROLLBACK", NULL, NULL, NULL); /* preparing it may have lacked memory */
}

/* Stories ---------------------------------------------------------------------------------- */

/* A path names a place below a folder; one from a damaged or foreign file must not lead out of it. */
bool wire__sqlite_is_path(wire_str path)
{
    if (!path.n || path.p[0] == '.' || path.p[0] == '/' || path.p[path.n - 1] == '/' || memchr(path.p, '\0', path.n))
        return false;
    const char *const end = path.p + path.n;
    for (const char *p = path.p; (p = memchr(p, '/', (size_t)(end - p)));)
        if (*++p == '.' || *p == '/') /* there is one: it does not end in a slash */
            return false;
    return true;
}

static wire_code read_row(wire__sqlite *h, sqlite3_stmt *stmt, wire__row *row, wire_error *err)
{
    wire_record *r = &row->record;
    r->id = wire__sqlite_n(stmt, 0);
    r->revision = wire__sqlite_n(stmt, 1);
    r->hash = wire__sqlite_n(stmt, 2);
    r->first_seen = sqlite3_column_int64(stmt, 3);
    r->last_changed = sqlite3_column_int64(stmt, 4);
    r->published = sqlite3_column_int64(stmt, 5);
    r->key = wire__sqlite_text(stmt, 6);
    r->source = wire__sqlite_text(stmt, 7);
    r->path = wire__sqlite_text(stmt, 8);
    r->section = wire__sqlite_text(stmt, 9);
    r->headline = wire__sqlite_text(stmt, 10);
    r->language = wire__sqlite_text(stmt, 11);
    r->summary = wire__sqlite_text(stmt, 12);
    const int64_t rights = sqlite3_column_int64(stmt, 13);
    r->rights =
        rights == WIRE_RIGHTS_OWN || rights == WIRE_RIGHTS_LICENSED ? (wire_rights)rights : WIRE_RIGHTS_PERSONAL;
    row->sense = wire__sqlite_n(stmt, 14);
    r->twin = wire__sqlite_n(stmt, 15);
    const int64_t state = sqlite3_column_int64(stmt, 16);
    r->state = state == WIRE_STATE_SHOWN || state == WIRE_STATE_HIDDEN ? (wire_state)state : WIRE_STATE_WITHDRAWN;
    r->reason = wire__sqlite_text(stmt, 17);
    r->pinned = sqlite3_column_int64(stmt, 18);
    r->embargo = sqlite3_column_int64(stmt, 19);
    r->expires = sqlite3_column_int64(stmt, 20);
    if (!r->key.n || !wire__sqlite_is_path(r->path))
        return wire_fail(err, WIRE_ESTORE, "store: %s is damaged: story %llu has no proper key and path", h->place,
                         (unsigned long long)r->id);
    return WIRE_OK;
}

static wire_code keep_texts(wire__sqlite *h, wire_arena *arena, wire_str *const *texts, size_t n, wire_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (texts[i]->p && !wire_arena_copy(arena, *texts[i], texts[i]))
            return wire__sqlite_fail(h, SQLITE_NOMEM, "read", err);
    return WIRE_OK;
}

static wire_code find(void *db, wire__find by, wire_str name, uint64_t id, wire_arena *arena, wire__row *row,
                      wire_error *err)
{
    wire__sqlite *h = db;
    sqlite3_stmt *stmt = NULL;
    const enum statement which = by == WIRE__FIND_KEY    ? STATEMENT_FIND_KEY
                                 : by == WIRE__FIND_PATH ? STATEMENT_FIND_PATH
                                 : by == WIRE__FIND_FOLD ? STATEMENT_FIND_FOLD
                                                         : STATEMENT_FIND_ID;
    wire_code code = ready(h, which, &stmt, err);
    if (code)
        return code;
    if (by == WIRE__FIND_ID || by == WIRE__FIND_FOLD)
        wire__sqlite_bind_n(stmt, 1, id);
    else
        wire__sqlite_bind_named(stmt, 1, name);
    wire_record *r = &row->record;
    wire_str *const texts[] = {&r->key,      &r->source,   &r->path,    &r->section,
                               &r->headline, &r->language, &r->summary, &r->reason};
    if (!(code = first_row(h, stmt, "find a story", err)) && !(code = read_row(h, stmt, row, err)))
        code = keep_texts(h, arena, texts, sizeof texts / sizeof *texts, err);
    sqlite3_reset(stmt);
    return code;
}

static wire_code has_path(void *db, wire_str path, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ask_named(db, STATEMENT_HAS_PATH, path, "look for a path", &stmt, err);
    sqlite3_reset(stmt);
    return code;
}

/* The number that a statement gives, for a number if it asks for one. */
static wire_code give_n(void *db, enum statement name, uint64_t number, uint64_t *n, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ask_n(db, name, number, "count stories", &stmt, err);
    *n = code ? *n : wire__sqlite_n(stmt, 0);
    sqlite3_reset(stmt);
    return code;
}

static wire_code next_id(void *db, uint64_t *id, wire_error *err)
{
    return give_n(db, STATEMENT_NEXT_ID, 0, id, err);
}

static wire_code put_source(void *db, wire_str name, wire_rights rights, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, STATEMENT_PUT_SOURCE, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_named(stmt, 1, name);
    wire__sqlite_bind_n(stmt, 2, (uint64_t)rights);
    return finish(db, stmt, "write a source", err);
}

static wire_code write_story(wire__sqlite *h, enum statement name, const wire__row *row, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(h, name, &stmt, err);
    if (code)
        return code;
    const wire_record *r = &row->record;
    wire__sqlite_bind_n(stmt, 1, r->id);
    if (name == STATEMENT_ADD_STORY) {
        wire__sqlite_bind_named(stmt, 2, r->key);
        wire__sqlite_bind_named(stmt, 3, r->path);
        wire__sqlite_bind_named(stmt, 4, r->source);
        wire__sqlite_bind_n(stmt, 6, (uint64_t)r->first_seen);
        wire__sqlite_bind_n(stmt, 17, row->fold);
    }
    wire__sqlite_bind_named(stmt, 5, r->section);
    wire__sqlite_bind_n(stmt, 7, (uint64_t)r->published);
    wire__sqlite_bind_named(stmt, 8, r->headline);
    wire__sqlite_bind_text(stmt, 9, r->language);
    wire__sqlite_bind_text(stmt, 10, r->summary);
    wire__sqlite_bind_n(stmt, 11, r->revision);
    wire__sqlite_bind_n(stmt, 12, (uint64_t)r->last_changed);
    wire__sqlite_bind_n(stmt, 13, r->hash);
    wire__sqlite_bind_n(stmt, 14, row->sense);
    wire__sqlite_bind_n(stmt, 15, (uint64_t)r->embargo);
    wire__sqlite_bind_n(stmt, 16, (uint64_t)r->expires);
    return finish(h, stmt, "write a story", err);
}

static wire_code write_revision(wire__sqlite *h, const wire__row *row, const wire__forms *forms, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(h, STATEMENT_ADD_REVISION, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, row->record.id);
    wire__sqlite_bind_n(stmt, 2, row->record.revision);
    wire__sqlite_bind_n(stmt, 3, (uint64_t)row->record.last_changed);
    wire__sqlite_bind_n(stmt, 4, row->record.hash);
    wire__sqlite_bind_named(stmt, 5, forms->json);
    wire__sqlite_bind_text(stmt, 6, forms->original);
    wire__sqlite_bind_n(stmt, 7, row->source_hash);
    return finish(h, stmt, "write a revision", err);
}

/* The two writes stand or fall together, without ending the transaction around them. */
static wire_code write_both(wire__sqlite *h, enum statement name, const wire__row *row, const wire__forms *forms,
                            wire_error *err)
{
    wire_code code = run(h, STATEMENT_SAVE, "write", err);
    if (code)
        return code;
    if (!(code = write_story(h, name, row, err)) && !(code = write_revision(h, row, forms, err)) &&
        !(code = wire__sqlite_pack_brief(h, row->record.id, err)))
        return run(h, STATEMENT_RELEASE, "write", err);
    if (is_writing(h) && (run(h, STATEMENT_UNSAVE, "roll back", NULL) || run(h, STATEMENT_RELEASE, "roll back", NULL)))
        rollback(h); /* half a story must not be kept */
    return code;
}

static wire_code add(void *db, const wire__row *row, const wire__forms *forms, wire_error *err)
{
    return write_both(db, STATEMENT_ADD_STORY, row, forms, err);
}

static wire_code change(void *db, const wire__row *row, const wire__forms *forms, wire_error *err)
{
    return write_both(db, STATEMENT_CHANGE_STORY, row, forms, err);
}

static wire_code read_json(void *db, enum statement name, uint64_t id, wire_out *out, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ask_n(db, name, id, "read a story", &stmt, err);
    if (!code)
        wire_out_put(out, wire__sqlite_text(stmt, 0));
    sqlite3_reset(stmt);
    return code;
}

static wire_code json(void *db, uint64_t id, wire_out *out, wire_error *err)
{
    return read_json(db, STATEMENT_JSON, id, out, err);
}

static wire_code original(void *db, uint64_t id, wire_out *out, wire_error *err)
{
    return read_json(db, STATEMENT_ORIGINAL, id, out, err);
}

static wire_code each_story(void *db, wire__order order, wire_code (*each)(void *user, const wire_record *record),
                            void *user, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    if (order == WIRE__ORDER_BRIEF)
        return wire__sqlite_each_brief(db, each, user, err);
    wire_code code = ready(db, order == WIRE__ORDER_ID ? STATEMENT_EACH_ID : STATEMENT_EACH_NEWEST, &stmt, err);
    if (code)
        return code;
    wire__row row;
    while (!(code = first_row(db, stmt, "go through the stories", err))) {
        if ((code = read_row(db, stmt, &row, err)) || (code = each(user, &row.record)))
            break;
    }
    const bool is_end = !sqlite3_stmt_busy(stmt);
    sqlite3_reset(stmt);
    return is_end && code == WIRE_NONE ? WIRE_OK : code;
}

static wire_code sum(void *db, wire_store_sums *sums, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ready(db, STATEMENT_SUM, &stmt, err);
    if (code)
        return code;
    if (!(code = first_row(db, stmt, "count stories", err)))
        *sums = (wire_store_sums){wire__sqlite_n(stmt, 0), wire__sqlite_n(stmt, 1), wire__sqlite_n(stmt, 2),
                                  sqlite3_column_int64(stmt, 3)};
    sqlite3_reset(stmt);
    return code;
}

static wire_code set_now(void *db, int64_t now, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, STATEMENT_SET_NOW, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, (uint64_t)now);
    return finish(db, stmt, "write the time", err);
}

/* Visits ----------------------------------------------------------------------------------- */

static void read_visit(sqlite3_stmt *stmt, wire_visit *v)
{
    v->url = wire__sqlite_text(stmt, 0);
    v->source = wire__sqlite_text(stmt, 1);
    v->etag = wire__sqlite_text(stmt, 2);
    v->last_modified = wire__sqlite_text(stmt, 3);
    v->at = sqlite3_column_int64(stmt, 4);
    v->due = sqlite3_column_int64(stmt, 5);
    v->status = (uint32_t)wire__sqlite_n(stmt, 6);
    v->n_fails = (uint32_t)wire__sqlite_n(stmt, 7);
    v->n_bytes = wire__sqlite_n(stmt, 8);
    v->story = wire__sqlite_n(stmt, 9);
    v->error = wire__sqlite_text(stmt, 10);
    v->moved = wire__sqlite_text(stmt, 11);
    v->said = wire__sqlite_n(stmt, 12);
    v->whole = sqlite3_column_int64(stmt, 13);
}

static wire_code get_visit(void *db, wire_str url, wire_arena *arena, wire_visit *visit, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ask_named(db, STATEMENT_GET_VISIT, url, "read a visit", &stmt, err);
    if (!code) {
        wire_str *const texts[] = {&visit->url,           &visit->source, &visit->etag,
                                   &visit->last_modified, &visit->error,  &visit->moved};
        read_visit(stmt, visit);
        code = keep_texts(db, arena, texts, sizeof texts / sizeof *texts, err);
    }
    sqlite3_reset(stmt);
    return code;
}

static wire_code put_visit(void *db, const wire_visit *v, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, STATEMENT_PUT_VISIT, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_named(stmt, 1, v->url);
    wire__sqlite_bind_text(stmt, 2, v->source);
    wire__sqlite_bind_text(stmt, 3, v->etag);
    wire__sqlite_bind_text(stmt, 4, v->last_modified);
    wire__sqlite_bind_n(stmt, 5, (uint64_t)v->at);
    wire__sqlite_bind_n(stmt, 6, (uint64_t)v->due);
    wire__sqlite_bind_n(stmt, 7, v->status);
    wire__sqlite_bind_n(stmt, 8, v->n_fails);
    wire__sqlite_bind_n(stmt, 9, v->n_bytes);
    wire__sqlite_bind_n(stmt, 10, v->story);
    wire__sqlite_bind_text(stmt, 11, v->error);
    wire__sqlite_bind_text(stmt, 12, v->moved);
    wire__sqlite_bind_n(stmt, 13, v->said);
    wire__sqlite_bind_n(stmt, 14, (uint64_t)v->whole);
    return finish(db, stmt, "write a visit", err);
}

static wire_code each_visit(void *db, wire_code (*each)(void *user, const wire_visit *visit), void *user,
                            wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ready(db, STATEMENT_EACH_VISIT, &stmt, err);
    if (code)
        return code;
    wire_visit visit;
    while (!(code = first_row(db, stmt, "go through the visits", err))) {
        read_visit(stmt, &visit);
        if ((code = each(user, &visit)))
            break;
    }
    const bool is_end = !sqlite3_stmt_busy(stmt);
    sqlite3_reset(stmt);
    return is_end && code == WIRE_NONE ? WIRE_OK : code;
}

/* Notes ------------------------------------------------------------------------------------ */

static wire_code get_note(void *db, wire_str name, wire_arena *arena, wire_note *note, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ask_named(db, STATEMENT_GET_NOTE, name, "read a note", &stmt, err);
    if (!code) {
        *note = (wire_note){name, wire__sqlite_text(stmt, 1), sqlite3_column_int64(stmt, 0)};
        code = keep_texts(db, arena, &(wire_str *const){&note->body}, 1, err);
    }
    sqlite3_reset(stmt);
    return code;
}

static wire_code put_note(void *db, const wire_note *note, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, note->body.p ? STATEMENT_PUT_NOTE : STATEMENT_DROP_NOTE, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_named(stmt, 1, note->name);
    if (note->body.p) {
        wire__sqlite_bind_n(stmt, 2, (uint64_t)note->at);
        wire__sqlite_bind_text(stmt, 3, note->body);
    }
    return finish(db, stmt, "write a note", err);
}

/* Memories --------------------------------------------------------------------------------- */

static wire_code get_memory(void *db, wire_str source, wire_arena *arena, wire_str *traits, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ask_named(db, STATEMENT_GET_MEMORY, source, "read a source's memory", &stmt, err);
    if (!code) {
        *traits = wire__sqlite_bytes(stmt, 0);
        code = keep_texts(db, arena, &traits, 1, err);
    }
    sqlite3_reset(stmt);
    return code;
}

static wire_code put_memory(void *db, wire_str source, wire_str traits, int64_t at, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, STATEMENT_PUT_MEMORY, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_named(stmt, 1, source);
    wire__sqlite_bind_n(stmt, 2, (uint64_t)at);
    sqlite3_bind_blob64(stmt, 3, traits.p, traits.n, SQLITE_STATIC);
    return finish(db, stmt, "write a source's memory", err);
}

/* The editor's hand ------------------------------------------------------------------------ */

static wire_code decide(void *db, const wire__row *row, const char *deed, wire_str reason, int64_t at, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ready(db, STATEMENT_DECIDE, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, row->record.id);
    wire__sqlite_bind_n(stmt, 2, row->record.state);
    wire__sqlite_bind_text(stmt, 3, row->record.reason);
    wire__sqlite_bind_n(stmt, 4, (uint64_t)row->record.pinned);
    if ((code = finish(db, stmt, "write what was decided", err)) || (code = ready(db, STATEMENT_ADD_DEED, &stmt, err)))
        return code;
    wire__sqlite_bind_n(stmt, 1, (uint64_t)at);
    wire__sqlite_bind_n(stmt, 2, row->record.id);
    wire__sqlite_bind_named(stmt, 3, wire_str_of(deed));
    wire__sqlite_bind_text(stmt, 4, reason);
    code = finish(db, stmt, "write what was decided", err);
    return code ? code : wire__sqlite_pack_brief(db, row->record.id, err);
}

static wire_code add_correction(void *db, uint64_t story, const wire_correction *c, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, STATEMENT_ADD_CORRECTION, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, story);
    wire__sqlite_bind_n(stmt, 2, (uint64_t)c->at);
    wire__sqlite_bind_named(stmt, 3, c->was);
    wire__sqlite_bind_named(stmt, 4, c->is_now);
    wire__sqlite_bind_text(stmt, 5, c->reason);
    return finish(db, stmt, "write a correction", err);
}

static wire_code set_applies(void *db, uint64_t story, uint64_t n, bool applies, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, STATEMENT_SET_APPLIES, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, story);
    wire__sqlite_bind_n(stmt, 2, n);
    wire__sqlite_bind_n(stmt, 3, applies);
    return finish(db, stmt, "write a correction", err);
}

static wire_code drop_corrections(void *db, uint64_t story, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, STATEMENT_DROP_CORRECTIONS, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, story);
    return finish(db, stmt, "take corrections back", err);
}

static wire_code each_correction(void *db, uint64_t story,
                                 wire_code (*each)(void *user, uint64_t id, const wire_correction *correction),
                                 void *user, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ready(db, story ? STATEMENT_CORRECTIONS_OF : STATEMENT_EACH_CORRECTION, &stmt, err);
    if (code)
        return code;
    if (story)
        wire__sqlite_bind_n(stmt, 1, story);
    while (!(code = first_row(db, stmt, "go through the corrections", err))) {
        const wire_correction c = {.at = sqlite3_column_int64(stmt, 1),
                                   .was = wire__sqlite_text(stmt, 2),
                                   .is_now = wire__sqlite_text(stmt, 3),
                                   .reason = wire__sqlite_text(stmt, 4),
                                   .applies = wire__sqlite_n(stmt, 5) != 0};
        if (c.was.n && (code = each(user, wire__sqlite_n(stmt, 0), &c)))
            break;
    }
    const bool is_end = !sqlite3_stmt_busy(stmt);
    sqlite3_reset(stmt);
    return is_end && code == WIRE_NONE ? WIRE_OK : code;
}

/* Shingles --------------------------------------------------------------------------------- */

static wire_code run_with(void *db, enum statement name, uint64_t first, uint64_t second, uint64_t third,
                          wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const wire_code code = ready(db, name, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, first);
    wire__sqlite_bind_n(stmt, 2, second);
    if (name == STATEMENT_SET_TWIN)
        wire__sqlite_bind_n(stmt, 3, third);
    return finish(db, stmt, "write which stories share a text", err);
}

static wire_code put_shingles(void *db, uint64_t story, uint64_t twin, const uint64_t *hashes, size_t n,
                              wire_error *err)
{
    wire_code code = run_with(db, STATEMENT_SET_TWIN, story, twin, n, err);
    for (size_t i = 0; i < n && !code; i++)
        code = run_with(db, STATEMENT_ADD_SHINGLE, hashes[i], story, 0, err);
    return code;
}

/* Ids that a statement gives for a number. */
static wire_code list_ids(void *db, enum statement name, uint64_t number, uint64_t *stories, size_t most, size_t *n,
                          wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    wire_code code = ready(db, name, &stmt, err);
    if (code)
        return code;
    wire__sqlite_bind_n(stmt, 1, number);
    wire__sqlite_bind_n(stmt, 2, most);
    for (*n = 0; *n < most && !(code = first_row(db, stmt, "look for the same text", err)); ++*n)
        stories[*n] = wire__sqlite_n(stmt, 0);
    sqlite3_reset(stmt);
    return code < 0 ? code : WIRE_OK;
}

static wire_code with_shingle(void *db, uint64_t hash, uint64_t *stories, size_t most, size_t *n, wire_error *err)
{
    return list_ids(db, STATEMENT_WITH_SHINGLE, hash, stories, most, n, err);
}

static wire_code with_twin(void *db, uint64_t first, uint64_t *stories, size_t most, size_t *n, wire_error *err)
{
    return list_ids(db, STATEMENT_WITH_TWIN, first, stories, most, n, err);
}

static wire_code count_shingles(void *db, uint64_t story, uint64_t *n, wire_error *err)
{
    return give_n(db, STATEMENT_COUNT_SHINGLES, story, n, err);
}

static wire_code next_due(void *db, int64_t now, uint64_t *at, wire_error *err)
{
    return give_n(db, STATEMENT_NEXT_DUE, (uint64_t)now, at, err);
}

const wire__store_driver wire__store_sqlite = {
    .name = "sqlite",
    .open = wire__sqlite_open,
    .close = wire__sqlite_close,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .is_writing = is_writing,
    .find = find,
    .has_path = has_path,
    .next_id = next_id,
    .put_source = put_source,
    .add = add,
    .change = change,
    .json = json,
    .original = original,
    .each = each_story,
    .sum = sum,
    .set_now = set_now,
    .next_due = next_due,
    .get_visit = get_visit,
    .put_visit = put_visit,
    .each_visit = each_visit,
    .get_note = get_note,
    .put_note = put_note,
    .get_memory = get_memory,
    .put_memory = put_memory,
    .decide = decide,
    .add_correction = add_correction,
    .set_applies = set_applies,
    .drop_corrections = drop_corrections,
    .each_correction = each_correction,
    .unindexed = wire__sqlite_unindexed,
    .index = wire__sqlite_index,
    .search = wire__sqlite_search,
    .unpictured = wire__sqlite_unpictured,
    .note_photos = wire__sqlite_note_photos,
    .each_wanted = wire__sqlite_each_wanted,
    .each_photo = wire__sqlite_each_photo,
    .put_photo = wire__sqlite_put_photo,
    .photo_failed = wire__sqlite_photo_failed,
    .photo_body = wire__sqlite_photo_body,
    .backup = wire__sqlite_backup,
    .restore = wire__sqlite_restore,
    .put_shingles = put_shingles,
    .with_shingle = with_shingle,
    .with_twin = with_twin,
    .count_shingles = count_shingles,
};
