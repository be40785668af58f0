/* unpack.c: any bytes as gzip, zlib, brotli, zstd or a gzip member; and any bytes packed and unpacked again. */
#include "base/unpack.h"
#include "fuzz.h"

enum { MAX_BYTES = 1 << 20 };

static void check_round(wire_codec codec, wire_str bytes)
{
    wire_out packed, again;
    wire_out_open_memory(&packed, 0);
    wire_out_open_memory(&again, 0);
    wire_error err = {0};
    if (wire_pack(codec, 1, bytes, &packed, &err) || wire_unpack(codec, wire_out_text(&packed), 0, &again, &err))
        fuzz_require(false, err.text);
    fuzz_require(wire_str_is(wire_out_text(&again), bytes), "what is packed is unpacked again");
    (void)wire_out_close(&packed, NULL);
    (void)wire_out_close(&again, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const wire_codec sniffed = wire_codec_sniff(fuzz_text(data, n), WIRE_STR("page.html"));
    const wire_codec codec = sniffed ? sniffed : (wire_codec)(1 + fuzz_choose(&data, &n, 4));
    const wire_str bytes = fuzz_text(data, n);
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_error err = {0};
    const wire_code code = wire_unpack(codec, bytes, MAX_BYTES, &out, &err);
    fuzz_require(code == WIRE_OK || err.text[0], "a failure says why");
    fuzz_require(wire_out_text(&out).n <= MAX_BYTES, "no more than asked for");
    wire_out_reset(&out);
    size_t n_packed = 0;
    (void)!wire__unpack_member(bytes, MAX_BYTES, &out, &n_packed, &err);
    fuzz_require(n_packed <= bytes.n && wire_out_text(&out).n <= MAX_BYTES, "a member lies in its archive");
    (void)wire_out_close(&out, NULL);
    if (n < 4096)
        check_round(codec, bytes);
    return 0;
}
