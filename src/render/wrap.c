/* wrap.c: lines of a terminal, measured in the columns that it gives to each character. */
#include "render/format.h"

#include "base/utf8.h"

/* Characters of two columns (East Asian Wide and Fullwidth, emoji) and of none (marks, joiners), by Unicode 15. */
static const struct run {
    uint32_t first, last;
    uint32_t columns;
} RUNS[] = {
    {0x0300, 0x036f, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05bd, 0},   {0x05bf, 0x05c7, 0},   {0x0610, 0x061a, 0},
    {0x064b, 0x065f, 0},   {0x0670, 0x0670, 0},   {0x06d6, 0x06dc, 0},   {0x06df, 0x06e4, 0},   {0x06e7, 0x06e8, 0},
    {0x06ea, 0x06ed, 0},   {0x0711, 0x0711, 0},   {0x0730, 0x074a, 0},   {0x07a6, 0x07b0, 0},   {0x0900, 0x0902, 0},
    {0x093a, 0x093a, 0},   {0x093c, 0x093c, 0},   {0x0941, 0x0948, 0},   {0x094d, 0x094d, 0},   {0x0951, 0x0957, 0},
    {0x0981, 0x0981, 0},   {0x09bc, 0x09bc, 0},   {0x09c1, 0x09c4, 0},   {0x09cd, 0x09cd, 0},   {0x0e31, 0x0e31, 0},
    {0x0e34, 0x0e3a, 0},   {0x0e47, 0x0e4e, 0},   {0x1100, 0x115f, 2},   {0x1160, 0x11ff, 0},   {0x1ab0, 0x1aff, 0},
    {0x1dc0, 0x1dff, 0},   {0x200b, 0x200f, 0},   {0x202a, 0x202e, 0},   {0x2060, 0x206f, 0},   {0x20d0, 0x20f0, 0},
    {0x231a, 0x231b, 2},   {0x23e9, 0x23ec, 2},   {0x2614, 0x2615, 2},   {0x26a1, 0x26a1, 2},   {0x2705, 0x2705, 2},
    {0x274c, 0x274c, 2},   {0x2753, 0x2755, 2},   {0x2795, 0x2797, 2},   {0x2b50, 0x2b50, 2},   {0x2e80, 0x303e, 2},
    {0x3041, 0x33ff, 2},   {0x3400, 0x4dbf, 2},   {0x4e00, 0xa4c6, 2},   {0xa960, 0xa97c, 2},   {0xac00, 0xd7a3, 2},
    {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},   {0xfe10, 0xfe19, 2},   {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6b, 2},
    {0xfeff, 0xfeff, 0},   {0xff01, 0xff60, 2},   {0xffe0, 0xffe6, 2},   {0x16fe0, 0x18cff, 2}, {0x1aff0, 0x1b2fb, 2},
    {0x1f004, 0x1f004, 2}, {0x1f18e, 0x1f19a, 2}, {0x1f200, 0x1f320, 2}, {0x1f32d, 0x1f64f, 2}, {0x1f680, 0x1f6fc, 2},
    {0x1f7e0, 0x1f7eb, 2}, {0x1f90c, 0x1f9ff, 2}, {0x1fa70, 0x1faff, 2}, {0x20000, 0x3fffd, 2}, {0xe0001, 0xe01ef, 0},
};

static uint32_t columns_of(uint32_t c)
{
    if (c < RUNS[0].first)
        return 1;
    size_t low = 0, high = sizeof RUNS / sizeof *RUNS;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (c > RUNS[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    return low < sizeof RUNS / sizeof *RUNS && c >= RUNS[low].first ? RUNS[low].columns : 1;
}

/* The character at `at`: its length (of broken bytes: as one) and columns. */
static size_t step(wire_str text, size_t at, uint32_t *columns)
{
    const size_t from = at;
    const uint32_t c = wire__utf8_next(text, &at);
    *columns = c == WIRE__UTF8_BAD ? 1 : columns_of(c);
    return at - from;
}

uint32_t wire__columns(wire_str text)
{
    uint32_t all = 0, one;
    for (size_t i = 0; i < text.n; all += one)
        i += step(text, i, &one);
    return all;
}

/* The piece from p that stays together: a word with the spaces before it, or one wide character, since scripts of wide
 * characters break anywhere. */
static size_t piece_at(wire_str text, size_t at, size_t *n_spaces, uint32_t *columns)
{
    size_t i = at;
    uint32_t one;
    while (i < text.n && text.p[i] == ' ')
        i++;
    *n_spaces = i - at;
    *columns = 0;
    for (const size_t word = i; i < text.n && text.p[i] != ' ' && text.p[i] != '\n';) {
        const size_t length = step(text, i, &one);
        if (one == 2 && i > word)
            break;
        *columns += one;
        i += length;
        if (one == 2) { /* with the marks that belong to it */
            size_t mark;
            while (i < text.n && text.p[i] != '\n' && (mark = step(text, i, &one)) && !one)
                i += mark;
            break;
        }
    }
    return i - at;
}

static void put_line_end(wire_out *out, wire_str indent)
{
    wire_out_byte(out, '\n');
    wire_out_put(out, indent);
}

void wire__wrap(wire_out *out, wire_str text, uint32_t columns, wire_str indent)
{
    uint32_t at = (uint32_t)indent.n; /* the first line stands behind something as wide */
    bool is_first = true;             /* of its line */
    for (size_t i = 0; i < text.n;) {
        if (text.p[i] == '\n') {
            put_line_end(out, indent);
            at = (uint32_t)indent.n;
            is_first = true;
            i++;
            continue;
        }
        size_t n_spaces;
        uint32_t wide;
        const size_t n = piece_at(text, i, &n_spaces, &wide);
        const bool is_over = columns && !is_first && at + n_spaces + wide > columns;
        if (is_over) {
            put_line_end(out, indent);
            at = (uint32_t)indent.n;
        }
        const size_t skip = is_over || is_first ? n_spaces : 0;
        wire_out_put(out, wire_str_cut(text, i + skip, i + n));
        at += (uint32_t)(n_spaces - skip) + wide;
        is_first = is_first && n == n_spaces;
        i += n;
    }
}
