"""How quizzes ask: how sure one is; by keyboard, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from questions.interactions import Choice
from tests.browser.asking import BANK, asked_on, plain
from tests.browser.auditing import Tour
from tests.browser.people import Entrance, Site

with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"]
)
MOST_TABS = 60


def tab_to(page: Page, target: str) -> None:
    """Press Tab until something is reached."""
    for _n in range(MOST_TABS):
        if page.locator(f":is({target}):focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab")


def build(entrance: Entrance, site: Site, title: str, asked: list[str], **rules: str) -> str:
    """Have the instructor build a quiz; returns its page for learners."""
    page = entrance.instructor()
    page.goto("/teach/demonstration/quizzes/new")
    token = page.locator('input[name="csrf_token"]').first.input_value()
    places = {f"picked-{n}-question": site.questions[slug] for n, slug in enumerate(asked)}
    marks = {f"picked-{n}-mark": "1" for n in range(len(asked))}
    fields: dict[str, str | float | bool] = {"csrf_token": token, "do": "save", "title": title}
    fields |= {**places, **marks, **rules}
    saved = page.request.post("/teach/demonstration/quizzes/new", form=fields)
    assert saved.ok, saved.text()
    return saved.url.replace("/teach/", "/courses/")


def pass_by(_page: Page, _where: str) -> None:
    """Do not look at a screen: without scripts nothing looks it over."""


def enter(page: Page, target: str) -> None:
    """Go to a button or link and press it, with keys alone."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@with_and_without_scripts
def test_how_sure_by_keyboard(tour: Tour, entrance: Entrance, site: Site, scripts: bool) -> None:
    look = tour.stop if scripts else pass_by
    asked = [question.id or "" for question in BANK if question.type == "true_false"][:2]
    rules = {"mode": "practice", "asks_confidence": "y"}
    quiz = build(entrance, site, f"How sure, {scripts}", asked, **rules)
    page = entrance.guest(java_script_enabled=scripts)
    page.goto(quiz)
    expect(page.get_by_text("Three points are the whole mark")).to_be_visible()
    look(page, "a quiz that asks how sure")
    enter(page, "main button.primary")
    for sure, right in (("certain", False), ("fairly", True)):
        pick(page, right=right)
        tab_to(page, "[name=confidence]")
        page.keyboard.press("Space")
        if sure == "fairly":
            page.keyboard.press("ArrowDown")
        expect(page.locator(f"[name=confidence][value={sure}]")).to_be_checked()
        look(page, f"how sure, {sure}")
        enter(page, "main form#answer button.primary")
        look(page, f"answered, {sure}")
        said = "You were certain. It counts −2 of 1." if not right else "You were fairly sure."
        expect(page.get_by_text(said)).to_be_visible()
        enter(page, "main .pager .primary")
    expect(page.get_by_text("Of the one answer you were certain of, 0 was right.")).to_be_visible()
    expect(page.locator("#score .score")).to_have_text("0")
    look(page, "result of a quiz that asks how sure")


@with_and_without_scripts
def test_tries_by_keyboard(tour: Tour, entrance: Entrance, site: Site, scripts: bool) -> None:
    look = tour.stop if scripts else pass_by
    asked = ["colomina-regions"]
    quiz = build(entrance, site, f"Tries, {scripts}", asked, mode="practice", tries="3")
    page = entrance.guest(java_script_enabled=scripts)
    page.goto(quiz)
    expect(page.get_by_text("each wrong one costs a third of its mark")).to_be_visible()
    enter(page, "main button.primary")
    pick(page, right=False)
    enter(page, "main form#answer button.primary")
    expect(page.get_by_text("Not quite. 2 tries left.")).to_be_visible()
    expect(page.get_by_text("Look in: ")).to_be_visible()
    expect(page.get_by_text("Here is the line")).to_have_count(0)
    look(page, "between tries")
    pick(page, right=True)
    enter(page, "main form#answer button.primary")
    expect(page.get_by_text("2 of 3 tries. It counts 0.7 of 1.")).to_be_visible()
    look(page, "right at the second try")
    enter(page, "main .pager .primary")
    expect(page.locator("#score .score")).to_have_text("0.7")
    look(page, "result of tries")


def pick(page: Page, *, right: bool) -> None:
    """Choose an option with the arrow keys."""
    choice = asked_on(page).interaction
    assert isinstance(choice, Choice) and not choice.multiple
    texts = [plain(text) for text in page.locator(".choice > span").all_inner_texts()]
    there = [text in {plain(key) for key in choice.key()} for text in texts].index(right)
    tab_to(page, "[name=choice]")
    page.keyboard.press("Space")
    for _n in range(len(texts)):
        if page.locator("[name=choice]").nth(there).is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("the arrow keys do not reach it")
