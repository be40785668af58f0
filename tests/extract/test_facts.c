/* test_facts.c: what a page says of its story, in the many ways pages say it. */
#include "cases.h"
#include "extract/facts.h"

static const facts_case headlines[] = {
    {"the site's name goes", "<title>Market shuts for a winter | The Harbour Light</title><article>" BODY,
     "headline: Market shuts for a winter"},
    {"a kicker in a cell of its own",
     "<title>Market shuts for a winter | The Harbour Light</title><article>"
     "<h1><span>Port</span> <span>Market shuts for a winter</span></h1>" BODY,
     "headline: Market shuts for a winter\nalternative: Port"},
    {"a kicker that is longer than the headline, which metadata states alone",
     "<title>After new words over the harbour master's long report: Mayor shuts market | The Harbour Light</title>"
     "<meta property=og:title content='Mayor shuts market'><article><h1><span>After new words over the harbour "
     "master's long report</span> <span>Mayor shuts market</span></h1>" BODY,
     "headline: Mayor shuts market\nalternative: After new words over the harbour master's long report"},
    {"two parts that metadata states together are one headline",
     "<title>Mayor shuts market</title><meta property=og:title content='After new words: Mayor shuts market'>"
     "<article><h1><span>After new words:</span> <span>Mayor shuts market</span></h1>" BODY,
     "headline: After new words: Mayor shuts market"},
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
    {"a heading that is not closed", "<title>Market shuts for a winter</title><h1>Market shuts for a winter" BODY BODY,
     "headline: Market shuts for a winter"},
    {"the publisher behind the headline", "<title>Market shuts for a winter - The Harbour Light</title>" SHOWN,
     "headline: Market shuts for a winter\npublisher: The Harbour Light"},
    {"the publisher before the headline", "<title>The Harbour Light: Market shuts for a winter</title>" SHOWN,
     "headline: Market shuts for a winter\npublisher: The Harbour Light"},
    {"an author behind the headline is no publisher", "<title>Market shuts for a winter - by Ada Byrne</title>" SHOWN,
     "!publisher: by Ada Byrne"},
    {"a date behind the headline is none", "<title>Market shuts for a winter | 28.04.2026</title>" SHOWN,
     "!publisher: 28.04.2026"},
    {"what metadata says goes before",
     "<title>Market shuts for a winter - Local</title><meta property=og:site_name "
     "content='The Harbour Light'>" SHOWN,
     "publisher: The Harbour Light"},
    {"a kicker on a line of its own, which metadata joins",
     "<title>After new words: Mayor shuts market</title><article><h1><span>After new words</span> <div>Mayor shuts "
     "market</div></h1>" BODY,
     "headline: Mayor shuts market\nalternative: After new words"},
    {"two parts with a colon that only screen readers say",
     "<title>After new words: Mayor shuts market</title><article><h1><div>After new words</div><span "
     "class=visually-hidden>: </span><span>Mayor shuts market</span></h1>" BODY,
     "headline: After new words: Mayor shuts market"},
    {"two parts in a row have the colon that metadata gives them",
     "<title>After new words: Mayor shuts market</title><article><h1><span>After new words</span> <span>Mayor shuts "
     "market</span></h1>" BODY,
     "headline: After new words: Mayor shuts market"},
    {"a host's name behind the headline",
     "<title>MARKET SHUTS | Harbour.example</title><article><h1>MARKET SHUTS | Harbour.example</h1>" BODY,
     "headline: MARKET SHUTS"},
    {"a program's name behind the headline",
     "<title>Tides reckoned in two lines - Node.js</title><article><h1>Tides reckoned in two lines - Node.js</h1>" BODY,
     "headline: Tides reckoned in two lines - Node.js"},
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
    {"Personal finance", ""},
    {"ada byrne", "ada byrne"},
    {"design: Ada Byrne", ""},
    {"Harbour Forum", "[Harbour Forum]"},
    {"Ana de Armas", "Ana de Armas"},
    {"Von Änne Öhm und Jörg Weiß", "Änne Öhm|Jörg Weiß"},
    {"Par Inès Éluard et Luc Ory", "Inès Éluard|Luc Ory"},
    {"Por Inês Duarte e Luís Reis", "Inês Duarte|Luís Reis"},
    {"Autor: Jan Nowak", "Jan Nowak"},
    {"Автор: Анна Иванова", "Анна Иванова"},
    {"作者：王小明", "王小明"},
    {"(责编：王明、李华)", ""},
    {"责编：王明、李华", "王明|李华"},
    {"Na Asha Mwangi", "Asha Mwangi"},
    {"Imeandikwa na Asha Mwangi na Juma Otieno", "Asha Mwangi|Juma Otieno"},
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

static const facts_case authors[] = {
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
     NEWS(",\"author\":{\"@type\":\"Person\",\"name\":\"WebmasterK\"}") "<article><h1>Market shuts for a winter</h1>"
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
    {"a house with its host, and a person in a list of facts",
     "<meta name=author content='Harbour Light (www.light.example)'><article><h1>Market shuts for a winter</h1>" BODY
     "</article><ul class=smallList><li><strong>Datum</strong> 28.04.2026</li><li><strong>Autorin/Autor</strong> Ada "
     "Byrne</li></ul>",
     "author: Ada Byrne\n!organization: Harbour Light"},
    {"a label, and the name in the next box, beside links",
     "<article><h1>Market shuts for a winter</h1>" BODY "</article><div><p class=has-link-color>Author:</p><div "
     "class=has-link-color>Ada Byrne</div></div>",
     "author: Ada Byrne"},
    {"a name alone without a stamp is nothing", "<article><h1>Market shuts for a winter</h1><p>Fish Market</p>" BODY,
     "!author: Fish Market"},
    {"by Ada, as the body's first paragraph", "<article><h1>Market shuts for a winter</h1><p>By Ada Byrne</p>" BODY,
     "author: Ada Byrne\n!paragraph: By Ada Byrne"},
    {"the first author of citations, and all",
     "<meta name=DC.Creator content='Ada Byrne'><meta name=citation_author content='Ada Byrne'>"
     "<meta name=citation_author content='Luís Reis'><article><h1>Market shuts for a winter</h1>" BODY,
     "author: Ada Byrne\nauthor: Luís Reis"},
};

/* The stamp of a page in each language, as newspapers show it. */
static const struct {
    const char *language, *line, *says;
} stamps[] = {
    {"en", "Published 20 November 2026 at 09:53 GMT", "published: 2026-11-20T09:53:00Z GMT"},
    {"en-US", "Updated: 4:53 AM EST, Fri November 20, 2026", "modified: 2026-11-20T04:53:00-05:00 EST"},
    {"de", "Stand: 20.11.2026, 09:53 Uhr", "modified: 2026-11-20T09:53:00Z"},
    {"de", "Fr 20.11.26 | 09:53 Uhr | Von Ada Byrne", "published: 2026-11-20T09:53:00Z"},
    {"fr", "Publié le 20 novembre 2026 à 09h53", "published: 2026-11-20T09:53:00Z"},
    {"es", "Publicado el 20 de noviembre de 2026, 09:53 CET", "published: 2026-11-20T09:53:00+01:00 CET"},
    {"pt", "Publicado em 20 de novembro de 2026 às 09h53", "published: 2026-11-20T09:53:00Z"},
    {"it", "Pubblicato il 20 novembre 2026 alle 09:53", "published: 2026-11-20T09:53:00Z"},
    {"nl", "Gepubliceerd: 20 november 2026 om 09.53 uur", "published: 2026-11-20T09:53:00Z"},
    {"sv", "Publicerad 20 november 2026 kl. 09.53", "published: 2026-11-20T09:53:00Z"},
    {"fi", "Julkaistu 20. marraskuuta 2026 klo 09.53", "published: 2026-11-20T09:53:00Z"},
    {"pl", "Opublikowano: 20 listopada 2026, 09:53", "published: 2026-11-20T09:53:00Z"},
    {"cs", "Publikováno 20. listopadu 2026 v 9:53", "published: 2026-11-20T09:53:00Z"},
    {"tr", "Yayınlanma: 20 Kasım 2026, 09:53", "published: 2026-11-20T09:53:00Z"},
    {"id", "Diterbitkan 20 Nopember 2026, 09:53 WIB", "published: 2026-11-20T09:53:00+07:00 WIB"},
    {"sw", "Imechapishwa: 20 Novemba 2026 saa 09:53 EAT", "published: 2026-11-20T09:53:00+03:00 EAT"},
    {"sw", "Imesasishwa 3 Agosti 2026", "modified: 2026-08-03"},
    {"vi", "Đăng ngày 20 tháng 11 năm 2026, 09:53", "published: 2026-11-20T09:53:00Z"},
    {"ru", "Опубликовано 20 ноября 2026 г. 09:53 МСК", "published: 2026-11-20T09:53:00+03:00 MSK"},
    {"uk", "Оновлено: 20 листопада 2026, 09:53", "modified: 2026-11-20T09:53:00Z"},
    {"el", "Δημοσίευση: 20 Νοεμβρίου 2026, 09:53", "published: 2026-11-20T09:53:00Z"},
    {"ar", "نشر في ٢٠ نوفمبر ٢٠٢٦", "published: 2026-11-20"},
    {"fa", "منتشر شده ۲۹ آبان ۱۴۰۵", "published: 2026-11-20"},
    {"he", "פורסם 20 בנובמבר 2026, 09:53", "published: 2026-11-20T09:53:00Z"},
    {"hi", "प्रकाशित २० नवंबर २०२६", "published: 2026-11-20"},
    {"zh", "2026年11月20日 09:53 发布", "published: 2026-11-20T09:53:00Z"},
    {"ja", "2026年11月20日 9時53分 公開", "published: 2026-11-20T09:53:00Z"},
    {"ko", "입력 2026년 11월 20일 오전 9:53", "published: 2026-11-20T09:53:00Z"},
};

static void test_stamps(void **state)
{
    (void)state;
    wire_reader *reader = wire_reader_new();
    assert_non_null(reader);
    for (size_t i = 0; i < COUNT(stamps); i++) {
        char html[2000];
        (void)snprintf(html, sizeof html,
                       "<html lang=%s><meta charset=utf-8><article><h1>Market shuts</h1><p>%s</p>" BODY,
                       stamps[i].language, stamps[i].line);
        check_case(reader, &(facts_case){stamps[i].line, html, stamps[i].says});
    }
    wire_reader_free(reader);
}

#define AT(domain)  "<link rel=canonical href=https://light." domain "/a>"
#define STAMP(line) "<article><h1>Market shuts for a winter</h1><p class=date>" line "</p>" BODY

static const facts_case dates[] = {
    {"published and updated in one line", STAMP("Published: 20 November 2026 09:53 | Updated: 21 November 2026 10:02"),
     "published: 2026-11-20T09:53:00Z\nmodified: 2026-11-21T10:02:00Z"},
    {"updated before published", STAMP("Updated 21 November 2026, first published 20 November 2026"),
     "published: 2026-11-20\nmodified: 2026-11-21"},
    {"IST in India", AT("in") STAMP("20 June 2026 09:53 IST"), "published: 2026-06-20T09:53:00+05:30 IST"},
    {"IST in Ireland", AT("ie") STAMP("20 June 2026 09:53 IST"), "published: 2026-06-20T09:53:00+01:00 IST"},
    {"IST in Israel", AT("co.il") STAMP("20 June 2026 09:53 IST"), "published: 2026-06-20T09:53:00+02:00 IST"},
    {"IST as the language's region has it", "<html lang=en-IE>" STAMP("20 June 2026 09:53 IST"),
     "published: 2026-06-20T09:53:00+01:00 IST"},
    {"BST in Bangladesh", AT("com.bd") STAMP("20 June 2026 09:53 BST"), "published: 2026-06-20T09:53:00+06:00 BST"},
    {"CST in China", AT("cn") STAMP("20 June 2026 09:53 CST"), "published: 2026-06-20T09:53:00+08:00 CST"},
    {"IST as metadata's instant has it",
     NEWS(",\"datePublished\":\"2026-06-20T08:53:00Z\"") STAMP("20 June 2026 09:53 IST"),
     "published: 2026-06-20T09:53:00+01:00 IST"},
    {"a zone that metadata contradicts is not taken",
     NEWS(",\"datePublished\":\"2026-06-20T17:11:00Z\"") STAMP("20 June 2026 09:53 IST"),
     "published: 2026-06-20T17:11:00Z"},
    {"day first in Britain", AT("co.uk") STAMP("03/04/2026"), "published: 2026-04-03"},
    {"month first where nothing is known", STAMP("03/04/2026"), "published: 2026-03-04"},
    {"month first as systems write it", AT("co.uk") STAMP("10/12/2026 7:38:01 PM"), "published: 2026-10-12T19:38:01Z"},
    {"a caption's date is none of the story's",
     "<article><h1>Market shuts</h1><figure><img src=/a.jpg><figcaption>The market's roof on 24 April "
     "2023</figcaption></figure>" BODY,
     "!published: 2023-04-24"},
    {"a date far below",
     "<article><h1>Market shuts for a winter</h1>" BODY BODY BODY BODY
     "</article><div>Comments</div><p>Like</p><p>Share</p><p>Print</p><p>a</p><p>b</p><p>c</p><p>d</p><p>e</p><p>f</"
     "p><p>g</p>"
     "<p>Posted on 20 November 2026</p><footer><p>&copy; 1 January 2025 Harbour Light</p></footer>",
     "published: 2026-11-20"},
    {"IST where nothing says which", STAMP("20 June 2026 09:53 IST"), "published: 2026-06-20T09:53:00+05:30 IST?"},
    {"only the last change is known", STAMP("Updated: 21 November 2026 10:02"),
     "modified: 2026-11-21T10:02:00Z\n!published: 2026-11-21T10:02:00Z"},
    {"a moment within a second", NEWS(",\"datePublished\":\"2026-11-20T09:53:00.816Z\"") SHOWN,
     "published: 2026-11-20T09:53:00.816Z"},
    {"a copyright is no date", STAMP("") "<footer>&copy; 1 January 2025 Harbour Light</footer>",
     "!published: 2025-01-01"},
};

#define CARD(n)                                                                                                        \
    "<article class=card><h2><a href=/" n ">Wheat ships wait for signature " n "</a></h2><p>Thirty-four loaded ships " \
    "lie off Odrava, and the paper that would let them go needs one name, says the port.</p></article>"

#define ENTRY(hour)                                                                                                  \
    "<section class=entry id=u" hour "><time datetime=2026-11-22T" hour ":10:00Z>" hour                              \
    ":10</time><h2>The quay at " hour                                                                                \
    "</h2><p>The water has come to the third step of the quay, and the harbour master has counted the boats again: " \
    "all but one lie where they lay, and that one has a man on it, who waves.</p></section>"

static const facts_case kinds[] = {
    {"news by JSON-LD", NEWS("") "<article><h1>Market shuts for a winter</h1>" BODY, "type: article"},
    {"a live page",
     "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\"}</script><article><h1>Storm</h1>" BODY,
     "type: live"},
    {"a live page by its names and moments",
     "<article><h1>The storm, hour by hour</h1><div class=liveblog>" ENTRY("09") ENTRY("10")
         ENTRY("11") "</div></article>",
     "type: live\nupdate: #u10 The quay at 10 2026-11-22T10:10:00Z"},
    {"moments of updates that JSON-LD alone has",
     "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\","
     "\"headline\":\"The quay\",\"datePublished\":\"2026-11-22T09:10:00Z\",\"dateModified\":\"2026-11-22T09:25:00Z\"},"
     "{\"headline\":\"The "
     "mole\",\"datePublished\":\"2026-11-22T10:10:00Z\",\"dateModified\":\"2026-11-22T10:10:07Z\"}]}"
     "</script><article><h1>The storm</h1><section id=a><h2>The quay</h2>" BODY
     "</section><section id=b><h2>The mole</h2><p>The water has come to the third step of the mole, and the harbour "
     "master has "
     "counted the boats again: all but one lie where they lay, and that one has a man on it, who waves at the quay.</p>"
     "</section></article>",
     "update: #a The quay 2026-11-22T09:10:00Z, edited 2026-11-22T09:25:00Z\nupdate: #b The mole 2026-11-22T10:10:00Z"},
    {"cards beside a live picture are no updates",
     "<article><h1>Market shuts for a winter</h1>" BODY "<div class=live><article><h2>Harbour camera</h2><p>See the "
     "quay now, and all that goes on there at night, by the new lamp of the port.</p></article></div></article>",
     "!type: live"},
    {"a product",
     "<script type=application/ld+json>{\"@type\":\"Product\",\"name\":\"Net\"}</script><article><h1>A herring "
     "net</h1>" BODY,
     "type: page"},
    {"a forum's thread",
     "<script type=application/ld+json>{\"@type\":\"DiscussionForumPosting\",\"headline\":\"Nets\"}</script>"
     "<article><h1>Which net for herring?</h1>" BODY,
     "type: page"},
    {"a front", "<h1>The Harbour Light</h1><main>" CARD("one") CARD("two") CARD("three") CARD("four") CARD("five"),
     "type: page"},
    {"a front that its template calls an article",
     "<meta property=og:type content=article><h1>The Harbour Light</h1><main>" CARD("one") CARD("two") CARD("three")
         CARD("four") CARD("five"),
     "type: page"},
    {"a short story that is signed and dated",
     "<title>Piano tuned by telephone</title><article><h1>Piano tuned by telephone</h1><p>By Enid Rowe</p>"
     "<p>November 23, 2026</p><p>The piano in the hall was tuned on Sunday over the telephone by a man in Odrava who "
     "listened "
     "to each string, and said up, or down, or good, for three hours and a half.</p>",
     "type: article\nauthor: Enid Rowe\npublished: 2026-11-23"},
    {"a short story that is signed and updated",
     "<title>Piano tuned by telephone</title><article><h1>Piano tuned by telephone</h1><p>By Enid Rowe</p>"
     "<p>Updated: November 23, 2026</p><p>The piano in the hall was tuned on Sunday over the telephone by a man in "
     "Odrava "
     "who listened to each string, and said up, or down, or good, for three hours and a half.</p>",
     "type: article\nauthor: Enid Rowe\nmodified: 2026-11-23\n!published: 2026-11-23"},
    {"a few words are no story", "<title>Contact us here</title><h1>Contact us here</h1><p>By post or by boat.</p>",
     "type: page"},
};

/* How a body begins, and what place and agency are read from it. */
static const struct {
    const char *text, *location, *agency;
    bool is_one;
} datelines[] = {
    {"LISBON, Nov 20 (Reuters) - The council voted late.", "LISBON", "Reuters", true},
    {"LISBON (Meridian Wire) \xe2\x80\x94 The council voted late.", "LISBON", "Meridian Wire", true},
    {"SANTA BRISA \xe2\x80\x94 The council voted late.", "SANTA BRISA", "", true},
    {"Punta Levante \xe2\x80\x94 La firma del acuerdo fue ayer.", "Punta Levante", "", true},
    {"Sandhaven \xe2\x80\x94 Am Morgen stand Hinnerk auf dem Dach.", "Sandhaven", "", true},
    {"У БЕРЕГОВ НЕРЕИ (Meridian Wire) \xe2\x80\x94 Первое правительство островной Нереи.", "У БЕРЕГОВ НЕРЕИ",
     "Meridian Wire", true},
    {"里斯本 (Meridian Wire) \xe2\x80\x94 两国星期六在里斯本签署协议，海峡重新开放。", "里斯本", "Meridian Wire", true},
    {"(CNN) The council voted late on Thursday.", "", "CNN", true},
    {"Update \xe2\x80\x94 The council voted late.", "", "", false},
    {"EXCLUSIVE \xe2\x80\x94 The council voted late.", "", "", false},
    {"The harbour has three quays \xe2\x80\x94 The fourth is a rumour.", "", "", false},
    {"Harbour Master \xe2\x80\x94 who was late \xe2\x80\x94 said nothing.", "", "", false},
    {"A well-known man of the port said that he would go.", "", "", false},
    {"", "", "", false},
};

static void test_datelines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(datelines); i++) {
        const wire__dateline got = wire__dateline_find(wire_str_of(datelines[i].text), WIRE_STR("Harbour Light"));
        check_str(got.location, wire_str_of(datelines[i].location), datelines[i].text);
        check_str(got.agency, wire_str_of(datelines[i].agency), datelines[i].text);
        assert_int_equal(got.n > 0, datelines[i].is_one);
    }
}

static const facts_case walls[] = {
    {"free by JSON-LD", NEWS(",\"isAccessibleForFree\":true") "<article><h1>Market shuts</h1>" BODY, "free: yes"},
    {"not free, in words", NEWS(",\"isAccessibleForFree\":\"False\"") "<article><h1>Market shuts</h1>" BODY,
     "free: no\nomitted: paywall"},
    {"a tier", "<meta property=article:content_tier content=locked><article><h1>Market shuts</h1>" BODY,
     "free: no\nomitted: paywall"},
    {"a free tier", "<meta property=article:content_tier content=free><article><h1>Market shuts</h1>" BODY,
     "free: yes\n!omitted: paywall"},
    {"a teaser before a wall",
     "<article><h1>Market shuts</h1>" BODY "</article><div class=paywall><p>Subscribe to read on.</p></div>",
     "free: no\nomitted: paywall"},
    {"nothing is said", "<article><h1>Market shuts</h1>" BODY, "!free: no\n!free: yes"},
    {"the story's next page",
     "<link rel=canonical href=https://light.example/a/market/><link rel=next href=/a/market/2/>"
     "<article><h1>Market shuts</h1>" BODY,
     "omitted: cut"},
    {"the story's next page as a query",
     "<link rel=canonical href=https://light.example/a/market><link rel=next "
     "href='https://light.example/a/market?page=2'><article><h1>Market shuts</h1>" BODY,
     "omitted: cut"},
    {"the next story",
     "<link rel=canonical href=https://light.example/a/market/><link rel=next href=/a/herring/>"
     "<article><h1>Market shuts</h1>" BODY,
     "!omitted: cut"},
};

/* What JSON-LD looks like in the wild. */
static const facts_case json_ld[] = {
    {"an author as a string", NEWS(",\"author\":\"Ada Byrne\"") SHOWN, "author: Ada Byrne"},
    {"a byline as a name", NEWS(",\"author\":{\"name\":\"By Ada Byrne and Luís Reis\"}") SHOWN,
     "author: Ada Byrne\nauthor: Luís Reis"},
    {"a list", NEWS(",\"author\":[{\"name\":\"Ada Byrne\"},{\"name\":\"Luís Reis\"}]") SHOWN,
     "author: Ada Byrne\nauthor: Luís Reis"},
    {"a list in an object", NEWS(",\"author\":{\"@list\":[{\"name\":\"Ada Byrne\"}]}") SHOWN, "author: Ada Byrne"},
    {"names as a list", NEWS(",\"author\":{\"@type\":\"Person\",\"name\":[\"Ada Byrne\",\"Luís Reis\"]}") SHOWN,
     "author: Ada Byrne\nauthor: Luís Reis"},
    {"a given and a family name",
     NEWS(",\"author\":{\"@type\":\"Person\",\"givenName\":\"Ada\",\"familyName\":\"Byrne\"}") SHOWN,
     "author: Ada Byrne"},
    {"a name with its language", NEWS(",\"author\":{\"name\":{\"@value\":\"Ada Byrne\",\"@language\":\"en\"}}") SHOWN,
     "author: Ada Byrne"},
    {"references within a description, the last cut off",
     NEWS(",\"description\":\"North &rarr; south, &amp;quot;twice&amp;quot; &amp; &#8217;round, and that&#821…\"")
         SHOWN,
     "description: North → south, \"twice\" & ’round, and that&#821…"},
    {"an organization",
     NEWS(",\"author\":{\"@type\":\"Organization\",\"name\":\"Friends of the Harbour and its Boats\"}") SHOWN,
     "organization: Friends of the Harbour and its Boats"},
    {"an author by reference",
     "<script "
     "type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"author\":{\"@id\":\"#ada\"},\"publisher\":{"
     "\"@id\":\"#hl\"}},{\"@id\":\"#ada\",\"@type\":\"Person\",\"name\":\"Ada "
     "Byrne\"},{\"@id\":\"#hl\",\"name\":\"Harbour "
     "Light\"}]}</script>" SHOWN,
     "author: Ada Byrne\npublisher: Harbour Light"},
    {"an address for an author", NEWS(",\"author\":\"https://light.example/ada\"") SHOWN,
     "!author: https://light.example/ada"},
    {"the publisher in a list", NEWS(",\"publisher\":[{\"name\":\"Harbour Light\"}]") SHOWN,
     "publisher: Harbour Light"},
    {"keywords in one string", NEWS(",\"keywords\":\"fish, harbour , fish\"") SHOWN, "keyword: fish\nkeyword: harbour"},
    {"keywords in a list", NEWS(",\"keywords\":[\"fish\",{\"name\":\"harbour\"},\"Type:story\"]") SHOWN,
     "keyword: fish\nkeyword: harbour\n!keyword: Type:story"},
    {"an image in a list", NEWS(",\"image\":[{\"url\":\"https://light.example/a.jpg\"}]") SHOWN,
     "image: https://light.example/a.jpg"},
    {"a section in a list", NEWS(",\"articleSection\":[\"Local\",\"Port\"]") SHOWN, "section: Local"},
    {"entities, and entities within", NEWS(",\"articleSection\":\"Nets &amp;amp; Boats\"") SHOWN,
     "section: Nets & Boats"},
    {"a part behind a wall",
     NEWS(",\"hasPart\":{\"@type\":\"WebPageElement\",\"isAccessibleForFree\":\"False\"}") SHOWN,
     "free: no\nomitted: paywall"},
    {"a comment, a comma too many and no end",
     "<script type=application/ld+json>/* by our system */{\"@type\":\"NewsArticle\",\"author\":\"Ada "
     "Byrne\",,</script>" SHOWN,
     "author: Ada Byrne"},
    {"the first story is the page's", NEWS(",\"author\":\"Ada Byrne\"") NEWS(",\"author\":\"Luís Reis\"") SHOWN,
     "author: Ada Byrne\n!author: Luís Reis"},
};

static void test_json_ld(void **state)
{
    (void)state;
    check_cases(json_ld, COUNT(json_ld));
}

static void test_access(void **state)
{
    (void)state;
    check_cases(walls, COUNT(walls));
}

static void test_kinds(void **state)
{
    (void)state;
    check_cases(kinds, COUNT(kinds));
}

static const facts_case old_pages[] = {
    {"headline, byline and stamp in one text",
     "<title>The Furna Gazette: The piano has arrived</title><table><tr><td><font size=5><b>The piano has "
     "arrived</b></font><br>"
     "<font size=2><i>By Enid Rowe</i></font><br><font size=1>November 18, 2026; 10:30 a.m. "
     "EST</font><br><p><font>" BODY "</font></td></tr></table>",
     "headline: The piano has arrived\nauthor: Enid Rowe\npublished: 2026-11-18T10:30:00-05:00 EST"},
    {"the year 1 is no date", NEWS(",\"datePublished\":\"0001-01-01T00:00:00Z\"") STAMP("23 November 2026 21:15 CET"),
     "published: 2026-11-23T21:15:00+01:00 CET"},
    {"1970 is no date", NEWS(",\"datePublished\":\"1970-01-01T00:00:00Z\"") STAMP("23 November 2026 21:15 CET"),
     "published: 2026-11-23T21:15:00+01:00 CET\n!published: 1970-01-01T00:00:00Z"},
    {"a correction below the body is the story's",
     "<article><h1>Market shuts for a winter</h1>" BODY
     "</article><aside class=correction-note><p>Correction: An earlier version "
     "gave the number of stalls as forty. There are forty-one.</p></aside>",
     "paragraph: Correction: An earlier version gave the number of stalls as forty. There are forty-one."},
    {"a correction in Japanese",
     "<meta charset=utf-8><article><h1>Market shuts for a winter</h1>" BODY
     "</article><aside><p>訂正：階段の数を百三十四段としていましたが、百三十二段の誤りでした。</p></aside>",
     "paragraph: 訂正：階段の数を百三十四段としていましたが、百三十二段の誤りでした。"},
    {"a comment's correction is not",
     "<article><h1>Market shuts for a winter</h1>" BODY
     "</article><div class=comments><p>Correction: you are all of you wrong "
     "about the stalls, every one.</p></div>",
     "!paragraph: Correction: you are all of you wrong about the stalls, every one."},
    {"a login that put it there, and the house that wrote it",
     NEWS(",\"author\":{\"@type\":\"Person\",\"name\":\"webdesk\"}") "<article><h1>Accord in the harbor</h1>"
                                                                     "<p class=byline>By Staff and wire "
                                                                     "reports</p>" BODY,
     "organization: Staff and wire reports\n!author: webdesk"},
    {"a short standfirst that its class names",
     "<html lang=ja><meta charset=utf-8><article><header><h1>商店街のシャッター、一枚ずつ上がる</h1>"
     "<p class=standfirst>理由は家賃ではなく、鍵だった。</p></header>" BODY,
     "abstract: 理由は家賃ではなく、鍵だった。"},
};

/* The lead image and its words. */
static void test_images(void **state)
{
    (void)state;
    static const struct {
        const char *html, *url, *caption, *credit;
    } cases[] = {
        {NEWS(",\"image\":{\"url\":\"https://light.example/a.jpg\",\"caption\":\"The hall.\",\"creditText\":\"Inês "
              "Duarte\"}") SHOWN,
         "https://light.example/a.jpg", "The hall.", "Inês Duarte"},
        {"<base href=https://light.example/><meta property=og:image content=/i/hall-1024x683.jpg><article><h1>Market "
         "shuts</h1>" BODY "<figure><img src=/i/hall.jpg?w=600 width=600 height=400><figcaption>The hall on Friday. "
         "<span class=credit>Inês "
         "Duarte</span></figcaption></figure>" BODY,
         "https://light.example/i/hall-1024x683.jpg", "The hall on Friday.", "Inês Duarte"},
        {"<base href=https://light.example/><meta property=og:image content=/i/logo-big.jpg><article><h1>Market "
         "shuts</h1>" BODY
         "<figure><img src=/i/hall.jpg width=600 height=400><figcaption>The hall on Friday.</figcaption></figure>" BODY,
         "https://light.example/i/logo-big.jpg", "", ""},
    };
    wire_reader *reader = wire_reader_new();
    assert_non_null(reader);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const wire_page page = {.input = WIRE_STR("case.html"), .bytes = wire_str_of(cases[i].html)};
        wire_story *story = NULL;
        assert_int_equal(wire_read_story(reader, &page, &story, NULL), WIRE_OK);
        assert_int_equal(story->n_images, 1);
        check_str(story->images[0].url, wire_str_of(cases[i].url), cases[i].html);
        check_str(story->images[0].caption, wire_str_of(cases[i].caption), cases[i].html);
        check_str(story->images[0].credit, wire_str_of(cases[i].credit), cases[i].html);
        wire_story_free(story);
    }
    wire_reader_free(reader);
}

static void test_old_pages(void **state)
{
    (void)state;
    check_cases(old_pages, COUNT(old_pages));
}

static void test_dates(void **state)
{
    (void)state;
    check_cases(dates, COUNT(dates));
}

static const facts_case languages[] = {
    {"nothing is declared", "<article><h1>Market shuts for a winter</h1>" BODY, "language: en"},
    {"it is declared", "<html lang=de-AT><article><h1>Market shuts for a winter</h1>" BODY, "language: de-AT"},
    {"with an underscore", "<html lang=pt_BR><article><h1>Market shuts for a winter</h1>" BODY, "language: pt-BR"},
    {"a template's en over Russian text",
     "<html lang=en><meta charset=utf-8><article><h1>Рынок закрыт на зиму</h1><p>Совет порта в четверг поздно вечером "
     "решил закрыть "
     "крытый рыбный рынок до весны, потому что инженеры нашли ржавчину в балках крыши, и это было "
     "опасно.</p><p>Торговцы "
     "узнали об этом от двери зала и сказали, что они будут продавать рыбу с лодок, как их деды.</p>",
     "language: ru"},
};

static void test_languages(void **state)
{
    (void)state;
    check_cases(languages, COUNT(languages));
    static const struct {
        const char *tag, *text;
    } texts[] = {
        {"en", "The council of the port voted to close the market, and the traders said that they would sell from "
               "their boats."},
        {"de", "Der Rat der Hafenstadt hat am Donnerstag beschlossen, den Markt zu schließen, weil das Dach nicht "
               "sicher ist."},
        {"fr", "Le conseil du port a voté jeudi la fermeture du marché couvert, parce que le toit ne tient plus avec "
               "les pluies."},
        {"es", "El consejo del puerto votó el jueves por el cierre del mercado, porque el techo no es seguro para los "
               "puestos."},
        {"pt", "O conselho do porto votou na quinta-feira pelo fecho do mercado, porque o telhado não é seguro para as "
               "bancas."},
        {"it",
         "Il consiglio del porto ha votato giovedì per la chiusura del mercato, perché il tetto non è più sicuro."},
        {"nl", "De raad van de haven heeft donderdag besloten het marktgebouw te sluiten, omdat het dak niet veilig is "
               "voor de kramen."},
        {"pl", "Rada portu w czwartek zdecydowała, że hala targowa zostanie zamknięta na zimę, bo dach nie jest "
               "bezpieczny i się wali."},
        {"tr", "Liman meclisi çatının güvenli olmadığı için kapalı pazarın kış boyunca kapalı olması yönünde bir karar "
               "verdi ve bu çok tartışıldı."},
        {"ru", "Совет порта в четверг решил закрыть рынок на зиму, потому что крыша не была безопасной, и это стало "
               "новостью."},
        {"uk", "Рада порту в четвер вирішила закрити ринок на зиму, бо дах не є безпечним, і це стало новиною для "
               "всієї громади."},
        {"ar", "قرر مجلس الميناء يوم الخميس إغلاق السوق المغطى حتى الربيع بعد أن وجد المهندسون أن السقف غير آمن"},
        {"fa", "شورای بندر روز پنجشنبه تصمیم گرفت که بازار سرپوشیده را تا بهار ببندد زیرا سقف آن برای مردم امن نیست"},
        {"hi", "बंदरगाह की परिषद ने गुरुवार को फैसला किया कि बाजार को वसंत तक बंद रखा जाएगा और यह छत सुरक्षित नहीं है"},
        {"he", "מועצת הנמל החליטה ביום חמישי לסגור את השוק המקורה עד האביב אחרי שהמהנדסים מצאו שהגג אינו בטוח"},
        {"ja", "港の議会は木曜日の夜、屋根の梁がさびていることが分かったため、春まで魚市場を閉鎖することを決めた。市場"
               "の商人は船から売るという。"},
        {"zh", "港口议会星期四晚间投票决定关闭鱼市场直到春天，因为工程师发现屋顶的横梁已经生锈，商贩们说他们将在船上卖"
               "鱼，直到市场重新开放。"},
        {"ko", "항구 의회는 목요일 밤 지붕의 들보가 녹슨 것을 기술자들이 발견한 뒤 봄까지 어시장을 닫기로 투표로 "
               "결정했다고 밝혔다."},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *tag = wire__language_guess(wire_str_of(texts[i].text));
        if (!tag || strcmp(tag, texts[i].tag) != 0)
            fail_msg("%s, not %s: %s", tag ? tag : "nothing", texts[i].tag, texts[i].text);
    }
    assert_null(wire__language_guess(WIRE_STR("12:30")));
    assert_null(wire__language_guess(WIRE_STR("")));
    assert_null(wire__language_guess(
        WIRE_STR("Xyzzy plugh frobozz quux gunzel mithril tralala blorb zorkmid fnord xyzzy plugh")));
}

/* "headline shown, JSON-LD 0.90": facts with their evidence. */
static void check_evidence(wire_reader *reader, const facts_case *c)
{
    const wire_page page = {.input = wire_str_of("case.html"), .bytes = wire_str_of(c->html)};
    wire_story *story = NULL;
    assert_int_equal(wire_read_story(reader, &page, &story, NULL), WIRE_OK);
    uint32_t n;
    const wire_evidence *evidence = wire_read_evidence(reader, &n);
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_out_lit(&out, "\n");
    for (uint32_t i = 0; i < n; i++) {
        const wire_evidence *e = &evidence[i];
        assert_true(e->confidence > 0 && e->confidence <= 1 && e->value.n);
        wire_out_print(&out, "%.*s (%.*s) %.*s\n", WIRE_ARG(e->fact), WIRE_ARG(e->source), WIRE_ARG(e->value));
    }
    char want[400];
    const int len = snprintf(want, sizeof want, "\n%s\n", c->says);
    if (wire_str_find(wire_out_text(&out), (wire_str){want, (size_t)len}) == SIZE_MAX)
        fail_msg("%s: no \"%s\" in%.*s", c->name, c->says, WIRE_ARG(wire_out_text(&out)));
    (void)wire_out_close(&out, NULL);
    wire_story_free(story);
}

static void test_evidence(void **state)
{
    (void)state;
    static const facts_case cases[] = {
        {"a headline that all agree on",
         "<title>Market shuts for a winter</title><meta property=og:title content='Market shuts for a winter'>" NEWS(
             ",\"headline\":\"Market shuts for a winter\"") "<article><h1>Market shuts for a winter</h1>" BODY,
         "headline (shown, JSON-LD, meta, title) Market shuts for a winter"},
        {"a headline that is shown alone", "<article><h1>Market shuts for a winter</h1>" BODY,
         "headline (shown) Market shuts for a winter"},
        {"authors",
         "<meta name=author content='Ada Byrne'><article><h1>Market shuts</h1><p>By Ada Byrne and Luís Reis</p>" BODY,
         "author (meta, shown) Ada Byrne, Luís Reis"},
        {"a stamp", NEWS(",\"datePublished\":\"2026-11-20T09:53:00Z\"") "<article><h1>Market shuts</h1>" BODY,
         "datePublished (JSON-LD) 2026-11-20T09:53:00Z"},
        {"a zone that may mean several is marked", STAMP("20 June 2026 09:53 IST"),
         "datePublished (shown) 2026-06-20T09:53:00+05:30 IST?"},
        {"a zone that the country settles is not", AT("in") STAMP("20 June 2026 09:53 IST"),
         "datePublished (shown) 2026-06-20T09:53:00+05:30 IST"},
        {"an address's day",
         "<link rel=canonical href=https://light.example/2026/11/20/a><article><h1>Market shuts</h1>" BODY,
         "datePublished (address) 2026-11-20"},
        {"a language that is found out", "<article><h1>Market shuts for a winter</h1>" BODY, "inLanguage (text) en"},
    };
    wire_reader *reader = wire_reader_new();
    assert_non_null(reader);
    uint32_t n = 7;
    assert_null(wire_read_evidence(reader, &n));
    assert_int_equal(n, 0);
    for (size_t i = 0; i < COUNT(cases); i++)
        check_evidence(reader, &cases[i]);
    const wire_page plain = {.input = wire_str_of("a.txt"), .bytes = WIRE_STR("Market shuts\n\nIt does.\n")};
    wire_story *story = NULL;
    assert_int_equal(wire_read_story(reader, &plain, &story, NULL), WIRE_OK);
    assert_null(wire_read_evidence(reader, &n));
    wire_story_free(story);
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headlines), cmocka_unit_test(test_bylines),   cmocka_unit_test(test_authors),
        cmocka_unit_test(test_stamps),    cmocka_unit_test(test_dates),     cmocka_unit_test(test_languages),
        cmocka_unit_test(test_evidence),  cmocka_unit_test(test_access),    cmocka_unit_test(test_images),
        cmocka_unit_test(test_json_ld),   cmocka_unit_test(test_datelines), cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_old_pages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
