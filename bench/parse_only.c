/* parse_only.c: parses all files of folders N times with lexbor and does nothing else: what `read` is measured by.
 *
 *     parse_only N FOLDER...
 *
 * Unpacked HTML only. The document is reused, the page is given in one piece. Prints pages, bytes and user time. */
#include <lexbor/html/html.h>

#include "pages.h"

int main(int argc, char **argv)
{
    static wire_page pages[MAX_FILES];
    size_t n = 0, bytes = 0;
    const unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    for (int i = 2; i < argc; i++)
        n = load_folder(argv[i], pages, n);
    if (!rounds || !n) {
        fputs("usage: parse_only N FOLDER...\n", stderr);
        return 2;
    }
    lxb_html_document_t *doc = lxb_html_document_create();
    const double start = user_s();
    for (unsigned long r = 0; r < rounds; r++)
        for (size_t i = 0; i < n; i++) {
            lxb_html_document_clean(doc);
            if (lxb_html_document_parse(doc, (const lxb_char_t *)pages[i].bytes.p, pages[i].bytes.n) != LXB_STATUS_OK)
                return 1;
            bytes += pages[i].bytes.n;
        }
    const double spent = user_s() - start;
    printf("%zu pages, %lu times, %.1f MB: %.3f s user, %.3f ms a page, %.0f MB/s\n", n, rounds, (double)bytes / 1e6,
           spent, spent * 1e3 / (double)(n * rounds), (double)bytes / 1e6 / spent);
    lxb_html_document_destroy(doc);
    return 0;
}
