"""test_bad_input.py: what is wrong is named, what is right is done and kept, and the exit status says which."""

import errno
import json
import os
import shutil
import subprocess
import time
import unittest

from newsroom import SLOW, Case, Page, Story, atom, main, rss, wirecopy

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0"


class Inputs(Case):
    """`read` with inputs of every kind of badness, each beside a good page that must come out all the same."""

    def setUp(self):
        super().setUp()
        self.good = Story(1)
        self.write("good.html", self.good.page("https://harbour.example"))

    def beside_good(self, name, message, status=1, timeout=60):
        """The bad input is named on standard error with the message; the good one is printed."""
        done = wirecopy("read", "--as", "ndjson", name, "good.html", cwd=self.folder, timeout=timeout)
        self.assertEqual(done.returncode, status, done.err)
        self.assertIn(message, done.err)
        lines = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual([line["input"] for line in lines], [name, "good.html"])
        self.assertEqual(lines[1]["headline"], self.good.headline)
        if status:
            self.assertIn("error", lines[0])
        return lines[0]

    def test_missing_file(self):
        self.beside_good("gone.html", "wirecopy: gone.html: cannot open: No such file or directory; skipped")

    def test_folder_that_cannot_be_there(self):
        self.beside_good("good.html/inside", "good.html/inside: cannot open: Not a directory; skipped")

    def test_pdf(self):
        self.write("notice.html", PDF)
        self.beside_good("notice.html", "wirecopy: notice.html: not HTML or text (PDF); skipped")

    def test_picture(self):
        self.write("quay.html", PNG)
        self.beside_good("quay.html", "quay.html: not HTML or text (PNG image); skipped")

    def test_empty_page(self):
        self.write("empty.html", b"")
        self.beside_good("empty.html", "wirecopy: empty.html: an empty page; skipped")

    def test_white_space_alone(self):
        self.write("blank.html", b" \n\t\r\n" * 100)
        self.beside_good("blank.html", "blank.html: ")

    def test_damaged_gzip(self):
        self.write("page.html.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\3garbage that no one can unpack")
        self.beside_good("page.html.gz", "page.html.gz: ")

    def test_page_cut_in_the_middle(self):
        page = self.good.page("https://harbour.example").encode()
        self.write("cut.html", page[:page.index(b"</article>") - 300])
        story = self.beside_good("cut.html", "", status=0)
        self.assertEqual(story["headline"], self.good.headline)
        self.assertIn(self.good.paragraphs[0], story["articleBody"])

    def test_200_000_nested_divs(self):
        self.write("deep.html", "<!DOCTYPE html><title>Deep</title>" + "<div>" * 200_000 + "<p>" +
                   "Words at the bottom of the well. " * 40)
        began = time.time()
        self.beside_good("deep.html", "", status=0)
        self.assertLess(time.time() - began, 10 * SLOW)

    def test_100_000_attributes(self):
        attributes = " ".join(f"a{i}=x" for i in range(100_000))
        self.write("wide.html", f"<!DOCTYPE html><title>Wide</title><div {attributes}><p>" + "Words go on. " * 60)
        began = time.time()
        done = wirecopy("read", "--as", "ndjson", "wide.html", "good.html", cwd=self.folder)
        self.assertLess(time.time() - began, 10 * SLOW)
        self.assertIn(done.returncode, (0, 1), done.err)
        self.assertEqual(json.loads(done.out.splitlines()[1])["headline"], self.good.headline)
        if done.returncode:
            self.assertIn("wide.html: ", done.err)

    def test_page_of_100_mb(self):
        paragraph = b"<p>" + b"The ferry waits for the tide and the tide for nobody. " * 20 + b"</p>\n"
        with open(self.place("huge.html"), "wb") as f:
            f.write(b"<!DOCTYPE html><title>Huge</title><article>")
            while f.tell() < 100 << 20:
                f.write(paragraph * 200)
        began = time.time()
        self.beside_good("huge.html", "wirecopy: huge.html: larger than 64 MiB; skipped", timeout=120)
        self.assertLess(time.time() - began, 10 * SLOW)

    def test_page_just_under_the_bound(self):
        with open(self.place("large.html"), "wb") as f:
            f.write(b"<!DOCTYPE html><title>Large</title><article><h1>Large</h1>")
            while f.tell() < 40 << 20:
                f.write(b"<p>The ferry waits for the tide and the tide for nobody, they say at the quay.</p>\n" * 2000)
        began = time.time()
        done = wirecopy("read", "--as", "ndjson", "large.html", "good.html", cwd=self.folder, timeout=240)
        self.assertLess(time.time() - began, 60 * SLOW)
        self.assertIn(done.returncode, (0, 1), done.err)
        self.assertEqual(json.loads(done.out.splitlines()[1])["headline"], self.good.headline)

    def test_unpacks_to_too_much(self):
        import gzip
        self.write("bomb.html.gz", gzip.compress(b"<p>" + b" " * (200 << 20)))
        self.beside_good("bomb.html.gz", "bomb.html.gz: larger than 64 MiB once unpacked; skipped")

    def test_list_that_is_missing(self):
        done = wirecopy("read", "--list", "gone.txt", cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.err)
        self.assertIn("gone.txt: cannot open: No such file or directory", done.err)

    def test_output_that_cannot_be_made(self):
        done = wirecopy("read", "-o", "nowhere/out.txt", "good.html", cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.err)
        self.assertIn("nowhere/out.txt: cannot write: No such file or directory", done.err)

    def test_address_on_this_machine(self):
        web = self.web()
        web.publish([self.good])
        done = wirecopy("read", web.base + self.good.path, cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("on this machine or a private network; not fetched", done.err)
        self.assertEqual(web.asked(), [])


class Usage(Case):
    """Wrong words on the command line: nothing is done."""

    CASES = [
        ((), 'usage: wirecopy COMMAND'),
        (("raed",), 'no command "raed"; did you mean "read"?'),
        (("read", "--asd", "text"), "read: unknown option --asd"),
        (("read", "--as", "docx", "x"), '--as: no format "docx"; one of text, html, md, json, ndjson'),
        (("read", "--jobs", "none"), '--jobs: "none" is not a number from 1 to 1024'),
        (("read", "--as"), "--as needs a value (FORMAT)"),
        (("run", "--every", "soon"), '--every: "soon" is not a time; 90s, 5m and 1h are'),
        (("fetch",), "no wirecopy.ini here or above"),
        (("press", "-C", "elsewhere"), "elsewhere/wirecopy.ini: there is none"),
        (("import",), "import: name what to import"),
        (("fetch", "extra"), 'fetch: takes no argument, "extra" is one'),
    ]

    def test_usage(self):
        for words, message in self.CASES:
            with self.subTest(words=words):
                done = wirecopy(*words, cwd=self.folder)
                self.assertEqual(done.returncode, 2, done.err)
                self.assertIn(message, done.err)
                self.assertEqual(done.out, "")


class Configuration(Case):
    """wirecopy.ini: the file, the line and the nearest right name; nothing is done."""

    CASES = [
        ("[edition]\nname = A\nurl = https://a.example/\nfornt = 3\n", "wirecopy.ini:4: ", '"front"'),
        ("[edition]\nname = A\nurl = https://a.example/\n[sorce harbour]\nurl = https://b.example/\n",
         "wirecopy.ini:4: ", "source"),
        ("[edition]\nname = A\nurl = https://a.example/\n[source h]\nurl = https://b.example/\nrights = mine\n",
         "wirecopy.ini:6: ", "own, licensed or personal"),
        ("[edition]\nname = A\nurl = https://a.example/\nthis line says nothing\n", "wirecopy.ini:4: ", ""),
        ("[edition]\nname = A\nurl = https://a.example/\nfront = many\n", "wirecopy.ini:4: ", "many"),
        ("[edition]\nname = A\nurl = https://a.example/\ntimezone = Europe/Lisbom\n", "wirecopy.ini:4: ", "Lisbom"),
        ("[edition]\nname = A\nurl = https://a.example/\n[source h]\nurl = harbour feed\n", "wirecopy.ini:5: ", "harbour feed"),
    ]

    def test_wrong_lines(self):
        for text, where, name in self.CASES:
            for command in ("check", "fetch", "press"):
                with self.subTest(text=text, command=command):
                    self.write("wirecopy.ini", text)
                    done = wirecopy(command, cwd=self.folder)
                    self.assertEqual(done.returncode, 2, done.err + done.out)
                    self.assertIn(where, done.err)
                    self.assertIn(name, done.err)
                    self.assertFalse(os.path.exists(self.place("wirecopy.db")))


class Sources(Case):
    """A feed that is no feed costs that source only."""

    def fetch_beside_good(self, page, message):
        web = self.web()
        stories = [Story(i) for i in range(1, 4)]
        web.publish(stories, "/town-news")
        web.pages["/bad"] = page
        self.edition(self.source("bad", web.base + "/bad") + self.source("good", web.base + "/town-news"))
        done = wirecopy("fetch", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn(f"wirecopy: source bad: {web.base}/bad: {message}", done.err)
        self.assertEqual(len(self.stories()), 3)
        check = wirecopy("check", cwd=self.folder)
        self.assertEqual(check.returncode, 1, check.out + check.err)
        self.assertIn(f"{web.base}/bad", check.out)

    def test_feed_that_is_404(self):
        self.fetch_beside_good(Page("<h1>Gone fishing</h1>", status=404), "the server answered 404")

    def test_feed_that_is_500(self):
        self.fetch_beside_good(Page("<h1>Oops</h1>", status=500), "the server answered 500")

    def test_feed_that_is_a_pdf(self):
        self.fetch_beside_good(Page(PDF, "application/pdf"), "not a feed")

    def test_feed_that_is_html(self):
        self.fetch_beside_good(Page("<!DOCTYPE html><title>Sorry</title><p>Our feed has moved, somewhere."), "")

    def test_feed_that_is_cut(self):
        web = self.web()
        stories = [Story(i) for i in range(1, 6)]
        web.publish(stories)
        text = rss(web.base, stories)
        web.pages["/feed.xml"] = Page(text[:text.rindex("<item>") + 20], "application/xml")
        self.edition(self.source("harbour", web.base + "/feed.xml"))
        done = wirecopy("fetch", cwd=self.folder)
        self.assertIn(done.returncode, (0, 1), done.err)
        self.assertGreaterEqual(len(self.stories()), 4)

    def test_nobody_listens(self):
        web = self.web()
        base = web.base
        web.close()
        self.edition(self.source("harbour", base + "/feed.xml"))
        done = wirecopy("fetch", cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"source harbour: {base}/feed.xml: ", done.err)

    def test_private_address_without_leave(self):
        web = self.web()
        web.publish([Story(1)])
        self.edition(f"[source harbour]\nurl = {web.base}/feed.xml\n")
        done = wirecopy("fetch", cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("(network = local would allow it)", done.err)
        self.assertEqual(web.asked(), [])

    def test_page_of_a_feed_that_fails(self):
        web = self.web()
        stories = [Story(i) for i in range(1, 5)]
        web.publish(stories)
        del web.pages[stories[1].path]
        self.edition(self.source("harbour", web.base + "/feed.xml"))
        done = wirecopy("run", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn(f"source harbour: {web.base}{stories[1].path}: the server answered 404", done.err)
        self.assertEqual(len(self.stories()), 3)
        self.assertTrue(os.path.exists(self.place("edition/index.html")))


class Lines(Case):
    """.ndjson with bad lines: each is named by its number, the others are taken."""

    def test_bad_lines(self):
        stories = [Story(1), Story(2), Story(3)]
        good = self.lines_of(stories).splitlines()
        lines = [good[0], "{not json", "", good[1], '{"headline": 5}', "[]", '{"input": "x", "error": "it was a PDF"}', good[2]]
        self.write("desk.ndjson", "\n".join(lines))
        self.edition()
        done = wirecopy("import", "desk.ndjson", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        for number in (2, 5, 6, 7):
            self.assertIn(f"wirecopy: desk.ndjson:{number}: ", done.err)
        self.assertEqual(done.err.count("desk.ndjson:"), 4)
        self.assertEqual(len(self.stories()), 3)

    def test_missing_file_beside_good(self):
        self.write("desk.ndjson", self.lines_of([Story(1)]))
        self.edition()
        done = wirecopy("import", "gone.ndjson", "desk.ndjson", "gone.html", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("gone.ndjson: cannot open: No such file or directory", done.err)
        self.assertIn("gone.html: cannot open: No such file or directory", done.err)
        self.assertEqual(len(self.stories()), 1)

    def test_unknown_source(self):
        self.write("desk.ndjson", self.lines_of([Story(1)]))
        self.edition()
        done = wirecopy("import", "--source", "harbor", "desk.ndjson", cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.err)
        self.assertIn("[source harbor]", done.err)

    def test_store_that_is_none(self):
        self.write("wirecopy.db", b"This is a letter to the editor and no database. " * 100)
        self.write("desk.ndjson", self.lines_of([Story(1)]))
        self.edition()
        before = self.read_file("wirecopy.db")
        for command in (("import", "desk.ndjson"), ("press",), ("export",), ("fetch",), ("check",)):
            with self.subTest(command=command):
                done = wirecopy(*command, cwd=self.folder)
                self.assertIn(done.returncode, (1, 2), done.err)
                self.assertIn("wirecopy.db", done.err)
        self.assertEqual(self.read_file("wirecopy.db"), before)


def mount(*words):
    return subprocess.run(["mount", *words], capture_output=True).returncode == 0


class Disks(Case):
    """Places that cannot be written. They are mounted, which needs root; without it these are skipped, loudly."""

    def mounted(self, name, *words):
        os.makedirs(self.place(name), exist_ok=True)
        if os.geteuid() != 0 or not mount(*words, self.place(name)):
            raise unittest.SkipTest(f"CANNOT MOUNT {' '.join(words)}: full and read-only disks are not tested here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.place(name)], capture_output=True)

    def begin(self, output="edition", n=40):
        self.edition(output=output)
        self.write("desk.ndjson", self.lines_of([Story(i) for i in range(n)]))
        self.run_ok("import", "desk.ndjson")

    def test_read_only_output(self):
        self.mounted("out", "-t", "tmpfs", "-o", "size=4m,ro", "tmpfs")
        self.begin("out/edition")
        done = wirecopy("press", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("out/edition", done.err)
        self.assertIn(os.strerror(errno.EROFS), done.err)
        self.assertEqual(len(self.stories()), 40)

    def test_output_that_became_read_only(self):
        self.mounted("out", "-t", "tmpfs", "-o", "size=16m", "tmpfs")
        self.begin("out/edition")
        self.run_ok("press")
        before = self.read_file("out/edition/index.html")
        self.write("more.ndjson", self.lines_of([Story(100)]))
        self.run_ok("import", "more.ndjson")
        subprocess.run(["mount", "-o", "remount,ro", self.place("out")], check=True)
        done = wirecopy("press", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn(os.strerror(errno.EROFS), done.err)
        self.assertEqual(self.read_file("out/edition/index.html"), before)

    def test_full_disk_under_the_output(self):
        self.mounted("out", "-t", "tmpfs", "-o", "size=300k", "tmpfs")
        self.begin("out/edition", n=200)
        done = wirecopy("press", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("out/edition", done.err)
        self.assertIn(os.strerror(errno.ENOSPC), done.err)
        subprocess.run(["mount", "-o", "remount,size=64m", self.place("out")], check=True)
        self.run_ok("press")
        self.assertEqual(sum(n.count("index.html") for _, _, n in os.walk(self.place("out/edition/2026"))) >= 200, True)

    def test_full_disk_under_the_store(self):
        self.mounted("small", "-t", "tmpfs", "-o", "size=600k", "tmpfs")
        self.edition()
        text = self.read_file("wirecopy.ini").decode().replace("wirecopy.db", "small/wirecopy.db")
        self.write("wirecopy.ini", text)
        self.write("desk.ndjson", self.lines_of([Story(i) for i in range(1000)]))
        done = wirecopy("import", "desk.ndjson", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("small/wirecopy.db", done.err)
        subprocess.run(["mount", "-o", "remount,size=64m", self.place("small")], check=True)
        self.stories()  # a whole store, however few it has
        self.run_ok("import", "desk.ndjson")
        self.assertEqual(len(self.stories()), 1000)

    def test_full_disk_under_what_is_read(self):
        self.mounted("small", "-t", "tmpfs", "-o", "size=16k", "tmpfs")
        for i in range(20):
            self.write(f"pages/{i}.html", Story(i).page("https://harbour.example"))
        done = wirecopy("read", "-o", "small/all.txt", "pages", cwd=self.folder)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("small/all.txt: cannot write: ", done.err)
        self.assertIn(os.strerror(errno.ENOSPC), done.err)

    def test_read_only_folder_of_the_store(self):
        self.mounted("ed", "-t", "tmpfs", "-o", "size=4m", "tmpfs")
        self.edition()
        shutil.copy(self.place("wirecopy.ini"), self.place("ed"))
        self.write("desk.ndjson", self.lines_of([Story(1)]))
        self.run_ok("import", "-C", "ed", "desk.ndjson")
        subprocess.run(["mount", "-o", "remount,ro", self.place("ed")], check=True)
        done = wirecopy("import", "-C", "ed", "desk.ndjson", cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.err)
        self.assertIn("ed/wirecopy.db: cannot write it: " + os.strerror(errno.EROFS), done.err)
        self.assertEqual(wirecopy("export", "-C", "ed", cwd=self.folder).out.count("\n"), 1)


if __name__ == "__main__":
    main()
