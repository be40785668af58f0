/* check.h: what tests of text share. Include first. */
#ifndef WIRECOPY_TESTS_CHECK_H
#define WIRECOPY_TESTS_CHECK_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "wirecopy/base.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Fails with both texts shown and the case named. */
static inline void check_str_at(wire_str got, wire_str want, const char *name, const char *file, int line)
{
    if (wire_str_is(got, want))
        return;
    print_error("case \"%s\"\n  got  \"%.*s\"\n  want \"%.*s\"\n", name, WIRE_ARG(got), WIRE_ARG(want));
    _fail(file, line);
}

#define check_str(got, want, name) check_str_at((got), (want), (name), __FILE__, __LINE__)

#endif
