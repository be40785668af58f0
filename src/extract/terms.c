/* terms.c: words that furniture says anywhere in a text, not at its start alone (phrases.c): to do something, a social
 * network's name, "you", "we". In lower case, those of one first byte together; ~ at the end: only the word's start.
 * docs/extraction.md says how to add a language. */
#include "base/rows.h"
#include "extract/page.h"

enum { LOOK_IN = 400 }; /* bytes of a run of text that are looked at */

static const struct {
    const char *word;
    wire__term what;
} terms[] = {
    {"abone", WIRE__TERM_CALL},
    {"abonn~", WIRE__TERM_CALL},
    {"advertis~", WIRE__TERM_CALL},
    {"affiliate~", WIRE__TERM_CALL},
    {"anmelden", WIRE__TERM_CALL},
    {"anuncie", WIRE__TERM_CALL},
    {"app", WIRE__TERM_CALL},
    {"assine", WIRE__TERM_CALL},
    {"baixe", WIRE__TERM_CALL},
    {"bluesky", WIRE__TERM_NET},
    {"bonyeza", WIRE__TERM_CALL},
    {"bookmark~", WIRE__TERM_CALL},
    {"buy", WIRE__TERM_CALL},
    {"checkout", WIRE__TERM_CALL},
    {"clic", WIRE__TERM_CALL},
    {"click", WIRE__TERM_CALL},
    {"cliquez", WIRE__TERM_CALL},
    {"clique~", WIRE__TERM_CALL},
    {"comment~", WIRE__TERM_CALL},
    {"commission~", WIRE__TERM_CALL},
    {"contact", WIRE__TERM_CALL},
    {"cookie~", WIRE__TERM_CALL},
    {"copyright", WIRE__TERM_CALL},
    {"coupon~", WIRE__TERM_CALL},
    {"descarga", WIRE__TERM_CALL},
    {"discount~", WIRE__TERM_CALL},
    {"donat~", WIRE__TERM_CALL},
    {"download~", WIRE__TERM_CALL},
    {"du", WIRE__TERM_YOU},
    {"e-mail~", WIRE__TERM_CALL},
    {"email~", WIRE__TERM_CALL},
    {"enroll", WIRE__TERM_CALL},
    {"episode~", WIRE__TERM_CALL},
    {"facebook", WIRE__TERM_NET},
    {"folge", WIRE__TERM_CALL},
    {"folgen", WIRE__TERM_CALL},
    {"follow", WIRE__TERM_CALL},
    {"gratis", WIRE__TERM_CALL},
    {"haz", WIRE__TERM_CALL},
    {"hier", WIRE__TERM_CALL},
    {"ihre", WIRE__TERM_YOU},
    {"ihren", WIRE__TERM_YOU},
    {"inbox", WIRE__TERM_CALL},
    {"inscri~", WIRE__TERM_CALL},
    {"instagram", WIRE__TERM_NET},
    {"iscri~", WIRE__TERM_CALL},
    {"jiandikish~", WIRE__TERM_CALL},
    {"join", WIRE__TERM_CALL},
    {"jouw", WIRE__TERM_YOU},
    {"klick~", WIRE__TERM_CALL},
    {"klik", WIRE__TERM_CALL},
    {"learn", WIRE__TERM_CALL},
    {"linkedin", WIRE__TERM_NET},
    {"listen", WIRE__TERM_CALL},
    {"login", WIRE__TERM_CALL},
    {"mastodon", WIRE__TERM_NET},
    {"newsletter~", WIRE__TERM_CALL},
    {"nos", WIRE__TERM_WE},
    {"nostra", WIRE__TERM_WE},
    {"nostro", WIRE__TERM_WE},
    {"notre", WIRE__TERM_WE},
    {"nuestr~", WIRE__TERM_WE},
    {"offer~", WIRE__TERM_CALL},
    {"ons", WIRE__TERM_WE},
    {"onze", WIRE__TERM_WE},
    {"our", WIRE__TERM_WE},
    {"pakua", WIRE__TERM_CALL},
    {"patreon", WIRE__TERM_NET},
    {"phone", WIRE__TERM_CALL},
    {"pinterest", WIRE__TERM_NET},
    {"please", WIRE__TERM_CALL},
    {"podcast~", WIRE__TERM_CALL},
    {"privacy", WIRE__TERM_CALL},
    {"purchase~", WIRE__TERM_CALL},
    {"reddit", WIRE__TERM_NET},
    {"regist~", WIRE__TERM_CALL},
    {"reserved", WIRE__TERM_CALL},
    {"scarica", WIRE__TERM_CALL},
    {"shipping", WIRE__TERM_CALL},
    {"shop", WIRE__TERM_CALL},
    {"sie", WIRE__TERM_YOU},
    {"siga", WIRE__TERM_CALL},
    {"sign", WIRE__TERM_CALL},
    {"spam", WIRE__TERM_CALL},
    {"sponsor~", WIRE__TERM_CALL},
    {"spotify", WIRE__TERM_NET},
    {"subscri~", WIRE__TERM_CALL},
    {"subskr~", WIRE__TERM_CALL},
    {"suivez", WIRE__TERM_CALL},
    {"suscri~", WIRE__TERM_CALL},
    {"telegram", WIRE__TERM_NET},
    {"terms", WIRE__TERM_CALL},
    {"tiktok", WIRE__TERM_NET},
    {"trial", WIRE__TERM_CALL},
    {"tu", WIRE__TERM_YOU},
    {"tus", WIRE__TERM_YOU},
    {"tweet~", WIRE__TERM_NET},
    {"twitter", WIRE__TERM_NET},
    {"uns", WIRE__TERM_WE},
    {"unser~", WIRE__TERM_WE},
    {"unsubscribe", WIRE__TERM_CALL},
    {"us", WIRE__TERM_WE},
    {"volg", WIRE__TERM_CALL},
    {"vos", WIRE__TERM_YOU},
    {"votre", WIRE__TERM_YOU},
    {"vous", WIRE__TERM_YOU},
    {"watch", WIRE__TERM_CALL},
    {"we", WIRE__TERM_WE},
    {"wewe", WIRE__TERM_YOU},
    {"whatsapp", WIRE__TERM_NET},
    {"wir", WIRE__TERM_WE},
    {"yako", WIRE__TERM_YOU},
    {"you", WIRE__TERM_YOU},
    {"your", WIRE__TERM_YOU},
    {"youtube", WIRE__TERM_NET},
    {"zapisz", WIRE__TERM_CALL},
    {"\xd0\xbf\xd0\xbe\xd0\xb4\xd0\xbf\xd0\xb8\xd1\x81~", WIRE__TERM_CALL},
    {"\xd0\xbf\xd1\x96\xd0\xb4\xd0\xbf\xd0\xb8\xd1\x81~", WIRE__TERM_CALL},
    {"\xd8\xa7\xd8\xb4\xd8\xaa\xd8\xb1\xd9\x83~", WIRE__TERM_CALL},
};

_Static_assert(sizeof terms / sizeof *terms <= UINT8_MAX, "each has a number in wire__words");

static bool is_letter(unsigned char c)
{
    return (unsigned)((c | 32) - 'a') < 26 || c >= 0x80;
}

static unsigned char lower(unsigned char c)
{
    return (unsigned)(c - 'A') < 26 ? c | 32 : c;
}

static uint32_t pair_of(unsigned char a, unsigned char b)
{
    return (uint32_t)(lower(a) << 8 | lower(b));
}

void wire__terms_open(wire__words *w)
{
    for (size_t i = sizeof terms / sizeof *terms; i-- > 0;) {
        const unsigned char a = (unsigned char)terms[i].word[0], b = (unsigned char)terms[i].word[1];
        w->terms[a] = (uint8_t)(i + 1);
        w->term_pairs[pair_of(a, b) / 64] |= (uint64_t)1 << pair_of(a, b) % 64;
    }
}

/* Does the text say the word here? */
static bool says(wire_str s, size_t at, const char *word)
{
    for (; *word && *word != '~'; word++, at++)
        if (at >= s.n || lower((unsigned char)s.p[at]) != (unsigned char)*word)
            return false;
    return *word || at == s.n || !is_letter((unsigned char)s.p[at]);
}

static void count_word(const wire__words *w, wire_str s, size_t at, uint8_t counts[WIRE__N_TERMS])
{
    const unsigned char first = lower((unsigned char)s.p[at]), second = lower((unsigned char)s.p[at + 1]);
    const uint32_t pair = (uint32_t)(first << 8 | second);
    if (!(w->term_pairs[pair / 64] >> pair % 64 & 1))
        return;
    for (size_t k = w->terms[first] - 1u; k < sizeof terms / sizeof *terms && (unsigned char)terms[k].word[0] == first;
         k++)
        if ((unsigned char)terms[k].word[1] == second && says(s, at + 2, terms[k].word + 2)) {
            counts[terms[k].what] += counts[terms[k].what] < UINT8_MAX;
            return;
        }
}

/* Which of sixteen bytes are letters. */
static uint32_t letters_of(const char *p)
{
    const wire__sixteen row = wire__sixteen_at(p);
    return wire__sixteen_bits(wire__sixteen_between(row | 32, 'a', 'z') | row);
}

void wire__terms_count(const wire__words *w, wire_str s, uint8_t counts[WIRE__N_TERMS])
{
    s.n = s.n < LOOK_IN ? s.n : LOOK_IN;
    size_t i = 0;
    uint32_t was = 0; /* the byte before is a letter */
    for (; i + WIRE__SIXTEEN < s.n; i += WIRE__SIXTEEN) {
        const uint32_t letters = letters_of(s.p + i);
        for (uint32_t starts = letters & ~(letters << 1 | was); starts; starts &= starts - 1)
            count_word(w, s, i + (size_t)__builtin_ctz(starts), counts);
        was = letters >> 15 & 1;
    }
    for (; i + 1 < s.n; i++) {
        const bool is_one = is_letter((unsigned char)s.p[i]);
        if (is_one && !was)
            count_word(w, s, i, counts);
        was = is_one;
    }
}
