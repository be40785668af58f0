/* charset.c: any bytes under any declared encoding become UTF-8, with the way back. */
#include "parse/charset.h"
#include "base/utf8.h"
#include "fuzz.h"

static const char *const types[] = {
    "",
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=windows-1252",
    "text/html;charset=\"gb18030\"",
    "text/html; charset=big5",
    "text/html; charset=shift_jis",
    "text/html; charset=euc-jp",
    "text/html; charset=iso-2022-jp",
    "text/html; charset=euc-kr",
    "text/html; charset=utf-16le",
    "text/html; charset=utf-16be",
    "text/html; charset=koi8-r",
    "text/html; charset=x-user-defined",
    "text/html; charset=replacement",
    "text/html; charset=nonsense",
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_page page = {.content_type = wire_str_of(types[fuzz_choose(&data, &n, sizeof(types) / sizeof(*types))])};
    page.bytes = fuzz_text(data, n);
    wire__charset charset = {0};
    wire_str text = {NULL, 0};
    wire_error err = {0};
    if (wire__charset_decode(&charset, &page, &text, &err) == WIRE_OK) {
        fuzz_require(wire__utf8_valid(text) == text.n, "decoded text is valid UTF-8");
        uint64_t before = 0;
        for (size_t at = 0; at <= text.n; at += 1 + text.n / 64) {
            const uint64_t origin = wire__charset_origin(&charset, at);
            fuzz_require(origin >= before && origin <= n, "origins rise, and lie in the page");
            before = origin;
        }
    }
    wire__charset_free(&charset);
    return 0;
}
