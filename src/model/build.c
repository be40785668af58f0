/* build.c: a story's blocks, one after the other, well-formed whatever is asked. */
#include "model/build.h"

#include <string.h>

#include "base/rows.h"
#include "base/utf8.h"

void wire__build_begin(wire__builder *b, wire_story *story)
{
    *b = (wire__builder){.story = story};
}

static bool fail(wire__builder *b)
{
    b->code = WIRE_ENOMEM;
    return false;
}

/* Room for one more in an array that lies in the arena. */
static bool grow(wire__builder *b, void **items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return true;
    const uint32_t more = *cap ? *cap * 2 : 16;
    void *p = more > *cap ? wire_arena_take_zero(b->story->arena, more, size, _Alignof(max_align_t)) : NULL;
    if (!p)
        return fail(b);
    if (n)
        memcpy(p, *items, n * size);
    *items = p;
    *cap = more;
    return true;
}

/* Text ---------------------------------------------------------------------------------------- */

static bool is_blank(wire_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const bool is_no_break = (unsigned char)s.p[i] == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xA0;
        if (!is_no_break && s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n')
            return false;
        i += is_no_break;
    }
    return true;
}

/* The block's text without line ends around it; the spans lose them too. */
static wire_str trim_lines(wire__builder *b)
{
    wire_str all = {b->text, b->n_text};
    while (b->n_spans && all.p[all.n - 1] == '\n') {
        all.n--;
        if (!--b->spans[b->n_spans - 1].text.n)
            b->n_spans--;
    }
    uint32_t n_empty = 0;
    for (; n_empty < b->n_spans && *all.p == '\n'; all.p++, all.n--)
        n_empty += !--b->spans[n_empty].text.n;
    b->n_spans -= n_empty;
    if (n_empty)
        memmove(b->spans, b->spans + n_empty, b->n_spans * sizeof *b->spans);
    return all;
}

/* Gives the newest block its spans. */
static void close_block(wire__builder *b)
{
    if (!b->is_open)
        return;
    b->is_open = false;
    const wire_str all = trim_lines(b);
    if (b->code || is_blank(all))
        return;
    wire_arena *arena = b->story->arena;
    wire_span *spans = WIRE_TAKE(arena, wire_span, b->n_spans);
    char *text = wire_arena_take(arena, all.n, 1);
    if (!spans || !text) {
        fail(b);
        return;
    }
    memcpy(text, all.p, all.n);
    for (uint32_t i = 0; i < b->n_spans; i++) {
        spans[i] = b->spans[i];
        spans[i].text.p = text;
        text += spans[i].text.n;
    }
    b->blocks[b->n_blocks - 1].spans = spans;
    b->blocks[b->n_blocks - 1].n_spans = b->n_spans;
}

static bool reserve(wire__builder *b, size_t n)
{
    if (n <= b->cap_text - b->n_text)
        return true;
    size_t cap = b->cap_text ? b->cap_text : 1024;
    while (cap - b->n_text < n && cap <= SIZE_MAX / 2)
        cap *= 2;
    char *text = cap - b->n_text >= n ? wire_arena_take(b->story->arena, cap, 1) : NULL;
    if (!text)
        return fail(b);
    if (b->n_text)
        memcpy(text, b->text, b->n_text);
    b->text = text;
    b->cap_text = cap;
    return true;
}

/* What stands for the character at text.p[*at], which moves past it; up to 4 bytes. */
static size_t clean_character(wire_str text, size_t *at, char to[4])
{
    const char c = text.p[*at];
    if (c == '\r') {
        ++*at;
        to[0] = '\n';
        return *at < text.n && text.p[*at] == '\n' ? 0 : 1;
    }
    if (c == '\f' || c == '\v') {
        ++*at;
        to[0] = ' ';
        return 1;
    }
    const uint32_t code_point = wire__utf8_next(text, at);
    if (code_point == WIRE__UTF8_BAD)
        return wire__utf8_encode(0xFFFD, to);
    return wire__utf8_is_forbidden(code_point) ? 0 : wire__utf8_encode(code_point, to);
}

/* Copies what stays as it is from the text's start; of good UTF-8 all but controls and what is rare among the large
 * numbers. in  to: has room for a row more. out  how many bytes */
static size_t copy_plain(char *to, wire_str text, bool is_good)
{
    size_t n = 0;
    for (; text.n - n >= WIRE__SIXTEEN; n += WIRE__SIXTEEN) {
        const wire__sixteen row = wire__sixteen_at(text.p + n);
        memcpy(to + n, &row, sizeof row);
        const wire__sixteen plain =
            is_good ? wire__sixteen_between(row, 0x80, 0xEE) & ~wire__sixteen_is(row, '\xC2') : (wire__sixteen){0};
        const wire__sixteen ascii = wire__sixteen_between(row, ' ', 0x7E) | wire__sixteen_is(row, '\n');
        const uint32_t odd = ~wire__sixteen_bits(ascii | plain) & 0xFFFF;
        if (odd)
            return n + (size_t)__builtin_ctz(odd);
    }
    for (; n < text.n; n++) {
        const unsigned char c = (unsigned char)text.p[n];
        if (!(c >= ' ' && c < 0x7F) && c != '\n' && !(is_good && c >= 0x80 && c < 0xEF && c != 0xC2))
            break;
        to[n] = text.p[n];
    }
    return n;
}

/* Puts text cleaned behind b->text, which has room for it and a row. */
static void put_clean(wire__builder *b, wire_str text, bool is_good)
{
    char *to = b->text + b->n_text;
    for (size_t at = 0; at < text.n;) {
        const size_t run = copy_plain(to, wire_str_cut(text, at, text.n), is_good);
        to += run;
        at += run;
        if (at < text.n) {
            char bytes[4];
            const size_t n = clean_character(text, &at, bytes);
            memcpy(to, bytes, n);
            to += n;
        }
    }
    b->n_text = (size_t)(to - b->text);
}

static bool is_link(wire_str href)
{
    if (!href.n || href.n > 8192 || wire__utf8_valid(href) != href.n)
        return false;
    for (size_t i = 0; i < href.n; i++)
        if ((unsigned char)href.p[i] < 0x20 || href.p[i] == 0x7F)
            return false;
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (size_t i = 0; i < 3; i++) {
        const wire_str scheme = wire_str_of(schemes[i]);
        if (wire_str_is_ci(wire_str_cut(href, 0, scheme.n), scheme) && href.n > scheme.n)
            return true;
    }
    return false;
}

/* The span that text of this style goes to. */
static wire_span *find_span(wire__builder *b, uint32_t marks, wire_str href)
{
    wire_span *last = b->n_spans ? &b->spans[b->n_spans - 1] : NULL;
    const bool has_link = last && wire_str_is(last->href, href);
    if (has_link && last->marks == marks)
        return last;
    wire_str link = {NULL, 0};
    if (has_link)
        link = last->href;
    else if (href.n && !wire_arena_copy(b->story->arena, href, &link)) {
        fail(b);
        return NULL;
    }
    if (!grow(b, (void **)&b->spans, b->n_spans, &b->cap_spans, sizeof *b->spans))
        return NULL;
    b->spans[b->n_spans] = (wire_span){.href = link, .marks = marks};
    return &b->spans[b->n_spans++];
}

/* A block that was finished and is the newest once more. */
static void reopen(wire__builder *b)
{
    const wire_block *block = &b->blocks[b->n_blocks - 1];
    b->is_open = true;
    b->n_spans = 0;
    b->n_text = 0;
    for (uint32_t i = 0; i < block->n_spans && !b->code; i++)
        wire__build_text(b, block->spans[i].text, block->spans[i].marks, block->spans[i].href);
}

void wire__build_text(wire__builder *b, wire_str text, uint32_t marks, wire_str href)
{
    if (b->code || !b->n_blocks)
        return;
    if (!b->is_open)
        reopen(b);
    href = wire_str_trim(href);
    const bool is_good = wire__utf8_valid(text) == text.n; /* a bad byte becomes three */
    if (!text.n || text.n > SIZE_MAX / 4 || !reserve(b, (is_good ? text.n : text.n * 3) + WIRE__SIXTEEN))
        return;
    const size_t before = b->n_text;
    put_clean(b, text, is_good);
    const size_t n = b->n_text - before;
    b->n_text = before;
    wire_span *span = n ? find_span(b, marks & 63, is_link(href) ? href : (wire_str){NULL, 0}) : NULL;
    if (!span)
        return;
    b->n_text += n;
    span->text.n += n;
}

void wire__build_plain(wire__builder *b, wire_str text, uint8_t depth)
{
    const wire_str none = {NULL, 0};
    bool is_in = false, has_gap = true;
    for (size_t at = 0; at < text.n && !b->code;) {
        size_t end = at;
        while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
            end++;
        const wire_str line = wire_str_cut(text, at, end);
        at = end + 1 + (end + 1 < text.n && text.p[end] == '\r' && text.p[end + 1] == '\n');
        if (is_blank(line)) {
            has_gap = true;
            continue;
        }
        if (has_gap || !is_in)
            wire__build_block(b, WIRE_BLOCK_PARAGRAPH, depth);
        else
            wire__build_text(b, WIRE_STR("\n"), 0, none);
        wire__build_text(b, line, 0, none);
        is_in = true;
        has_gap = false;
    }
}

/* Blocks -------------------------------------------------------------------------------------- */

static wire_block *add_block(wire__builder *b, wire_block_kind kind, uint32_t depth)
{
    close_block(b);
    if (b->code || !grow(b, (void **)&b->blocks, b->n_blocks, &b->cap_blocks, sizeof *b->blocks))
        return NULL;
    b->n_spans = 0;
    b->n_text = 0;
    b->is_open = true;
    b->path[depth] = (uint8_t)kind;
    wire_block *block = &b->blocks[b->n_blocks++];
    *block = (wire_block){.kind = kind, .depth = (uint8_t)depth, .level = kind == WIRE_BLOCK_HEADING ? 2 : 0};
    return block;
}

static bool holds_parts(wire_block_kind kind, wire_block_kind *part)
{
    *part = kind == WIRE_BLOCK_LIST ? WIRE_BLOCK_ITEM : kind == WIRE_BLOCK_TABLE ? WIRE_BLOCK_ROW : WIRE_BLOCK_CELL;
    return kind == WIRE_BLOCK_LIST || kind == WIRE_BLOCK_TABLE || kind == WIRE_BLOCK_ROW;
}

static bool is_part(wire_block_kind kind, wire_block_kind *whole)
{
    *whole = kind == WIRE_BLOCK_ITEM ? WIRE_BLOCK_LIST : kind == WIRE_BLOCK_ROW ? WIRE_BLOCK_TABLE : WIRE_BLOCK_ROW;
    return kind == WIRE_BLOCK_ITEM || kind == WIRE_BLOCK_ROW || kind == WIRE_BLOCK_CELL;
}

static bool may_hold(wire_block_kind parent, wire_block_kind kind)
{
    const bool is_media = kind == WIRE_BLOCK_IMAGE || kind == WIRE_BLOCK_EMBED;
    switch (parent) {
    case WIRE_BLOCK_LIST:
    case WIRE_BLOCK_TABLE:
    case WIRE_BLOCK_ROW:
    case WIRE_BLOCK_ITEM:
    case WIRE_BLOCK_QUOTE:
    case WIRE_BLOCK_CELL:
        return !is_media;
    case WIRE_BLOCK_UPDATE:
        return true;
    default:
        return false;
    }
}

wire_block *wire__build_block(wire__builder *b, wire_block_kind kind, uint8_t depth)
{
    uint32_t d = b->n_blocks ? b->blocks[b->n_blocks - 1].depth + 1u : 0;
    d = depth < d ? depth : d;
    d = d < WIRE__MAX_DEPTH - 3 ? d : WIRE__MAX_DEPTH - 3;
    wire_block_kind other;
    if (is_part(kind, &other)) {
        uint32_t at = d;
        while (at && b->path[at - 1] != other)
            at--;
        if (at)
            return add_block(b, kind, at);
        kind = WIRE_BLOCK_PARAGRAPH;
    }
    if (kind == WIRE_BLOCK_UPDATE)
        d = 0;
    while (d && !may_hold((wire_block_kind)b->path[d - 1], kind))
        d--;
    while (d && holds_parts((wire_block_kind)b->path[d - 1], &other)) {
        if (kind == WIRE_BLOCK_PARAGRAPH && other != WIRE_BLOCK_ROW)
            return add_block(b, other, d);
        if (!add_block(b, other, d++))
            return NULL;
    }
    return add_block(b, kind, d);
}

wire_figure *wire__build_figure(wire__builder *b)
{
    if (b->code || !b->n_blocks)
        return NULL;
    wire_figure *figure = WIRE_TAKE(b->story->arena, wire_figure, 1);
    if (!figure)
        fail(b);
    b->blocks[b->n_blocks - 1].figure = figure;
    return figure;
}

wire_update *wire__build_update(wire__builder *b)
{
    if (b->code || !b->n_blocks)
        return NULL;
    wire_update *update = WIRE_TAKE(b->story->arena, wire_update, 1);
    if (!update)
        fail(b);
    b->blocks[b->n_blocks - 1].update = update;
    return update;
}

void wire__build_drop(wire__builder *b)
{
    if (b->code || !b->n_blocks)
        return;
    const uint8_t depth = b->blocks[--b->n_blocks].depth;
    b->is_open = false;
    for (uint32_t i = b->n_blocks; i-- > 0;) /* who stood there before it */
        if (b->blocks[i].depth <= depth) {
            if (b->blocks[i].depth == depth)
                b->path[depth] = (uint8_t)b->blocks[i].kind;
            break;
        }
}

void wire__build_omission(wire__builder *b, const char *what, wire_str note)
{
    wire_omission omission = {wire_str_of(what), {NULL, 0}};
    if (b->code || !grow(b, (void **)&b->omitted, b->n_omitted, &b->cap_omitted, sizeof *b->omitted))
        return;
    if (!wire_arena_copy(b->story->arena, omission.what, &omission.what) ||
        (note.n && !wire_arena_copy(b->story->arena, note, &omission.note)))
        fail(b);
    else
        b->omitted[b->n_omitted++] = omission;
}

/* End ----------------------------------------------------------------------------------------- */

static wire_block settled(wire_block block) /* with the fields of its kind alone */
{
    const bool is_media = block.kind == WIRE_BLOCK_IMAGE || block.kind == WIRE_BLOCK_EMBED;
    block.level = block.kind != WIRE_BLOCK_HEADING ? 0 : block.level < 2 ? 2 : block.level > 6 ? 6 : block.level;
    block.is_ordered = block.is_ordered && block.kind == WIRE_BLOCK_LIST;
    block.is_header = block.is_header && block.kind == WIRE_BLOCK_CELL;
    block.figure = is_media ? block.figure : NULL;
    block.update = block.kind == WIRE_BLOCK_UPDATE ? block.update : NULL;
    if (is_media || block.kind == WIRE_BLOCK_UPDATE || block.kind == WIRE_BLOCK_LIST ||
        block.kind == WIRE_BLOCK_TABLE || block.kind == WIRE_BLOCK_ROW)
        block.n_spans = 0;
    return block;
}

/* Clears what says nothing, from the last to the first, since a block is kept for its children's sake. Cleared blocks
 * have the depth GONE. */
enum { GONE = UINT8_MAX };

static void clear_empty(wire__builder *b)
{
    bool has_child[256] = {false}; /* of each depth: a block below it was kept */
    for (uint32_t i = b->n_blocks; i-- > 0;) {
        wire_block *block = &b->blocks[i];
        const uint8_t depth = block->depth;
        *block = settled(*block);
        bool is_kept = block->n_spans || has_child[depth + 1];
        has_child[depth + 1] = false;
        is_kept = is_kept || block->kind == WIRE_BLOCK_CELL || block->kind == WIRE_BLOCK_IMAGE ||
                  block->kind == WIRE_BLOCK_EMBED || block->kind == WIRE_BLOCK_UPDATE;
        if (is_kept)
            has_child[depth] = true;
        else
            block->depth = GONE;
    }
}

static bool is_own_text(const wire_block *block, const wire_block *last)
{
    return block->kind == WIRE_BLOCK_PARAGRAPH && !last->n_spans && block->depth == last->depth + 1 &&
           (last->kind == WIRE_BLOCK_ITEM || last->kind == WIRE_BLOCK_QUOTE || last->kind == WIRE_BLOCK_CELL);
}

static wire_range hull(wire_range a, wire_range b)
{
    if (!a.end)
        return b;
    if (!b.end)
        return a;
    return (wire_range){a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

static void close_ranks(wire__builder *b)
{
    uint32_t n = 0;
    wire_block *top = NULL; /* the one that has the source */
    bool is_updated = false;
    for (uint32_t i = 0; i < b->n_blocks; i++) {
        const wire_block block = b->blocks[i];
        if (block.depth == GONE)
            continue;
        wire_block *last = n ? &b->blocks[n - 1] : NULL;
        if (top && last && is_own_text(&block, last)) {
            last->spans = block.spans;
            last->n_spans = block.n_spans;
            top->source = hull(top->source, block.source);
            continue;
        }
        b->blocks[n] = block;
        is_updated = block.depth ? is_updated : block.kind == WIRE_BLOCK_UPDATE;
        if (!top || !block.depth || (is_updated && block.depth == 1)) {
            top = &b->blocks[n++];
        } else {
            top->source = hull(top->source, block.source);
            b->blocks[n++].source = (wire_range){0, 0};
        }
    }
    b->n_blocks = n;
}

wire_code wire__build_end(wire__builder *b, wire_error *err)
{
    close_block(b);
    if (b->code)
        return wire_fail(err, b->code, "story: no memory for its blocks (%u so far)", b->n_blocks);
    clear_empty(b);
    close_ranks(b);
    b->story->blocks = b->blocks;
    b->story->n_blocks = b->n_blocks;
    b->story->omitted = b->omitted;
    b->story->n_omitted = b->n_omitted;
    return WIRE_OK;
}
