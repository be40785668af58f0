/* unpack.c: unpacking foreign bytes, bounded, keeping what came before damage. */
#include "base/unpack.h"

#include "base/sink.h"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

typedef enum step { STEP_MORE, STEP_END, STEP_BAD, STEP_NOMEM } step;

/* A decoder as the pump sees it. step reads from *in and writes to `to`, moves *in on, and says how much it made. */
typedef struct decoder {
    const char *name;
    step (*step)(void *state, wire_str *in, char *to, size_t room, size_t *made);
    bool (*again)(void *state, wire_str rest); /* another member follows: be ready for it */
    void *state;
} decoder;

enum { CHUNK = 32 << 10 };

/* Bytes that padding consists of: tape blocks and some servers fill up with zeros. */
static bool is_padding(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i])
            return false;
    return true;
}

static wire_code bad(const decoder *d, const char *what, wire_str all, wire_str rest, wire_error *err)
{
    return wire_fail_at(err, WIRE_EFORMAT, all.n - rest.n, "unpack: %s %s at byte %zu of %zu", d->name, what,
                        all.n - rest.n, all.n);
}

/* What is left of the sink's own bound and of ours. */
static size_t left_of(const wire_out *out, size_t max, uint64_t before)
{
    const size_t ours = max - (size_t)(out->total - before);
    const size_t its = out->fd < 0 ? out->max - out->n : SIZE_MAX;
    return ours < its ? ours : its;
}

/* Drives a decoder until its input ends. *rest: what it did not read. */
static wire_code pump(const decoder *d, wire_str all, size_t max, wire_out *out, wire_str *rest, wire_error *err)
{
    const uint64_t before = out->total;
    for (*rest = all;;) {
        const size_t left = left_of(out, max, before);
        char spare; /* when all is full: does more come? */
        size_t room = 1, made = 0;
        char *to = left ? wire__out_room(out, left < CHUNK ? left : CHUNK, &room) : &spare;
        if (!to || out->code)
            return wire_fail(err, out->code, "unpack: %s: %s", d->name, wire_code_text(out->code));
        const size_t n_in = rest->n;
        const step now = d->step(d->state, rest, to, left && left < room ? left : room, &made);
        if (made && !left)
            return wire_fail(err, WIRE_ELIMIT, "unpack: %s of %zu bytes holds more than %zu", d->name, all.n,
                             (size_t)(out->total - before));
        wire__out_add(out, made);
        if (now == STEP_NOMEM)
            return wire_fail(err, WIRE_ENOMEM, "unpack: %s: no memory", d->name);
        if (now == STEP_BAD)
            return bad(d, "is damaged", all, *rest, err);
        if (now == STEP_END && (!d->again || is_padding(*rest)))
            return WIRE_OK;
        if (now == STEP_END && !d->again(d->state, *rest))
            return bad(d, "is followed by something else", all, *rest, err);
        if (now == STEP_MORE && !made && n_in == rest->n)
            return bad(d, n_in ? "is damaged" : "is cut short", all, *rest, err);
    }
}

/* gzip, zlib, deflate --------------------------------------------------------------------- */

static step step_inflate(void *state, wire_str *in, char *to, size_t room, size_t *made)
{
    z_stream *z = state;
    const uInt n = in->n < UINT32_MAX / 2 ? (uInt)in->n : UINT32_MAX / 2;
    z->next_in = (Bytef *)(uintptr_t)in->p; /* zlib does not write there */
    z->avail_in = n;
    z->next_out = (Bytef *)to;
    const uInt n_out = room < UINT32_MAX / 2 ? (uInt)room : UINT32_MAX / 2;
    z->avail_out = n_out;
    const int code = inflate(z, Z_NO_FLUSH);
    in->p += n - z->avail_in;
    in->n -= n - z->avail_in;
    *made = n_out - z->avail_out;
    if (code == Z_STREAM_END)
        return STEP_END;
    if (code == Z_MEM_ERROR)
        return STEP_NOMEM;
    return code == Z_OK || code == Z_BUF_ERROR ? STEP_MORE : STEP_BAD;
}

static bool another_member(void *state, wire_str rest)
{
    return wire_str_has_prefix(rest, WIRE_STR("\x1F\x8B")) && inflateReset(state) == Z_OK;
}

/* bits: zlib's windowBits, which also tells the wrapper. */
static wire_code unpack_inflate(const char *name, int bits, bool many, wire_str bytes, size_t max, wire_out *out,
                                wire_str *rest, wire_error *err)
{
    z_stream z = {0};
    *rest = bytes;
    if (inflateInit2(&z, bits) != Z_OK)
        return wire_fail(err, WIRE_ENOMEM, "unpack: %s: no memory", name);
    const decoder d = {name, step_inflate, many ? another_member : NULL, &z};
    const wire_code code = pump(&d, bytes, max, out, rest, err);
    inflateEnd(&z);
    return code;
}

/* Inflates at once, twice as fast, what says its size truly, is one member and fits. false: take the long way; nothing
 * was put. */
static bool gunzip_at_once(wire_str bytes, size_t max, wire_out *out)
{
    enum { WORTH = 32 << 20, MOST_PER_BYTE = 1032 }; /* deflate's greatest ratio: a size beyond it is a lie */
    if (bytes.n < 18 || out->fd >= 0)
        return false;
    const unsigned char *end = (const unsigned char *)bytes.p + bytes.n;
    const size_t size = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    if (!size || size > WORTH || size / MOST_PER_BYTE > bytes.n || size > left_of(out, max, out->total))
        return false;
    size_t room, n_in, n_out;
    char *to = wire__out_room(out, size, &room);
    struct libdeflate_decompressor *d = to ? libdeflate_alloc_decompressor() : NULL;
    const bool done = d && !libdeflate_gzip_decompress_ex(d, bytes.p, bytes.n, to, size, &n_in, &n_out) &&
                      n_in == bytes.n && n_out == size;
    libdeflate_free_decompressor(d);
    if (done)
        wire__out_add(out, size);
    return done;
}

static wire_code unpack_gzip(wire_str bytes, size_t max, wire_out *out, wire_error *err)
{
    wire_str rest;
    if (gunzip_at_once(bytes, max, out))
        return WIRE_OK;
    return unpack_inflate("gzip", 15 + 16, true, bytes, max, out, &rest, err);
}

wire_code wire__unpack_member(wire_str bytes, size_t max_bytes, wire_out *out, size_t *n_packed, wire_error *err)
{
    wire_str rest;
    const size_t max = max_bytes ? max_bytes : (size_t)256 << 20;
    const wire_code code = unpack_inflate("gzip", 15 + 16, false, bytes, max, out, &rest, err);
    *n_packed = bytes.n - rest.n;
    return code;
}

/* HTTP's "deflate" is zlib by the book and raw deflate by some servers; the header tells, but for one raw stream in
 * some thousand, whose first bytes happen to look like one: it breaks at once and is read again as raw. */
static wire_code unpack_zlib(wire_str bytes, size_t max, wire_out *out, wire_error *err)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    const bool has_header = bytes.n >= 2 && (p[0] & 15) == 8 && p[0] >> 4 <= 7 && (p[0] << 8 | p[1]) % 31 == 0;
    const uint64_t before = out->total;
    wire_str rest;
    if (has_header) {
        const wire_code code = unpack_inflate("zlib", 15, false, bytes, max, out, &rest, err);
        if (code != WIRE_EFORMAT || out->total != before || !rest.n)
            return code;
    }
    return unpack_inflate("deflate", -15, false, bytes, max, out, &rest, err);
}

/* brotli ---------------------------------------------------------------------------------- */

static step step_brotli(void *state, wire_str *in, char *to, size_t room, size_t *made)
{
    const uint8_t *p = (const uint8_t *)in->p;
    uint8_t *next = (uint8_t *)to;
    const BrotliDecoderResult result = BrotliDecoderDecompressStream(state, &in->n, &p, &room, &next, NULL);
    in->p = (const char *)p;
    *made = (size_t)(next - (uint8_t *)to);
    if (result == BROTLI_DECODER_RESULT_SUCCESS)
        return STEP_END;
    if (result != BROTLI_DECODER_RESULT_ERROR)
        return STEP_MORE;
    const BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(state);
    return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES && code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES
               ? STEP_NOMEM
               : STEP_BAD;
}

static bool none_follows(void *state, wire_str rest)
{
    (void)state;
    (void)rest;
    return false;
}

static wire_code unpack_brotli(wire_str bytes, size_t max, wire_out *out, wire_error *err)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state)
        return wire_fail(err, WIRE_ENOMEM, "unpack: brotli: no memory");
    wire_str rest;
    const decoder d = {"brotli", step_brotli, none_follows, state};
    const wire_code code = pump(&d, bytes, max, out, &rest, err);
    BrotliDecoderDestroyInstance(state);
    return code;
}

/* zstd ------------------------------------------------------------------------------------ */

static step step_zstd(void *state, wire_str *in, char *to, size_t room, size_t *made)
{
    ZSTD_inBuffer from = {in->p, in->n, 0};
    ZSTD_outBuffer into = {to, room, 0};
    const size_t code = ZSTD_decompressStream(state, &into, &from);
    in->p += from.pos;
    in->n -= from.pos;
    *made = into.pos;
    if (!ZSTD_isError(code))
        return code ? STEP_MORE : STEP_END;
    return ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation ? STEP_NOMEM : STEP_BAD;
}

static bool another_frame(void *state, wire_str rest)
{
    const unsigned char *p = (const unsigned char *)rest.p;
    const uint32_t magic = rest.n < 4 ? 0 : p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    const bool follows = magic == ZSTD_MAGICNUMBER || (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
    return follows && !ZSTD_isError(ZSTD_DCtx_reset(state, ZSTD_reset_session_only));
}

static wire_code unpack_zstd(wire_str bytes, size_t max, wire_out *out, wire_error *err)
{
    ZSTD_DCtx *state = ZSTD_createDCtx();
    if (!state)
        return wire_fail(err, WIRE_ENOMEM, "unpack: zstd: no memory");
    wire_str rest;
    const decoder d = {"zstd", step_zstd, another_frame, state};
    const wire_code code = pump(&d, bytes, max, out, &rest, err);
    ZSTD_freeDCtx(state);
    return code;
}

/* ----------------------------------------------------------------------------------------- */

static wire_code unpack_none(wire_str bytes, size_t max, wire_out *out, wire_error *err)
{
    wire_out_put(out, wire_str_cut(bytes, 0, max));
    return bytes.n <= max ? WIRE_OK : wire_fail(err, WIRE_ELIMIT, "unpack: %zu bytes, more than %zu", bytes.n, max);
}

static wire_code (*const unpackers[])(wire_str, size_t, wire_out *, wire_error *) = {
    [WIRE_CODEC_NONE] = unpack_none,     [WIRE_CODEC_GZIP] = unpack_gzip, [WIRE_CODEC_ZLIB] = unpack_zlib,
    [WIRE_CODEC_BROTLI] = unpack_brotli, [WIRE_CODEC_ZSTD] = unpack_zstd,
};

wire_code wire_unpack(wire_codec codec, wire_str bytes, size_t max_bytes, wire_out *out, wire_error *err)
{
    if (!bytes.p)
        bytes = WIRE_STR("");
    return unpackers[codec](bytes, max_bytes ? max_bytes : (size_t)256 << 20, out, err);
}
