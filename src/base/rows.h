/* rows.h: sixteen bytes looked at together, by the compiler's vectors: a few instructions on any processor of today,
 * right on all. Inside the library only. */
#ifndef WIRECOPY_BASE_ROWS_H
#define WIRECOPY_BASE_ROWS_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { WIRE__SIXTEEN = 16 };

typedef uint8_t wire__sixteen __attribute__((vector_size(WIRE__SIXTEEN)));

static inline wire__sixteen wire__sixteen_at(const char *p)
{
    wire__sixteen row;
    memcpy(&row, p, sizeof row);
    return row;
}

/* Comparing gives a row of 0 and 255; these ask whether one byte of it is set. */
static inline bool wire__sixteen_any(wire__sixteen row)
{
    uint64_t halves[2];
    memcpy(halves, &row, sizeof row);
    return halves[0] | halves[1];
}

static inline wire__sixteen wire__sixteen_is(wire__sixteen row, char c)
{
    return (wire__sixteen)(row == (uint8_t)c);
}

static inline wire__sixteen wire__sixteen_below(wire__sixteen row, uint8_t c)
{
    return (wire__sixteen)(row < c);
}

static inline wire__sixteen wire__sixteen_between(wire__sixteen row, uint8_t first, uint8_t last)
{
    return (wire__sixteen)((wire__sixteen)(row - first) <= (uint8_t)(last - first));
}

/* Of a row of 0 and 255 (or of the highest bits of any) a bit for each byte, the first byte's lowest. */
static inline uint32_t wire__sixteen_bits(wire__sixteen row)
{
#ifdef __SSE2__
    typedef char signed_sixteen __attribute__((vector_size(WIRE__SIXTEEN)));
    return (uint32_t)__builtin_ia32_pmovmskb128((signed_sixteen)row);
#else
    uint64_t halves[2];
    memcpy(halves, &row, sizeof row);
    uint32_t bits = 0;
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 8; k++)
            bits |= (uint32_t)(halves[i] >> (8 * k + 7) & 1) << (8 * i + k);
    return bits;
#endif
}

#endif
