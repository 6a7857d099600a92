"""A wrong key: seen in the results, put right for everybody, told to learners, and undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.classes import CLASS, copy_course, for_learners, joined, quiz_of, take_only
from tests.browser.people import Entrance

MOST = 8  # clicks, or keys that press something, from the results to the key put right
TRUE = "Taking part in NATO-led peacekeeping operations"
REASON = "The key named another activity of the same report."


class Counted:
    """Somebody who counts what they press: by mouse, or by keyboard where that is chosen."""

    def __init__(self, page: Page, *, by_keyboard: bool) -> None:
        self.page = page
        self.by_keyboard = by_keyboard
        self.pressed = 0

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Press a link, a button or a box."""
        self.pressed += 1
        if not self.by_keyboard:
            target.click()
            return
        target.focus()
        self.page.keyboard.press(key)


def test_the_demonstration_says_which_key_is_wrong(entrance: Entrance) -> None:
    page = entrance.instructor()
    page.goto(f"{quiz_of(page, f'/teach/{CLASS}')}/results")
    expect(page.locator("h2").first).to_have_text("Look at the key of question 2")
    page.get_by_role("link", name="Look at the key of question 2").click()
    fold = page.locator("#q2")
    expect(fold).to_be_in_viewport()
    expect(fold).to_have_attribute("open", "")
    expect(fold).to_contain_text(f"More learners answered “{TRUE}” than the key.")


@pytest.mark.parametrize("scripts", [True, False], ids=["keyboard", "mouse, no scripts"])
def test_put_right_told_and_undone(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    course = copy_course(page)
    quiz = quiz_of(page, course)
    learners = [joined(entrance, course, scripts=scripts) for _ in range(3)]
    results = [take_only(learner, for_learners(quiz), 2) for learner, _name in learners]
    learner, name = learners[0]
    expect(learner.locator("#score")).to_have_text("0 of 10")

    page.goto(f"{quiz}/results")
    hand = Counted(page, by_keyboard=scripts)
    _put_right(page, hand)
    assert hand.pressed <= MOST, hand.pressed
    expect(page.locator("h1")).to_have_text("3 marks changed")
    done = page.url
    row = page.get_by_role("row", name=name)
    expect(row.get_by_role("cell").nth(0)).to_have_text("0 of 10")
    expect(row.get_by_role("cell").nth(1)).to_have_text("1 of 10")

    _is_told(learner, results[0])

    page.goto(done)
    hand.press(page.get_by_role("button", name="Undo this regrading"))
    expect(page.get_by_text("Every mark is what it was before.")).to_be_visible()
    learner.goto("/")
    expect(learner.get_by_text("is 0 of 10 again")).to_be_visible()
    learner.goto(results[0])
    expect(learner.locator("#score")).to_have_text("0 of 10")


def _put_right(page: Page, hand: Counted) -> None:
    """Begin at the results; end where the regrading is done, a dry run between."""
    expect(page.locator("#q2")).to_have_attribute("open", "")
    hand.press(page.locator("#q2").get_by_role("link", name="Open the question"))
    options = page.get_by_role("textbox", name="Option")
    expect(options).to_have_count(4)
    texts = [option.input_value() for option in options.all()]
    right = page.get_by_role("radio", name=f"Option {texts.index(TRUE) + 1} is the answer")
    hand.press(right, "Space")
    hand.press(page.get_by_role("button", name="Publish changes"))
    expect(page.get_by_text("3 attempts by 3 learners are affected")).to_be_visible()
    hand.press(page.get_by_role("link", name="See what would change"))
    expect(page.locator("h1")).to_have_text("3 attempts by 3 learners change")
    expect(page.get_by_role("table")).to_contain_text("1 of 10")
    page.get_by_label("A reason, for the learners").fill(REASON)
    hand.press(page.get_by_role("button", name="Regrade", exact=True))


def _is_told(learner: Page, result: str) -> None:
    learner.goto("/")
    news = learner.locator("#regraded-marks")
    expect(news).to_contain_text("went from 0 of 10 to 1 of 10: the key of one question was wrong.")
    expect(news).to_contain_text(REASON)
    news.get_by_role("link", name="See result").click()
    assert learner.url == result
    expect(learner.locator("#score")).to_have_text("1 of 10")
    expect(learner.locator("#r2")).to_contain_text("Its key was wrong when you answered")
    learner.goto("/")
    learner.get_by_role("button", name="I have read this").click()
    expect(learner.locator("#regraded-marks")).to_have_count(0)
