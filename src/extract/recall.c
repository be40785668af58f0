/* recall.c: what stands on several stories' pages is the template's; a doubtful text is what its container held there.
 */
#include "extract/recall.h"

#include <math.h>

enum { TEXT_LEAST = 12 /* letters; shorter lines are alike by chance */ };
static const float likely = 0.02f;                     /* texts below are furniture anyhow: not worth a place */
static const float on_many = 4;                        /* stories' pages, the old ones counting less */
static const float doubt_from = 0.2f, doubt_to = 0.8f; /* containers are asked about these alone */
static const float few_words = 60, half_trusted = 3;   /* of a container; pages after which it has half its say */

static uint64_t text_key(const wire__text *t)
{
    return t->hash | 1;
}

static uint64_t box_key(const wire__scan *scan, const wire__text *t)
{
    return scan->pairs->sigs[scan->boxes[t->box].pair].key & ~(uint64_t)1;
}

wire_code wire__recall_learn(const wire__scan *scan, uint32_t story, wire_arena *arena, wire_memory *memory)
{
    const uint32_t n_boxes = scan->pairs->n + 1;
    wire__trait *boxes = wire_arena_take_zero(arena, n_boxes, sizeof *boxes, _Alignof(wire__trait));
    if (!boxes)
        return WIRE_ENOMEM;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        const wire__trait text = {.key = text_key(t), .story = story, .seen = 1, .kept = t->p_alone};
        if (t->p_alone >= likely && t->chars >= TEXT_LEAST && !wire__memory_put(memory, &text))
            return WIRE_ENOMEM;
        wire__trait *box = &boxes[scan->boxes[t->box].pair];
        box->key = box_key(scan, t);
        box->story = story;
        box->seen += (float)t->words;
        box->kept += t->p_alone * (float)t->words;
    }
    for (uint32_t i = 0; i < n_boxes; i++)
        if (boxes[i].seen > 0 && !wire__memory_put(memory, &boxes[i]))
            return WIRE_ENOMEM;
    wire__memory_count_page(memory);
    return WIRE_OK;
}

static bool is_template(const wire__text *t, const wire_memory *memory)
{
    const wire__trait *text = t->chars >= TEXT_LEAST && t->p > likely ? wire__memory_find(memory, text_key(t)) : NULL;
    return text && text->seen >= on_many;
}

/* Would half of what is likely this page's story go? Then it is one of several pages of one text: nothing is known. */
static bool is_twin(const wire__scan *scan, const wire_memory *memory)
{
    uint32_t n_all = 0, n_gone = 0;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        n_all += t->p >= 0.5f ? t->words : 0;
        n_gone += t->p >= 0.5f && is_template(t, memory) ? t->words : 0;
    }
    return n_gone * 2 > n_all;
}

/* Do nearly all words stand in containers that the memory has seen? If not, the site has a new design, and a name that
 * it shares with the old one may mean something else. */
static bool is_of_known_design(const wire__scan *scan, const wire_memory *memory)
{
    uint64_t n_all = 0, n_known = 0;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        n_all += t->words;
        n_known += wire__memory_find(memory, box_key(scan, t)) ? t->words : 0;
    }
    return n_known * 10 > n_all * 9;
}

static float logit(float p)
{
    return logf(p / (1 - p));
}

/* The chance of a text with its container's share of the story elsewhere. */
static float weigh(float p, const wire__trait *box, float n_pages)
{
    const float share = (box->kept + few_words / 2) / (box->seen + few_words);
    return 1 / (1 + expf(-(logit(p) + n_pages / (n_pages + half_trusted) * logit(share))));
}

void wire__recall(wire__scan *scan, const wire_memory *memory)
{
    if (is_twin(scan, memory))
        return;
    const float n_pages = wire__memory_pages(memory);
    const bool asks_boxes = is_of_known_design(scan, memory);
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        const bool is_doubtful = asks_boxes && t->p > doubt_from && t->p < doubt_to;
        const wire__trait *box = is_doubtful ? wire__memory_find(memory, box_key(scan, t)) : NULL;
        const bool is_common = is_template(t, memory);
        t->is_recalled = is_common || box;
        if (is_common)
            t->p = likely;
        else if (box)
            t->p = weigh(t->p, box, n_pages);
    }
}
