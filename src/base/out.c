/* out.c: sinks into memory and onto file descriptors; escapes. */
#include "wirecopy/out.h"

#include <errno.h>
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

static void write_all(wire_out *out, const char *p, size_t n)
{
    while (n && !out->code) {
        const ssize_t wrote = write(out->fd, p, n);
        if (wrote > 0) {
            p += wrote;
            n -= (size_t)wrote;
        } else if (wrote < 0 && errno != EINTR) {
            out->code = WIRE_EIO;
            out->errnum = errno;
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
        cap *= 2;
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
    wire_out_put(out, (wire_str){&byte, 1});
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
    const wire_code code = say(out, err);
    if (code) {
        free(out->buf);
    } else {
        *bytes = wire_out_text(out);
        if (!out->buf && !(bytes->p = calloc(1, 1)))
            return wire_fail(err, WIRE_ENOMEM, "out: no memory");
    }
    *out = (wire_out){.fd = -1, .code = WIRE_EUSE};
    return code;
}
