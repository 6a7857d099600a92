"""Questions go to another course that has the texts they cite; what was answered stays behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questions.folding import fold
from questions.media import names_in
from questions.question import Status
from webapp.models import (
    Citation,
    Course,
    Document,
    DocumentRevision,
    Enrolment,
    Question,
    QuestionAttempt,
    QuestionVersion,
    QuizSlot,
    Review,
    Role,
    User,
    is_current,
    is_newest,
)
from webapp.services.errors import Refusal
from webapp.services.media.keeping import copy_files
from webapp.services.operations.queries.quotas import check_question
from webapp.services.teaching.questions import as_asked, save_question

_KEPT = {Status.PUBLISHED, Status.RETIRED}


@dataclass(frozen=True, slots=True)
class Destination:
    """The course that questions go to: its documents by their text, and what it asks already."""

    course_id: UUID
    title: str
    documents: Mapping[str, str]
    words: set[tuple[str, str]]


def look_at(session: Session, course_id: UUID) -> Destination:
    """Return what questions find in a course when they come."""
    texts = session.execute(
        select(DocumentRevision.sha256, Document.slug)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Document.course_id == course_id, is_current())
    )
    asked = session.execute(
        select(QuestionVersion.type, QuestionVersion.stem)
        .join(Question, is_newest())
        .where(Question.course_id == course_id, QuestionVersion.status != Status.REJECTED)
    )
    return Destination(
        course_id=course_id,
        title=session.get_one(Course, course_id).title,
        documents={sha256: slug for sha256, slug in texts},  # noqa: C416
        words={(kind, fold(stem)) for kind, stem in asked},
    )


def copy_question(
    session: Session,
    question: Question,
    version: QuestionVersion,
    target: Destination,
    actor_id: UUID,
    at: datetime,
) -> UUID:
    """Ask in another course what the newest version asks, standing as it does; returns its id.

    Raises:
        Refusal: the course asks it already, or has no document with the text that it cites.
        OverQuota: the course has no room for it.
    """
    words = (version.type, fold(version.stem))
    if words in target.words:
        raise Refusal(_("“%(course)s” asks it already.", course=target.title))
    check_question(session, target.course_id, actor_id)
    asked = as_asked(version)
    slugs = _slugs(session, version, target)
    cited = (
        citation.model_copy(update={"document": slug})
        for citation, slug in zip(asked.citations, slugs, strict=True)
    )
    is_out = question.published == question.latest
    kept = version.status if version.status in _KEPT and question.published is None else None
    status = Status.PUBLISHED if is_out else Status.RETIRED if kept else Status.DRAFT
    copy_files(session, question.course_id, target.course_id, names_in(asked), actor_id)
    copied = asked.model_copy(update={"citations": tuple(cited)})
    copy_id = save_question(target.course_id, copied, status, at, author_id=actor_id)
    target.words.add(words)
    return copy_id


def is_answered_or_picked(session: Session, question_id: UUID) -> bool:
    """Return whether a question was answered, or a quiz asks it by name."""
    return bool(used_among(session, [question_id]))


def used_among(session: Session, question_ids: Collection[UUID]) -> set[UUID]:
    """Return which of some questions were answered, or are asked by name in a quiz."""
    uses = (Review.question_id, QuestionAttempt.question_id, QuizSlot.question_id)
    found: set[UUID] = set()
    for use in uses:
        named = session.scalars(select(use).where(use.in_(question_ids)).distinct())
        found.update(each for each in named if each)
    return found


def take_back(session: Session, copy_id: UUID, actor_id: UUID) -> None:
    """Delete a question that was copied to another course.

    Raises:
        Refusal: it was changed or used there, or this person does not teach there any more.
    """
    copied = session.get(Question, copy_id, with_for_update=True, populate_existing=True)
    if copied is None:
        return
    role = session.get(Enrolment, (actor_id, copied.course_id))
    teaches = role is not None and role.role.reaches(Role.INSTRUCTOR)
    if not teaches and not session.get_one(User, actor_id).is_admin:
        raise Refusal(_("You do not teach the other course any more, so it stays there."))
    if copied.latest > 1 or is_answered_or_picked(session, copy_id):
        raise Refusal(_("It was changed or used in the other course, so it stays there."))
    session.execute(delete(Question).where(Question.id == copy_id))


def _slugs(session: Session, version: QuestionVersion, target: Destination) -> list[str]:
    """Return how the target calls each text that a version cites."""
    rows = session.execute(
        select(DocumentRevision.sha256, Document.title)
        .join(Citation, Citation.revision_id == DocumentRevision.id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Citation.version_id == version.id)
        .order_by(Citation.position)
    ).all()
    for sha256, title in rows:
        if sha256 not in target.documents:
            raise Refusal(
                _(
                    "“%(course)s” has no document with the text of “%(title)s”. Add it there.",
                    course=target.title,
                    title=title,
                )
            )
    return [target.documents[sha256] for sha256, _title in rows]
