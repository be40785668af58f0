/* story_json.c: any bytes as a story in JSON; what was read is written, and read back the same. */
#include "fuzz.h"
#include "wirecopy/story.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_story *story = NULL, *again = NULL;
    wire_error err = {0};
    const wire_code code = wire_story_read_json(fuzz_text(data, n), &story, &err);
    if (code) {
        fuzz_require(err.text[0], "a failure says why");
        fuzz_require(err.offset == WIRE_NOWHERE || err.offset <= n, "where it says lies in the text");
        return 0;
    }
    wire_out first, body;
    wire_out_open_memory(&first, 0);
    wire_out_open_memory(&body, 0);
    wire_story_write_json(story, &(wire_json_opts){.is_pretty = n % 2}, &first);
    fuzz_require(!first.code, "a story can be written");
    fuzz_require(wire_story_read_json(wire_out_text(&first), &again, &err) == WIRE_OK, err.text);
    fuzz_require(wire_story_is_same(story, again), "a story written and read back is the same story");
    wire_story_body(story, &body);
    (void)wire_count_words(wire_out_text(&body));
    (void)wire_out_close(&first, NULL);
    (void)wire_out_close(&body, NULL);
    wire_story_free(again);
    wire_story_free(story);
    return 0;
}
