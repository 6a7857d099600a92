"""Files of questions: kept while somebody looks them over, then taken in at once or not at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from questions.receiving import Received
from webapp.db import db, new_id, writing
from webapp.models import UNDER_WAY, Job, QuestionImport
from webapp.services.errors import Conflict, Missing
from webapp.services.media.keeping import keep_files
from webapp.services.teaching.keepable import keepable
from webapp.services.teaching.queries.import_judgements import judge_to_keep, judgements_of
from webapp.services.teaching.queries.import_places import edition_of
from webapp.services.teaching.queries.import_verdicts import Judgement

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
    kept = keepable(received)
    with writing() as session:
        session.execute(delete(QuestionImport).where(QuestionImport.made_at <= at - KEPT))
        row = QuestionImport(id=new_id(at), course_id=course_id, user_id=user_id, made_at=at)
        row.name, row.content = name, content
        _fill(row, received.format, *kept)
        session.add(row)
        session.flush()
        older = session.scalars(
            select(QuestionImport)
            .where(QuestionImport.user_id == user_id, QuestionImport.course_id == course_id)
            .where(~is_being_taken())
            .order_by(QuestionImport.made_at.desc(), QuestionImport.id.desc())
            .offset(MOST_KEPT)
        )
        for each in older.all():
            session.delete(each)
        import_id = row.id
    judge_import(course_id, user_id, import_id, at)
    return import_id


def find_import(course_id: UUID, user_id: UUID, import_id: UUID, at: datetime) -> QuestionImport:
    """Return what somebody looks over. Raises Missing, also where it was kept long enough."""
    return _found(db.session(), course_id, user_id, import_id, at)


def restage_import(
    course_id: UUID, user_id: UUID, import_id: UUID, received: Received, at: datetime
) -> None:
    """Keep what the same file gave in another format. Raises Missing, OverQuota."""
    keep_files(course_id, received.reading.files, at, user_id)
    kept = keepable(received)
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        refuse_under_way(row)
        if row.taken_at is None:
            _fill(row, received.format, *kept)
    judge_import(course_id, user_id, import_id, at)


def judge_import(course_id: UUID, user_id: UUID, import_id: UUID, at: datetime) -> None:
    """Keep what the questions of a file are to the course by now. Raises Missing.

    That may take seconds, in which nobody else is kept waiting.
    """
    row = find_import(course_id, user_id, import_id, at)
    if row.taken_at is not None or (judged := judge_to_keep(row)) is None:
        return
    edition = row.edition
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        if row.edition == edition and row.taken_at is None:
            row.judged = judged


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
    judge_import(course_id, user_id, import_id, at)
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        refuse_under_way(row)
        if edition_of(row) != seen:
            raise Conflict(_("Something was put right since you opened this. Tick once more."))
        judged = judgements_of(row)
        can_be = {each.place for each in judged if each.can_be_taken}
        others = chosen_of(row.chosen, judged) - set(shown)
        row.chosen = sorted(others | (set(ticked) & set(shown) & can_be))


def discard_import(course_id: UUID, user_id: UUID, import_id: UUID) -> None:
    """Let go of a file. Raises Conflict while it is being taken in."""
    with writing() as session:
        mine = (
            QuestionImport.id == import_id,
            QuestionImport.user_id == user_id,
            QuestionImport.course_id == course_id,
        )
        row = session.scalar(select(QuestionImport).where(*mine).with_for_update())
        if row is not None:
            refuse_under_way(row)
            session.delete(row)


def is_being_taken() -> ColumnElement[bool]:
    """Return the condition that a job waits to take a file in, or does."""
    return exists().where(Job.id == QuestionImport.job_id, Job.state.in_(UNDER_WAY))


def is_under_way(row: QuestionImport) -> bool:
    """Return whether a job takes a file in, or waits to."""
    mine = select(QuestionImport.id).where(QuestionImport.id == row.id)
    return db.session.scalar(mine.where(is_being_taken())) is not None


def refuse_under_way(row: QuestionImport) -> None:
    """Raise Conflict while a job takes a file in."""
    if is_under_way(row):
        raise Conflict(_("The questions are being taken in. Cancel that to change anything."))


def chosen_of(chosen: Collection[int] | None, judged: Collection[Judgement]) -> set[int]:
    """Return the places of what is to be taken: all new and changed ones until somebody ticks."""
    if chosen is None:
        return {each.place for each in judged if each.is_taken_at_first}
    return set(chosen) & {each.place for each in judged if each.can_be_taken}


def _fill(
    row: QuestionImport,
    form: str,
    questions: list[dict[str, Any]],
    problems: list[dict[str, Any]],
) -> None:
    row.format, row.questions, row.problems, row.chosen = form, questions, problems, None
    row.edition = (row.edition or 0) + 1


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
