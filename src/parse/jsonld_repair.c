/* jsonld_repair.c: what pages put into their script elements, made into JSON. */
#include "parse/jsonld_repair.h"

#include <string.h>

#include "parse/jsonld.h"

enum { MAX_OPEN = 128, WAIT = 16 };

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

typedef struct mend {
    wire_str in;
    size_t at;
    char *out;
    size_t n;
    char open[MAX_OPEN];
    uint32_t n_open;
} mend;

/* The next character that is not space, from `at` on; 0: none. */
static char peek(const mend *m, size_t at)
{
    while (at < m->in.n && is_space(m->in.p[at]))
        at++;
    return at < m->in.n ? m->in.p[at] : 0;
}

/* A quote ends a string only before what may follow one: `"He said "yes" to it"` has two that do not. */
static bool ends_string(const mend *m)
{
    const char next = peek(m, m->at + 1);
    return !next || next == ',' || next == ':' || next == '}' || next == ']';
}

static void mend_string(mend *m)
{
    m->out[m->n++] = '"';
    for (m->at++; m->at < m->in.n; m->at++) {
        const char c = m->in.p[m->at];
        if (c == '"') {
            if (ends_string(m))
                break;
            m->out[m->n++] = '\\';
            m->out[m->n++] = '"';
        } else if (c == '\\') {
            const char next = m->at + 1 < m->in.n ? m->in.p[m->at + 1] : 0;
            if (next && strchr("\"\\/bfnrtu", next)) {
                m->out[m->n++] = c;
                m->out[m->n++] = next;
            } else if (next) {
                m->out[m->n++] = next;
            }
            m->at++;
        } else if ((unsigned char)c < 0x20) {
            m->out[m->n++] = ' ';
        } else {
            m->out[m->n++] = c;
        }
    }
    m->out[m->n++] = '"';
    m->at++;
}

static bool skip_comment(mend *m)
{
    const wire_str rest = wire_str_cut(m->in, m->at, m->in.n);
    const char *const ends = wire_str_has_prefix(rest, WIRE_STR("/*"))   ? "*/"
                             : wire_str_has_prefix(rest, WIRE_STR("//")) ? "\n"
                                                                         : NULL;
    if (!ends)
        return false;
    const size_t end = wire_str_find(rest, wire_str_of(ends));
    m->at = end == SIZE_MAX ? m->in.n : m->at + end + strlen(ends);
    return true;
}

/* The last character written that is not space; 0: none. */
static char last_of(const mend *m)
{
    size_t n = m->n;
    while (n && is_space(m->out[n - 1]))
        n--;
    return n ? m->out[n - 1] : 0;
}

static void drop_comma(mend *m)
{
    size_t n = m->n;
    while (n && is_space(m->out[n - 1]))
        n--;
    if (n && m->out[n - 1] == ',')
        m->n = n - 1;
}

/* Closes what is open, so that a page cut within its JSON still gives what came before. */
static void close_all(mend *m)
{
    drop_comma(m);
    size_t n = m->n;
    while (n && is_space(m->out[n - 1]))
        n--;
    if (n && m->out[n - 1] == ':') {
        memcpy(m->out + m->n, "null", 4);
        m->n += 4;
    }
    while (m->n_open)
        m->out[m->n++] = m->open[--m->n_open] == '{' ? '}' : ']';
}

static void mend_all(mend *m)
{
    while (m->at < m->in.n) {
        const char c = m->in.p[m->at];
        if (c == '"') {
            mend_string(m);
            continue;
        }
        if (c == '/' && skip_comment(m))
            continue;
        if (c == ',' && strchr(",{[", last_of(m))) { /* "a",, "b" */
            m->at++;
            continue;
        }
        if (c == '{' || c == '[') {
            if (m->n_open == MAX_OPEN)
                break;
            m->open[m->n_open++] = c;
        } else if (c == '}' || c == ']') {
            if (!m->n_open || m->open[m->n_open - 1] != (c == '}' ? '{' : '[')) {
                m->at++;
                continue; /* closes nothing */
            }
            drop_comma(m);
            m->n_open--;
        }
        m->out[m->n++] = c;
        m->at++;
        if (!m->n_open && (c == '}' || c == ']'))
            return;
    }
    close_all(m);
}

cJSON *wire__json_mend(wire_str json, wire_arena *arena)
{
    const char *start = json.p;
    const size_t cdata = wire_str_find(wire_str_cut(json, 0, 60), WIRE_STR("<![CDATA["));
    if (cdata != SIZE_MAX)
        json = wire_str_cut(json, cdata + 9, json.n);
    while (json.n && json.p[0] != '{' && json.p[0] != '[') /* <!--, //<![CDATA[, a byte order mark */
        json.p++, json.n--;
    if (!json.n || json.p - start > 200)
        return NULL;
    cJSON *root = cJSON_ParseWithLength(json.p, json.n);
    if (root)
        return root;
    if (json.n > 6 && wire_str_find(wire_str_cut(json, 0, 40), WIRE_STR("&quot;")) != SIZE_MAX)
        json = wire__text_clean(json, false, arena);
    char *out = json.n ? wire_arena_take(arena, json.n * 2 + MAX_OPEN + WAIT, 1) : NULL;
    if (!out)
        return NULL;
    mend m = {.in = json, .out = out};
    mend_all(&m);
    return cJSON_ParseWithLength(out, m.n);
}
