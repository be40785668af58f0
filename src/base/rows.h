/* rows.h: sixteen bytes looked at together, by the compiler's vectors: a few instructions on any processor of today,
 * right on all. Inside the library only. */
#ifndef WIRECOPY_BASE_ROWS_H
#define WIRECOPY_BASE_ROWS_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { WIRE__ROW = 16 };

typedef uint8_t wire__row __attribute__((vector_size(WIRE__ROW)));

static inline wire__row wire__row_at(const char *p)
{
    wire__row row;
    memcpy(&row, p, sizeof row);
    return row;
}

/* Comparing gives a row of 0 and 255; these ask whether one byte of it is set. */
static inline bool wire__row_any(wire__row row)
{
    uint64_t halves[2];
    memcpy(halves, &row, sizeof row);
    return halves[0] | halves[1];
}

static inline wire__row wire__row_is(wire__row row, char c)
{
    return (wire__row)(row == (uint8_t)c);
}

static inline wire__row wire__row_below(wire__row row, uint8_t c)
{
    return (wire__row)(row < c);
}

#endif
