/* spans.c: a text's characters with their marks and links. */
#include <string.h>

#include "base/rows.h"
#include "extract/body.h"

enum { MAX_UP = 40 };

static bool reserve(wire__run *r, size_t more)
{
    if (r->n + more <= r->cap)
        return true;
    const size_t cap = (r->n + more) * 2 + 256;
    char *text = cap < UINT32_MAX / 2 ? wire_arena_take(r->arena, cap, 1) : NULL;
    if (!text) {
        r->is_failed = true;
        return false;
    }
    if (r->n)
        memcpy(text, r->text, r->n);
    r->text = text;
    r->cap = (uint32_t)cap;
    return true;
}

/* The span for what is put next. */
static void set_span(wire__run *r, uint32_t marks, wire__node *link)
{
    if (r->n_spans) {
        struct wire__run_span *last = &r->spans[r->n_spans - 1];
        last->end = r->n;
        if (last->marks == marks && last->link == link)
            return;
        const uint32_t start = r->n_spans > 1 ? last[-1].end : 0;
        if (start == r->n) {
            last->marks = marks;
            last->link = link;
            return;
        }
    }
    if (r->n_spans == r->cap_spans) {
        const uint32_t cap = r->cap_spans * 2 + 16;
        struct wire__run_span *spans = WIRE_TAKE(r->arena, struct wire__run_span, cap);
        if (!spans) {
            r->is_failed = true;
            return;
        }
        if (r->n_spans)
            memcpy(spans, r->spans, r->n_spans * sizeof *spans);
        r->spans = spans;
        r->cap_spans = cap;
    }
    r->spans[r->n_spans++] = (struct wire__run_span){r->n, marks, link};
}

static uint32_t mark_of(uintptr_t tag)
{
    switch (tag) {
    case LXB_TAG_EM:
    case LXB_TAG_I:
    case LXB_TAG_CITE:
    case LXB_TAG_DFN:
    case LXB_TAG_VAR:
        return WIRE_MARK_EM;
    case LXB_TAG_STRONG:
    case LXB_TAG_B:
        return WIRE_MARK_STRONG;
    case LXB_TAG_CODE:
    case LXB_TAG_KBD:
    case LXB_TAG_SAMP:
    case LXB_TAG_TT:
        return WIRE_MARK_CODE;
    case LXB_TAG_SUB:
        return WIRE_MARK_SUB;
    case LXB_TAG_SUP:
        return WIRE_MARK_SUP;
    case LXB_TAG_S:
    case LXB_TAG_STRIKE:
    case LXB_TAG_DEL:
        return WIRE_MARK_STRIKE;
    default:
        return 0;
    }
}

/* What the elements around a text node say, up to its block. */
static uint32_t style_of(const wire__scan *scan, wire__node *node, wire__node **link)
{
    uint32_t marks = 0;
    *link = NULL;
    for (node = node->parent; node && wire__node_is_element(node) && !wire__is_block_tag(wire__node_tag(node));
         node = node->parent) {
        marks |= mark_of(wire__node_tag(node));
        if (wire__node_tag(node) == LXB_TAG_A && !*link && wire__node_attr(scan->dom, node, WIRE__ATTR_HREF).n)
            *link = node;
    }
    /* A link may also stand around blocks. */
    for (int i = 0; !*link && node && i < 4; node = node->parent, i++)
        if (wire__node_is(node, LXB_TAG_A) && wire__node_attr(scan->dom, node, WIRE__ATTR_HREF).n)
            *link = node;
    return marks;
}

static bool is_space_at(wire_str s, size_t i, size_t *width)
{
    const unsigned char c = (unsigned char)s.p[i];
    *width = 1;
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return true;
    if (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xA0)
        return *width = 2, true;
    return false;
}

/* Characters that show nothing: zero width, byte order mark, soft hyphen. */
static size_t unseen_at(wire_str s, size_t i)
{
    const unsigned char c = (unsigned char)s.p[i];
    if (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xAD)
        return 2;
    if (i + 2 >= s.n)
        return 0;
    if (c == 0xE2 && (unsigned char)s.p[i + 1] == 0x80 && (unsigned char)s.p[i + 2] == 0x8B)
        return 3;
    if (c == 0xEF && (unsigned char)s.p[i + 1] == 0xBB && (unsigned char)s.p[i + 2] == 0xBF)
        return 3;
    return 0;
}

/* Which of sixteen characters are put as they are. in  p: one more is behind them */
static uint32_t plain_bytes(wire__sixteen row, const char *p)
{
    const wire__sixteen special = wire__sixteen_is(row, '\xC2') | wire__sixteen_is(row, '\xE2') |
                                  wire__sixteen_is(row, '\xEF') | wire__sixteen_below(row, ' ' + 1);
    const wire__sixteen between =
        wire__sixteen_is(row, ' ') & wire__sixteen_between(wire__sixteen_at(p + 1), ' ' + 1, 0x7F);
    return wire__sixteen_bits(~special | between);
}

/* Puts characters from one on that are put as they are: single spaces between words too. At least one byte.
 * in  to: has room for all of s and a row */
static size_t put_plain(char *to, wire_str s, size_t from)
{
    size_t i = from;
    *to = s.p[i++];
    while (s.n - i > WIRE__SIXTEEN) {
        const wire__sixteen row = wire__sixteen_at(s.p + i);
        memcpy(to + (i - from), &row, sizeof row);
        const uint32_t odd = ~plain_bytes(row, s.p + i) & 0xFFFF;
        if (odd)
            return i + (size_t)__builtin_ctz(odd) - from;
        i += WIRE__SIXTEEN;
    }
    for (; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        const bool is_plain = c > ' ' && c != 0xC2 && c != 0xE2 && c != 0xEF;
        if (!is_plain && !(c == ' ' && i + 1 < s.n && s.p[i + 1] > ' '))
            break;
        to[i - from] = s.p[i];
    }
    return i - from;
}

/* White space becomes one space, put before the next character: a text neither starts nor ends with one. */
static void put_text(wire__run *r, wire_str s, bool keep_space, char *gap, uint32_t marks, wire__node *link)
{
    if (!reserve(r, s.n + 2 + WIRE__SIXTEEN))
        return;
    bool is_set = false;
    for (size_t i = 0; i < s.n;) {
        size_t width;
        if (!keep_space && is_space_at(s, i, &width)) {
            if (!*gap)
                *gap = ' ';
            i += width;
            continue;
        }
        const size_t unseen = unseen_at(s, i);
        if (unseen) {
            i += unseen;
            continue;
        }
        /* A space between two spans goes to the one that is neither linked nor marked, or to the one that is not
         * linked. */
        const bool is_plainer = !link && r->n_spans && r->spans[r->n_spans - 1].link;
        const bool is_mine = is_set || (!marks && !link) || is_plainer;
        if (*gap && r->n && !is_mine)
            r->text[r->n++] = *gap;
        if (!is_set) {
            set_span(r, marks, link);
            is_set = true;
            if (r->is_failed)
                return;
        }
        if (*gap && r->n && is_mine)
            r->text[r->n++] = *gap;
        *gap = 0;
        const size_t run = put_plain(r->text + r->n, s, i);
        r->n += (uint32_t)run;
        i += run;
    }
    if (r->n_spans)
        r->spans[r->n_spans - 1].end = r->n;
}

/* The arrow behind a footnote that leads back to its mark. */
static bool is_way_back(const wire__scan *scan, wire__node *link)
{
    static const wire_str arrows[] = {WIRE_STR("\xe2\x86\xa9"), WIRE_STR("\xe2\x86\x91"), WIRE_STR("\xe2\xa4\xb4"),
                                      WIRE_STR("\xe2\x86\xb5")};
    const wire_str href = wire__node_attr(scan->dom, link, WIRE__ATTR_HREF);
    if (!href.n || href.p[0] != '#' || !link->first_child || !wire__node_is_text(link->first_child))
        return false;
    const wire_str text = wire_str_trim(wire__node_text(link->first_child));
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
        if (wire_str_has_prefix(text, arrows[i]) && text.n <= arrows[i].n + 3)
            return true;
    return false;
}

static bool is_passed_over(const wire__scan *scan, wire__node *node)
{
    if (wire__is_skipped_tag(wire__node_tag(node)))
        return true;
    if (!((const lxb_dom_element_t *)node)->first_attr)
        return false;
    if (wire__node_is(node, LXB_TAG_A) && is_way_back(scan, node))
        return true;
    wire__attrs attrs;
    wire__node_attrs(scan->dom, node, &attrs);
    const wire_str class = wire__attrs_get(&attrs, WIRE__ATTR_CLASS);
    const uint32_t says = class.n ? wire__says_of_names(scan->words, class) : 0;
    return wire__is_unshown(&attrs, says) || wire__is_popup(scan, node, says);
}

void wire__run_make(wire__run *run, const wire__scan *scan, wire__node *first, wire__node *last, bool keep_space,
                    wire_arena *arena)
{
    run->n = run->n_spans = 0;
    run->arena = arena;
    run->is_failed = false;
    char gap = 0;
    wire__node *parent = NULL, *link = NULL;
    uint32_t marks = 0;
    const wire__node *const end = wire__node_after(last, NULL); /* last itself may be passed over */
    for (wire__node *node = first; node && node != end && !run->is_failed;) {
        bool is_over = false;
        if (wire__node_is_text(node)) {
            if (node->parent != parent) {
                parent = node->parent;
                marks = style_of(scan, node, &link);
            }
            put_text(run, wire__node_text(node), keep_space, &gap, marks, link);
        } else if (wire__node_is_element(node)) {
            if (wire__node_tag(node) == LXB_TAG_BR) {
                gap = '\n';
            } else {
                is_over = is_passed_over(scan, node);
                if (!gap && wire__is_block_tag(wire__node_tag(node)))
                    gap = ' ';
            }
        }
        if (node == last)
            break;
        wire__node *next = is_over ? wire__node_after(node, NULL) : wire__node_next(node, NULL);
        if (!gap && wire__leaves_block(node, next))
            gap = ' ';
        node = next;
    }
}

wire_code wire__run_put(const wire__run *run, uint32_t from, wire__writing *w)
{
    if (run->is_failed)
        return WIRE_ENOMEM;
    uint32_t start = 0;
    wire__node *link = NULL;
    wire_str href = {NULL, 0};
    for (uint32_t i = 0; i < run->n_spans; i++) {
        const struct wire__run_span *span = &run->spans[i];
        const uint32_t at = start > from ? start : from;
        if (span->end > at) {
            if (span->link != link) {
                link = span->link;
                href = (wire_str){NULL, 0};
                const wire_code code =
                    link ? wire__read_href(w, wire__node_attr(w->scan->dom, link, WIRE__ATTR_HREF), true, &href)
                         : WIRE_OK;
                if (code != WIRE_OK)
                    return code;
            }
            wire__build_text(w->builder, (wire_str){run->text + at, span->end - at}, span->marks, href);
        }
        start = span->end;
    }
    return WIRE_OK;
}
