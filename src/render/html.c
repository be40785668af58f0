/* html.c: a story as a lite page that stands by itself: an edition's page without the edition. */
#include "render/format.h"
#include "render/page.h"

void wire__write_html(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out)
{
    (void)opts;
    const wire_edition edition = {.language = story->language, .photos = WIRE_PHOTOS_LINK};
    const wire_site site = {.edition = &edition, .theme = theme};
    const wire_record record = {0};
    wire_render_story(&site, &record, story, out);
}
