/* read.c: a page or plain text becomes a story. */
#include "wirecopy/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "extract/body.h"
#include "extract/evidence.h"
#include "extract/explain.h"
#include "extract/recall.h"
#include "parse/charset.h"
#include "parse/feed_read.h"

enum {
    MAX_PAGE = 64 << 20,
    SCRATCH = 512 << 20,
    MANY_WORDS = 100,   /* of a page that does not say it is an article */
    TEASER_WORDS = 50,  /* fewer stand below each heading of a front */
    FEW_WORDS = 60,     /* fewer than these, and the page's text is looked for in its data */
    TEXT_HEADLINE = 90, /* bytes of a plain text's first line that make its headline */
    MAX_STANDFIRST = 1200,
    LINE_LEAST = 40, /* bytes that make a line of the page's data known again */
    MAX_LINE = 400,
    LOOK_IN = 8000
};
static const double sure_of = 0.8; /* of the text shown: what else the page holds is not looked at */

struct wire_reader {
    wire__charset charset;
    wire__dom dom;
    wire__scan scan;
    wire_address_reader *addresses;
    wire_arena *arena; /* scratch of one page */
    bool has_page;     /* scan is of the last page, and what follows */
    const wire__all_facts *facts;
    uint32_t standfirst, kicker;
    const wire_memory *memory; /* of the source; NULL: none */
};

wire_reader *wire_reader_new(void)
{
    wire_reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->addresses = wire_address_reader_new();
    r->arena = wire_arena_new(SCRATCH);
    const bool has_scan = wire__scan_open(&r->scan);
    const bool has_dom = wire__dom_open(&r->dom);
    if (r->addresses && r->arena && has_scan && has_dom)
        return r;
    wire_reader_free(r);
    return NULL;
}

void wire_reader_free(wire_reader *reader)
{
    if (!reader)
        return;
    wire__charset_free(&reader->charset);
    wire__dom_close(&reader->dom);
    wire__scan_close(&reader->scan);
    wire_address_reader_free(reader->addresses);
    wire_arena_free(reader->arena);
    free(reader);
}

/* Plain text ------------------------------------------------------------------------------ */

/* The first line, cut after a whole word where it is long. */
static wire_str first_line(wire_str text)
{
    text = wire_str_trim(text);
    const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;
    wire_str line = wire_str_trim(end ? wire_str_cut(text, 0, (size_t)(end - text.p)) : text);
    if (line.n <= TEXT_HEADLINE)
        return line;
    size_t n = TEXT_HEADLINE;
    while (n > TEXT_HEADLINE / 2 && line.p[n] != ' ')
        n--;
    while (n && ((unsigned char)line.p[n] & 0xC0) == 0x80)
        n--;
    return wire_str_trim(wire_str_cut(line, 0, n));
}

static wire_code read_text(wire_str text, const wire_page *page, wire_story *story, wire_error *err)
{
    const wire_str line = first_line(text);
    story->type = WIRE_STORY_ARTICLE;
    const bool is_cut = line.n < wire_str_trim(text).n && line.p[line.n] != '\n' && line.p[line.n] != '\r';
    story->headline = wire_arena_print(story->arena, "%.*s%s", WIRE_ARG(line), is_cut ? "\xe2\x80\xa6" : "");
    if (!story->headline.p || !wire_arena_copy(story->arena, page->input, &story->input) ||
        (page->url.n && !wire_arena_copy(story->arena, page->url, &story->url)))
        return wire_fail(err, WIRE_ENOMEM, "extract: no memory for the text");
    wire__builder builder;
    wire__build_begin(&builder, story);
    wire__build_plain(&builder, text, 0);
    if (page->is_cut)
        wire__build_omission(&builder, "cut", (wire_str){NULL, 0});
    return wire__build_end(&builder, err);
}

/* Pages ----------------------------------------------------------------------------------- */

static wire_str base_of(wire_reader *r, const wire_page *page)
{
    wire_address base, address;
    wire_str from = page->url;
    if (!from.n && r->scan.canonical.n)
        from = r->scan.canonical;
    if (wire_address_read(r->addresses, from, (wire_str){NULL, 0}, r->arena, &address) != WIRE_OK)
        address.href = (wire_str){NULL, 0};
    if (r->scan.base.n && wire_address_read(r->addresses, r->scan.base, address.href, r->arena, &base) == WIRE_OK)
        return base.href;
    return address.href;
}

/* Paragraphs of a text from the page's data; line ends part them where no empty lines do. */
static void write_plain(wire__builder *builder, wire_str body, wire_arena *arena)
{
    if (body.n && wire_str_find(body, WIRE_STR("\n\n")) == SIZE_MAX) {
        wire_str wide = {NULL, 0};
        char *p = wire_arena_take(arena, body.n * 2, 1);
        for (size_t i = 0; p && i < body.n; i++) {
            p[wide.n++] = body.p[i];
            if (body.p[i] == '\n')
                p[wide.n++] = '\n';
        }
        if (p)
            body = (wire_str){p, wide.n};
    }
    wire__build_plain(builder, body, 0);
}

/* Does the page show a line of this text? Of the text its first few thousand bytes are looked at. */
static bool is_shown(const wire__scan *scan, wire_str body)
{
    char line[MAX_LINE];
    body = wire_str_cut(body, 0, body.n < LOOK_IN ? body.n : LOOK_IN);
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire_str shown = {line, wire__text_copy(scan, &scan->texts[i], line, sizeof line)};
        if (shown.n >= LINE_LEAST && wire_str_find(body, wire_str_cut(shown, 0, LINE_LEAST)) != SIZE_MAX)
            return true;
    }
    return false;
}

/* Text that the page holds as data, where it shows next to none of it. */
static wire_str hidden_body(wire_reader *r, const wire__all_facts *facts, const wire__choice *choice)
{
    const uint32_t n_words = choice->n_words;
    const uint64_t stated = wire_count_words(facts->ld.body);
    if (stated > FEW_WORDS / 2 && n_words * 2 < stated)
        return facts->ld.body;
    const bool is_enough = n_words >= FEW_WORDS && choice->n_paras > 1;
    wire__state best = {0};
    for (uint32_t i = 0; i < r->scan.n_state && choice->confidence < sure_of; i++) {
        wire__state found = {0};
        if (wire__state_read(r->scan.state[i], facts->headline, r->arena, &found) == WIRE_OK &&
            (found.is_beside > best.is_beside || (found.is_beside == best.is_beside && found.body.n > best.body.n)))
            best = found;
    }
    best.body = wire__text_clean(best.body, true, r->arena);
    if (best.is_beside && best.body.n && !is_shown(&r->scan, best.body))
        return best.body;
    const bool is_longer = wire_count_words(best.body) > 2 * (uint64_t)n_words + FEW_WORDS;
    return !is_enough && is_longer ? best.body : (wire_str){NULL, 0};
}

/* "…/a/story/2/", "…/a/story?page=2": the same story's next page, not the next story. */
static bool has_next_page(const wire_reader *r, const wire_story *story, wire_str base)
{
    wire_address next;
    if (!r->scan.next.n || wire_address_read(r->addresses, r->scan.next, base, r->arena, &next) != WIRE_OK)
        return false;
    wire_str own = story->url;
    while (own.n && own.p[own.n - 1] == '/')
        own.n--;
    if (own.n < 12 || !wire_str_has_prefix(next.href, own))
        return false;
    const wire_str rest = wire_str_cut(next.href, own.n, next.href.n);
    uint32_t n_digits = 0;
    for (size_t i = 0; i < rest.n; i++)
        n_digits += rest.p[i] >= '0' && rest.p[i] <= '9';
    return rest.n <= 16 && n_digits && n_digits <= 2 && strchr("/?-_.,", rest.p[0]);
}

static void put_omissions(const wire_reader *r, const wire_page *page, const wire__writing *w, bool is_short)
{
    const wire_str none = {NULL, 0};
    wire_story *story = w->builder->story;
    if (!story->has_access && r->scan.has_paywall && is_short)
        story->has_access = true; /* what is shown is a teaser */
    if (story->has_access && !story->is_free)
        wire__build_omission(w->builder, "paywall", none);
    if (w->n_videos)
        wire__build_omission(w->builder, "video", none);
    if (w->n_frames || wire__has_poll(&r->scan))
        wire__build_omission(w->builder, "interactive", none);
    if (page->is_cut || r->dom.is_cut || has_next_page(r, story, w->base))
        wire__build_omission(w->builder, "cut", none);
}

static wire_code put_text_field(const wire_reader *r, uint32_t at, wire_story *story, wire_str *to)
{
    char text[MAX_STANDFIRST];
    if (at == UINT32_MAX)
        return WIRE_OK;
    const wire_str line = {text, wire__text_copy(&r->scan, &r->scan.texts[at], text, sizeof text)};
    return wire_arena_copy(story->arena, line, to) ? WIRE_OK : WIRE_ENOMEM;
}

/* Fronts and lists of stories: headings that lead elsewhere, each with a line or two of text. */
static bool is_front(const wire__scan *scan)
{
    uint32_t n_teasers = 0, n_words = 0, n_all = 0;
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        const wire__text *t = &scan->texts[i];
        const bool is_teaser = t->heading && t->heading <= 4 && t->is_linked;
        n_all += is_teaser;
        n_teasers += is_teaser && t->is_kept;
        n_words += t->is_kept ? t->words : 0;
    }
    return n_words ? n_teasers >= 4 && n_words < n_teasers * TEASER_WORDS : n_all >= 4;
}

/* What says that a page is a story, where neither JSON-LD nor its social elements do. */
static bool is_story(const wire_reader *r, const wire__all_facts *facts, const wire__choice *choice)
{
    const bool is_signed =
        facts->by.n_authors &&
        ((facts->published.is_known && facts->published_source != WIRE__FROM_ADDRESS) || facts->modified.is_known);
    if (is_front(&r->scan))
        return false;
    if (is_signed && choice->n_words > MANY_WORDS / 4)
        return true;
    return choice->n_paras >= 2 && choice->n_words >= MANY_WORDS && choice->confidence >= 0.6;
}

static wire_story_type type_of(const wire_reader *r, const wire__all_facts *facts, const wire__choice *choice,
                               const wire_block *blocks, uint32_t n_blocks)
{
    uint32_t n_updates = 0;
    for (uint32_t i = 0; i < n_blocks; i++)
        n_updates += blocks[i].kind == WIRE_BLOCK_UPDATE;
    if (facts->ld.is_live || n_updates >= 3)
        return WIRE_STORY_LIVE;
    if (facts->ld.is_article)
        return WIRE_STORY_ARTICLE;
    if (facts->ld.is_listing || (facts->meta.is_article && is_front(&r->scan)))
        return WIRE_STORY_PAGE;
    return facts->meta.is_article || is_story(r, facts, choice) ? WIRE_STORY_ARTICLE : WIRE_STORY_PAGE;
}

static wire_code write_story(wire_reader *r, const wire_page *page, wire__all_facts *facts, wire_story *story,
                             wire_error *err)
{
    wire__choice choice;
    wire__choose(&r->scan, facts, &choice);
    wire__notes_keep(&r->scan);
    wire__facts_see(&r->scan, page, r->arena, facts);
    r->facts = facts;
    r->standfirst = choice.standfirst;
    r->kicker = choice.kicker;
    const wire_str base = base_of(r, page);
    wire_code code = wire__facts_put(&r->scan, page, facts, r->addresses, base, story, err);
    if (code != WIRE_OK)
        return code;
    wire__builder builder;
    wire__build_begin(&builder, story);
    wire__writing w = {.scan = &r->scan,
                       .facts = facts,
                       .builder = &builder,
                       .addresses = r->addresses,
                       .arena = r->arena,
                       .base = base,
                       .charset = &r->charset};
    const wire_str hidden = hidden_body(r, facts, &choice);
    if (hidden.n)
        write_plain(&builder, hidden, r->arena);
    else
        code = wire__write_body(&w);
    if (code == WIRE_OK)
        code = put_text_field(r, choice.standfirst, story, &story->abstract);
    if (code == WIRE_OK && !story->alternative.n)
        code = put_text_field(r, choice.kicker, story, &story->alternative);
    if (code == WIRE_OK && w.location.n && !wire_arena_copy(story->arena, w.location, &story->location))
        code = WIRE_ENOMEM;
    if (code == WIRE_OK && w.agency.n && !story->publisher.n &&
        !wire_arena_copy(story->arena, w.agency, &story->publisher))
        code = WIRE_ENOMEM;
    if (code != WIRE_OK)
        return wire_fail(err, code, "extract: no memory for the story's blocks");
    put_omissions(r, page, &w, choice.n_words < 200);
    story->type = type_of(r, facts, &choice, builder.blocks, builder.n_blocks);
    if (story->type == WIRE_STORY_PAGE && wire_count_words(hidden) >= MANY_WORDS)
        story->type = WIRE_STORY_ARTICLE;
    wire__facts_describe_image(story, builder.blocks, builder.n_blocks);
    story->has_confidence = true;
    story->confidence = hidden.n ? 0.5 : choice.confidence;
    return wire__build_end(&builder, err);
}

static wire_code read_page(wire_reader *r, const wire_page *page, wire_str html, wire_story *story, wire_error *err)
{
    wire_code code = wire__dom_parse(&r->dom, html, &(wire__dom_limits){.skips_menus = true}, err);
    if (code == WIRE_OK)
        code = wire__scan_page(&r->scan, &r->dom, err);
    wire__all_facts *facts =
        code == WIRE_OK ? wire_arena_take(r->arena, sizeof *facts, _Alignof(wire__all_facts)) : NULL;
    if (code == WIRE_OK && !facts)
        return wire_fail(err, WIRE_ENOMEM, "extract: no memory for the facts");
    if (code == WIRE_OK && wire__facts_read(&r->scan, page, r->arena, facts) != WIRE_OK)
        return wire_fail(err, WIRE_ENOMEM, "extract: no memory for the facts");
    if (code != WIRE_OK)
        return code;
    const wire__hints hints = wire__facts_hints(facts);
    code = wire__score_texts(&r->scan, &hints, facts->headline_text, r->arena, err);
    if (code == WIRE_OK && r->memory)
        wire__recall(&r->scan, r->memory);
    if (code == WIRE_OK)
        code = write_story(r, page, facts, story, err);
    if (code == WIRE_OK && wire__arena_is_short(r->arena)) /* some fact was let go for that */
        code = wire_fail(err, WIRE_ENOMEM, "extract: no memory for the facts");
    r->has_page = code == WIRE_OK;
    return code;
}

wire_code wire_read_story(wire_reader *reader, const wire_page *page, wire_story **story, wire_error *err)
{
    const char *what = "unknown";
    const wire_input_kind kind = wire_input_sniff(page, &what);
    if (kind == WIRE_INPUT_EMPTY)
        return wire_fail(err, WIRE_EFORMAT, "an empty page");
    if (kind == WIRE_INPUT_FEED)
        return wire_fail(err, WIRE_EFORMAT,
                         "a feed (%s), not a page: a source's url may name it, `wirecopy feed` reads it", what);
    if (kind != WIRE_INPUT_HTML && kind != WIRE_INPUT_TEXT)
        return wire_fail(err, WIRE_EFORMAT, "not HTML or text (%s)", what);
    if (page->bytes.n > MAX_PAGE)
        return wire_fail(err, WIRE_ELIMIT, "%zu bytes, more than the %d a page may have", page->bytes.n, MAX_PAGE);
    wire_arena_reset(reader->arena);
    reader->has_page = false;
    wire_str text;
    wire_code code = wire__charset_decode(&reader->charset, page, &text, err);
    if (code != WIRE_OK)
        return code;
    wire_story *made = wire_story_new(0);
    if (!made)
        return wire_fail(err, WIRE_ENOMEM, "read: no memory for a story");
    code = kind == WIRE_INPUT_TEXT ? read_text(text, page, made, err) : read_page(reader, page, text, made, err);
    if (code != WIRE_OK) {
        wire_story_free(made);
        return code;
    }
    made->source_hash = wire__hash64(page->bytes);
    *story = made;
    return WIRE_OK;
}

void wire_reader_remember(wire_reader *reader, const wire_memory *memory)
{
    reader->memory = memory;
}

wire_code wire_reader_learn(wire_reader *reader, const wire_story *story, wire_memory *memory)
{
    const uint64_t hash = wire__hash64(story->url.n ? story->url : story->headline);
    return reader->has_page ? wire__recall_learn(&reader->scan, (uint32_t)hash, reader->arena, memory) : WIRE_NONE;
}

/* Feeds ----------------------------------------------------------------------------------- */

static wire__feed_tools tools_of(wire_reader *r)
{
    wire_arena_reset(r->arena);
    r->has_page = false;
    return (wire__feed_tools){&r->charset, &r->dom, r->addresses, r->arena};
}

wire_code wire_read_feed(wire_reader *reader, const wire_page *page, wire_feed **feed, wire_error *err)
{
    const wire__feed_tools tools = tools_of(reader);
    return wire__read_feed(&tools, page, feed, err);
}

wire_code wire_read_front(wire_reader *reader, const wire_page *page, wire_feed **feed, wire_error *err)
{
    const wire__feed_tools tools = tools_of(reader);
    return wire__read_front(&tools, page, feed, err);
}

wire_code wire_read_links(wire_reader *reader, const wire_page *page, wire_arena *arena, const wire_feed_link **links,
                          uint32_t *n_links, wire_error *err)
{
    const wire__feed_tools tools = tools_of(reader);
    return wire__read_links(&tools, page, arena, links, n_links, err);
}

const wire_evidence *wire_read_evidence(wire_reader *reader, uint32_t *n)
{
    *n = 0;
    if (!reader->has_page)
        return NULL;
    return wire__evidence_list(&reader->scan, reader->facts, reader->standfirst, reader->kicker, reader->arena, n);
}

void wire_read_explain(wire_reader *reader, bool as_html, wire_out *out)
{
    uint32_t n;
    const wire_evidence *evidence = wire_read_evidence(reader, &n);
    (as_html ? wire__evidence_write_html : wire__evidence_write)(evidence, n, out);
    if (reader->has_page)
        (as_html ? wire__explain_html : wire__explain)(&reader->scan, out);
}
