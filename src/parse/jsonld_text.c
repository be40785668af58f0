/* jsonld_text.c: cleaning text that is HTML within JSON or an attribute. */
#include "parse/jsonld.h"

#include <string.h>

#include "base/utf8.h"
#include "model/entities.h"

/* Tags whose start or end parts lines. */
static bool is_block_tag(const char *p, size_t n)
{
    static const char *const names[] = {"p",  "br", "div", "li", "ul", "ol", "h1",      "h2",        "h3",
                                        "h4", "h5", "h6",  "tr", "td", "th", "section", "blockquote"};
    size_t from = n && p[0] == '/', len = 0;
    while (from + len < n && ((p[from + len] | 32) >= 'a' || (p[from + len] >= '0' && p[from + len] <= '9')) &&
           p[from + len] != '/')
        len++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (wire_str_is_ci((wire_str){p + from, len}, wire_str_of(names[i])))
            return true;
    return false;
}

typedef struct clean {
    char *to;
    size_t n;
    bool keep_lines;
    int gap; /* pending: 0 nothing, 1 a space, 2 a line end, 3 an empty line */
} clean;

static void put(clean *c, uint32_t code)
{
    const bool is_line = code == '\n' || code == '\r' || code == 0x2028;
    if (is_line || code == ' ' || code == '\t' || code == 0xA0 || code == 0x0B || code == 0x0C) {
        if (is_line && c->keep_lines)
            c->gap = c->gap < 2 ? 2 : code == '\n' || code == 0x2028 ? 3 : c->gap;
        else if (!c->gap)
            c->gap = 1;
        return;
    }
    if (code < 0x20 || code == 0x7F || code == 0xAD || code == 0x200B || code == 0xFEFF)
        return;
    if (c->gap && c->n) {
        if (c->gap > 1)
            c->to[c->n++] = '\n';
        if (c->gap > 2)
            c->to[c->n++] = '\n';
        if (c->gap == 1)
            c->to[c->n++] = ' ';
    }
    c->gap = 0;
    c->n += wire__utf8_encode(code, c->to + c->n);
}

/* As wire__entity_code, but whole ones alone: a description may be cut within one. */
static size_t reference(wire_str text, size_t at, uint32_t *code)
{
    const size_t used = wire__entity_code(text, at, code);
    return used && text.p[at + used - 1] == ';' ? used : 0;
}

wire_str wire__text_clean(wire_str text, bool keep_lines, wire_arena *arena)
{
    char *to = text.n ? wire_arena_take(arena, text.n + 8, 1) : NULL;
    if (!to)
        return (wire_str){NULL, 0};
    clean c = {to, 0, keep_lines, 0};
    for (size_t i = 0; i < text.n;) {
        const unsigned char b = (unsigned char)text.p[i];
        if (b == '&') {
            uint32_t code, inner;
            size_t used = reference(text, i, &code);
            if (used && code == '&') { /* escaped twice, as much JSON-LD is */
                const size_t more = reference(text, i + used - 1, &inner);
                code = more ? inner : code;
                used += more ? more - 1 : 0;
            }
            if (used) {
                if (code)
                    put(&c, code);
                i += used;
                continue;
            }
        } else if (b == '<' && i + 1 < text.n &&
                   (((text.p[i + 1] | 32) >= 'a' && (text.p[i + 1] | 32) <= 'z') || text.p[i + 1] == '/' ||
                    text.p[i + 1] == '!')) {
            const char *end = memchr(text.p + i, '>', text.n - i);
            if (end) {
                if (is_block_tag(text.p + i + 1, (size_t)(end - text.p) - i - 1))
                    put(&c, '\n'), put(&c, keep_lines ? '\n' : ' ');
                i = (size_t)(end - text.p) + 1;
                continue;
            }
        }
        if (b < 0x80) {
            put(&c, b);
            i++;
        } else if (b == 0xC2 && i + 1 < text.n && ((unsigned char)text.p[i + 1] == 0xA0)) {
            put(&c, 0xA0);
            i += 2;
        } else if (b == 0xC2 && i + 1 < text.n && (unsigned char)text.p[i + 1] == 0xAD) {
            i += 2; /* a soft hyphen */
        } else {    /* a byte of a longer character goes through as it is */
            if (c.gap)
                put(&c, 'x'), c.n--;
            c.to[c.n++] = (char)b;
            i++;
        }
    }
    return c.n ? (wire_str){to, c.n} : (wire_str){NULL, 0};
}

void wire__facts_add_author(wire__facts *facts, wire_str name, bool is_organization)
{
    if (!name.n || facts->n_authors == WIRE__MAX_AUTHORS)
        return;
    for (uint32_t i = 0; i < facts->n_authors; i++)
        if (wire_str_is_ci(facts->authors[i].name, name))
            return;
    facts->authors[facts->n_authors++] = (wire_author){name, is_organization};
}

void wire__facts_add_keyword(wire__facts *facts, wire_str word)
{
    if (!word.n || word.n > 100 || facts->n_keywords == WIRE__MAX_KEYWORDS)
        return;
    for (uint32_t i = 0; i < facts->n_keywords; i++)
        if (wire_str_is_ci(facts->keywords[i], word))
            return;
    facts->keywords[facts->n_keywords++] = word;
}
