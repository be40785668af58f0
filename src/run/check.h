/* check.h: what the parts of a check share. Inside the library only. */
#ifndef WIRECOPY_RUN_CHECK_H
#define WIRECOPY_RUN_CHECK_H
#include "run/ward.h"
#include "wirecopy/run.h"

typedef struct wire__check {
    const wire_edition *edition;
    wire_store *store; /* NULL: none yet */
    const wire_run_opts *opts;
    wire_fetcher *fetcher;
    wire__ward *ward;
    wire_arena *arena;   /* of the check */
    wire_arena *scratch; /* of one finding */
    int64_t now;
    uint64_t n_errors;
    bool has_asked; /* each source, in this run */
    void (*on_finding)(void *user, const wire_finding *finding);
    void *user;
    wire_code code; /* what ended it from within a callback */
    wire_error *err;
} wire__check;

/* Hands a finding over. in  what: printed into the scratch; {NULL, 0} where that had no room: then it ends the check */
void wire__check_find(wire__check *k, wire_level level, wire_str about, wire_str where, wire_str what, wire_str todo);
/* Looks through the store's stories for such as may be wrong or in part. fails  WIRE_ESTORE; WIRE_ENOMEM; WIRE_ESTOP */
WIRE_USE wire_code wire__check_stories(wire__check *k);
/* Tells where what an editor has decided and what sources bring do not agree. fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_USE wire_code wire__check_hand(wire__check *k);

#endif
