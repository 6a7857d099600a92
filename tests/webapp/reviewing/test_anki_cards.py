"""A learner’s cards in a package for Anki: how each stands, every answer, and nothing held back."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from typing import Any

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import update

from questions.interchange.anki.packages import collection_in
from tests.webapp.browsing import sign_in
from tests.webapp.quizzes.test_secrecy import quiz_of
from tests.webapp.reviewing.test_answering import an_answer, stored
from tests.webapp.worlds import PASSWORD, START, World
from webapp.clock import to_milliseconds
from webapp.db import db, writing
from webapp.learning.scheduling import Memory, Rating, Settings
from webapp.models import Question, ReviewKind, User
from webapp.services.quizzes.attempting import start_attempt, submit_attempt
from webapp.services.reviewing.answering import Answer, record_answer, record_wish, undo_review
from webapp.services.reviewing.queries.anki_cards import cards_for_anki
from webapp.services.reviewing.queries.waiting import Learner

DAY = timedelta(days=1)
LATER = START + 20 * DAY
BAKU = Settings("Asia/Baku")


def answer(world: World, number: int, *ratings: Rating, apart: timedelta = 3 * DAY) -> Answer:
    """Answer a question so; returns the last answer."""
    for n, rating in enumerate(ratings):
        given = an_answer(world, number, rating, at=START + n * apart, duration_ms=1500 + n)
        record_answer(given, BAKU)
    return given


def package(client: FlaskClient, at: Any = LATER, query: str = "") -> sqlite3.Connection:
    with writing() as session:
        session.execute(update(User).values(time_zone="Asia/Baku"))
    with time_machine.travel(at, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        said = client.get(f"/settings/anki/cards{query}")
    assert said.status_code == 200, said.text
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(collection_in(said.data))
    return connection


def cards(database: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    database.row_factory = sqlite3.Row
    rows = database.execute("SELECT * FROM cards JOIN notes ON notes.id = nid ORDER BY cards.id")
    return {row["guid"].removeprefix("recite-"): dict(row) for row in rows}


def name_of(given: Answer) -> str:
    question = db.session.get_one(Question, given.question_id)
    return question.slug or str(question.id)


def memory(given: Answer) -> Memory:
    found = stored(given)
    assert found is not None
    return found


def test_a_card_stands_there_as_it_stands_here(client: FlaskClient, world: World) -> None:
    known = answer(world, 0, *[Rating.GOOD, Rating.EASY, Rating.AGAIN, Rating.GOOD])
    first = answer(world, 1, Rating.AGAIN)
    aside, left = answer(world, 2, Rating.EASY), answer(world, 3, Rating.EASY)
    for given, kind in ((aside, ReviewKind.SET_ASIDE), (left, ReviewKind.BURY)):
        record_wish(world.learner_id, given.question_id, given.version_id, kind, LATER, BAKU)
    database = package(client)
    found = cards(database)
    ((begun,),) = database.execute("SELECT crt FROM col")
    assert begun == 1793577600  # four in the morning of 2 November in Baku
    card, held = found[name_of(known)], memory(known)
    day = START.toordinal()
    assert (card["type"], card["queue"], card["due"]) == (2, 2, held.due_day - day)
    assert (card["ivl"], card["reps"], card["lapses"]) == (held.due_day - held.last_day, 4, 1)
    told = json.loads(card["data"])
    assert abs(told["s"] - held.stability) < 1e-3 and abs(told["d"] - held.difficulty) < 1e-3
    assert (told["dr"], told["decay"]) == (0.9, 0.1542)
    card, held = found[name_of(first)], memory(first)
    assert (card["type"], card["queue"], card["left"]) == (1, 1, 2002)
    assert card["due"] == to_milliseconds(held.due_at) // 1000
    assert found[name_of(aside)]["queue"] == -1
    assert found[name_of(left)]["queue"] == -3
    assert len(found) == 4


def test_every_answer_that_stands_is_in_its_log(client: FlaskClient, world: World) -> None:
    known = answer(world, 0, Rating.GOOD, Rating.EASY, Rating.AGAIN, Rating.GOOD)
    undone = record_answer(an_answer(world, 0, at=START + DAY), BAKU).review_id
    assert undone is not None
    undo_review(world.learner_id, undone, LATER, BAKU)
    answer(world, 1, Rating.HARD)  # at the same millisecond as the first
    log = (
        package(client).execute("SELECT id, ease, ivl, lastIvl, time, type FROM revlog").fetchall()
    )
    moment = to_milliseconds(START)
    assert sorted(row[0] for row in log)[:2] == [moment, moment + 1]
    of_known = [tuple(row) for row in log if row[4] != 1500 or row[1] == Rating.GOOD]
    assert [row[1] for row in of_known] == [3, 4, 1, 3]
    assert [row[5] for row in of_known] == [0, 0, 1, 2]
    assert of_known[0][2:5] == (-600, 0, 1500)
    assert of_known[1][3] == -600 and of_known[1][2] > 1
    assert of_known[3][2] == memory(known).due_day - memory(known).last_day


def test_a_question_of_a_test_under_way_stays_here(client: FlaskClient, world: World) -> None:
    held, free = answer(world, 0, Rating.EASY), answer(world, 1, Rating.EASY)
    quiz_id = quiz_of(world, "test", held.question_id)
    attempt_id = start_attempt(world.learner_id, quiz_id, LATER)
    assert set(cards(package(client))) == {name_of(free)}
    submit_attempt(world.learner_id, attempt_id, LATER, BAKU)
    assert set(cards(package(client, LATER + DAY))) == {name_of(held), name_of(free)}


def test_cards_are_one_learner_s_and_of_the_course_that_is_asked(
    client: FlaskClient, world: World
) -> None:
    mine = answer(world, 0, Rating.GOOD)
    record_answer(an_answer(world, 1, user_id=world.other_learner_id), BAKU)
    assert set(cards(package(client, query=f"?course={world.slug}"))) == {name_of(mine)}
    assert client.get("/settings/anki/cards?course=elsewhere").status_code == 404
    stranger = Learner(world.stranger_id, BAKU, 10, LATER.toordinal())
    assert cards_for_anki(stranger) is None
