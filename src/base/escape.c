/* escape.c: text into HTML and JSON. Runs of plain characters are found a row at a time and put whole. */
#include "base/rows.h"
#include "base/utf8.h"
#include "wirecopy/out.h"

#include <string.h>

/* The characters that are written otherwise. Unused places repeat the first. */
typedef struct marks {
    char each[4];
} marks;

/* The first byte from `at` on that is not plain ASCII: a control, DEL, a mark, part of a longer character; or s.n. */
static size_t next_odd(wire_str s, size_t at, const marks *m)
{
    for (; s.n - at >= WIRE__SIXTEEN; at += WIRE__SIXTEEN) {
        const wire__sixteen row = wire__sixteen_at(s.p + at);
        const wire__sixteen marked = wire__sixteen_is(row, m->each[0]) | wire__sixteen_is(row, m->each[1]) |
                                     wire__sixteen_is(row, m->each[2]) | wire__sixteen_is(row, m->each[3]);
        const uint32_t odd = wire__sixteen_bits(~wire__sixteen_between(row, 0x20, 0x7E) | marked);
        if (odd)
            return at + (size_t)__builtin_ctz(odd);
    }
    while (at < s.n && s.p[at] >= 0x20 && s.p[at] < 0x7F && s.p[at] != m->each[0] && s.p[at] != m->each[1] &&
           s.p[at] != m->each[2] && s.p[at] != m->each[3])
        at++;
    return at;
}

typedef wire_str (*escape_of)(char c); /* {NULL, 0}: c stays as it is */

static void escape(wire_out *out, wire_str s, const marks *m, escape_of escaped)
{
    size_t run = 0; /* s[run, at) stays as it is and is not yet put */
    for (size_t at = next_odd(s, 0, m); at < s.n; at = next_odd(s, at, m)) {
        const size_t here = at;
        const uint32_t c = wire__utf8_next(s, &at);
        wire_str instead = {NULL, 0};
        if (c == WIRE__UTF8_BAD)
            instead = WIRE_STR("\xEF\xBF\xBD");
        else if (wire__utf8_is_forbidden(c))
            instead = WIRE_STR("");
        else if (c < 0x80)
            instead = escaped((char)c);
        if (!instead.p)
            continue;
        wire_out_put(out, (wire_str){s.p + run, here - run});
        wire_out_put(out, instead);
        run = at;
    }
    wire_out_put(out, (wire_str){s.p + run, s.n - run});
}

static wire_str in_html_text(char c)
{
    switch (c) {
    case '&':
        return WIRE_STR("&amp;");
    case '<':
        return WIRE_STR("&lt;");
    case '>':
        return WIRE_STR("&gt;");
    default:
        return (wire_str){NULL, 0};
    }
}

static wire_str in_html_attr(char c)
{
    return c == '"' ? WIRE_STR("&quot;") : in_html_text(c);
}

static wire_str in_json(char c)
{
    switch (c) {
    case '"':
        return WIRE_STR("\\\"");
    case '\\':
        return WIRE_STR("\\\\");
    case '\t':
        return WIRE_STR("\\t");
    case '\n':
        return WIRE_STR("\\n");
    case '\r':
        return WIRE_STR("\\r");
    default:
        return (wire_str){NULL, 0};
    }
}

void wire_out_html_text(wire_out *out, wire_str text)
{
    escape(out, text, &(marks){{'&', '<', '>', '&'}}, in_html_text);
}

void wire_out_html_attr(wire_out *out, wire_str text)
{
    escape(out, text, &(marks){{'&', '<', '>', '"'}}, in_html_attr);
}

void wire_out_json_text(wire_out *out, wire_str text)
{
    escape(out, text, &(marks){{'"', '\\', '"', '"'}}, in_json);
}
