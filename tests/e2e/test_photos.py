"""test_photos.py: small photos: fetched politely with the stories, made small in a child, kept, pressed beside the pages."""

import base64
import ctypes
import json
import os
import re
import shutil
import struct
import zlib

from newsroom import Case, Page, main

MOST = 12000


# 96 by 72 pixels of one shade after the other, made for this test
JPEG = base64.b64decode(
    "/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/wAALCABIAGABAREA/8QAFgAB"
    "AQEAAAAAAAAAAAAAAAAAAwcG/8QAFRABAQAAAAAAAAAAAAAAAAAAAAL/2gAIAQEAAD8Ay8Gg0Hg0Hg0Gg8Gg8GhOYNBoPBoPBoNB4NB4NCcwaDQeDQeDQaDw"
    "aDwaE5g0Gg8Gg8Gg0Hg0Hg0JzBoNB4NB4NBoPBoPBoTmDQaDwaDwaDQeDQeDQnMGg0Hg0Hg0Gg8Gg8GhOYNBoPBoPBoNB4NB4NCcwaDQeDQeDQaDwaDwaH//"
    "2Q==")
AVIF = base64.b64decode(
    "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAA"
    "Imlsb2MAAAAAREAAAQABAAAAAAEOAAEAAAAAAAAAKQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAamlwcnAAAABLaXBjbwAAABNjb2xy"
    "bmNseAACAAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAABgAAAASAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgYIDhAAAADFtZGF0"
    "EgAKCRgZr8dggQEDQjIaEsABBAABQAYiQdhhRLUjv/rVddDwf2Ss3pA=")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, noise=9, rows=None):
    """A picture with as much in it as a photo has: soft shades, and grain."""
    seed, lines = 12345, []
    for y in range(rows if rows is not None else height):
        line = bytearray(1 + 3 * width)
        for x in range(width):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            grain = (seed >> 16) % noise if noise > 1 else 0
            line[1 + 3 * x:4 + 3 * x] = bytes((min(255, (x * 200) // width + grain), min(255, (y * 200) // height + grain), 120 + grain))
        lines.append(bytes(line))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(lines), 1)) + chunk(b"IEND", b"")


def gif(side):
    """A grey square, its codes not shortened: the table is cleared before it grows."""
    bits, n, data = 0, 0, bytearray()
    for i in range(side * side):
        for code in ([128] if i % 64 == 0 else []) + [i % 100]:
            bits |= code << n
            n += 8
            while n >= 8:
                data.append(bits & 255)
                bits >>= 8
                n -= 8
    data += bytes([129])
    blocks = b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255))
    table = bytes(v for i in range(128) for v in (2 * i, 2 * i, 2 * i))
    return b"GIF89a" + struct.pack("<HHBBB", side, side, 0xF6, 0, 0) + table + b"," + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x07" + blocks + b"\0;"


def has_vips():
    try:
        ctypes.CDLL("libvips.so.42")
        return True
    except OSError:
        return False


class Photos(Case):
    def setUp(self):
        super().setUp()
        self.site = self.web()
        self.site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /secret/\n", "text/plain")
        self.edition(self.source("desk", self.site.base + "/feed.xml", rights="licensed", section="Local"), "photos = small\n")

    def bring(self, *urls, number=1, status=0, **more):
        blocks = [{"type": "paragraph", "text": "The ferry left the old pier at eight and came back late."}]
        blocks += [{"type": "image", "url": u if u.startswith("http") else self.site.base + u, "alt": f"Picture {i}", "caption": "A caption",
                    "credit": "Ada Byrne", **more} for i, u in enumerate(urls)]
        story = {"url": f"https://harbour.example/story-{number}/", "headline": f"Story {number}", "datePublished": "2026-11-20T09:53:00Z",
                 "inLanguage": "en-GB", "blocks": blocks}
        self.write("desk.ndjson", json.dumps(story) + "\n")
        return self.run_ok("import", "-v", "--source", "desk", "desk.ndjson", status=status)

    def pressed(self, number=1):
        self.run_ok("press")
        folder = self.place("edition", "2026", "11", "20", "local", f"story-{number}")
        return self.read(folder + "/index.html").decode(), folder

    def read(self, name):
        with open(name, "rb") as file:
            return file.read()

    def shown(self, page):
        """[(file, width, height, alt)] of a page's photos."""
        return [(f, int(w), int(h), alt) for f, w, h, alt in
                re.findall(r'<img src=([0-9a-f./]+\.webp) width=(\d+) height=(\d+) loading=lazy alt="?([^">]*)', page)]

    def test_small(self):
        self.need_libvips()
        self.site.pages["/a.png"] = Page(png(1200, 800), "image/png")
        self.site.pages["/b.gif"] = Page(gif(100), "image/gif")
        self.bring("/a.png", "/b.gif")
        page, folder = self.pressed()
        photos = self.shown(page)
        self.assertEqual([p[1:] for p in photos], [(600, 400, "Picture 0"), (100, 100, "Picture 1")])
        self.assertIn("<figcaption>A caption (Ada Byrne)</figcaption>", page)
        for name, *_ in photos:
            data = self.read(f"{folder}/{name}")
            self.assertEqual((data[:4], data[8:12]), (b"RIFF", b"WEBP"))
            self.assertLessEqual(len(data), MOST)
            for note in (b"EXIF", b"ICCP", b"XMP "):
                self.assertFalse(note in data, f"{note} is in {name}")
        # nothing is asked for twice, and a press asks for nothing
        asked = [path for path, _ in self.site.asked()]
        self.assertEqual(sorted(asked), ["/a.png", "/b.gif"])
        self.bring("/a.png", "/b.gif")
        self.run_ok("press")
        self.assertEqual(len(self.site.asked()), 2)
        # a WebP can be made small too; one that is shown no more goes, from the folder and the store
        self.site.pages["/c.webp"] = Page(self.read(f"{folder}/{photos[0][0]}"), "image/webp")
        self.bring("/c.webp", "/b.gif")
        page, folder = self.pressed()
        self.assertEqual([p[1:3] for p in self.shown(page)], [(600, 400), (100, 100)])
        self.assertEqual(sorted(f for f in os.listdir(folder) if f.endswith(".webp")), sorted(p[0] for p in self.shown(page)))
        # the same store gives the same bytes from cold
        before = {f: self.read(f"{folder}/{f}") for f in os.listdir(folder)}
        shutil.rmtree(self.place("edition"))
        self.run_ok("press")
        self.assertEqual(before, {f: self.read(f"{folder}/{f}") for f in os.listdir(folder)})
        # a lost manifest does not leave the photos of a story that is gone
        self.run_ok("withdraw", "https://harbour.example/story-1/")
        os.remove(self.place("edition", ".wirecopy", "manifest"))
        self.run_ok("press")
        self.assertEqual([f for f in os.listdir(folder) if f.endswith(".webp")], [])

    def test_every_kind(self):
        self.need_libvips()
        self.site.pages["/a.jpg"] = Page(JPEG, "image/jpeg")
        self.site.pages["/b.avif"] = Page(AVIF, "image/avif")
        self.bring("/a.jpg", "/b.avif", alt="A caption")
        page, _ = self.pressed()
        self.assertEqual([p[1:3] for p in self.shown(page)], [(96, 72), (96, 72)])
        self.assertEqual(page.count(" alt=\"\">"), 2)  # the caption says it

    def test_bad_pictures(self):
        self.need_libvips()
        bad = {"/bomb.png": png(60000, 60000, rows=0), "/cut.png": png(900, 600)[:4000], "/pixel.png": png(1, 1),
               "/not.png": b"<!doctype html><script>alert(1)</script>", "/empty.png": b"", "/junk.jpg": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 50,
               "/svg.png": b'<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><image href="file:///etc/passwd"/></svg>',
               "/tall.png": png(64, 5000, noise=1), "/secret/a.png": png(200, 200)}
        for path, data in bad.items():
            self.site.pages[path] = Page(data, "image/png")
        self.site.pages["/good.png"] = Page(png(300, 200), "image/png")
        done = self.bring(*bad, "/gone.png", "http://127.0.0.1:1/refused.png", "data:image/png;base64,AAAA", "/good.png")
        for name, why in (("bomb", "60 million"), ("pixel", "too small"), ("not", "not a JPEG"), ("svg", "not a JPEG"), ("secret/a", "robots.txt"),
                          ("gone", "404")):
            self.assertRegex(done.err, rf"{name}\.png: .*{why}")
        page, _ = self.pressed()
        self.assertEqual([p[3] for p in self.shown(page)], ["Picture 1", "Picture 7", "Picture 12"])  # of what breaks off, what there is
        self.assertIn(f"href={self.site.base}/bomb.png", page)
        self.assertNotIn("/secret/a.png", [path for path, _ in self.site.asked()])
        # what is no picture is not asked for again; what could not be had is, later
        self.site.forget()
        self.bring("/bomb.png", "/gone.png", number=2)
        self.assertEqual(self.site.asked(), [])

    def test_links_and_off(self):
        self.site.pages["/a.png"] = Page(png(300, 200), "image/png")
        self.edition(self.source("desk", self.site.base + "/feed.xml", rights="licensed", section="Local"), "photos = link\n")
        self.bring("/a.png")
        page, _ = self.pressed()
        self.assertNotIn("<img", page)
        self.assertIn(f"href={self.site.base}/a.png", page)
        self.assertEqual(self.site.asked(), [])

    def need_libvips(self):
        """Without libvips photos stay links, that is said, and what is made small is not tried."""
        self.site.pages["/first.png"] = Page(png(80, 80), "image/png")
        done = self.bring("/first.png", number=9)
        if "libvips" not in done.err:
            self.site.forget()
            return
        page, _ = self.pressed(9)
        self.assertNotIn("<img", page)
        self.assertIn(f"href={self.site.base}/first.png", page)
        self.assertFalse(has_vips() and "is not on this machine" in done.err)
        self.skipTest("no libvips here, or a build without it: what is made small is not tried")


if __name__ == "__main__":
    main()
