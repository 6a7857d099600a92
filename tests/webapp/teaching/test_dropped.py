from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.asking.candidate import Declined
from questions.asking.ways import WHO
from questions.checks import NO_DANGLING, Failure
from questions.proposing import Making, Proposals
from questions.question import Status
from tests.webapp.browsing import post
from tests.webapp.teaching.test_curating import newest, proposed
from tests.webapp.worlds import START, World
from webapp import models
from webapp.db import db
from webapp.models import DroppedProposal, Proposal
from webapp.services.errors import Conflict, Missing
from webapp.services.teaching.dropping import take_dropped, take_found
from webapp.services.teaching.queries.dropped import list_dropped

PAGE = "/teach/caucasus/curate/dropped"
WHY = Failure(NO_DANGLING, "“next” points outside the question")


def found(*dropped: str) -> Proposals:
    kept = proposed("Who joined?")
    return Proposals(
        (kept,),
        tuple((proposed(stem), WHY) for stem in dropped),
        (Declined(WHO, "no choice: no other names", kept.citations[0]),),
        (Making("who", ("no leak",), ("Georgia",)),),
    )


@pytest.fixture
def document_id(world: World) -> UUID:
    return db.session.scalars(select(models.Document.id)).one()


@pytest.fixture
def dropped_id(document_id: UUID) -> UUID:
    assert take_found(document_id, found("Who is next?"), START) == 1
    return db.session.scalars(
        select(DroppedProposal.id).where(DroppedProposal.asked.is_not(None))
    ).one()


def test_what_was_dropped_is_kept_with_its_reasons(world: World, dropped_id: UUID) -> None:
    page = list_dropped(world.course_id, "", None, 1)
    assert [(line.stem, line.failed, line.reason) for line in page.lines] == [
        ("Who is next?", "nothing dangling", "“next” points outside the question"),
        ("", "", "no choice: no other names"),
    ]
    assert [line.stem for line in list_dropped(world.course_id, "", "nothing dangling", 1).lines]
    assert dict(page.counts) == {"": 1, "nothing dangling": 1}
    made = db.session.scalars(select(Proposal)).one()
    assert (made.way, made.checks, made.spares) == ("who", ["no leak"], ["Georgia"])


def test_proposing_again_replaces_what_was_dropped_but_not_what_was_taken(
    world: World, document_id: UUID, dropped_id: UUID
) -> None:
    take_dropped(world.course_id, dropped_id, world.instructor_id, START)
    take_found(document_id, found("Who is next?", "Who was last?"), START)
    lines = list_dropped(world.course_id, "", "nothing dangling", 1).lines
    assert sorted((line.stem, line.taken_id is not None) for line in lines) == [
        ("Who is next?", True),
        ("Who was last?", False),
    ]


def test_a_dropped_question_is_taken_in_to_be_edited(
    teacher: FlaskClient, world: World, dropped_id: UUID
) -> None:
    page = teacher.get("/teach/caucasus/curate").text
    assert "What was dropped, and why: 2" in page
    page = teacher.get(PAGE).text
    assert "“next” points outside the question." in page and "Failed: Stands alone" in page
    answer = post(teacher, f"{PAGE}/{dropped_id}", PAGE)
    question_id = db.session.scalars(
        select(DroppedProposal.taken_id).where(DroppedProposal.id == dropped_id)
    ).one()
    assert question_id is not None and f"/questions/{question_id}?then=" in answer.location
    assert "Who is next?" in teacher.get(answer.location).text
    assert newest(question_id) == (Status.CANDIDATE, None)
    page = teacher.get(f"/teach/caucasus/curate?at={question_id}").text
    assert "A check had turned this away" in page and "points outside" in page
    again = post(teacher, f"{PAGE}/{dropped_id}", PAGE)
    assert "It was taken in before." in teacher.get(again.location).text


def test_only_what_is_a_question_of_the_course_is_taken_in(world: World, dropped_id: UUID) -> None:
    fact_id = db.session.scalars(
        select(DroppedProposal.id).where(DroppedProposal.asked.is_(None))
    ).one()
    elsewhere = db.session.scalars(
        select(models.Course.id).where(models.Course.slug == "elsewhere")
    ).one()
    for course_id, wanted in ((world.course_id, fact_id), (elsewhere, dropped_id)):
        with pytest.raises(Missing):
            take_dropped(course_id, wanted, world.instructor_id, START)
    take_dropped(world.course_id, dropped_id, world.instructor_id, START)
    with pytest.raises(Conflict):
        take_dropped(world.course_id, dropped_id, world.instructor_id, START)


def test_an_empty_list_says_what_comes_here(teacher: FlaskClient, world: World) -> None:
    assert "Nothing was dropped." in teacher.get(PAGE).text
