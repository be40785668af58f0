/* cmd_correct.c: words of a story put in place of others, by hand. */
#include <stdio.h>

#include "cli.h"

/* A line for programs. */
static void sum_up(const cli *c, const wire_record *record, bool is_changed)
{
    if (c->is_json)
        printf("{\"story\": %llu, \"changed\": %s}\n", (unsigned long long)record->id, is_changed ? "true" : "false");
}

static wire_code list_one(void *user, uint64_t id, const wire_correction *correction)
{
    (void)user, (void)id;
    if (correction->is_now.n)
        printf("\"%.*s\" -> \"%.*s\"", WIRE_ARG(correction->was), WIRE_ARG(correction->is_now));
    else
        printf("\"%.*s\" taken out", WIRE_ARG(correction->was));
    printf("%s%.*s%s%s\n", correction->reason.n ? " (" : "", WIRE_ARG(correction->reason),
           correction->reason.n ? ")" : "",
           correction->applies ? "" : ": no longer: the source has changed these words");
    return WIRE_OK;
}

static int list(cli *c, cli_edition *e, uint64_t id)
{
    wire_error err = {0};
    const wire_code code = wire_store_each_correction(e->store, id, list_one, c, &err);
    return code ? cli_fail(c, code, &err) : CLI_DONE;
}

static int undo(cli *c, cli_edition *e, const wire_record *record)
{
    wire_error err = {0};
    const wire_code code = wire_store_uncorrect(e->store, record->id, cli_now(), &err);
    if (code < 0)
        return cli_fail(c, code, &err);
    cli_tell(c, code == WIRE_SAME ? "it has no corrections" : "all corrections are taken back");
    sum_up(c, record, code != WIRE_SAME);
    return CLI_DONE;
}

static int correct(cli *c, cli_edition *e, const wire_record *record)
{
    wire_error err = {0};
    const wire_correction correction = {.was = wire_str_of(c->args[1]),
                                        .is_now = wire_str_of(c->args[2]),
                                        .reason = wire_str_of(c->reason),
                                        .at = cli_now()};
    const wire_code code = wire_store_correct(e->store, record->id, &correction, NULL, &err);
    if (code == WIRE_SAME) {
        cli_say(c, "%s: has no \"%s\": copy the words as `wirecopy export --as text` shows them", c->args[0],
                c->args[1]);
        return CLI_SOME_FAILED;
    }
    if (code)
        return cli_fail(c, code, &err);
    sum_up(c, record, true);
    cli_tell(c, "corrected; kept as long as the source has these words%s",
             c->is_pressing ? "" : " (--press: press now)");
    return CLI_DONE;
}

static int run(cli *c)
{
    cli_edition e;
    wire_record record;
    const bool is_listing = c->n_args == 1;
    if (c->n_args < 1 || c->n_args > 3 || c->n_args == 2 || (c->is_undoing && !is_listing)) {
        cli_say(c, "correct: write: wirecopy correct STORY 'WORDS' 'OTHER WORDS'; see wirecopy correct --help");
        return CLI_USAGE;
    }
    int status = cli_open(c, &e, true, false);
    if (status)
        return status;
    status = cli_find(c, &e, c->args[0], &record);
    if (!status)
        status = c->is_undoing ? undo(c, &e, &record) : is_listing ? list(c, &e, record.id) : correct(c, &e, &record);
    if (!status && c->is_pressing)
        status = cli_press(c, &e);
    cli_close(&e);
    return status;
}

const cli_command cli_command_correct = {
    .name = "correct",
    .args = "STORY [WORDS OTHER-WORDS]",
    .about = "put words of a story right by hand, and keep them so",
    .examples = "  wirecopy correct 2026/11/20/local/storm 'Ada Bryne' 'Ada Byrne'\n"
                "  wirecopy correct --reason 'not confirmed' 2026/11/20/local/storm 'Two boats are missing.' ''\n"
                "  wirecopy correct 2026/11/20/local/storm          what was corrected\n"
                "  wirecopy correct --undo 2026/11/20/local/storm   all of it taken back\n",
    .options = CLI_UNDO | CLI_REASON | CLI_PRESS | CLI_JOBS,
    .run = run,
};
