"""Questions proposed for a document: how far it is, without and with scripts."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance
from tests.browser.writing import found_course


def test_the_list_follows_a_job_by_itself(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    course = found_course(page)
    page.goto(course.path)
    page.get_by_role("button", name="Propose questions").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("questions proposed.").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("status").last).to_contain_text("questions proposed.")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    tour.stop(page, "jobs-done")
    page.get_by_role("link", name="Curate them").click()
    expect(page).to_have_url(re.compile(r"/curate\?document="))


def test_without_scripts_one_asks_for_it(entrance: Entrance) -> None:
    page = entrance.instructor(java_script_enabled=False)
    course = found_course(page)
    page.goto(course.path)
    page.get_by_role("button", name="Propose questions").click()
    again = page.get_by_role("link", name="See how far it is now")
    for _ in range(60):
        if not again.count():
            break
        again.click()
        page.wait_for_timeout(500)
    expect(page.get_by_role("link", name="Curate them")).to_be_visible()
