"""Reads publishers and people: demo/publishers/*.ini, demo/people.ini."""
import configparser
from dataclasses import dataclass


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

    def story_path(self, story):
        """Folder of a story below the publisher's root, with a slash at its end."""
        return f"{story.published:%Y/%m/%d}/{story.section.lower()}/{story.slug}/"

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
    facts["sections"] = [name.strip() for name in facts["sections"].split(",")]
    return Publisher(key=path.stem, legal=list(ini["legal"].items()), **facts)


def read_people(path):
    """key: {"name", "role", "life", "name.LANGUAGE"}"""
    ini = read_ini(path)
    return {key: dict(ini[key]) for key in ini.sections()}


def person_name(person, language):
    return person.get("name." + language.split("-")[0], person["name"])
