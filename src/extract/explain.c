/* explain.c: every block of a page, kept or dropped, and why. */
#include "extract/explain.h"

enum { MAX_START = 100 };

static const char *role_name(uint8_t role)
{
    static const char *const names[] = {
        [WIRE__ROLE_NONE] = "furniture",        [WIRE__ROLE_BODY] = "body",       [WIRE__ROLE_HEADLINE] = "headline",
        [WIRE__ROLE_STANDFIRST] = "standfirst", [WIRE__ROLE_KICKER] = "kicker",   [WIRE__ROLE_BYLINE] = "byline",
        [WIRE__ROLE_STAMP] = "stamp",           [WIRE__ROLE_CAPTION] = "caption", [WIRE__ROLE_FURNITURE] = "furniture"};
    return names[role];
}

/* "div.article-body > p", from two boxes. */
static void write_box(const wire__scan *scan, uint32_t at, wire_out *out)
{
    const wire__box *box = &scan->boxes[at];
    size_t n;
    const lxb_char_t *name = lxb_dom_element_local_name((lxb_dom_element_t *)(uintptr_t)box->node, &n);
    if (name)
        wire_out_put(out, (wire_str){(const char *)name, n});
    const wire_str class = wire_str_cut(wire__node_attr(scan->dom, box->node, WIRE__ATTR_CLASS), 0, 40);
    if (class.n) {
        wire_out_byte(out, '.');
        for (size_t i = 0; i < class.n; i++)
            wire_out_byte(out, (unsigned char)class.p[i] <= ' ' ? '.' : class.p[i]);
    }
}

void wire__explain(const wire__scan *scan, wire_out *out)
{
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        char text[MAX_START + 8];
        size_t n = wire__text_copy(scan, t, text, sizeof text);
        while (n && n > MAX_START - 8 && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
            n--; /* whole characters */
        wire_out_print(out, "%s %.2f %-10s %4u words  ", t->is_kept ? "kept   " : "dropped", (double)t->p,
                       role_name(t->role), t->words);
        write_box(scan, scan->boxes[t->box].parent, out);
        wire_out_lit(out, " > ");
        write_box(scan, t->box, out);
        wire_out_lit(out, "  ");
        wire_out_put(out, (wire_str){text, n});
        wire_out_byte(out, '\n');
    }
}
