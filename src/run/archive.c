/* archive.c: an archive is read by the caller's thread; its pages are read by all. */
#include "run/archive.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_PATH = 4096 };

static bool copy_path(wire_str name, char path[LARGEST_PATH])
{
    if (!name.n || name.n >= LARGEST_PATH || memchr(name.p, '\0', name.n))
        return false;
    memcpy(path, name.p, name.n);
    path[name.n] = '\0';
    return true;
}

static bool ends_in(wire_str name, wire_str end)
{
    return name.n >= end.n && wire_str_is_ci(wire_str_cut(name, name.n - end.n, name.n), end);
}

bool wire__is_archive(const wire_input *input)
{
    char path[LARGEST_PATH], head[5];
    const wire_str name = input->name;
    if (wire_input_is_web(input))
        return false;
    if (ends_in(name, WIRE_STR(".warc")) || ends_in(name, WIRE_STR(".warc.gz")) || ends_in(name, WIRE_STR(".warc.zst")))
        return true;
    const int fd = copy_path(name, path) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    const ssize_t n = fd >= 0 ? pread(fd, head, sizeof head, 0) : -1; /* fails on pipes, and takes nothing */
    if (fd >= 0)
        close(fd);
    return n == (ssize_t)sizeof head && !memcmp(head, "WARC/", sizeof head);
}

/* Feeding ---------------------------------------------------------------------------------- */

static bool name_input(const wire__pool *pool, wire__slot *slot, wire_arena *arena)
{
    slot->input.name =
        wire_arena_print(arena, "%.*s@%llu", WIRE_ARG(pool->archive_name), (unsigned long long)slot->place.offset);
    return slot->input.name.p != NULL;
}

static bool keep_page(const wire__pool *pool, wire__slot *slot, const wire_page *page)
{
    slot->page = *page;
    if (!name_input(pool, slot, slot->arena) || !wire_arena_copy(slot->arena, page->bytes, &slot->page.bytes) ||
        !wire_arena_copy(slot->arena, page->url, &slot->page.url) ||
        !wire_arena_copy(slot->arena, page->content_type, &slot->page.content_type))
        return false;
    slot->page.input = slot->input.name;
    slot->input.url = slot->page.url;
    slot->n_bytes = page->bytes.n;
    return true;
}

/* The slot is the caller's own. fails  WIRE_NONE: the archive has no more */
static wire_code feed(wire__pool *pool, wire__slot *slot)
{
    wire_page page = {0};
    wire_code code = wire_warc_next(pool->archive, &page, &slot->place, &slot->error);
    if (code == WIRE_NONE)
        return code;
    slot->arena = wire_arena_new(page.bytes.n + page.url.n + ((size_t)64 << 10));
    if (!slot->arena || (!code && !keep_page(pool, slot, &page)) || (code && !name_input(pool, slot, slot->arena)))
        return wire_fail(&slot->error, WIRE_ENOMEM, "no memory for the page");
    slot->error.code = code;
    return code;
}

void wire__archive_feed(wire__pool *pool)
{
    wire__slot *slot = wire__pool_slot(pool, pool->n_fed);
    slot->state = WIRE__SLOT_AWAY;
    pthread_mutex_unlock(&pool->lock);
    const wire_code code = feed(pool, slot);
    pthread_mutex_lock(&pool->lock);
    const bool is_end = code == WIRE_NONE || code == WIRE_ENOMEM || code == WIRE_EIO;
    if (code != WIRE_NONE)
        pool->n_fed++;
    if (is_end)
        pool->n_inputs = pool->n_fed;
    pool->n_bytes += slot->n_bytes;
    slot->state = code == WIRE_NONE ? WIRE__SLOT_OPEN : code ? WIRE__SLOT_READY : WIRE__SLOT_FETCHED;
    pthread_cond_broadcast(&pool->news);
}

static bool is_empty(wire_str name)
{
    struct stat info;
    char path[LARGEST_PATH];
    return copy_path(name, path) && !stat(path, &info) && S_ISREG(info.st_mode) && !info.st_size;
}

wire_code wire__archive_read(const wire_input *archive, wire_warc_place from, wire_warc_place *at,
                             const wire_run_opts *opts,
                             void (*on_story)(void *user, const wire_input *input, const wire_story *story,
                                              const wire_error *err),
                             void *user, uint64_t *n_failed, wire_error *err)
{
    wire_error why = {0};
    wire__pool pool = {.opts = opts, .on_story = on_story, .archive_name = archive->name, .at = at};
    wire_code code = wire_warc_open(archive->name, opts->max_bytes, from, &pool.archive, &why);
    *n_failed = 0;
    if (code == WIRE_ENOMEM)
        return wire_fail(err, code, "read: %s", why.text);
    if (code) {
        ++*n_failed;
        on_story(user, archive, NULL, &why);
        return WIRE_OK;
    }
    if (is_empty(archive->name)) {
        wire_fail(&why, WIRE_EFORMAT, "an empty archive");
        ++*n_failed;
        on_story(user, archive, NULL, &why);
    } else {
        code = wire__pool_run(&pool, user, n_failed, err);
    }
    wire_warc_close(pool.archive);
    return code;
}

/* Marks ------------------------------------------------------------------------------------ */

wire_code wire__mark_find(wire_store *store, const wire_input *archive, wire__mark *mark, wire_error *err)
{
    char path[LARGEST_PATH], full[PATH_MAX];
    struct stat info;
    wire_note note;
    *mark = (wire__mark){0};
    if (!copy_path(archive->name, path) || !realpath(path, full) || stat(full, &info) || !S_ISREG(info.st_mode))
        return WIRE_OK; /* a pipe cannot be gone back to */
    snprintf(mark->name, sizeof mark->name, "archive %s", full);
    const int n_file =
        snprintf(mark->file, sizeof mark->file, "%lld %lld ", (long long)info.st_size, (long long)info.st_mtim.tv_sec);
    const wire_code code = wire_store_get_note(store, wire_str_of(mark->name), &note, err);
    if (code || !wire_str_has_prefix(note.body, wire_str_of(mark->file)))
        return code < 0 ? code : WIRE_OK;
    const wire_str place = wire_str_cut(note.body, (size_t)n_file, note.body.n);
    mark->at.is_inner = wire_str_has_suffix(place, WIRE_STR("i"));
    for (size_t i = 0; i < place.n && place.p[i] >= '0' && place.p[i] <= '9'; i++)
        mark->at.offset = mark->at.offset * 10 + (uint64_t)(place.p[i] - '0');
    return WIRE_OK;
}

wire_code wire__mark_put(wire_store *store, const wire__mark *mark, bool is_done, int64_t now, wire_error *err)
{
    char body[128];
    if (!mark->name[0])
        return WIRE_OK;
    snprintf(body, sizeof body, "%s%llu%s", mark->file, (unsigned long long)mark->at.offset,
             mark->at.is_inner ? "i" : "");
    const wire_note note = {
        .name = wire_str_of(mark->name), .body = is_done ? (wire_str){0} : wire_str_of(body), .at = now};
    return wire_store_put_note(store, &note, err);
}
