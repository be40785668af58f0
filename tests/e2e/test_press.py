"""test_press.py: what a press makes of the worst that stories can be; the same bytes wherever it is done; text browsers."""

import gzip
import html.parser
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from newsroom import Case, main, wirecopy

FLIGHT = 14600
HEADERS = 600
TEXT = "The ferry left the old pier at eight and came back late, said the harbour master."
VOID = {"meta", "link", "br"}
ENDLESS = {"p", "li", "tr", "td", "th", "html", "body", "head"}  # whose end tags may be left out
ROOT = Path(__file__).resolve().parent


class Page(html.parser.HTMLParser):
    """A page's elements: fails where what must be closed is not, or an id is there twice."""

    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.ids, self.headings, self.words, self.faults = [], [], [], [], [], []
        self.feed(text)
        self.faults += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        if len(attrs) != len(dict(attrs)):
            self.faults.append(f"<{tag}> has an attribute twice")
        attrs = dict(attrs)
        if tag == "a":
            self.links.append(attrs.get("href"))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID | ENDLESS:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ENDLESS:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another")

    def handle_data(self, data):
        self.words.append(data)


def story(number, **more):
    one = {"url": f"https://harbour.example/2026/11/20/local/story-{number}/", "headline": f"Story {number}",
           "datePublished": "2026-11-20T09:53:00Z", "inLanguage": "en-GB", "articleSection": "Local",
           "blocks": [{"type": "paragraph", "text": TEXT}]}
    one.update(more)
    return one


class Press(Case):
    def press(self, stories, more="", output="edition"):
        """Imports and presses: every page is whole, light enough, and leads nowhere that is not there."""
        self.write("desk.ndjson", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in stories))
        self.edition("[source desk]\nrights = own\n", more, output)
        self.run_ok("import", "-q", "--source", "desk", "desk.ndjson", timeout=240)
        self.run_ok("press", "-q", timeout=240)
        return self.check_edition(output)

    def check_edition(self, output="edition"):
        folder = Path(self.place(output))
        pages = {}
        for path in sorted(folder.rglob("*.html")):
            name = str(path.relative_to(folder))
            text = path.read_text(encoding="utf-8")
            pages[name] = page = Page(text)
            page.text = text
            self.assertEqual(page.faults, [], name)
            self.assertEqual(len(page.ids), len(set(page.ids)), name)
            self.assertEqual(page.headings[:1], [1], name)
            for above, below in zip(page.headings, page.headings[1:]):
                self.assertLessEqual(below, above + 1, f"{name}: a heading of level {below} after {above}")
            packed = (path.parent / (path.name + ".gz")).stat().st_size
            self.assertLessEqual(packed + HEADERS, FLIGHT, name)
            self.assertEqual(gzip.decompress((path.parent / (path.name + ".gz")).read_bytes()), path.read_bytes())
            self.assertNotRegex(text, r"(?i)<script(?! type=application/ld\+json>\{)|\son\w+=[^>]*>(?<=<)|javascript:(?=[^<]*>)")
        for name, page in pages.items():
            for link in page.links:
                target = folder / link.lstrip("/").split("#")[0]
                if link.startswith("/") and not (target / "index.html" if link.split("#")[0].endswith("/") else target).is_file():
                    self.fail(f"{name} links to {link}, which is not there")
        return pages

    def stories_of(self, pages):
        return {name: page for name, page in pages.items() if re.match(r"\d{4}/", name)}

    def test_headlines(self):
        headlines = ["x" * 10240, "Donaudampfschiff" * 312, "", "   ", "ALL THE FERRIES ARE LATE AGAIN TODAY",
                     "<b>Bold</b> & <script>alert(1)</script>", "\u202eevil \u2066isolate", "🦀 Crab 👩‍👩‍👧 family",
                     "".join(f"word{i} " for i in range(1700)), "日本" * 2500, "\u0001\u007f control", "a\u0301" * 3000]
        pages = self.press([story(i, headline=headline) for i, headline in enumerate(headlines)])
        found = self.stories_of(pages)
        self.assertEqual(len(found), len(headlines))
        self.assertIn("Without a headline", "".join(page.text for page in found.values()))
        for page in pages.values():
            for line in page.text.splitlines():  # what opens a direction closes it on its line
                self.assertEqual(len(re.findall("[\u202a\u202b\u202d\u202e]", line)), line.count("\u202c"))
                self.assertEqual(len(re.findall("[\u2066-\u2068]", line)), line.count("\u2069"))

    def test_ten_thousand_paragraphs_a_thousand_links(self):
        paragraphs = [{"type": "paragraph", "text": f"[{i}] {TEXT} {i * i}"} for i in range(10000)]
        links = [{"type": "paragraph", "html": f"<a href='https://harbour.example/{i}/'>link {i}</a> {TEXT}"} for i in range(1000)]
        pages = self.press([story(1, blocks=paragraphs), story(2, blocks=links)])
        for number, mark, n in ((1, r"\[(\d+)\]", 10000), (2, r">link (\d+)<", 1000)):
            path, found, page = f"2026/11/20/local/story-{number}/", [], 1
            while page:
                text = pages[f"{path}{page}/index.html" if page > 1 else f"{path}index.html"].text.split("<main")[1]
                found += [int(i) for i in re.findall(mark, text)]
                page = page + 1 if f"/{path}{page + 1}/ rel=next" in text else 0
            self.assertEqual(found, list(range(n)))

    def walk(self, pages, number):
        """The text of a story's pages, one after the other."""
        path, page = f"2026/11/20/local/story-{number}/", 1
        while page:
            text = pages[f"{path}{page}/index.html" if page > 1 else f"{path}index.html"].text.split("<main")[1]
            yield text
            page = page + 1 if f"/{path}{page + 1}/ rel=next" in text else 0

    def test_what_is_longer_than_a_page_goes_on(self):
        words = [f"{i * 7919 % 10007} {i * 104729 % 9973} {i * 1299709 % 9967}" for i in range(4000)]
        items = [{"type": "list", "ordered": True, "items": [f"[{i}] {TEXT} {word}" for i, word in enumerate(words)]}]
        rows = [{"type": "table", "rows": [["Ship", "Parcels", "Hens"]] + [[f"[{i}] {TEXT}", word, str(i)] for i, word in enumerate(words[:2000])]}]
        headed = [{"type": "table", "html": "<table><tr><th>Ship</th><th>Parcels</th><th>Hens</th></tr>" + "".join(
            f"<tr><td>[{i}] {TEXT}</td><td>{word}</td><td>{i}</td></tr>" for i, word in enumerate(words[:2000])) + "</table>"}]
        update = [{"type": "update", "id": "one", "datePublished": "2026-11-20T08:00:00Z", "headline": "It goes on",
                   "blocks": [{"type": "paragraph", "text": f"[{i}] {TEXT} {word}"} for i, word in enumerate(words)]}]
        pages = self.press([story(1, blocks=items), story(2, blocks=rows), story(3, blocks=update), story(4, blocks=headed)])
        for number, n in ((1, 4000), (2, 2000), (3, 4000), (4, 2000)):
            texts = list(self.walk(pages, number))
            self.assertGreater(len(texts), 2)
            self.assertEqual([int(i) for text in texts for i in re.findall(r"\[(\d+)\]", text)], list(range(n)), f"story {number}")
        starts = [(int(start), int(first)) for start, first in re.findall(r"<ol start=(\d+)><li>\[(\d+)\]", "".join(self.walk(pages, 1)))]
        self.assertGreater(len(starts), 2)
        self.assertEqual([start - 1 for start, _ in starts], [first for _, first in starts])
        for text in self.walk(pages, 2):
            self.assertEqual(text.count("<table>"), text.count("</table>"))
        self.assertEqual("".join(self.walk(pages, 3)).count("id=u-one"), 1)
        for text in self.walk(pages, 4):  # each says what its columns are
            self.assertRegex(text, r"<table><tr><th scope=col>Ship<th scope=col>Parcels<th scope=col>Hens")

    def test_what_is_longer_than_a_small_page_goes_on(self):
        """How long a list may be is a matter of the edition's own budget."""
        items = [f"[{i}] {i * 7919 ** 5 % 10 ** 18} {i * 104729 ** 5 % 10 ** 18} {i * 1299709 ** 5 % 10 ** 18}" for i in range(160)]
        pages = self.press([story(1, blocks=[{"type": "list", "items": items}])], "budget = 4000\nover-budget = fail\n")
        texts = list(self.walk(pages, 1))
        self.assertGreater(len(texts), 2)
        self.assertEqual([int(i) for text in texts for i in re.findall(r"\[(\d+)\]", text)], list(range(160)))

    def test_a_wide_table(self):
        rows = [[f"c{i}r{k}" for i in range(200)] for k in range(4)]
        page = self.press([story(1, blocks=[{"type": "table", "rows": rows}])])["2026/11/20/local/story-1/index.html"]
        self.assertEqual(len(re.findall("<t[dh]", page.text)), 800)
        self.assertIn("<div tabindex=0 role=group aria-label=Table><table>", page.text)

    def test_slugs(self):
        """Addresses that collide, are the edition's own names, in any script, or climb."""
        urls = ["https://harbour.example/a/storm/", "https://harbour.example/b/storm/", "https://harbour.example/c/STORM.html",
                "https://harbour.example/index.html", "https://harbour.example/archive/", "https://harbour.example/2026/",
                "https://harbour.example/feed.xml", "https://harbour.example/..%2f..%2fetc/passwd", "https://harbour.example/%2e%2e/",
                "https://harbour.example/новости/буря/", "https://harbour.example/嵐/", "https://harbour.example/العاصفة/",
                "https://harbour.example/?id=7", "https://harbour.example/" + "long-" * 400, "https://harbour.example/2/", "https://harbour.example/.git/"]
        sections = ["Local", "LOCAL", "local", "Archive", "About", "Search", "2026", "../..", "Спорт", "嵐", "", "Sea & Weather", "feed.xml", ".", "404"]
        stories = [story(i, url=url, headline=f"Slug {i}", articleSection="Local") for i, url in enumerate(urls)]
        stories += [story(f"section-{i}", articleSection=name) for i, name in enumerate(sections)]
        pages = self.press(stories)
        self.assertEqual(len(self.stories_of(pages)), len(stories))
        for name in pages:
            self.assertRegex(name, r"^[a-z0-9/.-]+$")
            self.assertNotIn("..", name)
        self.assertEqual(len([name for name in pages if name == "local/index.html"]), 1)
        self.assertFalse(os.path.exists(self.place("etc")))

    def test_one_address_twice(self):
        first = story(1, headline="The first words")
        pages = self.press([first, dict(first, headline="The second words"), dict(first, headline="The third words", input="other")])
        self.assertEqual(len(self.stories_of(pages)), 1)
        self.assertIn("The third words", pages["2026/11/20/local/story-1/index.html"].text)

    def test_dates(self):
        dates = ["1969-12-31T23:59:59Z", "1850-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2150-06-01T12:00:00Z", "9999-12-31T23:59:59Z",
                 "1970-01-01T00:00:00Z", "2026-11-20", "2026-11-20T09:53:00+14:00"]
        pages = self.press([story(i, datePublished=date) for i, date in enumerate(dates)])
        self.assertEqual(len(self.stories_of(pages)), len(dates))
        for name in ("sitemap.xml", "news-sitemap.xml", "feed.xml"):
            self.assertIn(b"<?xml", self.read_file("edition", name)[:5])

    def test_markup_in_every_field(self):
        evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;\u202e"
        stories = [story(1, headline=evil, alternativeHeadline=evil, abstract=evil, description=evil, articleSection=evil, inLanguage=evil,
                         author=[{"@type": "Person", "name": evil}], publisher={"@type": "Organization", "name": evil}, keywords=[evil],
                         locationCreated=evil, image=[{"@type": "ImageObject", "url": evil, "caption": evil, "creditText": evil}],
                         omitted=[{"what": evil, "note": evil}],
                         blocks=[{"type": kind, "text": evil, "html": evil, "level": 2, "url": evil, "alt": evil, "caption": evil, "credit": evil,
                                  "provider": evil, "id": evil, "headline": evil, "items": [evil], "rows": [[evil]],
                                  "blocks": [{"type": "paragraph", "text": evil}]}
                                 for kind in ("paragraph", "heading", "quote", "list", "image", "table", "code", "embed", "update")]),
                   {"headline": evil, "articleBody": evil + TEXT, "datePublished": "2026-11-20T09:00:00Z"}]
        pages = self.press(stories, more="photos = link\nnotice = <script>alert(3)</script>\n")
        for name, page in pages.items():
            self.assertNotIn("<img", page.text, name)
            self.assertNotIn("<script>", page.text, name)

    def test_the_same_bytes_everywhere(self):
        """Two folders, two locales, two time zones, one and two threads."""
        stories = [story(i, inLanguage=("en-GB", "ar", "pt-PT", "ja")[i % 4], articleSection=("Local", "World")[i % 2],
                         datePublished=f"2026-11-{1 + i % 20:02}T0{i % 10}:10:00Z") for i in range(40)]
        self.press(stories, more="timezone = Europe/Lisbon\n")
        first = self.bytes_of(self.place("edition"))
        for env, jobs in (({"LC_ALL": "C", "TZ": "Asia/Tokyo"}, "1"), ({"LC_ALL": "tr_TR.UTF-8", "LANG": "ar_EG.UTF-8", "TZ": "America/St_Johns"}, "2")):
            with tempfile.TemporaryDirectory(prefix="wirecopy other place ") as other:
                for name in ("wirecopy.ini", "wirecopy.db"):
                    shutil.copy(self.place(name), other)
                self.run_ok("-C", other, "press", "-q", "--jobs", jobs, env=env)
                self.assertEqual(self.bytes_of(os.path.join(other, "edition")), first)

    @staticmethod
    def bytes_of(folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*")
                if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")}

    def test_on_another_file_system(self):
        """The output folder may lie anywhere: nothing is made beside it and moved over."""
        shm = "/dev/shm"
        if not os.access(shm, os.W_OK) or os.stat(shm).st_dev == os.stat(self.folder).st_dev:
            self.skipTest("no other file system to write to")
        with tempfile.TemporaryDirectory(dir=shm) as other:
            self.press([story(i) for i in range(5)], output=os.path.join(other, "edition"))

    def test_over_budget(self):
        one = [story(1, blocks=[{"type": "paragraph", "text": " ".join(str(i * 7919 % 100003) for i in range(20000))}])]
        self.write("desk.ndjson", "".join(json.dumps(s) + "\n" for s in one))
        self.edition("[source desk]\nrights = own\n", "over-budget = fail\n")
        self.run_ok("import", "-q", "--source", "desk", "desk.ndjson")
        self.assertIn("cannot be made to fit the budget of 14600 bytes", self.run_ok("press", status=1).err)
        self.edition("[source desk]\nrights = own\n", "over-budget = warn\n")
        done = self.run_ok("press", "--json")
        self.assertIn("warning: 1 page cannot be made to fit the budget", done.err)
        self.assertEqual(json.loads(done.out)["overBudget"], 1)

    def test_two_presses_at_once(self):
        self.press([story(1)])
        with open(self.place("edition", ".wirecopy", "lock"), "r+b") as lock:
            import fcntl
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertIn("another press is at work on", self.run_ok("press", status=1).err)
        self.run_ok("press")

    def test_text_browsers(self):
        """What lynx and w3m make of a front and of a story with every kind of block, against the dumps kept here.
        WIRECOPY_GOLDEN=write writes them anew."""
        blocks = [{"type": "paragraph", "html": "One <em>line</em> with <a href='https://harbour.example/x/'>a link</a>."},
                  {"type": "heading", "level": 2, "text": "What happens now"},
                  {"type": "quote", "text": "Nobody asked us. They asked the roof."},
                  {"type": "list", "ordered": True, "items": ["The boat", "The bus"]},
                  {"type": "table", "rows": [["Quay", "Boats"], ["North", "12"], ["Old", "3"]]},
                  {"type": "code", "text": "tide = 3.2"},
                  {"type": "image", "url": "https://harbour.example/a.jpg", "alt": "A quay in fog", "caption": "The north quay", "credit": "A. Byrne"},
                  {"type": "embed", "provider": "Harbour TV", "url": "https://tv.example/1", "text": "The crane, live"},
                  {"type": "paragraph", "text": "Correction: the bus leaves at nine."}]
        self.press([story(1, headline="The ferry lands at the old pier", abstract="Ten more minutes on foot.", author="Ada Byrne",
                          publisher="The Harbour Light", blocks=blocks, omitted=[{"what": "video", "note": "1:12"}]),
                    story(2, headline="Two schools share one roof", datePublished="2026-11-19T18:02:00Z")])
        tried = 0
        for browser, options in (("lynx", ["-dump", "-nolist", "-width=72", "-display_charset=utf-8", "-assume_charset=utf-8"]),
                                 ("w3m", ["-dump", "-cols", "72", "-I", "UTF-8", "-O", "UTF-8"])):
            if not shutil.which(browser):
                continue
            tried += 1
            for name, page in (("front", "index.html"), ("story", "2026/11/20/local/story-1/index.html")):
                dump = subprocess.run([browser, *options, page], cwd=self.place("edition"), stdout=subprocess.PIPE, check=True, timeout=60,
                                      env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "dumb", "HOME": self.folder}).stdout
                golden = ROOT / "golden" / f"{name}.{browser}.txt"
                if os.environ.get("WIRECOPY_GOLDEN") == "write":
                    golden.parent.mkdir(exist_ok=True)
                    golden.write_bytes(dump)
                self.assertEqual(dump.decode(), golden.read_text(encoding="utf-8"))
        if not tried:
            self.skipTest("neither lynx nor w3m is here")


class Edits(Case):
    """An edition pressed after every change is, byte for byte, what a press from nothing makes of the same store."""

    STEPS = 14

    def tree(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*"))
                if path.is_file() and ".wirecopy" not in path.parts}

    def change(self, rng, stories):
        """One change; gives what it was."""
        number = rng.randrange(len(stories))
        url = stories[number]["url"]
        kind = rng.choice(["words", "headline", "section", "date", "standfirst", "new", "many", "pin", "unpin", "hide", "unhide", "withdraw",
                           "correct", "lost", "cut", "manifest"])
        pages = sorted(Path(self.place("edition")).rglob("index.html"))
        if kind in ("pin", "unpin", "hide", "withdraw"):
            self.run_any(kind, url)
        elif kind == "unhide":
            self.run_any("hide", "--undo", url)
        elif kind == "correct":
            self.run_any("correct", url, "ferry", rng.choice(["boat", "ferry boat"]))
        elif kind == "lost":
            rng.choice(pages).unlink()
        elif kind == "cut":
            page = rng.choice(pages)
            page.write_bytes(page.read_bytes()[:-5])
        elif kind == "manifest":
            os.remove(self.place("edition", ".wirecopy", "manifest"))
        else:
            if kind in ("new", "many"):
                for _ in range(1 if kind == "new" else 30):
                    stories.append(story(len(stories), articleSection=rng.choice(["Local", "Sport", "LOCAL"]),
                                         datePublished=f"2026-11-{rng.randrange(1, 28):02}T0{rng.randrange(10)}:00:00Z"))
                number = len(stories) - 1
            one = stories[number]
            if kind == "words":
                one["blocks"] = [{"type": "paragraph", "text": f"{TEXT} {rng.random()}"}] * rng.choice([1, 2, 300])
            elif kind == "headline":
                one["headline"] = f"Headline {rng.random()}"
            elif kind == "standfirst":
                one["abstract"] = f"Standfirst {rng.random()}"
            elif kind == "section":
                one["articleSection"] = rng.choice(["Local", "World", "Sport"])
            elif kind == "date":
                one["datePublished"] = f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}T09:00:00Z"
            self.write("more.ndjson", "".join(json.dumps(s) + "\n" for s in stories[number - 29 if kind == "many" else number:number + 1]))
            self.run_ok("import", "more.ndjson")
        return kind

    def run_any(self, *args):
        """A change that may not apply to the story as it is."""
        done = wirecopy(*args, cwd=self.folder)
        self.assertIn(done.returncode, (0, 1), done.err)

    def test_many_changes(self):
        rng = random.Random(7)
        self.edition(more="front = 8\nsection = 12\nformats = html gmi\n")
        self.write("cold/wirecopy.ini", Path(self.place("wirecopy.ini")).read_text(encoding="utf-8").replace("= wirecopy.db", "= ../wirecopy.db"))
        stories = [story(i, articleSection=["Local", "World", "Sport"][i % 3], datePublished=f"2026-11-{1 + i % 20:02}T09:53:00Z",
                         abstract=f"About story {i}.") for i in range(40)]
        self.write("desk.ndjson", "".join(json.dumps(s) + "\n" for s in stories))
        self.run_ok("import", "desk.ndjson")
        self.run_ok("press")
        kinds = []
        for _ in range(self.STEPS):
            kinds += [self.change(rng, stories) for _ in range(rng.randrange(1, 4))]
            self.run_ok("press", env={"TZ": rng.choice(["UTC", "Asia/Tokyo"])})
            shutil.rmtree(self.place("cold", "edition"), ignore_errors=True)
            self.run_ok("-C", self.place("cold"), "press")
            warm, cold = self.tree(self.place("edition")), self.tree(self.place("cold", "edition"))
            self.assertEqual(sorted(set(warm) - set(cold))[:9], [], f"left over after {kinds}")
            self.assertEqual(sorted(set(cold) - set(warm))[:9], [], f"lacking after {kinds}")
            differ = [name for name in cold if warm[name] != cold[name]]
            self.assertEqual(differ[:9], [], f"other bytes after {kinds}")


if __name__ == "__main__":
    main()
