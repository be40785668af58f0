"""A small web server on loopback for a written site: conditional requests, gzip, a log of what was asked, and bounds on all."""
import gzip
import hashlib
import json
import re
import threading
import time
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from . import traps

TYPES = {".html": "text/html", ".xml": "application/rss+xml; charset=utf-8", ".rdf": "application/rdf+xml",
         ".json": "application/feed+json", ".txt": "text/plain; charset=utf-8"}
MAX_THREADS, TIMEOUT_SECONDS, SLOW_SECONDS = 16, 10, 0.05


class Site:
    """What is served: files of a folder below a prefix, the publisher's address in feeds and maps replaced by the server's own.

    habits: how its server behaves, by the publisher's ini: "etag-never" (no validators), "etag-lies" (another with every answer),
    "slow" (each answer takes a while), "redirects" (its feed has moved: old-NAME leads to NAME), "flaky" (every fifth answer a 503),
    "down" (nothing but 503)."""

    def __init__(self, folder, address, own, habits=""):
        self.folder, self.address, self.own = Path(folder).resolve(), address.encode(), own.encode()
        self.habits, self.n_asked, self.gone = habits.split(), 0, set()  # gone: paths of stories that were taken back

    def find(self, path):
        """(bytes, type, modified seconds) or None. Truth is not served."""
        if "\0" in path or re.search(r"(^|/)\.", path):
            return None
        place = self.folder / path.lstrip("/")
        if not path or path.endswith("/"):
            place /= "index.html"
        if place.suffix not in TYPES or not place.is_file() or place.name == "truth.json":
            return None
        data, kind = place.read_bytes(), TYPES[place.suffix]
        if place.suffix == ".html":
            said = re.search(rb'charset="?([\w-]+)', data[:600])  # a server says what the page says, right or wrong
            kind = f"text/html; charset={said[1].decode() if said else 'utf-8'}"
        if place.suffix != ".html" or not path or path.endswith("/") and path.count("/") < 2:
            data = data.replace(self.address, self.own)
        return data, kind, int(place.stat().st_mtime)


def is_same(headers, etag, modified):
    """May a 304 be given? If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
    wanted = headers.get("If-None-Match")
    if wanted is not None:
        return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in wanted.split(","))
    since = headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return modified <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError):
        return False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = TIMEOUT_SECONDS
    server_version, sys_version = "HarbourPress/1", ""

    def log_message(self, *args):
        pass  # the access log says it better

    def do_HEAD(self):
        self.answer(False)

    def do_GET(self):
        self.answer(True)

    def answer(self, with_body):
        if self.server.has_traps and self.path.startswith("/traps/") and traps.play(self, self.path.removeprefix("/traps/")):
            return
        site, path = self.server.site_of(unquote(urlsplit(self.path).path).lstrip("/"))
        if site and self.is_misbehaving(site, path, with_body):
            return
        if site and path in site.gone:
            self.send(410, b"taken back\n", {"Content-Type": "text/plain"}, with_body)
            return
        found = site.find(path) if site else None
        if not found:
            self.send(404, b"not here\n", {"Content-Type": "text/plain"}, with_body)
            return
        data, kind, modified = found
        etag = '"' + hashlib.sha256(data).hexdigest()[:20] + '"'
        headers = {"ETag": etag, "Last-Modified": formatdate(modified, usegmt=True), "Vary": "Accept-Encoding"}
        if "etag-never" in site.habits:
            headers, etag, modified = {"Vary": "Accept-Encoding"}, "", float("inf")
        elif "etag-lies" in site.habits:
            headers = {"ETag": f'"{site.n_asked}-{etag[1:]}', "Vary": "Accept-Encoding"}
            etag, modified = "", float("inf")
        if is_same(self.headers, etag, modified):
            self.send(304, b"", headers, False)
            return
        headers["Content-Type"] = kind
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            data = gzip.compress(data, 6, mtime=0)
        self.send(200, data, headers, with_body)

    def is_misbehaving(self, site, path, with_body):
        """What this publisher's server does instead of an answer, or before it."""
        site.n_asked += 1
        if "slow" in site.habits:
            time.sleep(SLOW_SECONDS)
        if "redirects" in site.habits and path.startswith("old-"):
            self.send(301, b"", {"Location": site.own.decode() + path.removeprefix("old-")}, with_body)
            return True
        if "down" in site.habits:
            self.send(503, b"closed\n", {"Content-Type": "text/plain", "Retry-After": "1"}, with_body)
            return True
        if "flaky" in site.habits and site.n_asked % 5 == 0:
            self.send(503, b"come back\n", {"Content-Type": "text/plain", "Retry-After": "1"}, with_body)
            return True
        return False

    def send(self, status, data, headers, with_body):
        self.server.note(self, status, len(data) if with_body else 0, headers)
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self.wfile.write(data)


class Server(ThreadingHTTPServer):
    """At most MAX_THREADS requests at once; others wait in the queue."""
    daemon_threads = True

    def __init__(self, folder=None, address="", log=None, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.own = f"http://127.0.0.1:{self.server_address[1]}/"
        self.sites = {"": Site(folder, address, self.own)} if folder else {}
        self._slots, self._lock = threading.BoundedSemaphore(MAX_THREADS), threading.Lock()
        self._log = open(log, "a", encoding="utf-8") if log else None
        self.entries = []
        self.has_traps = False  # below /traps/, for those who test what survives them

    def add(self, key, folder, publisher):
        """Serves a publisher's site below /KEY/; gives the address of its feed, or of its front where it has none."""
        own = f"{self.own}{key}/"
        self.sites[key] = Site(folder, publisher.address, own, publisher.web)
        return own + ("old-" if "redirects" in publisher.web else "") + publisher.feed_name

    def site_of(self, path):
        """The site that a path belongs to, and the path below it."""
        key, slash, rest = path.partition("/")
        if slash and key in self.sites:
            return self.sites[key], rest
        return self.sites.get(""), path

    def process_request(self, request, client_address):
        self._slots.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._slots.release()

    def note(self, request, status, n_bytes, headers):
        entry = {"method": request.command, "path": request.path, "status": status, "bytes": n_bytes,
                 "encoding": headers.get("Content-Encoding", ""), "if_none_match": request.headers.get("If-None-Match", ""),
                 "if_modified_since": request.headers.get("If-Modified-Since", ""),
                 "user_agent": request.headers.get("User-Agent", "")}
        with self._lock:
            self.entries.append(entry)
            if self._log:
                self._log.write(json.dumps(entry) + "\n")
                self._log.flush()

    def handle_error(self, request, client_address):
        pass  # a client that goes away is no news

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *args):
        self.shutdown()
        self.server_close()
        if self._log:
            self._log.close()


def open_server(folder=None, address="", log=None, port=0):
    """A server on the port asked for, or on a free one where that is taken."""
    try:
        return Server(folder, address, log, port)
    except OSError:
        return Server(folder, address, log, 0)
