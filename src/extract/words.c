/* words.c: what names of classes and phrases of furniture mean. */
#include "base/rows.h"
#include "extract/page.h"

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
    {"live", WIRE__SAYS_UPDATE},
    {"liveblog", WIRE__SAYS_UPDATE},
    {"liveticker", WIRE__SAYS_UPDATE},
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
    {"poll", T(INSET) | WIRE__SAYS_POLL},
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
    {"quiz", T(INSET) | WIRE__SAYS_POLL},
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
    {"survey", T(PROMO) | WIRE__SAYS_POLL},
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
    wire__terms_open(w);
    wire__phrases_open(w);
}

static uint32_t find_packed(const wire__words *w, packed p)
{
    for (size_t at = slot_of(p); w->slots[at].says; at = (at + 1) % WIRE__WORD_SLOTS)
        if (w->slots[at].a == p.a && w->slots[at].b == p.b)
            return w->slots[at].says;
    return 0;
}

static bool may_start(const wire__words *w, const char *word)
{
    return w->starts[word[0] - 'a'] >> (word[1] - 'a') & 1;
}

static uint32_t find_name(const wire__words *w, const char *word, size_t n)
{
    return n >= 2 && n <= 13 && may_start(w, word) ? find_packed(w, pack(word, n)) : 0;
}

/* A word run together of two: its longest known start and end. */
static uint32_t find_parts(const wire__words *w, const char *word, size_t n)
{
    uint32_t says = 0;
    const bool may = may_start(w, word);
    for (size_t end = n - 1 < 13 ? n - 1 : 13; may && end >= 4 && !says; end--)
        says = find_name(w, word, end);
    for (size_t from = 1; from + 4 <= n; from++) {
        const uint32_t tail = find_name(w, word + from, n - from);
        if (tail)
            return says | tail;
    }
    return says;
}

/* in  n: at most 16 */
static uint32_t says_of_word(wire__words *w, packed p, size_t n)
{
    if (n < 6) {
        const uint32_t first = (uint32_t)(p.a & 0xFF) - 'a', second = (uint32_t)(p.a >> 8 & 0xFF) - 'a';
        const bool is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
        return is_little && (n < 2 || !(w->starts[first] >> second & 1)) ? 0 : find_packed(w, p);
    }
    const size_t at = slot_of(p);
    if (w->run[at].a != p.a || w->run[at].b != p.b) {
        char word[sizeof(packed)];
        memcpy(word, &p, sizeof word);
        const uint32_t says = find_name(w, word, n);
        w->run[at].a = p.a;
        w->run[at].b = p.b;
        w->run[at].says = says ? says : find_parts(w, word, n);
    }
    return w->run[at].says;
}

/* Words that only together say that a text is for screen readers. */
static uint32_t says_of_two(packed a, packed b)
{
    static const struct {
        char a[sizeof(packed)], b[sizeof(packed)];
    } pairs[] = {{"sr", "only"}, {"visually", "hidden"}, {"screen", "reader"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!memcmp(&b, pairs[i].b, sizeof b) && !memcmp(&a, pairs[i].a, sizeof a))
            return WIRE__SAYS_UNSEEN | T(HIDDEN);
    return 0;
}

enum { MAX_NAMES = 600, MAX_WORD = 32 };

/* The first 16 bytes from p on, zeros behind the end. */
static packed read_ahead(const char *p, const char *end)
{
    packed w = {0, 0};
    size_t left = (size_t)(end - p);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ /* by whole numbers: what is written byte by byte is slow to read again \
                                               */
    uint32_t first, last;
    if (left >= 16) {
        memcpy(&w, p, 16);
    } else if (left >= 8) {
        memcpy(&w.a, p, 8);
        memcpy(&w.b, end - 8, 8);
        w.b = left == 8 ? 0 : w.b >> 8 * (16 - left);
    } else if (left >= 4) {
        memcpy(&first, p, 4);
        memcpy(&last, end - 4, 4);
        w.a = first | (uint64_t)last << 8 * (left - 4);
    } else {
        while (left--)
            w.a = w.a << 8 | (unsigned char)p[left];
    }
#else
    memcpy(&w, p, left < 16 ? left : 16);
#endif
    return w;
}

/* Small letters of the first n of 16 bytes that are letters. */
static packed small(packed w, size_t n)
{
    static const char letters[32] = "                ",
                      ones[32] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    packed bits, mask;
    memcpy(&bits, letters + 16 - n, 16);
    memcpy(&mask, ones + 16 - n, 16);
    return (packed){(w.a & mask.a) | (bits.a & mask.a), (w.b & mask.b) | (bits.b & mask.b)};
}

/* Which of 16 bytes are letters, and of these, which go on with the word of the one before: "articleBody" is two. */
typedef struct letters {
    uint32_t all, joined;
} letters;

static letters letters_of(packed w)
{
    typedef uint64_t two __attribute__((vector_size(WIRE__SIXTEEN)));
    const wire__sixteen row = (wire__sixteen)(two){w.a, w.b};
    const uint32_t lower = wire__sixteen_bits(wire__sixteen_between(row, 'a', 'z'));
    const uint32_t upper = wire__sixteen_bits(wire__sixteen_between(row, 'A', 'Z'));
    return (letters){lower | upper, lower | (upper & ~(lower << 1))};
}

/* The rest of a word of 16 letters or more; its first 32 are kept, small. out  where it ends */
static size_t read_long(wire_str s, size_t at, char word[MAX_WORD], size_t *n)
{
    size_t end = at;
    bool is_lower = false;
    for (; end < s.n; end++) {
        const bool was_lower = is_lower, is_upper = s.p[end] >= 'A' && s.p[end] <= 'Z';
        is_lower = s.p[end] >= 'a' && s.p[end] <= 'z';
        if (!is_lower && (!is_upper || was_lower))
            break;
        if (end - at < MAX_WORD)
            word[end - at] = (char)(s.p[end] | 32);
    }
    *n = end - at < MAX_WORD ? end - at : MAX_WORD;
    return end;
}

uint32_t wire__says_of_names(wire__words *w, wire_str s)
{
    uint32_t says = 0;
    packed before = {0, 0};
    char word[MAX_WORD] = {0};
    s = wire_str_cut(s, 0, MAX_NAMES);
    for (size_t at = 0; at < s.n;) {
        const packed ahead = read_ahead(s.p + at, s.p + s.n);
        const letters l = letters_of(ahead);
        if (!(l.all & 1)) {
            at += l.all ? (size_t)__builtin_ctz(l.all) : sizeof(packed);
            continue;
        }
        size_t n = (size_t)__builtin_ctz(~(l.joined | 1)), end = at + n;
        const packed name = small(ahead, n);
        if (n == sizeof(packed))
            end = read_long(s, at, word, &n);
        if (end == MAX_NAMES)
            break; /* it may be cut */
        says |= n > sizeof(packed) ? find_parts(w, word, n) : says_of_word(w, name, n) | says_of_two(before, name);
        before = n > sizeof(packed) ? (packed){0, 0} : name;
        at = end;
    }
    return says;
}
