/* count.c: what a text is made of: characters, words, stops, sixteen bytes at a time. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "extract/page.h"

/* Classes of bytes. */
enum { B_SPACE = 1, B_LETTER = 2, B_UPPER = 4, B_DIGIT = 8, B_COMMA = 16, B_STOP = 32, B_WIDE = 64, B_TAIL = 128 };

static const uint8_t bytes[256] = {
    ['\t'] = B_SPACE,
    ['\n'] = B_SPACE,
    ['\f'] = B_SPACE,
    ['\r'] = B_SPACE,
    [' '] = B_SPACE,
    ['0' ... '9'] = B_DIGIT,
    ['A' ... 'Z'] = B_LETTER | B_UPPER,
    ['a' ... 'z'] = B_LETTER,
    [','] = B_COMMA,
    [';'] = B_COMMA,
    ['.'] = B_STOP,
    ['!'] = B_STOP,
    ['?'] = B_STOP,
    [0x80 ... 0xBF] = B_TAIL,
    [0xC2 ... 0xE2] = B_LETTER,
    [0xE3 ... 0xF4] = B_LETTER | B_WIDE,
};

#ifdef __SSE2__
static __m128i is_between(__m128i row, char first, char last)
{
    const __m128i from = _mm_sub_epi8(row, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8((char)(last - first))), from);
}

static __m128i is_either(__m128i row, char a, char b)
{
    return _mm_or_si128(_mm_cmpeq_epi8(row, _mm_set1_epi8(a)), _mm_cmpeq_epi8(row, _mm_set1_epi8(b)));
}

static uint32_t total(__m128i row)
{
    const __m128i sums = _mm_sad_epu8(row, _mm_setzero_si128());
    return (uint32_t)(_mm_cvtsi128_si32(sums) + _mm_extract_epi16(sums, 4));
}

/* Sixteen bytes at a time; out  bytes counted */
static size_t count_rows(wire_str s, wire__counts *c)
{
    size_t i = 0;
    while (s.n - i >= 16) {
        __m128i spaces = _mm_setzero_si128(), tails = spaces, words = spaces, wide = spaces, commas = spaces,
                stops = spaces, digits = spaces, capitals = spaces;
        const size_t rows = (s.n - i) / 16 < 255 ? (s.n - i) / 16 : 255, first = i;
        for (size_t k = 0; k < rows; k++, i += 16) { /* what holds is -1 */
            const __m128i row = _mm_loadu_si128((const __m128i *)(s.p + i));
            const __m128i space = _mm_or_si128(_mm_or_si128(is_either(row, ' ', '\t'), is_either(row, '\n', '\r')),
                                               _mm_cmpeq_epi8(row, _mm_set1_epi8('\f')));
            /* whether the byte before each was one: the row moved by a byte, the last row's last put in */
            const int before = c->after_space ? 0xFF : 0;
            const __m128i was = _mm_or_si128(_mm_slli_si128(space, 1), _mm_cvtsi32_si128(before));
            c->after_space = _mm_movemask_epi8(space) >> 15 & 1;
            words = _mm_sub_epi8(words, _mm_andnot_si128(space, was));
            spaces = _mm_sub_epi8(spaces, space);
            tails = _mm_sub_epi8(tails, is_between(row, (char)0x80, (char)0xBF));
            wide = _mm_sub_epi8(wide, is_between(row, (char)0xE3, (char)0xF4));
            commas = _mm_sub_epi8(commas, is_either(row, ',', ';'));
            stops =
                _mm_sub_epi8(stops, _mm_or_si128(is_either(row, '.', '!'), _mm_cmpeq_epi8(row, _mm_set1_epi8('?'))));
            digits = _mm_sub_epi8(digits, is_between(row, '0', '9'));
            capitals = _mm_sub_epi8(capitals, is_between(row, 'A', 'Z'));
        }
        c->chars += (uint32_t)(i - first) - total(spaces) - total(tails);
        c->words += total(words);
        c->wide += total(wide);
        c->commas += total(commas);
        c->stops += total(stops);
        c->digits += total(digits);
        c->capitals += total(capitals);
    }
    return i;
}
#else
static size_t count_rows(wire_str s, wire__counts *c)
{
    (void)s, (void)c;
    return 0;
}
#endif

void wire__count_bytes(wire_str s, wire__counts *c)
{
    size_t i = count_rows(s, c);
    bool after_space = c->after_space;
    for (; i < s.n; i++) {
        const uint8_t b = bytes[(unsigned char)s.p[i]];
        const bool is_space = b & B_SPACE;
        c->words += after_space && !is_space;
        c->chars += !is_space && !(b & B_TAIL);
        c->wide += (b & B_WIDE) != 0;
        c->commas += (b & B_COMMA) != 0;
        c->stops += (b & B_STOP) != 0;
        c->digits += (b & B_DIGIT) != 0;
        c->capitals += (b & B_UPPER) != 0;
        after_space = is_space;
    }
    c->after_space = after_space;
}

bool wire__is_blank(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(bytes[(unsigned char)s.p[i]] & B_SPACE)) {
            if ((unsigned char)s.p[i] == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xA0)
                i++; /* a no-break space */
            else
                return false;
        }
    return true;
}
