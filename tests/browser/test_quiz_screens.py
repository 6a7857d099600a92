"""Every screen of quizzes, results and marks: accessible, titled, within the window."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.auditing import Tour
from tests.browser.classes import (
    CLASS,
    begin,
    copy_course,
    for_learners,
    hand_in,
    joined,
    quiz_of,
    take_only,
)
from tests.browser.people import Entrance
from tests.browser.test_screens import open_folds, press, visit
from tests.browser.writing import Taught

TEACH = f"/teach/{CLASS}"


def test_the_results_of_a_class(tour: Tour, entrance: Entrance) -> None:
    entrance.foresee(f"{TEACH}/results", 400)
    page = entrance.instructor()
    quiz = quiz_of(page, TEACH)
    visit(tour, page, exceptions_none=f"{quiz}/exceptions", preview=f"{quiz}/preview")
    for name, path in (
        ("editor", quiz),
        ("results", f"{quiz}/results"),
        ("analysis", f"{quiz}/analysis"),
    ):
        page.goto(path)
        open_folds(page)
        tour.stop(page, f"quiz {name}")
    page.goto(f"{quiz}/results")
    page.locator("#q2").get_by_role("link", name="Open the question").click()
    page.goto(f"{page.url}/regrading")
    tour.stop(page, "regrading nothing to change")
    visit(
        tour,
        page,
        paper=f"{quiz}/print",
        paper_key=f"{quiz}/print/key",
        analysis_too_few=f"{quiz_of(page, TEACH, 'Who said it?')}/analysis",
        results_none=f"{quiz_of(page, TEACH, 'Who said it?')}/results",
        memory=f"{TEACH}/results/memory",
        memory_refused=f"{TEACH}/results/memory?on=2098-12-25",
        regradings_none=f"{TEACH}/regradings",
        gradebook=f"{TEACH}/results?sort=total&order=down",
    )
    page.locator("[name^=weight]").first.fill("heavy")
    press(page, "Save the weights")
    tour.stop(page, "weights refused")
    page.goto(f"{TEACH}/results")
    page.locator("tbody th a").first.click()
    tour.stop(page, "one learner")
    page.get_by_role("main").get_by_role("link", name=re.compile("Attempt 1")).first.click()
    open_folds(page)
    tour.stop(page, "one attempt")


def test_a_quiz_with_rules(tour: Tour, entrance: Entrance) -> None:
    page = entrance.instructor()
    course = copy_course(page)
    quiz = quiz_of(page, course)
    page.goto(quiz)
    open_folds(page)
    page.get_by_role("radio", name="Choose what is shown when").check()
    for field, value in (
        ("attempts_allowed", "3"),
        ("time_limit_minutes", "30"),
        ("pass_percent", "60"),
        ("waiting_minutes", "90"),
        ("access_code", "kestrel"),
    ):
        page.locator(f"[name={field}]").fill(value)
    page.get_by_role("button", name="Save the quiz").last.click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    open_folds(page)
    tour.stop(page, "quiz with rules")
    learner, name = joined(entrance, course)
    path = for_learners(quiz)
    entrance.foresee(path, 422)
    visit(tour, learner, quiz_asks_code=path)
    learner.get_by_label("Code").fill("osprey")
    press(learner, "Start")
    tour.stop(learner, "quiz code refused")
    learner.get_by_label("Code").fill("Kestrel")
    press(learner, "Start")
    tour.stop(learner, "question with a clock")
    entrance.foresee(urlsplit(f"{quiz}/exceptions").path, 400)
    _look_at_exceptions(tour, page, quiz, name)
    learner.locator("[name=go][value=submission]").last.click()
    hand_in(learner)
    tour.stop(learner, "result not passed")
    visit(tour, learner, quiz_waiting=path)


def _look_at_exceptions(tour: Tour, page: Page, quiz: str, name: str) -> None:
    """Give the learner who is at the quiz more attempts and more time."""
    page.goto(f"{quiz}/exceptions")
    page.locator("#whom").select_option(label=name)
    page.locator("[name=attempts_allowed]").fill("0")
    page.get_by_role("button", name="Save the exception").click()
    tour.stop(page, "exception refused")
    page.locator("[name=attempts_allowed]").fill("5")
    page.locator("[name=closes_at]").fill("2099-01-01T12:00")
    page.get_by_role("button", name="Save the exception").click()
    expect(page.get_by_text("The exception is saved.")).to_be_visible()
    page.get_by_label("More minutes").fill("5")
    page.get_by_role("button", name="Give more time").click()
    expect(page.get_by_text("One learner has more time now.")).to_be_visible()
    tour.stop(page, "exceptions")


def test_marks_held_given_by_hand_and_regraded(tour: Tour, entrance: Entrance) -> None:
    page = entrance.instructor()
    course = copy_course(page)
    quiz = quiz_of(page, course)
    learner, name = joined(entrance, course)
    begin(learner, for_learners(quiz))
    page.goto(f"{quiz}/results")
    tour.stop(page, "quiz results under way")
    press(page, "Hold the marks back")
    learner.locator("[name=go][value=submission]").last.click()
    hand_in(learner)
    tour.stop(learner, "result held")
    visit(tour, learner, quiz_held=for_learners(quiz))
    page.goto(f"{quiz}/results")
    tour.stop(page, "quiz results held")
    press(page, "Release the marks")
    _mark_by_hand(tour, page, name)
    learner.goto(for_learners(quiz))
    learner.get_by_role("link", name="Attempt 1").click()
    open_folds(learner)
    tour.stop(learner, "result with a comment")
    _regrade(tour, entrance, page, course, quiz)


def _mark_by_hand(tour: Tour, page: Page, name: str) -> None:
    row = page.get_by_role("row", name=name)
    row.get_by_role("link", name=re.compile("Attempt 1")).click()
    entry = page.locator("#a1")
    entry.get_by_text("Mark by hand").click()
    entry.get_by_label("Mark, 0 to 1").fill("0.5")
    entry.get_by_label("Comment for the learner").fill("Half of it was said in the lesson.")
    entry.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The mark of question 1 is saved.")).to_be_visible()
    tour.stop(page, "one attempt marked by hand")


def _regrade(tour: Tour, entrance: Entrance, page: Page, course: Taught, quiz: str) -> None:
    """Let somebody answer by the text, and put the key right that says otherwise."""
    learner, _name = joined(entrance, course)
    result = take_only(learner, for_learners(quiz), 2)
    page.goto(f"{quiz}/results")
    page.locator("#q2 > summary").click()
    page.locator("#q2").get_by_role("link", name="Open the question").click()
    question = page.url
    press_right_option(page)
    page.get_by_role("button", name="Publish changes").click()
    tour.stop(page, "question whose answers are affected")
    page.goto(f"{question}/regrading")
    tour.stop(page, "regrading")
    page.get_by_role("button", name="Regrade", exact=True).click()
    expect(page.locator("h1")).to_have_text("One mark changed")
    tour.stop(page, "regrading done")
    learner.goto("/")
    tour.stop(learner, "today with a mark changed")
    learner.goto(result)
    open_folds(learner)
    tour.stop(learner, "result corrected")
    visit(tour, page, regradings=f"{course.path}/regradings")


def press_right_option(page: Page) -> None:
    """Choose what the text says as the answer of the question whose key is wrong."""
    options = page.get_by_role("textbox", name="Option").all()
    texts = [option.input_value() for option in options]
    right = next(n for n, text in enumerate(texts, 1) if text.startswith("Taking part"))
    page.get_by_role("radio", name=f"Option {right} is the answer").check()
