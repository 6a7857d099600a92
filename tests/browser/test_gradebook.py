"""The gradebook: down to one answer, marks by hand, held and released, weights and files."""

from __future__ import annotations

import re
from csv import reader
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.classes import QUIZ, copy_course, for_learners, joined, quiz_of, take_only
from tests.browser.people import Entrance

COMMENT = "Half of it was said in the lesson."
NOT_TAKEN = ["–"] * 4  # the other quizzes of the class


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_grade_to_an_answer_and_back(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    course = copy_course(page)
    quiz = quiz_of(page, course)
    learner, name = joined(entrance, course, scripts=scripts)
    result = take_only(learner, for_learners(quiz), 1)
    page.goto(f"{course.path}/results")
    assert _grades(page, name) == ["10%", "1 of 10", *NOT_TAKEN]

    # Three presses: the learner, the attempt, the question.
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name=re.compile("^Attempt 1")).click()
    page.locator("#a1 > summary").click()
    expect(page.locator("#a1").get_by_text("They said")).to_be_visible()

    _mark_by_hand(page, "#a2", "0.5")
    page.goto(f"{course.path}/results")
    assert _grades(page, name) == ["15%", "1.5 of 10", *NOT_TAKEN]
    learner.goto(result)
    expect(learner.locator("#r2")).to_contain_text(COMMENT)

    _hold(page, quiz, "Hold the marks back")
    learner.goto(result)
    expect(learner.locator("h1")).to_have_text("Handed in")
    expect(learner.get_by_text("has not released the marks yet")).to_be_visible()
    assert COMMENT not in learner.content()
    _hold(page, quiz, "Release the marks")
    learner.goto(result)
    expect(learner.locator("main")).to_contain_text("1.5 of 10")

    page.goto(f"{course.path}/results")
    page.get_by_label(f"Weight of {QUIZ}").fill("2.5")
    page.get_by_label("Weight of Who said it?").fill("0")
    page.get_by_role("button", name="Save the weights").press("Enter")
    expect(page.get_by_text("The weights are saved.")).to_be_visible()
    expect(page.get_by_label(f"Weight of {QUIZ}")).to_have_value("2.5")
    _open_files(page, name)


def _grades(page: Page, name: str) -> list[str]:
    """Return the cells of a learner's row, without what only screen readers are told."""
    cells = page.get_by_role("row", name=name).get_by_role("cell").all_inner_texts()
    return [cell.replace("not handed in", "").strip() for cell in cells]


def _mark_by_hand(page: Page, place: str, mark: str) -> None:
    answer = page.locator(place)
    answer.get_by_text("Mark by hand").click()
    answer.get_by_label("Mark, 0 to 1").fill(mark)
    answer.get_by_label("Comment for the learner").fill(COMMENT)
    answer.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text(re.compile("^The mark of question .* is saved"))).to_be_visible()


def _hold(page: Page, quiz: str, name: str) -> None:
    page.goto(f"{quiz}/results")
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("status").first).to_contain_text("marks")


def _open_files(page: Page, name: str) -> None:
    """Both files open, and say of the learner what the page says."""
    page.get_by_label("Separator").select_option("semicolon")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download CSV").click()
    lines = Path(started.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert QUIZ in lines[0]
    assert "1,5" in next(row for row in reader(lines, delimiter=";") if name in row)
    with page.expect_download() as started:
        page.get_by_role("link", name="Download XLSX").click()
    content = Path(started.value.path()).read_bytes()
    rows = list(load_workbook(BytesIO(content)).worksheets[0].values)
    assert any(QUIZ in str(cell) for cell in rows[0])
    assert 1.5 in next(row for row in rows if name in row)
