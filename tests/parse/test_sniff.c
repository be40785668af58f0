/* test_sniff.c: what an input is. */
#include "wirecopy/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct sniffed {
    wire_str bytes;
    const char *type, *name;
    wire_input_kind kind;
    const char *what;
} sniffs[] = {
    {{NULL, 0}, NULL, NULL, WIRE_INPUT_EMPTY, "empty"},
    {WIRE_STR(" \r\n\t "), "text/html", "a.html", WIRE_INPUT_EMPTY, "empty"},
    {WIRE_STR("\xEF\xBB\xBF"), NULL, NULL, WIRE_INPUT_EMPTY, "empty"},
    {WIRE_STR("<!DOCTYPE html><title>Harbour</title>"), NULL, NULL, WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("\xEF\xBB\xBF\n<!-- saved --><HTML lang=en>"), "text/plain", "a.txt", WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><html>"), NULL, NULL,
     WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("<p>The council met."), NULL, NULL, WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("<div class=story><h1>Fish</h1>"), NULL, "a.txt", WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("The council met."), "text/html; charset=utf-8", NULL, WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("The council met."), NULL, "pages/a.HTML.gz", WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("<custom-tag>The council met."), NULL, "a.html", WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("Warning: cache is cold\n<html><body>The council met."), NULL, NULL, WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("\xFF\xFE<\0p\0>\0F\0"), NULL, NULL, WIRE_INPUT_HTML, "HTML"},
    {WIRE_STR("\0<\0r\0s\0s\0>"), NULL, NULL, WIRE_INPUT_FEED, "RSS"},
    {WIRE_STR("The council met.\n\nIt rained."), NULL, NULL, WIRE_INPUT_TEXT, "plain text"},
    {WIRE_STR("A page begins with <html>, says the handbook."), NULL, "handbook.txt", WIRE_INPUT_TEXT, "plain text"},
    {WIRE_STR("\xFF\xFET\0h\0e\0 \0c\0o\0u\0n\0c\0i\0l\0"), NULL, NULL, WIRE_INPUT_TEXT, "plain text"},
    {WIRE_STR("[Brackets] may begin a text."), NULL, NULL, WIRE_INPUT_TEXT, "plain text"},
    {WIRE_STR("<3 is not a tag"), NULL, NULL, WIRE_INPUT_TEXT, "plain text"},
    {WIRE_STR("\x1B$B;T5D2q\x1B(B"), NULL, NULL, WIRE_INPUT_TEXT, "plain text"},
    {WIRE_STR("<rss version='2.0'>"), "text/html", "a.html", WIRE_INPUT_FEED, "RSS"},
    {WIRE_STR("<?xml version='1.0'?>\n<!-- a --><?xml-stylesheet href='x'?><rss>"), NULL, NULL, WIRE_INPUT_FEED, "RSS"},
    {WIRE_STR("<!DOCTYPE rss PUBLIC \"-//Harbour//DTD RSS 0.91//EN\" \"http://example.org/rss.dtd\"><rss>"), NULL, NULL,
     WIRE_INPUT_FEED, "RSS"},
    {WIRE_STR("<!DOCTYPE rss [<!ENTITY ship '&#x26F5;'>]><rss>"), NULL, NULL, WIRE_INPUT_FEED, "RSS"},
    {WIRE_STR("<rdf:RDF xmlns:rdf='x'>"), NULL, NULL, WIRE_INPUT_FEED, "RSS 1.0"},
    {WIRE_STR("<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>"), NULL, NULL, WIRE_INPUT_FEED, "Atom"},
    {WIRE_STR("<urlset>"), NULL, NULL, WIRE_INPUT_FEED, "sitemap"},
    {WIRE_STR("<sitemapindex>"), NULL, NULL, WIRE_INPUT_FEED, "sitemap index"},
    {WIRE_STR("PHP notice: late\n<?xml version='1.0'?><rss version='2.0'>"), NULL, NULL, WIRE_INPUT_FEED, "RSS"},
    {WIRE_STR("{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"x\"}"), NULL, NULL, WIRE_INPUT_FEED,
     "JSON Feed"},
    {WIRE_STR("{\"headline\": \"a\", \"articleBody\": \"b\"}\n{\"headline\": \"c\"}\n"), NULL, NULL, WIRE_INPUT_NDJSON,
     "NDJSON"},
    {WIRE_STR("{\n \"headline\": \"a\"\n}"), NULL, NULL, WIRE_INPUT_OTHER, "JSON"},
    {WIRE_STR("{\n"), NULL, "a.ndjson", WIRE_INPUT_NDJSON, "NDJSON"},
    {WIRE_STR("<opml version='2.0'>"), NULL, NULL, WIRE_INPUT_OPML, "OPML"},
    {WIRE_STR("<?xml version='1.0'?><invoice>"), NULL, NULL, WIRE_INPUT_OTHER, "XML"},
    {WIRE_STR("<svg xmlns='x'>"), NULL, NULL, WIRE_INPUT_OTHER, "SVG image"},
    {WIRE_STR("WARC/1.0\r\n"), NULL, NULL, WIRE_INPUT_WARC, "WARC"},
    {WIRE_STR("%PDF-1.7\n"), "text/html", "a.html", WIRE_INPUT_OTHER, "PDF"},
    {WIRE_STR("\x89PNG\r\n\x1A\n"), NULL, NULL, WIRE_INPUT_OTHER, "PNG image"},
    {WIRE_STR("\xFF\xD8\xFF\xE0"), NULL, NULL, WIRE_INPUT_OTHER, "JPEG image"},
    {WIRE_STR("GIF89a"), NULL, NULL, WIRE_INPUT_OTHER, "GIF image"},
    {WIRE_STR("RIFF\x10\0\0\0WEBPVP8 "), NULL, NULL, WIRE_INPUT_OTHER, "WebP image"},
    {WIRE_STR("PK\3\4"), NULL, "a.docx", WIRE_INPUT_OTHER, "ZIP archive"},
    {WIRE_STR("\x1F\x8B\x08"), NULL, NULL, WIRE_INPUT_OTHER, "gzip, still packed"},
    {WIRE_STR("\x7F"
              "ELF\2\1\1"),
     NULL, NULL, WIRE_INPUT_OTHER, "program"},
    {WIRE_STR("\1\2\3\4\5\6\7\x10\x11 and more"), "text/html", "a.html", WIRE_INPUT_OTHER, "binary data"},
};

static void sniff_tells_what_an_input_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sniffs / sizeof *sniffs; i++) {
        const struct sniffed *s = &sniffs[i];
        const wire_page page = {.bytes = s->bytes, .content_type = wire_str_of(s->type), .input = wire_str_of(s->name)};
        const char *what = NULL;
        const wire_input_kind kind = wire_input_sniff(&page, &what);
        if (kind != s->kind || strcmp(what, s->what) != 0)
            fail_msg("%.*s: want %d %s, saw %d %s", WIRE_ARG(s->bytes), s->kind, s->what, kind, what);
        assert_int_equal(wire_input_sniff(&page, NULL), kind);
    }
}

static void sniff_looks_past_a_long_comment(void **state)
{
    (void)state;
    char bytes[20000] = "<!--";
    memset(bytes + 4, ' ', sizeof bytes - 4);
    memcpy(bytes + 19000, "--><html>", 9);
    const wire_page page = {.bytes = {bytes, sizeof bytes}};
    assert_int_equal(wire_input_sniff(&page, NULL), WIRE_INPUT_HTML);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sniff_tells_what_an_input_is),
        cmocka_unit_test(sniff_looks_past_a_long_comment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
