/* dom_skip.h: finding the ends of what is gone over without making a tree of it. Only for dom_tokens.c. */
#ifndef WIRECOPY_PARSE_DOM_SKIP_H
#define WIRECOPY_PARSE_DOM_SKIP_H
#include "parse/dom_bytes.h"
#include "parse/dom_tokens.h"

/* From "<!--" to behind its end; NULL: not plain, or not whole. */
bytes wire__comment_end(bytes p, bytes end);
/* The "</" of an end tag of that name; NULL: there is none. *comment: the first "<!--" before it, if there is one. */
bytes wire__find_end_tag(bytes p, bytes end, const char *name, size_t n, bytes *comment);
/* From behind <svg ...> to its "</svg"; NULL: it holds more than a drawing. */
bytes wire__drawing_end(bytes p, bytes end);
/* From behind <select ...> to its "</select"; NULL: it holds more than options. */
bytes wire__choice_end(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch, bytes p, bytes end);
/* From behind the tag of the newest element, a <nav> or <button>, to its end tag; NULL: what is in it is not plain, or
 * does something to what is around it. Goes over each byte of a page once at most. */
bytes wire__menu_end(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch, lxb_tag_id_t id, bytes p, bytes end);

#endif
