"""Pictures and sounds of H5P: one above a question, or one of each on a card.

No text of H5P has room for more: there the others are described, and come back with the question.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from questions.interchange.filing import Members, in_package, there
from questions.interchange.h5p.texts import Texts, inside, rows
from questions.interchange.markup import to_html, told_instead
from questions.media import KINDS, REFERENCE, Files, described
from questions.media.album import Find, is_sound, path_of
from questions.media.taking import size_of
from questions.question import Question
from questions.reading.packed import Packed

IMAGE, AUDIO = "H5P.Image", "H5P.Audio"
VERSIONS = {IMAGE: (1, 1), AUDIO: (1, 5)}
_FOLDER = "content/"
_EMPTY = re.compile(r"<p>\s*</p>\s*")
_UNKNOWN = {"license": "U"}  # what H5P calls rights of which nothing is said


def finder(packed: Packed) -> Find:
    """Return what finds the files of a package."""

    def places(source: str) -> Iterator[str]:
        for path in (path_of(source), unquote(path_of(source))):
            yield posixpath.normpath(posixpath.join(_FOLDER, path.lstrip("/")))

    return in_package(Members(packed), places)


def shown_in(params: dict[str, Any], texts: Texts) -> list[str]:
    """Return what stands in a text for the files that are shown above it."""
    media = inside(params, "media")
    kind = inside(media, "type") or media
    library, inner = str(kind.get("library", "")), inside(kind, "params")
    if library and library.partition(" ")[0] not in (IMAGE, AUDIO):
        texts.note("a film was left out" if "Video" in library else "what is shown was left out")
        inner = {}
    pictures = (
        (inside(params, "image"), params.get("imageAltText")),
        (inside(inner, "file"), inner.get("alt")),
    )
    sounds = [*rows(params.get("audio"))[:1], *rows(inner.get("files"))[:1]]
    return [
        *(_shown(file, said, "a picture", texts) for file, said in pictures if file.get("path")),
        *(_shown(file, "", "a sound", texts) for file in sounds if file.get("path")),
    ]


def _shown(file: dict[str, Any], said: object, what: str, texts: Texts) -> str:
    description = " ".join(said.split()) if isinstance(said, str) else ""
    return texts.of_file(str(file["path"]), description, what)


class Shown:
    """What H5P shows of the files in the text of a question, and that text without them."""

    def __init__(self, question: Question, files: Files, *, is_card: bool) -> None:
        self._files = files
        found = [(match["name"], described(match)) for match in REFERENCE.finditer(question.stem)]
        had = [(name, said) for name, said in found if name in files]
        pictures = [each for each in had if not is_sound(each[0])][:1]
        sounds = [each for each in had if is_sound(each[0])][:1]
        self._shown = dict([*pictures, *sounds] if is_card else had[:1])
        self._is_card = is_card
        self.names = there(question, files)

    def html(self, text: str) -> str:
        """Return the text of a question, or a part of it, as HTML."""
        made = to_html(
            text, lambda name, said: "" if name in self._shown else told_instead(name, said)
        )
        return _EMPTY.sub("", made).strip()

    def params(self) -> dict[str, Any]:
        """Return the parameters that show the files."""
        if self._is_card:
            return self._on_card()
        return {"media": {"type": part}} if (part := self._above()) else {}

    def _on_card(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, said in self._shown.items():
            if is_sound(name):
                made["audio"] = [self._file(name)]
            else:
                made |= {"image": self._file(name), "imageAltText": said}
        return made

    def _above(self) -> dict[str, Any]:
        for name, said in self._shown.items():
            library, title = (AUDIO, "Audio") if is_sound(name) else (IMAGE, "Image")
            params = {"files": [self._file(name)]} if is_sound(name) else self._picture(name, said)
            major, minor = VERSIONS[library]
            return {
                "library": f"{library} {major}.{minor}",
                "params": params,
                "subContentId": str(UUID(name.partition(".")[0])),
                "metadata": {"contentType": title, "license": "U", "title": said or title},
            }
        return {}

    def _picture(self, name: str, said: str) -> dict[str, Any]:
        return {"contentName": "Image", "file": self._file(name), "alt": said}

    def _file(self, name: str) -> dict[str, Any]:
        path = path_in(name)
        file = {"path": path, "mime": KINDS[name[name.index(".") :]], "copyright": _UNKNOWN}
        size = size_of(self._files[name])
        return {**file, "width": size[0], "height": size[1]} if size else file


def path_in(name: str) -> str:
    """Return where a file lies beside the content."""
    return f"{'audios' if is_sound(name) else 'images'}/{name}"
