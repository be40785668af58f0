/* xml.c: one pass over ill-formed XML. */
#include "xml.h"

#include "base/rows.h"
#include "base/utf8.h"

#include <assert.h>
#include <libxml/HTMLparser.h>
#include <string.h>

enum {
    MAX_ENTITIES = 64, /* of a DOCTYPE */
    MAX_ENTITY_NAME = 32,
    MAX_ENTITY_VALUE = 1024,
    MAX_GROWTH = 4 << 20, /* bytes that a DOCTYPE's entities may add in all */
    MAX_DEPTH = 256       /* open elements whose ends are looked after */
};

typedef struct entity {
    wire_str name, value;
} entity;

typedef struct mending {
    wire_str rest;
    wire_out *out;
    entity entities[MAX_ENTITIES];
    size_t n_entities, n_grown;
    wire_str open[MAX_DEPTH]; /* names of the open elements */
    size_t n_open;
    bool is_lost; /* there were more: from here on ends are left as they are */
    bool is_mended;
} mending;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_char(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':' || (c & 0x80);
}

static bool starts(wire_str s, const char *text)
{
    return wire_str_has_prefix(s, wire_str_of(text));
}

/* Writes the next n bytes and moves past them. */
static void pass(mending *m, size_t n)
{
    wire_out_put(m->out, wire_str_cut(m->rest, 0, n));
    m->rest = wire_str_cut(m->rest, n, m->rest.n);
}

static void skip(mending *m, size_t n)
{
    m->rest = wire_str_cut(m->rest, n, m->rest.n);
}

static size_t end_of(wire_str s, const char *text) /* behind its first occurrence, or the end of s */
{
    const size_t at = wire_str_find(s, wire_str_of(text));
    return at == SIZE_MAX ? s.n : at + wire_str_of(text).n;
}

/* DOCTYPE ----------------------------------------------------------------------------------- */

/* <!ENTITY name "value">; those of parameters and from elsewhere are let go by. */
static void read_entity(mending *m, wire_str s)
{
    s = wire_str_trim(wire_str_cut(s, 8, s.n));
    size_t n = 0;
    while (n < s.n && is_name_char(s.p[n]))
        n++;
    const wire_str name = wire_str_cut(s, 0, n);
    s = wire_str_trim(wire_str_cut(s, n, s.n));
    if (!n || n > MAX_ENTITY_NAME || !s.n || (*s.p != '"' && *s.p != '\'') || m->n_entities == MAX_ENTITIES)
        return;
    const char *end = memchr(s.p + 1, *s.p, s.n - 1);
    const wire_str value = end ? wire_str_cut(s, 1, (size_t)(end - s.p)) : (wire_str){NULL, 0};
    if (value.p && value.n <= MAX_ENTITY_VALUE)
        m->entities[m->n_entities++] = (entity){name, value};
}

/* Leaves the DOCTYPE out and keeps what its internal subset declares. */
static void read_doctype(mending *m)
{
    wire_str s = m->rest;
    const size_t close = wire_str_find(s, WIRE_STR(">")), subset = wire_str_find(s, WIRE_STR("["));
    if (close == SIZE_MAX || subset > close) {
        skip(m, end_of(s, ">"));
        return;
    }
    s = wire_str_cut(s, subset + 1, s.n);
    while (s.n && *s.p != ']') {
        size_t n = 1;
        if (starts(s, "<!--")) {
            n = end_of(s, "-->");
        } else if (starts(s, "<!ENTITY")) {
            n = end_of(s, ">");
            read_entity(m, wire_str_cut(s, 0, n));
        } else if (*s.p == '<') {
            n = end_of(s, ">");
        }
        s = wire_str_cut(s, n, s.n);
    }
    m->rest = wire_str_cut(s, end_of(s, ">"), s.n);
}

/* References -------------------------------------------------------------------------------- */

/* Bytes of a reference with a well-formed name or number; 0: a bare "&". */
static size_t reference_length(wire_str s)
{
    size_t n = 1;
    if (s.n > 1 && s.p[1] == '#') {
        const bool is_hex = s.n > 2 && (s.p[2] == 'x' || s.p[2] == 'X');
        const char *digits = is_hex ? "0123456789abcdefABCDEF" : "0123456789";
        const size_t from = n = is_hex ? 3 : 2;
        while (n < s.n && n < 16 && s.p[n] && strchr(digits, s.p[n]))
            n++;
        return n > from && n < s.n && s.p[n] == ';' ? n + 1 : 0;
    }
    while (n < s.n && n <= MAX_ENTITY_NAME && is_name_char(s.p[n]))
        n++;
    return n > 1 && n < s.n && s.p[n] == ';' ? n + 1 : 0;
}

static uint32_t number_of(wire_str digits)
{
    const bool is_hex = digits.n && (digits.p[0] == 'x' || digits.p[0] == 'X');
    uint32_t value = 0;
    for (size_t i = is_hex; i < digits.n && value < 0x110000; i++) {
        const char c = digits.p[i];
        const uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
        value = value * (is_hex ? 16 : 10) + digit;
    }
    return value;
}

/* The numbers 128 to 159 are controls nobody means: windows-1252's characters are meant, as in HTML. */
static uint32_t as_meant(uint32_t cp)
{
    static const uint16_t windows[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                         0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                         0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                         0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    return cp >= 128 && cp < 160 && windows[cp - 128] ? windows[cp - 128] : cp;
}

static bool is_predefined(wire_str name)
{
    static const wire_str names[] = {WIRE_STR("amp"), WIRE_STR("lt"), WIRE_STR("gt"), WIRE_STR("quot"),
                                     WIRE_STR("apos")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (wire_str_is(name, names[i]))
            return true;
    return false;
}

static void put_character(mending *m, uint32_t cp)
{
    char text[4];
    if (wire__utf8_is_forbidden(cp))
        m->is_mended = true;
    else if (cp < 0x80) /* "<" and "&" must stay references */
        wire_out_print(m->out, "&#%u;", (unsigned)cp);
    else
        wire_out_put(m->out, (wire_str){text, wire__utf8_encode(cp, text)});
}

/* Text up to the next "&", or from one that is not a reference to the next. */
static wire_str next_run(wire_str s)
{
    const char *end = s.n > 1 ? memchr(s.p + 1, '&', s.n - 1) : NULL;
    return wire_str_cut(s, 0, end ? (size_t)(end - s.p) : s.n);
}

/* A declared value: its numbers and predefined names are resolved, other references in it are left as text, so that
 * nothing nests. */
static bool put_declared(mending *m, wire_str name)
{
    for (size_t i = 0; i < m->n_entities; i++) {
        if (!wire_str_is(m->entities[i].name, name))
            continue;
        wire_str value = m->entities[i].value;
        m->n_grown += value.n;
        while (value.n && m->n_grown <= MAX_GROWTH) {
            const size_t n = *value.p == '&' ? reference_length(value) : 0;
            const wire_str run = next_run(value);
            const wire_str inner = wire_str_cut(value, 1, n ? n - 1 : 1);
            if (n && inner.p[0] == '#')
                put_character(m, number_of(wire_str_cut(inner, 1, inner.n)));
            else if (n && is_predefined(inner))
                wire_out_put(m->out, wire_str_cut(value, 0, n));
            else
                wire_out_html_text(m->out, run);
            value = wire_str_cut(value, n && (inner.p[0] == '#' || is_predefined(inner)) ? n : run.n, value.n);
        }
        return true;
    }
    return false;
}

static uint32_t html_entity(wire_str name)
{
    char text[MAX_ENTITY_NAME + 2];
    if (name.n >= sizeof text)
        return 0;
    memcpy(text, name.p, name.n);
    text[name.n] = '\0';
    const htmlEntityDesc *found = htmlEntityLookup((const xmlChar *)text);
    return found ? found->value : 0;
}

static void mend_reference(mending *m)
{
    const size_t n = reference_length(m->rest);
    const wire_str name = wire_str_cut(m->rest, 1, n ? n - 1 : 1);
    const uint32_t cp = n && name.p[0] != '#' ? html_entity(name) : 0;
    if (n && name.p[0] == '#') {
        put_character(m, as_meant(number_of(wire_str_cut(name, 1, name.n))));
        skip(m, n);
    } else if (n && is_predefined(name)) {
        pass(m, n);
    } else if (n && put_declared(m, name)) {
        skip(m, n);
    } else if (cp) {
        put_character(m, cp);
        skip(m, n);
        m->is_mended = true; /* XML knows it not */
    } else {
        wire_out_lit(m->out, "&amp;");
        skip(m, 1);
        m->is_mended = true;
    }
}

/* Characters ------------------------------------------------------------------------------- */

/* Bytes of a character that XML forbids, or of a control from 128 to 159; 0: neither. */
static size_t bad_length(wire_str s)
{
    assert(s.p);
    const unsigned char c = (unsigned char)s.p[0];
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    return c == 0xC2 && s.n > 1 && (unsigned char)s.p[1] < 0xA0 ? 2 : 0;
}

/* Leaves it out, or writes what was meant. */
static void put_bad(mending *m, wire_str bad)
{
    m->is_mended |= bad.n > 0;
    if (bad.n == 2)
        put_character(m, as_meant((unsigned char)bad.p[1]));
}

/* Bytes up to the first that may be one of a bad character. */
static size_t sound_length(wire_str s)
{
    size_t n = 0;
    for (; n + WIRE__SIXTEEN <= s.n; n += WIRE__SIXTEEN) {
        const wire__sixteen row = wire__sixteen_at(s.p + n);
        if (wire__sixteen_any(wire__sixteen_below(row, 0x20) | wire__sixteen_is(row, (char)0xC2)))
            break;
    }
    while (n < s.n && (unsigned char)s.p[n] >= 0x20 && (unsigned char)s.p[n] != 0xC2)
        n++;
    return n;
}

/* Where "]]>" is; SIZE_MAX: nowhere. */
static size_t find_cdata_end(wire_str s)
{
    for (size_t at = 0; at + 2 < s.n; at++) {
        const char *found = memchr(s.p + at, ']', s.n - at - 2);
        if (!found)
            break;
        at = (size_t)(found - s.p);
        if (found[1] == ']' && found[2] == '>')
            return at;
    }
    return SIZE_MAX;
}

/* Bytes of a CDATA section in which nothing need be mended; 0: there is something, or it is none. */
static size_t plain_cdata(wire_str s)
{
    enum { MARK = 9 };
    if (s.n < MARK || memcmp(s.p, "<![CDATA[", MARK) != 0)
        return 0;
    const size_t at = find_cdata_end(s);
    wire_str text = {s.p + MARK, at == SIZE_MAX ? 0 : at - MARK};
    for (size_t n; (n = sound_length(text)) < text.n; text = (wire_str){text.p + n + 1, text.n - n - 1})
        if (bad_length((wire_str){text.p + n, text.n - n}))
            return 0;
    return at == SIZE_MAX ? 0 : at + 3;
}

static void pass_cdata(mending *m)
{
    const size_t at = find_cdata_end(m->rest);
    const size_t left = at == SIZE_MAX ? 0 : m->rest.n - at - 3;
    wire_str text = wire_str_cut(m->rest, 0, at);
    while (text.n) {
        size_t n = 0, bad = 0;
        while ((n += sound_length((wire_str){text.p + n, text.n - n})) < text.n &&
               !(bad = bad_length((wire_str){text.p + n, text.n - n})))
            n++;
        wire_out_put(m->out, wire_str_cut(text, 0, n));
        put_bad(m, wire_str_cut(text, n, n + bad));
        text = wire_str_cut(text, n + bad, text.n);
    }
    wire_out_lit(m->out, "]]>");
    m->is_mended |= at == SIZE_MAX;
    skip(m, m->rest.n - left);
}

/* Tags -------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t name_length(wire_str s)
{
    size_t n = 0;
    while (n < s.n && is_name_char(s.p[n]))
        n++;
    return n;
}

static bool begins_name(wire_str s)
{
    return s.n && (is_letter(s.p[0]) || s.p[0] == '_' || s.p[0] & 0x80);
}

static void open_element(mending *m, wire_str name)
{
    if (m->n_open == MAX_DEPTH)
        m->is_lost = true;
    if (!m->is_lost)
        m->open[m->n_open++] = name;
}

/* Bytes of a reference that XML knows by name; 0: another. */
static size_t known_reference(wire_str s)
{
    static const wire_str all[] = {WIRE_STR("&lt;"), WIRE_STR("&gt;"), WIRE_STR("&amp;"), WIRE_STR("&quot;"),
                                   WIRE_STR("&apos;")};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (s.n >= all[i].n && !memcmp(s.p, all[i].p, all[i].n))
            return all[i].n;
    return 0;
}

/* Bytes of a quoted value in which nothing need be mended, with its quotes; 0: there is something. */
static size_t plain_value(wire_str s)
{
    for (size_t n = 1; n < s.n; n++) {
        if (s.p[n] == s.p[0])
            return n + 1;
        const wire_str rest = {s.p + n, s.n - n};
        if (s.p[n] == '<' || bad_length(rest) || (s.p[n] == '&' && !known_reference(rest)))
            return 0;
    }
    return 0;
}

/* Bytes of the attributes in which nothing need be mended, up to "/" or ">"; SIZE_MAX: there is something. */
static size_t plain_attributes(wire_str s)
{
    size_t n = 0;
    for (;;) {
        const size_t from = n;
        while (n < s.n && is_space(s.p[n]))
            n++;
        if (n < s.n && (s.p[n] == '/' || s.p[n] == '>'))
            return n;
        const size_t name = name_length((wire_str){s.p + n, s.n - n});
        const size_t value = n + name + 1;
        if (n == from || !name || value >= s.n || s.p[value - 1] != '=' || (s.p[value] != '"' && s.p[value] != '\''))
            return SIZE_MAX;
        const size_t quoted = plain_value((wire_str){s.p + value, s.n - value});
        if (!quoted)
            return SIZE_MAX;
        n = value + quoted;
    }
}

static bool is_item(wire_str name)
{
    return (name.n == 4 && !memcmp(name.p, "item", 4)) || (name.n == 5 && !memcmp(name.p, "entry", 5));
}

/* True for an item within an item of its name: the one before lacks its end. The root is none: Atom knows a lone entry.
 */
static bool is_nested_item(const mending *m, wire_str name)
{
    if (!is_item(name))
        return false;
    for (size_t i = m->n_open; i > 1; i--)
        if (wire_str_is(m->open[i - 1], name))
            return true;
    return false;
}

/* Bytes of a tag or of a CDATA section in which nothing need be mended; 0: there is something. in  s: begins with "<"
 */
static size_t plain_tag(mending *m, wire_str s)
{
    if (s.n > 1 && s.p[1] == '/') {
        if (!m->n_open || m->is_lost)
            return 0;
        const wire_str top = m->open[m->n_open - 1];
        if (s.n < top.n + 3 || memcmp(s.p + 2, top.p, top.n) != 0 || s.p[top.n + 2] != '>')
            return 0;
        m->n_open--;
        return top.n + 3;
    }
    const wire_str rest = {s.p + 1, s.n - 1};
    const wire_str name = {rest.p, begins_name(rest) ? name_length(rest) : 0};
    if (!name.n)
        return plain_cdata(s);
    if (m->is_lost || is_nested_item(m, name))
        return 0;
    const size_t n = plain_attributes((wire_str){name.p + name.n, rest.n - name.n});
    if (n == SIZE_MAX)
        return 0;
    size_t end = 1 + name.n + n;
    const bool is_empty = s.p[end] == '/';
    end += is_empty;
    if (end >= s.n || s.p[end] != '>')
        return 0;
    if (!is_empty)
        open_element(m, name);
    return end + 1;
}

static void close_to(mending *m, size_t n_open)
{
    while (m->n_open > n_open) {
        wire_out_lit(m->out, "</");
        wire_out_put(m->out, m->open[--m->n_open]);
        wire_out_byte(m->out, '>');
    }
}

/* No item stands in an item: the one before lacks its end. */
static void close_item(mending *m, wire_str name)
{
    if (!is_item(name))
        return;
    for (size_t i = m->n_open; i > 1; i--) { /* the root stays open: Atom knows a lone entry */
        if (wire_str_is(m->open[i - 1], name)) {
            m->is_mended = true;
            close_to(m, i - 1);
            return;
        }
    }
}

/* A slip of the pen in an end tag's name: as good as as long, and beginning alike. */
static bool is_slip(wire_str name, wire_str meant)
{
    return name.n > 2 && meant.n > 2 && name.n <= meant.n + 1 && meant.n <= name.n + 1 && name.p[0] == meant.p[0];
}

/* An end tag ends what stands in its element and lacks an end; one without a beginning is left out. */
static void mend_end(mending *m)
{
    const wire_str name = wire_str_cut(m->rest, 2, 2 + name_length(wire_str_cut(m->rest, 2, m->rest.n)));
    const size_t n = end_of(m->rest, ">");
    if (m->is_lost) {
        pass(m, n);
        return;
    }
    const size_t before = m->n_open;
    size_t i = before;
    while (i && !wire_str_is_ci(m->open[i - 1], name))
        i--;
    if (!i && before && is_slip(name, m->open[before - 1]))
        i = before;
    m->is_mended |= !i || i != before || !wire_str_is(m->open[i - 1], name);
    if (i)
        close_to(m, i - 1);
    skip(m, n);
}

/* Where an attribute's value ends: at its quote; one whose quote is missing at white space or the tag's end. */
static size_t value_length(wire_str s, char quote)
{
    if (quote) {
        const char *end = s.n ? memchr(s.p, quote, s.n) : NULL;
        const char *tag_end = s.n ? memchr(s.p, '>', s.n) : NULL, *next = s.n ? memchr(s.p, '<', s.n) : NULL;
        if (end && (!next || end < next || !tag_end || next < tag_end))
            return (size_t)(end - s.p);
    }
    size_t n = 0;
    while (n < s.n && !is_space(s.p[n]) && s.p[n] != '>' && s.p[n] != '<')
        n++;
    const bool is_empty_tag = quote && n && n < s.n && s.p[n] == '>' && s.p[n - 1] == '/';
    return n - is_empty_tag;
}

static void mend_value(mending *m)
{
    const char quote = m->rest.n && (m->rest.p[0] == '"' || m->rest.p[0] == '\'') ? m->rest.p[0] : 0;
    skip(m, quote != 0);
    const char *end = m->rest.p + value_length(m->rest, quote);
    const bool is_quoted = quote && end < m->rest.p + m->rest.n && *end == quote;
    m->is_mended |= !is_quoted;
    wire_out_byte(m->out, quote ? quote : '"');
    while (m->rest.p < end) {
        const size_t bad = bad_length(m->rest);
        if (bad) {
            put_bad(m, wire_str_cut(m->rest, 0, bad));
            skip(m, bad);
        } else if (m->rest.p[0] == '&') {
            mend_reference(m);
        } else if (m->rest.p[0] == '<') {
            wire_out_lit(m->out, "&lt;");
            skip(m, 1);
            m->is_mended = true;
        } else if (m->rest.p[0] == (quote ? quote : '"')) {
            skip(m, 1);
        } else {
            pass(m, 1);
        }
    }
    wire_out_byte(m->out, quote ? quote : '"');
    skip(m, is_quoted);
}

static void skip_spaces(mending *m)
{
    while (m->rest.n && is_space(m->rest.p[0]))
        skip(m, 1);
}

static void mend_attribute(mending *m)
{
    const size_t n = name_length(m->rest);
    if (!begins_name(m->rest)) {
        skip(m, n ? n : 1);
        m->is_mended = true;
        return;
    }
    wire_out_byte(m->out, ' ');
    pass(m, n);
    skip_spaces(m);
    wire_out_byte(m->out, '=');
    if (m->rest.n && m->rest.p[0] == '=') {
        skip(m, 1);
        skip_spaces(m);
        mend_value(m);
    } else {
        wire_out_lit(m->out, "\"\"");
        m->is_mended = true;
    }
}

static void mend_start(mending *m)
{
    skip(m, 1);
    const wire_str name = wire_str_cut(m->rest, 0, name_length(m->rest));
    close_item(m, name);
    wire_out_byte(m->out, '<');
    pass(m, name.n);
    bool is_empty = false;
    for (skip_spaces(m); m->rest.n && m->rest.p[0] != '>' && m->rest.p[0] != '<'; skip_spaces(m)) {
        is_empty = m->rest.p[0] == '/';
        if (is_empty)
            skip(m, 1);
        else
            mend_attribute(m);
    }
    wire_out_put(m->out, is_empty ? WIRE_STR("/>") : WIRE_STR(">"));
    if (m->rest.n && m->rest.p[0] == '>')
        skip(m, 1);
    else
        m->is_mended = true;
    if (!is_empty)
        open_element(m, name);
}

/* The whole ---------------------------------------------------------------------------------- */

static void mend_markup(mending *m)
{
    const wire_str next = wire_str_cut(m->rest, 1, m->rest.n);
    if (starts(m->rest, "<!--")) {
        skip(m, end_of(m->rest, "-->")); /* says nothing, and "--" within it is an error */
    } else if (starts(m->rest, "<![CDATA[")) {
        pass_cdata(m);
    } else if (starts(m->rest, "<?")) {
        skip(m, end_of(m->rest, "?>"));
    } else if (wire_str_is_ci(wire_str_cut(m->rest, 0, 9), WIRE_STR("<!DOCTYPE"))) {
        read_doctype(m);
    } else if (next.n && next.p[0] == '/') {
        mend_end(m);
    } else if (begins_name(next)) {
        mend_start(m);
    } else {
        wire_out_lit(m->out, "&lt;");
        skip(m, 1);
        m->is_mended = true;
    }
}

/* Which of sixteen bytes cannot pass unseen, a bit each. */
static uint32_t stops_of(const char *p)
{
    const wire__sixteen row = wire__sixteen_at(p);
    const wire__sixteen spaces =
        wire__sixteen_is(row, '\t') | wire__sixteen_is(row, '\n') | wire__sixteen_is(row, '\r');
    return wire__sixteen_bits((wire__sixteen_below(row, 0x20) & ~spaces) | wire__sixteen_is(row, '&') |
                              wire__sixteen_is(row, '<') | wire__sixteen_is(row, (char)0xC2));
}

/* Bytes that can pass as they are. */
static size_t plain_length(mending *m, wire_str s)
{
    static const bool stops[256] = {
        [0] = true,  [1] = true,  [2] = true,  [3] = true,  [4] = true,  [5] = true,   [6] = true,   [7] = true,
        [8] = true,  [11] = true, [12] = true, [14] = true, [15] = true, [16] = true,  [17] = true,  [18] = true,
        [19] = true, [20] = true, [21] = true, [22] = true, [23] = true, [24] = true,  [25] = true,  [26] = true,
        [27] = true, [28] = true, [29] = true, [30] = true, [31] = true, ['&'] = true, ['<'] = true, [0xC2] = true};
    size_t n = 0;
    for (;;) {
        for (uint32_t at = 0; !at && s.n - n >= WIRE__SIXTEEN;) {
            at = stops_of(s.p + n);
            n += at ? (size_t)__builtin_ctz(at) : WIRE__SIXTEEN;
        }
        while (n < s.n && !stops[(unsigned char)s.p[n]])
            n++;
        const wire_str rest = {s.p + n, s.n - n};
        if (!rest.n)
            return n;
        const size_t more = *rest.p == '&'   ? known_reference(rest)
                            : *rest.p == '<' ? plain_tag(m, rest)
                                             : !bad_length(rest);
        if (!more)
            return n;
        n += more;
    }
}

/* Past white space, the XML declaration, and the like. */
static wire_str skip_prolog(wire_str xml)
{
    for (;;) {
        const size_t first = wire_str_find(xml, WIRE_STR("<"));
        xml = wire_str_cut(xml, first == SIZE_MAX ? xml.n : first, xml.n);
        if (!starts(xml, "<?"))
            return xml;
        xml = wire_str_cut(xml, end_of(xml, "?>"), xml.n);
    }
}

wire_str wire__xml_mend(wire_str xml, wire_out *out, bool *is_mended)
{
    mending m = {.rest = skip_prolog(xml), .out = out};
    mending looked = m;
    if (plain_length(&looked, m.rest) == m.rest.n)
        return m.rest;
    while (m.rest.n && !out->code) {
        pass(&m, plain_length(&m, m.rest));
        const size_t bad = m.rest.n ? bad_length(m.rest) : 0;
        if (bad) {
            put_bad(&m, wire_str_cut(m.rest, 0, bad));
            skip(&m, bad);
        } else if (m.rest.n && *m.rest.p == '&') {
            mend_reference(&m);
        } else if (m.rest.n) {
            mend_markup(&m);
        }
    }
    *is_mended = m.is_mended;
    return wire_out_text(out);
}
