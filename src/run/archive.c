/* archive.c: an archive is read by the caller's thread; its pages are read by all. */
#include "run/archive.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/wait.h"
#include "wirecopy/codec.h"

enum { LARGEST_PATH = 4096, HEAD = 512 };

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

/* The first bytes of standard input, which stay there; a file's or a pipe's. */
static ssize_t peek_standard_input(char *head, size_t n, const wire_hooks *hooks)
{
    enum { TRIES = 20, PAUSE_MS = 20, LEAST = 8 };
    int ends[2];
    const ssize_t of_file = pread(STDIN_FILENO, head, n, 0);
    if (of_file >= 0 || wire__await(STDIN_FILENO, hooks, 0) || pipe2(ends, O_CLOEXEC))
        return of_file;
    ssize_t copied = 1, got = -1;
    for (int i = 0; i < TRIES && copied > 0 && copied < LEAST; i++) { /* a writer may begin slowly */
        copied = tee(STDIN_FILENO, ends[1], n, SPLICE_F_NONBLOCK);
        if (copied > 0 && copied < LEAST) {
            (void)!read(ends[0], head, n);
            nanosleep(&(struct timespec){.tv_nsec = PAUSE_MS * 1000000L}, NULL);
        }
    }
    if (copied >= LEAST)
        got = read(ends[0], head, n);
    close(ends[0]);
    close(ends[1]);
    return got;
}

static ssize_t peek_file(wire_str name, char *head, size_t n)
{
    char path[LARGEST_PATH];
    const int fd = copy_path(name, path) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    const ssize_t got = fd >= 0 ? pread(fd, head, n, 0) : -1; /* fails on pipes, and takes nothing */
    if (fd >= 0)
        close(fd);
    return got;
}

/* Does it begin as an archive, packed or not? */
static bool begins_so(wire_str head)
{
    wire_out plain;
    const wire_codec codec = wire_codec_sniff(head, (wire_str){NULL, 0});
    if (codec == WIRE_CODEC_NONE)
        return wire_str_has_prefix(head, WIRE_STR("WARC/"));
    wire_out_open_memory(&plain, 0);
    const wire_code code = wire_unpack(codec, head, HEAD, &plain, NULL); /* it is cut: what is there is enough */
    const bool is_so = code != WIRE_ENOMEM && wire_str_has_prefix(wire_out_text(&plain), WIRE_STR("WARC/"));
    wire_out_close(&plain, NULL);
    return is_so;
}

bool wire__is_archive(const wire_input *input, const wire_hooks *hooks)
{
    char head[HEAD];
    const wire_str name = input->name;
    if (wire_input_is_web(input))
        return false;
    if (ends_in(name, WIRE_STR(".warc")) || ends_in(name, WIRE_STR(".warc.gz")) || ends_in(name, WIRE_STR(".warc.zst")))
        return true;
    const ssize_t n = wire_str_is(name, WIRE_STR("-")) ? peek_standard_input(head, sizeof head, hooks)
                                                       : peek_file(name, head, sizeof head);
    return n > 0 && begins_so((wire_str){head, (size_t)n});
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
    if (code == WIRE_NONE || code == WIRE_ESTOP)
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
    pool->is_stopped = code == WIRE_ESTOP;
    const bool is_none = code == WIRE_NONE || code == WIRE_ESTOP;
    const bool is_end = is_none || code == WIRE_ENOMEM || code == WIRE_EIO;
    if (!is_none)
        pool->n_fed++;
    if (is_end)
        pool->n_inputs = pool->n_fed;
    pool->n_bytes += slot->n_bytes;
    slot->state = is_none ? WIRE__SLOT_OPEN : code ? WIRE__SLOT_READY : WIRE__SLOT_FETCHED;
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
    wire_warc_heed(pool.archive, &opts->hooks);
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
    if (wire_str_is(archive->name, WIRE_STR("-")) || !copy_path(archive->name, path) || !realpath(path, full) ||
        stat(full, &info) || !S_ISREG(info.st_mode))
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
