/* copy.c: a text's characters, or a node's, into a buffer. */
#include <string.h>

#include "base/rows.h"
#include "extract/page.h"

enum { MAX_STEPS = 20000 }; /* nodes that a copy goes over: some hold a page's worth of empty ones */

typedef enum copy_way {
    COPY_PLAIN,
    COPY_PARTED, /* " | " where elements meet without a space */
    COPY_CELLS   /* "\n" where elements meet */
} copy_way;

typedef struct copy {
    char *to;
    size_t n, most;
    copy_way way;
    bool gap, is_edge;
} copy;

static bool is_plain(char c) /* neither space nor what a no-break space begins with */
{
    return (unsigned char)c > ' ' && c != '\xc2';
}

/* Copies from the first character on, which is no space, what stays as it is, single spaces between words too, as far
 * as whole rows go. out  how many, at least one */
static size_t copy_rows(const copy *c, wire_str s)
{
    char *to = c->to + c->n;
    size_t n = 1;
    *to = *s.p;
    while (s.n - n > WIRE__SIXTEEN && c->n + n + WIRE__SIXTEEN + 1 < c->most) {
        const wire__sixteen row = wire__sixteen_at(s.p + n), next = wire__sixteen_at(s.p + n + 1);
        memcpy(to + n, &row, sizeof row);
        const wire__sixteen odd = wire__sixteen_below(row, ' ' + 1) | wire__sixteen_is(row, '\xc2');
        const wire__sixteen between =
            wire__sixteen_is(row, ' ') & ~(wire__sixteen_below(next, ' ' + 1) | wire__sixteen_is(next, '\xc2'));
        const uint32_t odds = wire__sixteen_bits(odd & ~between);
        if (odds)
            return n + (size_t)__builtin_ctz(odds);
        n += WIRE__SIXTEEN;
    }
    return n;
}

static void copy_text(copy *c, wire_str s)
{
    if (c->way == COPY_CELLS && wire__is_blank(s)) {
        c->gap = true;
        return;
    }
    if (c->way == COPY_CELLS && c->is_edge && c->n && c->n + 1 < c->most) {
        c->to[c->n++] = '\n';
        c->gap = false;
    }
    if (c->way == COPY_PARTED && c->is_edge && !c->gap && c->n && c->n + 4 < c->most && s.n &&
        !(wire__is_space_byte(s.p[0]))) {
        memcpy(c->to + c->n, " | ", 3);
        c->n += 3;
    }
    c->is_edge = false;
    for (size_t i = 0; i < s.n && c->n + 1 < c->most; i++) {
        const bool is_nbsp = (unsigned char)s.p[i] == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xA0;
        if (is_nbsp || wire__is_space_byte(s.p[i])) {
            c->gap = true;
            i += is_nbsp;
            continue;
        }
        if (c->gap && c->n)
            c->to[c->n++] = ' ';
        c->gap = false;
        size_t run = copy_rows(c, wire_str_cut(s, i, s.n));
        while (i + run < s.n && c->n + run + 1 < c->most && is_plain(s.p[i + run])) {
            c->to[c->n + run] = s.p[i + run];
            run++;
        }
        c->n += run;
        i += run - 1;
    }
}

/* Without the beginning of a character that did not fit. */
static size_t whole_characters(const char *text, size_t n, size_t most)
{
    size_t tail = 0;
    while (n + 1 >= most && tail < 3 && tail < n && ((unsigned char)text[n - 1 - tail] & 0xC0) == 0x80)
        tail++;
    const unsigned char lead = n > tail ? (unsigned char)text[n - 1 - tail] : 0;
    const size_t needs = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    return n + 1 >= most && needs > tail ? n - tail - 1 : n;
}

/* Shown text from `node` up to and with `last`, or of all below `top` where last is NULL. */
static size_t copy_nodes(const wire__scan *scan, wire__node *node, wire__node *last, wire__node *top, char *to,
                         size_t most, copy_way way)
{
    copy c = {.to = to, .most = most, .way = way};
    wire__node *parent = NULL; /* of the text before */
    for (uint32_t steps = 0; node && steps < MAX_STEPS && c.n + 1 < most; steps++) {
        bool is_closed = false;
        if (wire__node_is_text(node)) {
            c.is_edge = c.is_edge || (way == COPY_CELLS && node->parent != parent);
            parent = node->parent;
            copy_text(&c, wire__node_text(node));
        } else if (wire__node_is_element(node) && node != top) {
            const uintptr_t tag = wire__node_tag(node);
            c.is_edge = true;
            if (tag == LXB_TAG_BR && way == COPY_PARTED)
                copy_text(&c, WIRE_STR("|")); /* of cells, a break is an edge as others are */
            else if (!wire__is_inline_tag(tag))
                c.gap = true;
            is_closed = wire__is_skipped_tag(tag);
            if (!is_closed && ((const lxb_dom_element_t *)node)->first_attr) {
                wire__attrs attrs;
                wire__node_attrs(scan->dom, node, &attrs);
                const uint32_t says = wire__says_of_names(scan->words, wire__attrs_get(&attrs, WIRE__ATTR_CLASS));
                is_closed = wire__is_unshown(&attrs, says) || wire__is_popup(scan, node, says);
            }
        }
        if (node == last)
            break;
        wire__node *next = is_closed ? wire__node_after(node, top) : wire__node_next(node, top);
        c.gap = c.gap || wire__leaves_block(node, next);
        node = next;
    }
    return whole_characters(to, c.n, most);
}

size_t wire__text_copy(const wire__scan *scan, const wire__text *text, char *to, size_t most)
{
    return copy_nodes(scan, text->first, text->last, NULL, to, most, COPY_PLAIN);
}

size_t wire__text_copy_parted(const wire__scan *scan, const wire__text *text, char *to, size_t most)
{
    return copy_nodes(scan, text->first, text->last, NULL, to, most, COPY_PARTED);
}

size_t wire__node_copy(const wire__scan *scan, wire__node *node, char *to, size_t most)
{
    return copy_nodes(scan, node, NULL, node, to, most, COPY_PLAIN);
}

size_t wire__node_copy_parted(const wire__scan *scan, wire__node *node, char *to, size_t most)
{
    return copy_nodes(scan, node, NULL, node, to, most, COPY_PARTED);
}

size_t wire__text_copy_cells(const wire__scan *scan, const wire__text *text, char *to, size_t most)
{
    return copy_nodes(scan, text->first, text->last, NULL, to, most, COPY_CELLS);
}

size_t wire__node_copy_cells(const wire__scan *scan, wire__node *node, char *to, size_t most)
{
    return copy_nodes(scan, node, NULL, node, to, most, COPY_CELLS);
}
