/* warc_only.c: an archive's pages without reading them, and bare decompression of its members beside it. */
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "wirecopy/warc.h"

enum { LARGEST_MEMBER = 16 << 20 };

static int say(const char *what, unsigned long long n, unsigned long long n_bytes)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%s: %llu, %llu bytes, %.3f s user, %ld KB\n", what, n, n_bytes,
           (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6, usage.ru_maxrss);
    return 0;
}

static int read_pages(const char *path)
{
    wire_warc *warc = NULL;
    wire_error err;
    unsigned long long n = 0, n_bytes = 0;
    if (wire_warc_open(wire_str_of(path), 0, (wire_warc_place){0}, &warc, &err))
        return fprintf(stderr, "%s\n", err.text), 1;
    for (;;) {
        wire_page page;
        wire_warc_place place;
        const wire_code code = wire_warc_next(warc, &page, &place, &err);
        if (code == WIRE_NONE || code == WIRE_EIO || code == WIRE_ENOMEM)
            break;
        n += !code;
        n_bytes += code ? 0 : page.bytes.n;
    }
    wire_warc_close(warc);
    return say("pages", n, n_bytes);
}

/* Every member, one after the other, into one buffer. */
static int unpack(const char *path)
{
    struct stat about;
    unsigned long long n = 0, n_bytes = 0;
    const int fd = open(path, O_RDONLY);
    char *room = malloc(LARGEST_MEMBER);
    struct libdeflate_decompressor *inflate = libdeflate_alloc_decompressor();
    if (fd < 0 || fstat(fd, &about) || !room || !inflate)
        return fprintf(stderr, "%s: cannot be read\n", path), 1;
    const char *all = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    for (size_t at = 0; all != MAP_FAILED && at < (size_t)about.st_size; n++) {
        size_t n_in, n_out;
        if (libdeflate_gzip_decompress_ex(inflate, all + at, (size_t)about.st_size - at, room, LARGEST_MEMBER, &n_in,
                                          &n_out))
            return fprintf(stderr, "%s: damaged at %zu\n", path, at), 1;
        at += n_in;
        n_bytes += n_out;
    }
    libdeflate_free_decompressor(inflate);
    free(room);
    return say("members", n, n_bytes);
}

int main(int n, char **words)
{
    if (n == 3 && !strcmp(words[1], "pages"))
        return read_pages(words[2]);
    if (n == 3 && !strcmp(words[1], "unpack"))
        return unpack(words[2]);
    fprintf(stderr, "warc_only pages|unpack ARCHIVE\n");
    return 2;
}
