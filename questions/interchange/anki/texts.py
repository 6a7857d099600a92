"""The texts of a note: HTML with Anki’s own marks in it, into Markdown."""

from __future__ import annotations

import re
from html import escape, unescape

from questions.interchange.literal import literal
from questions.interchange.markup import from_html, looks_like_html
from questions.media.album import Album

_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_SPOKEN = re.compile(r"\[anki:[^\[\]]*\]")
_FORMULA = re.compile(
    r"\\\((?P<line>.*?)\\\)|\\\[(?P<block>.*?)\\\]|\[\$\$\](?P<old_block>.*?)\[/\$\$\]"
    r"|\[\$\](?P<old_line>.*?)\[/\$\]|\[latex\](?P<latex>.*?)\[/latex\]",
    re.S | re.I,
)
_MATHJAX = re.compile(r"<anki-mathjax\b([^<>]*)>(.*?)</anki-mathjax>", re.S | re.I)
_BREAK = re.compile(r"<br\b[^>]*>|</?(?:div|p)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
_MATHS = re.compile(r"(?<!\\)\$\$?([^$]+?)\$\$?")


class Texts:
    """The texts of one card, each into Markdown; what is lost on the way is noted."""

    def __init__(self, album: Album | None = None) -> None:
        self.notes: list[str] = []
        self._album = album or Album()

    def of(self, written: str, *, is_typed: bool = False) -> str:
        """Return a text as our Markdown, its pictures and sounds in it; the words to type bare."""
        text = _SOUND.sub(_heard, _SPOKEN.sub("", written))
        text = _FORMULA.sub(_formula, _MATHJAX.sub(_marked, text))
        if not looks_like_html(text):
            bare = " ".join(text.split())
            return bare if is_typed else literal(bare)
        made, lost = from_html(text, self._album, is_typed=is_typed)
        for what in lost:
            self.note(what)
        return made

    def note(self, what: str) -> None:
        """Keep what was changed or left out, once."""
        if what not in self.notes:
            self.notes.append(what)


def _marked(found: re.Match[str]) -> str:
    is_block = re.search(r"\bblock\b(?!\s*=\s*[\"']?false)", found[1], re.I)
    return f"\\[{found[2]}\\]" if is_block else f"\\({found[2]}\\)"


def _formula(found: re.Match[str]) -> str:
    """Return a formula between the marks of ours, without what an editor put into it."""
    name = str(found.lastgroup)
    latex = unescape(_TAG.sub("", _BREAK.sub("\n", found[name])))
    latex = re.sub(r"\s*\n\s*", "\n", latex.replace("\xa0", " ")).strip()
    if name == "latex" and not re.match(r"\\begin\{(?!itemize|enumerate|center)", latex):
        # A text, set as a picture, with formulas in it.
        return _MATHS.sub(lambda part: f"\\({escape(part[1])}\\)", escape(latex, quote=False))
    is_line = "line" in name
    return f"\\{'(' if is_line else '['}{escape(latex, quote=False)}\\{')' if is_line else ']'}"


def _heard(found: re.Match[str]) -> str:
    return f'<audio src="{escape(unescape(found[1]))}"></audio>'
