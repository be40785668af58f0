"""test_round.py: what is imported comes out of `export` as it went in."""

import gzip
import json
import os

from newsroom import PACKERS, Case, Story, main, wirecopy


class Round(Case):
    def canonical(self, stories):
        """The lines as wirecopy itself writes them."""
        self.write("desk.ndjson", self.lines_of(stories))
        self.edition()
        self.run_ok("import", "desk.ndjson")
        return self.run_ok("export", "--as", "ndjson").stdout

    def test_export_then_import_then_export(self):
        first = self.canonical([Story(i) for i in range(50)])
        self.assertEqual(first.count(b"\n"), 50)
        self.write("all.ndjson", first)
        os.remove(self.place("wirecopy.db"))
        self.run_ok("import", "all.ndjson")
        self.assertEqual(self.run_ok("export", "--as", "ndjson").stdout, first)

    def test_what_the_desk_wrote_is_there(self):
        stories = [Story(i) for i in range(20)]
        out = self.canonical(stories).decode()
        for story, line in zip(stories, map(json.loads, out.splitlines())):
            self.assertEqual(line["headline"], story.headline)
            self.assertEqual(line["articleBody"], "\n\n".join(story.paragraphs))
            self.assertEqual(line["author"], [{"@type": "Person", "name": story.author}])
            self.assertEqual(line["url"], f"https://harbour.example{story.path}")
            self.assertEqual(line["articleSection"], "Local")

    def test_read_import_export(self):
        """Pages by way of `read --as ndjson`: byte for byte the same lines."""
        for i in range(12):
            self.write(f"pages/{i:02}.html", Story(i).page("https://harbour.example"))
        read = self.run_ok("read", "--as", "ndjson", "pages").stdout
        self.write("all.ndjson", read)
        self.edition()
        self.run_ok("import", "all.ndjson")
        self.assertEqual(self.run_ok("export", "--as", "ndjson").stdout, read)

    def test_pages_imported_are_pages_read(self):
        for i in range(12):
            self.write(f"pages/{i:02}.html", Story(i).page("https://harbour.example"))
        self.edition()
        self.run_ok("import", "pages")
        self.assertEqual(self.run_ok("export", "--as", "ndjson").stdout, self.run_ok("read", "--as", "ndjson", "pages").stdout)

    def test_a_page_that_says_nothing(self):
        self.edition()
        self.write("nothing.html", '<!DOCTYPE html><html><body><img src="https://a.example/x.jpg"></body></html>')
        self.write("some.ndjson", self.lines_of([Story(1)]))
        done = wirecopy("import", "nothing.html", "some.ndjson", cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("nothing.html: no story: neither headline nor text", done.err)
        self.run_ok("press")
        self.assertEqual(len(self.stories()), 1)

    def test_twice_is_once(self):
        first = self.canonical([Story(i) for i in range(30)])
        done = self.run_ok("import", "--json", "desk.ndjson")
        self.assertEqual(json.loads(done.out), {"inputs": 30, "failed": 0, "new": 0, "changed": 0, "same": 30, "sources": 0, "photos": 0})
        self.assertEqual(self.run_ok("export").stdout, first)

    def test_a_changed_story_is_a_revision(self):
        self.canonical([Story(i) for i in range(5)])
        self.write("desk.ndjson", self.lines_of([Story(0), Story(1, 2)]))
        done = self.run_ok("import", "--json", "desk.ndjson")
        self.assertEqual(json.loads(done.out), {"inputs": 2, "failed": 0, "new": 0, "changed": 1, "same": 1, "sources": 0, "photos": 0})
        self.assertEqual(len(self.stories()), 5)
        self.assertIn(Story(1, 2).headline, self.run_ok("export").out)

    def test_packed(self):
        stories = [Story(i) for i in range(10)]
        first = self.canonical(stories)
        for suffix, coding in ((".gz", "gzip"), (".br", "br"), (".zst", "zstd")):
            with self.subTest(suffix=suffix):
                os.remove(self.place("wirecopy.db"))
                self.write("all.ndjson" + suffix, PACKERS[coding](first))
                self.run_ok("import", "all.ndjson" + suffix)
                self.assertEqual(self.run_ok("export").stdout, first)

    def test_standard_input(self):
        first = self.canonical([Story(i) for i in range(10)])
        for data in (first, gzip.compress(first)):
            os.remove(self.place("wirecopy.db"))
            self.run_ok("import", "-", input=data)
            self.assertEqual(self.run_ok("export").stdout, first)

    def test_plain_text(self):
        self.write("notice.txt", "Ferry stops at noon\n\nThe ferry stops at noon,\nas every year.\n\nBuses run instead.\n")
        self.edition()
        self.run_ok("import", "notice.txt")
        story = json.loads(self.run_ok("export").out)
        self.assertEqual(story["headline"], "Ferry stops at noon")
        self.assertEqual(story["articleBody"],
                         "Ferry stops at noon\n\nThe ferry stops at noon,\nas every year.\n\nBuses run instead.")


if __name__ == "__main__":
    main()
