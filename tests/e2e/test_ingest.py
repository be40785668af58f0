"""test_ingest.py: sources named by any address of theirs; where they moved, how often they are asked, what they forbid."""

import os
import time
import unittest

from newsroom import SLOW, Fetching, Page, Story, atom, main, rss, wirecopy


def moved(to, status=301):
    return Page("<h1>Moved</h1>", status=status, headers={"Location": to})


class Ingest(Fetching):
    def front(self, *links):
        heads = "".join(f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">' for kind, title, href in links)
        return Page(f"<!DOCTYPE html><html><head><title>The Harbour Light</title>{heads}</head><body><p>Welcome.</p></body></html>")

    def test_a_front_page_leads_to_its_feed(self):
        self.site.publish(self.some, "/news/feed")
        self.site.pages["/comments"] = Page(rss(self.base, [], "Comments"), "application/xml")
        self.site.pages["/"] = self.front(("application/rss+xml", "Comments on The Harbour Light", "/comments"),
                                          ("application/rss+xml", "The Harbour Light", "/news/feed"))
        self.edition(self.source("harbour", self.base + "/"))
        first = self.fetch()
        self.assertEqual(first.sums["new"], 4)
        self.assertEqual(first.asked[:2], ["/", "/news/feed"])
        again = self.fetch()
        self.assertEqual(again.asked, ["/news/feed"], "the feed that was found is not remembered")
        self.assertEqual(again.sums["unchanged"], 1)

    def test_a_page_that_names_no_feed_but_has_one(self):
        self.site.publish(self.some, "/rss.xml")
        self.site.pages["/news/"] = self.front()
        self.edition(self.source("harbour", self.base + "/news/"))
        self.assertEqual(self.fetch().sums["new"], 4)
        self.assertEqual(self.fetch().asked, ["/rss.xml"])

    def test_a_page_without_any_feed(self):
        self.site.pages["/news/"] = self.front()
        self.edition(self.source("harbour", self.base + "/news/"))
        done = self.fetch(1)
        self.assertEqual(len(done.asked), 8)
        self.assertIn(f"source harbour: {self.base}/news/: ", done.err)
        self.assertNotIn("answered 404", done.err)  # a bare number may be the port

    def shown(self, stories, more=""):
        """A section's front: teasers that repeat, and furniture around them."""
        teasers = "".join(f'<article class="teaser"><h2><a href="{s.path}">{s.headline}</a></h2><p>{s.paragraphs[0]}</p></article>'
                          for s in stories)
        return Page("<!DOCTYPE html><html><head><title>Local | The Harbour Light</title></head><body><nav><a href='/'>Home</a>"
                    f"<a href='/sport/'>Sport</a></nav><main><h1>Local</h1>{teasers}{more}</main><footer><a href='/terms'>Terms</a></footer></body></html>")

    def test_a_front_page_without_a_feed_gives_its_stories(self):
        self.site.publish(self.some)
        del self.site.pages["/feed.xml"]
        self.site.pages["/local/"] = self.shown(self.some)
        self.edition(self.source("harbour", self.base + "/local/"))
        self.assertEqual(self.fetch().sums["new"], 4)
        again = self.fetch()
        self.assertEqual(again.asked, ["/local/"], "a feed that is not there is looked for again and again")
        self.assertEqual(again.sums["unchanged"], 1)
        newest = Story(9)
        self.site.pages[newest.path] = Page(newest.page(self.base))
        self.site.pages["/local/"] = self.shown([newest, *self.some])
        third = self.fetch()
        self.assertEqual((third.asked, third.sums["new"]), (["/local/", newest.path], 1))
        self.assertIn("front page, 5 entries", self.run_ok("check", "-v").out)

    def test_a_section_s_front_is_not_given_up_for_the_whole_site_s_feed(self):
        self.site.publish(self.some)
        self.site.pages["/local/"] = self.shown(self.some[:3])
        self.edition(self.source("harbour", self.base + "/local/"))
        self.assertEqual(self.fetch().sums["new"], 3)

    def test_what_a_front_page_shows_besides_stories_is_no_failure(self):
        self.site.publish(self.some)
        del self.site.pages["/feed.xml"]
        other = Page("<!DOCTYPE html><title>Tide tables of the month</title><form><input name=place><button>Look up</button></form>")
        self.site.pages["/2026/11/20/tide-tables-of-the-month/"] = other
        self.site.pages["/local/"] = self.shown(self.some, '<article class="teaser"><h2><a href="/2026/11/20/tide-tables-of-the-month/">'
                                                "Tide tables of the month</a></h2><p>High water and low water.</p></article>")
        self.edition(self.source("harbour", self.base + "/local/"))
        self.assertEqual(self.fetch().sums["new"], 4)
        self.assertEqual(self.fetch().asked, ["/local/"])

    def test_a_front_page_whose_feed_is_gone(self):
        self.site.publish(self.some)
        del self.site.pages["/feed.xml"]
        page = self.shown(self.some)
        page.body = page.body.replace(b"</title>", b'</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">')
        self.site.pages["/local/"] = page
        self.edition(self.source("harbour", self.base + "/local/"))
        self.assertEqual(self.fetch().sums["new"], 4)
        self.assertEqual(self.fetch().sums["failed"], 0)
        self.assertIn("stories are taken from the page that names it", self.run_ok("check").out)

    def test_the_feed_that_was_found_is_gone(self):
        self.site.publish(self.some, "/old-feed")
        self.site.pages["/"] = self.front(("application/rss+xml", "News", "/old-feed"))
        self.edition(self.source("harbour", self.base + "/"))
        self.fetch()
        del self.site.pages["/old-feed"]
        more = self.some + [Story(8)]
        self.site.publish(more, "/new-feed")
        self.site.pages["/"] = self.front(("application/rss+xml", "News", "/new-feed"))
        self.assertEqual(self.fetch().sums["new"], 1)
        self.assertEqual(self.fetch().asked, ["/new-feed"])

    def test_a_page_that_names_itself(self):
        self.site.pages["/"] = self.front(("application/rss+xml", "News", "/"))
        self.edition(self.source("harbour", self.base + "/"))
        self.assertEqual(self.fetch(1).asked.count("/"), 1)

    def test_pages_that_name_each_other(self):
        self.site.pages["/a"] = self.front(("application/rss+xml", "News", "/b"))
        self.site.pages["/b"] = self.front(("application/rss+xml", "News", "/a"))
        self.edition(self.source("harbour", self.base + "/a"))
        self.assertLess(len(self.fetch(1).asked), 12)

    def test_permanent_redirects_are_remembered_and_others_not(self):
        for status, remembered in ((301, True), (308, True), (302, False), (307, False)):
            with self.subTest(status=status):
                self.clean(), os.makedirs(self.folder)
                self.site.pages.clear()
                self.site.publish(self.some, "/feed-here")
                self.site.pages["/feed"] = moved("/feed-here", status)
                self.edition(self.source("harbour", self.base + "/feed"))
                self.assertEqual(self.fetch().sums["new"], 4)
                again = self.fetch()
                self.assertEqual(again.asked, ["/feed-here"] if remembered else ["/feed", "/feed-here"])
                self.assertEqual(again.sums["unchanged"], 1)

    def test_a_temporary_step_spoils_the_permanent_one(self):
        self.site.publish(self.some, "/c")
        self.site.pages["/a"], self.site.pages["/b"] = moved("/b", 301), moved("/c", 302)
        self.edition(self.source("harbour", self.base + "/a"))
        self.fetch()
        self.assertEqual(self.fetch().asked, ["/a", "/b", "/c"])

    def test_a_page_that_moved_for_good(self):
        self.site.publish(self.some)
        old = self.some[0].path
        self.site.pages["/elsewhere"] = self.site.pages[old]
        self.site.pages[old] = moved("/elsewhere")
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.store("UPDATE visit SET due = 1")
        again = self.fetch()
        self.assertIn("/elsewhere", again.asked)
        self.assertNotIn(old, again.asked)
        self.assertEqual(again.sums["same"] + again.sums["unchanged"], 5)

    def test_redirects_without_end(self):
        self.site.pages["/a"], self.site.pages["/b"] = moved("/b"), moved("/a")
        self.edition(self.source("harbour", self.base + "/a"))
        done = self.fetch(1)
        self.assertIn("more than 10 redirects", done.err)
        self.assertLessEqual(len(done.asked), 11)

    def test_redirect_to_a_file(self):
        self.site.pages["/a"] = moved("file:///etc/passwd")
        self.edition(self.source("harbour", self.base + "/a"))
        self.assertIn("redirected to what is not an http or https address", self.fetch(1).err)

    def test_410_retires_a_source(self):
        self.site.publish(self.some)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.site.pages["/feed.xml"] = Page("Gone", status=410)
        self.assertIn("410", self.fetch(1).err)
        again = self.fetch()
        self.assertEqual(again.asked, [])
        self.assertIn("gone for good (410)", again.err)
        self.assertEqual(again.sums["waiting"], 1)
        self.assertEqual(len(self.stories()), 4)

    def test_410_retires_a_page(self):
        self.site.publish(self.some)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.site.pages[self.some[0].path] = Page("Gone", status=410)
        self.store("UPDATE visit SET due = 1")
        self.assertIn("the publisher has taken it away (410)", self.fetch().err)
        again = self.fetch()
        self.assertNotIn(self.some[0].path, again.asked)
        self.assertEqual(len(self.stories()), 4, "what the publisher took away is still in the store, marked")

    def test_fresh_feeds_are_not_asked(self):
        self.site.publish(self.some)
        self.site.pages["/feed.xml"].headers["Cache-Control"] = "public, max-age=600"
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        again = self.fetch()
        self.assertEqual((again.asked, again.sums["waiting"]), ([], 1))
        self.assertIn("1 of 1 source was not asked", again.err)

    def says(self, words):
        """The feed says something about itself."""
        page = self.site.pages["/feed.xml"]
        page.body = page.body.replace(b"<rss ", b'<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ').replace(
            b"</link><description>", b"</link>" + words.encode() + b"<description>", 1)

    def due(self):
        (due, at), = self.store("SELECT due, at FROM visit WHERE url LIKE '%feed.xml'")
        return due or 0, at

    def test_what_feeds_say_of_themselves(self):
        now = time.gmtime()
        others = "".join(f"<hour>{h}</hour>" for h in range(24) if h != (now.tm_hour + 3) % 24)
        today = time.strftime("%A", now)
        for words, least, most in (("<ttl>30</ttl>", 1790, 1800), ("<ttl>999999999</ttl>", 3590, 3600), ("<ttl>soon</ttl>", 0, 0),
                                   ("<sy:updatePeriod>daily</sy:updatePeriod>", 3590, 3600),
                                   ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 890, 900),
                                   (f"<skipHours>{others}</skipHours>", 3600, 4 * 3600), (f"<skipDays><day>{today}</day></skipDays>", 1, 86400)):
            with self.subTest(words):
                self.clean(), os.makedirs(self.folder)
                self.site.publish(self.some)
                self.says(words)
                self.edition(self.source("harbour", self.base + "/feed.xml"))
                self.fetch()
                due, at = self.due()
                self.assertTrue(least <= max(due - at, 0) <= most, due - at)
                self.assertEqual(self.fetch().asked, [] if most else ["/feed.xml"])
                self.store("UPDATE visit SET due = 0")
                self.assertEqual(self.fetch().sums["unchanged"], 1)
                due, at = self.due()
                self.assertTrue(least <= max(due - at, 0) <= most, "what it said holds on when it is unchanged")

    def test_says_who_asks(self):
        self.site.publish(self.some)
        for more, wanted in (("", "(+https://lite.example.org/)"), ("contact = desk@example.org", "(+desk@example.org)")):
            self.edition(self.source("harbour", self.base + "/feed.xml"), more=more)
            self.fetch()
            self.assertRegex(self.site.log[0]["headers"]["User-Agent"], r"^wirecopy/[0-9.]+ \(\+")
            self.assertIn(wanted, self.site.log[0]["headers"]["User-Agent"])

    def test_a_name_that_leads_inside(self):
        self.site.publish(self.some)
        self.edition(self.source("harbour", self.base.replace("127.0.0.1", "localhost") + "/feed.xml").replace("network = local", "network = public"))
        done = self.fetch(1)
        self.assertIn("private network", done.err)
        self.assertEqual(self.site.asked(), [])

    def test_credentials_in_redirects(self):
        self.site.publish(self.some)
        self.site.pages["/a"] = moved(self.base.replace("://", "://ada:secret@") + "/feed.xml", 302)
        self.edition(self.source("harbour", self.base + "/a"))
        wirecopy("fetch", cwd=self.folder)
        self.assertFalse([e for e in self.site.log if "Authorization" in e["headers"]])

    def test_a_failing_feed_is_asked_less_often(self):
        self.site.pages["/feed.xml"] = Page("Oops", status=500)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        asked = [len(wirecopy("fetch", cwd=self.folder).err) and len(self.site.asked()) for _ in range(8)]
        self.assertEqual(asked[-1], asked[-2], "a source that fails and fails is asked in every run")
        self.assertGreaterEqual(asked[-1], 4)
        self.assertIn("tried again in", wirecopy("fetch", cwd=self.folder).err)

    def test_retry_after_is_obeyed_in_the_next_run(self):
        self.site.pages["/feed.xml"] = Page("Busy", status=503, headers={"Retry-After": "3600"})
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        began = time.time()
        self.fetch(1)
        self.assertLess(time.time() - began, 10 * SLOW)
        again = self.fetch()
        self.assertEqual(again.asked, [])

    def test_a_host_that_wants_quiet_is_left_alone(self):
        self.site.publish([Story(i) for i in range(30)])
        busy = Page("Busy", status=429, headers={"Retry-After": "3600"})
        for path in list(self.site.pages):
            if path != "/feed.xml":
                self.site.pages[path] = busy
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        began = time.time()
        done = self.fetch(1)
        self.assertLess(time.time() - began, 20 * SLOW)
        self.assertLess(len(done.asked), 6, "asked on after it was told to wait an hour")
        for path in list(self.site.pages):
            if path != "/feed.xml":
                self.site.pages[path] = Page(Story(int(path[-4:-1])).page(self.base))
        self.store("UPDATE visit SET due = 1")
        self.assertEqual(self.fetch().sums["new"], 30)

    def test_robots_txt_is_obeyed(self):
        self.site.publish(self.some)
        forbidden = self.some[1].path
        self.site.pages["/robots.txt"] = Page(f"User-agent: *\nDisallow: /nothing\n\nUser-agent: wirecopy\nDisallow: {forbidden}\n", "text/plain")
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        done = self.fetch(1)
        self.assertNotIn(forbidden, done.asked)
        self.assertIn(f"source harbour: {self.base}{forbidden}: robots.txt forbids it\n", done.err)
        self.assertEqual(done.sums["new"], 3)
        self.assertEqual([p for p, _ in self.site.asked()].count("/robots.txt"), 1)
        again = self.fetch()
        self.assertEqual([p for p, _ in self.site.asked()], ["/feed.xml"], "robots.txt holds for a day")

    def test_robots_txt_that_cannot_be_had(self):
        self.site.publish(self.some)
        self.site.pages["/robots.txt"] = Page("Oops", status=503)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        done = self.fetch(1)
        self.assertEqual(done.asked, ["/feed.xml"])
        self.assertIn("robots.txt cannot be had now", done.err)
        self.site.pages["/robots.txt"] = Page("", "text/plain")
        self.store("UPDATE visit SET due = 1")
        self.assertEqual(self.fetch().sums["new"], 4)

    def test_no_robots_txt_allows_all(self):
        self.site.publish(self.some)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.assertEqual(self.fetch().sums["new"], 4)

    def test_own_pages_are_not_asked_about(self):
        self.site.publish(self.some)
        self.site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n", "text/plain")
        self.edition(self.source("harbour", self.base + "/feed.xml", rights="own"))
        self.assertEqual(self.fetch().sums["new"], 4)
        self.assertNotIn("/robots.txt", [p for p, _ in self.site.asked()])

    def test_crawl_delay(self):
        self.site.publish(self.some)
        self.site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 0.5\n", "text/plain")
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        at = [e["at"] for e in self.site.log if e["path"].startswith("/2026/")]
        self.assertTrue(all(b - a > 0.4 for a, b in zip(at, at[1:])), at)

    def test_a_robots_txt_of_10_mb(self):
        self.site.publish(self.some)
        self.site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /nothing\n" + "# much ado\n" * 1_000_000 + "Disallow: /\n", "text/plain")
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.assertEqual(self.fetch().sums["new"], 4)

    def test_what_robots_txt_forbids_may_stand_in_the_feed(self):
        self.site.publish(self.some)
        story = self.some[0]
        text = rss(self.base, [story]).replace("</item>", "<content:encoded>" + " ".join("<p>%s</p>" % p for p in story.paragraphs).replace("<", "&lt;") + "</content:encoded></item>")
        text = text.replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
        self.site.pages["/feed.xml"] = Page(text, "application/xml")
        self.site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n", "text/plain")
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        done = self.fetch()
        self.assertEqual(done.asked, ["/feed.xml"])
        self.assertIn("the feed's text was taken", done.err)
        self.assertIn(story.paragraphs[2], list(self.stories().values())[0]["articleBody"])

    def test_items_without_address_guid_or_date(self):
        text = "Words of the story, one after the other, until there are enough of them. " * 8
        items = (f"<item><title>Only text</title><description>short</description><content:encoded>{text} A</content:encoded></item>"
                 f"<item><guid isPermaLink='false'>desk-7</guid><title>With a guid</title><content:encoded>{text} B</content:encoded></item>"
                 "<item><title>Nothing at all</title></item><item/>")
        self.site.pages["/feed.xml"] = Page('<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
                                            f"<title>Desk</title>{items}</channel></rss>", "application/xml", validators=False)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.assertEqual(self.fetch().sums["new"], 2)
        again = self.fetch()
        self.assertEqual((again.sums["new"], again.sums["same"]), (0, 2))
        self.assertEqual({s["headline"] for s in self.stories().values()}, {"Only text", "With a guid"})

    def test_a_date_in_the_far_future(self):
        self.some[0].at += 80 * 365 * 24 * 3600
        self.site.publish(self.some)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        done = self.fetch()
        self.assertIn(f"{self.base}{self.some[0].path}: dated 2106-", done.err)
        self.assertNotIn("datePublished", self.stories()[self.base + self.some[0].path])
        self.store("UPDATE visit SET due = 1, etag = NULL, last_modified = NULL")
        self.assertEqual(self.fetch().sums["changed"], 0)

    def sitemap(self, *urls):
        items = "".join(f"<url><loc>{u}</loc></url>" for u in urls)
        return Page(f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>', "application/xml")

    def index(self, *urls):
        items = "".join(f"<sitemap><loc>{u}</loc></sitemap>" for u in urls)
        return Page(f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</sitemapindex>', "application/xml")

    def test_sitemap_index(self):
        self.site.publish(self.some)
        self.site.pages["/one.xml"] = self.sitemap(*(self.base + s.path for s in self.some[:2]))
        self.site.pages["/two.xml"] = self.sitemap(*(self.base + s.path for s in self.some[2:]))
        self.site.pages["/sitemap.xml"] = self.index(self.base + "/one.xml", self.base + "/two.xml", self.base + "/one.xml")
        self.edition(self.source("harbour", self.base + "/sitemap.xml"))
        self.assertEqual(self.fetch().sums["new"], 4)
        self.site.publish([Story(7)], "/other.xml")
        self.site.pages["/two.xml"] = self.sitemap(*(self.base + s.path for s in self.some[2:] + [Story(7)]))
        again = self.fetch()
        self.assertEqual(again.sums["new"], 1)

    def test_sitemap_that_names_other_hosts_and_itself(self):
        self.site.publish(self.some)
        self.site.pages["/sitemap.xml"] = self.index(self.base + "/sitemap.xml", "http://other.example/sitemap.xml", self.base + "/a.xml")
        self.site.pages["/a.xml"] = self.sitemap("http://other.example/story", self.base + self.some[0].path)
        self.edition(self.source("harbour", self.base + "/sitemap.xml"))
        done = self.fetch()
        self.assertEqual(done.sums["new"], 1)
        self.assertLessEqual(done.asked.count("/sitemap.xml"), 2)

    def test_one_text_at_two_addresses(self):
        """A wire story on two sites: two records, and the store says that they are one text."""
        self.site.publish(self.some)
        twin = Story(0)
        twin.path = "/agency/copy/"
        self.site.publish([twin], "/agency.xml")
        self.edition(self.source("harbour", self.base + "/feed.xml") + self.source("agency", self.base + "/agency.xml"))
        self.fetch()
        twins = self.store("SELECT a.key, b.key FROM story a JOIN story b ON a.twin = b.id")
        self.assertEqual(len(self.stories()), 5)
        self.assertEqual({url for pair in twins for url in pair}, {self.base + self.some[0].path, self.base + twin.path})

    def test_what_a_source_says_on_every_page_is_not_the_story(self):
        """Learnt in one run, used in the next: a plea that looks like a paragraph."""
        plea = ("The Harbour Light belongs to its readers alone, and four hundred of them keep it afloat, so that the news of "
                "the coast is told by those who live there.")

        class Pleading(Story):
            def page(self, base, furniture=1):
                return super().page(base, furniture).replace("</p>\n<p>", f"</p>\n<p>{plea}</p>\n<p>", 1)

        first, later = [Pleading(i) for i in range(8)], [Pleading(20)]
        self.site.publish(first)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.assertTrue(all(plea in story["articleBody"] for story in self.stories().values()), "the plea is no paragraph: this shows nothing")
        self.site.publish(later)
        self.fetch()
        story = self.stories()[self.base + later[0].path]
        self.assertEqual(story["articleBody"].split("\n\n"), later[0].paragraphs)

    def test_tracking_parameters_are_one_story(self):
        self.site.publish(self.some)
        page = self.site.pages[self.some[0].path]
        self.site.pages["/feed.xml"] = Page(
            rss(self.base, self.some[:1]).replace(self.some[0].path + "</link>", self.some[0].path + "?utm_source=rss</link>"), "application/xml")
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        self.fetch()
        self.site.pages["/feed.xml"] = Page(
            rss(self.base, self.some[:1]).replace(self.some[0].path + "</link>", self.some[0].path + "?utm_source=mail</link>"), "application/xml")
        self.fetch()
        self.assertEqual(len(self.stories()), 1)

    def test_no_proxy_from_the_environment(self):
        proxy = self.web()
        self.site.publish(self.some)
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        names = {name: proxy.base for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy")}
        self.run_ok("fetch", env={**names, "no_proxy": ""})
        self.assertEqual(proxy.asked(), [])

    def test_a_proxy_that_is_named(self):
        proxy = self.web()
        story = self.some[0]
        base = "http://harbour.example"
        proxy.pages[base + "/feed.xml"] = Page(rss(base, [story]), "application/xml")
        proxy.pages[base + story.path] = Page(story.page(base))
        self.edition(f"[source harbour]\nurl = {base}/feed.xml\nrights = own\n", more=f"proxy = {proxy.base}")
        self.assertEqual(self.fetch().sums["new"], 1)
        self.assertEqual([p for p, _ in proxy.asked()], [base + "/feed.xml", base + story.path])

    def test_a_body_without_end(self):
        def endless(handler):
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            part = b"10000\r\n" + b"x" * 65536 + b"\r\n"
            for _ in range(4000):
                handler.wfile.write(part)
            return 200
        self.site.publish(self.some)
        self.site.pages[self.some[0].path] = endless
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        done = self.fetch(1)
        self.assertIn("larger than 64 MiB", done.err)
        self.assertEqual(done.sums["new"], 3)

    def test_a_body_that_trickles(self):
        def trickle(handler):
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            for _ in range(600):
                handler.wfile.write(b"<p>")
                handler.wfile.flush()
                time.sleep(0.1)
            return 200
        self.site.publish(self.some)
        self.site.pages[self.some[0].path] = trickle
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        began = time.time()
        done = self.fetch(1)
        self.assertLess(time.time() - began, 35 * SLOW)
        self.assertIn("too slow", done.err)
        self.assertEqual(done.sums["new"], 3)

    def test_headers_without_end(self):
        def flood(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for i in range(200_000):
                handler.wfile.write(b"X-%d: %s\r\n" % (i, b"y" * 100))
            return 200
        self.site.publish(self.some)
        self.site.pages[self.some[0].path] = flood
        self.edition(self.source("harbour", self.base + "/feed.xml"))
        done = self.fetch(1)
        self.assertIn(self.some[0].path, done.err)
        self.assertEqual(done.sums["new"], 3)

    def test_packed_bombs(self):
        import gzip
        zeros = b"\x28\xb5\x2f\xfd\x00\x58"  # a zstd frame with a window of 2 MB, then blocks of 128 KB that are one byte each
        block = (131072 << 3 | 1 << 1).to_bytes(3, "little") + b" "
        bombs = {"gzip": gzip.compress(b"<p>" + b" " * (300 << 20)), "zstd": zeros + block * 2400 + b"\x03\x00\x00 "}
        self.site.publish(self.some)
        for coding, bomb in bombs.items():
            with self.subTest(coding):
                page = Page("")
                page.answer = lambda handler, coding=coding, bomb=bomb: (
                    handler.send_response(200), handler.send_header("Content-Encoding", coding), handler.send_header("Content-Type", "text/html"),
                    handler.send_header("Content-Length", str(len(bomb))), handler.end_headers(), handler.wfile.write(bomb), 200)[-1]
                self.site.pages[self.some[0].path] = page
                self.clean(), os.makedirs(self.folder)
                self.edition(self.source("harbour", self.base + "/feed.xml"))
                done = self.fetch(1)
                self.assertIn("larger than 64 MiB once unpacked", done.err)
                self.assertEqual(done.sums["new"], 3)


if __name__ == "__main__":
    main()
