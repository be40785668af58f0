#!/usr/bin/env python3
"""Label the texts of pages: what share of each stands in the true body, and at which site the page is.

    label.py TEXTS.ndjson CORPUS... LABELS

CORPUS is a folder with truth.json and pages/; a page is of the corpus whose folder its path names.
LABELS has a line a text, in the order of TEXTS.ndjson and of the features beside it:

    PAGE SITE WORDS SHARE        the page's number, the site's, the text's words, 0 to 1

The truth's words are matched in order: a text counts as far as its words lie in runs that both have. A text that
stands twice on the page counts where the story runs on. Tweets are marked -1: how they are kept is settled by rule.
"""
import json, os, re, sys

WORD = re.compile(r"\w+")


N = 4  # words in a row that count as the same


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
    """Of texts that may stand at several places, those that together match most while both go forward."""
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
    chosen = set()
    while at >= 0:
        chosen.add(best[at][3])
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
    mark_short(texts, words, want, hits)
    return hits


def mark_short(texts, words, want, hits):
    """A text of few words is the body's when it stands, in the truth, between its kept neighbours' words."""
    line = " " + " ".join(want) + " "
    kept = [i for i, h in enumerate(hits) if h > 0.5]
    for i, ws in enumerate(words):
        if not ws or len(ws) >= N:
            continue
        before = [k for k in kept if k < i]
        after = [k for k in kept if k > i]
        if not before or not after or before[-1] < i - 3 or after[0] > i + 3:
            continue
        tail, head = " ".join(words[before[-1]][-3:]), " ".join(words[after[0]][:3])
        at = line.find(" " + tail + " ")
        while at >= 0 and not hits[i]:
            end = line.find(" " + head + " ", at)
            gap = line[at + len(tail) + 1:end + 1] if end >= 0 else ""
            hits[i] = 1.0 if 0 < len(gap) < 400 and " " + " ".join(ws) + " " in gap else 0.0
            at = line.find(" " + tail + " ", at + 1)


def site(url):
    """The registered domain, near enough: the last two labels of the host, three where the last but one is short."""
    host = re.sub(r"^\w+://", "", url or "").split("/")[0].split(":")[0].lower()
    parts = host.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def write_labels(texts, folders, to):
    """Writes LABELS; the number of each page's site."""
    truths = {}
    for folder in folders:
        name = os.path.basename(os.path.normpath(folder))
        with open(os.path.join(folder, "truth.json"), encoding="utf-8") as file:
            truths.update({(name, key): truth for key, truth in json.load(file).items()})
    sites, numbers = {}, []
    with open(texts, encoding="utf-8", errors="replace") as rows, open(to, "w", encoding="utf-8") as out:
        for page, row in enumerate(map(json.loads, rows)):
            parts = row["path"].split("/")
            key = parts[-1].split(".")[0]
            truth = next((truths[name, key] for name in parts if (name, key) in truths), None)
            numbers.append(sites.setdefault(site((truth or {}).get("url") or row["url"]) or row["path"], len(sites)))
            marks = label(row["texts"], truth["articleBody"]) if truth else [-1] * len(row["texts"])
            for i in row["tweets"]:
                marks[i] = -1
            out.writelines(f"{page} {numbers[-1]} {len(WORD.findall(text))} {mark:.3f}\n" for text, mark in zip(row["texts"], marks))
    return numbers


if __name__ == "__main__":
    write_labels(sys.argv[1], sys.argv[2:-1], sys.argv[-1])
