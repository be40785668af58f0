/* test_hints.c: when to ask again, out of the headers that servers send. */
#include "fetch/hints.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { NOON = 1795176000 /* 2026-11-20T12:00:00Z */ };

static const struct fresh_case {
    const char *control, *expires, *date, *age;
    int64_t fresh;
} fresh_cases[] = {
    {NULL, NULL, NULL, NULL, -1},
    {"max-age=300", NULL, NULL, NULL, 300},
    {"public, max-age=300", NULL, NULL, NULL, 300},
    {"Public , MAX-AGE = \"60\"", NULL, NULL, NULL, 60},
    {"max-age=300", NULL, NULL, "100", 200},
    {"max-age=300", NULL, NULL, "1000", 0},
    {"max-age=300", NULL, NULL, "soon", 300},
    {"max-age=0, must-revalidate", NULL, NULL, NULL, 0},
    {"max-age=600, no-cache", NULL, NULL, NULL, 0},
    {"no-store", "Fri, 20 Nov 2026 13:00:00 GMT", NULL, NULL, 0},
    {"max-age=99999999999999999999999", NULL, NULL, NULL, 365 * 24 * 3600},
    {"max-age=-5", "Fri, 20 Nov 2026 12:10:00 GMT", NULL, NULL, 600},
    {"max-age=", NULL, NULL, NULL, -1},
    {"s-maxage=900", NULL, NULL, NULL, -1},
    {",,,", NULL, NULL, NULL, -1},
    {NULL, "Fri, 20 Nov 2026 13:00:00 GMT", NULL, NULL, 3600},
    {NULL, "Fri, 20 Nov 2026 13:00:00 GMT", "Fri, 20 Nov 2026 12:30:00 GMT", NULL, 1800},
    {NULL, "Fri, 20 Nov 2026 11:00:00 GMT", NULL, NULL, 0},
    {NULL, "0", NULL, NULL, 0},
    {NULL, "-1", NULL, NULL, 0},
    {"max-age=60", "Fri, 20 Nov 2026 13:00:00 GMT", NULL, NULL, 60},
};

static void freshness(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fresh_cases / sizeof *fresh_cases; i++) {
        const struct fresh_case *c = &fresh_cases[i];
        const wire__hints hints = {.cache_control = wire_str_of(c->control),
                                   .expires = wire_str_of(c->expires),
                                   .date = wire_str_of(c->date),
                                   .age = wire_str_of(c->age)};
        const int64_t fresh = wire__hint_fresh(&hints, NOON);
        if (fresh != c->fresh)
            fail_msg("case %zu: %lld instead of %lld", i, (long long)fresh, (long long)c->fresh);
    }
}

static const struct retry_case {
    const char *text;
    int64_t wait;
} retry_cases[] = {
    {NULL, -1},
    {"120", 120},
    {" 0 ", 0},
    {"99999999999999999999", 30 * 24 * 3600},
    {"Fri, 20 Nov 2026 12:02:00 GMT", 120},
    {"Fri, 20 Nov 2026 11:00:00 GMT", 0},
    {"later", -1},
    {"-3", -1},
};

static void waits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof retry_cases / sizeof *retry_cases; i++) {
        const int64_t wait = wire__hint_retry(&(wire__hints){.retry_after = wire_str_of(retry_cases[i].text)}, NOON);
        if (wait != retry_cases[i].wait)
            fail_msg("case %zu: %lld instead of %lld", i, (long long)wait, (long long)retry_cases[i].wait);
    }
}

static void jitter_stays_within_a_fifth_and_parts_those_who_wait(void **state)
{
    (void)state;
    int64_t least = INT64_MAX, most = 0;
    for (int i = 0; i < 500; i++) {
        char name[20];
        snprintf(name, sizeof name, "host-%d", i);
        const int64_t wait = wire__hint_jitter(100000, wire_str_of(name), NOON);
        assert_in_range(wait, 80000, 120000);
        assert_int_equal(wait, wire__hint_jitter(100000, wire_str_of(name), NOON));
        least = wait < least ? wait : least;
        most = wait > most ? wait : most;
    }
    assert_true(most - least > 30000);
    assert_int_equal(wire__hint_jitter(0, WIRE_STR("a"), NOON), 0);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(freshness),
        cmocka_unit_test(waits),
        cmocka_unit_test(jitter_stays_within_a_fifth_and_parts_those_who_wait),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
