/* train.c: fits the trees of src/extract/trees.c to labelled texts (bench/README.md).
 *
 *     train FEATURES.f32 LABELS N_TREES [FOLDS FOLDER]
 *
 * Trees whose every level asks one question of all (oblivious), by gradient boosting on logistic loss, each text
 * weighing by its words. With FOLDS it writes to FOLDER the table of each fold (trees-K.c, of all sites but those of
 * fold K: those whose number leaves K when divided by FOLDS); without, the table of all to standard output.
 * The same input gives the same output. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/features.h"

enum { BINS = 64, DEPTH = WIRE__TREE_DEPTH, LEAVES = 1 << DEPTH, MAX_TREES = 1000 };

typedef struct data {
    uint32_t n, n_pages;
    uint8_t *bins[WIRE__N_FEATURES];
    float cuts[WIRE__N_FEATURES][BINS];
    uint32_t n_cuts[WIRE__N_FEATURES];
    uint32_t *page, *site, *words;
    float *label, *counts, *weight; /* counts: how much the page does */
} data;

typedef struct fitted {
    uint8_t feature[DEPTH], cut[DEPTH];
    float leaf[LEAVES];
} fitted;

static float base;
/* The first trees, which score.c asks about all texts, learn fast; the many behind them, for the doubtful, slowly. */
enum { FAST_TREES = 60 };
static const double FAST = 0.08, SLOW = 0.035, SMOOTH = 10;

static void *take(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) {
        fputs("train: no memory\n", stderr);
        exit(1);
    }
    return p;
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Cuts between values, so that each bin has about as many texts. */
static void cut_feature(data *d, uint32_t f, const float *all)
{
    float *sorted = take(d->n, sizeof *sorted);
    for (uint32_t i = 0; i < d->n; i++)
        sorted[i] = all[(size_t)i * WIRE__N_FEATURES + f];
    qsort(sorted, d->n, sizeof *sorted, by_value);
    uint32_t n = 0;
    for (uint32_t b = 1; b < BINS; b++) {
        const uint32_t at = (uint32_t)((uint64_t)d->n * b / BINS);
        uint32_t low = at;
        while (low && sorted[low - 1] == sorted[at])
            low--;
        if (!low)
            continue;
        const float cut = (sorted[low - 1] + sorted[at]) / 2;
        if (!n || cut > d->cuts[f][n - 1])
            d->cuts[f][n++] = cut;
    }
    d->n_cuts[f] = n;
    d->bins[f] = take(d->n, 1);
    for (uint32_t i = 0; i < d->n; i++) {
        const float v = all[(size_t)i * WIRE__N_FEATURES + f];
        uint32_t b = 0;
        while (b < n && v > d->cuts[f][b])
            b++;
        d->bins[f][i] = (uint8_t)b;
    }
    free(sorted);
}

static void read_data(data *d, const char *features, const char *labels)
{
    FILE *f = fopen(labels, "r");
    if (!f) {
        fprintf(stderr, "train: cannot read %s\n", labels);
        exit(1);
    }
    uint32_t cap = 0, page, site, words;
    float label, counts;
    while (fscanf(f, "%u %u %u %f %f", &page, &site, &words, &label, &counts) == 5) {
        if (d->n == cap) {
            cap = cap ? cap * 2 : 1 << 16;
            d->page = realloc(d->page, cap * sizeof *d->page);
            d->site = realloc(d->site, cap * sizeof *d->site);
            d->words = realloc(d->words, cap * sizeof *d->words);
            d->label = realloc(d->label, cap * sizeof *d->label);
            d->counts = realloc(d->counts, cap * sizeof *d->counts);
        }
        d->page[d->n] = page;
        d->site[d->n] = site;
        d->words[d->n] = words;
        d->counts[d->n] = counts;
        d->label[d->n++] = label;
        d->n_pages = page + 1;
    }
    fclose(f);
    float *all = take((size_t)d->n * WIRE__N_FEATURES, sizeof *all);
    f = fopen(features, "rb");
    if (!f || fread(all, sizeof *all * WIRE__N_FEATURES, d->n, f) != d->n) {
        fprintf(stderr, "train: %s is not of %u texts\n", features, d->n);
        exit(1);
    }
    fclose(f);
    for (uint32_t k = 0; k < WIRE__N_FEATURES; k++)
        cut_feature(d, k, all);
    free(all);
    /* A page's words weigh together as much as any other's, a text by the root of its words. */
    d->weight = take(d->n, sizeof *d->weight);
    double *sum = take(d->n_pages, sizeof *sum);
    for (uint32_t i = 0; i < d->n; i++)
        sum[d->page[i]] += d->label[i] > 0 ? d->words[i] * d->label[i] : 0;
    for (uint32_t i = 0; i < d->n; i++) {
        const double body = sum[d->page[i]];
        d->weight[i] =
            d->label[i] < 0 || body < 20 ? 0 : d->counts[i] * (float)(sqrt(d->words[i] + 1.0) * 100 / sqrt(body + 50));
    }
    free(sum);
}

static uint64_t state = 88172645463325252u;

static uint32_t random_below(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % n;
}

/* What a text adds to its leaf: the loss's first and second derivative. */
typedef struct slope {
    float g, h;
} slope;

/* Texts that a tree learns from: runs of them, whole pages each. */
typedef struct sample {
    uint32_t *from, *end, n;
} sample;

/* The slopes' sums of each feature's bins, for all leaves there are. */
typedef slope sums[LEAVES][BINS];

/* The cut that, asked of all leaves there are, lowers the loss most. */
static void choose_cut(const data *d, const sums *of, uint32_t n_leaves, const uint8_t *use_feature, fitted *t,
                       uint32_t level)
{
    double best = -1;
    for (uint32_t f = 0; f < WIRE__N_FEATURES; f++) {
        if (!d->n_cuts[f] || !use_feature[f])
            continue;
        double gain[BINS] = {0};
        for (uint32_t l = 0; l < n_leaves; l++) {
            double tg = 0, th = 0;
            for (uint32_t b = 0; b <= d->n_cuts[f]; b++)
                tg += (double)of[f][l][b].g, th += (double)of[f][l][b].h;
            double lg = 0, lh = 0;
            for (uint32_t c = 0; c < d->n_cuts[f]; c++) {
                lg += (double)of[f][l][c].g, lh += (double)of[f][l][c].h;
                const double rg = tg - lg, rh = th - lh;
                gain[c] += lg * lg / (lh + SMOOTH) + rg * rg / (rh + SMOOTH);
            }
        }
        for (uint32_t c = 0; c < d->n_cuts[f]; c++)
            if (gain[c] > best) {
                best = gain[c];
                t->feature[level] = (uint8_t)f;
                t->cut[level] = (uint8_t)c;
            }
    }
}

/* Texts that a tree learns from, and the leaf each is in. */
typedef struct rows {
    uint32_t *at, n;
    uint8_t *leaf;
} rows;

static void add_up(const data *d, const rows *r, const slope *slopes, const uint8_t *use_feature, sums *to)
{
    for (uint32_t f = 0; f < WIRE__N_FEATURES; f++) {
        if (!d->n_cuts[f] || !use_feature[f])
            continue;
        const uint8_t *bins = d->bins[f];
        for (uint32_t k = 0; k < r->n; k++) {
            slope *bin = &to[f][r->leaf[k]][bins[r->at[k]]];
            bin->g += slopes[r->at[k]].g;
            bin->h += slopes[r->at[k]].h;
        }
    }
}

/* After a cut: of each leaf's two halves the smaller is added up anew, the other is what is left. The smaller's sums
 * are made in the new leaf's place. */
static void part_sums(const data *d, rows *all, rows *few, const slope *slopes, const uint8_t *use_feature,
                      const fitted *t, uint32_t level, sums *of)
{
    const uint32_t n_leaves = 1u << level;
    const uint8_t *bins = d->bins[t->feature[level]];
    uint32_t n_left[LEAVES] = {0}, n_right[LEAVES] = {0};
    for (uint32_t k = 0; k < all->n; k++)
        (bins[all->at[k]] > t->cut[level] ? n_right : n_left)[all->leaf[k]]++;
    few->n = 0;
    for (uint32_t k = 0; k < all->n; k++) {
        const uint32_t l = all->leaf[k];
        const bool is_right = bins[all->at[k]] > t->cut[level];
        if (is_right == (n_right[l] <= n_left[l])) {
            few->at[few->n] = all->at[k];
            few->leaf[few->n++] = (uint8_t)(l + n_leaves);
        }
        all->leaf[k] = (uint8_t)(l + (is_right ? n_leaves : 0));
    }
    for (uint32_t f = 0; f < WIRE__N_FEATURES; f++)
        memset(of[f][n_leaves], 0, n_leaves * sizeof of[f][0]);
    add_up(d, few, slopes, use_feature, of);
    for (uint32_t f = 0; f < WIRE__N_FEATURES; f++)
        for (uint32_t l = 0; l < n_leaves; l++)
            for (uint32_t b = 0; b <= d->n_cuts[f]; b++) {
                slope *left = &of[f][l][b], *right = &of[f][l + n_leaves][b];
                const slope small = *right, large = {left->g - small.g, left->h - small.h};
                const bool is_right = n_right[l] <= n_left[l];
                *left = is_right ? large : small;
                *right = is_right ? small : large;
            }
}

/* Four pages in five of those that may be used. */
static void draw_pages(const data *d, const uint8_t *is_used, sample *s)
{
    s->n = 0;
    for (uint32_t i = 0; i < d->n;) {
        const uint32_t from = i, page = d->page[i];
        while (i < d->n && d->page[i] == page)
            i++;
        if (!is_used[from] || random_below(10) >= 8)
            continue;
        s->from[s->n] = from;
        s->end[s->n++] = i;
    }
}

/* What fitting a tree needs room for. */
typedef struct work {
    slope *slopes;
    rows all, few;
    sums *of;
} work;

static uint32_t leaf_of(const data *d, const fitted *t, uint32_t i)
{
    uint32_t leaf = 0;
    for (uint32_t level = 0; level < DEPTH; level++)
        leaf |= (uint32_t)(d->bins[t->feature[level]][i] > t->cut[level]) << level;
    return leaf;
}

static void fit_tree(const data *d, const sample *s, work *w, double rate, double *score, fitted *t)
{
    uint8_t use[WIRE__N_FEATURES];
    for (uint32_t f = 0; f < WIRE__N_FEATURES; f++) {
        use[f] = random_below(10) < 5;
        memset(w->of[f][0], 0, sizeof w->of[f][0]);
    }
    w->all.n = 0;
    for (uint32_t r = 0; r < s->n; r++)
        for (uint32_t i = s->from[r]; i < s->end[r]; i++) {
            if (d->weight[i] <= 0)
                continue;
            const double p = 1 / (1 + exp(-score[i])), weight = (double)d->weight[i];
            w->slopes[i] = (slope){(float)(((double)d->label[i] - p) * weight), (float)(p * (1 - p) * weight)};
            w->all.leaf[w->all.n] = 0;
            w->all.at[w->all.n++] = i;
        }
    add_up(d, &w->all, w->slopes, use, w->of);
    for (uint32_t level = 0; level < DEPTH; level++) {
        choose_cut(d, w->of, 1u << level, use, t, level);
        if (level + 1 < DEPTH)
            part_sums(d, &w->all, &w->few, w->slopes, use, t, level, w->of);
    }
    double lg[LEAVES] = {0}, lh[LEAVES] = {0};
    for (uint32_t k = 0; k < w->all.n; k++) {
        const uint32_t i = w->all.at[k], l = leaf_of(d, t, i);
        lg[l] += (double)w->slopes[i].g, lh[l] += (double)w->slopes[i].h;
    }
    for (uint32_t l = 0; l < LEAVES; l++)
        t->leaf[l] = (float)(rate * lg[l] / (lh[l] + SMOOTH));
    for (uint32_t i = 0; i < d->n; i++)
        score[i] += (double)t->leaf[leaf_of(d, t, i)];
}

static void fit(const data *d, const uint8_t *is_used, uint32_t n_trees, fitted *trees, double *score)
{
    sample s = {take(d->n_pages, sizeof *s.from), take(d->n_pages, sizeof *s.end), 0};
    work w = {.slopes = take(d->n, sizeof *w.slopes),
              .all = {take(d->n, sizeof *w.all.at), 0, take(d->n, 1)},
              .few = {take(d->n, sizeof *w.few.at), 0, take(d->n, 1)},
              .of = take(WIRE__N_FEATURES, sizeof *w.of)};
    for (uint32_t i = 0; i < d->n; i++)
        score[i] = (double)base;
    for (uint32_t t = 0; t < n_trees; t++) {
        draw_pages(d, is_used, &s);
        fit_tree(d, &s, &w, t < FAST_TREES ? FAST : SLOW, score, &trees[t]);
    }
    free(s.from);
    free(s.end);
    free(w.slopes);
    free(w.all.at);
    free(w.all.leaf);
    free(w.few.at);
    free(w.few.leaf);
    free(w.of);
}

/* Mean over the pages of the F1 of words kept. */
static double page_f1(const data *d, const double *score, uint32_t *n_bad)
{
    double sum = 0;
    uint32_t n = 0;
    *n_bad = 0;
    for (uint32_t i = 0; i < d->n;) {
        const uint32_t page = d->page[i];
        double hit = 0, kept = 0, all = 0;
        for (; i < d->n && d->page[i] == page; i++) {
            const double right = d->label[i] > 0 ? d->label[i] * d->words[i] : 0;
            all += right;
            if (score[i] > 0)
                kept += d->words[i], hit += right;
        }
        if (all < 20)
            continue;
        const double f1 = kept + all > 0 ? 2 * hit / (kept + all) : 0;
        sum += f1;
        *n_bad += f1 < 0.8;
        n++;
    }
    return n ? sum / n : 0;
}

/* A tree a line. */
static void print_table(FILE *f, const data *d, const fitted *trees, uint32_t n_trees)
{
    fprintf(f,
            "/* trees.c: the model's table, made by bench/train.c (bench/README.md); not edited by hand. */\n"
            "#include \"extract/features.h\"\n\n/* clang-format off */\nconst float wire__trees_base = %.6ff;\n"
            "const uint32_t wire__n_trees = %u;\nconst wire__tree wire__trees[] = {\n",
            (double)base, n_trees);
    for (uint32_t t = 0; t < n_trees; t++) {
        fprintf(f, "    {{");
        for (uint32_t l = 0; l < DEPTH; l++)
            fprintf(f, "%s%u", l ? ", " : "", trees[t].feature[l]);
        fprintf(f, "}, {");
        for (uint32_t l = 0; l < DEPTH; l++)
            fprintf(f, "%s%#.7gf", l ? ", " : "", (double)d->cuts[trees[t].feature[l]][trees[t].cut[l]] + 0.0);
        fprintf(f, "}, {");
        for (uint32_t l = 0; l < LEAVES; l++)
            fprintf(f, "%s%.4ff", l ? ", " : "", (double)trees[t].leaf[l]);
        fprintf(f, "}},\n");
    }
    fprintf(f, "};\n");
}

static void write_fold(const data *d, const fitted *trees, uint32_t n_trees, const char *folder, uint32_t k)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/trees-%u.c", folder, k);
    FILE *f = fopen(path, "w");
    if (!f) {
        fprintf(stderr, "train: cannot write %s\n", path);
        exit(1);
    }
    print_table(f, d, trees, n_trees);
    fclose(f);
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 6) {
        fputs("usage: train FEATURES.f32 LABELS N_TREES [FOLDS FOLDER]\n", stderr);
        return 2;
    }
    static data d;
    static fitted trees[MAX_TREES];
    uint32_t n_trees = (uint32_t)strtoul(argv[3], NULL, 10);
    n_trees = n_trees < MAX_TREES ? n_trees : MAX_TREES;
    read_data(&d, argv[1], argv[2]);
    base = -2;
    double *score = take(d.n, sizeof *score), *held = take(d.n, sizeof *held);
    uint8_t *is_used = take(d.n, 1);
    uint32_t n_bad;
    if (argc == 4) {
        memset(is_used, 1, d.n);
        fit(&d, is_used, n_trees, trees, score);
        fprintf(stderr, "trained on: word F1 %.4f\n", page_f1(&d, score, &n_bad));
        print_table(stdout, &d, trees, n_trees);
        return 0;
    }
    const uint32_t folds = (uint32_t)strtoul(argv[4], NULL, 10);
    for (uint32_t k = 0; k < folds; k++) {
        for (uint32_t i = 0; i < d.n; i++)
            is_used[i] = d.site[i] % folds != k;
        fit(&d, is_used, n_trees, trees, score);
        for (uint32_t i = 0; i < d.n; i++)
            if (!is_used[i])
                held[i] = score[i];
        write_fold(&d, trees, n_trees, argv[5], k);
        fprintf(stderr, "fold %u of %u\n", k + 1, folds);
    }
    const double f1 = page_f1(&d, held, &n_bad);
    fprintf(stderr, "of other sites: word F1 of labels %.4f, %u pages under 0.8\n", f1, n_bad);
    return 0;
}
