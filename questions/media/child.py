"""The process in which a picture or a sound is taken in: bytes come in, a file goes out as JSON."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from questions.media.taking import take
from questions.reading.apart import too_hungry
from questions.reading.child import serve
from questions.reading.unreadable import UnreadableError


def main() -> None:
    """Take in what comes on standard input."""
    serve(lambda _named: answer)


def answer(content: bytes) -> dict[str, Any]:
    """Return what may be kept of ``content``, or why nothing may, for JSON."""
    try:
        taken = take(content)
    except UnreadableError as error:
        return _refused(error)
    except MemoryError:
        return _refused(too_hungry())
    return {"name": taken.name, "content": b64encode(taken.content).decode()}


def _refused(error: UnreadableError) -> dict[str, Any]:
    detail = " ".join(getattr(error, "__notes__", []))
    return {"cause": error.cause, "message": str(error), "detail": detail}


if __name__ == "__main__":
    main()
