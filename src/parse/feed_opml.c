/* feed_opml.c: OPML 1 and 2, what readers of feeds hand each other: every feed that is named, in its folder. */
#include "feed_make.h"
#include "xml.h"

#include <libxml/parser.h>
#include <string.h>

enum { CHUNK = 16 << 10, MAX_DEPTH = 64, MAX_TITLE = 1 << 10 };

typedef struct reading {
    wire__feed_make *make;
    xmlParserCtxtPtr parser;
    wire_str folders[MAX_DEPTH]; /* what the open outlines are called; {NULL, 0}: a feed, or without a name */
    size_t depth;                /* of open outlines, kept or not */
    wire_out title;
    bool has_root, is_in_title;
} reading;

typedef struct attributes {
    const xmlChar **list; /* five pointers each */
    int n;
} attributes;

static wire_str attribute(attributes a, const char *name)
{
    for (int i = 0; i < a.n; i++) {
        const xmlChar **at = a.list + (ptrdiff_t)i * 5;
        if (wire_str_is_ci(wire_str_of((const char *)at[0]), wire_str_of(name)))
            return wire_str_trim((wire_str){(const char *)at[3], (size_t)(at[4] - at[3])});
    }
    return (wire_str){NULL, 0};
}

/* The first of some attributes that says something. */
static wire_str first_of(attributes a, const char *const *names, size_t n)
{
    wire_str text = {NULL, 0};
    for (size_t i = 0; i < n && !text.n; i++)
        text = attribute(a, names[i]);
    return text;
}

static bool is_type(attributes a, const char *type)
{
    return wire_str_is_ci(attribute(a, "type"), wire_str_of(type));
}

/* Where the feed is: its own address; that of the page, of a subscription that lacks it. Other files that an outline
 * includes are not gone after: they may include it in turn. */
static wire_str address_of(attributes a)
{
    static const char *const feeds[] = {"xmlUrl", "feedUrl"}, *const pages[] = {"url", "htmlUrl"};
    const wire_str url = first_of(a, feeds, sizeof feeds / sizeof *feeds);
    if (url.n || !(is_type(a, "rss") || is_type(a, "atom")))
        return url;
    return first_of(a, pages, sizeof pages / sizeof *pages);
}

/* "/Newspapers/Local": the last part of the first. */
static wire_str section_of_category(wire_str category)
{
    category = wire_str_trim(wire_str_cut(category, 0, wire_str_find(category, WIRE_STR(","))));
    for (size_t i = category.n; i-- > 0;)
        if (category.p[i] == '/')
            return wire_str_cut(category, i + 1, category.n);
    return category;
}

static void put_feed(reading *r, attributes a, wire_str url, wire_str name)
{
    const wire_str no_base = {NULL, 0};
    wire_str section = {NULL, 0};
    for (size_t i = r->depth < MAX_DEPTH ? r->depth : MAX_DEPTH; i-- > 0 && !section.n;)
        section = r->folders[i];
    wire__feed_begin_item(r->make);
    wire__feed_put_url(r->make, WIRE__FIELD_URL, 1, url, no_base);
    wire__feed_put_url(r->make, WIRE__FIELD_EXTERNAL_URL, 1, attribute(a, "htmlUrl"), no_base);
    wire__feed_put_plain(r->make, WIRE__FIELD_TITLE, 1, name);
    wire__feed_put_plain(r->make, WIRE__FIELD_SUMMARY, 1, attribute(a, "description"));
    wire__feed_put_plain(r->make, WIRE__FIELD_LANGUAGE, 1, attribute(a, "language"));
    wire__feed_add_tag(r->make, section.n ? section : section_of_category(attribute(a, "category")));
    wire__feed_end_item(r->make);
}

static void begin_outline(reading *r, attributes a)
{
    static const char *const names[] = {"title", "text"};
    const wire_str url = address_of(a), name = first_of(a, names, sizeof names / sizeof *names);
    if (url.n)
        put_feed(r, a, url, name);
    if (r->depth < MAX_DEPTH) {
        wire_str *folder = &r->folders[r->depth];
        *folder = (wire_str){NULL, 0};
        if (!url.n && name.n && !wire_arena_copy(r->make->feed->arena, name, folder) && !r->make->code)
            r->make->code = WIRE_ENOMEM;
    }
    r->depth++;
}

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **list)
{
    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    reading *r = user;
    const wire_str name = wire_str_of((const char *)local);
    r->has_root |= wire_str_is_ci(name, WIRE_STR("opml"));
    if (r->has_root && wire_str_is_ci(name, WIRE_STR("outline")))
        begin_outline(r, (attributes){list, n_attributes});
    r->is_in_title = !r->depth && wire_str_is_ci(name, WIRE_STR("title"));
    if (r->make->code)
        xmlStopParser(r->parser);
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    reading *r = user;
    if (r->depth && wire_str_is_ci(wire_str_of((const char *)local), WIRE_STR("outline")))
        r->depth--;
    r->is_in_title = false;
}

static void on_text(void *user, const xmlChar *text, int n)
{
    reading *r = user;
    if (r->is_in_title && n > 0)
        wire_out_put(&r->title, (wire_str){(const char *)text, (size_t)n});
}

static void on_error(void *user, xmlErrorPtr error)
{
    reading *r = user;
    if (error->level >= XML_ERR_ERROR)
        r->make->feed->is_recovered = true;
}

static void parse(reading *r, wire_str xml)
{
    for (size_t at = 0; at < xml.n && !r->make->code; at += CHUNK) {
        const size_t left = xml.n - at;
        xmlParseChunk(r->parser, xml.p + at, (int)(left < CHUNK ? left : CHUNK), 0);
    }
    if (!r->make->code)
        xmlParseChunk(r->parser, NULL, 0, 1);
    wire__feed_put_plain(r->make, WIRE__FIELD_TITLE, 1, wire_out_text(&r->title));
}

wire_code wire__feed_read_opml(wire__feed_make *m, wire_str xml, wire_error *err)
{
    wire_out mended;
    wire_code code = WIRE_OK;
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .cdataBlock = on_text,
                         .serror = on_error};
    reading *r = WIRE_TAKE(m->feed->arena, reading, 1);
    if (r)
        r->parser = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
    if (!r || !r->parser)
        return wire_fail(err, WIRE_ENOMEM, "feed: no memory for an XML parser");
    r->make = m;
    m->feed->kind = WIRE_FEED_OPML;
    wire_out_open_memory(&mended, 0);
    wire_out_open_memory(&r->title, MAX_TITLE);
    const wire_str sound = wire__xml_mend(xml, &mended, &m->feed->is_recovered);
    xmlCtxtUseOptions(r->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR |
                                     XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    if (!mended.code)
        parse(r, sound);
    code = wire_out_close(&mended, err);
    if (!code && !r->has_root)
        code = wire_fail(err, WIRE_EFORMAT, "feed: not OPML");
    wire_out_close(&r->title, NULL);
    xmlFreeParserCtxt(r->parser);
    return code;
}
