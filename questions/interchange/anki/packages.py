"""Anki’s packages: which of the collections inside is the one that counts, and its bytes."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from urllib.parse import unquote

import zstandard

from questions.interchange.anki.wire import each_field, fields_of, text_in
from questions.media import NO_FILES, Files
from questions.media.album import Find
from questions.reading.packed import Packed, unpack
from questions.reading.unreadable import Cause, UnreadableError, damaged

# What an older Anki finds in a package of a newer one is a note that asks to update, and no more.
COLLECTIONS = {3: "collection.anki21b", 2: "collection.anki21", 1: "collection.anki2"}
_NEWEST = 3
_META = "meta"
_MOST_FILES = 20_000  # a large deck has a picture and a sound a card
_MOST_UNPACKED = 64 * 1024 * 1024  # bytes: fifty thousand cards with a thousand letters each
_WIDEST_WINDOW = 8 * 1024 * 1024  # four times what Anki packs with
_TOO_LARGE = "holds more than can be read at once. Export fewer decks, without pictures and sound."
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_LONGEST_LIST = 8 * 1024 * 1024  # bytes: ten thousand long names
_SQLITE = b"SQLite format 3\0"


def collection_in(content: bytes) -> bytes:
    """Return the collection of a package, as SQLite keeps it. Raises UnreadableError."""
    if content.startswith(_SQLITE):
        return content
    if not content.startswith(b"PK"):
        raise UnreadableError("is no package of Anki’s. Export the deck there as .apkg.")
    try:
        packed = unpack(content, _MOST_FILES)
        version = _version(packed)
        member = packed.member(COLLECTIONS[version], _MOST_UNPACKED)
    except KeyError:
        raise UnreadableError("is a package without a collection of Anki’s in it.") from None
    except UnreadableError as error:
        raise _worded(error) from error
    return _unpacked(member) if version == _NEWEST else member


def files_in(content: bytes) -> Find:
    """Return what finds a file of a package by the name that its notes call it by."""
    try:
        packed = unpack(content, _MOST_FILES) if content.startswith(b"PK") else None
        members = _members(packed) if packed else {}
    except (UnreadableError, KeyError, ValueError, RecursionError):
        packed, members = None, {}

    def find(name: str) -> bytes | None:
        member = members.get(_known_as(name), members.get(_known_as(unquote(name))))
        if packed is None or member is None:
            return None
        try:
            found = packed.member(member)
        except KeyError:
            return None
        return _unpacked(found) if found.startswith(_ZSTANDARD) else found

    return find


def _members(packed: Packed) -> dict[str, str]:
    """Return which member of a package each file is, by its name."""
    listed = packed.member("media", _LONGEST_LIST)
    if _version(packed) != _NEWEST:
        told = json.loads(listed)
        pairs = told.items() if isinstance(told, dict) else ()
        return {_known_as(name): place for place, name in pairs if isinstance(name, str)}
    if listed.startswith(_ZSTANDARD):
        listed = _unpacked(listed)
    entries = [value for number, value in each_field(listed) if number == 1]
    return {
        _known_as(text_in(fields_of(entry), 1)): str(place)
        for place, entry in enumerate(entries)
        if isinstance(entry, bytes)
    }


def _known_as(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def pack(collection: bytes, files: Files = NO_FILES) -> bytes:
    """Return a collection with its files as a package; the same always makes the same bytes."""
    listed = json.dumps({str(place): name for place, name in enumerate(files)}).encode()
    numbered = ((str(place), content) for place, content in enumerate(files.values()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((COLLECTIONS[1], collection), ("media", listed), *numbered):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _version(packed: Packed) -> int:
    names = set(packed.names())
    if _META not in names:
        return next((v for v, name in COLLECTIONS.items() if name in names), 1)
    try:
        said = fields_of(packed.member(_META)).get(1)
    except ValueError:
        said = None
    if said not in COLLECTIONS:
        raise UnreadableError(
            "is of a newer Anki than is known here. Export it there with “Support older Anki "
            "versions” ticked."
        )
    return int(said)


def _unpacked(member: bytes) -> bytes:
    """Return what Zstandard has packed, within bounds."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WIDEST_WINDOW)
    try:
        with unpacker.stream_reader(io.BytesIO(member)) as opened:
            content = opened.read(_MOST_UNPACKED + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise damaged(f"{COLLECTIONS[_NEWEST]}: {error}") from error
    if len(content) > _MOST_UNPACKED:
        raise UnreadableError(_TOO_LARGE, Cause.SIZE)
    return content


def _worded(error: UnreadableError) -> UnreadableError:
    """Say of decks what the bounds say of documents."""
    return UnreadableError(_TOO_LARGE, Cause.SIZE) if error.cause is Cause.SIZE else error
