/* clean_walk.h: what both ways of cleaning write with. Inside src/parse/clean*.c only. */
#ifndef WIRECOPY_PARSE_CLEAN_WALK_H
#define WIRECOPY_PARSE_CLEAN_WALK_H
#include "clean.h"

/* What becomes of an element. Those not named vanish, their text stays. */
typedef enum wire__fate {
    WIRE__FATE_INLINE = 1, /* kept */
    WIRE__FATE_BLOCK,      /* kept; a paragraph of its own in plain text */
    WIRE__FATE_LINE,       /* kept; a line of its own in plain text */
    WIRE__FATE_PART,       /* not kept; a paragraph of its own in plain text */
    WIRE__FATE_GONE        /* vanishes with all it holds */
} wire__fate;

typedef struct wire__clean_element {
    lxb_tag_id_t tag;
    wire__fate fate;
    const char *name; /* as it is written; NULL: it is not */
} wire__clean_element;

typedef struct wire__clean_walk {
    wire__cleaner *c;
    wire_str base;
    unsigned pre;      /* elements that keep white space and are open */
    unsigned n_breaks; /* line ends due before the next text */
    bool is_space_due;
} wire__clean_walk;

/* NULL: it vanishes, its text stays. */
const wire__clean_element *wire__clean_find(lxb_tag_id_t tag);
/* Writes a start tag but for its end; then its attributes; then its end. */
void wire__clean_enter(wire__clean_walk *w, const wire__clean_element *e);
void wire__clean_attribute(wire__clean_walk *w, lxb_tag_id_t tag, wire_str name, wire_str value);
void wire__clean_entered(wire__clean_walk *w, const wire__clean_element *e);
void wire__clean_leave(wire__clean_walk *w, const wire__clean_element *e);
/* Writes text; a text may come in pieces. */
void wire__clean_put(wire__clean_walk *w, wire_str text);

/* Cleans plain, well-formed markup, as most of what feeds hold is, without a tree: what HTML's rules would make nothing
 * else of. Gives the same as the tree would.
 * fails  false: it is not that plain; c->html and c->text hold some of it */
bool wire__clean_plain(wire__clean_walk *w, wire_str html);
#endif
