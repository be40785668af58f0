/* cage.h: a process gives up all it does not need for turning bytes into bytes. Inside the library only. */
#ifndef WIRECOPY_RUN_CAGE_H
#define WIRECOPY_RUN_CAGE_H
#include "wirecopy/base.h"

/* In a child that is to read foreign bytes: closes all descriptors but one, bounds memory, and forbids files, sockets,
 * processes and programs for good (no new descriptors; seccomp where the kernel has it: another call ends the process).
 * The child ends with its parent.
 * in  max_bytes: of memory beyond what it has now; with_threads: threads may be started, and what is forbidden fails
 * instead of ending the process, for libraries that ask for more than they need */
void wire__cage_enter(int fd, uint64_t max_bytes, bool with_threads);

#endif
