"""What an instructor types, for each type of question, all citing sentence 12 of the seed."""

from __future__ import annotations

from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from questions.question import Question as Asked
from tests.webapp.browsing import submit
from webapp.db import db
from webapp.models import Question, QuestionVersion
from webapp.services.teaching.questions import as_asked

Typed = dict[str, str | list[str] | None]

NEW = "/teach/caucasus/questions/new"
QUOTE = "Bilateral cooperation began when Azerbaijan joined the Partnership for Peace"

KINDS: dict[str, Typed] = {
    "multiple_choice": {
        "options-options-0-text": "1994",
        "options-options-1-text": "1992",
        "options-options-1-feedback": "That was the Council.",
        "options-one": "0",
    },
    "multiple_response": {
        "options-options-0-text": "In 1994",
        "options-options-0-right": "y",
        "options-options-1-text": "Bilaterally",
        "options-options-1-right": "y",
        "options-options-2-text": "In 1992",
        "options-options-3-text": "In 1997",
    },
    "true_false": {"truth-right": "1", "truth-feedback_true": "Look at the year."},
    "short_answer": {"words-answers": "1994\r\n  in   1994 \r\n", "words-typos": "y"},
    "numerical": {"amounts-numbers-0-number": "1994", "amounts-numbers-0-tolerance": "0.5"},
    "cloze": {"stem": "Cooperation began in ____.", "words-answers": "1994"},
    "matching": {
        "match-pairs-0-left": "Council",
        "match-pairs-0-right": "1992",
        "match-pairs-1-left": "Partnership",
        "match-pairs-1-right": "1994",
        "match-distractors": "2023",
    },
    "ordering": {"order-items": "Council\r\nPartnership\r\nProgramme"},
    "who_said_it": {"voices-one": "2"},
    "flashcard": {"card-back": "1994"},
}


def typed(kind: str, **changes: str | list[str] | None) -> Typed:
    """Return what is typed for a sound question of that type."""
    common: Typed = {
        "type": kind,
        "stem": "When did bilateral cooperation begin?",
        "tags": "Dates,  pfp, dates",
        "quote": QUOTE,
        "do": "publish",
    }
    return {**common, **KINDS[kind], **changes}


def write(client: FlaskClient, fields: Typed, page: str = NEW) -> TestResponse:
    """Send the editor's form with these fields."""
    return submit(client, page, page.partition("?")[0], **fields)


def newest(course_id: UUID) -> tuple[Question, QuestionVersion, Asked]:
    """Return the question made last, its newest version, and that in the native schema."""
    db.session.rollback()
    db.session.expire_all()
    question = db.session.scalars(
        select(Question)
        .where(Question.course_id == course_id)
        .order_by(Question.created_at.desc(), Question.id.desc())
    ).first()
    assert question is not None
    version = db.session.scalars(
        select(QuestionVersion).where(
            QuestionVersion.question_id == question.id, QuestionVersion.number == question.latest
        )
    ).one()
    return question, version, as_asked(version)
