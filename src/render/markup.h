/* markup.h: text, attributes and blocks as HTML. Inside the library only. */
#ifndef WIRECOPY_RENDER_MARKUP_H
#define WIRECOPY_RENDER_MARKUP_H
#include "render/theme.h"

/* What is open of bidi controls in a run of text: what one leaves open would turn the line that follows. */
typedef struct wire__bidi {
    uint64_t isolates; /* bit n: the n-th open control is an isolate, else an embedding or override */
    uint32_t n;
} wire__bidi;

/* Escapes text for between tags. Bytes that are not UTF-8 become U+FFFD; characters that HTML or XML forbid and
 * unmatched bidi controls are left out.
 * in     bidi: keeps count between the spans of a block; wire__html_bidi_end closes what is open */
void wire__html_run(wire_out *out, wire_str text, wire__bidi *bidi, bool with_breaks); /* "\n": <br>, or a space */
void wire__html_bidi_end(wire_out *out, wire__bidi *bidi);
/* The same for a text by itself, line breaks as spaces. */
void wire__html_text(wire_out *out, wire_str text);
/* The same for code: line ends and tabs stay. */
void wire__html_code(wire_out *out, wire_str text);
/* Writes '<time datetime=2026-11-20T09:53Z>', in UTC; a bare date as it is. */
void wire__html_time(wire_out *out, const wire_stamp *stamp);
/* Writes an attribute's value, without quotes where HTML allows. */
void wire__html_value(wire_out *out, wire_str value);
/* Writes what stands between an attribute's quotes. */
void wire__html_quoted(wire_out *out, wire_str value);
/* Writes ' lang=ar dir=rtl' where `language` differs from the page's; nothing where it is absent. */
void wire__html_language(wire_out *out, wire_str language, wire_str page_language);
/* True for absolute http, https and mailto addresses without white space or controls: all that may be linked to. */
bool wire__is_link(wire_str href);
/* The text within a <bdi> where its direction may differ from the page's. */
void wire__html_name(wire_out *out, wire_str name, bool page_is_rtl);

/* A page of a story that goes on over several. All zero: the story is on one. */
typedef struct wire__part {
    const uint32_t *starts; /* the block that each page begins with; starts[0] is 0 */
    uint32_t n, at;         /* pages; this one, from 0 */
} wire__part;

/* Small photos that lie beside a story's page, named by their hashes. */
typedef struct wire__photos {
    const wire_photo *list;
    uint32_t n;
} wire__photos;

typedef struct wire__body_opts {
    wire_photos photos;
    wire__photos small;
    const wire_zone *zone; /* NULL: as the stamps state */
    bool is_feed;          /* no ids, no focus */
    wire__part part;
} wire__body_opts;

/* The blocks of a part: from *from, to before *to. */
void wire__part_range(const wire__part *part, const wire_story *story, uint32_t *from, uint32_t *to);
enum { WIRE__MOST_PARENTS = 8 };
/* What the block that a page begins with stands in, the nearest first. Returns how many. */
uint32_t wire__part_parents(const wire_story *story, uint32_t from, uint32_t parents[WIRE__MOST_PARENTS]);
/* Writes an update's id, "u-ID" or its number among the story's. */
void wire__html_update_id(wire_out *out, const wire_update *update, uint32_t number);
/* True for a paragraph that begins with the language's word for a correction and a mark behind it. */
bool wire__is_correction(const wire__words *words, const wire_block *block);
/* Writes a story's blocks as HTML, end tags left out where the standard lets them be. */
void wire__html_body(const wire__words *words, const wire_story *story, const wire__body_opts *opts, wire_out *out);
/* Writes "Ada Byrne, Luís Reis and Inês Fonseca, The Harbour Light", each name by `put`. False: nobody is known. */
bool wire__names_write(const wire__words *words, const wire_story *story, wire_out *out,
                       void (*put)(void *user, wire_out *out, wire_str name), void *user);
/* Writes the list of what was left out, "a video (1:12) and a map"; false: nothing was. */
bool wire__omitted_write(const wire__words *words, const wire_story *story, wire_out *out,
                         void (*put)(void *user, wire_out *out, wire_str text), void *user);
/* The stamp to show and the word before it: the last change where one is known. */
const wire_stamp *wire__story_stamp(const wire_story *story, wire__word *word);

#endif
