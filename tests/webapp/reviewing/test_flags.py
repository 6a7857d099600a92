"""Flags: from reviews and quizzes to the instructor, and the answer back to the learner."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.question import Status
from tests.webapp.browsing import sign_in, submit
from tests.webapp.reviewing.test_reports import (
    REPORTS,
    flag,
    id_of,
    instructor,
    miss_typed,
    page_of,
    settle,
)
from tests.webapp.sources.conftest import statements
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db, writing
from webapp.models import Card, Question, Quiz, QuizMode, Report, ReportKind
from webapp.services.people.personal_data import gather
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.teaching.questions import as_asked, load_version, save_question

__all__ = ["instructor"]  # a fixture


@pytest.fixture
def other(learner: FlaskClient) -> FlaskClient:
    """Another learner's browser."""
    browser = learner.application.test_client()
    sign_in(browser, "other@example.org", PASSWORD)
    return browser


def begin(learner: FlaskClient, mode: QuizMode) -> str:
    """Begin the first quiz, in that mode; returns where its attempt is."""
    with writing() as session:
        for quiz in session.scalars(select(Quiz)):
            quiz.mode = mode
    found = re.search(r'href="(/courses/[^"]*/quizzes/[^"]*)"', page_of(learner, "/today"))
    assert found
    return submit(learner, found[1], f"{found[1]}/attempts").headers["Location"]


def report() -> Report:
    return db.session.scalars(select(Report)).one()


def test_a_question_of_a_quiz_is_reported_with_what_was_answered(
    learner: FlaskClient, instructor: FlaskClient
) -> None:
    attempt = begin(learner, QuizMode.TEST)
    assert learner.get(f"{attempt}/1/report").status_code == 400
    page = page_of(learner, f"{attempt}/1")
    assert "Report this question" not in page
    choice = re.search(r'name="(choice|text)"[^>]*value="([^"]*)"', page)
    if choice:
        submit(learner, f"{attempt}/1", f"{attempt}/1", **{choice[1]: choice[2]})
    submit(learner, f"{attempt}/submission")
    assert f"{attempt}/1/report" in page_of(learner, attempt)
    sent = submit(learner, f"{attempt}/1/report", kind="wrong_key", reason="It was 1995")
    assert sent.headers["Location"] == f"{attempt}#r1"
    made = report()
    assert (made.kind, made.reason) == (ReportKind.WRONG_KEY, "It was 1995")
    assert str(made.attempt_id) == attempt.rsplit("/", 1)[1]
    assert bool(made.said) is bool(choice)
    shown = page_of(instructor, REPORTS)
    assert "in a quiz" in shown and "It was 1995" in shown
    assert learner.get(f"{attempt}/99/report").status_code == 404


def test_in_practice_a_question_is_reported_once_it_is_answered(learner: FlaskClient) -> None:
    attempt = begin(learner, QuizMode.PRACTICE)
    assert learner.get(f"{attempt}/1/report").status_code == 400
    page = page_of(learner, f"{attempt}/1")
    choice = re.search(r'name="(choice)"[^>]*value="([^"]*)"', page)
    fields = {choice[1]: choice[2]} if choice else {"text": "no idea"}
    submit(learner, f"{attempt}/1", f"{attempt}/1", **fields)
    assert f"{attempt}/1/report" in page_of(learner, f"{attempt}/1")
    sent = submit(learner, f"{attempt}/1/report", kind="typo")
    assert sent.headers["Location"] == f"{attempt}/1"
    assert report().said


def test_what_a_test_under_way_asks_too_is_not_reported_yet(
    learner: FlaskClient, world: World
) -> None:
    attempt = begin(learner, QuizMode.TEST)
    submit(learner, f"{attempt}/submission")
    begin(learner, QuizMode.TEST)
    assert learner.get(f"{attempt}/1/report").status_code == 400


def test_undoing_in_review_leaves_what_was_reported_in_a_quiz(learner: FlaskClient) -> None:
    attempt = begin(learner, QuizMode.TEST)
    submit(learner, f"{attempt}/submission")
    submit(learner, f"{attempt}/1/report", kind="typo")
    assert "/review/undo" not in page_of(learner, "/review")


def test_a_report_after_an_answer_holds_what_was_said(learner: FlaskClient) -> None:
    verdict = miss_typed(learner, "landslides")
    address = f"/review/{id_of('mine-threat')}/report?answer={verdict.rsplit('/', 1)[1]}"
    assert submit(learner, address, kind="other").headers["Location"] == verdict
    made = report()
    assert (made.said, str(made.review_id)) == ("landslides", verdict.rsplit("/", 1)[1])


def test_several_flags_are_one_row_and_one_answer(
    learner: FlaskClient, other: FlaskClient, instructor: FlaskClient, world: World
) -> None:
    flag(learner, kind="typo", reason="Comma")
    flag(other, kind="typo")
    flag(other, "mine-threat", kind="unclear")
    page = page_of(instructor, REPORTS)
    assert "2 reported questions" in page
    assert re.search(r"Typing error <b[^>]*>2</b>", page)
    assert (
        settle(instructor, "pfp-year", do="answer", reply="Thank you: mended.").status_code == 302
    )
    assert "One reported question" in page_of(instructor, REPORTS)
    for browser in (learner, other):
        today = page_of(browser, "/today")
        assert "Your instructor answered you" in today and "Thank you: mended." in today
    assert "Otto" not in page_of(learner, "/reports")
    submit(learner, "/today", "/reports/read")
    assert "Thank you: mended." not in page_of(learner, "/today")
    assert "Thank you: mended." in page_of(learner, "/reports")
    assert "Thank you: mended." in page_of(other, "/today")


def test_an_answer_needs_words_and_keeps_them(
    learner: FlaskClient, instructor: FlaskClient
) -> None:
    flag(learner)
    empty = settle(instructor, "pfp-year", do="answer", reply=" ")
    assert empty.status_code == 400 and "Write what you answer" in empty.text
    long = settle(instructor, "pfp-year", do="answer", reply="y" * 501)
    assert long.status_code == 400 and "y" * 501 in long.text
    assert report().settled_at is None


def test_retiring_answers_too(learner: FlaskClient, instructor: FlaskClient) -> None:
    flag(learner)
    settle(instructor, "pfp-year", do="retire", reply="You are right.")
    assert db.session.get_one(Question, id_of("pfp-year")).published is None
    assert report().reply == "You are right."
    assert "You are right." in page_of(learner, "/today")


def test_what_was_reported_since_stays_open(
    learner: FlaskClient,
    other: FlaskClient,
    instructor: FlaskClient,
    clock: time_machine.Traveller,
) -> None:
    flag(learner)
    action = f"{REPORTS}/{id_of('pfp-year')}"
    seen = re.search(r'name="until" value="(\d+)"', page_of(instructor, REPORTS))
    assert seen
    clock.shift(timedelta(seconds=1))
    flag(other, kind="typo")
    submit(instructor, REPORTS, action, do="dismiss", until=seen[1])
    page = page_of(instructor, REPORTS)
    assert "One reported question" in page and "Typing error" in page
    assert "<b>Unclear</b>" not in page


@pytest.mark.parametrize("until", ["9" * 30, "x", ""])
def test_a_moment_that_is_none_settles_nothing(
    learner: FlaskClient, instructor: FlaskClient, until: str
) -> None:
    flag(learner)
    assert settle(instructor, "pfp-year", do="dismiss", until=until).status_code in (302, 400)
    assert report().settled_at is None


def test_an_earlier_version_is_named(
    learner: FlaskClient, instructor: FlaskClient, world: World
) -> None:
    flag(learner)
    asked = as_asked(load_version(db.session(), id_of("pfp-year"), 1))
    save_question(world.course_id, asked, Status.PUBLISHED, START, question_id=id_of("pfp-year"))
    page = page_of(instructor, REPORTS)
    assert "version 1 · about an earlier version" in page


def test_an_answer_is_kept_back_while_a_test_asks_the_question(
    learner: FlaskClient, instructor: FlaskClient, world: World, clock: time_machine.Traveller
) -> None:
    attempt = begin(learner, QuizMode.TEST)
    submit(learner, f"{attempt}/submission")
    submit(learner, f"{attempt}/1/report", kind="typo")
    question = db.session.get_one(Question, report().question_id)
    settle(instructor, str(question.slug), do="answer", reply="The key is 1994.")
    assert "The key is 1994." in page_of(learner, "/today")
    quiz_id = db.session.scalars(
        select(Quiz.id).where(Quiz.title.in_([_title(learner, attempt)]))
    ).one()
    start_attempt(world.learner_id, quiz_id, START + timedelta(days=1, hours=1))
    for page in ("/today", "/reports"):
        assert "The key is 1994." not in page_of(learner, page)
    assert "reply" not in gather(world.learner_id, START)["reports"][0]
    assert report().read_at is None


def _title(learner: FlaskClient, attempt: str) -> str:
    found = re.search(r'<p class="note">(.*?) · handed in', page_of(learner, attempt))
    assert found
    return found[1]


def forget(user_id: UUID, slug: str, lapses: int, *, suspended: bool = False) -> None:
    """Have somebody's card with so many lapses."""
    with writing() as session:
        session.add(
            Card(
                user_id=user_id,
                question_id=id_of(slug),
                stability=1.0,
                difficulty=5.0,
                state="review",
                step=None,
                due_at=START,
                due_day=1,
                last_at=START,
                last_day=1,
                last_review_id=user_id,
                repetitions=lapses + 1,
                lapses=lapses,
                suspended=suspended,
                algorithm="fsrs",
            )
        )


def test_what_many_keep_missing_and_leeches_are_listed_with_their_figures(
    instructor: FlaskClient, world: World
) -> None:
    people = [world.learner_id, world.other_learner_id, world.stranger_id]
    assert "No question keeps being missed" in page_of(instructor, REPORTS)
    for person in people[:2]:
        forget(person, "pfp-year", 3)  # by two: too few
        forget(person, "nacc-year", 4)
        forget(person, "mine-threat", 7)
    forget(people[2], "nacc-year", 3)
    forget(people[2], "deep-year", 8, suspended=True)
    forget(people[0], "deep-year", 9)  # brought back
    page = page_of(instructor, REPORTS)
    assert "2 questions keep being missed" in page
    rows = re.findall(r'<td class="r"[^>]*>(.*?)</td>', page)
    assert rows == ["2", "2", "1", "9 times", "3", "3", "0", "4 times"]


def test_the_page_takes_as_many_queries_for_one_report_as_for_many(
    learner: FlaskClient, other: FlaskClient, instructor: FlaskClient
) -> None:
    counts = []
    for slugs in (["pfp-year"], ["nacc-year", "deep-year", "mine-threat"]):
        for slug in slugs:
            flag(learner, slug)
            flag(other, slug)
        with statements() as sent:
            page_of(instructor, REPORTS)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_learner_who_reported_nothing_is_told_where_to(learner: FlaskClient) -> None:
    assert "You have reported nothing." in page_of(learner, "/reports")
