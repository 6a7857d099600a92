"""Files of three kinds from elsewhere: each comes to a published quiz that somebody takes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from questions.interchange import FORMATS
from questions.interchange.format import CarriesFiles
from questions.media import refer
from questions.media.taking import take
from tests.browser.asking import BY_ID, answer
from tests.browser.people import Entrance
from tests.browser.writing import Taught, found_course
from tests.questions.interchange.decks import Deck, packed
from tests.questions.media.samples import SAMPLES

TYPED_IN = (("{{Front}}{{type:Back}}", "{{FrontSide}}<hr id=answer>{{Back}}"),)
MOODLE, ANKI, SHEET = BY_ID["pfp-year"], BY_ID["deep-name"], BY_ID["mhs-kind"]
MAP = take(SAMPLES["png"])


def bank(folder: Path) -> Path:
    """Return a Moodle bank as Moodle writes one: a picture inside, and nothing of ours."""
    shown = MOODLE.model_copy(
        update={"stem": f"{MOODLE.stem}\n\n{refer(MAP.name, 'The alliance')}"}
    )
    form = FORMATS["moodle"]
    assert isinstance(form, CarriesFiles)
    content = form.write_with_files([shown], {MAP.name: MAP.content}).content
    file = folder / "bank.xml"
    file.write_bytes(re.sub(rb"<recite>.*?</recite>|<idnumber>.*?</idnumber>", b"", content))
    return file


def deck(folder: Path) -> Path:
    """Return a deck of Anki's with a picture, whose answer is typed."""
    front = f'{ANKI.stem}<br><img src="a school.png" alt="A school">'
    made = Deck([[front, ANKI.interaction.key()[0]]], templates=TYPED_IN)
    files = {"collection.anki2": made.database(), "media": b'{"0": "a school.png"}'}
    file = folder / "deck.apkg"
    file.write_bytes(packed({**files, "0": SAMPLES["png"]}))
    return file


def sheet(folder: Path) -> Path:
    """Return a spreadsheet whose columns are named as somebody else names them."""
    texts = [option.text for option in SHEET.interaction.options]  # type: ignore[union-attr]
    key = texts.index(SHEET.interaction.key()[0]) + 1
    book = Workbook()
    book.active.append(["Question text", *(f"Choice {n}" for n in range(1, len(texts) + 1)), "Key"])
    book.active.append([SHEET.stem, *texts, key])
    book.save(out := io.BytesIO())
    file = folder / "sheet.xlsx"
    file.write_bytes(out.getvalue())
    return file


@dataclass(frozen=True)
class Arrival:
    """A file, what is asked in it, and whether a picture belongs to that."""

    file: Path
    asks: str
    has_picture: bool = True


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_file_to_a_quiz_that_is_taken(
    entrance: Entrance, tmp_path: Path, scripts: bool
) -> None:
    course = found_course(entrance.instructor(), "Arriving")
    page = entrance.instructor(java_script_enabled=scripts)
    learner = entrance.guest(course.code, java_script_enabled=scripts)
    for arrival in (
        Arrival(bank(tmp_path), "pfp-year"),
        Arrival(deck(tmp_path), "deep-name"),
        Arrival(sheet(tmp_path), "mhs-kind", has_picture=False),
    ):
        _import(page, course, arrival)
        _take(learner, _build(page, course, arrival), arrival)


def _import(page: Page, course: Taught, arrival: Arrival) -> None:
    """Look a file over and take in what it asks; publish it with the passage that proves it."""
    page.goto(f"{course.path}/import")
    page.get_by_label("File").set_input_files(arrival.file)
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator("h1")).to_have_text("1 question")
    _see_picture(page, arrival)
    page.get_by_role("button", name="Import those ticked").first.click()
    expect(page.locator("h1")).to_have_text("One question imported")
    page.get_by_role("link", name="Find the passages").click()
    page.get_by_role("checkbox", name="Publish those that may be").check()
    page.get_by_role("button", name="Cite the passages chosen").click()
    expect(page.get_by_text("1 question cites a passage now.")).to_be_visible()


def _build(page: Page, course: Taught, arrival: Arrival) -> str:
    """Build a quiz of it; returns where learners find that."""
    page.goto(f"{course.path}/quizzes/new")
    page.get_by_label("Title", exact=True).fill(f"Out of {arrival.file.name}")
    page.get_by_role("checkbox", name=re.compile(re.escape(BY_ID[arrival.asks].stem[:40]))).check()
    page.get_by_role("button", name="Save the quiz").click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    return page.url.replace("/teach/", "/courses/")


def _take(page: Page, quiz: str, arrival: Arrival) -> None:
    """Answer rightly, and find the picture there before and afterwards."""
    page.goto(quiz)
    page.get_by_role("button", name="Start").click()
    _see_picture(page, arrival)
    answer(page, BY_ID[arrival.asks])
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_have_text("Right.")
    page.locator(".settled").get_by_role("button", name="Hand in").click()
    expect(page.locator("#score")).to_have_text("1 of 1")
    _see_picture(page, arrival, folded=True)


def _see_picture(page: Page, arrival: Arrival, *, folded: bool = False) -> None:
    pictures = page.locator("img.picture")
    if not arrival.has_picture:
        expect(pictures).to_have_count(0)
        return
    if folded and not pictures.first.is_visible():
        page.locator("details.fold summary").first.click()
    pictures.first.scroll_into_view_if_needed()
    expect(pictures.first).to_be_visible()
    expect(pictures.first).to_have_js_property("naturalWidth", 60)
