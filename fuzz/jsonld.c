/* jsonld.c: any bytes as the text of a JSON-LD script, and as inlined application state. */
#include "parse/jsonld.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_arena *arena = wire_arena_new(0);
    if (!arena)
        abort();
    wire__facts facts = {0};
    (void)!wire__jsonld_read(fuzz_text(data, n), arena, &facts);
    fuzz_require(facts.n_authors <= WIRE__MAX_AUTHORS && facts.n_keywords <= WIRE__MAX_KEYWORDS, "bounds of facts");
    wire__state state = {0};
    if (wire__state_read(fuzz_text(data, n), WIRE_STR("A seal on the slip"), arena, &state) == WIRE_OK)
        fuzz_require(state.body.n > 0, "a body that was found says something");
    wire_arena_free(arena);
    return 0;
}
