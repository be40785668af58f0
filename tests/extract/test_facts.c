/* test_facts.c: what a page says of its story, in the many ways pages say it. */
#include "../check.h"
#include "dump.h"

#define BODY                                                                                                        \
    "<p>The council of Port Amaral voted late on Thursday to close the covered fish market until spring, after "    \
    "engineers found that its roof beams had rusted through.</p><p>Traders, who learned of the vote from the door " \
    "of the hall, said that they would sell from their boats, as their grandparents did, until it opens again.</p>" \
    "<p>The work will cost four million, of which the port pays half, and is to end before the herring comes.</p>"
#define NEWS(members) "<script type=application/ld+json>{\"@type\":\"NewsArticle\"" members "}</script>"

/* Each line of `says` stands in the story's dump; one that starts with "!" does not. */
typedef struct facts_case {
    const char *name, *html, *says;
} facts_case;

static const facts_case headlines[] = {
    {"the site's name goes", "<title>Market shuts for a winter | The Harbour Light</title><article>" BODY,
     "headline: Market shuts for a winter"},
    {"a kicker in a cell of its own",
     "<title>Market shuts for a winter | The Harbour Light</title><article>"
     "<h1><span>Port</span> <span>Market shuts for a winter</span></h1>" BODY,
     "headline: Market shuts for a winter\nalternative: Port"},
    {"two parts in blocks are one headline",
     "<title>A roof gives way: the market shuts</title><article><h1><div>A roof gives way:</div>"
     "<div>the market shuts</div></h1>" BODY,
     "headline: A roof gives way: the market shuts"},
    {"a trail of links ends with an h1, the headline is an h2",
     "<title>Why the fish market has to shut</title><meta property=og:title content='Market shuts for a winter'>"
     "<nav class=breadcrumb><a href=/>Home</a> <h1>Why the fish market has to shut</h1></nav>"
     "<article><h2>Market shuts for a winter</h2>" BODY,
     "headline: Market shuts for a winter"},
    {"the only h1 goes before a subhead with the title's words",
     "<title>What is a herring? A guide to the market</title><article><h1>A guide to the herring of the "
     "market</h1>" BODY "<h2>What is a herring?</h2>" BODY,
     "headline: A guide to the herring of the market"},
    {"a blog's name as h1",
     "<title>Notes from the pier: Market shuts for a winter</title>"
     "<meta property=og:title content='Market shuts for a winter'><h1>Notes from the pier</h1>"
     "<article><h3>Market shuts for a winter</h3>" BODY,
     "headline: Market shuts for a winter"},
    {"an h1 that leads home",
     "<title>Market shuts for a winter</title><h1><a href=https://light.example/>Our very own harbour light</a></h1>"
     "<article>" BODY,
     "headline: Market shuts for a winter"},
    {"metadata that is cut goes after what is shown",
     "<title>Market shuts for a winter, and the traders take to</title><article>"
     "<h1>Market shuts for a winter, and the traders take to their boats</h1>" BODY,
     "headline: Market shuts for a winter, and the traders take to their boats"},
    {"replies are no headline",
     "<title>Market shuts for a winter</title><article>" BODY "</article>"
     "<h2>15 replies to \"Market shuts for a winter\"</h2><p>Oh no.</p>",
     "headline: Market shuts for a winter"},
    {"a tag as text",
     "<title>Thirty years of &lt;br&gt; in print</title><article><h1>Thirty years of &lt;br&gt; in print</h1>" BODY,
     "headline: Thirty years of <br> in print"},
    {"soft hyphens", "<title>Market shuts</title><article><h1>Mar&shy;ket shuts for a win&shy;ter</h1>" BODY,
     "headline: Market shuts for a winter"},
};

static void check_case(wire_reader *reader, const facts_case *c)
{
    const wire_page page = {.input = wire_str_of("case.html"), .bytes = wire_str_of(c->html)};
    wire_story *story = NULL;
    wire_error err = {0};
    if (wire_read_story(reader, &page, &story, &err) != WIRE_OK)
        fail_msg("%s: %s", c->name, err.text);
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_out_lit(&out, "\n");
    dump_story(story, &out);
    const wire_str dump = wire_out_text(&out);
    for (wire_str rest = wire_str_of(c->says); rest.n;) {
        const char *end = memchr(rest.p, '\n', rest.n);
        const size_t n = end ? (size_t)(end - rest.p) : rest.n;
        const wire_str line = wire_str_cut(rest, 0, n);
        rest = wire_str_cut(rest, end ? n + 1 : n, rest.n);
        const bool is_not = line.p[0] == '!';
        char want[400];
        const int len = snprintf(want, sizeof want, "\n%.*s\n", (int)(line.n - is_not), line.p + is_not);
        if ((wire_str_find(dump, (wire_str){want, (size_t)len}) != SIZE_MAX) == is_not)
            fail_msg("%s: %s \"%.*s\" in%.*s", c->name, is_not ? "there is" : "no", WIRE_ARG(line), WIRE_ARG(dump));
    }
    (void)wire_out_close(&out, NULL);
    wire_story_free(story);
}

static void check_cases(const facts_case *cases, size_t n)
{
    wire_reader *reader = wire_reader_new();
    assert_non_null(reader);
    for (size_t i = 0; i < n; i++)
        check_case(reader, &cases[i]);
    wire_reader_free(reader);
}

static void test_headlines(void **state)
{
    (void)state;
    check_cases(headlines, COUNT(headlines));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_headlines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
