/* pages.h: the pages of folders in memory, and the user time spent, for programs that measure. */
#ifndef WIRECOPY_BENCH_PAGES_H
#define WIRECOPY_BENCH_PAGES_H
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "wirecopy/page.h"

enum { MAX_FILES = 20000 };

static inline bool load(const char *path, wire_page *page)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    fseek(in, 0, SEEK_END);
    const long n = ftell(in);
    rewind(in);
    char *bytes = n > 0 ? malloc((size_t)n) : NULL;
    page->input = (wire_str){strdup(path), strlen(path)};
    page->bytes = (wire_str){bytes, bytes ? fread(bytes, 1, (size_t)n, in) : 0};
    fclose(in);
    return bytes;
}

static inline size_t load_folder(const char *folder, wire_page *pages, size_t n)
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

static inline double user_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}
#endif
