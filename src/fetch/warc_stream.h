/* warc_stream.h: the unpacked bytes of an archive, as many as are asked for. Inside the library only. */
#ifndef WIRECOPY_FETCH_WARC_STREAM_H
#define WIRECOPY_FETCH_WARC_STREAM_H
#include "wirecopy/warc.h"

typedef struct wire__stream wire__stream;

/* in  fd: the stream's from now on; -1: all there is lies in `bytes`. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__stream_open(int fd, wire_str bytes, wire__stream **stream, wire_error *err);
/* in  hooks: stop is asked while a pipe is waited for; then filling fails with WIRE_ESTOP */
void wire__stream_heed(wire__stream *s, const wire_hooks *hooks);
void wire__stream_close(wire__stream *s); /* NULL is fine */
/* Goes to where a record began. fails  WIRE_EIO; WIRE_EFORMAT: the archive is not that long */
WIRE_USE wire_code wire__stream_seek(wire__stream *s, wire_warc_place place, wire_error *err);

/* Makes at least `want` bytes of text ready, fewer only at the end. Members are begun no sooner than they are needed.
 * fails  WIRE_EFORMAT: damaged packing: what is ready came before it; WIRE_EIO; WIRE_ENOMEM */
WIRE_USE wire_code wire__stream_fill(wire__stream *s, size_t want, wire_error *err);
/* What is ready, until the next fill. */
wire_str wire__stream_text(const wire__stream *s);
void wire__stream_take(wire__stream *s, size_t n);
/* Where the text that is ready begins. */
wire_warc_place wire__stream_place(const wire__stream *s);
/* True where damaged packing stands in the way. */
bool wire__stream_is_damaged(const wire__stream *s);
/* Goes past damaged packing to the next member that can be read; what was ready is dropped.
 * fails  WIRE_NONE: there is none; WIRE_EIO; WIRE_ENOMEM */
WIRE_USE wire_code wire__stream_mend(wire__stream *s, wire_error *err);
/* Gives back memory that one large record took. */
void wire__stream_trim(wire__stream *s);

#endif
