/* jsonld_text.c: cleaning text that is HTML within JSON or an attribute. */
#include "parse/jsonld.h"

#include <string.h>

/* Names of U+00A0 to U+00FF, in order. */
static const char latin[96][7] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",
    "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",
    "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",
    "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",
    "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute",
    "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static const struct {
    char name[8];
    uint32_t code;
} others[] = {{"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},      {"apos", '\''},
              {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A},  {"ldquo", 0x201C},  {"rdquo", 0x201D},
              {"bdquo", 0x201E}, {"ndash", 0x2013}, {"mdash", 0x2014},  {"hellip", 0x2026}, {"bull", 0x2022},
              {"euro", 0x20AC},  {"trade", 0x2122}, {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"oelig", 0x153},
              {"OElig", 0x152},  {"scaron", 0x161}, {"Scaron", 0x160},  {"zwnj", 0x200C},   {"zwj", 0x200D},
              {"ensp", 0x2002},  {"emsp", 0x2003},  {"thinsp", 0x2009}, {"minus", 0x2212},  {"prime", 0x2032}};

static uint32_t numeric(const char *p, size_t n)
{
    const bool is_hex = n > 2 && (p[1] == 'x' || p[1] == 'X');
    uint32_t code = 0;
    for (size_t i = is_hex ? 2 : 1; i < n; i++) {
        const char c = p[i];
        const int digit = c >= '0' && c <= '9'             ? c - '0'
                          : is_hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : is_hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                           : -1;
        if (digit < 0 || code > 0x10FFFF)
            return 0;
        code = code * (is_hex ? 16 : 10) + (uint32_t)digit;
    }
    if (code >= 0x80 && code <= 0x9F) { /* Windows-1252's, as browsers take them */
        static const uint16_t windows[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                             0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                             0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                             0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
        return windows[code - 0x80];
    }
    return code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0 : code;
}

/* The character an entity stands for; p is behind the "&". 0: none; *used is what it took, with its semicolon. */
static uint32_t entity(const char *p, size_t n, size_t *used)
{
    size_t len = 0;
    while (len < n && len < 10 && p[len] != ';')
        len++;
    if (len == n || len == 10 || !len)
        return 0;
    *used = len + 1;
    if (p[0] == '#')
        return numeric(p, len);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strlen(others[i].name) == len && !memcmp(others[i].name, p, len))
            return others[i].code;
    for (uint32_t i = 0; i < 96; i++)
        if (strnlen(latin[i], sizeof latin[i]) == len && !memcmp(latin[i], p, len))
            return 0xA0 + i;
    return 0;
}

static size_t put_utf8(char *to, uint32_t code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 63));
        return 2;
    }
    const size_t n = code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i; i--, code >>= 6)
        to[i] = (char)(0x80 | (code & 63));
    to[0] = (char)((n == 3 ? 0xE0 : 0xF0) | code);
    return n;
}

/* Tags whose start or end parts lines. */
static bool is_block_tag(const char *p, size_t n)
{
    static const char *const names[] = {"p",  "br", "div", "li", "ul", "ol", "h1",      "h2",        "h3",
                                        "h4", "h5", "h6",  "tr", "td", "th", "section", "blockquote"};
    size_t from = n && p[0] == '/', len = 0;
    while (from + len < n && ((p[from + len] | 32) >= 'a' || (p[from + len] >= '0' && p[from + len] <= '9')) &&
           p[from + len] != '/')
        len++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (wire_str_is_ci((wire_str){p + from, len}, wire_str_of(names[i])))
            return true;
    return false;
}

typedef struct clean {
    char *to;
    size_t n;
    bool keep_lines;
    int gap; /* pending: 0 nothing, 1 a space, 2 a line end, 3 an empty line */
} clean;

static void put(clean *c, uint32_t code)
{
    const bool is_line = code == '\n' || code == '\r' || code == 0x2028;
    if (is_line || code == ' ' || code == '\t' || code == 0xA0 || code == 0x0B || code == 0x0C) {
        if (is_line && c->keep_lines)
            c->gap = c->gap < 2 ? 2 : code == '\n' || code == 0x2028 ? 3 : c->gap;
        else if (!c->gap)
            c->gap = 1;
        return;
    }
    if (code < 0x20 || code == 0x7F || code == 0xAD || code == 0x200B || code == 0xFEFF)
        return;
    if (c->gap && c->n) {
        if (c->gap > 1)
            c->to[c->n++] = '\n';
        if (c->gap > 2)
            c->to[c->n++] = '\n';
        if (c->gap == 1)
            c->to[c->n++] = ' ';
    }
    c->gap = 0;
    c->n += put_utf8(c->to + c->n, code);
}

wire_str wire__text_clean(wire_str text, bool keep_lines, wire_arena *arena)
{
    char *to = text.n ? wire_arena_take(arena, text.n + 8, 1) : NULL;
    if (!to)
        return (wire_str){NULL, 0};
    clean c = {to, 0, keep_lines, 0};
    for (size_t i = 0; i < text.n;) {
        const unsigned char b = (unsigned char)text.p[i];
        size_t used = 0;
        if (b == '&') {
            uint32_t code = entity(text.p + i + 1, text.n - i - 1, &used);
            if (code == '&') { /* escaped twice, as much JSON-LD is */
                size_t more = 0;
                const uint32_t inner = entity(text.p + i + 1 + used, text.n - i - 1 - used, &more);
                if (inner)
                    code = inner, used += more;
            }
            if (code) {
                put(&c, code);
                i += 1 + used;
                continue;
            }
        } else if (b == '<' && i + 1 < text.n &&
                   (((text.p[i + 1] | 32) >= 'a' && (text.p[i + 1] | 32) <= 'z') || text.p[i + 1] == '/' ||
                    text.p[i + 1] == '!')) {
            const char *end = memchr(text.p + i, '>', text.n - i);
            if (end) {
                if (is_block_tag(text.p + i + 1, (size_t)(end - text.p) - i - 1))
                    put(&c, '\n'), put(&c, keep_lines ? '\n' : ' ');
                i = (size_t)(end - text.p) + 1;
                continue;
            }
        }
        if (b < 0x80) {
            put(&c, b);
            i++;
        } else if (b == 0xC2 && i + 1 < text.n && ((unsigned char)text.p[i + 1] == 0xA0)) {
            put(&c, 0xA0);
            i += 2;
        } else if (b == 0xC2 && i + 1 < text.n && (unsigned char)text.p[i + 1] == 0xAD) {
            i += 2; /* a soft hyphen */
        } else {    /* a byte of a longer character goes through as it is */
            if (c.gap)
                put(&c, 'x'), c.n--;
            c.to[c.n++] = (char)b;
            i++;
        }
    }
    return c.n ? (wire_str){to, c.n} : (wire_str){NULL, 0};
}

void wire__facts_add_author(wire__facts *facts, wire_str name, bool is_organization)
{
    if (!name.n || facts->n_authors == WIRE__MAX_AUTHORS)
        return;
    for (uint32_t i = 0; i < facts->n_authors; i++)
        if (wire_str_is_ci(facts->authors[i].name, name))
            return;
    facts->authors[facts->n_authors++] = (wire_author){name, is_organization};
}

void wire__facts_add_keyword(wire__facts *facts, wire_str word)
{
    if (!word.n || word.n > 100 || facts->n_keywords == WIRE__MAX_KEYWORDS)
        return;
    for (uint32_t i = 0; i < facts->n_keywords; i++)
        if (wire_str_is_ci(facts->keywords[i], word))
            return;
    facts->keywords[facts->n_keywords++] = word;
}
