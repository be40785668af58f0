"""Beacon: a broadcaster's system. Components with data-testid and names that change with every build, a sticky player, the
whole state inlined, live pages."""
import json

from .. import truth
from ..stamps import stamp_text
from .common import Engine, escape


class Beacon(Engine):
    paragraph = '<div data-component="text-block" class="ssrcss-11r1m41"><p class="ssrcss-1q0x1qg e1jhz7w10">{}</p></div>'
    heading = '<div data-component="subheadline-block"><h{level} class="ssrcss-y2fd7s">{inside}</h{level}></div>'
    quote = '<div data-component="quote-block"><blockquote class="ssrcss-1v7s"><p>{}</p></blockquote></div>'
    article = ('<main id="main-content"><article class="ssrcss-pv1rh6-ArticleWrapper" data-testid="article">', "</article></main>")
    body = ("", "")
    prefix, stamp_habit = "ssrcss-x1", "relative"
    inserts = {3: "related", 6: "advert"}
    style_kilobytes, script_kilobytes = 90, 120

    def before(self, desk):
        super().before(desk)
        desk.page.mark("sticky player")
        desk.page.furnish("player", '<div class="ssrcss-sticky" data-testid="sticky-player"><p>Listen live: Morning on Two, with Nuala '
                                    "Santos. The news at ten, the tides at a quarter past.</p><audio></audio></div>")

    def stamp(self, desk):
        text = stamp_text(desk.story.changed, desk.story.language, desk.story.head["zone"], "relative")
        return (f'<div data-testid="byline-stamp"><time data-testid="timestamp" datetime="{desk.story.changed.isoformat()}">{escape(text)}'
                "</time></div>")

    def byline(self, desk):
        names = self.names(desk)
        return f'<div class="ssrcss-68pt20-Text-TextContributorName">{escape(" and ".join(names))}</div>' if names else ""

    def after(self, desk):
        super().after(desk)
        if "state only" not in desk.story.mess:
            others = [{"title": other.head["headline"], "summary": other.summary, "text": truth.plain(other.blocks[0].spans)}
                      for other in self.others(desk, 6)]
            text = json.dumps({"promos": others}, ensure_ascii=False).replace("<", "\\u003c")
            desk.page.add(f'<script>window.__INITIAL_DATA__={text};</script>')


ENGINE = Beacon()
pages, front = ENGINE.pages, ENGINE.front
