/* ward.h: foreign pages and feeds are read in a child process without rights: one that crashes, or runs over its time
 * or memory, costs that page alone. Inside the library only. */
#ifndef WIRECOPY_RUN_WARD_H
#define WIRECOPY_RUN_WARD_H
#include "wirecopy/out.h"
#include "wirecopy/read.h"
#include "wirecopy/store.h"

/* One child, used by one thread at a time; it ends with the ward. */
typedef struct wire__ward wire__ward;

/* What a child is asked for. */
typedef enum wire__ward_what {
    WIRE__WARD_STORY,
    WIRE__WARD_EXPLAINED, /* a story, and why */
    WIRE__WARD_EXPLAINED_HTML,
    WIRE__WARD_FEED,
    WIRE__WARD_FRONT,
    WIRE__WARD_LINKS,
    WIRE__WARD_MEMORY, /* no page: takes its bytes for the memory of the source whose pages follow; none: no source */
    WIRE__WARD_TAUGHT, /* a story, and what its page teaches */
    WIRE__WARD_PHOTO
} wire__ward_what;

typedef struct wire__ward_opts {
    bool in_process;    /* no child: read here */
    uint32_t cpu_ms;    /* of one page, 0: 60 s */
    uint64_t max_bytes; /* of the child's memory, 0: 2 GiB */
    bool with_photos;   /* for photos, and nothing else */
    /* Instead of reading: for tests. Runs in the child. */
    wire_code (*act)(const wire_page *page, wire_story **story, wire_error *err);
} wire__ward_opts;

/* Starts a child; best before the threads that use it. in  opts: may be NULL
 * out  NULL: no memory, no process */
wire__ward *wire__ward_new(const wire__ward_opts *opts);
void wire__ward_free(wire__ward *ward);

/* Pages that follow are read as of a source, and teach.
 * in  memory: borrowed, and unchanged, until another is given; taught: what they teach is added; NULL, NULL: no source
 */
void wire__ward_remember(wire__ward *ward, const wire_memory *memory, wire_memory *taught);
/* As wire_read_story and its like. Besides them they fail with WIRE_EFORMAT where the page has crashed its reader, with
 * WIRE_ELIMIT where it ran over time; the next page gets a new child. in  explained: what wire_read_explain says,
 * as_html or not; NULL */
WIRE_USE wire_code wire__ward_story(wire__ward *ward, const wire_page *page, bool as_html, wire_out *explained,
                                    wire_story **story, wire_error *err);
WIRE_USE wire_code wire__ward_feed(wire__ward *ward, const wire_page *page, wire_feed **feed, wire_error *err);
WIRE_USE wire_code wire__ward_front(wire__ward *ward, const wire_page *page, wire_feed **feed, wire_error *err);
WIRE_USE wire_code wire__ward_links(wire__ward *ward, const wire_page *page, wire_arena *arena,
                                    const wire_feed_link **links, uint32_t *n_links, wire_error *err);

/* As wire__darkroom_shrink, of a ward with_photos; and WIRE_EUSE where there is no libvips. */
WIRE_USE wire_code wire__ward_photo(wire__ward *ward, const wire_page *page, wire_arena *arena, wire_photo *photo,
                                    wire_error *err);

/* Inside the ward: what both ends speak ------------------------------------------------------ */

/* Most pages are handed over in memory that both see, and only the child reads. */
enum { WIRE__WARD_WINDOW = 1 << 20 };

/* Before a request: the page's facts, packed, follow, and its bytes, unless they lie in the window. */
typedef struct wire__ward_request {
    uint32_t what;
    uint32_t n_facts;
    uint64_t n_bytes; /* of the page */
} wire__ward_request;

/* A feed comes in parts of about this size, so that each is still at hand where it is read. */
enum { WIRE__WARD_PART = 128 << 10 };

/* Before an answer: what was read, packed, or the error's text follows. */
typedef struct wire__ward_answer {
    int32_t code;
    uint32_t is_part; /* another answer follows, which goes on */
    uint64_t offset;  /* the error's */
    uint64_t n_bytes;
} wire__ward_answer;

void wire__ward_pass_page(void *packing, wire_page *page);
void wire__ward_pass_photo(void *packing, wire_photo *photo);
void wire__ward_pass_links(void *packing, const wire_feed_link **links, uint32_t *n);
/* false: the other end is gone */
bool wire__ward_write(int fd, const void *bytes, size_t n);
bool wire__ward_read(int fd, void *bytes, size_t n);
/* The child's life: never returns. */
_Noreturn void wire__ward_serve(int fd, const char *window, const wire__ward_opts *opts);

#endif
