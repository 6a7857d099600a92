"""The texts of a note: HTML with Anki’s own marks in it, into Markdown."""

from __future__ import annotations

import re

from questions.interchange.markup import from_html, looks_like_html

_PICTURE = re.compile(r"<img\b([^<>]*)>", re.I)
_SOURCE = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_SPOKEN = re.compile(r"\[anki:[^\[\]]*\]")
_FORMULA = re.compile(r"\\\(|\\\[|\[\$|\[latex\]")
_A_PICTURE = "a picture was left out"
_LONGEST_NAME = 80  # characters of a file’s name in a report


class Texts:
    """The texts of one card, each into Markdown; what is lost on the way is noted."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def of(self, written: str, side: str = "") -> str:
        """Return a text as our Markdown; the ``side`` it stands on is told with what is lost."""
        on = f" on its {side}" if side else ""
        for sound in _SOUND.findall(written):
            self.note(f"the sound “{_short(sound)}”{on} was left out: questions hold no sound yet")
        text = _SPOKEN.sub("", _SOUND.sub("", written))
        names = [self._picture(attributes, on) for attributes in _PICTURE.findall(text)]
        if _FORMULA.search(text):
            self.note("a formula stands there as it is written, in LaTeX")
        if not looks_like_html(text):
            return " ".join(text.split())
        made, lost = from_html(text)
        for what in lost:
            if what != _A_PICTURE or not names:
                self.note(what)
        return made

    def note(self, what: str) -> None:
        """Keep what was changed or left out, once."""
        if what not in self.notes:
            self.notes.append(what)

    def _picture(self, attributes: str, on: str) -> str:
        found = _SOURCE.search(attributes)
        name = _short(next(filter(None, found.groups()), "")) if found else ""
        named = f"the picture “{name}”" if name else "a picture"
        self.note(f"{named}{on} was left out: questions hold no pictures yet")
        return name


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
