"""Questions: each save a new version; only what cites verifiably is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from questions.documents import PassageKind
from questions.interactions import load_interaction
from questions.publishing import problems
from questions.question import Citation, Question, Status
from questions.types import type_problem
from webapp import models
from webapp.db import db, new_id, writing
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.media.keeping import index_files, must_be_here
from webapp.services.sources.documents import current_revision
from webapp.services.teaching.word_index import index_question
from webapp.services.texts import refuse_unfit


def save_question(
    course_id: UUID,
    asked: Question,
    status: Status,
    at: datetime,
    *,
    author_id: UUID | None = None,
    note: str = "",
    question_id: UUID | None = None,
    based_on: int | None = None,
) -> UUID:
    """Save ``asked`` as a new question, or as the next version of one; returns its id.

    ``based_on`` is the version number that was edited.

    Raises:
        Refusal: it is not sound, or is to be published without a citation that verifies.
        Conflict: somebody saved a version after ``based_on``.
        Missing: there is no such question in this course.
    """
    must_be_sound(asked, note)
    with writing() as session:
        cited = [
            (citation, _revision(session, course_id, citation)) for citation in asked.citations
        ]
        if status is Status.PUBLISHED:
            _must_be_publishable(asked, [revision for _cited, revision in cited])
        question = _question(session, course_id, question_id, asked.id, at)
        if based_on is not None and question.latest != based_on:
            raise Conflict(
                _("Somebody saved this question after you opened it. Open it again, then edit.")
            )
        question.latest += 1
        version = _add_version(session, question, asked, status, at, author_id, note)
        for position, (citation, revision) in enumerate(cited):
            values = citation_values(version.id, position, citation, revision)
            session.add(models.Citation(**values))
        index_question(session, question.id, version)
        index_files(session, course_id, version, asked)
        if status is Status.PUBLISHED:
            must_be_here(session, course_id, asked)  # once nobody clears them any more
            question.published = question.latest
            _retag(session, question.id, asked.tags)
            for citation, revision in cited:
                _give_voice(session, citation, revision)
        return question.id


def must_be_sound(asked: Question, note: str = "") -> None:
    """Raise Refusal where a question is not what its type says, or has what is no text."""
    if problem := type_problem(asked):
        raise Refusal(problem)
    refuse_unfit(asked.model_dump(mode="json"), note, field="stem")


def _must_be_publishable(asked: Question, revisions: list[models.DocumentRevision]) -> None:
    if not revisions:
        raise Refusal(
            _("Choose the passage that proves the answer. Without it, keep it as a draft."),
            "quote",
        )
    named = zip(asked.citations, revisions, strict=True)
    texts = {citation.document: revision.text for citation, revision in named}
    for found in problems(asked, texts):
        raise Refusal(found.reason, found.part)


def retire_question(course_id: UUID, question_id: UUID) -> None:
    """Take a question away from learners; its versions and everybody's answers stay."""
    with writing() as session:
        question = _question(session, course_id, question_id, None, None)
        question.published = None
        _retag(session, question.id, ())


def bring_back_question(course_id: UUID, question_id: UUID, number: int) -> None:
    """Give learners the version that they had before the question was retired or published."""
    with writing() as session:
        question = _question(session, course_id, question_id, None, None)
        version = load_version(session, question_id, number)
        question.published = number
        _retag(session, question_id, tuple(version.tags))


def load_version(session: Session, question_id: UUID, number: int) -> models.QuestionVersion:
    """Return one version of a question. Raises Missing."""
    version = session.scalar(
        select(models.QuestionVersion).where(
            models.QuestionVersion.question_id == question_id,
            models.QuestionVersion.number == number,
        )
    )
    if version is None:
        raise Missing(_("There is no such question."))
    return version


def as_asked(version: models.QuestionVersion, slug: str | None = None) -> Question:
    """Return a stored version in the native schema, its citations included."""
    return all_as_asked([(version, slug)])[0]


def all_as_asked(versions: Sequence[tuple[models.QuestionVersion, str | None]]) -> list[Question]:
    """Return stored versions, each with how its question is called, in the native schema."""
    cited = _cited([version.id for version, _slug in versions])
    return [
        Question(
            id=slug,
            type=version.type,
            stem=version.stem,
            interaction=load_interaction(version.interaction),
            explanation=version.explanation,
            hints=tuple(version.hints),
            citations=tuple(cited[version.id]),
            tags=tuple(version.tags),
        )
        for version, slug in versions
    ]


def _cited(version_ids: Sequence[UUID]) -> defaultdict[UUID, list[Citation]]:
    rows = db.session.execute(
        select(models.Citation, models.Document.slug)
        .join(models.DocumentRevision, models.DocumentRevision.id == models.Citation.revision_id)
        .join(models.Document, models.Document.id == models.DocumentRevision.document_id)
        .where(models.Citation.version_id.in_(version_ids))
        .order_by(models.Citation.position)
    )
    cited: defaultdict[UUID, list[Citation]] = defaultdict(list)
    for row, document in rows:
        found = Citation(
            document=document,
            start=row.start,
            end=row.end,
            quote=row.quote,
            stance=row.stance,
            speaker=row.speaker,
        )
        cited[row.version_id].append(found)
    return cited


def _revision(session: Session, course_id: UUID, citation: Citation) -> models.DocumentRevision:
    return verified(citation, current_revision(session, course_id, citation.document))


def verified(
    citation: Citation, revision: models.DocumentRevision | None
) -> models.DocumentRevision:
    """Return the text that a citation stands in. Raises Refusal where it does not."""
    if revision is None:
        raise Refusal(
            _("The course has no document “%(slug)s”. Add it first.", slug=citation.document),
            "quote",
        )
    if problem := citation.problem(revision.text):
        raise Refusal(_("The quote does not stand in the document: %(why)s", why=problem), "quote")
    return revision


def _question(
    session: Session,
    course_id: UUID,
    question_id: UUID | None,
    slug: str | None,
    at: datetime | None,
) -> models.Question:
    if question_id is None and at is not None:
        question = _new_question(course_id, slug, at)
        session.add(question)
        session.flush()
        return question
    found = session.scalar(
        select(models.Question)
        .where(models.Question.id == question_id, models.Question.course_id == course_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Missing(_("There is no such question in this course."))
    return found


def _new_question(course_id: UUID, slug: str | None, at: datetime) -> models.Question:
    return models.Question(
        id=new_id(at), course_id=course_id, slug=slug, latest=0, published=None, created_at=at
    )


def _add_version(
    session: Session,
    question: models.Question,
    asked: Question,
    status: Status,
    at: datetime,
    author_id: UUID | None,
    note: str,
) -> models.QuestionVersion:
    version = _version(question, asked, status, at, author_id, note)
    session.add(version)
    session.flush()
    return version


def _version(
    question: models.Question,
    asked: Question,
    status: Status,
    at: datetime,
    author_id: UUID | None,
    note: str,
) -> models.QuestionVersion:
    return models.QuestionVersion(
        id=new_id(at),
        question_id=question.id,
        number=question.latest,
        status=status,
        type=asked.type,
        stem=asked.stem,
        interaction=asked.interaction.model_dump(mode="json"),
        explanation=asked.explanation,
        hints=list(asked.hints),
        tags=list(asked.tags),
        author_id=author_id,
        note=note,
        created_at=at,
    )


def citation_values(
    version_id: UUID, position: int, citation: Citation, revision: models.DocumentRevision
) -> dict[str, Any]:
    """Return the columns of a citation as it is stored."""
    return {
        "version_id": version_id,
        "position": position,
        "revision_id": revision.id,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "stance": citation.stance,
        "speaker": citation.speaker,
    }


def _give_voice(session: Session, citation: Citation, revision: models.DocumentRevision) -> None:
    """Let a passage whose words it is nobody said yet be whose the citation says."""
    session.execute(
        update(models.Passage)
        .where(
            models.Passage.revision_id == revision.id,
            models.Passage.stance.is_(None),
            models.Passage.kind.not_in([PassageKind.TITLE, PassageKind.HEADING]),
            models.Passage.start < citation.end,
            models.Passage.end > citation.start,
        )
        .values(stance=citation.stance, speaker=citation.speaker)
    )


def _retag(session: Session, question_id: UUID, tags: tuple[str, ...]) -> None:
    session.execute(delete(models.QuestionTag).where(models.QuestionTag.question_id == question_id))
    session.add_all(
        models.QuestionTag(question_id=question_id, tag=tag) for tag in dict.fromkeys(tags)
    )
