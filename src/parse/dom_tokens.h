/* dom_tokens.h: between the page's bytes and lexbor's tree: what dom.c and dom_tokens.c share. */
#ifndef WIRECOPY_PARSE_DOM_TOKENS_H
#define WIRECOPY_PARSE_DOM_TOKENS_H
#include "parse/dom.h"

enum { WIRE__TAG_SLOTS = 256, WIRE__NAME_SLOTS = 128, WIRE__MAX_TOKEN_ATTRS = 24 };

/* What the callbacks know of the token in hand. */
typedef struct wire__dom_watch {
    lxb_html_tokenizer_token_f next; /* the tree builder's own callback */
    lxb_html_tree_t *tree;
    lxb_dom_document_mutation_cb_t mutation;
    const unsigned char *base, *end; /* of the page */
    lxb_tag_id_t tag;                /* of the token in hand */
    uint64_t token, text;            /* packed ranges: of the token, of the newest text */
    uint64_t n_moved;
    uint32_t n_nodes, max_nodes;
    bool was_text, was_inserted, is_full;
    bool has_attrs;               /* of a token since the newest text: their values lie behind it */
    bool is_whole;                /* lexbor reads every token */
    bool has_pre, is_after_block; /* a <pre> came; the last tag began or ended a block */

    bool skips_menus;
    const unsigned char *looked_to; /* menus are looked into up to here */
    const unsigned char *skip_to;   /* where a script's content, a drawing or menu ends, while it is gone over */
    lxb_html_tokenizer_state_f skip_next;
    const lxb_dom_attr_data_t *attr_names[WIRE__N_ATTRS]; /* lexbor's entries of this page */
    lxb_html_token_attr_t attrs[WIRE__MAX_TOKEN_ATTRS];   /* of the token in hand */
    /* Filled once for all pages: */
    struct {
        uint64_t name;
        lxb_tag_id_t tag;
    } tags[WIRE__TAG_SLOTS]; /* short names and what they are */
    struct {
        uint64_t head;
        wire__attr attr;
    } names[WIRE__NAME_SLOTS]; /* attributes by the first eight bytes and the length, open addressing */
} wire__dom_watch;

static inline uint64_t wire__dom_pack(uint64_t start, uint64_t end)
{
    return start | end << 32;
}

/* Once a dom. */
void wire__tokens_open(wire__dom_watch *watch);
/* After each token: where lexbor would go on in a way that can be gone faster, takes its place. */
void wire__tokens_take_over(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch);

/* out    0: a name that lexbor has not seen */
lxb_tag_id_t wire__tag_of(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch, const unsigned char *name, size_t n);

/* dom_references.c: writes characters with what "&amp;" and the like stand for.
 * in     to: room for end - p bytes
 * out    false: something that is not plain is among them */
bool wire__references_read(const unsigned char *p, const unsigned char *end, bool is_attribute, unsigned char *to,
                           size_t *n);

#endif
