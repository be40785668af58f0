/* cmd_check.c: checks the configuration, every source and every doubtful story: what, where, what to do. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

typedef struct checking {
    cli *c;
    wire_out out;
    uint64_t n; /* findings */
} checking;

static void put_member(wire_out *out, const char *name, wire_str text)
{
    if (!text.n)
        return;
    wire_out_print(out, ", \"%s\": \"", name);
    wire_out_json_text(out, text);
    wire_out_lit(out, "\"");
}

static void print_json(checking *k, const wire_finding *f)
{
    static const char *const levels[] = {"error", "warning", "good", "good"};
    wire_out_print(&k->out, "%s{\"level\": \"%s\"", k->n ? ", " : "", levels[f->level]);
    put_member(&k->out, "about", f->about);
    put_member(&k->out, "where", f->where);
    put_member(&k->out, "what", f->what);
    put_member(&k->out, "todo", f->todo);
    wire_out_lit(&k->out, "}");
}

static void on_finding(void *user, const wire_finding *f)
{
    checking *k = user;
    if (f->level == WIRE_LEVEL_INFO && k->c->is_quiet)
        return;
    if (k->c->is_json) {
        print_json(k, f);
    } else {
        wire_out_print(&k->out, "%.*s: ", WIRE_ARG(f->about));
        if (f->where.n)
            wire_out_print(&k->out, "%.*s: ", WIRE_ARG(f->where));
        wire_out_print(&k->out, "%.*s%s%.*s\n", WIRE_ARG(f->what), f->todo.n ? "; " : "", WIRE_ARG(f->todo));
    }
    k->n++;
}

static void find(checking *k, wire_level level, const char *about, wire_str what, const char *todo)
{
    on_finding(k, &(wire_finding){level, wire_str_of(about), (wire_str){0}, what, wire_str_of(todo)});
}

static const char *utc_of(int64_t at, char text[40])
{
    const wire_civil c = wire_civil_of(at, 0);
    snprintf(text, 40, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)c.year % 10000, c.month, c.day, c.hour, c.minute,
             c.second);
    return text;
}

/* Where pages are pressed to, as what, and whether that can be done. */
static wire_code look_at_output(checking *k, const wire_edition *e)
{
    const struct {
        bool is_on;
        const char *name;
    } forms[] = {{e->with_epub, "epub"}, {e->with_gmi, "gmi"}, {e->with_md, "md"},   {e->with_txt, "txt"},
                 {e->with_json, "json"}, {e->with_br, "br"},   {e->with_zst, "zst"}, {e->with_gz, "gz"}};
    char as[64] = "html";
    size_t n = strlen(as);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].is_on)
            n += (size_t)snprintf(as + n, sizeof as - n, " %s", forms[i].name);
    const wire_str place = wire_edition_place(e, e->output, e->arena);
    if (!place.p)
        return WIRE_ENOMEM;
    const char *todo = NULL;
    wire_finding f = {WIRE_LEVEL_INFO, WIRE_STR("edition"), place, {0}, {0}};
    f.what = wire_arena_print(e->arena, "%s, for %.*s, in %.*s's time", as, WIRE_ARG(e->url),
                              WIRE_ARG(e->timezone.n ? e->timezone : WIRE_STR("UTC")));
    if (access(place.p, F_OK)) {
        todo = "not there yet: `wirecopy press` makes it";
    } else if (access(place.p, W_OK)) {
        f.level = WIRE_LEVEL_WARN;
        f.what = wire_arena_print(e->arena, "cannot be written: %s", strerror(errno));
        todo = "press as the user that it belongs to";
    }
    f.todo = wire_str_of(todo);
    on_finding(k, &f);
    return WIRE_OK;
}

/* What the store holds as a whole. */
static wire_code sum_up(checking *k, cli_edition *e, wire_error *err)
{
    wire_store_sums sums;
    const wire_code code = wire_store_sum(e->store, &sums, err);
    if (code)
        return code;
    wire_arena *arena = e->edition->arena;
    find(k, WIRE_LEVEL_INFO, "store",
         wire_arena_print(arena, "%llu stories, %llu revisions%s%s", (unsigned long long)sums.n_stories,
                          (unsigned long long)sums.n_revisions, sums.now ? "; as of " : "",
                          sums.now ? utc_of(sums.now, (char[40]){0}) : ""),
         NULL);
    if (sums.n_personal)
        find(k, WIRE_LEVEL_INFO, "rights",
             wire_arena_print(arena,
                              "%llu stories are personal: the edition says noindex and is served on this machine only",
                              (unsigned long long)sums.n_personal),
             "`rights = own` or `licensed` in their source changes that");
    return WIRE_OK;
}

static int check(checking *k, cli_edition *e)
{
    wire_error err = {0};
    uint64_t n_errors = 0;
    const wire_edition *edition = e->edition;
    const wire_run_opts opts = cli_run_opts(k->c);
    const wire_str place = wire_edition_place(edition, edition->database, edition->arena);
    find(k, WIRE_LEVEL_INFO, "wirecopy.ini",
         wire_arena_print(edition->arena, "good, %u source%s", (unsigned)edition->n_sources, cli_s(edition->n_sources)),
         edition->n_sources ? NULL : "add a [source NAME] with its url");
    wire_theme *theme = NULL;
    const int status = cli_theme(k->c, e, &theme);
    wire_theme_free(theme);
    if (status)
        return status;
    wire_code code = look_at_output(k, edition);
    if (!code)
        code = wire_store_open(place, true, &e->store, &err);
    if (code == WIRE_NONE)
        find(k, WIRE_LEVEL_INFO, "store", WIRE_STR("none yet"), "`wirecopy fetch` or `wirecopy import` makes it");
    else if (!code)
        code = sum_up(k, e, &err);
    if (code >= 0)
        code = wire_run_check(edition, e->store, !k->c->is_offline, &opts, on_finding, k, &n_errors, &err);
    if (code < 0)
        return cli_fail(k->c, code, &err);
    return n_errors ? CLI_SOME_FAILED : CLI_DONE;
}

static int run(cli *c)
{
    cli_edition e;
    int fd, status = cli_open(c, &e, false, true);
    if (status)
        return status;
    checking k = {.c = c};
    if (!cli_out_open(c, &k.out, &fd)) {
        cli_close(&e);
        return CLI_USAGE;
    }
    if (c->is_json)
        wire_out_lit(&k.out, "{\"findings\": [");
    status = check(&k, &e);
    if (c->is_json)
        wire_out_lit(&k.out, "]}\n");
    const int closed = cli_out_close(c, &k.out, fd);
    cli_close(&e);
    return status ? status : closed;
}

const cli_command cli_command_check = {
    .name = "check",
    .args = "",
    .about = "check the configuration, every source and every doubtful story",
    .examples = "  wirecopy check\n"
                "  wirecopy check --offline       (asks nothing of the network)\n"
                "  wirecopy check -q              (only what is wrong)\n",
    .options = CLI_CHECK | CLI_FOREIGN,
    .run = run,
};
