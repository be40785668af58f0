/* choose.h: what the rules that choose the body's texts share. Inside choose.c and drop.c only. */
#ifndef WIRECOPY_EXTRACT_CHOOSE_H
#define WIRECOPY_EXTRACT_CHOOSE_H
#include "extract/body.h"

#define WIRE__SURE 0.8f /* a text's chance: rules that drop by a look alone do not touch it */

/* drop.c: drops what rules know not to be the body's. */
void wire__drop(wire__scan *scan, const wire__all_facts *facts);

static inline void wire__settle(wire__text *t, bool is_kept, wire__why why)
{
    if (t->is_kept != is_kept)
        t->why = (uint8_t)why;
    t->is_kept = is_kept;
}

static inline bool wire__holds_one(const wire__box *box)
{
    return box->end_text == box->first_text + 1;
}

static inline bool wire__is_in_tag(const wire__scan *scan, uint32_t box, uint16_t tag, uint32_t steps)
{
    for (uint32_t i = 0; i <= steps; i++, box = scan->boxes[box].parent)
        if (scan->boxes[box].tag == tag)
            return true;
    return false;
}

static inline bool wire__says_near(const wire__scan *scan, uint32_t box, uint32_t says, uint32_t steps)
{
    for (uint32_t i = 0; i <= steps; i++, box = scan->boxes[box].parent)
        if (scan->boxes[box].says & says)
            return true;
    return false;
}

/* The box that a text stands in with others. Some pages wrap each subhead in boxes of its own, and bare texts have
 * none. */
static inline uint32_t wire__parent_of(const wire__scan *scan, uint32_t text)
{
    uint32_t box = scan->texts[text].box;
    if (wire__holds_one(&scan->boxes[box]))
        box = scan->boxes[box].parent;
    while (box && scan->texts[text].heading && wire__holds_one(&scan->boxes[box]))
        box = scan->boxes[box].parent;
    return box;
}

#endif
