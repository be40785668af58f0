/* test_utf8.c: code points in and out, and hashes. */
#include "../check.h"

#include "base/hash.h"
#include "base/utf8.h"

static void test_next(void **state)
{
    (void)state;
    enum { B = -1 };
    static const struct {
        wire_str in;
        int32_t want[8];
        size_t n;
    } cases[] = {
        {WIRE_STR("a\xC3\xA9\xE6\xB8\xAF\xF0\x9F\x9A\xA2"), {'a', 0xE9, 0x6E2F, 0x1F6A2}, 4},
        {WIRE_STR("\xC3"), {B}, 1},
        {WIRE_STR("\xE6\xB8"
                  "a"),
         {B, 'a'},
         2},
        {WIRE_STR("\xF0\x9F\x9A"), {B}, 1},
        {WIRE_STR("\xF0\x80\x80\x80"), {B, B, B, B}, 4},
        {WIRE_STR("\xF4\x90\x80\x80"), {B, B, B, B}, 4},
        {WIRE_STR("\xED\x9F\xBF\xEE\x80\x80"), {0xD7FF, 0xE000}, 2},
        {WIRE_STR("\xF4\x8F\xBF\xBF"), {0x10FFFF}, 1},
        {WIRE_STR("\xFF\xFE\xF8"), {B, B, B}, 3},
        {WIRE_STR("\0"), {0}, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t at = 0;
        for (size_t k = 0; k < cases[i].n; k++)
            assert_int_equal((int32_t)wire__utf8_next(cases[i].in, &at), cases[i].want[k]);
        assert_int_equal(at, cases[i].in.n);
        assert_int_equal(wire__utf8_count(cases[i].in), cases[i].n);
    }
}

/* Every code point comes back as it was written. */
static void test_round(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char text[4];
        size_t at = 0;
        const wire_str s = {text, wire__utf8_encode(c, text)};
        const bool is_none = (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF;
        assert_int_equal(wire__utf8_next(s, &at), is_none ? 0xFFFD : c);
        assert_int_equal(at, s.n);
        assert_int_equal(wire__utf8_length(s, 0), s.n);
    }
}

static void test_valid_cut_mend(void **state)
{
    (void)state;
    static const struct {
        const char *in, *mended;
        size_t valid;
    } cases[] = {
        {"", "", 0},
        {"harbour", "harbour", 7},
        {"harbour harbour harbour \xC3\xA9\xC3\xA9\xC3", "harbour harbour harbour \xC3\xA9\xC3\xA9\xEF\xBF\xBD", 28},
        {"\xC3(", "\xEF\xBF\xBD(", 0},
        {"12345678\x80"
         "12345678",
         "12345678\xEF\xBF\xBD"
         "12345678",
         8},
    };
    wire_arena *arena = wire_arena_new(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const wire_str in = wire_str_of(cases[i].in);
        wire_str mended = {NULL, 0};
        assert_int_equal(wire__utf8_valid(in), cases[i].valid);
        assert_true(wire__utf8_mend(arena, in, &mended));
        check_str(mended, wire_str_of(cases[i].mended), cases[i].in);
    }
    wire_arena_free(arena);
    const wire_str s = WIRE_STR("a\xC3\xA9\xF0\x9F\x9A\xA2z");
    static const size_t cuts[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
    for (size_t i = 0; i < COUNT(cuts); i++)
        assert_int_equal(wire__utf8_cut(s, i).n, cuts[i]);
}

/* The values of XXH3 itself: they are stored, and must stay. */
static void test_hash(void **state)
{
    (void)state;
    assert_true(wire__hash64(WIRE_STR("")) == 0x2D06800538D394C2);
    char text[3000], hex[16];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7);
    const wire_str whole = {text, sizeof text};
    assert_true(wire__hash64(whole) != wire__hash64_seeded(whole, 1));
    for (size_t step = 1; step < 3000; step = step * 2 + 1) {
        wire__hash hash;
        wire__hash_begin(&hash);
        for (size_t at = 0; at < sizeof text; at += step)
            wire__hash_add(&hash, wire_str_cut(whole, at, at + step));
        wire__hash_add(&hash, (wire_str){NULL, 0});
        assert_true(wire__hash_end(&hash) == wire__hash64(whole));
    }
    wire__hash_hex(0x0123456789ABCDEF, hex);
    const wire_str digits = {hex, 16};
    check_str(digits, WIRE_STR("0123456789abcdef"), "hex");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_next), cmocka_unit_test(test_round),
                                       cmocka_unit_test(test_valid_cut_mend), cmocka_unit_test(test_hash)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
