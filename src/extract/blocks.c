/* blocks.c: kept texts become paragraphs, headings, lists, quotes, code and tables. */
#include <string.h>

#include "extract/body.h"
#include "parse/charset.h"

enum { MAX_LISTS = 6, LONG_ITEM = 1600, LOOK_BACK = 4, LOOK_FAR = 12 };

typedef struct state {
    wire__writing *w;
    wire__run run;
    uint32_t lists[MAX_LISTS], items[MAX_LISTS]; /* boxes of the open lists and of their newest items */
    uint32_t n_lists;
    uint32_t quote;                   /* box of the quote that was written last; 0: none */
    uint32_t post;                    /* and of the tweet, alike */
    uint32_t table_end;               /* texts before this one are in a table that is written */
    const uint8_t *is_update;         /* for each box; NULL: no live page */
    uint32_t update, update_headline; /* the box that is open, 0: none; and its text that is its headline */
    bool is_begun;
    wire_code code;
} state;

/* What a text stands in, from its box up. */
typedef struct place {
    uint32_t lists[MAX_LISTS], items[MAX_LISTS]; /* innermost first */
    uint32_t n_lists;
    uint32_t quote, table, code;
    uint32_t heading;
} place;

static bool is_list(uint16_t tag)
{
    return tag == LXB_TAG_UL || tag == LXB_TAG_OL || tag == LXB_TAG_DL;
}

static bool is_item(uint16_t tag)
{
    return tag == LXB_TAG_LI || tag == LXB_TAG_DT || tag == LXB_TAG_DD;
}

/* Some pages set each paragraph as an item of a list that is the whole body: those are paragraphs. */
static bool is_layout_list(const wire__scan *scan, uint32_t list)
{
    const wire__box *box = &scan->boxes[list];
    return box->n_paras && box->para_chars > LONG_ITEM && box->para_chars * 2 > scan->boxes[scan->best].para_chars &&
           box->n_paras < 2 * box->n_texts && box->para_chars / (box->n_paras ? box->n_paras : 1) > 150;
}

static place find_place(const wire__scan *scan, const wire__text *t)
{
    place p = {.heading = t->heading};
    uint32_t item = 0;
    for (uint32_t b = t->box; b; b = scan->boxes[b].parent) {
        const wire__box *box = &scan->boxes[b];
        if (is_item(box->tag) && !item)
            item = b;
        if (is_list(box->tag)) {
            if (p.n_lists < MAX_LISTS && !is_layout_list(scan, b)) {
                p.lists[p.n_lists] = b;
                p.items[p.n_lists++] = item ? item : t->box;
            }
            item = 0;
        }
        if (box->tag == LXB_TAG_BLOCKQUOTE && !p.quote)
            p.quote = b;
        if (box->tag == LXB_TAG_PRE && !p.code)
            p.code = b;
        if (box->tag == LXB_TAG_TABLE && wire__is_data_table(scan, b))
            p.table = b;
    }
    return p;
}

static wire_range range_of(const wire__writing *w, wire__node *first, wire__node *last)
{
    const wire_range a = wire__node_range(first), b = wire__node_range(last);
    if (!w->charset || a.end <= a.start || b.end <= b.start || b.end < a.start)
        return (wire_range){0, 0};
    return (wire_range){wire__charset_origin(w->charset, a.start), wire__charset_origin(w->charset, b.end)};
}

wire_range wire__element_source(const wire__writing *w, wire__node *node)
{
    const wire_range r = wire__node_extent(w->scan->dom, node);
    if (!w->charset || !r.end)
        return (wire_range){0, 0};
    return (wire_range){wire__charset_origin(w->charset, r.start), wire__charset_origin(w->charset, r.end)};
}

/* Opens the lists that the text stands in and that are not open yet. Gives the depth of its block, or of a paragraph
 * within an item that has begun. */
static uint8_t open_lists(state *s, const place *p, bool *is_item_new)
{
    uint32_t same = 0;
    while (same < s->n_lists && same < p->n_lists && s->lists[same] == p->lists[p->n_lists - 1 - same])
        same++;
    *is_item_new = true;
    for (uint32_t i = 0; i < p->n_lists; i++) {
        const uint32_t list = p->lists[p->n_lists - 1 - i], item = p->items[p->n_lists - 1 - i];
        if (i >= same) {
            wire_block *block = wire__build_block(s->w->builder, WIRE_BLOCK_LIST, (uint8_t)(s->w->depth + 2 * i));
            if (block)
                block->is_ordered = s->w->scan->boxes[list].tag == LXB_TAG_OL;
            s->lists[i] = list;
            s->items[i] = 0;
        }
        *is_item_new = s->items[i] != item;
        if (*is_item_new && i + 1 < p->n_lists) { /* an item that has only a list of its own */
            wire__build_block(s->w->builder, WIRE_BLOCK_ITEM, (uint8_t)(s->w->depth + 2 * i + 1));
            same = same < i + 1 ? same : i + 1;
        }
        s->items[i] = item;
    }
    s->n_lists = p->n_lists;
    return (uint8_t)(s->w->depth + 2 * p->n_lists - (*is_item_new ? 1 : 0));
}

static wire_block *open_block(state *s, const place *p, const wire__text *t)
{
    wire__builder *b = s->w->builder;
    if (p->n_lists) {
        bool is_new;
        const uint8_t depth = open_lists(s, p, &is_new);
        s->quote = 0;
        return wire__build_block(b, is_new ? WIRE_BLOCK_ITEM : WIRE_BLOCK_PARAGRAPH, depth);
    }
    s->n_lists = 0;
    if (p->heading) {
        s->quote = 0;
        wire_block *block = wire__build_block(b, WIRE_BLOCK_HEADING, s->w->depth);
        if (block)
            block->level = (uint8_t)(p->heading < 2 ? 2 : p->heading);
        return block;
    }
    if (p->quote) {
        const bool is_new = s->quote != p->quote;
        s->quote = p->quote;
        return wire__build_block(b, is_new ? WIRE_BLOCK_QUOTE : WIRE_BLOCK_PARAGRAPH,
                                 (uint8_t)(s->w->depth + (is_new ? 0 : 1)));
    }
    (void)t;
    s->quote = 0;
    return wire__build_block(b, p->code ? WIRE_BLOCK_CODE : WIRE_BLOCK_PARAGRAPH, s->w->depth);
}

/* The dateline of the body's first paragraph leaves the text. */
static uint32_t take_dateline(state *s, uint32_t at)
{
    wire__writing *w = s->w;
    const uint32_t head = w->facts->headline_text;
    if (s->is_begun || (head != UINT32_MAX && at < head)) /* what stands before the headline is no lede */
        return 0;
    s->is_begun = true;
    const wire_str text = {s->run.text, s->run.n};
    const wire__dateline found = wire__dateline_find(text, w->facts->site);
    if (!found.n)
        return 0;
    if ((found.location.n && !wire_arena_copy(w->arena, found.location, &w->location)) ||
        (found.agency.n && !wire_arena_copy(w->arena, found.agency, &w->agency)))
        s->code = WIRE_ENOMEM;
    return (uint32_t)found.n;
}

/* Where a text or medium stands in an update that is not open yet, opens it; where it is in none, closes it. */
static void turn_to_update(state *s, uint32_t box)
{
    if (!s->is_update)
        return;
    while (box && !s->is_update[box])
        box = s->w->scan->boxes[box].parent;
    if (box == s->update)
        return;
    s->update = box;
    s->n_lists = s->quote = 0;
    s->w->depth = 0;
    s->update_headline = UINT32_MAX;
    if (!box)
        return;
    s->code = wire__write_update(s->w, box, &s->update_headline);
    s->w->depth = 1;
}

static uint32_t tweet_of(const wire__scan *scan, const wire__text *t)
{
    uint32_t box = t->is_tweet ? t->box : 0;
    while (box && !(scan->boxes[box].says & WIRE__SAYS_TWEET))
        box = scan->boxes[box].parent;
    return box;
}

static void write_text(state *s, uint32_t at)
{
    const wire__scan *scan = s->w->scan;
    const wire__text *t = &scan->texts[at];
    if (at < s->table_end)
        return;
    turn_to_update(s, t->box);
    if (s->code != WIRE_OK || (s->update && (at == s->update_headline || (t->chars < 100 && wire__is_in_time(t)))))
        return;
    const uint32_t tweet = tweet_of(scan, t);
    if (tweet) {
        s->n_lists = s->quote = 0;
        if (tweet != s->post)
            s->code = wire__write_post(s->w, scan->boxes[tweet].node, true);
        s->post = tweet;
        return;
    }
    const place p = find_place(scan, t);
    if (p.table) {
        s->n_lists = s->quote = 0;
        s->code = wire__write_table(s->w, p.table);
        s->table_end = scan->boxes[p.table].end_text;
        return;
    }
    wire__run_make(&s->run, scan, t->first, t->last, p.code != 0, s->w->arena);
    if (s->run.is_failed || !s->run.n) {
        s->code = s->run.is_failed ? WIRE_ENOMEM : s->code;
        return;
    }
    const uint32_t from = !p.heading && !p.n_lists && !p.code ? take_dateline(s, at) : 0;
    wire_block *block = open_block(s, &p, t);
    if (block)
        block->source = range_of(s->w, t->first, t->last);
    if (s->code == WIRE_OK)
        s->code = wire__run_put(&s->run, from, s->w);
}

static bool is_in(const wire__scan *scan, uint32_t box, uint32_t top)
{
    for (; box != top; box = scan->boxes[box].parent)
        if (!box)
            return false;
    return true;
}

/* The innermost box that holds two texts. */
static uint32_t common_box(const wire__scan *scan, uint32_t a, uint32_t b)
{
    while (a != b)
        if (scan->boxes[a].depth >= scan->boxes[b].depth)
            a = scan->boxes[a].parent;
        else
            b = scan->boxes[b].parent;
    return a;
}

/* The picture of a link to something else than itself, as teasers have it. */
static bool leads_elsewhere(const wire__scan *scan, wire__node *node)
{
    static const wire_str pictures[] = {WIRE_STR(".jpg"),  WIRE_STR(".jpeg"), WIRE_STR(".png"),
                                        WIRE_STR(".webp"), WIRE_STR(".gif"),  WIRE_STR(".avif")};
    for (int up = 0; node && up < 5 && !wire__node_is(node, LXB_TAG_A); up++)
        node = node->parent;
    const wire_str href = node && wire__node_is(node, LXB_TAG_A) ? wire__node_attr(scan->dom, node, WIRE__ATTR_HREF)
                                                                 : (wire_str){NULL, 0};
    for (size_t i = 0; href.n && i < sizeof pictures / sizeof *pictures; i++)
        if (wire_str_find_ci(href, pictures[i]) != SIZE_MAX)
            return false;
    return href.n && href.p[0] != '#';
}

/* Between two texts of the body, in the box that holds both: where each paragraph has a container of its own. */
static bool is_between(const wire__scan *scan, const wire__medium *m, uint32_t last)
{
    uint32_t before = m->at, behind = m->at;
    while (before && !scan->texts[before - 1].is_kept && m->at - before < LOOK_FAR)
        before--;
    while (behind <= last && !scan->texts[behind].is_kept && behind - m->at < LOOK_FAR)
        behind++;
    if (!before || !scan->texts[before - 1].is_kept || behind > last || !scan->texts[behind].is_kept)
        return false;
    const uint32_t both = common_box(scan, scan->texts[before - 1].box, scan->texts[behind].box);
    return both && scan->boxes[both].tag != LXB_TAG_BODY && is_in(scan, m->box, both) &&
           !leads_elsewhere(scan, m->node);
}

/* A medium counts where the body is: between its first and last texts, and in its container. */
static bool is_medium_shown(const wire__scan *scan, const wire__medium *m, uint32_t first, uint32_t last)
{
    if (m->at < first || m->at > last + 1)
        return false;
    const uint64_t near = scan->boxes[m->box].near;
    static const wire__topic apart[] = {WIRE__TOPIC_RELATED, WIRE__TOPIC_COMMENT, WIRE__TOPIC_AUTHOR,
                                        WIRE__TOPIC_AD,      WIRE__TOPIC_ASIDE,   WIRE__TOPIC_SHARE,
                                        WIRE__TOPIC_PROMO,   WIRE__TOPIC_FOOTER};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if ((near >> 4 * apart[i] & 15) < 3)
            return false;
    return scan->best == 0 || is_in(scan, m->box, scan->best) || is_between(scan, m, last);
}

/* A picture may stand on top of the body, with its caption before the first kept text. */
static uint32_t first_medium(const wire__writing *w, uint32_t first)
{
    const uint32_t head = w->facts->headline_text;
    const uint32_t from = first > LOOK_BACK ? first - LOOK_BACK : 0;
    return head != UINT32_MAX && head < first && head + 1 > from ? head + 1 : from;
}

wire_code wire__write_body(wire__writing *w)
{
    const wire__scan *scan = w->scan;
    state s = {.w = w, .code = WIRE_OK};
    uint8_t *is_update = NULL;
    if ((w->facts->ld.is_live || scan->has_live) &&
        !wire__updates_find(scan, w->facts->ld.is_live, w->arena, &is_update))
        return WIRE_ENOMEM;
    s.is_update = is_update;
    uint32_t first = UINT32_MAX, last = 0, medium = 0;
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].is_kept) {
            first = first == UINT32_MAX ? i : first;
            last = i;
        }
    const uint32_t from = first == UINT32_MAX ? first : first_medium(w, first);
    for (uint32_t i = first; i <= last && first != UINT32_MAX && s.code == WIRE_OK; i++) {
        for (; medium < scan->n_media && scan->media[medium].at <= i && s.code == WIRE_OK; medium++)
            if (scan->media[medium].at >= s.table_end && is_medium_shown(scan, &scan->media[medium], from, last)) {
                s.n_lists = s.quote = 0;
                turn_to_update(&s, scan->media[medium].box);
                if (s.code == WIRE_OK)
                    s.code = wire__write_medium(w, &scan->media[medium]);
            }
        if (scan->texts[i].is_kept)
            write_text(&s, i);
    }
    for (; first != UINT32_MAX && medium < scan->n_media && scan->media[medium].at == last + 1 && s.code == WIRE_OK;
         medium++)
        if (is_medium_shown(scan, &scan->media[medium], from, last))
            s.code = wire__write_medium(w, &scan->media[medium]);
    return s.code;
}
