"""test_web.py: `run` over loopback: what is asked, what is kept, and that nothing new costs nothing."""

import json
import os
import threading
import time
import unittest

from newsroom import SLOW, Case, Page, Story, atom, main, rss, start, wirecopy


class Run(Case):
    def files(self):
        return {os.path.join(where, name): os.stat(os.path.join(where, name)).st_mtime_ns
                for where, _, names in os.walk(self.place("edition")) for name in names}

    def begin(self, n=6, **how):
        web = self.web()
        stories = [Story(i) for i in range(n)]
        web.publish(stories, **how)
        self.edition(self.source("harbour", web.base + "/feed.xml"))
        return web, stories

    def test_rss_and_atom(self):
        web = self.web()
        first, second = [Story(i) for i in range(5)], [Story(i) for i in range(5, 9)]
        web.publish(first, "/feed.xml", rss)
        web.publish(second, "/atom.xml", atom)
        self.edition(self.source("harbour", web.base + "/feed.xml", section="Local") +
                     self.source("island", web.base + "/atom.xml", section="Island"))
        self.run_ok("run")
        stories = self.stories()
        self.assertEqual(set(stories), {web.base + s.path for s in first + second})
        for s in first + second:
            self.assertEqual(stories[web.base + s.path]["headline"], s.headline)
            self.assertIn(s.paragraphs[-1], stories[web.base + s.path]["articleBody"])
        front = self.read_file("edition/index.html").decode()
        self.assertIn("Local", front)
        self.assertIn("Island", front)

    def test_second_run_has_304s_and_writes_nothing(self):
        web, stories = self.begin()
        self.run_ok("run")
        before = self.files()
        web.forget()
        done = self.run_ok("run")
        self.assertEqual({status for _, status in web.asked()}, {304})
        self.assertIn(("/feed.xml", 304), web.asked())
        self.assertIn("nothing new", done.err)
        self.assertEqual(done.err.count("nothing new"), 2, done.err)
        self.assertEqual(self.files(), before)

    def test_second_run_as_json(self):
        web, stories = self.begin()
        self.run_ok("run")
        fetched, pressed = map(json.loads, self.run_ok("run", "--json", "-q").out.splitlines())
        self.assertEqual(fetched["new"] + fetched["changed"] + fetched["failed"] + fetched["sourcesFailed"], 0)
        self.assertEqual(fetched["requests"], fetched["unchanged"])
        self.assertEqual(pressed["written"], 0)

    def test_codings(self):
        for packed in ("gzip", "br", "zstd"):
            with self.subTest(packed=packed):
                self.clean()
                os.makedirs(self.folder)
                web, stories = self.begin(3, packed=packed)
                self.run_ok("run")
                self.assertEqual(len(self.stories()), 3)
                self.assertTrue(all(packed in e["headers"].get("Accept-Encoding", "") for e in web.log if "robots" not in e["path"]))

    def test_a_changed_story_is_pressed_again_alone(self):
        web, stories = self.begin(8)
        self.run_ok("run")
        before = self.files()
        changed = Story(2, 2)
        changed.at += 1
        web.publish([s for s in stories if s.number != 2] + [changed])
        web.pages["/feed.xml"] = Page(rss(web.base, [changed] + stories[3:]).replace(
            "<pubDate>", "<pubDate>", 1), "application/xml")
        self.set_due()
        self.run_ok("run")
        self.assertIn(changed.headline, self.stories()[web.base + changed.path]["headline"])
        after = self.files()
        pages = [p for p in after if "/story-" in p and p.endswith("index.html") and after[p] != before.get(p)]
        self.assertEqual(len(pages), 1, pages)

    def set_due(self):
        """Lets the time come for every page."""
        import sqlite3
        db = sqlite3.connect(self.place("wirecopy.db"))
        db.execute("UPDATE visit SET due = 1")
        db.commit()
        db.close()

    def test_furniture_that_changes_is_no_change(self):
        web, stories = self.begin(4)
        self.run_ok("run")
        before = self.files()
        for s in stories:
            web.pages[s.path] = Page(s.page(web.base, furniture=3))
        self.set_due()
        fetched, pressed = map(json.loads, self.run_ok("run", "--json", "-q").out.splitlines())
        self.assertEqual((fetched["same"], fetched["changed"], pressed["written"]), (4, 0, 0))
        self.assertEqual(self.files(), before)

    def test_new_story(self):
        web, stories = self.begin(4)
        self.run_ok("run")
        web.publish([Story(9)] + stories)
        web.forget()
        done = self.run_ok("run", "--json", "-q")
        fetched = json.loads(done.out.splitlines()[0])
        self.assertEqual((fetched["new"], fetched["changed"]), (1, 0))
        self.assertEqual([p for p, status in web.asked() if status == 200 and "robots" not in p], ["/feed.xml", Story(9).path])

    def test_story_that_vanished_stays(self):
        web, stories = self.begin(4)
        self.run_ok("run")
        web.publish(stories[1:])
        del web.pages[stories[0].path]
        self.set_due()
        wirecopy("run", cwd=self.folder)
        self.assertEqual(len(self.stories()), 4)

    def test_interrupted_keeps_what_is_done(self):
        web, stories = self.begin(40)
        slow = {s.path: web.pages[s.path] for s in stories}
        for path, page in slow.items():
            web.pages[path] = lambda handler, page=page: (time.sleep(0.1), page.answer(handler))[1]
        import signal
        process = start("fetch", cwd=self.folder)
        deadline = time.time() + 30 * SLOW
        while len(web.asked()) < 12 and time.time() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30 * SLOW)
        self.assertEqual(process.returncode, 130, err)
        kept = len(self.stories())
        self.assertGreater(kept, 0)
        self.assertLess(kept, 40)
        for path, page in slow.items():
            web.pages[path] = page
        self.run_ok("fetch")
        self.assertEqual(len(self.stories()), 40)

    def test_every(self):
        web, stories = self.begin(3)
        import signal
        process = start("run", "--every", "1s", cwd=self.folder)
        deadline = time.time() + 30 * SLOW
        while sum(p == "/feed.xml" for p, _ in web.asked()) < 3 and time.time() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30 * SLOW)
        self.assertEqual(process.returncode, 130, err)
        self.assertGreaterEqual(sum(p == "/feed.xml" for p, _ in web.asked()), 3)

    def test_serve_every(self):
        import re
        import signal
        import urllib.request
        web, stories = self.begin(3)
        process = start("serve", "--every", "1s", "--listen", "127.0.0.1:0", cwd=self.folder)
        try:
            line = b""
            while b"serving" not in line:
                line = process.stderr.readline()
                self.assertTrue(line, "serve has ended")
            url = re.search(rb"http://\S+", line)[0].decode()
            self.assertIn(stories[0].headline, urllib.request.urlopen(url, timeout=20).read().decode())
            web.publish([Story(50)] + stories)
            deadline = time.time() + 30 * SLOW
            while Story(50).headline not in urllib.request.urlopen(url, timeout=20).read().decode():
                self.assertLess(time.time(), deadline, "what is new is not served")
                time.sleep(0.2)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30 * SLOW)
        self.assertEqual(process.returncode, 0)


if __name__ == "__main__":
    main()
