"""The bank of questions by keyboard alone: written in the editor, found, changed, undone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance, press_key
from tests.browser.writing import found_course

PROPOSALS = "/teach/demonstration/curate/list"
ALL_OF_IT, MOST_LOOKS = 250, 400
KINDS = (
    "Multiple choice",
    "Several right",
    "True or false",
    "Short answer",
    "Number",
    "Fill the gap",
    "Match",
    "Put in order",
    "Who said it?",
    "Flashcard",
)


@pytest.fixture(autouse=True)
def _are_proposed(entrance: Entrance) -> None:
    """Wait until the demonstration has its proposals: its worker makes them beside the server."""
    page = entrance.instructor()
    page.goto(PROPOSALS)
    for _look in range(MOST_LOOKS):
        if page.get_by_role("checkbox").count() > 3:
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("nothing is proposed")


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until that has focus."""
    for _press in range(ALL_OF_IT):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        press_key(page, key)
    raise AssertionError(f"{key} never comes to {target}")


def write_at(page: Page, label: str, words: str) -> None:
    """Go to a box by Tab and type."""
    named = re.compile(rf"^{re.escape(label)}( \\(optional\\))?$")
    tab_to(page, page.get_by_role("textbox", name=named).locator("visible=true"))
    page.keyboard.type(words)


def press_on(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go somewhere by Tab and press a key there."""
    tab_to(page, target)
    press_key(page, key)


def options(page: Page) -> None:
    for n, text in enumerate(("They are groundless", "They are true", "They are old", "Few"), 1):
        if n == 1:
            press_on(page, page.get_by_role("radio", name="Option 1 is the answer"), "Space")
        write_at(page, f"Option {n}", text)


def truth(page: Page) -> None:
    radios = page.locator(".writing").get_by_role("radio", name="True", exact=True)
    press_on(page, radios.locator("visible=true"), "Space")


ANSWERS: dict[str, Callable[[Page], None]] = {
    "Multiple choice": options,
    "True or false": truth,
    "Short answer": lambda page: write_at(page, "Accepted answers", "groundless"),
    "Fill the gap": lambda page: write_at(page, "Accepted answers", "groundless"),
    "Flashcard": lambda page: write_at(page, "Back", "They are groundless"),
}


def write_by_keyboard(page: Page, path: str, kind: str) -> None:
    """Write a question of that kind and publish it: Tab, arrows and typing."""
    page.goto(f"{path}/questions/new")
    kinds = page.get_by_role("group", name="Kind of question")
    tab_to(page, kinds.get_by_role("radio", checked=True))
    for _press in range(KINDS.index(kind)):
        press_key(page, "ArrowRight")
    expect(kinds.get_by_role("radio", name=kind, exact=True)).to_be_checked()
    write_at(page, "Question", f"{kind}: what are the ____ accusations?")
    ANSWERS[kind](page)
    press_on(page, page.get_by_role("checkbox", name=re.compile("^Refuting")), "Space")
    press_on(page, page.get_by_role("button", name="Publish"))
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()


def test_from_the_editor_to_the_bank_by_keyboard(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    path = found_course(page, "By keyboard").path
    for kind in ANSWERS:
        write_by_keyboard(page, path, kind)
    page.goto(f"{path}/questions")
    expect(page.locator("h1")).to_have_text("5 questions")
    tour.stop(page, "bank")
    _look_for(page)
    _change(page, tour)
    page.goto(f"{path}/questions?tag=peace::talks")
    tour.stop(page, "bank of a tag")


def _look_for(page: Page) -> None:
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("accusation")
    press_key(page, "Enter")
    expect(page).to_have_url(re.compile("text=accusation"))
    expect(page.locator("h1")).to_have_text("5 questions")
    tab_to(page, page.get_by_role("combobox", name="Kind"))
    page.keyboard.type("Fl")
    expect(page.get_by_role("combobox", name="Kind")).to_have_value("flashcard")
    press_on(page, page.get_by_role("button", name="Filter"))
    expect(page.locator("h1")).to_have_text("1 question")
    press_on(page, page.get_by_role("link", name="Show all"))
    expect(page.locator("h1")).to_have_text("5 questions")


def _change(page: Page, tour: Tour) -> None:
    press_on(page, page.locator("summary", has_text="Change several questions"))
    for stem in ("Flashcard", "Short answer"):
        press_on(page, page.get_by_role("checkbox", name=f"Choose: {stem}"), "Space")
    tour.stop(page, "bank chosen")
    tab_to(page, page.get_by_role("textbox", name="Tag", exact=True), "Shift+Tab")
    page.keyboard.type("Peace::Talks")
    press_on(page, page.get_by_role("button", name="Tag", exact=True))
    expect(page.get_by_text("2 questions changed.")).to_be_visible()
    expect(page.locator(".bank > li", has_text="peace::talks")).to_have_count(2)
    press_on(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_text("Undone: 2 questions.")).to_be_visible()
    expect(page.locator(".bank > li", has_text="peace::talks")).to_have_count(0)
    press_on(page, page.locator("summary", has_text="Change several questions"))
    press_on(page, page.get_by_role("checkbox", name=re.compile("that match")), "Space")
    write_at(page, "Tag", "Peace::Talks")
    press_key(page, "Enter")
    expect(page.get_by_text("5 questions changed.")).to_be_visible()


def test_several_proposals_by_keyboard(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    page.goto(PROPOSALS)
    waiting = page.locator("h1").inner_text()
    press_on(page, page.get_by_role("link", name="A mix of kinds"))
    expect(page).to_have_url(re.compile("order=mix"))
    for n in (0, 2):
        press_on(page, page.get_by_role("checkbox").nth(n), "Space")
    tour.stop(page, "proposals chosen")
    press_key(page, "a")
    expect(page.get_by_text("2 accepted.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Build a quiz of the"))).to_be_visible()
    press_key(page, "z")
    expect(page.get_by_text("Undone. 2 wait again.")).to_be_visible()
    press_on(page, page.get_by_role("checkbox").first, "Space")
    press_key(page, "r")
    press_key(page, "2")
    expect(page.get_by_text("One rejected.")).to_be_visible()
    press_key(page, "z")
    expect(page.get_by_text("Undone. It waits again.")).to_be_visible()
    expect(page.locator("h1")).to_have_text(waiting)


def test_several_proposals_without_scripts(entrance: Entrance) -> None:
    page = entrance.instructor(java_script_enabled=False)
    page.goto(PROPOSALS)
    for n in (0, 2):
        page.get_by_role("checkbox").nth(n).check()
    page.get_by_role("button", name=re.compile("^Accept")).click()
    expect(page.get_by_text("2 accepted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. 2 wait again.")).to_be_visible()


def test_a_quiz_of_what_was_accepted(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    page.goto(f"{PROPOSALS}?type=multiple_choice")
    for n in (0, 1):
        page.get_by_role("checkbox").nth(n).check()
    page.get_by_role("button", name=re.compile("^Accept")).click()
    page.get_by_role("link", name=re.compile("^One after another")).click()
    tour.stop(page, "queue with some accepted")
    page.get_by_role("link", name="Build a quiz of the 2 accepted").click()
    page.get_by_label("Title", exact=True).fill("Of what was accepted")
    page.get_by_role("button", name="Save the quiz").click()
    tour.stop(page, "quiz with its link")
    link = page.get_by_label("The link for learners").input_value()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("button", name=re.compile("Delete")).click()
    page.goto(f"{PROPOSALS}?type=multiple_choice")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. 2 wait again.")).to_be_visible()
    visitor = entrance.visitor()
    visitor.goto(link)
    tour.stop(visitor, "join by a quiz")
