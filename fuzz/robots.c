/* robots.c: any bytes as a robots.txt, asked about some addresses. */
#include "wirecopy/robots.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const asked[] = {"https://news.example/", "https://news.example/a/b.html?c=d",
                                        "https://news.example/%7Eada/%E2%82%AC", "https://news.example/robots.txt"};
    static const char *const agents[] = {"wirecopy", "wirecopy/1.0 (x)", "", "*"};
    wire_robots *robots = NULL;
    const wire_str *urls;
    const wire_str agent = wire_str_of(agents[fuzz_choose(&data, &n, 4)]);
    wire_arena *arena = wire_arena_new(0);
    wire_address_reader *reader = wire_address_reader_new();
    if (!arena || !reader)
        abort();
    if (!wire_robots_read(fuzz_text(data, n), agent, &robots, NULL)) {
        bool may = false;
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
            wire_address address;
            if (!wire_address_read(reader, wire_str_of(asked[i]), (wire_str){NULL, 0}, arena, &address))
                may = wire_robots_allows(robots, &address);
        }
        fuzz_require(may, "robots.txt itself may always be asked for");
        fuzz_require(wire_robots_delay_ms(robots) <= 86400000, "a delay is at most a day");
        for (uint32_t i = wire_robots_sitemaps(robots, &urls); i-- > 0;)
            fuzz_require(urls[i].n <= n, "a sitemap is named in it");
    }
    wire_robots_free(robots);
    wire_address_reader_free(reader);
    wire_arena_free(arena);
    return 0;
}
