/* transfer.h: one request on its way, through curl. Inside the library only. */
#ifndef WIRECOPY_FETCH_TRANSFER_H
#define WIRECOPY_FETCH_TRANSFER_H
#include "fetch/guard.h"
#include "fetch/hints.h"
#include "fetch/pace.h"
#include "wirecopy/address.h"
#include "wirecopy/fetch.h"
#include "wirecopy/out.h"

#include <curl/curl.h>

enum { WIRE__MOST_REDIRECTS = 10 };

typedef struct wire__transfer {
    wire__turn turn; /* first: the queues know it by this */
    wire_request request;
    wire_arena *arena;    /* of the request's texts and the address */
    wire_address address; /* of this hop */
    wire_str href;        /* the same, zero-ended */
    CURL *easy;           /* while under way, else NULL */
    struct curl_slist *headers;
    int64_t deadline_ms; /* of the whole, redirects included; 0: not begun */
    uint32_t timeout_ms;
    uint32_t n_redirects;
    bool is_proxied; /* the connection leads to a proxy that the user named */
    bool is_moved;   /* redirects so far were permanent, all of them */
    size_t max_bytes;

    /* the answer of this hop */
    wire_arena *heads; /* of the header texts */
    wire_str content_type, content_encoding, etag, last_modified, location;
    wire__hints hints;
    size_t n_head_bytes;
    wire_out body; /* as sent */
    bool is_too_large;
    char refused[WIRE__HOST_TEXT]; /* the address that the guard refused, or "" */
    char why[CURL_ERROR_SIZE];

    struct wire__transfer *older, *newer; /* under way, in a ring of the fetcher's */
} wire__transfer;

/* out  the caller's. fails  WIRE_EUSE: "not an http or https address"; WIRE_ENOMEM */
WIRE_USE wire_code wire__transfer_new(const wire_request *request, wire_address_reader *reader, size_t max_bytes,
                                      uint32_t timeout_ms, wire__transfer **transfer, wire_error *err);
void wire__transfer_free(wire__transfer *t); /* not under way any more; NULL is fine */
/* Makes its curl handle, ready to be added to a multi handle. in  proxy: "": none. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__transfer_begin(wire__transfer *t, const char *user_agent, const char *proxy, int64_t now_ms,
                                        wire_error *err);
/* Turns to the address that a redirect names. fails  WIRE_NONE: no redirect; WIRE_EHTTP; WIRE_ENOMEM */
WIRE_USE wire_code wire__transfer_follow(wire__transfer *t, wire_address_reader *reader, wire_error *err);
/* Fills in the answer once curl has ended. in  plain: an empty memory sink that holds the page's bytes, while it lives
 */
void wire__transfer_answer(wire__transfer *t, CURLcode result, wire_out *plain, wire_answer *answer);

#endif
