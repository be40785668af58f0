/* facts.c: what metadata says, source by source. */
#include "extract/facts.h"

#include <string.h>

enum { MAX_LINE = 600 };

/* Names of meta elements, the better first; each list fills one fact. */
static const char *const headline_names[] = {"og:title", "twitter:title", "parsely-title",
                                             "dc.title", "dcterms.title", "sailthru.title",
                                             "title",    "headline",      "mrf:title"};
static const char *const description_names[] = {"og:description",  "description",         "twitter:description",
                                                "dc.description",  "dcterms.description", "sailthru.description",
                                                "dcterms.abstract"};
static const char *const site_names[] = {
    "og:site_name",    "application-name",          "dc.publisher", "dcterms.publisher", "publisher",
    "al:ios:app_name", "apple-mobile-web-app-title"};
static const char *const section_names[] = {"article:section", "parsely-section", "section",   "sailthru.vertical",
                                            "lead_category",   "article.section", "dc.subject"};
static const char *const published_names[] = {"article:published_time",
                                              "article:published",
                                              "og:published_time",
                                              "og:article:published_time",
                                              "datepublished",
                                              "parsely-pub-date",
                                              "dcterms.created",
                                              "dc.date.issued",
                                              "dc.date.created",
                                              "dcterms.issued",
                                              "sailthru.date",
                                              "pubdate",
                                              "publishdate",
                                              "publish-date",
                                              "publish_date",
                                              "published_date",
                                              "published-date",
                                              "publication-date",
                                              "published",
                                              "publication_date",
                                              "date.created",
                                              "dc.date",
                                              "dcterms.date",
                                              "cxenseparse:recs:publishtime",
                                              "cxenseparse:publishtime",
                                              "article_date_original",
                                              "article.published",
                                              "originalpublicationdate",
                                              "rnews:datepublished",
                                              "citation_publication_date",
                                              "citation_date",
                                              "release_date",
                                              "date",
                                              "iso-8601-publish-date",
                                              "shareaholic:article_published_time",
                                              "created",
                                              "dat"};
static const char *const expires_names[] = {"article:expiration_time", "og:article:expiration_time"};
static const char *const modified_names[] = {
    "article:modified_time", "article:modified", "og:updated_time", "og:article:modified_time",
    "datemodified",          "lastmod",          "last-modified",   "dcterms.modified",
    "dc.date.modified",      "article.updated",  "lastmodified",    "modified",
    "last_updated_date",     "revised",          "utime",           "article:updated_time"};
static const char *const author_names[] = {"dc.creator",
                                           "dcterms.creator",
                                           "author",
                                           "article:author",
                                           "article:author_name",
                                           "parsely-author",
                                           "sailthru.author",
                                           "dc.contributor",
                                           "byl",
                                           "article.author",
                                           "cxenseparse:author",
                                           "twitter:creator_name",
                                           "og:article:author",
                                           "authors",
                                           "citation_author",
                                           "citation_authors",
                                           "mrf:authors"};
static const char *const language_names[] = {"og:locale",        "dc.language", "dcterms.language",
                                             "content-language", "language",    "inlanguage"};

/* Some pages put several names into one attribute, and a colon where others put a point. */
static bool has_name(wire_str names, wire_str name)
{
    for (size_t i = 0; i + name.n <= names.n;) {
        size_t n = 0;
        while (n < name.n && ((names.p[i + n] | 32) == name.p[n] || names.p[i + n] == name.p[n] ||
                              (names.p[i + n] == ':' && name.p[n] == '.')))
            n++;
        const size_t end = i + n;
        if (n == name.n && (end == names.n || names.p[end] == ' '))
            return true;
        while (i < names.n && names.p[i] != ' ')
            i++;
        i++;
    }
    return false;
}

/* Most attributes have one name, so a length tells most of them apart. */
static bool may_have_name(wire_str names, wire_str name)
{
    return names.n == name.n || (names.n > name.n && memchr(names.p, ' ', names.n));
}

static wire_str find_meta(const wire__scan *scan, const char *const *names, size_t n_names)
{
    for (size_t k = 0; k < n_names; k++) {
        const wire_str name = wire_str_of(names[k]);
        for (uint32_t i = 0; i < scan->n_metas; i++)
            if (may_have_name(scan->metas[i].name, name) && has_name(scan->metas[i].name, name)) {
                const wire_str content = wire_str_trim(scan->metas[i].content);
                if (content.n)
                    return content;
            }
    }
    return (wire_str){NULL, 0};
}

#define META(scan, names) find_meta((scan), (names), sizeof(names) / sizeof *(names))

static wire_str one_line(wire_str text, wire_arena *arena)
{
    return wire__text_clean(wire_str_cut(text, 0, 8192), false, arena);
}

static bool is_address(wire_str s)
{
    return wire_str_has_prefix(s, WIRE_STR("http")) || wire_str_has_prefix(s, WIRE_STR("www.")) ||
           wire_str_has_prefix(s, WIRE_STR("/")) || wire_str_has_prefix(s, WIRE_STR("//"));
}

static void take_author(wire_str line, wire_str by, wire_arena *arena, wire__facts *facts)
{
    const bool may_turn = wire_str_is(by, WIRE_STR("citation_author")) || wire_str_has_prefix(by, WIRE_STR("dc"));
    if (!may_turn || !wire__byline_turn(line, arena, facts))
        wire__byline_take(line, false, arena, facts);
}

/* The first kind of element that names somebody; a later one that names more people, the first among them. */
static void read_meta_authors(const wire__scan *scan, wire_arena *arena, wire__facts *facts)
{
    for (size_t k = 0; k < sizeof author_names / sizeof *author_names; k++) {
        wire__facts found = {0};
        for (uint32_t i = 0; i < scan->n_metas; i++)
            if (may_have_name(scan->metas[i].name, wire_str_of(author_names[k])) &&
                has_name(scan->metas[i].name, wire_str_of(author_names[k])) &&
                !is_address(wire_str_trim(scan->metas[i].content)))
                take_author(one_line(scan->metas[i].content, arena), wire_str_of(author_names[k]), arena, &found);
        bool is_more = !facts->n_authors;
        for (uint32_t i = 0; i < found.n_authors && found.n_authors > facts->n_authors && facts->n_authors == 1; i++)
            is_more = is_more || wire_str_is_ci(found.authors[i].name, facts->authors[0].name);
        if (is_more && found.n_authors) {
            memcpy(facts->authors, found.authors, sizeof found.authors);
            facts->n_authors = found.n_authors;
        }
    }
}

static void read_meta_lists(const wire__scan *scan, wire_arena *arena, wire__facts *facts)
{
    for (uint32_t i = 0; i < scan->n_metas; i++) {
        const wire_str name = scan->metas[i].name;
        if (wire_str_is_ci(name, WIRE_STR("article:tag")) || wire_str_is_ci(name, WIRE_STR("news_keywords")) ||
            wire_str_is_ci(name, WIRE_STR("keywords"))) {
            wire_str rest = one_line(scan->metas[i].content, arena);
            while (rest.n) {
                const char *comma = memchr(rest.p, ',', rest.n);
                const size_t n = comma ? (size_t)(comma - rest.p) : rest.n;
                wire__facts_add_keyword(facts, wire_str_trim(wire_str_cut(rest, 0, n)));
                rest = wire_str_cut(rest, comma ? n + 1 : n, rest.n);
            }
        }
    }
    read_meta_authors(scan, arena, facts);
    for (uint32_t i = 0; i + 1 < scan->n_metas && !facts->n_authors; i++) /* a pair that one plug-in writes */
        if (wire_str_is_ci(scan->metas[i].name, WIRE_STR("twitter:label1")) &&
            wire_str_is_ci(wire_str_trim(scan->metas[i].content), WIRE_STR("Written by")) &&
            wire_str_is_ci(scan->metas[i + 1].name, WIRE_STR("twitter:data1")))
            wire__byline_split(one_line(scan->metas[i + 1].content, arena), arena, facts);
}

static void read_meta(const wire__scan *scan, wire_arena *arena, wire__facts *facts)
{
    static const char *const url_names[] = {"og:url", "twitter:url"};
    static const char *const image_names[] = {"og:image:secure_url", "og:image",          "og:image:url",
                                              "twitter:image",       "twitter:image:src", "parsely-image-url"};
    static const char *const alt_names[] = {"og:type"};
    static const char *const tier_names[] = {"article:content_tier", "isaccessibleforfree"};
    facts->headline = one_line(META(scan, headline_names), arena);
    facts->description = one_line(META(scan, description_names), arena);
    facts->publisher = one_line(META(scan, site_names), arena);
    facts->section = one_line(META(scan, section_names), arena);
    facts->published = META(scan, published_names);
    facts->modified = META(scan, modified_names);
    facts->expires = META(scan, expires_names);
    facts->language = META(scan, language_names);
    facts->url = META(scan, url_names);
    facts->image = META(scan, image_names);
    facts->is_article = wire_str_is_ci(META(scan, alt_names), WIRE_STR("article"));
    const wire_str tier = META(scan, tier_names);
    if (tier.n) {
        facts->has_access = true;
        facts->is_free = wire_str_is_ci(tier, WIRE_STR("free")) || wire_str_is_ci(tier, WIRE_STR("true"));
    }
    if (is_address(facts->section))
        facts->section = (wire_str){NULL, 0};
    read_meta_lists(scan, arena, facts);
}

/* A note's value: its content or datetime attribute, else its text. */
static wire_str value_of(const wire__scan *scan, const wire__note *note, wire_arena *arena)
{
    wire_str value = wire__node_attr(scan->dom, note->node, WIRE__ATTR_DATETIME);
    if (!value.n)
        value = wire__node_attr(scan->dom, note->node, WIRE__ATTR_CONTENT);
    if (value.n)
        return wire_str_trim(value);
    char text[MAX_LINE];
    const wire_str line = {text, wire__node_copy_parted(scan, note->node, text, sizeof text)};
    wire_str copy = {NULL, 0};
    return line.n && wire_arena_copy(arena, line, &copy) ? copy : (wire_str){NULL, 0};
}

/* An author's element may hold name, link, picture and title: the name alone counts where it is marked. */
static bool is_within(wire__node *node, wire__node *top)
{
    for (int steps = 0; node && steps < 12; node = node->parent, steps++)
        if (node == top)
            return true;
    return false;
}

static void read_author_note(const wire__scan *scan, uint32_t at, wire_arena *arena, wire__facts *facts)
{
    const wire__note *author = &scan->notes[at];
    for (uint32_t i = at + 1; i < scan->n_notes && i < at + 8; i++)
        if (wire_str_is(scan->notes[i].name, WIRE_STR("name")) && is_within(scan->notes[i].node, author->node)) {
            wire__byline_split(value_of(scan, &scan->notes[i], arena), arena, facts);
            return;
        }
    const wire_str value = value_of(scan, author, arena);
    if (value.n < 120)
        wire__byline_split(value, arena, facts);
}

/* Microdata and RDFa. Bylines count only near the headline, where a template's other stories are not yet met. */
static void read_notes(const wire__scan *scan, wire_arena *arena, wire__facts *facts)
{
    for (uint32_t i = 0; i < scan->n_notes; i++) {
        const wire__note *n = &scan->notes[i];
        wire_str *to = wire_str_is(n->name, WIRE_STR("headline"))              ? &facts->headline
                       : wire_str_is(n->name, WIRE_STR("datePublished"))       ? &facts->published
                       : wire_str_is(n->name, WIRE_STR("dateModified"))        ? &facts->modified
                       : wire_str_is(n->name, WIRE_STR("alternativeHeadline")) ? &facts->alternative
                       : wire_str_is(n->name, WIRE_STR("articleSection"))      ? &facts->section
                                                                               : NULL;
        if (to && !to->n && !(to == &facts->headline && wire__is_site_banner(scan, n->node)))
            *to = value_of(scan, n, arena);
        else if (wire_str_is(n->name, WIRE_STR("author")) || wire_str_is(n->name, WIRE_STR("creator")))
            read_author_note(scan, i, arena, facts);
    }
    if (!facts->published.n)
        for (uint32_t i = 0; i < scan->n_notes && !facts->published.n; i++)
            if (wire_str_is(scan->notes[i].name, WIRE_STR("dateCreated")))
                facts->published = value_of(scan, &scan->notes[i], arena);
}

/* Names in JSON-LD may be whole bylines. */
static void mend_authors(wire__facts *facts, wire_arena *arena)
{
    const wire__facts as_stated = *facts;
    facts->n_authors = 0;
    for (uint32_t i = 0; i < as_stated.n_authors; i++) {
        const wire_author *author = &as_stated.authors[i];
        if (!is_address(author->name))
            wire__byline_take(author->name, author->is_organization, arena, facts);
    }
}

wire_code wire__facts_read(const wire__scan *scan, const wire_page *page, wire_arena *arena, wire__all_facts *facts)
{
    (void)page;
    memset(facts, 0, sizeof *facts);
    facts->headline_text = facts->stamp_text = facts->byline_text = UINT32_MAX;
    for (uint32_t i = 0; i < scan->n_ld; i++)
        if (wire__jsonld_read(scan->ld[i], arena, &facts->ld) == WIRE_ENOMEM)
            return WIRE_ENOMEM;
    mend_authors(&facts->ld, arena);
    read_meta(scan, arena, &facts->meta);
    read_notes(scan, arena, &facts->seen);
    facts->site =
        facts->ld.publisher.n && !is_address(facts->ld.publisher) ? facts->ld.publisher : facts->meta.publisher;
    if (scan->title && wire__node_is_text(scan->title))
        facts->title = one_line(wire__node_text(scan->title), arena);
    facts->ld.is_news = facts->ld.is_news || scan->is_news;
    wire__title_choose(scan, arena, facts);
    return WIRE_OK;
}

wire__hints wire__facts_hints(const wire__all_facts *facts)
{
    const wire_str description = facts->ld.description.n ? facts->ld.description : facts->meta.description;
    const uint32_t kind = facts->ld.is_news ? 3 : facts->ld.is_article ? 2 : facts->meta.is_article;
    const wire__facts *by = facts->ld.n_authors ? &facts->ld : facts->meta.n_authors ? &facts->meta : &facts->seen;
    return (wire__hints){facts->headline, description, facts->ld.body, by->authors, by->n_authors, kind};
}
