"""Packages of Anki’s, as they come back: read apart, matched, looked over, and harmless."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from questions.interactions import load_interaction
from questions.interchange.anki.packages import collection_in
from questions.reading.unreadable import UnreadableError
from questions.receiving.histories import receive_history
from tests.questions.interchange.decks import Deck, packed
from tests.webapp.browsing import sign_in, token_on
from tests.webapp.reviewing.test_anki_cards import answer, package
from tests.webapp.reviewing.test_answering import stored
from tests.webapp.reviewing.test_histories import NOW, all_is_replayed, lines, look, stage, take
from tests.webapp.worlds import PASSWORD, START, World
from webapp.clock import to_milliseconds
from webapp.db import db, writing
from webapp.learning.scheduling import Rating
from webapp.models import Card, QuestionVersion, Review, ReviewKind
from webapp.services.reviewing.queries.histories import LeftOut, NoMatch

_QUEUE = "ALTER TABLE cards ADD COLUMN queue"


def content_of(database: sqlite3.Connection) -> bytes:
    return packed({"collection.anki2": database.serialize(), "media": b"{}"})


def test_what_went_to_anki_comes_back_as_it_was(client: FlaskClient, world: World) -> None:
    answers = [
        *(
            answer(world, 0, *[Rating.GOOD, Rating.EASY, Rating.AGAIN]),
            answer(world, 1, Rating.HARD),
        ),
        answer(world, 2, Rating.GOOD, Rating.GOOD),
    ]
    content = content_of(package(client, NOW))
    cards = receive_history(content)
    assert look(world, stage(world, *cards)).left_out == {LeftOut.KNOWN: 6}
    told = [(each.question_id, each.rating, each.answered_at) for each in lines(world)]
    held = [stored(each) for each in answers]
    with writing() as session:  # as on another server, where nothing of it is known
        for row in [*session.scalars(select(Review)), *session.scalars(select(Card))]:
            session.delete(row)
    take(world, *cards)
    back = [(each.question_id, each.rating, each.answered_at) for each in lines(world)]
    # answers of one moment come out a millisecond apart each, in the order of the questions
    pairs = zip(sorted(told), sorted(back), strict=True)
    moved = [there - here for (_q, _r, here), (_p, _s, there) in pairs]
    assert [row[:2] for row in sorted(told)] == [row[:2] for row in sorted(back)]
    assert all(timedelta() <= later <= timedelta(milliseconds=2) for later in moved)
    for before, given in zip(held, answers, strict=True):
        after = stored(given)
        assert before and after and after.stability == before.stability
        assert after.due_day == before.due_day
    assert all_is_replayed()


def foreign(*texts: str, more: Iterable[str] = ()) -> bytes:
    """A deck from elsewhere with an answer to each card."""
    deck = Deck([list(texts)], more=[_QUEUE, *more])
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.deserialize(deck.database())
    database.execute("CREATE TABLE revlog (id, cid, ease, time, type, factor)")
    database.execute(
        "INSERT INTO revlog VALUES (?, 100, 3, 5000, 1, 2500)", (to_milliseconds(START),)
    )
    return content_of(database)


def test_a_card_from_elsewhere_is_what_says_and_answers_the_same(world: World) -> None:
    asked = next(
        each for each in db.session.scalars(select(QuestionVersion)) if each.type == "flashcard"
    )
    (back,) = load_interaction(asked.interaction).key()
    (card,) = receive_history(foreign(asked.stem.upper(), back))
    assert look(world, stage(world, card)).matched[0].question_id == asked.question_id
    (card,) = receive_history(foreign(asked.stem, "something else"))
    assert look(world, stage(world, card)).unmatched == [(asked.stem, NoMatch.NONE)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"GIF89a", "is no package"),
        (foreign("a", "b")[:-40], "damaged"),
        (Deck([["a", "b"]], version=99, more=[_QUEUE]).package(), "newer Anki"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        receive_history(content)


def test_a_log_that_is_a_view_or_has_nonsense_in_it_is_no_harm() -> None:
    view = "CREATE VIEW revlog AS SELECT 1 id, 100 cid, 3 ease, 1 time, 1 type, 1 factor"
    assert receive_history(Deck([["a", "b"]], more=[_QUEUE, view]).package()) == []
    odd = "INSERT INTO revlog VALUES ('x', 100, x'00', 1e300, NULL, 9223372036854775807)"
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.deserialize(collection_in(foreign("a", "b")))
    database.execute(odd)
    (card,) = receive_history(content_of(database))
    assert len(card.log) == 2


def test_a_learner_looks_a_package_over_takes_it_in_and_back(
    client: FlaskClient, world: World
) -> None:
    answer(world, 0, Rating.GOOD, Rating.EASY)
    database = package(client, NOW)
    database.execute("UPDATE revlog SET id = id + 5000000")
    content = content_of(database)
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        token = token_on(client, "/settings/anki")

        def give(what: bytes, name: str) -> TestResponse:
            data = {"csrf_token": token, "course": "", "file": (io.BytesIO(what), name)}
            return client.post("/settings/anki", data=data)

        refused = give(b"GIF89a", "picture.apkg")
        assert refused.status_code == 400
        assert "picture.apkg is no package" in refused.text
        place = give(content, "mine.apkg").location
        page = client.get(place).text
        assert "2 answers of one card" in page and "Nothing is taken in yet." in page
        assert len(lines(world)) == 2
        for do, count in (("import", 2), ("import", 2), ("undo", 0)):
            client.post(place, data={"csrf_token": token, "do": do})
            standing = [
                line
                for line in lines(world, ReviewKind.IMPORT)
                if line.id not in {each.undoes_id for each in lines(world, ReviewKind.UNDO)}
            ]
            assert len(standing) == count
        assert "Taken back" in client.get(place).text
        record = client.get("/settings/data").json
        assert record is not None and record["history_imports"][0]["answers"] == 2
        assert "mine.apkg" in client.get("/settings/anki").text
