/* main.c: finds the command and hands over to it. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define COMMAND(name) extern const cli_command cli_command_##name;
#include "commands.def"
#undef COMMAND

static const cli_command *const commands[] = {
#define COMMAND(name) &cli_command_##name,
#include "commands.def"
#undef COMMAND
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void help(FILE *to)
{
    fputs("usage: wirecopy COMMAND [OPTION...] [ARGUMENT...]\n\nTurns heavy news into a lite edition.\n\n", to);
    for (int i = 0; i < N_COMMANDS; i++)
        fprintf(to, "  %-8s %s\n", commands[i]->name, commands[i]->about);
    fputs("\nwirecopy COMMAND --help tells more, with examples.\n", to);
}

int main(int n, char **words)
{
    cli c = {0};
    if (n < 2) {
        help(stderr);
        return CLI_USAGE;
    }
    if (!strcmp(words[1], "--version")) {
        printf("wirecopy %s\n", wire_version());
        return CLI_DONE;
    }
    if (!strcmp(words[1], "--help") || !strcmp(words[1], "-h") || !strcmp(words[1], "help")) {
        help(stdout);
        return CLI_DONE;
    }
    for (int i = 0; i < N_COMMANDS; i++)
        if (!strcmp(words[1], commands[i]->name))
            c.command = commands[i];
    if (!c.command) {
        cli_say(&c, "no command \"%s\"; see wirecopy --help", words[1]);
        return CLI_USAGE;
    }
    if (!cli_parse(&c, n - 2, words + 2))
        return CLI_USAGE;
    if (c.is_version) {
        printf("wirecopy %s\n", wire_version());
        return CLI_DONE;
    }
    if (c.is_help) {
        cli_help(c.command);
        return CLI_DONE;
    }
    cli_hook(&c);
    return c.command->run(&c);
}
