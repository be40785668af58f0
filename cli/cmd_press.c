/* cmd_press.c: writes the edition to disk from the store. */
#include <stdio.h>

#include "cli.h"

static const char *stories(uint64_t n)
{
    return n == 1 ? "story" : "stories";
}

static void tell(cli *c, const wire_press_sums *s)
{
    if (c->is_json)
        printf("{\"stories\": %llu, \"sections\": %llu, \"pages\": %llu, \"written\": %llu, \"removed\": %llu, "
               "\"bytes\": %llu, \"storyBytes\": %llu, \"packedBytes\": %llu, \"heaviestBytes\": %llu, "
               "\"heaviest\": \"%s\", \"overBudget\": %llu}\n",
               (unsigned long long)s->n_stories, (unsigned long long)s->n_sections, (unsigned long long)s->n_pages,
               (unsigned long long)s->n_written, (unsigned long long)s->n_removed, (unsigned long long)s->n_bytes,
               (unsigned long long)s->n_story_bytes, (unsigned long long)s->n_packed_bytes,
               (unsigned long long)s->heaviest_bytes, s->heaviest, (unsigned long long)s->n_over);
    if (s->n_over)
        cli_say(c, "warning: %llu %s cannot be made to fit the budget, such as %s", (unsigned long long)s->n_over,
                s->n_over == 1 ? "page" : "pages", s->over);
    if (!s->n_written && !s->n_removed)
        cli_tell(c, "nothing new: %llu %s, %llu pages stand as they were", (unsigned long long)s->n_stories,
                 stories(s->n_stories), (unsigned long long)s->n_pages);
    else
        cli_tell(c, "%llu %s in %llu section%s: %llu of %llu pages written, %llu removed; heaviest page %.1f KB (%s)",
                 (unsigned long long)s->n_stories, stories(s->n_stories), (unsigned long long)s->n_sections,
                 cli_s(s->n_sections), (unsigned long long)s->n_written, (unsigned long long)s->n_pages,
                 (unsigned long long)s->n_removed, (double)s->heaviest_bytes / 1000, s->heaviest);
}

int cli_press(cli *c, cli_edition *e)
{
    wire_error err = {0};
    wire_theme *theme = NULL;
    wire_press_sums sums = {0};
    const int status = cli_theme(c, e, &theme);
    if (status)
        return status;
    const wire_press_opts opts = {.n_jobs = (uint32_t)c->n_jobs, .hooks = c->hooks};
    const wire_code code = wire_press(e->edition, e->store, theme, &opts, &sums, &err);
    wire_theme_free(theme);
    if (code)
        return cli_fail(c, code, &err);
    tell(c, &sums);
    return CLI_DONE;
}

static int run(cli *c)
{
    cli_edition e;
    int status = cli_open(c, &e, true, true);
    if (!status)
        status = cli_press(c, &e);
    cli_close(&e);
    return status;
}

const cli_command cli_command_press = {
    .name = "press",
    .args = "",
    .about = "write the edition to disk from the store",
    .examples = "  wirecopy press\n"
                "  wirecopy press -C build/demo\n",
    .options = CLI_JOBS,
    .run = run,
};
