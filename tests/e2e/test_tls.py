"""test_tls.py: https: HTTP/2 and HTTP/1.1 as the server offers them, and certificates that are not to be trusted."""

import gzip
import json
import os
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import unittest

from newsroom import Case, main, wirecopy

TRUST = os.environ.get("WIRECOPY_TRUST", "")  # a library to load before the command: its curl trusts one certificate more

FEED = gzip.compress(b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Harbour Light</title>
<item><guid isPermaLink="false">1</guid><title>Lamps of the harbour</title><description>The lamps of the harbour went out at
nine, and came back on at ten, the council said on Friday.</description></item></channel></rss>""", mtime=0)


def frame(kind, flags, stream, body=b""):
    return struct.pack(">I", len(body))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + body


def literal(name, value):
    """A header field as HPACK has it, neither indexed nor packed."""
    return b"\x00" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


HEADS = b"\x88" + literal("content-type", "application/rss+xml") + literal("content-encoding", "gzip") + literal("etag", '"1"')


class Secure:
    """Answers every request with the feed, whatever its path. It need not read a request's headers for that."""

    def __init__(self, folder, protocols, host="IP:127.0.0.1", days="2"):
        self.certificate = os.path.join(folder, "certificate.pem")
        key = os.path.join(folder, "key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                        "-out", self.certificate, "-days", days, "-subj", "/CN=harbour.example", "-addext", f"subjectAltName={host}"],
                       check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)
        self.context.set_alpn_protocols(protocols)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.base = f"https://127.0.0.1:{self.socket.getsockname()[1]}"
        self.lock, self.log, self.n_connections = threading.Lock(), [], 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(plain,), daemon=True).start()

    def serve(self, plain):
        try:
            with self.context.wrap_socket(plain, server_side=True) as s:
                with self.lock:
                    self.n_connections += 1
                (self.serve_2 if s.selected_alpn_protocol() == "h2" else self.serve_1)(s)
        except (OSError, ValueError):
            pass

    def note(self, protocol):
        with self.lock:
            self.log.append(protocol)

    def serve_1(self, s):
        read = s.makefile("rb")
        while True:
            lines = []
            while (line := read.readline()) not in (b"\r\n", b""):
                lines.append(line)
            if not lines:
                return
            self.note("http/1.1")
            s.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(FEED)
                      + FEED)

    def serve_2(self, s):
        read = s.makefile("rb")
        if read.read(24) != b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n":
            return
        s.sendall(frame(4, 0, 0))  # settings: as they are
        while len(head := read.read(9)) == 9:
            n, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
            stream = int.from_bytes(head[5:], "big") & 0x7FFFFFFF
            read.read(n)
            if kind == 4 and not flags & 1:
                s.sendall(frame(4, 1, 0))
            elif kind == 1:
                self.note("h2")
                s.sendall(frame(1, 4, stream, HEADS) + frame(0, 0, stream, FEED[:50]) + frame(0, 1, stream, FEED[50:]))

    def close(self):
        self.socket.close()


@unittest.skipUnless(shutil.which("openssl"), "NO OPENSSL: https is not tested")
class Tls(Case):
    def serve(self, *protocols, **how):
        server = Secure(tempfile.mkdtemp(dir=self.folder), protocols, **how)
        self.addCleanup(server.close)
        return server

    def fetch(self, server, n_sources=1, trust=True):
        self.edition("".join(self.source(f"s{i}", f"{server.base}/{i}") for i in range(n_sources)))
        env = {"LD_PRELOAD": TRUST, "WIRECOPY_TEST_TRUST": server.certificate} if trust else {}
        return wirecopy("fetch", "--json", cwd=self.folder, env=env)

    @unittest.skipUnless(TRUST, "NOTHING TO LOAD (sanitizers): https to a server of the test's own is not tested")
    def test_every_protocol(self):
        for protocol, offered in {"h2": ("h2", "http/1.1"), "http/1.1": ("http/1.1",)}.items():
            with self.subTest(protocol):
                self.clean(), os.makedirs(self.folder)
                server = self.serve(*offered)
                done = self.fetch(server, 6)
                self.assertEqual(done.returncode, 0, done.err)
                sums = json.loads(done.out)
                self.assertEqual((sums["sources"], sums["sourcesFailed"]), (6, 0))
                self.assertEqual(server.log, [protocol] * 6)
                self.assertLessEqual(server.n_connections, 6)
                self.assertIn("Lamps of the harbour", self.run_ok("export").out)

    def refused(self, server, why, **how):
        done = self.fetch(server, **how)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertRegex(done.err, why)
        self.assertEqual(server.log, [])

    def test_a_certificate_that_nobody_signed(self):
        self.refused(self.serve("h2"), "(?i)certificate", trust=False)

    @unittest.skipUnless(TRUST, "NOTHING TO LOAD (sanitizers)")
    def test_a_certificate_of_another_host(self):
        self.refused(self.serve("h2", host="DNS:harbour.example"), "(?i)certificate|subject")

    def test_no_tls_at_all(self):
        plain = self.web()
        self.edition(self.source("s", plain.base.replace("http://", "https://") + "/"))
        done = wirecopy("fetch", cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(plain.asked(), [])


if __name__ == "__main__":
    main()
