/* ward_child.c: the child's side: pages in, stories out, until nobody asks any more. */
#include "run/ward.h"

#include "model/pack.h"
#include "parse/photo.h"
#include "run/cage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGE_BUFFER = 8 << 20 };

bool wire__ward_write(int fd, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n) {
        const ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        p += sent;
        n -= (size_t)sent;
    }
    return true;
}

bool wire__ward_read(int fd, void *bytes, size_t n)
{
    char *p = bytes;
    while (n) {
        const ssize_t got = recv(fd, p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

void wire__ward_pass_page(void *packing, wire_page *page)
{
    wire__packing *k = packing;
    wire_str *const texts[] = {&page->input, &page->url, &page->content_type, &page->etag, &page->last_modified};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        wire__pack_text(k, texts[i]);
    wire__pack_raw(k, &page->fetched_at, sizeof page->fetched_at);
    wire__pack_number(k, &page->status);
    wire__pack_flag(k, &page->is_cut);
}

static void pass_link(wire__packing *k, void *thing)
{
    wire_feed_link *link = thing;
    wire__pack_text(k, &link->url);
    wire__pack_text(k, &link->mime_type);
    wire__pack_text(k, &link->title);
}

void wire__ward_pass_links(void *packing, const wire_feed_link **links, uint32_t *n)
{
    const void *list = *links;
    wire__pack_list(packing, &list, n, sizeof **links, pass_link);
    *links = list;
}

void wire__ward_pass_photo(void *packing, wire_photo *photo)
{
    wire__pack_number(packing, &photo->width);
    wire__pack_number(packing, &photo->height);
    wire__pack_text(packing, &photo->body);
}

/* What the child keeps between pages. */
typedef struct serving {
    const wire__ward_opts *opts;
    wire_reader *reader;
    wire__darkroom *darkroom; /* with_photos */
    wire_error no_darkroom;   /* why there is none */
    wire_arena *arena;
    wire_memory *memory; /* of the source; NULL: none */
    wire_out out;
    const char *window;
    char *bytes; /* of a request */
    size_t cap;
    int fd;
} serving;

/* Empties what is to be sent, with a place for the answer before it. */
static void begin_answer(serving *s)
{
    const wire__ward_answer nothing = {0};
    wire_out_reset(&s->out);
    wire_out_put(&s->out, (wire_str){(const char *)&nothing, sizeof nothing});
}

static bool send_answer(serving *s, bool is_part)
{
    const wire__ward_answer answer = {.is_part = is_part, .n_bytes = s->out.n - sizeof answer};
    memcpy(s->out.buf, &answer, sizeof answer);
    return wire__ward_write(s->fd, s->out.buf, s->out.n);
}

static bool send_part(wire__packing *k)
{
    serving *s = k->user;
    if (s->out.code || s->out.n < WIRE__WARD_PART)
        return !s->out.code;
    const bool is_sent = send_answer(s, true);
    begin_answer(s);
    return is_sent;
}

/* What the story's page teaches, as bytes. */
static void write_taught(serving *s, const wire_story *story, wire_out *out)
{
    wire_memory *taught = wire_memory_new();
    if (taught && !s->opts->act && wire_reader_learn(s->reader, story, taught) == WIRE_OK)
        wire_memory_write(taught, out);
    wire_memory_free(taught);
}

static wire_code take_memory(serving *s, wire_str bytes, wire_error *err)
{
    wire_memory *memory = NULL;
    const wire_code code = bytes.n ? wire_memory_read(bytes, &memory, err) : WIRE_OK;
    wire_reader_remember(s->reader, memory);
    wire_memory_free(s->memory);
    s->memory = memory;
    return code;
}

static wire_code read_story(serving *s, const wire_page *page, wire__ward_what what, wire_error *err)
{
    wire_story *story = NULL;
    wire_out why;
    const wire_code code =
        s->opts->act ? s->opts->act(page, &story, err) : wire_read_story(s->reader, page, &story, err);
    if (code)
        return code;
    wire__packing k = {.out = &s->out};
    wire_out_open_memory(&why, 0);
    if (what == WIRE__WARD_TAUGHT)
        write_taught(s, story, &why);
    else if (what != WIRE__WARD_STORY)
        wire_read_explain(s->reader, what == WIRE__WARD_EXPLAINED_HTML, &why);
    wire_str text = wire_out_text(&why);
    wire__pack_text(&k, &text);
    wire__story_pack(story, &s->out);
    wire_out_close(&why, NULL);
    wire_story_free(story);
    return WIRE_OK;
}

static wire_code read_feed(serving *s, const wire_page *page, bool is_front, wire_error *err)
{
    wire_feed *feed = NULL;
    const wire_code code =
        is_front ? wire_read_front(s->reader, page, &feed, err) : wire_read_feed(s->reader, page, &feed, err);
    wire__packing k = {.out = &s->out, .next_part = send_part, .user = s};
    if (!code)
        wire__feed_pass(&k, feed);
    wire_feed_free(feed);
    return !code && k.code ? wire_fail(err, k.code, "too much for one answer") : code;
}

static wire_code read_links(serving *s, const wire_page *page, wire_error *err)
{
    uint32_t n = 0;
    const wire_feed_link *links = NULL;
    wire__packing k = {.out = &s->out};
    const wire_code code = wire_read_links(s->reader, page, s->arena, &links, &n, err);
    if (!code)
        wire__ward_pass_links(&k, &links, &n);
    return code;
}

static wire_code read_photo(serving *s, const wire_page *page, wire_error *err)
{
    wire_photo photo = {0};
    wire_out small;
    wire__packing k = {.out = &s->out};
    if (!s->darkroom)
        return wire_fail(err, s->no_darkroom.code ? s->no_darkroom.code : WIRE_EUSE, "%s", s->no_darkroom.text);
    wire_out_open_memory(&small, 0);
    wire_code code = wire__darkroom_shrink(s->darkroom, page->bytes, &small, &photo.width, &photo.height, err);
    if (!code && small.code)
        code = wire_fail(err, small.code, "no memory for a photo");
    photo.body = wire_out_text(&small);
    if (!code)
        wire__ward_pass_photo(&k, &photo);
    (void)wire_out_close(&small, NULL);
    return code;
}

static wire_code handle(serving *s, const wire__ward_request *request, wire_error *err)
{
    wire_page page = {0};
    wire__packing k = {.rest = {s->bytes, request->n_facts}, .arena = s->arena};
    wire__ward_pass_page(&k, &page);
    const bool is_shown = request->n_bytes <= WIRE__WARD_WINDOW;
    page.bytes = (wire_str){is_shown ? s->window : s->bytes + request->n_facts, request->n_bytes};
    switch ((wire__ward_what)request->what) {
    case WIRE__WARD_STORY:
    case WIRE__WARD_EXPLAINED:
    case WIRE__WARD_EXPLAINED_HTML:
    case WIRE__WARD_TAUGHT:
        return read_story(s, &page, (wire__ward_what)request->what, err);
    case WIRE__WARD_FEED:
    case WIRE__WARD_FRONT:
        return read_feed(s, &page, request->what == WIRE__WARD_FRONT, err);
    case WIRE__WARD_LINKS:
        return read_links(s, &page, err);
    case WIRE__WARD_MEMORY:
        return take_memory(s, page.bytes, err);
    case WIRE__WARD_PHOTO:
        return read_photo(s, &page, err);
    }
    return wire_fail(err, WIRE_EUSE, "no such request");
}

static bool take_request(serving *s, int fd, wire__ward_request *request)
{
    if (!wire__ward_read(fd, request, sizeof *request))
        return false;
    const size_t n = request->n_facts + (request->n_bytes <= WIRE__WARD_WINDOW ? 0 : request->n_bytes);
    if (n > s->cap || (s->cap > LARGE_BUFFER && n < LARGE_BUFFER)) {
        free(s->bytes);
        s->cap = n + n / 4 + 1;
        s->bytes = malloc(s->cap);
    }
    return s->bytes && wire__ward_read(fd, s->bytes, n);
}

static bool give_answer(serving *s, wire_code code, const wire_error *why)
{
    if (!code)
        return send_answer(s, false);
    const wire_str text = wire_str_of(why->text);
    const wire__ward_answer answer = {.code = code, .offset = why->offset, .n_bytes = text.n};
    return wire__ward_write(s->fd, &answer, sizeof answer) && wire__ward_write(s->fd, text.p, text.n);
}

static int by_nothing(const void *a, const void *b)
{
    (void)a, (void)b;
    return 0;
}

/* The first time that qsort is given more than a little it asks the system how much memory there is: here it still may.
 */
static void sort_once(void)
{
    char many[256][64] = {{0}};
    qsort(many, 256, sizeof *many, by_nothing);
}

void wire__ward_serve(int fd, const char *window, const wire__ward_opts *opts)
{
    serving s = {.opts = opts, .window = window, .fd = fd, .reader = wire_reader_new(), .arena = wire_arena_new(0)};
    wire__ward_request request;
    wire_out_open_memory(&s.out, (size_t)1 << 30);
    sort_once();
    if (opts->with_photos && wire__darkroom_open(&s.darkroom, &s.no_darkroom))
        s.darkroom = NULL;
    wire__cage_enter(fd, opts->max_bytes ? opts->max_bytes : (uint64_t)2 << 30, opts->with_photos);
    while (s.reader && s.arena && take_request(&s, fd, &request)) {
        wire_error why = {.offset = WIRE_NOWHERE};
        if (s.out.cap > LARGE_BUFFER) {
            wire_out_close(&s.out, NULL);
            wire_out_open_memory(&s.out, (size_t)1 << 30);
        }
        begin_answer(&s);
        wire_arena_reset(s.arena);
        wire_code code = handle(&s, &request, &why);
        if (!code && s.out.code)
            code = wire_fail(&why, s.out.code, "no memory for what was read");
        if (!give_answer(&s, code, &why))
            break;
    }
    _exit(0);
}
