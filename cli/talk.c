/* talk.c: messages, progress, interruption, exit status. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

/* The one thing a signal handler may touch. */
static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
    (void)sig;
    stopped = 1;
}

bool cli_is_stopped(void)
{
    return stopped;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void clear_line(cli *c)
{
    if (c->is_busy)
        fputs("\r\033[K", stderr);
    c->is_busy = false;
}

void cli_put_json_text(const char *name, const char *text)
{
    wire_out out;
    wire_error err;
    fflush(stdout);
    wire_out_open_fd(&out, STDOUT_FILENO);
    wire_out_print(&out, "{\"%s\": \"", name);
    wire_out_json_text(&out, wire_str_of(text));
    wire_out_lit(&out, "\"}\n");
    (void)wire_out_close(&out, &err);
}

WIRE_PRINTF(2, 0)
static void say(cli *c, const char *format, va_list args)
{
    clear_line(c);
    fputs("wirecopy: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

void cli_end(cli *c)
{
    clear_line(c);
}

void cli_say(cli *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(c, format, args);
    va_end(args);
}

void cli_tell(cli *c, const char *format, ...)
{
    if (c->is_quiet)
        return;
    va_list args;
    va_start(args, format);
    say(c, format, args);
    va_end(args);
}

static void on_log(void *user, wire_level level, wire_str text)
{
    cli *c = user;
    const wire_level most = c->is_quiet ? WIRE_LEVEL_ERROR : c->is_verbose ? WIRE_LEVEL_DEBUG : WIRE_LEVEL_WARN;
    if (level <= most)
        cli_say(c, "%.*s", WIRE_ARG(text));
}

static void on_progress(void *user, const char *what, uint64_t n_done, uint64_t n_all)
{
    cli *c = user;
    const int64_t now = now_ms();
    if (now - c->began_ms < 1000 || now - c->told_ms < 100)
        return;
    c->told_ms = now;
    c->is_busy = true;
    fprintf(stderr, "\r\033[K%s %llu", what, (unsigned long long)n_done);
    if (n_all)
        fprintf(stderr, " of %llu", (unsigned long long)n_all);
}

static bool on_stop(void *user)
{
    (void)user;
    return stopped;
}

void cli_hook(cli *c)
{
    /* no SA_RESTART: a wait ends; a second signal is the system's own: whoever will not wait need not */
    const struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    c->began_ms = now_ms();
    c->hooks = (wire_hooks){.user = c, .log = on_log, .stop = on_stop};
    if (isatty(STDERR_FILENO) && !c->is_quiet)
        c->hooks.progress = on_progress;
}

int cli_fail(cli *c, wire_code code, const wire_error *err)
{
    clear_line(c);
    if (code == WIRE_ESTOP)
        return CLI_INTERRUPTED;
    cli_say(c, "%s", err->text[0] ? err->text : wire_code_text(code));
    return code == WIRE_ECONFIG || code == WIRE_EUSE ? CLI_USAGE : CLI_SOME_FAILED;
}

long cli_seconds(const char *text)
{
    char *end;
    const long n = strtol(text, &end, 10);
    const char *const units = "smh";
    const long sizes[] = {1, 60, 3600};
    long size = 1;
    if (*end) {
        const char *unit = strchr(units, *end);
        if (!unit || end[1])
            return 0;
        size = sizes[unit - units];
    }
    return end > text && n > 0 && n <= 30L * 24 * 3600 / size ? n * size : 0;
}

bool cli_every(cli *c, long *seconds)
{
    *seconds = c->every ? cli_seconds(c->every) : 0;
    if (!c->every || *seconds)
        return true;
    cli_say(c, "--every: \"%s\" is not a time; 90s, 5m and 1h are", c->every);
    return false;
}

void cli_wait(long seconds)
{
    const int64_t until = now_ms() + (int64_t)seconds * 1000;
    while (!stopped && now_ms() < until) {
        const struct timespec pause = {0, 200000000};
        nanosleep(&pause, NULL);
    }
}
