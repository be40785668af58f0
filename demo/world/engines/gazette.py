"""Gazette: pages as they were made about 2003 and have been made ever since. Tables for layout, font elements, paragraphs parted
by br, windows-1252, no metadata."""
from ..page import Page
from ..stamps import stamp_text
from .common import Engine, escape


class Gazette(Engine):
    heading = '<p><b><font size="4">{inside}</font></b></p>'
    paragraph, quote = "{}<br><br>", "<blockquote><i>{}</i></blockquote>"
    article = ('<table width="760" border="0" cellspacing="0" cellpadding="4" align="center"><tr><td width="140" valign="top" bgcolor="#eeeecc">',
               "</td></tr></table>")
    body = ('<font face="Verdana, Arial" size="2">', "</font>")
    prefix, ld, stamp_habit = "g", "none", "old"
    inserts = {4: "advert"}

    def head(self, desk):
        desk.story.head["metadata"] = "none"
        desk.page.encoding = desk.publisher.encoding
        said = "utf-8" if "wrong encoding declared" in desk.story.mess else desk.publisher.encoding
        desk.page.mark("tables for layout", "font elements", f"encoding {desk.publisher.encoding}")
        desk.page.add('<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">', "<html><head>",
                      f'<meta http-equiv="Content-Type" content="text/html; charset={said}">',
                      f"<title>{escape(desk.publisher.name)}: {escape(desk.story.head['headline'])}</title>",
                      "</head>", '<body bgcolor="#ffffff" text="#000000" link="#003399" topmargin="0">')

    def shown(self, desk):
        """The pages say neither section nor language, and have one date, of the last change."""
        blocks, more = super().shown(desk)
        silent = dict.fromkeys(("articleSection", "inLanguage", "description", "keywords", "abstract", "alternativeHeadline", "dateModified"))
        return blocks, {**more, **silent, "datePublished": desk.story.changed.isoformat()}

    def before(self, desk):
        desk.page.furnish("masthead", f'<center><font size="6" face="Times New Roman"><b>{escape(desk.publisher.name)}</b></font><br>'
                                      '<font size="1">Best viewed at 800 x 600</font></center><hr>')

    def story_head(self, desk):
        """The menu stands in the table's first cell; the story in its second."""
        story = desk.story
        desk.page.furnish("menu", self.menu(desk))
        desk.page.add('</td><td valign="top">', f'<font face="Times New Roman" size="5"><b>{escape(story.head["headline"])}</b></font><br>',
                      self.byline(desk), self.stamp(desk), "<p>")
        if story.photo:
            desk.page.add(f'<table align="right" width="200"><tr><td><img src="{desk.publisher.photo_url(story.photo)}" width="200"><br>'
                          f'<font size="1">{escape(story.photo.caption)} {escape(story.photo.credit)}</font></td></tr></table>')

    def byline(self, desk):
        names = self.names(desk)
        return f'<font size="2"><i>By {escape(" and ".join(names))}</i></font><br>' if names else ""

    def stamp(self, desk):
        return f'<font size="1" color="#666666">{escape(stamp_text(desk.story.changed, "en-US", desk.story.head["zone"], "old"))}</font><br>'

    def menu(self, desk):
        links = "<br>".join(f'<a href="{desk.publisher.address}{i}.htm"><font size="2">{escape(group)}</font></a>'
                            for i, (group, _) in enumerate(desk.world.furniture.menus))
        return f"{links}<br><br><font size=1>You are visitor number <b>{desk.chance.below(90000)}</b></font>"

    def figure(self, desk, photo, is_lead):
        return (f'<center><img src="{desk.publisher.photo_url(photo)}" alt="{escape(photo.alt)}"><br><font size="1">{escape(photo.caption)} '
                f"{escape(photo.credit)}</font></center><br>")

    def table(self, rows):
        lines = "".join("<tr>" + "".join(f"<td><font size=2>{escape(cell)}</font></td>" for cell in row) + "</tr>" for row in rows)
        return f'<table border="1" cellpadding="2">{lines}</table><br>'

    def after(self, desk):
        desk.page.furnish("footer", f'<hr><center><font size="1">{escape(desk.publisher.copyright)} | <a href="mailto:web@gazette.example">Webmaster'
                                    "</a> | This site is updated when there is news</font></center>")

    def front(self, title, stories, world):
        """Headlines down the middle, each with its day; no feed, and nothing says what is a story."""
        page = Page()
        page.encoding = world.publisher.encoding
        page.add('<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">', "<html><head>",
                 f'<meta http-equiv="Content-Type" content="text/html; charset={world.publisher.encoding}"><title>{escape(title)}</title>',
                 '</head><body bgcolor="#ffffff">', f'<center><font size="6"><b>{escape(title)}</b></font></center><hr>',
                 '<table width="760" align="center"><tr><td width="140" valign="top" bgcolor="#eeeecc">')
        page.add("<br>".join(f'<a href="{world.publisher.address}{i}.htm">{escape(group)}</a>' for i, (group, _) in
                             enumerate(world.furniture.menus)), '</td><td valign="top">')
        for story in stories:
            page.add(f'<p><a href="{world.publisher.story_url(story)}"><font size="4"><b>{escape(story.head["headline"])}</b></font></a><br>'
                     f'<font size="1" color="#666666">{escape(stamp_text(story.changed, "en-US", story.head["zone"], "old"))}</font></p>')
        page.add("</td></tr></table>", f'<hr><center><font size="1">{escape(world.publisher.copyright)}</font></center></body></html>')
        return page


def pages(story, world):
    """An end tag that comes too early and ones that never come, where the text asks for them."""
    made = ENGINE.pages(story, world)
    if "invalid markup" in story.mess:
        for _, page, _ in made:
            page.replace("</font></b></p>", "</b></font>")
            page.replace("</body></html>", "")
    return made


ENGINE = Gazette()
front = ENGINE.front
