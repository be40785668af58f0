/* bound_only.c: how long each page of folders takes to read, against the bare parse of well-formed text of its size:
 * what bounds a hang.
 *
 *     bound_only FOLDER...
 *
 * Prints pages, the mean of their ratios, and the five worst. Of three times each, the least counts. */
#include <lexbor/html/html.h>
#include <time.h>

#include "pages.h"
#include "wirecopy/read.h"

enum { TURNS = 3, WORST = 5, SHORT = 4096, PROBE = 1 << 18 };

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double parse_s(lxb_html_document_t *doc, const char *text, size_t n)
{
    double least = 1e9;
    for (int turn = 0; turn < TURNS; turn++) {
        const double start = cpu_s();
        lxb_html_document_clean(doc);
        if (lxb_html_document_parse(doc, (const lxb_char_t *)text, n) != LXB_STATUS_OK)
            exit(1);
        const double took = cpu_s() - start;
        least = took < least ? took : least;
    }
    return least;
}

static double read_s(wire_reader *reader, const wire_page *page)
{
    double least = 1e9;
    for (int turn = 0; turn < TURNS; turn++) {
        wire_story *story = NULL;
        const double start = cpu_s();
        if (wire_read_story(reader, page, &story, NULL) == WIRE_OK)
            wire_story_free(story);
        const double took = cpu_s() - start;
        least = took < least ? took : least;
    }
    return least;
}

/* A page of paragraphs, as plain as pages are. */
static char *well_formed(size_t n)
{
    static const char head[] = "<!DOCTYPE html><title>The quay</title><body><article><h1>The quay</h1>";
    static const char line[] = "<p class=\"text\">The ferry waits for the tide, and <a href=\"/tide\">the tide</a> for "
                               "nobody, they say at the quay of Port Amaral.</p>\n";
    char *text = malloc(n + sizeof head);
    size_t at = sizeof head - 1;
    if (!text)
        exit(1);
    memcpy(text, head, at);
    for (; at < n; at++)
        text[at] = line[at % (sizeof line - 1)];
    return text;
}

int main(int argc, char **argv)
{
    static wire_page pages[MAX_FILES];
    size_t n = 0;
    for (int i = 1; i < argc; i++)
        n = load_folder(argv[i], pages, n);
    wire_reader *reader = wire_reader_new();
    lxb_html_document_t *doc = lxb_html_document_create();
    if (!n || !reader || !doc) {
        fputs("usage: bound_only FOLDER...\n", stderr);
        return 2;
    }
    char *probe = well_formed(PROBE);
    struct {
        double ratio;
        const char *name;
    } worst[WORST + 1] = {{0}};
    double sum = 0;
    const double per_byte = parse_s(doc, probe, PROBE) / PROBE;
    for (size_t i = 0; i < n; i++) {
        const size_t size = pages[i].bytes.n > SHORT ? pages[i].bytes.n : SHORT;
        const double ratio = read_s(reader, &pages[i]) / (per_byte * (double)size);
        sum += ratio;
        size_t at = WORST;
        for (; at && worst[at - 1].ratio < ratio; at--)
            worst[at] = worst[at - 1];
        worst[at].ratio = ratio;
        worst[at].name = pages[i].input.p;
    }
    printf("%zu pages: mean %.2f; worst", n, sum / (double)n);
    for (size_t i = 0; i < WORST && worst[i].name; i++)
        printf(" %.2f (%s)", worst[i].ratio, strrchr(worst[i].name, '/') + 1);
    puts("");
    free(probe);
    lxb_html_document_destroy(doc);
    wire_reader_free(reader);
    return 0;
}
