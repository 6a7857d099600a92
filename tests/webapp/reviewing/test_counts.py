"""How much there is to do: counted in cards, and the same wherever it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.learning.scheduling import Settings, State
from webapp.models import Card, Question, QuestionVersion, User
from webapp.services.reviewing.queries.counts import forecast, queue
from webapp.services.reviewing.queries.waiting import Learner

MORNING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NEW = 10


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    """The morning of 3 November, until the test moves on."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def learner(client: FlaskClient, clock: time_machine.Traveller) -> FlaskClient:
    """A browser in which the learner is signed in."""
    assert sign_in(client, "learner@example.org", PASSWORD).status_code == 302
    return client


def text_of(learner: FlaskClient, address: str) -> str:
    return learner.get(address).get_data(as_text=True)


def place_on(page: str) -> tuple[int, int, int]:
    """What the page says: which card, of how many, and how many come again."""
    card = re.search(r"Card (\d+) of (\d+)", page)
    assert card, page
    again = re.search(r"(\d+|One) comes? again", page)
    return int(card[1]), int(card[2]), _number(again[1]) if again else 0


def today_says(learner: FlaskClient) -> tuple[int, int]:
    """How many cards are still to be seen, and how many come again."""
    page = text_of(learner, "/")
    left = re.search(r"Review (\d+) · about", page)
    again = re.search(r"(\d+|One) (?:that you missed )?comes? again\.", page)
    return int(left[1]) if left else 0, _number(again[1]) if again else 0


def _number(word: str) -> int:
    return 1 if word == "One" else int(word)


def miss(learner: FlaskClient, address: str = "/review") -> str:
    """Give the card shown up; returns its verdict, or what comes next for a flashcard."""
    page = text_of(learner, address)
    front = re.search(r'action="(/review/[0-9a-f-]+/back)"', page)
    if front:
        assert place_on(text_of(learner, front[1])) == place_on(page)
        said = submit(learner, front[1], front[1].removesuffix("/back"), rating="1")
    else:
        question = re.search(r'action="(/review/[0-9a-f-]{36}(?:[?][^"]*)?)"', page)
        assert question, page
        form = form_on(learner, address, question[1].replace("&amp;", "&"))
        said = learner.post(form.action, data={**form.values, "unknown": "1"})
    return said.headers["Location"]


def test_misses_never_move_the_finish_line(
    learner: FlaskClient, clock: time_machine.Traveller
) -> None:
    places = []
    for _n in range(NEW + 8):
        page = text_of(learner, "/review")
        if "Card " not in page:
            break
        places.append(place_on(page))
        miss(learner)
        clock.shift(timedelta(seconds=70))
    assert {total for _number, total, _again in places} == {NEW}
    numbers = [number for number, _total, _again in places]
    assert numbers == sorted(numbers) and numbers[-1] <= NEW
    assert places[1] == (1, NEW, 1), "the first one again: it is no further card"


def test_an_answer_that_is_showing_changes_no_count(learner: FlaskClient) -> None:
    asked = place_on(text_of(learner, "/review"))
    assert asked == (1, NEW, 0)
    verdict = place_on(text_of(learner, miss(learner)))
    assert verdict[:2] == asked[:2]
    assert place_on(text_of(learner, "/review"))[:2] == (2, NEW)


def test_today_and_the_session_count_alike(
    learner: FlaskClient, clock: time_machine.Traveller
) -> None:
    for seen in range(4):
        number, total, again = place_on(text_of(learner, "/review"))
        assert (number, total, again) == (seen + 1, NEW, seen)
        assert today_says(learner) == (NEW - seen, seen)
        miss(learner)
        clock.shift(timedelta(seconds=5))
    assert "You have seen 4 of 10." in text_of(learner, "/")


def test_only_what_comes_again_is_left(
    learner: FlaskClient, clock: time_machine.Traveller, world: World
) -> None:
    with writing() as session:
        session.get_one(User, world.learner_id).new_per_day = 2
    for _n in range(2):
        miss(learner)
    page = text_of(learner, "/")
    assert "You have seen every card of today." in page
    assert "2 that you missed come again." in page
    assert place_on(text_of(learner, "/review")) == (2, 2, 2)


def test_undo_gives_the_count_back(learner: FlaskClient) -> None:
    miss(learner)
    submit(learner, "/review", "/review/undo")
    assert place_on(text_of(learner, "/review")) == (1, NEW, 0)
    assert today_says(learner) == (NEW, 0)


def test_a_card_practised_on_top_counts_from_the_start(
    learner: FlaskClient, clock: time_machine.Traveller, world: World
) -> None:
    known = one_card(world, due=5)
    address = f"/review?again={known}"
    asked = place_on(text_of(learner, address))
    assert asked == (1, NEW + 1, 0)
    assert place_on(text_of(learner, miss(learner, address)))[:2] == asked[:2]
    assert place_on(text_of(learner, "/review"))[:2] == (2, NEW + 1)


def test_ten_for_now_ends_after_ten_cards_however_often_they_came(
    learner: FlaskClient, clock: time_machine.Traveller
) -> None:
    for number, wait in ((1, 70), (1, 5), (2, 5)):
        assert place_on(text_of(learner, "/review?until=2"))[:2] == (number, 2)
        miss(learner, "/review?until=2")
        clock.shift(timedelta(seconds=wait))
    page = text_of(learner, "/review?until=2")
    assert "That is enough for now." in page
    assert "8 more are waiting when you like. 2 come again today." in page


def test_more_cards_than_a_thousand_are_counted(learner: FlaskClient, world: World) -> None:
    course = db.session.scalars(select(Question.course_id)).first()
    with writing() as session:
        for n in range(1005):
            question = UUID(int=n + 1)
            session.add(
                Question(
                    id=question,
                    course_id=course,
                    slug=None,
                    latest=1,
                    published=1,
                    created_at=MORNING,
                )
            )
            session.flush()
            session.add(a_card(world, question, due=0))
    who = Learner(world.learner_id, Settings(time_zone="UTC"), 0, MORNING.toordinal())
    assert queue(who, MORNING).total == 1005


def one_card(world: World, due: int) -> UUID:
    """Let a question of the bank be known to the learner, due in some days."""
    query = select(QuestionVersion.question_id).where(QuestionVersion.type == "multiple_choice")
    question = db.session.scalars(query.order_by(QuestionVersion.id.desc())).first()
    assert question
    with writing() as session:
        session.add(a_card(world, question, due))
    return question


def a_card(world: World, question: UUID, due: int) -> Card:
    today = MORNING.toordinal()
    return Card(
        user_id=world.learner_id,
        question_id=question,
        stability=10.0,
        difficulty=5.0,
        state=State.REVIEW,
        step=None,
        due_at=MORNING.replace(hour=4) + due * DAY,
        due_day=today + due,
        last_at=MORNING - 3 * DAY,
        last_day=today - 3,
        last_review_id=UUID(int=1),
        repetitions=3,
        lapses=0,
        algorithm="fsrs-6",
    )


def test_one_forecast_on_today_and_progress(learner: FlaskClient, world: World) -> None:
    one_card(world, due=0)
    for _n in range(3):
        miss(learner)
    pages = [text_of(learner, address) for address in ("/", "/progress")]
    said = [re.search(r"Cards due[^:\"]*: ([\d, ]+)\.", page) for page in pages]
    days = [[int(n) for n in found[1].split(", ")] for found in said if found]
    assert len(days) == 2
    assert days[0] == days[1][:7]
    assert days[0][0] == today_says(learner)[0] == NEW + 1 - 3


def test_each_card_is_in_the_forecast_once(learner: FlaskClient, world: World) -> None:
    questions = db.session.scalars(select(Question.id).order_by(Question.id)).all()
    for days, question in zip((-3, 0, 1, 1, 6, 29, 400), questions, strict=False):
        with writing() as session:
            session.add(a_card(world, question, days))
    who = Learner(world.learner_id, Settings(time_zone="UTC"), 0, MORNING.toordinal())
    ahead = forecast(who, MORNING, 30, queue(who, MORNING))
    assert [(n, cards) for n, cards in enumerate(ahead) if cards] == [
        (0, 2),
        (1, 2),
        (6, 1),
        (29, 1),
    ]


def test_what_is_left_for_tomorrow_is_in_tomorrow_s_forecast(
    learner: FlaskClient, world: World
) -> None:
    card = one_card(world, due=-2)
    who = Learner(world.learner_id, Settings(time_zone="UTC"), 0, MORNING.toordinal())
    assert forecast(who, MORNING, 3, queue(who, MORNING)) == [1, 0, 0]
    with writing() as session:
        session.get_one(Card, (world.learner_id, card)).buried_day = who.today
    assert queue(who, MORNING).left == 0
    assert forecast(who, MORNING, 3, queue(who, MORNING)) == [0, 1, 0]
