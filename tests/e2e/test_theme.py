#!/usr/bin/env python3
"""test_theme.py: a newsroom's own look: what init writes is taken, what it is changed into is on every page, and what is
broken is told with file and line, and nothing is pressed."""

import json
import os
import re
import shutil

from newsroom import Case, main, wirecopy

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FAULTS = (
    ("top.html", '<header><a href="{home}">x</a>', 1, "an element that is not closed: header"),
    ("top.html", "<header>\n<b>x</header>", 2, "an element that is not closed: b"),
    ("top.html", "<p>a</p>\n</div>", 2, "an end without its beginning"),
    ("top.html", "<p>ok</p>\n\n<script>alert(1)</script>", 3, "not in a fragment of a theme: script"),
    ("top.html", '<p onclick="x()">a</p>', 1, "a page runs no script: onclick"),
    ("top.html", '<a\nhref="javascript:x">a</a>', 1, "not an address of the web: href"),
    ("top.html", '<a href="//evil.example/">a</a>', 1, "not an address of the web: href"),
    ("top.html", '<img src="https://x.example/a.png">', 1, "not in a fragment of a theme: img"),
    ("top.html", '<p style="background:u\\72l(https://x)">a</p>', 1, "a page may not load from an address: style"),
    ("top.html", "<p>\n{nmae}</p>", 2, 'no slot "{nmae}"'),
    ("top.html", "<div>" * 70 + "</div>" * 70, 1, "too many elements one in another"),
    ("top.html", "a\0b", 1, "holds a NUL"),
    ("bottom.html", "<p>" + "x" * 2000 + "</p>", 1, "2007 bytes; it may have 2000"),
    ("head.html", '<link rel=stylesheet href="https://x.example/a.css">', 1, "this link would load something"),
    ("head.html", '<meta http-equiv=refresh content="0;url=https://x">', 1, "not in a theme: http-equiv"),
    ("head.html", "<meta name=a content=b>\n<p>x</p>", 2, "a page's head has meta and link elements alone"),
    ("logo.svg", '<svg><image href="https://x/a.png"/></svg>', 1, "not in a fragment of a theme: image"),
    ("logo.svg", "<svg><script>1</script></svg>", 1, "not in a fragment of a theme: script"),
    ("logo.svg", '<svg><use href="https://x/a.svg#b"/></svg>', 1, "a page may not load from an address: href"),
    ("logo.svg", "<p>x</p>", 1, "not in a fragment of a theme: p"),
    ("logo.svg", "<svg></svg><svg></svg>", 1, "a logo is one svg element"),
    ("style.css", "a{}\nbody { color: red;", 2, "a brace that is not closed"),
    ("style.css", "a{}}", 1, "a brace that closes nothing"),
    ("style.css", 'a{}\n@import "x.css";', 2, "@import"),
    ("style.css", 'a{}\n@\\69mport "x.css";', 2, "an escape outside a string"),
    ("style.css", "a{background:url( 'https://x')}", 1, "a page may not load from an address"),
    ("style.css", "a{}\n/* open", 2, "a comment without end"),
    ("style.css", "a::before{content:'</style><script>'}", 1, "a tag does not belong into a style"),
    ("style.css", "a{color:red}" * 9000, 1, "108000 bytes; it may have 12000"),
    ("style.css", "/* where pigs */a{}", 0, 'has "where pigs", which no page has'),
    ("words.ini", "[en]\nwhat = is this\n", 2, 'has an unknown key "what"'),
    ("words.ini", "[en]\nby = By {names}\n", 1, "[en] needs 12 names"),
    ("styles.css", "a{}", 0, "no file of a theme"),
)


class Theme(Case):
    def setUp(self):
        super().setUp()
        self.run_ok("init", "-q", "--theme", ".")
        ini = self.read_file("wirecopy.ini")
        ini = ini if isinstance(ini, str) else ini.decode()
        self.write("wirecopy.ini", ini.replace("name = My News", "name = Light & <Harbour>") +
                   "\n[source desk]\nurl = https://example.org/feed.xml\nrights = own\n")
        self.write("s.ndjson", json.dumps({"url": "https://example.org/a/", "headline": "A story", "articleBody": "Text."}))
        self.run_ok("import", "-q", "--source", "desk", "s.ndjson")

    def pages(self):
        for at, _, names in os.walk(os.path.join(self.folder, "edition")):
            for name in names:
                if name.endswith(".html"):
                    with open(os.path.join(at, name), encoding="utf-8") as file:
                        yield os.path.relpath(os.path.join(at, name), self.folder), file.read()

    def test_what_init_writes_is_the_built_in_theme(self):
        self.run_ok("press", "-q")
        themed = dict(self.pages())
        ini = self.read_file("wirecopy.ini")
        ini = ini if isinstance(ini, str) else ini.decode()
        self.write("wirecopy.ini", ini.replace("theme = theme", "; theme"))
        self.run_ok("press", "-q")
        self.assertEqual(themed, dict(self.pages()))
        self.assertEqual(wirecopy("init", "--theme", ".", cwd=self.folder).returncode, 2)

    def test_the_example_is_taken_as_it_lies_there(self):
        """themes/courier: a newsroom's own face, made by docs/themes.md."""
        shutil.rmtree(self.place("theme"))
        shutil.copytree(os.path.join(ROOT, "themes", "courier"), self.place("theme"))
        done = self.run_ok("press")
        self.assertNotIn("over the budget", done.err)
        for name, page in self.pages():
            with self.subTest(name):
                self.assertIn('<header class="mast"><a href="/"><svg viewBox=', page)
                self.assertIn("since 1911", page)
                self.assertIn('content="#0b4f3c"', page)

    def test_every_name_in_the_manual_is_a_name_of_the_style(self):
        """What docs/themes.md lists behind "where" is taken, and what a page may have besides is listed."""
        with open(os.path.join(ROOT, "docs", "themes.md"), encoding="utf-8") as file:
            listed = re.search(r"`/\* where NAME \*/` is sent only with pages that have it:([^;]*);", file.read())[1]
        names = set(re.findall(r"[a-z]+", listed))
        self.write("theme/style.css", "".join(f"/* where {name} */p{{margin:0}}" for name in sorted(names)))
        self.run_ok("press", "-q")
        with open(os.path.join(ROOT, "themes", "lite", "style.css"), encoding="utf-8") as style, \
                open(os.path.join(ROOT, "themes", "lite", "story.css"), encoding="utf-8") as story:
            used = set(re.findall(r"/\* where (\w+) \*/", style.read() + story.read()))
        self.assertEqual(used - names, set())

    def test_a_paper_of_its_own(self):
        self.write("theme/top.html", '<!-- mast -->\n<header class=mast><a href="{home}">{logo} {name}</a></header>\n')
        self.write("theme/bottom.html", '<p>{copyright} <a href="https://example.org/jobs?a=1&amp;b">Jobs</a></p>')
        self.write("theme/head.html", '<meta name="theme-color" content="#0a3d62"><link rel="me" href="https://social.example/@x">')
        self.write("theme/logo.svg", '<svg viewBox="0 0 2 2"><title>Lamp</title><path d="M0 0h2"/><linearGradient id="g"/></svg>')
        self.write("theme/style.css", '.mast a::before{content:"a  {  b \\201C"} .mast { color : red }')
        self.run_ok("press", "-q")
        pages = dict(self.pages())
        self.assertGreater(len(pages), 5)
        for name, page in pages.items():
            with self.subTest(name):
                self.assertIn('<header class=mast><a href="/"><svg viewBox="0 0 2 2">', page)
                self.assertIn("Light &amp; &lt;Harbour&gt;</a></header>", page)
                self.assertIn('content="#0a3d62"', page)
                self.assertIn('.mast a::before{content:"a  {  b \\201C"}', page)
                self.assertRegex(page, r"Jobs</a></p></footer>\n$")
                self.assertNotIn("<!-- mast", page)

    def test_what_is_broken_is_told_and_nothing_pressed(self):
        self.run_ok("press", "-q")
        before = dict(self.pages())
        for name, text, line, says in FAULTS:
            with self.subTest(says):
                path = os.path.join(self.folder, "theme", name)
                was = self.read_file("theme", name) if os.path.exists(path) else None
                self.write(f"theme/{name}", text)
                done = wirecopy("press", cwd=self.folder)
                self.assertEqual(done.returncode, 2)
                if line:
                    self.assertIn(f"theme/{name}:{line}: ", done.err)
                self.assertIn(says, done.err)
                self.assertEqual(wirecopy("check", "--offline", cwd=self.folder).returncode, 2)
                self.assertEqual(dict(self.pages()), before)
                os.remove(path)
                if was is not None:
                    self.write(f"theme/{name}", was)
        os.remove(os.path.join(self.folder, "theme", "style.css"))
        self.assertIn("there is none", wirecopy("press", cwd=self.folder).err)
        ini = self.read_file("wirecopy.ini").decode().replace("theme = theme", "theme = nowhere")
        self.write("wirecopy.ini", ini)
        self.assertEqual(wirecopy("press", cwd=self.folder).returncode, 2)


if __name__ == "__main__":
    main()
