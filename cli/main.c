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
        fprintf(to, "  %-9s %s\n", commands[i]->name, commands[i]->about);
    fputs("\nwirecopy COMMAND --help tells more, with examples.\n", to);
}

static const cli_command *find_command(const char *name)
{
    for (int i = 0; i < N_COMMANDS; i++)
        if (!strcmp(name, commands[i]->name))
            return commands[i];
    return NULL;
}

static int say_unknown(cli *c, const char *name)
{
    const char *names[N_COMMANDS];
    for (int i = 0; i < N_COMMANDS; i++)
        names[i] = commands[i]->name;
    const char *nearest = cli_nearest(name, strlen(name), names, N_COMMANDS);
    if (nearest)
        cli_say(c, "no command \"%s\"; did you mean \"%s\"?", name, nearest);
    else
        cli_say(c, "no command \"%s\"; see wirecopy --help", name);
    return CLI_USAGE;
}

int main(int n, char **words)
{
    cli c = {0};
    const int n_leading = cli_parse_leading(&c, n - 1, words + 1);
    if (n_leading < 0)
        return CLI_USAGE;
    words += n_leading;
    n -= n_leading;
    if (c.is_version) {
        printf("wirecopy %s\n", wire_version());
        return CLI_DONE;
    }
    const bool is_help = c.is_help || (n > 1 && !strcmp(words[1], "help"));
    if (is_help && n > 2 && !c.is_help) {
        words++, n--;
        c.is_help = true;
    } else if (n < 2 || is_help) {
        help(is_help ? stdout : stderr);
        return is_help ? CLI_DONE : CLI_USAGE;
    }
    c.command = find_command(words[1]);
    if (!c.command)
        return say_unknown(&c, words[1]);
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
    if (c.n_args && !c.command->args[0]) {
        cli_say(&c, "%s: takes no argument, \"%s\" is one", c.command->name, c.args[0]);
        return CLI_USAGE;
    }
    cli_hook(&c);
    const int status = c.command->run(&c);
    cli_end(&c);
    return status;
}
