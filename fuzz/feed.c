/* feed.c: any bytes as a feed or sitemap; what was read is written as JSON Feed. */
#include "fuzz.h"
#include "wirecopy/read.h"

#include <cjson/cJSON.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const wire_page page = {
        .input = WIRE_STR("fuzz"), .url = WIRE_STR("https://news.example/feed.xml"), .bytes = fuzz_text(data, n)};
    wire_reader *reader = wire_reader_new();
    if (!reader)
        abort();
    wire_feed *feed = NULL;
    wire_error err = {0};
    if (wire_read_feed(reader, &page, &feed, &err) == WIRE_OK) {
        wire_out out;
        wire_out_open_memory(&out, 0);
        wire_feed_write_json(feed, NULL, &out);
        fuzz_require(!out.code, "a feed that was read can be written");
        const wire_str text = wire_out_text(&out);
        cJSON *json = cJSON_ParseWithLength(text.p, text.n);
        fuzz_require(json != NULL, "JSON Feed is JSON");
        fuzz_require((uint32_t)cJSON_GetArraySize(cJSON_GetObjectItem(json, "items")) == feed->n_entries,
                     "an item for every entry");
        cJSON_Delete(json);
        (void)wire_out_close(&out, NULL);
    }
    wire_feed_free(feed);
    wire_reader_free(reader);
    return 0;
}
