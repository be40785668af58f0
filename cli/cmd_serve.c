/* cmd_serve.c: serves the pressed folder. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

static bool is_loopback(const char *listen)
{
    return !listen || !strncmp(listen, "127.", 4) || !strncmp(listen, "[::1]", 5) || !strncmp(listen, "localhost", 9);
}

/* Serves until interrupted. What cannot be fetched or pressed is said; readers keep what there is. */
static void keep_current(cli *c, long seconds)
{
    while (!cli_is_stopped()) {
        cli_wait(seconds ? seconds : 3600);
        if (seconds && !cli_is_stopped())
            (void)cli_run_once(c);
    }
}

/* "/lite/" of "https://example.org/lite/". */
static wire_str prefix_of(wire_str url)
{
    const size_t scheme = wire_str_find(url, WIRE_STR("://"));
    const wire_str rest = wire_str_cut(url, scheme == SIZE_MAX ? url.n : scheme + 3, url.n);
    const size_t slash = wire_str_find(rest, WIRE_STR("/"));
    return slash == SIZE_MAX ? WIRE_STR("/") : wire_str_cut(rest, slash, rest.n);
}

static int serve(cli *c, cli_edition *e, long seconds)
{
    wire_error err = {0};
    wire_server *server = NULL;
    const wire_str folder = wire_edition_place(e->edition, e->edition->output, e->edition->arena);
    const wire_str prefix = prefix_of(e->edition->url);
    const wire_serve_opts opts = {
        .listen = wire_str_of(c->listen), .prefix = prefix, .n_jobs = (uint32_t)c->n_jobs, .hooks = c->hooks};
    const wire_code code = folder.p ? wire_serve_start(folder, &opts, &server, &err) : WIRE_ENOMEM;
    if (code)
        return cli_fail(c, code, &err);
    const char *host = c->listen ? c->listen : "127.0.0.1:8080";
    const char *colon = strrchr(host, ':');
    const int n = colon ? (int)(colon - host) : (int)strlen(host);
    if (!is_loopback(c->listen))
        cli_tell(c, "listening beyond this machine, as asked: other people's stories are theirs");
    if (c->is_json) { /* at once: it tells the port of `--listen 127.0.0.1:0` */
        char url[1000];
        snprintf(url, sizeof url, "http://%.*s:%u%.*s", n, host, (unsigned)wire_serve_port(server), WIRE_ARG(prefix));
        cli_put_json_text("serving", url);
        fflush(stdout);
    }
    cli_tell(c, "serving %.*s on http://%.*s:%u%.*s", WIRE_ARG(folder), n, host, (unsigned)wire_serve_port(server),
             WIRE_ARG(prefix));
    keep_current(c, seconds);
    wire_serve_stop(server);
    return CLI_DONE;
}

static int run(cli *c)
{
    cli_edition e = {0};
    long seconds;
    if (!cli_every(c, &seconds))
        return CLI_USAGE;
    int status = seconds ? cli_run_once(c) : CLI_DONE; /* so that there is something to serve */
    if (status == CLI_USAGE || status == CLI_INTERRUPTED)
        return status;
    status = cli_open(c, &e, false, true);
    if (!status)
        status = serve(c, &e, seconds);
    cli_close(&e);
    return status;
}

const cli_command cli_command_serve = {
    .name = "serve",
    .args = "",
    .about = "serve the edition",
    .examples = "  wirecopy serve\n"
                "  wirecopy serve --listen 127.0.0.1:9000\n"
                "  wirecopy serve --every 5m      (and keep it current)\n",
    .options = CLI_JOBS | CLI_LISTEN | CLI_EVERY | CLI_FOREIGN,
    .run = run,
};
