/* test_edition.c: wirecopy.ini: what it may say, and the message for what it may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka asks for the four above first */
#include <cmocka.h>
#include <string.h>

#include "../faults.h"
#include "wirecopy/edition.h"

static const char WHOLE[] = "\xEF\xBB\xBF; the paper\r\n"
                            "[edition]\r\n"
                            "name = The Harbour Light\n"
                            "url=https://lite.example.org/paper\n"
                            "\tlanguage = en-GB ; as in Lisbon's English school\n"
                            "timezone = UTC\n"
                            "full-site = https://example.org/\n"
                            "copyright = © 2026 Harbour Light Trust; all of it\n"
                            "link = Terms, conditions, https://example.org/terms\n"
                            "link = Privacy Policy, https://example.org/privacy;v=2#top\n"
                            "front = 12\n"
                            "summaries = all\n"
                            "budget = 9000\n"
                            "over-budget = fail\n"
                            "section = 100000\n"
                            "notice =\n"
                            "photos = link\n"
                            "output = /srv/lite\n"
                            "compress = zst\tgz\n"
                            "formats = html\n"
                            "# and where stories are kept\n"
                            "[store]\n"
                            "database = news.db\n"
                            "[source harbour]\n"
                            "url = HTTPS://Example.org/feed.xml?all\n"
                            "section = Local\n"
                            "rights = own\n"
                            "network = local\n"
                            "[ source own desk ]\n";

static wire_code read_text(const char *text, wire_edition **edition, wire_error *err)
{
    return wire_edition_read_text(wire_str_of(text), WIRE_STR("a/wirecopy.ini"), WIRE_STR("a"), edition, err);
}

static void is_text(wire_str is, const char *should_be)
{
    assert_int_equal(is.n, strlen(should_be));
    assert_memory_equal(is.p, should_be, is.n);
}

static void every_key_is_read(void **state)
{
    (void)state;
    wire_edition *e = NULL;
    wire_error err = {0};
    assert_int_equal(read_text(WHOLE, &e, &err), WIRE_OK);
    is_text(e->name, "The Harbour Light");
    is_text(e->url, "https://lite.example.org/paper/");
    is_text(e->language, "en-GB");
    is_text(e->full_site, "https://example.org/");
    is_text(e->copyright, "© 2026 Harbour Light Trust; all of it");
    assert_int_equal(e->n_links, 2);
    is_text(e->links[0].text, "Terms, conditions");
    is_text(e->links[1].url, "https://example.org/privacy;v=2#top");
    assert_int_equal(e->n_front, 12);
    assert_int_equal(e->summaries, WIRE_SUMMARIES_ALL);
    assert_int_equal(e->budget_bytes, 9000);
    assert_true(e->fails_over_budget);
    assert_int_equal(e->n_section, 100000);
    assert_int_equal(e->notice.n, 0);
    assert_int_equal(e->photos, WIRE_PHOTOS_LINK);
    assert_true(e->with_zst && e->with_gz && !e->with_br);
    assert_int_equal(e->n_sources, 2);
    is_text(e->sources[0].url, "https://example.org/feed.xml?all");
    assert_int_equal(e->sources[0].rights, WIRE_RIGHTS_OWN);
    assert_int_equal(e->sources[0].network, WIRE_NETWORK_LOCAL);
    is_text(e->sources[1].name, "own desk");
    assert_int_equal(e->sources[1].rights, WIRE_RIGHTS_PERSONAL);
    assert_ptr_equal(wire_edition_find_source(e, WIRE_STR("own desk")), &e->sources[1]);
    assert_null(wire_edition_find_source(e, WIRE_STR("own")));
    is_text(wire_edition_place(e, e->output, e->arena), "/srv/lite");
    is_text(wire_edition_place(e, e->database, e->arena), "a/news.db");
    wire_edition_free(e);
}

static void nothing_said_gives_defaults(void **state)
{
    (void)state;
    wire_edition *e = NULL;
    wire_error err = {0};
    assert_int_equal(read_text("", &e, &err), WIRE_OK);
    is_text(e->language, "en");
    is_text(e->timezone, "UTC");
    is_text(e->output, "edition");
    is_text(e->database, "wirecopy.db");
    assert_int_equal(e->n_front, 60);
    assert_int_equal(e->summaries, WIRE_SUMMARIES_LEAD);
    assert_int_equal(e->budget_bytes, 14600);
    assert_false(e->fails_over_budget);
    assert_int_equal(e->n_section, 100);
    assert_true(e->with_br && e->with_gz && !e->with_zst);
    assert_int_equal(e->photos, WIRE_PHOTOS_OFF);
    wire_edition_free(e);
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"[edition]\nfornt = 3\n", "a/wirecopy.ini:2: unknown key in [edition]: \"fornt\"; did you mean \"front\"?"},
        {"[edition]\nfull_site = x\n", ":2: unknown key in [edition]: \"full_site\"; did you mean \"full-site\"?"},
        {"[editon]\n", ":1: unknown section \"editon\"; did you mean \"edition\"?"},
        {"[sauce a]\n", ":1: unknown section \"sauce\"; did you mean \"source\"?"},
        {"[source a]\nright = own\n", ":2: unknown key in [source a]: \"right\"; did you mean \"rights\"?"},
        {"[source a]\nrights = owned\n",
         ":2: rights are own, licensed or personal, not \"owned\"; did you mean \"own\"?"},
        {"[source a]\n\n[source a]\n", ":3: there is a source of this name already: \"a\""},
        {"[source]\n", ":1: a source has a name, [source NAME]; this has none: \"source\""},
        {"[source a]\nnetwork = home\n", ":2: the network is public or local, not \"home\""},
        {"[source a]\nurl = feed.xml\n", ":2: not an http or https address: \"feed.xml\""},
        {"[source a]\nurl = file:///etc/passwd\n", ":2: not an http or https address: \"file:///etc/passwd\""},
        {"[source a]\nurl = https://me:secret@example.org/\n", ":2: not an http or https address"},
        {"[edition]\nphotos = on\n", ":2: photos are off, link or small, not \"on\"; did you mean \"off\"?"},
        {"[edition]\nbudget = 100\n", ":2: a page's budget is 4000 bytes or more, not \"100\""},
        {"[edition]\nover-budget = shout\n", ":2: over-budget is warn or fail, not \"shout\""},
        {"[edition]\nsummaries = some\n", ":2: summaries are lead, off or all, not \"some\""},
        {"[edition]\nfront = 0\n", ":2: not a number from 1 to 100000: \"0\""},
        {"[edition]\nfront = 99999999999999999999\n", ":2: not a number from 1 to 100000"},
        {"[edition]\nfront = -1\n", ":2: not a number from 1 to 100000"},
        {"[edition]\nlanguage = en_GB\n", ":2: not a language tag such as \"en-GB\": \"en_GB\""},
        {"[edition]\nlanguage = english language\n", ":2: not a language tag"},
        {"[edition]\ntimezone = Mars/Olympus\n", ":2: no time zone \"Mars/Olympus\" on this machine"},
        {"[edition]\ntimezone = ../../etc/passwd\n", ":2: no time zone"},
        {"[edition]\ncompress = gzip\n", ":2: compressed forms are br, gz and zst, or none, not \"gzip\""},
        {"[edition]\ncompress = none br\n", ":2: compress = none stands alone"},
        {"[edition]\nlink = Terms\n", ":2: a link is \"Words, https://address\", not \"Terms\""},
        {"[edition]\nlink = Terms, terms.html\n", ":2: not an http or https address: \"terms.html\""},
        {"[edition]\nurl = https://example.org/?a=b\n", ":2: the edition's address is a folder"},
        {"[edition]\nname = A\nname = B\n", ":3: this key stands here a second time: \"name\""},
        {"[edition]\noutput =\n", ":2: a folder is to be named"},
        {"[edition]\nname\n", ":2: neither [section] nor key = value: \"name\""},
        {"[edition\n", ":1: no ] ends \"[edition\""},
        {"name = A\n", ":1: before any [section] there is \"name = A\""},
        {"[store]\ndatabase = postgresql://me@db/news\n", ":2: this wirecopy keeps stories in SQLite only"},
        {"[edition]\nname = Caf\xE9\n", ":2: this line is not UTF-8: \"name = Caf\""},
        {"[edition]\nname = A\x07\n", ":2: there is a control character in \"name = A\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wire_edition *e = NULL;
        wire_error err = {0};
        assert_int_equal(read_text(cases[i].text, &e, &err), WIRE_ECONFIG);
        assert_null(e);
        if (!strstr(err.text, cases[i].message))
            fail_msg("%s\n  is said of %s\n  wanted: %s", err.text, cases[i].text, cases[i].message);
    }
}

static void a_missing_file_and_a_folder_are_told_apart(void **state)
{
    (void)state;
    wire_edition *e = NULL;
    wire_error err = {0};
    assert_int_equal(wire_edition_read(WIRE_STR("/nowhere/at/all"), &e, &err), WIRE_NONE);
    assert_non_null(strstr(err.text, "/nowhere/at/all/wirecopy.ini"));
}

static bool reads(void *user)
{
    (void)user;
    wire_edition *e = NULL;
    wire_error err = {0};
    const wire_code code = read_text(WHOLE, &e, &err);
    assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
    wire_edition_free(e);
    return code == WIRE_OK;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    assert_in_range(faults_run(reads, NULL, 10000), 4, 9999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_read),         cmocka_unit_test(nothing_said_gives_defaults),
        cmocka_unit_test(what_is_wrong_is_named),    cmocka_unit_test(a_missing_file_and_a_folder_are_told_apart),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
