/* check.h: what the tests of render share: files beside the tests, stories, an edition of our own. */
#ifndef WIRECOPY_TESTS_RENDER_CHECK_H
#define WIRECOPY_TESTS_RENDER_CHECK_H
#include "render/page.h"
#include "render/theme.h"
#include "wirecopy/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A file's bytes, to be freed; {NULL, 0} where there is none. */
static inline wire_str check_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return (wire_str){0};
    fseek(file, 0, SEEK_END);
    const long n = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)n + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)n, file), (size_t)n);
    bytes[n] = '\0';
    fclose(file);
    return (wire_str){bytes, (size_t)n};
}

static inline wire_theme *check_theme(void)
{
    wire_theme *theme = NULL;
    wire_error err = {0};
    if (wire_theme_load(&theme, &err))
        fail_msg("%s", err.text);
    return theme;
}

static inline wire_stamp check_stamp(int64_t at, int32_t offset_s, const char *zone)
{
    wire_stamp stamp = {.at = at, .offset_s = offset_s, .is_known = true, .has_offset = true, .has_time = true};
    snprintf(stamp.zone, sizeof stamp.zone, "%s", zone);
    return stamp;
}

#endif
