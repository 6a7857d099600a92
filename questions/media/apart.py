"""Taking a picture or a sound in, in a process of its own: for those that serve others too."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable

from questions.media import MediaFile
from questions.reading.apart import run_apart
from questions.reading.unreadable import Cause, UnreadableError

_SECONDS = 10


def take_apart(content: bytes, meanwhile: Callable[[], None] = lambda: None) -> MediaFile:
    """Return a picture or a sound as it may be kept, like ``taking.take``.

    Raises UnreadableError, also where that took too long, too much or fell over.
    """
    try:
        answer = run_apart("questions.media.child", "", content, _SECONDS, meanwhile)
    except UnreadableError as error:
        raise _worded(error) from error
    found = json.loads(answer)
    if "cause" in found:
        refused = UnreadableError(found["message"], Cause(found["cause"]))
        refused.add_note(found["detail"])
        raise _worded(refused)
    return MediaFile(found["name"], b64decode(found["content"]))


def _worded(error: UnreadableError) -> UnreadableError:
    """Say of pictures and sounds what the limits say of documents."""
    said = {
        Cause.TIME: f"takes over {_SECONDS} seconds to look through. Save it smaller.",
        Cause.MEMORY: "needs too much memory to be looked through. Save it smaller.",
    }
    return UnreadableError(said.get(error.cause, str(error)), error.cause)
