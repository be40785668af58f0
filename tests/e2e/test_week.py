"""test_week.py: a week of the demo's press played through `run`, the edition looked at after every step: nothing lost, nothing
doubled, nothing torn, nothing dead, nothing stale; a paper that is down for a night; a clock that jumps back."""

import gzip
import html
import json
import re
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

from newsroom import Case, main
from test_demo import DEMO, EDITION, Reader, target

sys.path.insert(0, str(DEMO))
from world.build import publishers, read_world  # noqa: E402
from world.clock import Press, as_of, date_visits, steps  # noqa: E402
from world.edition import ini_text  # noqa: E402
from world.server import open_server  # noqa: E402

FIRST = datetime(2026, 11, 17, tzinfo=timezone.utc)
HOURS, DAYS = 12, 7
DOWN = "hafenbote"  # closed for one step
FULL = re.compile(r"<p><a href=\"?([^\"> ]+)\"?>(?:[^<]*)</a>\s*(?:<p>|</footer>)")
STORY = "[0-9][0-9][0-9][0-9]/*/*/*/*/index.html"


class Week(Case):
    """The papers' clock is set, `run` is run, the edition is looked at."""

    def start(self, server, keys, hours_ago=0):
        self.worlds = [read_world(key, "1") for key in keys]
        self.server, self.press = server, Press(self.worlds, self.place("newspapers"), server)
        self.write("wirecopy.ini", ini_text(self.worlds, self.press.feeds).replace("[edition]", "[edition]\ncompress = gz"))
        self.expected, self.edition_folder = {}, Path(self.place("edition"))

    def step(self, moment, status=0):
        """Sets the clock and runs; gives what the papers have then, and what was asked."""
        views, asked = self.press.move(moment), len(self.server.entries)
        self.done = self.run_ok("run", status=status)
        date_visits(self.place("wirecopy.db"), moment)
        return views, self.server.entries[asked:]

    def expect(self, views, but=()):
        """What the feeds name is from now on to be in the edition, by its address at the paper."""
        for view in views:
            if view.publisher.key not in but:
                for story in view.stories[:view.feed_length]:
                    self.expected[view.publisher.key, view.publisher.story_path(story)] = story

    def source_of(self, address):
        """(paper, path) of an address at a paper: its own or the server's."""
        for world in self.worlds:
            for base in (world.publisher.address, f"{self.server.own}{world.publisher.key}/"):
                if address.startswith(base):
                    return world.publisher.key, address[len(base):]
        return None

    def pages(self):
        """{(paper, path): [page, ...]} of the edition's stories."""
        found = {}
        for path in sorted(self.edition_folder.glob(STORY)):
            page = path.read_text(encoding="utf-8")
            links = [self.source_of(html.unescape(link)) for link in FULL.findall(page[page.rindex("<footer"):])]
            source = next(filter(None, links), None)
            self.assertIsNotNone(source, f"{path}: no way to the full article")
            found.setdefault(source, []).append((path, page))
        return found

    def check_edition(self, moment):
        pages = self.pages()
        lost = set(self.expected) - set(pages)
        self.assertFalse(lost, f"{moment}: lost")
        doubled = [source for source, here in pages.items() if len(here) > 1]
        self.assertFalse(doubled, f"{moment}: doubled")
        self.assertFalse(set(pages) - set(self.expected), f"{moment}: from nowhere")
        self.check_whole_and_alive(moment)
        self.check_fronts(moment, pages)
        return {source: page for source, [(_, page)] in pages.items()}

    def check_whole_and_alive(self, moment):
        """Every file is whole, beside its compressed twin, and its links lead to pages that are there."""
        n = 0
        for path in sorted(self.edition_folder.rglob("*.html")):
            data = path.read_bytes()
            name = str(path.relative_to(self.edition_folder))
            self.assertTrue(data.startswith(b"<!doctype html>") and data.rstrip().endswith((b"</footer>", b"</html>")), f"{moment}: {name} is torn")
            twin = path.parent / (path.name + ".gz")
            self.assertEqual(gzip.decompress(twin.read_bytes()), data, f"{moment}: {name}.gz is another")
            for href in Reader(data.decode("utf-8")).links:
                found = target(self.edition_folder, name, href)
                if found:
                    self.assertTrue(found[0].is_file(), f"{moment}: {name}: {href} leads nowhere")
                    n += 1
        for name in ("sitemap.xml", "feed.xml"):
            text = (self.edition_folder / name).read_text(encoding="utf-8")
            for address in re.findall(rf"{re.escape(EDITION)}[^<\"&]*", text):
                self.assertTrue(target(self.edition_folder, "", address)[0].is_file(), f"{moment}: {name}: {address} leads nowhere")
        self.assertGreater(n, 50)

    def check_fronts(self, moment, pages):
        """Each story stands once in the archive of its day, and the front names none twice."""
        days = Counter()
        for path in self.edition_folder.glob("archive/[0-9]*/[0-9]*/[0-9]*/index.html"):
            days.update(set(re.findall(r"href=\"?(/\d{4}/\d\d/\d\d/[^\"> ]+)", path.read_text(encoding="utf-8"))))
        there = {"/" + str(path.parent.relative_to(self.edition_folder)) + "/" for here in pages.values() for path, _ in here}
        self.assertEqual({address: n for address, n in days.items() if n > 1}, {}, f"{moment}: twice in the archive")
        self.assertEqual(set(days), there, f"{moment}: the archive")

    def check_current(self, moment, views, pages):
        """What a paper has changed is as it stands there now."""
        n = 0
        for view in views:
            for story in view.stories[:view.feed_length]:
                if not story.updated or view.publisher.engine == "gazette":
                    continue
                page = html.unescape(pages[view.publisher.key, view.publisher.story_path(story)])
                self.assertIn(story.head["headline"], page, f"{moment}: an old headline stands")
                n += 1
        return n

    def test_the_week(self):
        n_changed = n_gone = n_new = 0
        with open_server(log=self.place("access.jsonl")) as server:
            self.start(server, publishers())
            for i, moment in enumerate(steps(FIRST, FIRST + timedelta(days=DAYS), HOURS)):
                closed = server.sites[DOWN]
                usual, closed.habits = closed.habits, ["down"] if i == 5 else closed.habits
                if i in (8, 14):  # everything is looked at again
                    self.make_due()
                views, asked = self.step(moment, status=int(i == 5))
                if i == 8:  # two pages are gone, which is said, and their stories stay
                    self.assertEqual(self.done.err.count("the publisher has taken it away (410); the story stays"), 2)
                closed.habits = usual
                self.expect(views, [DOWN] if i == 5 else [])
                n_changed += self.check_current(moment, views if i != 5 else [], self.check_edition(moment))
                n_gone += len([entry for entry in asked if entry["status"] == 410])
                n_new += len(re.findall(r"\b[1-9]\d* new", self.done.err))
                failed = [(entry["status"], entry["path"]) for entry in asked if entry["status"] not in (200, 301, 304, 410, 503)]
                if i:  # in the beginning a feed is looked for where a front names none
                    self.assertEqual(failed, [], moment)
                else:
                    self.assertTrue(all(status == 404 and path.startswith("/furna-gazette/") for status, path in failed), failed)
            again = seen_bytes(self.edition_folder)
            self.run_ok("run")
            self.assertEqual(seen_bytes(self.edition_folder), again, "nothing was new, and yet something was written")
        self.assertGreaterEqual(len(self.expected), 120)
        self.assertGreaterEqual(n_changed, 20)
        self.assertEqual(n_gone, 2, "two stories were taken back, which is asked once")
        self.assertGreaterEqual(n_new, 12)
        self.check_log(self.place("access.jsonl"))

    def make_due(self):
        self.store("UPDATE visit SET due = 1 WHERE status <> 410")

    def check_log(self, path):
        """What the papers' servers saw: one who says who it is, asks for a page once a step, and does not ask for whole what it has."""
        with open(path, encoding="utf-8") as file:
            entries = [json.loads(line) for line in file]
        self.assertTrue(all("irecopy" in entry["user_agent"] for entry in entries))
        whole = Counter(entry["path"] for entry in entries if entry["status"] == 200 and entry["path"].startswith("/faro-de-levante/puerto/"))
        self.assertLessEqual(max(whole.values()), 3, "a page whose ETag works was fetched whole again and again")
        self.assertGreater(len([entry for entry in entries if entry["status"] == 304]), 50)

    def test_a_clock_that_jumps_back(self):
        """Two days back: feeds have lost stories and have old versions of others. What was read stays, once, and then goes on."""
        day = FIRST + timedelta(days=5, hours=20)
        with open_server() as server:
            self.start(server, ["faro-de-levante", "island-two", "meridian-wire"])
            for moment in (day, day - timedelta(days=2), day - timedelta(days=30), day + timedelta(days=1)):
                views, _ = self.step(moment)
                self.expect(views)
                pages = self.check_edition(moment)
            self.assertGreater(self.check_current(moment, views, pages), 3)

    def test_a_clock_before_there_was_news(self):
        with open_server() as server:
            self.start(server, ["hafenbote"])
            self.step(datetime(1999, 1, 1, tzinfo=timezone.utc))
            self.assertIn("0 stories", self.done.err)
            views, _ = self.step(FIRST + timedelta(days=6))
            self.expect(views)
            self.check_edition("the first news")


class Clock(Case):
    """What stands in a paper at a moment."""

    def test_versions(self):
        world = read_world("island-two", "1")

        def at(day, hour, minute, slug="storm-live"):
            view = as_of(world, datetime(2026, 11, day, hour, minute, tzinfo=timezone.utc))
            return view.by_slug[slug] if slug in {story.slug for story in view.stories} else None

        self.assertIsNone(at(22, 6, 9))
        self.assertEqual([block.value for block in at(22, 6, 10).blocks], ["Ferry stopped, bridges shut"])
        self.assertEqual(len(at(22, 12, 20).blocks), 3)
        self.assertEqual(at(22, 12, 19).head["headline"], "Gale on its way to Santa Brisa")
        self.assertEqual(at(22, 15, 40), world.by_slug["storm-live"])
        self.assertIsNotNone(at(20, 13, 59, "carrier-bag-swan"))
        self.assertIsNone(at(20, 14, 0, "carrier-bag-swan"))

    def test_an_edited_update_is_not_edited_before_it_was(self):
        world = read_world("island-two", "1")
        before, after = (as_of(world, datetime(2026, 11, 18, 21, minute, tzinfo=timezone.utc)).by_slug["hearing-live"] for minute in (40, 50))
        self.assertEqual([block.edited for block in before.blocks], [None] * 4)
        self.assertEqual(len([block for block in after.blocks if block.edited]), 1)


def seen_bytes(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


if __name__ == "__main__":
    main()
