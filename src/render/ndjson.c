/* ndjson.c: a story as a line of JSON. */
#include "render/format.h"

void wire__write_ndjson(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out)
{
    (void)theme, (void)opts;
    wire_story_write_json(story, NULL, out);
    wire_out_byte(out, '\n');
}
