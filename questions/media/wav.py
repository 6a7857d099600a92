"""WAV: only how it sounds is kept, nothing of who recorded it, when and with what."""

from __future__ import annotations

from questions.reading.unreadable import damaged

_KEPT = (b"fmt ", b"fact", b"data")


def strip_wav(content: bytes) -> bytes:
    """Return a sound with its format and its samples alone; raises UnreadableError."""
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(content):
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        inside = content[at + 8 : at + 8 + length]  # a stream says more than it has
        found.setdefault(kind, inside)
        at += 8 + length + length % 2
    if not found.get(b"fmt ") or not found.get(b"data"):
        raise damaged("no samples")
    body = b"WAVE" + b"".join(_chunk(kind, found[kind]) for kind in _KEPT if kind in found)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunk(kind: bytes, inside: bytes) -> bytes:
    return kind + len(inside).to_bytes(4, "little") + inside + b"\0" * (len(inside) % 2)
