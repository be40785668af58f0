/* dom.h: a page's tree, as extraction sees it: tag, attribute, text, next, byte range. lexbor stays behind it. */
#ifndef WIRECOPY_PARSE_DOM_H
#define WIRECOPY_PARSE_DOM_H
#include <lexbor/dom/dom.h>
#include <lexbor/html/html.h>

#include "wirecopy/base.h"

/* A node: an element, a text, or something else. Lives until the next parse. */
typedef const lxb_dom_node_t wire__node;

/* Attributes that are looked at. Those that lexbor has no constant for get their id once a page. */
#define WIRE__ATTRS(X)                  \
    X(CLASS, "class")                   \
    X(ID, "id")                         \
    X(HREF, "href")                     \
    X(SRC, "src")                       \
    X(ALT, "alt")                       \
    X(TITLE, "title")                   \
    X(CONTENT, "content")               \
    X(TYPE, "type")                     \
    X(STYLE, "style")                   \
    X(WIDTH, "width")                   \
    X(HEIGHT, "height")                 \
    X(NAME, "name")                     \
    X(PROPERTY, "property")             \
    X(ITEMPROP, "itemprop")             \
    X(ITEMTYPE, "itemtype")             \
    X(ITEMSCOPE, "itemscope")           \
    X(TYPEOF, "typeof")                 \
    X(REL, "rel")                       \
    X(ROLE, "role")                     \
    X(HIDDEN, "hidden")                 \
    X(ARIA_HIDDEN, "aria-hidden")       \
    X(DATETIME, "datetime")             \
    X(LANG, "lang")                     \
    X(SRCSET, "srcset")                 \
    X(DATA_SRC, "data-src")             \
    X(DATA_SRCSET, "data-srcset")       \
    X(DATA_ORIGINAL, "data-original")   \
    X(DATA_LAZY_SRC, "data-lazy-src")   \
    X(DATA_TESTID, "data-testid")       \
    X(DATA_COMPONENT, "data-component") \
    X(DATA_TYPE, "data-type")

typedef enum wire__attr {
    WIRE__ATTR_NONE,
#define WIRE__ATTR_ENUM(name, text) WIRE__ATTR_##name,
    WIRE__ATTRS(WIRE__ATTR_ENUM)
#undef WIRE__ATTR_ENUM
        WIRE__N_ATTRS
} wire__attr;

enum { WIRE__ATTR_SLOTS = 128 }; /* a power of two, some four times the attributes */

typedef struct wire__dom {
    lxb_html_document_t *doc;
    uintptr_t attr_ids[WIRE__N_ATTRS]; /* lexbor's id of each; 0: not on this page */
    struct {
        uintptr_t id;
        wire__attr attr;
    } slots[WIRE__ATTR_SLOTS]; /* the other way round, open addressing */
    wire_str html;             /* the UTF-8 that was parsed; borrowed */
    uint32_t n_nodes;
    bool is_whole;
    bool is_cut; /* a bound was reached: the rest of the page is not in the tree */
    struct wire__dom_watch *watch;
} wire__dom;

typedef struct wire__dom_limits {
    uint32_t max_nodes; /* 0: 2,000,000 */
    uint32_t max_ms;    /* of the thread's own time; 0: 20,000 */
    bool skips_menus;   /* without what is in <nav>, <button> and <select>, where that changes nothing around it */
    bool is_whole;      /* with the texts of scripts and styles, and with attributes that are not in WIRE__ATTRS */
} wire__dom_limits;

/* fails  false: no memory; nothing to free */
WIRE_USE bool wire__dom_open(wire__dom *dom);
void wire__dom_close(wire__dom *dom);
/* Parses a page; the tree before is gone.
 * in     html: UTF-8 (broken bytes are let through), under 4 GiB, borrowed as long as the tree; limits may be NULL
 * out    dom->doc; dom->is_cut where a bound was reached, the tree then holds what came before
 * fails  WIRE_ENOMEM: the dom can be parsed into again or closed
 * by     https://html.spec.whatwg.org/multipage/parsing.html through lexbor */
WIRE_USE wire_code wire__dom_parse(wire__dom *dom, wire_str html, const wire__dom_limits *limits, wire_error *err);

static inline wire__node *wire__dom_root(const wire__dom *dom)
{
    return lxb_dom_interface_node(dom->doc);
}

static inline bool wire__node_is_element(wire__node *node)
{
    return node->type == LXB_DOM_NODE_TYPE_ELEMENT;
}

static inline bool wire__node_is_text(wire__node *node)
{
    return node->type == LXB_DOM_NODE_TYPE_TEXT;
}

/* LXB_TAG_...; a custom element's is beyond LXB_TAG__LAST_ENTRY. */
static inline uintptr_t wire__node_tag(wire__node *node)
{
    return node->local_name;
}

static inline bool wire__node_is(wire__node *node, uintptr_t tag)
{
    return node->local_name == tag && node->type == LXB_DOM_NODE_TYPE_ELEMENT;
}

static inline bool wire__node_is_html(wire__node *node)
{
    return node->ns == LXB_NS_HTML;
}

/* A text's characters. */
static inline wire_str wire__node_text(wire__node *node)
{
    const lexbor_str_t *data = &((const lxb_dom_character_data_t *)node)->data;
    return (wire_str){(const char *)data->data, data->length};
}

/* Where the node stood in the parsed text: a text's characters, an element's start tag, from its name on,
 * but a script's or style's content. {0, 0}: the parser made it. */
static inline wire_range wire__node_range(wire__node *node)
{
    const uint64_t packed = (uint64_t)(uintptr_t)node->user;
    return (wire_range){packed & UINT32_MAX, packed >> 32};
}

/* From an element's "<" to the end of the last that is in it, but for its own end tag. {0, 0}: the parser made it. */
wire_range wire__node_extent(const wire__dom *dom, wire__node *node);

/* A script's characters, as they are in the page. */
static inline wire_str wire__node_script(const wire__dom *dom, wire__node *node)
{
    if (node->first_child)
        return node->first_child->type == LXB_DOM_NODE_TYPE_TEXT ? wire__node_text(node->first_child)
                                                                 : (wire_str){NULL, 0};
    const wire_range r = dom->is_whole ? (wire_range){0, 0} : wire__node_range(node);
    return wire_str_cut(dom->html, r.start, r.end);
}

static inline wire_str wire__dom_value(const lxb_dom_attr_t *attr)
{
    return attr->value ? (wire_str){(const char *)attr->value->data, attr->value->length} : (wire_str){"", 0};
}

static inline wire__attr wire__dom_attr_of(const wire__dom *dom, uintptr_t id)
{
    for (size_t at = (id ^ id >> 6) % WIRE__ATTR_SLOTS; dom->slots[at].id; at = (at + 1) % WIRE__ATTR_SLOTS)
        if (dom->slots[at].id == id)
            return dom->slots[at].attr;
    return WIRE__ATTR_NONE;
}

/* An element's attribute; {NULL, 0}: it has none of that name. */
static inline wire_str wire__node_attr(const wire__dom *dom, wire__node *node, wire__attr which)
{
    const uintptr_t id = dom->attr_ids[which];
    if (id && node->type == LXB_DOM_NODE_TYPE_ELEMENT)
        for (const lxb_dom_attr_t *a = ((const lxb_dom_element_t *)node)->first_attr; a; a = a->next)
            if (a->node.local_name == id)
                return wire__dom_value(a);
    return (wire_str){NULL, 0};
}

/* All attributes that are looked at, in one go: v[i] is set where bit i of has is. */
typedef struct wire__attrs {
    uint64_t has;
    wire_str v[WIRE__N_ATTRS];
} wire__attrs;

static inline void wire__node_attrs(const wire__dom *dom, wire__node *node, wire__attrs *attrs)
{
    attrs->has = 0;
    for (const lxb_dom_attr_t *a = ((const lxb_dom_element_t *)node)->first_attr; a; a = a->next) {
        const wire__attr which = wire__dom_attr_of(dom, a->node.local_name);
        if (!which || attrs->has >> which & 1)
            continue; /* the first of a name counts */
        attrs->has |= (uint64_t)1 << which;
        attrs->v[which] = wire__dom_value(a);
    }
}

static inline bool wire__attrs_has(const wire__attrs *attrs, wire__attr which)
{
    return attrs->has >> which & 1;
}

static inline wire_str wire__attrs_get(const wire__attrs *attrs, wire__attr which)
{
    return wire__attrs_has(attrs, which) ? attrs->v[which] : (wire_str){NULL, 0};
}

/* An element's name, as it was written in SVG. */
static inline wire_str wire__node_name(wire__node *node)
{
    size_t n = 0;
    const lxb_char_t *name = lxb_dom_element_qualified_name((lxb_dom_element_t *)(uintptr_t)node, &n);
    return (wire_str){(const char *)name, name ? n : 0};
}

/* Attributes one after the other, whatever their names (of a tree that is whole). NULL: no more */
static inline const void *wire__dom_show_attr(lxb_dom_attr_t *attr, wire_str *name, wire_str *value)
{
    size_t n = 0;
    if (!attr)
        return NULL;
    const lxb_char_t *text = lxb_dom_attr_qualified_name(attr, &n);
    *name = (wire_str){(const char *)text, text ? n : 0};
    *value = wire__dom_value(attr);
    return attr;
}

static inline const void *wire__node_first_attr(wire__node *node, wire_str *name, wire_str *value)
{
    return wire__dom_show_attr(((const lxb_dom_element_t *)node)->first_attr, name, value);
}

static inline const void *wire__node_next_attr(const void *attr, wire_str *name, wire_str *value)
{
    return wire__dom_show_attr(((const lxb_dom_attr_t *)attr)->next, name, value);
}

/* The next node in document order that is not below this one; NULL: none below `top`. */
static inline wire__node *wire__node_after(wire__node *node, wire__node *top)
{
    while (node && node != top && !node->next)
        node = node->parent;
    return !node || node == top ? NULL : node->next;
}

/* The next node in document order, below `top`. */
static inline wire__node *wire__node_next(wire__node *node, wire__node *top)
{
    return node->first_child ? node->first_child : wire__node_after(node, top);
}

#endif
