"""Wire: the agency's own pages. Little furniture, a dateline in the text, a slug line, and a footer that reads like text."""
from .common import Engine, escape


class Wire(Engine):
    paragraph = "<p>{}</p>"
    article, body = ('<div class="Article">', "</div>"), ('<div class="RichTextStoryBody RichTextBody">', "</div>")
    prefix, stamp_habit = "Page", "us"
    inserts = {3: "advert"}

    def byline(self, desk):
        names = self.names(desk)
        return f'<div class="Page-authors">{desk.words["by"]} {escape(", ".join(names))}</div>' if names else ""

    def blocks(self, desk, blocks, with_inserts):
        place = desk.story.head.pop("place", None)
        if place:  # the agency names itself in the line
            desk.story.head["place"] = f"{place} (Meridian Wire)"
        super().blocks(desk, blocks, with_inserts)
        if place:
            desk.story.head["place"] = place
            desk.page.mark("dateline")

    def after(self, desk):
        desk.page.mark("footer like text")
        desk.page.furnish("agency note", "<div><p>Meridian Wire is owned by the forty-one newspapers that print it. It takes no money "
                          "from governments, and in the winter of 1962 it returned some.</p><p>Find more of our reporting on the inland "
                          "sea at the address above, or ask your newspaper why it cut this story.</p></div>")
        super().after(desk)

    def lives(self, desk):
        return ""

    def comments(self, desk):
        return ""


ENGINE = Wire()
pages, front = ENGINE.pages, ENGINE.front
