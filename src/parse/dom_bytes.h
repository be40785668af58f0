/* dom_bytes.h: a page's bytes, as tags are made of them. */
#ifndef WIRECOPY_PARSE_DOM_BYTES_H
#define WIRECOPY_PARSE_DOM_BYTES_H
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/rows.h"
#include "wirecopy/base.h"

typedef const unsigned char *bytes;

/* Classes of bytes within tags. */
enum { SPACE = 1, NAME_ENDS = 2, ODD = 4, UPPER = 8, VALUE_ENDS = 16, ALPHA = 32 };
static const uint8_t classes[256] = {
    [0] = NAME_ENDS | ODD | VALUE_ENDS,
    ['\t'] = SPACE | NAME_ENDS | VALUE_ENDS,
    ['\n'] = SPACE | NAME_ENDS | VALUE_ENDS,
    ['\f'] = SPACE | NAME_ENDS | VALUE_ENDS,
    ['\r'] = SPACE | NAME_ENDS | VALUE_ENDS,
    [' '] = SPACE | NAME_ENDS | VALUE_ENDS,
    ['/'] = NAME_ENDS,
    ['>'] = NAME_ENDS | VALUE_ENDS,
    ['='] = NAME_ENDS,
    ['"'] = NAME_ENDS | ODD | VALUE_ENDS,
    ['\''] = NAME_ENDS | ODD | VALUE_ENDS,
    ['<'] = NAME_ENDS | ODD | VALUE_ENDS,
    ['&'] = VALUE_ENDS,
    ['`'] = VALUE_ENDS,
    ['A' ... 'Z'] = UPPER | ALPHA,
    ['a' ... 'z'] = ALPHA,
};

static inline bool is_a(unsigned char c, unsigned class)
{
    return classes[c] & class;
}

_Static_assert(sizeof(uint64_t) == 8 && '\x01' == 1, "names are packed by their bytes");

/* The first eight bytes of a name, zeros behind a shorter one. */
static inline uint64_t head_of(bytes name, size_t n, bytes end)
{
    uint64_t head = 0;
    if (end - name >= 8) {
        memcpy(&head, name, 8);
        return n >= 8 ? head : head & (((uint64_t)1 << 8 * n) - 1);
    }
    memcpy(&head, name, n < 8 ? n : 8);
    return head;
}

/* Where a name ends that begins at p: at one of the bytes that end names, or a capital letter, or the end. */
static inline bytes name_end(bytes p, bytes end)
{
    while (end - p >= WIRE__SIXTEEN) {
        const wire__sixteen row = wire__sixteen_at((const char *)p);
        const uint32_t ends = wire__sixteen_bits(
            wire__sixteen_below(row, ' ' + 1) | wire__sixteen_between(row, '<', '>') | wire__sixteen_is(row, '/') |
            wire__sixteen_is(row, '"') | wire__sixteen_is(row, '\'') | wire__sixteen_between(row, 'A', 'Z'));
        if (!ends) {
            p += WIRE__SIXTEEN;
            continue;
        }
        p += __builtin_ctz(ends);
        if (is_a(*p, NAME_ENDS | UPPER))
            return p;
        p++; /* a control */
    }
    while (p < end && !is_a(*p, NAME_ENDS | UPPER))
        p++;
    return p;
}

/* The next quote, or "<", in the way of memchr, which costs more than it saves where a few bytes are looked at;
 * *is_odd: & CR or NUL before it. */
static inline bytes quote_end(bytes p, bytes end, unsigned char quote, bool *is_odd)
{
    *is_odd = false;
#ifdef __SSE2__
    const __m128i quotes = _mm_set1_epi8((char)quote), and = _mm_set1_epi8('&'), cr = _mm_set1_epi8('\r'),
                  nul = _mm_setzero_si128();
    for (; end - p >= 16; p += 16) {
        const __m128i row = _mm_loadu_si128((const __m128i *)p);
        const __m128i odd =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(row, and), _mm_cmpeq_epi8(row, cr)), _mm_cmpeq_epi8(row, nul));
        const unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(row, quotes)),
                       odds = (unsigned)_mm_movemask_epi8(odd);
        if (mask) {
            *is_odd |= (odds & (mask ^ (mask - 1))) != 0;
            return p + __builtin_ctz(mask);
        }
        *is_odd |= odds != 0;
    }
#endif
    for (; p < end && *p != quote; p++)
        *is_odd |= *p == '&' || *p == '\r' || !*p;
    return p < end ? p : NULL;
}

/* Most often there is none, or one; lines' ends are followed by many. */
static inline bytes skip_space(bytes p, bytes end)
{
    if (p == end || !is_a(*p, SPACE) || ++p == end || !is_a(*p, SPACE))
        return p;
    for (; end - p >= WIRE__SIXTEEN; p += WIRE__SIXTEEN) {
        const wire__sixteen row = wire__sixteen_at((const char *)p);
        const uint32_t spaces =
            wire__sixteen_bits(wire__sixteen_is(row, ' ') | wire__sixteen_is(row, '\n') | wire__sixteen_is(row, '\t'));
        if (spaces != 0xFFFF) {
            p += __builtin_ctz(~spaces);
            break;
        }
    }
    while (p < end && is_a(*p, SPACE))
        p++;
    return p;
}

typedef struct attr_value {
    wire_str text;
    bool is_odd; /* has & CR or NUL */
} attr_value;

/* Reads a value from behind "=". out  behind it; NULL: not plain */
static inline bytes read_value(bytes p, bytes end, attr_value *v)
{
    p = skip_space(p, end);
    if (p == end)
        return NULL;
    if (*p == '"' || *p == '\'') {
        bytes close = quote_end(p + 1, end, *p, &v->is_odd);
        if (!close)
            return NULL;
        v->text = (wire_str){(const char *)p + 1, (size_t)(close - p - 1)};
        return close + 1;
    }
    bytes from = p;
    while (p < end && !is_a(*p, VALUE_ENDS) && *p != '=')
        p++;
    if (p == end || p == from || (*p != '>' && !is_a(*p, SPACE)))
        return NULL;
    v->text = (wire_str){(const char *)from, (size_t)(p - from)};
    v->is_odd = false;
    return p;
}

#endif
