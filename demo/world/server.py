"""A small web server on loopback for a written site: conditional requests, gzip, a log of what was asked, and bounds on all."""
import gzip
import hashlib
import json
import re
import threading
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {".html": "text/html; charset=utf-8", ".xml": "application/rss+xml; charset=utf-8", ".txt": "text/plain; charset=utf-8"}
MAX_THREADS, TIMEOUT_SECONDS = 16, 10


class Site:
    """What is served: files of a folder, the publisher's address in feeds and sitemaps replaced by the server's own."""

    def __init__(self, folder, address, own):
        self.folder, self.address, self.own = Path(folder).resolve(), address.encode(), own.encode()

    def find(self, target):
        """(bytes, type, modified seconds) or None. Truth is not served."""
        path = unquote(urlsplit(target).path)
        if not path.startswith("/") or "\0" in path or re.search(r"(^|/)\.", path):
            return None
        place = self.folder / path.lstrip("/")
        if path.endswith("/"):
            place /= "index.html"
        if place.suffix not in TYPES or not place.is_file():
            return None
        data = place.read_bytes()
        if place.suffix in (".xml", ".txt"):
            data = data.replace(self.address, self.own)
        return data, TYPES[place.suffix], int(place.stat().st_mtime)


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
        found = self.server.site.find(self.path)
        if not found:
            self.send(404, b"not here\n", {"Content-Type": "text/plain"}, with_body)
            return
        data, kind, modified = found
        etag = '"' + hashlib.sha256(data).hexdigest()[:20] + '"'
        headers = {"ETag": etag, "Last-Modified": formatdate(modified, usegmt=True), "Vary": "Accept-Encoding"}
        if is_same(self.headers, etag, modified):
            self.send(304, b"", headers, False)
            return
        headers["Content-Type"] = kind
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            data = gzip.compress(data, 6, mtime=0)
        self.send(200, data, headers, with_body)

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

    def __init__(self, folder, address, log=None, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.own = f"http://127.0.0.1:{self.server_address[1]}/"
        self.site = Site(folder, address, self.own)
        self._slots, self._lock = threading.BoundedSemaphore(MAX_THREADS), threading.Lock()
        self._log = open(log, "a", encoding="utf-8") if log else None
        self.entries = []

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


def open_server(folder, address, log=None, port=0):
    """A server on the port asked for, or on a free one where that is taken."""
    try:
        return Server(folder, address, log, port)
    except OSError:
        return Server(folder, address, log, 0)
