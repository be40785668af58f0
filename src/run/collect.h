/* collect.h: what the parts of one fetching run share. Inside the library only. */
#ifndef WIRECOPY_RUN_COLLECT_H
#define WIRECOPY_RUN_COLLECT_H
#include "run/seen.h"
#include "wirecopy/run.h"

/* A source in this run. */
typedef struct wire__origin {
    const wire_source *source;
    wire_feed *feed;      /* NULL: none came */
    wire_visit visit;     /* of the feed, to be kept when its last page is; texts in the run's arena */
    bool has_visit;       /* there is one to keep */
    bool has_left;        /* the feed has more entries than a run takes */
    uint64_t n_under_way; /* pages asked for and not answered */
} wire__origin;

/* What a request was for. */
typedef struct wire__job {
    wire__origin *origin;
    const wire_entry *entry; /* NULL: the feed itself, or a page that is due without standing in it */
    bool is_feed;
} wire__job;

/* A page seen in an earlier run whose time has come. */
typedef struct wire__due_page {
    wire_str url;
    wire__origin *origin;
    struct wire__due_page *next;
} wire__due_page;

typedef struct wire__collect {
    const wire_edition *edition;
    wire_store *store;
    const wire_run_opts *opts;
    wire_fetcher *fetcher;
    wire_reader *reader;
    wire_zone *zone;
    wire__origin *origins; /* as many as sources */
    wire_arena *arena;     /* of the run */
    wire_arena *scratch;   /* of one answer */
    wire__due_page *due;
    wire__seen seen;
    wire_fetch_sums *sums;
    int64_t now;
    uint64_t n_asked, n_answered;
    wire_code code; /* what ended the run from within an answer */
    wire_error *err;
} wire__collect;

/* What was known of an address; its texts lie in `arena`. All zero where it was never visited. */
WIRE_USE wire_code wire__visit_get(wire__collect *c, wire_str url, wire_arena *arena, wire_visit *visit);
/* Brings a visit up to date after an answer that served, or one that did not. */
void wire__visit_done(const wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit);
void wire__visit_failed(const wire__collect *c, const wire__job *job, const wire_answer *answer, wire_str why,
                        wire_visit *visit);
/* When a page is worth asking for again: the older its story, the later. */
int64_t wire__visit_due(const wire__collect *c, int64_t published);

/* What is wrong with an answer. fails  its error, WIRE_EHTTP, WIRE_ENET */
WIRE_USE wire_code wire__answer_judge(const wire_answer *answer, wire_error *err);
/* Says on which source and address something failed. */
void wire__answer_log(const wire__collect *c, const wire__job *job, const wire_answer *answer, const wire_error *why);

/* Keeps what a page gave, together with its visit. fails  what must end the run */
WIRE_USE wire_code wire__page_take(wire__collect *c, const wire__job *job, const wire_answer *answer);

#endif
