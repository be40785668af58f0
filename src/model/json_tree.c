/* json_tree.c: JSON as a flat array of its values, in the order of the text; strict, not recursive. */
#include "model/json_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { MAX_BYTES = 64 << 20, MAX_OPEN = 200, MAX_VALUES = 2000000, MAX_NUMBER = 60, FIRST_NODES = 256 };

typedef struct check {
    wire__json_tree *tree;
    wire_str json;
    size_t at;
    uint32_t depth;
    uint32_t open[MAX_OPEN + 1]; /* the node that is open at each depth */
    uint32_t last[MAX_OPEN + 1]; /* its newest child; 0: none yet */
    wire__json_node key;         /* of the value that comes: its key's place */
    const char *wrong;           /* what is wrong at `at`; NULL: nothing */
    wire_code code;              /* of that */
} check;

static bool fail(check *c, const char *wrong)
{
    if (!c->wrong)
        c->wrong = wrong;
    return false;
}

static bool fail_limit(check *c, wire_code code, const char *wrong)
{
    c->code = code;
    return fail(c, wrong);
}

static bool is_in_object(const check *c)
{
    return c->depth && c->tree->nodes[c->open[c->depth]].kind == WIRE__JSON_OBJECT;
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

/* How many bytes from here on end no string and escape nothing: eight at a time, as long as none of them may. */
static size_t plain_run(const char *p, size_t n)
{
    const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, p + i, 8);
        const uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
        if (((quote - ones) & ~quote & tops) | ((slash - ones) & ~slash & tops) | ((w - ones) & ~w & tops))
            break;
    }
    while (i < n && p[i] != '"' && p[i] != '\\' && p[i])
        i++;
    return i;
}

/* At the first quote. out  *is_escaped: set where something in it is */
static bool pass_string(check *c, bool *is_escaped)
{
    const size_t start = c->at++;
    for (;;) {
        c->at += plain_run(c->json.p + c->at, c->json.n - c->at);
        if (c->at == c->json.n)
            break;
        const char ch = c->json.p[c->at];
        if (ch == '"') {
            c->at++;
            return true;
        }
        if (!ch)
            return fail(c, "a NUL character in text");
        *is_escaped = true;
        if (!pass_escape(c))
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

static bool pass_word(check *c, wire__json_kind *kind)
{
    static const struct {
        wire_str word;
        wire__json_kind kind;
    } words[] = {{{"true", 4}, WIRE__JSON_TRUE}, {{"false", 5}, WIRE__JSON_FALSE}, {{"null", 4}, WIRE__JSON_NULL}};
    const wire_str rest = wire_str_cut(c->json, c->at, c->json.n);
    for (size_t i = 0; i < 3; i++)
        if (wire_str_has_prefix(rest, words[i].word)) {
            c->at += words[i].word.n;
            *kind = words[i].kind;
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
    bool is_escaped = false;
    const size_t start = c->at + 1;
    if (!pass_string(c, &is_escaped))
        return false;
    c->key =
        (wire__json_node){.key_start = (uint32_t)start, .key_end = (uint32_t)(c->at - 1), .is_key_escaped = is_escaped};
    pass_space(c);
    if (now(c) != ':')
        return fail(c, "no ':' after a key");
    c->at++;
    return true;
}

/* A node for the value that begins here; linked to the one before it in the same list or object. */
static wire__json_node *add_node(check *c)
{
    wire__json_tree *tree = c->tree;
    if (tree->n == MAX_VALUES) {
        fail_limit(c, WIRE_ELIMIT, "more than 2 million values");
        return NULL;
    }
    if (tree->n == tree->cap) {
        const uint32_t cap = tree->cap ? tree->cap * 2 : FIRST_NODES;
        wire__json_node *more = realloc(tree->nodes, cap * sizeof *more);
        if (!more) {
            fail_limit(c, WIRE_ENOMEM, "no memory");
            return NULL;
        }
        tree->nodes = more;
        tree->cap = cap;
    }
    wire__json_node *node = &tree->nodes[tree->n];
    *node = c->key;
    c->key = (wire__json_node){0};
    node->start = (uint32_t)c->at;
    if (c->depth) {
        if (c->last[c->depth])
            tree->nodes[c->last[c->depth]].next = tree->n;
        c->last[c->depth] = tree->n;
        tree->nodes[c->open[c->depth]].n++;
    }
    tree->n++;
    return node;
}

static bool open_node(check *c, wire__json_node *node, bool *is_open)
{
    const char ch = now(c);
    if (c->depth == MAX_OPEN)
        return fail_limit(c, WIRE_ELIMIT, "more than 200 values in each other");
    c->at++;
    node->kind = ch == '{' ? WIRE__JSON_OBJECT : WIRE__JSON_ARRAY;
    pass_space(c);
    if (now(c) == (ch == '{' ? '}' : ']')) {
        c->at++;
        return true;
    }
    *is_open = true;
    c->open[++c->depth] = (uint32_t)(node - c->tree->nodes);
    c->last[c->depth] = 0;
    return true;
}

/* A value, or the beginning of one that holds others. out  *is_open: the latter */
static bool pass_value(check *c, bool *is_open)
{
    pass_space(c);
    *is_open = false;
    wire__json_node *node = add_node(c);
    if (!node)
        return false;
    const char ch = now(c);
    bool is_good = true;
    if (ch == '{' || ch == '[')
        return open_node(c, node, is_open);
    if (ch == '"') {
        node->kind = WIRE__JSON_TEXT;
        node->start++;
        is_good = pass_string(c, &node->is_escaped);
    } else if (ch == '-' || (ch >= '0' && ch <= '9')) {
        node->kind = WIRE__JSON_NUMBER;
        is_good = pass_number(c);
    } else {
        is_good = pass_word(c, &node->kind);
    }
    node->end = (uint32_t)(c->at - (ch == '"'));
    return is_good;
}

static bool pass_all(check *c)
{
    if (wire_str_has_prefix(c->json, WIRE_STR("\xEF\xBB\xBF")))
        c->at = 3;
    bool is_open = false;
    do {
        if (is_in_object(c) && !pass_key(c))
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
            if (ch != (is_in_object(c) ? '}' : ']'))
                return fail(c, c->at < c->json.n ? "no ',' and no end of the list or object"
                                                 : "the end, within a list or object");
            c->at++;
            c->depth--;
        }
    } while (c->depth);
    pass_space(c);
    return c->at == c->json.n || fail(c, "something after the value");
}

wire_code wire__json_read(wire_str json, const char *stage, wire__json_tree *tree, wire_error *err)
{
    *tree = (wire__json_tree){.json = json};
    if (json.n > MAX_BYTES)
        return wire_fail(err, WIRE_ELIMIT, "%s: %zu bytes of JSON; 64 MiB is the most", stage, json.n);
    check c = {.tree = tree, .json = json, .code = WIRE_EFORMAT};
    if (pass_all(&c))
        return WIRE_OK;
    wire__json_free(tree);
    wire_str near = wire_str_cut(json, c.at, c.at + 20);
    for (size_t i = 0; i < near.n; i++)
        if (near.p[i] < ' ' || near.p[i] > '~')
            near.n = i;
    return wire_fail_at(err, c.code, c.at, "%s: not JSON at byte %zu (\"%.*s\"): %s", stage, c.at, WIRE_ARG(near),
                        c.wrong);
}

void wire__json_free(wire__json_tree *tree)
{
    free(tree->nodes);
    free(tree->text);
    *tree = (wire__json_tree){0};
}

/* Looking ------------------------------------------------------------------------------------- */

const wire__json_node *wire__json_first(const wire__json_tree *tree, const wire__json_node *node)
{
    return node && node->n ? node + 1 : tree->nodes + tree->n;
}

const wire__json_node *wire__json_next(const wire__json_tree *tree, const wire__json_node *node)
{
    return node->next ? tree->nodes + node->next : tree->nodes + tree->n;
}

bool wire__json_is_end(const wire__json_tree *tree, const wire__json_node *node)
{
    return node == tree->nodes + tree->n;
}

const wire__json_node *wire__json_member(const wire__json_tree *tree, const wire__json_node *object, const char *key)
{
    const size_t n = strlen(key);
    if (!object || object->kind != WIRE__JSON_OBJECT)
        return NULL;
    for (const wire__json_node *node = wire__json_first(tree, object); !wire__json_is_end(tree, node);
         node = wire__json_next(tree, node))
        if (!node->is_key_escaped && node->key_end - node->key_start == n &&
            !memcmp(tree->json.p + node->key_start, key, n))
            return node->kind == WIRE__JSON_NULL ? NULL : node;
    return NULL;
}

double wire__json_number(const wire__json_tree *tree, const wire__json_node *node)
{
    char text[MAX_NUMBER + 1] = "";
    memcpy(text, tree->json.p + node->start, node->end - node->start);
    return strtod(text, NULL);
}

/* in  at: behind "\u"; checked */
static uint32_t unit(const char *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const char low = (char)(at[i] | 0x20);
        value = value * 16 + (uint32_t)(at[i] <= '9' ? at[i] - '0' : low - 'a' + 10);
    }
    return value;
}

/* Writes what the escape at *p stands for, at most four bytes. out  *p: behind it. Returns how many */
static size_t unescape(const char **p, char *to)
{
    static const char from[] = "bfnrt", into[] = "\b\f\n\r\t";
    const char e = (*p)[1];
    if (e != 'u') {
        const char *found = strchr(from, e);
        *to = found ? into[found - from] : e;
        *p += 2;
        return 1;
    }
    uint32_t c = unit(*p + 2);
    *p += 6;
    if (c >= 0xD800 && c <= 0xDBFF) { /* the check saw to its second half */
        c = 0x10000 + ((c - 0xD800) << 10) + (unit(*p + 2) - 0xDC00);
        *p += 6;
    }
    return wire__utf8_encode(c, to);
}

bool wire__json_text_of(wire__json_tree *tree, const wire__json_node *node, wire_str *text)
{
    *text = wire_str_cut(tree->json, node->start, node->end);
    if (!node->is_escaped)
        return true;
    if (tree->text_cap < text->n) {
        char *more = realloc(tree->text, text->n);
        if (!more)
            return false;
        tree->text = more;
        tree->text_cap = text->n;
    }
    size_t n = 0;
    for (const char *p = text->p, *end = p + text->n; p < end;) {
        const size_t run = plain_run(p, (size_t)(end - p));
        memcpy(tree->text + n, p, run); /* never longer than it was escaped */
        n += run;
        p += run;
        if (p < end)
            n += unescape(&p, tree->text + n);
    }
    *text = (wire_str){tree->text, n};
    return true;
}
