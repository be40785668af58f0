/* charset_check.c: is it UTF-8, and if not, how far from it. */
#include "base/utf8.h"
#include "charset.h"

#include <string.h>

/* True where eight bytes are ASCII and none is ESC: most of any page, so worth a word at a time. */
static bool is_plain_word(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u, x = w ^ (ones * 0x1B);
    return !((w | ((x - ones) & ~x)) & tops);
}

enum { ROW = 64 };

/* The same of a whole row at once, without a branch, so that the compiler takes it in wide registers. */
static bool is_plain_row(const char *p)
{
    unsigned char tops = 0, escapes = 0;
    for (size_t i = 0; i < ROW; i++) {
        tops |= (unsigned char)p[i];
        escapes |= p[i] == 0x1B;
    }
    return !(tops & 0x80) && !escapes;
}

wire__utf8_look wire__utf8_check(wire_str bytes)
{
    wire__utf8_look look = {.is_valid = true};
    for (size_t at = 0; at < bytes.n;) {
        if (bytes.n - at >= ROW && is_plain_row(bytes.p + at)) {
            at += ROW;
        } else if (bytes.n - at >= 8 && is_plain_word(bytes.p + at)) {
            at += 8;
        } else if (!(bytes.p[at] & 0x80)) {
            look.has_escape |= bytes.p[at++] == 0x1B;
        } else {
            const bool is_good = wire__utf8_next(bytes, &at) != WIRE__UTF8_BAD;
            look.n_wide += is_good;
            look.is_valid &= is_good;
            look.n_invalid += !is_good && at < bytes.n; /* else cut by the end: says nothing */
        }
    }
    return look;
}
