/* test_inputs.c: inputs by name: folders, lists, packed, damaged, missing and strange files. */
#include "wirecopy/codec.h"
#include "wirecopy/fetch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64]; /* of this test's files; the working folder while it runs */

static void write_file(const char *name, wire_str bytes)
{
    const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
    close(fd);
}

static void write_packed(const char *name, wire_codec codec, wire_str bytes, size_t cut)
{
    wire_out out;
    wire_error err;
    wire_out_open_memory(&out, 0);
    assert_int_equal(wire_pack(codec, 1, bytes, &out, &err), WIRE_OK);
    const wire_str packed = wire_out_text(&out);
    write_file(name, wire_str_cut(packed, 0, packed.n - cut));
    wire_out_close(&out, NULL);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/wirecopy-inputs-XXXXXX");
    return !mkdtemp(folder) || chdir(folder);
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    pid_t pid = fork();
    if (!pid) {
        snprintf(command, sizeof command, "%s", folder);
        execlp("rm", "rm", "-rf", command, (char *)NULL);
        _exit(1);
    }
    return chdir("/");
}

static void test_folder(void **state)
{
    static const char *const wanted[] = {"pages/B.html",   "pages/a-b/x.html", "pages/a.html",
                                         "pages/a/x.html", "pages/a/y/z.html", "pages/b.html"};
    (void)state;
    wire_error err;
    mkdir("pages", 0777), mkdir("pages/a", 0777), mkdir("pages/a/y", 0777), mkdir("pages/a-b", 0777);
    mkdir("pages/.hidden", 0777), mkdir("pages/empty", 0777);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        write_file(wanted[i], WIRE_STR("x"));
    write_file("pages/.hidden/no.html", WIRE_STR("x"));
    write_file("pages/.no.html", WIRE_STR("x"));
    assert_int_equal(symlink("..", "pages/loop"), 0);
    assert_int_equal(symlink("/etc/passwd", "pages/link.html"), 0);
    assert_int_equal(mkfifo("pages/pipe", 0666), 0);
    wire_inputs *inputs = wire_inputs_new();
    assert_int_equal(wire_inputs_add(inputs, WIRE_STR("first.html"), WIRE_STR("https://example.org/1"), &err), WIRE_OK);
    assert_int_equal(wire_inputs_add(inputs, WIRE_STR("pages//"), (wire_str){0}, &err), WIRE_OK);
    assert_int_equal(wire_inputs_add(inputs, WIRE_STR("https://example.org/"), (wire_str){0}, &err), WIRE_OK);
    const size_t n = sizeof wanted / sizeof *wanted;
    assert_int_equal(wire_inputs_count(inputs), n + 2);
    for (size_t i = 0; i < n; i++) {
        const wire_input input = wire_inputs_at(inputs, i + 1);
        if (!wire_str_is(input.name, wire_str_of(wanted[i])))
            fail_msg("%.*s instead of %s", WIRE_ARG(input.name), wanted[i]);
        assert_false(wire_input_is_web(&input));
    }
    const wire_input first = wire_inputs_at(inputs, 0), last = wire_inputs_at(inputs, n + 1);
    assert_true(wire_str_is(first.url, WIRE_STR("https://example.org/1")));
    assert_true(wire_input_is_web(&last));
    assert_true(wire_str_is(last.url, last.name));
    assert_null(wire_inputs_at(inputs, n + 2).name.p);
    wire_inputs_free(inputs);
}

static void test_list(void **state)
{
    (void)state;
    wire_error err;
    write_file("list.txt", WIRE_STR("a.html\thttps://example.org/a \r\n\n\nb c.html\n-\nhttps://example.org/d"));
    wire_inputs *inputs = wire_inputs_new();
    assert_int_equal(wire_inputs_add_list(inputs, WIRE_STR("list.txt"), NULL, &err), WIRE_OK);
    assert_int_equal(wire_inputs_count(inputs), 4);
    assert_true(wire_str_is(wire_inputs_at(inputs, 0).name, WIRE_STR("a.html")));
    assert_true(wire_str_is(wire_inputs_at(inputs, 0).url, WIRE_STR("https://example.org/a")));
    assert_true(wire_str_is(wire_inputs_at(inputs, 1).name, WIRE_STR("b c.html")));
    assert_int_equal(wire_inputs_at(inputs, 1).url.n, 0);
    assert_true(wire_str_is(wire_inputs_at(inputs, 2).name, WIRE_STR("-")));
    assert_int_equal(wire_inputs_add_list(inputs, WIRE_STR("none.txt"), NULL, &err), WIRE_EIO);
    assert_string_equal(err.text, "none.txt: cannot open: No such file or directory");
    wire_inputs_free(inputs);
}

static void make_files(char *long_text, size_t n_long)
{
    const wire_str text = WIRE_STR("The council voted on Tuesday.");
    const wire_str large = {long_text, n_long};
    write_file("plain.html", text);
    write_file("empty.html", (wire_str){"", 0});
    write_packed("a.gz", WIRE_CODEC_GZIP, text, 0);
    write_packed("unnamed", WIRE_CODEC_GZIP, text, 0); /* known by its bytes */
    write_packed("a.br", WIRE_CODEC_BROTLI, text, 0);
    write_packed("a.zst", WIRE_CODEC_ZSTD, text, 0);
    write_file("false.gz", text); /* packed in name only */
    write_packed("cut.gz", WIRE_CODEC_GZIP, large, 1000);
    write_packed("bomb.gz", WIRE_CODEC_GZIP, large, 0);
    write_file("large.html", large);
    write_file("damaged.gz", WIRE_STR("\x1F\x8B\x08\0\0\0\0\0\0\xFFgarbage"));
    mkdir("dir", 0777);
    mkfifo("pipe", 0666);
    const int s = socket(AF_UNIX, SOCK_STREAM, 0);
    const struct sockaddr_un un = {.sun_family = AF_UNIX, .sun_path = "sock"};
    assert_int_equal(bind(s, (const struct sockaddr *)&un, sizeof un), 0);
    close(s);
}

static void test_load(void **state)
{
    static const struct {
        const char *name;
        wire_code code;
        const char *bytes, *text; /* the page's beginning, or the message's part */
        bool is_cut;
    } cases[] = {
        {"plain.html", WIRE_OK, "The council voted", "", false},
        {"empty.html", WIRE_OK, "", "", false},
        {"a.gz", WIRE_OK, "The council voted", "", false},
        {"unnamed", WIRE_OK, "The council voted", "", false},
        {"a.br", WIRE_OK, "The council voted", "", false},
        {"a.zst", WIRE_OK, "The council voted", "", false},
        {"false.gz", WIRE_OK, "The council voted", "", false},
        {"cut.gz", WIRE_ELIMIT, "", "once unpacked", false},
        {"bomb.gz", WIRE_ELIMIT, "", "larger than 1 MiB once unpacked", false},
        {"large.html", WIRE_ELIMIT, "", "larger than 1 MiB", false},
        {"damaged.gz", WIRE_EFORMAT, "", "", false},
        {"none.html", WIRE_EIO, "", "cannot open: No such file or directory", false},
        {"", WIRE_EIO, "", "cannot open: No such file or directory", false},
        {"plain.html/x", WIRE_EIO, "", "cannot open: Not a directory", false},
        {"dir", WIRE_EIO, "", "cannot open: Is a directory", false},
        {"sock", WIRE_EIO, "", "cannot open: No such device or address", false},
        {"/dev/null", WIRE_OK, "", "", false},
        {"/dev/zero", WIRE_ELIMIT, "", "larger than 1 MiB", false},
        {"/proc/self/status", WIRE_OK, "Name:", "", false},
        {"https://example.org/", WIRE_EUSE, "", "an address", false},
    };
    (void)state;
    const size_t n = (size_t)4 << 20;
    char *text = malloc(n);
    for (size_t i = 0; i < n; i++)
        text[i] = (char)('a' + i * i % 23);
    make_files(text, n);
    free(text);
    wire_arena *arena = wire_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wire_page page = {0};
        wire_error err = {0};
        const wire_input input = {.name = wire_str_of(cases[i].name), .url = WIRE_STR("https://example.org/x")};
        const wire_code code = wire_input_load(&input, &(wire_load_opts){.max_bytes = 1 << 20}, arena, &page, &err);
        if (code != cases[i].code || !wire_str_has_prefix(page.bytes, wire_str_of(cases[i].bytes)) ||
            (code && !strstr(err.text, cases[i].text)) || page.is_cut != cases[i].is_cut)
            fail_msg("%s: %s: %s: %.*s", cases[i].name, wire_code_name(code), err.text,
                     WIRE_ARG(wire_str_cut(page.bytes, 0, 40)));
        if (!code) {
            assert_true(wire_str_is(page.input, input.name));
            assert_true(wire_str_is(page.url, input.url));
        }
        wire_arena_reset(arena);
    }
    wire_page page;
    wire_error err;
    assert_int_equal(wire_input_load(&(wire_input){.name = WIRE_STR("cut.gz")}, NULL, arena, &page, &err), WIRE_OK);
    assert_true(page.is_cut); /* what there was before the damage */
    assert_true(page.bytes.n > 1 << 20 && page.bytes.n < n);
    wire_arena_free(arena);
}

/* A pipe's writer may come later than its reader, and write in pieces. */
static void test_pipe(void **state)
{
    (void)state;
    wire_page page;
    wire_error err;
    mkfifo("late", 0666);
    const pid_t pid = fork();
    if (!pid) {
        usleep(100000);
        const int fd = open("late", O_WRONLY);
        const bool is_well = write(fd, "one ", 4) == 4 && !usleep(100000) && write(fd, "two", 3) == 3;
        _exit(!is_well);
    }
    wire_arena *arena = wire_arena_new(0);
    assert_int_equal(wire_input_load(&(wire_input){.name = WIRE_STR("late")}, NULL, arena, &page, &err), WIRE_OK);
    assert_true(wire_str_is(page.bytes, WIRE_STR("one two")));
    wire_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_load),
        cmocka_unit_test(test_pipe),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
