"""Writes a publisher's site to a folder: pages, their truth, feed, sitemap, robots.txt. One seed gives the same bytes anywhere."""
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import engines, feeds, truth
from .furniture import Furniture, read_furniture
from .kernel import KernelError, read_stories
from .publisher import Publisher, read_offices, read_people, read_publisher

HERE = Path(__file__).resolve().parent.parent
FRONT_LENGTH = 200  # stories that a front shows, the newest


@dataclass
class World:
    """A publisher with all that its pages are made of."""
    seed: str
    publisher: Publisher
    people: dict
    furniture: Furniture
    stories: list
    by_slug: dict
    offices: dict
    feed_length: int = 0  # stories that a feed names; 0: all
    is_light: bool = False  # pages with hardly any style and script: for a great many

    def words(self, language):
        """The engines' fixed words; a word that a language lacks is English."""
        return {**self.furniture.words["en"], **self.furniture.words.get(language.split("-")[0], {})}


def check(world):
    for story in world.stories:
        missing = [key for key in story.people if re.fullmatch("[a-z]+(-[a-z]+)+", key) and key not in world.people]
        missing += [story.section] if story.section not in world.publisher.sections else []
        wanted = [block.value for block in story.blocks if block.kind == "related"]
        wanted += [span.href[6:] for block in story.blocks for span in block.spans if span.href.startswith("story:")]
        missing += [slug for slug in wanted if slug not in world.by_slug]
        if missing:
            raise KernelError(f"{story.slug}: nobody and nothing is called {', '.join(missing)}")


def publishers(folder=HERE):
    """The keys of all publishers."""
    return sorted(path.stem for path in (folder / "publishers").glob("*.ini"))


def read_world(key, seed, folder=HERE):
    """Fails with OSError and KernelError."""
    if key not in publishers(folder):
        raise KernelError(f"no paper is called {key}; there are {', '.join(publishers(folder))}")
    publisher = read_publisher(folder / "publishers" / f"{key}.ini")
    stories = read_stories(folder / "stories" / key, publisher)
    world = World(seed, publisher, read_people(folder / "people.ini"), read_furniture(folder / "furniture", publisher.language), stories,
                  {story.slug: story for story in stories}, read_offices(folder / "offices.ini"))
    check(world)
    return world


def write(path, data, seconds):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    os.utime(path, (seconds, seconds))  # what the server gives as Last-Modified


def made_of(story, world):
    """[(subfolder, page, truth)]: a story's page, and its twins and further pages where it has any."""
    engine = engines.engine(world.publisher.engine)
    if hasattr(engine, "pages"):
        return engine.pages(story, world)
    page = engine.render(story, world)
    return [("", page, truth.story_truth(story, world, page))]


def write_story(story, world, out):
    for below, page, facts in made_of(story, world):
        folder = out / world.publisher.story_path(story) / below
        text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
        write(folder / "index.html", page.bytes(), story.changed_seconds)
        write(folder / "truth.json", text, story.changed_seconds)


def write_fronts(world, out, seconds):
    engine, publisher = engines.engine(world.publisher.engine), world.publisher
    write(out / "index.html", engine.front(publisher.name, world.stories[:FRONT_LENGTH], world).bytes(), seconds)
    for section in publisher.sections:
        stories = [story for story in world.stories if story.section == section]
        write(out / publisher.section_slug(section) / "index.html", engine.front(section, stories[:FRONT_LENGTH], world).bytes(), seconds)


def sweep(world, out):
    """Removes the pages of stories that are no longer the publisher's."""
    kept = {out / world.publisher.story_path(story) for story in world.stories}
    for path in sorted(out.rglob("truth.json")):
        if not {path.parent, path.parent.parent} & kept:  # a twin lies in a folder of the story's
            path.unlink()
            (path.parent / "index.html").unlink(missing_ok=True)


def write_site(world, out, stories=None):
    """Writes everything (of stories only those given); returns nothing, fails with OSError."""
    out = Path(out)
    sweep(world, out)
    newest = max((story.changed_seconds for story in world.stories), default=0)
    for story in world.stories if stories is None else stories:
        write_story(story, world, out)
    write_fronts(world, out, newest)
    if world.publisher.feed_name:
        write(out / world.publisher.feed_name, feeds.feed(world), newest)
    for name, text in feeds.sitemaps(world).items():
        write(out / name, text, newest)
    write(out / "robots.txt", f"User-agent: *\nDisallow: /by/\nSitemap: {world.publisher.address}sitemap.xml\n", newest)
