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
    {"abo", T(PROMO)},
    {"absatz", T(BODY)},
    {"abstract", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"accordion", T(INSET)},
    {"ad", T(AD)},
    {"ads", T(AD)},
    {"adslot", T(AD)},
    {"advert", T(AD)},
    {"advertisement", T(AD)},
    {"affiliate", T(PROMO)},
    {"aligncenter", WIRE__SAYS_CENTER},
    {"annonce", T(AD)},
    {"anzeige", T(AD)},
    {"article", T(BODY)},
    {"articlebody", T(BODY) | T(ARTICLE)},
    {"articolo", T(BODY)},
    {"artikel", T(BODY)},
    {"aside", T(ASIDE)},
    {"attachment", T(CAPTION)},
    {"author", T(AUTHOR)},
    {"authors", T(AUTHOR)},
    {"autor", T(AUTHOR)},
    {"autores", T(AUTHOR)},
    {"avatar", T(AUTHOR)},
    {"bajada", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"banner", T(PROMO)},
    {"bild", T(CAPTION)},
    {"bildtext", T(CAPTION)},
    {"bildunter", T(CAPTION)},
    {"bio", T(AUTHOR)},
    {"biography", T(AUTHOR)},
    {"blockquote", WIRE__SAYS_QUOTE},
    {"body", T(BODY)},
    {"boilerplate", T(FOOTER)},
    {"box", T(INSET)},
    {"breadcrumb", T(NAV)},
    {"breadcrumbs", T(NAV)},
    {"brodtext", T(BODY)},
    {"btn", T(PROMO)},
    {"button", T(PROMO)},
    {"buttons", T(PROMO)},
    {"byline", T(AUTHOR) | WIRE__SAYS_BYLINE},
    {"caption", T(CAPTION)},
    {"card", T(RELATED)},
    {"carousel", T(RELATED)},
    {"category", T(META)},
    {"catenaccio", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"center", WIRE__SAYS_CENTER},
    {"centered", WIRE__SAYS_CENTER},
    {"chapeau", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"chapo", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"citation", WIRE__SAYS_QUOTE},
    {"cite", WIRE__SAYS_QUOTE},
    {"code", WIRE__SAYS_CODE},
    {"comentarios", T(COMMENT)},
    {"comment", T(COMMENT)},
    {"commentaire", T(COMMENT)},
    {"comments", T(COMMENT)},
    {"compartir", T(SHARE)},
    {"cons", T(INSET)},
    {"consent", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"contenido", T(BODY)},
    {"content", T(BODY)},
    {"contenu", T(BODY)},
    {"contribut", T(AUTHOR)},
    {"cookie", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"cookies", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"copete", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"copyright", T(FOOTER)},
    {"corpo", T(BODY)},
    {"correction", T(INSET)},
    {"credit", T(CAPTION) | WIRE__SAYS_CREDIT},
    {"cta", T(PROMO)},
    {"cuerpo", T(BODY)},
    {"dachzeile", T(HEAD) | WIRE__SAYS_KICKER},
    {"date", T(META) | WIRE__SAYS_DATE},
    {"dateline", T(META) | WIRE__SAYS_DATE},
    {"deal", T(PROMO)},
    {"deck", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"dek", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"dialog", T(HIDDEN)},
    {"disclaimer", T(FOOTER)},
    {"disclaimers", T(FOOTER)},
    {"disclosure", T(PROMO)},
    {"disqus", T(COMMENT)},
    {"donate", T(PROMO)},
    {"dropdown", T(NAV)},
    {"einleitung", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"embed", T(CAPTION)},
    {"entradilla", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"entry", T(BODY)},
    {"excerpt", T(RELATED) | WIRE__SAYS_STANDFIRST},
    {"eyebrow", T(HEAD) | WIRE__SAYS_KICKER},
    {"facebook", T(SHARE)},
    {"factbox", T(INSET)},
    {"faq", T(INSET)},
    {"faqs", T(INSET)},
    {"featured", T(RELATED)},
    {"feed", T(RELATED)},
    {"figcaption", T(CAPTION)},
    {"figure", T(CAPTION)},
    {"fliesstext", T(BODY)},
    {"follow", T(SHARE)},
    {"foot", T(FOOTER)},
    {"footer", T(FOOTER)},
    {"footnote", T(INSET)},
    {"foto", T(CAPTION)},
    {"gallery", T(CAPTION)},
    {"gdpr", T(HIDDEN) | WIRE__SAYS_CONSENT},
    {"header", T(HEAD)},
    {"headline", T(HEAD)},
    {"hidden", T(HIDDEN)},
    {"highlights", T(INSET) | WIRE__SAYS_STANDFIRST},
    {"hovercard", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"image", T(CAPTION)},
    {"imagen", T(CAPTION)},
    {"img", T(CAPTION)},
    {"immagine", T(CAPTION)},
    {"infobox", T(INSET)},
    {"ingress", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"inhalt", T(BODY)},
    {"inleiding", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"inset", T(INSET)},
    {"intro", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"introduction", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"introtext", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"job", T(AUTHOR)},
    {"jumplink", T(NAV)},
    {"keypoints", T(INSET) | WIRE__SAYS_STANDFIRST},
    {"keywords", T(META)},
    {"kicker", T(HEAD) | WIRE__SAYS_KICKER},
    {"kommentar", T(COMMENT)},
    {"kommentare", T(COMMENT)},
    {"latest", T(RELATED)},
    {"lead", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"leadin", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"leadtext", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"legal", T(FOOTER)},
    {"legende", T(CAPTION)},
    {"lightbox", T(HIDDEN)},
    {"link", T(RELATED)},
    {"links", T(RELATED)},
    {"list", T(RELATED)},
    {"login", T(PROMO)},
    {"main", T(BODY)},
    {"mainmenu", T(NAV)},
    {"manchet", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"manchette", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"masthead", T(NAV)},
    {"media", T(CAPTION)},
    {"menu", T(NAV)},
    {"message", T(PROMO)},
    {"meta", T(META)},
    {"modal", T(HIDDEN)},
    {"more", T(RELATED)},
    {"most", T(RELATED)},
    {"nav", T(NAV)},
    {"navbar", T(NAV)},
    {"navigation", T(NAV)},
    {"newsletter", T(PROMO)},
    {"next", T(RELATED)},
    {"nota", T(BODY)},
    {"note", T(INSET)},
    {"noticia", T(BODY)},
    {"occhiello", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"offcanvas", T(HIDDEN)},
    {"ondertitel", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"outbrain", T(AD)},
    {"overlay", T(HIDDEN)},
    {"overline", T(HEAD) | WIRE__SAYS_KICKER},
    {"pager", T(NAV)},
    {"pagination", T(NAV)},
    {"paragraph", T(BODY)},
    {"partage", T(SHARE)},
    {"partner", T(AD)},
    {"paywall", T(PROMO) | WIRE__SAYS_PAYWALL},
    {"perex", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"photo", T(CAPTION)},
    {"pic", T(CAPTION)},
    {"picture", T(CAPTION)},
    {"player", T(CAPTION)},
    {"podcast", T(PROMO)},
    {"poll", T(INSET)},
    {"popover", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"popular", T(RELATED)},
    {"popup", T(HIDDEN) | WIRE__SAYS_POPUP},
    {"post", T(BODY)},
    {"posts", T(RELATED)},
    {"preamble", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"premium", T(PROMO)},
    {"prev", T(RELATED)},
    {"product", T(PROMO)},
    {"profile", T(AUTHOR)},
    {"promo", T(PROMO)},
    {"promoted", T(AD)},
    {"pros", T(INSET)},
    {"prose", T(BODY)},
    {"pubblicita", T(AD)},
    {"publicidad", T(AD)},
    {"publicidade", T(AD)},
    {"published", T(META) | WIRE__SAYS_DATE},
    {"pullquote", T(INSET) | WIRE__SAYS_QUOTE},
    {"pullquotes", T(INSET) | WIRE__SAYS_QUOTE},
    {"quiz", T(INSET)},
    {"quote", WIRE__SAYS_QUOTE},
    {"rail", T(ASIDE)},
    {"rating", T(META)},
    {"reacties", T(COMMENT)},
    {"read", T(RELATED)},
    {"readmore", T(RELATED)},
    {"recirc", T(RELATED)},
    {"recommend", T(RELATED)},
    {"recommended", T(RELATED)},
    {"redaktion", T(AUTHOR)},
    {"regwall", T(PROMO) | WIRE__SAYS_PAYWALL},
    {"reklama", T(AD)},
    {"reklame", T(AD)},
    {"relacionadas", T(RELATED)},
    {"relacionados", T(RELATED)},
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
    {"similar", T(RELATED)},
    {"skip", T(NAV)},
    {"slider", T(RELATED)},
    {"social", T(SHARE)},
    {"sommario", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"sottotitolo", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"source", T(META)},
    {"sponsor", T(AD)},
    {"sponsored", T(AD)},
    {"sronly", WIRE__SAYS_UNSEEN | T(HIDDEN)},
    {"standfirst", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"story", T(BODY)},
    {"storybody", T(BODY) | T(ARTICLE)},
    {"subhead", T(HEAD)},
    {"subheadline", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"subhed", T(HEAD)},
    {"subscribe", T(PROMO)},
    {"subscriber", T(PROMO)},
    {"subscription", T(PROMO)},
    {"subtitle", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"subtitulo", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"suggested", T(RELATED)},
    {"suggestions", T(RELATED)},
    {"sumario", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"summary", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"survey", T(PROMO)},
    {"suscripcion", T(PROMO)},
    {"synopsis", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"taboola", T(AD)},
    {"tag", T(META)},
    {"tags", T(META)},
    {"takeaways", T(INSET) | WIRE__SAYS_STANDFIRST},
    {"teaser", T(RELATED)},
    {"teilen", T(SHARE)},
    {"telegram", T(SHARE)},
    {"text", T(BODY)},
    {"texte", T(BODY)},
    {"texto", T(BODY)},
    {"textwidget", T(ASIDE)},
    {"thumb", T(RELATED)},
    {"thumbnail", T(RELATED)},
    {"ticker", T(RELATED)},
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
    {"topline", T(HEAD) | WIRE__SAYS_KICKER},
    {"trending", T(RELATED)},
    {"twitter", T(SHARE)},
    {"ueberzeile", T(HEAD) | WIRE__SAYS_KICKER},
    {"untertitel", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"verwandt", T(RELATED)},
    {"video", T(CAPTION)},
    {"vjs", T(CAPTION)},
    {"volanta", T(HEAD) | WIRE__SAYS_KICKER},
    {"vorspann", T(HEAD) | WIRE__SAYS_STANDFIRST},
    {"werbung", T(AD)},
    {"whatsapp", T(SHARE)},
    {"widget", T(ASIDE)},
    {"wire", T(META)},
    {"writer", T(AUTHOR)},
    {"zitat", WIRE__SAYS_QUOTE},
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

_Static_assert(WIRE__WORD_SLOTS == 1 << 10 && WIRE__RUN_SLOTS == 1 << 10, "slot_of gives ten bits");

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
    const bool may_start = w->starts[word[0] - 'a'] >> (word[1] - 'a') & 1;
    for (size_t end = n - 1 < 13 ? n - 1 : 13; may_start && end >= 4 && !says; end--)
        says = find_name(w, word, end);
    for (size_t from = 1; from + 4 <= n; from++) {
        const uint32_t tail = find_name(w, word + from, n - from);
        if (tail)
            return says | tail;
    }
    return says;
}

static uint32_t says_of_word(wire__words *w, const char *word, size_t n)
{
    if (n < 6)
        return find_name(w, word, n);
    if (n > sizeof(packed))
        return find_parts(w, word, n);
    const packed p = pack(word, n);
    const size_t at = slot_of(p);
    if (w->run[at].a != p.a || w->run[at].b != p.b) {
        const uint32_t says = find_name(w, word, n);
        w->run[at].a = p.a;
        w->run[at].b = p.b;
        w->run[at].says = says ? says : find_parts(w, word, n);
    }
    return w->run[at].says;
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

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

enum { MAX_NAMES = 600, MAX_WORD = 32 };

/* Where the word ends that starts at s.p[at]: "articleBody" is two. */
static size_t word_end(wire_str s, size_t at)
{
    size_t end = at + 1;
    while (end < s.n && (is_lower(s.p[end]) || (is_upper(s.p[end]) && !is_lower(s.p[end - 1]))))
        end++;
    return end;
}

uint32_t wire__says_of_names(wire__words *w, wire_str s)
{
    uint32_t says = 0;
    char words[2][MAX_WORD];
    size_t n_before = 0;
    int now = 0;
    s = wire_str_cut(s, 0, MAX_NAMES);
    for (size_t at = 0; at < s.n;) {
        if (!is_upper(s.p[at]) && !is_lower(s.p[at])) {
            at++;
            continue;
        }
        const size_t end = word_end(s, at), n = end - at < MAX_WORD ? end - at : MAX_WORD;
        if (end == MAX_NAMES)
            break; /* it may be cut */
        for (size_t i = 0; i < n; i++)
            words[now][i] = (char)(s.p[at + i] | 32);
        says |= says_of_word(w, words[now], n);
        if (n >= 4 && n <= 6 && n_before)
            says |= says_of_two(words[!now], n_before, words[now], n);
        n_before = n;
        now = !now;
        at = end;
    }
    return says;
}
