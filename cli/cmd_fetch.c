/* cmd_fetch.c: collects new and changed stories into the store. */
#include <stdio.h>

#include "cli.h"

int cli_fetch(cli *c, cli_edition *e)
{
    wire_error err = {0};
    wire_fetch_sums s = {0};
    const wire_run_opts opts = cli_run_opts(c);
    const wire_code code = wire_run_fetch(e->edition, e->store, &opts, &s, &err);
    if (c->is_json)
        printf("{\"sources\": %llu, \"sourcesFailed\": %llu, \"waiting\": %llu, \"requests\": %llu, \"unchanged\": "
               "%llu, \"new\": %llu, "
               "\"changed\": %llu, \"same\": %llu, \"failed\": %llu, \"bytes\": %llu, \"wireBytes\": %llu, \"photos\": "
               "%llu}\n",
               (unsigned long long)s.n_sources, (unsigned long long)s.n_sources_failed, (unsigned long long)s.n_waiting,
               (unsigned long long)s.n_requests, (unsigned long long)s.n_unchanged, (unsigned long long)s.n_new,
               (unsigned long long)s.n_changed, (unsigned long long)s.n_same, (unsigned long long)s.n_failed,
               (unsigned long long)s.n_bytes, (unsigned long long)s.n_wire_bytes, (unsigned long long)s.n_photos);
    if (code)
        return cli_fail(c, code, &err);
    if (s.n_waiting)
        cli_tell(c, "%llu of %llu source%s not asked: fresh, or waiting after failures",
                 (unsigned long long)s.n_waiting, (unsigned long long)s.n_sources,
                 s.n_sources == 1 ? " was" : "s were");
    if (s.n_photos)
        cli_tell(c, "%llu photo%s made small", (unsigned long long)s.n_photos, cli_s(s.n_photos));
    if (!s.n_sources)
        cli_tell(c, "no source in wirecopy.ini: add a [source NAME] with its url");
    else if (!s.n_new && !s.n_changed && !s.n_failed && !s.n_sources_failed && !s.n_requests)
        cli_tell(c, "nothing new: nothing was due");
    else if (!s.n_new && !s.n_changed && !s.n_failed && !s.n_sources_failed)
        cli_tell(c, "nothing new: %llu of %llu answers were \"not modified\"", (unsigned long long)s.n_unchanged,
                 (unsigned long long)s.n_requests);
    else
        cli_tell(c, "%llu source%s: %llu new stor%s, %llu changed; %llu page%s and %llu source%s failed",
                 (unsigned long long)s.n_sources, cli_s(s.n_sources), (unsigned long long)s.n_new,
                 s.n_new == 1 ? "y" : "ies", (unsigned long long)s.n_changed, (unsigned long long)s.n_failed,
                 cli_s(s.n_failed), (unsigned long long)s.n_sources_failed, cli_s(s.n_sources_failed));
    return s.n_failed || s.n_sources_failed ? CLI_SOME_FAILED : CLI_DONE;
}

static int run(cli *c)
{
    cli_edition e;
    int status = cli_open(c, &e, true, false);
    if (!status)
        status = cli_fetch(c, &e);
    cli_close(&e);
    return status;
}

const cli_command cli_command_fetch = {
    .name = "fetch",
    .args = "",
    .about = "collect new and changed stories into the store",
    .examples = "  wirecopy fetch\n",
    .options = CLI_JOBS | CLI_FOREIGN,
    .run = run,
};
