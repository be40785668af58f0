/* json_check.c: is it JSON, and where is it not? One pass with a bit for each open bracket. */
#include <string.h>

#include "model/json.h"

enum { MAX_OPEN = 200, MAX_VALUES = 2000000, MAX_NUMBER = 60 };

typedef struct check {
    wire_str json;
    size_t at;
    uint32_t depth;
    uint32_t n_values;
    bool is_object[MAX_OPEN + 1]; /* of each depth */
    const char *wrong;            /* what is wrong at `at`; NULL: nothing */
    bool is_limit;
} check;

static bool fail(check *c, const char *wrong)
{
    if (!c->wrong)
        c->wrong = wrong;
    return false;
}

static char now(const check *c) /* '\0' at the end; a NUL in the text is never right */
{
    return c->at < c->json.n ? c->json.p[c->at] : '\0';
}

static void pass_space(check *c)
{
    while (now(c) == ' ' || now(c) == '\t' || now(c) == '\n' || now(c) == '\r')
        c->at++;
}

static int hex4(const check *c, size_t at)
{
    int value = 0;
    if (c->json.n - at < 4 || at > c->json.n)
        return -1;
    for (size_t i = at; i < at + 4; i++) {
        const char d = c->json.p[i], low = (char)(d | 0x20);
        if (!((d >= '0' && d <= '9') || (low >= 'a' && low <= 'f')))
            return -1;
        value = value * 16 + (d <= '9' ? d - '0' : low - 'a' + 10);
    }
    return value;
}

/* At the backslash. */
static bool pass_escape(check *c)
{
    const char e = c->at + 1 < c->json.n ? c->json.p[c->at + 1] : '\0';
    if (e != 'u') {
        if (!e || !strchr("\"\\/bfnrt", e))
            return fail(c, "a \\ that escapes nothing");
        c->at += 2;
        return true;
    }
    const int unit = hex4(c, c->at + 2);
    if (unit <= 0)
        return fail(c, unit ? "\\u without four hexadecimal digits" : "a NUL character in text");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return fail(c, "half a character (\\u of a lone surrogate)");
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        const bool has_more = c->json.n - c->at > 7 && c->json.p[c->at + 6] == '\\' && c->json.p[c->at + 7] == 'u';
        const int low = has_more ? hex4(c, c->at + 8) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(c, "half a character (\\u of a lone surrogate)");
        c->at += 6;
    }
    c->at += 6;
    return true;
}

/* At the first quote. */
static bool pass_string(check *c)
{
    const size_t start = c->at++;
    while (c->at < c->json.n) {
        const char ch = c->json.p[c->at];
        if (ch == '"') {
            c->at++;
            return true;
        }
        if (!ch)
            return fail(c, "a NUL character in text");
        if (ch != '\\')
            c->at++;
        else if (!pass_escape(c))
            return false;
    }
    c->at = start;
    return fail(c, "a string without end");
}

static bool pass_digits(check *c)
{
    const size_t start = c->at;
    while (now(c) >= '0' && now(c) <= '9')
        c->at++;
    return c->at > start || fail(c, "a number without digits");
}

static bool pass_number(check *c)
{
    const size_t start = c->at;
    c->at += now(c) == '-';
    const bool is_zero = now(c) == '0';
    if (!pass_digits(c))
        return false;
    if (is_zero && c->json.p[c->at - 1] != '-' && c->at - start > (c->json.p[start] == '-' ? 2u : 1u))
        return fail(c, "a number that begins with 0");
    if (now(c) == '.') {
        c->at++;
        if (!pass_digits(c))
            return false;
    }
    if (now(c) == 'e' || now(c) == 'E') {
        c->at++;
        c->at += now(c) == '+' || now(c) == '-';
        if (!pass_digits(c))
            return false;
    }
    return c->at - start <= MAX_NUMBER || fail(c, "a number of too many digits");
}

static bool pass_word(check *c)
{
    static const char *const words[] = {"true", "false", "null"};
    const wire_str rest = wire_str_cut(c->json, c->at, c->json.n);
    for (size_t i = 0; i < 3; i++)
        if (wire_str_has_prefix(rest, wire_str_of(words[i]))) {
            c->at += strlen(words[i]);
            return true;
        }
    return fail(c, c->at < c->json.n ? "no value begins like this" : "the end, where a value should be");
}

/* A key and its colon. */
static bool pass_key(check *c)
{
    pass_space(c);
    if (now(c) != '"')
        return fail(c, "no \"key\"");
    if (!pass_string(c))
        return false;
    pass_space(c);
    if (now(c) != ':')
        return fail(c, "no ':' after a key");
    c->at++;
    return true;
}

/* A value, or the beginning of one that holds others. out  *is_open: the latter */
static bool pass_value(check *c, bool *is_open)
{
    pass_space(c);
    *is_open = false;
    if (++c->n_values > MAX_VALUES) {
        c->is_limit = true;
        return fail(c, "more than 2 million values");
    }
    const char ch = now(c);
    if (ch == '"')
        return pass_string(c);
    if (ch == '-' || (ch >= '0' && ch <= '9'))
        return pass_number(c);
    if (ch != '{' && ch != '[')
        return pass_word(c);
    if (c->depth == MAX_OPEN) {
        c->is_limit = true;
        return fail(c, "more than 200 values in each other");
    }
    c->at++;
    c->is_object[++c->depth] = ch == '{';
    pass_space(c);
    *is_open = true;
    if (now(c) == (ch == '{' ? '}' : ']')) {
        c->at++;
        c->depth--;
        *is_open = false;
    }
    return true;
}

static bool pass_all(check *c)
{
    if (wire_str_has_prefix(c->json, WIRE_STR("\xEF\xBB\xBF")))
        c->at = 3;
    bool is_open = false;
    do {
        if (c->depth && c->is_object[c->depth] && !pass_key(c))
            return false;
        if (!pass_value(c, &is_open))
            return false;
        while (!is_open && c->depth) { /* after a value: a comma, or the end of what holds it */
            pass_space(c);
            const char ch = now(c);
            if (ch == ',') {
                c->at++;
                break;
            }
            if (ch != (c->is_object[c->depth] ? '}' : ']'))
                return fail(c, c->at < c->json.n ? "no ',' and no end of the list or object"
                                                 : "the end, within a list or object");
            c->at++;
            c->depth--;
        }
    } while (c->depth);
    pass_space(c);
    return c->at == c->json.n || fail(c, "something after the value");
}

wire_code wire__json_check(wire_str json, const char *stage, wire_error *err)
{
    check c = {.json = json};
    if (pass_all(&c))
        return WIRE_OK;
    wire_str near = wire_str_cut(json, c.at, c.at + 20);
    for (size_t i = 0; i < near.n; i++)
        if (near.p[i] < ' ' || near.p[i] > '~')
            near.n = i;
    return wire_fail_at(err, c.is_limit ? WIRE_ELIMIT : WIRE_EFORMAT, c.at, "%s: not JSON at byte %zu (\"%.*s\"): %s",
                        stage, c.at, WIRE_ARG(near), c.wrong);
}

/* Outermost members --------------------------------------------------------------------------- */

uint64_t wire__json_find(wire_str json, wire_str key)
{
    check c = {.json = json};
    uint32_t depth = 0;
    bool is_found = false, is_key = false;
    while (c.at < json.n) {
        const char ch = json.p[c.at];
        if (ch == '"') {
            const size_t start = c.at;
            if (!pass_string(&c))
                break;
            is_found = is_key && depth == 1 && wire_str_is(wire_str_cut(json, start + 1, c.at - 1), key);
            is_key = false;
            continue;
        }
        c.at++;
        depth += ch == '{' || ch == '[';
        depth -= (ch == '}' || ch == ']') && depth;
        is_key = is_key || (depth == 1 && (ch == ',' || ch == '{'));
        if (ch == ':' && is_found && depth == 1) {
            pass_space(&c);
            return c.at;
        }
    }
    return WIRE_NOWHERE;
}
