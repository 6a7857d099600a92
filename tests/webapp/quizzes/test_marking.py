"""Marking: kept marks are what the steps and the changes since say, and marking again says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from questions.interactions import Choice
from questions.responses import Chosen
from tests.webapp.people.histories import SETTINGS, study
from tests.webapp.worlds import START, World
from webapp.db import db, new_id, writing
from webapp.models import Attempt, MarkChange, MarkChangeKind, QuestionAttempt, Quiz
from webapp.services.operations.upkeep import check_attempts
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.marking import recompute, remark
from webapp.services.quizzes.queries.attempts import FullAttempt, load_attempt


def taken(user_id: UUID, right: int) -> FullAttempt:
    """Hand in an attempt whose first questions are answered rightly, other choices wrongly."""
    quiz = db.session.scalars(select(Quiz).where(Quiz.slug == "azerbaijan-nato-talks")).one()
    attempt_id = start_attempt(user_id, quiz.id, START)
    for slot in load_attempt(user_id, attempt_id).slots:
        if not isinstance(slot.interaction, Choice):
            continue
        key = [option.fraction > 0 for option in slot.interaction.options]
        response = Chosen(options=(key.index(slot.number <= right),))
        key_ = f"{attempt_id.hex}:{slot.number}"
        answer_slot(user_id, attempt_id, slot.number, response, START, SETTINGS, client_key=key_)
    submit_attempt(user_id, attempt_id, START + timedelta(minutes=5), SETTINGS)
    return load_attempt(user_id, attempt_id)


def change(full: FullAttempt, slot: int, fraction: float | None, **fields: object) -> None:
    with writing() as session:
        row = MarkChange(
            user_id=full.attempt.user_id,
            id=new_id(START),
            attempt_id=full.attempt.id,
            slot=slot,
            kind=MarkChangeKind.MANUAL,
            fraction=fraction,
            made_at=START,
        )
        for name, value in fields.items():
            setattr(row, name, value)
        session.add(row)
        remark(session, full.attempt.user_id, full.attempt.id)


def test_marking_everything_again_changes_nothing(world: World) -> None:
    taken(world.other_learner_id, right=2)
    study(world.learner_id, world.course_id)
    assert recompute() == 0
    assert check_attempts(db.session()).problems == []


def test_what_was_kept_wrongly_is_found_and_put_right(world: World) -> None:
    full = taken(world.learner_id, right=2)
    attempt_id = full.attempt.id
    with writing() as session:
        session.execute(update(Attempt).values(mark=9))
        session.execute(update(QuestionAttempt).values(dropped=True))
    assert len(check_attempts(db.session()).problems) == 1
    assert recompute() == 1
    found = load_attempt(world.learner_id, attempt_id).attempt
    assert (found.mark, found.max_mark) == (2, len(full.slots))
    assert check_attempts(db.session()).problems == []


@pytest.mark.parametrize(
    ("fraction", "fields", "mark", "less"),
    [
        (0.5, {}, 1.5, 0),
        (None, {}, 2, 0),
        (None, {"kind": MarkChangeKind.REGRADE, "dropped": True}, 1, 1),
        (0.25, {"kind": MarkChangeKind.REGRADE}, 1.25, 0),
    ],
)
def test_a_change_counts(
    world: World, fraction: float | None, fields: dict[str, object], mark: float, less: int
) -> None:
    full = taken(world.learner_id, right=2)
    most = full.attempt.max_mark
    change(full, 1, fraction, **fields)
    found = load_attempt(world.learner_id, full.attempt.id)
    assert (found.attempt.mark, found.attempt.max_mark) == (mark, most - less)
    assert check_attempts(db.session()).problems == []
    assert recompute() == 0


def test_a_mark_by_hand_is_taken_back(world: World) -> None:
    full = taken(world.learner_id, right=2)
    change(full, 3, 1.0)
    assert load_attempt(world.learner_id, full.attempt.id).attempt.mark == 3
    change(full, 3, None)
    assert load_attempt(world.learner_id, full.attempt.id).attempt.mark == 2
