/* scan.c: the one pass over a page's tree. */
#include "extract/flow.h"
#include "extract/page.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    MAX_ITEMS = 1 << 20,
    PARA_CHARS = 70,
    LEGAL_CHARS = 1200, /* of a text that is looked at for what legal ones start with */
    LONG_PHRASES = WIRE__PHRASE_COPYRIGHT | WIRE__PHRASE_CONSENT | WIRE__PHRASE_FILLER
};

bool wire__is_block_tag(uintptr_t tag)
{
    return wire__flow_of(tag) == FLOW_BLOCK;
}

bool wire__is_inline_tag(uintptr_t tag)
{
    return wire__flow_of(tag) == FLOW_INLINE;
}

bool wire__is_skipped_tag(uintptr_t tag)
{
    const uint8_t flow = wire__flow_of(tag);
    return flow == FLOW_SKIP || flow == FLOW_HEAD;
}

bool wire__leaves_block(wire__node *node, wire__node *next)
{
    for (; node && next && node != next->parent; node = node->parent)
        if (wire__node_is_element(node) && wire__is_block_tag(wire__node_tag(node)))
            return true;
    return false;
}

/* Growing arrays ------------------------------------------------------------------------- */

static bool grow(void **items, uint32_t *cap, size_t size)
{
    const uint32_t more = *cap ? *cap * 2 : 256;
    void *p = more <= MAX_ITEMS ? realloc(*items, more * size) : NULL;
    if (!p)
        return false;
    *items = p;
    *cap = more;
    return true;
}

#define ADD(scan, items)                                                                \
    ((scan)->n_##items < (scan)->cap_##items ||                                         \
             grow((void **)&(scan)->items, &(scan)->cap_##items, sizeof *(scan)->items) \
         ? &(scan)->items[(scan)->n_##items++]                                          \
         : ((scan)->is_failed = true, NULL))

bool wire__scan_open(wire__scan *scan)
{
    *scan = (wire__scan){0};
    scan->sigs = calloc(1, sizeof *scan->sigs);
    scan->pairs = calloc(1, sizeof *scan->pairs);
    scan->words = calloc(1, sizeof *scan->words);
    if (scan->words)
        wire__words_open(scan->words);
    return scan->sigs && scan->pairs && scan->words;
}

void wire__scan_close(wire__scan *scan)
{
    free(scan->boxes);
    free(scan->texts);
    free(scan->media);
    free(scan->notes);
    free(scan->sigs);
    free(scan->pairs);
    free(scan->words);
    *scan = (wire__scan){0};
}

/* Signatures ------------------------------------------------------------------------------ */

static void clear_sigs(wire__sigs *sigs)
{
    memset(sigs->slots, 0, sizeof sigs->slots);
    sigs->sigs[0] = (wire__sig){0};
    sigs->n = 1;
}

/* The number of a signature; *is_new: it was not there. */
static uint32_t find_sig(wire__sigs *sigs, uint64_t key, bool *is_new)
{
    *is_new = false;
    size_t at = key % WIRE__SIG_SLOTS;
    for (; sigs->slots[at]; at = (at + 1) % WIRE__SIG_SLOTS)
        if (sigs->sigs[sigs->slots[at]].key == key)
            return sigs->slots[at];
    if (sigs->n == WIRE__MAX_SIGS)
        return 0;
    *is_new = true;
    sigs->slots[at] = (uint16_t)sigs->n;
    sigs->sigs[sigs->n] = (wire__sig){.key = key};
    return sigs->n++;
}

/* Boxes ----------------------------------------------------------------------------------- */

typedef struct walk {
    wire__scan *scan;
    const wire__dom *dom;
    uint32_t box;      /* the innermost open */
    uint32_t text;     /* the one being put together, where has_text */
    uint32_t n_breaks; /* <br> since the last character */
    uint32_t in_link, in_strong, in_em;
    wire__node *link, *strong; /* the outermost open ones */
    bool has_text, after_space;
} walk;

static uint32_t says_of_tag(uintptr_t tag)
{
    switch (tag) {
    case LXB_TAG_ARTICLE:
    case LXB_TAG_MAIN:
        return WIRE__TOPIC_BIT(ARTICLE);
    case LXB_TAG_ASIDE:
        return WIRE__TOPIC_BIT(ASIDE);
    case LXB_TAG_FOOTER:
        return WIRE__TOPIC_BIT(FOOTER);
    case LXB_TAG_HEADER:
        return WIRE__TOPIC_BIT(HEAD);
    case LXB_TAG_FIGCAPTION:
    case LXB_TAG_FIGURE:
        return WIRE__TOPIC_BIT(CAPTION);
    case LXB_TAG_BLOCKQUOTE:
        return WIRE__SAYS_QUOTE;
    case LXB_TAG_PRE:
        return WIRE__SAYS_CODE;
    case LXB_TAG_FORM:
        return WIRE__TOPIC_BIT(PROMO);
    default:
        return 0;
    }
}

static bool is_style_hidden(wire_str style)
{
    if (style.n < 12)
        return false;
    const size_t at = wire_str_find_ci(style, WIRE_STR("display"));
    if (at != SIZE_MAX) {
        wire_str rest = wire_str_trim(wire_str_cut(style, at + 7, style.n));
        if (rest.n && rest.p[0] == ':' &&
            wire_str_is_ci(wire_str_cut(wire_str_trim(wire_str_cut(rest, 1, rest.n)), 0, 4), WIRE_STR("none")))
            return true;
    }
    return false;
}

bool wire__is_unshown(const wire__attrs *attrs, uint32_t says)
{
    const uint64_t hiding =
        (uint64_t)1 << WIRE__ATTR_HIDDEN | (uint64_t)1 << WIRE__ATTR_ARIA_HIDDEN | (uint64_t)1 << WIRE__ATTR_STYLE;
    if (!(attrs->has & hiding))
        return says & WIRE__SAYS_UNSEEN;
    return says & WIRE__SAYS_UNSEEN || wire__attrs_has(attrs, WIRE__ATTR_HIDDEN) ||
           wire_str_is(wire__attrs_get(attrs, WIRE__ATTR_ARIA_HIDDEN), WIRE_STR("true")) ||
           is_style_hidden(wire__attrs_get(attrs, WIRE__ATTR_STYLE));
}

bool wire__is_popup(const wire__scan *scan, wire__node *node, uint32_t says)
{
    wire__node *up = node->parent;
    if (!(says & WIRE__SAYS_POPUP) || wire__node_is(node, LXB_TAG_A) || !up || !wire__node_is_element(up) ||
        wire__flow_of(wire__node_tag(up)) != FLOW_INLINE)
        return false;
    const wire_str class = wire__node_attr(scan->dom, up, WIRE__ATTR_CLASS);
    return class.n && wire__says_of_names(scan->words, class) & WIRE__SAYS_POPUP;
}

/* A tweet's text is in the page, as a quotation; other embeds hold no more than a link and its boilerplate. */
static uint32_t says_of_embed(wire_str class)
{
    const char *end = class.p + class.n;
    for (const char *dash = class.n ? class.p : NULL; dash && (dash = memchr(dash, '-', (size_t)(end - dash)));
         dash++) {
        const wire_str before = {class.p, (size_t)(dash - class.p)}, behind = {dash, (size_t)(end - dash)};
        if ((wire_str_has_prefix(behind, WIRE_STR("-media")) && wire_str_has_suffix(before, WIRE_STR("instagram"))) ||
            (wire_str_has_prefix(behind, WIRE_STR("-embed")) && wire_str_has_suffix(before, WIRE_STR("tiktok"))))
            return WIRE__SAYS_POST;
        if (wire_str_has_prefix(behind, WIRE_STR("-tweet")) && wire_str_has_suffix(before, WIRE_STR("twitter")))
            return WIRE__SAYS_TWEET;
    }
    return 0;
}

/* What an element's names say; asked of the vocabulary once for each set of names. */
static uint32_t says_of(wire__scan *scan, wire__node *node, const wire__attrs *attrs, uint32_t *sig)
{
    static const wire__attr with_names[] = {WIRE__ATTR_CLASS,          WIRE__ATTR_ID,
                                            WIRE__ATTR_ROLE,           WIRE__ATTR_DATA_TESTID,
                                            WIRE__ATTR_DATA_COMPONENT, WIRE__ATTR_DATA_TYPE};
    uint64_t key = wire__node_tag(node) * 0x9E3779B97F4A7C15u;
    const wire_str class = wire__attrs_get(attrs, WIRE__ATTR_CLASS);
    if (class.n)
        key ^= XXH3_64bits_withSeed(class.p, class.n, key);
    uint64_t rest = key;
    for (size_t i = 1; i < sizeof with_names / sizeof *with_names; i++) {
        const wire_str v = wire__attrs_get(attrs, with_names[i]);
        if (v.n)
            rest = XXH3_64bits_withSeed(v.p, v.n, rest);
    }
    bool is_new;
    *sig = find_sig(scan->sigs, key | 1, &is_new);
    if (is_new)
        scan->sigs->sigs[*sig].says =
            wire__says_of_names(scan->words, class) | says_of_tag(wire__node_tag(node)) | says_of_embed(class);
    scan->has_live = scan->has_live || (is_new && scan->sigs->sigs[*sig].says & WIRE__SAYS_UPDATE);
    uint32_t says = *sig ? scan->sigs->sigs[*sig].says : says_of_embed(class); /* 0: the table is full */
    if (rest != key || !*sig)
        for (size_t i = *sig ? 1 : 0; i < sizeof with_names / sizeof *with_names; i++) {
            const wire_str v = wire__attrs_get(attrs, with_names[i]);
            if (v.n)
                says |= wire__says_of_names(scan->words, v);
        }
    return says;
}

/* Steps up to each topic's nearest box: one more than the parent's, at most 15, 0 for the box's own. */
static uint64_t near_of(uint64_t near, uint32_t says)
{
    const uint64_t ones = 0x1111111111111111u;
    const uint64_t full = near & near >> 1 & near >> 2 & near >> 3 & ones; /* nibbles of 15 stay */
    near += ones & ~full;
    for (uint32_t bits = says & 0xFFFF; bits; bits &= bits - 1)
        near &= ~((uint64_t)15 << 4 * (unsigned)__builtin_ctz(bits));
    return near;
}

static void end_text(walk *w);

static bool open_box(walk *w, wire__node *node, uint32_t says, uint32_t sig)
{
    end_text(w);
    wire__scan *scan = w->scan;
    const uint32_t at = scan->n_boxes;
    wire__box *box = ADD(scan, boxes);
    if (!box)
        return false;
    const wire__box *parent = at ? &scan->boxes[w->box] : NULL;
    const uintptr_t tag = wire__node_tag(node);
    bool is_new;
    const uint64_t pair = parent ? scan->sigs->sigs[parent->sig].key * 31 : 0;
    *box = (wire__box){.node = node,
                       .parent = at ? w->box : 0,
                       .says = says,
                       .near = near_of(parent ? parent->near : UINT64_MAX, says),
                       .sig = sig,
                       .pair = find_sig(scan->pairs, (pair ^ scan->sigs->sigs[sig].key) | 1, &is_new),
                       .first_text = scan->n_texts,
                       .end_text = scan->n_texts,
                       .tag = tag < LXB_TAG__LAST_ENTRY ? (uint16_t)tag : 0,
                       .depth = (uint16_t)(parent ? parent->depth + 1 : 0)};
    w->box = at;
    return true;
}

static void add_medium(walk *w, wire__node *node, wire__medium_kind kind)
{
    if (w->scan->n_media >= 4000)
        return;
    wire__medium *m = ADD(w->scan, media);
    if (m)
        *m = (wire__medium){node, w->box, w->scan->n_texts, kind};
}

/* A paragraph counts fully for the box it stands in, half for the one above, a quarter for the next. */
static void close_box(walk *w)
{
    end_text(w);
    wire__scan *scan = w->scan;
    wire__box *box = &scan->boxes[w->box];
    box->end_text = scan->n_texts;
    if (!w->box)
        return;
    if (box->says & WIRE__SAYS_TWEET)
        add_medium(w, box->node, WIRE__MEDIUM_TWEET);
    wire__box *parent = &scan->boxes[box->parent];
    parent->chars += box->chars;
    parent->link_chars += box->link_chars;
    parent->para_chars += box->para_chars;
    parent->n_images += box->n_images;
    parent->n_texts += box->n_texts;
    parent->n_paras += box->n_paras;
    w->box = box->parent;
}

/* Texts ----------------------------------------------------------------------------------- */

static void start_text(walk *w, wire__node *node)
{
    wire__text *text = ADD(w->scan, texts);
    if (!text)
        return;
    memset(text, 0, sizeof *text);
    text->first = node;
    text->box = w->box;
    for (uint32_t b = w->box, i = 0; i < 3; i++, b = w->scan->boxes[b].parent) {
        const uint16_t tag = w->scan->boxes[b].tag;
        text->is_tweet = text->is_tweet || w->scan->boxes[b].says & WIRE__SAYS_TWEET;
        if (tag >= LXB_TAG_H1 && tag <= LXB_TAG_H6) {
            text->heading = tag - LXB_TAG_H1 + 1u;
            break;
        }
    }
    text->is_linked = text->is_strong = text->is_em = true;
    w->text = w->scan->n_texts - 1;
    w->has_text = true;
    w->after_space = true;
}

static void add_text(walk *w, wire__node *node)
{
    const wire_str s = wire__node_text(node);
    if (wire__is_blank(s)) {
        w->after_space = true;
        return;
    }
    if (w->n_breaks >= 2)
        end_text(w);
    w->n_breaks = 0;
    if (!w->has_text)
        start_text(w, node);
    if (!w->has_text)
        return;
    wire__text *t = &w->scan->texts[w->text];
    wire__counts c = {.after_space = w->after_space};
    wire__count_bytes(s, &c);
    uint32_t chars = c.chars, words = c.words, commas = c.commas, stops = c.stops;
    if (c.wide) { /* a character of Chinese or Japanese says as much as some letters, and 。，are its stops */
        chars += c.wide * 3 / 2;
        words += c.wide / 2;
        commas += c.wide / 20;
        stops += c.wide / 40;
    }
    w->after_space = c.after_space;
    wire__terms_count(w->scan->words, s, t->terms);
    t->chars += chars;
    t->words += words;
    t->commas += commas;
    t->stops += stops;
    t->digits += c.digits;
    t->capitals += c.capitals;
    if (w->in_link)
        t->link_chars += chars;
    else
        t->is_linked = false;
    if (!w->in_strong)
        t->is_strong = false;
    if (!w->in_em)
        t->is_em = false;
    t->last = node;
}

static void end_text(walk *w)
{
    w->n_breaks = 0;
    if (!w->has_text)
        return;
    w->has_text = false;
    wire__scan *scan = w->scan;
    wire__text *t = &scan->texts[w->text];
    if (!t->chars) {
        scan->n_texts--;
        return;
    }
    const wire_str head = wire_str_trim(wire__node_text(t->first));
    t->hash = XXH3_64bits_withSeed(head.p, head.n < 200 ? head.n : 200, t->chars);
    t->starts_low = head.p[0] >= 'a' && head.p[0] <= 'z';
    const wire_str tail = wire__node_text(t->last);
    wire__see_ends(t, head, tail);
    t->has_at = t->chars < 400 && memchr(head.p, '@', head.n);
    if (t->chars < LEGAL_CHARS)
        t->phrase = wire__phrases_of(scan->words, head) & (t->chars < 200 ? UINT32_MAX : LONG_PHRASES);
    wire__box *box = &scan->boxes[t->box];
    t->is_para = t->chars >= PARA_CHARS && t->link_chars * 3 < t->chars && (t->ends_stop || t->commas + t->stops > 1) &&
                 !t->heading;
    box->chars += t->chars;
    box->link_chars += t->link_chars;
    box->n_texts++;
    wire__sig *sig = &scan->sigs->sigs[box->sig], *pair = &scan->pairs->sigs[box->pair];
    sig->n_texts++;
    pair->n_texts++;
    sig->link_chars += t->link_chars;
    sig->chars += t->chars;
    pair->chars += t->chars;
    if (!t->is_para)
        return;
    box->para_chars += t->chars;
    box->n_paras++;
    sig->n_paras++;
    pair->n_paras++;
    sig->para_chars += t->chars;
    pair->para_chars += t->chars;
    const uint32_t weight = (t->chars < 600 ? t->chars : 600) + 40;
    wire__box *up = box->tag == LXB_TAG_P || box->tag == LXB_TAG_LI || !box->tag ? &scan->boxes[box->parent] : box;
    up->score += weight * 4;
    up = &scan->boxes[up->parent];
    up->score += weight * 2;
    scan->boxes[up->parent].score += weight;
}

/* Elements -------------------------------------------------------------------------------- */

static void note(walk *w, wire__node *node, wire_str name)
{
    if (w->scan->n_notes >= 2000)
        return;
    wire__note *n = ADD(w->scan, notes);
    if (n)
        *n = (wire__note){node, w->box, w->scan->n_texts, name};
}

/* Microdata and RDFa name the facts alike. */
static void note_property(walk *w, wire__node *node, wire_str names)
{
    static const wire_str known[] = {
        WIRE_STR("headline"),      WIRE_STR("author"),       WIRE_STR("creator"),
        WIRE_STR("datePublished"), WIRE_STR("dateModified"), WIRE_STR("dateCreated"),
        WIRE_STR("articleBody"),   WIRE_STR("description"),  WIRE_STR("alternativeHeadline"),
        WIRE_STR("name"),          WIRE_STR("publisher"),    WIRE_STR("articleSection")};
    while (names.n) {
        size_t n = 0;
        while (n < names.n && names.p[n] != ' ')
            n++;
        wire_str one = wire_str_cut(names, 0, n);
        const char *colon = one.n ? memchr(one.p, ':', one.n) : NULL;
        if (colon)
            one = wire_str_cut(one, (size_t)(colon - one.p) + 1, one.n);
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (wire_str_is_ci(one, known[i]))
                note(w, node, known[i]);
        names = wire_str_cut(names, n + 1, names.n);
    }
}

static void note_facts(walk *w, wire__node *node, const wire__attrs *attrs, uint32_t says)
{
    if (wire__attrs_has(attrs, WIRE__ATTR_ITEMPROP))
        note_property(w, node, attrs->v[WIRE__ATTR_ITEMPROP]);
    else if (wire__attrs_has(attrs, WIRE__ATTR_PROPERTY))
        note_property(w, node, attrs->v[WIRE__ATTR_PROPERTY]);
    if (wire__attrs_has(attrs, WIRE__ATTR_REL) &&
        wire_str_find_ci(attrs->v[WIRE__ATTR_REL], WIRE_STR("author")) != SIZE_MAX)
        note(w, node, WIRE_STR("rel-author"));
    const wire_str href = wire__attrs_get(attrs, WIRE__ATTR_HREF);
    if (href.n > 1 && href.p[0] == '#' && wire__node_is(node, LXB_TAG_A))
        note(w, node, WIRE_STR("mark"));
    if (wire__node_is(node, LXB_TAG_TIME))
        note(w, node, WIRE_STR("time"));
    else if (says & WIRE__SAYS_DATE)
        note(w, node, WIRE_STR("date-class"));
    if (says & (WIRE__SAYS_BYLINE | WIRE__TOPIC_BIT(AUTHOR)))
        note(w, node, says & WIRE__SAYS_BYLINE ? WIRE_STR("byline-class") : WIRE_STR("author-class"));
    if (says & WIRE__SAYS_PAYWALL)
        w->scan->has_paywall = true;
}

static void see_script(walk *w, wire__node *node)
{
    wire__scan *scan = w->scan;
    const wire_str text = wire__node_script(w->dom, node);
    if (!text.n)
        return;
    const wire_str type = wire__node_attr(w->dom, node, WIRE__ATTR_TYPE);
    const bool is_json = wire_str_find_ci(wire_str_cut(type, 0, 40), WIRE_STR("json")) != SIZE_MAX;
    if (is_json && wire_str_find_ci(type, WIRE_STR("ld+")) != SIZE_MAX) {
        if (scan->n_ld < WIRE__MAX_SCRIPTS)
            scan->ld[scan->n_ld++] = text;
    } else if (scan->n_state < WIRE__MAX_SCRIPTS && text.n > (is_json ? 200 : 1000)) {
        scan->state[scan->n_state++] = text;
    }
}

static void see_head(walk *w, wire__node *node)
{
    wire__scan *scan = w->scan;
    wire__attrs a;
    wire__node_attrs(w->dom, node, &a);
    if (wire__node_is(node, LXB_TAG_META) && wire__attrs_has(&a, WIRE__ATTR_CONTENT)) {
        const wire__attr by = wire__attrs_has(&a, WIRE__ATTR_PROPERTY) ? WIRE__ATTR_PROPERTY
                              : wire__attrs_has(&a, WIRE__ATTR_NAME)   ? WIRE__ATTR_NAME
                                                                       : WIRE__ATTR_ITEMPROP;
        if (wire__attrs_has(&a, by) && scan->n_metas < WIRE__MAX_METAS)
            scan->metas[scan->n_metas++] = (wire__meta){a.v[by], a.v[WIRE__ATTR_CONTENT]};
        if (wire__attrs_has(&a, WIRE__ATTR_ITEMPROP))
            note_property(w, node, a.v[WIRE__ATTR_ITEMPROP]);
    } else if (wire__node_is(node, LXB_TAG_LINK)) {
        const wire_str rel = wire__attrs_get(&a, WIRE__ATTR_REL);
        if (wire_str_is_ci(rel, WIRE_STR("canonical")) && !scan->canonical.n)
            scan->canonical = wire__attrs_get(&a, WIRE__ATTR_HREF);
        else if (wire_str_is_ci(rel, WIRE_STR("next")) && !scan->next.n)
            scan->next = wire__attrs_get(&a, WIRE__ATTR_HREF);
    } else if (wire__node_is(node, LXB_TAG_BASE) && !scan->base.n) {
        scan->base = wire__attrs_get(&a, WIRE__ATTR_HREF);
    }
}

/* A picture for readers without script: where it stands beside the lazy one, it is the same, and has its address. */
static void see_noscript(walk *w, wire__node *node)
{
    enum { LOOK = 8 };
    wire__node *image = node;
    for (int i = 0; image && i < LOOK && !wire__node_is(image, LXB_TAG_IMG); i++)
        image = wire__node_next(image, node);
    if (!image || !wire__node_is(image, LXB_TAG_IMG) || wire__node_is(image->parent, LXB_TAG_A)) /* an advertisement */
        return;
    wire__scan *scan = w->scan;
    wire__medium *last = scan->n_media ? &scan->media[scan->n_media - 1] : NULL;
    if (!last || last->kind != WIRE__MEDIUM_IMAGE || last->box != w->box || last->at != scan->n_texts)
        add_medium(w, image, WIRE__MEDIUM_IMAGE);
    else if (!wire__image_has_source(scan, last->node))
        last->node = image;
}

static void see_skipped(walk *w, wire__node *node)
{
    const uintptr_t tag = wire__node_tag(node);
    if (tag == LXB_TAG_SCRIPT)
        see_script(w, node);
    else if (tag == LXB_TAG_TITLE && !w->scan->title && wire__node_is_html(node))
        w->scan->title = node->first_child;
    else if (tag == LXB_TAG_NOSCRIPT && w->scan->n_boxes)
        see_noscript(w, node);
}

static void see_medium(walk *w, wire__node *node)
{
    const uintptr_t tag = wire__node_tag(node);
    if (tag == LXB_TAG_IMG) {
        add_medium(w, node, WIRE__MEDIUM_IMAGE);
        w->scan->boxes[w->box].n_images += w->scan->n_boxes != 0;
    } else if (tag == LXB_TAG_IFRAME) {
        end_text(w);
        add_medium(w, node, WIRE__MEDIUM_FRAME);
    } else {
        end_text(w);
        add_medium(w, node, WIRE__MEDIUM_VIDEO);
    }
}

/* Sees an element's start. True: go into it. */
static bool enter(walk *w, wire__node *node)
{
    const uintptr_t tag = wire__node_tag(node);
    const uint8_t flow = wire__flow_of(tag);
    if (flow == FLOW_INLINE && !((const lxb_dom_element_t *)node)->first_attr) {
        if ((tag == LXB_TAG_B || tag == LXB_TAG_STRONG) && !w->in_strong++)
            w->strong = node;
        else if (tag == LXB_TAG_EM || tag == LXB_TAG_I)
            w->in_em++;
        return true;
    }
    if (flow == FLOW_BREAK) {
        w->n_breaks++;
        w->after_space = true;
        return false;
    }
    if (flow == FLOW_SKIP) {
        see_skipped(w, node);
        return false;
    }
    if (flow == FLOW_HEAD) {
        see_head(w, node);
        return true;
    }
    if (flow == FLOW_MEDIUM) {
        see_medium(w, node);
        return false;
    }
    wire__attrs attrs;
    wire__node_attrs(w->dom, node, &attrs);
    uint32_t sig, says = says_of(w->scan, node, &attrs, &sig);
    if (flow == FLOW_INLINE && wire__is_popup(w->scan, node, says))
        return false;
    if (attrs.has && wire__is_unshown(&attrs, says)) {
        if (flow == FLOW_INLINE)
            return false;
        says |= WIRE__TOPIC_BIT(HIDDEN);
    }
    if (wire__attrs_has(&attrs, WIRE__ATTR_ITEMPROP) &&
        wire_str_find(attrs.v[WIRE__ATTR_ITEMPROP], WIRE_STR("articleBody")) != SIZE_MAX)
        says |= WIRE__TOPIC_BIT(ARTICLE) | WIRE__TOPIC_BIT(BODY);
    if (wire__attrs_has(&attrs, WIRE__ATTR_ITEMTYPE) &&
        wire_str_has_suffix(attrs.v[WIRE__ATTR_ITEMTYPE], WIRE_STR("NewsArticle")))
        w->scan->is_news = true;
    if (flow == FLOW_BLOCK) {
        if (tag == LXB_TAG_BODY && !w->scan->body)
            w->scan->body = node;
        else if (tag == LXB_TAG_HTML && wire__attrs_has(&attrs, WIRE__ATTR_LANG))
            w->scan->language = attrs.v[WIRE__ATTR_LANG];
        if (says & WIRE__SAYS_POST) {
            end_text(w);
            add_medium(w, node, WIRE__MEDIUM_POST);
            return false;
        }
        if (says & WIRE__SAYS_TWEET) /* its class also speaks of sharing, which this is not */
            says = WIRE__SAYS_TWEET | WIRE__SAYS_QUOTE;
        if (!open_box(w, node, says, sig))
            return false;
    }
    if (attrs.has)
        note_facts(w, node, &attrs, says);
    if (tag == LXB_TAG_A && !w->in_link++)
        w->link = node;
    else if ((tag == LXB_TAG_B || tag == LXB_TAG_STRONG) && !w->in_strong++)
        w->strong = node;
    else if (tag == LXB_TAG_EM || tag == LXB_TAG_I)
        w->in_em++;
    return true;
}

static void leave(walk *w, wire__node *node)
{
    if (!wire__node_is_element(node))
        return;
    const uintptr_t tag = wire__node_tag(node);
    if (w->scan->n_boxes && w->scan->boxes[w->box].node == node)
        close_box(w);
    else if (tag == LXB_TAG_A && w->in_link)
        w->in_link--;
    else if ((tag == LXB_TAG_B || tag == LXB_TAG_STRONG) && w->in_strong)
        w->in_strong--;
    else if ((tag == LXB_TAG_EM || tag == LXB_TAG_I) && w->in_em)
        w->in_em--;
}

void wire__find_best(wire__scan *scan, uint32_t headline_text)
{
    scan->best = 0;
    double most = 0;
    for (uint32_t i = 0; i < scan->n_boxes; i++) {
        const wire__box *box = &scan->boxes[i];
        const double links = box->chars ? (double)box->link_chars / box->chars : 0;
        double score = box->score * (1 - links);
        if (box->near != UINT64_MAX && (box->near >> 4 * WIRE__TOPIC_COMMENT & 15) < 3)
            score *= 0.3;
        if (headline_text != UINT32_MAX && box->end_text <= headline_text)
            score *= 0.3; /* teasers above the story */
        if (score > most) {
            most = score;
            scan->best = i;
        }
    }
}

wire_code wire__scan_page(wire__scan *scan, const wire__dom *dom, wire_error *err)
{
    scan->dom = dom;
    scan->n_boxes = scan->n_texts = scan->n_media = scan->n_notes = 0;
    scan->n_ld = scan->n_state = scan->n_metas = 0;
    scan->title = scan->body = NULL;
    scan->canonical = scan->next = scan->base = scan->language = (wire_str){NULL, 0};
    scan->has_paywall = scan->has_live = scan->is_news = scan->is_failed = false;
    clear_sigs(scan->sigs);
    clear_sigs(scan->pairs);

    walk w = {.scan = scan, .dom = dom, .after_space = true};
    wire__node *root = wire__dom_root(dom);
    wire__node *node = root->first_child;
    while (node && !scan->is_failed) {
        bool is_open = false;
        if (wire__node_is_text(node)) {
            if (scan->n_boxes)
                add_text(&w, node);
        } else if (wire__node_is_element(node)) {
            is_open = enter(&w, node);
        }
        if (is_open && node->first_child) {
            node = node->first_child;
            continue;
        }
        if (is_open)
            leave(&w, node);
        while (!node->next && node->parent && node->parent != root) {
            node = node->parent;
            leave(&w, node);
        }
        node = node->next;
    }
    while (scan->n_boxes && w.box)
        close_box(&w);
    if (scan->n_boxes)
        close_box(&w);
    if (scan->is_failed)
        return wire_fail(err, WIRE_ENOMEM, "extract: no memory for %u boxes and %u texts", scan->n_boxes,
                         scan->n_texts);
    wire__find_best(scan, UINT32_MAX);
    return WIRE_OK;
}
