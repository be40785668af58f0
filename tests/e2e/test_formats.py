#!/usr/bin/env python3
"""test_formats.py: an edition in every format: each file is what it says, and what an editor takes out is in none of them.
cmark is used where it is installed (tools/install-deps does); epubcheck by tests/books/run."""

import contextlib
import gzip
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
import unittest
import urllib.error
import urllib.request
import xml.dom.minidom
import zipfile
from xml.etree import ElementTree

from newsroom import Case, brotli_read, kill, main, start, wirecopy

INI = """[edition]
name = The Harbour Light & Friends
url = https://lite.example.org/lite/
timezone = Europe/Lisbon
copyright = © 2026 <Harbour> Light Trust
formats = html epub gmi md txt json
{more}
[source desk]
url = https://example.org/feed.xml
rights = own
"""
XHTML = "{http://www.w3.org/1999/xhtml}"
ODD = "".join(map(chr, [*range(1, 0x250), *range(0x590, 0x6A0), *range(0x2000, 0x2070), 0x3042, 0x4E00, 0xFEFF, 0xFFFE,
                        0xFDD0, 0x1F600, 0xE0041, 0x10FFFF]))


def story(n, **more):
    return {"url": f"https://example.org/2026/11/20/story-{n}/", "headline": f"Story {n} of the sea", "author": "Ada Byrne",
            "datePublished": f"2026-11-{20 - n % 3}T10:{n % 60:02}:00Z", "articleSection": ["Local", "World & Sea"][n % 2],
            "articleBody": f"The ferry {n} left the old pier.\n\nIt came back late.", "inLanguage": "en-GB", **more}


HOSTILE = [
    story(40, headline=ODD, articleBody=ODD, author=ODD[:300], abstract=ODD, inLanguage='x" onload="'),
    story(41, headline="<script>alert(1)</script> ]]> &amp; </title>", blocks=[
        {"type": "paragraph", "html": '<a href="https://h.example/%zz?a=1&amp;b=[2]|^`{}">odd</a> <a href="https://[::1/">none</a>'
                                      '<strong>b<em>i</strong>x</em> H<sub>2</sub>O'},
        {"type": "code", "text": "```\na\n  b <c> & \"d\""}, {"type": "list", "ordered": True, "items": ["one", "two <b>"]},
        {"type": "table", "rows": [["a", "b"], ["c", "d|e"]]}, {"type": "quote", "text": "said\nso"},
        {"type": "heading", "level": 6, "text": "deep"}, {"type": "heading", "level": 2, "text": "two"},
        {"type": "image", "url": "https://h.example/i.jpg?a=1&b=2", "alt": "A", "caption": "Cap <i>", "credit": "Cr"},
        {"type": "embed", "provider": "Video", "url": "https://v.example/?a=1&b=2", "text": "says"},
        {"type": "update", "headline": "Later", "datePublished": "2026-11-20T04:53:00-05:00",
         "blocks": [{"type": "paragraph", "text": "in an update"}]}]),
    story(42, headline="   ", inLanguage="ar", articleBody="بلا عنوان"),
    story(43, articleBody="# no heading\n\n=> no link\n\n* no item\n\n> no quote\n\n```\n\n- 1. 2) text", inLanguage="en_US"),
    story(44, headline="港の灯", articleBody="日本語の本文。", inLanguage="ja"),
]


class Edition(Case):
    def press(self, stories, more="", folder=".", jobs=2, formats=None):
        ini = INI.format(more=more)
        self.write(f"{folder}/wirecopy.ini", re.sub("formats = .*", f"formats = {formats}", ini) if formats else ini)
        self.write(f"{folder}/s.ndjson", "\n".join(json.dumps(s) for s in stories))
        self.run_ok("-C", folder, "import", "-q", "--source", "desk", f"{folder}/s.ndjson")
        self.run_ok("-C", folder, "press", "-q", "--jobs", jobs)

    def files(self, folder="edition"):
        root = os.path.join(self.folder, folder)
        for at, dirs, names in os.walk(root):
            for name in names:
                path = os.path.join(at, name)
                with open(path, "rb") as file:
                    yield os.path.relpath(path, root), file.read()

    def texts(self):
        """All that readers may get, unpacked: (file, text)."""
        for name, data in self.files():
            if name.startswith(".wirecopy"):
                continue
            if name.endswith((".br", ".gz")):
                yield name, (brotli_read(data) if name.endswith(".br") else gzip.decompress(data)).decode()
                continue
            if name.endswith(".epub"):
                with zipfile.ZipFile(io.BytesIO(data)) as z:
                    for member in z.namelist():
                        yield f"{name}!{member}", z.read(member).decode()
            else:
                yield name, data.decode()

    def read(self, name, mode="r"):
        with open(os.path.join(self.folder, name), mode) as file:
            return file.read()

    def fail_with(self, status, *args):
        """What a command says that ends so."""
        done = wirecopy(*args, cwd=self.folder)
        self.assertEqual(done.returncode, status, args)
        return done.stderr.decode()

    def naming(self, word):
        return [name for name, text in self.texts() if word in text or word in name]


class Books(Edition):
    def check_book(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            self.assertIsNone(z.testzip())
            first = z.infolist()[0]
            self.assertEqual((first.filename, first.compress_type, z.read("mimetype")), ("mimetype", 0, b"application/epub+zip"))
            self.assertEqual(data[30:58], b"mimetypeapplication/epub+zip")
            package = ElementTree.fromstring(z.read("EPUB/package.opf"))
            items = {i.get("href") for i in package.iter("{http://www.idpf.org/2007/opf}item")}
            self.assertEqual({f"EPUB/{href}" for href in items} | {"mimetype", "META-INF/container.xml", "EPUB/package.opf"},
                             set(z.namelist()))
            self.assertEqual(len(z.namelist()), len(set(z.namelist())))
            for member in z.namelist():
                if member.endswith(".xhtml"):
                    self.check_page(z.read(member), items)
            return len(items) - 2

    def check_page(self, data, items):
        page = ElementTree.fromstring(data)
        names = {e.tag for e in page.iter()}
        self.assertFalse({XHTML + n for n in ("script", "img", "iframe", "form", "object")} & names)
        for element in page.iter():
            self.assertFalse([a for a in element.attrib if a.startswith("on")])
            href = element.get("href")
            if href is not None and not href.startswith(("http://", "https://", "mailto:")):
                self.assertIn(href, items)

    def test_books_of_an_edition(self):
        self.press([story(n) for n in range(12)] + HOSTILE)
        books = {name: self.check_book(data) for name, data in self.files() if name.endswith(".epub")}
        self.assertEqual(books["archive/2026/11/20/2026-11-20.epub"], 5)
        self.assertEqual(books["local/local.epub"], 9)
        self.assertEqual(books["2026/11/20/world-sea/story-3/story-3.epub"], 1)
        self.assertEqual(len(books), 17 + 2 + 3)
        self.assertFalse([name for name, _ in self.files() if ".epub." in name], "a book is packed twice")
        self.run_ok("export", "--as", "epub", "-o", "all.epub")
        self.assertEqual(self.check_book(self.read("all.epub", "rb")), 17)

    def test_the_same_stories_make_the_same_bytes(self):
        stories = [story(n) for n in range(30)] + HOSTILE
        self.press(stories, folder="a", jobs=1)
        time.sleep(1.1)  # a clock within would show
        self.press(stories, folder="b", jobs=7)
        a, b = ({n: d for n, d in self.files(f"{x}/edition") if n.endswith((".epub", ".gmi", ".md", ".txt", ".json"))} for x in "ab")
        self.assertEqual(sorted(a), sorted(b))
        self.assertEqual([n for n in a if a[n] != b[n]], [])
        self.assertGreater(len(a), 5 * 35)

    def test_a_format_that_is_named_later_is_written_and_one_no_longer_named_removed(self):
        self.press([story(n) for n in range(6)])
        first = dict(self.files())
        for formats in ("html gmi", "html epub", "html epub gmi md txt json"):
            ini = self.read("wirecopy.ini")
            self.write("wirecopy.ini", re.sub("formats = .*", f"formats = {formats}", ini))
            self.run_ok("press", "-q")
            there = {n.rsplit(".", 1)[1] for n, _ in self.files() if n.endswith((".gmi", ".epub", ".txt", ".md"))}
            self.assertEqual(there - {"txt"} | {"html"}, set(formats.split()) - {"json", "txt"})  # robots.txt is always there
        again = dict(self.files())
        for name in list(first):
            if name.startswith(".wirecopy"):
                first.pop(name), again.pop(name)
        self.assertEqual(first, again)

    def test_readers_are_led_to_the_books(self):
        self.press([story(n) for n in range(12)])
        files = dict(self.files())
        for page, book in (("index.html", "archive/2026/11/20/2026-11-20.epub"), ("local/index.html", "local/local.epub"),
                           ("archive/2026/11/19/index.html", "archive/2026/11/19/2026-11-19.epub")):
            self.assertIn(f"<a href=/lite/{book}>EPUB</a>", files[page].decode())
            self.assertIn(book, files)
        for name in files:
            if name.endswith(".html"):
                for book in re.findall(r"href=/lite/(\S+?\.epub)>", files[name].decode()):
                    self.assertIn(book, files, name)

    def test_a_day_of_more_than_a_thousand_is_bound_in_several(self):
        self.press([story(n * 3) for n in range(2100)], "compress = none\nsection = 3000", formats="html epub")
        books = {n: d for n, d in self.files() if n.startswith("archive/2026/11/20/") and n.endswith(".epub")}
        names = [f"archive/2026/11/20/2026-11-20{n}.epub" for n in ("", "-2", "-3")]
        self.assertEqual(sorted(books), sorted(names))
        self.assertEqual([self.check_book(books[n]) for n in names], [1000, 1000, 100])
        day = self.read("edition/archive/2026/11/20/index.html")
        self.assertTrue(all(f"href=/lite/{n}>EPUB" in day for n in names))
        names = [f"local/local{n}.epub" for n in ("", "-2")]  # a section's too, whose front is too light to name all its stories
        self.assertEqual(sorted(n for n, _ in self.files() if n.startswith("local/") and n.endswith(".epub")), sorted(names))
        self.assertEqual(re.findall(r"href=/lite/(\S+)>EPUB", self.read("edition/local/index.html")), names)

    def test_a_day_of_sixty_is_small(self):
        body = "\n\n".join(" ".join(f"word{(n * 37 + k) % 700}" for k in range(60)) for n in range(8))
        self.press([story(n * 3, articleBody=body) for n in range(60)])
        plain = sum(len(data) for name, data in self.files() if name.endswith("/index.txt"))
        book = len(dict(self.files())["archive/2026/11/20/2026-11-20.epub"])
        self.assertLess(book, plain * 1.2)

    def test_read_binds_what_it_reads(self):
        self.write("a.txt", "First\n\nOne paragraph.")
        self.write("b.txt", "Second\n\nAnother.")
        self.run_ok("read", "--as", "epub", "-o", "ab.epub", "a.txt", "b.txt")
        self.assertEqual(self.check_book(self.read("ab.epub", "rb")), 2)
        self.run_ok("read", "--as", "epub", "-o", "a.epub", "a.txt")
        self.assertEqual(self.check_book(self.read("a.epub", "rb")), 1)


class Gemtext(Edition):
    def check_lines(self, name, text, files):
        is_code = False
        for line in text.split("\n"):
            self.assertFalse(re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", line), (name, line))
            if line.startswith("```"):
                is_code = not is_code
            elif not is_code and line.startswith("=>"):
                url = re.fullmatch(r"=> (\S+) \S.*", line)
                self.assertTrue(url, (name, line))
                if "://" not in url[1]:
                    place = os.path.normpath(os.path.join(os.path.dirname(name), url[1]))
                    self.assertIn(os.path.normpath(os.path.join(place, "index.gmi")), files, (name, line))
            elif not is_code and line.startswith("#"):
                self.assertRegex(line, r"^#{1,3} +\S")
        self.assertFalse(is_code, f"{name}: preformatted to its end")

    def test_a_capsule(self):
        self.press([story(n) for n in range(12)] + HOSTILE, "notice = Storm & flood")
        files = {n: d.decode() for n, d in self.files() if n.endswith(".gmi")}
        self.assertEqual(len(files), 17 + 1 + 2 + 3 + 1 + 1)
        for name, text in files.items():
            self.check_lines(name, text, files)
            self.assertRegex(text, r"(?m)^# |^> Storm & flood$")
        self.assertIn("=> 2026/11/20/local/story-0/ 2026-11-20 Story 0 of the sea", files["index.gmi"])
        self.assertIn("\n # no heading\n", files["2026/11/19/world-sea/story-43/index.gmi"])

    def test_the_front_is_reached_from_every_page(self):
        self.press([story(n) for n in range(4)])
        files = {n: d.decode() for n, d in self.files() if n.endswith(".gmi")}
        seen, todo = set(), ["index.gmi"]
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            for url in re.findall(r"(?m)^=> (\S+)", files[name]):
                if "://" not in url:
                    todo.append(os.path.normpath(os.path.join(os.path.dirname(name), url, "index.gmi")))
        self.assertEqual(seen, set(files))


class Texts(Edition):
    def test_text_is_80_columns_or_none(self):
        self.press([story(1, articleBody="word " * 200)])
        text = dict(self.files())["2026/11/19/world-sea/story-1/index.txt"].decode()
        body = text.split("\n\n")[2]
        self.assertLessEqual(max(map(len, body.split("\n"))), 80)
        self.assertGreater(len(body.split("\n")), 10)
        self.assertIn("word " * 199 + "word", self.run_ok("export", "--as", "text").out)
        narrow = self.run_ok("export", "--as", "txt", "--columns", "40").out
        self.assertLessEqual(max(len(l) for l in narrow.split("\n") if l.startswith("word")), 40)

    def test_json_is_the_story_without_private_names(self):
        self.press([story(1)])
        got = json.loads(dict(self.files())["2026/11/19/world-sea/story-1/index.json"])
        self.assertEqual(got["headline"], "Story 1 of the sea")
        self.assertFalse(self.naming("s.ndjson"), "a file's name of the desk is in the edition")

    def test_an_update_of_which_only_its_change_is_dated_says_so(self):
        update = {"type": "update", "id": "a", "dateModified": "2026-11-20T10:00:00Z", "blocks": [{"type": "paragraph", "text": "The water falls."}]}
        self.press([story(1, **{"@type": "LiveBlogPosting", "blocks": [update]})])
        files = dict(self.files())
        for ending in ("html", "gmi", "md", "txt"):
            page = next(data.decode() for name, data in files.items() if name.startswith("2026") and name.endswith(f"/index.{ending}"))
            self.assertRegex(page, "Updated: (<[^>]*>)?10:00", ending)

    def words_of(self, node):
        """The words of a document of cmark's, in order."""
        for child in node.childNodes:
            if child.nodeType == child.ELEMENT_NODE and child.tagName in ("text", "code", "code_block"):
                yield "".join(part.data for part in child.childNodes)
            elif child.nodeType == child.ELEMENT_NODE:
                yield from self.words_of(child)

    @unittest.skipUnless(shutil.which("cmark"), "cmark is not installed: Markdown is not read back")
    def test_markdown_says_what_was_said(self):
        """Read by CommonMark's own reader, every block's letters are there; of markup there is nothing but emphasis."""
        self.press([story(n) for n in range(3)] + HOSTILE[1:])  # the first one is every character there is, and none of them words
        all_of = dict(self.files())
        names = [name for name in all_of if name.endswith(".md")]
        self.assertEqual(len(names), 3 + len(HOSTILE) - 1)
        for name in names:
            with self.subTest(name):
                made = subprocess.run(["cmark", "--unsafe", "-t", "xml"], input=all_of[name], capture_output=True, check=True).stdout
                document = xml.dom.minidom.parseString(made)
                said = re.sub(r"\W", "", "".join(self.words_of(document)))
                told = json.loads(all_of[name[:-2] + "json"])
                for words in re.split(r"[\n\t]+", told["articleBody"]):
                    self.assertIn(re.sub(r"\W", "", words), said)
                self.assertEqual(len(document.getElementsByTagName("html_block")), 0)
                for tag in document.getElementsByTagName("html_inline"):
                    self.assertRegex("".join(part.data for part in tag.childNodes), r"^</?(em|strong|sub|sup)>$")


class Hand(Edition):
    """What an editor decides, looked for in every file of every format."""

    def setUp(self):
        super().setUp()
        self.press([story(n) for n in range(12)])
        self.page = "2026/11/20/world-sea/story-3"

    def test_withdraw(self):
        self.assertGreater(len(self.naming("story-3/")), 15)
        self.run_ok("withdraw", "-q", "--press", "--reason", "By order of the court", "https://example.org/2026/11/20/story-3/")
        gone = [name for name in self.naming("story-3") if not name.endswith(("/.gone", "/.gone.br", "/.gone.gz"))]
        self.assertEqual(gone + self.naming("Story 3 of the sea") + self.naming("The ferry 3 left"), [])
        self.assertIn("By order of the court", dict(self.texts())[self.page + "/.gone"])
        self.run_ok("export", "-q", "-o", "all.ndjson")
        self.assertNotIn("story-3/", self.read("all.ndjson"))
        found = json.loads(self.run_ok("search", "--json", "ferry", "3").out)
        self.assertEqual([(s["path"], s["state"]) for s in found], [(self.page, "withdrawn")])
        self.run_ok("withdraw", "-q", "--press", "--undo", self.page)
        self.assertGreater(len(self.naming("story-3/")), 15)

    def test_hide(self):
        self.run_ok("hide", "-q", "--press", "https://lite.example.org/lite/" + self.page + "/")
        for name in self.naming("story-3"):
            self.assertTrue(name.startswith(self.page + "/"), name)
        self.run_ok("hide", "-q", "--press", "--undo", self.page)
        self.assertIn("index.html", self.naming("story-3/"))

    def test_pin(self):
        self.run_ok("pin", "-q", "--press", "http://127.0.0.1:8080/lite/2026/11/18/world-sea/story-5/")
        for name in ("index.html", "index.gmi", "world-sea/index.html", "world-sea/index.gmi"):
            text = dict(self.texts())[name]
            self.assertEqual(re.findall(r"/(story-\d+)/", text)[0], "story-5", name)
        self.run_ok("unpin", "-q", "--press", "2026/11/18/world-sea/story-5")
        self.assertNotEqual(re.findall(r"/(story-\d+)/", dict(self.texts())["index.html"])[0], "story-5")

    def test_correct(self):
        self.assertGreater(len(self.naming("The ferry 3 left")), 9)
        self.run_ok("correct", "-q", "--press", self.page, "The ferry 3 left", "No ferry left")
        self.assertEqual(self.naming("The ferry 3 left"), [])
        self.assertGreater(len(self.naming("No ferry left")), 9)
        self.press([story(3, headline="Story 3, told anew")])  # the source changes something else
        self.assertEqual(self.naming("The ferry 3 left"), [])
        self.assertGreater(len(self.naming("Story 3, told anew")), 15)
        self.assertIn('has no "not there"', self.fail_with(1, "correct", self.page, "not there", "x"))
        self.run_ok("correct", "-q", "--press", "--undo", self.page)
        self.assertGreater(len(self.naming("The ferry 3 left")), 9)

    def test_every_packed_form_is_of_the_same_words(self):
        """What is looked for below is looked for in each form that a server may send."""
        texts = dict(self.texts())
        packed = [name for name in texts if name.endswith((".br", ".gz"))]
        self.assertGreater(len(packed), 100)
        self.assertEqual([name for name in packed if texts[name] != texts[name[:-3]]], [])

    def serve(self):
        server = start("serve", "--listen", "127.0.0.1:0", cwd=self.folder)
        self.addCleanup(kill, server)
        return re.search(r"http://127\.0\.0\.1:\d+/lite/", server.stderr.readline().decode())[0]

    def ask(self, address, coding="identity"):
        """The status of an address, and what is said there."""
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": coding})) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def test_a_withdrawn_address_answers_410_in_every_format(self):
        site = self.serve()
        names = ["", "index.html", "index.gmi", "index.md", "index.txt", "index.json", "story-3.epub"]
        for name in names:
            self.assertEqual(self.ask(f"{site}{self.page}/{name}")[0], 200, name)
        self.run_ok("withdraw", "-q", "--press", "--reason", "By order of the court", self.page)
        for name in names:
            for coding in ("identity", "gzip", "br"):
                status, body = self.ask(f"{site}{self.page}/{name}", coding)
                self.assertEqual(status, 410, name)
                self.assertNotIn(b"The ferry 3 left", body)
        self.assertIn(b"By order of the court", self.ask(f"{site}{self.page}/")[1])

    def test_expiry(self):
        self.press([story(3, expires="2026-11-21T00:00:00Z"), story(5, expires="2999-01-01T00:00:00Z")])
        self.assertEqual([n for n in self.naming("story-3") if not n.startswith(self.page + "/.gone")], [])
        self.assertEqual([n for n in self.naming("The ferry 3 left")], [])
        self.assertTrue(self.naming(self.page + "/.gone"))
        self.assertGreater(len(self.naming("The ferry 5 left")), 9)

    def test_embargo(self):
        self.press([story(3, embargoed="2999-01-01T00:00:00Z"), story(5, embargoed="2001-01-01T00:00:00Z")])
        self.assertEqual(self.naming("story-3"), [])
        self.assertEqual(self.naming("The ferry 3 left"), [])
        self.assertGreater(len(self.naming("The ferry 5 left")), 9)

    def test_an_embargo_ends_with_the_next_import(self):
        ends = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
        self.press([story(30, embargoed=ends)])
        self.assertEqual(self.naming("The ferry 30 left"), [])
        time.sleep(2.5)
        self.run_ok("press", "-q")  # the store knows of no later moment yet
        self.assertEqual(self.naming("The ferry 30 left"), [])
        self.press([story(31)])
        self.assertGreater(len(self.naming("The ferry 30 left")), 9)

    def test_an_embargo_ends_with_a_fetch_that_brings_nothing(self):
        ends = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2)) for _ in range(2)]
        self.press([story(30, embargoed=ends[0]), story(31, expires=ends[1])])
        self.write("wirecopy.ini", INI.format(more="").replace("https://example.org/feed.xml", "http://127.0.0.1:9/feed.xml"))
        self.assertGreater(len(self.naming("The ferry 31 left")), 9)
        time.sleep(2.5)
        wirecopy("fetch", cwd=self.folder)
        self.run_ok("press", "-q")
        self.assertGreater(len(self.naming("The ferry 30 left")), 9)
        self.assertEqual(self.naming("The ferry 31 left"), [])

    def test_notice(self):
        ini = self.read("wirecopy.ini")
        self.write("wirecopy.ini", ini.replace("[edition]", "[edition]\nnotice = Storm: no ferry sails today"))
        self.run_ok("press", "-q")
        pages = {name: text for name, text in self.texts() if name.endswith((".html", ".gmi")) or name.endswith(".html.br")}
        self.assertGreater(len(pages), 60)
        for name, text in pages.items():
            self.assertIn("Storm: no ferry sails today", text, name)
        self.write("wirecopy.ini", ini)
        self.run_ok("press", "-q")
        self.assertEqual(self.naming("Storm: no ferry"), [])

    def test_the_same_paragraph_changed_by_the_source_is_told(self):
        self.run_ok("correct", "-q", "--press", self.page, "The ferry 3 left", "No ferry left")
        self.press([story(3, articleBody="The ferry 3 sank at the old pier.\n\nIt came back late.")])
        self.assertEqual(self.naming("No ferry left"), [])
        self.assertGreater(len(self.naming("The ferry 3 sank")), 9)
        self.assertRegex(self.run_ok("check", "--offline").out,
                         r'(?m)^story \d+: https://example.org/2026/11/20/story-3/: the source has changed words that were corrected by '
                         r'hand \("The ferry 3 left"\); `wirecopy correct \d+` shows')
        self.assertIn("no longer", self.run_ok("correct", self.page).out)

    def test_a_twin_is_told_of_and_withdrawn_if_asked(self):
        body = "\n\n".join(" ".join(f"word{(n * 31 + k * 17) % 599}" for k in range(60)) for n in range(8))
        self.press([story(50, articleBody=body), story(51, articleBody=body)])
        done = self.run_ok("withdraw", "--press", "https://example.org/2026/11/20/story-50/")
        self.assertIn("the same text is also https://lite.example.org/lite/2026/11/20/world-sea/story-51/", done.err)
        self.assertGreater(len(self.naming("story-51/")), 9)
        self.run_ok("withdraw", "-q", "--press", "--twins", "https://example.org/2026/11/20/story-50/")
        self.assertEqual(self.naming("word31 "), [])
        self.write("again.ndjson", json.dumps(story(52, articleBody=body)))
        done = self.run_ok("import", "--source", "desk", "again.ndjson")
        self.assertRegex(done.err, r"story-52/?: has the text of story \d+, which is withdrawn; it will be shown, unless `wirecopy withdraw \d+`")
        self.assertRegex(self.run_ok("check", "--offline").out, r"story-52/: it has the text of story \d+, which is withdrawn")
        self.run_ok("withdraw", "-q", "--press", "--twins", "--undo", "https://example.org/2026/11/20/story-51/")
        for n in (50, 51, 52):
            self.assertGreater(len(self.naming(f"story-{n}/")), 9)

    def test_no_such_story(self):
        for command in ("pin", "unpin", "hide", "withdraw"):
            self.assertIn("no such story", self.fail_with(1, command, "https://example.org/none/"))
            self.fail_with(2, command)


class Store(Edition):
    def test_backup_while_written_and_restore(self):
        self.press([story(n) for n in range(5)])
        self.run_ok("backup", "-q", "b.db")
        self.press([story(9)])
        self.assertEqual(json.loads(self.run_ok("export", "--json", "-q", "-o", "x").out)["stories"], 6)
        self.run_ok("restore", "-q", "b.db")
        self.assertEqual(json.loads(self.run_ok("export", "--json", "-q", "-o", "x").out)["stories"], 5)
        self.run_ok("press", "-q")
        self.assertEqual(self.naming("story-9/"), [])
        data = bytearray(self.read("b.db", "rb"))
        data[len(data) // 2:len(data) // 2 + 4000] = b"\xff" * 4000
        self.write("bad.db", bytes(data))
        self.assertIn("damaged", self.fail_with(1, "restore", "bad.db"))
        self.assertEqual(json.loads(self.run_ok("export", "--json", "-q", "-o", "x").out)["stories"], 5)
        self.fail_with(1, "restore", "none.db")
        self.fail_with(1, "backup", "no/such/folder/b.db")

    def test_the_map_of_addresses_leads_to_pages_and_back(self):
        self.press([story(n) for n in range(8)] + [story(20, embargoed="2999-01-01T00:00:00Z"), story(21, expires="2001-01-01T00:00:00Z")])
        self.run_ok("withdraw", "-q", "--press", "https://example.org/2026/11/20/story-3/")
        lines = [line.split("\t") for line in self.run_ok("export", "--as", "map").out.splitlines()]
        self.assertEqual({full for full, _ in lines}, {f"https://example.org/2026/11/20/story-{n}/" for n in range(8) if n != 3})
        for full, lite in lines:
            place = lite.removeprefix("https://lite.example.org/lite/")
            self.assertIn(f"<a href={full}>", self.read(f"edition/{place}index.html"))
        self.assertEqual(len(self.run_ok("export", "--as", "map", "--section", "Local").out.splitlines()), 4)

    def test_backups_while_an_import_writes_are_whole(self):
        self.press([story(0)])
        self.write("big.ndjson", "\n".join(json.dumps(story(n)) for n in range(6000)))
        writer = start("import", "-q", "--source", "desk", "big.ndjson", cwd=self.folder)
        taken = []
        while writer.poll() is None and len(taken) < 12:
            taken.append(f"b{len(taken)}.db")
            self.run_ok("backup", "-q", taken[-1])
        self.assertEqual(writer.wait(timeout=60), 0)
        writer.communicate()
        self.assertGreater(len(taken), 1)
        self.write("other/wirecopy.ini", INI.format(more=""))
        counts = []
        for name in taken:
            with contextlib.closing(sqlite3.connect(self.place(name))) as database:
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.run_ok("-C", "other", "restore", "-q", name)
            out = self.run_ok("-C", "other", "export", "-q").out.splitlines()
            self.assertEqual(len({json.loads(line)["url"] for line in out}), len(out))
            counts.append(len(out))
        self.assertEqual(counts, sorted(counts))
        self.assertTrue(1 <= counts[0] <= counts[-1] <= 6000, counts)

    def test_search(self):
        self.press([story(1), story(2, headline="Fish market stays"), story(3, articleBody="Naïve café, 港の灯が消えた。"),
                    story(4, articleBody='A "quoted" OR NEAR(x) AND * word')])
        for query, paths in (("fish market", ["story-2"]), ('"market fish"', []), ("mark* -ferry", []), ("FISH", ["story-2"]),
                             ("cafe naive", ["story-3"]), ("港の灯", ["story-3"]), ("の港", []), ('quoted "OR near(x)"', ["story-4"]),
                             ("stor* ferry -fish", ["story-1"]), ("left pier -fish -1", [])):
            with self.subTest(query):
                found = json.loads(self.run_ok("search", "--json", "--", query).out)
                self.assertEqual([f["path"].split("/")[-1] for f in found], paths)
        self.press([story(2, headline="Fish hall closes")])
        self.assertEqual(json.loads(self.run_ok("search", "--json", "fish market").out), [])
        self.fail_with(2, "search", "--", "-ferry")
        self.fail_with(2, "search", "--", "***")


class Lines(Edition):
    """Stories as a newsroom's own system writes them, well and badly."""

    def test_what_is_wrong_is_told_by_its_line_and_the_rest_taken(self):
        lines = [
            json.dumps(story(1)),
            json.dumps(story(2, headline=7)),
            json.dumps({"url": "https://example.org/3/", "articleBody": "No headline."}),
            json.dumps({"url": "https://example.org/4/"}),
            json.dumps(story(5, articleBody="word " * 2_100_000)),
            json.dumps(story(1, headline="The same address again")),
            json.dumps(story(6, datePublished="2026-11-20 10:00")),
            json.dumps(story(7, datePublished="yesterday")),
            json.dumps(story(8, embargoed=5)),
            '{"url": "https://example.org/9/", "headline": "cut',
            "[1, 2]", "",
            json.dumps(story(10, url="ftp://example.org/10")),
            json.dumps(story(11)),
        ]
        self.write("wirecopy.ini", INI.format(more=""))
        self.write("s.ndjson", "\n".join(lines))
        done = wirecopy("import", "--source", "desk", "s.ndjson", cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        told = dict(re.findall(r"s\.ndjson:(\d+): (.*)", done.err))
        self.assertEqual({line for line, says in told.items() if says.endswith("; skipped")}, {"2", "4", "8", "9", "10", "11", "13"})
        self.assertEqual({line: says for line, says in told.items() if not says.endswith("; skipped")}, {
            "3": 'no "headline": taken without one', "6": "the address of a line before: taken as that story's next revision",
            "7": '"datePublished" has no zone: taken as UTC; "2026-11-20T04:53:00-05:00" has one'})
        for line, says in (("2", '"headline"'), ("4", "missing"), ("8", "not a date"), ("9", "not a date"), ("10", "string without end"),
                           ("11", "not an object"), ("13", "not an absolute http or https address")):
            self.assertIn(says, told[line])
        self.assertIn("5 new, 1 changed, 0 as before, 7 failed", done.err)

    def test_remarks_end_somewhere(self):
        self.write("wirecopy.ini", INI.format(more=""))
        self.write("s.ndjson", "\n".join(json.dumps(story(n, datePublished="2026-11-20 10:00")) for n in range(300)))
        done = wirecopy("import", "--source", "desk", "s.ndjson", cwd=self.folder)
        self.assertEqual((done.returncode, done.err.count("has no zone")), (0, 100))
        self.assertIn("s.ndjson:101: more of the like is not told", done.err)
        self.assertEqual(wirecopy("import", "-q", "--source", "desk", "s.ndjson", cwd=self.folder).err, "")

    def test_doubtful_stories_come_by_confidence(self):
        body = "word " * 60
        self.press([story(1, articleBody=body, confidence=0.4), story(2, articleBody=body, confidence=0.1),
                    story(3, articleBody=body, confidence=0.9), story(4, articleBody="Few."), story(5, articleBody=body, confidence=0.3)])
        told = re.findall(r"(?m)^story \d+: \S*/(story-\d)/", self.run_ok("check", "--offline").out)
        self.assertEqual(told, ["story-2", "story-5", "story-1", "story-4"])


if __name__ == "__main__":
    main()
