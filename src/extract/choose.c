/* choose.c: which texts are the body's, which are headline, standfirst, byline, caption. */
#include <string.h>

#include "extract/choose.h"

enum { FEW_PARAS = 3, MAX_NAME = 80, TRIES = 4 };
static const float keep_from = 0.5f, keep_lowest = 0.1f;
static const float sure_page = 0.9f;                         /* F1 */
static const float ended_by = 0.1f;                          /* less, and a text ends the body */
static const float between_from = 0.25f;                     /* plain text between two of the body's */
static const float last_from = 0.25f;                        /* plain text that ends the body's box */
static const float table_from = 0.3f, table_between = 0.02f; /* a table's words, in the mean */

/* In a table that holds more than one text. */
static bool is_in_table(const wire__scan *scan, uint32_t box)
{
    for (uint32_t i = 0; i <= 3; i++, box = scan->boxes[box].parent)
        if (scan->boxes[box].tag == LXB_TAG_TABLE)
            return !wire__holds_one(&scan->boxes[box]);
    return false;
}

/* Captions have a field of their own: what stands in <figcaption>, or in a figure without being its paragraphs. */
static bool is_caption(const wire__scan *scan, const wire__text *t)
{
    if (wire__is_in_tag(scan, t->box, LXB_TAG_FIGCAPTION, 3))
        return true;
    const wire__box *box = &scan->boxes[t->box];
    if (box->n_images && wire__holds_one(box) && t->chars < 200 && !t->ends_stop && !t->heading && t->p < sure_page &&
        !wire__is_in_tag(scan, t->box, LXB_TAG_LI, 2) && !is_in_table(scan, t->box))
        return true;
    return wire__is_in_tag(scan, t->box, LXB_TAG_FIGURE, 3) && t->chars < 400 &&
           !wire__is_in_tag(scan, t->box, LXB_TAG_TABLE, 4) && !wire__is_in_tag(scan, t->box, LXB_TAG_BLOCKQUOTE, 3) &&
           !wire__is_in_tag(scan, t->box, LXB_TAG_PRE, 2);
}

static void mark(wire__text *t, wire__role role)
{
    t->role = (uint8_t)role;
    t->is_kept = false;
}

static uint32_t find_kicker(const wire__scan *scan, const wire__all_facts *facts)
{
    const uint32_t head = facts->headline_text;
    if (head == UINT32_MAX)
        return UINT32_MAX;
    for (uint32_t i = head > 4 ? head - 4 : 0; i < head; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->chars > 2 && t->chars < 60 && wire__says_near(scan, t->box, WIRE__SAYS_KICKER, 1))
            return i;
    }
    return UINT32_MAX;
}

/* What a box's own names call it where it is none of the body. */
static const uint32_t furniture = WIRE__TOPIC_BIT(COMMENT) | WIRE__TOPIC_BIT(RELATED) | WIRE__TOPIC_BIT(NAV) |
                                  WIRE__TOPIC_BIT(SHARE) | WIRE__TOPIC_BIT(PROMO) | WIRE__TOPIC_BIT(AD) |
                                  WIRE__TOPIC_BIT(AUTHOR) | WIRE__TOPIC_BIT(CAPTION) | WIRE__TOPIC_BIT(META) |
                                  WIRE__TOPIC_BIT(FOOTER) | WIRE__TOPIC_BIT(ASIDE) | WIRE__TOPIC_BIT(HIDDEN);

enum { REACH = 300 }; /* texts of other boxes that may stand between: a newsletter box, an advertisement, a table */

/* Whether the body goes on in this box, from a text on (step 1) or back (-1): boxes of furniture are passed over, a
 * dropped text of the box itself is not. */
static bool goes_on(const wire__scan *scan, uint32_t box, uint32_t text, int step)
{
    const wire__box *in = &scan->boxes[box];
    uint32_t at = text + (uint32_t)step;
    for (int i = 0; i < REACH && at >= in->first_text && at < in->end_text; i++, at += (uint32_t)step) {
        const wire__text *t = &scan->texts[at];
        if (t->is_kept)
            return true;
        if (!t->heading && !t->phrase && t->p < ended_by && scan->boxes[t->box].parent == box &&
            !(scan->boxes[t->box].says & furniture))
            return false;
    }
    return false;
}

/* Subheads go with the paragraphs behind them: none ends the body, none that announces furniture stands before a
 * dropped text, none of any kind before a dropped part. */
static void settle_headings(wire__scan *scan)
{
    static const uint32_t announces =
        WIRE__PHRASE_RELATED | WIRE__PHRASE_NEWSLETTER | WIRE__PHRASE_SHARE | WIRE__PHRASE_COMMENT;
    bool is_kept_next = false;
    for (uint32_t i = scan->n_texts; i-- > 0;) {
        wire__text *t = &scan->texts[i];
        if (t->heading && wire__is_in_tag(scan, t->box, LXB_TAG_LI, 1)) {
            is_kept_next = t->is_kept; /* an item, set as a heading */
            continue;
        }
        if (t->heading && t->is_kept && !is_kept_next &&
            (t->phrase & announces || !goes_on(scan, wire__parent_of(scan, i), i, 1)))
            wire__settle(t, false, WIRE__WHY_HEADING);
        if (!t->heading)
            is_kept_next = t->is_kept;
    }
}

/* Nothing speaks against it but its own look. */
static bool is_plain(const wire__scan *scan, const wire__text *t)
{
    return !t->phrase && t->link_chars * 2 < t->chars && !(scan->boxes[t->box].says & furniture) && t->repeats < 2 &&
           (t->is_para || t->heading || scan->boxes[t->box].tag == LXB_TAG_P);
}

/* The box that a text stands in with others where the page wraps each paragraph in boxes of its own, all alike: the
 * nearest of the body's before it or behind it is set as it is. */
static uint32_t wrapped_in(const wire__scan *scan, uint32_t text, uint32_t parent)
{
    const uint32_t pair = scan->boxes[scan->texts[text].box].pair;
    uint32_t box = parent;
    while (box && wire__holds_one(&scan->boxes[box]))
        box = scan->boxes[box].parent;
    const wire__box *in = &scan->boxes[box];
    for (uint32_t i = text, n = 0; box != parent && i-- > in->first_text && n < REACH; n++)
        if (scan->texts[i].is_kept && scan->texts[i].is_para && !scan->texts[i].is_tweet)
            return scan->boxes[scan->texts[i].box].pair == pair ? box : parent;
    return parent;
}

/* Are most of the box's paragraphs the body's, and does this text stand before all of them (step -1) or behind (1)? */
static bool bounds_body(const wire__scan *scan, uint32_t box, uint32_t text, int step)
{
    const wire__box *in = &scan->boxes[box];
    const uint32_t pair = scan->boxes[scan->texts[text].box].pair;
    uint32_t n_kept = 0, n_dropped = 0, n_alike = 0;
    for (uint32_t i = in->first_text; i < in->end_text; i++) {
        const wire__text *t = &scan->texts[i];
        if (!t->is_para || i == text || (wire__parent_of(scan, i) != box && scan->boxes[t->box].pair != pair))
            continue;
        if ((i > text) == (step > 0))
            return false;
        n_kept += t->is_kept;
        n_alike += t->is_kept && scan->boxes[t->box].pair == pair;
        n_dropped += !t->is_kept;
    }
    return n_kept >= (n_alike >= 2 ? 2 : FEW_PARAS) && n_kept > 4 * n_dropped;
}

/* What stands plainly between two of the body's texts, in the box that holds both, is the body's. */
static void settle_siblings(wire__scan *scan)
{
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        if (t->is_kept || t->p < between_from || !is_plain(scan, t))
            continue;
        const uint32_t parent = wrapped_in(scan, i, wire__parent_of(scan, i));
        const bool is_end = t->p >= last_from && t->ends_stop;
        const bool is_behind = goes_on(scan, parent, i, -1), is_before = goes_on(scan, parent, i, 1);
        if (is_behind && is_before)
            wire__settle(t, true, WIRE__WHY_BETWEEN);
        else if (is_behind && is_end && bounds_body(scan, parent, i, 1))
            wire__settle(t, true, WIRE__WHY_EDGE);
        else if (is_before && is_end && t->is_para && bounds_body(scan, parent, i, -1))
            wire__settle(t, true, WIRE__WHY_EDGE);
    }
}

/* No item of the list leads elsewhere or says what furniture says. */
static bool is_list_plain(const wire__scan *scan, const wire__box *box)
{
    for (uint32_t i = box->first_text; i < box->end_text; i++)
        if (scan->texts[i].phrase || scan->texts[i].link_chars)
            return false;
    return true;
}

/* Most of a list's words are the body's; or they may be, in the mean, and the list stands with the body's paragraphs.
 */
static bool is_list_kept(const wire__scan *scan, const wire__box *box, bool is_plain_list)
{
    uint32_t kept = 0, words = 0;
    float likely = 0;
    for (uint32_t i = box->first_text; i < box->end_text; i++) {
        const wire__text *t = &scan->texts[i];
        words += t->words;
        kept += t->is_kept ? t->words : 0;
        likely += t->p * (float)t->words;
    }
    if (kept * 2 > words)
        return true;
    const uint32_t last = box->end_text - 1;
    return is_plain_list && likely >= last_from * (float)words && goes_on(scan, box->parent, box->first_text, -1) &&
           (goes_on(scan, box->parent, last, 1) || bounds_body(scan, box->parent, last, 1));
}

/* A list is kept whole, but for items that may lead elsewhere. */
static void settle_lists(wire__scan *scan)
{
    for (uint32_t b = 0; b < scan->n_boxes; b++) {
        const wire__box *box = &scan->boxes[b];
        if ((box->tag != LXB_TAG_UL && box->tag != LXB_TAG_OL) || box->end_text < box->first_text + 2)
            continue;
        const bool is_plain_list = is_list_plain(scan, box);
        if (!is_list_kept(scan, box, is_plain_list))
            continue;
        for (uint32_t i = box->first_text; i < box->end_text; i++) {
            wire__text *t = &scan->texts[i];
            if (is_plain_list || (!t->phrase && t->p >= last_from && t->link_chars * 2 < t->chars))
                wire__settle(t, true, WIRE__WHY_LIST);
        }
    }
}

/* A tweet is the body's where the texts around it are. */
static void settle_tweets(wire__scan *scan)
{
    const uint32_t n = scan->n_texts;
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i;
        while (end < n && scan->texts[end].is_tweet)
            end++;
        if (end == i) {
            i++;
            continue;
        }
        const bool is_in = (i && scan->texts[i - 1].is_kept) || (end < n && scan->texts[end].is_kept);
        for (; i < end; i++)
            wire__settle(&scan->texts[i], is_in, WIRE__WHY_TWEET);
    }
}

/* A line that is an author's name and no more. */
static bool is_name(const wire__scan *scan, const wire__text *t, const wire__facts *facts)
{
    if (!facts->n_authors || t->chars > MAX_NAME || t->ends_stop)
        return false;
    char text[2 * MAX_NAME];
    const wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
    for (uint32_t i = 0; i < facts->n_authors; i++)
        if (wire__is_same_words(facts->authors[i].name, line))
            return true;
    return false;
}

static bool is_byline(const wire__scan *scan, const wire__text *t, const wire__all_facts *facts)
{
    return t->chars <= MAX_NAME && !t->heading &&
           (is_name(scan, t, &facts->ld) || is_name(scan, t, &facts->meta) || is_name(scan, t, &facts->seen));
}

static bool is_stamp(const wire__scan *scan, const wire__text *t, bool is_begun)
{
    if (t->heading || t->digits < 5)
        return false;
    return (t->chars < 160 && t->phrase & WIRE__PHRASE_STAMP) ||
           (!is_begun && t->chars < 60 && !t->ends_stop && scan->boxes[t->box].says & WIRE__SAYS_DATE);
}

static void settle_roles(wire__scan *scan, const wire__all_facts *facts, wire__choice *c)
{
    bool is_begun = false;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        is_begun = is_begun || (t->is_kept && t->is_para);
        if (is_caption(scan, t))
            mark(t, WIRE__ROLE_CAPTION);
        else if (t->is_kept && is_stamp(scan, t, is_begun))
            mark(t, WIRE__ROLE_STAMP);
        else if (t->is_kept && is_byline(scan, t, facts))
            mark(t, WIRE__ROLE_BYLINE);
    }
    if (facts->headline_text != UINT32_MAX)
        mark(&scan->texts[facts->headline_text], WIRE__ROLE_HEADLINE);
    c->standfirst = wire__settle_standfirst(scan, facts);
    c->kicker = find_kicker(scan, facts);
    if (c->kicker != UINT32_MAX)
        mark(&scan->texts[c->kicker], WIRE__ROLE_KICKER);
}

/* The F1 of words to be expected of what is at least as likely, were each text's chance true. */
static float expect_from(const wire__scan *scan, float from)
{
    float right = 0, kept = 0, all = 0;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        const float likely = t->p * (float)t->words;
        all += likely;
        right += t->p >= from ? likely : 0;
        kept += t->p >= from ? (float)t->words : 0;
    }
    return kept + all > 0 ? 2 * right / (kept + all) : 0;
}

/* The chance from which a text is kept. Half of the F1 that can be had is the best; where much can be had, a half is
 * near enough to that. A page of which nothing is sure still has its likeliest text. */
static float threshold(const wire__scan *scan)
{
    float from = keep_from;
    for (int i = 0; i < TRIES; i++) {
        const float f1 = expect_from(scan, from);
        if (f1 > sure_page)
            break;
        from = f1 / 2;
    }
    return from > keep_lowest ? from : keep_lowest;
}

/* A table of data is kept or dropped whole: by its words' mean chance, higher where kept text is on both its sides. */
static void settle_tables(wire__scan *scan)
{
    for (uint32_t b = 0; b < scan->n_boxes; b++) {
        const wire__box *box = &scan->boxes[b];
        if (box->tag != LXB_TAG_TABLE || box->first_text >= box->end_text || !wire__is_data_table(scan, b))
            continue;
        float sum = 0;
        uint32_t words = 0;
        for (uint32_t i = box->first_text; i < box->end_text; i++) {
            sum += scan->texts[i].p * (float)scan->texts[i].words;
            words += scan->texts[i].words;
        }
        uint32_t around = box->parent; /* a table often has a box of its own, to scroll in */
        while (around && scan->boxes[around].first_text == box->first_text &&
               scan->boxes[around].end_text == box->end_text)
            around = scan->boxes[around].parent;
        const bool is_between =
            goes_on(scan, around, box->first_text, -1) && goes_on(scan, around, box->end_text - 1, 1);
        const bool is_kept = words && sum / (float)words >= (is_between ? table_between : table_from);
        for (uint32_t i = box->first_text; i < box->end_text; i++)
            wire__settle(&scan->texts[i], is_kept, WIRE__WHY_TABLE);
    }
}

static bool is_apart(const wire__scan *scan, uint32_t box)
{
    static const wire__topic apart[] = {WIRE__TOPIC_NAV,     WIRE__TOPIC_FOOTER, WIRE__TOPIC_HIDDEN,
                                        WIRE__TOPIC_COMMENT, WIRE__TOPIC_SHARE,  WIRE__TOPIC_AD};
    for (size_t k = 0; k < sizeof apart / sizeof *apart; k++)
        if ((scan->boxes[box].near >> 4 * apart[k] & 15) < 6)
            return true;
    return false;
}

/* A front page or a product still has text: all but the site's own furniture. */
static void keep_page(wire__scan *scan)
{
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        wire__settle(t, !is_apart(scan, t->box) && !t->is_repeat && !t->phrase, WIRE__WHY_PAGE);
    }
}

static bool has_kept(const wire__scan *scan)
{
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].is_kept)
            return true;
    return false;
}

/* The F1 of words to be expected, were each text's chance true. */
static double expect(const wire__scan *scan)
{
    double right = 0, kept = 0, all = 0;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->role == WIRE__ROLE_CAPTION || t->role == WIRE__ROLE_HEADLINE || t->role == WIRE__ROLE_STANDFIRST)
            continue;
        all += (double)t->p * t->words;
        if (t->is_kept) {
            kept += t->words;
            right += (double)t->p * t->words;
        }
    }
    return kept > 0 ? 2 * right / (kept + all) : 0;
}

void wire__choose(wire__scan *scan, const wire__all_facts *facts, wire__choice *choice)
{
    const float from = threshold(scan);
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        t->is_kept = t->p >= from;
        t->why = t->is_recalled ? WIRE__WHY_SOURCE : WIRE__WHY_CHANCE;
        t->role = WIRE__ROLE_NONE;
    }
    settle_tables(scan);
    wire__drop(scan, facts);
    settle_tweets(scan);
    settle_lists(scan);
    settle_siblings(scan);
    settle_tweets(scan);
    if (!has_kept(scan) && !facts->ld.body.n)
        keep_page(scan);
    settle_roles(scan, facts, choice);
    settle_headings(scan);
    choice->confidence = expect(scan);
    choice->n_words = choice->n_paras = 0;
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].is_kept) {
            scan->texts[i].role = WIRE__ROLE_BODY;
            choice->n_words += scan->texts[i].words;
            choice->n_paras += scan->texts[i].is_para;
        }
}
