/* html.c: blocks as the safe subset of HTML, in one pass, so written that build.h's reader makes the same of it. */
#include "model/html.h"

#include "base/rows.h"
#include "model/build.h"

/* Spans --------------------------------------------------------------------------------------- */

typedef struct writing {
    wire_out *out;
    bool is_json;      /* inside a JSON string: one pass escapes for both */
    bool is_pre;       /* white space stands for itself */
    bool keeps_spaces; /* some space of the block would be lost if it stood for itself */
} writing;

/* What has to be written otherwise, by where it may matter. */
enum { ALWAYS = 1, IN_ATTRIBUTE = 2, IN_JSON = 4, IN_FLOW = 8, SPACE = 16 };

/* Controls never come here from wire__build_text; from elsewhere they are left out. */
static const uint8_t CLASSES[256] = {
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    IN_FLOW | IN_JSON,
    IN_FLOW | IN_JSON,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    [127] = ALWAYS,
    ['&'] = ALWAYS,
    ['<'] = ALWAYS,
    ['>'] = ALWAYS,
    ['"'] = IN_ATTRIBUTE | IN_JSON,
    ['\\'] = IN_JSON,
    [' '] = SPACE,
};

static bool is_gap(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static wire_str written(const writing *w, char c, bool is_attribute)
{
    switch (c) {
    case '&':
        return WIRE_STR("&amp;");
    case '<':
        return WIRE_STR("&lt;");
    case '>':
        return WIRE_STR("&gt;");
    case '"':
        return is_attribute ? WIRE_STR("&quot;") : WIRE_STR("\\\"");
    case '\\':
        return WIRE_STR("\\\\");
    case '\n':
        return is_attribute ? WIRE_STR("&#10;") : !w->is_pre ? WIRE_STR("<br>") : WIRE_STR("\\n");
    case '\t':
        return is_attribute || !w->is_pre ? WIRE_STR("&#9;") : WIRE_STR("\\t");
    case ' ':
        return WIRE_STR("&#32;");
    default:
        return WIRE_STR("");
    }
}

/* A space stands for itself between two characters that are none. */
static bool is_safe_space(wire_str text, size_t at, char before, char after)
{
    const char left = at ? text.p[at - 1] : before, right = at + 1 < text.n ? text.p[at + 1] : after;
    return !is_gap(left) && !is_gap(right);
}

/* Where from `at` on the next byte is that may have to be written otherwise. */
static size_t next_odd(wire_str text, size_t at)
{
    for (; text.n - at >= WIRE__SIXTEEN; at += WIRE__SIXTEEN) {
        const wire__sixteen row = wire__sixteen_at(text.p + at);
        const uint32_t odd =
            wire__sixteen_bits(wire__sixteen_below(row, ' ') | wire__sixteen_is(row, '&') | wire__sixteen_is(row, '<') |
                               wire__sixteen_is(row, '>') | wire__sixteen_is(row, '"') | wire__sixteen_is(row, '\\') |
                               wire__sixteen_is(row, 0x7F));
        if (odd)
            return at + (size_t)__builtin_ctz(odd);
    }
    while (at < text.n && !(CLASSES[(unsigned char)text.p[at]] & ~SPACE))
        at++;
    return at;
}

/* before, after: the characters around the text; a line end where the block begins or ends. */
static void put_text(const writing *w, wire_str text, char before, char after)
{
    const uint8_t mask =
        (uint8_t)(ALWAYS | (w->is_json ? IN_JSON : 0) | (w->is_pre ? 0 : IN_FLOW) | (w->keeps_spaces ? SPACE : 0));
    size_t run = 0;
    for (size_t at = 0; at < text.n; at++) {
        if (!w->keeps_spaces && (at = next_odd(text, at)) == text.n)
            break;
        const char c = text.p[at];
        if (!(CLASSES[(unsigned char)c] & mask) || (c == ' ' && is_safe_space(text, at, before, after)))
            continue;
        wire_out_put(w->out, (wire_str){text.p + run, at - run});
        wire_out_put(w->out, written(w, c, false));
        run = at + 1;
    }
    wire_out_put(w->out, (wire_str){text.p + run, text.n - run});
}

static void put_link(const writing *w, wire_str href)
{
    const uint8_t mask = (uint8_t)(ALWAYS | IN_ATTRIBUTE | IN_FLOW | (w->is_json ? IN_JSON : 0));
    const wire_str quote = w->is_json ? WIRE_STR("\\\"") : WIRE_STR("\"");
    size_t run = 0;
    wire_out_lit(w->out, "<a href=");
    wire_out_put(w->out, quote);
    for (size_t at = 0; at < href.n; at++) {
        if (!(CLASSES[(unsigned char)href.p[at]] & mask))
            continue;
        wire_out_put(w->out, (wire_str){href.p + run, at - run});
        wire_out_put(w->out, written(w, href.p[at], true));
        run = at + 1;
    }
    wire_out_put(w->out, (wire_str){href.p + run, href.n - run});
    wire_out_put(w->out, quote);
    wire_out_byte(w->out, '>');
}

static const struct {
    uint32_t mark;
    wire_str open, close;
} MARKS[] = {
    {WIRE_MARK_STRONG, {"<strong>", 8}, {"</strong>", 9}}, {WIRE_MARK_EM, {"<em>", 4}, {"</em>", 5}},
    {WIRE_MARK_STRIKE, {"<s>", 3}, {"</s>", 4}},           {WIRE_MARK_CODE, {"<code>", 6}, {"</code>", 7}},
    {WIRE_MARK_SUB, {"<sub>", 5}, {"</sub>", 6}},          {WIRE_MARK_SUP, {"<sup>", 5}, {"</sup>", 6}},
};

enum { N_MARKS = sizeof MARKS / sizeof *MARKS };

/* Closes what the next span has not, opens what it has besides; the link is outermost, marks in their order. */
static void change_style(const writing *w, const wire_span *from, const wire_span *to)
{
    const bool is_link_same = wire_str_is(from->href, to->href);
    int same = 0; /* marks that stay open */
    while (is_link_same && same < N_MARKS && !((from->marks ^ to->marks) & MARKS[same].mark))
        same++;
    if (is_link_same && same == N_MARKS)
        return;
    for (int i = N_MARKS - 1; i >= same; i--)
        if (from->marks & MARKS[i].mark)
            wire_out_put(w->out, MARKS[i].close);
    if (!is_link_same && from->href.n)
        wire_out_lit(w->out, "</a>");
    if (!is_link_same && to->href.n)
        put_link(w, to->href);
    for (int i = same; i < N_MARKS; i++)
        if (to->marks & MARKS[i].mark)
            wire_out_put(w->out, MARKS[i].open);
}

static wire__sixteen gaps_of(wire__sixteen row)
{
    return wire__sixteen_is(row, ' ') | wire__sixteen_is(row, '\n') | wire__sixteen_is(row, '\t');
}

/* Is any of sixteen characters a space beside a gap, as those before them say too? in  p: one is before them */
static bool has_loose_row(const char *p)
{
    const wire__sixteen row = wire__sixteen_at(p), before = wire__sixteen_at(p - 1);
    return wire__sixteen_any((wire__sixteen_is(row, ' ') & gaps_of(before)) |
                             (wire__sixteen_is(before, ' ') & gaps_of(row)));
}

static bool has_loose_space(const wire_block *block)
{
    char before = '\n';
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_str text = block->spans[i].text;
        for (size_t at = 0; at < text.n; at++) {
            while (at && text.n - at > WIRE__SIXTEEN) {
                if (has_loose_row(text.p + at))
                    return true;
                at += WIRE__SIXTEEN;
                before = text.p[at - 1];
            }
            const char c = text.p[at];
            if ((c == ' ' && is_gap(before)) || (before == ' ' && is_gap(c)))
                return true;
            before = c;
        }
    }
    return before == ' ';
}

static void put_spans(writing *w, const wire_block *block)
{
    static const wire_span plain;
    const wire_span *last = &plain;
    char before = '\n';
    w->is_pre = block->kind == WIRE_BLOCK_CODE;
    w->keeps_spaces = !w->is_pre && has_loose_space(block);
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_span *span = &block->spans[i];
        const wire_str next = i + 1 < block->n_spans ? span[1].text : (wire_str){NULL, 0};
        change_style(w, last, span);
        put_text(w, span->text, before, next.n ? *next.p : '\n');
        before = span->text.n ? span->text.p[span->text.n - 1] : before;
        last = span;
    }
    change_style(w, last, &plain);
}

/* Blocks -------------------------------------------------------------------------------------- */

static const char *element_of(const wire_block *block)
{
    static const char *const headings[] = {"h2", "h2", "h2", "h3", "h4", "h5", "h6"};
    switch (block->kind) {
    case WIRE_BLOCK_HEADING:
        return headings[block->level < 7 ? block->level : 6];
    case WIRE_BLOCK_QUOTE:
        return "blockquote";
    case WIRE_BLOCK_LIST:
        return block->is_ordered ? "ol" : "ul";
    case WIRE_BLOCK_ITEM:
        return "li";
    case WIRE_BLOCK_TABLE:
        return "table";
    case WIRE_BLOCK_ROW:
        return "tr";
    case WIRE_BLOCK_CELL:
        return block->is_header ? "th" : "td";
    case WIRE_BLOCK_CODE:
        return "pre";
    default:
        return "p";
    }
}

static void put_tag(const writing *w, const char *start, const wire_block *block)
{
    wire_out_put(w->out, wire_str_of(start));
    wire_out_put(w->out, wire_str_of(element_of(block)));
    wire_out_byte(w->out, '>');
}

static bool has_element(const wire_story *story, uint32_t at)
{
    const wire_block *block = &story->blocks[at];
    if (block->kind == WIRE_BLOCK_LIST || block->kind == WIRE_BLOCK_TABLE)
        return true;
    /* A quote of nothing but another would be taken for that one. */
    return block->kind == WIRE_BLOCK_QUOTE && !block->n_spans && at + 1 < story->n_blocks &&
           block[1].depth == block->depth + 1 && block[1].kind == WIRE_BLOCK_QUOTE;
}

static void write_markup(writing w, const wire_story *story, uint32_t at)
{
    const wire_block *open[UINT8_MAX + 1]; /* elements, outermost first */
    uint32_t n_open = 0;
    const uint32_t end = at + wire_block_extent(story, at);
    for (uint32_t i = at; i < end; i++) {
        const wire_block *block = &story->blocks[i];
        while (n_open && open[n_open - 1]->depth >= block->depth)
            put_tag(&w, "</", open[--n_open]);
        if (i > at || has_element(story, at)) {
            put_tag(&w, "<", block);
            open[n_open++] = block;
        }
        put_spans(&w, block);
    }
    while (n_open)
        put_tag(&w, "</", open[--n_open]);
}

void wire__write_markup(const wire_story *story, uint32_t at, wire_out *out)
{
    write_markup((writing){.out = out}, story, at);
}

void wire__write_json_markup(const wire_story *story, uint32_t at, wire_out *out)
{
    write_markup((writing){.out = out, .is_json = true}, story, at);
}

void wire__write_spans(const wire_block *block, wire_out *out)
{
    put_spans(&(writing){.out = out}, block);
}
