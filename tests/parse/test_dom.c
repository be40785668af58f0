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
    {"100,000 menus that never end", "<p>before</p>", "<nav><div>", 100000, 1},
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
        const wire__dom_limits limits = {.max_ms = 20000 * SLOWER, .skips_menus = true};
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

/* Menus that are gone over, and such as may not be: what is around them is the same either way. */
static const struct {
    const char *html;
    bool is_kept; /* "inside" is in the tree all the same */
} menus[] = {
    {"<nav><ul><li><a href=/>inside</a></li><li><b>x</b></li></ul></nav><p>after", false},
    {"<p>a<nav class=\"x > y\"><div><p>inside</p><br/><img src=a.png></div><!-- <b> --></nav>b<p>after", false},
    {"<div><nav><nav>x</nav><h2><span>inside</span></h2><x-item>y</x-item></nav></div><p>after", false},
    {"<nav><form><label>inside<input></label><select><option>a<option>b</select></form></nav><p>after", false},
    {"<nav><svg viewBox='0'><path d=''/></svg><script>\"</nav>\"</script><style>a{}</style>inside</nav><p>after",
     false},
    {"<button><svg/><span>inside</span></button><p>after", false},
    {"<select class=x><optgroup label=y><option>inside</option></optgroup></select><p>after", false},
    {"<nav><dl><dt>inside</dt><dd>y</dd></dl><section>z</section></nav><p>after", false},
    {"<NAV><DIV>inside</DIV></NAV><p>after", true},
    {"<nav><p>inside<div>x</div></nav><p>after", true},
    {"<nav><ul><li>inside<li>x</ul></nav><p>after", true},
    {"<nav><li><div>inside<li>x</li></div></li></nav><p>after", true},
    {"<nav><a>inside<a>x</a></a></nav><p>after", true},
    {"<nav><b>inside</nav><p>after", true},
    {"<nav><div>inside</nav></div><p>after", true},
    {"<nav><h1>inside<h2>x</h2></h1></nav><p>after", true},
    {"<nav><table><tr><td>inside</table></nav><p>after", true},
    {"<nav>inside<p>after", true},
    {"<nav>inside</p></nav><p>after", true},
    {"<nav>inside <i <b>x</nav><p>after", true},
    {"<a><nav>inside</nav></a><p>after", true},
    {"<form><nav><form>inside</form></nav><p>after", true},
    {"<button><nav>x<button>inside</button></nav></button><p>after", false},
    {"<table><nav>inside</nav><tr><td>x</table><p>after", true},
    {"<select><option>inside<div>x</div></select><p>after", true},
    {"<nav><script><!-- <script></script> inside --></script></nav><p>after", true},
};

static bool is_menu(wire__node *node)
{
    return wire__node_is(node, LXB_TAG_NAV) || wire__node_is(node, LXB_TAG_BUTTON) ||
           wire__node_is(node, LXB_TAG_SELECT);
}

/* What a tree looks like, but for what is in menus. */
static void draw(const wire__dom *dom, char *to, size_t most)
{
    wire__node *root = wire__dom_root(dom);
    size_t n = 0;
    for (wire__node *node = root; node && n + 80 < most;) {
        size_t depth = 0;
        for (wire__node *up = node; up != root; up = up->parent)
            depth++;
        const wire_str said = wire__node_is_text(node) ? wire__node_text(node) : (wire_str){NULL, 0};
        n += (size_t)snprintf(to + n, most - n, "%zu:%zu:%.*s\n", depth, (size_t)wire__node_tag(node), (int)said.n,
                              said.n ? said.p : "");
        node = is_menu(node) ? wire__node_after(node, root) : wire__node_next(node, root);
    }
}

static void goes_over_menus(void **state)
{
    (void)state;
    char whole[4000], part[4000];
    wire__dom dom;
    assert_true(wire__dom_open(&dom));
    for (size_t i = 0; i < sizeof menus / sizeof *menus; i++) {
        const wire_str html = wire_str_of(menus[i].html);
        assert_int_equal(wire__dom_parse(&dom, html, NULL, NULL), WIRE_OK);
        draw(&dom, whole, sizeof whole);
        assert_int_equal(wire__dom_parse(&dom, html, &(wire__dom_limits){.skips_menus = true}, NULL), WIRE_OK);
        draw(&dom, part, sizeof part);
        if (strcmp(whole, part) || menus[i].is_kept != (find(&dom, "inside") != NULL))
            fail_msg("%s\nwhole:\n%spart:\n%s", menus[i].html, whole, part);
        assert_non_null(find(&dom, "after"));
    }
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
        cmocka_unit_test(goes_over_menus),
        cmocka_unit_test(survives_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
