"""The press as it stood at a moment: what was published by then, in its version of then; what has vanished since is gone. The clock
is given from outside, may go on in any steps, and may jump back."""
import copy
import sqlite3
from dataclasses import replace
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from . import build

FEED_LENGTH = 30  # stories that a feed names, the newest


def is_there(story, moment):
    return story.published <= moment and not (story.withdrawn and story.withdrawn <= moment)


def was_gone(story, moment):
    return bool(story.withdrawn and story.withdrawn <= moment)


def update_then(block, moment):
    """A live page's update, not yet edited where that came later."""
    return replace(block, edited=block.edited if block.edited and block.edited <= moment else None)


def version(story, moment):
    """The story as it stood: a live page without the updates to come, any other as it was before its one change."""
    if not story.updated or story.updated <= moment:
        return story
    then = copy.copy(story)
    then.head = {**story.head, "headline": story.head.get("was", story.head["headline"])}
    updates = [block for block in story.blocks if block.kind == "update"]
    if updates:
        then.blocks = [update_then(block, moment) for block in story.blocks if block.kind != "update" or block.moment <= moment]
        newest = max((block.moment for block in then.blocks if block.kind == "update"), default=story.published)
        then.updated = newest if newest > story.published else None
        return then
    then.blocks = [block for block in story.blocks if block.kind != "correction"][:int(story.head.get("first", len(story.blocks)))]
    then.updated = None
    return then


def as_of(world, moment):
    """The world at a moment; boxes that lead to stories to come are not there yet."""
    there = [version(story, moment) for story in world.stories if is_there(story, moment)]
    slugs = {story.slug for story in there}
    for i, story in enumerate(there):
        if any(block.kind == "related" and block.value not in slugs for block in story.blocks):
            there[i] = copy.copy(story)
            there[i].blocks = [block for block in story.blocks if block.kind != "related" or block.value in slugs]
    return replace(world, stories=there, by_slug={**world.by_slug, **{story.slug: story for story in there}}, feed_length=FEED_LENGTH)


def steps(first, last, hours):
    """Moments from the first to the last, both among them."""
    moment = first
    while moment < last:
        yield moment
        moment += timedelta(hours=hours)
    yield last


def date_visits(database, moment):
    """Dates the visits that an edition's store remembers by the press's clock: so that news of a later moment is later than they."""
    with closing(sqlite3.connect(database)) as store, store:
        store.execute("UPDATE visit SET at = ?1 WHERE at > ?1", (int(moment.timestamp()),))


class Press:
    """Papers whose sites stand in a folder as they stood at a moment, and are served."""

    def __init__(self, worlds, folder, server):
        self.worlds, self.folder, self._written = worlds, Path(folder), {}
        self.feeds = [server.add(world.publisher.key, self.folder / world.publisher.key, world.publisher) for world in worlds]
        self._sites = [server.sites[world.publisher.key] for world in worlds]

    def move(self, moment):
        """Sets the clock: writes what is new or changed, removes what has vanished. Gives the worlds as they stand."""
        views = [as_of(world, moment) for world in self.worlds]
        for world, view, site in zip(self.worlds, views, self._sites):
            key = world.publisher.key
            site.gone = {world.publisher.story_path(story) for story in world.stories if was_gone(story, moment)}
            now = {story.slug: (story.changed, len(story.blocks)) for story in view.stories}
            before = self._written.get(key, {})
            build.write_site(view, self.folder / key, [story for story in view.stories if before.get(story.slug) != now[story.slug]])
            self._written[key] = now
        return views
