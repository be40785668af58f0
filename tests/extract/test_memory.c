/* test_memory.c: what the pages of a source have in common, learnt, used and forgotten. */
#include "../check.h"
#include "../faults.h"
#include "model/memory.h"
#include "wirecopy/read.h"

#include <math.h>

#define PLEA                                                                                                        \
    "The Harbour Light belongs to its readers alone, and four hundred of them keep it afloat, so that the news of " \
    "the coast is told by those who live there."

typedef struct scene {
    wire_reader *reader;
    wire_memory *memory;
    char text[16384]; /* of the story read last */
} scene;

static void set_up(scene *s)
{
    s->reader = wire_reader_new();
    s->memory = wire_memory_new();
    assert_true(s->reader && s->memory);
}

static void tear_down(scene *s)
{
    wire_reader_free(s->reader);
    wire_memory_free(s->memory);
}

/* Reads a page. out  the story's text in the scene; what the page taught, added to the memory if it learns */
static void read_page(scene *s, const char *html, bool learns)
{
    wire_story *story = NULL;
    wire_out body;
    wire_error err = {0};
    const wire_page page = {.input = WIRE_STR("a.html"), .bytes = wire_str_of(html)};
    if (wire_read_story(s->reader, &page, &story, &err) != WIRE_OK)
        fail_msg("%s", err.text);
    wire_out_open_memory(&body, 0);
    wire_story_body(story, &body);
    snprintf(s->text, sizeof s->text, "%.*s", WIRE_ARG(wire_out_text(&body)));
    (void)wire_out_close(&body, NULL);
    if (learns) {
        assert_int_equal(wire_reader_learn(s->reader, story, s->memory), WIRE_OK);
        wire_memory_age(s->memory, 1);
    }
    wire_story_free(story);
}

/* A page at address `url` with the words of story n, and a plea between its paragraphs. */
static const char *make_page(int url, int n, const char *plea)
{
    static char html[8192];
    snprintf(html, sizeof html,
             "<title>Ferry number %d is late</title><link rel=canonical href=https://light.example/%d><div "
             "class=page><h1>Ferry number %d is late</h1><div class=text><p>The ferry with the number %d left Port "
             "Amaral an hour late on Thursday, after its crew had waited for the doctor of %d villages.</p><p>Its "
             "captain, who has sailed for %d years, said that no storm had kept him, but the tide, which comes when it "
             "wants.</p>%s<p>The harbour master counted %d passengers, most of them traders on their way to the "
             "market.</p></div></div>",
             n, url, n, n, n + 3, n + 11, plea, n * 7 + 40);
    return html;
}

static void learn_pages(scene *s, int from, int end, const char *plea)
{
    for (int i = from; i < end; i++)
        read_page(s, make_page(i, i, plea), true);
}

static bool says(const scene *s, const char *words)
{
    return strstr(s->text, words) != NULL;
}

static void a_line_on_every_page_is_not_the_story_s(void **state)
{
    (void)state;
    scene s;
    set_up(&s);
    learn_pages(&s, 0, 10, "<p>" PLEA "</p>");
    assert_true(says(&s, "belongs to its readers")); /* no single page can tell */
    wire_reader_remember(s.reader, s.memory);
    read_page(&s, make_page(20, 20, "<p>" PLEA "</p>"), false);
    assert_true(!says(&s, "belongs to its readers"));
    assert_true(says(&s, "an hour late on Thursday") && says(&s, "no storm had kept") && says(&s, "harbour master"));
    wire_out why;
    wire_out_open_memory(&why, 0);
    read_page(&s, make_page(20, 20, "<p>" PLEA "</p>"), false);
    wire_read_explain(s.reader, false, &why);
    assert_true(wire_str_find(wire_out_text(&why), WIRE_STR("as on the source's other pages")) != SIZE_MAX);
    (void)wire_out_close(&why, NULL);
    tear_down(&s);
}

/* One story's page read twenty times, each `step` addresses further, by a reader that learns from it. */
static void keeps_reading_story(int step)
{
    scene s;
    set_up(&s);
    wire_reader_remember(s.reader, s.memory);
    for (int i = 0; i < 20; i++)
        read_page(&s, make_page(7 + i * step, 7, ""), true);
    assert_true(says(&s, "an hour late") && says(&s, "no storm") && says(&s, "harbour master"));
    tear_down(&s);
}

static void a_story_read_again_is_not_the_template(void **state)
{
    (void)state;
    keeps_reading_story(0);
}

static void one_text_at_many_addresses_stays_a_story(void **state)
{
    (void)state;
    keeps_reading_story(1);
}

static void what_is_not_seen_any_more_is_forgotten(void **state)
{
    (void)state;
    scene s;
    set_up(&s);
    learn_pages(&s, 0, 10, "<p>" PLEA "</p>");
    learn_pages(&s, 10, 30, "");
    wire_reader_remember(s.reader, s.memory);
    read_page(&s, make_page(40, 40, "<p>" PLEA "</p>"), false);
    assert_true(says(&s, "belongs to its readers"));
    tear_down(&s);
}

/* The classes keep their names and change their sense: what was the story's box holds promotions. */
static void a_new_design_is_read_as_if_nothing_were_known(void **state)
{
    (void)state;
    static const char *const next =
        "<title>Council sells the old pier</title><main><h1>Council sells the old pier</h1><section><p>The council of "
        "Port Amaral has sold the old pier for a single coin, to a family that wants to mend it.</p><p>Nobody else had "
        "made an offer, said the mayor, who had hoped for a little more than that.</p><p>The family has built boats "
        "for two hundred years, and will build them there.</p></section><aside class=page><div class=text><p>Would "
        "you like to read more of this? Write to the desk, and we send you the week's best.</p></div></aside></main>";
    char plain[16384];
    scene s;
    set_up(&s);
    read_page(&s, next, false);
    memcpy(plain, s.text, sizeof plain);
    learn_pages(&s, 0, 20, "<p>" PLEA "</p>");
    wire_reader_remember(s.reader, s.memory);
    read_page(&s, next, false);
    assert_string_equal(s.text, plain);
    assert_true(says(&s, "a single coin") && says(&s, "two hundred years"));
    tear_down(&s);
}

static void plain_text_teaches_nothing(void **state)
{
    (void)state;
    scene s;
    set_up(&s);
    wire_story *story = NULL;
    const wire_page page = {.input = WIRE_STR("a.txt"), .bytes = WIRE_STR("A headline\n\nAnd a text of one line.\n")};
    assert_int_equal(wire_read_story(s.reader, &page, &story, NULL), WIRE_OK);
    assert_int_equal(wire_reader_learn(s.reader, story, s.memory), WIRE_NONE);
    wire_story_free(story);
    tear_down(&s);
}

static void bytes_are_a_memory_or_refused(void **state)
{
    (void)state;
    scene s;
    wire_out bytes, again;
    wire_memory *copy = NULL;
    wire_error err = {0};
    set_up(&s);
    learn_pages(&s, 0, 5, "<p>" PLEA "</p>");
    wire_out_open_memory(&bytes, 0);
    wire_out_open_memory(&again, 0);
    wire_memory_write(s.memory, &bytes);
    const wire_str text = wire_out_text(&bytes);
    assert_int_equal(wire_memory_read(text, &copy, &err), WIRE_OK);
    wire_memory_write(copy, &again);
    assert_true(wire_str_is(wire_out_text(&again), text));
    wire_memory_free(copy);
    for (size_t n = 0; n < text.n; n++) /* cut anywhere but between traits it is none */
        if (n < 8 || (n - 8) % 20)
            assert_int_equal(wire_memory_read(wire_str_cut(text, 0, n), &copy, &err), WIRE_EFORMAT);
    static const float wrong[] = {NAN, -1, INFINITY, 2e9f};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char bad[28];
        memcpy(bad, text.p, sizeof bad);
        memcpy(bad + 8 + 12, &wrong[i], 4); /* seen */
        assert_int_equal(wire_memory_read((wire_str){bad, sizeof bad}, &copy, &err), WIRE_EFORMAT);
    }
    (void)wire_out_close(&bytes, NULL);
    (void)wire_out_close(&again, NULL);
    tear_down(&s);
}

static bool reads_bytes(void *bytes)
{
    wire_memory *read = NULL;
    const wire_code code = wire_memory_read(*(const wire_str *)bytes, &read, NULL);
    assert_true(code == WIRE_OK || code == WIRE_ENOMEM); /* nothing is wrong with the bytes */
    wire_memory_free(read);
    return code == WIRE_OK;
}

static void lacking_memory_is_no_fault_of_the_bytes(void **state)
{
    (void)state;
    scene s;
    wire_out bytes;
    set_up(&s);
    learn_pages(&s, 0, 5, "<p>" PLEA "</p>");
    wire_out_open_memory(&bytes, 0);
    wire_memory_write(s.memory, &bytes);
    wire_str text = wire_out_text(&bytes);
    assert_in_range(faults_run(reads_bytes, &text, 100), 2, 99);
    (void)wire_out_close(&bytes, NULL);
    tear_down(&s);
}

static void more_than_a_page_is_no_page_s(void **state)
{
    (void)state;
    enum { N_BYTES = 1000 };
    static const struct {
        wire__trait trait;
        bool is_so;
    } cases[] = {
        {{.key = 77, .seen = 1, .story = 1}, true},
        {{.key = 77, .seen = 1.5f, .story = 1}, false},
        {{.key = 78, .seen = N_BYTES, .story = 1}, true},
        {{.key = 78, .seen = N_BYTES + 1, .story = 1}, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_memory *memory = wire_memory_new();
        assert_non_null(memory);
        assert_true(wire__memory_put(memory, &cases[i].trait));
        if (wire__memory_is_of_page(memory, N_BYTES) != cases[i].is_so)
            fail_msg("case %zu", i);
        wire_memory_free(memory);
    }
    scene s;
    set_up(&s);
    const char *html = make_page(1, 1, "<p>" PLEA "</p>");
    read_page(&s, html, true);
    assert_true(wire__memory_is_of_page(s.memory, strlen(html)));
    learn_pages(&s, 2, 4, "<p>" PLEA "</p>");
    assert_false(wire__memory_is_of_page(s.memory, 1 << 20));
    tear_down(&s);
}

static void it_does_not_grow_without_bound(void **state)
{
    (void)state;
    scene s;
    wire_out bytes;
    set_up(&s);
    const wire__trait often = {.key = 77, .seen = 9, .kept = 1, .story = 1};
    assert_true(wire__memory_put(s.memory, &often));
    for (uint64_t i = 1; i < 200000; i++)
        assert_true(wire__memory_put(s.memory, &(wire__trait){.key = i * 0x9E3779B97F4A7C15u, .seen = 1, .story = 2}));
    wire_out_open_memory(&bytes, 0);
    wire_memory_write(s.memory, &bytes);
    assert_in_range(wire_out_text(&bytes).n, 1000, 200000);
    (void)wire_out_close(&bytes, NULL);
    assert_non_null(wire__memory_find(s.memory, 77)); /* the least seen went */
    tear_down(&s);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(a_line_on_every_page_is_not_the_story_s),
        cmocka_unit_test(a_story_read_again_is_not_the_template),
        cmocka_unit_test(one_text_at_many_addresses_stays_a_story),
        cmocka_unit_test(what_is_not_seen_any_more_is_forgotten),
        cmocka_unit_test(a_new_design_is_read_as_if_nothing_were_known),
        cmocka_unit_test(plain_text_teaches_nothing),
        cmocka_unit_test(bytes_are_a_memory_or_refused),
        cmocka_unit_test(lacking_memory_is_no_fault_of_the_bytes),
        cmocka_unit_test(more_than_a_page_is_no_page_s),
        cmocka_unit_test(it_does_not_grow_without_bound),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
