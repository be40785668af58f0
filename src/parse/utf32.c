/* utf32.c: four bytes a character. */
#include "utf32.h"

#include "base/utf8.h"

static uint32_t unit_at(wire_str bytes, size_t at, bool is_le)
{
    const unsigned char *p = (const unsigned char *)bytes.p + at;
    return is_le ? (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24
                 : (uint32_t)p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
}

/* Markup begins with two characters of ASCII, or with a mark. */
static bool is_order(wire_str bytes, bool is_le)
{
    const uint32_t first = unit_at(bytes, 0, is_le), second = unit_at(bytes, 4, is_le);
    return (first == 0xFEFF || (first && first < 0x80)) && second && second < 0x80;
}

bool wire__is_utf32(wire_str bytes)
{
    return bytes.n >= 8 && (is_order(bytes, true) || is_order(bytes, false));
}

void wire__utf32_read(wire_str bytes, wire_out *out)
{
    const bool is_le = bytes.n >= 8 && is_order(bytes, true);
    for (size_t at = 0; at + 4 <= bytes.n && !out->code; at += 4) {
        const uint32_t unit = unit_at(bytes, at, is_le);
        const bool is_bad = unit > 0x10FFFF || (unit >= 0xD800 && unit < 0xE000);
        char text[4];
        if (at || unit != 0xFEFF)
            wire_out_put(out, (wire_str){text, wire__utf8_encode(is_bad ? 0xFFFD : unit, text)});
    }
}
