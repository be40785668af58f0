/* dateline.c: the place and agency that open a story. */
#include "extract/facts.h"

#include <string.h>

enum { MAX_HEAD = 90 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* The dash that ends a dateline: "—", "–", "-" with a space behind; *width: its bytes with the spaces around. */
static size_t find_dash(wire_str s, size_t from, size_t *width)
{
    static const char *const dashes[] = {"\xe2\x80\x94", "\xe2\x80\x93", "--", "-", "\xe2\x80\x95"};
    for (size_t at = from; at < s.n && at < MAX_HEAD; at++)
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
            const wire_str dash = wire_str_of(dashes[i]);
            if (!wire_str_has_prefix(wire_str_cut(s, at, s.n), dash))
                continue;
            const bool is_hyphen = dash.n == 1;
            const bool has_space = at && s.p[at - 1] == ' ';
            size_t end = at + dash.n;
            const bool is_followed = end < s.n && s.p[end] == ' ';
            if (is_hyphen && !(has_space && is_followed) && !(at && s.p[at - 1] == ')'))
                break;
            while (end < s.n && s.p[end] == ' ')
                end++;
            *width = end - at;
            return at;
        }
    return SIZE_MAX;
}

static bool is_agency(wire_str s)
{
    static const char *const known[] = {"CNN",       "AP",           "AFP",  "Reuters", "BBC",    "UPI",   "DPA",
                                        "EFE",       "ANSA",         "TASS", "Xinhua",  "IANS",   "PTI",   "ANI",
                                        "Bloomberg", "CNN Business", "Lusa", "KUNA",    "Yonhap", "Kyodo", "Interfax",
                                        "CBS",       "NBC",          "ABC",  "NPR",     "WAM",    "SPA",   "PNA"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (wire_str_is_ci(s, wire_str_of(known[i])))
            return true;
    return false;
}

/* Not what editors shout, or begin a paragraph with. */
static bool is_shout(wire_str s)
{
    static const char *const shouts[] = {
        "UPDATE", "BREAKING", "WATCH",  "EXCLUSIVE",  "OPINION", "ANALYSIS", "NOTE", "VIDEO",   "LIVE",    "PHOTOS",
        "READ",   "MORE",     "LISTEN", "CORRECTION", "UPDATED", "EDITOR",   "NEW",  "WARNING", "SPOILER", "FIRST"};
    for (size_t i = 0; i < sizeof shouts / sizeof *shouts; i++) {
        const wire_str shout = wire_str_of(shouts[i]);
        if (wire_str_is_ci(s, shout) || (shout.n > 3 && wire_str_is_ci(wire_str_cut(s, 0, shout.n), shout)))
            return true;
    }
    return false;
}

/* "Punta Levante", before a long dash: one to three words with a capital each, and nothing but letters. */
static bool is_place_in_words(wire_str s, wire_str dash)
{
    size_t words = 0;
    if (!wire_str_is(dash, WIRE_STR("\xe2\x80\x94")) || s.n < 4 || s.n > 40 || is_shout(s))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        const bool starts = c != ' ' && (!i || s.p[i - 1] == ' ');
        words += starts;
        if (starts && !is_upper(s.p[i]) && c < 0xC3)
            return false;
        if (c < 0x80 && c != ' ' && c != '.' && c != '-' && !is_upper(s.p[i]) && !is_lower(s.p[i]))
            return false;
    }
    return words <= 3;
}

/* Words in capitals: "LISBON", "NEW YORK", "SÃO PAULO", "ST. JOHN'S". Not what editors shout. */
static bool is_place_in_capitals(wire_str s)
{
    size_t capitals = 0, words = 1;
    for (size_t i = 0; i < s.n; i++) {
        if (is_lower(s.p[i]))
            return false;
        if ((s.p[i] >= '0' && s.p[i] <= '9') || strchr("?!:;\"&", s.p[i]))
            return false;
        capitals += is_upper(s.p[i]);
        words += s.p[i] == ' ';
    }
    return capitals >= 4 && words <= 4 && !is_shout(s);
}

/* Words that each start with a capital, at most five: a place before "(Reuters)". */
static bool is_place(wire_str s)
{
    size_t words = 0;
    for (size_t i = 0; i < s.n; i++) {
        const bool starts = s.p[i] != ' ' && (!i || s.p[i - 1] == ' ');
        words += starts;
        if (starts && is_lower(s.p[i]) &&
            wire_str_find(WIRE_STR(" de do da del la le of the al el sur "), wire_str_cut(s, i, i + 2)) == SIZE_MAX)
            return false;
        if (strchr("?!:;\"", s.p[i]))
            return false;
    }
    return words && words <= 5;
}

/* "LISBON, Portugal, Nov 20" without its date. */
static wire_str drop_date(wire_str s)
{
    for (;;) {
        size_t comma = s.n;
        while (comma && s.p[comma - 1] != ',')
            comma--;
        if (!comma)
            return s;
        bool has_digit = false;
        for (size_t i = comma; i < s.n; i++)
            has_digit |= s.p[i] >= '0' && s.p[i] <= '9';
        if (!has_digit)
            return s;
        s = wire_str_trim(wire_str_cut(s, 0, comma - 1));
    }
}

static bool can_start(wire_str rest)
{
    if (rest.n < 20)
        return false;
    const unsigned char c = (unsigned char)rest.p[0];
    return !is_lower((char)c) || c >= 0x80;
}

wire__dateline wire__dateline_find(wire_str text, wire_str publisher)
{
    const wire__dateline none = {0, {NULL, 0}, {NULL, 0}};
    size_t width = 0;
    size_t dash = find_dash(text, 0, &width);
    wire_str head = dash == SIZE_MAX ? (wire_str){NULL, 0} : wire_str_trim(wire_str_cut(text, 0, dash));
    if (dash == SIZE_MAX) { /* "(CNN) The mayor": an agency in brackets alone */
        const char *end = text.n && text.p[0] == '(' ? memchr(text.p, ')', text.n < 20 ? text.n : 20) : NULL;
        if (!end)
            return none;
        const size_t n = (size_t)(end - text.p);
        const wire_str agency = wire_str_cut(text, 1, n);
        size_t from = n + 1;
        while (from < text.n && text.p[from] == ' ')
            from++;
        if (!is_agency(agency) || !can_start(wire_str_cut(text, from, text.n)))
            return none;
        return (wire__dateline){from, {NULL, 0}, agency};
    }
    if (!can_start(wire_str_cut(text, dash + width, text.n)) || head.n < 2)
        return none;
    wire__dateline found = {dash + width, {NULL, 0}, {NULL, 0}};
    if (is_agency(head) || (publisher.n && wire_str_is_ci(head, publisher))) {
        found.agency = head;
        return found;
    }
    const char *open = memchr(head.p, '(', head.n);
    if (open && head.p[head.n - 1] == ')') {
        const size_t at = (size_t)(open - head.p);
        found.agency = wire_str_trim(wire_str_cut(head, at + 1, head.n - 1));
        found.location = drop_date(wire_str_trim(wire_str_cut(head, 0, at)));
        const bool is_named = found.agency.n >= 2 && found.agency.n <= 40 && is_upper(found.agency.p[0]);
        if (!is_named || (found.location.n && !is_place(found.location)) ||
            (!found.location.n && !is_agency(found.agency) && !wire_str_is_ci(found.agency, publisher)))
            return none;
        return found;
    }
    found.location = drop_date(head);
    const char *comma = memchr(found.location.p, ',', found.location.n);
    const wire_str city = comma ? wire_str_cut(found.location, 0, (size_t)(comma - found.location.p)) : found.location;
    if (is_place_in_capitals(city) && is_place(found.location))
        return found;
    return is_place_in_words(found.location, wire_str_cut(text, dash, dash + 3)) ? found : none;
}
