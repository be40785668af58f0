/* codec.c: codecs by name and by their first bytes; packing. */
#include "wirecopy/codec.h"

#include <brotli/encode.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <zstd.h>

static const struct coding {
    const char *name;
    wire_codec codec;
} codings[] = {
    {"gzip", WIRE_CODEC_GZIP}, {"x-gzip", WIRE_CODEC_GZIP}, {"deflate", WIRE_CODEC_ZLIB},
    {"br", WIRE_CODEC_BROTLI}, {"zstd", WIRE_CODEC_ZSTD},   {"identity", WIRE_CODEC_NONE},
};

wire_code wire_codec_find(wire_str coding, wire_codec *codec)
{
    coding = wire_str_trim(coding);
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        if (wire_str_is_ci(coding, wire_str_of(codings[i].name))) {
            *codec = codings[i].codec;
            return WIRE_OK;
        }
    return WIRE_NONE;
}

wire_codec wire_codec_sniff(wire_str bytes, wire_str name)
{
    if (wire_str_has_prefix(bytes, WIRE_STR("\x1F\x8B\x08")))
        return WIRE_CODEC_GZIP;
    if (wire_str_has_prefix(bytes, WIRE_STR("\x28\xB5\x2F\xFD")))
        return WIRE_CODEC_ZSTD;
    if (name.n > 3 && wire_str_is_ci(wire_str_cut(name, name.n - 3, name.n), WIRE_STR(".br")))
        return WIRE_CODEC_BROTLI;
    return WIRE_CODEC_NONE;
}

const char *wire_codec_suffix(wire_codec codec)
{
    switch (codec) {
    case WIRE_CODEC_GZIP:
        return ".gz";
    case WIRE_CODEC_BROTLI:
        return ".br";
    case WIRE_CODEC_ZSTD:
        return ".zst";
    case WIRE_CODEC_ZLIB:
    case WIRE_CODEC_NONE:
        break;
    }
    return "";
}

/* How each codec packs at once into room of a bound known before. pack gives 0 where it has failed. */
typedef struct packer {
    int max_level, usual_level;
    size_t (*bound)(size_t n);
    size_t (*pack)(int level, wire_str bytes, char *to, size_t room);
} packer;

static size_t bound_gzip(size_t n)
{
    return libdeflate_gzip_compress_bound(NULL, n);
}

static size_t pack_gzip(int level, wire_str bytes, char *to, size_t room)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
    const size_t n = c ? libdeflate_gzip_compress(c, bytes.p, bytes.n, to, room) : 0;
    libdeflate_free_compressor(c);
    return n;
}

static size_t bound_zlib(size_t n)
{
    return libdeflate_zlib_compress_bound(NULL, n);
}

static size_t pack_zlib(int level, wire_str bytes, char *to, size_t room)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
    const size_t n = c ? libdeflate_zlib_compress(c, bytes.p, bytes.n, to, room) : 0;
    libdeflate_free_compressor(c);
    return n;
}

static size_t pack_brotli(int level, wire_str bytes, char *to, size_t room)
{
    return BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.n, (const uint8_t *)bytes.p,
                                 &room, (uint8_t *)to)
               ? room
               : 0;
}

static size_t pack_zstd(int level, wire_str bytes, char *to, size_t room)
{
    const size_t n = ZSTD_compress(to, room, bytes.p, bytes.n, level);
    return ZSTD_isError(n) ? 0 : n;
}

static const packer packers[] = {
    [WIRE_CODEC_GZIP] = {12, 9, bound_gzip, pack_gzip},
    [WIRE_CODEC_ZLIB] = {12, 9, bound_zlib, pack_zlib},
    [WIRE_CODEC_BROTLI] = {11, 5, BrotliEncoderMaxCompressedSize, pack_brotli},
    [WIRE_CODEC_ZSTD] = {19, 12, ZSTD_compressBound, pack_zstd},
};

wire_code wire_pack(wire_codec codec, int level, wire_str bytes, wire_out *out, wire_error *err)
{
    if (codec == WIRE_CODEC_NONE) {
        wire_out_put(out, bytes);
        return WIRE_OK;
    }
    const packer *how = &packers[codec];
    if (level < 0 || level > how->max_level)
        return wire_fail(err, WIRE_EUSE, "pack: level %d is not between 0 and %d", level, how->max_level);
    if (!bytes.p)
        bytes = WIRE_STR("");
    const size_t room = how->bound(bytes.n);
    char *to = room ? malloc(room) : NULL;
    const size_t n = to ? how->pack(level ? level : how->usual_level, bytes, to, room) : 0;
    wire_out_put(out, (wire_str){to, n});
    free(to);
    return n ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "pack: no memory for %zu bytes", bytes.n);
}
