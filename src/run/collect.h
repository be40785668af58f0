/* collect.h: what the parts of one fetching run share. Inside the library only. */
#ifndef WIRECOPY_RUN_COLLECT_H
#define WIRECOPY_RUN_COLLECT_H
#include "run/seen.h"
#include "run/ward.h"
#include "wirecopy/address.h"
#include "wirecopy/run.h"

/* A source in this run. */
typedef struct wire__origin {
    const wire_source *source;
    uint32_t n_docs;
    bool has_failed;
    wire_memory *memory; /* as the run found it; NULL: no page has come yet */
    wire_memory *taught; /* by the run's pages */
    uint32_t n_taught;   /* of them */
} wire__origin;

/* A feed or sitemap of a source. */
typedef struct wire__doc {
    wire__origin *origin;
    wire_str url;         /* its visit's: the source's address, or a sitemap's that an index names */
    uint32_t depth;       /* of indexes above it */
    uint32_t n_steps;     /* addresses asked for it in this run */
    uint32_t n_probed;    /* of these, guesses where a feed may be */
    wire_error why;       /* why there are guesses: what the page lacks */
    wire_feed *feed;      /* NULL: none came */
    wire_feed *front;     /* what the page that was named shows itself, should no feed be found; else NULL */
    wire_visit at_front;  /* to be kept then; texts in the run's arena */
    wire_visit visit;     /* to be kept when its last page is; texts in the run's arena */
    bool has_visit;       /* there is one to keep */
    bool has_left;        /* the feed has more entries than a run takes */
    uint64_t n_under_way; /* pages asked for and not answered */
    struct wire__doc *next;
} wire__doc;

typedef enum wire__job_kind { WIRE__JOB_DOC, WIRE__JOB_PAGE, WIRE__JOB_ROBOTS, WIRE__JOB_PHOTO } wire__job_kind;

/* What a request is for. */
typedef struct wire__job {
    wire__job_kind kind;
    wire__doc *doc;
    const wire_entry *entry; /* of a page; NULL: it is due without standing in the feed */
    wire_str url;            /* its visit's; what is asked may be where that has moved */
    uint64_t said;           /* what the feed says of the page, for its visit */
    bool is_changed;         /* by what the feed says: then no 304 is believed */
    struct wire__host *host; /* of ROBOTS */
    uint64_t photo;          /* of PHOTO: its id */
    uint32_t n_fails;        /* of PHOTO, so far */
    wire_request request;
    struct wire__job *next; /* that waits for the same robots.txt */
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
    wire__ward *ward;
    wire__ward *darkroom; /* NULL: no photo has come */
    bool has_said_photos; /* why none can be made */
    wire_address_reader *addresses;
    wire_zone *zone;
    wire__origin *origins;    /* as many as sources */
    wire__doc *docs;          /* all of this run */
    struct wire__host *hosts; /* whose robots.txt was asked for */
    wire_arena *arena;        /* of the run */
    wire_arena *scratch;      /* of one answer */
    wire__due_page *due;
    wire__seen seen;
    wire_fetch_sums *sums;
    int64_t now;
    uint64_t n_asked, n_answered;
    wire_code code; /* what ended the run from within an answer */
    wire_error *err;
} wire__collect;

/* What we call ourselves, with the address at which publishers find who asks. {NULL, 0}: no memory */
wire_str wire__agent_name(const wire_edition *edition, wire_arena *arena);

/* Asking: ask.c ---------------------------------------------------------------------------- */

/* Asks for a job's page as far as robots.txt lets it. fails  what must end the run */
WIRE_USE wire_code wire__ask(wire__collect *c, wire__job *job);
/* Sends its request at once. fails  what must end the run */
WIRE_USE wire_code wire__send(wire__collect *c, wire__job *job);
/* A new job with its request made: validators where they may be sent, and where the address has moved.
 * in   entry: what a feed says of a page; else NULL
 * out  *job: in the run's arena. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__job_make(wire__collect *c, wire__job_kind kind, wire__doc *doc, wire_str url,
                                  const wire_entry *entry, const wire_visit *visit, wire__job **job);
/* A job that will not be answered: its page is not under way any more. fails  what must end the run */
WIRE_USE wire_code wire__job_end(wire__collect *c, const wire__job *job);

/* Robots: robots.c ------------------------------------------------------------------------- */

/* Sends a job's request once its site's robots.txt is known to let it. fails  what must end the run */
WIRE_USE wire_code wire__robots_pass(wire__collect *c, wire__job *job);
WIRE_USE wire_code wire__robots_take(wire__collect *c, const wire__job *job, const wire_answer *answer);
void wire__robots_end(wire__collect *c);

/* Feeds and sitemaps: docs.c --------------------------------------------------------------- */

/* Asks for each source's own. fails  what must end the run */
WIRE_USE wire_code wire__docs_ask(wire__collect *c);
WIRE_USE wire_code wire__doc_take(wire__collect *c, const wire__job *job, const wire_answer *answer);
/* Keeps the visit of a feed once its last page is. fails  what must end the run */
WIRE_USE wire_code wire__doc_keep(wire__collect *c, wire__doc *doc);
/* Counts a source as failed, once. */
void wire__origin_failed(wire__collect *c, wire__origin *origin);

/* Where a page has its feed: ways.c --------------------------------------------------------- */

/* A page that names a feed leads there, with what it shows itself kept for the case that it leads nowhere.
 * fails  WIRE_NONE: it names none, or enough has been tried; what must end the run */
WIRE_USE wire_code wire__way_of_page(wire__collect *c, const wire__job *job, const wire_answer *answer,
                                     wire_visit *visit);
/* What to do about a feed that failed. in  why: what was wrong fails  WIRE_NONE: nothing; what must end the run */
WIRE_USE wire_code wire__way_after(wire__collect *c, const wire__job *job, const wire_answer *answer,
                                   const wire_error *why, wire_visit *visit);
/* Asks for a feed, at first or at another address. fails  what must end the run */
WIRE_USE wire_code wire__doc_send(wire__collect *c, wire__doc *doc, const wire_visit *visit);
/* Copies a visit whose texts an answer holds. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__visit_copy(wire__collect *c, const wire_visit *visit, wire_visit *copy);
/* Where to ask from now on: where it was found, if that is not where the user said. */
void wire__visit_settle(const wire__job *job, const wire_answer *answer, wire_visit *visit);

/* What a job's answer gives, whatever it is for. fails  what must end the run */
WIRE_USE wire_code wire__job_take(wire__collect *c, const wire__job *job, const wire_answer *answer);

/* Visits: visit.c -------------------------------------------------------------------------- */

/* Has what the feed says of a page changed since it was last asked for? */
typedef enum wire__news { WIRE__NEWS_NONE, WIRE__NEWS_TEXT, WIRE__NEWS_HEAD } wire__news;
wire__news wire__visit_news(const wire_entry *entry, const wire_visit *visit);
/* What a feed says of a page, in a number that is not 0. */
uint64_t wire__visit_said(const wire_entry *entry);
/* What was known of an address; its texts lie in `arena`. All zero where it was never visited. */
WIRE_USE wire_code wire__visit_get(wire__collect *c, wire_str url, wire_arena *arena, wire_visit *visit);
/* Brings a visit up to date after an answer that served, or one that did not. */
void wire__visit_done(const wire__collect *c, const wire__job *job, const wire_answer *answer, wire_visit *visit);
void wire__visit_failed(const wire__collect *c, const wire__job *job, const wire_answer *answer, wire_str why,
                        wire_visit *visit);
/* Puts off the next visit of a feed as it says itself: ttl, syndication, hours and days to skip.
 * in  feed: NULL: unchanged, as it said before. fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_USE wire_code wire__visit_heed(wire__collect *c, const wire_feed *feed, wire_visit *visit);
/* When a page is worth asking for again: the older its news, the later. in  entry: may be NULL */
int64_t wire__visit_due(const wire__collect *c, int64_t published, const wire_entry *entry);
/* What is wrong with an answer. fails  its error, WIRE_EHTTP, WIRE_ENET */
WIRE_USE wire_code wire__answer_judge(const wire_answer *answer, wire_error *err);
/* An error's text, where the line says already that it is about a feed. */
const char *wire__without_stage(const char *text);
/* Says on which source and address something failed. */
void wire__answer_log(const wire__collect *c, const wire__job *job, const wire_error *why);

/* What a source's pages have in common: memory.c -------------------------------------------- */

/* Lets the next page be read as the source's. Without memory it is read as any. fails  WIRE_ESTORE, WIRE_EBUSY */
WIRE_USE wire_code wire__origin_remember(wire__collect *c, wire__origin *origin);
/* Keeps what the run has taught. All pages of a run are read with what was known at its start, so that the order in
 * which they come is of no account. fails  WIRE_ESTORE, WIRE_EBUSY */
WIRE_USE wire_code wire__origins_keep(wire__collect *c);
void wire__origins_free(wire__collect *c);

/* Pages: page.c ---------------------------------------------------------------------------- */

/* Keeps what a page gave, together with its visit. fails  what must end the run */
WIRE_USE wire_code wire__page_take(wire__collect *c, const wire__job *job, const wire_answer *answer);
/* Keeps an entry that has no page: the feed's own text of it. fails  what must end the run */
WIRE_USE wire_code wire__entry_take(wire__collect *c, const wire__doc *doc, const wire_entry *entry);

/* Stories by their feed's identifiers: guid.c ------------------------------------------------ */

/* The story that the entry's identifier stood for when it had another address, if it is still much the same one.
 * out  *id: as it was, where there is none */
WIRE_USE wire_code wire__guid_find(wire__collect *c, const wire__job *job, const wire_story *story, uint64_t *id);
WIRE_USE wire_code wire__guid_keep(wire__collect *c, const wire__job *job, uint64_t id);

/* Photos: photos.c ------------------------------------------------------------------------- */

/* Asks for the photos that stories show and the store has not, once all else is done. fails  what must end the run */
WIRE_USE wire_code wire__photos_ask(wire__collect *c);
/* Keeps the small photo made of an answer, or why there is none. fails  what must end the run */
WIRE_USE wire_code wire__photo_take(wire__collect *c, const wire__job *job, const wire_answer *answer);
/* Fetches photos for an edition that shows them, after an import. fails  as wire_run_fetch */
WIRE_USE wire_code wire__photos_fetch(const wire_edition *edition, wire_store *store, const wire_run_opts *opts,
                                      uint64_t *n_photos, wire_error *err);

#endif
