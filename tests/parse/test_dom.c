/* test_dom.c: the guarded parse: bounds, byte ranges, reuse, failing memory. */
#include "../faults.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "parse/dom.h"

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct text {
    char *p;
    size_t n;
} text;

static text repeat(const char *head, const char *format, size_t times, const char *tail)
{
    text t = {malloc(strlen(head) + times * (strlen(format) + 24) + strlen(tail) + 1), 0};
    if (!t.p)
        return t;
    t.n = (size_t)sprintf(t.p, "%s", head);
    for (size_t i = 0; i < times; i++) {
        const char *mark = format;
        for (; *mark; mark++) {
            if (*mark == '#')
                t.n += (size_t)sprintf(t.p + t.n, "%zu", i);
            else
                t.p[t.n++] = *mark;
        }
    }
    t.n += (size_t)sprintf(t.p + t.n, "%s", tail);
    return t;
}

static wire__node *find(const wire__dom *dom, const char *wanted)
{
    wire__node *root = wire__dom_root(dom);
    for (wire__node *n = root; n; n = wire__node_next(n, root))
        if (wire__node_is_text(n) && wire_str_find(wire__node_text(n), wire_str_of(wanted)) != SIZE_MAX)
            return n;
    return NULL;
}

/* What a hostile page may cost, and that the text behind the attack is still there. */
static const struct {
    const char *name, *head, *part;
    size_t times;
    double most_s; /* ten times what it takes on a slow machine; the attacks would take minutes */
} attacks[] = {
    {"200,000 nested div", "<p>before</p>", "<div>", 200000, 1},
    {"100,000 attributes on one tag", "<p>before</p><div ", "a#=\"v#\" ", 100000, 1},
    {"100,000 times the same attribute", "<p>before</p><div ", "a=\"v#\" ", 100000, 1},
    {"100,000 tags of different names", "<p>before</p>", "<x#></x#>", 100000, 2},
    {"100,000 attributes of different names", "<p>before</p>", "<i x#>a</i>", 100000, 3},
    {"100,000 open formatting elements", "<p>before</p>", "<b><i><a></p><table>", 50000, 5},
};

#ifdef __SANITIZE_ADDRESS__
enum { SLOWER = 30 }; /* under sanitizers, on a busy machine */
#else
enum { SLOWER = 3 };
#endif

static void bounds_hostile_pages(void **state)
{
    (void)state;
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        const text page = repeat(attacks[i].head, attacks[i].part, attacks[i].times, "><p>behind it all</p>");
        const double start = cpu_s();
        const wire__dom_limits limits = {.max_ms = 20000 * SLOWER};
        assert_int_equal(wire__dom_parse(&dom, (wire_str){page.p, page.n}, &limits, NULL), WIRE_OK);
        const double spent = cpu_s() - start;
        if (spent > attacks[i].most_s * SLOWER)
            fail_msg("%s took %.2f s", attacks[i].name, spent);
        assert_non_null(find(&dom, "before"));
        if (!find(&dom, "behind it all"))
            fail_msg("%s: the text behind it is lost", attacks[i].name);
        free(page.p);
    }
    wire__dom_close(&dom);
}

static void is_never_deeper_than_its_bound(void **state)
{
    (void)state;
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    const text page = repeat("", "<div>", 5000, "x");
    assert_int_equal(wire__dom_parse(&dom, (wire_str){page.p, page.n}, NULL, NULL), WIRE_OK);
    size_t depth = 0;
    for (wire__node *n = find(&dom, "x"); n; n = n->parent)
        depth++;
    assert_in_range(depth, 100, 520);
    free(page.p);
    wire__dom_close(&dom);
}

static void cuts_a_page_of_too_many_nodes(void **state)
{
    (void)state;
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    const text page = repeat("<p>first</p>", "<p>more</p>", 1000, "<p>last</p>");
    const wire__dom_limits limits = {.max_nodes = 500};
    assert_int_equal(wire__dom_parse(&dom, (wire_str){page.p, page.n}, &limits, NULL), WIRE_OK);
    assert_true(dom.is_cut);
    assert_non_null(find(&dom, "first"));
    assert_null(find(&dom, "last"));
    /* and the next page is whole */
    assert_int_equal(wire__dom_parse(&dom, WIRE_STR("<p>whole"), NULL, NULL), WIRE_OK);
    assert_false(dom.is_cut);
    assert_non_null(find(&dom, "whole"));
    free(page.p);
    wire__dom_close(&dom);
}

/* The source of a text, as it stands in the page. */
static const struct {
    const char *html, *text, *source;
} sources[] = {
    {"<p>The ferry is late.</p>", "The ferry", "The ferry is late."},
    {"<p>Fish &amp; chips</p>", "Fish", "Fish &amp; chips"},
    {"<title>A &lt; B</title><p>x", "A < B", "A &lt; B"},
    {"<p>one<i>two</i>three", "two", "two"},
    {"<p>one</i>two</p>", "onetwo", "one</i>two"},
    {"<p>\xe6\xb8\xaf\xe5\x8f\xa3 harbour", "harbour", "\xe6\xb8\xaf\xe5\x8f\xa3 harbour"},
    {"<table><tr><td>cell</table>", "cell", "cell"},
    {"<p>&nbsp;quay&#8217;s end<br>", "quay", "&nbsp;quay&#8217;s end"},
};

static void knows_where_texts_stood(void **state)
{
    (void)state;
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const wire_str html = wire_str_of(sources[i].html);
        assert_int_equal(wire__dom_parse(&dom, html, NULL, NULL), WIRE_OK);
        wire__node *node = find(&dom, sources[i].text);
        assert_non_null(node);
        const wire_range r = wire__node_range(node);
        const wire_str source = wire_str_cut(html, r.start, r.end);
        if (!wire_str_is(source, wire_str_of(sources[i].source)))
            fail_msg("%s: \"%.*s\"", sources[i].html, WIRE_ARG(source));
    }
    wire__dom_close(&dom);
}

static const struct {
    const char *html, *script;
} scripts[] = {
    {"<script>var a = '<p>';</script>", "var a = '<p>';"},
    {"<p>x<script type=a>1 </b> 2</SCRIPT >", "1 </b> 2"},
    {"<script></script>", ""},
    {"<script><!-- <script>a</script> --> b</script>", "<!-- <script>a</script> --> b"},
    {"<script>cut off", "cut off"},
};

static void finds_scripts(void **state)
{
    (void)state;
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    for (size_t i = 0; i < 2 * (sizeof scripts / sizeof *scripts); i++) {
        const wire__dom_limits limits = {.is_whole = i % 2}; /* as lexbor reads it, and without its reading it */
        assert_int_equal(wire__dom_parse(&dom, wire_str_of(scripts[i / 2].html), &limits, NULL), WIRE_OK);
        wire__node *root = wire__dom_root(&dom), *node = root;
        while (node && !wire__node_is(node, LXB_TAG_SCRIPT))
            node = wire__node_next(node, root);
        assert_non_null(node);
        const wire_str script = wire__node_script(&dom, node);
        if (!wire_str_is(script, wire_str_of(scripts[i / 2].script)))
            fail_msg("%s: \"%.*s\"", scripts[i / 2].html, WIRE_ARG(script));
    }
    wire__dom_close(&dom);
}

/* Texts that begin in one chunk and end in another, or go over many. */
static void knows_where_texts_stood_over_chunks(void **state)
{
    (void)state;
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    const text page = repeat("", "<p>Paragraph # of the minutes of the harbour board, &amp; so on.</p>\n", 3000, "");
    assert_int_equal(wire__dom_parse(&dom, (wire_str){page.p, page.n}, NULL, NULL), WIRE_OK);
    wire__node *root = wire__dom_root(&dom);
    size_t n = 0;
    for (wire__node *node = root; node; node = wire__node_next(node, root)) {
        if (!wire__node_is_text(node) || wire__node_text(node).n < 5)
            continue;
        char want[200];
        const int len =
            snprintf(want, sizeof want, "Paragraph %zu of the minutes of the harbour board, &amp; so on.", n++);
        const wire_range r = wire__node_range(node);
        assert_true(
            wire_str_is(wire_str_cut((wire_str){page.p, page.n}, r.start, r.end), (wire_str){want, (size_t)len}));
    }
    assert_int_equal(n, 3000);
    free(page.p);
    wire__dom_close(&dom);
}

static void finds_attributes(void **state)
{
    (void)state;
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    const wire_str html = WIRE_STR("<div itemprop=headline data-src=a.jpg class='x y' class=z HIDDEN><p>a");
    assert_int_equal(wire__dom_parse(&dom, html, NULL, NULL), WIRE_OK);
    wire__node *div = find(&dom, "a")->parent->parent;
    wire__attrs attrs;
    wire__node_attrs(&dom, div, &attrs);
    assert_true(wire_str_is(wire__attrs_get(&attrs, WIRE__ATTR_CLASS), WIRE_STR("x y")));
    assert_true(wire_str_is(wire__attrs_get(&attrs, WIRE__ATTR_ITEMPROP), WIRE_STR("headline")));
    assert_true(wire_str_is(wire__node_attr(&dom, div, WIRE__ATTR_DATA_SRC), WIRE_STR("a.jpg")));
    assert_true(wire__attrs_has(&attrs, WIRE__ATTR_HIDDEN));
    assert_null(wire__node_attr(&dom, div, WIRE__ATTR_REL).p);
    /* ids of names are the page's own: on the next they are found anew */
    assert_int_equal(wire__dom_parse(&dom, WIRE_STR("<div data-src=b.jpg><p>a"), NULL, NULL), WIRE_OK);
    div = find(&dom, "a")->parent->parent;
    assert_true(wire_str_is(wire__node_attr(&dom, div, WIRE__ATTR_DATA_SRC), WIRE_STR("b.jpg")));
    assert_null(wire__node_attr(&dom, div, WIRE__ATTR_ITEMPROP).p);
    wire__dom_close(&dom);
}

static bool open_and_parse(void *user)
{
    (void)user;
    wire__dom dom;
    if (!wire__dom_open(&dom))
        return false;
    const text page = repeat("", "<p class=c# x#=1>Paragraph # <b>of", 400, "");
    wire_code code = page.p ? wire__dom_parse(&dom, (wire_str){page.p, page.n}, NULL, NULL) : WIRE_ENOMEM;
    assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
    free(page.p);
    wire__dom_close(&dom);
    return code == WIRE_OK;
}

static void survives_failing_memory(void **state)
{
    (void)state;
    assert_true(faults_run_with_lexbor(open_and_parse, NULL, 2000) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hostile_pages),
        cmocka_unit_test(is_never_deeper_than_its_bound),
        cmocka_unit_test(cuts_a_page_of_too_many_nodes),
        cmocka_unit_test(knows_where_texts_stood),
        cmocka_unit_test(knows_where_texts_stood_over_chunks),
        cmocka_unit_test(finds_scripts),
        cmocka_unit_test(finds_attributes),
        cmocka_unit_test(survives_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
