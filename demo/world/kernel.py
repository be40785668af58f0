"""Reads the texts: demo/stories/PUBLISHER/SLUG.txt becomes a Story. The format is in demo/README.md."""
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>.+?)\*|\[(?P<label>.+?)\]\((?P<href>\S+?)\)")
SPEAKER = re.compile(r"\{([^}]+)\}")
QUOTED = re.compile(r"[“«„「『]([^“”«»„「」『』]+)[”»“」』]")
UPDATE = re.compile(r"(\d\d:\d\d)(?: edited (\d\d:\d\d))?")
HEADERS = {"section", "language", "kicker", "headline", "standfirst", "description", "by", "org", "published", "updated",
           "zone", "place", "source", "keywords", "photo", "metadata", "mess", "event", "withdrawn", "copy", "reword", "was", "first"}
NEEDED = {"section", "headline", "published"}


@dataclass
class Span:
    """A run of text with a mark, a link or both."""
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
    """kind: paragraph, heading, quote, list, table, photo, gallery, chart, embed, update; correction; or what engines place and
    the story lacks: video, poll, related, pull."""
    kind: str
    spans: list = field(default_factory=list)
    level: int = 0
    ordered: bool = False
    items: list = field(default_factory=list)  # of lists of spans
    rows: list = field(default_factory=list)   # of lists of texts; the first is the heads
    photo: Photo = None
    value: str = ""
    quotes: list = field(default_factory=list)  # of (text, speaker)
    blocks: list = field(default_factory=list)  # of an update or a gallery
    moment: datetime = None                     # of an update
    edited: datetime = None                     # of an update that was changed later


@dataclass
class Story:
    slug: str
    head: dict
    people: list
    blocks: list
    photo: Photo  # or None
    published: datetime
    updated: datetime  # or None
    withdrawn: datetime = None

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
    def mess(self):
        """The kinds of mess that the text asks for."""
        return [kind.strip() for kind in self.head.get("mess", "").split(",") if kind.strip()]

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
            out += [Span(span.text, mark, span.href) for span in spans_of(match[mark])]
        at = match.end()
    if at < len(text):
        out.append(Span(text[at:]))
    return out


def photo_of(text, where):
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 4:
        raise KernelError(f"{where}: a photo is FILE | ALT | CAPTION | CREDIT, not {text!r}")
    return Photo(*parts)


def cells_of(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def command_of(line, rest, where):
    name, _, value = line[1:].partition(":")
    value = value.strip()
    if name == "photo":
        return Block("photo", photo=photo_of(value, where))
    if name == "embed" and value.count("|") != 2:
        raise KernelError(f"{where}: an embed is PROVIDER | ADDRESS | TEXT, not {value!r}")
    if name in ("video", "related", "poll", "embed", "update", "pinned"):
        return Block(name, value=value)
    if name in ("gallery", "chart") and len(rest) < (2 if name == "chart" else 1):
        raise KernelError(f"{where}: a {name} needs lines: {value!r}")
    if name == "gallery":
        return Block(name, value=value, blocks=[Block("photo", photo=photo_of(one, where)) for one in rest])
    if name == "chart":
        return Block(name, value=value, rows=[cells_of(one) for one in rest])
    if name in ("correction", "pull"):
        return Block(name, spans=spans_of(value))
    raise KernelError(f"{where}: unknown command !{name}")


def quotes_of(text):
    """(text, speaker) of what is said: a name in braces tells who spoke all that was quoted since the name before."""
    pieces = SPEAKER.split("".join(span.text for span in spans_of(text)))
    return [(quote, who) for said, who in zip(pieces[0::2], pieces[1::2]) for quote in QUOTED.findall(said)]


def block_of(text, where):
    """A block, with what is said in it and by whom."""
    block = unspoken_block(SPEAKER.sub("", text), where)
    block.quotes = quotes_of(text)
    return block


def unspoken_block(text, where):
    lines = text.split("\n")
    first = lines[0]
    if first.startswith("!"):
        return command_of(first, lines[1:], where)
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
        return Block("table", rows=[cells_of(line) for line in lines])
    return Block("paragraph", spans=spans_of(" ".join(lines)))


def read_head(text, where):
    head = {}
    for line in text.split("\n"):
        key, colon, value = line.partition(":")
        if not colon or key not in HEADERS:
            raise KernelError(f"{where}: unknown header {line!r}")
        head[key] = value.strip()
    if not head.get("first", "1").isdigit():
        raise KernelError(f"{where}: first is a number of blocks, not {head['first']!r}")
    missing = sorted(NEEDED - head.keys())
    if missing:
        raise KernelError(f"{where}: lacks {', '.join(missing)}")
    return head


def at_clock(day, clock):
    return day.replace(hour=int(clock[:2]), minute=int(clock[3:])) if clock else None


def updates_of(blocks, story_day, where):
    """Blocks with those that follow an update put into it: !update: HH:MM [edited HH:MM] | HEADLINE, or !pinned: the same."""
    out = []
    for block in blocks:
        if block.kind in ("update", "pinned"):
            clock, bar, headline = block.value.partition("|")
            found = UPDATE.fullmatch(clock.strip())
            if not found or not bar:
                raise KernelError(f"{where}: an update is HH:MM | HEADLINE, not {block.value!r}")
            block.moment, block.edited = at_clock(story_day, found[1]), at_clock(story_day, found[2])
            block.value, block.level = headline.strip(), int(block.kind == "pinned")
            block.kind = "update"
            out.append(block)
        elif out and out[-1].kind == "update":
            out[-1].blocks.append(block)
        else:
            out.append(block)
    return out


def reworded(text, pairs, where):
    """The text with its words changed: OLD => NEW; OLD => NEW."""
    for pair in filter(None, (pair.strip() for pair in pairs.split(";"))):
        old, arrow, new = (part.strip() for part in pair.partition("=>"))
        if not arrow or old not in text:
            raise KernelError(f"{where}: nothing to reword: {pair!r}")
        text = text.replace(old, new)
    return text


def copied_body(head, path, where):
    """The text of another publisher's story, whole or its first N blocks: copy: PUBLISHER/SLUG [N]."""
    name, _, count = head["copy"].partition(" ")
    source = path.parent.parent / f"{name}.txt"
    if not source.is_file():
        raise KernelError(f"{where}: nothing to copy: {name}")
    body = source.read_text(encoding="utf-8").strip().partition("\n\n")[2]
    body = reworded(body, head.get("reword", ""), where)
    chunks = [chunk for chunk in re.split(r"\n\n+", body) if not chunk.startswith("!related")]
    return "\n\n".join(chunks[:int(count)] if count else chunks)


def stamp_of(head, key, where):
    """A moment of the head, or None; all moments have an offset, so that they can be compared."""
    try:
        moment = datetime.fromisoformat(head[key]) if key in head else None
    except ValueError:
        moment = None
    if key in head and not (moment and moment.tzinfo):
        raise KernelError(f"{where}: {key} is to be as 2026-11-20T00:12:00+00:00, not {head[key]!r}")
    return moment


def read_story(path, publisher):
    where = str(path)
    try:
        head_text, _, body = path.read_text(encoding="utf-8").strip().partition("\n\n")
    except UnicodeDecodeError as error:
        raise KernelError(f"{where}: not UTF-8 ({error.reason} at byte {error.start})") from error
    head = read_head(head_text, where)
    if "copy" in head:
        body = (copied_body(head, path, where) + "\n\n" + body).strip()
    head.setdefault("language", publisher.language)
    head.setdefault("zone", publisher.zone)
    if not body.strip():
        raise KernelError(f"{where}: has no text")
    blocks = [block_of(chunk.strip("\n"), where) for chunk in re.split(r"\n\n+", body)]
    published = stamp_of(head, "published", where)
    return Story(
        slug=path.stem, head=head, people=[key.strip() for key in head.get("by", "").split(",") if key.strip()],
        blocks=updates_of(blocks, published, where), photo=photo_of(head["photo"], where) if "photo" in head else None,
        published=published, updated=stamp_of(head, "updated", where), withdrawn=stamp_of(head, "withdrawn", where))


def read_stories(folder, publisher):
    """All stories of a publisher, newest first."""
    stories = [read_story(path, publisher) for path in sorted(Path(folder).glob("*.txt"))]
    return sorted(stories, key=lambda story: (-int(story.published.timestamp()), story.slug))
