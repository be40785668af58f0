/* build.h: puts a story's blocks together, one after the other, in the story's arena. Inside the library only. */
#ifndef WIRECOPY_MODEL_BUILD_H
#define WIRECOPY_MODEL_BUILD_H
#include "wirecopy/story.h"

/* A builder with a sticky error: only wire__build_end is checked. Texts are copied into the story's arena. */
typedef struct wire__builder {
    wire_story *story;
    wire_block *blocks; /* grown in the arena */
    uint32_t n_blocks, cap_blocks;
    wire_span *spans; /* of the block being built */
    uint32_t n_spans, cap_spans;
    wire_code code;
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
/* Finishes: story->blocks is set. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__build_end(wire__builder *b, wire_error *err);

/* Appends spans to the current block, or child blocks below it, from the safe subset of HTML that stories are
 * written in (p a em strong code sub sup s br ul ol li table tr th td blockquote h2-h6 pre); other tags vanish, their
 * text stays; script and style vanish whole; hrefs other than http, https and mailto are dropped.
 * Linear, not recursive, at most 200 deep. */
void wire__build_markup(wire__builder *b, wire_str html);

/* Writes spans as that subset. */
void wire__write_spans(const wire_block *block, wire_out *out);

#endif
