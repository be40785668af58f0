"""Reads publishers and people: demo/publishers/*.ini, demo/people.ini."""
import configparser
import hashlib
from dataclasses import dataclass

FEED_NAMES = {"rss": "feed.xml", "atom": "atom.xml", "rdf": "index.rdf", "jsonfeed": "feed.json", "newssitemap": "news-sitemap.xml",
              "front": ""}


@dataclass
class Publisher:
    key: str
    name: str
    address: str  # ends in a slash
    images: str
    engine: str
    language: str
    zone: str
    description: str
    sections: list
    copyright: str
    timezone: str
    legal: list  # of (text, address)
    section_slugs: dict
    path: str = "{date}/{section}/{slug}/"
    feed: str = "rss"        # rss, atom, rdf, jsonfeed, newssitemap, front
    encoding: str = "utf-8"  # of its pages
    web: str = ""            # habits of its server: world/server.py

    def story_path(self, story):
        """Folder of a story below the publisher's root, with a slash at its end."""
        number = int(hashlib.sha256(story.slug.encode()).hexdigest()[:6], 16)
        return self.path.format(date=f"{story.published:%Y/%m/%d}", day=f"{story.published:%Y%m%d}",
                                section=self.section_slug(story.section), slug=story.slug, number=number)

    def section_slug(self, section):
        return self.section_slugs[section]

    @property
    def feed_name(self):
        return FEED_NAMES[self.feed]

    def story_url(self, story):
        return self.address + self.story_path(story)

    def photo_url(self, photo, width=1200):
        return f"{self.images}w{width}/{photo.file}"


def read_ini(path):
    ini = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    ini.optionxform = str
    with open(path, encoding="utf-8") as file:
        ini.read_file(file)
    return ini


def read_publisher(path):
    ini = read_ini(path)
    facts = dict(ini["publisher"])
    named = [[part.strip() for part in name.partition(":")[::2]] for name in facts["sections"].split(",")]
    facts["sections"] = [name for name, _ in named]
    slugs = {name: slug or name.lower().replace(" ", "-") for name, slug in named}
    return Publisher(key=path.stem, legal=list(ini["legal"].items()), section_slugs=slugs, **facts)


def read_people(path):
    """key: {"name", "role", "life", "name.LANGUAGE"}"""
    ini = read_ini(path)
    return {key: dict(ini[key]) for key in ini.sections()}


def read_offices(path):
    """{name: [(first day, office), ...]}, in the order of days."""
    ini = read_ini(path)
    return {name: sorted(ini[name].items()) for name in ini.sections()}


def office_on(offices, name, day):
    """What somebody was on a day, as 2026-11-20; None where nobody has said."""
    held = [office for first, office in offices.get(name, []) if first <= day]
    return held[-1] if held else None


def person_of(people, key):
    """Somebody of people.ini, or one who is only a name."""
    return people.get(key) or {"name": key, "role": "", "life": ""}


def person_name(person, language):
    return person.get("name." + language.split("-")[0], person["name"])
