/* import.c: pages, plain text and stories in JSON, a line each, go into the store in the order of the inputs. */
#include "wirecopy/run.h"

#include "run/archive.h"
#include "run/collect.h"
#include "run/lines.h"
#include "run/opml.h"
#include "run/remark.h"
#include "run/twin.h"
#include "run/ward.h"
#include "wirecopy/codec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    BATCH = 400,                /* stories a transaction: what an interruption may cost */
    BATCH_MS = 2000,            /* and how long another writer may have to wait for it */
    LARGEST_PACKED = 256 << 20, /* bytes of a compressed .ndjson once unpacked: it is held whole */
    LARGEST_LINE = 64 << 20,    /* bytes */
    HEAD = 512                  /* bytes looked at to tell what a file is */
};

typedef struct import {
    const wire_edition *edition;
    wire_store *store;
    const wire_run_opts *opts;
    wire_put_opts put;
    wire_import_sums sums;
    size_t max_bytes;
    uint32_t n_open; /* stories put since the transaction began */
    bool is_open;    /* a transaction has begun */
    int64_t begun_ms;
    wire__remarks remarks;
    wire__mark mark; /* how far the archive under way has come; without a name: none is */
    wire_code code;  /* what ended the run from within a callback */
    wire_error *err;
} import;

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool must_stop(const import *im)
{
    const wire_hooks *hooks = &im->opts->hooks;
    return hooks->stop && hooks->stop(hooks->user);
}

/* Transactions ----------------------------------------------------------------------------- */

static wire_code keep(import *im)
{
    if (!im->is_open)
        return WIRE_OK;
    wire_code code = im->mark.name[0] ? wire__mark_put(im->store, &im->mark, false, im->put.now, im->err) : WIRE_OK;
    im->is_open = false;
    im->n_open = 0;
    if (!code)
        return wire_store_commit(im->store, im->err);
    wire_store_rollback(im->store);
    return code;
}

static wire_code open_batch(import *im)
{
    if (im->is_open)
        return WIRE_OK;
    const wire_code code = wire_store_begin(im->store, im->err);
    im->is_open = !code;
    im->begun_ms = now_ms();
    return code;
}

static void count_input(import *im)
{
    const wire_hooks *hooks = &im->opts->hooks;
    im->sums.n_inputs++;
    if (hooks->progress && im->sums.n_inputs % 64 == 0)
        hooks->progress(hooks->user, "import", im->sums.n_inputs, 0);
}

/* Puts a story. `where` names it in messages. A story that cannot be kept is counted, a store that fails ends all. */
static wire_code take(import *im, const wire_story *story, wire_str where)
{
    wire_error why;
    wire_record record;
    wire_code code = open_batch(im);
    if (code)
        return code;
    code = wire_store_put(im->store, story, &im->put, &record, &why);
    if (code == WIRE_ELIMIT || code == WIRE_EFORMAT) {
        im->sums.n_failed++;
        wire_log(&im->opts->hooks, WIRE_LEVEL_ERROR, "%.*s: %s; skipped", WIRE_ARG(where), why.text);
        return WIRE_OK;
    }
    if (code < 0)
        return wire_fail(im->err, code, "%s", why.text);
    wire__tell_withdrawn(&im->opts->hooks, code, &record);
    if (code == WIRE_SAME)
        im->sums.n_same++;
    else if (record.revision > 1)
        im->sums.n_changed++;
    else
        im->sums.n_new++;
    return ++im->n_open >= BATCH || now_ms() - im->begun_ms > BATCH_MS ? keep(im) : WIRE_OK;
}

/* Stories in JSON -------------------------------------------------------------------------- */

static void log_line(import *im, wire_str name, uint64_t number, const char *why)
{
    im->sums.n_failed++;
    wire_log(&im->opts->hooks, WIRE_LEVEL_ERROR, "%.*s:%llu: %s; skipped", WIRE_ARG(name), (unsigned long long)number,
             why);
}

static wire_code take_line(import *im, wire_str line, wire_str name, uint64_t number)
{
    if (number == 1 && wire_str_has_prefix(line, WIRE_STR("\xEF\xBB\xBF")))
        line = wire_str_cut(line, 3, line.n);
    if (!wire_str_trim(line).n)
        return WIRE_OK;
    count_input(im);
    wire_error why;
    wire_story *story = NULL;
    wire_code code = wire_story_read_json(line, &story, &why);
    if (code == WIRE_ENOMEM)
        return wire_fail(im->err, code, "%s", why.text);
    if (code) {
        log_line(im, name, number, why.text);
        return WIRE_OK;
    }
    char where[512];
    const int n = snprintf(where, sizeof where, "%.*s:%llu", WIRE_ARG(name), (unsigned long long)number);
    const wire_str place = {where, n > 0 && (size_t)n < sizeof where ? (size_t)n : sizeof where - 1};
    code = take(im, story, place);
    if (!code && wire__remark(&im->remarks, story, place))
        code = wire_fail(im->err, WIRE_ENOMEM, "import: no memory");
    wire_story_free(story);
    return code;
}

static wire_code take_lines(import *im, wire__lines *lines, wire_str name)
{
    for (;;) {
        wire_error why;
        wire_str line;
        if (must_stop(im))
            return wire_fail(im->err, WIRE_ESTOP, "import: stopped");
        wire_code code = wire__lines_must_wait(lines) ? keep(im) : WIRE_OK; /* nobody else should wait with us */
        if (code)
            return code;
        code = wire__lines_next(lines, &line, &why);
        if (code == WIRE_NONE)
            return WIRE_OK;
        if (code == WIRE_ENOMEM || code == WIRE_ESTOP)
            return wire_fail(im->err, code, "%s", why.text);
        if (!code) {
            code = take_line(im, line, name, lines->number);
        } else {
            count_input(im);
            log_line(im, name, lines->number + (code == WIRE_EIO), why.text);
            code = code == WIRE_EIO ? WIRE_NONE : WIRE_OK; /* the rest of the file cannot be had */
        }
        if (code)
            return code == WIRE_NONE ? WIRE_OK : code;
    }
}

/* What an input is ------------------------------------------------------------------------- */

static wire_str without_codec(wire_str name)
{
    static const char *const suffixes[] = {".gz", ".br", ".zst"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (wire_str_has_suffix(name, wire_str_of(suffixes[i])))
            return wire_str_cut(name, 0, name.n - strlen(suffixes[i]));
    return name;
}

static bool is_named_lines(wire_str name)
{
    const wire_str plain = without_codec(name);
    return wire_str_has_suffix(plain, WIRE_STR(".ndjson")) || wire_str_has_suffix(plain, WIRE_STR(".jsonl"));
}

/* An object and its first member on one line; indented JSON has a line end between them. */
static bool looks_like_lines(wire_str head)
{
    if (wire_str_has_prefix(head, WIRE_STR("\xEF\xBB\xBF")))
        head = wire_str_cut(head, 3, head.n);
    head = wire_str_trim(head);
    if (!wire_str_has_prefix(head, WIRE_STR("{")))
        return false;
    for (size_t i = 1; i < head.n; i++)
        if (head.p[i] != ' ' && head.p[i] != '\t')
            return head.p[i] == '"';
    return false;
}

static bool is_standard_input(const wire_input *input)
{
    return wire_str_is(input->name, WIRE_STR("-"));
}

static bool is_address(const wire_input *input)
{
    return wire_str_has_prefix(input->name, WIRE_STR("http://")) ||
           wire_str_has_prefix(input->name, WIRE_STR("https://"));
}

/* The input's file. -1: it cannot be opened; errno says why. */
static int open_file(wire_str name)
{
    char path[4096];
    if (name.n >= sizeof path || (name.n && memchr(name.p, '\0', name.n))) {
        errno = name.n >= sizeof path ? ENAMETOOLONG : ENOENT;
        return -1;
    }
    snprintf(path, sizeof path, "%.*s", WIRE_ARG(name));
    return open(path, O_RDONLY | O_CLOEXEC);
}

/* Pages, and whatever cannot be opened, are left to wire_run_read, which says why. */
static bool is_lines(const wire_input *input)
{
    if (is_address(input) || is_named_lines(input->name))
        return !is_address(input);
    char head[HEAD];
    const int fd = open_file(input->name);
    const ssize_t n = fd >= 0 ? pread(fd, head, sizeof head, 0) : -1; /* pread fails on pipes, and takes nothing */
    if (fd >= 0)
        close(fd);
    return n > 0 && looks_like_lines((wire_str){head, (size_t)n});
}

/* A kind of input each --------------------------------------------------------------------- */

static void log_input(import *im, wire_str name, const char *why)
{
    count_input(im);
    im->sums.n_failed++;
    wire_log(&im->opts->hooks, WIRE_LEVEL_ERROR, "%.*s: %s; skipped", WIRE_ARG(name), why);
}

/* A compressed file of stories is unpacked whole. */
static wire_code import_packed(import *im, const wire_input *input)
{
    wire_error why;
    wire_page page;
    wire_arena *arena = wire_arena_new((size_t)LARGEST_PACKED * 3);
    if (!arena)
        return wire_fail(im->err, WIRE_ENOMEM, "import: no memory");
    wire_code code = wire_input_load(input, &(wire_load_opts){.max_bytes = LARGEST_PACKED, .hooks = im->opts->hooks},
                                     arena, &page, &why);
    if (code == WIRE_ESTOP) {
        code = wire_fail(im->err, code, "import: stopped");
    } else if (code) {
        log_input(im, input->name, why.text);
        code = WIRE_OK;
    } else {
        wire__lines lines;
        wire__lines_open_text(&lines, page.bytes);
        code = take_lines(im, &lines, input->name);
        if (!code && page.is_cut)
            log_input(im, input->name, "cut short; the stories before were taken");
    }
    wire_arena_free(arena);
    return code;
}

static wire_code import_file(import *im, const wire_input *input)
{
    char head[HEAD];
    const int fd = open_file(input->name);
    if (fd < 0) {
        char why[128];
        snprintf(why, sizeof why, "cannot open: %s", strerror(errno));
        log_input(im, input->name, why);
        return WIRE_OK;
    }
    const ssize_t n = pread(fd, head, sizeof head, 0);
    wire_code code;
    if (wire_codec_sniff((wire_str){head, n > 0 ? (size_t)n : 0}, input->name) != WIRE_CODEC_NONE) {
        code = import_packed(im, input);
    } else {
        wire__lines lines;
        wire__lines_open_fd(&lines, fd, im->max_bytes ? im->max_bytes : LARGEST_LINE, &im->opts->hooks);
        code = take_lines(im, &lines, input->name);
        wire__lines_close(&lines);
    }
    close(fd);
    return code;
}

static wire_code take_page(import *im, const wire_input *input, wire_str bytes)
{
    wire_error why;
    wire_story *story = NULL;
    wire__ward *ward = wire__ward_new(&(wire__ward_opts){.in_process = im->opts->in_process});
    if (!ward)
        return wire_fail(im->err, WIRE_ENOMEM, "import: no memory");
    wire_code code = wire__ward_story(ward, &(wire_page){.input = input->name, .url = input->url, .bytes = bytes},
                                      false, NULL, &story, &why);
    if (code) {
        log_input(im, input->name, why.text);
        code = WIRE_OK;
    } else {
        count_input(im);
        code = take(im, story, input->name);
    }
    wire_story_free(story);
    wire__ward_free(ward);
    return code;
}

/* Subscriptions. in  page: NULL: the input's file */
static wire_code take_opml(import *im, const wire_input *input, const wire_page *page)
{
    wire_error why = {0};
    size_t n_added = 0, n_named = 0;
    const wire_code code = page ? wire__opml_take(im->edition, im->opts, page, &n_added, &n_named, &why)
                                : wire__opml_import(im->edition, im->opts, input, &n_added, &n_named, &why);
    if (code) {
        log_input(im, input->name, why.text);
        return WIRE_OK;
    }
    count_input(im);
    im->sums.n_sources += n_added;
    if (n_named == 1)
        wire_log(&im->opts->hooks, WIRE_LEVEL_WARN, "%.*s: its feed is a %s wirecopy.ini", WIRE_ARG(input->name),
                 n_added ? "new source in" : "source already, in");
    else
        wire_log(&im->opts->hooks, WIRE_LEVEL_WARN, "%.*s: %zu of its %zu feeds %s in wirecopy.ini",
                 WIRE_ARG(input->name), n_added, n_named, n_added == 1 ? "is a new source" : "are new sources");
    return WIRE_OK;
}

/* Standard input can be read but once: what it is shows while it is being read. */
static wire_code import_standard_input(import *im, const wire_input *input)
{
    wire_error why;
    wire_str head, bytes;
    wire__lines lines;
    wire_out plain;
    wire_out_open_memory(&plain, 0);
    wire__lines_open_fd(&lines, STDIN_FILENO, im->max_bytes ? im->max_bytes : LARGEST_LINE, &im->opts->hooks);
    wire_code code = wire__lines_peek(&lines, &head, &why);
    if (!code && looks_like_lines(head)) {
        code = take_lines(im, &lines, input->name);
        goto done;
    }
    if (!code)
        code = wire__lines_rest(&lines, &bytes, &why);
    const wire_codec codec = code ? WIRE_CODEC_NONE : wire_codec_sniff(bytes, input->name);
    if (codec != WIRE_CODEC_NONE && !(code = wire_unpack(codec, bytes, LARGEST_PACKED, &plain, &why)))
        bytes = wire_out_text(&plain);
    if (code == WIRE_ESTOP) {
        code = wire_fail(im->err, code, "%s", why.text);
    } else if (code) {
        log_input(im, input->name, why.text);
        code = WIRE_OK;
    } else if (looks_like_lines(bytes)) {
        wire__lines unpacked;
        wire__lines_open_text(&unpacked, bytes);
        code = take_lines(im, &unpacked, input->name);
    } else {
        const wire_page page = {.input = input->name, .url = input->url, .bytes = bytes};
        code = wire_input_sniff(&page, NULL) == WIRE_INPUT_OPML ? take_opml(im, input, &page)
                                                                : take_page(im, input, bytes);
    }
done:
    wire_out_close(&plain, NULL);
    wire__lines_close(&lines);
    return code;
}

/* Pages ------------------------------------------------------------------------------------ */

static void on_page(void *user, const wire_input *input, const wire_story *story, const wire_error *why)
{
    import *im = user;
    if (im->code)
        return; /* the run is ending; what was read meanwhile is left for the next one */
    if (story) {
        count_input(im);
        im->code = take(im, story, input->name);
    } else {
        log_input(im, input->name, why->text);
    }
}

static void pass_log(void *user, wire_level level, wire_str text)
{
    const import *im = user;
    if (im->opts->hooks.log)
        im->opts->hooks.log(im->opts->hooks.user, level, text);
}

static bool stop_pages(void *user)
{
    const import *im = user;
    return im->code || must_stop(im);
}

/* Reads inputs [from, to), which are pages, on several threads. */
static wire_code import_pages(import *im, const wire_inputs *inputs, size_t from, size_t to)
{
    wire_run_opts opts = *im->opts;
    opts.hooks = (wire_hooks){.user = im, .log = pass_log, .stop = stop_pages};
    uint64_t n_failed; /* counted by on_page */
    wire_inputs *some = wire_inputs_new();
    wire_code code = some ? WIRE_OK : wire_fail(im->err, WIRE_ENOMEM, "import: no memory");
    for (size_t i = from; i < to && !code; i++) {
        const wire_input input = wire_inputs_at(inputs, i);
        code = wire_inputs_add(some, input.name, input.url, im->err);
    }
    wire_error why = {0};
    if (!code)
        code = wire_run_read(some, &opts, on_page, im, &n_failed, &why);
    if (im->code)
        code = im->code; /* the reason that stop_pages gave way to */
    else if (code && why.text[0])
        wire_fail(im->err, code, "%s", why.text);
    wire_inputs_free(some);
    return code;
}

/* An archive goes on where an earlier import of it stopped. */
static wire_code import_archive(import *im, const wire_input *input)
{
    wire_run_opts opts = *im->opts;
    opts.hooks = (wire_hooks){.user = im, .log = pass_log, .stop = stop_pages};
    uint64_t n_failed; /* counted by on_page */
    wire_error why = {0};
    wire_code code = keep(im);
    if (!code)
        code = wire__mark_find(im->store, input, &im->mark, im->err);
    if (code)
        return code;
    if (im->mark.at.offset)
        wire_log(&im->opts->hooks, WIRE_LEVEL_WARN, "%.*s: going on at byte %llu, where an import stopped",
                 WIRE_ARG(input->name), (unsigned long long)im->mark.at.offset);
    code = wire__archive_read(input, im->mark.at, &im->mark.at, &opts, on_page, im, &n_failed, &why);
    if (im->code)
        code = im->code;
    else if (code)
        wire_fail(im->err, code, "%s", why.text);
    if (!code || code == WIRE_ESTOP) { /* what is done is kept, with how far that was */
        wire_error *const err = im->err;
        im->err = code ? NULL : err;
        const wire_code kept = code ? keep(im) : open_batch(im);
        im->err = err;
        code = code ? code : kept;
    }
    if (!code)
        code = wire__mark_put(im->store, &im->mark, true, im->put.now, im->err);
    im->mark.name[0] = '\0';
    return code;
}

static wire_code import_all(import *im, const wire_inputs *inputs)
{
    wire_code code = WIRE_OK;
    const size_t n = wire_inputs_count(inputs);
    for (size_t i = 0; i < n && !code;) {
        const wire_input input = wire_inputs_at(inputs, i);
        if (must_stop(im))
            return wire_fail(im->err, WIRE_ESTOP, "import: stopped");
        const bool is_stdin = is_standard_input(&input), is_archive = wire__is_archive(&input, &im->opts->hooks);
        if (!is_archive && (is_stdin || is_lines(&input))) {
            code = is_stdin ? import_standard_input(im, &input) : import_file(im, &input);
            i++;
            continue;
        }
        if (is_archive || wire__is_opml(&input)) {
            code = is_archive ? import_archive(im, &input) : take_opml(im, &input, NULL);
            i++;
            continue;
        }
        size_t to = i + 1;
        for (; to < n; to++) {
            const wire_input next = wire_inputs_at(inputs, to);
            if (is_standard_input(&next) || is_lines(&next) || wire__is_archive(&next, &im->opts->hooks) ||
                wire__is_opml(&next))
                break;
        }
        code = import_pages(im, inputs, i, to);
        i = to;
    }
    return code;
}

/* A source that is not in wirecopy.ini has no rights stated; only the one for what people bring themselves may do
 * without, and it is personal. */
static wire_code choose_source(const wire_edition *edition, wire_str name, wire_put_opts *put, wire_error *err)
{
    put->source = name.n ? name : WIRE_STR("import");
    const wire_source *source = wire_edition_find_source(edition, put->source);
    if (source) {
        put->rights = source->rights;
        put->section = source->section;
        return WIRE_OK;
    }
    if (wire_str_is(put->source, WIRE_STR("import")))
        return WIRE_OK;
    return wire_fail(err, WIRE_ECONFIG, "import: wirecopy.ini has no [source %.*s]", WIRE_ARG(name));
}

wire_code wire_run_import(const wire_edition *edition, wire_store *store, const wire_inputs *inputs, wire_str source,
                          const wire_run_opts *opts, wire_import_sums *sums, wire_error *err)
{
    static const wire_run_opts no_opts = {0};
    wire_zone *zone = NULL;
import im = {.edition = edition, .store = store, .opts = opts ? opts: & no_opts, .err = err };
    im.max_bytes = im.opts->max_bytes;
    im.remarks.hooks = &im.opts->hooks;
    im.put.now = im.opts->now ? im.opts->now : (int64_t)time(NULL);
    wire_code code = choose_source(edition, source, &im.put, err);
    if (code || (code = wire_zone_open(edition->timezone.n ? edition->timezone : WIRE_STR("UTC"), &zone, err)))
        return code;
    im.put.zone = zone;
    code = import_all(&im, inputs);
    if (!code && !(code = open_batch(&im)))
        code = wire_store_set_now(store, im.put.now, err);
    im.err = code ? NULL : err; /* the first failure is the one to say */
    const wire_code kept = keep(&im);
    wire_zone_close(zone);
    wire__seen_free(&im.remarks.seen);
    if (!code && !kept)
        code = wire__photos_fetch(edition, store, im.opts, &im.sums.n_photos, err);
    *sums = im.sums;
    return code ? code : kept;
}
