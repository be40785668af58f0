/* cmd_init.c: starts an edition: a commented wirecopy.ini and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

static const char ini[] =
    "; wirecopy.ini: one lite edition. `wirecopy check` reads it and says what is wrong.\n"
    "\n"
    "[edition]\n"
    "name = My News\n"
    "url = http://127.0.0.1:8080/              ; where readers will find it\n"
    "language = en\n"
    "timezone = UTC                            ; as in Europe/Lisbon: days and stamps are in it\n"
    ";full-site = https://example.org/         ; \"Go to the full My News experience\"\n"
    ";copyright = © 2026 Example Trust. All Rights Reserved.\n"
    ";link = Terms of Use, https://example.org/terms\n"
    "front = 60                                ; stories on the front, newest by section\n"
    "section = 100                             ; stories on a section's front; the archive has them all\n"
    ";contact = you@example.org          ; where publishers find who asks\n"
    ";notice = Storm warning: all ferries are cancelled today.\n"
    "summaries = lead                          ; standfirsts on fronts: of what leads, off, or all\n"
    "photos = off                              ; off, link or small\n"
    "output = edition                          ; where the pages are pressed\n"
    "compress = br gz                          ; any of br, zst, gz; or none\n"
    "formats = html                            ; besides: epub, gmi, md, txt, json\n"
    "\n"
    "[store]\n"
    "database = wirecopy.db\n"
    "\n"
    "; A section a source. Take away the semicolons:\n"
    ";[source example]\n"
    ";url = https://example.org/feed.xml       ; its feed\n"
    ";section = Local                          ; default: the story's own\n"
    ";rights = personal                        ; own, licensed or personal: personal stories are for your eyes\n"
    ";network = public                         ; local: may be on this machine or a private network\n";

static bool write_theme(cli *c, const char *folder)
{
    char place[4096 + 8];
    wire_error err = {0};
    snprintf(place, sizeof place, "%s/theme", folder);
    if (wire_theme_write_folder(wire_str_of(place), &err)) {
        cli_say(c, "%s", err.text);
        return false;
    }
    cli_tell(c, "%s made: docs/themes.md tells what may stand in it", place);
    return true;
}

static int run(cli *c)
{
    const char *folder = c->n_args ? c->args[0] : c->folder ? c->folder : ".";
    char place[4096];
    if (c->n_args > 1) {
        cli_say(c, "init: one folder, please");
        return CLI_USAGE;
    }
    if (mkdir(folder, 0777) && errno != EEXIST) {
        cli_say(c, "%s: cannot make the folder: %s", folder, strerror(errno));
        return CLI_USAGE;
    }
    if (snprintf(place, sizeof place, "%s/wirecopy.ini", folder) >= (int)sizeof place) {
        cli_say(c, "init: the folder's name is too long");
        return CLI_USAGE;
    }
    const int fd = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        cli_say(c, errno == EEXIST ? "%s: is there already; nothing changed" : "%s: cannot write", place);
        return CLI_USAGE;
    }
    wire_error err = {0};
    wire_out out;
    wire_out_open_fd(&out, fd);
    const wire_str text = wire_str_of(ini);
    const size_t at = wire_str_find(text, WIRE_STR("output = "));
    wire_out_put(&out, wire_str_cut(text, 0, at));
    if (c->is_theme)
        wire_out_lit(&out, "theme = theme                             ; the folder of the paper's own look\n");
    wire_out_put(&out, wire_str_cut(text, at, text.n));
    const wire_code code = wire_out_close(&out, &err);
    if (close(fd) || code) {
        cli_say(c, "%s: cannot write: %s", place, err.text);
        return CLI_SOME_FAILED;
    }
    if (c->is_theme && !write_theme(c, folder))
        return CLI_SOME_FAILED;
    if (c->is_json)
        cli_put_json_text("made", place);
    cli_tell(c, "%s made: name a source in it, then `wirecopy run`", place);
    return CLI_DONE;
}

const cli_command cli_command_init = {
    .name = "init",
    .args = "[DIR]",
    .about = "start an edition: a commented wirecopy.ini",
    .examples = "  wirecopy init my-news\n"
                "  wirecopy init --theme my-news\n",
    .options = CLI_THEME,
    .run = run,
};
