"""A learner whose connection is lost in the middle of a quiz."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import BY_ID, KINDS, answer
from tests.browser.people import Entrance, Site

NOTICE = "You are offline. Stay on this page"


@pytest.mark.parametrize("mode", ["test", "practice"])
def test_what_was_answered_offline_is_sent_later(entrance: Entrance, site: Site, mode: str) -> None:
    page = entrance.guest()
    page.goto(site.quizzes[mode])
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(f"Question 1 of {len(KINDS)}")).to_be_visible()
    entrance.foresee_offline("/attempts/")
    page.wait_for_load_state()
    page.context.set_offline(True)
    answer(page, BY_ID[KINDS[0]], right=True)
    page.get_by_role("button", name="Next" if mode == "test" else "Check").click()
    expect(page.get_by_text(NOTICE)).to_be_visible()
    expect(page.get_by_text(f"Question 1 of {len(KINDS)}")).to_be_visible()
    page.context.set_offline(False)
    _arrives(page, mode)
    expect(page.locator("[data-tally]")).to_have_text(f"1 of {len(KINDS)} answered")


def _arrives(page: Page, mode: str) -> None:
    """The button is pressed again by itself."""
    if mode == "test":
        expect(page.get_by_text(f"Question 2 of {len(KINDS)}")).to_be_visible()
    else:
        expect(page.locator(".verdict")).to_have_text("Right.")
