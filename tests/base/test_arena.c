/* test_arena.c: alignment, budget, reuse, and allocations that fail. */
#include "../check.h"
#include "../faults.h"

static void test_alignment(void **state)
{
    (void)state;
    wire_arena *arena = wire_arena_new(0);
    for (size_t align = 1; align <= 64; align *= 2)
        for (size_t bytes = 0; bytes < 9000; bytes = bytes * 3 + 1) {
            char *p = wire_arena_take(arena, bytes, align);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % align, 0);
            memset(p, 0xA5, bytes);
        }
    wire_arena_free(arena);
    wire_arena_free(NULL);
}

/* What was taken stays as it was written, whatever is taken after it. */
static void test_no_overlap(void **state)
{
    (void)state;
    enum { N = 400 };
    wire_arena *arena = wire_arena_new(0);
    unsigned char *taken[N];
    for (size_t i = 0; i < N; i++) {
        const size_t bytes = i * 37 % 997 + 1;
        taken[i] = wire_arena_take(arena, bytes, (size_t)1 << i % 7);
        memset(taken[i], (int)(i & 0xFF), bytes);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t b = 0; b < i * 37 % 997 + 1; b++)
            assert_int_equal(taken[i][b], i & 0xFF);
    wire_arena_free(arena);
}

static void test_budget(void **state)
{
    (void)state;
    wire_arena *arena = wire_arena_new(10000);
    assert_null(wire_arena_take(arena, 10001, 1));
    assert_null(wire_arena_take(arena, SIZE_MAX, 64));
    assert_null(wire_arena_take(arena, SIZE_MAX - 10, 1));
    assert_null(wire_arena_take_zero(arena, SIZE_MAX / 2, 3, 1));
    size_t n = 0;
    while (wire_arena_take(arena, 100, 1))
        n += 100;
    assert_in_range(n, 8000, 10000);
    assert_int_equal(wire_arena_used(arena), n);
    wire_str copy = WIRE_STR("as it was");
    assert_false(wire_arena_copy(arena, (wire_str){"x", 3000}, &copy));
    check_str(copy, WIRE_STR("as it was"), "untouched on failure");
    wire_arena_free(arena);
}

/* After a reset the whole budget is there again, also for one that needs all of it. */
static void test_reset(void **state)
{
    (void)state;
    wire_arena *arena = wire_arena_new(4 << 20);
    for (int i = 0; i < 5; i++) {
        for (int k = 0; k < 30; k++)
            assert_non_null(wire_arena_take(arena, 100 << 10, 16));
        wire_arena_reset(arena);
        assert_int_equal(wire_arena_used(arena), 0);
        assert_non_null(wire_arena_take(arena, (4 << 20) - 100, 1));
        wire_arena_reset(arena);
    }
    wire_arena_free(arena);
}

static void test_text(void **state)
{
    (void)state;
    wire_arena *arena = wire_arena_new(0);
    wire_str copy = {NULL, 0};
    assert_true(wire_arena_copy(arena, WIRE_STR("pier\0four"), &copy));
    check_str(copy, WIRE_STR("pier\0four"), "copy");
    assert_int_equal(copy.p[copy.n], '\0');
    assert_true(wire_arena_copy(arena, (wire_str){NULL, 0}, &copy));
    assert_int_equal(copy.n, 0);
    check_str(wire_arena_print(arena, "%s of %05d", "berth", 42), WIRE_STR("berth of 00042"), "print");
    check_str(wire_arena_print(arena, "%s", ""), WIRE_STR(""), "empty");
    const int *zeros = WIRE_TAKE(arena, int, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(zeros[i], 0);
    wire_arena_free(arena);
}

static bool fill(void *user)
{
    (void)user;
    wire_arena *arena = wire_arena_new(1 << 20);
    bool done = arena != NULL;
    for (int i = 0; arena && i < 50; i++) {
        char *p = wire_arena_take(arena, 5000, 1);
        if (p)
            memset(p, i, 5000);
        done = done && p;
    }
    wire_arena_free(arena);
    return done;
}

static void test_faults(void **state)
{
    (void)state;
    assert_in_range(faults_run(fill, NULL, 100), 3, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alignment), cmocka_unit_test(test_no_overlap), cmocka_unit_test(test_budget),
        cmocka_unit_test(test_reset),     cmocka_unit_test(test_text),       cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
