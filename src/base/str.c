/* str.c: comparing and cutting runs of bytes. */
#define WIRE_NO_INLINE
#include "base/rows.h"
#include "wirecopy/base.h"

#include <string.h>

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

wire_str wire_str_of(const char *zero_ended)
{
    return (wire_str){zero_ended, zero_ended ? strlen(zero_ended) : 0};
}

bool wire_str_is(wire_str a, wire_str b)
{
    return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

bool wire_str_is_ci(wire_str a, wire_str b)
{
    if (a.n != b.n || (a.n && lower(a.p[0]) != lower(b.p[0])))
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

bool wire_str_has_prefix(wire_str s, wire_str prefix)
{
    return s.n >= prefix.n && wire_str_is((wire_str){s.p, prefix.n}, prefix);
}

bool wire_str_has_suffix(wire_str s, wire_str suffix)
{
    return s.n >= suffix.n && (!suffix.n || wire_str_is((wire_str){s.p + s.n - suffix.n, suffix.n}, suffix));
}

int wire_str_order(wire_str a, wire_str b)
{
    const size_t n = a.n < b.n ? a.n : b.n;
    const int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

enum { SHORT = 64 }; /* longer parts are looked for by memmem, which takes its time to begin but is never slow */

/* The first place whose first and last bytes are the part's, and then all. in  part: 1 to SHORT bytes, s no shorter */
static size_t find_short(wire_str s, wire_str part)
{
    const size_t n_places = s.n - part.n + 1;
    const char first = part.p[0], last = part.p[part.n - 1];
    size_t at = 0;
    for (; n_places - at >= WIRE__SIXTEEN; at += WIRE__SIXTEEN) {
        uint32_t hits = wire__sixteen_bits(wire__sixteen_is(wire__sixteen_at(s.p + at), first) &
                                           wire__sixteen_is(wire__sixteen_at(s.p + at + part.n - 1), last));
        for (; hits; hits &= hits - 1) {
            const size_t hit = at + (size_t)__builtin_ctz(hits);
            if (!memcmp(s.p + hit, part.p, part.n))
                return hit;
        }
    }
    for (; at < n_places; at++)
        if (s.p[at] == first && !memcmp(s.p + at, part.p, part.n))
            return at;
    return SIZE_MAX;
}

size_t wire_str_find(wire_str s, wire_str part)
{
    if (!part.n || s.n < part.n)
        return part.n ? SIZE_MAX : 0;
    if (part.n <= SHORT)
        return find_short(s, part);
    const char *at = memmem(s.p, s.n, part.p, part.n);
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

size_t wire_str_find_ci(wire_str s, wire_str part)
{
    if (part.n > s.n)
        return SIZE_MAX;
    if (!part.n)
        return 0;
    const size_t n_places = s.n - part.n + 1;
    const unsigned char first = lower(part.p[0]);
    const char other = (char)(first >= 'a' && first <= 'z' ? first - 32 : first);
    for (size_t i = 0; i < n_places; i++) {
        while (n_places - i >= WIRE__SIXTEEN) {
            const wire__sixteen row = wire__sixteen_at(s.p + i);
            const uint32_t hits = wire__sixteen_bits(wire__sixteen_is(row, (char)first) | wire__sixteen_is(row, other));
            i += hits ? (size_t)__builtin_ctz(hits) : WIRE__SIXTEEN;
            if (hits)
                break;
        }
        if (i < n_places && lower(s.p[i]) == first && wire_str_is_ci((wire_str){s.p + i, part.n}, part))
            return i;
    }
    return SIZE_MAX;
}

wire_str wire_str_trim(wire_str s)
{
    while (s.n && is_space(s.p[0]))
        s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

wire_str wire_str_cut(wire_str s, size_t from, size_t to)
{
    to = to < s.n ? to : s.n;
    from = from < to ? from : to;
    return s.p ? (wire_str){s.p + from, to - from} : s;
}
