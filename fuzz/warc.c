/* warc.c: any bytes as a web archive. */
#include "wirecopy/warc.h"
#include "fuzz.h"

enum { MAX_BYTES = 1 << 20, MOST_CALLS = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_warc *warc = NULL;
    if (wire_warc_open_text(fuzz_text(data, n), MAX_BYTES, &warc, NULL))
        return 0;
    int n_calls = 0;
    for (;;) {
        wire_error why = {0};
        wire_page page = {0};
        wire_warc_place place;
        const wire_code code = wire_warc_next(warc, &page, &place, &why);
        if (code == WIRE_NONE || code == WIRE_ENOMEM)
            break;
        fuzz_require(code == WIRE_OK || why.text[0], "a failure says why");
        fuzz_require(code || (page.url.n && page.bytes.n), "a page has an address and bytes");
        fuzz_require(page.bytes.n <= MAX_BYTES + (64 << 10), "no more than asked for");
        fuzz_require(++n_calls < MOST_CALLS, "an archive comes to an end");
    }
    wire_warc_close(warc);
    return 0;
}
