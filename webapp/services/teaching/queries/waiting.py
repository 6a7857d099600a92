"""The proposals that wait, one a line, to decide several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_

from questions.interactions import Choice, Interaction, load_interaction
from webapp import widgets
from webapp.db import db
from webapp.models import Document, Proposal, Question, QuestionVersion, is_newest
from webapp.services.teaching.queries.proposals import (
    ProposalOrder,
    Wanted,
    is_waiting,
    matching,
    worth,
)

PAGE = 50


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A proposal that waits, as version ``number``; ``wrong`` are its wrong options, if any."""

    question_id: UUID
    number: int
    type: str
    stem: str
    key: tuple[str, ...]
    wrong: tuple[str, ...]
    score: float
    title: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page of what waits."""

    lines: tuple[WaitingLine, ...]
    total: int
    page: int
    pages: int


def list_waiting(course_id: UUID, wanted: Wanted, page: int) -> WaitingPage:
    """Return the proposals of a course that wait and pass the filters, as they are to go."""
    total = db.session.scalar(
        matching(select(func.count(Proposal.question_id)), course_id, wanted).where(is_waiting())
    )
    pages = max(1, -(-(total or 0) // PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.execute(
        matching(select(Question, QuestionVersion, Proposal, Document.title), course_id, wanted)
        .where(is_waiting())
        .order_by(*_order(wanted), Document.slug, Proposal.place, Question.id)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    )
    return WaitingPage(tuple(_line(*row) for row in rows), total or 0, page, pages)


def next_form(question_id: UUID) -> UUID | None:
    """Return the best form that waits of the fact that a proposal asks for."""
    this = select(Proposal.document_id, Proposal.fact).where(Proposal.question_id == question_id)
    return db.session.scalar(
        select(Question.id)
        .join(Proposal, Proposal.question_id == Question.id)
        .join(QuestionVersion, is_newest())
        .where(tuple_(Proposal.document_id, Proposal.fact).in_(this), is_waiting())
        .order_by(Proposal.score.desc(), Question.id)
        .limit(1)
    )


def _order(wanted: Wanted) -> list[ColumnElement[Any]]:
    """Return what goes before the place in the text."""
    best = worth().desc()
    if wanted.order == ProposalOrder.TEXT:
        return []
    if wanted.order == ProposalOrder.MIX:
        of_its_kind = func.row_number().over(
            partition_by=QuestionVersion.type,
            order_by=[best, Document.slug, Proposal.place, Question.id],
        )
        return [of_its_kind, best]
    return [best]


def _line(
    question: Question, version: QuestionVersion, proposal: Proposal, title: str
) -> WaitingLine:
    interaction = load_interaction(version.interaction)
    return WaitingLine(
        question_id=question.id,
        number=question.latest,
        type=version.type,
        stem=version.stem,
        key=widgets.say(interaction, None).key,
        wrong=_wrong(interaction) if version.type != "true_false" else (),
        score=proposal.score,
        title=title,
    )


def _wrong(interaction: Interaction) -> tuple[str, ...]:
    if not isinstance(interaction, Choice):
        return ()
    return tuple(option.text for option in interaction.options if option.fraction <= 0)
