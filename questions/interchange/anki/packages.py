"""Anki’s packages: which of the collections inside is the one that counts, and its bytes."""

from __future__ import annotations

import io
import zipfile

import zstandard

from questions.interchange.anki.wire import fields_of
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


def pack(collection: bytes) -> bytes:
    """Return a collection as a package; the same always makes the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((COLLECTIONS[1], collection), ("media", b"{}")):
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
