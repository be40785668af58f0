/* test_stamp.c: stamps in every language, with and without zones, times and offsets. */
#include "check.h"

enum { NOV20 = 1795168380 }; /* 2026-11-20T09:53:00Z, a Friday */
enum { APR24 = 1713948780 }; /* 2024-04-24T08:53:00Z, a Wednesday */

static const struct stamp_case {
    const char *language;
    wire_stamp stamp;
    const char *says;
} STAMPS[] = {
#define AT(at_, offset, name)                                                                               \
    {                                                                                                       \
        .at = at_, .offset_s = offset, .is_known = true, .has_offset = true, .has_time = true, .zone = name \
    }
    {"en", AT(APR24, -14400, "EDT"), "4:53 AM EDT, Wed April 24, 2024"},
    {"en-US", AT(APR24, -14400, "EDT"), "4:53 AM EDT, Wed April 24, 2024"},
    {"en-US", AT(APR24, -14400, ""), "4:53 AM EDT, Wed April 24, 2024"},       /* offset and country make it certain */
    {"en", AT(APR24, -14400, ""), "4:53 AM UTC-04:00, Wed April 24, 2024"},    /* no country */
    {"en-US", AT(APR24, -25200, ""), "1:53 AM UTC-07:00, Wed April 24, 2024"}, /* PDT, or MST in Arizona */
    {"en-US", AT(NOV20, -18000, ""), "4:53 AM EST, Fri November 20, 2026"},
    {"en-US", AT(NOV20 + 5 * 3600 + 420, -18000, ""), "10:00 AM EST, Fri November 20, 2026"},
    {"en-US", AT(NOV20 + 7 * 3600 + 420, -18000, ""), "12:00 PM EST, Fri November 20, 2026"},
    {"en-US", AT(NOV20 - 5 * 3600 + 420, -18000, ""), "12:00 AM EST, Fri November 20, 2026"},
    {"en-GB", AT(NOV20, 0, "WET"), "09:53 WET, Fri 20 November 2026"},
    {"en-GB", AT(NOV20, 0, ""), "09:53 GMT, Fri 20 November 2026"},
    {"en-AU", AT(NOV20, 39600, ""), "20:53 AEDT, Fri 20 November 2026"},
    {"en-IN", AT(NOV20, 19800, ""), "15:23 IST, Fri 20 November 2026"},
    {"pt", AT(NOV20, 0, "WET"), "09:53 WET, sex. 20 de novembro de 2026"},
    {"pt-PT", AT(NOV20, 0, ""), "09:53 WET, sex. 20 de novembro de 2026"},
    {"pt-BR", AT(NOV20, -10800, ""), "06:53 UTC-03:00, sex. 20 de novembro de 2026"},
    {"ar", AT(NOV20, 7200, "EET"), "11:53 EET، الجمعة 20 نوفمبر 2026"},
    {"ar-EG", AT(NOV20, 7200, ""), "11:53 UTC+02:00، الجمعة 20 نوفمبر 2026"},
    {"xx", AT(APR24, -14400, "EDT"), "4:53 AM EDT, Wed April 24, 2024"}, /* a language without words: English */
    {"de-DE", AT(NOV20, 3600, ""), "10:53 Uhr CET, Fr. 20. November 2026"},
    {"es-ES", AT(NOV20, 3600, ""), "10:53 CET, vie 20 de noviembre de 2026"},
    {"fr-FR", AT(NOV20, 3600, "CET"), "10h53 CET, ven. 20 novembre 2026"},
    {"it-IT", AT(NOV20, 3600, ""), "10:53 CET, ven 20 novembre 2026"},
    {"nl", AT(NOV20, 3600, "CET"), "10.53 uur CET, vr 20 november 2026"},
    {"pl", AT(NOV20, 3600, "CET"), "10:53 CET, pt. 20 listopada 2026"},
    {"tr", AT(NOV20, 10800, ""), "12:53 UTC+03:00, 20 Kasım 2026 Cuma"},
    {"ru", AT(NOV20, 10800, "MSK"), "12:53 MSK, пт, 20 ноября 2026"},
    {"uk", AT(NOV20, 7200, "EET"), "11:53 EET, пт, 20 листопада 2026"},
    {"fa", AT(NOV20, 12600, ""), "13:23 UTC+03:30، جمعه 20 نوامبر 2026"},
    {"he", AT(NOV20, 7200, "IST"), "11:53 IST, יום ו׳ 20 בנובמבר 2026"},
    {"hi-IN", AT(NOV20, 19800, ""), "3:23 pm IST, शुक्र 20 नवंबर 2026"},
    {"zh-CN", AT(NOV20, 28800, "CST"), "2026年11月20日 周五 17:53 CST"},
    {"zh-Hant-TW", AT(NOV20, 28800, "CST"), "2026年11月20日 週五 17:53 CST"},
    {"ja", AT(NOV20, 32400, "JST"), "2026年11月20日(金) 18:53 JST"},
    {"ko", AT(NOV20, 32400, "KST"), "2026년 11월 20일 (금) 오후 6:53 KST"},
    {"en-GB", AT(NOV20, 20700, ""), "15:38 UTC+05:45, Fri 20 November 2026"},
    {"en-GB", {.at = NOV20, .is_known = true, .has_time = true}, "09:53, Fri 20 November 2026"},
    {"en-GB", {.at = NOV20 - 35580, .is_known = true}, "Fri 20 November 2026"},
    {"en", {.at = NOV20 - 35580, .is_known = true}, "Fri November 20, 2026"},
    {"en", {.at = NOV20}, ""}, /* not known */
};

static void writes_stamps(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    for (size_t i = 0; i < sizeof STAMPS / sizeof *STAMPS; i++) {
        wire_out out;
        wire_out_open_memory(&out, 0);
        wire_theme_stamp(theme, wire_str_of(STAMPS[i].language), &STAMPS[i].stamp, NULL, &out);
        wire_out_byte(&out, '\0');
        assert_string_equal(wire_out_text(&out).p, STAMPS[i].says);
        assert_int_equal(wire_out_close(&out, NULL), WIRE_OK);
    }
    wire_theme_free(theme);
}

static void writes_in_a_zone(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    wire_zone *zone = NULL;
    wire_error err = {0};
    if (wire_zone_open(WIRE_STR("Europe/Lisbon"), &zone, &err))
        fail_msg("%s", err.text);
    const wire_stamp stamp = check_stamp(NOV20, -18000, "EST");
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_theme_stamp(theme, WIRE_STR("en-GB"), &stamp, zone, &out);
    const wire_stamp day = {.at = NOV20 - 35580, .is_known = true};
    wire_out_lit(&out, "; ");
    wire_theme_stamp(theme, WIRE_STR("en-GB"), &day, zone, &out); /* a bare date stays its day */
    wire_out_byte(&out, '\0');
    assert_string_equal(wire_out_text(&out).p, "09:53 WET, Fri 20 November 2026; Fri 20 November 2026");
    wire_out_close(&out, NULL);
    wire_zone_close(zone);
    wire_theme_free(theme);
}

static const struct zone_case {
    const char *country;
    int64_t at;
    int32_t offset_s;
    const char *name;
} ZONES[] = {
    {"US", 1772953199, -18000, "EST"}, /* a second before 2 AM of 8 March 2026 */
    {"US", 1772953200, -14400, "EDT"},
    {"US", 1793512799, -14400, "EDT"}, /* before 2 AM of 1 November */
    {"US", 1793512800, -18000, ""},    /* for an hour, EST in the east and still CDT in the middle */
    {"US", 1793523600, -18000, "EST"},
    {"US", 1793523600, -21600, "CST"},
    {"GB", 1774745999, 0, "GMT"},
    {"GB", 1774746000, 3600, "BST"},
    {"gb", 1792889999, 3600, "BST"},
    {"GB", 1792890000, 0, "GMT"},
    {"PT", 1792890000, 0, "WET"},
    {"FR", 1774746000, 7200, "CEST"},
    {"AU", 1775318399, 39600, "AEDT"},
    {"AU", 1775318400, 36000, "AEST"},
    {"JP", NOV20, 32400, "JST"},
    {"JP", NOV20, 28800, ""},
    {"ZZ", NOV20, 0, ""},
    {"", NOV20, 0, ""},
};

static void names_zones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ZONES / sizeof *ZONES; i++)
        assert_string_equal(wire__zone_name(wire_str_of(ZONES[i].country), ZONES[i].at, ZONES[i].offset_s),
                            ZONES[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_stamps),
        cmocka_unit_test(writes_in_a_zone),
        cmocka_unit_test(names_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
