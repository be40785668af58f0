/* title.c: choosing the headline among the title, metadata and the headings shown. */
#include "extract/facts.h"

#include <string.h>

enum { MAX_TITLE = 500, LOOK_AT = 120 };

/* Letters and digits only, ASCII lower: what is left when two titles are set differently. */
static size_t fold(wire_str s, char *to, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < most; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c >= 'A' && c <= 'Z')
            to[n++] = (char)(c | 32);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            to[n++] = (char)c;
        else if (c == 0xE2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80)
            i += 2; /* dashes and quotes of General Punctuation */
        else if (c == 0xC2 && i + 1 < s.n)
            i++;
        else if (c >= 0x80)
            to[n++] = (char)c;
    }
    return n;
}

bool wire__is_same_words(wire_str a, wire_str b)
{
    char fa[MAX_TITLE], fb[MAX_TITLE];
    const size_t na = fold(a, fa, sizeof fa), nb = fold(b, fb, sizeof fb);
    return na && na == nb && !memcmp(fa, fb, na);
}

/* True where the words of `part` stand in `whole`. */
static bool holds(wire_str whole, wire_str part)
{
    char fw[MAX_TITLE], fp[MAX_TITLE];
    const size_t nw = fold(whole, fw, sizeof fw), np = fold(part, fp, sizeof fp);
    return np >= 8 && nw >= np && memmem(fw, nw, fp, np);
}

/* Where the last separator of title and site stands; *width: its bytes. SIZE_MAX: none. */
static size_t last_separator(wire_str s, size_t *width)
{
    static const char *const marks[] = {" | ",        " - ",           " \xe2\x80\x93 ", " \xe2\x80\x94 ",
                                        " \xc2\xbb ", " \xc2\xab ",    " \xe2\x80\xa2 ", " \xc2\xb7 ",
                                        " :: ",       " / ",           "\xef\xbd\x9c",   " > ",
                                        "|",          " \xe2\x80\xba "};
    for (size_t at = s.n; at-- > 1;)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const wire_str mark = wire_str_of(marks[i]);
            if (s.n - at >= mark.n && !memcmp(s.p + at, mark.p, mark.n)) {
                *width = mark.n;
                return at;
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

/* Two names of a site are the same, or one is within the other. */
static bool is_site(wire_str part, wire_str site, wire_str host)
{
    char fp[MAX_TITLE], fs[MAX_TITLE];
    const size_t np = fold(part, fp, sizeof fp);
    if (np < 2)
        return false;
    const size_t ns = fold(site, fs, sizeof fs);
    if (ns >= 3 && (ns >= np ? memmem(fs, ns, fp, np) : memmem(fp, np, fs, ns)))
        return true;
    const size_t nh = fold(host, fs, sizeof fs);
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
        if (is_site(tail, site, host))
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
    const size_t nb = fold(b, fb, sizeof fb);
    size_t all = 0, hit = 0;
    for (size_t i = 0; i < a.n;) {
        size_t n = 0;
        while (i + n < a.n && a.p[i + n] != ' ')
            n++;
        const size_t nw = fold(wire_str_cut(a, i, i + n), word, sizeof word);
        if (nw > 2) {
            all += nw;
            hit += memmem(fb, nb, word, nw) ? nw : 0;
        }
        i += n + 1;
    }
    return all ? (double)hit / (double)all : 0;
}

/* 6 an h1 of a title's words, 5 an h2 of them; 4 an h1 that holds a title or is held, 3 an h2; 2 an h1 that has half
 * the words of one; 1 any other h1 */
static int rank_of(const wire__text *t, wire_str line, const wire_str *titles, size_t n_titles)
{
    int rank = t->heading == 1 ? 1 : 0;
    for (size_t k = 0; k < n_titles; k++) {
        if (!titles[k].n)
            continue;
        const int at = wire__is_same_words(titles[k], line)                                   ? 5
                       : t->chars >= 12 && (holds(titles[k], line) || holds(line, titles[k])) ? 3
                       : t->heading == 1 && t->chars >= 12 && overlap(line, titles[k]) >= 0.5 ? 1
                                                                                              : -1;
        if (at > 0 && at + (t->heading == 1) > rank)
            rank = at + (t->heading == 1);
    }
    return rank;
}

/* The heading that shows the headline; the only h1 does where none has the words of a title, unless it is the site's
 * name. */
static uint32_t find_heading(const wire__scan *scan, const wire_str *titles, size_t n_titles, wire_str site,
                             wire_str host, wire_arena *arena, wire_str *shown)
{
    uint32_t best = UINT32_MAX, n_h1 = 0, looked = 0;
    int best_rank = 0;
    wire_str best_line = {NULL, 0};
    for (uint32_t i = 0; i < scan->n_texts && looked < LOOK_AT; i++) {
        const wire__text *t = &scan->texts[i];
        if (!t->heading || t->heading > 2 || t->chars < 6 || t->chars > 400)
            continue;
        looked++;
        char text[MAX_TITLE];
        const wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
        int rank = rank_of(t, line, titles, n_titles);
        if (rank <= 2 && is_site(line, site, host))
            rank = 0;
        n_h1 += t->heading == 1;
        if (rank > best_rank) {
            best_rank = rank;
            best = i;
            best_line = wire__text_clean(line, false, arena);
        }
    }
    if (best_rank <= 1 && (n_h1 > 1 || (best_rank && scan->texts[best].chars < 15)))
        return UINT32_MAX;
    *shown = best_line;
    return best;
}

/* Pages without headings set the headline as a line of its own: it has the title's very words. */
static uint32_t find_line(const wire__scan *scan, const wire_str *titles, size_t n_titles)
{
    for (uint32_t i = 0; i < scan->n_texts && i < LOOK_AT; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->chars < 16 || t->chars > 300 || t->is_linked)
            continue;
        char text[MAX_TITLE];
        const wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
        for (size_t k = 0; k < n_titles; k++)
            if (titles[k].n && wire__is_same_words(titles[k], line))
                return i;
    }
    return UINT32_MAX;
}

/* An h1 of two parts, "The vote in the north: who won", is shown as one headline; metadata may have either part. */
static bool is_whole(const wire__scan *scan, uint32_t at, wire_str shown, wire_str stated)
{
    if (at == UINT32_MAX || scan->texts[at].heading != 1 || shown.n < stated.n + 3)
        return false;
    const wire_str rest = wire_str_cut(shown, 0, shown.n - stated.n);
    if (wire_str_has_suffix(shown, stated))
        return wire_str_has_suffix(wire_str_trim(rest), WIRE_STR(":"));
    return wire_str_has_prefix(shown, stated) && strchr(":,;(?!", shown.p[stated.n]);
}

void wire__title_choose(const wire__scan *scan, wire_arena *arena, wire__all_facts *facts)
{
    const wire_str site = facts->site, host = host_of(scan, facts);
    const wire_str ld = drop_site(facts->ld.headline, site, host);
    const wire_str meta = drop_site(facts->meta.headline, site, host);
    const wire_str title = drop_site(facts->title, site, host);
    const wire_str titles[] = {ld, meta, title, facts->seen.headline};
    wire_str shown = {NULL, 0};
    facts->headline_text = find_heading(scan, titles, sizeof titles / sizeof *titles, site, host, arena, &shown);
    if (facts->headline_text == UINT32_MAX)
        facts->headline_text = find_line(scan, titles, sizeof titles / sizeof *titles);
    shown = drop_site(shown, site, host);
    const wire_str stated = ld.n ? ld : meta.n ? meta : facts->seen.headline.n ? facts->seen.headline : title;
    /* A heading may hold more than the headline: kicker, date, a count of replies. */
    const bool is_more = shown.n && stated.n * 2 > shown.n && stated.n < shown.n && holds(shown, stated) &&
                         !is_whole(scan, facts->headline_text, shown, stated);
    facts->headline = shown.n && !is_more ? shown : stated;
}
