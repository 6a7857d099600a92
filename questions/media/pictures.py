"""Pictures of pixels: decoded to see that they are whole, turned upright, sized and stripped."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.MpoImagePlugin import MpoImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from questions.media.stripping import STRIPPERS
from questions.reading.unreadable import Cause, UnreadableError, damaged

LONGEST_SIDE = 1_600  # pixels; a plain choice: twice the width of the column of a question
# What decodes in the memory that a reader may use; a JPEG is decoded smaller than it is.
_MOST_PIXELS = 25_000_000
_MOST_PIXELS_OF_JPEG = 100_000_000
_MOST_MOVING = 100_000_000  # pixels of all frames together
_QUALITY = 85  # of JPEG and WebP; a plain choice, above which nobody sees a difference
_ORIENTATION = 0x0112  # a tag of EXIF
# Known before a process is confined.
_DECODERS = (PngImageFile, JpegImageFile, GifImageFile, WebPImageFile)
_FORMATS = [str(decoder.format) for decoder in _DECODERS]
_KEPT_AS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "PNG"}


def clean_picture(suffix: str, content: bytes) -> tuple[str, bytes]:
    """Return the ending and the content under which a picture may be kept.

    Its pixels are touched only where it lies on its side, is too large, or cannot be stripped.
    Raises UnreadableError, and whatever its decoder raises.
    """
    with _opened(content) as image:
        _check_size(image)
        if getattr(image, "is_animated", False) and not isinstance(image, MpoImageFile):
            return suffix, _moving(suffix, content, image)
        turned = image.getexif().get(_ORIENTATION, 1) not in {0, 1}
        if max(image.size) <= LONGEST_SIDE and not turned:
            image.load()
            try:
                return suffix, STRIPPERS[suffix](content)
            except ValueError:  # decoders forgive more than we can follow
                pass
        return _made_anew(suffix, image)


def size_of_picture(content: bytes) -> tuple[int, int]:
    """Return how wide and how high a picture is."""
    with _opened(content) as image:
        return image.size


def as_png(content: bytes) -> bytes:
    """Return a picture that was taken as PNG, of one that moves its beginning."""
    with _opened(content) as image, io.BytesIO() as out:
        image.convert("RGBA").save(out, "PNG")
        return out.getvalue()


def framed_png(width: int, height: int) -> bytes:
    """Return an empty frame, where a drawing stands that cannot be shown."""
    with io.BytesIO() as out:
        frame = Image.new("L", (width, height), "grey")
        frame.paste("white", (1, 1, width - 1, height - 1))
        frame.save(out, "PNG")
        return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its size: see _check_size
            return Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(_MOST_PIXELS) from error
    except UnidentifiedImageError as error:
        raise damaged(str(error)) from error


def _check_size(image: Image.Image) -> None:
    most = _MOST_PIXELS_OF_JPEG if isinstance(image, JpegImageFile) else _MOST_PIXELS
    if image.width * image.height > most:
        raise _too_many_pixels(most)


def _too_many_pixels(most: int) -> UnreadableError:
    said = f"has over {most // 1_000_000} million pixels. Save it smaller."
    return UnreadableError(said, Cause.SIZE)


def _moving(suffix: str, content: bytes, image: Image.Image) -> bytes:
    """Return a picture that moves, stripped; each of its frames is decoded."""
    frames = int(getattr(image, "n_frames", 1))
    pixels = image.width * image.height * frames
    if max(image.size) > LONGEST_SIDE or pixels > _MOST_MOVING:
        raise UnreadableError(
            f"moves, and is too large for that: save it with at most {LONGEST_SIDE:,} pixels a "
            "side and fewer frames, or as a picture that stands still.",
            Cause.SIZE,
        )
    for number in range(frames):
        image.seek(number)
        image.load()
    try:
        return STRIPPERS[suffix](content)
    except ValueError as error:
        raise damaged(str(error)) from error


def _made_anew(suffix: str, image: Image.Image) -> tuple[str, bytes]:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG only: decodes no more than needed
    turn = image.getexif().get(_ORIENTATION, 1)
    kept_as = _KEPT_AS[suffix]
    image.load()
    if image.mode.startswith("I"):  # 16 bits of grey, which converting would cut at 255
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    mode = _mode(image, kept_as)
    shown = image if image.mode == mode else image.convert(mode)
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    exif = Image.Exif()
    exif[_ORIENTATION] = turn
    shown.info = {"exif": exif.tobytes()}
    upright = ImageOps.exif_transpose(shown)
    upright.info = {}
    out = io.BytesIO()
    options = {"optimize": True} if kept_as == "PNG" else {"quality": _QUALITY}
    upright.save(out, kept_as, **options)
    ending = ".png" if kept_as == "PNG" else suffix
    return ending, STRIPPERS[ending](out.getvalue())


def _mode(image: Image.Image, kept_as: str) -> str:
    if kept_as == "JPEG":
        return "L" if image.mode == "L" else "RGB"
    clear = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if clear:
        return "RGBA"
    return "L" if image.mode in {"1", "L"} and kept_as == "PNG" else "RGB"
