/* format.h: the writers that formats.def names. Inside the library only. */
#ifndef WIRECOPY_RENDER_FORMAT_H
#define WIRECOPY_RENDER_FORMAT_H
#include "render/markup.h"

#define X(name, about, before, between, after, ending, is_book)                                             \
    void wire__write_##name(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, \
                            wire_out *out);
#include "render/formats.def"
#undef X

/* Writes the rest of a line of text, words kept whole, lines of at most `columns` display columns (0: one line).
 * in     indent: put before every line but the first, counted in columns of one each */
void wire__wrap(wire_out *out, wire_str text, uint32_t columns, wire_str indent);
/* Columns a terminal gives to a text. */
uint32_t wire__columns(wire_str text);

#endif
