"""The editor of questions: it fits a screen, asks for few key presses, and checks what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.asking import SEED
from tests.browser.auditing import Tour
from tests.browser.people import Entrance, press_key
from tests.browser.writing import box

_number = count(1)
MOST = 25
IN_SIGHT = """(element) => {
  const box = element.getBoundingClientRect();
  const bar = document.querySelector(".saving").getBoundingClientRect();
  const bottom = element.closest(".saving") ? innerHeight : bar.top;
  return box.height > 0 && box.top >= 0 && box.bottom <= bottom && box.right <= innerWidth;
}"""


@pytest.fixture
def new() -> str:
    """Where to begin a question of a document: a place for each test, as drafts wait there."""
    return f"/teach/demonstration/questions/new?document={SEED}&test={next(_number)}"


@dataclass
class Hand:
    """A hand that counts what it clicks and presses, but not the words it types."""

    page: Page
    count: int = 0

    def click(self, target: Locator) -> None:
        """Click once."""
        target.click()
        self.count += 1

    def press(self, key: str) -> None:
        """Press a key that is none of a word."""
        press_key(self.page, key)
        self.count += 1

    def write(self, label: str, words: str) -> None:
        """Click into a box and type."""
        self.click(box(self.page, label))
        self.page.keyboard.type(words)

    def lines(self, label: str, *lines: str) -> None:
        """Click into a box and type lines."""
        self.write(label, lines[0])
        for line in lines[1:]:
            self.press("Enter")
            self.page.keyboard.type(line)


def options(hand: Hand) -> None:
    for n, text in enumerate(("They are groundless", "They are true", "They are old", "Few"), 1):
        hand.write(f"Option {n}", text)


def multiple_choice(hand: Hand) -> None:
    options(hand)
    hand.click(hand.page.get_by_role("radio", name="Option 1 is the answer"))


def several_right(hand: Hand) -> None:
    options(hand)
    for n in (1, 2):
        hand.click(hand.page.get_by_role("checkbox", name=f"Option {n} is right"))


def match(hand: Hand) -> None:
    for n, (left, right) in enumerate((("Road", "Lachin"), ("Aim", "Hiding"), ("Who", "He")), 1):
        if not hand.page.get_by_role("textbox", name=f"Left of pair {n}").count():
            hand.click(hand.page.get_by_role("button", name="Add a pair").locator("visible=true"))
        hand.write(f"Left of pair {n}", left)
        hand.press("Tab")
        hand.page.keyboard.type(right)


FORMS: dict[str, Callable[[Hand], None]] = {
    "Multiple choice": multiple_choice,
    "Several right": several_right,
    "True or false": lambda hand: hand.click(
        hand.page.locator(".writing label", has_text=re.compile("^True$")).locator("visible=true")
    ),
    "Short answer": lambda hand: hand.lines("Accepted answers", "groundless", "baseless"),
    "Number": lambda hand: hand.write("Number 1", "4"),
    "Fill the gap": lambda hand: hand.lines("Accepted answers", "groundless"),
    "Match": match,
    "Put in order": lambda hand: hand.lines("Items, in the right order", "One", "Two", "Three"),
    "Who said it?": lambda hand: hand.click(
        hand.page.get_by_role("radio", name="Option 1 is the answer").locator("visible=true")
    ),
    "Flashcard": lambda hand: hand.write("Back", "They are groundless"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_any_question_takes_few_clicks_and_keys(entrance: Entrance, new: str, kind: str) -> None:
    page = entrance.instructor()
    page.goto(new)
    hand = Hand(page)
    hand.click(page.get_by_role("group", name="Kind of question").get_by_text(kind, exact=True))
    hand.write("Question", "According to Jeyhun Bayramov, what are the accusations? ____ only.")
    FORMS[kind](hand)
    hand.click(page.get_by_role("checkbox", name=re.compile("^Refuting")))
    hand.click(page.get_by_role("button", name="Publish"))
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    print(kind, hand.count)
    assert hand.count <= MOST


def test_it_fits_a_screen(entrance: Entrance, new: str) -> None:
    page = entrance.instructor()
    page.goto(new)
    page.get_by_role("checkbox", name=re.compile("^Refuting")).check()
    for part in ("#stem", "[data-row]:nth-child(4)", ".picker", "#speaker", ".saving .primary"):
        assert page.locator(part).first.evaluate(IN_SIGHT), part
    assert page.locator(".picker").evaluate("(list) => list.clientHeight") > 200
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_publish_is_always_in_sight(entrance: Entrance, new: str, width: int) -> None:
    page = entrance.instructor(viewport={"width": width, "height": 740})
    page.goto(new)
    button = page.get_by_role("button", name="Publish")
    for place in (0, 400, 100_000):
        page.evaluate("(place) => scrollTo(0, place)", place)
        assert button.evaluate(IN_SIGHT), place


def test_checks_come_when_typing_stops(entrance: Entrance, new: str) -> None:
    page = entrance.instructor()
    page.goto(new)
    box(page, "Question").fill("According to Jeyhun Bayramov, what are the accusations?")
    box(page, "Option 1").fill("True to the last word")
    box(page, "Option 2").fill("groundless")
    page.get_by_role("radio", name="Option 1 is the answer").check()
    page.get_by_role("checkbox", name=re.compile("^Refuting")).check()
    checks = page.locator("#checks")
    expect(checks).to_contain_text("Not contradicted by the passage")
    expect(checks).to_contain_text("which is marked wrong")
    expect(page.locator("#preview .pv-q")).to_contain_text("accusations")
    page.get_by_role("radio", name="Option 2 is the answer").check()
    expect(checks.locator(".failed")).not_to_contain_text("Not contradicted")
    expect(box(page, "Question")).to_have_value(re.compile("accusations"))


def test_checks_without_scripts(entrance: Entrance, new: str) -> None:
    page = entrance.instructor(java_script_enabled=False)
    page.goto(new)
    box(page, "Question").fill("According to Jeyhun Bayramov, what are the accusations?")
    box(page, "Option 1").fill("True to the last word")
    box(page, "Option 2").fill("groundless")
    page.get_by_role("radio", name="Option 1 is the answer").check()
    page.get_by_role("checkbox", name=re.compile("^Refuting")).check()
    page.get_by_role("button", name="Update").click()
    expect(page.locator("#checks")).to_contain_text("which is marked wrong")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()


def test_a_draft_is_kept_by_itself(entrance: Entrance, new: str) -> None:
    page = entrance.instructor()
    page.goto(f"{new}&type=flashcard")
    box(page, "Question").fill("A thought that is not finished")
    expect(page.locator("[data-state]")).to_contain_text("Draft kept")
    box(page, "Question").fill("A thought that is left at once")
    page.goto("/teach/demonstration")
    for _again in range(9):  # what is sent on leaving comes when it comes
        page.goto(f"{new}&type=flashcard")
        expect(page.get_by_text("Your draft of")).to_be_visible()
        if box(page, "Question").input_value() == "A thought that is left at once":
            break
    expect(box(page, "Question")).to_have_value("A thought that is left at once")
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("The draft is discarded.")).to_be_visible()
    page.goto(f"{new}&type=flashcard")
    expect(box(page, "Question")).to_have_value("")


def test_the_screens_of_the_editor(entrance: Entrance, new: str, tour: Tour) -> None:
    page = entrance.instructor()
    page.goto(new)
    tour.stop(page, "editor new")
    box(page, "Question").fill("What are the accusations, in the words of the groundless?")
    box(page, "Option 1").fill("groundless")
    box(page, "Option 2").fill("Six")
    page.get_by_role("radio", name="Option 1 is the answer").check()
    page.get_by_role("checkbox", name=re.compile("^Refuting")).check()
    expect(page.locator("#checks .failed")).to_be_visible()
    tour.stop(page, "editor checked")
    box(page, "Option 1").fill("Seven")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    page.get_by_label("Your comment").fill("Is that so?")
    page.get_by_role("button", name="Comment", exact=True).click()
    box(page, "Question").fill("What else are the accusations?")
    page.get_by_role("button", name="Keep as draft").click()
    # What the bar covers depends on where the page is scrolled to: it lies still to be looked at.
    page.locator(".saving").evaluate("(bar) => { bar.style.position = 'static'; }")
    tour.stop(page, "editor saved")
    page.get_by_role("link", name="What changed in version 2").click()
    expect(page.locator("ins").first).to_be_visible()
    tour.stop(page, "version")
