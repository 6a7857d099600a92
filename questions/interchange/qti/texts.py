"""Texts of QTI: our Markdown as its XHTML, and its XHTML as our Markdown."""

from __future__ import annotations

from lxml import etree

from questions.interchange.equations import as_mathml
from questions.interchange.markup import from_html, parser_of
from questions.interchange.qti.showing import hold
from questions.interchange.qti.trees import inner_markup
from questions.media.album import Album

GAP = "____"
_PLACE = "\ue000"  # of the gap while a text is turned: a character that nobody writes
_markdown = parser_of(hold, as_mathml)


class Texts:
    """The texts of one question, each into Markdown; what is lost on the way is noted."""

    def __init__(self, album: Album | None = None) -> None:
        self.notes: list[str] = []
        self._album = album or Album()

    def of(self, element: etree._Element | None) -> str:
        """Return what is inside an element as our Markdown."""
        return self.of_html(inner_markup(element)) if element is not None else ""

    def of_html(self, written: str) -> str:
        """Return HTML as our Markdown."""
        text, lost = from_html(written, self._album)
        for what in lost:
            self.note(what)
        return text.strip()

    def of_file(self, source: str, description: str, what: str) -> str:
        """Return what stands in a text for the picture or sound that ``what`` calls it."""
        return self._album.show(source, description, what, self.note)

    def note(self, what: str) -> None:
        """Keep what was changed or left out, once."""
        if what not in self.notes:
            self.notes.append(what)


def blocks(parent: etree._Element, text: str, gap: etree._Element | None = None) -> None:
    """Put a text into an element as paragraphs, with ``gap`` where it has its gap.

    Raises ValueError where XML cannot hold a character.
    """
    before, sign, after = text.partition(GAP if gap is not None else "\0")
    html = _markdown.render(f"{before}{_PLACE if sign else ''}{after}").strip()
    _fill(parent, html)
    if gap is not None:
        _put(parent, gap)


def inline(parent: etree._Element, text: str) -> None:
    """Put a text into an element that holds no paragraphs."""
    _fill(parent, _markdown.renderInline(text))


def _fill(parent: etree._Element, html: str) -> None:
    try:
        made = etree.fromstring(f"<div>{html}</div>")
    except etree.XMLSyntaxError:
        raise ValueError("a character that XML cannot hold") from None
    parent.text = made.text
    parent.extend(list(made))


def _put(parent: etree._Element, gap: etree._Element) -> None:
    """Put the gap where its place is kept."""
    for element in parent.iter():
        if _PLACE in (element.text or ""):
            element.text, _sign, gap.tail = (element.text or "").partition(_PLACE)
            element.insert(0, gap)
            return
        outside = element.getparent()
        if outside is not None and element is not parent and _PLACE in (element.tail or ""):
            element.tail, _sign, gap.tail = (element.tail or "").partition(_PLACE)
            outside.insert(outside.index(element) + 1, gap)
            return
