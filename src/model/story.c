/* story.c: a story's making and end, and whether two are the same. */
#include "wirecopy/story.h"

#include <stdlib.h>

wire_story *wire_story_new(size_t budget_bytes)
{
    wire_arena *arena = wire_arena_new(budget_bytes);
    wire_story *story = arena ? WIRE_TAKE(arena, wire_story, 1) : NULL;
    if (!story) {
        wire_arena_free(arena);
        return NULL;
    }
    story->arena = arena;
    story->headline = WIRE_STR("");
    return story;
}

void wire_story_free(wire_story *story)
{
    if (story)
        wire_arena_free(story->arena);
}

/* Sameness: an absent text and an empty one are the same ------------------------------------- */

static bool is_figure_same(const wire_figure *a, const wire_figure *b)
{
    static const wire_figure none;
    a = a ? a : &none;
    b = b ? b : &none;
    return wire_str_is(a->url, b->url) && wire_str_is(a->alt, b->alt) && wire_str_is(a->caption, b->caption) &&
           wire_str_is(a->credit, b->credit) && wire_str_is(a->provider, b->provider) && wire_str_is(a->text, b->text);
}

static bool is_update_same(const wire_update *a, const wire_update *b)
{
    static const wire_update none;
    a = a ? a : &none;
    b = b ? b : &none;
    return wire_str_is(a->id, b->id) && wire_str_is(a->headline, b->headline) &&
           wire_stamp_is(&a->published, &b->published) && wire_stamp_is(&a->modified, &b->modified);
}

static bool are_spans_same(const wire_block *a, const wire_block *b)
{
    if (a->n_spans != b->n_spans)
        return false;
    for (uint32_t i = 0; i < a->n_spans; i++) {
        const wire_span *x = &a->spans[i], *y = &b->spans[i];
        if (x->marks != y->marks || !wire_str_is(x->text, y->text) || !wire_str_is(x->href, y->href))
            return false;
    }
    return true;
}

static bool is_block_same(const wire_block *a, const wire_block *b)
{
    return a->kind == b->kind && a->depth == b->depth && a->level == b->level && a->is_ordered == b->is_ordered &&
           a->is_header == b->is_header && a->source.start == b->source.start && a->source.end == b->source.end &&
           are_spans_same(a, b) && is_figure_same(a->figure, b->figure) && is_update_same(a->update, b->update);
}

static bool are_lists_same(const wire_story *a, const wire_story *b)
{
    if (a->n_authors != b->n_authors || a->n_keywords != b->n_keywords || a->n_images != b->n_images ||
        a->n_blocks != b->n_blocks || a->n_omitted != b->n_omitted)
        return false;
    for (uint32_t i = 0; i < a->n_authors; i++)
        if (a->authors[i].is_organization != b->authors[i].is_organization ||
            !wire_str_is(a->authors[i].name, b->authors[i].name))
            return false;
    for (uint32_t i = 0; i < a->n_keywords; i++)
        if (!wire_str_is(a->keywords[i], b->keywords[i]))
            return false;
    for (uint32_t i = 0; i < a->n_images; i++)
        if (!is_figure_same(&a->images[i], &b->images[i]))
            return false;
    for (uint32_t i = 0; i < a->n_omitted; i++)
        if (!wire_str_is(a->omitted[i].what, b->omitted[i].what) ||
            !wire_str_is(a->omitted[i].note, b->omitted[i].note))
            return false;
    for (uint32_t i = 0; i < a->n_blocks; i++)
        if (!is_block_same(&a->blocks[i], &b->blocks[i]))
            return false;
    return true;
}

static long thousandths(double x)
{
    return (long)(x * 1000 + 0.5);
}

bool wire_story_is_same(const wire_story *a, const wire_story *b)
{
    return a->type == b->type && wire_str_is(a->input, b->input) && wire_str_is(a->url, b->url) &&
           wire_str_is(a->headline, b->headline) && wire_str_is(a->alternative, b->alternative) &&
           wire_str_is(a->abstract, b->abstract) && wire_str_is(a->description, b->description) &&
           wire_str_is(a->publisher, b->publisher) && wire_stamp_is(&a->published, &b->published) &&
           wire_stamp_is(&a->modified, &b->modified) && wire_stamp_is(&a->embargoed, &b->embargoed) &&
           wire_stamp_is(&a->expires, &b->expires) && wire_str_is(a->language, b->language) &&
           wire_str_is(a->section, b->section) && wire_str_is(a->location, b->location) &&
           a->has_access == b->has_access && (!a->has_access || a->is_free == b->is_free) &&
           a->has_confidence == b->has_confidence &&
           (!a->has_confidence || thousandths(a->confidence) == thousandths(b->confidence)) && are_lists_same(a, b);
}
