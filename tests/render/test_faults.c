/* test_faults.c: the n-th allocation fails for n = 1, 2, 3 ...: a theme and every format say so, and lose nothing. */
#include "check.h"

#include "../faults.h"

typedef struct work {
    wire_theme *theme;
    const wire_format *format;
    const wire_story *story;
} work;

static bool load_theme(void *user)
{
    (void)user;
    wire_theme *theme = NULL;
    wire_error err = {0};
    const wire_code code = wire_theme_load(&theme, &err);
    if (code) {
        assert_int_equal(code, WIRE_ENOMEM);
        assert_null(theme);
        return false;
    }
    wire_theme_free(theme);
    return true;
}

static void loads_or_says(void **state)
{
    (void)state;
    assert_in_range(faults_run(load_theme, NULL, 1000), 3, 999);
}

static bool write_story(void *user)
{
    const work *w = user;
    wire_out out;
    wire_error err = {0};
    wire_out_open_memory(&out, 0);
    w->format->write(w->theme, w->story, &(wire_render_opts){.columns = 40}, &out);
    const wire_code code = wire_out_close(&out, &err);
    assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
    return code == WIRE_OK;
}

static void writes_or_says(void **state)
{
    (void)state;
    static char words[3000];
    memset(words, 'x', sizeof words);
    const wire_span span = {{words, sizeof words}, {NULL, 0}, WIRE_MARK_EM};
    const wire_block blocks[] = {
        {.kind = WIRE_BLOCK_PARAGRAPH, .spans = &span, .n_spans = 1},
        {.kind = WIRE_BLOCK_CODE, .spans = &span, .n_spans = 1},
    };
    const wire_story story = {.headline = WIRE_STR("Ferry"), .blocks = blocks, .n_blocks = 2};
    work w = {.theme = check_theme(), .story = &story};
    size_t n = 0;
    const wire_format *formats = wire_formats(&n);
    for (size_t i = 0; i < n; i++) {
        w.format = &formats[i];
        assert_in_range(faults_run(write_story, &w, 1000), 1, 999);
    }
    wire_theme_free(w.theme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_or_says),
        cmocka_unit_test(writes_or_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
