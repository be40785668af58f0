/* memory.h: what a memory holds. Inside the library only. */
#ifndef WIRECOPY_MODEL_MEMORY_H
#define WIRECOPY_MODEL_MEMORY_H
#include "wirecopy/memory.h"

/* Of a text: on how many stories' pages it stood, and how likely it was the story's, summed. Of a container: how many
 * words it held, and the story's of them. */
typedef struct wire__trait {
    uint64_t key; /* of a text odd, of a container even; 0: none */
    float seen, kept;
    uint32_t story; /* that showed it last: a story's twins count once */
} wire__trait;

/* NULL: not known */
const wire__trait *wire__memory_find(const wire_memory *memory, uint64_t key);
/* Adds to a trait; at the memory's bound the least seen are forgotten. out  false: no memory */
WIRE_USE bool wire__memory_put(wire_memory *memory, const wire__trait *trait);
/* How many pages were added, the old ones counting less. */
float wire__memory_pages(const wire_memory *memory);
void wire__memory_count_page(wire_memory *memory);
/* True of what a page of so many bytes can teach: each text once, and of containers no more words than it has bytes. */
bool wire__memory_is_of_page(const wire_memory *memory, size_t n_bytes);

#endif
