/* title.c: choosing the headline among the title, metadata and the headings shown. */
#include "extract/facts.h"

#include <string.h>

enum { MAX_TITLE = 500, LOOK_AT = 120 };

/* Letters and digits only, ASCII lower: what is left when two titles are set differently. */
size_t wire__fold_words(wire_str s, char *to, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < most; i++) {
        const unsigned char c = (unsigned char)s.p[i], letter = c | 32;
        if (c < 0x80) { /* without a branch: words are short */
            const bool is_letter = letter >= 'a' && letter <= 'z';
            to[n] = (char)(is_letter ? letter : c);
            n += is_letter | (c >= '0' && c <= '9');
        } else if (c == 0xE2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80)
            i += 2; /* dashes and quotes of General Punctuation */
        else if (c == 0xC2 && i + 1 < s.n)
            i++;
        else
            to[n++] = (char)c;
    }
    return n;
}

bool wire__is_same_words(wire_str a, wire_str b)
{
    char fa[MAX_TITLE], fb[MAX_TITLE];
    const size_t na = wire__fold_words(a, fa, sizeof fa), nb = wire__fold_words(b, fb, sizeof fb);
    return na && na == nb && !memcmp(fa, fb, na);
}

/* True where the words of `part` stand in `whole`. */
static bool holds(wire_str whole, wire_str part)
{
    char fw[MAX_TITLE], fp[MAX_TITLE];
    const size_t nw = wire__fold_words(whole, fw, sizeof fw), np = wire__fold_words(part, fp, sizeof fp);
    return np >= 8 && nw >= np && memmem(fw, nw, fp, np);
}

/* Where the last separator of title and site stands; *width: its bytes. SIZE_MAX: none. */
static size_t last_separator(wire_str s, size_t *width)
{
    static const char *const marks[] = {" | ",        " - ",           " \xe2\x80\x93 ", " \xe2\x80\x94 ",
                                        " \xc2\xbb ", " \xc2\xab ",    " \xe2\x80\xa2 ", " \xc2\xb7 ",
                                        " :: ",       " / ",           "\xef\xbd\x9c",   " > ",
                                        "|",          " \xe2\x80\xba "};
    for (size_t at = s.n; at-- > 1;) {
        if (s.p[at] != ' ' && s.p[at] != '|' && s.p[at] != '\xef')
            continue; /* no mark starts so */
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const wire_str mark = wire_str_of(marks[i]);
            if (s.n - at >= mark.n && !memcmp(s.p + at, mark.p, mark.n)) {
                *width = mark.n;
                return at;
            }
        }
    }
    return SIZE_MAX;
}

static size_t words_of(wire_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] != ' ' && (!i || s.p[i - 1] == ' ');
    return n;
}

/* "Harbour-light.com": a name that is a host, and not a program's ("Node.js"). */
static bool is_host_name(wire_str part)
{
    static const char ends[] =
        " com org net edu gov info news example eu uk us ca au nz in ie za de at ch fr be nl es pt it "
        "pl cz sk hu ro se no dk fi gr tr ru ua jp kr cn br mx ar ";
    size_t dot = part.n < 60 ? part.n : 0;
    while (dot && part.p[dot - 1] != '.')
        dot--;
    char end[12] = " ";
    const size_t n = part.n - dot;
    if (dot < 2 || !n || n > sizeof end - 3 || memchr(part.p, ' ', part.n))
        return false;
    memcpy(end + 1, part.p + dot, n);
    end[n + 1] = ' ';
    end[n + 2] = '\0';
    return strstr(ends, end) != NULL;
}

/* Two names of a site are the same, or one is within the other. */
static bool is_site(wire_str part, wire_str site, wire_str host)
{
    char fp[MAX_TITLE], fs[MAX_TITLE];
    const size_t np = wire__fold_words(part, fp, sizeof fp);
    if (np < 2)
        return false;
    const size_t ns = wire__fold_words(site, fs, sizeof fs);
    if (ns >= 3 && (ns >= np ? memmem(fs, ns, fp, np) : memmem(fp, np, fs, ns)))
        return true;
    const size_t nh = wire__fold_words(host, fs, sizeof fs);
    return nh >= 3 && np >= 3 && memmem(fs, nh, fp, np);
}

/* The title without the site's name at its end or its start. */
static wire_str drop_site(wire_str title, wire_str site, wire_str host)
{
    for (int round = 0; round < 2; round++) {
        size_t width;
        const size_t at = last_separator(title, &width);
        if (at == SIZE_MAX)
            break;
        const wire_str head = wire_str_trim(wire_str_cut(title, 0, at));
        const wire_str tail = wire_str_trim(wire_str_cut(title, at + width, title.n));
        if (is_site(tail, site, host) || is_host_name(tail))
            title = head;
        else if (round == 0 && is_site(head, site, host) && words_of(tail) >= 3)
            return tail;
        else if (round == 0 && title.p[at + (width > 1)] == '|' && words_of(tail) <= (site.n ? 2 : 4) &&
                 words_of(head) >= 3)
            title = head; /* a bar parts the site's name, if anything does */
        else
            break;
    }
    return title;
}

static wire_str host_of(const wire__scan *scan, const wire__all_facts *facts)
{
    wire_str url = scan->canonical.n ? scan->canonical : facts->meta.url;
    const size_t at = wire_str_find(url, WIRE_STR("://"));
    if (at == SIZE_MAX)
        return (wire_str){NULL, 0};
    url = wire_str_cut(url, at + 3, url.n);
    const char *slash = url.n ? memchr(url.p, '/', url.n) : NULL;
    return slash ? wire_str_cut(url, 0, (size_t)(slash - url.p)) : url;
}

/* The share of a's words, letters and digits run together, that b has too. */
static double overlap(wire_str a, wire_str b)
{
    char fb[MAX_TITLE], word[64];
    const size_t nb = wire__fold_words(b, fb, sizeof fb);
    size_t all = 0, hit = 0;
    for (size_t i = 0; i < a.n;) {
        size_t n = 0;
        while (i + n < a.n && a.p[i + n] != ' ')
            n++;
        const size_t nw = wire__fold_words(wire_str_cut(a, i, i + n), word, sizeof word);
        if (nw > 2) {
            all += nw;
            hit += memmem(fb, nb, word, nw) ? nw : 0;
        }
        i += n + 1;
    }
    return all ? (double)hit / (double)all : 0;
}

/* What is known of the headline before any heading is looked at. */
typedef struct known {
    wire_str titles[4]; /* JSON-LD's, metadata's, <title>, microdata's; without the site's name */
    wire_str stated;    /* the first of them there is */
    wire_str site, host, banner;
} known;

enum { N_TITLES = 4, MAX_CELLS = 12 };

/* A heading as it is shown. */
typedef struct heading {
    uint32_t at;   /* its first text */
    wire_str line; /* all of it, or the part that is the headline */
    wire_str kicker;
    int rank;
    bool is_more; /* holds more than the headline */
} heading;

/* How like a title is a line. */
typedef enum likeness { UNLIKE, LIKE_SOME, LIKE_HALF, LIKE_PART, LIKE_CELLS, LIKE_ALL } likeness;

/* An h1 that is unlike all titles is the headline where it is the only one. In a trail of links it is worth no more
 * than another that has half the words. An h2 counts where it has a title's words, whole or in part. */
enum {
    RANK_TRAIL = 70,
    RANK_CALLED = 70,
    RANK_UNSEEN = 58,
    RANK_ALONE = 20
}; /* called: its class says headline or title */
static const uint8_t ranks[][2] = {[UNLIKE] = {0, RANK_ALONE}, [LIKE_SOME] = {0, 25},   [LIKE_HALF] = {0, 70},
                                   [LIKE_PART] = {60, 75},     [LIKE_CELLS] = {80, 85}, [LIKE_ALL] = {90, 100}};

static likeness likeness_of(wire_str line, uint32_t chars, bool is_h1, const known *k)
{
    likeness best = UNLIKE;
    for (size_t i = 0; i < N_TITLES; i++) {
        const wire_str title = k->titles[i];
        if (!title.n)
            continue;
        likeness is = UNLIKE;
        if (wire__is_same_words(title, line))
            is = LIKE_ALL;
        else if (chars >= 12 && (holds(title, line) || holds(line, title)))
            is = LIKE_PART;
        else if (chars >= 12 && is_h1) {
            const double there = overlap(line, title), back = overlap(title, line);
            const double less = there < back ? there : back, more = there < back ? back : there;
            is = more >= 0.5 && less >= 0.25 ? LIKE_HALF : there + back >= 0.5 ? LIKE_SOME : UNLIKE;
        }
        best = is > best ? is : best;
    }
    return best;
}

/* JSON-LD or metadata has this line's words for the headline, and no more. */
static bool is_stated_alone(const known *k, wire_str line)
{
    return words_of(line) >= 2 && ((k->titles[0].n && wire__is_same_words(k->titles[0], line)) ||
                                   (k->titles[1].n && wire__is_same_words(k->titles[1], line)));
}

/* The title that has a colon between two parts that are shown without one. {NULL, 0}: none */
static wire_str joined_by_colon(const known *k, wire_str first, wire_str second)
{
    if (strchr(":.?!", first.p[first.n - 1]))
        return (wire_str){NULL, 0};
    for (size_t i = 0; i < N_TITLES; i++) {
        const wire_str title = k->titles[i];
        const size_t colon = wire_str_find(title, WIRE_STR(": "));
        if (colon != SIZE_MAX && wire__is_same_words(wire_str_cut(title, 0, colon), first) &&
            wire__is_same_words(wire_str_cut(title, colon + 2, title.n), second))
            return title;
    }
    return (wire_str){NULL, 0};
}

/* Parts that stand on lines of their own, without a colon between them that only screen readers say. */
static bool has_lines(wire__node *node)
{
    enum { LOOK = 60 };
    bool is_parted = false;
    int seen = 0;
    for (wire__node *n = wire__node_next(node, node); n && seen < LOOK; n = wire__node_next(n, node), seen++) {
        if (wire__node_is_text(n) && wire_str_is(wire_str_trim(wire__node_text(n)), WIRE_STR(":")))
            return false;
        is_parted = is_parted || (wire__node_is_element(n) &&
                                  (wire__is_block_tag(wire__node_tag(n)) || wire__node_is(n, LXB_TAG_BR)));
    }
    return is_parted;
}

/* Kicker, headline and counter of replies may stand in one heading, each in an element of its own: the run of cells
 * that has a title's words, and most of the heading, is the headline, and so is the second of two that metadata states
 * alone, however short. What stands before it is the kicker. */
static bool find_cells(wire_str cells, const known *k, wire__node *node, bool is_whole, heading *h)
{
    wire_str cell[MAX_CELLS];
    size_t n = 0;
    for (wire_str rest = cells; rest.n && n < MAX_CELLS;) {
        const char *end = memchr(rest.p, '\n', rest.n);
        const size_t len = end ? (size_t)(end - rest.p) : rest.n;
        cell[n++] = wire_str_cut(rest, 0, len);
        rest = wire_str_cut(rest, end ? len + 1 : len, rest.n);
    }
    const bool is_alone = n == 2 && cell[0].n >= 3 && !is_whole && is_stated_alone(k, cell[1]);
    const wire_str joined =
        n == 2 && !is_alone && cell[0].n ? joined_by_colon(k, cell[0], cell[1]) : (wire_str){NULL, 0};
    if (joined.n && !has_lines(node)) {
        h->line = joined;
        return true;
    }
    if (joined.n || is_alone) {
        h->line = cell[1];
        h->kicker = cell[0];
        return true;
    }
    for (size_t i = 0; n > 1 && i < n && !is_whole; i++)
        for (size_t j = n; j > i; j--) {
            const wire_str run = {cell[i].p, (size_t)(cell[j - 1].p + cell[j - 1].n - cell[i].p)};
            if ((!i && j == n) || run.n * 2 < cells.n)
                continue;
            for (size_t t = 0; t < N_TITLES; t++)
                if (k->titles[t].n && wire__is_same_words(k->titles[t], run)) {
                    h->line = j == i + 1 ? run : k->titles[t];
                    h->kicker = i ? (wire_str){cells.p, (size_t)(cell[i - 1].p + cell[i - 1].n - cells.p)}
                                  : (wire_str){NULL, 0};
                    return true;
                }
        }
    return false;
}

static wire__node *heading_of(const wire__text *t)
{
    wire__node *node = t->first->parent;
    for (int up = 0; node && up < 12; up++, node = node->parent)
        if (wire__node_is(node, LXB_TAG_H1) || wire__node_is(node, LXB_TAG_H2))
            return node;
    return NULL;
}

/* Trails of links to where a page stands end with its title, sometimes as an h1. */
static bool is_in_trail(const wire__scan *scan, const wire__text *t)
{
    return (scan->boxes[t->box].near >> 4 * WIRE__TOPIC_NAV & 15) <= 2;
}

/* Shown text as it stands; entities that are escaped twice are read, but not what looks like a tag. */
static wire_str clean_line(wire_str line, wire_arena *arena)
{
    wire_str copy = {NULL, 0};
    line = wire_str_trim(line);
    if (line.n && !memchr(line.p, '<', line.n))
        return wire__text_clean(line, false, arena);
    return wire_arena_copy(arena, line, &copy) ? copy : (wire_str){NULL, 0};
}

/* Or is it named so? */
bool wire__is_site_banner(const wire__scan *scan, wire__node *node)
{
    static const wire_str names[] = {WIRE_STR("site-title"), WIRE_STR("site-name"), WIRE_STR("site-logo")};
    const wire_str said[] = {wire__node_attr(scan->dom, node, WIRE__ATTR_CLASS),
                             wire__node_attr(scan->dom, node, WIRE__ATTR_ID)};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < 2; k++)
            if (wire_str_find_ci(wire_str_cut(said[k], 0, 200), names[i]) != SIZE_MAX)
                return true;
    return false;
}

/* A heading that leads to the front is the site's name. */
static bool leads_home(const wire__scan *scan, const wire__text *t)
{
    wire__node *link = t->is_linked ? t->first->parent : NULL;
    for (int up = 0; link && up < 8 && !wire__node_is(link, LXB_TAG_A); up++)
        link = link->parent;
    if (!link || !wire__node_is(link, LXB_TAG_A))
        return false;
    wire_str href = wire_str_trim(wire__node_attr(scan->dom, link, WIRE__ATTR_HREF));
    const size_t scheme = wire_str_find(href, WIRE_STR("//"));
    if (scheme != SIZE_MAX && scheme < 7) {
        href = wire_str_cut(href, scheme + 2, href.n);
        const char *slash = href.n ? memchr(href.p, '/', href.n) : NULL;
        href = wire_str_cut(href, slash ? (size_t)(slash - href.p) : href.n, href.n);
        return href.n <= 1;
    }
    return wire_str_is(href, WIRE_STR("/")) || wire_str_has_suffix(href, WIRE_STR("../")) ||
           wire_str_is(href, WIRE_STR("/index.html"));
}

static void rank_heading(const wire__scan *scan, wire__node *node, const known *k, wire_arena *arena, heading *h)
{
    const wire__text *t = &scan->texts[h->at];
    char text[MAX_TITLE], cells[MAX_TITLE];
    const bool is_h1 = t->heading == 1;
    h->line = (wire_str){text, wire__node_copy(scan, node, text, sizeof text)};
    likeness is = likeness_of(h->line, t->chars, is_h1, k);
    heading part = *h;
    const bool has_parts = node->first_child != node->last_child || !wire__node_is_text(node->first_child);
    const bool is_whole = is == LIKE_ALL && is_stated_alone(k, h->line);
    if (has_parts && find_cells((wire_str){cells, wire__node_copy_cells(scan, node, cells, sizeof cells)}, k, node,
                                is_whole, &part)) {
        *h = part;
        is = LIKE_CELLS;
    }
    h->rank = ranks[is][is_h1];
    if (is == LIKE_SOME && is_h1 && scan->boxes[t->box].says & WIRE__TOPIC_BIT(HEAD))
        h->rank = RANK_CALLED;
    const bool is_banner =
        wire__is_same_words(h->line, k->banner) || leads_home(scan, t) || wire__is_site_banner(scan, node);
    if ((is < LIKE_CELLS && is_banner) || wire__is_site_banner(scan, node) ||
        (is < LIKE_PART && is_site(h->line, k->site, k->host)))
        h->rank = 0;
    if (h->line.n + 8 > MAX_TITLE) /* a heading that somebody forgot to close */
        h->rank = 0;
    if (h->rank > RANK_TRAIL && is_in_trail(scan, t))
        h->rank = RANK_TRAIL;
    if (h->rank > RANK_UNSEEN && scan->boxes[t->box].says & WIRE__SAYS_UNSEEN)
        h->rank = RANK_UNSEEN;
    h->is_more = !is_h1 && is == LIKE_PART && holds(h->line, k->stated);
    h->line = h->rank > 0 ? clean_line(h->line, arena) : (wire_str){NULL, 0};
    h->kicker = clean_line(h->kicker, arena);
}

/* The heading that shows the headline; the only h1 does where none has the words of a title, unless it is the site's
 * name. */
static heading find_heading(const wire__scan *scan, const known *k, wire_arena *arena)
{
    heading best = {.at = UINT32_MAX};
    uint32_t n_h1 = 0, looked = 0;
    wire__node *last = NULL;
    for (uint32_t i = 0; i < scan->n_texts && looked < LOOK_AT && best.rank < ranks[LIKE_ALL][1]; i++) {
        const wire__text *t = &scan->texts[i];
        if (!t->heading || t->heading > 2 || t->chars > 400 || t->chars < 2)
            continue;
        wire__node *node = heading_of(t);
        if (!node || node == last || ranks[LIKE_ALL][t->heading == 1] <= best.rank)
            continue;
        last = node;
        looked++;
        heading h = {.at = i};
        rank_heading(scan, node, k, arena, &h);
        n_h1 += t->heading == 1 && !wire__is_same_words(h.line, best.line); /* some set it twice, for two widths */
        if (h.rank > best.rank && h.line.n >= 6)
            best = h;
    }
    if (best.rank < RANK_TRAIL - 10 && (n_h1 > 1 || (best.rank && scan->texts[best.at].chars < 15)))
        return (heading){.at = UINT32_MAX};
    return best;
}

/* Pages without headings set the headline as a line of its own: it has the title's very words. */
static bool is_title(const known *k, wire_str line)
{
    for (size_t i = 0; i < N_TITLES; i++)
        if (k->titles[i].n && wire__is_same_words(k->titles[i], line))
            return true;
    return false;
}

/* "The Harbour Light: Market shuts": the line is what stands behind the name. */
static bool is_behind_colon(wire_str title, wire_str line)
{
    const size_t colon = wire_str_find(title, WIRE_STR(": "));
    return colon != SIZE_MAX && line.n >= 12 && wire__is_same_words(wire_str_cut(title, colon + 2, title.n), line);
}

/* Byline and stamp may stand in the same text, behind line breaks: the first line is the headline then. */
static uint32_t find_line(const wire__scan *scan, const known *k, wire_arena *arena, wire_str *headline)
{
    for (uint32_t i = 0; i < scan->n_texts && i < LOOK_AT; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->chars < 12 || t->chars > 300 || t->is_linked)
            continue;
        char text[MAX_TITLE];
        wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
        if (t->chars >= 16 && is_title(k, line))
            return i;
        if (t->first == t->last && !is_behind_colon(k->titles[2], line))
            continue;
        line.n = wire__text_copy_cells(scan, t, text, sizeof text);
        const char *end = line.n ? memchr(line.p, '\n', line.n) : NULL;
        line = wire_str_trim(wire_str_cut(line, 0, end ? (size_t)(end - line.p) : line.n));
        if (line.n >= 12 && (is_title(k, line) || is_behind_colon(k->titles[2], line))) {
            *headline = clean_line(line, arena);
            return i;
        }
    }
    return UINT32_MAX;
}

/* What the page's title has beside the headline that metadata states is the site's name, or its section's: no headline,
 * though many a blog sets it as h1. */
static wire_str banner_of(wire_str title, wire_str stated)
{
    if (title.n < stated.n + 3 || stated.n < 8)
        return (wire_str){NULL, 0};
    if (wire_str_has_suffix(title, stated)) {
        wire_str rest = wire_str_trim(wire_str_cut(title, 0, title.n - stated.n));
        while (rest.n && strchr(":|-", rest.p[rest.n - 1]))
            rest.n--;
        return rest;
    }
    return (wire_str){NULL, 0};
}

/* A page that does not say whose it is says it behind the headline in its title: "Market shuts - The Harbour Light", or
 * before it: "The Harbour Light: Market shuts". */
static wire_str site_in_title(wire_str title, wire_str headline)
{
    size_t width = 0;
    const size_t at = last_separator(title, &width);
    wire_str name = {NULL, 0};
    char head[MAX_TITLE], line[MAX_TITLE];
    const size_t n_line = wire__fold_words(headline, line, 60);
    if (at != SIZE_MAX && n_line >= 8 && wire__fold_words(wire_str_cut(title, 0, at), head, sizeof head) >= n_line &&
        !memcmp(head, line, n_line))
        name = wire_str_trim(wire_str_cut(title, at + width, title.n));
    const size_t colon = wire_str_find(title, WIRE_STR(": "));
    if (!name.n && colon != SIZE_MAX && wire__is_same_words(wire_str_cut(title, colon + 2, title.n), headline))
        name = wire_str_trim(wire_str_cut(title, 0, colon));
    const bool is_byline = wire_str_is_ci(wire_str_cut(name, 0, 3), WIRE_STR("by "));
    size_t n_digits = 0;
    for (size_t i = 0; i < name.n; i++)
        n_digits += name.p[i] >= '0' && name.p[i] <= '9';
    const bool is_name = name.n >= 2 && name.n <= 60 && words_of(name) <= 6 && !is_byline && n_digits * 2 < name.n;
    return is_name ? name : (wire_str){NULL, 0};
}

void wire__title_choose(const wire__scan *scan, wire_arena *arena, wire__all_facts *facts)
{
    known k = {.site = facts->site, .host = host_of(scan, facts)};
    k.titles[0] = drop_site(facts->ld.headline, k.site, k.host);
    k.titles[1] = drop_site(facts->meta.headline, k.site, k.host);
    k.titles[2] = drop_site(facts->title, k.site, k.host);
    k.titles[3] = facts->seen.headline;
    k.stated = k.titles[0].n ? k.titles[0] : k.titles[1].n ? k.titles[1] : k.titles[3].n ? k.titles[3] : k.titles[2];
    k.banner = banner_of(facts->title, k.stated);
    heading shown = find_heading(scan, &k, arena);
    facts->headline_text = shown.at;
    if (shown.at == UINT32_MAX)
        facts->headline_text = find_line(scan, &k, arena, &shown.line);
    facts->kicker = shown.kicker;
    const bool is_shown = shown.line.n && !shown.is_more;
    facts->headline_source = is_shown        ? WIRE__FROM_SHOWN
                             : k.titles[0].n ? WIRE__FROM_LD
                             : k.titles[1].n ? WIRE__FROM_META
                             : k.titles[3].n ? WIRE__FROM_MICRODATA
                                             : WIRE__FROM_TITLE;
    facts->headline = is_shown ? drop_site(shown.line, k.site, k.host) : k.stated;
    if (!facts->site.n)
        facts->site = site_in_title(facts->title, facts->headline);
}
