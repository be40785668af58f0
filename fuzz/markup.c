/* markup.c: any bytes as the safe subset of HTML, read into blocks; written, and read back the same. */
#include "fuzz.h"
#include "model/build.h"

static wire_story *build(wire_str html)
{
    wire_story *story = wire_story_new(0);
    if (!story)
        abort();
    wire__builder builder;
    wire__build_begin(&builder, story);
    (void)wire__build_block(&builder, WIRE_BLOCK_UPDATE, 0);
    wire__build_markup(&builder, html);
    const wire_code code = wire__build_end(&builder, NULL);
    fuzz_require(code == WIRE_OK || code == WIRE_ENOMEM, "building fails for want of memory only");
    if (code == WIRE_OK)
        return story;
    wire_story_free(story);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_story *story = build(fuzz_text(data, n));
    if (!story)
        return 0;
    wire_out html;
    wire_out_open_memory(&html, 0);
    for (uint32_t at = 1; at < story->n_blocks; at += wire_block_extent(story, at))
        wire__write_markup(story, at, &html);
    fuzz_require(!html.code, "blocks can be written");
    wire_story_free(story);
    (void)wire_out_close(&html, NULL);
    return 0;
}
