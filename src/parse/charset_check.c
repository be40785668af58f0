/* charset_check.c: is it UTF-8, and if not, how far from it. */
#include "base/utf8.h"
#include "charset.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* How many of 16 bytes are ASCII and not ESC, as most of any page is, up to the first that is not. */
static size_t plain_start(const char *p)
{
#ifdef __SSE2__
    const __m128i row = _mm_loadu_si128((const __m128i *)p);
    const __m128i seen = _mm_or_si128(row, _mm_cmpeq_epi8(row, _mm_set1_epi8(0x1B)));
    return (size_t)__builtin_ctz((unsigned)_mm_movemask_epi8(seen) | 1u << 16);
#else
    size_t n = 0;
    while (n < 16 && !(p[n] & 0x80) && p[n] != 0x1B)
        n++;
    return n;
#endif
}

/* Two bytes, or three, that are a character: most beyond ASCII, told without a table. */
static bool is_pair(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return u[0] >= 0xC2 && u[0] < 0xE0 && (u[1] & 0xC0) == 0x80;
}

static bool is_triple(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return u[0] > 0xE0 && u[0] < 0xF0 && u[0] != 0xED && (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80;
}

enum { ROW = 64 };

/* Whether a whole row is so, without a branch. */
static bool is_plain_row(const char *p)
{
#ifdef __SSE2__
    const __m128i escape = _mm_set1_epi8(0x1B), *rows = (const __m128i *)p;
    __m128i seen = _mm_setzero_si128();
    for (size_t i = 0; i < ROW / 16; i++) {
        const __m128i row = _mm_loadu_si128(rows + i);
        seen = _mm_or_si128(seen, _mm_or_si128(row, _mm_cmpeq_epi8(row, escape)));
    }
    return !_mm_movemask_epi8(seen);
#else
    unsigned char tops = 0, escapes = 0;
    for (size_t i = 0; i < ROW; i++) {
        tops |= (unsigned char)p[i];
        escapes |= p[i] == 0x1B;
    }
    return !(tops & 0x80) && !escapes;
#endif
}

wire__utf8_look wire__utf8_check(wire_str bytes)
{
    wire__utf8_look look = {.is_valid = true, .n_ascii = bytes.n};
    for (size_t at = 0; at < bytes.n;) {
        if (!(bytes.p[at] & 0x80)) {
            while (bytes.n - at >= ROW && is_plain_row(bytes.p + at))
                at += ROW;
            size_t n = 16;
            while (n == 16 && bytes.n - at >= 16) {
                n = plain_start(bytes.p + at);
                at += n;
            }
            if (at < bytes.n && !(bytes.p[at] & 0x80))
                look.has_escape |= bytes.p[at++] == 0x1B;
            continue;
        }
        look.n_ascii = at < look.n_ascii ? at : look.n_ascii;
        if (bytes.n - at >= 4 && is_pair(bytes.p + at)) {
            look.n_wide++;
            at += 2;
        } else if (bytes.n - at >= 4 && is_triple(bytes.p + at)) {
            look.n_wide++;
            at += 3;
        } else {
            const bool is_good = wire__utf8_next(bytes, &at) != WIRE__UTF8_BAD;
            look.n_wide += is_good;
            look.is_valid &= is_good;
            look.n_invalid += !is_good && at < bytes.n; /* else cut by the end: says nothing */
        }
    }
    return look;
}

/* The byte that a character up to U+00FF stands for where UTF-8 was taken for Latin-1 and written as UTF-8 again; -1:
 * no such character, or the end within it. */
static int unfold(wire_str s, size_t *at)
{
    const unsigned char lead = (unsigned char)s.p[*at];
    if (lead < 0x80)
        return s.p[(*at)++];
    if ((lead != 0xC2 && lead != 0xC3) || *at + 1 >= s.n)
        return -1;
    const int byte = ((lead & 3) << 6) | ((unsigned char)s.p[*at + 1] & 0x3F);
    *at += 2;
    return byte;
}

uint32_t wire__utf8_next_of_twice(wire_str s, size_t *at)
{
    char folded[4];
    size_t ends[4], n = 0, from = *at;
    for (int byte; n < sizeof folded && from < s.n && (byte = unfold(s, &from)) >= 0; n++) {
        folded[n] = (char)byte;
        ends[n] = from;
    }
    size_t used = 0;
    const uint32_t cp = n ? wire__utf8_next((wire_str){folded, n}, &used) : WIRE__UTF8_BAD;
    const bool is_cut = from + 1 >= s.n; /* the end within a character: all of it is one */
    *at = cp == WIRE__UTF8_BAD && used == n && is_cut ? s.n : n ? ends[used - 1] : *at + 1;
    return cp;
}

bool wire__utf8_is_twice(wire_str bytes)
{
    bool has_wide = false;
    for (size_t at = 0; at < bytes.n;) {
        if (!(bytes.p[at] & 0x80)) {
            const size_t n = bytes.n - at >= 16 ? plain_start(bytes.p + at) : 1;
            at += n ? n : 1;
        } else if (wire__utf8_next_of_twice(bytes, &at) == WIRE__UTF8_BAD) {
            return has_wide && at >= bytes.n;
        } else {
            has_wide = true;
        }
    }
    return has_wide;
}
