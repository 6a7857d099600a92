"""What is asked of a language model, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a model is and how long to wait; ``timeout`` is in seconds, for one answer."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    retries: int = 2


class Model(Protocol):
    """A language model that answers in JSON."""

    def answer(self, instructions: str, text: str, schema: Mapping[str, object]) -> str:
        """Return the answer; raises :class:`ModelError`."""

    def close(self) -> None:
        """Let go of the connection."""


class ModelError(Exception):
    """A model gave nothing that can be used; the message names the cause and a remedy."""


class MalformedError(ModelError):
    """An answer cannot be read; another may be readable."""


class NotInstalledError(Exception):
    """The client is an optional extra that is not there."""
