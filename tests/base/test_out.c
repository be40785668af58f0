/* test_out.c: sinks into memory and files, and the escapes. */
#include "../check.h"
#include "../faults.h"
#include "wirecopy/out.h"

#include "base/sink.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static void test_memory(void **state)
{
    (void)state;
    wire_out out;
    wire_error err;
    wire_out_open_memory(&out, 0);
    check_str(wire_out_text(&out), WIRE_STR(""), "fresh");
    for (int i = 0; i < 1000; i++) {
        wire_out_byte(&out, 'a');
        wire_out_lit(&out, "bc");
        wire_out_print(&out, "%d,", i % 10);
    }
    assert_int_equal(out.n, 5000);
    assert_int_equal(out.total, 5000);
    check_str(wire_str_cut(wire_out_text(&out), 0, 10), WIRE_STR("abc0,abc1,"), "begin");
    wire_out_reset(&out);
    wire_out_print(&out, "%0900d", 7); /* longer than any buffer inside */
    assert_int_equal(out.n, 900);
    wire_str bytes = {NULL, 0};
    assert_int_equal(wire_out_take(&out, &bytes, &err), WIRE_OK);
    assert_int_equal(bytes.n, 900);
    free((char *)(uintptr_t)bytes.p);
    wire_out_lit(&out, "after closing");
    assert_int_equal(wire_out_close(&out, &err), WIRE_EUSE);
}

static void test_limit(void **state)
{
    (void)state;
    wire_out out;
    wire_error err;
    wire_out_open_memory(&out, 10);
    wire_out_lit(&out, "0123456789");
    assert_int_equal(out.code, WIRE_OK);
    wire_out_byte(&out, 'x');
    wire_out_lit(&out, "");
    assert_int_equal(out.code, WIRE_ELIMIT);
    check_str(wire_out_text(&out), WIRE_STR("0123456789"), "what fitted");
    wire_str bytes = WIRE_STR("as it was");
    assert_int_equal(wire_out_take(&out, &bytes, &err), WIRE_ELIMIT);
    assert_non_null(strstr(err.text, "bound"));
    check_str(bytes, WIRE_STR("as it was"), "untouched on failure");

    wire_out_open_memory(&out, 0);
    assert_int_equal(wire_out_take(&out, &bytes, &err), WIRE_OK); /* nothing was put: empty, and to be freed */
    assert_int_equal(bytes.n, 0);
    free((char *)(uintptr_t)bytes.p);
}

static void test_room(void **state)
{
    (void)state;
    wire_out out;
    size_t room = 0;
    wire_out_open_memory(&out, 100);
    char *to = wire__out_room(&out, 4000, &room);
    assert_int_equal(room, 100); /* not more than it may hold */
    memset(to, 'x', 100);
    wire__out_add(&out, 100);
    assert_null(wire__out_room(&out, 1, &room));
    assert_int_equal(wire_out_close(&out, NULL), WIRE_ELIMIT);
}

static void *read_all(void *user)
{
    int *fds = user;
    char buf[10000];
    size_t n = 0;
    for (ssize_t got; (got = read(fds[0], buf, sizeof buf)) > 0; n += (size_t)got)
        usleep(1000); /* slowly, so that the pipe is full at times */
    fds[1] = (int)n;
    return NULL;
}

/* A pipe that does not block and is full is waited for, not a failure. */
static void test_fd(void **state)
{
    (void)state;
    int fds[2];
    pthread_t thread;
    assert_int_equal(pipe(fds), 0);
    assert_int_equal(fcntl(fds[1], F_SETFL, O_NONBLOCK), 0);
    int reader[2] = {fds[0], 0};
    assert_int_equal(pthread_create(&thread, NULL, read_all, reader), 0);
    wire_out out;
    wire_out_open_fd(&out, fds[1]);
    static char large[200000];
    memset(large, 'x', sizeof large);
    wire_out_lit(&out, "head");
    wire_out_put(&out, (wire_str){large, sizeof large});
    for (int i = 0; i < 1000; i++)
        wire_out_put(&out, (wire_str){large, 777});
    wire_str bytes;
    assert_int_equal(wire_out_close(&out, NULL), WIRE_OK);
    close(fds[1]);
    pthread_join(thread, NULL);
    assert_int_equal(reader[1], 4 + sizeof large + 777000);
    close(fds[0]);

    wire_out_open_fd(&out, 1);
    assert_int_equal(wire_out_take(&out, &bytes, NULL), WIRE_EUSE);
}

static void test_fd_failure(void **state)
{
    (void)state;
    wire_out out;
    wire_error err;
    const int fd = open("/dev/full", O_WRONLY);
    if (fd < 0)
        skip();
    wire_out_open_fd(&out, fd);
    wire_out_lit(&out, "no room for this");
    assert_int_equal(wire_out_close(&out, &err), WIRE_EIO);
    assert_non_null(strstr(err.text, strerror(ENOSPC)));
    close(fd);
}

typedef struct escape_case {
    const char *name;
    wire_str in, text, attr, json;
} escape_case;

#define SAME(s) WIRE_STR(s), WIRE_STR(s), WIRE_STR(s), WIRE_STR(s)
#define BAD     "\xEF\xBF\xBD"

static const escape_case escapes[] = {
    {"plain", SAME("The ferry left at nine.")},
    {"long and plain", SAME("The ferry left the northern quay at nine, an hour late, with all its lamps lit.")},
    {"other scripts", SAME("Порт · בנמל · 港口 · \xF0\x9F\x9A\xA2")},
    {"marks", WIRE_STR("a<b>&\"c\"\\"), WIRE_STR("a&lt;b&gt;&amp;\"c\"\\"), WIRE_STR("a&lt;b&gt;&amp;&quot;c&quot;\\"),
     WIRE_STR("a<b>&\\\"c\\\"\\\\")},
    {"a mark in the middle of eight", WIRE_STR("1234567&1234567"), WIRE_STR("1234567&amp;1234567"),
     WIRE_STR("1234567&amp;1234567"), WIRE_STR("1234567&1234567")},
    {"line ends", WIRE_STR("a\tb\r\nc"), WIRE_STR("a\tb\r\nc"), WIRE_STR("a\tb\r\nc"), WIRE_STR("a\\tb\\r\\nc")},
    {"controls", WIRE_STR("a\0b\1c\x1F\x7F\f\bd"), WIRE_STR("abcd"), WIRE_STR("abcd"), WIRE_STR("abcd")},
    {"C1 and non-characters",
     WIRE_STR("a\xC2\x85\xC2\x9F\xEF\xBF\xBE\xEF\xB7\x90\xF0\x9F\xBF\xBF"
              "b"),
     WIRE_STR("ab"), WIRE_STR("ab"), WIRE_STR("ab")},
    {"a lone continuation",
     WIRE_STR("a\x80"
              "b"),
     WIRE_STR("a" BAD "b"), WIRE_STR("a" BAD "b"), WIRE_STR("a" BAD "b")},
    {"cut in a character", WIRE_STR("a\xE2\x82"), WIRE_STR("a" BAD), WIRE_STR("a" BAD), WIRE_STR("a" BAD)},
    {"overlong slash", WIRE_STR("\xC0\xAF"), WIRE_STR(BAD BAD), WIRE_STR(BAD BAD), WIRE_STR(BAD BAD)},
    {"a surrogate", WIRE_STR("\xED\xA0\x80"), WIRE_STR(BAD BAD BAD), WIRE_STR(BAD BAD BAD), WIRE_STR(BAD BAD BAD)},
    {"a mark behind half a character", WIRE_STR("\xE2\x82<"), WIRE_STR(BAD "&lt;"), WIRE_STR(BAD "&lt;"),
     WIRE_STR(BAD "<")},
    {"empty", SAME("")},
};

static void test_escapes(void **state)
{
    (void)state;
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (size_t i = 0; i < COUNT(escapes); i++) {
        const escape_case *c = &escapes[i];
        wire_out_reset(&out);
        wire_out_html_text(&out, c->in);
        check_str(wire_out_text(&out), c->text, c->name);
        wire_out_reset(&out);
        wire_out_html_attr(&out, c->in);
        check_str(wire_out_text(&out), c->attr, c->name);
        wire_out_reset(&out);
        wire_out_json_text(&out, c->in);
        check_str(wire_out_text(&out), c->json, c->name);
    }
    wire_out_close(&out, NULL);
}

/* Each byte, at each place of a run, by itself: what is not escaped must come out as it went in. */
static void test_escape_places(void **state)
{
    (void)state;
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (int byte = 0; byte < 0x80; byte++)
        for (size_t at = 0; at < 24; at++) {
            char text[24];
            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            wire_out_reset(&out);
            wire_out_json_text(&out, (wire_str){text, sizeof text});
            size_t want = 24;
            if (byte == '"' || byte == '\\' || byte == '\t' || byte == '\n' || byte == '\r')
                want = 25;
            else if (byte < 0x20 || byte == 0x7F)
                want = 23;
            assert_int_equal(out.n, want);
            assert_int_equal(out.buf[at ? 0 : out.n - 1], 'x');
        }
    wire_out_close(&out, NULL);
}

static bool put_much(void *user)
{
    (void)user;
    wire_out out;
    wire_error err = {0};
    wire_str bytes;
    wire_out_open_memory(&out, 0);
    for (int i = 0; i < 300; i++)
        wire_out_print(&out, "%0600d", i);
    const wire_code code = wire_out_take(&out, &bytes, &err);
    if (!code) {
        assert_int_equal(bytes.n, 180000);
        free((char *)(uintptr_t)bytes.p);
    } else {
        assert_int_equal(code, WIRE_ENOMEM);
        assert_int_equal(err.code, WIRE_ENOMEM);
    }
    return !code;
}

static void test_faults(void **state)
{
    (void)state;
    assert_in_range(faults_run(put_much, NULL, 1000), 8, 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory), cmocka_unit_test(test_limit),         cmocka_unit_test(test_room),
        cmocka_unit_test(test_fd),     cmocka_unit_test(test_fd_failure),    cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_faults), cmocka_unit_test(test_escape_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
