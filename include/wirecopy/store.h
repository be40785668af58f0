/* store.h: stories, their revisions and the state of fetching, kept beyond the process. */
#ifndef WIRECOPY_STORE_H
#define WIRECOPY_STORE_H
#include "wirecopy/edition.h"
#include "wirecopy/memory.h"
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

/* What the editor has decided about a story. */
typedef enum wire_state {
    WIRE_STATE_SHOWN,
    WIRE_STATE_HIDDEN,   /* its page stays; no front, feed, sitemap or search names it */
    WIRE_STATE_WITHDRAWN /* nowhere; its address answers 410 */
} wire_state;

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
    uint64_t twin;           /* id of the earliest story with the same text at another address; 0: none */
    bool has_withdrawn_twin; /* that one is withdrawn; said of a new story by wire_store_put alone */
    wire_state state;
    wire_str reason; /* of the state; may be absent */
    int64_t pinned;  /* when it was pinned to the top of the fronts; 0: it is not */
    int64_t embargo; /* not to be shown before, by the source; 0: none */
    int64_t expires; /* not to be shown from then on, by the source; 0: never */
} wire_record;

typedef struct wire_put_opts {
    wire_str source;       /* name; must not be empty */
    wire_rights rights;    /* of that source */
    wire_str section;      /* the source's; empty: the story's own, else "News" */
    const wire_zone *zone; /* the edition's, for the path; NULL: UTC */
    int64_t now;           /* Unix seconds */
} wire_put_opts;

/* Keeps a story: a new one gets id and path, a known one (same key) a new revision if its words, headline,
 * stamps, authors or language differ from the current one.
 * out    *record: may be NULL; borrowed until the next call on the store
 * fails  WIRE_SAME: known, nothing changed; WIRE_EFORMAT: its url is no http or https address, or it has neither
 * headline nor text; WIRE_ELIMIT: too large
 * to keep; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_put(wire_store *store, const wire_story *story, const wire_put_opts *opts,
                                           wire_record *record, wire_error *err);
/* Reads a story's current revision. out  *story: the caller's. fails  WIRE_NONE; WIRE_ESTORE */
WIRE_API WIRE_USE wire_code wire_store_get(wire_store *store, uint64_t id, wire_story **story, wire_error *err);
/* The current revision's JSON as it lies in the store, borrowed until the next call on the store. */
WIRE_API WIRE_USE wire_code wire_store_get_json(wire_store *store, uint64_t id, wire_str *json, wire_error *err);
/* By what a person may call it: key, path or id in decimal, looked for in this order.
 * out    *record: borrowed until the next call on the store. fails  WIRE_NONE; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_find(wire_store *store, wire_str name, wire_record *record, wire_error *err);
/* The same by id alone: a key may be a number too, another story's. */
WIRE_API WIRE_USE wire_code wire_store_find_id(wire_store *store, uint64_t id, wire_record *record, wire_error *err);
/* Calls `each` for every story, newest first (published falling, then id rising); each returns WIRE_OK to
 * go on; anything else ends it and is returned. The record is borrowed for the call; `each` may not write. */
WIRE_API WIRE_USE wire_code wire_store_each(wire_store *store, wire_code (*each)(void *user, const wire_record *record),
                                            void *user, wire_error *err);
/* The same for who goes through all to plan, at a tenth of the price and in no order: of what the editor has not
 * touched, a record has id, hash, last_changed, published, path, section, headline, language and summary, and nothing
 * else. */
WIRE_API WIRE_USE wire_code wire_store_each_brief(wire_store *store,
                                                  wire_code (*each)(void *user, const wire_record *record), void *user,
                                                  wire_error *err);
/* The same in the order they came in (id rising): for export. */
WIRE_API WIRE_USE wire_code wire_store_each_by_id(wire_store *store,
                                                  wire_code (*each)(void *user, const wire_record *record), void *user,
                                                  wire_error *err);
/* The editor's hand --------------------------------------------------------------------------- */

/* Decides about a story; a reason is kept with it, and what was decided in a list that is never changed.
 * in     reason: {NULL, 0}: none given
 * fails  WIRE_NONE: no such story; WIRE_SAME: it is so already, with that reason; WIRE_ESTORE */
WIRE_API WIRE_USE wire_code wire_store_set_state(wire_store *store, uint64_t id, wire_state state, wire_str reason,
                                                 int64_t now, wire_error *err);
/* The stories that have this one's text at other addresses, by id, at most `most`: docs/decisions/twins.md
 * out    *n      fails  WIRE_NONE: no such story; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_get_twins(wire_store *store, uint64_t id, uint64_t *ids, size_t most, size_t *n,
                                                 wire_error *err);
/* Pins a story to the top of the fronts, the latest pin first, or takes the pin out. fails  as wire_store_set_state */
WIRE_API WIRE_USE wire_code wire_store_set_pinned(wire_store *store, uint64_t id, bool is_pinned, int64_t now,
                                                  wire_error *err);

/* Words of a story put in place of others. */
typedef struct wire_correction {
    wire_str was, is_now; /* is_now: empty: the words are taken out */
    wire_str reason;      /* may be absent */
    int64_t at;
    bool applies; /* the source still has the words; false: it has changed them itself, and its own stand */
} wire_correction;

/* Corrects a story by hand: a new revision in which the words are replaced wherever they stand in headline, standfirst,
 * captions and text. They are replaced again in whatever the source brings later, as long as it has them.
 * out    *record: may be NULL
 * fails  WIRE_NONE: no such story; WIRE_SAME: it has no such words; WIRE_EUSE: no words; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_correct(wire_store *store, uint64_t id, const wire_correction *correction,
                                               wire_record *record, wire_error *err);
/* Takes all corrections back: a new revision as the source has it. fails  WIRE_NONE; WIRE_SAME: there are none */
WIRE_API WIRE_USE wire_code wire_store_uncorrect(wire_store *store, uint64_t id, int64_t now, wire_error *err);
/* Calls `each` for a story's corrections in the order they were made; 0: of all stories. */
WIRE_API WIRE_USE wire_code wire_store_each_correction(wire_store *store, uint64_t id,
                                                       wire_code (*each)(void *user, uint64_t id,
                                                                         const wire_correction *correction),
                                                       void *user, wire_error *err);

/* Words ------------------------------------------------------------------------------------ */

/* Brings the index of words up to date with what has come since it was: stories are searched once they are in it.
 * out    *n_indexed: may be NULL
 * fails  WIRE_ESTOP: what is done is kept; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_index(wire_store *store, const wire_hooks *hooks, uint64_t *n_indexed,
                                             wire_error *err);

typedef struct wire_search_opts {
    uint32_t most;    /* 0: 20; at most 1,000 */
    bool with_hidden; /* those hidden and withdrawn too */
} wire_search_opts;

/* Calls `each` for the stories that answer a question, the best first. All its words are wanted; "a phrase" is; begin*
 * stands for all that begins so; -word or -"a phrase" is not wanted. Case and accents do not matter.
 * in     each: excerpt: some of the story around the first word; both borrowed for the call, in which the store may not
 *        be asked
 * fails  WIRE_EUSE: no word is asked for; WIRE_ESTORE; WIRE_ENOMEM; what `each` returns */
WIRE_API WIRE_USE wire_code wire_store_search(wire_store *store, wire_str query, const wire_search_opts *opts,
                                              wire_code (*each)(void *user, const wire_record *record,
                                                                wire_str excerpt),
                                              void *user, wire_error *err);

/* Photos ------------------------------------------------------------------------------------ */

/* A photo that stories show, and the small one made of it. */
typedef struct wire_photo {
    uint64_t id;
    wire_str url;
    wire_str source;        /* name of a source whose story shows it */
    uint32_t width, height; /* pixels */
    uint32_t n_fails;       /* in a row */
    uint64_t hash;          /* of body */
    wire_str body;          /* WebP; absent: there is none yet */
    int64_t due;            /* Unix seconds; not to be asked for before */
    wire_str error;         /* of the last failure */
} wire_photo;

/* Notes which photos are shown by the stories whose current revision has not been looked through for them, the latest
 * first, at most 10,000 stories a call. fails  WIRE_ESTOP: what is done is kept; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_note_photos(wire_store *store, const wire_hooks *hooks, wire_error *err);
/* Calls `each` for photos that there is none of and whose time has come, those of the latest stories first: id, url,
 * source, n_fails; as wire_store_each.
 * in     most: of them; now: Unix seconds. fails  WIRE_ESTORE; what `each` gives */
WIRE_API WIRE_USE wire_code wire_store_each_wanted_photo(wire_store *store, int64_t now, size_t most,
                                                         wire_code (*each)(void *user, const wire_photo *photo),
                                                         void *user, wire_error *err);
/* The same for the photos that there are, story by story (id rising), in the order of its blocks: id, url, width,
 * height and hash. */
WIRE_API WIRE_USE wire_code wire_store_each_photo(wire_store *store,
                                                  wire_code (*each)(void *user, uint64_t story,
                                                                    const wire_photo *photo),
                                                  void *user, wire_error *err);
/* Keeps a photo by its id: width, height and body; its hash is made. fails  WIRE_ELIMIT: over 64 KiB; WIRE_ESTORE */
WIRE_API WIRE_USE wire_code wire_store_put_photo(wire_store *store, const wire_photo *photo, wire_error *err);
/* Keeps by its id why there is none: due, n_fails and error. fails  WIRE_ESTORE */
WIRE_API WIRE_USE wire_code wire_store_photo_failed(wire_store *store, const wire_photo *photo, wire_error *err);
/* out  *body: borrowed until the next call on the store. fails  WIRE_NONE: there is none; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_get_photo(wire_store *store, uint64_t id, wire_str *body, wire_error *err);

/* Copies ------------------------------------------------------------------------------------ */

/* Copies the store into a file, whole, while others use it; the copy is checked before it stands under its name.
 * fails  WIRE_ESTORE; WIRE_EIO; WIRE_ESTOP: nothing is left of it */
WIRE_API WIRE_USE wire_code wire_store_backup(wire_store *store, wire_str file, const wire_hooks *hooks,
                                              wire_error *err);
/* Makes the store at `place` what a backup holds, in one step, once the backup has been checked.
 * fails  WIRE_NONE: no such file; WIRE_ESTORE: it is damaged, or no store; WIRE_EBUSY; WIRE_ESTOP */
WIRE_API WIRE_USE wire_code wire_store_restore(wire_str file, wire_str place, const wire_hooks *hooks, wire_error *err);

typedef struct wire_store_sums {
    uint64_t n_stories, n_personal, n_revisions;
    int64_t now; /* time of the last fetch or import; 0: never */
} wire_store_sums;
WIRE_API WIRE_USE wire_code wire_store_sum(wire_store *store, wire_store_sums *sums, wire_error *err);
/* Sets the store's now, never backwards. */
WIRE_API WIRE_USE wire_code wire_store_set_now(wire_store *store, int64_t now, wire_error *err);
/* The same where an embargo has ended or a story has expired since the store's now.
 * fails  WIRE_SAME: none has; WIRE_ESTORE */
WIRE_API WIRE_USE wire_code wire_store_ripen(wire_store *store, int64_t now, wire_error *err);

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
    uint64_t said;    /* hash of what a feed said of it at the last try; 0: none did */
    int64_t whole;    /* of the last answer that was no 304; 0: unknown */
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

/* What the pages of a source have in common, by its name.
 * out    *memory: the caller's. fails  WIRE_NONE: there is none that can be read; WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_get_memory(wire_store *store, wire_str source, wire_memory **memory,
                                                  wire_error *err);
/* Keeps it instead of an older one. in  now: Unix seconds. fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_store_put_memory(wire_store *store, wire_str source, const wire_memory *memory,
                                                  int64_t now, wire_error *err);

WIRE_END
#endif
