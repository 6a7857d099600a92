"""Curating: proposals taken in, accepted, turned down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.question import Question, Status
from webapp import models
from webapp.db import new_id, writing
from webapp.models import CurationEvent, Decision, Proposal, Reason
from webapp.services.errors import Conflict, Missing
from webapp.services.teaching.candidates import Candidates, look_over, store_candidates
from webapp.services.teaching.questions import as_asked, load_version, save_question
from webapp.services.teaching.ranking import rank_new

if TYPE_CHECKING:
    from questions.proposing import Making


def take_proposals(
    document_id: UUID,
    questions: Sequence[Question],
    at: datetime,
    *,
    makings: Sequence[Making] = (),
) -> int:
    """Take proposed questions on a document in, for an instructor to decide; returns how many.

    Those that the course has already, in the same words, are left out, so that taking in again
    changes nothing. ``makings`` say of each how it was made, where that is known.

    Raises:
        Refusal: one of them is not sound, or its quote does not stand in the document.
    """
    return take_candidates(document_id, look_over(document_id, questions, makings), at)


def take_candidates(document_id: UUID, ready: Candidates, at: datetime) -> int:
    """Take in what was looked over, as :func:`take_proposals` does; returns how many."""
    with writing() as session:
        # Locked, so that two jobs on one document never take the same in at once.
        document = session.get_one(models.Document, document_id, with_for_update=True)
        taken = store_candidates(session, document, ready, at)
        rank_new(session, document_id)
        return taken


def accept_proposal(
    course_id: UUID,
    question_id: UUID,
    actor_id: UUID,
    at: datetime,
    *,
    seen: int | None = None,
    act_id: UUID | None = None,
) -> None:
    """Publish a proposal as it stands; ``seen`` is the version that was looked at, where known.

    Raises:
        Refusal: it may not be published.
        Conflict: somebody decided or changed it meanwhile.
        Missing: there is no such proposal in this course.
    """
    with writing() as session:
        version = find_waiting(session, course_id, question_id, seen)
        save_as(session, course_id, version, Status.PUBLISHED, actor_id, at)
        note_decision(session, course_id, version, Decision.ACCEPTED, actor_id, at, act_id=act_id)


def reject_proposal(
    course_id: UUID,
    question_id: UUID,
    reason: Reason,
    actor_id: UUID,
    at: datetime,
    *,
    seen: int | None = None,
    act_id: UUID | None = None,
) -> None:
    """Turn a proposal down. Raises Conflict and Missing as :func:`accept_proposal`."""
    with writing() as session:
        version = find_waiting(session, course_id, question_id, seen)
        save_as(session, course_id, version, Status.REJECTED, actor_id, at)
        note_decision(
            session, course_id, version, Decision.REJECTED, actor_id, at, reason, act_id=act_id
        )


def note_edit(
    session: Session, course_id: UUID, question_id: UUID, actor_id: UUID, at: datetime
) -> None:
    """Record that a proposal was edited, when the version before the newest was one."""
    question = session.get_one(models.Question, question_id)
    if question.latest < 2 or session.get(Proposal, question_id) is None:
        return
    before = load_version(session, question_id, question.latest - 1)
    if before.status is Status.CANDIDATE:
        note_decision(session, course_id, before, Decision.EDITED, actor_id, at)


def note_decision(
    session: Session,
    course_id: UUID,
    version: models.QuestionVersion,
    decision: Decision,
    actor_id: UUID,
    at: datetime,
    reason: Reason | None = None,
    undoes_id: UUID | None = None,
    act_id: UUID | None = None,
) -> None:
    """Record who decided what about a version, once the version that comes of it is saved."""
    session.add(
        CurationEvent(
            id=new_id(at),
            course_id=course_id,
            question_id=version.question_id,
            actor_id=actor_id,
            decision=decision,
            reason=reason,
            before=version.number,
            after=session.get_one(models.Question, version.question_id).latest,
            undoes_id=undoes_id,
            act_id=act_id,
            made_at=at,
        )
    )


def save_as(
    session: Session,
    course_id: UUID,
    version: models.QuestionVersion,
    status: Status,
    actor_id: UUID,
    at: datetime,
) -> None:
    """Save what a version says once more, with another status."""
    question = session.get_one(models.Question, version.question_id)
    save_question(
        course_id,
        as_asked(version, question.slug),
        status,
        at,
        author_id=actor_id,
        question_id=question.id,
        based_on=question.latest,
    )


def find_waiting(
    session: Session, course_id: UUID, question_id: UUID, seen: int | None = None
) -> models.QuestionVersion:
    """Return the newest version of a proposal that waits to be decided; it is locked.

    Raises:
        Conflict: somebody decided it, or changed the version that was ``seen``.
        Missing: there is no such proposal in this course.
    """
    question = session.scalar(
        select(models.Question)
        .join(Proposal, Proposal.question_id == models.Question.id)
        .where(models.Question.id == question_id, models.Question.course_id == course_id)
        .with_for_update(of=models.Question)
        .execution_options(populate_existing=True)
    )
    if question is None:
        raise Missing(_("There is no such proposal in this course."))
    version = load_version(session, question.id, question.latest)
    if version.status is not Status.CANDIDATE:
        raise Conflict(_("Somebody decided this one meanwhile. What they chose stands."))
    if seen not in (None, version.number):
        raise Conflict(_("Somebody changed this one meanwhile. Look at it, then decide."))
    return version


def as_cited(question: Question, slug: str) -> Question:
    """Return a question as it is kept: without id and score, its document by its name here."""
    citations = tuple(c.model_copy(update={"document": slug}) for c in question.citations)
    return question.model_copy(update={"id": None, "score": None, "citations": citations})
