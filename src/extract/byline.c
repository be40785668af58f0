/* byline.c: names out of bylines. */
#include "extract/facts.h"

#include <string.h>

enum { MAX_LINE = 400, MAX_WORDS = 6 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool has_word(wire_str s, const char *const *words, size_t n_words)
{
    for (size_t i = 0; i < s.n;) {
        size_t n = 0;
        while (i + n < s.n && s.p[i + n] != ' ' && s.p[i + n] != '-' && s.p[i + n] != '.')
            n++;
        const wire_str word = {s.p + i, n};
        for (size_t w = 0; w < n_words; w++)
            if (wire_str_is_ci(word, wire_str_of(words[w])))
                return true;
        i += n + 1;
    }
    return false;
}

#define HAS_WORD(s, words) has_word((s), (words), sizeof(words) / sizeof *(words))

bool wire__is_organization(wire_str name)
{
    static const char *const words[] = {"news",
                                        "press",
                                        "reuters",
                                        "staff",
                                        "agency",
                                        "agencies",
                                        "times",
                                        "team",
                                        "desk",
                                        "magazine",
                                        "media",
                                        "tv",
                                        "radio",
                                        "newsroom",
                                        "network",
                                        "bureau",
                                        "redaktion",
                                        "editors",
                                        "redacci\xc3\xb3n",
                                        "r\303\251daction",
                                        "redazione",
                                        "reda\xc3\xa7\xc3\xa3o",
                                        "redactie",
                                        "board",
                                        "editorial",
                                        "foundation",
                                        "post",
                                        "daily",
                                        "herald",
                                        "tribune",
                                        "guardian",
                                        "service",
                                        "services",
                                        "wire",
                                        "group",
                                        "agencia",
                                        "agence",
                                        "institute",
                                        "university",
                                        "inc",
                                        "ltd",
                                        "company",
                                        "online",
                                        "ap",
                                        "afp",
                                        "dpa",
                                        "bbc",
                                        "cnn",
                                        "associated",
                                        "the",
                                        "redakcja",
                                        "redaksi",
                                        "web",
                                        "newspaper",
                                        "journal",
                                        "gazette",
                                        "chronicle",
                                        "monitor",
                                        "center",
                                        "centre",
                                        "association"};
    if (HAS_WORD(name, words))
        return true;
    size_t capitals = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '.' && i + 3 < name.n + 1 && name.n - i <= 4 && i)
            return name.n - i > 2; /* Harbour.example */
        if (!is_upper(name.p[i]))
            return false;
        capitals++;
    }
    return capitals >= 2 && capitals <= 6; /* one word in capitals: AFP */
}

/* Names of days and months are also people's: they part a date from a name only where nothing else does. */
static bool is_date(wire_str s)
{
    static const char *const words[] = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",  "sunday",  "january",  "february",
        "march",  "april",   "june",      "july",     "august", "september", "october", "november", "december",
        "mon",    "tue",     "wed",       "thu",      "fri",    "sat",       "sun"};
    return !memchr(s.p, ' ', s.n) && HAS_WORD(s, words);
}

static bool is_role(wire_str s)
{
    static const char *const words[] = {"editor",
                                        "reporter",
                                        "correspondent",
                                        "writer",
                                        "columnist",
                                        "journalist",
                                        "contributor",
                                        "producer",
                                        "photographer",
                                        "contributing",
                                        "senior",
                                        "chief",
                                        "redakteur",
                                        "redakteurin",
                                        "journaliste",
                                        "periodista",
                                        "analyst",
                                        "fellow",
                                        "professor",
                                        "lecturer",
                                        "director",
                                        "president",
                                        "ceo",
                                        "founder",
                                        "author",
                                        "updated",
                                        "published",
                                        "posted",
                                        "minutes",
                                        "min",
                                        "hours",
                                        "ago",
                                        "read",
                                        "comments",
                                        "share",
                                        "freelance",
                                        "meteorologist",
                                        "critic",
                                        "am",
                                        "pm",
                                        "follow",
                                        "email",
                                        "twitter",
                                        "facebook",
                                        "view",
                                        "profile",
                                        "posts",
                                        "articles",
                                        "more",
                                        "reviewed",
                                        "jr",
                                        "sr",
                                        "phd",
                                        "md",
                                        "correspondant",
                                        "autor",
                                        "edt",
                                        "by",
                                        "written",
                                        "contact",
                                        "bio",
                                        "full",
                                        "about",
                                        "us",
                                        "nutzer",
                                        "attorney",
                                        "researcher",
                                        "expert",
                                        "staff-writer",
                                        "head",
                                        "manager",
                                        "educator",
                                        "educators",
                                        "specialist",
                                        "consultant",
                                        "officer",
                                        "co-founder",
                                        "engineer",
                                        "developer",
                                        "strategist",
                                        "marketing",
                                        "candidate",
                                        "insights",
                                        "sign",
                                        "free",
                                        "student",
                                        "edition",
                                        "licensed",
                                        "last",
                                        "on",
                                        "certified",
                                        "m.a",
                                        "mba",
                                        "updated",
                                        "est",
                                        "gmt",
                                        "utc",
                                        "pdt",
                                        "pst"};
    return HAS_WORD(s, words);
}

static const char *const leads[] = {"written by",
                                    "posted by",
                                    "reported by",
                                    "words by",
                                    "story by",
                                    "article by",
                                    "published by",
                                    "text by",
                                    "by",
                                    "author",
                                    "authors",
                                    "von",
                                    "par",
                                    "por",
                                    "door",
                                    "text",
                                    "autor",
                                    "autora",
                                    "av",
                                    "oleh",
                                    "from",
                                    "escrito por",
                                    "publicado por",
                                    "\xd0\xb0\xd0\xb2\xd1\x82\xd0\xbe\xd1\x80",
                                    "\xe4\xbd\x9c\xe8\x80\x85",
                                    "\xe8\xae\xb0\xe8\x80\x85"};

/* Bytes of what introduces the names; 0: nothing does. */
static size_t lead_of(wire_str s)
{
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        const wire_str lead = wire_str_of(leads[i]);
        if (s.n < lead.n || !wire_str_is_ci(wire_str_cut(s, 0, lead.n), lead))
            continue;
        size_t n = lead.n;
        while (n < s.n && s.p[n] == ' ')
            n++;
        if (n < s.n && (s.p[n] == ':' || s.p[n] == '|'))
            return n + 1;
        if (wire_str_has_prefix(wire_str_cut(s, n, s.n), WIRE_STR("\xef\xbc\x9a")))
            return n + 3;
        if (n == s.n || n > lead.n)
            return n;
    }
    return 0;
}

static wire_str drop_lead(wire_str s)
{
    for (size_t n = lead_of(s), round = 0; n && round < 3; n = lead_of(s), round++)
        s = wire_str_trim(wire_str_cut(s, n, s.n));
    return s;
}

bool wire__byline_has_lead(wire_str line, bool *is_bare)
{
    line = wire_str_trim(line);
    const size_t n = lead_of(line);
    *is_bare = n && n >= line.n;
    /* "Text" and "From" begin other lines too: they count with a colon alone. */
    const bool is_weak = line.n && ((line.p[0] | 32) == 't' || (line.p[0] | 32) == 'f' || (line.p[0] | 32) == 'p');
    return n && (!is_weak || memchr(line.p, ':', n) || wire_str_is_ci(wire_str_cut(line, 0, 3), WIRE_STR("pos")) ||
                 wire_str_is_ci(wire_str_cut(line, 0, 3), WIRE_STR("pub")));
}

static size_t count_words(wire_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] != ' ' && (!i || s.p[i - 1] == ' ');
    return n;
}

/* Words that start with a small ASCII letter and are no particle of names: prose has them, names have not. */
static size_t n_low_words(wire_str s)
{
    static const char *const particles[] = {"van", "von", "de", "der", "den", "da", "di",  "la",  "le",
                                            "bin", "al",  "el", "ten", "ter", "du", "dos", "das", "del",
                                            "y",   "e",   "zu", "af",  "av",  "of", "the"};
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && s.p[end] != ' ')
            end++;
        const wire_str word = {s.p + i, end - i};
        if (word.n && word.p[0] >= 'a' && word.p[0] <= 'z' && !HAS_WORD(word, particles))
            n++;
        i = end + 1;
    }
    return n;
}

static bool is_name(wire_str s)
{
    if (s.n < 2 || s.n > 80 || count_words(s) > MAX_WORDS)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '@' || s.p[i] == '/' || s.p[i] == '?' || s.p[i] == '!' || s.p[i] == '=' || s.p[i] == '_')
            return false;
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += s.p[i] >= '0' && s.p[i] <= '9';
    if (digits && (digits > 2 || !wire__is_organization(s)))
        return false;
    const size_t n_low = n_low_words(s);
    return n_low < 2 || (n_low == 2 && count_words(s) == 2); /* some write their names small */
}

static wire_str trim_marks(wire_str s)
{
    for (bool again = true; again;) {
        const size_t before = s.n;
        s = wire_str_trim(s);
        while (s.n && strchr(".,:;|-*\"", s.p[s.n - 1]) && !(s.p[s.n - 1] == '.' && s.n > 2 && is_upper(s.p[s.n - 2])))
            s.n--;
        while (s.n && strchr(",:;|-*\"", s.p[0]))
            s.p++, s.n--;
        again = s.n != before;
    }
    return s;
}

/* Without what leads to a date: "Ada Byrne Last updated: August". */
static wire_str drop_last_words(wire_str s)
{
    for (;;) {
        size_t at = s.n;
        while (at && s.p[at - 1] != ' ')
            at--;
        const wire_str word = wire_str_cut(s, at, s.n);
        if (at < 2 || (!is_date(word) && !is_role(word) && word.p[word.n - 1] != ':' &&
                       !wire_str_is_ci(word, WIRE_STR("last")) && !wire_str_is_ci(word, WIRE_STR("on"))))
            return s;
        s = wire_str_trim(wire_str_cut(s, 0, at));
    }
}

/* "Ada Byrne 4 August 2026": without the date. */
static wire_str drop_date(wire_str s)
{
    for (size_t i = 3; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9' && s.p[i - 1] == ' ' && count_words(wire_str_cut(s, 0, i - 1)) >= 2)
            return drop_last_words(wire_str_cut(s, 0, i - 1));
    return s;
}

/* Where the next name ends: at a comma, "and", a bar ... *skip: bytes of what parts them. */
static size_t name_end(wire_str s, size_t *skip)
{
    static const char *const marks[] = {" and ",
                                        " & ",
                                        " und ",
                                        " et ",
                                        " y ",
                                        " och ",
                                        " og ",
                                        " en ",
                                        " e ",
                                        " i ",
                                        " with ",
                                        " for ",
                                        " via ",
                                        " in ",
                                        " on ",
                                        " on behalf of ",
                                        " at ",
                                        ", ",
                                        ",",
                                        ";",
                                        " | ",
                                        "|",
                                        "\n",
                                        " \xe2\x80\xa2 ",
                                        "\xe2\x80\xa2",
                                        "\xc2\xb7",
                                        " / ",
                                        " - ",
                                        " \xe2\x80\x93 ",
                                        " \xe2\x80\x94 ",
                                        "\xe3\x80\x81"};
    size_t end = s.n;
    *skip = 0;
    for (size_t at = 0; at < s.n && end == s.n; at++)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const wire_str mark = wire_str_of(marks[i]);
            if (at && s.n - at >= mark.n && wire_str_is_ci((wire_str){s.p + at, mark.n}, mark)) {
                end = at;
                *skip = mark.n;
                break;
            }
        }
    return end;
}

/* The line without what stands in brackets. */
static wire_str drop_brackets(wire_str s, wire_arena *arena)
{
    if (!s.n || (!memchr(s.p, '(', s.n) && !memchr(s.p, '[', s.n) && !memchr(s.p, '<', s.n)))
        return s;
    char *to = wire_arena_take(arena, s.n, 1);
    if (!to)
        return s;
    size_t n = 0, depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (c == '(' || c == '[' || c == '<')
            depth++;
        else if ((c == ')' || c == ']' || c == '>') && depth)
            depth--;
        else if (!depth)
            to[n++] = c;
    }
    return (wire_str){to, n};
}

/* Catalogues write "Byrne, Ada". */
bool wire__byline_turn(wire_str line, wire_arena *arena, wire__facts *facts)
{
    const char *comma = line.n ? memchr(line.p, ',', line.n) : NULL;
    if (!comma || memchr(comma + 1, ',', line.n - (size_t)(comma + 1 - line.p)) || memchr(line.p, ';', line.n))
        return false;
    const wire_str last = wire_str_trim(wire_str_cut(line, 0, (size_t)(comma - line.p)));
    const wire_str first = wire_str_trim(wire_str_cut(line, (size_t)(comma + 1 - line.p), line.n));
    if (!last.n || !first.n || count_words(last) > 2 || count_words(first) > 3)
        return false;
    const wire_str name = wire_arena_print(arena, "%.*s %.*s", WIRE_ARG(first), WIRE_ARG(last));
    if (!name.n || !is_name(name))
        return false;
    wire__facts_add_author(facts, name, false);
    return true;
}

void wire__byline_split(wire_str line, wire_arena *arena, wire__facts *facts)
{
    line = drop_lead(wire_str_trim(drop_brackets(wire_str_trim(wire_str_cut(line, 0, MAX_LINE)), arena)));
    if (wire_str_has_prefix(line, WIRE_STR("http")))
        return;
    while (line.n) {
        size_t skip;
        const size_t end = name_end(line, &skip);
        const wire_str piece = trim_marks(drop_date(drop_lead(wire_str_trim(wire_str_cut(line, 0, end)))));
        const bool is_org = wire__is_organization(piece);
        if (is_name(piece) && (is_org || (!is_role(piece) && !is_date(piece))) &&
            (facts->n_authors == 0 || piece.n > 2))
            wire__facts_add_author(facts, piece, is_org);
        line = wire_str_trim(wire_str_cut(line, end + skip, line.n));
        if (end + skip == 0)
            break;
    }
}
