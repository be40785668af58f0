/* server.c: a thread a connection; enough HTTP/1.1 for a client that behaves. */
#include "server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LOGGED = 4096, MOST_CONNECTIONS = 1024, LARGEST_HEAD = 16384 };

typedef struct connection {
    server *server;
    int fd;
    pthread_t thread;
} connection;

struct server {
    server_answer answer;
    int fd;
    uint16_t port;
    pthread_t thread;
    pthread_mutex_t lock;
    char *heads[MOST_LOGGED];
    int n_heads, n_active, most_active;
    connection *connections[MOST_CONNECTIONS];
    int n_connections;
};

void server_sleep(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (long)(ms % 1000) * 1000000}, NULL);
}

bool server_send(exchange *x, const void *bytes, size_t n)
{
    for (const char *p = bytes; n;) {
        const ssize_t sent = send(x->fd, p, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        p += sent;
        n -= (size_t)sent;
    }
    return true;
}

bool server_reply(exchange *x, int status, const char *heads, const void *body, size_t n)
{
    char head[4096];
    const int n_head =
        snprintf(head, sizeof head, "HTTP/1.1 %d Answer\r\nContent-Length: %zu\r\n%s\r\n", status, n, heads);
    return server_send(x, head, (size_t)n_head) && server_send(x, body, n);
}

static void note(server *s, const char *head)
{
    pthread_mutex_lock(&s->lock);
    if (s->n_heads < MOST_LOGGED)
        s->heads[s->n_heads++] = strdup(head);
    if (++s->n_active > s->most_active)
        s->most_active = s->n_active;
    pthread_mutex_unlock(&s->lock);
}

static bool read_head(int fd, char head[LARGEST_HEAD])
{
    size_t n = 0;
    while (n + 1 < LARGEST_HEAD) {
        const ssize_t got = recv(fd, head + n, 1, 0);
        if (got <= 0)
            return false;
        head[++n] = '\0';
        if (n >= 4 && !memcmp(head + n - 4, "\r\n\r\n", 4))
            return true;
    }
    return false;
}

static void *converse(void *user)
{
    connection *c = user;
    server *s = c->server;
    char head[LARGEST_HEAD], path[2048];
    bool goes_on = true;
    while (goes_on && read_head(c->fd, head) && sscanf(head, "%*s %2047s", path) == 1) {
        exchange x = {s, c->fd, path, head};
        note(s, head);
        goes_on = s->answer(&x);
        pthread_mutex_lock(&s->lock);
        s->n_active--;
        pthread_mutex_unlock(&s->lock);
    }
    shutdown(c->fd, SHUT_RDWR);
    return NULL;
}

static void *accept_all(void *user)
{
    server *s = user;
    for (;;) {
        const int fd = accept(s->fd, NULL, NULL);
        if (fd < 0)
            return NULL;
        connection *c = calloc(1, sizeof *c);
        *c = (connection){.server = s, .fd = fd};
        pthread_mutex_lock(&s->lock);
        const bool has_room = s->n_connections < MOST_CONNECTIONS && !pthread_create(&c->thread, NULL, converse, c);
        if (has_room)
            s->connections[s->n_connections++] = c;
        pthread_mutex_unlock(&s->lock);
        if (!has_room) {
            close(fd);
            free(c);
        }
    }
}

server *server_start(server_answer answer)
{
    server *s = calloc(1, sizeof *s);
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof own;
    s->answer = answer;
    pthread_mutex_init(&s->lock, NULL);
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s->fd, (struct sockaddr *)&own, n) || listen(s->fd, 64) ||
        getsockname(s->fd, (struct sockaddr *)&own, &n) || pthread_create(&s->thread, NULL, accept_all, s))
        abort();
    s->port = ntohs(own.sin_port);
    return s;
}

void server_stop(server *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    for (int i = 0; i < s->n_connections; i++) {
        shutdown(s->connections[i]->fd, SHUT_RDWR);
        pthread_join(s->connections[i]->thread, NULL);
        close(s->connections[i]->fd);
        free(s->connections[i]);
    }
    for (int i = 0; i < s->n_heads; i++)
        free(s->heads[i]);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

uint16_t server_port(const server *s)
{
    return s->port;
}

const char *server_url(const server *s, const char *path, char to[256])
{
    snprintf(to, 256, "http://127.0.0.1:%u%s", (unsigned)s->port, path);
    return to;
}

static bool is_for(const char *head, const char *path)
{
    const char *at = strchr(head, ' ');
    const size_t n = path ? strlen(path) : 0;
    return !path || (at && !strncmp(at + 1, path, n) && at[1 + n] == ' ');
}

int server_count(server *s, const char *path)
{
    int n = 0;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < s->n_heads; i++)
        n += is_for(s->heads[i], path);
    pthread_mutex_unlock(&s->lock);
    return n;
}

bool server_was_asked(server *s, const char *path, const char *text)
{
    bool was = false;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < s->n_heads; i++)
        was |= is_for(s->heads[i], path) && strstr(s->heads[i], text);
    pthread_mutex_unlock(&s->lock);
    return was;
}

int server_most_at_once(server *s)
{
    pthread_mutex_lock(&s->lock);
    const int most = s->most_active;
    pthread_mutex_unlock(&s->lock);
    return most;
}

int server_connections(server *s)
{
    pthread_mutex_lock(&s->lock);
    const int n = s->n_connections;
    pthread_mutex_unlock(&s->lock);
    return n;
}
