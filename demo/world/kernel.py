"""Reads the texts: demo/stories/PUBLISHER/SLUG.txt becomes a Story. The format is in demo/README.md."""
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>.+?)\*|\[(?P<label>.+?)\]\((?P<href>\S+?)\)")
HEADERS = {"section", "language", "kicker", "headline", "standfirst", "description", "by", "org", "published", "updated",
           "zone", "place", "source", "keywords", "photo", "metadata"}
NEEDED = {"section", "headline", "by", "published", "photo"}


@dataclass
class Span:
    """A run of text with one mark or a link."""
    text: str
    mark: str = ""  # "em", "strong" or none
    href: str = ""


@dataclass
class Photo:
    file: str
    alt: str
    caption: str
    credit: str


@dataclass
class Block:
    """kind: paragraph, heading, quote, list, table; or what engines place: photo, video, related, correction."""
    kind: str
    spans: list = field(default_factory=list)
    level: int = 0
    ordered: bool = False
    items: list = field(default_factory=list)  # of lists of spans
    rows: list = field(default_factory=list)   # of lists of texts; the first is the heads
    photo: Photo = None
    value: str = ""


@dataclass
class Story:
    slug: str
    head: dict
    people: list
    blocks: list
    photo: Photo
    published: datetime
    updated: datetime

    @property
    def language(self):
        return self.head["language"]

    @property
    def section(self):
        return self.head["section"]

    @property
    def summary(self):
        """What metadata and teasers say of it."""
        return self.head.get("description") or self.head.get("standfirst", "")

    @property
    def changed(self):
        return self.updated or self.published

    @property
    def changed_seconds(self):
        return int(self.changed.astimezone(timezone.utc).timestamp())

    @property
    def keywords(self):
        return [word.strip() for word in re.split("[,،]", self.head.get("keywords", "")) if word.strip()]


class KernelError(Exception):
    """A text that is not in the format: the message names file and place."""


def spans_of(text):
    out, at = [], 0
    for match in INLINE.finditer(text):
        if match.start() > at:
            out.append(Span(text[at:match.start()]))
        if match["href"]:
            out.append(Span(match["label"], href=match["href"]))
        else:
            mark = "strong" if match["strong"] else "em"
            out.append(Span(match[mark], mark=mark))
        at = match.end()
    if at < len(text):
        out.append(Span(text[at:]))
    return out


def photo_of(text, where):
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 4:
        raise KernelError(f"{where}: a photo is FILE | ALT | CAPTION | CREDIT, not {text!r}")
    return Photo(*parts)


def command_of(line, where):
    name, _, value = line[1:].partition(":")
    value = value.strip()
    if name == "photo":
        return Block("photo", photo=photo_of(value, where))
    if name in ("video", "related"):
        return Block(name, value=value)
    if name == "correction":
        return Block("correction", spans=spans_of(value))
    raise KernelError(f"{where}: unknown command !{name}")


def block_of(text, where):
    lines = text.split("\n")
    first = lines[0]
    if first.startswith("!"):
        return command_of(first, where)
    if first.startswith("#"):
        marks = len(first) - len(first.lstrip("#"))
        return Block("heading", spans=spans_of(first[marks:].strip()), level=marks)
    if first.startswith("> "):
        return Block("quote", spans=spans_of(" ".join(line[2:] for line in lines)))
    if first.startswith("- "):
        return Block("list", items=[spans_of(line[2:]) for line in lines])
    if re.match(r"\d+\. ", first):
        return Block("list", ordered=True, items=[spans_of(line.split(". ", 1)[1]) for line in lines])
    if first.startswith("|"):
        return Block("table", rows=[[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
    return Block("paragraph", spans=spans_of(" ".join(lines)))


def read_head(text, where):
    head = {}
    for line in text.split("\n"):
        key, colon, value = line.partition(":")
        if not colon or key not in HEADERS:
            raise KernelError(f"{where}: unknown header {line!r}")
        head[key] = value.strip()
    missing = sorted(NEEDED - head.keys())
    if missing:
        raise KernelError(f"{where}: lacks {', '.join(missing)}")
    return head


def read_story(path, publisher):
    where = str(path)
    head_text, _, body = path.read_text(encoding="utf-8").strip().partition("\n\n")
    head = read_head(head_text, where)
    head.setdefault("language", publisher.language)
    head.setdefault("zone", publisher.zone)
    blocks = [block_of(chunk.strip("\n"), where) for chunk in re.split(r"\n\n+", body)]
    return Story(
        slug=path.stem, head=head, people=[key.strip() for key in head["by"].split(",")], blocks=blocks,
        photo=photo_of(head["photo"], where),
        published=datetime.fromisoformat(head["published"]),
        updated=datetime.fromisoformat(head["updated"]) if "updated" in head else None)


def read_stories(folder, publisher):
    """All stories of a publisher, newest first."""
    stories = [read_story(path, publisher) for path in sorted(Path(folder).glob("*.txt"))]
    return sorted(stories, key=lambda story: (-int(story.published.timestamp()), story.slug))
