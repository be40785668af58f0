/* drop.c: what the model kept and rules know better: furniture by name, labels, repeats, other stories, comments. */
#include <string.h>

#include "extract/choose.h"

enum {
    MANY_WORDS = 150,
    SOME_WORDS = 30,
    FEW_LINES = 6,
    QUOTE_LEAST = 16, /* letters of a pull quote */
    QUOTE_MOST = 400,
    PARA_MOST = 4096, /* bytes of a paragraph that are looked at */
    MANY_QUOTES = 40,
    RUN_TEXTS = 3, /* that say the same again */
    RUN_WORDS = 60,
    START_WORDS = 8,
    MANY_STARTS = 200,
    LOOK_BACK = 2000
};
static const float main_from = 0.9f, aside_from = 0.7f; /* means over words: of a sure body, of what stands behind it */

/* Does a form ask for an e-mail address? At most the first hundred nodes of it are looked at. */
static bool asks_address(const wire__scan *scan, wire__node *form)
{
    wire__node *node = form;
    for (int n = 0; n < 100 && (node = wire__node_next(node, form)); n++)
        if (wire__node_is(node, LXB_TAG_INPUT) &&
            wire_str_is_ci(wire__node_attr(scan->dom, node, WIRE__ATTR_TYPE), WIRE_STR("email")))
            return true;
    return false;
}

/* Texts that went as one; first == end: none yet. */
typedef struct gone {
    uint32_t first, end;
} gone;

/* Drops the largest box from this one up that its names call furniture. None is a large part of the body. A box goes
 * once, however many of its texts ask for it: boxes are nested or apart, and are asked for in the page's order. */
static void drop_box(wire__scan *scan, uint32_t box, gone *last)
{
    static const wire__topic named[] = {WIRE__TOPIC_PROMO, WIRE__TOPIC_RELATED, WIRE__TOPIC_SHARE, WIRE__TOPIC_AD};
    const uint32_t most = scan->n_boxes ? scan->boxes[scan->best].chars / 5 : 0;
    uint32_t top = UINT32_MAX;
    for (int steps = 0; steps < 4 && box && scan->boxes[box].chars <= most; steps++, box = scan->boxes[box].parent)
        for (size_t k = 0; k < sizeof named / sizeof *named; k++)
            if (scan->boxes[box].says & (1u << named[k]))
                top = box;
    if (top == UINT32_MAX)
        return;
    const gone now = {scan->boxes[top].first_text, scan->boxes[top].end_text};
    if (now.first >= last->first && now.end <= last->end)
        return;
    *last = now;
    for (uint32_t t = now.first; t < now.end; t++)
        if (scan->texts[t].p < WIRE__SURE)
            wire__settle(&scan->texts[t], false, WIRE__WHY_NAMED);
}

/* Boxes that their names call furniture, and whose text or form says so too, go whole: newsletter boxes, related links,
 * promotions, share lines; polls. */
static void drop_named(wire__scan *scan)
{
    static const uint32_t phrases =
        WIRE__PHRASE_NEWSLETTER | WIRE__PHRASE_RELATED | WIRE__PHRASE_SHARE | WIRE__PHRASE_AD | WIRE__PHRASE_LOGIN;
    gone by_phrase = {0, 0}, by_form = {0, 0};
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].phrase & phrases)
            drop_box(scan, scan->texts[i].box, &by_phrase);
    for (uint32_t i = 0; i < scan->n_boxes; i++)
        if (scan->boxes[i].tag == LXB_TAG_FORM &&
            (asks_address(scan, scan->boxes[i].node) || wire__has_choice(scan, scan->boxes[i].node)))
            drop_box(scan, i, &by_form);
}

/* A few words that announce furniture: "Related", "Share this", "Advertisement", "Comments". */
static bool is_label(const wire__text *t)
{
    static const uint32_t announces = WIRE__PHRASE_RELATED | WIRE__PHRASE_SHARE | WIRE__PHRASE_NEWSLETTER |
                                      WIRE__PHRASE_AD | WIRE__PHRASE_COMMENT | WIRE__PHRASE_LOGIN;
    return t->words <= 4 && t->p < WIRE__SURE && t->phrase & announces;
}

/* A line of its own that points elsewhere: "Read more: ...", a headline in capitals that is a link, an advertisement's
 * mark, a byline or a photographer's name. */
static bool is_pointer(const wire__text *t, bool is_news)
{
    const bool is_linked = t->link_chars * 5 > t->chars * 2, is_all_linked = t->link_chars * 10 > t->chars * 9;
    if (t->phrase & (WIRE__PHRASE_RELATED | WIRE__PHRASE_SHARE) && is_linked && t->chars < 200)
        return true;
    if (is_all_linked && t->chars > 20 && (is_news || t->capitals * 5 > t->chars * 3))
        return true;
    if (t->phrase & WIRE__PHRASE_AD && t->chars < 60 && !t->commas)
        return true;
    if (t->phrase & WIRE__PHRASE_BYLINE && !t->is_para && t->chars < 150 && !t->ends_stop)
        return true;
    return is_news && t->phrase & (WIRE__PHRASE_CREDIT | WIRE__PHRASE_NEWSLETTER) && t->chars < 60;
}

static void drop_pointers(wire__scan *scan, bool is_news)
{
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        if (!wire__is_in_tag(scan, t->box, LXB_TAG_LI, 2) && (is_label(t) || (!t->heading && is_pointer(t, is_news))))
            wire__settle(t, false, WIRE__WHY_POINTER);
    }
}

static bool is_copyright(const wire__text *t)
{
    return t->phrase & WIRE__PHRASE_COPYRIGHT && !t->heading && t->chars < 200 && t->digits >= 4;
}

/* A small box behind the story's text that ends in a line of copyright is the site's small print.
 * in  words: of what is kept before the line. out  of what is kept still */
static uint32_t drop_small_print(wire__scan *scan, uint32_t line, uint32_t words)
{
    const wire__box *box = &scan->boxes[wire__parent_of(scan, line)];
    if (box->end_text != line + 1 || box->n_texts > FEW_LINES)
        return words;
    uint32_t before = words;
    for (uint32_t i = box->first_text; i < line; i++)
        before -= scan->texts[i].is_kept ? scan->texts[i].words : 0;
    if (before < SOME_WORDS)
        return words;
    for (uint32_t i = box->first_text; i < line; i++)
        wire__settle(&scan->texts[i], false, WIRE__WHY_BOILERPLATE);
    return before;
}

/* Nobody wrote these for the story: lines of copyright with what stands above them, and what stands in a place until
 * the text or the embed is there. */
static void drop_boilerplate(wire__scan *scan)
{
    uint32_t words = 0; /* kept so far */
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        if (is_copyright(t))
            words = drop_small_print(scan, i, words);
        if (is_copyright(t) || t->phrase & WIRE__PHRASE_FILLER)
            wire__settle(t, false, WIRE__WHY_BOILERPLATE);
        words += t->is_kept ? t->words : 0;
    }
}

/* What stands three times and more on a page is said by the template, not by the story. */
static void drop_repeats(wire__scan *scan)
{
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].repeats >= 3 && scan->texts[i].is_para && scan->texts[i].p < WIRE__SURE &&
            !wire__is_in_tag(scan, scan->texts[i].box, LXB_TAG_LI, 2))
            wire__settle(&scan->texts[i], false, WIRE__WHY_REPEAT);
}

/* How many texts say the same, one after the other, from two places on; 0: too few to be no chance. */
static uint32_t same_run(const wire__scan *scan, uint32_t first, uint32_t again)
{
    uint32_t n = 0, words = 0;
    for (; first + n < again && again + n < scan->n_texts && scan->texts[first + n].hash == scan->texts[again + n].hash;
         n++)
        words += scan->texts[again + n].words;
    return n >= RUN_TEXTS && words >= RUN_WORDS ? n : 0;
}

/* A part of the page that stands there a second time, in a box of its own, for another width of window. */
static void drop_twins(wire__scan *scan)
{
    uint32_t n_looked = 0;
    for (uint32_t i = 0; i < scan->n_texts && n_looked < MANY_STARTS; i++) {
        if (!scan->texts[i].is_kept || !scan->texts[i].is_repeat || scan->texts[i].words < START_WORDS)
            continue;
        n_looked++;
        uint32_t n = 0;
        for (uint32_t first = i > LOOK_BACK ? i - LOOK_BACK : 0; first < i && !n; first++)
            if (scan->texts[first].hash == scan->texts[i].hash && scan->texts[first].is_kept &&
                wire__parent_of(scan, first) != wire__parent_of(scan, i))
                n = same_run(scan, first, i);
        for (uint32_t k = i; k < i + n; k++)
            wire__settle(&scan->texts[k], false, WIRE__WHY_REPEAT);
        i += n ? n - 1 : 0;
    }
}

/* Set apart from the paragraphs around it: in an aside or in a class for quotes. */
static bool is_set_apart(const wire__scan *scan, uint32_t box)
{
    return wire__says_near(scan, box, WIRE__SAYS_QUOTE, 2) || wire__is_in_tag(scan, box, LXB_TAG_ASIDE, 2);
}

/* An aside that is called one is no part of the text, whatever it says. */
static bool is_called_pull_quote(const wire__scan *scan, uint32_t box)
{
    static const uint32_t both = WIRE__SAYS_QUOTE | WIRE__TOPIC_BIT(INSET);
    for (uint32_t i = 0; i <= 2; i++, box = scan->boxes[box].parent)
        if (scan->boxes[box].tag == LXB_TAG_ASIDE)
            return (scan->boxes[box].says & both) == both;
    return false;
}

/* Do these words stand in a longer paragraph of the body? */
static bool is_said_in_text(const wire__scan *scan, uint32_t text)
{
    char words[QUOTE_MOST], whole[PARA_MOST], folded[PARA_MOST];
    const wire__text *quote = &scan->texts[text];
    const wire_str line = {whole, wire__text_copy(scan, quote, whole, sizeof whole)};
    const size_t n = wire__fold_words(line, words, sizeof words);
    for (uint32_t i = 0; n >= QUOTE_LEAST && n < sizeof words && i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        if (i == text || !t->is_kept || t->heading || t->chars <= quote->chars || is_set_apart(scan, t->box))
            continue;
        const wire_str para = {whole, wire__text_copy(scan, t, whole, sizeof whole)};
        if (memmem(folded, wire__fold_words(para, folded, sizeof folded), words, n))
            return true;
    }
    return false;
}

/* A pull quote says again, in large letters, what a paragraph says. */
static void drop_pull_quotes(wire__scan *scan)
{
    int n_looked = 0;
    for (uint32_t i = 0; i < scan->n_texts && n_looked < MANY_QUOTES; i++) {
        wire__text *t = &scan->texts[i];
        if (!t->is_kept || t->heading || t->chars > QUOTE_MOST || !is_set_apart(scan, t->box))
            continue;
        n_looked++;
        if (is_called_pull_quote(scan, t->box) || is_said_in_text(scan, i))
            wire__settle(t, false, WIRE__WHY_PULL_QUOTE);
    }
}

static bool is_near(const wire__scan *scan, const wire__text *t, wire__topic topic, uint32_t steps)
{
    return (scan->boxes[t->box].near >> 4 * topic & 15) <= steps;
}

/* Comments, authors' lives and consent dialogs, as their own or next boxes call themselves; not where the best
 * container is called so too. */
static void drop_others_words(wire__scan *scan)
{
    static const wire__topic topics[] = {WIRE__TOPIC_COMMENT, WIRE__TOPIC_AUTHOR};
    const uint64_t best = scan->n_boxes ? scan->boxes[scan->best].near : 0;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        wire__text *t = &scan->texts[i];
        for (size_t k = 0; k < sizeof topics / sizeof *topics && t->is_kept; k++)
            if (is_near(scan, t, topics[k], 1) && (best >> 4 * topics[k] & 15) == 15)
                wire__settle(t, false, WIRE__WHY_OTHERS);
        if (t->is_kept && wire__says_near(scan, t->box, WIRE__SAYS_CONSENT, 4))
            wire__settle(t, false, WIRE__WHY_CONSENT);
    }
}

/* The share of a run's words that is the story's, were each text's chance true. */
static float mean_chance(const wire__scan *scan, uint32_t from, uint32_t end, uint32_t *n_words)
{
    float sum = 0;
    *n_words = 0;
    for (uint32_t i = from; i < end; i++)
        if (scan->texts[i].is_kept) {
            sum += scan->texts[i].p * (float)scan->texts[i].words;
            *n_words += scan->texts[i].words;
        }
    return *n_words ? sum / (float)*n_words : 0;
}

static uint32_t pair_of(const wire__scan *scan, uint32_t text)
{
    return scan->boxes[scan->texts[text].box].pair;
}

/* Kept texts behind a sure body, one after the other, that are less sure and set otherwise: other stories, promotions.
 */
static void drop_doubtful(wire__scan *scan)
{
    const wire__box *best = &scan->boxes[scan->best];
    uint32_t words, last = best->end_text;
    if (mean_chance(scan, best->first_text, best->end_text, &words) < main_from || words < MANY_WORDS)
        return;
    while (last > best->first_text && !(scan->texts[last - 1].is_kept && scan->texts[last - 1].is_para))
        last--;
    for (uint32_t from = best->end_text, end; from < scan->n_texts; from = end + 1) {
        bool is_alike = false;
        for (end = from; end < scan->n_texts && scan->texts[end].is_kept; end++)
            is_alike = is_alike || (last > best->first_text && pair_of(scan, end) == pair_of(scan, last - 1));
        if (!is_alike && mean_chance(scan, from, end, &words) < aside_from)
            for (uint32_t i = from; i < end; i++)
                wire__settle(&scan->texts[i], false, WIRE__WHY_DOUBT);
    }
}

/* A heading over comments ends the page's story, where there was one before. */
static void drop_behind_comments(wire__scan *scan)
{
    uint32_t words = 0, i = 0;
    for (; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->heading && t->words <= 4 && t->phrase & WIRE__PHRASE_COMMENT && words >= MANY_WORDS)
            break;
        words += t->is_kept ? t->words : 0;
    }
    for (; i < scan->n_texts; i++)
        wire__settle(&scan->texts[i], false, WIRE__WHY_COMMENTS);
}

/* The article that a box is in; 0: none. */
static uint32_t article_of(const wire__scan *scan, uint32_t box)
{
    while (box && scan->boxes[box].tag != LXB_TAG_ARTICLE)
        box = scan->boxes[box].parent;
    return box;
}

/* Articles behind the headline's own, each with a headline of its own, are other stories. */
static void drop_stories(wire__scan *scan, uint32_t headline)
{
    const uint32_t own = headline == UINT32_MAX ? 0 : article_of(scan, scan->texts[headline].box);
    if (!own)
        return;
    const uint32_t level = scan->texts[headline].heading;
    for (uint32_t i = scan->boxes[own].end_text; i < scan->n_texts; i++) {
        const uint32_t other = article_of(scan, scan->texts[i].box);
        if (!other || !scan->texts[i].heading || scan->texts[i].heading > level)
            continue;
        for (uint32_t k = scan->boxes[other].first_text; k < scan->boxes[other].end_text; k++)
            wire__settle(&scan->texts[k], false, WIRE__WHY_STORY);
        i = scan->boxes[other].end_text - 1;
    }
}

/* What stands before the headline and outside the best container is not the story's. */
static void drop_before(wire__scan *scan, uint32_t headline)
{
    const wire__box *best = &scan->boxes[scan->best];
    if (headline == UINT32_MAX || !scan->n_boxes || best->end_text <= headline)
        return;
    for (uint32_t i = 0; i < headline; i++)
        if (i < best->first_text)
            wire__settle(&scan->texts[i], false, WIRE__WHY_BEFORE);
}

void wire__drop(wire__scan *scan, const wire__all_facts *facts)
{
    drop_named(scan);
    drop_pointers(scan, facts->ld.is_news);
    drop_boilerplate(scan);
    drop_repeats(scan);
    drop_twins(scan);
    drop_pull_quotes(scan);
    drop_others_words(scan);
    if (scan->n_boxes)
        drop_doubtful(scan);
    drop_before(scan, facts->headline_text);
    drop_stories(scan, facts->headline_text);
    drop_behind_comments(scan);
}
