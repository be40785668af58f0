/* test_json.c: stories as JSON, both ways: round trips, newsrooms' own JSON, and what is refused. */
#include "../check.h"
#include "../faults.h"
#include "model/build.h"
#include "model/json_tree.h"

/* Stories as data: a piece a line. ------------------------------------------------------------- */

enum { ALSO = -1 }; /* as depth: more text in the same block */

typedef struct piece {
    int depth;
    wire_block_kind kind;
    const char *text;
    uint32_t marks;
    const char *href;
    unsigned flag; /* level of a heading; 1: an ordered list, a header cell */
} piece;

#define MAX_PIECES 24

typedef struct tale {
    const char *name;
    uint32_t n_blocks; /* that must come of the pieces */
    piece pieces[MAX_PIECES];
} tale;

#define P  WIRE_BLOCK_PARAGRAPH
#define EM WIRE_MARK_EM
#define ST WIRE_MARK_STRONG

static const tale tales[] = {
    {"nothing but a headline", 0, {{0}}},
    {"paragraphs", 2, {{0, P, "The ferry left late.", 0, 0, 0}, {0, P, "Nobody minded.", 0, 0, 0}}},
    {"marks, each and all",
     1,
     {{0, P, "plain ", 0, 0, 0},
      {ALSO, P, "em", EM, 0, 0},
      {ALSO, P, "strong", ST, 0, 0},
      {ALSO, P, "code", WIRE_MARK_CODE, 0, 0},
      {ALSO, P, "sub", WIRE_MARK_SUB, 0, 0},
      {ALSO, P, "sup", WIRE_MARK_SUP, 0, 0},
      {ALSO, P, "strike", WIRE_MARK_STRIKE, 0, 0},
      {ALSO, P, "all", 63, 0, 0},
      {ALSO, P, " plain", 0, 0, 0}}},
    {"marks that overlap",
     1,
     {{0, P, "one ", EM, 0, 0}, {ALSO, P, "two ", EM | ST, 0, 0}, {ALSO, P, "three", ST, 0, 0}}},
    {"links",
     1,
     {{0, P, "See ", 0, 0, 0},
      {ALSO, P, "the tide ", 0, "https://harbour.example/tides?a=1&b=%22x%22", 0},
      {ALSO, P, "table", EM, "https://harbour.example/tides?a=1&b=%22x%22", 0},
      {ALSO, P, " or ", 0, 0, 0},
      {ALSO, P, "write", 0, "mailto:desk@harbour.example", 0}}},
    {"two links side by side",
     1,
     {{0, P, "a", 0, "https://a.example/", 0}, {ALSO, P, "b", 0, "https://b.example/<\">&amp;", 0}}},
    {"text that looks like markup",
     1,
     {{0, P, "<b>5 < 6</b> &amp; &#60; \"quoted\" \\ back / slash </p> <!-- -->", 0, 0, 0}}},
    {"spaces that matter",
     1,
     {{0, P, "  two  before, a\xC2\xA0no-break,\ttab ", 0, 0, 0}, {ALSO, P, " and after  ", EM, 0, 0}}},
    {"line breaks", 1, {{0, P, "Pier 4\nThe Quay\n\nLisbon", 0, 0, 0}}},
    {"a line break between marks", 1, {{0, P, "Pier 4", ST, 0, 0}, {ALSO, P, "\n The Quay", 0, 0, 0}}},
    {"other scripts", 1, {{0, P, "Порт · בנמל · 港口 · \xF0\x9F\x9A\xA2 · e\xCC\x81 · \xE2\x80\x8Fزھ", 0, 0, 0}}},
    {"headings of each level",
     5,
     {{0, WIRE_BLOCK_HEADING, "Two", 0, 0, 2},
      {0, WIRE_BLOCK_HEADING, "Three", 0, 0, 3},
      {0, WIRE_BLOCK_HEADING, "Four", EM, 0, 4},
      {0, WIRE_BLOCK_HEADING, "Five", 0, "https://a.example/", 5},
      {0, WIRE_BLOCK_HEADING, "Six", 0, 0, 6}}},
    {"a quote of one paragraph", 1, {{0, WIRE_BLOCK_QUOTE, "We listened.", 0, 0, 0}}},
    {"a quote of many",
     5,
     {{0, WIRE_BLOCK_QUOTE, "We listened.", 0, 0, 0},
      {1, P, "We waited.", EM, 0, 0},
      {1, WIRE_BLOCK_LIST, 0, 0, 0, 1},
      {2, WIRE_BLOCK_ITEM, "We left.", 0, 0, 0},
      {0, P, "So they said.", 0, 0, 0}}},
    {"a quote in a quote",
     3,
     {{0, WIRE_BLOCK_QUOTE, "He told us:", 0, 0, 0},
      {1, WIRE_BLOCK_QUOTE, "Wait.", 0, 0, 0},
      {1, P, "We waited.", 0, 0, 0}}},
    {"a quote that is nothing but a quote",
     2,
     {{0, WIRE_BLOCK_QUOTE, 0, 0, 0, 0}, {1, WIRE_BLOCK_QUOTE, "Wait.", 0, 0, 0}}},
    {"a quote that begins with a heading",
     3,
     {{0, WIRE_BLOCK_QUOTE, 0, 0, 0, 0}, {1, WIRE_BLOCK_HEADING, "Tides", 0, 0, 3}, {1, P, "High at nine.", 0, 0, 0}}},
    {"a list",
     3,
     {{0, WIRE_BLOCK_LIST, 0, 0, 0, 0},
      {1, WIRE_BLOCK_ITEM, "Cod", 0, 0, 0},
      {1, WIRE_BLOCK_ITEM, "Hake, ", 0, 0, 0},
      {ALSO, P, "smoked", ST, 0, 0}}},
    {"lists in lists",
     9,
     {{0, WIRE_BLOCK_LIST, 0, 0, 0, 1},
      {1, WIRE_BLOCK_ITEM, "Fish", 0, 0, 0},
      {2, WIRE_BLOCK_LIST, 0, 0, 0, 0},
      {3, WIRE_BLOCK_ITEM, "Cod", 0, 0, 0},
      {4, WIRE_BLOCK_LIST, 0, 0, 0, 1},
      {5, WIRE_BLOCK_ITEM, "Salted", 0, 0, 0},
      {3, WIRE_BLOCK_ITEM, "Hake", 0, 0, 0},
      {2, P, "and more of it", 0, 0, 0},
      {1, WIRE_BLOCK_ITEM, "Salt", 0, 0, 0}}},
    {"an item that begins with a list",
     4,
     {{0, WIRE_BLOCK_LIST, 0, 0, 0, 0},
      {1, WIRE_BLOCK_ITEM, 0, 0, 0, 0},
      {2, WIRE_BLOCK_LIST, 0, 0, 0, 1},
      {3, WIRE_BLOCK_ITEM, "Cod", 0, 0, 0}}},
    {"a table",
     8,
     {{0, WIRE_BLOCK_TABLE, 0, 0, 0, 0},
      {1, WIRE_BLOCK_ROW, 0, 0, 0, 0},
      {2, WIRE_BLOCK_CELL, "Tide", ST, 0, 1},
      {2, WIRE_BLOCK_CELL, 0, 0, 0, 1},
      {1, WIRE_BLOCK_ROW, 0, 0, 0, 0},
      {2, WIRE_BLOCK_CELL, "09:53", 0, "https://harbour.example/tides", 0},
      {2, WIRE_BLOCK_CELL, "4.1 m", 0, 0, 0},
      {3, P, "rising", 0, 0, 0}}},
    {"a table in a table",
     7,
     {{0, WIRE_BLOCK_TABLE, 0, 0, 0, 0},
      {1, WIRE_BLOCK_ROW, 0, 0, 0, 0},
      {2, WIRE_BLOCK_CELL, "Outer", 0, 0, 0},
      {3, WIRE_BLOCK_TABLE, 0, 0, 0, 0},
      {4, WIRE_BLOCK_ROW, 0, 0, 0, 0},
      {5, WIRE_BLOCK_CELL, "Inner", 0, 0, 1},
      {2, WIRE_BLOCK_CELL, "Next", 0, 0, 0}}},
    {"code",
     2,
     {{0, WIRE_BLOCK_CODE, "if (tide < 4)\n    wait(  );\n\n\treturn &tide;", 0, 0, 0}, {0, P, "So.", 0, 0, 0}}},
    {"code with marks",
     1,
     {{0, WIRE_BLOCK_CODE, "wait(", 0, 0, 0}, {ALSO, P, "  4", EM, "https://a.example/", 0}, {ALSO, P, ");", 0, 0, 0}}},
    {"pictures and embeds",
     4,
     {{0, WIRE_BLOCK_IMAGE, 0, 0, 0, 0},
      {0, WIRE_BLOCK_EMBED, 0, 0, 0, 0},
      {0, P, "Between.", 0, 0, 0},
      {0, WIRE_BLOCK_IMAGE, 0, 0, 0, 1}}},
    {"updates",
     9,
     {{0, P, "Follow the storm here.", 0, 0, 0},
      {0, WIRE_BLOCK_UPDATE, "Ferries stop", 0, 0, 0},
      {1, P, "From nine.", 0, 0, 0},
      {1, WIRE_BLOCK_LIST, 0, 0, 0, 0},
      {2, WIRE_BLOCK_ITEM, "Pier 4", 0, 0, 0},
      {1, WIRE_BLOCK_IMAGE, 0, 0, 0, 0},
      {0, WIRE_BLOCK_UPDATE, 0, 0, 0, 1},
      {0, WIRE_BLOCK_UPDATE, "Wind rises", 0, 0, 0},
      {1, WIRE_BLOCK_QUOTE, "Stay in.", 0, 0, 0}}},
};

static wire_str keep(wire_story *story, const char *text, bool *is_whole)
{
    wire_str copy = {NULL, 0};
    if (text && !wire_arena_copy(story->arena, wire_str_of(text), &copy))
        *is_whole = false;
    return copy;
}

static void fill_figure(wire_figure *figure, bool is_image, bool *is_whole, wire_story *story)
{
    if (!figure) {
        *is_whole = false;
        return;
    }
    figure->url = keep(story, "https://harbour.example/media/ferry.jpg?w=1200&h=800", is_whole);
    figure->caption = keep(story, "The ferry \"Aurora\" at <berth> 4", is_whole);
    figure->credit = keep(story, "Ada Byrne / The Harbour Light", is_whole);
    if (is_image) {
        figure->alt = keep(story, "A ferry", is_whole);
    } else {
        figure->provider = keep(story, "YouTube", is_whole);
        figure->text = keep(story, "Watch the ferry\nleave", is_whole);
    }
}

static void add_piece(wire__builder *b, const piece *p, size_t i, bool *is_whole)
{
    wire_story *story = b->story;
    const wire_str text = wire_str_of(p->text), href = wire_str_of(p->href);
    if (p->depth == ALSO) {
        wire__build_text(b, text, p->marks, href);
        return;
    }
    wire_block *block = wire__build_block(b, p->kind, (uint8_t)p->depth);
    if (!block)
        return;
    if (!p->depth && p->flag != 1)
        block->source = (wire_range){i * 1000 + 7, i * 1000 + 900};
    if (p->kind == WIRE_BLOCK_HEADING)
        block->level = (uint8_t)p->flag;
    block->is_ordered = block->is_header = p->flag == 1;
    if (p->kind == WIRE_BLOCK_UPDATE) {
        wire_update *update = wire__build_update(b);
        if (update && text.n) {
            update->id = keep(story, "update-9", is_whole);
            update->headline = keep(story, p->text, is_whole);
            update->published = (wire_stamp){.at = 1795168380,
                                             .offset_s = -18000,
                                             .is_known = true,
                                             .has_offset = true,
                                             .has_time = true,
                                             .zone = "EST"};
            update->modified = (wire_stamp){.at = 1795168980,
                                            .offset_s = 19800,
                                            .is_known = true,
                                            .has_offset = true,
                                            .has_time = true,
                                            .is_unsure = true,
                                            .zone = "IST",
                                            .nanos = 816000000};
        }
    } else if (p->kind == WIRE_BLOCK_IMAGE || p->kind == WIRE_BLOCK_EMBED) {
        if (p->flag != 1)
            fill_figure(wire__build_figure(b), p->kind == WIRE_BLOCK_IMAGE, is_whole, story);
    } else if (text.n) {
        wire__build_text(b, text, p->marks, href);
    }
}

/* NULL: no memory. */
static wire_story *make(const tale *t)
{
    wire_story *story = wire_story_new(0);
    if (!story)
        return NULL;
    bool is_whole = true;
    wire__builder b;
    story->headline = keep(story, "Ferry leaves late", &is_whole);
    wire__build_begin(&b, story);
    for (size_t i = 0; i < MAX_PIECES && (t->pieces[i].text || t->pieces[i].depth || t->pieces[i].kind); i++)
        add_piece(&b, &t->pieces[i], i, &is_whole);
    if (wire__build_end(&b, NULL) || !is_whole) {
        wire_story_free(story);
        return NULL;
    }
    return story;
}

/* Writes, reads and compares; the caller's `json` gets what was written. */
static wire_code round_trip(const wire_story *story, bool is_pretty, wire_out *json, wire_error *err)
{
    wire_story *again = NULL;
    wire_out_reset(json);
    wire_story_write_json(story, &(wire_json_opts){.is_pretty = is_pretty}, json);
    if (json->code)
        return json->code;
    const wire_code code = wire_story_read_json(wire_out_text(json), &again, err);
    if (!code && !wire_story_is_same(story, again)) {
        wire_out second;
        wire_out_open_memory(&second, 0);
        wire_story_write_json(again, &(wire_json_opts){.is_pretty = is_pretty}, &second);
        size_t same = 0;
        while (same < json->n && same < second.n && json->buf[same] == second.buf[same])
            same++;
        const size_t from = same < 300 ? 0 : same - 300;
        print_error("not the same once read back: %.*s\n",
                    WIRE_ARG(wire_str_cut(wire_out_text(json), from, same + 80)));
        print_error("but: %.*s\n", WIRE_ARG(wire_str_cut(wire_out_text(&second), from, same + 80)));
        wire_out_close(&second, NULL);
        fail();
    }
    wire_story_free(again);
    return code;
}

static void test_every_block(void **state)
{
    (void)state;
    wire_error err;
    wire_out json;
    wire__json_tree tree;
    wire_out_open_memory(&json, 0);
    for (size_t i = 0; i < COUNT(tales); i++) {
        wire_story *story = make(&tales[i]);
        if (story->n_blocks != tales[i].n_blocks)
            fail_msg("\"%s\": %u blocks", tales[i].name, story->n_blocks);
        assert_int_equal(round_trip(story, false, &json, &err), WIRE_OK);
        assert_null(memchr(json.buf, '\n', json.n)); /* a line of .ndjson */
        assert_int_equal(round_trip(story, true, &json, &err), WIRE_OK);
        assert_int_equal(wire__json_read(wire_out_text(&json), "test", &tree, &err), WIRE_OK);
        wire__json_free(&tree);
        wire_story_free(story);
    }
    wire_out_close(&json, NULL);
}

/* Facts ----------------------------------------------------------------------------------------- */

static const wire_stamp stamps[] = {
    {0},
    {.at = 1795150380, .is_known = true, .has_time = true, .has_offset = true},
    {.at = 1795150380, .is_known = true, .has_time = true, .has_offset = true, .zone = "WET"},
    {.at = 1795150380, .is_known = true, .has_time = true, .has_offset = true, .offset_s = -18000, .zone = "EST"},
    {.at = 1795150380, .is_known = true, .has_time = true, .has_offset = true, .offset_s = 20700},
    {.at = 1795150380, .is_known = true, .has_time = true, .has_offset = true, .offset_s = -1800, .zone = "+ABCDEF"},
    {.at = 1795150380, .is_known = true, .has_time = true},
    {.at = 1795132800, .is_known = true},
    {.at = -62135596800, .is_known = true, .has_time = true, .has_offset = true},
    {.at = 253402300799, .is_known = true, .has_time = true, .has_offset = true, .offset_s = -18000},
    {.at = -1, .is_known = true, .has_time = true},
};

static void test_stamps(void **state)
{
    (void)state;
    wire_error err;
    wire_out json;
    wire_out_open_memory(&json, 0);
    for (size_t i = 0; i < COUNT(stamps); i++) {
        wire_story *story = make(&tales[1]);
        story->published = stamps[i];
        story->modified = stamps[COUNT(stamps) - 1 - i];
        assert_int_equal(round_trip(story, false, &json, &err), WIRE_OK);
        wire_story_free(story);
    }
    wire_out_close(&json, NULL);
}

/* Everything a story can say. NULL: no memory. */
static wire_story *make_full(void)
{
    bool is_whole = true;
    wire_story *s = make(&tales[COUNT(tales) - 1]);
    if (!s)
        return NULL;
    wire_author *authors = WIRE_TAKE(s->arena, wire_author, 3);
    wire_str *keywords = WIRE_TAKE(s->arena, wire_str, 2);
    wire_figure *images = WIRE_TAKE(s->arena, wire_figure, 2);
    wire_omission *omitted = WIRE_TAKE(s->arena, wire_omission, 2);
    if (!authors || !keywords || !images || !omitted) {
        wire_story_free(s);
        return NULL;
    }
    s->type = WIRE_STORY_LIVE;
    s->input = keep(s, "pages/042b.html.gz", &is_whole);
    s->url = keep(s, "https://harbour.example/2026/11/20/storm/", &is_whole);
    s->headline = keep(s, "Storm: \"stay in\" \\ \t says\nmayor \x7F\x01 <b>", &is_whole);
    s->alternative = keep(s, "LIVE", &is_whole);
    s->abstract = keep(s, "Ferries stop.", &is_whole);
    s->description = keep(s, "Ferries stop as a storm nears.", &is_whole);
    s->publisher = keep(s, "The Harbour Light", &is_whole);
    s->language = keep(s, "en-GB", &is_whole);
    s->section = keep(s, "Local, near & far", &is_whole);
    s->location = keep(s, "LISBON", &is_whole);
    s->published = stamps[3];
    s->modified = stamps[6];
    authors[0].name = keep(s, "Ada Byrne", &is_whole);
    authors[1].name = keep(s, "Jo\xC3\xA3o, of the Desk", &is_whole);
    authors[2] = (wire_author){keep(s, "Agency", &is_whole), true};
    keywords[0] = keep(s, "storms, and wind", &is_whole);
    keywords[1] = keep(s, " ferries ", &is_whole);
    fill_figure(&images[0], true, &is_whole, s);
    images[1].caption = keep(s, "A second one", &is_whole);
    omitted[0] = (wire_omission){keep(s, "video", &is_whole), keep(s, "The ferry, 0:42", &is_whole)};
    omitted[1].what = keep(s, "paywall", &is_whole);
    s->authors = authors, s->n_authors = 3;
    s->keywords = keywords, s->n_keywords = 2;
    s->images = images, s->n_images = 2;
    s->omitted = omitted, s->n_omitted = 2;
    s->has_access = s->has_confidence = true;
    s->confidence = 0.125;
    if (!is_whole) {
        wire_story_free(s);
        return NULL;
    }
    return s;
}

static void test_every_fact(void **state)
{
    (void)state;
    wire_error err;
    wire_out json;
    wire_out_open_memory(&json, 0);
    wire_story *story = make_full();
    assert_int_equal(round_trip(story, false, &json, &err), WIRE_OK);
    assert_int_equal(round_trip(story, true, &json, &err), WIRE_OK);
    for (int type = WIRE_STORY_ARTICLE; type <= WIRE_STORY_PAGE; type++) {
        story->type = (wire_story_type)type;
        story->is_free = type == WIRE_STORY_PAGE;
        story->confidence = type * 0.5;
        assert_int_equal(round_trip(story, false, &json, &err), WIRE_OK);
    }
    wire_story_free(story);
    wire_out_close(&json, NULL);
}

/* Stories by chance ----------------------------------------------------------------------------- */

static uint32_t chance(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

static void add_by_chance(wire__builder *b, uint32_t *seed)
{
    static const char *const words[] = {"harbour", " ",    "  ",       "\n",   "<",  "&amp;",        "é",
                                        "\t",      "\"",   "\\",       "港",   "x ", " y",           ">",
                                        "\r\n",    "\xFF", "\xC2\xA0", "</p>", ".",  "\xEF\xBF\xBE", "\x01"};
    static const char *const links[] = {"",
                                        "",
                                        "",
                                        "https://a.example/",
                                        "https://b.example/?q=\"&amp;",
                                        "javascript:x",
                                        "mailto:a@b.example",
                                        "HTTP://C.example/ d"};
    wire_block *block = wire__build_block(b, (wire_block_kind)chance(seed, 12), (uint8_t)chance(seed, 6));
    if (!block)
        return;
    block->level = (uint8_t)chance(seed, 9);
    block->is_ordered = chance(seed, 2);
    block->is_header = chance(seed, 2);
    if (chance(seed, 2))
        block->source = (wire_range){chance(seed, 1000), 1000 + chance(seed, 1000)};
    for (uint32_t n = chance(seed, 5); n; n--) {
        const wire_str link = wire_str_of(links[chance(seed, COUNT(links))]);
        const uint32_t marks = chance(seed, 3) ? 0 : chance(seed, 64);
        for (uint32_t k = 1 + chance(seed, 3); k; k--)
            wire__build_text(b, wire_str_of(words[chance(seed, COUNT(words))]), marks, link);
    }
}

/* Whatever is asked of the builder, what it makes is written and read back as the same. */
static void test_by_chance(void **state)
{
    (void)state;
    wire_error err;
    wire_out json;
    wire_out_open_memory(&json, 0);
    for (uint32_t i = 1; i <= 6000; i++) {
        uint32_t seed = i * 7919;
        wire_story *story = wire_story_new(0);
        wire__builder b;
        wire__build_begin(&b, story);
        for (uint32_t n = chance(&seed, 14); n; n--)
            add_by_chance(&b, &seed);
        assert_int_equal(wire__build_end(&b, &err), WIRE_OK);
        story->headline = WIRE_STR("By chance");
        if (round_trip(story, i % 2, &json, &err) != WIRE_OK)
            fail_msg("seed %u: %s: %.*s", i, err.text, WIRE_ARG(wire_out_text(&json)));
        wire_story_free(story);
    }
    wire_out_close(&json, NULL);
}

/* What newsrooms write -------------------------------------------------------------------------- */

#define BEGIN "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"input\":\"\","
#define TAIL  ",\"articleBody\":\"\"}"

static const struct {
    const char *name, *json, *want;
} newsrooms[] = {
    {"headline and body are enough",
     "{\"headline\": \"Ferry late\", \"articleBody\": \"One.\\n\\nTwo,\\nof two lines.\"}",
     BEGIN "\"headline\":\"Ferry late\",\"articleBody\":\"One.\\n\\nTwo,\\nof two lines.\",\"wordCount\":5,\"blocks\":["
           "{\"type\":\"paragraph\",\"text\":\"One.\",\"html\":\"One.\"},"
           "{\"type\":\"paragraph\",\"text\":\"Two,\\nof two lines.\",\"html\":\"Two,<br>of two lines.\"}]}"},
    {"a body of markup",
     "{\"headline\":\"H\",\"articleBody\":\"<P>One <b>bold</b>.</P><script>x()</script><p>Two.</p>\"}",
     BEGIN "\"headline\":\"H\",\"articleBody\":\"One bold.\\n\\nTwo.\",\"wordCount\":3,\"blocks\":["
           "{\"type\":\"paragraph\",\"text\":\"One bold.\",\"html\":\"One <strong>bold</strong>.\"},"
           "{\"type\":\"paragraph\",\"text\":\"Two.\",\"html\":\"Two.\"}]}"},
    {"no headline but a body", "{\"articleBody\":\"One.\"}",
     BEGIN
     "\"headline\":\"\",\"articleBody\":\"One.\",\"wordCount\":1,\"blocks\":[{\"type\":\"paragraph\",\"text\":\"One.\","
     "\"html\":\"One.\"}]}"},
    {"a byte order mark, and space around", "\xEF\xBB\xBF \r\n{ \"headline\" : \"H\" } \n",
     BEGIN "\"headline\":\"H\"" TAIL},
    {"author as text", "{\"headline\":\"H\",\"author\":\"Ada Byrne\"}",
     BEGIN "\"headline\":\"H\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ada Byrne\"}]" TAIL},
    {"author as an object", "{\"headline\":\"H\",\"author\":{\"@type\":\"NewsMediaOrganization\",\"name\":\"Desk\"}}",
     BEGIN "\"headline\":\"H\",\"author\":[{\"@type\":\"Organization\",\"name\":\"Desk\"}]" TAIL},
    {"authors of all sorts",
     "{\"headline\":\"H\",\"author\":[\"A\",{\"name\":\"B\"},null,{\"@type\":\"Person\"},\"\"]}",
     BEGIN "\"headline\":\"H\",\"author\":[{\"@type\":\"Person\",\"name\":\"A\"},{\"@type\":\"Person\",\"name\":\"B\"}"
           "]" TAIL},
    {"publisher as text", "{\"headline\":\"H\",\"publisher\":\"The Harbour Light\"}",
     BEGIN "\"headline\":\"H\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Harbour Light\"}" TAIL},
    {"publishers", "{\"headline\":\"H\",\"publisher\":[{\"name\":\"The Harbour Light\"},\"B\"]}",
     BEGIN "\"headline\":\"H\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Harbour Light\"}" TAIL},
    {"keywords between commas", "{\"headline\":\"H\",\"keywords\":\"storms, ferries,, wind ,\"}",
     BEGIN "\"headline\":\"H\",\"keywords\":[\"storms\",\"ferries\",\"wind\"]" TAIL},
    {"keywords as terms",
     "{\"headline\":\"H\",\"keywords\":[\"storms\",{\"@type\":\"DefinedTerm\",\"name\":\"wind\"}]}",
     BEGIN "\"headline\":\"H\",\"keywords\":[\"storms\",\"wind\"]" TAIL},
    {"image as an address", "{\"headline\":\"H\",\"image\":\"https://a.example/1.jpg\"}",
     BEGIN "\"headline\":\"H\",\"image\":[{\"@type\":\"ImageObject\",\"url\":\"https://a.example/1.jpg\"}]" TAIL},
    {"images of all sorts",
     "{\"headline\":\"H\",\"image\":[\"https://a.example/1.jpg\",{\"contentUrl\":\"https://a.example/"
     "2.jpg\",\"caption\":\"C\","
     "\"creator\":{\"name\":\"Ada\"}},\"/relative.jpg\",{\"url\":\"javascript:x\",\"caption\":\"kept\"}]}",
     BEGIN "\"headline\":\"H\",\"image\":[{\"@type\":\"ImageObject\",\"url\":\"https://a.example/1.jpg\"},"
           "{\"@type\":\"ImageObject\",\"url\":\"https://a.example/2.jpg\",\"caption\":\"C\",\"creditText\":\"Ada\"},"
           "{\"@type\":\"ImageObject\",\"caption\":\"kept\"}]" TAIL},
    {"types that are articles", "{\"@type\":[\"Thing\",\"ReportageNewsArticle\"],\"headline\":\"H\"}",
     BEGIN "\"headline\":\"H\"" TAIL},
    {"a type as an address", "{\"@type\":\"http://schema.org/LiveBlogPosting\",\"headline\":\"H\"}",
     "{\"@context\":\"https://schema.org\",\"@type\":\"LiveBlogPosting\",\"input\":\"\",\"headline\":\"H\"" TAIL},
    {"a page", "{\"@type\":[\"WebPage\",\"CollectionPage\"],\"name\":\"H\"}",
     "{\"@context\":\"https://schema.org\",\"@type\":\"WebPage\",\"input\":\"\",\"headline\":\"H\"" TAIL},
    {"dates of all sorts",
     "{\"headline\":\"H\",\"datePublished\":\"Fri, 20 Nov 2026 04:53:00 EST\",\"dateModified\":\"2026-11-20T09:53\"}",
     BEGIN "\"headline\":\"H\",\"datePublished\":\"2026-11-20T04:53:00-05:00\",\"datePublishedZone\":\"EST\","
           "\"dateModified\":\"2026-11-20T09:53:00-00:00\"" TAIL},
    {"a bare date, and none", "{\"headline\":\"H\",\"datePublished\":\"2026-11-20\",\"dateModified\":\"\"}",
     BEGIN "\"headline\":\"H\",\"datePublished\":\"2026-11-20\"" TAIL},
    {"access in words", "{\"headline\":\"H\",\"isAccessibleForFree\":\"False\"}",
     BEGIN "\"headline\":\"H\",\"isAccessibleForFree\":false" TAIL},
    {"address of the page",
     "{\"headline\":\"H\",\"mainEntityOfPage\":{\"@type\":\"WebPage\",\"@id\":\"https://a.example/\"}}",
     BEGIN "\"url\":\"https://a.example/\",\"headline\":\"H\"" TAIL},
    {"place and language as objects",
     "{\"headline\":\"H\",\"locationCreated\":{\"@type\":\"Place\",\"name\":\"LISBON\"},\"inLanguage\":{\"name\":"
     "\"pt\"},"
     "\"articleSection\":[\"Local\",\"News\"]}",
     BEGIN "\"headline\":\"H\",\"inLanguage\":\"pt\",\"articleSection\":\"Local\",\"locationCreated\":\"LISBON\"" TAIL},
    {"nulls are absent",
     "{\"headline\":\"H\",\"author\":null,\"image\":null,\"datePublished\":null,\"blocks\":null,\"url\":null,"
     "\"keywords\":null,\"isAccessibleForFree\":null,\"confidence\":null,\"omitted\":null,\"@type\":null}",
     BEGIN "\"headline\":\"H\"" TAIL},
    {"members of its own", "{\"headline\":\"H\",\"cms\":{\"id\":[1,2,{\"x\":null}]},\"wordCount\":\"many\"}",
     BEGIN "\"headline\":\"H\"" TAIL},
    {"unsafe markup in a block",
     "{\"headline\":\"H\",\"blocks\":[{\"type\":\"paragraph\",\"html\":\"<a href='javascript:x' "
     "onclick=y>One</a><script>z</script> two\"}]}",
     BEGIN "\"headline\":\"H\",\"articleBody\":\"One "
           "two\",\"wordCount\":2,\"blocks\":[{\"type\":\"paragraph\",\"text\":\"One two\","
           "\"html\":\"One two\"}]}"},
    {"blocks without markup",
     "{\"headline\":\"H\",\"blocks\":[{\"type\":\"paragraph\",\"text\":\"One <b>.\\n\\nTwo.\",\"source\":[5,90]},"
     "{\"type\":\"quote\",\"text\":\"Three.\\n\\nFour.\"},{\"type\":\"heading\",\"level\":9,\"text\":\"Five\"},"
     "{\"type\":\"list\",\"ordered\":true,\"items\":[\"Six\",{\"html\":\"<i>Seven</i>\"},null]},"
     "{\"type\":\"table\",\"rows\":[[\"Eight\",9],[null,{\"text\":\"Ten\"}]]},{\"type\":\"code\",\"text\":\"a\\n\\nb\"}"
     "]}",
     BEGIN
     "\"headline\":\"H\",\"articleBody\":\"One <b>.\\n\\nTwo.\\n\\nThree.\\n\\nFour.\\n\\nFive\\n\\nSix\\nSeven\\n\\n"
     "Eight\\t9\\n\\tTen\\n\\na\\n\\nb\",\"wordCount\":13,\"blocks\":["
     "{\"type\":\"paragraph\",\"text\":\"One <b>.\",\"html\":\"One &lt;b&gt;.\",\"source\":[5,90]},"
     "{\"type\":\"paragraph\",\"text\":\"Two.\",\"html\":\"Two.\"},"
     "{\"type\":\"quote\",\"text\":\"Three.\\n\\nFour.\",\"html\":\"Three.<p>Four.</p>\"},"
     "{\"type\":\"heading\",\"level\":6,\"text\":\"Five\",\"html\":\"Five\"},"
     "{\"type\":\"list\",\"ordered\":true,\"items\":[\"Six\",\"Seven\"],\"html\":\"<ol><li>Six</li><li><em>Seven</em></"
     "li></ol>\"},"
     "{\"type\":\"table\",\"rows\":[[\"Eight\",\"9\"],[\"\",\"Ten\"]],"
     "\"html\":\"<table><tr><td>Eight</td><td>9</td></tr><tr><td></td><td>Ten</td></tr></table>\"},"
     "{\"type\":\"code\",\"text\":\"a\\n\\nb\",\"html\":\"a\\n\\nb\"}]}"},
    {"a live page as schema.org has it",
     "{\"@type\":\"LiveBlogPosting\",\"headline\":\"Storm\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\","
     "\"headline\":\"Ferries stop\","
     "\"datePublished\":\"2026-11-20T09:53:00Z\",\"articleBody\":\"From nine.\"},{\"headline\":\"Wind\"}]}",
     "{\"@context\":\"https://schema.org\",\"@type\":\"LiveBlogPosting\",\"input\":\"\",\"headline\":\"Storm\","
     "\"articleBody\":\"Ferries stop\\n\\nFrom "
     "nine.\\n\\nWind\",\"wordCount\":5,\"blocks\":[{\"type\":\"update\",\"datePublished\":\"2026-11-20T09:53:00Z\","
     "\"headline\":\"Ferries stop\",\"blocks\":[{\"type\":\"paragraph\",\"text\":\"From nine.\",\"html\":\"From "
     "nine.\"}]},"
     "{\"type\":\"update\",\"headline\":\"Wind\",\"blocks\":[]}]}"},
    {"bytes that are no UTF-8", "{\"headline\":\"H\xFFi\",\"articleBody\":\"a\xC3\"}",
     BEGIN "\"headline\":\"H\xEF\xBF\xBDi\",\"articleBody\":\"a\xEF\xBF\xBD\",\"wordCount\":1,\"blocks\":[{\"type\":"
           "\"paragraph\","
           "\"text\":\"a\xEF\xBF\xBD\",\"html\":\"a\xEF\xBF\xBD\"}]}"},
    {"a character beyond the first plane", "{\"headline\":\"\\uD83D\\uDEA2 \\u00e9\\/\"}",
     BEGIN "\"headline\":\"\xF0\x9F\x9A\xA2 \xC3\xA9/\"" TAIL},
    {"an error member of a story", "{\"headline\":\"H\",\"error\":\"none\"}", BEGIN "\"headline\":\"H\"" TAIL},
};

static void test_newsrooms(void **state)
{
    (void)state;
    wire_out json;
    wire_out_open_memory(&json, 0);
    for (size_t i = 0; i < COUNT(newsrooms); i++) {
        wire_error err;
        wire_story *story = NULL;
        if (wire_story_read_json(wire_str_of(newsrooms[i].json), &story, &err))
            fail_msg("\"%s\": %s", newsrooms[i].name, err.text);
        wire_out_reset(&json);
        wire_story_write_json(story, NULL, &json);
        check_str(wire_out_text(&json), wire_str_of(newsrooms[i].want), newsrooms[i].name);
        assert_int_equal(round_trip(story, true, &json, &err), WIRE_OK);
        wire_story_free(story);
    }
    wire_out_close(&json, NULL);
}

/* What is refused ------------------------------------------------------------------------------- */

#define NOT_TYPE "the \"type\" of a block is paragraph, heading, quote, list, table, code, image, embed or update"

static const struct {
    const char *json;
    int64_t offset; /* -1: WIRE_NOWHERE */
    const char *message;
} bad[] = {
    {"", 0, "story: not JSON at byte 0 (\"\"): the end, where a value should be"},
    {"{", 1, "story: not JSON at byte 1 (\"\"): no \"key\""},
    {"{\"a\":1,}", 7, "story: not JSON at byte 7 (\"}\"): no \"key\""},
    {"{\"a\" 1}", 5, "story: not JSON at byte 5 (\"1}\"): no ':' after a key"},
    {"{\"a\":01}", 7, "story: not JSON at byte 7 (\"}\"): a number that begins with 0"},
    {"{\"a\":.5}", 5, "story: not JSON at byte 5 (\".5}\"): no value begins like this"},
    {"{\"a\":1.}", 7, "story: not JSON at byte 7 (\"}\"): a number without digits"},
    {"{\"a\":nul}", 5, "story: not JSON at byte 5 (\"nul}\"): no value begins like this"},
    {"{\"a\":'x'}", 5, "story: not JSON at byte 5 (\"'x'}\"): no value begins like this"},
    {"{\"a\":\"x}", 5, "story: not JSON at byte 5 (\"\"x}\"): a string without end"},
    {"{\"a\":\"\\x\"}", 6, "story: not JSON at byte 6 (\"\\x\"}\"): a \\ that escapes nothing"},
    {"{\"a\":\"\\u00g0\"}", 6, "story: not JSON at byte 6 (\"\\u00g0\"}\"): \\u without four hexadecimal digits"},
    {"{\"a\":\"\\u0000\"}", 6, "story: not JSON at byte 6 (\"\\u0000\"}\"): a NUL character in text"},
    {"{\"a\":\"\\udc00\"}", 6,
     "story: not JSON at byte 6 (\"\\udc00\"}\"): half a character (\\u of a lone surrogate)"},
    {"{\"a\":\"\\ud800x\"}", 6,
     "story: not JSON at byte 6 (\"\\ud800x\"}\"): half a character (\\u of a lone surrogate)"},
    {"{\"a\":[1 2]}", 8, "story: not JSON at byte 8 (\"2]}\"): no ',' and no end of the list or object"},
    {"{\"a\":[1}", 7, "story: not JSON at byte 7 (\"}\"): no ',' and no end of the list or object"},
    {"{\"a\":[1", 7, "story: not JSON at byte 7 (\"\"): the end, within a list or object"},
    {"{} {}", 3, "story: not JSON at byte 3 (\"{}\"): something after the value"},
    {"[1]", 0, "story: not an object {...}"},
    {"\"text\"", 0, "story: not an object {...}"},
    {"{}", -1, "story: \"headline\": missing, and no articleBody either"},
    {"{\"headline\":\"\",\"articleBody\":\" \"}", -1, "story: \"headline\": missing, and no articleBody either"},
    {"{\"headline\": 42}", 13, "story: \"headline\" at byte 13: not text"},
    {"{\"articleBody\":[\"a\"]}", 15, "story: \"articleBody\" at byte 15: not text"},
    {"{\"headline\":\"H\",\"@type\":[\"A\",7]}", 29, "story: \"@type\" at byte 29: not text"},
    {"{\"headline\":\"H\",\"author\":42}", 25, "story: \"author\" at byte 25: not text"},
    {"{\"headline\":\"H\",\"author\":[{\"name\":true}]}", 34, "story: \"name\" at byte 34: not text"},
    {"{\"headline\":\"H\",\"keywords\":[[1]]}", 29, "story: \"keywords\" at byte 29: not text"},
    {"{\"headline\":\"H\",\"image\":[{\"url\":5}]}", 32, "story: \"url\" at byte 32: not an address"},
    {"{\"headline\":\"H\",\"url\":\"/2026/ferry\"}", 22,
     "story: \"url\" at byte 22: not an absolute http or https address"},
    {"{\"headline\":\"H\",\"url\":\"javascript:x\"}", 22,
     "story: \"url\" at byte 22: not an absolute http or https address"},
    {"{\"headline\":\"H\",\"url\":{}}", 22, "story: \"url\" at byte 22: not text"},
    {"{\"headline\":\"H\",\"datePublished\":\"soon\"}", 32,
     "story: \"datePublished\" at byte 32: not a date such as \"2026-11-20T04:53:00-05:00\""},
    {"{\"headline\":\"H\",\"dateModified\":1795150380}", 31,
     "story: \"dateModified\" at byte 31: not a date such as \"2026-11-20T04:53:00-05:00\""},
    {"{\"headline\":\"H\",\"dateModified\":\"2026-11-20\",\"dateModifiedZone\":1}", 63,
     "story: \"dateModifiedZone\" at byte 63: not text"},
    {"{\"headline\":\"H\",\"isAccessibleForFree\":\"maybe\"}", 38,
     "story: \"isAccessibleForFree\" at byte 38: neither true nor false"},
    {"{\"headline\":\"H\",\"confidence\":1.5}", 29, "story: \"confidence\" at byte 29: not a number from 0 to 1"},
    {"{\"headline\":\"H\",\"blocks\":{}}", 25, "story: \"blocks\" at byte 25: not a list"},
    {"{\"headline\":\"H\",\"blocks\":[\"x\"]}", 26, "story: \"blocks\" at byte 26: " NOT_TYPE},
    {"{\"headline\":\"H\",\"blocks\":[{}, {\"type\":\"verse\"}]}", 26, "story: \"blocks\" at byte 26: " NOT_TYPE},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"row\"}]}", 34, "story: \"type\" at byte 34: " NOT_TYPE},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"code\",\"html\":1}]}", 48, "story: \"html\" at byte 48: not text"},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"code\",\"text\":{}}]}", 48, "story: \"text\" at byte 48: not text"},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"code\",\"source\":[9]}]}", 50,
     "story: \"source\" at byte 50: not [first byte, byte behind the last]"},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"code\",\"source\":[9,2]}]}", 50,
     "story: \"source\" at byte 50: not [first byte, byte behind the last]"},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"list\",\"items\":[\"a\",[]]}]}", 54,
     "story: \"items\" at byte 54: an entry that is not text"},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"table\",\"rows\":[[true]]}]}", 51,
     "story: \"rows\" at byte 51: an entry that is not text"},
    {"{\"headline\":\"H\",\"blocks\":[{\"type\":\"update\",\"blocks\":[{\"type\":\"update\"}]}]}", 53,
     "story: \"blocks\" at byte 53: an update within an update"},
    {"{\"headline\":\"H\",\"liveBlogUpdate\":[\"x\"]}", 34,
     "story: \"liveBlogUpdate\" at byte 34: not an object {...}"},
    {"{\"headline\":\"H\",\"omitted\":[{}]}", 27, "story: \"omitted\" at byte 27: \"what\" is missing"},
    {"{\"headline\":\"H\",\"omitted\":[{\"what\":\"cut\",\"note\":1}]}", 48, "story: \"note\" at byte 48: not text"},
    {"{\"input\":\"a.html\",\"error\":\"not HTML\"}", -1, "a.html: not HTML"},
};

static void test_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        wire_error err = {0};
        wire_story *story = NULL;
        if (wire_story_read_json(wire_str_of(bad[i].json), &story, &err) != WIRE_EFORMAT)
            fail_msg("taken: %s", bad[i].json);
        assert_null(story);
        assert_string_equal(err.text, bad[i].message);
        assert_true(err.offset == (bad[i].offset < 0 ? WIRE_NOWHERE : (uint64_t)bad[i].offset));
    }
    wire_error err;
    wire_story *story = NULL;
    assert_int_equal(wire_story_read_json(WIRE_STR("{\"headline\":\"a\0b\"}"), &story, &err), WIRE_EFORMAT);
    assert_int_equal(wire_story_read_json(WIRE_STR("{\"headline\":\"H\"}\0"), &story, &err), WIRE_EFORMAT);
    assert_int_equal(wire_story_read_json(wire_str_of(bad[22].json), &story, NULL), WIRE_EFORMAT);
}

static wire_code read_made(const char *head, const char *unit, size_t n, const char *middle, const char *end_unit,
                           const char *tail, wire_error *err)
{
    wire_out json;
    wire_story *story = NULL;
    wire_out_open_memory(&json, 0);
    wire_out_put(&json, wire_str_of(head));
    for (size_t i = 0; i < n; i++)
        wire_out_put(&json, wire_str_of(unit));
    wire_out_put(&json, wire_str_of(middle));
    for (size_t i = 0; i < n; i++)
        wire_out_put(&json, wire_str_of(end_unit));
    wire_out_put(&json, wire_str_of(tail));
    assert_int_equal(json.code, WIRE_OK);
    const wire_code code = wire_story_read_json(wire_out_text(&json), &story, err);
    wire_story_free(story);
    wire_out_close(&json, NULL);
    return code;
}

static void test_bounds(void **state)
{
    (void)state;
    wire_error err;
    assert_int_equal(read_made("{\"headline\":\"H\",\"x\":", "[", 199, "", "]", "}", &err), WIRE_OK);
    assert_int_equal(read_made("{\"headline\":\"H\",\"x\":", "[", 200, "", "]", "}", &err), WIRE_ELIMIT);
    assert_int_equal(read_made("{\"headline\":\"H\",\"x\":", "{\"a\":", 200000, "1", "}", "}", &err), WIRE_ELIMIT);
    assert_int_equal(err.offset, 20 + 199 * 5);
    assert_int_equal(read_made("{\"headline\":\"H\",\"x\":[", "1,", 2000000, "1", "", "]}", &err), WIRE_ELIMIT);
    assert_int_equal(read_made("{\"headline\":\"H\",\"author\":[", "\"A\",", 150000, "\"A\"", "", "]}", &err), WIRE_OK);
    /* the same member over and over: the first counts */
    assert_int_equal(read_made("{", "\"headline\":\"H\",", 100000, "\"x\":1", "", "}", &err), WIRE_OK);
    assert_int_equal(read_made("{\"headline\":\"H\",\"x\":\"", "0123456789", (64 << 20) / 10, "", "", "\"}", &err),
                     WIRE_ELIMIT);
    assert_string_equal(err.text, "story: 67108883 bytes of JSON; 64 MiB is the most");
}

/* A story whose pieces would take many times its bytes is refused for itself; it is no lack of memory, which would end
 * an import. */
static void test_too_many_pieces(void **state)
{
    (void)state;
    wire_error err;
    assert_int_equal(read_made("{\"headline\":\"H\",\"blocks\":[{\"type\":\"paragraph\",\"html\":\"", "a<b>b</b>",
                               3000000, "", "", "\"}]}", &err),
                     WIRE_ELIMIT);
    assert_int_equal(err.code, WIRE_ELIMIT);
}

/* Failing memory -------------------------------------------------------------------------------- */

static bool write_and_read(void *user)
{
    (void)user;
    bool is_done = false;
    wire_error err = {0};
    wire_out json;
    wire_out_open_memory(&json, 0);
    wire_story *story = make_full();
    if (story) {
        const wire_code code = round_trip(story, true, &json, &err);
        assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
        if (err.text[0])
            assert_int_equal(err.code, WIRE_ENOMEM);
        is_done = !code;
    }
    wire_story_free(story);
    wire_out_close(&json, NULL);
    return is_done;
}

static bool read_newsrooms(void *user)
{
    (void)user;
    bool is_done = true;
    for (size_t i = 0; i < COUNT(newsrooms); i++) {
        wire_story *story = NULL;
        wire_error err;
        const wire_code code = wire_story_read_json(wire_str_of(newsrooms[i].json), &story, &err);
        assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
        assert_true(code ? !story : story != NULL);
        wire_story_free(story);
        is_done = is_done && !code;
    }
    return is_done;
}

static void test_faults(void **state)
{
    (void)state;
    assert_in_range(faults_run(write_and_read, NULL, 2000), 8, 1999);
    assert_in_range(faults_run(read_newsrooms, NULL, 2000), 60, 1999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_block), cmocka_unit_test(test_stamps),          cmocka_unit_test(test_every_fact),
        cmocka_unit_test(test_by_chance),   cmocka_unit_test(test_newsrooms),       cmocka_unit_test(test_bad),
        cmocka_unit_test(test_bounds),      cmocka_unit_test(test_too_many_pieces), cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
