/* test_serve.c: requests, byte for byte, and what must and must not be in their answers. */
#include "serve/negotiate.h"
#include "serve/place.h"
#include "wirecopy/serve.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 3 << 20, LARGEST_ANSWER = LARGE + (64 << 10) };

static char folder[64];
static wire_server *server;

static void write_file(const char *name, const void *bytes, size_t n)
{
    const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
}

static void write_text(const char *name, const char *text)
{
    write_file(name, text, strlen(text));
}

/* The forms differ in their bytes, so that a test sees which one came; none is really packed. */
static void make_folder(void)
{
    mkdir("local", 0777), mkdir("local/fish market", 0777), mkdir(".wirecopy", 0777), mkdir("empty", 0777);
    write_text("index.html", "plain front");
    write_text("index.html.br", "br front");
    write_text("index.html.gz", "gz front");
    write_text("index.html.zst", "zst front");
    write_text("404.html", "no such page");
    write_text("local/index.html", "local");
    write_text("local/index.html.gz", "gz local");
    write_text("local/fish market/index.html", "fish");
    mkdir("withdrawn", 0777);
    write_text("withdrawn/.gone", "taken back");
    write_text("feed.xml", "<feed/>");
    write_text("feed.json", "{}");
    write_text("sitemap.xml", "<urlset/>");
    write_text("robots.txt", "User-agent: *");
    write_text("photo.jpg", "jpeg");
    write_text(".wirecopy/lock", "secret");
    write_text(".secret.html", "secret");
    assert_int_equal(symlink("/etc/passwd", "passwd.txt"), 0);
    assert_int_equal(symlink("/etc", "etc"), 0);
    assert_int_equal(symlink("index.html", "link.html"), 0);
    assert_int_equal(mkfifo("pipe.html", 0666), 0);
    char *large = malloc(LARGE);
    for (size_t i = 0; i < LARGE; i++)
        large[i] = (char)('a' + i % 23);
    write_file("large.txt", large, LARGE);
    free(large);
}

static int set_up(void **state)
{
    (void)state;
    wire_error err;
    snprintf(folder, sizeof folder, "/tmp/wirecopy-serve-XXXXXX");
    if (!mkdtemp(folder) || chdir(folder))
        return -1;
    make_folder();
    const wire_serve_opts opts = {.listen = WIRE_STR("127.0.0.1:0"), .prefix = WIRE_STR("/lite/"), .n_jobs = 2};
    return wire_serve_start(wire_str_of(folder), &opts, &server, &err);
}

static int tear_down(void **state)
{
    (void)state;
    wire_serve_stop(server);
    if (!fork()) {
        execlp("rm", "rm", "-rf", folder, (char *)NULL);
        _exit(1);
    }
    return chdir("/");
}

static int dial(void)
{
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const struct timeval patience = {10, 0};
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(wire_serve_port(server))};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* Sends bytes, reads until the server closes. The answer is zero-ended and from malloc. */
static char *talk(wire_str bytes, size_t *n)
{
    const int fd = dial();
    char *answer = malloc(LARGEST_ANSWER + 1);
    assert_int_equal(send(fd, bytes.p, bytes.n, MSG_NOSIGNAL), bytes.n);
    *n = 0;
    for (ssize_t got; (got = recv(fd, answer + *n, LARGEST_ANSWER - *n, 0)) > 0;)
        *n += (size_t)got;
    answer[*n] = '\0';
    close(fd);
    return answer;
}

static char *ask(const char *line, const char *heads, size_t *n)
{
    char request[8192];
    const int n_request =
        snprintf(request, sizeof request, "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", line, heads);
    assert_true(n_request > 0 && (size_t)n_request < sizeof request);
    return talk((wire_str){request, (size_t)n_request}, n);
}

#define HTML "Content-Type: text/html; charset=utf-8\r\n"

static const struct asked {
    const char *line, *heads;
    const char *status;
    const char *with, *body; /* a piece of the head; the body whole; NULL: not looked at */
} cases[] = {
    {"GET /", "", "200", HTML, "plain front"},
    {"GET /index.html", "", "200", HTML, "plain front"},
    {"GET /?utm_source=x", "", "200", HTML, "plain front"},
    {"HEAD /", "", "200", "Content-Length: 11\r\n", ""},
    {"GET http://other.example/local/", "", "200", HTML, "local"},
    {"GET /", "Accept-Encoding: gzip, deflate, br, zstd\r\n", "200", "Content-Encoding: br\r\n", "br front"},
    {"GET /", "Accept-Encoding: gzip;q=1.0, br;q=0.5\r\n", "200", "Content-Encoding: gzip\r\n", "gz front"},
    {"GET /", "Accept-Encoding: br;q=0, *\r\n", "200", "Content-Encoding: zstd\r\n", "zst front"},
    {"GET /", "Accept-Encoding: identity, gzip;q=0.5\r\n", "200", "Vary: Accept-Encoding\r\n", "plain front"},
    {"GET /", "Accept-Encoding: \r\n", "200", HTML, "plain front"},
    {"GET /local/", "Accept-Encoding: br, gzip;q=0.1\r\n", "200", "Content-Encoding: gzip\r\n", "gz local"},
    {"GET /local/", "Accept-Encoding: br\r\n", "200", HTML, "local"},
    {"GET /local/", "Accept-Encoding: identity;q=0, br\r\n", "406", NULL, NULL},
    {"HEAD /", "Accept-Encoding: br\r\n", "200", "Content-Encoding: br\r\n", ""},
    {"GET /local", "", "301", "Location: /local/\r\n", NULL},
    {"GET /local/fish%20market", "", "301", "Location: /local/fish%20market/\r\n", NULL},
    {"GET /local/fish%20market/", "", "200", HTML, "fish"},
    {"GET /feed.xml", "", "200", "Content-Type: application/atom+xml; charset=utf-8\r\n", "<feed/>"},
    {"GET /feed.json", "", "200", "Content-Type: application/feed+json; charset=utf-8\r\n", "{}"},
    {"GET /sitemap.xml", "", "200", "Content-Type: application/xml; charset=utf-8\r\n", "<urlset/>"},
    {"GET /robots.txt", "", "200", "Content-Type: text/plain; charset=utf-8\r\n", "User-agent: *"},
    {"GET /photo.jpg", "", "200", "Content-Type: image/jpeg\r\n", "jpeg"},
    {"GET /none", "", "404", HTML, "no such page"},
    {"GET /lite/", "", "200", HTML, "plain front"},
    {"GET /lite/index.html", "Accept-Encoding: br\r\n", "200", "Content-Encoding: br\r\n", "br front"},
    {"GET /lite", "", "301", "Location: /lite/\r\n", NULL},
    {"GET /lite/local", "", "301", "Location: /lite/local/\r\n", NULL},
    {"GET /lite/none", "", "404", HTML, "no such page"},
    {"GET /lite/lite/", "", "404", HTML, "no such page"},
    {"GET /lite/withdrawn/", "", "410", HTML, "taken back"},
    {"GET /lite/../index.html", "", "404", NULL, "no such page"},
    {"GET /lite/%2e%2e/etc/passwd", "", "404", NULL, "no such page"},
    {"GET /withdrawn/", "", "410", HTML, "taken back"},
    {"GET /withdrawn/", "If-None-Match: *\r\n", "410", "Cache-Control: no-cache\r\n", "taken back"},
    {"GET /withdrawn/2/", "", "410", HTML, "taken back"},
    {"GET /withdrawn/2/3/", "", "404", HTML, "no such page"},
    {"GET /withdrawn/story.epub", "", "410", HTML, "taken back"},
    {"GET /withdrawn", "", "301", "Location: /withdrawn/\r\n", "Moved\n"},
    {"GET /withdrawn/.gone", "", "404", HTML, "no such page"},
    {"HEAD /none", "", "404", "Content-Length: 12\r\n", ""},
    {"GET /empty/", "", "404", HTML, "no such page"},
    {"GET /none", "If-None-Match: *\r\n", "404", NULL, "no such page"},
    {"GET /..%2f..%2fetc/passwd", "", "404", NULL, "no such page"},
    {"GET /../../etc/passwd", "", "404", NULL, "no such page"},
    {"GET /%2e%2e/etc/passwd", "", "404", NULL, "no such page"},
    {"GET /local/../index.html", "", "404", NULL, "no such page"},
    {"GET /./index.html", "", "404", NULL, "no such page"},
    {"GET //index.html", "", "404", NULL, "no such page"},
    {"GET //evil.example/", "", "404", NULL, "no such page"},
    {"GET /local//", "", "404", NULL, "no such page"},
    {"GET /\\evil.example", "", "404", NULL, "no such page"},
    {"GET /index.html%00.txt", "", "404", NULL, "no such page"},
    {"GET /index.html%0d%0aX:1", "", "404", NULL, "no such page"},
    {"GET /.secret.html", "", "404", NULL, "no such page"},
    {"GET /.wirecopy/lock", "", "404", NULL, "no such page"},
    {"GET /%2ewirecopy/lock", "", "404", NULL, "no such page"},
    {"GET /passwd.txt", "", "404", NULL, "no such page"},
    {"GET /etc/passwd", "", "404", NULL, "no such page"},
    {"GET /link.html", "", "404", NULL, "no such page"},
    {"GET /pipe.html", "", "404", NULL, "no such page"},
    {"GET /index.html/", "", "404", NULL, "no such page"},
    {"GET /%", "", "400", NULL, NULL},
    {"GET /%4", "", "400", NULL, NULL},
    {"GET /%zz", "", "400", NULL, NULL},
    {"POST /", "Content-Length: 0\r\n", "405", "Allow: GET, HEAD\r\n", NULL},
    {"DELETE /index.html", "", "405", "Allow: GET, HEAD\r\n", NULL},
    {"OPTIONS /", "", "405", "Allow: GET, HEAD\r\n", NULL},
    {"TRACE /", "", "405", "Allow: GET, HEAD\r\n", NULL},
    {"GET /", "Content-Length: 5\r\n", "413", NULL, NULL},
    {"GET /", "Transfer-Encoding: chunked\r\n", "413", NULL, NULL},
    {"GET /robots.txt", "Range: bytes=0-3\r\n", "200", "Accept-Ranges: none\r\n", "User-agent: *"},
};

static void test_cases(void **state)
{
    static const char *const everywhere[] = {"\r\nX-Content-Type-Options: nosniff\r\n", "\r\nReferrer-Policy: ",
                                             "\r\nContent-Security-Policy: default-src 'none'; ",
                                             "\r\nDate: ", "\r\nCache-Control: "};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        const struct asked *c = &cases[i];
        char *answer = ask(c->line, c->heads, &n);
        char *body = strstr(answer, "\r\n\r\n");
        if (!body || strncmp(answer, "HTTP/1.1 ", 9) != 0 || strncmp(answer + 9, c->status, 3) != 0)
            fail_msg("%s (%s): not %s but\n%s", c->line, c->heads, c->status, answer);
        if (c->body && strcmp(body + 4, c->body) != 0)
            fail_msg("%s (%s): not \"%s\" but \"%s\"", c->line, c->heads, c->body, body + 4);
        body[2] = '\0';
        if (c->with && !strstr(answer, c->with))
            fail_msg("%s (%s): without %s\n%s", c->line, c->heads, c->with, answer);
        for (size_t k = 0; k < sizeof everywhere / sizeof *everywhere; k++)
            if (!strstr(answer, everywhere[k]))
                fail_msg("%s: without %s\n%s", c->line, everywhere[k], answer);
        free(answer);
    }
}

/* Reads the value of a header into `to`. */
static void header(const char *answer, const char *name, char to[128])
{
    const char *at = strstr(answer, name);
    assert_non_null(at);
    snprintf(to, 128, "%.*s", (int)strcspn(at + strlen(name), "\r"), at + strlen(name));
}

static void test_validators(void **state)
{
    static const char *const formats[] = {"If-None-Match: %s\r\n", "If-None-Match: W/%s\r\n",
                                          "If-None-Match: \"other\", %s , \"more\"\r\n", "If-None-Match: *\r\n"};
    (void)state;
    size_t n;
    char plain[128], br[128], again[128], heads[512];
    char *answer = ask("GET /", "", &n);
    header(answer, "ETag: ", plain);
    free(answer);
    answer = ask("HEAD /", "Accept-Encoding: br\r\n", &n);
    header(answer, "ETag: ", br);
    free(answer);
    assert_true(plain[0] == '"' && br[0] == '"'); /* strong */
    assert_string_not_equal(plain, br);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(heads, sizeof heads, formats[i], plain);
#pragma GCC diagnostic pop
        answer = ask("GET /", heads, &n);
        if (strncmp(answer, "HTTP/1.1 304", 12) != 0 || strcmp(strstr(answer, "\r\n\r\n"), "\r\n\r\n") != 0)
            fail_msg("%s: %s", heads, answer);
        header(answer, "ETag: ", again);
        assert_string_equal(again, plain);
        assert_non_null(strstr(answer, "Vary: Accept-Encoding\r\n"));
        free(answer);
    }
    snprintf(heads, sizeof heads, "If-None-Match: %s\r\nAccept-Encoding: br\r\n", plain);
    answer = ask("GET /", heads, &n);
    assert_memory_equal(answer, "HTTP/1.1 200", 12); /* that tag is of another form */
    free(answer);
    write_text("index.html", "new front");
    snprintf(heads, sizeof heads, "If-None-Match: %s\r\n", plain);
    answer = ask("GET /", heads, &n);
    assert_memory_equal(answer, "HTTP/1.1 200", 12);
    assert_non_null(strstr(answer, "new front"));
    free(answer);
    write_text("index.html", "plain front");
}

static void test_large(void **state)
{
    (void)state;
    size_t n;
    char etag[128], again[128], heads[256];
    char *answer = ask("GET /large.txt", "", &n);
    const char *body = strstr(answer, "\r\n\r\n") + 4;
    assert_int_equal(n - (size_t)(body - answer), LARGE);
    for (size_t i = 0; i < LARGE; i++)
        if (body[i] != (char)('a' + i % 23))
            fail_msg("byte %zu differs", i);
    header(answer, "ETag: ", etag);
    free(answer);
    snprintf(heads, sizeof heads, "If-None-Match: %s\r\n", etag);
    answer = ask("GET /large.txt", heads, &n); /* its hash is remembered now */
    assert_memory_equal(answer, "HTTP/1.1 304", 12);
    header(answer, "ETag: ", again);
    assert_string_equal(etag, again);
    free(answer);
}

/* More than one request a connection, one of them for what is not there. */
static void test_kept_alive(void **state)
{
    (void)state;
    size_t n;
    char *answer = talk(WIRE_STR("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\n"
                                 "GET /local/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                        &n);
    const char *first = strstr(answer, "plain front"), *second = strstr(answer, "no such page");
    assert_true(first && second && first < second && strstr(second, "\r\n\r\nlocal"));
    free(answer);
}

static void test_hostile(void **state)
{
    (void)state;
    size_t n;
    char *path = malloc(70000), *answer;
    memset(path, 'a', 69999);
    path[69999] = '\0';
    memcpy(path, "GET /", 5);
    path[4000] = '\0';
    answer = ask(path, "", &n);
    assert_memory_equal(answer, "HTTP/1.1 414", 12);
    free(answer);
    path[4000] = 'a';
    answer = talk((wire_str){path, 69999}, &n); /* a head without end */
    assert_true(!n || !strncmp(answer, "HTTP/1.1 4", 10));
    free(answer);
    answer = talk(WIRE_STR("\0\0\0 / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), &n);
    assert_true(!n || !strncmp(answer, "HTTP/1.", 7));
    free(answer);
    free(path);
    answer = ask("GET /", "", &n); /* it lives */
    assert_memory_equal(answer, "HTTP/1.1 200", 12);
    free(answer);
}

static void test_start_failures(void **state)
{
    static const struct {
        const char *folder, *listen;
        wire_code code;
        const char *text;
    } failures[] = {
        {"/nowhere/at/all", "127.0.0.1:0", WIRE_EIO, "cannot open /nowhere/at/all: No such file or directory"},
        {"index.html", "127.0.0.1:0", WIRE_EIO, "cannot open index.html: Not a directory"},
        {".", "8080", WIRE_EUSE, "write ADDRESS:PORT"},
        {".", ":8080", WIRE_EUSE, "write ADDRESS:PORT"},
        {".", "127.0.0.1:70000", WIRE_EUSE, "write ADDRESS:PORT"},
        {".", "127.0.0.1:x", WIRE_EUSE, "write ADDRESS:PORT"},
        {".", "::1:8080", WIRE_EUSE, "write ADDRESS:PORT"},
        {".", "192.0.2.1:0", WIRE_ENET, "cannot listen on 192.0.2.1:0: Cannot assign requested address"},
    };
    (void)state;
    wire_error err;
    wire_server *s = NULL;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        const wire_serve_opts opts = {.listen = wire_str_of(failures[i].listen)};
        const wire_code code = wire_serve_start(wire_str_of(failures[i].folder), &opts, &s, &err);
        if (code != failures[i].code || !strstr(err.text, failures[i].text))
            fail_msg("%s, %s: %s: %s", failures[i].folder, failures[i].listen, wire_code_name(code), err.text);
    }
    char taken[32];
    snprintf(taken, sizeof taken, "127.0.0.1:%u", (unsigned)wire_serve_port(server));
    const wire_serve_opts opts = {.listen = wire_str_of(taken)};
    assert_int_equal(wire_serve_start(WIRE_STR("."), &opts, &s, &err), WIRE_ENET);
    assert_non_null(strstr(err.text, "Address already in use"));
    assert_null(s);
}

static void test_accept(void **state)
{
    static const struct {
        const char *field, *order; /* b z g p, most wanted first */
    } fields[] = {
        {"", "p"},
        {"br", "bp"},
        {"gzip, br", "bgp"},
        {"GZIP;Q=0.9 , br ; q=0.8", "gbp"},
        {"*", "bzgp"},
        {"*;q=0", ""},
        {"*;q=0, gzip", "g"},
        {"identity;q=0", ""},
        {"gzip;q=0", "p"},
        {"gzip;q=0.001", "gp"},
        {"gzip;q=nonsense", "p"},
        {"gzip;level=9", "gp"},
        {"identity;q=0.5, gzip;q=0.4", "pg"},
        {"x-gzip", "gp"},
        {",,, ,br,,", "bp"},
        {"compress, deflate", "p"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char got[WIRE__N_SENT + 1] = "";
        wire__sent_form order[WIRE__N_SENT];
        const size_t n = wire__accept_encoding(wire_str_of(fields[i].field), order);
        for (size_t k = 0; k < n; k++)
            got[k] = "bzgp"[order[k]];
        if (strcmp(got, fields[i].order) != 0)
            fail_msg("\"%s\": %s, not %s", fields[i].field, got, fields[i].order);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),      cmocka_unit_test(test_validators), cmocka_unit_test(test_large),
        cmocka_unit_test(test_kept_alive), cmocka_unit_test(test_hostile),    cmocka_unit_test(test_start_failures),
        cmocka_unit_test(test_accept),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
