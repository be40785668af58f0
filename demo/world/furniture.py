"""The furniture of pages, read from demo/furniture: menus, promotions, advertisements, comments, consent, fixed words."""
from dataclasses import dataclass

from .publisher import read_ini


@dataclass
class Furniture:
    menus: list     # of (group, [entry, ...])
    teasers: list
    adverts: list   # of (name, claim)
    comments: list
    readers: list   # who signs them
    consent: list   # heading, then paragraphs
    purposes: list
    words: dict     # by language


def lines_of(path):
    text = path.read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def halves_of(lines):
    cut = lines.index("---")
    return lines[:cut], lines[cut + 1:]


def read_furniture(folder):
    menus = []
    for line in lines_of(folder / "menus.txt"):
        group, _, entries = line.partition(": ")
        menus.append((group, entries.split(", ")))
    comments, readers = halves_of(lines_of(folder / "comments.txt"))
    consent, purposes = halves_of(lines_of(folder / "consent.txt"))
    adverts = [tuple(line.split(" | ")) for line in lines_of(folder / "adverts.txt")]
    words = read_ini(folder / "words.ini")
    return Furniture(menus=menus, teasers=lines_of(folder / "teasers.txt"), adverts=adverts, comments=comments,
                     readers=readers, consent=consent, purposes=purposes,
                     words={name: dict(words[name]) for name in words.sections()})
