/* driver.h: what a kind of store does for store.c. Inside src/store only. */
#ifndef WIRECOPY_STORE_DRIVER_H
#define WIRECOPY_STORE_DRIVER_H
#include "wirecopy/address.h"
#include "wirecopy/store.h"

/* A story's line in a store. */
typedef struct wire__row {
    wire_record record;
    uint64_t sense;       /* of what the source has, not the editor: docs/decisions/revision.md */
    uint64_t fold;        /* hash of wire__key_fold; 0: none */
    uint64_t source_hash; /* of the bytes it was read from; 0: unknown */
} wire__row;

/* A revision's story: as it is shown, and as the source has it where that is another (else absent). */
typedef struct wire__forms {
    wire_str json, original;
} wire__forms;

/* A story's words for the index. */
typedef struct wire__indexed {
    uint64_t story, revision;
    wire_str headline, body;
} wire__indexed;

typedef enum wire__find { WIRE__FIND_KEY, WIRE__FIND_PATH, WIRE__FIND_ID, WIRE__FIND_FOLD } wire__find;
typedef enum wire__order { WIRE__ORDER_NEWEST, WIRE__ORDER_ID, WIRE__ORDER_BRIEF } wire__order;

/* A driver keeps and finds; what is a new story or a revision, its path and its hash are decided by store.c, which
 * also checks arguments and sees to it that every write lies in a transaction. `db` is the driver's handle, for one
 * thread. Functions that find say WIRE_NONE, without a message, where there is none. Texts given to a callback live
 * for the call; others lie in the arena given. */
typedef struct wire__store_driver {
    const char *name;
    wire_code (*open)(wire_str place, bool is_read_only, void **db, wire_error *err);
    void (*close)(void *db); /* an open transaction is rolled back */

    wire_code (*begin)(void *db, wire_error *err); /* for writing; waits for other writers */
    wire_code (*commit)(void *db, wire_error *err);
    void (*rollback)(void *db);
    bool (*is_writing)(void *db); /* between begin and its end; false too where a failure has ended it */

    /* in  name: of KEY and PATH; id: of ID and FOLD, of which the earliest is given */
    wire_code (*find)(void *db, wire__find by, wire_str name, uint64_t id, wire_arena *arena, wire__row *row,
                      wire_error *err);
    wire_code (*has_path)(void *db, wire_str path, wire_error *err); /* WIRE_OK or WIRE_NONE */
    wire_code (*next_id)(void *db, uint64_t *id, wire_error *err);
    /* Makes or updates a source. */
    wire_code (*put_source)(void *db, wire_str name, wire_rights rights, wire_error *err);
    /* Adds a story whose record is whole (its source exists), with its first revision; both or nothing. */
    wire_code (*add)(void *db, const wire__row *row, const wire__forms *forms, wire_error *err);
    /* Makes row's revision the current one; key, path, source and first_seen stay; both or nothing. */
    wire_code (*change)(void *db, const wire__row *row, const wire__forms *forms, wire_error *err);
    wire_code (*json)(void *db, uint64_t id, wire_out *out, wire_error *err);     /* of the current revision */
    wire_code (*original)(void *db, uint64_t id, wire_out *out, wire_error *err); /* the same as the source has it */
    wire_code (*each)(void *db, wire__order order, wire_code (*each)(void *user, const wire_record *record), void *user,
                      wire_error *err);
    wire_code (*sum)(void *db, wire_store_sums *sums, wire_error *err);
    wire_code (*set_now)(void *db, int64_t now, wire_error *err); /* never backwards */
    /* The first moment after `now` at which an embargo ends or a story expires. out  *at: 0: there is none */
    wire_code (*next_due)(void *db, int64_t now, uint64_t *at, wire_error *err);

    wire_code (*get_visit)(void *db, wire_str url, wire_arena *arena, wire_visit *visit, wire_error *err);
    wire_code (*put_visit)(void *db, const wire_visit *visit, wire_error *err);
    wire_code (*get_note)(void *db, wire_str name, wire_arena *arena, wire_note *note, wire_error *err);
    wire_code (*put_note)(void *db, const wire_note *note, wire_error *err); /* no body: forgets it */
    /* in the arena. fails  WIRE_NONE */
    wire_code (*get_memory)(void *db, wire_str source, wire_arena *arena, wire_str *traits, wire_error *err);
    wire_code (*put_memory)(void *db, wire_str source, wire_str traits, int64_t at, wire_error *err);

    /* Adds a story's shingles and sets their number and its twin (0: none); those of earlier revisions stay. */
    wire_code (*put_shingles)(void *db, uint64_t story, uint64_t twin, const uint64_t *hashes, size_t n,
                              wire_error *err);
    /* Stories that have a shingle, by id, at most `most`. out  *n */
    wire_code (*with_shingle)(void *db, uint64_t hash, uint64_t *stories, size_t most, size_t *n, wire_error *err);
    /* The first story of a text and its twins, by id, at most `most`. out  *n */
    wire_code (*with_twin)(void *db, uint64_t first, uint64_t *stories, size_t most, size_t *n, wire_error *err);
    wire_code (*count_shingles)(void *db, uint64_t story, uint64_t *n, wire_error *err);

    /* Writes state, reason and pin of row, and a deed of that name. */
    wire_code (*decide)(void *db, const wire__row *row, const char *deed, wire_str reason, int64_t at, wire_error *err);
    wire_code (*add_correction)(void *db, uint64_t story, const wire_correction *correction, wire_error *err);
    /* Says which of a story's corrections, numbered from 1, apply. */
    wire_code (*set_applies)(void *db, uint64_t story, uint64_t n, bool applies, wire_error *err);
    wire_code (*drop_corrections)(void *db, uint64_t story, wire_error *err);
    wire_code (*each_correction)(void *db, uint64_t story, /* 0: of all */
                                 wire_code (*each)(void *user, uint64_t id, const wire_correction *correction),
                                 void *user, wire_error *err);

    /* Stories whose current revision is not in the index of words, by id. out  *n */
    wire_code (*unindexed)(void *db, wire__indexed *entries, size_t most, size_t *n, wire_error *err);
    wire_code (*index)(void *db, const wire__indexed *entry, wire_error *err);
    /* in  expression: FTS5's. out  ids: the best first */
    wire_code (*search)(void *db, wire_str expression, bool with_hidden, uint64_t *ids, size_t most, size_t *n,
                        wire_error *err);
    /* Stories whose current revision's photos are not noted, the latest first. out  *n */
    wire_code (*unpictured)(void *db, uint64_t *stories, size_t most, size_t *n, wire_error *err);
    /* Notes which photos a story's current revision shows; those that no story shows any more are dropped. */
    wire_code (*note_photos)(void *db, uint64_t story, const wire_str *urls, size_t n, wire_error *err);
    wire_code (*each_wanted)(void *db, int64_t now, size_t most, wire_code (*each)(void *user, const wire_photo *photo),
                             void *user, wire_error *err);
    wire_code (*each_photo)(void *db, wire_code (*each)(void *user, uint64_t story, const wire_photo *photo),
                            void *user, wire_error *err);
    wire_code (*put_photo)(void *db, const wire_photo *photo, wire_error *err);
    wire_code (*photo_failed)(void *db, const wire_photo *photo, wire_error *err);
    wire_code (*photo_body)(void *db, uint64_t id, wire_out *out, wire_error *err);
    wire_code (*backup)(void *db, wire_str file, const wire_hooks *hooks, wire_error *err);
    wire_code (*restore)(wire_str file, wire_str place, const wire_hooks *hooks, wire_error *err);

    wire_code (*each_visit)(void *db, wire_code (*each)(void *user, const wire_visit *visit), void *user,
                            wire_error *err);
} wire__store_driver;

#define STORE(name, prefix) extern const wire__store_driver wire__store_##name;
#include "store/stores.def"
#undef STORE

/* What a reader would call another text: its words, stamps, authors and language, without what changes from one
 * reading of a page to the next. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__story_sense(const wire_story *story, uint64_t *sense, wire_error *err);
/* Finds the earliest story that has the same text, and keeps the story's shingles for those that come.
 * in     row: the story as it was put; its twin is set. fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_USE wire_code wire__twins_put(const wire__store_driver *driver, void *db, const wire_story *story, wire__row *row,
                                   wire_error *err);
/* What makes it one story: its canonical address, else its input, else what it says.
 * out  *key: lies in `arena`. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__story_key(const wire_story *story, wire_address_reader *reader, wire_arena *arena,
                                   wire_str *key, wire_error *err);
/* What is left of a key without what tells the addresses of one story on one site apart: "www.", "m.", "/amp" ...
 * out  *fold: lies in `arena`; {NULL, 0}: the key is no address. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__key_fold(wire_str key, wire_arena *arena, wire_str *fold, wire_error *err);
/* An address as keys have it, or the text itself where it is none. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__key_of(wire_str text, wire_address_reader *reader, wire_arena *arena, wire_str *key,
                                wire_error *err);
#endif
