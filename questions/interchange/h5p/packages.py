"""The package: what it names as its content, and how ours is made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from questions.interchange.h5p.showing import VERSIONS, finder, path_in
from questions.media import Files
from questions.media.album import Find
from questions.reading.packed import unpack
from questions.reading.unreadable import UnreadableError, damaged

ABOUT, CONTENT = "h5p.json", "content/content.json"
_MOST_FILES = 20_000
_VERSIONS = {
    "H5P.Blanks": (1, 14),
    "H5P.Column": (1, 18),
    "H5P.Dialogcards": (1, 9),
    "H5P.DragText": (1, 10),
    "H5P.MultiChoice": (1, 16),
    "H5P.QuestionSet": (1, 20),
    "H5P.TrueFalse": (1, 8),
    **VERSIONS,
}
CARDS = "H5P.Dialogcards"
_SET = "H5P.QuestionSet"


@dataclass(frozen=True, slots=True)
class Content:
    """What is asked by one content type: its name, and its parameters."""

    library: str
    params: dict[str, Any]
    names: tuple[str, ...] = ()  # of the files that it speaks of


def contents_in(content: bytes) -> tuple[str, dict[str, Any], Find]:
    """Return the main library of a package, its parameters, and what finds its files.

    Raises UnreadableError.
    """
    packed = unpack(content, _MOST_FILES)
    try:
        about, params = (_object(packed.member(name)) for name in (ABOUT, CONTENT))
    except KeyError:
        raise UnreadableError("is no H5P package: it has no h5p.json and content in it.") from None
    return str(about.get("mainLibrary", "")), params, finder(packed)


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise damaged(str(error)) from error
    if not isinstance(found, dict):
        raise damaged("no object")
    return found


def package_of(made: Sequence[Content], files: Files) -> bytes:
    """Return a package; the same content always makes the same bytes."""
    asked = [content for content in made if content.library != CARDS]
    cards = [content.params for content in made if content.library == CARDS]
    parts = [Content(_SET, _set(asked))] if asked or not cards else []
    parts += [Content(CARDS, _cards(cards))] if cards else []
    main = parts[0] if len(parts) == 1 else Content("H5P.Column", _column(parts))
    used = {content.library for content in (main, *parts, *asked)} | set(_shown_by(asked))
    about = {
        "title": "Questions",
        "language": "und",
        "mainLibrary": main.library,
        "embedTypes": ["div"],
        "license": "U",
        "preloadedDependencies": [_dependency(name) for name in sorted(used)],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, spelt in ((ABOUT, about), (CONTENT, main.params)):
            written = json.dumps(spelt, ensure_ascii=False, indent=1).encode("utf-8", "replace")
            archive.writestr(zipfile.ZipInfo(name), written, zipfile.ZIP_DEFLATED)
        for name in dict.fromkeys(name for content in made for name in content.names):
            place = zipfile.ZipInfo(f"content/{path_in(name)}")
            archive.writestr(place, files[name], zipfile.ZIP_STORED)
    return out.getvalue()


def _shown_by(asked: Sequence[Content]) -> Iterator[str]:
    for content in asked:
        if "media" in content.params:
            yield str(content.params["media"]["type"]["library"]).partition(" ")[0]


def _dependency(name: str) -> dict[str, Any]:
    major, minor = _VERSIONS[name]
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def _set(asked: Sequence[Content]) -> dict[str, Any]:
    return {
        "introPage": {"showIntroPage": False},
        "progressType": "textual",
        "passPercentage": 50,
        "questions": [_part(content) for content in asked],
    }


def _cards(cards: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"mode": "normal", "title": "", "description": "", "dialogs": list(cards)}


def _column(parts: Sequence[Content]) -> dict[str, Any]:
    return {"content": [{"content": _part(part), "useSeparator": "auto"} for part in parts]}


def _part(content: Content) -> dict[str, Any]:
    major, minor = _VERSIONS[content.library]
    title = content.library.removeprefix("H5P.")
    return {
        "library": f"{content.library} {major}.{minor}",
        "params": content.params,
        "metadata": {"contentType": title, "license": "U", "title": title},
    }
