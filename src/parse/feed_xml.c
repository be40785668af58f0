/* feed_xml.c: RSS, RDF, Atom and sitemaps: the events of an XML parser, led by the tables of feed_map.c. */
#include "feed_map.h"
#include "xml.h"

#include <libxml/parser.h>
#include <string.h>

enum {
    MAX_DEPTH = 250, /* libxml2's own bound is 256 */
    MAX_TEXT = 16 << 20,
    CHUNK = 64 << 10
};

/* An element that is open. */
typedef struct level {
    const wire__rule *rule; /* NULL: nothing is wanted of it */
    wire__in in;            /* what its children stand in */
    wire_str base, language;
    size_t number;                /* among the parser's open elements */
    bool is_permalink, is_markup; /* is_markup: said to be elements */
    wire__form form;
} level;

/* What an element's names stand for; the parser gives the same pointers for the same names. */
typedef struct meaning {
    const xmlChar *local, *prefix, *uri;
    wire__space space;
    const wire__rule *rules[WIRE__IN_PERSON + 1]; /* by what it stands in */
} meaning;

typedef struct reading {
    wire__feed_make *make;
    xmlParserCtxtPtr parser;
    level levels[MAX_DEPTH + 1];
    size_t depth;     /* levels open: levels[depth] is the newest; [0] stands for the document */
    size_t n_open;    /* elements the parser has open: those too deep or within markup have no level */
    size_t capturing; /* the level whose markup is being copied, its inner elements included; 0: none */
    meaning meanings[128];
    bool is_escaped; /* while capturing: text is written as markup, since elements stand in it */
    wire_out text;
    wire_str root_uri;
    wire__space root;
    bool has_root, is_wrong;
} reading;

/* Names and attributes ---------------------------------------------------------------------- */

static wire_str of_xml(const xmlChar *text)
{
    return wire_str_of((const char *)text);
}

typedef struct attributes {
    const xmlChar **list; /* local name, prefix, namespace, value, its end */
    int n;
} attributes;

/* {NULL, 0}: there is none. in  prefix: NULL: any but xml's */
static wire_str attribute(attributes a, const char *name, const char *prefix)
{
    if (!a.n)
        return (wire_str){NULL, 0};
    for (int i = 0; i < a.n; i++) {
        const xmlChar **at = a.list + (ptrdiff_t)i * 5;
        const wire_str its_prefix = of_xml(at[1]);
        const bool fits =
            prefix ? wire_str_is(its_prefix, wire_str_of(prefix)) : !wire_str_is(its_prefix, WIRE_STR("xml"));
        if (fits && wire_str_is_ci(of_xml(at[0]), wire_str_of(name)))
            return (wire_str){(const char *)at[3], (size_t)(at[4] - at[3])};
    }
    return (wire_str){NULL, 0};
}

static uint64_t number_of(wire_str digits)
{
    digits = wire_str_trim(digits);
    uint64_t value = 0;
    for (size_t i = 0; i < digits.n && i < 15; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return 0;
        value = value * 10 + (uint64_t)(digits.p[i] - '0');
    }
    return value;
}

/* Captured text ----------------------------------------------------------------------------- */

static void copy_text(reading *r, wire_str text)
{
    if (r->capturing && r->is_escaped)
        wire_out_html_text(&r->text, text);
    else
        wire_out_put(&r->text, text);
}

/* Elements where text was expected: from now on it is a piece of markup. What came before was text, unless it looks as
 * if it had been escaped markup. */
static void begin_markup(reading *r)
{
    if (r->is_escaped || r->levels[r->capturing].form == WIRE__FORM_HTML)
        return;
    r->is_escaped = true;
    r->levels[r->capturing].form = WIRE__FORM_HTML;
    if (wire__looks_html(wire_out_text(&r->text)))
        return;
    wire_out before;
    wire_out_open_memory(&before, MAX_TEXT);
    wire_out_html_text(&before, wire_out_text(&r->text));
    wire_out_reset(&r->text);
    wire_out_put(&r->text, wire_out_text(&before));
    if (wire_out_close(&before, NULL) && !r->text.code)
        r->text.code = WIRE_ENOMEM;
}

static void copy_start(reading *r, wire_str name, attributes a)
{
    begin_markup(r);
    wire_out_print(&r->text, "<%.*s", WIRE_ARG(name));
    for (int i = 0; i < a.n; i++) {
        const xmlChar **at = a.list + (ptrdiff_t)i * 5;
        if (at[1] && !xmlStrEqual(at[1], (const xmlChar *)"xml"))
            continue;
        wire_out_print(&r->text, " %s=\"", (const char *)at[0]);
        wire_out_html_attr(&r->text, (wire_str){(const char *)at[3], (size_t)(at[4] - at[3])});
        wire_out_byte(&r->text, '"');
    }
    wire_out_byte(&r->text, '>');
}

static void copy_end(reading *r, wire_str name)
{
    static const wire_str empty[] = {WIRE_STR("area"), WIRE_STR("base"),  WIRE_STR("br"),    WIRE_STR("col"),
                                     WIRE_STR("hr"),   WIRE_STR("img"),   WIRE_STR("input"), WIRE_STR("link"),
                                     WIRE_STR("meta"), WIRE_STR("param"), WIRE_STR("wbr")};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        if (wire_str_is_ci(name, empty[i]))
            return;
    wire_out_print(&r->text, "</%.*s>", WIRE_ARG(name));
}

/* How the text of an element is written, by Atom's attributes type and mode; RSS has none. */
static wire__form form_of(attributes a, wire__space space, bool *is_escaped)
{
    const wire_str type = wire_str_trim(attribute(a, "type", NULL)), mode = attribute(a, "mode", NULL);
    *is_escaped = false;
    if (wire_str_is_ci(mode, WIRE_STR("base64")))
        return WIRE__FORM_BASE64;
    if (wire_str_is_ci(type, WIRE_STR("xhtml")) || wire_str_has_suffix(type, WIRE_STR("+xml")) ||
        wire_str_has_suffix(type, WIRE_STR("/xml"))) {
        *is_escaped = !wire_str_is_ci(mode, WIRE_STR("escaped"));
        return WIRE__FORM_HTML;
    }
    if (wire_str_is_ci(type, WIRE_STR("html")) || wire_str_is_ci(type, WIRE_STR("text/html")))
        return WIRE__FORM_HTML;
    if (wire_str_is_ci(mode, WIRE_STR("escaped")) && !type.n)
        return WIRE__FORM_OPEN;
    if (wire_str_is_ci(type, WIRE_STR("text")) || wire_str_is_ci(type, WIRE_STR("plain")) ||
        wire_str_is_ci(wire_str_cut(type, 0, 5), WIRE_STR("text/")))
        return WIRE__FORM_TEXT;
    if (type.n && memchr(type.p, '/', type.n))
        return WIRE__FORM_BASE64;
    return space == WIRE__SPACE_ATOM ? WIRE__FORM_TEXT : WIRE__FORM_OPEN;
}

/* Elements read at their start -------------------------------------------------------------- */

static bool is_relation(wire_str rel, const char *name)
{
    static const wire_str registry = WIRE_STR("http://www.iana.org/assignments/relation/");
    rel = wire_str_trim(rel);
    if (wire_str_has_prefix(rel, registry)) /* its full name */
        rel = wire_str_cut(rel, registry.n, rel.n);
    return wire_str_is_ci(rel, wire_str_of(name));
}

static wire_attachment attachment_of(attributes a)
{
    return (wire_attachment){.url = attribute(a, "url", NULL),
                             .mime_type = attribute(a, "type", NULL),
                             .title = attribute(a, "title", NULL),
                             .bytes = number_of(attribute(a, "length", NULL))};
}

static void read_link(reading *r, attributes a, wire_str base)
{
    const wire_str href = attribute(a, "href", NULL), rel = attribute(a, "rel", NULL);
    const wire_str type = wire_str_trim(attribute(a, "type", NULL));
    if (!href.p)
        return;
    if (is_relation(rel, "enclosure")) {
        wire_attachment attachment = attachment_of(a);
        attachment.url = href;
        wire__feed_add_attachment(r->make, &attachment, base);
    } else if (is_relation(rel, "self")) {
        wire__feed_put_url(r->make, r->make->is_in_item ? WIRE__FIELD_URL : WIRE__FIELD_FEED_URL, 1, href, base);
    } else if (is_relation(rel, "related") || is_relation(rel, "via")) {
        wire__feed_put_url(r->make, WIRE__FIELD_EXTERNAL_URL, 1, href, base);
    } else if (!rel.n || is_relation(rel, "alternate")) {
        const bool is_page = !type.n || wire_str_is_ci(type, WIRE_STR("text/html")) ||
                             wire_str_is_ci(type, WIRE_STR("application/xhtml+xml"));
        wire__feed_put_url(r->make, WIRE__FIELD_URL, is_page ? 5 : 4, href, base);
    }
}

static void read_media(reading *r, const wire__rule *rule, attributes a, wire_str base)
{
    wire_attachment attachment = attachment_of(a);
    const bool is_picture = wire_str_is_ci(attribute(a, "medium", NULL), WIRE_STR("image")) ||
                            (!attribute(a, "medium", NULL).n && wire__is_picture(attachment.mime_type, attachment.url));
    if (is_picture) {
        wire__feed_put_url(r->make, rule->field, rule->rank, attachment.url, base);
    } else if (attachment.url.n) {
        attachment.bytes = number_of(attribute(a, "fileSize", NULL));
        attachment.duration_s = (uint32_t)number_of(wire_str_cut(attribute(a, "duration", NULL), 0, 6));
        wire__feed_add_attachment(r->make, &attachment, base);
    }
}

static void read_category(reading *r, attributes a)
{
    static const char *const names[] = {"term", "text", "label"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const wire_str tag = attribute(a, names[i], NULL);
        if (tag.n) {
            wire__feed_add_tag(r->make, tag);
            return;
        }
    }
}

static void begin_item(reading *r, level *l, attributes a)
{
    wire__feed_begin_item(r->make);
    l->in = WIRE__IN_ITEM;
    const wire_str about = attribute(a, "about", NULL), href = attribute(a, "href", NULL);
    wire__feed_put_plain(r->make, WIRE__FIELD_ID, 4, about);
    wire__feed_put_url(r->make, WIRE__FIELD_URL, 1, about.n ? about : href, l->base);
    wire__feed_put_plain(r->make, WIRE__FIELD_LANGUAGE, 1, l->language);
    wire__feed_put_plain(r->make, WIRE__FIELD_MODIFIED, 1, attribute(a, "lastmod", NULL)); /* of CDF */
}

static void begin_capture(reading *r, level *l, attributes a, wire__space space)
{
    l->form = form_of(a, space, &r->is_escaped);
    r->capturing = r->depth;
    if (space == WIRE__SPACE_XHTML) { /* it is a part of the markup itself */
        l->form = WIRE__FORM_HTML;
        r->is_escaped = true;
    }
    l->is_markup = r->is_escaped;
}

/* What is said by the start tag. */
static void begin_rule(reading *r, level *l, attributes a, wire__space space)
{
    const wire__rule *rule = l->rule;
    switch (rule->how) {
    case WIRE__HOW_THROUGH: /* CDF's channel */
        wire__feed_put_url(r->make, WIRE__FIELD_URL, 1, attribute(a, "href", NULL), l->base);
        break;
    case WIRE__HOW_ITEM:
        begin_item(r, l, a);
        break;
    case WIRE__HOW_PERSON:
        l->in = WIRE__IN_PERSON;
        break;
    case WIRE__HOW_MARKUP:
        begin_capture(r, l, a, space);
        break;
    case WIRE__HOW_GUID:
        l->is_permalink = !wire_str_is_ci(wire_str_trim(attribute(a, "isPermaLink", NULL)), WIRE_STR("false"));
        break;
    case WIRE__HOW_LINK:
        read_link(r, a, l->base);
        break;
    case WIRE__HOW_CATEGORY:
        read_category(r, a);
        break;
    case WIRE__HOW_ENCLOSURE: {
        const wire_attachment attachment = attachment_of(a);
        wire__feed_add_attachment(r->make, &attachment, l->base);
        break;
    }
    case WIRE__HOW_MEDIA:
        read_media(r, rule, a, l->base);
        break;
    case WIRE__HOW_PICTURE: {
        const wire_str url = attribute(a, "url", NULL);
        wire__feed_put_url(r->make, rule->field, rule->rank, url.n ? url : attribute(a, "href", NULL), l->base);
        break;
    }
    case WIRE__HOW_SKIP:
    case WIRE__HOW_PLAIN:
    case WIRE__HOW_DATE:
    case WIRE__HOW_URL:
    case WIRE__HOW_KEYWORDS:
    case WIRE__HOW_HOUR:
    case WIRE__HOW_DAY:
        break;
    }
}

/* Elements read at their end ---------------------------------------------------------------- */

static void add_keywords(reading *r, wire_str text)
{
    while (text.n) {
        const size_t comma = wire_str_find(text, WIRE_STR(","));
        wire__feed_add_tag(r->make, wire_str_cut(text, 0, comma));
        text = comma == SIZE_MAX ? WIRE_STR("") : wire_str_cut(text, comma + 1, text.n);
    }
}

/* A person's name, else address; the text of the element where it holds no elements. */
static void end_person(reading *r, wire_str text)
{
    wire__subject *s = r->make->is_in_item ? r->make->item : r->make->whole;
    const wire_str name = s->slots[WIRE__FIELD_NAME].text, email = s->slots[WIRE__FIELD_EMAIL].text;
    wire__feed_add_author(r->make, name.n ? name : email.n ? email : text);
    s->slots[WIRE__FIELD_NAME] = s->slots[WIRE__FIELD_EMAIL] = (wire__slot){.rank = 0};
}

/* 0 to 23, or 24 for midnight as the first version had it. */
static void skip_hour(wire_feed *feed, wire_str text)
{
    const uint64_t hour = number_of(text);
    if (wire_str_trim(text).n && hour <= 24)
        feed->skip_hours |= 1u << hour % 24;
}

static void skip_day(wire_feed *feed, wire_str text)
{
    static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    for (unsigned i = 0; i < sizeof days / sizeof *days; i++)
        if (wire_str_is_ci(wire_str_trim(text), wire_str_of(days[i])))
            feed->skip_days |= (uint8_t)(1u << i);
}

static void end_rule(reading *r, const level *l)
{
    const wire__rule *rule = l->rule;
    const wire_str text = wire_out_text(&r->text);
    switch (rule->how) {
    case WIRE__HOW_ITEM:
        wire__feed_end_item(r->make);
        break;
    case WIRE__HOW_PERSON:
        end_person(r, text);
        break;
    case WIRE__HOW_PLAIN:
        wire__feed_put_plain(r->make, rule->field, rule->rank, text);
        break;
    case WIRE__HOW_DATE:
        wire__feed_put_plain(r->make, rule->field, rule->rank, text);
        if (rule->space == WIRE__SPACE_DC) /* of whatever happened to it last */
            wire__feed_put_plain(r->make, WIRE__FIELD_MODIFIED, 1, text);
        break;
    case WIRE__HOW_MARKUP:
        wire__feed_put_markup(r->make, rule->field, rule->rank, text, l->form, l->base);
        break;
    case WIRE__HOW_URL:
    case WIRE__HOW_LINK:
        wire__feed_put_url(r->make, rule->field, rule->rank, text, l->base);
        break;
    case WIRE__HOW_GUID:
        wire__feed_put_plain(r->make, rule->field, rule->rank, text);
        if (l->is_permalink && wire_str_has_prefix(wire_str_trim(text), WIRE_STR("http")))
            wire__feed_put_url(r->make, WIRE__FIELD_URL, 2, text, l->base);
        break;
    case WIRE__HOW_CATEGORY:
        wire__feed_add_tag(r->make, text);
        break;
    case WIRE__HOW_KEYWORDS:
        add_keywords(r, text);
        break;
    case WIRE__HOW_HOUR:
        skip_hour(r->make->feed, text);
        break;
    case WIRE__HOW_DAY:
        skip_day(r->make->feed, text);
        break;
    case WIRE__HOW_SKIP:
    case WIRE__HOW_THROUGH:
    case WIRE__HOW_ENCLOSURE:
    case WIRE__HOW_MEDIA:
    case WIRE__HOW_PICTURE:
        break;
    }
    wire_out_reset(&r->text);
}

/* Events ------------------------------------------------------------------------------------ */

static void check(reading *r)
{
    if (r->text.code && !r->make->code)
        r->make->code = r->text.code;
    if (r->make->code)
        xmlStopParser(r->parser);
}

static void begin_root(reading *r, wire_str name, wire_str uri)
{
    r->has_root = true;
    r->root_uri = uri;
    if (!wire__feed_kind_of(name, &r->make->feed->kind)) {
        r->is_wrong = true;
        xmlStopParser(r->parser);
        return;
    }
    r->root = r->make->feed->kind == WIRE_FEED_SITEMAP ? WIRE__SPACE_SITEMAP : WIRE__SPACE_CORE;
    r->make->feed->is_index = wire_str_is_ci(name, WIRE_STR("sitemapindex"));
}

/* Closes levels whose end tags are missing, down to that one. */
static void close_levels(reading *r, size_t depth)
{
    while (r->depth > depth) {
        const level *l = &r->levels[r->depth--];
        if (l->rule)
            end_rule(r, l);
    }
    r->capturing = 0;
    r->is_escaped = false;
}

static void close_for_item(reading *r)
{
    size_t depth = r->depth;
    while (depth && r->levels[depth].in != WIRE__IN_FEED)
        depth--;
    close_levels(r, depth);
}

static const meaning *meaning_of(reading *r, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    const uint64_t mixed = ((uintptr_t)local ^ (uintptr_t)prefix << 7) * UINT64_C(0x9E3779B97F4A7C15);
    meaning *m = &r->meanings[mixed >> 57];
    if (m->local == local && m->prefix == prefix && m->uri == uri)
        return m;
    *m = (meaning){local, prefix, uri, wire__feed_space(of_xml(uri), of_xml(prefix), r->root_uri, r->root), {NULL}};
    static const wire__in all[] = {WIRE__IN_FEED, WIRE__IN_ITEM, WIRE__IN_PERSON};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        m->rules[all[i]] = wire__feed_rule(all[i], m->space, of_xml(local));
    return m;
}

static bool is_item(const meaning *m)
{
    return m->rules[WIRE__IN_FEED] && m->rules[WIRE__IN_FEED]->how == WIRE__HOW_ITEM;
}

/* Within a text: an element that belongs behind it, and is none of HTML's, so that the text lacks its end. */
static bool ends_text(const reading *r, const meaning *m, wire_str name)
{
    const level *l = &r->levels[r->capturing];
    return !l->is_markup && m->rules[l->in] && !wire__is_html_element(name);
}

/* An element's own base and language, else those it stands in. */
static void inherit(reading *r, level *l, attributes a)
{
    const level *parent = &r->levels[r->depth - 1];
    const wire_str base = attribute(a, "base", "xml"), language = wire_str_trim(attribute(a, "lang", "xml"));
    l->base = parent->base;
    l->language = parent->language;
    const wire_str resolved = base.n ? wire__feed_resolve(r->make, base, parent->base) : base;
    if (resolved.n)
        l->base = resolved;
    wire_str copy;
    if (language.n && wire_arena_copy(r->make->feed->arena, language, &copy))
        l->language = copy;
}

static bool holds_elements(wire__how how)
{
    return how == WIRE__HOW_THROUGH || how == WIRE__HOW_ITEM || how == WIRE__HOW_PERSON || how == WIRE__HOW_CATEGORY ||
           how == WIRE__HOW_MEDIA;
}

static const wire__rule *find_rule(const reading *r, const meaning *m)
{
    const level *parent = &r->levels[r->depth - 1];
    if (r->depth > 1 && (!parent->rule || !holds_elements(parent->rule->how)))
        return NULL;
    return m->rules[parent->in];
}

static void open_level(reading *r, const meaning *m, attributes a)
{
    static const wire__rule root_rule = {WIRE__IN_FEED, WIRE__SPACE_CORE, "", WIRE__HOW_THROUGH, WIRE__FIELD_NONE, 0};
    level *l = &r->levels[++r->depth];
    *l = (level){.in = r->levels[r->depth - 1].in, .number = r->n_open};
    inherit(r, l, a);
    const bool is_lone_entry = r->depth == 1 && is_item(m);
    l->rule = r->depth > 1 || is_lone_entry ? find_rule(r, m) : &root_rule;
    if (r->depth == 1)
        wire__feed_put_plain(r->make, WIRE__FIELD_LANGUAGE, 1, l->language);
    wire_out_reset(&r->text);
    if (l->rule)
        begin_rule(r, l, a, m->space);
}

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **list)
{
    (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    reading *r = user;
    const attributes a = {list, n_attributes};
    const wire_str name = of_xml(local);
    if (!r->has_root)
        begin_root(r, name, of_xml(uri));
    if (r->is_wrong)
        return;
    r->n_open++;
    const meaning *m = meaning_of(r, local, prefix, uri);
    if (m->space == WIRE__SPACE_NEWS && !r->capturing && r->root == WIRE__SPACE_SITEMAP)
        r->make->feed->kind = WIRE_FEED_NEWS_SITEMAP;
    if (r->depth > 1 && is_item(m))
        close_for_item(r);
    else if (r->capturing && ends_text(r, m, name))
        close_levels(r, r->capturing - 1);
    if (r->capturing)
        copy_start(r, name, a);
    else if (r->depth < MAX_DEPTH)
        open_level(r, m, a);
    check(r);
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    reading *r = user;
    if (r->depth && r->levels[r->depth].number == r->n_open)
        close_levels(r, r->depth - 1);
    else if (r->capturing)
        copy_end(r, of_xml(local));
    r->n_open -= r->n_open > 0;
    check(r);
}

static void on_text(void *user, const xmlChar *text, int n)
{
    reading *r = user;
    if (r->depth && r->levels[r->depth].rule && n > 0)
        copy_text(r, (wire_str){(const char *)text, (size_t)n});
    check(r);
}

static void on_error(void *user, xmlErrorPtr error)
{
    reading *r = user;
    if (error->level >= XML_ERR_ERROR)
        r->make->feed->is_recovered = true;
}

/* The whole --------------------------------------------------------------------------------- */

static void parse(reading *r, wire_str xml)
{
    for (size_t at = 0; at < xml.n && !r->make->code && !r->is_wrong; at += CHUNK) {
        const size_t left = xml.n - at;
        xmlParseChunk(r->parser, xml.p + at, (int)(left < CHUNK ? left : CHUNK), 0);
    }
    if (!r->make->code && !r->is_wrong)
        xmlParseChunk(r->parser, NULL, 0, 1);
    while (r->depth && !r->make->code) { /* the document was cut */
        const level *l = &r->levels[r->depth--];
        if (l->rule)
            end_rule(r, l);
        check(r);
    }
}

/* Past what a server said in HTML before the feed. */
static wire_str skip_warning(wire_str xml)
{
    wire_feed_kind kind;
    const size_t at = wire_str_find(wire_str_cut(xml, 0, 4096), WIRE_STR("<?xml ")),
                 first = wire_str_find(xml, WIRE_STR("<"));
    if (at == SIZE_MAX || first >= at)
        return xml;
    size_t end = first + 1;
    while (end < at && !strchr(" \t\r\n/>", xml.p[end]))
        end++;
    return wire__feed_kind_of(wire_str_cut(xml, first + 1, end), &kind) ? xml : wire_str_cut(xml, at, xml.n);
}

wire_code wire__feed_read_xml(wire__feed_make *m, wire_str xml, wire_error *err)
{
    wire_out mended;
    reading *r = NULL;
    wire_code code = WIRE_OK;
    wire_out_open_memory(&mended, 0);
    const wire_str feed = skip_warning(xml);
    const wire_str sound = wire__xml_mend(feed, &mended, &m->feed->is_recovered);
    m->feed->is_recovered |= feed.n < xml.n;
    if (mended.code)
        return wire_out_close(&mended, err);
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .cdataBlock = on_text,
                         .ignorableWhitespace = on_text,
                         .serror = on_error};
    r = WIRE_TAKE(m->feed->arena, reading, 1);
    if (r)
        r->parser = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
    if (!r || !r->parser) {
        code = wire_fail(err, WIRE_ENOMEM, "feed: no memory for an XML parser");
        goto done;
    }
    r->make = m;
    r->levels[0].in = WIRE__IN_FEED;
    wire_out_open_memory(&r->text, MAX_TEXT);
    xmlCtxtUseOptions(r->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR |
                                     XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    parse(r, sound);
    if (r->is_wrong || !r->has_root)
        code = wire_fail(err, WIRE_EFORMAT, "feed: neither RSS, Atom nor a sitemap");
done:
    if (r && r->parser) {
        wire_out_close(&r->text, NULL);
        xmlFreeParserCtxt(r->parser);
    }
    wire_out_close(&mended, NULL);
    return code;
}
