/* unpack.h: one gzip member at a time, for archives made of them. Inside the library only. */
#ifndef WIRECOPY_BASE_UNPACK_H
#define WIRECOPY_BASE_UNPACK_H
#include "wirecopy/codec.h"

/* Unpacks the gzip member that `bytes` begins with, and nothing behind it, as wire_unpack does.
 * out    *n_packed: how many bytes the member took; set also on failure, then as far as was read */
WIRE_USE wire_code wire__unpack_member(wire_str bytes, size_t max_bytes, wire_out *out, size_t *n_packed,
                                       wire_error *err);

#endif
