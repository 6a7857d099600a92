"""M4A: boxes in boxes. What is said beside the sound is blanked where it stands.

Nothing is moved, for the sound is found by its place in the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from questions.reading.unreadable import Cause, UnreadableError, damaged

_WITHIN = {b"moov", b"trak", b"mdia", b"minf", b"edts", b"moof", b"traf", b"mvex"}
_KEPT = {
    *(b"ftyp", b"styp", b"mdat", b"sidx", b"mfra", b"mfro", b"tfra"),
    *(b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"elst", b"smhd", b"dinf", b"stbl", b"iods"),
    *(b"mehd", b"trex", b"mfhd", b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"saiz", b"saio"),
}
_TIMED = {b"mvhd", b"tkhd", b"mdhd"}
_HANDLER = 8  # bytes before what handles a track; its name follows
_NAMED = 24
_DEEPEST = 8  # boxes inside one another


def strip_m4a(content: bytes) -> bytes:
    """Return a sound with nothing said beside it; raises UnreadableError, also for a film."""
    out = bytearray(content)
    handlers: list[bytes] = []
    end = _blank(out, 0, len(out), handlers, 0)
    if b"vide" in handlers:
        raise UnreadableError("is a film. Save its sound alone, as M4A or MP3.", Cause.KIND)
    if b"soun" not in handlers:
        raise damaged("no sound")
    return bytes(out[:end])


def _blank(out: bytearray, start: int, end: int, handlers: list[bytes], depth: int) -> int:
    """Blank what is not heard between two places; return where the last whole box ends."""
    if depth > _DEEPEST:
        raise damaged("too deep")
    at = start
    for at, inside, after, kind in _boxes(out, start, end):
        if kind in _WITHIN:
            _blank(out, inside, after, handlers, depth + 1)
        elif kind not in _KEPT:
            out[at + 4 : at + 8] = b"free"
            out[inside:after] = bytes(after - inside)
        elif kind in _TIMED:
            size = 16 if out[inside] == 1 else 8
            out[inside + 4 : inside + 4 + size] = bytes(size)
        elif kind == b"hdlr":
            handlers.append(bytes(out[inside + _HANDLER : inside + _HANDLER + 4]))
            named = min(inside + _NAMED, after)
            out[named:after] = bytes(after - named)
        at = after
    return at


def _boxes(out: bytearray, start: int, end: int) -> Iterator[tuple[int, int, int, bytes]]:
    """Return where each box begins, its inside begins, it ends, and its kind."""
    at = start
    while at + 8 <= end:
        size, inside = int.from_bytes(out[at : at + 4], "big"), at + 8
        if size == 1:
            size, inside = int.from_bytes(out[at + 8 : at + 16], "big"), at + 16
        after = at + size if size else end
        if after < inside + (4 if bytes(out[at + 4 : at + 8]) in _TIMED else 0) or after > end:
            raise damaged("a box that does not end")
        yield at, inside, after, bytes(out[at + 4 : at + 8])
        at = after
