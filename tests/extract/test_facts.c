/* test_facts.c: what a page says of its story, in the many ways pages say it. */
#include "../check.h"
#include "dump.h"
#include "extract/facts.h"

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

/* Who stands in a byline: people as they are, houses in [brackets], a bar between. */
static const struct {
    const char *line, *names;
} bylines[] = {
    {"By Ada Byrne", "Ada Byrne"},
    {"By Ada Byrne, Luís Reis and Inês Duarte in Paris", "Ada Byrne|Luís Reis|Inês Duarte"},
    {"By Ada Byrne in Lisbon and Porto", "Ada Byrne"},
    {"By Ada Byrne and Luís Reis, Harbour News", "Ada Byrne|Luís Reis|[Harbour News]"},
    {"By Ada Byrne, Senior Correspondent", "Ada Byrne"},
    {"By Ada Byrne, Senior Director, Content & Marketing, Harbour", "Ada Byrne"},
    {"Ada Byrne, Home and Digital Security Expert", "Ada Byrne"},
    {"Ada Byrne, MD, FANP", "Ada Byrne"},
    {"Ada Byrne, Ph.D.", "Ada Byrne"},
    {"By Ada Byrne | Updated 4:53 AM", "Ada Byrne"},
    {"By Ada Byrne Last updated: August 4, 2026", "Ada Byrne"},
    {"By Ada Byrne Dec 4, 2026", "Ada Byrne"},
    {"By ADA BYRNE AP Reporter", ""},
    {"By ADA BYRNE, AP", "ADA BYRNE|[AP]"},
    {"Ada Byrne (@adabyrne)", "Ada Byrne"},
    {"Ada Byrne (with Luís Reis and Inês Duarte)", "Ada Byrne|Luís Reis|Inês Duarte"},
    {"dpa", "[dpa]"},
    {"Von Änne Öhm und Jörg Weiß", "Änne Öhm|Jörg Weiß"},
    {"Par Inès Éluard et Luc Ory", "Inès Éluard|Luc Ory"},
    {"Por Inês Duarte e Luís Reis", "Inês Duarte|Luís Reis"},
    {"Autor: Jan Nowak", "Jan Nowak"},
    {"Автор: Анна Иванова", "Анна Иванова"},
    {"作者：王小明", "王小明"},
    {"(责编：王明、李华)", ""},
    {"责编：王明、李华", "王明|李华"},
    {"Door Jan de Vries", "Jan de Vries"},
    {"https://light.example/ada", ""},
    {"ada@light.example", ""},
    {"", ""},
};

static void test_bylines(void **state)
{
    (void)state;
    wire_arena *arena = wire_arena_new(0);
    assert_non_null(arena);
    for (size_t i = 0; i < COUNT(bylines); i++) {
        wire__facts facts = {0};
        wire__byline_split(wire_str_of(bylines[i].line), arena, &facts);
        char got[300] = "";
        size_t n = 0;
        for (uint32_t k = 0; k < facts.n_authors; k++)
            n += (size_t)snprintf(got + n, sizeof got - n, facts.authors[k].is_organization ? "%s[%.*s]" : "%s%.*s",
                                  k ? "|" : "", WIRE_ARG(facts.authors[k].name));
        check_str(wire_str_of(got), wire_str_of(bylines[i].names), bylines[i].line);
    }
    wire_arena_free(arena);
}

static const facts_case authors[] =
    {
        {"people in elements of their own",
         "<article><h1>Market shuts for a winter</h1><div class=byline><span>Ada Byrne</span> <span>Inês Duarte</span> "
         "<span>Luís Reis</span></div>" BODY,
         "author: Ada Byrne\nauthor: Inês Duarte\nauthor: Luís Reis"},
        {"a name with its role",
         "<article><h1>Market shuts for a winter</h1><div class=authors>&amp; <a href=/u/ada>Ada Byrne</a> "
         "<span>Writer, Hardware</span></div>" BODY,
         "author: Ada Byrne\n!author: Hardware"},
        {"the visible byline has more than metadata",
         NEWS(",\"author\":{\"@type\":\"Person\",\"name\":\"Ada Byrne\"}") "<article><h1>Market shuts for a winter</h1>"
                                                                           "<p>By Ada Byrne and Luís Reis, Updated "
                                                                           "Friday</p>" BODY,
         "author: Ada Byrne\nauthor: Luís Reis"},
        {"the visible byline goes before who put it there",
         NEWS(
             ",\"author\":{\"@type\":\"Person\",\"name\":\"WebmasterK\"}") "<article><h1>Market shuts for a winter</h1>"
                                                                           "<p>by <a href=/authors/ada>Ada "
                                                                           "Byrne</a></p>" BODY,
         "author: Ada Byrne\n!author: WebmasterK"},
        {"the publisher is no person",
         NEWS(",\"author\":{\"@type\":\"Person\",\"name\":\"Harbour Light\"},\"publisher\":{\"name\":\"Harbour "
              "Light\"}") "<article><h1>Market shuts for a winter</h1>" BODY,
         "organization: Harbour Light"},
        {"people go before the publisher",
         NEWS(",\"author\":{\"name\":\"Harbour Light\"},\"publisher\":{\"name\":\"Harbour Light\"}") "<article><h1>"
                                                                                                     "Market shuts for "
                                                                                                     "a "
                                                                                                     "winter</h1><p>By "
                                                                                                     "Ada "
                                                                                                     "Byrne</p>" BODY,
         "author: Ada Byrne\n!organization: Harbour Light\n!author: Harbour Light"},
        {"a team that metadata names whole",
         "<meta name=author content='Top Growth Marketing'><article><h1>Market shuts for a winter</h1>" BODY,
         "author: Top Growth Marketing"},
        {"a login is no name",
         "<meta name=author content='andrew.k'><article><h1>Market shuts for a winter</h1>"
         "<div class=author-info>Ada Byrne</div>" BODY,
         "author: Ada Byrne\n!author: andrew.k"},
        {"a label and the name in the next text",
         "<article><h1>Market shuts for a winter</h1>" BODY "</article><div><h6>Author(s)</h6><ul><li>Ada J. Byrne</li>"
         "<li>Luís Reis</li></ul></div>",
         "author: Ada J. Byrne\nauthor: Luís Reis"},
        {"a name alone beside the stamp",
         "<article><h1>Market shuts for a winter</h1><p>Ada Byrne | Senior Writer | July 2, 2025</p>" BODY,
         "author: Ada Byrne\npublished: 2025-07-02"},
        {"a name alone without a stamp is nothing",
         "<article><h1>Market shuts for a winter</h1><p>Fish Market</p>" BODY, "!author: Fish Market"},
        {"by Ada, as the body's first paragraph", "<article><h1>Market shuts for a winter</h1><p>By Ada Byrne</p>" BODY,
         "author: Ada Byrne\n!paragraph: By Ada Byrne"},
        {"the first author of citations, and all",
         "<meta name=DC.Creator content='Ada Byrne'><meta name=citation_author content='Ada Byrne'>"
         "<meta name=citation_author content='Luís Reis'><article><h1>Market shuts for a winter</h1>" BODY,
         "author: Ada Byrne\nauthor: Luís Reis"},
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

static void test_authors(void **state)
{
    (void)state;
    check_cases(authors, COUNT(authors));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_headlines), cmocka_unit_test(test_bylines),
                                       cmocka_unit_test(test_authors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
