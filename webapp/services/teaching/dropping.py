"""What was not proposed: kept with its reasons, and taken in after all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questions.question import Question, Status
from questions.types import type_problem
from webapp.db import new_id, writing
from webapp.models import Document, DroppedProposal, Proposal
from webapp.models.lengths import NOTE
from webapp.services.errors import Conflict, Missing
from webapp.services.operations.queries.quotas import check_question
from webapp.services.sources.voices import keep_voices
from webapp.services.teaching.candidates import Candidates, fact_of, look_over
from webapp.services.teaching.curating import as_cited, take_candidates
from webapp.services.teaching.questions import save_question
from webapp.services.teaching.ranking import rank_new

if TYPE_CHECKING:
    from questions.proposing import Proposals

KEPT = 1_000  # of a document, and of either kind: more than anybody reads


def take_found(
    document_id: UUID,
    found: Proposals,
    at: datetime,
    *,
    whole: bool = True,
    ready: Candidates | None = None,
) -> int:
    """Take all that was found on a document in; returns how many proposals wait anew.

    What was dropped is kept too, and whose words the sentences are. What was dropped
    before makes way, unless it was not the ``whole`` that was asked about. ``ready`` are the
    questions as they were looked over, where that was done before.

    Raises:
        Refusal: as :func:`take_proposals`.
    """
    ready = ready or look_over(document_id, found.questions, found.makings)
    with writing() as session:
        taken = take_candidates(document_id, ready, at)
        _keep_dropped(session, document_id, found, at, whole=whole)
        keep_voices(document_id, found.sha256, found.voices)
        return taken


def take_dropped(course_id: UUID, dropped_id: UUID, actor_id: UUID, at: datetime) -> UUID:
    """Let a question that was turned away wait all the same; returns its id.

    Raises:
        Missing: there is no such question in this course.
        Conflict: it was taken in before.
        OverQuota: there is no room for another.
    """
    with writing() as session:
        dropped, document = _find(session, course_id, dropped_id)
        if dropped.taken_id is not None:
            raise Conflict(_("It was taken in before. It is among the proposals."))
        check_question(session, course_id, actor_id)
        asked = _as_sound(Question.model_validate(dropped.asked))
        question_id = save_question(
            course_id, as_cited(asked, document.slug), Status.CANDIDATE, at, author_id=actor_id
        )
        session.add(_proposal(question_id, dropped, asked, at))
        dropped.taken_id = question_id
        rank_new(session, dropped.document_id)
        return question_id


def _find(session: Session, course_id: UUID, dropped_id: UUID) -> tuple[DroppedProposal, Document]:
    row = session.execute(
        select(DroppedProposal, Document)
        .join(Document, Document.id == DroppedProposal.document_id)
        .where(DroppedProposal.id == dropped_id, Document.course_id == course_id)
        .with_for_update(of=DroppedProposal)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or row[0].asked is None:
        raise Missing(_("There is no such question in this course."))
    return row[0], row[1]


def _as_sound(asked: Question) -> Question:
    """Return what can be saved: what a model drafted in no fitting shape becomes a flashcard."""
    return asked.model_copy(update={"type": "flashcard"}) if type_problem(asked) else asked


def _proposal(
    question_id: UUID, dropped: DroppedProposal, asked: Question, at: datetime
) -> Proposal:
    return Proposal(
        question_id=question_id,
        document_id=dropped.document_id,
        fact=fact_of(asked),
        place=asked.proof.start if asked.proof else 0,
        score=0.0,
        checks=[],
        failed=dropped.failed,
        way=dropped.way,
        made_at=at,
    )


def _keep_dropped(
    session: Session, document_id: UUID, found: Proposals, at: datetime, *, whole: bool
) -> None:
    """Keep what was dropped now, once; what was before makes way, but for what was taken in."""
    ours = DroppedProposal.document_id == document_id
    if whole:
        session.execute(delete(DroppedProposal).where(ours, DroppedProposal.taken_id.is_(None)))
    before = [_said_of(row) for row in session.scalars(select(DroppedProposal).where(ours))]
    for position, row in enumerate(_rows(found)):
        if _said_of(row) not in before:
            row.id, row.document_id, row.position, row.made_at = (
                new_id(at),
                document_id,
                position,
                at,
            )
            session.add(row)


def _said_of(row: DroppedProposal) -> object:
    """Return what tells one that was dropped from another: the question, or what was left alone."""
    return row.asked or (row.way, row.reason, row.quote)


def _rows(found: Proposals) -> Iterator[DroppedProposal]:
    for question, failure in found.dropped[:KEPT]:
        yield DroppedProposal(
            failed=failure.check.name,
            way="",
            reason=failure.reason[:NOTE],
            asked=question.model_dump(mode="json"),
            quote=question.proof.quote if question.proof else "",
        )
    for left in found.declined[:KEPT]:
        yield DroppedProposal(
            failed="",
            way=left.way.name,
            reason=left.reason[:NOTE],
            asked=None,
            quote=left.citation.quote,
        )
