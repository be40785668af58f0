/* test_rebinding.c: names whose addresses change between two looks. The names, and the ways to the public addresses,
 * are made up here: getaddrinfo, connect and getpeername of this program stand before the C library's, curl's use
 * included. */
#include "server.h"
#include "wirecopy/fetch.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

/* A net of its own ---------------------------------------------------------------------------- */

#define SHOWN   __attribute__((visibility("default"))) /* to the libraries */
#define OUTSIDE "93.184.216.34"                        /* leads to the server on loopback, which stands for the web */

enum { MOST_FDS = 4096, MOST_LOOKS = 4 };

/* A name: what it resolves to at the first look, the second ...; the last one stays. Addresses are parted by spaces. */
typedef struct name {
    const char *text;
    const char *looks[MOST_LOOKS];
    int n_looks;
} name;

static struct {
    name names[8];
    size_t n_names;
    bool is_outside[MOST_FDS];
    int n_inside; /* connections to where nobody from outside may come */
} net;

static struct addrinfo *make_info(const char *address, uint16_t port, int type)
{
    struct {
        struct addrinfo info;
        struct sockaddr_in6 room;
    } *made = calloc(1, sizeof *made);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (!made)
        abort();
    const bool is_4 = inet_pton(AF_INET, address, &in.sin_addr) == 1;
    if (!is_4 && inet_pton(AF_INET6, address, &in6.sin6_addr) != 1)
        abort();
    memcpy(&made->room, is_4 ? (void *)&in : (void *)&in6, is_4 ? sizeof in : sizeof in6);
    made->info = (struct addrinfo){.ai_family = is_4 ? AF_INET : AF_INET6,
                                   .ai_socktype = type ? type : SOCK_STREAM,
                                   .ai_protocol = IPPROTO_TCP,
                                   .ai_addrlen = is_4 ? sizeof in : sizeof in6,
                                   .ai_addr = (struct sockaddr *)&made->room};
    return &made->info;
}

SHOWN int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    char looks[256];
    struct addrinfo **last = found;
    for (size_t i = 0; i < net.n_names; i++) {
        name *n = &net.names[i];
        if (strcmp(n->text, host))
            continue;
        int at = n->n_looks++;
        while (at && (at >= MOST_LOOKS || !n->looks[at]))
            at--;
        snprintf(looks, sizeof looks, "%s", n->looks[at]);
        char *rest = NULL;
        for (char *one = strtok_r(looks, " ", &rest); one; one = strtok_r(NULL, " ", &rest)) {
            *last = make_info(one, (uint16_t)(service ? atoi(service) : 0), hints ? hints->ai_socktype : 0);
            last = &(*last)->ai_next;
        }
        return 0;
    }
    return EAI_NONAME;
}

SHOWN void freeaddrinfo(struct addrinfo *info)
{
    while (info) {
        struct addrinfo *next = info->ai_next;
        free(info);
        info = next;
    }
}

SHOWN int connect(int fd, const struct sockaddr *to, socklen_t n)
{
    int (*const real)(int, const struct sockaddr *, socklen_t) =
        (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
    struct sockaddr_in in;
    if (to->sa_family == AF_UNIX)
        return real(fd, to, n);
    if (to->sa_family == AF_INET && fd < MOST_FDS) {
        memcpy(&in, to, sizeof in);
        net.is_outside[fd] = in.sin_addr.s_addr == inet_addr(OUTSIDE);
        if (net.is_outside[fd]) {
            in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            return real(fd, (struct sockaddr *)&in, sizeof in);
        }
    }
    net.n_inside++;
    return real(fd, to, n);
}

SHOWN int getpeername(int fd, struct sockaddr *to, socklen_t *n)
{
    int (*const real)(int, struct sockaddr *, socklen_t *) =
        (int (*)(int, struct sockaddr *, socklen_t *))dlsym(RTLD_NEXT, "getpeername");
    struct sockaddr_in in;
    const int rc = real(fd, to, n);
    if (!rc && fd < MOST_FDS && net.is_outside[fd] && to->sa_family == AF_INET) {
        memcpy(&in, to, sizeof in);
        in.sin_addr.s_addr = inet_addr(OUTSIDE);
        memcpy(to, &in, sizeof in);
    }
    return rc;
}

static void name_is(const char *text, const char *first, const char *second)
{
    net.names[net.n_names++] = (name){.text = text, .looks = {first, second}};
}

/* Asking -------------------------------------------------------------------------------------- */

static char target[256]; /* where "/away" leads; written before the servers begin */

static bool answer(exchange *x)
{
    char heads[320];
    if (strcmp(x->path, "/away"))
        return server_reply(x, 200, "Content-Type: text/html\r\n", "<p>news", 7);
    snprintf(heads, sizeof heads, "Location: %s\r\n", target);
    return server_reply(x, 302, heads, "", 0);
}

typedef struct got {
    int n;
    wire_code code;
    char text[512];
} got;

static void take(void *user, const wire_answer *a)
{
    got *g = user;
    g->n++;
    g->code = a->error.code;
    snprintf(g->text, sizeof g->text, "%s", a->error.text);
}

static wire_fetcher *open_fetcher(void)
{
    wire_error err;
    wire_fetcher *f = NULL;
    assert_int_equal(wire_fetcher_new(&(wire_fetch_opts){.pause_ms = 1}, &f, &err), WIRE_OK);
    return f;
}

static got ask(wire_fetcher *f, const char *host, const server *s, const char *path, wire_network network)
{
    char url[256];
    wire_error err;
    got g = {0};
    snprintf(url, sizeof url, "http://%s:%u%s", host, (unsigned)server_port(s), path);
    assert_int_equal(wire_fetcher_add(f, &(wire_request){.url = wire_str_of(url), .network = network}, &err), WIRE_OK);
    assert_int_equal(wire_fetcher_run(f, take, &g, &err), WIRE_OK);
    assert_int_equal(g.n, 1);
    return g;
}

static int begin(void **state)
{
    (void)state;
    memset(&net, 0, sizeof net);
    return 0;
}

static void assert_refused(const got *g, const char *address)
{
    assert_int_equal(g->code, WIRE_EDENIED);
    assert_non_null(strstr(g->text, address));
    assert_int_equal(net.n_inside, 0);
}

/* Public at the first look, private at the next one. */
static void test_public_first(void **state)
{
    (void)state;
    server *s = server_start(answer);
    name_is("turn.example", OUTSIDE, "127.0.0.1");
    for (int look = 0; look < 2; look++) {
        wire_fetcher *f = open_fetcher(); /* with no memory of names */
        const got g = ask(f, "turn.example", s, "/", WIRE_NETWORK_PUBLIC);
        if (look)
            assert_refused(&g, "127.0.0.1");
        else
            assert_int_equal(g.code, WIRE_OK);
        wire_fetcher_free(f);
    }
    assert_int_equal(net.names[0].n_looks, 2);
    assert_int_equal(server_connections(s), 1);
    server_stop(s);
}

/* The same name again, behind a redirect to another port, for which it is looked up anew. */
static void test_behind_a_redirect(void **state)
{
    (void)state;
    server *inside = server_start(answer);
    snprintf(target, sizeof target, "http://turn.example:%u/secret", (unsigned)server_port(inside));
    server *s = server_start(answer);
    name_is("turn.example", OUTSIDE, "127.0.0.1");
    wire_fetcher *f = open_fetcher();
    const got g = ask(f, "turn.example", s, "/away", WIRE_NETWORK_PUBLIC);
    assert_refused(&g, "127.0.0.1");
    assert_int_equal(server_count(s, "/away"), 1);
    assert_int_equal(server_connections(inside), 0);
    wire_fetcher_free(f);
    server_stop(s);
    server_stop(inside);
}

/* A public name leads to one that has always been private. */
static void test_another_name(void **state)
{
    static const char *const addresses[] = {"127.0.0.1",       "10.1.2.3",  "169.254.169.254", "::1",
                                            "::ffff:10.0.0.1", "fd00::17",  "fe80::1",         "64:ff9b::7f00:1",
                                            "100.64.0.1",      "192.0.2.1", "0.0.0.0"};
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        memset(&net, 0, sizeof net);
        snprintf(target, sizeof target, "http://inside.example/");
        server *s = server_start(answer);
        name_is("news.example", OUTSIDE, NULL);
        name_is("inside.example", addresses[i], NULL);
        wire_fetcher *f = open_fetcher();
        const got g = ask(f, "news.example", s, "/away", WIRE_NETWORK_PUBLIC);
        assert_refused(&g, "inside.example leads to");
        wire_fetcher_free(f);
        server_stop(s);
    }
}

/* One answer with addresses of both kinds: the private one is passed over, whichever stands first. */
static void test_both_at_once(void **state)
{
    static const char *const answers[] = {"127.0.0.1 " OUTSIDE, OUTSIDE " 127.0.0.1", "10.0.0.1 ::1 " OUTSIDE};
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        memset(&net, 0, sizeof net);
        server *s = server_start(answer);
        name_is("both.example", answers[i], NULL);
        wire_fetcher *f = open_fetcher();
        const got g = ask(f, "both.example", s, "/", WIRE_NETWORK_PUBLIC);
        assert_int_equal(g.code, WIRE_OK);
        assert_int_equal(net.n_inside, 0);
        wire_fetcher_free(f);
        server_stop(s);
    }
}

/* A connection made for a source that may, is not used for one that may not. */
static void test_local_goes_before(void **state)
{
    (void)state;
    server *s = server_start(answer);
    name_is("desk.example", "127.0.0.1", NULL);
    wire_fetcher *f = open_fetcher();
    assert_int_equal(ask(f, "desk.example", s, "/", WIRE_NETWORK_LOCAL).code, WIRE_OK);
    const int n_inside = net.n_inside;
    assert_int_equal(n_inside, 1);
    net.n_inside = 0;
    const got g = ask(f, "desk.example", s, "/", WIRE_NETWORK_PUBLIC);
    assert_refused(&g, "127.0.0.1");
    assert_int_equal(server_count(s, "/"), 1);
    wire_fetcher_free(f);
    server_stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_public_first, begin),      cmocka_unit_test_setup(test_behind_a_redirect, begin),
        cmocka_unit_test_setup(test_another_name, begin),      cmocka_unit_test_setup(test_both_at_once, begin),
        cmocka_unit_test_setup(test_local_goes_before, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
