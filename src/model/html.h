/* html.h: blocks as the safe subset of HTML, plain or inside a JSON string. Inside the library only. */
#ifndef WIRECOPY_MODEL_HTML_H
#define WIRECOPY_MODEL_HTML_H
#include "wirecopy/story.h"

/* As wire__write_markup (build.h); is_json: what it writes stands between the quotes of a JSON string. */
void wire__write_html(const wire_story *story, uint32_t at, bool is_json, wire_out *out);

#endif
