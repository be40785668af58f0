"""Parish: a blog system that a regional group has stretched over forty titles. Plug-ins add a second JSON-LD, sharing and
related posts inside the text; nobody has ever removed one."""
from .common import Engine, escape


class Parish(Engine):
    paragraph = '<p class="wp-block-paragraph">{}</p>'
    heading = '<h{level} class="wp-block-heading">{inside}</h{level}>'
    quote = '<blockquote class="wp-block-quote"><p>{}</p></blockquote>'
    article = ('<div id="content" class="site-content"><article class="post type-post status-publish hentry">', "</article></div>")
    body = ('<div class="entry-content clearfix">', "</div>")
    prefix, ld, stamp_habit = "pp", "double", "us"
    inserts = {2: "advert", 3: "related", 7: "newsletter"}

    def byline(self, desk):
        names = " and ".join(f'<span class="author vcard"><a class="url fn n" href="#">{escape(name)}</a></span>' for name in self.names(desk))
        return f'<div class="entry-meta">{desk.words["by"]} {names}</div>' if names else ""

    def figure(self, desk, photo, is_lead):
        return super().figure(desk, photo, is_lead).replace("<figure>", '<figure class="wp-caption aligncenter">').replace(
            "<figcaption>", '<figcaption class="wp-caption-text">')

    def related(self, desk, slugs=()):
        """Related posts as a paragraph in bold, which no class gives away."""
        other = desk.world.by_slug[slugs[0]] if slugs else next(iter(self.others(desk, 1)), desk.story)
        return f'<p><strong>{escape(desk.words["related"]).upper()}: {self.link(desk, other)}</strong></p>'


ENGINE = Parish()
pages, front = ENGINE.pages, ENGINE.front
