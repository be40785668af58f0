"""Truth against what `read` prints, block by block: precision and recall by publisher and by kind of mess, and what leaked."""
import json
import re
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path

READ_SECONDS = 300
LEAK_LENGTH = 32  # shorter furniture ("Share", "Sign in") may stand in a story by chance
FACTS = ("headline", "alternativeHeadline", "abstract", "author", "datePublished", "dateModified", "inLanguage",
         "articleSection", "locationCreated", "isAccessibleForFree", "image", "omitted", "kind")

UNSAID = ("inLanguage", "articleSection", "datePublished")  # a page that does not say it leaves it to guesses


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def block_key(block):
    """What makes two blocks the same: kind and text; of an image its address."""
    kind = block["type"]
    if kind == "list":
        return kind, block.get("ordered", False), tuple(squeezed(item) for item in block.get("items", []))
    if kind == "table":
        return kind, tuple(tuple(squeezed(cell) for cell in row) for row in block.get("rows", []))
    if kind == "image":
        return kind, block.get("url", "")
    return kind, squeezed(block.get("text", "") or block.get("headline", "") or block.get("url", ""))


def block_keys(blocks):
    """Keys in reading order; an update's own blocks follow it."""
    out = []
    for block in blocks:
        out.append(block_key(block))
        out += block_keys(block.get("blocks", []))
    return out


def moment(text):
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return text


def fact_of(story, fact):
    """A fact in the form in which two are compared; None where nothing is said."""
    if fact == "kind":
        return story.get("@type")
    value = story.get(fact)
    if fact in ("datePublished", "dateModified"):
        if fact == "dateModified" and moment(value) == moment(story.get("datePublished")):
            return None  # never changed
        return moment(value)
    if fact == "author":
        return [squeezed(author["name"]) for author in value or []]
    if fact == "image":
        return [squeezed(image.get("caption", "")) for image in (value or [])[:1]]
    if fact == "omitted":
        return sorted({entry["what"] for entry in value or []})
    if fact == "isAccessibleForFree":
        return value is not False
    return squeezed(value) if isinstance(value, str) else value


@dataclass
class Tally:
    pages: int = 0
    right: int = 0
    read: int = 0
    true: int = 0
    whole: int = 0  # pages with every block right and none besides

    def add(self, right, read, true):
        self.pages += 1
        self.right, self.read, self.true = self.right + right, self.read + read, self.true + true
        self.whole += right == read == true

    @property
    def precision(self):
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self):
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self):
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    all: Tally = field(default_factory=Tally)
    by_publisher: dict = field(default_factory=lambda: defaultdict(Tally))
    by_mess: dict = field(default_factory=lambda: defaultdict(Tally))
    facts: dict = field(default_factory=lambda: defaultdict(lambda: [0, 0]))   # fact: [right, of]
    leaks: dict = field(default_factory=lambda: defaultdict(lambda: [0, 0]))   # furniture: [pages with a leak, pages]
    faults: list = field(default_factory=list)                                 # lines about single pages


def leaks_of(truth, body):
    """Kinds of furniture of which a text stands in the body that `read` gave, and the text."""
    own = squeezed(truth.get("articleBody", ""))
    for entry in truth.get("furniture", []):
        for text in entry["texts"]:
            if len(text) >= LEAK_LENGTH and text in body and text not in own:
                yield entry["what"], text
                break


def add_page(score, name, where, truth, got):
    true, read = block_keys(truth.get("blocks", [])), block_keys(got.get("blocks", []))
    matcher = SequenceMatcher(None, true, read, autojunk=False)
    right = sum(match.size for match in matcher.get_matching_blocks())
    kinds = {"everything"} | set(truth.get("mess", []))
    for tally in [score.all, score.by_publisher[name]] + [score.by_mess[kind] for kind in kinds]:
        tally.add(right, len(read), len(true))
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            score.faults += [f"{where}: lost {key!r}" for key in true[i1:i2]] + [f"{where}: too much {key!r}" for key in read[j1:j2]]
    for fact in FACTS:
        if fact in UNSAID and fact not in truth:
            continue
        wanted, found = fact_of(truth, fact), fact_of(got, fact)
        score.facts[fact][0] += wanted == found
        score.facts[fact][1] += 1
        if wanted != found:
            score.faults.append(f"{where}: {fact} is {wanted!r}, read {found!r}")
    leaked, body = dict(leaks_of(truth, squeezed(got.get("articleBody", "")))), {e["what"] for e in truth.get("furniture", [])}
    for what in body:
        score.leaks[what][0] += what in leaked
        score.leaks[what][1] += 1
    score.faults += [f"{where}: leaked {what}: {text!r}" for what, text in leaked.items()]


def read_pages(command, pages):
    """What `read --as ndjson` prints for [(path, url)], parsed, in order."""
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as file:
        file.writelines(f"{path}\t{url}\n" for path, url in pages)
        file.flush()
        done = subprocess.run([command, "read", "--as", "ndjson", "--list", file.name], capture_output=True,
                              timeout=READ_SECONDS, check=False)
    lines = done.stdout.decode("utf-8").splitlines()
    if len(lines) != len(pages):
        raise OSError(f"{command} read {len(lines)} of {len(pages)} pages: {done.stderr.decode('utf-8', 'replace')[-400:]}")
    return [json.loads(line) for line in lines]


def score_sites(command, sites):
    """The score of written sites: {name: folder}."""
    score, pages = Score(), []
    for name, folder in sites.items():
        for path in sorted(Path(folder).rglob("truth.json")):
            truth = json.loads(path.read_text(encoding="utf-8"))
            pages.append((name, path.parent / "index.html", truth))
    got = read_pages(command, [(path, truth["url"]) for _, path, truth in pages])
    for (name, path, truth), story in zip(pages, got):
        add_page(score, name, f"{name}/{path.parent.name}", truth, story)
    return score


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows] + [""]


def tally_rows(tallies):
    return [(name, tally.pages, tally.true, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}", tally.whole)
            for name, tally in tallies.items()]


def report(score):
    """The scoreboard as Markdown."""
    heads = ["", "pages", "blocks", "precision", "recall", "F1", "whole"]
    lines = table(["by publisher"] + heads[1:], tally_rows({**dict(sorted(score.by_publisher.items())), "all": score.all}))
    messes = {kind: tally for kind, tally in sorted(score.by_mess.items()) if kind != "everything"}
    lines += table(["by kind of mess"] + heads[1:], tally_rows(messes))
    lines += table(["fact", "right", "of"], [(fact, right, of) for fact, (right, of) in score.facts.items()])
    leaks = sorted(score.leaks.items(), key=lambda item: (-item[1][0], item[0]))
    lines += table(["furniture taken for story", "pages", "of"], [(what, bad, of) for what, (bad, of) in leaks])
    return "\n".join(lines)
