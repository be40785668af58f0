/* updates.c: the updates of a live page: boxes beside each other, each with an anchor and a moment or heading on top.
 */
#include <string.h>

#include "extract/body.h"

enum { MAX_UPDATES = 2000, MAX_TRIES = 4000, MAX_LOOK = 200, MAX_HEADLINE = 600, LEAST = 2 };

/* The note of a <time> in a box. NULL: none */
static const wire__note *time_in(const wire__scan *scan, uint32_t box)
{
    const wire__box *b = &scan->boxes[box];
    uint32_t seen = 0;
    for (uint32_t i = 0; i < scan->n_notes && seen < MAX_LOOK; i++) {
        const wire__note *n = &scan->notes[i];
        if (!wire_str_is(n->name, WIRE_STR("time")) || n->at < b->first_text || n->at > b->end_text)
            continue;
        seen++;
        for (uint32_t up = n->box; up >= box; up = scan->boxes[up].parent) {
            if (up == box)
                return n;
            if (!up)
                break;
        }
    }
    return NULL;
}

/* The moment that a <time> states. */
static bool moment_of(const wire__scan *scan, const wire__note *time, wire_stamp *stamp)
{
    const wire_str text = time ? wire__node_attr(scan->dom, time->node, WIRE__ATTR_DATETIME) : (wire_str){NULL, 0};
    return text.n && wire_stamp_read(text, NULL, stamp) == WIRE_OK;
}

/* "14:05, edited 15:20": a second, later <time> beside the first says when the update was changed. */
static void read_moments(const wire__scan *scan, uint32_t box, wire_update *update)
{
    const wire__note *time = time_in(scan, box);
    wire_stamp stamp;
    if (!moment_of(scan, time, &update->published))
        return;
    for (const wire__note *n = time + 1; n < scan->notes + scan->n_notes && n->at <= time->at + 2; n++)
        if (wire_str_is(n->name, WIRE_STR("time")) && n->box == time->box && n->node->parent == time->node->parent &&
            moment_of(scan, n, &stamp) && stamp.at > update->published.at) {
            update->modified = stamp;
            return;
        }
}

/* What JSON-LD says of the update with this headline: its moment, where the page shows none; and its change, where that
 * is a minute later and more. */
static void take_said(const wire__facts *ld, wire_update *update)
{
    enum { MINUTE = 60 };
    wire_stamp stamp;
    uint32_t i = 0;
    while (i < ld->n_updates && !wire_str_is(ld->updates[i].headline, update->headline))
        i++;
    if (i == ld->n_updates || !update->headline.n)
        return;
    const wire__said_update *said = &ld->updates[i];
    if (!update->published.is_known && wire_stamp_read(said->published, NULL, &stamp) == WIRE_OK)
        update->published = stamp;
    if (!update->modified.is_known && update->published.is_known &&
        wire_stamp_read(said->modified, NULL, &stamp) == WIRE_OK && stamp.at >= update->published.at + MINUTE)
        update->modified = stamp;
}

/* The text of the heading that a box begins with. UINT32_MAX: none */
static uint32_t heading_in(const wire__scan *scan, uint32_t box)
{
    const wire__box *b = &scan->boxes[box];
    for (uint32_t t = b->first_text; t < b->end_text && t < b->first_text + 3; t++)
        if (scan->texts[t].heading)
            return t;
    return UINT32_MAX;
}

static bool has_kept(const wire__scan *scan, const wire__box *box)
{
    const uint32_t end = box->end_text - box->first_text < MAX_LOOK ? box->end_text : box->first_text + MAX_LOOK;
    for (uint32_t t = box->first_text; t < end; t++)
        if (scan->texts[t].is_kept && !scan->texts[t].heading)
            return true;
    return false;
}

/* Its name, or that of the box around all updates. */
static bool is_called_live(const wire__scan *scan, uint32_t box)
{
    for (int up = 0; up < 3; up++, box = scan->boxes[box].parent)
        if (scan->boxes[box].says & WIRE__SAYS_UPDATE)
            return true;
    return false;
}

static bool may_begin(const wire__scan *scan, uint32_t box, bool is_live)
{
    const wire__box *b = &scan->boxes[box];
    if ((b->tag != LXB_TAG_ARTICLE && b->tag != LXB_TAG_SECTION && b->tag != LXB_TAG_DIV && b->tag != LXB_TAG_LI) ||
        b->first_text >= b->end_text)
        return false;
    return is_live ? wire__node_attr(scan->dom, b->node, WIRE__ATTR_ID).n > 0 || b->says & WIRE__SAYS_UPDATE
                   : is_called_live(scan, box);
}

static bool may_be(const wire__scan *scan, uint32_t box, bool is_live)
{
    return has_kept(scan, &scan->boxes[box]) &&
           ((is_live && heading_in(scan, box) != UINT32_MAX) || time_in(scan, box));
}

/* Those that have no other like them beside them are none, nor is what holds updates. */
static void keep_groups(const wire__scan *scan, uint8_t *is_update)
{
    uint32_t found[MAX_UPDATES], n = 0;
    for (uint32_t b = 1; b < scan->n_boxes && n < MAX_UPDATES; b++)
        if (is_update[b])
            found[n++] = b;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t beside = 0;
        for (uint32_t k = 0; k < n; k++)
            beside += scan->boxes[found[k]].parent == scan->boxes[found[i]].parent;
        is_update[found[i]] = beside >= LEAST;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t up = scan->boxes[found[i]].parent; is_update[found[i]] && up; up = scan->boxes[up].parent)
            is_update[up] = 0;
}

bool wire__updates_find(const wire__scan *scan, bool is_live, wire_arena *arena, uint8_t **is_update)
{
    uint8_t *is = wire_arena_take_zero(arena, scan->n_boxes + 1, 1, 1);
    if (!is)
        return false;
    uint32_t n = 0, tries = 0;
    for (uint32_t b = 1; b < scan->n_boxes && n < MAX_UPDATES && tries < MAX_TRIES; b++)
        if (may_begin(scan, b, is_live)) {
            tries++;
            n += is[b] = may_be(scan, b, is_live);
        }
    keep_groups(scan, is);
    *is_update = is;
    return true;
}

bool wire__is_in_time(const wire__text *text)
{
    wire__node *node = text->first->parent;
    for (int up = 0; node && up < 3; up++, node = node->parent)
        if (wire__node_is(node, LXB_TAG_TIME))
            return true;
    return false;
}

wire_code wire__write_update(wire__writing *w, uint32_t box, uint32_t *heading)
{
    const wire__scan *scan = w->scan;
    wire__node *node = scan->boxes[box].node;
    wire_block *block = wire__build_block(w->builder, WIRE_BLOCK_UPDATE, 0);
    wire_update *update = wire__build_update(w->builder);
    *heading = heading_in(scan, box);
    if (!block || !update)
        return WIRE_OK; /* the builder keeps its error */
    block->source = wire__element_source(w, node);
    wire_arena *arena = w->builder->story->arena;
    char text[MAX_HEADLINE];
    wire_str line = {text, 0};
    if (*heading != UINT32_MAX)
        line.n = wire__text_copy(scan, &scan->texts[*heading], text, sizeof text);
    if (!wire_arena_copy(arena, wire__node_attr(scan->dom, node, WIRE__ATTR_ID), &update->id) ||
        (line.n && !wire_arena_copy(arena, line, &update->headline)))
        return WIRE_ENOMEM;
    read_moments(scan, box, update);
    take_said(&w->facts->ld, update);
    return WIRE_OK;
}
