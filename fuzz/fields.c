/* fields.c: any bytes as HTTP fields: what a reader accepts, what a server says of freshness. */
#include "fetch/hints.h"
#include "fuzz.h"
#include "serve/negotiate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const size_t which = fuzz_choose(&data, &n, 4);
    const wire_str field = fuzz_text(data, n);
    wire__sent_form order[WIRE__N_SENT];
    fuzz_require(wire__accept_encoding(field, order) <= WIRE__N_SENT, "no more forms than there are");
    (void)wire__none_match(field, WIRE_STR("\"3f\""));
    wire__hints hints = {.cache_control = WIRE_STR("max-age=60"), .retry_after = field};
    wire_str *const fields[] = {&hints.cache_control, &hints.expires, &hints.date, &hints.age};
    *fields[which] = field;
    const int64_t fresh = wire__hint_fresh(&hints, 1795737600);
    fuzz_require(fresh >= -1 && fresh <= 366 * 86400, "fresh for a year at most");
    const int64_t retry = wire__hint_retry(&hints, 1795737600);
    fuzz_require(retry >= -1 && retry <= 30 * 86400, "not away for more than 30 days");
    return 0;
}
