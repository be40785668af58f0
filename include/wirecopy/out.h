/* out.h: a sink for bytes whose error sticks, so that only closing it need be checked. */
#ifndef WIRECOPY_OUT_H
#define WIRECOPY_OUT_H
#include "wirecopy/base.h"

WIRE_BEGIN

typedef struct wire_out {
    char *buf;      /* bytes held; for a memory sink all of them */
    size_t n, cap;  /* held, room */
    size_t max;     /* memory sink: the most it may hold */
    uint64_t total; /* bytes put since it was opened */
    wire_code code; /* the first failure; later puts do nothing */
    int errnum;     /* errno of that failure, or 0 */
    int fd;         /* -1: a memory sink */
} wire_out;

/* Opens a sink into memory. in  max_bytes: more is WIRE_ELIMIT; 0: 256 MiB. Never fails. */
WIRE_API void wire_out_open_memory(wire_out *out, size_t max_bytes);
/* Opens a buffered sink onto a file descriptor, which stays the caller's and open. Never fails. */
WIRE_API void wire_out_open_fd(wire_out *out, int fd);
WIRE_API void wire_out_put(wire_out *out, wire_str bytes);
WIRE_API void wire_out_byte(wire_out *out, char byte);
WIRE_API void wire_out_print(wire_out *out, const char *format, ...) WIRE_PRINTF(2, 3);
/* What a memory sink holds, until the next put or close. */
WIRE_API wire_str wire_out_text(const wire_out *out);
/* Empties a memory sink for the next use; keeps its memory; forgets its error. */
WIRE_API void wire_out_reset(wire_out *out);
/* Flushes (fd) and frees. fails  the first failure since opening, said in err. */
WIRE_API wire_code wire_out_close(wire_out *out, wire_error *err);
/* Hands a memory sink's bytes to the caller, who frees them with free(), and closes it.
 * fails  as wire_out_close; *bytes untouched */
WIRE_API WIRE_USE wire_code wire_out_take(wire_out *out, wire_str *bytes, wire_error *err);

#ifndef WIRE_NO_INLINE
WIRE_INLINE void wire_out_byte(wire_out *out, char byte)
{
    wire_str one = {&byte, 1};
    if (out->code || out->n == out->cap) {
        wire_out_put(out, one);
        return;
    }
    out->buf[out->n++] = byte;
    out->total++;
}
#endif

#define wire_out_lit(out, literal) wire_out_put((out), WIRE_STR(literal))

/* Escapes, named by where the text will stand. Bytes that are not UTF-8 become U+FFFD;
 * characters that XML and HTML forbid are left out. */
WIRE_API void wire_out_html_text(wire_out *out, wire_str text); /* between tags: & < > */
WIRE_API void wire_out_html_attr(wire_out *out, wire_str text); /* inside "...": & < > " */
WIRE_API void wire_out_json_text(wire_out *out, wire_str text); /* inside "...", RFC 8259 */

WIRE_END
#endif
