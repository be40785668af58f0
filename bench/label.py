#!/usr/bin/env python3
"""Label the texts of pages: what share of each stands in the true body, and at which site the page is.

    label.py TEXTS.ndjson CORPUS... LABELS

CORPUS is a folder with truth.json and pages/; a page is of the corpus whose folder its path names.
LABELS has a line a text, in the order of TEXTS.ndjson and of the features beside it:

    PAGE SITE WORDS SHARE WEIGHT     the page's number, the site's, the text's words, 0 to 1, how much the page counts

The truth's words are matched in order: a text counts as far as its words lie in runs that both have. A text that
stands twice on the page counts where the story runs on. Tweets are marked -1: how they are kept is settled by rule.
"""
import json
import os
import re
import sys
from collections import Counter
from difflib import SequenceMatcher

WORD = re.compile(r"\w+")
N = 4     # words in a row that count as the same
WEIGHTS = {"demo": 0.5}  # of our own invention, and many from one hand
FAR = 40  # short texts before the story's first long one, or behind its last, that are looked at


def places(words, shingles):
    """The likeliest places of a text in the truth: [(start there, words that match there)], best first."""
    votes = {}
    for k in range(len(words) - N + 1):
        for p in shingles.get(tuple(words[k:k + N]), ()):
            votes[p - k] = votes.get(p - k, 0) + 1
    return sorted(((n, d) for d, n in votes.items()), reverse=True)[:4]


def matched(words, want, free):
    """Which of a text's words lie in runs of N that the truth has too, at words not yet taken; takes them."""
    hit = [False] * len(words)
    for k in range(len(words) - N + 1):
        for p in want.get(tuple(words[k:k + N]), ()):
            if all(free[p + d] for d in range(N)) or (k and hit[k - 1] and free[p + N - 1]):
                for d in range(N):
                    hit[k + d] = True
                break
    return hit


def chain(spans):
    """Of texts that may stand at several places, those that together match most while both go forward: {text: its start}."""
    best = []  # (end in the truth, weight, index of the one before, text, start)
    for i, n, found in spans:
        for votes, start in found:
            top, back = 0, -1
            for j in range(len(best) - 1, max(-1, len(best) - 400), -1):
                end, weight, _, text, _ = best[j]
                if text != i and end <= start + 3 and weight > top:
                    top, back = weight, j
            best.append((start + n, top + votes + N - 1, back, i, start))
    at = max(range(len(best)), key=lambda j: best[j][1], default=-1)
    chosen = {}
    while at >= 0:
        chosen[best[at][3]] = best[at][4]
        at = best[at][2]
    return chosen


def label(texts, truth):
    want = [w.lower() for w in WORD.findall(truth)]
    shingles = {}
    for k in range(len(want) - N + 1):
        shingles.setdefault(tuple(want[k:k + N]), []).append(k)
    words = [[w.lower() for w in WORD.findall(t)] for t in texts]
    spans = [(i, len(ws), places(ws, shingles)) for i, ws in enumerate(words) if len(ws) >= N]
    chosen = chain(spans)
    hits, free = [0.0] * len(texts), [True] * len(want)
    # The story's run of texts has the first claim on the truth's words, repeats elsewhere on what is left.
    for is_chosen in (True, False):
        for i, n, found in spans:
            if (i in chosen) != is_chosen or not found:
                continue
            hit = matched(words[i], shingles, free)
            hits[i] = sum(hit) / n
            if hits[i] > 0.5:
                for votes, start in found[:1]:
                    for d in range(max(0, start), min(len(want), start + n)):
                        free[d] = False
            elif not is_chosen:
                hits[i] = 0.0
    mark_short(words, want, hits, chosen)
    return hits


def mark_short(words, want, hits, chosen):
    """Texts of few words are the body's where they stand in the truth too, between the same of the story's texts."""
    kept = [(i, max(0, chosen[i]), min(len(want), chosen[i] + len(words[i]))) for i in sorted(chosen) if hits[i] > 0.5]
    ends = [(-1, 0, 0)] + kept + [(len(words), len(want), len(want))]
    for (before, _, start), (after, end, _) in zip(ends, ends[1:]):
        short = [i for i in range(before + 1, after) if 0 < len(words[i]) < N]
        if before < 0:
            short = short[-FAR:]
        if after == len(words):
            short = short[:FAR]
        if not short or start >= end:
            continue
        flat = [(i, w) for i in short for w in words[i]]
        matcher = SequenceMatcher(None, [w for _, w in flat], want[start:end], autojunk=False)
        found = Counter(flat[k][0] for m in matcher.get_matching_blocks() for k in range(m.a, m.a + m.size))
        for i in short:
            hits[i] = 1.0 if found[i] == len(words[i]) else hits[i]


def site(url):
    """The registered domain, near enough: the last two labels of the host, three where the last but one is short."""
    host = re.sub(r"^\w+://", "", url or "").split("/")[0].split(":")[0].lower()
    parts = host.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def write_labels(texts, folders, to):
    """Writes LABELS; the number of each page's site."""
    truths = {}
    for folder in folders:
        name = {"press": "demo"}.get(os.path.basename(os.path.normpath(folder)), os.path.basename(os.path.normpath(folder)))
        with open(os.path.join(folder, "truth.json"), encoding="utf-8") as file:
            truths.update({(name, key): truth for key, truth in json.load(file).items()})
    sites, numbers = {}, []
    with open(texts, encoding="utf-8", errors="replace") as rows, open(to, "w", encoding="utf-8") as out:
        for page, row in enumerate(map(json.loads, rows)):
            parts = row["path"].split("/")
            key = parts[-1].split(".")[0]
            name = next((name for name in parts if (name, key) in truths), "")
            truth = truths.get((name, key))
            numbers.append(sites.setdefault(site((truth or {}).get("url") or row["url"]) or row["path"], len(sites)))
            marks = label(row["texts"], truth["articleBody"]) if truth else [-1] * len(row["texts"])
            for i in row["tweets"]:
                marks[i] = -1
            out.writelines(f"{page} {numbers[-1]} {len(WORD.findall(text))} {mark:.3f} {WEIGHTS.get(name, 1)}\n" for text, mark in zip(row["texts"], marks))
    return numbers


if __name__ == "__main__":
    write_labels(sys.argv[1], sys.argv[2:-1], sys.argv[-1])
