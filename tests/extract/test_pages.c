/* test_pages.c: pages/NAME becomes the story in stories/NAME.story; WIRECOPY_GOLDEN=write writes those anew, to be
 * read. Each page is about one thing, which its name says. */
#include "../check.h"
#include "../faults.h"
#include "dump.h"

#include <dirent.h>

enum { MAX_PAGES = 100 };

static const wire_str URL = {"https://harbourlight.example/local/fish-market/", 47};

/* A whole file, to be freed; p NULL: there is none. */
static wire_str read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return (wire_str){0};
    char *p = malloc(1 << 20);
    assert_non_null(p);
    const size_t n = fread(p, 1, 1 << 20, file);
    fclose(file);
    return (wire_str){p, n};
}

static void free_file(wire_str file)
{
    free((char *)(uintptr_t)file.p);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of all pages, in byte order, to be freed. */
static size_t list_pages(char *names[MAX_PAGES])
{
    size_t n = 0;
    DIR *dir = opendir(FOLDER "/pages");
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (entry->d_name[0] == '.')
            continue;
        assert_in_range(n, 0, MAX_PAGES - 1);
        names[n] = strdup(entry->d_name);
        assert_non_null(names[n++]);
    }
    closedir(dir);
    qsort(names, n, sizeof *names, by_bytes);
    return n;
}

static wire_code read_page(wire_reader *reader, wire_str bytes, wire_story **story, wire_error *err)
{
    return wire_read_story(reader, &(wire_page){.input = WIRE_STR("page"), .url = URL, .bytes = bytes}, story, err);
}

static void compare(const char *name, wire_str got)
{
    char path[512];
    snprintf(path, sizeof path, FOLDER "/stories/%s.story", name);
    const char *mode = getenv("WIRECOPY_GOLDEN");
    if (mode && !strcmp(mode, "write")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(got.p, 1, got.n, file), got.n);
        fclose(file);
    }
    const wire_str want = read_file(path);
    check_str(got, want, name);
    free_file(want);
}

/* Text without markup and white space, for pages that have no more than these entities. */
static void strip(wire_str html, bool is_markup, wire_out *out)
{
    static const struct {
        wire_str entity;
        char c;
    } entities[] = {
        {{"&amp;", 5}, '&'}, {{"&lt;", 4}, '<'}, {{"&gt;", 4}, '>'}, {{"&quot;", 6}, '"'}, {{"&#39;", 5}, '\''}};
    bool in_tag = false;
    for (size_t i = 0; i < html.n; i++) {
        char c = html.p[i];
        if (is_markup && (c == '<' || in_tag)) {
            in_tag = c != '>';
            continue;
        }
        for (size_t e = 0; is_markup && e < COUNT(entities); e++)
            if (wire_str_has_prefix(wire_str_cut(html, i, html.n), entities[e].entity)) {
                c = entities[e].c;
                i += entities[e].entity.n - 1;
                break;
            }
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            wire_out_byte(out, c);
    }
}

/* Cutting a block's bytes out of the page and taking the tags away gives its text. */
static void check_ranges(const char *name, wire_str bytes, const wire_story *story)
{
    wire_out page, text, whole;
    wire_out_open_memory(&page, 0);
    wire_out_open_memory(&text, 0);
    wire_out_open_memory(&whole, 0);
    for (uint32_t i = 0; i < story->n_blocks; i++) {
        const wire_block *b = &story->blocks[i];
        if ((b->kind != WIRE_BLOCK_PARAGRAPH && b->kind != WIRE_BLOCK_HEADING && b->kind != WIRE_BLOCK_CODE) ||
            !b->source.end)
            continue;
        wire_out_reset(&page);
        wire_out_reset(&text);
        wire_out_reset(&whole);
        assert_in_range(b->source.start, 0, b->source.end);
        assert_in_range(b->source.end, 1, bytes.n);
        strip(wire_str_cut(bytes, b->source.start, b->source.end), true, &page);
        wire_block_text(b, &whole);
        strip(wire_out_text(&whole), false, &text);
        /* a dateline has gone to the facts, not to the text */
        const wire_str shown = wire_out_text(&page), kept = wire_out_text(&text);
        check_str(i || shown.n <= kept.n ? shown : wire_str_cut(shown, shown.n - kept.n, shown.n), kept, name);
    }
    wire_out_close(&page, NULL);
    wire_out_close(&text, NULL);
    wire_out_close(&whole, NULL);
}

static void test_pages(void **state)
{
    (void)state;
    char *names[MAX_PAGES];
    const size_t n = list_pages(names);
    assert_in_range(n, 20, MAX_PAGES);
    wire_reader *reader = wire_reader_new();
    assert_non_null(reader);
    for (size_t i = 0; i < n; i++) {
        char path[512];
        snprintf(path, sizeof path, FOLDER "/pages/%s", names[i]);
        const wire_str bytes = read_file(path);
        assert_non_null(bytes.p);
        wire_story *story = NULL;
        wire_error err = {0};
        wire_out out;
        wire_out_open_memory(&out, 0);
        if (read_page(reader, bytes, &story, &err))
            wire_out_print(&out, "error: %s\n", err.text);
        else
            dump_story(story, &out);
        compare(names[i], wire_out_text(&out));
        if (story && !strstr(names[i], "1252") && !strstr(names[i], "hidden")) /* whose bytes are not its text */
            check_ranges(names[i], bytes, story);
        wire_story_free(story);
        wire_out_close(&out, NULL);
        free_file(bytes);
        free(names[i]);
    }
    wire_reader_free(reader);
}

/* A page cut anywhere gives a story of what is there, or says that nothing is. */
static void test_cut_anywhere(void **state)
{
    (void)state;
    const wire_str bytes = read_file(FOLDER "/pages/furniture.html");
    assert_non_null(bytes.p);
    wire_reader *reader = wire_reader_new();
    assert_non_null(reader);
    size_t n_stories = 0;
    for (size_t n = 0; n <= bytes.n; n += 7) {
        wire_story *story = NULL;
        wire_error err = {0};
        if (read_page(reader, wire_str_cut(bytes, 0, n), &story, &err))
            assert_true(err.text[0]);
        else
            n_stories++;
        for (uint32_t i = 0; story && i < story->n_blocks; i++)
            assert_in_range(story->blocks[i].source.end, 0, n);
        wire_story_free(story);
    }
    assert_in_range(n_stories, bytes.n / 14, bytes.n);
    wire_reader_free(reader);
    free_file(bytes);
}

static bool read_all_or_say(void *user)
{
    const wire_str *bytes = user;
    wire_reader *reader = wire_reader_new();
    if (!reader)
        return false;
    wire_story *story = NULL;
    wire_error err = {0};
    const wire_code code = read_page(reader, *bytes, &story, &err);
    if (code)
        assert_true(code == WIRE_ENOMEM && !story && err.text[0]);
    else
        assert_int_equal(story->headline.n, 40);
    wire_story_free(story);
    wire_reader_free(reader);
    return !code;
}

static void test_faults(void **state)
{
    (void)state;
    static const char *const pages[] = {"/pages/furniture.html", "/pages/jsonld.html", "/pages/tables.html",
                                        "/pages/live.html"};
    for (size_t i = 0; i < COUNT(pages); i++) {
        char path[512];
        snprintf(path, sizeof path, FOLDER "%s", pages[i]);
        wire_str bytes = read_file(path);
        assert_non_null(bytes.p);
        assert_in_range(faults_run_with_lexbor(read_all_or_say, &bytes, 3000), 10, 2999);
        free_file(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pages), cmocka_unit_test(test_cut_anywhere),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
