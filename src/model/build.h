/* build.h: puts a story's blocks together, one after the other, in the story's arena. Inside the library only. */
#ifndef WIRECOPY_MODEL_BUILD_H
#define WIRECOPY_MODEL_BUILD_H
#include "wirecopy/story.h"

enum { WIRE__MAX_DEPTH = 200 }; /* of a block */

/* A builder with a sticky error: only wire__build_end is checked. Texts are copied into the story's arena. What it
 * builds is well-formed whatever is asked of it, so that every story can be written and read back:
 * - kinds stand where story.h has them: a missing LIST, ROW or CELL is put in, what cannot stand in its parent rises
 *   out of it, an ITEM or CELL without parent is a PARAGRAPH;
 * - texts are UTF-8 without the characters that XML and HTML forbid, "\n" their only line end, none at their ends;
 * - blocks that say nothing are gone, but for cells, images, embeds and updates; the first paragraph of an item, quote
 *   or cell without text of its own is that text;
 * - links are http, https or mailto;
 * - a source stays with the blocks of the story itself and of its updates, and spans what lies below them. */
typedef struct wire__builder {
    wire_story *story;
    wire_block *blocks; /* grown in the arena */
    uint32_t n_blocks, cap_blocks;
    wire_span *spans; /* of the block being built: the length of their text, not yet its place */
    uint32_t n_spans, cap_spans;
    wire_code code;
    char *text; /* of the block being built */
    size_t n_text, cap_text;
    bool is_open; /* the newest block is being built */
    wire_omission *omitted;
    uint32_t n_omitted, cap_omitted;
    uint8_t path[256]; /* the kind of the newest block of each depth */
} wire__builder;

void wire__build_begin(wire__builder *b, wire_story *story);
/* Starts a block; the one before is finished. NULL once the builder has failed. Fields other than spans may be set
 * until the next block is started. */
wire_block *wire__build_block(wire__builder *b, wire_block_kind kind, uint8_t depth);
/* Appends text to the block; joined to the span before where marks and link are the same. */
void wire__build_text(wire__builder *b, wire_str text, uint32_t marks, wire_str href);
/* Gives the block a figure or an update to fill in (its texts must lie in the story's arena: wire_arena_copy).
 * NULL: failed. */
wire_figure *wire__build_figure(wire__builder *b);
wire_update *wire__build_update(wire__builder *b);
/* Takes the newest block back. */
void wire__build_drop(wire__builder *b);
/* Appends blocks from plain text: paragraphs parted by empty lines, kept word for word. */
void wire__build_plain(wire__builder *b, wire_str text, uint8_t depth);
void wire__build_omission(wire__builder *b, const char *what, wire_str note);
/* Finishes: story->blocks and story->omitted are set. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__build_end(wire__builder *b, wire_error *err);

/* Appends spans to the current block, or blocks after it (below it where it may hold others), from the safe subset of
 * HTML that stories are written in (p a em strong code sub sup s br ul ol li table tr th td blockquote h2-h6 pre; and
 * b i u del cite h1 div as their like); other tags vanish, their text stays; script and style vanish whole; hrefs other
 * than http, https and mailto are dropped. White space is one space, as in HTML, but not where a character reference
 * stands for it (&#32;), nor in pre and in a CODE block. A list, table or quote right in a block of its kind is that
 * block. Linear, not recursive, at most 200 deep. */
void wire__build_markup(wire__builder *b, wire_str html);

/* Writes spans as that subset, so that it is read back as the same. */
void wire__write_spans(const wire_block *block, wire_out *out);
/* Writes the block and all that belongs to it as that subset: the block's own element around it only for a LIST or
 * TABLE. */
void wire__write_markup(const wire_story *story, uint32_t at, wire_out *out);

#endif
