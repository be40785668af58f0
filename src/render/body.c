/* body.c: a story's flat blocks as HTML, one loop with a stack of what is open. */
#include "render/markup.h"

#include <string.h>

enum { MAX_OPEN = 257 }; /* depths 0 to 255, and one */

typedef struct body {
    const wire__words *words;
    const wire_story *story;
    const wire__body_opts *opts;
    wire_out *out;
    wire_block_kind open[MAX_OPEN];
    uint8_t depths[MAX_OPEN];
    uint32_t n_open;
    bool is_ordered[MAX_OPEN];
    uint8_t level;     /* of the last heading: the next may be one deeper */
    uint32_t n_update; /* so far */
    uint32_t n_rows;
} body;

/* Spans ------------------------------------------------------------------------------------- */

static const struct mark {
    uint32_t mark;
    wire_str open, close;
} MARKS[] = {
    {WIRE_MARK_STRONG, {"<strong>", 8}, {"</strong>", 9}}, {WIRE_MARK_EM, {"<em>", 4}, {"</em>", 5}},
    {WIRE_MARK_CODE, {"<code>", 6}, {"</code>", 7}},       {WIRE_MARK_SUB, {"<sub>", 5}, {"</sub>", 6}},
    {WIRE_MARK_SUP, {"<sup>", 5}, {"</sup>", 6}},          {WIRE_MARK_STRIKE, {"<s>", 3}, {"</s>", 4}},
};

enum { N_MARKS = sizeof MARKS / sizeof *MARKS };

static void put_span(wire_out *out, const wire_span *span, wire__bidi *bidi, bool with_breaks)
{
    for (int i = 0; span->marks && i < N_MARKS; i++)
        if (span->marks & MARKS[i].mark)
            wire_out_put(out, MARKS[i].open);
    wire__html_run(out, span->text, bidi, with_breaks);
    for (int i = N_MARKS - 1; span->marks && i >= 0; i--)
        if (span->marks & MARKS[i].mark)
            wire_out_put(out, MARKS[i].close);
}

static void put_spans(wire_out *out, const wire_block *block, bool with_breaks)
{
    wire__bidi bidi = {0};
    wire_str href = {0}; /* of the link that is open */
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_span *span = &block->spans[i];
        if (!wire_str_is(span->href, href)) {
            if (href.n)
                wire_out_lit(out, "</a>");
            href = span->href.n && wire__is_link(span->href) ? span->href : (wire_str){0};
            if (href.n) {
                wire_out_lit(out, "<a href=");
                wire__html_value(out, href);
                wire_out_byte(out, '>');
            }
        }
        put_span(out, span, &bidi, with_breaks);
    }
    if (href.n)
        wire_out_lit(out, "</a>");
    wire__html_bidi_end(out, &bidi);
}

/* Figures ----------------------------------------------------------------------------------- */

/* Writes what the pattern has around its slot; `inner` writes the slot's part of the figure. */
static void put_around(body *b, wire__word word, wire_str slot, const wire_figure *figure,
                       void (*inner)(body *b, const wire_figure *figure))
{
    wire_str before, after;
    wire__pattern_part(b->words->words[word], slot, &before, &after);
    wire__html_text(b->out, before);
    inner(b, figure);
    wire__html_text(b->out, after);
}

static void put_credit(body *b, const wire_figure *figure)
{
    wire__html_text(b->out, figure->credit);
}

static void put_caption(body *b, const wire_figure *figure)
{
    const bool with_alt = figure->alt.n && !wire_str_is(figure->alt, figure->caption);
    if (with_alt)
        wire__html_text(b->out, figure->alt);
    if (with_alt && figure->caption.n)
        wire_out_lit(b->out, " – ");
    wire__html_text(b->out, figure->caption);
    if (figure->credit.n)
        put_around(b, WIRE__WORD_PAREN, WIRE_STR("{note}"), figure, put_credit);
}

static void put_link(body *b, const wire_figure *figure, wire__word word)
{
    wire_out_lit(b->out, " <a href=");
    wire__html_value(b->out, figure->url);
    wire_out_byte(b->out, '>');
    wire__html_text(b->out, b->words->words[word]);
    wire_out_lit(b->out, "</a>");
}

static const wire_photo *find_small(const body *b, wire_str url)
{
    for (uint32_t i = 0; i < b->opts->small.n; i++)
        if (wire_str_is(b->opts->small.list[i].url, url))
            return &b->opts->small.list[i];
    return NULL;
}

/* What the caption says need not be said again to who does not see the photo. */
static void put_small(body *b, const wire_figure *figure, const wire_photo *photo)
{
    const bool with_alt = !wire_str_is(figure->alt, figure->caption);
    wire_out_print(b->out, "<figure><img src=%s%016llx.webp width=%u height=%u loading=lazy alt=",
                   b->opts->part.at ? "../" : "", (unsigned long long)photo->hash, photo->width, photo->height);
    wire__html_value(b->out, with_alt ? figure->alt : (wire_str){0});
    wire_out_byte(b->out, '>');
    if (figure->caption.n || figure->credit.n) {
        const wire_figure shown = {.caption = figure->caption, .credit = figure->credit};
        wire_out_lit(b->out, "<figcaption>");
        put_caption(b, &shown);
        wire_out_lit(b->out, "</figcaption>");
    }
    wire_out_lit(b->out, "</figure>\n");
}

static void put_image(body *b, const wire_figure *figure)
{
    const wire_photo *small = find_small(b, figure->url);
    if (small) {
        put_small(b, figure, small);
        return;
    }
    const bool has_text = figure->alt.n || figure->caption.n || figure->credit.n;
    const bool has_link = b->opts->photos != WIRE_PHOTOS_OFF && wire__is_link(figure->url);
    if (!has_text && !has_link)
        return;
    wire_out_lit(b->out, "<figure><figcaption>");
    if (has_text)
        put_around(b, WIRE__WORD_PHOTO, WIRE_STR("{text}"), figure, put_caption);
    if (has_link)
        put_link(b, figure, WIRE__WORD_PHOTO_LINK);
    wire_out_lit(b->out, "</figcaption></figure>\n");
}

static void put_embed(body *b, const wire_figure *figure)
{
    const bool has_link = wire__is_link(figure->url);
    if (!has_link && !figure->text.n && !figure->caption.n)
        return;
    wire_out_lit(b->out, "<figure>");
    if (figure->text.n) {
        wire__bidi bidi = {0};
        wire_out_lit(b->out, "<blockquote><p>");
        wire__html_run(b->out, figure->text, &bidi, true);
        wire__html_bidi_end(b->out, &bidi);
        wire_out_lit(b->out, "</blockquote>");
    }
    wire_out_lit(b->out, "<figcaption>");
    wire__html_text(b->out, figure->provider);
    if (figure->provider.n && figure->caption.n)
        wire_out_lit(b->out, ": ");
    wire__html_text(b->out, figure->caption);
    if (has_link)
        put_link(b, figure, WIRE__WORD_EMBED_LINK);
    wire_out_lit(b->out, "</figcaption></figure>\n");
}

/* Blocks ------------------------------------------------------------------------------------ */

static void close_to(body *b, uint32_t n)
{
    while (b->n_open > n) {
        const wire_block_kind kind = b->open[--b->n_open];
        if (kind == WIRE_BLOCK_QUOTE)
            wire_out_lit(b->out, "</blockquote>\n");
        else if (kind == WIRE_BLOCK_LIST)
            wire_out_put(b->out, b->is_ordered[b->n_open] ? WIRE_STR("</ol>\n") : WIRE_STR("</ul>\n"));
        else if (kind == WIRE_BLOCK_TABLE)
            wire_out_lit(b->out, "</table></div>\n");
        else if (kind == WIRE_BLOCK_UPDATE)
            wire_out_lit(b->out, "</section>\n");
    }
}

/* What must stand around a block that is not where its kind belongs: a paragraph right in a list, a cell without a
 * row. Nothing for well-made stories. */
static void put_missing_parent(body *b, wire_block_kind kind)
{
    const bool has_parent = b->n_open > 0;
    const wire_block_kind parent = has_parent ? b->open[b->n_open - 1] : WIRE_BLOCK_PARAGRAPH;
    if (has_parent && parent == WIRE_BLOCK_LIST && kind != WIRE_BLOCK_ITEM)
        wire_out_lit(b->out, "<li>");
    else if (has_parent && parent == WIRE_BLOCK_TABLE && kind != WIRE_BLOCK_ROW)
        wire_out_put(b->out, kind == WIRE_BLOCK_CELL ? WIRE_STR("<tr>") : WIRE_STR("<tr><td>"));
    else if (has_parent && parent == WIRE_BLOCK_ROW && kind != WIRE_BLOCK_CELL)
        wire_out_lit(b->out, "<td>");
}

static bool is_in(const body *b, wire_block_kind parent)
{
    return b->n_open && b->open[b->n_open - 1] == parent;
}

static void open_heading(body *b, uint8_t wanted)
{
    const uint8_t deepest = b->level < 6 ? (uint8_t)(b->level + 1) : 6;
    b->level = wanted < 2 ? 2 : wanted > deepest ? deepest : wanted;
    wire_out_print(b->out, "<h%u>", b->level);
}

static void close_heading(body *b)
{
    wire_out_print(b->out, "</h%u>\n", b->level);
}

static void put_heading(body *b, const wire_block *block)
{
    open_heading(b, block->level);
    put_spans(b->out, block, true);
    close_heading(b);
}

static void put_cell(body *b, const wire_block *block)
{
    if (!block->is_header)
        wire_out_lit(b->out, "<td>");
    else
        wire_out_put(b->out, b->n_rows <= 1 ? WIRE_STR("<th scope=col>") : WIRE_STR("<th scope=row>"));
    put_spans(b->out, block, true);
}

static void put_table(body *b)
{
    b->n_rows = 0;
    if (b->opts->is_feed) {
        wire_out_lit(b->out, "<div><table>");
        return;
    }
    wire_out_lit(b->out, "<div tabindex=0 role=group aria-label="); /* scrolls, by keyboard too */
    wire__html_value(b->out, b->words->words[WIRE__WORD_TABLE]);
    wire_out_lit(b->out, "><table>");
}

static bool is_anchor(wire_str id)
{
    for (size_t i = 0; i < id.n; i++)
        if (!((id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= 'A' && id.p[i] <= 'Z') ||
              (id.p[i] >= '0' && id.p[i] <= '9') || id.p[i] == '-' || id.p[i] == '_'))
            return false;
    return id.n > 0 && id.n <= 64;
}

static void put_stamp(body *b, const wire_stamp *stamp)
{
    const wire__moment m = wire__moment_of(stamp, b->opts->zone, b->story->language);
    wire__html_time(b->out, stamp);
    wire__moment_write(b->words, &m, m.has_time ? WIRE__WORD_STAMP : WIRE__WORD_DATE, b->out);
    wire_out_lit(b->out, "</time>");
}

void wire__html_update_id(wire_out *out, const wire_update *update, uint32_t number)
{
    if (update && is_anchor(update->id))
        wire_out_print(out, "u-%.*s", WIRE_ARG(update->id));
    else
        wire_out_print(out, "u%u", number);
}

/* An update's heading is its headline, else its stamp: so all of them can be walked through by heading. */
static void put_update(body *b, const wire_update *update)
{
    const bool has_stamp = update->published.is_known;
    b->n_update++;
    wire_out_lit(b->out, "<section");
    if (!b->opts->is_feed) {
        wire_out_lit(b->out, " id=");
        wire__html_update_id(b->out, update, b->n_update);
    }
    wire_out_byte(b->out, '>');
    if (update->headline.n || has_stamp) {
        open_heading(b, 2);
        if (update->headline.n)
            wire__html_text(b->out, update->headline);
        else
            put_stamp(b, &update->published);
        close_heading(b);
    }
    if (update->headline.n && has_stamp) {
        wire_out_lit(b->out, "<p>");
        put_stamp(b, &update->published);
        wire_out_byte(b->out, '\n');
    }
    if (update->modified.is_known) {
        wire_str before, after;
        wire__pattern_part(b->words->words[WIRE__WORD_UPDATED], WIRE_STR("{stamp}"), &before, &after);
        wire_out_lit(b->out, "<p>");
        wire__html_text(b->out, before);
        put_stamp(b, &update->modified);
        wire__html_text(b->out, after);
        wire_out_byte(b->out, '\n');
    }
}

/* What may stand behind the word: "Correction: ...", "Correction (20 November): ...". */
static bool is_note_mark(wire_str rest)
{
    static const wire_str MARKS_BEHIND[] = {{":", 1},  {" :", 2}, {",", 1},  {" (", 2},     {"(", 1},
                                            {" –", 4}, {" —", 4}, {"：", 3}, {"\u00a0:", 3}};
    for (size_t i = 0; i < sizeof MARKS_BEHIND / sizeof *MARKS_BEHIND; i++)
        if (wire_str_has_prefix(rest, MARKS_BEHIND[i]))
            return true;
    return false;
}

/* True where a word of the list may begin with the byte, in either case: most paragraphs end their trial here. */
static bool may_begin(wire_str list, char first)
{
    const char *const end = list.p + list.n;
    for (const char *p = list.p; p < end; p++) {
        while (p < end && *p == ' ')
            p++;
        if (p < end && !((*p ^ first) & ~0x20))
            return true;
        p = p < end ? memchr(p, ',', (size_t)(end - p)) : NULL;
        if (!p)
            break;
    }
    return false;
}

bool wire__is_correction(const wire__words *words, const wire_block *block)
{
    wire_str list = words->words[WIRE__WORD_CORRECTION];
    const wire_str text = block->n_spans ? block->spans[0].text : (wire_str){0};
    if (block->kind != WIRE_BLOCK_PARAGRAPH || !text.n || !may_begin(list, *text.p))
        return false;
    const wire_str behind = block->n_spans > 1 ? block->spans[1].text : (wire_str){0};
    while (list.n) {
        const size_t comma = wire_str_find(list, WIRE_STR(","));
        const wire_str word = wire_str_trim(wire_str_cut(list, 0, comma));
        if (text.n >= word.n && wire_str_is_ci(wire_str_cut(text, 0, word.n), word) &&
            is_note_mark(text.n > word.n ? wire_str_cut(text, word.n, text.n) : behind))
            return true;
        list = comma == SIZE_MAX ? (wire_str){0} : wire_str_cut(list, comma + 1, list.n);
    }
    return false;
}

static void put_block(body *b, const wire_block *block)
{
    static const wire_figure NO_FIGURE = {0};
    static const wire_update NO_UPDATE = {0};
    const wire_figure *figure = block->figure ? block->figure : &NO_FIGURE;
    put_missing_parent(b, block->kind);
    switch (block->kind) {
    case WIRE_BLOCK_PARAGRAPH:
        wire_out_put(b->out, !b->opts->is_feed && wire__is_correction(b->words, block) ? WIRE_STR("<p role=note>")
                                                                                       : WIRE_STR("<p>"));
        put_spans(b->out, block, true);
        wire_out_byte(b->out, '\n');
        break;
    case WIRE_BLOCK_HEADING:
        put_heading(b, block);
        break;
    case WIRE_BLOCK_QUOTE:
        wire_out_put(b->out, block->n_spans ? WIRE_STR("<blockquote><p>") : WIRE_STR("<blockquote>"));
        put_spans(b->out, block, true);
        break;
    case WIRE_BLOCK_LIST:
        wire_out_put(b->out, block->is_ordered ? WIRE_STR("<ol>") : WIRE_STR("<ul>"));
        break;
    case WIRE_BLOCK_ITEM:
        wire_out_put(b->out, is_in(b, WIRE_BLOCK_LIST) ? WIRE_STR("<li>") : WIRE_STR("<p>"));
        put_spans(b->out, block, true);
        break;
    case WIRE_BLOCK_TABLE:
        put_table(b);
        break;
    case WIRE_BLOCK_ROW:
        b->n_rows++;
        if (is_in(b, WIRE_BLOCK_TABLE))
            wire_out_lit(b->out, "<tr>");
        break;
    case WIRE_BLOCK_CELL:
        if (is_in(b, WIRE_BLOCK_ROW) || is_in(b, WIRE_BLOCK_TABLE)) {
            put_cell(b, block);
        } else {
            wire_out_lit(b->out, "<p>");
            put_spans(b->out, block, true);
        }
        break;
    case WIRE_BLOCK_CODE:
        wire_out_lit(b->out, "<pre>\n"); /* HTML drops this line end, and so none of the code's own */
        for (uint32_t i = 0; i < block->n_spans; i++)
            wire__html_code(b->out, block->spans[i].text);
        wire_out_lit(b->out, "</pre>\n");
        break;
    case WIRE_BLOCK_IMAGE:
        put_image(b, figure);
        break;
    case WIRE_BLOCK_EMBED:
        put_embed(b, figure);
        break;
    case WIRE_BLOCK_UPDATE:
        put_update(b, block->update ? block->update : &NO_UPDATE);
        break;
    }
}

void wire__part_range(const wire__part *part, const wire_story *story, uint32_t *from, uint32_t *to)
{
    *from = part->n ? part->starts[part->at] : 0;
    *to = part->at + 1 < part->n ? part->starts[part->at + 1] : story->n_blocks;
}

/* A table's first row, where it heads the columns: a page that goes on in the middle begins with it. Out: whether it
 * does */
static bool put_head_again(body *b, uint32_t table)
{
    const wire_story *story = b->story;
    uint32_t end = table + 2;
    if (end >= story->n_blocks || story->blocks[table + 1].kind != WIRE_BLOCK_ROW)
        return false;
    for (; end < story->n_blocks && story->blocks[end].kind == WIRE_BLOCK_CELL; end++)
        if (!story->blocks[end].is_header)
            return false;
    if (end == table + 2)
        return false;
    b->n_rows = 1;
    wire_out_lit(b->out, "<tr>");
    for (uint32_t i = table + 2; i < end; i++)
        put_cell(b, &story->blocks[i]);
    return true;
}

/* Opens again what a page goes on in: a list, where it was, a table with its head, a quote, an update. */
static void open_again(body *b, uint32_t at, uint32_t from)
{
    const wire_block *block = &b->story->blocks[at];
    uint32_t n_items = 0;
    switch (block->kind) {
    case WIRE_BLOCK_LIST:
        for (uint32_t i = at + 1; i < from; i++)
            n_items += b->story->blocks[i].depth == block->depth + 1;
        if (block->is_ordered)
            wire_out_print(b->out, "<ol start=%u>", n_items + 1);
        else
            wire_out_lit(b->out, "<ul>");
        break;
    case WIRE_BLOCK_TABLE:
        put_table(b);
        if (from > at + 1 && !put_head_again(b, at))
            b->n_rows = 1; /* a head that comes now is a row's */
        break;
    case WIRE_BLOCK_QUOTE:
        wire_out_lit(b->out, "<blockquote>");
        break;
    case WIRE_BLOCK_UPDATE:
        wire_out_lit(b->out, "<section>");
        break;
    default: /* has no end of its own */
        break;
    }
    b->open[b->n_open] = block->kind;
    b->depths[b->n_open] = block->depth;
    b->is_ordered[b->n_open++] = block->is_ordered;
}

uint32_t wire__part_parents(const wire_story *story, uint32_t from, uint32_t parents[WIRE__MOST_PARENTS])
{
    uint32_t n = 0;
    uint8_t depth = from < story->n_blocks ? story->blocks[from].depth : 0;
    for (uint32_t i = from; i-- && depth && n < WIRE__MOST_PARENTS;) {
        if (story->blocks[i].depth >= depth)
            continue;
        depth = story->blocks[i].depth;
        parents[n++] = i;
    }
    return n;
}

void wire__html_body(const wire__words *words, const wire_story *story, const wire__body_opts *opts, wire_out *out)
{
    body b = {.words = words, .story = story, .opts = opts, .out = out, .level = 1};
    uint32_t from, to;
    uint32_t parents[WIRE__MOST_PARENTS];
    wire__part_range(&opts->part, story, &from, &to);
    for (uint32_t i = 0; i < from; i++)
        b.n_update += story->blocks[i].kind == WIRE_BLOCK_UPDATE;
    for (uint32_t n = from ? wire__part_parents(story, from, parents) : 0; n--;)
        open_again(&b, parents[n], from);
    for (uint32_t i = from; i < to; i++) {
        const wire_block *block = &story->blocks[i];
        uint32_t n = b.n_open;
        while (n && b.depths[n - 1] >= block->depth)
            n--;
        close_to(&b, n);
        put_block(&b, block);
        b.open[b.n_open] = block->kind; /* depths on the stack rise, so it holds 256 at most */
        b.depths[b.n_open] = block->depth;
        b.is_ordered[b.n_open++] = block->is_ordered;
    }
    close_to(&b, 0);
}
