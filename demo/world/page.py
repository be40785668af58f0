"""A page while it is made: its pieces, and which of its texts are furniture."""
import re
from functools import lru_cache
from html.parser import HTMLParser

SILENT = {"script", "style", "template", "svg"}
VOID = {"img", "br", "hr", "meta", "link", "input", "source", "wbr"}
MAX_TEXTS = 60  # of one kind: menus and lists of partners say nothing new after that


class Texts(HTMLParser):
    """The texts of a piece of markup: one an element that breaks the line."""
    INLINE = {"a", "em", "strong", "b", "i", "span", "time", "cite"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self._run, self._silent = [], [], 0

    def _end(self):
        text = re.sub(r"\s+", " ", "".join(self._run)).strip()
        if text and text not in self.out:
            self.out.append(text)
        self._run = []

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self._silent += 1
        if tag not in self.INLINE:
            self._end()

    def handle_endtag(self, tag):
        if tag in SILENT:
            self._silent -= 1
        if tag not in self.INLINE:
            self._end()

    def handle_data(self, data):
        if not self._silent:
            self._run.append(data)

    def all(self):
        self._end()
        return self.out


@lru_cache(maxsize=1024)  # menus and footers are the same on every page
def texts_of(markup):
    reader = Texts()
    reader.feed(markup)
    reader.close()
    return tuple(reader.all())


class Page:
    def __init__(self):
        self._pieces = []
        self.furniture = []  # {"what": KIND, "texts": [...]}
        self.mess = set()    # the kinds of mess, by their names in demo/README.md
        self.encoding = "utf-8"

    def mark(self, *kinds):
        self.mess.update(kinds)

    def add(self, *pieces):
        self._pieces.extend(pieces)

    def furnish(self, what, markup):
        """Adds a piece that is no part of the story."""
        self._pieces.append(markup)
        texts = list(texts_of(markup)[:MAX_TEXTS])
        if not texts:
            return
        for entry in self.furniture:
            if entry["what"] == what:
                entry["texts"].extend(text for text in texts if text not in entry["texts"])
                return
        self.furniture.append({"what": what, "texts": texts})

    def replace(self, old, new):
        self._pieces = [piece.replace(old, new) for piece in self._pieces]

    def bytes(self):
        return "\n".join(self._pieces).encode(self.encoding, "xmlcharrefreplace") + b"\n"
