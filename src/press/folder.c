/* folder.c: files that are there whole or not at all. */
#include "press/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOT ".wirecopy" /* what is ours alone lies there */

const char *wire__form_suffix(wire__form form)
{
    static const char *const SUFFIXES[WIRE__N_FORMS] = {"", ".br", ".gz", ".zst"};
    return SUFFIXES[form];
}

static wire_code fail(const wire__folder *folder, const char *what, const char *file, wire_error *err)
{
    const int n = errno;
    return wire_fail(err, WIRE_EIO, "press: cannot %s %s%s%s: %s", what, folder->name, *file ? "/" : "", file,
                     strerror(n));
}

static wire_code name_file(wire_str file, const char *suffix, char name[PATH_MAX], wire_error *err)
{
    const int n = snprintf(name, PATH_MAX, "%.*s%s", WIRE_ARG(file), suffix);
    return n > 0 && n < PATH_MAX ? WIRE_OK : wire_fail(err, WIRE_EIO, "press: a path of %zu bytes is too long", file.n);
}

/* Makes the folders above a file, from the deepest up, since most are there. out  *is_new: the last one was made now */
static wire_code make_folders(const wire__folder *folder, char *name, bool *is_new, wire_error *err)
{
    char *deepest = strrchr(name, '/');
    for (char *slash = deepest; slash;) {
        *slash = '\0';
        const bool is_made = mkdirat(folder->fd, name, 0777) == 0;
        char *above = is_made ? NULL : strrchr(name, '/');
        if (!is_made && errno != EEXIST && (errno != ENOENT || !above))
            return fail(folder, "make the folder", name, err);
        if (!is_made && errno == ENOENT) {
            slash = above;
            continue;
        }
        *is_new = is_made && slash == deepest;
        *slash = '/';
        if (slash == deepest)
            break;
        slash += 1 + strlen(slash + 1); /* down again: what stands behind the next cut */
    }
    return WIRE_OK;
}

static wire_code take_lock(wire__folder *folder, wire_error *err)
{
    if (mkdirat(folder->fd, DOT, 0777) && errno != EEXIST)
        return fail(folder, "make the folder", DOT, err);
    folder->lock_fd = openat(folder->fd, DOT "/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (folder->lock_fd < 0)
        return fail(folder, "write", DOT "/lock", err);
    if (!flock(folder->lock_fd, LOCK_EX | LOCK_NB))
        return WIRE_OK;
    if (errno == EWOULDBLOCK)
        return wire_fail(err, WIRE_EBUSY, "press: another press is at work on %s (it holds %s/" DOT "/lock)",
                         folder->name, folder->name);
    return fail(folder, "lock", DOT "/lock", err);
}

/* Makes a folder with all above it. */
static int make_path(const char *name)
{
    char path[PATH_MAX];
    const int n = snprintf(path, sizeof path, "%s", name);
    if (n <= 0 || n >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) && errno != EEXIST)
            return -1;
        *slash = '/';
    }
    return mkdir(path, 0777) && errno != EEXIST ? -1 : 0;
}

wire_code wire__folder_open(const char *name, wire__folder *folder, wire_error *err)
{
    *folder = (wire__folder){.name = name, .fd = -1, .lock_fd = -1};
    folder->fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0 && errno == ENOENT) {
        if (make_path(name))
            return fail(folder, "make the folder", "", err);
        folder->fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (folder->fd < 0)
        return fail(folder, "open the folder", "", err);
    const wire_code code = take_lock(folder, err);
    if (code)
        wire__folder_close(folder);
    return code;
}

void wire__folder_close(wire__folder *folder)
{
    if (folder->lock_fd >= 0)
        close(folder->lock_fd); /* and so gives the lock up */
    if (folder->fd >= 0)
        close(folder->fd);
    folder->fd = folder->lock_fd = -1;
}

static bool write_all(int fd, wire_str bytes)
{
    while (bytes.n) {
        const ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = wire_str_cut(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static bool write_file(const wire__folder *folder, const char *name, wire_str bytes)
{
    const int fd = openat(folder->fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return false;
    const bool is_written = write_all(fd, bytes);
    const int n = errno;
    if (close(fd) && is_written)
        return false;
    errno = n;
    return is_written;
}

/* The name that a file has while it is written: in its own folder, so that the file system puts it there. Books of one
 * folder are written by several threads, and so each has a name of its own. */
static void name_part(const char *name, char part[PATH_MAX + 8])
{
    const char *slash = strrchr(name, '/');
    const int n_folder = slash ? (int)(slash + 1 - name) : 0;
    if (wire_str_has_suffix(wire_str_of(name), WIRE_STR(".epub")))
        snprintf(part, PATH_MAX + 8, "%.*s.%s.part", n_folder, name, name + n_folder);
    else
        snprintf(part, PATH_MAX + 8, "%.*s.part", n_folder, name);
}

wire_code wire__folder_put(const wire__folder *folder, wire_str file, const char *suffix, wire_str bytes, bool *is_new,
                           wire_error *err)
{
    char name[PATH_MAX], part[PATH_MAX + 8];
    bool is_made = false;
    wire_code code = name_file(file, suffix, name, err);
    if (code)
        return code;
    name_part(name, part);
    bool is_written = write_file(folder, part, bytes);
    if (!is_written && errno == ENOENT) {
        code = make_folders(folder, name, &is_made, err);
        if (code)
            return code;
        is_written = write_file(folder, part, bytes);
    }
    if (!is_written || renameat(folder->fd, part, folder->fd, name)) {
        code = fail(folder, "write", name, err);
        unlinkat(folder->fd, part, 0);
        return code;
    }
    if (is_new)
        *is_new = is_made;
    return WIRE_OK;
}

wire_code wire__folder_remove(const wire__folder *folder, wire_str file, const char *suffix, wire_error *err)
{
    char name[PATH_MAX];
    const wire_code code = name_file(file, suffix, name, err);
    if (code || !unlinkat(folder->fd, name, 0) || errno == ENOENT || errno == ENOTDIR)
        return code;
    return fail(folder, "remove", name, err);
}

void wire__folder_prune(const wire__folder *folder, wire_str file)
{
    char name[PATH_MAX], part[PATH_MAX + 8];
    if (name_file(file, "", name, NULL))
        return;
    name_part(name, part);
    unlinkat(folder->fd, part, 0); /* of a press that was killed */
    for (char *slash; (slash = strrchr(name, '/'));) {
        *slash = '\0';
        if (unlinkat(folder->fd, name, AT_REMOVEDIR))
            break; /* something is left in it */
    }
}

uint64_t wire__folder_size(const wire__folder *folder, wire_str file, const char *suffix)
{
    char name[PATH_MAX];
    struct stat st;
    if (file.n + strlen(suffix) >= sizeof name)
        return UINT64_MAX;
    memcpy(name, file.p, file.n);
    memcpy(name + file.n, suffix, strlen(suffix) + 1);
    return fstatat(folder->fd, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode) ? UINT64_MAX
                                                                                       : (uint64_t)st.st_size;
}

wire_str wire__page_name(wire_str file, uint32_t number, char name[PATH_MAX])
{
    const wire_str folder = wire_str_cut(file, 0, file.n - (sizeof "index.html" - 1));
    const int n = snprintf(name, PATH_MAX, "%.*s%u/index.html", WIRE_ARG(folder), number);
    return (wire_str){name, n > 0 && n < PATH_MAX ? (size_t)n : 0};
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The folders beside a page that are named by numbers above n_kept, lowest first. out  *numbers: the caller's, free()
 */
static size_t find_pages(const wire__folder *folder, wire_str file, uint32_t n_kept, uint32_t **numbers)
{
    char name[PATH_MAX];
    size_t n = 0, cap = 0;
    *numbers = NULL;
    if (name_file(wire_str_cut(file, 0, file.n - (sizeof "/index.html" - 1)), "", name, NULL))
        return 0;
    const int fd = openat(folder->fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir && fd >= 0)
        close(fd);
    for (const struct dirent *entry; dir && (entry = readdir(dir));) {
        char *end = NULL;
        const unsigned long number =
            entry->d_name[0] >= '1' && entry->d_name[0] <= '9' ? strtoul(entry->d_name, &end, 10) : 0;
        if (number < 2 || number <= n_kept || number > 1u << 20 || *end)
            continue;
        if (n == cap) {
            uint32_t *more = realloc(*numbers, (cap = cap * 2 + 16) * sizeof *more);
            if (!more)
                break; /* the others go when the story is next written */
            *numbers = more;
        }
        (*numbers)[n++] = (uint32_t)number;
    }
    if (dir)
        closedir(dir);
    if (n)
        qsort(*numbers, n, sizeof **numbers, by_number);
    return n;
}

/* True for what may go on on later pages: 2026/11/20/local/slug/index.html, archive/2026/11/20/index.html. */
static bool is_paged(wire_str file)
{
    size_t n = 0;
    for (size_t i = 0; i < file.n; i++)
        n += file.p[i] == '/';
    const bool is_archive = wire_str_has_prefix(file, WIRE_STR("archive/"));
    return wire_str_has_suffix(file, WIRE_STR("/index.html")) && n == (is_archive ? 4 : 5);
}

static wire_code remove_forms(const wire__folder *folder, wire_str file, wire_error *err)
{
    wire_code code = WIRE_OK;
    for (wire__form form = WIRE__FORM_PLAIN; form < WIRE__N_FORMS && !code; form++)
        code = wire__folder_remove(folder, file, wire__form_suffix(form), err);
    return code;
}

static wire_code remove_pages(const wire__folder *folder, wire_str file, const uint32_t *numbers, size_t n,
                              wire_error *err)
{
    char name[PATH_MAX];
    wire_code code = WIRE_OK;
    for (size_t i = 0; i < n && !code; i++) {
        const wire_str page = wire__page_name(file, numbers[i], name);
        code = remove_forms(folder, page, err);
        wire__folder_prune(folder, page);
    }
    return code;
}

wire_code wire__pages_remove(const wire__folder *folder, wire_str file, uint32_t n_kept, wire_error *err)
{
    uint32_t *numbers = NULL;
    const size_t n = is_paged(file) ? find_pages(folder, file, n_kept, &numbers) : 0;
    const wire_code code = remove_pages(folder, file, numbers, n, err);
    free(numbers);
    return code;
}

/* Its pages link to each other, so that no order of removing them is right: they go out of sight at once. */
static wire_code remove_paged(const wire__folder *folder, wire_str file, const uint32_t *numbers, size_t n,
                              wire_error *err)
{
    static const wire_str GONE = {DOT "/gone/index.html", sizeof DOT "/gone/index.html" - 1};
    char name[PATH_MAX];
    uint32_t *left = NULL;
    const size_t n_left = find_pages(folder, GONE, 1, &left); /* of a press that was killed */
    wire_code code = remove_pages(folder, GONE, left, n_left, err);
    free(left);
    if (!code)
        code = remove_forms(folder, GONE, err);
    if (!code)
        code = name_file(wire_str_cut(file, 0, file.n - (sizeof "/index.html" - 1)), "", name, err);
    if (code)
        return code;
    const bool is_hidden = !renameat(folder->fd, name, folder->fd, DOT "/gone");
    const wire_str hidden = is_hidden ? GONE : file;
    code = remove_pages(folder, hidden, numbers, n, err);
    if (!code)
        code = remove_forms(folder, hidden, err);
    if (is_hidden && unlinkat(folder->fd, DOT "/gone", AT_REMOVEDIR)) /* somebody's own files are in it */
        (void)renameat(folder->fd, DOT "/gone", folder->fd, name);
    return code;
}

wire_code wire__page_remove(const wire__folder *folder, wire_str file, wire_error *err)
{
    uint32_t *numbers = NULL;
    const size_t n = is_paged(file) ? find_pages(folder, file, 1, &numbers) : 0;
    const wire_code code = n ? remove_paged(folder, file, numbers, n, err) : remove_forms(folder, file, err);
    free(numbers);
    if (!code)
        wire__folder_prune(folder, file);
    return code;
}

wire_code wire__folder_sync(const wire__folder *folder, wire_error *err)
{
    return syncfs(folder->fd) ? fail(folder, "keep", "", err) : WIRE_OK;
}
