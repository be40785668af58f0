/* slug.c: text as it stands in paths, letter by letter. */
#include "model/slug.h"

#include <string.h>

#include "base/utf8.h"

/* U+00C0 to U+024F and U+1E00 to U+1EFF as one letter each; + has more than one (below), - none. */
static const char EXTENDED[] = "aaaaaa+ceeeeiiiidnooooo-ouuuuy++aaaaaa+ceeeeiiiidnooooo-ouuuuy+y"
                               "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii++jjkkklllllll"
                               "lllnnnnnnnnnoooooo++rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
                               "bbbbbboccdddddeeeffgg+iikkllmnnooo--pprss+sttttuuuvyyzzzzz--qqtw"
                               "----+++++++++aaiioouuuuuuuuuueaaaa++ggggkkoooozzj+++gg+wnnaa++oo"
                               "aaaaeeeeiiiioooorrrruuuussttyyhhnd++zzaaeeooooooooyylntj--accl-s"
                               "z--buveejjqqrryy";
static const char ADDITIONAL[] = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
                                 "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
                                 "wwwwwwwwwwxxxxyyzzzzzzhtwyas--+-aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
                                 "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy------";

static const struct {
    uint16_t letter;
    char text[3];
} PAIRS[] = {
    {0xC6, "ae"},  {0xDE, "th"},  {0xDF, "ss"},   {0xE6, "ae"},  {0xFE, "th"},  {0x132, "ij"}, {0x133, "ij"},
    {0x152, "oe"}, {0x153, "oe"}, {0x195, "hv"},  {0x1A9, "sh"}, {0x1C4, "dz"}, {0x1C5, "dz"}, {0x1C6, "dz"},
    {0x1C7, "lj"}, {0x1C8, "lj"}, {0x1C9, "lj"},  {0x1CA, "nj"}, {0x1CB, "nj"}, {0x1CC, "nj"}, {0x1E2, "ae"},
    {0x1E3, "ae"}, {0x1F1, "dz"}, {0x1F2, "dz"},  {0x1F3, "dz"}, {0x1F6, "hv"}, {0x1FC, "ae"}, {0x1FD, "ae"},
    {0x222, "ou"}, {0x223, "ou"}, {0x1E9E, "ss"},
};

static bool is_between(uint32_t c, uint32_t first, uint32_t last)
{
    return c >= first && c <= last;
}

/* A character in a slug; {NULL, 0}: it parts words; empty: it is passed over. */
static wire_str letters_of(uint32_t c, char one[1])
{
    one[0] = '-';
    if (is_between(c, 'a', 'z') || is_between(c, '0', '9'))
        one[0] = (char)c;
    else if (is_between(c, 'A', 'Z'))
        one[0] = (char)(c + 'a' - 'A');
    else if (is_between(c, 0xC0, 0x24F))
        one[0] = EXTENDED[c - 0xC0];
    else if (is_between(c, 0x1E00, 0x1EFF))
        one[0] = ADDITIONAL[c - 0x1E00];
    else if (is_between(c, 0xFF10, 0xFF19))
        one[0] = (char)(c - 0xFF10 + '0');
    else if (is_between(c, 0xFF21, 0xFF3A) || is_between(c, 0xFF41, 0xFF5A))
        one[0] = (char)(((c - 0xFF21) & 31) + 'a');
    else if (c == '\'' || c == 0x2019 || c == 0x2BC || c == 0xAD || is_between(c, 0x200B, 0x200D) ||
             is_between(c, 0x300, 0x36F) || c == 0xAA || c == 0xBA)
        return (wire_str){"", 0};
    for (size_t i = 0; one[0] == '+' && i < sizeof PAIRS / sizeof *PAIRS; i++)
        if (PAIRS[i].letter == c)
            return (wire_str){PAIRS[i].text, 2};
    return one[0] == '-' || one[0] == '+' ? (wire_str){NULL, 0} : (wire_str){one, 1};
}

typedef struct word {
    char text[WIRE__SLUG_MAX];
    uint32_t n, n_letters;
    bool is_long; /* it went on */
} word;

static word next_word(wire_str text, size_t *at)
{
    word w = {.n = 0};
    while (*at < text.n) {
        char one[1];
        const wire_str letters = letters_of(wire__utf8_next(text, at), one);
        if (!letters.p && w.n)
            break;
        for (size_t i = 0; letters.p && i < letters.n; i++) {
            w.is_long = w.is_long || w.n == sizeof w.text;
            if (w.is_long)
                break;
            w.n_letters += letters.p[i] >= 'a';
            w.text[w.n++] = letters.p[i];
        }
    }
    return w;
}

wire__slug wire__slug_make(wire_str text)
{
    wire__slug slug = {.n = 0};
    size_t at = 0;
    for (word w = next_word(text, &at); w.n; w = next_word(text, &at)) {
        if (slug.n && (w.is_long || slug.n + 1 + w.n > sizeof slug.text))
            break;
        if (slug.n)
            slug.text[slug.n++] = '-';
        memcpy(slug.text + slug.n, w.text, w.n);
        slug.n += w.n;
        slug.n_words++;
        slug.n_letters += w.n_letters;
        slug.n_plain += w.n > 1 && w.n == w.n_letters;
    }
    return slug;
}
