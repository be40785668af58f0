/* charset.h: bytes of any encoding become UTF-8, with the way back to where they stood. Inside the library only. */
#ifndef WIRECOPY_PARSE_CHARSET_H
#define WIRECOPY_PARSE_CHARSET_H
#include "wirecopy/out.h"
#include "wirecopy/page.h"

/* What told the encoding. */
typedef enum wire__charset_by {
    WIRE__BY_BOM,    /* byte order mark */
    WIRE__BY_HEADER, /* charset of the content type */
    WIRE__BY_META,   /* <meta> in the first 1024 bytes, or the XML declaration */
    WIRE__BY_BYTES   /* the bytes themselves: nothing was declared, or they contradict it */
} wire__charset_by;

/* A decoder; keeps its memory between pages. Begin with {0}, end with wire__charset_free. */
typedef struct wire__charset {
    const char *name; /* the Encoding standard's ("UTF-8", "windows-1251"); static */
    wire__charset_by by;
    bool is_borrowed;   /* the text lies in the page's own bytes: it was valid UTF-8 */
    uint64_t n_invalid; /* sequences that became U+FFFD */

    wire_str source; /* the page's bytes */
    size_t bom;      /* bytes of the byte order mark */
    int encoding;    /* lxb_encoding_t */
    bool is_twice;   /* UTF-8 that was taken for Latin-1 and written as UTF-8 again */
    size_t n_marks, cap_marks;
    struct wire__mark *marks; /* places to decode again from, one every KB */
    wire_out decoded;
} wire__charset;

/* Decodes a page: by byte order mark, header, meta prescan, then the bytes themselves. A declaration that the bytes
 * contradict is overruled.
 * in     page: its bytes must live as long as the text and its origins are asked for
 * out    *utf8: always valid UTF-8 without byte order mark: what was invalid is U+FFFD here already, so that nothing
 *        behind need look again. Valid UTF-8 is borrowed from the page, all else lies in cs until the next call.
 * fails  WIRE_ENOMEM; WIRE_ELIMIT: over 256 MiB of text
 * by     https://encoding.spec.whatwg.org/, https://html.spec.whatwg.org/#determining-the-character-encoding */
WIRE_USE wire_code wire__charset_decode(wire__charset *cs, const wire_page *page, wire_str *utf8, wire_error *err);
void wire__charset_free(wire__charset *cs);

/* Where the character at `decoded_offset` of the text stood in the page's bytes; the page's end for offsets past the
 * text. At most some 1 KB is decoded again. */
uint64_t wire__charset_origin(const wire__charset *cs, uint64_t decoded_offset);

/* Parts of the above, each in a file of its own ------------------------------------------------ */

/* What a look at the bytes as UTF-8 tells. */
typedef struct wire__utf8_look {
    uint64_t n_wide;    /* valid sequences beyond ASCII */
    uint64_t n_invalid; /* maximal invalid subparts; one cut off by the end of the bytes is not counted */
    bool is_valid;      /* all of it, to the end */
    bool has_escape;    /* an ESC: perhaps ISO-2022-JP */
    size_t n_ascii;     /* bytes before the first that is not ASCII */
} wire__utf8_look;

wire__utf8_look wire__utf8_check(wire_str bytes);
/* Is all of it beyond ASCII UTF-8 that was taken for Latin-1 and written as UTF-8 once more ("donâ...t")? No text that
 * people write is that, letter for letter.
 * in     bytes: valid UTF-8, but for a character that the end may cut */
bool wire__utf8_is_twice(wire_str bytes);
/* Its code point at s[*at], as wire__utf8_next. */
uint32_t wire__utf8_next_of_twice(wire_str s, size_t *at);
/* Encoding that a page's first 1024 bytes declare in <meta> or an XML declaration, as the HTML standard's prescan finds
 * it; -1: none. */
int wire__charset_prescan(wire_str bytes);
/* Encoding of a label or of a Content-Type header; -1: unknown or none. */
int wire__charset_of_label(wire_str label);
int wire__charset_of_type(wire_str content_type);
/* Best guess at the encoding of text that is not UTF-8, by what its bytes would say in each. */
int wire__charset_guess(wire_str bytes);
/* Share of the bytes beyond ASCII that mean nothing in the encoding, 0 to 1, from a sample. */
double wire__charset_misfit(wire_str bytes, int encoding);
#endif
