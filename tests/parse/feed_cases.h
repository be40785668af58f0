/* feed_cases.h: feeds of every format, and what they say. */
#ifndef WIRECOPY_TESTS_FEED_CASES_H
#define WIRECOPY_TESTS_FEED_CASES_H

#define RSS(items)  "<rss version='2.0'><channel>" items "</channel></rss>"
#define ITEM(parts) "<rss version='2.0'><channel><item>" parts "</item></channel></rss>"
#define ATOM(parts) "<feed xmlns='http://www.w3.org/2005/Atom'>" parts "</feed>"

static const struct feed_case {
    const char *name, *url, *bytes, *says;
} feed_cases[] = {
    {"rss 2.0, whole", "https://harbour.example/feed.xml",
     "<?xml version='1.0' encoding='UTF-8'?>"
     "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
     "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom'><channel>"
     "<title>The Harbour Light</title><link>https://harbour.example/</link>"
     "<atom:link rel='self' href='https://harbour.example/feed.xml' type='application/rss+xml'/>"
     "<description>News of the town &amp; its port</description><language>en-GB</language>"
     "<image><url>https://harbour.example/logo.png</url><title>Logo</title><link>https://harbour.example/logo</link></"
     "image>"
     "<item><title>Council votes on the fish market</title><link>https://harbour.example/fish</link>"
     "<guid isPermaLink='false'>hl-17</guid><pubDate>Fri, 20 Nov 2026 09:53:00 +0000</pubDate>"
     "<dc:creator>Ada Byrne</dc:creator><category>Local</category><category>Council</category>"
     "<description>A short word.</description>"
     "<content:encoded><![CDATA[<p>The council <em>voted</em>.</p><p>It rained.</p>]]></content:encoded>"
     "<enclosure url='https://harbour.example/vote.mp3' type='audio/mpeg' length='1200'/></item>"
     "</channel></rss>",
     "rss\ntitle: The Harbour Light\nhome: https://harbour.example/\nfeed: https://harbour.example/feed.xml\n"
     "description: News of the town & its port\nlanguage: en-GB\n"
     "- id: hl-17\n  url: https://harbour.example/fish\n  title: Council votes on the fish market\n"
     "  summary: A short word.\n  html: <p>The council <em>voted</em>.</p><p>It rained.</p>\n"
     "  text: The council voted.\\n\\nIt rained.\n  published: 2026-11-20T09:53:00Z\n  author: Ada Byrne\n"
     "  tag: Local\n  tag: Council\n  attached: https://harbour.example/vote.mp3 audio/mpeg 1200\n"},
    {"rss 0.91 with a doctype", NULL,
     "<!DOCTYPE rss PUBLIC '-//Harbour//DTD RSS 0.91//EN' 'http://harbour.example/rss-0.91.dtd'>"
     "<rss version='0.91'><channel><title>Light</title><item><title>Tide</title>"
     "<link>http://harbour.example/tide</link></item></channel></rss>",
     "rss\ntitle: Light\n- id: http://harbour.example/tide\n  url: http://harbour.example/tide\n  title: Tide\n"},
    {"rss 1.0, items beside the channel", NULL,
     "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
     "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='http://harbour.example/rdf'><title>Light</title>"
     "<link>http://harbour.example/</link><items><rdf:Seq><rdf:li "
     "resource='http://harbour.example/a'/></rdf:Seq></items>"
     "</channel><item rdf:about='http://harbour.example/a'><title>Tide</title><link>http://harbour.example/a</link>"
     "<dc:date>2026-11-20T04:53:00-05:00</dc:date><dc:subject>Sea</dc:subject></item></rdf:RDF>",
     "rdf\ntitle: Light\nhome: http://harbour.example/\n- id: http://harbour.example/a\n"
     "  url: http://harbour.example/a\n  title: Tide\n  published: 2026-11-20T04:53:00-05:00\n"
     "  modified: 2026-11-20T04:53:00-05:00\n  tag: Sea\n"},
    {"atom 1.0, whole", NULL,
     "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='pt' xml:base='https://farol.example/base/'>"
     "<title type='text'>O Farol &lt;1&gt;</title><link href='/'/><link rel='self' href='atom.xml'/>"
     "<subtitle type='html'>Not&amp;iacute;cias</subtitle><author><name>Reda&#231;&#227;o</name></author>"
     "<entry><id>tag:farol.example,2026:1</id><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Mar "
     "<b>calmo</b></div></title><link href='mar'/><link rel='enclosure' href='mar.ogg' type='audio/ogg' length='5'/>"
     "<published>2026-11-20T09:00:00Z</published><updated>2026-11-20T10:00:00Z</updated>"
     "<author><name>Rui Sena</name><email>rui@farol.example</email></author><author><name>Ana Luz</name></author>"
     "<category term='mar' label='O mar'/><summary>Curto.</summary>"
     "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Ver <a href='../foto'>foto</a> &amp; mais.</p>"
     "</div></content><source><id>x</id><title>Outro</title></source></entry></feed>",
     "atom\ntitle: O Farol <1>\nhome: https://farol.example/\nfeed: https://farol.example/base/atom.xml\n"
     "description: Not\xC3\xAD"
     "cias\nlanguage: pt\nauthor: Reda\xC3\xA7\xC3\xA3o\n"
     "- id: tag:farol.example,2026:1\n  url: https://farol.example/base/mar\n  title: Mar calmo\n  summary: Curto.\n"
     "  html: <div><p>Ver <a href=\"https://farol.example/foto\">foto</a> &amp; mais.</p></div>\n"
     "  text: Ver foto & mais.\n  language: pt\n  published: 2026-11-20T09:00:00Z\n"
     "  modified: 2026-11-20T10:00:00Z\n  author: Rui Sena\n  author: Ana Luz\n  tag: mar\n"
     "  attached: https://farol.example/base/mar.ogg audio/ogg 5\n"},
    {"atom 0.3 with modes", NULL,
     "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Light</title><tagline mode='base64' type='text/html'>"
     "PGI+TmV3czwvYj4=</tagline><entry><title type='text/html' mode='escaped'>A &lt;i>tide&lt;/i></title>"
     "<link rel='alternate' type='text/html' href='http://harbour.example/t'/><id>tag:h,1</id>"
     "<issued>2026-11-20T08:00:00Z</issued><modified>2026-11-20T09:00:00Z</modified>"
     "<content type='application/xhtml+xml' mode='xml'><p xmlns='http://www.w3.org/1999/xhtml'>High</p></content>"
     "</entry></feed>",
     "atom\ntitle: Light\ndescription: News\n- id: tag:h,1\n  url: http://harbour.example/t\n  title: A tide\n"
     "  html: <p>High</p>\n  text: High\n  published: 2026-11-20T08:00:00Z\n  modified: 2026-11-20T09:00:00Z\n"},
    {"sitemap", NULL,
     "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
     "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'><url><loc>https://harbour.example/a</loc>"
     "<lastmod>2026-11-20</lastmod><priority>0.5</priority><image:image><image:loc>https://harbour.example/a.jpg"
     "</image:loc></image:image></url><url><loc> https://harbour.example/b </loc></url></urlset>",
     "sitemap\n- id: https://harbour.example/a\n  url: https://harbour.example/a\n"
     "  image: https://harbour.example/a.jpg\n  modified: 2026-11-20\n"
     "- id: https://harbour.example/b\n  url: https://harbour.example/b\n"},
    {"sitemap index", NULL,
     "<sitemapindex "
     "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://harbour.example/s1.xml</loc>"
     "</sitemap></sitemapindex>",
     "sitemap index\n- id: https://harbour.example/s1.xml\n  url: https://harbour.example/s1.xml\n"},
    {"news sitemap", NULL,
     "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
     "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://harbour.example/a</loc><news:news>"
     "<news:publication><news:name>The Harbour Light</news:name><news:language>en</news:language></news:publication>"
     "<news:publication_date>2026-11-20T09:53:00Z</news:publication_date><news:title>Tide</news:title>"
     "<news:keywords>sea, moon</news:keywords></news:news></url></urlset>",
     "newssitemap\n- id: https://harbour.example/a\n  url: https://harbour.example/a\n  title: Tide\n  language: en\n"
     "  published: 2026-11-20T09:53:00Z\n  tag: sea\n  tag: moon\n"},
    {"json feed", "https://harbour.example/feed.json",
     "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Light\", \"home_page_url\": \"/\", "
     "\"language\": \"en\","
     "\"authors\": [{\"name\": \"Desk\"}], \"items\": [{\"id\": 7, \"url\": \"/seven\", \"title\": \"A < B\","
     "\"content_html\": \"<p onclick='x()'>Hi<script>x()</script></p>\", \"date_published\": "
     "\"2026-11-20T04:53:00-05:00\","
     "\"tags\": [\"sea\", 3], \"attachments\": [{\"url\": \"/a.mp3\", \"mime_type\": \"audio/mpeg\", "
     "\"size_in_bytes\": 9,"
     "\"duration_in_seconds\": 60}]}, \"odd\", {\"id\": \"8\", \"content_text\": \"One.\\n\\nTwo.\"}]}",
     "jsonfeed\ntitle: Light\nhome: https://harbour.example/\nfeed: https://harbour.example/feed.json\nlanguage: en\n"
     "author: Desk\n- id: 7\n  url: https://harbour.example/seven\n  title: A < B\n  html: <p>Hi</p>\n  text: Hi\n"
     "  published: 2026-11-20T04:53:00-05:00\n  tag: sea\n  attached: https://harbour.example/a.mp3 audio/mpeg 9 60 s\n"
     "- id: 8\n  html: <p>One.</p><p>Two.</p>\n  text: One.\\n\\nTwo.\n"},
    {"media rss and itunes", NULL,
     "<rss xmlns:media='http://search.yahoo.com/mrss/' "
     "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>"
     "<item><media:group><media:content url='http://h.example/v.mp4' type='video/mp4' fileSize='44' duration='12'>"
     "<media:title>Boats</media:title></media:content><media:content url='http://h.example/v.jpg' medium='image'/>"
     "<media:description>Boats come in.</media:description></media:group><itunes:author>Desk</itunes:author>"
     "<itunes:keywords>sea, boats</itunes:keywords></item></channel></rss>",
     "rss\n- title: Boats\n  summary: Boats come in.\n  html: Boats come in.\n  text: Boats come in.\n"
     "  image: http://h.example/v.jpg\n  author: Desk\n  tag: sea\n  tag: boats\n"
     "  attached: http://h.example/v.mp4 video/mp4 44 12 s\n"},
    {"names that no namespace declares", NULL,
     ITEM("<dc:creator>Ada</dc:creator><content:encoded>&lt;p>Hi&lt;/p></content:encoded>"),
     "rss, mended\n- html: <p>Hi</p>\n  text: Hi\n  author: Ada\n"},
    {"a namespace of its own", NULL, "<x:rss xmlns:x='urn:own'><x:channel><x:title>Light</x:title></x:channel></x:rss>",
     "rss\ntitle: Light\n"},
    {"an element of a strange vocabulary is not ours", NULL,
     "<rss "
     "xmlns:s='urn:strange'><channel><item><s:title>No</s:title><title>Yes</title><s:link>http://n.example/</s:link>"
     "</item></channel></rss>",
     "rss\n- title: Yes\n"},
    {"guid is the address unless it says not", NULL,
     RSS("<item><guid>http://h.example/1</guid></item><item><guid "
         "isPermaLink='false'>http://h.example/2</guid></item>"),
     "rss\n- id: http://h.example/1\n  url: http://h.example/1\n- id: http://h.example/2\n"},
    {"relative to the home page where nothing else is known", NULL,
     RSS("<link>http://h.example/news/</link><item><link>a</link></item>"),
     "rss\nhome: http://h.example/news/\n- id: http://h.example/news/a\n  url: http://h.example/news/a\n"},
    {"authors as people write them", NULL, ITEM("<author>ada@h.example (Ada Byrne)</author>"),
     "rss\n- author: Ada Byrne\n"},
    {"a name goes before an address", NULL,
     "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><author>desk@h.example</author><dc:creator>Ada "
     "Byrne"
     "</dc:creator></item></channel></rss>",
     "rss\n- author: Ada Byrne\n"},
    {"escaped markup in a title", NULL, ITEM("<title>A &lt;b>big&lt;/b> &amp;amp; calm sea</title>"),
     "rss\n- title: A big & calm sea\n"},
    {"a title with a less-than sign", NULL, ITEM("<title>Why 3 &lt; 5 &amp;c.</title>"),
     "rss\n- title: Why 3 < 5 &c.\n"},
    {"naked markup", NULL, ITEM("<description>Tom &amp; <b>Jerry</b><br/>sail</description>"),
     "rss\n- html: Tom &amp; <b>Jerry</b><br>sail\n  text: Tom & Jerry\\nsail\n"},
    {"cdf", NULL,
     "<CHANNEL><TITLE>Light</TITLE><ITEM HREF='http://h.example/'><ABSTRACT>Sea</ABSTRACT></ITEM></CHANNEL>",
     "rss\ntitle: Light\n- id: http://h.example/\n  url: http://h.example/\n  summary: Sea\n  html: Sea\n  text: "
     "Sea\n"},
    {"a lone entry", NULL, "<entry xmlns='http://www.w3.org/2005/Atom'><title>Tide</title></entry>",
     "atom\n- title: Tide\n"},
    {"an empty feed", NULL, "<rss/>", "rss\n"},
    /* made safe */
    {"script, style and handlers", NULL,
     ITEM("<description>&lt;p onclick='x()' style='a'>Hi&lt;script>x()&lt;/script>&lt;style>p{}&lt;/style>&lt;/p>"
          "</description>"),
     "rss\n- html: <p>Hi</p>\n  text: Hi\n"},
    {"addresses that run", NULL,
     ITEM("<description>&lt;a href='java&amp;#10;script:x()'>a&lt;/a>&lt;a href=' vbscript:x'>b&lt;/a>&lt;img "
          "src='data:text/html,x' onerror=x>&lt;a href='mailto:ada@h.example'>c&lt;/a></description>"),
     "rss\n- html: <a>a</a><a>b</a><img><a href=\"mailto:ada@h.example\">c</a>\n  text: abc\n"},
    {"frames and forms", NULL,
     ITEM("<description>a&lt;iframe src='http://x.example/'>no&lt;/iframe>b&lt;form action='/x'>&lt;input>c&lt;/form>"
          "</description>"),
     "rss\n- html: anobc\n  text: anobc\n"},
    {"an iframe without end swallows nothing", NULL,
     ITEM("<description>a&lt;iframe src='x'/> b &lt;iframe>no&lt;/iframe> c</description>"),
     "rss\n- html: a b no c\n  text: a b no c\n"},
    {"text that was wrapped twice", NULL, ITEM("<description><![CDATA[<![CDATA[<p>Hi]]]]>&gt;</description>"),
     "rss\n- html: <p>Hi   </p>\n  text: Hi\n"},
    {"the last of several dates", NULL,
     ATOM("<entry><updated>2026-11-20</updated><updated>2026-11-21</updated></entry>"),
     "atom\n- modified: 2026-11-21\n"},
    {"svg and math", NULL,
     ITEM("<description>&lt;svg>&lt;style>&lt;img src=x onerror=x()>&lt;/style>&lt;a xlink:href='javascript:x'>a"
          "&lt;/a>&lt;/svg></description>"),
     "rss\n- html: <img><a>a</a>\n  text: a\n"},
    /* ill-formed */
    {"a bare ampersand", NULL, ITEM("<title>Cod & Sons</title><link>http://h.example/?a=1&b=2</link>"),
     "rss, mended\n- id: http://h.example/?a=1&b=2\n  url: http://h.example/?a=1&b=2\n  title: Cod & Sons\n"},
    {"html's entities", NULL, ITEM("<title>Caf&eacute;&nbsp;du port &hearts; &bogus;</title>"),
     "rss, mended\n- title: Caf\xC3\xA9\xC2\xA0"
     "du port \xE2\x99\xA5 &bogus;\n"},
    {"entities of the doctype", NULL,
     "<!DOCTYPE rss [<!-- ours --><!ENTITY ship '&#x26F5; &amp; "
     "sail'>]><rss><channel><title>&ship;</title></channel></rss>",
     "rss\ntitle: \xE2\x9B\xB5 & sail\n"},
    {"windows characters as numbers and as controls", NULL, ITEM("<title>don&#146;t \xC2\x93stop\xC2\x94</title>"),
     "rss, mended\n- title: don\xE2\x80\x99t \xE2\x80\x9Cstop\xE2\x80\x9D\n"},
    {"a less-than sign", NULL, ITEM("<title>3 < 5</title>"), "rss, mended\n- title: 3 < 5\n"},
    {"forbidden characters", NULL, ITEM("<title>a\1b</title><description><![CDATA[c\2d]]></description>"),
     "rss, mended\n- title: ab\n  html: cd\n  text: cd\n"},
    {"junk before and after", NULL,
     "Notice: cache\n<?xml version='1.0'?><rss><channel><title>Light</title></channel></rss>\n<!--",
     "rss\ntitle: Light\n"},
    {"end tags missing", NULL, RSS("<item><title>One<description>a</description><item><title>Two</title></item>"),
     "rss, mended\n- title: One\n  html: a\n  text: a\n- title: Two\n"},
    {"end tags misspelt, too many, in another order", NULL,
     RSS("<item><title>One</titel></b><description>x <b>y <i>z</b></i></description></item><item><title>Two</TITLE>"
         "</item>"),
     "rss, mended\n- title: One\n  html: x <b>y <i>z</i></b>\n  text: x y z\n- title: Two\n"},
    {"unquoted attributes, and some without a value", NULL,
     ITEM("<enclosure new url=http://h.example/a.mp3?a&b type='audio/mpeg' / ><title>One</title>"),
     "rss, mended\n- title: One\n  attached: http://h.example/a.mp3?a&b audio/mpeg 0\n"},
    {"a quote that is missing", NULL,
     ITEM("<enclosure url='http://h.example/a.mp3/><title>One</title><category domain='x'>a</category>"),
     "rss, mended\n- title: One\n  tag: a\n  attached: http://h.example/a.mp3  0\n"},
    {"a tag within an attribute", NULL, ITEM("<enclosure url='http://h.example/?<b>'/><title>One</title>"),
     "rss, mended\n- title: One\n  attached: http://h.example/?%3Cb%3E  0\n"},
    {"an entry that knows but itself", NULL, ATOM("<entry><link rel='self' href='http://h.example/e'/></entry>"),
     "atom\n- id: http://h.example/e\n  url: http://h.example/e\n"},
    {"naked markup without ends", NULL,
     RSS("<item><description><p>One<br>two</description></item><item><title>Next</title></item>"),
     "rss, mended\n- html: <p>One<br>two</p>\n  text: One\\ntwo\n- title: Next\n"},
    {"cut in the middle", NULL, "<rss><channel><title>Light</title><item><title>One</title></item><item><title>Tw",
     "rss, mended\ntitle: Light\n- title: One\n- title: Tw\n"},
    {"dcterms for all", NULL,
     ITEM("<dcterms:title>Tide</dcterms:title><dcterms:creator>Ada Byrne</dcterms:creator><dcterms:subject>Sea"
          "</dcterms:subject><dcterms:description>Low.</dcterms:description><dcterms:identifier>u:1"
          "</dcterms:identifier><dcterms:language>pt</dcterms:language>"),
     "rss, mended\n- id: u:1\n  title: Tide\n  html: Low.\n  text: Low.\n  language: pt\n  author: Ada Byrne\n  tag: "
     "Sea\n"},
    {"namespaces by https", NULL,
     "<rss xmlns:dc='https://purl.org/dc/elements/1.1/'><channel><item><dc:creator>Ada</dc:creator></item></channel>"
     "</rss>",
     "rss\n- author: Ada\n"},
    {"tags and names that were escaped twice", NULL,
     ITEM("<title>Tide</title><category><![CDATA[Arts &amp; Letters]]></category><author>O&amp;#8217;Hara</author>"),
     "rss\n- title: Tide\n  author: O\xE2\x80\x99Hara\n  tag: Arts & Letters\n"},
    {"links in a text are relative to the feed", "https://h.example/news/feed.xml",
     ITEM("<description>&lt;a href='tide'>Tide&lt;/a></description>"),
     "rss\nfeed: https://h.example/news/feed.xml\n- html: <a href=\"https://h.example/news/tide\">Tide</a>\n"
     "  text: Tide\n"},
    {"pictures by type or by name, and how long it lasts", NULL,
     "<rss xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>"
     "<channel><item><title>One</title><media:content url='http://h.example/1.JPG?w=9'/></item>"
     "<item><title>Two</title><enclosure url='http://h.example/2.ogg' type='audio/ogg'/>"
     "<itunes:duration>1:01:01</itunes:duration></item>"
     "<item><title>Three</title><enclosure url='http://h.example/3' type='image/png'/></item></channel></rss>",
     "rss\n- title: One\n  image: http://h.example/1.JPG?w=9\n"
     "- title: Two\n  attached: http://h.example/2.ogg audio/ogg 0 3661 s\n"
     "- title: Three\n  image: http://h.example/3\n  attached: http://h.example/3 image/png 0\n"},
    {"a relation by its full name", NULL,
     ATOM("<entry><link rel='http://www.iana.org/assignments/relation/alternate' href='http://h.example/1'/></entry>"),
     "atom\n- id: http://h.example/1\n  url: http://h.example/1\n"},
    {"addresses as readers of feeds write them", NULL,
     RSS("<item><link>feed://h.example/1</link></item><item><link>feed:https://h.example/2</link></item>"),
     "rss\n- id: http://h.example/1\n  url: http://h.example/1\n- id: https://h.example/2\n"
     "  url: https://h.example/2\n"},
    {"rss 1.1", NULL,
     "<Channel xmlns='http://purl.org/net/rss1.1#'><title>Light</title><items><item><title>Tide</title></item></items>"
     "</Channel>",
     "rss\ntitle: Light\n- title: Tide\n"},
    {"rss 1.0, content as it was first thought of", NULL,
     "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
     "xmlns:content='http://purl.org/rss/1.0/modules/content/'><item><content:items><rdf:Bag><rdf:li><content:item>"
     "<rdf:value>&lt;p>Low.&lt;/p></rdf:value></content:item></rdf:li></rdf:Bag></content:items></item></rdf:RDF>",
     "rdf\n- html: <p>Low.</p>\n  text: Low.\n"},
    {"a warning of the server's before the feed", NULL,
     "<br />\n<b>Warning</b>: x in <b>/y.php</b><br />\n<?xml version='1.0'?><rss><channel><title>Light</title>"
     "</channel></rss>",
     "rss, mended\ntitle: Light\n"},
    {"json feed, one author in no list", NULL,
     "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"authors\":{\"name\":"
     "\"Ada\"}}]}",
     "jsonfeed\n- id: 1\n  author: Ada\n"},
    {"an unclosed cdata", NULL, "<rss><channel><item><description><![CDATA[<p>Hi</p>",
     "rss, mended\n- html: <p>Hi</p>\n  text: Hi\n"},
};
#endif
