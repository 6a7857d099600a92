from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.asking import ways
from questions.question import Status
from tests.webapp.browsing import sign_in
from tests.webapp.teaching.test_curating import proposed
from tests.webapp.teaching.test_swapping import take
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db, writing
from webapp.forms.teaching.ways import WAY_NAMES
from webapp.models import Document, Proposal, Reason
from webapp.services.teaching.curating import (
    accept_proposal,
    reject_proposal,
    save_as,
    take_proposals,
)
from webapp.services.teaching.queries.reasons import WEEKS, tally_decisions
from webapp.services.teaching.questions import load_version
from webapp.services.teaching.swapping import swap_option
from webapp.services.teaching.undoing import undo_decision

PAGE = "/teach/caucasus/curate/reasons"


@pytest.fixture
def ids(world: World) -> list[UUID]:
    return take(world, "Who joined?", "What was joined?", "Anything else?")


def reject(world: World, question_id: UUID, reason: Reason, days: float = 0) -> None:
    at = START + timedelta(days=days)
    reject_proposal(world.course_id, question_id, reason, world.instructor_id, at)


def test_reasons_are_counted_by_week_kind_way_and_check(world: World, ids: list[UUID]) -> None:
    with writing() as session:
        made = session.get_one(Proposal, ids[1])
        made.way, made.checks, made.failed = "where", ["no leak"], "name whole"
    accept_proposal(world.course_id, ids[0], world.instructor_id, START)
    reject(world, ids[1], Reason.OPTIONS, 1)
    reject(world, ids[2], Reason.OPTIONS, 9)
    found = tally_decisions(world.course_id, "UTC")
    assert (found.all.total, found.all.rejected, found.all.reasons) == (3, 2, [("options", 2)])
    weeks = [(monday, tally.rejected, tally.total) for monday, tally in found.weeks]
    assert weeks == [(date(2026, 11, 9), 1, 1), (date(2026, 11, 2), 1, 2)]
    assert [(name, tally.rejected, tally.total) for name, tally in found.ways] == [
        ("who", 1, 2),
        ("where", 1, 1),
    ]
    passed = [(name, tally.reasons) for name, tally in found.checks]
    assert ("no leak", [("options", 1)]) in passed
    assert [(name, tally.rejected) for name, tally in found.against] == [("name whole", 1)]
    assert {name for name, _tally in found.types} == {"multiple_choice"}


def test_a_week_begins_where_the_reader_is(world: World, ids: list[UUID]) -> None:
    reject(world, ids[0], Reason.OTHER, 6.6)  # Sunday, 23:24 in London
    assert tally_decisions(world.course_id, "UTC").weeks[0][0] == date(2026, 11, 2)
    assert tally_decisions(world.course_id, "Asia/Baku").weeks[0][0] == date(2026, 11, 9)


def test_older_weeks_are_one(world: World) -> None:
    document_id = db.session.scalars(select(Document.id)).one()
    asked = [proposed(f"What of the {number:02}?") for number in range(WEEKS + 2)]
    take_proposals(document_id, asked, START)
    for number, each in enumerate(db.session.scalars(select(Proposal.question_id)).all()):
        reject(world, each, Reason.OTHER, 7 * number)
    found = tally_decisions(world.course_id, "UTC")
    assert (len(found.weeks), found.earlier.rejected) == (WEEKS, 2)


def test_what_was_undone_or_waits_still_is_not_counted(world: World, ids: list[UUID]) -> None:
    reject(world, ids[0], Reason.WRONG)
    undo_decision(world.course_id, world.instructor_id, START)
    swap_option(world.course_id, ids[1], "Georgia", world.instructor_id, START, seen=1)
    assert tally_decisions(world.course_id, "UTC").all.total == 0
    accept_proposal(world.course_id, ids[1], world.instructor_id, START)
    assert tally_decisions(world.course_id, "UTC").all.total == 1


def test_what_was_undone_and_then_retired_is_not_counted(world: World, ids: list[UUID]) -> None:
    reject(world, ids[0], Reason.WRONG)
    undo_decision(world.course_id, world.instructor_id, START)
    with writing() as session:
        version = load_version(session, ids[0], 3)
        save_as(session, world.course_id, version, Status.RETIRED, world.instructor_id, START)
    assert tally_decisions(world.course_id, "UTC").all.total == 0


def test_the_page_says_what_was_decided(
    teacher: FlaskClient, world: World, ids: list[UUID]
) -> None:
    assert "Nothing is decided yet." in teacher.get(PAGE).text
    assert PAGE in teacher.get("/teach/caucasus/curate").text
    accept_proposal(world.course_id, ids[0], world.instructor_id, START)
    page = teacher.get(PAGE).text
    assert "None was turned down so far." in page
    assert f'href="{PAGE}"' in teacher.get("/teach/caucasus/curate").text
    reject(world, ids[1], Reason.OPTIONS)
    page = teacher.get(PAGE).text
    assert "Poor options" in page and "2 Nov 2026" in page and "1 of 2" in page
    assert "Taken in against a check" not in page


def test_another_course_shows_nothing_of_it(
    client: FlaskClient, world: World, ids: list[UUID]
) -> None:
    reject(world, ids[0], Reason.OPTIONS)
    sign_in(client, "stranger@example.org", PASSWORD)
    assert client.get(PAGE).status_code == 404
    assert "Nothing is decided yet." in client.get("/teach/elsewhere/curate/reasons").text


def test_each_way_to_ask_has_a_name() -> None:
    known = {way.name for way in vars(ways).values() if isinstance(way, ways.Way)}
    assert known | {""} == set(WAY_NAMES)
