"""An instructor's work: questions with their evidence, quizzes, results, people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import SEED
from tests.browser.people import Entrance
from tests.browser.writing import (
    PASTED,
    WORDS,
    box,
    build_quiz,
    claim,
    found_course,
    paste_quote,
    publish,
    select_words,
    write,
    write_and_publish,
)

STEM = "According to Jeyhun Bayramov, what embodies the importance of cooperation?"
KINDS = ("Multiple choice", "Several right", "Short answer", "Match", "Put in order", "Flashcard")
with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"]
)


def test_selecting_the_evidence(entrance: Entrance) -> None:
    page = entrance.instructor()
    course = found_course(page)
    for number, kind in enumerate(KINDS):
        page.goto(f"{course.path}/questions/new")
        write(page, kind, f"{STEM} ({number})")
        select_words(page, WORDS)
        expect(box(page, "Quote")).to_have_value(WORDS)
        expect(page.locator(".picker mark")).to_have_text([WORDS])
        expect(page.locator(".picker :checked")).to_have_count(1)
        claim(page, "Jeyhun Bayramov")
        page.get_by_role("button", name="Update").click()
        preview = page.locator("#preview")
        expect(preview.locator(".pv-q")).to_contain_text(f"({number})")
        expect(preview.locator("figure.cite mark")).to_have_text([WORDS])
        expect(preview).to_contain_text("Claimed by Jeyhun Bayramov")
        expect(preview.locator("strong")).to_have_text(["this"])
        publish(page)
        expect(page.get_by_text("Version 1", exact=True)).to_be_visible()
        expect(box(page, "Quote")).to_have_value(WORDS)
        expect(page.locator(".picker mark")).to_have_text([WORDS])


def test_ticking_a_sentence_of_the_demonstration(entrance: Entrance) -> None:
    page = entrance.instructor()
    page.goto(f"/teach/demonstration/questions/new?document={SEED}")
    page.get_by_role("checkbox", name=re.compile("^Refuting")).check()
    expect(page.get_by_role("radio", name="Denied by a speaker")).to_be_checked()
    expect(page.get_by_role("combobox", name="Speaker")).to_have_value("Jeyhun Bayramov")
    expect(box(page, "Quote")).to_have_value(re.compile("^Refuting .* only.$"))
    select_words(page, "the accusations are groundless")
    expect(box(page, "Quote")).to_have_value("the accusations are groundless")


def test_pasting_the_evidence_without_scripts(entrance: Entrance) -> None:
    page = entrance.instructor(java_script_enabled=False)
    course = found_course(page)
    for number, kind in enumerate(KINDS):
        page.goto(f"{course.path}/questions/new")
        write(page, kind, f"{STEM} ({number})")
        paste_quote(page, PASTED)
        page.get_by_role("button", name="Update").click()
        preview = page.locator("#preview")
        expect(preview.locator(".pv-q")).to_contain_text(f"({number})")
        expect(preview.locator("figure.cite mark")).to_have_text([WORDS])
        expect(page.locator(".picker :checked")).to_have_count(1)
        expect(box(page, "Quote")).to_have_value(WORDS)
        publish(page)
        expect(preview.locator("figure.cite mark")).to_have_text([WORDS])


@with_and_without_scripts
def test_adding_and_removing_options(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    # Each begins at a place of its own, as drafts wait there.
    page.goto(f"/teach/demonstration/questions/new?scripts={scripts}")
    write(page, "Multiple choice", STEM)
    page.get_by_role("button", name="Add an option").locator("visible=true").click()
    box(page, "Option 5").fill("Energy")
    page.get_by_role("button", name="Remove option 2").click()
    texts = [box(page, f"Option {n}").input_value() for n in range(1, 5)]
    assert texts == ["Peacekeeping", "Membership", "Evacuation", "Energy"]
    expect(box(page, "Option 5")).to_have_count(0)
    expect(page.get_by_role("radio", name="Option 1 is the answer")).to_be_checked()
    expect(box(page, "Question")).to_have_value(STEM)


@with_and_without_scripts
def test_publishing_without_evidence_is_refused(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    course = found_course(page)
    entrance.foresee(f"{course.path}/questions", 400)
    entrance.foresee(f"{course.path}/questions", 422)
    page.goto(f"{course.path}/questions/new")
    write(page, "Multiple choice", STEM)
    page.get_by_role("button", name="Publish").click()
    problem = page.locator(".error")
    expect(problem).to_have_count(1)
    described = page.locator(f'[aria-describedby~="{problem.get_attribute("id")}"]')
    expect(described).to_have_attribute("id", re.compile("cite|quote"))
    expect(box(page, "Question")).to_have_value(STEM)
    expect(box(page, "Option 4")).to_have_value("Evacuation")
    expect(page.get_by_role("radio", name="Option 1 is the answer")).to_be_checked()
    expect(box(page, "Shown after the answer")).to_have_value(re.compile("Bayramov"))
    expect(box(page, "Tags")).to_have_value("Peace, Caucasus")
    paste_quote(page)
    publish(page)


def test_answers_keep_the_version_they_were_given_to(entrance: Entrance) -> None:
    page = entrance.instructor()
    course = found_course(page)
    question = write_and_publish(page, course, "Multiple choice", STEM)
    quiz = build_quiz(page, course, "One question", [STEM])
    learner = entrance.guest(course.code)
    result = _take(learner, quiz)
    page.goto(question)
    box(page, "Question").fill("What, to Jeyhun Bayramov, embodies it?")
    box(page, "Option 1").fill("Taking part in peacekeeping")
    publish(page)
    expect(page.get_by_text("Version 2", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Open version 1").click()
    expect(box(page, "Question")).to_have_value(STEM)
    learner.goto(result)
    expect(learner.locator("details.fold summary")).to_contain_text(STEM)
    learner.goto(quiz)
    learner.get_by_role("button", name="Try again").click()
    expect(learner.locator("#stem")).to_have_text("What, to Jeyhun Bayramov, embodies it?")
    expect(learner.get_by_role("radio", name="Taking part in peacekeeping")).to_be_visible()


@with_and_without_scripts
def test_from_a_quiz_to_its_results(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    course = found_course(page)
    for number in range(3):
        write_and_publish(page, course, "Multiple choice", f"{STEM} ({number})")
    page.goto(f"{course.path}/quizzes/new")
    page.get_by_label("Title").fill("Pick and draw")
    page.get_by_role("checkbox", name=re.compile(r"\(1\)")).check()
    page.get_by_role("button", name="Add the ticked ones").click()
    page.get_by_label("Tag", exact=True).select_option("peace")
    page.get_by_label("How many").fill("2")
    page.get_by_role("button", name="Add the draw").click()
    expect(page.get_by_text("Drawn by the tag “peace”")).to_be_visible()
    page.get_by_role("button", name="Move place 2 up").click()
    expect(page.locator("#picked li").first).to_contain_text("Drawn by the tag")
    page.get_by_role("button", name="Save the quiz").click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    page.get_by_role("link", name="See it as learners do").click()
    expect(page.get_by_text("3 questions", exact=True)).to_be_visible()
    quiz = page.url.replace("/teach/", "/courses/").removesuffix("/preview")

    learner = entrance.guest(course.code, java_script_enabled=scripts)
    name = learner.locator(".menu-name").text_content() or ""
    learner.get_by_role("link", name="Pick and draw", exact=True).click()
    assert learner.url == quiz
    _take(learner, quiz, questions=3)

    page.goto(f"{course.path}/results")
    row = page.get_by_role("row", name=re.compile(re.escape(name)))
    expect(row.get_by_role("cell")).to_have_text(["100%", "3 of 3"])
    with page.expect_download() as started:
        page.get_by_role("button", name="Download CSV").click()
    assert started.value.suggested_filename == f"{course.slug}-results.csv"
    table = Path(started.value.path()).read_text(encoding="utf-8-sig")
    assert "Pick and draw" in table.splitlines()[0]
    assert name in table


def _take(page: Page, quiz: str, questions: int = 1) -> str:
    """Answer each question rightly, and hand in; returns where the result is."""
    page.goto(quiz)
    page.get_by_role("button", name="Start").click()
    for number in range(1, questions + 1):
        page.get_by_role("radio", name="Peacekeeping").check()
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".verdict")).to_have_text("Right.")
        settled = page.locator(".settled")
        if number < questions:
            settled.get_by_role("link", name="Next").click()
    page.locator(".settled").get_by_role("button", name="Hand in").click()
    expect(page.locator("#score")).to_have_text(f"{questions} of {questions}")
    return page.url


def test_no_password_link_without_a_recovery_code(entrance: Entrance) -> None:
    page = entrance.instructor()
    course = found_course(page)
    entrance.foresee(f"{course.path}/people", 400)
    entrance.member(course.code)
    page.goto(f"{course.path}/people")
    page.get_by_role("button", name=re.compile("Password link")).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("has no recovery codes")
    expect(alert).to_contain_text("Only the site administrator can help.")


def test_two_instructors_at_one_question(entrance: Entrance) -> None:
    page = entrance.instructor()
    course = found_course(page)
    entrance.foresee(f"{course.path}/questions", 409)
    question = write_and_publish(page, course, "Multiple choice", STEM)
    other = entrance.instructor()
    other.goto(question)
    box(page, "Question").fill(f"{STEM} First.")
    publish(page)
    box(other, "Question").fill(f"{STEM} Second.")
    other.get_by_role("button", name="Publish changes").click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody saved version 2")
    expect(box(other, "Question")).to_have_value(f"{STEM} Second.")
    publish(other)
    expect(other.get_by_text("Version 3", exact=True).first).to_be_visible()


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_what_one_does_with_people_is_in_sight(entrance: Entrance, width: int) -> None:
    """Nobody scrolls a table sideways to find its buttons."""
    entrance.member()
    page = entrance.instructor(viewport={"width": width, "height": 800})
    page.goto("/teach/demonstration/people")
    buttons = page.get_by_role("table").locator("a.btn, button").all()
    assert len(buttons) >= 3
    for button in buttons:
        box = button.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, button.inner_text()
