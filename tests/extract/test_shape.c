/* test_shape.c: what stands between the paragraphs: pictures, posts, players, polls, notes, lists, tables, code. */
#include "cases.h"

#define HEAD "<base href=https://light.example/a/><article><h1>Market shuts for a winter</h1>"
#define FAR(text)                                                                                                    \
    "<div class=wrap><p>" text " said that the roof had been looked at twice this year, and that both times it had " \
    "looked back.</p></div>"

static const facts_case pictures[] = {
    {"caption and credit parted",
     HEAD BODY "<figure><img src=hall.jpg alt='A hall'><figcaption>The hall at dawn. Photo: Inês "
               "Duarte</figcaption></figure>" BODY,
     "  url: https://light.example/a/hall.jpg\n  alt: A hall\n  caption: The hall at dawn.\n  credit: Photo: Inês "
     "Duarte"},
    {"a picture for readers without script alone",
     HEAD BODY
     "<figure><noscript><img src=hall.jpg alt='A hall'></noscript><figcaption>The hall.</figcaption></figure>" BODY,
     "  url: https://light.example/a/hall.jpg\n  caption: The hall."},
    {"a lazy picture without an address, and the same for readers without script",
     HEAD BODY "<figure><img class=lazy src='data:image/gif;base64,R0lGOD' data-later=hall.jpg><noscript><img "
               "src=hall.jpg></noscript></figure>" BODY,
     "  url: https://light.example/a/hall.jpg"},
    {"a lazy picture with an address, and the same at another size",
     HEAD BODY "<figure><img src='data:image/gif;base64,R0lGOD' data-src=hall.jpg><noscript><img "
               "src=hall-big.jpg></noscript></figure>" BODY,
     "  url: https://light.example/a/hall.jpg\n!  url: https://light.example/a/hall-big.jpg"},
    {"an advertisement for readers without script",
     HEAD BODY "<noscript><a href=https://ads.example/><img src=https://ads.example/net.jpg></a></noscript>" BODY,
     "!  url: https://ads.example/net.jpg"},
    {"a picture where each paragraph has a box of its own",
     HEAD FAR("The mayor") FAR("The engineer") "<div class=wrap><figure><img src=hall.jpg></figure></div>" FAR(
         "The harbour master") FAR("The priest"),
     "  url: https://light.example/a/hall.jpg"},
};

static void test_pictures(void **state)
{
    (void)state;
    check_cases(pictures, COUNT(pictures));
}

static const facts_case embeds[] = {
    {"a post is an embed with its words and address",
     HEAD BODY "<blockquote class=twitter-tweet><p>We have a boat, and it has her name on it.</p>&mdash; The Rowing "
               "Club <a href=https://chirper.example/club/4120>https://chirper.example/club/4120</a></blockquote>" BODY,
     "  url: https://chirper.example/club/4120\n  provider: Chirper\n"
     "  text: We have a boat, and it has her name on it. — The Rowing Club"},
    {"a post that is boilerplate",
     HEAD BODY "<blockquote class=instagram-media><a "
               "href=https://www.instagram.com/p/1/>View this post</a></blockquote>" BODY,
     "  url: https://www.instagram.com/p/1/\n  caption: View this post\n!  text: View this post"},
    {"a player in a frame",
     HEAD BODY
     "<iframe src=https://player.wavetube.example/embed/7 title='The tides' width=560 height=315></iframe>" BODY,
     "  url: https://player.wavetube.example/embed/7\n  provider: Wavetube\n  caption: The tides\n!omitted: "
     "interactive"},
    {"a player of a land with two suffixes", HEAD BODY "<iframe src=https://wavetube.co.uk/embed/7></iframe>" BODY,
     "  provider: Wavetube"},
    {"another frame is said to be left out",
     HEAD BODY "<iframe src=https://light.example/tide-table width=560 height=315></iframe>" BODY,
     "omitted: interactive"},
    {"a poll",
     HEAD BODY "<form><h3>Shall it open again?</h3><label><input type=radio name=q> Yes</label> <label><input "
               "type=radio name=q> No</label><button>OK</button></form>" BODY,
     "omitted: interactive\n!paragraph: Yes No"},
    {"a poll that a script would make", HEAD BODY "<div class=poll data-poll=7></div>" BODY, "omitted: interactive"},
    {"a form that asks for an address is none",
     HEAD BODY "<form><p>The tide in your inbox.</p><input type=email><button>OK</button></form>" BODY,
     "!omitted: interactive"},
    {"a video", HEAD BODY "<video src=a.mp4></video>" BODY, "omitted: video\n!omitted: interactive"},
};

static void test_embeds(void **state)
{
    (void)state;
    check_cases(embeds, COUNT(embeds));
}

#define MARKED                                                                                                  \
    "<p>The beams were bought in 1931<sup><a href=#fn1 id=ref1>1</a></sup> from a yard in Taur, and have been " \
    "painted "                                                                                                  \
    "every spring<sup><a href=#fn2 id=ref2>2</a></sup> since, as the council says.</p>"

static const facts_case notes[] = {
    {"notes below the text",
     HEAD BODY MARKED BODY "</article><footer><ol><li id=fn1>Ledger of the port, volume two. <a href=#ref1>↩</a></li>"
                           "<li id=fn2>But for 1942.&nbsp;<a href=#ref2>↩︎</a></li></ol></footer>",
     "list ordered: \n  item: Ledger of the port, volume two.\n  item: But for 1942.\n"
     "paragraph: The beams were bought in 1931*1* from a yard in Taur, and have been painted every spring*2* since, as "
     "the council says."},
    {"notes as paragraphs with their marks",
     HEAD BODY MARKED BODY "</article><div><p id=fn1><sup>1</sup> Ledger of the port, volume two.</p><p><a id=fn2 "
                           "href=#ref2>2</a> But for 1942.</p></div>",
     "paragraph: *1* Ledger of the port, volume two.\nparagraph: 2 But for 1942."},
    {"a way down the page leads to no note",
     HEAD BODY
     "<p>Read on about <a href=#buy>the price of herring</a>, which the council has not lowered, it says, and "
     "which nobody has paid.</p>" BODY "</article><footer><p id=buy>Buy a subscription</p></footer>",
     "!paragraph: Buy a subscription"},
};

static void test_notes(void **state)
{
    (void)state;
    check_cases(notes, COUNT(notes));
}

static const facts_case shapes[] = {
    {"lists in lists",
     HEAD BODY "<p>It closes for three reasons, the council says, and for one that it does not say:</p><ul><li>The "
               "roof<ol><li>its beams</li><li>its tiles</li></ol></li><li>The price of ice</li></ul>" BODY,
     "list: \n  item: The roof\n    list ordered: \n      item: its beams\n      item: its tiles\n  item: The price of "
     "ice"},
    {"a table of data", HEAD BODY "<table><tr><th>Year<th>Crates<tr><td>2025<td>31<tr><td>2026<td>12</table>" BODY,
     "table: \n  row: \n    cell header: Year\n    cell header: Crates\n  row: \n    cell: 2025\n    cell: 31"},
    {"a table that has a name",
     HEAD BODY
     "<table><caption>Crates a year</caption><tr><th>Year<th>Crates<tr><td>2025<td>31<tr><td>2026<td>12</table>" BODY,
     "paragraph: Crates a year\ntable: "},
    {"a table that lays out the page",
     "<title>Market shuts for a winter</title><table><tr><td><h1>Market shuts for a winter</h1>" BODY
     "</td><td width=120><a href=/>Front</a></td></tr></table>",
     "!table: \nparagraph: The work will cost four million, of which the port pays half, and is to end before the "
     "herring comes."},
    {"a chart with its data",
     HEAD BODY
     "<figure><svg><path d=M0></svg><figcaption>Crates a year</figcaption><table><tr><th>Year<th>Crates<tr><td>"
     "2025<td>31<tr><td>2026<td>12</table></figure>" BODY,
     "table: \n  row: \n    cell header: Year"},
    {"code",
     HEAD BODY "<p>The tide is reckoned by a program of two lines, which the harbour master wrote on a Sunday:</p>"
               "<pre><code>high = moon()\n  + wind</code></pre>" BODY,
     "code: `high = moon()\n  + wind`"},
};

static void test_shapes(void **state)
{
    (void)state;
    check_cases(shapes, COUNT(shapes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_embeds),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
