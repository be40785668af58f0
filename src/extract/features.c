/* features.c: numbers of each text, for the model. */
#include "extract/features.h"

#include <math.h>
#include <string.h>

/* Of logarithms only the order matters to trees: the exponent and the mantissa's start are near enough. */
static float log_of(uint32_t n)
{
    if (!n)
        return 0;
    const uint32_t top = 31u - (uint32_t)__builtin_clz(n);
    return (float)top + 1 + (float)(n - (1u << top)) / (float)(1u << top);
}

enum {
    SHORT = 12, /* bytes that say something */
    START = 64  /* of a text, in which its author may be named */
};

static float share(uint32_t part, uint32_t whole)
{
    return whole ? (float)part / (float)whole : 0;
}

/* Which runs of four bytes a text has, as far as it is told in some bits: what surely is not in it need not be looked
 * for. */
enum { GRAM_BITS = 1 << 14 };
typedef struct grams {
    uint64_t has[GRAM_BITS / 64];
} grams;

typedef struct making {
    wire__scan *scan;
    const wire__hints *hints;
    wire__matrix *m;
    const uint8_t *to_best; /* for each box: steps up to a box that holds the best one or is it */
    const uint8_t *down;    /* for each box: steps from that box down to the best */
    uint32_t headline_text;
    const grams *body, *description; /* of those of hints */
    size_t *next;                    /* where in hints->body the last text found ends */
} making;

#define PUT(name, value) (m->columns[WIRE__F_##name][i] = (float)(value))

static void put_self(const making *k, uint32_t i)
{
    wire__matrix *m = k->m;
    const wire__text *t = &k->scan->texts[i];
    const wire__box *box = &k->scan->boxes[t->box];
    PUT(CHARS, t->chars);
    PUT(WORDS, t->words);
    PUT(CALLS, t->terms[WIRE__TERM_CALL]);
    PUT(NETS, t->terms[WIRE__TERM_NET]);
    PUT(YOU, t->terms[WIRE__TERM_YOU]);
    PUT(WE, t->terms[WIRE__TERM_WE]);
    PUT(WORD_CHARS, share(t->chars, t->words));
    PUT(LINKS, share(t->link_chars, t->chars));
    PUT(COMMAS, t->commas);
    PUT(STOPS, t->stops);
    PUT(ENDS_STOP, t->ends_stop);
    PUT(CAPITALS, share(t->capitals, t->words));
    PUT(DIGITS, share(t->digits, t->chars));
    PUT(CAPS, share(t->capitals, t->chars));
    PUT(EMPHASIZED, t->is_em);
    PUT(STARTS_QUOTE, t->starts_quote);
    PUT(ENDS_DOTS, t->ends_dots);
    PUT(STARTS_LOW, t->starts_low);
    PUT(STRONG, t->is_strong);
    PUT(IS_PARA, t->is_para);
    PUT(TAG_P, box->tag == LXB_TAG_P);
    PUT(TAG_LI, box->tag == LXB_TAG_LI || box->tag == LXB_TAG_DD || box->tag == LXB_TAG_DT);
    PUT(TAG_HEADING, t->heading);
    PUT(TAG_DIV, box->tag == LXB_TAG_DIV || box->tag == LXB_TAG_SECTION);
    PUT(TAG_CELL, box->tag == LXB_TAG_TD || box->tag == LXB_TAG_TH);
    const wire__box *up = &k->scan->boxes[box->parent];
    const wire__box *up2 = &k->scan->boxes[up->parent];
    PUT(TAG_QUOTE, ((box->says | up->says | up2->says) & WIRE__SAYS_QUOTE) != 0);
    PUT(SAYS_STANDFIRST, ((box->says | up->says) & WIRE__SAYS_STANDFIRST) != 0);
    PUT(SAYS_CREDIT, ((box->says | up->says) & WIRE__SAYS_CREDIT) != 0);
    PUT(SAYS_DATE, ((box->says | up->says) & WIRE__SAYS_DATE) != 0);
    PUT(SAYS_CENTER, ((box->says | up->says) & WIRE__SAYS_CENTER) != 0 || box->tag == LXB_TAG_CENTER);
    PUT(PHRASE_RELATED, (t->phrase & (WIRE__PHRASE_RELATED | WIRE__PHRASE_SHARE)) != 0);
    PUT(PHRASE_PROMO, (t->phrase & (WIRE__PHRASE_NEWSLETTER | WIRE__PHRASE_AD | WIRE__PHRASE_LOGIN)) != 0);
    PUT(PHRASE_LEGAL, (t->phrase & (WIRE__PHRASE_COPYRIGHT | WIRE__PHRASE_CONSENT | WIRE__PHRASE_COMMENT)) != 0);
    PUT(PHRASE_BYLINE, (t->phrase & (WIRE__PHRASE_BYLINE | WIRE__PHRASE_STAMP)) != 0);
    PUT(HAS_AT, t->has_at);
    PUT(ENDS_COLON, t->ends_colon);
    PUT(PHRASE_CREDIT, (t->phrase & WIRE__PHRASE_CREDIT) != 0);
}

static void put_boxes(const making *k, uint32_t i)
{
    wire__matrix *m = k->m;
    const wire__box *boxes = k->scan->boxes;
    const wire__text *t = &k->scan->texts[i];
    const wire__box *box = &boxes[t->box], *up1 = &boxes[box->parent], *up2 = &boxes[up1->parent],
                    *up3 = &boxes[up2->parent], *all = boxes;
    PUT(DEPTH, box->depth);
    PUT(LINKS_BOX, share(box->link_chars, box->chars));
    PUT(LINKS_UP1, share(up1->link_chars, up1->chars));
    PUT(LINKS_UP2, share(up2->link_chars, up2->chars));
    PUT(LINKS_UP3, share(up3->link_chars, up3->chars));
    PUT(CHARS_UP1, log_of(up1->chars));
    PUT(CHARS_UP2, log_of(up2->chars));
    PUT(PARAS_BOX, share(box->para_chars, all->para_chars));
    PUT(PARAS_UP1, share(up1->para_chars, all->para_chars));
    PUT(PARAS_UP2, share(up2->para_chars, all->para_chars));
    PUT(PARAS_UP3, share(up3->para_chars, all->para_chars));
    PUT(TEXTS_UP1, up1->n_texts);
    PUT(ITEM_CHARS, share(up1->chars, up1->n_texts));
    PUT(TEXTS_BOX, box->n_texts);
    PUT(IMAGES_BOX, box->n_images);
    PUT(FROM_START, i - up1->first_text);
    PUT(TO_END, up1->end_text - i);
    PUT(IMAGES_UP1, share(up1->n_images, up1->n_texts));
    PUT(IMAGES_UP3, share(up3->n_images, up3->n_texts));
    const wire__sig *sig = &k->scan->sigs->sigs[box->sig], *pair = &k->scan->pairs->sigs[box->pair],
                    *up = &k->scan->sigs->sigs[up1->sig], *up_pair = &k->scan->pairs->sigs[up1->pair];
    PUT(SIG_PARAS, share(sig->n_paras, sig->n_texts));
    PUT(SIG_SHARE, share(sig->para_chars, all->para_chars));
    PUT(SIG_TEXTS, sig->n_texts);
    PUT(SIG_LINKS, share(sig->link_chars, sig->chars));
    PUT(PAIR_PARAS, share(pair->n_paras, pair->n_texts));
    PUT(PAIR_SHARE, share(pair->para_chars, all->para_chars));
    PUT(PAIR_TEXTS, pair->n_texts);
    PUT(UP_SIG_SHARE, share(up->para_chars, all->para_chars));
    PUT(UP_SIG_TEXTS, up_pair->n_texts);
    PUT(BEST_UP, k->to_best[t->box]);
    PUT(BEST_DOWN, k->down[t->box]);
    for (uint32_t topic = 0; topic < WIRE__N_TOPICS; topic++)
        m->columns[WIRE__F_NEAR_COMMENT + topic][i] = (float)(box->near >> 4 * topic & 15);
}

/* Does what stands before a text's list, or before the text, say that something follows? */
static bool is_announced(const wire__scan *scan, uint32_t i)
{
    const wire__box *box = &scan->boxes[scan->texts[i].box], *up = &scan->boxes[box->parent];
    const uint32_t first = box->tag == LXB_TAG_LI ? up->first_text : i;
    return first && scan->texts[first - 1].ends_colon;
}

static void put_around(const making *k, uint32_t i)
{
    static const wire__text nothing = {.box = 0};
    wire__matrix *m = k->m;
    const wire__scan *scan = k->scan;
    const uint32_t n = scan->n_texts;
    const wire__text *t = &scan->texts[i];
    const wire__text *prev = i ? t - 1 : &nothing, *next = i + 1 < n ? t + 1 : &nothing;
    const wire__text *prev2 = i > 1 ? t - 2 : &nothing, *next2 = i + 2 < n ? t + 2 : &nothing;
    const uint32_t pair = scan->boxes[t->box].pair;
    PUT(PREV_UP, i ? k->to_best[prev->box] + k->down[prev->box] : 20);
    PUT(NEXT_UP, i + 1 < n ? k->to_best[next->box] + k->down[next->box] : 20);
    PUT(PREV_CHARS, prev->chars);
    PUT(NEXT_CHARS, next->chars);
    PUT(PREV_LINKS, share(prev->link_chars, prev->chars));
    PUT(NEXT_LINKS, share(next->link_chars, next->chars));
    PUT(PREV_PARA, prev->is_para);
    PUT(PREV_CALLS, prev->terms[WIRE__TERM_CALL]);
    PUT(NEXT_CALLS, next->terms[WIRE__TERM_CALL]);
    PUT(COLON_BEFORE, is_announced(scan, i));
    PUT(NEXT_PARA, next->is_para);
    PUT(PREV2_CHARS, prev2->chars);
    PUT(NEXT2_CHARS, next2->chars);
    PUT(PREV_SAME, i && scan->boxes[prev->box].pair == pair);
    PUT(NEXT_SAME, i + 1 < n && scan->boxes[next->box].pair == pair);
    PUT(PREV_HEADING, prev->heading);
    PUT(NEXT_HEADING, next->heading);
    const float to_headline = k->headline_text == UINT32_MAX ? 0 : (float)i - (float)k->headline_text;
    PUT(TO_HEADLINE, to_headline < -50 ? -50 : to_headline > 200 ? 200 : to_headline);
    PUT(HAS_HEADLINE, k->headline_text != UINT32_MAX);
}

static uint32_t gram_at(const char *p)
{
    uint32_t four;
    memcpy(&four, p, 4);
    return four * 0x9E3779B1u >> 18;
}

_Static_assert(GRAM_BITS == 1 << (32 - 18), "gram_at gives as many");

static void note_grams(grams *g, wire_str s)
{
    for (size_t i = 0; i + 4 <= s.n; i++) {
        const uint32_t at = gram_at(s.p + i);
        g->has[at / 64] |= (uint64_t)1 << at % 64;
    }
}

static bool may_hold(const grams *g, const char *part, size_t n)
{
    for (size_t i = 0; i + 4 <= n; i++) {
        const uint32_t at = gram_at(part + i);
        if (!(g->has[at / 64] >> at % 64 & 1))
            return false;
    }
    return true;
}

/* The words that metadata's texts hold: found in them letter for letter, space aside. */
static bool is_in(wire_str whole, const char *part, size_t n, size_t most)
{
    const size_t least = n < most ? n : most;
    return least >= SHORT && wire_str_find(whole, (wire_str){part, least}) != SIZE_MAX;
}

/* The same for texts that come in the body's order: the next is where the last one ended, mostly. */
static bool is_next_in(wire_str whole, const char *part, size_t n, size_t most, size_t *next)
{
    const size_t least = n < most ? n : most;
    if (least < SHORT || whole.n < least)
        return false;
    size_t at = wire_str_find(wire_str_cut(whole, *next, whole.n), (wire_str){part, least});
    if (at != SIZE_MAX)
        at += *next;
    else if (*next) /* the start, and as much behind as a match may reach into */
        at = wire_str_find(wire_str_cut(whole, 0, *next + least - 1), (wire_str){part, least});
    if (at != SIZE_MAX)
        *next = at + least;
    return at != SIZE_MAX;
}

/* Their lives start with their names. */
static bool starts_with_author(const wire__hints *hints, wire_str text)
{
    for (uint32_t a = 0; a < hints->n_authors; a++)
        if (!hints->authors[a].is_organization && hints->authors[a].name.n >= 6 &&
            wire_str_find(text, hints->authors[a].name) != SIZE_MAX)
            return true;
    return false;
}

static void put_hints(const making *k, uint32_t i)
{
    wire__matrix *m = k->m;
    const wire__text *t = &k->scan->texts[i];
    const wire__hints *hints = k->hints;
    char text[512];
    size_t n = 0;
    const bool has_body = hints->body.n > 200;
    const bool is_long = t->chars >= 25;
    if ((has_body && is_long) || hints->description.n || hints->headline.n)
        n = t->chars >= SHORT ? wire__text_copy(k->scan, t, text, has_body ? 100 : 64) : 0;
    PUT(STARTS_AUTHOR, n && starts_with_author(hints, (wire_str){text, n < START ? n : START}));
    PUT(IN_HEADLINE, n && is_in(hints->headline, text, n, 300));
    PUT(IN_DESCRIPTION, n && may_hold(k->description, text, n < 50 ? n : 50) && is_in(hints->description, text, n, 50));
    const bool may = has_body && n && may_hold(k->body, text, n < 60 ? n : 60);
    PUT(IN_BODY, !has_body || !n ? 0 : may && is_next_in(hints->body, text, n, 60, k->next) ? 1 : -1);
}

/* Steps from each box up to the first that holds the best box or is it, and from there down. Parents come before
 * their children, so one pass is enough. */
static bool measure_best(const wire__scan *scan, wire_arena *arena, uint8_t **to_best, uint8_t **down)
{
    uint8_t *up = wire_arena_take_zero(arena, scan->n_boxes + 1, 1, 1);
    uint8_t *under = wire_arena_take_zero(arena, scan->n_boxes + 1, 1, 1);
    uint8_t *is_above = wire_arena_take_zero(arena, scan->n_boxes + 1, 1, 1);
    if (!up || !under || !is_above)
        return false;
    if (!scan->n_boxes)
        return true;
    uint32_t steps = 0;
    for (uint32_t b = scan->best;; b = scan->boxes[b].parent) {
        is_above[b] = 1;
        under[b] = (uint8_t)(steps < 20 ? steps : 20);
        steps++;
        if (!b)
            break;
    }
    for (uint32_t b = 1; b < scan->n_boxes; b++)
        if (!is_above[b]) {
            const uint32_t parent = scan->boxes[b].parent;
            up[b] = (uint8_t)(up[parent] < 20 ? up[parent] + 1 : 20);
            under[b] = under[parent];
        }
    *to_best = up;
    *down = under;
    return true;
}

/* How often each text stands on the page. */
static bool count_repeats(const wire__scan *scan, wire_arena *arena, float *column)
{
    size_t size = 64;
    while (size < 2 * (size_t)scan->n_texts)
        size *= 2;
    uint32_t *slots = WIRE_TAKE(arena, uint32_t, size), *first = WIRE_TAKE(arena, uint32_t, scan->n_texts + 1);
    if (!slots || !first)
        return false;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        size_t at = scan->texts[i].hash & (size - 1);
        while (slots[at] && scan->texts[slots[at] - 1].hash != scan->texts[i].hash)
            at = (at + 1) & (size - 1);
        if (!slots[at])
            slots[at] = i + 1;
        else
            scan->texts[i].is_repeat = true;
        column[slots[at] - 1]++;
        if (slots[at] - 1 != i)
            column[i] = column[slots[at] - 1];
        first[i] = slots[at] - 1;
    }
    for (uint32_t i = 0; i < scan->n_texts; i++)
        scan->texts[i].repeats = (uint8_t)(column[first[i]] < 255 ? column[first[i]] : 255);
    return true;
}

enum { FAR = 30 };

/* Where a text stands in the best container's run of paragraphs: how much of it lies before and behind, and how many
 * texts it is from the last paragraph and to the next. */
static void put_in_best(const making *k)
{
    wire__matrix *m = k->m;
    const wire__scan *scan = k->scan;
    const wire__box *best = &scan->boxes[scan->best];
    uint32_t paras = 0, since = FAR;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        const bool is_para = t->is_para && i >= best->first_text && i < best->end_text;
        PUT(BEST_BEFORE, share(paras, best->para_chars));
        PUT(SINCE_PARA, since);
        PUT(PAGE_KIND_HEAD, paras ? -1 : (float)k->hints->kind);
        paras += is_para ? t->chars : 0;
        since = is_para ? 0 : since < FAR ? since + 1 : FAR;
        PUT(BEST_AFTER, share(best->para_chars - paras, best->para_chars));
    }
    uint32_t to = FAR;
    for (uint32_t i = scan->n_texts; i-- > 0;) {
        const wire__text *t = &scan->texts[i];
        PUT(TO_PARA, to);
        to = t->is_para && i >= best->first_text && i < best->end_text ? 0 : to < FAR ? to + 1 : FAR;
    }
}

/* Texts one after the other with the same signature, and which of them are paragraphs. */
static void put_runs(const making *k)
{
    wire__matrix *m = k->m;
    const wire__scan *scan = k->scan;
    for (uint32_t from = 0; from < scan->n_texts;) {
        const uint32_t pair = scan->boxes[scan->texts[from].box].pair;
        uint32_t end = from, paras = 0;
        for (; end < scan->n_texts && scan->boxes[scan->texts[end].box].pair == pair; end++)
            paras += scan->texts[end].is_para;
        for (uint32_t i = from; i < end; i++) {
            PUT(RUN_TEXTS, end - from);
            PUT(RUN_PARAS, share(paras, end - from));
        }
        from = end;
    }
}

/* How many texts the last paragraph of the same signature lies behind, and the next one ahead: of lines as the body's
 * own. */
static bool put_pairs(const making *k, wire_arena *arena)
{
    wire__matrix *m = k->m;
    const wire__scan *scan = k->scan;
    uint32_t *last = wire_arena_take_zero(arena, scan->pairs->n, sizeof *last, sizeof *last);
    if (!last)
        return false;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        uint32_t *at = &last[scan->boxes[scan->texts[i].box].pair];
        PUT(SINCE_PAIR, *at && i + 1 - *at < FAR ? i + 1 - *at : FAR);
        *at = scan->texts[i].is_para ? i + 1 : *at;
    }
    memset(last, 0, scan->pairs->n * sizeof *last);
    for (uint32_t i = scan->n_texts; i-- > 0;) {
        uint32_t *at = &last[scan->boxes[scan->texts[i].box].pair];
        PUT(TO_PAIR, *at && *at - i - 1 < FAR ? *at - i - 1 : FAR);
        *at = scan->texts[i].is_para ? i + 1 : *at;
    }
    return true;
}

/* From heading to heading: cards of other stories have a line or two below each. */
static void put_sections(const making *k)
{
    wire__matrix *m = k->m;
    const wire__scan *scan = k->scan;
    for (uint32_t from = 0, end; from < scan->n_texts; from = end) {
        uint32_t chars = 0, links = 0, paras = 0;
        for (end = from; end < scan->n_texts && (end == from || !scan->texts[end].heading); end++) {
            chars += scan->texts[end].chars;
            links += scan->texts[end].link_chars;
            paras += scan->texts[end].is_para;
        }
        for (uint32_t i = from; i < end; i++) {
            PUT(SECTION_TEXTS, end - from);
            PUT(SECTION_CHARS, log_of(chars));
            PUT(SECTION_LINKS, share(links, chars));
            PUT(SECTION_PARAS, share(paras, end - from));
        }
    }
}

/* What came before: furniture's phrases, headings, images, a rule. */
static void put_before(const making *k)
{
    wire__matrix *m = k->m;
    const wire__scan *scan = k->scan;
    const uint32_t furniture = WIRE__PHRASE_RELATED | WIRE__PHRASE_NEWSLETTER | WIRE__PHRASE_COMMENT;
    uint32_t since_furniture = FAR, since_heading = FAR, medium = 0;
    const wire__text *heading = NULL;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        uint32_t images = 0;
        for (; medium < scan->n_media && scan->media[medium].at <= i; medium++)
            images += scan->media[medium].kind == WIRE__MEDIUM_IMAGE;
        PUT(IMAGES_BEFORE, images);
        PUT(SINCE_FURNITURE, since_furniture);
        PUT(SINCE_HEADING, since_heading);
        PUT(HEADING_LEVEL, heading ? heading->heading : 0);
        PUT(HEADING_LINKED, heading && heading->is_linked);
        PUT(HEADING_FURNITURE, heading && heading->phrase);
        heading = t->heading ? t : heading;
        since_furniture = t->phrase & furniture ? 0 : since_furniture < FAR ? since_furniture + 1 : FAR;
        since_heading = t->heading ? 0 : since_heading < FAR ? since_heading + 1 : FAR;
    }
    for (uint32_t b = 0; b < scan->n_boxes; b++)
        if (scan->boxes[b].tag == LXB_TAG_HR && scan->boxes[b].first_text < scan->n_texts)
            m->columns[WIRE__F_RULE_BEFORE][scan->boxes[b].first_text] = 1;
}

static void put_page(const making *k)
{
    wire__matrix *m = k->m;
    const wire__scan *scan = k->scan;
    const wire__box *all = scan->boxes;
    uint32_t chars = 0, paras = 0, article = 0;
    for (uint32_t b = 0; b < scan->n_boxes; b++)
        if (scan->boxes[b].tag == LXB_TAG_ARTICLE && scan->boxes[b].para_chars > article)
            article = scan->boxes[b].para_chars;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        PUT(POSITION, share(i, scan->n_texts));
        PUT(CHARS_BEFORE, share(chars, all->chars));
        PUT(PARAS_BEFORE, share(paras, all->para_chars));
        PUT(LOG_PARAS_BEFORE, log_of(paras));
        chars += t->chars;
        paras += t->is_para ? t->chars : 0;
        PUT(PARAS_AFTER, share(all->para_chars - paras, all->para_chars));
        PUT(BEST_SHARE, share(all[scan->best].para_chars, all->para_chars));
        PUT(PAGE_PARAS, log_of(all->para_chars));
        PUT(PAGE_TEXTS, scan->n_texts);
        PUT(PAGE_LINKS, share(all->link_chars, all->chars));
        PUT(PAGE_KIND, k->hints->kind);
        PUT(ARTICLE_SHARE, share(article, all->para_chars));
    }
}

wire_code wire__features_make(wire__scan *scan, const wire__hints *hints, uint32_t headline_text, wire_arena *arena,
                              wire__matrix *m)
{
    if (headline_text != UINT32_MAX)
        wire__find_best(scan, headline_text);
    m->n = scan->n_texts;
    m->n_padded = (scan->n_texts + 7) & ~7u;
    float *all = wire_arena_take(arena, ((size_t)m->n_padded * WIRE__N_FEATURES + 16) * sizeof(float), 64);
    uint8_t *to_best = NULL, *down = NULL;
    if (!all || !measure_best(scan, arena, &to_best, &down))
        return WIRE_ENOMEM;
    for (uint32_t f = 0; f < WIRE__N_FEATURES; f++) {
        const bool is_filled = f != WIRE__F_REPEATS && f != WIRE__F_RULE_BEFORE; /* for every text */
        m->columns[f] = all + (size_t)f * m->n_padded;
        for (uint32_t i = is_filled ? m->n : 0; i < m->n_padded; i++)
            m->columns[f][i] = 0;
    }
    if (!m->n)
        return WIRE_OK;
    if (!count_repeats(scan, arena, m->columns[WIRE__F_REPEATS]))
        return WIRE_ENOMEM;
    grams body = {{0}}, description = {{0}};
    note_grams(&body, hints->body);
    note_grams(&description, hints->description);
    size_t next = 0;
    const making k = {scan, hints, m, to_best, down, headline_text, &body, &description, &next};
    for (uint32_t i = 0; i < m->n; i++) {
        put_self(&k, i);
        put_boxes(&k, i);
        put_around(&k, i);
        put_hints(&k, i);
    }
    put_page(&k);
    put_in_best(&k);
    put_runs(&k);
    put_sections(&k);
    put_before(&k);
    return put_pairs(&k, arena) ? WIRE_OK : WIRE_ENOMEM;
}
