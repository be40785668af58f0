/* place.c: decoding of paths; opening beneath a folder. */
#include "serve/place.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN_FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW };

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "http://host/path" is a request for "/path". */
static wire_str path_of(wire_str target)
{
    if (!wire_str_is_ci(wire_str_cut(target, 0, 7), WIRE_STR("http://")) &&
        !wire_str_is_ci(wire_str_cut(target, 0, 8), WIRE_STR("https://")))
        return target;
    const wire_str rest = wire_str_cut(target, wire_str_find(target, WIRE_STR("//")) + 2, target.n);
    const size_t slash = wire_str_find(rest, WIRE_STR("/"));
    return slash < rest.n ? wire_str_cut(rest, slash, rest.n) : WIRE_STR("/");
}

static wire_code decode(wire_str path, char *text, size_t room, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (c == '%') {
            const int high = i + 2 < path.n ? hex(path.p[i + 1]) : -1;
            const int low = high >= 0 ? hex(path.p[i + 2]) : -1;
            if (low < 0)
                return WIRE_EFORMAT;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (*n + 1 >= room)
            return WIRE_ELIMIT;
        text[(*n)++] = c;
    }
    text[*n] = '\0';
    return WIRE_OK;
}

/* Each name between slashes must be a plain one; the last may be empty: a folder's page. */
static bool is_servable(wire_str path)
{
    for (size_t i = 0; i < path.n; i++) {
        const unsigned char c = (unsigned char)path.p[i];
        if (c < 0x20 || c == 0x7F || c == '\\')
            return false;
        if (i && path.p[i - 1] == '/' && (c == '.' || c == '/'))
            return false;
    }
    return path.n && path.p[0] == '/';
}

wire_code wire__place_read(wire_str target, char place[WIRE__LONGEST_PLACE])
{
    static const char INDEX[] = "index.html";
    char text[WIRE__LONGEST_PLACE];
    size_t n;
    const wire_code code = decode(path_of(target), text, sizeof text, &n);
    if (code)
        return code;
    if (!is_servable((wire_str){text, n}))
        return WIRE_NONE;
    if (n - 1 + sizeof INDEX > WIRE__LONGEST_PLACE)
        return WIRE_ELIMIT;
    memcpy(place, text + 1, n); /* with its zero */
    if (text[n - 1] == '/')
        memcpy(place + n - 1, INDEX, sizeof INDEX);
    return WIRE_OK;
}

/* As openat2 beneath the root, for kernels and sandboxes that lack it: a folder at a time, no links. */
static int walk(int root, const char *place)
{
    int at = root;
    const char *name = place;
    for (const char *slash; (slash = strchr(name, '/')); name = slash + 1) {
        char folder[256];
        const size_t n = (size_t)(slash - name);
        if (n >= sizeof folder) {
            errno = ENAMETOOLONG;
            break;
        }
        memcpy(folder, name, n);
        folder[n] = '\0';
        const int next = openat(at, folder, O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
        if (at != root)
            close(at);
        at = next;
        if (at < 0)
            return -1;
    }
    const int fd = strchr(name, '/') ? -1 : openat(at, name, OPEN_FLAGS);
    const int why = errno;
    if (at != root)
        close(at);
    errno = why;
    return fd;
}

static int open_beneath(int root, const char *place)
{
    struct open_how how = {.flags = OPEN_FLAGS,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    const long fd = syscall(SYS_openat2, root, place, &how, sizeof how);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return walk(root, place);
    return (int)fd;
}

wire_code wire__place_open(int root, const char *place, int *fd, struct stat *info)
{
    const int file = open_beneath(root, place);
    if (file < 0)
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == EIO ? WIRE_EIO : WIRE_NONE;
    wire_code code = fstat(file, info) ? WIRE_EIO : WIRE_OK;
    if (!code && !S_ISREG(info->st_mode))
        code = S_ISDIR(info->st_mode) ? WIRE_SAME : WIRE_NONE;
    if (code)
        close(file);
    else
        *fd = file;
    return code;
}
