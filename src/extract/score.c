/* score.c: the trees' sum becomes each text's chance. */
#include <math.h>
#include <string.h>

#include "extract/features.h"

enum { FIRST_TREES = 60 }; /* after which most texts are settled */
static const float settled = 3.5f;

/* On processors that have them, registers twice as wide; the sanitizers' start-up does not bear the choice. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* One tree for all texts: the inner loop has no branch, so that the compiler makes it wide. */
WIDE static void find_leaves(const wire__tree *tree, const wire__matrix *m, uint8_t *restrict leaf)
{
    const uint32_t n = m->n_padded;
    const float *const restrict a = m->columns[tree->feature[0]], *const restrict b = m->columns[tree->feature[1]],
                                *const restrict c = m->columns[tree->feature[2]],
                                *const restrict d = m->columns[tree->feature[3]],
                                *const restrict e = m->columns[tree->feature[4]],
                                *const restrict f = m->columns[tree->feature[5]];
    const float *const above = tree->above;
    for (uint32_t i = 0; i < n; i++)
        leaf[i] = (uint8_t)((a[i] > above[0]) | (b[i] > above[1]) << 1 | (c[i] > above[2]) << 2 |
                            (d[i] > above[3]) << 3 | (e[i] > above[4]) << 4 | (f[i] > above[5]) << 5);
}

enum { SOME = 4 }; /* trees whose leaves are added together, each text's in their order */

/* in  leaf: room for SOME times the texts */
static void add_trees(const wire__tree *trees, uint32_t n_trees, const wire__matrix *m, uint8_t *leaf,
                      float *restrict sum)
{
    const uint32_t n = m->n_padded;
    uint32_t t = 0;
    for (; t + SOME <= n_trees; t += SOME) {
        const wire__tree *const some = &trees[t];
        for (uint32_t k = 0; k < SOME; k++)
            find_leaves(&some[k], m, leaf + (size_t)k * n);
        for (uint32_t i = 0; i < n; i++)
            sum[i] = (((sum[i] + some[0].leaf[leaf[i]]) + some[1].leaf[leaf[n + i]]) +
                      some[2].leaf[leaf[2 * (size_t)n + i]]) +
                     some[3].leaf[leaf[3 * (size_t)n + i]];
    }
    for (; t < n_trees; t++) {
        find_leaves(&trees[t], m, leaf);
        for (uint32_t i = 0; i < n; i++)
            sum[i] += trees[t].leaf[leaf[i]];
    }
}

_Static_assert(WIRE__TREE_DEPTH == 6, "find_leaves asks six questions");

/* Menus and long paragraphs are settled by the first trees: only the doubtful go through the others.
 * fails  false: no memory */
static bool keep_doubtful(const wire__matrix *m, const float *sum, wire_arena *arena, wire__matrix *few,
                          uint32_t *which)
{
    few->n = 0;
    for (uint32_t i = 0; i < m->n; i++)
        if (sum[i] + wire__trees_base < settled && sum[i] + wire__trees_base > -settled)
            which[few->n++] = i;
    few->n_padded = (few->n + 7) & ~7u;
    float *all = wire_arena_take(arena, ((size_t)few->n_padded * WIRE__N_FEATURES + 16) * sizeof(float), 64);
    if (!all)
        return false;
    for (uint32_t f = 0; f < WIRE__N_FEATURES; f++) {
        few->columns[f] = all + (size_t)f * few->n_padded;
        for (uint32_t i = 0; i < few->n; i++)
            few->columns[f][i] = m->columns[f][which[i]];
        for (uint32_t i = few->n; i < few->n_padded; i++)
            few->columns[f][i] = 0;
    }
    return true;
}

static bool sum_up(const wire__matrix *m, wire_arena *arena, float *sum)
{
    uint8_t *leaf = wire_arena_take(arena, SOME * ((size_t)m->n_padded + 64), 64);
    float *part = WIRE_TAKE(arena, float, m->n_padded + 16);
    uint32_t *which = WIRE_TAKE(arena, uint32_t, m->n_padded + 16);
    wire__matrix few;
    if (!leaf || !part || !which)
        return false;
    const uint32_t first = wire__n_trees < FIRST_TREES ? wire__n_trees : FIRST_TREES;
    add_trees(wire__trees, first, m, leaf, sum);
    if (first == wire__n_trees)
        return true;
    if (!keep_doubtful(m, sum, arena, &few, which))
        return false;
    memset(part, 0, few.n_padded * sizeof *part);
    add_trees(wire__trees + first, wire__n_trees - first, &few, leaf, part);
    for (uint32_t i = 0; i < few.n; i++)
        sum[which[i]] += part[i];
    return true;
}

wire_code wire__score_texts(wire__scan *scan, const wire__hints *hints, uint32_t headline_text, wire_arena *arena,
                            wire_error *err)
{
    wire__matrix m;
    const wire_code code = wire__features_make(scan, hints, headline_text, arena, &m);
    float *sum = code == WIRE_OK ? WIRE_TAKE(arena, float, m.n_padded + 16) : NULL;
    if (!sum || !sum_up(&m, arena, sum))
        return wire_fail(err, WIRE_ENOMEM, "extract: no memory for the features of %u texts", scan->n_texts);
    for (uint32_t i = 0; i < m.n; i++)
        scan->texts[i].p = scan->texts[i].p_alone = 1 / (1 + expf(-(sum[i] + wire__trees_base)));
    return WIRE_OK;
}
