/* photo.h: a small picture made of a large one, by libvips. Inside the library only. */
#ifndef WIRECOPY_PARSE_PHOTO_H
#define WIRECOPY_PARSE_PHOTO_H
#include "wirecopy/out.h"

enum {
    WIRE__PHOTO_BYTES = 12000,     /* of a small one, at most */
    WIRE__PHOTO_WIDTH = 600,       /* pixels: what a page's column has */
    WIRE__PHOTO_LARGEST = 24 << 20 /* bytes of a large one */
};

/* libvips, loaded. For one thread. */
typedef struct wire__darkroom wire__darkroom;

/* True where this build knows how to make photos; whether the machine has libvips shows when it is opened. */
bool wire__darkroom_is_built(void);
/* Loads libvips, which reads files and takes time: before a process gives up its rights.
 * fails  WIRE_EUSE: built without libvips, or it is not on this machine; WIRE_ENOMEM */
WIRE_USE wire_code wire__darkroom_open(wire__darkroom **darkroom, wire_error *err);
void wire__darkroom_close(wire__darkroom *darkroom);
/* Makes a WebP of at most WIRE__PHOTO_BYTES, upright, in sRGB, without metadata.
 * in     bytes: JPEG, PNG, WebP, GIF or AVIF, told by how they begin
 * out    small: written to; *width, *height: of it
 * fails  WIRE_EFORMAT: none of these, damaged, or too small to be a photo; WIRE_ELIMIT: over 60 million pixels, or
 *        it cannot be made so small; WIRE_ENOMEM */
WIRE_USE wire_code wire__darkroom_shrink(wire__darkroom *darkroom, wire_str bytes, wire_out *small, uint32_t *width,
                                         uint32_t *height, wire_error *err);

#endif
