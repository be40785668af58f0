/* inline.h: bodies of what is called most, for compilers to put in place; what they are is said where they are
 * declared. Part of base.h and out.h: not to be included by itself. */
#ifndef WIRECOPY_INLINE_H
#define WIRECOPY_INLINE_H
#include <string.h>

/* Never a function of its own: that one is the library's. */
#define WIRE_INLINE extern inline __attribute__((gnu_inline))

WIRE_INLINE wire_str wire_str_of(const char *zero_ended)
{
    wire_str s = {zero_ended, zero_ended ? strlen(zero_ended) : 0};
    return s;
}

WIRE_INLINE bool wire_str_is(wire_str a, wire_str b)
{
    return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

WIRE_INLINE bool wire_str_has_prefix(wire_str s, wire_str prefix)
{
    return s.n >= prefix.n && (!prefix.n || !memcmp(s.p, prefix.p, prefix.n));
}

WIRE_INLINE bool wire_str_has_suffix(wire_str s, wire_str suffix)
{
    return s.n >= suffix.n && (!suffix.n || !memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n));
}

WIRE_INLINE wire_str wire_str_trim(wire_str s)
{
    while (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
        s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
        s.n--;
    return s;
}

WIRE_INLINE wire_str wire_str_cut(wire_str s, size_t from, size_t to)
{
    to = to < s.n ? to : s.n;
    from = from < to ? from : to;
    if (s.p) {
        s.p += from;
        s.n = to - from;
    }
    return s;
}

#endif
