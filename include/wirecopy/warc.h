/* warc.h: web archives, a record after the other. */
#ifndef WIRECOPY_WARC_H
#define WIRECOPY_WARC_H
#include "wirecopy/page.h"

WIRE_BEGIN

/* Where a record begins. */
typedef struct wire_warc_place {
    uint64_t offset; /* of the file, where the record begins a compressed member of its own or nothing is compressed;
                        else of the unpacked archive */
    bool is_inner;   /* the offset is of the unpacked archive: reaching it means unpacking all before it */
} wire_warc_place;

/* Streams: memory does not grow with the archive. One thread at a time. */
typedef struct wire_warc wire_warc;

/* Opens an archive: WARC 1.0 or 1.1, plain, gzip (by record or whole), or zstd (with its dictionary frame).
 * in     path: a file, or "-"; max_bytes: of a page as it lies there and unpacked, 0: 64 MiB
 *        from: where an earlier reading stopped; all zero: the beginning
 * fails  WIRE_EIO: "cannot open: No such file or directory"; WIRE_ENOMEM */
WIRE_API WIRE_USE wire_code wire_warc_open(wire_str path, size_t max_bytes, wire_warc_place from, wire_warc **warc,
                                           wire_error *err);
/* Stop is asked from now on while a pipe is waited for. in  hooks: must outlive the archive's use */
WIRE_API void wire_warc_heed(wire_warc *warc, const wire_hooks *hooks);
/* The same for an archive in memory, which must stay until it is closed. */
WIRE_API WIRE_USE wire_code wire_warc_open_text(wire_str bytes, size_t max_bytes, wire_warc **warc, wire_error *err);
WIRE_API void wire_warc_close(wire_warc *warc); /* NULL is fine */

/* Gives the next page: a response or resource that is HTML and was served with a 2xx; chunks and compression taken off.
 * What is no page (requests, pictures, redirects, revisits, metadata) is passed over.
 * out    *page: borrowed until the next call; url, status, content_type, fetched_at from the record; input absent
 *        *place: where the record begins; set also when it fails
 * fails  WIRE_NONE: no more; WIRE_EFORMAT, WIRE_ELIMIT: a damaged or too large record, passed over ("cut short: 512 of
 * 9000 bytes"): asking again goes on behind it; WIRE_EIO, WIRE_ENOMEM: the end by     ISO 28500:2017; RFC 9112, 7.1;
 * iipc/warc-specifications (zstd 1.0) */
WIRE_API WIRE_USE wire_code wire_warc_next(wire_warc *warc, wire_page *page, wire_warc_place *place, wire_error *err);

WIRE_END
#endif
