/* config.c: any bytes as wirecopy.ini. */
#include "fuzz.h"
#include "wirecopy/edition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_edition *edition = NULL;
    wire_error err = {0};
    const wire_code code =
        wire_edition_read_text(fuzz_text(data, n), WIRE_STR("wirecopy.ini"), WIRE_STR("."), &edition, &err);
    if (code == WIRE_OK)
        fuzz_require(edition->name.n && edition->language.n && edition->output.n, "an edition has what it must");
    else
        fuzz_require(err.text[0], "a failure says why");
    wire_edition_free(edition);
    return 0;
}
