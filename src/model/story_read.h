/* story_read.h: what the two halves of reading a story share: values of the JSON, and failures. Inside the library
 * only. */
#ifndef WIRECOPY_MODEL_STORY_READ_H
#define WIRECOPY_MODEL_STORY_READ_H
#include "model/build.h"
#include "model/json_tree.h"

typedef struct wire__reading {
    wire_story *story;
    wire__json_tree tree;
    wire__builder build;
    wire_code code; /* the first failure; it stays, and ends all loops */
    wire_error *err;
} wire__reading;

/* Fails, and names the member by its own key, else by the one it lies in, and where it stands.
 * in  item: the wrong one; NULL: the member that is missing */
void wire__reading_fail(wire__reading *r, const wire__json_node *item, const char *key, const char *what);
/* The story's own doing where its budget is spent, else the machine's. */
void wire__reading_fail_memory(wire__reading *r);

/* The object's member; null is none. */
const wire__json_node *wire__reading_member(const wire__reading *r, const wire__json_node *object, const char *key);
bool wire__reading_is(const wire__json_node *item, wire__json_kind kind); /* NULL is nothing */

/* The items of a list, or the one that stands alone: from here while has_more. */
typedef struct wire__items {
    const wire__json_node *at;
    uint32_t n; /* with this one */
} wire__items;

wire__items wire__items_of(const wire__reading *r, const wire__json_node *item);
bool wire__items_has_more(const wire__reading *r, const wire__items *items);
void wire__items_pass(const wire__reading *r, wire__items *items);

/* What a text says, until the next is asked for; nothing where it is none. */
wire_str wire__reading_peek(wire__reading *r, const wire__json_node *item);
/* A text, or the first of a list of texts, kept in the story's arena as good UTF-8.
 * in  key: the member that this is, or lies in */
wire_str wire__reading_text(wire__reading *r, const wire__json_node *item, const char *key);
/* The object's member as such a text. */
wire_str wire__reading_get(wire__reading *r, const wire__json_node *object, const char *key);
/* An address that a page may link to, from a text or an object with one; what is none is not kept. */
wire_str wire__reading_link(wire__reading *r, const wire__json_node *item, const char *key);
void wire__reading_stamp(wire__reading *r, const wire__json_node *object, const char *key, const char *zone_key,
                         wire_stamp *stamp);

/* Reads blocks, body and omissions into the story, whose facts are read. */
void wire__reading_body(wire__reading *r, const wire__json_node *object);

#endif
