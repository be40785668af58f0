/* feed.c: a page becomes a feed; the feeds that a web page names. */
#include "feed_read.h"

#include "feed_make.h"
#include "utf32.h"
#include <string.h>

enum { MAX_BYTES = 64 << 20, MAX_LINKS = 64 };

/* Why a page is not a feed, in words that help. */
static wire_code say_wrong(const wire_page *page, wire_input_kind kind, const char *what, wire_error *err)
{
    if (page->status >= 400)
        return wire_fail(err, WIRE_EFORMAT, "feed: not a feed but the server's answer %u (%s)", page->status, what);
    if (kind == WIRE_INPUT_EMPTY)
        return wire_fail(err, WIRE_EFORMAT, "feed: empty, not a feed");
    if (kind == WIRE_INPUT_HTML)
        return wire_fail(err, WIRE_EFORMAT, "feed: a web page, not a feed");
    return wire_fail(err, WIRE_EFORMAT, "feed: not a feed (%s)", what);
}

/* The next line that says something, past a byte order mark. {NULL, 0}: there is none */
static wire_str next_line(wire_str *rest)
{
    if (wire_str_has_prefix(*rest, WIRE_STR("\xEF\xBB\xBF")))
        *rest = wire_str_cut(*rest, 3, rest->n);
    while (rest->n) {
        const size_t end = wire_str_find(*rest, WIRE_STR("\n"));
        const wire_str line = wire_str_trim(wire_str_cut(*rest, 0, end));
        *rest = end < rest->n ? wire_str_cut(*rest, end + 1, rest->n) : (wire_str){0};
        if (line.n)
            return line;
    }
    return (wire_str){0};
}

static bool is_address(wire_str line)
{
    if (!wire_str_has_prefix(line, WIRE_STR("http://")) && !wire_str_has_prefix(line, WIRE_STR("https://")))
        return false;
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == ' ' || line.p[i] == '\t')
            return false;
    return true;
}

/* A sitemap may be a text of addresses, a line each, and nothing else. */
static bool is_map_in_text(const wire_page *page, wire_input_kind kind)
{
    wire_str rest = page->bytes, line;
    size_t n = 0;
    if (kind != WIRE_INPUT_TEXT)
        return false;
    for (; (line = next_line(&rest)).n; n++)
        if (!is_address(line))
            return false;
    return n > 0;
}

static wire_code read_map(wire__feed_make *make, wire_str text)
{
    wire_str line;
    make->feed->kind = WIRE_FEED_SITEMAP;
    while (!make->code && (line = next_line(&text)).n) {
        wire__feed_begin_item(make);
        wire__feed_put_url(make, WIRE__FIELD_URL, 1, line, (wire_str){0});
        wire__feed_end_item(make);
    }
    return WIRE_OK;
}

static wire_code read_text(wire__feed_make *make, wire_str text, wire_input_kind kind, wire_error *err)
{
    const wire_str start = wire_str_trim(wire_str_cut(text, 0, 4096));
    if (kind == WIRE_INPUT_TEXT)
        return read_map(make, text);
    if (kind == WIRE_INPUT_OPML)
        return wire__feed_read_opml(make, text, err);
    return start.n && start.p[0] == '{' ? wire__feed_read_json(make, text, err) : wire__feed_read_xml(make, text, err);
}

static wire_code read_decoded(const wire__feed_tools *tools, const wire_page *page, wire_str text, wire_input_kind kind,
                              wire_feed *feed, wire_error *err)
{
    wire__cleaner cleaner = {.dom = tools->dom, .addresses = tools->addresses, .scratch = tools->scratch};
    wire__feed_make make;
    wire_code code = wire__feed_make_begin(&make, feed, &cleaner, page, err);
    if (!code)
        code = read_text(&make, text, kind, err);
    if (!code)
        code = wire__feed_make_end(&make, err);
    wire__cleaner_close(&cleaner);
    return code;
}

static wire_code read_into(const wire__feed_tools *tools, const wire_page *page, wire_input_kind kind, wire_feed *feed,
                           wire_error *err)
{
    wire_str text;
    wire_out plain;
    if (!wire__is_utf32(page->bytes)) {
        const wire_code code = wire__charset_decode(tools->charset, page, &text, err);
        return code ? code : read_decoded(tools, page, text, kind, feed, err);
    }
    wire_out_open_memory(&plain, MAX_BYTES);
    wire__utf32_read(page->bytes, &plain);
    const wire_code code = plain.code ? wire_fail(err, plain.code, "feed: no memory for its text")
                                      : read_decoded(tools, page, wire_out_text(&plain), kind, feed, err);
    wire_out_close(&plain, NULL);
    return code;
}

wire_code wire__read_feed(const wire__feed_tools *tools, const wire_page *page, wire_feed **feed, wire_error *err)
{
    const char *what = "";
    const wire_input_kind kind = wire_input_sniff(page, &what);
    if (kind != WIRE_INPUT_FEED && kind != WIRE_INPUT_OPML && !is_map_in_text(page, kind))
        return say_wrong(page, kind, what, err);
    if (page->bytes.n > MAX_BYTES)
        return wire_fail(err, WIRE_ELIMIT, "feed: %zu bytes, more than the %d a feed may have", page->bytes.n,
                         MAX_BYTES);
    wire_feed *made = wire_feed_new(0);
    if (!made)
        return wire_fail(err, WIRE_ENOMEM, "feed: no memory");
    const wire_code code = read_into(tools, page, kind, made, err);
    if (code) {
        wire_feed_free(made);
        return code;
    }
    *feed = made;
    return WIRE_OK;
}

/* Feeds that a page names ------------------------------------------------------------------- */

/* Types that say no more than XML or JSON, of which there is more than feeds: the link must speak of one. */
static bool is_loose_feed(wire_str type, wire_str title, wire_str href)
{
    static const wire_str types[] = {WIRE_STR("application/xml"), WIRE_STR("text/xml"), WIRE_STR("application/json")};
    static const wire_str words[] = {WIRE_STR("feed"), WIRE_STR("rss"), WIRE_STR("atom")};
    bool is_loose = false, is_said = false;
    type = wire_str_trim(wire_str_cut(type, 0, wire_str_find(type, WIRE_STR(";"))));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        is_loose |= wire_str_is_ci(type, types[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        is_said |= wire_str_find_ci(title, words[i]) < title.n || wire_str_find_ci(href, words[i]) < href.n;
    return is_loose && is_said;
}

static bool is_feed_type(wire_str type)
{
    static const wire_str types[] = {WIRE_STR("application/rss+xml"), WIRE_STR("application/atom+xml"),
                                     WIRE_STR("application/rdf+xml"), WIRE_STR("application/feed+json"),
                                     WIRE_STR("application/json+feed")};
    const size_t end = wire_str_find(type, WIRE_STR(";"));
    type = wire_str_trim(wire_str_cut(type, 0, end));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (wire_str_is_ci(type, types[i]))
            return true;
    return false;
}

static bool has_word(wire_str list, wire_str word)
{
    for (size_t i = 0; i < list.n;) {
        size_t end = i;
        while (end < list.n && !strchr(" \t\r\n\f", list.p[end]))
            end++;
        if (wire_str_is_ci(wire_str_cut(list, i, end), word))
            return true;
        i = end + 1;
    }
    return false;
}

typedef struct finding {
    const wire__feed_tools *tools;
    wire_arena *arena;
    wire_str base;
    wire_feed_link *links;
    uint32_t n;
    bool is_full; /* no memory */
} finding;

static void read_base(finding *f, wire__node *node)
{
    wire_address base;
    const wire_str href = wire__node_attr(f->tools->dom, node, WIRE__ATTR_HREF);
    if (href.n && !wire_address_read(f->tools->addresses, href, f->base, f->arena, &base))
        f->base = base.href;
}

static void read_link(finding *f, wire__node *node)
{
    const wire__dom *dom = f->tools->dom;
    const wire_str type = wire__node_attr(dom, node, WIRE__ATTR_TYPE),
                   title = wire__node_attr(dom, node, WIRE__ATTR_TITLE);
    const wire_str href = wire_str_trim(wire__node_attr(dom, node, WIRE__ATTR_HREF));
    if (!has_word(wire__node_attr(dom, node, WIRE__ATTR_REL), WIRE_STR("alternate")) ||
        !(is_feed_type(type) || is_loose_feed(type, title, href)) || f->n == MAX_LINKS)
        return;
    wire_address address;
    const wire_code code = wire_address_read(f->tools->addresses, href, f->base, f->arena, &address);
    f->is_full |= code == WIRE_ENOMEM;
    if (code || !wire_address_is_web(&address))
        return;
    for (uint32_t i = 0; i < f->n; i++)
        if (wire_str_is(f->links[i].url, address.href))
            return;
    wire_feed_link *link = &f->links[f->n];
    *link = (wire_feed_link){.url = address.href};
    f->is_full |= !wire_arena_copy(f->arena, wire_str_trim(type), &link->mime_type);
    if (wire_str_trim(title).n)
        f->is_full |= !wire_arena_copy(f->arena, wire_str_trim(title), &link->title);
    f->n++;
}

wire_code wire__read_links(const wire__feed_tools *tools, const wire_page *page, wire_arena *arena,
                           const wire_feed_link **links, uint32_t *n_links, wire_error *err)
{
    const char *what = "";
    if (wire_input_sniff(page, &what) != WIRE_INPUT_HTML)
        return wire_fail(err, WIRE_EFORMAT, "links: not a web page (%s)", what);
    wire_str text;
    wire_code code = wire__charset_decode(tools->charset, page, &text, err);
    if (!code)
        code = wire__dom_parse(tools->dom, text, NULL, err);
    if (code)
        return code;
    finding f = {
        .tools = tools, .arena = arena, .base = page->url, .links = WIRE_TAKE(arena, wire_feed_link, MAX_LINKS)};
    wire__node *top = wire__dom_root(tools->dom);
    for (wire__node *node = top; node && f.links; node = wire__node_next(node, top)) {
        if (wire__node_is(node, LXB_TAG_BASE))
            read_base(&f, node);
        else if (wire__node_is(node, LXB_TAG_LINK))
            read_link(&f, node);
    }
    if (!f.links || f.is_full)
        return wire_fail(err, WIRE_ENOMEM, "links: no memory");
    *links = f.links;
    *n_links = f.n;
    return f.n ? WIRE_OK : WIRE_NONE;
}
