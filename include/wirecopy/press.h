/* press.h: an edition becomes a folder, safely at every instant. */
#ifndef WIRECOPY_PRESS_H
#define WIRECOPY_PRESS_H
#include "wirecopy/render.h"

WIRE_BEGIN

typedef struct wire_press_opts {
    uint32_t n_jobs; /* threads, 0: all cores */
    wire_hooks hooks;
} wire_press_opts;

typedef struct wire_press_sums {
    uint64_t n_stories, n_sections;
    uint64_t n_pages;   /* files of the edition without their compressed forms */
    uint64_t n_written; /* of these, written now */
    uint64_t n_removed;
    uint64_t n_bytes;        /* of all pages, plain */
    uint64_t n_story_bytes;  /* of the story pages, plain */
    uint64_t n_packed_bytes; /* of the story pages as sent: the smallest form of each */
    uint64_t heaviest_bytes; /* of one page as sent */
    char heaviest[256];      /* its path */
    uint64_t n_over;         /* pages over the edition's budget that could not be made to fit */
    char over[256];          /* the path of the first */
} wire_press_sums;

/* Writes the edition from the store into its output folder: what changed, and nothing else.
 * fails  WIRE_EIO: "press: cannot write edition/index.html: No space left on device"; the old edition stays whole;
 *        WIRE_EBUSY: another press is at work on the folder; WIRE_ELIMIT: a page is over the budget, where that is to
 *        fail; WIRE_ESTORE; WIRE_ENOMEM; WIRE_ESTOP
 * by     docs/decisions/ on write order; docs/contract.md, "The edition on disk" */
WIRE_API WIRE_USE wire_code wire_press(const wire_edition *edition, wire_store *store, const wire_theme *theme,
                                       const wire_press_opts *opts, wire_press_sums *sums, wire_error *err);

WIRE_END
#endif
