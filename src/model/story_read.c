/* story_read.c: a story from JSON: what story_write.c writes, and what newsrooms' own systems make of schema.org. */
#include "model/story_read.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { BUDGET = 64 << 20, BUDGET_A_BYTE = 8 };

typedef wire__json_node node;

void wire__reading_fail(wire__reading *r, const node *item, const char *key, const char *what)
{
    if (r->code)
        return;
    if (!item) {
        r->code = wire_fail(r->err, WIRE_EFORMAT, "story: \"%s\": %s", key, what);
        return;
    }
    const size_t at = item->start - (item->kind == WIRE__JSON_TEXT); /* of the quote */
    const wire_str own = wire_str_cut(r->tree.json, item->key_start, item->key_end);
    const wire_str name = own.n && own.n < 80 ? own : wire_str_of(key);
    r->code = wire_fail_at(r->err, WIRE_EFORMAT, at, "story: \"%.*s\" at byte %zu: %s", WIRE_ARG(name), at, what);
}

void wire__reading_fail_memory(wire__reading *r)
{
    if (r->code)
        return;
    if (r->story && wire__arena_is_full(r->story->arena))
        r->code = wire_fail(r->err, WIRE_ELIMIT, "story: too many pieces for %zu bytes of JSON", r->tree.json.n);
    else
        r->code = wire_fail(r->err, WIRE_ENOMEM, "story: no memory");
}

/* Values -------------------------------------------------------------------------------------- */

const node *wire__reading_member(const wire__reading *r, const node *object, const char *key)
{
    return wire__json_member(&r->tree, object, key);
}

bool wire__reading_is(const node *item, wire__json_kind kind)
{
    return item && item->kind == kind;
}

wire__items wire__items_of(const wire__reading *r, const node *item)
{
    if (wire__reading_is(item, WIRE__JSON_ARRAY))
        return (wire__items){wire__json_first(&r->tree, item), item->n};
    return (wire__items){item, item != NULL};
}

bool wire__items_has_more(const wire__reading *r, const wire__items *items)
{
    return items->n && !r->code && !r->build.code;
}

void wire__items_pass(const wire__reading *r, wire__items *items)
{
    if (--items->n)
        items->at = wire__json_next(&r->tree, items->at);
}

/* The first of a list, or what is no list itself; null is none. */
static const node *first_of(const wire__reading *r, const node *item)
{
    const wire__items items = wire__items_of(r, item);
    return items.n && items.at->kind != WIRE__JSON_NULL ? items.at : NULL;
}

wire_str wire__reading_peek(wire__reading *r, const node *item)
{
    wire_str text = {NULL, 0};
    if (wire__reading_is(item, WIRE__JSON_TEXT) && !wire__json_text_of(&r->tree, item, &text) && !r->code)
        r->code = wire_fail(r->err, WIRE_ENOMEM, "story: no memory");
    return text;
}

static wire_str keep(wire__reading *r, wire_str text)
{
    wire_str mended, copy = {NULL, 0};
    wire_arena *arena = r->story->arena;
    if (text.n && (!wire__utf8_mend(arena, text, &mended) || !wire_arena_copy(arena, mended, &copy)))
        wire__reading_fail_memory(r);
    return copy;
}

static bool is_web(wire_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] <= ' ' || text.p[i] == 0x7F)
            return false;
    return wire_str_is_ci(wire_str_cut(text, 0, 7), WIRE_STR("http://")) ||
           wire_str_is_ci(wire_str_cut(text, 0, 8), WIRE_STR("https://"));
}

wire_str wire__reading_text(wire__reading *r, const node *item, const char *key)
{
    item = first_of(r, item);
    if (item && item->kind != WIRE__JSON_TEXT)
        wire__reading_fail(r, item, key, "not text");
    return keep(r, wire__reading_peek(r, item));
}

/* A text, or an object with a name. */
static wire_str name_of(wire__reading *r, const node *item, const char *key)
{
    item = first_of(r, item);
    if (!wire__reading_is(item, WIRE__JSON_OBJECT))
        return wire__reading_text(r, item, key);
    const node *name = wire__reading_member(r, item, "name");
    return wire__reading_text(r, name ? name : wire__reading_member(r, item, "headline"), key);
}

wire_str wire__reading_get(wire__reading *r, const node *object, const char *key)
{
    return wire__reading_text(r, wire__reading_member(r, object, key), key);
}

wire_str wire__reading_link(wire__reading *r, const node *item, const char *key)
{
    item = first_of(r, item);
    if (wire__reading_is(item, WIRE__JSON_OBJECT)) {
        const node *id = wire__reading_member(r, item, "@id");
        item = first_of(r, id ? id : wire__reading_member(r, item, "url"));
    }
    if (item && item->kind != WIRE__JSON_TEXT)
        wire__reading_fail(r, item, key, "not an address");
    const wire_str text = wire__reading_peek(r, item);
    return is_web(text) ? keep(r, text) : (wire_str){NULL, 0};
}

void wire__reading_stamp(wire__reading *r, const node *object, const char *key, const char *zone_key, wire_stamp *stamp)
{
    const node *item = wire__reading_member(r, object, key), *zone = wire__reading_member(r, object, zone_key);
    const wire_str text = wire__reading_peek(r, item);
    if (!item || (item->kind == WIRE__JSON_TEXT && !text.n) || r->code)
        return;
    if (!text.n || wire_stamp_read(text, NULL, stamp)) {
        wire__reading_fail(r, item, key, "not a date such as \"2026-11-20T04:53:00-05:00\"");
        return;
    }
    if (wire_str_has_suffix(text, WIRE_STR("-00:00")))
        stamp->has_offset = false; /* RFC 3339, 4.3 */
    const wire_str name = wire__reading_peek(r, zone);
    if (zone && zone->kind != WIRE__JSON_TEXT) {
        wire__reading_fail(r, zone, zone_key, "not text");
        return;
    }
    stamp->is_unsure = name.n > 1 && name.p[name.n - 1] == '?';
    const size_t n = name.n - stamp->is_unsure;
    if (n && n < sizeof stamp->zone) {
        memset(stamp->zone, 0, sizeof stamp->zone);
        memcpy(stamp->zone, name.p, n);
    }
}

/* Facts --------------------------------------------------------------------------------------- */

static void read_type(wire__reading *r, const node *object)
{
    wire_story_type is = WIRE_STORY_ARTICLE;
    for (wire__items list = wire__items_of(r, wire__reading_member(r, object, "@type")); wire__items_has_more(r, &list);
         wire__items_pass(r, &list)) {
        wire_str name = wire__reading_peek(r, list.at);
        for (size_t slash = name.n; slash-- > 0;) /* "https://schema.org/NewsArticle" */
            if (name.p[slash] == '/')
                name = wire_str_cut(name, slash + 1, name.n);
        if (!wire__reading_is(list.at, WIRE__JSON_TEXT))
            wire__reading_fail(r, list.at, "@type", "not text");
        else if (wire_str_is(name, WIRE_STR("LiveBlogPosting")))
            is = WIRE_STORY_LIVE;
        else if (wire_str_is(name, WIRE_STR("WebPage")) && is == WIRE_STORY_ARTICLE)
            is = WIRE_STORY_PAGE;
    }
    r->story->type = is;
}

static void read_authors(wire__reading *r, const node *object)
{
    wire__items list = wire__items_of(r, wire__reading_member(r, object, "author"));
    if (!list.n)
        return;
    wire_author *authors = WIRE_TAKE(r->story->arena, wire_author, list.n);
    if (!authors) {
        wire__reading_fail_memory(r);
        return;
    }
    for (; wire__items_has_more(r, &list); wire__items_pass(r, &list)) {
        wire_author *author = &authors[r->story->n_authors];
        author->name = name_of(r, list.at, "author");
        author->is_organization = wire_str_find(wire__reading_peek(r, wire__reading_member(r, list.at, "@type")),
                                                WIRE_STR("Organization")) != SIZE_MAX;
        r->story->n_authors += author->name.n > 0;
    }
    r->story->authors = authors;
}

/* "storms, harbour": the pieces, trimmed; empty ones stay out. */
static void split_keywords(wire__reading *r, wire_str text)
{
    uint32_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == ',';
    wire_str *words = WIRE_TAKE(r->story->arena, wire_str, n);
    if (!words) {
        wire__reading_fail_memory(r);
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

static void read_keywords(wire__reading *r, const node *object)
{
    const node *item = wire__reading_member(r, object, "keywords");
    if (wire__reading_is(item, WIRE__JSON_TEXT)) {
        split_keywords(r, wire__reading_text(r, item, "keywords"));
        return;
    }
    wire__items list = wire__items_of(r, item);
    if (!list.n)
        return;
    wire_str *words = WIRE_TAKE(r->story->arena, wire_str, list.n);
    if (!words) {
        wire__reading_fail_memory(r);
        return;
    }
    for (; wire__items_has_more(r, &list); wire__items_pass(r, &list)) {
        words[r->story->n_keywords] = name_of(r, list.at, "keywords");
        r->story->n_keywords += words[r->story->n_keywords].n > 0;
    }
    r->story->keywords = words;
}

static void read_image(wire__reading *r, const node *item, wire_figure *image)
{
    if (!wire__reading_is(item, WIRE__JSON_OBJECT)) {
        image->url = wire__reading_link(r, item, "image");
        return;
    }
    const node *url = wire__reading_member(r, item, "url"), *credit = wire__reading_member(r, item, "creditText");
    image->url = wire__reading_link(r, url ? url : wire__reading_member(r, item, "contentUrl"), "image");
    image->alt = wire__reading_text(r, wire__reading_member(r, item, "description"), "image");
    image->caption = wire__reading_text(r, wire__reading_member(r, item, "caption"), "image");
    image->credit = name_of(r, credit ? credit : wire__reading_member(r, item, "creator"), "image");
}

static void read_images(wire__reading *r, const node *object)
{
    wire__items list = wire__items_of(r, wire__reading_member(r, object, "image"));
    if (!list.n)
        return;
    wire_figure *images = WIRE_TAKE(r->story->arena, wire_figure, list.n);
    if (!images) {
        wire__reading_fail_memory(r);
        return;
    }
    for (; wire__items_has_more(r, &list); wire__items_pass(r, &list)) {
        wire_figure *image = &images[r->story->n_images];
        read_image(r, list.at, image);
        r->story->n_images += image->url.n || image->alt.n || image->caption.n || image->credit.n;
    }
    r->story->images = images;
}

static void read_access(wire__reading *r, const node *object)
{
    const node *item = wire__reading_member(r, object, "isAccessibleForFree");
    const wire_str text = wire__reading_peek(r, item); /* "False", as many pages have it */
    if (!item || (wire__reading_is(item, WIRE__JSON_TEXT) && !text.n))
        return;
    const bool is_true = item->kind == WIRE__JSON_TRUE || wire_str_is_ci(text, WIRE_STR("true"));
    if (!is_true && item->kind != WIRE__JSON_FALSE && !wire_str_is_ci(text, WIRE_STR("false")))
        wire__reading_fail(r, item, "isAccessibleForFree", "neither true nor false");
    r->story->has_access = true;
    r->story->is_free = is_true;
}

static void read_confidence(wire__reading *r, const node *object)
{
    const node *item = wire__reading_member(r, object, "confidence");
    if (!item)
        return;
    const double confidence = item->kind == WIRE__JSON_NUMBER ? wire__json_number(&r->tree, item) : -1;
    if (!(confidence >= 0 && confidence <= 1))
        wire__reading_fail(r, item, "confidence", "not a number from 0 to 1");
    r->story->has_confidence = true;
    r->story->confidence = confidence;
}

static void read_url(wire__reading *r, const node *object)
{
    const node *item = wire__reading_member(r, object, "url");
    const wire_str text = wire__reading_peek(r, item);
    if (item && !wire__reading_is(item, WIRE__JSON_TEXT))
        wire__reading_fail(r, item, "url", "not text");
    else if (text.n && !is_web(text))
        wire__reading_fail(r, item, "url", "not an absolute http or https address");
    else
        r->story->url =
            text.n ? keep(r, text)
                   : wire__reading_link(r, wire__reading_member(r, object, "mainEntityOfPage"), "mainEntityOfPage");
}

static void read_facts(wire__reading *r, const node *object)
{
    wire_story *story = r->story;
    read_type(r, object);
    read_url(r, object);
    story->input = wire__reading_get(r, object, "input");
    const wire_str headline = wire__reading_get(r, object, "headline");
    story->headline = headline.n ? headline : wire__reading_get(r, object, "name");
    if (!story->headline.n)
        story->headline = WIRE_STR("");
    story->alternative = wire__reading_get(r, object, "alternativeHeadline");
    story->abstract = wire__reading_get(r, object, "abstract");
    story->description = wire__reading_get(r, object, "description");
    story->publisher = name_of(r, wire__reading_member(r, object, "publisher"), "publisher");
    story->language = name_of(r, wire__reading_member(r, object, "inLanguage"), "inLanguage");
    story->section = wire__reading_get(r, object, "articleSection");
    story->location = name_of(r, wire__reading_member(r, object, "locationCreated"), "locationCreated");
    wire__reading_stamp(r, object, "datePublished", "datePublishedZone", &story->published);
    wire__reading_stamp(r, object, "dateModified", "dateModifiedZone", &story->modified);
    wire__reading_stamp(r, object, "embargoed", "embargoedZone", &story->embargoed);
    wire__reading_stamp(r, object, "expires", "expiresZone", &story->expires);
    read_authors(r, object);
    read_keywords(r, object);
    read_images(r, object);
    read_access(r, object);
    read_confidence(r, object);
}

/* A line of `read --as ndjson` for an input that was no story: what it says. */
static bool is_failure(wire__reading *r, const node *object)
{
    char input[200];
    const node *why = wire__reading_member(r, object, "error");
    if (!wire__reading_is(why, WIRE__JSON_TEXT) || wire__reading_member(r, object, "headline") ||
        wire__reading_member(r, object, "articleBody"))
        return false;
    const wire_str name = wire__reading_peek(r, wire__reading_member(r, object, "input"));
    snprintf(input, sizeof input, "%.*s%s", (int)(name.n < 190 ? name.n : 190), name.n ? name.p : "",
             name.n ? ": " : "");
    const wire_str text = wire__reading_peek(r, why);
    if (!r->code)
        r->code = wire_fail(r->err, WIRE_EFORMAT, "%s%.*s", input, (int)(text.n < 1000 ? text.n : 1000),
                            text.n ? text.p : "");
    return true;
}

wire_code wire_story_read_json(wire_str json, wire_story **story, wire_error *err)
{
    wire__reading r = {.err = err};
    r.code = wire__json_read(json, "story", &r.tree, err);
    if (r.code)
        return r.code;
    const node *object = r.tree.nodes;
    r.story = wire_story_new(BUDGET + json.n * BUDGET_A_BYTE);
    if (!r.story) {
        wire__reading_fail_memory(&r);
    } else if (object->kind != WIRE__JSON_OBJECT) {
        r.code = wire_fail_at(err, WIRE_EFORMAT, 0, "story: not an object {...}");
    } else if (!is_failure(&r, object)) {
        read_facts(&r, object);
        if (!r.code)
            wire__reading_body(&r, object);
    }
    wire__json_free(&r.tree);
    if (r.code)
        wire_story_free(r.story);
    else
        *story = r.story;
    return r.code;
}
