/* recall.h: what other pages of a source say about this one's texts. Inside extract only. */
#ifndef WIRECOPY_EXTRACT_RECALL_H
#define WIRECOPY_EXTRACT_RECALL_H
#include "extract/page.h"
#include "model/memory.h"

/* Adds to a memory what this page teaches, by the model's chances alone: what the memory said of the page is not taught
 * back. in  story: of its address. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__recall_learn(const wire__scan *scan, uint32_t story, wire_arena *arena, wire_memory *memory);
/* Sets the chances of texts by what the memory knows. */
void wire__recall(wire__scan *scan, const wire_memory *memory);

#endif
