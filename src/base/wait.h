/* wait.h: waiting for a pipe or a terminal, so that whoever waits can be stopped. Inside the library only. */
#ifndef WIRECOPY_BASE_WAIT_H
#define WIRECOPY_BASE_WAIT_H
#include "wirecopy/base.h"

/* Waits until read(2) of the descriptor would not: bytes are there, or the end; of a named pipe, its writer has come.
 * in     hooks: stop is asked ten times a second; may be NULL; max_ms: 0: as long as it takes
 * out    0; else an errno: ETIMEDOUT, ECANCELED (the hook said so) */
int wire__await(int fd, const wire_hooks *hooks, int max_ms);
#endif
