/* gmi.h: lines of gemtext. Inside the library only. */
#ifndef WIRECOPY_RENDER_GMI_H
#define WIRECOPY_RENDER_GMI_H
#include "render/format.h"

/* Writes text as part of a line: line ends are spaces, controls are left out. */
void wire__gmi_text(wire_out *out, wire_str text);
/* Writes a link's line. in  url: without white space; text: empty: the url itself */
void wire__gmi_link(wire_out *out, wire_str url, wire_str text);

#endif
