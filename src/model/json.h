/* json.h: writes JSON straight into a sink. Inside the library only. */
#ifndef WIRECOPY_MODEL_JSON_H
#define WIRECOPY_MODEL_JSON_H
#include "wirecopy/time.h"

/* Writing: members and items in the order of the calls, commas and indents by themselves; errors stick in the sink. */
typedef struct wire__json {
    wire_out *out;
    bool is_pretty;
    bool has_item; /* the open object or array has one, so that a comma is due */
    bool is_value; /* a key was written, its value comes */
    uint32_t depth;
} wire__json;

void wire__json_name(wire__json *j, wire_str key);
static inline void wire__json_key(wire__json *j, const char *key)
{
    wire__json_name(j, wire_str_of(key));
}

void wire__json_open(wire__json *j, char bracket);  /* '{' or '[': as an item or a key's value */
void wire__json_close(wire__json *j, char bracket); /* '}' or ']' */
/* Begins a value that the caller writes into the sink himself. */
void wire__json_value(wire__json *j);
void wire__json_text(wire__json *j, wire_str text);
/* A number's digits, where a value was begun. */
void wire__json_digits(wire__json *j, uint64_t number);
/* A member with a text, unless it is empty. */
static inline void wire__json_put(wire__json *j, const char *key, wire_str text)
{
    if (!text.n)
        return;
    wire__json_key(j, key);
    wire__json_text(j, text);
}

/* A member with a stamp, unless it is unknown, as wire_stamp_write; with_unknown_offset: -00:00 (RFC 3339, 4.3) where
 * none was stated, so that it is read back as such. */
void wire__json_put_stamp(wire__json *j, const char *key, const wire_stamp *stamp, bool with_unknown_offset);
/* Text between the quotes of a JSON string: every character stays, but NUL is left out and what is no UTF-8 is
 * U+FFFD. */
void wire__json_escape(wire_out *out, wire_str text);

#endif
