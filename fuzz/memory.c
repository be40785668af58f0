/* memory.c: any bytes as what a source's pages have in common; a page is read with it. */
#include "fuzz.h"
#include "wirecopy/read.h"

static const char page_text[] =
    "<title>Ferry late</title><main><h1>Ferry late</h1><div class=text><p>The ferry to the island was late again on "
    "Thursday, by an hour, and the quay was full of people.</p><p>Nobody could say why.</p></div></main>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_error err = {0};
    wire_memory *memory = NULL, *again = NULL;
    wire_story *story = NULL;
    wire_out first, second;
    const wire_page page = {.input = WIRE_STR("a.html"), .bytes = {page_text, sizeof page_text - 1}};
    if (wire_memory_read(fuzz_text(data, n), &memory, &err)) {
        fuzz_require(err.text[0], "a failure says why");
        return 0;
    }
    wire_out_open_memory(&first, 0);
    wire_out_open_memory(&second, 0);
    wire_memory_write(memory, &first);
    fuzz_require(wire_memory_read(wire_out_text(&first), &again, &err) == WIRE_OK, "what was written can be read");
    wire_memory_write(again, &second);
    fuzz_require(wire_str_is(wire_out_text(&second), wire_out_text(&first)), "and is written the same");
    wire_reader *reader = wire_reader_new();
    wire_reader_remember(reader, memory);
    fuzz_require(wire_read_story(reader, &page, &story, &err) == WIRE_OK, "a page is read with any memory");
    fuzz_require(wire_reader_learn(reader, story, memory) == WIRE_OK, "and teaches");
    wire_memory_age(memory, 1);
    wire_memory_write(memory, &first);
    wire_story_free(story);
    wire_reader_free(reader);
    (void)wire_out_close(&first, NULL);
    (void)wire_out_close(&second, NULL);
    wire_memory_free(memory);
    wire_memory_free(again);
    return 0;
}
