"""newsroom.py: what the end-to-end tests share: the command, an edition in a folder of its own, a small newspaper's
pages and feeds, and a web server on loopback that notes what it was asked. Python's standard library alone."""

import contextlib
import ctypes
import gzip
import html
import http.server
import json
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
import unittest
from email.utils import formatdate

WIRECOPY = os.environ.get("WIRECOPY", os.path.abspath("build/wirecopy"))
SLOW = float(os.environ.get("WIRECOPY_SLOW", "1"))  # how much longer things may take, as under a sanitizer
NOON = 1795176000  # 20 November 2026, 12:00 UTC

WORDS = """harbour council ferry quay lighthouse vote budget crane pilot tide fog market net repair winter grant school
bridge engine timber captain museum archive printer letter road rain roof ballot deputy mayor report question answer
delay ticket island crew morning plan""".split()


class Story:
    """One story of the town, the same for the same number and version."""

    def __init__(self, number, version=1, words=220):
        rng = random.Random(number * 1000 + version)
        self.number, self.version = number, version
        self.path = f"/2026/11/20/story-{number:03}/"
        self.headline = f"{rng.choice(WORDS).title()} {rng.choice(WORDS)} for the harbour, number {number}"
        if version > 1:
            self.headline += f", changed {version}"
        self.author = rng.choice(["Ada Byrne", "Inês Prado", "Tom Hale"])
        self.at = NOON - number * 600
        self.paragraphs = []
        while sum(len(p.split()) for p in self.paragraphs) < words:
            n = rng.randint(20, 45)
            self.paragraphs.append((" ".join(rng.choice(WORDS) for _ in range(n))).capitalize() + ".")

    def stamp(self):
        return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(self.at))

    def page(self, base, furniture=1):
        """The heavy page it stands on."""
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": self.headline,
                "author": {"@type": "Person", "name": self.author}, "datePublished": self.stamp(),
                "articleSection": ["Local", "Sport", "Business"][self.number % 3],
                "mainEntityOfPage": base + self.path}
        body = "\n".join(f"<p>{html.escape(p)}</p>" for p in self.paragraphs)
        menu = "".join(f'<li><a href="/section/{w}">{w.title()}</a></li>' for w in WORDS) * furniture
        return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{html.escape(self.headline)} | The Harbour Light</title>
<link rel="canonical" href="{base}{self.path}"><script type="application/ld+json">{json.dumps(data)}</script>
<script>var state = "{'x' * 2000}";</script></head><body><nav><ul>{menu}</ul></nav>
<main><article><h1>{html.escape(self.headline)}</h1><p class="byline">By {self.author}</p>{body}</article></main>
<aside><h2>Most read</h2><ul>{menu}</ul></aside><footer><p>© 2026 Harbour Light Trust</p></footer></body></html>"""


def rss(base, stories, title="The Harbour Light"):
    items = "".join(
        f"<item><title>{html.escape(s.headline)}</title><link>{base}{s.path}</link><guid>{base}{s.path}</guid>"
        f"<pubDate>{formatdate(s.at, usegmt=True)}</pubDate></item>" for s in stories)
    return (f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
            f"<link>{base}/</link><description>News of the town</description>{items}</channel></rss>")


def atom(base, stories, title="The Harbour Light"):
    items = "".join(
        f'<entry><title>{html.escape(s.headline)}</title><link href="{base}{s.path}"/><id>{base}{s.path}</id>'
        f"<updated>{s.stamp()}</updated></entry>" for s in stories)
    return (f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>'
            f"<id>{base}/</id><updated>2026-11-20T12:00:00Z</updated>{items}</feed>")


def brotli_stored(data):
    """A brotli stream without compression: RFC 7932, uncompressed meta-blocks."""
    out, bits, n_bits = bytearray(), 0, 0

    def put(value, n):
        nonlocal bits, n_bits
        bits |= value << n_bits
        n_bits += n
        while n_bits >= 8:
            out.append(bits & 255)
            bits >>= 8
            n_bits -= 8

    put(0, 1)  # a window of 16 bits
    for at in range(0, len(data), 65536):
        part = data[at:at + 65536]
        put(0, 1), put(0, 2), put(len(part) - 1, 16), put(1, 1)
        if n_bits:
            put(0, 8 - n_bits)
        out += part
    put(3, 2)  # the last one, empty
    if n_bits:
        put(0, 8 - n_bits)
    return bytes(out)


def zstd_stored(data):
    """A zstd frame without compression: RFC 8878, raw blocks."""
    out = bytearray(b"\x28\xb5\x2f\xfd" + bytes([0xA0]) + struct.pack("<I", len(data)))
    parts = [data[at:at + 65536] for at in range(0, len(data), 65536)] or [b""]
    for i, part in enumerate(parts):
        head = len(part) << 3 | (i == len(parts) - 1)
        out += struct.pack("<I", head)[:3] + part
    return bytes(out)


def brotli_read(data):
    """What a brotli stream holds, by the library that Wirecopy itself stands on."""
    library = ctypes.CDLL("libbrotlidec.so.1")
    room = max(1 << 16, len(data) * 64)
    while True:
        out, size = ctypes.create_string_buffer(room), ctypes.c_size_t(room)
        if library.BrotliDecoderDecompress(ctypes.c_size_t(len(data)), data, ctypes.byref(size), out) == 1:
            return out.raw[:size.value]
        room *= 8
        if room > 1 << 30:
            raise ValueError("no brotli")


PACKERS = {"gzip": lambda d: gzip.compress(d, mtime=0), "br": brotli_stored, "zstd": zstd_stored}


class Page:
    """What an address answers: a body with its type, validators made from it, packed as the asker takes it."""

    def __init__(self, body, kind="text/html; charset=utf-8", status=200, headers=None, validators=True, packed=None):
        self.body = body.encode() if isinstance(body, str) else body
        self.kind, self.status, self.headers = kind, status, headers or {}
        self.validators, self.packed = validators, packed

    def answer(self, handler):
        etag = f'"{hash(self.body) & 0xFFFFFFFF:x}"'
        if self.validators and self.status == 200 and handler.headers.get("If-None-Match") == etag:
            handler.send_response(304)
            handler.send_header("ETag", etag)
            handler.end_headers()
            return 304
        body = self.body
        handler.send_response(self.status)
        if self.packed and self.packed in (handler.headers.get("Accept-Encoding") or ""):
            body = PACKERS[self.packed](body)
            handler.send_header("Content-Encoding", self.packed)
        handler.send_header("Content-Type", self.kind)
        handler.send_header("Content-Length", str(len(body)))
        if self.validators and self.status == 200:
            handler.send_header("ETag", etag)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)
        return self.status


class Web:
    """A web server on loopback. pages: path -> Page, or a function of the handler that gives the status."""

    def __init__(self):
        self.pages, self.log, self.lock = {}, [], threading.Lock()
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                page = web.pages.get(self.path) or web.pages.get(self.path.split("?")[0])
                entry = {"path": self.path, "headers": dict(self.headers), "at": time.time(), "status": 0}
                with web.lock:
                    web.log.append(entry)
                try:
                    if page is None:
                        entry["status"] = Page("<h1>Not here</h1>", status=404).answer(self)
                    else:
                        entry["status"] = page(self) if callable(page) else page.answer(self)
                except OSError:
                    self.close_connection = True

            do_HEAD = do_GET

            def log_message(self, *args):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request, address):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def publish(self, stories, feed="/feed.xml", make=rss, packed=None, validators=True):
        for s in stories:
            self.pages[s.path] = Page(s.page(self.base), packed=packed, validators=validators)
        self.pages[feed] = Page(make(self.base, stories), "application/xml", packed=packed, validators=validators)

    def asked(self):
        with self.lock:
            return [(e["path"], e["status"]) for e in self.log]

    def forget(self):
        with self.lock:
            self.log.clear()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def wirecopy(*args, cwd=None, input=None, timeout=60, env=None):
    """Runs the command to its end; gives status, out and err as text."""
    done = subprocess.run([WIRECOPY, *map(str, args)], cwd=cwd, input=input, capture_output=True,
                          timeout=timeout * SLOW, env={**os.environ, **(env or {})})
    done.out, done.err = done.stdout.decode(), done.stderr.decode()
    return done


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    maxDiff = 4000

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="wirecopy-e2e-")
        self.addCleanup(self.clean)

    def clean(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def place(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, data):
        path = self.place(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data.encode() if isinstance(data, str) else data)
        return path

    def read_file(self, *names):
        with open(self.place(*names), "rb") as f:
            return f.read()

    def edition(self, sources="", more="", output="edition"):
        """Starts an edition in the test's folder."""
        self.write("wirecopy.ini", f"[edition]\nname = The Harbour Light, lite\nurl = https://lite.example.org/\n"
                   f"language = en-GB\noutput = {output}\ncompress = gz\n{more}\n[store]\ndatabase = wirecopy.db\n\n{sources}\n")

    def source(self, name, url, **more):
        lines = "".join(f"{k} = {v}\n" for k, v in more.items())
        return f"[source {name}]\nurl = {url}\nnetwork = local\n{lines}\n"

    def web(self):
        web = Web()
        self.addCleanup(web.close)
        return web

    def run_ok(self, *args, status=0, **kw):
        done = wirecopy(*args, cwd=self.folder, **kw)
        self.assertEqual(done.returncode, status, f"{args}: {done.err}{done.out[:2000]}")
        return done

    def stories(self):
        """What the store has, by the address each story came from."""
        out = self.run_ok("export", "--as", "ndjson").out
        made = [json.loads(line) for line in out.splitlines()]
        urls = [s.get("url") or s["input"] for s in made]
        self.assertEqual(len(urls), len(set(urls)), "a story is there twice")
        return dict(zip(urls, made))

    def store(self, sql):
        """Asks the store itself, or changes it."""
        with contextlib.closing(sqlite3.connect(self.place("wirecopy.db"))) as db, db:
            return db.execute(sql).fetchall()

    def lines_of(self, stories):
        """Stories as .ndjson, as a newsroom's own system may write them."""
        return "".join(json.dumps({
            "@type": "NewsArticle", "input": f"desk/{s.number}", "url": f"https://harbour.example{s.path}",
            "headline": s.headline, "author": [{"@type": "Person", "name": s.author}], "datePublished": s.stamp(),
            "inLanguage": "en-GB", "articleSection": "Local", "articleBody": "\n\n".join(s.paragraphs)},
            ensure_ascii=False) + "\n" for s in stories)


class Fetching(Case):
    """A test that fetches from a small newspaper."""

    n_stories = 4

    def setUp(self):
        super().setUp()
        self.site = self.web()
        self.base = self.site.base
        self.some = [Story(i) for i in range(self.n_stories)]

    def fetch(self, status=0):
        """Fetches; gives besides its sums and the paths that it asked for."""
        self.site.forget()
        done = wirecopy("fetch", "--json", cwd=self.folder)
        self.assertEqual(done.returncode, status, done.err)
        done.sums = json.loads(done.out)
        done.asked = [p for p, _ in self.site.asked() if p != "/robots.txt"]
        return done


def start(*args, cwd=None, **kw):
    """Starts the command without waiting for it."""
    return subprocess.Popen([WIRECOPY, *map(str, args)], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            start_new_session=True, **kw)


def kill(process, sig=signal.SIGKILL):
    process.send_signal(sig)
    process.communicate(timeout=60 * SLOW)
    return process.returncode


def main():
    """Runs a file's tests; without the command there is nothing to test."""
    if not os.access(WIRECOPY, os.X_OK):
        raise SystemExit(f"{WIRECOPY}: not built; build it, or name it by WIRECOPY")
    unittest.main(verbosity=2)
