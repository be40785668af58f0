/* civil.c: Unix seconds to calendar and back, proleptic Gregorian; stamps written and compared. */
#include "wirecopy/time.h"

#include <string.h>

static const int64_t FIRST = -62135596800; /* 0001-01-01T00:00:00Z */
static const int64_t LAST = 253402300799;  /* 9999-12-31T23:59:59Z */

enum { DAY = 86400, DAYS_OF_400_YEARS = 146097, EPOCH_FROM_0000_03_01 = 719468 };

static int64_t clamp(int64_t at)
{
    return at < FIRST ? FIRST : at > LAST ? LAST : at;
}

/* Years begin in March here, so that the leap day comes last and months have a regular length (Howard Hinnant,
 * chrono-compatible low-level date algorithms). */
wire_civil wire_civil_of(int64_t at, int32_t offset_s)
{
    at = clamp(clamp(at) + offset_s);
    const int64_t days = at >= 0 ? at / DAY : -((DAY - 1 - at) / DAY);
    const int32_t rest = (int32_t)(at - days * DAY);
    const int64_t z = days + EPOCH_FROM_0000_03_01; /* never negative: FIRST is after 0000-03-01 */
    const int32_t of_era = (int32_t)(z % DAYS_OF_400_YEARS);
    const int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int32_t month = (5 * of_year + 2) / 153; /* 0: March */
    wire_civil c = {
        .year = (int32_t)(z / DAYS_OF_400_YEARS) * 400 + year_of_era + (month >= 10),
        .month = (uint8_t)(month < 10 ? month + 3 : month - 9),
        .day = (uint8_t)(of_year - (153 * month + 2) / 5 + 1),
        .hour = (uint8_t)(rest / 3600),
        .minute = (uint8_t)(rest / 60 % 60),
        .second = (uint8_t)(rest % 60),
        .weekday = (uint8_t)((days % 7 + 11) % 7), /* day 0 was a Thursday */
    };
    return c;
}

int64_t wire_civil_at(const wire_civil *civil, int32_t offset_s)
{
    const int32_t year = civil->year < 1 ? 1 : civil->year > 9999 ? 9999 : civil->year;
    const int32_t month = civil->month < 1 ? 1 : civil->month > 12 ? 12 : civil->month;
    const int32_t y = year - (month <= 2);
    const int32_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + civil->day - 1;
    const int64_t days = (int64_t)365 * y + y / 4 - y / 100 + y / 400 + of_year - EPOCH_FROM_0000_03_01;
    return clamp(days * DAY + civil->hour * 3600 + civil->minute * 60 + civil->second - offset_s);
}

static void put_digits(char *to, int32_t value, int n)
{
    while (n--) {
        to[n] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* ".816", as many digits as tell it. */
static void put_fraction(uint32_t nanos, wire_out *out)
{
    char text[] = ".000000000";
    size_t n = 10;
    if (!nanos)
        return;
    for (size_t i = 9; i; i--, nanos /= 10)
        text[i] = (char)('0' + nanos % 10);
    while (text[n - 1] == '0')
        n--;
    wire_out_put(out, (wire_str){text, n});
}

static void write_stamp(const wire_stamp *stamp, wire_str no_offset, wire_out *out)
{
    if (!stamp->is_known)
        return;
    const int32_t minutes = stamp->has_offset ? stamp->offset_s / 60 : 0; /* RFC 3339 knows no seconds of offset */
    const wire_civil c = wire_civil_of(stamp->at, minutes * 60);
    char text[] = "0000-00-00T00:00:00+00:00";
    put_digits(text, c.year, 4);
    put_digits(text + 5, c.month, 2);
    put_digits(text + 8, c.day, 2);
    put_digits(text + 11, c.hour, 2);
    put_digits(text + 14, c.minute, 2);
    put_digits(text + 17, c.second, 2);
    text[19] = minutes < 0 ? '-' : '+';
    put_digits(text + 20, (minutes < 0 ? -minutes : minutes) / 60, 2);
    put_digits(text + 23, (minutes < 0 ? -minutes : minutes) % 60, 2);
    if (!stamp->has_time) {
        wire_out_put(out, (wire_str){text, 10});
        return;
    }
    wire_out_put(out, (wire_str){text, 19});
    put_fraction(stamp->nanos, out);
    wire_out_put(out, minutes ? (wire_str){text + 19, 6} : stamp->has_offset ? WIRE_STR("Z") : no_offset);
}

void wire_stamp_write(const wire_stamp *stamp, wire_out *out)
{
    write_stamp(stamp, WIRE_STR("Z"), out);
}

void wire_stamp_write_local(const wire_stamp *stamp, wire_out *out)
{
    write_stamp(stamp, WIRE_STR("-00:00"), out);
}

bool wire_stamp_is(const wire_stamp *a, const wire_stamp *b)
{
    return a->at == b->at && a->offset_s == b->offset_s && a->is_known == b->is_known &&
           a->has_offset == b->has_offset && a->has_time == b->has_time && a->is_unsure == b->is_unsure &&
           a->nanos == b->nanos && !strncmp(a->zone, b->zone, sizeof a->zone);
}
