"""test_world.py: one edition of all the papers of the demo's press: nothing lost, nothing doubled, nothing dead, each in its
language; texts, feeds and servers in every habit; worlds that are empty, tiny, or oddly named."""

import json
import re
import sqlite3
import sys
import unittest
from pathlib import Path

from newsroom import WIRECOPY, Case, main
from test_demo import DEMO, Reader, target

sys.path.insert(0, str(DEMO))
from world import feeds  # noqa: E402
from world.build import publishers, read_world, write_site  # noqa: E402
from world.score import score_sites  # noqa: E402
from world.server import open_server  # noqa: E402


class World(Case):
    """One edition of every paper."""

    def press_world(self, keys, habits=None):
        """Serves the papers, runs wirecopy on them twice; gives the worlds and what the second run asked."""
        worlds = [read_world(key, "1") for key in keys]
        with open_server() as server:
            sources = ""
            for world in worlds:
                if habits is not None:
                    world.publisher.web = habits
                site = Path(self.place("sites", world.publisher.key))
                write_site(world, site)
                sources += self.source(world.publisher.key, server.add(world.publisher.key, site, world.publisher), rights="own")
            self.edition(sources)
            self.run_ok("run")
            first = len(server.entries)
            self.again = self.run_ok("run")
            return worlds, server.entries[first:]

    def test_all_papers(self):
        worlds, asked = self.press_world(publishers())
        edition = Path(self.place("edition"))
        exported = list(self.stories().values())
        headlines = {story["headline"] for story in exported}
        wanted = {story.head["headline"] for world in worlds if world.publisher.engine != "gazette" for story in world.stories}
        self.assertLessEqual(len(wanted - headlines), len(wanted) // 50, wanted - headlines)
        self.assertEqual(len(exported), sum(len(world.stories) for world in worlds))
        n, languages, directions = 0, set(), set()
        for path in sorted(edition.rglob("*.html")):
            name = str(path.relative_to(edition))
            page = Reader(path.read_text(encoding="utf-8"))
            self.assertNotIn("script", page.tags, name)
            self.assertEqual(page.tags.count("h1"), 1, name)
            languages.add(page.attributes[0][1].get("lang", "").split("-")[0])
            directions.add(page.attributes[0][1].get("dir", "ltr"))
            for href in page.links:
                if not href.startswith(("http://127", "https://lite.example.org", "/")) and ":" in href:
                    continue
                found = target(edition, name, href.replace("https://lite.example.org/", "https://lite.harbourlight.example/"))
                if found:
                    self.assertTrue(found[0].is_file(), f"{name}: {href} leads nowhere")
                    n += 1
        self.assertGreater(n, 500)
        self.assertGreaterEqual(languages, {"en", "es", "de", "ar", "ja", "hi", "pt"})
        self.assertEqual(directions, {"ltr", "rtl"})
        self.assertIn("nothing new", self.again.err)
        self.assertGreater(len([entry for entry in asked if entry["status"] == 304]), len(worlds) // 2)

    def test_a_flaky_server_loses_nothing_for_good(self):
        world = read_world("furna-gazette", "1")
        world.publisher.web = "flaky"
        write_site(world, self.place("site"))
        with open_server() as server:
            self.edition(self.source("furna", server.add("furna", self.place("site"), world.publisher), rights="own"))
            self.run_ok("run", status=1)
            self.assertLess(len(self.stories()), len(world.stories))
            server.sites["furna"].habits = []
            db = sqlite3.connect(self.place("wirecopy.db"))
            db.execute("UPDATE visit SET due = 1")  # the time has come to ask again
            db.commit()
            db.close()
            self.run_ok("run")
        self.assertEqual(len(self.stories()), len(world.stories))

    def test_a_lying_etag_and_none(self):
        for habits in ("etag-lies", "etag-never"):
            with self.subTest(habits=habits):
                worlds, asked = self.press_world(["hafenbote"], habits)
                self.assertNotIn(304, {entry["status"] for entry in asked})
                self.assertIn("stand as they were", self.again.err)
                self.clean()
                Path(self.folder).mkdir()


class Feeds(Case):
    """A feed of every format names every story."""

    def test_formats(self):
        world = read_world("harbour-light", "1")
        for form in feeds.FORMATS:
            with self.subTest(format=form):
                world.publisher.feed = form
                made = self.write(form, feeds.feed(world))
                done = self.run_ok("feed", "--url", world.publisher.address + world.publisher.feed_name, made)
                got = json.loads(done.out)
                items = {item.get("url") or item.get("external_url") for item in got["items"]}
                self.assertEqual(items, {world.publisher.story_url(story) for story in world.stories})


class Odd(Case):
    """Worlds that nobody planned."""

    def test_no_story_at_all_and_a_single_one(self):
        for n in (0, 1):
            world = read_world("hafenbote", "1")
            world.stories = world.stories[:n]
            world.publisher.engine = "rotativa"
            for story in world.stories:
                story.head.pop("mess", None)
                story.blocks = [block for block in story.blocks if block.kind != "related"]
            site = Path(self.place(f"site{n}"))
            write_site(world, site)
            with open_server() as server:
                self.edition(self.source("one", server.add("one", site, world.publisher), rights="own"))
                self.run_ok("run")
            self.assertEqual(len(self.stories()), n)
            self.assertTrue(Path(self.place("edition", "index.html")).is_file())

    def test_a_section_called_archive(self):
        world = read_world("hafenbote", "1")
        for story in world.stories:
            story.head["section"] = "Archive"
        world.publisher.sections, world.publisher.section_slugs = ["Archive"], {"Archive": "archive"}
        site = Path(self.place("site"))
        write_site(world, site)
        with open_server() as server:
            self.edition(self.source("one", server.add("one", site, world.publisher), rights="own"))
            self.run_ok("run")
        fronts = [path.parent.name for path in Path(self.place("edition")).glob("*/index.html")]
        self.assertIn("archive", fronts)
        self.assertTrue([name for name in fronts if re.fullmatch(r"archive-.+", name)], fronts)


class Truth(Case):
    """Every page's truth against what `read` prints. The floors rise as extraction gets better: `make score` has the figures."""

    def test_all_papers(self):
        sites = {}
        for key in publishers():
            sites[key] = self.place(key)
            write_site(read_world(key, "1"), sites[key])
        score = score_sites(WIRECOPY, sites)
        faults = "\n".join(score.faults[:30])
        self.assertGreaterEqual(score.all.precision, 0.75, faults)
        self.assertGreaterEqual(score.all.recall, 0.85, faults)
        right, of = score.facts["headline"]
        self.assertGreaterEqual(right, 0.9 * of, faults)

    def test_quotes_stand_where_the_truth_says(self):
        n = 0
        for key in publishers():
            write_site(read_world(key, "1"), self.place(key))
            for path in Path(self.place(key)).rglob("truth.json"):
                truth = json.loads(path.read_text(encoding="utf-8"))
                for quote in truth.get("quotes", []):
                    self.assertEqual(truth["articleBody"][quote["start"]:quote["end"]], quote["text"], path)
                    n += 1
        self.assertGreater(n, 80)


if __name__ == "__main__":
    main()
