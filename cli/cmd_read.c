/* cmd_read.c: reads pages, prints stories. */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

typedef struct printing {
    cli *c;
    wire_hooks hooks; /* the command's own */
    wire_out out;
    const wire_format *format;
    const wire_theme *theme;
    wire_render_opts opts;
    cli_binding binding;
    bool is_many, is_ndjson, is_html;
    uint64_t n, n_failed;
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
    if (p->format->is_book) {
        if (!cli_bind(&p->binding, story, story->section) && !p->out.code)
            p->out.code = WIRE_ENOMEM;
        return;
    }
    p->format->write(p->theme, story, &p->opts, &p->out);
}

static const char explain_head[] =
    "<!doctype html>\n<html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
    "<title>How pages were read</title>\n<style>:root{color-scheme:light dark}"
    "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:auto;padding:0 1rem}"
    "h2,p{overflow-wrap:anywhere}ol{list-style:none;padding:0}li{border-left:.4rem solid #b54;margin:.5rem "
    "0;padding:.1rem .7rem;opacity:.75}"
    "li.kept{border-color:#284;opacity:1}li.headline,li.standfirst,li.kicker,li.byline,li.stamp,li.caption{"
    "border-color:#27b;opacity:1}p{margin:.2rem 0}.why{font-size:.8rem}</style>\n"
    "<h1>How pages were read</h1>\n<p>Green: the story's text. Blue: what has a field of its own. Red: dropped.\n";

static void on_explain(void *user, const wire_input *input, wire_str lines)
{
    printing *p = user;
    if (p->is_html) {
        wire_out_lit(&p->out, "<h2>");
        wire_out_html_text(&p->out, input->name);
        wire_out_lit(&p->out, "</h2>\n");
    } else {
        wire_out_put(&p->out, input->name);
        wire_out_lit(&p->out, "\n");
    }
    wire_out_put(&p->out, lines);
    wire_out_lit(&p->out, "\n");
}

static void no_story(void *user, const wire_input *input, const wire_story *story, const wire_error *err)
{
    if (!story)
        on_story(user, input, story, err);
}

/* Once nothing can be written, nothing need be read. */
static bool on_stop(void *user)
{
    const printing *p = user;
    return p->out.code || p->hooks.stop(p->hooks.user);
}

static void pass_log(void *user, wire_level level, wire_str text)
{
    const printing *p = user;
    p->hooks.log(p->hooks.user, level, text);
}

static void pass_progress(void *user, const char *what, uint64_t n_done, uint64_t n_all)
{
    const printing *p = user;
    p->hooks.progress(p->hooks.user, what, n_done, n_all);
}

static uint32_t terminal_columns(const cli *c)
{
    struct winsize size;
    if (c->n_columns)
        return (uint32_t)c->n_columns;
    if (c->output || !isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || size.ws_col < 20)
        return 0;
    return size.ws_col < 80 ? size.ws_col : 80;
}

/* Reads all inputs and prints them. fails  an exit status, said */
static int print_all(printing *p, const wire_inputs *inputs)
{
    wire_error err = {0};
    uint64_t n_failed = 0;
    wire_run_opts opts = cli_run_opts(p->c);
    p->hooks = opts.hooks;
    opts.hooks = (wire_hooks){p, pass_log, p->hooks.progress ? pass_progress : NULL, on_stop};
    p->is_many = wire_inputs_count(inputs) != 1;
    p->is_ndjson = !strcmp(p->format->name, "ndjson");
    p->is_html = !strcmp(p->format->name, "html");
    if (p->c->is_explaining) {
        opts.on_explain = on_explain;
        opts.explains_html = p->is_html;
        if (p->is_html)
            wire_out_put(&p->out, wire_str_of(explain_head));
    } else if (p->is_many)
        wire_out_put(&p->out, wire_str_of(p->format->before));
    const wire_code code = wire_run_read(inputs, &opts, p->c->is_explaining ? no_story : on_story, p, &n_failed, &err);
    if (p->is_many && !p->c->is_explaining)
        wire_out_put(&p->out, wire_str_of(p->format->after));
    if (p->format->is_book)
        cli_bind_end(&p->binding, p->theme, (wire_str){NULL, 0}, (wire_str){NULL, 0}, &p->out);
    p->n_failed = n_failed;
    if (code && !p->out.code)
        return cli_fail(p->c, code, &err);
    return n_failed ? CLI_SOME_FAILED : CLI_DONE;
}

static int read_inputs(cli *c, const wire_format *format, const wire_theme *theme, const wire_inputs *inputs)
{
    int fd;
    printing p = {.c = c, .format = format, .theme = theme, .opts = {.columns = terminal_columns(c)}};
    if (!cli_out_open(c, &p.out, &fd))
        return CLI_USAGE;
    const int status = print_all(&p, inputs);
    const int closed = cli_out_close(c, &p.out, fd);
    if (c->is_json)
        printf("{\"inputs\": %llu, \"stories\": %llu, \"failed\": %llu}\n",
               (unsigned long long)wire_inputs_count(inputs), (unsigned long long)p.n, (unsigned long long)p.n_failed);
    return status == CLI_INTERRUPTED || !closed ? status : closed;
}

static int run(cli *c)
{
    const wire_format *format = cli_format(c, "text");
    if (!format)
        return CLI_USAGE;
    wire_error err = {0};
    wire_theme *theme = NULL;
    wire_inputs *inputs = NULL;
    const wire_code code = wire_theme_load(&theme, &err);
    if (code)
        return cli_fail(c, code, &err);
    int status = cli_inputs(c, &inputs);
    if (!status)
        status = read_inputs(c, format, theme, inputs);
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
                "  wirecopy read --list pages.txt --jobs 4 --as md\n"
                "  wirecopy read --as epub -o today.epub pages/\n"
                "  wirecopy read --columns 80 page.html\n"
                "  wirecopy read --explain page.html\n"
                "  wirecopy read --explain --as html -o why.html page.html\n"
                "  curl -s https://example.org/ | wirecopy read --url https://example.org/ -\n",
    .options = CLI_AS | CLI_OUTPUT | CLI_INPUT | CLI_JOBS | CLI_READ | CLI_COLUMNS | CLI_FOREIGN,
    .has_formats = true,
    .run = run,
};
