/* polls.c: polls and quizzes among the body's texts: what a lite page cannot show. */
#include "extract/body.h"

enum { MAX_LOOK = 100 };

bool wire__has_choice(const wire__scan *scan, wire__node *form)
{
    wire__node *node = form;
    for (int n = 0; n < MAX_LOOK && (node = wire__node_next(node, form)); n++)
        if (wire__node_is(node, LXB_TAG_INPUT) &&
            wire_str_is_ci(wire__node_attr(scan->dom, node, WIRE__ATTR_TYPE), WIRE_STR("radio")))
            return true;
    return false;
}

/* Not among comments, and no box that holds what the body holds. */
static bool is_apart(const wire__scan *scan, const wire__box *box)
{
    for (uint32_t t = box->first_text; t < box->end_text; t++)
        if (scan->texts[t].is_kept)
            return false;
    return (box->near >> 4 * WIRE__TOPIC_COMMENT & 15) > 4 && (box->near >> 4 * WIRE__TOPIC_FOOTER & 15) > 4 &&
           (box->near >> 4 * WIRE__TOPIC_NAV & 15) > 4 && (box->near >> 4 * WIRE__TOPIC_HIDDEN & 15) > 4;
}

bool wire__has_poll(const wire__scan *scan)
{
    uint32_t first = scan->n_texts, end = 0;
    for (uint32_t t = 0; t < scan->n_texts; t++)
        if (scan->texts[t].is_kept) {
            first = first < t ? first : t;
            end = t + 1;
        }
    const uint32_t last = scan->boxes[scan->best].end_text; /* one may stand behind the last paragraph */
    end = end && last > end ? last : end;
    for (uint32_t b = 1; b < scan->n_boxes; b++) {
        const wire__box *box = &scan->boxes[b];
        const bool is_form = box->tag == LXB_TAG_FORM;
        if ((!is_form && !(box->says & WIRE__SAYS_POLL)) || box->first_text <= first || box->end_text > end)
            continue;
        if (is_apart(scan, box) && (box->says & WIRE__SAYS_POLL || wire__has_choice(scan, box->node)))
            return true;
    }
    return false;
}
