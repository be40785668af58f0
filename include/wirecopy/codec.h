/* codec.h: gzip, zlib, brotli and zstd, both ways, within bounds. */
#ifndef WIRECOPY_CODEC_H
#define WIRECOPY_CODEC_H
#include "wirecopy/out.h"

WIRE_BEGIN

typedef enum wire_codec {
    WIRE_CODEC_NONE,
    WIRE_CODEC_GZIP,   /* RFC 1952; more than one member is read as one */
    WIRE_CODEC_ZLIB,   /* RFC 1950; HTTP's "deflate", raw RFC 1951 is taken too */
    WIRE_CODEC_BROTLI, /* RFC 7932 */
    WIRE_CODEC_ZSTD    /* RFC 8878 */
} wire_codec;

/* By an HTTP content coding ("gzip", "x-gzip", "deflate", "br", "zstd", "identity", any case).
 * fails  WIRE_NONE: not one of them */
WIRE_API WIRE_USE wire_code wire_codec_find(wire_str coding, wire_codec *codec);
/* By magic bytes; brotli has none and is known by a name that ends in ".br".
 * in     name: file or path, may be {NULL, 0} */
WIRE_API wire_codec wire_codec_sniff(wire_str bytes, wire_str name);
WIRE_API const char *wire_codec_suffix(wire_codec codec); /* ".gz", ".br", ".zst", ""; static */

/* Compresses all of `bytes` into `out`.
 * in     level: gzip and zlib 1-12, brotli 0-11, zstd 1-19; 0 means the default (9, 5, 12)
 * fails  WIRE_ENOMEM; the sink's own error stays in the sink
 * by     libdeflate, libbrotli, libzstd */
WIRE_API WIRE_USE wire_code wire_pack(wire_codec codec, int level, wire_str bytes, wire_out *out, wire_error *err);
/* Unpacks all of `bytes` into `out`, at most max_bytes (0: 256 MiB).
 * fails  WIRE_ELIMIT: larger than that; WIRE_EFORMAT: damaged or cut short. In both cases what was
 *        unpacked before lies in `out`, so that a cut page can still be read. */
WIRE_API WIRE_USE wire_code wire_unpack(wire_codec codec, wire_str bytes, size_t max_bytes, wire_out *out,
                                        wire_error *err);

WIRE_END
#endif
