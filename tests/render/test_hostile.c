/* test_hostile.c: what foreign text may not do: become markup, run, point anywhere but to the web, turn the line. */
#include "check.h"

#include "base/utf8.h"

#define EVIL "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;\x01\xff\u202e"

static const wire_str EVIL_TEXT = {EVIL, sizeof EVIL - 1};

static const char *const HREFS[] = {
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example/",
    "file:///etc/passwd",
    "https://x y",
    "https://x\"onclick=a",
    "https://x><script>",
    "http://x'onclick='a",
    "https://",
    "mailto:a@b.example\">",
    "https://x.example/`a`",
    "https://x.example/a=b",
};

enum { N_HREFS = sizeof HREFS / sizeof *HREFS };

/* Everything hostile in every place, kinds nested as they should never be. */
typedef struct evil {
    wire_span spans[N_HREFS + 1];
    wire_block blocks[200];
    wire_figure figure;
    wire_update update;
    wire_author authors[2];
    wire_omission omitted[2];
    wire_story story;
} evil;

static void make_evil(evil *e, wire_str href)
{
    *e = (evil){.figure = {href, EVIL_TEXT, EVIL_TEXT, EVIL_TEXT, EVIL_TEXT, EVIL_TEXT},
                .update = {EVIL_TEXT, EVIL_TEXT, check_stamp(0, 0, "<b>"), {0}},
                .authors = {{EVIL_TEXT, false}, {EVIL_TEXT, true}},
                .omitted = {{EVIL_TEXT, EVIL_TEXT}, {WIRE_STR("video"), EVIL_TEXT}}};
    for (int i = 0; i < N_HREFS; i++)
        e->spans[i] = (wire_span){EVIL_TEXT, wire_str_of(HREFS[i]), 63};
    e->spans[N_HREFS] = (wire_span){EVIL_TEXT, href, 0};
    for (uint32_t i = 0; i < 200; i++) /* every kind below every kind, sooner or later */
        e->blocks[i] = (wire_block){.kind = (wire_block_kind)(i * 7 % 12),
                                    .depth = (uint8_t)(i * 5 % 11 * (i % 3)),
                                    .level = (uint8_t)(i % 9),
                                    .is_ordered = i % 2,
                                    .is_header = i % 5 == 0,
                                    .spans = e->spans,
                                    .n_spans = N_HREFS + 1,
                                    .figure = &e->figure,
                                    .update = &e->update};
    e->story = (wire_story){.url = href,
                            .headline = EVIL_TEXT,
                            .alternative = EVIL_TEXT,
                            .abstract = EVIL_TEXT,
                            .description = EVIL_TEXT,
                            .authors = e->authors,
                            .n_authors = 2,
                            .publisher = EVIL_TEXT,
                            .published = check_stamp(1795168380, 0, ""),
                            .language = WIRE_STR("en\"><script>"),
                            .section = EVIL_TEXT,
                            .blocks = e->blocks,
                            .n_blocks = 200,
                            .omitted = e->omitted,
                            .n_omitted = 2};
}

static const char *const OURS[] = {
    "!doctype", "html",   "meta",       "title", "link", "style",      "a",  "aside",   "article", "nav",
    "main",     "header", "h1",         "h2",    "h3",   "h4",         "h5", "h6",      "p",       "b",
    "small",    "time",   "div",        "table", "tr",   "td",         "th", "ul",      "ol",      "li",
    "pre",      "figure", "figcaption", "span",  "bdi",  "hgroup",     "br", "section", "footer",  "strong",
    "em",       "code",   "sub",        "sup",   "s",    "blockquote",
};

static bool is_ours(wire_str name)
{
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        if (wire_str_is(name, wire_str_of(OURS[i])))
            return true;
    return false;
}

/* Reads one attribute as HTML does; true: there was one. */
static bool next_attribute(const char **p, wire_str *name, wire_str *value)
{
    *p += strspn(*p, " ");
    *name = (wire_str){*p, strcspn(*p, " =>")};
    *p += name->n;
    *value = (wire_str){0};
    if (**p != '=')
        return name->n > 0;
    const char quote = *++*p;
    if (quote == '"' || quote == '\'') {
        const char *end = strchr(*p + 1, quote);
        assert_non_null(end);
        *value = (wire_str){*p + 1, (size_t)(end - *p - 1)};
        *p = end + 1;
        assert_true(**p == ' ' || **p == '>');
    } else {
        *value = (wire_str){*p, strcspn(*p, " >")};
        *p += value->n;
        assert_null(memchr(value->p, '"', value->n));
    }
    return true;
}

static void check_tag(const char *page, const char *p)
{
    wire_str name, value, tag;
    p += *p == '/';
    tag = (wire_str){p, strcspn(p, " >")};
    if (!is_ours(tag))
        fail_msg("<%.*s> in %.200s", WIRE_ARG(tag), page);
    p += tag.n;
    while (*p && *p != '>' && next_attribute(&p, &name, &value)) {
        if (wire_str_has_prefix(name, WIRE_STR("on")) || wire_str_is(name, WIRE_STR("src")))
            fail_msg("%.*s in <%.*s>", WIRE_ARG(name), WIRE_ARG(tag));
        if (!wire_str_is(name, WIRE_STR("href")))
            continue;
        const bool is_fine = value.p[0] == '/' || value.p[0] == '#' ||
                             wire_str_has_prefix(value, WIRE_STR("http://")) ||
                             wire_str_has_prefix(value, WIRE_STR("https://")) ||
                             wire_str_has_prefix(value, WIRE_STR("mailto:")) || wire_str_is(value, WIRE_STR("data:,"));
        if (!is_fine || wire_str_has_prefix(value, WIRE_STR("//")))
            fail_msg("href=%.*s", WIRE_ARG(value));
    }
}

static const char DATA[] = "<script type=application/ld+json>{";

static size_t utf8_faults(wire_str text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.n;)
        n += wire__utf8_next(text, &at) == WIRE__UTF8_BAD;
    return n;
}

/* A page has our tags and no other, no handler, no foreign scheme, no byte that is not text, and closes every bidi
 * control in the block that opened it. */
static void check_page(const wire_out *out)
{
    const char *page = out->buf;
    const char *body = strstr(page, "</style>");
    int n_open = 0;
    for (const char *p = body ? body : page; *p; p++) {
        size_t length = 0;
        const uint32_t c = wire__utf8_next(wire_str_of(p), &length);
        assert_int_not_equal(c, WIRE__UTF8_BAD);
        if (c < ' ' && c != '\n' && c != '\t')
            fail_msg("control %02x in %.100s", c, p - 20);
        if (!strncmp(p, DATA, sizeof DATA - 1)) { /* JSON and nothing else: it cannot end the element it stands in */
            const char *end = strchr(p + 1, '<');
            assert_non_null(end);
            if (strncmp(end, "</script>", 9))
                fail_msg("data with %.60s", end);
            assert_int_equal(utf8_faults((wire_str){p, (size_t)(end - p)}), 0);
            p = end + 8;
            continue;
        }
        if (c == '<' && ((p[1] >= 'a' && p[1] <= 'z') || p[1] == '/' || p[1] == '!'))
            check_tag(p, p + 1);
        n_open += c == 0x202e;
        n_open -= c == 0x202c;
        if (c == '\n')
            assert_int_equal(n_open, 0);
        p += length - 1;
    }
    assert_int_equal(n_open, 0);
}

static void stays_inert(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    const wire_link links[] = {{EVIL_TEXT, WIRE_STR("javascript:alert(1)")},
                               {EVIL_TEXT, WIRE_STR("https://x.example/\"><script>")}};
    const wire_section section = {EVIL_TEXT, WIRE_STR("local")};
    evil *e = malloc(sizeof *e);
    assert_non_null(e);
    for (int i = 0; i < N_HREFS; i++) {
        make_evil(e, wire_str_of(HREFS[i]));
        const wire_edition edition = {.name = EVIL_TEXT,
                                      .url = WIRE_STR("https://lite.example/"),
                                      .language = WIRE_STR("en"),
                                      .full_site = wire_str_of(HREFS[i]),
                                      .copyright = EVIL_TEXT,
                                      .notice = EVIL_TEXT,
                                      .photos = WIRE_PHOTOS_LINK,
                                      .links = links,
                                      .n_links = 2};
        const wire_site site = {.edition = &edition, .theme = theme, .sections = &section, .n_sections = 1};
        const wire_record record = {.section = EVIL_TEXT};
        const wire_teaser teaser = {WIRE_STR("a/b\"><script>"), EVIL_TEXT, EVIL_TEXT, EVIL_TEXT, 1795168380};
        const wire_rack rack = {EVIL_TEXT, WIRE_STR("local"), &teaser, 1};
        wire_out out;
        wire_out_open_memory(&out, 0);
        wire_render_story(&site, &record, &e->story, &out);
        wire_out_byte(&out, '\0');
        check_page(&out);
        wire_out_reset(&out);
        wire_render_front(&site, &teaser, &rack, 1, &out);
        wire_render_section(&site, &section, &rack, true, &out);
        wire_render_archive(&site, EVIL_TEXT, WIRE_STR("archive/2026/11/20/"), WIRE_STR("archive/2026/11/"), &rack, 1,
                            &out);
        wire_render_about(&site, &out);
        wire_out_byte(&out, '\0');
        check_page(&out);
        wire_out_close(&out, NULL);
    }
    free(e);
    wire_theme_free(theme);
}

/* On a terminal: no escape sequence, no control; in Markdown: no tag of the story's, no link but to the web. */
static void stays_plain(void **state)
{
    (void)state;
    wire_theme *theme = check_theme();
    evil *e = malloc(sizeof *e);
    wire_out out;
    assert_non_null(e);
    make_evil(e, WIRE_STR("javascript:alert(1)"));
    for (uint32_t i = 0; i < e->story.n_blocks; i++)
        e->blocks[i].kind = e->blocks[i].kind == WIRE_BLOCK_CODE ? WIRE_BLOCK_PARAGRAPH : e->blocks[i].kind;
    static const char ESCAPES[] = "\x1b[2J\x1b]0;x\x07\xc2\x9b"
                                  "31m\x08\x7f\r\u202e!";
    e->story.headline = (wire_str){ESCAPES, sizeof ESCAPES - 1};
    wire_out_open_memory(&out, 0);
    wire_format_find(WIRE_STR("text"))->write(theme, &e->story, &(wire_render_opts){.columns = 40}, &out);
    wire_out_byte(&out, '\0');
    assert_true(!strncmp(out.buf, "[2J]0;x31m!\n", 12));
    for (const char *p = out.buf; *p; p++)
        assert_true((unsigned char)*p >= ' ' || *p == '\n' || *p == '\t');
    wire_out_reset(&out);
    wire_format_find(WIRE_STR("md"))->write(theme, &e->story, NULL, &out);
    wire_out_byte(&out, '\0');
    for (const char *p = out.buf; (p = strstr(p, "<script")); p++)
        assert_true(p > out.buf && p[-1] == '\\');
    assert_null(strstr(out.buf, "](<javascript"));
    wire_out_close(&out, NULL);
    free(e);
    wire_theme_free(theme);
}

static const struct bidi_case {
    const char *text, *says;
} BIDI[] = {
    {"a\u202eb", "a\u202eb\u202c"},                         /* an override left open is closed */
    {"a\u202cb", "ab"},                                     /* a close without an opening is dropped */
    {"a\u2067b\u2069c", "a\u2067b\u2069c"},                 /* balanced: as it is */
    {"\u2067\u202ea\u2069b", "\u2067\u202ea\u2069b"},       /* the isolate's end closes what is open inside */
    {"\u202e\u2067a\u202cb", "\u202e\u2067ab\u2069\u202c"}, /* an embedding does not end through an isolate */
    {"a\xe2\x80", "a\uFFFD"},                               /* cut in a character */
    {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},                 /* a surrogate */
    {"a\xc2\x85"
     "b",
     "ab"}, /* C1 */
    {"<&>\"'", "&lt;&amp;&gt;\"'"},
    {"12345678<2345678&", "12345678&lt;2345678&amp;"},
    {"1234567\x01"
     "9",
     "12345679"},
    {"a\nb\rc\td", "a b c\td"},
    {"漢字 é <", "漢字 é &lt;"},
};

static void escapes_text(void **state)
{
    (void)state;
    wire_out out;
    wire_out_open_memory(&out, 0);
    for (size_t i = 0; i < sizeof BIDI / sizeof *BIDI; i++) {
        wire_out_reset(&out);
        wire__html_text(&out, wire_str_of(BIDI[i].text));
        wire_out_byte(&out, '\0');
        assert_string_equal(out.buf, BIDI[i].says);
    }
    wire_out_close(&out, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_inert),
        cmocka_unit_test(stays_plain),
        cmocka_unit_test(escapes_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
