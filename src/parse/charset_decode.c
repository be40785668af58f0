/* charset_decode.c: one character after the other becomes UTF-8; marks on the way let offsets be found again. */
#include "charset_decode.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { MARK_EVERY = 1024 };

/* A place between two characters, from which decoding can start again. */
struct wire__mark {
    uint64_t decoded, source;
    wire__cursor cursor;
};

void wire__cursor_begin(wire__cursor *c, wire_str bytes, int encoding)
{
    *c = (wire__cursor){.p = (const unsigned char *)bytes.p, .encoding = encoding};
    c->end = c->p ? c->p + bytes.n : c->p;
    if (encoding != LXB_ENCODING_UTF_8)
        lxb_encoding_decode_init_single(&c->lexbor, lxb_encoding_data((lxb_encoding_t)encoding));
}

static uint32_t next_utf8(wire__cursor *c)
{
    size_t n = 0;
    const wire_str rest = {(const char *)c->p, (size_t)(c->end - c->p)};
    const uint32_t cp = c->is_twice ? wire__utf8_next_of_twice(rest, &n) : wire__utf8_next(rest, &n);
    c->p += n;
    return cp;
}

/* lexbor keeps the second half of a Big5 pair here; other decoders keep leads in the same field. */
static bool has_pending(const wire__cursor *c)
{
    return c->encoding == LXB_ENCODING_BIG5 && c->lexbor.second_codepoint;
}

bool wire__cursor_next(wire__cursor *c, uint32_t *cp)
{
    while (c->p < c->end || has_pending(c)) {
        if (c->encoding == LXB_ENCODING_UTF_8) {
            *cp = next_utf8(c);
            return true;
        }
        const unsigned char *before = c->p;
        const lxb_codepoint_t got = c->lexbor.encoding_data->decode_single(&c->lexbor, &c->p, c->end);
        /* A decoder that gives an error without moving on twice would do so forever. */
        c->n_stuck = c->p == before ? c->n_stuck + 1 : 0;
        if (c->n_stuck > 3)
            c->p++;
        if (got == LXB_ENCODING_DECODE_CONTINUE && c->encoding == LXB_ENCODING_ISO_2022_JP && c->p == c->end)
            return false; /* ended with an escape sequence, as it should */
        *cp = got <= LXB_ENCODING_MAX_CODEPOINT ? got : WIRE__UTF8_BAD;
        return true;
    }
    return false;
}

static bool add_mark(wire__charset *cs, const wire__cursor *c)
{
    if (cs->n_marks == cs->cap_marks) {
        const size_t cap = cs->cap_marks ? cs->cap_marks * 2 : 64;
        struct wire__mark *marks = realloc(cs->marks, cap * sizeof *marks);
        if (!marks)
            return false;
        cs->marks = marks;
        cs->cap_marks = cap;
    }
    const uint64_t source = (uint64_t)(c->p - (const unsigned char *)cs->source.p);
    cs->marks[cs->n_marks++] = (struct wire__mark){cs->decoded.n, source, *c};
    return true;
}

/* ASCII that stands for itself is copied in runs: true of every encoding but those with states or wide units. */
static bool has_plain_ascii(const wire__cursor *c)
{
    return c->encoding != LXB_ENCODING_ISO_2022_JP && c->encoding != LXB_ENCODING_UTF_16BE &&
           c->encoding != LXB_ENCODING_UTF_16LE && !c->lexbor.prepend && !has_pending(c);
}

static void copy_ascii(wire__charset *cs, wire__cursor *c)
{
    const unsigned char *from = c->p, *most = c->end - from > MARK_EVERY ? from + MARK_EVERY : c->end;
    while (c->p < most && *c->p < 0x80)
        c->p++;
    wire_out_put(&cs->decoded, (wire_str){(const char *)from, (size_t)(c->p - from)});
}

wire_code wire__charset_run(wire__charset *cs, wire_str bytes, wire_error *err)
{
    wire__cursor c;
    wire__cursor_begin(&c, bytes, cs->encoding);
    c.is_twice = cs->is_twice;
    const unsigned char *due = c.p;
    for (uint32_t cp; !cs->decoded.code;) {
        if (c.p >= due) {
            if (!add_mark(cs, &c))
                return wire_fail(err, WIRE_ENOMEM, "charset: no memory for the offsets of %zu bytes", bytes.n);
            due = c.p + MARK_EVERY;
        }
        if (c.p < c.end && *c.p < 0x80 && has_plain_ascii(&c)) {
            copy_ascii(cs, &c);
            continue;
        }
        if (!wire__cursor_next(&c, &cp))
            break;
        cs->n_invalid += cp == WIRE__UTF8_BAD;
        char text[4];
        const size_t n = wire__utf8_encode(cp == WIRE__UTF8_BAD ? 0xFFFD : cp, text);
        wire_out_put(&cs->decoded, (wire_str){text, n});
    }
    if (cs->decoded.code)
        return wire_fail(err, cs->decoded.code, "charset: %zu bytes of %s: %s", bytes.n, cs->name,
                         wire_code_text(cs->decoded.code));
    return WIRE_OK;
}

/* The last mark at or before the offset. in  at least one mark, the first at 0 */
static const struct wire__mark *find_mark(const wire__charset *cs, uint64_t decoded)
{
    size_t low = 0, high = cs->n_marks;
    while (high - low > 1) {
        const size_t mid = low + (high - low) / 2;
        if (cs->marks[mid].decoded <= decoded)
            low = mid;
        else
            high = mid;
    }
    return &cs->marks[low];
}

uint64_t wire__charset_origin(const wire__charset *cs, uint64_t decoded_offset)
{
    if (cs->is_borrowed || !cs->n_marks) {
        const uint64_t at = decoded_offset + cs->bom;
        return at < cs->source.n ? at : cs->source.n;
    }
    const unsigned char *source = (const unsigned char *)cs->source.p;
    const struct wire__mark *mark = find_mark(cs, decoded_offset);
    wire__cursor c = mark->cursor;
    uint64_t before = mark->source;
    for (uint64_t at = mark->decoded; at <= decoded_offset;) {
        uint32_t cp;
        char text[4];
        before = (uint64_t)(c.p - source);
        if (c.p < c.end && *c.p < 0x80 && has_plain_ascii(&c)) {
            c.p++;
            at++;
            continue;
        }
        if (!wire__cursor_next(&c, &cp))
            return cs->source.n;
        at += wire__utf8_encode(cp == WIRE__UTF8_BAD ? 0xFFFD : cp, text);
    }
    return before;
}
