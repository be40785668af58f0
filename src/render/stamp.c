/* stamp.c: instants as people read them. */
#include "render/theme.h"

#include <stdio.h>
#include <string.h>

/* Zones' short names ----------------------------------------------------------------------- */

/* When clocks go forward and back: US since 2007, EU since 1996, the south-east of Australia since 2008. */
typedef enum rule { RULE_NONE, RULE_US, RULE_EU, RULE_AU } rule;

static const struct names {
    const char *countries; /* alpha-2 codes, parted by spaces */
    int16_t offset_min;    /* standard time */
    rule rule;
    const char *standard, *summer;
} NAMES[] = {
    {"US CA", -300, RULE_US, "EST", "EDT"},
    {"US CA", -360, RULE_US, "CST", "CDT"},
    {"US CA", -420, RULE_US, "MST", "MDT"},
    {"US CA", -480, RULE_US, "PST", "PDT"},
    {"US", -540, RULE_US, "AKST", "AKDT"},
    {"US", -600, RULE_NONE, "HST", NULL},
    {"US CA", -420, RULE_NONE, "MST", NULL}, /* Arizona, Yukon */
    {"CA", -240, RULE_US, "AST", "ADT"},
    {"CA", -210, RULE_US, "NST", "NDT"},
    {"CA", -360, RULE_NONE, "CST", NULL}, /* Saskatchewan */
    {"GB", 0, RULE_EU, "GMT", "BST"},
    {"IE", 0, RULE_EU, "GMT", "IST"},
    {"PT ES", 0, RULE_EU, "WET", "WEST"},
    {"ES FR DE IT NL BE LU AT CH LI PL CZ SK HU SI HR RS BA ME MK AL DK SE NO MT", 60, RULE_EU, "CET", "CEST"},
    {"FI EE LV LT GR CY RO BG UA", 120, RULE_EU, "EET", "EEST"},
    {"RU", 180, RULE_NONE, "MSK", NULL},
    {"NG CM AO", 60, RULE_NONE, "WAT", NULL},
    {"ZA", 120, RULE_NONE, "SAST", NULL},
    {"ZW ZM MZ", 120, RULE_NONE, "CAT", NULL},
    {"KE UG TZ ET", 180, RULE_NONE, "EAT", NULL},
    {"PK", 300, RULE_NONE, "PKT", NULL},
    {"IN", 330, RULE_NONE, "IST", NULL},
    {"CN TW", 480, RULE_NONE, "CST", NULL},
    {"HK", 480, RULE_NONE, "HKT", NULL},
    {"JP", 540, RULE_NONE, "JST", NULL},
    {"KR", 540, RULE_NONE, "KST", NULL},
    {"AU", 480, RULE_NONE, "AWST", NULL},
    {"AU", 570, RULE_NONE, "ACST", NULL}, /* Darwin */
    {"AU", 570, RULE_AU, "ACST", "ACDT"},
    {"AU", 600, RULE_NONE, "AEST", NULL}, /* Queensland */
    {"AU", 600, RULE_AU, "AEST", "AEDT"},
};

/* The n-th Sunday of a month (0: the last), at an hour of UTC. */
static int64_t sunday(int32_t year, uint8_t month, int n, int64_t hour_utc)
{
    const uint8_t from = n ? (uint8_t)(7 * n - 6) : 25; /* March and October have 31 days */
    const wire_civil first = {.year = year, .month = month, .day = from};
    const int64_t midnight = wire_civil_at(&first, 0);
    const uint8_t weekday = wire_civil_of(midnight, 0).weekday;
    return midnight + (int64_t)((7 - weekday) % 7) * 86400 + hour_utc * 3600;
}

static bool is_summer(const struct names *names, int64_t at)
{
    const int64_t standard_s = (int64_t)names->offset_min * 60;
    const int32_t year = wire_civil_of(at, (int32_t)standard_s).year;
    switch (names->rule) {
    case RULE_NONE:
        return false;
    case RULE_US:
        return at >= sunday(year, 3, 2, 2) - standard_s && at < sunday(year, 11, 1, 1) - standard_s;
    case RULE_EU:
        return at >= sunday(year, 3, 0, 1) && at < sunday(year, 10, 0, 1);
    case RULE_AU:
        return at < sunday(year, 4, 1, 2) - standard_s || at >= sunday(year, 10, 1, 2) - standard_s;
    }
    return false;
}

static bool has_country(const char *countries, wire_str country)
{
    for (const char *p = countries; country.n == 2 && *p; p += p[2] ? 3 : 2)
        if (wire_str_is_ci((wire_str){p, 2}, country))
            return true;
    return false;
}

const char *wire__zone_name(wire_str country, int64_t at, int32_t offset_s)
{
    const char *found = "";
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (!has_country(NAMES[i].countries, country))
            continue;
        const bool summer = is_summer(&NAMES[i], at);
        if (offset_s != NAMES[i].offset_min * 60 + (summer ? 3600 : 0))
            continue;
        const char *name = summer ? NAMES[i].summer : NAMES[i].standard;
        if (*found && strcmp(found, name))
            return ""; /* PDT or Arizona's MST */
        found = name;
    }
    return found;
}

/* The region of a language tag: "en-US" and "zh-Hant-TW" have one. */
static wire_str region_of(wire_str tag)
{
    for (const char *dash; tag.n && (dash = memchr(tag.p, '-', tag.n));) {
        tag = wire_str_cut(tag, (size_t)(dash - tag.p) + 1, tag.n);
        const char *end = memchr(tag.p, '-', tag.n);
        const size_t n = end ? (size_t)(end - tag.p) : tag.n;
        if (n == 2)
            return wire_str_cut(tag, 0, 2);
        if (n == 1)
            break; /* extensions and private use */
    }
    return (wire_str){0};
}

/* Moments ---------------------------------------------------------------------------------- */

static void name_offset(char zone[16], int32_t offset_s)
{
    const int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60 % 1440;
    if (minutes)
        snprintf(zone, 16, "UTC%c%02d:%02d", offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
    else
        snprintf(zone, 16, "UTC");
}

wire__moment wire__moment_of(const wire_stamp *stamp, const wire_zone *zone, wire_str language)
{
    wire__moment m = {.has_time = stamp->has_time};
    int32_t offset_s = stamp->has_offset ? stamp->offset_s : 0;
    if (!stamp->has_time) { /* a bare date stays the day it is, wherever it is read */
        m.civil = wire_civil_of(stamp->at, offset_s);
        return m;
    }
    char name[8] = "";
    if (zone) {
        offset_s = wire_zone_offset(zone, stamp->at, name);
    } else if (stamp->has_offset) {
        memcpy(name, stamp->zone, sizeof name);
        name[sizeof name - 1] = '\0';
    }
    m.civil = wire_civil_of(stamp->at, offset_s);
    if (!zone && !stamp->has_offset && !*stamp->zone)
        return m;
    const char *known = *name ? name : zone ? "" : wire__zone_name(region_of(language), stamp->at, offset_s);
    if (*known)
        snprintf(m.zone, sizeof m.zone, "%s", known);
    else if (zone || stamp->has_offset)
        name_offset(m.zone, offset_s);
    else
        snprintf(m.zone, sizeof m.zone, "%.7s", stamp->zone);
    return m;
}

static void put_name(wire_out *out, const wire_str *names, size_t n, size_t at)
{
    wire_out_put(out, at < n ? names[at] : WIRE_STR("?"));
}

/* Writes what stands in braces, but {time} and {date}. */
static void put_slot(const wire__words *words, const wire__moment *m, wire_str slot, wire_out *out)
{
    const wire_civil *c = &m->civil;
    const unsigned twelve = c->hour % 12u ? c->hour % 12u : 12u;
    if (wire_str_is(slot, WIRE_STR("h")))
        wire_out_print(out, "%u", twelve);
    else if (wire_str_is(slot, WIRE_STR("hh")))
        wire_out_print(out, "%02u", twelve);
    else if (wire_str_is(slot, WIRE_STR("H")))
        wire_out_print(out, "%u", c->hour);
    else if (wire_str_is(slot, WIRE_STR("HH")))
        wire_out_print(out, "%02u", c->hour);
    else if (wire_str_is(slot, WIRE_STR("mm")))
        wire_out_print(out, "%02u", c->minute);
    else if (wire_str_is(slot, WIRE_STR("ampm")))
        wire_out_put(out, words->words[c->hour < 12 ? WIRE__WORD_AM : WIRE__WORD_PM]);
    else if (wire_str_is(slot, WIRE_STR("zone")))
        wire_out_put(out, wire_str_of(m->zone));
    else if (wire_str_is(slot, WIRE_STR("d")))
        wire_out_print(out, "%u", c->day);
    else if (wire_str_is(slot, WIRE_STR("dd")))
        wire_out_print(out, "%02u", c->day);
    else if (wire_str_is(slot, WIRE_STR("mo")))
        wire_out_print(out, "%02u", c->month);
    else if (wire_str_is(slot, WIRE_STR("yyyy")))
        wire_out_print(out, "%04d", c->year);
    else if (wire_str_is(slot, WIRE_STR("mon")))
        put_name(out, words->months_short, 12, c->month - 1u);
    else if (wire_str_is(slot, WIRE_STR("month")))
        put_name(out, words->months, 12, c->month - 1u);
    else if (wire_str_is(slot, WIRE_STR("wd")))
        put_name(out, words->days_short, 7, c->weekday);
    else if (wire_str_is(slot, WIRE_STR("weekday")))
        put_name(out, words->days, 7, c->weekday);
}

static void write_pattern(const wire__words *words, const wire__moment *m, wire_str pattern, bool is_inner,
                          wire_out *out)
{
    while (pattern.n) {
        wire_str before, after;
        wire__pattern_part(pattern, WIRE_STR("{"), &before, &after);
        const char *brace = after.n ? memchr(after.p, '}', after.n) : NULL;
        const wire_str slot = wire_str_cut(after, 0, brace ? (size_t)(brace - after.p) : 0);
        if (!*m->zone && wire_str_is(slot, WIRE_STR("zone")) && wire_str_has_suffix(before, WIRE_STR(" ")))
            before.n--;
        wire_out_put(out, before);
        if (!is_inner && wire_str_is(slot, WIRE_STR("time")))
            write_pattern(words, m, words->words[WIRE__WORD_TIME], true, out);
        else if (!is_inner && wire_str_is(slot, WIRE_STR("date")))
            write_pattern(words, m, words->words[WIRE__WORD_DATE], true, out);
        else
            put_slot(words, m, slot, out);
        pattern = brace ? wire_str_cut(after, slot.n + 1, after.n) : (wire_str){0};
    }
}

void wire__moment_write(const wire__words *words, const wire__moment *moment, wire__word pattern, wire_out *out)
{
    write_pattern(words, moment, words->words[pattern], false, out);
}

void wire_theme_stamp(const wire_theme *theme, wire_str language, const wire_stamp *stamp, const wire_zone *zone,
                      wire_out *out)
{
    if (!stamp->is_known)
        return;
    const wire__moment m = wire__moment_of(stamp, zone, language);
    wire__moment_write(wire__theme_words(theme, language), &m, m.has_time ? WIRE__WORD_STAMP : WIRE__WORD_DATE, out);
}
