"""Further pages of a story: for printers, for AMP caches, and the second of two."""
import html

from .. import truth
from ..page import Page

UNSAID = dict.fromkeys(("articleSection", "keywords", "image", "description", "abstract", "alternativeHeadline"))
BESIDE = ("related", "video", "poll", "pull", "update")


def escape(text):
    return html.escape(text, quote=True)


def bare(engine, desk, head, blocks, kinds):
    """A page of little but the text; its truth says what such pages leave unsaid."""
    twin = type(desk)(desk.story, desk.world, desk.chance, Page())
    story, page = desk.story, twin.page
    page.add(*head, f'<h1>{escape(story.head["headline"])}</h1>', engine.byline(twin), engine.stamp(twin))
    for block in blocks:
        if block.kind not in BESIDE:
            page.add(engine.block(twin, block))
    page.mark(*kinds)
    return page


def opening(desk, title, more, body):
    story = desk.story
    url = desk.publisher.story_url(story)
    return [f'<!DOCTYPE html>\n<html lang="{story.language}"{more}><head><meta charset="utf-8"><title>{escape(title)}</title>'
            f'<link rel="canonical" href="{url}"><meta name="robots" content="noindex"></head>{body}']


def silent(desk):
    """A video or a poll is not on these pages, so nothing of it is left out either."""
    return [block for block in desk.story.blocks if block.kind not in BESIDE]


def print_twin(engine, desk):
    head = opening(desk, desk.story.head["headline"], "", '<body onload="print()">')
    page = bare(engine, desk, head, desk.story.blocks, ["print twin"])
    page.add("</body></html>")
    return "print", page, truth.story_truth(desk.story, desk.world, page, silent(desk), **UNSAID)


def amp_twin(engine, desk):
    """What AMP caches asked for: its own elements for pictures and advertisements, a menu that slides in, the text in the middle."""
    boiler = "<style amp-boilerplate>body{visibility:hidden}</style><script async src=\"https://cdn.amp.example/v0.js\"></script>"
    head = opening(desk, f"{desk.story.head['headline']} - {desk.publisher.name}", " amp", f"{boiler}<body>")
    page = bare(engine, desk, head + ['<main role="main"><article>'], desk.story.blocks, ["AMP twin"])
    page.replace("<img ", "<amp-img layout=responsive ")
    page.add("</article></main>")
    page.furnish("menu", f'<amp-sidebar id="menu" layout="nodisplay">{engine.menu(desk)}</amp-sidebar>')
    page.add('<amp-ad width="300" height="250" type="tideline" data-slot="/1/amp"></amp-ad>')
    page.furnish("footer", engine.footer(desk))
    page.add("</body></html>")
    return "amp", page, truth.story_truth(desk.story, desk.world, page, silent(desk), **UNSAID)


def page_two(engine, desk, blocks):
    """The second page of two, in all the furniture of the first."""
    other = type(desk)(desk.story, desk.world, desk.chance, Page())
    engine.whole(other, blocks)
    other.page.mark("page two")
    return "2", other.page, truth.story_truth(desk.story, desk.world, other.page, blocks, omitted=[{"what": "cut"}])


def of(engine, desk):
    """[(subfolder, page, truth)] as the story's text asks."""
    out, mess = [], desk.story.mess
    if "paginated" in mess:
        out.append(page_two(engine, desk, engine.shown(desk, False)[0]))
    if "print twin" in mess:
        out.append(print_twin(engine, desk))
    if "AMP twin" in mess:
        out.append(amp_twin(engine, desk))
    return out
