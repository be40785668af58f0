/* forms.h: the files of an edition in formats besides HTML. Inside src/press only. */
#ifndef WIRECOPY_PRESS_FORMS_H
#define WIRECOPY_PRESS_FORMS_H
#include "press/plan.h"

/* True of a file that is packed in itself, so that no packed form is to stand beside it. */
bool wire__form_is_packed(wire_str file);
/* A day's first book without its ending, "archive/2026/11/20/2026-11-20". fails  {NULL, 0}: no memory */
wire_str wire__day_book(const wire__plan *plan, uint32_t day);
/* Adds the leaves of the formats that the edition names, behind all others. in  hub_key: of what links to all sections
 * fails  false: no memory */
bool wire__plan_forms(wire__plan *plan, uint64_t key, uint64_t hub_key);
/* Writes a FORM leaf: a story in its format. */
void wire__form_render(const wire__plan *plan, const wire__leaf *leaf, const wire_record *record,
                       const wire_story *story, wire_out *out);
/* Writes a BOOK leaf. */
void wire__book_render(const wire__plan *plan, const wire__leaf *leaf, const wire_feed_item *items, uint32_t n_items,
                       wire_arena *scratch, wire_out *out);

#endif
