/* json.c: a story as indented JSON, an object to itself. */
#include "render/format.h"

void wire__write_json(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out)
{
    (void)theme, (void)opts;
    wire_story_write_json(story, &(wire_json_opts){.is_pretty = true}, out);
    wire_out_byte(out, '\n');
}
