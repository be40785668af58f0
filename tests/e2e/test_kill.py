"""test_kill.py: kill -9 at random moments of fetch, import and press: no story lost, none doubled, none torn, and an
edition whose pages are whole and whose links all lead somewhere."""

import json
import os
import random
import re
import time
import unittest

from newsroom import SLOW, Case, Story, kill, main, start, wirecopy
from test_archive import pack, records

TIMES = int(os.environ.get("WIRECOPY_KILLS", "12"))
OFTEN = 200 if SLOW == 1 else TIMES  # of what collects, where it is quick enough


def read(where, name):
    with open(os.path.join(where, name), "rb") as f:
        return f.read()


class Kill(Case):
    def clocked(self, *args):
        """How long the whole takes, so that moments lie inside it."""
        began = time.time()
        self.run_ok(*args)
        return time.time() - began

    def killed(self, moments, *args):
        """Runs the command once for each moment and kills it there, if it has not ended; the machine may be faster by now."""
        n, faster = 0, 1
        for moment in moments:
            process = start(*args, cwd=self.folder)
            time.sleep(moment / faster)
            if kill(process) < 0:
                n += 1
            else:
                faster *= 1.5
            yield n

    def moments(self, whole):
        rng = random.Random(20261120)
        return [rng.uniform(0.2, 0.95) * whole for _ in range(TIMES)]

    def often(self, whole, *args):
        """Kills the command OFTEN times at moments of its whole life; those that it had ended before do not count. Yields
        whether it was killed."""
        rng, n = random.Random(20261121), 0
        for _ in range(OFTEN * 5):
            process = start(*args, cwd=self.folder)
            time.sleep(rng.uniform(0.02, 0.98) * whole)
            was_killed = kill(process) < 0
            n += was_killed
            whole *= 1 if was_killed else 0.99  # the machine may be faster by now
            yield was_killed
            if n == OFTEN:
                return
        self.fail(f"killed {n} times of {OFTEN}: it ends too soon")

    def drop_store(self):
        for name in ("wirecopy.db", "wirecopy.db-wal", "wirecopy.db-shm"):
            if os.path.exists(self.place(name)):
                os.remove(self.place(name))

    def test_import(self):
        self.edition()
        stories = [Story(i) for i in range(900)]
        self.write("desk.ndjson", self.lines_of(stories))
        whole = self.clocked("import", "desk.ndjson")
        expected = self.run_ok("export").stdout
        lines = expected.splitlines()
        self.drop_store()
        for was_killed in self.often(whole, "import", "desk.ndjson"):
            if (not was_killed or random.random() < 0.5) and os.path.exists(self.place("wirecopy.db")):
                kept = wirecopy("export", cwd=self.folder).stdout.splitlines()
                self.assertEqual(kept, lines[:len(kept)], "what is kept is not the beginning of what was given")
                self.drop_store()
        self.run_ok("import", "desk.ndjson")
        self.assertEqual(self.run_ok("export").stdout, expected)

    def test_import_of_an_archive(self):
        """Each import goes on where the last one was killed, and in the end all is there once."""
        stories = [Story(i) for i in range(500)]
        self.write("a.warc.gz", b"".join(map(pack, records(stories))))
        self.edition()
        whole = self.clocked("import", "a.warc.gz")
        expected = self.stories()
        self.drop_store()
        for _ in self.often(whole, "import", "a.warc.gz"):
            if os.path.exists(self.place("wirecopy.db")) and wirecopy("export", cwd=self.folder).returncode == 0:
                kept = self.stories()
                self.assertTrue(all(expected[url] == story for url, story in kept.items()), "a story is torn")
                if len(kept) == len(expected):
                    self.drop_store()
        self.run_ok("import", "a.warc.gz")
        self.assertEqual(self.stories(), expected)

    def test_readers(self):
        """The processes that read pages are killed in the midst of it: each costs its page, and says so."""
        self.edition()
        stories = [Story(i) for i in range(400)]
        for s in stories:
            self.write(f"pages/{s.number:03}.html", s.page("https://harbour.example"))
        # a sanitizer's look for leaks is a child as well, whose end the command would wait for without end
        quiet = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")
        process = start("import", "--jobs", "2", "pages", cwd=self.folder, env=quiet)
        rng, killed = random.Random(3), 0
        while process.poll() is None and killed < 20:
            time.sleep(rng.uniform(0.001, 0.01))
            try:
                with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as f:
                    children = f.read().split()
                if children:
                    os.kill(int(rng.choice(children)), 9)
                    killed += 1
            except OSError:
                continue
        _, err = process.communicate(timeout=60 * SLOW)
        err = err.decode()
        failed = re.findall(r"pages/(\d+)\.html: its reader ended \(Killed\); please report the page", err)
        self.assertGreater(killed, 0)
        self.assertEqual(process.returncode, 1 if failed else 0, err)
        self.assertLessEqual(len(failed), killed)
        self.assertEqual(len(self.stories()), len(stories) - len(set(failed)))
        self.run_ok("import", "--jobs", "2", "pages")
        self.assertEqual(len(self.stories()), len(stories))

    def test_fetch(self):
        web = self.web()
        stories = [Story(i) for i in range(40)]
        web.publish(stories)
        self.edition(self.source("harbour", web.base + "/feed.xml"))
        whole = self.clocked("fetch")
        expected = self.stories()
        self.assertEqual(len(expected), 40)
        self.drop_store()
        for was_killed in self.often(whole, "fetch"):
            if os.path.exists(self.place("wirecopy.db")) and wirecopy("export", cwd=self.folder).returncode == 0:
                for url, story in self.stories().items():
                    self.assertEqual(story, expected[url])
            if not was_killed or random.random() < 0.3:
                self.drop_store()
        self.run_ok("fetch")
        self.assertEqual(self.stories(), expected)

    def whole_edition(self, folder):
        """Every page ends and every link inside leads to a page. An edition under way may have bare pages."""
        for where, _, names in os.walk(folder):
            for name in names:
                if not name.endswith(".html"):
                    continue
                text = read(where, name).decode()
                self.assertTrue(text.rstrip().endswith("</footer>"), f"{where}/{name} is torn")
                for link in re.findall(r'<a [^>]*href="([^"#]+)', text):
                    if re.match(r"[a-z]+:", link):
                        continue
                    base = folder if link.startswith("/") else where
                    target = os.path.normpath(os.path.join(base, link.lstrip("/")))
                    if os.path.isdir(target):
                        target = os.path.join(target, "index.html")
                    self.assertTrue(os.path.exists(target), f"{where}/{name}: {link} leads nowhere")

    def pages_of(self, folder):
        return {os.path.relpath(os.path.join(where, name), folder): read(where, name)
                for where, _, names in os.walk(folder) for name in names if "/." not in where + "/" + name}

    def test_press(self):
        self.edition()
        self.write("desk.ndjson", self.lines_of([Story(i) for i in range(400)]))
        self.run_ok("import", "desk.ndjson")
        whole = self.clocked("press")
        expected = self.pages_of(self.place("edition"))
        os.rename(self.place("edition"), self.place("first"))
        n = 0
        for n in self.killed(self.moments(whole), "press"):
            if os.path.exists(self.place("edition")):
                self.whole_edition(self.place("edition"))
        self.assertGreater(n, 0, "none was killed in time")
        self.run_ok("press")
        self.whole_edition(self.place("edition"))
        self.assertEqual(self.pages_of(self.place("edition")), expected)

    def test_press_of_changes(self):
        self.edition()
        self.write("desk.ndjson", self.lines_of([Story(i) for i in range(200)]))
        self.run_ok("import", "desk.ndjson")
        self.run_ok("press")
        for version in range(2, 2 + TIMES // 3):
            self.write("desk.ndjson", self.lines_of([Story(i, version) for i in range(0, 200, 2)]))
            self.run_ok("import", "desk.ndjson")
            for _ in self.killed([random.uniform(0.01, 0.15) * SLOW], "press"):
                self.whole_edition(self.place("edition"))
        self.run_ok("press")
        pages = self.pages_of(self.place("edition"))
        import shutil
        shutil.rmtree(self.place("edition"))
        self.run_ok("press")
        self.assertEqual(pages, self.pages_of(self.place("edition")), "the same store gave other bytes")


if __name__ == "__main__":
    main()
