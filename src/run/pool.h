/* pool.h: what the threads of one reading share: a window of slots that moves over the inputs. Inside the library only.
 */
#ifndef WIRECOPY_RUN_POOL_H
#define WIRECOPY_RUN_POOL_H
#include "wirecopy/run.h"
#include "wirecopy/warc.h"

#include <pthread.h>

typedef enum wire__slot_state {
    WIRE__SLOT_OPEN,    /* nobody has begun */
    WIRE__SLOT_AWAY,    /* being fetched */
    WIRE__SLOT_FETCHED, /* its page is here, not read yet */
    WIRE__SLOT_BUSY,    /* being read */
    WIRE__SLOT_READY    /* read or failed, not handed over */
} wire__slot_state;

typedef struct wire__slot {
    wire__slot_state state;
    wire_arena *arena; /* of a fetched page; else NULL */
    wire_page page;
    wire_input input;      /* where an archive is read, as is: */
    wire_warc_place place; /* of its record */
    wire_story *story;     /* NULL: failed, error says why */
    wire_feed *feed;       /* likewise, where feeds are read */
    wire_error error;
    wire_out explained; /* where it was asked for; else without memory */
    size_t n_bytes;     /* that its page or story holds */
} wire__slot;

/* Slot i % n_slots is input i's for n_handed <= i < n_handed + n_slots. Whoever holds the lock may look; a slot that is
 * AWAY or BUSY is its worker's alone. */
typedef struct wire__pool {
    pthread_mutex_t lock;
    pthread_cond_t news;       /* a slot became READY or FETCHED, the window moved, or it is over */
    const wire_inputs *inputs; /* NULL: an archive is read */
    wire_warc *archive;
    wire_str archive_name;
    wire_warc_place *at; /* the record that is handed over; may be NULL */
    size_t n_fed;        /* of its pages */
    const wire_run_opts *opts;
    void (*on_story)(void *, const wire_input *, const wire_story *, const wire_error *);
    void (*on_feed)(void *, const wire_input *, const wire_feed *, const wire_error *); /* NULL: stories are read */
    wire__slot *slots;
    size_t n_slots, n_inputs;
    size_t n_handed;
    size_t n_bytes; /* held by all slots */
    bool is_over;
    bool is_stopped; /* while the archive was waited for */
} wire__pool;

enum { WIRE__POOL_BYTES = 256 << 20 }; /* what waiting pages and stories may hold, but for the next to be handed over */

static inline wire__slot *wire__pool_slot(wire__pool *pool, size_t i)
{
    return &pool->slots[i % pool->n_slots];
}

/* The end of the window: the lock is held. */
static inline size_t wire__pool_end(const wire__pool *pool)
{
    const size_t left = pool->n_inputs - pool->n_handed;
    return pool->n_handed + (left < pool->n_slots ? left : pool->n_slots);
}

/* Input i as it is named. */
static inline wire_input wire__pool_input(wire__pool *pool, size_t i)
{
    return pool->archive ? wire__pool_slot(pool, i)->input : wire_inputs_at(pool->inputs, i);
}

/* May the archive's next page be fetched? The lock is held. */
static inline bool wire__pool_can_feed(const wire__pool *pool)
{
    return pool->archive && pool->n_inputs == SIZE_MAX && pool->n_fed < pool->n_handed + pool->n_slots &&
           (pool->n_bytes < WIRE__POOL_BYTES || pool->n_fed == pool->n_handed);
}

/* Reads all, on threads. fails  WIRE_ESTOP; WIRE_ENOMEM */
WIRE_USE wire_code wire__pool_run(wire__pool *pool, void *user, uint64_t *n_failed, wire_error *err);

/* May work on input i begin? The lock is held. */
static inline bool wire__pool_has_room(const wire__pool *pool, size_t i)
{
    return pool->n_bytes < WIRE__POOL_BYTES || i == pool->n_handed;
}

#endif
