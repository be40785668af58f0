"""test_read.py: `read` as docs/contract.md has it, and what every command has: help, summaries, silence in a pipe."""

import errno
import gzip
import json
import os
import pty
import re
import select
import signal
import subprocess
import time
import unittest

from newsroom import PACKERS, SLOW, WIRECOPY, Case, Story, main, start, wirecopy

COMMANDS = ("read feed init check fetch import press run serve robots search pin unpin hide withdraw correct export backup "
            "restore").split()


def on_terminal(*args, cwd, columns=60, env=None):
    """Runs the command on a terminal of its own; gives exit status and what the terminal got."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(cwd)
        import fcntl
        import struct
        import termios
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.execve(WIRECOPY, [WIRECOPY, *args], {**os.environ, **(env or {})})
    got, end = b"", time.monotonic() + 120 * SLOW
    while time.monotonic() < end:
        try:
            if select.select([terminal], [], [], 1)[0]:
                part = os.read(terminal, 65536)
                if not part:
                    break
                got += part
        except OSError as error:  # the terminal's other end was closed
            if error.errno != errno.EIO:
                raise
            break
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), got.decode()


class Read(Case):
    BASE = "https://harbour.example"

    def setUp(self):
        super().setUp()
        self.stories = {i: Story(i) for i in range(12)}

    def page(self, number):
        return self.stories[number].page(self.BASE)

    def read(self, *args, status=0, **how):
        return self.run_ok("read", *args, status=status, **how)

    def lines(self, *args, **how):
        return [json.loads(line) for line in self.read("--as", "ndjson", *args, **how).out.splitlines()]

    def headlines(self, *args, **how):
        return [line["headline"] for line in self.lines(*args, **how)]

    def test_folder_in_byte_order_of_paths(self):
        names = ["b.html", "a/z.html", "a-b.html", "B.html", "a/b/c.html", "a.html"]
        for i, name in enumerate(names):
            self.write("pages/" + name, self.page(i))
        self.write("pages/.hidden.html", self.page(9))
        os.symlink(self.place("pages", "a.html"), self.place("pages", "link.html"))
        wanted = sorted("pages/" + name for name in names)
        self.assertEqual([line["input"] for line in self.lines("pages")], wanted)
        self.assertEqual([line["input"] for line in self.lines("pages/")], wanted)

    def test_order_whatever_the_threads(self):
        for i in range(40):
            self.write(f"pages/{i:02}.html", Story(i, words=100 + 4000 * (i % 7 == 0)).page(self.BASE))
        self.write("pages/17.html", b"%PDF-1.7\n")
        one = self.read("--as", "ndjson", "--jobs", "1", "pages", status=1)
        self.assertEqual([json.loads(line)["input"] for line in one.out.splitlines()], [f"pages/{i:02}.html" for i in range(40)])
        for jobs in ("2", "5", "16"):
            many = self.read("--as", "ndjson", "--jobs", jobs, "pages", status=1)
            self.assertEqual((many.out, many.err), (one.out, one.err))

    def test_packed_by_name_and_by_bytes(self):
        for suffix, coding in ((".gz", "gzip"), (".br", "br"), (".zst", "zstd")):
            self.write("page.html" + suffix, PACKERS[coding](self.page(1).encode()))
            self.assertEqual(self.headlines("page.html" + suffix), [self.stories[1].headline])
        self.assertEqual(self.headlines("-", input=gzip.compress(self.page(2).encode())), [self.stories[2].headline])

    def test_standard_input(self):
        for args in (("-",), ()):
            line, = self.lines(*args, input=self.page(3).encode())
            self.assertEqual((line["input"], line["headline"]), ("-", self.stories[3].headline))

    def test_url(self):
        bare = "<!DOCTYPE html><title>Quay</title><h1>Quay</h1>" + "<p>The <a href='/map'>quay</a> is closed, they say, and the tide is not.</p>" * 9
        self.write("quay.html", bare)
        line, = self.lines("--url", self.BASE + "/2026/quay.html", "quay.html")
        self.assertEqual(line["url"], self.BASE + "/2026/quay.html")
        self.assertIn(f'href="{self.BASE}/map"', line["blocks"][0]["html"])

    def test_list(self):
        for i in range(3):
            self.write(f"{i}.html", f"<!DOCTYPE html><h1>Number {i}</h1>" + "<p>The ferry waits for the tide, and the tide for nobody.</p>" * 9)
        self.write("list", f"0.html\t{self.BASE}/zero\r\n\n1.html\ngone.html\n2.html\t{self.BASE}/two\n")
        lines = self.lines("--list", "list", status=1)
        self.assertEqual([line["input"] for line in lines], ["0.html", "1.html", "gone.html", "2.html"])
        self.assertEqual([line.get("url") for line in lines], [self.BASE + "/zero", None, None, self.BASE + "/two"])
        self.assertEqual(lines[2]["error"], "cannot open: No such file or directory")

    def test_json_is_an_object_or_an_array(self):
        self.write("a.html", self.page(0))
        self.write("b.html", self.page(1))
        self.assertEqual(json.loads(self.read("--as", "json", "a.html").out)["headline"], self.stories[0].headline)
        many = json.loads(self.read("--as", "json", "a.html", "b.html").out)
        self.assertEqual([story["headline"] for story in many], [self.stories[0].headline, self.stories[1].headline])
        self.assertEqual(json.loads(self.read("--as", "json", "gone.html", "gone-too.html", status=1).out), [])

    def test_every_format(self):
        self.write("a.html", self.page(0))
        story = self.stories[0]
        for form, head in (("text", story.headline + "\n\nBy "), ("md", "# " + story.headline), ("html", "<!doctype html>"),
                           ("json", '{\n  "@context"'), ("ndjson", '{"@context":')):
            out = self.read("--as", form, "a.html").out
            self.assertTrue(out.startswith(head), out[:100])
            self.assertIn(story.paragraphs[-1], out)
        self.assertEqual(self.read("a.html").out, self.read("--as", "text", "a.html").out)

    def test_explain(self):
        page = """<!doctype html><title>Ferry runs again</title><article><h1>Ferry runs again</h1>
            <p>The ferry to the islands runs again from Monday, the harbour office said, after a winter in the yard &amp; a coat of paint.</p>
            <p>It will call at both piers, at eight and at six, and on Sundays when the priest is on board and the tide allows it.</p>
            <h2>2 comments</h2><div class="comment"><p>I shall believe it &lt;when I see it&gt;, and then I shall want my money back for the winter ticket.</p></div></article>"""
        self.write("page.html", page)
        lines = self.read("--explain", "page.html").out.splitlines()
        self.assertRegex("\n".join(lines), r"(?m)^kept +0\.\d\d body +\d+ words  article > p  The ferry to the islands")
        self.assertRegex("\n".join(lines), r"(?m)^dropped 0\.\d\d furniture +\d+ words  div\.comment > p  I shall believe it <when")
        marked = self.read("--explain", "--as", "html", "page.html").out
        self.assertRegex(marked, r"<li class=kept><p dir=auto>The ferry to the islands[^<]*yard &amp; a coat of paint\.<p class=why><b>kept</b> 0\.\d\d body")
        self.assertRegex(marked, r"<li class=furniture><p dir=auto>I shall believe it &lt;when I see it&gt;,[^<]*<p class=why><b>dropped</b>")
        self.assertNotIn("<script", marked)

    def test_plain_text_word_for_word(self):
        text = "Ferry stops at noon\n\nThe ferry  stops at noon,\nas every year.\n\n  Buses run instead.\n"
        self.write("notice.txt", text)
        line, = self.lines("notice.txt")
        self.assertEqual(line["articleBody"], text.strip("\n"))
        self.assertEqual(line["headline"], "Ferry stops at noon")
        self.write("long.txt", "The harbour council said on Thursday night " * 9 + "\n\nMore.\n")
        line, = self.lines("long.txt")
        self.assertLess(len(line["headline"]), 100)
        self.assertTrue(line["headline"].endswith("…"))

    def test_output_file(self):
        self.write("a.html", self.page(0))
        done = self.read("-o", "out.txt", "--json", "a.html", "gone.html", status=1)
        self.assertEqual(json.loads(done.out), {"inputs": 2, "stories": 1, "failed": 1})
        self.assertTrue(self.read_file("out.txt").decode().startswith(self.stories[0].headline))

    def test_charsets(self):
        text = "Côté quai, l’été s’achève : « rien ne bouge », dit la mairesse de Saint-Élan. "
        for name, head, encoding in (
                ("bom", b"\xef\xbb\xbf", "utf-8"), ("bom16", b"\xff\xfe", "utf-16-le"), ("meta", b"<meta charset=windows-1252>", "cp1252"),
                ("guess", b"", "cp1252"), ("guess8", b"", "utf-8"), ("lies", b"<meta charset=iso-8859-1>", "cp1252")):
            with self.subTest(name):
                self.write("a.html", head + ("<!DOCTYPE html><html lang=fr><h1>Le quai</h1>" + f"<p>{text * 3}</p>" * 5).encode(encoding))
                self.assertIn(text.strip(), self.lines("a.html")[0]["articleBody"])

    def test_an_empty_folder(self):
        os.mkdir(self.place("nothing"))
        self.assertIn("nothing to read: no files there", self.read("nothing").err)

    def test_what_is_neither_file_nor_address(self):
        done = self.read("ftp://harbour.example/a", status=1)
        self.assertIn("ftp://harbour.example/a: neither a file nor an http or https address; skipped", done.err)

    def test_a_reader_that_has_had_enough(self):
        for i in range(200):
            self.write(f"pages/{i}.html", self.page(i % 12))
        process = start("read", "pages", cwd=self.folder)
        process.stdout.read(100)
        process.stdout.close()
        err = process.stderr.read().decode()
        process.stderr.close()
        self.assertEqual((process.wait(timeout=60 * SLOW), err), (1, ""))

    def test_interrupted_while_waiting(self):
        os.mkfifo(self.place("never"))
        self.run_ok("init", "-q")
        for args in (("read", "never"), ("read", "--jobs", "2", "never", "-"), ("read",), ("feed", "-"), ("import", "-"),
                     ("read", "--list", "-"), ("robots", "-", "/")):
            with self.subTest(args):
                process = start(*args, cwd=self.folder, stdin=subprocess.PIPE)
                time.sleep(0.3 * SLOW)
                began = time.monotonic()
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=60 * SLOW), 130)
                self.assertLess(time.monotonic() - began, 5 * SLOW)
                process.communicate()


class Terminal(Case):
    def setUp(self):
        super().setUp()
        self.write("a.html", Story(1).page("https://harbour.example"))

    def test_wrapped_on_a_terminal_alone(self):
        status, out = on_terminal("read", "a.html", cwd=self.folder, columns=50)
        self.assertEqual(status, 0)
        lines = [line for line in out.replace("\r", "").split("\n") if "http" not in line]
        self.assertLessEqual(max(map(len, lines)), 50)
        self.assertGreater(len(lines), 20)
        piped = self.run_ok("read", "a.html").out
        self.assertIn(Story(1).paragraphs[0] + "\n\n", piped)

    def test_no_colour_at_all(self):
        for env in ({}, {"NO_COLOR": "1"}):
            _, out = on_terminal("read", "a.html", "gone.html", cwd=self.folder, env=env)
            self.assertNotIn("\033", out)

    def test_progress_after_a_second_on_a_terminal(self):
        os.mkfifo(self.place("slow"))
        for i in range(300):
            self.write(f"pages/{i}.html", Story(i).page("https://harbour.example"))
        feeder = subprocess.Popen(["sh", "-c", 'sleep 1.3; cat a.html > slow'], cwd=self.folder)
        status, out = on_terminal("read", "--jobs", "1", "--as", "ndjson", "-o", "out", "slow", "pages", cwd=self.folder)
        feeder.wait()
        self.assertEqual(status, 0)
        self.assertRegex(out, r"\r\033\[Kread \d+ of 301")
        self.assertTrue(out.endswith("\r\033[K"), "the line is taken away")
        _, quick = on_terminal("read", "--as", "ndjson", "-o", "out", "a.html", cwd=self.folder)
        self.assertEqual(quick, "")


class EveryCommand(Case):
    def test_help(self):
        whole = self.run_ok("--help").out
        for name in COMMANDS:
            with self.subTest(name):
                out = self.run_ok(name, "--help").out
                self.assertTrue(out.startswith(f"usage: wirecopy {name} "))
                self.assertRegex(out.split("\nexamples:\n")[1], rf"wirecopy {name} ?")
                self.assertEqual(self.run_ok("help", name).out, out)
                self.assertEqual(self.run_ok(name, "-h").out, out)
                self.assertRegex(whole, rf"(?m)^  {name} ")
        self.assertEqual(set(re.findall(r"(?m)^  (\w+)  ", whole)), set(COMMANDS), "a command that this test does not know")

    def test_version(self):
        for args in (("--version",), *((name, "--version") for name in COMMANDS)):
            self.assertRegex(self.run_ok(*args).out, r"^wirecopy \d+\.\d+\.\d+\n$")

    def test_summary(self):
        """--json: a line for programs, the last on standard output; -q: nothing else is said."""
        self.write("a.html", Story(1).page("https://harbour.example"))
        self.write("robots.txt", "User-agent: *\nDisallow: /no\n")
        self.write("feed.xml", "<rss version='2.0'><channel><title>T</title><item><title>A</title></item></channel></rss>")
        for args, wanted in (
                (("init",), {"made": "./wirecopy.ini"}),
                (("import", "a.html"), {"inputs": 1, "failed": 0, "new": 1, "changed": 0, "same": 0, "sources": 0, "photos": 0}),
                (("read", "a.html"), {"inputs": 1, "stories": 1, "failed": 0}),
                (("feed", "feed.xml"), {"inputs": 1, "feeds": 1, "failed": 0}),
                (("export",), {"stories": 1}),
                (("robots", "robots.txt", "/no", "/yes", "/"), {"allowed": 2, "disallowed": 1, "failed": 0})):
            with self.subTest(args):
                done = self.run_ok(*args, "--json", "-q")
                self.assertEqual(json.loads(done.out.splitlines()[-1]), wanted)
                self.assertEqual(done.err, "")
        pressed = json.loads(self.run_ok("press", "--json", "-q").out)
        self.assertEqual((pressed["stories"], pressed["written"]), (1, pressed["pages"]))
        self.assertEqual(json.loads(self.run_ok("fetch", "--json", "-q").out)["sources"], 0)
        self.assertEqual(len(self.run_ok("run", "--json", "-q").out.splitlines()), 2)
        self.assertEqual(json.loads(self.run_ok("check", "--json", "-q").out)["findings"], [])

    def test_serve_says_where(self):
        self.run_ok("init", "-q")
        self.run_ok("fetch", "-q")
        self.run_ok("press", "-q")
        process = start("serve", "--json", "-q", "--listen", "127.0.0.1:0", cwd=self.folder)
        try:
            url = json.loads(process.stdout.readline())["serving"]
            import urllib.request
            self.assertIn("My News", urllib.request.urlopen(url, timeout=20).read().decode())
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=60 * SLOW)
        self.assertEqual((process.returncode, err), (0, b""))


if __name__ == "__main__":
    main()
