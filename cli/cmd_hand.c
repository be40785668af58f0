/* cmd_hand.c: what an editor decides: pin, unpin, hide, withdraw. */
#include <stdio.h>

#include "cli.h"

typedef enum deed { PIN, UNPIN, HIDE, WITHDRAW } deed;
enum { MOST_TWINS = 1000 };

/* What is said of a story when it is done, and when it was so already. */
static const struct saying {
    const char *done, *undone, *next;
} sayings[] = {
    [PIN] = {"pinned", "unpinned", "it leads the fronts"},
    [UNPIN] = {"unpinned", "pinned", "it stands by its date"},
    [HIDE] = {"hidden", "shown again", "nothing names it; its page stays"},
    [WITHDRAW] = {"withdrawn", "back again", "its address says that it is gone, and nothing names it"},
};

static wire_code decide(const cli *c, const cli_edition *e, deed what, uint64_t id, wire_error *err)
{
    const int64_t now = cli_now();
    if (what == PIN || what == UNPIN)
        return wire_store_set_pinned(e->store, id, (what == PIN) != c->is_undoing, now, err);
    const wire_state state = c->is_undoing ? WIRE_STATE_SHOWN : what == HIDE ? WIRE_STATE_HIDDEN : WIRE_STATE_WITHDRAWN;
    return wire_store_set_state(e->store, id, state, wire_str_of(c->reason), now, err);
}

static void tell(cli *c, const cli_edition *e, deed what, const wire_record *record, bool is_same)
{
    const struct saying *s = &sayings[what];
    const char *done = c->is_undoing ? s->undone : s->done;
    if (c->is_json) {
        wire_out out;
        wire_out_open_memory(&out, 0);
        wire_out_json_text(&out, record->path);
        printf("{\"story\": %llu, \"path\": \"%.*s\", \"state\": \"%s\", \"changed\": %s}\n",
               (unsigned long long)record->id, WIRE_ARG(wire_out_text(&out)), done, is_same ? "false" : "true");
        (void)wire_out_close(&out, NULL);
    }
    cli_tell(c, "%s%s: %.*s (%.*s%.*s/)", is_same ? "was already " : "", done, WIRE_ARG(record->headline),
             WIRE_ARG(e->edition->url), WIRE_ARG(record->path));
    if (!is_same && !c->is_undoing && !c->is_pressing)
        cli_tell(c, "with the next press %s (--press: now)", s->next);
}

/* Does to a twin what was done to a story, or says that it was not. */
static int follow(cli *c, cli_edition *e, deed what, uint64_t id)
{
    wire_error err = {0};
    wire_record record;
    wire_code code = c->with_twins ? decide(c, e, what, id, &err) : WIRE_OK;
    const bool is_same = code == WIRE_SAME;
    if (code >= 0)
        code = wire_store_find_id(e->store, id, &record, &err);
    if (code)
        return cli_fail(c, code, &err);
    if (c->with_twins)
        tell(c, e, what, &record, is_same);
    else if ((record.state == WIRE_STATE_SHOWN) != c->is_undoing)
        cli_say(c, "the same text is also %.*s%.*s/: %s; --twins: do it there too", WIRE_ARG(e->edition->url),
                WIRE_ARG(record.path), c->is_undoing ? "that one stays as it is" : "that one stays");
    return CLI_DONE;
}

static int follow_all(cli *c, cli_edition *e, deed what, uint64_t id)
{
    wire_error err = {0};
    uint64_t twins[MOST_TWINS];
    size_t n = 0;
    const wire_code code = wire_store_get_twins(e->store, id, twins, MOST_TWINS, &n, &err);
    int status = code < 0 ? cli_fail(c, code, &err) : CLI_DONE;
    for (size_t i = 0; i < n && !status; i++)
        status = follow(c, e, what, twins[i]);
    return status;
}

/* Does it to one story. A record's texts are borrowed until the store is asked again: it is found anew to be told of.
 */
static int do_one(cli *c, cli_edition *e, deed what, const char *word)
{
    wire_error err = {0};
    wire_record record;
    int status = cli_find(c, e, word, &record);
    if (status)
        return status;
    const wire_code code = decide(c, e, what, record.id, &err);
    if (code < 0)
        return cli_fail(c, code, &err);
    status = cli_find(c, e, word, &record);
    const uint64_t id = record.id;
    if (!status)
        tell(c, e, what, &record, code == WIRE_SAME);
    return status || what == PIN || what == UNPIN ? status : follow_all(c, e, what, id);
}

static int run(cli *c, deed what)
{
    cli_edition e;
    if (!c->n_args) {
        cli_say(c, "%s: name the story by its address, here or at the publisher", c->command->name);
        return CLI_USAGE;
    }
    int status = cli_open(c, &e, true, false);
    if (status)
        return status;
    for (int i = 0; i < c->n_args && !cli_is_stopped(); i++) {
        const int one = do_one(c, &e, what, c->args[i]);
        status = one ? one : status;
    }
    if (c->is_pressing) {
        const int pressed = cli_press(c, &e);
        status = pressed ? pressed : status;
    }
    cli_close(&e);
    return status;
}

static int run_pin(cli *c)
{
    return run(c, PIN);
}

static int run_unpin(cli *c)
{
    return run(c, UNPIN);
}

static int run_hide(cli *c)
{
    return run(c, HIDE);
}

static int run_withdraw(cli *c)
{
    return run(c, WITHDRAW);
}

const cli_command cli_command_pin = {
    .name = "pin",
    .args = "STORY...",
    .about = "keep a story on top of the fronts",
    .examples = "  wirecopy pin https://example.org/2026/11/20/storm/\n"
                "  wirecopy pin --undo 2026/11/20/local/storm\n",
    .options = CLI_UNDO | CLI_PRESS | CLI_JOBS,
    .run = run_pin,
};

const cli_command cli_command_unpin = {
    .name = "unpin",
    .args = "STORY...",
    .about = "let a pinned story stand by its date again",
    .examples = "  wirecopy unpin 2026/11/20/local/storm\n",
    .options = CLI_UNDO | CLI_PRESS | CLI_JOBS,
    .run = run_unpin,
};

const cli_command cli_command_hide = {
    .name = "hide",
    .args = "STORY...",
    .about = "keep a story's page, and name it nowhere",
    .examples = "  wirecopy hide --reason 'superseded' https://example.org/2026/11/20/storm/\n"
                "  wirecopy hide --undo 2026/11/20/local/storm\n",
    .options = CLI_UNDO | CLI_TWINS | CLI_REASON | CLI_PRESS | CLI_JOBS,
    .run = run_hide,
};

const cli_command cli_command_withdraw = {
    .name = "withdraw",
    .args = "STORY...",
    .about = "take a story out of the edition; its address answers 410",
    .examples = "  wirecopy withdraw --press https://lite.example.org/2026/11/20/local/storm/\n"
                "  wirecopy withdraw --press --twins 2026/11/20/local/storm      wherever its text stands\n"
                "  wirecopy withdraw --reason 'Withdrawn at the request of the court.' 2026/11/20/local/storm\n"
                "  wirecopy withdraw --undo 2026/11/20/local/storm\n",
    .options = CLI_UNDO | CLI_TWINS | CLI_REASON | CLI_PRESS | CLI_JOBS,
    .run = run_withdraw,
};
