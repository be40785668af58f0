/* common.c: opening what the command line names: edition, store, inputs, output. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* The nearest folder from here upward with a wirecopy.ini; false: none. */
static bool find_folder(char *folder, size_t cap)
{
    char place[4096 + 16];
    if (!getcwd(folder, cap))
        return false;
    for (;;) {
        snprintf(place, sizeof place, "%s/wirecopy.ini", folder);
        if (!access(place, F_OK))
            return true;
        char *slash = strrchr(folder, '/');
        if (!slash || !folder[1])
            return false;
        slash[slash == folder] = '\0';
    }
}

int cli_open(cli *c, cli_edition *e, bool with_store, bool is_read_only)
{
    char here[4096];
    *e = (cli_edition){0};
    const char *folder = c->folder;
    if (!folder && !find_folder(here, sizeof here)) {
        cli_say(c, "no wirecopy.ini here or above; `wirecopy init` starts an edition, -C DIR names one");
        return CLI_USAGE;
    }
    folder = folder ? folder : here;
    wire_error err = {0};
    wire_code code = wire_edition_read(wire_str_of(folder), &e->edition, &err);
    if (code == WIRE_NONE) {
        cli_say(c, "%s/wirecopy.ini: there is none; `wirecopy init %s` makes one", folder, folder);
        return CLI_USAGE;
    }
    if (code) {
        cli_fail(c, code, &err);
        return CLI_USAGE;
    }
    if (!with_store)
        return CLI_DONE;
    const wire_str place = wire_edition_place(e->edition, e->edition->database, e->edition->arena);
    code = place.p ? wire_store_open(place, is_read_only, &e->store, &err) : WIRE_ENOMEM;
    if (code == WIRE_NONE)
        cli_say(c, "%.*s: no store there yet; `wirecopy fetch` or `wirecopy import` makes one", WIRE_ARG(place));
    else if (code)
        cli_fail(c, code, &err);
    if (code)
        cli_close(e);
    return code ? CLI_USAGE : CLI_DONE;
}

int cli_theme(cli *c, const cli_edition *e, wire_theme **theme)
{
    wire_error err = {0};
    const wire_edition *edition = e->edition;
    wire_str place = {NULL, 0};
    wire_code code;
    if (edition->theme.n && !(place = wire_edition_place(edition, edition->theme, edition->arena)).p)
        code = WIRE_ENOMEM;
    else
        code = edition->theme.n ? wire_theme_load_folder(place, theme, &err) : wire_theme_load(theme, &err);
    if (code)
        cli_fail(c, code, &err);
    return !code ? CLI_DONE : code == WIRE_ECONFIG || code == WIRE_EIO ? CLI_USAGE : CLI_SOME_FAILED;
}

void cli_close(cli_edition *e)
{
    if (e->store)
        wire_store_close(e->store);
    if (e->edition)
        wire_edition_free(e->edition);
    *e = (cli_edition){0};
}

/* Nobody types a page: without inputs, a terminal is asked for none. */
static bool can_do_without(const cli *c)
{
    return c->command->args[0] == '[' && !isatty(STDIN_FILENO);
}

int cli_inputs(cli *c, wire_inputs **inputs)
{
    wire_error err = {0};
    wire_inputs *made = wire_inputs_new();
    wire_code code = made ? WIRE_OK : WIRE_ENOMEM;
    for (int i = 0; !code && i < c->n_args; i++)
        code = wire_inputs_add(made, wire_str_of(c->args[i]), wire_str_of(c->url), &err);
    if (!code && c->list)
        code = wire_inputs_add_list(made, wire_str_of(c->list), &c->hooks, &err);
    if (!code && !c->n_args && !c->list)
        code = can_do_without(c)
                   ? wire_inputs_add(made, WIRE_STR("-"), wire_str_of(c->url), &err)
                   : wire_fail(&err, WIRE_EUSE, "%s: name what to %s", c->command->name, c->command->name);
    if (code) {
        wire_inputs_free(made);
        return cli_fail(c, code, &err) == CLI_INTERRUPTED ? CLI_INTERRUPTED : CLI_USAGE;
    }
    if (!wire_inputs_count(made))
        cli_tell(c, "nothing to %s: no files there", c->command->name);
    *inputs = made;
    return CLI_DONE;
}

const wire_format *cli_format(cli *c, const char *otherwise)
{
    const wire_format *format = wire_format_find(wire_str_of(c->as ? c->as : otherwise));
    if (format)
        return format;
    char names[256] = "";
    size_t n_formats, n = 0;
    const wire_format *all = wire_formats(&n_formats);
    for (size_t i = 0; i < n_formats && n < sizeof names; i++)
        n += (size_t)snprintf(names + n, sizeof names - n, "%s%s", i ? ", " : "", all[i].name);
    cli_say(c, "--as: no format \"%s\"; one of %s", c->as, names);
    return NULL;
}

bool cli_out_open(cli *c, wire_out *out, int *fd)
{
    *fd = STDOUT_FILENO;
    if (c->output && strcmp(c->output, "-")) {
        *fd = open(c->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (*fd < 0) {
            cli_say(c, "%s: cannot write: %s", c->output, strerror(errno));
            return false;
        }
    }
    wire_out_open_fd(out, *fd);
    return true;
}

int cli_out_close(cli *c, wire_out *out, int fd)
{
    const int errnum = out->errnum;
    wire_error err = {0};
    wire_code code = wire_out_close(out, &err);
    if (fd != STDOUT_FILENO && close(fd) && !code)
        code = wire_fail(&err, WIRE_EIO, "%s", strerror(errno));
    if (!code)
        return CLI_DONE;
    if (errnum != EPIPE) /* a reader that has had enough is no failure worth a word */
        cli_say(c, "%s: cannot write: %s", c->output ? c->output : "standard output", err.text);
    return CLI_SOME_FAILED;
}

wire_run_opts cli_run_opts(const cli *c)
{
    return (wire_run_opts){
        .n_jobs = (uint32_t)c->n_jobs, .allow_local = c->allow_local, .in_process = c->in_process, .hooks = c->hooks};
}
