"""Files of questions: kept while somebody looks them over, then taken in at once or not at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questions.question import Question, Status
from questions.receiving import Received
from webapp import models
from webapp.db import db, new_id, writing
from webapp.models import ActKind, BankAct, QuestionImport
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.media.keeping import keep_files
from webapp.services.operations.queries.quotas import check_question, check_version
from webapp.services.teaching.keepable import keepable
from webapp.services.teaching.queries.import_places import digest_of
from webapp.services.teaching.queries.import_verdicts import Judged, judge
from webapp.services.teaching.questions import save_question

# Plain choices: nobody comes back to look a file over later, or looks over more at once.
KEPT = timedelta(days=2)
MOST_KEPT = 5


def stage_import(
    course_id: UUID, user_id: UUID, name: str, content: bytes, received: Received, at: datetime
) -> UUID:
    """Keep what a file gave until it is decided; returns its id. The oldest go.

    The course has its pictures and sounds at once; what no question speaks of then goes by itself.

    Raises:
        OverQuota: the course has no room for them.
    """
    keep_files(course_id, received.reading.files, at, user_id)
    with writing() as session:
        session.execute(delete(QuestionImport).where(QuestionImport.made_at <= at - KEPT))
        row = QuestionImport(id=new_id(at), course_id=course_id, user_id=user_id, made_at=at)
        row.name, row.content = name, content
        _fill(row, received)
        session.add(row)
        session.flush()
        older = session.scalars(
            select(QuestionImport)
            .where(QuestionImport.user_id == user_id, QuestionImport.course_id == course_id)
            .order_by(QuestionImport.made_at.desc(), QuestionImport.id.desc())
            .offset(MOST_KEPT)
        )
        for each in older.all():
            session.delete(each)
        return row.id


def find_import(course_id: UUID, user_id: UUID, import_id: UUID, at: datetime) -> QuestionImport:
    """Return what somebody looks over. Raises Missing, also where it was kept long enough."""
    return _found(db.session(), course_id, user_id, import_id, at)


def restage_import(
    course_id: UUID, user_id: UUID, import_id: UUID, received: Received, at: datetime
) -> None:
    """Keep what the same file gave in another format. Raises Missing, OverQuota."""
    keep_files(course_id, received.reading.files, at, user_id)
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        if row.taken_at is None:
            _fill(row, received)


def tick_questions(
    course_id: UUID,
    user_id: UUID,
    import_id: UUID,
    shown: Collection[int],
    ticked: Collection[int],
    seen: str,
    at: datetime,
) -> None:
    """Remember which of the questions that were ``shown`` are to be taken.

    Raises:
        Missing: there is no such import of this person.
        Conflict: it is not the file with the digest that was ``seen`` any more.
    """
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        if digest_of(row) != seen:
            raise Conflict(_("Something was put right since you opened this. Tick once more."))
        judged = judge(session, course_id, questions_of(row))
        can_be = {each.place for each in judged if each.can_be_taken}
        others = chosen_of(row, judged) - set(shown)
        row.chosen = sorted(others | (set(ticked) & set(shown) & can_be))


def take_in(
    course_id: UUID, user_id: UUID, import_id: UUID, at: datetime, *, as_drafts: bool
) -> int:
    """Take those ticked into the course, all or none; returns how many. Twice is once.

    Raises:
        Missing: there is no such import of this person.
        Refusal: nothing is ticked, or the course cannot take one of them any more.
        OverQuota: the course has no room for all of them.
    """
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        if row.taken_at is not None:
            return 0
        judged = judge(session, course_id, questions_of(row))
        chosen = chosen_of(row, judged)
        taken = [each for each in judged if each.place in chosen]
        if not taken:
            raise Refusal(_("Tick at least one question. Nothing was taken in."))
        act = BankAct(id=new_id(at), course_id=course_id, actor_id=user_id, made_at=at)
        act.kind, act.steps = ActKind.IMPORT, []
        act.steps = [_take(session, course_id, user_id, each, at, as_drafts) for each in taken]
        session.add(act)
        session.flush()
        row.act_id, row.taken_at, row.content = act.id, at, None
        row.questions, row.problems, row.chosen = [], [], None
        return len(taken)


def discard_import(course_id: UUID, user_id: UUID, import_id: UUID) -> None:
    """Let go of a file."""
    with writing() as session:
        session.execute(
            delete(QuestionImport).where(
                QuestionImport.id == import_id,
                QuestionImport.user_id == user_id,
                QuestionImport.course_id == course_id,
            )
        )


def questions_of(row: QuestionImport) -> list[Question]:
    """Return the questions that a file gave."""
    return [Question.model_validate(spelt) for spelt in row.questions]


def chosen_of(row: QuestionImport, judged: Collection[Judged]) -> set[int]:
    """Return the places of what is to be taken: all new and changed ones until somebody ticks."""
    if row.chosen is None:
        return {each.place for each in judged if each.is_taken_at_first}
    return set(row.chosen) & {each.place for each in judged if each.can_be_taken}


def _fill(row: QuestionImport, received: Received) -> None:
    kept, problems = keepable(received)
    row.format, row.questions, row.problems, row.chosen = received.format, kept, problems, None


def _take(
    session: Session, course_id: UUID, user_id: UUID, judged: Judged, at: datetime, as_drafts: bool
) -> list[object]:
    """Take one question in; returns the step of it that can be undone."""
    before, published = 0, None
    if judged.known is None:
        check_question(session, course_id, user_id)
    else:
        check_version(session, judged.known, user_id)
        question = session.get_one(models.Question, judged.known, with_for_update=True)
        before, published = question.latest, question.published
    question_id = save_question(
        course_id,
        judged.asked,
        Status.DRAFT if as_drafts else judged.status,
        at,
        author_id=user_id,
        question_id=judged.known,
    )
    return [str(question_id), before, before + 1, published]


def hold_import(
    session: Session, course_id: UUID, user_id: UUID, import_id: UUID, at: datetime
) -> QuestionImport:
    """Return what somebody looks over, for nobody else to change meanwhile. Raises Missing."""
    return _found(session, course_id, user_id, import_id, at, is_held=True)


def _found(
    session: Session,
    course_id: UUID,
    user_id: UUID,
    import_id: UUID,
    at: datetime,
    *,
    is_held: bool = False,
) -> QuestionImport:
    query = select(QuestionImport).where(
        QuestionImport.id == import_id,
        QuestionImport.user_id == user_id,
        QuestionImport.course_id == course_id,
        QuestionImport.made_at > at - KEPT,
    )
    if is_held:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise Missing(_("This file is not here any more. Give it again."))
    return row
