/* run.h: the pipeline: who goes next, on which thread. */
#ifndef WIRECOPY_RUN_H
#define WIRECOPY_RUN_H
#include "wirecopy/fetch.h"
#include "wirecopy/press.h"
#include "wirecopy/read.h"

WIRE_BEGIN

typedef struct wire_run_opts {
    uint32_t n_jobs;  /* threads, 0: all cores */
    size_t max_bytes; /* of one input, unpacked; 0: 64 MiB */
    int64_t now;      /* Unix seconds; 0: the clock */
    bool allow_local; /* wire_run_read, _import: addresses may lead to this machine or a private network */
    bool in_process;  /* foreign pages are read in this process, not in children without rights: for debuggers */
    wire_hooks hooks;
    /* wire_run_read: called before on_story, with its user, with what wire_read_explain says of the page; NULL: it is
     * not asked for */
    void (*on_explain)(void *user, const wire_input *input, wire_str lines);
    bool explains_html; /* on_explain: a list in HTML instead of lines */
} wire_run_opts;

/* Reads every input on n_jobs threads and hands the results over in the order of the inputs, on the caller's thread.
 * The caller's thread is one of them; addresses are fetched on one more, from the public network unless allow_local.
 * in     on_story: story is NULL where reading failed (err says why, without the input's name); the story is freed
 *        after the call. `input` outlives the call.
 * out    *n_failed
 * fails  WIRE_ESTOP; WIRE_ENOMEM. A failed input is not a failure of the run. */
WIRE_API WIRE_USE wire_code wire_run_read(const wire_inputs *inputs, const wire_run_opts *opts,
                                          void (*on_story)(void *user, const wire_input *input, const wire_story *story,
                                                           const wire_error *err),
                                          void *user, uint64_t *n_failed, wire_error *err);

/* The same for feeds, sitemaps and front pages (wire_read_feed, wire_read_front). */
WIRE_API WIRE_USE wire_code wire_run_feeds(const wire_inputs *inputs, const wire_run_opts *opts,
                                           void (*on_feed)(void *user, const wire_input *input, const wire_feed *feed,
                                                           const wire_error *err),
                                           void *user, uint64_t *n_failed, wire_error *err);

typedef struct wire_import_sums {
    uint64_t n_inputs, n_failed; /* lines of .ndjson and pages count one each */
    uint64_t n_new, n_changed, n_same;
    uint64_t n_sources; /* added to wirecopy.ini */
    uint64_t n_photos;  /* made small and kept */
} wire_import_sums;

/* Puts the stories of all inputs into the store: pages, plain text, .ndjson (a story a line), web archives. The feeds
 * that OPML names become sources of wirecopy.ini (wire_edition_add). An edition of small photos fetches those of its
 * stories then. Failed inputs and lines are logged ("FILE:LINE: why") and counted, the rest is taken. */
WIRE_API WIRE_USE wire_code wire_run_import(const wire_edition *edition, wire_store *store, const wire_inputs *inputs,
                                            wire_str source, const wire_run_opts *opts, wire_import_sums *sums,
                                            wire_error *err);

typedef struct wire_fetch_sums {
    uint64_t n_sources, n_sources_failed;
    uint64_t n_waiting;                /* sources not asked: still fresh, waiting after failures, or gone */
    uint64_t n_requests, n_unchanged;  /* answers 304 */
    uint64_t n_new, n_changed, n_same; /* stories */
    uint64_t n_failed;                 /* pages */
    uint64_t n_bytes;                  /* unpacked bodies of this run's pages */
    uint64_t n_wire_bytes;             /* as sent */
    uint64_t n_photos;                 /* made small and kept */
} wire_fetch_sums;

/* Collects from every source of the edition: its feed, then each story page that is new or may have changed.
 * A failed source or page is logged and counted, the rest goes on. */
WIRE_API WIRE_USE wire_code wire_run_fetch(const wire_edition *edition, wire_store *store, const wire_run_opts *opts,
                                           wire_fetch_sums *sums, wire_error *err);

/* Something that a check found. Texts are borrowed for the call. */
typedef struct wire_finding {
    wire_level level; /* ERROR: it fails; WARN: look at it; INFO: all is well */
    wire_str about;   /* "source harbour", "story 17" */
    wire_str where;   /* an address; may be absent */
    wire_str what;
    wire_str todo; /* what to do about it; may be absent */
} wire_finding;

/* Asks every source once, and looks through what fetching and reading left in the store: failures, and the newest
 * 10,000 stories for such as may be wrong or in part. Writes nothing. in     store: NULL: none yet; ask_sources: false:
 * nothing is asked of the network out    *n_errors: findings of that level fails  WIRE_ESTOP; WIRE_ESTORE; WIRE_ENOMEM
 */
WIRE_API WIRE_USE wire_code wire_run_check(const wire_edition *edition, wire_store *store, bool ask_sources,
                                           const wire_run_opts *opts,
                                           void (*on_finding)(void *user, const wire_finding *finding), void *user,
                                           uint64_t *n_errors, wire_error *err);

WIRE_END
#endif
