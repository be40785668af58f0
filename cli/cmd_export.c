/* cmd_export.c: prints the store's stories. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

typedef struct ids {
    wire_arena *arena;
    uint64_t *at;
    size_t n, cap;
} ids;

/* The store may not be asked for bodies while it walks: note the stories first. */
static wire_code note(void *user, const wire_record *record)
{
    ids *all = user;
    if (all->n == all->cap)
        return WIRE_ENOMEM;
    all->at[all->n++] = record->id;
    return WIRE_OK;
}

static wire_code print_one(cli_edition *e, uint64_t id, const wire_format *format, const wire_theme *theme,
                           wire_out *out, wire_error *err)
{
    wire_code code;
    if (!strcmp(format->name, "ndjson")) {
        wire_str json;
        code = wire_store_get_json(e->store, id, &json, err);
        if (!code) {
            wire_out_put(out, json);
            wire_out_byte(out, '\n');
        }
        return code;
    }
    wire_story *story = NULL;
    code = wire_store_get(e->store, id, &story, err);
    if (!code)
        format->write(theme, story, NULL, out);
    wire_story_free(story);
    return code;
}

/* out  *n: how many were printed */
static wire_code print_all(cli_edition *e, const wire_format *format, const wire_theme *theme, wire_out *out,
                           uint64_t *n, wire_error *err)
{
    wire_store_sums sums;
    wire_code code = wire_store_sum(e->store, &sums, err);
    ids all = {.arena = wire_arena_new((size_t)1 << 30)};
    if (!code && all.arena) {
        all.cap = sums.n_stories;
        all.at = WIRE_TAKE(all.arena, uint64_t, all.cap);
    }
    if (!code && !all.at)
        code = wire_fail(err, WIRE_ENOMEM, "export: no memory for %llu stories", (unsigned long long)sums.n_stories);
    if (!code)
        code = wire_store_each_by_id(e->store, note, &all, err);
    wire_out_put(out, wire_str_of(format->before));
    for (size_t i = 0; !code && i < all.n && !cli_is_stopped(); i++) {
        if (i)
            wire_out_put(out, wire_str_of(format->between));
        code = print_one(e, all.at[i], format, theme, out, err);
        *n += !code;
    }
    wire_out_put(out, wire_str_of(format->after));
    wire_arena_free(all.arena);
    return cli_is_stopped() ? WIRE_ESTOP : code;
}

/* The sources rather than the stories. */
static int print_opml(cli *c)
{
    int fd;
    wire_out out;
    cli_edition e;
    int status = cli_open(c, &e, false, true);
    if (status)
        return status;
    if (!cli_out_open(c, &out, &fd)) {
        status = CLI_USAGE;
    } else {
        wire_edition_write_opml(e.edition, &out);
        status = cli_out_close(c, &out, fd);
    }
    cli_close(&e);
    return status;
}

static int run(cli *c)
{
    if (c->as && !strcmp(c->as, "opml"))
        return print_opml(c);
    const wire_format *format = cli_format(c, "ndjson");
    if (!format)
        return CLI_USAGE;
    cli_edition e;
    int status = cli_open(c, &e, true, true);
    if (status)
        return status;
    wire_error err = {0};
    wire_theme *theme = NULL;
    wire_out out;
    int fd;
    wire_code code = wire_theme_load(&theme, &err);
    if (code) {
        status = cli_fail(c, code, &err);
    } else if (!cli_out_open(c, &out, &fd)) {
        status = CLI_USAGE;
    } else {
        uint64_t n = 0;
        code = print_all(&e, format, theme, &out, &n, &err);
        const int closed = cli_out_close(c, &out, fd);
        if (c->is_json)
            printf("{\"stories\": %llu}\n", (unsigned long long)n);
        status = code ? cli_fail(c, code, &err) : closed;
    }
    wire_theme_free(theme);
    cli_close(&e);
    return status;
}

const cli_command cli_command_export = {
    .name = "export",
    .args = "",
    .about = "print stories from the store; as opml, the sources of wirecopy.ini",
    .examples = "  wirecopy export --as ndjson -o all.ndjson\n"
                "  wirecopy export --as md\n"
                "  wirecopy export --as opml -o subscriptions.opml\n",
    .options = CLI_AS | CLI_OUTPUT,
    .has_formats = true,
    .run = run,
};
