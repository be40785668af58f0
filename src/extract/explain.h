/* explain.h: what became of each block of the last page. */
#ifndef WIRECOPY_EXTRACT_EXPLAIN_H
#define WIRECOPY_EXTRACT_EXPLAIN_H
#include "extract/page.h"
#include "wirecopy/out.h"

void wire__explain(const wire__scan *scan, wire_out *out);
/* The same as a list in HTML: each text whole, marked by its class (kept, or what it was taken for). */
void wire__explain_html(const wire__scan *scan, wire_out *out);

#endif
