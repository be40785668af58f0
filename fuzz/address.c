/* address.c: any bytes as an address, alone and upon a base; what was read is its own normal form. */
#include "wirecopy/address.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const bases[] = {"", "https://news.example/a/b?c#d", "file:///srv/pages/",
                                        "mailto:desk@news.example"};
    const wire_str base = wire_str_of(bases[fuzz_choose(&data, &n, 4)]);
    wire_address_reader *reader = wire_address_reader_new();
    wire_arena *arena = wire_arena_new(0);
    if (!reader || !arena)
        abort();
    wire_address address, again;
    wire_str key;
    if (wire_address_read(reader, fuzz_text(data, n), base, arena, &address) == WIRE_OK) {
        for (size_t i = 0; i < address.href.n; i++)
            fuzz_require(address.href.p[i] > 0x1F && (unsigned char)address.href.p[i] < 0x7F,
                         "an address is plain ASCII");
        fuzz_require(wire_address_read(reader, address.href, (wire_str){NULL, 0}, arena, &again) == WIRE_OK,
                     "an address that was read can be read again");
        fuzz_require(wire_str_is(address.href, again.href), "the normal form is its own normal form");
        fuzz_require(wire_address_key(&address, arena, &key) == WIRE_OK && key.n <= address.href.n,
                     "a key is no longer");
        fuzz_require(!wire_address_is_web(&address) || address.host.n, "an address of the web has a host");
    }
    wire_arena_free(arena);
    wire_address_reader_free(reader);
    return 0;
}
