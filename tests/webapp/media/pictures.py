"""A picture and a sound as small as they can be, and questions that speak of them."""

from __future__ import annotations

import io
import wave

from PIL import Image

from questions.media import MediaFile
from questions.media.taking import take


def picture(colour: str = "red", size: tuple[int, int] = (60, 40)) -> MediaFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return take(out.getvalue())


def sound(frames: int = 400) -> MediaFile:
    out = io.BytesIO()
    with wave.open(out, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(bytes(range(200)) * (frames // 200))
    return take(out.getvalue())
