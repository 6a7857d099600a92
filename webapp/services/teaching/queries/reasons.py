"""Why proposals were turned down: over time, by kind of question, way to ask and check."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from webapp.models import Decision
from webapp.services.teaching.queries.decisions import FinalDecision, final_decisions

WEEKS = 12  # shown one by one: a term

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(slots=True)
class Tally:
    """What was decided of some proposals, and why those were turned down that were."""

    decisions: Counter[Decision] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)

    def add(self, one: FinalDecision) -> None:
        """Count one more."""
        self.decisions[one.decision] += 1
        if not one.is_kept:
            self.why[one.reason.value if one.reason else "other"] += 1

    @property
    def total(self) -> int:
        """How many were decided."""
        return self.decisions.total()

    @property
    def rejected(self) -> int:
        """How many were turned down."""
        return self.decisions[Decision.REJECTED]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why, the most frequent reason first."""
        return sorted(self.why.items(), key=lambda item: (-item[1], item[0]))


@dataclass(frozen=True, slots=True)
class Tallies:
    """The decisions of a course, counted.

    ``weeks`` are named by their Mondays, the last first, and ``earlier`` is what was before.
    ``checks`` are of those that passed one, ``against`` of those that were taken in although
    they failed it.
    """

    all: Tally
    weeks: list[tuple[date, Tally]]
    earlier: Tally
    types: list[tuple[str, Tally]]
    ways: list[tuple[str, Tally]]
    checks: list[tuple[str, Tally]]
    against: list[tuple[str, Tally]]


def tally_decisions(course_id: UUID, time_zone: str) -> Tallies:
    """Return what was decided in a course; a week begins on Monday, where the reader is."""
    found = final_decisions(course_id)
    weeks = sorted(_group(found, _week(time_zone)).items(), reverse=True)
    recent = {monday for monday, _tally in weeks[:WEEKS]}
    older = (one for one in found if recent.isdisjoint(_week(time_zone)(one)))
    return Tallies(
        all=_tally(found),
        weeks=weeks[:WEEKS],
        earlier=_tally(older),
        types=_most_first(_group(found, lambda one: [one.type])),
        ways=_most_first(_group(found, lambda one: [one.way])),
        checks=_most_first(_group(found, lambda one: one.checks)),
        against=_most_first(_group(found, lambda one: [one.failed] * bool(one.failed))),
    )


def _week(time_zone: str) -> Callable[[FinalDecision], list[date]]:
    zone = ZoneInfo(time_zone)

    def monday(one: FinalDecision) -> list[date]:
        day = one.at.astimezone(zone).date()
        return [day - timedelta(days=day.weekday())]

    return monday


def _tally(found: Iterable[FinalDecision]) -> Tally:
    tally = Tally()
    for one in found:
        tally.add(one)
    return tally


def _group(
    found: Iterable[FinalDecision], keys: Callable[[FinalDecision], Iterable[_Key]]
) -> dict[_Key, Tally]:
    groups: dict[_Key, Tally] = defaultdict(Tally)
    for one in found:
        for key in keys(one):
            groups[key].add(one)
    return groups


def _most_first(groups: dict[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(groups.items(), key=lambda item: (-item[1].rejected, -item[1].total, item[0]))
