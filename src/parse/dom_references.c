/* dom_references.c: character references that most pages make do with; the rest is lexbor's to read. */
#include "base/utf8.h"
#include "parse/dom_tokens.h"

#include <string.h>

/* With a semicolon alone; the others are read by rules of their own. */
static const struct {
    char name[8];
    uint32_t code;
} named[] = {{"amp", '&'},      {"nbsp", 0xA0},     {"quot", '"'},     {"lt", '<'},       {"gt", '>'},
             {"rsquo", 0x2019}, {"lsquo", 0x2018},  {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"mdash", 0x2014},
             {"ndash", 0x2013}, {"hellip", 0x2026}, {"copy", 0xA9},    {"raquo", 0xBB},   {"laquo", 0xAB},
             {"middot", 0xB7},  {"bull", 0x2022},   {"apos", '\''},    {"eacute", 0xE9},  {"reg", 0xAE},
             {"trade", 0x2122}, {"rarr", 0x2192},   {"times", 0xD7},   {"agrave", 0xE0},  {"egrave", 0xE8},
             {"ccedil", 0xE7},  {"aacute", 0xE1},   {"iacute", 0xED},  {"oacute", 0xF3},  {"uacute", 0xFA},
             {"ntilde", 0xF1},  {"uuml", 0xFC},     {"ouml", 0xF6},    {"auml", 0xE4},    {"szlig", 0xDF}};

static uint32_t code_of_name(const unsigned char *name, size_t n)
{
    if (n > sizeof named[0].name - 1)
        return 0;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (!memcmp(named[i].name, name, n) && named[i].name[n - 1] && !named[i].name[n])
            return named[i].code;
    return 0;
}

/* "#8217" or "#x2019"; 0: not one that stands for itself. */
static uint32_t code_of_number(const unsigned char *p, size_t n)
{
    const bool is_hex = n > 1 && (p[1] | 32) == 'x';
    uint32_t code = 0;
    if (n < 2u + is_hex || n > 8)
        return 0;
    for (size_t i = 1u + is_hex; i < n; i++) {
        const unsigned char c = p[i] | 32;
        if (p[i] >= '0' && p[i] <= '9')
            code = code * (is_hex ? 16 : 10) + (uint32_t)(p[i] - '0');
        else if (is_hex && c >= 'a' && c <= 'f')
            code = code * 16 + (uint32_t)(c - 'a' + 10);
        else
            return 0;
    }
    const bool is_control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    return is_control || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF ? 0 : code;
}

bool wire__references_read(const unsigned char *p, const unsigned char *end, bool is_attribute, unsigned char *to,
                           size_t *n)
{
    unsigned char *out = to;
    while (p < end) {
        const unsigned char *mark = memchr(p, '&', (size_t)(end - p)), *stop = mark ? mark : end;
        if (memchr(p, '\r', (size_t)(stop - p)) || memchr(p, 0, (size_t)(stop - p)))
            return false;
        memcpy(out, p, (size_t)(stop - p));
        out += stop - p;
        p = stop;
        if (!mark)
            break;
        const size_t left = (size_t)(end - p - 1);
        const unsigned char *close = memchr(p + 1, ';', left < 10 ? left : 10);
        const size_t n_name = close ? (size_t)(close - p - 1) : 0;
        const uint32_t code = !n_name ? 0 : p[1] == '#' ? code_of_number(p + 1, n_name) : code_of_name(p + 1, n_name);
        if (code) {
            out += wire__utf8_encode(code, (char *)out);
            p = close + 1;
        } else if (left && (p[1] == ' ' || (is_attribute && p[1] == '&'))) {
            *out++ = *p++; /* it stands for itself */
        } else {
            return false;
        }
    }
    *n = (size_t)(out - to);
    return true;
}
