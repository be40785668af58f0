/* load.c: a file or standard input becomes a page, unpacked and within bounds. */
#include "wirecopy/codec.h"
#include "wirecopy/fetch.h"

#include "base/wait.h"
#include "fetch/size.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LARGEST_PATH = 4096,
    STEP = 64 << 10,
    PIPE_WAIT_MS = 30000 /* of a named pipe: nobody may ever write */
};

typedef struct source {
    int fd;
    int wait_ms; /* 0: as long as it takes */
    const wire_hooks *hooks;
} source;

static wire_code too_large(size_t max_bytes, wire_error *err)
{
    char size[WIRE__SIZE];
    return wire_fail(err, WIRE_ELIMIT, "larger than %s", wire__size_text(max_bytes, size));
}

/* A named pipe is opened without waiting for its writer; reading it then waits, but not for ever. */
static wire_code open_input(wire_str name, int *fd, wire_error *err)
{
    char path[LARGEST_PATH];
    if (name.n >= sizeof path)
        return wire_fail(err, WIRE_EIO, "cannot open: %s", strerror(ENAMETOOLONG));
    if (!name.n || memchr(name.p, '\0', name.n))
        return wire_fail(err, WIRE_EIO, "cannot open: %s", strerror(ENOENT));
    memcpy(path, name.p, name.n);
    path[name.n] = '\0';
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*fd < 0 && errno == ENOENT && strstr(path, "://"))
        return wire_fail(err, WIRE_EIO, "neither a file nor an http or https address");
    if (*fd < 0)
        return wire_fail(err, WIRE_EIO, "cannot open: %s", strerror(errno));
    return WIRE_OK;
}

/* As read(2), but waits where the descriptor does not, and can be stopped. */
static ssize_t read_some(const source *s, char *p, size_t n)
{
    for (;;) {
        errno = wire__await(s->fd, s->hooks, s->wait_ms);
        if (errno)
            return -1;
        const ssize_t got = read(s->fd, p, n);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN))
            return got;
    }
}

static wire_code read_failed(wire_error *err)
{
    if (errno == ECANCELED)
        return wire_fail(err, WIRE_ESTOP, "stopped");
    return wire_fail(err, WIRE_EIO, "cannot read: %s", strerror(errno));
}

/* A file's size is known: its bytes go where they will stay. */
static wire_code read_file(const source *s, size_t size, wire_arena *arena, wire_str *bytes, wire_error *err)
{
    char *p = wire_arena_take(arena, size + 1, 1);
    if (!p)
        return wire_fail(err, WIRE_ENOMEM, "no memory for %zu bytes", size);
    size_t n = 0;
    while (n < size) {
        const ssize_t got = read_some(s, p + n, size - n);
        if (got < 0)
            return read_failed(err);
        if (!got)
            break;
        n += (size_t)got;
    }
    *bytes = (wire_str){p, n};
    return WIRE_OK;
}

static wire_code read_stream(const source *s, size_t max_bytes, wire_arena *arena, wire_str *bytes, wire_error *err)
{
    char step[STEP];
    wire_out out;
    wire_out_open_memory(&out, max_bytes);
    wire_code code = WIRE_OK;
    ssize_t got;
    while (!out.code && (got = read_some(s, step, sizeof step))) {
        if (got < 0) {
            code = read_failed(err);
            break;
        }
        wire_out_put(&out, (wire_str){step, (size_t)got});
    }
    if (!code && out.code == WIRE_ELIMIT)
        code = too_large(max_bytes, err);
    else if (!code && (out.code || !wire_arena_copy(arena, wire_out_text(&out), bytes)))
        code = wire_fail(err, WIRE_ENOMEM, "no memory for the input");
    wire_out_close(&out, NULL);
    return code;
}

static wire_code read_all(int fd, const wire_load_opts *opts, size_t max_bytes, wire_arena *arena, wire_str *bytes,
                          wire_error *err)
{
    struct stat info;
    source s = {.fd = fd, .hooks = &opts->hooks};
    if (fstat(fd, &info))
        return read_failed(err);
    if (S_ISDIR(info.st_mode))
        return wire_fail(err, WIRE_EIO, "cannot open: %s", strerror(EISDIR));
    if (S_ISREG(info.st_mode) && info.st_size > 0) {
        if ((uint64_t)info.st_size > max_bytes)
            return too_large(max_bytes, err);
        return read_file(&s, (size_t)info.st_size, arena, bytes, err);
    }
    if (S_ISFIFO(info.st_mode) && fd != STDIN_FILENO)
        s.wait_ms = PIPE_WAIT_MS;
    return read_stream(&s, max_bytes, arena, bytes, err);
}

/* Damaged packing gives what there was before the damage, if anything. */
static wire_code unpack(wire_codec codec, size_t max_bytes, wire_arena *arena, wire_page *page, wire_error *err)
{
    wire_out out;
    wire_out_open_memory(&out, max_bytes);
    wire_code code = wire_unpack(codec, page->bytes, max_bytes, &out, err);
    if (code == WIRE_ELIMIT || out.code == WIRE_ELIMIT) {
        char size[WIRE__SIZE];
        code = wire_fail(err, WIRE_ELIMIT, "larger than %s once unpacked", wire__size_text(max_bytes, size));
    } else if (code == WIRE_EFORMAT && out.n) {
        page->is_cut = true;
        code = WIRE_OK;
    }
    if (!code && (out.code || !wire_arena_copy(arena, wire_out_text(&out), &page->bytes)))
        code = wire_fail(err, WIRE_ENOMEM, "no memory for the unpacked input");
    wire_out_close(&out, NULL);
    return code;
}

wire_code wire_input_load(const wire_input *input, const wire_load_opts *opts, wire_arena *arena, wire_page *page,
                          wire_error *err)
{
    static const wire_load_opts no_opts = {0};
    opts = opts ? opts : &no_opts;
    const size_t max = opts->max_bytes ? opts->max_bytes : (size_t)64 << 20;
    const bool is_standard = wire_str_is(input->name, WIRE_STR("-"));
    int fd = STDIN_FILENO;
    if (wire_input_is_web(input))
        return wire_fail(err, WIRE_EUSE, "an address, not a file");
    wire_code code = is_standard ? WIRE_OK : open_input(input->name, &fd, err);
    if (code)
        return code;
    wire_page got = {0};
    code = read_all(fd, opts, max, arena, &got.bytes, err);
    if (!is_standard)
        close(fd);
    if (!code && (!wire_arena_copy(arena, input->name, &got.input) ||
                  (input->url.n && !wire_arena_copy(arena, input->url, &got.url))))
        code = wire_fail(err, WIRE_ENOMEM, "no memory for the name");
    const wire_codec codec = code ? WIRE_CODEC_NONE : wire_codec_sniff(got.bytes, input->name);
    if (codec != WIRE_CODEC_NONE && got.bytes.n)
        code = unpack(codec, max, arena, &got, err);
    if (!code)
        *page = got;
    return code;
}
