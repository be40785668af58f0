/* test_zone.c: offsets of zones, by the year and for ever; rules; names that are no zones. */
#include "../check.h"
#include "../faults.h"
#include "base/zone_rule.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *zone;
    wire_civil utc;
    int32_t offset_s;
    const char *name;
} cases[] = {
    {"UTC", {.year = 2026, .month = 7, .day = 1}, 0, "UTC"},
    {"Europe/Lisbon", {.year = 2026, .month = 11, .day = 20}, 0, "WET"},
    {"Europe/Lisbon", {.year = 2026, .month = 7, .day = 1}, 3600, "WEST"},
    {"America/New_York", {.year = 2026, .month = 3, .day = 8, .hour = 6, .minute = 59, .second = 59}, -18000, "EST"},
    {"America/New_York", {.year = 2026, .month = 3, .day = 8, .hour = 7}, -14400, "EDT"},
    {"America/New_York", {.year = 2026, .month = 11, .day = 1, .hour = 5, .minute = 59}, -14400, "EDT"},
    {"America/New_York", {.year = 2026, .month = 11, .day = 1, .hour = 6}, -18000, "EST"},
    {"America/New_York", {.year = 2150, .month = 7, .day = 1}, -14400, "EDT"}, /* by the rule, past the table */
    {"Australia/Sydney", {.year = 2100, .month = 1, .day = 1}, 39600, "AEDT"},
    {"Asia/Kolkata", {.year = 2026, .month = 1, .day = 1}, 19800, "IST"},
    {"Asia/Kathmandu", {.year = 2026, .month = 1, .day = 1}, 20700, ""}, /* it has only numbers */
    {"Asia/Tokyo", {.year = 9999, .month = 12, .day = 31}, 32400, "JST"},
};

static void test_offsets(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_zone *zone = NULL;
        wire_error err;
        char name[8];
        const wire_code code = wire_zone_open(wire_str_of(cases[i].zone), &zone, &err);
        if (code == WIRE_NONE && i) {
            print_message("no zones on this machine (tzdata): SKIPPED\n");
            skip();
        }
        assert_int_equal(code, WIRE_OK);
        const int32_t offset = wire_zone_offset(zone, wire_civil_at(&cases[i].utc, 0), name);
        if (offset != cases[i].offset_s || strcmp(name, cases[i].name) != 0)
            fail_msg("%s, case %zu: %d \"%s\"", cases[i].zone, i, offset, name);
        (void)wire_zone_offset(zone, INT64_MIN, name);
        (void)wire_zone_offset(zone, INT64_MAX, name);
        wire_zone_close(zone);
    }
    wire_zone_close(NULL);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "/etc/passwd", "../etc/passwd", "Europe/..", "./UTC", "posix/../UTC", "Europe/Atlantis", "Europe", "UTC/"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        wire_zone *zone = NULL;
        wire_error err = {0};
        if (wire_zone_open(wire_str_of(bad[i]), &zone, &err) != WIRE_NONE)
            fail_msg("\"%s\" is a zone", bad[i]);
        assert_null(zone);
    }
    wire_zone *zone = NULL;
    assert_int_equal(wire_zone_open(WIRE_STR("UTC\0x"), &zone, NULL), WIRE_NONE);
}

static void test_rules(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        bool is_good, has_summer;
        int32_t offset_s, summer_offset_s;
    } rules[] = {
        {"WET0WEST,M3.5.0/1,M10.5.0", true, true, 0, 3600},
        {"EST5EDT,M3.2.0,M11.1.0", true, true, -18000, -14400},
        {"<+0545>-5:45", true, false, 20700, 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", true, true, 3600, 0},
        {"EET-2EEST,J60/0,J300/26", true, true, 7200, 10800},
        {"XXX3YYY2,59/-1,300", true, true, -10800, -7200},
        {"", false, false, 0, 0},
        {"EST", false, false, 0, 0},
        {"EST5EDT,M3.2.0", false, false, 0, 0},
        {"EST5EDT,M13.2.0,M11.1.0", false, false, 0, 0},
        {"EST5EDT,M3.6.0,M11.1.0", false, false, 0, 0},
        {"EST99999999999999999999", false, false, 0, 0},
        {"<EST5", false, false, 0, 0},
        {"EST5EDT,J366,M11.1.0", false, false, 0, 0},
    };
    for (size_t i = 0; i < COUNT(rules); i++) {
        wire__zone_rule rule = {0};
        if (wire__zone_rule_read(wire_str_of(rules[i].rule), &rule) != rules[i].is_good)
            fail_msg("%s", rules[i].rule);
        if (!rules[i].is_good)
            continue;
        assert_int_equal(rule.has_summer, rules[i].has_summer);
        assert_int_equal(rule.offset_s, rules[i].offset_s);
        if (rule.has_summer)
            assert_int_equal(rule.summer_offset_s, rules[i].summer_offset_s);
    }
}

/* A zone's file that is damaged anywhere, or cut, is refused or read; never more. */
static void test_damage(void **state)
{
    (void)state;
    char bytes[8192], folder[] = "/tmp/wirecopy-zones-XXXXXX", path[64];
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Lisbon", "rb");
    if (!file) {
        print_message("no zones on this machine (tzdata): SKIPPED\n");
        skip();
    }
    const size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/Broken", folder);
    assert_int_equal(setenv("TZDIR", folder, 1), 0);
    for (size_t i = 0; i < 600; i++) {
        const size_t at = i < 200 ? i % n : i * 7919 % n, cut = i % 3 ? n : i * 104729 % n;
        char was = bytes[at], name[8];
        bytes[at] = (char)(i % 2 ? 0xFF : was ^ 0x41);
        file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, cut, file), cut);
        assert_int_equal(fclose(file), 0);
        bytes[at] = was;
        wire_zone *zone = NULL;
        if (!wire_zone_open(WIRE_STR("Broken"), &zone, NULL)) {
            for (int64_t t = -3000000000; t < 9000000000; t += 700000001)
                (void)wire_zone_offset(zone, t, name);
            assert_true(strlen(name) < 8);
        }
        wire_zone_close(zone);
    }
    unlink(path);
    rmdir(folder);
    unsetenv("TZDIR");
}

static bool open_one(void *user)
{
    (void)user;
    wire_zone *zone = NULL;
    wire_error err = {0};
    const wire_code code = wire_zone_open(WIRE_STR("Europe/Lisbon"), &zone, &err);
    if (code == WIRE_NONE)
        return true;
    assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
    wire_zone_close(zone);
    return !code;
}

static void test_faults(void **state)
{
    (void)state;
    assert_in_range(faults_run(open_one, NULL, 100), 0, 99);
    faults_at = 1;
    faults_n = 0;
    wire_zone *zone = NULL;
    assert_int_equal(wire_zone_open(WIRE_STR("UTC"), &zone, NULL), WIRE_ENOMEM);
    faults_at = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_offsets), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_rules), cmocka_unit_test(test_damage),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
