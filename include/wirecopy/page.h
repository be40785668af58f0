/* page.h: bytes as they came, with where, when and how. */
#ifndef WIRECOPY_PAGE_H
#define WIRECOPY_PAGE_H
#include "wirecopy/base.h"

/* A borrowed view; whoever fills it says how long it lives. */
typedef struct wire_page {
    wire_str input;               /* as it was named: "pages/a.html.gz", FOLDER/PATH, an address */
    wire_str url;                 /* where it came from, after redirects; {NULL, 0}: unknown */
    wire_str bytes;               /* unpacked body, before any change of charset */
    wire_str content_type;        /* the header's value; {NULL, 0}: none */
    wire_str etag, last_modified; /* validators as sent; may be absent */
    int64_t fetched_at;           /* Unix seconds; 0: unknown */
    uint32_t status;              /* HTTP status; 0: not from HTTP */
    bool is_cut;                  /* the transfer or the unpacking ended early */
} wire_page;
#endif
