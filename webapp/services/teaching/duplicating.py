"""Duplicating a course: what is taught in it, and nobody who takes part or what they answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session

from questions.question import Status
from webapp.db import new_id, writing
from webapp.models import (
    Citation,
    Course,
    Document,
    DocumentRevision,
    Passage,
    Question,
    QuestionTag,
    QuestionVersion,
    Quiz,
    QuizSection,
    QuizSlot,
    SectionPassage,
    VersionFile,
    is_current,
    is_published,
)
from webapp.services.copies import copy_row
from webapp.services.media.keeping import copy_files
from webapp.services.operations.queries.quotas import check_document
from webapp.services.quizzes.duplicating import copy_quiz, slots_of, title_of_copy
from webapp.services.quizzes.sectioning import copy_sections
from webapp.services.teaching.courses import create_course
from webapp.services.teaching.word_index import index_new, words_of

Ids = Mapping[UUID, UUID]  # of what was copied, by the id of what it was copied from


def duplicate_course(course_id: UUID, at: datetime, owner_id: UUID) -> UUID:
    """Make a course with the documents, published questions and quizzes of another.

    Each question comes as its newest published version, with what that cites and its tags; a
    version that a quiz is kept to comes even where its question was retired. Quizzes have no
    dates. Nobody is in the course but its owner. Returns its id.

    Raises:
        OverQuota: its owner has no room for it.
    """
    with writing() as session:
        course = session.get_one(Course, course_id)
        copy_id = create_course(
            title_of_copy(course.title), at, owner_id=owner_id, description=course.description
        )
        session.get_one(Course, copy_id).orders_by_decisions = course.orders_by_decisions
        versions = _versions(session, course_id)
        documents, revisions = _copy_documents(session, course_id, copy_id, versions, at, owner_id)
        questions, by_version = _copy_questions(session, copy_id, versions, at, owner_id)
        _copy_citations(session, by_version, revisions)
        _copy_files(session, course_id, copy_id, by_version, owner_id)
        session.flush()
        _index(session, list(by_version.values()))
        _copy_quizzes(session, course_id, copy_id, questions, by_version, documents, revisions, at)
        return copy_id


def _versions(session: Session, course_id: UUID) -> list[tuple[Question, QuestionVersion]]:
    """Return what comes along of each question: as it is published, or as a quiz keeps to it."""
    pinned = (
        select(QuizSlot.version_id)
        .join(Quiz, Quiz.id == QuizSlot.quiz_id)
        .where(Quiz.course_id == course_id, QuizSlot.version_id.is_not(None))
    )
    rows = session.execute(
        select(Question, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(
            Question.course_id == course_id,
            or_(
                is_published(),
                Question.published.is_(None) & QuestionVersion.id.in_(pinned),
            ),
        )
        .order_by(Question.id, QuestionVersion.number)
    )
    newest = {question.id: (question, version) for question, version in rows}
    return list(newest.values())


def _copy_documents(
    session: Session,
    course_id: UUID,
    copy_id: UUID,
    versions: Iterable[tuple[Question, QuestionVersion]],
    at: datetime,
    owner_id: UUID,
) -> tuple[Ids, Ids]:
    """Copy each document with the text it has now, and older ones that are shown still."""
    cited = union(
        select(Citation.revision_id).where(
            Citation.version_id.in_([version.id for _question, version in versions])
        ),
        select(SectionPassage.revision_id)
        .join(QuizSection, QuizSection.id == SectionPassage.section_id)
        .where(QuizSection.position.is_not(None)),
    )
    rows = session.execute(
        select(Document, DocumentRevision)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.course_id == course_id, or_(is_current(), DocumentRevision.id.in_(cited)))
        .order_by(Document.id, DocumentRevision.number)
    ).all()
    documents: dict[UUID, UUID] = {}
    revisions: dict[UUID, UUID] = {}
    for document, revision in rows:
        check_document(session, copy_id, owner_id, len(revision.text))
        if document.id not in documents:
            documents[document.id] = new_id(at)
            session.add(
                copy_row(document, id=documents[document.id], course_id=copy_id, created_at=at)
            )
            session.flush()
        revisions[revision.id] = new_id(at)
        session.add(
            copy_row(
                revision,
                id=revisions[revision.id],
                document_id=documents[document.id],
                created_at=at,
            )
        )
        session.flush()
    for passage in session.scalars(select(Passage).where(Passage.revision_id.in_(revisions))):
        session.add(copy_row(passage, revision_id=revisions[passage.revision_id]))
    session.flush()
    return documents, revisions


def _copy_questions(
    session: Session,
    copy_id: UUID,
    versions: Iterable[tuple[Question, QuestionVersion]],
    at: datetime,
    owner_id: UUID,
) -> tuple[Ids, dict[UUID, QuestionVersion]]:
    """Copy questions, each with one version; returns these by the ids of what they copy."""
    questions: dict[UUID, UUID] = {}
    by_version: dict[UUID, QuestionVersion] = {}
    tags: list[QuestionTag] = []
    for place, (question, version) in enumerate(versions):
        made_at = at + timedelta(milliseconds=place)  # so that they stay in order
        is_out = question.published is not None
        questions[question.id] = new_id(made_at)
        copied = Question(
            id=questions[question.id],
            course_id=copy_id,
            slug=question.slug,
            latest=1,
            published=1 if is_out else None,
            created_at=made_at,
        )
        session.add(copied)
        by_version[version.id] = copy_row(
            version,
            id=new_id(made_at),
            question_id=copied.id,
            number=1,
            status=Status.PUBLISHED if is_out else Status.RETIRED,
            author_id=owner_id,
            note="",
            created_at=made_at,
        )
        if is_out:
            tags += [
                QuestionTag(question_id=copied.id, tag=tag) for tag in dict.fromkeys(version.tags)
            ]
    session.flush()
    session.add_all(by_version.values())
    session.add_all(tags)
    session.flush()
    return questions, by_version


def _copy_citations(
    session: Session, by_version: Mapping[UUID, QuestionVersion], revisions: Ids
) -> None:
    for citation in session.scalars(
        select(Citation).where(Citation.version_id.in_(list(by_version)))
    ).all():
        session.add(
            copy_row(
                citation,
                version_id=by_version[citation.version_id].id,
                revision_id=revisions[citation.revision_id],
            )
        )


def _copy_files(
    session: Session,
    course_id: UUID,
    copy_id: UUID,
    by_version: Mapping[UUID, QuestionVersion],
    owner_id: UUID,
) -> None:
    rows = session.scalars(
        select(VersionFile).where(VersionFile.version_id.in_(list(by_version)))
    ).all()
    copy_files(session, course_id, copy_id, {row.name for row in rows}, owner_id)
    session.add_all(copy_row(row, version_id=by_version[row.version_id].id) for row in rows)


def _index(session: Session, versions: list[QuestionVersion]) -> None:
    quotes: dict[UUID, list[str]] = {version.id: [] for version in versions}
    for version_id, quote in session.execute(
        select(Citation.version_id, Citation.quote)
        .where(Citation.version_id.in_(list(quotes)))
        .order_by(Citation.version_id, Citation.position)
    ):
        quotes[version_id].append(quote)
    index_new(
        session,
        [
            (
                version.question_id,
                words_of(version.stem, version.interaction, version.tags, quotes[version.id]),
            )
            for version in versions
        ],
    )


def _copy_quizzes(
    session: Session,
    course_id: UUID,
    copy_id: UUID,
    questions: Ids,
    by_version: Mapping[UUID, QuestionVersion],
    documents: Ids,
    revisions: Ids,
    at: datetime,
) -> None:
    """Copy the quizzes; places whose question asks nothing any more are left out."""
    latest = {version.question_id: version.id for version in by_version.values()}
    for quiz in session.scalars(
        select(Quiz).where(Quiz.course_id == course_id).order_by(Quiz.created_at, Quiz.id)
    ).all():
        copied = copy_quiz(session, quiz, at, slug=quiz.slug, title=quiz.title, course_id=copy_id)
        places: dict[int, int] = {}
        for slot in slots_of(session, quiz.id):
            if slot.question_id is not None and slot.question_id not in questions:
                continue
            question_id = questions[slot.question_id] if slot.question_id else None
            source = slot.draw_document_id
            places[slot.position] = slot.position
            session.add(
                copy_row(
                    slot,
                    quiz_id=copied.id,
                    question_id=question_id,
                    version_id=latest[question_id] if question_id and slot.version_id else None,
                    draw_document_id=documents[source] if source else None,
                )
            )
        copy_sections(session, quiz.id, copied.id, at, places=places, revisions=revisions)
