/* clean.h: foreign markup becomes safe markup and plain text. Inside the library only. */
#ifndef WIRECOPY_PARSE_CLEAN_H
#define WIRECOPY_PARSE_CLEAN_H
#include "parse/dom.h"
#include "wirecopy/address.h"
#include "wirecopy/out.h"

/* What cleaning needs; it all is borrowed and used again for each piece. */
typedef struct wire__cleaner {
    wire__dom *dom;
    wire_address_reader *addresses;
    wire_arena *scratch; /* reset by each call */
    wire_out html, text;
} wire__cleaner;

/* Cleans a piece of HTML: known elements of text, lists, tables and images stay, with a few attributes; others vanish
 * while their text stays; script, style, frames and other programs vanish whole. All is written anew from the tree, so
 * that nothing passes through as it stood. Linear, not recursive.
 * in     html: UTF-8; base: what relative addresses are resolved against, may be empty: they are then left out
 * out    c->html: only http, https and mailto addresses, absolute; c->text: the same as plain text, paragraphs parted
 * by an empty line. Both until the next call. fails  WIRE_ENOMEM, WIRE_ELIMIT */
WIRE_USE wire_code wire__clean_html(wire__cleaner *c, wire_str html, wire_str base, wire_error *err);
/* The same for plain text: paragraphs where empty lines part it. */
WIRE_USE wire_code wire__clean_text(wire__cleaner *c, wire_str text, wire_error *err);
/* Frees the two sinks; the rest is borrowed. */
void wire__cleaner_close(wire__cleaner *c);
/* Does text that may be either look like HTML: a tag of a known element, or a character reference? */
bool wire__looks_html(wire_str text);
/* Is it an absolute http or https address that is already written as the reader of addresses would write it? False says
 * nothing. */
bool wire__is_plain_address(wire_str text);
/* Is it the name of an element of HTML? */
bool wire__is_html_element(wire_str name);
#endif
