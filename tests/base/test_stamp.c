/* test_stamp.c: dates and times in the forms that feeds and pages have, and what is none; calendars. */
#include "../check.h"
#include "wirecopy/time.h"

#include "base/stamp_words.h"

/* As RFC 3339, with the unknown offset as -00:00, and the zone's name behind it. */
static void show(const wire_stamp *stamp, wire_out *out)
{
    wire_out_reset(out);
    wire_stamp_write(stamp, out);
    if (stamp->is_known && stamp->has_time && !stamp->has_offset)
        wire_out_lit(out, "?");
    if (stamp->zone[0])
        wire_out_print(out, " %s", stamp->zone);
}

typedef struct stamp_case {
    const char *text, *want;
} stamp_case;

static const stamp_case standard[] = {
    {"2026-11-20T04:53:00-05:00", "2026-11-20T04:53:00-05:00"},
    {"2026-11-20T04:53:00Z", "2026-11-20T04:53:00Z"},
    {"2026-11-20t04:53:00.123456z", "2026-11-20T04:53:00.123456Z"},
    {"2026-11-20T04:53:00+0530", "2026-11-20T04:53:00+05:30"},
    {"2026-11-20T04:53+01", "2026-11-20T04:53:00+01:00"},
    {"20261120T045300Z", "2026-11-20T04:53:00Z"},
    {"2026-11-20 04:53:00", "2026-11-20T04:53:00Z?"},
    {"2026-11-20 04:53:00 +0000 UTC", "2026-11-20T04:53:00Z UTC"},
    {"2026-11-20", "2026-11-20"},
    {"2026-02-29", ""},
    {"2024-02-29", "2024-02-29"},
    {"2026-11-31T00:00:00Z", ""},
    {"2026-11-20T24:00:00Z", "2026-11-21T00:00:00Z"},
    {"2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z"},
    {"Fri, 20 Nov 2026 04:53:00 GMT", "2026-11-20T04:53:00Z GMT"},
    {"Fri, 20 Nov 2026 04:53:00 -0500", "2026-11-20T04:53:00-05:00"},
    {"Fri, 20 Nov 2026 04:53 EST", "2026-11-20T04:53:00-05:00 EST"},
    {"20 Nov 26 04:53:00 +0100", "2026-11-20T04:53:00+01:00"},
    {"Friday, 20-Nov-26 04:53:00 GMT", "2026-11-20T04:53:00Z GMT"},
    {"Fri Nov 20 04:53:00 2026", "2026-11-20T04:53:00Z?"},
    {"Fri Nov 20 2026 04:53:00 GMT+0100 (Central European Standard Time)", "2026-11-20T04:53:00+01:00"},
};

static const stamp_case visible[] = {
    {"4:53 AM EDT, Wed April 24, 2024", "2024-04-24T04:53:00-04:00 EDT"},
    {"Updated 4:53 PM ET, Wed April 24, 2024", "2024-04-24T16:53:00-04:00 ET"},
    {"12:05 a.m. ET, January 2, 2024", "2024-01-02T00:05:00-05:00 ET"},
    {"9:05:30 p.m. ET, Tue January 2, 2024", "2024-01-02T21:05:30-05:00 ET"},
    {"12:05 p.m. PST Jan. 2, 2024", "2024-01-02T12:05:00-08:00 PST"},
    {"November 20th, 2026 at 9:53am", "2026-11-20T09:53:00Z?"},
    {"20 November 2026", "2026-11-20"},
    {"20 de noviembre de 2026, 09:53 CET", "2026-11-20T09:53:00+01:00 CET"},
    {"20 novembre 2026 à 09h53", "2026-11-20T09:53:00Z?"},
    {"20. November 2026, 9.53 Uhr", "2026-11-20T09:53:00Z?"},
    {"2026年11月20日 9時53分", "2026-11-20T09:53:00Z?"},
    {"2026년 11월 20일 오후 3:05", "2026-11-20T15:05:00Z?"},
    {"20 ноября 2026 г. 09:53 МСК", "2026-11-20T09:53:00+03:00 MSK"},
    {"٢٠ نوفمبر ٢٠٢٦", "2026-11-20"},
    {"۲۹ آبان ۱۴۰۵", "2026-11-20"},
    {"۱ فروردین ۱۴۰۳", "2024-03-20"},
    {"۱ فروردین ۱۴۰۴", "2025-03-21"},
    {"۳۰ اسفند ۱۴۰۳", "2025-03-20"},
    {"۲۲ بهمن ۱۳۵۷", "1979-02-11"},
    {"20 november 2026 om 09.53 uur", "2026-11-20T09:53:00Z?"},
    {"11/20/2026", "2026-11-20"},
    {"20/11/2026 09:53", "2026-11-20T09:53:00Z?"},
    {"20.11.2026", "2026-11-20"},
};

static const char *const none[] = {"",
                                   "yesterday",
                                   "soon",
                                   "4:53 AM",
                                   "November",
                                   "2026",
                                   "13/13/2026",
                                   "Pier 4, berth 20",
                                   "1 2 3 4 5 6",
                                   "0000-00-00",
                                   "99999999999999999999",
                                   "2026-13-01",
                                   "32 November 2026",
                                   "\xFF\xFE\x00",
                                   "Mayor says 20 ferries"};

static void test_forms(void **state)
{
    (void)state;
    static const struct {
        const stamp_case *cases;
        size_t n;
    } tables[] = {{standard, COUNT(standard)}, {visible, COUNT(visible)}};
    wire_out out;
    size_t n_failed = 0;
    wire_out_open_memory(&out, 0);
    for (size_t t = 0; t < COUNT(tables); t++)
        for (size_t i = 0; i < tables[t].n; i++) {
            const stamp_case *c = &tables[t].cases[i];
            wire_stamp stamp = {0};
            const wire_code code = wire_stamp_read(wire_str_of(c->text), NULL, &stamp);
            show(&stamp, &out);
            if (code != (*c->want ? WIRE_OK : WIRE_NONE) || !wire_str_is(wire_out_text(&out), wire_str_of(c->want))) {
                print_error("\"%s\": \"%.*s\", not \"%s\"\n", c->text, WIRE_ARG(wire_out_text(&out)), c->want);
                n_failed++;
            }
        }
    for (size_t i = 0; i < COUNT(none); i++) {
        wire_stamp stamp = {.at = 7};
        if (wire_stamp_read(wire_str_of(none[i]), NULL, &stamp) != WIRE_NONE || stamp.at != 7) {
            print_error("\"%s\" is a date\n", none[i]);
            n_failed++;
        }
    }
    wire_out_close(&out, NULL);
    assert_int_equal(n_failed, 0);
}

static void test_opts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        wire_stamp_opts opts;
        const char *want;
    } cases[] = {
        {"03/04/2026", {.day_first = true}, "2026-04-03"},
        {"03/04/2026", {0}, "2026-03-04"},
        {"2026-11-20 09:53", {.offset_s = 3600}, "2026-11-20T08:53:00Z?"},
        {"2026-11-20", {.offset_s = -36000}, "2026-11-20"},
        {"20 June 2026 09:53 BST", {.country = {"GB", 2}}, "2026-06-20T09:53:00+01:00 BST"},
        {"20 June 2026 09:53 IST", {.country = {"IN", 2}}, "2026-06-20T09:53:00+05:30 IST"},
        {"20 June 2026 09:53 IST", {.country = {"IE", 2}}, "2026-06-20T09:53:00+01:00 IST"},
        {"20 June 2026 09:53 IST", {.country = {"IL", 2}}, "2026-06-20T09:53:00+02:00 IST"},
        {"20 June 2026 09:53 CST", {.country = {"CN", 2}}, "2026-06-20T09:53:00+08:00 CST"},
    };
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_stamp stamp = {0};
        assert_int_equal(wire_stamp_read(wire_str_of(cases[i].text), &cases[i].opts, &stamp), WIRE_OK);
        show(&stamp, &out);
        check_str(wire_out_text(&out), wire_str_of(cases[i].want), cases[i].text);
    }
    wire_out_close(&out, NULL);
}

/* Any bytes: an answer, soon, and what is answered can be written and read again. */
static void test_by_chance(void **state)
{
    (void)state;
    static const char *const words[] = {"20", "Nov",  "2026",     ":",      "09", "53", " ",  ", ", "-",  "+0100",
                                        "T",  "Z",    "AM",       "EST",    "/",  ".",  "de", "年", "月", "日",
                                        "٢",  "\xFF", "99999999", "Friday", "0",  "(",  "am", "24", "60"};
    uint32_t seed = 20261120;
    wire_out out;
    wire_out_open_memory(&out, 0);
    size_t n_dates = 0;
    for (int i = 0; i < 30000; i++) {
        char text[240] = "";
        for (uint32_t n = (seed >> 9) % 12; n; n--) {
            seed = seed * 1664525u + 1013904223u;
            const char *word = words[(seed >> 8) % COUNT(words)];
            if (strlen(text) + strlen(word) < sizeof text)
                memcpy(text + strlen(text), word, strlen(word) + 1);
        }
        seed = seed * 1664525u + 1013904223u;
        wire_stamp stamp = {0}, again = {0};
        if (wire_stamp_read(wire_str_of(text), NULL, &stamp))
            continue;
        n_dates++;
        wire_out_reset(&out);
        wire_stamp_write(&stamp, &out);
        if (wire_stamp_read(wire_out_text(&out), NULL, &again) || again.at != stamp.at ||
            again.has_time != stamp.has_time)
            fail_msg("\"%s\": %.*s", text, WIRE_ARG(wire_out_text(&out)));
    }
    assert_true(n_dates > 100);
    wire_out_close(&out, NULL);
}

/* Every day of four centuries, and the ends of the calendar. */
static void test_calendar(void **state)
{
    (void)state;
    uint8_t weekday = 6; /* 1 January 2000 */
    int64_t at = 946684800;
    wire_civil last = wire_civil_of(at - 86400, 0);
    for (int day = 0; day < 146097; day++, at += 86400) {
        const wire_civil c = wire_civil_of(at + 45296, 0);
        assert_int_equal(c.weekday, weekday);
        assert_true(c.hour == 12 && c.minute == 34 && c.second == 56);
        assert_true(c.day == last.day + 1 ||
                    (c.day == 1 && (c.month == last.month + 1 || (c.month == 1 && c.year == last.year + 1))));
        assert_int_equal(wire_civil_at(&c, 0), at + 45296);
        assert_int_equal(wire_civil_at(&c, 3600), at + 45296 - 3600);
        weekday = (uint8_t)((weekday + 1) % 7);
        last = c;
    }
    assert_int_equal(wire_civil_of(INT64_MIN, 0).year, 1);
    assert_int_equal(wire_civil_of(INT64_MAX, 0).year, 9999);
    assert_int_equal(wire_civil_of(INT64_MAX, INT32_MAX).year, 9999);
    assert_int_equal(wire_civil_of(-1, 0).year, 1969);
}

/* Names out of order would not be found. */
static void test_months_ordered(void **state)
{
    (void)state;
    assert_true(wire__months_are_ordered());
    assert_int_equal(wire__month_of(WIRE_STR("abr")), 4);
    assert_int_equal(wire__month_of(WIRE_STR("zari")), 9);
    assert_int_equal(wire__month_of(WIRE_STR("januaryy")), 0);
    assert_int_equal(wire__month_of(WIRE_STR("janua")), 0);
    assert_int_equal(wire__month_of(WIRE_STR("هر")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_months_ordered), cmocka_unit_test(test_forms),
                                       cmocka_unit_test(test_opts), cmocka_unit_test(test_by_chance),
                                       cmocka_unit_test(test_calendar)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
