"""What a quiz shows when: each aspect at each moment, on every page and file there is.

Like the tests of secrecy, answers are given to two keys: where neither verdict nor key may be
seen, what a learner can reach must not differ by a byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.quizzes.test_secrecy import (
    NOW,
    Run,
    find_version,
    forget,
    fractions,
    quiz_of,
    review_others,
    right_one,
    turned,
)
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.models import Attempt, QuestionAttempt, QuestionVersion, Quiz, QuizMode, Seen
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.quizzes.queries.secrecy import RIGHT_AFTER, held_back, unmarked, veil_over

HOUR = timedelta(hours=1)
CLOSES = NOW + 3 * HOUR
MOMENTS = {"after": timedelta(minutes=1), "later": RIGHT_AFTER, "closed": 4 * HOUR}
TELLTALE = "Because of the telltale heart."
ASPECTS = (Seen.MARK, Seen.VERDICT, Seen.KEY, Seen.EXPLANATION, Seen.PASSAGE)
# Who sees the key sees the verdict; the mark is the verdict of a quiz of one question.
HIDING = [Seen.MARK, Seen.KEY, Seen.EXPLANATION, Seen.PASSAGE, Seen.VERDICT | Seen.KEY | Seen.MARK]


@pytest.fixture
def time(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def learner(
    client: FlaskClient, time: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> FlaskClient:
    """A browser in which the learner is signed in; time stands still, and chance too."""
    chance = SimpleNamespace(randbits=lambda _bits: 7)
    monkeypatch.setattr("webapp.services.quizzes.attempting.secrets", chance)
    sign_in(client, "learner@example.org", PASSWORD)
    return client


class Asked:
    """A quiz of one question, with its telltale explanation."""

    def __init__(self, world: World, learner: FlaskClient) -> None:
        version = find_version("choice")
        self.world, self.learner = world, learner
        self.version_id, self.question_id = version.id, version.question_id
        self.interaction = right_one(version.interaction)
        self.quiz_id = quiz_of(world, "test", version.question_id)
        self.set_key(self.interaction)

    def set_key(self, interaction: dict[str, Any]) -> None:
        with writing() as session:
            session.execute(
                update(QuestionVersion)
                .where(QuestionVersion.id == self.version_id)
                .values(interaction=interaction, explanation=TELLTALE)
            )

    def show(self, **masks: int) -> None:
        with writing() as session:
            quiz = session.get_one(Quiz, self.quiz_id)
            quiz.closes_at = CLOSES
            quiz.mode = QuizMode.PRACTICE if masks.get("during") else QuizMode.TEST
            for moment, mask in masks.items():
                setattr(quiz, f"shown_{moment}", mask)

    def take(self, *, hands_in: bool = True) -> tuple[Run, str]:
        forget(self.world)
        review_others(self.world, self.question_id)
        run = Run(self.learner, "choice", {"test": self.quiz_id}, self.interaction)
        attempt = run.start("test")
        run.answer(f"{attempt}/1")
        if hands_in:
            run.hand_in(attempt)
        return run, attempt


@pytest.fixture
def asked(world: World, learner: FlaskClient) -> Asked:
    return Asked(world, learner)


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_differs_while_nothing_is_shown(
    asked: Asked, world: World, time: time_machine.Traveller, moment: str
) -> None:
    everything = dict.fromkeys(MOMENTS, int(Seen.EVERYTHING))
    told_nothing = int(Seen.EXPLANATION | Seen.PASSAGE)  # the same whatever the key
    asked.show(**{**everything, moment: told_nothing})
    lives = []
    for interaction in (asked.interaction, turned(asked.interaction)):
        time.move_to(NOW)
        asked.set_key(interaction)
        run, _attempt = asked.take()
        time.shift(MOMENTS[moment])
        lives.append((run.heard, run.seen(), fractions(world)))
    (heard, seen, right), (heard_too, seen_too, wrong) = lives
    assert right != wrong, "the answers must be worth something else"
    assert heard == heard_too
    assert seen.keys() == seen_too.keys()
    assert [path for path in seen if seen[path] != seen_too[path]] == []


def test_nothing_differs_during_practice_that_keeps_the_verdict(asked: Asked, world: World) -> None:
    asked.show(during=int(Seen.EXPLANATION))
    lives = []
    for interaction in (asked.interaction, turned(asked.interaction)):
        asked.set_key(interaction)
        run, attempt = asked.take(hands_in=False)
        page = asked.learner.get(f"{attempt}/1").text
        assert "Whether it is right is shown later." in page and TELLTALE in page
        lives.append((run.heard, run.seen(), fractions(world)))
    (heard, seen, right), (heard_too, seen_too, wrong) = lives
    assert right != wrong and heard == heard_too
    assert [path for path in seen if seen[path] != seen_too[path]] == []


def said_by(pages: dict[str, str]) -> Seen:
    """Return what some page tells of the question that was asked."""
    attempts = "".join(body for path, body in pages.items() if path.startswith("/attempts/"))
    everywhere = "".join(pages.values())
    found = Seen(0)
    if re.search(r'class="score num"|>1 of 1<', everywhere):
        found |= Seen.MARK
    if re.search(r'class="vh">(Right|Missed|Partly right): ', attempts):
        found |= Seen.VERDICT
    if "<dt>Answer</dt>" in attempts:
        found |= Seen.KEY
    if TELLTALE in everywhere:
        found |= Seen.EXPLANATION
    if re.search(r"<blockquote|<figure|<cite|class=\"cite", attempts):
        found |= Seen.PASSAGE
    return found


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("hidden", [Seen(0), *HIDING])
def test_each_cell_is_shown_and_hidden(
    asked: Asked, time: time_machine.Traveller, moment: str, hidden: Seen
) -> None:
    if db.engine.dialect.name == "postgresql" and hidden != Seen.KEY:
        pytest.skip("one cell a moment is enough there: the rule is one")
    shown = Seen.EVERYTHING & ~hidden
    others = {name: int(Seen.EVERYTHING if hidden else 0) for name in MOMENTS}
    asked.show(**{**others, moment: int(shown)})
    asked.set_key(turned(asked.interaction))  # missed, so that the key is told
    run, attempt = asked.take()
    time.shift(MOMENTS[moment])
    assert said_by(run.seen()) == shown
    is_held = Seen.TELLING not in shown
    user_id = asked.world.learner_id
    assert (asked.question_id in held_back(user_id)) is is_held
    assert bool(unmarked(user_id)) is (Seen.MARK not in shown)
    again = run.learner.get(f"/review?again={asked.question_id}").text
    assert (str(asked.question_id) in again) is not is_held
    report = run.learner.get(f"{attempt}/1/report")
    assert report.status_code in ({200} if Seen.KEY in shown else {400, 404})


def test_a_second_attempt_at_a_quiz_that_hides_again_shows_its_own(
    asked: Asked, time: time_machine.Traveller, learner: FlaskClient
) -> None:
    asked.show(after=int(Seen.EVERYTHING), later=0, closed=int(Seen.EVERYTHING))
    run, first = asked.take()
    time.shift(HOUR)
    assert veil_over(asked.world.learner_id).of(asked.question_id) == Seen(0)
    assert "Handed in" in learner.get(first).text and TELLTALE not in learner.get(first).text
    second = run.start("test")
    assert veil_over(asked.world.learner_id).under_way == {asked.question_id}
    run.hand_in(second)
    assert TELLTALE in learner.get(second).text
    time.shift(RIGHT_AFTER)
    assert TELLTALE not in learner.get(second).text
    assert "More is shown once the quiz is closed" in learner.get(second).text
    time.move_to(CLOSES)
    assert TELLTALE in learner.get(second).text and TELLTALE in learner.get(first).text


@pytest.fixture
def teacher(client: FlaskClient, time: time_machine.Traveller) -> FlaskClient:
    browser = client.application.test_client()
    sign_in(browser, "instructor@example.org", PASSWORD)
    return browser


def test_the_form_chooses_each(teacher: FlaskClient, asked: Asked) -> None:
    editor = f"/teach/caucasus/quizzes/{asked.quiz_id}"
    said = submit(
        teacher,
        editor,
        do="save",
        mode="chosen",
        shown_during=[],
        shown_after=["1", "4"],
        shown_later=[],
        shown_closed=["1", "2", "4", "8", "16"],
        closes_at="2026-11-05T10:00",
        shuffles_questions="y",
        shuffles_options=[],
    )
    assert said.status_code == 302, said.text
    db.session.rollback()
    quiz = db.session.get_one(Quiz, asked.quiz_id)
    after = Seen.MARK | Seen.VERDICT | Seen.KEY
    assert (quiz.shown_during, quiz.shown_after, quiz.shown_later) == (0, after, 0)
    assert (quiz.shown_closed, quiz.mode) == (Seen.EVERYTHING, QuizMode.TEST)
    assert quiz.shuffles_questions and not quiz.shuffles_options
    shown = form_on(teacher, editor).values
    assert (shown["mode"], shown["shown_after"]) == (["chosen"], ["1", "2", "4"])
    assert submit(teacher, editor, do="save", mode="closing").status_code == 302
    assert form_on(teacher, editor).values["mode"] == ["closing"]
    assert submit(teacher, editor, do="save", mode="test").status_code == 302
    db.session.rollback()
    quiz = db.session.get_one(Quiz, asked.quiz_id)
    assert (quiz.shown_during, quiz.shown_later) == (None, Seen.EVERYTHING)


def test_what_waits_for_a_close_needs_one(teacher: FlaskClient, asked: Asked) -> None:
    editor = f"/teach/caucasus/quizzes/{asked.quiz_id}"
    said = submit(teacher, editor, do="save", mode="closing", closes_at="")
    assert said.status_code == 400 and "Say when it closes" in said.text
    assert 'id="closes_at-error"' in said.text


def test_questions_and_options_are_mixed_by_the_stored_seed(
    learner: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:

    quiz_id = db.session.scalars(select(Quiz.id).where(Quiz.slug == "who-said-it")).one()
    orders: dict[bool, list[tuple[list[UUID], list[list[int]]]]] = {}
    for mixed in (False, True):
        with writing() as session:
            quiz = session.get_one(Quiz, quiz_id)
            quiz.shuffles_questions = quiz.shuffles_options = mixed
        for learner_id in (world.learner_id, world.other_learner_id):
            forget_attempts(learner_id)
            start_attempt(learner_id, quiz_id, NOW)
            rows = db.session.scalars(
                select(QuestionAttempt)
                .where(QuestionAttempt.user_id == learner_id)
                .order_by(QuestionAttempt.slot)
            ).all()
            asked = [row.question_id for row in rows]
            options = [row.option_order for row in rows]
            orders.setdefault(mixed, []).append((asked, options))
    plain, other = orders[False][0], orders[True][0]
    assert sorted(plain[0]) == sorted(other[0]) and plain[0] != other[0]
    assert all(order == sorted(order) for order in plain[1])
    assert any(order != sorted(order) for order in other[1])
    assert orders[True][0] == orders[True][1], "one seed, one order"


def forget_attempts(user_id: UUID) -> None:

    with writing() as session:
        session.execute(delete(Attempt).where(Attempt.user_id == user_id))
