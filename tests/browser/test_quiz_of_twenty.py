"""A quiz of twenty from the seed bank, built, previewed and printed, in few presses and clicks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Entrance

NEW = "/teach/demonstration/quizzes/new"
MOST = 30  # presses and clicks, each letter of the title among them
FILL, SAVE = "button[value=fill]", ".filling button[value=save]"
with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"]
)


class Keys:
    """Somebody at a keyboard, who counts what they press."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def write(self, words: str) -> None:
        """Type words where one is, letter by letter."""
        for letter in words:
            self.press(letter)

    def go_to(self, target: str) -> None:
        """Press Tab until it is reached."""
        while not self.page.locator(f"{target}:focus").count():
            assert self.pressed < MOST
            self.press("Tab")

    def enter(self, target: str) -> None:
        """Go to a button and press it."""
        self.go_to(target)
        with self.page.expect_navigation():
            self.press("Enter")


def _delete(page: Page, quiz: str) -> None:
    """Leave the demonstration as it was found."""
    page.goto(f"{quiz}/deletion")
    page.get_by_role("button", name="Delete the quiz").click()
    expect(page.get_by_text("is deleted.")).to_be_visible()


def _questions(page: Page) -> int:
    return page.locator("#picked li").count()


@with_and_without_scripts
def test_by_keyboard(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    page.goto(NEW)
    expect(page.locator("#title")).to_be_focused()
    keys = Keys(page)
    keys.write("Twenty")
    keys.go_to("summary:has-text('leave out')")
    keys.press("Enter")
    for box in ("fill_new", "fill_apart"):
        keys.go_to(f"[name={box}]")
        keys.press("Space")
    keys.enter(FILL)
    assert _questions(page) == 20
    keys.enter(SAVE)
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    assert _questions(page) == 20
    assert keys.pressed < MOST, keys.pressed
    _delete(page, page.url)


@with_and_without_scripts
def test_by_mouse_five_of_each_of_four_kinds(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    page.goto(NEW)
    clicks = [
        page.get_by_text(re.compile(r"^Multiple choice \(\d+\)$")).first,
        page.get_by_text(re.compile(r"^True or false \(\d+\)$")).first,
        page.get_by_text(re.compile(r"^Short answer \(\d+\)$")).first,
        page.get_by_text(re.compile(r"^Who said it\? \(\d+\)$")).first,
        page.get_by_text("What to leave out"),
        page.get_by_text("None that a quiz of this course asks yet"),
        page.get_by_text("No two about the same sentence"),
        page.locator(FILL),
        page.locator(SAVE),
    ]
    page.keyboard.type("Fives")
    for each in clicks:
        each.click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    assert _questions(page) == 20
    quiz = page.url
    assert len(clicks) + len("Fives") < MOST
    kinds = page.locator("#picked .place-about").all_inner_texts()
    for kind in ("Multiple choice", "True or false", "Short answer", "Who said it?"):
        assert sum(f"· {kind}" in said for said in kinds) == 5
    swapped = page.locator("#picked input[name=picked-0-question]")
    before = swapped.input_value()
    page.locator("button[value=swap-0]").click()
    assert swapped.input_value() != before
    expect(page.locator("button[value=swap-0]")).to_be_focused()
    _delete(page, quiz)


def test_the_paper_and_its_key_as_pdf(entrance: Entrance, tmp_path: Path) -> None:
    page = entrance.instructor()
    page.goto(NEW)
    page.locator("#title").fill("On paper")
    page.get_by_text("What to leave out").click()
    page.get_by_label("None that a quiz of this course asks yet").uncheck()
    page.locator(FILL).click()
    page.locator(SAVE).click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    quiz = page.url
    page.get_by_role("link", name="Print", exact=True).click()
    paper = page.locator(".paper-question").all_inner_texts()
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Back to the quiz")).to_be_hidden()
    file = tmp_path / "paper.pdf"
    page.pdf(path=file, format="A4")
    assert file.read_bytes().startswith(b"%PDF")
    page.emulate_media(media="screen")
    page.get_by_role("link", name="The key").click()
    keys = page.locator(".paper-question").all()
    assert len(keys) == len(paper) > 5
    for asked, answered in zip(paper, keys, strict=True):
        for line in answered.locator(".paper-key li").all_inner_texts():
            lettered = re.search(r"\b[A-Z]\. .+", line)
            assert lettered is None or lettered[0] in " ".join(asked.split())
    _delete(page, quiz)
