/* clean.c: one walk over the tree of a piece of foreign markup, writing what is known to be harmless. */
#include "clean.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* What becomes of an element. Those not named vanish, their text stays. */
typedef enum fate {
    FATE_INLINE = 1, /* kept */
    FATE_BLOCK,      /* kept; a paragraph of its own in plain text */
    FATE_LINE,       /* kept; a line of its own in plain text */
    FATE_PART,       /* not kept; a paragraph of its own in plain text */
    FATE_GONE        /* vanishes with all it holds */
} fate;

static const struct element {
    lxb_tag_id_t tag;
    fate fate;
    const char *name;
} elements[] = {
    {LXB_TAG_A, FATE_INLINE, "a"},          {LXB_TAG_ABBR, FATE_INLINE, "abbr"},
    {LXB_TAG_ADDRESS, FATE_BLOCK, "p"},     {LXB_TAG_APPLET, FATE_GONE, NULL},
    {LXB_TAG_ARTICLE, FATE_PART, NULL},     {LXB_TAG_ASIDE, FATE_PART, NULL},
    {LXB_TAG_B, FATE_INLINE, "b"},          {LXB_TAG_BDI, FATE_INLINE, "bdi"},
    {LXB_TAG_BIG, FATE_INLINE, "big"},      {LXB_TAG_BLOCKQUOTE, FATE_BLOCK, "blockquote"},
    {LXB_TAG_BR, FATE_INLINE, "br"},        {LXB_TAG_CAPTION, FATE_BLOCK, "caption"},
    {LXB_TAG_CENTER, FATE_BLOCK, "div"},    {LXB_TAG_CITE, FATE_INLINE, "cite"},
    {LXB_TAG_CODE, FATE_INLINE, "code"},    {LXB_TAG_DD, FATE_LINE, "dd"},
    {LXB_TAG_DEL, FATE_INLINE, "del"},      {LXB_TAG_DFN, FATE_INLINE, "dfn"},
    {LXB_TAG_DIV, FATE_BLOCK, "div"},       {LXB_TAG_DL, FATE_BLOCK, "dl"},
    {LXB_TAG_DT, FATE_LINE, "dt"},          {LXB_TAG_EM, FATE_INLINE, "em"},
    {LXB_TAG_EMBED, FATE_GONE, NULL},       {LXB_TAG_FIGCAPTION, FATE_BLOCK, "figcaption"},
    {LXB_TAG_FIGURE, FATE_BLOCK, "figure"}, {LXB_TAG_FOOTER, FATE_PART, NULL},
    {LXB_TAG_FRAME, FATE_GONE, NULL},       {LXB_TAG_FRAMESET, FATE_GONE, NULL},
    {LXB_TAG_H1, FATE_BLOCK, "h1"},         {LXB_TAG_H2, FATE_BLOCK, "h2"},
    {LXB_TAG_H3, FATE_BLOCK, "h3"},         {LXB_TAG_H4, FATE_BLOCK, "h4"},
    {LXB_TAG_H5, FATE_BLOCK, "h5"},         {LXB_TAG_H6, FATE_BLOCK, "h6"},
    {LXB_TAG_HEADER, FATE_PART, NULL},      {LXB_TAG_HR, FATE_BLOCK, "hr"},
    {LXB_TAG_I, FATE_INLINE, "i"},          {LXB_TAG_IFRAME, FATE_GONE, NULL},
    {LXB_TAG_IMG, FATE_INLINE, "img"},      {LXB_TAG_INS, FATE_INLINE, "ins"},
    {LXB_TAG_KBD, FATE_INLINE, "kbd"},      {LXB_TAG_LI, FATE_LINE, "li"},
    {LXB_TAG_MAIN, FATE_PART, NULL},        {LXB_TAG_MARK, FATE_INLINE, "mark"},
    {LXB_TAG_NAV, FATE_PART, NULL},         {LXB_TAG_NOEMBED, FATE_GONE, NULL},
    {LXB_TAG_NOFRAMES, FATE_GONE, NULL},    {LXB_TAG_OL, FATE_BLOCK, "ol"},
    {LXB_TAG_P, FATE_BLOCK, "p"},           {LXB_TAG_PRE, FATE_BLOCK, "pre"},
    {LXB_TAG_Q, FATE_INLINE, "q"},          {LXB_TAG_S, FATE_INLINE, "s"},
    {LXB_TAG_SAMP, FATE_INLINE, "samp"},    {LXB_TAG_SCRIPT, FATE_GONE, NULL},
    {LXB_TAG_SECTION, FATE_PART, NULL},     {LXB_TAG_SMALL, FATE_INLINE, "small"},
    {LXB_TAG_STRIKE, FATE_INLINE, "s"},     {LXB_TAG_STRONG, FATE_INLINE, "strong"},
    {LXB_TAG_STYLE, FATE_GONE, NULL},       {LXB_TAG_SUB, FATE_INLINE, "sub"},
    {LXB_TAG_SUP, FATE_INLINE, "sup"},      {LXB_TAG_TABLE, FATE_BLOCK, "table"},
    {LXB_TAG_TBODY, FATE_INLINE, "tbody"},  {LXB_TAG_TD, FATE_INLINE, "td"},
    {LXB_TAG_TEMPLATE, FATE_GONE, NULL},    {LXB_TAG_TFOOT, FATE_INLINE, "tfoot"},
    {LXB_TAG_TH, FATE_INLINE, "th"},        {LXB_TAG_THEAD, FATE_INLINE, "thead"},
    {LXB_TAG_TIME, FATE_INLINE, "time"},    {LXB_TAG_TR, FATE_LINE, "tr"},
    {LXB_TAG_TT, FATE_INLINE, "code"},      {LXB_TAG_U, FATE_INLINE, "u"},
    {LXB_TAG_UL, FATE_BLOCK, "ul"},         {LXB_TAG_VAR, FATE_INLINE, "var"},
    {LXB_TAG_WBR, FATE_INLINE, "wbr"},
};

/* Attributes that stay, by element (0: any). */
typedef enum value_kind { VALUE_TEXT, VALUE_LINK, VALUE_IMAGE, VALUE_NUMBER } value_kind;

static const struct kept_attribute {
    lxb_tag_id_t tag;
    const char *name;
    value_kind kind;
} kept_attributes[] = {
    {0, "lang", VALUE_TEXT},
    {0, "dir", VALUE_TEXT},
    {0, "title", VALUE_TEXT},
    {LXB_TAG_A, "href", VALUE_LINK},
    {LXB_TAG_IMG, "src", VALUE_IMAGE},
    {LXB_TAG_IMG, "alt", VALUE_TEXT},
    {LXB_TAG_IMG, "width", VALUE_NUMBER},
    {LXB_TAG_IMG, "height", VALUE_NUMBER},
    {LXB_TAG_OL, "start", VALUE_NUMBER},
    {LXB_TAG_TD, "colspan", VALUE_NUMBER},
    {LXB_TAG_TD, "rowspan", VALUE_NUMBER},
    {LXB_TAG_TH, "colspan", VALUE_NUMBER},
    {LXB_TAG_TH, "rowspan", VALUE_NUMBER},
    {LXB_TAG_TIME, "datetime", VALUE_TEXT},
};

enum { MAX_TAG = 4096 /* bytes in which a tag must end to be taken for one */ };

#define COUNT(table) (sizeof(table) / sizeof *(table))

typedef struct walk {
    wire__cleaner *c;
    wire_str base;
    unsigned pre;      /* elements that keep white space and are open */
    unsigned n_breaks; /* line ends due before the next text */
    bool is_space_due;
} walk;

static const struct element *find_element(wire__node *node)
{
    const uintptr_t tag = wire__node_tag(node);
    if (!wire__node_is_element(node))
        return NULL;
    for (size_t i = 0; i < COUNT(elements); i++)
        if (elements[i].tag == tag)
            return wire__node_is_html(node) || elements[i].fate == FATE_GONE ? &elements[i] : NULL;
    return NULL;
}

/* Plain text -------------------------------------------------------------------------------- */

static void break_text(walk *w, unsigned n)
{
    w->n_breaks = n > w->n_breaks ? n : w->n_breaks;
    w->is_space_due = false;
}

/* Line ends and spaces are written when text follows, so that none stand at the ends. */
static void put_due(walk *w)
{
    wire_out *text = &w->c->text;
    if (text->n) {
        for (unsigned i = 0; i < w->n_breaks; i++)
            wire_out_byte(text, '\n');
        if (!w->n_breaks && w->is_space_due)
            wire_out_byte(text, ' ');
    }
    w->n_breaks = 0;
    w->is_space_due = false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void put_folded(walk *w, wire_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && !is_space(s.p[end]))
            end++;
        if (end > i) {
            put_due(w);
            wire_out_put(&w->c->text, wire_str_cut(s, i, end));
        }
        for (i = end; i < s.n && is_space(s.p[i]); i++)
            w->is_space_due = true;
    }
}

static void put_text(walk *w, wire_str s)
{
    wire_out_html_text(&w->c->html, s);
    if (!w->pre) {
        put_folded(w, s);
    } else if (s.n) {
        put_due(w);
        wire_out_put(&w->c->text, s);
    }
}

/* Elements and attributes ------------------------------------------------------------------- */

static bool is_number(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n && s.n < 6;
}

static void put_address(walk *w, const struct kept_attribute *kept, wire_str value)
{
    wire_address address;
    wire_arena_reset(w->c->scratch);
    const wire_code code = wire_address_read(w->c->addresses, value, w->base, w->c->scratch, &address);
    if (code == WIRE_ENOMEM && !w->c->html.code)
        w->c->html.code = code;
    if (code)
        return;
    const bool is_mail = kept->kind == VALUE_LINK && wire_str_is(address.scheme, WIRE_STR("mailto"));
    if (!is_mail && !wire_address_is_web(&address))
        return;
    wire_out_print(&w->c->html, " %s=\"", kept->name);
    wire_out_html_attr(&w->c->html, address.href);
    wire_out_byte(&w->c->html, '"');
}

static void put_attribute(walk *w, lxb_tag_id_t tag, const lxb_dom_attr_t *attr)
{
    size_t n;
    const lxb_char_t *p = lxb_dom_attr_local_name((lxb_dom_attr_t *)attr, &n);
    const wire_str name = {(const char *)p, n}, value = wire__dom_value(attr);
    for (size_t i = 0; i < COUNT(kept_attributes); i++) {
        const struct kept_attribute *kept = &kept_attributes[i];
        if ((kept->tag && kept->tag != tag) || !wire_str_is(name, wire_str_of(kept->name)))
            continue;
        if (kept->kind == VALUE_LINK || kept->kind == VALUE_IMAGE) {
            put_address(w, kept, value);
        } else if (kept->kind == VALUE_TEXT || is_number(value)) {
            wire_out_print(&w->c->html, " %s=\"", kept->name);
            wire_out_html_attr(&w->c->html, value);
            wire_out_byte(&w->c->html, '"');
        }
        return;
    }
}

static bool is_void(lxb_tag_id_t tag)
{
    return tag == LXB_TAG_BR || tag == LXB_TAG_HR || tag == LXB_TAG_IMG || tag == LXB_TAG_WBR;
}

static void put_break(walk *w, const struct element *e, bool is_end)
{
    static const unsigned breaks[] = {[FATE_BLOCK] = 2, [FATE_PART] = 2, [FATE_LINE] = 1, [FATE_GONE] = 0};
    if (breaks[e->fate])
        break_text(w, breaks[e->fate]);
    else if (e->tag == LXB_TAG_BR && !is_end)
        w->n_breaks = w->n_breaks < 2 ? w->n_breaks + 1 : 2;
    else if ((e->tag == LXB_TAG_TD || e->tag == LXB_TAG_TH) && is_end)
        w->is_space_due = true;
}

static void enter(walk *w, wire__node *node, const struct element *e)
{
    put_break(w, e, false);
    w->pre += e->tag == LXB_TAG_PRE;
    if (!e->name)
        return;
    wire_out_print(&w->c->html, "<%s", e->name);
    for (const lxb_dom_attr_t *a = ((const lxb_dom_element_t *)node)->first_attr; a; a = a->next)
        put_attribute(w, e->tag, a);
    wire_out_byte(&w->c->html, '>');
    if (e->tag == LXB_TAG_PRE) /* a line end right behind <pre> is not text, so one that is needs another before it */
        wire_out_byte(&w->c->html, '\n');
}

static void leave(walk *w, const struct element *e)
{
    put_break(w, e, true);
    w->pre -= e->tag == LXB_TAG_PRE;
    if (e->name && !is_void(e->tag))
        wire_out_print(&w->c->html, "</%s>", e->name);
}

/* What is in a frame is for readers without frames, as those of this are; and an iframe without end, as XHTML's
 * <iframe/> is to HTML, would swallow all behind it. So its tags are made those of an unknown element; and what says
 * that text begins or ends, which HTML does not know and XML has taken away once already, is made white space.
 * out    *copy: html itself where there is none. fails  false: no memory */
static bool defuse(wire_str html, wire_arena *arena, wire_str *copy)
{
    static const struct {
        wire_str text;
        bool is_blank;
    } all[] = {{WIRE_STR("<iframe"), false}, {WIRE_STR("</iframe"), false}, {WIRE_STR("<![CDATA["), true}};
    const char *end = html.p + html.n;
    char *made = NULL;
    bool has_cdata = false;
    for (const char *at = html.p; (at = memchr(at, '<', (size_t)(end - at))); at++) {
        const wire_str rest = {at, (size_t)(end - at)};
        size_t i = 0;
        while (i < COUNT(all) && !wire_str_is_ci(wire_str_cut(rest, 0, all[i].text.n), all[i].text))
            i++;
        if (i == COUNT(all))
            continue;
        if (!made && wire_arena_copy(arena, html, copy))
            made = (char *)copy->p;
        if (!made)
            return false;
        has_cdata |= all[i].is_blank;
        if (all[i].is_blank)
            memset(made + (at - html.p), ' ', all[i].text.n);
        else
            made[at - html.p + (ptrdiff_t)all[i].text.n - 6] = 'x';
    }
    for (char *at = made; has_cdata && (at = memmem(at, (size_t)(made + html.n - at), "]]>", 3));)
        memset(at, ' ', 3);
    return true;
}

static wire__node *find_body(const wire__dom *dom)
{
    wire__node *top = wire__dom_root(dom);
    for (wire__node *node = top; node; node = wire__node_next(node, top))
        if (wire__node_is(node, LXB_TAG_BODY) || wire__node_is(node, LXB_TAG_FRAMESET))
            return node;
    return NULL;
}

static void walk_tree(walk *w, wire__node *top)
{
    for (wire__node *node = top->first_child; node && node != top && !w->c->html.code;) {
        const struct element *e = find_element(node);
        const bool is_gone = e && e->fate == FATE_GONE;
        if (wire__node_is_text(node))
            put_text(w, wire__node_text(node));
        else if (e && !is_gone)
            enter(w, node, e);
        if (node->first_child && !is_gone) {
            node = node->first_child;
            continue;
        }
        if (e && !is_gone)
            leave(w, e);
        while (node != top && !node->next) {
            node = node->parent;
            const struct element *parent = node == top ? NULL : find_element(node);
            if (parent)
                leave(w, parent);
        }
        if (node != top)
            node = node->next;
    }
}

static void reset(wire_out *out)
{
    if (out->cap)
        wire_out_reset(out);
    else
        wire_out_open_memory(out, 0);
}

static wire_code said(const wire__cleaner *c, wire_error *err)
{
    const wire_code code = c->html.code ? c->html.code : c->text.code;
    return code ? wire_fail(err, code, "clean: %s", wire_code_text(code)) : WIRE_OK;
}

/* The next paragraph of plain text; the rest begins at the one after. */
static wire_str next_paragraph(wire_str *rest)
{
    *rest = wire_str_trim(*rest);
    size_t end = 0, after = rest->n;
    for (; end < rest->n; end++) {
        if (rest->p[end] != '\n')
            continue;
        for (after = end + 1; after < rest->n && (rest->p[after] == ' ' || rest->p[after] == '\r');)
            after++;
        if (after < rest->n && rest->p[after] == '\n')
            break;
        after = rest->n;
    }
    const wire_str paragraph = wire_str_trim(wire_str_cut(*rest, 0, end));
    *rest = wire_str_cut(*rest, after, rest->n);
    return paragraph;
}

wire_code wire__clean_text(wire__cleaner *c, wire_str text, wire_error *err)
{
    reset(&c->html);
    reset(&c->text);
    text = wire_str_trim(text);
    for (wire_str p = next_paragraph(&text); p.n; p = next_paragraph(&text)) {
        const bool is_only = !c->html.n && !wire_str_trim(text).n;
        wire_out_put(&c->html, is_only ? WIRE_STR("") : WIRE_STR("<p>"));
        wire_out_html_text(&c->html, p);
        wire_out_put(&c->html, is_only ? WIRE_STR("") : WIRE_STR("</p>"));
        wire_out_put(&c->text, c->text.n ? WIRE_STR("\n\n") : WIRE_STR(""));
        wire_out_put(&c->text, p);
    }
    return said(c, err);
}

wire_code wire__clean_html(wire__cleaner *c, wire_str html, wire_str base, wire_error *err)
{
    reset(&c->html);
    reset(&c->text);
    html = wire_str_trim(html);
    walk w = {.c = c, .base = base};
    if (!html.n || (!memchr(html.p, '<', html.n) && !memchr(html.p, '&', html.n))) {
        put_text(&w, html);
        return said(c, err);
    }
    wire_arena_reset(c->scratch);
    if (!defuse(html, c->scratch, &html))
        return wire_fail(err, WIRE_ENOMEM, "clean: no memory for %zu bytes", html.n);
    const wire_code code = wire__dom_parse(c->dom, html, NULL, err);
    if (code)
        return code;
    wire__node *body = find_body(c->dom);
    if (body)
        walk_tree(&w, body);
    return said(c, err);
}

void wire__cleaner_close(wire__cleaner *c)
{
    if (c->html.cap)
        wire_out_close(&c->html, NULL);
    if (c->text.cap)
        wire_out_close(&c->text, NULL);
    *c = (wire__cleaner){0};
}

/* Is it HTML? ------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

bool wire__is_html_element(wire_str name)
{
    char text[16];
    if (!name.n || name.n >= sizeof text)
        return false;
    for (size_t i = 0; i < name.n; i++)
        text[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] - 'A' + 'a') : name.p[i];
    text[name.n] = '\0';
    if (htmlTagLookup((const xmlChar *)text))
        return true;
    static const wire_str newer[] = {WIRE_STR("article"), WIRE_STR("aside"),   WIRE_STR("audio"), WIRE_STR("figure"),
                                     WIRE_STR("footer"),  WIRE_STR("header"),  WIRE_STR("mark"),  WIRE_STR("nav"),
                                     WIRE_STR("section"), WIRE_STR("picture"), WIRE_STR("time"),  WIRE_STR("video")};
    for (size_t i = 0; i < COUNT(newer); i++)
        if (wire_str_is(newer[i], (wire_str){text, name.n}))
            return true;
    return false;
}

static bool is_tag(wire_str s) /* s begins with "<" */
{
    const size_t from = s.n > 1 && s.p[1] == '/' ? 2 : 1;
    size_t end = from;
    while (end < s.n && is_alnum(s.p[end]))
        end++;
    if (end >= s.n || (!is_space(s.p[end]) && s.p[end] != '>' && s.p[end] != '/'))
        return wire_str_has_prefix(s, WIRE_STR("<!--"));
    const size_t rest = s.n - end < MAX_TAG ? s.n - end : MAX_TAG;
    return wire__is_html_element(wire_str_cut(s, from, end)) && memchr(s.p + end, '>', rest);
}

static bool is_reference(wire_str s) /* s begins with "&" */
{
    size_t end = s.n > 1 && s.p[1] == '#' ? 2 : 1;
    const size_t from = end;
    while (end < s.n && end < 12 && is_alnum(s.p[end]))
        end++;
    return end > from && end < s.n && s.p[end] == ';';
}

bool wire__looks_html(wire_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        const wire_str rest = wire_str_cut(text, i, text.n);
        if ((text.p[i] == '<' && is_tag(rest)) || (text.p[i] == '&' && is_reference(rest)))
            return true;
    }
    return false;
}
