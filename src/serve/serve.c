/* serve.c: listening, and the threads that answer. */
#include "wirecopy/serve.h"

#include "serve/answer.h"
#include "serve/place.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MOST_CONNECTIONS = 4096,
    MOST_JOBS = 64,
    IDLE_SECONDS = 30,
    REQUEST_MEMORY = 32 << 10, /* bytes of one request's head */
    BACKLOG = 1024
};

struct wire_server {
    wire__site_root root;
    struct MHD_Daemon *daemon;
    uint16_t port;
    bool has_lock;
};

/* Parts "127.0.0.1:8080" and "[::1]:8080". */
static wire_code part_listen(wire_str listen, char host[256], char port[8], wire_error *err)
{
    size_t colon = listen.n;
    while (colon && listen.p[colon - 1] != ':')
        colon--;
    wire_str a = colon ? wire_str_cut(listen, 0, colon - 1) : (wire_str){0};
    const wire_str p = wire_str_cut(listen, colon, listen.n);
    const bool is_bracketed = a.n >= 2 && a.p[0] == '[' && a.p[a.n - 1] == ']';
    if (is_bracketed)
        a = wire_str_cut(a, 1, a.n - 1);
    uint32_t number = 0;
    for (size_t i = 0; i < p.n && number <= UINT16_MAX; i++)
        number = p.p[i] >= '0' && p.p[i] <= '9' ? number * 10 + (uint32_t)(p.p[i] - '0') : UINT32_MAX;
    if (!a.n || a.n > 255 || !p.n || p.n > 5 || number > UINT16_MAX || memchr(a.p, '\0', a.n) ||
        (!is_bracketed && memchr(a.p, ':', a.n)))
        return wire_fail(err, WIRE_EUSE, "serve: cannot listen on \"%.*s\": write ADDRESS:PORT, as 127.0.0.1:8080",
                         WIRE_ARG(wire_str_cut(listen, 0, 200)));
    snprintf(host, 256, "%.*s", WIRE_ARG(a));
    snprintf(port, 8, "%.*s", WIRE_ARG(p));
    return WIRE_OK;
}

static wire_code cannot_listen(wire_str listen, const char *why, wire_error *err)
{
    return wire_fail(err, WIRE_ENET, "serve: cannot listen on %.*s: %s", WIRE_ARG(wire_str_cut(listen, 0, 200)), why);
}

/* out  *fd: bound and listening */
static wire_code open_socket(wire_str listen_on, int *fd, uint16_t *port, wire_error *err)
{
    char host[256], service[8];
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *info = NULL;
    wire_code code = part_listen(listen_on, host, service, err);
    if (code)
        return code;
    const int bad = getaddrinfo(host, service, &hints, &info);
    if (bad)
        return cannot_listen(listen_on, gai_strerror(bad), err);
    const int on = 1;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } own = {.v6 = {0}};
    socklen_t n_own = sizeof own;
    const int s = socket(info->ai_family, info->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, info->ai_protocol);
    if (s < 0 || setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) || bind(s, info->ai_addr, info->ai_addrlen) ||
        listen(s, BACKLOG) || getsockname(s, &own.any, &n_own)) {
        code = cannot_listen(listen_on, strerror(errno), err);
        if (s >= 0)
            close(s);
    } else {
        *fd = s;
        *port = ntohs(own.any.sa_family == AF_INET6 ? own.v6.sin6_port : own.v4.sin_port);
    }
    freeaddrinfo(info);
    return code;
}

static wire_code open_folder(wire_str folder, int *fd, wire_error *err)
{
    char path[4096];
    if (!folder.n || folder.n >= sizeof path || memchr(folder.p, '\0', folder.n))
        return wire_fail(err, WIRE_EIO, "serve: cannot open the folder: %s",
                         strerror(folder.n < sizeof path ? ENOENT : ENAMETOOLONG));
    memcpy(path, folder.p, folder.n);
    path[folder.n] = '\0';
    *fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*fd < 0)
        return wire_fail(err, WIRE_EIO, "serve: cannot open %.*s: %s", WIRE_ARG(wire_str_cut(folder, 0, 300)),
                         strerror(errno));
    return WIRE_OK;
}

/* The path stays as it was sent: decoding is place.c's, once. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls, (void)connection;
    return strlen(text);
}

static unsigned count_threads(uint32_t wanted)
{
    cpu_set_t set;
    uint32_t n = wanted;
    if (!n)
        n = sched_getaffinity(0, sizeof set, &set) ? 1 : (uint32_t)CPU_COUNT(&set);
    return n < MOST_JOBS ? n : MOST_JOBS;
}

/* The daemon takes the socket over, once it is there. */
static struct MHD_Daemon *start_daemon(wire_server *server, int fd, unsigned n_threads)
{
    const struct MHD_OptionItem pool[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, n_threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, wire__answer, &server->root,
                            MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
                            (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_MEMORY,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, n_threads > 1 ? pool : pool + 1,
                            MHD_OPTION_END);
}

/* "/lite/" is kept as "lite/"; what cannot be a place's beginning is none. */
static void set_prefix(wire__site_root *root, wire_str prefix)
{
    char place[WIRE__LONGEST_PLACE];
    if (!wire_str_has_suffix(prefix, WIRE_STR("/")) || wire__place_read(prefix, place))
        return;
    root->n_prefix = strlen(place) - (sizeof "index.html" - 1);
    if (root->n_prefix >= sizeof root->prefix)
        root->n_prefix = 0;
    memcpy(root->prefix, place, root->n_prefix);
}

wire_code wire_serve_start(wire_str folder, const wire_serve_opts *opts, wire_server **server, wire_error *err)
{
    static const wire_serve_opts no_opts = {0};
    opts = opts ? opts : &no_opts;
    int fd = -1;
    wire_server *s = calloc(1, sizeof *s);
    if (!s)
        return wire_fail(err, WIRE_ENOMEM, "serve: no memory");
    s->root.fd = -1;
    set_prefix(&s->root, opts->prefix);
    s->has_lock = !pthread_mutex_init(&s->root.lock, NULL);
    wire_code code =
        s->has_lock ? open_folder(folder, &s->root.fd, err) : wire_fail(err, WIRE_ENOMEM, "serve: no lock");
    if (!code)
        code = open_socket(opts->listen.n ? opts->listen : WIRE_STR("127.0.0.1:8080"), &fd, &s->port, err);
    if (!code && !(s->daemon = start_daemon(s, fd, count_threads(opts->n_jobs)))) {
        close(fd);
        code = wire_fail(err, WIRE_ENOMEM, "serve: the server could not be started");
    }
    if (code)
        wire_serve_stop(s);
    else
        *server = s;
    return code;
}

uint16_t wire_serve_port(const wire_server *server)
{
    return server->port;
}

void wire_serve_stop(wire_server *server)
{
    if (!server)
        return;
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    if (server->root.fd >= 0)
        close(server->root.fd);
    if (server->has_lock)
        pthread_mutex_destroy(&server->root.lock);
    free(server);
}
