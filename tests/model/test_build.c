/* test_build.c: whatever is asked of the builder, the story is well-formed; its text. */
#include "../check.h"
#include "../faults.h"
#include "model/build.h"

enum { MAX_ASKED = 8 };

#define P WIRE_BLOCK_PARAGRAPH

/* What is asked, and what comes of it: the depth, the kind's first three letters and the text of each block. */
static const struct {
    const char *name;
    struct {
        uint8_t depth;
        wire_block_kind kind;
        const char *text;
    } asked[MAX_ASKED];
    const char *want, *body;
} cases[] = {
    {"as asked", {{0, P, "a"}, {0, P, "b"}}, "0par(a) 0par(b)", "a\n\nb"},
    {"too deep", {{7, P, "a"}, {9, WIRE_BLOCK_HEADING, "b"}}, "0par(a) 0hea(b)", "a\n\nb"},
    {"an item without a list", {{0, WIRE_BLOCK_ITEM, "a"}, {1, WIRE_BLOCK_CELL, "b"}}, "0par(a) 0par(b)", "a\n\nb"},
    {"text right in a list", {{0, WIRE_BLOCK_LIST, 0}, {1, P, "a"}, {1, P, "b"}}, "0lis() 1ite(a) 1ite(b)", "a\nb"},
    {"a cell right in a table",
     {{0, WIRE_BLOCK_TABLE, 0}, {1, P, "a"}, {2, WIRE_BLOCK_CELL, "b"}},
     "0tab() 1row() 2cel(a) 2cel(b)",
     "a\tb"},
    {"a row in a list rises",
     {{0, WIRE_BLOCK_LIST, 0}, {1, WIRE_BLOCK_ITEM, "a"}, {2, WIRE_BLOCK_ROW, "b"}},
     "0lis() 1ite(a) 2par(b)",
     "a\nb"},
    {"a picture in a list rises out of it",
     {{0, WIRE_BLOCK_LIST, 0}, {1, WIRE_BLOCK_ITEM, "a"}, {2, WIRE_BLOCK_IMAGE, 0}},
     "0lis() 1ite(a) 0ima()",
     "a"},
    {"nothing below a paragraph", {{0, P, "a"}, {1, P, "b"}}, "0par(a) 0par(b)", "a\n\nb"},
    {"an update within an update ends it",
     {{0, WIRE_BLOCK_UPDATE, 0}, {1, P, "a"}, {1, WIRE_BLOCK_UPDATE, 0}, {1, P, "b"}},
     "0upd() 1par(a) 0upd() 1par(b)",
     "a\n\nb"},
    {"what says nothing goes",
     {{0, P, " \n "}, {0, WIRE_BLOCK_LIST, 0}, {1, WIRE_BLOCK_ITEM, ""}, {0, WIRE_BLOCK_QUOTE, 0}},
     "",
     ""},
    {"a list with text of its own and no item goes", {{0, WIRE_BLOCK_LIST, "lost"}, {0, P, "a"}}, "0par(a)", "a"},
    {"an empty cell stays",
     {{0, WIRE_BLOCK_TABLE, 0}, {1, WIRE_BLOCK_ROW, 0}, {2, WIRE_BLOCK_CELL, 0}, {2, WIRE_BLOCK_CELL, "b"}},
     "0tab() 1row() 2cel() 2cel(b)",
     "\tb"},
    {"a quote's first paragraph is its text",
     {{0, WIRE_BLOCK_QUOTE, 0}, {1, P, "a"}, {1, P, "b"}},
     "0quo(a) 1par(b)",
     "a\n\nb"},
    {"line ends", {{0, P, "\n\na\r\nb\rc\n"}}, "0par(a\nb\nc)", "a\nb\nc"},
    {"characters that may not stand",
     {{0, P,
       "a\x01"
       "b\f\xEF\xBF\xBE"
       "c\xFF"}},
     "0par(ab c\xEF\xBF\xBD)",
     "ab c\xEF\xBF\xBD"},
};

/* NULL: no memory. */
static wire_story *make(size_t i)
{
    wire_story *story = wire_story_new(0);
    if (!story)
        return NULL;
    wire__builder b;
    wire__build_begin(&b, story);
    for (size_t k = 0; k < MAX_ASKED && (cases[i].asked[k].text || cases[i].asked[k].kind); k++) {
        wire__build_block(&b, cases[i].asked[k].kind, cases[i].asked[k].depth);
        wire__build_text(&b, wire_str_of(cases[i].asked[k].text), 0, (wire_str){NULL, 0});
    }
    wire__build_omission(&b, "video", WIRE_STR("a ferry"));
    if (!wire__build_end(&b, NULL))
        return story;
    wire_story_free(story);
    return NULL;
}

static void test_form(void **state)
{
    (void)state;
    static const char *const names[] = {
#define NAME(kind, name) name,
        WIRE_BLOCKS(NAME)
#undef NAME
    };
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_story *story = make(i);
        wire_out_reset(&out);
        for (uint32_t k = 0; k < story->n_blocks; k++) {
            wire_out_print(&out, "%s%u%.3s(", k ? " " : "", story->blocks[k].depth, names[story->blocks[k].kind]);
            wire_block_text(&story->blocks[k], &out);
            wire_out_byte(&out, ')');
        }
        check_str(wire_out_text(&out), wire_str_of(cases[i].want), cases[i].name);
        wire_out_reset(&out);
        wire_story_body(story, &out);
        check_str(wire_out_text(&out), wire_str_of(cases[i].body), cases[i].name);
        assert_int_equal(story->n_omitted, 1);
        wire_story_free(story);
    }
    wire_out_close(&out, NULL);
}

static void test_plain(void **state)
{
    (void)state;
    wire_story *story = wire_story_new(0);
    wire__builder b;
    wire__build_begin(&b, story);
    wire__build_plain(&b, WIRE_STR("\r\n\r\n  One,\r\nstill one.\n \t \nTwo.\n\n\n\nThree."), 0);
    assert_int_equal(wire__build_end(&b, NULL), WIRE_OK);
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_story_body(story, &out);
    check_str(wire_out_text(&out), WIRE_STR("  One,\nstill one.\n\nTwo.\n\nThree."), "plain");
    assert_int_equal(story->n_blocks, 3);
    wire_out_close(&out, NULL);
    wire_story_free(story);
}

/* A block that is taken back leaves no trace, and the one before it goes on. */
static void test_drop(void **state)
{
    (void)state;
    wire_story *story = wire_story_new(0);
    wire__builder b;
    wire__build_begin(&b, story);
    wire__build_drop(&b);
    wire__build_block(&b, P, 0);
    wire__build_text(&b, WIRE_STR("a"), WIRE_MARK_EM, WIRE_STR("https://a.example/"));
    wire__build_block(&b, WIRE_BLOCK_LIST, 0);
    wire__build_drop(&b);
    wire__build_text(&b, WIRE_STR("b"), 0, (wire_str){NULL, 0});
    assert_int_equal(wire__build_end(&b, NULL), WIRE_OK);
    assert_int_equal(story->n_blocks, 1);
    assert_int_equal(story->blocks[0].n_spans, 2);
    check_str(story->blocks[0].spans[0].href, WIRE_STR("https://a.example/"), "first");
    check_str(story->blocks[0].spans[1].text, WIRE_STR("b"), "second");
    wire_story_free(story);
}

static void test_sources(void **state)
{
    (void)state;
    wire_story *story = wire_story_new(0);
    wire__builder b;
    wire__build_begin(&b, story);
    wire__build_block(&b, WIRE_BLOCK_LIST, 0)->source = (wire_range){100, 120};
    wire__build_block(&b, WIRE_BLOCK_ITEM, 1)->source = (wire_range){105, 300};
    wire__build_text(&b, WIRE_STR("a"), 0, (wire_str){NULL, 0});
    wire__build_block(&b, WIRE_BLOCK_UPDATE, 0);
    wire__build_block(&b, P, 1)->source = (wire_range){400, 500};
    wire__build_text(&b, WIRE_STR("b"), 0, (wire_str){NULL, 0});
    assert_int_equal(wire__build_end(&b, NULL), WIRE_OK);
    static const wire_range want[] = {{100, 300}, {0, 0}, {0, 0}, {400, 500}};
    assert_int_equal(story->n_blocks, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(story->blocks[i].source.start, want[i].start);
        assert_int_equal(story->blocks[i].source.end, want[i].end);
    }
    wire_story_free(story);
}

static bool make_all(void *user)
{
    (void)user;
    bool is_done = true;
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_story *story = make(i);
        is_done = is_done && story;
        wire_story_free(story);
    }
    return is_done;
}

static void test_faults(void **state)
{
    (void)state;
    assert_in_range(faults_run(make_all, NULL, 1000), COUNT(cases), 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_form), cmocka_unit_test(test_plain),
                                       cmocka_unit_test(test_drop), cmocka_unit_test(test_sources),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
