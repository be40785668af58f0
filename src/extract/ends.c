/* ends.c: how a text begins and ends: with a quote, with a stop, cut. */
#include "extract/page.h"

#include <string.h>

static bool has_end_of(wire_str s, const wire_str *ends, size_t n, size_t *width)
{
    for (size_t i = 0; i < n; i++)
        if (wire_str_has_suffix(s, ends[i])) {
            *width = ends[i].n;
            return true;
        }
    return false;
}

static size_t closing_mark(wire_str s) /* bytes of the quote or bracket at the end; 0: none */
{
    static const wire_str marks[] = {WIRE_STR("\xe2\x80\x9d"), WIRE_STR("\xe2\x80\x99"), WIRE_STR("\xc2\xbb"),
                                     WIRE_STR("\xe2\x80\x9c"), WIRE_STR("\xe3\x80\x8d"), WIRE_STR("\xc2\xa0")};
    const unsigned char last = s.n ? (unsigned char)s.p[s.n - 1] : 0;
    size_t width = 0;
    if (last < 0x80)
        return last == '"' || last == '\'' || last == ')' || last == ']';
    return has_end_of(s, marks, sizeof marks / sizeof *marks, &width) ? width : 0;
}

/* The last character that is not a quote or a bracket: does it end a sentence? */
static bool ends_sentence(wire_str s)
{
    static const wire_str ends[] = {WIRE_STR("\xe3\x80\x82"), WIRE_STR("\xe2\x80\xa6"), WIRE_STR("\xef\xbc\x81"),
                                    WIRE_STR("\xef\xbc\x9f"), WIRE_STR("\xe0\xa5\xa4"), WIRE_STR("\xdb\x94"),
                                    WIRE_STR("\xd8\x9f")};
    s = wire_str_trim(s);
    for (size_t round = 0, n; round < 3 && (n = closing_mark(s)); round++)
        s = wire_str_trim(wire_str_cut(s, 0, s.n - n));
    const unsigned char last = s.n ? (unsigned char)s.p[s.n - 1] : 0;
    size_t width;
    if (last < 0x80)
        return last == '.' || last == '!' || last == '?' || last == ':';
    return has_end_of(s, ends, sizeof ends / sizeof *ends, &width);
}

/* A teaser's text is often cut so. */
static bool ends_colon(wire_str s)
{
    s = wire_str_trim(s);
    return s.n && s.p[s.n - 1] == ':';
}

static bool ends_dots(wire_str s)
{
    s = wire_str_trim(s);
    return wire_str_has_suffix(s, WIRE_STR("...")) || wire_str_has_suffix(s, WIRE_STR("\xe2\x80\xa6"));
}

static bool starts_quote(wire_str s)
{
    static const wire_str marks[] = {WIRE_STR("\xe2\x80\x9c"), WIRE_STR("\xe2\x80\x9e"), WIRE_STR("\xc2\xab"),
                                     WIRE_STR("\xe2\x80\x98"), WIRE_STR("\xe3\x80\x8c"), WIRE_STR("\xe2\x80\x93"),
                                     WIRE_STR("\xe2\x80\x94")};
    if (!s.n || (unsigned char)s.p[0] < 0x80)
        return s.n && s.p[0] == '"';
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (wire_str_has_prefix(s, marks[i]))
            return true;
    return false;
}

void wire__see_ends(wire__text *text, wire_str head, wire_str tail)
{
    text->ends_stop = ends_sentence(tail);
    text->ends_dots = ends_dots(tail);
    text->ends_colon = ends_colon(tail);
    text->starts_quote = starts_quote(head);
}
