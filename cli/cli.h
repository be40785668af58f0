/* cli.h: what the commands share: their options, their messages, their exit status. */
#ifndef WIRECOPY_CLI_H
#define WIRECOPY_CLI_H
#include "wirecopy.h"

enum { CLI_DONE = 0, CLI_SOME_FAILED = 1, CLI_USAGE = 2, CLI_INTERRUPTED = 130 };

enum { /* which options a command takes, or-ed */
       CLI_COMMON = 0,
       CLI_AS = 1,
       CLI_OUTPUT = 2,
       CLI_INPUT = 4,
       CLI_JOBS = 8,
       CLI_SOURCE = 16,
       CLI_EVERY = 32,
       CLI_LISTEN = 64,
       CLI_READ = 128,
       CLI_AGENT = 256,
       CLI_CHECK = 512,
       CLI_UNDO = 1024,
       CLI_REASON = 2048,
       CLI_PRESS = 4096,
       CLI_MOST = 8192,
       CLI_EXPORT = 16384,
       CLI_COLUMNS = 32768,
       CLI_THEME = 65536,
       CLI_FOREIGN = 131072,
       CLI_TWINS = 262144
};

typedef struct cli_command cli_command;

/* A command line, taken apart. */
typedef struct cli {
    const cli_command *command;
    char **args; /* what is no option */
    int n_args;
    const char *as, *output, *url, *list, *source, *every, *listen, *folder, *agent, *reason;
    const char *section, *day;
    long n_jobs, n_most, n_columns;
    bool allow_local, is_explaining, is_offline, is_undoing, is_pressing, is_theme, is_json, is_quiet, is_verbose,
        is_help, is_version, in_process, with_twins;
    wire_hooks hooks;
    bool is_busy; /* a progress line stands on the terminal */
    int64_t began_ms, told_ms;
} cli;

struct cli_command {
    const char *name, *args, *about, *examples; /* args "": it takes none; examples: a line each */
    unsigned options;
    bool has_formats; /* --as takes the formats of stories: help lists them */
    int (*run)(cli *c);
};

/* Takes the options before the command, those that every command has. out  how many words; fails  -1: said */
int cli_parse_leading(cli *c, int n, char **words);
/* Takes the words apart. fails  false: said on standard error */
bool cli_parse(cli *c, int n, char **words);
void cli_help(const cli_command *command);

/* "wirecopy: ..." on standard error. */
void cli_say(cli *c, const char *format, ...) WIRE_PRINTF(2, 3);
/* The same, but not with -q. */
void cli_tell(cli *c, const char *format, ...) WIRE_PRINTF(2, 3);
/* Hooks that log, show progress on a terminal and stop on SIGINT and SIGTERM. */
void cli_hook(cli *c);
bool cli_is_stopped(void);
/* Takes the progress line away. */
void cli_end(cli *c);
/* The name nearest to a wrong one, if it is near enough to be meant; else NULL. */
const char *cli_nearest(const char *wrong, size_t n, const char *const *names, size_t n_names);
/* The format that --as names, or `otherwise`. fails  NULL: said */
const wire_format *cli_format(cli *c, const char *otherwise);
/* The exit status of a failure, said: CLI_USAGE for configuration, CLI_INTERRUPTED, else CLI_SOME_FAILED. */
int cli_fail(cli *c, wire_code code, const wire_error *err);
/* What --every says, in seconds; 0: it is not there. fails  false: said */
bool cli_every(cli *c, long *seconds);
/* Seconds of "90s", "5m", "1h", "300"; 0: not a time. */
long cli_seconds(const char *text);
/* Waits; ends early when interrupted. */
void cli_wait(long seconds);

/* {"NAME": "TEXT"} on standard output, a line. */
void cli_put_json_text(const char *name, const char *text);

/* The edition and its store, opened together. */
typedef struct cli_edition {
    wire_edition *edition;
    wire_store *store;
} cli_edition;
/* Reads wirecopy.ini of -C or the nearest folder upward; opens the store unless place is NULL.
 * fails  an exit status, said; CLI_DONE is 0 */
int cli_open(cli *c, cli_edition *e, bool with_store, bool is_read_only);
void cli_close(cli_edition *e);
/* The inputs that the command line names; without any, standard input, if the command can do without (args in
 * brackets) and it is not a terminal. fails  an exit status, said */
int cli_inputs(cli *c, wire_inputs **inputs);
/* Stories copied from where they are only lent, for a format that binds them into one file. */
typedef struct cli_binding {
    wire_book_story *stories; /* sections lie in the stories' own arenas */
    uint32_t n, cap;
} cli_binding;
/* fails  false: no memory */
bool cli_bind(cli_binding *b, const wire_story *story, wire_str section);
/* Writes the book, and frees the stories. in  title, language: may be empty: the first story's */
void cli_bind_end(cli_binding *b, const wire_theme *theme, wire_str title, wire_str language, wire_out *out);

/* Opens -o or standard output. fails  false: said */
bool cli_out_open(cli *c, wire_out *out, int *fd);
/* Closes it. fails  an exit status, said */
int cli_out_close(cli *c, wire_out *out, int fd);
wire_run_opts cli_run_opts(const cli *c);

/* The edition's theme, or the built-in one. fails  an exit status, said */
int cli_theme(cli *c, const cli_edition *e, wire_theme **theme);
/* Finds the story that a word names: its address, here or at the publisher, its path or its number.
 * fails  an exit status, said */
int cli_find(cli *c, cli_edition *e, const char *word, wire_record *record);
/* Seconds since 1970. */
int64_t cli_now(void);
/* Steps that more than one command takes; each says its own summary. */
int cli_fetch(cli *c, cli_edition *e);
int cli_press(cli *c, cli_edition *e);
/* Opens the edition, fetches and presses. */
int cli_run_once(cli *c);

/* The end of an English noun: "1 page", "2 pages". */
static inline const char *cli_s(uint64_t n)
{
    return n == 1 ? "" : "s";
}

#endif
