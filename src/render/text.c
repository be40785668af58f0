/* text.c: a story as plain text, as the contract has it. */
#include "render/format.h"

#include "base/utf8.h"

/* What is written, and a memory sink in which a line is put together before it is wrapped. */
typedef struct text {
    const wire_theme *theme;
    const wire__words *words;
    const wire_story *story;
    wire_out *out;
    wire_out line;
    uint32_t columns;
} text;

/* Copies text without what would move a terminal's cursor or turn its lines; "\n" stays. */
static void put_plain(wire_out *out, wire_str s)
{
    size_t from = 0;
    for (size_t i = 0, next = 0; i < s.n; i = next) {
        const uint32_t c = wire__utf8_next(s, &next);
        const bool is_bidi = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        if (c == '\n' || c == '\t' || (c != WIRE__UTF8_BAD && !wire__utf8_is_forbidden(c) && c != '\r' && !is_bidi))
            continue;
        wire_out_put(out, wire_str_cut(s, from, i));
        if (c == WIRE__UTF8_BAD)
            wire_out_lit(out, "\uFFFD");
        from = next;
    }
    wire_out_put(out, wire_str_cut(s, from, s.n));
}

static void put_name(void *user, wire_out *out, wire_str name)
{
    (void)user;
    put_plain(out, name);
}

/* Ends the line that was put together. */
static void end_line(text *t, wire_str indent)
{
    if (t->line.code && !t->out->code)
        t->out->code = t->line.code;
    wire__wrap(t->out, wire_out_text(&t->line), t->columns, indent);
    wire_out_byte(t->out, '\n');
    wire_out_reset(&t->line);
}

static void put_pattern(text *t, wire__word word, wire_str slot, wire_str value)
{
    wire_str before, after;
    wire__pattern_part(t->words->words[word], slot, &before, &after);
    wire_out_put(&t->line, before);
    put_plain(&t->line, value);
    wire_out_put(&t->line, after);
    end_line(t, (wire_str){0});
}

static void put_byline(text *t)
{
    wire_str before, after;
    wire__pattern_part(t->words->words[WIRE__WORD_BY], WIRE_STR("{names}"), &before, &after);
    wire_out_put(&t->line, before);
    if (t->story->n_authors && wire__names_write(t->words, t->story, &t->line, put_name, NULL)) {
        wire_out_put(&t->line, after);
        end_line(t, (wire_str){0});
    }
    wire_out_reset(&t->line);
}

static void put_stamp(text *t, const wire_stamp *stamp, wire__word word)
{
    wire_str before, after;
    if (!stamp->is_known)
        return;
    wire__pattern_part(t->words->words[word], WIRE_STR("{stamp}"), &before, &after);
    wire_out_put(&t->line, before);
    wire_theme_stamp(t->theme, t->story->language, stamp, NULL, &t->line);
    wire_out_put(&t->line, after);
    end_line(t, (wire_str){0});
}

/* A note's mark or a power: "1931" with a raised 1 is not 19311. */
static void put_raised(wire_out *out, wire_str digits)
{
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    for (size_t i = 0; i < digits.n; i++)
        wire_out_put(out, wire_str_of(raised[digits.p[i] - '0']));
}

static bool is_number(wire_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n;
}

static void put_spans(text *t, const wire_block *block)
{
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_span *span = &block->spans[i];
        if (span->marks & WIRE_MARK_SUP && is_number(span->text))
            put_raised(&t->line, span->text);
        else
            put_plain(&t->line, span->text);
    }
}

/* What stands before an item and its indent, by how deep its list is. */
static wire_str open_item(text *t, uint32_t n_lists, uint64_t number)
{
    static const char SPACES[] = "                                        ";
    const size_t deep = (n_lists ? n_lists - 1 : 0) * 3 % (sizeof SPACES - 8);
    wire_out_put(t->out, (wire_str){SPACES, deep});
    if (!number) {
        wire_out_lit(t->out, "- ");
        return (wire_str){SPACES, deep + 2};
    }
    wire_out_print(t->out, "%llu. ", (unsigned long long)number);
    return (wire_str){SPACES, deep + (number < 10 ? 3 : number < 100 ? 4 : 5)};
}

/* Lists that are open, by the depth of their blocks. */
typedef struct lists {
    uint64_t numbers[256]; /* of the next item; 0: not ordered */
    bool is_list[256];
} lists;

static void put_item(text *t, const wire_block *block, lists *open)
{
    uint32_t n_lists = 0;
    for (uint32_t depth = 0; depth < block->depth; depth++)
        n_lists += open->is_list[depth];
    uint64_t *number = block->depth && open->is_list[block->depth - 1] ? &open->numbers[block->depth - 1] : NULL;
    const wire_str indent = open_item(t, n_lists, number ? *number : 0);
    if (number && *number)
        ++*number;
    put_spans(t, block);
    end_line(t, indent);
}

/* A row's cells on a line, parted by tabs, which are kept as they are. */
static uint32_t put_row(text *t, uint32_t at)
{
    const uint32_t end = at + wire_block_extent(t->story, at);
    for (uint32_t i = at + 1; i < end; i++) {
        if (i > at + 1)
            wire_out_byte(t->out, '\t');
        for (uint32_t j = 0; j < t->story->blocks[i].n_spans; j++)
            put_plain(t->out, t->story->blocks[i].spans[j].text);
    }
    wire_out_byte(t->out, '\n');
    return end;
}

/* Items and rows follow each other without an empty line. */
static bool is_closely_followed(const wire_story *story, uint32_t next, uint8_t depth)
{
    const wire_block *block = next < story->n_blocks ? &story->blocks[next] : NULL;
    return block && depth && block->depth &&
           (block->kind == WIRE_BLOCK_ITEM || block->kind == WIRE_BLOCK_ROW || block->kind == WIRE_BLOCK_LIST);
}

/* Writes one block (a row: with its cells); returns the next to write. */
static uint32_t put_block(text *t, uint32_t at, lists *open)
{
    const wire_block *block = &t->story->blocks[at];
    open->is_list[block->depth] = block->kind == WIRE_BLOCK_LIST;
    open->numbers[block->depth] = block->kind == WIRE_BLOCK_LIST && block->is_ordered;
    uint32_t next = at + 1;
    switch (block->kind) {
    case WIRE_BLOCK_ITEM:
        put_item(t, block, open);
        break;
    case WIRE_BLOCK_ROW:
        next = put_row(t, at);
        break;
    case WIRE_BLOCK_UPDATE:
        if (block->update && block->update->headline.n) {
            put_plain(&t->line, block->update->headline);
            end_line(t, (wire_str){0});
        }
        if (!block->update ||
            (!block->update->headline.n && !block->update->published.is_known && !block->update->modified.is_known))
            return next;
        put_stamp(t, &block->update->published, WIRE__WORD_PUBLISHED);
        put_stamp(t, &block->update->modified, WIRE__WORD_UPDATED);
        break;
    case WIRE_BLOCK_EMBED:
        if (!block->figure || !block->figure->text.n)
            return next;
        put_plain(&t->line, block->figure->text);
        end_line(t, (wire_str){0});
        break;
    case WIRE_BLOCK_CODE:
        for (uint32_t i = 0; i < block->n_spans; i++)
            put_plain(t->out, block->spans[i].text);
        wire_out_byte(t->out, '\n');
        break;
    default:
        if (!block->n_spans)
            return next;
        put_spans(t, block);
        end_line(t, (wire_str){0});
    }
    if (!is_closely_followed(t->story, next, block->depth))
        wire_out_byte(t->out, '\n');
    return next;
}

void wire__write_text(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out)
{
    text t = {.theme = theme, .words = wire__theme_words(theme, story->language), .story = story, .out = out};
    t.columns = opts ? opts->columns : 0;
    wire_out_open_memory(&t.line, 0);
    if (story->headline.n) {
        put_plain(&t.line, story->headline);
        end_line(&t, (wire_str){0});
        wire_out_byte(out, '\n');
    }
    wire__word word;
    const wire_stamp *stamp = wire__story_stamp(story, &word);
    put_byline(&t);
    put_stamp(&t, stamp, word);
    if (story->publisher.n)
        put_pattern(&t, WIRE__WORD_SOURCE, WIRE_STR("{name}"), story->publisher);
    if (story->n_authors || stamp->is_known || story->publisher.n)
        wire_out_byte(out, '\n');
    lists open = {0};
    for (uint32_t i = 0; i < story->n_blocks;)
        i = put_block(&t, i, &open);
    if (wire__is_link(story->url)) { /* an address is never broken */
        wire_out_put(out, t.words->words[WIRE__WORD_SEE_FULL]);
        wire_out_lit(out, ": ");
        put_plain(out, story->url);
        wire_out_byte(out, '\n');
    }
    (void)wire_out_close(&t.line, NULL);
}
