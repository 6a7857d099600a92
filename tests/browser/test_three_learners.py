"""A quiz of twenty, taken by three learners for whom three different things hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.classes import (
    answer_all,
    begin,
    copy_course,
    for_learners,
    hand_in,
    joined,
)
from tests.browser.people import Entrance

LIMIT = 20
BLANK = "[name='{}']"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_each_gets_what_was_promised(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    course = copy_course(page, entrance.site.untouched)
    slower, later, again = (joined(entrance, course, scripts=scripts) for _ in range(3))
    soon = _now() + timedelta(hours=1)
    quiz = _build(page, f"{course.path}/quizzes/new", soon)
    _give_time(page, f"{course.path}/people", slower[1])
    _make_exception(page, quiz, later[1], closes_at=_local(soon + timedelta(days=2)))
    _make_exception(page, quiz, again[1], attempts_allowed="2")
    page.goto(f"{quiz}/exceptions")
    expect(page.get_by_role("heading", name="Something else holds for 3 learners")).to_be_visible()

    path = for_learners(quiz)
    for who, told in (
        (slower, "30 minutes from the start: 1.5 times as long as others have"),
        (later, "20 minutes from the start"),
        (again, "2 attempts"),
    ):
        who[0].goto(path)
        expect(who[0].get_by_text(told, exact=True)).to_be_visible()

    begin(slower[0], path)
    assert 29 * 60 < _seconds_left(slower[0]) <= 30 * 60
    answer_all(slower[0])
    hand_in(slower[0])
    expect(slower[0].locator("#score")).to_have_text("20 of 20")
    _has_no_more(slower[0], path)

    begin(again[0], path)
    assert _seconds_left(again[0]) <= LIMIT * 60
    again[0].locator("[name=go][value=submission]").last.click()
    hand_in(again[0])
    begin(again[0], path)
    again[0].locator("[name=go][value=submission]").last.click()
    hand_in(again[0])
    _has_no_more(again[0], path)

    page.goto(quiz)
    page.locator("[name=closes_at]").fill(_local(_now() - timedelta(minutes=2)))
    page.get_by_role("button", name="Save the quiz").last.click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    slower[0].goto(path)
    expect(slower[0].get_by_text(re.compile("^Closed "))).to_be_visible()
    later[0].goto(path)
    expect(later[0].get_by_text(re.compile("^Closes "))).to_be_visible()
    expect(later[0].get_by_text("Some of this is set for you alone.")).to_be_visible()
    begin(later[0], path)
    assert _seconds_left(later[0]) <= LIMIT * 60
    page.goto(f"{quiz}/exceptions")
    page.get_by_label("More minutes").fill("5")
    page.get_by_role("button", name="Give more time").click()
    expect(page.get_by_text("One learner has more time now.")).to_be_visible()
    later[0].reload()
    assert LIMIT * 60 < _seconds_left(later[0]) <= (LIMIT + 5) * 60
    expect(later[0].get_by_text("You were given 5 more minutes.")).to_be_visible()
    later[0].locator("[name=go][value=submission]").last.click()
    hand_in(later[0])

    page.goto(f"{quiz}/results")
    expect(page.get_by_role("row", name=slower[1])).to_contain_text("20 of 20")
    expect(page.get_by_role("row", name=again[1])).to_have_count(2)
    expect(page.get_by_role("row", name=later[1])).to_contain_text("of 20")


def _build(page: Page, path: str, closes: datetime) -> str:
    """Build a quiz of twenty that ends, closes, and is taken once."""
    page.goto(path)
    page.locator("#title").fill("Twenty, once")
    page.get_by_text("What to leave out").click()
    for left_out in ("None that a quiz of this course asks yet", "No two about the same sentence"):
        page.get_by_label(left_out).uncheck()
    page.get_by_role("button", name="Fill the quiz").click()
    expect(page.locator("#picked li")).to_have_count(20)
    page.locator("[name=mode][value=test]").check()
    page.get_by_label("Attempts allowed").fill("1")
    page.get_by_label("Time limit in minutes").fill(str(LIMIT))
    page.locator("[name=closes_at]").fill(_local(closes))
    page.get_by_role("button", name="Save the quiz").last.click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    return page.url


def _give_time(page: Page, people: str, name: str) -> None:
    page.goto(people)
    page.get_by_label(f"Time of {name} in quizzes").select_option("1.5")
    page.get_by_role("button", name=f"Set the time of {name}").click()
    expect(page.get_by_role("status").first).to_be_visible()


def _make_exception(page: Page, quiz: str, name: str, **fields: str) -> None:
    """Say by keyboard what holds for a learner, from the top of the form to its button."""
    page.goto(f"{quiz}/exceptions")
    page.locator("#whom").select_option(label=name)
    for field, value in fields.items():
        page.locator(BLANK.format(field)).fill(value)
    page.get_by_role("button", name="Save the exception").press("Enter")
    expect(page.get_by_text("The exception is saved.")).to_be_visible()


def _has_no_more(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", name="Your attempts")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^(Start|Try again)$"))).to_have_count(0)


def _seconds_left(page: Page) -> int:
    return int(page.locator(".timer").get_attribute("data-seconds") or "")


def _now() -> datetime:
    return datetime.now(UTC)


def _local(at: datetime) -> str:
    """Return a moment as the instructor types it, whose zone is UTC."""
    return at.strftime("%Y-%m-%dT%H:%M")
