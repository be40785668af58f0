/* feed_date.c: RFC 822 and RFC 3339 as they should be; all else is left to the reader of stamps. */
#include "feed_date.h"

#include <string.h>

typedef struct reading {
    const char *p, *end;
    bool is_wrong;
} reading;

static uint32_t take_number(reading *r, size_t n_digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < n_digits; i++) {
        if (r->p == r->end || *r->p < '0' || *r->p > '9') {
            r->is_wrong = true;
            return 0;
        }
        value = value * 10 + (uint32_t)(*r->p++ - '0');
    }
    return value;
}

static bool take(reading *r, char c)
{
    if (r->is_wrong || r->p == r->end || *r->p != c) {
        r->is_wrong = true;
        return false;
    }
    r->p++;
    return true;
}

static bool is_next(const reading *r, const char *text)
{
    const size_t n = strlen(text);
    return (size_t)(r->end - r->p) >= n && !memcmp(r->p, text, n);
}

static uint8_t take_month(reading *r)
{
    static const char names[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (uint8_t i = 0; i < 12; i++) {
        if (is_next(r, names[i])) {
            r->p += 3;
            return i + 1;
        }
    }
    r->is_wrong = true;
    return 1;
}

static void take_clock(reading *r, wire_civil *civil)
{
    civil->hour = (uint8_t)take_number(r, 2);
    take(r, ':');
    civil->minute = (uint8_t)take_number(r, 2);
    take(r, ':');
    civil->second = (uint8_t)take_number(r, 2);
}

/* "+0100", "+01:00" */
static int32_t take_offset(reading *r, bool has_colon)
{
    const bool is_west = r->p < r->end && *r->p == '-';
    take(r, is_west ? '-' : '+');
    const uint32_t hours = take_number(r, 2);
    if (has_colon)
        take(r, ':');
    const uint32_t minutes = take_number(r, 2);
    if (hours > 14 || minutes > 59)
        r->is_wrong = true;
    const int32_t seconds = (int32_t)(hours * 3600 + minutes * 60);
    return is_west ? -seconds : seconds;
}

static bool is_sound(const wire_civil *c)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return c->year >= 1970 && c->year < 2100 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= days[c->month - 1] && c->hour < 24 && c->minute < 60 && c->second < 60;
}

static bool finish(reading *r, const wire_civil *civil, wire_stamp *stamp)
{
    if (r->is_wrong || r->p != r->end || !is_sound(civil))
        return false;
    stamp->at = wire_civil_at(civil, stamp->offset_s);
    stamp->is_known = stamp->has_offset = stamp->has_time = true;
    return true;
}

/* "Fri, 20 Nov 2026 09:53:00 +0000" */
static bool read_822(wire_str text, wire_stamp *stamp)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    reading r = {text.p, text.p + text.n, false};
    wire_civil civil = {0};
    if (text.n > 5 && text.p[3] == ',') {
        const void *day = memmem(days, sizeof days - 1, text.p, 3);
        if (!day || ((const char *)day - days) % 3)
            return false;
        r.p += 4;
        take(&r, ' ');
    }
    civil.day = (uint8_t)take_number(&r, text.p + 2 <= r.end && r.end - r.p > 1 && r.p[1] == ' ' ? 1 : 2);
    take(&r, ' ');
    civil.month = take_month(&r);
    take(&r, ' ');
    civil.year = (int32_t)take_number(&r, 4);
    take(&r, ' ');
    take_clock(&r, &civil);
    take(&r, ' ');
    *stamp = (wire_stamp){0};
    if (is_next(&r, "GMT")) {
        memcpy(stamp->zone, "GMT", 4);
        r.p += 3;
    } else {
        stamp->offset_s = take_offset(&r, false);
    }
    return finish(&r, &civil, stamp);
}

/* "2026-11-20T09:53:00Z" */
static bool read_3339(wire_str text, wire_stamp *stamp)
{
    reading r = {text.p, text.p + text.n, false};
    wire_civil civil = {0};
    civil.year = (int32_t)take_number(&r, 4);
    take(&r, '-');
    civil.month = (uint8_t)take_number(&r, 2);
    take(&r, '-');
    civil.day = (uint8_t)take_number(&r, 2);
    take(&r, 'T');
    take_clock(&r, &civil);
    *stamp = (wire_stamp){0};
    if (r.p < r.end && *r.p == 'Z')
        r.p++;
    else
        stamp->offset_s = take_offset(&r, true);
    return finish(&r, &civil, stamp);
}

/* "2026", as W3CDTF allows, and "2026324", a day of the year. */
static bool read_digits(wire_str text, wire_stamp *stamp)
{
    static const uint16_t before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    reading r = {text.p, text.p + text.n, false};
    wire_civil civil = {.month = 1, .day = 1};
    if (text.n != 4 && text.n != 7)
        return false;
    civil.year = (int32_t)take_number(&r, 4);
    const bool is_leap = (civil.year % 4 == 0 && civil.year % 100 != 0) || civil.year % 400 == 0;
    uint32_t day = text.n == 7 ? take_number(&r, 3) : 1;
    if (is_leap && day == 60) { /* the day that other years lack */
        civil.month = 2;
        civil.day = 29;
        day = 0;
    } else if (is_leap && day > 60) {
        day--;
    }
    if (r.is_wrong || civil.year < 1970 || civil.year > 2099 || day > 365 || (!day && civil.day == 1))
        return false;
    while (day && day > before[civil.month])
        civil.month++;
    if (day)
        civil.day = (uint8_t)(day - before[civil.month - 1]);
    *stamp = (wire_stamp){.at = wire_civil_at(&civil, 0), .is_known = true};
    return true;
}

/* Seconds or milliseconds since 1970, as some systems write them; of years in which there were feeds. */
static bool read_epoch(wire_str text, wire_stamp *stamp)
{
    const int64_t least = 631152000, end = 1990000000; /* 1990; from 2000010100 on it is a date and an hour */
    reading r = {text.p, text.p + text.n, false};
    int64_t at = 0;
    if (text.n != 10 && text.n != 13)
        return false;
    for (size_t i = 0; i < text.n; i++)
        at = at * 10 + take_number(&r, 1);
    at = text.n == 13 ? at / 1000 : at;
    if (r.is_wrong || at < least || at >= end)
        return false;
    *stamp = (wire_stamp){.at = at, .is_known = true, .has_offset = true, .has_time = true};
    return true;
}

wire_code wire__feed_date(wire_str text, wire_stamp *stamp)
{
    wire_stamp made;
    if (!read_822(text, &made) && !read_3339(text, &made) && !read_digits(text, &made) && !read_epoch(text, &made))
        return wire_stamp_read(text, NULL, stamp);
    *stamp = made;
    return WIRE_OK;
}
