/* body.h: from scored texts to the story's blocks. */
#ifndef WIRECOPY_EXTRACT_BODY_H
#define WIRECOPY_EXTRACT_BODY_H
#include "extract/facts.h"
#include "model/build.h"

/* Decides which texts are the body's and what the others are: sets is_kept and role of each.
 * out    *confidence: the F1 to be expected; abstract: number of the standfirst's text or UINT32_MAX, kicker alike */
typedef struct wire__choice {
    double confidence;
    uint32_t standfirst, kicker;
    uint32_t n_words; /* kept */
    uint32_t n_paras;
} wire__choice;
void wire__choose(wire__scan *scan, const wire__all_facts *facts, wire__choice *choice);

/* standfirst.c: marks the standfirst, one text or more, and takes it out of the body.
 * out    number of the text that is shown as it, or UINT32_MAX */
uint32_t wire__settle_standfirst(wire__scan *scan, const wire__all_facts *facts);

/* Writes the kept texts and the media among them as blocks.
 * in     base: address that relative ones are read against; origin: maps bytes of the parsed text to the page's
 * fails  sticky, in the builder; WIRE_ENOMEM from addresses */
typedef struct wire__writing {
    const wire__scan *scan;
    const wire__all_facts *facts;
    wire__builder *builder;
    wire_address_reader *addresses;
    wire_arena *arena; /* scratch */
    wire_str base;
    const struct wire__charset *charset; /* NULL: ranges are left out */
    wire_str location, agency;           /* out: of the dateline */
    uint32_t n_videos, n_frames;         /* out: those that are not shown */
    uint8_t depth;                       /* of blocks: 1 within an update */
} wire__writing;
WIRE_USE wire_code wire__write_body(wire__writing *w);

/* spans.c: a text's spans, from its first node to its last. */
typedef struct wire__run {
    char *text; /* of all spans, one after the other; grown in the arena */
    uint32_t n, cap;
    struct wire__run_span {
        uint32_t end; /* of the span, in text */
        uint32_t marks;
        wire__node *link;
    } * spans;
    uint32_t n_spans, cap_spans;
    wire_arena *arena;
    bool is_failed;
} wire__run;
/* in     keep_space: as in <pre> */
void wire__run_make(wire__run *run, const wire__scan *scan, wire__node *first, wire__node *last, bool keep_space,
                    wire_arena *arena);
/* Appends the run to the builder's block, from a byte on. */
wire_code wire__run_put(const wire__run *run, uint32_t from, wire__writing *w);

/* blocks.c: where an element stood in the page as it was fetched. */
wire_range wire__element_source(const wire__writing *w, wire__node *node);

/* media.c: images and embeds. */
WIRE_USE wire_code wire__write_medium(wire__writing *w, const wire__medium *medium);
/* Writes a post of a social network as an embed with its text. */
WIRE_USE wire_code wire__write_post(wire__writing *w, wire__node *node, bool is_tweet);
/* An address of the web, or of a link that is followed, with_mail: mailto too, and without tracking parameters.
 * {NULL, 0}: none. */
WIRE_USE wire_code wire__read_href(wire__writing *w, wire_str text, bool with_mail, wire_str *href);

/* notes.c: keeps the footnotes that marks in the body lead to. */
void wire__notes_keep(wire__scan *scan);

/* polls.c: true where a poll stands among the texts that are kept. */
bool wire__has_poll(const wire__scan *scan);
/* True for a form that lets its reader choose. */
bool wire__has_choice(const wire__scan *scan, wire__node *form);

/* updates.c: marks the boxes that are updates of a live page; where metadata does not say that it is one (is_live), its
 * names must. fails  false: no memory */
WIRE_USE bool wire__updates_find(const wire__scan *scan, bool is_live, wire_arena *arena, uint8_t **is_update);
/* True for a text that begins in a <time>. */
bool wire__is_in_time(const wire__text *text);
/* Begins an update; *heading: the text that is its headline, or UINT32_MAX. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__write_update(wire__writing *w, uint32_t box, uint32_t *heading);

/* table.c: true where a table holds data, and not the page's layout. */
bool wire__is_data_table(const wire__scan *scan, uint32_t box);
WIRE_USE wire_code wire__write_table(wire__writing *w, uint32_t box);

#endif
