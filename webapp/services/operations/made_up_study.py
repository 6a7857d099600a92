"""Three weeks of a made-up learner's study, through the same services as everybody's.

What the learner gets right is settled by the question and how often it was asked, so that the
demonstration looks alike wherever it is set up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.responses import Chosen, Entered, Matched, Ordered, Recalled, Response
from webapp.db import writing
from webapp.learning.scheduling import Settings
from webapp.learning.study_days import day_start, study_day
from webapp.models import Question, Quiz, User
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.reviewing.queries.queue import QuestionToReview, next_question
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.reviews import answer_review
from webapp.services.reviewing.settings import memory_settings

DAYS = 21
_NEW_PER_DAY = 2
_MOST_A_DAY = 40
_EVENING = timedelta(hours=14)
# Attempts at the quizzes, by days ago; the first quiz, a test, is left to do.
_ATTEMPTS = {12: 1, 7: 2, 3: 1}
# The share answered right: at the first meeting, in the first steps, and later.
_RIGHT_NEW, _RIGHT_LEARNING, _RIGHT_KNOWN = 0.55, 0.85, 0.88
_RIGHT_IN_QUIZ = 0.75


def study(user: User, course_id: UUID, at: datetime) -> None:
    """Study on the DAYS study days before that of ``at``, and attempt quizzes on some."""
    settings = memory_settings(user)
    today = study_day(at, settings.time_zone, settings.rollover_hour)
    with writing() as session:
        rehearsal = _Rehearsal(
            user.id, settings, _slugs(session, course_id), _quizzes(session, course_id)
        )
        for ago in range(DAYS, 0, -1):
            rehearsal.study_on(today - ago, ago)


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    user_id: UUID
    settings: Settings
    slugs: dict[UUID, str]
    quizzes: list[UUID]

    def study_on(self, day: int, ago: int) -> None:
        at = day_start(day, self.settings.time_zone, self.settings.rollover_hour) + _EVENING
        if ago in _ATTEMPTS and _ATTEMPTS[ago] < len(self.quizzes):
            self._attempt(self.quizzes[_ATTEMPTS[ago]], at - timedelta(hours=3), ago)
        learner = Learner(self.user_id, self.settings, _NEW_PER_DAY, day)
        for number in range(_MOST_A_DAY):
            asked = next_question(learner, at)
            if asked is None:
                return
            at += self._answer(learner, asked, at, f"{day}:{number}")

    def _answer(
        self, learner: Learner, asked: QuestionToReview, at: datetime, key: str
    ) -> timedelta:
        name = f"{self.slugs[asked.question_id]}:{asked.repetitions}"
        response = answer_as(asked.interaction, chance(name) < _share(asked))
        took = timedelta(seconds=round(6 + 24 * chance(name, "seconds")))
        answer_review(
            learner,
            asked,
            response,
            at + took,
            seen=asked.repetitions,
            client_key=f"rehearsal:{key}",
            duration_ms=took // timedelta(milliseconds=1),
        )
        return took + timedelta(seconds=20)

    def _attempt(self, quiz_id: UUID, at: datetime, ago: int) -> None:
        attempt_id = start_attempt(self.user_id, quiz_id, at)
        for slot in load_attempt(self.user_id, attempt_id).slots:
            name = f"{self.slugs[slot.row.question_id]}:attempt:{ago}"
            took = timedelta(seconds=round(15 + 30 * chance(name, "seconds")))
            at += took
            response = answer_as(slot.interaction, chance(name) < _RIGHT_IN_QUIZ)
            if response is not None:
                answer_slot(
                    self.user_id,
                    attempt_id,
                    slot.number,
                    response,
                    at,
                    self.settings,
                    client_key=f"rehearsal:{ago}:{slot.number}",
                    duration_ms=took // timedelta(milliseconds=1),
                )
        submit_attempt(self.user_id, attempt_id, at + timedelta(seconds=30), self.settings)


def answer_as(interaction: Interaction, right: bool) -> Response | None:
    """Return a right response, or else a wrong one; ``None`` stands for "I don't know"."""
    match interaction:
        case Choice():
            return _choose(interaction, right)
        case TextEntry():
            return Entered(text=interaction.key()[0]) if right else None
        case Match():
            rights = [pair[1] for pair in interaction.pairs]
            return Matched(rights=tuple(rights if right else rights[1:] + rights[:1]))
        case Order():
            items = list(range(len(interaction.items)))
            return Ordered(items=tuple(items if right else [*items[1:], items[0]]))
        case Recall():
            return Recalled(rating=3 if right else 1)


def _choose(interaction: Choice, right: bool) -> Chosen:
    picked = [i for i, option in enumerate(interaction.options) if (option.fraction > 0) is right]
    return Chosen(options=tuple(picked if right and interaction.multiple else picked[:1]))


def _share(asked: QuestionToReview) -> float:
    if asked.memory is None:
        return _RIGHT_NEW
    return _RIGHT_KNOWN if asked.memory.step is None else _RIGHT_LEARNING


def chance(*names: str) -> float:
    """Return what is settled by names alone, from 0 to below 1 and as good as chance."""
    digest = blake2b(":".join(names).encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def _slugs(session: Session, course_id: UUID) -> dict[UUID, str]:
    rows = session.execute(
        select(Question.id, Question.slug).where(Question.course_id == course_id)
    )
    return {question_id: slug or "" for question_id, slug in rows}


def _quizzes(session: Session, course_id: UUID) -> list[UUID]:
    query = select(Quiz.id).where(Quiz.course_id == course_id).order_by(Quiz.created_at, Quiz.slug)
    return list(session.scalars(query))
