/* stamp_scan.c: one pass over a stamp's text, code point by code point. */
#include "base/stamp_scan.h"

#include "base/stamp_words.h"
#include "base/utf8.h"

#include <string.h>

/* À to ſ (U+00C0 to U+017F) without accents. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
_Static_assert(sizeof latin == 0x17F - 0xC0 + 2, "one for each code point");

/* Letters that are written in more than one way within a language, and Greek without accents. */
static uint32_t fold_other(uint32_t c)
{
    static const struct {
        uint16_t from, to;
    } pairs[] = {
        {0x386, 0x3B1}, {0x388, 0x3B5}, {0x389, 0x3B7}, {0x38A, 0x3B9}, {0x38C, 0x3BF}, {0x38E, 0x3C5}, {0x38F, 0x3C9},
        {0x390, 0x3B9}, {0x3AC, 0x3B1}, {0x3AD, 0x3B5}, {0x3AE, 0x3B7}, {0x3AF, 0x3B9}, {0x3CA, 0x3B9}, {0x3CB, 0x3C5},
        {0x3CC, 0x3BF}, {0x3CD, 0x3C5}, {0x3CE, 0x3C9}, {0x3C2, 0x3C3}, {0x622, 0x627}, {0x623, 0x627}, {0x625, 0x627},
        {0x629, 0x647}, {0x643, 0x6A9}, {0x649, 0x6CC}, {0x64A, 0x6CC}, {0x451, 0x435},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].from == c)
            return pairs[i].to;
    return c;
}

/* Lower case without accents; 0 for marks that fall away. */
static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xC0 && c <= 0x17F)
        return (unsigned char)latin[c - 0xC0];
    const bool is_mark = (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5C7) || c == 0x640 ||
                         (c >= 0x64B && c <= 0x65F) || c == 0x93C || c == 0x200C || c == 0x200D;
    if (is_mark)
        return 0;
    if (c >= 0x410 && c <= 0x42F)
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return fold_other(c + 80);
    if (c >= 0x391 && c <= 0x3A9)
        return c + 32;
    if (c >= 0x958 && c <= 0x95F) { /* Devanagari letters with the dot that is a mark of its own elsewhere */
        static const uint16_t plain[] = {0x915, 0x916, 0x917, 0x91C, 0x921, 0x922, 0x92B, 0x92F};
        return plain[c - 0x958];
    }
    return fold_other(c);
}

static int digit_of(uint32_t c)
{
    static const uint16_t zeros[] = {'0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (c >= zeros[i] && c < (uint32_t)zeros[i] + 10)
            return (int)(c - zeros[i]);
    return -1;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x61C || (c >= 0x2000 && c <= 0x200B) ||
           c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202F) || (c >= 0x2060 && c <= 0x2069) || c == 0x3000 ||
           c == 0xFEFF;
}

/* Chinese, Japanese, Korean: written without spaces, so each character is a token. */
static bool is_cjk(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (c == WIRE__UTF8_BAD || is_cjk(c) || is_space(c) || digit_of(c) >= 0)
        return c == 0x200C || c == 0x200D;
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2010 && c <= 0x2BFF) && c < 0xFF00 && c != 0x60C &&
           c != 0x61B && c != 0x61F && c != 0x66B && c != 0x66C && c != 0x6D4 && c != 0x5BE && c != 0x964 &&
           !(c >= 0x3000 && c <= 0x303F);
}

static uint32_t plain_sign(uint32_t c)
{
    switch (c) {
    case 0x2010: /* hyphens and dashes */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x5BE:
    case 0xFF0D:
        return '-';
    case 0xFF1A: /* ： ， 、 ، */
        return ':';
    case 0xFF0C:
    case 0x3001:
    case 0x60C:
        return ',';
    case 0xFF0F:
        return '/';
    case 0xFF0E:
    case 0x3002:
        return '.';
    case 0xFF08:
        return '(';
    case 0xFF09:
        return ')';
    case 0x2019: /* ’26 */
        return '\'';
    case 0xB7: /* · ∙ • */
    case 0x2219:
    case 0x2022:
        return '*';
    default:
        return c > ' ' && c < 0x7F ? c : '?';
    }
}

static uint32_t unit_of(uint32_t c)
{
    static const struct {
        uint16_t c;
        char unit;
    } units[] = {
        {0x5E74, 'Y'}, {0xB144, 'Y'}, {0x6708, 'M'}, {0xC6D4, 'M'}, {0x65E5, 'D'}, {0x53F7, 'D'},
        {0x865F, 'D'}, {0xC77C, 'D'}, {0x6642, 'h'}, {0x65F6, 'h'}, {0x9EDE, 'h'}, {0x70B9, 'h'},
        {0xC2DC, 'h'}, {0x5206, 'm'}, {0xBD84, 'm'}, {0x79D2, 's'}, {0xCD08, 's'},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].c == c)
            return (uint32_t)units[i].unit;
    return 0;
}

/* 上午 下午 午前 午後 오전 오후 凌晨 早上 中午 晚上 晩上: 0 or 1; -1: none */
static int half_of(uint32_t a, uint32_t b)
{
    static const struct {
        uint16_t a, b;
        int8_t half;
    } halves[] = {
        {0x4E0A, 0x5348, 0}, {0x4E0B, 0x5348, 1}, {0x5348, 0x524D, 0}, {0x5348, 0x5F8C, 1},
        {0x5348, 0x540E, 1}, {0xC624, 0xC804, 0}, {0xC624, 0xD6C4, 1}, {0x51CC, 0x6668, 0},
        {0x65E9, 0x4E0A, 0}, {0x4E2D, 0x5348, 1}, {0x665A, 0x4E0A, 1}, {0x6669, 0x4E0A, 1},
    };
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        if (halves[i].a == a && halves[i].b == b)
            return halves[i].half;
    return -1;
}

static size_t scan_number(wire_str text, size_t at, wire__token *token)
{
    token->kind = WIRE__TOKEN_NUMBER;
    while (at < text.n) {
        size_t next = at;
        const int digit = digit_of(wire__utf8_next(text, &next));
        if (digit < 0)
            break;
        if (token->digits < 18) /* longer ones are no date, and the value cannot overflow */
            token->value = token->value * 10 + (unsigned)digit;
        token->digits++;
        at = next;
    }
    return at;
}

static size_t scan_word(wire_str text, size_t at, wire__scan *scan, wire__token *token)
{
    token->kind = WIRE__TOKEN_WORD;
    token->is_upper = token->is_lower = true;
    token->word.p = scan->folded + scan->n_folded;
    while (at < text.n) {
        size_t next = at;
        const uint32_t c = wire__utf8_next(text, &next);
        if (!is_letter(c))
            break;
        token->is_upper = token->is_upper && c >= 'A' && c <= 'Z';
        token->is_lower = token->is_lower && c >= 'a' && c <= 'z';
        const uint32_t f = fold(c); /* never longer than what it stands for */
        scan->n_folded += f ? wire__utf8_encode(f, scan->folded + scan->n_folded) : 0;
        at = next;
    }
    token->word.n = (size_t)(scan->folded + scan->n_folded - token->word.p);
    return at;
}

/* A character that stands alone: a sign, a unit, or one of two that tell the half of the day. */
static size_t scan_one(wire_str text, size_t at, wire__token *token)
{
    const uint32_t c = wire__utf8_next(text, &at);
    size_t after = at;
    const int half = is_cjk(c) && at < text.n ? half_of(c, wire__utf8_next(text, &after)) : -1;
    if (half >= 0) {
        token->kind = WIRE__TOKEN_HALF;
        token->value = (uint64_t)half;
        return after;
    }
    token->value = unit_of(c);
    token->kind = token->value ? WIRE__TOKEN_UNIT : WIRE__TOKEN_SIGN;
    if (!token->value)
        token->value = plain_sign(c);
    return at;
}

/* A month's name counts near a number alone; the others need not be looked up. */
static void name_months(wire__scan *scan)
{
    enum { NEAR = 5 };
    size_t number = 0; /* the first at or behind the token */
    for (size_t i = 0, last = SIZE_MAX; i < scan->n; i++) {
        wire__token *t = &scan->tokens[i];
        number = number < i ? i : number;
        while (number < scan->n && number <= i + NEAR && scan->tokens[number].kind != WIRE__TOKEN_NUMBER)
            number++;
        last = t->kind == WIRE__TOKEN_NUMBER ? i : last;
        const bool is_near = (last != SIZE_MAX && i - last <= NEAR) || (number < scan->n && number - i <= NEAR);
        if (t->kind == WIRE__TOKEN_WORD && is_near)
            t->month = wire__month_of(t->word);
    }
}

void wire__scan_text(wire_str text, wire__scan *scan)
{
    scan->n = scan->n_folded = 0;
    text = wire__utf8_cut(text, WIRE__SCAN_BYTES);
    bool is_apart = true;
    for (size_t at = 0; at < text.n && scan->n < WIRE__SCAN_TOKENS;) {
        size_t next = at;
        const uint32_t c = wire__utf8_next(text, &next);
        if (is_space(c)) {
            is_apart = true;
            at = next;
            continue;
        }
        wire__token *token = &scan->tokens[scan->n++];
        *token = (wire__token){.is_apart = is_apart};
        is_apart = false;
        if (digit_of(c) >= 0)
            at = scan_number(text, at, token);
        else if (is_letter(c))
            at = scan_word(text, at, scan, token);
        else
            at = scan_one(text, at, token);
    }
    scan->tokens[scan->n] = (wire__token){.is_apart = true};
    name_months(scan);
}

const wire__token *wire__scan_at(const wire__scan *scan, size_t i)
{
    return &scan->tokens[i < scan->n ? i : scan->n];
}

bool wire__scan_is_sign(const wire__scan *scan, size_t i, char sign)
{
    const wire__token *t = wire__scan_at(scan, i);
    return t->kind == WIRE__TOKEN_SIGN && t->value == (unsigned char)sign;
}

bool wire__scan_is_word(const wire__scan *scan, size_t i, const char *word)
{
    const wire__token *t = wire__scan_at(scan, i);
    return t->kind == WIRE__TOKEN_WORD && wire_str_is(t->word, wire_str_of(word));
}
