/* test_faults.c: a press whose n-th allocation fails says so, leaves the edition whole, and the next one ends it. */
#include "fixture.h"

#include "../faults.h"

static bool press_or_say(void *user)
{
    fixture *f = user;
    wire_error err = {0};
    wire_press_sums sums = {0};
    const wire_code code = wire_press(&f->edition, f->store, f->theme, &(wire_press_opts){.n_jobs = 1}, &sums, &err);
    if (!code)
        return true;
    if (code != WIRE_ENOMEM && code != WIRE_ESTORE)
        fail_msg("%s: %s", wire_code_name(code), err.text);
    assert_true(err.text[0] != '\0');
    assert_int_equal(sums.n_pages, 0);
    return false;
}

static void lacks_memory(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 5);
    f.edition.with_gz = true;
    const size_t n = faults_run(press_or_say, &f, 4000); /* each goes a little further than the one before */
    assert_in_range(n, 20, 3999);
    check_links(&f, "edition");
    fixture_put(&f, 1, 1);
    assert_in_range(faults_run(press_or_say, &f, 4000), 20, 3999);
    check_links(&f, "edition");
    f.edition.output = WIRE_STR("fresh");
    fixture_press(&f, 1);
    check_same(&f, "edition", "fresh");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lacks_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
