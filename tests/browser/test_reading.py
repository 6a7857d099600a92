"""The page of a document: read, marked lightly, and worked from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance, press_key
from tests.browser.writing import ENDS, TEXT

READER = "/courses/demonstration/documents/azernews-2023-01-20"
_COLOUR = """(mark) => {
  const { backgroundImage, backgroundColor } = getComputedStyle(mark);
  return backgroundImage === "none" ? backgroundColor : backgroundImage;
}"""
_CLEAR = "rgba(0, 0, 0, 0)"
# Of each line of a paragraph its characters: the places where a range's rectangles begin anew.
_LINES = """(said) => {
  const texts = document.createTreeWalker(said, NodeFilter.SHOW_TEXT), lines = new Map();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest(".no")) continue;
    for (let at = 0; at < text.length; at += 1) {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const bottom = Math.round(range.getBoundingClientRect().bottom / 12);
      lines.set(bottom, (lines.get(bottom) ?? 0) + 1);
    }
  }
  return [...lines.values()];
}"""


def colour(page: Page, sentence: str) -> str:
    """Return what lies behind the evidence in a sentence."""
    found: str = page.locator(f"{sentence} mark").first.evaluate(_COLOUR)
    return found


def select(page: Page, first: str, last: str) -> None:
    """Select with the mouse from some words of the text to the end of others."""
    article = page.locator("article")
    page.locator(".s", has_text=first).first.scroll_into_view_if_needed()
    start, end = article.evaluate(ENDS, first), article.evaluate(ENDS, last)
    page.mouse.move(start[0], start[1])
    page.mouse.down()
    page.mouse.move(end[2], end[3], steps=8)
    page.mouse.up()


def test_evidence_is_marked_lightly_until_it_is_looked_at(entrance: Entrance) -> None:
    page = entrance.instructor()
    page.goto(READER)
    assert colour(page, "#s10") == _CLEAR
    page.locator("#s10 mark").first.hover()
    assert colour(page, "#s10") != _CLEAR
    page.mouse.move(0, 0)
    page.locator("#s10 a.no").focus()
    assert colour(page, "#s10") != _CLEAR
    page.locator('[data-of="s12"] a').first.focus()
    assert (colour(page, "#s10"), colour(page, "#s12") == _CLEAR) == (_CLEAR, False)
    page.goto(f"{READER}#s4")
    assert colour(page, "#s4") != _CLEAR
    assert colour(page, "#s10") == _CLEAR


def test_lines_are_as_long_as_is_good_to_read(entrance: Entrance) -> None:
    page = entrance.instructor()
    page.goto(READER)
    lines: list[int] = page.locator(".said").nth(3).evaluate(_LINES)
    assert 60 <= max(lines) <= 70


@pytest.mark.parametrize("width", [1280, 360])
def test_no_number_is_broken_over_two_lines(entrance: Entrance, width: int) -> None:
    page = entrance.instructor(viewport={"width": width, "height": 800})
    page.goto(READER)
    page.locator("#s10 .no").evaluate("(number) => { number.textContent = '4999' }")
    page.locator(".speech", has=page.locator("#s10")).evaluate(
        "(speech) => { speech.querySelector('.beside').open = true }"
    )
    beside = page.locator('[data-of="s10"] > b')
    one = beside.evaluate("(number) => number.getClientRects()[0].height")
    beside.evaluate("(number) => { number.textContent = '4999' }")
    assert beside.evaluate("(number) => number.getClientRects()[0].height") == one
    rectangles = "(number) => number.getClientRects().length"
    assert page.locator("#s10 .no").evaluate(rectangles) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_questions_are_folded_where_there_is_no_room(entrance: Entrance, scripts: bool) -> None:
    page = entrance.instructor(java_script_enabled=scripts)
    page.goto(READER)
    beside = page.locator(".speech", has=page.locator("#s10")).locator(".beside")
    expect(beside.locator("a").first).to_be_visible()
    expect(beside.locator("summary").first).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 740})
    expect(beside.locator("a").first).to_be_hidden()
    beside.locator("summary").first.click()
    expect(beside.locator("a").first).to_be_visible()


def test_words_selected_are_quoted_in_the_editor(entrance: Entrance) -> None:
    page = entrance.instructor()
    page.goto(READER)
    write = page.get_by_role("link", name="Write a question from this")
    expect(write).to_be_hidden()
    select(page, "hold the next", "in a short time")
    expect(write).to_be_visible()
    press_key(page, "w")
    expect(page.locator("[name=quote]")).to_have_value("hold the next tals in a short time")
    expect(page.get_by_role("radio", name="Claimed by a speaker")).to_be_checked()
    page.go_back()
    select(page, "expressed satisfaction", "tension in the region")
    expect(write).to_have_attribute("href", re.compile("start=1733&end=1928$"))
    press_key(page, "Tab")
    expect(write).to_be_focused()
    write.click()
    expect(page.locator("[name=quote]")).to_have_value(
        re.compile("^expressed satisfaction.*in the region$", re.S)
    )


def test_from_upload_to_a_question_on_what_is_not_yet_asked(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    page.goto("/teach")
    page.get_by_label("Title").fill("Read and asked")
    page.get_by_role("button", name="Make the course").click()
    course = page.url
    page.get_by_role("link", name="Add a document").click()
    page.get_by_label("Or paste a text").fill(TEXT)
    page.get_by_role("button", name="Add documents").click()
    expect(page.get_by_role("link", name=re.compile("^Curate")).nth(1)).to_be_visible(
        timeout=60_000
    )
    page.goto(course)
    page.locator("main a[href*='/courses/'][href*='/documents/']").first.click()
    tour.stop(page, "reader, nothing asked")
    page.get_by_role("link", name="Not yet asked").click()
    page.get_by_role("button", name="Propose for this paragraph of sentence 11").click()
    expect(page).to_have_url(re.compile("#s11$"))
    expect(page.get_by_text("They wait under Curate.")).to_be_visible()
    page.goto(f"{course}/jobs")
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=60_000)
    expect(page.get_by_text("One paragraph, from sentence 10 on")).to_be_visible()
    tour.stop(page, "jobs, one paragraph")


@pytest.mark.parametrize("where", ["", "?show=unasked", "#s4"])
def test_the_reader_is_accessible(entrance: Entrance, tour: Tour, where: str) -> None:
    for name, page in (("instructor", entrance.instructor()), ("learner", entrance.learner())):
        page.goto(f"{READER}{where}")
        tour.stop(page, f"reader, {name} {where.strip('?#')}")
