/* test_markup.c: the safe subset of HTML read back into blocks: what stays, what goes, and attacks. */
#include "../check.h"
#include "../faults.h"
#include "model/build.h"

static const char *const KINDS[] = {
#define NAME(kind, name) name,
    WIRE_BLOCKS(NAME)
#undef NAME
};

/* Reads html into a story whose first block is of a kind; NULL: no memory. */
static wire_story *read_html(wire_str html, wire_block_kind kind)
{
    wire_story *story = wire_story_new(512 << 20);
    if (!story)
        return NULL;
    wire__builder b;
    wire__build_begin(&b, story);
    wire__build_block(&b, kind, 0);
    wire__build_markup(&b, html);
    if (!wire__build_end(&b, NULL))
        return story;
    wire_story_free(story);
    return NULL;
}

/* Each block of the story itself as "kind: markup", a line each. */
static void show(const wire_story *story, wire_out *out)
{
    for (uint32_t at = 0; at < story->n_blocks; at += wire_block_extent(story, at)) {
        wire_out_print(out, "%s%s", at ? "\n" : "", KINDS[story->blocks[at].kind]);
        if (story->blocks[at].kind == WIRE_BLOCK_HEADING)
            wire_out_print(out, "%u", story->blocks[at].level);
        wire_out_lit(out, ": ");
        wire__write_markup(story, at, out);
    }
}

#define P WIRE_BLOCK_PARAGRAPH

static const struct {
    const char *name;
    wire_block_kind kind;
    const char *html, *want;
} cases[] = {
    {"text", P, "The ferry left.", "paragraph: The ferry left."},
    {"nothing", P, " \n <p></p><br>", ""},
    {"marks and their other names", P, "<i>a</i><B>b</B><cite>c</cite><tt>d</tt><del>e</del><sub>f</sub><sup>g</sup>",
     "paragraph: <em>a</em><strong>b</strong><em>c</em><code>d</code><s>e</s><sub>f</sub><sup>g</sup>"},
    {"marks within their own kind", P, "<b>a<b>b</b>c</b>d", "paragraph: <strong>abc</strong>d"},
    {"marks closed out of turn", P, "<b>a<i>b</b>c</i>d", "paragraph: <strong>a<em>b</em></strong><em>c</em>d"},
    {"ends without beginnings", P, "</b></a></p></li></td></table>a", "paragraph: a"},
    {"unknown tags vanish", P, "<font color=red>a</font> <x-y z>b</x-y>", "paragraph: a b"},
    {"paragraphs", P, "<p>One<p>Two</p>Three", "paragraph: One\nparagraph: Two\nparagraph: Three"},
    {"a mark over paragraphs", P, "<b><p>One</p><p>Two</p></b>",
     "paragraph: <strong>One</strong>\nparagraph: <strong>Two</strong>"},
    {"headings", P, "<h1>A</h1><h4>B</h4>c", "heading2: A\nheading4: B\nparagraph: c"},
    {"white space is one space", P, " \n one \t\n two<br> \n three <b> four</b> ",
     "paragraph: one two<br>three <strong>four</strong>"},
    {"a space between marks", P, "<b>one</b> <i>two</i>", "paragraph: <strong>one</strong> <em>two</em>"},
    {"references", P, "&amp;&lt;&#65;&#x42;&eacute;&hellip;&nbsp;&AMP;&bogus;&;& &#; &#xZ;",
     "paragraph: &amp;&lt;AB\xC3\xA9\xE2\x80\xA6\xC2\xA0&amp;AMP;&amp;bogus;&amp;;&amp; &amp;#; &amp;#xZ;"},
    {"references to nothing", P, "a&#0;&#xD800;&#x110000;&#99999999;b&#x1;&#128;",
     "paragraph: a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
     "b\xE2\x82\xAC"},
    {"references are text, not tags", P, "&lt;script&gt;alert(1)&lt;/script&gt;",
     "paragraph: &lt;script&gt;alert(1)&lt;/script&gt;"},
    {"script and style vanish whole", P,
     "a<script>if (1 < 2) document.write('<b>')</script>b<STYLE>p{}</STYLE >c<template><b>x</b></template>d",
     "paragraph: abcd"},
    {"a script without end", P, "a<script>b", "paragraph: a"},
    {"a script that speaks of its end", P, "a<script>'</scrip' + 't>'</script>b", "paragraph: ab"},
    {"handlers and styles", P, "<p onclick=alert(1) style=\"x\">a<img src=x onerror=alert(1)>b<b onmouseover='x'>c</b>",
     "paragraph: ab<strong>c</strong>"},
    {"frames, objects and forms", P, "<iframe src=//x></iframe><object data=x></object><form action=x><input>a</form>",
     "paragraph: a"},
    {"links", P, "<a href=https://a.example/x>a</a> <a HREF='http://b.example/?q=1&amp;r=2'>b</a>",
     "paragraph: <a href=\"https://a.example/x\">a</a> <a href=\"http://b.example/?q=1&amp;r=2\">b</a>"},
    {"links that would run", P,
     "<a href=javascript:x>a</a><a href=' JavaScript:x'>b</a><a href='java&#10;script:x'>c</a>"
     "<a href='&#106;avascript:x'>d</a><a href=data:text/html,x>e</a><a href=vbscript:x>f</a><a href=//g>g</a>"
     "<a href=\"\x01javascript:x\">h</a><a href=file:///etc/passwd>i</a><a href=''>j</a><a>k</a>",
     "paragraph: abcdefghijk"},
    {"an address that breaks out of its quotes", P, "<a href='https://a.example/\"onclick=\"x'>a</a>",
     "paragraph: <a href=\"https://a.example/&quot;onclick=&quot;x\">a</a>"},
    {"the first href counts", P, "<a href=https://a.example/ href=javascript:x>a</a>",
     "paragraph: <a href=\"https://a.example/\">a</a>"},
    {"attributes without quotes, ends or sense", P,
     "<a href=https://a.example/ =\"x ' / >a</a><a href=\"https://b.example/>b",
     "paragraph: <a href=\"https://a.example/\">a</a>"},
    {"a link never closed", P, "<a href=https://a.example/>a<p>b",
     "paragraph: <a href=\"https://a.example/\">a</a>\nparagraph: <a href=\"https://a.example/\">b</a>"},
    {"comments and declarations", P, "a<!-- <b> -->b<!DOCTYPE html>c<?xml version=1?>d<![CDATA[e]]>f",
     "paragraph: abcdf"},
    {"a comment without end", P, "a<!-- b", "paragraph: a"},
    {"less than", P, "1 < 2 and 3<4 <", "paragraph: 1 &lt; 2 and 3&lt;4 &lt;"},
    {"a tag cut short", P, "a<b", "paragraph: a"},
    {"a list", P, "<ul><li>a<li>b<ol><li>c</ol></ul>d",
     "list: <ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>\nparagraph: d"},
    {"items without a list", P, "<li>a<li>b", "paragraph: a\nparagraph: b"},
    {"a list's text without items", P, "<ul>a<li>b</ul>", "list: <ul><li>a</li><li>b</li></ul>"},
    {"a table", P, "<table><tbody><tr><th>a<td>b<tr><td>c</table>",
     "table: <table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>"},
    {"cells without rows", P, "<table><td>a<td>b</table>", "table: <table><tr><td>a</td><td>b</td></tr></table>"},
    {"cells without a table", P, "<td>a<tr>b", "paragraph: a\nparagraph: b"},
    {"a quote", P, "a<blockquote><p>b<p>c</blockquote>d", "paragraph: a\nquote: b<p>c</p>\nparagraph: d"},
    {"a quote in a quote's own block", WIRE_BLOCK_QUOTE, "<blockquote>a</blockquote>", "quote: a"},
    {"a list in a list's own block", WIRE_BLOCK_LIST, "<ol><li>a</ol>", "list: <ol><li>a</li></ol>"},
    {"preformatted", P, "<pre>a\n  b &lt;\n</pre>c", "code: a\n  b &lt;\nparagraph: c"},
    {"code keeps its spaces", WIRE_BLOCK_CODE, "a\n\t b<b>  c</b>", "code: a\n\t b<strong>  c</strong>"},
    {"a heading's own markup", WIRE_BLOCK_HEADING, "<em>a</em> b", "heading2: <em>a</em> b"},
    {"blocks in a heading leave it", WIRE_BLOCK_HEADING, "a<p>b", "heading2: a\nparagraph: b"},
    {"bytes that are no UTF-8", P, "a\xFF<b>\xC3</b>", "paragraph: a\xEF\xBF\xBD<strong>\xEF\xBF\xBD</strong>"},
};

static void test_cases(void **state)
{
    (void)state;
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_story *story = read_html(wire_str_of(cases[i].html), cases[i].kind);
        assert_non_null(story);
        wire_out_reset(&out);
        show(story, &out);
        check_str(wire_out_text(&out), wire_str_of(cases[i].want), cases[i].name);
        wire_story_free(story);
    }
    wire_out_close(&out, NULL);
}

/* Linear in time and memory, however often the unit is said: a quadratic reader would take minutes. */
static void test_attacks(void **state)
{
    (void)state;
    static const char *const units[] = {
        "<b>",
        "<ul><li>",
        "<blockquote>",
        "<table><tr><td>",
        "<p>",
        "<a href=https://a.example/>x",
        "</b>",
        "</table>",
        "<pre>",
        "<!--",
        "<script>",
        "<a href='",
        "&",
        "&#",
        "<",
        "<h2>x",
        "<b>x</b>",
        "<i><b>x",
        "&amp",
        "<x ",
        " \n",
        "<br>",
        "x<br> ",
        "<li>",
        "<td>x",
        "<tr>",
        "<x a=\"",
        "<!x",
        "</",
        "<a href=https://a.example/><b>x</a>",
    };
    for (size_t i = 0; i < COUNT(units); i++) {
        wire_out html;
        wire_out_open_memory(&html, 0);
        for (int n = 0; n < 200000; n++)
            wire_out_put(&html, wire_str_of(units[i]));
        wire_out_lit(&html, "The end.");
        wire_story *story = read_html(wire_out_text(&html), P);
        assert_non_null(story);
        for (uint32_t k = 0; k < story->n_blocks; k++)
            assert_true(story->blocks[k].depth <= WIRE__MAX_DEPTH);
        wire_story_free(story);
        wire_out_close(&html, NULL);
    }
}

static bool read_all(void *user)
{
    (void)user;
    bool is_done = true;
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_story *story = read_html(wire_str_of(cases[i].html), cases[i].kind);
        is_done = is_done && story;
        wire_story_free(story);
    }
    return is_done;
}

static void test_faults(void **state)
{
    (void)state;
    assert_in_range(faults_run(read_all, NULL, 1000), COUNT(cases), 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_attacks),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
