"""What a learner reports: from a quiz and from review, to the instructor and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.asking import BY_ID, KINDS, answer
from tests.browser.auditing import Tour
from tests.browser.people import Entrance, Site

REPORTS = "/teach/demonstration/reports"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_flag_is_answered(entrance: Entrance, site: Site, tour: Tour, scripts: bool) -> None:
    learner = entrance.guest(java_script_enabled=scripts)
    learner.goto(site.quizzes["practice"])
    learner.get_by_role("button", name="Start").click()
    answer(learner, BY_ID[KINDS[0]], right=False)
    learner.get_by_role("button", name="Check").click()
    learner.get_by_role("link", name="Report this question").click()
    if scripts:
        tour.stop(learner, "report")
    entrance.foresee("/attempts", 400)
    learner.get_by_role("button", name="Send to the instructor").click()
    expect(learner.get_by_text("Choose what is wrong with it.")).to_be_visible()
    learner.get_by_role("radio", name="It has a typing error").check()
    said = f"A comma is missing ({scripts})."
    learner.get_by_label("In a line").fill(said)
    learner.get_by_role("button", name="Send to the instructor").click()
    expect(learner.get_by_text("Reported.")).to_be_visible()

    page = entrance.instructor(java_script_enabled=scripts)
    page.goto("/teach")
    page.get_by_role("link", name=re.compile("reported by learners")).first.click()
    row = page.locator(".flagged", has_text=said)
    expect(row).to_contain_text("in a quiz")
    expect(row).to_contain_text("Answered “")
    if scripts:
        tour.stop(page, "reports")
    entrance.foresee(REPORTS, 400)
    row.get_by_role("button", name=re.compile("^Answer")).click()
    expect(page.get_by_text("Write what you answer, or dismiss it.")).to_be_visible()
    row.get_by_label("Answer in a line").fill("Mended, thank you.")
    row.get_by_role("button", name=re.compile("^Answer")).click()
    expect(page.get_by_text("Answered. Who reported it sees that on Today.")).to_be_visible()
    expect(page.locator(".flagged", has_text=said)).to_have_count(0)

    learner.goto("/today")
    expect(learner.get_by_text("Mended, thank you.")).to_be_visible()
    if scripts:
        tour.stop(learner, "today, answered")
    learner.get_by_role("link", name="All you reported").click()
    expect(learner.get_by_text("Mended, thank you.")).to_be_visible()
    if scripts:
        tour.stop(learner, "what one reported")
    learner.goto("/today")
    learner.get_by_role("button", name="I have read this").click()
    expect(learner.get_by_text("Mended, thank you.")).to_have_count(0)
