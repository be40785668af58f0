/* cmd_export.c: prints the store's stories. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

typedef struct ids {
    wire_arena *arena;
    uint64_t *at;
    size_t n, cap;
    wire_str section; /* only that one; absent: all */
    int32_t day;      /* only that one, 20261120; 0: all */
    const wire_zone *zone;
} ids;

typedef struct exporting {
    cli *c;
    cli_edition *e;
    const wire_format *format;
    const wire_theme *theme;
    wire_out *out;
    cli_binding binding;
    wire_render_opts opts;
    int64_t now; /* the store's */
    uint64_t n;  /* printed */
} exporting;

/* Where each story is in full and where it is lite: a line each. */
static const wire_format MAP = {.name = "map", .before = "", .between = "", .after = ""};

static int32_t day_of(const wire_zone *zone, int64_t at)
{
    const wire_civil c = wire_civil_of(at, wire_zone_offset(zone, at, (char[8]){0}));
    return (int32_t)(c.year * 10000) + c.month * 100 + c.day;
}

/* The store may not be asked for bodies while it walks: note the stories first. What was withdrawn is not given out. */
static wire_code note(void *user, const wire_record *record)
{
    ids *all = user;
    if (record->state == WIRE_STATE_WITHDRAWN || (all->section.n && !wire_str_is_ci(all->section, record->section)) ||
        (all->day && day_of(all->zone, record->published) != all->day))
        return WIRE_OK;
    if (all->n == all->cap)
        return WIRE_ENOMEM;
    all->at[all->n++] = record->id;
    return WIRE_OK;
}

/* A story that has an address elsewhere and a page here. */
static wire_code print_places(exporting *x, uint64_t id, wire_error *err)
{
    wire_record record;
    wire_story *story = NULL;
    wire_code code = wire_store_get(x->e->store, id, &story, err);
    if (!code)
        code = wire_store_find_id(x->e->store, id, &record, err);
    if (!code && story->url.n && record.embargo <= x->now && (!record.expires || record.expires > x->now)) {
        wire_out_put(x->out, story->url);
        wire_out_byte(x->out, '\t');
        wire_out_put(x->out, x->e->edition->url);
        wire_out_put(x->out, record.path);
        wire_out_lit(x->out, "/\n");
    }
    wire_story_free(story);
    return code;
}

static wire_code print_one(exporting *x, uint64_t id, wire_error *err)
{
    wire_code code;
    if (x->format == &MAP)
        return print_places(x, id, err);
    if (!strcmp(x->format->name, "ndjson")) {
        wire_str json;
        code = wire_store_get_json(x->e->store, id, &json, err);
        if (!code) {
            wire_out_put(x->out, json);
            wire_out_byte(x->out, '\n');
        }
        return code;
    }
    wire_story *story = NULL;
    wire_record record = {0};
    code = wire_store_get(x->e->store, id, &story, err);
    if (!code && x->format->is_book)
        code = wire_store_find_id(x->e->store, id, &record, err);
    if (!code && x->format->is_book && !cli_bind(&x->binding, story, record.section))
        code = wire_fail(err, WIRE_ENOMEM, "export: no memory for the book");
    if (!code && !x->format->is_book)
        x->format->write(x->theme, story, &x->opts, x->out);
    wire_story_free(story);
    return code;
}

static wire_code print_noted(exporting *x, const ids *all, wire_error *err)
{
    wire_code code = WIRE_OK;
    wire_out_put(x->out, wire_str_of(x->format->before));
    for (size_t i = 0; !code && i < all->n && !cli_is_stopped(); i++) {
        if (i)
            wire_out_put(x->out, wire_str_of(x->format->between));
        code = print_one(x, all->at[i], err);
        x->n += !code;
    }
    wire_out_put(x->out, wire_str_of(x->format->after));
    if (x->format->is_book)
        cli_bind_end(&x->binding, x->theme, all->n == 1 ? (wire_str){NULL, 0} : x->e->edition->name,
                     all->n == 1 ? (wire_str){NULL, 0} : x->e->edition->language, x->out);
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

/* "2026-11-20" as 20261120; 0: it is no day. */
static int32_t read_day(const char *text)
{
    int year, month, day, end = 0;
    return sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 && end == 10 && !text[10]
               ? year * 10000 + month * 100 + day
               : 0;
}

/* The stories that the command line names, or all that its options leave. fails  an exit status, said */
static int note_all(exporting *x, ids *all)
{
    cli *c = x->c;
    wire_error err = {0};
    wire_store_sums sums = {0};
    wire_code code = wire_store_sum(x->e->store, &sums, &err);
    x->now = sums.now;
    if (!code) {
        all->cap = c->n_args ? (size_t)c->n_args : sums.n_stories;
        all->arena = wire_arena_new((size_t)1 << 30);
        all->at = all->arena ? WIRE_TAKE(all->arena, uint64_t, all->cap + 1) : NULL;
        code = all->at ? WIRE_OK : wire_fail(&err, WIRE_ENOMEM, "export: no memory for %zu stories", all->cap);
    }
    if (!code && !c->n_args)
        code = x->format->is_book ? wire_store_each(x->e->store, note, all, &err)
                                  : wire_store_each_by_id(x->e->store, note, all, &err);
    if (code)
        return cli_fail(c, code, &err);
    for (int i = 0; i < c->n_args; i++) {
        wire_record record;
        const int status = cli_find(c, x->e, c->args[i], &record);
        if (status)
            return status;
        all->at[all->n++] = record.id;
    }
    return CLI_DONE;
}

static int export_all(exporting *x)
{
    cli *c = x->c;
    wire_error err = {0};
    wire_zone *zone = NULL;
    wire_out out;
    int fd, status;
    ids all = {.section = wire_str_of(c->section), .day = c->day ? read_day(c->day) : 0};
    if (c->day && !all.day) {
        cli_say(c, "--day: \"%s\" is not a day; 2026-11-20 is", c->day);
        return CLI_USAGE;
    }
    const wire_str zone_name = x->e->edition->timezone;
    wire_code code = wire_zone_open(zone_name.n ? zone_name : WIRE_STR("UTC"), &zone, &err);
    if (code)
        return cli_fail(c, code < 0 ? code : WIRE_ECONFIG, &err);
    all.zone = zone;
    status = note_all(x, &all);
    if (!status && x->format->is_book && !all.n) {
        cli_say(c, "export: no story to bind");
        status = CLI_SOME_FAILED;
    }
    if (!status && !cli_out_open(c, &out, &fd)) {
        status = CLI_USAGE;
    } else if (!status) {
        x->out = &out;
        code = print_noted(x, &all, &err);
        const int closed = cli_out_close(c, &out, fd);
        x->out = NULL;
        status = code ? cli_fail(c, code, &err) : closed;
        if (c->is_json)
            printf("{\"stories\": %llu}\n", (unsigned long long)x->n);
    }
    wire_arena_free(all.arena);
    wire_zone_close(zone);
    return status;
}

static int run(cli *c)
{
    if (c->as && !strcmp(c->as, "opml"))
        return print_opml(c);
    const wire_format *format = c->as && !strcmp(c->as, "map") ? &MAP : cli_format(c, "ndjson");
    if (!format)
        return CLI_USAGE;
    cli_edition e;
    int status = cli_open(c, &e, true, true);
    if (status)
        return status;
    wire_theme *theme = NULL;
    status = cli_theme(c, &e, &theme);
    exporting x = {.c = c, .e = &e, .format = format, .theme = theme, .opts = {.columns = (uint32_t)c->n_columns}};
    if (!status)
        status = export_all(&x);
    wire_theme_free(theme);
    cli_close(&e);
    return status;
}

const cli_command cli_command_export = {
    .name = "export",
    .args = "[STORY...]",
    .about = "print stories from the store; as map, their addresses; as opml, the sources",
    .examples = "  wirecopy export --as ndjson -o all.ndjson\n"
                "  wirecopy export --as md 2026/11/20/local/storm\n"
                "  wirecopy export --as epub --day 2026-11-20 -o friday.epub\n"
                "  wirecopy export --as epub --section Local -o local.epub\n"
                "  wirecopy export --as map         where each story is, in full and lite, parted by a tab\n"
                "  wirecopy export --as opml -o subscriptions.opml\n",
    .options = CLI_AS | CLI_OUTPUT | CLI_EXPORT | CLI_COLUMNS,
    .has_formats = true,
    .run = run,
};
