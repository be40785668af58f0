/* score.c: the trees' sum becomes each text's chance. */
#include <math.h>

#include "extract/features.h"

/* One tree for all texts: the inner loops have no branch, so that the compiler makes them wide. */
static void add_tree(const wire__tree *tree, const wire__matrix *m, uint8_t *restrict leaf, float *restrict sum)
{
    for (uint32_t i = 0; i < m->n_padded; i++)
        leaf[i] = 0;
    for (uint32_t level = 0; level < WIRE__TREE_DEPTH; level++) {
        const float *restrict column = m->columns[tree->feature[level]];
        const float above = tree->above[level];
        for (uint32_t i = 0; i < m->n_padded; i++)
            leaf[i] = (uint8_t)(leaf[i] | (uint8_t)((column[i] > above) << level));
    }
    for (uint32_t i = 0; i < m->n_padded; i++)
        sum[i] += tree->leaf[leaf[i]];
}

wire_code wire__score_texts(wire__scan *scan, const wire__hints *hints, uint32_t headline_text, wire_arena *arena,
                            wire_error *err)
{
    wire__matrix m;
    const wire_code code = wire__features_make(scan, hints, headline_text, arena, &m);
    uint8_t *leaf = code == WIRE_OK ? wire_arena_take_zero(arena, m.n_padded + 64, 1, 64) : NULL;
    float *sum = leaf ? WIRE_TAKE(arena, float, m.n_padded + 16) : NULL;
    if (!sum)
        return wire_fail(err, WIRE_ENOMEM, "extract: no memory for the features of %u texts", scan->n_texts);
    for (uint32_t t = 0; t < wire__n_trees; t++)
        add_tree(&wire__trees[t], &m, leaf, sum);
    for (uint32_t i = 0; i < m.n; i++)
        scan->texts[i].p = 1 / (1 + expf(-(sum[i] + wire__trees_base)));
    return WIRE_OK;
}
