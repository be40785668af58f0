/* xhtml.c: the flat blocks with every element closed, whatever the story holds. */
#include "render/xhtml.h"

#include <string.h>

enum { MOST_OPEN = 257 };

/* An element that is open, or several with one block. */
typedef struct opened {
    wire_str close;
    uint8_t depth;
    wire_block_kind kind;
} opened;

typedef struct body {
    wire__xhtml *x;
    const wire_story *story;
    opened open[MOST_OPEN];
    uint32_t n_open;
    uint8_t level; /* of the last heading: the next may be one deeper */
} body;

void wire__xhtml_text(wire__xhtml *x, wire_str text)
{
    wire__bidi bidi = {0};
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        const size_t n = end ? (size_t)(end - text.p) : text.n;
        wire__html_run(x->out, wire_str_cut(text, 0, n), &bidi, false);
        if (end)
            wire_out_lit(x->out, "<br/>");
        text = wire_str_cut(text, n + (end != NULL), text.n);
    }
    wire__html_bidi_end(x->out, &bidi);
}

void wire__xhtml_attr(wire__xhtml *x, wire_str text)
{
    while (text.n) {
        const char *quote = memchr(text.p, '"', text.n);
        const size_t n = quote ? (size_t)(quote - text.p) : text.n;
        wire__html_text(x->out, wire_str_cut(text, 0, n));
        if (quote)
            wire_out_lit(x->out, "&quot;");
        text = wire_str_cut(text, n + (quote != NULL), text.n);
    }
}

bool wire__is_language(wire_str tag)
{
    size_t n = 0;
    bool is_first = true;
    for (size_t i = 0; i < tag.n; i++) {
        const char c = tag.p[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-' && n) {
            n = 0;
            is_first = false;
        } else if (!(is_letter || (!is_first && c >= '0' && c <= '9')) || ++n > 8) {
            return false;
        }
    }
    return n > 0 && tag.n > 1 && tag.n <= 35 && (tag.n < 2 || tag.p[1] != '-');
}

void wire__xhtml_language(wire__xhtml *x, wire_str language)
{
    if (!wire__is_language(language))
        return;
    wire_out_print(x->out, " xml:lang=\"%.*s\" lang=\"%.*s\"", WIRE_ARG(language), WIRE_ARG(language));
    wire_out_put(x->out, wire_language_is_rtl(language) ? WIRE_STR(" dir=\"rtl\"") : WIRE_STR(" dir=\"ltr\""));
}

static bool is_hex(wire_str s, size_t at)
{
    return at < s.n && s.p[at] && strchr("0123456789abcdefABCDEF", s.p[at]);
}

/* An address as RFC 3986 has it, which is stricter than what browsers take: all else is percent-encoded. */
static void put_uri(wire__xhtml *x, wire_str href)
{
    static const char SAFE[] = "-._~:/?#@!$&'()*+,;=";
    const size_t host = wire_str_find(href, WIRE_STR("://"));
    const size_t path =
        host == SIZE_MAX ? 0 : host + 3 + wire_str_find(wire_str_cut(href, host + 3, href.n), WIRE_STR("/"));
    for (size_t i = 0; i < href.n; i++) {
        const char c = href.p[i];
        const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const bool is_code = c == '%' && is_hex(href, i + 1) && is_hex(href, i + 2);
        const bool is_bracket = (c == '[' || c == ']') && i < path; /* of a host's number */
        if (c == '&')
            wire_out_lit(x->out, "&amp;");
        else if (is_word || is_code || is_bracket || (c && strchr(SAFE, c)))
            wire_out_byte(x->out, c);
        else
            wire_out_print(x->out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

/* Opens a link; false: it is none that a reader could follow. */
static bool open_link(wire__xhtml *x, wire_str href)
{
    wire_address address;
    wire_arena_reset(x->scratch);
    if (!wire__is_link(href) ||
        wire_address_read(x->addresses, href, (wire_str){NULL, 0}, x->scratch, &address) != WIRE_OK)
        return false;
    wire_out_lit(x->out, "<a href=\"");
    put_uri(x, address.href);
    wire_out_lit(x->out, "\">");
    return true;
}

static const struct {
    uint32_t mark;
    wire_str open, close;
} MARKS[] = {
    {WIRE_MARK_STRONG, {"<strong>", 8}, {"</strong>", 9}}, {WIRE_MARK_EM, {"<em>", 4}, {"</em>", 5}},
    {WIRE_MARK_CODE, {"<code>", 6}, {"</code>", 7}},       {WIRE_MARK_SUB, {"<sub>", 5}, {"</sub>", 6}},
    {WIRE_MARK_SUP, {"<sup>", 5}, {"</sup>", 6}},          {WIRE_MARK_STRIKE, {"<s>", 3}, {"</s>", 4}},
};

enum { N_MARKS = sizeof MARKS / sizeof *MARKS };

static void put_spans(wire__xhtml *x, const wire_block *block)
{
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_span *span = &block->spans[i];
        const bool is_link = span->href.n && open_link(x, span->href);
        for (int k = 0; k < N_MARKS; k++)
            if (span->marks & MARKS[k].mark)
                wire_out_put(x->out, MARKS[k].open);
        wire__xhtml_text(x, span->text);
        for (int k = N_MARKS - 1; k >= 0; k--)
            if (span->marks & MARKS[k].mark)
                wire_out_put(x->out, MARKS[k].close);
        if (is_link)
            wire_out_lit(x->out, "</a>");
    }
}

/* What an element needs around it where its parent is not the one it belongs in, and what it is itself. */
typedef struct shape {
    wire_str open, close;
} shape;

#define SHAPE(open, close) ((shape){{open, sizeof(open) - 1}, {close, sizeof(close) - 1}})

static shape shape_of(const wire_block *block, bool is_child, wire_block_kind parent)
{
    switch (block->kind) {
    case WIRE_BLOCK_QUOTE:
        return block->n_spans ? SHAPE("<blockquote><p>", "</blockquote>\n") : SHAPE("<blockquote>", "</blockquote>\n");
    case WIRE_BLOCK_LIST:
        return block->is_ordered ? SHAPE("<ol>", "</ol>\n") : SHAPE("<ul>", "</ul>\n");
    case WIRE_BLOCK_ITEM:
        return is_child && parent == WIRE_BLOCK_LIST ? SHAPE("<li>", "</li>\n") : SHAPE("<div>", "</div>\n");
    case WIRE_BLOCK_TABLE:
        return SHAPE("<table>", "</table>\n");
    case WIRE_BLOCK_ROW:
        return is_child && parent == WIRE_BLOCK_TABLE ? SHAPE("<tr>", "</tr>\n") : SHAPE("<div>", "</div>\n");
    case WIRE_BLOCK_CELL:
        return !is_child || parent != WIRE_BLOCK_ROW ? SHAPE("<div>", "</div>\n")
               : block->is_header                    ? SHAPE("<th>", "</th>")
                                                     : SHAPE("<td>", "</td>");
    case WIRE_BLOCK_UPDATE:
        return SHAPE("<section>", "</section>\n");
    case WIRE_BLOCK_PARAGRAPH:
    case WIRE_BLOCK_HEADING:
    case WIRE_BLOCK_CODE:
    case WIRE_BLOCK_IMAGE:
    case WIRE_BLOCK_EMBED:
        break;
    }
    return SHAPE("<div>", "</div>\n"); /* holds what is below it, in stories made wrongly */
}

/* Of what stands right in a list, table or row without belonging there, the element between. */
static shape between(wire_block_kind kind, bool is_child, wire_block_kind parent)
{
    if (is_child && parent == WIRE_BLOCK_LIST && kind != WIRE_BLOCK_ITEM)
        return SHAPE("<li>", "</li>");
    if (is_child && parent == WIRE_BLOCK_TABLE && kind != WIRE_BLOCK_ROW)
        return SHAPE("<tr><td>", "</td></tr>");
    if (is_child && parent == WIRE_BLOCK_ROW && kind != WIRE_BLOCK_CELL)
        return SHAPE("<td>", "</td>");
    return (shape){{NULL, 0}, {NULL, 0}};
}

static void put_word_around(wire__xhtml *x, wire__word word, wire_str slot, wire_str value)
{
    wire_str before, after;
    wire__pattern_part(x->words->words[word], slot, &before, &after);
    wire__xhtml_text(x, before);
    wire__xhtml_text(x, value);
    wire__xhtml_text(x, after);
}

static void put_word_link(wire__xhtml *x, wire_str url, wire__word word)
{
    if (!open_link(x, url))
        return;
    wire__xhtml_text(x, x->words->words[word]);
    wire_out_lit(x->out, "</a>");
}

static void put_figure(wire__xhtml *x, const wire_figure *figure, bool is_image)
{
    const wire_str says = figure->caption.n ? figure->caption : is_image ? figure->alt : figure->text;
    if (!figure || (!says.n && !wire__is_link(figure->url)))
        return;
    wire_out_lit(x->out, "<p class=\"figure\">");
    if (is_image && says.n)
        put_word_around(x, WIRE__WORD_PHOTO, WIRE_STR("{text}"), says);
    else
        wire__xhtml_text(x, says.n ? says : figure->provider);
    if (figure->credit.n)
        put_word_around(x, WIRE__WORD_PAREN, WIRE_STR("{note}"), figure->credit);
    wire_out_byte(x->out, ' ');
    put_word_link(x, figure->url, is_image ? WIRE__WORD_PHOTO_LINK : WIRE__WORD_EMBED_LINK);
    wire_out_lit(x->out, "</p>\n");
}

static void put_stamp(wire__xhtml *x, const wire_stamp *stamp, wire__word word)
{
    wire_str before, after;
    if (!stamp->is_known)
        return;
    const wire__moment m = wire__moment_of(stamp, x->zone, x->language);
    wire__pattern_part(x->words->words[word], WIRE_STR("{stamp}"), &before, &after);
    wire_out_lit(x->out, "<p class=\"fact\">");
    wire__xhtml_text(x, before);
    wire__moment_write(x->words, &m, m.has_time ? WIRE__WORD_STAMP : WIRE__WORD_DATE, x->out);
    wire__xhtml_text(x, after);
    wire_out_lit(x->out, "</p>\n");
}

static void put_heading(body *b, uint8_t wanted, const wire_block *block, wire_str text)
{
    const uint8_t deepest = b->level < 6 ? (uint8_t)(b->level + 1) : 6;
    b->level = wanted < 2 ? 2 : wanted > deepest ? deepest : wanted;
    wire_out_print(b->x->out, "<h%u>", b->level);
    if (block)
        put_spans(b->x, block);
    wire__xhtml_text(b->x, text);
    wire_out_print(b->x->out, "</h%u>\n", b->level);
}

static void put_update(body *b, const wire_update *update)
{
    if (!update)
        return;
    if (update->headline.n)
        put_heading(b, 2, NULL, update->headline);
    put_stamp(b->x, &update->published, WIRE__WORD_PUBLISHED);
    put_stamp(b->x, &update->modified, WIRE__WORD_UPDATED);
}

static void put_own(body *b, const wire_block *block)
{
    static const wire_figure none = {0};
    wire_out *out = b->x->out;
    switch (block->kind) {
    case WIRE_BLOCK_PARAGRAPH:
        wire_out_lit(out, "<p>");
        put_spans(b->x, block);
        wire_out_lit(out, "</p>\n");
        break;
    case WIRE_BLOCK_HEADING:
        put_heading(b, block->level, block, (wire_str){NULL, 0});
        break;
    case WIRE_BLOCK_CODE:
        wire_out_lit(out, "<pre>");
        for (uint32_t i = 0; i < block->n_spans; i++)
            wire__html_code(out, block->spans[i].text);
        wire_out_lit(out, "</pre>\n");
        break;
    case WIRE_BLOCK_IMAGE:
    case WIRE_BLOCK_EMBED:
        put_figure(b->x, block->figure ? block->figure : &none, block->kind == WIRE_BLOCK_IMAGE);
        break;
    case WIRE_BLOCK_UPDATE:
        put_update(b, block->update);
        break;
    case WIRE_BLOCK_QUOTE:
        put_spans(b->x, block);
        if (block->n_spans)
            wire_out_lit(out, "</p>");
        break;
    case WIRE_BLOCK_LIST:
    case WIRE_BLOCK_TABLE:
    case WIRE_BLOCK_ROW:
        break; /* hold no text */
    case WIRE_BLOCK_ITEM:
    case WIRE_BLOCK_CELL:
        put_spans(b->x, block);
        break;
    }
}

static bool is_holder(wire_block_kind kind)
{
    return kind == WIRE_BLOCK_QUOTE || kind == WIRE_BLOCK_LIST || kind == WIRE_BLOCK_ITEM || kind == WIRE_BLOCK_TABLE ||
           kind == WIRE_BLOCK_ROW || kind == WIRE_BLOCK_CELL || kind == WIRE_BLOCK_UPDATE;
}

static void close_to(body *b, int depth)
{
    while (b->n_open && b->open[b->n_open - 1].depth >= depth)
        wire_out_put(b->x->out, b->open[--b->n_open].close);
}

/* Opens an element for the block, unless that would be one more than can be: then it is left out with what it holds. */
static void put_block(body *b, const wire_block *block)
{
    const bool is_child = b->n_open > 0;
    const wire_block_kind parent = is_child ? b->open[b->n_open - 1].kind : WIRE_BLOCK_PARAGRAPH;
    const shape outer = between(block->kind, is_child, parent);
    if (b->n_open + 2 > MOST_OPEN)
        return;
    if (outer.open.n) {
        wire_out_put(b->x->out, outer.open);
        b->open[b->n_open++] = (opened){outer.close, block->depth, WIRE_BLOCK_PARAGRAPH};
    }
    if (is_holder(block->kind)) {
        const shape s = shape_of(block, is_child && !outer.open.n, parent);
        wire_out_put(b->x->out, s.open);
        b->open[b->n_open++] = (opened){s.close, block->depth, block->kind};
    }
    put_own(b, block);
}

static void put_body(wire__xhtml *x, const wire_story *story)
{
    body b = {.x = x, .story = story, .level = 1};
    for (uint32_t i = 0; i < story->n_blocks; i++) {
        close_to(&b, story->blocks[i].depth);
        put_block(&b, &story->blocks[i]);
    }
    close_to(&b, 0);
}

static void put_name(void *user, wire_out *out, wire_str name)
{
    (void)out;
    wire__xhtml_text(user, name);
}

static void put_byline(wire__xhtml *x, const wire_story *story)
{
    wire_str before, after;
    if (!story->n_authors)
        return;
    wire__pattern_part(x->words->words[WIRE__WORD_BY], WIRE_STR("{names}"), &before, &after);
    wire_out_lit(x->out, "<p class=\"fact\">");
    wire__xhtml_text(x, before);
    wire__names_write(x->words, story, x->out, put_name, x);
    wire__xhtml_text(x, after);
    wire_out_lit(x->out, "</p>\n");
}

void wire__xhtml_story(wire__xhtml *x, const wire_story *story)
{
    wire_out *out = x->out;
    wire_str before, after;
    wire__word word;
    const wire_stamp *stamp = wire__story_stamp(story, &word);
    wire_out_lit(out, "<h1>");
    wire__xhtml_text(x, wire_str_trim(story->headline).n ? story->headline : x->words->words[WIRE__WORD_UNTITLED]);
    wire_out_lit(out, "</h1>\n");
    if (story->abstract.n) {
        wire_out_lit(out, "<p class=\"standfirst\">");
        wire__xhtml_text(x, story->abstract);
        wire_out_lit(out, "</p>\n");
    }
    put_byline(x, story);
    put_stamp(x, stamp, word);
    if (story->publisher.n) {
        wire_out_lit(out, "<p class=\"fact\">");
        put_word_around(x, WIRE__WORD_SOURCE, WIRE_STR("{name}"), story->publisher);
        wire_out_lit(out, "</p>\n");
    }
    put_body(x, story);
    if (story->n_omitted) {
        wire__pattern_part(x->words->words[WIRE__WORD_OMITTED], WIRE_STR("{list}"), &before, &after);
        wire_out_lit(out, "<p class=\"fact\">");
        wire__xhtml_text(x, before);
        wire__omitted_write(x->words, story, out, put_name, x);
        wire__xhtml_text(x, after);
        wire_out_lit(out, "</p>\n");
    }
    wire_out_lit(out, "<p class=\"fact\">");
    put_word_link(x, story->url, WIRE__WORD_SEE_FULL);
    wire_out_lit(out, "</p>\n");
}
