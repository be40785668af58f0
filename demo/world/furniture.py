"""The furniture of pages, read from demo/furniture: menus, promotions, advertisements, comments, consent, fixed words."""
import re
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


def read_furniture(folder, language):
    """The furniture in a language; in English where nobody has translated it."""
    own = folder / language.split("-")[0]
    own = own if own.is_dir() else folder / "en"
    menus = []
    for line in lines_of(own / "menus.txt"):
        group, _, entries = line.partition(": ")
        menus.append((group, re.split("[,،、] ?", entries)))
    comments, readers = halves_of(lines_of(own / "comments.txt"))
    consent, purposes = halves_of(lines_of(own / "consent.txt"))
    adverts = [tuple(line.split(" | ")) for line in lines_of(own / "adverts.txt")]
    words = read_ini(folder / "words.ini")
    return Furniture(menus=menus, teasers=lines_of(own / "teasers.txt"), adverts=adverts, comments=comments,
                     readers=readers, consent=consent, purposes=purposes,
                     words={name: dict(words[name]) for name in words.sections()})
