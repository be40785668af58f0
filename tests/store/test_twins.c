/* test_twins.c: copies of a text are known for what they are, whole, cut or changed; other texts are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stories.h"

enum { WORDS = 800, LONGEST = 16 };

/* A text of its own for each seed, out of the words of one town. */
static char *make_text(unsigned seed, size_t n_words)
{
    static const char *const words[] = {
        "harbour", "council", "ferry",  "quay",   "the",   "vote",   "budget", "crane",  "of",     "tide",  "fog",
        "market",  "net",     "repair", "winter", "grant", "school", "bridge", "engine", "timber", "to",    "captain",
        "museum",  "archive", "letter", "road",   "and",   "rain",   "roof",   "ballot", "in",     "mayor", "report",
        "answer",  "delay",   "ticket", "island", "crew",  "plan",   "a",      "said",   "on",     "for",   "was",
    };
    char *text = malloc(n_words * LONGEST + 1), *p = text;
    uint64_t state = seed * 2654435761U + 1;
    for (size_t i = 0; text && i < n_words; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        p += sprintf(p, "%s%s", words[(state >> 33) % (sizeof words / sizeof *words)],
                     i % 20 == 19 ? ".\n\n"
                     : i % 7 == 6 ? ", "
                                  : " ");
    }
    return text;
}

/* The words [from, to), every `changed`-th put in another way (0: none). */
static char *cut(const char *text, size_t from, size_t to, size_t changed)
{
    char *copy = malloc(strlen(text) + 16 * WORDS), *p = copy;
    size_t n = 0;
    for (const char *at = text; *at; n++) {
        const size_t word = strcspn(at, " \n,.");
        const size_t rest = strspn(at + word, " \n,.");
        if (n >= from && n < to)
            p += changed && n % changed == 0 ? sprintf(p, "another%zu%.*s", n, (int)rest, at + word)
                                             : sprintf(p, "%.*s", (int)(word + rest), at);
        at += word + rest;
    }
    *p = '\0';
    return copy;
}

static uint64_t put_text(wire_store *store, const char *name, const char *text)
{
    char url[80];
    wire_record record;
    snprintf(url, sizeof url, "https://%s.example/story", name);
    const tale t = {.url = url, .headline = name, .body = text};
    assert_int_equal(tale_put(store, &t, NULL, &record, NULL), WIRE_OK);
    const uint64_t twin = record.twin;
    assert_int_equal(wire_store_find(store, wire_str_of(url), &record, NULL), WIRE_OK);
    assert_int_equal(record.twin, twin);
    return twin;
}

static const struct copy_case {
    const char *name;
    size_t from, to, changed;
} copies[] = {
    {"whole", 0, WORDS, 0},   {"first-half", 0, WORDS / 2, 0},        {"last-half", WORDS / 2, WORDS, 0},
    {"quarter", 200, 400, 0}, {"every-seventh-changed", 0, WORDS, 7}, {"half-and-changed", 0, WORDS / 2, 9},
};

static void copies_are_known(void **state)
{
    (void)state;
    place p;
    place_make(&p);
    wire_store *store = place_open(&p, false);
    for (unsigned seed = 0; seed < 6; seed++) {
        char name[40];
        char *text = make_text(seed, WORDS);
        snprintf(name, sizeof name, "first-%u", seed);
        assert_int_equal(put_text(store, name, text), 0);
        wire_record first;
        snprintf(name, sizeof name, "https://first-%u.example/story", seed);
        assert_int_equal(wire_store_find(store, wire_str_of(name), &first, NULL), WIRE_OK);
        const uint64_t id = first.id;
        for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
            char *copy = cut(text, copies[i].from, copies[i].to, copies[i].changed);
            snprintf(name, sizeof name, "%s-%u", copies[i].name, seed);
            if (put_text(store, name, copy) != id)
                fail_msg("%s: not known as a copy", name);
            free(copy);
        }
        free(text);
    }
    wire_store_close(store);
    place_remove(&p);
}

static void other_stories_are_no_twins(void **state)
{
    (void)state;
    place p;
    place_make(&p);
    wire_store *store = place_open(&p, false);
    assert_int_equal(wire_store_begin(store, NULL), WIRE_OK);
    for (unsigned seed = 100; seed < 500; seed++) {
        char name[40];
        char *text = make_text(seed, 100 + seed * 2);
        snprintf(name, sizeof name, "other-%u", seed);
        if (put_text(store, name, text))
            fail_msg("%s: taken for a copy", name);
        free(text);
    }
    assert_int_equal(wire_store_commit(store, NULL), WIRE_OK);
    wire_store_close(store);
    place_remove(&p);
}

static void a_phrase_of_the_house_makes_no_twins(void **state)
{
    (void)state;
    static const char house[] =
        "This story was brought to you by The Harbour Light, the paper of the town since 1871, and may "
        "be told on by whoever names us. Write to the editor at the old customs house.\n\n";
    place p;
    place_make(&p);
    wire_store *store = place_open(&p, false);
    assert_int_equal(wire_store_begin(store, NULL), WIRE_OK);
    for (unsigned seed = 600; seed < 700; seed++) {
        char name[40];
        char *text = make_text(seed, 300), *whole = malloc(strlen(text) + sizeof house);
        sprintf(whole, "%s%s", text, house);
        snprintf(name, sizeof name, "house-%u", seed);
        assert_int_equal(put_text(store, name, whole), 0);
        free(whole);
        free(text);
    }
    assert_int_equal(wire_store_commit(store, NULL), WIRE_OK);
    wire_store_close(store);
    place_remove(&p);
}

/* A corrected copy that now has nothing in common stands alone again. */
static void a_story_that_changes_may_part(void **state)
{
    (void)state;
    place p;
    place_make(&p);
    wire_store *store = place_open(&p, false);
    char *text = make_text(1, 400), *other = make_text(2, 400);
    assert_int_equal(put_text(store, "first", text), 0);
    assert_int_equal(put_text(store, "second", text), 1);
    const tale t = {.url = "https://second.example/story", .headline = "second", .body = other};
    wire_record record;
    assert_int_equal(tale_put(store, &t, NULL, &record, NULL), WIRE_OK);
    assert_int_equal(record.twin, 0);
    free(text);
    free(other);
    wire_store_close(store);
    place_remove(&p);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(copies_are_known),
        cmocka_unit_test(other_stories_are_no_twins),
        cmocka_unit_test(a_phrase_of_the_house_makes_no_twins),
        cmocka_unit_test(a_story_that_changes_may_part),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
