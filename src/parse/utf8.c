/* utf8.c: is it UTF-8, sequence by sequence. */
#include "charset.h"

#include <string.h>

/* By the lead byte: length of the sequence and the range of its second byte (RFC 3629; Unicode, table 3-7). */
static size_t lead_range(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF) {
        *low = lead == 0xE0 ? 0xA0 : 0x80;
        *high = lead == 0xED ? 0x9F : 0xBF;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *low = lead == 0xF0 ? 0x90 : 0x80;
        *high = lead == 0xF4 ? 0x8F : 0xBF;
        return 4;
    }
    return 0;
}

size_t wire__utf8_step(const unsigned char *p, size_t n, bool *ok)
{
    *ok = true;
    if (p[0] < 0x80)
        return 1;
    unsigned char low, high;
    const size_t want = lead_range(p[0], &low, &high);
    size_t got = 1;
    while (got < want && got < n && p[got] >= low && p[got] <= high) {
        got++;
        low = 0x80;
        high = 0xBF;
    }
    *ok = got == want;
    return got;
}

size_t wire__utf8_put(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    const size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)(leads[n] | cp);
    return n;
}

/* True where eight bytes are ASCII and none is ESC: most of any page, so worth a word at a time. */
static bool is_plain_word(const unsigned char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u, x = w ^ (ones * 0x1B);
    return !((w | ((x - ones) & ~x)) & tops);
}

wire__utf8_look wire__utf8_check(wire_str bytes)
{
    wire__utf8_look look = {.is_valid = true};
    const unsigned char *p = (const unsigned char *)bytes.p, *end = p ? p + bytes.n : p;
    while (p < end) {
        if (end - p >= 8 && is_plain_word(p)) {
            p += 8;
            continue;
        }
        if (*p < 0x80) {
            look.has_escape |= *p++ == 0x1B;
            continue;
        }
        bool ok;
        const size_t n = wire__utf8_step(p, (size_t)(end - p), &ok);
        look.n_wide += ok;
        look.is_valid &= ok;
        look.n_invalid += !ok && n < (size_t)(end - p); /* else cut by the end: says nothing */
        p += n;
    }
    return look;
}
