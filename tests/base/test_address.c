/* test_address.c: addresses as the URL standard reads them; keys; what is none. */
#include "../check.h"
#include "../faults.h"
#include "wirecopy/address.h"

#define BASE "https://harbour.example/2026/ferry/page.html?x=1#top"

static const struct {
    const char *text, *base, *href; /* href NULL: not an address */
    bool is_web;
} cases[] = {
    {"https://Harbour.Example:443/a/../b/./c", NULL, "https://harbour.example/b/c", true},
    {"HTTP://harbour.example", NULL, "http://harbour.example/", true},
    {"https://h%41rbour.example/", NULL, "https://harbour.example/", true},
    {"//media.example/1.jpg", BASE, "https://media.example/1.jpg", true},
    {"/tides", BASE, "https://harbour.example/tides", true},
    {"../tides?y=2", BASE, "https://harbour.example/2026/tides?y=2", true},
    {"#foot", BASE, "https://harbour.example/2026/ferry/page.html?x=1#foot", true},
    {"", BASE, "https://harbour.example/2026/ferry/page.html?x=1", true},
    {"  https://a.example/b\n ", NULL, "https://a.example/b", true},
    {"https://a.example/a b\"<>", NULL, "https://a.example/a%20b%22%3C%3E", true},
    {"https://a.example/caf\xC3\xA9?q=\xC3\xA9", NULL, "https://a.example/caf%C3%A9?q=%C3%A9", true},
    {"https://b\xC3\xBC"
     "cher.example/",
     NULL, "https://xn--bcher-kva.example/", true},
    {"https://%48arbour.%45xample/", NULL, "https://harbour.example/", true},
    {"https:\\\\a.example\\b", NULL, "https://a.example/b", true},
    {"http://0x7f.1/", NULL, "http://127.0.0.1/", true},
    {"http://2130706433/", NULL, "http://127.0.0.1/", true},
    {"http://[::FFFF:127.0.0.1]:8080/", NULL, "http://[::ffff:7f00:1]:8080/", true},
    {"http://user:secret@a.example/", NULL, "http://user:secret@a.example/", false},
    {"ftp://a.example/", NULL, "ftp://a.example/", false},
    {"javascript:alert(1)", BASE, "javascript:alert(1)", false},
    {"mailto:desk@harbour.example", BASE, "mailto:desk@harbour.example", false},
    {"/tides", NULL, NULL, false},
    {"", NULL, NULL, false},
    {"https://", NULL, NULL, false},
    {"http://a.example:99999/", NULL, NULL, false},
    {"http://a b.example/", NULL, NULL, false},
    {"http://[::1/", NULL, NULL, false},
    {"http://256.256.256.256/", NULL, NULL, false},
    {"/x", "mailto:desk@harbour.example", NULL, false},
};

static const struct {
    const char *text, *key;
} keys[] = {
    {"https://a.example/b?utm_source=mail&id=7&fbclid=x&gclid=y#c", "https://a.example/b?id=7"},
    {"https://a.example/b?utm_source=mail", "https://a.example/b"},
    {"https://a.example/b?id=7&id=8", "https://a.example/b?id=7&id=8"},
    {"https://a.example/b#c", "https://a.example/b"},
};

static void test_cases(void **state)
{
    (void)state;
    wire_address_reader *reader = wire_address_reader_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_arena *arena = wire_arena_new(0);
        wire_address address = {.href = WIRE_STR("as it was")};
        const wire_code code =
            wire_address_read(reader, wire_str_of(cases[i].text), wire_str_of(cases[i].base), arena, &address);
        if (code != (cases[i].href ? WIRE_OK : WIRE_NONE))
            fail_msg("\"%s\": %s", cases[i].text, wire_code_name(code));
        check_str(address.href, wire_str_of(cases[i].href ? cases[i].href : "as it was"), cases[i].text);
        if (cases[i].href)
            assert_int_equal(wire_address_is_web(&address), cases[i].is_web);
        wire_arena_free(arena);
    }
    wire_address_reader_free(reader);
}

/* Addresses that lexbor has nothing to note about: where memory for its notes is lacking, lexbor 3.0.1 itself ends. */
static bool read_keys(void *user)
{
    (void)user;
    bool is_done = false;
    wire_address_reader *reader = wire_address_reader_new();
    for (size_t i = 0; reader && i < COUNT(keys); i++) {
        wire_arena *arena = wire_arena_new(0);
        wire_address address;
        wire_str key;
        wire_code code = WIRE_ENOMEM;
        if (arena)
            code =
                wire_address_read(reader, wire_str_of(keys[i].text), wire_str_of(i % 2 ? BASE : NULL), arena, &address);
        if (!code)
            code = wire_address_key(&address, arena, &key);
        if (code != WIRE_OK && code != WIRE_ENOMEM)
            fail_msg("\"%s\": %s", keys[i].text, wire_code_name(code));
        if (!code)
            check_str(key, wire_str_of(keys[i].key), keys[i].text);
        is_done = !code && (is_done || !i);
        wire_arena_free(arena);
    }
    wire_address_reader_free(reader);
    return is_done;
}

static void test_keys(void **state)
{
    (void)state;
    assert_true(read_keys(NULL));
    assert_in_range(faults_run(read_keys, NULL, 2000), COUNT(keys), 1999);
}

static void test_parts(void **state)
{
    (void)state;
    wire_address_reader *reader = wire_address_reader_new();
    wire_arena *arena = wire_arena_new(0);
    wire_address a;
    assert_int_equal(
        wire_address_read(reader, WIRE_STR("HTTPS://A.example:8443/b/c?d=e&f#g"), (wire_str){NULL, 0}, arena, &a),
        WIRE_OK);
    check_str(a.scheme, WIRE_STR("https"), "scheme");
    check_str(a.host, WIRE_STR("a.example"), "host");
    assert_int_equal(a.port, 8443);
    check_str(a.path, WIRE_STR("/b/c"), "path");
    check_str(a.query, WIRE_STR("d=e&f"), "query");
    check_str(a.fragment, WIRE_STR("g"), "fragment");
    assert_int_equal(wire_address_read(reader, WIRE_STR("http://[::1]/"), (wire_str){NULL, 0}, arena, &a), WIRE_OK);
    check_str(a.host, WIRE_STR("[::1]"), "host in brackets");
    assert_int_equal(a.port, 80);
    wire_address_reader_free(reader);
    wire_arena_free(arena);
}

/* Long and odd ones end soon. */
static void test_bounds(void **state)
{
    (void)state;
    static char text[70000];
    static const char *const units[] = {"a", "../", "%",        "%41", "/",        "?", "#",
                                        "@", ":",   "\xC3\xA9", ".",   "&utm_a=1", "[", "\\"};
    wire_address_reader *reader = wire_address_reader_new();
    for (size_t i = 0; i < COUNT(units); i++) {
        wire_arena *arena = wire_arena_new(0);
        wire_address a;
        wire_str key;
        size_t n = (size_t)snprintf(text, sizeof text, "https://a.example/?");
        while (n + 10 < 65000) {
            memcpy(text + n, units[i], strlen(units[i]));
            n += strlen(units[i]);
        }
        if (!wire_address_read(reader, (wire_str){text, n}, wire_str_of(BASE), arena, &a))
            assert_int_equal(wire_address_key(&a, arena, &key), WIRE_OK);
        assert_int_equal(wire_address_read(reader, (wire_str){text, sizeof text}, wire_str_of(BASE), arena, &a),
                         WIRE_NONE);
        wire_arena_free(arena);
    }
    wire_address_reader_free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_parts),
                                       cmocka_unit_test(test_bounds), cmocka_unit_test(test_keys)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
