/* markup.c: escaping by where the text stands; bidi controls kept balanced. */
#include "render/markup.h"

#include "base/utf8.h"

#include <string.h>

enum { PLAIN, ENTITY, BREAK, SPACE, DROP };

/* What becomes of an ASCII byte of text. */
static const unsigned char CLASS[128] = {
    [0x00] = DROP,  [0x01] = DROP,  [0x02] = DROP,  [0x03] = DROP,  [0x04] = DROP,  [0x05] = DROP,
    [0x06] = DROP,  [0x07] = DROP,  [0x08] = DROP,  [0x09] = PLAIN, [0x0a] = BREAK, [0x0b] = DROP,
    [0x0c] = SPACE, [0x0d] = SPACE, [0x0e] = DROP,  [0x0f] = DROP,  [0x10] = DROP,  [0x11] = DROP,
    [0x12] = DROP,  [0x13] = DROP,  [0x14] = DROP,  [0x15] = DROP,  [0x16] = DROP,  [0x17] = DROP,
    [0x18] = DROP,  [0x19] = DROP,  [0x1a] = DROP,  [0x1b] = DROP,  [0x1c] = DROP,  [0x1d] = DROP,
    [0x1e] = DROP,  [0x1f] = DROP,  ['&'] = ENTITY, ['<'] = ENTITY, ['>'] = ENTITY, [0x7f] = DROP,
};

/* What base calls forbidden, line separators, and tags that hide text. */
static bool is_forbidden(uint32_t c)
{
    return wire__utf8_is_forbidden(c) || c == 0x2028 || c == 0x2029 || (c >= 0xe0000 && c < 0xe0020);
}

static bool is_bidi(uint32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* True where the control may stand: it opens, or closes what is open. */
static bool take_bidi(wire__bidi *b, uint32_t c)
{
    if (c == 0x202c) { /* PDF closes an embedding, never through an isolate */
        if (!b->n || b->isolates >> (b->n - 1) & 1)
            return false;
        b->n--;
        return true;
    }
    if (c == 0x2069) { /* PDI closes the last isolate and what is open inside */
        uint32_t n = b->n;
        while (n && !(b->isolates >> (n - 1) & 1))
            n--;
        if (n)
            b->n = n - 1;
        return n > 0;
    }
    if (b->n == 60)
        return false;
    const uint64_t bit = (uint64_t)1 << b->n++;
    b->isolates = c >= 0x2066 ? b->isolates | bit : b->isolates & ~bit;
    return true;
}

void wire__html_bidi_end(wire_out *out, wire__bidi *bidi)
{
    for (; bidi->n; bidi->n--)
        wire_out_put(out, bidi->isolates >> (bidi->n - 1) & 1 ? WIRE_STR("\u2069") : WIRE_STR("\u202c"));
}

static wire_str entity(char c)
{
    return c == '&' ? WIRE_STR("&amp;") : c == '<' ? WIRE_STR("&lt;") : WIRE_STR("&gt;");
}

/* Length of the run from p that needs nothing done, most of a text, eight bytes at a time. */
static size_t plain_run(const char *p, size_t n)
{
    const uint64_t ones = 0x0101010101010101u, high = ones << 7;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, p + i, 8);
        const uint64_t amp = w ^ ones * '&', angle = (w | ones * 2) ^ ones * '>'; /* < and > differ in one bit */
        const uint64_t hit = w | (w - ones * 0x20) | (amp - ones) | (angle - ones) | (w + ones);
        if (hit & high)
            break;
    }
    while (i < n && (unsigned char)p[i] < 0x80 && CLASS[(unsigned char)p[i]] == PLAIN)
        i++;
    return i;
}

/* Length of the well-formed character that may stand as it is, or 0. out  *skip: bytes it has */
static size_t wide_run(wire_str text, wire__bidi *bidi, size_t *skip, bool *is_broken)
{
    size_t at = 0;
    const uint32_t c = wire__utf8_next(text, &at);
    *is_broken = c == WIRE__UTF8_BAD;
    *skip = at;
    return *is_broken || is_forbidden(c) || (is_bidi(c) && !take_bidi(bidi, c)) ? 0 : at;
}

void wire__html_run(wire_out *out, wire_str text, wire__bidi *bidi, bool with_breaks)
{
    size_t from = 0; /* what is plain and not yet put */
    for (size_t i = 0; i < text.n;) {
        i += plain_run(text.p + i, text.n - i);
        if (i == text.n)
            break;
        const unsigned char byte = (unsigned char)text.p[i];
        size_t skip = 1;
        bool is_broken = false;
        if (byte >= 0x80) {
            const size_t length = wide_run(wire_str_cut(text, i, text.n), bidi, &skip, &is_broken);
            if (length) {
                i += length;
                continue;
            }
        }
        wire_out_put(out, wire_str_cut(text, from, i));
        if (is_broken)
            wire_out_lit(out, "\uFFFD");
        else if (byte >= 0x80)
            ; /* forbidden: left out */
        else if (CLASS[byte] == ENTITY)
            wire_out_put(out, entity((char)byte));
        else if (CLASS[byte] == BREAK && with_breaks)
            wire_out_lit(out, "<br>");
        else if (CLASS[byte] == BREAK || CLASS[byte] == SPACE)
            wire_out_byte(out, ' ');
        from = i += skip;
    }
    wire_out_put(out, wire_str_cut(text, from, text.n));
}

void wire__html_text(wire_out *out, wire_str text)
{
    wire__bidi bidi = {0};
    wire__html_run(out, text, &bidi, false);
    wire__html_bidi_end(out, &bidi);
}

void wire__html_code(wire_out *out, wire_str text)
{
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        const size_t n = end ? (size_t)(end - text.p) : text.n;
        wire__html_text(out, wire_str_cut(text, 0, n));
        if (end)
            wire_out_byte(out, '\n');
        text = wire_str_cut(text, n + (end != NULL), text.n);
    }
}

void wire__html_time(wire_out *out, const wire_stamp *stamp)
{
    const wire_civil c = wire_civil_of(stamp->at, stamp->has_time ? 0 : stamp->offset_s);
    wire_out_print(out, "<time datetime=%04d-%02u-%02u", c.year, c.month, c.day);
    if (stamp->has_time)
        wire_out_print(out, c.second ? "T%02u:%02u:%02uZ" : "T%02u:%02uZ", c.hour, c.minute, c.second);
    wire_out_byte(out, '>');
}

static bool is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-' ||
           c == '_' || c == '.' || c == ':' || c == '~' || c == '%' || c == '#' || c == '?' || c == '@' || c == '!' ||
           c == '+' || c == ',' || c == ';' || c == '(' || c == ')' || c == '*';
}

void wire__html_value(wire_out *out, wire_str value)
{
    size_t n = 0;
    while (n < value.n && is_bare(value.p[n]))
        n++;
    if (n && n == value.n) {
        wire_out_put(out, value);
        return;
    }
    wire_out_byte(out, '"');
    wire__html_quoted(out, value);
    wire_out_byte(out, '"');
}

void wire__html_quoted(wire_out *out, wire_str value)
{
    for (wire_str rest = value; rest.n;) { /* quotes are parted off, the rest is escaped as text */
        const char *quote = memchr(rest.p, '"', rest.n);
        const size_t n = quote ? (size_t)(quote - rest.p) : rest.n;
        wire__html_text(out, wire_str_cut(rest, 0, n));
        if (quote)
            wire_out_lit(out, "&quot;");
        rest = wire_str_cut(rest, n + (quote != NULL), rest.n);
    }
}

static bool is_tag(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
              (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
            return false;
    return s.n > 0 && s.n <= 35;
}

void wire__html_language(wire_out *out, wire_str language, wire_str page_language)
{
    if (!is_tag(language) || wire_str_is_ci(language, page_language))
        return;
    wire_out_lit(out, " lang=");
    wire_out_put(out, language);
    const bool is_rtl = wire_language_is_rtl(language);
    if (is_rtl != wire_language_is_rtl(page_language))
        wire_out_put(out, is_rtl ? WIRE_STR(" dir=rtl") : WIRE_STR(" dir=ltr"));
}

bool wire__is_link(wire_str href)
{
    static const wire_str SCHEMES[] = {{"https://", 8}, {"http://", 7}, {"mailto:", 7}};
    bool is_known = false;
    for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES && !is_known; i++)
        is_known = href.n > SCHEMES[i].n && wire_str_is_ci(wire_str_cut(href, 0, SCHEMES[i].n), SCHEMES[i]);
    for (size_t i = 0; i < href.n && is_known; i++)
        is_known = (unsigned char)href.p[i] > ' ' && href.p[i] != 0x7f;
    return is_known;
}

/* True where the text holds a letter written from right to left, or a bidi control. */
static bool has_rtl(wire_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.p[i];
        if ((c >= 0xd6 && c <= 0xdf) || c == 0xf0)
            return true;
        if (i + 1 < text.n && ((c == 0xef && (unsigned char)text.p[i + 1] >= 0xac) || /* presentation forms */
                               (c == 0xe0 && (unsigned char)text.p[i + 1] >= 0xa0 &&  /* Samaritan to Arabic ext. */
                                (unsigned char)text.p[i + 1] <= 0xa3) ||
                               (c == 0xe2 && ((unsigned char)text.p[i + 1] | 1) == 0x81)))
            return true;
    }
    return false;
}

void wire__html_name(wire_out *out, wire_str name, bool page_is_rtl)
{
    const bool is_foreign = page_is_rtl || has_rtl(name);
    if (is_foreign)
        wire_out_lit(out, "<bdi>");
    wire__html_text(out, name);
    if (is_foreign)
        wire_out_lit(out, "</bdi>");
}
