/* story_read.c: a story from JSON: what story_write.c writes, and what newsrooms' own systems make of schema.org. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/build.h"
#include "model/json_tree.h"

enum { BUDGET_A_BYTE = 8 };

typedef wire__json_node node;

typedef struct reading {
    wire_story *story;
    wire__json_tree tree;
    wire__builder build;
    wire_code code;
    wire_error *err;
} reading;

/* The first failure stays. in  key: of the outermost object */
static void fail(reading *r, const char *key, const char *what)
{
    if (r->code)
        return;
    const node *at = wire__json_member(&r->tree, r->tree.nodes, key);
    r->code = wire_fail_at(r->err, WIRE_EFORMAT, at ? at->start : 0, "story: \"%s\": %s", key, what);
}

static void fail_memory(reading *r)
{
    if (!r->code)
        r->code = wire_fail(r->err, WIRE_ENOMEM, "story: no memory, or over the story's budget");
}

/* Values -------------------------------------------------------------------------------------- */

static const node *member(const reading *r, const node *object, const char *key)
{
    return wire__json_member(&r->tree, object, key);
}

static bool is_kind(const node *item, wire__json_kind kind)
{
    return item && item->kind == kind;
}

static bool is_text(const node *item)
{
    return is_kind(item, WIRE__JSON_TEXT);
}

/* The items of a list, or the one that stands alone: from here while has_more. */
typedef struct items {
    const node *at;
    uint32_t n; /* with this one */
} items;

static items items_of(const reading *r, const node *item)
{
    if (is_kind(item, WIRE__JSON_ARRAY))
        return (items){wire__json_first(&r->tree, item), item->n};
    return (items){item, item != NULL};
}

static bool has_more(const reading *r, const items *list)
{
    return list->n && !r->code;
}

static void pass(const reading *r, items *list)
{
    if (--list->n)
        list->at = wire__json_next(&r->tree, list->at);
}

/* The first of a list, or what is no list itself. */
static const node *first_of(const reading *r, const node *item)
{
    const items list = items_of(r, item);
    return list.n ? list.at : NULL;
}

/* What a text says, until the next is asked for; nothing where it is none. */
static wire_str peek(reading *r, const node *item)
{
    wire_str text = {NULL, 0};
    if (is_text(item) && !wire__json_text_of(&r->tree, item, &text))
        fail_memory(r);
    return text;
}

/* Keeps text in the story's arena, as good UTF-8. */
static wire_str keep(reading *r, wire_str text)
{
    wire_str mended, copy = {NULL, 0};
    wire_arena *arena = r->story->arena;
    if (text.n && (!wire__utf8_mend(arena, text, &mended) || !wire_arena_copy(arena, mended, &copy)))
        fail_memory(r);
    return copy;
}

static bool is_web(wire_str text)
{
    return wire_str_is_ci(wire_str_cut(text, 0, 7), WIRE_STR("http://")) ||
           wire_str_is_ci(wire_str_cut(text, 0, 8), WIRE_STR("https://"));
}

/* A text, or the first of a list of texts. in  key: the outermost member that this is, or lies in */
static wire_str text_of(reading *r, const node *item, const char *key)
{
    item = first_of(r, item);
    if (item && !is_text(item))
        fail(r, key, "not text");
    return keep(r, peek(r, item));
}

/* A text, or an object with a name. */
static wire_str name_of(reading *r, const node *item, const char *key)
{
    item = first_of(r, item);
    if (!is_kind(item, WIRE__JSON_OBJECT))
        return text_of(r, item, key);
    const node *name = member(r, item, "name");
    return text_of(r, name ? name : member(r, item, "headline"), key);
}

static wire_str get_text(reading *r, const node *object, const char *key)
{
    return text_of(r, member(r, object, key), key);
}

/* An address that a page may link to; what is none is not kept. */
static wire_str link_of(reading *r, const node *item, const char *key)
{
    item = first_of(r, item);
    if (is_kind(item, WIRE__JSON_OBJECT)) {
        const node *id = member(r, item, "@id");
        item = id ? id : member(r, item, "url");
    }
    if (item && !is_text(item))
        fail(r, key, "not an address");
    const wire_str text = peek(r, item);
    return is_web(text) ? keep(r, text) : (wire_str){NULL, 0};
}

static void read_stamp(reading *r, const node *object, const char *key, const char *zone_key, wire_stamp *stamp)
{
    const node *item = member(r, object, key), *zone = member(r, object, zone_key);
    const wire_str text = peek(r, item);
    if (!item || (is_text(item) && !text.n))
        return;
    if (!text.n || wire_stamp_read(text, NULL, stamp)) {
        fail(r, key, "not a date such as \"2026-11-20T04:53:00-05:00\"");
        return;
    }
    memset(stamp->zone, 0, sizeof stamp->zone); /* the zone's name is a member of its own */
    if (wire_str_has_suffix(text, WIRE_STR("-00:00")))
        stamp->has_offset = false; /* RFC 3339, 4.3 */
    const wire_str name = peek(r, zone);
    if (zone && !is_text(zone))
        fail(r, zone_key, "not text");
    else if (name.n < sizeof stamp->zone && name.n)
        memcpy(stamp->zone, name.p, name.n);
}

/* Facts --------------------------------------------------------------------------------------- */

static void read_type(reading *r, const node *object)
{
    wire_story_type is = WIRE_STORY_ARTICLE;
    for (items list = items_of(r, member(r, object, "@type")); has_more(r, &list); pass(r, &list)) {
        const wire_str name = peek(r, list.at);
        if (!is_text(list.at))
            fail(r, "@type", "not text");
        else if (wire_str_is(name, WIRE_STR("LiveBlogPosting")))
            is = WIRE_STORY_LIVE;
        else if (wire_str_is(name, WIRE_STR("WebPage")) && is == WIRE_STORY_ARTICLE)
            is = WIRE_STORY_PAGE;
    }
    r->story->type = is;
}

static void read_authors(reading *r, const node *object)
{
    items list = items_of(r, member(r, object, "author"));
    wire_author *authors = list.n ? WIRE_TAKE(r->story->arena, wire_author, list.n) : NULL;
    if (list.n && !authors)
        fail_memory(r);
    for (; has_more(r, &list); pass(r, &list)) {
        wire_author *author = &authors[r->story->n_authors];
        author->name = name_of(r, list.at, "author");
        author->is_organization =
            wire_str_find(peek(r, member(r, list.at, "@type")), WIRE_STR("Organization")) != SIZE_MAX;
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

static void read_keywords(reading *r, const node *object)
{
    const node *item = member(r, object, "keywords");
    if (is_text(item)) {
        split_keywords(r, text_of(r, item, "keywords"));
        return;
    }
    items list = items_of(r, item);
    wire_str *words = list.n ? WIRE_TAKE(r->story->arena, wire_str, list.n) : NULL;
    if (list.n && !words)
        fail_memory(r);
    for (; has_more(r, &list); pass(r, &list)) {
        words[r->story->n_keywords] = name_of(r, list.at, "keywords");
        r->story->n_keywords += words[r->story->n_keywords].n > 0;
    }
    r->story->keywords = words;
}

static void read_image(reading *r, const node *item, wire_figure *image)
{
    if (!is_kind(item, WIRE__JSON_OBJECT)) {
        image->url = link_of(r, item, "image");
        return;
    }
    const node *url = member(r, item, "url"), *credit = member(r, item, "creditText");
    image->url = link_of(r, url ? url : member(r, item, "contentUrl"), "image");
    image->alt = text_of(r, member(r, item, "description"), "image");
    image->caption = text_of(r, member(r, item, "caption"), "image");
    image->credit = name_of(r, credit ? credit : member(r, item, "creator"), "image");
}

static void read_images(reading *r, const node *object)
{
    items list = items_of(r, member(r, object, "image"));
    wire_figure *images = list.n ? WIRE_TAKE(r->story->arena, wire_figure, list.n) : NULL;
    if (list.n && !images)
        fail_memory(r);
    for (; has_more(r, &list); pass(r, &list)) {
        wire_figure *image = &images[r->story->n_images];
        read_image(r, list.at, image);
        r->story->n_images += image->url.n || image->alt.n || image->caption.n || image->credit.n;
    }
    r->story->images = images;
}

static void read_access(reading *r, const node *object)
{
    const node *item = member(r, object, "isAccessibleForFree");
    const wire_str text = peek(r, item); /* "False", as many pages have it */
    if (!item || (is_text(item) && !text.n))
        return;
    const bool is_true = item->kind == WIRE__JSON_TRUE || wire_str_is_ci(text, WIRE_STR("true"));
    if (!is_true && item->kind != WIRE__JSON_FALSE && !wire_str_is_ci(text, WIRE_STR("false")))
        fail(r, "isAccessibleForFree", "neither true nor false");
    r->story->has_access = true;
    r->story->is_free = is_true;
}

static void read_confidence(reading *r, const node *object)
{
    const node *item = member(r, object, "confidence");
    if (!item)
        return;
    const double confidence = item->kind == WIRE__JSON_NUMBER ? wire__json_number(&r->tree, item) : -1;
    if (!(confidence >= 0 && confidence <= 1))
        fail(r, "confidence", "not a number from 0 to 1");
    r->story->has_confidence = true;
    r->story->confidence = confidence;
}

static void read_url(reading *r, const node *object)
{
    const node *item = member(r, object, "url");
    const wire_str text = peek(r, item);
    if (item && !is_text(item))
        fail(r, "url", "not text");
    else if (text.n && !is_web(text))
        fail(r, "url", "not an absolute http or https address");
    else
        r->story->url = text.n ? keep(r, text) : link_of(r, member(r, object, "mainEntityOfPage"), "mainEntityOfPage");
}

static void read_facts(reading *r, const node *object)
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
    story->publisher = name_of(r, member(r, object, "publisher"), "publisher");
    story->language = name_of(r, member(r, object, "inLanguage"), "inLanguage");
    story->section = get_text(r, object, "articleSection");
    story->location = name_of(r, member(r, object, "locationCreated"), "locationCreated");
    read_stamp(r, object, "datePublished", "datePublishedZone", &story->published);
    read_stamp(r, object, "dateModified", "dateModifiedZone", &story->modified);
    read_authors(r, object);
    read_keywords(r, object);
    read_images(r, object);
    read_access(r, object);
    read_confidence(r, object);
}

/* Blocks -------------------------------------------------------------------------------------- */

static bool kind_of(wire_str name, wire_block_kind *kind)
{
    static const char *const names[] = {
#define NAME(kind, name) name,
        WIRE_BLOCKS(NAME)
#undef NAME
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (wire_str_is(name, wire_str_of(names[i]))) {
            *kind = (wire_block_kind)i;
            return *kind != WIRE_BLOCK_ITEM && *kind != WIRE_BLOCK_ROW && *kind != WIRE_BLOCK_CELL;
        }
    return false;
}

static void read_source(reading *r, const node *object, wire_block *block)
{
    const node *item = member(r, object, "source");
    if (!item)
        return;
    double at[2] = {-1, -1};
    if (item->kind == WIRE__JSON_ARRAY && item->n == 2) {
        const node *start = wire__json_first(&r->tree, item), *end = wire__json_next(&r->tree, start);
        if (start->kind == WIRE__JSON_NUMBER && end->kind == WIRE__JSON_NUMBER) {
            at[0] = wire__json_number(&r->tree, start);
            at[1] = wire__json_number(&r->tree, end);
        }
    }
    if (at[0] >= 0 && at[1] >= at[0] && at[1] < 9e15)
        block->source = (wire_range){(uint64_t)at[0], (uint64_t)at[1]};
    else
        fail(r, "blocks", "\"source\" of a block is [first byte, byte behind the last]");
}

/* A block's text from "html", else from "text". */
static void read_text(reading *r, const node *object)
{
    const node *html = member(r, object, "html"), *item = html ? html : member(r, object, "text");
    if (item && !is_text(item))
        fail(r, "blocks", "\"html\" or \"text\" of a block is not text");
    else if (html)
        wire__build_markup(&r->build, peek(r, html));
    else
        wire__build_text(&r->build, peek(r, item), 0, (wire_str){NULL, 0});
}

static void add_text(reading *r, wire_block_kind kind, uint8_t depth, const node *item)
{
    if (!is_text(item))
        fail(r, "blocks", "\"items\" and \"rows\" of a block are lists of text");
    else if (wire__build_block(&r->build, kind, depth))
        wire__build_text(&r->build, peek(r, item), 0, (wire_str){NULL, 0});
}

static void read_list(reading *r, const node *object, wire_block *block)
{
    const uint8_t depth = block->depth;
    block->is_ordered = is_kind(member(r, object, "ordered"), WIRE__JSON_TRUE);
    if (member(r, object, "html")) {
        read_text(r, object);
        return;
    }
    for (items list = items_of(r, member(r, object, "items")); has_more(r, &list); pass(r, &list))
        add_text(r, WIRE_BLOCK_ITEM, (uint8_t)(depth + 1), list.at);
}

static void read_table(reading *r, const node *object, const wire_block *block)
{
    const uint8_t depth = block->depth;
    if (member(r, object, "html")) {
        read_text(r, object);
        return;
    }
    for (items rows = items_of(r, member(r, object, "rows")); has_more(r, &rows); pass(r, &rows)) {
        if (!wire__build_block(&r->build, WIRE_BLOCK_ROW, (uint8_t)(depth + 1)))
            return;
        for (items cells = items_of(r, rows.at); has_more(r, &cells); pass(r, &cells))
            add_text(r, WIRE_BLOCK_CELL, (uint8_t)(depth + 2), cells.at);
    }
}

static void read_figure(reading *r, const node *object)
{
    wire_figure *figure = wire__build_figure(&r->build);
    if (!figure)
        return;
    figure->url = link_of(r, member(r, object, "url"), "blocks");
    figure->alt = text_of(r, member(r, object, "alt"), "blocks");
    figure->caption = text_of(r, member(r, object, "caption"), "blocks");
    figure->credit = text_of(r, member(r, object, "credit"), "blocks");
    figure->provider = text_of(r, member(r, object, "provider"), "blocks");
    figure->text = text_of(r, member(r, object, "text"), "blocks");
}

static void read_update(reading *r, const node *object)
{
    wire_update *update = wire__build_update(&r->build);
    if (!update)
        return;
    update->id = text_of(r, member(r, object, "id"), "blocks");
    update->headline = text_of(r, member(r, object, "headline"), "blocks");
    read_stamp(r, object, "datePublished", "datePublishedZone", &update->published);
}

static void read_words(reading *r, const node *object, wire_block *block)
{
    const node *level = member(r, object, "level");
    const double asked = is_kind(level, WIRE__JSON_NUMBER) ? wire__json_number(&r->tree, level) : 2;
    if (block->kind == WIRE_BLOCK_HEADING)
        block->level = asked > 6 ? 6 : asked > 2 ? (uint8_t)asked : 2;
    read_text(r, object);
}

/* in  depth: 0, or 1 in an update */
static void read_block(reading *r, const node *object, uint8_t depth)
{
    wire_block_kind kind = WIRE_BLOCK_PARAGRAPH;
    if (!kind_of(peek(r, member(r, object, "type")), &kind)) {
        fail(r, "blocks",
             "a block is an object whose \"type\" is paragraph, heading, quote, list, table, code, image, embed or "
             "update");
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
    if (kind == WIRE_BLOCK_LIST)
        read_list(r, object, block);
    else if (kind == WIRE_BLOCK_TABLE)
        read_table(r, object, block);
    else if (kind == WIRE_BLOCK_IMAGE || kind == WIRE_BLOCK_EMBED)
        read_figure(r, object);
    else if (kind == WIRE_BLOCK_UPDATE)
        read_update(r, object);
    else
        read_words(r, object, block);
}

/* Blocks, and below an update its own: two loops, since nothing else nests. */
static void read_blocks(reading *r, const node *array)
{
    for (items list = items_of(r, array); has_more(r, &list); pass(r, &list)) {
        read_block(r, list.at, 0);
        if (!wire_str_is(peek(r, member(r, list.at, "type")), WIRE_STR("update")))
            continue;
        for (items inner = items_of(r, member(r, list.at, "blocks")); has_more(r, &inner); pass(r, &inner))
            read_block(r, inner.at, 1);
    }
}

static void read_omissions(reading *r, const node *object)
{
    for (items list = items_of(r, member(r, object, "omitted")); has_more(r, &list); pass(r, &list)) {
        const wire_str what = text_of(r, member(r, list.at, "what"), "omitted");
        const wire_str note = text_of(r, member(r, list.at, "note"), "omitted");
        if (!what.n)
            fail(r, "omitted", "\"what\" is missing");
        else
            wire__build_omission(&r->build, what.p, note); /* what the arena copies ends in a zero */
    }
}

/* A body that is one text: plain, or, as many systems keep it, HTML. */
static void read_plain(reading *r, wire_str text)
{
    if (wire_str_find_ci(text, WIRE_STR("</p>")) != SIZE_MAX || wire_str_find_ci(text, WIRE_STR("<br")) != SIZE_MAX)
        wire__build_markup(&r->build, text);
    else
        wire__build_plain(&r->build, text, 0);
}

static void read_body(reading *r, const node *object)
{
    const node *blocks = member(r, object, "blocks"), *body = member(r, object, "articleBody");
    wire__build_begin(&r->build, r->story);
    if (blocks && blocks->kind != WIRE__JSON_ARRAY)
        fail(r, "blocks", "not a list");
    if (body && !is_text(body))
        fail(r, "articleBody", "not text");
    if (r->code)
        return;
    if (blocks && blocks->n)
        read_blocks(r, blocks);
    else
        read_plain(r, peek(r, body));
    read_omissions(r, object);
    if (!r->code)
        r->code = wire__build_end(&r->build, r->err);
    if (!r->code && !r->story->n_blocks && !r->story->headline.n)
        fail(r, "headline", "missing, and no articleBody either");
}

/* A line of `read --as ndjson` for an input that was no story: what it says. */
static bool is_failure(reading *r, const node *object)
{
    char input[200];
    const node *why = member(r, object, "error");
    if (!is_text(why))
        return false;
    const wire_str name = peek(r, member(r, object, "input"));
    snprintf(input, sizeof input, "%.*s%s", (int)(name.n < 190 ? name.n : 190), name.n ? name.p : "",
             name.n ? ": " : "");
    const wire_str text = peek(r, why);
    if (!r->code)
        r->code = wire_fail(r->err, WIRE_EFORMAT, "%s%.*s", input, (int)(text.n < 1000 ? text.n : 1000),
                            text.n ? text.p : "");
    return true;
}

wire_code wire_story_read_json(wire_str json, wire_story **story, wire_error *err)
{
    reading r = {.err = err};
    r.code = wire__json_read(json, "story", &r.tree, err);
    if (r.code)
        return r.code;
    const node *object = r.tree.nodes;
    r.story = wire_story_new(((size_t)64 << 20) + json.n * BUDGET_A_BYTE);
    if (!r.story) {
        fail_memory(&r);
    } else if (object->kind != WIRE__JSON_OBJECT) {
        r.code = wire_fail_at(err, WIRE_EFORMAT, 0, "story: not an object {...}");
    } else if (!is_failure(&r, object)) {
        read_facts(&r, object);
        if (!r.code)
            read_body(&r, object);
    }
    wire__json_free(&r.tree);
    if (r.code)
        wire_story_free(r.story);
    else
        *story = r.story;
    return r.code;
}
