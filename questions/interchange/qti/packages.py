"""Where the items are: in a file alone, or in a package, of which only what is listed is read."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from questions.interchange.qti.elements import add, root_in
from questions.interchange.qti.showing import FOLDER, finder
from questions.interchange.qti.trees import root_of
from questions.media import NO_FILES, Files
from questions.media.album import Find, nowhere
from questions.reading.packed import Packed, unpack
from questions.reading.unreadable import UnreadableError

MANIFEST = "imsmanifest.xml"
_PACKED = b"PK"
_MOST_FILES = 20_000  # a course has ten thousand questions at most, each in a file of its own
# Canvas has each quiz of a course twice: as others read it, and whole. Banks stand with the latter.
_ENDINGS = (".xml", ".xml.qti")
_OF_OTHERS = re.compile(r"((?:.*/)?)([^/]+)/assessment_qti\.xml")
_OF_CANVAS = re.compile(r"(?:.*/)?non_cc_assessments/[^/]+\.xml\.qti")
_SHOWN = "webcontent"  # what a picture or a sound is in a manifest
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a package: its name, and its root or why it has none.

    ``find`` gives the pictures and sounds that it means.
    """

    name: str
    root: etree._Element | UnreadableError
    tags: tuple[str, ...] = ()
    find: Find = nowhere


def files_in(content: bytes) -> Iterator[File]:
    """Yield the XML files in some content; raises UnreadableError where it is no package."""
    if not content.startswith(_PACKED):
        yield File("", _root(content))
        return
    packed = unpack(content, _MOST_FILES)
    manifest = next((name for name in packed.names() if name.endswith(MANIFEST)), "")
    tags, named = _listed(packed, manifest)
    found_from = finder(packed, posixpath.dirname(manifest), named)
    names = {name for name in packed.names() if name.lower().endswith(_ENDINGS)}
    rest = sorted(name for name in names if name not in tags and _is_question_file(name))
    listed = [*(name for name in tags if name in names), *rest]
    whole = _whole(listed)
    banks = [name for name in listed if _OF_CANVAS.fullmatch(name) and name not in whole.values()]
    others = [name for name in listed if not _OF_CANVAS.fullmatch(name)]
    for name in (*banks, *others):  # which may have copies of questions of the banks
        for each in (whole[name], name) if name in whole else (name,):
            root = _root_in(packed, each)
            yield File(each, root, tags.get(name, ()), found_from(each))
            if isinstance(root, etree._Element) and root.find(".//item") is not None:
                break


def _root_in(packed: Packed, name: str) -> etree._Element | UnreadableError:
    try:
        return _root(packed.member(name))
    except UnreadableError as error:
        return error


def _whole(names: Sequence[str]) -> dict[str, str]:
    """Return the files that have a quiz as Canvas has it, each by that which has it for others."""
    there = set(names)
    found = ((name, _OF_OTHERS.fullmatch(name)) for name in names)
    pairs = {name: f"{of[1]}non_cc_assessments/{of[2]}.xml.qti" for name, of in found if of}
    return {name: whole for name, whole in pairs.items() if whole in there}


def _root(content: bytes) -> etree._Element | UnreadableError:
    try:
        return root_of(content)
    except UnreadableError as error:
        return error


def _is_question_file(name: str) -> bool:
    return not posixpath.basename(name).startswith((MANIFEST, "._", "."))


def _listed(packed: Packed, manifest: str) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return the files that the manifest lists, in its order, each with its key words.

    And which of them it has what name for.
    """
    root = _root(packed.member(manifest)) if manifest else None
    found: dict[str, tuple[str, ...]] = {}
    named: dict[str, str] = {}
    if not isinstance(root, etree._Element):
        return found, named
    folder = posixpath.dirname(manifest)
    for resource in root.iterfind(".//resource"):
        words = tuple(_key_words(resource))
        hrefs = [resource.get("href"), *(file.get("href") for file in resource.findall("file"))]
        for href in filter(None, hrefs):
            name = posixpath.normpath(posixpath.join(folder, unquote(href)))
            found.setdefault(name, words)
            named.setdefault(resource.get("identifier", ""), name)
    return found, named


def _key_words(resource: etree._Element) -> Iterator[str]:
    for word in resource.iterfind(".//keyword"):
        text = " ".join("".join(str(part) for part in word.itertext()).split())
        if text:
            yield text


def manifest_of(
    schema: str,
    version: str,
    kind: str,
    files: Mapping[str, Sequence[str]],
    namespace: str = PACKAGE,
) -> etree._Element:
    """Return the manifest of a package with files of one kind, and what each shows by name."""
    root = root_in(namespace, "manifest", identifier="questions")
    about = add(root, "metadata")
    add(about, "schema", schema)
    add(about, "schemaversion", version)
    add(root, "organizations")
    resources = add(root, "resources")
    shown = dict.fromkeys(name for names in files.values() for name in names)
    numbers = {name: f"m{number}" for number, name in enumerate(shown, 1)}
    for number, (name, names) in enumerate(files.items(), 1):
        resource = _resource(resources, f"r{number}", kind, name)
        for each in names:
            add(resource, "dependency", identifierref=numbers[each])
    for name, called in numbers.items():
        _resource(resources, called, _SHOWN, FOLDER + name)
    return root


def _resource(parent: etree._Element, name: str, kind: str, href: str) -> etree._Element:
    resource = add(parent, "resource", identifier=name, type=kind, href=href)
    add(resource, "file", href=href)
    return resource


def pack(items: Mapping[str, etree._Element], files: Files = NO_FILES) -> bytes:
    """Return files as a package; the same files always make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in items.items():
            for part in root:
                part.tail = "\n"  # no more: inside a text, space would be seen
            content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        for name, content in files.items():  # which would not pack to less
            archive.writestr(zipfile.ZipInfo(FOLDER + name), content, zipfile.ZIP_STORED)
    return out.getvalue()
