/* base.h: what every other header stands on: text, results, memory, hooks. */
#ifndef WIRECOPY_BASE_H
#define WIRECOPY_BASE_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define WIRE_BEGIN extern "C" {
#define WIRE_END   }
#else
#define WIRE_BEGIN
#define WIRE_END
#endif
#define WIRE_API                        __attribute__((visibility("default")))
#define WIRE_USE                        __attribute__((warn_unused_result))
#define WIRE_PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))

WIRE_BEGIN

/* Text ------------------------------------------------------------------------------------ */

/* A run of bytes, by value. UTF-8 after `parse`. Never owns, never ends in a zero one may rely
 * on. {NULL, 0} is the absent text; an empty text may have any pointer. */
typedef struct wire_str {
    const char *p;
    size_t n;
} wire_str;

#define WIRE_STR(literal) ((wire_str){"" literal, sizeof(literal) - 1})
#define WIRE_ARG(s)       (int)(s).n, (s).p /* for "%.*s" */

/* Half-open range of bytes [start, end). {0, 0}: unknown. */
typedef struct wire_range {
    uint64_t start, end;
} wire_range;

WIRE_API wire_str wire_str_of(const char *zero_ended); /* NULL gives {NULL, 0} */
WIRE_API bool wire_str_is(wire_str a, wire_str b);     /* byte for byte equal */
WIRE_API bool wire_str_is_ci(wire_str a, wire_str b);  /* equal but for ASCII case */
WIRE_API bool wire_str_has_prefix(wire_str s, wire_str prefix);
WIRE_API bool wire_str_has_suffix(wire_str s, wire_str suffix);
WIRE_API int wire_str_order(wire_str a, wire_str b); /* <0, 0, >0 by bytes, as memcmp */
/* Where `part` begins in `s`, or SIZE_MAX. An empty part is found at 0. */
WIRE_API size_t wire_str_find(wire_str s, wire_str part);
WIRE_API size_t wire_str_find_ci(wire_str s, wire_str part); /* ASCII case folded */
WIRE_API wire_str wire_str_trim(wire_str s);                 /* without ASCII white space at its ends */
/* s[from, to) with both ends brought inside s. */
WIRE_API wire_str wire_str_cut(wire_str s, size_t from, size_t to);
#ifndef WIRE_NO_INLINE
#include "wirecopy/inline.h"
#endif

/* Results --------------------------------------------------------------------------------- */

/* Below zero is a failure, above zero a plain answer. One list makes the enum and the names. */
#define WIRE_CODES(X)                                                         \
    X(WIRE_SAME, 2, "nothing changed")                                        \
    X(WIRE_NONE, 1, "there is none")                                          \
    X(WIRE_OK, 0, "done")                                                     \
    X(WIRE_ENOMEM, -1, "no memory, or over the arena's budget")               \
    X(WIRE_EUSE, -2, "called wrongly")                                        \
    X(WIRE_EIO, -3, "reading or writing failed")                              \
    X(WIRE_EFORMAT, -4, "the input is not what it should be")                 \
    X(WIRE_ELIMIT, -5, "a bound on bytes, depth, count or time was reached")  \
    X(WIRE_ENET, -6, "the network failed")                                    \
    X(WIRE_EHTTP, -7, "the server answered with an error")                    \
    X(WIRE_EDENIED, -8, "not allowed: a private address, robots.txt, rights") \
    X(WIRE_ECONFIG, -9, "the configuration is wrong")                         \
    X(WIRE_ESTORE, -10, "the store failed")                                   \
    X(WIRE_EBUSY, -11, "another process holds it")                            \
    X(WIRE_ESTOP, -12, "stopped by the caller's hook")

typedef enum wire_code {
#define WIRE_CODE_ENUM(name, value, text) name = value,
    WIRE_CODES(WIRE_CODE_ENUM)
#undef WIRE_CODE_ENUM
} wire_code;

#define WIRE_NOWHERE UINT64_MAX

typedef struct wire_error {
    wire_code code;
    uint64_t offset; /* byte of the input, or WIRE_NOWHERE */
    char text[400];  /* one sentence, "stage: what, with the value", zero-ended, cut to fit */
} wire_error;

WIRE_API const char *wire_code_name(wire_code code); /* "WIRE_EIO"; static */
WIRE_API const char *wire_code_text(wire_code code); /* "reading or writing failed"; static */

/* Writes the error, where there is one to write, and gives `code` back to be returned. */
WIRE_API wire_code wire_fail(wire_error *err, wire_code code, const char *format, ...) WIRE_PRINTF(3, 4);
/* The same for a failure at a byte of the input. */
WIRE_API wire_code wire_fail_at(wire_error *err, wire_code code, uint64_t offset, const char *format, ...)
    WIRE_PRINTF(4, 5);
#ifdef __clang_analyzer__ /* it does not know that they give the code back, and goes on as if all were well */
#define wire_fail(err, code, ...)            ((void)(wire_fail)(err, code, __VA_ARGS__), (code))
#define wire_fail_at(err, code, offset, ...) ((void)(wire_fail_at)(err, code, offset, __VA_ARGS__), (code))
#endif

/* Memory ---------------------------------------------------------------------------------- */

/* A bump allocator with a budget: everything taken lives until the arena is freed or reset. */
typedef struct wire_arena wire_arena;

/* in     budget_bytes: the most it may hold, 0: 64 MiB
 * out    the caller's, ends with wire_arena_free; NULL: no memory */
WIRE_API WIRE_USE wire_arena *wire_arena_new(size_t budget_bytes);
WIRE_API void wire_arena_free(wire_arena *arena); /* NULL is fine */
/* Forgets all that was taken; keeps the first block for the next use. */
WIRE_API void wire_arena_reset(wire_arena *arena);
/* Takes `bytes`, not cleared, at a multiple of `align` (a power of two, at most 64).
 * fails  NULL: no memory, or over the budget. bytes = 0 gives a valid pointer. */
WIRE_API WIRE_USE void *wire_arena_take(wire_arena *arena, size_t bytes, size_t align);
/* Takes and clears n × size bytes; an overflow of the product is a failure. */
WIRE_API WIRE_USE void *wire_arena_take_zero(wire_arena *arena, size_t n, size_t size, size_t align);
WIRE_API size_t wire_arena_used(const wire_arena *arena);
/* Copies text into the arena, with a zero behind it that is not counted.
 * fails  false: no room; *copy untouched */
WIRE_API WIRE_USE bool wire_arena_copy(wire_arena *arena, wire_str text, wire_str *copy);
/* Formats into the arena, as printf; zero-ended.
 * fails  {NULL, 0} */
WIRE_API wire_str wire_arena_print(wire_arena *arena, const char *format, ...) WIRE_PRINTF(2, 3);

#define WIRE_TAKE(arena, type, n) ((type *)wire_arena_take_zero((arena), (n), sizeof(type), _Alignof(type)))

/* Hooks ----------------------------------------------------------------------------------- */

typedef enum wire_level { WIRE_LEVEL_ERROR, WIRE_LEVEL_WARN, WIRE_LEVEL_INFO, WIRE_LEVEL_DEBUG } wire_level;

/* What the library tells its caller while it works. All are called on the caller's own thread;
 * any may be NULL. Text is borrowed for the call. */
typedef struct wire_hooks {
    void *user;
    void (*log)(void *user, wire_level level, wire_str text);
    void (*progress)(void *user, const char *what, uint64_t n_done, uint64_t n_all); /* all 0: unknown */
    bool (*stop)(void *user); /* true: end soon, keep what is finished */
} wire_hooks;

WIRE_API void wire_log(const wire_hooks *hooks, wire_level level, const char *format, ...) WIRE_PRINTF(3, 4);

/* "0.1.0"; static. */
WIRE_API const char *wire_version(void);

WIRE_END
#endif
