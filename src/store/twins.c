/* twins.c: stories that are one text at several addresses, found through an index of sampled runs of words; also where
 * a part was cut: docs/decisions/twins.md. */
#include "base/hash.h"
#include "store/driver.h"

#include <stdlib.h>

enum {
    RUN = 3,             /* words of a shingle */
    ONE_IN = 24,         /* of all shingles one is kept, by its hash, so that the same ones are kept everywhere */
    MOST_SHINGLES = 256, /* kept of one story: the first 6,000 words or so */
    MOST_OWNERS = 48,    /* a run that more stories have is a phrase of the house */
    MOST_RIVALS = 1024,
    LEAST_SHARED = 4
};
static const double LEAST_PART = 0.4; /* of the shorter one's shingles */

typedef struct shingles {
    uint64_t hashes[MOST_SHINGLES];
    size_t n;
} shingles;

/* A story that shares some. */
typedef struct rival {
    uint64_t id, n_shared;
} rival;

/* Words ------------------------------------------------------------------------------------ */

/* Bytes of the character at p; 1 for what is no UTF-8. */
static size_t char_size(unsigned char lead, size_t n)
{
    const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return size < n ? size : n;
}

static bool is_word_byte(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Scripts that write without spaces, by the lead byte of their characters: each is a word. */
static bool is_ideograph(unsigned char lead)
{
    return lead >= 0xE3 && lead <= 0xED;
}

/* General punctuation (dashes, curly quotes) parts words. */
static bool is_punctuation(const char *p, size_t n)
{
    return n > 2 && (unsigned char)p[0] == 0xE2 && ((unsigned char)p[1] == 0x80 || (unsigned char)p[1] == 0x81);
}

/* The next word's hash, without case. fails  false: no more */
static bool next_word(wire_str *rest, uint64_t *hash)
{
    uint64_t h = 0xCBF29CE484222325U;
    bool has_word = false;
    while (rest->n) {
        const unsigned char lead = (unsigned char)rest->p[0];
        const bool parts = !is_word_byte(lead) || is_punctuation(rest->p, rest->n);
        if (has_word && (parts || is_ideograph(lead)))
            break;
        const size_t n = char_size(lead, rest->n);
        for (size_t i = 0; i < n && !parts; i++) {
            const unsigned char c = (unsigned char)rest->p[i];
            h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32U : c)) * 0x100000001B3U;
        }
        has_word |= !parts;
        *rest = wire_str_cut(*rest, n, rest->n);
        if (has_word && is_ideograph(lead))
            break;
    }
    *hash = h;
    return has_word;
}

static void take_shingles(wire_str text, shingles *s)
{
    uint64_t run[RUN] = {0}, word;
    for (size_t n_words = 1; s->n < MOST_SHINGLES && next_word(&text, &word); n_words++) {
        for (int i = 0; i + 1 < RUN; i++)
            run[i] = run[i + 1];
        run[RUN - 1] = word;
        if (n_words < RUN)
            continue;
        const uint64_t hash = wire__hash64((wire_str){(const char *)run, sizeof run});
        if (hash % ONE_IN == 0)
            s->hashes[s->n++] = hash / ONE_IN; /* fits a signed column */
    }
}

static int order(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static wire_code shingles_of(const wire_story *story, shingles *s, wire_error *err)
{
    wire_out body;
    wire_out_open_memory(&body, 0);
    wire_story_body(story, &body);
    s->n = 0;
    take_shingles(wire_out_text(&body), s);
    qsort(s->hashes, s->n, sizeof *s->hashes, order);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!i || s->hashes[i] != s->hashes[i - 1])
            s->hashes[n++] = s->hashes[i];
    s->n = n;
    return wire_out_close(&body, err);
}

/* Rivals ----------------------------------------------------------------------------------- */

static size_t count_rival(rival *rivals, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (rivals[i].id == id) {
            rivals[i].n_shared++;
            return n;
        }
    if (n < MOST_RIVALS)
        rivals[n++] = (rival){id, 1};
    return n;
}

static wire_code find_rivals(const wire__store_driver *driver, void *db, const shingles *s, uint64_t own, rival *rivals,
                             size_t *n_rivals, wire_error *err)
{
    wire_code code = WIRE_OK;
    for (size_t i = 0; i < s->n && !code; i++) {
        uint64_t owners[MOST_OWNERS + 1];
        size_t n = 0;
        code = driver->with_shingle(db, s->hashes[i], owners, MOST_OWNERS + 1, &n, err);
        for (size_t k = 0; k < n && n <= MOST_OWNERS; k++)
            if (owners[k] != own)
                *n_rivals = count_rival(rivals, *n_rivals, owners[k]);
    }
    return code;
}

/* out  *twin: the earliest of those that hold most of the shorter text */
static wire_code choose_twin(const wire__store_driver *driver, void *db, const shingles *s, const rival *rivals,
                             size_t n_rivals, uint64_t *twin, wire_error *err)
{
    for (size_t i = 0; i < n_rivals; i++) {
        uint64_t n_there = 0;
        if (rivals[i].n_shared < LEAST_SHARED || (*twin && rivals[i].id > *twin))
            continue;
        const wire_code code = driver->count_shingles(db, rivals[i].id, &n_there, err);
        if (code < 0)
            return code;
        const uint64_t shorter = n_there < s->n ? n_there : s->n;
        if ((double)rivals[i].n_shared >= LEAST_PART * (double)shorter)
            *twin = rivals[i].id;
    }
    return WIRE_OK;
}

/* A twin's twin is the first of them all. */
static wire_code first_of(const wire__store_driver *driver, void *db, uint64_t *twin, uint64_t own, wire_error *err)
{
    wire__row row = {0};
    wire_arena *arena = wire_arena_new((size_t)1 << 20);
    if (!arena)
        return wire_fail(err, WIRE_ENOMEM, "store: no memory");
    const wire_code code = driver->find(db, WIRE__FIND_ID, (wire_str){0}, *twin, arena, &row, err);
    if (!code && row.record.twin && row.record.twin != own)
        *twin = row.record.twin;
    wire_arena_free(arena);
    return code < 0 ? code : WIRE_OK;
}

wire_code wire__twins_put(const wire__store_driver *driver, void *db, const wire_story *story, wire__row *row,
                          wire_error *err)
{
    shingles s;
    size_t n_rivals = 0;
    uint64_t twin = 0;
    wire_code code = shingles_of(story, &s, err);
    rival *rivals = code ? NULL : malloc(MOST_RIVALS * sizeof *rivals);
    if (!rivals)
        return code ? code : wire_fail(err, WIRE_ENOMEM, "store: no memory");
    code = find_rivals(driver, db, &s, row->record.id, rivals, &n_rivals, err);
    if (!code)
        code = choose_twin(driver, db, &s, rivals, n_rivals, &twin, err);
    if (!code && twin)
        code = first_of(driver, db, &twin, row->record.id, err);
    free(rivals);
    /* the earlier one keeps no twin that came after it */
    row->record.twin = twin < row->record.id ? twin : 0;
    return code ? code : driver->put_shingles(db, row->record.id, row->record.twin, s.hashes, s.n, err);
}
