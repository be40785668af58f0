/* cmd_read.c: reads pages, prints stories. */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

typedef struct printing {
    cli *c;
    wire_out out;
    const wire_format *format;
    const wire_theme *theme;
    wire_render_opts opts;
    bool is_many, is_ndjson;
    uint64_t n;
} printing;

/* A line for an input that failed: programs that read lines need one for every input. */
static void print_failure(printing *p, const wire_input *input, const wire_error *err)
{
    wire_out_lit(&p->out, "{\"input\": \"");
    wire_out_json_text(&p->out, input->name);
    wire_out_lit(&p->out, "\", \"error\": \"");
    wire_out_json_text(&p->out, wire_str_of(err->text));
    wire_out_lit(&p->out, "\"}\n");
}

static void on_story(void *user, const wire_input *input, const wire_story *story, const wire_error *err)
{
    printing *p = user;
    if (!story) {
        cli_say(p->c, "%.*s: %s; skipped", WIRE_ARG(input->name), err->text);
        if (p->is_ndjson)
            print_failure(p, input, err);
        return;
    }
    if (p->is_many && p->n)
        wire_out_put(&p->out, wire_str_of(p->format->between));
    p->n++;
    p->format->write(p->theme, story, &p->opts, &p->out);
}

static uint32_t terminal_columns(const cli *c)
{
    struct winsize size;
    if (c->output || !isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || size.ws_col < 20)
        return 0;
    return size.ws_col < 80 ? size.ws_col : 80;
}

static int run(cli *c)
{
    const wire_format *format = wire_format_find(wire_str_of(c->as ? c->as : "text"));
    if (!format) {
        cli_say(c, "--as: no format \"%s\"; see wirecopy read --help", c->as);
        return CLI_USAGE;
    }
    wire_error err = {0};
    wire_theme *theme = NULL;
    wire_inputs *inputs = NULL;
    wire_code code = wire_theme_load(&theme, &err);
    if (code)
        return cli_fail(c, code, &err);
    int status = cli_inputs(c, &inputs);
    printing p = {.c = c, .format = format, .theme = theme, .opts = {.columns = terminal_columns(c)}};
    int fd;
    if (!status && !cli_out_open(c, &p.out, &fd))
        status = CLI_USAGE;
    if (!status) {
        uint64_t n_failed = 0;
        const wire_run_opts opts = cli_run_opts(c);
        p.is_many = wire_inputs_count(inputs) != 1;
        p.is_ndjson = !strcmp(format->name, "ndjson");
        if (p.is_many)
            wire_out_put(&p.out, wire_str_of(format->before));
        code = wire_run_read(inputs, &opts, on_story, &p, &n_failed, &err);
        if (p.is_many)
            wire_out_put(&p.out, wire_str_of(format->after));
        status = code ? cli_fail(c, code, &err) : n_failed ? CLI_SOME_FAILED : CLI_DONE;
        const int closed = cli_out_close(c, &p.out, fd);
        status = status ? status : closed;
    }
    wire_inputs_free(inputs);
    wire_theme_free(theme);
    return status;
}

const cli_command cli_command_read = {
    .name = "read",
    .args = "[INPUT...]",
    .about = "read pages, print stories",
    .examples = "  wirecopy read page.html\n"
                "  wirecopy read https://example.org/2026/11/20/harbour/\n"
                "  wirecopy read --as ndjson -o stories.ndjson pages/\n"
                "  curl -s https://example.org/ | wirecopy read --url https://example.org/ -\n",
    .options = CLI_AS | CLI_OUTPUT | CLI_INPUT | CLI_JOBS,
    .run = run,
};
