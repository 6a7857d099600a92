"""Quotas: how much one account, course or network may take up; generous, and all in one place.

Administrators are exempt, and so are commands. What is counted is locked first, so that many
at once are no more than one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from webapp.models import (
    Course,
    CourseFile,
    Document,
    DocumentRevision,
    Enrolment,
    Job,
    Question,
    QuestionVersion,
    Quiz,
    Role,
    Upload,
    User,
)
from webapp.services.errors import Refusal
from webapp.wording import whole

# What is kept.
COURSES = 50  # owned by an account
DOCUMENTS = 500  # in a course
QUESTIONS = 10_000  # in a course
VERSIONS = 1_000  # of a question
QUIZZES = 500  # in a course
INVITED = 1_000  # addresses that a course waits for
FILES = 10_000  # pictures and sounds in a course
FILED = 1024 * 1024 * 1024  # bytes of them
UPLOADS = 50  # that wait to be read, in a course
UPLOADED = 256 * 1024 * 1024  # bytes of them
CHARACTERS = 100_000_000  # in all documents of the courses that an account owns

# What comes back with time.
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GUESTS = 3_000  # from a network in a day
SIGN_UPS = 3_000  # from a network in a day
INVITATIONS = 1_000  # sent out by an account in a day
SECONDS = 600  # of computing for an account in an hour


class OverQuota(Refusal):
    """There is as much as there may be; the message names the limit and what to do."""

    status = 403


def check_course(session: Session, owner_id: UUID) -> None:
    """Raise OverQuota when this account owns as many courses as it may."""
    if not _hold_account(session, owner_id):
        return
    owned = select(Enrolment).where(Enrolment.user_id == owner_id, Enrolment.role == Role.OWNER)
    if _count(session, owned) >= COURSES:
        raise OverQuota(
            _(
                "You own %(most)s courses, the most for one account. Use one that you have, or ask "
                "an administrator to make this one.",
                most=whole(COURSES),
            ),
            "title",
        )


def check_document(session: Session, course_id: UUID, author_id: UUID | None, size: int) -> None:
    """Raise OverQuota when the course, or an account that owns it, has no room for a document."""
    if author_id is None or _is_admin(session, author_id):
        return
    owners = [user_id for user_id in _owners(session, course_id) if _hold_account(session, user_id)]
    hold_course(session, course_id)
    if _count(session, select(Document).where(Document.course_id == course_id)) >= DOCUMENTS:
        raise _full(_("documents"), DOCUMENTS)
    for owner_id in owners:
        if _characters(session, owner_id) + size > CHARACTERS:
            raise OverQuota(
                _(
                    "With this text, the documents of one account would have over %(most)s "
                    "characters, the most there can be. Ask an administrator to take it in.",
                    most=whole(CHARACTERS),
                ),
                "text",
            )


def check_uploads(session: Session, course_id: UUID, owner_id: UUID, sizes: Sequence[int]) -> None:
    """Raise OverQuota when a course has no room for so many files, or as many wait to be read."""
    if _is_admin(session, owner_id):
        return
    hold_course(session, course_id)
    documents = _count(session, select(Document).where(Document.course_id == course_id))
    if documents + len(sizes) > DOCUMENTS:
        raise _full(_("documents"), DOCUMENTS)
    waiting, held = session.execute(
        select(func.count(), func.coalesce(func.sum(func.length(Upload.content)), 0))
        .join(Job, Job.id == Upload.job_id)
        .where(Job.course_id == course_id)
    ).one()
    if waiting + len(sizes) > UPLOADS or held + sum(sizes) > UPLOADED:
        raise OverQuota(
            _("As many files as can wait are waiting to be read. Add these when they are done."),
            "files",
        )


def check_question(
    session: Session, course_id: UUID, author_id: UUID | None, more: int = 1
) -> None:
    """Raise OverQuota when the course has no room for a question, or for so many more."""
    _check_course(session, course_id, author_id, Question, _("questions"), QUESTIONS, more)


def check_files(
    session: Session, course_id: UUID, author_id: UUID | None, sizes: Sequence[int]
) -> None:
    """Raise OverQuota when the course has no room for so many more pictures and sounds."""
    if author_id is None or _is_admin(session, author_id):
        return
    hold_course(session, course_id)
    known, held = session.execute(
        select(func.count(), func.coalesce(func.sum(CourseFile.size), 0)).where(
            CourseFile.course_id == course_id
        )
    ).one()
    if known + len(sizes) > FILES or held + sum(sizes) > FILED:
        raise OverQuota(
            _(
                "This course has no room for more pictures and sounds: it may have %(most)s, and "
                "%(size)s MB of them. Make them smaller, or ask an administrator to add this.",
                most=whole(FILES),
                size=whole(FILED >> 20),
            )
        )


def check_quiz(session: Session, course_id: UUID, author_id: UUID | None) -> None:
    """Raise OverQuota when the course has no room for a quiz."""
    _check_course(session, course_id, author_id, Quiz, _("quizzes"), QUIZZES)


def check_version(session: Session, question_id: UUID, author_id: UUID | None) -> None:
    """Raise OverQuota when a question was saved as often as it may be."""
    check_versions(session, [question_id], author_id)


def check_versions(
    session: Session, question_ids: Collection[UUID], author_id: UUID | None
) -> None:
    """Raise OverQuota when one of these questions was saved as often as it may be."""
    if author_id is None or _is_admin(session, author_id):
        return
    full = (
        select(QuestionVersion.question_id)
        .where(QuestionVersion.question_id.in_(question_ids))
        .group_by(QuestionVersion.question_id)
        .having(func.count() >= VERSIONS)
    )
    if session.scalar(full.limit(1)) is not None:
        raise OverQuota(
            _(
                "This question was saved %(most)s times, the most there can be. Write it as a new "
                "question, and retire this one.",
                most=whole(VERSIONS),
            )
        )


def _check_course(
    session: Session,
    course_id: UUID,
    author_id: UUID | None,
    kind: type[Question] | type[Quiz],
    name: str,
    most: int,
    more: int = 1,
) -> None:
    if author_id is None or _is_admin(session, author_id):
        return
    hold_course(session, course_id)
    if _count(session, select(kind).where(kind.course_id == course_id)) + more > most:
        raise _full(name, most) if more == 1 else _too_many(name, most)


def _full(name: str, most: int) -> OverQuota:
    return OverQuota(
        _(
            "This course has %(most)s %(name)s, the most there can be. Make another course for "
            "more, or ask an administrator to add this.",
            most=whole(most),
            name=name,
        )
    )


def _too_many(name: str, most: int) -> OverQuota:
    return OverQuota(
        _(
            "With these, this course would have over %(most)s %(name)s, the most there can be. "
            "Take fewer, make another course, or ask an administrator to add them.",
            most=whole(most),
            name=name,
        )
    )


def _count(session: Session, rows: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _characters(session: Session, owner_id: UUID) -> int:
    owned = (Enrolment.user_id == owner_id) & (Enrolment.role == Role.OWNER)
    query = (
        select(func.sum(func.length(DocumentRevision.text)))
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(Enrolment, Enrolment.course_id == Document.course_id)
        .where(owned)
    )
    return session.scalar(query) or 0


def _owners(session: Session, course_id: UUID) -> list[UUID]:
    owns = (Enrolment.course_id == course_id) & (Enrolment.role == Role.OWNER)
    return list(session.scalars(select(Enrolment.user_id).where(owns).order_by(Enrolment.user_id)))


def _hold_account(session: Session, user_id: UUID) -> bool:
    """Let nobody else count this account's until the end; returns whether it counts at all."""
    held = select(User.is_admin).where(User.id == user_id).with_for_update(key_share=True)
    return session.scalar(held) is False


def hold_course(session: Session, course_id: UUID) -> None:
    """Have nobody else add to a course until the end of the transaction."""
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update(key_share=True))


def _is_admin(session: Session, user_id: UUID) -> bool:
    return bool(session.scalar(select(User.is_admin).where(User.id == user_id)))
