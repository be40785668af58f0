/* negotiate.h: what a request's fields ask for. Inside the library only. */
#ifndef WIRECOPY_SERVE_NEGOTIATE_H
#define WIRECOPY_SERVE_NEGOTIATE_H
#include "wirecopy/base.h"

/* The forms a page lies in, best first. */
#define WIRE__FORMS(X)      \
    X(BR, "br", ".br")      \
    X(ZSTD, "zstd", ".zst") \
    X(GZIP, "gzip", ".gz")  \
    X(PLAIN, "identity", "")

typedef enum wire__sent_form {
#define WIRE__FORM_ENUM(name, coding, suffix) WIRE__SENT_##name,
    WIRE__FORMS(WIRE__FORM_ENUM)
#undef WIRE__FORM_ENUM
        WIRE__N_SENT
} wire__sent_form;

/* What an Accept-Encoding field allows, most wanted first; of equals the best form.
 * in     field: its value; {NULL, 0}: there is none, which allows the plain form
 * out    order: as many as are given back. The plain form is missing only where the field refuses it.
 * by     RFC 9110, 12.5.3 */
size_t wire__accept_encoding(wire_str field, wire__sent_form order[WIRE__N_SENT]);
/* True where an If-None-Match field names the tag ("\"...\"", quotes included), or anything.
 * by  RFC 9110, 13.1.2: compared weakly */
bool wire__none_match(wire_str field, wire_str etag);

#endif
