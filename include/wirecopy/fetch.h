/* fetch.h: a name becomes bytes: addresses, files, folders, standard input. */
#ifndef WIRECOPY_FETCH_H
#define WIRECOPY_FETCH_H
#include "wirecopy/edition.h"
#include "wirecopy/page.h"

WIRE_BEGIN

/* Inputs ---------------------------------------------------------------------------------- */

/* A list of inputs as the command line names them, folders walked, in order. */
typedef struct wire_input {
    wire_str name; /* as it is reported: a path, FOLDER/PATH, an address, "-" */
    wire_str url;  /* address it came from, where given; for an address itself */
} wire_input;

typedef struct wire_inputs wire_inputs;

WIRE_API WIRE_USE wire_inputs *wire_inputs_new(void); /* NULL: no memory */
WIRE_API void wire_inputs_free(wire_inputs *inputs);
/* Adds an input; a folder adds every file below it in byte order of the paths (dot names left out, links not
 * followed). A missing one is added as it is: opening it will say so.
 * in     url: as `--url`; may be {NULL, 0} */
WIRE_API WIRE_USE wire_code wire_inputs_add(wire_inputs *inputs, wire_str name, wire_str url, wire_error *err);
/* Adds what a list file names: PATH or PATH<TAB>URL a line, empty lines left out; "-" is standard input.
 * in     hooks: stop is asked while a pipe is waited for; may be NULL
 * fails  WIRE_EIO: "FILE: cannot open: No such file or directory"; WIRE_ELIMIT: over 256 MiB; WIRE_ESTOP; WIRE_ENOMEM
 */
WIRE_API WIRE_USE wire_code wire_inputs_add_list(wire_inputs *inputs, wire_str file, const wire_hooks *hooks,
                                                 wire_error *err);
WIRE_API size_t wire_inputs_count(const wire_inputs *inputs);
WIRE_API wire_input wire_inputs_at(const wire_inputs *inputs, size_t i); /* borrowed from inputs */
/* True for an http or https address: it is fetched, not loaded. */
WIRE_API bool wire_input_is_web(const wire_input *input);

typedef struct wire_load_opts {
    size_t max_bytes; /* of the bytes as they lie there and of the unpacked whole, 0: 64 MiB */
    wire_hooks hooks; /* stop is asked while a pipe or a terminal is waited for */
} wire_load_opts;

/* Loads a file or standard input, unpacked as its bytes or name say. A named pipe is waited for, 30 s at most.
 * in     opts: may be NULL
 * out    *page: its fields lie in `arena`, whose budget must hold both
 * fails  WIRE_EIO: "cannot open: No such file or directory"; WIRE_ELIMIT: "larger than 64 MiB"; WIRE_EFORMAT: damaged
 *        compression and nothing before the damage, otherwise that is given with page.is_cut; WIRE_EUSE: an address;
 *        WIRE_ESTOP: the hook said so; WIRE_ENOMEM. The text does not name the input. */
WIRE_API WIRE_USE wire_code wire_input_load(const wire_input *input, const wire_load_opts *opts, wire_arena *arena,
                                            wire_page *page, wire_error *err);

/* The web --------------------------------------------------------------------------------- */

typedef struct wire_fetch_opts {
    uint32_t n_at_once;  /* transfers in flight, 0: 64 */
    uint32_t n_per_host; /* 0: 2 */
    uint32_t pause_ms;   /* between starts on one host of the public network, 0: 1000 */
    uint32_t timeout_ms; /* of a whole transfer, 0: 30000 */
    size_t max_bytes;    /* of a body, as sent and unpacked, 0: 64 MiB */
    wire_str
        proxy; /* an http address through which the public network is asked; where it leads cannot be checked then */
    wire_str user_agent; /* {NULL, 0}: "wirecopy/VERSION" */
    wire_hooks hooks;
} wire_fetch_opts;

typedef struct wire_request {
    wire_str url;
    wire_str etag, last_modified; /* validators to send; may be absent */
    wire_network network;         /* local: may be on this machine or a private network, and is not paced */
    void *tag;                    /* the caller's, comes back with the answer */
} wire_request;

typedef struct wire_answer {
    const wire_request *request;
    wire_page page;        /* borrowed for the call; page.status 304: unchanged, no bytes */
    wire_error error;      /* error.code WIRE_OK: an answer came, whatever its status */
    uint64_t n_wire_bytes; /* body bytes as sent */
    wire_str moved;        /* where permanent redirects alone (301, 308) led: ask there from now on; else absent */
    int64_t fresh_s;       /* by Cache-Control or Expires; 0: at once, -1: not said */
    int64_t retry_s;       /* by Retry-After of a 429, 503 or redirect; -1: not said */
} wire_answer;

/* One event loop on the caller's thread. */
typedef struct wire_fetcher wire_fetcher;

WIRE_API WIRE_USE wire_code wire_fetcher_new(const wire_fetch_opts *opts, wire_fetcher **fetcher, wire_error *err);
WIRE_API void wire_fetcher_free(wire_fetcher *fetcher);
/* Queues a request (copied); may be called from within on_answer. */
WIRE_API WIRE_USE wire_code wire_fetcher_add(wire_fetcher *fetcher, const wire_request *request, wire_error *err);
/* Makes the pause between starts on the host of an address at least that long, as its robots.txt wants it.
 * fails  WIRE_EUSE: not an http or https address; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_fetcher_slow(wire_fetcher *fetcher, wire_str url, wire_network network,
                                              uint32_t pause_ms, wire_error *err);
/* Runs until the queue is empty. Every request gets exactly one answer. A host that answers 429 or 503 is left alone
 * for as long as it says, or ever longer; if that is more than a minute, what waits for it is answered with WIRE_EBUSY.
 * fails  WIRE_ESTOP: the hook said so; WIRE_ENOMEM
 * by     libcurl multi; RFC 9110 (conditional requests); addresses of loopback, private, link-local and other special
 *        ranges are refused at connect time unless the request's network is local; redirects: 10, http(s) only */
WIRE_API WIRE_USE wire_code wire_fetcher_run(wire_fetcher *fetcher,
                                             void (*on_answer)(void *user, const wire_answer *answer), void *user,
                                             wire_error *err);

WIRE_END
#endif
