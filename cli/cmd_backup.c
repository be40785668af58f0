/* cmd_backup.c: the store copied whole while others use it, and put back. */
#include <stdio.h>

#include "cli.h"

static int backup(cli *c)
{
    cli_edition e;
    wire_error err = {0};
    wire_store_sums sums = {0};
    if (c->n_args != 1) {
        cli_say(c, "backup: name the file to write");
        return CLI_USAGE;
    }
    int status = cli_open(c, &e, true, true);
    if (status)
        return status;
    wire_code code = wire_store_backup(e.store, wire_str_of(c->args[0]), &c->hooks, &err);
    if (!code)
        code = wire_store_sum(e.store, &sums, &err);
    status = code ? cli_fail(c, code, &err) : CLI_DONE;
    if (!code)
        cli_tell(c, "%s: a whole copy, checked; some %llu stories", c->args[0], (unsigned long long)sums.n_stories);
    if (!code && c->is_json)
        printf("{\"stories\": %llu, \"revisions\": %llu}\n", (unsigned long long)sums.n_stories,
               (unsigned long long)sums.n_revisions);
    cli_close(&e);
    return status;
}

static int restore(cli *c)
{
    cli_edition e;
    wire_error err = {0};
    if (c->n_args != 1) {
        cli_say(c, "restore: name the file to put back");
        return CLI_USAGE;
    }
    int status = cli_open(c, &e, false, false);
    if (status)
        return status;
    const wire_str place = wire_edition_place(e.edition, e.edition->database, e.edition->arena);
    const wire_code code = place.p ? wire_store_restore(wire_str_of(c->args[0]), place, &c->hooks, &err) : WIRE_ENOMEM;
    if (code == WIRE_NONE) {
        cli_say(c, "%s: there is no such file, or nothing in it", c->args[0]);
        status = CLI_SOME_FAILED;
    } else if (code) {
        status = cli_fail(c, code, &err);
    } else {
        cli_tell(c, "%.*s is as %s was; the next press makes the edition so", WIRE_ARG(place), c->args[0]);
        if (c->is_json)
            printf("{\"restored\": true}\n");
    }
    cli_close(&e);
    return status;
}

const cli_command cli_command_backup = {
    .name = "backup",
    .args = "FILE",
    .about = "copy the store while it is in use, and check the copy",
    .examples = "  wirecopy backup news-$(date +%F).db\n",
    .options = 0,
    .run = backup,
};

const cli_command cli_command_restore = {
    .name = "restore",
    .args = "FILE",
    .about = "make the store what a backup holds, in its place",
    .examples = "  wirecopy restore news-2026-11-20.db\n",
    .options = 0,
    .run = restore,
};
