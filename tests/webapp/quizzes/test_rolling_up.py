"""What was handed in comes to the figures of the library, and is kept until something changes."""

from __future__ import annotations

from datetime import timedelta
from math import isclose
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from questions.question import Status
from tests.webapp.quizzes.handing_in import (
    Answered,
    add_class,
    add_step,
    any_quiz,
    hand_in,
    versions,
)
from tests.webapp.worlds import START, World
from webapp.db import db, new_id, writing
from webapp.learning.item_analysis import analyse_table
from webapp.models import (
    Counted,
    ItemRollup,
    MarkChange,
    MarkChangeKind,
    QuestionVersion,
    Quiz,
    QuizRollup,
    User,
)
from webapp.services.quizzes.queries import handed_in
from webapp.services.quizzes.rolling_up import roll_up, roll_up_due
from webapp.services.teaching.questions import as_asked, save_question


def kept(quiz_id: UUID, counted: Counted = Counted.FIRST) -> tuple[QuizRollup, list[ItemRollup]]:
    db.session.expire_all()
    items = db.session.scalars(
        select(ItemRollup)
        .where(ItemRollup.quiz_id == quiz_id, ItemRollup.counted == counted)
        .order_by(ItemRollup.position)
    )
    return db.session.get_one(QuizRollup, (quiz_id, counted)), list(items)


def pick(n: int) -> dict[str, object]:
    return {"kind": "choice", "options": [n]}


def typed(text: str) -> dict[str, object]:
    return {"kind": "text_entry", "text": text}


@pytest.fixture
def quiz_id(world: World) -> UUID:
    return any_quiz(world.course_id)


def test_it_comes_to_the_figures_of_the_table(
    world: World, quiz_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handed_in, "_BATCH", 3)
    chance = Random(3)
    asked = versions(world.course_id, "choice", 4)
    table = [[float(chance.random() < 0.3 + n / 12) for _v in asked] for n in range(8)]
    for user_id, row in zip(add_class(world.course_id, 8), table, strict=True):
        answers = [
            Answered(version.id, fraction, pick(0))
            for version, fraction in zip(asked, row, strict=True)
        ]
        hand_in(user_id, quiz_id, answers, mark=2.0)
    assert roll_up_due(START) == 1
    whole, items = kept(quiz_id)
    expected = analyse_table(table, [2.0] * 4)
    assert whole.attempts == 8 and whole.made_at == START
    assert whole.figures["max_mark"] == 8 and whole.figures["median_seconds"] == 600
    assert [item.version_id for item in items] == [version.id for version in asked]
    for item, figures in zip(items, expected.items, strict=True):
        assert (item.asked, item.facility) == (8, figures.facility)
        for name in ("sd", "discrimination_index", "effective_weight"):
            mine, theirs = item.figures[name], getattr(figures, name)
            assert mine is theirs is None or isclose(mine, theirs, abs_tol=1e-9)
    for name in ("mean", "sd", "cic", "sem"):
        assert isclose(whole.figures[name], getattr(expected.test, name), abs_tol=1e-9)


def test_answers_are_counted_by_how_well_their_learners_did(world: World, quiz_id: UUID) -> None:
    choice, other = versions(world.course_id, "choice", 2)
    for n, user_id in enumerate(add_class(world.course_id, 6)):
        first = Answered(choice.id, n // 5, pick(n % 2), seconds=10 + n)
        second = Answered(other.id, n / 5, None if n == 0 else pick(0))
        hand_in(user_id, quiz_id, [first, second])
    roll_up(quiz_id, START)
    _whole, (item, unanswered) = kept(quiz_id)
    assert item.figures["thirds"] == [2, 2, 2]
    assert [answer["thirds"] for answer in item.figures["answers"]][:2] == [[1, 1, 1], [1, 1, 1]]
    assert item.figures["median_seconds"] == 12.5
    assert item.figures["without_answer"] == 0
    assert unanswered.figures["without_answer"] == 1
    assert unanswered.figures["median_seconds"] is None


def test_what_was_typed_is_put_together(world: World, quiz_id: UUID) -> None:
    (entry,) = versions(world.course_id, "text_entry", 1)
    said = ["Baku", "baku", " BAKU ", "the Baku", "Ganja", "", "right"]
    for text, user_id in zip(said, add_class(world.course_id, 7), strict=True):
        hand_in(user_id, quiz_id, [Answered(entry.id, float(text == "right"), typed(text))])
    roll_up(quiz_id, START)
    _whole, (item,) = kept(quiz_id)
    found = [(a["text"], sum(a["thirds"]), a["is_right"]) for a in item.figures["answers"]]
    assert found == [("BAKU", 4, False), ("Ganja", 1, False), ("right", 1, True)]


def test_the_last_answer_counts_and_all_of_the_time(world: World, quiz_id: UUID) -> None:
    (choice,) = versions(world.course_id, "choice", 1)
    (user_id,) = add_class(world.course_id, 1)
    attempt_id = hand_in(user_id, quiz_id, [Answered(choice.id, 1, pick(0), seconds=5)])
    add_step(user_id, attempt_id, 1, Answered(choice.id, 1, pick(1), seconds=7), later=60)
    add_step(user_id, attempt_id, 1, Answered(choice.id, 1, pick(0)), later=30)
    roll_up(quiz_id, START)
    _whole, (item,) = kept(quiz_id)
    assert [sum(answer["thirds"]) for answer in item.figures["answers"]][:2] == [0, 1]
    assert item.figures["median_seconds"] == 12


@pytest.mark.parametrize(
    ("counted", "facility", "attempts"),
    [
        (Counted.FIRST, 0.25, 2),
        (Counted.LAST, 0.5, 2),
        (Counted.BEST, 0.75, 2),
        (Counted.ALL, 0.5, 4),
    ],
)
def test_which_attempts_count(
    world: World, quiz_id: UUID, counted: Counted, facility: float, attempts: int
) -> None:
    (choice,) = versions(world.course_id, "choice", 1)
    once, often = add_class(world.course_id, 2)
    hand_in(once, quiz_id, [Answered(choice.id, 0.5, pick(0))])
    for number, fraction in enumerate([0, 1, 0.5], 1):
        hand_in(often, quiz_id, [Answered(choice.id, fraction, pick(0))], number)
    hand_in(world.instructor_id, quiz_id, [Answered(choice.id, 1, pick(0))])
    roll_up(quiz_id, START)
    whole, (item,) = kept(quiz_id, counted)
    assert (item.facility, whole.attempts, item.asked) == (facility, attempts, attempts)


def test_nothing_is_due_until_something_changes(world: World, quiz_id: UUID) -> None:
    (choice,) = versions(world.course_id, "choice", 1)
    one, other = add_class(world.course_id, 2)
    assert roll_up_due(START) == 0
    attempt_id = hand_in(one, quiz_id, [Answered(choice.id, 0, pick(0))])
    assert roll_up_due(START) == 1
    assert roll_up_due(START) == 0
    hand_in(other, quiz_id, [Answered(choice.id, 1, pick(0))])
    assert roll_up_due(START) == 1
    with writing() as session:
        change = MarkChange(
            user_id=one,
            id=new_id(START),
            attempt_id=attempt_id,
            slot=1,
            kind=MarkChangeKind.MANUAL,
            fraction=0.0,
            made_at=START,
        )
        session.add(change)
    assert roll_up_due(START) == 1, "somebody marked it by hand"
    with writing() as session:
        session.execute(delete(User).where(User.id.in_([one, other])))
    assert roll_up_due(START + timedelta(hours=1)) == 1
    whole, items = kept(quiz_id)
    assert (whole.attempts, items) == (0, [])
    assert roll_up_due(START) == 0


def test_versions_are_told_apart_and_make_one_test(world: World, quiz_id: UUID) -> None:
    choice, other = versions(world.course_id, "choice", 2)
    save_question(
        world.course_id,
        as_asked(choice).model_copy(update={"stem": f"{choice.stem} Now?"}),
        Status.DRAFT,
        START,
        question_id=choice.question_id,
    )
    newer = db.session.scalars(
        select(QuestionVersion).where(
            QuestionVersion.question_id == choice.question_id, QuestionVersion.id != choice.id
        )
    ).one()
    for n, user_id in enumerate(add_class(world.course_id, 8)):
        first = choice if n < 4 else newer
        right = [Answered(first.id, n % 2, pick(0)), Answered(other.id, n % 4 // 2 or n % 2)]
        hand_in(user_id, quiz_id, right)
    roll_up(quiz_id, START)
    whole, items = kept(quiz_id)
    assert sorted(item.asked for item in items) == [4, 4, 8]
    assert all(item.figures["effective_weight"] is None for item in items)
    assert whole.figures["cic"] is not None


def test_a_quiz_that_is_gone_is_left_alone(world: World, quiz_id: UUID) -> None:
    (choice,) = versions(world.course_id, "choice", 1)
    (user_id,) = add_class(world.course_id, 1)
    hand_in(user_id, quiz_id, [Answered(choice.id, 0, pick(0))])
    roll_up_due(START)
    with writing() as session:
        session.execute(delete(Quiz).where(Quiz.id == quiz_id))
    roll_up(quiz_id, START)
    assert db.session.scalars(select(QuizRollup)).all() == []
    assert db.session.scalars(select(ItemRollup)).all() == []
