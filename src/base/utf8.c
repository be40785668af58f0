/* utf8.c: reading, checking and writing UTF-8, code point by code point. */
#include "base/utf8.h"

#include "base/rows.h"

#include <string.h>

/* What may follow a first byte: how many bytes in all, and the range of the second, which alone rules out overlong
 * forms, surrogates and what lies past U+10FFFF (The Unicode Standard, table 3-7). */
typedef struct lead {
    uint8_t n, low, high;
} lead;

static lead lead_of(unsigned char c)
{
    if (c < 0x80)
        return (lead){1, 0, 0};
    if (c >= 0xC2 && c <= 0xDF)
        return (lead){2, 0x80, 0xBF};
    if (c >= 0xE0 && c <= 0xEF)
        return (lead){3, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF};
    if (c >= 0xF0 && c <= 0xF4)
        return (lead){4, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF};
    return (lead){0, 0, 0};
}

/* How many bytes at p belong together; *is_good where they are a whole character. */
static size_t piece(const unsigned char *p, size_t left, bool *is_good)
{
    const lead l = lead_of(*p);
    *is_good = l.n == 1;
    if (l.n < 2 || left < 2 || p[1] < l.low || p[1] > l.high)
        return 1;
    size_t n = 2;
    while (n < l.n && n < left && (p[n] & 0xC0) == 0x80)
        n++;
    *is_good = n == l.n;
    return n;
}

size_t wire__utf8_length(wire_str s, size_t at)
{
    bool is_good;
    const size_t n = piece((const unsigned char *)s.p + at, s.n - at, &is_good);
    return is_good ? n : 0;
}

uint32_t wire__utf8_next_beyond(wire_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.p + *at;
    bool is_good;
    const size_t n = piece(p, s.n - *at, &is_good);
    *at += n;
    if (!is_good)
        return WIRE__UTF8_BAD;
    uint32_t code_point = *p & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++)
        code_point = code_point << 6 | (p[i] & 0x3Fu);
    return code_point;
}

size_t wire__utf8_encode(uint32_t c, char to[4])
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if ((c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF)
        c = 0xFFFD;
    if (c < 0x10000) {
        to[0] = (char)(0xE0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3F));
        to[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3F));
    to[2] = (char)(0x80 | (c >> 6 & 0x3F));
    to[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Two bytes, or three, that are a character: most beyond ASCII, told without a table. in  p: four bytes */
static size_t usual_length(const unsigned char *p)
{
    if (p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80)
        return 2;
    const bool is_triple = p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
    return is_triple ? 3 : 0;
}

size_t wire__utf8_valid(wire_str s)
{
    size_t at = 0;
    while (at < s.n) {
        if (s.p[at] & 0x80) {
            const size_t usual = s.n - at >= 4 ? usual_length((const unsigned char *)s.p + at) : 0;
            const size_t n = usual ? usual : wire__utf8_length(s, at);
            if (!n)
                break;
            at += n;
        } else if (s.n - at >= WIRE__SIXTEEN) {
            const uint32_t beyond = wire__sixteen_bits(wire__sixteen_at(s.p + at));
            at += beyond ? (size_t)__builtin_ctz(beyond) : WIRE__SIXTEEN;
        } else {
            at++;
        }
    }
    return at;
}

size_t wire__utf8_count(wire_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n; n++)
        (void)wire__utf8_next(s, &at);
    return n;
}

wire_str wire__utf8_cut(wire_str s, size_t max_bytes)
{
    if (s.n <= max_bytes)
        return s;
    size_t n = max_bytes;
    while (n && max_bytes - n < 3 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return (wire_str){s.p, n};
}

/* Bytes of s with its bad pieces mended; they are written to `to` where it is given. */
static size_t mend(wire_str s, char *to)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        const size_t good = wire__utf8_valid((wire_str){s.p + at, s.n - at});
        if (to)
            memcpy(to + n, s.p + at, good);
        at += good;
        n += good;
        if (at == s.n)
            break;
        (void)wire__utf8_next(s, &at);
        if (to)
            memcpy(to + n, "\xEF\xBF\xBD", 3);
        n += 3;
    }
    return n;
}

bool wire__utf8_mend(wire_arena *arena, wire_str s, wire_str *mended)
{
    if (wire__utf8_valid(s) == s.n) {
        *mended = s;
        return true;
    }
    const size_t n = mend(s, NULL);
    char *p = wire_arena_take(arena, n, 1);
    if (!p)
        return false;
    mend(s, p);
    *mended = (wire_str){p, n};
    return true;
}

bool wire__utf8_is_forbidden(uint32_t c)
{
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    return (c >= 0x7F && c <= 0x9F) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}
