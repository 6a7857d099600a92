"""What was done to several questions at once, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questions.question import Status
from webapp.db import db, writing
from webapp.models import ActKind, BankAct, Question, QuestionVersion
from webapp.services.errors import Refusal
from webapp.services.teaching.bank_acts import Done, rows_of, save_again
from webapp.services.teaching.questions import (
    bring_back_question,
    load_version,
    retire_question,
)
from webapp.services.teaching.transferring import is_answered_or_picked, take_back, used_among

_OFFERED = timedelta(hours=1)  # a plain choice


@dataclass(frozen=True, slots=True)
class _Step:
    question_id: UUID
    before: int
    after: int
    published: int | None
    copy_id: str = ""
    is_retired: bool = False


def last_act(course_id: UUID, actor_id: UUID, at: datetime) -> BankAct | None:
    """Return what somebody did last to several questions, while it can be undone."""
    act = db.session.scalar(
        select(BankAct)
        .where(BankAct.course_id == course_id, BankAct.actor_id == actor_id)
        .order_by(BankAct.made_at.desc(), BankAct.id.desc())
        .limit(1)
    )
    is_open = act is not None and act.undone_at is None and act.made_at >= at - _OFFERED
    return act if is_open else None


def undo_last_act(course_id: UUID, actor_id: UUID, at: datetime) -> Done:
    """Take the last act back, but for questions that were changed since.

    Raises:
        Refusal: there is nothing to undo.
    """
    with writing() as session:
        act = last_act(course_id, actor_id, at)
        if act is None:
            raise Refusal(_("There is nothing left to undo."))
        act.undone_at = at
        steps = {step.question_id: step for step in _steps(act)}
        questions = rows_of(session, course_id, steps)
        removed = _remove_untouched(session, act.kind, steps, questions)
        count, refused = len(removed), []
        for question in questions:
            if question.id in removed:
                continue
            try:
                with session.begin_nested():
                    _undo(session, question, steps[question.id], act.kind, actor_id, at)
                count += 1
            except Refusal as refusal:
                stem = load_version(session, question.id, question.latest).stem
                refused.append((stem, str(refusal.message)))
        return Done(count, tuple(refused))


def _remove_untouched(
    session: Session,
    kind: ActKind,
    steps: Mapping[UUID, _Step],
    questions: Sequence[Question],
) -> set[UUID]:
    """Delete at once what came new with an import and is as it came; returns which.

    There may be thousands. What is neither of these is looked at one by one.
    """
    if kind is not ActKind.IMPORT:
        return set()
    came = {each.id: each for each in questions if steps[each.id].before == 0}
    out = set(
        session.scalars(
            select(QuestionVersion.question_id).where(
                QuestionVersion.question_id.in_(came),
                QuestionVersion.number == 1,
                QuestionVersion.status == Status.PUBLISHED,
            )
        )
    )
    same = {
        question_id
        for question_id, each in came.items()
        if (each.latest, each.published) == (1, 1 if question_id in out else None)
    }
    same -= used_among(session, same)
    gone = delete(Question).where(Question.id.in_(same))
    session.execute(gone.execution_options(synchronize_session=False))
    return same


def _steps(act: BankAct) -> list[_Step]:
    return [_Step(UUID(named), *rest) for named, *rest in act.steps]


def _undo(
    session: Session,
    question: Question,
    step: _Step,
    kind: ActKind,
    actor_id: UUID,
    at: datetime,
) -> None:
    if (question.latest, question.published) != (step.after, _published_after(session, step, kind)):
        raise Refusal(_("It was changed since. What it says now stands."))
    if step.before == 0:
        _remove(session, question)
        return
    if kind is ActKind.TRANSFER:
        take_back(session, UUID(step.copy_id), actor_id)
        if not step.is_retired:
            return
    before = load_version(session, question.id, step.before)
    if step.after != step.before:
        is_out = step.published == step.before
        kept = Status.RETIRED if before.status is Status.PUBLISHED else before.status
        status = Status.PUBLISHED if is_out else kept
        save_again(session, question, before, tuple(before.tags), status, actor_id, at)
        if is_out:
            return
    if step.published is None:
        retire_question(question.course_id, question.id)
    else:
        bring_back_question(question.course_id, question.id, step.published)


def _remove(session: Session, question: Question) -> None:
    """Delete a question that came with an import."""
    if is_answered_or_picked(session, question.id):
        raise Refusal(_("It was answered, or a quiz asks it. Retire it instead."))
    session.execute(delete(Question).where(Question.id == question.id))


def _published_after(session: Session, step: _Step, kind: ActKind) -> int | None:
    """Return which version learners got once an act was done."""
    if kind is ActKind.RETIRE or (kind is ActKind.TRANSFER and step.is_retired):
        return None
    if kind in (ActKind.IMPORT, ActKind.CITE):
        status = load_version(session, step.question_id, step.after).status
        return step.after if status is Status.PUBLISHED else step.published
    if kind is ActKind.PUBLISH or step.published == step.before:
        return step.after
    return step.published
