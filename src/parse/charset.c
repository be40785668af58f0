/* charset.c: which encoding a page is in, weighing what is declared against what its bytes can be. */
#include "charset.h"

#include "charset_decode.h"

#include <stdlib.h>

/* UTF-16 without a mark: a page in it is half zeros, all on one side. -1: it is not */
static int utf16_by_zeros(wire_str bytes)
{
    size_t zeros[2] = {0, 0};
    const wire_str head = wire_str_cut(bytes, 0, 1024);
    for (size_t i = 0; i < head.n; i++)
        zeros[i % 2] += !head.p[i];
    const size_t units = head.n / 2;
    if (units < 2)
        return -1;
    if (zeros[1] * 3 > units && zeros[0] * 20 < zeros[1])
        return LXB_ENCODING_UTF_16LE;
    if (zeros[0] * 3 > units && zeros[1] * 20 < zeros[0])
        return LXB_ENCODING_UTF_16BE;
    return -1;
}

static int by_mark(wire_str bytes, size_t *n_mark)
{
    static const struct {
        wire_str mark;
        int encoding;
    } marks[] = {{{"\xEF\xBB\xBF", 3}, LXB_ENCODING_UTF_8},
                 {{"\xFE\xFF", 2}, LXB_ENCODING_UTF_16BE},
                 {{"\xFF\xFE", 2}, LXB_ENCODING_UTF_16LE}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (wire_str_has_prefix(bytes, marks[i].mark)) {
            *n_mark = marks[i].mark.n;
            return marks[i].encoding;
        }
    }
    return -1;
}

static bool is_wide(int encoding)
{
    return encoding == LXB_ENCODING_UTF_16BE || encoding == LXB_ENCODING_UTF_16LE;
}

static bool is_multi_byte(int encoding)
{
    static const int all[] = {LXB_ENCODING_BIG5,    LXB_ENCODING_EUC_JP,    LXB_ENCODING_EUC_KR,
                              LXB_ENCODING_GB18030, LXB_ENCODING_SHIFT_JIS, LXB_ENCODING_GBK};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] == encoding)
            return true;
    return false;
}

/* Mostly good UTF-8. A single stray sequence is little proof against an East Asian declaration, in which pairs that
 * look like UTF-8 occur by chance; it is against a single-byte one, where they would be a capital and a sign. */
static bool looks_utf8(const wire__utf8_look *look, uint64_t least)
{
    return look->n_wide >= least && (!look->n_invalid || (look->n_wide >= 20 && look->n_invalid * 20 < look->n_wide));
}

/* Do the bytes contradict what is declared? */
static bool is_contradicted(int declared, wire_str bytes, const wire__utf8_look *look)
{
    if (declared < 0 || declared == LXB_ENCODING_REPLACEMENT || is_wide(declared))
        return true; /* a page in UTF-16 was known by its mark or its zeros before */
    if (declared == LXB_ENCODING_UTF_8)
        return look->n_invalid > look->n_wide;
    if (declared == LXB_ENCODING_ISO_2022_JP)
        return !look->has_escape && look->n_wide;
    if (looks_utf8(look, is_multi_byte(declared) ? 5 : 1))
        return true;
    return is_multi_byte(declared) && wire__charset_misfit(bytes, declared) > 0.1;
}

static int by_bytes(wire_str bytes, const wire__utf8_look *look)
{
    if ((look->is_valid && !look->has_escape) || looks_utf8(look, 1))
        return LXB_ENCODING_UTF_8;
    return wire__charset_guess(bytes);
}

static void decide(wire__charset *cs, const wire_page *page, wire_str bytes, const wire__utf8_look *look)
{
    int declared = wire__charset_of_type(page->content_type);
    cs->by = WIRE__BY_HEADER;
    if (declared < 0) {
        declared = wire__charset_prescan(bytes);
        cs->by = WIRE__BY_META;
    }
    cs->encoding = declared;
    if (!is_contradicted(declared, bytes, look))
        return;
    cs->encoding = by_bytes(bytes, look);
    if (cs->encoding != declared)
        cs->by = WIRE__BY_BYTES;
}

/* Bytes that are ASCII are the same text in every encoding but these. */
static bool can_borrow(const wire__charset *cs, const wire__utf8_look *look)
{
    return look->is_valid && !cs->is_twice &&
           (cs->encoding == LXB_ENCODING_UTF_8 || (!look->n_wide && !look->has_escape && !is_wide(cs->encoding)));
}

wire_code wire__charset_decode(wire__charset *cs, const wire_page *page, wire_str *utf8, wire_error *err)
{
    if (cs->decoded.cap)
        wire_out_reset(&cs->decoded);
    else
        wire_out_open_memory(&cs->decoded, 0);
    cs->n_marks = 0;
    cs->n_invalid = 0;
    cs->source = page->bytes;
    cs->bom = 0;
    cs->by = WIRE__BY_BOM;
    cs->encoding = by_mark(page->bytes, &cs->bom);
    const wire_str bytes = page->bytes.n ? wire_str_cut(page->bytes, cs->bom, page->bytes.n) : WIRE_STR("");
    if (cs->encoding < 0) {
        cs->by = WIRE__BY_BYTES;
        cs->encoding = utf16_by_zeros(bytes);
    }
    wire__utf8_look look = {0};
    if (!is_wide(cs->encoding)) {
        look = wire__utf8_check(bytes);
        if (cs->encoding < 0)
            decide(cs, page, bytes, &look);
    }
    cs->is_twice = cs->encoding == LXB_ENCODING_UTF_8 && look.n_wide && !look.n_invalid &&
                   wire__utf8_is_twice(wire_str_cut(bytes, look.n_ascii, bytes.n));
    cs->name = (const char *)lxb_encoding_data((lxb_encoding_t)cs->encoding)->name;
    cs->is_borrowed = can_borrow(cs, &look);
    if (cs->is_borrowed) {
        *utf8 = bytes;
        return WIRE_OK;
    }
    const wire_code code = wire__charset_run(cs, bytes, err);
    if (!code)
        *utf8 = wire_out_text(&cs->decoded);
    return code;
}

void wire__charset_free(wire__charset *cs)
{
    if (cs->decoded.cap)
        wire_out_close(&cs->decoded, NULL);
    free(cs->marks);
    *cs = (wire__charset){0};
}
