"""Files of questions from anywhere: in which format each is, and read where it can do no harm."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass

from questions.interchange import Problem, Reading
from questions.media import MediaFile
from questions.media.album import MOST_BYTES
from questions.question import Question
from questions.reading.apart import run_apart
from questions.reading.unreadable import Cause, UnreadableError
from questions.receiving.guessing import guess_formats

__all__ = ["LARGEST", "MOST_QUESTIONS", "Received", "UnreadableError", "receive"]

# As many as a course may have, and what so many fill in most formats.
MOST_QUESTIONS = 10_000
LARGEST = 16 * 1024 * 1024
_SECONDS = 10
_MOST_LINES = 1_000_000  # twice those of 10,000 of our own in the most talkative format


@dataclass(frozen=True, slots=True)
class Received:
    """What a file gave, and the name of the format that it was read in."""

    format: str
    reading: Reading


def receive(name: str, content: bytes, form: str = "") -> Received:
    """Read a file of questions in a limited process: in the format named, or the one that fits.

    Raises UnreadableError, the message of which has no subject: it is empty or too large, takes
    too long or too much, has too many questions, or none that any format finds.
    """
    if not content.strip():
        raise UnreadableError("is empty.", Cause.EMPTY)
    if len(content) > LARGEST:
        raise UnreadableError(f"is over {LARGEST >> 20} MB. Split it.", Cause.SIZE)
    if max(map(content.count, (b"\n", b"\r"))) >= _MOST_LINES:
        raise UnreadableError(f"has {_MOST_LINES:,} lines or more. Split it.", Cause.SIZE)
    names = [form] if form else guess_formats(name, content)
    try:
        answer = run_apart("questions.receiving.child", ",".join(names), content, _SECONDS)
    except UnreadableError as error:
        raise _worded(error) from error
    found = json.loads(answer)
    count = found["count"]
    if count > MOST_QUESTIONS:
        said = f"has {count:,} questions, and {MOST_QUESTIONS:,} can be looked over at once."
        raise UnreadableError(f"{said} Split it.", Cause.SIZE)
    questions = tuple(Question.model_validate(spelt) for spelt in found["questions"])
    problems = tuple(Problem(**told) for told in found["problems"])
    if found["too_many_files"]:
        said = f"has over {MOST_BYTES >> 20} MB of pictures and sounds. Split it."
        raise UnreadableError(said, Cause.SIZE)
    files = tuple(MediaFile(called, b64decode(spelt)) for called, spelt in found["files"])
    return Received(found["format"], Reading(questions, problems, files))


def _worded(error: UnreadableError) -> UnreadableError:
    """Say of questions what the limits say of documents."""
    said = {
        Cause.TIME: f"takes over {_SECONDS} seconds to read. Split it.",
        Cause.MEMORY: "needs too much memory to be read. Split it.",
    }
    return UnreadableError(said.get(error.cause, str(error)), error.cause)
