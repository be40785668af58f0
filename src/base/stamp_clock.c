/* stamp_clock.c: "4:53 AM EDT", "09h53", "0453+0100", "오후 3시 5분". */
#include "base/stamp_clock.h"

#include <string.h>

static bool is_number(const wire__scan *s, size_t i, int min_digits, int max_digits)
{
    const wire__token *t = wire__scan_at(s, i);
    return t->kind == WIRE__TOKEN_NUMBER && t->digits >= min_digits && t->digits <= max_digits;
}

static uint64_t value(const wire__scan *s, size_t i)
{
    return wire__scan_at(s, i)->value;
}

static bool is_unit(const wire__scan *s, size_t i, char unit)
{
    return wire__scan_at(s, i)->kind == WIRE__TOKEN_UNIT && value(s, i) == (unsigned char)unit;
}

/* Stands close to the token before it. */
static bool is_close(const wire__scan *s, size_t i)
{
    return !wire__scan_at(s, i)->is_apart;
}

/* "am", "a.m.", "a. m."; 0 or 1, -1: neither. *end: past it. */
static int read_half(const wire__scan *s, size_t i, size_t *end)
{
    const wire__token *t = wire__scan_at(s, i);
    *end = i + 1;
    if (t->kind == WIRE__TOKEN_HALF)
        return (int)t->value;
    if (t->kind != WIRE__TOKEN_WORD)
        return -1;
    const int half = wire__half_of(t->word);
    const wire__token *last = wire__scan_at(s, i + 2);
    if (half >= 0 || !wire__scan_is_sign(s, i + 1, '.') || last->kind != WIRE__TOKEN_WORD ||
        t->word.n + last->word.n > 8)
        return half;
    char joined[8];
    memcpy(joined, t->word.p, t->word.n);
    memcpy(joined + t->word.n, last->word.p, last->word.n);
    *end = i + 3 + (wire__scan_is_sign(s, i + 3, '.') && is_close(s, i + 3));
    return wire__half_of((wire_str){joined, t->word.n + last->word.n});
}

/* The seconds' fraction at token i, if there is one. Returns past it. */
static size_t read_fraction(const wire__scan *s, size_t i, wire__clock *c)
{
    const bool has_point = wire__scan_is_sign(s, i, '.') || wire__scan_is_sign(s, i, ',');
    if (!has_point || !is_close(s, i) || !is_close(s, i + 1) || !is_number(s, i + 1, 1, 18))
        return i;
    uint64_t nanos = value(s, i + 1);
    for (int digits = wire__scan_at(s, i + 1)->digits; digits != 9; digits += digits < 9 ? 1 : -1)
        nanos = digits < 9 ? nanos * 10 : nanos / 10;
    c->nanos = (uint32_t)nanos;
    return i + 2;
}

/* "04:53", "04:53:00.123" */
static bool with_colons(const wire__scan *s, size_t i, wire__clock *c)
{
    if (!wire__scan_is_sign(s, i + 1, ':') || !is_number(s, i + 2, 2, 2))
        return false;
    c->minute = (uint8_t)value(s, i + 2);
    c->end = i + 3;
    if (wire__scan_is_sign(s, i + 3, ':') && is_number(s, i + 4, 2, 2)) {
        c->second = (uint8_t)value(s, i + 4);
        c->end = read_fraction(s, i + 5, c);
    }
    return true;
}

/* "4時53分", "3시 5분", "21时" */
static bool with_units(const wire__scan *s, size_t i, wire__clock *c)
{
    if (!is_unit(s, i + 1, 'h'))
        return false;
    c->end = i + 2;
    if (is_number(s, i + 2, 1, 2) && is_unit(s, i + 3, 'm')) {
        c->minute = (uint8_t)value(s, i + 2);
        c->end = i + 4;
        if (is_number(s, i + 4, 1, 2) && is_unit(s, i + 5, 's')) {
            c->second = (uint8_t)value(s, i + 4);
            c->end = i + 6;
        }
    }
    return true;
}

/* "9h53", "9 h 53", "9h", "9 Uhr", "9 Uhr 53" */
static bool with_word(const wire__scan *s, size_t i, wire__clock *c)
{
    const bool is_h = wire__scan_is_word(s, i + 1, "h");
    if (!is_h && !wire__scan_is_word(s, i + 1, "uhr") && !wire__scan_is_word(s, i + 1, "uur"))
        return false;
    c->end = i + 2;
    if (is_number(s, i + 2, 2, 2) && !wire__scan_is_sign(s, i + 3, ':')) {
        c->minute = (uint8_t)value(s, i + 2);
        c->end = i + 3;
    }
    return !wire__scan_is_word(s, c->end, "ago");
}

/* "9.53", where nothing makes it a number or a date of its own. */
static bool with_point(const wire__scan *s, size_t i, wire__clock *c)
{
    size_t after;
    if (!wire__scan_is_sign(s, i + 1, '.') || !is_number(s, i + 2, 2, 2) || !is_close(s, i + 1) || !is_close(s, i + 2))
        return false;
    c->minute = (uint8_t)value(s, i + 2);
    c->end = i + 3;
    const wire__token *next = wire__scan_at(s, i + 3);
    if (next->kind == WIRE__TOKEN_SIGN)
        return !(strchr(".-/", (int)next->value) && is_number(s, i + 4, 1, 18) && is_close(s, i + 4)) &&
               next->value != '%';
    return next->kind == WIRE__TOKEN_END || read_half(s, i + 3, &after) >= 0 || wire__scan_is_word(s, i + 3, "uhr") ||
           wire__scan_is_word(s, i + 3, "uur") || wire__scan_is_word(s, i + 3, "h") ||
           (next->kind == WIRE__TOKEN_WORD && next->is_upper);
}

/* ISO 8601's basic form behind its T: "T0453", "T045300", "T04". */
static bool behind_t(const wire__scan *s, size_t i, wire__clock *c)
{
    const wire__token *t = wire__scan_at(s, i);
    if (!i || !wire__scan_is_word(s, i - 1, "t") || !is_close(s, i) || t->kind != WIRE__TOKEN_NUMBER ||
        (t->digits != 2 && t->digits != 4 && t->digits != 6))
        return false;
    const uint64_t all = t->digits == 6 ? t->value : t->digits == 4 ? t->value * 100 : t->value * 10000;
    c->hour = (uint8_t)(all / 10000);
    c->minute = (uint8_t)(all / 100 % 100);
    c->second = (uint8_t)(all % 100);
    c->end = read_fraction(s, i + 1, c);
    return true;
}

/* "1856 GMT", as the wires write it. */
static bool before_zone(const wire__scan *s, size_t i, wire__clock *c)
{
    if (!is_number(s, i, 4, 4) || !(wire__scan_is_word(s, i + 1, "gmt") || wire__scan_is_word(s, i + 1, "utc")))
        return false;
    c->hour = (uint8_t)(value(s, i) / 100);
    c->minute = (uint8_t)(value(s, i) % 100);
    c->end = i + 1;
    return true;
}

/* Zones ----------------------------------------------------------------------------------- */

/* "+0100", "-05:00", "+1": stated behind a time, or behind "GMT". *end: past it. */
static bool read_offset(const wire__scan *s, size_t i, bool is_after_name, int32_t *offset_s, size_t *end)
{
    const bool is_minus = wire__scan_is_sign(s, i, '-');
    const wire__token *t = wire__scan_at(s, i + 1);
    if ((!is_minus && !wire__scan_is_sign(s, i, '+')) || t->kind != WIRE__TOKEN_NUMBER || t->is_apart)
        return false;
    uint64_t hours = t->value, minutes = 0;
    *end = i + 2;
    if (t->digits > 2 && t->digits <= 4) {
        hours = t->value / 100;
        minutes = t->value % 100;
    } else if (t->digits <= 2 && wire__scan_is_sign(s, i + 2, ':') && is_number(s, i + 3, 2, 2) && is_close(s, i + 2)) {
        minutes = value(s, i + 3);
        *end = i + 4;
    } else if (t->digits > 4 || (is_minus && wire__scan_at(s, i)->is_apart && !is_after_name)) {
        return false; /* "09:53 -10" may be the beginning of anything */
    }
    if (hours > 18 || minutes > 59)
        return false;
    *offset_s = (int32_t)(hours * 60 + minutes) * (is_minus ? -60 : 60);
    return true;
}

static bool is_zone_word(const wire__scan *s, size_t i)
{
    const wire__token *t = wire__scan_at(s, i);
    const wire__zone_name *zone = t->kind == WIRE__TOKEN_WORD ? wire__zone_find(t->word, (wire_str){NULL, 0}) : NULL;
    if (!zone)
        return false;
    return t->is_upper || zone->may_be_lower || (t->is_lower && !t->is_apart && wire_str_is(t->word, WIRE_STR("z")));
}

/* Past words that end a time ("Uhr", "hrs") and a bracket or comma before a zone. */
static size_t skip_to_zone(const wire__scan *s, size_t i)
{
    static const char *const words[] = {"uhr", "uur", "h", "hs", "hrs", "hours", "horas", "hod", "น"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        if (wire__scan_is_word(s, i, words[w])) {
            i++;
            break;
        }
    i += wire__scan_is_sign(s, i, '.') && is_close(s, i);
    return i + (wire__scan_is_sign(s, i, '(') || wire__scan_is_sign(s, i, '[') || wire__scan_is_sign(s, i, ','));
}

static void read_zone(const wire__scan *s, wire__clock *c)
{
    size_t i = skip_to_zone(s, c->end), end;
    if (read_offset(s, i, false, &c->offset_s, &end)) {
        c->has_zone = c->has_offset = true;
        i = end + (wire__scan_is_sign(s, end, '('));
        if (is_zone_word(s, i)) /* "-0500 (EST)" */
            c->zone_word = wire__scan_at(s, i++)->word;
        c->end = i > end + 1 || c->zone_word.p ? i : end;
        return;
    }
    if (!is_zone_word(s, i))
        return;
    c->has_zone = true;
    c->zone_word = wire__scan_at(s, i)->word;
    c->end = i + 1;
    const bool is_zero = wire_str_is(c->zone_word, WIRE_STR("gmt")) || wire_str_is(c->zone_word, WIRE_STR("utc"));
    if (is_zero && read_offset(s, i + 1, true, &c->offset_s, &end)) {
        c->has_offset = true; /* "GMT+1" */
        c->end = end;
    }
}

static int nth_sunday(int year, int month, int n)
{
    const wire_civil first = {.year = year, .month = (uint8_t)month, .day = 1};
    return 1 + (7 - wire_civil_of(wire_civil_at(&first, 0), 0).weekday) % 7 + (n - 1) * 7;
}

/* Whether clocks are ahead on a day, to the day: who writes "ET" means what the clock on the wall said. */
static bool is_summer(wire__zone_turns turns, const wire_civil *day)
{
    const int now = day->month * 100 + day->day;
    if (turns == WIRE__TURNS_AU)
        return now >= 1000 + nth_sunday(day->year, 10, 1) || now < 400 + nth_sunday(day->year, 4, 1);
    if (turns == WIRE__TURNS_NONE)
        return false;
    if (day->year >= 2007)
        return now >= 300 + nth_sunday(day->year, 3, 2) && now < 1100 + nth_sunday(day->year, 11, 1);
    const int last = nth_sunday(day->year, 10, 5) <= 31 ? 5 : 4;
    return now >= 400 + nth_sunday(day->year, 4, 1) && now < 1000 + nth_sunday(day->year, 10, last);
}

static void copy_name(wire_str folded, char name[8])
{
    if (wire_str_is(folded, WIRE_STR("мск")))
        folded = WIRE_STR("msk");
    const size_t n = folded.n < 7 ? folded.n : 7;
    for (size_t i = 0; i < n; i++)
        name[i] = (char)(folded.p[i] >= 'a' && folded.p[i] <= 'z' ? folded.p[i] - 32 : folded.p[i]);
    name[n] = '\0';
}

int32_t wire__clock_offset(const wire__clock *clock, const wire_civil *day, wire_str country, char name[8])
{
    name[0] = '\0';
    const wire__zone_name *zone = clock->zone_word.p ? wire__zone_find(clock->zone_word, country) : NULL;
    if (!zone)
        return clock->offset_s;
    const int32_t named = (zone->offset_m + (is_summer(zone->turns, day) ? 60 : 0)) * 60;
    const bool is_z = wire_str_is(clock->zone_word, WIRE_STR("z"));
    if (!is_z &&
        (!clock->has_offset || clock->offset_s == named)) /* a name that says otherwise than its number is no name */
        copy_name(clock->zone_word, name);
    return clock->has_offset ? clock->offset_s : named;
}

/* ----------------------------------------------------------------------------------------- */

static bool read_hands(const wire__scan *s, size_t i, bool is_next, wire__clock *c)
{
    if (behind_t(s, i, c) && !wire__scan_is_sign(s, i + 1, ':'))
        return true;
    if (!is_number(s, i, 1, 2))
        return before_zone(s, i, c);
    c->hour = (uint8_t)value(s, i);
    c->minute = c->second = 0;
    if (with_colons(s, i, c) || with_units(s, i, c) || with_word(s, i, c))
        return true;
    size_t end;
    if (is_next ? with_point(s, i, c) : with_point(s, i, c) && read_half(s, i + 3, &end) >= 0)
        return true;
    c->minute = 0;
    c->end = i + 1; /* "10 am" */
    return c->hour >= 1 && c->hour <= 12 && read_half(s, i + 1, &end) >= 0;
}

bool wire__clock_read(const wire__scan *s, size_t i, bool is_next, wire__clock *clock)
{
    wire__clock c = {.first = i};
    size_t end;
    int half = -1;
    if (!is_number(s, i, 1, 18)) { /* "오후 3:05": the half may come first */
        half = read_half(s, i, &end);
        if (half < 0)
            return false;
        i = end;
    }
    if (!read_hands(s, i, is_next, &c) || c.hour > 24 || c.minute > 59 || c.second > 60)
        return false;
    if (c.hour == 24 && (c.minute || c.second))
        return false;
    if (half < 0 && (half = read_half(s, c.end, &end)) >= 0)
        c.end = end;
    if (half == 1 && c.hour < 12)
        c.hour += 12;
    else if (half == 0 && c.hour == 12)
        c.hour = 0;
    read_zone(s, &c);
    *clock = c;
    return true;
}
