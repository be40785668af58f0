/* server.h: a small HTTP server on loopback that misbehaves as it is told, and remembers what it was asked. */
#ifndef WIRECOPY_TESTS_FETCH_SERVER_H
#define WIRECOPY_TESTS_FETCH_SERVER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct server server;

/* One request. */
typedef struct exchange {
    server *server;
    int fd;
    const char *path; /* "/a?b" */
    const char *head; /* the whole, zero-ended */
} exchange;

/* Answers one request; false: the connection is closed after it. Called on a thread of the connection's own. */
typedef bool (*server_answer)(exchange *x);

server *server_start(server_answer answer);
void server_stop(server *s);
uint16_t server_port(const server *s);
/* "http://127.0.0.1:PORT" + path, in `to`; gives it back. */
const char *server_url(const server *s, const char *path, char to[256]);
/* How many requests for a path came; NULL: all. */
int server_count(server *s, const char *path);
/* True where a request for the path had this text in its head ("If-None-Match: \"x\""). */
bool server_was_asked(server *s, const char *path, const char *text);
/* The most requests that were being answered at the same time. */
int server_most_at_once(server *s);
int server_connections(server *s);

/* Writes; false: the other side is gone. */
bool server_send(exchange *x, const void *bytes, size_t n);
/* A whole answer with Content-Length. heads: "Name: value\r\n" each. */
bool server_reply(exchange *x, int status, const char *heads, const void *body, size_t n);
void server_sleep(int ms);

#endif
