/* json_tree.h: JSON as a flat array of its values, texts left where they are until they are asked for. Inside the
 * library only. */
#ifndef WIRECOPY_MODEL_JSON_TREE_H
#define WIRECOPY_MODEL_JSON_TREE_H
#include "wirecopy/base.h"

typedef enum wire__json_kind {
    WIRE__JSON_NULL,
    WIRE__JSON_TRUE,
    WIRE__JSON_FALSE,
    WIRE__JSON_NUMBER,
    WIRE__JSON_TEXT,
    WIRE__JSON_ARRAY,
    WIRE__JSON_OBJECT
} wire__json_kind;

typedef struct wire__json_node {
    wire__json_kind kind;
    bool is_escaped, is_key_escaped;
    uint32_t start, end; /* bytes of the JSON; of a text what is between its quotes; end: not of lists and objects */
    uint32_t key_start, key_end; /* of an object's member */
    uint32_t next;               /* the node behind it in the same list or object; 0: none */
    uint32_t n;                  /* items or members; the first is the node behind this one */
} wire__json_node;

typedef struct wire__json_tree {
    wire_str json; /* the caller's */
    wire__json_node *nodes;
    uint32_t n, cap;
    char *text; /* the newest text that was not in the JSON as it is */
    size_t text_cap;
} wire__json_tree;

/* Reads one JSON value with nothing besides: exactly RFC 8259, but for control characters within strings; no NUL.
 * in     json: at most 64 MiB, 200 deep, 2 million values; lives as long as the tree
 * out    *tree: ends with wire__json_free, also when this failed; nodes[0] is the value
 * fails  WIRE_EFORMAT with the offset; WIRE_ELIMIT; WIRE_ENOMEM */
WIRE_USE wire_code wire__json_read(wire_str json, const char *stage, wire__json_tree *tree, wire_error *err);
void wire__json_free(wire__json_tree *tree);

/* The first item or member, and the one behind: until wire__json_is_end. */
const wire__json_node *wire__json_first(const wire__json_tree *tree, const wire__json_node *node);
const wire__json_node *wire__json_next(const wire__json_tree *tree, const wire__json_node *node);
bool wire__json_is_end(const wire__json_tree *tree, const wire__json_node *node);
/* The first member of the name; NULL: none, or null, or no object. A key written with escapes is nobody's. */
const wire__json_node *wire__json_member(const wire__json_tree *tree, const wire__json_node *object, const char *key);
double wire__json_number(const wire__json_tree *tree, const wire__json_node *node);
/* A text as it is meant; until the next call. fails  false: no memory */
WIRE_USE bool wire__json_text_of(wire__json_tree *tree, const wire__json_node *node, wire_str *text);

#endif
