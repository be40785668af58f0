/* lines.h: a stream read line by line, within a bound. Inside the library only. */
#ifndef WIRECOPY_RUN_LINES_H
#define WIRECOPY_RUN_LINES_H
#include "wirecopy/base.h"

typedef struct wire__lines {
    int fd; /* -1: all there is lies in the buffer already */
    const wire_hooks *hooks;
    char *own;        /* the buffer, where it is ours */
    const char *p;    /* the buffer */
    size_t at, n;     /* unread bytes are [at, n) */
    size_t n_scanned; /* [at, n_scanned) has no line end */
    size_t cap, max;
    uint64_t number; /* of the line last given, from 1 */
    bool is_end;     /* the stream has no more */
    bool is_skipping;
} wire__lines;

/* in  max_bytes: of a line; hooks: stop is asked while the stream is waited for; may be NULL. The descriptor stays the
 * caller's. */
void wire__lines_open_fd(wire__lines *lines, int fd, size_t max_bytes, const wire_hooks *hooks);
void wire__lines_open_text(wire__lines *lines, wire_str text);
void wire__lines_close(wire__lines *lines);
/* Gives the next line without its end (LF or CR LF); the last one needs none.
 * out    *line: until the next call
 * fails  WIRE_NONE: no more; WIRE_ELIMIT: longer than the bound, it is passed over and the next can be asked for;
 *        WIRE_EIO; WIRE_ESTOP; WIRE_ENOMEM */
WIRE_USE wire_code wire__lines_next(wire__lines *lines, wire_str *line, wire_error *err);
/* True where the next line has not come yet: asking for it would wait for somebody. */
bool wire__lines_must_wait(wire__lines *lines);
/* The first bytes, without taking them: what one read gives, all of a text. */
WIRE_USE wire_code wire__lines_peek(wire__lines *lines, wire_str *head, wire_error *err);
/* All that is left, instead of lines. fails  WIRE_ELIMIT: over the bound; WIRE_EIO; WIRE_ENOMEM */
WIRE_USE wire_code wire__lines_rest(wire__lines *lines, wire_str *bytes, wire_error *err);
#endif
