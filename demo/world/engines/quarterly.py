"""Quarterly: a magazine's pages. Wide pictures, pull quotes between the paragraphs, a first word in capitals, few dates."""
from .common import Engine, escape


class Quarterly(Engine):
    paragraph = '<div class="prose"><p>{}</p></div>'
    quote = '<div class="prose"><blockquote>{}</blockquote></div>'
    article, body = ('<main><div class="longread" role="article">', "</div></main>"), ('<div class="chapters">', "</div>")
    prefix, stamp_habit = "qt", "day"
    inserts = {5: "newsletter", 8: "related"}

    def byline(self, desk):
        return f'<p class="credits">Words {escape(" and ".join(self.names(desk)))}</p>'

    def stamp(self, desk):
        return f'<p class="issue">{desk.story.published:%B %Y}, issue {desk.story.published.month + 40}</p>'


ENGINE = Quarterly()
pages, front = ENGINE.pages, ENGINE.front
