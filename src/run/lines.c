/* lines.c: one buffer that grows to the longest line. */
#include "run/lines.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/wait.h"

enum { STEP = 256 << 10 };

void wire__lines_open_fd(wire__lines *lines, int fd, size_t max_bytes, const wire_hooks *hooks)
{
    *lines = (wire__lines){.fd = fd, .hooks = hooks, .max = max_bytes};
}

void wire__lines_open_text(wire__lines *lines, wire_str text)
{
    *lines = (wire__lines){.fd = -1, .p = text.p, .n = text.n, .max = SIZE_MAX, .is_end = true};
}

void wire__lines_close(wire__lines *lines)
{
    free(lines->own);
    *lines = (wire__lines){.fd = -1, .is_end = true};
}

static wire_code make_room(wire__lines *lines, wire_error *err)
{
    if (lines->at) {
        memmove(lines->own, lines->own + lines->at, lines->n - lines->at);
        lines->n -= lines->at;
        lines->n_scanned -= lines->at;
        lines->at = 0;
    }
    if (lines->cap - lines->n >= STEP / 2)
        return WIRE_OK;
    const size_t cap = lines->cap ? lines->cap * 2 : STEP;
    char *grown = realloc(lines->own, cap);
    if (!grown)
        return wire_fail(err, WIRE_ENOMEM, "import: no memory for a line of %zu bytes", cap);
    lines->p = lines->own = grown;
    lines->cap = cap;
    return WIRE_OK;
}

/* Reads once more; at the end of the stream sets is_end. */
static wire_code fill(wire__lines *lines, wire_error *err)
{
    const wire_code code = make_room(lines, err);
    if (code)
        return code;
    ssize_t n;
    do {
        errno = wire__await(lines->fd, lines->hooks, 0);
        n = errno ? -1 : read(lines->fd, lines->own + lines->n, lines->cap - lines->n);
    } while (n < 0 && errno == EINTR);
    if (n < 0 && errno == ECANCELED)
        return wire_fail(err, WIRE_ESTOP, "import: stopped");
    if (n < 0)
        return wire_fail(err, WIRE_EIO, "import: cannot read: %s", strerror(errno));
    lines->n += (size_t)n;
    lines->is_end = n == 0;
    return WIRE_OK;
}

static const char *find_end(wire__lines *lines)
{
    const size_t n = lines->n - lines->n_scanned;
    const char *end = n ? memchr(lines->p + lines->n_scanned, '\n', n) : NULL;
    lines->n_scanned = end ? (size_t)(end - lines->p) : lines->n;
    return end;
}

/* Takes the bytes up to `end` and the line end there. */
static wire_str take(wire__lines *lines, size_t end)
{
    wire_str line = {lines->p + lines->at, end - lines->at};
    lines->at = end < lines->n ? end + 1 : end;
    lines->n_scanned = lines->at;
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

/* Reads on for the end of a line. What is too long is forgotten. */
static wire_code fill_line(wire__lines *lines, wire_error *err)
{
    if (lines->n - lines->at > lines->max) {
        lines->is_skipping = true;
        lines->at = lines->n;
    }
    return fill(lines, err);
}

wire_code wire__lines_next(wire__lines *lines, wire_str *line, wire_error *err)
{
    const char *end;
    while (!(end = find_end(lines)) && !lines->is_end) {
        const wire_code code = fill_line(lines, err);
        if (code)
            return code;
    }
    if (!end && lines->at == lines->n && !lines->is_skipping)
        return WIRE_NONE;
    const wire_str taken = take(lines, end ? (size_t)(end - lines->p) : lines->n);
    lines->number++;
    if (lines->is_skipping || taken.n > lines->max) {
        lines->is_skipping = false;
        return wire_fail(err, WIRE_ELIMIT, "import: a line of more than %zu MiB; passed over", lines->max >> 20);
    }
    *line = taken;
    return WIRE_OK;
}

bool wire__lines_must_wait(wire__lines *lines)
{
    struct pollfd waiting = {.fd = lines->fd, .events = POLLIN};
    while (!lines->is_end && !find_end(lines)) {
        if (poll(&waiting, 1, 0) == 0)
            return true;
        if (fill_line(lines, NULL))
            return false; /* asking again will say why */
    }
    return false;
}

wire_code wire__lines_peek(wire__lines *lines, wire_str *head, wire_error *err)
{
    const wire_code code = lines->n == lines->at && !lines->is_end ? fill(lines, err) : WIRE_OK;
    if (!code)
        *head = (wire_str){lines->p + lines->at, lines->n - lines->at};
    return code;
}

wire_code wire__lines_rest(wire__lines *lines, wire_str *bytes, wire_error *err)
{
    while (!lines->is_end) {
        const wire_code code = fill(lines, err);
        if (code)
            return code;
        if (lines->n - lines->at > lines->max)
            return wire_fail(err, WIRE_ELIMIT, "import: more than %zu MiB", lines->max >> 20);
    }
    *bytes = (wire_str){lines->p + lines->at, lines->n - lines->at};
    lines->at = lines->n_scanned = lines->n;
    return WIRE_OK;
}
