"""Questions that move to another course, and back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance, press_key
from tests.browser.writing import found_course, write_and_publish

STEM = "According to Jeyhun Bayramov, what is stressed?"


def test_a_question_moves_to_another_course_and_back(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    there, here = found_course(page, "There"), found_course(page, "Here")
    write_and_publish(page, here, "Short answer", STEM)
    page.goto(f"{here.path}/questions")
    page.locator("summary", has_text="Change several questions").press("Enter")
    page.get_by_role("checkbox", name=f"Choose: {STEM}").press("Space")
    courses = page.get_by_role("combobox", name="Another course")
    courses.select_option(value=there.path.rpartition("/")[2])
    tour.stop(page, "bank, another course chosen")
    page.get_by_role("button", name="Move to that course").press("Enter")
    expect(page.get_by_text("1 question changed.")).to_be_visible()
    tour.stop(page, "bank, moved away")
    page.goto(f"{there.path}/questions")
    expect(page.get_by_role("link", name=STEM)).to_be_visible()
    page.goto(f"{here.path}/questions")
    line = page.locator(".bank > li", has_text=STEM)
    expect(line).to_contain_text("Retired")
    page.get_by_role("button", name="Undo").focus()
    press_key(page, "Enter")
    expect(page.get_by_text("Undone: 1 question.")).to_be_visible()
    expect(line).to_contain_text("Published")
