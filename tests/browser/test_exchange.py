"""A bank from Moodle: from the file to a published quiz, and questions taken along again."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance
from tests.browser.writing import found_course

MOODLE = Path(__file__).with_name("bank_of_four.xml")
_MUCH = 1000  # a job is about a second at it
STEM = "How does Azernews describe the accusations?"


def look_over(page: Page, path: str) -> None:
    page.goto(f"{path}/import")
    page.get_by_label("File").set_input_files(MOODLE)
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator("h1")).to_have_text("3 questions")


def test_from_a_moodle_bank_to_a_published_quiz(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    path = found_course(page, "From Moodle").path
    page.goto(f"{path}/questions")
    page.get_by_role("link", name="Import a file").click()
    tour.stop(page, "import")
    look_over(page, path)
    expect(page.get_by_text("An essay is for a person to mark.")).to_be_visible()
    expect(page.get_by_text(re.compile("A picture .*was left out"))).to_be_visible()
    tour.stop(page, "file looked over")
    page.get_by_role("button", name=re.compile("^Put it right.*question 3")).click()
    tour.stop(page, "put right")
    page.get_by_role("link", name="Back without a change").click()
    page.get_by_role("checkbox", name=re.compile("^Take: The accusations were")).uncheck()
    page.reload()
    page.get_by_role("checkbox", name=re.compile("^Take: The accusations were")).uncheck()
    page.get_by_role("button", name="Import those ticked").first.click()
    expect(page.locator("h1")).to_have_text("2 questions imported")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("Undone: 2 questions.")).to_be_visible()
    look_over(page, path)
    page.get_by_role("button", name="Import those ticked").first.click()
    page.get_by_role("link", name="Find the passages").click()
    expect(page.locator("h1")).to_have_text("3 drafts cite nothing")
    tour.stop(page, "passages found")
    page.go_back()
    page.get_by_role("link", name="See the drafts").click()
    page.get_by_role("link", name=STEM).click()
    page.get_by_role("checkbox", name=re.compile("^Refuting")).check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    page.goto(f"{path}/quizzes/new")
    page.get_by_label("Title", exact=True).fill("Of what came along")
    page.get_by_role("checkbox", name=re.compile(f"^{re.escape(STEM)}")).check()
    page.get_by_role("button", name="Save the quiz").click()
    page.get_by_role("link", name="Preview").click()
    expect(page.locator("h2", has_text=STEM)).to_be_visible()


def test_a_bank_comes_and_goes_without_scripts(entrance: Entrance, tour: Tour) -> None:
    scripted = entrance.instructor()
    path = found_course(scripted, "Without scripts").path
    page = entrance.instructor(java_script_enabled=False)
    look_over(page, path)
    page.get_by_role("checkbox", name=re.compile("^Take: Which word")).uncheck()
    page.get_by_role("button", name=re.compile("^Put it right.*question 3")).click()
    page.get_by_role("radio", name="Flashcard").check()
    page.get_by_label("Back", exact=True).fill("As a whole, by its reasons.")
    page.get_by_role("button", name="Put it in place").click()
    expect(page.get_by_text("Put right. Nothing is taken in yet.")).to_be_visible()
    mended = page.get_by_role("checkbox", name=re.compile("^Take: Write two pages"))
    expect(mended).to_be_checked()
    mended.uncheck()
    page.get_by_role("button", name="Import those ticked").last.click()
    expect(page.locator("h1")).to_have_text("2 questions imported")
    page.get_by_role("link", name="Find the passages").click()
    expect(page.locator("h1")).to_have_text("2 drafts cite nothing")
    page.get_by_role("checkbox", name="Publish those that may be").check()
    page.get_by_role("button", name="Cite the passages chosen").click()
    expect(page.get_by_text("2 questions cite a passage now.")).to_be_visible()
    look_over(page, path)
    expect(page.get_by_text("2 asked here already")).to_be_visible()
    page.get_by_role("button", name="Take nothing in").click()
    page.goto(f"{path}/export")
    page.get_by_role("link", name="Aiken").click()
    expect(page.get_by_role("heading", name="Aiken")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download .aiken").click()
    assert STEM in download.value.path().read_text()
    scripted.goto(page.url)
    tour.stop(scripted, "export")


def test_many_questions_are_taken_in_by_a_job(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    path = found_course(page, "Many cards").path
    page.goto(f"{path}/import")
    terms = "\n".join(f"Term {number}\tMeaning {number}" for number in range(_MUCH))
    page.get_by_label("Or paste the questions").fill(terms)
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator("h1")).to_have_text("1,000 questions")
    tour.stop(page, "many looked over")
    # The page is not to go on by itself.
    page.route("**/jobs.js", lambda route: route.fulfill(content_type="text/javascript"))
    page.get_by_role("button", name="Import those ticked").first.click()
    expect(page.locator("h1")).to_have_text("Taking the questions in")
    tour.stop(page, "taken in by a job")
    page.unroute("**/jobs.js")
    page.reload()
    expect(page.locator("h1")).to_have_text("1,000 questions imported", timeout=60_000)
    tour.stop(page, "many imported")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("Undone: 1,000 questions.")).to_be_visible()
