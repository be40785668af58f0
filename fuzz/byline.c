/* byline.c: any bytes as a byline, as a name that metadata states, and as a dateline. */
#include "extract/facts.h"
#include "fuzz.h"

static void check_names(const wire__facts *facts)
{
    fuzz_require(facts->n_authors <= WIRE__MAX_AUTHORS, "not more authors than there is room for");
    for (uint32_t i = 0; i < facts->n_authors; i++) {
        const wire_str name = facts->authors[i].name;
        fuzz_require(name.n >= 2 && name.n <= 80, "a name is neither empty nor a text");
        fuzz_require(name.p[0] != ' ' && name.p[name.n - 1] != ' ', "a name is trimmed");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_arena *arena = wire_arena_new(0);
    if (!arena)
        abort();
    const wire_str text = wire__text_clean(fuzz_text(data, n), false, arena); /* as all who call do */
    wire__facts split = {0}, whole = {0}, turned = {0};
    wire__byline_split(text, arena, &split);
    wire__byline_take(text, n % 2, arena, &whole);
    if (wire__byline_turn(text, arena, &turned))
        fuzz_require(turned.n_authors == 1, "a name that was turned is one");
    check_names(&split);
    check_names(&whole);
    check_names(&turned);
    bool is_bare = false;
    if (!wire__byline_has_lead(text, &is_bare))
        fuzz_require(text.n || !is_bare, "no byline is bare");
    (void)wire__is_person(text), (void)wire__is_role(text), (void)wire__is_handle(text),
        (void)wire__is_organization(text);
    const wire__dateline dateline = wire__dateline_find(text, WIRE_STR("Harbour Light"));
    fuzz_require(dateline.n <= text.n, "a dateline stands in its text");
    wire_arena_free(arena);
    return 0;
}
