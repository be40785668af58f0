#!/usr/bin/env python3
"""bench/facts.py [CORPUS...]: how often facts are right, by the confidence that reading gave them.

Runs `wirecopy read --explain` over the corpora below $WIRECOPY_CORPUS that have titles, authors and dates (fundus and wcxb) and
prints a line for each fact and confidence: how many there were and the share that was right, by the rules of the scorer. The
confidences in src/extract/evidence.c are these shares, rounded.
"""
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"\w+")
FACT = re.compile(r"^fact    (\d\.\d\d) (\w+) +\(([^)]*)\)  (.*)$", re.M)


def fold(text):
    return " ".join(WORD.findall((text or "").casefold()))


def is_right(fact, value, truth):
    """Whether the value is what the truth says; None where it says nothing."""
    want = truth.get({"headline": "title", "author": "author", "datePublished": "publish_date"}[fact])
    if not want:
        return None
    if fact == "headline":
        return fold(value) == fold(want)
    if fact == "datePublished":
        return value[:10] == want[:10]
    names, want = [fold(name) for name in value.split(", ")], fold(want)
    return (all(name and name in want for name in names) and 2 * sum(map(len, names)) >= len(want)
            or any(want in name and 2 * len(want) >= len(name) for name in names))


def main():
    corpus = Path(os.environ["WIRECOPY_CORPUS"])
    right = defaultdict(list)
    for name in sys.argv[1:] or ["fundus", "wcxb"]:
        truth = json.loads((corpus / name / "truth.json").read_text(encoding="utf-8"))
        for page in sorted((corpus / name / "pages").iterdir()):
            lines = subprocess.run([ROOT / "build" / "wirecopy", "read", "--explain", page], capture_output=True, check=False).stdout
            for confidence, fact, source, value in FACT.findall(lines.decode(errors="replace")):
                if fact in ("headline", "author", "datePublished"):
                    answer = is_right(fact, value, truth.get(page.name.split(".")[0], {}))
                    if answer is not None:
                        right[fact, confidence, source if "--sources" in sys.argv else ""].append(answer)
    for (fact, confidence, source), answers in sorted(right.items()):
        print(f"{fact:14} {confidence} {len(answers):5} pages, right {sum(answers) / len(answers):.2f} {source}")


if __name__ == "__main__":
    main()
