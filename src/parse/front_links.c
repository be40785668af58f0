/* front_links.c: which links of a front page lead to stories: by their address, their words and the shapes that repeat.
 */
#include "front.h"

#include <string.h>

enum {
    MAX_TEASERS = 4000,
    URL_SLOTS = 16384, /* a power of two, some four times the teasers */
    SHAPE_SLOTS = 16384,
    MAX_TEXT = 600,
    SHAPE_DEPTH = 4,
    LOOK_UP = 12 /* ancestors asked whether they are furniture */
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Texts ------------------------------------------------------------------------------------- */

static wire_str class_of(const wire__front *f, wire__node *node)
{
    return wire__node_attr(f->tools->dom, node, WIRE__ATTR_CLASS);
}

bool wire__front_has_class(const wire__front *f, wire__node *node, const char *const *parts, size_t n)
{
    const wire_str class = class_of(f, node);
    for (size_t i = 0; i < n && class.n; i++)
        if (wire_str_find_ci(class, wire_str_of(parts[i])) != SIZE_MAX)
            return true;
    return false;
}

static bool is_unseen(const wire__front *f, wire__node *node)
{
    static const char *const hidden[] = {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader"};
    const uintptr_t tag = wire__node_is_element(node) ? wire__node_tag(node) : 0;
    return tag == LXB_TAG_SCRIPT || tag == LXB_TAG_STYLE || tag == LXB_TAG_NOSCRIPT || tag == LXB_TAG_TEMPLATE ||
           tag == LXB_TAG_SVG || tag == LXB_TAG_TIME || tag == LXB_TAG_FIGCAPTION || tag == LXB_TAG_BUTTON ||
           (tag && wire__front_has_class(f, node, hidden, COUNT(hidden)));
}

static void put_folded(wire_out *out, wire_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const bool is_space = s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r');
        if (!is_space)
            wire_out_byte(out, s.p[i]);
        else if (out->n && out->buf[out->n - 1] != ' ')
            wire_out_byte(out, ' ');
    }
}

wire_str wire__front_text(wire__front *f, wire__node *top)
{
    wire_out_reset(&f->text);
    for (wire__node *node = top->first_child; node && f->text.n < MAX_TEXT;) {
        if (is_unseen(f, node)) {
            node = wire__node_after(node, top);
            continue;
        }
        if (wire__node_is_text(node))
            put_folded(&f->text, wire__node_text(node));
        else if (wire__node_is_element(node))
            put_folded(&f->text,
                       WIRE_STR(" "));     /* of two blocks the words do not run together; in a word there is no */
        node = wire__node_next(node, top); /* element but a mark now and then */
    }
    f->is_full |= f->text.code != WIRE_OK;
    return wire_str_trim(wire_out_text(&f->text));
}

static bool is_heading(wire__node *node)
{
    const uintptr_t tag = wire__node_is_element(node) ? wire__node_tag(node) : 0;
    return tag == LXB_TAG_H1 || tag == LXB_TAG_H2 || tag == LXB_TAG_H3 || tag == LXB_TAG_H4 || tag == LXB_TAG_H5 ||
           tag == LXB_TAG_H6;
}

/* The headline in a link: a heading's, or what is called one; else all its words. */
static wire_str headline_of(wire__front *f, wire__node *anchor, bool *is_in_heading)
{
    static const char *const names[] = {"headline", "title", "heading"};
    wire__node *named = NULL;
    for (wire__node *node = anchor->first_child; node; node = wire__node_next(node, anchor)) {
        if (is_heading(node)) {
            *is_in_heading = true;
            return wire__front_text(f, node);
        }
        if (!named && wire__node_is_element(node) && wire__front_has_class(f, node, names, COUNT(names)))
            named = node;
    }
    wire__node *up = anchor->parent;
    for (int i = 0; up && i < 3 && !*is_in_heading; i++, up = up->parent)
        *is_in_heading = is_heading(up);
    return wire__front_text(f, named ? named : anchor);
}

/* Addresses --------------------------------------------------------------------------------- */

/* The last two labels: of one house, as far as can be told without a list. */
static wire_str house_of(wire_str host)
{
    size_t at = host.n;
    for (int dots = 0; at; at--)
        if (host.p[at - 1] == '.' && ++dots == 2)
            break;
    return wire_str_cut(host, at, host.n);
}

static bool is_digits(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* A path's segment that says what no story's does. */
static bool is_aside(wire_str segment)
{
    static const char *const names[] = {
        "about",    "account",   "advertise",    "author",     "authors",     "bookmarks", "careers",
        "category", "contact",   "contact-us",   "cookies",    "events",      "faq",       "help",
        "jobs",     "legal",     "login",        "newsletter", "newsletters", "privacy",   "privacy-policy",
        "profile",  "register",  "rss",          "search",     "settings",    "shop",      "signin",
        "signup",   "subscribe", "subscription", "tag",        "tags",        "terms",     "terms-of-use",
        "topic",    "topics",    "user",         "users"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (wire_str_is_ci(segment, wire_str_of(names[i])))
            return true;
    return false;
}

typedef struct path_facts {
    unsigned depth, n_hyphens;
    bool has_date, has_number, is_aside;
} path_facts;

static void look_at_segment(path_facts *facts, wire_str segment)
{
    unsigned n_digits = 0, n_run = 0, n_hyphens = 0;
    for (size_t i = 0; i < segment.n; i++) {
        const bool is_digit = segment.p[i] >= '0' && segment.p[i] <= '9';
        n_run = is_digit ? n_run + 1 : 0;
        n_digits = n_run > n_digits ? n_run : n_digits;
        n_hyphens += segment.p[i] == '-' || segment.p[i] == '_';
    }
    const bool is_year = segment.n >= 4 && is_digits(wire_str_cut(segment, 0, 4)) &&
                         (wire_str_has_prefix(segment, WIRE_STR("20")) || wire_str_has_prefix(segment, WIRE_STR("19")));
    facts->depth++;
    facts->n_hyphens = n_hyphens; /* the last one's stay */
    facts->has_number |= n_digits >= 5;
    facts->has_date |= is_year && (segment.n == 4 || segment.n == 8 || segment.p[4] == '-');
    facts->is_aside |= is_aside(segment);
}

/* How likely a path is a story's: 0 to 2. */
static uint8_t likelihood(wire_str path)
{
    path_facts facts = {0};
    while (path.n) {
        const char *slash = memchr(path.p, '/', path.n);
        const wire_str segment = wire_str_cut(path, 0, slash ? (size_t)(slash - path.p) : path.n);
        if (segment.n)
            look_at_segment(&facts, segment);
        path = wire_str_cut(path, segment.n + 1, path.n);
    }
    if (facts.is_aside || !facts.depth)
        return 0;
    if (facts.n_hyphens >= 3 || facts.has_number || (facts.has_date && facts.depth > 2) ||
        (facts.n_hyphens == 2 && facts.depth > 1))
        return 2;
    return facts.depth > 1 || facts.n_hyphens;
}

/* Shapes ------------------------------------------------------------------------------------ */

static uint32_t mix(uint32_t sum, wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        sum = (sum ^ (unsigned char)s.p[i]) * 16777619u;
    return sum;
}

/* What a link and the elements around it are, with the first of their classes. */
static uint32_t shape_of(const wire__front *f, wire__node *node)
{
    uint32_t sum = 2166136261u;
    for (int i = 0; i < SHAPE_DEPTH && node && wire__node_is_element(node); i++, node = node->parent) {
        const wire_str class = wire_str_trim(class_of(f, node));
        const char *end = class.n ? memchr(class.p, ' ', class.n) : NULL;
        sum = (sum ^ (uint32_t)wire__node_tag(node)) * 16777619u;
        sum = mix(sum, wire_str_cut(class, 0, end ? (size_t)(end - class.p) : class.n));
    }
    return sum ? sum : 1;
}

static bool is_furniture(const wire__front *f, wire__node *node)
{
    static const char *const names[] = {"footer", "breadcrumb", "cookie", "consent",  "social",
                                        "share",  "menu",       "navbar", "site-nav", "nav-"};
    for (int i = 0; i < LOOK_UP && node && wire__node_is_element(node); i++, node = node->parent) {
        const uintptr_t tag = wire__node_tag(node);
        if (tag == LXB_TAG_NAV || tag == LXB_TAG_FOOTER || tag == LXB_TAG_DIALOG)
            return true;
        if (tag != LXB_TAG_BODY && tag != LXB_TAG_MAIN && tag != LXB_TAG_HTML &&
            wire__front_has_class(f, node, names, COUNT(names)))
            return true;
    }
    return false;
}

/* Finding ----------------------------------------------------------------------------------- */

/* The teaser of an address; a new one where there is none. NULL: no more room. */
static wire__teaser *teaser_of(wire__front *f, wire_str url)
{
    uint32_t slot = mix(2166136261u, url) % URL_SLOTS;
    for (; f->by_url[slot]; slot = (slot + 1) % URL_SLOTS)
        if (wire_str_is(f->teasers[f->by_url[slot] - 1].url, url))
            return &f->teasers[f->by_url[slot] - 1];
    if (f->n == MAX_TEASERS)
        return NULL;
    f->by_url[slot] = f->n + 1;
    f->teasers[f->n] = (wire__teaser){.url = url};
    return &f->teasers[f->n++];
}

/* Of several links to a story the one in a heading is its headline, else the first that says enough. */
static bool is_better(const wire__teaser *t, wire_str title, bool is_in_heading)
{
    if (t->is_heading || !title.n)
        return false;
    return is_in_heading || !t->title.n || (t->title.n < 20 && title.n > t->title.n);
}

static void look_at_link(wire__front *f, wire__node *anchor)
{
    wire_address address;
    const wire_str href = wire_str_trim(wire__node_attr(f->tools->dom, anchor, WIRE__ATTR_HREF));
    if (!href.n || href.p[0] == '#')
        return;
    wire_str key;
    wire_code code = wire_address_read(f->tools->addresses, href, f->base, f->arena, &address);
    f->is_full |= code == WIRE_ENOMEM;
    if (code || !wire_address_is_web(&address) || !wire_str_is_ci(house_of(address.host), house_of(f->host)))
        return;
    const uint8_t likely = likelihood(address.path);
    if (is_furniture(f, anchor))
        return;
    code = wire_address_key(&address, f->arena, &key);
    wire__teaser *t = code ? NULL : teaser_of(f, key);
    f->is_full |= code == WIRE_ENOMEM;
    bool is_in_heading = false;
    const wire_str title = t ? headline_of(f, anchor, &is_in_heading) : (wire_str){NULL, 0};
    if (!t || !is_better(t, title, is_in_heading))
        return;
    wire_str copy;
    if (!wire_arena_copy(f->arena, title, &copy)) {
        f->is_full = true;
        return;
    }
    *t = (wire__teaser){anchor, key, copy, shape_of(f, anchor), likely, is_in_heading};
}

void wire__front_find(wire__front *f)
{
    f->teasers = WIRE_TAKE(f->arena, wire__teaser, MAX_TEASERS);
    f->by_url = WIRE_TAKE(f->arena, uint32_t, URL_SLOTS);
    f->by_shape = WIRE_TAKE(f->arena, uint32_t, SHAPE_SLOTS);
    f->is_full = !f->teasers || !f->by_url || !f->by_shape;
    wire__node *top = wire__dom_root(f->tools->dom);
    for (wire__node *node = top; node && !f->is_full; node = wire__node_next(node, top))
        if (wire__node_is(node, LXB_TAG_A))
            look_at_link(f, node);
}

/* Choosing ---------------------------------------------------------------------------------- */

static bool says_enough(wire_str title)
{
    unsigned n_words = 1, n_wide = 0; /* scripts without spaces say more in fewer */
    for (size_t i = 0; i < title.n; i++) {
        n_words += title.p[i] == ' ';
        n_wide += (unsigned char)title.p[i] >= 0xE0;
    }
    return n_words >= 4 || n_wide >= 8;
}

static bool is_story(const wire__front *f, const wire__teaser *t)
{
    const uint32_t n_alike = f->by_shape[t->shape % SHAPE_SLOTS];
    if (t->title.n < 10 || !t->anchor)
        return false;
    if (t->likely == 2)
        return t->is_heading || says_enough(t->title);
    if (t->likely == 1)
        return (t->is_heading && n_alike > 1) || (n_alike > 2 && says_enough(t->title));
    return false;
}

void wire__front_choose(wire__front *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++)
        f->by_shape[f->teasers[i].shape % SHAPE_SLOTS]++;
    for (uint32_t i = 0; i < f->n; i++)
        if (is_story(f, &f->teasers[i]))
            f->teasers[n++] = f->teasers[i];
    f->n = n;
}
