"""test_demo.py: the demo as a newcomer runs it: a heavy newspaper in, a lite edition out, every link whole, every element in
its place; then again with nothing new, and with one story changed."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from newsroom import SLOW, WIRECOPY, Case, main

DEMO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "demo")
BASE = "https://lite.harbourlight.example/"
ENVOY = "2026/10/21/world/envoy-second-visit"  # has every feature that a story's page can have


class Page(HTMLParser):
    """A page's links, its texts in order, and what must not be in it."""

    def __init__(self, text):
        super().__init__()
        self.links, self.words, self.requests, self.tags, self.skip = [], [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append((tag, found))
        self.skip += tag in ("style", "title")
        if tag == "a":
            self.links.append(found.get("href", ""))
        source = found.get("src") or found.get("srcset") or (found.get("href") if tag == "link" and
                                                             found.get("rel") in ("stylesheet", "preload") else None)
        if source or tag in ("script", "iframe", "object", "embed") or any(name.startswith("on") for name in found):
            self.requests.append((tag, found))

    def handle_endtag(self, tag):
        self.skip -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.skip and data.strip():
            self.words.append(" ".join(data.split()))


def pages_of(folder):
    """{path: text} of all pages below a folder."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".html"):
                path = os.path.join(place, name)
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, folder)] = file.read()
    return found


def state_of(folder):
    """{path: (inode, bytes)}: a file that was written anew has another inode."""
    return {os.path.relpath(os.path.join(place, name), folder): (os.stat(os.path.join(place, name)).st_ino,
                                                                 os.path.getsize(os.path.join(place, name)))
            for place, _, names in os.walk(folder) for name in names if "/." not in place}


class Demo(Case):
    def demo(self):
        done = subprocess.run([sys.executable, os.path.join(DEMO, "run"), "--folder", self.place("demo"), "--wirecopy", WIRECOPY],
                              capture_output=True, text=True, timeout=120 * SLOW)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def check_links(self, folder):
        pages = pages_of(folder)
        self.assertGreater(len(pages), 30)
        for path, text in pages.items():
            page = Page(text)
            self.assertEqual(page.requests, [], path)
            self.assertEqual([tag for tag, _ in page.tags].count("h1"), 1, path)
            for link in page.links:
                target = urlsplit(urljoin(BASE + path.removesuffix("index.html"), link))
                if not target.geturl().startswith(BASE):
                    self.assertIn(target.scheme, ("http", "https", "mailto"), f"{path}: {link}")
                    continue
                place = unquote(target.path).lstrip("/")
                place += "index.html" if not place or place.endswith("/") else ""
                self.assertTrue(os.path.isfile(os.path.join(folder, place)), f"{path}: {link} leads nowhere")
                if target.fragment:
                    with open(os.path.join(folder, place), encoding="utf-8") as file:
                        self.assertRegex(file.read(), rf'\bid="?{re.escape(target.fragment)}\b', f"{path}: {link}")
        for name in ("sitemap.xml", "news-sitemap.xml", "feed.xml"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                for address in re.findall(rf"{re.escape(BASE)}[^<\"&]*", file.read()):
                    place = address.removeprefix(BASE)
                    place += "index.html" if not place or place.endswith("/") else ""
                    self.assertTrue(os.path.isfile(os.path.join(folder, place)), f"{name}: {address} leads nowhere")

    def check_order(self, text):
        """The elements of a story's page, in the order of the contract."""
        words = "\n".join(Page(text).words)
        at = -1
        for part in ("Skip to the text", "World", "Hale expected to deliver blunt message",
                     "By Hannah Corrigan, Theo Marsh and Yuki Tanabe, The Harbour Light", "Updated:", "8:53 AM GMT, Wed October 21, 2026"
                     if "8:53 AM GMT" in words else "Wed October 21, 2026", "Source: The Harbour Light",
                     "Margaret Hale, the Atlantic Compact’s chief envoy, arrived", "“We are not where we were a year ago",
                     "See Full Web Article", "Go to the full The Harbour Light experience", "Harbour Light", "Terms of Use",
                     "Privacy Policy", "Ad Choices", "Cookie Settings"):
            found = words.find(part, at + 1)
            self.assertGreater(found, at, f"{part!r} is missing, or not in its place, in:\n{words[:1500]}")
            at = found
        for furniture in ("inbox", "Advertisement", "cookies to", "Most read", "Subscribe", "comments"):
            self.assertNotIn(furniture, words)
        self.assertEqual(len(re.findall(r"<p>[^<]*\w[^<]{60,}", text)) >= 30, True, "fewer than thirty paragraphs")

    def check_text(self):
        page = self.place("demo", "newspaper", ENVOY, "index.html")
        lines = self.run_ok("read", page).out.split("\n")
        self.assertEqual(lines[:6], [
            "Hale expected to deliver blunt message on strait patrols as she arrives in Vessany for second visit", "",
            "By Hannah Corrigan, Theo Marsh and Yuki Tanabe, The Harbour Light", "Updated: 4:53 AM EDT, Wed October 21, 2026",
            "Source: The Harbour Light", ""])
        self.assertTrue(lines[-2].startswith("See Full Web Article: https://"), lines[-2])
        body = lines[6:-2]
        self.assertGreaterEqual(len([line for line in body if line]), 30)
        with open(self.place("demo", "newspaper", ENVOY, "truth.json"), encoding="utf-8") as file:
            self.assertEqual("\n".join(body).strip(), json.load(file)["articleBody"])

    def check_change(self, folder):
        """One story changed: what names it is written, nothing else."""
        lines = self.run_ok("-C", self.place("demo"), "export", "--as", "ndjson").out.splitlines()
        story = next(s for s in map(json.loads, lines) if s.get("articleSection") == "Sport")
        story["headline"] += ", corrected"
        self.write("one.ndjson", json.dumps(story, ensure_ascii=False) + "\n")
        before = state_of(folder)
        self.run_ok("-C", self.place("demo"), "import", "--source", "harbour", self.place("one.ndjson"))
        self.run_ok("-C", self.place("demo"), "press")
        after = state_of(folder)
        day = re.search(r"\d{4}-\d\d-\d\d", story["datePublished"])[0].replace("-", "/")
        changed = {re.sub(r"\.(br|gz|zst)$", "", path) for path in after if after[path] != before.get(path)}
        self.assertEqual(set(before), set(after))
        self.assertTrue(any(re.match(day + r"/sport/[^/]+/index\.html$", path) for path in changed), changed)
        for path in changed:
            self.assertRegex(path, rf"^({day}/sport/[^/]+/index\.html|index\.html|sport/index\.html|archive/{day}/index\.html|"
                             r"feed\.(xml|json)|sport/feed\.xml|(news-)?sitemap\.xml|about/index\.html)$")
        self.check_links(folder)

    def test_demo(self):
        first = self.demo()
        folder = self.place("demo", "edition")
        self.assertIn("24 stories of 24, 3 sections", first.stdout)
        self.assertRegex(first.stdout, r"the newspaper's pages weigh 1\d\.\d MB, the lite edition 0\.\d MB \(\d\.\d %\)")
        self.assertRegex(first.stdout, r"\S+ -C \S+ serve\n")
        self.check_links(folder)
        self.check_order(pages_of(folder)[ENVOY + "/index.html"])
        self.check_text()
        before = state_of(folder)
        again = self.demo()
        self.assertIn("not modified", again.stderr)
        self.assertIn("nothing new", again.stderr)
        self.assertEqual(state_of(folder), before)
        self.check_change(folder)


if __name__ == "__main__":
    main()
