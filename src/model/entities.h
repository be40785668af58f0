/* entities.h: HTML's character references. Inside the library only. */
#ifndef WIRECOPY_MODEL_ENTITIES_H
#define WIRECOPY_MODEL_ENTITIES_H
#include "wirecopy/base.h"

/* Reads the character reference at text.p[at], which is '&'.
 * out    to: its character as UTF-8, *n bytes of it (none for one that may not stand in text)
 * gives  how many bytes of the text it takes; 0: there is none, the '&' stands for itself */
size_t wire__entity_read(wire_str text, size_t at, char to[4], size_t *n);
/* The same with the character's number, 0 for one that may not stand in text. text.p[at] is not looked at. */
size_t wire__entity_code(wire_str text, size_t at, uint32_t *code_point);

#endif
