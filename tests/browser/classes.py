"""A course of a test's own, with the questions of the bank, and learners who take its quizzes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from questions.interactions import Order
from tests.browser.asking import answer, asked_on, items_shown
from tests.browser.people import Entrance
from tests.browser.writing import Taught

# The class of twelve, a quiz of which asks a question whose key is wrong on purpose.
CLASS, QUIZ, WRONG = "demonstration-class", "Azerbaijan–NATO talks", "peacekeeping-embodiment"


def copy_course(page: Page, slug: str = CLASS) -> Taught:
    """Duplicate a course: its questions and quizzes, and nobody in it."""
    page.goto(f"/teach/{slug}")
    page.get_by_role("button", name="Duplicate the course").click()
    expect(page.get_by_text("This is the copy.")).to_be_visible()
    code = page.locator("p.code").inner_text()
    return Taught(urlsplit(page.url).path.rsplit("/", 1)[-1], code)


def quiz_of(page: Page, course: Taught | str, title: str = QUIZ) -> str:
    """Return where a quiz is built, by its title."""
    path = course if isinstance(course, str) else course.path
    page.goto(path)
    quizzes = page.locator("main a[href*='/quizzes/']")
    link = quizzes.get_by_text(title, exact=True)
    return link.get_attribute("href") or ""


def for_learners(quiz: str) -> str:
    """Return where learners find a quiz, from where it is built."""
    return urlsplit(quiz).path.replace("/teach/", "/courses/")


def joined(entrance: Entrance, course: Taught, *, scripts: bool = True) -> tuple[Page, str]:
    """Open a browser of a guest who joined the course; returns their name as well."""
    page = entrance.guest(course.code, java_script_enabled=scripts)
    return page, (page.locator(".menu-name").text_content() or "").strip()


def take(page: Page, quiz: str, missed: frozenset[str] = frozenset()) -> str:
    """Begin a test, answer it whole and hand in; returns where the result is."""
    begin(page, quiz)
    answer_all(page, missed)
    return hand_in(page)


def take_only(page: Page, quiz: str, number: int) -> str:
    """Begin a test, answer one question of it rightly and hand in; returns where the result is."""
    begin(page, quiz)
    if number > 1:
        page.locator(f".qmap [value='{number}']").click()
    expect(page.get_by_text(re.compile(f"^Question {number} of"))).to_be_visible()
    _answer_and_wait(page, frozenset())
    page.locator("[name=go][value=submission]").last.click()
    return hand_in(page)


def begin(page: Page, quiz: str) -> None:
    """Begin an attempt."""
    page.goto(quiz)
    page.get_by_role("button", name=re.compile("^(Start|Try again)$")).click()
    expect(page.locator(".qmap")).to_be_visible()


def answer_all(page: Page, missed: frozenset[str] = frozenset()) -> None:
    """Answer the questions of a test one after another, up to where it asks whether to hand in."""
    count = page.locator(".qmap > *").count()
    for number in range(1, count + 1):
        expect(page.get_by_text(re.compile(f"^Question {number} of"))).to_be_visible()
        _answer_and_wait(page, missed)
        name = "Next" if number < count else "Hand in"
        page.locator("#answer").get_by_role("button", name=name).click()


def _answer_and_wait(page: Page, missed: frozenset[str]) -> None:
    """Answer the question of a page, and wait until a script has saved that."""
    question = asked_on(page)
    order = question.interaction
    is_there = isinstance(order, Order) and items_shown(page) == list(order.items)
    answer(page, question, right=question.id not in missed)
    if page.locator("html.js").count() and not is_there:
        expect(page.locator("[data-save-text]")).to_have_text("Saved just now", timeout=15_000)


def hand_in(page: Page) -> str:
    """Say that one is sure to hand in; returns where the result is."""
    page.get_by_role("heading", name=re.compile("answered")).wait_for()
    page.get_by_role("main").get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+$"))
    return page.url
