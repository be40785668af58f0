#!/usr/bin/env python3
"""test_shells.py: what people's shells complete, tried in bash, zsh and fish where they are installed; and the man pages."""

import os
import re
import shutil
import subprocess
import unittest

from newsroom import SLOW, WIRECOPY, Case, main

DOCS = os.path.join(os.path.dirname(WIRECOPY), "docs")
HERE = os.path.dirname(os.path.abspath(__file__))
TYPED = (("wirecopy wi", {"withdraw"}), ("wirecopy read --as ", {"text", "html", "md", "json", "ndjson", "gmi", "epub"}),
         ("wirecopy read --al", {"--allow-local"}), ("wirecopy export --as e", {"epub"}), ("wirecopy -C lite pre", {"press"}))
BASH = r"""source "$1/wirecopy.bash"; COMP_LINE=$2; COMP_POINT=${#2}; read -ra COMP_WORDS <<< "$2"
[[ $2 != *" " ]] || COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_wirecopy wirecopy "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; printf '%s\n' "${COMPREPLY[@]}" """


def needs(name):
    return unittest.skipUnless(shutil.which(name), f"{name} is not installed: its completions are not tried")


@unittest.skipUnless(os.path.exists(os.path.join(DOCS, "wirecopy.bash")), "the build has no completions (a cross build)")
class Completions(Case):
    def said(self, *command):
        env = {**os.environ, "PATH": os.path.dirname(WIRECOPY) + ":" + os.environ["PATH"], "HOME": self.folder, "TERM": "vt100"}
        done = subprocess.run(command, capture_output=True, text=True, timeout=60 * SLOW, env=env, cwd=self.folder, check=False)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_bash(self):
        for typed, wanted in TYPED:
            with self.subTest(typed):
                self.assertEqual(set(self.said("bash", "-c", BASH, "bash", DOCS, typed).split()), wanted)

    @needs("fish")
    def test_fish(self):
        for typed, wanted in TYPED:
            with self.subTest(typed):
                out = self.said("fish", "--no-config", "-c", f"source {DOCS}/wirecopy.fish; complete -C'{typed}'")
                self.assertEqual({line.split("\t")[0] for line in out.splitlines()}, wanted)

    @needs("zsh")
    def test_zsh(self):
        """On a terminal of its own: what stands in the line, or is listed below it, after the key."""
        for typed, wanted in TYPED:
            with self.subTest(typed):
                out = self.said("zsh", "-f", os.path.join(HERE, "complete.zsh"), DOCS, typed)
                words = set(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\x07\x08]", " ", out).split())
                self.assertFalse(wanted - words, out)


class Manual(Case):
    def pages(self):
        return sorted(name for name in os.listdir(DOCS) if re.search(r"\.[15]$", name))

    def setUp(self):
        super().setUp()
        if not os.path.exists(os.path.join(DOCS, "wirecopy.1")):
            self.skipTest("scdoc is not installed: there are no man pages")

    def test_a_page_for_every_command_and_the_configuration(self):
        listed = subprocess.run([WIRECOPY, "--help"], capture_output=True, text=True, check=True).stdout
        commands = re.findall(r"^  (\w+)\s{2,}", listed, re.M)
        self.assertGreater(len(commands), 15)
        self.assertEqual(set(self.pages()), {"wirecopy.1", "wirecopy.ini.5"} | {f"wirecopy-{name}.1" for name in commands})

    @needs("man")
    def test_man_shows_each_without_a_warning(self):
        for name in self.pages():
            with self.subTest(name):
                done = subprocess.run(["man", "--warnings", "-l", os.path.join(DOCS, name)], capture_output=True, text=True, check=False,
                                      env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""})
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                for heading in ("NAME", "SYNOPSIS" if name != "wirecopy.ini.5" else "DESCRIPTION"):
                    self.assertIn(heading, done.stdout)

    def test_every_key_of_the_configuration_is_in_the_manual(self):
        self.run_ok("init", "-q", ".")
        keys = set(re.findall(r"^;? *([a-z-]+) =", self.read_file("wirecopy.ini").decode(), re.M))
        with open(os.path.join(DOCS, "wirecopy.ini.5"), encoding="utf-8") as page:
            manual = page.read().replace("\\-", "-")
        self.assertGreater(len(keys), 15)
        self.assertEqual({key for key in keys if f"\\fB{key}\\fR" not in manual}, set())


if __name__ == "__main__":
    main()
