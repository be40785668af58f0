/* evidence.h: where each fact of the last page was found. */
#ifndef WIRECOPY_EXTRACT_EVIDENCE_H
#define WIRECOPY_EXTRACT_EVIDENCE_H
#include "extract/facts.h"
#include "wirecopy/out.h"
#include "wirecopy/read.h"

/* in     standfirst, kicker: numbers of the texts that show them, or UINT32_MAX
 * out    in the arena; NULL: no memory, or no facts */
const wire_evidence *wire__evidence_list(const wire__scan *scan, const wire__all_facts *facts, uint32_t standfirst,
                                         uint32_t kicker, wire_arena *arena, uint32_t *n);
/* A line each: "fact    0.97 headline  (shown, JSON-LD, meta)  Market shuts for a winter". */
void wire__evidence_write(const wire_evidence *evidence, uint32_t n, wire_out *out);
/* The same as a list in HTML. */
void wire__evidence_write_html(const wire_evidence *evidence, uint32_t n, wire_out *out);

#endif
