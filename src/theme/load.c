/* load.c: a theme's folder, read, checked and written. */
#include "wirecopy/theme.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/theme.h"
#include "theme/check.h"

enum { MAX_STYLE = 12000, MAX_FRAGMENT = 2000, MAX_LOGO = 4000, MAX_WORDS = 1 << 20 };

/* What a theme's folder may hold. */
static const struct part {
    const char *name;
    size_t most; /* bytes */
    enum { STYLE, HEAD, BODY, LOGO, WORDS } kind;
    size_t offset; /* in wire__theme_files */
} PARTS[] = {
    {"style.css", MAX_STYLE, STYLE, offsetof(wire__theme_files, style)},
    {"story.css", MAX_STYLE, STYLE, offsetof(wire__theme_files, story)},
    {"front.css", MAX_STYLE, STYLE, offsetof(wire__theme_files, front)},
    {"head.html", MAX_FRAGMENT, HEAD, offsetof(wire__theme_files, head)},
    {"top.html", MAX_FRAGMENT, BODY, offsetof(wire__theme_files, top)},
    {"bottom.html", MAX_FRAGMENT, BODY, offsetof(wire__theme_files, bottom)},
    {"logo.svg", MAX_LOGO, LOGO, offsetof(wire__theme_files, logo)},
    {"words.ini", MAX_WORDS, WORDS, offsetof(wire__theme_files, words)},
};

enum { N_PARTS = sizeof PARTS / sizeof *PARTS };

static wire_code fail_file(wire_error *err, const char *name, int why)
{
    return wire_fail(err, WIRE_EIO, "%s: %s", name, strerror(why));
}

/* Reads a file whole. fails  WIRE_NONE: there is none */
static wire_code read_file(const char *name, size_t most, wire_arena *arena, wire_str *text, wire_error *err)
{
    struct stat st;
    const int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ? WIRE_NONE : fail_file(err, name, errno);
    wire_code code = fstat(fd, &st) ? fail_file(err, name, errno) : WIRE_OK;
    if (!code && !S_ISREG(st.st_mode))
        code = wire_fail(err, WIRE_ECONFIG, "%s: not a file", name);
    if (!code && (uint64_t)st.st_size > most)
        code = wire_fail(err, WIRE_ECONFIG, "%s:1: %llu bytes; it may have %zu, since every page carries it", name,
                         (unsigned long long)st.st_size, most);
    char *bytes = code ? NULL : wire_arena_take(arena, (size_t)st.st_size + 1, 1);
    if (!code && !bytes)
        code = wire_fail(err, WIRE_ENOMEM, "theme: no memory for %s", name);
    size_t n = 0;
    for (ssize_t got = 1; !code && n < (size_t)st.st_size && got > 0; n += got > 0 ? (size_t)got : 0)
        if ((got = read(fd, bytes + n, (size_t)st.st_size - n)) < 0)
            code = fail_file(err, name, errno);
    close(fd);
    if (!code)
        *text = (wire_str){bytes, n};
    return code;
}

static wire_code check(const struct part *part, const wire__theme_file *file, wire_error *err)
{
    switch (part->kind) {
    case STYLE:
        return wire__check_style(file, err);
    case HEAD:
        return wire__check_fragment(file, WIRE__FRAGMENT_HEAD, err);
    case BODY:
        return wire__check_fragment(file, WIRE__FRAGMENT_BODY, err);
    case LOGO:
        return wire__check_fragment(file, WIRE__FRAGMENT_LOGO, err);
    case WORDS:
        break; /* when they are read */
    }
    return WIRE_OK;
}

static bool is_part(const char *name)
{
    for (size_t i = 0; i < N_PARTS; i++)
        if (!strcmp(name, PARTS[i].name))
            return true;
    return false;
}

/* A misspelt file would do nothing without a word: whatever ends as a theme's files do must be one. */
static wire_code check_names(const char *folder, wire_error *err)
{
    static const char *const endings[] = {".css", ".html", ".htm", ".svg", ".ini"};
    DIR *dir = opendir(folder);
    wire_code code = dir ? WIRE_OK : fail_file(err, folder, errno);
    for (const struct dirent *e; !code && (e = readdir(dir));)
        for (size_t i = 0; i < sizeof endings / sizeof *endings && !code; i++)
            if (wire_str_has_suffix(wire_str_of(e->d_name), wire_str_of(endings[i])) && !is_part(e->d_name))
                code = wire_fail(
                    err, WIRE_ECONFIG,
                    "%s/%s: no file of a theme; those are style.css, story.css, front.css, head.html, top.html, "
                    "bottom.html, logo.svg, words.ini",
                    folder, e->d_name);
    if (dir)
        closedir(dir);
    return code;
}

static wire_code read_parts(const char *folder, wire_arena *arena, wire__theme_files *files, wire_error *err)
{
    for (size_t i = 0; i < N_PARTS; i++) {
        char name[4200];
        wire_str text = {NULL, 0};
        snprintf(name, sizeof name, "%s/%s", folder, PARTS[i].name);
        wire_code code = read_file(name, PARTS[i].most, arena, &text, err);
        if (!code)
            code = check(&PARTS[i], &(wire__theme_file){name, text}, err);
        if (code < 0)
            return code;
        if (!code)
            *(wire_str *)(void *)((char *)files + PARTS[i].offset) = text;
        else if (PARTS[i].offset == offsetof(wire__theme_files, style))
            return wire_fail(err, WIRE_ECONFIG, "%s: there is none; a theme is a folder with at least that", name);
    }
    return WIRE_OK;
}

wire_code wire_theme_load_folder(wire_str folder, wire_theme **theme, wire_error *err)
{
    char place[4096];
    if (!folder.n || folder.n >= sizeof place || memchr(folder.p, '\0', folder.n))
        return wire_fail(err, WIRE_ECONFIG, "theme: not a folder's name: \"%.*s\"",
                         WIRE_ARG(wire_str_cut(folder, 0, 200)));
    memcpy(place, folder.p, folder.n);
    place[folder.n] = '\0';
    wire_arena *arena = wire_arena_new(0);
    wire__theme_files files = wire__theme_own();
    files.story = files.front = (wire_str){NULL, 0};
    files.folder = place;
    wire_code code = arena ? check_names(place, err) : wire_fail(err, WIRE_ENOMEM, "theme: no memory");
    if (!code)
        code = read_parts(place, arena, &files, err);
    if (!code)
        code = wire__theme_read(&files, theme, err);
    wire_arena_free(arena);
    return code;
}

static const char TOP[] =
    "<!-- On top of every page. Slots: {name} {home} {full-site} {copyright} {logo}. Delete this comment.\n"
    "<header><a href=\"{home}\">{logo}{name}</a></header>\n-->\n";
static const char BOTTOM[] = "<!-- In the footer of every page, at its end. The same slots as in top.html. -->\n";
static const char HEAD_TEXT[] =
    "<!-- In the head of every page: meta and link elements. The same slots, but for {logo}. -->\n";

static wire_code write_file(const char *folder, const char *file, wire_str text, wire_error *err)
{
    char name[4200];
    snprintf(name, sizeof name, "%s/%s", folder, file);
    const int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail_file(err, name, errno);
    wire_out out;
    wire_out_open_fd(&out, fd);
    wire_out_put(&out, text);
    if (wire_str_has_suffix(wire_str_of(file), WIRE_STR(".css"))) /* what is written behind it is for all pages */
        wire_out_lit(&out, "/* everywhere */\n");
    const wire_code code = wire_out_close(&out, err);
    return close(fd) && !code ? fail_file(err, name, errno) : code;
}

wire_code wire_theme_write_folder(wire_str folder, wire_error *err)
{
    char place[4096];
    const wire__theme_files files = wire__theme_own();
    const struct {
        const char *name;
        wire_str text;
    } parts[] = {{"style.css", files.style},
                 {"story.css", files.story},
                 {"front.css", files.front},
                 {"words.ini", files.words},
                 {"top.html", {TOP, sizeof TOP - 1}},
                 {"bottom.html", {BOTTOM, sizeof BOTTOM - 1}},
                 {"head.html", {HEAD_TEXT, sizeof HEAD_TEXT - 1}}};
    if (!folder.n || folder.n >= sizeof place || memchr(folder.p, '\0', folder.n))
        return wire_fail(err, WIRE_EIO, "theme: not a folder's name");
    memcpy(place, folder.p, folder.n);
    place[folder.n] = '\0';
    if (mkdir(place, 0777) && errno != EEXIST)
        return fail_file(err, place, errno);
    wire_code code = WIRE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !code; i++)
        code = write_file(place, parts[i].name, parts[i].text, err);
    return code;
}
