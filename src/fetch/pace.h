/* pace.h: whose turn it is: few transfers at once on a host, and a pause between them. Inside the library only. */
#ifndef WIRECOPY_FETCH_PACE_H
#define WIRECOPY_FETCH_PACE_H
#include "wirecopy/base.h"

typedef struct wire__pace wire__pace;
typedef struct wire__host wire__host;

/* What waits for its turn; lies first in the transfer it stands for. */
typedef struct wire__turn {
    struct wire__turn *next;
    wire__host *host;
} wire__turn;

/* in  n_per_host: at once; pause_ms: between starts on one paced host. fails  NULL: no memory */
wire__pace *wire__pace_new(uint32_t n_per_host, uint32_t pause_ms);
void wire__pace_free(wire__pace *pace); /* turns are not its own */
/* Puts a turn at the end of its host's queue. in  host: its name and port. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__pace_put(wire__pace *pace, wire_str host, bool is_paced, wire__turn *turn);
/* The next turn that may start now, counted as started; hosts take turns. NULL: none. */
wire__turn *wire__pace_take(wire__pace *pace, int64_t now_ms);
/* A started turn has ended. */
void wire__pace_done(wire__turn *turn);
/* The host asked for more quiet than a run can wait: its turns come at once, to be answered without asking it. */
void wire__pace_close(wire__turn *turn, int64_t until_ms);
/* Until when the turn's host is closed; 0: it is not. */
int64_t wire__pace_closed(const wire__turn *turn);
/* How long a host that says it is overloaded, but not for how long, is left alone: twice as long each time. */
int64_t wire__pace_backoff(wire__turn *turn);
/* The host answered as it should. */
void wire__pace_forgive(wire__turn *turn);
/* The least pause between starts on a host of that name, as robots.txt's Crawl-delay has it; it is paced from now on.
 * fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__pace_slow(wire__pace *pace, wire_str host, uint32_t pause_ms);
/* The host asked for quiet until then. */
void wire__pace_hold(wire__turn *turn, int64_t until_ms);
/* Milliseconds until a waiting turn may start, as far as the pauses go; -1: none waits for a pause. */
int64_t wire__pace_wait(const wire__pace *pace, int64_t now_ms);
/* Takes any waiting turn, for ending. NULL: none waits. */
wire__turn *wire__pace_drop(wire__pace *pace);
/* Turns that wait. */
size_t wire__pace_count(const wire__pace *pace);

#endif
