#!/usr/bin/env python3
"""test_units.py: the units that the package brings: systemd takes them, they are closed as far as they go, and the command does its
work under the system calls that they leave it."""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import unittest
import unittest.mock
import urllib.request

from newsroom import SLOW, WIRECOPY, Case, Story, kill, main, start

UNITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "packaging", "systemd")
HAS_SYSTEMD = bool(shutil.which("systemd-analyze"))
KILL, ALLOW = 0x80000000, 0x7FFF0000


def sets_of_calls():
    """{"@file-system": its system calls and sets}, as systemd knows them."""
    out = subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True, check=True).stdout
    sets, name = {}, None
    for line in re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines():
        if line.startswith("@"):
            name = line.strip()
            sets[name] = []
        elif name and line.startswith("    ") and not line.strip().startswith("#"):
            sets[name].append(line.strip())
    return sets


def expand(sets, names):
    calls = set()
    for name in names:
        calls |= expand(sets, sets.get(name, [])) if name.startswith("@") else {name}
    return calls


def calls_of(unit):
    """The system calls that a unit leaves."""
    sets = sets_of_calls()
    left = expand(sets, ["@default"])  # which systemd adds
    with open(os.path.join(UNITS, unit), encoding="utf-8") as file:
        for value in re.findall(r"^SystemCallFilter=(.*)$", file.read(), re.M):
            names = expand(sets, value.lstrip("~").split())
            left = left - names if value.startswith("~") else left | names
    return left | {"execve", "exit", "exit_group", "rt_sigreturn"}


def under(calls):
    """For subprocess's preexec_fn: any other system call ends the process."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    numbers = [library.seccomp_syscall_resolve_name(name.encode()) for name in calls]
    filter_ = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(KILL)))
    for number in numbers:
        if number >= 0:
            library.seccomp_rule_add(filter_, ctypes.c_uint32(ALLOW), ctypes.c_int(number), ctypes.c_uint(0))

    def load():
        if library.seccomp_load(filter_):
            os._exit(99)
    return load


def has_library():
    try:
        ctypes.CDLL("libseccomp.so.2")
        return HAS_SYSTEMD
    except OSError:
        return False


class Units(Case):
    @unittest.skipUnless(HAS_SYSTEMD, "systemd is not installed: its units are not tried")
    def test_systemd_takes_them_and_they_are_closed(self):
        for name in os.listdir(UNITS):
            if name.endswith((".service", ".timer")):
                with open(os.path.join(UNITS, name), encoding="utf-8") as file:
                    self.write(name.replace("@.", "@lite."), file.read().replace("/usr/bin/wirecopy", WIRECOPY))
        made = sorted(self.place(name) for name in os.listdir(self.folder))
        self.assertEqual(len(made), 3)
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *made], capture_output=True, text=True, timeout=60 * SLOW, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for unit in made:
            if unit.endswith(".service"):
                done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", unit], capture_output=True, text=True,
                                      timeout=60 * SLOW, check=False)
                self.assertEqual(done.returncode, 0, done.stdout[-400:])  # 2.0 of 10

    @unittest.skipUnless(has_library(), "no systemd or libseccomp: the units' system calls are not tried")
    def test_the_work_is_done_with_the_system_calls_that_are_left(self):
        options = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"  # a sanitizer's look for leaks is not among a unit's calls
        patched = unittest.mock.patch.dict(os.environ, {"ASAN_OPTIONS": options})
        patched.start()
        self.addCleanup(patched.stop)
        web = self.web()
        web.publish([Story(i) for i in range(4)])
        self.edition(self.source("harbour", web.base + "/feed.xml"))
        load = under(calls_of("wirecopy-run@.service"))
        command, user = shutil.copy(WIRECOPY, self.place("wirecopy")), {}
        if not os.geteuid():  # as the unit's user, who has no rights: for root SQLite asks for more
            user = {"user": 65534, "group": 65534, "extra_groups": []}
            for at, _, names in os.walk(self.folder):
                for name in [at, *(os.path.join(at, n) for n in names)]:
                    os.chown(name, 65534, 65534)
        stopped = subprocess.run([command, "--version"], preexec_fn=under({"execve", "read"}), close_fds=False, capture_output=True, check=False)
        self.assertEqual(stopped.returncode, -signal.SIGSYS)  # so that the filter is one
        done = subprocess.run([command, "-C", self.folder, "run"], preexec_fn=load, close_fds=False, **user, capture_output=True, text=True, timeout=60 * SLOW, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("4 new stories", done.stderr)
        server = start("-C", self.folder, "serve", "--listen", "127.0.0.1:0", preexec_fn=under(calls_of("wirecopy-serve@.service")), close_fds=False)
        self.addCleanup(kill, server)
        address = re.search(r"http://\S+", server.stderr.readline().decode())[0]
        with urllib.request.urlopen(address) as answer:
            self.assertIn(b"Harbour Light", answer.read())


if __name__ == "__main__":
    main()
