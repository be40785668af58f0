/* search.c: pages of ours in a folder whose manifest is lost, known by where they lie. */
#include "press/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 7 }; /* parts of 2026/11/20/local/slug/2/index.html */

/* A path in its parts. */
typedef struct parts {
    wire_str at[DEEPEST];
    size_t n;
} parts;

static bool is_number(wire_str s, size_t n_digits)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n == n_digits;
}

/* A path without the suffix of a form. */
static wire_str plain_of(wire_str path)
{
    for (wire__form form = WIRE__FORM_BR; form < WIRE__N_FORMS; form++) {
        const wire_str suffix = wire_str_of(wire__form_suffix(form));
        if (wire_str_has_suffix(path, suffix))
            return wire_str_cut(path, 0, path.n - suffix.n);
    }
    return path;
}

static parts part(wire_str path)
{
    parts p = {.n = 0};
    while (path.n && p.n < DEEPEST) {
        const char *slash = memchr(path.p, '/', path.n);
        const size_t n = slash ? (size_t)(slash - path.p) : path.n;
        p.at[p.n++] = wire_str_cut(path, 0, n);
        path = wire_str_cut(path, n + 1, path.n);
    }
    return p;
}

/* The number of a later page: "2", "17". */
static bool is_count(wire_str s)
{
    return s.n < 8 && is_number(s, s.n) && s.n && s.p[0] != '0';
}

static bool is_date(const parts *p, size_t from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_number(p->at[from + i], i ? 2 : 4))
            return false;
    return true;
}

/* True where the folder has a feed that says it is ours. */
static bool has_our_feed(const wire__folder *folder, wire_str section)
{
    char name[PATH_MAX], head[2048];
    static const char TAIL[] = "/feed.xml";
    if (section.n + sizeof TAIL > sizeof name)
        return false;
    memcpy(name, section.p, section.n);
    memcpy(name + section.n, TAIL, sizeof TAIL);
    const int fd = openat(folder->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    const ssize_t n = fd >= 0 ? read(fd, head, sizeof head) : -1;
    if (fd >= 0)
        close(fd);
    return n > 0 && wire_str_find((wire_str){head, (size_t)n}, WIRE_STR("<generator>Wirecopy</generator>")) != SIZE_MAX;
}

static bool is_index(wire_str name)
{
    static const char *const endings[] = {"html", "gmi", "md", "txt", "json"};
    if (!wire_str_has_prefix(name, WIRE_STR("index.")))
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (wire_str_is(wire_str_cut(name, sizeof "index." - 1, name.n), wire_str_of(endings[i])))
            return true;
    return false;
}

/* NAME.epub, NAME-2.epub. */
static bool is_book(wire_str file, wire_str name)
{
    if (!wire_str_has_prefix(file, name) || !wire_str_has_suffix(file, WIRE_STR(".epub")) || file.n < name.n + 5)
        return false;
    const wire_str number = wire_str_cut(file, name.n, file.n - 5);
    return !number.n || (number.p[0] == '-' && is_count(wire_str_cut(number, 1, number.n)));
}

/* HASH.webp. */
static bool is_photo(wire_str file)
{
    size_t n = 0;
    while (n < file.n && ((file.p[n] >= '0' && file.p[n] <= '9') || (file.p[n] >= 'a' && file.p[n] <= 'f')))
        n++;
    return n == 16 && wire_str_is(wire_str_cut(file, n, file.n), WIRE_STR(".webp"));
}

/* Only what lies where we put things and nobody else does; people may keep files of their own in the folder. */
static bool is_ours(const wire__folder *folder, const parts *p)
{
    const wire_str last = p->at[p->n - 1];
    const bool is_page = is_index(last);
    if (p->n == 1)
        return wire_str_is(last, WIRE_STR("index.gmi")) ||
               (wire_str_has_prefix(last, WIRE_STR("sitemap-")) && wire_str_has_suffix(last, WIRE_STR(".xml")));
    if (wire_str_is(p->at[0], WIRE_STR("archive"))) { /* archive/2026/11/20/2/index.html */
        if (p->n == 6)
            return is_page && is_date(p, 1, 3) && is_count(p->at[4]);
        return (is_page || (p->n == 5 && wire_str_has_suffix(last, WIRE_STR(".epub")))) && is_date(p, 1, p->n - 2);
    }
    if (p->n >= 6)
        return (is_page ||
                (p->n == 6 && (wire_str_is(last, WIRE_STR(".gone")) || is_photo(last) || is_book(last, p->at[4])))) &&
               is_date(p, 0, 3) && (p->n == 6 || is_count(p->at[5]));
    return p->n == 2 && (is_page || wire_str_is(last, WIRE_STR("feed.xml")) || is_book(last, p->at[0])) &&
           has_our_feed(folder, p->at[0]);
}

static bool is_entered(const parts *p)
{
    return p->n == 1 || (p->n < DEEPEST && (is_number(p->at[0], 4) || wire_str_is(p->at[0], WIRE_STR("archive"))));
}

static wire_code add_found(wire__manifest *m, wire_str path, uint32_t *cap, wire_error *err)
{
    wire_str file;
    uint32_t at = UINT32_MAX;
    const wire_code code = wire__manifest_find(m, path, &at, err);
    if (code || at != UINT32_MAX)
        return code;
    if (m->n == *cap) {
        wire__entry *entries = WIRE_TAKE(m->arena, wire__entry, *cap ? *cap * 2u : 256);
        if (!entries)
            return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
        if (m->n)
            memcpy(entries, m->entries, m->n * sizeof *entries);
        m->entries = entries;
        *cap = *cap ? *cap * 2 : 256;
    }
    if (!wire_arena_copy(m->arena, path, &file) || !wire__map_put(&m->by_file, file, m->n))
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    m->entries[m->n++] = (wire__entry){.file = file, .sizes = {1, 1, 1, 1}};
    return WIRE_OK;
}

static DIR *open_folder(const wire__folder *folder, const char *path)
{
    const int fd = openat(folder->fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir && fd >= 0)
        close(fd);
    return dir;
}

wire_code wire__manifest_search(wire__manifest *m, const wire__folder *folder, wire_error *err)
{
    char path[PATH_MAX] = "";
    DIR *open[DEEPEST] = {open_folder(folder, ".")};
    size_t ends[DEEPEST] = {0}, n_open = open[0] ? 1 : 0;
    uint32_t cap = m->n; /* what is there may have no room behind it */
    wire_code code = WIRE_OK;
    while (n_open && !code) {
        const size_t end = ends[n_open - 1];
        const struct dirent *entry = readdir(open[n_open - 1]);
        if (!entry) {
            closedir(open[--n_open]);
            continue;
        }
        const size_t n = strlen(entry->d_name);
        if ((entry->d_name[0] == '.' && strncmp(entry->d_name, ".gone", 5)) || end + n + 2 > sizeof path)
            continue;
        memcpy(path + end, entry->d_name, n + 1);
        const parts whole = part((wire_str){path, end + n});
        DIR *inner = is_entered(&whole) && n_open < DEEPEST ? open_folder(folder, path) : NULL;
        if (inner) {
            path[end + n] = '/';
            ends[n_open] = end + n + 1;
            open[n_open++] = inner;
            continue;
        }
        const wire_str plain = plain_of((wire_str){path, end + n});
        const parts p = part(plain);
        if (p.n && is_ours(folder, &p))
            code = add_found(m, plain, &cap, err);
    }
    while (n_open)
        closedir(open[--n_open]);
    return code;
}
