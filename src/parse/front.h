/* front.h: the stories that a front page shows. Inside src/parse/front*.c only. */
#ifndef WIRECOPY_PARSE_FRONT_H
#define WIRECOPY_PARSE_FRONT_H
#include "feed_read.h"
#include "wirecopy/out.h"

/* A story's place on the page. */
typedef struct wire__teaser {
    wire__node *anchor; /* the link with the headline in it */
    wire_str url;       /* absolute, without tracking and fragment */
    wire_str title;
    uint32_t shape;  /* what the elements around it are: alike for teasers of one list */
    uint8_t likely;  /* by its address: 0 hardly, 1 maybe, 2 a story's */
    bool is_heading; /* the headline is a heading */
} wire__teaser;

typedef struct wire__front {
    const wire__feed_tools *tools;
    wire_arena *arena; /* of the teasers */
    wire_str base, host;
    wire__teaser *teasers; /* in the page's order, an address once */
    uint32_t n;
    uint32_t *by_url, *by_shape; /* open addressing: teaser + 1; counts */
    wire_out text;               /* used again for each text */
    bool is_full;                /* no memory */
} wire__front;

/* Finds all links that may be teasers, then leaves those that are. front_links.c */
void wire__front_find(wire__front *f);
void wire__front_choose(wire__front *f);
/* The visible text below a node, white space folded, up to some hundred bytes; until the next call. */
wire_str wire__front_text(wire__front *f, wire__node *top);
bool wire__front_has_class(const wire__front *f, wire__node *node, const char *const *parts, size_t n);
#endif
