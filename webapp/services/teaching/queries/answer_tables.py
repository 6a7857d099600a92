"""A quiz's answers as tables for files: all of each attempt, or only the marks from 0 to 1."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, select

from questions.interactions import Interaction, Order, load_interaction
from questions.media import readable
from questions.responses import load_response
from webapp import widgets
from webapp.db import db
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Counted,
    Enrolment,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    Role,
    User,
)
from webapp.services.spreadsheets import Cell

_DIGITS = 6  # of marks, as they are kept
_Place = tuple[UUID, int]  # an attempt, and the number of its question


@dataclass(frozen=True, slots=True)
class GivenTo:
    """What was answered to one question of an attempt: how, worth what share, in how long."""

    fraction: float
    max_mark: float
    dropped: bool
    response: dict[str, Any] | None = None
    milliseconds: int | None = None

    @property
    def mark(self) -> float | None:
        """What it brought, nothing where it is left out of the total."""
        return None if self.dropped else round(self.fraction * self.max_mark, _DIGITS)


@dataclass(frozen=True, slots=True)
class AnsweredAttempt:
    """An attempt that was handed in: whose, and what was answered to each version asked."""

    attempt: Attempt
    user: User
    left: bool
    answers: dict[UUID, GivenTo] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The share of the marks."""
        return (self.attempt.mark or 0.0) / self.attempt.max_mark if self.attempt.max_mark else 0.0


@dataclass(frozen=True, slots=True)
class AskedVersion:
    """A version of a question that was asked, with the heading of its columns."""

    id: UUID
    heading: str
    interaction: Interaction


@dataclass(frozen=True, slots=True)
class QuizAnswers:
    """All attempts by learner, and what they were asked, in the order it was asked in."""

    attempts: tuple[AnsweredAttempt, ...]
    versions: tuple[AskedVersion, ...]


def quiz_answers(quiz: Quiz) -> QuizAnswers:
    """Return the attempts at a quiz that were handed in, those of people who left last.

    Those of who teaches the course are not among them.
    """
    attempts = _attempts(quiz)
    places = _put_answers(quiz, attempts)
    rows = db.session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(places)))
    versions = sorted(
        rows, key=lambda v: (sum(places[v.id]) / len(places[v.id]), v.question_id, v.number)
    )
    several = Counter(version.question_id for version in versions)
    return QuizAnswers(
        tuple(attempts.values()),
        tuple(
            AskedVersion(
                version.id,
                _heading(n, version, several[version.question_id] > 1),
                load_interaction(version.interaction),
            )
            for n, version in enumerate(versions, 1)
        ),
    )


def answers_table(answers: QuizAnswers, time_zone: str) -> Iterator[list[Cell]]:
    """Yield a row an attempt: whose, when, its mark, and four cells for each question."""
    head: list[Cell] = [_("Name"), _("E-mail"), _("In the course"), _("Attempt")]
    head += [_("Began (%(zone)s)", zone=time_zone), _("Handed in (%(zone)s)", zone=time_zone)]
    head += [_("Mark"), _("Out of"), _("Seconds taken")]
    for version in answers.versions:
        name = version.heading
        head += [name, _("%(question)s: fraction", question=name)]
        head += [_("%(question)s: mark", question=name), _("%(question)s: seconds", question=name)]
    yield head
    words = _Words()
    for each in answers.attempts:
        row = _attempt_cells(each, ZoneInfo(time_zone))
        for version in answers.versions:
            row += _answer_cells(words, version, each.answers.get(version.id))
        yield row


def marks_table(answers: QuizAnswers, counted: Counted) -> Iterator[list[Cell]]:
    """Yield what ``recite analyse`` reads: the learner, then a mark from 0 to 1 a question.

    What somebody was not asked stays empty; what is left out of all totals is no column.
    """
    chosen = _chosen(answers.attempts, counted)
    versions = [version for version in answers.versions if _counts(version, chosen)]
    yield [_("Learner"), *(version.heading for version in versions)]
    names = _names(chosen, with_number=counted is Counted.ALL)
    for name, each in zip(names, chosen, strict=True):
        given = [each.answers.get(version.id) for version in versions]
        yield [name, *(one.fraction if one else None for one in given)]


def _counts(version: AskedVersion, attempts: Sequence[AnsweredAttempt]) -> bool:
    given = (each.answers.get(version.id) for each in attempts)
    return any(one is not None and not one.dropped for one in given)


def _chosen(attempts: Sequence[AnsweredAttempt], counted: Counted) -> list[AnsweredAttempt]:
    """Return which attempts count, as the analysis has it."""
    if counted is Counted.ALL:
        return list(attempts)
    found = []
    for _learner, group in groupby(attempts, key=lambda each: each.user.id):
        own = list(group)
        best = max(own, key=lambda each: (each.share, -each.attempt.number))
        found.append({Counted.FIRST: own[0], Counted.LAST: own[-1], Counted.BEST: best}[counted])
    return found


def _names(attempts: Sequence[AnsweredAttempt], *, with_number: bool) -> list[str]:
    """Return a name for each row that no other has: the person's, and what tells them apart."""
    people = {each.user.id: each.user for each in attempts}
    shared = Counter(_plain(user.name) for user in people.values())
    told: dict[UUID, str] = {}
    for n, user in enumerate(people.values(), 1):
        alone = shared[_plain(user.name)] == 1
        told[user.id] = user.name if alone else f"{user.name} ({user.email or n})"
    if not with_number:
        return [told[each.user.id] for each in attempts]
    return [
        _("%(name)s, attempt %(n)s", name=told[each.user.id], n=each.attempt.number)
        for each in attempts
    ]


def _plain(name: str) -> str:
    return " ".join(name.split())


def _attempts(quiz: Quiz) -> dict[UUID, AnsweredAttempt]:
    here = and_(Enrolment.user_id == Attempt.user_id, Enrolment.course_id == quiz.course_id)
    rows = db.session.execute(
        select(Attempt, User, Enrolment.role)
        .join(User, User.id == Attempt.user_id)
        .outerjoin(Enrolment, here)
        .where(_handed_in(quiz))
    )
    found = [
        AnsweredAttempt(attempt, user, role is None)
        for attempt, user, role in rows
        if role in {None, Role.LEARNER}
    ]
    found.sort(key=lambda e: (e.left, e.user.name.casefold(), e.user.id, e.attempt.number))
    return {each.attempt.id: each for each in found}


def _put_answers(
    quiz: Quiz, attempts: Mapping[UUID, AnsweredAttempt]
) -> defaultdict[UUID, list[int]]:
    """Put into attempts what was answered; returns the places that each version was asked in."""
    said, taken = _steps(quiz)
    places: defaultdict[UUID, list[int]] = defaultdict(list)
    for asked in db.session.scalars(_of(quiz, QuestionAttempt)):
        if each := attempts.get(asked.attempt_id):
            place = asked.attempt_id, asked.slot
            each.answers[asked.version_id] = GivenTo(
                fraction=asked.fraction or 0.0,
                max_mark=asked.max_mark,
                dropped=asked.dropped,
                response=said.get(place),
                milliseconds=taken.get(place),
            )
            places[asked.version_id].append(asked.slot)
    return places


def _steps(quiz: Quiz) -> tuple[dict[_Place, dict[str, Any]], Counter[_Place]]:
    """Return the last answer to each question of each attempt, and how long all of them took."""
    said: dict[_Place, dict[str, Any]] = {}
    taken = Counter[_Place]()
    in_order = _of(quiz, AttemptStep).order_by(AttemptStep.answered_at, AttemptStep.id)
    for step in db.session.scalars(in_order):
        place = step.attempt_id, step.slot
        said[place] = step.response
        if step.duration_ms is not None:
            taken[place] += step.duration_ms
    return said, taken


def _of(quiz: Quiz, model: type[Any]) -> Select[Any]:
    is_its = and_(model.user_id == Attempt.user_id, model.attempt_id == Attempt.id)
    return select(model).join(Attempt, is_its).where(_handed_in(quiz))


def _handed_in(quiz: Quiz) -> ColumnElement[bool]:
    return and_(Attempt.quiz_id == quiz.id, Attempt.state == AttemptState.SUBMITTED)


def _heading(number: int, version: QuestionVersion, several: bool) -> str:
    stem = _plain(readable(version.stem))
    if several:
        said = _("%(stem)s (version %(version)s)", stem=stem, version=version.number)
        return f"{number}. {said}"
    return f"{number}. {stem}"


def _attempt_cells(each: AnsweredAttempt, zone: ZoneInfo) -> list[Cell]:
    attempt, user = each.attempt, each.user
    taken = attempt.submitted_at - attempt.started_at if attempt.submitted_at else None
    return [
        user.name,
        user.email or "",
        _("left the course") if each.left else _("yes"),
        attempt.number,
        _moment(attempt.started_at, zone),
        _moment(attempt.submitted_at, zone),
        attempt.mark or 0.0,
        attempt.max_mark,
        round(taken.total_seconds()) if taken is not None else None,
    ]


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _answer_cells(words: _Words, version: AskedVersion, given: GivenTo | None) -> list[Cell]:
    if given is None:
        return [None] * 4
    seconds = None if given.milliseconds is None else given.milliseconds / 1000
    return [words.of(version, given.response), given.fraction, given.mark, seconds]


class _Words:
    """What was answered in words; what many answered alike is said once."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, str], str] = {}

    def of(self, version: AskedVersion, response: dict[str, Any] | None) -> str:
        """Return a response to a version in words, line after line."""
        if response is None:
            return ""
        key = version.id, json.dumps(response, sort_keys=True)
        if key not in self._known:
            said = widgets.say(version.interaction, load_response(response))
            between = " → " if isinstance(version.interaction, Order) else "; "
            self._known[key] = between.join(readable(line.text) for line in said.given)
        return self._known[key]
