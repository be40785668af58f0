/* explain.c: every block of a page, kept or dropped, and why. */
#include "extract/explain.h"

enum { MAX_START = 100, MAX_WHOLE = 4000 };

static const char *role_name(uint8_t role)
{
    static const char *const names[] = {
        [WIRE__ROLE_NONE] = "furniture",        [WIRE__ROLE_BODY] = "body",      [WIRE__ROLE_HEADLINE] = "headline",
        [WIRE__ROLE_STANDFIRST] = "standfirst", [WIRE__ROLE_KICKER] = "kicker",  [WIRE__ROLE_BYLINE] = "byline",
        [WIRE__ROLE_STAMP] = "stamp",           [WIRE__ROLE_CAPTION] = "caption"};
    return names[role];
}

/* What settled it, where its chance did not. */
static const char *why_text(const wire__text *t)
{
    static const char *const texts[] = {[WIRE__WHY_CHANCE] = "",
                                        [WIRE__WHY_TABLE] = "a table is kept or dropped whole",
                                        [WIRE__WHY_NAMED] = "in a box that its name and words call furniture",
                                        [WIRE__WHY_POINTER] = "announces furniture, or points elsewhere",
                                        [WIRE__WHY_BOILERPLATE] = "small print, or a template's filler",
                                        [WIRE__WHY_LIST] = "as the items around it",
                                        [WIRE__WHY_PULL_QUOTE] = "a pull quote",
                                        [WIRE__WHY_REPEAT] = "says again what stands on the page already",
                                        [WIRE__WHY_OTHERS] = "a comment, or an author's life",
                                        [WIRE__WHY_CONSENT] = "asks for consent",
                                        [WIRE__WHY_DOUBT] = "behind the body, and less sure",
                                        [WIRE__WHY_BEFORE] = "before the headline",
                                        [WIRE__WHY_STORY] = "in another story on the page",
                                        [WIRE__WHY_COMMENTS] = "behind the heading over comments",
                                        [WIRE__WHY_BETWEEN] = "between two of the body's",
                                        [WIRE__WHY_EDGE] = "begins or ends the body's box",
                                        [WIRE__WHY_TWEET] = "as the texts around it",
                                        [WIRE__WHY_HEADING] = "a subhead with nothing of the body behind it",
                                        [WIRE__WHY_NOTE] = "a mark in the body leads to it",
                                        [WIRE__WHY_PAGE] =
                                            "nothing is sure on this page: all but the site's own furniture",
                                        [WIRE__WHY_SOURCE] = "as on the source's other pages"};
    return t->role == WIRE__ROLE_NONE || t->role == WIRE__ROLE_BODY ? texts[t->why] : "";
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

static size_t copy_start(const wire__scan *scan, const wire__text *t, char *to, size_t most)
{
    size_t n = wire__text_copy(scan, t, to, most);
    while (n && n > most - 16 && ((unsigned char)to[n - 1] & 0xC0) == 0x80)
        n--; /* whole characters */
    return n;
}

void wire__explain(const wire__scan *scan, wire_out *out)
{
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        char text[MAX_START + 8];
        const size_t n = copy_start(scan, t, text, sizeof text);
        wire_out_print(out, "%s %.2f %-10s %4u words  ", t->is_kept ? "kept   " : "dropped", (double)t->p,
                       role_name(t->role), t->words);
        write_box(scan, scan->boxes[t->box].parent, out);
        wire_out_lit(out, " > ");
        write_box(scan, t->box, out);
        wire_out_lit(out, "  ");
        wire_out_put(out, (wire_str){text, n});
        if (*why_text(t))
            wire_out_print(out, "  [%s]", why_text(t));
        wire_out_byte(out, '\n');
    }
}

void wire__explain_html(const wire__scan *scan, wire_out *out)
{
    char text[MAX_WHOLE + 8];
    wire_out box;
    wire_out_open_memory(&box, 0);
    wire_out_lit(out, "<ol>\n");
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        wire_out_reset(&box);
        write_box(scan, scan->boxes[t->box].parent, &box);
        wire_out_lit(&box, " > ");
        write_box(scan, t->box, &box);
        wire_out_print(out, "<li class=%s><p dir=auto>", t->is_kept ? "kept" : role_name(t->role));
        wire_out_html_text(out, (wire_str){text, copy_start(scan, t, text, sizeof text)});
        wire_out_print(out, "<p class=why><b>%s</b> %.2f ", t->is_kept ? "kept" : "dropped", (double)t->p);
        wire_out_print(out, "%s, %u words; <code>", role_name(t->role), t->words);
        wire_out_html_text(out, wire_out_text(&box));
        wire_out_lit(out, "</code>");
        if (*why_text(t)) {
            wire_out_lit(out, "; ");
            wire_out_html_text(out, wire_str_of(why_text(t)));
        }
        wire_out_byte(out, '\n');
    }
    wire_out_lit(out, "</ol>\n");
    wire_out_close(&box, NULL);
}
