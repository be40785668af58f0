"""ingest.py: what collecting costs: feeds a second, archives, politeness, unchanged sources, the children. Parts of bench/run.

Run by itself it is the press that is asked: `ingest.py serve HOSTS PAGES LOG`, on loopback.
"""
import asyncio
import gzip
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from email.utils import formatdate
from pathlib import Path

WORDS = """harbour council ferry quay lighthouse vote budget crane pilot tide fog market net repair winter grant school bridge
engine timber captain museum archive printer letter road rain roof ballot deputy mayor report question answer delay ticket""".split()
PAUSE_S, PORT = 1, 18180


def words(rng, n):
    return " ".join(rng.choice(WORDS) for _ in range(n)).capitalize()


def page(n, base, paragraphs=6):
    rng = random.Random(n)
    body = "".join(f"<p>{words(rng, 40)}.</p>" for _ in range(paragraphs))
    menu = "".join(f'<li><a href="/section/{w}">{w}</a></li>' for w in WORDS)
    return (f'<!DOCTYPE html><html lang="en"><head><title>{words(rng, 8)} {n}</title><link rel="canonical" href="{base}/{n}">'
            f'<meta property="article:published_time" content="2026-11-20T09:53:00Z"></head><body><nav><ul>{menu}</ul></nav>'
            f"<article><h1>{words(rng, 8)} {n}</h1>{body}</article><footer>{menu}</footer></body></html>")


def feed(base, numbers):
    items = "".join(f"<item><title>Story {n}</title><link>{base}/{n}</link><guid>{base}/{n}</guid>"
                    f"<pubDate>{formatdate(1795000000 - n, usegmt=True)}</pubDate></item>" for n in numbers)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title><link>{base}/</link>{items}</channel></rss>'


# The press -----------------------------------------------------------------------------------


class Press:
    """Hosts 127.0.x.y with a feed and pages each, robots.txt with a Crawl-delay, ETags; a log of every request."""

    def __init__(self, n_hosts, n_pages, log):
        self.hosts = [f"127.0.{1 + i // 250}.{1 + i % 250}" for i in range(n_hosts)]
        self.n_pages, self.log = n_pages, open(log, "w", encoding="utf-8")

    def answer(self, host, path):
        base = f"http://{host}:{PORT}"
        if path == "/robots.txt":
            return f"User-agent: *\nCrawl-delay: {PAUSE_S}\n", "text/plain"
        if path.startswith("/feed"):
            which = int(path[5:] or 0)  # /feed7: one story of its own
            return feed(base, range(which * self.n_pages, (which + 1) * self.n_pages)), "application/rss+xml"
        return page(int(path[1:]), base), "text/html"

    async def talk(self, reader, writer):
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                began, path = time.monotonic(), head.split(" ", 2)[1]
                body, kind = self.answer(host, path)
                data = body.encode()
                etag = f'"{abs(hash(body)) & 0xFFFFFFFF:x}"'
                await asyncio.sleep(0.02)  # so that transfers may overlap
                if f"if-none-match: {etag}" in head.lower():
                    status, data, line = 304, b"", "304 Not Modified"
                else:
                    status, line = 200, "200 OK"
                writer.write(f"HTTP/1.1 {line}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\nETag: {etag}\r\n\r\n".encode() + data)
                await writer.drain()
                self.log.write(json.dumps([host, path, status, began, time.monotonic()]) + "\n")
                self.log.flush()
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            writer.close()

    async def run(self):
        servers = [await asyncio.start_server(self.talk, host, PORT, backlog=128) for host in self.hosts]
        print("ready", flush=True)
        await asyncio.gather(*(server.serve_forever() for server in servers))


class Serving:
    def __init__(self, n_hosts, n_pages, log):
        self.log = Path(log)
        env = {**os.environ, "PYTHONHASHSEED": "0"}
        self.process = subprocess.Popen([sys.executable, __file__, "serve", str(n_hosts), str(n_pages), str(log)], stdout=subprocess.PIPE,
                                        text=True, env=env)
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit("bench: the press does not serve")

    def asked(self):
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait()


# Parts ---------------------------------------------------------------------------------------


def edition(folder, sources):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "wirecopy.ini").write_text("[edition]\nname = Bench\nurl = https://lite.example.org/\ncompress = none\n" + sources, encoding="utf-8")
    return folder


def used(*command, ok=(0,)):
    """(user seconds, system seconds, wall seconds, peak KB of the largest process) of a command with its children."""
    began = time.monotonic()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in ok:
        raise SystemExit(f"bench: {' '.join(map(str, command))}: {error.decode()[-2000:]}")
    return usage.ru_utime, usage.ru_stime, time.monotonic() - began, usage.ru_maxrss


def middle(values):
    return sorted(values)[len(values) // 2]


def part_feed_speed(b):
    """Items a user second, against a bare run of the XML library, feedparser and feedsmith."""
    b.build("sax_only")
    place, n = b.WORK / "large-feed.xml", 20000
    rng = random.Random(1)
    with open(place, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
                   'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Press</title><link>https://example.org/</link>')
        for i in range(n):
            body = "".join(f"<p>{words(rng, 28)}, <em>said</em> the mayor.</p>" for _ in range(3))
            file.write(f"<item><title>{words(rng, 7)} {i}</title><link>https://example.org/{i}</link><guid>https://example.org/{i}</guid>"
                       f"<dc:creator>Ada Byrne</dc:creator><pubDate>{formatdate(1795000000 - i * 60, usegmt=True)}</pubDate>"
                       f"<description>{words(rng, 14)}</description><content:encoded><![CDATA[{body}]]></content:encoded></item>\n")
        file.write("</channel></rss>")
    bare = middle([float(re.search(r"([\d.]+) s user", subprocess.run([b.BUILD / "bench" / "sax_only", place], capture_output=True, text=True,
                                                                      check=True).stdout)[1]) for _ in range(5)])
    ours = middle([used(b.WIRECOPY, "feed", "--jobs", "1", "--as", "ndjson", place)[0] for _ in range(5)])
    lines = [f"A feed of {place.stat().st_size / 1e6:.0f} MB, {n} items; the middle of five runs, user time: `bench/run feedspeed`.", "",
             "| | user s | items a user second |", "|---|---|---|",
             f"| libxml2's push parser, counting alone | {bare:.3f} | {n / bare:,.0f} |",
             f"| `feed --jobs 1 --as ndjson`, JSON out | {ours:.3f} | {n / ours:,.0f} |"]
    python = next((p for p in ("/usr/bin/python3", sys.executable)
                   if not subprocess.run([p, "-c", "import feedparser"], capture_output=True, check=False).returncode), None)
    if python:
        theirs = used(python, "-c", f"import feedparser; assert len(feedparser.parse({str(place)!r}).entries) == {n}")[0]
        lines.append(f"| feedparser, once | {theirs:.2f} | {n / theirs:,.0f} |")
    modules = os.environ.get("FEEDSMITH")
    if modules:
        script = (f"import {{parseFeed}} from '{modules}/feedsmith/dist/index.mjs'; import fs from 'fs';"
                  f"const f = parseFeed(fs.readFileSync('{place}', 'utf8')); if (f.feed.items.length != {n}) process.exit(1)")
        theirs = used("node", "--input-type=module", "-e", script)[0]
        lines.append(f"| feedsmith, once | {theirs:.2f} | {n / theirs:,.0f} |")
    place.unlink()
    return "Items a second", lines


def write_archive(place, n_records):
    """Members of some fifty pages, over and over. gives  raw bytes"""
    members, raw = [], []
    for n in range(50):
        body = page(n, "https://example.org", 40).encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        record = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{n}\r\nWARC-Date: 2026-11-20T09:53:00Z\r\n"
                  f"WARC-Record-ID: <urn:uuid:{n}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
                  ).encode() + http + b"\r\n\r\n"
        members.append(gzip.compress(record, 6, mtime=0))
        raw.append(len(record))
    with open(place, "wb", 1 << 20) as file:
        for i in range(n_records):
            file.write(members[i % 50])
    return sum(raw[i % 50] for i in range(n_records))


def part_warc(b):
    """MB a second of raw records, as a share of bare decompression; memory over a large archive."""
    b.build("warc_only")
    small, large = b.WORK / "small.warc.gz", b.WORK / "large.warc.gz"
    n_small = write_archive(small, 13000)
    n_large = write_archive(large, 130000)
    tool = b.BUILD / "bench" / "warc_only"
    took = {}
    for mode in ("pages", "unpack"):
        runs = [subprocess.run([tool, mode, large], capture_output=True, text=True, check=True).stdout for _ in range(3)]
        took[mode] = middle([float(re.search(r"([\d.]+) s user", run)[1]) for run in runs])
        peak = int(re.search(r"(\d+) KB", runs[0])[1])
        took[mode + "-kb"] = peak
    reading = [used(b.WIRECOPY, "read", "--jobs", "1", "--as", "ndjson", place) for place in (small, large)]
    small.unlink(), large.unlink()
    share = took["unpack"] / took["pages"]
    return "Archives", [
        f"An archive of {n_large / 1e9:.1f} GB, packed record by record, 130,000 pages: `bench/run warc`; removed afterwards.", "",
        f"- Records alone: {took['pages']:.2f} s user, {n_large / took['pages'] / 1e6:,.0f} MB a second; bare decompression of its members "
        f"(libdeflate, in one buffer): {took['unpack']:.2f} s, {n_large / took['unpack'] / 1e6:,.0f} MB a second. Share: {share:.2f}.",
        f"- Peak memory: records alone {took['pages-kb'] / 1024:.0f} MB. `read --jobs 1 --as ndjson` of it {reading[1][3] / 1024:.0f} MB, of a "
        f"tenth of it ({n_small / 1e6:.0f} MB) {reading[0][3] / 1024:.0f} MB; {reading[1][0]:.0f} s user."]


def judge_host(entries):
    """(most at once, least time that ten starts in a row take, least pause) of a host's requests for pages. One of them may be late on its
    way to the log when the machine is busy, and the next is not: ten in a row tell."""
    pages = sorted(e[3:5] for e in entries if e[1][1:].isdigit())
    ten = min((b[0] - a[0] for a, b in zip(pages, pages[9:])), default=9 * PAUSE_S)
    pause = min((b[0] - a[0] for a, b in zip(pages, pages[1:])), default=PAUSE_S)
    most = max(sum(1 for other in pages if other[0] <= at[0] < other[1]) for at in pages)
    return most, ten, pause


def part_polite(b):
    """200 hosts of 50 pages: no host sees more than its limit, and all of it takes hardly longer than the pauses."""
    n_hosts, n_pages = 200, 50
    hosts = Press(n_hosts, n_pages, os.devnull).hosts
    folder = edition(b.WORK / "polite", "".join(f"[source s{i}]\nurl = http://{host}:{PORT}/feed\nnetwork = local\n" for i, host in enumerate(hosts)))
    with Serving(n_hosts, n_pages, b.WORK / "polite.log") as press:
        user, system, wall, peak = used(b.WIRECOPY, "-C", folder, "fetch")
        asked = press.asked()
    by_host = {}
    for entry in asked:
        by_host.setdefault(entry[0], []).append(entry)
    judged = [judge_host(entries) for entries in by_host.values()]
    most, ten, pause = max(j[0] for j in judged), min(j[1] for j in judged), min(j[2] for j in judged)
    n = sum(1 for e in asked if e[1][1:].isdigit())
    if len(by_host) != n_hosts or n != n_hosts * n_pages or most > 2 or ten < 9 * PAUSE_S - 0.5:
        raise SystemExit(f"bench: impolite: {len(by_host)} hosts, {n} pages, {most} at once, {ten:.3f} s for ten")
    bound = PAUSE_S * (n_pages - 1)
    shutil.rmtree(folder)
    return "Politeness", [
        f"{n_hosts} hosts on loopback, {n_pages} pages each, `Crawl-delay: {PAUSE_S}`; judged by the server's log: `bench/run polite`.", "",
        f"- {n} pages, each once; at most {most} at once on a host; ten starts on it in a row take at least {ten:.2f} s (two: {pause:.2f} s, "
        "as the busy server saw them).",
        f"- {wall:.1f} s in all, where the pauses alone take {bound} s: {wall / bound:.2f}. {user:.1f} s user, {system:.1f} s system, {peak / 1024:.0f} MB."]


def part_again(b):
    """1,000 sources of which nothing has changed."""
    n = 1000
    folder = edition(b.WORK / "again", "".join(f"[source s{i}]\nurl = http://127.0.1.1:{PORT}/feed{i}\nnetwork = local\nrights = own\n" for i in range(n)))
    with Serving(1, 1, b.WORK / "again.log") as press:
        used(b.WIRECOPY, "-C", folder, "fetch")
        n_before = len(press.asked())
        user, system, wall, peak = used(b.WIRECOPY, "-C", folder, "fetch")
        second = press.asked()[n_before:]
    statuses = sorted({e[2] for e in second})
    if len(second) != n or statuses != [304]:
        raise SystemExit(f"bench: not unchanged: {len(second)} requests, answers {statuses}")
    shutil.rmtree(folder)
    return "Unchanged sources", [
        f"A second `fetch` over {n} sources that have not changed: `bench/run again`.", "",
        f"- {len(second)} requests, every answer a 304, no story touched: {user:.2f} s user, {system:.2f} s system, {wall:.1f} s in all, {peak / 1024:.0f} MB."]


def part_children(b):
    """What it costs import that pages are read in children."""
    if not b.CORPUS:
        return b.skip("children", "no WIRECOPY_CORPUS")
    folders = [b.CORPUS / name / "pages" for name in ("articles", "wcxb", "fundus")]
    runs = {"in process": [], "children": []}
    for _ in range(7):
        for name, more in (("in process", ["--in-process"]), ("children", [])):
            folder = edition(b.WORK / "children", "")
            runs[name].append(used(b.WIRECOPY, "-C", folder, "import", *more, *folders, ok=(0, 1)))
    shutil.rmtree(b.WORK / "children")
    cpu = {name: middle([r[0] + r[1] for r in all]) for name, all in runs.items()}
    wall = {name: middle([r[2] for r in all]) for name, all in runs.items()}
    lines = ["`import` of 1,005 pages on all cores, pages read in children and in the process itself, in turn, the middle of seven: `bench/run children`.", ""]
    lines += [f"- {name}: {cpu[name]:.2f} s of processor time, {wall[name]:.2f} s in all." for name in runs]
    lines.append(f"- Children take {100 * (cpu['children'] / cpu['in process'] - 1):.1f} % more of the processors, and {100 * (wall['children'] / wall['in process'] - 1):.1f} % "
                 "more time.")
    return "Children for foreign bytes", lines


PARTS = {"feedspeed": part_feed_speed, "warc": part_warc, "polite": part_polite, "again": part_again, "children": part_children}

if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        asyncio.run(Press(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]).run())
