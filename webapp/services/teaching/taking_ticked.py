"""What is ticked in a file of questions is made ready, then saved: all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from questions.question import Status
from webapp.db import db, new_id, writing
from webapp.models import ActKind, BankAct, QuestionImport
from webapp.services.errors import Conflict, Refusal
from webapp.services.teaching.importing import (
    chosen_of,
    find_import,
    hold_import,
    refuse_under_way,
)
from webapp.services.teaching.queries.import_judgements import questions_of
from webapp.services.teaching.queries.import_verdicts import Judged, judge_on, look_around
from webapp.services.teaching.saved_rows import Ready, SavedRows, make_ready
from webapp.services.teaching.saving_many import save_many


@dataclass(frozen=True, slots=True)
class Ticked:
    """What is ticked in a file, made ready: as the file and the course were at that time."""

    saved: SavedRows
    edition: int
    chosen: Sequence[int] | None


def take_in(
    course_id: UUID, user_id: UUID, import_id: UUID, at: datetime, *, as_drafts: bool
) -> int:
    """Take those ticked into the course, all or none; returns how many. Twice is once.

    Raises:
        Missing: there is no such import of this person.
        Conflict: a job takes them in, or something was changed meanwhile.
        Refusal: nothing is ticked, or the course cannot take one of them any more.
        OverQuota: the course has no room for all of them.
    """
    row = find_import(course_id, user_id, import_id, at)
    if row.taken_at is not None:
        return 0
    ticked = make_ticked_ready(row, at, as_drafts=as_drafts)
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        if row.taken_at is not None:
            return 0
        refuse_under_way(row)
        return store_ticked(session, row, ticked, at)


def make_ticked_ready(
    row: QuestionImport,
    at: datetime,
    *,
    as_drafts: bool,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Ticked:
    """Return what is ticked, made ready to be saved, as of ``at``; tells how far it is.

    Nothing is written, and no transaction is open in the end.

    Raises:
        Refusal: nothing is ticked, or one of them cannot be saved.
    """
    course_id, user_id, edition, chosen = row.course_id, row.user_id, row.edition, row.chosen
    questions = questions_of(row)
    total = 2 * len(questions)
    ground = look_around(db.session(), course_id, questions)
    for text in filter(None, ground.texts.values()):
        db.session.expunge(text)  # it stays as it is, whatever is committed meanwhile
    db.session.rollback()
    judged = judge_on(ground, questions, lambda place: tell(place, total))
    taken = chosen_of(chosen, judged)
    ready = []
    for each in judged:
        tell(total // 2 + each.place, total)
        if each.place in taken:
            ready.append(_made_ready(each, as_drafts=as_drafts))
    if not ready:
        raise Refusal(_("Tick at least one question. Nothing was taken in."))
    saved = SavedRows(course_id, ready, ground.texts, at, user_id)
    tell(total, total)
    return Ticked(saved, edition, chosen)


def _made_ready(judged: Judged, *, as_drafts: bool) -> Ready:
    return make_ready(judged.asked, Status.DRAFT if as_drafts else judged.status, judged.known)


def store_ticked(session: Session, row: QuestionImport, ticked: Ticked, at: datetime) -> int:
    """Save what was made ready, so that it can be undone, and let go of the file.

    Raises:
        Conflict: something else is ticked, or was put right meanwhile.
        Refusal: as save_many.
    """
    if (row.edition, row.chosen) != (ticked.edition, ticked.chosen):
        raise Conflict(_("What is ticked was changed meanwhile. Nothing was taken in."))
    steps = save_many(session, ticked.saved)
    act = BankAct(id=new_id(at), course_id=row.course_id, actor_id=row.user_id, made_at=at)
    act.kind, act.steps = ActKind.IMPORT, [each.spelt() for each in steps]
    session.add(act)
    session.flush()
    row.act_id, row.taken_at, row.content = act.id, at, None
    row.questions, row.problems, row.judged, row.chosen = [], [], None, None
    return len(steps)
