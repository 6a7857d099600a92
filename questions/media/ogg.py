"""Ogg, with Vorbis or Opus: the remarks in its second packet are blanked where they stand."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from questions.reading.unreadable import Cause, UnreadableError, damaged

_PAGE = 27  # bytes of a page's head before its table
_FIRST = 2  # a flag: a stream begins
_LARGEST_PAGE = 27 + 255 + 255 * 255
_WHOLE = 255  # the length of a piece that another follows
_CHECKSUM = 22
# How the first packet of each begins, how its remarks begin, and what ends them.
_CODECS = {
    b"\x01vorbis": (b"\x03vorbis", b"\x01"),
    b"OpusHead": (b"OpusTags", b""),
}


@dataclass(slots=True)
class _Stream:
    remarks: bytes
    end: bytes
    packets: int = 0  # that ended
    places: list[tuple[int, int]] = field(default_factory=list)  # of the second packet


def strip_ogg(content: bytes) -> bytes:
    """Return a sound with no remarks; raises UnreadableError, also for other codecs."""
    out = bytearray()
    streams: dict[bytes, _Stream] = {}
    changed: list[int] = []
    for page in _pages(content):
        start = len(out)
        out += page
        serial = page[14:18]
        if page[5] & _FIRST:
            _close(out, streams.get(serial))
            streams[serial] = _begin(page)
        if serial not in streams:
            raise damaged("a page of no stream")
        if _follow(streams[serial], page, start):
            changed.append(start)
    if not streams:
        raise damaged("no pages")
    for stream in streams.values():
        _close(out, stream)
    for start in dict.fromkeys(changed):
        _sum_up(out, start)
    return bytes(out)


def _pages(content: bytes) -> Iterator[bytes]:
    at = 0
    while content[at : at + 4] == b"OggS" and at + _PAGE <= len(content):
        pieces = content[at + _PAGE : at + _PAGE + content[at + 26]]
        end = at + _PAGE + content[at + 26] + sum(pieces)
        if end > len(content):  # cut off
            return
        yield content[at:end]
        at = end


def _begin(page: bytes) -> _Stream:
    body = page[_PAGE + page[26] :]
    for begins, (remarks, end) in _CODECS.items():
        if body.startswith(begins):
            return _Stream(remarks, end)
    raise UnreadableError(
        "is an Ogg file of another kind than Vorbis or Opus. Save it as one of these, or as MP3.",
        Cause.KIND,
    )


def _follow(stream: _Stream, page: bytes, start: int) -> bool:
    """Note where the second packet of a stream lies; return whether some of it does here."""
    before = len(stream.places)
    at = start + _PAGE + page[26]
    for piece in page[_PAGE : _PAGE + page[26]]:
        if stream.packets == 1:
            stream.places.append((at, at + piece))
        at += piece
        stream.packets += piece < _WHOLE
    return len(stream.places) > before


def _close(out: bytearray, stream: _Stream | None) -> None:
    """Blank the second packet: its first words, one name that is all spaces, no remarks."""
    if stream is None:
        return
    places = stream.places
    packet = b"".join(out[start:end] for start, end in places)
    spaces = len(packet) - len(stream.remarks) - 8 - len(stream.end)
    if stream.packets < 2 or not packet.startswith(stream.remarks) or spaces < 0:
        raise damaged("no remarks")
    filled = struct.pack("<I", spaces) + b" " * spaces + bytes(4)
    _put(out, places, stream.remarks + filled + stream.end)
    places.clear()


def _put(out: bytearray, places: Sequence[tuple[int, int]], packet: bytes) -> None:
    at = 0
    for start, end in places:
        out[start:end] = packet[at : at + end - start]
        at += end - start


def _sum_up(out: bytearray, start: int) -> None:
    """Give the page that begins here the checksum that fits it."""
    out[start + _CHECKSUM : start + _CHECKSUM + 4] = bytes(4)
    end = start + len(next(_pages(bytes(out[start : start + _LARGEST_PAGE]))))
    total = 0
    for byte in out[start:end]:
        total = (total << 8) & 0xFFFFFFFF ^ _TABLE[total >> 24 ^ byte]
    out[start + _CHECKSUM : start + _CHECKSUM + 4] = struct.pack("<I", total)


def _row(byte: int) -> int:
    total = byte << 24
    for _ in range(8):
        total = (total << 1) & 0xFFFFFFFF ^ (_POLYNOMIAL if total >> 31 else 0)
    return total


_POLYNOMIAL = 0x04C11DB7  # RFC 3533
_TABLE = [_row(byte) for byte in range(256)]
