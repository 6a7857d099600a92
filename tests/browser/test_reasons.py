"""Why proposals were turned down, and the order that comes of it: reached from the queue."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance, press_key
from tests.browser.writing import found_course

_MOST = 20  # proposals looked at


def test_what_was_turned_down_is_told_by_reason(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    course = found_course(page)
    page.goto(course.path)
    page.get_by_role("button", name="Propose questions").click()
    expect(page.get_by_text("questions proposed.").first).to_be_visible(timeout=60_000)
    page.goto(f"{course.path}/curate/reasons")
    expect(page.get_by_role("heading", name="Nothing is decided yet.")).to_be_visible()
    tour.stop(page, "reasons, none")
    page.get_by_role("link", name="Go to the queue").click()
    expect(page.get_by_text("0 accepted · 0 edited · 0 rejected")).to_be_visible()
    press_key(page, "a")
    # The page that comes says it: a key pressed before would belong to the one that leaves.
    expect(page.get_by_text("1 accepted · 0 edited · 0 rejected")).to_be_visible()
    _come_to_one_with_another_form(page)
    press_key(page, "r")
    press_key(page, "2")
    expect(page.get_by_text("Rejected. This is another form of it.")).to_be_visible()
    press_key(page, "r")
    press_key(page, "2")
    expect(page.get_by_text("1 accepted · 0 edited · 1 rejected")).to_be_visible()
    page.get_by_role("link", name="Why proposals were turned down").press("Enter")
    expect(page.get_by_role("row", name="Not worth asking 2 of 2")).to_be_visible()
    expect(page.get_by_text("on this site")).to_be_visible()
    page.get_by_text("By check that was passed").press("Enter")
    tour.stop(page, "reasons")


def _come_to_one_with_another_form(page: Page) -> None:
    """Go on in the queue: which fact has several forms, and where, is the score's to say."""
    for _ in range(_MOST):
        if page.get_by_role("group", name="Other forms of this fact").is_visible():
            return
        place = page.url
        page.get_by_role("link", name="Next one").press("Enter")
        expect(page).not_to_have_url(place)
    raise AssertionError(f"None of {_MOST} has another form.")
