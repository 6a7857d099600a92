"""Arranging: which questions an attempt asks, in which order, and how each is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from random import Random
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from questions.interactions import Choice, Interaction, load_interaction
from webapp import widgets
from webapp.db import new_id
from webapp.models import Attempt, AttemptState, QuestionAttempt, Quiz
from webapp.services.errors import Refusal
from webapp.services.quizzes.deadlines import end_of
from webapp.services.quizzes.queries.selection import Asked, begin_sections, choose
from webapp.services.quizzes.queries.terms import Allowance


@dataclass(frozen=True, slots=True)
class Beginning:
    """An attempt that begins: whose, which of theirs, by which chance, and when."""

    user_id: UUID
    number: int
    seed: int
    at: datetime


def add_attempt(session: Session, quiz: Quiz, terms: Allowance, new: Beginning) -> UUID:
    """Settle what an attempt asks and in which order, store it, and return its id.

    Raises:
        Refusal: there is nothing to ask.
    """
    seed, at = new.seed, new.at
    asked = _mix(quiz, choose(session, quiz, Random(seed)), seed)  # noqa: S311
    if not asked:
        raise Refusal(_("This quiz has no questions yet. Ask your instructor."))
    attempt = Attempt(
        user_id=new.user_id,
        id=new_id(at),
        quiz_id=quiz.id,
        number=new.number,
        state=AttemptState.IN_PROGRESS,
        seed=seed,
        started_at=at,
        mode=quiz.mode,
        shown_during=quiz.shown_during,
        asks_confidence=quiz.asks_confidence,
        tries=quiz.tries,
        penalty=quiz.penalty,
        limit_minutes=terms.time_limit_minutes,
        deadline=end_of(at, terms.time_limit_minutes, terms),
        max_mark=sum(each.max_mark for each in asked),
        sections=[(first, str(section.id)) for first, section in begin_sections(asked)],
    )
    session.add(attempt)
    session.flush()
    for place, (version, mark, _section) in enumerate(asked, 1):
        order = _order(quiz, load_interaction(version.interaction), f"{seed}:{place}")
        session.add(
            QuestionAttempt(
                user_id=new.user_id,
                attempt_id=attempt.id,
                slot=place,
                question_id=version.question_id,
                version_id=version.id,
                option_order=order,
                max_mark=mark,
            )
        )
    return attempt.id


def _mix(quiz: Quiz, asked: Iterable[Asked], seed: int) -> list[Asked]:
    """Return questions in the order to ask them in: none leaves its section."""
    chance = Random(f"{seed}:questions")  # noqa: S311
    mixed: list[Asked] = []
    for section, group in groupby(asked, key=attrgetter("section")):
        held = list(group)
        if quiz.shuffles_questions or (section is not None and section.shuffles):
            chance.shuffle(held)
        mixed += held
    return mixed


def _order(quiz: Quiz, interaction: Interaction, seed: str) -> list[int]:
    """Return the order to show options or items in; what is to be put in order is always mixed."""
    if isinstance(interaction, Choice) and not quiz.shuffles_options:
        return list(range(len(interaction.options)))
    return widgets.arrange(interaction, seed)
