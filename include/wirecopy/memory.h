/* memory.h: what the pages of one source have in common, so that its next pages are read better. */
#ifndef WIRECOPY_MEMORY_H
#define WIRECOPY_MEMORY_H
#include "wirecopy/out.h"

WIRE_BEGIN

/* Lines that stand on several stories' pages, and how much of what its containers hold is the story's. Never needed;
 * what a source does not show any more is forgotten. At most about 200 KB. One thread at a time. */
typedef struct wire_memory wire_memory;

WIRE_API WIRE_USE wire_memory *wire_memory_new(void); /* NULL: no memory */
WIRE_API void wire_memory_free(wire_memory *memory);  /* NULL does nothing */

/* Adds what other pages of the source taught.
 * fails  WIRE_ENOMEM: some of it is lacking then, which does no harm */
WIRE_API wire_code wire_memory_add(wire_memory *memory, const wire_memory *more);
/* Lets what is known count less, by a twentieth a page: to be called after pages were learnt, with their number. */
WIRE_API void wire_memory_age(wire_memory *memory, uint32_t n_pages);

/* Writes it as bytes, the same for the same memory on every machine. fails  sticky, in the sink; WIRE_ENOMEM */
WIRE_API void wire_memory_write(const wire_memory *memory, wire_out *out);
/* Reads them. out  *memory: the caller's
 * fails  WIRE_EFORMAT: not a memory's bytes, or of a form that is not known; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_memory_read(wire_str bytes, wire_memory **memory, wire_error *err);

WIRE_END
#endif
