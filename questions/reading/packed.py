"""Packed files, as DOCX and EPUB are: opened within bounds that are checked before unpacking."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.etree import _Element

from questions.reading.unreadable import Cause, UnreadableError, damaged

_MOST_MEMBERS = 5_000
_MOST_OF_ALL = 256 * 1024 * 1024
_MOST_OF_ONE = 24 * 1024 * 1024
_MOST_RATIO = 200  # text packs to a tenth, a table of one letter to a hundredth
_SMALL = 1024 * 1024  # what unpacks to less may pack as well as it likes
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_LOCKED = 1  # a flag
_TOO_LARGE = "unpacks to more than a document should have. Take its text in as several documents."


@dataclass(frozen=True, slots=True)
class Packed:
    """The members of a packed file; nothing of it is ever written anywhere."""

    archive: zipfile.ZipFile

    def member(self, name: str, most: int = _MOST_OF_ONE) -> bytes:
        """Return a member unpacked, or raise KeyError where there is none of that name.

        Raises UnreadableError where it has over ``most`` bytes.
        """
        info = self.archive.getinfo(name)
        _check(info, most)
        try:
            with self.archive.open(info) as opened:
                content = opened.read(most + 1)
        except _BROKEN as error:
            raise damaged(f"{name}: {error}") from error
        if len(content) > most:
            raise UnreadableError(_TOO_LARGE, Cause.SIZE)
        return content

    def tree(self, name: str) -> _Element:
        """Return the root of a member that is XML."""
        return parse_xml(self.member(name))

    def names(self) -> list[str]:
        """Return the names of all members."""
        return self.archive.namelist()


def unpack(content: bytes, most_members: int = _MOST_MEMBERS) -> Packed:
    """Return what is packed in ``content``, if that is within bounds.

    Raises UnreadableError.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise damaged(str(error)) from error
    members = archive.infolist()
    if len(members) > most_members or sum(info.file_size for info in members) > _MOST_OF_ALL:
        raise UnreadableError(_TOO_LARGE, Cause.SIZE)
    if any(info.flag_bits & _LOCKED for info in members):
        raise UnreadableError("is locked with a password. Save a copy without one.", Cause.PASSWORD)
    return Packed(archive)


def parse_xml(content: bytes) -> _Element:
    """Return the root of some XML; no entity is replaced and nothing is loaded from elsewhere.

    Raises UnreadableError, also where it declares entities of its own: no document needs them.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(str(error)) from error
    if root is None:
        raise damaged("no root")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise damaged("entities")
    return root


def joined(folder: str, name: str) -> str:
    """Return the name of the member that ``name`` means inside ``folder``."""
    return posixpath.normpath(posixpath.join(folder, name))


def _check(info: zipfile.ZipInfo, most: int) -> None:
    if info.file_size > most:
        raise UnreadableError(_TOO_LARGE, Cause.SIZE)
    if info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(1, info.compress_size):
        raise UnreadableError(_TOO_LARGE, Cause.SIZE)
