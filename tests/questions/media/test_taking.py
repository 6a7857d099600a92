"""Taking pictures and sounds in: what they say beside is gone, what is seen and heard is not."""

import io
import struct
import wave
import zlib

import pytest
from PIL import Image

from questions.media import NAME
from questions.media.apart import take_apart
from questions.media.taking import size_of, take
from questions.reading.unreadable import UnreadableError
from tests.questions.media.samples import SAMPLES, SECRET, crc, m4a, moving, mp3, ogg, picture


@pytest.mark.parametrize("kind", SAMPLES)
def test_nothing_is_said_beside_and_a_second_time_changes_nothing(kind: str) -> None:
    taken = take(SAMPLES[kind])
    assert NAME.fullmatch(taken.name)
    assert taken.name.endswith(kind[-3:])
    assert SECRET not in taken.content
    assert take(taken.content) == taken


@pytest.mark.parametrize("kind", ["png", "jpg", "gif", "webp"])
def test_pixels_that_need_no_change_have_none(kind: str) -> None:
    before, after = Image.open(io.BytesIO(SAMPLES[kind])), _image(take(SAMPLES[kind]).content)
    assert after.tobytes() == before.tobytes()
    assert not after.getexif()
    assert not {"comment", "xmp", "Author", "exif"} & set(after.info)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_lies_on_its_side_is_turned(kind: str) -> None:
    taken = take(picture(kind, turned=True))
    image = _image(taken.content).convert("RGB")
    assert size_of(taken.content) == image.size == (40, 60)
    red, _green, blue = image.getpixel((20, 5))  # type: ignore[misc]
    assert red > 200 > 50 > blue  # what was left is on top
    assert take(taken.content) == taken


def test_a_large_picture_becomes_small() -> None:
    assert size_of(take(picture("JPEG", (3200, 800))).content) == (1600, 400)


@pytest.mark.parametrize("kind", ["gif", "webp", "png"])
def test_what_moves_moves_on(kind: str) -> None:
    assert getattr(_image(take(SAMPLES[f"moving.{kind}"]).content), "n_frames", 1) == 2


def test_a_large_picture_in_16_bits_of_grey_stays_grey() -> None:
    out = io.BytesIO()
    Image.new("I;16", (3200, 4), 30_000).save(out, "PNG")
    grey = _image(take(out.getvalue()).content)
    assert grey.size == (1600, 2)
    assert grey.convert("L").getpixel((5, 1)) == 30_000 // 256


def test_a_drawing_may_fill_by_class() -> None:
    style = b"<style>.a { clip-path: url(#c) } .b { fill: red }</style>"
    clip = b'<clipPath id="c"><rect class="b" width="4"/></clipPath>'
    drawn = take(b"<svg>" + style + clip + b'<path class="a b" d="M0 0h4"/></svg>').content
    assert b"url(#c)" in drawn


def test_a_drawing_only_draws() -> None:
    drawn = take(SAMPLES["svg"]).content
    for harm in (b"steal", b"harm.example", b"script", b"metadata", b"<a", b"@import", b"<image"):
        assert harm not in drawn
    for kept in (b'd="M0 0h40v20z"', b'href="#part"', b"url(#part)", b"fill: red", b"tide"):
        assert kept in drawn
    assert size_of(drawn) == (40, 20)
    assert size_of(b'<svg viewBox="0 0 30 10" width="60"/>') == (60, 20)
    assert size_of(b"<svg/>") is None


def test_sounds_stay_as_they_sound() -> None:
    before, after = SAMPLES["wav"], take(SAMPLES["wav"]).content
    assert _samples(after) == _samples(before)
    assert take(SAMPLES["mp3"]).content == SAMPLES["mp3"][10 + len(SECRET) :][: 4 * 417]
    assert len(take(m4a()).content) == len(m4a())
    assert b"\x11\x22\x33\x44" not in take(m4a()).content  # when it was recorded
    assert size_of(after) is None


@pytest.mark.parametrize("codec", ["vorbis", "OpusHead"])
def test_the_pages_of_a_sound_keep_their_checksums(codec: str) -> None:
    taken = take(ogg(codec)).content
    pages = [b"OggS" + part for part in taken.split(b"OggS")[1:]]
    assert len(pages) == 3
    for page in pages:
        assert struct.unpack("<I", page[22:26]) == (crc(page),)
    assert taken.endswith(ogg(codec)[-30:])


def _bomb() -> bytes:
    """Return a small PNG that says to be 60,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(inside))
        + kind
        + inside
        + struct.pack(">I", zlib.crc32(kind + inside))
        for kind, inside in chunks
    )


_USES = b"".join(
    b'<g id="a%d">%s</g>' % (n, b'<use href="#a%d"/>' % (n + 1) * 20) for n in range(10)
)
_FILLED = b"<svg><style>%s</style>" + b"".join(
    b'<pattern id="p%d">%s</pattern>' % (n, b'<rect fill="url(#p%d)"/>' % (n + 1) * 20)
    for n in range(5)
)
_STYLED = b".p { fill: url( '#p0' ) }"
_END = b'<path class="p" d="M0 0" fill="url(#p0)"/></svg>'
_HOSTILE = {
    "nothing": (b"", "is empty"),
    "a text": (b"Where is the bay?", "no picture or sound that we know"),
    "another picture": (b"BM" + bytes(60), "no picture or sound that we know"),
    "a page": (b"<html><body>tide</body></html>", "no drawing"),
    "no picture": (b"\x89PNG\r\n\x1a\n" + bytes(90), "damaged"),
    "half a picture": (picture("JPEG", (400, 400))[:-200], "damaged"),
    "half a drawing": (b"<svg><path", "damaged"),
    "half a sound": (ogg()[:70], "damaged"),
    "one frame": (mp3(1)[39:], "no picture or sound that we know"),
    "no samples": (b"RIFF\x04\0\0\0WAVE", "damaged"),
    "a film": (m4a(b"vide"), "is a film"),
    "boxes without end": (m4a()[:60], "damaged"),
    "another codec": (ogg("Speex   "), "another kind than Vorbis or Opus"),
    "a bomb": (_bomb(), "million pixels"),
    "large, and moving": (moving("GIF", (1700, 20)), "moves"),
    "too large": (b"\x89PNG\r\n\x1a\n" + bytes(21 << 20), "over 20 MB"),
    "long": (SAMPLES["wav"][:40] + bytes([0, 0, 0, 1]) + bytes(11 << 20), "over 10 MB"),
    "entities": (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg><path d="&a;"/></svg>', "damaged"),
    "uses of uses": (b"<svg>" + _USES + b'<path id="a10"/></svg>', "draws too much"),
    "a use of itself": (b'<svg><g id="a"><use href="#a"/></g></svg>', "draws too much"),
    "fillings of fillings": (_FILLED % b"" + _END, "draws too much"),
    "fillings by class": (_FILLED % _STYLED + _END, "draws too much"),
    "only harm": (b"<svg><script>steal()</script></svg>", "nothing in it that we can draw"),
}


@pytest.mark.parametrize("what", _HOSTILE)
def test_what_cannot_be_taken_is_told(what: str) -> None:
    content, message = _HOSTILE[what]
    with pytest.raises(UnreadableError, match=message):
        take(content)


def test_it_is_taken_apart_as_well() -> None:
    assert take_apart(SAMPLES["webp"]) == take(SAMPLES["webp"])
    with pytest.raises(UnreadableError, match="million pixels"):
        take_apart(_bomb())


def _image(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def _samples(content: bytes) -> bytes:
    with wave.open(io.BytesIO(content)) as sound:
        return bytes(sound.readframes(sound.getnframes()))
