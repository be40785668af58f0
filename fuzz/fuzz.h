/* fuzz.h: what every fuzz target begins with. A target is a file NAME.c and a line in meson.build. */
#ifndef WIRECOPY_FUZZ_H
#define WIRECOPY_FUZZ_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "wirecopy/base.h"

/* Reads one foreign input; libFuzzer and replay.c call it. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A promise that no input may break. */
static inline void fuzz_require(bool holds, const char *promise)
{
    if (holds)
        return;
    fprintf(stderr, "broken promise: %s\n", promise);
    abort();
}

static inline wire_str fuzz_text(const uint8_t *data, size_t n)
{
    return (wire_str){(const char *)data, n};
}

/* The input's first byte, a choice among n_choices; the input is what follows. */
static inline size_t fuzz_choose(const uint8_t **data, size_t *n, size_t n_choices)
{
    if (!*n)
        return 0;
    const size_t choice = **data % n_choices;
    ++*data, --*n;
    return choice;
}
#endif
