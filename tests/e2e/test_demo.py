"""test_demo.py: the demo's newspaper from heavy page to lite edition: nothing lost, nothing dead, nothing done twice."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from newsroom import SLOW, WIRECOPY, Case, main, wirecopy

DEMO = Path(__file__).resolve().parents[2] / "demo"
sys.path.insert(0, str(DEMO))
from world.build import read_world, write_site  # noqa: E402
from world.score import score_sites  # noqa: E402
from world.server import open_server  # noqa: E402

EDITION = "https://lite.harbourlight.example/"
LINKS = {"a": "href", "link": "href", "img": "src", "form": "action"}
MOST_LOST = 1  # paragraphs of the seed-like story that extraction may lose
SEED_STORY = "2026/10/21/world/envoy-second-visit"


class Reader(HTMLParser):
    """A page's links, ids, texts in their order, and tags."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.links, self.ids, self.texts, self.tags, self.attributes, self._open = [], set(), [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.attributes.append((tag, attrs))
        self._open.append(tag)
        self.ids.add(attrs.get("id"))
        if LINKS.get(tag) in attrs:
            self.links.append(attrs[LINKS[tag]])

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not {"style", "script"} & set(self._open):
            self.texts.append(" ".join(data.split()))

    @property
    def text(self):
        return " ".join(self.texts)


def demo(folder, *more, **how):
    return subprocess.run([sys.executable, str(DEMO / "run"), "--folder", str(folder), "--wirecopy", WIRECOPY, *more],
                          capture_output=True, text=True, timeout=180 * SLOW, check=False, **how)


def seen(folder):
    """{path: (inode, change, bytes)} of all files below a folder."""
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns, path.stat().st_size)
            for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


def target(edition, page, href):
    """The file that a link of a page leads to, and its fragment; None where it leads out of the edition."""
    url = urlsplit(urljoin(EDITION + page, href))
    if f"{url.scheme}://{url.netloc}/" != EDITION:
        return None
    place = edition / unquote(url.path).lstrip("/")
    return (place / "index.html" if url.path.endswith("/") else place), url.fragment


class Pressed(unittest.TestCase):
    """One demo for all these tests, in a folder with a space in its name."""

    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.mkdtemp(prefix="wirecopy demo ")
        cls.folder = Path(cls.top) / "the demo"
        cls.done = demo(cls.folder)
        cls.edition = cls.folder / "edition"
        cls.world = read_world("harbour-light", "1")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top, ignore_errors=True)

    def page(self, path):
        return (self.edition / path).read_text(encoding="utf-8")

    def test_1_says_what_came_of_it(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        out = self.done.stdout
        self.assertRegex(out, r"24 stories of 24, 3 sections \(Local, World, Sport\)")
        self.assertRegex(out, r"the newspaper's pages weigh \d+\.\d MB, the lite edition 0\.\d MB \(\d\.\d %\)")
        self.assertRegex(out, r"heaviest page: .*KB there, .*KB here")
        command = re.search(r"^    (.* serve)$", out, re.M)[1]
        self.assertIn("'", command, "a path with a space must be quoted to be typed")

    def test_2_newspaper_is_heavy(self):
        pages = [path.stat().st_size for path in (self.folder / "newspaper").rglob("*.html") if (path.parent / "truth.json").exists()]
        self.assertEqual(len(pages), 24)
        self.assertGreaterEqual(min(pages), 200_000)
        self.assertLessEqual(max(pages), 1_000_000)

    def test_3_every_story_is_there(self):
        for story in self.world.stories:
            page = Reader(self.page(self.world.publisher.story_path(story) + "index.html"))
            self.assertIn(story.head["headline"], page.text)

    def test_4_every_internal_link_resolves(self):
        n = 0
        for path in sorted(self.edition.rglob("*.html")):
            name = str(path.relative_to(self.edition))
            for href in Reader(path.read_text(encoding="utf-8")).links:
                found = target(self.edition, name, href)
                if found:
                    place, fragment = found
                    self.assertTrue(place.is_file(), f"{name}: {href} leads nowhere")
                    if fragment:
                        self.assertIn(unquote(fragment), Reader(place.read_text(encoding="utf-8")).ids, f"{name}: {href}")
                    n += 1
        self.assertGreater(n, 200)

    def test_4_maps_and_feeds_lead_somewhere(self):
        for name in ("sitemap.xml", "news-sitemap.xml", "feed.xml", "sport/feed.xml"):
            addresses = re.findall(rf"{re.escape(EDITION)}[^<\"&]*", self.page(name))
            if name != "news-sitemap.xml":  # which has the last two days' alone
                self.assertGreater(len(addresses), 1, name)
            for address in addresses:
                place, _ = target(self.edition, "", address)
                self.assertTrue(place.is_file(), f"{name}: {address} leads nowhere")

    def test_5_no_page_asks_for_anything(self):
        for path in self.edition.rglob("*.html"):
            page = Reader(path.read_text(encoding="utf-8"))
            name = path.relative_to(self.edition)
            self.assertNotIn("script", page.tags, name)
            self.assertFalse({"img", "iframe", "object", "embed", "video", "audio"} & set(page.tags), name)
            self.assertFalse([(t, a) for t, a in page.attributes if any(key.startswith("on") for key in a)], name)
            self.assertEqual(page.tags.count("h1"), 1, name)
            self.assertFalse([a for t, a in page.attributes if t == "link" and "stylesheet" in a.get("rel", "")], name)

    def test_6_language_and_direction(self):
        for slug, language, direction in (("suq-kutub", "ar", "rtl"), ("aldeia-comboio", "pt-PT", "ltr"), ("fish-market-vote", "en-GB", "ltr")):
            page = Reader(self.page(self.world.publisher.story_path(self.world.by_slug[slug]) + "index.html"))
            root = page.attributes[0][1]
            self.assertEqual((root.get("lang"), root.get("dir", "ltr")), (language, direction))

    def test_7_the_seed_s_elements_in_their_order(self):
        """Three authors and an organisation, a stamp with a zone's name, a source, thirty paragraphs, four legal links."""
        text = Reader(self.page(SEED_STORY + "/index.html")).text
        story = self.world.by_slug["envoy-second-visit"]
        wanted = [story.head["headline"], "By Hannah Corrigan, Theo Marsh and Yuki Tanabe, The Harbour Light",
                  "Updated:", "AM", "Wed October 21, 2026", "Source:", "The Harbour Light"]
        paragraphs = ["".join(span.text for span in block.spans) for block in story.blocks]
        there = [paragraph for paragraph in paragraphs if paragraph in text]
        self.assertGreaterEqual(len(there), max(30, len(paragraphs) - MOST_LOST), set(paragraphs) - set(there))
        wanted += there
        wanted += ["See Full Web Article", "Go to the full The Harbour Light experience",
                   "© 2026 Harbour Light Trust. All Rights Reserved.",
                   "Terms of Use", "|", "Privacy Policy", "|", "Ad Choices", "|", "Cookie Settings"]
        at = text.index(wanted[0])
        for piece in wanted:
            found = text.find(piece, at)
            self.assertGreaterEqual(found, 0, f"{piece!r} is not there, or not in its order")
            at = found + len(piece)

    def test_8_the_seed_s_story_as_text(self):
        page = self.folder / "newspaper" / "harbour-light" / SEED_STORY / "index.html"
        url = f"https://harbourlight.example/{SEED_STORY}/"
        done = wirecopy("read", "--url", url, page)
        self.assertEqual(done.returncode, 0, done.err)
        lines = done.out.splitlines()
        story = self.world.by_slug["envoy-second-visit"]
        self.assertEqual(lines[:6], [story.head["headline"], "", "By Hannah Corrigan, Theo Marsh and Yuki Tanabe, The Harbour Light",
                                     "Updated: 4:53 AM EDT, Wed October 21, 2026", "Source: The Harbour Light", ""])
        self.assertEqual(lines[-1], f"See Full Web Article: {url}")
        body = lines[6:-1]
        lost = [text for text in ("".join(span.text for span in block.spans) for block in story.blocks) if text not in body[0::2]]
        self.assertLessEqual(len(lost), MOST_LOST, lost)
        self.assertTrue(all(line == "" for line in body[1::2]), "a paragraph a line, an empty line after each")

    def test_8_the_readme_s_session_is_true(self):
        readme = (DEMO.parent / "README.md").read_text(encoding="utf-8")
        page, shown = re.search(r"\n    \$ build/wirecopy read build/demo/(\S+)\n((?:    .*\n|\n)+)", readme).groups()
        done = wirecopy("read", self.folder / page)
        wanted = [line.strip() for line in shown.strip().split("\n")]
        self.assertTrue(wanted[-1].endswith(" ..."))
        got = done.out.splitlines()[:len(wanted)]
        self.assertEqual(got[:-1], wanted[:-1])
        self.assertTrue(got[-1].startswith(wanted[-1][:-4]))

    def test_9_again_asks_once_and_presses_nothing(self):
        before = seen(self.edition)
        (self.folder / "access.jsonl").unlink()
        done = demo(self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr.count("nothing new"), 2, done.stderr)
        asked = [json.loads(line) for line in (self.folder / "access.jsonl").read_text().splitlines()]
        self.assertEqual({entry["status"] for entry in asked}, {304})
        self.assertIn("/harbour-light/feed.xml", [entry["path"] for entry in asked])
        self.assertEqual(seen(self.edition), before)


class Changed(Case):
    """A story is changed at the newspaper: the next run writes it and what names it, and nothing else."""

    def test_only_what_names_it(self):
        world = read_world("harbour-light", "1")
        site = Path(self.place("newspaper"))
        write_site(world, site)
        with open_server(site, world.publisher.address) as server:
            self.edition(self.source("harbour", server.own + "feed.xml", rights="own"))
            self.run_ok("run")
            before = seen(self.place("edition"))
            story = world.by_slug["regatta-fog"]
            story.head["headline"] = "Nine boats in the fog, and a tenth that nobody had entered"
            story.updated = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(hours=1)  # since it was fetched
            write_site(world, site)
            done = self.run_ok("run")
        self.assertRegex(done.err, r"0 new stories, 1 changed")
        after = seen(self.place("edition"))
        written = {path for path in after if path.endswith(".html") and after[path] != before.get(path)}
        story_page = world.publisher.story_path(story) + "index.html"
        self.assertIn(story_page, written)
        others = {world.publisher.story_path(other) + "index.html" for other in world.stories if other is not story}
        for path in written & others:
            self.assertIn(story.head["headline"], Path(self.place("edition", path)).read_text(encoding="utf-8"),
                          f"{path} was written though it does not name the story")
        self.assertEqual({path for path in written if re.match(r"archive/\d{4}/\d\d/\d\d/", path)},
                         {f"archive/{story.published:%Y/%m/%d}/index.html"})
        for path in ("local/index.html", "world/index.html", "about/index.html", "404.html"):
            self.assertNotIn(path, written)
        self.assertEqual(set(before), set(after))


class Fronts(Case):
    """The newspaper's feed is dropped: its front pages give the same edition."""

    def test_front_pages_alone(self):
        world = read_world("harbour-light", "1")
        site = Path(self.place("newspaper"))
        write_site(world, site)
        editions = {}
        with open_server(site, world.publisher.address) as server:
            for name, addresses in (("feed", ["feed.xml"]), ("fronts", ["local/", "world/", "sport/"]), ("front", [""])):
                if name == "fronts":
                    os.remove(site / "feed.xml")
                sources = "".join(self.source(f"s{i}", server.own + address, rights="own") for i, address in enumerate(addresses))
                self.edition(sources, output=name, more="timezone = Europe/Lisbon")
                done = self.run_ok("run")
                self.assertRegex(done.err, r"24 new stories, 0 changed; 0 pages and 0 sources failed")
                pages = {path: (Path(self.place(name)) / path).read_bytes() for path in seen(self.place(name))}
                editions[name] = {path: page for path, page in pages.items() if not path.startswith((".wirecopy/", "sitemap"))}
                os.remove(self.place("wirecopy.db"))
        self.assertGreater(len(editions["feed"]), 50)
        for name in ("fronts", "front"):
            self.assertEqual(editions[name].keys(), editions["feed"].keys())
            for path, page in editions["feed"].items():
                self.assertEqual(editions[name][path], page, f"{name}: {path}")


    def test_fronts_of_every_paper(self):
        """What a paper's fronts show together is what its sitemap names, no more and no less, in every language and engine."""
        papers = sorted(path.stem for path in (DEMO / "publishers").glob("*.ini"))
        self.assertGreaterEqual(len(papers), 11)
        for paper in papers:
            with self.subTest(paper):
                world, site = read_world(paper, "1"), Path(self.place(paper))
                write_site(world, site)
                named, shown = set(re.findall("<loc>([^<]*)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))), set()
                self.assertGreater(len(named), 5)
                fronts = [front for front in ("index.html", *(f"{where.name}/index.html" for where in site.iterdir() if where.is_dir()))
                          if (site / front).exists()]
                for front in fronts:
                    url = world.publisher.address + front.removesuffix("index.html")
                    done = wirecopy("feed", "--as", "ndjson", "--url", url, site / front)
                    shown |= {item["url"] for item in json.loads(done.out).get("items", [])}
                self.assertEqual(shown, named)


class Killed(Case):
    """A demo that is killed leaves no process behind."""

    def test_nothing_is_left(self):
        slow = self.write("slow", "#!/bin/sh\necho $$ >\"$2/pid\"\nexec sleep 600\n")
        os.chmod(slow, 0o755)
        for sig in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(signal=sig):
                folder = Path(self.place(str(int(sig))))
                process = subprocess.Popen([sys.executable, str(DEMO / "run"), "--folder", str(folder), "--wirecopy", slow],
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                pid = self.wait_for(lambda: (folder / "pid").exists() and (folder / "pid").read_text().strip())
                process.send_signal(sig)
                process.wait(timeout=30 * SLOW)
                self.wait_for(lambda: not is_running(pid))

    def wait_for(self, what):
        end = time.monotonic() + 60 * SLOW
        while time.monotonic() < end:
            got = what()
            if got:
                return got
            time.sleep(0.05)
        self.fail("waited in vain")


class Truth(Case):
    """What the pages say against what `read` prints of them."""

    def test_harbour_light(self):
        world = read_world("harbour-light", "1")
        write_site(world, self.place("site"))
        score = score_sites(WIRECOPY, {"harbour-light": self.place("site")})
        faults = "\n".join(score.faults[:40])
        self.assertEqual(score.all.pages, 24)
        self.assertGreaterEqual(score.all.precision, 0.75, faults)
        self.assertGreaterEqual(score.all.recall, 0.90, faults)
        for fact in ("headline", "datePublished", "inLanguage", "articleSection"):
            self.assertEqual(score.facts[fact], [24, 24], faults)

    def test_one_seed_gives_one_world(self):
        for name in ("a", "b"):
            write_site(read_world("harbour-light", "7"), self.place(name))
        a, b = Path(self.place("a")), Path(self.place("b"))
        files = sorted(str(path.relative_to(a)) for path in a.rglob("*") if path.is_file())
        self.assertGreater(len(files), 50)
        for name in files:
            self.assertEqual((a / name).read_bytes(), (b / name).read_bytes(), name)


if __name__ == "__main__":
    main()
