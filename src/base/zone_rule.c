/* zone_rule.c: POSIX TZ strings, as RFC 9636 extends them. */
#include "base/zone_rule.h"

#include <string.h>

/* What is left of the text; a step that fails leaves it as it is. */
typedef struct cursor {
    wire_str rest;
} cursor;

static bool take_char(cursor *c, char wanted)
{
    if (!c->rest.n || *c->rest.p != wanted)
        return false;
    c->rest.p++, c->rest.n--;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool take_number(cursor *c, int max, int *value)
{
    int n = 0, v = 0;
    for (; c->rest.n && is_digit(*c->rest.p) && n < 4; n++) {
        v = v * 10 + (*c->rest.p - '0');
        c->rest.p++, c->rest.n--;
    }
    *value = v;
    return n && v <= max;
}

/* "WET" or "<+03>". Numbers are no name and are kept as "". */
static bool take_name(cursor *c, char name[8])
{
    const bool is_quoted = take_char(c, '<');
    size_t n = 0;
    while (n < c->rest.n && (is_letter(c->rest.p[n]) || (is_quoted && c->rest.p[n] != '>')))
        n++;
    const bool is_name = n >= 3 && n <= 32, fits = is_name && is_letter(*c->rest.p) && n < 8;
    if (fits)
        memcpy(name, c->rest.p, n);
    name[fits ? n : 0] = '\0';
    c->rest.p += n, c->rest.n -= n;
    return is_name && (!is_quoted || take_char(c, '>'));
}

/* "[+-]hh[:mm[:ss]]" */
static bool take_time(cursor *c, int max_hours, int32_t *time_s)
{
    int h, m = 0, s = 0;
    const bool is_minus = take_char(c, '-');
    if (!is_minus)
        (void)take_char(c, '+');
    if (!take_number(c, max_hours, &h))
        return false;
    if (take_char(c, ':') && !take_number(c, 59, &m))
        return false;
    if (take_char(c, ':') && !take_number(c, 59, &s))
        return false;
    *time_s = (h * 3600 + m * 60 + s) * (is_minus ? -1 : 1);
    return true;
}

/* ",M3.5.0/1" */
static bool take_turn(cursor *c, wire__turn *turn)
{
    int month = 0, week = 0, day;
    bool good = take_char(c, ',');
    if (good && take_char(c, 'M')) {
        good = take_number(c, 12, &month) && month && take_char(c, '.') && take_number(c, 5, &week) && week &&
               take_char(c, '.') && take_number(c, 6, &day);
        turn->kind = WIRE__TURN_WEEKDAY;
    } else if (good && take_char(c, 'J')) {
        good = take_number(c, 365, &day) && day;
        turn->kind = WIRE__TURN_DAY_NO_LEAP;
    } else if (good) {
        good = take_number(c, 365, &day);
        turn->kind = WIRE__TURN_DAY;
    }
    if (!good)
        return false;
    turn->month = (int16_t)month;
    turn->week = (int16_t)week;
    turn->day = (int16_t)day;
    turn->time_s = 2 * 3600;
    return !take_char(c, '/') || take_time(c, 167, &turn->time_s);
}

bool wire__zone_rule_read(wire_str text, wire__zone_rule *rule)
{
    wire__zone_rule r = {.is_set = true};
    cursor c = {text};
    int32_t west;
    if (!take_name(&c, r.name) || !take_time(&c, 24, &west))
        return false;
    r.offset_s = r.summer_offset_s = -west;
    if (c.rest.n) {
        r.has_summer = true;
        r.summer_offset_s = r.offset_s + 3600;
        if (!take_name(&c, r.summer_name))
            return false;
        if (c.rest.n && *c.rest.p != ',') {
            if (!take_time(&c, 24, &west))
                return false;
            r.summer_offset_s = -west;
        }
        if (!c.rest.n) /* POSIX leaves this open; everyone takes the rule of the United States */
            c.rest = WIRE_STR(",M3.2.0,M11.1.0");
        if (!take_turn(&c, &r.to_summer) || !take_turn(&c, &r.from_summer) || c.rest.n)
            return false;
    }
    *rule = r;
    return true;
}

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The turn's instant as its clock reads, as if that were UTC. */
static int64_t turn_at(const wire__turn *turn, int32_t year)
{
    if (turn->kind != WIRE__TURN_WEEKDAY) {
        const int64_t new_year = wire_civil_at(&(wire_civil){.year = year, .month = 1, .day = 1}, 0);
        int32_t day = turn->day;
        if (turn->kind == WIRE__TURN_DAY_NO_LEAP)
            day -= is_leap(year) && day >= 60 ? 0 : 1;
        return new_year + (int64_t)day * 86400 + turn->time_s;
    }
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int64_t first = wire_civil_at(&(wire_civil){.year = year, .month = (uint8_t)turn->month, .day = 1}, 0);
    int32_t day = (turn->day - wire_civil_of(first, 0).weekday + 7) % 7 + (turn->week - 1) * 7;
    if (day >= lengths[turn->month - 1] + (turn->month == 2 && is_leap(year)))
        day -= 7;
    return first + (int64_t)day * 86400 + turn->time_s;
}

bool wire__zone_rule_is_summer(const wire__zone_rule *rule, int64_t at)
{
    if (!rule->has_summer)
        return false;
    const int32_t year = wire_civil_of(at, rule->offset_s).year;
    const int64_t from = turn_at(&rule->to_summer, year) - rule->offset_s;
    const int64_t to = turn_at(&rule->from_summer, year) - rule->summer_offset_s;
    return from < to ? at >= from && at < to : at >= from || at < to; /* the second: south of the equator */
}
