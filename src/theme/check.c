/* check.c: fragments by the tree that lexbor makes of them; style by its own few rules. */
#include "theme/check.h"

#include <string.h>

#include "parse/dom.h"

enum { MAX_DEEP = 64 };

uint32_t wire__line_of(wire_str text, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at && i < text.n; i++)
        line += text.p[i] == '\n';
    return line;
}

static wire_code wrong(const wire__theme_file *file, size_t at, wire_error *err, const char *why, wire_str what)
{
    return wire_fail_at(err, WIRE_ECONFIG, at, "%s:%u: %s%s%.*s", file->name, wire__line_of(file->text, at), why,
                        what.n ? " " : "", WIRE_ARG(wire_str_cut(what, 0, 80)));
}

/* Style ------------------------------------------------------------------------------------- */

/* Behind a comment or string that begins at `at`; SIZE_MAX: it has no end. */
static size_t skip_css(wire_str css, size_t at)
{
    if (css.p[at] == '/') {
        const size_t end = wire_str_find(wire_str_cut(css, at + 2, css.n), WIRE_STR("*/"));
        return end == SIZE_MAX ? end : at + 2 + end + 2;
    }
    for (size_t i = at + 1; i < css.n && css.p[i] != '\n'; i++) {
        if (css.p[i] == css.p[at])
            return i + 1;
        i += css.p[i] == '\\';
    }
    return SIZE_MAX;
}

static bool is_at(wire_str css, size_t at, const char *word)
{
    const wire_str w = wire_str_of(word);
    return wire_str_is_ci(wire_str_cut(css, at, at + w.n), w);
}

/* What a style must not have: it would load something, run something, or end the element it stands in. */
static const char *css_fault(wire_str css, size_t at)
{
    if (is_at(css, at, "</"))
        return "a tag does not belong into a style";
    if (is_at(css, at, "<!--"))
        return "a comment in a style is /* so */";
    if (is_at(css, at, "@import"))
        return "@import would load another style: everything is in the page";
    if (is_at(css, at, "@charset"))
        return "@charset is not for a style within a page";
    if (is_at(css, at, "expression(") || is_at(css, at, "behavior:") || is_at(css, at, "-moz-binding"))
        return "a style may not run anything";
    if (css.p[at] == '\\')
        return "an escape outside a string";
    if (is_at(css, at, "image-set("))
        return "a page may not load pictures";
    if (!is_at(css, at, "url("))
        return NULL;
    wire_str to = wire_str_trim(wire_str_cut(css, at + 4, css.n));
    if (to.n && (to.p[0] == '"' || to.p[0] == '\''))
        to = wire_str_cut(to, 1, to.n);
    return is_at(to, 0, "data:") || is_at(to, 0, "#") ? NULL : "a page may not load from an address";
}

wire_code wire__check_style(const wire__theme_file *file, wire_error *err)
{
    const wire_str css = file->text;
    size_t opened[MAX_DEEP];
    uint32_t deep = 0;
    for (size_t i = 0; i < css.n; i++) {
        const char *fault = css_fault(css, i);
        if (fault)
            return wrong(file, i, err, fault, (wire_str){NULL, 0});
        if (css.p[i] == '"' || css.p[i] == '\'' || is_at(css, i, "/*")) {
            const size_t end = skip_css(css, i);
            if (end == SIZE_MAX)
                return wrong(file, i, err, css.p[i] == '/' ? "a comment without end" : "a string without end",
                             (wire_str){NULL, 0});
            const size_t tag = wire_str_find(wire_str_cut(css, i, end), WIRE_STR("</"));
            if (tag != SIZE_MAX)
                return wrong(file, i + tag, err, "a tag does not belong into a style", (wire_str){NULL, 0});
            i = end - 1;
        } else if (css.p[i] == '{') {
            if (deep == MAX_DEEP)
                return wrong(file, i, err, "too many braces one in another", (wire_str){NULL, 0});
            opened[deep++] = i;
        } else if (css.p[i] == '}' && !deep--) {
            return wrong(file, i, err, "a brace that closes nothing", (wire_str){NULL, 0});
        }
    }
    return deep ? wrong(file, opened[deep - 1], err, "a brace that is not closed", (wire_str){NULL, 0}) : WIRE_OK;
}

/* Fragments --------------------------------------------------------------------------------- */

typedef struct checking {
    const wire__theme_file *file;
    wire__fragment_kind kind;
    wire__dom dom;
    size_t before; /* bytes put before the fragment */
    wire_str html;
    wire_error *err;
} checking;

static const char *const HEAD_TAGS[] = {"meta", "link"};
static const char *const BODY_TAGS[] = {
    "a",      "abbr", "address", "aside", "b",    "bdi", "br", "cite",   "code",    "dd",    "details",
    "div",    "dl",   "dt",      "em",    "form", "h2",  "h3", "header", "hr",      "i",     "input",
    "label",  "li",   "nav",     "ol",    "p",    "q",   "s",  "search", "section", "small", "span",
    "strong", "sub",  "summary", "sup",   "time", "u",   "ul", "wbr",    "button"};
static const char *const SVG_TAGS[] = {
    "svg",      "g",    "path",           "circle",         "ellipse", "rect",   "line", "polyline",
    "polygon",  "text", "tspan",          "title",          "desc",    "defs",   "use",  "symbol",
    "clipPath", "mask", "linearGradient", "radialGradient", "stop",    "pattern"};
static const char *const VOID_TAGS[] = {"meta", "link", "br", "hr", "input", "wbr"};

static bool is_among(wire_str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (wire_str_is_ci(name, wire_str_of(names[i])))
            return true;
    return false;
}

#define IS_AMONG(name, list) is_among(name, list, sizeof(list) / sizeof *(list))

static wire_code bad(const checking *c, size_t at, const char *why, wire_str what)
{
    return wrong(c->file, at > c->before ? at - c->before : 0, c->err, why, what);
}

/* An address that a page goes to when it is asked to, not by itself. */
static bool is_followed(wire_str tag, wire_str name)
{
    return (wire_str_is(tag, WIRE_STR("a")) && wire_str_is(name, WIRE_STR("href"))) ||
           (wire_str_is(tag, WIRE_STR("form")) && wire_str_is(name, WIRE_STR("action")));
}

static bool is_web_address(wire_str value)
{
    static const char *const begins[] = {"https://", "http://", "mailto:", "tel:",   "gemini://",
                                         "/",        "#",       "?",       "{home}", "{full-site}"};
    value = wire_str_trim(value);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (wire_str_is_ci(wire_str_cut(value, 0, strlen(begins[i])), wire_str_of(begins[i])))
            return !wire_str_has_prefix(value, WIRE_STR("//"));
    return false;
}

/* Relations of a link element that make no browser load anything. */
static bool is_idle_rel(wire_str rel)
{
    static const char *const idle[] = {"alternate", "author", "help",           "license",
                                       "me",        "search", "privacy-policy", "terms-of-service"};
    return IS_AMONG(wire_str_trim(rel), idle);
}

static const char *attr_fault(wire_str tag, wire_str name, wire_str value)
{
    if (wire_str_is_ci(wire_str_cut(name, 0, 2), WIRE_STR("on")))
        return "a page runs no script:";
    if (wire_str_is_ci(name, WIRE_STR("style")))
        return wire_str_find_ci(value, WIRE_STR("url(")) != SIZE_MAX ||
                       wire_str_find(value, WIRE_STR("\\")) != SIZE_MAX ||
                       wire_str_find_ci(value, WIRE_STR("image-set(")) != SIZE_MAX
                   ? "a page may not load from an address:"
                   : NULL;
    if (is_followed(tag, name))
        return is_web_address(value) ? NULL : "not an address of the web:";
    if (wire_str_is(tag, WIRE_STR("link")) && wire_str_is(name, WIRE_STR("href")))
        return NULL; /* by its rel */
    if (wire_str_is(tag, WIRE_STR("meta")) && wire_str_is_ci(name, WIRE_STR("http-equiv")))
        return "not in a theme:";
    static const char *const loading[] = {"src",        "srcset",     "href", "xlink:href", "poster", "data",
                                          "background", "formaction", "ping", "action",     "srcdoc", "manifest"};
    if (IS_AMONG(name, loading))
        return wire_str_has_prefix(wire_str_trim(value), WIRE_STR("#")) ? NULL : "a page may not load from an address:";
    return NULL;
}

static wire_code check_attributes(const checking *c, wire__node *node, wire_str tag, size_t at)
{
    bool has_rel = false;
    wire_str name, value;
    for (const void *a = wire__node_first_attr(node, &name, &value); a; a = wire__node_next_attr(a, &name, &value)) {
        const char *fault = attr_fault(tag, name, value);
        if (fault)
            return bad(c, at, fault, name);
        has_rel |= wire_str_is(name, WIRE_STR("rel")) && is_idle_rel(value);
    }
    return wire_str_is(tag, WIRE_STR("link")) && !has_rel
               ? bad(c, at, "this link would load something; rel may be alternate, author, help, license, me, search",
                     (wire_str){NULL, 0})
               : WIRE_OK;
}

static bool is_allowed(const checking *c, wire__node *node, wire_str tag)
{
    if (c->kind == WIRE__FRAGMENT_LOGO)
        return !wire__node_is_html(node) && IS_AMONG(tag, SVG_TAGS);
    return wire__node_is_html(node) &&
           (c->kind == WIRE__FRAGMENT_HEAD ? IS_AMONG(tag, HEAD_TAGS) : IS_AMONG(tag, BODY_TAGS));
}

/* Past "</name>" and white space before its ">", which must stand at `at`; SIZE_MAX: it does not. */
static size_t skip_end_tag(wire_str html, size_t at, wire_str name)
{
    if (!wire_str_is(wire_str_cut(html, at, at + 2), WIRE_STR("</")) ||
        !wire_str_is_ci(wire_str_cut(html, at + 2, at + 2 + name.n), name))
        return SIZE_MAX;
    for (at += 2 + name.n; at < html.n && (html.p[at] == ' ' || html.p[at] == '\n' || html.p[at] == '\t'); at++)
        ;
    return at < html.n && html.p[at] == '>' ? at + 1 : SIZE_MAX;
}

/* Behind the comments that begin at `at`; lexbor's tree has them, but not where they stood. */
static size_t skip_comments(wire_str html, size_t at)
{
    while (wire_str_is(wire_str_cut(html, at, at + 4), WIRE_STR("<!--"))) {
        const size_t end = wire_str_find(wire_str_cut(html, at, html.n), WIRE_STR("-->"));
        if (end == SIZE_MAX)
            return at;
        at += end + 3;
    }
    return at;
}

static wire_code check_nodes(const checking *c, wire__node *parent, uint32_t deep, size_t *at);

/* in  *at: where the element must begin; out *at: behind its end */
static wire_code check_element(const checking *c, wire__node *node, uint32_t deep, size_t *at)
{
    const wire_range range = wire__node_range(node); /* from the tag's name on */
    const wire_str tag = wire__node_name(node);
    if (!range.end)
        return bad(c, *at, "an element is missing here: write it out:", tag);
    const size_t from = (size_t)range.start - 1;
    if (!is_allowed(c, node, tag))
        return bad(c, from, "not in a fragment of a theme:", tag);
    if (from != *at)
        return bad(c, *at, "an end without its beginning, or a tag that does not belong here, before", tag);
    wire_code code = check_attributes(c, node, tag, from);
    if (code)
        return code;
    *at = (size_t)range.end;
    while (*at < c->html.n && c->html.p[*at - 1] != '>')
        ++*at;
    const bool is_closed = c->html.p[*at - 2] == '/' && !wire__node_is_html(node);
    if (is_closed || IS_AMONG(tag, VOID_TAGS))
        return WIRE_OK;
    if ((code = check_nodes(c, node, deep + 1, at)))
        return code;
    const size_t end = skip_end_tag(c->html, *at, tag);
    if (end == SIZE_MAX)
        return bad(c, from, "an element that is not closed:", tag);
    *at = end;
    return WIRE_OK;
}

static wire_code check_nodes(const checking *c, wire__node *parent, uint32_t deep, size_t *at)
{
    if (deep > MAX_DEEP)
        return bad(c, *at, "too many elements one in another", (wire_str){NULL, 0});
    for (wire__node *node = parent->first_child; node; node = node->next) {
        *at = skip_comments(c->html, *at);
        if (wire__node_is_text(node)) {
            const wire_range range = wire__node_range(node);
            *at = range.end > *at ? (size_t)range.end : *at;
        } else if (wire__node_is_element(node)) {
            const wire_code code = check_element(c, node, deep, at);
            if (code)
                return code;
        }
    }
    *at = skip_comments(c->html, *at);
    return WIRE_OK;
}

static wire__node *find_element(wire__node *root, wire_str name)
{
    for (wire__node *n = root; n; n = wire__node_next(n, root))
        if (wire__node_is_element(n) && wire_str_is(wire__node_name(n), name))
            return n;
    return NULL;
}

/* What stands behind the last element must be nothing but space. */
static wire_code check_rest(const checking *c, size_t at)
{
    while (at < c->html.n && strchr(" \n\t\r", c->html.p[at]))
        at++;
    return at < c->html.n ? bad(c, at,
                                c->kind == WIRE__FRAGMENT_HEAD
                                    ? "a page's head has meta and link elements alone"
                                    : "an end without its beginning, or a tag that does not belong here",
                                (wire_str){NULL, 0})
                          : WIRE_OK;
}

static wire_code check_tree(checking *c)
{
    wire__node *root = wire__dom_root(&c->dom);
    wire__node *top = find_element(root, c->kind == WIRE__FRAGMENT_HEAD ? WIRE_STR("head") : WIRE_STR("body"));
    size_t at = c->before;
    if (!top || c->dom.is_cut)
        return bad(c, 0, "not HTML", (wire_str){NULL, 0});
    wire_code code = check_nodes(c, top, 0, &at);
    if (!code)
        code = check_rest(c, at);
    if (!code && c->kind == WIRE__FRAGMENT_LOGO) {
        uint32_t n = 0;
        for (wire__node *node = top->first_child; node; node = node->next)
            n += wire__node_is_element(node) || (wire__node_is_text(node) && wire_str_trim(wire__node_text(node)).n);
        if (n != 1)
            code = bad(c, c->before, "a logo is one svg element", (wire_str){NULL, 0});
    }
    return code;
}

wire_code wire__check_fragment(const wire__theme_file *file, wire__fragment_kind kind, wire_error *err)
{
    static const wire_str HEAD = {"<!doctype html><head>", 21}, BODY = {"<!doctype html><body>", 21};
    checking c = {.file = file, .kind = kind, .err = err};
    const wire_str before = kind == WIRE__FRAGMENT_HEAD ? HEAD : BODY;
    wire_arena *arena = wire_arena_new(0);
    c.html = arena ? wire_arena_print(arena, "%.*s%.*s", WIRE_ARG(before), WIRE_ARG(file->text)) : (wire_str){NULL, 0};
    c.before = before.n;
    if (!c.html.p || !wire__dom_open(&c.dom)) {
        wire_arena_free(arena);
        return wire_fail(err, WIRE_ENOMEM, "theme: no memory");
    }
    wire_code code = memchr(file->text.p, '\0', file->text.n)
                         ? wrong(file, 0, err, "holds a NUL character", (wire_str){NULL, 0})
                         : WIRE_OK;
    if (!code)
        code = wire__dom_parse(&c.dom, c.html, &(wire__dom_limits){.is_whole = true}, err);
    if (!code)
        code = check_tree(&c);
    wire__dom_close(&c.dom);
    wire_arena_free(arena);
    return code;
}
