/* cmd_feed.c: reads feeds, sitemaps or front pages, prints them as JSON Feed 1.1. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

typedef struct printing {
    cli *c;
    wire_hooks hooks; /* the command's own */
    wire_out out;
    bool is_many, is_ndjson;
    uint64_t n, n_failed;
} printing;

/* An error's text, where the line says already what was wanted. */
static const char *without_stage(const char *text)
{
    static const char *const stages[] = {"feed: ", "front: "};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (!strncmp(text, stages[i], strlen(stages[i])))
            return text + strlen(stages[i]);
    return text;
}

/* A line for an input that failed: programs that read lines need one for every input. */
static void print_failure(printing *p, const wire_input *input, const wire_error *err)
{
    wire_out_lit(&p->out, "{\"input\": \"");
    wire_out_json_text(&p->out, input->name);
    wire_out_lit(&p->out, "\", \"error\": \"");
    wire_out_json_text(&p->out, wire_str_of(err->text));
    wire_out_lit(&p->out, "\"}\n");
}

static void on_feed(void *user, const wire_input *input, const wire_feed *feed, const wire_error *err)
{
    printing *p = user;
    if (!feed) {
        cli_say(p->c, "%.*s: %s; skipped", WIRE_ARG(input->name), without_stage(err->text));
        if (p->is_ndjson)
            print_failure(p, input, err);
        return;
    }
    if (feed->is_recovered)
        cli_tell(p->c, "%.*s: ill-formed; read as far as it goes, %u item%s", WIRE_ARG(input->name),
                 (unsigned)feed->n_entries, cli_s(feed->n_entries));
    if (!p->is_ndjson && p->is_many && p->n)
        wire_out_lit(&p->out, ",\n");
    p->n++;
    wire_feed_write_json(feed, &(wire_json_opts){.is_pretty = !p->is_ndjson}, &p->out);
    if (p->is_ndjson || !p->is_many)
        wire_out_byte(&p->out, '\n');
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

/* Reads all inputs and prints them. fails  an exit status, said */
static int print_all(printing *p, const wire_inputs *inputs)
{
    wire_error err = {0};
    wire_run_opts opts = cli_run_opts(p->c);
    p->hooks = opts.hooks;
    opts.hooks = (wire_hooks){p, pass_log, p->hooks.progress ? pass_progress : NULL, on_stop};
    p->is_many = wire_inputs_count(inputs) != 1;
    const bool is_array = p->is_many && !p->is_ndjson;
    wire_out_put(&p->out, is_array ? WIRE_STR("[\n") : WIRE_STR(""));
    const wire_code code = wire_run_feeds(inputs, &opts, on_feed, p, &p->n_failed, &err);
    wire_out_put(&p->out, is_array ? WIRE_STR("\n]\n") : WIRE_STR(""));
    if (code && !p->out.code)
        return cli_fail(p->c, code, &err);
    return p->n_failed ? CLI_SOME_FAILED : CLI_DONE;
}

static int read_inputs(cli *c, const wire_inputs *inputs)
{
    int fd;
    printing p = {.c = c, .is_ndjson = c->as && !strcmp(c->as, "ndjson")};
    if (!cli_out_open(c, &p.out, &fd))
        return CLI_USAGE;
    const int status = print_all(&p, inputs);
    const int closed = cli_out_close(c, &p.out, fd);
    if (c->is_json)
        printf("{\"inputs\": %llu, \"feeds\": %llu, \"failed\": %llu}\n", (unsigned long long)wire_inputs_count(inputs),
               (unsigned long long)p.n, (unsigned long long)p.n_failed);
    return status == CLI_INTERRUPTED || !closed ? status : closed;
}

static int run(cli *c)
{
    if (c->as && strcmp(c->as, "json") && strcmp(c->as, "ndjson")) {
        cli_say(c, "--as: no format \"%s\"; one of json, ndjson", c->as);
        return CLI_USAGE;
    }
    wire_inputs *inputs = NULL;
    int status = cli_inputs(c, &inputs);
    if (!status)
        status = read_inputs(c, inputs);
    wire_inputs_free(inputs);
    return status;
}

const cli_command cli_command_feed = {
    .name = "feed",
    .args = "[INPUT...]",
    .about = "read feeds, sitemaps or front pages, print them as JSON Feed 1.1",
    .examples = "  wirecopy feed https://example.org/feed.xml\n"
                "  wirecopy feed --as ndjson saved-feeds/\n"
                "  wirecopy feed --as json sitemap.xml.gz\n"
                "  curl -s https://example.org/feed | wirecopy feed --url https://example.org/feed -\n",
    .options = CLI_AS | CLI_OUTPUT | CLI_INPUT | CLI_JOBS | CLI_FOREIGN,
    .run = run,
};
