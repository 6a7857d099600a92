"""The statistics of a class that took a quiz, and what it will know on another day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.classes import CLASS, quiz_of
from tests.browser.people import Entrance

TEACH = f"/teach/{CLASS}"
_MOST_LOOKS = 60  # at figures that a job works out, half a second apart
with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"]
)


@with_and_without_scripts
def test_which_question_misled_the_best(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    _open_analysis(page)
    expect(page.locator("h2").first).to_have_text("Question 2 misled the best learners")
    figures = page.get_by_role("region", name="Figures of each question")
    expect(figures.locator("tbody tr")).to_have_count(10)
    row = figures.locator("tbody tr").nth(1)
    expect(row).to_contain_text("Check the key")
    facility, discrimination = (row.locator("td.r").nth(n).inner_text() for n in (0, 1))
    assert facility == "33%" and discrimination.startswith("−")
    # A chart of who chose what says the same in words.
    expect(row.locator("svg + .vh")).to_have_text(re.compile(r"\d+% \(answer\), .*\d+%"))
    row.get_by_role("link").first.press("Enter")
    one = page.locator("#q2")
    expect(one).to_be_in_viewport()
    expect(one.get_by_text("The best learners get this wrong. Check the key.")).to_be_visible()
    thirds = one.locator("table.by-third")
    expect(thirds.locator("caption")).to_contain_text("by how well they did in the whole quiz")
    expect(thirds.locator("tbody tr")).to_have_count(4)
    expect(one.locator("table.figures").get_by_role("row", name="Time taken")).to_contain_text(
        re.compile(r"\d+ s")
    )
    one.get_by_role("link", name="Regrade it").press("Enter")
    expect(page.locator("h1")).to_have_text("This rule changes no mark")


@with_and_without_scripts
def test_which_attempts_count(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    _open_analysis(page)
    for name in ("Best attempts", "Last attempts", "All attempts", "First attempts"):
        page.get_by_role("link", name=name).press("Enter")
        expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        expect(page.locator(".stats div").first).to_contain_text("12")


@with_and_without_scripts
def test_what_the_class_will_know(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    page.goto(f"{TEACH}/results")
    page.get_by_role("link", name="What the class will know").press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile("the class will know \\d+% of what"))
    soon, later = _share(page), str((datetime.now(UTC) + timedelta(days=600)).date())
    page.get_by_label("On which day").fill(later)
    page.get_by_role("button", name="Forecast").press("Enter")
    expect(page.locator("#on")).to_have_value(later)
    assert _share(page) < soon
    expect(page.get_by_text("met by 12 learners").first).to_be_visible()
    expect(page.get_by_role("region", name="Tag").locator("tbody tr").first).to_be_visible()


def _open_analysis(page: Page) -> None:
    quiz = quiz_of(page, TEACH)
    for _ in range(_MOST_LOOKS):
        page.goto(f"{quiz}/analysis")
        if page.locator("table.items").count():
            return
        page.wait_for_timeout(500)


def _share(page: Page) -> int:
    found = re.search(r"(\d+)%", page.locator("h1").inner_text())
    assert found
    return int(found[1])
