"""What was accepted and no quiz asks yet: the questions of the next one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select

from webapp.db import db
from webapp.models import Document, Proposal, Question, QuizSlot
from webapp.services.quizzes.building import MOST_QUESTIONS
from webapp.services.quizzes.queries.published_questions import published_among
from webapp.services.teaching.queries.proposals import Wanted, matching


def accepted_to_ask(course_id: UUID, wanted: Wanted) -> list[UUID]:
    """Return the proposals that pass the filters and are published, in the order of the text.

    Without flashcards, which no quiz asks, and without what a quiz of the course picked already;
    at most as many as a quiz may ask.
    """
    ids = db.session.scalars(
        matching(select(Proposal.question_id), course_id, wanted)
        .where(
            Question.published.is_not(None),
            ~exists().where(QuizSlot.question_id == Proposal.question_id),
        )
        .order_by(Document.slug, Proposal.place, Proposal.question_id)
    )
    found = list(dict.fromkeys(ids))  # a version may have come of more than one decision
    askable = published_among(db.session(), course_id, found)
    return [question_id for question_id in found if question_id in askable][:MOST_QUESTIONS]
