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

/* Phrases that furniture starts with, in the languages most pages here are written in. */
static const struct {
    const char *start;
    uint32_t says;
} phrases[] = {
    {"(photo", WIRE__PHRASE_CREDIT},
    {"(image", WIRE__PHRASE_CREDIT},
    {"also read", WIRE__PHRASE_RELATED},
    {"advertisement", WIRE__PHRASE_AD},
    {"advertising", WIRE__PHRASE_AD},
    {"article continues", WIRE__PHRASE_AD},
    {"anzeige", WIRE__PHRASE_AD},
    {"all rights reserved", WIRE__PHRASE_COPYRIGHT},
    {"additional reporting", WIRE__PHRASE_BYLINE},
    {"accept", WIRE__PHRASE_CONSENT},
    {"already a", WIRE__PHRASE_LOGIN},
    {"baca juga", WIRE__PHRASE_RELATED},
    {"become a", WIRE__PHRASE_NEWSLETTER},
    {"by ", WIRE__PHRASE_BYLINE},
    {"bild", WIRE__PHRASE_CREDIT},
    {"by clicking", WIRE__PHRASE_CONSENT},
    {"by signing", WIRE__PHRASE_CONSENT},
    {"click here", WIRE__PHRASE_RELATED},
    {"continue reading", WIRE__PHRASE_RELATED},
    {"czytaj", WIRE__PHRASE_RELATED},
    {"copy link", WIRE__PHRASE_SHARE},
    {"compart", WIRE__PHRASE_SHARE},
    {"copyright", WIRE__PHRASE_COPYRIGHT},
    {"contact ", WIRE__PHRASE_BYLINE},
    {"credit", WIRE__PHRASE_CREDIT},
    {"comment", WIRE__PHRASE_COMMENT},
    {"create an account", WIRE__PHRASE_LOGIN},
    {"download our", WIRE__PHRASE_NEWSLETTER},
    {"editing by", WIRE__PHRASE_BYLINE},
    {"follow", WIRE__PHRASE_SHARE},
    {"facebook", WIRE__PHRASE_SHARE},
    {"first published", WIRE__PHRASE_STAMP},
    {"file photo", WIRE__PHRASE_CREDIT},
    {"foto", WIRE__PHRASE_CREDIT},
    {"get the latest", WIRE__PHRASE_NEWSLETTER},
    {"get our", WIRE__PHRASE_NEWSLETTER},
    {"getty", WIRE__PHRASE_CREDIT},
    {"image", WIRE__PHRASE_CREDIT},
    {"join our", WIRE__PHRASE_NEWSLETTER},
    {"join the", WIRE__PHRASE_NEWSLETTER},
    {"join the conversation", WIRE__PHRASE_COMMENT},
    {"keep reading", WIRE__PHRASE_RELATED},
    {"listen:", WIRE__PHRASE_RELATED},
    {"lire aussi", WIRE__PHRASE_RELATED},
    {"lee tambi\xc3\xa9n", WIRE__PHRASE_RELATED},
    {"leer m\xc3\xa1s", WIRE__PHRASE_RELATED},
    {"leia tamb\xc3\xa9m", WIRE__PHRASE_RELATED},
    {"leia mais", WIRE__PHRASE_RELATED},
    {"lesen sie auch", WIRE__PHRASE_RELATED},
    {"leggi anche", WIRE__PHRASE_RELATED},
    {"lees ook", WIRE__PHRASE_RELATED},
    {"last updated", WIRE__PHRASE_STAMP},
    {"last modified", WIRE__PHRASE_STAMP},
    {"leave a", WIRE__PHRASE_COMMENT},
    {"log in", WIRE__PHRASE_LOGIN},
    {"login", WIRE__PHRASE_LOGIN},
    {"more:", WIRE__PHRASE_RELATED},
    {"more from", WIRE__PHRASE_RELATED},
    {"more on", WIRE__PHRASE_RELATED},
    {"more stories", WIRE__PHRASE_RELATED},
    {"most read", WIRE__PHRASE_RELATED},
    {"most popular", WIRE__PHRASE_RELATED},
    {"mehr zum thema", WIRE__PHRASE_RELATED},
    {"next article", WIRE__PHRASE_RELATED},
    {"newsletter", WIRE__PHRASE_NEWSLETTER},
    {"previous article", WIRE__PHRASE_RELATED},
    {"print", WIRE__PHRASE_SHARE},
    {"partager", WIRE__PHRASE_SHARE},
    {"promoted", WIRE__PHRASE_AD},
    {"publicidad", WIRE__PHRASE_AD},
    {"publicit\xc3\xa9", WIRE__PHRASE_AD},
    {"publicidade", WIRE__PHRASE_AD},
    {"pubblicit\xc3\xa0", WIRE__PHRASE_AD},
    {"published", WIRE__PHRASE_STAMP},
    {"posted", WIRE__PHRASE_STAMP},
    {"publi\xc3\xa9", WIRE__PHRASE_STAMP},
    {"publicado", WIRE__PHRASE_STAMP},
    {"photo", WIRE__PHRASE_CREDIT},
    {"picture", WIRE__PHRASE_CREDIT},
    {"read more", WIRE__PHRASE_RELATED},
    {"read also", WIRE__PHRASE_RELATED},
    {"read:", WIRE__PHRASE_RELATED},
    {"read next", WIRE__PHRASE_RELATED},
    {"related", WIRE__PHRASE_RELATED},
    {"recommended", WIRE__PHRASE_RELATED},
    {"reporting by", WIRE__PHRASE_BYLINE},
    {"reply", WIRE__PHRASE_COMMENT},
    {"register", WIRE__PHRASE_LOGIN},
    {"see also", WIRE__PHRASE_RELATED},
    {"see more", WIRE__PHRASE_RELATED},
    {"share", WIRE__PHRASE_SHARE},
    {"sign up", WIRE__PHRASE_NEWSLETTER},
    {"signup", WIRE__PHRASE_NEWSLETTER},
    {"subscribe", WIRE__PHRASE_NEWSLETTER},
    {"support our", WIRE__PHRASE_NEWSLETTER},
    {"story continues", WIRE__PHRASE_AD},
    {"sponsored", WIRE__PHRASE_AD},
    {"source:", WIRE__PHRASE_CREDIT},
    {"sign in", WIRE__PHRASE_LOGIN},
    {"trending", WIRE__PHRASE_RELATED},
    {"tweet", WIRE__PHRASE_SHARE},
    {"twitter", WIRE__PHRASE_SHARE},
    {"teilen", WIRE__PHRASE_SHARE},
    {"the views expressed", WIRE__PHRASE_COPYRIGHT},
    {"this material may not", WIRE__PHRASE_COPYRIGHT},
    {"this site uses", WIRE__PHRASE_CONSENT},
    {"this website uses", WIRE__PHRASE_CONSENT},
    {"this article is for", WIRE__PHRASE_LOGIN},
    {"to continue", WIRE__PHRASE_LOGIN},
    {"up next", WIRE__PHRASE_RELATED},
    {"updated", WIRE__PHRASE_STAMP},
    {"von ", WIRE__PHRASE_BYLINE},
    {"video", WIRE__PHRASE_CREDIT},
    {"view comments", WIRE__PHRASE_COMMENT},
    {"watch:", WIRE__PHRASE_RELATED},
    {"whatsapp", WIRE__PHRASE_SHARE},
    {"written by", WIRE__PHRASE_BYLINE},
    {"we use cookies", WIRE__PHRASE_CONSENT},
    {"you may also", WIRE__PHRASE_RELATED},
    {"you might also", WIRE__PHRASE_RELATED},
    {"your email", WIRE__PHRASE_COMMENT},
    {"\xc2\xa9", WIRE__PHRASE_COPYRIGHT},
    {"\xc3\xa0 lire", WIRE__PHRASE_RELATED},
    {"\xd1\x87\xd0\xb8\xd1\x82\xd0\xb0\xd0\xb9\xd1\x82\xd0\xb5", WIRE__PHRASE_RELATED},
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
    for (size_t i = sizeof phrases / sizeof *phrases; i-- > 0;)
        w->phrases[(unsigned char)phrases[i].start[0]] = (uint8_t)(i + 1);
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

uint32_t wire__phrases_of(const wire__words *w, wire_str text)
{
    while (text.n && (text.p[0] == ' ' || text.p[0] == '*' || text.p[0] == '[' || text.p[0] == '>'))
        text = wire_str_cut(text, 1, text.n);
    if (!text.n)
        return 0;
    const char first = (char)(text.p[0] >= 'A' && text.p[0] <= 'Z' ? text.p[0] | 32 : text.p[0]);
    if (!w->phrases[(unsigned char)first])
        return 0;
    for (size_t i = w->phrases[(unsigned char)first] - 1u;
         i < sizeof phrases / sizeof *phrases && phrases[i].start[0] == first; i++) {
        const wire_str start = wire_str_of(phrases[i].start);
        if (text.n >= start.n && wire_str_is_ci(wire_str_cut(text, 0, start.n), start))
            return phrases[i].says;
    }
    return 0;
}
