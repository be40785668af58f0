"""Engines: each makes a publisher's story into a Page, in the manner of one publishing system. An engine is a module here
with `render(story, world) -> Page` and `front(title, stories, world) -> Page`; a publisher's ini names it."""
from importlib import import_module


def engine(name):
    return import_module(f"{__name__}.{name}")
