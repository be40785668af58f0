/* opml.c: what readers of feeds hand over: a list of subscriptions in folders. */
#include "run/opml.h"

#include "run/ward.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BYTES = 16 << 20, HEAD = 2048 };

static bool ends_in(wire_str name, wire_str end)
{
    return name.n >= end.n && wire_str_is_ci(wire_str_cut(name, name.n - end.n, name.n), end);
}

bool wire__is_opml(const wire_input *input)
{
    char path[4096], head[HEAD];
    const wire_str name = input->name;
    if (wire_input_is_web(input) || wire_str_is(name, WIRE_STR("-")) || ends_in(name, WIRE_STR(".html")) ||
        name.n >= sizeof path || (name.n && memchr(name.p, '\0', name.n)))
        return false;
    if (ends_in(name, WIRE_STR(".opml")) || ends_in(name, WIRE_STR(".opml.gz")))
        return true;
    snprintf(path, sizeof path, "%.*s", WIRE_ARG(name));
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    const ssize_t n = fd >= 0 ? pread(fd, head, sizeof head, 0) : -1; /* fails on pipes, and takes nothing */
    if (fd >= 0)
        close(fd);
    const wire_page page = {.input = name, .bytes = {head, n > 0 ? (size_t)n : 0}};
    return n > 0 && wire_input_sniff(&page, NULL) == WIRE_INPUT_OPML;
}

static wire_code add(const wire_edition *edition, const wire_feed *feed, size_t *n_added, size_t *n_named,
                     wire_error *err)
{
    wire_source *sources = WIRE_TAKE(feed->arena, wire_source, feed->n_entries);
    if (!sources)
        return wire_fail(err, WIRE_ENOMEM, "no memory for its feeds");
    for (uint32_t i = 0; i < feed->n_entries; i++) {
        const wire_entry *e = &feed->entries[i];
        if (e->url.n)
            sources[(*n_named)++] =
                (wire_source){.name = e->title, .url = e->url, .section = e->n_tags ? e->tags[0] : (wire_str){0}};
    }
    return wire_edition_add(edition, sources, *n_named, n_added, err);
}

wire_code wire__opml_take(const wire_edition *edition, const wire_run_opts *opts, const wire_page *page,
                          size_t *n_added, size_t *n_named, wire_error *err)
{
    wire_feed *feed = NULL;
    *n_added = *n_named = 0;
    wire__ward *ward = wire__ward_new(&(wire__ward_opts){.in_process = opts->in_process});
    wire_code code = ward ? wire__ward_feed(ward, page, &feed, err) : wire_fail(err, WIRE_ENOMEM, "no memory");
    if (!code)
        code = add(edition, feed, n_added, n_named, err);
    wire_feed_free(feed);
    wire__ward_free(ward);
    return code;
}

wire_code wire__opml_import(const wire_edition *edition, const wire_run_opts *opts, const wire_input *input,
                            size_t *n_added, size_t *n_named, wire_error *err)
{
    wire_page page;
    wire_arena *arena = wire_arena_new((size_t)MOST_BYTES * 3);
    const wire_load_opts load = {.max_bytes = MOST_BYTES,
                                 .hooks = {.user = opts->hooks.user, .stop = opts->hooks.stop}};
    wire_code code = arena ? wire_input_load(input, &load, arena, &page, err) : WIRE_ENOMEM;
    if (!arena)
        wire_fail(err, code, "no memory");
    if (!code)
        code = wire__opml_take(edition, opts, &page, n_added, n_named, err);
    wire_arena_free(arena);
    return code;
}
