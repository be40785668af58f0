/* clean.c: any bytes as a feed's markup, made safe: what comes out holds no program and is stable. */
#include "parse/clean.h"
#include "fuzz.h"

#include <string.h>

/* Does an attribute begin so? A text may: there a "<" is written &lt;. */
static bool has_program(wire_str html)
{
    for (size_t at; (at = wire_str_find_ci(html, WIRE_STR("=\"javascript:"))) != SIZE_MAX;) {
        const char *tag = at && html.p ? memrchr(html.p, '<', at) : NULL;
        if (tag && !memchr(tag, '>', at - (size_t)(tag - html.p)))
            return true;
        html = wire_str_cut(html, at + 1, html.n);
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire__dom dom;
    if (!wire__dom_open(&dom))
        abort();
    wire_address_reader *addresses = wire_address_reader_new();
    wire_arena *scratch = wire_arena_new(0);
    if (!addresses || !scratch)
        abort();
    wire__cleaner cleaner = {.dom = &dom, .addresses = addresses, .scratch = scratch};
    wire_out_open_memory(&cleaner.html, 0);
    wire_out_open_memory(&cleaner.text, 0);
    wire_error err = {0};
    if (wire__clean_html(&cleaner, fuzz_text(data, n), WIRE_STR("https://news.example/"), &err) == WIRE_OK) {
        static const char *const bad[] = {"<script", "<style", "<iframe", "<object", "<!--"};
        const wire_str html = wire_out_text(&cleaner.html);
        for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
            fuzz_require(wire_str_find_ci(html, wire_str_of(bad[i])) == SIZE_MAX, bad[i]);
        fuzz_require(!has_program(html), "no address is a program");
    }
    (void)!wire__clean_text(&cleaner, fuzz_text(data, n), &err);
    wire__cleaner_close(&cleaner);
    wire_arena_free(scratch);
    wire_address_reader_free(addresses);
    wire__dom_close(&dom);
    return 0;
}
