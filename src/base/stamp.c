/* stamp.c: a date and its time, found among the tokens of a text. A date must name its year, month and day; what merely
 * has digits in it is none. */
#include "wirecopy/time.h"

#include "base/stamp_clock.h"

#include <string.h>

/* A date and the tokens [first, end) it was read from. */
typedef struct date {
    int year, month, day;
    size_t first, end;
    bool has_clock; /* asctime: the time stands before the year */
    wire__clock clock;
} date;

/* Pieces ---------------------------------------------------------------------------------- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_day(int year, int month, int day)
{
    static const uint8_t lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1] &&
           (day < 29 || month != 2 || is_leap(year) || day == 28);
}

/* Past up to three signs and small words that stand between the parts of a date. */
static size_t skip_glue(const wire__scan *s, size_t i)
{
    for (int n = 0; n < 3; n++, i++) {
        const wire__token *t = wire__scan_at(s, i);
        const bool is_sign = t->kind == WIRE__TOKEN_SIGN && t->value < 0x80 && strchr(",.-/'()*", (int)t->value);
        if (!is_sign && !(t->kind == WIRE__TOKEN_WORD && !t->month && wire__is_date_glue(t->word)))
            break;
    }
    return i;
}

static int month_named(const wire__scan *s, size_t i, size_t *end)
{
    const wire__token *t = wire__scan_at(s, i);
    *end = i + 1;
    if (t->kind != WIRE__TOKEN_WORD || t->month)
        return t->kind == WIRE__TOKEN_WORD ? t->month : 0;
    *end = i + 2;
    const wire__token *next = wire__scan_at(s, i + 1);
    if (wire__is_month_word(t->word))
        return next->kind == WIRE__TOKEN_NUMBER && next->value >= 1 && next->value <= 12 ? (int)next->value : 0;
    return wire__month_of_pair(t->word, wire__scan_at(s, i + 1)->word);
}

/* The month named at token i; *end: past it, and past a second name for the same ("نوفمبر / تشرين الثاني"). */
static int read_month(const wire__scan *s, size_t i, size_t *end)
{
    const int month = month_named(s, i, end);
    size_t again;
    const bool may_repeat = wire__scan_is_sign(s, *end, '/') || wire__scan_is_sign(s, *end, '(');
    if (month && may_repeat && month_named(s, *end + 1, &again) == month)
        *end = again;
    return month;
}

/* Part of a longer thing of digits: a time, a decimal, a path. */
static bool is_inside_number(const wire__scan *s, size_t i)
{
    return i >= 2 && wire__scan_at(s, i - 2)->kind == WIRE__TOKEN_NUMBER && !wire__scan_at(s, i)->is_apart &&
           !wire__scan_at(s, i - 1)->is_apart && wire__scan_at(s, i - 1)->kind == WIRE__TOKEN_SIGN &&
           strchr(":./-", (int)wire__scan_at(s, i - 1)->value);
}

/* Grown onto a word before it, as in a hash of hexadecimal digits; a long word is a label that lost its space. */
static bool is_grown_on(const wire__scan *s, size_t i)
{
    return i && !wire__scan_at(s, i)->is_apart && wire__scan_at(s, i - 1)->kind == WIRE__TOKEN_WORD &&
           wire__scan_at(s, i - 1)->word.n < 4 && !wire__is_date_glue(wire__scan_at(s, i - 1)->word);
}

static bool read_number(const wire__scan *s, size_t i, int min_digits, int max_digits, int *value)
{
    const wire__token *t = wire__scan_at(s, i);
    if (t->kind != WIRE__TOKEN_NUMBER || t->digits < min_digits || t->digits > max_digits)
        return false;
    *value = (int)t->value;
    return true;
}

/* RFC 2822's reading of two digits. */
static int full_year(int two_digits)
{
    return two_digits + (two_digits < 50 ? 2000 : 1900);
}

/* Four digits; or two, where `two` allows them and nothing says that they are hours. */
static bool read_year(const wire__scan *s, size_t i, bool two, int *year)
{
    if (wire__scan_is_sign(s, i + 1, ':') && !wire__scan_at(s, i + 1)->is_apart &&
        wire__scan_at(s, i + 2)->kind == WIRE__TOKEN_NUMBER)
        return false;
    if (read_number(s, i, 4, 4, year))
        return *year >= 1000;
    const bool has_mark = wire__scan_is_sign(s, i - 1, '\'');
    if (!read_number(s, i, 2, 2, year) || !(two || has_mark))
        return false;
    const wire__token *next = wire__scan_at(s, i + 1);
    if (next->kind == WIRE__TOKEN_WORD && (!next->is_apart || wire__half_of(next->word) >= 0))
        return false; /* "24 Apr 10h53", "24 Apr 10 am" */
    if (!next->is_apart && next->kind == WIRE__TOKEN_SIGN && next->value == '.' &&
        wire__scan_at(s, i + 2)->kind == WIRE__TOKEN_NUMBER)
        return false; /* "24 Apr 10.53" */
    *year = full_year(*year);
    return true;
}

/* Persian solar years of our time, by the 33-year rule, which holds from 1178 to 1633. */
static void from_persian(date *d)
{
    const int month = d->month > 12 ? d->month - 12 : d->month;
    const int of_year = month <= 7 ? (month - 1) * 31 + d->day - 1 : 186 + (month - 7) * 30 + d->day - 1;
    const int y =
        d->year - 1; /* by this rule 1 Farvardin 1 falls on 21 March 622: 22 Bahman 1357 is 11 February 1979 */
    const int64_t days = (int64_t)y * 365 + (y * 8 + 29) / 33 + of_year;
    const int64_t first = wire_civil_at(&(wire_civil){.year = 622, .month = 3, .day = 21}, 0);
    const wire_civil c = wire_civil_of(first + days * 86400, 0);
    d->year = c.year;
    d->month = c.month;
    d->day = c.day;
}

/* Whether it is a day of the calendar; one of the Persian calendar is put into ours. */
static bool settle(date *d)
{
    const bool is_persian = d->year >= 1300 && d->year <= 1500;
    if (d->month > 12 && !is_persian)
        return false;
    if (!is_persian)
        return is_day(d->year, d->month, d->day);
    const int month = d->month > 12 ? d->month - 12 : d->month;
    if (month < 1 || month > 12 || d->day < 1 || d->day > (month <= 6 ? 31 : 30))
        return false;
    from_persian(d);
    return true;
}

/* Dates with a month's name --------------------------------------------------------------- */

/* "20 November 2026", "20-Nov-26", "20 de noviembre de 2026" */
static bool day_month_year(const wire__scan *s, size_t i, date *d)
{
    size_t j;
    if (!read_number(s, i, 1, 2, &d->day) || is_inside_number(s, i))
        return false;
    d->month = read_month(s, skip_glue(s, i + 1), &j);
    const size_t k = skip_glue(s, j);
    if (!d->month || !read_year(s, k, true, &d->year))
        return false;
    d->end = k + 1;
    return true;
}

/* "November 20, 2026"; "Nov 20 04:53:00 EST 2026" */
static bool month_day_year(const wire__scan *s, size_t i, date *d)
{
    size_t j;
    d->month = read_month(s, i, &j);
    if (!d->month)
        return false;
    j = skip_glue(s, j);
    if (!read_number(s, j, 1, 2, &d->day))
        return false;
    size_t k = skip_glue(s, j + 1);
    if (!read_year(s, k, false, &d->year)) {
        if (!wire__clock_read(s, k, false, &d->clock))
            return false;
        d->has_clock = true;
        k = skip_glue(s, d->clock.end);
        if (!read_year(s, k, false, &d->year))
            return false;
    }
    d->end = k + 1;
    return true;
}

/* "2026 Nov 20", "2026. november 20." */
static bool year_month_day(const wire__scan *s, size_t i, date *d)
{
    size_t j;
    if (!read_number(s, i, 4, 4, &d->year) || is_inside_number(s, i))
        return false;
    d->month = read_month(s, skip_glue(s, i + 1), &j);
    if (!d->month)
        return false;
    j = skip_glue(s, j);
    d->end = j + 1;
    return read_number(s, j, 1, 2, &d->day) &&
           !(wire__scan_is_sign(s, j + 1, ':') && !wire__scan_at(s, j + 1)->is_apart);
}

/* Dates of numbers ------------------------------------------------------------------------ */

/* "2026年11月20日", "2026년 11월 20일" */
static bool in_units(const wire__scan *s, size_t i, date *d)
{
    static const char units[] = "YMD";
    int *const parts[] = {&d->year, &d->month, &d->day};
    for (size_t p = 0; p < 3; p++) {
        const wire__token *unit = wire__scan_at(s, i + 2 * p + 1);
        if (!read_number(s, i + 2 * p, p ? 1 : 4, p ? 2 : 4, parts[p]) || unit->kind != WIRE__TOKEN_UNIT ||
            unit->value != (unsigned char)units[p])
            return false;
    }
    d->end = i + 6;
    return true;
}

/* Day and month where either may come first. Where only one way makes a date, that one. */
static void order_day_month(date *d, int first, int second, bool day_first)
{
    if (first > 12)
        day_first = true;
    else if (second > 12)
        day_first = false;
    d->day = day_first ? first : second;
    d->month = day_first ? second : first;
}

/* "2026-11-20", "20.11.2026", "11/20/2026", "20/11/26", "2026 11 20" */
static bool in_numbers(const wire__scan *s, size_t i, bool day_first, date *d)
{
    if (is_inside_number(s, i))
        return false;
    const wire__token *sign = wire__scan_at(s, i + 1);
    const bool has_sign = sign->kind == WIRE__TOKEN_SIGN && sign->value < 0x80 && strchr("-/.*", (int)sign->value);
    const size_t step = has_sign ? 2 : 1;
    if (has_sign && !wire__scan_is_sign(s, i + 3, (char)sign->value))
        return false;
    int first, second, third;
    d->end = i + 2 * step + 1;
    if (!read_number(s, i + step, has_sign ? 1 : 2, 2, &second))
        return false;
    if (read_number(s, i, 4, 4, &first) && read_number(s, i + 2 * step, has_sign ? 1 : 2, 2, &third)) {
        d->year = first;
        d->month = second;
        d->day = third;
        return d->year > 0;
    }
    if (!has_sign || !read_number(s, i, 1, 2, &first))
        return false;
    order_day_month(d, first, second, day_first || sign->value == '.');
    if (read_number(s, i + 2 * step, 4, 4, &d->year))
        return d->year >= 1000;
    const bool is_clear = sign->value == '/' || (sign->value == '.' && wire__scan_at(s, i)->digits == 2 &&
                                                 wire__scan_at(s, i + 2)->digits == 2);
    if (!is_clear || !read_number(s, i + 2 * step, 2, 2, &third) || wire__scan_is_sign(s, d->end, (char)sign->value))
        return false; /* "1.2.34" is a version, "1-2-34" a score */
    d->year = full_year(third);
    return true;
}

/* The whole text ISO 8601's less common ways -------------------------------------------------- */

static bool from_day_of_year(date *d, int of_year)
{
    if (of_year < 1 || of_year > 365 + is_leap(d->year))
        return false;
    const int64_t first = wire_civil_at(&(wire_civil){.year = d->year, .month = 1, .day = 1}, 0);
    const wire_civil c = wire_civil_of(first + (int64_t)(of_year - 1) * 86400, 0);
    d->month = c.month;
    d->day = c.day;
    return true;
}

/* "2026-W47-5": the week with the year's first Thursday is the first. */
static bool from_week(date *d, int week, int weekday)
{
    if (week < 1 || week > 53 || weekday < 1 || weekday > 7)
        return false;
    const int64_t fourth = wire_civil_at(&(wire_civil){.year = d->year, .month = 1, .day = 4}, 0);
    const int64_t monday = fourth - (int64_t)((wire_civil_of(fourth, 0).weekday + 6) % 7) * 86400;
    const wire_civil c = wire_civil_of(monday + (int64_t)((week - 1) * 7 + weekday - 1) * 86400, 0);
    d->year = c.year;
    d->month = c.month;
    d->day = c.day;
    return true;
}

/* A number that stands alone as the text's first thing: "20261120", "20261120T0453Z", "20261120045300". */
static bool in_basic_form(const wire__scan *s, date *d)
{
    const wire__token *t = wire__scan_at(s, 0);
    const bool has_clock = t->digits == 14 || t->digits == 12;
    if (t->kind != WIRE__TOKEN_NUMBER || (t->digits != 8 && !has_clock))
        return false;
    const bool is_alone = s->n == 1 || has_clock || wire__scan_is_word(s, 1, "t") || wire__scan_at(s, 1)->is_apart;
    const uint64_t of_day = t->digits == 14 ? t->value % 1000000 : t->digits == 12 ? t->value % 10000 * 100 : 0;
    const uint64_t day = t->digits == 14 ? t->value / 1000000 : t->digits == 12 ? t->value / 10000 : t->value;
    d->year = (int)(day / 10000);
    d->month = (int)(day / 100 % 100);
    d->day = (int)(day % 100);
    d->end = 1;
    if (has_clock) {
        d->has_clock = true;
        d->clock = (wire__clock){.hour = (uint8_t)(of_day / 10000),
                                 .minute = (uint8_t)(of_day / 100 % 100),
                                 .second = (uint8_t)(of_day % 100),
                                 .first = 0,
                                 .end = 1};
        if (d->clock.hour > 23 || d->clock.minute > 59 || d->clock.second > 60 || s->n > 1)
            return false;
    }
    return is_alone && d->year >= 1900 && d->year < 2100;
}

static bool in_iso_form(const wire__scan *s, date *d)
{
    int a, b;
    if (in_basic_form(s, d))
        return true;
    if (!read_number(s, 0, 4, 4, &d->year) || wire__scan_at(s, 1)->is_apart)
        return false;
    const size_t w = wire__scan_is_sign(s, 1, '-') ? 2 : 1;
    if (wire__scan_is_word(s, w, "w")) {
        const size_t day = wire__scan_is_sign(s, w + 2, '-') ? w + 3 : w + 2;
        d->end = day + 1;
        if (read_number(s, w + 1, 2, 2, &a) && read_number(s, day, 1, 1, &b))
            return from_week(d, a, b);
        d->end = w + 2;
        return read_number(s, w + 1, 3, 3, &a) && from_week(d, a / 10, a % 10);
    }
    if (w != 2 || wire__scan_at(s, 2)->is_apart)
        return false;
    d->end = 3;
    if (read_number(s, 2, 3, 3, &a))
        return (s->n == 3 || wire__scan_is_word(s, 3, "t")) && from_day_of_year(d, a);
    d->day = 1; /* W3CDTF's "2026-11" */
    return s->n == 3 && d->year >= 1000 && read_number(s, 2, 2, 2, &d->month);
}

/* All together ---------------------------------------------------------------------------- */

static bool date_at(const wire__scan *s, size_t i, bool day_first, date *d)
{
    const wire__token *t = wire__scan_at(s, i);
    if ((t->kind != WIRE__TOKEN_NUMBER && t->kind != WIRE__TOKEN_WORD) || is_grown_on(s, i))
        return false;
    static bool (*const forms[])(const wire__scan *, size_t, date *) = {day_month_year, month_day_year, year_month_day,
                                                                        in_units};
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        *d = (date){.first = i};
        if (forms[f](s, i, d) && settle(d))
            return true;
    }
    *d = (date){.first = i};
    return in_numbers(s, i, day_first, d) && settle(d);
}

static bool find_date(const wire__scan *s, bool day_first, date *d)
{
    for (size_t i = 0; i < s->n; i++)
        if (date_at(s, i, day_first, d))
            return true;
    *d = (date){0};
    return in_iso_form(s, d) && settle(d);
}

/* The time behind the date, or else the last one before it. */
static bool find_clock(const wire__scan *s, const date *d, wire__clock *clock)
{
    enum { NEAR = 8, FAR = 16, CLOSE = 3 }; /* "12:05:30 a.m. ET, Wed " has many tokens, but ends close */
    bool is_next = true;                    /* nothing but signs and "at" so far */
    for (size_t i = d->end; i < d->end + NEAR; i++) {
        const wire__token *t = wire__scan_at(s, i);
        if (t->kind == WIRE__TOKEN_END || t->month)
            break;
        if (wire__clock_read(s, i, is_next, clock))
            return true;
        if (t->kind == WIRE__TOKEN_NUMBER)
            break;
        if (t->kind == WIRE__TOKEN_WORD && !wire__is_clock_glue(t->word))
            is_next = false;
    }
    bool found = false;
    for (size_t i = d->first > FAR ? d->first - FAR : 0; i < d->first; i++) {
        wire__clock c;
        if (!is_inside_number(s, i) && wire__clock_read(s, i, false, &c) && c.end <= d->first &&
            (d->first - i <= NEAR || d->first - c.end <= CLOSE)) {
            *clock = c;
            found = true;
            i = c.end - 1;
        }
    }
    return found;
}

static void put_zone(const wire__clock *clock, const wire_civil *civil, wire_str country, wire_stamp *stamp)
{
    if (!clock->has_zone)
        return;
    stamp->has_offset = true;
    stamp->offset_s = wire__clock_offset(clock, civil, country, stamp->zone);
}

wire_code wire_stamp_read(wire_str text, const wire_stamp_opts *opts, wire_stamp *stamp)
{
    wire__scan scan;
    date d;
    const wire_stamp_opts none = {0};
    opts = opts ? opts : &none;
    wire__scan_text(wire_str_trim(text), &scan);
    if (!find_date(&scan, opts->day_first, &d))
        return WIRE_NONE;

    wire_stamp found = {.is_known = true};
    wire_civil civil = {.year = d.year, .month = (uint8_t)d.month, .day = (uint8_t)d.day};
    if (d.has_clock || find_clock(&scan, &d, &d.clock)) {
        civil.hour = d.clock.hour;
        civil.minute = d.clock.minute;
        civil.second = d.clock.second;
        found.nanos = d.clock.nanos;
        found.has_time = true;
        put_zone(&d.clock, &civil, opts->country, &found);
    }
    const int32_t unstated = found.has_time ? opts->offset_s : 0;
    found.at = wire_civil_at(&civil, found.has_offset ? found.offset_s : unstated);
    *stamp = found;
    return WIRE_OK;
}
