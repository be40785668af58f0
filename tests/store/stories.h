/* stories.h: made-up stories and temporary places for the tests of the store. */
#ifndef WIRECOPY_TESTS_STORE_STORIES_H
#define WIRECOPY_TESTS_STORE_STORIES_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/build.h"
#include "wirecopy/store.h"

/* What a story says; absent members are left out. */
typedef struct tale {
    const char *input, *url, *headline, *abstract, *author, *language, *section, *body;
    int64_t published, modified;
} tale;

#define TALE_NOON 1795176000 /* 2026-11-20T12:00:00Z */
#define TALE_MARKET                                                                                                \
    .input = "market.html", .url = "https://harbour.example/2026/11/20/local/fish-market-vote?utm_source=mail",    \
    .headline = "Fish market to stay on the quay", .author = "Ada Byrne", .language = "en-GB", .section = "Local", \
    .abstract = "Councillors voted nine to two.",                                                                  \
    .body = "The fish market stays where it is.\n\n\"We listened,\" said the mayor.", .published = TALE_NOON

static inline wire_str tale_copy(wire_story *story, const char *text)
{
    wire_str copy = {NULL, 0};
    if (text && !wire_arena_copy(story->arena, wire_str_of(text), &copy))
        return (wire_str){NULL, 0};
    return copy;
}

static inline wire_stamp tale_stamp(int64_t at)
{
    return at ? (wire_stamp){.at = at, .is_known = true, .has_time = true, .has_offset = true} : (wire_stamp){0};
}

/* NULL: no memory. */
static inline wire_story *tale_make(const tale *t)
{
    wire_story *story = wire_story_new(0);
    if (!story)
        return NULL;
    story->input = tale_copy(story, t->input);
    story->url = tale_copy(story, t->url);
    story->headline = tale_copy(story, t->headline ? t->headline : "");
    story->abstract = tale_copy(story, t->abstract);
    story->language = tale_copy(story, t->language);
    story->section = tale_copy(story, t->section);
    story->published = tale_stamp(t->published);
    story->modified = tale_stamp(t->modified);
    wire_author *author = t->author ? WIRE_TAKE(story->arena, wire_author, 1) : NULL;
    if (author)
        author->name = tale_copy(story, t->author);
    story->authors = author;
    story->n_authors = author ? 1 : 0;
    wire__builder b;
    wire__build_begin(&b, story);
    if (t->body)
        wire__build_plain(&b, wire_str_of(t->body), 0);
    if (wire__build_end(&b, NULL) || !story->headline.p || (t->body && !story->n_blocks)) {
        wire_story_free(story);
        return NULL;
    }
    return story;
}

/* Puts a tale; `opts` may be NULL: source harbour, noon. */
static inline wire_code tale_put(wire_store *store, const tale *t, const wire_put_opts *opts, wire_record *record,
                                 wire_error *err)
{
    static const wire_put_opts harbour = {.source = {"harbour", 7}, .rights = WIRE_RIGHTS_OWN, .now = TALE_NOON};
    wire_story *story = tale_make(t);
    if (!story)
        return wire_fail(err, WIRE_ENOMEM, "test: no memory");
    const wire_code code = wire_store_put(store, story, opts ? opts : &harbour, record, err);
    wire_story_free(story);
    return code;
}

/* A fresh folder below TMPDIR; place_remove takes it away with the files in it. */
typedef struct place {
    char folder[200], file[240];
} place;

static inline void place_make(place *p)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(p->folder, sizeof p->folder, "%.150s/wirecopy-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->file, sizeof p->file, "%s/wirecopy.db", p->folder);
}

static inline void place_remove(const place *p)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", ".copy", ".copy-wal", ".copy-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char name[260];
        snprintf(name, sizeof name, "%s%s", p->file, suffixes[i]);
        unlink(name);
    }
    rmdir(p->folder);
}

static inline wire_store *place_open(const place *p, bool is_read_only)
{
    wire_store *store = NULL;
    wire_error err = {0};
    const wire_code code = wire_store_open(wire_str_of(p->file), is_read_only, &store, &err);
    if (code)
        fail_msg("%s: %s", wire_code_name(code), err.text);
    return store;
}

/* A record whose texts outlive the call that lent them. */
typedef struct kept {
    uint64_t id, revision, hash;
    int64_t first_seen, last_changed, published;
    char key[300], source[40], path[300], section[40], headline[120], language[20], summary[120];
    wire_rights rights;
} kept;

static inline void kept_text(char *to, size_t max, wire_str text)
{
    snprintf(to, max, "%.*s", (int)text.n, text.n ? text.p : "");
}

static inline void keep_record(kept *k, const wire_record *r)
{
    *k = (kept){.id = r->id,
                .revision = r->revision,
                .hash = r->hash,
                .first_seen = r->first_seen,
                .last_changed = r->last_changed,
                .published = r->published,
                .rights = r->rights};
    kept_text(k->key, sizeof k->key, r->key);
    kept_text(k->source, sizeof k->source, r->source);
    kept_text(k->path, sizeof k->path, r->path);
    kept_text(k->section, sizeof k->section, r->section);
    kept_text(k->headline, sizeof k->headline, r->headline);
    kept_text(k->language, sizeof k->language, r->language);
    kept_text(k->summary, sizeof k->summary, r->summary);
}
#endif
