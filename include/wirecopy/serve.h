/* serve.h: requests become answers, from the pressed folder. */
#ifndef WIRECOPY_SERVE_H
#define WIRECOPY_SERVE_H
#include "wirecopy/base.h"

WIRE_BEGIN

typedef struct wire_serve_opts {
    wire_str listen; /* "127.0.0.1:8080", "[::1]:0"; {NULL, 0}: 127.0.0.1:8080; port 0: a free one */
    wire_str prefix; /* the path of the edition's address, "/lite/": the folder answers below it too; may be absent */
    uint32_t n_jobs; /* threads, 0: all cores */
    wire_hooks hooks;
} wire_serve_opts;

typedef struct wire_server wire_server;

/* Serves a pressed folder: types, Content-Encoding by Accept-Encoding, strong ETag, 304, HEAD, ranges of nothing,
 * 404 by its 404.html. Never leaves the folder, never follows a link, never serves a dot name.
 * out    *server: runs on threads of its own until wire_serve_stop
 * fails  WIRE_EIO: no such folder; WIRE_ENET: "cannot listen on 127.0.0.1:8080: Address already in use"; WIRE_EUSE
 * by     RFC 9110, 9111; libmicrohttpd */
WIRE_API WIRE_USE wire_code wire_serve_start(wire_str folder, const wire_serve_opts *opts, wire_server **server,
                                             wire_error *err);
WIRE_API uint16_t wire_serve_port(const wire_server *server);
WIRE_API void wire_serve_stop(wire_server *server);

WIRE_END
#endif
