"""What a check is, and what it says of a candidate that fails it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from questions.asking.candidate import Candidate
from questions.facts.reading import Facts

Rule = Callable[[Candidate, Facts], str | None]


@dataclass(frozen=True, slots=True)
class Check:
    """A named rule, which returns the reason why a candidate fails it, or ``None``.

    ``is_of_options``: what fails it may still be asked without options.
    """

    name: str
    rule: Rule
    is_of_options: bool = False

    def failure(self, candidate: Candidate, facts: Facts) -> Failure | None:
        """Return how ``candidate`` fails, or ``None``."""
        reason = self.rule(candidate, facts)
        return Failure(self, reason) if reason else None


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that is not passed, and why."""

    check: Check
    reason: str

    def __str__(self) -> str:
        return f"{self.check.name}: {self.reason}"
