/* charset_guess.c: which encoding text that is not UTF-8 most likely is in: the one in which it reads most like a
 * language. */
#include "base/utf8.h"
#include "charset_decode.h"

#include <limits.h>

enum {
    SAMPLE_BYTES = 4096,
    PROBE_BYTES = 512, /* of the sample, that all languages are tried on; the likeliest few on all of it */
    N_LIKELIEST = 5,
    LOOK_BYTES = 1 << 20, /* of the page, to take the sample from */
    MAX_LETTERS = 160,
    SLOTS = 512
};

/* What the letters of a language lie among: what a letter that is not listed then is worth. */
typedef enum script { LATIN, ALPHABET, CHINESE, JAPANESE, KOREAN } script;

/* A language in an encoding: its letters beyond ASCII, the most frequent first. For those of Chinese, Japanese and
 * Korean, the most frequent alone. Where two rows fit equally the first is taken. */
static const struct language {
    int encoding;
    script script;
    const char *letters;
} languages[] = {
    {LXB_ENCODING_WINDOWS_1252, LATIN, "éàèêçôâîûùëïœü"},    /* French */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "üäößéè"},            /* German */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "óíáéñúü¿¡ªº"},       /* Spanish */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "ãçáéíóêõâúàôªº"},    /* Portuguese */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "èàòùéìî"},           /* Italian */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "éëïèöüáó"},          /* Dutch */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "äåöé"},              /* Swedish, Finnish */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "øåæéòô"},            /* Norwegian, Danish */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "áíéðóúæþöý"},        /* Icelandic */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "àéèóòçíúïü·"},       /* Catalan */
    {LXB_ENCODING_WINDOWS_1252, LATIN, "áéíóú"},             /* Irish */
    {LXB_ENCODING_WINDOWS_1250, LATIN, "íáěéřčšžýůúťňďó"},   /* Czech */
    {LXB_ENCODING_WINDOWS_1250, LATIN, "áíčéžšýúľťôňďóäĺŕ"}, /* Slovak */
    {LXB_ENCODING_WINDOWS_1250, LATIN, "ąłężóśćńź"},         /* Polish */
    {LXB_ENCODING_WINDOWS_1250, LATIN, "áéöóőüíűú"},         /* Hungarian */
    {LXB_ENCODING_WINDOWS_1250, LATIN, "ăîşţâ"},             /* Romanian */
    {LXB_ENCODING_WINDOWS_1250, LATIN, "čšžćđ"},             /* Croatian, Slovene */
    {LXB_ENCODING_ISO_8859_2, LATIN, "íáěéřčšžýůúťňďó"},
    {LXB_ENCODING_ISO_8859_2, LATIN, "ąłężóśćńź"},
    {LXB_ENCODING_ISO_8859_2, LATIN, "áéöóőüíűú"},
    {LXB_ENCODING_ISO_8859_2, LATIN, "čšžćđ"},
    {LXB_ENCODING_WINDOWS_1254, LATIN, "ışüğçöİâî"},                            /* Turkish */
    {LXB_ENCODING_WINDOWS_1257, LATIN, "āīšēūņļģžčķ"},                          /* Latvian */
    {LXB_ENCODING_WINDOWS_1257, LATIN, "ėšžųįąūčę"},                            /* Lithuanian */
    {LXB_ENCODING_WINDOWS_1257, LATIN, "äõüöšž"},                               /* Estonian */
    {LXB_ENCODING_WINDOWS_1251, ALPHABET, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"}, /* Russian */
    {LXB_ENCODING_WINDOWS_1251, ALPHABET, "оанитевірсклудмпяьзгбчйхїцжєюшфщґ"}, /* Ukrainian */
    {LXB_ENCODING_WINDOWS_1251, ALPHABET, "аоеинтрсвлкдпмзугъябчйцжщхюшфь"},    /* Bulgarian */
    {LXB_ENCODING_WINDOWS_1251, ALPHABET, "аиоенрстјукдвлпмгзбшчцњљђћжхџф"},    /* Serbian */
    {LXB_ENCODING_KOI8_R, ALPHABET, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"},
    {LXB_ENCODING_KOI8_U, ALPHABET, "оанитевірсклудмпяьзгбчйхїцжєюшфщґ"},
    {LXB_ENCODING_ISO_8859_5, ALPHABET, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"},
    {LXB_ENCODING_IBM866, ALPHABET, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"},
    {LXB_ENCODING_X_MAC_CYRILLIC, ALPHABET, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"},
    {LXB_ENCODING_WINDOWS_1253, ALPHABET, "αοιετσνηυρπκμλςωόίάέήδγχθύώφβξζψ"},
    {LXB_ENCODING_ISO_8859_7, ALPHABET, "αοιετσνηυρπκμλςωόίάέήδγχθύώφβξζψ"},
    {LXB_ENCODING_WINDOWS_1255, ALPHABET, "יוהלארמתבשנעםדחקפטןגצסכזךףץ"},
    {LXB_ENCODING_WINDOWS_1256, ALPHABET, "المينرتوبدعةهسفكقحجأشصطخىضذزثإغءئظؤآ"},
    {LXB_ENCODING_ISO_8859_6, ALPHABET, "المينرتوبدعةهسفكقحجأشصطخىضذزثإغءئظؤآ"},
    {LXB_ENCODING_WINDOWS_874, ALPHABET, "านรกอเงมยลวทดสตะปัีิบคห่้แจพชข็ใไโุูึืผถศซณฐธภ์ำฟษญ"},
    {LXB_ENCODING_SHIFT_JIS, JAPANESE, "日一人年大国会本中長出者市事業時新行月今分上生東京"},
    {LXB_ENCODING_EUC_JP, JAPANESE, "日一人年大国会本中長出者市事業時新行月今分上生東京"},
    {LXB_ENCODING_GBK, CHINESE,
     "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
     "行"
     "学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
     "市，。、“”"},
    {LXB_ENCODING_BIG5, CHINESE,
     "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定"
     "行"
     "學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些"
     "市，。、「」"},
    {LXB_ENCODING_EUC_KR, KOREAN,
     "이다의는에을가고하지로를한사은기도있그대서리나자일정시어인해들과아수보것부성원전라상제만여장구주동관으면우조스년"
     "비"
     "유위오트안화신미조당국경공"},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

typedef struct sample {
    char bytes[SAMPLE_BYTES];
    size_t n;
} sample;

typedef struct alphabet {
    uint32_t letters[MAX_LETTERS];
    uint8_t slots[SLOTS]; /* one more than a letter's rank, by its low bits, open addressing */
    size_t n;
    script script;
} alphabet;

/* What lies beyond ASCII with a byte to either side, which may be half of a character; the rest shrinks to spaces. */
static void take_sample(wire_str bytes, sample *s)
{
    bytes = wire_str_cut(bytes, 0, LOOK_BYTES);
    s->n = 0;
    for (size_t i = 0; i < bytes.n && s->n < SAMPLE_BYTES; i++) {
        const bool is_wide = bytes.p[i] & 0x80;
        if (is_wide || (i && bytes.p[i - 1] & 0x80) || (i + 1 < bytes.n && bytes.p[i + 1] & 0x80))
            s->bytes[s->n++] = bytes.p[i];
        else if (s->n && s->bytes[s->n - 1] != ' ')
            s->bytes[s->n++] = ' ';
    }
}

static void read_alphabet(const struct language *row, alphabet *a)
{
    const wire_str text = wire_str_of(row->letters);
    *a = (alphabet){.script = row->script};
    for (size_t at = 0; at < text.n && a->n < MAX_LETTERS;) {
        const uint32_t letter = wire__utf8_next(text, &at);
        size_t slot = letter % SLOTS;
        while (a->slots[slot] && a->letters[a->slots[slot] - 1] != letter)
            slot = (slot + 1) % SLOTS;
        a->letters[a->n++] = letter;
        if (!a->slots[slot]) /* what is listed twice has its first rank */
            a->slots[slot] = (uint8_t)a->n;
    }
}

static bool is_in(uint32_t cp, uint32_t first, uint32_t last)
{
    return cp >= first && cp <= last;
}

/* The small letter of a capital of Latin, Greek or Cyrillic; 0: it is none. */
static uint32_t small_of(uint32_t cp)
{
    if (is_in(cp, 'A', 'Z') || (is_in(cp, 0xC0, 0xDE) && cp != 0xD7) || is_in(cp, 0x391, 0x3A9) ||
        is_in(cp, 0x410, 0x42F))
        return cp + 0x20;
    if (is_in(cp, 0x139, 0x148) || is_in(cp, 0x179, 0x17E))
        return cp % 2 ? cp + 1 : 0;
    if (is_in(cp, 0x100, 0x137) || is_in(cp, 0x14A, 0x177) || is_in(cp, 0x218, 0x21B))
        return cp % 2 || cp == 0x130 ? 0 : cp + 1;
    return is_in(cp, 0x400, 0x40F) ? cp + 0x50 : 0;
}

static bool is_letter(uint32_t cp)
{
    return is_in(cp, 'a', 'z') || is_in(cp, 'A', 'Z') || is_in(cp, 0xC0, 0x24F) || is_in(cp, 0x370, 0x6FF) ||
           is_in(cp, 0xE00, 0xE4E);
}

/* Signs that any language's press writes. */
static bool is_sign(uint32_t cp)
{
    return is_in(cp, 0x2010, 0x2026) || is_in(cp, 0x2030, 0x203A) || is_in(cp, 0xBC, 0xBE) || cp == 0xD7 ||
           cp == 0xA0 || cp == 0xAB || cp == 0xBB || cp == 0xB7 || cp == 0xB0 || cp == 0xA9 || cp == 0xAE ||
           cp == 0xA3 || cp == 0xA7 || cp == 0x20AC || cp == 0x2116 || cp == 0x2122;
}

static size_t rank_of(const alphabet *a, uint32_t cp)
{
    size_t slot = cp % SLOTS;
    for (; a->slots[slot]; slot = (slot + 1) % SLOTS)
        if (a->letters[a->slots[slot] - 1] == cp)
            return a->slots[slot] - 1u;
    return a->n;
}

/* A character with its neighbours, which are 0 at the ends. */
typedef struct spot {
    uint32_t before, cp, after;
    bool has_ascii; /* its last byte is an ASCII one, as in the rare parts of EUC-KR and GBK */
} spot;

static bool is_ascii_letter(uint32_t cp)
{
    return is_in(cp, 'a', 'z') || is_in(cp, 'A', 'Z');
}

/* Worth of a character in East Asian text, for each of its two bytes. */
static int wide_worth(const alphabet *a, int encoding, const spot *s)
{
    const bool is_kana = is_in(s->cp, 0x3041, 0x30FF);
    if (is_ascii_letter(s->before))
        return -4; /* it does not come in the middle of a word of Latin letters */
    if (s->has_ascii && (encoding == LXB_ENCODING_EUC_KR || encoding == LXB_ENCODING_GBK))
        return -2;
    if (is_kana)
        return a->script == JAPANESE ? 5 : -2;
    if (rank_of(a, s->cp) < a->n)
        return 5;
    if (is_in(s->cp, 0x3000, 0x3020) || is_in(s->cp, 0xFF01, 0xFF5E))
        return 2;
    if (is_in(s->cp, 0xAC00, 0xD7A3))
        return a->script == KOREAN ? 2 : -4;
    if (is_in(s->cp, 0x4E00, 0x9FFF))
        return a->script == KOREAN ? 0 : 1;
    return is_sign(s->cp) ? 1 : is_in(s->cp, 0xFF61, 0xFF9F) ? -3 : -4;
}

static int letter_worth(const alphabet *a, const spot *s)
{
    static const int by_rank[] = {5, 5, 3, 3, 2, 1, 1, 0, -1}; /* of an alphabet, by fours */
    const uint32_t small = small_of(s->cp);
    const size_t rank = rank_of(a, small ? small : s->cp);
    if (rank == a->n)
        return is_sign(s->cp) ? 3 : is_letter(s->cp) ? -3 : -4;
    if (small && is_letter(s->before) && !small_of(s->before))
        return -4; /* a capital behind a small letter */
    if (is_letter(s->cp) && is_in(s->after, '0', '9'))
        return -3; /* rather a pound or a section */
    if (a->script == LATIN)
        return small ? 3 : rank < 4 ? 5 : 4;
    if (is_ascii_letter(s->before) || is_ascii_letter(s->after))
        return -4; /* alphabets do not mix within a word */
    if (s->before < 0x80 && s->after < 0x80)
        return 0; /* alone: as likely a space or a sign of another encoding */
    const int worth = by_rank[rank / 4 < COUNT(by_rank) ? rank / 4 : COUNT(by_rank) - 1];
    return small && worth > 1 ? 1 : worth;
}

static int worth(const alphabet *a, int encoding, const spot *s)
{
    if (s->cp < 0x80)
        return 0;
    if (s->cp == WIRE__UTF8_BAD)
        return -10;
    return a->script == LATIN || a->script == ALPHABET ? letter_worth(a, s) : 2 * wide_worth(a, encoding, s);
}

static long score(const struct language *row, const sample *s)
{
    alphabet a;
    wire__cursor c;
    long sum = 0;
    spot at = {0};
    read_alphabet(row, &a);
    wire__cursor_begin(&c, (wire_str){s->bytes, s->n}, row->encoding);
    for (bool has_next = true; has_next;) {
        const bool has_ascii = at.after && c.p[-1] < 0x80;
        at = (spot){at.cp, at.after, 0, has_ascii};
        has_next = wire__cursor_next(&c, &at.after);
        sum += worth(&a, row->encoding, &at);
    }
    at = (spot){at.cp, at.after, 0, false};
    return sum + worth(&a, row->encoding, &at);
}

static bool has_escapes(wire_str bytes)
{
    static const wire_str escapes[] = {WIRE_STR("\x1B$B"), WIRE_STR("\x1B$@"), WIRE_STR("\x1B(J")};
    for (size_t i = 0; i < COUNT(escapes); i++)
        if (wire_str_find(bytes, escapes[i]) != SIZE_MAX)
            return true;
    return false;
}

/* The first of the best. */
static size_t best_of(const long *sums)
{
    size_t best = 0;
    for (size_t i = 1; i < COUNT(languages); i++)
        best = sums[i] > sums[best] ? i : best;
    return best;
}

static int encoding_of(size_t best, const long *sums)
{
    return sums[best] > 0 ? languages[best].encoding : LXB_ENCODING_WINDOWS_1252; /* the web's own default */
}

int wire__charset_guess(wire_str bytes)
{
    sample s;
    take_sample(bytes, &s);
    if (!s.n)
        return has_escapes(bytes) ? LXB_ENCODING_ISO_2022_JP : LXB_ENCODING_UTF_8;
    const size_t whole = s.n;
    long sums[COUNT(languages)];
    s.n = whole < PROBE_BYTES ? whole : PROBE_BYTES;
    for (size_t i = 0; i < COUNT(languages); i++)
        sums[i] = score(&languages[i], &s);
    if (whole <= PROBE_BYTES)
        return encoding_of(best_of(sums), sums);
    s.n = whole;
    long among[COUNT(languages)];
    for (size_t i = 0; i < COUNT(languages); i++)
        among[i] = LONG_MIN;
    for (int round = 0; round < N_LIKELIEST; round++) {
        const size_t likely = best_of(sums);
        among[likely] = score(&languages[likely], &s);
        sums[likely] = LONG_MIN;
    }
    return encoding_of(best_of(among), among);
}

double wire__charset_misfit(wire_str bytes, int encoding)
{
    sample s;
    wire__cursor c;
    uint64_t n = 0, n_bad = 0;
    take_sample(bytes, &s);
    wire__cursor_begin(&c, (wire_str){s.bytes, s.n}, encoding);
    for (uint32_t cp; wire__cursor_next(&c, &cp);) {
        n += cp >= 0x80;
        n_bad += cp == WIRE__UTF8_BAD;
    }
    return n ? (double)n_bad / (double)n : 0;
}
