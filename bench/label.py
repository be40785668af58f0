#!/usr/bin/env python3
"""Label the texts of pages: what share of each stands in the true body, and at which site the page is.

    label.py TEXTS.ndjson CORPUS... > LABELS

CORPUS is a folder with truth.json and pages/; a page is of the corpus whose folder its path names.
LABELS has a line a text, in the order of TEXTS.ndjson and of the features beside it:

    PAGE SITE WORDS SHARE        the page's number, the site's, the text's words, 0 to 1

The truth's words are matched in order: a text counts as far as its words lie in runs that both have.
"""
import json, os, re, sys
from difflib import SequenceMatcher

WORD = re.compile(r"\w+")


def runs(texts, truth):
    """For each word of the texts, is it in a run that the truth has?"""
    words = [(w.lower(), i) for i, t in enumerate(texts) for w in WORD.findall(t)]
    want = [w.lower() for w in WORD.findall(truth)]
    hits = [0] * len(texts)
    # Long texts first by 5-word shingles: cheap, and right for nearly all; short ones by their place in order.
    n = 4
    shingles = {}
    for k in range(len(want) - n + 1):
        shingles.setdefault(tuple(want[k:k + n]), []).append(k)
    spans = []
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and words[end][1] == words[start][1]:
            end += 1
        spans.append((words[start][1], start, end))
        start = end
    used = [False] * len(want)
    short = []
    for i, a, b in spans:
        ws = [w for w, _ in words[a:b]]
        if b - a < n:
            short.append((i, ws))
            continue
        hit = [False] * (b - a)
        for k in range(b - a - n + 1):
            places = shingles.get(tuple(ws[k:k + n]), ())
            for p in places:
                if not used[p]:
                    for d in range(n):
                        hit[k + d] = True
                        used[p + d] = used[p + d] or d == 0
                    break
        hits[i] = sum(hit) / (b - a)
    return hits, short, spans


def label(texts, truth):
    hits, short, spans = runs(texts, truth)
    # A short text is the body's when it stands, in the truth, between its kept neighbours' words.
    want = " " + " ".join(w.lower() for w in WORD.findall(truth)) + " "
    order = [i for i, _, _ in spans]
    kept = [i for i in order if hits[i] > 0.5]
    for i, ws in short:
        before = [k for k in kept if k < i]
        after = [k for k in kept if k > i]
        text = " ".join(ws)
        found = False
        if before and after and before[-1] >= i - 3 and after[0] <= i + 3:
            tail = " ".join(w.lower() for w in WORD.findall(texts[before[-1]])[-3:])
            head = " ".join(w.lower() for w in WORD.findall(texts[after[0]])[:3])
            at = want.find(" " + tail + " ")
            while at >= 0 and not found:
                end = want.find(" " + head + " ", at)
                gap = want[at + len(tail) + 1:end + 1] if end >= 0 else ""
                found = 0 < len(gap) < 400 and " " + text + " " in gap
                at = want.find(" " + tail + " ", at + 1)
        hits[i] = 1.0 if found else 0.0
    return hits


def site(url):
    host = re.sub(r"^\w+://", "", url or "").split("/")[0].split(":")[0].lower()
    parts = host.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def main():
    truths = {}
    for folder in sys.argv[2:]:
        name = os.path.basename(os.path.normpath(folder))
        for key, t in json.load(open(os.path.join(folder, "truth.json"), encoding="utf-8")).items():
            truths[name, key] = t
    sites = {}
    for page, line in enumerate(open(sys.argv[1], encoding="utf-8", errors="replace")):
        row = json.loads(line)
        parts = row["path"].split("/")
        truth = next((truths[c, parts[-1].split(".")[0]] for c in parts if (c, parts[-1].split(".")[0]) in truths), None)
        number = sites.setdefault(site((truth or {}).get("url")) if truth else "", len(sites))
        marks = label(row["texts"], truth["articleBody"]) if truth else [-1] * len(row["texts"])
        for text, mark in zip(row["texts"], marks):
            print(page, number, len(WORD.findall(text)), f"{mark:.3f}")


if __name__ == "__main__":
    main()
