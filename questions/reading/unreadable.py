"""Why a file cannot be read."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """What is in the way, for those who say it in another language."""

    EMPTY = "empty"
    PICTURES = "pictures"
    PASSWORD = "password"  # noqa: S105 -- the cause, not a password
    DAMAGED = "damaged"
    KIND = "kind"
    ENCODING = "encoding"
    SIZE = "size"
    TIME = "time"
    MEMORY = "memory"


class UnreadableError(Exception):
    """There is no text to be had from a file; the message, which has no subject, says why."""

    def __init__(self, message: str, cause: Cause = Cause.KIND) -> None:
        super().__init__(message)
        self.cause = cause


def damaged(detail: str = "") -> UnreadableError:
    """Return the error for a file that is not as its kind should be; ``detail`` is its note."""
    error = UnreadableError(
        "is damaged or cut off. Open it in the program it comes from and save it again.",
        Cause.DAMAGED,
    )
    if detail:
        error.add_note(detail)
    return error


def too_large(most: int) -> UnreadableError:
    """Return the error for a file of over ``most`` bytes."""
    return UnreadableError(
        f"is over {most // 1024**2} MB. Take it in as several documents.", Cause.SIZE
    )


def too_long(what: str) -> UnreadableError:
    """Return the error for a file that holds over so many of something."""
    return UnreadableError(f"has over {what}. Take it in as several documents.", Cause.SIZE)
