/* html.h: blocks as the safe subset of HTML, inside a JSON string. Inside the library only. */
#ifndef WIRECOPY_MODEL_HTML_H
#define WIRECOPY_MODEL_HTML_H
#include "wirecopy/story.h"

/* As wire__write_markup (build.h), for between the quotes of a JSON string. */
void wire__write_json_markup(const wire_story *story, uint32_t at, wire_out *out);

#endif
