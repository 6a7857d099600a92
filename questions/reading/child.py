"""The process in which a file is read: its bytes come in, parts and origin go out as JSON."""

from __future__ import annotations

import importlib
import json
import logging
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from questions.documents import PassageKind
from questions.reading.apart import too_hungry
from questions.reading.confinement import close_doors, confine, end_with
from questions.reading.origin import Origin, one_line
from questions.reading.parts import Part
from questions.reading.unreadable import Cause, UnreadableError, damaged, too_long

MOST_CHARACTERS = 1_000_000
_FIRST = 6  # parts, one of which may name the author alone
_MEANINGLESS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)


def main() -> None:
    """Read with the reader that the first argument names."""
    serve(lambda name: partial(answer, importlib.import_module(name)))


def serve(prepare: Callable[[str], Callable[[bytes], dict[str, Any]]]) -> None:
    """Answer for standard input within the seconds that the second argument names.

    ``prepare`` is given the first argument before anything is limited. The third is the process
    that wants the answer: without it there is nobody to read for.
    """
    end_with(int(sys.argv[3]), getattr(signal, "SIGKILL", signal.SIGTERM))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    logging.disable(logging.CRITICAL)
    tell = prepare(sys.argv[1])
    confine(int(sys.argv[2]))
    content = sys.stdin.buffer.read()
    close_doors()
    with out:
        out.write(json.dumps(tell(content)).encode())


def answer(reader: Any, content: bytes) -> dict[str, Any]:
    """Return what ``reader`` finds in ``content``, or why it finds nothing, for JSON."""
    try:
        parts, origin = reader.read(content)
        return _found(parts, origin)
    except UnreadableError as error:
        return _refused(error)
    except MemoryError:
        return _refused(too_hungry())
    except Exception as error:  # whatever a library raises on a file that it cannot read
        return _refused(damaged(f"{type(error).__name__}: {error}"))


def _found(parts: Sequence[Part], origin: Origin) -> dict[str, Any]:
    parts = [part for part in parts if part.text.strip()]
    if sum(len(part.text) for part in parts) > MOST_CHARACTERS:
        raise too_long("1,000,000 characters of text")
    if not parts:
        raise UnreadableError("has no text.", Cause.EMPTY)
    for part in parts[:_FIRST]:
        _name(part, origin)
    fields = {name: _MEANINGLESS.sub("", value) for name, value in asdict(origin).items()}
    return {"parts": [_fields(part) for part in parts], "origin": fields}


def _name(part: Part, origin: Origin) -> None:
    """Tell a title and an author from a paragraph, where the file says who they are."""
    said = one_line(part.text)
    if part.kind in {None, PassageKind.SENTENCE} and said == one_line(origin.title):
        part.kind = PassageKind.HEADING
    elif part.kind in {None, PassageKind.HEADING} and said == one_line(origin.author):
        part.kind = PassageKind.LINE


def _fields(part: Part) -> list[Any]:
    text = _MEANINGLESS.sub("\ufffd", part.text)
    return [part.kind, text, part.depth, part.mark, part.pages, part.is_note]


def _refused(error: UnreadableError) -> dict[str, Any]:
    detail = " ".join(getattr(error, "__notes__", []))
    return {"cause": error.cause, "message": str(error), "detail": detail}


if __name__ == "__main__":
    main()
