"""Reviewing: what an answer does, and how it is taken back or judged otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from questions.interactions import Grading, Interaction, grade, load_interaction
from questions.responses import Recalled, Response
from webapp.db import db, writing
from webapp.learning.ratings import rating_for
from webapp.learning.scheduling import Memory, Rating, next_memories
from webapp.models import (
    Course,
    Question,
    QuestionVersion,
    Review,
    ReviewKind,
    counted,
)
from webapp.services.errors import Missing
from webapp.services.gradings import graded
from webapp.services.reviewing.answering import (
    Answer,
    Recorded,
    memory_before,
    record_answer,
    record_wish,
    undo_review,
)
from webapp.services.reviewing.queries.queue import QuestionToReview, find_question
from webapp.services.reviewing.queries.waiting import Learner, done_lately, open_to
from webapp.services.reviewing.replaying import card_key
from webapp.services.sources.queries.words import words_around


def answer_review(
    learner: Learner,
    asked: QuestionToReview,
    response: Response | None,
    at: datetime,
    *,
    seen: int,
    client_key: str,
    duration_ms: int | None,
    unsure: bool = False,
) -> Recorded:
    """Grade a response (``None``: not known) and record it.

    ``seen`` is how often the question had been answered when it was shown.

    Raises:
        Conflict: it was answered meanwhile, in another window or on another device.
    """
    grading = Grading(fraction=0)
    if response is not None:
        grading = grade(asked.interaction, response, words_around(asked.version_id))
    rating = rating_for(grading.fraction, unsure)
    if isinstance(response, Recalled):
        rating = Rating(response.rating)
    answer = Answer(
        user_id=learner.id,
        question_id=asked.question_id,
        version_id=asked.version_id,
        kind=ReviewKind.REVIEW,
        rating=rating,
        fraction=grading.fraction,
        rule=grading.rule,
        feedback=grading.feedback,
        response=response.model_dump(mode="json") if response is not None else None,
        at=at,
        client_key=client_key,
        duration_ms=duration_ms,
        unsure=unsure,
        seen=seen,
    )
    return record_answer(answer, learner.settings)


@dataclass(frozen=True, slots=True)
class Answered:
    """A review as it stands in the log, for showing its verdict."""

    review: Review
    version: QuestionVersion
    course: str
    interaction: Interaction
    outcomes: Mapping[Rating, Memory]

    @property
    def grading(self) -> Grading | None:
        """How the response was graded, as it was told then; ``None`` without one."""
        return graded(self.interaction, self.review)


def find_review(learner: Learner, review_id: UUID) -> Answered:
    """Return a review of this learner that was not taken back. Raises Missing."""
    query = (
        select(Review, QuestionVersion, Course.title)
        .join(QuestionVersion, QuestionVersion.id == Review.version_id)
        .join(Question, Question.id == Review.question_id)
        .join(Course, Course.id == Question.course_id)
        .where(counted(learner.id), Review.id == review_id, open_to(learner.id))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing(_("There is no such review, or it was taken back."))
    review, version, course = row
    memory = memory_before(learner.id, review_id, learner.settings)
    key = card_key(learner.id, review.question_id)
    outcomes = next_memories(memory, review.answered_at, review.study_day, learner.settings, key)
    return Answered(review, version, course, load_interaction(version.interaction), outcomes)


def rate_again(learner: Learner, review_id: UUID, rating: Rating, at: datetime) -> None:
    """Judge a right answer otherwise than it was recorded: taken back, then recorded anew."""
    answered = find_review(learner, review_id)
    review = answered.review
    if review.rating == rating or review.fraction < 1:
        return
    answer = Answer(
        user_id=learner.id,
        question_id=review.question_id,
        version_id=review.version_id,
        kind=review.kind,
        rating=rating,
        fraction=review.fraction,
        rule=review.rule,
        feedback=review.feedback,
        response=review.response,
        at=review.answered_at,
        client_key=f"rate:{review_id}:{int(rating)}",
        duration_ms=review.duration_ms,
        unsure=review.unsure,
    )
    with writing():
        if undo_review(learner.id, review_id, at, learner.settings):
            record_answer(answer, learner.settings)


def undo_last(learner: Learner, at: datetime) -> UUID | None:
    """Take back the last review or wish of today; returns its question, or ``None``."""
    query = done_lately(learner).order_by(Review.answered_at.desc(), Review.id.desc()).limit(1)
    row = db.session.execute(query).one_or_none()
    if row is None or not undo_review(learner.id, row.id, at, learner.settings):
        return None
    return UUID(str(row.question_id))


def set_aside(learner: Learner, question_id: UUID, at: datetime) -> UUID:
    """Ask a question no more until the learner brings it back; returns what undo takes back.

    Raises:
        Missing: the question is not open to the learner.
    """
    return _wish(learner, question_id, ReviewKind.SET_ASIDE, at)


def leave_for_tomorrow(learner: Learner, question_id: UUID, at: datetime) -> UUID:
    """Ask a question no more on this study day; returns what undo takes back.

    Raises:
        Missing: the question is not open to the learner.
    """
    return _wish(learner, question_id, ReviewKind.BURY, at)


def resume_card(learner: Learner, question_id: UUID, at: datetime) -> None:
    """Bring a card back that was set aside, if the question is still open to the learner."""
    with suppress(Missing):
        _wish(learner, question_id, ReviewKind.RESUME, at)


def _wish(learner: Learner, question_id: UUID, kind: ReviewKind, at: datetime) -> UUID:
    asked = find_question(learner, question_id)
    return record_wish(learner.id, question_id, asked.version_id, kind, at, learner.settings)


def outcomes_of(learner: Learner, asked: QuestionToReview, at: datetime) -> Mapping[Rating, Memory]:
    """Return what each rating would lead to now, for the labels of the buttons."""
    key = card_key(learner.id, asked.question_id)
    return next_memories(asked.memory, at, learner.today, learner.settings, key)
