/* options.c: takes the command line apart by the table of options. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef enum option_kind { FLAG, TEXT, NUMBER } option_kind;

typedef struct option {
    const char *name;
    char letter;
    const char *arg;
    option_kind kind;
    size_t field;
    unsigned bit;
    const char *help;
} option;

static const option options[] = {
#define OPTION(name, letter, arg, kind, field, bit, help) \
    {name, letter, arg, kind, offsetof(cli, field), CLI_##bit, help},
#include "options.def"
#undef OPTION
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static bool takes(const cli_command *command, const option *o)
{
    return o->bit == CLI_COMMON || (command && (command->options & o->bit));
}

static void help_formats(void)
{
    size_t n;
    const wire_format *formats = wire_formats(&n);
    fputs("\nformats:\n", stdout);
    for (size_t i = 0; i < n; i++)
        printf("  %-24s %s\n", formats[i].name, formats[i].about);
}

void cli_help(const cli_command *command)
{
    printf("usage: wirecopy %s %s\n\n%s\n\n", command->name, command->args, command->about);
    for (int i = 0; i < N_OPTIONS; i++) {
        if (!takes(command, &options[i]))
            continue;
        char left[40];
        snprintf(left, sizeof left, "%c%c%s--%s%s%s", options[i].letter ? '-' : ' ',
                 options[i].letter ? options[i].letter : ' ', options[i].letter ? ", " : "  ", options[i].name,
                 options[i].arg ? " " : "", options[i].arg ? options[i].arg : "");
        printf("  %-24s %s\n", left, options[i].help);
    }
    if (command->has_formats)
        help_formats();
    printf("\nexamples:\n%s", command->examples);
}

static const option *find(const cli_command *command, const char *name, size_t n, char letter)
{
    for (int i = 0; i < N_OPTIONS; i++) {
        const option *o = &options[i];
        const bool is_it = !name ? o->letter == letter : strlen(o->name) == n && !memcmp(o->name, name, n);
        if (is_it && takes(command, o))
            return o;
    }
    return NULL;
}

static bool set(cli *c, const option *o, const char *value)
{
    char *field = (char *)c + o->field;
    if (o->kind == FLAG) {
        *(bool *)field = true;
    } else if (o->kind == TEXT) {
        *(const char **)field = value;
    } else {
        char *end;
        errno = 0;
        const long n = strtol(value, &end, 10);
        if (errno || *end || end == value || n < 1 || n > 1024) {
            cli_say(c, "--%s: \"%s\" is not a number from 1 to 1024", o->name, value);
            return false;
        }
        *(long *)field = n;
    }
    return true;
}

static void say_unknown(cli *c, const char *word)
{
    const char *names[N_OPTIONS], *nearest = NULL, *command = c->command ? c->command->name : "before the command";
    size_t n = 0;
    for (int i = 0; i < N_OPTIONS; i++)
        if (takes(c->command, &options[i]))
            names[n++] = options[i].name;
    if (word[1] == '-')
        nearest = cli_nearest(word + 2, strcspn(word + 2, "="), names, n);
    if (nearest)
        cli_say(c, "%s: unknown option %s; did you mean --%s?", command, word, nearest);
    else
        cli_say(c, "%s: unknown option %s; see wirecopy %s%s--help", command, word, c->command ? command : "",
                c->command ? " " : "");
}

/* One word that begins with a hyphen; may take the next as its value. Returns words used, 0: wrong. */
static int parse_option(cli *c, char **words, int n)
{
    const char *word = words[0], *value = NULL;
    const option *o;
    if (word[1] == '-') {
        const size_t name = strcspn(word + 2, "=");
        o = find(c->command, word + 2, name, 0);
        value = word[2 + name] ? word + 3 + name : NULL;
    } else {
        o = find(c->command, NULL, 0, word[1]);
        value = word[2] ? word + 2 : NULL;
    }
    if (!o) {
        say_unknown(c, word);
        return 0;
    }
    if (o->kind == FLAG && value) {
        cli_say(c, "--%s takes no value", o->name);
        return 0;
    }
    int used = 1;
    if (o->kind != FLAG && !value) {
        if (n < 2) {
            cli_say(c, "--%s needs a value (%s)", o->name, o->arg);
            return 0;
        }
        value = words[1];
        used = 2;
    }
    return set(c, o, value) ? used : 0;
}

int cli_parse_leading(cli *c, int n, char **words)
{
    int i = 0;
    while (i < n && words[i][0] == '-' && words[i][1]) {
        const int used = parse_option(c, words + i, n - i);
        if (!used)
            return -1;
        i += used;
    }
    return i;
}

bool cli_parse(cli *c, int n, char **words)
{
    c->args = words;
    for (int i = 0; i < n;) {
        if (words[i][0] != '-' || !words[i][1]) {
            c->args[c->n_args++] = words[i++];
        } else if (!strcmp(words[i], "--")) {
            for (i++; i < n; i++)
                c->args[c->n_args++] = words[i];
        } else {
            const int used = parse_option(c, words + i, n - i);
            if (!used)
                return false;
            i += used;
        }
    }
    return true;
}
