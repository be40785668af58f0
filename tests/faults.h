/* faults.h: fails the n-th allocation for n = 1, 2, 3 ... until all passes. Link with fault_args
 * (tests/base/meson.build). */
#ifndef WIRECOPY_TESTS_FAULTS_H
#define WIRECOPY_TESTS_FAULTS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

static size_t faults_at, faults_n; /* fail the faults_at-th allocation; 0: none */
static bool faults_hit;

static bool faults_now(void)
{
    if (!faults_at || ++faults_n != faults_at)
        return false;
    faults_hit = true;
    return true;
}

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

void *__wrap_malloc(size_t n)
{
    return faults_now() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return faults_now() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    return faults_now() ? NULL : __real_realloc(p, n);
}

/* Runs `work` with ever later failures. It returns true when it did all it should, false when it said that memory
 * was lacking; anything else it asserts itself. Returns the number of failures gone through; stops at `most`. */
static inline size_t faults_run(bool (*work)(void *user), void *user, size_t most)
{
    size_t n = 0;
    for (faults_at = 1; faults_at <= most; faults_at++) {
        faults_n = 0;
        faults_hit = false;
        const bool done = work(user);
        if (!faults_hit && done)
            break;
        n++;
    }
    faults_at = 0;
    return n;
}

/* The same for work that parses pages: lexbor itself loses what it held when an allocation of its own fails. */
static inline size_t faults_run_with_lexbor(bool (*work)(void *user), void *user, size_t most)
{
#ifdef __SANITIZE_ADDRESS__
    __lsan_disable();
#endif
    const size_t n = faults_run(work, user, most);
#ifdef __SANITIZE_ADDRESS__
    __lsan_enable();
#endif
    return n;
}
#endif
