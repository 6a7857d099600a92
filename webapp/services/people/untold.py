"""Refusals whose reason is for the log: told, it would help those who try to deceive us."""

from __future__ import annotations

from typing import Any, ClassVar

from webapp.services.errors import Refusal


class Untold(Refusal):
    """A refusal that says ``told`` to whoever asked, and ``why`` to the log alone."""

    told: ClassVar[Any]

    def __init__(self, why: str) -> None:
        super().__init__(self.told)
        self.why = why
