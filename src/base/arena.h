/* arena.h: what those ask of an arena who must tell a lack of memory from a budget that is spent. Inside the library
 * only. */
#ifndef WIRECOPY_BASE_ARENA_H
#define WIRECOPY_BASE_ARENA_H
#include "wirecopy/base.h"

/* True where the last failure to take was for the budget's sake. */
bool wire__arena_is_full(const wire_arena *arena);

/* True where memory was lacking since the arena was made or reset: for those who let small things go without. */
bool wire__arena_is_short(const wire_arena *arena);

#endif
