/* dom_tokens.c: plain tags and texts, which most of a page is made of, become lexbor's tokens without its going over
 * them byte by byte and copying them; scripts and styles are gone over. Whatever is not plain is left to lexbor: it
 * reads from the first byte of it to the end of a token, then this goes on. The tree is the same but for attributes
 * that nobody asks for, what is in scripts, styles and drawings, and space where blocks begin and end. */
#include "parse/dom_tokens.h"

#include <lexbor/html/tokenizer/state.h>
#include <lexbor/html/tokenizer/state_rawtext.h>
#include <lexbor/html/tokenizer/state_script.h>
#include <lexbor/html/tree/insertion_mode.h>
#include <string.h>

#include "parse/dom_bytes.h"
#include "parse/dom_skip.h"

/* Names ----------------------------------------------------------------------------------- */

static size_t slot_of(uint64_t head, size_t n)
{
    return (size_t)(((head ^ n << 57) * 0x9E3779B97F4A7C15u) >> 48);
}

#define NAME(name, text) WIRE_STR(text),
static const wire_str attr_texts[WIRE__N_ATTRS] = {{NULL, 0}, WIRE__ATTRS(NAME)};
#undef NAME

void wire__tokens_open(wire__dom_watch *watch)
{
    for (wire__attr i = 1; i < WIRE__N_ATTRS; i++) {
        const wire_str text = attr_texts[i];
        const uint64_t head = head_of((bytes)text.p, text.n, (bytes)text.p + text.n);
        size_t at = slot_of(head, text.n) % WIRE__NAME_SLOTS;
        while (watch->names[at].attr)
            at = (at + 1) % WIRE__NAME_SLOTS;
        watch->names[at].head = head;
        watch->names[at].attr = i;
    }
}

static wire__attr attr_of(const wire__dom_watch *w, bytes name, size_t n, bytes end)
{
    const uint64_t head = head_of(name, n, end);
    for (size_t at = slot_of(head, n) % WIRE__NAME_SLOTS; w->names[at].attr; at = (at + 1) % WIRE__NAME_SLOTS) {
        const wire_str text = attr_texts[w->names[at].attr];
        if (w->names[at].head == head && text.n == n && (n <= 8 || !memcmp(text.p, name, n)))
            return w->names[at].attr;
    }
    return WIRE__ATTR_NONE;
}

lxb_tag_id_t wire__tag_of(lxb_html_tokenizer_t *tkz, wire__dom_watch *w, bytes name, size_t n)
{
    const uint64_t head = n <= 8 ? head_of(name, n, w->end) : 0;
    const size_t at = slot_of(head, 0) % WIRE__TAG_SLOTS;
    if (head && w->tags[at].name == head)
        return w->tags[at].tag;
    const lxb_tag_data_t *data = lxb_tag_data_by_name(tkz->tags, name, n);
    if (!data)
        return 0;
    if (head && data->tag_id < LXB_TAG__LAST_ENTRY) { /* the others are the page's own */
        w->tags[at].name = head;
        w->tags[at].tag = data->tag_id;
    }
    return data->tag_id;
}

static wire__dom_watch *watch_of(const lxb_html_tokenizer_t *tkz)
{
    return ((lxb_html_tree_t *)tkz->callback_token_ctx)->document->dom_document.user;
}

/* Texts ----------------------------------------------------------------------------------- */

/* Gives the token to the tree. fails  false: the parse ends here, as tkz->status says */
static bool emit(lxb_html_tokenizer_t *tkz, bytes begin, bytes end)
{
    tkz->token->begin = begin;
    tkz->token->end = end;
    tkz->token = tkz->callback_token_done(tkz, tkz->token, tkz->callback_token_ctx);
    if (!tkz->token) {
        if (tkz->status == LXB_STATUS_OK)
            tkz->status = LXB_STATUS_ERROR;
        return false;
    }
    lxb_html_token_clean(tkz->token);
    tkz->pos = tkz->start;
    return true;
}

/* Tags ------------------------------------------------------------------------------------ */

typedef struct tag {
    bytes begin, end; /* behind "<" or "</", at ">" */
    lxb_tag_id_t id;
    uint32_t n_attrs;
    uint64_t seen;                             /* attributes that are noted, a bit each */
    bool is_close, is_self_closed, has_others; /* attributes that nobody asks for */
} tag;

/* Formatting elements are compared by all their attributes. */
static bool is_formatting(lxb_tag_id_t id)
{
    switch (id) {
    case LXB_TAG_B:
    case LXB_TAG_BIG:
    case LXB_TAG_CODE:
    case LXB_TAG_EM:
    case LXB_TAG_FONT:
    case LXB_TAG_I:
    case LXB_TAG_NOBR:
    case LXB_TAG_S:
    case LXB_TAG_SMALL:
    case LXB_TAG_STRIKE:
    case LXB_TAG_STRONG:
    case LXB_TAG_TT:
    case LXB_TAG_U:
        return true;
    default:
        return false;
    }
}

/* A value with its references read; an input's type is compared as far as a zero, so it gets one. out  NULL: not plain
 */
static const char *plain_value(lxb_html_tokenizer_t *tkz, const tag *t, wire__attr which, const attr_value *v,
                               size_t *n)
{
    bytes from = (bytes)v->text.p, end = from + v->text.n;
    *n = v->text.n;
    if (!v->is_odd && (t->id != LXB_TAG_INPUT || which != WIRE__ATTR_TYPE))
        return v->text.p;
    unsigned char *copy = lexbor_mraw_alloc(tkz->attrs_mraw, v->text.n + 1);
    if (!copy || !wire__references_read(from, end, true, copy, n))
        return NULL;
    copy[*n] = 0;
    return (const char *)copy;
}

/* Notes an attribute that is asked for, the first of its name. out  false: not plain */
static bool note_attr(lxb_html_tokenizer_t *tkz, wire__dom_watch *w, tag *t, wire_str name, const attr_value *v)
{
    const wire__attr which = attr_of(w, (bytes)name.p, name.n, w->end);
    if (!which) {
        t->has_others = true;
        return !is_formatting(t->id) && t->id != LXB_TAG_ANNOTATION_XML;
    }
    if (t->seen >> which & 1)
        return true;
    if (t->n_attrs == WIRE__MAX_TOKEN_ATTRS)
        return false;
    if (!w->attr_names[which])
        w->attr_names[which] = lxb_dom_attr_data_by_local_name(tkz->attrs, (bytes)name.p, name.n);
    size_t n = 0;
    const char *plain = v->text.p ? plain_value(tkz, t, which, v, &n) : NULL;
    if (!w->attr_names[which] || (v->text.p && !plain))
        return false;
    t->seen |= (uint64_t)1 << which;
    bytes from = (bytes)v->text.p;
    w->attrs[t->n_attrs++] = (lxb_html_token_attr_t){.name_begin = (bytes)name.p,
                                                     .name_end = (bytes)name.p + name.n,
                                                     .value_begin = from,
                                                     .value_end = from ? from + v->text.n : NULL,
                                                     .name = w->attr_names[which],
                                                     .value = (unsigned char *)(uintptr_t)plain,
                                                     .value_size = n};
    return true;
}

/* Reads from behind the name to ">". out  false: not plain, or not whole */
static bool read_attributes(lxb_html_tokenizer_t *tkz, wire__dom_watch *w, bytes p, bytes end, tag *t)
{
    for (;;) {
        p = skip_space(p, end);
        if (p == end)
            return false;
        if (*p == '>') {
            t->end = p;
            return true;
        }
        if (*p == '/') {
            if (p + 1 < end && p[1] == '>') {
                t->is_self_closed = true;
                t->end = p + 1;
                return true;
            }
            p++;
            continue;
        }
        bytes name = p;
        p = name_end(p, end);
        if (p == end || p == name || is_a(*p, ODD | UPPER) || t->is_close)
            return false;
        const wire_str text = {(const char *)name, (size_t)(p - name)};
        p = skip_space(p, end);
        attr_value v = {{NULL, 0}, false};
        if (p < end && *p == '=') {
            p = read_value(p + 1, end, &v);
            if (!p)
                return false;
        }
        if (!note_attr(tkz, w, t, text, &v))
            return false;
    }
}

/* Reads a tag from "<". out  false: not plain, or not whole */
static bool read_tag(lxb_html_tokenizer_t *tkz, wire__dom_watch *w, bytes p, bytes end, tag *t)
{
    *t = (tag){.is_close = end - p > 1 && p[1] == '/'};
    t->begin = p + 1 + t->is_close;
    p = t->begin;
    if (p >= end || !is_a(*p, ALPHA))
        return false;
    while ((p = name_end(p, end)) < end && is_a(*p, UPPER))
        p++;
    if (p == end || is_a(*p, ODD) || *p == '=')
        return false;
    t->id = wire__tag_of(tkz, w, t->begin, (size_t)(p - t->begin));
    return t->id && read_attributes(tkz, w, p, end, t);
}

/* Space between blocks ---------------------------------------------------------------------- */

static bool is_block(lxb_tag_id_t id)
{
    switch (id) {
    case LXB_TAG_ADDRESS:
    case LXB_TAG_ARTICLE:
    case LXB_TAG_ASIDE:
    case LXB_TAG_BLOCKQUOTE:
    case LXB_TAG_DD:
    case LXB_TAG_DIV:
    case LXB_TAG_DL:
    case LXB_TAG_DT:
    case LXB_TAG_FIGCAPTION:
    case LXB_TAG_FIGURE:
    case LXB_TAG_FOOTER:
    case LXB_TAG_H1:
    case LXB_TAG_H2:
    case LXB_TAG_H3:
    case LXB_TAG_H4:
    case LXB_TAG_H5:
    case LXB_TAG_H6:
    case LXB_TAG_HEAD:
    case LXB_TAG_HEADER:
    case LXB_TAG_LI:
    case LXB_TAG_MAIN:
    case LXB_TAG_NAV:
    case LXB_TAG_OL:
    case LXB_TAG_P:
    case LXB_TAG_SECTION:
    case LXB_TAG_TABLE:
    case LXB_TAG_TBODY:
    case LXB_TAG_TD:
    case LXB_TAG_TH:
    case LXB_TAG_TR:
    case LXB_TAG_UL:
        return true;
    default:
        return false;
    }
}

/* Will the tag begin or end a block? One that the tree passes over, as a stray end tag, parts nothing. */
static bool parts_blocks(const wire__dom_watch *w, const tag *t)
{
    if (!is_block(t->id))
        return false;
    const lxb_dom_node_t *node = lxb_html_tree_current_node(w->tree);
    if (t->is_close)
        return node && node->local_name == t->id && node->ns == LXB_NS_HTML;
    return t->id < LXB_TAG_TABLE && t->id != LXB_TAG_HEAD && w->tree->mode == lxb_html_tree_insertion_mode_in_body;
}

/* White space where a block begins or ends says nothing: unless it is within <pre>, or formatting is to begin with it.
 */
static bool is_idle_space(const wire__dom_watch *w, bytes p, bytes end, const tag *next)
{
    if (!is_a(*p, SPACE) || w->has_pre || w->tree->active_formatting->length ||
        !(w->is_after_block || parts_blocks(w, next)))
        return false;
    return skip_space(p, end) == end;
}

/* Tells whether the tree took the tag for a block's begin or end. */
static void note_block(wire__dom_watch *w, const tag *t, size_t n_open)
{
    const lxb_dom_node_t *node = lxb_html_tree_current_node(w->tree);
    w->has_pre |= t->id == LXB_TAG_PRE || t->id == LXB_TAG_LISTING;
    w->is_after_block =
        is_block(t->id) && node && node->ns == LXB_NS_HTML &&
        (t->is_close ? w->tree->open_elements->length < n_open
                     : node->local_name == t->id && wire__node_range(node).start == (size_t)(t->begin - w->base));
}

static bool emit_tag(lxb_html_tokenizer_t *tkz, wire__dom_watch *w, const tag *t)
{
    lxb_html_token_t *token = tkz->token;
    token->tag_id = t->id;
    token->type = (t->is_close ? LXB_HTML_TOKEN_TYPE_CLOSE : LXB_HTML_TOKEN_TYPE_OPEN) |
                  (t->is_self_closed ? LXB_HTML_TOKEN_TYPE_CLOSE_SELF : 0);
    if (t->n_attrs) {
        for (uint32_t i = 0; i < t->n_attrs; i++) {
            w->attrs[i].prev = i ? &w->attrs[i - 1] : NULL;
            w->attrs[i].next = i + 1 < t->n_attrs ? &w->attrs[i + 1] : NULL;
        }
        token->attr_first = &w->attrs[0];
        token->attr_last = &w->attrs[t->n_attrs - 1];
    }
    tkz->state = lxb_html_tokenizer_state_data_before;
    const size_t n_open = w->tree->open_elements->length;
    const bool is_emitted = emit(tkz, t->begin, t->end);
    note_block(w, t, n_open);
    return is_emitted;
}

/* Going on -------------------------------------------------------------------------------- */

/* The end tag of the element that has just begun, where nobody asks for what is in it; NULL: it is to be read. */
static bytes end_of_unread(lxb_html_tokenizer_t *tkz, wire__dom_watch *w, const tag *t)
{
    bytes p = t->end + 1;
    const bool is_asked =
        t->id == LXB_TAG_SVG ||
        (w->skips_menus && (t->id == LXB_TAG_NAV || t->id == LXB_TAG_BUTTON || t->id == LXB_TAG_SELECT));
    if (!is_asked || t->is_close)
        return NULL;
    const lxb_dom_node_t *node = lxb_html_tree_current_node(w->tree);
    if (!node || node->local_name != t->id || node->ns != (t->id == LXB_TAG_SVG ? LXB_NS_SVG : LXB_NS_HTML))
        return NULL;
    if (t->id == LXB_TAG_SVG) /* what one holds may be the page's first text, behind which no <frameset> counts */
        return t->is_self_closed || w->tree->frameset_ok ? NULL : wire__drawing_end(p, w->end);
    return t->id == LXB_TAG_SELECT ? wire__choice_end(tkz, w, p, w->end) : wire__menu_end(tkz, w, t->id, p, w->end);
}

/* Would a comment here part two texts? */
static bool parts_texts(const wire__dom_watch *w)
{
    const lxb_dom_node_t *node = lxb_html_tree_current_node(w->tree);
    return w->was_text || w->has_pre || !node || (node->last_child && node->last_child->type == LXB_DOM_NODE_TYPE_TEXT);
}

/* Gives a text to the tree, its references read. out  0: done; 1: not plain; -1: the parse ends here */
static int emit_text(lxb_html_tokenizer_t *tkz, bytes from, bytes end, bool is_odd)
{
    lxb_html_token_t *token = tkz->token;
    token->text_start = from;
    token->text_end = end;
    if (is_odd) {
        size_t n = 0;
        if (tkz->end - tkz->start < end - from && lxb_html_tokenizer_temp_realloc(tkz, (size_t)(end - from)))
            return -1;
        if (!wire__references_read(from, end, false, tkz->start, &n)) {
            lxb_html_token_clean(token);
            return 1;
        }
        token->text_start = tkz->start;
        token->text_end = tkz->start + n;
    }
    token->tag_id = LXB_TAG__TEXT;
    return emit(tkz, from, end) ? 0 : -1;
}

/* Goes over comments that part no texts, and the space before them where a block began or ended. */
static bytes skip_comments(const wire__dom_watch *w, bytes p, bytes end)
{
    for (;;) {
        bytes mark = w->is_after_block && !w->has_pre && !w->tree->active_formatting->length ? skip_space(p, end) : p;
        bytes behind =
            end - mark > 1 && mark[0] == '<' && mark[1] == '!' && !parts_texts(w) ? wire__comment_end(mark, end) : NULL;
        if (!behind)
            return p;
        p = behind;
    }
}

/* Lexbor's state: in what is gone over, to its end. */
static bytes skip_content(lxb_html_tokenizer_t *tkz, bytes p, bytes end)
{
    const wire__dom_watch *w = watch_of(tkz);
    if (w->skip_to > end && !tkz->is_eof)
        return end;
    tkz->state = w->skip_next;
    return tkz->is_eof ? p : w->skip_to;
}

/* Lexbor's state: outside tags. */
static bytes read_data(lxb_html_tokenizer_t *tkz, bytes p, bytes end)
{
    wire__dom_watch *w = watch_of(tkz);
    while (p < end && !tkz->is_eof) {
        tag t;
        bytes text = p = skip_comments(w, p, end);
        bool is_odd = false; /* has & CR or NUL */
        p = p < end && *p != '<' ? quote_end(p, end, '<', &is_odd) : p;
        const bool is_plain = p && p < end && read_tag(tkz, w, p, end, &t);
        const int wrong = !is_plain                                    ? 1
                          : p == text || is_idle_space(w, text, p, &t) ? 0
                                                                       : emit_text(tkz, text, p, is_odd);
        if (wrong < 0)
            return end;
        if (wrong) {
            p = text;
            break;
        }
        if (!emit_tag(tkz, w, &t))
            return end;
        p = t.end + 1;
        if (tkz->state != read_data)
            return p;
        bytes unread = end_of_unread(tkz, w, &t);
        if (unread) {
            w->skip_to = unread;
            w->skip_next = read_data;
            tkz->state = skip_content;
            return skip_content(tkz, p, end);
        }
    }
    if (p < end)
        tkz->state = lxb_html_tokenizer_state_data_before;
    return p;
}

/* Scripts and styles ---------------------------------------------------------------------- */

/* Lexbor's state: before the content. Without an end, or with one that might end something else, it is lexbor's. */
static bytes start_content(lxb_html_tokenizer_t *tkz, bytes p, bytes end)
{
    wire__dom_watch *w = watch_of(tkz);
    lxb_dom_node_t *node = lxb_html_tree_current_node(w->tree);
    const bool is_script = w->skip_next == lxb_html_tokenizer_state_script_data_before;
    tkz->state = w->skip_next;
    if (tkz->is_eof || !node || node->local_name != (is_script ? LXB_TAG_SCRIPT : LXB_TAG_STYLE))
        return p;
    const uint64_t from = (uint64_t)(p - w->base);
    node->user = (void *)(uintptr_t)wire__dom_pack(from, from);
    bytes comment;
    bytes close = is_script ? wire__find_end_tag(p, w->end, "script", 6, &comment)
                            : wire__find_end_tag(p, w->end, "style", 5, &comment);
    if (!close)
        return p;
    const wire_str commented = {(const char *)comment, comment ? (size_t)(close - comment) : 0};
    if (is_script && wire_str_find_ci(commented, WIRE_STR("<script")) != SIZE_MAX)
        return p; /* in "<!-- ... <script" an end tag ends something else */
    node->user = (void *)(uintptr_t)wire__dom_pack(from, (uint64_t)(close - w->base));
    w->skip_to = close;
    tkz->state = skip_content;
    return skip_content(tkz, p, end);
}

void wire__tokens_take_over(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch)
{
    if (tkz->state == lxb_html_tokenizer_state_data_before) {
        tkz->state = read_data;
    } else if (tkz->state == lxb_html_tokenizer_state_script_data_before ||
               (tkz->state == lxb_html_tokenizer_state_rawtext_before && watch->tag == LXB_TAG_STYLE)) {
        watch->skip_next = tkz->state;
        tkz->state = start_content;
    }
}
