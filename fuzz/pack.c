/* pack.c: any bytes as what a child that reads pages sends back. */
#include "model/pack.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_error why = {0};
    wire_story *story = NULL, *again = NULL;
    wire_feed *feed = NULL;
    wire_out out;
    wire_out_open_memory(&out, 0);
    if (fuzz_choose(&data, &n, 2)) {
        wire_str bytes;
        feed = wire_feed_new(0);
        if (!feed || !wire_arena_copy(feed->arena, fuzz_text(data, n), &bytes))
            abort();
        if (!wire__feed_unpack(bytes, feed, &why))
            wire_feed_write_json(feed, NULL, &out);
    } else if (!wire__story_unpack(fuzz_text(data, n), &story, &why)) {
        wire_story_write_json(story, NULL, &out);
        const bool says_something =
            story->n_blocks && story->blocks[0].n_spans && !story->url.n; /* an address may be wrong */
        fuzz_require(!says_something || wire_story_read_json(wire_out_text(&out), &again, &why) == WIRE_OK,
                     "a story that was unpacked can be kept");
    }
    fuzz_require(!out.code, "what was unpacked can be written");
    wire_story_free(story);
    wire_story_free(again);
    wire_feed_free(feed);
    wire_out_close(&out, NULL);
    return 0;
}
