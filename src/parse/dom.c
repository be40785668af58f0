/* dom.c: parsing a page within bounds, and noting where each node came from. */
#include "parse/dom_tokens.h"

#include <lexbor/core/hash.h>
#include <lexbor/html/parser.h>
#include <lexbor/html/tree.h>
#include <time.h>

_Static_assert(sizeof(void *) == 8, "a node's range is kept in its user pointer");
_Static_assert(WIRE__N_ATTRS <= 64, "the attributes seen are kept in 64 bits");

enum {
    CHUNK = 64 << 10,
    MAX_DEPTH = 512,      /* the deepest of 1,000 real pages has 51 */
    MAX_ATTRS = 256,      /* of one element */
    NAME_SLOTS = 1024,    /* lexbor's own 128 make 100,000 different names take seconds; each page clears them */
    MAX_MOVED = 64 << 20, /* bytes of texts that grew by being copied: lexbor keeps each copy */
    LARGE = 8 << 20,      /* bytes: clean keeps a page's memory, so after a large one the document is made anew */
    CHECK_CHUNKS = 4      /* how often the clock is asked */
};

/* Texts in tables are inserted when the token after them comes, so a text takes the newest text's range. */
static lxb_status_t on_inserted(lxb_dom_node_t *node)
{
    wire__dom_watch *w = node->owner_document->user;
    if (!w)
        return LXB_STATUS_OK;
    w->n_nodes++;
    if (node->type == LXB_DOM_NODE_TYPE_TEXT) {
        if (node->user)
            return LXB_STATUS_OK; /* it is moved, as out of a formatting element that is closed too late */
        node->user = (void *)(uintptr_t)w->text;
        w->was_inserted = true;
    } else if (node->type == LXB_DOM_NODE_TYPE_ELEMENT && node->local_name == w->tag) {
        if (!node->user)
            node->user = (void *)(uintptr_t)w->token;
    }
    return LXB_STATUS_OK;
}

static lxb_status_t on_removed(lxb_dom_node_t *node, lxb_dom_node_t *parent)
{
    (void)node, (void)parent;
    return LXB_STATUS_OK;
}

/* Text joined to the node before it, as after a stray end tag, makes that node's range longer. */
static void extend_text(const wire__dom_watch *w)
{
    const lxb_dom_node_t *current = lxb_html_tree_current_node(w->tree);
    lxb_dom_node_t *last = current ? current->last_child : NULL;
    if (!last || last->type != LXB_DOM_NODE_TYPE_TEXT || !last->user)
        return;
    const uint64_t start = (uint64_t)(uintptr_t)last->user & UINT32_MAX;
    last->user = (void *)(uintptr_t)wire__dom_pack(start, w->text >> 32);
}

/* A text that is joined to one before it is copied, if something else lies behind that one by now. */
static void count_moved(wire__dom_watch *w)
{
    const lxb_dom_node_t *current = lxb_html_tree_current_node(w->tree);
    const lxb_dom_node_t *last = current ? current->last_child : NULL;
    if (w->has_attrs && last && last->type == LXB_DOM_NODE_TYPE_TEXT)
        w->n_moved += ((const lxb_dom_character_data_t *)last)->data.length;
    w->has_attrs = false;
}

static bool is_kept_when_deep(lxb_tag_id_t tag)
{
    /* Their content is read by other rules: without the start tag it would come out as text. */
    return tag == LXB_TAG_SCRIPT || tag == LXB_TAG_STYLE || tag == LXB_TAG_TEXTAREA || tag == LXB_TAG_TITLE ||
           tag == LXB_TAG__TEXT || tag == LXB_TAG__EM_COMMENT || tag == LXB_TAG__EM_DOCTYPE ||
           tag == LXB_TAG__END_OF_FILE;
}

static void cut_attributes(lxb_html_token_t *token)
{
    lxb_html_token_attr_t *attr = token->attr_first;
    for (size_t n = 1; attr && n < MAX_ATTRS; n++)
        attr = attr->next;
    if (attr) {
        attr->next = NULL;
        token->attr_last = attr;
    }
}

static lxb_html_token_t *on_token(lxb_html_tokenizer_t *tkz, lxb_html_token_t *token, void *ctx)
{
    wire__dom_watch *w = ((lxb_html_tree_t *)ctx)->document->dom_document.user;
    const bool is_text = token->tag_id == LXB_TAG__TEXT;
    w->is_after_block = false;
    w->tag = token->type & LXB_HTML_TOKEN_TYPE_CLOSE ? LXB_TAG__UNDEF : token->tag_id;
    if (token->begin >= w->base && token->end >= token->begin) {
        w->token = wire__dom_pack((uint64_t)(token->begin - w->base), (uint64_t)(token->end - w->base));
        if (is_text)
            w->text = w->was_text ? wire__dom_pack(w->text & UINT32_MAX, w->token >> 32) : w->token;
    }
    w->was_text = is_text;
    w->was_inserted = false;
    if (is_text)
        count_moved(w);
    w->has_attrs |= token->attr_first != NULL;
    if (w->n_nodes >= w->max_nodes || w->n_moved > MAX_MOVED) {
        w->is_full = true;
        tkz->status = LXB_STATUS_ABORTED;
        return NULL;
    }
    if (token->attr_first)
        cut_attributes(token);
    if (!(token->type & LXB_HTML_TOKEN_TYPE_CLOSE) && w->tree->open_elements->length >= MAX_DEPTH &&
        !is_kept_when_deep(token->tag_id))
        return token;
    lxb_html_token_t *result = w->next(tkz, token, ctx);
    if (is_text && !w->was_inserted)
        extend_text(w);
    if (!w->is_whole)
        wire__tokens_take_over(tkz, w);
    return result;
}

/* A table of names with more slots than lexbor's own. */
static bool widen(lexbor_hash_t **table, size_t size)
{
    lexbor_hash_t *wide = lexbor_hash_create();
    if (lexbor_hash_init(wide, NAME_SLOTS, size) != LXB_STATUS_OK) {
        lexbor_hash_destroy(wide, true);
        return false;
    }
    lexbor_hash_destroy(*table, true);
    *table = wide;
    return true;
}

static lxb_dom_interface_t *create_interface(lxb_dom_document_t *doc, lxb_tag_id_t tag, lxb_ns_id_t ns)
{
    return lxb_html_interface_create(lxb_html_interface_document(doc), tag, ns);
}

/* As lxb_html_document_create, which crashes where there is no memory. */
static lxb_html_document_t *make_document(wire__dom_watch *watch)
{
    lxb_html_document_t *doc = lexbor_calloc(1, sizeof *doc);
    if (!doc)
        return NULL;
    lxb_dom_document_t *dom = &doc->dom_document;
    if (lxb_dom_document_init(dom, NULL, create_interface, lxb_html_interface_clone, lxb_html_interface_destroy,
                              LXB_DOM_DOCUMENT_DTYPE_HTML, LXB_NS_HTML) != LXB_STATUS_OK) {
        lexbor_free(doc); /* what was in it is freed */
        return NULL;
    }
    lxb_html_document_mutation_init(doc);
    if (!widen(&dom->attrs, sizeof(lxb_dom_attr_data_t)) || !widen(&dom->tags, sizeof(lxb_tag_data_t)))
        return lxb_html_document_destroy(doc);
    dom->user = watch;
    dom->mutation = &watch->mutation;
    return doc;
}

bool wire__dom_open(wire__dom *dom)
{
    *dom = (wire__dom){0};
    dom->watch = lexbor_calloc(1, sizeof *dom->watch);
    if (!dom->watch)
        return false;
    wire__tokens_open(dom->watch);
    dom->watch->mutation = (lxb_dom_document_mutation_cb_t){.inserted = on_inserted, .removed = on_removed};
    dom->doc = make_document(dom->watch);
    if (!dom->doc)
        wire__dom_close(dom);
    return dom->doc;
}

void wire__dom_close(wire__dom *dom)
{
    lxb_html_document_destroy(dom->doc);
    lexbor_free(dom->watch);
    *dom = (wire__dom){0};
}

static void find_ids(wire__dom *dom)
{
#define NAME(name, text) WIRE_STR(text),
    static const wire_str names[WIRE__N_ATTRS] = {{NULL, 0}, WIRE__ATTRS(NAME)};
#undef NAME
    memset(dom->slots, 0, sizeof dom->slots);
    for (wire__attr i = 1; i < WIRE__N_ATTRS; i++) {
        const lxb_dom_attr_data_t *data =
            lxb_dom_attr_data_by_local_name(dom->doc->dom_document.attrs, (const lxb_char_t *)names[i].p, names[i].n);
        const uintptr_t id = data ? data->attr_id : 0;
        dom->attr_ids[i] = id;
        if (!id)
            continue;
        size_t at = (id ^ id >> 6) % WIRE__ATTR_SLOTS;
        while (dom->slots[at].id)
            at = (at + 1) % WIRE__ATTR_SLOTS;
        dom->slots[at].id = id;
        dom->slots[at].attr = i;
    }
}

/* This thread's own time: a busy machine cuts no page. */
static int64_t spent_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Feeds the page chunk by chunk. A status other than OK: out of memory, or stopped by on_token. */
static lxb_status_t feed(wire__dom *dom, uint32_t max_ms)
{
    const wire_str html = dom->html;
    const int64_t end_ms = spent_ms() + max_ms;
    for (size_t at = 0, n = 0; at < html.n; at += CHUNK, n++) {
        const size_t left = html.n - at;
        const lxb_status_t status =
            lxb_html_document_parse_chunk(dom->doc, (const lxb_char_t *)html.p + at, left < CHUNK ? left : CHUNK);
        if (status != LXB_STATUS_OK)
            return status;
        if (n % CHECK_CHUNKS == CHECK_CHUNKS - 1 && spent_ms() > end_ms) {
            dom->is_cut = true;
            return LXB_STATUS_OK;
        }
    }
    return LXB_STATUS_OK;
}

static bool renew(wire__dom *dom)
{
    if (dom->doc && dom->html.n <= LARGE) {
        lxb_html_document_clean(dom->doc);
        return true;
    }
    if (dom->doc)
        lxb_html_document_destroy(dom->doc);
    dom->doc = make_document(dom->watch);
    return dom->doc;
}

static void begin_watch(wire__dom_watch *w, lxb_html_parser_t *parser, wire_str html, const wire__dom_limits *limits)
{
    w->next = parser->tkz->callback_token_done;
    w->tree = parser->tree;
    w->base = (const unsigned char *)html.p;
    w->end = w->base + html.n;
    w->tag = 0;
    w->token = w->text = w->n_moved = 0;
    w->n_nodes = 0;
    w->max_nodes = limits && limits->max_nodes ? limits->max_nodes : 2000000;
    w->was_text = w->was_inserted = w->is_full = w->has_attrs = w->has_pre = w->is_after_block = false;
    w->is_whole = limits && limits->is_whole;
    w->skips_menus = limits && limits->skips_menus;
    w->looked_to = NULL;
    memset(w->attr_names, 0, sizeof w->attr_names);
}

wire_code wire__dom_parse(wire__dom *dom, wire_str html, const wire__dom_limits *limits, wire_error *err)
{
    if (html.n > UINT32_MAX)
        return wire_fail(err, WIRE_ELIMIT, "parse: %zu bytes are more than a page may have", html.n);
    if (!renew(dom))
        return wire_fail(err, WIRE_ENOMEM, "parse: no memory for a document");
    dom->html = html;
    dom->is_cut = false;
    dom->is_whole = limits && limits->is_whole;
    lxb_html_document_t *doc = dom->doc;
    doc->dom_document.user = dom->watch;
    doc->dom_document.mutation = &dom->watch->mutation;
    lxb_status_t status = lxb_html_document_parse_chunk_begin(doc);
    if (status != LXB_STATUS_OK)
        goto failed;

    wire__dom_watch *w = dom->watch;
    lxb_html_parser_t *parser = doc->dom_document.parser;
    lxb_html_tokenizer_t *tkz = parser->tkz;
    begin_watch(w, parser, html, limits);
    if (!w->is_whole)
        wire__tokens_take_over(tkz, w);
    lxb_html_tokenizer_callback_token_done_set(tkz, on_token, tkz->callback_token_ctx);
    status = feed(dom, limits && limits->max_ms ? limits->max_ms : 20000);
    if (status == LXB_STATUS_OK)
        status = lxb_html_document_parse_chunk_end(doc);
    lxb_html_tokenizer_callback_token_done_set(tkz, w->next, tkz->callback_token_ctx);
    dom->n_nodes = w->n_nodes;
    dom->is_cut = dom->is_cut || w->is_full;
    if (status != LXB_STATUS_OK && !w->is_full)
        goto failed;
    find_ids(dom);
    return WIRE_OK;

failed:
    /* What a failed parse leaves is not to be cleaned, only thrown away. */
    lxb_html_document_destroy(dom->doc);
    dom->doc = NULL;
    dom->html = (wire_str){NULL, 0};
    return wire_fail(err, WIRE_ENOMEM, "parse: no memory for the tree of %zu bytes", html.n);
}

/* From a tag's name to behind its ">". */
static uint64_t tag_end(wire_str html, uint64_t at)
{
    char quote = 0;
    for (; at < html.n; at++) {
        const char c = html.p[at];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '>')
            return at + 1;
        else if ((c == '"' || c == '\'') && html.p[at - 1] == '=')
            quote = c;
    }
    return html.n;
}

wire_range wire__node_extent(const wire__dom *dom, wire__node *node)
{
    const wire_range own = wire__node_range(node);
    if (!own.end || !own.start)
        return (wire_range){0, 0};
    wire_range all = {own.start - 1, tag_end(dom->html, own.start)};
    for (wire__node *n = wire__node_next(node, node); n; n = wire__node_next(n, node)) {
        const wire_range r = wire__node_range(n);
        const uint64_t end = wire__node_is_text(n) ? r.end : r.end ? tag_end(dom->html, r.start) : 0;
        all.end = end > all.end ? end : all.end;
    }
    return all;
}
