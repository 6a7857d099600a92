from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from questions.question import Status
from tests.webapp.browsing import post
from tests.webapp.teaching.test_curating import newest, outcomes, proposed
from tests.webapp.teaching.test_swapping import take
from tests.webapp.worlds import START, World
from webapp import models
from webapp.db import db
from webapp.models import Proposal, Reason
from webapp.services.teaching.curating import accept_proposal, take_proposals
from webapp.services.teaching.deciding import decide_several
from webapp.services.teaching.queries.pace import seconds_each
from webapp.services.teaching.queries.proposals import Outcome, Wanted
from webapp.services.teaching.queries.waiting import list_waiting
from webapp.services.teaching.undoing import undo_decision

LIST = "/teach/caucasus/curate/list"


def test_several_are_decided_in_one_act_and_undone_in_one(world: World) -> None:
    ids = take(world, "Who joined?", "What was joined?", "Anything else?")
    course_id, actor_id = world.course_id, world.instructor_id
    done = decide_several(course_id, [(each, 1) for each in ids[:2]], None, actor_id, START)
    assert (done.count, done.refused) == (2, ())
    done = decide_several(course_id, [(ids[2], 1)], Reason.TRIVIAL, actor_id, START)
    assert sorted(outcomes(world)) == ["accepted", "accepted", "rejected"]
    assert undo_decision(course_id, actor_id, START).count == 1
    undone = undo_decision(course_id, actor_id, START)
    assert (undone.count, undone.left) == (2, 0)
    assert {newest(each) for each in ids} == {(Status.CANDIDATE, None)}


def test_what_cannot_be_accepted_is_left_and_says_why(world: World) -> None:
    ids = take(world, "Who joined?", "What was joined?")
    document_id = db.session.scalars(select(models.Document.id)).one()
    claim = proposed("Who was it?", 0.1, speaker="Javier Colomina", key="Claimed")
    take_proposals(document_id, [claim], START)
    claimed = db.session.scalars(select(Proposal.question_id).order_by(Proposal.score)).first()
    assert claimed is not None
    accept_proposal(world.course_id, ids[0], world.instructor_id, START)
    seen = [(ids[0], 1), (ids[1], 1), (claimed, 1)]
    done = decide_several(world.course_id, seen, None, world.instructor_id, START)
    assert done.count == 1 and len(done.refused) == 2
    assert newest(claimed) == (Status.CANDIDATE, None)
    assert newest(ids[1]) == (Status.PUBLISHED, 2)


def test_an_act_on_many_does_not_hurry_the_estimate(world: World) -> None:
    ids = take(world, "Who joined?", "What was joined?", "Anything else?", "More?", "Still more?")
    course_id, actor_id = world.course_id, world.instructor_id
    for seconds, each in ((0, ids[0]), (30, ids[1])):
        accept_proposal(course_id, each, actor_id, START + timedelta(seconds=seconds))
    decide_several(course_id, [(each, 1) for each in ids[2:]], None, actor_id, START)
    assert seconds_each(course_id, actor_id) == 30


def test_the_list_is_decided_on_the_page(teacher: FlaskClient, world: World) -> None:
    ids = take(world, "Who joined?", "What was joined?", "Anything else?")
    page = teacher.get(LIST).text
    assert "3 proposals wait" in page and " checked>" not in page
    page = teacher.get(f"{LIST}?chosen=all").text
    assert page.count(" checked>") == 3
    answer = post(teacher, LIST, chosen=[f"{ids[0]}:1", f"{ids[1]}:1", "nonsense"])
    page = teacher.get(answer.location).text
    assert "2 accepted." in page and "One proposal waits" in page
    answer = post(teacher, LIST, chosen=[f"{ids[2]}:1", f"{ids[1]}:1"], reason="options")
    page = teacher.get(answer.location).text
    assert "One rejected." in page and "One was left: Somebody decided this one" in page
    for _act in range(2):
        answer = post(teacher, "/teach/caucasus/curate/undo", LIST, back="list")
    page = teacher.get(answer.location).text
    assert "Undone. 2 wait again." in page and "3 proposals wait" in page
    assert set(outcomes(world)) == {Outcome.WAITING}
    answer = post(teacher, f"{LIST}?type=cloze", LIST)
    page = teacher.get(answer.location).text
    assert "Nothing was chosen" in page and "No proposal fits." in page


def test_the_list_has_pages_in_the_order_of_the_queue(world: World) -> None:
    stems = [f"What of the {number:02}?" for number in range(60)]
    document_id = db.session.scalars(select(models.Document.id)).one()
    asked = [proposed(stem, at / 100, key=stem) for at, stem in enumerate(stems)]
    take_proposals(document_id, asked, START)
    first = list_waiting(world.course_id, Wanted(), 1)
    last = list_waiting(world.course_id, Wanted(), 9)
    assert (first.total, first.pages, len(first.lines), last.page) == (60, 2, 50, 2)
    assert [line.stem for line in (*first.lines, *last.lines)] == stems[::-1]
    assert list_waiting(world.course_id, Wanted(score="0.5", order="text"), 1).total == 10


def test_a_line_shows_the_wrong_options_too(teacher: FlaskClient, world: World) -> None:
    document_id = db.session.scalars(select(models.Document.id)).one()
    choice = proposed("Which state?", 0.9, "multiple_choice", wrong=["Georgia", "Armenia"])
    take_proposals(document_id, [choice, proposed("Who joined?", 0.8)], START)
    first, second = list_waiting(world.course_id, Wanted(), 1).lines
    assert (first.wrong, second.wrong) == (("Georgia", "Armenia"), ())
    page = teacher.get(LIST).text
    assert page.count("wrong: ") == 1 and "wrong: Georgia · Armenia" in page
