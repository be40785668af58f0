/* edition_add.c: sources go into wirecopy.ini behind what stands there, comments and all; sources as OPML. */
#include "wirecopy/edition.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "model/slug.h"
#include "wirecopy/out.h"

enum { MAX_FILE = 1 << 20, MAX_VALUE = 200 };

/* Names ------------------------------------------------------------------------------------ */

static bool is_taken(const wire_edition *edition, const wire_source *more, size_t n, wire_str name)
{
    for (size_t i = 0; i < n; i++)
        if (wire_str_is(more[i].name, name))
            return true;
    return wire_edition_find_source(edition, name) != NULL;
}

/* A name for [source NAME], made of the title, else of the host; with a number where it is taken.
 * fails  {NULL, 0}: no memory */
static wire_str name_source(const wire_edition *edition, const wire_source *more, size_t n, const wire_source *source,
                            wire_arena *arena)
{
    wire__slug slug = wire__slug_make(source->name);
    if (!slug.n) {
        const size_t at = wire_str_find(source->url, WIRE_STR("://"));
        const wire_str host = at < source->url.n ? wire_str_cut(source->url, at + 3, source->url.n) : source->url;
        slug = wire__slug_make(wire_str_cut(host, 0, wire_str_find(host, WIRE_STR("/"))));
    }
    const wire_str base = slug.n ? (wire_str){slug.text, slug.n} : WIRE_STR("source");
    wire_str name = wire_arena_print(arena, "%.*s", WIRE_ARG(base));
    for (unsigned i = 2; name.p && is_taken(edition, more, n, name); i++)
        name = wire_arena_print(arena, "%.*s-%u", WIRE_ARG(base), i);
    return name;
}

/* Text as the value of a key, on one line, white space folded, without what would begin a comment. */
static void put_value(wire_out *out, wire_str text)
{
    bool is_apart = false;
    text = wire__utf8_cut(wire_str_trim(text), MAX_VALUE);
    for (size_t at = 0; at < text.n;) {
        const size_t from = at;
        const uint32_t c = wire__utf8_next(text, &at);
        if (c == ' ' || c == ';' || c == '\t' || c == '\n' || wire__utf8_is_forbidden(c)) {
            is_apart = true;
            continue;
        }
        if (is_apart)
            wire_out_byte(out, ' ');
        is_apart = false;
        wire_out_put(out, wire_str_cut(text, from, at));
    }
}

static bool is_there(const wire_edition *edition, const wire_source *more, size_t n, wire_str url)
{
    for (size_t i = 0; i < n; i++)
        if (wire_str_is(more[i].url, url))
            return true;
    for (uint32_t i = 0; i < edition->n_sources; i++)
        if (wire_str_is(edition->sources[i].url, url))
            return true;
    return false;
}

static void put_source(wire_out *out, const wire_source *source)
{
    wire_out_print(out, "\n[source %.*s]\nurl = %.*s\n", WIRE_ARG(source->name), WIRE_ARG(source->url));
    if (wire_str_trim(source->section).n) {
        wire_out_lit(out, "section = ");
        put_value(out, source->section);
        wire_out_byte(out, '\n');
    }
}

/* The new sections, for those sources that are not there yet. */
static wire_code put_sources(const wire_edition *edition, const wire_source *sources, size_t n, wire_arena *arena,
                             wire_out *out, size_t *n_added, wire_error *err)
{
    wire_source *more = WIRE_TAKE(arena, wire_source, n);
    *n_added = 0;
    for (size_t i = 0; more && i < n; i++) {
        if (is_there(edition, more, *n_added, sources[i].url))
            continue;
        wire_source *source = &more[*n_added];
        *source = sources[i];
        source->name = name_source(edition, more, *n_added, &sources[i], arena);
        if (!source->name.p)
            return wire_fail(err, WIRE_ENOMEM, "no memory for more sources");
        put_source(out, source);
        ++*n_added;
    }
    return more ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "no memory for more sources");
}

/* The file --------------------------------------------------------------------------------- */

static wire_code read_all(const char *file, wire_out *text, struct stat *about, wire_error *err)
{
    char part[16384];
    const int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, about)) {
        if (fd >= 0)
            close(fd);
        return wire_fail(err, WIRE_EIO, "%s: %s", file, strerror(errno));
    }
    ssize_t n;
    while ((n = read(fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            wire_out_put(text, (wire_str){part, (size_t)n});
    const int error = errno;
    close(fd);
    return n ? wire_fail(err, WIRE_EIO, "%s: %s", file, strerror(error)) : WIRE_OK;
}

static bool write_all(int fd, wire_str text)
{
    while (text.n) {
        const ssize_t n = write(fd, text.p, text.n);
        if (n < 0 && errno != EINTR)
            return false;
        text = wire_str_cut(text, n > 0 ? (size_t)n : 0, text.n);
    }
    return true;
}

/* The file is the old one or the new one, whole, whatever happens. */
static wire_code replace(const char *file, const char *part, wire_str text, mode_t mode, wire_error *err)
{
    const int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode & 0777);
    if (fd < 0)
        return wire_fail(err, WIRE_EIO, "%s: %s", part, strerror(errno));
    bool is_done = write_all(fd, text) && !fsync(fd);
    is_done = !close(fd) && is_done;
    if (is_done && !rename(part, file))
        return WIRE_OK;
    const int error = errno;
    unlink(part);
    return wire_fail(err, WIRE_EIO, "%s: %s", file, strerror(error));
}

static wire_code add_all(const wire_edition *edition, const wire_source *sources, size_t n, wire_arena *arena,
                         wire_out *text, size_t *n_added, wire_error *err)
{
    struct stat about;
    wire_edition *checked = NULL;
    const wire_str file = wire_arena_print(arena, "%.*s/wirecopy.ini", WIRE_ARG(edition->folder));
    const wire_str part = wire_arena_print(arena, "%.*s/.wirecopy.ini.part", WIRE_ARG(edition->folder));
    if (!file.p || !part.p)
        return wire_fail(err, WIRE_ENOMEM, "no memory for more sources");
    wire_code code = read_all(file.p, text, &about, err);
    if (!code && text->n && text->buf[text->n - 1] != '\n')
        wire_out_byte(text, '\n');
    if (!code)
        code = put_sources(edition, sources, n, arena, text, n_added, err);
    if (code || !*n_added)
        return code;
    if (text->code)
        return wire_fail(err, WIRE_ELIMIT, "%s: with %zu sources more it would have over 1 MiB", file.p, *n_added);
    code = wire_edition_read_text(wire_out_text(text), file, edition->folder, &checked, err);
    wire_edition_free(checked);
    return code ? code : replace(file.p, part.p, wire_out_text(text), about.st_mode, err);
}

wire_code wire_edition_add(const wire_edition *edition, const wire_source *sources, size_t n, size_t *n_added,
                           wire_error *err)
{
    wire_out text;
    wire_error why = {0};
    wire_arena *arena = wire_arena_new(0);
    wire_out_open_memory(&text, MAX_FILE);
    *n_added = 0;
    const wire_code code = arena ? add_all(edition, sources, n, arena, &text, n_added, &why)
                                 : wire_fail(&why, WIRE_ENOMEM, "no memory for more sources");
    wire_out_close(&text, NULL);
    wire_arena_free(arena);
    if (!code)
        return WIRE_OK;
    *n_added = 0;
    return wire_fail(err, code, "%s", why.text);
}

/* OPML ------------------------------------------------------------------------------------- */

static void put_attribute(wire_out *out, const char *name, wire_str value)
{
    wire_out_print(out, " %s=\"", name);
    wire_out_html_attr(out, value);
    wire_out_byte(out, '"');
}

static void put_outline(wire_out *out, const wire_source *source, const char *indent)
{
    wire_out_print(out, "%s<outline type=\"rss\"", indent);
    put_attribute(out, "text", source->name);
    put_attribute(out, "xmlUrl", source->url);
    wire_out_lit(out, "/>\n");
}

/* The first source of a section opens its folder and takes the others in. */
static void put_folder(const wire_edition *edition, uint32_t first, wire_out *out)
{
    const wire_str section = edition->sources[first].section;
    for (uint32_t i = 0; i < first; i++)
        if (edition->sources[i].url.n && wire_str_is(edition->sources[i].section, section))
            return;
    wire_out_lit(out, "    <outline");
    put_attribute(out, "text", section);
    wire_out_lit(out, ">\n");
    for (uint32_t i = first; i < edition->n_sources; i++)
        if (edition->sources[i].url.n && wire_str_is(edition->sources[i].section, section))
            put_outline(out, &edition->sources[i], "      ");
    wire_out_lit(out, "    </outline>\n");
}

void wire_edition_write_opml(const wire_edition *edition, wire_out *out)
{
    wire_out_lit(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>");
    wire_out_html_text(out, edition->name);
    wire_out_lit(out, "</title>\n  </head>\n  <body>\n");
    for (uint32_t i = 0; i < edition->n_sources; i++) {
        const wire_source *source = &edition->sources[i];
        if (source->url.n && source->section.n)
            put_folder(edition, i, out);
        else if (source->url.n)
            put_outline(out, source, "    ");
    }
    wire_out_lit(out, "  </body>\n</opml>\n");
}
