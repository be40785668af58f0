/* search.c: stories by their words: what is indexed, and what a question means. */
#include <string.h>

#include "base/utf8.h"
#include "store/handle.h"

enum { BATCH = 200, MOST_HITS = 1000, MOST_TERMS = 32, EXCERPT = 160 };

/* Words ------------------------------------------------------------------------------------- */

/* Scripts that put no spaces between words: each character is indexed as a word, and asked for as a phrase. */
static bool is_spaceless(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff) || (c >= 0x0e00 && c <= 0x0eff) ||
           (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff);
}

static void put_spaced(wire_out *out, wire_str text)
{
    size_t from = 0;
    for (size_t i = 0, next = 0; i < text.n; i = next) {
        if ((unsigned char)text.p[i] < 0xe0) { /* nothing below has such a script */
            next = i + 1;
            continue;
        }
        if (!is_spaceless(wire__utf8_next(text, &next)))
            continue;
        wire_out_put(out, wire_str_cut(text, from, i));
        wire_out_byte(out, ' ');
        wire_out_put(out, wire_str_cut(text, i, next));
        wire_out_byte(out, ' ');
        from = next;
    }
    wire_out_put(out, wire_str_cut(text, from, text.n));
}

/* Indexing ---------------------------------------------------------------------------------- */

static wire_code index_one(wire_store *store, wire__indexed *entry, wire_out *headline, wire_out *body, wire_error *err)
{
    wire_story *story = NULL;
    wire_out plain;
    wire_code code = wire_store_get(store, entry->story, &story, err);
    if (code)
        return code;
    wire_out_open_memory(&plain, 0);
    wire_out_reset(headline);
    wire_out_reset(body);
    put_spaced(headline, story->headline);
    wire_out_put(&plain, story->abstract);
    wire_out_byte(&plain, '\n');
    wire_story_body(story, &plain);
    put_spaced(body, wire_out_text(&plain));
    code = plain.code ? plain.code : headline->code ? headline->code : body->code;
    if (code)
        code = wire_fail(err, code, "store: no memory to index story %llu", (unsigned long long)entry->story);
    entry->headline = wire_out_text(headline);
    entry->body = wire_out_text(body);
    (void)wire_out_close(&plain, NULL);
    wire_story_free(story);
    return code ? code : store->driver->index(store->db, entry, err);
}

/* out  *n: stories indexed by this call */
static wire_code index_batch(wire_store *store, wire_out *headline, wire_out *body, size_t *n, wire_error *err)
{
    wire__indexed entries[BATCH];
    bool is_own;
    wire_code code = store->driver->unindexed(store->db, entries, BATCH, n, err);
    if (code || !*n)
        return code;
    code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    for (size_t i = 0; i < *n && !code; i++)
        code = index_one(store, &entries[i], headline, body, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_index(wire_store *store, const wire_hooks *hooks, uint64_t *n_indexed, wire_error *err)
{
    wire_out headline, body;
    uint64_t n_all = 0;
    size_t n = BATCH;
    wire_code code = WIRE_OK;
    wire_out_open_memory(&headline, 0);
    wire_out_open_memory(&body, 0);
    while (!code && n == BATCH) {
        code = index_batch(store, &headline, &body, &n, err);
        n_all += code ? 0 : n;
        if (!code && hooks && hooks->progress)
            hooks->progress(hooks->user, "index", n_all, 0);
        if (!code && n == BATCH && hooks && hooks->stop && hooks->stop(hooks->user))
            code = wire_fail(err, WIRE_ESTOP, "store: stopped while indexing");
    }
    (void)wire_out_close(&headline, NULL);
    (void)wire_out_close(&body, NULL);
    if (!code && n_indexed)
        *n_indexed = n_all;
    return code;
}

/* Questions --------------------------------------------------------------------------------- */

/* A word or phrase of a question. */
typedef struct term {
    wire_str text;
    bool is_excluded, is_prefix;
} term;

static bool next_term(wire_str *rest, term *t)
{
    *rest = wire_str_trim(*rest);
    *t = (term){0};
    if (rest->n > 1 && rest->p[0] == '-') {
        t->is_excluded = true;
        *rest = wire_str_cut(*rest, 1, rest->n);
    }
    if (!rest->n)
        return false;
    size_t end;
    if (rest->p[0] == '"') {
        *rest = wire_str_cut(*rest, 1, rest->n);
        end = wire_str_find(*rest, WIRE_STR("\""));
        t->text = wire_str_cut(*rest, 0, end);
        *rest = end == SIZE_MAX ? (wire_str){NULL, 0} : wire_str_cut(*rest, end + 1, rest->n);
    } else {
        for (end = 0; end < rest->n && (unsigned char)rest->p[end] > ' ';)
            end++;
        t->text = wire_str_cut(*rest, 0, end);
        *rest = wire_str_cut(*rest, end, rest->n);
    }
    if (t->text.n > 1 && t->text.p[t->text.n - 1] == '*') {
        t->is_prefix = true;
        t->text.n--;
    }
    return true;
}

/* True where a text has a letter or digit, so that the index could have it. */
static bool has_word(wire_str text)
{
    return wire_count_words(text) > 0;
}

/* A term in quotes, so that nothing in it is an operator. */
static void put_term(wire_out *out, const term *t)
{
    wire_out spaced;
    wire_out_open_memory(&spaced, 0);
    put_spaced(&spaced, t->text);
    wire_out_byte(out, '"');
    for (wire_str rest = wire_out_text(&spaced); rest.n;) {
        const size_t quote = wire_str_find(rest, WIRE_STR("\""));
        wire_out_put(out, wire_str_cut(rest, 0, quote));
        if (quote != SIZE_MAX)
            wire_out_lit(out, " ");
        rest = quote == SIZE_MAX ? (wire_str){NULL, 0} : wire_str_cut(rest, quote + 1, rest.n);
    }
    wire_out_put(out, t->is_prefix ? WIRE_STR("\"*") : WIRE_STR("\""));
    if (spaced.code && !out->code)
        out->code = spaced.code;
    (void)wire_out_close(&spaced, NULL);
}

/* What FTS5 is asked: all the words wanted, none of those excluded.
 * out  *wanted: the first word wanted. fails  WIRE_EUSE: nothing is asked for */
static wire_code put_question(wire_out *out, wire_str query, wire_str *wanted, wire_error *err)
{
    term terms[MOST_TERMS], t;
    size_t n = 0, n_wanted = 0;
    for (wire_str rest = query; n < MOST_TERMS && next_term(&rest, &t);)
        if (has_word(t.text))
            terms[n++] = t;
    for (size_t i = 0; i < n; i++) {
        if (terms[i].is_excluded)
            continue;
        wire_out_put(out, n_wanted ? WIRE_STR(" AND ") : WIRE_STR("("));
        put_term(out, &terms[i]);
        *wanted = n_wanted++ ? *wanted : terms[i].text;
    }
    if (!n_wanted)
        return wire_fail(err, WIRE_EUSE, "search: no word to look for");
    wire_out_byte(out, ')');
    for (size_t i = 0; i < n; i++)
        if (terms[i].is_excluded) {
            wire_out_lit(out, " NOT ");
            put_term(out, &terms[i]);
        }
    return out->code ? wire_fail(err, out->code, "search: no memory") : WIRE_OK;
}

/* Hits -------------------------------------------------------------------------------------- */

static bool is_inside(wire_str text, size_t at)
{
    return at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80;
}

/* Some words around the first that was asked for, else the beginning. */
static wire_str cut_excerpt(wire_str text, wire_str wanted)
{
    size_t at = wire_str_find_ci(text, wanted);
    at = at == SIZE_MAX || at < EXCERPT / 3 ? 0 : at - EXCERPT / 3;
    while (at && text.p[at - 1] != ' ' && text.p[at - 1] != '\n' && !is_inside(text, at + 1) && at > 20 &&
           (unsigned char)text.p[at] < 0x80)
        at--;
    while (is_inside(text, at))
        at++;
    size_t end = at + EXCERPT < text.n ? at + EXCERPT : text.n;
    while (end < text.n && is_inside(text, end))
        end--;
    return wire_str_trim(wire_str_cut(text, at, end));
}

static wire_code give_hit(wire_store *store, uint64_t id, wire_str wanted,
                          wire_code (*each)(void *user, const wire_record *record, wire_str excerpt), void *user,
                          wire_error *err)
{
    wire_story *story = NULL;
    wire_out text;
    wire_record record;
    wire_code code = wire_store_get(store, id, &story, err);
    if (code)
        return code;
    wire_out_open_memory(&text, 0);
    wire_out_put(&text, story->abstract);
    wire_out_put(&text, story->abstract.n ? WIRE_STR(" ") : WIRE_STR(""));
    wire_story_body(story, &text);
    code = text.code ? wire_fail(err, text.code, "search: no memory") : wire_store_find_id(store, id, &record, err);
    if (!code)
        code = each(user, &record, cut_excerpt(wire_out_text(&text), wanted));
    (void)wire_out_close(&text, NULL);
    wire_story_free(story);
    return code;
}

wire_code wire_store_search(wire_store *store, wire_str query, const wire_search_opts *opts,
                            wire_code (*each)(void *user, const wire_record *record, wire_str excerpt), void *user,
                            wire_error *err)
{
    uint64_t ids[MOST_HITS];
    size_t n = 0;
    wire_str wanted = {NULL, 0};
    wire_out question;
    const size_t most = opts && opts->most ? (opts->most < MOST_HITS ? opts->most : MOST_HITS) : 20;
    wire_out_open_memory(&question, 0);
    wire_code code = put_question(&question, query, &wanted, err);
    if (!code)
        code =
            store->driver->search(store->db, wire_out_text(&question), opts && opts->with_hidden, ids, most, &n, err);
    for (size_t i = 0; i < n && !code; i++)
        code = give_hit(store, ids[i], wanted, each, user, err);
    (void)wire_out_close(&question, NULL);
    return code;
}
