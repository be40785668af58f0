/* parse_only.c: parses all files of folders N times with lexbor and does nothing else: what `read` is measured by.
 *
 *     parse_only N FOLDER...
 *
 * Unpacked HTML only. The document is reused, the page is given in one piece. Prints pages, bytes and user time. */
#include <dirent.h>
#include <lexbor/html/html.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { MAX_FILES = 20000 };

typedef struct file {
    char *bytes;
    size_t n;
} file;

static bool load(const char *path, file *f)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    fseek(in, 0, SEEK_END);
    const long n = ftell(in);
    rewind(in);
    f->bytes = n > 0 ? malloc((size_t)n) : NULL;
    f->n = f->bytes ? fread(f->bytes, 1, (size_t)n, in) : 0;
    fclose(in);
    return f->bytes != NULL;
}

static size_t load_folder(const char *folder, file *files, size_t n)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return n;
    for (struct dirent *e = readdir(dir); e && n < MAX_FILES; e = readdir(dir)) {
        char path[4096];
        if (e->d_name[0] == '.' || snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= (int)sizeof path)
            continue;
        n += load(path, &files[n]);
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
    static file files[MAX_FILES];
    size_t n = 0, bytes = 0;
    const unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    for (int i = 2; i < argc; i++)
        n = load_folder(argv[i], files, n);
    if (!rounds || !n) {
        fputs("usage: parse_only N FOLDER...\n", stderr);
        return 2;
    }
    lxb_html_document_t *doc = lxb_html_document_create();
    const double start = user_s();
    for (unsigned long r = 0; r < rounds; r++)
        for (size_t i = 0; i < n; i++) {
            lxb_html_document_clean(doc);
            if (lxb_html_document_parse(doc, (const lxb_char_t *)files[i].bytes, files[i].n) != LXB_STATUS_OK)
                return 1;
            bytes += files[i].n;
        }
    const double spent = user_s() - start;
    printf("%zu pages, %lu times, %.1f MB: %.3f s user, %.3f ms a page, %.0f MB/s\n", n, rounds, (double)bytes / 1e6,
           spent, spent * 1e3 / (double)(n * rounds), (double)bytes / 1e6 / spent);
    lxb_html_document_destroy(doc);
    return 0;
}
