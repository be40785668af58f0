/* cmd_run.c: fetches and presses, once or on and on. */
#include "cli.h"

/* Fetches, then presses what there is: a source that failed must not keep the others' stories from the readers. */
int cli_run_once(cli *c)
{
    cli_edition e;
    const int opened = cli_open(c, &e, true, false);
    if (opened)
        return opened;
    const int fetched = cli_fetch(c, &e);
    const int pressed = fetched == CLI_INTERRUPTED ? CLI_DONE : cli_press(c, &e);
    cli_close(&e);
    return fetched ? fetched : pressed;
}

static int run(cli *c)
{
    long seconds;
    if (!cli_every(c, &seconds))
        return CLI_USAGE;
    int status = cli_run_once(c);
    while (seconds && !cli_is_stopped() && status != CLI_USAGE) {
        cli_wait(seconds);
        if (!cli_is_stopped())
            status = cli_run_once(c);
    }
    return cli_is_stopped() ? CLI_INTERRUPTED : status;
}

const cli_command cli_command_run = {
    .name = "run",
    .args = "",
    .about = "fetch and press",
    .examples = "  wirecopy run\n"
                "  wirecopy run --every 5m\n",
    .options = CLI_JOBS | CLI_EVERY | CLI_FOREIGN,
    .run = run,
};
