"""Questions moved: from one branch of tags to another, and to another course."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.question import Question as Asked
from questions.question import Status
from questions.reading import plain
from tests.webapp.browsing import post
from tests.webapp.teaching.test_bank_acts import act, state
from tests.webapp.teaching.test_curating import QUOTE, proposed
from tests.webapp.teaching.test_question_search import add
from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import (
    ActKind,
    Document,
    DocumentRevision,
    Enrolment,
    Question,
    QuestionVersion,
    ReviewKind,
    Role,
)
from webapp.services.errors import Missing
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.sources.documents import add_document
from webapp.services.teaching.bank_acts import Change, act_on_questions, retagged
from webapp.services.teaching.bank_undoing import undo_last_act
from webapp.services.teaching.courses import create_course
from webapp.services.teaching.curating import take_proposals
from webapp.services.teaching.ownership import archive_course
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_list import list_questions, matching_ids
from webapp.services.teaching.questions import as_asked, load_version, save_question

PAGE = "/teach/caucasus/questions"


@dataclass(frozen=True)
class Two:
    """A published question of the course, and another course that has its text."""

    question_id: UUID
    target_id: UUID


@pytest.fixture
def two(world: World) -> Two:
    text = db.session.scalars(select(DocumentRevision.text)).one()
    target_id = create_course(
        "Reading room", START, owner_id=world.instructor_id, slug="reading-room"
    )
    add_document(target_id, plain.read(text), START, title="The same", publisher="P", slug="same")
    asked = proposed("Who joined, of all?").model_copy(update={"score": None})
    question_id = save_question(world.course_id, asked, Status.PUBLISHED, START)
    return Two(question_id, target_id)


def transfer(world: World, two: Two, *question_ids: UUID) -> object:
    change = Change(ActKind.TRANSFER, course_id=two.target_id)
    ids = question_ids or (two.question_id,)
    return act_on_questions(world.course_id, ids, change, world.instructor_id, START)


def listed(course_id: UUID) -> list[tuple[str, str]]:
    db.session.rollback()
    db.session.expire_all()
    lines = list_questions(course_id, Filters(order="stem"), 1).lines
    return [(line.stem, line.standing.value) for line in lines]


def standing(world: World, question_id: UUID) -> object:
    return state(world)[question_id][2]


def asked_there(two: Two) -> Asked:
    version = db.session.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.course_id == two.target_id)
    ).one()
    return as_asked(version)


def test_a_question_goes_to_another_course_and_back(world: World, two: Two) -> None:
    before = state(world)
    done = transfer(world, two)
    assert (done.count, done.refused, done.stayed) == (1, (), 0)  # type: ignore[attr-defined]
    assert listed(two.target_id) == [("Who joined, of all?", "published")]
    (cited,) = asked_there(two).citations
    assert (cited.document, cited.quote) == ("same", QUOTE)
    assert standing(world, two.question_id) == "retired"
    assert undo_last_act(world.course_id, world.instructor_id, START).count == 1
    assert state(world) == before and listed(two.target_id) == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_what_is_not_out_keeps_its_standing(world: World, two: Two, status: Status) -> None:
    asked = as_asked(load_version(db.session(), two.question_id, 1))
    other = asked.model_copy(update={"stem": "What of it?"})
    question_id = save_question(world.course_id, other, status, START)
    before = state(world)
    transfer(world, two, question_id)
    assert listed(two.target_id) == [("What of it?", status.value)]
    assert standing(world, question_id) == "retired"
    undo_last_act(world.course_id, world.instructor_id, START)
    assert state(world) == before and listed(two.target_id) == []


def test_unpublished_changes_go_as_a_draft(world: World, two: Two) -> None:
    asked = as_asked(load_version(db.session(), two.question_id, 1))
    changed = asked.model_copy(update={"stem": "Who joined, in the end?"})
    save_question(
        world.course_id, changed, Status.DRAFT, START, question_id=two.question_id, based_on=1
    )
    before = state(world)
    transfer(world, two)
    assert listed(two.target_id) == [("Who joined, in the end?", "draft")]
    assert standing(world, two.question_id) == "draft"
    undo_last_act(world.course_id, world.instructor_id, START)
    assert state(world) == before


def test_what_was_answered_is_copied_and_stays(
    teacher: FlaskClient, world: World, two: Two
) -> None:
    _answer(world.learner_id, two.question_id)
    answer = act(teacher, do="transfer", course="reading-room", chosen=str(two.question_id))
    page = teacher.get(answer.location).text
    assert "1 question changed." in page and "One was copied: it is in use here" in page
    assert standing(world, two.question_id) == "published"
    assert listed(two.target_id) == [("Who joined, of all?", "published")]
    post(teacher, f"{PAGE}/undo", PAGE)
    assert listed(two.target_id) == []
    assert standing(world, two.question_id) == "published"


def test_what_is_used_there_is_not_taken_back(world: World, two: Two) -> None:
    transfer(world, two)
    copy_id = matching_ids(two.target_id, Filters())[0]
    _answer(world.learner_id, copy_id)
    undone = undo_last_act(world.course_id, world.instructor_id, START)
    assert undone.count == 0 and "used in the other course" in undone.refused[0][1]
    assert standing(world, two.question_id) == "retired" and len(listed(two.target_id)) == 1


def test_what_is_changed_there_or_gone(world: World, two: Two) -> None:
    transfer(world, two)
    copy_id = matching_ids(two.target_id, Filters())[0]
    save_question(two.target_id, asked_there(two), Status.DRAFT, START, question_id=copy_id)
    undone = undo_last_act(world.course_id, world.instructor_id, START)
    assert undone.count == 0 and len(listed(two.target_id)) == 1


def test_who_left_the_other_course_takes_nothing_out_of_it(world: World, two: Two) -> None:
    transfer(world, two)
    with writing() as session:
        enrolment = session.get_one(Enrolment, (world.instructor_id, two.target_id))
        enrolment.role = Role.LEARNER
    undone = undo_last_act(world.course_id, world.instructor_id, START)
    assert "do not teach the other course" in undone.refused[0][1]
    assert len(listed(two.target_id)) == 1


def test_each_that_cannot_go_says_why(world: World, two: Two) -> None:
    other = create_course("No texts", START, owner_id=world.instructor_id)
    done = transfer(world, Two(two.question_id, other))
    ((stem, why),) = done.refused  # type: ignore[attr-defined]
    assert stem == "Who joined, of all?" and "“No texts” has no document with the text of" in why
    assert standing(world, two.question_id) == "published" and listed(other) == []
    document_id = db.session.scalars(
        select(Document.id).where(Document.course_id == world.course_id)
    ).one()
    take_proposals(document_id, [proposed("Is it proposed?")], START)
    waiting = matching_ids(world.course_id, Filters(standing="proposed"))
    draft = add(world.course_id, "Who joined,  of all?")
    save_question(two.target_id, asked_of(draft), Status.DRAFT, START)
    done = transfer(world, two, *waiting, draft, add(world.course_id, "Nothing cited?"))
    assert done.count == 1  # type: ignore[attr-defined]
    reasons = sorted(why for _stem, why in done.refused)  # type: ignore[attr-defined]
    assert reasons == [
        "It was proposed. Decide it under Curate.",
        "“Reading room” asks it already.",
    ]


def asked_of(question_id: UUID) -> Asked:
    return as_asked(load_version(db.session(), question_id, 1))


def test_only_to_a_course_one_teaches(teacher: FlaskClient, world: World, two: Two) -> None:
    stranger = create_course("Not mine", START, owner_id=world.learner_id, slug="not-mine")
    chosen = str(two.question_id)
    for fields, status in (
        ({"course": "not-mine"}, 404),
        ({"course": "nowhere"}, 404),
        ({"course": ""}, 302),
    ):
        answer = act(teacher, do="transfer", chosen=chosen, **fields)
        assert answer.status_code == status
    assert "Choose the course" in teacher.get(PAGE).text
    with writing() as session:
        session.add(
            Enrolment(
                user_id=world.instructor_id,
                course_id=stranger,
                role=Role.LEARNER,
                joined_at=START,
            )
        )
    assert act(teacher, do="transfer", chosen=chosen, course="not-mine").status_code == 403
    page = teacher.get(PAGE).text
    assert 'value="reading-room"' in page and 'value="not-mine"' not in page
    archive_course(two.target_id, START)
    assert 'value="reading-room"' not in teacher.get(PAGE).text
    act(teacher, do="transfer", chosen=chosen, course="reading-room")
    assert listed(two.target_id) == [] == listed(stranger)


def test_a_question_of_another_course_does_not_go(world: World, two: Two) -> None:
    foreign = add(two.target_id, "Whose is it?")
    with pytest.raises(Missing):
        transfer(world, two, foreign)


def test_the_chosen_move_from_branch_to_branch(teacher: FlaskClient, world: World) -> None:
    one = add(world.course_id, "One?", "seas::black", "x")
    two = add(world.course_id, "Two?", "seas", "seas::caspian")
    three = add(world.course_id, "Three?", "seas::black")
    before = state(world)
    page = teacher.get(f"{PAGE}?tag=seas").text
    assert "Move here from “seas”" in page and "Move here from" not in teacher.get(PAGE).text
    act(teacher, do="move", label="Water::Seas", chosen=[str(one), str(two)], **{"from": "seas"})
    tags = {question_id: row[1] for question_id, row in state(world).items()}
    assert tags[one] == ("water::seas::black", "x")
    assert tags[two] == ("water::seas", "water::seas::caspian")
    assert tags[three] == ("seas::black",)
    post(teacher, f"{PAGE}/undo", PAGE)
    assert state(world) == before
    assert retagged(("a", "ab"), Change(ActKind.MOVE, "a", "b")) == ("b", "ab")


def _answer(user_id: UUID, question_id: UUID) -> None:
    version = load_version(db.session(), question_id, 1)
    answer = Answer(
        user_id=user_id,
        question_id=question_id,
        version_id=version.id,
        kind=ReviewKind.REVIEW,
        rating=Rating.GOOD,
        fraction=1.0,
        response=None,
        at=START,
        client_key="once",
    )
    record_answer(answer, Settings(time_zone="UTC"))
