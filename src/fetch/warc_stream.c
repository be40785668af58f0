/* warc_stream.c: raw bytes come in by the block; members are unpacked one at a time, by libdeflate where the whole of
 * one is at hand, else piece by piece. */
#include "fetch/warc_stream.h"

#include "base/wait.h"

#include <errno.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum {
    BLOCK = 1 << 20,         /* raw bytes held */
    STEP = 128 << 10,        /* text made at a time */
    LARGEST_WHOLE = 4 << 20, /* text of a member that is unpacked at once */
    LARGEST_KEPT = 16 << 20, /* of the text's memory, from one record to the next */
    LARGEST_DICT = 16 << 20, /* of a zstd dictionary */
    MOST_TRIES = 4096        /* places that look like a member and are none */
};

typedef enum packing { PLAIN, GZIP, ZSTD } packing;

struct wire__stream {
    int fd; /* -1: all there is lies in the buffer */
    const wire_hooks *hooks;
    bool can_seek, is_raw_end, is_end, is_damaged, has_dict;
    packing packing;
    char *own; /* the raw buffer, where it is ours */
    const char *raw;
    size_t raw_at, raw_n;
    uint64_t raw_base; /* offset of raw[0] in the file */
    char *text;
    size_t at, n, cap;                /* ready: [at, n) */
    uint64_t text_base;               /* offset of text[0] in the unpacked archive */
    uint64_t member_raw, member_text; /* where the member begun last begins */
    bool in_member;                   /* it goes on */
    size_t usual;                     /* size of the member before: the next is often like it */
    struct libdeflate_decompressor *whole;
    z_stream gzip;
    bool has_gzip;
    ZSTD_DCtx *zstd;
};

/* Raw bytes -------------------------------------------------------------------------------- */

static wire_code no_memory(wire_error *err)
{
    return wire_fail(err, WIRE_ENOMEM, "no memory to unpack the archive");
}

/* Reads on until the buffer is full or the file ends; of a pipe no more than is needed, since its writer may be slow.
 */
static wire_code read_raw(wire__stream *s, size_t want, wire_error *err)
{
    if (s->fd < 0 || s->is_raw_end)
        return WIRE_OK;
    memmove(s->own, s->own + s->raw_at, s->raw_n - s->raw_at);
    s->raw_base += s->raw_at;
    s->raw_n -= s->raw_at;
    s->raw_at = 0;
    while (s->raw_n < (s->can_seek || want > BLOCK ? BLOCK : want) && !s->is_raw_end) {
        errno = s->can_seek ? 0 : wire__await(s->fd, s->hooks, 0);
        if (errno == ECANCELED)
            return wire_fail(err, WIRE_ESTOP, "stopped");
        const ssize_t n = errno ? -1 : read(s->fd, s->own + s->raw_n, BLOCK - s->raw_n);
        if (n < 0 && errno != EINTR)
            return wire_fail(err, WIRE_EIO, "cannot read: %s", strerror(errno));
        s->raw_n += n > 0 ? (size_t)n : 0;
        s->is_raw_end = n == 0;
    }
    return WIRE_OK;
}

/* At least `want` raw bytes, fewer only at the end. */
static wire_code need_raw(wire__stream *s, size_t want, wire_error *err)
{
    return s->raw_n - s->raw_at >= want ? WIRE_OK : read_raw(s, want, err);
}

static wire_str raw_of(const wire__stream *s)
{
    return (wire_str){s->raw + s->raw_at, s->raw_n - s->raw_at};
}

static wire_code seek_raw(wire__stream *s, uint64_t offset, wire_error *err)
{
    if (offset >= s->raw_base && offset <= s->raw_base + s->raw_n) {
        s->raw_at = (size_t)(offset - s->raw_base);
        return WIRE_OK;
    }
    if (s->fd < 0 || !s->can_seek || lseek(s->fd, (off_t)offset, SEEK_SET) < 0)
        return wire_fail(err, WIRE_EFORMAT, "the archive has no byte %llu", (unsigned long long)offset);
    s->raw_base = offset;
    s->raw_at = s->raw_n = 0;
    s->is_raw_end = false;
    return read_raw(s, BLOCK, err);
}

/* Text ------------------------------------------------------------------------------------- */

static wire_code make_room(wire__stream *s, size_t room, wire_error *err)
{
    if (s->at) {
        memmove(s->text, s->text + s->at, s->n - s->at);
        s->text_base += s->at;
        s->n -= s->at;
        s->at = 0;
    }
    if (s->cap && s->cap - s->n >= room)
        return WIRE_OK;
    size_t cap = s->cap ? s->cap : STEP;
    while (cap - s->n < room)
        cap *= 2;
    char *grown = realloc(s->text, cap);
    if (!grown)
        return no_memory(err);
    s->text = grown;
    s->cap = cap;
    return WIRE_OK;
}

static void begin_member(wire__stream *s)
{
    s->member_raw = s->raw_base + s->raw_at;
    s->member_text = s->text_base + s->n;
    s->in_member = true;
}

static wire_code damaged(wire__stream *s, const char *what, wire_error *err)
{
    s->is_damaged = true;
    s->in_member = false;
    return wire_fail(err, WIRE_EFORMAT, "damaged %s member at byte %llu", what, (unsigned long long)s->member_raw);
}

static wire_code copy_plain(wire__stream *s, wire_error *err)
{
    wire_code code = need_raw(s, 1, err);
    const wire_str raw = raw_of(s);
    if (code || (code = make_room(s, raw.n, err)))
        return code;
    s->is_end = !raw.n;
    memcpy(s->text + s->n, raw.n ? raw.p : "", raw.n);
    s->n += raw.n;
    s->raw_at += raw.n;
    return WIRE_OK;
}

/* Gzip ------------------------------------------------------------------------------------- */

/* The whole member at once. fails  WIRE_NONE: not all of it is at hand, it is large, or damaged */
static wire_code unpack_whole(wire__stream *s, wire_error *err)
{
    size_t n_in, n_out, room = s->usual * 2 > STEP ? s->usual * 2 : STEP;
    wire_code code = need_raw(s, BLOCK / 2, err);
    enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    if (!code && !s->whole && !(s->whole = libdeflate_alloc_decompressor()))
        code = no_memory(err);
    for (; !code && result == LIBDEFLATE_INSUFFICIENT_SPACE && room <= LARGEST_WHOLE; room *= 2) {
        const wire_str raw = raw_of(s);
        if ((code = make_room(s, room, err)))
            break;
        result = libdeflate_gzip_decompress_ex(s->whole, raw.p, raw.n, s->text + s->n, s->cap - s->n, &n_in, &n_out);
    }
    if (code)
        return code;
    if (result != LIBDEFLATE_SUCCESS)
        return WIRE_NONE;
    s->raw_at += n_in;
    s->n += n_out;
    s->usual = n_out < LARGEST_WHOLE / 2 ? n_out : LARGEST_WHOLE / 2;
    s->in_member = false;
    return WIRE_OK;
}

static wire_code unpack_gzip(wire__stream *s, wire_error *err)
{
    wire_code code = need_raw(s, 1, err);
    if (code || (code = make_room(s, STEP, err)))
        return code;
    const wire_str raw = raw_of(s);
    s->gzip.next_in = (Bytef *)(uintptr_t)raw.p;
    s->gzip.avail_in = (uInt)raw.n;
    s->gzip.next_out = (Bytef *)s->text + s->n;
    s->gzip.avail_out = STEP;
    const int result = inflate(&s->gzip, Z_NO_FLUSH);
    s->raw_at += raw.n - s->gzip.avail_in;
    s->n += STEP - s->gzip.avail_out;
    if (result == Z_STREAM_END)
        s->in_member = false;
    else if (result == Z_MEM_ERROR)
        return no_memory(err);
    else if (result != Z_OK && (result != Z_BUF_ERROR || s->is_raw_end || s->fd < 0))
        return damaged(s, "gzip", err);
    return WIRE_OK;
}

static wire_code begin_gzip(wire__stream *s, wire_error *err)
{
    begin_member(s);
    const wire_code code = unpack_whole(s, err);
    if (code != WIRE_NONE)
        return code;
    const int result = s->has_gzip ? inflateReset(&s->gzip) : inflateInit2(&s->gzip, 15 + 16);
    s->has_gzip |= result == Z_OK;
    return result == Z_OK ? unpack_gzip(s, err) : no_memory(err);
}

/* Zstd ------------------------------------------------------------------------------------- */

static uint32_t le32(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

/* Takes the dictionary out of its frame; it may be compressed itself. */
static wire_code load_dict(wire__stream *s, wire_str dict, wire_error *err)
{
    char *plain = NULL;
    size_t result;
    if (wire_str_has_prefix(dict, WIRE_STR("\x28\xB5\x2F\xFD"))) {
        if (!(plain = malloc(LARGEST_DICT)))
            return no_memory(err);
        const size_t n = ZSTD_decompress(plain, LARGEST_DICT, dict.p, dict.n);
        dict = (wire_str){plain, ZSTD_isError(n) ? 0 : n};
    }
    result = dict.n ? ZSTD_DCtx_loadDictionary(s->zstd, dict.p, dict.n) : (size_t)-1;
    free(plain);
    return ZSTD_isError(result) ? damaged(s, "dictionary", err) : WIRE_OK;
}

/* A first skippable frame of this kind is the dictionary of all that follow. */
static wire_code find_dict(wire__stream *s, wire_error *err)
{
    wire_code code = need_raw(s, 8, err);
    wire_str raw = raw_of(s);
    s->has_dict = true;
    if (code || raw.n < 8 || le32(raw.p) != 0x184D2A5D)
        return code;
    const size_t size = le32(raw.p + 4);
    char *dict = size <= LARGEST_DICT ? malloc(size + 1) : NULL;
    if (!dict)
        return size <= LARGEST_DICT ? no_memory(err) : damaged(s, "dictionary", err);
    s->raw_at += 8;
    size_t n = 0;
    while (!code && n < size && !(code = need_raw(s, 1, err)) && (raw = raw_of(s)).n) {
        const size_t part = raw.n < size - n ? raw.n : size - n;
        memcpy(dict + n, raw.p, part);
        s->raw_at += part;
        n += part;
    }
    if (!code)
        code = n == size ? load_dict(s, (wire_str){dict, size}, err) : damaged(s, "dictionary", err);
    free(dict);
    return code;
}

static wire_code unpack_zstd(wire__stream *s, wire_error *err)
{
    wire_code code = need_raw(s, 1, err);
    if (code || (code = make_room(s, STEP, err)))
        return code;
    const wire_str raw = raw_of(s);
    ZSTD_inBuffer in = {raw.p, raw.n, 0};
    ZSTD_outBuffer out = {s->text + s->n, STEP, 0};
    const size_t result = ZSTD_decompressStream(s->zstd, &out, &in);
    s->raw_at += in.pos;
    s->n += out.pos;
    if (ZSTD_isError(result) || (!in.pos && !out.pos))
        return damaged(s, "zstd", err);
    s->in_member = result != 0;
    return WIRE_OK;
}

static wire_code begin_zstd(wire__stream *s, wire_error *err)
{
    wire_code code = WIRE_OK;
    begin_member(s);
    if (!s->zstd && !(s->zstd = ZSTD_createDCtx()))
        return no_memory(err);
    if (!s->has_dict && (code = find_dict(s, err)))
        return code;
    ZSTD_DCtx_reset(s->zstd, ZSTD_reset_session_only);
    begin_member(s);
    return unpack_zstd(s, err);
}

/* The stream ------------------------------------------------------------------------------- */

static packing sniff(wire_str raw)
{
    if (wire_str_has_prefix(raw, WIRE_STR("\x1F\x8B")))
        return GZIP;
    if (raw.n >= 4 && (le32(raw.p) == 0xFD2FB528 || (le32(raw.p) & 0xFFFFFFF0) == 0x184D2A50))
        return ZSTD;
    return PLAIN;
}

wire_code wire__stream_open(int fd, wire_str bytes, wire__stream **stream, wire_error *err)
{
    wire__stream *s = calloc(1, sizeof *s);
    if (!s)
        return no_memory(err);
    s->fd = fd;
    s->raw = bytes.p ? bytes.p : "";
    s->raw_n = fd < 0 ? bytes.n : 0;
    s->is_raw_end = fd < 0;
    s->can_seek = fd >= 0 && lseek(fd, 0, SEEK_CUR) >= 0;
    if (fd >= 0 && !(s->raw = s->own = malloc(BLOCK))) {
        free(s);
        return no_memory(err);
    }
    const wire_code code = need_raw(s, 4, err);
    if (code) {
        s->fd = -1; /* the caller's still */
        wire__stream_close(s);
        return code;
    }
    s->packing = sniff(raw_of(s));
    *stream = s;
    return WIRE_OK;
}

void wire__stream_heed(wire__stream *s, const wire_hooks *hooks)
{
    s->hooks = hooks;
}

void wire__stream_close(wire__stream *s)
{
    if (!s)
        return;
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    if (s->has_gzip)
        inflateEnd(&s->gzip);
    libdeflate_free_decompressor(s->whole);
    ZSTD_freeDCtx(s->zstd);
    free(s->text);
    free(s->own);
    free(s);
}

/* Padding between members: tape blocks are filled up with zeros. */
static wire_code skip_padding(wire__stream *s, wire_error *err)
{
    for (;;) {
        const wire_code code = need_raw(s, 1, err);
        const wire_str raw = raw_of(s);
        size_t n = 0;
        while (n < raw.n && !raw.p[n])
            n++;
        s->raw_at += n;
        if (code || !raw.n || n < raw.n)
            return code;
    }
}

static wire_code begin_next(wire__stream *s, wire_error *err)
{
    wire_code code = skip_padding(s, err);
    if (!code)
        code = need_raw(s, 18, err);
    if (code)
        return code;
    s->is_end = !raw_of(s).n;
    if (s->is_end)
        return WIRE_OK;
    if (sniff(raw_of(s)) != s->packing) {
        begin_member(s);
        return damaged(s, s->packing == GZIP ? "gzip" : "zstd", err);
    }
    return s->packing == GZIP ? begin_gzip(s, err) : begin_zstd(s, err);
}

wire_code wire__stream_fill(wire__stream *s, size_t want, wire_error *err)
{
    wire_code code = WIRE_OK;
    if (s->is_damaged && s->n - s->at < want)
        return wire_fail(err, WIRE_EFORMAT, "damaged packing at byte %llu", (unsigned long long)s->member_raw);
    while (!code && s->n - s->at < want && !s->is_end) {
        if (s->packing == PLAIN)
            code = copy_plain(s, err);
        else if (!s->in_member)
            code = begin_next(s, err);
        else
            code = s->packing == GZIP ? unpack_gzip(s, err) : unpack_zstd(s, err);
    }
    return code;
}

wire_str wire__stream_text(const wire__stream *s)
{
    return s->text ? (wire_str){s->text + s->at, s->n - s->at} : WIRE_STR("");
}

void wire__stream_take(wire__stream *s, size_t n)
{
    s->at += n;
}

wire_warc_place wire__stream_place(const wire__stream *s)
{
    const uint64_t here = s->text_base + s->at;
    if (s->packing == PLAIN)
        return (wire_warc_place){here, false};
    if (here == s->member_text)
        return (wire_warc_place){s->member_raw, false};
    return (wire_warc_place){here, true};
}

wire_code wire__stream_seek(wire__stream *s, wire_warc_place place, wire_error *err)
{
    wire_code code = WIRE_OK;
    if (!place.is_inner) {
        if (s->packing == ZSTD && place.offset) { /* the dictionary first */
            begin_member(s);
            if (!s->zstd && !(s->zstd = ZSTD_createDCtx()))
                return no_memory(err);
            code = find_dict(s, err);
        }
        if (!code)
            code = seek_raw(s, place.offset, err);
        s->text_base = s->packing == PLAIN ? place.offset : 0;
        s->in_member = false;
        return code;
    }
    while (!code && s->text_base + s->at < place.offset && !s->is_end) {
        const uint64_t left = place.offset - s->text_base - s->at;
        code = wire__stream_fill(s, left < STEP ? (size_t)left : STEP, err);
        s->at += s->n - s->at < left ? s->n - s->at : (size_t)left;
    }
    return code;
}

/* The next raw byte from which a member might begin. fails  WIRE_NONE */
static wire_code find_member(wire__stream *s, wire_error *err)
{
    for (;;) {
        const wire_code code = need_raw(s, 18, err);
        if (code)
            return code;
        const wire_str raw = raw_of(s);
        for (size_t i = 0; i + 18 <= raw.n; i++)
            if (sniff((wire_str){raw.p + i, raw.n - i}) == s->packing &&
                (s->packing != GZIP || (raw.p[i + 2] == 8 && !((unsigned char)raw.p[i + 3] & 0xE0)))) {
                s->raw_at += i;
                return WIRE_OK;
            }
        if (s->is_raw_end || raw.n < 18)
            return WIRE_NONE;
        s->raw_at += raw.n - 17;
    }
}

bool wire__stream_is_damaged(const wire__stream *s)
{
    return s->is_damaged;
}

wire_code wire__stream_mend(wire__stream *s, wire_error *err)
{
    s->at = s->n;
    uint64_t next = s->member_raw + 1;
    for (int i = 0; i < MOST_TRIES; i++) {
        seek_raw(s, next, NULL); /* in a pipe, what has gone by cannot be had again */
        wire_code code = find_member(s, err);
        if (code == WIRE_NONE)
            break;
        if (code)
            return code;
        next = s->raw_base + s->raw_at + 1;
        s->is_damaged = s->in_member = s->is_end = false;
        code = wire__stream_fill(s, 5, NULL);
        if (code == WIRE_ENOMEM || code == WIRE_EIO)
            return wire_fail(err, code, "%s", wire_code_text(code));
        if (wire_str_has_prefix(wire__stream_text(s), WIRE_STR("WARC/")))
            return WIRE_OK;
        s->at = s->n;
    }
    s->is_damaged = s->in_member = false;
    s->is_end = true;
    return WIRE_NONE;
}

void wire__stream_trim(wire__stream *s)
{
    if (s->cap <= LARGEST_KEPT || s->n - s->at > LARGEST_KEPT / 2)
        return;
    char *smaller = malloc(LARGEST_KEPT);
    if (!smaller)
        return;
    memcpy(smaller, s->text + s->at, s->n - s->at);
    free(s->text);
    s->text = smaller;
    s->text_base += s->at;
    s->n -= s->at;
    s->at = 0;
    s->cap = LARGEST_KEPT;
}
