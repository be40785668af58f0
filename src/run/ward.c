/* ward.c: the parent's side: a page goes to the child, what it made of it comes back, in good time or not at all. */
#include "run/ward.h"

#include "model/memory.h"
#include "model/pack.h"
#include "parse/photo.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    CPU_MS = 60000,
    WALL_PER_CPU = 10, /* a child that waits for its turn on a busy machine has done nothing wrong */
    STALL_S = 300,     /* that it may stop in the middle of a page or an answer */
    LOOK_MS = 500,     /* how often a child that takes long is looked at */
    LARGE_BUFFER = 8 << 20,
    SOCKET_BYTES = 1 << 20
};

static const uint64_t largest_answer = (uint64_t)1 << 30;

struct wire__ward {
    wire__ward_opts opts;
    wire_reader *reader;      /* where there is no child */
    wire__darkroom *darkroom; /* the same, with_photos */
    pid_t child;              /* 0: none */
    int fd;
    char *window; /* NULL: none */
    wire_out facts;
    const wire_memory *memory; /* that stories are read with; NULL: none */
    wire_memory *taught;
    bool is_told; /* the child knows it */
    char *bytes;  /* of an answer */
    size_t cap;
};

/* The child -------------------------------------------------------------------------------- */

static bool start(wire__ward *w)
{
    int ends[2];
    const int room = SOCKET_BYTES;
    const struct timeval patience = {.tv_sec = STALL_S};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return false;
    for (int i = 0; i < 2; i++)
        setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    w->is_told = !w->memory;
    w->child = fork();
    if (!w->child)
        wire__ward_serve(ends[1], w->window, &w->opts);
    close(ends[1]);
    w->fd = ends[0];
    if (w->child > 0)
        return true;
    close(w->fd);
    w->child = 0;
    return false;
}

/* Ends the child. gives  what waitpid says of it */
static int end(wire__ward *w, bool is_killed)
{
    int status = 0;
    if (!w->child)
        return 0;
    close(w->fd); /* an idle one ends by that */
    if (is_killed)
        kill(w->child, SIGKILL);
    while (waitpid(w->child, &status, 0) < 0 && errno == EINTR)
        continue;
    w->child = 0;
    return status;
}

wire__ward *wire__ward_new(const wire__ward_opts *opts)
{
    wire__ward *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->opts = opts ? *opts : (wire__ward_opts){0};
    wire_out_open_memory(&w->facts, 0);
    if (w->opts.in_process)
        w->reader = wire_reader_new(); /* a darkroom is opened when it is wanted */
    else
        w->window = mmap(NULL, WIRE__WARD_WINDOW, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (w->opts.in_process ? w->reader != NULL : w->window != MAP_FAILED && start(w))
        return w;
    wire__ward_free(w);
    return NULL;
}

void wire__ward_free(wire__ward *w)
{
    if (!w)
        return;
    end(w, false);
    if (w->window && w->window != MAP_FAILED)
        munmap(w->window, WIRE__WARD_WINDOW);
    wire_reader_free(w->reader);
    wire__darkroom_close(w->darkroom);
    wire_out_close(&w->facts, NULL);
    free(w->bytes);
    free(w);
}

/* Asking ----------------------------------------------------------------------------------- */

static int64_t to_ms(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return to_ms(t);
}

/* The time that the child has worked; -1: it is gone. */
static int64_t worked_ms(const wire__ward *w)
{
    clockid_t clock;
    struct timespec t;
    return clock_getcpuclockid(w->child, &clock) || clock_gettime(clock, &t) ? -1 : to_ms(t);
}

/* Waits for the child's answer to begin. Most begin before anybody looks at a clock. out  false: it took too long */
static bool wait_for(const wire__ward *w)
{
    int64_t began = -1, worked = 0;
    const int64_t cpu_ms = w->opts.cpu_ms ? w->opts.cpu_ms : CPU_MS;
    struct pollfd waiting = {.fd = w->fd, .events = POLLIN};
    for (;;) {
        const int n = poll(&waiting, 1, LOOK_MS);
        if (n > 0 || (n < 0 && errno != EINTR))
            return true; /* reading will say if something is wrong */
        if (began < 0) {
            began = now_ms();
            worked = worked_ms(w);
        } else if (worked_ms(w) - worked > cpu_ms || now_ms() - began > cpu_ms * WALL_PER_CPU) {
            return false;
        }
    }
}

static bool make_room(wire__ward *w, uint64_t n)
{
    if (n <= w->cap && (w->cap <= LARGE_BUFFER || n > LARGE_BUFFER))
        return true;
    free(w->bytes);
    w->cap = (size_t)(n + n / 4 + 1);
    w->bytes = malloc(w->cap);
    w->cap = w->bytes ? w->cap : 0;
    return w->bytes;
}

/* Takes the answer's text: into the arena, if there is one. */
static bool take_text(wire__ward *w, const wire__ward_answer *answer, wire_arena *arena, wire_str *text)
{
    if (answer->n_bytes > largest_answer)
        return false;
    char *room = arena && !answer->code ? wire_arena_take(arena, (size_t)answer->n_bytes, 1) : NULL;
    if (!room && !make_room(w, answer->n_bytes))
        return false;
    *text = (wire_str){room ? room : w->bytes, (size_t)answer->n_bytes};
    return wire__ward_read(w->fd, room ? room : w->bytes, text->n);
}

static bool exchange(wire__ward *w, wire_str facts, wire_str bytes, wire_arena *arena, wire__ward_answer *answer,
                     wire_str *text, bool *is_late)
{
    const bool is_shown = bytes.n <= WIRE__WARD_WINDOW;
    if (is_shown && bytes.n)
        memcpy(w->window, bytes.p, bytes.n);
    if (!wire__ward_write(w->fd, facts.p, facts.n) || (!is_shown && !wire__ward_write(w->fd, bytes.p, bytes.n)))
        return false;
    *is_late = !wait_for(w);
    return !*is_late && wire__ward_read(w->fd, answer, sizeof *answer) && take_text(w, answer, arena, text);
}

static wire_code say_dead(wire__ward *w, bool is_late, wire_error *err)
{
    const int status = end(w, true);
    if (is_late)
        return wire_fail(err, WIRE_ELIMIT, "took too long to read; given up");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        return wire_fail(err, WIRE_EFORMAT, "wanted what its reader may not do; given up");
    return wire_fail(err, WIRE_EFORMAT, "its reader ended (%s); please report the page",
                     WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "no more memory");
}

/* Sends a page and takes the answer. in  arena: where what was read shall lie; NULL: until the next one
 * out  *is_part: there is more of it
 * fails  what reading failed with; as ward.h says */
static wire_code ask_first(wire__ward *w, wire__ward_what what, const wire_page *page, wire_arena *arena,
                           wire_str *text, bool *is_part, wire_error *err)
{
    bool is_late = false;
    wire_page copy = *page;
    wire__ward_answer answer = {0};
    wire__packing k = {.out = &w->facts};
    if (!w->child && !start(w))
        return wire_fail(err, WIRE_ENOMEM, "no process to read it in: %s", strerror(errno));
    wire_out_reset(&w->facts);
    wire__ward_request request = {.what = what, .n_bytes = page->bytes.n};
    wire_out_put(&w->facts, (wire_str){(const char *)&request, sizeof request});
    wire__ward_pass_page(&k, &copy);
    request.n_facts = (uint32_t)(wire_out_text(&w->facts).n - sizeof request);
    if (!w->facts.code)
        memcpy(w->facts.buf, &request, sizeof request); /* now that it is known */
    if (w->facts.code || !exchange(w, wire_out_text(&w->facts), page->bytes, arena, &answer, text, &is_late))
        return say_dead(w, is_late, err);
    *is_part = answer.is_part;
    if (!answer.code)
        return WIRE_OK;
    const bool is_known = answer.code >= WIRE_ESTOP && answer.code <= WIRE_SAME;
    return wire_fail_at(err, is_known ? (wire_code)answer.code : WIRE_EFORMAT, answer.offset, "%.*s", WIRE_ARG(*text));
}

/* The same where one answer is all. */
static wire_code ask(wire__ward *w, wire__ward_what what, const wire_page *page, wire_arena *arena, wire_str *text,
                     wire_error *err)
{
    bool is_part = false;
    const wire_code code = ask_first(w, what, page, arena, text, &is_part, err);
    return is_part ? say_dead(w, false, err) : code;
}

void wire__ward_remember(wire__ward *w, const wire_memory *memory, wire_memory *taught)
{
    w->is_told = w->is_told && w->memory == memory;
    w->memory = memory;
    w->taught = taught;
    if (w->reader)
        wire_reader_remember(w->reader, memory);
}

/* Gives the child the memory that it lacks. */
static wire_code send_memory(wire__ward *w, wire_error *err)
{
    wire_str text;
    wire_out bytes;
    if (w->is_told && (w->child || !w->memory))
        return WIRE_OK;
    wire_out_open_memory(&bytes, 0);
    if (w->memory)
        wire_memory_write(w->memory, &bytes);
    const wire_page page = {.bytes = wire_out_text(&bytes)};
    const wire_code code = bytes.code ? wire_fail(err, bytes.code, "no memory to say what its source's pages share")
                                      : ask(w, WIRE__WARD_MEMORY, &page, NULL, &text, err);
    wire_out_close(&bytes, NULL);
    w->is_told = !code;
    return code;
}

/* A story in this process. */
static wire_code read_here(wire__ward *w, const wire_page *page, bool as_html, wire_out *explained, wire_story **story,
                           wire_error *err)
{
    const wire_code code = wire_read_story(w->reader, page, story, err);
    if (!code && explained)
        wire_read_explain(w->reader, as_html, explained);
    if (!code && w->taught)
        wire_reader_learn(w->reader, *story, w->taught); /* plain text teaches nothing; nor without memory */
    return code;
}

/* What a page taught, packed by the child. It stays from run to run: more than a page can teach is not believed. */
static void take_taught(wire__ward *w, const wire_page *page, wire_str bytes)
{
    wire_memory *more = NULL;
    if (wire_memory_read(bytes, &more, NULL) == WIRE_OK && wire__memory_is_of_page(more, page->bytes.n))
        wire_memory_add(w->taught, more); /* without memory it knows less, and reads on */
    wire_memory_free(more);
}

wire_code wire__ward_story(wire__ward *w, const wire_page *page, bool as_html, wire_out *explained, wire_story **story,
                           wire_error *err)
{
    wire_str text, why;
    if (w->reader)
        return read_here(w, page, as_html, explained, story, err);
    const bool is_taught = w->taught && !explained;
    const wire__ward_what what = is_taught    ? WIRE__WARD_TAUGHT
                                 : !explained ? WIRE__WARD_STORY
                                 : as_html    ? WIRE__WARD_EXPLAINED_HTML
                                              : WIRE__WARD_EXPLAINED;
    wire_code code = send_memory(w, err);
    if (!code)
        code = ask(w, what, page, NULL, &text, err);
    if (code)
        return code;
    wire__packing k = {.rest = text};
    wire__pack_text(&k, &why);
    if (explained)
        wire_out_put(explained, why);
    else if (is_taught)
        take_taught(w, page, why);
    return k.code ? wire_fail(err, k.code, "not a story as it was packed") : wire__story_unpack(k.rest, story, err);
}

/* The parts that a feed comes in. */
typedef struct parts {
    wire__ward *ward;
    wire_arena *arena;
    int64_t began_ms, worked_ms;
    uint64_t n_bytes;
    bool is_part, is_late; /* there is more of it; it took too long */
} parts;

static bool take_part(wire__packing *k)
{
    parts *p = k->user;
    wire__ward *w = p->ward;
    wire__ward_answer answer;
    const int64_t cpu_ms = w->opts.cpu_ms ? w->opts.cpu_ms : CPU_MS;
    if (k->rest.n || !p->is_part)
        return true; /* what is missing will be missed */
    p->is_late = worked_ms(w) - p->worked_ms > cpu_ms || now_ms() - p->began_ms > cpu_ms * WALL_PER_CPU || !wait_for(w);
    if (p->is_late || !wire__ward_read(w->fd, &answer, sizeof answer) || answer.code)
        return false;
    p->n_bytes += answer.n_bytes;
    if (p->n_bytes > largest_answer || !take_text(w, &answer, p->arena, &k->rest))
        return false;
    p->is_part = answer.is_part;
    return true;
}

static wire_code ask_feed(wire__ward *w, wire__ward_what what, const wire_page *page, wire_feed **feed, wire_error *err)
{
    wire_feed *made = wire_feed_new(0);
    if (!made)
        return wire_fail(err, WIRE_ENOMEM, "no memory for a feed");
    parts p = {.ward = w, .arena = made->arena, .began_ms = now_ms(), .worked_ms = w->child ? worked_ms(w) : 0};
    wire__packing k = {.arena = made->arena, .next_part = take_part, .user = &p};
    wire_code code = ask_first(w, what, page, made->arena, &k.rest, &p.is_part, err);
    if (!code) {
        p.n_bytes = k.rest.n;
        wire__feed_pass(&k, made);
        if (p.is_part)
            code = say_dead(w, p.is_late, err); /* what is left of it is not to be taken for the next answer */
        else if (k.code)
            code = wire_fail(err, k.code, "not a feed as it was packed");
    }
    if (code)
        wire_feed_free(made);
    else
        *feed = made;
    return code;
}

wire_code wire__ward_feed(wire__ward *w, const wire_page *page, wire_feed **feed, wire_error *err)
{
    return w->reader ? wire_read_feed(w->reader, page, feed, err) : ask_feed(w, WIRE__WARD_FEED, page, feed, err);
}

wire_code wire__ward_front(wire__ward *w, const wire_page *page, wire_feed **feed, wire_error *err)
{
    return w->reader ? wire_read_front(w->reader, page, feed, err) : ask_feed(w, WIRE__WARD_FRONT, page, feed, err);
}

wire_code wire__ward_links(wire__ward *w, const wire_page *page, wire_arena *arena, const wire_feed_link **links,
                           uint32_t *n_links, wire_error *err)
{
    if (w->reader)
        return wire_read_links(w->reader, page, arena, links, n_links, err);
    wire_str text;
    const wire_code code = ask(w, WIRE__WARD_LINKS, page, arena, &text, err);
    if (code)
        return code;
    wire__packing k = {.rest = text, .arena = arena};
    wire__ward_pass_links(&k, links, n_links);
    return k.code ? wire_fail(err, k.code, "not links as they were packed") : WIRE_OK;
}

static wire_code photo_here(wire__ward *w, const wire_page *page, wire_arena *arena, wire_photo *photo, wire_error *err)
{
    wire_out small;
    wire_code code = w->darkroom ? WIRE_OK : wire__darkroom_open(&w->darkroom, err);
    if (code)
        return code;
    wire_out_open_memory(&small, 0);
    code = wire__darkroom_shrink(w->darkroom, page->bytes, &small, &photo->width, &photo->height, err);
    if (!code && (small.code || !wire_arena_copy(arena, wire_out_text(&small), &photo->body)))
        code = wire_fail(err, WIRE_ENOMEM, "no memory for a photo");
    (void)wire_out_close(&small, NULL);
    return code;
}

wire_code wire__ward_photo(wire__ward *w, const wire_page *page, wire_arena *arena, wire_photo *photo, wire_error *err)
{
    wire_str text;
    if (w->reader)
        return photo_here(w, page, arena, photo, err);
    const wire_code code = ask(w, WIRE__WARD_PHOTO, page, arena, &text, err);
    if (code)
        return code;
    wire__packing k = {.rest = text, .arena = arena};
    wire__ward_pass_photo(&k, photo);
    if (k.code || !photo->body.n || photo->body.n > WIRE__PHOTO_BYTES || !photo->width || !photo->height ||
        photo->width > 4096 || photo->height > 4096)
        return wire_fail(err, WIRE_EFORMAT, "not a photo as it was packed");
    return WIRE_OK;
}
