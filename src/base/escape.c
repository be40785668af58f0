/* escape.c: text into HTML and JSON. Runs of plain characters are found eight bytes at a time and put whole. */
#include "base/utf8.h"
#include "wirecopy/out.h"

#include <string.h>

/* The characters that are written otherwise; each byte once. Unused places repeat the first. */
typedef struct marks {
    uint64_t each[4]; /* the character in all eight bytes */
} marks;

#define ALL(c) (0x0101010101010101u * (unsigned char)(c))
#define HIGH   ALL(0x80)

static uint64_t zero_bytes(uint64_t x) /* non-zero where a byte is zero; may also mark bytes above it */
{
    return (x - ALL(1)) & ~x & HIGH;
}

/* How many bytes at s.p + at are plain ASCII: no control, DEL, mark or part of a longer character. Eight by eight: the
 * last up to seven are the caller's. */
static size_t plain_eights(wire_str s, size_t at, const marks *m)
{
    const size_t start = at;
    for (uint64_t x; s.n - at >= 8; at += 8) {
        memcpy(&x, s.p + at, 8);
        const uint64_t low = (x - ALL(0x20)) & ~x; /* below space */
        const uint64_t marked = zero_bytes(x ^ m->each[0]) | zero_bytes(x ^ m->each[1]) | zero_bytes(x ^ m->each[2]) |
                                zero_bytes(x ^ m->each[3]);
        if (((low | x) & HIGH) | marked | zero_bytes(x ^ ALL(0x7F)))
            break;
    }
    return at - start;
}

typedef wire_str (*escape_of)(char c); /* {NULL, 0}: c stays as it is */

static void escape(wire_out *out, wire_str s, const marks *m, escape_of escaped)
{
    size_t run = 0, at = 0; /* s[run, at) is plain and not yet put */
    while (at < s.n) {
        at += plain_eights(s, at, m);
        for (int i = 0; i < 8 && at < s.n; i++) { /* a few by hand, then eights again */
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
    escape(out, text, &(marks){{ALL('&'), ALL('<'), ALL('>'), ALL('&')}}, in_html_text);
}

void wire_out_html_attr(wire_out *out, wire_str text)
{
    escape(out, text, &(marks){{ALL('&'), ALL('<'), ALL('>'), ALL('"')}}, in_html_attr);
}

void wire_out_json_text(wire_out *out, wire_str text)
{
    escape(out, text, &(marks){{ALL('"'), ALL('\\'), ALL('"'), ALL('"')}}, in_json);
}
