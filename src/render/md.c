/* md.c: a story as CommonMark (0.31), with pipe tables as GitHub writes them. */
#include "render/format.h"

#include <stdio.h>
#include <string.h>

typedef struct md {
    const wire_theme *theme;
    const wire__words *words;
    const wire_story *story;
    wire_out *out;
    char prefix[1024]; /* of every line: "> ", "   " */
    size_t n_prefix;
    size_t ends[257]; /* length of the prefix within each open block */
    uint8_t depths[257];
    uint64_t numbers[257]; /* of the next item; 0: "-" */
    wire_block_kind open[257];
    uint32_t n_open;
    bool has_gap;  /* an empty line is to stand before the next block */
    bool was_item; /* the last line is an item's: only what belongs to the list may follow without a gap */
} md;

static bool is_punctuation(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static void put_prefix(md *m)
{
    size_t n = m->n_prefix;
    while (n && m->prefix[n - 1] == ' ')
        n--;
    wire_out_put(m->out, (wire_str){m->prefix, n});
}

static void start_line(md *m)
{
    wire_out_put(m->out, (wire_str){m->prefix, m->n_prefix});
}

/* Escapes text: what may mark up is preceded by a backslash, controls are left out. Line starts need more: "+", "-",
 * "=" and the point of "1." begin something only there. */
static void put_escaped(wire_out *out, wire_str s, bool at_start)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        const bool is_digit = c >= '0' && c <= '9';
        if (at_start && is_digit && ++digits <= 9) {
            wire_out_byte(out, c);
            continue;
        }
        const bool marks = c && strchr("\\`*_[]<>&#~|!", c) != NULL;
        const bool starts = at_start && (digits ? c == '.' || c == ')' : c == '+' || c == '-' || c == '=');
        if (marks || starts)
            wire_out_byte(out, '\\');
        if (c == '\n' || c == '\t')
            wire_out_byte(out, ' ');
        else if ((unsigned char)c >= ' ' && c != 0x7f)
            wire_out_byte(out, c);
        at_start = at_start && !digits && c == ' ';
        digits = at_start ? digits : 0;
    }
}

static void put_name(void *user, wire_out *out, wire_str name)
{
    (void)user;
    put_escaped(out, name, false);
}

static void put_destination(wire_out *out, wire_str url)
{
    wire_out_lit(out, "](<");
    for (size_t i = 0; i < url.n; i++) {
        if (url.p[i] == '<' || url.p[i] == '>' || url.p[i] == '\\')
            wire_out_print(out, "%%%02X", (unsigned char)url.p[i]);
        else
            wire_out_byte(out, url.p[i]);
    }
    wire_out_lit(out, ">)");
}

/* True where "*" can open before and close behind the text, whatever stands around: a letter or digit at its ends, and
 * a space, punctuation or nothing outside. Elsewhere tags do. */
static bool can_star(wire_str text, char before, char after)
{
    if (!text.n)
        return false;
    const char first = text.p[0], last = text.p[text.n - 1];
    const bool is_first_word = (unsigned char)first < 0x80 && !is_punctuation(first);
    const bool is_last_word = (unsigned char)last < 0x80 && !is_punctuation(last);
    const bool is_free_before = !before || before == ' ' || is_punctuation(before);
    const bool is_free_after = !after || after == ' ' || is_punctuation(after);
    return is_first_word && is_last_word && is_free_before && is_free_after;
}

static const struct mark {
    uint32_t mark;
    const char *star, *name;
} MARKS[] = {
    {WIRE_MARK_STRONG, "**", "strong"}, {WIRE_MARK_EM, "*", "em"},    {WIRE_MARK_CODE, NULL, "code"},
    {WIRE_MARK_SUB, NULL, "sub"},       {WIRE_MARK_SUP, NULL, "sup"}, {WIRE_MARK_STRIKE, NULL, "s"},
};

enum { N_MARKS = sizeof MARKS / sizeof *MARKS };

static void put_marks(md *m, uint32_t marks, bool with_stars, bool is_end)
{
    for (int i = 0; i < N_MARKS; i++) {
        const struct mark *mark = &MARKS[is_end ? N_MARKS - 1 - i : i];
        if (!(marks & mark->mark))
            continue;
        if (with_stars && mark->star)
            wire_out_put(m->out, wire_str_of(mark->star));
        else
            wire_out_print(m->out, is_end ? "</%s>" : "<%s>", mark->name);
    }
}

/* Stars stand beside letters: the spaces at a span's ends stand outside them. */
static wire_str cut_spaces(wire_str text, wire_str *lead, wire_str *tail)
{
    size_t from = 0, end = text.n;
    while (from < end && text.p[from] == ' ')
        from++;
    while (end > from && text.p[end - 1] == ' ')
        end--;
    *lead = wire_str_cut(text, 0, from);
    *tail = wire_str_cut(text, end, text.n);
    return wire_str_cut(text, from, end);
}

static void put_spans(md *m, const wire_block *block)
{
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_span *span = &block->spans[i];
        const wire_str was = i ? block->spans[i - 1].text : (wire_str){0};
        const wire_str next = i + 1 < block->n_spans ? block->spans[i + 1].text : (wire_str){0};
        const bool is_linked = span->href.n && wire__is_link(span->href);
        const bool one_mark = (span->marks & (span->marks - 1)) == 0;
        wire_str lead, tail;
        const wire_str text = cut_spaces(span->text, &lead, &tail);
        const char before = lead.n ? ' ' : was.n ? was.p[was.n - 1] : 0, behind = tail.n ? ' ' : next.n ? next.p[0] : 0;
        const bool with_stars = one_mark && can_star(text, before, behind);
        wire_out_put(m->out, lead);
        if (!text.n)
            continue;
        if (is_linked)
            wire_out_byte(m->out, '[');
        put_marks(m, span->marks, with_stars, false);
        for (wire_str rest = text; rest.n;) {
            const char *end = memchr(rest.p, '\n', rest.n);
            const size_t n = end ? (size_t)(end - rest.p) : rest.n;
            put_escaped(m->out, wire_str_cut(rest, 0, n), rest.p != text.p || (!i && !is_linked));
            if (end) {
                wire_out_lit(m->out, "\\\n");
                start_line(m);
            }
            rest = wire_str_cut(rest, n + (end != NULL), rest.n);
        }
        put_marks(m, span->marks, with_stars, true);
        if (is_linked)
            put_destination(m->out, span->href);
        wire_out_put(m->out, tail);
    }
}

/* Ends the last line of a block. */
static void end_block(md *m)
{
    wire_out_byte(m->out, '\n');
    m->has_gap = true;
}

/* Puts the empty line that parts a block from the one before; within what both are in. */
static void part_block(md *m, wire_block_kind kind)
{
    const bool is_of_list = kind == WIRE_BLOCK_ITEM || kind == WIRE_BLOCK_LIST;
    if (m->has_gap || (m->was_item && !is_of_list)) {
        put_prefix(m);
        wire_out_byte(m->out, '\n');
    }
    m->has_gap = m->was_item = false;
}

/* Length of the longest run of backticks: the fence is one longer. */
static size_t longest_ticks(const wire_block *block)
{
    size_t longest = 2, run = 0;
    for (uint32_t i = 0; i < block->n_spans; i++)
        for (size_t j = 0; j < block->spans[i].text.n; j++) {
            run = block->spans[i].text.p[j] == '`' ? run + 1 : 0;
            longest = run > longest ? run : longest;
        }
    return longest;
}

static void put_fence(md *m, size_t n)
{
    start_line(m);
    for (size_t i = 0; i < n; i++)
        wire_out_byte(m->out, '`');
    wire_out_byte(m->out, '\n');
}

static void put_code(md *m, const wire_block *block)
{
    const size_t n = longest_ticks(block) + 1;
    put_fence(m, n);
    start_line(m);
    for (uint32_t i = 0; i < block->n_spans; i++)
        for (size_t j = 0; j < block->spans[i].text.n; j++) {
            const char c = block->spans[i].text.p[j];
            if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
                wire_out_byte(m->out, c);
            if (c == '\n')
                start_line(m);
        }
    wire_out_byte(m->out, '\n');
    put_fence(m, n);
    m->has_gap = true;
}

static void put_row(md *m, uint32_t at, uint32_t n_columns)
{
    const uint32_t end = at + wire_block_extent(m->story, at);
    uint32_t n = 0;
    wire_out_byte(m->out, '|');
    for (uint32_t i = at + 1; i < end && n < n_columns; i++, n++) {
        wire_out_byte(m->out, ' ');
        for (uint32_t j = 0; j < m->story->blocks[i].n_spans; j++)
            put_escaped(m->out, m->story->blocks[i].spans[j].text, false);
        wire_out_lit(m->out, " |");
    }
    for (; n < n_columns; n++)
        wire_out_lit(m->out, "  |");
    wire_out_byte(m->out, '\n');
}

static void put_cells(md *m, wire_str cell, uint32_t n_columns)
{
    wire_out_byte(m->out, '|');
    for (uint32_t i = 0; i < n_columns; i++)
        wire_out_put(m->out, cell);
    wire_out_byte(m->out, '\n');
}

/* A whole table; the first row is the head where its first cell is one, else the head is empty. */
static void put_table(md *m, uint32_t at)
{
    const wire_block *blocks = m->story->blocks;
    const uint32_t end = at + wire_block_extent(m->story, at);
    uint32_t n_columns = 0, n = 0;
    for (uint32_t i = at + 1; i < end; i++) {
        n = blocks[i].kind == WIRE_BLOCK_ROW ? 0 : n + 1;
        n_columns = n > n_columns ? n : n_columns;
    }
    if (!n_columns)
        return;
    uint32_t row = at + 1;
    start_line(m);
    if (blocks[row].kind == WIRE_BLOCK_ROW && row + 1 < end && blocks[row + 1].is_header) {
        put_row(m, row, n_columns);
        row += wire_block_extent(m->story, row);
    } else {
        put_cells(m, WIRE_STR("  |"), n_columns);
    }
    start_line(m);
    put_cells(m, WIRE_STR(" --- |"), n_columns);
    for (; row < end; row += wire_block_extent(m->story, row)) {
        start_line(m);
        put_row(m, row, n_columns);
    }
    m->has_gap = true;
}

static void put_figure(md *m, const wire_block *block)
{
    const wire_figure *f = block->figure;
    const bool is_image = block->kind == WIRE_BLOCK_IMAGE;
    if (!f)
        return;
    if (wire__is_link(f->url)) {
        wire_out_put(m->out, is_image ? WIRE_STR("![") : WIRE_STR("["));
        const wire_str label = is_image ? f->alt : f->provider.n ? f->provider : f->url;
        put_escaped(m->out, label, false);
        put_destination(m->out, f->url);
    }
    const wire_str texts[] = {f->text, f->caption, f->credit};
    for (size_t i = 0; i < 3; i++) {
        if (!texts[i].n)
            continue;
        wire_out_byte(m->out, ' ');
        put_escaped(m->out, texts[i], true);
    }
    end_block(m);
}

/* Closes what the next block is no longer in. */
static void close_to(md *m, uint8_t depth)
{
    while (m->n_open && m->depths[m->n_open - 1] >= depth)
        m->n_open--;
    m->n_prefix = m->n_open ? m->ends[m->n_open - 1] : 0;
}

static void add_prefix(md *m, const char *text, size_t n)
{
    if (m->n_prefix + n > sizeof m->prefix)
        return; /* deeper than anyone indents: what is inside stays at this level */
    memcpy(m->prefix + m->n_prefix, text, n);
    m->n_prefix += n;
}

static void put_item(md *m, const wire_block *block)
{
    uint64_t *number = m->n_open ? &m->numbers[m->n_open - 1] : NULL;
    char marker[32] = "- ";
    size_t n = 2;
    if (number && *number) {
        n = (size_t)snprintf(marker, sizeof marker, "%llu. ", (unsigned long long)(*number)++);
    }
    start_line(m);
    wire_out_put(m->out, (wire_str){marker, n});
    add_prefix(m, "                                ", n);
    put_spans(m, block);
    wire_out_byte(m->out, '\n');
    m->was_item = true;
}

static void put_heading(md *m, uint8_t level, const wire_block *block, wire_str text)
{
    static const char HASHES[] = "######";
    start_line(m);
    wire_out_put(m->out, (wire_str){HASHES, level < 1 ? 1 : level > 6 ? 6 : level});
    wire_out_byte(m->out, ' ');
    if (block)
        put_spans(m, block);
    put_escaped(m->out, text, false);
    end_block(m);
}

static void put_stamp(md *m, const wire_stamp *stamp, wire__word word)
{
    wire_str before, after;
    wire__pattern_part(m->words->words[word], WIRE_STR("{stamp}"), &before, &after);
    wire_out_put(m->out, before);
    wire_theme_stamp(m->theme, m->story->language, stamp, NULL, m->out);
    wire_out_put(m->out, after);
}

static void put_update(md *m, const wire_update *update)
{
    if (!update)
        return;
    if (update->headline.n) {
        put_heading(m, 2, NULL, update->headline);
        part_block(m, WIRE_BLOCK_UPDATE);
    }
    if (update->published.is_known) {
        start_line(m);
        wire_theme_stamp(m->theme, m->story->language, &update->published, NULL, m->out);
        end_block(m);
    }
    if (!update->modified.is_known)
        return;
    if (update->published.is_known)
        part_block(m, WIRE_BLOCK_UPDATE);
    start_line(m);
    put_stamp(m, &update->modified, WIRE__WORD_UPDATED);
    end_block(m);
}

/* Writes a block (a table: with all in it); returns the next to write. */
static uint32_t put_block(md *m, uint32_t at)
{
    const wire_block *block = &m->story->blocks[at];
    switch (block->kind) {
    case WIRE_BLOCK_HEADING:
        put_heading(m, block->level, block, (wire_str){0});
        break;
    case WIRE_BLOCK_QUOTE:
        add_prefix(m, "> ", 2);
        if (!block->n_spans)
            break;
        start_line(m);
        put_spans(m, block);
        end_block(m);
        break;
    case WIRE_BLOCK_LIST:
        break;
    case WIRE_BLOCK_ITEM:
        put_item(m, block);
        break;
    case WIRE_BLOCK_TABLE:
        put_table(m, at);
        return at + wire_block_extent(m->story, at);
    case WIRE_BLOCK_CODE:
        put_code(m, block);
        break;
    case WIRE_BLOCK_IMAGE:
    case WIRE_BLOCK_EMBED:
        put_figure(m, block);
        break;
    case WIRE_BLOCK_UPDATE:
        put_update(m, block->update);
        break;
    case WIRE_BLOCK_PARAGRAPH:
    case WIRE_BLOCK_ROW:
    case WIRE_BLOCK_CELL:
        start_line(m);
        put_spans(m, block);
        end_block(m);
        break;
    }
    return at + 1;
}

static void put_body(md *m)
{
    for (uint32_t i = 0; i < m->story->n_blocks;) {
        const wire_block *block = &m->story->blocks[i];
        close_to(m, block->depth);
        const uint32_t at = m->n_open;
        m->open[at] = block->kind;
        m->depths[at] = block->depth;
        m->numbers[at] = block->kind == WIRE_BLOCK_LIST && block->is_ordered;
        part_block(m, block->kind);
        i = put_block(m, i);
        m->ends[at] = m->n_prefix;
        m->n_open = at + 1;
    }
    close_to(m, 0);
    part_block(m, WIRE_BLOCK_PARAGRAPH);
}

static void put_line(md *m, wire__word word, wire_str slot, wire_str value)
{
    wire_str before, after;
    wire__pattern_part(m->words->words[word], slot, &before, &after);
    wire_out_put(m->out, before);
    put_escaped(m->out, value, false);
    wire_out_put(m->out, after);
    wire_out_lit(m->out, "\n\n");
}

static void put_story_stamp(md *m)
{
    wire__word word;
    const wire_stamp *stamp = wire__story_stamp(m->story, &word);
    if (!stamp->is_known)
        return;
    put_stamp(m, stamp, word);
    wire_out_lit(m->out, "\n\n");
}

static void put_byline(md *m)
{
    wire_str before, after;
    if (!m->story->n_authors)
        return;
    wire__pattern_part(m->words->words[WIRE__WORD_BY], WIRE_STR("{names}"), &before, &after);
    wire_out_put(m->out, before);
    wire__names_write(m->words, m->story, m->out, put_name, NULL);
    wire_out_put(m->out, after);
    wire_out_lit(m->out, "\n\n");
}

static void put_omitted(md *m)
{
    wire_str before, after;
    if (!m->story->n_omitted)
        return;
    wire__pattern_part(m->words->words[WIRE__WORD_OMITTED], WIRE_STR("{list}"), &before, &after);
    wire_out_put(m->out, before);
    wire__omitted_write(m->words, m->story, m->out, put_name, NULL);
    wire_out_put(m->out, after);
    wire_out_lit(m->out, "\n\n");
}

void wire__write_md(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out)
{
    (void)opts;
    md m = {.theme = theme, .words = wire__theme_words(theme, story->language), .story = story, .out = out};
    if (story->headline.n) {
        put_heading(&m, 1, NULL, story->headline);
        part_block(&m, WIRE_BLOCK_PARAGRAPH);
    }
    if (story->abstract.n) {
        put_escaped(out, story->abstract, true);
        wire_out_lit(out, "\n\n");
    }
    put_byline(&m);
    put_story_stamp(&m);
    if (story->publisher.n)
        put_line(&m, WIRE__WORD_SOURCE, WIRE_STR("{name}"), story->publisher);
    put_body(&m);
    put_omitted(&m);
    if (wire__is_link(story->url)) {
        wire_out_byte(out, '[');
        wire_out_put(out, m.words->words[WIRE__WORD_SEE_FULL]);
        put_destination(out, story->url);
        wire_out_byte(out, '\n');
    }
}
