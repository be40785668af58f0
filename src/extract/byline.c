/* byline.c: names out of bylines. */
#include "extract/facts.h"

#include <string.h>

enum { MAX_LINE = 400, MAX_WORDS = 6 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* True where one of the words of `s` stands in a list " word word ". */
static bool has_word(wire_str s, wire_str list)
{
    for (size_t i = 0; i < s.n;) {
        char word[28] = " ";
        size_t n = 0;
        for (; i + n < s.n && !strchr(" -./", s.p[i + n]); n++)
            if (n < sizeof word - 2)
                word[n + 1] = is_upper(s.p[i + n]) ? (char)(s.p[i + n] | 32) : s.p[i + n];
        if (n && n < sizeof word - 2) {
            word[n + 1] = ' ';
            if (wire_str_find(list, (wire_str){word, n + 2}) != SIZE_MAX)
                return true;
        }
        i += n + 1;
    }
    return false;
}

static bool is_agency(wire_str s)
{
    return has_word(
               s,
               WIRE_STR(
                   " afp ansa ap apa belga cnn bbc dpa efe epd ians interfax ani pti sid kna lusa ntb reuters ritzau "
                   "tass tt upi xinhua kyodo yonhap anp cna tanjug mti pap ")) &&
           !memchr(s.p, ' ', s.n);
}

bool wire__is_organization(wire_str name)
{
    if (has_word(
            name,
            WIRE_STR(
                " news press reuters staff agency agencies times team desk magazine media tv radio newsroom network "
                "bureau redaktion editors redacci\303\263n r\303\251daction redazione reda\303\247\303\243o "
                "redactie redaksjonen redaktionen toimitus redakcja redaksi redakce board editorial foundation "
                "post daily herald tribune guardian service services wire group agencia agence nachrichtenagentur "
                "institute university inc ltd gmbh company online ap afp dpa bbc cnn associated the web newspaper "
                "journal gazette chronicle monitor center centre association ministry council office presse zeitung "
                "forum ")))
        return true;
    size_t capitals = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '.' && i && name.n - i <= 4)
            return name.n - i > 2; /* Harbour.example */
        if (!is_upper(name.p[i]))
            return is_agency(name);
        capitals++;
    }
    return capitals >= 3 && capitals <= 6; /* one word in capitals: AFP */
}

/* Names of days and months are also people's: they part a date from a name only where nothing else does. */
static bool is_date(wire_str s)
{
    return !memchr(s.p, ' ', s.n) &&
           has_word(
               s,
               WIRE_STR(
                   " monday tuesday wednesday thursday friday saturday sunday january february march april june july "
                   "august september october november december mon tue wed thu fri sat sun "));
}

bool wire__is_role(wire_str s)
{
    return has_word(
        s,
        WIRE_STR(
            " editor reporter correspondent writer columnist journalist contributor producer photographer contributing "
            "senior "
            "chief redakteur redakteurin journaliste periodista analyst fellow professor lecturer director president "
            "ceo cto "
            "founder author updated published posted minutes min hours ago read comments share freelance meteorologist "
            "critic "
            "am pm follow email twitter facebook view profile posts articles more reviewed jr sr phd md correspondant "
            "autor edt "
            "by written contact bio full about us nutzer attorney researcher expert head manager educator educators "
            "specialist "
            "consultant officer co-founder engineer developer strategist marketing candidate insights sign free "
            "student edition "
            "licensed last on certified mba est gmt utc pdt pst subscribe newsletter advertisement photo photos image "
            "images "
            "disclosure disclaimer checked fact policy guidelines reading time program practices share save print "
            "listen watch section topics korrespondent reporterin chefredakteur redattore giornalista "
            "redactor redactora reportero journalistin physician dietitian nutritionist counsel advisor "));
}

/* What introduces names, longer ones first where one starts with another. A colon may follow. */
static const char *const leads[] = {"written by",
                                    "posted by",
                                    "reported by",
                                    "words by",
                                    "story by",
                                    "article by",
                                    "published by",
                                    "text by",
                                    "authored by",
                                    "interview by",
                                    "recommended by",
                                    "by",
                                    "authors",
                                    "author(s)",
                                    "author",

                                    "autorin/autor",
                                    "autor*in",
                                    "autorin",
                                    "autores",
                                    "autora",
                                    "autor",
                                    "auteurs",
                                    "auteur",
                                    "autore",
                                    "auteure",
                                    "von",
                                    "par",
                                    "por",
                                    "door",
                                    "texte",
                                    "tekst",
                                    "text",
                                    "av",
                                    "af",
                                    "oleh",
                                    "penulis",
                                    "imeandikwa na",
                                    "mwandishi",
                                    "na",
                                    "from",
                                    "escrito por",
                                    "publicado por",
                                    "publi\303\251 par",
                                    "\303\251crit par",
                                    "geschreven door",
                                    "skrevet av",
                                    "skrevet af",
                                    "napisa\305\202",
                                    "yazar",
                                    "di",
                                    "\xd0\xb0\xd0\xb2\xd1\x82\xd0\xbe\xd1\x80",
                                    "\xd0\x90\xd0\xb2\xd1\x82\xd0\xbe\xd1\x80",
                                    "\xd0\xa2\xd0\xb5\xd0\xba\xd1\x81\xd1\x82",
                                    "\xe4\xbd\x9c\xe8\x80\x85",
                                    "\xe8\xae\xb0\xe8\x80\x85",
                                    "\xe8\xa8\x98\xe8\x80\x85",
                                    "\xe8\xb4\xa3\xe7\xbc\x96",
                                    "\xe6\x96\x87"};

/* Bytes of what introduces the names; 0: nothing does. */
static size_t lead_of(wire_str s)
{
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if (!s.n || ((leads[i][0] ^ s.p[0]) & ~32)) /* letters of either case */
            continue;
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
    const wire_str lead = wire_str_trim(wire_str_cut(line, 0, n));
    const bool is_strong =
        has_word(lead, WIRE_STR(" by por written posted published reported escrito publicado author author(s) authors "
                                "autor autora autorin autorin/autor auteur autore von door av "));
    return n && (is_strong || memchr(line.p, ':', n) || (unsigned char)line.p[0] >= 0x80);
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
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && s.p[end] != ' ')
            end++;
        const wire_str word = {s.p + i, end - i};
        if (word.n && word.p[0] >= 'a' && word.p[0] <= 'z' &&
            !has_word(
                word,
                WIRE_STR(" van von de der den da di la le bin al el ten ter du dos das del y e zu af av of the ")))
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

static bool is_month(wire_str s)
{
    return has_word(s, WIRE_STR(" jan feb mar apr may jun jul aug sep sept oct nov dec "));
}

/* Without what leads to a date: "Ada Byrne Last updated: August". */
static wire_str drop_last_words(wire_str s)
{
    for (;;) {
        size_t at = s.n;
        while (at && s.p[at - 1] != ' ')
            at--;
        const wire_str word = wire_str_cut(s, at, s.n);
        if (at < 2 || (!is_date(word) && !is_month(word) && !wire__is_role(word) && word.p[word.n - 1] != ':' &&
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
                                        " na ",
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
                                        "/",
                                        " - ",
                                        " \xe2\x80\x93 ",
                                        " \xe2\x80\x94 ",
                                        "\xe3\x80\x81"};
    size_t end = s.n;
    *skip = 0;
    for (size_t at = 0; at < s.n && end == s.n; at++)
        for (size_t i = strchr(" ,;|/\n\xe2\xc2\xe3", s.p[at]) ? 0 : sizeof marks / sizeof *marks;
             i < sizeof marks / sizeof *marks; i++) {
            const wire_str mark = wire_str_of(marks[i]);
            if (at && s.n - at >= mark.n && wire_str_is_ci((wire_str){s.p + at, mark.n}, mark)) {
                end = at;
                *skip = mark.n;
                break;
            }
        }
    return end;
}

/* "(with A and B)" names more authors. */
static bool is_with(wire_str s)
{
    return wire_str_has_prefix(s, WIRE_STR("with ")) || wire_str_has_prefix(s, WIRE_STR("avec ")) ||
           wire_str_has_prefix(s, WIRE_STR("mit ")) || wire_str_has_prefix(s, WIRE_STR("con ")) ||
           wire_str_has_prefix(s, WIRE_STR("com "));
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
        if (c == '(' && is_with(wire_str_cut(s, i + 1, s.n))) {
            to[n++] = ',';
            i = (size_t)((const char *)memchr(s.p + i, ' ', s.n - i) - s.p);
        } else if (c == '(' || c == '[' || c == '<')
            depth++;
        else if (c == ')' || c == ']' || c == '>')
            depth -= depth > 0;
        else if (!depth && !(c == ' ' && n && to[n - 1] == ' '))
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

/* Letters behind a name: "MD", "Ph.D.", "M.A. Journalism", fellows' and diplomates' ("FACP", "DACVB"). */
static bool is_degree(wire_str s)
{
    size_t letters = 0, dots = 0, capitals = 0;
    for (size_t i = 0; i < s.n && s.p[i] != ' '; i++) {
        dots += s.p[i] == '.';
        letters += s.p[i] != '.' && s.p[i] != '-';
        capitals += is_upper(s.p[i]);
    }
    if (dots && letters <= 4)
        return true;
    if (memchr(s.p, ' ', s.n) || s.n > 6 || is_agency(s))
        return false;
    const bool is_honour = capitals == s.n && s.n >= 4 &&
                           (wire_str_has_prefix(s, WIRE_STR("FA")) || wire_str_has_prefix(s, WIRE_STR("FO")) ||
                            wire_str_has_prefix(s, WIRE_STR("DA")));
    return is_honour ||
           has_word(s,
                    WIRE_STR(" phd mph msc bsc ba bs ma ms md do rd rdn ld ldn cdn cpa cfa cfp mba jd llm edd rn np pa "
                             "dds dmd dvm vmd lvt vts cpp psp pmp lcsw lpc cscs "));
}

static bool is_joint(wire_str line, size_t end, size_t skip) /* "and": what follows belongs to what came before */
{
    const wire_str mark = wire_str_trim(wire_str_cut(line, end, end + skip));
    return wire_str_is_ci(mark, WIRE_STR("and")) || wire_str_is(mark, WIRE_STR("&")) ||
           wire_str_is_ci(mark, WIRE_STR("at")) || wire_str_is_ci(mark, WIRE_STR("for")) ||
           wire_str_is_ci(mark, WIRE_STR("in")) || wire_str_is_ci(mark, WIRE_STR("und")) ||
           wire_str_is_ci(mark, WIRE_STR("en")) || wire_str_is_ci(mark, WIRE_STR("et"));
}

/* What a piece of a byline is. */
typedef enum piece_kind { PIECE_OTHER, PIECE_PERSON, PIECE_HOUSE, PIECE_ROLE } piece_kind;

static piece_kind kind_of(wire_str piece)
{
    if (!is_name(piece) || is_date(piece) || memchr(piece.p, ':', piece.n) ||
        (piece.n < 3 && (unsigned char)piece.p[0] < 0x80 && !is_agency(piece)))
        return PIECE_OTHER;
    size_t last = piece.n;
    while (last && piece.p[last - 1] != ' ')
        last--;
    if (wire__is_organization(piece) && !(last && wire__is_role(wire_str_cut(piece, last, piece.n))))
        return PIECE_HOUSE;
    if (wire__is_role(piece))
        return PIECE_ROLE;
    const bool is_phrase = count_words(piece) == 2 && n_low_words(piece) == 1 && !memchr(piece.p, '\'', piece.n);
    return is_phrase ? PIECE_OTHER : PIECE_PERSON; /* "Personal finance" */
}

/* "Ada Byrne, Senior Director, Content & Marketing, Light": after a role, single words and what "and" joins are the
 * role's; so is a place behind "in". */
static bool is_of_role(wire_str piece, piece_kind kind, bool after_role, bool is_joined)
{
    return after_role && kind != PIECE_HOUSE && (is_joined || count_words(piece) == 1);
}

void wire__byline_split(wire_str line, wire_arena *arena, wire__facts *facts)
{
    line = drop_lead(wire_str_trim(drop_brackets(wire_str_trim(wire_str_cut(line, 0, MAX_LINE)), arena)));
    if (wire_str_has_prefix(line, WIRE_STR("http")))
        return;
    if (wire_str_is_ci(line, WIRE_STR("staff and wire reports")) || wire_str_is_ci(line, WIRE_STR("wire reports")) ||
        wire_str_is_ci(line, WIRE_STR("staff and agencies")) || wire_str_is_ci(line, WIRE_STR("agencies"))) {
        wire__facts_add_author(facts, line, true);
        return;
    }
    bool after_role = false, is_joined = false, is_in = false;
    while (line.n) {
        size_t skip;
        const size_t end = name_end(line, &skip);
        const wire_str piece = trim_marks(drop_date(drop_lead(wire_str_trim(wire_str_cut(line, 0, end)))));
        const piece_kind kind = kind_of(piece);
        const bool is_more = facts->n_authors > 0;
        const wire_str mark = wire_str_trim(wire_str_cut(line, end, end + skip));
        const wire_str rest = wire_str_trim(wire_str_cut(line, end + skip, line.n));
        size_t next_skip;
        const wire_str next = wire_str_cut(rest, 0, name_end(rest, &next_skip));
        const bool leads_role = is_more && count_words(piece) == 1 && is_joint(line, end, skip) && wire__is_role(next);
        if ((kind == PIECE_PERSON || kind == PIECE_HOUSE) && !is_in && !leads_role &&
            (!is_more || piece.n > 2 || kind == PIECE_HOUSE) && !(is_more && is_degree(piece)) &&
            !is_of_role(piece, kind, after_role, is_joined))
            wire__facts_add_author(facts, piece, kind == PIECE_HOUSE);
        after_role = kind == PIECE_ROLE || (after_role && (is_joined || count_words(piece) == 1));
        is_joined = is_joint(line, end, skip);
        is_in = facts->n_authors &&
                (wire_str_is_ci(mark, WIRE_STR("in")) || (is_in && wire_str_is_ci(mark, WIRE_STR("and"))));
        line = rest;
        if (end + skip == 0)
            break;
    }
}

/* A name that metadata states whole: no word of it is a role's. Logins, addresses and what is no name are left out. */
void wire__byline_take(wire_str name, bool is_organization, wire_arena *arena, wire__facts *facts)
{
    name = trim_marks(drop_lead(wire_str_trim(name)));
    size_t skip;
    if (is_organization && name.n >= 2 && name.n <= 80 && !memchr(name.p, '@', name.n) &&
        !memchr(name.p, '/', name.n)) {
        wire__facts_add_author(facts, name, true); /* "Friends of the Harbour and its Boats" is one */
        return;
    }
    const size_t site = wire_str_find(name, WIRE_STR("(www."));
    if (site != SIZE_MAX && site > 2) { /* "Harbour Light (www.light.example)" is a house */
        wire__facts_add_author(facts, wire_str_trim(wire_str_cut(name, 0, site)), true);
        return;
    }
    if (name_end(name, &skip) < name.n || !is_name(name) || (name.n && memchr(name.p, '(', name.n))) {
        wire__byline_split(name, arena, facts);
        return;
    }
    const wire_str plain = drop_date(name);
    if (wire_str_has_prefix(plain, WIRE_STR("http")))
        return;
    wire__facts_add_author(facts, plain, is_organization || wire__is_organization(plain));
}

/* "ada.byrne", "qadmin": how a system calls a person. */
bool wire__is_handle(wire_str name)
{
    if (has_word(name, WIRE_STR(" admin administrator webmaster webdesk ")))
        return true;
    size_t spaces = 0, capitals = 0, wide = 0;
    for (size_t i = 0; i < name.n; i++) {
        spaces += name.p[i] == ' ';
        capitals += is_upper(name.p[i]);
        wide += (unsigned char)name.p[i] >= 0x80;
    }
    return !spaces && !wide && (!capitals || (capitals == name.n && name.n > 8));
}

/* Two to four words that each start with a capital, and nothing that speaks of anything but a person. */
bool wire__is_person(wire_str s)
{
    s = wire_str_trim(s);
    const size_t words = count_words(s);
    if (words < 2 || words > 4 || s.n > 50 || kind_of(s) != PIECE_PERSON || n_low_words(s) || is_date(s))
        return false;
    const wire_str first = wire_str_cut(s, 0, 5);
    if (wire_str_has_prefix(first, WIRE_STR("M.A.")) || wire_str_has_prefix(first, WIRE_STR("B.A.")) ||
        wire_str_has_prefix(first, WIRE_STR("M.S.")) || wire_str_has_prefix(first, WIRE_STR("B.S.")))
        return false; /* a degree and its subject */
    size_t capitals = 0, lows = 0;
    for (size_t i = 0; i < s.n; i++) {
        if ((s.p[i] >= '0' && s.p[i] <= '9') || strchr(",:;()|\"&+#", s.p[i]))
            return false;
        capitals += is_upper(s.p[i]) && i + 2 < s.n && is_upper(s.p[i + 1]) && is_upper(s.p[i + 2]);
        lows += s.p[i] >= 'a' && s.p[i] <= 'z';
    }
    if (capitals && lows)
        return false; /* "ACLU Speech" */
    return is_upper(s.p[0]) || ((unsigned char)s.p[0] >= 0xC3 && (unsigned char)s.p[0] != 0xE2);
}
