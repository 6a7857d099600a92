"""What an attempt found out: the weakest passage, the slowest question, and how the class did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import func, select

from webapp.db import db
from webapp.learning.findings import weakest
from webapp.learning.grades import Marked, grade_of
from webapp.models import Attempt, AttemptState, AttemptStep, Enrolment, Quiz, Role, Seen
from webapp.services.quizzes.queries.attempt_results import Verdict
from webapp.services.quizzes.queries.attempts import FullAttempt
from webapp.services.sources.queries.citations import CitationView

FEWEST_OTHERS = 5  # of fewer grades the middle one would tell somebody's mark


@dataclass(frozen=True, slots=True)
class AskedPassage:
    """A part of a document with the questions that an attempt asked of it, the worst first.

    It is a section where the document has some, a paragraph otherwise.
    """

    citations: tuple[CitationView, ...]
    question_ids: tuple[UUID, ...]
    right: int

    @property
    def first(self) -> CitationView:
        """The citation that was answered worst."""
        return self.citations[0]

    @property
    def sentences(self) -> tuple[int, int]:
        """The numbers of the first and the last sentence asked about; 0 where it is none."""
        numbers = [citation.sentence_number for citation in self.citations]
        return min(numbers), max(numbers)


def weakest_passages(full: FullAttempt, verdicts: Sequence[Verdict]) -> list[AskedPassage]:
    """Return the passage whose questions went worst, or several that are alike.

    There is none as long as the verdict or the passage of any question is kept back, nor where all
    passages went alike.
    """
    told = Seen.VERDICT | Seen.PASSAGE
    if not all(told in verdict.seen for verdict in verdicts):
        return []
    asked: defaultdict[tuple[str, ...], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.citations and not verdict.dropped:
            asked[_passage_of(verdict.citations[0])].append(verdict)
    marks = {name: [_marks(full, verdict) for verdict in group] for name, group in asked.items()}
    return [_passage(full, asked[name]) for name in weakest(marks)]


def _passage_of(citation: CitationView) -> tuple[str, ...]:
    part = citation.section or str(citation.paragraph)
    return citation.course, citation.document, part


def _marks(full: FullAttempt, verdict: Verdict) -> tuple[float, float]:
    slot = full.slot(verdict.number)
    return slot.fraction * slot.row.max_mark, slot.row.max_mark


def _passage(full: FullAttempt, verdicts: Sequence[Verdict]) -> AskedPassage:
    slots = {verdict.number: full.slot(verdict.number) for verdict in verdicts}
    worst_first = sorted(verdicts, key=lambda verdict: slots[verdict.number].fraction)
    return AskedPassage(
        tuple(verdict.citations[0] for verdict in worst_first),
        tuple(slots[verdict.number].row.question_id for verdict in worst_first),
        sum(verdict.right for verdict in verdicts),
    )


def slowest_question(attempt: Attempt) -> tuple[int, timedelta] | None:
    """Return the number of the question that took longest to answer, and how long; or ``None``.

    All answers to it are added up; of those that were not timed nothing is known.
    """
    taken = func.sum(AttemptStep.duration_ms)
    row = db.session.execute(
        select(AttemptStep.slot, taken)
        .where(AttemptStep.user_id == attempt.user_id, AttemptStep.attempt_id == attempt.id)
        .where(AttemptStep.duration_ms.is_not(None))
        .group_by(AttemptStep.slot)
        .order_by(taken.desc(), AttemptStep.slot)
        .limit(1)
    ).one_or_none()
    return (row[0], timedelta(milliseconds=int(row[1] or 0))) if row else None


def class_median(quiz: Quiz, user_id: UUID) -> float | None:
    """Return the median of the grades of a class, as a share, for one of its learners.

    There is none unless the quiz tells it and five others or more have a grade. Whether the
    learner may see their own mark is for the caller to know: before that they see no median.
    """
    if not quiz.tells_median:
        return None
    shares = _shares(quiz)
    others = len(shares.keys() - {user_id})
    return median(shares.values()) if others >= FEWEST_OTHERS else None


def _shares(quiz: Quiz) -> dict[UUID, float]:
    """Return the grade of each learner of the course who has one."""
    rows = db.session.execute(
        select(Attempt.user_id, Attempt.mark, Attempt.max_mark)
        .join(Enrolment, Enrolment.user_id == Attempt.user_id)
        .where(
            Attempt.quiz_id == quiz.id,
            Attempt.state == AttemptState.SUBMITTED,
            Enrolment.course_id == quiz.course_id,
            Enrolment.role == Role.LEARNER,
        )
        .order_by(Attempt.number)
    )
    made: defaultdict[UUID, list[Marked]] = defaultdict(list)
    for user_id, mark, max_mark in rows:
        made[user_id].append(Marked(mark or 0.0, max_mark))
    grades = {user_id: grade_of(each, quiz.grading_method) for user_id, each in made.items()}
    return {user_id: grade.fraction for user_id, grade in grades.items() if grade}
