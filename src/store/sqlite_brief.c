/* sqlite_brief.c: each story's record as planning needs it, packed into one piece. */
#include "store/sqlite.h"

#define COLUMNS                                                                             \
    "id, hash, last_changed, published, path, section, headline, language, summary, state " \
    "| pinned | embargo | expires"
#define PUT "INSERT OR REPLACE INTO brief (shard, body) VALUES (?1, ?2)"

/* A shard is entry after entry, by id. An entry: SLOT (8 bits), the rest of the story's id; FLAGS (8), 1: the
 * story has more to it than this, and the record is to be asked for; HASH LAST_CHANGED PUBLISHED (64), lengths of path,
 * section, headline, language and summary (16 each), all little-endian; then the five texts. */
enum {
    SHARD = 16,
    N_TEXTS = 5,
    AT_FLAGS = 1,
    AT_HASH = 2,
    AT_LENGTHS = AT_HASH + 3 * 8,
    AT_TEXTS = AT_LENGTHS + 2 * N_TEXTS
};

static void write_number(char *p, uint64_t number, int n_bytes)
{
    for (int i = 0; i < n_bytes; i++, number >>= 8)
        p[i] = (char)(number & 0xff);
}

static uint64_t read_number(const char *p, int n_bytes)
{
    uint64_t number = 0;
    for (int i = n_bytes; i--;)
        number = number << 8 | (unsigned char)p[i];
    return number;
}

/* Packs a row of COLUMNS behind what is in `out`. */
static void pack(sqlite3_stmt *stmt, wire_out *out)
{
    char head[AT_TEXTS];
    bool has_more = sqlite3_column_int64(stmt, 9) != 0;
    wire_str texts[N_TEXTS];
    for (int i = 0; i < N_TEXTS; i++) {
        texts[i] = wire__sqlite_text(stmt, 4 + i);
        has_more |= texts[i].n > UINT16_MAX;
        texts[i].n = texts[i].n > UINT16_MAX ? 0 : texts[i].n;
        write_number(head + AT_LENGTHS + 2 * i, texts[i].n, 2);
    }
    head[0] = (char)(sqlite3_column_int64(stmt, 0) % SHARD);
    head[AT_FLAGS] = has_more;
    for (int i = 0; i < 3; i++)
        write_number(head + AT_HASH + 8 * i, (uint64_t)sqlite3_column_int64(stmt, 1 + i), 8);
    wire_out_put(out, (wire_str){head, sizeof head});
    for (int i = 0; i < N_TEXTS; i++)
        wire_out_put(out, texts[i]);
}

/* Bytes of the entry that a text begins with; 0: it is damaged. */
static size_t entry_size(wire_str shard)
{
    size_t n = AT_TEXTS;
    if (shard.n < AT_TEXTS)
        return 0;
    for (int i = 0; i < N_TEXTS; i++)
        n += (size_t)read_number(shard.p + AT_LENGTHS + 2 * i, 2);
    return n <= shard.n ? n : 0;
}

/* Copies a shard's entries of the slots from `from` to before `to`. What is damaged is left out: reading will tell that
 * it lacks. */
static void copy_slots(wire_str shard, int from, int to, wire_out *out)
{
    for (size_t n; (n = entry_size(shard)); shard = wire_str_cut(shard, n, shard.n))
        if (shard.p[0] >= from && shard.p[0] < to)
            wire_out_put(out, wire_str_cut(shard, 0, n));
}

static wire_code put_shard(wire__sqlite *h, sqlite3_stmt *put, int64_t shard, const wire_out *body, wire_error *err)
{
    sqlite3_bind_int64(put, 1, shard);
    sqlite3_bind_blob64(put, 2, body->buf, body->n, SQLITE_STATIC);
    const int rc = body->code ? SQLITE_NOMEM : sqlite3_step(put);
    sqlite3_reset(put);
    return rc == SQLITE_DONE ? WIRE_OK : wire__sqlite_fail(h, rc, "write a story", err);
}

/* Puts all stories into their shards. */
static wire_code pack_all(wire__sqlite *h, sqlite3_stmt *ask, sqlite3_stmt *put, wire_out *body, wire_error *err)
{
    wire_code code = WIRE_OK;
    int64_t shard = -1;
    int rc;
    while ((rc = sqlite3_step(ask)) == SQLITE_ROW && !code) {
        const int64_t its = sqlite3_column_int64(ask, 0) / SHARD;
        if (shard >= 0 && its != shard) {
            code = put_shard(h, put, shard, body, err);
            wire_out_reset(body);
        }
        shard = its;
        pack(ask, body);
    }
    if (!code && rc != SQLITE_DONE)
        code = wire__sqlite_fail(h, rc, "write a story", err);
    return code || shard < 0 ? code : put_shard(h, put, shard, body, err);
}

wire_code wire__sqlite_pack_briefs(wire__sqlite *h, wire_error *err)
{
    sqlite3_stmt *ask = NULL, *put = NULL;
    wire_out body;
    wire_out_open_memory(&body, 0);
    int rc = sqlite3_prepare_v2(h->db, "SELECT " COLUMNS " FROM story ORDER BY id", -1, &ask, NULL);
    if (!rc)
        rc = sqlite3_prepare_v2(h->db, PUT, -1, &put, NULL);
    const wire_code code = rc ? wire__sqlite_fail(h, rc, "write a story", err) : pack_all(h, ask, put, &body, err);
    (void)wire_out_close(&body, NULL);
    sqlite3_finalize(ask);
    sqlite3_finalize(put);
    return code;
}

/* Makes a story's shard anew: the others as they were, itself as it is now, by their ids. */
static wire_code join(wire__sqlite *h, uint64_t id, sqlite3_stmt *ask, sqlite3_stmt *list, wire_out *body,
                      wire_error *err)
{
    wire_str old = WIRE_STR("");
    const int slot = (int)(id % SHARD);
    wire__sqlite_bind_n(list, 1, id / SHARD);
    wire__sqlite_bind_n(ask, 1, id);
    int rc = sqlite3_step(list);
    if (rc == SQLITE_ROW) {
        old = wire__sqlite_bytes(list, 0);
        rc = SQLITE_DONE;
    }
    if (rc == SQLITE_DONE && (rc = sqlite3_step(ask)) == SQLITE_ROW) {
        copy_slots(old, 0, slot, body);
        pack(ask, body);
        copy_slots(old, slot + 1, SHARD, body);
    }
    const wire_code code =
        rc == SQLITE_ROW ? WIRE_OK
        : rc == SQLITE_DONE
            ? wire_fail(err, WIRE_ESTORE, "store: %s: there is no story %llu to list", h->place, (unsigned long long)id)
            : wire__sqlite_fail(h, rc, "write a story", err);
    sqlite3_reset(list);
    sqlite3_reset(ask);
    return code;
}

wire_code wire__sqlite_pack_brief(wire__sqlite *h, uint64_t id, wire_error *err)
{
    static const char *const sql[] = {"SELECT " COLUMNS " FROM story WHERE id = ?1",
                                      "SELECT body FROM brief WHERE shard = ?1", PUT};
    enum { ASK, LIST, WRITE, N };
    _Static_assert(sizeof sql / sizeof *sql == N && WIRE__SQLITE_BRIEFS + N <= WIRE__SQLITE_STATEMENTS, "no room");
    sqlite3_stmt *stmts[N];
    wire_out body;
    wire_code code = WIRE_OK;
    for (int i = 0; i < N && !code; i++)
        code = wire__sqlite_ready(h, WIRE__SQLITE_BRIEFS + i, sql[i], &stmts[i], err);
    if (code)
        return code;
    wire_out_open_memory(&body, 0);
    code = join(h, id, stmts[ASK], stmts[LIST], &body, err);
    if (!code)
        code = put_shard(h, stmts[WRITE], (int64_t)(id / SHARD), &body, err);
    (void)wire_out_close(&body, NULL);
    return code;
}

/* fails  false: it is damaged, or has more to it */
static bool unpack(wire_str entry, wire_record *record)
{
    wire_str *const texts[N_TEXTS] = {&record->path, &record->section, &record->headline, &record->language,
                                      &record->summary};
    if (entry.p[AT_FLAGS])
        return false;
    record->hash = read_number(entry.p + AT_HASH, 8);
    record->last_changed = (int64_t)read_number(entry.p + AT_HASH + 8, 8);
    record->published = (int64_t)read_number(entry.p + AT_HASH + 16, 8);
    const char *p = entry.p + AT_TEXTS;
    for (int i = 0; i < N_TEXTS; i++) {
        const size_t length = (size_t)read_number(entry.p + AT_LENGTHS + 2 * i, 2);
        *texts[i] = (wire_str){length ? p : NULL, length};
        p += length;
    }
    return wire__sqlite_is_path(record->path);
}

/* The record in full, for the few that have more to them. */
static wire_code each_full(wire__sqlite *h, uint64_t id, wire_arena *arena,
                           wire_code (*each)(void *user, const wire_record *record), void *user, wire_error *err)
{
    wire__row row = {0};
    wire_arena_reset(arena);
    const wire_code code = wire__store_sqlite.find(h, WIRE__FIND_ID, (wire_str){0}, id, arena, &row, err);
    if (code == WIRE_NONE)
        return wire_fail(err, WIRE_ESTORE, "store: %s is damaged: there is no story %llu", h->place,
                         (unsigned long long)id);
    return code ? code : each(user, &row.record);
}

/* What goes through the stories. */
typedef struct going {
    wire__sqlite *h;
    wire_arena *arena;
    wire_code (*each)(void *user, const wire_record *record);
    void *user;
    uint64_t n; /* stories */
} going;

static wire_code each_of_shard(going *g, int64_t number, wire_str shard, wire_error *err)
{
    wire_code code = WIRE_OK;
    for (size_t n; !code && (n = entry_size(shard)); shard = wire_str_cut(shard, n, shard.n)) {
        const wire_str entry = wire_str_cut(shard, 0, n);
        wire_record record = {.id = (uint64_t)number * SHARD + ((unsigned char)entry.p[0] & (SHARD - 1))};
        g->n++;
        code = unpack(entry, &record) ? g->each(g->user, &record)
                                      : each_full(g->h, record.id, g->arena, g->each, g->user, err);
    }
    return code;
}

/* Stories that a damaged list lacks would be taken out of the edition: that is told. */
static wire_code check_count(wire__sqlite *h, uint64_t n, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(h->db, "SELECT count(*) FROM story", -1, &stmt, NULL);
    rc = rc ? rc : sqlite3_step(stmt);
    const uint64_t n_all = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0;
    wire_code code = rc == SQLITE_ROW ? WIRE_OK : wire__sqlite_fail(h, rc, "count the stories", err);
    if (!code && n_all != n)
        code = wire_fail(err, WIRE_ESTORE, "store: %s is damaged: its list has %llu of %llu stories", h->place,
                         (unsigned long long)n, (unsigned long long)n_all);
    sqlite3_finalize(stmt);
    return code;
}

static wire_code go_through(going *g, wire_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(g->h->db, "SELECT shard, body FROM brief", -1, &stmt, NULL);
    wire_code code = rc ? wire__sqlite_fail(g->h, rc, "go through the stories", err) : WIRE_OK;
    while (!code && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        code = each_of_shard(g, sqlite3_column_int64(stmt, 0), wire__sqlite_bytes(stmt, 1), err);
    }
    if (!code && rc != SQLITE_DONE)
        code = wire__sqlite_fail(g->h, rc, "go through the stories", err);
    sqlite3_finalize(stmt);
    return code ? code : check_count(g->h, g->n, err);
}

wire_code wire__sqlite_each_brief(wire__sqlite *h, wire_code (*each)(void *user, const wire_record *record), void *user,
                                  wire_error *err)
{
    going g = {.h = h, .arena = wire_arena_new(0), .each = each, .user = user};
    const bool is_own = sqlite3_get_autocommit(h->db); /* list and count are to be of one moment */
    const int rc = !g.arena ? SQLITE_NOMEM : is_own ? sqlite3_exec(h->db, "BEGIN", NULL, NULL, NULL) : SQLITE_OK;
    const wire_code code = rc ? wire__sqlite_fail(h, rc, "go through the stories", err) : go_through(&g, err);
    if (is_own && !rc)
        sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
    wire_arena_free(g.arena);
    return code;
}
