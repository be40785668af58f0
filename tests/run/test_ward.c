/* test_ward.c: a child that crashes, runs on, eats memory or reaches out costs its page, and the next is read. */
#include "../check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/pack.h"
#include "run/ward.h"
#include "wirecopy/read.h"

static wire_code eat_memory(wire_error *err)
{
    for (size_t n = 0; n < 1000; n++) {
        char *p = malloc((size_t)16 << 20);
        if (!p)
            return wire_fail(err, WIRE_ENOMEM, "no more memory");
        memset(p, 1, (size_t)16 << 20);
    }
    return WIRE_OK;
}

static int by_first(const void *a, const void *b)
{
    return *(const unsigned char *)a - *(const unsigned char *)b;
}

static void sort_much(void)
{
    static unsigned char many[1000][100];
    for (size_t i = 0; i < 1000; i++)
        many[i][0] = (unsigned char)(i * 7);
    qsort(many, 1000, sizeof *many, by_first);
}

/* out  true: it had a socket for it */
static bool connect_somewhere(void)
{
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof to))
        close(fd);
    return fd >= 0;
}

/* What the page says is done, as a foreign page might once it has taken the reader over. */
static wire_code act(const wire_page *page, wire_story **story, wire_error *err)
{
    volatile char *nowhere = NULL;
    const wire_str what = page->bytes;
    if (wire_str_is(what, WIRE_STR("crash")))
        *nowhere = 1;
    else if (wire_str_is(what, WIRE_STR("abort")))
        abort();
    else if (wire_str_is(what, WIRE_STR("exit")))
        _exit(0);
    else if (wire_str_is(what, WIRE_STR("loop")))
        for (volatile unsigned i = 0;; i++)
            continue;
    else if (wire_str_is(what, WIRE_STR("sort")))
        sort_much();
    else if (wire_str_is(what, WIRE_STR("eat")))
        return eat_memory(err);
    else if (wire_str_is(what, WIRE_STR("open")) && open("/etc/passwd", O_RDONLY) >= 0)
        return wire_fail(err, WIRE_EUSE, "a file was opened");
    else if (wire_str_is(what, WIRE_STR("connect")) && connect_somewhere())
        return wire_fail(err, WIRE_EUSE, "a socket was had");
    else if (wire_str_is(what, WIRE_STR("run")) && fork() >= 0)
        return wire_fail(err, WIRE_EUSE, "a process was begun");
    else if (wire_str_is(what, WIRE_STR("write")) && write(STDERR_FILENO, "x", 1) == 1)
        return wire_fail(err, WIRE_EUSE, "something was printed");
    else if (wire_str_is(what, WIRE_STR("code")) &&
             mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        return wire_fail(err, WIRE_EUSE, "memory for code was had");
    *story = wire_story_new(0);
    if (!*story || !wire_arena_copy((*story)->arena, what, &(*story)->headline))
        return wire_fail(err, WIRE_ENOMEM, "no memory");
    return WIRE_OK;
}

static wire_code read_one(wire__ward *ward, const char *what, wire_error *err)
{
    wire_story *story = NULL;
    const wire_page page = {.input = WIRE_STR("page.html"), .bytes = wire_str_of(what)};
    const wire_code code = wire__ward_story(ward, &page, false, NULL, &story, err);
    if (!code)
        check_str(story->headline, page.bytes, what);
    wire_story_free(story);
    return code;
}

static void test_costs_its_page(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        wire_code code;
        const char *text;
    } cases[] = {
        {"crash", WIRE_EFORMAT, "its reader ended ("},
        {"abort", WIRE_EFORMAT, "its reader ended ("},
        {"exit", WIRE_EFORMAT, "its reader ended ("},
        {"loop", WIRE_ELIMIT, "took too long to read; given up"},
    };
    const wire__ward_opts opts = {.act = act, .cpu_ms = 200};
    wire__ward *ward = wire__ward_new(&opts);
    assert_non_null(ward);
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_error err = {0};
        assert_int_equal(read_one(ward, "an innocent page", &err), WIRE_OK);
        assert_int_equal(read_one(ward, cases[i].what, &err), cases[i].code);
        if (!strstr(err.text, cases[i].text))
            fail_msg("%s: %s", cases[i].what, err.text);
        assert_int_equal(read_one(ward, "the next page", &err), WIRE_OK);
    }
    wire__ward_free(ward);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
}

/* Without sanitizers, which need memory and files of their own. */
static void test_has_no_rights(void **state)
{
    (void)state;
    static const char *const whats[] = {"open", "connect", "run", "code"};
    const wire__ward_opts opts = {.act = act, .max_bytes = (uint64_t)256 << 20};
    wire__ward *ward = wire__ward_new(&opts);
    assert_non_null(ward);
    for (size_t i = 0; i < COUNT(whats); i++) {
        wire_error err = {0};
        assert_int_equal(read_one(ward, whats[i], &err), WIRE_EFORMAT);
        assert_string_equal(err.text, "wanted what its reader may not do; given up");
        assert_int_equal(read_one(ward, "the next page", &err), WIRE_OK);
    }
    wire_error err = {0};
    assert_int_equal(read_one(ward, "write", &err), WIRE_OK); /* there is nothing to write to */
    assert_int_equal(read_one(ward, "sort", &err), WIRE_OK);
    assert_int_equal(read_one(ward, "eat", &err), WIRE_ENOMEM);
    assert_int_equal(read_one(ward, "the next page", &err), WIRE_OK);
    wire__ward_free(ward);
}

/* The child for photos may start threads, and what else it asks for fails; memory for code ends it as it does others.
 */
static void test_has_no_rights_for_photos_either(void **state)
{
    (void)state;
    static const char *const whats[] = {"open", "connect", "run", "write", "sort"};
    const wire__ward_opts opts = {.act = act, .max_bytes = (uint64_t)256 << 20, .with_photos = true};
    wire_error err = {0};
    wire__ward *ward = wire__ward_new(&opts);
    assert_non_null(ward);
    for (size_t i = 0; i < COUNT(whats); i++)
        if (read_one(ward, whats[i], &err))
            fail_msg("%s: %s", whats[i], err.text);
    assert_int_equal(read_one(ward, "code", &err), WIRE_EFORMAT);
    assert_string_equal(err.text, "wanted what its reader may not do; given up");
    assert_int_equal(read_one(ward, "eat", &err), WIRE_ENOMEM);
    assert_int_equal(read_one(ward, "the next page", &err), WIRE_OK);
    wire__ward_free(ward);
}

static void test_reads_as_without_a_child(void **state)
{
    (void)state;
    static const char html[] =
        "<!DOCTYPE html><html lang=en-GB><head><title>Ferry late</title>"
        "<link rel=alternate type='application/rss+xml' title=All href='https://harbour.example/feed.xml'></head>"
        "<body><article><h1>Ferry late</h1><p class=byline>By Ada Byrne</p><p>Updated 4:53 AM EDT, Wed April 22, "
        "2026</p>"
        "<p>The ferry to the island was <em>late</em> again on Thursday, by an hour, and the "
        "<a href='https://harbour.example/quay'>quay</a> was full.</p><p>Nobody could say why it was late, and nobody "
        "who "
        "waited for it seemed to be surprised that it was.</p></article></body></html>";
    const wire_page page = {.input = WIRE_STR("a.html"),
                            .url = WIRE_STR("https://harbour.example/ferry"),
                            .bytes = {html, sizeof html - 1}};
    wire_story *stories[2] = {NULL};
    wire_out explained[2];
    wire_arena *arena = wire_arena_new(0);
    for (int i = 0; i < 2; i++) {
        wire_error err = {0};
        const wire_feed_link *links = NULL;
        uint32_t n_links = 0;
        wire_feed *feed = NULL;
        wire__ward *ward = wire__ward_new(&(wire__ward_opts){.in_process = i == 0});
        assert_non_null(ward);
        wire_out_open_memory(&explained[i], 0);
        assert_int_equal(wire__ward_story(ward, &page, false, &explained[i], &stories[i], &err), WIRE_OK);
        assert_int_equal(wire__ward_links(ward, &page, arena, &links, &n_links, &err), WIRE_OK);
        assert_int_equal(n_links, 1);
        check_str(links[0].url, WIRE_STR("https://harbour.example/feed.xml"), "a link");
        assert_int_equal(wire__ward_feed(ward, &page, &feed, &err), WIRE_EFORMAT);
        assert_string_equal(err.text, "feed: a web page, not a feed");
        wire__ward_free(ward);
    }
    assert_true(wire_story_is_same(stories[0], stories[1]));
    assert_string_equal(stories[1]->modified.zone, "EDT");
    check_str(wire_out_text(&explained[1]), wire_out_text(&explained[0]), "explained");
    for (int i = 0; i < 2; i++) {
        wire_out_close(&explained[i], NULL);
        wire_story_free(stories[i]);
    }
    wire_arena_free(arena);
}

/* A feed that comes in many parts is the one that is read in a piece; the next answer is the next page's. */
static void test_takes_a_feed_in_parts(void **state)
{
    (void)state;
    enum { N_ITEMS = 3000 };
    wire_out xml, read[2];
    wire_out_open_memory(&xml, 0);
    wire_out_lit(&xml, "<rss version='2.0'><channel><title>Harbour</title><ttl>30</ttl>");
    for (int i = 0; i < N_ITEMS; i++)
        wire_out_print(&xml,
                       "<item><title>Ferry %d</title><link>https://harbour.example/%d</link><description>%0*d tons of "
                       "fish were landed.</description></item>",
                       i, i, i % 500 + 1, i);
    wire_out_lit(&xml, "</channel></rss>");
    const wire_page page = {
        .input = WIRE_STR("a.xml"), .url = WIRE_STR("https://harbour.example/"), .bytes = wire_out_text(&xml)};
    assert_true(page.bytes.n > 3 * WIRE__WARD_PART);
    for (int i = 0; i < 2; i++) {
        wire_error err = {0};
        wire__ward *ward = wire__ward_new(&(wire__ward_opts){.in_process = i == 0});
        assert_non_null(ward);
        wire_out_open_memory(&read[i], 0);
        for (int round = 0; round < 2; round++) {
            wire_feed *feed = NULL;
            assert_int_equal(wire__ward_feed(ward, &page, &feed, &err), WIRE_OK);
            assert_int_equal(feed->n_entries, N_ITEMS);
            assert_int_equal(feed->ttl_min, 30);
            wire_feed_write_json(feed, NULL, &read[i]);
            wire_feed_free(feed);
        }
        wire__ward_free(ward);
    }
    check_str(wire_out_text(&read[1]), wire_out_text(&read[0]), "a feed in parts");
    wire_out_close(&xml, NULL);
    wire_out_close(&read[0], NULL);
    wire_out_close(&read[1], NULL);
}

/* Parts that are cut anywhere, or of which one is missing, make no feed, and nothing worse. */
typedef struct cut {
    wire_str whole;
    size_t at;
    bool is_over;
} cut;

static bool next_cut(wire__packing *k)
{
    cut *c = k->user;
    if (k->rest.n || c->is_over)
        return true;
    c->is_over = true;
    k->rest = wire_str_cut(c->whole, c->at, c->whole.n);
    return true;
}

static void test_parts_that_are_cut(void **state)
{
    (void)state;
    wire_error err;
    wire_feed *feed = wire_feed_new(0), *made;
    wire_entry entries[] = {{.title = WIRE_STR("Ferry"), .url = WIRE_STR("https://harbour.example/1")},
                            {.title = WIRE_STR("Quay"), .url = WIRE_STR("https://harbour.example/2")}};
    feed->entries = entries;
    feed->n_entries = 2;
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire__feed_pack(feed, &out);
    const wire_str whole = wire_out_text(&out);
    uint32_t n_good = 0;
    for (size_t at = 0; at <= whole.n; at++)
        for (int is_missing = 0; is_missing < 2; is_missing++) {
            cut c = {.whole = whole, .at = at, .is_over = is_missing};
            assert_non_null(made = wire_feed_new(0));
            wire__packing k = {
                .rest = wire_str_cut(whole, 0, at), .arena = made->arena, .next_part = next_cut, .user = &c};
            wire__feed_pass(&k, made);
            n_good += !k.code;
            wire_feed_free(made);
        }
    assert_int_equal(n_good, 5); /* cut before an entry, behind the last, or not at all */
    assert_int_equal(wire__feed_unpack(whole, made = wire_feed_new(0), &err), WIRE_OK);
    wire_feed_free(made);
    wire_out_close(&out, NULL);
    feed->n_entries = 0;
    wire_feed_free(feed);
}

/* Ends this process's one child in the midst of its life. out  false: the system does not say which it is */
static bool kill_child(void)
{
    int child = 0;
    FILE *children = fopen("/proc/thread-self/children", "re");
    const bool is_said = children && fscanf(children, "%d", &child) == 1 && !kill(child, SIGKILL);
    if (children)
        fclose(children);
    return is_said;
}

/* What pages teach comes back out of the child, and what is known goes in, again after it died. */
static void test_remembers_as_without_a_child(void **state)
{
    (void)state;
    static const char plea[] = "The Harbour Light belongs to its readers alone, and four hundred of them keep it "
                               "afloat, so that the news of the coast is told by those who live there.";
    char html[4096];
    wire_out written[2];
    for (int i = 0; i < 2; i++) {
        wire_error err = {0};
        wire_memory *memory = wire_memory_new(), *taught = wire_memory_new();
        wire__ward *ward = wire__ward_new(&(wire__ward_opts){.in_process = i == 0});
        for (int n = 0; n < 14; n++) {
            snprintf(
                html, sizeof html,
                "<title>Ferry %d late</title><link rel=canonical href=https://light.example/%d><main><h1>Ferry %d "
                "late</h1><p>The ferry with the number %d left the harbour an hour late, after it had waited for "
                "the doctor.</p><p>%s</p><p>Nobody could say why it was late, and none of its %d passengers "
                "seemed to be surprised that it was.</p><p>The harbour master, who has seen %d winters, told them "
                "to write to the council, whose hall stands open to all on every first day of the month.</p></main>",
                n, n, n, n, plea, n + 7, n + 30);
            const wire_page page = {.input = WIRE_STR("a.html"), .bytes = wire_str_of(html)};
            wire_story *story = NULL;
            wire_out body;
            wire__ward_remember(ward, memory, taught);
            if (n == 11 && i == 1 && kill_child())
                assert_int_equal(wire__ward_story(ward, &page, false, NULL, &story, &err), WIRE_EFORMAT);
            assert_int_equal(wire__ward_story(ward, &page, false, NULL, &story, &err), WIRE_OK);
            wire_out_open_memory(&body, 0);
            wire_story_body(story, &body);
            assert_true(wire_str_find(wire_out_text(&body), WIRE_STR("doctor")) != SIZE_MAX);
            const bool has_plea = wire_str_find(wire_out_text(&body), WIRE_STR("four hundred")) != SIZE_MAX;
            assert_int_equal(has_plea, n < 8);
            wire_out_close(&body, NULL);
            wire_story_free(story);
            if (n == 7) { /* a run ends, the next begins */
                wire__ward_remember(ward, NULL, NULL);
                assert_int_equal(wire_memory_add(memory, taught), WIRE_OK);
            }
        }
        wire_out_open_memory(&written[i], 0);
        wire_memory_write(taught, &written[i]);
        wire__ward_free(ward);
        wire_memory_free(memory);
        wire_memory_free(taught);
    }
    assert_true(wire_str_is(wire_out_text(&written[0]), wire_out_text(&written[1])));
    for (int i = 0; i < 2; i++)
        wire_out_close(&written[i], NULL);
}

static void test_large_pages_and_none(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 9 << 20, 3};
    wire__ward *ward = wire__ward_new(&(wire__ward_opts){.act = act});
    char *bytes = malloc(9 << 20);
    assert_non_null(ward);
    assert_non_null(bytes);
    memset(bytes, 'x', 9 << 20);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        wire_error err = {0};
        wire_story *story = NULL;
        const wire_page page = {.input = WIRE_STR("p"), .bytes = {bytes, sizes[i]}};
        assert_int_equal(wire__ward_story(ward, &page, false, NULL, &story, &err), WIRE_OK);
        assert_true(wire_str_is(story->headline, page.bytes));
        wire_story_free(story);
    }
    free(bytes);
    wire__ward_free(ward);
}

/* Every byte of a packed story turned, and every beginning of it: it makes a story or none, and harms nobody. */
static void test_unpacks_anything(void **state)
{
    (void)state;
    wire_out out;
    wire_error err;
    wire_story *story = NULL;
    const wire_str json =
        WIRE_STR("{\"@type\": \"NewsArticle\", \"headline\": \"Ferry\", \"expires\": \"2027-01-01T00:00:00Z\", "
                 "\"embargoed\": \"2026-11-20T12:00:00Z\", \"datePublished\": \"2026-11-20T09:53:00+01:00\", "
                 "\"author\": [\"Ada\"], \"image\": [{\"url\": "
                 "\"https://a.example/b\"}], \"blocks\": [{\"type\": \"paragraph\", \"html\": \"a <a "
                 "href='https://a.example/'>b</a>\"},"
                 "{\"type\": \"list\", \"items\": [\"c\", \"d\"]}, {\"type\": \"table\", \"rows\": [[\"e\", \"f\"]]},"
                 "{\"type\": \"image\", \"url\": \"https://a.example/i\"}], \"omitted\": [{\"what\": \"video\"}]}");
    assert_int_equal(wire_story_read_json(json, &story, &err), WIRE_OK);
    wire_out_open_memory(&out, 0);
    wire__story_pack(story, &out);
    const wire_str packed = wire_out_text(&out);
    wire_story *same = NULL;
    assert_int_equal(wire__story_unpack(packed, &same, &err), WIRE_OK);
    assert_true(story->expires.is_known && wire_story_is_same(story, same));
    wire_story_free(same);
    for (size_t i = 0; i < packed.n * 3; i++) {
        wire_story *made = NULL;
        const size_t at = i / 3;
        const char was = out.buf[at];
        out.buf[at] = (char)(i % 3 == 0 ? was ^ 1 : i % 3 == 1 ? was ^ 0x80 : 0xFF);
        if (!wire__story_unpack(packed, &made, &err)) {
            wire_out again;
            wire_out_open_memory(&again, 0);
            wire_story_write_json(made, NULL, &again);
            assert_int_equal(wire_out_close(&again, NULL), WIRE_OK);
        }
        wire_story_free(made);
        out.buf[at] = was;
    }
    for (size_t n = 0; n < packed.n; n++) {
        wire_story *made = NULL;
        assert_int_equal(wire__story_unpack(wire_str_cut(packed, 0, n), &made, &err), WIRE_EFORMAT);
    }
    wire_story_free(story);
    wire_out_close(&out, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef WIRE_WITHOUT_SANITIZERS
        cmocka_unit_test(
            test_has_no_rights), /* first: what this process has done once, its children need not ask for */
        cmocka_unit_test(test_has_no_rights_for_photos_either),
#endif
        cmocka_unit_test(test_costs_its_page),
        cmocka_unit_test(test_reads_as_without_a_child),
        cmocka_unit_test(test_takes_a_feed_in_parts),
        cmocka_unit_test(test_parts_that_are_cut),
        cmocka_unit_test(test_remembers_as_without_a_child),
        cmocka_unit_test(test_large_pages_and_none),
        cmocka_unit_test(test_unpacks_anything),
    };
    (void)test_has_no_rights, (void)test_has_no_rights_for_photos_either;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
