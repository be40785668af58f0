/* jsonld_state.c: the story's text out of a page's inlined application state. */
#include "parse/jsonld.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "parse/jsonld_repair.h"

enum { MAX_STATE = 8 << 20, LONG_TEXT = 120, SHORT_TEXT = 24 };

/* Prose, not code, an address or a class list: words and spaces in the measure of language. */
static bool is_prose(wire_str s, size_t least)
{
    if (s.n < least)
        return false;
    size_t spaces = 0, odd = 0;
    for (size_t i = 0; i < s.n; i++) {
        spaces += s.p[i] == ' ';
        odd += s.p[i] == '{' || s.p[i] == '}' || s.p[i] == ';' || s.p[i] == '|' || s.p[i] == '=';
    }
    size_t middle = s.n / 2;
    while (middle && ((unsigned char)s.p[middle] & 0xC0) == 0x80)
        middle--;
    const bool is_wide = (unsigned char)s.p[middle] >= 0xE3; /* scripts written without spaces */
    return (is_wide || spaces * 12 > s.n) && odd * 20 < s.n;
}

/* The sum of prose directly in an array's entries (strings, or objects with a text each), the usual form of a body
 * made of parts; and single long strings. */
typedef struct candidate {
    const cJSON *item;
    size_t mass;
} candidate;

static wire_str text_of_part(const cJSON *part)
{
    static const char *const names[] = {"text", "content", "html", "value", "body", "paragraph", "children", "data"};
    if (cJSON_IsString(part))
        return wire_str_of(part->valuestring);
    for (size_t i = 0; cJSON_IsObject(part) && i < sizeof names / sizeof *names; i++) {
        const cJSON *m = cJSON_GetObjectItemCaseSensitive(part, names[i]);
        if (cJSON_IsString(m))
            return wire_str_of(m->valuestring);
        if (cJSON_IsObject(m) || cJSON_IsArray(m)) { /* {"data": {"text": ...}}, {"children": [{"text": ...}]} */
            const cJSON *inner = cJSON_IsArray(m) ? m->child : cJSON_GetObjectItemCaseSensitive(m, "text");
            const cJSON *text = cJSON_IsObject(inner) ? cJSON_GetObjectItemCaseSensitive(inner, "text") : inner;
            if (cJSON_IsString(text))
                return wire_str_of(text->valuestring);
        }
    }
    return (wire_str){NULL, 0};
}

static void weigh(const cJSON *item, candidate *best)
{
    size_t mass = 0;
    if (cJSON_IsString(item)) {
        const wire_str s = wire_str_of(item->valuestring);
        mass = is_prose(s, LONG_TEXT * 3) ? s.n : 0;
    } else if (cJSON_IsArray(item)) {
        for (const cJSON *part = item->child; part; part = part->next) {
            const wire_str s = text_of_part(part);
            mass += is_prose(s, LONG_TEXT) ? s.n : 0;
        }
    }
    if (mass > best->mass)
        *best = (candidate){item, mass};
}

static bool says_headline(const cJSON *object, wire_str headline)
{
    static const char *const names[] = {"headline", "title", "name"};
    for (size_t i = 0; headline.n && i < sizeof names / sizeof *names; i++) {
        const cJSON *m = cJSON_GetObjectItemCaseSensitive(object, names[i]);
        if (cJSON_IsString(m) && wire_str_is(wire_str_trim(wire_str_of(m->valuestring)), headline))
            return true;
    }
    return false;
}

/* What an object calls its body beside the page's own headline is the story, however short. */
static void weigh_beside(const cJSON *object, wire_str headline, candidate *best)
{
    static const char *const names[] = {"body", "content", "articleBody", "paragraphs", "blocks", "text", "html"};
    if (!cJSON_IsObject(object) || !says_headline(object, headline))
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *body = cJSON_GetObjectItemCaseSensitive(object, names[i]);
        const bool is_string = cJSON_IsString(body);
        size_t mass = 0;
        for (const cJSON *part = is_string ? body : cJSON_IsArray(body) ? body->child : NULL; part; part = part->next) {
            const wire_str s = text_of_part(part);
            mass += is_prose(s, SHORT_TEXT) ? s.n : 0;
            if (is_string)
                break;
        }
        if (mass > best->mass)
            *best = (candidate){body, mass};
    }
}

/* The next item in document order: cJSON keeps no parents, so the way up is a stack (cJSON itself nests 1,000 deep
 * at most). */
static void find(const cJSON *root, wire_str headline, candidate *best, candidate *beside)
{
    const cJSON *up[1001];
    uint32_t n = 0;
    for (const cJSON *item = root; item;) {
        weigh(item, best);
        weigh_beside(item, headline, beside);
        if (item->child && n < 1000) {
            up[n++] = item;
            item = item->child;
            continue;
        }
        while (item && (item == root || !item->next))
            item = n ? up[--n] : NULL;
        item = item ? item->next : NULL;
    }
}

wire_code wire__state_read(wire_str json, wire_str headline, wire_arena *arena, wire__state *state)
{
    wire_str *body = &state->body;
    cJSON *root = json.n <= MAX_STATE ? wire__json_mend(json, arena) : NULL;
    if (!root)
        return WIRE_NONE;
    candidate best = {NULL, LONG_TEXT * 3}, beside = {NULL, LONG_TEXT};
    find(root, headline, &best, &beside);
    state->is_beside = beside.item;
    best = beside.item ? beside : best;
    wire_code code = WIRE_NONE;
    if (best.item && cJSON_IsString(best.item)) {
        code = wire_arena_copy(arena, wire_str_of(best.item->valuestring), body) ? WIRE_OK : WIRE_ENOMEM;
    } else if (best.item) {
        wire_out out;
        wire_out_open_memory(&out, MAX_STATE);
        for (const cJSON *part = best.item->child; part; part = part->next) {
            const wire_str s = text_of_part(part);
            if (is_prose(s, 2)) {
                wire_out_put(&out, s);
                wire_out_lit(&out, "\n\n");
            }
        }
        if (!out.code && out.n)
            code = wire_arena_copy(arena, wire_out_text(&out), body) ? WIRE_OK : WIRE_ENOMEM;
        wire_out_close(&out, NULL);
    }
    cJSON_Delete(root);
    return code;
}
