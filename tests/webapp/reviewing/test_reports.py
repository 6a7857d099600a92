"""What else one does with a card: set it aside, leave it, report it, claim to have been right."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db, writing
from webapp.models import Card, Question, QuestionVersion, Report, ReportKind, Review
from webapp.services.operations import upkeep
from webapp.services.people.personal_data import gather
from webapp.services.teaching.questions import retire_question

REPORTS = "/teach/caucasus/reports"


@pytest.fixture
def instructor(learner: FlaskClient) -> FlaskClient:
    """Another browser, in which the instructor is signed in."""
    browser = learner.application.test_client()
    sign_in(browser, "instructor@example.org", PASSWORD)
    return browser


def id_of(slug: str) -> UUID:
    return db.session.scalars(select(Question.id).where(Question.slug == slug)).one()


def stem_of(slug: str) -> str:
    query = select(QuestionVersion.stem).where(QuestionVersion.question_id == id_of(slug))
    return db.session.scalars(query).one()


def page_of(browser: FlaskClient, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def asked(learner: FlaskClient) -> str:
    """What review asks now, or the heading there is instead."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page_of(learner, "/review"))
    assert found
    return found[1]


def do(learner: FlaskClient, what: str, page: str = "/review") -> None:
    """Do something with the card that review asks."""
    action = re.search(rf'action="(/review/[0-9a-f-]+/{what}[^"]*)"', page_of(learner, page))
    assert action
    form = form_on(learner, page, action[1])
    assert learner.post(form.action, data=form.values).status_code == 302


def flag(learner: FlaskClient, slug: str = "pfp-year", **fields: str) -> None:
    """Report a question from review."""
    given = {"kind": "unclear", "reason": "", **fields}
    assert submit(learner, f"/review/{id_of(slug)}/report", **given).status_code == 302


def settle(instructor: FlaskClient, slug: str, **fields: str) -> TestResponse:
    """Do something with the reports of a question."""
    return submit(instructor, REPORTS, f"{REPORTS}/{id_of(slug)}", **fields)


def undo(learner: FlaskClient, page: str = "/review") -> str:
    """Undo through the button of a page; returns where it leads."""
    action = re.search(r'action="(/review/undo[^"]*)"', page_of(learner, page))
    assert action, "there is no way to undo"
    return submit(learner, page, action[1]).headers["Location"]


def miss_typed(learner: FlaskClient, text: str = "landslides & <b>") -> str:
    """Answer a typed question wrongly; returns the address of the verdict."""
    page, action = f"/review?again={id_of('mine-threat')}", f"/review/{id_of('mine-threat')}"
    return submit(learner, page, action, text=text).headers["Location"]


@pytest.mark.parametrize("what", ["setting-aside", "postponement"])
def test_a_card_put_off_is_not_asked_until_undone(learner: FlaskClient, what: str) -> None:
    first = asked(learner)
    do(learner, what)
    assert asked(learner) != first
    assert "Card 1 of 10" in page_of(learner, "/review")
    assert undo(learner) == f"/review?again={_question_of(first)}"
    assert asked(learner) == first
    assert not [check.problems for check in upkeep.check() if check.problems]


def _question_of(stem: str) -> UUID:
    for version in db.session.scalars(select(QuestionVersion)):
        if version.stem[:30] in stem.replace("&#39;", "'"):
            return version.question_id
    raise AssertionError(stem)


def test_the_last_card_can_be_undone_too(learner: FlaskClient, world: World) -> None:
    for slug in db.session.scalars(select(Question.slug).where(Question.slug != "pfp-year")):
        retire_question(world.course_id, id_of(slug or ""))
    do(learner, "setting-aside")
    assert asked(learner) == "That’s everything for today."
    undo(learner)
    assert stem_of("pfp-year")[:20] in asked(learner)


def test_what_an_attempt_missed_does_not_come_round_again(learner: FlaskClient) -> None:
    quiz = re.search(r'href="(/courses/[^"]*/quizzes/[^"]*)"', page_of(learner, "/"))
    assert quiz
    attempt = submit(learner, quiz[1], f"{quiz[1]}/attempts").headers["Location"]
    submit(learner, f"{attempt}/submission")
    scope = f"/review?attempt={attempt.rsplit('/', 1)[1]}"
    first = re.search(r"<h1[^>]*>(.*?)</h1>", page_of(learner, scope))
    do(learner, "postponement", scope)
    second = re.search(r"<h1[^>]*>(.*?)</h1>", page_of(learner, scope))
    assert first and second and first[1] != second[1]


def test_a_report_reaches_the_instructor_and_is_settled(
    learner: FlaskClient, instructor: FlaskClient, world: World
) -> None:
    address = f"/review/{id_of('pfp-year')}/report"
    assert "Choose what is wrong with it." in submit(learner, address).get_data(as_text=True)
    assert submit(learner, address, kind="claim").status_code == 400
    too_long = submit(learner, address, kind="typo", reason="x" * 501)
    assert too_long.status_code == 400 and "x" * 501 in too_long.text
    said = submit(learner, address, kind="unclear", reason="Both are right & <b>bold</b>")
    assert said.headers["Location"] == f"/review?again={id_of('pfp-year')}"
    assert "Learners report one question." in page_of(instructor, f"/teach/{world.slug}")
    assert "One question reported by learners" in page_of(instructor, "/teach")
    page = page_of(instructor, REPORTS)
    for shown in (
        "Both are right &amp; &lt;b&gt;bold",
        "<b>Unclear</b>",
        "Lea Learner",
        "in review",
        stem_of("pfp-year")[:20],
        "1994",
    ):
        assert shown in page
    settle(instructor, "pfp-year", do="dismiss", reply="Not needed")
    assert "Nothing is reported." in page_of(instructor, REPORTS)
    assert "Learners report" not in page_of(instructor, f"/teach/{world.slug}")
    report = db.session.scalars(select(Report)).one()
    assert (report.settled_at, report.settled_by_id) == (MORNING, world.instructor_id)
    assert report.reply == ""
    assert "answered you" not in page_of(learner, "/today")
    assert "Your instructor has looked at it." in page_of(learner, "/reports")


def test_a_second_report_takes_the_place_of_the_first(learner: FlaskClient) -> None:
    for reason in ("one", "two"):
        flag(learner, reason=reason)
    assert db.session.scalars(select(Report.reason)).all() == ["two"]
    page = page_of(learner, f"/review/{id_of('pfp-year')}/report")
    assert re.search(r'<input checked[^>]*value="unclear"', page) and "two" in page


def test_i_was_right_is_for_the_instructor_and_changes_nothing(
    learner: FlaskClient, instructor: FlaskClient, world: World
) -> None:
    verdict = miss_typed(learner)
    card, log = _memory()
    assert submit(learner, verdict, f"{verdict}/claim").headers["Location"] == verdict
    page = page_of(learner, verdict)
    assert "Your instructor sees that you think it is right." in page
    assert f"{verdict}/claim" not in page
    assert _memory() == (card, log)
    page = page_of(instructor, REPORTS)
    assert "Answered “landslides &amp; &lt;b&gt;” and thinks it is right." in page
    settle(instructor, "mine-threat", do="answer", reply="The mines, not the slides.")
    assert "Your instructor answered: The mines, not the slides." in page_of(learner, verdict)


def _memory() -> tuple[dict[str, object], list[UUID]]:
    card = db.session.execute(select(Card.__table__)).one()
    return dict(card._mapping), list(db.session.scalars(select(Review.id)))


def test_only_a_typed_answer_that_was_marked_wrong_is_claimed(learner: FlaskClient) -> None:
    assert "I was right" in page_of(learner, miss_typed(learner, "landslides"))
    assert "I was right" not in page_of(learner, miss_typed(learner, "mine threat"))
    page, action = f"/review?again={id_of('mine-threat')}", f"/review/{id_of('mine-threat')}"
    shown = submit(learner, page, action, unknown="1").headers["Location"]
    assert "I was right" not in page_of(learner, shown)
    for verdict in (shown, miss_typed(learner, "mine threat")):
        form = form_on(learner, "/settings", "/sign-out")
        assert learner.post(f"{verdict}/claim", data=form.values).status_code == 400
    assert db.session.scalars(select(Report)).all() == []


def test_a_claim_and_then_the_answer_are_undone(
    learner: FlaskClient, clock: time_machine.Traveller
) -> None:
    verdict = miss_typed(learner)
    clock.shift(timedelta(seconds=3))
    submit(learner, verdict, f"{verdict}/claim")
    assert undo(learner, verdict) == verdict
    assert db.session.scalars(select(Report)).all() == []
    assert undo(learner, verdict) == f"/review?again={id_of('mine-threat')}"
    assert db.session.scalars(select(Card)).all() == []


def test_a_report_is_undone_in_its_turn(
    learner: FlaskClient, clock: time_machine.Traveller
) -> None:
    flag(learner)
    clock.shift(timedelta(seconds=3))
    verdict = miss_typed(learner)
    undo(learner, verdict)
    assert len(db.session.scalars(select(Report)).all()) == 1
    assert undo(learner) == f"/review?again={id_of('pfp-year')}"
    assert db.session.scalars(select(Report)).all() == []


def test_what_is_settled_is_not_taken_back(learner: FlaskClient) -> None:
    flag(learner)
    with writing() as session:
        session.scalars(select(Report)).one().settled_at = MORNING
    assert "/review/undo" not in page_of(learner, "/review")


def test_reports_of_another_course_are_no_business_of_mine(
    learner: FlaskClient, world: World
) -> None:
    flag(learner)
    stranger = learner.application.test_client()
    sign_in(stranger, "stranger@example.org", PASSWORD)
    form = form_on(stranger, "/settings", "/sign-out")
    for course in ("elsewhere", world.slug):
        address = f"/teach/{course}/reports/{id_of('pfp-year')}"
        assert stranger.post(address, data=form.values).status_code == 404
    db.session.expire_all()
    assert db.session.scalars(select(Report.settled_at)).one() is None


def test_reports_are_one_s_own_to_take_along(learner: FlaskClient, world: World) -> None:
    verdict = miss_typed(learner)
    submit(learner, verdict, f"{verdict}/claim")
    (row,) = gather(world.learner_id, MORNING)["reports"]
    assert (row["kind"], row["said"]) == (ReportKind.CLAIM.value, "landslides & <b>")
    assert "settled_by_id" not in row
