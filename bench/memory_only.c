/* memory_only.c: reads pages with what others of their source have taught (bench/model crossval).
 *
 *     memory_only N [--foreign] <lines of "SOURCE PATH", sources together
 *
 * Prints NDJSON: each page read with the memory of the N pages behind it in its source's list, which begins anew at its
 * end; with --foreign, of N pages of the next source: as if the site had been made anew since. */
#include "pages.h"
#include "wirecopy/read.h"

enum { MAX_NAME = 64 };

typedef struct list {
    wire_page pages[MAX_FILES];
    char source[MAX_FILES][MAX_NAME];
    size_t n;
} list;

static void read_list(list *l)
{
    char path[4000];
    while (l->n < MAX_FILES && scanf("%63s %3999s", l->source[l->n], path) == 2)
        l->n += load(path, &l->pages[l->n]);
}

/* The pages of the source that page i is of. */
static void find_source(const list *l, size_t i, size_t *first, size_t *end)
{
    for (*first = i; *first && !strcmp(l->source[*first - 1], l->source[i]);)
        --*first;
    for (*end = i; *end < l->n && !strcmp(l->source[*end], l->source[i]);)
        ++*end;
}

static void learn(wire_reader *reader, const wire_page *page, wire_memory *memory)
{
    wire_story *story = NULL;
    if (wire_read_story(reader, page, &story, NULL) == WIRE_OK && wire_reader_learn(reader, story, memory) == WIRE_OK)
        wire_memory_age(memory, 1);
    wire_story_free(story);
}

static void write_story(wire_reader *reader, const wire_page *page, wire_out *out)
{
    wire_story *story = NULL;
    if (wire_read_story(reader, page, &story, NULL) != WIRE_OK)
        return;
    wire_story_write_json(story, NULL, out);
    wire_out_byte(out, '\n');
    wire_story_free(story);
}

int main(int argc, char **argv)
{
    static list l;
    const size_t n_before = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    const bool is_foreign = argc > 2 && !strcmp(argv[2], "--foreign");
    wire_reader *reader = wire_reader_new();
    wire_out out;
    wire_out_open_memory(&out, 0);
    read_list(&l);
    for (size_t i = 0; reader && i < l.n; i++) {
        size_t first, end, from = i;
        wire_memory *memory = wire_memory_new();
        find_source(&l, i, &first, &end);
        if (is_foreign) {
            from = end % l.n;
            find_source(&l, from, &first, &end);
        }
        for (size_t k = 0; memory && k < n_before && k + !is_foreign < end - first; k++)
            learn(reader, &l.pages[first + (from - first + k + !is_foreign) % (end - first)], memory);
        wire_reader_remember(reader, memory);
        write_story(reader, &l.pages[i], &out);
        wire_reader_remember(reader, NULL);
        wire_memory_free(memory);
    }
    fwrite(wire_out_text(&out).p, 1, wire_out_text(&out).n, stdout);
    (void)wire_out_close(&out, NULL);
    wire_reader_free(reader);
    return 0;
}
