"""Pictures and sounds of QTI: where an item means them, and how ours are put beside it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from questions.interchange.filing import Members, in_package
from questions.interchange.markup import shown_by, told_instead
from questions.interchange.qti.trees import replace
from questions.media import KINDS, Files
from questions.media.album import Find, is_sound, path_of
from questions.media.marking import Show
from questions.reading.packed import Packed
from questions.reading.unreadable import UnreadableError

FOLDER = "media/"
_HELD = "media:"  # before the name of a file while an item is made
_FROM_AN_ITEM = f"../{FOLDER}"
_BASE = re.compile(r"(?:\$|%24)IMS[-_]CC[-_]FILEBASE(?:\$|%24)/?", re.I)
_OF_CANVAS = "$IMS-CC-FILEBASE$/"
_WEB = "web_resources"  # where Canvas keeps what its texts show
_OF_COURSE = r"/?(?:\$|%24)(?:CANVAS_(?:COURSE|OBJECT)|WIKI)_REFERENCE(?:\$|%24)/"
_IN_COURSE = re.compile(_OF_COURSE, re.I)
_BY_NAME = re.compile(
    rf"{_OF_COURSE}(?:file_ref|attachments|media_attachments_iframe)/(?P<name>[^/]+)", re.I
)
_BY_FOLDER = re.compile(rf"(?:{_OF_COURSE}|/courses/\d+/)file_contents/[^/]+/", re.I)
_ELSEWHERE = "is in a course of Canvas, not in the file. Save it there and add it to the question."

hold: Show = shown_by(lambda name: f"{_HELD}{name}")


def finder(packed: Packed, root: str, named: Mapping[str, str]) -> Callable[[str], Find]:
    """Return what gives for a file of a package what finds the pictures and sounds it means.

    ``root`` is the folder of its manifest, and ``named`` the files by the names it has for them.
    """
    members = Members(packed)

    def found_from(name: str) -> Find:
        folder = posixpath.dirname(name)

        def places(source: str) -> Iterator[str]:
            path = path_of(source).replace("\\", "/")
            if by_name := _BY_NAME.match(path):
                yield named.get(by_name["name"], "")
                return
            base = _BASE.match(path) or _BY_FOLDER.match(path)
            inside = unquote(path[base.end() :] if base else path).lstrip("/")
            folders = (posixpath.join(root, _WEB), root, folder) if base else (folder, root)
            for each in folders:
                yield posixpath.normpath(posixpath.join(each, inside))
            if base:  # as Canvas had spaces once
                yield posixpath.normpath(posixpath.join(root, _WEB, inside.replace("+", " ")))

        find = in_package(members, places)

        def find_or_tell(source: str) -> bytes | None:
            content = find(source)
            if content is None and _IN_COURSE.match(source):
                raise UnreadableError(_ELSEWHERE)
            return content

        return find_or_tell

    return found_from


def show_files(item: etree._Element, files: Files) -> None:
    """Show the pictures and sounds of an item from their folder: of those not there, the words.

    Sounds are objects: 2.1 has no other name for them, and 3.0 has the other between paragraphs.
    """
    for element in list(item.iter("img", "audio")):
        name = (element.get("src") or "").removeprefix(_HELD)
        said = element.get("alt") or element.get("title") or ""
        if name not in files:
            replace(element, f"[{said or ('a sound' if is_sound(name) else 'a picture')}]")
        elif element.tag == "audio":
            element.tag, element.text = "object", said
            element.attrib.clear()
            element.set("data", _FROM_AN_ITEM + name)
            element.set("type", KINDS[name[name.index(".") :]])
        else:
            element.set("src", _FROM_AN_ITEM + name)


def shown_to_canvas(files: Files) -> Show:
    """Return what shows a file in HTML where Canvas looks for it."""
    show = shown_by(lambda name: f"{_OF_CANVAS}{FOLDER}{name}")
    return lambda name, said: show(name, said) if name in files else told_instead(name, said)
