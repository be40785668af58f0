/* charset_decode.h: a cursor over text of any encoding. Inside src/parse/charset*.c only. */
#ifndef WIRECOPY_PARSE_CHARSET_DECODE_H
#define WIRECOPY_PARSE_CHARSET_DECODE_H
#include "charset.h"

#include <lexbor/encoding/encoding.h>

typedef struct wire__cursor {
    const unsigned char *p, *end;
    int encoding;  /* lxb_encoding_t */
    bool is_twice; /* of UTF-8 */
    unsigned n_stuck;
    lxb_encoding_decode_t lexbor;
} wire__cursor;

void wire__cursor_begin(wire__cursor *c, wire_str bytes, int encoding);
/* Next code point, WIRE__UTF8_BAD (base/utf8.h) for bytes that mean nothing. false: the end */
bool wire__cursor_next(wire__cursor *c, uint32_t *cp);
/* Decodes bytes, which lie in cs->source, into cs->decoded and sets the marks. */
WIRE_USE wire_code wire__charset_run(wire__charset *cs, wire_str bytes, wire_error *err);
#endif
