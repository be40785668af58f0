/* story_read_blocks.c: a story's blocks from JSON: what story_write.c writes, or plain text and markup. */
#include "model/story_read.h"

typedef wire__json_node node;

static const wire_str NO_LINK = {NULL, 0};

static bool is_text(const node *item)
{
    return wire__reading_is(item, WIRE__JSON_TEXT);
}

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

static void read_source(wire__reading *r, const node *object, wire_block *block)
{
    const node *item = wire__reading_member(r, object, "source");
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
        wire__reading_fail(r, item, "source", "not [first byte, byte behind the last]");
}

/* Text -------------------------------------------------------------------------------------------- */

/* Gives the newest block its plain text: pieces parted by empty lines are blocks of their own, below it where it may
 * hold others, else behind it. */
static void put_plain(wire__reading *r, wire_str text)
{
    const wire_block block = r->build.blocks[r->build.n_blocks - 1];
    if (block.kind == WIRE_BLOCK_CODE || block.kind == WIRE_BLOCK_HEADING || block.kind == WIRE_BLOCK_CELL) {
        wire__build_text(&r->build, text, 0, NO_LINK);
        return;
    }
    const uint32_t first = r->build.n_blocks;
    if (block.kind == WIRE_BLOCK_PARAGRAPH)
        wire__build_drop(&r->build);
    wire__build_plain(&r->build, text, (uint8_t)(block.depth + (block.kind != WIRE_BLOCK_PARAGRAPH)));
    if (block.kind == WIRE_BLOCK_PARAGRAPH && r->build.n_blocks >= first)
        r->build.blocks[first - 1].source = block.source;
}

/* Gives the newest block what "html" says, else "text". */
static void put_text(wire__reading *r, const node *object)
{
    const node *html = wire__reading_member(r, object, "html"), *text = wire__reading_member(r, object, "text");
    if (html && !is_text(html))
        wire__reading_fail(r, html, "html", "not text");
    else if (text && !is_text(text))
        wire__reading_fail(r, text, "text", "not text");
    else if (html)
        wire__build_markup(&r->build, wire__reading_peek(r, html));
    else if (text && r->build.n_blocks && !r->build.code)
        put_plain(r, wire__reading_peek(r, text));
}

/* An ITEM or CELL: a text, a number, or an object as blocks are. */
static void add_part(wire__reading *r, wire_block_kind kind, uint8_t depth, const node *item)
{
    if (!wire__build_block(&r->build, kind, depth))
        return;
    if (is_text(item)) {
        put_plain(r, wire__reading_peek(r, item));
    } else if (item->kind == WIRE__JSON_NUMBER) {
        wire__build_text(&r->build, wire_str_cut(r->tree.json, item->start, item->end), 0, NO_LINK);
    } else if (item->kind == WIRE__JSON_OBJECT) {
        put_text(r, item);
    } else if (item->kind != WIRE__JSON_NULL) {
        wire__reading_fail(r, item, kind == WIRE_BLOCK_ITEM ? "items" : "rows", "an entry that is not text");
    }
}

/* Blocks ------------------------------------------------------------------------------------------ */

static void read_list(wire__reading *r, const node *object, wire_block *block)
{
    const uint8_t depth = block->depth;
    block->is_ordered = wire__reading_is(wire__reading_member(r, object, "ordered"), WIRE__JSON_TRUE);
    if (wire__reading_member(r, object, "html")) {
        put_text(r, object);
        return;
    }
    wire__items items = wire__items_of(r, wire__reading_member(r, object, "items"));
    for (; wire__items_has_more(r, &items); wire__items_pass(r, &items))
        add_part(r, WIRE_BLOCK_ITEM, (uint8_t)(depth + 1), items.at);
}

static void read_table(wire__reading *r, const node *object, const wire_block *block)
{
    const uint8_t depth = block->depth;
    if (wire__reading_member(r, object, "html")) {
        put_text(r, object);
        return;
    }
    wire__items rows = wire__items_of(r, wire__reading_member(r, object, "rows"));
    for (; wire__items_has_more(r, &rows); wire__items_pass(r, &rows)) {
        wire__items cells = wire__items_of(r, rows.at);
        (void)wire__build_block(&r->build, WIRE_BLOCK_ROW, (uint8_t)(depth + 1));
        for (; wire__items_has_more(r, &cells); wire__items_pass(r, &cells))
            add_part(r, WIRE_BLOCK_CELL, (uint8_t)(depth + 2), cells.at);
    }
}

static void read_figure(wire__reading *r, const node *object)
{
    wire_figure *figure = wire__build_figure(&r->build);
    if (!figure)
        return;
    figure->url = wire__reading_link(r, wire__reading_member(r, object, "url"), "url");
    figure->alt = wire__reading_get(r, object, "alt");
    figure->caption = wire__reading_get(r, object, "caption");
    figure->credit = wire__reading_get(r, object, "credit");
    figure->provider = wire__reading_get(r, object, "provider");
    figure->text = wire__reading_get(r, object, "text");
}

static void read_update(wire__reading *r, const node *object)
{
    wire_update *update = wire__build_update(&r->build);
    if (!update)
        return;
    update->id = wire__reading_get(r, object, "id");
    update->headline = wire__reading_get(r, object, "headline");
    wire__reading_stamp(r, object, "datePublished", "datePublishedZone", &update->published);
    wire__reading_stamp(r, object, "dateModified", "dateModifiedZone", &update->modified);
}

/* in  depth: 0, or 1 in an update */
static void read_block(wire__reading *r, const node *object, uint8_t depth)
{
    wire_block_kind kind = WIRE_BLOCK_PARAGRAPH;
    const node *type = wire__reading_member(r, object, "type");
    if (!kind_of(wire__reading_peek(r, type), &kind)) {
        wire__reading_fail(r, type ? type : object, "blocks",
                           "the \"type\" of a block is paragraph, heading, quote, list, table, code, image, embed "
                           "or update");
        return;
    }
    if (kind == WIRE_BLOCK_UPDATE && depth) {
        wire__reading_fail(r, object, "blocks", "an update within an update");
        return;
    }
    wire_block *block = wire__build_block(&r->build, kind, depth);
    if (!block)
        return;
    read_source(r, object, block);
    const node *level = wire__reading_member(r, object, "level");
    const double asked = wire__reading_is(level, WIRE__JSON_NUMBER) ? wire__json_number(&r->tree, level) : 2;
    if (kind == WIRE_BLOCK_HEADING)
        block->level = asked > 6 ? 6 : asked > 2 ? (uint8_t)asked : 2;
    if (kind == WIRE_BLOCK_LIST)
        read_list(r, object, block);
    else if (kind == WIRE_BLOCK_TABLE)
        read_table(r, object, block);
    else if (kind == WIRE_BLOCK_IMAGE || kind == WIRE_BLOCK_EMBED)
        read_figure(r, object);
    else if (kind == WIRE_BLOCK_UPDATE)
        read_update(r, object);
    else
        put_text(r, object);
}

/* Blocks, and below an update its own: two loops, since nothing else nests. */
static void read_blocks(wire__reading *r, const node *list)
{
    wire__items items = wire__items_of(r, list);
    for (; wire__items_has_more(r, &items); wire__items_pass(r, &items)) {
        read_block(r, items.at, 0);
        if (!wire_str_is(wire__reading_peek(r, wire__reading_member(r, items.at, "type")), WIRE_STR("update")))
            continue;
        wire__items inner = wire__items_of(r, wire__reading_member(r, items.at, "blocks"));
        for (; wire__items_has_more(r, &inner); wire__items_pass(r, &inner))
            read_block(r, inner.at, 1);
    }
}

/* A body: paragraphs parted by empty lines, but markup where it has its signs. */
static void put_body(wire__reading *r, const node *body, uint8_t depth)
{
    if (body && !is_text(body))
        wire__reading_fail(r, body, "articleBody", "not text");
    const wire_str text = wire__reading_peek(r, body);
    if (r->code || !text.n)
        return;
    const bool is_markup = wire_str_find_ci(text, WIRE_STR("</p>")) != SIZE_MAX ||
                           wire_str_find_ci(text, WIRE_STR("<p>")) != SIZE_MAX ||
                           wire_str_find_ci(text, WIRE_STR("<br")) != SIZE_MAX;
    if (!is_markup)
        wire__build_plain(&r->build, text, depth);
    else if (wire__build_block(&r->build, WIRE_BLOCK_PARAGRAPH, depth))
        wire__build_markup(&r->build, text);
}

/* schema.org's LiveBlogPosting: each update an article of its own. */
static void read_live(wire__reading *r, const node *list)
{
    wire__items items = wire__items_of(r, list);
    for (; wire__items_has_more(r, &items); wire__items_pass(r, &items)) {
        if (items.at->kind != WIRE__JSON_OBJECT) {
            wire__reading_fail(r, items.at, "liveBlogUpdate", "not an object {...}");
        } else if (wire__build_block(&r->build, WIRE_BLOCK_UPDATE, 0)) {
            read_update(r, items.at);
            put_body(r, wire__reading_member(r, items.at, "articleBody"), 1);
        }
    }
}

static void read_omissions(wire__reading *r, const node *object)
{
    wire__items items = wire__items_of(r, wire__reading_member(r, object, "omitted"));
    for (; wire__items_has_more(r, &items); wire__items_pass(r, &items)) {
        const wire_str what = wire__reading_get(r, items.at, "what"), note = wire__reading_get(r, items.at, "note");
        if (!what.n)
            wire__reading_fail(r, items.at, "omitted", "\"what\" is missing");
        else
            wire__build_omission(&r->build, what.p, note); /* what the arena copies ends in a zero */
    }
}

void wire__reading_body(wire__reading *r, const node *object)
{
    const node *blocks = wire__reading_member(r, object, "blocks"), *live;
    wire__build_begin(&r->build, r->story);
    if (blocks && blocks->kind != WIRE__JSON_ARRAY)
        wire__reading_fail(r, blocks, "blocks", "not a list");
    if (r->code)
        return;
    if (blocks && blocks->n)
        read_blocks(r, blocks);
    else
        put_body(r, wire__reading_member(r, object, "articleBody"), 0);
    if (!(blocks && blocks->n) && (live = wire__reading_member(r, object, "liveBlogUpdate")))
        read_live(r, live);
    read_omissions(r, object);
    if (!r->code && (r->build.code || wire__build_end(&r->build, r->err)))
        wire__reading_fail_memory(r);
    if (!r->code && !r->story->n_blocks && !r->story->headline.n)
        wire__reading_fail(r, NULL, "headline", "missing, and no articleBody either");
}
