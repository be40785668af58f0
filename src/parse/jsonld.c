/* jsonld.c: JSON-LD to facts: the story's node is found, then its members are read. */
#include "parse/jsonld.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "parse/jsonld_repair.h"

enum { MAX_JSON = 4 << 20, MAX_NODES = 512, MAX_DEPTH = 12 };

/* All objects worth looking at, the graph's and those within, so that {"@id": ...} can be followed. */
typedef struct graph {
    const cJSON *nodes[MAX_NODES];
    uint32_t n;
    wire_arena *arena;
} graph;

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static wire_str string_of(const cJSON *item)
{
    return cJSON_IsString(item) ? wire_str_of(item->valuestring) : (wire_str){NULL, 0};
}

static const cJSON *first_of(const cJSON *item)
{
    return cJSON_IsArray(item) ? item->child : item;
}

/* A type's name without "http://schema.org/". */
static wire_str type_name(wire_str type)
{
    for (size_t i = type.n; i; i--)
        if (type.p[i - 1] == '/' || type.p[i - 1] == ':' || type.p[i - 1] == '#')
            return wire_str_cut(type, i, type.n);
    return type;
}

/* 4 a live blog, 3 an article, 2 a blog's, 1 a page; -1: a thing that a page sells, lists or lets people talk of; 0
 * anything else */
static int rank_of_type(wire_str type)
{
    type = type_name(type);
    static const struct {
        const char *name;
        int rank;
    } kinds[] = {{"LiveBlogPosting", 4},
                 {"WebPage", 1},
                 {"ItemPage", 1},
                 {"Product", -1},
                 {"CollectionPage", -1},
                 {"ProfilePage", -1},
                 {"ItemList", -1},
                 {"SearchResultsPage", -1},
                 {"BlogPosting", 2},
                 {"TechArticle", 2},
                 {"Article", 3},
                 {"Review", 2},
                 {"Recipe", 2},
                 {"DiscussionForumPosting", -1},
                 {"SocialMediaPosting", -1},
                 {"Report", 3}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (wire_str_is_ci(type, wire_str_of(kinds[i].name)))
            return kinds[i].rank;
    return wire_str_has_suffix(type, WIRE_STR("NewsArticle")) || wire_str_has_suffix(type, WIRE_STR("Article")) ? 3 : 0;
}

/* Newspapers call their stories so; Article alone is what every blog's plug-in writes. */
static bool is_news(const cJSON *node)
{
    const cJSON *type = member(node, "@type"), *one;
    if (!cJSON_IsArray(type))
        return wire_str_has_suffix(string_of(type), WIRE_STR("NewsArticle")) || rank_of_type(string_of(type)) == 4;
    cJSON_ArrayForEach(one, type) if (wire_str_has_suffix(string_of(one), WIRE_STR("NewsArticle"))) return true;
    return false;
}

static int rank_of(const cJSON *node)
{
    const cJSON *type = member(node, "@type");
    if (!cJSON_IsArray(type))
        return rank_of_type(string_of(type));
    int best = 0;
    const cJSON *one;
    cJSON_ArrayForEach(one, type)
    {
        const int rank = rank_of_type(string_of(one));
        best = rank > best || !best ? rank : best;
    }
    return best;
}

/* Breadth first, so that the story comes before what it mentions. */
static void gather(graph *g, const cJSON *root)
{
    const cJSON *queue[MAX_NODES];
    uint8_t depths[MAX_NODES];
    uint32_t n = 1;
    queue[0] = root;
    depths[0] = 0;
    for (uint32_t at = 0; at < n; at++) {
        const cJSON *item = queue[at];
        if (cJSON_IsObject(item) && g->n < MAX_NODES)
            g->nodes[g->n++] = item;
        if (depths[at] >= MAX_DEPTH)
            continue;
        for (const cJSON *child = item->child; child && n < MAX_NODES; child = child->next)
            if (cJSON_IsObject(child) || cJSON_IsArray(child)) {
                queue[n] = child;
                depths[n++] = (uint8_t)(depths[at] + 1);
            }
    }
}

/* An object that is only a reference stands for the node of that id. */
static const cJSON *resolve(const graph *g, const cJSON *item)
{
    const wire_str id = string_of(member(item, "@id"));
    if (!id.n || member(item, "name") || member(item, "url"))
        return item;
    for (uint32_t i = 0; i < g->n; i++)
        if (g->nodes[i] != item && wire_str_is(string_of(member(g->nodes[i], "@id")), id) &&
            (member(g->nodes[i], "name") || member(g->nodes[i], "url")))
            return g->nodes[i];
    return item;
}

static wire_str clean(const graph *g, const cJSON *item)
{
    return wire__text_clean(string_of(first_of(item)), false, g->arena);
}

static void take(wire_str *to, wire_str text)
{
    if (!to->n && text.n)
        *to = text;
}

static void take_clean(const graph *g, wire_str *to, const cJSON *item)
{
    if (!to->n)
        *to = clean(g, item);
}

static void read_author(const graph *g, const cJSON *item, wire__facts *facts)
{
    if (cJSON_IsString(item)) {
        wire__facts_add_author(facts, clean(g, item), false);
        return;
    }
    if (!cJSON_IsObject(item))
        return;
    item = resolve(g, item);
    const wire_str type = type_name(string_of(first_of(member(item, "@type"))));
    const bool is_org =
        wire_str_has_suffix(type, WIRE_STR("Organization")) || wire_str_is(type, WIRE_STR("Corporation"));
    const cJSON *name = member(item, "name");
    if (cJSON_IsArray(name)) { /* {"@type": "Person", "name": ["A", "B"]} */
        const cJSON *one;
        cJSON_ArrayForEach(one, name) wire__facts_add_author(facts, clean(g, one), is_org);
        return;
    }
    if (!name && !is_org) { /* {"givenName": "Ada", "familyName": "Byrne"} */
        const wire_str given = clean(g, member(item, "givenName")), family = clean(g, member(item, "familyName"));
        if (given.n && family.n)
            wire__facts_add_author(facts, wire_arena_print(g->arena, "%.*s %.*s", WIRE_ARG(given), WIRE_ARG(family)),
                                   false);
        return;
    }
    if (cJSON_IsObject(name)) /* {"@value": "Ada Byrne", "@language": "en"} */
        name = member(name, "@value");
    wire__facts_add_author(facts, clean(g, name), is_org);
}

static void read_authors(const graph *g, const cJSON *item, wire__facts *facts)
{
    const cJSON *list = cJSON_IsObject(item) ? member(item, "@list") : NULL;
    item = list ? list : item;
    if (!cJSON_IsArray(item)) {
        read_author(g, item, facts);
        return;
    }
    const cJSON *one;
    cJSON_ArrayForEach(one, item) read_author(g, one, facts);
}

static void read_keywords(const graph *g, const cJSON *item, wire__facts *facts)
{
    if (cJSON_IsString(item)) { /* "a, b, c" */
        wire_str rest = clean(g, item);
        while (rest.n) {
            const char *comma = memchr(rest.p, ',', rest.n);
            const size_t n = comma ? (size_t)(comma - rest.p) : rest.n;
            wire__facts_add_keyword(facts, wire_str_trim(wire_str_cut(rest, 0, n)));
            rest = wire_str_cut(rest, comma ? n + 1 : rest.n, rest.n);
        }
        return;
    }
    const cJSON *one;
    cJSON_ArrayForEach(one, item)
    {
        const wire_str word = clean(g, cJSON_IsObject(one) ? member(one, "name") : one);
        if (!memchr(word.n ? word.p : "", ':', word.n)) /* "Tag:x" are the system's own */
            wire__facts_add_keyword(facts, word);
    }
}

static void read_image(const graph *g, const cJSON *item, wire__facts *facts)
{
    item = first_of(item);
    if (facts->image.n)
        return;
    if (cJSON_IsString(item)) {
        take(&facts->image, wire__text_clean(string_of(item), false, g->arena));
    } else if (cJSON_IsObject(item)) {
        item = resolve(g, item);
        const cJSON *url = member(item, "url");
        take_clean(g, &facts->image, url ? url : member(item, "contentUrl"));
        take_clean(g, &facts->caption, member(item, "caption"));
        take_clean(g, &facts->credit, member(item, "creditText"));
    }
}

static void read_access(const cJSON *item, wire__facts *facts)
{
    item = first_of(item);
    if (facts->has_access || !item)
        return;
    const wire_str text = string_of(item);
    if (cJSON_IsBool(item) || wire_str_is_ci(text, WIRE_STR("true")) || wire_str_is_ci(text, WIRE_STR("false"))) {
        facts->has_access = true;
        facts->is_free = cJSON_IsTrue(item) || wire_str_is_ci(text, WIRE_STR("true"));
    }
}

static wire_str address_of(const graph *g, const cJSON *item)
{
    item = first_of(item);
    if (cJSON_IsObject(item)) {
        const cJSON *id = member(item, "@id");
        item = id ? id : member(item, "url");
    }
    return clean(g, item);
}

static void read_updates(const graph *g, const cJSON *list, wire__facts *facts)
{
    const int n = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
    wire__said_update *updates =
        n > 0 && !facts->n_updates
            ? WIRE_TAKE(g->arena, wire__said_update, (size_t)(n < WIRE__MAX_SAID ? n : WIRE__MAX_SAID))
            : NULL;
    const cJSON *item = updates ? list->child : NULL;
    for (; item && facts->n_updates < WIRE__MAX_SAID; item = item->next) {
        if (!cJSON_IsObject(item))
            continue;
        wire__said_update *u = &updates[facts->n_updates++];
        *u = (wire__said_update){clean(g, member(item, "headline")), clean(g, member(item, "datePublished")),
                                 clean(g, member(item, "dateModified"))};
    }
    facts->updates = updates ? updates : facts->updates;
}

static void read_story(const graph *g, const cJSON *node, wire__facts *facts)
{
    read_updates(g, member(node, "liveBlogUpdate"), facts);
    take_clean(g, &facts->headline, member(node, "headline"));
    take_clean(g, &facts->headline, member(node, "name"));
    take_clean(g, &facts->alternative, first_of(member(node, "alternativeHeadline")));
    take_clean(g, &facts->description, member(node, "description"));
    take_clean(g, &facts->published, member(node, "datePublished"));
    take_clean(g, &facts->modified, member(node, "dateModified"));
    take_clean(g, &facts->expires, member(node, "expires"));
    take_clean(g, &facts->section, first_of(member(node, "articleSection")));
    take_clean(g, &facts->language, first_of(member(node, "inLanguage")));
    if (!facts->body.n)
        facts->body = wire__text_clean(string_of(first_of(member(node, "articleBody"))), true, g->arena);
    take(&facts->url, address_of(g, member(node, "mainEntityOfPage")));
    take(&facts->url, address_of(g, member(node, "url")));
    if (!facts->n_authors)
        read_authors(g, member(node, "author"), facts);
    if (!facts->n_authors)
        read_authors(g, member(node, "creator"), facts);
    const cJSON *publisher = first_of(member(node, "publisher"));
    if (cJSON_IsObject(publisher))
        take_clean(g, &facts->publisher, member(resolve(g, publisher), "name"));
    else
        take_clean(g, &facts->publisher, publisher);
    if (!facts->n_keywords)
        read_keywords(g, member(node, "keywords"), facts);
    read_image(g, member(node, "image"), facts);
    read_access(member(node, "isAccessibleForFree"), facts);
    const cJSON *part = first_of(member(node, "hasPart"));
    if (!facts->has_access && cJSON_IsObject(part)) { /* the part behind the wall says so, the story nothing */
        wire__facts walled = {0};
        read_access(member(part, "isAccessibleForFree"), &walled);
        facts->has_access = walled.has_access && !walled.is_free;
    }
}

/* A page that only mentions a story (a page node in the graph) gives what the story itself has not said. */
static void read_page(const graph *g, const cJSON *node, wire__facts *facts)
{
    take_clean(g, &facts->published, member(node, "datePublished"));
    take_clean(g, &facts->modified, member(node, "dateModified"));
    take_clean(g, &facts->description, member(node, "description"));
    take_clean(g, &facts->language, first_of(member(node, "inLanguage")));
}

static bool read_graph(const graph *g, wire__facts *facts)
{
    const cJSON *best = NULL;
    int best_rank = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        const int rank = rank_of(g->nodes[i]);
        if (rank < 0)
            facts->is_listing = true;
        if (rank > best_rank && (rank > 1 || !best)) {
            best = g->nodes[i];
            best_rank = rank;
        }
    }
    if (best_rank >= 2) {
        read_story(g, best, facts);
        facts->is_article = true;
        facts->is_news = facts->is_news || is_news(best);
        facts->is_live = facts->is_live || best_rank == 4;
    }
    for (uint32_t i = 0; i < g->n; i++) {
        const cJSON *node = g->nodes[i];
        if (rank_of(node) == 1)
            read_page(g, node, facts);
        const wire_str type = type_name(string_of(first_of(member(node, "@type"))));
        if (wire_str_is(type, WIRE_STR("WebSite")) || wire_str_is(type, WIRE_STR("NewsMediaOrganization")))
            take_clean(g, &facts->publisher, member(node, "name"));
    }
    return best_rank > 0;
}

wire_code wire__jsonld_read(wire_str json, wire_arena *arena, wire__facts *facts)
{
    cJSON *root = wire__json_mend(wire_str_cut(json, 0, MAX_JSON), arena);
    if (!root)
        return WIRE_NONE;
    graph *g = wire_arena_take(arena, sizeof *g, _Alignof(graph));
    bool is_known = false;
    if (g) {
        g->n = 0;
        g->arena = arena;
        gather(g, root);
        is_known = read_graph(g, facts);
    }
    cJSON_Delete(root);
    return !g ? WIRE_ENOMEM : is_known ? WIRE_OK : WIRE_NONE;
}
