"""Undoing: somebody's own decisions taken back, the last one first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from questions.question import Status
from webapp import models
from webapp.db import writing
from webapp.models import CurationEvent, Decision, is_in_force
from webapp.services.errors import Refusal
from webapp.services.teaching.curating import note_decision, save_as
from webapp.services.teaching.questions import load_version, retire_question

_LOOKED_AT = 2_000  # decisions: more than anybody takes back, and the most that one act can hold


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was undone: the question it was about, the first of several, and how many they were.

    ``left`` counts later decisions that stand, because their questions were changed since.
    """

    question_id: UUID
    count: int
    left: int


def undo_decision(course_id: UUID, actor_id: UUID, at: datetime) -> TakenBack:
    """Take somebody's last decision back that can be; what was decided at once, at once.

    Answers that learners gave meanwhile stay. What anybody changed since stays as it is.

    Raises:
        Refusal: there is nothing to undo.
    """
    with writing() as session:
        left = 0
        for act in _acts(session, course_id, actor_id):
            standing = [event for event in act if _is_last(session, event)]
            left += len(act) - len(standing)
            if standing:
                for event in standing:
                    _take_back(session, event, actor_id, at)
                return TakenBack(standing[-1].question_id, len(standing), left)
        if left:
            raise Refusal(_("What you decided was changed since. It stands; open it to edit it."))
        raise Refusal(_("There is nothing left to undo."))


def can_undo(session: Session, course_id: UUID, actor_id: UUID) -> bool:
    """Return whether somebody decided anything in a course that is not undone."""
    return session.scalar(_not_undone(course_id, actor_id).limit(1)) is not None


def _acts(session: Session, course_id: UUID, actor_id: UUID) -> list[list[CurationEvent]]:
    """Return what somebody decided and did not undo, act by act, the last first."""
    events = session.scalars(_not_undone(course_id, actor_id).limit(_LOOKED_AT)).all()
    return [list(act) for _key, act in groupby(events, lambda event: event.act_id or event.id)]


def _not_undone(course_id: UUID, actor_id: UUID) -> Select[CurationEvent]:
    return (
        select(CurationEvent)
        .where(
            CurationEvent.course_id == course_id,
            CurationEvent.actor_id == actor_id,
            is_in_force(),
        )
        .order_by(CurationEvent.id.desc())
    )


def _is_last(session: Session, event: CurationEvent) -> bool:
    """Return whether nothing was done to a question after ``event`` that was not undone."""
    question = session.get_one(
        models.Question, event.question_id, with_for_update=True, populate_existing=True
    )
    return _restated(session, question) == event.after


def _restated(session: Session, question: models.Question) -> int:
    """Return the version that the newest one restates because of undoing; else the newest."""
    number = question.latest
    undone = aliased(CurationEvent)
    while (
        before := session.scalar(
            select(undone.before)
            .join(CurationEvent, CurationEvent.undoes_id == undone.id)
            .where(CurationEvent.question_id == question.id, CurationEvent.after == number)
        )
    ) is not None:
        number = before
    return number


def _take_back(session: Session, event: CurationEvent, actor_id: UUID, at: datetime) -> None:
    question = session.get_one(models.Question, event.question_id)
    version = load_version(session, question.id, event.before)
    if question.published is not None:
        retire_question(event.course_id, question.id)
    save_as(session, event.course_id, version, Status.CANDIDATE, actor_id, at)
    note_decision(
        session, event.course_id, version, Decision.UNDONE, actor_id, at, undoes_id=event.id
    )
