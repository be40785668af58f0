/* work.h: renders, packs and writes leaves, on as many threads as wanted. Inside src/press only. */
#ifndef WIRECOPY_PRESS_WORK_H
#define WIRECOPY_PRESS_WORK_H
#include "press/folder.h"

/* What all workers share. */
typedef struct wire__shop {
    const wire__plan *plan;
    const wire__folder *folder;
    bool forms[WIRE__N_FORMS]; /* wanted */
} wire__shop;

/* What a worker keeps between leaves. */
typedef struct wire__bench {
    const wire__shop *shop;
    wire_out plain, packed;
    wire_arena *scratch;
} wire__bench;

/* A leaf, and what it is made of besides the plan. */
typedef struct wire__job {
    wire__leaf *leaf;
    const wire_story *story;     /* of a STORY or FORM */
    const wire_feed_item *items; /* of a feed or BOOK */
    uint32_t n_items;
    wire_str body; /* of a PHOTO */
} wire__job;

/* fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__bench_open(wire__bench *bench, const wire__shop *shop, wire_error *err);
void wire__bench_close(wire__bench *bench);
/* Makes a leaf whole on disk and brings its entry up to date. A page over the budget names fewer stories or goes on on
 * others: "archive/2026/11/20/2/index.html".
 * fails  WIRE_EIO; WIRE_ENOMEM; WIRE_ELIMIT: a page is over the budget, where that is to fail */
WIRE_USE wire_code wire__bench_press(wire__bench *bench, const wire__job *job, wire_error *err);
wire_record wire__planned_record(const wire__plan *plan, const wire__planned *s);

/* Presses all due stories of the plan in all formats, and the due books: the store is read on the caller's thread.
 * fails  the first failure of any worker; what is done is done */
WIRE_USE wire_code wire__work_stories(const wire__shop *shop, wire_store *store, uint32_t n_jobs,
                                      const wire_hooks *hooks, wire_error *err);
/* Presses the due leaves of the kinds from `first` to `last` in their order. */
WIRE_USE wire_code wire__work_rest(const wire__shop *shop, wire_store *store, wire__leaf_kind first,
                                   wire__leaf_kind last, const wire_hooks *hooks, wire_error *err);

#endif
