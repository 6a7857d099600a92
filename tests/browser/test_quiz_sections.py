"""A quiz in two sections, the first of which opens with a passage: built and taken."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance

NEW = "/teach/demonstration/quizzes/new"
TEXT = "Read **this** first."


def _press(page: Page, button: str) -> None:
    """Press a button of the editor with the keyboard."""
    target = page.locator(f"button[name=do][value={button}]").last
    target.focus()
    expect(target).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _build(page: Page) -> None:
    """Build a test of four, in sections of two, by keyboard."""
    page.goto(NEW)
    page.keyboard.type("In two parts")
    page.get_by_text(re.compile(r"^Multiple choice \(\d+\)$")).first.click()
    page.locator("[name=fill_count]").fill("4")
    page.get_by_text("What to leave out").click()
    page.get_by_label("None that a quiz of this course asks yet").uncheck()
    page.locator("[name=mode][value=test]").check()
    _press(page, "fill")
    page.locator("#section_before").fill("1")
    _press(page, "section")
    expect(page.locator("[name=sections-0-heading]")).to_be_focused()
    page.keyboard.type("What the report says")
    page.locator("[name=sections-0-text]").fill(TEXT)
    page.locator("#section_before").fill("3")
    _press(page, "section")
    expect(page.locator("[name=sections-1-heading]")).to_be_focused()
    page.keyboard.type("From memory")
    page.locator("#sections-0 details > summary").focus()
    page.keyboard.press("Enter")
    _press(page, "text-0")
    expect(page.get_by_role("group", name="Paragraphs of the document")).to_be_focused()
    for paragraph in (2, 3):
        page.locator("[name=sections-0-ticks]").nth(paragraph).focus()
        page.keyboard.press("Space")
    _press(page, "cite-0")
    expect(page.locator(".quiz-section figure.reading")).to_have_count(1)
    expect(page.locator("[name=sections-0-text]")).to_have_value(TEXT)


def _save(page: Page) -> str:
    _press(page, "save")
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    order = page.locator("#picked .list > li").evaluate_all(
        "(rows) => rows.map((row) => row.className).join()"
    )
    assert order == "quiz-section,,,quiz-section,,"
    return page.url


def _close(page: Page, quiz: str) -> None:
    """Close the quiz, which was attempted: nobody else is to find it open."""
    page.goto(quiz)
    page.locator("#closes_at").fill("2020-01-01T00:00")
    _press(page, "save")


def _take_by_keyboard(page: Page, passage: str) -> None:
    expect(page.locator("h1")).to_have_text("What the report says")
    assert passage in page.locator("figure.reading").inner_text()
    expect(page.locator(".prose strong")).to_have_text("this")
    page.keyboard.press("Enter")
    for number in (1, 2):
        expect(page.get_by_text(f"Question {number} of 4").first).to_be_visible()
        page.locator(".section-again > summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".section-again figure.reading")).to_be_visible()
        page.locator("main").evaluate("() => document.activeElement.blur()")
        page.keyboard.press("1")
        expect(page.locator("input:checked")).to_have_count(1)
        page.keyboard.press("Enter")
    expect(page.locator(".section-heading")).to_have_text("From memory")
    expect(page.locator(".section-again")).to_have_count(0)
    page.get_by_role("button", name="What the report says").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What the report says")
    page.keyboard.press("Enter")
    expect(page.locator("input:checked")).to_have_count(1)
    expect(page.get_by_role("heading", name="2 of 4 answered")).to_be_visible()


def test_built_and_taken_by_keyboard(entrance: Entrance) -> None:
    teacher, tour = entrance.instructor(), Tour()
    _build(teacher)
    tour.stop(teacher, "quiz-sections")
    quiz = _save(teacher)
    passage = teacher.locator("figure.reading p").first.inner_text()
    learner = entrance.guest()
    learner.goto(f"/courses/demonstration/quizzes/{quiz.rsplit('/', 1)[1]}")
    learner.get_by_role("button", name="Start").click()
    tour.stop(learner, "section-page")
    _take_by_keyboard(learner, passage)
    learner.locator(".section-again > summary").click()
    tour.stop(learner, "section-again")
    for end in ("preview", "print"):
        teacher.goto(f"{quiz}/{end}")
        expect(teacher.locator("figure.reading")).to_have_count(1)
        tour.stop(teacher, f"sections-{end}")
    _close(teacher, quiz)
    assert tour.complaints == []


def test_built_and_taken_without_scripts(entrance: Entrance) -> None:
    teacher = entrance.instructor(java_script_enabled=False)
    _build(teacher)
    quiz = _save(teacher)
    learner = entrance.guest(java_script_enabled=False)
    learner.goto(f"/courses/demonstration/quizzes/{quiz.rsplit('/', 1)[1]}")
    learner.get_by_role("button", name="Start").click()
    expect(learner.locator("figure.reading")).to_be_visible()
    learner.get_by_role("link", name="Go on").click()
    for _question in range(2):
        learner.locator("main input[type=radio]").first.check()
        learner.get_by_role("button", name="Next").click()
    expect(learner.locator(".section-heading")).to_have_text("From memory")
    learner.locator("main input[type=radio]").first.check()
    learner.get_by_role("button", name="What the report says").click()
    expect(learner.get_by_role("heading", name="3 of 4 answered")).to_be_visible()
    _close(teacher, quiz)
