/* xhtml.h: a story as well-formed XHTML, for what takes nothing less. Inside the library only. */
#ifndef WIRECOPY_RENDER_XHTML_H
#define WIRECOPY_RENDER_XHTML_H
#include "render/markup.h"
#include "wirecopy/address.h"

typedef struct wire__xhtml {
    wire_out *out;
    const wire_theme *theme;
    const wire__words *words;
    wire_address_reader *addresses; /* links are checked and written as it has them */
    wire_arena *scratch;            /* reset for each link */
    wire_str language;
    const wire_zone *zone; /* NULL: as the stamps state */
} wire__xhtml;

/* Text between tags, line ends as <br/>. */
void wire__xhtml_text(wire__xhtml *x, wire_str text);
/* A value between double quotes. */
void wire__xhtml_attr(wire__xhtml *x, wire_str text);
/* A tag's xml:lang and lang, and dir where it is written from right to left; nothing for what is no language. */
void wire__xhtml_language(wire__xhtml *x, wire_str language);
/* A language tag in the form of BCP 47: letters and digits in parts of one to eight, the first of letters alone. */
bool wire__is_language(wire_str tag);
/* Writes headline, standfirst, byline, stamp, source, body, what was left out, and the way to the full article. */
void wire__xhtml_story(wire__xhtml *x, const wire_story *story);

#endif
