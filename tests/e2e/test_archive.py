"""test_archive.py: web archives are read and imported, in every packing, past damage, and where an import stopped."""

import gzip
import json
import os
import signal
import subprocess
import time
import unittest

from newsroom import SLOW, Case, Story, kill, main, start, wirecopy, zstd_stored

BASE = "https://harbour.example"


def pack(data):
    return gzip.compress(data, mtime=0)


def record(kind, url, block, more=""):
    head = (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-20T12:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{abs(hash((kind, url)))}>\r\n{more}Content-Length: {len(block)}\r\n\r\n")
    return head.encode() + block + b"\r\n\r\n"


def response(story, coding=None):
    body = story.page(BASE).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    if coding == "gzip":
        body, head = gzip.compress(body, mtime=0), head + "Content-Encoding: gzip\r\n"
    if coding == "chunked":
        parts = [body[i:i + 1000] for i in range(0, len(body), 1000)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"
        head += "Transfer-Encoding: chunked\r\n"
    return record("response", BASE + story.path, (head + "\r\n").encode() + body,
                  "Content-Type: application/http; msgtype=response\r\n")


def records(stories):
    yield record("warcinfo", "urn:info", b"software: the desk\r\n")
    for i, story in enumerate(stories):
        yield record("request", BASE + story.path, b"GET / HTTP/1.1\r\n\r\n")
        yield response(story, [None, "gzip", "chunked"][i % 3])
        yield record("response", BASE + "/logo.png", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG")
    yield record("revisit", BASE + stories[0].path, b"HTTP/1.1 200 OK\r\n\r\n")


class Archive(Case):
    def lines(self, *names, status=0):
        done = wirecopy("read", "--as", "ndjson", *names, cwd=self.folder)
        self.assertEqual(done.returncode, status, done.err)
        return [json.loads(line) for line in done.out.splitlines()], done.err

    def test_every_packing(self):
        stories = [Story(i) for i in range(9)]
        parts = list(records(stories))
        forms = {"a.warc": b"".join(parts), "b.warc.gz": b"".join(map(pack, parts)),
                 "c.warc.gz": gzip.compress(b"".join(parts)), "d.warc.zst": b"".join(map(zstd_stored, parts)),
                 "e": b"".join(parts)}
        for name, data in forms.items():
            with self.subTest(name=name):
                self.write(name, data)
                lines, _ = self.lines(name)
                self.assertEqual([line["headline"] for line in lines], [s.headline for s in stories])
                self.assertEqual([line["url"] for line in lines], [BASE + s.path for s in stories])
                for line, story in zip(lines, stories):
                    archive, at = line["input"].split("@")
                    self.assertEqual(archive, name)
                    if name == "b.warc.gz":
                        self.assertIn(pack(response(story, [None, "gzip", "chunked"][story.number % 3]))[10:30],
                                      data[int(at):int(at) + 40])
        jobs = [wirecopy("read", "--as", "ndjson", "--jobs", n, *forms, cwd=self.folder).out for n in (1, 4)]
        self.assertEqual(jobs[0], jobs[1])

    def test_known_by_its_bytes(self):
        """On standard input, and under any name, packed or not."""
        stories = [Story(i) for i in range(9)]
        parts = list(records(stories))
        headlines = [s.headline for s in stories]
        for how, data in {"plain": b"".join(parts), "gzip": b"".join(map(pack, parts)), "zstd": b"".join(map(zstd_stored, parts))}.items():
            with self.subTest(how):
                self.write("anything", data)
                lines, _ = self.lines("anything")
                self.assertEqual([line["headline"] for line in lines], headlines)
                piped = wirecopy("read", "--as", "ndjson", "-", cwd=self.folder, input=data)
                self.assertEqual(piped.returncode, 0, piped.err)
                self.assertEqual([json.loads(line)["headline"] for line in piped.out.splitlines()], headlines)
                self.clean(), os.makedirs(self.folder)
                self.edition()
                imported = self.run_ok("import", "--json", "-", input=data)
                self.assertEqual(json.loads(imported.out)["new"], 9)

    def test_a_pipe_that_stalls_can_be_left(self):
        data = b"".join(records([Story(i) for i in range(9)]))[:30000]
        for args in (["read", "-"], ["import", "-"]):
            with self.subTest(args[0]):
                self.edition()
                process = start(*args, cwd=self.folder, stdin=subprocess.PIPE)
                process.stdin.write(data)
                process.stdin.flush()
                time.sleep(0.5 * SLOW)
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=10 * SLOW), 130)
                process.stdin.close()
                process.stdout.close(), process.stderr.close()

    def test_among_other_inputs_in_their_order(self):
        stories = [Story(i) for i in range(6)]
        self.write("in/1.html", stories[0].page(BASE))
        self.write("in/2.warc.gz", b"".join(map(pack, records(stories[1:4]))))
        self.write("in/3.html", stories[4].page(BASE))
        self.write("in/4.html", stories[5].page(BASE))
        lines, _ = self.lines("in")
        self.assertEqual([line["headline"] for line in lines], [s.headline for s in stories])

    def test_damage_is_said_and_passed_over(self):
        stories = [Story(i) for i in range(5)]
        parts = [pack(response(s)) for s in stories]
        parts[2] = parts[2][:200] + b"\0" * 50 + parts[2][250:]
        self.write("a.warc.gz", b"".join(parts) + pack(response(Story(9)))[:-500])
        lines, err = self.lines("a.warc.gz", status=1)
        good = [line["headline"] for line in lines if "headline" in line]
        self.assertEqual(good, [s.headline for s in stories if s.number != 2])
        self.assertEqual([line["input"] for line in lines if "error" in line],
                         [f"a.warc.gz@{sum(map(len, parts[:2]))}", f"a.warc.gz@{sum(map(len, parts))}"])
        self.assertIn(f"wirecopy: a.warc.gz@{sum(map(len, parts[:2]))}: damaged gzip member", err)

    def test_missing(self):
        _, err = self.lines("gone.warc.gz", status=1)
        self.assertIn("wirecopy: gone.warc.gz: cannot open: No such file or directory", err)

    def test_import_and_again(self):
        stories = [Story(i) for i in range(30)]
        self.write("a.warc.gz", b"".join(map(pack, records(stories))))
        self.edition()
        first = json.loads(self.run_ok("import", "--json", "a.warc.gz").out)
        self.assertEqual((first["new"], first["failed"]), (30, 0))
        again = json.loads(self.run_ok("import", "--json", "a.warc.gz").out)
        self.assertEqual((again["new"], again["same"]), (0, 30))
        self.assertEqual(set(self.stories()), {BASE + s.path for s in stories})

    def stopped(self, sig, moment):
        process = start("import", "a.warc.gz", cwd=self.folder)
        time.sleep(moment)
        process.send_signal(sig)
        process.communicate(timeout=60 * SLOW)
        return process.returncode

    def test_an_interrupted_import_continues(self):
        stories = [Story(i) for i in range(3000)]
        self.write("a.warc.gz", b"".join(map(pack, records(stories))))
        self.edition()
        began = time.time()
        self.run_ok("import", "a.warc.gz")
        moment = 0.5 * (time.time() - began)
        for _ in range(6):
            for name in os.listdir(self.folder):
                if name.startswith("wirecopy.db"):
                    os.remove(self.place(name))
            if self.stopped(signal.SIGINT, moment) == 130:
                break
            moment *= 0.6  # the machine has become faster
        done = self.run_ok("import", "--json", "a.warc.gz")
        self.assertIn("a.warc.gz: going on at byte", done.err)
        self.assertLess(json.loads(done.out)["inputs"], 3000)
        self.assertEqual(set(self.stories()), {BASE + s.path for s in stories})


if __name__ == "__main__":
    main()
