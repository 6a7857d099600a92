"""Corrections: what regradings made of a learner's own answers, and what they have not read yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from questions.interactions import Grading
from webapp import widgets
from webapp.db import db
from webapp.learning.marks import Total
from webapp.models import (
    Attempt,
    AttemptState,
    QuestionVersion,
    Quiz,
    RegradedAttempt,
    RegradeRun,
)
from webapp.services.quizzes.queries.attempts import FullAttempt, Slot
from webapp.services.quizzes.queries.regrading import CorrectKey, key_of
from webapp.services.quizzes.queries.secrecy import unmarked


@dataclass(frozen=True, slots=True)
class Correction:
    """What the last regrading says of a question of an attempt.

    ``said`` and ``grading`` are by the correct version, none where that no longer has what was
    picked; ``key_before`` is what was told to be right, if that was something else.
    """

    run: RegradeRun
    version: QuestionVersion
    said: widgets.Said | None
    grading: Grading | None
    key_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkNews:
    """That a mark of one's own became another by a regrading, or, ``undone``, is as before."""

    run: RegradeRun
    attempt: Attempt
    quiz: str
    before: Total
    after: Total

    @property
    def undone(self) -> bool:
        """Whether the regrading was taken back since."""
        return self.run.undone_at is not None


def corrections_of(full: FullAttempt) -> Mapping[int, Correction]:
    """Return what regradings say of an attempt that is handed in, by slot."""
    if full.attempt.state is not AttemptState.SUBMITTED:
        return {}
    questions = {slot.row.question_id for slot in full.slots}
    runs = db.session.execute(
        select(RegradeRun, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == RegradeRun.version_id)
        .where(RegradeRun.question_id.in_(questions), RegradeRun.undone_at.is_(None))
        .order_by(RegradeRun.made_at, RegradeRun.id)
    )
    found: dict[int, Correction] = {}
    for run, version in runs:
        for slot in full.slots:
            if slot.row.question_id == run.question_id and slot.version.created_at <= run.made_at:
                found[slot.number] = _correction(slot, run, key_of(version))
    return found


def versions_shown(full: FullAttempt, corrections: Mapping[int, Correction]) -> list[UUID]:
    """Return the versions of questions that an attempt is shown with, as asked and as corrected."""
    asked = [slot.version.id for slot in full.slots]
    return asked + [correction.version.id for correction in corrections.values()]


def _correction(slot: Slot, run: RegradeRun, key: CorrectKey) -> Correction:
    before, after = tuple(slot.interaction.key()), tuple(key.interaction.key())
    read = key.read(slot.response, slot.interaction) if slot.response else None
    is_read = slot.response is None or read is not None
    return Correction(
        run=run,
        version=key.version,
        said=widgets.say(key.interaction, read) if is_read else None,
        grading=key.grade(slot.response, slot.interaction) if slot.response else None,
        key_before=before if before != after else (),
    )


def unread_news(user_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that somebody has not read of a mark, and may be told of it now."""
    return (
        RegradedAttempt.user_id == user_id,
        RegradedAttempt.read_at.is_(None),
        RegradedAttempt.attempt_id.not_in(unmarked(user_id)),
    )


def news_of_marks(user_id: UUID) -> list[MarkNews]:
    """Return which of their marks became others and they have not read of, the latest first."""
    return _news(*unread_news(user_id))


def changed_marks(user_id: UUID, course_id: UUID) -> list[MarkNews]:
    """Return which of their marks in a course became others, read of or not, the latest first.

    What may not be told of now is left out.
    """
    hidden = RegradedAttempt.attempt_id.in_(unmarked(user_id))
    return _news(RegradedAttempt.user_id == user_id, Quiz.course_id == course_id, ~hidden)


def _news(*wanted: ColumnElement[bool]) -> list[MarkNews]:
    is_its = and_(
        Attempt.user_id == RegradedAttempt.user_id, Attempt.id == RegradedAttempt.attempt_id
    )
    rows = db.session.execute(
        select(RegradedAttempt, RegradeRun, Attempt, Quiz.title)
        .join(RegradeRun, RegradeRun.id == RegradedAttempt.run_id)
        .join(Attempt, is_its)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(*wanted)
        .order_by(RegradeRun.made_at.desc(), RegradeRun.id.desc(), Attempt.id)
    )
    return [
        MarkNews(
            run=run,
            attempt=attempt,
            quiz=title,
            before=Total(row.mark_before, row.max_before),
            after=Total(row.mark_after, row.max_after),
        )
        for row, run, attempt, title in rows
    ]
