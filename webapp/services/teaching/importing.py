"""Files of questions: kept while somebody looks them over, then taken in at once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from questions.question import Question, Status
from questions.receiving import Received
from webapp.db import db, new_id, writing
from webapp.models import UNDER_WAY, ActKind, BankAct, Job, QuestionImport
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.media.keeping import keep_files
from webapp.services.teaching.keepable import keepable
from webapp.services.teaching.queries.import_places import digest_of
from webapp.services.teaching.queries.import_verdicts import (
    Ground,
    Judged,
    judge,
    judge_on,
    look_around,
)
from webapp.services.teaching.saved_rows import Ready, make_ready
from webapp.services.teaching.saving_many import save_many

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
            .where(~is_being_taken())
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
        refuse_under_way(row)
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
        refuse_under_way(row)
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
        Conflict: a job takes them in.
        Refusal: nothing is ticked, or the course cannot take one of them any more.
        OverQuota: the course has no room for all of them.
    """
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        if row.taken_at is not None:
            return 0
        refuse_under_way(row)
        questions = questions_of(row)
        ground = look_around(session, course_id, questions)
        judged = judge_on(ground, questions)
        return store_taken(session, row, ready_of(row, judged, as_drafts=as_drafts), ground, at)


def ready_of(
    row: QuestionImport,
    judged: Sequence[Judged],
    *,
    as_drafts: bool,
    tell: Callable[[int], None] = lambda _place: None,
) -> list[Ready]:
    """Return what is ticked, made ready to be saved; tells the place of each. Raises Refusal."""
    chosen = chosen_of(row, judged)
    taken = [each for each in judged if each.place in chosen]
    if not taken:
        raise Refusal(_("Tick at least one question. Nothing was taken in."))
    ready = []
    for each in taken:
        tell(each.place)
        status = Status.DRAFT if as_drafts else each.status
        ready.append(make_ready(each.asked, status, each.known))
    return ready


def store_taken(
    session: Session, row: QuestionImport, ready: Sequence[Ready], ground: Ground, at: datetime
) -> int:
    """Save what was made ready, so that it can be undone, and let go of the file.

    Raises:
        Refusal: as save_many.
    """
    steps = save_many(session, row.course_id, ready, ground.texts, at, row.user_id)
    act = BankAct(id=new_id(at), course_id=row.course_id, actor_id=row.user_id, made_at=at)
    act.kind, act.steps = ActKind.IMPORT, [each.spelt() for each in steps]
    session.add(act)
    session.flush()
    row.act_id, row.taken_at, row.content = act.id, at, None
    row.questions, row.problems, row.chosen = [], [], None
    return len(steps)


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
