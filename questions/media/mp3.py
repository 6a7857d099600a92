"""MP3: a row of frames; what stands before, between and behind them is said, not heard."""

from __future__ import annotations

from questions.reading.unreadable import damaged

# By the bits of a frame's head (ISO 11172-3 and 13818-3): kilobits and samples a second.
_KILOBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_HEAD = 4
_LOOKED = 64 * 1024  # bytes of anything else that may stand before a frame; a plain choice
_FEWEST = 2  # frames: one may stand anywhere by chance


def is_mp3(content: bytes) -> bool:
    """Return whether a file begins as an MP3 does."""
    return content.startswith(b"ID3") or _is_row(content, 0)


def strip_mp3(content: bytes) -> bytes:
    """Return the frames of a sound alone; raises UnreadableError."""
    frames: list[bytes] = []
    at = _after_tag(content, 0)
    while at >= 0:
        length = _length(content, at)
        if length and at + length <= len(content):
            frames.append(content[at : at + length])
            at += length
        else:
            at = _next_row(content, _after_tag(content, at))
    if len(frames) < _FEWEST:
        raise damaged("no frames")
    return b"".join(frames)


def _after_tag(content: bytes, at: int) -> int:
    """Return where an ID3 tag ends that begins here, or here."""
    head = content[at : at + 10]
    if not head.startswith(b"ID3") or len(head) < 10:
        return at
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return at + 10 + size + (10 if head[5] & 0x10 else 0)


def _next_row(content: bytes, start: int) -> int:
    """Return where the next frame begins that another follows, or -1."""
    at = content.find(b"\xff", start, start + _LOOKED)
    while at >= 0 and not _is_row(content, at):
        at = content.find(b"\xff", at + 1, start + _LOOKED)
    return at


def _is_row(content: bytes, at: int) -> bool:
    length = _length(content, at)
    return length > 0 and _length(content, at + length) > 0


def _length(content: bytes, at: int) -> int:
    """Return how many bytes the frame has that begins here, or 0 where none does."""
    head = int.from_bytes(content[at : at + _HEAD], "big")
    version, layer = head >> 19 & 3, head >> 17 & 3
    kilobits, samples = head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or kilobits in {0, 15} or samples == 3:
        return 0
    first = version == 3
    rate = _KILOBITS[first][kilobits] * 1000 // 8
    return (1152 if first else 576) * rate // _SAMPLES[version][samples] + (head >> 9 & 1)
