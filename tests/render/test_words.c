/* test_words.c: words.ini: every language whole, every mistake told with its line or key. */
#include "check.h"

#include "theme.embed.h"

static wire_code read_words(const char *words, wire_theme **theme, wire_error *err)
{
    return wire__theme_read(&(wire__theme_files){.words = wire_str_of(words)}, theme, err);
}

/* The words as shipped, with one text in place of another. */
static char *changed(const char *was, const char *becomes)
{
    const char *at = strstr(wire__words_ini, was);
    assert_non_null(at);
    const size_t n = wire__words_ini_size + strlen(becomes) + 1;
    char *text = malloc(n);
    assert_non_null(text);
    snprintf(text, n, "%.*s%s%s", (int)(at - wire__words_ini), wire__words_ini, becomes, at + strlen(was));
    return text;
}

static const struct mistake {
    const char *was, *becomes, *says;
} MISTAKES[] = {
    {"by = Por {names}\n", "", "[pt] lacks \"by\""},
    {"see-full = اقرأ المقال الكامل على الويب\n", "", "[ar] lacks \"see-full\""},
    {"by = By {names}", "buy = By {names}", "[en] has an unknown key \"buy\""},
    {"Sunday, Monday, ", "Sunday, ", "[en] needs 7 names in \"days\""},
    {"Sunday, Monday, ", "Sunday, Feastday, Monday, ", "[en] needs 7 names in \"days\""},
    {"like = en", "like = fr", "[en-GB] is like \"fr\", which no section before is"},
    {"\n[en]\n", "\n[english]\n", "the first section is to be [en]"},
    {"am = AM\npm", "am\npm", "neither a section nor a value"},
};

static void tells_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof MISTAKES / sizeof *MISTAKES; i++) {
        char *text = changed(MISTAKES[i].was, MISTAKES[i].becomes);
        wire_theme *theme = NULL;
        wire_error err = {0};
        if (read_words(text, &theme, &err) != WIRE_ECONFIG)
            fail_msg("taken: %s", MISTAKES[i].says);
        unsigned line = 0;
        int n = 0;
        assert_int_equal(sscanf(err.text, "themes/lite/words.ini:%u: %n", &line, &n), 1);
        assert_in_range(line, 1, 3000);
        assert_string_equal(err.text + n, MISTAKES[i].says);
        assert_null(theme);
        free(text);
    }
}

static const struct word_case {
    const char *language, *key, *says;
} WORDS[] = {
    {"en", "see-full", "See Full Web Article"},
    {"en-GB", "see-full", "See Full Web Article"}, /* by `like` */
    {"EN-gb", "time", "{HH}:{mm}"},
    {"en-ZA", "time", "{HH}:{mm}"}, /* by "en-*" */
    {"en-US", "time", "{h}:{mm} {ampm}"},
    {"en", "and", " and "},
    {"pt-BR", "archive", "Arquivo"},
    {"ar-EG", "comma", "، "},
    {"es-MX", "archive", "Archivo"},
    {"de", "and", " und "},
    {"zh-TW", "about", "關於"},
    {"zh-Hant", "table", "表格"}, /* by `like` */
    {"zh-SG", "about", "关于"},
    {"iw", "archive", "ארכיון"},
    {"tlh", "archive", "Archive"},
    {"", "archive", "Archive"},
    {"en", "no-such-key", NULL},
};

static void finds_words(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        const wire_str word = wire_theme_word(theme, wire_str_of(WORDS[i].language), wire_str_of(WORDS[i].key));
        if (!wire_str_is(word, wire_str_of(WORDS[i].says)))
            fail_msg("%s of %s: %.*s", WORDS[i].key, WORDS[i].language, WIRE_ARG(word));
    }
    wire_theme_free(theme);
}

/* A pattern that lost its slot in translation would lose the name or the time. */
static void keeps_slots(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    for (uint32_t i = 0; i < theme->n_languages; i++) {
        for (int word = 0; word < WIRE__N_WORDS; word++) {
            wire_str before, after, its_before, its_after, rest = theme->languages[0].words[word];
            if (word <= WIRE__WORD_MONTH_YEAR)
                continue; /* patterns of time differ by language */
            wire__pattern_part(rest, WIRE_STR("{"), &before, &after);
            const char *brace = after.n ? memchr(after.p, '}', after.n) : NULL;
            if (!brace)
                continue;
            const wire_str slot = {before.p + before.n, (size_t)(brace + 1 - (before.p + before.n))};
            const wire_str its = theme->languages[i].words[word];
            wire__pattern_part(its, slot, &its_before, &its_after);
            if (its_before.n == its.n)
                fail_msg("[%.*s] \"%.*s\" has no %.*s", WIRE_ARG(theme->languages[i].tag), WIRE_ARG(its),
                         WIRE_ARG(slot));
        }
        assert_true(theme->languages[i].months[11].n && theme->languages[i].days_short[6].n);
    }
    wire_theme_free(theme);
}

/* The languages that are promised: each by its own section, with every word of its own. */
static void has_languages(void **state)
{
    static const char *const LANGUAGES[] = {"en", "en-GB", "es", "fr", "de", "pt", "it", "nl", "pl", "tr",
                                            "ru", "uk",    "ar", "he", "fa", "hi", "zh", "ja", "ko"};
    (void)state;
    wire_theme *theme = check_theme();
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof *LANGUAGES; i++) {
        const wire__words *words = wire__theme_words(theme, wire_str_of(LANGUAGES[i]));
        if (!wire_str_is(words->tag, wire_str_of(LANGUAGES[i])) || (words->like.n && strncmp(LANGUAGES[i], "en", 2)))
            fail_msg("%s has no section of its own", LANGUAGES[i]);
        if (i > 1 && wire_str_is(words->words[WIRE__WORD_SEE_FULL], theme->languages[0].words[WIRE__WORD_SEE_FULL]))
            fail_msg("%s is not translated", LANGUAGES[i]);
    }
    wire_theme_free(theme);
}

/* inih reads lines of at most 199 bytes: a longer one would be cut without a word. */
static void has_short_lines(void **state)
{
    (void)state;
    for (const char *p = wire__words_ini; *p;) {
        const size_t n = strcspn(p, "\n");
        if (n > 190)
            fail_msg("%.40s...: %zu bytes", p, n);
        p += n + (p[n] == '\n');
    }
}

static void minifies_style(void **state)
{
    (void)state;
    wire_theme *theme = NULL;
    wire_error err = {0};
    const wire__theme_files files = {
        .words = {wire__words_ini, wire__words_ini_size},
        .style = WIRE_STR("/* a */\nbody {\n  margin : 0 1rem;\n}\n/* where notice */\naside { b: c }\n"),
        .story = WIRE_STR("nav a, p > b { x: y; }\n/* where table */\n/* everywhere */\n* { z: 0 }"),
        .front = WIRE_STR("@media print { a { b: c } }")};
    static const struct wire__style_part STORY[] = {{0, {"body{margin :0 1rem}", 20}},
                                                    {WIRE__WHERE_NOTICE, {"aside{b:c}", 10}},
                                                    {0, {"nav a,p>b{x:y}", 14}},
                                                    {0, {"*{z:0}", 6}}};
    assert_int_equal(wire__theme_read(&files, &theme, &err), WIRE_OK);
    assert_int_equal(theme->story_style.n_parts, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(theme->story_style.parts[i].where, STORY[i].where);
        assert_true(wire_str_is(theme->story_style.parts[i].css, STORY[i].css));
    }
    assert_true(wire_str_is(theme->front_style.parts[2].css, WIRE_STR("@media print{a{b:c}}")));
    wire_theme *other = check_theme();
    assert_true(wire_theme_hash(other) != wire_theme_hash(theme));
    wire_theme_free(other);
    wire_theme_free(theme);
}

static void refuses_style(void **state)
{
    (void)state;
    wire_theme *theme = NULL;
    wire_error err = {0};
    const wire__theme_files files = {.words = {wire__words_ini, wire__words_ini_size},
                                     .style = WIRE_STR("a { b: c }\n/* where pigs fly */\nd { e: f }")};
    assert_int_equal(wire__theme_read(&files, &theme, &err), WIRE_ECONFIG);
    assert_string_equal(err.text, "theme: a style has \"where pigs fly\", which no page has");
    assert_null(theme);
}

static const struct begun {
    const char *language, *text, *behind;
    bool is_correction;
} BEGUN[] = {
    {"en", "Correction: another ship", NULL, true},
    {"en", "correction – another ship", NULL, true},
    {"en", "Clarification — another ship", NULL, true},
    {"en", "Correction, 20 November", NULL, true},
    {"en", "Editor’s note (20 November) Another ship", NULL, true},
    {"en", "Correction", ": another ship", true},
    {"en", "Correction", " another ship", false},
    {"en", "Corrections officers: a report", NULL, false},
    {"en", "Ship: another", NULL, false},
    {"en", "", ": another", false},
    {"fr", "Rectificatif\u00a0: un autre navire", NULL, true},
    {"ja", "訂正：別の船", NULL, true},
    {"ru", "Исправление: другой", NULL, true},
    {"ru", "Ещё: другой", NULL, false},
};

static void knows_corrections(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    for (size_t i = 0; i < sizeof BEGUN / sizeof *BEGUN; i++) {
        const struct begun *t = &BEGUN[i];
        const wire_span spans[] = {{.text = wire_str_of(t->text)}, {.text = wire_str_of(t->behind)}};
        const wire_block block = {
            .kind = WIRE_BLOCK_PARAGRAPH, .spans = (wire_span *)(uintptr_t)spans, .n_spans = t->behind ? 2 : 1};
        if (wire__is_correction(wire__theme_words(theme, wire_str_of(t->language)), &block) != t->is_correction)
            fail_msg("%s: %s%s", t->language, t->text, t->behind ? t->behind : "");
    }
    wire_theme_free(theme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_mistakes), cmocka_unit_test(finds_words),       cmocka_unit_test(keeps_slots),
        cmocka_unit_test(has_languages),  cmocka_unit_test(has_short_lines),   cmocka_unit_test(minifies_style),
        cmocka_unit_test(refuses_style),  cmocka_unit_test(knows_corrections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
