/* seen.h: a set of addresses, by their hashes. Inside the library only. */
#ifndef WIRECOPY_RUN_SEEN_H
#define WIRECOPY_RUN_SEEN_H
#include "wirecopy/base.h"

/* All zero: empty. Ends with wire__seen_free. */
typedef struct wire__seen {
    uint64_t *hashes; /* 0: free */
    size_t n, cap;
} wire__seen;

/* Adds an address.
 * fails  WIRE_SAME: it was there; WIRE_ENOMEM */
WIRE_USE wire_code wire__seen_add(wire__seen *seen, wire_str address);
void wire__seen_free(wire__seen *seen);

#endif
