/* read_only.c: reads all pages of folders N times into stories and their JSON, in one process: what parse_only's figure
 * is held against where instructions are counted, since `read` leaves pages to a child in a cage.
 *
 *     read_only N FOLDER...
 *
 * Prints pages, bytes of pages and of JSON, and user time. */
#include "pages.h"
#include "wirecopy/read.h"

int main(int argc, char **argv)
{
    static wire_page pages[MAX_FILES];
    size_t n = 0, bytes = 0, n_json = 0;
    const unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    for (int i = 2; i < argc; i++)
        n = load_folder(argv[i], pages, n);
    wire_reader *reader = wire_reader_new();
    if (!rounds || !n || !reader) {
        fputs("usage: read_only N FOLDER...\n", stderr);
        return 2;
    }
    wire_out json;
    wire_out_open_memory(&json, 0);
    const double start = user_s();
    for (unsigned long r = 0; r < rounds; r++)
        for (size_t i = 0; i < n; i++) {
            wire_story *story = NULL;
            if (wire_read_story(reader, &pages[i], &story, NULL) != WIRE_OK)
                continue;
            wire_story_write_json(story, NULL, &json);
            wire_story_free(story);
            n_json += wire_out_text(&json).n;
            wire_out_reset(&json);
            bytes += pages[i].bytes.n;
        }
    const double spent = user_s() - start;
    printf("%zu pages, %lu times, %.1f MB, %.1f MB of JSON: %.3f s user, %.3f ms a page\n", n, rounds,
           (double)bytes / 1e6, (double)n_json / 1e6, spent, spent * 1e3 / (double)(n * rounds));
    (void)wire_out_close(&json, NULL);
    wire_reader_free(reader);
    return 0;
}
