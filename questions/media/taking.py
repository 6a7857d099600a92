"""Taking a picture or a sound in: its kind told by its bytes, all that it says beside gone."""

from __future__ import annotations

from collections.abc import Callable

from questions.media import MediaFile, named
from questions.media.drawings import clean_drawing, size_of_drawing
from questions.media.m4a import strip_m4a
from questions.media.mp3 import is_mp3, strip_mp3
from questions.media.ogg import strip_ogg
from questions.media.pictures import clean_picture, size_of_picture
from questions.media.wav import strip_wav
from questions.reading.unreadable import Cause, UnreadableError, damaged

__all__ = ["LARGEST", "LARGEST_PICTURE", "LARGEST_SOUND", "UnreadableError", "size_of", "take"]

# Plain choices: what a page of ten questions can hold; a photograph is made smaller first.
LARGEST_PICTURE = 5 * 1024 * 1024
LARGEST_SOUND = 10 * 1024 * 1024
LARGEST = 20 * 1024 * 1024
_UNKNOWN = (
    "is no picture or sound that we know: PNG, JPEG, GIF, WebP, SVG, MP3, Ogg, WAV or M4A. "
    "Save it as one of these."
)
_PICTURES = (".png", ".jpg", ".gif", ".webp", ".svg")
_SOUNDS: dict[str, Callable[[bytes], bytes]] = {
    ".mp3": strip_mp3,
    ".ogg": strip_ogg,
    ".wav": strip_wav,
    ".m4a": strip_m4a,
}


def take(content: bytes) -> MediaFile:
    """Return a picture or a sound as it may be kept; taking that again gives the same.

    Raises UnreadableError, the message of which has no subject.
    """
    if not content:
        raise UnreadableError("is empty.", Cause.EMPTY)
    if len(content) > LARGEST:
        raise _too_large("is", LARGEST)
    suffix = _kind_of(content)
    try:
        suffix, cleaned = _cleaned(suffix, content)
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # whatever a library raises on a file that it cannot read
        raise damaged(f"{type(error).__name__}: {error}") from error
    most = LARGEST_PICTURE if suffix in _PICTURES else LARGEST_SOUND
    if len(cleaned) > most:
        raise _too_large("is" if suffix not in _PICTURES else "stays", most)
    return named(cleaned, suffix)


def size_of(content: bytes) -> tuple[int, int] | None:
    """Return how wide and how high a picture that was taken is, or ``None`` where it is a sound.

    A drawing that says nothing of its size has none either.
    """
    suffix = _kind_of(content)
    if suffix == ".svg":
        return size_of_drawing(content)
    return size_of_picture(content) if suffix in _PICTURES else None


def _cleaned(suffix: str, content: bytes) -> tuple[str, bytes]:
    if suffix in _SOUNDS:
        return suffix, _SOUNDS[suffix](content)
    if suffix == ".svg":
        return suffix, clean_drawing(content)
    return clean_picture(suffix, content)


def _kind_of(content: bytes) -> str:
    """Return the ending for what the first bytes say; raises UnreadableError."""
    for start, suffix in _STARTS:
        if content.startswith(start):
            return suffix
    if content.startswith(b"RIFF") and content[8:12] in _IN_RIFF:
        return _IN_RIFF[content[8:12]]
    if content[4:8] == b"ftyp" and content[8:12] not in _PICTURE_BRANDS:
        return ".m4a"
    if is_mp3(content):
        return ".mp3"
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return ".svg"
    raise UnreadableError(_UNKNOWN, Cause.KIND)


_STARTS = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"OggS", ".ogg"),
)
_IN_RIFF = {b"WEBP": ".webp", b"WAVE": ".wav"}
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"hevc")


def _too_large(is_or_stays: str, most: int) -> UnreadableError:
    said = f"{is_or_stays} over {most >> 20} MB. Make it smaller, or shorter, and add it again."
    return UnreadableError(said, Cause.SIZE)
