/* sitemap.c: any bytes as what stands in a sitemap. */
#include "fuzz.h"
#include "wirecopy/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const roots[] = {"<urlset xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">",
                                        "<sitemapindex>", "<urlset>"};
    wire_error why = {0};
    wire_feed *feed = NULL;
    wire_out out;
    const wire_str root = wire_str_of(roots[fuzz_choose(&data, &n, 3)]);
    wire_reader *reader = wire_reader_new();
    wire_out_open_memory(&out, 0);
    wire_out_put(&out, root);
    wire_out_put(&out, fuzz_text(data, n));
    const wire_page page = {
        .input = WIRE_STR("fuzz"), .url = WIRE_STR("https://news.example/sitemap.xml"), .bytes = wire_out_text(&out)};
    if (reader && wire_read_feed(reader, &page, &feed, &why))
        fuzz_require(why.text[0], "a failure says why");
    for (uint32_t i = 0; feed && i < feed->n_entries; i++) {
        const wire_str url = feed->entries[i].url;
        fuzz_require(!url.n || wire_str_has_prefix(url, WIRE_STR("http")), "a page has an address of the web");
    }
    wire_feed_free(feed);
    wire_out_close(&out, NULL);
    wire_reader_free(reader);
    return 0;
}
