"""The texts of a note: HTML with Anki’s own marks in it, into Markdown."""

from __future__ import annotations

import re
from html import escape, unescape

from questions.interchange.markup import from_html, looks_like_html
from questions.media.album import Album

_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_SPOKEN = re.compile(r"\[anki:[^\[\]]*\]")
_FORMULA = re.compile(r"\\\(|\\\[|\[\$|\[latex\]")


class Texts:
    """The texts of one card, each into Markdown; what is lost on the way is noted."""

    def __init__(self, album: Album | None = None) -> None:
        self.notes: list[str] = []
        self._album = album or Album()

    def of(self, written: str) -> str:
        """Return a text as our Markdown, its pictures and sounds in it."""
        text = _SOUND.sub(_heard, _SPOKEN.sub("", written))
        if _FORMULA.search(text):
            self.note("a formula stands there as it is written, in LaTeX")
        if not looks_like_html(text):
            return " ".join(text.split())
        made, lost = from_html(text, self._album)
        for what in lost:
            self.note(what)
        return made

    def note(self, what: str) -> None:
        """Keep what was changed or left out, once."""
        if what not in self.notes:
            self.notes.append(what)


def _heard(found: re.Match[str]) -> str:
    return f'<audio src="{escape(unescape(found[1]))}"></audio>'
