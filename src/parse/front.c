/* front.c: a front page becomes a feed: each story's headline, address, summary, time, picture and section. */
#include "front.h"

#include "feed_make.h"

enum {
    ARENA = 64 << 20,
    AROUND = 24,    /* ancestors of a teaser that are counted */
    HEADING_UP = 4, /* how far above a section's heading its stories may begin */
    LEAST_SUMMARY = 25
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* What is known of the elements around stories. */
typedef struct around {
    wire__node *node;
    uint32_t n_stories;  /* below it */
    wire__node *heading; /* of the section that it is; NULL: none */
} around;

typedef struct map {
    around *slots;
    size_t mask, n;
} map;

static around *find(const map *m, wire__node *node)
{
    size_t at = (size_t)((uintptr_t)node * UINT64_C(0x9E3779B97F4A7C15) >> 20) & m->mask;
    while (m->slots[at].node && m->slots[at].node != node)
        at = (at + 1) & m->mask;
    return &m->slots[at];
}

/* Counts the stories below the elements around each: as far up as a teaser may well reach.
 * fails  false: no memory */
static bool count_stories(const wire__front *f, map *m)
{
    size_t size = 1024;
    while (size < (size_t)f->n * AROUND * 2)
        size *= 2;
    *m = (map){.slots = WIRE_TAKE(f->arena, around, size), .mask = size - 1};
    for (uint32_t i = 0; i < f->n && m->slots; i++) {
        wire__node *node = f->teasers[i].anchor;
        for (int k = 0; k < AROUND && node; k++, node = node->parent) {
            around *a = find(m, node);
            a->node = node;
            a->n_stories++;
        }
    }
    return m->slots != NULL;
}

/* A heading without a story in it names the section that begins above it. */
static void note_sections(const wire__front *f, const map *m)
{
    wire__node *top = wire__dom_root(f->tools->dom);
    for (wire__node *node = top; node; node = wire__node_next(node, top)) {
        const uintptr_t tag = wire__node_is_element(node) ? wire__node_tag(node) : 0;
        if (tag != LXB_TAG_H1 && tag != LXB_TAG_H2 && tag != LXB_TAG_H3)
            continue;
        if (find(m, node)->n_stories)
            continue;
        wire__node *up = node->parent;
        for (int i = 1; up && i < HEADING_UP && !find(m, up)->n_stories; i++)
            up = up->parent;
        around *a = up ? find(m, up) : NULL;
        if (a && a->n_stories && !a->heading && !wire__node_is(up, LXB_TAG_BODY) && !wire__node_is(up, LXB_TAG_MAIN))
            a->heading = node;
    }
}

/* The element that is all of one story's teaser. */
static wire__node *teaser_element(const map *m, wire__node *anchor)
{
    wire__node *node = anchor;
    while (node->parent && wire__node_is_element(node->parent) && !wire__node_is(node->parent, LXB_TAG_BODY) &&
           find(m, node->parent)->n_stories == 1 && !find(m, node->parent)->heading)
        node = node->parent;
    return node;
}

static wire__node *section_of(const map *m, wire__node *node)
{
    for (node = node->parent; node; node = node->parent)
        if (find(m, node)->heading)
            return find(m, node)->heading;
    return NULL;
}

/* What a teaser says besides ------------------------------------------------------------------ */

typedef struct teaser_parts {
    wire__node *summary, *time, *image;
} teaser_parts;

static bool is_summary(const wire__front *f, wire__node *node)
{
    static const char *const names[] = {"summary",     "standfirst", "excerpt",   "description", "dek",
                                        "teaser-text", "intro",      "lead-text", "abstract"};
    const uintptr_t tag = wire__node_tag(node);
    return tag == LXB_TAG_P ||
           ((tag == LXB_TAG_DIV || tag == LXB_TAG_SPAN) && wire__front_has_class(f, node, names, COUNT(names)));
}

static teaser_parts look_in(wire__front *f, const wire__teaser *t, wire__node *top)
{
    teaser_parts parts = {NULL, NULL, NULL};
    for (wire__node *node = top; node; node = wire__node_next(node, top)) {
        if (!wire__node_is_element(node))
            continue;
        if (!parts.image && wire__node_is(node, LXB_TAG_IMG))
            parts.image = node;
        else if (!parts.time && wire__node_is(node, LXB_TAG_TIME))
            parts.time = node;
        else if (!parts.summary && is_summary(f, node)) {
            const wire_str text = wire__front_text(f, node);
            if (text.n >= LEAST_SUMMARY && wire_str_find(text, t->title) == SIZE_MAX)
                parts.summary = node;
        }
    }
    return parts;
}

static wire_str image_address(const wire__front *f, wire__node *image)
{
    static const wire__attr attrs[] = {WIRE__ATTR_DATA_SRC, WIRE__ATTR_SRC};
    for (size_t i = 0; i < COUNT(attrs); i++) {
        const wire_str src = wire_str_trim(wire__node_attr(f->tools->dom, image, attrs[i]));
        if (src.n && !wire_str_has_prefix(src, WIRE_STR("data:")))
            return src;
    }
    return (wire_str){NULL, 0};
}

static void put_teaser(wire__front *f, const map *m, wire__feed_make *make, const wire__teaser *t)
{
    wire__node *top = teaser_element(m, t->anchor), *heading = section_of(m, top);
    const teaser_parts parts = look_in(f, t, top);
    const wire_str no_base = {NULL, 0};
    wire__feed_begin_item(make);
    wire__feed_put_url(make, WIRE__FIELD_URL, 1, t->url, no_base);
    wire__feed_put_plain(make, WIRE__FIELD_TITLE, 1, t->title);
    if (parts.summary)
        wire__feed_put_markup(make, WIRE__FIELD_SUMMARY, 1, wire__front_text(f, parts.summary), WIRE__FORM_TEXT,
                              no_base);
    if (parts.time)
        wire__feed_put_plain(make, WIRE__FIELD_PUBLISHED, 1,
                             wire__node_attr(f->tools->dom, parts.time, WIRE__ATTR_DATETIME));
    if (parts.image)
        wire__feed_put_url(make, WIRE__FIELD_IMAGE, 1, image_address(f, parts.image), f->base);
    if (heading)
        wire__feed_add_tag(make, wire__front_text(f, heading));
    wire__feed_end_item(make);
}

/* The page ---------------------------------------------------------------------------------- */

static void put_page(wire__front *f, wire__feed_make *make, bool *has_title)
{
    const wire__dom *dom = f->tools->dom;
    wire__node *top = wire__dom_root(dom);
    for (wire__node *node = top; node; node = wire__node_next(node, top)) {
        if (wire__node_is(node, LXB_TAG_HTML)) {
            wire__feed_put_plain(make, WIRE__FIELD_LANGUAGE, 1, wire__node_attr(dom, node, WIRE__ATTR_LANG));
        } else if (wire__node_is(node, LXB_TAG_TITLE) && !*has_title) {
            wire__feed_put_plain(make, WIRE__FIELD_TITLE, 1, wire__front_text(f, node));
            *has_title = true;
        } else if (wire__node_is(node, LXB_TAG_META) &&
                   wire_str_is_ci(wire__node_attr(dom, node, WIRE__ATTR_NAME), WIRE_STR("description"))) {
            wire__feed_put_plain(make, WIRE__FIELD_SUMMARY, 1, wire__node_attr(dom, node, WIRE__ATTR_CONTENT));
        } else if (wire__node_is(node, LXB_TAG_BODY)) {
            return;
        }
    }
}

static bool read_address(wire__front *f, wire_str text, wire_address *address)
{
    const wire_code code =
        text.n ? wire_address_read(f->tools->addresses, text, f->base, f->arena, address) : WIRE_NONE;
    f->is_full |= code == WIRE_ENOMEM;
    return !code;
}

/* The page's own address where nobody says it: its base, its canonical link. */
static void find_base(wire__front *f)
{
    const wire__dom *dom = f->tools->dom;
    wire__node *top = wire__dom_root(dom);
    for (wire__node *node = top; node && !wire__node_is(node, LXB_TAG_BODY); node = wire__node_next(node, top)) {
        const bool is_canonical = wire__node_is(node, LXB_TAG_LINK) && !f->base.n &&
                                  wire_str_is_ci(wire__node_attr(dom, node, WIRE__ATTR_REL), WIRE_STR("canonical"));
        wire_address address;
        if (!is_canonical && !wire__node_is(node, LXB_TAG_BASE))
            continue;
        const wire_str href = wire__node_attr(dom, node, WIRE__ATTR_HREF);
        if (read_address(f, href, &address) && wire_address_is_web(&address))
            f->base = address.href;
    }
    wire_address address;
    if (read_address(f, f->base, &address))
        f->host = address.host;
}

static wire_code make_feed(wire__front *f, const wire_page *page, wire_feed *feed, wire_error *err)
{
    map m;
    bool has_title = false;
    wire__cleaner cleaner = {.dom = f->tools->dom, .addresses = f->tools->addresses, .scratch = f->tools->scratch};
    wire__feed_make make;
    if (!count_stories(f, &m))
        return wire_fail(err, WIRE_ENOMEM, "front: no memory");
    note_sections(f, &m);
    wire_code code = wire__feed_make_begin(&make, feed, &cleaner, page, err);
    if (!code) {
        put_page(f, &make, &has_title);
        wire__feed_put_url(&make, WIRE__FIELD_URL, 1, f->base, (wire_str){NULL, 0});
        for (uint32_t i = 0; i < f->n; i++)
            put_teaser(f, &m, &make, &f->teasers[i]);
        code = wire__feed_make_end(&make, err);
        feed->kind = WIRE_FEED_FRONT;
        feed->feed_url = (wire_str){NULL, 0};
    }
    wire__cleaner_close(&cleaner);
    return code;
}

static wire_code read_front(wire__front *f, const wire_page *page, wire_feed *feed, wire_error *err)
{
    f->base = page->url;
    find_base(f);
    if (!f->host.n && !f->is_full)
        return wire_fail(err, WIRE_EFORMAT,
                         "front: a web page, not a feed, and its address is not known; give it by --url");
    if (!f->is_full)
        wire__front_find(f);
    if (!f->is_full)
        wire__front_choose(f);
    if (f->is_full)
        return wire_fail(err, WIRE_ENOMEM, "front: no memory");
    if (!f->n)
        return wire_fail(err, WIRE_EFORMAT, "front: a web page, not a feed, and no list of stories on it");
    return make_feed(f, page, feed, err);
}

wire_code wire__read_front(const wire__feed_tools *tools, const wire_page *page, wire_feed **feed, wire_error *err)
{
    const char *what = "";
    wire_str text;
    if (wire_input_sniff(page, &what) != WIRE_INPUT_HTML)
        return wire_fail(err, WIRE_EFORMAT, "front: not a web page (%s)", what);
    wire_code code = wire__charset_decode(tools->charset, page, &text, err);
    if (!code)
        code = wire__dom_parse(tools->dom, text, NULL, err);
    if (code)
        return code;
    wire__front f = {.tools = tools, .arena = wire_arena_new(ARENA)};
    wire_feed *made = wire_feed_new(0);
    wire_out_open_memory(&f.text, 0);
    code = f.arena && made ? read_front(&f, page, made, err) : wire_fail(err, WIRE_ENOMEM, "front: no memory");
    wire_out_close(&f.text, NULL);
    wire_arena_free(f.arena);
    if (code)
        wire_feed_free(made);
    else
        *feed = made;
    return code;
}
