/* warc.c: records, and the web's answers in them. */
#include "wirecopy/warc.h"

#include "fetch/size.h"
#include "fetch/warc_stream.h"
#include "wirecopy/codec.h"
#include "wirecopy/time.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_HEAD = 64 << 10, /* bytes of a record's head, and of an answer's */
    LARGEST_PATH = 4096,
    STEP = 64 << 10,
    MOST_CODINGS = 3
};

struct wire_warc {
    wire__stream *stream;
    size_t max_bytes;
    uint64_t n_pending; /* bytes of the record given last that are still to be taken */
    wire_out chunks, plain;
};

/* A record's head; texts lie in the stream's memory. */
typedef struct record {
    wire_str type, url, date, payload_type, truncated;
    uint64_t size; /* of its block */
    bool has_size;
} record;

/* An answer's head. */
typedef struct answer {
    uint32_t status;
    wire_str content_type, content_encoding, transfer_encoding;
} answer;

/* Opening ---------------------------------------------------------------------------------- */

static wire_code make(int fd, wire_str bytes, size_t max_bytes, wire_warc **warc, wire_error *err)
{
    wire_warc *w = calloc(1, sizeof *w);
    if (!w)
        return wire_fail(err, WIRE_ENOMEM, "no memory for an archive");
    w->max_bytes = max_bytes ? max_bytes : (size_t)64 << 20;
    wire_out_open_memory(&w->chunks, w->max_bytes);
    wire_out_open_memory(&w->plain, w->max_bytes);
    const wire_code code = wire__stream_open(fd, bytes, &w->stream, err);
    if (code)
        wire_warc_close(w);
    else
        *warc = w;
    return code;
}

wire_code wire_warc_open(wire_str path, size_t max_bytes, wire_warc_place from, wire_warc **warc, wire_error *err)
{
    char name[LARGEST_PATH];
    int fd = 0;
    if (!wire_str_is(path, WIRE_STR("-"))) {
        if (path.n >= sizeof name || !path.n || memchr(path.p, '\0', path.n))
            return wire_fail(err, WIRE_EIO, "cannot open: %s", strerror(path.n >= sizeof name ? ENAMETOOLONG : ENOENT));
        memcpy(name, path.p, path.n);
        name[path.n] = '\0';
        fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (fd < 0)
            return wire_fail(err, WIRE_EIO, "cannot open: %s", strerror(errno));
    }
    wire_warc *w = NULL;
    wire_code code = make(fd, (wire_str){0}, max_bytes, &w, err);
    if (!code && (code = wire__stream_seek(w->stream, from, err))) {
        wire_warc_close(w);
        return code;
    }
    if (!code)
        *warc = w;
    return code;
}

wire_code wire_warc_open_text(wire_str bytes, size_t max_bytes, wire_warc **warc, wire_error *err)
{
    return make(-1, bytes, max_bytes, warc, err);
}

void wire_warc_heed(wire_warc *w, const wire_hooks *hooks)
{
    wire__stream_heed(w->stream, hooks);
}

void wire_warc_close(wire_warc *w)
{
    if (!w)
        return;
    wire__stream_close(w->stream);
    wire_out_close(&w->chunks, NULL);
    wire_out_close(&w->plain, NULL);
    free(w);
}

/* Heads ------------------------------------------------------------------------------------ */

/* The length of a head with the empty line at its end; 0: it has none yet. */
static size_t head_size(wire_str text, size_t from)
{
    for (size_t i = from; i < text.n; i++) {
        if (text.p[i] != '\n')
            continue;
        if (i + 1 < text.n && text.p[i + 1] == '\n')
            return i + 2;
        if (i + 2 < text.n && text.p[i + 1] == '\r' && text.p[i + 2] == '\n')
            return i + 3;
    }
    return 0;
}

/* The next line of a head, as a name and its value. fails  false: no more */
static bool next_field(wire_str *head, wire_str *name, wire_str *value)
{
    while (head->n) {
        size_t end = wire_str_find(*head, WIRE_STR("\n"));
        end = end < head->n ? end : head->n;
        const wire_str line = wire_str_trim(wire_str_cut(*head, 0, end));
        *head = wire_str_cut(*head, end + 1, head->n);
        const size_t colon = wire_str_find(line, WIRE_STR(":"));
        if (colon >= line.n)
            continue; /* a status line, or the second line of a folded field, which none of ours is */
        *name = wire_str_trim(wire_str_cut(line, 0, colon));
        *value = wire_str_trim(wire_str_cut(line, colon + 1, line.n));
        return true;
    }
    return false;
}

/* fails  false: no number, or one that no file is long enough for */
static bool read_size(wire_str text, uint64_t *size)
{
    uint64_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || n > (uint64_t)1 << 56)
            return false;
        n = n * 10 + (uint64_t)(text.p[i] - '0');
    }
    *size = n;
    return text.n > 0;
}

static void read_record(wire_str head, record *r)
{
    wire_str name, value;
    *r = (record){0};
    while (next_field(&head, &name, &value)) {
        if (wire_str_is_ci(name, WIRE_STR("WARC-Type")))
            r->type = value;
        else if (wire_str_is_ci(name, WIRE_STR("WARC-Target-URI")))
            r->url = value;
        else if (wire_str_is_ci(name, WIRE_STR("WARC-Date")))
            r->date = value;
        else if (wire_str_is_ci(name, WIRE_STR("WARC-Identified-Payload-Type")) ||
                 (!r->payload_type.n && wire_str_is_ci(name, WIRE_STR("Content-Type"))))
            r->payload_type = value;
        else if (wire_str_is_ci(name, WIRE_STR("WARC-Truncated")))
            r->truncated = value;
        else if (wire_str_is_ci(name, WIRE_STR("Content-Length")))
            r->has_size = read_size(value, &r->size);
    }
    if (r->url.n > 1 && r->url.p[0] == '<' && r->url.p[r->url.n - 1] == '>') /* as some writers put it */
        r->url = wire_str_cut(r->url, 1, r->url.n - 1);
}

/* "HTTP/1.1 200 OK" and what follows. out  *n: bytes of the head. fails  false: no answer */
static bool read_answer(wire_str block, answer *a, size_t *n)
{
    wire_str name, value;
    *a = (answer){0};
    *n = head_size(wire_str_cut(block, 0, MOST_HEAD), 0);
    if (!wire_str_has_prefix(block, WIRE_STR("HTTP/")) || !*n)
        return false;
    wire_str head = wire_str_cut(block, 0, *n);
    size_t i = 0;
    while (i < head.n && head.p[i] != ' ' && head.p[i] != '\n')
        i++;
    for (i++; i < head.n && head.p[i] >= '0' && head.p[i] <= '9' && a->status < 1000; i++)
        a->status = a->status * 10 + (uint32_t)(head.p[i] - '0');
    head = wire_str_cut(head, wire_str_find(head, WIRE_STR("\n")) + 1, head.n);
    while (next_field(&head, &name, &value)) {
        if (wire_str_is_ci(name, WIRE_STR("Content-Type")))
            a->content_type = value;
        else if (wire_str_is_ci(name, WIRE_STR("Content-Encoding")))
            a->content_encoding = value;
        else if (wire_str_is_ci(name, WIRE_STR("Transfer-Encoding")))
            a->transfer_encoding = value;
    }
    return true;
}

static bool is_html(wire_str type)
{
    const wire_str bare = wire_str_trim(wire_str_cut(type, 0, wire_str_find(type, WIRE_STR(";"))));
    return wire_str_is_ci(bare, WIRE_STR("text/html")) || wire_str_is_ci(bare, WIRE_STR("application/xhtml+xml"));
}

/* Bodies ----------------------------------------------------------------------------------- */

/* Takes chunks off. Many archives keep the header and not the chunks: then the body is what it is.
 * fails  WIRE_NONE: no chunks */
static wire_code join_chunks(wire_str body, wire_out *out)
{
    wire_out_reset(out);
    for (;;) {
        size_t i = 0, size = 0;
        for (; i < body.n && i < 16; i++) {
            const char c = body.p[i] | 0x20;
            const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
                break;
            size = size * 16 + (size_t)digit;
        }
        const size_t line = wire_str_find(wire_str_cut(body, 0, 4096), WIRE_STR("\n"));
        if (!i || i >= 16 || line >= body.n || line >= 4096)
            return out->total ? WIRE_OK : WIRE_NONE; /* cut off between chunks, or none at all */
        if (body.p[i] != '\r' && body.p[i] != '\n' && body.p[i] != ';' && body.p[i] != ' ')
            return WIRE_NONE;
        if (!size)
            return WIRE_OK;
        body = wire_str_cut(body, line + 1, body.n);
        wire_out_put(out, wire_str_cut(body, 0, size));
        if (size >= body.n || out->code)
            return WIRE_OK;
        body = wire_str_cut(body, size, body.n);
        body = wire_str_cut(body, body.n && body.p[0] == '\r' ? 2 : 1, body.n);
    }
}

/* Does the body look as if the coding were on it still? */
static bool is_packed(wire_codec codec, wire_str body)
{
    switch (codec) {
    case WIRE_CODEC_GZIP:
    case WIRE_CODEC_ZSTD:
        return wire_codec_sniff(body, (wire_str){0}) == codec;
    case WIRE_CODEC_ZLIB:
    case WIRE_CODEC_BROTLI:
        return body.n && body.p[0] != '<' && body.p[0] != '\n' && body.p[0] != '\xEF';
    case WIRE_CODEC_NONE:
        break;
    }
    return false;
}

/* fails  WIRE_ELIMIT, WIRE_EFORMAT, WIRE_ENOMEM */
static wire_code unpack(wire_warc *w, wire_str coding, wire_page *page, wire_error *err)
{
    wire_codec codec;
    char size[WIRE__SIZE];
    if (wire_codec_find(coding, &codec) || !is_packed(codec, page->bytes))
        return WIRE_OK;
    wire_out_reset(&w->plain);
    const wire_code code = wire_unpack(codec, page->bytes, w->max_bytes, &w->plain, err);
    if (code == WIRE_ELIMIT || w->plain.code == WIRE_ELIMIT)
        return wire_fail(err, WIRE_ELIMIT, "larger than %s once unpacked", wire__size_text(w->max_bytes, size));
    if (code == WIRE_ENOMEM || w->plain.code)
        return wire_fail(err, WIRE_ENOMEM, "no memory to unpack a page");
    if (code && !w->plain.n)
        return code;
    page->is_cut |= code != WIRE_OK;
    page->bytes = wire_out_text(&w->plain);
    return WIRE_OK;
}

static wire_code take_off(wire_warc *w, const answer *a, wire_page *page, wire_error *err)
{
    char size[WIRE__SIZE];
    if (wire_str_find_ci(a->transfer_encoding, WIRE_STR("chunked")) < a->transfer_encoding.n &&
        !join_chunks(page->bytes, &w->chunks)) {
        if (w->chunks.code == WIRE_ELIMIT)
            return wire_fail(err, WIRE_ELIMIT, "larger than %s", wire__size_text(w->max_bytes, size));
        if (w->chunks.code)
            return wire_fail(err, WIRE_ENOMEM, "no memory for a page");
        page->bytes = wire_out_text(&w->chunks);
    }
    return unpack(w, a->content_encoding, page, err);
}

/* Records ---------------------------------------------------------------------------------- */

/* Takes n bytes, as they come. fails  WIRE_NONE: the archive ends first; others as wire__stream_fill */
static wire_code skip(wire_warc *w, uint64_t n, wire_error *err)
{
    while (n) {
        const wire_code code = wire__stream_fill(w->stream, n < STEP ? (size_t)n : STEP, err);
        const size_t ready = wire__stream_text(w->stream).n;
        const size_t part = ready < n ? ready : (size_t)n;
        wire__stream_take(w->stream, part);
        n -= part;
        if (code || !part)
            return code ? code : WIRE_NONE;
    }
    return WIRE_OK;
}

/* Line ends between records. */
static wire_code skip_ends(wire_warc *w, wire_error *err)
{
    for (;;) {
        const wire_code code = wire__stream_fill(w->stream, 1, err);
        const wire_str text = wire__stream_text(w->stream);
        size_t n = 0;
        while (n < text.n && (text.p[n] == '\r' || text.p[n] == '\n'))
            n++;
        wire__stream_take(w->stream, n);
        if (code || !text.n || n < text.n)
            return code;
    }
}

/* Goes to what looks like the next record. */
static wire_code resync(wire_warc *w, wire_error *err)
{
    for (;;) {
        const wire_code code = wire__stream_fill(w->stream, STEP, err);
        const wire_str text = wire__stream_text(w->stream);
        const size_t at = wire_str_find(text, WIRE_STR("\nWARC/"));
        if (at < text.n) {
            wire__stream_take(w->stream, at + 1);
            return WIRE_OK;
        }
        const size_t kept = text.n < 6 ? text.n : 5;
        wire__stream_take(w->stream, code || text.n < STEP ? text.n : text.n - kept);
        if (code || text.n < STEP)
            return code;
    }
}

/* out  *n: bytes of the record's head, which is ready. fails  WIRE_NONE: the end; WIRE_EFORMAT: no record */
static wire_code find_head(wire_warc *w, size_t *n, wire_error *err)
{
    size_t want = 1, looked = 0; /* no member is begun before its record */
    for (;;) {
        const wire_code code = wire__stream_fill(w->stream, want, err);
        const wire_str text = wire__stream_text(w->stream);
        if ((*n = head_size(wire_str_cut(text, 0, MOST_HEAD), looked)))
            break;
        if (code)
            return code;
        if (!text.n)
            return WIRE_NONE;
        if (!wire_str_has_prefix(text, wire_str_cut(WIRE_STR("WARC/"), 0, text.n)))
            return wire_fail(err, WIRE_EFORMAT, "no record begins here");
        if (text.n < want)
            return wire_fail(err, WIRE_EFORMAT, "cut short in its head");
        if (text.n >= MOST_HEAD)
            return wire_fail(err, WIRE_EFORMAT, "no record: a head of more than %d KiB", MOST_HEAD >> 10);
        looked = text.n > 4 ? text.n - 4 : 0;
        want = text.n + 1;
    }
    if (!wire_str_has_prefix(wire__stream_text(w->stream), WIRE_STR("WARC/")))
        return wire_fail(err, WIRE_EFORMAT, "no record begins here");
    return WIRE_OK;
}

static bool is_page_record(const record *r)
{
    return wire_str_is_ci(r->type, WIRE_STR("response")) ||
           (wire_str_is_ci(r->type, WIRE_STR("resource")) && is_html(r->payload_type));
}

/* Makes a page of a record whose block is ready. fails  WIRE_NONE: it is none */
static wire_code read_page(wire_warc *w, const record *r, wire_str block, wire_page *page, wire_error *err)
{
    size_t n = 0;
    answer a;
    wire_stamp date;
    *page = (wire_page){.url = r->url, .bytes = block, .content_type = r->payload_type, .is_cut = r->truncated.n > 0};
    if (!r->url.n)
        return wire_fail(err, WIRE_EFORMAT, "no WARC-Target-URI");
    if (!wire_stamp_read(r->date, NULL, &date))
        page->fetched_at = date.at;
    if (!wire_str_is_ci(r->type, WIRE_STR("response")))
        return block.n ? WIRE_OK : WIRE_NONE;
    if (!read_answer(block, &a, &n) || a.status < 200 || a.status > 299 || !is_html(a.content_type))
        return WIRE_NONE;
    page->status = a.status;
    page->content_type = a.content_type;
    page->bytes = wire_str_cut(block, n, block.n);
    const wire_code code = take_off(w, &a, page, err);
    return code || page->bytes.n ? code : WIRE_NONE;
}

static wire_code cut_short(const record *r, uint64_t n, wire_error *err)
{
    return wire_fail(err, WIRE_EFORMAT, "cut short: %llu of %llu bytes", (unsigned long long)n,
                     (unsigned long long)r->size);
}

/* One record whose head is ready. fails  WIRE_NONE: no page, it is passed over */
static wire_code take_record(wire_warc *w, size_t n_head, wire_page *page, wire_error *err)
{
    record r;
    char size[WIRE__SIZE];
    const size_t most = w->max_bytes + MOST_HEAD;
    read_record(wire_str_cut(wire__stream_text(w->stream), 0, n_head), &r);
    if (!r.has_size)
        return wire_fail(err, WIRE_EFORMAT, "no Content-Length");
    if (!is_page_record(&r) || r.size > most) {
        const bool is_large = is_page_record(&r);
        const wire_code code = skip(w, n_head + r.size, err);
        if (code == WIRE_NONE)
            return is_large ? cut_short(&r, 0, err) : WIRE_NONE;
        if (code || !is_large)
            return code ? code : WIRE_NONE;
        return wire_fail(err, WIRE_ELIMIT, "larger than %s", wire__size_text(w->max_bytes, size));
    }
    wire_code code = wire__stream_fill(w->stream, n_head + (size_t)r.size, err);
    const wire_str text = wire__stream_text(w->stream);
    if (code == WIRE_EIO || code == WIRE_ENOMEM || code == WIRE_ESTOP)
        return code;
    if (text.n < n_head + r.size) {
        wire__stream_take(w->stream, text.n);
        return code ? code : cut_short(&r, text.n - n_head, err);
    }
    read_record(wire_str_cut(text, 0, n_head), &r); /* filling may have moved the texts */
    w->n_pending = n_head + r.size;
    return read_page(w, &r, wire_str_cut(text, n_head, (size_t)w->n_pending), page, err);
}

static wire_code next(wire_warc *w, wire_page *page, wire_warc_place *place, wire_error *err)
{
    size_t n_head = 0;
    wire__stream_trim(w->stream);
    wire_code code = skip_ends(w, err);
    *place = wire__stream_place(w->stream);
    if (!code)
        code = find_head(w, &n_head, err);
    if (!code)
        return take_record(w, n_head, page, err);
    return code == WIRE_NONE ? WIRE_SAME : code; /* the end */
}

wire_code wire_warc_next(wire_warc *w, wire_page *page, wire_warc_place *place, wire_error *err)
{
    wire_error why = {0};
    wire_code code;
    do {
        wire__stream_take(w->stream, (size_t)w->n_pending);
        w->n_pending = 0;
        code = next(w, page, place, &why);
    } while (code == WIRE_NONE);
    if (code == WIRE_SAME)
        return WIRE_NONE;
    if (code == WIRE_EFORMAT && !w->n_pending) { /* else the record was whole, but not what is in it */
        const wire_code after = wire__stream_is_damaged(w->stream) ? wire__stream_mend(w->stream, err) : resync(w, err);
        if (after == WIRE_EIO || after == WIRE_ENOMEM || after == WIRE_ESTOP)
            return after;
    }
    return code ? wire_fail(err, code, "%s", why.text) : WIRE_OK;
}
