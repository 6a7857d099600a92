"""Files inside Moodle XML: each stands beside the text that shows it, and is spoken of by name."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from urllib.parse import unquote

from lxml import etree

from questions.media import REFERENCE, Files, names_in, unescaped
from questions.media.album import Album, Find, is_sound, path_of
from questions.question import Question

_PLACE = "@@PLUGINFILE@@/"
_SHOWN = re.compile(rf"!?\[(?P<said>(?:[^\[\]\\]|\\.)*)\]\((?P<source>{_PLACE}[^()\s]+)\)")


class FilesWithin:
    """The files inside the element of a question: those of each text, by path and name."""

    def __init__(self, element: etree._Element) -> None:
        self._all = list(element.iter("file"))
        self._asked: set[etree._Element] = set()

    def of(self, holder: etree._Element | None) -> Find:
        """Return what finds a file that a text means: its own first, then any of the question."""
        own = [] if holder is None else list(holder.iterchildren("file"))

        def find(source: str) -> bytes | None:
            key = unquote(path_of(source.removeprefix(_PLACE))).lstrip("/")
            found = next((file for file in (*own, *self._all) if _key(file) == key), None)
            if found is None:
                return None
            self._asked.add(found)
            try:
                return b64decode(found.text or "")
            except ValueError:
                return b""  # it is not whole

        return find

    def has_unused(self, question: Question) -> bool:
        """Return whether there is a file that nothing asked for, nor for another that is equal."""
        asked = {(_key(file), file.text) for file in self._asked}
        names = names_in(question)
        return any(
            _key(file) not in names and (_key(file), file.text) not in asked for file in self._all
        )


def _key(file: etree._Element) -> str:
    folder = (file.get("path") or "").strip("/")
    return f"{folder}/{file.get('name') or ''}".lstrip("/")


def from_plugin_files(text: str, album: Album, note: Callable[[str], None]) -> str:
    """Return Markdown of Moodle's with its files as ours speaks of them."""

    def show(found: re.Match[str]) -> str:
        source, said = found["source"], unescaped(found["said"])
        what = "a sound" if is_sound(source) else "a picture"
        if what == "a picture" and not found[0].startswith("!"):
            return found[0]  # leads to it
        return album.show(source, said, what, note)

    return _SHOWN.sub(show, text)


def put_files(element: etree._Element, question: Question, files: Files) -> None:
    """Put the files that a question speaks of beside the texts that do; raises ValueError."""
    left = {name: files[name] for name in names_in(question) if name in files}
    if not left:
        return
    for holder in list(element.iter()):
        text = holder.find("text") if holder.get("format") == "markdown" else None
        if text is None or not text.text:
            continue
        names = {found["name"] for found in REFERENCE.finditer(text.text)} & files.keys()
        text.text = REFERENCE.sub(lambda found: _shown(found, files), text.text)
        for name in sorted(names):
            _put(holder, name, files[name])
            left.pop(name, None)
    for name, content in left.items():  # what only our own fields speak of
        _put(element.find("questiontext"), name, content)


def _shown(found: re.Match[str], files: Files) -> str:
    name = found["name"]
    if name not in files:
        return found[0]
    mark = "" if is_sound(name) else "!"  # a player is what Moodle makes of a link to a sound
    return f"{mark}[{found['description']}]({_PLACE}{name})"


def _put(holder: etree._Element | None, name: str, content: bytes) -> None:
    if holder is not None:
        file = etree.SubElement(holder, "file", name=name, path="/", encoding="base64")
        file.text = b64encode(content).decode()
