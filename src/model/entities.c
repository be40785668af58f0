/* entities.c: HTML's character references: numbers, the names of Latin 1 and those that writers use. */
#include "model/entities.h"

#include "base/utf8.h"

enum { MAX_NAME = 8, MAX_DIGITS = 8 };

/* U+00A0 to U+00FF in order. */
static const char LATIN[96][7] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",
    "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",
    "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",
    "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",
    "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute",
    "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

static const struct {
    char name[9];
    uint16_t code_point;
} OTHERS[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},        {"quot", '"'},      {"apos", '\''},
    {"hellip", 0x2026}, {"mdash", 0x2014},  {"ndash", 0x2013},  {"horbar", 0x2015}, {"lsquo", 0x2018},
    {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C},  {"rdquo", 0x201D},  {"bdquo", 0x201E},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"bull", 0x2022},   {"dagger", 0x2020}, {"Dagger", 0x2021},
    {"permil", 0x2030}, {"prime", 0x2032},  {"Prime", 0x2033},  {"euro", 0x20AC},   {"trade", 0x2122},
    {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},
    {"lrm", 0x200E},    {"rlm", 0x200F},    {"larr", 0x2190},   {"uarr", 0x2191},   {"rarr", 0x2192},
    {"darr", 0x2193},   {"minus", 0x2212},  {"frasl", 0x2044},  {"OElig", 0x152},   {"oelig", 0x153},
    {"Scaron", 0x160},  {"scaron", 0x161},  {"Zcaron", 0x17D},  {"zcaron", 0x17E},  {"Yuml", 0x178},
    {"fnof", 0x192},    {"circ", 0x2C6},    {"tilde", 0x2DC},   {"ne", 0x2260},     {"le", 0x2264},
    {"ge", 0x2265},     {"asymp", 0x2248},  {"infin", 0x221E},  {"hearts", 0x2665}, {"check", 0x2713},
    {"star", 0x2606},   {"starf", 0x2605},  {"num", '#'},       {"excl", '!'},      {"colon", ':'},
    {"semi", ';'},      {"comma", ','},     {"period", '.'},    {"lpar", '('},      {"rpar", ')'},
    {"sol", '/'},       {"bsol", '\\'},     {"NewLine", '\n'},  {"Tab", '\t'},      {"lbrack", '['},
    {"rbrack", ']'},    {"commat", '@'},
};

/* What numbers 128 to 159 stand for: windows-1252, by the HTML standard. 0: themselves. */
static const uint16_t WINDOWS[32] = {0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                     0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17D,  0,
                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};

static uint32_t find_name(wire_str name)
{
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (wire_str_is(name, wire_str_of(OTHERS[i].name)))
            return OTHERS[i].code_point;
    for (uint32_t i = 0; i < 96; i++)
        if (wire_str_is(name, wire_str_of(LATIN[i])))
            return 0xA0 + i;
    return 0;
}

static int digit_of(char c, uint32_t base)
{
    const int digit = c >= '0' && c <= '9'                     ? c - '0'
                      : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                               : 16;
    return digit < (int)base ? digit : -1;
}

static size_t read_number(wire_str text, size_t at, uint32_t *code_point)
{
    size_t i = at + 2;
    const uint32_t base = i < text.n && (text.p[i] | 0x20) == 'x' ? 16 : 10;
    i += base == 16;
    const size_t first = i;
    uint32_t c = 0;
    for (; i < text.n && i - first < MAX_DIGITS && digit_of(text.p[i], base) >= 0; i++)
        c = c * base + (uint32_t)digit_of(text.p[i], base);
    if (i == first)
        return 0;
    *code_point = c >= 0x80 && c < 0xA0 && WINDOWS[c - 0x80] ? WINDOWS[c - 0x80] : c;
    return i - at + (i < text.n && text.p[i] == ';');
}

size_t wire__entity_code(wire_str text, size_t at, uint32_t *code_point)
{
    uint32_t c = 0;
    size_t length = 0;
    if (at + 1 < text.n && text.p[at + 1] == '#') {
        length = read_number(text, at, &c);
    } else {
        size_t end = at + 1;
        while (end < text.n && end - at <= MAX_NAME &&
               ((text.p[end] >= '0' && text.p[end] <= '9') ||
                ((text.p[end] | 0x20) >= 'a' && (text.p[end] | 0x20) <= 'z')))
            end++;
        if (end < text.n && text.p[end] == ';')
            c = find_name(wire_str_cut(text, at + 1, end));
        length = c ? end + 1 - at : 0;
    }
    *code_point = wire__utf8_is_forbidden(c) ? 0 : c;
    return length;
}

size_t wire__entity_read(wire_str text, size_t at, char to[4], size_t *n)
{
    uint32_t c;
    const size_t length = wire__entity_code(text, at, &c);
    if (length)
        *n = c ? wire__utf8_encode(c, to) : 0;
    return length;
}
