/* stamp.c: any bytes as a date; what was read is written as RFC 3339 and is the same instant again. */
#include "fuzz.h"
#include "wirecopy/time.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const countries[] = {"", "IN", "GB", "CN"};
    wire_stamp_opts opts = {.offset_s = 3600};
    opts.country = wire_str_of(countries[fuzz_choose(&data, &n, 4)]);
    opts.day_first = n % 2;
    wire_stamp stamp = {0}, again = {0};
    if (wire_stamp_read(fuzz_text(data, n), &opts, &stamp))
        return 0;
    fuzz_require(stamp.is_known, "a stamp that was read is known");
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_stamp_write(&stamp, &out);
    fuzz_require(wire_stamp_read(wire_out_text(&out), NULL, &again) == WIRE_OK, "a written stamp can be read");
    if (stamp.has_time && stamp.has_offset)
        fuzz_require(stamp.at == again.at, "a written stamp is the same instant");
    (void)wire_out_close(&out, NULL);
    return 0;
}
