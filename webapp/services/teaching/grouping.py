"""Grouping: which group each learner of a course learns in, such as a class or a tutorial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.characters import one_line
from webapp.db import db, writing
from webapp.models import Enrolment, GroupOverride, Quiz, Role
from webapp.services.quizzes.deadlines import move_deadlines


def group_names(course_id: UUID) -> list[str]:
    """Return the groups that some learner of the course is in, by name."""
    rows = db.session.scalars(
        select(Enrolment.group_name)
        .distinct()
        .where(
            Enrolment.course_id == course_id,
            Enrolment.role == Role.LEARNER,
            Enrolment.group_name.is_not(None),
        )
    )
    return sorted((name for name in rows if name), key=str.casefold)


def set_groups(course_id: UUID, wanted: Mapping[UUID, str]) -> int:
    """Put learners of a course into groups by name; an empty one is none.

    Capital letters do not make another group. What is set for a group in a quiz reaches the
    attempts under way of who comes into it. Who is no learner of the course is passed over.
    Returns how many are in another group now.
    """
    with writing() as session:
        quizzes = _held_quizzes(session, course_id)
        rows = session.scalars(
            select(Enrolment)
            .where(Enrolment.course_id == course_id, Enrolment.role == Role.LEARNER)
            .order_by(Enrolment.user_id)
            .with_for_update()
        ).all()
        changed = _put(rows, wanted, _spellings(session, course_id, rows))
        session.flush()
        for quiz in quizzes if changed else ():
            move_deadlines(session, quiz)
        return changed


def _put(rows: Iterable[Enrolment], wanted: Mapping[UUID, str], spellings: dict[str, str]) -> int:
    changed = 0
    for row in rows:
        if row.user_id not in wanted:
            continue
        typed = one_line(wanted[row.user_id])
        name = spellings.setdefault(typed.casefold(), typed) if typed else None
        changed += name != row.group_name
        row.group_name = name
    return changed


def _spellings(session: Session, course_id: UUID, rows: Iterable[Enrolment]) -> dict[str, str]:
    """Return how each group is spelt that there is, or that something is set for."""
    set_for = session.scalars(
        select(GroupOverride.group_name)
        .join(Quiz, Quiz.id == GroupOverride.quiz_id)
        .where(Quiz.course_id == course_id)
    )
    names = [*set_for, *(row.group_name for row in rows if row.group_name)]
    return {name.casefold(): name for name in names}


def _held_quizzes(session: Session, course_id: UUID) -> list[Quiz]:
    """Return the quizzes in which something is set for a group, for nobody to begin beside."""
    return list(
        session.scalars(
            select(Quiz)
            .where(
                Quiz.course_id == course_id,
                Quiz.id.in_(select(GroupOverride.quiz_id)),
            )
            .order_by(Quiz.id)
            .with_for_update()
        )
    )
