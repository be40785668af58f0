"""test_change.py: whatever changes between two visits is seen, whatever stamps, validators and clocks say; what fails,
vanishes or closes later takes nothing away."""

import re
import unittest

from newsroom import Case, Fetching, Page, Story, main, rss


class Change(Fetching):
    n_stories = 3

    def begin(self, **more):
        self.site.publish(self.some)
        self.edition(self.source("harbour", self.base + "/feed.xml", **more))
        self.assertEqual(self.fetch().sums["new"], len(self.some))
        self.assertEqual(self.fetch().asked, ["/feed.xml"])

    def feed(self, change, path="/feed.xml"):
        self.site.pages[path] = Page(change(rss(self.base, self.some)), "application/xml")

    def revise(self, number=0):
        """The page says something else. The feed is not told."""
        later = Story(number, 2)
        self.site.pages[later.path] = Page(later.page(self.base))
        return later

    def test_a_stamp_older_than_the_visit(self):
        self.begin()
        later = self.revise()
        self.feed(lambda xml: xml.replace("12:00:00 GMT", "12:05:00 GMT", 1))  # years before now, and after what it was
        done = self.fetch()
        self.assertEqual((done.asked, done.sums["changed"]), (["/feed.xml", later.path], 1))

    def test_words_that_change_without_a_stamp(self):
        self.begin()
        later = self.revise(1)
        self.feed(lambda xml: xml.replace(self.some[1].headline, later.headline))
        self.assertEqual(self.fetch().sums["changed"], 1)

    def test_a_text_in_the_feed_that_changes(self):
        whole = lambda text: lambda xml: xml.replace("</guid>", f"</guid><description>{text}</description>", 1)
        self.site.publish(self.some)
        self.feed(whole("First wording of it."))
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.revise()
        self.feed(whole("Second wording of it."))
        self.assertEqual(self.fetch().sums["changed"], 1)
        self.assertEqual(self.fetch().asked, ["/feed.xml"])

    def test_a_sitemap_that_knows_days_alone(self):
        def sitemap(day):
            urls = "".join(f"<url><loc>{self.base}{s.path}</loc><lastmod>{day if s.number == 2 else '2026-11-19'}</lastmod></url>"
                           for s in self.some)
            self.site.pages["/sitemap.xml"] = Page(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>', "text/xml")
        self.site.publish(self.some)
        sitemap("2026-11-20")
        self.edition(self.source("harbour", self.base + "/sitemap.xml"))
        self.fetch()
        self.revise(2)
        sitemap("2026-11-21")
        self.assertEqual(self.fetch().sums["changed"], 1)

    def test_late_and_with_an_old_date(self):
        self.begin()
        late = Story(400)  # days before what was there
        self.site.publish([*self.some, late])
        self.assertEqual(self.fetch().sums["new"], 1)

    def test_a_clock_that_is_ahead(self):
        """A stamp that is to come is asked for once, not in every run until it has come."""
        self.site.publish(self.some)
        ahead = lambda xml: xml.replace("Fri, 20 Nov 2026 12:00:00", "Fri, 20 Nov 2099 12:00:00", 1)
        self.feed(ahead)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.feed(lambda xml: ahead(xml) + "<!-- made anew -->")
        self.assertEqual(self.fetch().asked, ["/feed.xml"])

    def test_a_stale_validator_of_a_page(self):
        self.begin()
        later = self.revise()
        fresh = self.site.pages[later.path]

        def stale(handler):
            if handler.headers.get("If-None-Match") or handler.headers.get("If-Modified-Since"):
                handler.send_response(304)
                handler.end_headers()
                return 304
            return fresh.answer(handler)
        self.site.pages[later.path] = stale
        self.feed(lambda xml: xml.replace("12:00:00 GMT", "12:05:00 GMT", 1))
        self.assertEqual(self.fetch().sums["changed"], 1)

    def test_a_stale_validator_of_a_feed(self):
        self.begin()
        more = Story(9)
        self.site.publish([*self.some, more])
        fresh = self.site.pages["/feed.xml"]

        def stale(handler):
            if handler.headers.get("If-None-Match"):
                handler.send_response(304)
                handler.end_headers()
                return 304
            return fresh.answer(handler)
        self.site.pages["/feed.xml"] = stale
        self.assertEqual(self.fetch().sums["new"], 0)
        self.store("UPDATE visit SET whole = whole - 90000")  # a day on
        self.assertEqual(self.fetch().sums["new"], 1)

    def test_a_validator_that_changes_every_time(self):
        n = [0]

        def restless(handler):
            n[0] += 1
            body = self.some[0].page(self.base).encode()
            handler.send_response(200)
            handler.send_header("ETag", f'W/"{n[0]}"')
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
            return 200
        self.site.publish(self.some)
        self.site.pages[self.some[0].path] = restless
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.store("UPDATE visit SET due = 1")
        done = self.fetch()
        self.assertEqual((n[0], done.sums["changed"], done.sums["same"]), (2, 0, 1))

    def test_a_page_that_fails_does_not_cost_its_text(self):
        teaser = lambda xml: xml.replace("</guid>", "</guid><description>A teaser of some few words.</description>", 1)
        self.site.publish(self.some)
        self.feed(teaser)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        before = self.stories()
        self.site.pages[self.some[0].path] = Page("Oh", status=500)
        self.store("UPDATE visit SET due = 1")
        done = self.fetch(1)
        self.assertIn("the server answered 500", done.err)
        self.assertEqual(self.stories(), before)

    def test_what_is_taken_away_is_no_failure(self):
        for status in (404, 410):
            with self.subTest(status):
                self.clean()
                self.begin()
                before = self.stories()
                self.site.pages[self.some[0].path] = Page("Gone", status=status)
                self.store("UPDATE visit SET due = 1")
                done = self.fetch()
                self.assertIn(f"the publisher has taken it away ({status}); the story stays", done.err)
                self.assertEqual((done.sums["failed"], self.stories()), (0, before))
                self.assertIn("taken its page away", self.run_ok("check").out)
                self.site.publish(self.some)
                self.store("UPDATE visit SET due = 1")
                self.assertNotIn("taken it away", self.fetch().err)

    def test_a_wall_that_comes_later(self):
        self.begin()
        before = self.stories()
        story = self.some[0]
        page = story.page(self.base).replace('"@type": "NewsArticle"', '"@type": "NewsArticle", "isAccessibleForFree": false')
        for paragraph in story.paragraphs[2:]:
            page = page.replace(f"<p>{paragraph}</p>", "")
        self.site.pages[story.path] = Page(page.replace("</article>", '<div class="paywall">Subscribe to read on.</div></article>'))
        self.store("UPDATE visit SET due = 1")
        done = self.fetch()
        self.assertEqual((done.sums["changed"], self.stories()), (0, before))

    def test_an_address_that_changes_under_one_guid(self):
        guid = lambda number: lambda xml: xml.replace(f"<guid>{self.base}{self.some[number].path}", '<guid isPermaLink="false">desk-17')
        self.site.publish(self.some)
        self.feed(guid(0))
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        old = self.some[0].path
        self.some[0].path = "/2026/11/20/a-better-name/"
        self.some[0].headline = "A better name for it"
        self.site.publish(self.some)
        self.feed(guid(0))
        del self.site.pages[old]
        done = self.fetch()
        self.assertEqual((done.sums["new"], done.sums["changed"]), (0, 1))
        self.assertEqual(self.stories()[self.base + old]["headline"], "A better name for it")

    def test_one_guid_used_for_another_story(self):
        guid = lambda xml: xml.replace(f"<guid>{self.base}{self.some[0].path}", '<guid isPermaLink="false">top-story')
        self.site.publish(self.some)
        self.feed(guid)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.some[0] = Story(8)
        self.site.publish(self.some)
        self.feed(guid)
        self.assertEqual(self.fetch().sums["new"], 1)
        self.assertEqual(len(self.stories()), 4)

    def test_one_guid_used_for_another_story_without_headline(self):
        guid = lambda xml: xml.replace(f"<guid>{self.base}{self.some[0].path}", '<guid isPermaLink="false">latest')
        bare = lambda story: re.sub("<title>.*?</title>|<h1>.*?</h1>", "", story.page(self.base).replace('"headline"', '"note"'))

        def publish():
            self.site.publish(self.some)
            self.site.pages[self.some[0].path] = Page(bare(self.some[0]))
            self.feed(lambda xml: guid(xml).replace(self.some[0].headline, ""))
            return self.fetch().sums["new"]
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.assertEqual(publish(), 3)
        self.assertFalse(self.stories()[self.base + self.some[0].path]["headline"])
        self.some[0] = Story(8)
        self.assertEqual(publish(), 1)

    def test_revisions_keep_time_and_source(self):
        self.begin()
        self.revise()
        self.store("UPDATE visit SET due = 1")
        self.fetch()
        rows = self.store("SELECT n, at, source_hash FROM revision WHERE story IN (SELECT story FROM revision WHERE n = 2) ORDER BY n")
        self.assertEqual([n for n, _, _ in rows], [1, 2])
        self.assertTrue(all(at > 0 and h for _, at, h in rows))
        self.assertNotEqual(rows[0][2], rows[1][2])


class Identity(Case):
    """One story under several addresses of its publisher is one record, whichever came first."""

    def page(self, story, base, canonical="", og="", ld=""):
        html = story.page(base)
        html = html.replace(f'<link rel="canonical" href="{base}{story.path}">',
                            (f'<link rel="canonical" href="{canonical}">' if canonical else "") +
                            (f'<meta property="og:url" content="{og}">' if og else ""))
        return html.replace(f', "mainEntityOfPage": "{base}{story.path}"', f', "mainEntityOfPage": "{ld}"' if ld else "")

    def imported(self, *pages):
        """Imports pages as (address, html) one after the other; gives how many records there are."""
        self.clean()
        self.edition()
        for i, (url, html) in enumerate(pages):
            self.write(f"{i}.html", html)
            self.run_ok("import", "--url", url, f"{i}.html")
        return len(self.run_ok("export").out.splitlines())

    def test_twins_of_one_publisher(self):
        story, base = Story(5), "https://www.harbour.example"
        main_url, plain = base + story.path, self.page(Story(5), base)
        slash = main_url.rstrip("/")
        for name, url, twin in [
                ("rel=canonical", "https://cache.example/x", self.page(story, base, canonical=main_url)),
                ("og:url", "https://cache.example/x", self.page(story, base, og=main_url)),
                ("JSON-LD", "https://cache.example/x", self.page(story, base, ld=main_url)),
                ("tracking", main_url + "?utm_source=mail&fbclid=1", plain),
                ("AMP by canonical", slash + "/amp/", self.page(story, base, canonical=main_url)),
                ("AMP by its end", slash + "/amp", plain), ("AMP by a parameter", main_url + "?amp=1", plain),
                ("AMP by host", main_url.replace("www.", "amp."), plain), ("mobile", main_url.replace("www.", "m."), plain),
                ("mobile in full", main_url.replace("www.", "mobile."), plain), ("lite", main_url.replace("www.", "lite."), plain),
                ("bare host", main_url.replace("www.", ""), plain), ("slash", slash, plain), ("fragment", main_url + "#top", plain)]:
            with self.subTest(name):
                self.assertEqual(self.imported((main_url, plain), (url, twin)), 1)
                self.assertEqual(self.imported((url, twin), (main_url, plain)), 1)

    def test_others_are_others(self):
        base = "https://www.harbour.example"
        for url in ("https://harbour.example/a?id=2", "https://news.harbour.example/a?id=1", "https://harbour.example/b?id=1",
                    "https://m.example/a?id=1"):
            with self.subTest(url):
                self.assertEqual(self.imported((base + "/a?id=1", self.page(Story(5), base)), (url, self.page(Story(6), base))), 2)


if __name__ == "__main__":
    main()
