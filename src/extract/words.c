/* words.c: what names of classes and phrases of furniture mean. */
#include "extract/page.h"

#include <string.h>

#define T(name) WIRE__TOPIC_BIT(name)

/* Words of classes, ids and roles, lower case, looked up whole, then as the longest start or
 * end of a word ("relatedposts", "articlebody"). */
static const struct {
    char word[14];
    uint32_t says;
} names[] = {
    {"ad", T(AD)},
    {"ads", T(AD)},
    {"adslot", T(AD)},
    {"advert", T(AD)},
    {"advertisement", T(AD)},
    {"article", T(BODY)},
    {"articlebody", T(BODY) | T(ARTICLE)},
    {"aside", T(ASIDE)},
    {"author", T(AUTHOR)},
    {"authors", T(AUTHOR)},
    {"autor", T(AUTHOR)},
    {"avatar", T(AUTHOR)},
    {"banner", T(PROMO)},
    {"bio", T(AUTHOR)},
    {"biography", T(AUTHOR)},
    {"blockquote", WIRE__SAYS_QUOTE},
    {"body", T(BODY)},
    {"box", T(INSET)},
    {"breadcrumb", T(NAV)},
    {"breadcrumbs", T(NAV)},
    {"byline", T(AUTHOR) | WIRE__SAYS_BYLINE},
    {"caption", T(CAPTION)},
    {"card", T(RELATED)},
    {"carousel", T(RELATED)},
    {"category", T(META)},
    {"cite", WIRE__SAYS_QUOTE},
    {"code", WIRE__SAYS_CODE},
    {"comment", T(COMMENT)},
    {"comments", T(COMMENT)},
    {"consent", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"content", T(BODY)},
    {"contribut", T(AUTHOR)},
    {"cookie", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"cookies", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"copyright", T(FOOTER)},
    {"credit", T(CAPTION) | WIRE__SAYS_CREDIT},
    {"cta", T(PROMO)},
    {"date", T(META) | WIRE__SAYS_DATE},
    {"dateline", T(META) | WIRE__SAYS_DATE},
    {"deck", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"dek", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"dialog", T(HIDDEN)},
    {"disclaimer", T(FOOTER)},
    {"disqus", T(COMMENT)},
    {"donate", T(PROMO)},
    {"dropdown", T(NAV)},
    {"entry", T(BODY)},
    {"excerpt", T(RELATED)},
    {"eyebrow", T(HEAD) | WIRE__SAYS_KICKER},
    {"facebook", T(SHARE)},
    {"factbox", T(INSET)},
    {"featured", T(RELATED)},
    {"feed", T(RELATED)},
    {"figcaption", T(CAPTION)},
    {"figure", T(CAPTION)},
    {"follow", T(SHARE)},
    {"foot", T(FOOTER)},
    {"footer", T(FOOTER)},
    {"gallery", T(CAPTION)},
    {"gdpr", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"header", T(HEAD)},
    {"headline", T(HEAD)},
    {"hidden", T(HIDDEN)},
    {"hovercard", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"image", T(CAPTION)},
    {"img", T(CAPTION)},
    {"infobox", T(INSET)},
    {"inset", T(INSET)},
    {"intro", T(HEAD)},
    {"job", T(AUTHOR)},
    {"keywords", T(META)},
    {"kicker", T(HEAD) | WIRE__SAYS_KICKER},
    {"latest", T(RELATED)},
    {"lead", T(HEAD)},
    {"legal", T(FOOTER)},
    {"link", T(RELATED)},
    {"links", T(RELATED)},
    {"list", T(RELATED)},
    {"login", T(PROMO)},
    {"main", T(BODY)},
    {"mainmenu", T(NAV)},
    {"masthead", T(NAV)},
    {"media", T(CAPTION)},
    {"menu", T(NAV)},
    {"meta", T(META)},
    {"modal", T(HIDDEN)},
    {"more", T(RELATED)},
    {"most", T(RELATED)},
    {"nav", T(NAV)},
    {"navbar", T(NAV)},
    {"navigation", T(NAV)},
    {"newsletter", T(PROMO)},
    {"next", T(RELATED)},
    {"note", T(INSET)},
    {"outbrain", T(AD)},
    {"overlay", T(HIDDEN)},
    {"pager", T(NAV)},
    {"pagination", T(NAV)},
    {"paragraph", T(BODY)},
    {"partner", T(AD)},
    {"paywall", T(PROMO) | WIRE__SAYS_PAYWALL},
    {"photo", T(CAPTION)},
    {"picture", T(CAPTION)},
    {"player", T(CAPTION)},
    {"podcast", T(PROMO)},
    {"popular", T(RELATED)},
    {"popup", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"post", T(BODY)},
    {"popover", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"premium", T(PROMO)},
    {"prev", T(RELATED)},
    {"product", T(PROMO)},
    {"profile", T(AUTHOR)},
    {"promo", T(PROMO)},
    {"promoted", T(AD)},
    {"prose", T(BODY)},
    {"published", T(META) | WIRE__SAYS_DATE},
    {"pullquote", T(INSET) | WIRE__SAYS_QUOTE},
    {"quote", WIRE__SAYS_QUOTE},
    {"rail", T(ASIDE)},
    {"rating", T(META)},
    {"read", T(RELATED)},
    {"recirc", T(RELATED)},
    {"recommend", T(RELATED)},
    {"recommended", T(RELATED)},
    {"regwall", T(PROMO) | WIRE__SAYS_PAYWALL},
    {"related", T(RELATED)},
    {"reply", T(COMMENT)},
    {"respond", T(COMMENT)},
    {"richtext", T(BODY)},
    {"role", T(AUTHOR)},
    {"rollover", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"screenreader", WIRE__SAYS_UNSEEN | T(HIDDEN)},
    {"share", T(SHARE)},
    {"sharing", T(SHARE)},
    {"sidebar", T(ASIDE)},
    {"signup", T(PROMO)},
    {"skip", T(NAV)},
    {"slider", T(RELATED)},
    {"social", T(SHARE)},
    {"source", T(META)},
    {"sponsor", T(AD)},
    {"sponsored", T(AD)},
    {"sronly", WIRE__SAYS_UNSEEN | T(HIDDEN)},
    {"standfirst", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"story", T(BODY)},
    {"storybody", T(BODY) | T(ARTICLE)},
    {"subhead", T(HEAD)},
    {"subheadline", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"subscribe", T(PROMO)},
    {"subscription", T(PROMO)},
    {"subtitle", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"summary", T(HEAD)},
    {"taboola", T(AD)},
    {"tag", T(META)},
    {"tags", T(META)},
    {"teaser", T(RELATED)},
    {"text", T(BODY)},
    {"thumb", T(RELATED)},
    {"thumbnail", T(RELATED)},
    {"time", T(META) | WIRE__SAYS_DATE},
    {"timestamp", T(META) | WIRE__SAYS_DATE},
    {"title", T(HEAD)},
    {"toc", T(NAV)},
    {"toolbar", T(SHARE)},
    {"tools", T(SHARE)},
    {"tooltip", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"top", T(HEAD)},
    {"topic", T(META)},
    {"topics", T(META)},
    {"trending", T(RELATED)},
    {"twitter", T(SHARE)},
    {"video", T(CAPTION)},
    {"widget", T(ASIDE)},
    {"wire", T(META)},
    {"writer", T(AUTHOR)},
};

/* A word in 16 bytes, so that two are the same where two numbers are. */
typedef struct packed {
    uint64_t a, b;
} packed;

static packed pack(const char *word, size_t n)
{
    char bytes[16] = {0};
    memcpy(bytes, word, n);
    packed p;
    memcpy(&p.a, bytes, 8);
    memcpy(&p.b, bytes + 8, 8);
    return p;
}

static size_t slot_of(packed p)
{
    const uint64_t h = (p.a ^ p.b * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return (size_t)(h >> 54);
}

_Static_assert(WIRE__WORD_SLOTS == 1 << 10, "slot_of gives ten bits");

void wire__words_open(wire__words *w)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const packed p = pack(names[i].word, strlen(names[i].word));
        size_t at = slot_of(p);
        while (w->slots[at].says)
            at = (at + 1) % WIRE__WORD_SLOTS;
        w->slots[at].a = p.a;
        w->slots[at].b = p.b;
        w->slots[at].says = names[i].says;
        w->starts[names[i].word[0] - 'a'] |= 1u << (names[i].word[1] - 'a');
    }
    wire__phrases_open(w);
}

static uint32_t find_name(const wire__words *w, const char *word, size_t n)
{
    if (n < 2 || n > 13 || !(w->starts[word[0] - 'a'] >> (word[1] - 'a') & 1))
        return 0;
    const packed p = pack(word, n);
    for (size_t at = slot_of(p); w->slots[at].says; at = (at + 1) % WIRE__WORD_SLOTS)
        if (w->slots[at].a == p.a && w->slots[at].b == p.b)
            return w->slots[at].says;
    return 0;
}

/* A word run together of two: its longest known start and end. */
static uint32_t find_parts(const wire__words *w, const char *word, size_t n)
{
    uint32_t says = 0;
    for (size_t end = n - 1 < 13 ? n - 1 : 13; end >= 4 && !says; end--)
        says = find_name(w, word, end);
    for (size_t from = 1; from + 4 <= n; from++) {
        const uint32_t tail = find_name(w, word + from, n - from);
        if (tail)
            return says | tail;
    }
    return says;
}

static uint32_t says_of_word(const wire__words *w, const char *word, size_t n)
{
    const uint32_t says = find_name(w, word, n);
    return says || n < 6 ? says : find_parts(w, word, n);
}

/* Words that only together say that a text is for screen readers: "sr-only", "visually-hidden", "screen-reader". */
static uint32_t says_of_two(const char *before, size_t n_before, const char *word, size_t n)
{
    const wire_str a = {before, n_before}, b = {word, n};
    if ((wire_str_is(a, WIRE_STR("sr")) && wire_str_is(b, WIRE_STR("only"))) ||
        (wire_str_is(a, WIRE_STR("visually")) && wire_str_is(b, WIRE_STR("hidden"))) ||
        (wire_str_is(a, WIRE_STR("screen")) && wire_str_is(b, WIRE_STR("reader"))))
        return WIRE__SAYS_UNSEEN | T(HIDDEN);
    return 0;
}

uint32_t wire__says_of_names(const wire__words *w, wire_str s)
{
    uint32_t says = 0;
    char words[2][32];
    size_t n = 0, n_before = 0;
    int now = 0;
    bool was_lower = false;
    for (size_t i = 0; i <= s.n && i < 600; i++) {
        const char c = i < s.n ? s.p[i] : ' ';
        const bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z';
        if (n && ((!is_upper && !is_lower) || (is_upper && was_lower))) {
            says |= says_of_word(w, words[now], n);
            if (n >= 4 && n <= 6 && n_before)
                says |= says_of_two(words[!now], n_before, words[now], n);
            n_before = n;
            now = !now;
            n = 0;
        }
        if ((is_upper || is_lower) && n < sizeof words[0])
            words[now][n++] = (char)(c | 32);
        was_lower = is_lower;
    }
    return says;
}
