"""A made-up class of twelve that has taken a quiz in which one key is wrong on purpose.

It has taken another that asks how sure one is, and a third, to be tried several times, waits.

Who knows more is more often right, and chooses what the text says: so the best are marked wrong
where the key is, which is how the results give such a key away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.interactions import Choice, Interaction, Option
from questions.question import Status
from webapp.db import new_id, writing
from webapp.learning.confidence import Confidence
from webapp.models import Question, Quiz, Role, User
from webapp.services.operations.made_up_quizzes import ask_how_sure, ask_in_tries
from webapp.services.operations.made_up_study import answer_as, chance
from webapp.services.operations.seeding import load_seed_into
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.reviewing.settings import memory_settings
from webapp.services.teaching.courses import create_course, enrol
from webapp.services.teaching.questions import as_asked, load_version, save_question

SLUG = "demonstration-class"
TITLE = "A class of twelve"
SIZE = 12
# The question whose key is made wrong, and the quiz that asks it, by their names in the bank.
WRONG, QUIZ = "peacekeeping-embodiment", "azerbaijan-nato-talks"
_NOTE = "For the demonstration, the key of this version is wrong on purpose."
_AGO, _NEXT = timedelta(days=2), timedelta(days=1)
# The share answered right by who knows least, and by who knows most.
_LEAST, _MOST = 0.3, 0.97
# By how much more they know than a question takes they are certain or fairly sure, and by how much
# they misjudge that, either way: plain choices, with which some are certain and wrong.
_CERTAIN, _FAIRLY, _MISJUDGED = 0.4, 0.1, 0.8


def attend(seed: str, at: datetime, instructor_id: UUID) -> None:
    """Found the class's course on a seed document and have its quiz taken with one key wrong."""
    begun = at - _AGO
    later = begun + _NEXT
    with writing() as session:
        course_id = create_course(TITLE, begun, owner_id=instructor_id, slug=SLUG)
        load_seed_into(course_id, seed, begun)
        true = _make_wrong(session, course_id, begun)
        quiz_id = session.scalars(
            select(Quiz.id).where(Quiz.course_id == course_id, Quiz.slug == QUIZ)
        ).one()
        sure_id = ask_how_sure(session, course_id, later)
        ask_in_tries(session, course_id, seed, later)
        for number in range(1, SIZE + 1):
            learner = _enrolled(session, course_id, number, begun)
            minutes = timedelta(minutes=number)
            _take(learner, quiz_id, f"pupil:{number}", number, begun + minutes, true)
            _take(learner, sure_id, f"sure:{number}", number, later + minutes, {})


def _make_wrong(session: Session, course_id: UUID, at: datetime) -> Mapping[UUID, Interaction]:
    """Publish a version of a question whose key is its first wrong option; returns the true one."""
    question = session.scalars(
        select(Question).where(Question.course_id == course_id, Question.slug == WRONG)
    ).one()
    asked = as_asked(load_version(session, question.id, question.latest), question.slug)
    interaction = cast("Choice", asked.interaction)
    wrong = next(option for option in interaction.options if option.fraction <= 0)
    options = tuple(
        Option(text=option.text, fraction=float(option is wrong)) for option in interaction.options
    )
    changed = asked.model_copy(
        update={"interaction": interaction.model_copy(update={"options": options})}
    )
    save_question(course_id, changed, Status.PUBLISHED, at, note=_NOTE, question_id=question.id)
    return {question.id: interaction}


def _enrolled(session: Session, course_id: UUID, number: int, at: datetime) -> User:
    """Make one of the class; nobody can sign in as them."""
    user = User(
        id=new_id(at),
        email=f"class{number}@example.org",
        name=f"Class Learner {number:02}",
        created_at=at,
    )
    session.add(user)
    session.flush()
    enrol(session, user.id, course_id, Role.LEARNER, at)
    return user


def _take(
    learner: User,
    quiz_id: UUID,
    key: str,
    number: int,
    at: datetime,
    true: Mapping[UUID, Interaction],
) -> None:
    knows = _LEAST + (_MOST - _LEAST) * (number - 1) / (SIZE - 1)
    settings = memory_settings(learner)
    attempt_id = start_attempt(learner.id, quiz_id, at)
    for slot in load_attempt(learner.id, attempt_id).slots:
        name = f"{key}:{slot.number}"
        took = timedelta(seconds=round(15 + 45 * chance(name, "seconds")))
        at += took
        interaction = true.get(slot.row.question_id, slot.interaction)
        response = answer_as(interaction, chance(name) < knows)
        if response is not None:
            answer_slot(
                learner.id,
                attempt_id,
                slot.number,
                response,
                at,
                settings,
                client_key=name,
                duration_ms=took // timedelta(milliseconds=1),
                confidence=_sureness(name, knows),
            )
    submit_attempt(learner.id, attempt_id, at + timedelta(seconds=30), settings)


def _sureness(name: str, knows: float) -> Confidence:
    more = knows - chance(name) + _MISJUDGED * (2 * chance(name, "sure") - 1)
    if more > _CERTAIN:
        return Confidence.CERTAIN
    return Confidence.FAIRLY if more > _FAIRLY else Confidence.GUESS
