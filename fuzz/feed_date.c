/* feed_date.c: any bytes as a feed's date: what is read at once is what the reader of stamps makes of it. */
#include "parse/feed_date.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_stamp stamp = {0}, other = {0};
    const wire_str text = fuzz_text(data, n);
    const wire_code code = wire__feed_date(text, &stamp);
    fuzz_require(code == WIRE_OK || code == WIRE_NONE, "there is a date in it, or none");
    fuzz_require(code || stamp.is_known, "a date that was read is known");
    fuzz_require(code || !stamp.has_offset || (stamp.offset_s > -86400 && stamp.offset_s < 86400),
                 "an offset is less than a day");
    if (!code && n > 9 && !wire_stamp_read(text, NULL, &other))
        fuzz_require(stamp.at == other.at, "both ways of reading give the same moment");
    return 0;
}
