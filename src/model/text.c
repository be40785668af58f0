/* text.c: a story as plain text, and what plain text says: words, direction. */
#include "model/text.h"

#include "base/rows.h"
#include "base/utf8.h"

void wire_block_text(const wire_block *block, wire_out *out)
{
    for (uint32_t i = 0; i < block->n_spans; i++)
        wire_out_put(out, block->spans[i].text);
}

uint32_t wire_block_extent(const wire_story *story, uint32_t at)
{
    uint32_t n = 1;
    while (at + n < story->n_blocks && story->blocks[at + n].depth > story->blocks[at].depth)
        n++;
    return n;
}

/* Body ---------------------------------------------------------------------------------------- */

typedef struct body {
    wire_out *out;
    int list, table;  /* depth of the outermost one that is open; -1: none */
    bool is_list_new; /* nothing of the list or table was written yet */
    bool is_table_new;
    bool is_begun;
    uint32_t n_cells; /* of this row so far */
    bool is_cell_new;
} body;

static void put_cell_text(wire_out *out, const wire_block *block) /* a row is a line, so a cell has none */
{
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_str text = block->spans[i].text;
        size_t run = 0;
        for (size_t at = 0; at < text.n; at++)
            if (text.p[at] == '\n' || text.p[at] == '\t') {
                wire_out_put(out, wire_str_cut(text, run, at));
                wire_out_byte(out, ' ');
                run = at + 1;
            }
        wire_out_put(out, wire_str_cut(text, run, text.n));
    }
}

static void part_blocks(body *b)
{
    const bool is_line = b->list >= 0 && !b->is_list_new;
    if (b->is_begun)
        wire_out_put(b->out, is_line ? WIRE_STR("\n") : WIRE_STR("\n\n"));
    b->is_begun = true;
    b->is_list_new = false;
}

static void put_in_table(body *b, const wire_block *block)
{
    if (block->depth == b->table + 1 && block->kind == WIRE_BLOCK_ROW) {
        if (b->is_table_new)
            part_blocks(b);
        else
            wire_out_byte(b->out, '\n');
        b->is_table_new = false;
        b->n_cells = 0;
    } else if (block->depth == b->table + 2 && block->kind == WIRE_BLOCK_CELL) {
        if (b->n_cells++)
            wire_out_byte(b->out, '\t');
        b->is_cell_new = true;
    }
    if (!block->n_spans)
        return;
    if (!b->is_cell_new)
        wire_out_byte(b->out, ' ');
    b->is_cell_new = false;
    put_cell_text(b->out, block);
}

static void put_block(body *b, const wire_block *block)
{
    if (block->depth <= b->list)
        b->list = -1;
    if (block->depth <= b->table)
        b->table = -1;
    if (b->table >= 0) {
        put_in_table(b, block);
        return;
    }
    switch (block->kind) {
    case WIRE_BLOCK_LIST:
        b->is_list_new = b->is_list_new || b->list < 0;
        b->list = b->list < 0 ? block->depth : b->list;
        break;
    case WIRE_BLOCK_TABLE:
        b->table = block->depth;
        b->is_table_new = true;
        b->is_cell_new = true;
        break;
    case WIRE_BLOCK_IMAGE:
        break;
    case WIRE_BLOCK_EMBED: /* what a post says is quoted */
        if (block->figure && block->figure->text.n) {
            part_blocks(b);
            wire_out_put(b->out, block->figure->text);
        }
        break;
    case WIRE_BLOCK_UPDATE: /* its headline is a heading of the body */
        if (block->update && block->update->headline.n) {
            part_blocks(b);
            wire_out_put(b->out, block->update->headline);
        }
        break;
    default:
        if (block->n_spans) {
            part_blocks(b);
            wire_block_text(block, b->out);
        }
    }
}

void wire__body_part(const wire_story *story, uint32_t from, uint32_t to, wire_out *out)
{
    body b = {.out = out, .list = -1, .table = -1};
    for (uint32_t i = from; i < to; i++)
        put_block(&b, &story->blocks[i]);
}

void wire_story_body(const wire_story *story, wire_out *out)
{
    wire__body_part(story, 0, story->n_blocks, out);
}

/* Words --------------------------------------------------------------------------------------- */

typedef struct range {
    uint32_t first, last;
} range;

static bool is_in(uint32_t c, const range *ranges, size_t n)
{
    size_t low = 0;
    while (low < n) {
        const size_t mid = (low + n) / 2;
        if (c > ranges[mid].last)
            low = mid + 1;
        else if (c < ranges[mid].first)
            n = mid;
        else
            return true;
    }
    return false;
}

/* Beyond ASCII what is neither letter, mark nor digit, as far as it is met in text. */
static const range GAPS[] = {
    {0x80, 0xA9},     {0xAB, 0xB1},     {0xB4, 0xB4},     {0xB6, 0xB8},     {0xBB, 0xBB},     {0xBF, 0xBF},
    {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2C2, 0x2C5},   {0x37E, 0x37E},   {0x387, 0x387},   {0x55A, 0x55F},
    {0x589, 0x58A},   {0x5BE, 0x5BE},   {0x5C0, 0x5C0},   {0x5C3, 0x5C3},   {0x5F3, 0x5F4},   {0x600, 0x60F},
    {0x61B, 0x61F},   {0x66A, 0x66D},   {0x6D4, 0x6D4},   {0x700, 0x70D},   {0x964, 0x965},   {0x970, 0x970},
    {0xE3F, 0xE3F},   {0xE4F, 0xE4F},   {0xE5A, 0xE5B},   {0x104A, 0x104F}, {0x10FB, 0x10FB}, {0x1360, 0x1368},
    {0x1680, 0x1680}, {0x17D4, 0x17DA}, {0x1800, 0x180A}, {0x2000, 0x200B}, {0x200E, 0x206F}, {0x20A0, 0x20CF},
    {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030}, {0x303D, 0x303F},
    {0x30A0, 0x30A0}, {0x30FB, 0x30FB}, {0xE000, 0xF8FF}, {0xFD3E, 0xFD3F}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE6F},
    {0xFEFF, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF},
};

/* Each of these is a word: ideographs and kana. */
static const range SINGLES[] = {
    {0x3005, 0x3007}, {0x3021, 0x3029}, {0x3041, 0x3096}, {0x309D, 0x309F}, {0x30A1, 0x30FA}, {0x30FC, 0x30FF},
    {0x31F0, 0x31FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, {0x20000, 0x3FFFF},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef enum sort { GAP, LETTER, DIGIT, SINGLE, JOINS_LETTERS, JOINS_DIGITS } sort;

static sort sort_of(uint32_t c)
{
    if (c < 0x80) {
        if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
            return LETTER;
        if (c >= '0' && c <= '9')
            return DIGIT;
        return c == '\'' ? JOINS_LETTERS : c == '.' || c == ',' ? JOINS_DIGITS : GAP;
    }
    if (c == 0x2019 || c == 0xAD || c == 0x2060)
        return JOINS_LETTERS;
    if (c == WIRE__UTF8_BAD || is_in(c, GAPS, COUNT(GAPS)))
        return GAP;
    return c >= 0x3005 && is_in(c, SINGLES, COUNT(SINGLES)) ? SINGLE : LETTER;
}

enum { ROW = 64 };

/* Which of the first 64 bytes are of a sort, a bit each. */
typedef struct row {
    uint64_t letters, digits, quotes, points, beyond; /* beyond: no ASCII */
} row;

static row row_at(const char *p)
{
    row r = {0};
    for (int i = 0; i < ROW; i += WIRE__SIXTEEN) {
        const wire__sixteen b = wire__sixteen_at(p + i);
        r.letters |= (uint64_t)wire__sixteen_bits(wire__sixteen_between(b | 0x20, 'a', 'z')) << i;
        r.digits |= (uint64_t)wire__sixteen_bits(wire__sixteen_between(b, '0', '9')) << i;
        r.quotes |= (uint64_t)wire__sixteen_bits(wire__sixteen_is(b, '\'')) << i;
        r.points |= (uint64_t)wire__sixteen_bits(wire__sixteen_is(b, '.') | wire__sixteen_is(b, ',')) << i;
        r.beyond |= (uint64_t)wire__sixteen_bits(b) << i;
    }
    return r;
}

/* Counts the words that begin in the ASCII characters at p, 64 at most, as the loop below would. A word goes on behind
 * one joint that stands between letters, or digits. out  how many were looked at, at least one */
static size_t count_row(const char *p, sort *last, sort *joint, uint64_t *n_words)
{
    const row r = row_at(p);
    const size_t n = r.beyond ? (size_t)__builtin_ctzll(r.beyond) : ROW;
    const uint64_t after_letter = r.letters << 1 | (*last == LETTER && *joint == GAP);
    const uint64_t after_digit = r.digits << 1 | (*last == DIGIT && *joint == GAP);
    const uint64_t letter_joints = r.quotes & after_letter, digit_joints = r.points & after_digit;
    const uint64_t joined = after_letter | after_digit |
                            (r.letters & (letter_joints << 1 | (*joint == JOINS_LETTERS))) |
                            (r.digits & (digit_joints << 1 | (*joint == JOINS_DIGITS)));
    const uint64_t seen = n < ROW ? ((uint64_t)1 << n) - 1 : UINT64_MAX, end = (uint64_t)1 << (n - 1);
    *n_words += (uint64_t)__builtin_popcountll((r.letters | r.digits) & ~joined & seen);
    *joint = letter_joints & end ? JOINS_LETTERS : digit_joints & end ? JOINS_DIGITS : GAP;
    *last = (r.letters | letter_joints) & end ? LETTER : (r.digits | digit_joints) & end ? DIGIT : GAP;
    return n;
}

static bool is_ascii(const char *p)
{
    uint64_t eight;
    memcpy(&eight, p, sizeof eight);
    return !(eight & 0x8080808080808080u);
}

uint64_t wire_count_words(wire_str text)
{
    uint64_t n = 0;
    sort last = GAP, joint = GAP; /* of the word so far; of a joint after it */
    for (size_t at = 0; at < text.n;) {
        if (text.n - at >= ROW && is_ascii(text.p + at)) {
            at += count_row(text.p + at, &last, &joint, &n);
            continue;
        }
        const sort now =
            sort_of((unsigned char)text.p[at] < 0x80 ? (unsigned char)text.p[at++] : wire__utf8_next(text, &at));
        if ((now == JOINS_LETTERS && last == LETTER && joint == GAP) ||
            (now == JOINS_DIGITS && last == DIGIT && joint == GAP)) {
            joint = now;
            continue;
        }
        if (now == LETTER || now == DIGIT) {
            const bool is_joined =
                joint == GAP ? last == LETTER || last == DIGIT : now == (joint == JOINS_LETTERS ? LETTER : DIGIT);
            n += !is_joined;
            last = now;
            while (now == LETTER && at < text.n && ((text.p[at] | 0x20) >= 'a' && (text.p[at] | 0x20) <= 'z'))
                at++; /* the rest of a plain word */
        } else {
            n += now == SINGLE;
            last = GAP;
        }
        joint = GAP;
    }
    return n;
}

uint64_t wire__story_words(const wire_story *story)
{
    wire_out text;
    wire_out_open_memory(&text, 0);
    wire_story_body(story, &text);
    const uint64_t n = wire_count_words(wire_out_text(&text));
    wire_out_close(&text, NULL);
    return n;
}

/* Direction ----------------------------------------------------------------------------------- */

static bool is_any(wire_str s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (wire_str_is_ci(s, wire_str_of(names[i])))
            return true;
    return false;
}

static size_t subtag_end(wire_str s, size_t at)
{
    while (at < s.n && s.p[at] != '-' && s.p[at] != '_')
        at++;
    return at;
}

static bool is_letters(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] | 0x20) < 'a' || (s.p[i] | 0x20) > 'z')
            return false;
    return true;
}

bool wire_language_is_rtl(wire_str language)
{
    static const char *const scripts[] = {"Arab", "Aran", "Hebr", "Thaa", "Syrc",
                                          "Nkoo", "Adlm", "Rohg", "Mand", "Samr"};
    static const char *const languages[] = {"ar",  "he",  "iw",  "fa",  "ur",  "yi",  "ji",  "ps",  "sd",  "ug",
                                            "dv",  "ckb", "arc", "syr", "nqo", "arz", "prs", "pes", "pnb", "azb",
                                            "apc", "ary", "lrc", "mzn", "glk", "bal", "rhg", "sdh"};
    const size_t end = subtag_end(language, 0);
    for (size_t at = end; at < language.n;) { /* a script says more than the language */
        const size_t next = subtag_end(language, at + 1);
        const wire_str subtag = wire_str_cut(language, at + 1, next);
        if (subtag.n == 1)
            break; /* an extension or private use */
        if (subtag.n == 4 && is_letters(subtag))
            return is_any(subtag, scripts, COUNT(scripts));
        at = next;
    }
    return is_any(wire_str_cut(language, 0, end), languages, COUNT(languages));
}
