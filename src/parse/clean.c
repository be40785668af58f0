/* clean.c: one walk over the tree of a piece of foreign markup, writing what is known to be harmless. */
#include "clean_walk.h"

#include "base/rows.h"
#include <libxml/HTMLparser.h>

#include <string.h>

static const wire__clean_element elements[] = {
    {LXB_TAG_A, WIRE__FATE_INLINE, "a"},          {LXB_TAG_ABBR, WIRE__FATE_INLINE, "abbr"},
    {LXB_TAG_ADDRESS, WIRE__FATE_BLOCK, "p"},     {LXB_TAG_APPLET, WIRE__FATE_GONE, NULL},
    {LXB_TAG_ARTICLE, WIRE__FATE_PART, NULL},     {LXB_TAG_ASIDE, WIRE__FATE_PART, NULL},
    {LXB_TAG_B, WIRE__FATE_INLINE, "b"},          {LXB_TAG_BDI, WIRE__FATE_INLINE, "bdi"},
    {LXB_TAG_BIG, WIRE__FATE_INLINE, "big"},      {LXB_TAG_BLOCKQUOTE, WIRE__FATE_BLOCK, "blockquote"},
    {LXB_TAG_BR, WIRE__FATE_INLINE, "br"},        {LXB_TAG_CAPTION, WIRE__FATE_BLOCK, "caption"},
    {LXB_TAG_CENTER, WIRE__FATE_BLOCK, "div"},    {LXB_TAG_CITE, WIRE__FATE_INLINE, "cite"},
    {LXB_TAG_CODE, WIRE__FATE_INLINE, "code"},    {LXB_TAG_DD, WIRE__FATE_LINE, "dd"},
    {LXB_TAG_DEL, WIRE__FATE_INLINE, "del"},      {LXB_TAG_DFN, WIRE__FATE_INLINE, "dfn"},
    {LXB_TAG_DIV, WIRE__FATE_BLOCK, "div"},       {LXB_TAG_DL, WIRE__FATE_BLOCK, "dl"},
    {LXB_TAG_DT, WIRE__FATE_LINE, "dt"},          {LXB_TAG_EM, WIRE__FATE_INLINE, "em"},
    {LXB_TAG_EMBED, WIRE__FATE_GONE, NULL},       {LXB_TAG_FIGCAPTION, WIRE__FATE_BLOCK, "figcaption"},
    {LXB_TAG_FIGURE, WIRE__FATE_BLOCK, "figure"}, {LXB_TAG_FOOTER, WIRE__FATE_PART, NULL},
    {LXB_TAG_FRAME, WIRE__FATE_GONE, NULL},       {LXB_TAG_FRAMESET, WIRE__FATE_GONE, NULL},
    {LXB_TAG_H1, WIRE__FATE_BLOCK, "h1"},         {LXB_TAG_H2, WIRE__FATE_BLOCK, "h2"},
    {LXB_TAG_H3, WIRE__FATE_BLOCK, "h3"},         {LXB_TAG_H4, WIRE__FATE_BLOCK, "h4"},
    {LXB_TAG_H5, WIRE__FATE_BLOCK, "h5"},         {LXB_TAG_H6, WIRE__FATE_BLOCK, "h6"},
    {LXB_TAG_HEADER, WIRE__FATE_PART, NULL},      {LXB_TAG_HR, WIRE__FATE_BLOCK, "hr"},
    {LXB_TAG_I, WIRE__FATE_INLINE, "i"},          {LXB_TAG_IFRAME, WIRE__FATE_GONE, NULL},
    {LXB_TAG_IMG, WIRE__FATE_INLINE, "img"},      {LXB_TAG_INS, WIRE__FATE_INLINE, "ins"},
    {LXB_TAG_KBD, WIRE__FATE_INLINE, "kbd"},      {LXB_TAG_LI, WIRE__FATE_LINE, "li"},
    {LXB_TAG_MAIN, WIRE__FATE_PART, NULL},        {LXB_TAG_MARK, WIRE__FATE_INLINE, "mark"},
    {LXB_TAG_NAV, WIRE__FATE_PART, NULL},         {LXB_TAG_NOEMBED, WIRE__FATE_GONE, NULL},
    {LXB_TAG_NOFRAMES, WIRE__FATE_GONE, NULL},    {LXB_TAG_OL, WIRE__FATE_BLOCK, "ol"},
    {LXB_TAG_P, WIRE__FATE_BLOCK, "p"},           {LXB_TAG_PRE, WIRE__FATE_BLOCK, "pre"},
    {LXB_TAG_Q, WIRE__FATE_INLINE, "q"},          {LXB_TAG_S, WIRE__FATE_INLINE, "s"},
    {LXB_TAG_SAMP, WIRE__FATE_INLINE, "samp"},    {LXB_TAG_SCRIPT, WIRE__FATE_GONE, NULL},
    {LXB_TAG_SECTION, WIRE__FATE_PART, NULL},     {LXB_TAG_SMALL, WIRE__FATE_INLINE, "small"},
    {LXB_TAG_STRIKE, WIRE__FATE_INLINE, "s"},     {LXB_TAG_STRONG, WIRE__FATE_INLINE, "strong"},
    {LXB_TAG_STYLE, WIRE__FATE_GONE, NULL},       {LXB_TAG_SUB, WIRE__FATE_INLINE, "sub"},
    {LXB_TAG_SUP, WIRE__FATE_INLINE, "sup"},      {LXB_TAG_TABLE, WIRE__FATE_BLOCK, "table"},
    {LXB_TAG_TBODY, WIRE__FATE_INLINE, "tbody"},  {LXB_TAG_TD, WIRE__FATE_INLINE, "td"},
    {LXB_TAG_TEMPLATE, WIRE__FATE_GONE, NULL},    {LXB_TAG_TFOOT, WIRE__FATE_INLINE, "tfoot"},
    {LXB_TAG_TH, WIRE__FATE_INLINE, "th"},        {LXB_TAG_THEAD, WIRE__FATE_INLINE, "thead"},
    {LXB_TAG_TIME, WIRE__FATE_INLINE, "time"},    {LXB_TAG_TR, WIRE__FATE_LINE, "tr"},
    {LXB_TAG_TT, WIRE__FATE_INLINE, "code"},      {LXB_TAG_U, WIRE__FATE_INLINE, "u"},
    {LXB_TAG_UL, WIRE__FATE_BLOCK, "ul"},         {LXB_TAG_VAR, WIRE__FATE_INLINE, "var"},
    {LXB_TAG_WBR, WIRE__FATE_INLINE, "wbr"},
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

typedef wire__clean_walk walk;

const wire__clean_element *wire__clean_find(lxb_tag_id_t tag)
{
    size_t from = 0, to = COUNT(elements); /* they are in the order of their tags */
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (elements[middle].tag == tag)
            return &elements[middle];
        if (elements[middle].tag < tag)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static const wire__clean_element *find_element(wire__node *node)
{
    const wire__clean_element *e = wire__node_is_element(node) ? wire__clean_find(wire__node_tag(node)) : NULL;
    return e && (wire__node_is_html(node) || e->fate == WIRE__FATE_GONE) ? e : NULL;
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
    static const bool spaces[256] = {[' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['\f'] = true};
    return spaces[(unsigned char)c];
}

/* True for a row in which all white space is single spaces, the byte behind it looked at too. */
static bool is_single_spaced(const char *p)
{
    const wire__sixteen row = wire__sixteen_at(p), next = wire__sixteen_at(p + 1);
    return !wire__sixteen_any(wire__sixteen_below(row, ' ') |
                              (wire__sixteen_is(row, ' ') & (wire__sixteen_below(next, ' ' + 1))));
}

static void put_folded(walk *w, wire_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t end = i; /* of a run in which all white space is single spaces */
        while (s.n - end > WIRE__SIXTEEN && !is_space(s.p[i]) && is_single_spaced(s.p + end))
            end += WIRE__SIXTEEN;
        while (end < s.n &&
               (!is_space(s.p[end]) || (s.p[end] == ' ' && end > i && end + 1 < s.n && !is_space(s.p[end + 1]))))
            end++;
        if (end > i) {
            put_due(w);
            wire_out_put(&w->c->text, (wire_str){s.p + i, end - i});
        }
        for (i = end; i < s.n && is_space(s.p[i]); i++)
            w->is_space_due = true;
    }
}

void wire__clean_put(walk *w, wire_str s)
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

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_number(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n && s.n < 6;
}

static void put_pair(walk *w, const char *name, wire_str value)
{
    wire_out_byte(&w->c->html, ' ');
    wire_out_put(&w->c->html, wire_str_of(name));
    wire_out_lit(&w->c->html, "=\"");
    wire_out_html_attr(&w->c->html, value);
    wire_out_byte(&w->c->html, '"');
}

bool wire__is_plain_address(wire_str text)
{
    static const wire_str schemes[] = {WIRE_STR("https://"), WIRE_STR("http://")};
    const wire_str scheme = schemes[wire_str_has_prefix(text, schemes[1])];
    size_t n = scheme.n;
    if (!wire_str_has_prefix(text, scheme))
        return false;
    const size_t host = n;
    while (n < text.n && ((text.p[n] >= 'a' && text.p[n] <= 'z') || text.p[n] == '.'))
        n++;
    /* letters at the host's end: no number; no dot where another may say what it is */
    if (n == host || n == text.n || text.p[n] != '/' || text.p[n - 1] == '.' || text.p[host] == '.' ||
        wire_str_find(wire_str_cut(text, host, n), WIRE_STR("..")) != SIZE_MAX)
        return false;
    for (; n < text.n; n++) {
        const char c = text.p[n];
        const bool is_word = is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!is_word && c != '/' && !(c == '.' && text.p[n - 1] != '/' && text.p[n - 1] != '.'))
            return false;
    }
    return true;
}

static void put_address(walk *w, const struct kept_attribute *kept, wire_str value)
{
    wire_address address;
    if (wire__is_plain_address(value)) {
        put_pair(w, kept->name, value);
        return;
    }
    wire_arena_reset(w->c->scratch);
    const wire_code code = wire_address_read(w->c->addresses, value, w->base, w->c->scratch, &address);
    if (code == WIRE_ENOMEM && !w->c->html.code)
        w->c->html.code = code;
    if (code)
        return;
    const bool is_mail = kept->kind == VALUE_LINK && wire_str_is(address.scheme, WIRE_STR("mailto"));
    if (!is_mail && !wire_address_is_web(&address))
        return;
    put_pair(w, kept->name, address.href);
}

void wire__clean_attribute(walk *w, lxb_tag_id_t tag, wire_str name, wire_str value)
{
    for (size_t i = 0; i < COUNT(kept_attributes); i++) {
        const struct kept_attribute *kept = &kept_attributes[i];
        if ((kept->tag && kept->tag != tag) || !wire_str_is(name, wire_str_of(kept->name)))
            continue;
        if (kept->kind == VALUE_LINK || kept->kind == VALUE_IMAGE) {
            put_address(w, kept, value);
        } else if (kept->kind == VALUE_TEXT || is_number(value)) {
            put_pair(w, kept->name, value);
        }
        return;
    }
}

static bool is_void(lxb_tag_id_t tag)
{
    return tag == LXB_TAG_BR || tag == LXB_TAG_HR || tag == LXB_TAG_IMG || tag == LXB_TAG_WBR;
}

static void put_break(walk *w, const wire__clean_element *e, bool is_end)
{
    static const unsigned breaks[] = {
        [WIRE__FATE_BLOCK] = 2, [WIRE__FATE_PART] = 2, [WIRE__FATE_LINE] = 1, [WIRE__FATE_GONE] = 0};
    if (breaks[e->fate])
        break_text(w, breaks[e->fate]);
    else if (e->tag == LXB_TAG_BR && !is_end)
        w->n_breaks = w->n_breaks < 2 ? w->n_breaks + 1 : 2;
    else if ((e->tag == LXB_TAG_TD || e->tag == LXB_TAG_TH) && is_end)
        w->is_space_due = true;
}

void wire__clean_enter(walk *w, const wire__clean_element *e)
{
    put_break(w, e, false);
    w->pre += e->tag == LXB_TAG_PRE;
    if (!e->name)
        return;
    wire_out_byte(&w->c->html, '<');
    wire_out_put(&w->c->html, wire_str_of(e->name));
}

void wire__clean_entered(walk *w, const wire__clean_element *e)
{
    if (e->name)
        wire_out_byte(&w->c->html, '>');
    if (e->tag == LXB_TAG_PRE) /* a line end right behind <pre> is not text, so one that is needs another before it */
        wire_out_byte(&w->c->html, '\n');
}

void wire__clean_leave(walk *w, const wire__clean_element *e)
{
    put_break(w, e, true);
    w->pre -= e->tag == LXB_TAG_PRE;
    if (!e->name || is_void(e->tag))
        return;
    wire_out_lit(&w->c->html, "</");
    wire_out_put(&w->c->html, wire_str_of(e->name));
    wire_out_byte(&w->c->html, '>');
}

static void enter_node(walk *w, wire__node *node, const wire__clean_element *e)
{
    wire__clean_enter(w, e);
    for (const lxb_dom_attr_t *a = ((const lxb_dom_element_t *)node)->first_attr; a && e->name; a = a->next) {
        size_t n;
        const lxb_char_t *p = lxb_dom_attr_local_name((lxb_dom_attr_t *)a, &n);
        wire__clean_attribute(w, e->tag, (wire_str){(const char *)p, n}, wire__dom_value(a));
    }
    wire__clean_entered(w, e);
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
        const wire__clean_element *e = find_element(node);
        const bool is_gone = e && e->fate == WIRE__FATE_GONE;
        if (wire__node_is_text(node))
            wire__clean_put(w, wire__node_text(node));
        else if (e && !is_gone)
            enter_node(w, node, e);
        if (node->first_child && !is_gone) {
            node = node->first_child;
            continue;
        }
        if (e && !is_gone)
            wire__clean_leave(w, e);
        while (node != top && !node->next) {
            node = node->parent;
            const wire__clean_element *parent = node == top ? NULL : find_element(node);
            if (parent)
                wire__clean_leave(w, parent);
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
        const char *line_end = memchr(rest->p + end, '\n', rest->n - end);
        end = line_end ? (size_t)(line_end - rest->p) : rest->n;
        if (!line_end)
            break;
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
        wire__clean_put(&w, html);
        return said(c, err);
    }
    if (wire__clean_plain(&w, html))
        return said(c, err);
    reset(&c->html);
    reset(&c->text);
    w = (walk){.c = c, .base = base};
    wire_arena_reset(c->scratch);
    if (!defuse(html, c->scratch, &html))
        return wire_fail(err, WIRE_ENOMEM, "clean: no memory for %zu bytes", html.n);
    const wire_code code = wire__dom_parse(c->dom, html, &(wire__dom_limits){.is_whole = true}, err);
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
        if (text.p[i] != '<' && text.p[i] != '&')
            continue;
        const wire_str rest = {text.p + i, text.n - i};
        if (text.p[i] == '<' ? is_tag(rest) : is_reference(rest))
            return true;
    }
    return false;
}
