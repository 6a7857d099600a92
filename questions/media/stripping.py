"""What pictures say beside their pixels (place, camera, names, remarks), cut without loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB"),
    *(b"acTL", b"fcTL", b"fdAT"),  # what moves
}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"}
_WEBP_SAID = 0x20 | 0x08 | 0x04  # flags: a colour profile, EXIF and XMP are there
_FRAME_HEAD = 16
_JFIF = 16  # bytes of its segment where there is no small picture in it
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip_png(content: bytes) -> bytes:
    """Return a PNG with the chunks alone that are drawn; raises ValueError."""
    out, at, kind = [content[:8]], 8, b""
    while kind != b"IEND":
        length = int.from_bytes(_some(content, at, 4), "big")
        kind = _some(content, at + 4, 4)
        chunk = _some(content, at, length + 12)
        if kind in _PNG_KEPT:
            out.append(chunk)
        at += length + 12
    return b"".join(out)


def strip_jpeg(content: bytes) -> bytes:
    """Return a JPEG with the segments alone that are drawn; raises ValueError."""
    out, at = [content[:2]], 2
    while True:
        marker = _some(content, at, 2)
        if marker[0] != 0xFF:
            raise ValueError(at)
        if marker[1] == 0xFF:  # filling
            at += 1
            continue
        if marker[1] == 0xD9:  # the end, whatever follows
            return b"".join([*out, marker])
        length = 2 + int.from_bytes(_some(content, at + 2, 2), "big")
        segment = _some(content, at, length)
        at += length
        if _is_drawn(marker[1], segment):
            out.append(segment)
        if marker[1] == 0xDA:
            end = _end_of_scan(content, at)
            out.append(content[at:end])
            at = end


def _is_drawn(marker: int, segment: bytes) -> bool:
    if marker == 0xE0:
        return segment[4:9] == b"JFIF\0" and len(segment) == _JFIF + 2
    if marker == 0xEE:  # tells which colours these are
        return segment[4:9] == b"Adobe"
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        after = _some(content, at, 2)[1] if at >= 0 else -1
        if after < 0:
            raise ValueError("no end")
        if after != 0 and not 0xD0 <= after <= 0xD7 and after != 0xFF:
            return at
        at += 1 if after == 0xFF else 2


def strip_gif(content: bytes) -> bytes:
    """Return a GIF without remarks; raises ValueError."""
    at = 13 + _colours(_some(content, 10, 1)[0])
    out = [_some(content, 0, at)]
    while True:
        kind = _some(content, at, 1)
        if kind == b";":
            return b"".join([*out, kind])
        if kind == b",":
            head = 10 + _colours(_some(content, at + 9, 1)[0]) + 1
        elif kind == b"!":
            head = 2
        else:
            raise ValueError(at)
        end = _end_of_blocks(content, at + head)
        if kind == b"," or _is_needed(content[at:end]):
            out.append(content[at:end])
        at = end


def _is_needed(extension: bytes) -> bool:
    return extension[1] == 0xF9 or (extension[1] == 0xFF and extension[3:14] in _GIF_LOOPS)


def _colours(packed: int) -> int:
    """Return how many bytes the table of colours has that these flags speak of."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    while length := _some(content, at, 1)[0]:
        at += length + 1
    return at + 1


def strip_webp(content: bytes) -> bytes:
    """Return a WebP with the chunks alone that are drawn; raises ValueError."""
    end = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    body = b"WEBP" + b"".join(_webp_chunks(content[12:end]))
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(content):
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        inside = _some(content, at + 8, length)
        at += 8 + length + length % 2
        if kind == b"VP8X":
            inside = bytes([inside[0] & ~_WEBP_SAID]) + inside[1:]
        if kind == b"ANMF":
            frame = b"".join(_webp_chunks(inside[_FRAME_HEAD:]))
            inside = inside[:_FRAME_HEAD] + frame
        if kind in _WEBP_KEPT:
            yield kind + len(inside).to_bytes(4, "little") + inside + b"\0" * (len(inside) % 2)


def _some(content: bytes, at: int, count: int) -> bytes:
    found = content[at : at + count]
    if at < 0 or len(found) < count:
        raise ValueError(at)
    return found


STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    ".png": strip_png,
    ".jpg": strip_jpeg,
    ".gif": strip_gif,
    ".webp": strip_webp,
}
