"""What the engines of the world share: a page is assembled in one order, and an engine says how each part looks and what
stands in the middle of the text. The mess that a story's text asks for (mess: ...) is made here."""
import html
import json
import math
from dataclasses import dataclass

from . import inserts, twins
from .. import bulk, metadata, truth
from ..chance import Chance
from ..page import Page
from ..publisher import person_name, person_of
from ..stamps import local_shows_zone, stamp_text

RIGHT_TO_LEFT = ("ar", "he", "fa")
BLOCK_MARKS = ("table", "list", "photo", "gallery", "chart", "correction", "video", "poll", "embed", "pull")
NAMES = {"pull": "pull quote", "embed": "embedded post", "photo": "photo in the text", "chart": "chart with its data"}
ZONED_HABITS = ("long", "us", "old")  # and local, in some languages


def escape(text):
    return html.escape(text, quote=True)


def direction(language):
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@dataclass
class Desk:
    """All that a page is made from."""
    story: object
    world: object
    chance: Chance
    page: Page

    @property
    def words(self):
        return self.world.words(self.story.language)

    @property
    def publisher(self):
        return self.world.publisher


class Engine:
    """An engine overrides what it does its own way; every template takes the markup that goes inside."""
    paragraph, correction, quote = "<p>{}</p>", '<p class="note">{}</p>', "<blockquote><p>{}</p></blockquote>"
    heading, item = "<h{level}>{inside}</h{level}>", "<li>{}</li>"
    article, body = ('<article class="story">', "</article>"), ('<div class="story-body">', "</div>")
    prefix, stamp_habit, ld = "st", "long", "right"
    inserts = {2: "related", 4: "advert", 6: "newsletter"}  # after how many blocks, what; also at every multiple of 9 an advert
    style_kilobytes = script_kilobytes = 40

    def named(self, what):
        """The class of a piece of furniture."""
        return f"{self.prefix}-{what}"

    # the page from top to bottom

    def pages(self, story, world):
        """[(subfolder, page, truth)]"""
        desk = Desk(story, world, Chance(world.seed, world.publisher.key, story.slug), Page())
        shown, more = self.shown(desk)
        self.whole(desk, shown)
        return [("", desk.page, truth.story_truth(story, world, desk.page, shown, **more))] + twins.of(self, desk)

    def whole(self, desk, shown):
        """A page from its first line to its last."""
        self.head(desk)
        self.before(desk)
        desk.page.add(self.article[0])
        self.story_head(desk)
        self.story_body(desk, shown)
        if "paywall" in desk.story.mess:
            self.gate(desk)
        desk.page.add(self.article[1])
        self.after(desk)
        desk.page.add("</body></html>")
        self.mark(desk)

    def shown(self, desk, is_first=True):
        """The blocks that this page has of its story, and what the truth says of the rest."""
        blocks, mess = desk.story.blocks, desk.story.mess
        if "paywall" in mess:
            return blocks[:2], {"isAccessibleForFree": False, "omitted": [{"what": "paywall"}]}
        if "paginated" in mess:
            half = math.ceil(len(blocks) / 2)
            return (blocks[:half] if is_first else blocks[half:]), {"omitted": [{"what": "cut"}]}
        return blocks, {}

    def mark(self, desk):
        page, story = desk.page, desk.story
        page.mark(*story.mess, f"JSON-LD {story.head.get('metadata', self.ld)}", f"stamp {self.stamp_habit}")
        page.mark(f"language {story.language.split('-')[0]}", *(NAMES.get(block.kind, block.kind) for block in story.blocks
                                                                 if block.kind in BLOCK_MARKS))
        if any(block.kind == "update" for block in story.blocks):
            page.mark("live")
        if any(block.edited for block in story.blocks):
            page.mark("edited update")
        if any(block.level for block in story.blocks if block.kind == "update"):
            page.mark("pinned update")
        if self.shows_zone(story.language):
            page.mark(f"zone {story.head['zone']}")
        if any(truth.is_frame(block.value) for block in story.blocks if block.kind == "embed"):
            page.mark("video in a frame")
        if "copy" in story.head:
            page.mark("agency copy")

    def shows_zone(self, language):
        """Does the stamp that stands on the page name its zone?"""
        return self.stamp_habit in ZONED_HABITS or self.stamp_habit == "local" and local_shows_zone(language)

    def head(self, desk):
        story, world, page = desk.story, desk.world, desk.page
        story.head.setdefault("metadata", self.ld)
        page.add(f'<!DOCTYPE html>\n<html lang="{story.language}" dir="{direction(story.language)}">', "<head>", self.charset(desk),
                 f"<title>{escape(story.head['headline'])} - {escape(world.publisher.name)}</title>", *metadata.meta_lines(story, world),
                 *metadata.json_ld(story, world), f"<style>{bulk.style(desk.chance, self.weight(desk, self.style_kilobytes))}</style>",
                 bulk.script(desk.chance, self.weight(desk, self.script_kilobytes), self.prefix), "</head>", "<body>")

    def weight(self, desk, kilobytes):
        if desk.world.is_light:
            return 0
        return 1500 if "3 MB" in desk.story.mess else kilobytes

    def charset(self, desk):
        return '<meta charset="utf-8">'

    def story_head(self, desk):
        story, page = desk.story, desk.page
        page.add('<header class="story-head">')
        if "kicker" in story.head:
            page.add(f'<p class="kicker">{escape(story.head["kicker"])}</p>')
        page.add(f'<h1>{escape(story.head["headline"])}</h1>')
        if "standfirst" in story.head:
            page.add(f'<p class="standfirst">{escape(story.head["standfirst"])}</p>')
        page.add(self.byline(desk), self.stamp(desk))
        if "source" in story.head:
            page.add(f'<p class="source">{desk.words["source"]}: {escape(story.head["source"])}</p>')
        page.furnish("share", self.share(desk))
        page.add("</header>", self.figure(desk, story.photo, True) if story.photo else "")

    def names(self, desk):
        return [person_name(person_of(desk.world.people, key), desk.story.language) for key in desk.story.people]

    def byline(self, desk):
        names = self.names(desk) + [desk.story.head["org"]] * ("org" in desk.story.head)
        return f'<p class="byline">{desk.words["by"]} {escape(", ".join(names))}</p>' if names else ""

    def stamp(self, desk):
        story = desk.story
        label = desk.words["updated" if story.updated else "published"]
        text = stamp_text(story.changed, story.language, story.head["zone"], self.stamp_habit)
        return f'<p class="stamp">{label}: <time datetime="{story.changed.isoformat()}">{escape(text)}</time></p>'

    # the text

    def story_body(self, desk, shown):
        desk.page.add(self.body[0])
        if "state only" in desk.story.mess:
            desk.page.add(self.state(desk), '<div class="skeleton" aria-busy="true"></div>')
        else:
            self.blocks(desk, shown, True)
        desk.page.add(self.body[1])

    def blocks(self, desk, blocks, with_inserts):
        n, place = 0, desk.story.head.get("place")
        for block in blocks:
            if block.kind in ("related", "video", "poll", "pull"):
                desk.page.furnish(NAMES.get(block.kind, block.kind), self.beside(desk, block))
                continue
            if block.kind == "update":
                self.update(desk, block)
            else:
                dateline = f"{escape(place)} — " if place and not n and with_inserts else ""
                desk.page.add(self.block(desk, block, dateline))
            n += 1
            if with_inserts and n < len(blocks):
                self.insert(desk, n)

    def insert(self, desk, n):
        what = self.inserts.get(n) or ("advert" if n % 9 == 0 else "")
        if what:
            desk.page.mark({"advert": "ads in the text", "related": "related links in the text"}.get(what, f"{what} in the text"))
            desk.page.furnish(what, getattr(self, what)(desk))

    def inside(self, desk, spans):
        made = truth.markup(spans, desk.world)
        if "tracking parameters" in desk.story.mess:
            made = made.replace('/">', '/?utm_source=story&amp;utm_medium=inline&amp;fbclid=IwAR0c">')
        return made

    def block(self, desk, block, dateline=""):
        inside = dateline + self.inside(desk, block.spans)
        if block.kind == "correction":
            return self.correction.format(self.inside(desk, truth.correction_spans(block, desk.words)))
        if block.kind == "heading":
            return self.heading.format(level=block.level, inside=inside)
        if block.kind == "quote":
            return self.quote.format(inside)
        if block.kind == "list":
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>" + "".join(self.item.format(self.inside(desk, item)) for item in block.items) + f"</{tag}>"
        if block.kind == "table":
            return self.table(block.rows)
        if block.kind == "chart":
            return inserts.chart(block, self.table(block.rows), self.named("chart"))
        if block.kind == "gallery":
            return inserts.gallery([self.figure(desk, one.photo, False) for one in block.blocks], self.named("gallery"))
        if block.kind == "photo":
            return self.figure(desk, block.photo, False)
        if block.kind == "embed":
            return inserts.embed(block)
        return self.paragraph.format(inside)

    def update(self, desk, block):
        story = desk.story
        when = stamp_text(block.moment, story.language, story.head["zone"], self.stamp_habit)
        pinned = ' data-pinned="true"' if block.level else ""
        if block.edited:
            again = stamp_text(block.edited, story.language, story.head["zone"], self.stamp_habit)
            when = f'{when}</time> <time class="edited" datetime="{block.edited.isoformat()}">{desk.words["updated"]}: {again}'
        desk.page.add(f'<article class="live-update" id="u{block.moment:%H%M}"{pinned}><header><h2>{escape(block.value)}</h2>'
                      f'<time datetime="{block.moment.isoformat()}">{when}</time></header>')
        self.blocks(desk, block.blocks, False)
        desk.page.add("</article>")

    def beside(self, desk, block):
        """What stands in the text and is no part of it."""
        if block.kind == "related":
            return self.related(desk, [block.value])
        if block.kind == "pull":
            return f'<aside class="{self.named("pullquote")}"><p>{truth.plain(block.spans)}</p></aside>'
        if block.kind == "poll":
            return inserts.poll(block, self.named("poll"))
        return inserts.video(block, self.named("player"))

    def table(self, rows):
        heads = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
        body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"

    def figure(self, desk, photo, is_lead):
        url, text = desk.publisher.photo_url(photo), escape(photo.alt)
        image = f'<img src="{url}" alt="{text}" width="1200" height="800">'
        if "lazy images" in desk.story.mess:
            image = (f'<img class="lazy" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" '
                     f'data-src="{url}" data-srcset="{desk.publisher.photo_url(photo, 640)} 640w" alt="{text}"><noscript>{image}</noscript>')
        return (f'<figure>{image}<figcaption>{escape(photo.caption)} <span class="credit">{escape(photo.credit)}</span>'
                "</figcaption></figure>")

    # furniture

    def before(self, desk):
        desk.page.mark("consent dialog")
        desk.page.furnish("consent", self.consent(desk))
        desk.page.furnish("menu", self.menu(desk))

    def after(self, desk):
        if desk.story.keywords:
            desk.page.furnish("tags", self.tags(desk))
        desk.page.furnish("authors", self.lives(desk))
        desk.page.furnish("rail", self.rail(desk))
        desk.page.mark("most-read list with sentences")
        if "second story" in desk.story.mess:
            desk.page.furnish("second story", self.second(desk))
        desk.page.furnish("comments", self.comments(desk))
        desk.page.furnish("footer", self.footer(desk))

    def others(self, desk, n):
        """n other stories of the paper; all, where it has no more."""
        stories, chosen = desk.world.stories, {}
        if len(stories) <= n + 1:
            return [other for other in stories if other.slug != desk.story.slug]
        while len(chosen) < n:
            other = desk.chance.pick(stories)
            if other.slug != desk.story.slug:
                chosen[other.slug] = other
        return list(chosen.values())

    def link(self, desk, other):
        return f'<a href="{desk.publisher.story_url(other)}">{escape(other.head["headline"])}</a>'

    def consent(self, desk):
        heading, *lines = desk.world.furniture.consent
        text = "".join(f"<p>{escape(line)}</p>" for line in lines)
        purposes = "".join(f"<li>{escape(line)}</li>" for line in desk.world.furniture.purposes)
        return f'<div class="{self.named("consent")}" role="dialog"><h2>{escape(heading)}</h2>{text}<ul>{purposes}</ul><button>OK</button></div>'

    def menu(self, desk):
        groups = "".join(f"<li><b>{escape(group)}</b><ul>" + "".join(
            f'<li><a href="{desk.publisher.address}m/{i}/">{escape(entry)}</a></li>' for i, entry in enumerate(entries)) + "</ul></li>"
            for group, entries in desk.world.furniture.menus)
        return f'<nav class="{self.named("nav")}"><a href="{desk.publisher.address}">{escape(desk.publisher.name)}</a><ul>{groups}</ul></nav>'

    def share(self, desk):
        return f'<div class="{self.named("share")}"><span>{escape(desk.words["share"])}</span> <a href="#">Chirper</a> <a href="#">Facepage</a></div>'

    def related(self, desk, slugs=()):
        chosen = [desk.world.by_slug[slug] for slug in slugs] or self.others(desk, 2)
        links = "".join(f"<li>{self.link(desk, other)}</li>" for other in chosen)
        return f'<div class="{self.named("related")}"><h4>{escape(desk.words["related"])}</h4><ul>{links}</ul></div>'

    def newsletter(self, desk):
        return (f'<div class="{self.named("newsletter")}"><h4>{escape(desk.words["newsletter"])}</h4><p>{escape(desk.words["newsletter.text"])}</p>'
                '<form><input type="email"><button>OK</button></form></div>')

    def advert(self, desk):
        name, claim = desk.chance.pick(desk.world.furniture.adverts)
        return (f'<div class="{self.named("ad")}"><small>{escape(desk.words["advertisement"])}</small><a rel="sponsored" '
                f'href="https://ads.example/{desk.chance.word(8)}"><b>{escape(name)}</b> {escape(claim)}</a></div>')

    def tags(self, desk):
        links = " ".join(f'<a href="{desk.publisher.address}tag/{i}/">{escape(word)}</a>' for i, word in enumerate(desk.story.keywords))
        return f'<p class="{self.named("tags")}">{escape(desk.words["tags"])}: {links}</p>'

    def lives(self, desk):
        people = [person_of(desk.world.people, key) for key in desk.story.people]
        return "".join(f'<div class="{self.named("bio")}"><b>{escape(person["name"])}</b><p>{escape(person["life"])}</p></div>'
                       for person in people if person["life"])

    def rail(self, desk):
        cards = "".join(f"<li>{self.link(desk, other)}<p>{escape(other.summary)}</p></li>" for other in self.others(desk, 5))
        most = "".join(f"<li>{escape(line)}</li>" for line in desk.chance.sample(desk.world.furniture.teasers, 5))
        return f'<aside class="{self.named("rail")}"><ul>{cards}</ul><ol>{most}</ol></aside>'

    def second(self, desk):
        """The next story, as pages without end load it."""
        other = next(iter(self.others(desk, 1)), desk.story)
        text = "".join(self.paragraph.format(truth.markup(block.spans, desk.world)) for block in other.blocks if block.kind == "paragraph")
        return f'{self.article[0]}<h1>{escape(other.head["headline"])}</h1>{self.body[0]}{text}{self.body[1]}{self.article[1]}'

    def comments(self, desk):
        furniture, n = desk.world.furniture, 40 if "long comments" in desk.story.mess else 5
        chosen = desk.chance.sample(furniture.comments, n)
        desk.page.mark("comments")
        lines = "".join(f'<li><b>{escape(desk.chance.pick(furniture.readers))}</b><p>{escape(text)}</p></li>' for text in chosen)
        return f'<section class="{self.named("comments")}"><h3>{escape(desk.words["comments"])}</h3><ul>{lines}</ul></section>'

    def footer(self, desk):
        legal = " | ".join(f'<a href="{escape(url)}">{escape(text)}</a>' for text, url in desk.publisher.legal)
        return f'<footer class="{self.named("foot")}"><p>{escape(desk.publisher.copyright)}</p><p>{legal}</p></footer>'

    def gate(self, desk):
        desk.page.furnish("paywall", f'<div class="{self.named("paywall")}"><h3>{escape(desk.words["paywall"])}</h3>'
                                     f'<p>{escape(desk.words["paywall.text"])}</p><button>OK</button></div>')

    def state(self, desk):
        """The text where only the page's own script would find it."""
        blocks = [{"type": block.kind, "html": truth.markup(block.spans, desk.world)} for block in desk.story.blocks]
        data = {"props": {"pageProps": {"article": {"headline": desk.story.head["headline"], "body": blocks}}}}
        text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        return f'<script id="__NEXT_DATA__" type="application/json">{text}</script>'

    def front(self, title, stories, world):
        page = Page()
        page.add(f'<!DOCTYPE html>\n<html lang="{world.publisher.language}" dir="{direction(world.publisher.language)}"><head>'
                 f'<meta charset="utf-8"><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>')
        for story in stories:
            page.add(f'<article class="card"><h2><a href="{world.publisher.story_url(story)}">{escape(story.head["headline"])}</a></h2>'
                     f"<p>{escape(story.summary)}</p></article>")
        page.add("</body></html>")
        return page
