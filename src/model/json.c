/* json.c: writes JSON straight into a sink, without a tree of it in memory. */
#include "model/json.h"

#include "base/rows.h"
#include "base/utf8.h"

#include <string.h>

static void new_line(const wire__json *j)
{
    if (!j->is_pretty)
        return;
    wire_out_byte(j->out, '\n');
    for (uint32_t i = 0; i < j->depth; i++)
        wire_out_lit(j->out, "  ");
}

void wire__json_value(wire__json *j)
{
    if (j->is_value) {
        j->is_value = false;
        return;
    }
    if (j->has_item)
        wire_out_byte(j->out, ',');
    if (j->depth)
        new_line(j);
    j->has_item = true;
}

void wire__json_name(wire__json *j, wire_str key)
{
    wire__json_value(j);
    wire_out_byte(j->out, '"');
    wire_out_put(j->out, key);
    wire_out_put(j->out, j->is_pretty ? WIRE_STR("\": ") : WIRE_STR("\":"));
    j->is_value = true;
}

void wire__json_open(wire__json *j, char bracket)
{
    wire__json_value(j);
    wire_out_byte(j->out, bracket);
    j->has_item = false;
    j->depth++;
}

void wire__json_close(wire__json *j, char bracket)
{
    j->depth--;
    if (j->has_item)
        new_line(j);
    wire_out_byte(j->out, bracket);
    j->has_item = true;
}

void wire__json_text(wire__json *j, wire_str text)
{
    wire__json_value(j);
    wire_out_byte(j->out, '"');
    wire__json_escape(j->out, text);
    wire_out_byte(j->out, '"');
}

void wire__json_digits(wire__json *j, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    wire_out_put(j->out, (wire_str){digits + at, sizeof digits - at});
}

void wire__json_put_stamp(wire__json *j, const char *key, const wire_stamp *stamp, bool with_unknown_offset)
{
    if (!stamp->is_known)
        return;
    wire__json_key(j, key);
    wire__json_value(j);
    wire_out_byte(j->out, '"');
    (with_unknown_offset ? wire_stamp_write_local : wire_stamp_write)(stamp, j->out);
    wire_out_byte(j->out, '"');
}

static const bool IS_ESCAPED[256] = {
    true, true, true, true, true, true, true, true, true,         true,         true,          true,
    true, true, true, true, true, true, true, true, true,         true,         true,          true,
    true, true, true, true, true, true, true, true, [127] = true, ['"'] = true, ['\\'] = true,
};

static void put_escaped(wire_out *out, char c)
{
    switch (c) {
    case '\0':
        break;
    case '"':
        wire_out_lit(out, "\\\"");
        break;
    case '\\':
        wire_out_lit(out, "\\\\");
        break;
    case '\n':
        wire_out_lit(out, "\\n");
        break;
    case '\r':
        wire_out_lit(out, "\\r");
        break;
    case '\t':
        wire_out_lit(out, "\\t");
        break;
    default:
        wire_out_print(out, "\\u%04x", (unsigned char)c);
    }
}

/* Which of sixteen bytes may have to be written otherwise: those that are escaped, and what is beyond ASCII, which may
 * be no UTF-8. */
static uint32_t odd_bytes(const char *p)
{
    const wire__sixteen row = wire__sixteen_at(p);
    return wire__sixteen_bits(row | wire__sixteen_below(row, 0x20) | wire__sixteen_is(row, '"') |
                              wire__sixteen_is(row, '\\') | wire__sixteen_is(row, 0x7F));
}

/* The next byte from `at` on that is looked at by itself; text.n: none. */
static size_t next_odd(wire_str text, size_t at)
{
    for (; text.n - at >= WIRE__SIXTEEN; at += WIRE__SIXTEEN) {
        const uint32_t odd = odd_bytes(text.p + at);
        if (odd)
            return at + (size_t)__builtin_ctz(odd);
    }
    while (at < text.n && !IS_ESCAPED[(unsigned char)text.p[at]] && !(text.p[at] & 0x80))
        at++;
    return at;
}

void wire__json_escape(wire_out *out, wire_str text)
{
    size_t run = 0;
    for (size_t at = next_odd(text, 0); at < text.n; at = next_odd(text, at)) {
        const bool is_escaped = !(text.p[at] & 0x80);
        const size_t n = is_escaped ? 0 : wire__utf8_length(text, at);
        if (n) {
            at += n;
            continue;
        }
        wire_out_put(out, (wire_str){text.p + run, at - run});
        if (is_escaped) {
            put_escaped(out, text.p[at++]);
        } else {
            (void)wire__utf8_next(text, &at);
            wire_out_lit(out, "\xEF\xBF\xBD");
        }
        run = at;
    }
    wire_out_put(out, (wire_str){text.p + run, text.n - run});
}
