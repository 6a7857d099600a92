from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interactions import Choice, Option
from questions.proposing import Making
from questions.question import Status
from questions.swapping import replace_option
from tests.webapp.browsing import post
from tests.webapp.teaching.test_curating import QUEUE, newest, outcomes, proposed
from tests.webapp.worlds import START, World, add_user
from webapp import models
from webapp.db import db, writing
from webapp.models import CurationEvent, Decision, Proposal, Reason, Role
from webapp.services.errors import Conflict, Refusal
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.curating import accept_proposal, reject_proposal, take_proposals
from webapp.services.teaching.queries.manuscripts import load_manuscript
from webapp.services.teaching.queries.pace import seconds_each
from webapp.services.teaching.queries.proposals import Outcome
from webapp.services.teaching.swapping import swap_option
from webapp.services.teaching.undoing import undo_decision

SPARES = ("Armenia", "Iran")


def take(world: World, *stems: str, kind: str = "multiple_choice") -> list[UUID]:
    document_id = db.session.scalars(select(models.Document.id)).one()
    asked = [proposed(stem, 0.9 - at / 10, kind, key=stem[:3]) for at, stem in enumerate(stems)]
    take_proposals(document_id, asked, START, makings=[Making("who", (), SPARES)] * len(stems))
    return list(db.session.scalars(select(Proposal.question_id).order_by(Proposal.score.desc())))


@pytest.fixture
def question_id(world: World) -> UUID:
    return take(world, "Who joined?")[0]


@pytest.fixture
def colleague(world: World) -> UUID:
    user_id = add_user("colleague@example.org", "Kamala Colleague")
    with writing() as session:
        enrol(session, user_id, world.course_id, Role.INSTRUCTOR, START)
    return user_id


def options(world: World, question_id: UUID) -> list[str]:
    shape = load_manuscript(world.course_id, question_id).asked.interaction
    assert isinstance(shape, Choice)
    return [option.text for option in shape.options]


def swap(world: World, question_id: UUID, old: str, seen: int | None = None) -> str:
    return swap_option(world.course_id, question_id, old, world.instructor_id, START, seen=seen)


def test_options_are_replaced_one_after_another_and_come_round(
    world: World, question_id: UUID
) -> None:
    old, seen = "Georgia", []
    for _each in range(3):
        old = swap(world, question_id, old)
        seen.append(old)
    assert seen == ["Armenia", "Iran", "Georgia"]
    assert newest(question_id) == (Status.CANDIDATE, None)
    decisions = db.session.scalars(select(CurationEvent.decision)).all()
    assert decisions == [Decision.EDITED] * 3
    assert outcomes(world) == [Outcome.WAITING]


def test_undo_goes_back_through_all_that_was_done_to_one_question(
    world: World, question_id: UUID
) -> None:
    course_id, actor_id = world.course_id, world.instructor_id
    swap(world, question_id, "Georgia")
    accept_proposal(course_id, question_id, actor_id, START)
    undo_decision(course_id, actor_id, START)
    assert options(world, question_id) == ["Who", "Armenia"]
    accept_proposal(course_id, question_id, actor_id, START)
    for _each in range(2):
        assert undo_decision(course_id, actor_id, START).question_id == question_id
    assert options(world, question_id) == ["Who", "Georgia"]
    assert newest(question_id) == (Status.CANDIDATE, None)
    with pytest.raises(Refusal, match="nothing left"):
        undo_decision(course_id, actor_id, START)


def test_only_a_wrong_option_that_is_there_is_replaced(world: World, question_id: UUID) -> None:
    for old in ("Who", "Atlantis"):
        with pytest.raises(Refusal, match="no wrong option"):
            swap(world, question_id, old)
    (typed,) = take(world, "What was joined?", kind="short_answer")[1:]
    with pytest.raises(Refusal, match="no further"):
        swap(world, typed, "Georgia")


def test_nobody_decides_what_they_have_not_seen(
    world: World, question_id: UUID, colleague: UUID
) -> None:
    swap(world, question_id, "Georgia", seen=1)
    with pytest.raises(Conflict, match="changed this one"):
        accept_proposal(world.course_id, question_id, colleague, START, seen=1)
    with pytest.raises(Conflict, match="changed this one"):
        swap(world, question_id, "Georgia", seen=1)
    accept_proposal(world.course_id, question_id, colleague, START, seen=2)
    with pytest.raises(Conflict, match="decided this one"):
        swap(world, question_id, "Armenia", seen=2)


def test_undo_leaves_what_somebody_else_did_after(world: World, colleague: UUID) -> None:
    first, second = take(world, "Who joined?", "What was joined?")
    course_id, actor_id = world.course_id, world.instructor_id
    accept_proposal(course_id, first, actor_id, START)
    swap(world, second, "Georgia")
    reject_proposal(course_id, second, Reason.TRIVIAL, colleague, START)
    undone = undo_decision(course_id, actor_id, START)
    assert (undone.question_id, undone.left) == (first, 1)
    assert newest(second)[0] is Status.REJECTED
    with pytest.raises(Refusal, match="changed since"):
        undo_decision(course_id, actor_id, START)
    assert undo_decision(course_id, colleague, START).question_id == second
    assert undo_decision(course_id, actor_id, START).question_id == second
    assert options(world, second) == ["Wha", "Georgia"]


def test_numbers_stay_in_order() -> None:
    shape = Choice(
        shuffle=False,
        options=tuple(Option(text=t, fraction=float(t == "20")) for t in ("9", "20", "1,000")),
    )
    made = replace_option(shape, "9", "300")
    assert [option.text for option in made.options] == ["20", "300", "1,000"]


def test_a_choice_is_replaced_on_the_page(
    teacher: FlaskClient, world: World, question_id: UUID
) -> None:
    page = teacher.get(QUEUE).text
    assert "2 further wrong options:" in page and "Armenia · Iran" in page
    answer = post(teacher, f"{QUEUE}/{question_id}/options", QUEUE, option="Georgia", seen="1")
    page = teacher.get(answer.location).text
    assert "“Armenia” is in the place of “Georgia”." in page and 'name="act" open' in page
    answer = post(teacher, f"{QUEUE}/{question_id}/options", QUEUE, option="Georgia", seen="1")
    assert "Somebody changed this one meanwhile." in teacher.get(answer.location).text
    answer = post(teacher, f"{QUEUE}/{question_id}", QUEUE, seen="1")
    assert "Somebody changed this one meanwhile." in teacher.get(answer.location).text
    answer = post(teacher, f"{QUEUE}/undo", QUEUE)
    assert options(world, question_id) == ["Who", "Georgia"]


def test_where_there_are_no_further_options_it_says_so(teacher: FlaskClient, world: World) -> None:
    document_id = db.session.scalars(select(models.Document.id)).one()
    asked = proposed("Who joined?", kind="multiple_choice", wrong=["Georgia", "Iran"])
    take_proposals(document_id, [asked], START)
    assert "There are no further wrong options" in teacher.get(QUEUE).text


def test_the_page_says_who_decided(
    teacher: FlaskClient, world: World, question_id: UUID, colleague: UUID
) -> None:
    reject_proposal(world.course_id, question_id, Reason.TRIVIAL, colleague, START)
    answer = post(teacher, f"{QUEUE}/{question_id}", QUEUE, seen="1")
    page = teacher.get(answer.location).text
    assert "Somebody decided this one meanwhile." in page
    assert "Rejected by Kamala Colleague" in page and "not worth asking" in page


def test_replacing_options_is_no_decision_of_its_own(world: World) -> None:
    first, second = take(world, "Who joined?", "What was joined?")
    course_id, actor_id = world.course_id, world.instructor_id
    at = START
    accept_proposal(course_id, first, actor_id, at)
    for seconds, old in ((3, "Georgia"), (6, "Armenia")):
        when = START + timedelta(seconds=seconds)
        swap_option(course_id, second, old, actor_id, when, seen=None)
    accept_proposal(course_id, second, actor_id, START + timedelta(seconds=9))
    assert seconds_each(course_id, actor_id) == 9
