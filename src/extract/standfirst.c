/* standfirst.c: what stands between headline and body: the standfirst, as its name, its words or its place say. */
#include <string.h>

#include "extract/body.h"

enum { MAX_LINE = 600, LOOK_BACK = 16, NEAR = 12, SHORT = 60 };

/* The nearest box up that its name calls a standfirst's; 0: none, or it holds much of the page's text. */
static uint32_t named_box(const wire__scan *scan, uint32_t box)
{
    for (uint32_t i = 0; i <= 1; i++, box = scan->boxes[box].parent)
        if (scan->boxes[box].says & WIRE__SAYS_STANDFIRST)
            return scan->boxes[box].para_chars * 3 < scan->boxes[0].para_chars || scan->boxes[box].chars < MAX_LINE
                       ? box
                       : 0;
    return 0;
}

/* The body's first text: behind the headline, where there is one. */
static uint32_t first_kept(const wire__scan *scan, uint32_t head)
{
    uint32_t first = UINT32_MAX;
    for (uint32_t i = scan->n_texts; i-- > (head == UINT32_MAX ? 0 : head + 1);)
        first = scan->texts[i].is_kept ? i : first;
    return first == UINT32_MAX && head != UINT32_MAX ? first_kept(scan, UINT32_MAX) : first;
}

/* Paragraphs of one container, whatever class the first has. */
static bool are_alike(const wire__box *a, const wire__box *b)
{
    return a->pair == b->pair || (a->tag == LXB_TAG_P && b->tag == LXB_TAG_P && a->parent == b->parent);
}

/* What an update of a live page says is no standfirst, though its description be the newest of them. */
static bool is_in_update(const wire__scan *scan, uint32_t box)
{
    for (int up = 0; up < 3; up++, box = scan->boxes[box].parent)
        if (scan->boxes[box].says & WIRE__SAYS_UPDATE)
            return true;
    return false;
}

/* A text that says what metadata's description says, or whose class calls it one, before the body's own start. */
static uint32_t find_named_standfirst(const wire__scan *scan, const wire__all_facts *facts)
{
    const uint32_t head = facts->headline_text;
    const uint32_t first = first_kept(scan, head);
    if (first == UINT32_MAX)
        return UINT32_MAX;
    const uint32_t from = head != UINT32_MAX && head < first ? head + 1 : first > LOOK_BACK ? first - LOOK_BACK : 0;
    const wire_str said[] = {facts->ld.description, facts->meta.description, facts->ld.alternative};
    for (uint32_t i = from; i < scan->n_texts && i <= first + 3; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->chars < 10 || t->chars > 500 || i == head || t->link_chars * 2 > t->chars || is_in_update(scan, t->box))
            continue;
        if (i <= first && (t->chars >= 25 || scan->boxes[t->box].says & WIRE__SAYS_STANDFIRST) &&
            named_box(scan, t->box))
            return i;
        if (i > first || t->chars < 25)
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
        /* Many descriptions are the lede itself: then it stands among the body's paragraphs and stays there. */
        const wire__text *next = i + 1 < scan->n_texts ? t + 1 : NULL;
        const bool is_apart = !t->is_kept || t->heading || !next || (i == first && !next->is_kept) ||
                              !are_alike(&scan->boxes[t->box], &scan->boxes[next->box]);
        for (size_t k = 0; is_apart && k < 3; k++)
            if (said[k].n && wire__is_same_words(said[k], line))
                return i;
    }
    return UINT32_MAX;
}

/* Steps from a box up to one that holds the best container. */
static uint32_t steps_to_best(const wire__scan *scan, uint32_t box)
{
    const wire__box *best = &scan->boxes[scan->best];
    uint32_t steps = 0;
    for (; box && (scan->boxes[box].first_text > best->first_text || scan->boxes[box].end_text < best->end_text);
         steps++)
        box = scan->boxes[box].parent;
    return steps;
}

static bool is_list_item(const wire__scan *scan, uint32_t box)
{
    return scan->boxes[box].tag == LXB_TAG_LI || scan->boxes[scan->boxes[box].parent].tag == LXB_TAG_LI;
}

/* Newspapers set the standfirst outside the body's container, unlike its paragraphs, or as a first paragraph all in
 * bold; key points as a list. */
static bool is_set_apart(const wire__scan *scan, uint32_t at)
{
    const wire__text *t = &scan->texts[at];
    const wire__box *best = &scan->boxes[scan->best];
    const bool is_alone = at + 1 >= scan->n_texts || scan->boxes[t->box].pair != scan->boxes[t[1].box].pair;
    if (at < best->first_text)
        return is_list_item(scan, t->box) || (t->is_para && is_alone && steps_to_best(scan, t->box) > 1);
    return at < best->end_text && t->is_strong && t->is_para;
}

uint32_t wire__settle_standfirst(wire__scan *scan, const wire__all_facts *facts)
{
    uint32_t found = find_named_standfirst(scan, facts);
    const uint32_t head = facts->headline_text;
    if (found == UINT32_MAX && facts->ld.is_news && head != UINT32_MAX) {
        bool is_begun = false; /* a paragraph that is the body's own */
        for (uint32_t i = head + 1; i < scan->n_texts && !is_begun; i++) {
            wire__text *t = &scan->texts[i];
            if (!t->is_kept)
                continue;
            is_begun = (t->is_para && !is_set_apart(scan, i)) || is_in_update(scan, t->box);
            if (is_begun || t->chars < SHORT || !is_set_apart(scan, i))
                continue;
            t->is_kept = false;
            t->role = WIRE__ROLE_STANDFIRST;
            found = found == UINT32_MAX && i < head + NEAR ? i : found;
        }
    }
    const uint32_t named = found != UINT32_MAX && facts->ld.is_news ? named_box(scan, scan->texts[found].box) : 0;
    const uint32_t end = named ? scan->boxes[named].end_text : found + 1;
    for (uint32_t i = found; found != UINT32_MAX && i < end; i++) {
        scan->texts[i].role = WIRE__ROLE_STANDFIRST;
        scan->texts[i].is_kept = false;
    }
    return found;
}
