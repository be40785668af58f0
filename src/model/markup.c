/* markup.c: reads the safe subset of HTML into blocks, in one pass and without recursion. */
#include <string.h>

#include "model/build.h"
#include "model/entities.h"

enum { MAX_OPEN = 256, MAX_HREF = 64 << 10, MAX_NAME = 12 };

typedef enum tag {
    TAG_NONE, /* vanishes, its text stays */
    TAG_BREAK,
    TAG_LINK,
    TAG_MARK,
    TAG_PART, /* parts blocks and is none itself: p, div */
    TAG_HEADING,
    TAG_PRE,
    TAG_LIST,
    TAG_ITEM,
    TAG_TABLE,
    TAG_ROW,
    TAG_CELL,
    TAG_QUOTE,
    TAG_SKIP /* vanishes whole */
} tag;

static const struct name {
    char text[MAX_NAME];
    uint8_t tag, value; /* value: the mark; the level; 1 for ol and th */
} NAMES[] = {
    {"p", TAG_PART, 0},
    {"a", TAG_LINK, 0},
    {"em", TAG_MARK, WIRE_MARK_EM},
    {"strong", TAG_MARK, WIRE_MARK_STRONG},
    {"br", TAG_BREAK, 0},
    {"li", TAG_ITEM, 0},
    {"ul", TAG_LIST, 0},
    {"ol", TAG_LIST, 1},
    {"td", TAG_CELL, 0},
    {"th", TAG_CELL, 1},
    {"tr", TAG_ROW, 0},
    {"table", TAG_TABLE, 0},
    {"blockquote", TAG_QUOTE, 0},
    {"i", TAG_MARK, WIRE_MARK_EM},
    {"b", TAG_MARK, WIRE_MARK_STRONG},
    {"cite", TAG_MARK, WIRE_MARK_EM},
    {"dfn", TAG_MARK, WIRE_MARK_EM},
    {"code", TAG_MARK, WIRE_MARK_CODE},
    {"kbd", TAG_MARK, WIRE_MARK_CODE},
    {"samp", TAG_MARK, WIRE_MARK_CODE},
    {"tt", TAG_MARK, WIRE_MARK_CODE},
    {"sub", TAG_MARK, WIRE_MARK_SUB},
    {"sup", TAG_MARK, WIRE_MARK_SUP},
    {"s", TAG_MARK, WIRE_MARK_STRIKE},
    {"del", TAG_MARK, WIRE_MARK_STRIKE},
    {"strike", TAG_MARK, WIRE_MARK_STRIKE},
    {"h1", TAG_HEADING, 2},
    {"h2", TAG_HEADING, 2},
    {"h3", TAG_HEADING, 3},
    {"h4", TAG_HEADING, 4},
    {"h5", TAG_HEADING, 5},
    {"h6", TAG_HEADING, 6},
    {"pre", TAG_PRE, 0},
    {"script", TAG_SKIP, 0},
    {"style", TAG_SKIP, 0},
    {"div", TAG_PART, 0},
    {"section", TAG_PART, 0},
    {"article", TAG_PART, 0},
    {"header", TAG_PART, 0},
    {"footer", TAG_PART, 0},
    {"figure", TAG_PART, 0},
    {"figcaption", TAG_PART, 0},
    {"aside", TAG_PART, 0},
    {"address", TAG_PART, 0},
    {"main", TAG_PART, 0},
    {"nav", TAG_PART, 0},
    {"hr", TAG_PART, 0},
    {"dl", TAG_PART, 0},
    {"dt", TAG_PART, 0},
    {"dd", TAG_PART, 0},
    {"caption", TAG_PART, 0},
    {"template", TAG_SKIP, 0},
};

typedef struct open {
    uint8_t tag;
    uint8_t depth; /* of its block */
} open;

typedef struct style {
    uint32_t marks;
    wire_str href;
} style;

typedef struct markup {
    wire__builder *b;
    wire_str html;
    size_t at;
    uint32_t base;      /* the block that was current at the beginning */
    uint8_t base_depth; /* of what stands right in it */
    open stack[MAX_OPEN];
    uint32_t n_open, n_over; /* open lists, quotes, tables and their parts; those past the stack's end */
    uint32_t n_marks[6];     /* how many elements of each mark are open */
    style now;
    bool has_gap; /* white space came, but nothing after it yet */
    style gap;
    wire_block_kind next; /* kind of the block that text would begin */
    uint8_t level;
    uint32_t n_pre;
    bool is_in; /* text belongs to the newest block */
} markup;

/* Blocks -------------------------------------------------------------------------------------- */

static wire_block *newest(const markup *m)
{
    return &m->b->blocks[m->b->n_blocks - 1];
}

static bool holds_text(wire_block_kind kind)
{
    return kind == WIRE_BLOCK_PARAGRAPH || kind == WIRE_BLOCK_HEADING || kind == WIRE_BLOCK_QUOTE ||
           kind == WIRE_BLOCK_ITEM || kind == WIRE_BLOCK_CELL || kind == WIRE_BLOCK_CODE;
}

static bool holds_blocks(wire_block_kind kind)
{
    return kind == WIRE_BLOCK_QUOTE || kind == WIRE_BLOCK_ITEM || kind == WIRE_BLOCK_CELL || kind == WIRE_BLOCK_LIST ||
           kind == WIRE_BLOCK_TABLE || kind == WIRE_BLOCK_ROW || kind == WIRE_BLOCK_UPDATE;
}

static uint8_t depth_here(const markup *m)
{
    return m->n_open ? (uint8_t)(m->stack[m->n_open - 1].depth + 1) : m->base_depth;
}

/* A block ends or begins here. Text goes on in the newest block only if that is the one we stand in, and still
 * without text. */
static void part(markup *m)
{
    m->has_gap = false;
    m->next = m->n_pre ? WIRE_BLOCK_CODE : WIRE_BLOCK_PARAGRAPH;
    const wire_block *block = newest(m);
    const bool is_base = m->b->n_blocks - 1 == m->base && !m->n_open;
    m->is_in = m->b->is_open && !m->b->n_text && holds_text(block->kind) &&
               (is_base || (m->n_open && block->depth + 1 == depth_here(m) && holds_blocks(block->kind)));
}

static void begin_text(markup *m)
{
    if (m->is_in && (m->next == WIRE_BLOCK_PARAGRAPH || newest(m)->kind == m->next))
        return;
    wire_block *block = wire__build_block(m->b, m->next, depth_here(m));
    if (block && m->next == WIRE_BLOCK_HEADING)
        block->level = m->level;
    m->is_in = true;
    m->next = WIRE_BLOCK_PARAGRAPH;
}

static void push(markup *m, tag kind)
{
    if (m->b->code)
        return;
    if (m->n_open < MAX_OPEN)
        m->stack[m->n_open++] = (open){(uint8_t)kind, newest(m)->depth};
    else
        m->n_over++;
}

/* Closes the innermost element of a kind and what is open in it; `in` bounds the search: the kind it cannot stand
 * outside of. */
static bool pop(markup *m, tag kind, tag in)
{
    if (m->n_over) {
        m->n_over--;
        return true;
    }
    for (uint32_t i = m->n_open; i-- > 0;) {
        if (m->stack[i].tag == kind) {
            m->n_open = i;
            return true;
        }
        if (m->stack[i].tag == in)
            return false;
    }
    return false;
}

/* The base block itself, where the element right in it is of its kind. */
static bool is_base(const markup *m, wire_block_kind kind)
{
    const wire_block *base = &m->b->blocks[m->base];
    if (m->n_open || base->kind != kind)
        return false;
    return kind != WIRE_BLOCK_QUOTE || (m->b->n_blocks - 1 == m->base && m->b->is_open && !m->b->n_text);
}

static void open_holder(markup *m, tag kind, wire_block_kind block_kind, bool is_ordered)
{
    if (m->n_open == MAX_OPEN) {
        m->n_over++;
        part(m);
        return;
    }
    wire_block *block;
    if (is_base(m, block_kind)) {
        block = &m->b->blocks[m->base];
        m->stack[m->n_open++] = (open){(uint8_t)kind, block->depth};
    } else {
        block = wire__build_block(m->b, block_kind, depth_here(m));
        push(m, kind);
    }
    if (block && block->kind == WIRE_BLOCK_LIST)
        block->is_ordered = is_ordered;
    part(m);
}

static void open_cell(markup *m, bool is_header)
{
    if (!m->n_over) {
        pop(m, TAG_CELL, TAG_TABLE);
        const uint8_t top = m->n_open ? m->stack[m->n_open - 1].tag : (uint8_t)TAG_NONE;
        if (top == TAG_TABLE || (top == TAG_NONE && m->b->blocks[m->base].kind == WIRE_BLOCK_TABLE))
            open_holder(m, TAG_ROW, WIRE_BLOCK_ROW, false);
    }
    open_holder(m, TAG_CELL, WIRE_BLOCK_CELL, false);
    if (!m->b->code && newest(m)->kind == WIRE_BLOCK_CELL)
        newest(m)->is_header = is_header;
}

static void open_block(markup *m, const struct name *name)
{
    switch (name->tag) {
    case TAG_LIST:
        open_holder(m, TAG_LIST, WIRE_BLOCK_LIST, name->value);
        break;
    case TAG_ITEM:
        if (!m->n_over)
            pop(m, TAG_ITEM, TAG_LIST);
        open_holder(m, TAG_ITEM, WIRE_BLOCK_ITEM, false);
        break;
    case TAG_TABLE:
        open_holder(m, TAG_TABLE, WIRE_BLOCK_TABLE, false);
        break;
    case TAG_ROW:
        if (!m->n_over)
            pop(m, TAG_ROW, TAG_TABLE);
        open_holder(m, TAG_ROW, WIRE_BLOCK_ROW, false);
        break;
    case TAG_CELL:
        open_cell(m, name->value);
        break;
    case TAG_QUOTE:
        open_holder(m, TAG_QUOTE, WIRE_BLOCK_QUOTE, false);
        break;
    case TAG_PRE:
        m->n_pre++;
        part(m);
        break;
    default:
        part(m);
        if (name->tag == TAG_HEADING) {
            m->next = WIRE_BLOCK_HEADING;
            m->level = name->value;
        }
    }
}

static void close_block(markup *m, const struct name *name)
{
    switch (name->tag) {
    case TAG_LIST:
    case TAG_QUOTE:
        pop(m, name->tag, TAG_CELL);
        break;
    case TAG_ITEM:
        pop(m, TAG_ITEM, TAG_LIST);
        break;
    case TAG_TABLE:
        pop(m, TAG_TABLE, TAG_NONE);
        break;
    case TAG_ROW:
    case TAG_CELL:
        pop(m, name->tag, TAG_TABLE);
        break;
    case TAG_PRE:
        m->n_pre -= m->n_pre > 0;
        break;
    default:
        break;
    }
    part(m);
}

/* Text ---------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool keeps_space(const markup *m)
{
    return m->n_pre || m->b->blocks[m->base].kind == WIRE_BLOCK_CODE;
}

static bool is_line_start(const markup *m)
{
    return !m->is_in || !m->b->n_text || m->b->text[m->b->n_text - 1] == '\n';
}

static void put(markup *m, wire_str text)
{
    begin_text(m);
    if (m->has_gap)
        wire__build_text(m->b, WIRE_STR(" "), m->gap.marks, m->gap.href);
    m->has_gap = false;
    wire__build_text(m->b, text, m->now.marks, m->now.href);
}

enum { STOP_MARK = 1, STOP_SPACE = 2 };
static const uint8_t STOPS[256] = {
    ['<'] = STOP_MARK,   ['&'] = STOP_MARK,   [' '] = STOP_SPACE,  ['\t'] = STOP_SPACE,
    ['\n'] = STOP_SPACE, ['\v'] = STOP_SPACE, ['\f'] = STOP_SPACE, ['\r'] = STOP_SPACE,
};

/* Where the run of text that begins at `at` ends: at least one byte further, since a '<' or '&' may stand for itself.
 * A single space between words is part of it. */
static size_t text_end(wire_str s, size_t at, bool keeps_spaces)
{
    for (at++;; at++) {
        while (at < s.n && !STOPS[(unsigned char)s.p[at]])
            at++;
        if (at == s.n || STOPS[(unsigned char)s.p[at]] == STOP_MARK)
            return at;
        const bool is_single = s.p[at] == ' ' && at + 1 < s.n && !STOPS[(unsigned char)s.p[at + 1]];
        if (!keeps_spaces && !is_single)
            return at;
    }
}

/* Text up to the next tag or reference, with its single spaces. */
static void read_text(markup *m)
{
    const wire_str s = m->html;
    const bool keeps = keeps_space(m);
    const size_t start = m->at;
    if (!keeps && is_space(s.p[m->at])) {
        while (m->at < s.n && is_space(s.p[m->at]))
            m->at++;
        if (!m->has_gap && !is_line_start(m)) {
            m->has_gap = true;
            m->gap = m->now;
        }
        return;
    }
    m->at = text_end(s, start, keeps);
    put(m, wire_str_cut(s, start, m->at));
}

static bool read_reference(markup *m)
{
    char text[4];
    size_t n;
    const size_t length = wire__entity_read(m->html, m->at, text, &n);
    m->at += length;
    if (length && n)
        put(m, (wire_str){text, n});
    return length;
}

/* Tags ---------------------------------------------------------------------------------------- */

static wire_str decode_href(markup *m, wire_str raw)
{
    wire_arena *arena = m->b->story->arena;
    raw = wire_str_trim(raw);
    char *text = raw.n && raw.n <= MAX_HREF && !m->b->code ? wire_arena_take(arena, raw.n, 1) : NULL;
    if (!text) {
        if (raw.n && raw.n <= MAX_HREF)
            m->b->code = WIRE_ENOMEM;
        return (wire_str){NULL, 0};
    }
    size_t n = 0;
    for (size_t at = 0; at < raw.n;) {
        char one[4];
        size_t n_one;
        const size_t length = raw.p[at] == '&' ? wire__entity_read(raw, at, one, &n_one) : 0;
        if (length)
            memcpy(text + n, one, n_one), n += n_one;
        else
            text[n++] = raw.p[at];
        at += length ? length : 1;
    }
    return (wire_str){text, n};
}

/* Moves past a tag's attributes and its end. out  *href: raw value of the first href */
static void read_attributes(markup *m, wire_str *href)
{
    const wire_str s = m->html;
    size_t at = m->at;
    while (at < s.n && s.p[at] != '>') {
        if (is_space(s.p[at]) || s.p[at] == '/') {
            at++;
            continue;
        }
        const size_t name = at;
        while (at < s.n && !is_space(s.p[at]) && s.p[at] != '>' && s.p[at] != '/' && (s.p[at] != '=' || at == name))
            at++;
        const size_t name_end = at;
        while (at < s.n && is_space(s.p[at]))
            at++;
        if (at == s.n || s.p[at] != '=')
            continue;
        at++;
        while (at < s.n && is_space(s.p[at]))
            at++;
        const char quote = at < s.n && (s.p[at] == '"' || s.p[at] == '\'') ? s.p[at++] : '\0';
        const size_t value = at;
        while (at < s.n && (quote ? s.p[at] != quote : !is_space(s.p[at]) && s.p[at] != '>'))
            at++;
        if (!href->p && wire_str_is_ci(wire_str_cut(s, name, name_end), WIRE_STR("href")))
            *href = wire_str_cut(s, value, at);
        at += quote && at < s.n;
    }
    m->at = at + (at < s.n);
}

static const struct name *find_name(wire_str text)
{
    static const struct name other = {"", TAG_NONE, 0};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (wire_str_is_ci(text, wire_str_of(NAMES[i].text)))
            return &NAMES[i];
    return &other;
}

/* Moves past the end tag of an element whose content is not read; without one, past everything. */
static void skip_element(markup *m, const struct name *name)
{
    const wire_str text = wire_str_of(name->text);
    while (m->at < m->html.n) {
        const char *end = memchr(m->html.p + m->at, '<', m->html.n - m->at);
        m->at = end ? (size_t)(end - m->html.p) + 1 : m->html.n;
        const wire_str rest = wire_str_cut(m->html, m->at, m->at + 1 + text.n);
        if (rest.n == text.n + 1 && *rest.p == '/' && wire_str_is_ci(wire_str_cut(rest, 1, rest.n), text))
            break;
    }
    wire_str href = {NULL, 0};
    read_attributes(m, &href);
}

static void change_mark(markup *m, uint32_t mark, bool is_end)
{
    uint32_t *n = &m->n_marks[__builtin_ctz(mark)];
    if (!is_end)
        ++*n;
    else if (*n)
        --*n;
    m->now.marks = *n ? m->now.marks | mark : m->now.marks & ~mark;
}

static void take_tag(markup *m, const struct name *name, bool is_end, wire_str href)
{
    switch (name->tag) {
    case TAG_NONE:
        break;
    case TAG_BREAK:
        m->has_gap = false;
        if (m->is_in && m->b->n_text)
            wire__build_text(m->b, WIRE_STR("\n"), m->now.marks, m->now.href);
        break;
    case TAG_LINK:
        m->now.href = is_end ? (wire_str){NULL, 0} : decode_href(m, href);
        break;
    case TAG_MARK:
        change_mark(m, name->value, is_end);
        break;
    case TAG_SKIP:
        if (!is_end)
            skip_element(m, name);
        break;
    default:
        if (is_end)
            close_block(m, name);
        else
            open_block(m, name);
    }
}

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Moves past a comment, a declaration or a tag. false: the '<' stands for itself */
static bool read_tag(markup *m)
{
    const wire_str s = m->html;
    const wire_str rest = wire_str_cut(s, m->at, s.n);
    if (wire_str_has_prefix(rest, WIRE_STR("<!--"))) {
        const size_t end = wire_str_find(wire_str_cut(rest, 4, rest.n), WIRE_STR("-->"));
        m->at = end == SIZE_MAX ? s.n : m->at + 4 + end + 3;
        return true;
    }
    if (rest.n > 1 && (rest.p[1] == '!' || rest.p[1] == '?')) {
        const char *end = memchr(rest.p, '>', rest.n);
        m->at = end ? (size_t)(end - s.p) + 1 : s.n;
        return true;
    }
    const bool is_end = rest.n > 1 && rest.p[1] == '/';
    size_t name = m->at + 1 + is_end;
    if (name >= s.n || !is_letter(s.p[name]))
        return false;
    m->at = name;
    while (m->at < s.n && !is_space(s.p[m->at]) && s.p[m->at] != '>' && s.p[m->at] != '/')
        m->at++;
    const struct name *found = find_name(wire_str_cut(s, name, m->at));
    wire_str href = {NULL, 0};
    read_attributes(m, &href);
    take_tag(m, found, is_end, href);
    return true;
}

void wire__build_markup(wire__builder *b, wire_str html)
{
    if (b->code || !b->n_blocks)
        return;
    markup m = {.b = b, .html = html, .base = b->n_blocks - 1, .next = WIRE_BLOCK_PARAGRAPH};
    const wire_block *base = newest(&m);
    m.base_depth = (uint8_t)(base->depth + holds_blocks(base->kind));
    m.is_in = holds_text(base->kind);
    if (!b->is_open)
        wire__build_text(b, WIRE_STR(""), 0, (wire_str){NULL, 0}); /* opens it again */
    while (m.at < html.n && !b->code) {
        const bool is_taken = html.p[m.at] == '<' ? read_tag(&m) : html.p[m.at] == '&' && read_reference(&m);
        if (!is_taken)
            read_text(&m);
    }
}
