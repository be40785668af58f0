/* test_str.c: comparing, finding and cutting runs of bytes; result codes and failures. */
#include "../check.h"

#define S WIRE_STR

static void test_find(void **state)
{
    (void)state;
    static const struct {
        wire_str s, part;
        size_t exact, folded;
    } cases[] = {
        {S("The Harbour Light"), S("Harbour"), 4, 4},
        {S("The Harbour Light"), S("harbour"), SIZE_MAX, 4},
        {S("light"), S("lights"), SIZE_MAX, SIZE_MAX},
        {S("light"), S(""), 0, 0},
        {S(""), S(""), 0, 0},
        {S(""), S("a"), SIZE_MAX, SIZE_MAX},
        {S("quay\0quay"), S("\0q"), 4, 4},
        {{NULL, 0}, S("a"), SIZE_MAX, SIZE_MAX},
        {S("aab"), S("ab"), 1, 1},
        {S("a[b"), S("A{B"), SIZE_MAX, SIZE_MAX},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(wire_str_find(cases[i].s, cases[i].part), cases[i].exact);
        assert_int_equal(wire_str_find_ci(cases[i].s, cases[i].part), cases[i].folded);
    }
}

/* Wherever it stands, and however much of it does not fit. */
static void test_find_anywhere(void **state)
{
    (void)state;
    static const char part[] = "Ferry to the Quay, and back again, in the morning and in the evening of every day";
    for (size_t n = 1; n < sizeof part; n++)
        for (size_t before = 0; before < 40; before++) {
            char text[256];
            memset(text, 'F', sizeof text);
            memcpy(text + before, part, n);
            const size_t at = n > 1 ? before : 0;
            assert_int_equal(wire_str_find((wire_str){text, before + n + 20}, (wire_str){part, n}), at);
            assert_int_equal(wire_str_find((wire_str){text, before + n}, (wire_str){part, n}), at);
            assert_int_equal(wire_str_find_ci((wire_str){text, before + n}, (wire_str){part, n}), at);
            text[before] = 'f';
            assert_int_equal(wire_str_find_ci((wire_str){text, before + n}, (wire_str){part, n}), at);
            if (n > 1) {
                assert_int_equal(wire_str_find((wire_str){text, before + n}, (wire_str){part, n}), SIZE_MAX);
                assert_int_equal(wire_str_find_ci((wire_str){text, before + n - 1}, (wire_str){part, n}), SIZE_MAX);
            }
        }
}

static void test_compare(void **state)
{
    (void)state;
    assert_true(wire_str_is(S(""), (wire_str){NULL, 0}));
    assert_true(wire_str_is_ci(S("Gzip"), S("gZIP")));
    assert_false(wire_str_is_ci(S("caf\xC3\x89"), S("caf\xC3\xA9"))); /* ASCII alone is folded */
    assert_true(wire_str_has_prefix(S("harbour"), S("harb")));
    assert_false(wire_str_has_prefix(S("harb"), S("harbour")));
    assert_true(wire_str_has_suffix(S("page.html.gz"), S(".gz")));
    assert_true(wire_str_has_suffix((wire_str){NULL, 0}, S("")));
    assert_true(wire_str_order(S("a"), S("b")) < 0);
    assert_true(wire_str_order(S("ab"), S("a")) > 0);
    assert_true(wire_str_order(S("\x7F"), S("\x80")) < 0);
    assert_int_equal(wire_str_order((wire_str){NULL, 0}, S("")), 0);
}

static void test_cut(void **state)
{
    (void)state;
    static const struct {
        size_t from, to;
        const char *want;
    } cases[] = {{0, 4, "quay"}, {1, 3, "ua"}, {2, SIZE_MAX, "ay"}, {3, 1, ""}, {9, 12, ""}, {0, 0, ""}};
    for (size_t i = 0; i < COUNT(cases); i++)
        check_str(wire_str_cut(S("quay"), cases[i].from, cases[i].to), wire_str_of(cases[i].want), cases[i].want);
    assert_null(wire_str_cut((wire_str){NULL, 0}, 1, 2).p);
    check_str(wire_str_trim(S(" \t\r\n quay side\f\v ")), S("quay side"), "trim");
    check_str(wire_str_trim(S(" \n ")), S(""), "nothing but space");
    assert_int_equal(wire_str_of(NULL).n, 0);
}

static void test_failures(void **state)
{
    (void)state;
    wire_error err = {0};
    assert_int_equal(wire_fail(&err, WIRE_EIO, "store: %s", "full"), WIRE_EIO);
    assert_string_equal(err.text, "store: full");
    assert_true(err.offset == WIRE_NOWHERE);
    assert_int_equal(wire_fail_at(&err, WIRE_EFORMAT, 7, "%0500d", 1), WIRE_EFORMAT);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_true(err.offset == 7);
    assert_int_equal(wire_fail(NULL, WIRE_NONE, "x"), WIRE_NONE);
    assert_string_equal(wire_code_name(WIRE_ELIMIT), "WIRE_ELIMIT");
    assert_string_equal(wire_code_text(WIRE_SAME), "nothing changed");
    assert_string_equal(wire_code_name((wire_code)99), "unknown");
}

static void keep(void *user, wire_level level, wire_str text)
{
    assert_int_equal(level, WIRE_LEVEL_WARN);
    snprintf(user, 2000, "%.*s", WIRE_ARG(text));
}

static void test_log(void **state)
{
    (void)state;
    char text[2000] = "";
    wire_log(NULL, WIRE_LEVEL_WARN, "lost");
    wire_log(&(wire_hooks){.user = text}, WIRE_LEVEL_WARN, "lost");
    assert_string_equal(text, "");
    wire_log(&(wire_hooks){.user = text, .log = keep}, WIRE_LEVEL_WARN, "pier %d", 4);
    assert_string_equal(text, "pier 4");
    wire_log(&(wire_hooks){.user = text, .log = keep}, WIRE_LEVEL_WARN, "%01500d", 4);
    assert_int_equal(strlen(text), 1023);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_find),     cmocka_unit_test(test_find_anywhere),
                                       cmocka_unit_test(test_compare),  cmocka_unit_test(test_cut),
                                       cmocka_unit_test(test_failures), cmocka_unit_test(test_log)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
