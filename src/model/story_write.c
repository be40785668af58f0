/* story_write.c: a story as schema.org's JSON, straight into the sink (docs/contract.md, "A story in JSON"). */
#include "model/html.h"
#include "model/json.h"
#include "model/text.h"
#include "wirecopy/story.h"

#include <stdio.h>

/* Facts --------------------------------------------------------------------------------------- */

static void put_thing(wire__json *j, const char *type, wire_str name)
{
    wire__json_open(j, '{');
    wire__json_put(j, "@type", wire_str_of(type));
    wire__json_key(j, "name");
    wire__json_text(j, name);
    wire__json_close(j, '}');
}

static void put_authors(wire__json *j, const wire_story *story)
{
    if (!story->n_authors)
        return;
    wire__json_key(j, "author");
    wire__json_open(j, '[');
    for (uint32_t i = 0; i < story->n_authors; i++)
        put_thing(j, story->authors[i].is_organization ? "Organization" : "Person", story->authors[i].name);
    wire__json_close(j, ']');
}

static void put_keywords(wire__json *j, const wire_story *story)
{
    if (!story->n_keywords)
        return;
    wire__json_key(j, "keywords");
    wire__json_open(j, '[');
    for (uint32_t i = 0; i < story->n_keywords; i++)
        wire__json_text(j, story->keywords[i]);
    wire__json_close(j, ']');
}

static void put_images(wire__json *j, const wire_story *story)
{
    if (!story->n_images)
        return;
    wire__json_key(j, "image");
    wire__json_open(j, '[');
    for (uint32_t i = 0; i < story->n_images; i++) {
        const wire_figure *image = &story->images[i];
        wire__json_open(j, '{');
        wire__json_put(j, "@type", WIRE_STR("ImageObject"));
        wire__json_put(j, "url", image->url);
        wire__json_put(j, "description", image->alt);
        wire__json_put(j, "caption", image->caption);
        wire__json_put(j, "creditText", image->credit);
        wire__json_close(j, '}');
    }
    wire__json_close(j, ']');
}

/* A zone's name that means several things, and nothing settles which, has a question mark. */
static void put_stamp(wire__json *j, const char *key, const char *zone_key, const wire_stamp *stamp)
{
    char zone[sizeof stamp->zone + 1] = "";
    wire__json_put_stamp(j, key, stamp, true);
    if (!stamp->zone[0])
        return;
    snprintf(zone, sizeof zone, "%s%s", stamp->zone, stamp->is_unsure ? "?" : "");
    wire__json_put(j, zone_key, wire_str_of(zone));
}

static void put_facts(wire__json *j, const wire_story *story)
{
    static const char *const types[] = {"NewsArticle", "LiveBlogPosting", "WebPage"};
    wire__json_put(j, "@context", WIRE_STR("https://schema.org"));
    wire__json_put(j, "@type", wire_str_of(types[story->type <= WIRE_STORY_PAGE ? story->type : 0]));
    wire__json_key(j, "input");
    wire__json_text(j, story->input);
    wire__json_put(j, "url", story->url);
    wire__json_key(j, "headline");
    wire__json_text(j, story->headline);
    wire__json_put(j, "alternativeHeadline", story->alternative);
    wire__json_put(j, "abstract", story->abstract);
    wire__json_put(j, "description", story->description);
    put_authors(j, story);
    if (story->publisher.n) {
        wire__json_key(j, "publisher");
        put_thing(j, "Organization", story->publisher);
    }
    put_stamp(j, "datePublished", "datePublishedZone", &story->published);
    put_stamp(j, "dateModified", "dateModifiedZone", &story->modified);
    put_stamp(j, "embargoed", "embargoedZone", &story->embargoed);
    put_stamp(j, "expires", "expiresZone", &story->expires);
    wire__json_put(j, "inLanguage", story->language);
    wire__json_put(j, "articleSection", story->section);
    put_keywords(j, story);
    wire__json_put(j, "locationCreated", story->location);
    put_images(j, story);
    if (story->has_access) {
        wire__json_key(j, "isAccessibleForFree");
        wire__json_value(j);
        wire_out_put(j->out, story->is_free ? WIRE_STR("true") : WIRE_STR("false"));
    }
}

/* Blocks -------------------------------------------------------------------------------------- */

static void put_html(wire__json *j, const wire_story *story, uint32_t at)
{
    wire__json_key(j, "html");
    wire__json_value(j);
    wire_out_byte(j->out, '"');
    wire__write_json_markup(story, at, j->out);
    wire_out_byte(j->out, '"');
}

/* The text of blocks that has no line of its own in JSON: joined by line ends. Begins the string with the first. */
static void put_joined(wire__json *j, const wire_block *block, bool *is_begun)
{
    if (!block->n_spans)
        return;
    if (*is_begun) {
        wire_out_lit(j->out, "\\n");
    } else {
        wire__json_value(j);
        wire_out_byte(j->out, '"');
    }
    *is_begun = true;
    for (uint32_t i = 0; i < block->n_spans; i++)
        wire__json_escape(j->out, block->spans[i].text);
}

static void put_items(wire__json *j, const wire_story *story, uint32_t at, uint32_t end)
{
    bool is_begun = false;
    wire__json_key(j, "items");
    wire__json_open(j, '[');
    for (uint32_t i = at + 1; i < end; i++) {
        if (story->blocks[i].kind == WIRE_BLOCK_ITEM && is_begun) {
            wire_out_byte(j->out, '"');
            is_begun = false;
        }
        put_joined(j, &story->blocks[i], &is_begun);
    }
    if (is_begun)
        wire_out_byte(j->out, '"');
    wire__json_close(j, ']');
}

static void put_cell(wire__json *j, const wire_story *story, uint32_t at, uint32_t end)
{
    bool is_begun = false;
    for (uint32_t i = at; i < end; i++)
        put_joined(j, &story->blocks[i], &is_begun);
    if (is_begun)
        wire_out_byte(j->out, '"');
    else
        wire__json_text(j, WIRE_STR(""));
}

static void put_rows(wire__json *j, const wire_story *story, uint32_t at, uint32_t end)
{
    wire__json_key(j, "rows");
    wire__json_open(j, '[');
    for (uint32_t row = at + 1; row < end;) {
        const uint32_t row_end = row + wire_block_extent(story, row);
        wire__json_open(j, '[');
        for (uint32_t cell = row + 1; cell < row_end;) {
            const uint32_t cell_end = cell + wire_block_extent(story, cell);
            put_cell(j, story, cell, cell_end);
            cell = cell_end;
        }
        wire__json_close(j, ']');
        row = row_end;
    }
    wire__json_close(j, ']');
}

static void put_text(wire__json *j, const wire_story *story, uint32_t at, uint32_t end)
{
    wire__json_key(j, "text");
    if (end == at + 1 && story->blocks[at].n_spans == 1) {
        wire__json_text(j, story->blocks[at].spans[0].text);
        return;
    }
    wire_out text; /* of several blocks, or several spans */
    wire_out_open_memory(&text, 0);
    if (end == at + 1)
        wire_block_text(&story->blocks[at], &text);
    else
        wire__body_part(story, at, end, &text);
    wire__json_text(j, wire_out_text(&text));
    const wire_code code = wire_out_close(&text, NULL);
    if (code && !j->out->code)
        j->out->code = code;
}

static void put_figure(wire__json *j, const wire_block *block)
{
    static const wire_figure none;
    const wire_figure *figure = block->figure ? block->figure : &none;
    wire__json_put(j, "provider", figure->provider);
    wire__json_put(j, "url", figure->url);
    wire__json_put(j, "text", figure->text);
    wire__json_put(j, "alt", figure->alt);
    wire__json_put(j, "caption", figure->caption);
    wire__json_put(j, "credit", figure->credit);
}

static void put_update(wire__json *j, const wire_block *block)
{
    static const wire_update none;
    const wire_update *update = block->update ? block->update : &none;
    wire__json_put(j, "id", update->id);
    put_stamp(j, "datePublished", "datePublishedZone", &update->published);
    put_stamp(j, "dateModified", "dateModifiedZone", &update->modified);
    wire__json_put(j, "headline", update->headline);
}

static void put_source(wire__json *j, const wire_block *block)
{
    if (!block->source.end)
        return;
    wire__json_key(j, "source");
    wire__json_value(j);
    wire_out_byte(j->out, '[');
    wire__json_digits(j, block->source.start);
    wire_out_put(j->out, j->is_pretty ? WIRE_STR(", ") : WIRE_STR(","));
    wire__json_digits(j, block->source.end);
    wire_out_byte(j->out, ']');
}

static const char *const KINDS[] = {
#define NAME(kind, name) name,
    WIRE_BLOCKS(NAME)
#undef NAME
};

/* A block with all that belongs to it, but for an update's blocks. */
static void put_block(wire__json *j, const wire_story *story, uint32_t at, uint32_t end)
{
    const wire_block *block = &story->blocks[at];
    wire__json_put(j, "type", wire_str_of(KINDS[block->kind]));
    switch (block->kind) {
    case WIRE_BLOCK_IMAGE:
    case WIRE_BLOCK_EMBED:
        put_figure(j, block);
        break;
    case WIRE_BLOCK_UPDATE:
        put_update(j, block);
        break;
    case WIRE_BLOCK_LIST:
        wire__json_key(j, "ordered");
        wire__json_value(j);
        wire_out_put(j->out, block->is_ordered ? WIRE_STR("true") : WIRE_STR("false"));
        put_items(j, story, at, end);
        put_html(j, story, at);
        break;
    case WIRE_BLOCK_TABLE:
        put_rows(j, story, at, end);
        put_html(j, story, at);
        break;
    case WIRE_BLOCK_HEADING:
        wire__json_key(j, "level");
        wire__json_value(j);
        wire__json_digits(j, block->level);
        put_text(j, story, at, end);
        put_html(j, story, at);
        break;
    default:
        put_text(j, story, at, end);
        put_html(j, story, at);
    }
    put_source(j, block);
}

static void put_blocks(wire__json *j, const wire_story *story)
{
    uint32_t update_end = 0; /* of the update that is open; 0: none */
    wire__json_key(j, "blocks");
    wire__json_open(j, '[');
    for (uint32_t at = 0; at <= story->n_blocks;) {
        if (update_end && at == update_end) {
            wire__json_close(j, ']');
            wire__json_close(j, '}');
            update_end = 0;
        }
        if (at == story->n_blocks)
            break;
        const uint32_t end = at + wire_block_extent(story, at);
        wire__json_open(j, '{');
        put_block(j, story, at, end);
        if (story->blocks[at].kind == WIRE_BLOCK_UPDATE && !update_end) {
            wire__json_key(j, "blocks");
            wire__json_open(j, '[');
            update_end = end;
            at++;
        } else {
            wire__json_close(j, '}');
            at = end;
        }
    }
    wire__json_close(j, ']');
}

static void put_omissions(wire__json *j, const wire_story *story)
{
    if (!story->n_omitted)
        return;
    wire__json_key(j, "omitted");
    wire__json_open(j, '[');
    for (uint32_t i = 0; i < story->n_omitted; i++) {
        wire__json_open(j, '{');
        wire__json_put(j, "what", story->omitted[i].what);
        wire__json_put(j, "note", story->omitted[i].note);
        wire__json_close(j, '}');
    }
    wire__json_close(j, ']');
}

static void put_body(wire__json *j, const wire_story *story)
{
    wire_out body;
    wire_out_open_memory(&body, 0);
    wire_story_body(story, &body);
    const wire_str text = wire_out_text(&body);
    wire__json_key(j, "articleBody");
    wire__json_text(j, text);
    if (text.n) {
        wire__json_key(j, "wordCount");
        wire__json_value(j);
        wire__json_digits(j, wire_count_words(text));
    }
    const wire_code code = wire_out_close(&body, NULL);
    if (code && !j->out->code) /* half a body must not pass for one */
        j->out->code = code;
}

static void put_confidence(wire__json *j, double confidence)
{
    const double at_most_one = confidence < 0 ? 0 : confidence > 1 ? 1 : confidence;
    const unsigned thousandths = (unsigned)(at_most_one * 1000 + 0.5);
    wire__json_key(j, "confidence");
    wire__json_value(j);
    if (thousandths % 10)
        wire_out_print(j->out, "%u.%03u", thousandths / 1000, thousandths % 1000);
    else
        wire_out_print(j->out, "%u.%02u", thousandths / 1000, thousandths % 1000 / 10);
}

void wire_story_write_json(const wire_story *story, const wire_json_opts *opts, wire_out *out)
{
    wire__json j = {.out = out, .is_pretty = opts && opts->is_pretty};
    wire__json_open(&j, '{');
    put_facts(&j, story);
    put_body(&j, story);
    if (story->has_confidence)
        put_confidence(&j, story->confidence);
    if (story->n_blocks)
        put_blocks(&j, story);
    put_omissions(&j, story);
    wire__json_close(&j, '}');
}
