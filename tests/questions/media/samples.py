"""Small pictures and sounds of every kind, each with something said beside it: ``SECRET``."""

from __future__ import annotations

import io
import struct
import wave

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = b"Maria Keel, 12 Harbour Street"
_ORIENTATION, _ARTIST = 0x0112, 0x013B


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), turned: bool = False) -> bytes:
    """Return a picture, red on its left half."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[_ARTIST] = SECRET.decode()
    if turned:
        exif[_ORIENTATION] = 6
    out = io.BytesIO()
    if kind == "GIF":
        image.save(out, kind, comment=SECRET)
    elif kind == "PNG":
        info = PngInfo()
        info.add_text("Author", SECRET.decode())
        image.save(out, kind, pnginfo=info, exif=exif.tobytes())
    else:
        image.save(out, kind, exif=exif.tobytes(), comment=SECRET, xmp=b"<x>" + SECRET + b"</x>")
    return out.getvalue()


def moving(kind: str, size: tuple[int, int] = (30, 20)) -> bytes:
    """Return a picture of two frames."""
    out = io.BytesIO()
    first, second = Image.new("RGB", size, "red"), Image.new("RGB", size, "blue")
    first.save(out, kind, save_all=True, append_images=[second], duration=200, loop=0)
    return out.getvalue()


def wav() -> bytes:
    """Return a tenth of a second of a wave, with a remark."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"".join(struct.pack("<h", n % 80 * 100) for n in range(800)))
    remark = b"LIST" + struct.pack("<I", len(SECRET) + 1) + SECRET + b"\0"
    body = out.getvalue()[8:] + remark
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(frames: int = 4) -> bytes:
    """Return frames of 128 kilobits and 44,100 samples, with a tag before and two behind."""
    size = len(SECRET)
    before = b"ID3\x04\0\0" + bytes([0, 0, 0, size]) + SECRET
    frame = b"\xff\xfb\x90\x00" + b"\x55" * 413
    behind = b"APETAGEX" + SECRET.ljust(24) + b"TAG" + SECRET.ljust(125)
    return before + frame * frames + behind


def box(kind: bytes, *inside: bytes) -> bytes:
    """Return a box of an M4A."""
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8) + kind + body


def m4a(handler: bytes = b"soun") -> bytes:
    """Return the boxes of a sound, with what its recorder said in three places."""
    times = b"\0\0\0\0" + b"\x11\x22\x33\x44" * 2 + bytes(88)
    track = box(
        *(b"trak", box(b"tkhd", times)),
        box(b"mdia", box(b"mdhd", times), box(b"hdlr", bytes(8) + handler + bytes(12) + SECRET)),
    )
    said = box(b"udta", box(b"meta", SECRET))
    movie = box(b"moov", box(b"mvhd", times), track, said)
    return box(b"ftyp", b"M4A \0\0\0\0") + movie + box(b"uuid", SECRET) + box(b"mdat", b"sound")


def page(number: int, *packets: bytes, flags: int = 0, serial: int = 7) -> bytes:
    """Return a page of an Ogg file."""
    table = b""
    for packet in packets:
        table += b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    head = b"OggS\0" + bytes([flags]) + struct.pack("<qIII", 0, serial, number, 0)
    whole = head + bytes([len(table)]) + table + b"".join(packets)
    return whole[:22] + struct.pack("<I", crc(whole)) + whole[26:]


def crc(whole: bytes) -> int:
    """Return the checksum of a page, bit by bit as RFC 3533 has it."""
    total = 0
    for byte in whole[:22] + bytes(4) + whole[26:]:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ (0x04C11DB7 if total & 0x80000000 else 0)) & 0xFFFFFFFF
    return total


def ogg(codec: str = "vorbis") -> bytes:
    """Return the pages of a sound with remarks: its head, its remarks, and something heard."""
    vendor, remark = b"libSound", b"ARTIST=" + SECRET * 20
    said = struct.pack("<I", len(vendor)) + vendor + struct.pack("<II", 1, len(remark)) + remark
    if codec == "vorbis":
        pages = page(0, b"\x01vorbis" + bytes(23), flags=2)
        return pages + page(1, b"\x03vorbis" + said + b"\x01", b"\x05vorbis....") + page(2, b"ab")
    head = page(0, codec.encode() + bytes(11), flags=2)
    return head + page(1, b"OpusTags" + said) + page(2, b"heard", flags=4)


SVG = (
    b'<?xml version="1.0"?><!-- ' + SECRET + b' --><svg xmlns="http://www.w3.org/2000/svg" '
    b'xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20" onload="steal()">'
    b"<metadata>" + SECRET + b"</metadata><script>steal()</script>"
    b'<defs><rect id="part" width="4" height="4"/></defs><style>.a { fill: red }</style>'
    b"<style>@import 'https://harm.example/x.css';</style>"
    b'<a xlink:href="javascript:steal()"><path d="M0 0h40v20z" class="a"/></a>'
    b'<use xlink:href="#part"/><use href="https://harm.example/x.svg#a"/>'
    b'<rect width="3" height="3" style="fill: url(https://harm.example/)"/>'
    b"<foreignObject><p>steal</p></foreignObject>"
    b'<image href="https://harm.example/x.png"/><text fill="url(#part)">tide</text></svg>'
)

SAMPLES = {
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "moving.gif": moving("GIF"),
    "moving.webp": moving("WEBP"),
    "moving.png": moving("PNG"),
    "svg": SVG,
    "mp3": mp3(),
    "ogg": ogg(),
    "opus.ogg": ogg("OpusHead"),
    "wav": wav(),
    "m4a": m4a(),
}
