/* xml.c: one pass over ill-formed XML. */
#include "xml.h"

#include "base/utf8.h"

#include <libxml/HTMLparser.h>
#include <string.h>

enum {
    MAX_ENTITIES = 64, /* of a DOCTYPE */
    MAX_ENTITY_NAME = 32,
    MAX_ENTITY_VALUE = 1024,
    MAX_GROWTH = 4 << 20 /* bytes that a DOCTYPE's entities may add in all */
};

typedef struct entity {
    wire_str name, value;
} entity;

typedef struct mending {
    wire_str rest;
    wire_out *out;
    entity entities[MAX_ENTITIES];
    size_t n_entities, n_grown;
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

/* The whole ---------------------------------------------------------------------------------- */

/* Bytes of a character that XML forbids, or of a control from 128 to 159; 0: neither. */
static size_t bad_length(wire_str s)
{
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

static void pass_cdata(mending *m)
{
    const size_t at = wire_str_find(m->rest, WIRE_STR("]]>"));
    const size_t left = at == SIZE_MAX ? 0 : m->rest.n - at - 3;
    wire_str text = wire_str_cut(m->rest, 0, at);
    while (text.n) {
        size_t n = 0, bad = 0;
        while (n < text.n && !(bad = bad_length(wire_str_cut(text, n, text.n))))
            n++;
        wire_out_put(m->out, wire_str_cut(text, 0, n));
        put_bad(m, wire_str_cut(text, n, n + bad));
        text = wire_str_cut(text, n + bad, text.n);
    }
    wire_out_lit(m->out, "]]>");
    m->is_mended |= at == SIZE_MAX;
    skip(m, m->rest.n - left);
}

static void mend_markup(mending *m)
{
    if (starts(m->rest, "<!--")) {
        skip(m, end_of(m->rest, "-->")); /* says nothing, and "--" within it is an error */
    } else if (starts(m->rest, "<![CDATA[")) {
        pass_cdata(m);
    } else if (starts(m->rest, "<?")) {
        skip(m, end_of(m->rest, "?>"));
    } else if (wire_str_is_ci(wire_str_cut(m->rest, 0, 9), WIRE_STR("<!DOCTYPE"))) {
        read_doctype(m);
    } else if (m->rest.n > 1 &&
               (is_letter(m->rest.p[1]) || m->rest.p[1] == '/' || m->rest.p[1] == '_' || m->rest.p[1] & 0x80)) {
        pass(m, 1);
    } else {
        wire_out_lit(m->out, "&lt;");
        skip(m, 1);
        m->is_mended = true;
    }
}

void wire__xml_mend(wire_str xml, wire_out *out, bool *is_mended)
{
    mending m = {.rest = xml, .out = out};
    const size_t first = wire_str_find(xml, WIRE_STR("<"));
    skip(&m, first == SIZE_MAX ? xml.n : first);
    while (m.rest.n && !out->code) {
        size_t n = 0, bad = 0;
        while (n < m.rest.n && m.rest.p[n] != '&' && m.rest.p[n] != '<' &&
               !(bad = bad_length(wire_str_cut(m.rest, n, m.rest.n))))
            n++;
        pass(&m, n);
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
}
