/* cmd_import.c: puts stories from files into the store. */
#include <stdio.h>

#include "cli.h"

static int run(cli *c)
{
    cli_edition e = {0};
    wire_inputs *inputs = NULL;
    int status = cli_inputs(c, &inputs); /* first: a wrong list makes no store */
    if (!status)
        status = cli_open(c, &e, true, false);
    if (!status) {
        wire_error err = {0};
        wire_import_sums sums = {0};
        const wire_run_opts opts = cli_run_opts(c);
        const wire_str source = wire_str_of(c->source ? c->source : "import");
        const wire_code code = wire_run_import(e.edition, e.store, inputs, source, &opts, &sums, &err);
        if (c->is_json)
            printf("{\"inputs\": %llu, \"failed\": %llu, \"new\": %llu, \"changed\": %llu, \"same\": %llu, "
                   "\"sources\": %llu, \"photos\": %llu}\n",
                   (unsigned long long)sums.n_inputs, (unsigned long long)sums.n_failed, (unsigned long long)sums.n_new,
                   (unsigned long long)sums.n_changed, (unsigned long long)sums.n_same,
                   (unsigned long long)sums.n_sources, (unsigned long long)sums.n_photos);
        if (code)
            status = cli_fail(c, code, &err);
        else
            status = sums.n_failed ? CLI_SOME_FAILED : CLI_DONE;
        if (sums.n_photos)
            cli_tell(c, "%llu photo%s made small", (unsigned long long)sums.n_photos, cli_s(sums.n_photos));
        cli_tell(c, "%llu new, %llu changed, %llu as before, %llu failed", (unsigned long long)sums.n_new,
                 (unsigned long long)sums.n_changed, (unsigned long long)sums.n_same,
                 (unsigned long long)sums.n_failed);
    }
    wire_inputs_free(inputs);
    cli_close(&e);
    return status;
}

const cli_command cli_command_import = {
    .name = "import",
    .args = "INPUT...",
    .about = "put saved pages, archives, plain text or .ndjson of stories into the store; OPML into wirecopy.ini",
    .examples = "  wirecopy import stories.ndjson\n"
                "  wirecopy import --source harbour saved-pages/\n"
                "  wirecopy import --list pages.txt\n"
                "  wirecopy import subscriptions.opml\n"
                "  newsroom-export | wirecopy import -\n",
    .options = CLI_INPUT | CLI_JOBS | CLI_SOURCE | CLI_FOREIGN,
    .run = run,
};
