/* notes.c: footnotes: texts that marks in the body lead to ("<a href=#fn1>1</a>") are the story's, wherever they stand.
 * A learned page's long list of what it cites is not. */
#include <string.h>

#include "extract/choose.h"

enum { MANY_MARKS = 24, MAX_MARK = 12, LONG_NOTE = 1500, UP = 4 };

/* What marks are: a number, a letter or a sign, in brackets or not. */
static bool is_mark(wire_str text)
{
    static const wire_str signs[] = {WIRE_STR("\xe2\x80\xa0"), WIRE_STR("\xe2\x80\xa1"), WIRE_STR("\xc2\xa7"),
                                     WIRE_STR("\xc2\xb9"),     WIRE_STR("\xc2\xb2"),     WIRE_STR("\xc2\xb3")};
    while (text.n && strchr("[( ", text.p[0]))
        text = wire_str_cut(text, 1, text.n);
    while (text.n && strchr("]). ", text.p[text.n - 1]))
        text.n--;
    size_t digits = 0, stars = 0;
    for (size_t i = 0; i < text.n; i++) {
        digits += text.p[i] >= '0' && text.p[i] <= '9';
        stars += text.p[i] == '*';
    }
    if (text.n && text.n <= 3 && (digits == text.n || stars == text.n))
        return true;
    if (text.n == 1)
        return (text.p[0] | 32) >= 'a' && (text.p[0] | 32) <= 'z';
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (wire_str_is(text, signs[i]))
            return true;
    return false;
}

/* The text that a note of the scan stands in. NULL: none that is kept */
static const wire__text *kept_around(const wire__scan *scan, const wire__note *n)
{
    for (uint32_t at = n->at ? n->at - 1 : 0; at <= n->at && at < scan->n_texts; at++)
        if (scan->texts[at].is_kept && scan->texts[at].box == n->box && !scan->texts[at].heading)
            return &scan->texts[at];
    return NULL;
}

/* Where the marks of the body lead to. */
static uint32_t find_marks(const wire__scan *scan, wire_str *targets)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < scan->n_notes && n < MANY_MARKS; i++) {
        const wire__note *note = &scan->notes[i];
        char text[MAX_MARK];
        if (!wire_str_is(note->name, WIRE_STR("mark")) || !kept_around(scan, note) ||
            !is_mark((wire_str){text, wire__node_copy(scan, note->node, text, sizeof text)}))
            continue;
        const wire_str href = wire_str_trim(wire__node_attr(scan->dom, note->node, WIRE__ATTR_HREF));
        targets[n++] = wire_str_cut(href, 1, href.n);
    }
    return n;
}

static bool is_target(const wire__scan *scan, wire__node *node, const wire_str *targets, uint32_t n)
{
    const wire_str names[] = {wire__node_attr(scan->dom, node, WIRE__ATTR_ID),
                              wire__node_is(node, LXB_TAG_A) ? wire__node_attr(scan->dom, node, WIRE__ATTR_NAME)
                                                             : (wire_str){NULL, 0}};
    for (size_t k = 0; k < 2; k++)
        for (uint32_t i = 0; names[k].n && i < n; i++)
            if (wire_str_is(names[k], targets[i]))
                return true;
    return false;
}

/* A text in, or beginning with, an element that a mark leads to. */
static bool is_note(const wire__scan *scan, const wire__text *t, const wire_str *targets, uint32_t n)
{
    wire__node *node = t->first->parent;
    for (int up = 0; node && up < UP; up++, node = node->parent)
        if (wire__node_is_element(node) && is_target(scan, node, targets, n))
            return true;
    wire__node *before = t->first->prev; /* "<p><a id=fn1></a>..." */
    return before && wire__node_is_element(before) && is_target(scan, before, targets, n);
}

void wire__notes_keep(wire__scan *scan)
{
    wire_str targets[MANY_MARKS];
    const uint32_t n = find_marks(scan, targets);
    if (!n || n == MANY_MARKS)
        return;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        if (t->is_kept || t->heading || t->chars > LONG_NOTE || t->role == WIRE__ROLE_CAPTION ||
            !is_note(scan, t, targets, n))
            continue;
        wire__settle(t, true, WIRE__WHY_NOTE);
        t->role = WIRE__ROLE_BODY;
    }
}
