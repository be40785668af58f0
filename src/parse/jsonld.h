/* jsonld.h: what a page's JSON-LD says of its story. */
#ifndef WIRECOPY_PARSE_JSONLD_H
#define WIRECOPY_PARSE_JSONLD_H
#include "wirecopy/story.h"

enum { WIRE__MAX_AUTHORS = 16, WIRE__MAX_KEYWORDS = 32, WIRE__MAX_SAID = 400 };

/* An update of a live page, as JSON-LD has it. */
typedef struct wire__said_update {
    wire_str headline, published, modified;
} wire__said_update;

/* What one source (JSON-LD, meta, microdata, the visible page) says; absent facts are {NULL, 0}. Texts are cleaned:
 * no tags, no entities, single spaces. Dates are as they stand. */
typedef struct wire__facts {
    wire_str headline, alternative, description, publisher, section, language, url;
    wire_str published, modified, expires;
    wire_str body; /* articleBody: cleaned, but with its line ends */
    wire_str image, caption, credit;
    wire_author authors[WIRE__MAX_AUTHORS];
    wire_str keywords[WIRE__MAX_KEYWORDS];
    uint32_t n_authors, n_keywords;
    const wire__said_update *updates;
    uint32_t n_updates;
    bool is_article, is_news, is_live, has_access, is_free;
    bool is_listing; /* says that the page is a product, a collection, a profile */
} wire__facts;

/* Reads the text of one script, broken JSON repaired where that can be done, into facts that are not yet known.
 * in     json: UTF-8, at most 4 MiB are looked at; arena: where the texts go
 * out    *facts: added to; untouched where nothing is understood
 * fails  WIRE_NONE: not JSON, or nothing of a story in it; WIRE_ENOMEM
 * by     https://schema.org/Article */
WIRE_USE wire_code wire__jsonld_read(wire_str json, wire_arena *arena, wire__facts *facts);

/* The text of a story as inlined application state has it. */
typedef struct wire__state {
    wire_str body;  /* paragraphs parted by empty lines, may hold markup */
    bool is_beside; /* it stands beside the page's headline, as that story's body */
} wire__state;

/* Finds the story's text in inlined application state (__NEXT_DATA__ and its like), where the visible page has none:
 * what is called the body beside this headline, else the longest run of prose.
 * in     headline: {NULL, 0}: not known
 * out    *state
 * fails  WIRE_NONE; WIRE_ENOMEM */
WIRE_USE wire_code wire__state_read(wire_str json, wire_str headline, wire_arena *arena, wire__state *state);

/* Text without tags, entities and runs of space; keep_lines: line ends stay, block tags make them.
 * fails  {NULL, 0}: no memory, or nothing left */
wire_str wire__text_clean(wire_str text, bool keep_lines, wire_arena *arena);
/* Adds an author unless there already or full. */
void wire__facts_add_author(wire__facts *facts, wire_str name, bool is_organization);
void wire__facts_add_keyword(wire__facts *facts, wire_str word);

#endif
