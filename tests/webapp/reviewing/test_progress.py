"""Progress and Today say what was found: in their headings, a calendar and minutes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import sign_in, submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.learning.scheduling import Rating, Settings
from webapp.models import Question, QuestionVersion, Quiz, ReviewKind
from webapp.services.reviewing.answering import Answer, record_answer

MORNING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def page(client: FlaskClient, world: World) -> str:
    """Progress, after four weeks: three cards a day, the first of them missed every week."""
    study(world)
    return page_at(client, "/progress")


def page_at(client: FlaskClient, address: str) -> str:
    with time_machine.travel(MORNING, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        return client.get(address).get_data(as_text=True)


def study(world: World) -> None:
    versions = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id)).all()
    for ago in range(28, 0, -1):
        for number in range(3):
            version = versions[0] if number == 0 else versions[ago * 2 % 40 + number]
            missed = number == 0 and ago % 7 == 0
            record_answer(
                Answer(
                    user_id=world.learner_id,
                    question_id=version.question_id,
                    version_id=version.id,
                    kind=ReviewKind.REVIEW,
                    rating=Rating.AGAIN if missed else Rating.GOOD,
                    fraction=0.0 if missed else 1.0,
                    response=None,
                    at=MORNING - ago * DAY + timedelta(minutes=number),
                    client_key=f"{ago}:{number}",
                    duration_ms=40_000,
                ),
                Settings("UTC"),
            )


def headings(page: str) -> list[str]:
    found = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", text).split()) for text in found]


def test_headings_state_what_was_found(page: str) -> None:
    said = headings(page)
    assert "Steady since late October" in said
    assert any(re.match(r"About (one|\d+) cards? a day from here|Few cards", text) for text in said)
    assert any(re.match(r"(Just |Right |Above|Below)", text) for text in said)
    assert any(text.startswith("Half your cards hold past") for text in said)
    for label in ("Recall by week", "The next 30 days", "How long it holds"):
        assert label not in said


def test_the_calendar_shows_each_day_and_can_be_read(page: str) -> None:
    assert "Cards seen each day over the last 26 weeks: 84 on 28 days." in page
    rows = re.findall(r'<th scope="row">(\w+ 2026)</th><td>(\d+)</td><td>(\d+)</td>', page)
    assert rows == [("October 2026", "9", "3"), ("November 2026", "75", "25")]
    calendar = page[page.index("over the last 26 weeks") :].partition("</svg>")[0]
    assert calendar.count('class="l4"') == 28
    assert calendar.count("<rect") == 25 * 7 + 4, "no day of this week that is still to come"


def test_minutes_and_the_most_forgotten_line(page: str, world: World) -> None:
    assert re.search(r"<dt>minutes a day of study</dt><dd>2</dd>", page)
    first = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id)).first()
    assert first is not None
    section = page[page.index("Your most forgotten line") :]
    assert f"again={first.question_id}" in section
    assert "times in 90 days." in section and '<figure class="cite cite-sm"' in section


def test_the_week_ahead_is_compared_with_the_last(client: FlaskClient, world: World) -> None:
    assert "Your first week ahead" in headings(page_at(client, "/"))
    study(world)
    titles = {"A lighter week ahead", "A week like the last", "A fuller week ahead"}
    assert len(titles & set(headings(page_at(client, "/")))) == 1


def test_the_result_says_whose_lines_to_look_at(client: FlaskClient, world: World) -> None:
    with time_machine.travel(MORNING, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        quiz = db.session.scalars(select(Quiz.id).where(Quiz.slug == "who-said-it")).one()
        start = f"/courses/{world.slug}/quizzes/{quiz}"
        attempt = submit(client, start, f"{start}/attempts").headers["Location"]
        submit(client, f"{attempt}/submission")
        said = headings(client.get(attempt).get_data(as_text=True))
    assert "Alike, whoever said it" in said
    assert "Right, by whose claim" not in said
    assert db.session.scalars(select(Question)).first()
