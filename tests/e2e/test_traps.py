"""test_traps.py: the demo's press beside the worst of servers: its stories come in whole, each trap costs its page and is
said, and nobody runs into it twice."""

import json
import re
import sys
import time
import unittest
from pathlib import Path

from newsroom import SLOW, Case, main, wirecopy

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))
from world.build import read_world, write_site  # noqa: E402
from world.server import open_server  # noqa: E402
from world.traps import TRAPS  # noqa: E402


class Traps(Case):
    def test_all_at_once(self):
        world, site = read_world("harbour-light", "1"), Path(self.place("newspaper"))
        write_site(world, site)
        with open_server(site, world.publisher.address) as server:
            server.has_traps = True
            self.edition(self.source("traps", server.own + "traps/feed.xml", rights="own") +
                         self.source("harbour", server.own + "feed.xml", rights="own"))
            began = time.time()
            done = wirecopy("fetch", "--json", cwd=self.folder)
            self.assertLess(time.time() - began, 40 * SLOW)
            sums = json.loads(done.out)
            self.assertEqual((done.returncode, sums["new"], sums["failed"], sums["sourcesFailed"]), (1, 24, len(TRAPS), 0), done.err)
            for name, (_, why) in TRAPS.items():
                with self.subTest(name):
                    said = [line for line in done.err.splitlines() if re.search(rf"traps/{name}\b", line)]
                    self.assertEqual(len(said), 1)
                    self.assertRegex(said[0], why)
            asked = [entry["path"] for entry in server.entries if entry["path"].startswith("/traps/")]
            self.assertEqual({path: asked.count(path) for path in asked},
                             {"/traps/feed.xml": 1, **{f"/traps/{name}": 11 if name == "loop" else 1 for name in TRAPS}})
            server.entries.clear()
            self.run_ok("fetch")
            self.assertEqual(sorted(entry["path"] for entry in server.entries), ["/feed.xml", "/traps/feed.xml"])


if __name__ == "__main__":
    main()
