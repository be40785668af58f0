/* tree.c: any bytes parsed with our reading of plain tokens and by lexbor alone: the same tree, menus apart where they
 * are gone over. */
#include "fuzz.h"
#include "parse/dom.h"

/* Space around a text may be passed over. */
static bool is_same_text(wire__node *a, wire__node *b)
{
    const wire_range x = wire__node_range(a), y = wire__node_range(b);
    return wire_str_is(wire_str_trim(wire__node_text(a)), wire_str_trim(wire__node_text(b))) &&
           (!x.end || (x.start >= y.start && x.end <= y.end)); /* what the page's end cut short has no place */
}

static bool is_bare(wire__node *node) /* of its content, where tokens are read by ours */
{
    return wire__node_is(node, LXB_TAG_SCRIPT) || wire__node_is(node, LXB_TAG_STYLE) ||
           wire__node_is(node, LXB_TAG_SVG);
}

static bool is_menu(wire__node *node)
{
    return wire__node_is(node, LXB_TAG_NAV) || wire__node_is(node, LXB_TAG_BUTTON) ||
           wire__node_is(node, LXB_TAG_SELECT);
}

static wire__node *next(wire__node *node, wire__node *root, bool skips_menus)
{
    do
        node = is_bare(node) || (skips_menus && is_menu(node)) ? wire__node_after(node, root)
                                                               : wire__node_next(node, root);
    while (node && (node->type == LXB_DOM_NODE_TYPE_COMMENT ||
                    (wire__node_is_text(node) && !wire_str_trim(wire__node_text(node)).n)));
    return node;
}

static size_t depth_of(const wire__node *node)
{
    size_t n = 0;
    while ((node = node->parent))
        n++;
    return n;
}

static bool is_same_element(const wire__dom *fast, const wire__dom *whole, wire__node *a, wire__node *b)
{
    if (a->ns != b->ns)
        return false;
    size_t n_a, n_b;
    const lxb_char_t *name_a = lxb_dom_element_local_name((lxb_dom_element_t *)(uintptr_t)a, &n_a);
    const lxb_char_t *name_b = lxb_dom_element_local_name((lxb_dom_element_t *)(uintptr_t)b, &n_b);
    if (!wire_str_is((wire_str){(const char *)name_a, n_a}, (wire_str){(const char *)name_b, n_b}))
        return false;
    if (a->ns != LXB_NS_HTML) /* xlink:href and the like are told from href */
        return true;
    wire__attrs x, y;
    wire__node_attrs(fast, a, &x);
    wire__node_attrs(whole, b, &y);
    for (wire__attr i = 1; i < WIRE__N_ATTRS; i++)
        if (!wire_str_is(wire__attrs_get(&x, i), wire__attrs_get(&y, i)))
            return false;
    const wire_range r = wire__node_range(a), s = wire__node_range(b);
    return x.has == y.has && (is_bare(a) || r.start == s.start);
}

static void compare(wire__dom *fast, wire__dom *whole, wire_str html, bool skips_menus)
{
    if (wire__dom_parse(fast, html, &(wire__dom_limits){.skips_menus = skips_menus}, NULL))
        abort();
    wire__node *root_a = wire__dom_root(fast), *root_b = wire__dom_root(whole);
    wire__node *a = root_a, *b = root_b;
    while (a && b && !fast->is_cut && !whole->is_cut) {
        fuzz_require(a->type == b->type, "nodes are of the same type");
        fuzz_require(depth_of(a) == depth_of(b), "nodes are as deep");
        if (wire__node_is_element(a))
            fuzz_require(is_same_element(fast, whole, a, b), "elements have the same name, attributes and place");
        else if (wire__node_is_text(a))
            fuzz_require(is_same_text(a, b), "texts have the same characters and place");
        a = next(a, root_a, skips_menus);
        b = next(b, root_b, skips_menus);
    }
    fuzz_require(!a == !b || fast->is_cut || whole->is_cut, "trees have as many nodes");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire__dom fast, whole;
    char *text = malloc(n + 1);
    if (!text)
        abort();
    for (size_t i = 0; i < n; i++) /* lexbor takes a form feed in the head for a text: HTML, 13.2.6.4.4 does not */
        text[i] = data[i] == '\f' ? ' ' : (char)data[i];
    const wire_str html = {text, n};
    if (!wire__dom_open(&fast) || !wire__dom_open(&whole))
        abort();
    if (wire__dom_parse(&whole, html, &(wire__dom_limits){.is_whole = true}, NULL))
        abort();
    compare(&fast, &whole, html, false);
    compare(&fast, &whole, html, true);
    wire__dom_close(&fast);
    wire__dom_close(&whole);
    free(text);
    return 0;
}
