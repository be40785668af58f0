/* charset_guess.c: which encoding text that is not UTF-8 most likely is in. */
#include "base/utf8.h"
#include "charset_decode.h"

int wire__charset_guess(wire_str bytes)
{
    static const wire_str escapes[] = {{"\x1B$B", 3}, {"\x1B$@", 3}, {"\x1B(J", 3}};
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (wire_str_find(bytes, escapes[i]) != SIZE_MAX)
            return LXB_ENCODING_ISO_2022_JP;
    return LXB_ENCODING_WINDOWS_1252;
}

double wire__charset_misfit(wire_str bytes, int encoding)
{
    wire__cursor c;
    wire__cursor_begin(&c, wire_str_cut(bytes, 0, 256 << 10), encoding);
    uint64_t n = 0, n_bad = 0;
    for (uint32_t cp; n < 8192 && wire__cursor_next(&c, &cp);) {
        n += cp >= 0x80;
        n_bad += cp == WIRE__UTF8_BAD;
    }
    return n ? (double)n_bad / (double)n : 0;
}
