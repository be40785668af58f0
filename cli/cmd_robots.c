/* cmd_robots.c: may these addresses be fetched by a robots.txt? */
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* Prints the verdict on one address. fails  false: it is none, said */
static bool judge(cli *c, const wire_robots *robots, wire_address_reader *reader, wire_arena *arena, const char *url)
{
    wire_address address;
    wire_arena_reset(arena);
    const wire_str base = url[0] == '/' && url[1] != '/' ? WIRE_STR("http://localhost/") : (wire_str){NULL, 0};
    const wire_code code = wire_address_read(reader, wire_str_of(url), base, arena, &address);
    if (code || !wire_address_is_web(&address)) {
        cli_say(c, "%s: not an http or https address; skipped", url);
        return false;
    }
    printf("%s %s\n", wire_robots_allows(robots, &address) ? "allowed" : "disallowed", url);
    return true;
}

static int judge_all(cli *c, const wire_robots *robots)
{
    int status = CLI_DONE;
    wire_arena *arena = wire_arena_new(0);
    wire_address_reader *reader = wire_address_reader_new();
    if (!arena || !reader) {
        cli_say(c, "no memory");
        status = CLI_SOME_FAILED;
    }
    for (int i = 1; i < c->n_args && arena && reader; i++)
        if (!judge(c, robots, reader, arena, c->args[i]))
            status = CLI_SOME_FAILED;
    wire_address_reader_free(reader);
    wire_arena_free(arena);
    return status;
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
    wire_code code = arena ? wire_input_load(&input, 16 << 20, arena, &page, &err) : WIRE_ENOMEM;
    if (code)
        cli_say(c, "%s: %s", c->args[0], arena ? err.text : "no memory");
    else if ((code = wire_robots_read(page.bytes, wire_str_of(c->agent), &robots, &err)))
        cli_say(c, "%s: %s", c->args[0], err.text);
    const int status = code ? CLI_USAGE : judge_all(c, robots);
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
