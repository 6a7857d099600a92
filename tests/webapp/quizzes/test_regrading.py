"""Regrading: a wrong key put right for those who answered, by each rule, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from questions.interactions import Choice, Grading, grade
from questions.question import Status
from tests.webapp.people.histories import SETTINGS
from tests.webapp.quizzes.keys import (
    LATER,
    begin,
    hand_in,
    looked_at,
    marks,
    pick,
    put_right,
    regraded,
    right_option,
    undone,
)
from tests.webapp.racing import at_once, refused
from tests.webapp.worlds import START, World, add_user
from webapp.db import db, writing
from webapp.learning.marks import RegradePolicy
from webapp.models import (
    AttemptStep,
    Card,
    MarkChange,
    QuestionVersion,
    RegradedAttempt,
    RegradeRun,
    Role,
)
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.operations.upkeep import check_attempts, check_cards
from webapp.services.quizzes.attempting import submit_attempt
from webapp.services.quizzes.marking import recompute
from webapp.services.quizzes.queries import regrading
from webapp.services.quizzes.queries.attempts import load_any_attempt
from webapp.services.quizzes.queries.dry_runs import affected
from webapp.services.quizzes.queries.regrade_runs import find_run, list_runs
from webapp.services.quizzes.regrading import Regrading, regrade, undo_regrading
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.questions import as_asked, save_question

EXACT, NEVER_LOWER = RegradePolicy.EXACT, RegradePolicy.NEVER_LOWER
FULL, DROP = RegradePolicy.FULL, RegradePolicy.DROP
MOST = 10


@dataclass(frozen=True)
class Wrong:
    """Three attempts at a question whose key was wrong, and the version that puts it right.

    The learner said what is right, the other what the wrong key said; then, in a second attempt,
    nothing at all. All else is unanswered.
    """

    world: World
    question_id: UUID
    before: UUID
    after: UUID
    attempts: tuple[tuple[UUID, UUID], ...]


@pytest.fixture
def wrong(world: World) -> Wrong:
    said_right, said_wrong = begin(world.learner_id), begin(world.other_learner_id)
    before = said_right.slot(1).version
    key = right_option(before)
    truly = (key + 1) % 2
    pick(said_right, 1, truly)
    pick(said_wrong, 1, key)
    all_ = [hand_in(said_right), hand_in(said_wrong)]
    all_.append(hand_in(begin(world.other_learner_id, START + timedelta(hours=1))))
    assert [full.attempt.mark for full in all_] == [0, 1, 0]
    attempts = tuple((full.attempt.user_id, full.attempt.id) for full in all_)
    after = put_right(world, before, truly)
    return Wrong(world, before.question_id, before.id, after.id, attempts)


def now(wrong: Wrong) -> list[tuple[float | None, float]]:
    found = marks()
    return [found[key] for key in wrong.attempts]


RULES = [
    (EXACT, [(1, MOST), (0, MOST), (0, MOST)], (1, 1, 1, 2)),
    (NEVER_LOWER, [(1, MOST), (1, MOST), (0, MOST)], (1, 0, 2, 1)),
    (FULL, [(1, MOST), (1, MOST), (1, MOST)], (2, 0, 1, 2)),
    (DROP, [(0, MOST - 1), (0, MOST - 1), (0, MOST - 1)], (0, 1, 2, 1)),
]


@pytest.mark.parametrize(("policy", "after", "effect"), RULES)
def test_a_rule_does_what_its_dry_run_says_and_is_undone(
    wrong: Wrong,
    policy: RegradePolicy,
    after: list[tuple[float, float]],
    effect: tuple[int, int, int, int],
) -> None:
    before, steps = now(wrong), db.session.scalar(select(func.count()).select_from(AttemptStep))
    found = looked_at(wrong.question_id, policy)
    assert (found.asked, found.learners, found.under_way) == (3, 2, 0)
    said = found.effects[policy]
    assert (said.up, said.down, said.same, said.learners) == effect
    assert now(wrong) == before
    run_id = regraded(wrong.world, wrong.question_id, policy)
    assert now(wrong) == after
    assert [tuple(mark.after) for mark in find_run(wrong.world.course_id, run_id).marks] == [
        tuple(mark.after) for mark in found.marks
    ]
    assert recompute() == 0
    assert check_attempts(db.session()).problems == []
    undone(wrong.world, run_id)
    assert now(wrong) == before
    assert recompute() == 0
    assert db.session.scalar(select(func.count()).select_from(AttemptStep)) == steps


def test_whom_a_key_concerns_is_said_until_it_is_done(wrong: Wrong) -> None:
    concerned = affected(wrong.question_id, LATER)
    assert concerned is not None
    assert (concerned.attempts, concerned.learners) == (2, 2)
    run_id = regraded(wrong.world, wrong.question_id, NEVER_LOWER)
    assert affected(wrong.question_id, LATER) is None
    undone(wrong.world, run_id)
    assert affected(wrong.question_id, LATER) == concerned


def test_a_later_regrading_builds_upon_an_earlier_one(wrong: Wrong) -> None:
    world, question_id = wrong.world, wrong.question_id
    first = regraded(world, question_id, FULL)
    second = regraded(world, question_id, EXACT, LATER + timedelta(minutes=1))
    assert now(wrong) == [(1, MOST), (0, MOST), (0, MOST)]
    third = regraded(world, question_id, DROP, LATER + timedelta(minutes=2))
    assert now(wrong) == [(0, MOST - 1)] * 3
    for beneath in (first, second):
        with pytest.raises(Conflict, match="Undo the later regrading first"):
            undone(world, beneath)
    assert find_run(world.course_id, first).later == third
    undone(world, third)
    assert now(wrong) == [(1, MOST), (0, MOST), (0, MOST)]
    undone(world, second)
    assert now(wrong) == [(1, MOST)] * 3
    undone(world, first)
    assert now(wrong) == [(0, MOST), (1, MOST), (0, MOST)]
    with pytest.raises(Conflict, match="undone before"):
        undone(world, first)
    assert [done.run.id for done in list_runs(world.course_id)] == [third, second, first]


def test_what_was_looked_at_must_still_be_so(wrong: Wrong) -> None:
    world, question_id = wrong.world, wrong.question_id
    seen = Regrading(EXACT, wrong.after, None)
    regraded(world, question_id, FULL)
    with pytest.raises(Conflict, match="Look again"):
        regrade(world.course_id, question_id, seen, world.instructor_id, LATER)
    old = Regrading(EXACT, wrong.before, None)
    with pytest.raises(Conflict, match="Look again"):
        regrade(world.course_id, question_id, old, world.instructor_id, LATER)
    assert now(wrong) == [(1, MOST)] * 3


def test_a_rule_that_changes_nothing_is_not_recorded(wrong: Wrong) -> None:
    regraded(wrong.world, wrong.question_id, EXACT)
    with pytest.raises(Refusal, match="changes no mark"):
        regraded(wrong.world, wrong.question_id, NEVER_LOWER)
    assert db.session.scalar(select(func.count()).select_from(RegradeRun)) == 1


def test_an_attempt_under_way_is_marked_by_it_when_it_is_handed_in(world: World) -> None:
    under_way, other = begin(world.learner_id), begin(world.other_learner_id)
    before = under_way.slot(1).version
    key = right_option(before)
    pick(under_way, 1, (key + 1) % 2)
    pick(other, 1, (key + 1) % 2)
    hand_in(other)
    after = put_right(world, before, (key + 1) % 2)
    assert looked_at(after.question_id, EXACT).under_way == 1
    run_id = regraded(world, after.question_id, EXACT)
    later = LATER + timedelta(hours=1)
    assert hand_in(under_way, later).attempt.mark == 1
    assert {mark for mark, _most in marks().values()} == {1}
    told = db.session.scalars(
        select(RegradedAttempt).where(RegradedAttempt.user_id == world.learner_id)
    ).one()
    assert (told.mark_before, told.mark_after, told.read_at) == (0, 1, later)
    assert recompute() == 0
    undone(world, run_id)
    assert {mark for mark, _most in marks().values()} == {0}


def test_an_attempt_that_asks_what_came_later_is_not_marked_by_it(wrong: Wrong) -> None:
    regraded(wrong.world, wrong.question_id, FULL)
    later = LATER + timedelta(hours=1)
    version = db.session.get_one(QuestionVersion, wrong.after)
    newest = put_right(wrong.world, version, right_option(version), later)
    full = begin(wrong.world.learner_id, later + timedelta(hours=1))
    assert full.slot(1).version.id == newest.id
    assert hand_in(full, later + timedelta(hours=2)).attempt.mark == 0


def test_what_the_new_version_no_longer_has_keeps_its_worth(wrong: Wrong) -> None:
    asked = as_asked(db.session.get_one(QuestionVersion, wrong.after))
    choice = asked.interaction
    assert isinstance(choice, Choice)
    kept = [option for option in choice.options if option.fraction > 0]
    others = [
        option.model_copy(update={"text": f"{option.text} indeed"})
        for option in choice.options
        if option.fraction <= 0
    ]
    changed = choice.model_copy(update={"options": (*kept, *others)})
    question = asked.model_copy(update={"interaction": changed})
    course_id, question_id = wrong.world.course_id, wrong.question_id
    save_question(course_id, question, Status.PUBLISHED, LATER, question_id=question_id)
    found = looked_at(question_id, EXACT)
    assert found.unsaid == 1
    regraded(wrong.world, question_id, EXACT)
    assert now(wrong) == [(1, MOST), (1, MOST), (0, MOST)]


def test_only_the_courses_own_questions_and_runs(wrong: Wrong) -> None:
    world = wrong.world
    run_id = regraded(world, wrong.question_id, EXACT)
    elsewhere = uuid4()
    with pytest.raises(Missing):
        undo_regrading(elsewhere, run_id, world.instructor_id, LATER)
    with pytest.raises(Missing):
        find_run(elsewhere, run_id)
    with pytest.raises(Missing):
        seen = Regrading(EXACT, wrong.after, run_id)
        regrade(elsewhere, wrong.question_id, seen, world.instructor_id, LATER)


def test_those_who_had_read_of_it_are_told_of_the_undoing(wrong: Wrong) -> None:
    world = wrong.world
    run_id = regraded(world, wrong.question_id, EXACT)
    rows = db.session.scalars(select(RegradedAttempt)).all()
    assert {(row.mark_before, row.mark_after, row.read_at) for row in rows} == {
        (0, 1, None),
        (1, 0, None),
    }
    read = next(row for row in rows if row.user_id == world.learner_id)
    read.read_at = LATER
    db.session.commit()
    undone(world, run_id, LATER + timedelta(hours=1))
    db.session.expire_all()
    told = {row.user_id: row.read_at for row in db.session.scalars(select(RegradedAttempt))}
    assert told == {
        world.learner_id: None,
        world.other_learner_id: LATER + timedelta(hours=1),
    }


def test_nothing_is_rewritten(wrong: Wrong) -> None:
    regraded(wrong.world, wrong.question_id, EXACT)
    full = load_any_attempt(*wrong.attempts[0])
    step = full.slot(1).step
    assert step is not None
    assert (step.fraction, full.slot(1).fraction) == (0, 1)
    assert full.slot(1).row.version_id == wrong.before
    assert db.session.scalar(select(func.count()).select_from(MarkChange)) == 2


def test_of_two_instructors_at_once_one_is_told_to_look_again(app: Flask, wrong: Wrong) -> None:
    world, question_id = wrong.world, wrong.question_id
    seen = [Regrading(policy, wrong.after, None) for policy in (FULL, EXACT, DROP, EXACT)]
    db.session.commit()
    came_to = at_once(
        app,
        [
            partial(regrade, world.course_id, question_id, each, world.instructor_id, LATER)
            for each in seen
        ],
        refusals=(Conflict,),
    )
    assert [type(each) for each in refused(came_to)] == [Conflict] * 3
    run_id = db.session.scalars(select(RegradeRun.id)).one()
    came_to = at_once(app, [partial(undone, world, run_id)] * 4, refusals=(Conflict,))
    assert [type(each) for each in refused(came_to)] == [Conflict] * 3
    assert now(wrong) == [(0, MOST), (1, MOST), (0, MOST)]


def test_what_is_handed_in_meanwhile_is_marked_by_the_same_rule(app: Flask, world: World) -> None:
    learners = [add_user(f"l{n}@example.org", f"L{n}") for n in range(8)]
    with writing() as session:
        for learner in learners:
            enrol(session, learner, world.course_id, Role.LEARNER, START)
    open_ = [begin(learner) for learner in learners]
    version = open_[0].slot(1).version
    key = right_option(version)
    for full in open_:
        pick(full, 1, (key + 1) % 2)
    hand_in(open_[0])
    places = [(full.attempt.user_id, full.attempt.id) for full in open_[1:]]
    after = put_right(world, version, (key + 1) % 2)
    wanted = Regrading(EXACT, after.id, None, corrects_reviews=True)
    question_id = after.question_id
    db.session.commit()
    at_once(
        app,
        [
            *(partial(submit_attempt, *place, LATER, SETTINGS) for place in places),
            partial(regrade, world.course_id, question_id, wanted, world.instructor_id, LATER),
        ],
    )
    assert set(marks().values()) == {(1, MOST)}
    assert recompute() == 0
    assert check_attempts(db.session()).problems == []
    assert check_cards(db.session()).problems == []
    ratings = db.session.scalars(select(Card.lapses).where(Card.question_id == question_id)).all()
    assert len(ratings) == len(learners)
    run_id = db.session.scalars(select(RegradeRun.id)).one()
    undone(world, run_id)
    assert set(marks().values()) == {(0, MOST)}


def test_answers_are_graded_before_the_database_is_held(
    wrong: Wrong, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded = []

    def grade_free(*given: Any) -> Grading:
        assert not db.session().info.get("writing")
        graded.append(given[1])
        return grade(*given)

    found = looked_at(wrong.question_id, EXACT)
    monkeypatch.setattr(regrading, "grade", grade_free)
    wanted = Regrading(EXACT, found.version.id, found.after_run)
    regrade(wrong.world.course_id, wrong.question_id, wanted, wrong.world.instructor_id, LATER)
    assert len(graded) == len(set(graded)) == 2
