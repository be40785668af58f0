/* feed_map.c: the tables of feeds: vocabulary and element to field. */
#include "feed_map.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { FEED = WIRE__IN_FEED, ITEM = WIRE__IN_ITEM, BOTH = WIRE__IN_BOTH, PERSON = WIRE__IN_PERSON };

#define CORE       WIRE__SPACE_CORE
#define SITEMAP    WIRE__SPACE_SITEMAP
#define CONTENT    WIRE__SPACE_CONTENT
#define DC         WIRE__SPACE_DC
#define DCTERMS    WIRE__SPACE_DCTERMS
#define MEDIA      WIRE__SPACE_MEDIA
#define ITUNES     WIRE__SPACE_ITUNES
#define NEWS       WIRE__SPACE_NEWS
#define IMAGE      WIRE__SPACE_IMAGE
#define FEEDBURNER WIRE__SPACE_FEEDBURNER
#define PRISM      WIRE__SPACE_PRISM
#define XHTML      WIRE__SPACE_XHTML
#define SY         WIRE__SPACE_SYNDICATION
#define RDF        WIRE__SPACE_RDF

/* clang-format off */
static const wire__rule rules[] = {
    /* in    vocabulary  element               how                   field                       rank */
    {FEED,   CORE,       "channel",            WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {FEED,   CORE,       "items",              WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {FEED,   CORE,       "item",               WIRE__HOW_ITEM,       WIRE__FIELD_NONE,           0},
    {FEED,   CORE,       "entry",              WIRE__HOW_ITEM,       WIRE__FIELD_NONE,           0},
    {FEED,   SITEMAP,    "url",                WIRE__HOW_ITEM,       WIRE__FIELD_NONE,           0},
    {FEED,   SITEMAP,    "sitemap",            WIRE__HOW_ITEM,       WIRE__FIELD_NONE,           0},

    {BOTH,   CORE,       "title",              WIRE__HOW_MARKUP,     WIRE__FIELD_TITLE,          5},
    {BOTH,   DC,         "title",              WIRE__HOW_MARKUP,     WIRE__FIELD_TITLE,          4},
    {BOTH,   DCTERMS,    "title",              WIRE__HOW_MARKUP,     WIRE__FIELD_TITLE,          4},
    {BOTH,   ITUNES,     "title",              WIRE__HOW_MARKUP,     WIRE__FIELD_TITLE,          3},
    {ITEM,   NEWS,       "title",              WIRE__HOW_MARKUP,     WIRE__FIELD_TITLE,          5},
    {ITEM,   MEDIA,      "title",              WIRE__HOW_MARKUP,     WIRE__FIELD_TITLE,          2},

    {BOTH,   CORE,       "link",               WIRE__HOW_LINK,       WIRE__FIELD_URL,            6},
    {ITEM,   FEEDBURNER, "origLink",           WIRE__HOW_URL,        WIRE__FIELD_URL,            7},
    {ITEM,   SITEMAP,    "loc",                WIRE__HOW_URL,        WIRE__FIELD_URL,            6},
    {ITEM,   CORE,       "guid",               WIRE__HOW_GUID,       WIRE__FIELD_ID,             5},
    {ITEM,   CORE,       "id",                 WIRE__HOW_PLAIN,      WIRE__FIELD_ID,             6},
    {ITEM,   DC,         "identifier",         WIRE__HOW_PLAIN,      WIRE__FIELD_ID,             3},
    {ITEM,   DCTERMS,    "identifier",         WIRE__HOW_PLAIN,      WIRE__FIELD_ID,             3},

    {FEED,   CORE,       "description",        WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        6},
    {FEED,   CORE,       "subtitle",           WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        6},
    {FEED,   CORE,       "tagline",            WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        6},
    {FEED,   CORE,       "abstract",           WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        6},
    {FEED,   DC,         "description",        WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        5},
    {FEED,   DCTERMS,    "description",        WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        5},
    {FEED,   ITUNES,     "summary",            WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        4},
    {FEED,   ITUNES,     "subtitle",           WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        3},

    {ITEM,   CONTENT,    "encoded",            WIRE__HOW_MARKUP,     WIRE__FIELD_CONTENT,        7},
    {ITEM,   CONTENT,    "items",              WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   CONTENT,    "item",               WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   RDF,        "Bag",                WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   RDF,        "li",                 WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   RDF,        "value",              WIRE__HOW_MARKUP,     WIRE__FIELD_CONTENT,        5},
    {ITEM,   CORE,       "content",            WIRE__HOW_MARKUP,     WIRE__FIELD_CONTENT,        6},
    {ITEM,   XHTML,      "body",               WIRE__HOW_MARKUP,     WIRE__FIELD_CONTENT,        5},
    {ITEM,   XHTML,      "div",                WIRE__HOW_MARKUP,     WIRE__FIELD_CONTENT,        5},
    {ITEM,   CORE,       "body",               WIRE__HOW_MARKUP,     WIRE__FIELD_CONTENT,        4},
    {ITEM,   CORE,       "fullitem",           WIRE__HOW_MARKUP,     WIRE__FIELD_CONTENT,        4},
    {ITEM,   CORE,       "description",        WIRE__HOW_MARKUP,     WIRE__FIELD_DESCRIPTION,    6},
    {ITEM,   DC,         "description",        WIRE__HOW_MARKUP,     WIRE__FIELD_DESCRIPTION,    5},
    {ITEM,   DCTERMS,    "description",        WIRE__HOW_MARKUP,     WIRE__FIELD_DESCRIPTION,    5},
    {ITEM,   DCTERMS,    "abstract",           WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        3},
    {ITEM,   CORE,       "summary",            WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        6},
    {ITEM,   CORE,       "abstract",           WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        5},
    {ITEM,   ITUNES,     "summary",            WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        4},
    {ITEM,   ITUNES,     "subtitle",           WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        3},
    {ITEM,   MEDIA,      "description",        WIRE__HOW_MARKUP,     WIRE__FIELD_SUMMARY,        2},

    {ITEM,   CORE,       "published",          WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      7},
    {ITEM,   CORE,       "pubDate",            WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      7},
    {ITEM,   CORE,       "issued",             WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      7},
    {ITEM,   NEWS,       "publication_date",   WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      7},
    {ITEM,   DCTERMS,    "issued",             WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      6},
    {ITEM,   DC,         "date",               WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      5},
    {ITEM,   DCTERMS,    "date",               WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      4},
    {ITEM,   DCTERMS,    "created",            WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      3},
    {ITEM,   CORE,       "created",            WIRE__HOW_DATE,       WIRE__FIELD_PUBLISHED,      3},
    {ITEM,   CORE,       "updated",            WIRE__HOW_DATE,       WIRE__FIELD_MODIFIED,       6},
    {ITEM,   CORE,       "modified",           WIRE__HOW_DATE,       WIRE__FIELD_MODIFIED,       6},
    {ITEM,   SITEMAP,    "lastmod",            WIRE__HOW_DATE,       WIRE__FIELD_MODIFIED,       6},
    {ITEM,   DCTERMS,    "modified",           WIRE__HOW_DATE,       WIRE__FIELD_MODIFIED,       5},
    {ITEM,   PRISM,      "embargoDate",        WIRE__HOW_DATE,       WIRE__FIELD_EMBARGOED,      6},
    {ITEM,   PRISM,      "expirationDate",     WIRE__HOW_DATE,       WIRE__FIELD_EXPIRES,        6},
    {ITEM,   PRISM,      "killDate",           WIRE__HOW_DATE,       WIRE__FIELD_EXPIRES,        5},
    {ITEM,   DCTERMS,    "valid",              WIRE__HOW_DATE,       WIRE__FIELD_EXPIRES,        3},

    {BOTH,   CORE,       "author",             WIRE__HOW_PERSON,     WIRE__FIELD_AUTHOR,         0},
    {BOTH,   DC,         "creator",            WIRE__HOW_PERSON,     WIRE__FIELD_AUTHOR,         0},
    {BOTH,   DC,         "author",             WIRE__HOW_PERSON,     WIRE__FIELD_AUTHOR,         0},
    {BOTH,   DCTERMS,    "creator",            WIRE__HOW_PERSON,     WIRE__FIELD_AUTHOR,         0},
    {BOTH,   ITUNES,     "author",             WIRE__HOW_PERSON,     WIRE__FIELD_AUTHOR,         0},
    {FEED,   CORE,       "managingEditor",     WIRE__HOW_PERSON,     WIRE__FIELD_AUTHOR,         0},
    {PERSON, CORE,       "name",               WIRE__HOW_PLAIN,      WIRE__FIELD_NAME,           1},
    {PERSON, CORE,       "email",              WIRE__HOW_PLAIN,      WIRE__FIELD_EMAIL,          1},

    {FEED,   CORE,       "ttl",                WIRE__HOW_PLAIN,      WIRE__FIELD_TTL,            1},
    {FEED,   SY,         "updatePeriod",       WIRE__HOW_PLAIN,      WIRE__FIELD_PERIOD,         1},
    {FEED,   SY,         "updateFrequency",    WIRE__HOW_PLAIN,      WIRE__FIELD_FREQUENCY,      1},
    {FEED,   CORE,       "skipHours",          WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {FEED,   CORE,       "hour",               WIRE__HOW_HOUR,       WIRE__FIELD_NONE,           0},
    {FEED,   CORE,       "skipDays",           WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {FEED,   CORE,       "day",                WIRE__HOW_DAY,        WIRE__FIELD_NONE,           0},

    {ITEM,   CORE,       "category",           WIRE__HOW_CATEGORY,   WIRE__FIELD_TAG,            0},
    {ITEM,   DC,         "subject",            WIRE__HOW_CATEGORY,   WIRE__FIELD_TAG,            0},
    {ITEM,   DCTERMS,    "subject",            WIRE__HOW_CATEGORY,   WIRE__FIELD_TAG,            0},
    {ITEM,   ITUNES,     "category",           WIRE__HOW_CATEGORY,   WIRE__FIELD_TAG,            0},
    {ITEM,   MEDIA,      "category",           WIRE__HOW_CATEGORY,   WIRE__FIELD_TAG,            0},
    {ITEM,   ITUNES,     "keywords",           WIRE__HOW_KEYWORDS,   WIRE__FIELD_TAG,            0},
    {ITEM,   MEDIA,      "keywords",           WIRE__HOW_KEYWORDS,   WIRE__FIELD_TAG,            0},
    {ITEM,   NEWS,       "keywords",           WIRE__HOW_KEYWORDS,   WIRE__FIELD_TAG,            0},

    {BOTH,   CORE,       "language",           WIRE__HOW_PLAIN,      WIRE__FIELD_LANGUAGE,       3},
    {BOTH,   DC,         "language",           WIRE__HOW_PLAIN,      WIRE__FIELD_LANGUAGE,       2},
    {BOTH,   DCTERMS,    "language",           WIRE__HOW_PLAIN,      WIRE__FIELD_LANGUAGE,       2},
    {ITEM,   NEWS,       "news",               WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   NEWS,       "publication",        WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   NEWS,       "language",           WIRE__HOW_PLAIN,      WIRE__FIELD_LANGUAGE,       2},

    {ITEM,   CORE,       "enclosure",          WIRE__HOW_ENCLOSURE,  WIRE__FIELD_NONE,           0},
    {BOTH,   MEDIA,      "group",              WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   MEDIA,      "content",            WIRE__HOW_MEDIA,      WIRE__FIELD_IMAGE,          3},
    {ITEM,   MEDIA,      "thumbnail",          WIRE__HOW_PICTURE,    WIRE__FIELD_IMAGE,          2},
    {ITEM,   ITUNES,     "image",              WIRE__HOW_PICTURE,    WIRE__FIELD_IMAGE,          2},
    {ITEM,   ITUNES,     "duration",           WIRE__HOW_PLAIN,      WIRE__FIELD_DURATION,       1},
    {ITEM,   IMAGE,      "image",              WIRE__HOW_THROUGH,    WIRE__FIELD_NONE,           0},
    {ITEM,   IMAGE,      "loc",                WIRE__HOW_URL,        WIRE__FIELD_IMAGE,          3},
};

/* Namespaces by how they begin, in lower case, without the scheme; the longer before the shorter. */
static const struct vocabulary {
    const char *uri;
    wire__space space;
} vocabularies[] = {
    {"www.w3.org/2005/atom",                           WIRE__SPACE_ATOM},
    {"purl.org/atom/ns",                               WIRE__SPACE_ATOM},
    {"purl.org/pie/",                                  WIRE__SPACE_ATOM},
    {"purl.org/rss/1.0/modules/content",               CONTENT},
    {"purl.org/rss/1.0/modules/dcterms",               DCTERMS},
    {"purl.org/rss/1.0/modules/syndication",           SY},
    {"purl.org/rss/1.0/modules/",                      WIRE__SPACE_OTHER},
    {"purl.org/rss/",                                  CORE},
    {"purl.org/net/rss1.1",                            CORE},
    {"my.netscape.com/",                               CORE},
    {"channel.netscape.com/",                          CORE},
    {"backend.userland.com/rss",                       CORE},
    {"blogs.law.harvard.edu/tech/rss",                 CORE},
    {"purl.org/dc/elements/",                          DC},
    {"purl.org/dc/terms",                              DCTERMS},
    {"search.yahoo.com/mrss",                          MEDIA},
    {"video.search.yahoo.com/mrss",                    MEDIA},
    {"www.itunes.com/dtds/podcast",                    ITUNES},
    {"www.google.com/schemas/sitemap-news",            NEWS},
    {"www.google.com/schemas/sitemap-image",           IMAGE},
    {"www.google.com/schemas/sitemap/",                SITEMAP},
    {"www.sitemaps.org/schemas/sitemap",               SITEMAP},
    {"rssnamespace.org/feedburner",                    FEEDBURNER},
    {"prismstandard.org/namespaces/",                  PRISM},
    {"www.w3.org/1999/02/22-rdf-syntax-ns",            WIRE__SPACE_RDF},
    {"www.w3.org/1999/xhtml",                          XHTML},
};

/* Prefixes that stand for themselves where nobody declared them. */
static const struct vocabulary prefixes[] = {
    {"atom", WIRE__SPACE_ATOM}, {"content", CONTENT}, {"dc", DC},         {"dcterms", DCTERMS},
    {"media", MEDIA},           {"itunes", ITUNES},   {"news", NEWS},     {"image", IMAGE},
    {"feedburner", FEEDBURNER}, {"xhtml", XHTML},     {"rdf", WIRE__SPACE_RDF},
    {"sy", SY}, {"prism", PRISM},
};

static const struct {
    const char *element;
    wire_feed_kind kind;
} feed_roots[] = {
    {"rss", WIRE_FEED_RSS},       {"channel", WIRE_FEED_RSS},          {"rdf", WIRE_FEED_RDF},
    {"feed", WIRE_FEED_ATOM},     {"entry", WIRE_FEED_ATOM},           {"urlset", WIRE_FEED_SITEMAP},
    {"sitemapindex", WIRE_FEED_SITEMAP},
};
/* clang-format on */

wire__space wire__feed_space(wire_str uri, wire_str prefix, wire_str root_uri, wire__space root)
{
    const size_t scheme = wire_str_find(uri, WIRE_STR("://")); /* some write https */
    const wire_str rest = scheme < uri.n ? wire_str_cut(uri, scheme + 3, uri.n) : (wire_str){0};
    for (size_t i = 0; rest.n && i < COUNT(vocabularies); i++) {
        const wire_str start = wire_str_of(vocabularies[i].uri);
        if (rest.n >= start.n && wire_str_is_ci(wire_str_cut(rest, 0, start.n), start))
            return vocabularies[i].space == CORE && root == SITEMAP ? SITEMAP : vocabularies[i].space;
    }
    if (uri.n)
        return wire_str_is(uri, root_uri) ? root : WIRE__SPACE_OTHER;
    if (!prefix.n)
        return root;
    for (size_t i = 0; i < COUNT(prefixes); i++)
        if (wire_str_is_ci(prefix, wire_str_of(prefixes[i].uri)))
            return prefixes[i].space;
    return WIRE__SPACE_OTHER;
}

const wire__rule *wire__feed_rule(wire__in in, wire__space space, wire_str element)
{
    space = space == WIRE__SPACE_ATOM ? CORE : space;
    for (size_t i = 0; i < COUNT(rules); i++)
        if (rules[i].space == space && rules[i].in & in && wire_str_is_ci(element, wire_str_of(rules[i].element)))
            return &rules[i];
    return NULL;
}

bool wire__feed_kind_of(wire_str root, wire_feed_kind *kind)
{
    for (size_t i = 0; i < COUNT(feed_roots); i++) {
        if (wire_str_is_ci(root, wire_str_of(feed_roots[i].element))) {
            *kind = feed_roots[i].kind;
            return true;
        }
    }
    return false;
}
