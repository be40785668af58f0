/* charset_meta.c: the encoding a page declares: the HTML standard's prescan, XML declarations, labels. */
#include "charset.h"

#include <lexbor/encoding/encoding.h>

enum { PRESCAN_BYTES = 1024 };

/* A place in the bytes; reading past the end gives 0 and stays there. */
typedef struct place {
    const char *p, *end;
} place;

typedef struct attribute {
    wire_str name, value; /* as they stand; the value without its quotes */
} attribute;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_spaces(place *at, char also)
{
    while (at->p < at->end && (is_space(*at->p) || (also && *at->p == also)))
        at->p++;
}

static wire_str between(const char *from, const char *to)
{
    return (wire_str){from, (size_t)(to - from)};
}

static bool starts(const place *at, const char *text)
{
    const wire_str want = wire_str_of(text), here = between(at->p, at->end);
    return here.n >= want.n && wire_str_is_ci((wire_str){here.p, want.n}, want);
}

int wire__charset_of_label(wire_str label)
{
    label = wire_str_trim(label);
    const lxb_encoding_data_t *data =
        label.n ? lxb_encoding_data_by_pre_name((const lxb_char_t *)label.p, label.n) : NULL;
    return data ? (int)data->encoding : -1;
}

/* The value behind "charset" "=" in a header or in a meta's content, by the standard's algorithm. */
static wire_str charset_in(wire_str text)
{
    for (;;) {
        const size_t at = wire_str_find_ci(text, WIRE_STR("charset"));
        if (at == SIZE_MAX)
            return (wire_str){NULL, 0};
        text = wire_str_cut(text, at + 7, text.n);
        place here = {text.p, text.p + text.n};
        skip_spaces(&here, 0);
        if (here.p >= here.end || *here.p != '=')
            continue;
        here.p++;
        skip_spaces(&here, 0);
        const char quote = here.p < here.end && (*here.p == '"' || *here.p == '\'') ? *here.p++ : 0;
        const char *from = here.p;
        while (here.p < here.end && (quote ? *here.p != quote : !is_space(*here.p) && *here.p != ';'))
            here.p++;
        return between(from, here.p);
    }
}

int wire__charset_of_type(wire_str content_type)
{
    return wire__charset_of_label(charset_in(content_type));
}

static void skip_past(place *at, const char *text)
{
    while (at->p < at->end && !starts(at, text))
        at->p++;
    if (at->p < at->end)
        at->p += wire_str_of(text).n;
}

static wire_str attribute_value(place *at)
{
    skip_spaces(at, 0);
    if (at->p >= at->end)
        return between(at->p, at->p);
    const char quote = *at->p == '"' || *at->p == '\'' ? *at->p++ : 0;
    const char *from = at->p;
    while (at->p < at->end && (quote ? *at->p != quote : !is_space(*at->p) && *at->p != '>'))
        at->p++;
    const wire_str value = between(from, at->p);
    if (quote && at->p < at->end)
        at->p++;
    return value;
}

/* "Get an attribute" of the standard. false: the tag is over. */
static bool next_attribute(place *at, attribute *attr)
{
    skip_spaces(at, '/');
    if (at->p >= at->end || *at->p == '>')
        return false;
    const char *from = at->p;
    while (at->p < at->end && !is_space(*at->p) && *at->p != '/' && *at->p != '>' && (*at->p != '=' || at->p == from))
        at->p++;
    *attr = (attribute){between(from, at->p), {NULL, 0}};
    skip_spaces(at, 0);
    if (at->p < at->end && *at->p == '=') {
        at->p++;
        attr->value = attribute_value(at);
    }
    return true;
}

/* A <meta> from behind its name; -1: it declares nothing. */
static int read_meta(place *at)
{
    bool got_pragma = false, by_content = false;
    wire_str label = {NULL, 0};
    for (attribute attr; next_attribute(at, &attr);) {
        if (wire_str_is_ci(attr.name, WIRE_STR("http-equiv"))) {
            got_pragma |= wire_str_is_ci(attr.value, WIRE_STR("content-type"));
        } else if (wire_str_is_ci(attr.name, WIRE_STR("charset"))) {
            label = attr.value;
            by_content = false;
        } else if (wire_str_is_ci(attr.name, WIRE_STR("content")) && !label.p) {
            label = charset_in(attr.value);
            by_content = label.p;
        }
    }
    if (!label.p || (by_content && !got_pragma))
        return -1;
    const int encoding = wire__charset_of_label(label);
    /* It was read as ASCII, so it cannot be UTF-16. */
    if (encoding == LXB_ENCODING_UTF_16BE || encoding == LXB_ENCODING_UTF_16LE)
        return LXB_ENCODING_UTF_8;
    return encoding == LXB_ENCODING_X_USER_DEFINED ? LXB_ENCODING_WINDOWS_1252 : encoding;
}

/* The encoding pseudo-attribute of an XML declaration. */
static int read_xml_declaration(wire_str bytes)
{
    place at = {bytes.p, bytes.p + bytes.n};
    if (!starts(&at, "<?xml"))
        return -1;
    const size_t end = wire_str_find(bytes, WIRE_STR(">"));
    const wire_str text = wire_str_cut(bytes, 0, end == SIZE_MAX ? 0 : end);
    const size_t word = wire_str_find(text, WIRE_STR("encoding"));
    if (word == SIZE_MAX)
        return -1;
    at = (place){text.p + word + 8, text.p + text.n};
    skip_spaces(&at, '=');
    const int encoding = wire__charset_of_label(attribute_value(&at));
    if (encoding == LXB_ENCODING_UTF_16BE || encoding == LXB_ENCODING_UTF_16LE)
        return LXB_ENCODING_UTF_8;
    return encoding;
}

static void skip_tag(place *at)
{
    while (at->p < at->end && !is_space(*at->p) && *at->p != '>')
        at->p++;
    for (attribute attr; next_attribute(at, &attr);)
        ;
}

int wire__charset_prescan(wire_str bytes)
{
    bytes = wire_str_cut(bytes, 0, PRESCAN_BYTES);
    for (place at = {bytes.p, bytes.p + bytes.n}; at.p < at.end; at.p++) {
        if (*at.p != '<')
            continue;
        if (starts(&at, "<!--")) {
            at.p += 2; /* "<!-->" is a whole comment */
            skip_past(&at, "-->");
            at.p--;
        } else if (starts(&at, "<meta") && at.end - at.p > 5 && (is_space(at.p[5]) || at.p[5] == '/')) {
            at.p += 5;
            const int encoding = read_meta(&at);
            if (encoding >= 0)
                return encoding;
        } else if (at.end - at.p > 2 && (is_letter(at.p[1]) || (at.p[1] == '/' && is_letter(at.p[2])))) {
            skip_tag(&at);
        } else if (at.end - at.p > 1 && (at.p[1] == '!' || at.p[1] == '/' || at.p[1] == '?')) {
            while (at.p < at.end && *at.p != '>')
                at.p++;
        }
    }
    return read_xml_declaration(bytes);
}
