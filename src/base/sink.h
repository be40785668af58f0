/* sink.h: room inside a sink, for those who can write there directly. Inside the library only. */
#ifndef WIRECOPY_BASE_SINK_H
#define WIRECOPY_BASE_SINK_H
#include "wirecopy/out.h"

/* Room for up to `want` bytes, at least one, behind what the sink holds; fill it and call wire__out_add.
 * out    *room: how many may be written, perhaps more than wanted
 * fails  NULL: the sink has failed, or is full; then it has failed now */
char *wire__out_room(wire_out *out, size_t want, size_t *room);
void wire__out_add(wire_out *out, size_t n); /* n: at most the room that was given */

#endif
