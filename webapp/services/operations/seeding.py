"""The seed documents with their banks, loaded into a course; loading again changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.bank import Bank, BankQuiz, load_seed
from questions.question import Question, Status
from webapp import models
from webapp.db import new_id, writing
from webapp.services.sources.documents import add_document, current_revision
from webapp.services.teaching.questions import as_asked, load_version, save_question
from webapp.services.texts import refuse_unfit


def load_seed_into(course_id: UUID, slug: str, at: datetime) -> None:
    """Load one seed document, its questions and quizzes.

    Questions are made a millisecond apart, so that they stay in the order of the bank. One
    that was changed in the bank becomes a new version, unless somebody edited it in
    the course. Raises questions.bank.BankError when the bank does not fit its document.
    """
    source, bank = load_seed(slug)
    with writing() as session:
        if current_revision(session, course_id, slug) is None:
            add_document(
                course_id,
                source,
                at,
                slug=slug,
                title=bank.document.title,
                publisher=bank.document.publisher,
                published=bank.document.published.isoformat(timespec="minutes"),
                language=bank.document.language,
                misprints=bank.document.misprints,
                voices={v.number: (v.stance, v.speaker) for v in bank.passages},
            )
        for place, asked in enumerate(bank.questions):
            _load_question(session, course_id, asked, at + timedelta(milliseconds=place))
        session.flush()
        _load_quizzes(session, course_id, bank, at)


def _load_question(session: Session, course_id: UUID, asked: Question, at: datetime) -> None:
    known = session.scalar(
        select(models.Question).where(
            models.Question.course_id == course_id, models.Question.slug == asked.id
        )
    )
    if known is None:
        save_question(course_id, asked, Status.PUBLISHED, at)
        return
    version = load_version(session, known.id, known.latest)
    if version.author_id is None and as_asked(version, known.slug) != asked:
        save_question(course_id, asked, Status.PUBLISHED, at, question_id=known.id)


def _load_quizzes(session: Session, course_id: UUID, bank: Bank, at: datetime) -> None:
    rows = session.execute(
        select(models.Question.slug, models.Question.id).where(
            models.Question.course_id == course_id
        )
    )
    ids: dict[str | None, UUID] = {slug: question_id for slug, question_id in rows}  # noqa: C416
    known = set(session.scalars(select(models.Quiz.slug).where(models.Quiz.course_id == course_id)))
    for quiz in bank.quizzes:
        if quiz.id not in known:
            _add_quiz(session, course_id, quiz, ids, at)


def _add_quiz(
    session: Session, course_id: UUID, quiz: BankQuiz, ids: dict[str | None, UUID], at: datetime
) -> None:
    refuse_unfit(quiz.title, quiz.description)
    row = models.Quiz(
        id=new_id(at),
        course_id=course_id,
        slug=quiz.id,
        title=quiz.title,
        description=quiz.description,
        mode=models.QuizMode(quiz.mode),
        created_at=at,
    )
    session.add(row)
    session.flush()
    session.add_all(
        models.QuizSlot(quiz_id=row.id, position=n, question_id=ids[slug], max_mark=1.0)
        for n, slug in enumerate(quiz.questions, 1)
    )
