"""test_check.py: `check` says what is wrong, where, and what to do about it."""

import json
import os
import unittest

from newsroom import Case, Page, Story, atom, main, rss, wirecopy


class Check(Case):
    def check(self, *words, status=0):
        done = wirecopy("check", *words, cwd=self.folder)
        self.assertEqual(done.returncode, status, done.err + done.out)
        return done

    def test_nothing_yet(self):
        self.edition()
        out = self.check().out
        self.assertIn("wirecopy.ini: good, 0 sources; add a [source NAME] with its url", out)
        self.assertIn("store: none yet; `wirecopy fetch` or `wirecopy import` makes it", out)

    def test_each_source(self):
        web = self.web()
        stories = [Story(i) for i in range(3)]
        web.publish(stories, "/feed.xml")
        web.publish(stories, "/atom.xml", atom)
        link = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
        web.pages["/"] = Page("<!DOCTYPE html><title>Front</title>" + link.format("News", "/feed.xml") + link.format("Sport", "/sport.xml"))
        web.pages["/old"] = Page("", status=301, headers={"Location": "/feed.xml"})
        web.pages["/gone"] = Page("", status=410)
        web.pages["/closed"] = Page("", status=403)
        web.pages["/empty"] = Page(rss(web.base, []), "application/xml")
        names = {"front": "/", "feed": "/feed.xml", "atom": "/atom.xml", "moved": "/old", "gone": "/gone", "closed": "/closed",
                 "empty": "/empty", "missing": "/missing"}
        self.edition("".join(self.source(name, web.base + path) for name, path in names.items()))
        out = self.check(status=1).out
        for line in (
                f"source feed: {web.base}/feed.xml: RSS, 3 entries",
                f"source atom: {web.base}/atom.xml: Atom, 3 entries",
                f"source front: {web.base}/: a page; of the 2 feeds it names, this is taken: {web.base}/feed.xml",
                f"source front: {web.base}/: it also names {web.base}/sport.xml (Sport)",
                f"source moved: {web.base}/old: has moved for good to {web.base}/feed.xml; write that into wirecopy.ini",
                f"source gone: {web.base}/gone: the server answered 410: it is not there; it is gone for good: take it out",
                f"source closed: {web.base}/closed: the server answered 403; the publisher does not let programs in",
                f"source empty: {web.base}/empty: there is nothing in it; ",
                f"source missing: {web.base}/missing: the server answered 404: it is not there; look up its address anew"):
            self.assertIn(line, out)
        self.assertFalse(os.path.exists(self.place("wirecopy.db")), "check writes nothing")
        quiet = self.check("-q", status=1).out
        self.assertNotIn("3 entries", quiet)
        self.assertIn("source gone", quiet)
        web.forget()
        self.check("--offline")
        self.assertEqual(web.asked(), [])

    def test_what_is_doubtful(self):
        lines = self.lines_of([Story(1)])
        more = [
            {"url": "https://harbour.example/short", "headline": "Short", "datePublished": "2026-11-20T12:00:00Z", "articleBody": "Three words here."},
            {"url": "https://harbour.example/wall", "headline": "Wall", "datePublished": "2026-11-20T12:00:00Z", "articleBody": "word " * 60,
             "omitted": [{"what": "paywall", "note": "two paragraphs of ten"}]},
            {"url": "https://harbour.example/dateless", "headline": "Dateless", "articleBody": "word " * 60},
            {"url": "https://harbour.example/odd", "headline": "Odd", "datePublished": "2026-11-20T12:00:00Z", "articleBody": "word " * 60,
             "confidence": 0.2},
        ]
        self.write("desk.ndjson", lines + "".join(json.dumps(m) + "\n" for m in more))
        self.edition()
        self.run_ok("import", "desk.ndjson")
        out = self.check().out
        for line in ("https://harbour.example/short: only 3 words; `wirecopy read --explain https://harbour.example/short`",
                     "https://harbour.example/wall: only a part of it is here (paywall: two paragraphs of ten)",
                     "https://harbour.example/dateless: no date: it stands where it was first seen",
                     "https://harbour.example/odd: its text may be the wrong one (confidence 0.20)"):
            self.assertIn(line, out)
        self.assertNotIn(Story(1).path, out)

    def test_what_failed_and_what_was_taken_away(self):
        import sqlite3
        web = self.web()
        stories = [Story(i) for i in range(3)]
        web.publish(stories)
        bad = stories[1].path
        good_page = web.pages[bad]
        web.pages[bad] = Page("", status=500)
        self.edition(self.source("harbour", web.base + "/feed.xml"))
        wirecopy("fetch", cwd=self.folder)
        out = self.check(status=1).out
        self.assertIn(f"source harbour: {web.base}{bad}: failed at the last visit: the server answered 500; it is tried again by itself", out)
        web.pages[bad] = good_page
        del web.pages[stories[0].path]
        db = sqlite3.connect(self.place("wirecopy.db"))
        db.execute("UPDATE visit SET due = 1")
        db.commit()
        db.close()
        wirecopy("fetch", cwd=self.folder)
        out = self.check().out
        self.assertIn(f"{web.base}{stories[0].path}: the publisher has taken its page away (404); the story stays", out)

    def test_json(self):
        web = self.web()
        web.publish([Story(1)])
        self.edition(self.source("harbour", web.base + "/feed.xml") + self.source("bad", web.base + "/nothing"))
        made = json.loads(self.check("--json", status=1).out)
        self.assertEqual([f["level"] for f in made["findings"]].count("error"), 1)
        worst = next(f for f in made["findings"] if f["level"] == "error")
        self.assertEqual((worst["about"], worst["where"]), ("source bad", web.base + "/nothing"))
        self.assertIn("what", worst)
        self.assertIn("todo", worst)


if __name__ == "__main__":
    main()
