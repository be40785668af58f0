/* cmd_check.c: checks the configuration and every source: what, where, what to do. */
#include <stdio.h>
#include <sys/stat.h>

#include "cli.h"

typedef struct finding {
    cli *c;
    uint64_t n;
} finding;

static wire_code on_visit(void *user, const wire_visit *visit)
{
    finding *f = user;
    if (!visit->n_fails)
        return WIRE_OK;
    f->n++;
    printf("%.*s: %.*s: failed %u times in a row: %.*s\n", WIRE_ARG(visit->source), WIRE_ARG(visit->url),
           (unsigned)visit->n_fails, WIRE_ARG(visit->error));
    return WIRE_OK;
}

static int check_store(cli *c, cli_edition *e)
{
    const wire_str place = wire_edition_place(e->edition, e->edition->database, e->edition->arena);
    wire_error err = {0};
    const wire_code opened = wire_store_open(place, true, &e->store, &err);
    if (opened == WIRE_NONE) {
        printf("store: none yet; `wirecopy fetch` or `wirecopy import` makes it\n");
        return CLI_DONE;
    }
    if (opened)
        return cli_fail(c, opened, &err);
    wire_store_sums sums;
    finding f = {.c = c};
    wire_code code = wire_store_sum(e->store, &sums, &err);
    if (!code) {
        printf("store: %llu stories, %llu revisions\n", (unsigned long long)sums.n_stories,
               (unsigned long long)sums.n_revisions);
        if (sums.n_personal)
            printf("rights: %llu stories are personal: the edition says noindex and is served on this machine only; "
                   "`rights = own` or `licensed` in their source changes that\n",
                   (unsigned long long)sums.n_personal);
        code = wire_store_each_visit(e->store, on_visit, &f, &err);
    }
    if (code)
        return cli_fail(c, code, &err);
    return f.n ? CLI_SOME_FAILED : CLI_DONE;
}

static int run(cli *c)
{
    cli_edition e;
    int status = cli_open(c, &e, false, true);
    if (status)
        return status;
    printf("wirecopy.ini: good, %u sources\n", (unsigned)e.edition->n_sources);
    for (uint32_t i = 0; i < e.edition->n_sources; i++)
        printf("source %.*s: %.*s\n", WIRE_ARG(e.edition->sources[i].name), WIRE_ARG(e.edition->sources[i].url));
    if (!e.edition->n_sources)
        printf("sources: none; add a [source NAME] with its url to wirecopy.ini\n");
    status = check_store(c, &e);
    cli_close(&e);
    return status;
}

const cli_command cli_command_check = {
    .name = "check",
    .args = "",
    .about = "check the configuration and every source",
    .examples = "  wirecopy check\n",
    .options = 0,
    .run = run,
};
