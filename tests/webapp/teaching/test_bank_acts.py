from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from questions.question import Status
from tests.webapp.browsing import post
from tests.webapp.teaching.test_question_search import add
from tests.webapp.worlds import MORNING, START, World
from webapp.db import db, writing
from webapp.models import ActKind, Course, Question, QuestionTag, QuestionVersion
from webapp.services.errors import Missing, Refusal
from webapp.services.teaching.bank_acts import (
    Change,
    act_on_questions,
    retagged,
)
from webapp.services.teaching.bank_undoing import undo_last_act
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_list import (
    ListedQuestion,
    list_questions,
    matching_ids,
)
from webapp.services.teaching.questions import retire_question

PAGE = "/teach/caucasus/questions"


def act(teacher: FlaskClient, query: str = "", **fields: str | list[str]) -> TestResponse:
    return post(teacher, f"{PAGE}/act{query}", PAGE, **fields)


def state(world: World) -> dict[UUID, tuple[object, ...]]:
    """What each question says, where it stands, and by which tags learners' is drawn."""
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.execute(
        select(Question, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(Question.course_id == world.course_id, QuestionVersion.number == Question.latest)
    )
    drawn: dict[UUID, set[str]] = {}
    for tag in db.session.scalars(select(QuestionTag)):
        drawn.setdefault(tag.question_id, set()).add(tag.tag)
    lines = {line.id: line.standing for page in (1, 2) for line in _page(world, page)}
    return {
        question.id: (
            version.stem,
            tuple(version.tags),
            lines[question.id],
            frozenset(drawn.get(question.id, ())),
        )
        for question, version in rows
    }


def _page(world: World, number: int) -> tuple[ListedQuestion, ...]:
    return list_questions(world.course_id, Filters(), number).lines


def some(world: World, number: int = 3) -> list[str]:
    return [str(each) for each in sorted(matching_ids(world.course_id, Filters()))[:number]]


def test_tags_the_chosen_and_takes_it_back(teacher: FlaskClient, world: World) -> None:
    before = state(world)
    page = act(teacher, do="tag", label="Seas::Black", chosen=some(world))
    assert page.status_code == 302
    assert "3 questions changed." in teacher.get(page.location).text
    assert len(matching_ids(world.course_id, Filters(tag="seas"))) == 3
    assert {standing for _s, _t, standing, _d in state(world).values()} == {"published"}
    assert "Undo" in teacher.get(PAGE).text
    post(teacher, f"{PAGE}/undo", PAGE)
    assert state(world) == before
    assert "Undone: 3 questions." in teacher.get(PAGE).text
    assert ">Undo<" not in teacher.get(PAGE).text


@pytest.mark.parametrize("do", ["retire", "untag", "publish"])
def test_each_act_on_all_that_match_is_undone(teacher: FlaskClient, world: World, do: str) -> None:
    ids = matching_ids(world.course_id, Filters(tag="deep"))
    retire_question(world.course_id, ids[0])
    before = state(world)
    act(teacher, "?tag=deep", do=do, label="deep", all="y")
    changed = {key for key, value in state(world).items() if value != before[key]}
    assert changed == {"retire": set(ids[1:]), "untag": set(ids), "publish": {ids[0]}}[do]
    post(teacher, f"{PAGE}/undo", PAGE)
    assert state(world) == before


def test_a_branch_of_tags_is_renamed(teacher: FlaskClient, world: World) -> None:
    add(world.course_id, "One?", "seas", "seas::black")
    add(world.course_id, "Two?", "seasons")
    before = state(world)
    assert ">Rename<" in teacher.get(f"{PAGE}?tag=seas").text
    act(teacher, **{"do": "rename", "from": "seas", "to": "Water::Seas"})
    tags = {value[0]: value[1] for value in state(world).values()}
    assert (tags["One?"], tags["Two?"]) == (("water::seas", "water::seas::black"), ("seasons",))
    post(teacher, f"{PAGE}/undo", PAGE)
    assert state(world) == before


def test_what_may_not_be_published_is_told_with_its_reason(
    teacher: FlaskClient, world: World
) -> None:
    fine = UUID(some(world, 1)[0])
    poor = add(world.course_id, "Uncited?")
    retire_question(world.course_id, fine)
    page = act(teacher, do="publish", chosen=[str(poor), str(fine)])
    told = teacher.get(page.location).text
    assert "1 question changed." in told
    assert "“Uncited?” Choose the passage that proves the answer." in told
    assert [state(world)[key][2] for key in (poor, fine)] == ["draft", "published"]


def test_a_proposal_is_published_by_its_queue_alone(world: World) -> None:
    proposed = add(world.course_id, "Proposed?")
    with writing() as session:
        session.execute(
            update(QuestionVersion)
            .where(QuestionVersion.question_id == proposed)
            .values(status=Status.CANDIDATE)
        )
    change = Change(ActKind.PUBLISH)
    done = act_on_questions(world.course_id, [proposed], change, world.instructor_id, START)
    assert (done.count, done.refused[0][1]) == (0, "It was proposed. Decide it under Curate.")
    tagging = Change(ActKind.TAG, "x")
    act_on_questions(world.course_id, [proposed], tagging, world.instructor_id, START)
    assert state(world)[proposed][1:3] == (("x",), "proposed")


def test_a_question_of_another_course_changes_nothing(teacher: FlaskClient, world: World) -> None:
    other = db.session.scalars(select(Course.id).where(Course.id != world.course_id)).first()
    assert other is not None
    foreign = add(other, "Whose?")
    before = state(world)
    for chosen in (str(foreign), str(uuid4())):
        assert act(teacher, do="retire", chosen=[*some(world), chosen]).status_code == 404
    assert state(world) == before
    with pytest.raises(Missing):
        act_on_questions(
            world.course_id, [foreign], Change(ActKind.RETIRE), world.instructor_id, START
        )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"do": "tag", "label": "x"}, "Choose the questions first."),
        ({"do": "tag", "label": " ", "all": "y"}, "Write one tag"),
        ({"do": "tag", "label": "a, b", "all": "y"}, "Write one tag"),
        ({"do": "tag", "label": "x" * 41, "all": "y"}, "Write one tag"),
        ({"do": "burn", "all": "y"}, "Choose what to do with the questions."),
        ({"do": "tag", "label": "x", "chosen": "nonsense"}, "Choose the questions first."),
        ({"do": "rename", "from": "none", "to": "x"}, "Choose the questions first."),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    teacher: FlaskClient, world: World, fields: dict[str, str], told: str
) -> None:
    before = state(world)
    page = act(teacher, **fields)
    assert told in teacher.get(page.location).text
    assert state(world) == before


def test_too_many_at_once_are_refused(world: World) -> None:
    ids = [uuid4() for _ in range(1001)]
    with pytest.raises(Refusal, match="at most 1000"):
        act_on_questions(world.course_id, ids, Change(ActKind.RETIRE), world.instructor_id, START)


def test_what_was_changed_since_stands(world: World) -> None:
    ids = [UUID(each) for each in some(world)]
    tagging = Change(ActKind.TAG, "x")
    act_on_questions(world.course_id, ids, tagging, world.instructor_id, START)
    retire_question(world.course_id, ids[0])
    done = undo_last_act(world.course_id, world.instructor_id, START)
    assert (done.count, len(done.refused)) == (2, 1)
    assert len(matching_ids(world.course_id, Filters(tag="x"))) == 1
    with pytest.raises(Refusal, match="nothing left"):
        undo_last_act(world.course_id, world.instructor_id, START)


def test_undo_is_for_who_did_it_and_for_an_hour(teacher: FlaskClient, world: World) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        change = Change(ActKind.TAG, "x")
        ids = [UUID(each) for each in some(world)]
        act_on_questions(world.course_id, ids, change, world.admin_id, MORNING)
        with pytest.raises(Refusal, match="nothing left"):
            undo_last_act(world.course_id, world.instructor_id, MORNING)
        clock.shift(timedelta(hours=1, seconds=1))
        with pytest.raises(Refusal, match="nothing left"):
            undo_last_act(world.course_id, world.admin_id, MORNING + timedelta(minutes=61))


def test_a_tag_goes_with_all_under_it() -> None:
    tags = ("a", "a::b", "ab")
    assert retagged(tags, Change(ActKind.UNTAG, "a")) == ("ab",)
    assert retagged(tags, Change(ActKind.RENAME, "a", "ab")) == ("ab", "ab::b")
    assert retagged(tags, Change(ActKind.TAG, "ab")) == tags
