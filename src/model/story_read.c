/* story_read.c: a story from JSON: what story_write.c writes, and what newsrooms' own systems make of schema.org. */
#include <cjson/cJSON.h>
#include <string.h>

#include "base/utf8.h"
#include "model/build.h"
#include "model/json.h"

enum { MAX_JSON = 64 << 20, BUDGET_A_BYTE = 8, MAX_LIST = 100000 };

typedef struct reading {
    wire_story *story;
    wire_str json;
    wire__builder build;
    wire_code code;
    wire_error *err;
} reading;

/* The first failure stays. in  key: of the outermost object */
static void fail(reading *r, const char *key, const char *what)
{
    if (!r->code)
        r->code = wire_fail_at(r->err, WIRE_EFORMAT, wire__json_find(r->json, wire_str_of(key)), "story: \"%s\": %s",
                               key, what);
}

static void fail_memory(reading *r)
{
    if (!r->code)
        r->code = wire_fail(r->err, WIRE_ENOMEM, "story: no memory, or over the story's budget");
}

/* Values -------------------------------------------------------------------------------------- */

/* The member; null is none. */
static const cJSON *member(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNull(item) ? NULL : item;
}

/* Keeps text in the story's arena, as good UTF-8. */
static wire_str keep(reading *r, const char *text)
{
    wire_str mended, copy = {NULL, 0};
    wire_arena *arena = r->story->arena;
    if (!text || !*text)
        return copy;
    if (!wire__utf8_mend(arena, wire_str_of(text), &mended) || !wire_arena_copy(arena, mended, &copy))
        fail_memory(r);
    return copy;
}

static bool is_web(const char *text)
{
    const wire_str s = wire_str_of(text);
    return wire_str_find_ci(s, WIRE_STR("http://")) == 0 || wire_str_find_ci(s, WIRE_STR("https://")) == 0;
}

/* A text, or the first of a list of texts. in  key: the outermost member that this is, or lies in */
static wire_str text_of(reading *r, const cJSON *item, const char *key)
{
    if (cJSON_IsArray(item))
        item = item->child;
    if (item && !cJSON_IsString(item))
        fail(r, key, "not text");
    return keep(r, cJSON_GetStringValue(item));
}

/* A text, or an object with a name. */
static wire_str name_of(reading *r, const cJSON *item, const char *key)
{
    if (cJSON_IsArray(item))
        item = item->child;
    if (!cJSON_IsObject(item))
        return text_of(r, item, key);
    const cJSON *name = member(item, "name");
    return text_of(r, name ? name : member(item, "headline"), key);
}

static wire_str get_text(reading *r, const cJSON *object, const char *key)
{
    return text_of(r, member(object, key), key);
}

/* An address that a page may link to; what is none is not kept. */
static wire_str link_of(reading *r, const cJSON *item, const char *key)
{
    if (cJSON_IsArray(item))
        item = item->child;
    if (cJSON_IsObject(item)) {
        const cJSON *id = member(item, "@id");
        item = id ? id : member(item, "url");
    }
    if (item && !cJSON_IsString(item))
        fail(r, key, "not an address");
    const char *text = cJSON_GetStringValue(item);
    return text && is_web(text) ? keep(r, text) : (wire_str){NULL, 0};
}

static void read_stamp(reading *r, const cJSON *object, const char *key, const char *zone_key, wire_stamp *stamp)
{
    const cJSON *item = member(object, key), *zone = member(object, zone_key);
    const char *text = cJSON_GetStringValue(item);
    if (!item || (text && !*text))
        return;
    if (!text || wire_stamp_read(wire_str_of(text), NULL, stamp)) {
        fail(r, key, "not a date such as \"2026-11-20T04:53:00-05:00\"");
        return;
    }
    memset(stamp->zone, 0, sizeof stamp->zone); /* the zone's name is a member of its own */
    if (wire_str_has_suffix(wire_str_of(text), WIRE_STR("-00:00")))
        stamp->has_offset = false; /* RFC 3339, 4.3 */
    if (zone && !cJSON_IsString(zone))
        fail(r, zone_key, "not text");
    else if (zone && strlen(zone->valuestring) < sizeof stamp->zone)
        memcpy(stamp->zone, zone->valuestring, strlen(zone->valuestring));
}

/* The items of a list, of one that stands alone, or of none. out  *first: go on by ->next while n lasts */
static uint32_t list_of(const cJSON *item, const cJSON **first)
{
    *first = cJSON_IsArray(item) ? item->child : item;
    const int n = cJSON_IsArray(item) ? cJSON_GetArraySize(item) : item != NULL;
    return n > MAX_LIST ? MAX_LIST : (uint32_t)n;
}

/* Facts --------------------------------------------------------------------------------------- */

static void read_type(reading *r, const cJSON *object)
{
    const cJSON *type = member(object, "@type");
    const cJSON *first;
    wire_story_type is = WIRE_STORY_ARTICLE;
    for (uint32_t n = list_of(type, &first); n && first; n--, first = first->next) {
        const char *name = cJSON_GetStringValue(first);
        if (!name)
            fail(r, "@type", "not text");
        else if (!strcmp(name, "LiveBlogPosting"))
            is = WIRE_STORY_LIVE;
        else if (!strcmp(name, "WebPage") && is == WIRE_STORY_ARTICLE)
            is = WIRE_STORY_PAGE;
    }
    r->story->type = is;
}

static void read_authors(reading *r, const cJSON *object)
{
    const cJSON *item;
    const uint32_t n = list_of(member(object, "author"), &item);
    wire_author *authors = n ? WIRE_TAKE(r->story->arena, wire_author, n) : NULL;
    if (n && !authors)
        fail_memory(r);
    for (uint32_t i = 0; i < n && item && !r->code; i++, item = item->next) {
        wire_author *author = &authors[r->story->n_authors];
        author->name = name_of(r, item, "author");
        const char *type = cJSON_GetStringValue(member(item, "@type"));
        author->is_organization = type && strstr(type, "Organization");
        r->story->n_authors += author->name.n > 0;
    }
    r->story->authors = authors;
}

/* "storms, harbour": the pieces, trimmed; empty ones stay out. */
static void split_keywords(reading *r, wire_str text)
{
    uint32_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == ',';
    wire_str *words = WIRE_TAKE(r->story->arena, wire_str, n);
    if (!words) {
        fail_memory(r);
        return;
    }
    while (text.n) {
        const char *comma = memchr(text.p, ',', text.n);
        const size_t end = comma ? (size_t)(comma - text.p) : text.n;
        words[r->story->n_keywords] = wire_str_trim(wire_str_cut(text, 0, end));
        r->story->n_keywords += words[r->story->n_keywords].n > 0;
        text = wire_str_cut(text, end + 1, text.n);
    }
    r->story->keywords = words;
}

static void read_keywords(reading *r, const cJSON *object)
{
    const cJSON *item = member(object, "keywords");
    if (cJSON_IsString(item)) {
        split_keywords(r, keep(r, item->valuestring));
        return;
    }
    const uint32_t n = list_of(item, &item);
    wire_str *words = n ? WIRE_TAKE(r->story->arena, wire_str, n) : NULL;
    if (n && !words)
        fail_memory(r);
    for (uint32_t i = 0; i < n && item && !r->code; i++, item = item->next) {
        words[r->story->n_keywords] = name_of(r, item, "keywords");
        r->story->n_keywords += words[r->story->n_keywords].n > 0;
    }
    r->story->keywords = words;
}

static void read_image(reading *r, const cJSON *item, wire_figure *image)
{
    if (!cJSON_IsObject(item)) {
        image->url = link_of(r, item, "image");
        return;
    }
    const cJSON *url = member(item, "url"), *credit = member(item, "creditText");
    image->url = link_of(r, url ? url : member(item, "contentUrl"), "image");
    image->alt = text_of(r, member(item, "description"), "image");
    image->caption = text_of(r, member(item, "caption"), "image");
    image->credit = name_of(r, credit ? credit : member(item, "creator"), "image");
}

static void read_images(reading *r, const cJSON *object)
{
    const cJSON *item;
    const uint32_t n = list_of(member(object, "image"), &item);
    wire_figure *images = n ? WIRE_TAKE(r->story->arena, wire_figure, n) : NULL;
    if (n && !images)
        fail_memory(r);
    for (uint32_t i = 0; i < n && item && !r->code; i++, item = item->next) {
        wire_figure *image = &images[r->story->n_images];
        read_image(r, item, image);
        r->story->n_images += image->url.n || image->alt.n || image->caption.n || image->credit.n;
    }
    r->story->images = images;
}

static void read_access(reading *r, const cJSON *object)
{
    const cJSON *item = member(object, "isAccessibleForFree");
    const wire_str text = wire_str_of(cJSON_GetStringValue(item)); /* "False", as many pages have it */
    if (!item || (text.p && !text.n))
        return;
    const bool is_true = cJSON_IsTrue(item) || wire_str_is_ci(text, WIRE_STR("true"));
    if (!is_true && !cJSON_IsFalse(item) && !wire_str_is_ci(text, WIRE_STR("false")))
        fail(r, "isAccessibleForFree", "neither true nor false");
    r->story->has_access = true;
    r->story->is_free = is_true;
}

static void read_confidence(reading *r, const cJSON *object)
{
    const cJSON *item = member(object, "confidence");
    if (!item)
        return;
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0 && item->valuedouble <= 1))
        fail(r, "confidence", "not a number from 0 to 1");
    r->story->has_confidence = true;
    r->story->confidence = item->valuedouble;
}

static void read_url(reading *r, const cJSON *object)
{
    const cJSON *item = member(object, "url"), *page = member(object, "mainEntityOfPage");
    const char *text = cJSON_GetStringValue(item);
    if (item && !text)
        fail(r, "url", "not text");
    else if (text && *text && !is_web(text))
        fail(r, "url", "not an absolute http or https address");
    else
        r->story->url = text && *text ? keep(r, text) : link_of(r, page, "mainEntityOfPage");
}

static void read_facts(reading *r, const cJSON *object)
{
    wire_story *story = r->story;
    read_type(r, object);
    read_url(r, object);
    story->input = get_text(r, object, "input");
    const wire_str headline = get_text(r, object, "headline");
    story->headline = headline.n ? headline : get_text(r, object, "name");
    if (!story->headline.n)
        story->headline = WIRE_STR("");
    story->alternative = get_text(r, object, "alternativeHeadline");
    story->abstract = get_text(r, object, "abstract");
    story->description = get_text(r, object, "description");
    story->publisher = name_of(r, member(object, "publisher"), "publisher");
    story->language = name_of(r, member(object, "inLanguage"), "inLanguage");
    story->section = get_text(r, object, "articleSection");
    story->location = name_of(r, member(object, "locationCreated"), "locationCreated");
    read_stamp(r, object, "datePublished", "datePublishedZone", &story->published);
    read_stamp(r, object, "dateModified", "dateModifiedZone", &story->modified);
    read_authors(r, object);
    read_keywords(r, object);
    read_images(r, object);
    read_access(r, object);
    read_confidence(r, object);
}

/* Blocks -------------------------------------------------------------------------------------- */

static bool kind_of(const char *name, wire_block_kind *kind)
{
    static const char *const names[] = {
#define NAME(kind, name) name,
        WIRE_BLOCKS(NAME)
#undef NAME
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i])) {
            *kind = (wire_block_kind)i;
            return *kind != WIRE_BLOCK_ITEM && *kind != WIRE_BLOCK_ROW && *kind != WIRE_BLOCK_CELL;
        }
    return false;
}

static void read_source(reading *r, const cJSON *object, wire_block *block)
{
    const cJSON *item = member(object, "source");
    if (!item)
        return;
    const cJSON *start = cJSON_GetArrayItem(item, 0), *end = cJSON_GetArrayItem(item, 1);
    if (cJSON_GetArraySize(item) != 2 || !cJSON_IsNumber(start) || !cJSON_IsNumber(end) || start->valuedouble < 0 ||
        end->valuedouble < start->valuedouble || end->valuedouble > 9e15) {
        fail(r, "blocks", "\"source\" of a block is [first byte, byte behind the last]");
        return;
    }
    block->source = (wire_range){(uint64_t)start->valuedouble, (uint64_t)end->valuedouble};
}

/* A block's text from "html", else from "text". */
static void read_text(reading *r, const cJSON *object)
{
    const cJSON *html = member(object, "html"), *text = member(object, "text");
    if ((html && !cJSON_IsString(html)) || (text && !cJSON_IsString(text)))
        fail(r, "blocks", "\"html\" or \"text\" of a block is not text");
    else if (html)
        wire__build_markup(&r->build, wire_str_of(html->valuestring));
    else if (text)
        wire__build_text(&r->build, wire_str_of(text->valuestring), 0, (wire_str){NULL, 0});
}

static void add_text(reading *r, wire_block_kind kind, uint8_t depth, const cJSON *item)
{
    if (!cJSON_IsString(item)) {
        fail(r, "blocks", "\"items\" and \"rows\" of a block are lists of text");
        return;
    }
    if (wire__build_block(&r->build, kind, depth))
        wire__build_text(&r->build, wire_str_of(item->valuestring), 0, (wire_str){NULL, 0});
}

static void read_list(reading *r, const cJSON *object, wire_block *block)
{
    const cJSON *item;
    const uint8_t depth = block->depth;
    block->is_ordered = cJSON_IsTrue(member(object, "ordered"));
    if (member(object, "html")) {
        read_text(r, object);
        return;
    }
    for (uint32_t n = list_of(member(object, "items"), &item); n && item && !r->code; n--, item = item->next)
        add_text(r, WIRE_BLOCK_ITEM, (uint8_t)(depth + 1), item);
}

static void read_table(reading *r, const cJSON *object, const wire_block *block)
{
    const cJSON *row, *cell;
    const uint8_t depth = block->depth;
    if (member(object, "html")) {
        read_text(r, object);
        return;
    }
    for (uint32_t n = list_of(member(object, "rows"), &row); n && row && !r->code; n--, row = row->next) {
        if (!wire__build_block(&r->build, WIRE_BLOCK_ROW, (uint8_t)(depth + 1)))
            return;
        for (uint32_t k = list_of(row, &cell); k && cell && !r->code; k--, cell = cell->next)
            add_text(r, WIRE_BLOCK_CELL, (uint8_t)(depth + 2), cell);
    }
}

static void read_figure(reading *r, const cJSON *object)
{
    wire_figure *figure = wire__build_figure(&r->build);
    if (!figure)
        return;
    figure->url = link_of(r, member(object, "url"), "blocks");
    figure->alt = text_of(r, member(object, "alt"), "blocks");
    figure->caption = text_of(r, member(object, "caption"), "blocks");
    figure->credit = text_of(r, member(object, "credit"), "blocks");
    figure->provider = text_of(r, member(object, "provider"), "blocks");
    figure->text = text_of(r, member(object, "text"), "blocks");
}

static void read_update(reading *r, const cJSON *object)
{
    wire_update *update = wire__build_update(&r->build);
    if (!update)
        return;
    update->id = text_of(r, member(object, "id"), "blocks");
    update->headline = text_of(r, member(object, "headline"), "blocks");
    read_stamp(r, object, "datePublished", "datePublishedZone", &update->published);
}

/* in  depth: 0, or 1 in an update */
static void read_block(reading *r, const cJSON *object, uint8_t depth)
{
    wire_block_kind kind = WIRE_BLOCK_PARAGRAPH;
    const char *type = cJSON_GetStringValue(member(object, "type"));
    if (!cJSON_IsObject(object) || !type || !kind_of(type, &kind)) {
        fail(r, "blocks",
             "a block is an object whose \"type\" is paragraph, heading, quote, list, table, code, image, "
             "embed or update");
        return;
    }
    if (kind == WIRE_BLOCK_UPDATE && depth) {
        fail(r, "blocks", "an update within an update");
        return;
    }
    wire_block *block = wire__build_block(&r->build, kind, depth);
    if (!block)
        return;
    read_source(r, object, block);
    if (kind == WIRE_BLOCK_LIST) {
        read_list(r, object, block);
    } else if (kind == WIRE_BLOCK_TABLE) {
        read_table(r, object, block);
    } else if (kind == WIRE_BLOCK_IMAGE || kind == WIRE_BLOCK_EMBED) {
        read_figure(r, object);
    } else if (kind == WIRE_BLOCK_UPDATE) {
        read_update(r, object);
    } else {
        const cJSON *level = member(object, "level");
        const double asked = cJSON_IsNumber(level) ? level->valuedouble : 2;
        if (kind == WIRE_BLOCK_HEADING)
            block->level = asked < 2 ? 2 : asked > 6 ? 6 : (uint8_t)asked;
        read_text(r, object);
    }
}

/* Blocks, and below an update its own: two loops, since nothing else nests. */
static void read_blocks(reading *r, const cJSON *list)
{
    const cJSON *item, *inner;
    for (uint32_t n = list_of(list, &item); n && item && !r->code; n--, item = item->next) {
        read_block(r, item, 0);
        if (wire_str_is(wire_str_of(cJSON_GetStringValue(member(item, "type"))), WIRE_STR("update")))
            for (uint32_t k = list_of(member(item, "blocks"), &inner); k && inner && !r->code; k--, inner = inner->next)
                read_block(r, inner, 1);
    }
}

static void read_omissions(reading *r, const cJSON *object)
{
    const cJSON *item;
    for (uint32_t n = list_of(member(object, "omitted"), &item); n && item && !r->code; n--, item = item->next) {
        const char *what = cJSON_GetStringValue(member(item, "what"));
        if (!what)
            fail(r, "omitted", "\"what\" is missing, or not text");
        else
            wire__build_omission(&r->build, keep(r, what).p, wire_str_of(cJSON_GetStringValue(member(item, "note"))));
    }
}

static void read_body(reading *r, const cJSON *object)
{
    const cJSON *blocks = member(object, "blocks"), *body = member(object, "articleBody");
    wire__build_begin(&r->build, r->story);
    if (blocks && !cJSON_IsArray(blocks))
        fail(r, "blocks", "not a list");
    if (body && !cJSON_IsString(body))
        fail(r, "articleBody", "not text");
    const wire_str text = wire_str_of(cJSON_GetStringValue(body));
    if (r->code)
        return;
    if (blocks && blocks->child)
        read_blocks(r, blocks);
    else if (wire_str_find_ci(text, WIRE_STR("</p>")) != SIZE_MAX ||
             wire_str_find_ci(text, WIRE_STR("<br")) != SIZE_MAX)
        wire__build_markup(&r->build, text);
    else
        wire__build_plain(&r->build, text, 0);
    read_omissions(r, object);
    if (!r->code)
        r->code = wire__build_end(&r->build, r->err);
    if (!r->code && !r->story->n_blocks && !r->story->headline.n)
        fail(r, "headline", "missing, and no articleBody either");
}

/* A line of `read --as ndjson` for an input that was no story: what it says. */
static bool is_failure(reading *r, const cJSON *object)
{
    const char *input = cJSON_GetStringValue(member(object, "input"));
    const char *why = cJSON_GetStringValue(member(object, "error"));
    if (why)
        r->code = wire_fail(r->err, WIRE_EFORMAT, "%s%s%s", input ? input : "", input ? ": " : "", why);
    return why != NULL;
}

wire_code wire_story_read_json(wire_str json, wire_story **story, wire_error *err)
{
    if (json.n > MAX_JSON)
        return wire_fail(err, WIRE_ELIMIT, "story: %zu bytes of JSON; 64 MiB is the most", json.n);
    const wire_code checked = wire__json_check(json, "story", err); /* before cJSON, which goes down recursively */
    if (checked)
        return checked;
    cJSON *object = cJSON_ParseWithLength(json.p, json.n);
    reading r = {.json = json, .err = err, .story = wire_story_new((64 << 20) + json.n * BUDGET_A_BYTE)};
    if (!object || !r.story) {
        fail_memory(&r);
    } else if (!cJSON_IsObject(object)) {
        r.code = wire_fail_at(err, WIRE_EFORMAT, 0, "story: not an object {...}");
    } else if (!is_failure(&r, object)) {
        read_facts(&r, object);
        if (!r.code)
            read_body(&r, object);
    }
    cJSON_Delete(object);
    if (r.code)
        wire_story_free(r.story);
    else
        *story = r.story;
    return r.code;
}
