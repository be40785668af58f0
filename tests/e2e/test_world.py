"""test_world.py: one edition of all the papers of the demo's press: nothing lost, nothing doubled, nothing dead, each in its
language; texts, feeds and servers in every habit; worlds that are empty, tiny, or oddly named."""

import configparser
import html
import json
import re
import sys
import unittest
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from newsroom import WIRECOPY, Case, main
from test_demo import DEMO, Reader, target

sys.path.insert(0, str(DEMO))
from world import feeds  # noqa: E402
from world.build import made_of, publishers, read_world, write_site  # noqa: E402
from world.kernel import KernelError, read_story  # noqa: E402
from world.many import grow  # noqa: E402
from world.score import score_sites  # noqa: E402
from world.server import open_server  # noqa: E402


LANGUAGES = set("en es fr de pt it nl pl tr ru uk ar he fa hi zh ja ko".split())
RIGHT_TO_LEFT = {"ar", "he", "fa"}
WORDS = DEMO.parent / "themes" / "lite" / "words.ini"


def fixed_words():
    """{language: {key: words}} of words.ini, with what a section takes from another."""
    ini = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=False)
    ini.read(WORDS, encoding="utf-8")
    words = {name: dict(ini[name]) for name in ini.sections()}
    return {name: {**words.get(own.get("like", ""), {}), **own} for name, own in words.items()}


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
            self.edition(sources, more="full-site = https://papers.example/")
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
        self.assertGreaterEqual(len(exported), 150)
        self.check_words(exported, edition)
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
        self.assertGreaterEqual(languages, LANGUAGES)
        self.assertEqual(directions, {"ltr", "rtl"})
        self.assertIn("nothing new", self.again.err)
        self.assertGreater(len([entry for entry in asked if entry["status"] == 304]), len(worlds) // 2)

    def check_words(self, exported, edition):
        """Each story's page speaks the story's language: its fixed words, its direction."""
        words, spoken = fixed_words(), set()
        pages = [path.read_text(encoding="utf-8") for path in edition.glob("[0-9]*/*/*/*/*/index.html")]
        by_headline = {html.unescape(re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)[1]): page for page in pages}
        for story in exported:
            language = story.get("inLanguage", "en-US")
            own = words.get(language) or words[language.split("-")[0]]
            page = by_headline[story["headline"]]
            stamp = own["updated" if story.get("dateModified", story.get("datePublished")) != story.get("datePublished") else "published"]
            label = stamp.partition("{")[0].strip()
            for wanted in [own["see-full"], own["full-site"].partition("{")[0].strip()] + [label] * ("datePublished" in story):
                self.assertIn(wanted, html.unescape(page), f"{language}: {story['headline']}")
            direction = "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
            self.assertEqual(re.search(r"<html[^>]* dir=\"?(\w+)", page)[1] if "dir=" in page[:200] else "ltr", direction, language)
            spoken.add(language.split("-")[0])
        self.assertEqual(spoken, LANGUAGES)

    def test_a_flaky_server_loses_nothing_for_good(self):
        world = read_world("furna-gazette", "1")
        world.publisher.web = "flaky"
        write_site(world, self.place("site"))
        with open_server() as server:
            self.edition(self.source("furna", server.add("furna", self.place("site"), world.publisher), rights="own"))
            self.run_ok("run", status=1)
            self.assertLess(len(self.stories()), len(world.stories))
            server.sites["furna"].habits = []
            self.store("UPDATE visit SET due = 1")  # the time has come to ask again
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


    def test_two_publishers_with_one_name(self):
        """Two papers called The Post print a story of one headline on one day in one section: two stories, two addresses."""
        keys = ("ribeira-courier", "furna-gazette")
        worlds = [read_world(key, "1") for key in keys]
        with open_server() as server:
            sources = ""
            for world, key in zip(worlds, keys):
                story = next(story for story in world.stories if "copy" not in story.head)
                world.publisher.name, world.publisher.sections, world.publisher.section_slugs = "The Post", ["News"], {"News": "news"}
                world.publisher.engine, world.publisher.encoding, world.publisher.feed = "parish", "utf-8", "rss"
                story.blocks = [block for block in story.blocks if block.kind != "related"]
                story.slug, story.head["headline"], story.head["section"] = "one-story", "One story of two papers", "News"
                story.published, story.updated = datetime(2026, 11, 20, 12, tzinfo=timezone.utc), None
                world.stories = [story]
                write_site(world, self.place(key))
                sources += self.source(key, server.add(key, self.place(key), world.publisher), rights="own")
            self.edition(sources)
            self.run_ok("run")
            self.run_ok("run")
        self.assertEqual([story["headline"] for story in self.stories().values()], ["One story of two papers"] * 2)
        pages = list(Path(self.place("edition")).glob("2026/11/20/news/*/index.html"))
        self.assertEqual(len(pages), 2, pages)
        self.assertEqual(len({path.read_text(encoding="utf-8").split("<main")[1] for path in pages}), 2, "one stands twice")

    def test_a_great_many(self):
        """A hundred thousand stories: each at an address of its own, in maps of a lawful size; of some hundreds, the pages too."""
        world = grow(replace(read_world("meridian-wire", "1"), is_light=True), 100_000)
        self.assertEqual(len({world.publisher.story_path(story) for story in world.stories}), 100_000)
        maps = feeds.sitemaps(world)
        self.assertEqual(sorted(maps), ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"])
        self.assertEqual([maps[name].count("<loc>") for name in sorted(maps)], [50_000, 50_000, 2])
        self.assertEqual(feeds.feed(world).count('"url"'), world.feed_length)
        few = grow(replace(read_world("meridian-wire", "1"), is_light=True), 400)
        write_site(few, self.place("site"))
        with open_server() as server:
            server.add("wire", self.place("site"), few.publisher)
            self.edition(self.source("wire", f"{server.own}wire/sitemap.xml", rights="own"))
            self.run_ok("run", timeout=120)
        self.assertEqual(len(self.stories()), 400)

    def test_every_paper_without_a_story(self):
        for key in publishers():
            with self.subTest(key):
                world = replace(read_world(key, "1"), stories=[])
                write_site(world, self.place(key))
                self.assertTrue(Path(self.place(key, "index.html")).is_file())
                if world.publisher.feed_name:
                    done = self.run_ok("feed", self.place(key, world.publisher.feed_name))
                    self.assertEqual(json.loads(done.out)["items"], [])

    def test_texts_that_are_no_stories(self):
        """A text that is not in the format is named, with what is wrong."""
        head = "section: Essays\nheadline: H\npublished: 2026-11-20T00:12:00+00:00\n"
        for text, says in ((f"{head}colour: red\n\nText.", "unknown header 'colour: red'"), ("section: Essays\n\nText.", "lacks headline, published"),
                           (head, "has no text"), (f"{head}\n!shout: now", "unknown command !shout"),
                           (f"{head}\n!update: 25 | H", "an update is HH:MM"), (f"{head}\n!photo: a | b", "a photo is FILE"),
                           (f"{head}\n!embed: a | b", "an embed is PROVIDER"), (f"{head}\n!chart: C", "a chart needs lines"),
                           (f"{head}\n!gallery: C", "a gallery needs lines"), (f"{head}first: two\n\nText.", "first is a number"),
                           (f"{head}copy: nobody/nothing\n\nText.", "nothing to copy"), (f"{head}updated: yesterday\n\nText.", "updated is to be as"),
                           (f"{head}withdrawn: 2026-11-20T00:12:00\n\nText.", "withdrawn is to be as"), (head.encode() + b"\n\xff", "not UTF-8")):
            with self.subTest(says):
                path = Path(self.write("stories/odd.txt", text))
                with self.assertRaisesRegex(KernelError, f"odd.txt: .*{re.escape(says)}|odd.txt: {re.escape(says)}"):
                    read_story(path, read_world("long-water", "1").publisher)

    def test_no_story_to_make_others_of(self):
        world = replace(read_world("hafenbote", "1"), stories=[])
        self.assertEqual(grow(world, 0).stories, [])
        with self.assertRaisesRegex(KernelError, "hafenbote: no story to make others of"):
            grow(world, 10)


class Truth(Case):
    """Every page's truth against what `read` prints. The floors rise as extraction gets better: `make score` has the figures."""

    def test_all_papers(self):
        sites = {}
        for key in publishers():
            sites[key] = self.place(key)
            write_site(read_world(key, "1"), sites[key])
        score = score_sites(WIRECOPY, sites)
        faults = "\n".join(score.faults[:30])
        self.assertGreaterEqual(score.all.precision, 0.95, faults)
        self.assertGreaterEqual(score.all.recall, 0.95, faults)
        right, of = score.facts["headline"]
        self.assertGreaterEqual(right, 0.98 * of, faults)

    def test_every_kind_of_mess_is_there_and_named(self):
        found, asked = set(), re.search(r"^## The mess\n(.*?)^## ", (DEMO / "README.md").read_text(encoding="utf-8"), re.S | re.M)[1]
        named = {kind.strip() for row in re.findall(r"^\| (.*?) \|", asked, re.M)[1:] for kind in row.split(",")}
        n = 0
        for key in publishers():
            world = read_world(key, "1")
            n += len(world.stories)
            write_site(world, self.place(key))
            for path in Path(self.place(key)).rglob("truth.json"):
                found |= set(json.loads(path.read_text(encoding="utf-8"))["mess"])
        self.assertEqual(found - named, set(), "on a page, but not in the table of demo/README.md")
        self.assertEqual(named - found, set(), "in the table, but on no page")
        self.assertGreaterEqual(len({kind for kind in found if kind.startswith("zone ")}), 12)
        self.assertGreaterEqual(n, 150)

    def test_people_recur_and_change_offices(self):
        """Who speaks, where, and as what: people who are heard again, and some who have become something else in between."""
        where, offices, events, unknown = {}, {}, {}, []
        for key in publishers():
            world = read_world(key, "1")
            for story in world.stories:
                events.setdefault(story.head.get("event"), set()).add(key)
                for _, _, truth in made_of(story, world)[:1]:
                    for quote in truth.get("quotes", []):
                        where.setdefault(quote.get("speaker"), set()).add(story.slug)
                    for name, office in truth.get("offices", {}).items():
                        offices.setdefault(name, set()).add(office)
            unknown = [name for name, held in world.offices.items() if [first for first, _ in held] != sorted({first for first, _ in held})]
        self.assertFalse(unknown, "two offices on one day")
        self.assertGreaterEqual(len([name for name, slugs in where.items() if len(slugs) > 1]), 30)
        self.assertGreaterEqual(len([name for name, held in offices.items() if len(held) > 1]), 5, offices)
        events.pop(None)
        self.assertGreaterEqual(len([event for event, keys in events.items() if len(keys) > 1]), 8, events)

    def test_quotes_stand_where_the_truth_says(self):
        n = 0
        for key in publishers():
            write_site(read_world(key, "1"), self.place(key))
            for path in Path(self.place(key)).rglob("truth.json"):
                truth = json.loads(path.read_text(encoding="utf-8"))
                for quote in truth.get("quotes", []):
                    self.assertEqual(truth["articleBody"][quote["start"]:quote["end"]], quote["text"], path)
                    n += 1
        self.assertGreater(n, 400)


if __name__ == "__main__":
    main()
