/* utf8.h: reading, checking and writing UTF-8, code point by code point. Inside the library only. */
#ifndef WIRECOPY_BASE_UTF8_H
#define WIRECOPY_BASE_UTF8_H
#include "wirecopy/base.h"

#define WIRE__UTF8_BAD UINT32_MAX

/* The code point at s[*at], which moves past it. WIRE__UTF8_BAD for bytes that are no UTF-8: then *at moves past the
 * longest beginning of a character among them, at least one byte, so that each gives one U+FFFD as browsers do.
 * in     *at < s.n */
static inline uint32_t wire__utf8_next(wire_str s, size_t *at);
/* The length of the well-formed character at s.p[at], 0 where there is none. in  at < s.n */
size_t wire__utf8_length(wire_str s, size_t at);
/* Writes one to four bytes and says how many; surrogates and numbers past U+10FFFF are written as U+FFFD. */
size_t wire__utf8_encode(uint32_t code_point, char to[4]);
/* The number of bytes at the beginning of s that are well-formed: s.n where all of it is. */
size_t wire__utf8_valid(wire_str s);
/* The number of code points; each bad piece counts as one. */
size_t wire__utf8_count(wire_str s);
/* The longest beginning of s, at most max_bytes, that does not end inside a character. */
wire_str wire__utf8_cut(wire_str s, size_t max_bytes);
/* The same text with U+FFFD for every bad piece; s itself where nothing is bad, else a copy in the arena.
 * fails  false: no room; *mended untouched */
WIRE_USE bool wire__utf8_mend(wire_arena *arena, wire_str s, wire_str *mended);
/* True for what XML 1.0 or HTML forbid in text: controls but tab and line ends, C1, non-characters. */
bool wire__utf8_is_forbidden(uint32_t code_point);

uint32_t wire__utf8_next_beyond(wire_str s, size_t *at); /* wire__utf8_next of what is not ASCII */
static inline uint32_t wire__utf8_next(wire_str s, size_t *at)
{
    const unsigned char c = (unsigned char)s.p[*at];
    return c < 0x80 ? (++*at, c) : wire__utf8_next_beyond(s, at);
}

#endif
