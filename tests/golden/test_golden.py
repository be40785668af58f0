#!/usr/bin/env python3
"""test_golden.py [--write]: what is to be read from a page, one phenomenon a file.

Each NAME.md names a page of the demo's press, says what is odd about it, and holds the story as it is to be read: so that the files
together are a specification by examples. The pages are made, their truth and what `read` prints are laid out in the files' form
(SPEC.md) and held against them. --write lays the truth out anew, when texts or the form have changed: look at the differences.
"""
import html
import os
import re
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEMO = HERE.parents[1] / "demo"
sys.path.insert(0, str(DEMO))
from world.build import made_of, read_world, write  # noqa: E402
from world.score import UNSAID, moment, read_pages  # noqa: E402

WIRECOPY = os.environ.get("WIRECOPY", os.path.abspath("build/wirecopy"))
MISREAD = set((HERE / "MISREAD").read_text(encoding="utf-8").split())  # known faults: what the files say holds, reading is to be mended
PAGE = re.compile(r"page: ([\w-]+)/([\w-]+)(?:, (\w+))?")


def marked(block):
    """A block's text with its marks and links, as CommonMark has them."""
    text = block.get("html") or html.escape(block.get("text", ""), quote=False)
    text = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"[\2](\1)", text)
    text = re.sub(r"</?em>", "*", re.sub(r"</?strong>", "**", text))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))).strip()


def stamp(text):
    return moment(text).isoformat() if text else ""


def image(one, credit):
    parts = [one.get("url", ""), one.get("caption", ""), one.get(credit, "")]
    return " | ".join(parts).rstrip(" |")


def laid_block(block, depth=""):
    kind = block["type"]
    if kind == "list":
        items = [f"{i}." if block.get("ordered") else "-" for i in range(1, len(block["items"]) + 1)]
        return [depth + f"{mark} {item}" for mark, item in zip(items, block["items"])]
    if kind == "table":
        return [depth + "| " + " | ".join(row) + " |" for row in block["rows"]]
    if kind == "image":
        return [depth + f"image: {image(block, 'credit')}"]
    if kind == "embed":
        return [depth + f"embed: {block.get('provider', '')} | {block.get('url', '')} | {block.get('text', '')}".rstrip(" |")]
    if kind == "update":
        edited = f", edited {stamp(block['dateModified'])}" if "dateModified" in block else ""
        lines = [depth + f"update: {stamp(block.get('datePublished'))}{edited} | {block.get('headline', '')}"]
        for part in block.get("blocks", []):
            lines += ["", *laid_block(part, depth + "    ")]
        return lines
    before = {"heading": "#" * block.get("level", 2) + " ", "quote": "> "}.get(kind, "")
    return [depth + before + marked(block)]


def laid(story, silent=()):
    """A story in the files' form; of facts that the page does not say, silent, nothing."""
    people = ", ".join(author["name"] for author in story.get("author", []))
    changed = stamp(story.get("dateModified")) if moment(story.get("dateModified")) != moment(story.get("datePublished")) else ""
    lead = (story.get("image") or [{}])[0]
    facts = [("kicker", story.get("alternativeHeadline")), ("headline", story["headline"]), ("standfirst", story.get("abstract")), ("by", people),
             ("published", stamp(story.get("datePublished"))), ("updated", changed), ("language", story.get("inLanguage")),
             ("place", story.get("locationCreated")), ("photo", image(lead, "creditText")),
             ("for subscribers", "yes" if story.get("isAccessibleForFree") is False else ""),
             ("left out", ", ".join(sorted({part["what"] for part in story.get("omitted", [])})))]
    lines = [f"{name}: {value}" for name, value in facts if value and name not in silent]
    for block in story.get("blocks", []):
        lines += ["", *laid_block(block)]
    return "\n".join(lines) + "\n"


class Golden:
    """One file: the page it names, what it says of it, and the story."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.head, _, self.wanted = path.read_text(encoding="utf-8").partition("\n\n---\n\n")
        self.paper, self.slug, self.below = PAGE.search(self.head).groups("")

    def page(self):
        """The page and its truth."""
        world = read_world(self.paper, "1")
        made = {below: (page, truth) for below, page, truth in made_of(world.by_slug[self.slug], world)}
        return made[self.below]


def goldens():
    return [Golden(path) for path in sorted(HERE.glob("[0-9]*.md"))]


def silent_of(truth):
    names = {"inLanguage": "language", "datePublished": "published"}
    return {names[fact] for fact in UNSAID if fact in names and fact not in truth}


class Pages(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.goldens = goldens()
        cls.made = [golden.page() for golden in cls.goldens]
        with tempfile.TemporaryDirectory(prefix="wirecopy-golden-") as folder:
            places = [Path(folder) / f"{golden.name}.html" for golden in cls.goldens]
            for place, (page, _) in zip(places, cls.made):
                write(place, page.bytes(), 0)
            cls.read = read_pages(WIRECOPY, list(zip(places, (truth["url"] for _, truth in cls.made))))

    def test_there_are_thirty(self):
        self.assertGreaterEqual(len(self.goldens), 30)
        self.assertFalse(MISREAD - {golden.name for golden in self.goldens}, "MISREAD names a file that is not there")

    def test_the_truth_is_what_stands_here(self):
        for golden, (_, truth) in zip(self.goldens, self.made):
            with self.subTest(golden.name):
                self.assertEqual(laid(truth), golden.wanted, "see --write")

    def test_the_pages_are_read_so(self):
        for golden, (_, truth), story in zip(self.goldens, self.made, self.read):
            with self.subTest(golden.name):
                got = laid(story, silent_of(truth))
                if golden.name not in MISREAD:
                    self.assertEqual(got, golden.wanted)
                elif got == golden.wanted:
                    print(f"golden: {golden.name} is read right now: take it out of tests/golden/MISREAD")


def rewrite():
    for golden in goldens():
        _, truth = golden.page()
        golden.path.write_text(f"{golden.head}\n\n---\n\n{laid(truth)}", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        rewrite()
    else:
        unittest.main(verbosity=2)
