/* cmd_robots.c: may these addresses be fetched by a robots.txt? */
#include <stdio.h>
#include <string.h>

#include "cli.h"

typedef struct verdicts {
    uint64_t n_allowed, n_disallowed, n_failed;
} verdicts;

/* Prints the verdict on one address; one that is none is said. */
static void judge(cli *c, const wire_robots *robots, wire_address_reader *reader, wire_arena *arena, const char *url,
                  verdicts *v)
{
    wire_address address;
    wire_arena_reset(arena);
    const wire_str base = url[0] == '/' && url[1] != '/' ? WIRE_STR("http://localhost/") : (wire_str){NULL, 0};
    const wire_code code = wire_address_read(reader, wire_str_of(url), base, arena, &address);
    if (code || !wire_address_is_web(&address)) {
        cli_say(c, "%s: not an http or https address; skipped", url);
        v->n_failed++;
        return;
    }
    const bool is_allowed = wire_robots_allows(robots, &address);
    is_allowed ? v->n_allowed++ : v->n_disallowed++;
    printf("%s %s\n", is_allowed ? "allowed" : "disallowed", url);
}

static int judge_all(cli *c, const wire_robots *robots)
{
    verdicts v = {0};
    wire_arena *arena = wire_arena_new(0);
    wire_address_reader *reader = wire_address_reader_new();
    if (!arena || !reader) {
        cli_say(c, "no memory");
        v.n_failed = 1;
    }
    for (int i = 1; i < c->n_args && arena && reader; i++)
        judge(c, robots, reader, arena, c->args[i], &v);
    wire_address_reader_free(reader);
    wire_arena_free(arena);
    if (c->is_json)
        printf("{\"allowed\": %llu, \"disallowed\": %llu, \"failed\": %llu}\n", (unsigned long long)v.n_allowed,
               (unsigned long long)v.n_disallowed, (unsigned long long)v.n_failed);
    return v.n_failed ? CLI_SOME_FAILED : CLI_DONE;
}

/* Anything is a robots.txt; who takes another file for one should know. */
static void tell_what_it_is(cli *c, const wire_page *page)
{
    const char *what = "";
    const wire_input_kind kind = wire_input_sniff(page, &what);
    if (kind != WIRE_INPUT_TEXT && kind != WIRE_INPUT_EMPTY)
        cli_tell(c, "%.*s: hardly a robots.txt (%s): what is no rule in it is passed over", WIRE_ARG(page->input),
                 what);
}

static int run(cli *c)
{
    if (c->n_args < 2) {
        cli_say(c, "robots: name a robots.txt and the addresses to judge by it");
        return CLI_USAGE;
    }
    wire_error err = {0};
    wire_page page;
    wire_robots *robots = NULL;
    wire_arena *arena = wire_arena_new(0);
    const wire_input input = {.name = wire_str_of(c->args[0])};
    const wire_load_opts opts = {.max_bytes = 16 << 20, .hooks = c->hooks};
    const wire_code code = arena ? wire_input_load(&input, &opts, arena, &page, &err) : WIRE_ENOMEM;
    int status = CLI_USAGE;
    if (code == WIRE_ESTOP)
        status = CLI_INTERRUPTED;
    else if (code)
        cli_say(c, "%s: %s", c->args[0], arena ? err.text : "no memory");
    else if (tell_what_it_is(c, &page), wire_robots_read(page.bytes, wire_str_of(c->agent), &robots, &err))
        cli_say(c, "%s: %s", c->args[0], err.text);
    else
        status = judge_all(c, robots);
    wire_robots_free(robots);
    wire_arena_free(arena);
    return status;
}

const cli_command cli_command_robots = {
    .name = "robots",
    .args = "FILE URL...",
    .about = "may these addresses be fetched by a robots.txt?",
    .examples = "  wirecopy robots robots.txt https://example.org/news/ https://example.org/search?q=a\n"
                "  curl -s https://example.org/robots.txt | wirecopy robots --agent wirecopy - /news/\n",
    .options = CLI_AGENT,
    .run = run,
};
