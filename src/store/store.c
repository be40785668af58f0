/* store.c: what a new story, a revision and a path are; the keeping itself is a driver's. */
#include "wirecopy/store.h"

#include "base/hash.h"
#include "store/handle.h"

#include <stdlib.h>

static const struct kind {
    const wire__store_driver *driver;
    wire_str prefix;
} kinds[] = {
#define STORE(name, prefix) {&wire__store_##name, {"" prefix, sizeof(prefix) - 1}},
#include "store/stores.def"
#undef STORE
};

enum { LONGEST_LINE = 2048, LONGEST_NAME = 200 }; /* bytes of a record's headline and summary; of a section */

/* A text cut to `max` bytes, between characters. */
static wire_str shorten(wire_str text, size_t max)
{
    text = wire_str_trim(text);
    if (text.n <= max)
        return text;
    while (max && ((unsigned char)text.p[max] & 0xC0) == 0x80)
        max--;
    return wire_str_cut(text, 0, max);
}

wire_code wire_store_open(wire_str place, bool is_read_only, wire_store **store, wire_error *err)
{
    const struct kind *kind = kinds;
    while (!wire_str_has_prefix(place, kind->prefix))
        kind++;
    wire_store *made = calloc(1, sizeof *made);
    if (!made)
        return wire_fail(err, WIRE_ENOMEM, "store: no memory");
    made->driver = kind->driver;
    made->is_read_only = is_read_only;
    wire_out_open_memory(&made->json, 0);
    wire_out_open_memory(&made->original, 0);
    made->arena = wire_arena_new(0);
    made->reader = wire_address_reader_new();
    const wire_code code = made->arena && made->reader ? kind->driver->open(place, is_read_only, &made->db, err)
                                                       : wire_fail(err, WIRE_ENOMEM, "store: no memory");
    if (code) {
        wire_store_close(made);
        return code;
    }
    *store = made;
    return WIRE_OK;
}

void wire_store_close(wire_store *store)
{
    if (!store)
        return;
    if (store->db)
        store->driver->close(store->db);
    wire_out_close(&store->json, NULL);
    wire_out_close(&store->original, NULL);
    wire_address_reader_free(store->reader);
    wire_arena_free(store->arena);
    free(store);
}

wire_code wire_store_begin(wire_store *store, wire_error *err)
{
    if (store->is_read_only)
        return wire_fail(err, WIRE_EUSE, "store: opened for reading only");
    if (store->driver->is_writing(store->db))
        return wire_fail(err, WIRE_EUSE, "store: a transaction has begun already");
    return store->driver->begin(store->db, err);
}

wire_code wire_store_commit(wire_store *store, wire_error *err)
{
    if (!store->driver->is_writing(store->db))
        return wire_fail(err, WIRE_EUSE, "store: no transaction to keep; none has begun, or a failure has undone it");
    const wire_code code = store->driver->commit(store->db, err);
    if (code < 0)
        store->driver->rollback(store->db);
    return code;
}

void wire_store_rollback(wire_store *store)
{
    if (store->driver->is_writing(store->db))
        store->driver->rollback(store->db);
}

wire_code wire__store_end_own(wire_store *store, wire_code code, wire_error *err)
{
    if (code >= 0) {
        const wire_code kept = wire_store_commit(store, err);
        return kept < 0 ? kept : code;
    }
    wire_store_rollback(store);
    return code;
}

wire_code wire__store_begin_own(wire_store *store, bool *is_own, wire_error *err)
{
    *is_own = !store->driver->is_writing(store->db);
    return *is_own ? wire_store_begin(store, err) : WIRE_OK;
}

/* Paths ------------------------------------------------------------------------------------ */

static wire_code numbered(wire_store *store, wire_str base, uint64_t n, wire_str *path, wire_error *err)
{
    *path = wire_arena_print(store->arena, "%.*s-%llu", WIRE_ARG(base), (unsigned long long)n);
    if (!path->p)
        return wire_fail(err, WIRE_ENOMEM, "store: no memory for a path");
    return store->driver->has_path(store->db, *path, err);
}

/* The path itself, or with -2, -3 ...: the first free number is looked for by doubling and halving, so that the
 * ten-thousandth "Corrections" of a day costs no more than some twenty questions. */
static wire_code free_path(wire_store *store, wire_str base, wire_str *path, wire_error *err)
{
    uint64_t taken = 1, open = 2;
    *path = base;
    wire_code code = store->driver->has_path(store->db, base, err);
    if (code)
        return code == WIRE_NONE ? WIRE_OK : code;
    while ((code = numbered(store, base, open, path, err)) == WIRE_OK) {
        taken = open;
        open *= 2;
    }
    if (code < 0)
        return code;
    while (open - taken > 1) {
        const uint64_t middle = taken + (open - taken) / 2;
        code = numbered(store, base, middle, path, err);
        if (code < 0)
            return code;
        if (code == WIRE_OK)
            taken = middle;
        else
            open = middle;
    }
    code = numbered(store, base, open, path, err);
    return code == WIRE_NONE ? WIRE_OK : code;
}

static wire_code make_path(wire_store *store, const wire_story *story, const wire_put_opts *opts, wire_record *record,
                           wire_error *err)
{
    wire_story shown = *story; /* under the section that the edition shows it in */
    shown.section = record->section;
    wire_str base;
    const wire_code code = wire_story_path(&shown, opts->zone, record->first_seen, record->id, store->arena, &base);
    if (code < 0)
        return wire_fail(err, code, "store: no memory for the path of %.*s", WIRE_ARG(record->key));
    return free_path(store, base, &record->path, err);
}

/* Putting ---------------------------------------------------------------------------------- */

void wire__store_describe(const wire_story *story, wire_str section, int64_t now, wire_str json, wire_record *record)
{
    section = shorten(section.n ? section : story->section, LONGEST_NAME);
    const wire_str summary = shorten(story->abstract.n ? story->abstract : story->description, LONGEST_LINE);
    record->hash = wire__hash64(json);
    record->last_changed = now;
    if (story->published.is_known)
        record->published = story->published.at;
    record->section = section.n ? section : WIRE_STR("News");
    record->headline = shorten(story->headline, LONGEST_LINE);
    record->language = shorten(story->language, LONGEST_NAME);
    record->summary = summary.n ? summary : (wire_str){NULL, 0};
    record->embargo = story->embargoed.is_known ? story->embargoed.at : 0;
    record->expires = story->expires.is_known ? story->expires.at : 0;
}

static wire_code put_new(wire_store *store, const wire_story *story, const wire_put_opts *opts, wire__row *row,
                         const wire__forms *forms, wire_error *err)
{
    wire_record *record = &row->record;
    wire_code code = store->driver->next_id(store->db, &record->id, err);
    if (code)
        return code;
    record->revision = 1;
    record->first_seen = record->published = opts->now;
    if (story->modified.is_known) /* it was there by then; what is known of its publication goes before */
        record->published = story->modified.at;
    record->source = opts->source;
    record->rights = opts->rights;
    wire__store_describe(story, opts->section, opts->now, forms->json, record);
    if ((code = make_path(store, story, opts, record, err)))
        return code;
    return store->driver->add(store->db, row, forms, err);
}

static wire_code put_known(wire_store *store, const wire_story *story, const wire_put_opts *opts, wire__row *row,
                           const wire__forms *forms, wire_error *err)
{
    row->record.revision++;
    wire__store_describe(story, opts->section, opts->now, forms->json, &row->record);
    return store->driver->change(store->db, row, forms, err);
}

/* Notes that a new story's text is one that an editor has withdrawn at another address. */
static wire_code find_withdrawn(wire_store *store, wire__row *row, wire_error *err)
{
    wire__row first = {0};
    if (!row->record.twin)
        return WIRE_OK;
    const wire_code code =
        store->driver->find(store->db, WIRE__FIND_ID, (wire_str){NULL, 0}, row->record.twin, store->arena, &first, err);
    row->record.has_withdrawn_twin = !code && first.record.state == WIRE_STATE_WITHDRAWN;
    return code < 0 ? code : WIRE_OK;
}

/* Puts what the source has, with the editor's corrections. out  *corrected: what the row borrows from; may be NULL */
static wire_code put_forms(wire_store *store, const wire_story *story, const wire_put_opts *opts, bool is_new,
                           wire__row *row, wire_story **corrected, wire_error *err)
{
    wire__forms forms = {0};
    const wire_story *shown = story;
    wire_code code = wire__store_forms(store, is_new ? 0 : row->record.id, story, &shown, corrected, &forms, err);
    if (!code)
        code = is_new ? put_new(store, shown, opts, row, &forms, err) : put_known(store, shown, opts, row, &forms, err);
    if (!code)
        code = wire__twins_put(store->driver, store->db, story, row, err);
    return code || !is_new ? code : find_withdrawn(store, row, err);
}

/* By its key, else by another address of the same publisher's. out  *fold: to be kept with a new story */
static wire_code find_known(wire_store *store, wire_str key, uint64_t *fold, wire__row *row, wire_error *err)
{
    wire_str own, other;
    wire_code code = wire__key_fold(key, store->arena, &own, err);
    *fold = own.n ? wire__hash64(own) : 0;
    if (!code)
        code = store->driver->find(store->db, WIRE__FIND_KEY, key, 0, store->arena, row, err);
    if (code != WIRE_NONE || !own.n)
        return code;
    code = store->driver->find(store->db, WIRE__FIND_FOLD, (wire_str){NULL, 0}, *fold, store->arena, row, err);
    if (!code && !(code = wire__key_fold(row->record.key, store->arena, &other, err)) && !wire_str_is(own, other))
        code = WIRE_NONE;
    if (code == WIRE_NONE)
        *row = (wire__row){0};
    return code;
}

/* A story stays with the source that brought it first: the same one in two feeds must not go to and fro. */
static wire_code put(wire_store *store, const wire_story *story, const wire_put_opts *opts, wire_str key,
                     uint64_t sense, wire__row *row, wire_story **corrected, wire_error *err)
{
    uint64_t fold;
    const wire_code found = find_known(store, key, &fold, row, err);
    if (found < 0)
        return found;
    if (found == WIRE_NONE || wire_str_is(row->record.source, opts->source)) {
        const wire_code code = store->driver->put_source(store->db, opts->source, opts->rights, err);
        if (code)
            return code;
        row->record.rights = opts->rights;
    }
    if (found == WIRE_OK && row->sense == sense)
        return WIRE_SAME;
    row->sense = sense;
    row->fold = fold;
    row->source_hash = story->source_hash;
    row->record.key = found ? key : row->record.key;
    return put_forms(store, story, opts, found != WIRE_OK, row, corrected, err);
}

/* Moves what the record borrowed from the story into the store's own memory. */
static wire_code keep_texts(wire_store *store, wire_record *record, wire_error *err)
{
    wire_str *const texts[] = {&record->source, &record->section, &record->headline, &record->language,
                               &record->summary};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i]->p && !wire_arena_copy(store->arena, *texts[i], texts[i]))
            return wire_fail(err, WIRE_ENOMEM, "store: no memory");
    return WIRE_OK;
}

static bool is_web(wire_str url)
{
    return wire_str_find_ci(url, WIRE_STR("https://")) == 0 || wire_str_find_ci(url, WIRE_STR("http://")) == 0;
}

wire_code wire_store_put(wire_store *store, const wire_story *story, const wire_put_opts *opts, wire_record *record,
                         wire_error *err)
{
    if (!opts->source.n)
        return wire_fail(err, WIRE_EUSE, "store: a story without a source");
    if (story->url.n && !is_web(story->url)) /* its JSON could not be read back */
        return wire_fail(err, WIRE_EFORMAT, "store: not an http or https address: %.*s",
                         WIRE_ARG(wire_str_cut(story->url, 0, 200)));
    if (!story->n_blocks && !wire_str_trim(story->headline).n) /* likewise, and nobody would miss it */
        return wire_fail(err, WIRE_EFORMAT, "no story: neither headline nor text");
    wire_arena_reset(store->arena);
    wire_str key;
    uint64_t sense;
    bool is_own;
    wire__row row = {0};
    wire_code code = wire__story_key(story, store->reader, store->arena, &key, err);
    if (code || (code = wire__story_sense(story, &sense, err)) || (code = wire__store_begin_own(store, &is_own, err)))
        return code;
    wire_story *corrected = NULL;
    code = put(store, story, opts, key, sense, &row, &corrected, err);
    if (code >= 0 && record) {
        const wire_code kept = keep_texts(store, &row.record, err);
        code = kept ? kept : code;
    }
    wire_story_free(corrected);
    if (is_own)
        code = wire__store_end_own(store, code, err);
    if (code >= 0 && record)
        *record = row.record;
    return code;
}

/* Getting ---------------------------------------------------------------------------------- */

wire_code wire_store_get_json(wire_store *store, uint64_t id, wire_str *json, wire_error *err)
{
    wire_out_reset(&store->json);
    const wire_code code = store->driver->json(store->db, id, &store->json, err);
    if (code)
        return code;
    if (store->json.code)
        return wire_fail(err, store->json.code, "store: story %llu: %s", (unsigned long long)id,
                         wire_code_text(store->json.code));
    *json = wire_out_text(&store->json);
    return WIRE_OK;
}

wire_code wire_store_get(wire_store *store, uint64_t id, wire_story **story, wire_error *err)
{
    wire_str json = {NULL, 0};
    wire_error why;
    wire_code code = wire_store_get_json(store, id, &json, err);
    if (code)
        return code;
    code = wire_story_read_json(json, story, &why);
    if (code < 0)
        return wire_fail(err, code == WIRE_ENOMEM ? WIRE_ENOMEM : WIRE_ESTORE, "store: story %llu is damaged: %s",
                         (unsigned long long)id, why.text);
    return code;
}

static bool read_id(wire_str name, uint64_t *id)
{
    uint64_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] < '0' || name.p[i] > '9' || n > (INT64_MAX - 9) / 10)
            return false;
        n = n * 10 + (uint64_t)(name.p[i] - '0');
    }
    *id = n;
    return name.n > 0;
}

wire_code wire_store_find(wire_store *store, wire_str name, wire_record *record, wire_error *err)
{
    wire_arena_reset(store->arena);
    const wire__store_driver *driver = store->driver;
    wire__row row = {0};
    wire_str key, path = wire_str_trim(name);
    uint64_t id, fold;
    wire_code code = wire__key_of(name, store->reader, store->arena, &key, err);
    if (!code)
        code = find_known(store, key, &fold, &row, err);
    while (path.n && path.p[0] == '/')
        path = wire_str_cut(path, 1, path.n);
    while (path.n && path.p[path.n - 1] == '/')
        path.n--;
    if (code == WIRE_NONE)
        code = driver->find(store->db, WIRE__FIND_PATH, path, 0, store->arena, &row, err);
    if (code == WIRE_NONE && read_id(path, &id))
        code = driver->find(store->db, WIRE__FIND_ID, (wire_str){NULL, 0}, id, store->arena, &row, err);
    if (!code)
        *record = row.record;
    return code;
}

wire_code wire_store_find_id(wire_store *store, uint64_t id, wire_record *record, wire_error *err)
{
    wire__row row = {0};
    wire_arena_reset(store->arena);
    const wire_code code =
        store->driver->find(store->db, WIRE__FIND_ID, (wire_str){NULL, 0}, id, store->arena, &row, err);
    if (!code)
        *record = row.record;
    return code;
}

wire_code wire_store_each(wire_store *store, wire_code (*each)(void *user, const wire_record *record), void *user,
                          wire_error *err)
{
    return store->driver->each(store->db, WIRE__ORDER_NEWEST, each, user, err);
}

wire_code wire_store_each_brief(wire_store *store, wire_code (*each)(void *user, const wire_record *record), void *user,
                                wire_error *err)
{
    return store->driver->each(store->db, WIRE__ORDER_BRIEF, each, user, err);
}

wire_code wire_store_each_by_id(wire_store *store, wire_code (*each)(void *user, const wire_record *record), void *user,
                                wire_error *err)
{
    return store->driver->each(store->db, WIRE__ORDER_ID, each, user, err);
}

wire_code wire_store_sum(wire_store *store, wire_store_sums *sums, wire_error *err)
{
    return store->driver->sum(store->db, sums, err);
}

wire_code wire_store_set_now(wire_store *store, int64_t now, wire_error *err)
{
    bool is_own;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    code = store->driver->set_now(store->db, now, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_ripen(wire_store *store, int64_t now, wire_error *err)
{
    wire_store_sums sums = {0};
    uint64_t due = 0;
    wire_code code = store->driver->sum(store->db, &sums, err);
    if (!code)
        code = store->driver->next_due(store->db, sums.now, &due, err);
    if (code)
        return code;
    return due && due <= (uint64_t)now ? wire_store_set_now(store, now, err) : WIRE_SAME;
}

/* Copies ----------------------------------------------------------------------------------- */

wire_code wire_store_backup(wire_store *store, wire_str file, const wire_hooks *hooks, wire_error *err)
{
    return store->driver->backup(store->db, file, hooks, err);
}

wire_code wire_store_restore(wire_str file, wire_str place, const wire_hooks *hooks, wire_error *err)
{
    const struct kind *kind = kinds;
    while (!wire_str_has_prefix(place, kind->prefix))
        kind++;
    return kind->driver->restore(file, place, hooks, err);
}

/* Visits ----------------------------------------------------------------------------------- */

wire_code wire_store_get_visit(wire_store *store, wire_str url, wire_visit *visit, wire_error *err)
{
    wire_arena_reset(store->arena);
    wire_visit found = {0};
    const wire_code code = store->driver->get_visit(store->db, url, store->arena, &found, err);
    if (!code)
        *visit = found;
    return code;
}

wire_code wire_store_put_visit(wire_store *store, const wire_visit *visit, wire_error *err)
{
    if (!visit->url.n)
        return wire_fail(err, WIRE_EUSE, "store: a visit without an address");
    bool is_own;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    code = store->driver->put_visit(store->db, visit, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_each_visit(wire_store *store, wire_code (*each)(void *user, const wire_visit *visit), void *user,
                                wire_error *err)
{
    return store->driver->each_visit(store->db, each, user, err);
}

/* Notes ------------------------------------------------------------------------------------ */

wire_code wire_store_get_note(wire_store *store, wire_str name, wire_note *note, wire_error *err)
{
    wire_arena_reset(store->arena);
    wire_note found = {0};
    const wire_code code = store->driver->get_note(store->db, name, store->arena, &found, err);
    if (!code)
        *note = found;
    return code;
}

wire_code wire_store_get_memory(wire_store *store, wire_str source, wire_memory **memory, wire_error *err)
{
    wire_str traits = {NULL, 0};
    wire_error why;
    wire_arena_reset(store->arena);
    wire_code code = store->driver->get_memory(store->db, source, store->arena, &traits, err);
    if (code)
        return code;
    code = wire_memory_read(traits, memory, &why);
    if (code == WIRE_ENOMEM)
        return wire_fail(err, code, "%s", why.text);
    return code ? WIRE_NONE : WIRE_OK; /* of another wirecopy's form, or damaged: begun anew, and nothing is lost */
}

wire_code wire_store_put_memory(wire_store *store, wire_str source, const wire_memory *memory, int64_t now,
                                wire_error *err)
{
    bool is_own;
    wire_out traits;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    wire_out_open_memory(&traits, 0);
    wire_memory_write(memory, &traits);
    code = traits.code ? wire_fail(err, traits.code, "store: no memory for a source's memory")
                       : store->driver->put_memory(store->db, source, wire_out_text(&traits), now, err);
    wire_out_close(&traits, NULL);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_put_note(wire_store *store, const wire_note *note, wire_error *err)
{
    bool is_own;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    code = store->driver->put_note(store->db, note, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}
