/* store.h: stories, their revisions and the state of fetching, kept beyond the process. */
#ifndef WIRECOPY_STORE_H
#define WIRECOPY_STORE_H
#include "wirecopy/edition.h"
#include "wirecopy/story.h"

WIRE_BEGIN

/* One handle a thread; one writer at a time among all processes, who waits up to 30 s. */
typedef struct wire_store wire_store;

/* Opens or makes the store, and brings an older schema up to date.
 * in     place: a file's path; is_read_only: no file is made and nothing written
 * fails  WIRE_ESTORE: not a store, a newer schema, a damaged file; WIRE_EBUSY; WIRE_NONE: read-only and not there
 * by     SQLite: WAL, foreign keys, strict tables, user_version */
WIRE_API WIRE_USE wire_code wire_store_open(wire_str place, bool is_read_only, wire_store **store, wire_error *err);
WIRE_API void wire_store_close(wire_store *store);

/* Groups writes: all between begin and commit are kept, or none. Not nested. */
WIRE_API WIRE_USE wire_code wire_store_begin(wire_store *store, wire_error *err);
WIRE_API WIRE_USE wire_code wire_store_commit(wire_store *store, wire_error *err);
WIRE_API void wire_store_rollback(wire_store *store); /* no transaction: nothing happens */

/* A story as the store knows it; borrowed from the call that gives it. */
typedef struct wire_record {
    uint64_t id;
    uint64_t revision;    /* 1, 2, 3 ... of this story */
    uint64_t hash;        /* XXH3 of the current revision's JSON: the same story, the same hash */
    int64_t first_seen;   /* Unix seconds */
    int64_t last_changed; /* when the current revision came */
    int64_t published;    /* Unix seconds; first_seen where none is known */
    wire_str key;         /* what makes it one story: its canonical address, else its input */
    wire_str source;      /* name in wirecopy.ini */
    wire_str path;        /* in the edition, "2026/11/20/local/fish-market-vote"; never changes */
    wire_str section;     /* display name the edition shows it under */
    wire_str headline, language;
    wire_str summary; /* abstract, else description; may be absent */
    wire_rights rights;
    uint64_t twin; /* id of the earliest story with the same text at another address; 0: none */
} wire_record;

typedef struct wire_put_opts {
    wire_str source;       /* name; must not be empty */
    wire_rights rights;    /* of that source */
    wire_str section;      /* the source's; empty: the story's own, else "News" */
    const wire_zone *zone; /* the edition's, for the path; NULL: UTC */
    int64_t now;           /* Unix seconds */
} wire_put_opts;

/* Keeps a story: a new one gets id and path; a known one (same key) a new revision if its words, headline,
 * stamps, authors or language differ from the current one.
 * out    *record: may be NULL; borrowed until the next call on the store
 * fails  WIRE_SAME: known, nothing changed; WIRE_EFORMAT: its url is no http or https address; WIRE_ELIMIT: too large
 * to keep; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_put(wire_store *store, const wire_story *story, const wire_put_opts *opts,
                                           wire_record *record, wire_error *err);
/* Reads a story's current revision. out  *story: the caller's. fails  WIRE_NONE; WIRE_ESTORE */
WIRE_API WIRE_USE wire_code wire_store_get(wire_store *store, uint64_t id, wire_story **story, wire_error *err);
/* The current revision's JSON as it lies in the store, borrowed until the next call on the store. */
WIRE_API WIRE_USE wire_code wire_store_get_json(wire_store *store, uint64_t id, wire_str *json, wire_error *err);
/* By key, path or id in decimal. fails  WIRE_NONE */
WIRE_API WIRE_USE wire_code wire_store_find(wire_store *store, wire_str name, wire_record *record, wire_error *err);
/* Calls `each` for every story, newest first (published falling, then id rising); each returns WIRE_OK to
 * go on; anything else ends it and is returned. The record is borrowed for the call; `each` may not write. */
WIRE_API WIRE_USE wire_code wire_store_each(wire_store *store, wire_code (*each)(void *user, const wire_record *record),
                                            void *user, wire_error *err);
/* The same in the order they came in (id rising): for export. */
WIRE_API WIRE_USE wire_code wire_store_each_by_id(wire_store *store,
                                                  wire_code (*each)(void *user, const wire_record *record), void *user,
                                                  wire_error *err);
typedef struct wire_store_sums {
    uint64_t n_stories, n_personal, n_revisions;
    int64_t now; /* time of the last fetch or import; 0: never */
} wire_store_sums;
WIRE_API WIRE_USE wire_code wire_store_sum(wire_store *store, wire_store_sums *sums, wire_error *err);
/* Sets the store's now, never backwards. */
WIRE_API WIRE_USE wire_code wire_store_set_now(wire_store *store, int64_t now, wire_error *err);

/* What fetching knows of an address, and the weight of what it got there. */
typedef struct wire_visit {
    wire_str url;
    wire_str source;
    wire_str etag, last_modified;
    int64_t at;       /* of the last try */
    int64_t due;      /* not before this; 0: any time */
    uint32_t status;  /* last HTTP status; 0: none */
    uint32_t n_fails; /* in a row */
    uint64_t n_bytes; /* unpacked body of the last 200 */
    uint64_t story;   /* id of the story it gave; 0: none */
    wire_str error;   /* of the last failure */
    wire_str moved;   /* asked instead: a permanent redirect's target, or the feed that a page names */
} wire_visit;

/* out  *visit: borrowed until the next call on the store. fails  WIRE_NONE: never visited */
WIRE_API WIRE_USE wire_code wire_store_get_visit(wire_store *store, wire_str url, wire_visit *visit, wire_error *err);
WIRE_API WIRE_USE wire_code wire_store_put_visit(wire_store *store, const wire_visit *visit, wire_error *err);
WIRE_API WIRE_USE wire_code wire_store_each_visit(wire_store *store,
                                                  wire_code (*each)(void *user, const wire_visit *visit), void *user,
                                                  wire_error *err);

/* What must be remembered besides, by name: a host's robots.txt, how far an archive has been imported. */
typedef struct wire_note {
    wire_str name, body;
    int64_t at; /* Unix seconds */
} wire_note;

/* out  *note: borrowed until the next call on the store. fails  WIRE_NONE */
WIRE_API WIRE_USE wire_code wire_store_get_note(wire_store *store, wire_str name, wire_note *note, wire_error *err);
/* Keeps a note instead of an older one; without a body it is forgotten. */
WIRE_API WIRE_USE wire_code wire_store_put_note(wire_store *store, const wire_note *note, wire_error *err);

WIRE_END
#endif
