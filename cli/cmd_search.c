/* cmd_search.c: stories of the store by their words. */
#include <stdio.h>

#include "cli.h"

typedef struct listing {
    cli *c;
    const wire_edition *edition;
    const wire_zone *zone;
    wire_out out;
    uint64_t n;
} listing;

/* A text on one line of a terminal: line ends are spaces, other controls are left out. */
static void put_line(wire_out *out, wire_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.p[i];
        if (c == '\n' || c == '\t' || c == '\r')
            wire_out_byte(out, ' ');
        else if (c >= 0x20 && c != 0x7f)
            wire_out_byte(out, (char)c);
    }
}

static const char *standing(const wire_record *record)
{
    return record->state == WIRE_STATE_WITHDRAWN ? " (withdrawn)"
           : record->state == WIRE_STATE_HIDDEN  ? " (hidden)"
           : record->pinned                      ? " (pinned)"
                                                 : "";
}

static void put_member(wire_out *out, const char *name, wire_str text)
{
    wire_out_print(out, ", \"%s\": \"", name);
    wire_out_json_text(out, text);
    wire_out_byte(out, '"');
}

static void print_json(listing *l, const wire_record *r, wire_str excerpt)
{
    static const char *const states[] = {"shown", "hidden", "withdrawn"};
    wire_out_print(&l->out, "%s{\"id\": %llu", l->n ? ",\n" : "", (unsigned long long)r->id);
    put_member(&l->out, "headline", r->headline);
    put_member(&l->out, "path", r->path);
    put_member(&l->out, "url", r->key);
    put_member(&l->out, "section", r->section);
    put_member(&l->out, "excerpt", excerpt);
    wire_out_print(&l->out, ", \"published\": %lld, \"state\": \"%s\"}", (long long)r->published, states[r->state]);
}

static wire_code print_hit(void *user, const wire_record *r, wire_str excerpt)
{
    listing *l = user;
    if (l->c->is_json) {
        print_json(l, r, excerpt);
    } else {
        const wire_civil day = wire_civil_of(r->published, wire_zone_offset(l->zone, r->published, (char[8]){0}));
        put_line(&l->out, r->headline);
        wire_out_print(&l->out, "%s\n    %04d-%02u-%02u  ", standing(r), (int)day.year, day.month, day.day);
        put_line(&l->out, l->edition->url);
        put_line(&l->out, r->path);
        wire_out_lit(&l->out, "/\n    ");
        put_line(&l->out, excerpt);
        wire_out_lit(&l->out, "\n\n");
    }
    l->n++;
    return l->out.code;
}

static int search(cli *c, cli_edition *e, wire_str query)
{
    wire_error err = {0};
    wire_zone *zone = NULL;
    int fd;
    listing l = {.c = c, .edition = e->edition};
    wire_code code = wire_zone_open(e->edition->timezone.n ? e->edition->timezone : WIRE_STR("UTC"), &zone, &err);
    if (code)
        return cli_fail(c, code < 0 ? code : WIRE_ECONFIG, &err);
    l.zone = zone;
    if (!cli_out_open(c, &l.out, &fd)) {
        wire_zone_close(zone);
        return CLI_USAGE;
    }
    code = wire_store_index(e->store, &c->hooks, NULL, &err);
    wire_out_put(&l.out, c->is_json ? WIRE_STR("[") : WIRE_STR(""));
    if (!code)
        code = wire_store_search(e->store, query, &(wire_search_opts){.most = (uint32_t)c->n_most, .with_hidden = true},
                                 print_hit, &l, &err);
    wire_out_put(&l.out, c->is_json ? WIRE_STR("]\n") : WIRE_STR(""));
    const bool is_broken = l.out.code;
    const int closed = cli_out_close(c, &l.out, fd);
    wire_zone_close(zone);
    if (code && !is_broken)
        return cli_fail(c, code, &err);
    if (!code && !l.n)
        cli_tell(c, "nothing found");
    return closed;
}

/* The words of the command line are one question. */
static int run(cli *c)
{
    wire_out query;
    cli_edition e;
    if (!c->n_args) {
        cli_say(c, "search: name the words to look for");
        return CLI_USAGE;
    }
    int status = cli_open(c, &e, true, false);
    if (status)
        return status;
    wire_out_open_memory(&query, 64 << 10);
    for (int i = 0; i < c->n_args; i++) {
        const wire_str word = wire_str_of(c->args[i]);
        const bool is_phrase = c->n_args > 1 && wire_str_find(word, WIRE_STR(" ")) != SIZE_MAX;
        wire_out_put(&query, is_phrase ? WIRE_STR(" \"") : WIRE_STR(" "));
        wire_out_put(&query, word);
        wire_out_put(&query, is_phrase ? WIRE_STR("\"") : WIRE_STR(""));
    }
    status = query.code ? cli_fail(c, query.code, &(wire_error){0}) : search(c, &e, wire_out_text(&query));
    (void)wire_out_close(&query, NULL);
    cli_close(&e);
    return status;
}

const cli_command cli_command_search = {
    .name = "search",
    .args = "QUERY...",
    .about = "search the store: all words wanted; \"a phrase\", begin*, -not",
    .examples = "  wirecopy search fish market\n"
                "  wirecopy search '\"fish market\" -vote ferr*'\n"
                "  wirecopy search --most 100 --json harbour\n",
    .options = CLI_OUTPUT | CLI_MOST,
    .run = run,
};
