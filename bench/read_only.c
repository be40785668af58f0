/* read_only.c: reads all pages of folders N times into stories and their JSON, in one process: what parse_only's figure
 * is held against where instructions are counted, since `read` leaves pages to a child in a cage.
 *
 *     read_only N FOLDER...
 *
 * Prints pages, bytes of pages and of JSON, and user time. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "wirecopy/read.h"

enum { MAX_FILES = 20000 };

static bool load(const char *path, wire_page *page)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    fseek(in, 0, SEEK_END);
    const long n = ftell(in);
    rewind(in);
    char *bytes = n > 0 ? malloc((size_t)n) : NULL;
    page->input = wire_str_of(strdup(path));
    page->bytes = (wire_str){bytes, bytes ? fread(bytes, 1, (size_t)n, in) : 0};
    fclose(in);
    return bytes;
}

static size_t load_folder(const char *folder, wire_page *pages, size_t n)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return n;
    for (struct dirent *e = readdir(dir); e && n < MAX_FILES; e = readdir(dir)) {
        char path[4096];
        if (e->d_name[0] == '.' || snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= (int)sizeof path)
            continue;
        n += load(path, &pages[n]);
    }
    closedir(dir);
    return n;
}

static double user_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

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
