"""What widgets give to templates and take from forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

Fields = MultiDict[str, str]  # a submitted form


@dataclass(frozen=True, slots=True)
class Shown:
    """A template under ``widgets/`` and what it needs, without the key."""

    template: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer in words; ``right`` is ``None`` where it is not judged by itself."""

    text: str
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered, line by line (none when nothing was), and the key, line by line.

    ``ordered`` says that the order of the lines is what was asked for.
    """

    given: tuple[Line, ...]
    key: tuple[str, ...]
    ordered: bool = False


class Unreadable(ValueError):  # noqa: N818
    """A submitted answer that cannot be read; the message is for the learner."""
