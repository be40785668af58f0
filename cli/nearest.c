/* nearest.c: the name that was meant. */
#include <string.h>

#include "cli.h"

enum { LONGEST = 31 };

static size_t least(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Letters to put in, take out, change or swap with the next one, to make one of the other. */
static size_t distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= n_b; j++)
        last[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            row[j] = least(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        size_t *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[n_b];
}

const char *cli_nearest(const char *wrong, size_t n, const char *const *names, size_t n_names)
{
    const char *nearest = NULL;
    size_t best = n / 3 + 2;
    for (size_t i = 0; i < n_names; i++) {
        const size_t n_name = strlen(names[i]);
        if (n > LONGEST || n_name > LONGEST)
            continue;
        const size_t d = distance(wrong, n, names[i], n_name);
        if (d < best) {
            best = d;
            nearest = names[i];
        }
    }
    return nearest;
}
