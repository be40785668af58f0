#!/usr/bin/env python3
"""test_corpus.py: the pages of the corpora as they are and damaged: no crash, nothing lost, blocks that say where they stood.

Needs WIRECOPY_CORPUS. All pages are read as they are, a sample of them damaged; WIRECOPY_CORPUS_ALL=1 damages all (minutes). Prints what
it measured.
"""
import gzip
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

WIRECOPY = os.environ.get("WIRECOPY", "build/wirecopy")
CORPUS = Path(os.environ["WIRECOPY_CORPUS"]) if os.environ.get("WIRECOPY_CORPUS") else None
FOLDERS = ("articles", "wcxb", "fundus", "metadata")
ALL = os.environ.get("WIRECOPY_CORPUS_ALL") == "1"
EVERY, LONGEST = 25, 600  # of the sample; seconds for one run of it, hang or none

# Markup whose characters are no text, as far as a pattern can tell: quotes count behind an equals sign alone.
UNSEEN = re.compile(rb"<!--.*?(?:-->|$)|<(script|style|svg|noscript|template|button|select|textarea|iframe)\b[^>]*>.*?</\1\s*>"
                    rb"|</?[a-z](?:=\s*\"[^\"]*\"|=\s*'[^']*'|[^>])*>", re.S | re.I)
SPACE = re.compile("[\\s\u00a0\u200b\ufeff\u00ad]+")
CHARSETS = ("utf-8", "windows-1252", "shift_jis", "windows-1251", "gb18030", "euc-jp")


def pages(every):
    """(name, bytes) of each such page of the corpora."""
    paths = [path for folder in FOLDERS for path in sorted((CORPUS / folder / "pages").iterdir())]
    for path in paths[::every]:
        data = path.read_bytes()
        yield f"{path.parent.parent.name}-{path.name.removesuffix('.gz')}", gzip.decompress(data) if path.suffix == ".gz" else data


def read(folder, *args):
    """What read prints for a folder: {name: story}."""
    done = subprocess.run([WIRECOPY, "read", "--as", "ndjson", *args, folder], capture_output=True, timeout=LONGEST, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"read ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
    stories = [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]
    return {Path(story["input"]).name: story for story in stories}


def words(story):
    return re.findall(r"\w+", story.get("articleBody", ""))


def squeezed(text):
    return SPACE.sub("", text)


def decodings(data):
    """The text of bytes in each charset that a page of the corpora may be in."""
    for charset in CHARSETS:
        try:
            yield html.unescape(data.decode(charset))
        except UnicodeError:
            pass
    try:  # UTF-8 that was taken for another charset and made UTF-8 once more
        yield html.unescape(data.decode("utf-8").encode("latin-1").decode("utf-8"))
    except UnicodeError:
        pass
    try:
        yield html.unescape(data.decode("utf-8").encode("windows-1252").decode("utf-8"))
    except UnicodeError:
        yield html.unescape(data.decode("utf-8", "replace"))


def text_of(block):
    if block["type"] == "list":
        return "\n".join(item if isinstance(item, str) else item.get("text", "") for item in block["items"])
    if block["type"] == "table":
        return "\n".join("\t".join(cell if isinstance(cell, str) else cell.get("text", "") for cell in row) for row in block["rows"])
    return "" if block["type"] == "embed" else block.get("text", "")  # which may be an attribute's


def flat(blocks):
    for block in blocks:
        yield block
        yield from flat(block.get("blocks", []))


def place(page, block):
    """How a block's text stands in the bytes it says it was made from: equal, part (within them), spread (in their order) or wrong."""
    start, end = block["source"]
    cut = UNSEEN.sub(b"", page[start:end])
    text, found = squeezed(text_of(block)), "wrong"
    for whole in map(squeezed, decodings(cut)):
        if text == whole:
            return "equal"
        if text in whole:
            found = "part"
        elif found == "wrong":
            rest = iter(whole)
            found = "spread" if all(c in rest for c in text) else "wrong"
    return found


def damages():
    """(name, what is done to a page's bytes)."""
    def upper(page):
        return re.sub(rb"</?[a-z][a-z0-9]*(?=[\s/>])", lambda m: m[0].upper(), page)

    def changed(page):
        return bytes(byte ^ 0x15 if i % 10 == 9 else byte for i, byte in enumerate(page))

    def nested(page):
        page = re.sub(rb"(<body\b(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>)", lambda m: m[1] + b"<div>" * 100, page, count=1, flags=re.I)
        return re.sub(rb"</body>", lambda m: b"</div>" * 100 + m[0], page, count=1, flags=re.I)

    def declared(page):
        page = re.sub(rb"charset=[\"']?[\w-]+", b"charset=shift_jis", page, flags=re.I)
        return page if b"shift_jis" in page else b"<meta charset=shift_jis>" + page

    for share in (1, 10, 50, 90, 99):
        yield f"cut at {share} %", lambda page, share=share: page[: len(page) * share // 100]
    yield "every tenth byte changed", changed
    yield "encoding declared wrong", declared
    yield "tags upper-cased", upper
    yield "nested in 100 divs", nested


class Active(HTMLParser):
    """Finds what would do something in a browser."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "embed", "svg", "math", "form", "input", "base", "video", "audio", "style", "template"):
            self.found.append(f"<{tag}>")
        if tag == "meta" and dict(attrs).get("http-equiv", "").lower() == "refresh":
            self.found.append("<meta refresh>")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", (value or "").lower())
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "background", "xlink:href"):
                self.found.append(f"{tag} {name}={value}")
            if name in ("href", "src", "srcset", "action", "poster") and re.match(r"(javascript|data|vbscript|file|blob):", address):
                self.found.append(f"{tag} {name}={value}")


def active_in(text, is_page):
    """Of a whole page its own style is no finding: it is the theme's."""
    if is_page:
        text = re.sub(r"(?s)<link rel=icon href=data:,><style>.*?</style>", "", text, count=1)
    finder = Active()
    finder.feed(text)
    finder.close()
    return finder.found


def blocks_markup(blocks):
    for block in flat(blocks):
        yield block.get("html", "")
        for item in block.get("items", []):
            if isinstance(item, dict):
                yield item.get("html", "")
        for row in block.get("rows", []):
            for cell in row:
                if isinstance(cell, dict):
                    yield cell.get("html", "")


@unittest.skipUnless(CORPUS and CORPUS.is_dir(), "no WIRECOPY_CORPUS: pages of the corpora are not read")
class Corpus(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.pages = dict(pages(1 if ALL or "where_they_stood" in self.id() else EVERY))

    def write(self, change=lambda page: page):
        folder = Path(self.folder.name) / "pages"
        folder.mkdir(exist_ok=True)
        for name, page in self.pages.items():
            (folder / name).write_bytes(change(page))
        return folder

    def test_blocks_say_where_they_stood(self):
        stories, places, without, wrong = read(self.write()), Counter(), Counter(), []
        for name, story in stories.items():
            for block in flat(story.get("blocks", [])):
                if "source" not in block:
                    without[block["type"]] += 1
                elif text_of(block):
                    where = place(self.pages[name], block)
                    places[where] += 1
                    if where == "wrong":
                        wrong.append(f"{name}: {block['type']} {block['source']}: {text_of(block)[:100]}")
                else:
                    start, end = block["source"]
                    self.assertTrue(0 <= start < end <= len(self.pages[name]), f"{name}: {block['type']} {block['source']}")
        total = sum(places.values())
        print(f"\n{len(stories)} pages, {total} blocks with text: {dict(places)}; without a place: {dict(without)}", file=sys.stderr)
        self.assertEqual(wrong, [])
        self.assertGreater(total, 10000)
        self.assertGreater(places["equal"] / total, 0.995, "all but datelines, and what the page hides in its text, is equal")
        self.assertFalse(without, "every block says where it stood")

    def test_damaged(self):
        whole = read(self.write())
        n_whole = sum(len(words(story)) for story in whole.values())
        for name, change in damages():
            with self.subTest(name):
                stories = read(self.write(change))
                self.assertEqual(stories.keys(), whole.keys())
                kept = sum(min(len(words(stories[page])), len(words(story))) for page, story in whole.items()) / n_whole
                same = sum(words(stories[page]) == words(story) for page, story in whole.items()) / len(whole)
                print(f"{name}: {kept:.3f} of the words, {same:.3f} of the pages the same", file=sys.stderr)
                if name == "cut at 99 %":
                    self.assertGreater(kept, 0.95)
                if name == "cut at 90 %":
                    self.assertGreater(kept, 0.85)
                if name == "tags upper-cased":
                    self.assertGreater(same, 0.97)
                if name in ("nested in 100 divs", "encoding declared wrong"):
                    self.assertGreater(kept, 0.95)

    def test_attack_markup_is_inert(self):
        payloads = json.loads((CORPUS / "xss" / "payloads.json").read_text(encoding="utf-8"))
        folder = Path(self.folder.name) / "attacks"
        folder.mkdir()
        body = "<p>The harbour board meets on Friday to talk about the ferry, the quay and the price of ice, its chair said today.</p>"
        for i, attack in enumerate(payloads):
            (folder / f"{i:03}.html").write_text(f"<!doctype html><title>The quay</title><article><h1>The quay</h1>{body * 3}<div>"
                                                 f"{attack['payload']}</div><p>{attack['payload']} and more of the ferry, of the quay and"
                                                 f" of the ice, as was said.</p>{body * 3}</article>", encoding="utf-8", errors="replace")
        for story in read(folder).values():
            for markup in blocks_markup(story.get("blocks", [])):
                self.assertEqual(active_in(markup, False), [], f"{story['input']}: {markup[:300]}")
            for address in re.findall(r'"(?:url|contentUrl)": ?"([^"]*)"', json.dumps(story)):
                self.assertRegex(address, r"^(https?:|mailto:|$)", story["input"])
        offered = subprocess.run([WIRECOPY, "read", "--help"], capture_output=True, check=True).stdout.decode()
        for path in sorted(folder.iterdir()):
            for form in (form for form in ("html", "md", "gmi") if re.search(rf"\b{form}\b", offered)):
                text = subprocess.run([WIRECOPY, "read", "--as", form, path], capture_output=True, timeout=LONGEST, check=True).stdout.decode()
                if form == "html":
                    self.assertEqual(active_in(text, True), [], path.name)
                elif form == "md":  # which a reader may show as HTML, but for what stands as code
                    plain = re.sub(r"(?s)```.*?```|`[^`]*`|\\.", "", text)
                    self.assertEqual(active_in(plain, False), [], path.name)
                    self.assertNotRegex(plain, r"\]\(\s*<?\s*(?i:javascript|data|vbscript):", path.name)
                else:
                    self.assertNotRegex(text, r"(?m)^=>\s*(?i:javascript|data|vbscript):", path.name)


if __name__ == "__main__":
    unittest.main()
