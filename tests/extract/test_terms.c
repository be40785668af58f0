/* test_terms.c: the words that ask something of a text's readers. */
#include "../check.h"

#include "extract/page.h"

static void test_counts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint8_t call, net, you, we;
    } cases[] = {
        {"", 0, 0, 0, 0},
        {"a", 0, 0, 0, 0},
        {"we", 0, 0, 0, 1},
        {"Sign up to our newsletters: your inbox, our news", 3, 0, 1, 2},
        {"Follow us on Facebook, Instagram and TWITTER.", 1, 3, 0, 1},
        {"The appetite of the buyer, the listener, the weather, Youth", 0, 0, 0, 0},
        {"Subscribing, subscription, subscribed", 3, 0, 0, 0},
        {"e-mail", 1, 0, 0, 0},
        {"Abonnieren Sie unseren Brief", 1, 0, 1, 1},
        {"\xd0\xbf\xd0\xbe\xd0\xb4\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd1\x82\xd1\x8c\xd1\x81\xd1\x8f", 1, 0, 0, 0},
        {"\xd8\xa7\xd8\xb4\xd8\xaa\xd8\xb1\xd9", 0, 0, 0, 0}, /* cut in the middle of a character */
    };
    wire__words *words = calloc(1, sizeof *words);
    assert_non_null(words);
    wire__words_open(words);
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t got[WIRE__N_TERMS] = {0};
        const uint8_t want[WIRE__N_TERMS] = {cases[i].call, cases[i].net, cases[i].you, cases[i].we};
        wire__terms_count(words, (wire_str){cases[i].text, strlen(cases[i].text)}, got);
        for (size_t k = 0; k < WIRE__N_TERMS; k++)
            if (got[k] != want[k])
                fail_msg("%s: term %zu: %u, not %u", cases[i].text, k, got[k], want[k]);
    }
    free(words);
}

/* They add up, and neither overflow nor go on and on. */
static void test_many(void **state)
{
    (void)state;
    static char text[4000];
    for (size_t i = 0; i < sizeof text; i += 4)
        memcpy(text + i, "we, ", 4);
    wire__words *words = calloc(1, sizeof *words);
    assert_non_null(words);
    wire__words_open(words);
    uint8_t got[WIRE__N_TERMS] = {0};
    wire__terms_count(words, (wire_str){text, sizeof text}, got);
    assert_int_equal(got[WIRE__TERM_WE], 100);
    for (int i = 0; i < 3; i++)
        wire__terms_count(words, (wire_str){text, sizeof text}, got);
    assert_int_equal(got[WIRE__TERM_WE], UINT8_MAX);
    free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts), cmocka_unit_test(test_many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
