/* zip.h: a ZIP archive written as it grows, the same bytes for the same contents. Inside the library only. */
#ifndef WIRECOPY_RENDER_ZIP_H
#define WIRECOPY_RENDER_ZIP_H
#include "wirecopy/out.h"

/* Its error sticks in the sink. */
typedef struct wire__zip {
    wire_out *out;
    wire_out packed, directory;
    uint64_t start;     /* of the archive in the sink */
    uint32_t n_members; /* at most 65,535 */
} wire__zip;

void wire__zip_begin(wire__zip *zip, wire_out *out);
/* Adds a member. in  name: ASCII, at most 200 bytes; is_stored: not packed, as EPUB wants its first member */
void wire__zip_add(wire__zip *zip, const char *name, wire_str bytes, bool is_stored);
/* Writes the directory and frees; the sink stays open. */
void wire__zip_end(wire__zip *zip);

#endif
