/* address.h: web addresses, read the one way that everything here reads them. */
#ifndef WIRECOPY_ADDRESS_H
#define WIRECOPY_ADDRESS_H
#include "wirecopy/base.h"

WIRE_BEGIN

/* An absolute address in its parts. All parts are slices of href, which is normalised ASCII as the
 * URL standard serialises it. */
typedef struct wire_address {
    wire_str href;   /* whole */
    wire_str scheme; /* "https", no colon */
    wire_str host;   /* ASCII (punycode), IPv6 in brackets; empty where the scheme has none */
    uint16_t port;   /* explicit or the scheme's own; 0: none */
    wire_str path;   /* from the first "/" */
    wire_str query;  /* without "?" */
    wire_str fragment;
} wire_address;

/* A reader keeps the parser's memory between addresses. One thread at a time. */
typedef struct wire_address_reader wire_address_reader;

/* fails  NULL: no memory */
WIRE_API WIRE_USE wire_address_reader *wire_address_reader_new(void);
WIRE_API void wire_address_reader_free(wire_address_reader *reader);

/* Reads an address, relative to `base` where one is given.
 * in     text: any bytes, at most 64 KiB; base: an absolute address as text, or {NULL, 0}
 * out    *address: lies in `arena`
 * fails  WIRE_NONE: not an address (relative without base, no host, broken); WIRE_ENOMEM
 * by     https://url.spec.whatwg.org/ through lexbor's url module */
WIRE_API WIRE_USE wire_code wire_address_read(wire_address_reader *reader, wire_str text, wire_str base,
                                              wire_arena *arena, wire_address *address);
/* True for http and https with a host and no user or password. */
WIRE_API bool wire_address_is_web(const wire_address *address);

/* The same address without fragment and tracking parameters (utm_*, fbclid, gclid ...): what tells
 * one story from another. out  *key: lies in `arena`. fails  WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_address_key(const wire_address *address, wire_arena *arena, wire_str *key);

WIRE_END
#endif
