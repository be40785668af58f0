/* fixture.h: a folder with an edition of invented stories, and what the tests of press ask of it. */
#ifndef WIRECOPY_TESTS_PRESS_FIXTURE_H
#define WIRECOPY_TESTS_PRESS_FIXTURE_H
#include "press/folder.h"
#include "wirecopy/press.h"

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { FIXTURE_NOW = 1795168700, FIXTURE_HOUR = 3600 }; /* 2026-11-20T09:58:20Z */

static const char *const FIXTURE_SECTIONS[] = {"Local", "World", "Sea & Weather"};

typedef struct fixture {
    char folder[256];
    wire_edition edition;
    wire_source sources[1];
    wire_theme *theme;
    wire_store *store;
    unsigned long_every; /* every so many stories one is of several pages, of more or fewer by the turn; 0: none */
} fixture;

enum { FIXTURE_PARAGRAPHS = 60 };

/* Words that do not compress to nothing, the same for the same number. */
static inline void fixture_words(char *to, size_t n, uint64_t seed)
{
    for (size_t at = 0; at + 1 < n; at++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        to[at] = seed >> 60 < 3 ? ' ' : (char)('a' + (seed >> 33) % 26);
    }
    to[n - 1] = '\0';
}

static inline void fixture_ok(wire_code code, const wire_error *err)
{
    if (code != WIRE_OK)
        fail_msg("%s: %s", wire_code_name(code), err->text);
}

/* Puts story `i` of the invented paper: one every seven hours back from now. in  turn: other words for another turn */
static inline wire_code fixture_put(fixture *f, unsigned i, unsigned turn)
{
    char headline[80], text[400], url[120];
    snprintf(headline, sizeof headline, "Story %u of the harbour%s", i, turn ? ", told anew" : "");
    snprintf(text, sizeof text, "The ferry %u left the old pier in turn %u & came back < late.", i, turn);
    snprintf(url, sizeof url, "https://harbourlight.example/%u/story-%u/", i, i);
    const wire_span span = {wire_str_of(text), {NULL, 0}, 0};
    wire_block blocks[1 + FIXTURE_PARAGRAPHS] = {{.kind = WIRE_BLOCK_PARAGRAPH, .spans = &span, .n_spans = 1}};
    const bool is_long = f->long_every && i % f->long_every == 0;
    char more[FIXTURE_PARAGRAPHS][300];
    wire_span spans[FIXTURE_PARAGRAPHS];
    for (unsigned k = 0; k < FIXTURE_PARAGRAPHS && is_long; k++) {
        fixture_words(more[k], sizeof more[k], i + turn * 1000 + k);
        spans[k] = (wire_span){wire_str_of(more[k]), {NULL, 0}, 0};
        blocks[k + 1] = (wire_block){.kind = WIRE_BLOCK_PARAGRAPH, .spans = &spans[k], .n_spans = 1};
    }
    const wire_author author = {WIRE_STR("Ada Byrne"), false};
    const wire_story story = {.input = wire_str_of(url),
                              .url = wire_str_of(url),
                              .headline = wire_str_of(headline),
                              .authors = &author,
                              .n_authors = 1,
                              .publisher = WIRE_STR("The Harbour Light"),
                              .published = {.at = FIXTURE_NOW - (int64_t)i * 7 * FIXTURE_HOUR,
                                            .is_known = true,
                                            .has_offset = true,
                                            .has_time = true},
                              .language = i % 5 == 4 ? WIRE_STR("ar") : WIRE_STR("en-GB"),
                              .section = wire_str_of(FIXTURE_SECTIONS[i % 3]),
                              .blocks = blocks,
                              .n_blocks = is_long ? 1 + (turn * 17 + i) % FIXTURE_PARAGRAPHS : 1};
    const wire_put_opts opts = {.source = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_OWN, .now = FIXTURE_NOW + turn};
    wire_error err = {0};
    const wire_code code = wire_store_put(f->store, &story, &opts, NULL, &err);
    if (code < 0)
        fail_msg("%s", err.text);
    return code;
}

static inline void fixture_store(fixture *f, const char *name, unsigned n_stories)
{
    char path[300];
    wire_error err = {0};
    if (f->store)
        wire_store_close(f->store);
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    fixture_ok(wire_store_open(wire_str_of(path), false, &f->store, &err), &err);
    fixture_ok(wire_store_begin(f->store, &err), &err);
    for (unsigned i = 0; i < n_stories; i++)
        fixture_put(f, i, 0);
    fixture_ok(wire_store_set_now(f->store, FIXTURE_NOW, &err), &err);
    fixture_ok(wire_store_commit(f->store, &err), &err);
}

static inline void fixture_open(fixture *f, unsigned n_stories)
{
    wire_error err = {0};
    *f = (fixture){0};
    const char *base = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%s/wirecopy-press-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(f->folder));
    fixture_ok(wire_theme_load(&f->theme, &err), &err);
    f->sources[0] = (wire_source){.name = WIRE_STR("harbour"), .rights = WIRE_RIGHTS_OWN};
    f->edition = (wire_edition){.name = WIRE_STR("The Harbour Light"),
                                .url = WIRE_STR("https://example.org/lite/"),
                                .language = WIRE_STR("en-GB"),
                                .timezone = WIRE_STR("Europe/Lisbon"),
                                .full_site = WIRE_STR("https://harbourlight.example/"),
                                .copyright = WIRE_STR("© 2026 Harbour Light Trust."),
                                .n_front = 9,
                                .n_section = 6,
                                .budget_bytes = 14600,
                                .output = WIRE_STR("edition"),
                                .sources = f->sources,
                                .n_sources = 1,
                                .folder = wire_str_of(f->folder)};
    fixture_store(f, "wirecopy.db", n_stories);
}

static inline int fixture_unlink(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static inline void fixture_close(fixture *f)
{
    wire_store_close(f->store);
    wire_theme_free(f->theme);
    nftw(f->folder, fixture_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

static inline wire_press_sums fixture_press(fixture *f, uint32_t n_jobs)
{
    wire_press_sums sums = {0};
    wire_error err = {0};
    fixture_ok(wire_press(&f->edition, f->store, f->theme, &(wire_press_opts){.n_jobs = n_jobs}, &sums, &err), &err);
    return sums;
}

/* Files ------------------------------------------------------------------------------------- */

typedef struct file {
    char path[400]; /* from the output folder */
    ino_t inode;
    off_t size;
} file;

typedef struct files {
    file *files;
    size_t n, cap;
} files;

static inline void files_add(files *all, const char *root, const char *path)
{
    char name[700];
    assert_true(snprintf(name, sizeof name, "%s/%s", root, path) < (int)sizeof name);
    DIR *dir = opendir(name);
    if (!dir)
        return;
    for (const struct dirent *entry; (entry = readdir(dir));) {
        struct stat st;
        char inner[400];
        if (entry->d_name[0] == '.')
            continue; /* what is ours alone lies under a dot name */
        assert_true(snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "/" : "", entry->d_name) < (int)sizeof inner);
        assert_true(snprintf(name, sizeof name, "%s/%s", root, inner) < (int)sizeof name);
        assert_int_equal(lstat(name, &st), 0);
        if (S_ISDIR(st.st_mode)) {
            files_add(all, root, inner);
            continue;
        }
        if (all->n == all->cap) {
            all->cap = all->cap ? all->cap * 2 : 256;
            all->files = realloc(all->files, all->cap * sizeof *all->files);
            assert_non_null(all->files);
        }
        file *one = &all->files[all->n++];
        memcpy(one->path, inner, sizeof one->path);
        one->inode = st.st_ino;
        one->size = st.st_size;
    }
    closedir(dir);
}

static inline int files_order(const void *a, const void *b)
{
    return strcmp(((const file *)a)->path, ((const file *)b)->path);
}

/* All files of an output folder, by name. */
static inline files files_of(const fixture *f, const char *output)
{
    char root[600];
    files all = {0};
    snprintf(root, sizeof root, "%s/%s", f->folder, output);
    files_add(&all, root, "");
    if (all.n)
        qsort(all.files, all.n, sizeof *all.files, files_order);
    return all;
}

static inline const file *files_find(const files *all, const char *path)
{
    file key;
    assert_true(snprintf(key.path, sizeof key.path, "%s", path) < (int)sizeof key.path);
    return all->n ? bsearch(&key, all->files, all->n, sizeof *all->files, files_order) : NULL;
}

static inline char *file_read(const fixture *f, const char *output, const char *path, size_t *n)
{
    char name[700];
    snprintf(name, sizeof name, "%s/%s/%s", f->folder, output, path);
    FILE *stream = fopen(name, "rb");
    if (!stream)
        return NULL;
    fseek(stream, 0, SEEK_END);
    *n = (size_t)ftell(stream);
    rewind(stream);
    char *bytes = malloc(*n + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *n, stream), *n);
    bytes[*n] = '\0';
    fclose(stream);
    return bytes;
}

/* Fails where an internal link of a page leads to no page, or a page has no end. Returns the number of links. */
static inline size_t check_links(const fixture *f, const char *output)
{
    static const char PREFIX[] = "/lite/";
    files all = files_of(f, output);
    size_t n_links = 0;
    for (size_t i = 0; i < all.n; i++) {
        const char *path = all.files[i].path;
        const size_t length = strlen(path);
        size_t n = 0;
        if (length < 5 || strcmp(path + length - 5, ".html"))
            continue;
        char *page = file_read(f, output, path, &n);
        assert_non_null(page);
        if (n < 12 || !strstr(page, "</footer>"))
            fail_msg("%s is not whole", path);
        for (const char *p = page; (p = strstr(p, "href=")); n_links++) {
            char target[500];
            p += 5;
            if (strncmp(p, PREFIX, sizeof PREFIX - 1))
                continue;
            p += sizeof PREFIX - 1;
            const size_t end = strcspn(p, " >#");
            const bool is_folder = !end || p[end - 1] == '/';
            snprintf(target, sizeof target, "%.*s%s", (int)end, p, is_folder ? "index.html" : "");
            if (!files_find(&all, target))
                fail_msg("%s links to %s, which is not there", path, target);
        }
        free(page);
    }
    free(all.files);
    return n_links;
}

/* Fails where two folders differ in a name or a byte. */
static inline void check_same(const fixture *f, const char *a, const char *b)
{
    files x = files_of(f, a), y = files_of(f, b);
    for (size_t i = 0; i < x.n || i < y.n; i++) {
        size_t n = 0, m = 0;
        const char *path = i < x.n ? x.files[i].path : y.files[i].path;
        if (i >= x.n || i >= y.n || strcmp(x.files[i].path, y.files[i].path))
            fail_msg("only one of %s and %s has %s", a, b, path);
        char *p = file_read(f, a, path, &n), *q = file_read(f, b, path, &m);
        if (n != m || memcmp(p, q, n))
            fail_msg("%s differs between %s and %s", path, a, b);
        free(p);
        free(q);
    }
    assert_true(x.n > 0);
    free(x.files);
    free(y.files);
}

#endif
