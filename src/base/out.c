/* out.c: sinks into memory and onto file descriptors. */
#define WIRE_NO_INLINE
#include "base/sink.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FD_BUFFER = 64 << 10 };

void wire_out_open_memory(wire_out *out, size_t max_bytes)
{
    *out = (wire_out){.max = max_bytes ? max_bytes : (size_t)256 << 20, .fd = -1};
}

void wire_out_open_fd(wire_out *out, int fd)
{
    *out = (wire_out){.fd = fd};
}

/* Waits where the descriptor is one that would not wait by itself, as a terminal shared with another program may be. */
static bool may_go_on(int fd)
{
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        return false;
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    return poll(&wait, 1, -1) > 0 || errno == EINTR;
}

static void write_all(wire_out *out, const char *p, size_t n)
{
    while (n && !out->code) {
        const ssize_t wrote = write(out->fd, p, n);
        if (wrote > 0) {
            p += wrote;
            n -= (size_t)wrote;
        } else if (!wrote || !may_go_on(out->fd)) {
            out->code = WIRE_EIO;
            out->errnum = wrote ? errno : ENOSPC;
        }
    }
}

static void flush(wire_out *out)
{
    write_all(out, out->buf, out->n);
    out->n = 0;
}

/* Makes room for n more bytes in a memory sink. */
static bool grow(wire_out *out, size_t n)
{
    if (n > out->max - out->n) {
        out->code = WIRE_ELIMIT;
        return false;
    }
    size_t cap = out->cap ? out->cap : 1024;
    while (cap < out->n + n)
        cap = cap <= SIZE_MAX / 2 ? cap * 2 : SIZE_MAX;
    cap = cap < out->max ? cap : out->max;
    char *buf = realloc(out->buf, cap);
    if (!buf) {
        out->code = WIRE_ENOMEM;
        return false;
    }
    out->buf = buf;
    out->cap = cap;
    return true;
}

static bool make_room(wire_out *out, size_t n)
{
    if (out->fd < 0)
        return grow(out, n);
    if (!out->buf) {
        out->buf = malloc(FD_BUFFER);
        out->cap = out->buf ? FD_BUFFER : 0;
        if (!out->buf)
            out->code = WIRE_ENOMEM;
    } else {
        flush(out);
    }
    return !out->code;
}

void wire_out_put(wire_out *out, wire_str bytes)
{
    if (out->code || !bytes.n)
        return;
    out->total += bytes.n;
    if (bytes.n > out->cap - out->n && !make_room(out, bytes.n))
        return;
    if (bytes.n > out->cap - out->n) { /* larger than the buffer of an fd */
        write_all(out, bytes.p, bytes.n);
        return;
    }
    memcpy(out->buf + out->n, bytes.p, bytes.n);
    out->n += bytes.n;
}

void wire_out_byte(wire_out *out, char byte)
{
    if (out->code || out->n == out->cap) {
        wire_out_put(out, (wire_str){&byte, 1});
        return;
    }
    out->buf[out->n++] = byte;
    out->total++;
}

char *wire__out_room(wire_out *out, size_t want, size_t *room)
{
    if (out->code)
        return NULL;
    if (out->fd < 0) {
        const size_t left = out->max - out->n;
        want = want < left ? want : left;
    } else {
        want = want < FD_BUFFER ? want : FD_BUFFER;
    }
    want = want ? want : 1;
    if (want > out->cap - out->n && !make_room(out, want))
        return NULL;
    *room = out->cap - out->n;
    return out->buf + out->n;
}

void wire__out_add(wire_out *out, size_t n)
{
    out->n += n;
    out->total += n;
}

void wire_out_print(wire_out *out, const char *format, ...)
{
    char small[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof small) {
        wire_out_put(out, (wire_str){small, (size_t)n});
    } else if (n >= 0 && !out->code) {
        char *large = malloc((size_t)n + 1);
        if (large) {
            vsnprintf(large, (size_t)n + 1, format, again);
            wire_out_put(out, (wire_str){large, (size_t)n});
            free(large);
        } else {
            out->code = WIRE_ENOMEM;
        }
    }
    va_end(again);
}

wire_str wire_out_text(const wire_out *out)
{
    return (wire_str){out->buf ? out->buf : "", out->n};
}

void wire_out_reset(wire_out *out)
{
    out->n = 0;
    out->total = 0;
    out->code = WIRE_OK;
    out->errnum = 0;
}

static wire_code say(const wire_out *out, wire_error *err)
{
    if (!out->code)
        return WIRE_OK;
    return wire_fail(err, out->code, "out: %s", out->errnum ? strerror(out->errnum) : wire_code_text(out->code));
}

wire_code wire_out_close(wire_out *out, wire_error *err)
{
    if (out->fd >= 0 && out->n)
        flush(out);
    const wire_code code = say(out, err);
    free(out->buf);
    *out = (wire_out){.fd = -1, .code = WIRE_EUSE}; /* puts after closing do nothing */
    return code;
}

wire_code wire_out_take(wire_out *out, wire_str *bytes, wire_error *err)
{
    if (out->fd >= 0 && !out->code)
        out->code = WIRE_EUSE; /* what went to a file is not here to be taken */
    char *buf = out->buf;
    if (!out->code && !buf && !(buf = malloc(1)))
        out->code = WIRE_ENOMEM;
    const wire_code code = say(out, err);
    if (code)
        free(buf);
    else
        *bytes = (wire_str){buf, out->n};
    *out = (wire_out){.fd = -1, .code = WIRE_EUSE};
    return code;
}
