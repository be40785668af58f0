/* pack.h: stories and feeds as bytes for another process of this machine: every field, as it is. Inside the library
 * only.
 *
 * What is unpacked may come from a process that a foreign page has taken over: it makes a sound story or feed whatever
 * the bytes are, or fails. */
#ifndef WIRECOPY_MODEL_PACK_H
#define WIRECOPY_MODEL_PACK_H
#include "wirecopy/feed.h"
#include "wirecopy/out.h"

void wire__story_pack(const wire_story *story, wire_out *out);
/* out  *story: the caller's. fails  WIRE_EFORMAT; WIRE_ENOMEM */
WIRE_USE wire_code wire__story_unpack(wire_str bytes, wire_story **story, wire_error *err);

void wire__feed_pack(const wire_feed *feed, wire_out *out);
/* in   bytes: in the feed's own arena, where its texts stay
 * out  *feed: an empty one is filled in; what is there after a failure is to be freed unread
 * fails  WIRE_EFORMAT; WIRE_ENOMEM */
WIRE_USE wire_code wire__feed_unpack(wire_str bytes, wire_feed *feed, wire_error *err);

/* The parts, for whoever packs something else: with a sink they write, without they read out of `rest`. The error
 * sticks. */
typedef struct wire__packing {
    wire_out *out;     /* NULL: reading */
    wire_str rest;     /* unread */
    wire_arena *arena; /* for what is read */
    bool is_copying;   /* texts are read into the arena, not left where they are */
    wire_code code;
    /* Between the entries of a feed: the sink may be emptied, or `rest` filled again where it is used up; NULL: all is
     * there at once. out  false: failed */
    bool (*next_part)(struct wire__packing *k);
    void *user; /* of next_part */
} wire__packing;

/* A feed either way, part by part. in  feed: of reading, its arena is k's, and its texts stay in the parts */
void wire__feed_pass(wire__packing *k, wire_feed *feed);

void wire__pack_raw(wire__packing *k, void *bytes, size_t n);
void wire__pack_number(wire__packing *k, uint32_t *number);
void wire__pack_flag(wire__packing *k, bool *flag);
void wire__pack_text(wire__packing *k, wire_str *text);
/* A list of things of `size` bytes, each passed by `pass`; at least one byte each. */
void wire__pack_list(wire__packing *k, const void **list, uint32_t *n, size_t size,
                     void (*pass)(wire__packing *k, void *thing));

#endif
