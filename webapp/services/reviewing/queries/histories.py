"""What answers from elsewhere are to a learner’s own log: new, known, or nothing to it.

A card is matched by what its question goes by, or else by a question that says and answers the
same, among those that review would ask the learner as well: whatever a test keeps back, nobody may
try out here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from questions.interactions import load_interaction
from questions.interchange.anki.histories import Logged
from questions.receiving.histories import AnsweredCard, digest_of
from webapp.clock import to_milliseconds
from webapp.models import (
    ANSWERS,
    Course,
    Question,
    QuestionVersion,
    Review,
    ReviewKind,
    is_published,
)
from webapp.services.reviewing.queries.waiting import Learner, open_to

# Milliseconds: a package puts answers of one moment a little later each, and nobody answers the
# same question twice within a second.
_THE_SAME = 1000
_FIRST = datetime(1990, 1, 1, tzinfo=UTC)  # before any program of which Anki takes over a log
_BY_HAND = (4, 5)  # Anki’s kinds of lines in its log that are no answers
_PRACTICE = 3


class LeftOut(StrEnum):
    """Why a line of a log from elsewhere does not come in."""

    KNOWN = "known"
    BY_HAND = "by_hand"
    PRACTICE = "practice"
    FUTURE = "future"
    TOO_OLD = "too_old"


class NoMatch(StrEnum):
    """Why a card from elsewhere is nothing here."""

    NONE = "none"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class MatchedCard:
    """A question to which answers come in, with those that are new, in order."""

    question_id: UUID
    version_id: UUID
    stem: str
    course: str
    is_suspended: bool
    new: list[Logged]


@dataclass(frozen=True, slots=True)
class HistoryLook:
    """What would come in, how many lines would not and why, and which cards are nothing here."""

    matched: list[MatchedCard] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    unmatched: list[tuple[str, NoMatch]] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """How many answers would come in."""
        return sum(len(card.new) for card in self.matched)


class _Open:
    """The questions that are open to a learner, by name and by what they say."""

    def __init__(self, session: Session, learner: Learner, course_id: UUID | None) -> None:
        query = (
            select(
                *(Question.id, Question.slug, Course.title, QuestionVersion.stem),
                *(QuestionVersion.id.label("version_id"), QuestionVersion.interaction),
            )
            .join(QuestionVersion, is_published())
            .join(Course, Course.id == Question.course_id)
            .where(open_to(learner.id))
            .order_by(Question.created_at, Question.id)
        )
        if course_id is not None:
            query = query.where(Question.course_id == course_id)
        self._rows = session.execute(query).all()

    def find(self, card: AnsweredCard) -> list[Row[Any]]:
        """Return the questions that a card may be."""
        named = (self._by_name[name] for name in card.names if name in self._by_name)
        return next(named, []) or (self._by_digest.get(card.digest, []) if card.digest else [])

    @cached_property
    def _by_name(self) -> dict[str, list[Row[Any]]]:
        found = defaultdict(list)
        for row in self._rows:
            for name in {row.slug, str(row.id)} - {None}:
                found[name].append(row)
        return dict(found)

    @cached_property
    def _by_digest(self) -> dict[str, list[Row[Any]]]:
        found = defaultdict(list)
        for row in self._rows:
            found[digest_of(row.stem, load_interaction(row.interaction))].append(row)
        return dict(found)


def look_at_history(
    session: Session,
    learner: Learner,
    cards: Iterable[AnsweredCard],
    course_id: UUID | None,
    at: datetime,
) -> HistoryLook:
    """Return what answers from elsewhere are to the log of a learner at that moment."""
    asked, look = _Open(session, learner, course_id), HistoryLook()
    questions: dict[UUID, Row[Any]] = {}
    suspended: set[UUID] = set()
    logs: dict[UUID, list[Logged]] = defaultdict(list)
    for card in cards:
        found = asked.find(card)
        if len(found) != 1:
            look.unmatched.append((card.words, NoMatch.SEVERAL if found else NoMatch.NONE))
            continue
        row = found[0]
        questions[row.id] = row
        logs[row.id] += card.log
        suspended |= {row.id} if card.is_suspended else set()
    known = _known(session, learner.id, questions)
    for question_id, row in questions.items():
        new = _new(logs[question_id], known.get(question_id, []), at, look.left_out)
        if new:
            told = (question_id, row.version_id, row.stem, row.title)
            look.matched.append(MatchedCard(*told, question_id in suspended, new))
    return look


def _new(
    log: list[Logged], known: Sequence[int], at: datetime, left_out: Counter[LeftOut]
) -> list[Logged]:
    """Return the answers that are new, in order; the others are counted."""
    found = []
    until, since = to_milliseconds(at), to_milliseconds(_FIRST)
    for line in sorted(log, key=lambda each: each.at):
        why = _why_left_out(line, known, since, until)
        if why is None:
            found.append(line)
        else:
            left_out[why] += 1
    return found


def _why_left_out(line: Logged, known: Sequence[int], since: int, until: int) -> LeftOut | None:
    if line.kind in _BY_HAND or line.ease not in range(1, 5):
        return LeftOut.BY_HAND
    if line.kind == _PRACTICE and line.factor == 0:
        return LeftOut.PRACTICE
    if line.at > until:
        return LeftOut.FUTURE
    if line.at < since:
        return LeftOut.TOO_OLD
    place = bisect_right(known, line.at - _THE_SAME)
    is_known = place < len(known) and known[place] < line.at + _THE_SAME
    return LeftOut.KNOWN if is_known else None


def _known(session: Session, user_id: UUID, questions: Iterable[UUID]) -> dict[UUID, list[int]]:
    """Return when a learner answered each question; what was imported and undone is not known."""
    wanted, found = set(questions), defaultdict(list)
    rows = session.execute(
        select(Review.id, Review.question_id, Review.kind, Review.undoes_id, Review.answered_at)
        .where(Review.user_id == user_id)
        .order_by(Review.answered_at, Review.id)
    ).all()
    undone = {row.undoes_id for row in rows}
    for row in rows:
        is_gone = row.kind is ReviewKind.IMPORT and row.id in undone
        if row.question_id in wanted and row.kind in ANSWERS and not is_gone:
            found[row.question_id].append(to_milliseconds(row.answered_at))
    return found
