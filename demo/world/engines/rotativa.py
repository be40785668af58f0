"""Rotativa: a system for papers in many scripts. Related links as a line of its own, stories without end, metered walls."""
from .common import Engine, escape


class Rotativa(Engine):
    paragraph = "<p>{}</p>"
    article, body = ('<article class="a_c" id="noticia">', "</article>"), ('<div class="a_b article_body" data-dtm-region="articulo_cuerpo">', "</div>")
    prefix, stamp_habit = "a_x", "local"
    inserts = {2: "related", 5: "advert", 7: "newsletter"}

    def related(self, desk, slugs=()):
        other = desk.world.by_slug[slugs[0]] if slugs else next(iter(self.others(desk, 1)), desk.story)
        return f'<p class="a_m_p">[{escape(desk.words["related"])}: {self.link(desk, other)}]</p>'

    def byline(self, desk):
        names = "".join(f'<a href="#" class="a_md_a_n">{escape(name)}</a>' for name in self.names(desk))
        place = f'<span class="a_md_l">{escape(desk.story.head["place"])}</span>' if "place" in desk.story.head else ""
        return f'<div class="a_md_a">{names} {place}</div>'


ENGINE = Rotativa()
pages, front = ENGINE.pages, ENGINE.front
