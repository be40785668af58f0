/* cmd_serve.c: serves the pressed folder. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

static bool is_loopback(const char *listen)
{
    return !listen || !strncmp(listen, "127.", 4) || !strncmp(listen, "[::1]", 5) || !strncmp(listen, "localhost", 9);
}

static int serve(cli *c, cli_edition *e)
{
    wire_error err = {0};
    wire_server *server = NULL;
    const wire_str folder = wire_edition_place(e->edition, e->edition->output, e->edition->arena);
    const wire_serve_opts opts = {.listen = wire_str_of(c->listen), .n_jobs = (uint32_t)c->n_jobs, .hooks = c->hooks};
    const wire_code code = folder.p ? wire_serve_start(folder, &opts, &server, &err) : WIRE_ENOMEM;
    if (code)
        return cli_fail(c, code, &err);
    const char *host = c->listen ? c->listen : "127.0.0.1:8080";
    const char *colon = strrchr(host, ':');
    const int n = colon ? (int)(colon - host) : (int)strlen(host);
    if (!is_loopback(c->listen))
        cli_tell(c, "listening beyond this machine, as asked: other people's stories are theirs");
    cli_tell(c, "serving %.*s on http://%.*s:%u/", WIRE_ARG(folder), n, host, (unsigned)wire_serve_port(server));
    while (!cli_is_stopped())
        cli_wait(3600);
    wire_serve_stop(server);
    return CLI_DONE;
}

static int run(cli *c)
{
    cli_edition e;
    int status = cli_open(c, &e, false, true);
    if (!status)
        status = serve(c, &e);
    cli_close(&e);
    return status;
}

const cli_command cli_command_serve = {
    .name = "serve",
    .args = "",
    .about = "serve the edition",
    .examples = "  wirecopy serve\n"
                "  wirecopy serve --listen 127.0.0.1:9000\n",
    .options = CLI_JOBS | CLI_LISTEN,
    .run = run,
};
