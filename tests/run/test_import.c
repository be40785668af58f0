/* test_import.c: stories from lines of JSON, pages and text; bad ones among them; interruptions; out and in again. */
#include "../store/stories.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "run/lines.h"
#include "wirecopy/run.h"

static const char ini[] = "[edition]\nname = The Harbour Light\nurl = https://lite.harbour.example/\n"
                          "timezone = UTC\n[source harbour]\nurl = https://harbour.example/feed.xml\n"
                          "section = Harbour\nrights = own\n";

typedef struct scene {
    place place;
    wire_edition *edition;
    wire_store *store;
    char log[4000];
    size_t n_log;
    int n_stops; /* stop after so many questions; 0: never */
} scene;

static void keep_log(void *user, wire_level level, wire_str text)
{
    scene *s = user;
    if (level == WIRE_LEVEL_ERROR)
        s->n_log += (size_t)snprintf(s->log + s->n_log, sizeof s->log - s->n_log, "%.*s\n", WIRE_ARG(text));
    assert_true(s->n_log < sizeof s->log);
}

static bool stop_then(void *user)
{
    scene *s = user;
    return s->n_stops && --s->n_stops == 0;
}

static int set_up(void **state)
{
    scene *s = calloc(1, sizeof *s);
    place_make(&s->place);
    s->store = place_open(&s->place, false);
    assert_int_equal(wire_edition_read_text(wire_str_of(ini), WIRE_STR("wirecopy.ini"), wire_str_of(s->place.folder),
                                            &s->edition, NULL),
                     WIRE_OK);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    scene *s = *state;
    wire_store_close(s->store);
    wire_edition_free(s->edition);
    static const char *const names[] = {"a.ndjson", "b.ndjson", "page.html", "note.txt", "bad.pdf", "plain"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char file[300];
        snprintf(file, sizeof file, "%s/%s", s->place.folder, names[i]);
        unlink(file);
    }
    place_remove(&s->place);
    free(s);
    return 0;
}

static const char *write_named(const scene *s, const char *name, const char *bytes, size_t n)
{
    static char file[300];
    snprintf(file, sizeof file, "%s/%s", s->place.folder, name);
    FILE *out = fopen(file, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, n, out), n);
    assert_int_equal(fclose(out), 0);
    return file;
}

static wire_code run_import(scene *s, const wire_inputs *inputs, const char *source, wire_import_sums *sums,
                            wire_error *err)
{
    const wire_run_opts opts = {
        .n_jobs = 2, .now = TALE_NOON, .hooks = {.user = s, .log = keep_log, .stop = stop_then}};
    s->n_log = 0;
    s->log[0] = '\0';
    return wire_run_import(s->edition, s->store, inputs, wire_str_of(source), &opts, sums, err);
}

/* Imports one file that has been written with these bytes. */
static wire_import_sums import_bytes(scene *s, const char *name, wire_str bytes)
{
    wire_import_sums sums = {0};
    wire_error err = {0};
    wire_inputs *inputs = wire_inputs_new();
    const char *file = write_named(s, name, bytes.p, bytes.n);
    assert_int_equal(wire_inputs_add(inputs, wire_str_of(file), (wire_str){NULL, 0}, NULL), WIRE_OK);
    const wire_code code = run_import(s, inputs, "harbour", &sums, &err);
    if (code)
        fail_msg("%s: %s", wire_code_name(code), err.text);
    wire_inputs_free(inputs);
    return sums;
}

static void assert_sums(wire_import_sums sums, uint64_t n_inputs, uint64_t n_failed, uint64_t n_new, uint64_t n_changed,
                        uint64_t n_same)
{
    assert_int_equal(sums.n_inputs, n_inputs);
    assert_int_equal(sums.n_failed, n_failed);
    assert_int_equal(sums.n_new, n_new);
    assert_int_equal(sums.n_changed, n_changed);
    assert_int_equal(sums.n_same, n_same);
}

/* Lines of n stories as export writes them. The caller frees. */
static wire_str make_lines(int from, int n)
{
    wire_out out;
    wire_str lines = {NULL, 0};
    wire_out_open_memory(&out, 0);
    for (int i = from; i < from + n; i++) {
        char url[80];
        snprintf(url, sizeof url, "https://harbour.example/story-%d", i);
        wire_story *story = tale_make(&(tale){TALE_MARKET, .url = url, .published = TALE_NOON + i});
        wire_story_write_json(story, NULL, &out);
        wire_out_byte(&out, '\n');
        wire_story_free(story);
    }
    assert_int_equal(wire_out_take(&out, &lines, NULL), WIRE_OK);
    return lines;
}

/* Lines ------------------------------------------------------------------------------------ */

#define GOOD \
    "{\"headline\": \"Ferry late\", \"articleBody\": \"Two hours.\", \"url\": \"https://harbour.example/ferry\"}"
#define MORE "{\"headline\": \"Fair opens\", \"articleBody\": \"At noon.\", \"url\": \"https://harbour.example/fair\"}"

static void lines_are_taken_one_by_one(void **state)
{
    static const struct {
        const char *what, *bytes;
        uint64_t n_inputs, n_failed, n_new, n_changed, n_same;
        const char *says; /* in the log, after the file's name */
    } cases[] = {
        {"empty file", "", 0, 0, 0, 0, 0, NULL},
        {"two", GOOD "\n" MORE "\n", 2, 0, 2, 0, 0, NULL},
        {"no last line end", GOOD "\n" MORE, 2, 0, 2, 0, 0, NULL},
        {"CR LF, empty lines, BOM", "\xEF\xBB\xBF\r\n" GOOD "\r\n\r\n \t\r\n" MORE "\r\n", 2, 0, 2, 0, 0, NULL},
        {"BOM before a story", "\xEF\xBB\xBF" GOOD "\n", 1, 0, 1, 0, 0, NULL},
        {"the same twice", GOOD "\n" GOOD "\n", 2, 0, 1, 0, 1, NULL},
        {"bad among good", GOOD "\n{\"headline\": \n\n" MORE "\n", 3, 1, 2, 0, 0, ":2: "},
        {"not an object", GOOD "\n[1]\n", 2, 1, 1, 0, 0, ":2: "},
        {"no words", GOOD "\n{\"url\": \"https://harbour.example/x\"}\n", 2, 1, 1, 0, 0, ":2: "},
        {"a failure of read", "{\"input\": \"a.pdf\", \"error\": \"not HTML or text (PDF)\"}\n" MORE "\n", 2, 1, 1, 0,
         0, ":1: a.pdf: not HTML or text (PDF); skipped\n"},
        {"deep", GOOD "\n{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n" MORE, 3, 1, 2, 0, 0, ":2: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *one = NULL;
        set_up(&one);
        scene *s = one;
        const wire_import_sums sums = import_bytes(s, "a.ndjson", wire_str_of(cases[i].bytes));
        print_message("%s\n", cases[i].what);
        assert_sums(sums, cases[i].n_inputs, cases[i].n_failed, cases[i].n_new, cases[i].n_changed, cases[i].n_same);
        if (cases[i].says ? !strstr(s->log, cases[i].says) || !strstr(s->log, "a.ndjson:") : s->n_log > 0)
            fail_msg("%s: log says \"%s\"", cases[i].what, s->log);
        tear_down(&one);
    }
    (void)state;
}

static void a_line_over_the_bound_is_passed_over(void **state)
{
    enum { LONG = 600 << 10 };
    scene *s = *state;
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_out_print(&out, "%s\n{\"headline\":\"", GOOD);
    for (int i = 0; i < LONG; i++)
        wire_out_byte(&out, 'a');
    wire_out_print(&out, "\"}\n%s\n", MORE);
    const char *file = write_named(s, "a.ndjson", wire_out_text(&out).p, wire_out_text(&out).n);
    wire_inputs *inputs = wire_inputs_new();
    wire_import_sums sums;
    assert_int_equal(wire_inputs_add(inputs, wire_str_of(file), (wire_str){NULL, 0}, NULL), WIRE_OK);
    const wire_run_opts opts = {.max_bytes = 1 << 19, .now = TALE_NOON, .hooks = {.user = s, .log = keep_log}};
    assert_int_equal(wire_run_import(s->edition, s->store, inputs, WIRE_STR("harbour"), &opts, &sums, NULL), WIRE_OK);
    assert_sums(sums, 3, 1, 2, 0, 0);
    assert_non_null(strstr(s->log, ":2: "));
    wire_inputs_free(inputs);
    wire_out_close(&out, NULL);
}

/* The reader of lines gives the same whatever the pieces in which the bytes come. */
static void lines_do_not_depend_on_pieces(void **state)
{
    (void)state;
    static const char text[] = "one\n\ntwo\r\nthree is longer than ten\nfour\nfive is too long as well";
    static const char *const lines[] = {"one", "", "two", NULL, "four", NULL};
    for (size_t piece = 1; piece < sizeof text; piece++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        wire__lines l;
        wire__lines_open_fd(&l, ends[0], 10, NULL);
        size_t sent = 0, n = 0;
        for (;;) {
            while (sent < sizeof text - 1 && wire__lines_must_wait(&l)) {
                const size_t m = sizeof text - 1 - sent < piece ? sizeof text - 1 - sent : piece;
                assert_int_equal(write(ends[1], text + sent, m), m);
                sent += m;
                if (sent == sizeof text - 1)
                    close(ends[1]);
            }
            wire_str line;
            const wire_code code = wire__lines_next(&l, &line, NULL);
            if (code == WIRE_NONE)
                break;
            assert_true(n < 6);
            assert_int_equal(code, lines[n] ? WIRE_OK : WIRE_ELIMIT);
            if (lines[n])
                assert_true(wire_str_is(line, wire_str_of(lines[n])));
            assert_int_equal(l.number, ++n);
        }
        assert_int_equal(n, 6);
        wire__lines_close(&l);
        close(ends[0]);
    }
}

/* Kinds of inputs -------------------------------------------------------------------------- */

static void kinds_are_told_apart_and_kept_in_order(void **state)
{
    scene *s = *state;
    static const struct {
        const char *name, *bytes;
    } files[] = {
        {"note.txt", "A note from the quay\n\nThe ferry was late again."},
        {"plain", GOOD "\n"},
        {"bad.pdf", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"},
        {"page.html",
         "<!DOCTYPE html><html lang=en><title>Fair opens</title><article><h1>Fair opens</h1>"
         "<p>The fair on the harbour front opened at noon, with music, and a great many people came to it.</p>"
         "<p>It stays for nine days, the organisers said, and on the last one there will be fireworks.</p>"
         "</article></html>"},
        {"a.ndjson", MORE "\n"},
    };
    static const char *const order[] = {"note.txt", "ferry", "page.html", "fair"};
    wire_inputs *inputs = wire_inputs_new();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *file = write_named(s, files[i].name, files[i].bytes, strlen(files[i].bytes));
        assert_int_equal(wire_inputs_add(inputs, wire_str_of(file), (wire_str){NULL, 0}, NULL), WIRE_OK);
    }
    char missing[300];
    snprintf(missing, sizeof missing, "%s/missing.ndjson", s->place.folder);
    assert_int_equal(wire_inputs_add(inputs, wire_str_of(missing), (wire_str){NULL, 0}, NULL), WIRE_OK);
    wire_import_sums sums;
    assert_int_equal(run_import(s, inputs, "", &sums, NULL), WIRE_OK);
    assert_sums(sums, 6, 2, 4, 0, 0);
    assert_non_null(strstr(s->log, "bad.pdf: "));
    assert_non_null(strstr(s->log, "missing.ndjson: cannot open: No such file or directory"));
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        wire_record record;
        char id[2] = {(char)('1' + i), '\0'};
        assert_int_equal(wire_store_find(s->store, wire_str_of(id), &record, NULL), WIRE_OK);
        if (!wire_str_has_suffix(record.key, wire_str_of(order[i])))
            fail_msg("story %zu is %.*s, not %s", i + 1, WIRE_ARG(record.key), order[i]);
        assert_true(wire_str_is(record.source, WIRE_STR("import")) && record.rights == WIRE_RIGHTS_PERSONAL);
    }
    assert_int_equal(run_import(s, inputs, "", &sums, NULL), WIRE_OK);
    assert_sums(sums, 6, 2, 0, 0, 4);
    wire_store_sums all;
    assert_int_equal(wire_store_sum(s->store, &all, NULL), WIRE_OK);
    assert_true(all.now == TALE_NOON && all.n_stories == 4 && all.n_revisions == 4);
    wire_inputs_free(inputs);
}

static void standard_input_is_lines_or_a_page(void **state)
{
    static const struct {
        const char *what, *bytes;
        uint64_t n_inputs, n_failed, n_new;
    } cases[] = {
        {"lines", GOOD "\n" MORE "\n", 2, 0, 2},
        {"text", "A note from the quay\n\nThe ferry was late again.", 1, 0, 1},
        {"nothing", "", 1, 1, 0},
        {"another", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", 1, 1, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *one = NULL;
        set_up(&one);
        scene *s = one;
        wire_import_sums sums;
        wire_inputs *inputs = wire_inputs_new();
        const int before = dup(STDIN_FILENO);
        const int file = open(write_named(s, "plain", cases[i].bytes, strlen(cases[i].bytes)), O_RDONLY);
        assert_true(dup2(file, STDIN_FILENO) == STDIN_FILENO);
        close(file);
        assert_int_equal(wire_inputs_add(inputs, WIRE_STR("-"), (wire_str){NULL, 0}, NULL), WIRE_OK);
        assert_int_equal(run_import(s, inputs, "", &sums, NULL), WIRE_OK);
        print_message("%s\n", cases[i].what);
        assert_sums(sums, cases[i].n_inputs, cases[i].n_failed, cases[i].n_new, 0, 0);
        dup2(before, STDIN_FILENO);
        close(before);
        wire_inputs_free(inputs);
        tear_down(&one);
    }
}

static void a_source_gives_section_and_rights(void **state)
{
    scene *s = *state;
    assert_sums(import_bytes(s, "a.ndjson", WIRE_STR(GOOD)), 1, 0, 1, 0, 0);
    wire_record record;
    assert_int_equal(wire_store_find(s->store, WIRE_STR("1"), &record, NULL), WIRE_OK);
    assert_true(wire_str_is(record.section, WIRE_STR("Harbour")) && record.rights == WIRE_RIGHTS_OWN);
}

static void an_unknown_source_is_an_error(void **state)
{
    scene *s = *state;
    wire_import_sums sums;
    wire_error err;
    wire_inputs *inputs = wire_inputs_new();
    assert_int_equal(run_import(s, inputs, "harbor", &sums, &err), WIRE_ECONFIG);
    assert_non_null(strstr(err.text, "harbor"));
    wire_inputs_free(inputs);
}

/* Out and in again ------------------------------------------------------------------------- */

typedef struct exporting {
    wire_store *store;
    wire_out out;
} exporting;

static wire_code export_one(void *user, const wire_record *record)
{
    exporting *e = user;
    wire_str json;
    const wire_code code = wire_store_get_json(e->store, record->id, &json, NULL);
    if (!code) {
        wire_out_put(&e->out, json);
        wire_out_byte(&e->out, '\n');
    }
    return code;
}

static wire_str export_all(wire_store *store)
{
    exporting e = {.store = store};
    wire_str bytes = {NULL, 0};
    wire_out_open_memory(&e.out, 0);
    assert_int_equal(wire_store_each_by_id(store, export_one, &e, NULL), WIRE_OK);
    assert_int_equal(wire_out_take(&e.out, &bytes, NULL), WIRE_OK);
    return bytes;
}

static void export_gives_back_what_was_imported(void **state)
{
    scene *s = *state;
    const wire_str lines = make_lines(0, 700);
    assert_sums(import_bytes(s, "a.ndjson", lines), 700, 0, 700, 0, 0);
    const wire_str first = export_all(s->store);
    assert_true(wire_str_is(first, lines));
    void *other = NULL;
    set_up(&other);
    assert_sums(import_bytes(other, "b.ndjson", first), 700, 0, 700, 0, 0);
    const wire_str second = export_all(((scene *)other)->store);
    assert_true(wire_str_is(first, second));
    tear_down(&other);
    free((void *)lines.p);
    free((void *)first.p);
    free((void *)second.p);
}

/* Interruptions ---------------------------------------------------------------------------- */

static void stopping_keeps_what_was_done(void **state)
{
    scene *s = *state;
    const wire_str lines = make_lines(0, 100);
    const char *file = write_named(s, "a.ndjson", lines.p, lines.n);
    wire_inputs *inputs = wire_inputs_new();
    wire_import_sums sums;
    wire_error err;
    wire_store_sums had;
    assert_int_equal(wire_inputs_add(inputs, wire_str_of(file), (wire_str){NULL, 0}, NULL), WIRE_OK);
    s->n_stops = 42;
    assert_int_equal(run_import(s, inputs, "harbour", &sums, &err), WIRE_ESTOP);
    assert_int_equal(wire_store_sum(s->store, &had, NULL), WIRE_OK);
    assert_true(had.n_stories == sums.n_new && sums.n_new > 30 && sums.n_new < 42);
    s->n_stops = 0;
    assert_int_equal(run_import(s, inputs, "harbour", &sums, &err), WIRE_OK);
    assert_sums(sums, 100, 0, 100 - had.n_stories, 0, had.n_stories);
    wire_inputs_free(inputs);
    free((void *)lines.p);
}

static void killing_loses_little_and_doubles_nothing(void **state)
{
    scene *s = *state;
    enum { N = 3000 };
    const wire_str lines = make_lines(0, N);
    for (int round = 1; round <= 3; round++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        const pid_t child = fork();
        assert_true(child >= 0);
        if (!child) { /* the importer, fed through a pipe so that it is surely at work when it is killed */
            wire_import_sums sums;
            wire_store *store = NULL;
            wire_inputs *inputs = wire_inputs_new();
            close(ends[1]);
            if (dup2(ends[0], STDIN_FILENO) < 0 || !inputs ||
                wire_store_open(wire_str_of(s->place.file), false, &store, NULL) ||
                wire_inputs_add(inputs, WIRE_STR("-"), (wire_str){NULL, 0}, NULL))
                _exit(1);
            _exit(wire_run_import(s->edition, store, inputs, WIRE_STR("harbour"), NULL, &sums, NULL) == WIRE_OK ? 0
                                                                                                                : 1);
        }
        close(ends[0]);
        size_t sent = 0;
        const size_t n = lines.n / 4 * (size_t)round;
        while (sent < n) {
            const ssize_t m = write(ends[1], lines.p + sent, n - sent);
            assert_true(m > 0);
            sent += (size_t)m;
        }
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        close(ends[1]);
    }
    wire_store_sums had;
    assert_int_equal(wire_store_sum(s->store, &had, NULL), WIRE_OK);
    assert_true(had.n_stories > 0 && had.n_stories < N && had.n_revisions == had.n_stories);
    assert_sums(import_bytes(s, "a.ndjson", lines), N, 0, N - had.n_stories, 0, had.n_stories);
    const wire_str out = export_all(s->store);
    assert_true(wire_str_is(out, lines));
    free((void *)out.p);
    free((void *)lines.p);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(lines_are_taken_one_by_one),
        CASE(a_line_over_the_bound_is_passed_over),
        cmocka_unit_test(lines_do_not_depend_on_pieces),
        CASE(kinds_are_told_apart_and_kept_in_order),
        cmocka_unit_test(standard_input_is_lines_or_a_page),
        CASE(a_source_gives_section_and_rights),
        CASE(an_unknown_source_is_an_error),
        CASE(export_gives_back_what_was_imported),
        CASE(stopping_keeps_what_was_done),
        CASE(killing_loses_little_and_doubles_nothing),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
