/* page.c: any bytes as a page: charset, tree, story; the story written in every format and read back. */
#include "fuzz.h"
#include "wirecopy/read.h"
#include "wirecopy/render.h"

static const wire_theme *loaded_theme(void) /* once a process */
{
    static wire_theme *theme;
    if (!theme && wire_theme_load(&theme, NULL))
        abort();
    return theme;
}

static void check_story(const wire_story *story)
{
    wire_out json;
    wire_out_open_memory(&json, 0);
    wire_story_write_json(story, NULL, &json);
    fuzz_require(!json.code, "a story that was read can be written");
    wire_story *again = NULL;
    wire_error err = {0};
    const wire_code code = wire_story_read_json(wire_out_text(&json), &again, &err);
    if (code == WIRE_OK)
        fuzz_require(wire_story_is_same(story, again), "a story written and read back is the same story");
    else /* a page that says nothing makes a story that is none */
        fuzz_require(code == WIRE_EFORMAT && !story->headline.n, err.text);
    wire_story_free(again);
    wire_out_reset(&json);
    size_t n_formats = 0;
    const wire_format *formats = wire_formats(&n_formats);
    for (size_t i = 0; i < n_formats; i++) {
        formats[i].write(loaded_theme(), story, &(wire_render_opts){.columns = 80}, &json);
        fuzz_require(!json.code, formats[i].name);
        wire_out_reset(&json);
    }
    (void)wire_out_close(&json, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const types[] = {"text/html", "", "text/plain", "text/html; charset=windows-1251"};
    wire_page page = {.input = WIRE_STR("fuzz"), .url = WIRE_STR("https://news.example/2026/11/20/page")};
    page.content_type = wire_str_of(types[n % (sizeof(types) / sizeof(*types))]);
    page.bytes = fuzz_text(data, n);
    wire_reader *reader = wire_reader_new();
    if (!reader)
        abort();
    wire_story *story = NULL;
    wire_error err = {0};
    if (wire_read_story(reader, &page, &story, &err) == WIRE_OK) {
        wire_out lines;
        wire_out_open_memory(&lines, 0);
        wire_read_explain(reader, n % 2, &lines);
        (void)wire_out_close(&lines, NULL);
        check_story(story);
        for (uint32_t i = 0; i < story->n_blocks; i++)
            fuzz_require(story->blocks[i].source.start <= story->blocks[i].source.end &&
                             story->blocks[i].source.end <= n,
                         "a block's bytes lie in the page");
    }
    wire_story_free(story);
    wire_arena *arena = wire_arena_new(0);
    const wire_feed_link *links = NULL;
    uint32_t n_links = 0;
    if (arena && wire_read_links(reader, &page, arena, &links, &n_links, &err) == WIRE_OK)
        fuzz_require(n_links >= 1 && n_links <= 64, "a page names 1 to 64 feeds, or none");
    wire_arena_free(arena);
    wire_reader_free(reader);
    return 0;
}
