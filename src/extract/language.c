/* language.c: the language of a text that nothing declares: by its script, then by its commonest words. */
#include <string.h>

#include "base/utf8.h"
#include "extract/facts.h"

enum { LOOK_AT = 1200, MIN_LETTERS = 40, MIN_HITS = 5, LONGEST_WORD = 16, CLEAR = 10 };

/* Scripts, as they tell languages apart. */
typedef enum script {
    LATIN,
    CYRILLIC,
    GREEK,
    HEBREW,
    ARABIC,
    DEVANAGARI,
    BENGALI,
    GURMUKHI,
    GUJARATI,
    TAMIL,
    TELUGU,
    KANNADA,
    MALAYALAM,
    SINHALA,
    THAI,
    GEORGIAN,
    ARMENIAN,
    ETHIOPIC,
    HAN,
    KANA,
    HANGUL,
    N_SCRIPTS
} script;

static const struct {
    uint16_t from, to;
    uint8_t script;
} ranges[] = {
    {'A', 'Z', LATIN},          {'a', 'z', LATIN},          {0xC0, 0x24F, LATIN},    {0x370, 0x3FF, GREEK},
    {0x400, 0x52F, CYRILLIC},   {0x531, 0x58F, ARMENIAN},   {0x5D0, 0x5F4, HEBREW},  {0x620, 0x6FF, ARABIC},
    {0x750, 0x77F, ARABIC},     {0x900, 0x97F, DEVANAGARI}, {0x980, 0x9FF, BENGALI}, {0xA00, 0xA7F, GURMUKHI},
    {0xA80, 0xAFF, GUJARATI},   {0xB80, 0xBFF, TAMIL},      {0xC00, 0xC7F, TELUGU},  {0xC80, 0xCFF, KANNADA},
    {0xD00, 0xD7F, MALAYALAM},  {0xD80, 0xDFF, SINHALA},    {0xE00, 0xE7F, THAI},    {0x10A0, 0x10FF, GEORGIAN},
    {0x1200, 0x137F, ETHIOPIC}, {0x1E00, 0x1EFF, LATIN},    {0x3040, 0x30FF, KANA},  {0x3400, 0x9FFF, HAN},
    {0xAC00, 0xD7A3, HANGUL}};

static script script_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return (script)ranges[i].script;
    return N_SCRIPTS;
}

/* The commonest words of a language, lower case, between spaces; and letters that its neighbours have not. */
static const struct {
    script script;
    const char *tag, *words, *letters;
} languages[] = {
    {LATIN, "en", " the and of to in is that for was with on as at by from have this but not are ", NULL},
    {LATIN, "de", " der die und das ist nicht den von mit auf für ein eine dem des sich auch wird im zu ", NULL},
    {LATIN, "fr", " le la les des et est une un du que dans pour pas qui sur au par ce avec il ", NULL},
    {LATIN, "es", " el la los las de que y en un una por con para se del es no al lo más ", NULL},
    {LATIN, "pt", " o os as de que e em um uma por com para não do da dos das no na ao ", NULL},
    {LATIN, "it", " il la di che e un una per non è del della con sono dei le gli nel alla più ", NULL},
    {LATIN, "nl", " de het een en van is dat op te in niet zijn voor met die aan er ook naar bij ", NULL},
    {LATIN, "sv", " och att det som en på är av för med den till inte om ett har de från var jag ", NULL},
    {LATIN, "da", " og at det som en på er af for med den til ikke de et har fra var der han ", NULL},
    {LATIN, "nb", " og at det som en på er av for med den til ikke de et har fra var seg blir ", NULL},
    {LATIN, "fi", " ja on ei että se oli hän mutta myös ovat kun mukaan sen joka ole kuin tai nyt jo vain ", NULL},
    {LATIN, "pl", " i w na z do się nie że to jest o po jak przez od za dla są oraz był ", NULL},
    {LATIN, "cs", " a v na se je že to do s z pro by jsou jako ale který od po si už ", NULL},
    {LATIN, "sk", " a v na sa je že to do s z pre by sú ako ale ktorý od po si už ", NULL},
    {LATIN, "hu", " a az és hogy nem is egy ez volt meg már csak de azt még vagy mint el ki fel ", NULL},
    {LATIN, "ro", " și în de la a cu pe nu care din mai este pentru ce au fost că o un se ", NULL},
    {LATIN, "tr", " ve bir bu da de için ile olarak çok daha olan gibi ne kadar en sonra var ise ancak göre ", NULL},
    {LATIN, "id",
     " yang dan di untuk dengan dari ini itu pada dalam tidak akan ke oleh juga adalah ada bisa tersebut saat ", NULL},
    {LATIN, "vi", " và của là có cho không được trong một với các những đã người khi này để đến về tại ", NULL},
    {LATIN, "lt", " ir kad į yra su ne tai iš už bet jis apie buvo dėl taip savo nuo po arba prie ", NULL},
    {LATIN, "lv", " un ir ka par ar no uz bet ne tas arī kas lai viņš pēc gan vai jau bija līdz ", NULL},
    {LATIN, "et", " ja on et ei see oli ka mis kui oma aga ta kes siis veel ning või nad pole üle ", NULL},
    {LATIN, "hr", " i je u na se da su za od s što nije kao koji ali o iz bi to ili ", NULL},
    {LATIN, "sl", " in je na da se so za v ne ki pa z s kot tudi od bi ali po še ", NULL},
    {LATIN, "sq", " të e në dhe për një që me nga se është i nuk ka do si më ky po janë ", NULL},
    {LATIN, "ca", " el la els les de que i en un una per amb no del al és dels més com ha ", NULL},
    {LATIN, "is", " og að í á er sem það við til var um en af fyrir með ekki hann eru því frá ", NULL},
    {LATIN, "sw", " ya na wa kwa ni katika za la cha kuwa hiyo hii huo huu kama pia baada watu alisema amesema ", NULL},
    {LATIN, "af", " die en van in het is nie dat te vir met wat op om hy ook sy was by aan ", NULL},
    {LATIN, "tl", " ang ng sa na mga ay at ni para hindi ito si kung nang siya may pa din rin kay ", NULL},
    {CYRILLIC, "ru", " и в не на что с по как это он из за от для его но был или же ", "ыэъё"},
    {CYRILLIC, "uk", " і в не на що з за як це та до від його але або був у ", "їєґі"},
    {CYRILLIC, "bg", " и на да се в за не от че с е са по това като си ще но ли който ", "ъ"},
    {CYRILLIC, "sr", " и је у на се да су за од с што није као који али о из би то или ", "јљњћђџ"},
    {CYRILLIC, "mk", " и на во да се за од со не е дека ќе ги го што како но ", "ќѓѕј"},
    {CYRILLIC, "be", " і на не што з як гэта да пра але гэты быў якія ад за ", "ўыэ"},
    {CYRILLIC, "kk", " және мен бұл бір үшін деп осы ол еді да де ", "әғқңөұүһі"},
    {ARABIC, "ar", " في من على إلى أن عن التي مع هذا هذه كان ما لا بعد الذي قال ", "ةىإأ"},
    {ARABIC, "fa", " و در به از که این را با است برای آن می های شد ", "پچژگکی"},
    {ARABIC, "ur", " کے کی میں ہے اور سے کا کو نے پر ہیں کہ اس ", "ٹڈڑںےہھ"},
    {DEVANAGARI, "hi", " के में की है और से का को पर ने कि यह हैं नहीं एक भी था इस ", NULL},
    {DEVANAGARI, "mr", " आणि आहे या व च्या ला हे की ते नाही तर होते आहेत ", "ळ"},
    {DEVANAGARI, "ne", " छ र को मा ले का पनि गर्ने भएको लागि यो थियो गरेको हो ", NULL},
};

static const char *only_language_of(script s)
{
    static const char *const tags[N_SCRIPTS] = {
        [GREEK] = "el", [HEBREW] = "he",   [BENGALI] = "bn",  [GURMUKHI] = "pa",  [GUJARATI] = "gu",
        [TAMIL] = "ta", [TELUGU] = "te",   [KANNADA] = "kn",  [MALAYALAM] = "ml", [SINHALA] = "si",
        [THAI] = "th",  [GEORGIAN] = "ka", [ARMENIAN] = "hy", [ETHIOPIC] = "am",  [HAN] = "zh",
        [KANA] = "ja",  [HANGUL] = "ko"};
    return tags[s];
}

/* Lower case of the letters of Latin, Greek and Cyrillic that words begin sentences with. */
static uint32_t lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    return c >= 0x100 && c < 0x180 && !(c & 1) ? c + 1 : c;
}

_Static_assert(sizeof languages / sizeof *languages <= 64, "a bit for each");

enum { WORD_SLOTS = 512 };

typedef struct counting {
    uint32_t letters[N_SCRIPTS];
    uint32_t hits[sizeof languages / sizeof *languages];
    uint64_t may_have[WORD_SLOTS]; /* by a word's hash: the languages that may have it */
} counting;

static uint32_t hash_on(uint32_t hash, char c)
{
    return (hash ^ (unsigned char)c) * 0x01000193u;
}

static uint64_t *slot_of(counting *c, uint32_t hash)
{
    return &c->may_have[(hash ^ hash >> 16) % WORD_SLOTS];
}

static void note_words(counting *c)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        uint32_t hash = 0;
        for (const char *p = languages[i].words + 1; *p; p++) {
            if (*p == ' ')
                *slot_of(c, hash) |= (uint64_t)1 << i;
            hash = *p == ' ' ? 0 : hash_on(hash, *p);
        }
    }
}

/* The word is between two spaces. */
static void count_word(counting *c, wire_str word, script of)
{
    uint32_t hash = 0;
    for (size_t i = 1; i + 1 < word.n; i++)
        hash = hash_on(hash, word.p[i]);
    const uint64_t may_have = *slot_of(c, hash);
    for (size_t i = 0; may_have && i < sizeof languages / sizeof *languages; i++)
        if (may_have >> i & 1 && languages[i].script == of)
            c->hits[i] += wire_str_find(wire_str_of(languages[i].words), word) != SIZE_MAX;
}

static void count_letter(counting *c, uint32_t letter, script of)
{
    char p[4];
    const wire_str s = {p, wire__utf8_encode(letter, p)};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (languages[i].script == of && languages[i].letters)
            c->hits[i] += wire_str_find(wire_str_of(languages[i].letters), s) != SIZE_MAX;
}

/* *lead: how far the language is before the next. */
static const char *best_of(const counting *c, script s, uint32_t *lead)
{
    size_t best = 0;
    uint32_t most = 0, second = 0;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        if (languages[i].script != s)
            continue;
        if (c->hits[i] > most) {
            second = most;
            most = c->hits[i];
            best = i;
        } else if (c->hits[i] > second) {
            second = c->hits[i];
        }
    }
    *lead = most - second;
    return most >= MIN_HITS && most > second ? languages[best].tag : NULL;
}

static void count(counting *c, wire_str text)
{
    char word[LONGEST_WORD + 8] = " ";
    size_t n = 1;
    uint32_t n_words = 0;
    script of = N_SCRIPTS; /* of the word */
    for (size_t at = 0; at <= text.n;) {
        const size_t before = at;
        const uint32_t ch = at < text.n ? wire__utf8_next(text, &at) : ' ';
        const script s = script_of(ch);
        if (s < N_SCRIPTS) {
            c->letters[s]++;
            of = s;
            if (n < LONGEST_WORD)
                n += wire__utf8_encode(lower(ch), word + n);
            if (s == CYRILLIC || s == ARABIC || s == DEVANAGARI)
                count_letter(c, lower(ch), s);
        } else {
            word[n] = ' ';
            if (n > 1 && n < LONGEST_WORD) /* none of the commonest is longer */
                count_word(c, (wire_str){word, n + 1}, of);
            uint32_t lead = 0;
            const bool is_clear = n > 1 && ++n_words % 16 == 0 && best_of(c, of, &lead) && lead >= CLEAR;
            if (is_clear)
                break;
            n = 1;
        }
        if (before == text.n)
            break;
    }
}

const char *wire__language_guess(wire_str text)
{
    counting c = {0};
    note_words(&c);
    count(&c, wire__utf8_cut(text, LOOK_AT));
    size_t most = 0, all = 0;
    for (size_t i = 0; i < N_SCRIPTS; i++) {
        most = c.letters[i] > c.letters[most] ? i : most;
        all += c.letters[i];
    }
    if (all < MIN_LETTERS)
        return NULL;
    if ((most == HAN || most == KANA) && c.letters[KANA] * 8 > all)
        return "ja";
    const char *only = only_language_of((script)most);
    uint32_t lead;
    return only ? only : best_of(&c, (script)most, &lead);
}
