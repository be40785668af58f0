"""What the worst of servers answer, below /traps/ of a server that was told to set them: each costs its page, and nothing else."""
import base64
import gzip
import time

BOMB_BYTES = 80 << 20
# <p> and 80 MiB of spaces
BROTLI = base64.b64decode("z///fwCkQXh84MRpgdje/3vw//8fAAmAOCwA3ft//v//AyABEIcFoHv/z///fwAkAOKwAHTv//n//w+ABEAcFoDu/T8EAAIgICAD")


def zstd_bomb():
    """A frame with a window of 2 MB and blocks of 128 KiB that are one byte, again and again."""
    block = (131072 << 3 | 1 << 1).to_bytes(3, "little") + b" "
    return b"\x28\xb5\x2f\xfd\x00\x58" + block * (BOMB_BYTES // 131072) + b"\x03\x00\x00 "


def packed(handler, coding, body):
    handler.send(200, body, {"Content-Type": "text/html", "Content-Encoding": coding}, True)


def begin(handler, headers):
    """The head of an answer that will not end as it should."""
    handler.server.note(handler, 200, 0, {})
    handler.send_response_only(200)
    handler.send_header("Content-Type", "text/html")
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()


def endless(handler):
    begin(handler, {"Transfer-Encoding": "chunked"})
    for _ in range(2 * BOMB_BYTES >> 16):
        handler.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def trickle(handler):
    begin(handler, {})
    for _ in range(600):
        handler.wfile.write(b"<p>")
        handler.wfile.flush()
        time.sleep(0.1)


def flood(handler):
    handler.server.note(handler, 200, 0, {})
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for i in range(200_000):
        handler.wfile.write(b"X-%d: %s\r\n" % (i, b"y" * 100))


def cut(handler):
    begin(handler, {"Content-Length": "1000000"})
    handler.wfile.write(b"<!DOCTYPE html><title>Half a page</title><p>It breaks off in the mid")
    handler.close_connection = True


def redirect(handler, to):
    handler.send(302, b"", {"Location": to}, True)


# By name: how it is played, and what is said of it.
TRAPS = {
    "gzip": (lambda h: packed(h, "gzip", gzip.compress(b"<p>" + b" " * BOMB_BYTES, mtime=0)), "larger than 64 MiB once unpacked"),
    "br": (lambda h: packed(h, "br", BROTLI), "larger than 64 MiB once unpacked"),
    "zstd": (lambda h: packed(h, "zstd", zstd_bomb()), "larger than 64 MiB once unpacked"),
    "endless": (endless, "larger than 64 MiB"),
    "trickle": (trickle, "too slow"),
    "flood": (flood, "headers larger than 256 KiB|too many headers"),
    "cut": (cut, "the answer broke off"),
    "loop": (lambda h: redirect(h, "/traps/loop"), "more than 10 redirects"),
    "file": (lambda h: redirect(h, "file:///etc/passwd"), "not an http or https address"),
    "ftp": (lambda h: redirect(h, "ftp://farolevante.example/"), "not an http or https address"),
    "secret": (lambda h: redirect(h, "http://desk:secret@127.0.0.1/"), "not an http or https address"),
}


def feed(own):
    items = "".join(f"<item><title>Trap {name}</title><link>{own}traps/{name}</link></item>" for name in TRAPS)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Traps</title><link>{own}</link>{items}</channel></rss>'.encode()


def play(handler, name):
    """Answers a request below /traps/; False: there is no such trap."""
    if name == "feed.xml":
        handler.send(200, feed(handler.server.own), {"Content-Type": "application/rss+xml"}, True)
    elif name in TRAPS:
        TRAPS[name][0](handler)
    else:
        return False
    return True
