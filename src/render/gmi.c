/* gmi.c: a story as gemtext: a line a paragraph, links on lines of their own behind it. */
#include "render/gmi.h"

#include <stdio.h>

#include "base/utf8.h"

enum { MOST_LINKS = 64 }; /* of a block */

typedef struct gmi {
    const wire__words *words;
    const wire_theme *theme;
    const wire_story *story;
    wire_out *out;
    uint64_t numbers[256]; /* of the next item, by the depth of its list; 0: not ordered */
    bool was_item;         /* the last line is one of a list's */
} gmi;

void wire__gmi_text(wire_out *out, wire_str text)
{
    size_t from = 0;
    for (size_t i = 0, next = 0; i < text.n; i = next) {
        const uint32_t c = wire__utf8_next(text, &next);
        const bool is_bidi = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        const bool is_space = c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029;
        if (!is_space && !is_bidi && c != WIRE__UTF8_BAD && !wire__utf8_is_forbidden(c))
            continue;
        wire_out_put(out, wire_str_cut(text, from, i));
        if (c == WIRE__UTF8_BAD)
            wire_out_lit(out, "\uFFFD");
        else if (is_space)
            wire_out_byte(out, ' ');
        from = next;
    }
    wire_out_put(out, wire_str_cut(text, from, text.n));
}

void wire__gmi_link(wire_out *out, wire_str url, wire_str text)
{
    wire_out_lit(out, "=> ");
    wire_out_put(out, url);
    wire_out_byte(out, ' ');
    wire__gmi_text(out, text.n ? text : url);
    wire_out_byte(out, '\n');
}

static void put_gap(gmi *g)
{
    if (g->was_item)
        wire_out_byte(g->out, '\n');
    g->was_item = false;
}

/* A line of text must not begin as another kind of line does. */
static void guard(wire_out *out, wire_str line)
{
    if (line.n && (line.p[0] == '#' || line.p[0] == '*' || line.p[0] == '>' ||
                   wire_str_has_prefix(line, WIRE_STR("=>")) || wire_str_has_prefix(line, WIRE_STR("```"))))
        wire_out_byte(out, ' ');
}

/* The lines of a block's text, each with the mark before it; a mark of its own needs no guard. */
static void put_lines(gmi *g, const wire_block *block, const char *mark)
{
    wire_out text;
    wire_out_open_memory(&text, 0);
    wire_block_text(block, &text);
    wire_str rest = wire_out_text(&text);
    while (rest.n) {
        const size_t end = wire_str_find(rest, WIRE_STR("\n"));
        const wire_str line = wire_str_trim(wire_str_cut(rest, 0, end));
        rest = end == SIZE_MAX ? (wire_str){NULL, 0} : wire_str_cut(rest, end + 1, rest.n);
        if (!line.n)
            continue;
        wire_out_put(g->out, wire_str_of(mark));
        if (!*mark)
            guard(g->out, line);
        wire__gmi_text(g->out, line);
        wire_out_byte(g->out, '\n');
    }
    if (text.code && !g->out->code)
        g->out->code = text.code;
    (void)wire_out_close(&text, NULL);
}

/* The links of a block, each once, by the words they stand on. */
static void put_links(gmi *g, const wire_block *block)
{
    wire_str seen[MOST_LINKS];
    uint32_t n = 0;
    for (uint32_t i = 0; i < block->n_spans && n < MOST_LINKS; i++) {
        const wire_span *span = &block->spans[i];
        bool is_known = !wire__is_link(span->href);
        for (uint32_t j = 0; j < n && !is_known; j++)
            is_known = wire_str_is(seen[j], span->href);
        if (is_known)
            continue;
        seen[n++] = span->href;
        wire__gmi_link(g->out, span->href, wire_str_trim(span->text));
    }
}

static void put_name(void *user, wire_out *out, wire_str name)
{
    (void)user;
    wire__gmi_text(out, name);
}

static void put_pattern(gmi *g, wire__word word, wire_str slot, wire_str value)
{
    wire_str before, after;
    wire__pattern_part(g->words->words[word], slot, &before, &after);
    wire__gmi_text(g->out, before);
    wire__gmi_text(g->out, value);
    wire__gmi_text(g->out, after);
    wire_out_byte(g->out, '\n');
}

static void put_stamp(gmi *g, const wire_stamp *stamp, wire__word word)
{
    wire_str before, after;
    if (!stamp->is_known)
        return;
    wire__pattern_part(g->words->words[word], WIRE_STR("{stamp}"), &before, &after);
    wire__gmi_text(g->out, before);
    wire_theme_stamp(g->theme, g->story->language, stamp, NULL, g->out);
    wire__gmi_text(g->out, after);
    wire_out_byte(g->out, '\n');
}

static void put_header(gmi *g)
{
    const wire_story *s = g->story;
    wire_out *out = g->out;
    wire_str before, after;
    wire_out_lit(out, "# ");
    wire__gmi_text(out,
                   wire_str_trim(s->headline).n ? wire_str_trim(s->headline) : g->words->words[WIRE__WORD_UNTITLED]);
    wire_out_lit(out, "\n\n");
    if (wire_str_trim(s->abstract).n) {
        guard(out, s->abstract);
        wire__gmi_text(out, s->abstract);
        wire_out_lit(out, "\n\n");
    }
    wire__word word;
    const wire_stamp *stamp = wire__story_stamp(s, &word);
    if (s->n_authors) {
        wire__pattern_part(g->words->words[WIRE__WORD_BY], WIRE_STR("{names}"), &before, &after);
        wire__gmi_text(out, before);
        wire__names_write(g->words, s, out, put_name, NULL);
        wire__gmi_text(out, after);
        wire_out_byte(out, '\n');
    }
    put_stamp(g, stamp, word);
    if (s->publisher.n)
        put_pattern(g, WIRE__WORD_SOURCE, WIRE_STR("{name}"), s->publisher);
    wire_out_byte(out, '\n');
}

static void put_figure(gmi *g, const wire_figure *figure, bool is_image)
{
    const wire_str says = figure->caption.n ? figure->caption : is_image ? figure->alt : figure->text;
    wire_out line;
    wire_str before, after;
    if (!says.n && !wire__is_link(figure->url))
        return;
    put_gap(g);
    wire_out_open_memory(&line, 0);
    if (is_image) {
        wire__pattern_part(g->words->words[WIRE__WORD_PHOTO], WIRE_STR("{text}"), &before, &after);
        wire_out_put(&line, before);
        wire_out_put(&line, says);
        wire_out_put(&line, after);
    } else {
        wire_out_put(&line, figure->provider);
        wire_out_put(&line, figure->provider.n && says.n ? WIRE_STR(": ") : WIRE_STR(""));
        wire_out_put(&line, says);
    }
    if (figure->credit.n) {
        wire__pattern_part(g->words->words[WIRE__WORD_PAREN], WIRE_STR("{note}"), &before, &after);
        wire_out_put(&line, before);
        wire_out_put(&line, figure->credit);
        wire_out_put(&line, after);
    }
    if (wire__is_link(figure->url)) {
        wire__gmi_link(g->out, figure->url, wire_str_trim(wire_out_text(&line)));
    } else {
        guard(g->out, wire_out_text(&line));
        wire__gmi_text(g->out, wire_out_text(&line));
        wire_out_byte(g->out, '\n');
    }
    wire_out_byte(g->out, '\n');
    (void)wire_out_close(&line, NULL);
}

/* Preformatted: the only lines in which white space counts. */
static void put_code(gmi *g, const wire_block *block)
{
    put_gap(g);
    wire_out text;
    wire_out_open_memory(&text, 0);
    wire_block_text(block, &text);
    wire_out_lit(g->out, "```\n");
    for (wire_str rest = wire_out_text(&text); rest.n;) {
        const size_t end = wire_str_find(rest, WIRE_STR("\n"));
        const wire_str line = wire_str_cut(rest, 0, end);
        if (wire_str_has_prefix(line, WIRE_STR("```"))) /* would end it */
            wire_out_byte(g->out, ' ');
        wire__gmi_text(g->out, line);
        wire_out_byte(g->out, '\n');
        rest = end == SIZE_MAX ? (wire_str){NULL, 0} : wire_str_cut(rest, end + 1, rest.n);
    }
    wire_out_lit(g->out, "```\n\n");
    (void)wire_out_close(&text, NULL);
}

/* A table is preformatted, a row a line, cells parted by bars. Returns the block behind it. */
static uint32_t put_table(gmi *g, uint32_t at)
{
    const uint32_t end = at + wire_block_extent(g->story, at);
    bool is_row_new = true;
    put_gap(g);
    wire_out_lit(g->out, "```\n");
    for (uint32_t i = at + 1; i < end; i++) {
        const wire_block *block = &g->story->blocks[i];
        if (block->kind == WIRE_BLOCK_ROW && i > at + 1)
            wire_out_byte(g->out, '\n');
        is_row_new |= block->kind == WIRE_BLOCK_ROW;
        if (block->kind == WIRE_BLOCK_CELL && !is_row_new)
            wire_out_lit(g->out, " | ");
        is_row_new &= block->kind != WIRE_BLOCK_CELL;
        for (uint32_t j = 0; j < block->n_spans; j++)
            wire__gmi_text(g->out, block->spans[j].text);
    }
    wire_out_lit(g->out, "\n```\n\n");
    return end;
}

static void put_item(gmi *g, const wire_block *block)
{
    uint64_t *number = block->depth ? &g->numbers[block->depth - 1] : NULL;
    char mark[32] = "* ";
    if (number && *number)
        snprintf(mark, sizeof mark, "* %llu. ", (unsigned long long)(*number)++);
    put_lines(g, block, mark);
    put_links(g, block);
    g->was_item = true;
}

static void put_update(gmi *g, const wire_update *update)
{
    put_gap(g);
    if (update && update->headline.n) {
        wire_out_lit(g->out, "## ");
        wire__gmi_text(g->out, update->headline);
        wire_out_lit(g->out, "\n");
    }
    if (update) {
        put_stamp(g, &update->published, WIRE__WORD_PUBLISHED);
        put_stamp(g, &update->modified, WIRE__WORD_UPDATED);
    }
    wire_out_byte(g->out, '\n');
}

static uint32_t put_block(gmi *g, uint32_t at)
{
    const wire_block *block = &g->story->blocks[at];
    g->numbers[block->depth] = block->kind == WIRE_BLOCK_LIST && block->is_ordered;
    switch (block->kind) {
    case WIRE_BLOCK_LIST:
    case WIRE_BLOCK_ROW:
        break;
    case WIRE_BLOCK_ITEM:
        put_item(g, block);
        break;
    case WIRE_BLOCK_TABLE:
        return put_table(g, at);
    case WIRE_BLOCK_CODE:
        put_code(g, block);
        break;
    case WIRE_BLOCK_IMAGE:
    case WIRE_BLOCK_EMBED:
        if (block->figure)
            put_figure(g, block->figure, block->kind == WIRE_BLOCK_IMAGE);
        break;
    case WIRE_BLOCK_UPDATE:
        put_update(g, block->update);
        break;
    case WIRE_BLOCK_PARAGRAPH:
    case WIRE_BLOCK_HEADING:
    case WIRE_BLOCK_QUOTE:
    case WIRE_BLOCK_CELL:
        if (!block->n_spans)
            break;
        put_gap(g);
        put_lines(g, block,
                  block->kind == WIRE_BLOCK_QUOTE     ? "> "
                  : block->kind != WIRE_BLOCK_HEADING ? ""
                  : block->level <= 2                 ? "## "
                                                      : "### ");
        put_links(g, block);
        wire_out_byte(g->out, '\n');
    }
    return at + 1;
}

static void put_omitted(gmi *g)
{
    wire_str before, after;
    if (!g->story->n_omitted)
        return;
    wire__pattern_part(g->words->words[WIRE__WORD_OMITTED], WIRE_STR("{list}"), &before, &after);
    wire__gmi_text(g->out, before);
    wire__omitted_write(g->words, g->story, g->out, put_name, NULL);
    wire__gmi_text(g->out, after);
    wire_out_lit(g->out, "\n\n");
}

void wire__write_gmi(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out)
{
    (void)opts;
    gmi g = {.words = wire__theme_words(theme, story->language), .theme = theme, .story = story, .out = out};
    put_header(&g);
    for (uint32_t i = 0; i < story->n_blocks;)
        i = put_block(&g, i);
    put_gap(&g);
    put_omitted(&g);
    if (wire__is_link(story->url))
        wire__gmi_link(out, story->url, g.words->words[WIRE__WORD_SEE_FULL]);
}
