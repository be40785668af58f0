/* clean_plain.c: cleans well-formed pieces of plain markup in one pass, without a tree. */
#include "clean_walk.h"

#include "base/rows.h"

#include <string.h>

enum { MAX_DEPTH = 32, MAX_VALUE = 1024 };

/* Where an element may stand, so that HTML's rules move nothing. */
typedef enum place {
    PLACE_INLINE, /* anywhere but in a list */
    PLACE_LINK,   /* the same, but not in its like */
    PLACE_VOID,   /* the same, and has no end */
    PLACE_BLOCK,  /* not in a paragraph, a heading or among inline elements */
    PLACE_TEXT,   /* the same, and no block stands in it */
    PLACE_ITEM    /* in a list */
} place;

static const struct kind {
    const char *name;
    lxb_tag_id_t tag;
    place place;
} kinds[] = {
    {"p", LXB_TAG_P, PLACE_TEXT},
    {"a", LXB_TAG_A, PLACE_LINK},
    {"br", LXB_TAG_BR, PLACE_VOID},
    {"em", LXB_TAG_EM, PLACE_INLINE},
    {"strong", LXB_TAG_STRONG, PLACE_INLINE},
    {"img", LXB_TAG_IMG, PLACE_VOID},
    {"li", LXB_TAG_LI, PLACE_ITEM},
    {"ul", LXB_TAG_UL, PLACE_BLOCK},
    {"div", LXB_TAG_DIV, PLACE_BLOCK},
    {"span", LXB_TAG_SPAN, PLACE_INLINE},
    {"b", LXB_TAG_B, PLACE_INLINE},
    {"i", LXB_TAG_I, PLACE_INLINE},
    {"h2", LXB_TAG_H2, PLACE_TEXT},
    {"h3", LXB_TAG_H3, PLACE_TEXT},
    {"h4", LXB_TAG_H4, PLACE_TEXT},
    {"ol", LXB_TAG_OL, PLACE_BLOCK},
    {"blockquote", LXB_TAG_BLOCKQUOTE, PLACE_BLOCK},
    {"u", LXB_TAG_U, PLACE_INLINE},
    {"code", LXB_TAG_CODE, PLACE_INLINE},
    {"sub", LXB_TAG_SUB, PLACE_INLINE},
    {"sup", LXB_TAG_SUP, PLACE_INLINE},
    {"cite", LXB_TAG_CITE, PLACE_INLINE},
    {"small", LXB_TAG_SMALL, PLACE_INLINE},
};

/* The references that are met most; text with others is left to the tree. */
static const struct reference {
    wire_str name, text;
} references[] = {
    {WIRE_STR("amp;"), WIRE_STR("&")},
    {WIRE_STR("lt;"), WIRE_STR("<")},
    {WIRE_STR("gt;"), WIRE_STR(">")},
    {WIRE_STR("quot;"), WIRE_STR("\"")},
    {WIRE_STR("nbsp;"), WIRE_STR("\xC2\xA0")},
    {WIRE_STR("rsquo;"), WIRE_STR("\xE2\x80\x99")},
    {WIRE_STR("lsquo;"), WIRE_STR("\xE2\x80\x98")},
    {WIRE_STR("rdquo;"), WIRE_STR("\xE2\x80\x9D")},
    {WIRE_STR("ldquo;"), WIRE_STR("\xE2\x80\x9C")},
    {WIRE_STR("ndash;"), WIRE_STR("\xE2\x80\x93")},
    {WIRE_STR("mdash;"), WIRE_STR("\xE2\x80\x94")},
    {WIRE_STR("hellip;"), WIRE_STR("\xE2\x80\xA6")},
    {WIRE_STR("#39;"), WIRE_STR("'")},
    {WIRE_STR("#039;"), WIRE_STR("'")},
    {WIRE_STR("#8217;"), WIRE_STR("\xE2\x80\x99")},
    {WIRE_STR("#8216;"), WIRE_STR("\xE2\x80\x98")},
    {WIRE_STR("#8220;"), WIRE_STR("\xE2\x80\x9C")},
    {WIRE_STR("#8221;"), WIRE_STR("\xE2\x80\x9D")},
    {WIRE_STR("#8211;"), WIRE_STR("\xE2\x80\x93")},
    {WIRE_STR("#8212;"), WIRE_STR("\xE2\x80\x94")},
    {WIRE_STR("#8230;"), WIRE_STR("\xE2\x80\xA6")},
    {WIRE_STR("#160;"), WIRE_STR("\xC2\xA0")},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

typedef struct plain {
    wire__clean_walk *w;
    const char *at, *end;
    const struct kind *open[MAX_DEPTH];
    size_t n_open;
    char value[MAX_VALUE];
} plain;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const struct reference *find_reference(const plain *p)
{
    const wire_str rest = {p->at + 1, (size_t)(p->end - p->at - 1)};
    for (size_t i = 0; i < COUNT(references); i++)
        if (wire_str_has_prefix(rest, references[i].name))
            return &references[i];
    return NULL;
}

/* An "&" that begins nothing is text. */
static bool is_bare(const plain *p)
{
    return p->at + 1 < p->end && is_space(p->at[1]);
}

/* Which of sixteen bytes end a run of plain text, a bit each. */
static uint32_t ends_of(const char *at)
{
    const wire__sixteen row = wire__sixteen_at(at);
    return wire__sixteen_bits(wire__sixteen_is(row, '<') | wire__sixteen_is(row, '&') | wire__sixteen_is(row, '\r') |
                              wire__sixteen_is(row, '\0'));
}

/* Text up to the next tag. */
static bool pass_text(plain *p)
{
    while (p->at < p->end && *p->at != '<') {
        const char *from = p->at;
        for (uint32_t ends = 0; !ends && p->end - p->at >= WIRE__SIXTEEN;) {
            ends = ends_of(p->at);
            p->at += ends ? __builtin_ctz(ends) : WIRE__SIXTEEN;
        }
        while (p->at < p->end && *p->at != '<' && *p->at != '&' && *p->at != '\r' && *p->at)
            p->at++;
        if (p->at > from)
            wire__clean_put(p->w, (wire_str){from, (size_t)(p->at - from)});
        if (p->at == p->end || *p->at == '<')
            return true;
        if (*p->at != '&')
            return false;
        const struct reference *reference = find_reference(p);
        if (!reference && !is_bare(p))
            return false;
        wire__clean_put(p->w, reference ? reference->text : WIRE_STR("&"));
        p->at += 1 + (reference ? reference->name.n : 0);
    }
    return true;
}

static const struct kind *take_name(plain *p)
{
    const char *from = p->at;
    while (p->at < p->end && (is_letter(*p->at) || (*p->at >= '0' && *p->at <= '9')))
        p->at++;
    const wire_str name = {from, (size_t)(p->at - from)};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (name.n && *name.p == *kinds[i].name && name.n == strlen(kinds[i].name) &&
            !memcmp(name.p, kinds[i].name, name.n))
            return &kinds[i];
    return NULL;
}

/* A quoted value, its references resolved. */
static bool take_value(plain *p, wire_str *value)
{
    const char quote = *p->at++;
    const char *from = p->at, *close = memchr(from, quote, (size_t)(p->end - from));
    *value = (wire_str){from, close ? (size_t)(close - from) : 0};
    if (!close || value->n > MAX_VALUE || (value->n && memchr(from, '\r', value->n)) ||
        (value->n && memchr(from, '\0', value->n)))
        return false;
    size_t n = 0;
    if (value->n && memchr(from, '&', value->n)) {
        while (p->at < close) {
            const struct reference *reference = *p->at == '&' ? find_reference(p) : NULL;
            if (*p->at == '&' && !reference)
                return false;
            const wire_str text = reference ? reference->text : (wire_str){p->at, 1};
            memcpy(p->value + n, text.p, text.n); /* never longer than the reference */
            n += text.n;
            p->at += 1 + (reference ? reference->name.n : 0);
        }
        *value = (wire_str){p->value, n};
    }
    p->at = close + 1;
    return true;
}

static bool pass_attribute(plain *p, const wire__clean_element *e, uint64_t has[4])
{
    const char *from = p->at;
    while (p->at < p->end && (is_letter(*p->at) || *p->at == '-'))
        p->at++;
    const wire_str name = {from, (size_t)(p->at - from)};
    if (!name.n || p->at + 1 >= p->end || p->at[0] != '=' || (p->at[1] != '"' && p->at[1] != '\''))
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] <= 'Z' && name.p[i] != '-')
            return false;
    /* of two the first counts: names that may be alike are left to the tree */
    const unsigned char sum = (unsigned char)(name.p[0] * 31 + name.p[name.n - 1] * 7 + (int)name.n);
    if (has[sum / 64] >> sum % 64 & 1)
        return false;
    has[sum / 64] |= (uint64_t)1 << sum % 64;
    p->at++;
    wire_str value;
    if (!take_value(p, &value))
        return false;
    if (e && e->name)
        wire__clean_attribute(p->w, e->tag, name, value);
    return true;
}

static bool may_stand(const plain *p, const struct kind *kind)
{
    const struct kind *top = p->n_open ? p->open[p->n_open - 1] : NULL;
    const bool is_in_list = top && (top->tag == LXB_TAG_UL || top->tag == LXB_TAG_OL);
    if (kind->place == PLACE_ITEM || is_in_list)
        return kind->place == PLACE_ITEM && is_in_list;
    if (kind->place == PLACE_BLOCK || kind->place == PLACE_TEXT)
        return !top || top->place == PLACE_BLOCK || top->place == PLACE_ITEM;
    for (size_t i = 0; i < p->n_open; i++)
        if (kind->place == PLACE_LINK && p->open[i]->place == PLACE_LINK)
            return false;
    return true;
}

static bool pass_start(plain *p)
{
    p->at++;
    const struct kind *kind = take_name(p);
    if (!kind || !may_stand(p, kind) || p->n_open == MAX_DEPTH)
        return false;
    const wire__clean_element *e = wire__clean_find(kind->tag);
    uint64_t has[4] = {0}; /* names of attributes seen, by their sums */
    if (e)
        wire__clean_enter(p->w, e);
    for (;;) {
        const char *from = p->at;
        while (p->at < p->end && is_space(*p->at))
            p->at++;
        if (p->at == p->end)
            return false;
        if (*p->at == '/' && kind->place == PLACE_VOID)
            p->at++;
        if (p->at < p->end && *p->at == '>')
            break;
        if (p->at == from || !pass_attribute(p, e, has))
            return false;
    }
    p->at++;
    if (e)
        wire__clean_entered(p->w, e);
    if (kind->place != PLACE_VOID)
        p->open[p->n_open++] = kind;
    else if (e)
        wire__clean_leave(p->w, e);
    return true;
}

static bool pass_end(plain *p)
{
    p->at += 2;
    const struct kind *kind = take_name(p);
    if (!kind || !p->n_open || p->open[p->n_open - 1] != kind || p->at == p->end || *p->at != '>')
        return false;
    p->at++;
    p->n_open--;
    const wire__clean_element *e = wire__clean_find(kind->tag);
    if (e)
        wire__clean_leave(p->w, e);
    return true;
}

bool wire__clean_plain(wire__clean_walk *w, wire_str html)
{
    plain p;
    p.w = w;
    p.at = html.p;
    p.end = html.p + html.n;
    p.n_open = 0;
    if (wire_str_has_prefix(html, WIRE_STR("\xEF\xBB\xBF")))
        return false;
    while (p.at < p.end) {
        if (*p.at != '<') {
            if (!pass_text(&p))
                return false;
        } else if (p.at + 1 < p.end && is_letter(p.at[1])) {
            if (!pass_start(&p))
                return false;
        } else if (p.at + 1 >= p.end || p.at[1] != '/' || !pass_end(&p)) {
            return false;
        }
    }
    return !p.n_open;
}
