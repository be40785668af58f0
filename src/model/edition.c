/* edition.c: reads wirecopy.ini (docs/contract.md, "wirecopy.ini"; why not through inih: docs/decisions/config.md). */
#include "wirecopy/edition.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "model/edition_keys.h"

enum { MAX_FILE = 1 << 20 };

/* Lines --------------------------------------------------------------------------------------- */

/* The line without a comment: one begins with ; after white space, or with ; or # at the line's beginning. */
static wire_str without_comment(wire_str line)
{
    line = wire_str_trim(line);
    if (line.n && (*line.p == ';' || *line.p == '#'))
        return (wire_str){line.p, 0};
    for (size_t i = 1; i < line.n; i++)
        if (line.p[i] == ';' && (line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
            return wire_str_trim(wire_str_cut(line, 0, i));
    return line;
}

static wire_code read_line(wire__ini *ini, wire_str line)
{
    line = without_comment(line);
    if (!line.n)
        return WIRE_OK;
    if (wire__utf8_valid(line) != line.n)
        return wire__ini_fail(ini, "this line is not UTF-8:", wire_str_cut(line, 0, wire__utf8_valid(line)), "");
    for (size_t at = 0; at < line.n;) {
        const uint32_t c = wire__utf8_next(line, &at);
        if (c != '\t' && wire__utf8_is_forbidden(c))
            return wire__ini_fail(ini, "there is a control character in", wire_str_cut(line, 0, at - 1), "");
    }
    if (*line.p == '[') {
        if (line.p[line.n - 1] != ']')
            return wire__ini_fail(ini, "no ] ends", line, "");
        return wire__ini_section(ini, wire_str_trim(wire_str_cut(line, 1, line.n - 1)));
    }
    const char *equals = memchr(line.p, '=', line.n);
    if (!equals)
        return wire__ini_fail(ini, "neither [section] nor key = value:", line, "");
    if (!ini->n_keys)
        return wire__ini_fail(ini, "before any [section] there is", line, "");
    const size_t at = (size_t)(equals - line.p);
    return wire__ini_value(ini, wire_str_trim(wire_str_cut(line, 0, at)),
                           wire_str_trim(wire_str_cut(line, at + 1, line.n)));
}

static wire_code read_lines(wire__ini *ini, wire_str text)
{
    if (wire_str_has_prefix(text, WIRE_STR("\xEF\xBB\xBF")))
        text = wire_str_cut(text, 3, text.n);
    while (text.p && text.n && !ini->code) {
        const char *end = memchr(text.p, '\n', text.n);
        const size_t n = end ? (size_t)(end - text.p) : text.n;
        ini->line++;
        read_line(ini, wire_str_cut(text, 0, n));
        text = wire_str_cut(text, n + 1, text.n);
    }
    return ini->code;
}

/* The edition ------------------------------------------------------------------------------- */

static wire_edition *new_edition(wire_str folder)
{
    wire_arena *arena = wire_arena_new(0);
    wire_edition *edition = arena ? WIRE_TAKE(arena, wire_edition, 1) : NULL;
    if (!edition || !wire_arena_copy(arena, folder, &edition->folder)) {
        wire_arena_free(arena);
        return NULL;
    }
    edition->arena = arena;
    edition->name = WIRE_STR("Lite edition");
    edition->url = WIRE_STR("http://127.0.0.1:8080/"); /* where `serve` listens by itself */
    edition->language = WIRE_STR("en");
    edition->timezone = WIRE_STR("UTC");
    edition->output = WIRE_STR("edition");
    edition->database = WIRE_STR("wirecopy.db");
    edition->n_front = 60;
    edition->n_section = 100;
    edition->budget_bytes = 14600; /* ten segments of 1,460: what may be sent before the reader has answered */
    edition->with_br = edition->with_gz = true;
    return edition;
}

wire_code wire_edition_read_text(wire_str text, wire_str file, wire_str folder, wire_edition **edition, wire_error *err)
{
    wire__ini ini = {.file = file, .err = err, .edition = new_edition(folder)};
    if (!ini.edition)
        return wire_fail(err, WIRE_ENOMEM, "%.*s: no memory", WIRE_ARG(file));
    ini.addresses = wire_address_reader_new();
    ini.links = WIRE_TAKE(ini.edition->arena, wire_link, WIRE__MAX_LINKS);
    ini.edition->links = ini.links;
    const wire_code code = ini.addresses && ini.links ? read_lines(&ini, text) : wire__ini_fail_memory(&ini);
    wire_address_reader_free(ini.addresses);
    if (code)
        wire_edition_free(ini.edition);
    else
        *edition = ini.edition;
    return code;
}

/* Reads the whole file into memory that the arena owns. */
static wire_code read_file(const char *file, wire_arena *arena, wire_str *text, wire_error *err)
{
    const int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return wire_fail(err, errno == ENOENT || errno == ENOTDIR ? WIRE_NONE : WIRE_EIO, "%s: %s", file,
                         strerror(errno));
    struct stat about;
    wire_code code = WIRE_OK;
    size_t n = 0;
    char *bytes = NULL;
    if (fstat(fd, &about) || !S_ISREG(about.st_mode))
        code = wire_fail(err, WIRE_EIO, "%s: not a file", file);
    else if (about.st_size > MAX_FILE)
        code = wire_fail(err, WIRE_ECONFIG, "%s: %lld bytes; more than 1 MiB is no configuration", file,
                         (long long)about.st_size);
    else if (!(bytes = wire_arena_take(arena, MAX_FILE, 1)))
        code = wire_fail(err, WIRE_ENOMEM, "%s: no memory", file);
    while (!code && n < MAX_FILE) {
        const ssize_t got = read(fd, bytes + n, MAX_FILE - n);
        if (got > 0)
            n += (size_t)got;
        else if (!got)
            break;
        else if (errno != EINTR)
            code = wire_fail(err, WIRE_EIO, "%s: %s", file, strerror(errno));
    }
    close(fd);
    *text = (wire_str){bytes, n};
    return code;
}

wire_code wire_edition_read(wire_str folder, wire_edition **edition, wire_error *err)
{
    wire_arena *arena = wire_arena_new(MAX_FILE * 2);
    const wire_str file = arena ? wire_arena_print(arena, "%.*s/wirecopy.ini", WIRE_ARG(folder)) : (wire_str){NULL, 0};
    wire_str text = {NULL, 0};
    wire_code code = file.p ? read_file(file.p, arena, &text, err)
                            : wire_fail(err, WIRE_ENOMEM, "%.*s: no memory", WIRE_ARG(folder));
    if (!code)
        code = wire_edition_read_text(text, file, folder, edition, err);
    wire_arena_free(arena);
    return code;
}

void wire_edition_free(wire_edition *edition)
{
    if (edition)
        wire_arena_free(edition->arena);
}

wire_str wire_edition_place(const wire_edition *edition, wire_str path, wire_arena *arena)
{
    const bool is_whole = path.n && *path.p == '/';
    return is_whole || !edition->folder.n
               ? wire_arena_print(arena, "%.*s", WIRE_ARG(path))
               : wire_arena_print(arena, "%.*s/%.*s", WIRE_ARG(edition->folder), WIRE_ARG(path));
}

const wire_source *wire_edition_find_source(const wire_edition *edition, wire_str name)
{
    for (uint32_t i = 0; i < edition->n_sources; i++)
        if (wire_str_is(edition->sources[i].name, name))
            return &edition->sources[i];
    return NULL;
}
