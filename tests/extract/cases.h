/* cases.h: pages in a line, and what is to be read from them. */
#ifndef WIRECOPY_TESTS_EXTRACT_CASES_H
#define WIRECOPY_TESTS_EXTRACT_CASES_H
#include "../check.h"
#include "dump.h"

#define BODY                                                                                                        \
    "<p>The council of Port Amaral voted late on Thursday to close the covered fish market until spring, after "    \
    "engineers found that its roof beams had rusted through.</p><p>Traders, who learned of the vote from the door " \
    "of the hall, said that they would sell from their boats, as their grandparents did, until it opens again.</p>" \
    "<p>The work will cost four million, of which the port pays half, and is to end before the herring comes.</p>"
#define SHOWN         "<article><h1>Market shuts for a winter</h1>" BODY
#define NEWS(members) "<script type=application/ld+json>{\"@type\":\"NewsArticle\"" members "}</script>"

/* Each line of `says` stands in the story's dump; one that starts with "!" does not. */
typedef struct facts_case {
    const char *name, *html, *says;
} facts_case;

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

#endif
