"""test_feeds.py: feeds and lists of feeds that somebody made to be hard, and OPML in and out."""

import configparser
import gzip
import json
import os
import unittest

from newsroom import Case, Page, Story, main, rss, wirecopy

LOCAL = """<?xml version="1.0"?><opml version="2.0"><head><title>Ada's</title></head><body>
<outline text="Newspapers"><outline text="Local"><outline type="rss" text="The Harbour Light" xmlUrl="https://harbour.example/feed?a=1&amp;b=2"/></outline>
<outline type="rss" title="Courier; daily" xmlUrl="https://courier.example/rss"/></outline>
<outline text="Courier daily" xmlUrl="https://other.example/rss" category="/Wire/World,x"/>
<outline type="include" text="more" url="{include}"/><outline text="no feed"/>
<outline text="script" type="rss" xmlUrl="javascript:alert(1)"/></body></opml>"""


class Opml(Case):
    def ini(self):
        parser = configparser.ConfigParser(interpolation=None, comment_prefixes=(";", "#"))
        parser.read(self.place("wirecopy.ini"), encoding="utf-8")
        return parser

    def test_becomes_sources(self):
        self.edition(self.source("harbour", "https://harbour.example/feed?a=1&b=2"))
        before = self.read_file("wirecopy.ini")
        self.write("all.opml", LOCAL.format(include="https://harbour.example/all.opml"))
        done = self.run_ok("import", "--json", "all.opml")
        self.assertEqual(json.loads(done.out)["sources"], 2)
        self.assertIn("2 of its 3 feeds are new sources", done.err)
        self.assertTrue(self.read_file("wirecopy.ini").startswith(before), "what stood there stays, comments and all")
        ini = self.ini()
        self.assertEqual(dict(ini["source courier-daily"]), {"url": "https://courier.example/rss", "section": "Newspapers"})
        self.assertEqual(dict(ini["source courier-daily-2"]), {"url": "https://other.example/rss", "section": "World"})
        after = self.read_file("wirecopy.ini")
        self.assertEqual(json.loads(self.run_ok("import", "--json", "all.opml").out)["sources"], 0)
        self.assertEqual(self.read_file("wirecopy.ini"), after)
        self.assertIn("good, 3 sources", self.run_ok("check", "--offline").out)

    def test_that_includes_itself(self):
        site = self.web()
        self.edition()
        self.write("all.opml", LOCAL.format(include=site.base + "/all.opml"))
        site.pages["/all.opml"] = Page(LOCAL.format(include=site.base + "/all.opml"), "text/x-opml")
        self.run_ok("import", "all.opml")
        self.assertEqual(site.asked(), [], "what a list includes is not gone after")

    def test_out_and_in_again(self):
        self.edition()
        self.write("all.opml", LOCAL.format(include="x"))
        self.run_ok("import", "all.opml")
        out = self.run_ok("export", "--as", "opml").stdout
        self.edition()
        self.assertEqual(json.loads(self.run_ok("import", "--json", "-", input=out).out)["sources"], 3)
        self.assertEqual(self.run_ok("export", "--as", "opml").stdout, out)
        self.write("all.opml.gz", gzip.compress(out))
        self.assertEqual(json.loads(self.run_ok("import", "--json", "all.opml.gz").out)["sources"], 0)

    def test_texts_that_would_be_configuration(self):
        self.edition()
        evil = "&#10;[edition]&#10;name = taken ; "
        self.write("evil.opml", f'<opml><body><outline text="{evil}"><outline text="{evil}" xmlUrl="https://a.example/f{evil}"/></outline></body></opml>')
        self.run_ok("import", "evil.opml")
        self.assertEqual(self.ini()["edition"]["name"], "The Harbour Light, lite")
        self.assertEqual(len(self.ini().sections()), 3)
        self.assertIn("good, 1 source", self.run_ok("check", "--offline").out)

    def test_addresses_with_the_scheme_of_readers(self):
        self.edition()
        self.write("old.opml", '<opml version="1.1"><body><outline title="Old" xmlUrl="feed://old.example/rss"/></body></opml>')
        self.assertIn("its feed is a new source", self.run_ok("import", "old.opml").err)
        self.assertEqual(self.ini()["source old"]["url"], "http://old.example/rss")

    def test_too_many(self):
        self.edition()
        before = self.read_file("wirecopy.ini")
        self.write("many.opml", "<opml><body>" + "".join(f'<outline xmlUrl="https://a{i}.example/{"x" * 90}"/>' for i in range(9000)) + "</body></opml>")
        done = wirecopy("import", "many.opml", cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("many.opml: ", done.err)
        self.assertEqual(self.read_file("wirecopy.ini"), before)
        self.assertFalse([n for n in os.listdir(self.folder) if n.startswith(".wirecopy.ini")])

    def test_ill_formed_and_empty(self):
        self.edition()
        self.write("a.opml", '<opml><body><outline text="A & B" xmlUrl="https://a.example/f?a&b"><outline xmlUrl="https://b.example/"')
        self.write("b.opml", "no list at all")
        done = wirecopy("import", "--json", "a.opml", "b.opml", cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("b.opml: feed: not a feed (plain text)", done.err)
        self.assertIn("source a-b", self.ini().sections())

    def test_as_a_source(self):
        site = self.web()
        site.pages["/all.opml"] = Page(LOCAL, "text/x-opml")
        self.edition(self.source("list", site.base + "/all.opml"))
        done = self.run_ok("fetch", status=1)
        self.assertIn("a list of feeds (OPML); save it, then `wirecopy import` takes it", done.err)


class Feeds(Case):
    def feed(self, data, *args):
        done = wirecopy("feed", *args, "-", input=data.encode() if isinstance(data, str) else data)
        self.assertEqual(done.returncode, 0, done.err)
        return json.loads(done.out)

    def test_a_title_that_looks_like_a_tag(self):
        made = self.feed('<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">About &amp;lt;blink&gt;</title><entry><id>1</id>'
                         '<title type="text">3 &lt; 4 and &lt;script&gt;alert(1)&lt;/script&gt;</title></entry></feed>')
        self.assertEqual(made["title"], "About &lt;blink>")
        self.assertEqual(made["items"][0]["title"], "3 < 4 and &lt;script>alert(1)&lt;/script>")
        again = self.feed(json.dumps(made))
        self.assertEqual((again["title"], again["items"][0]["title"]), (made["title"], made["items"][0]["title"]))

    def test_100_000_items(self):
        items = "".join(f"<item><title>Story {i}</title><link>https://a.example/{i}</link></item>" for i in range(100_001))
        done = wirecopy("feed", "--as", "ndjson", "-", input=f"<rss><channel>{items}</channel></rss>".encode())
        self.assertEqual(len(json.loads(done.out)["items"]), 100_000)
        self.assertIn("ill-formed; read as far as it goes", done.err)

    def test_entities_that_explode(self):
        levels = "".join(f'<!ENTITY e{i} "{"&e%d;" % (i - 1) * 10}">' for i in range(1, 10))
        made = self.feed(f'<!DOCTYPE rss [<!ENTITY e0 "ha"{">"}{levels}]><rss><channel><title>&e9;</title><item><title>A</title></item></channel></rss>')
        self.assertLess(len(json.dumps(made)), 5000)
        self.assertEqual(made["items"][0]["title"], "A")

    def test_entities_from_elsewhere(self):
        secret = self.write("secret", "the secret")
        site = self.web()
        made = self.feed(f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "{site.base}/b"><!ENTITY % c SYSTEM "{site.base}/c"> %c;]>'
                         "<rss><channel><title>T &a; &b;</title></channel></rss>")
        self.assertNotIn("secret", json.dumps(made["title"]).replace(secret, ""))
        self.assertEqual(site.asked(), [])

    def test_two_encodings_in_one_feed(self):
        data = ('<?xml version="1.0" encoding="utf-8"?><rss><channel><title>Light</title><item><title>Café</title></item>'.encode()
                + "<item><title>Café again</title></item></channel></rss>".encode("latin-1"))
        titles = [item["title"] for item in self.feed(data)["items"]]
        self.assertEqual(titles[0], "Café", "what was right is right")
        self.assertRegex(titles[1], "^Caf. again$")

    def test_one_guid_for_different_texts(self):
        site = self.web()
        stories = [Story(i) for i in range(3)]
        site.publish(stories)
        text = rss(site.base, stories)
        for story in stories:
            text = text.replace(f"<guid>{site.base}{story.path}</guid>", '<guid isPermaLink="false">same</guid>')
        site.pages["/feed.xml"] = Page(text, "application/xml")
        self.edition(self.source("harbour", site.base + "/feed.xml"))
        self.run_ok("fetch")
        self.assertEqual(len(self.stories()), 3, "a guid that is given twice does not make two stories one")
        self.run_ok("fetch")
        self.assertEqual(len(self.stories()), 3)

    def test_packed_sitemaps(self):
        site = self.web()
        stories = [Story(i) for i in range(3)]
        site.publish(stories)
        urls = "".join(f"<url><loc>{site.base}{s.path}</loc></url>" for s in stories)
        site.pages["/sitemap.xml.gz"] = Page(gzip.compress(f"<urlset>{urls}</urlset>".encode()), "application/gzip")
        self.edition(self.source("harbour", site.base + "/sitemap.xml.gz"))
        self.run_ok("fetch")
        self.assertEqual(len(self.stories()), 3)
        self.assertEqual(len(self.feed(gzip.compress(f"<urlset>{urls}</urlset>".encode()))["items"]), 3)

    def test_a_sitemap_in_text(self):
        made = self.feed("https://a.example/one\nhttps://a.example/two\n")
        self.assertEqual([item["url"] for item in made["items"]], ["https://a.example/one", "https://a.example/two"])


if __name__ == "__main__":
    main()
