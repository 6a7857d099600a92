"""Two quizzes of the made-up class that ask in other ways: how sure one is, and in several tries.

They take questions of the seed's bank that its test does not ask, so that its figures stay alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.question import Status
from webapp.learning.behaviours import Behaviour
from webapp.models import Question, QuizMode
from webapp.services.quizzes.building import Picked, Plan, save_quiz
from webapp.services.quizzes.rules import Rules
from webapp.services.quizzes.sectioning import PlannedSection
from webapp.services.sources.queries.readings import Excerpt, blocks_of
from webapp.services.teaching.questions import as_asked, load_version, save_question

# Their questions, by their names in the bank.
SURE = ("who-dialogue", "who-groundless", "who-security", "nacc-year", "deep-year")
READ, REMEMBERED = ("relations-before-pfp", "nacc-to-eapc"), ("deep-to-mhs", "order-steps")
# What is read first, by how its paragraphs begin.
_PASSAGES = ("Relations with NATO started", "Bilateral cooperation began")
_HINTS = {
    "nacc-to-eapc": (
        "Both years stand in the first passage: when Azerbaijan joined, and when that council was "
        "succeeded.",
        "Take the first year from the second.",
    ),
    "deep-to-mhs": ("Both years stand in the last two paragraphs of the report.",),
    "order-steps": (
        "It begins with a council, and then comes a partnership.",
        "Military education comes last, in two steps.",
    ),
}
_NOTE = "For the demonstration, with hints."
_PARAGRAPHS = 100  # a plain choice: more than a seed has


def ask_how_sure(session: Session, course_id: UUID, at: datetime) -> UUID:
    """Make a test that counts an answer by how sure one is; returns its id."""
    plan = _plan(
        "How sure are you?",
        "A test by confidence: certain and right counts most, certain and wrong costs.",
        QuizMode.TEST,
        _picked(session, course_id, SURE),
        Behaviour(asks_confidence=True),
    )
    return save_quiz(course_id, plan, at)


def ask_in_tries(session: Session, course_id: UUID, document: str, at: datetime) -> UUID:
    """Make a practice in two sections, a passage before the first, with hints; returns its id."""
    for slug, hints in _HINTS.items():
        _give_hints(session, course_id, slug, hints, at)
    sections = (
        PlannedSection(
            before=0,
            heading="Councils and a partnership",
            text="Read these two paragraphs. They stay at hand beside each question.",
            passages=_passages(course_id, document),
        ),
        PlannedSection(
            before=len(READ),
            heading="From memory",
            text="Nothing to read here: *what do you remember of the report?*",
        ),
    )
    plan = _plan(
        "Read, try, try again",
        "Two paragraphs to read, three tries for each question, and a hint after a wrong one.",
        QuizMode.PRACTICE,
        _picked(session, course_id, READ + REMEMBERED),
        Behaviour(tries=3),
        sections,
    )
    return save_quiz(course_id, plan, at)


def _plan(
    title: str,
    description: str,
    mode: QuizMode,
    places: tuple[Picked, ...],
    behaviour: Behaviour,
    sections: tuple[PlannedSection, ...] = (),
) -> Plan:
    return Plan(
        title=title,
        description=description,
        mode=mode,
        attempts_allowed=None,
        time_limit_minutes=None,
        opens_at=None,
        closes_at=None,
        places=places,
        rules=Rules(behaviour=behaviour),
        sections=sections,
    )


def _picked(session: Session, course_id: UUID, slugs: Sequence[str]) -> tuple[Picked, ...]:
    return tuple(Picked(_question(session, course_id, slug).id) for slug in slugs)


def _question(session: Session, course_id: UUID, slug: str) -> Question:
    return session.scalars(
        select(Question).where(Question.course_id == course_id, Question.slug == slug)
    ).one()


def _give_hints(
    session: Session, course_id: UUID, slug: str, hints: tuple[str, ...], at: datetime
) -> None:
    question = _question(session, course_id, slug)
    asked = as_asked(load_version(session, question.id, question.latest), slug)
    helped = asked.model_copy(update={"hints": hints})
    save_question(course_id, helped, Status.PUBLISHED, at, note=_NOTE, question_id=question.id)


def _passages(course_id: UUID, document: str) -> tuple[Excerpt, ...]:
    revision_id, blocks = blocks_of(course_id, document, _PARAGRAPHS) or (None, [])
    return tuple(
        Excerpt(revision_id, block.start, block.end)
        for block in blocks
        if revision_id and block.text.startswith(_PASSAGES)
    )
