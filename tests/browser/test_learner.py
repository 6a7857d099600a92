"""A learner's way through, with the mouse; with scripts and without them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import (
    BY_ID,
    KINDS,
    OF_EACH_TYPE,
    answer,
    asked_on,
    given_away,
    items_shown,
    plain,
    proved_in,
    question_with,
)
from tests.browser.people import Entrance, Site, sign_in, sign_out, sign_up

with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"]
)
MISSED = {"colomina-regions", "mine-threat"}
NAME = "Every kind, as a practice"
# The question of a fold, without the word for screen readers before it.
_VISIBLE = "(span) => [...span.childNodes].slice(1).map((node) => node.textContent).join('')"


@with_and_without_scripts
def test_from_guest_to_account(entrance: Entrance, site: Site, scripts: bool) -> None:
    page = entrance.visitor(java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("button", name="Try it as a guest").click()
    expect(page).to_have_title(re.compile("Today"))
    page.get_by_role("main").get_by_role("link", name=NAME, exact=True).click()
    page.get_by_role("button", name="Start").click()
    _practise(page)
    result = page.url
    _look_at_result(page)
    _review_missed(page)
    page.goto("/progress")
    before = _cards(page)
    assert before == str(len(KINDS))
    email = sign_up(page)
    _find_everything_again(page, result, before)
    sign_out(page)
    page.goto(result)
    expect(page.locator("h1")).to_have_text("Sign in")
    sign_in(page, email)
    _find_everything_again(page, result, before)


def _practise(page: Page) -> None:
    """Answer each question, and find the passage that proves it marked beneath."""
    for number, slug in enumerate(KINDS, 1):
        question = BY_ID[slug]
        assert asked_on(page) == question
        assert given_away(question, page.content()) == []
        answer(page, question, right=slug not in MISSED)
        page.get_by_role("button", name="Check").click()
        expected = "Not quite. Here is the line:" if slug in MISSED else "Right."
        expect(page.locator(".verdict")).to_have_text(expected)
        assert proved_in(page, question) == []
        expect(page.locator("figure.cite mark").first).to_be_visible()
        settled = page.locator(".settled")
        if number < len(KINDS):
            settled.get_by_role("link", name="Next").click()
        else:
            settled.get_by_role("button", name="Hand in").click()


def _look_at_result(page: Page) -> None:
    expect(page.locator("#score")).to_have_text("3 of 5")
    expect(page.get_by_text("2 to look at again.")).to_be_visible()
    folds = page.locator("details.fold")
    expect(folds).to_have_count(len(KINDS))
    for fold in folds.all():
        question = question_with(fold.locator("summary > span").evaluate(_VISIBLE))
        assert question is not None
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        expect(fold.locator("mark").first).to_be_visible()
        assert proved_in(fold, question) == []
        in_context = fold.locator(".in-context .ctx")
        assert (in_context.count() > 0) is (question.id in MISSED)


def _review_missed(page: Page) -> None:
    page.get_by_role("link", name="Review the 2 missed").click()
    for _missed in MISSED:
        answer(page, asked_on(page))
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".verdict")).to_have_text("Right.")
        page.get_by_role("button", name="Good").click()
    expect(page.locator("h1")).to_have_text("You have been through every one you missed.")
    page.get_by_role("link", name="Go to Today").click()


def _cards(page: Page) -> str:
    cards = page.locator(".stats > div", has_text="cards in memory").locator("dd")
    return cards.inner_text()


def _find_everything_again(page: Page, result: str, cards: str) -> None:
    page.goto(result)
    expect(page.locator("#score")).to_have_text("3 of 5")
    page.goto("/progress")
    assert _cards(page) == cards
    expect(page.get_by_role("link", name=NAME)).to_be_visible()


@with_and_without_scripts
def test_a_test_goes_on_elsewhere(entrance: Entrance, site: Site, scripts: bool) -> None:
    page, email = entrance.member(java_script_enabled=scripts)
    page.goto(site.quizzes["test"])
    page.get_by_role("button", name="Start").click()
    for number, slug in enumerate(KINDS[:4], 1):
        assert given_away(BY_ID[slug], page.content()) == []
        answer(page, BY_ID[slug])
        _save(page, scripts, number)
        page.reload()
        _expect_answered(page, slug)
        page.get_by_role("button", name="Next").click()
    assert given_away(BY_ID[KINDS[4]], page.content()) == []
    expect(page.get_by_role("heading", name="4 of 5 answered")).to_be_visible()

    other = entrance.visitor(java_script_enabled=scripts)
    sign_in(other, email)
    other.get_by_role("link", name=re.compile("Continue.*Every kind, as a test")).click()
    assert asked_on(other) == BY_ID[KINDS[4]]
    for number, slug in enumerate(KINDS[:4], 1):
        other.locator(".qmap > *").nth(number - 1).click()
        expect(other.get_by_text(f"Question {number} of 5")).to_be_visible()
        _expect_answered(other, slug)
        assert given_away(BY_ID[slug], other.content()) == []
    other.locator(".qmap > *").first.click()
    answer(other, BY_ID[KINDS[0]], right=False)
    _save(other, scripts, 1)

    page.locator(".qmap > *").first.click()
    expect(page.locator("input[name=choice]:checked")).to_have_count(1)
    assert not _is_right(page, KINDS[0])
    page.get_by_role("button", name="Hand in · one unanswered").click()
    expect(page.locator("h1")).to_have_text("One question is unanswered.")
    page.get_by_role("link", name="Back to question 5").click()
    assert asked_on(page) == BY_ID[KINDS[4]]
    page.locator(".pager").get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("#score")).to_have_text("3 of 5")
    assert all(proved_in(page, BY_ID[slug]) == [] for slug in KINDS)
    other.reload()
    expect(other.locator("#score")).to_have_text("3 of 5")


def _save(page: Page, scripts: bool, number: int) -> None:
    """See an answer saved: at once by the script, else on the way to another question."""
    if scripts:
        page.evaluate("() => new Promise((done) => setTimeout(done))")  # after the page's own
        expect(page.locator("[data-save-text]")).to_have_text("Saved just now")
    else:
        page.locator(".qmap > *").nth(number - 1).click()
        expect(page.locator("[data-save-text]")).to_have_text(re.compile(r"Saved at \d"))


def _is_right(page: Page, slug: str) -> bool:
    key = {plain(text) for text in BY_ID[slug].interaction.key()}
    texts = page.locator("label.choice:has(:checked) > span").all_inner_texts()
    return {plain(text) for text in texts} == key


def _expect_answered(page: Page, slug: str) -> None:
    """Expect the right answer to be filled in."""
    question = BY_ID[slug]
    match question.interaction.kind:
        case "choice":
            assert _is_right(page, slug)
        case "match":
            for left, right in question.interaction.pairs:
                picked = page.get_by_label(left, exact=True).locator("option:checked")
                assert plain(picked.inner_text()) == plain(right)
        case "order":
            assert items_shown(page) == list(question.interaction.items)


def test_leaving_in_the_middle_of_typing(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    page.goto(site.quizzes["test"])
    page.get_by_role("button", name="Start").click()
    page.locator(".qmap > *").last.click()
    answer(page, BY_ID["mine-threat"])
    question = page.url
    page.goto("/library")
    page.wait_for_timeout(1000)
    page.goto(question)
    expect(page.get_by_label("Your answer")).to_have_value("mine threat")


@with_and_without_scripts
def test_taking_back_a_flashcard(entrance: Entrance, site: Site, scripts: bool) -> None:
    card = OF_EACH_TYPE["flashcard"]
    page = entrance.guest(java_script_enabled=scripts)
    page.goto(f"/review?again={site.questions[card.id or '']}")
    assert asked_on(page) == card
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    _rate(page, "Good")
    assert asked_on(page) != card
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Took back the last answer. Here it is again.")).to_be_visible()
    assert asked_on(page) == card
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    _rate(page, "Easy")
    assert asked_on(page) != card


def _rate(page: Page, rating: str) -> None:
    card = asked_on(page)
    assert given_away(card, page.content()) == []
    page.get_by_role("button", name="Show answer").click()
    expect(page.locator(".answer")).to_be_visible()
    assert proved_in(page, card) == []
    page.get_by_role("button", name=rating).click()
    page.wait_for_url("**/review")


def test_soon_after_midnight_it_is_today(entrance: Entrance, site: Site) -> None:
    page = entrance.guest(timezone_id=_zone_where_it_is(1))
    page.goto(site.quizzes["test"])
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Hand in · 5 unanswered").click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text(re.compile("handed in today, 0[12]:"))).to_be_visible()


def _zone_where_it_is(hour: int) -> str:
    """Return a time zone in which it is that hour now. East of Greenwich its name has a minus."""
    east = (hour - datetime.now(UTC).hour) % 24
    east -= 24 if east > 14 else 0
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"


def test_dragging_into_order(entrance: Entrance, site: Site) -> None:
    question = OF_EACH_TYPE["ordering"]
    page = entrance.guest()
    page.goto(f"/review?again={site.questions[question.id or '']}")
    first, *_others, last = items_shown(page)
    grips = page.locator(".order-grip")
    grips.last.hover()
    page.mouse.down()
    box = grips.first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] - 8, steps=12)
    page.mouse.up()
    assert items_shown(page)[:2] == [last, first]
    places = [select.input_value() for select in page.locator(".order-row select").all()]
    assert places == [str(n) for n in range(1, len(places) + 1)]
    answer(page, question)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_have_text("Right.")


def test_an_answer_is_needed(entrance: Entrance, site: Site) -> None:
    entrance.foresee("/review/", 400)
    question = BY_ID["mine-threat"]
    page = entrance.guest()
    page.goto(f"/review?again={site.questions['mine-threat']}")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text("Give an answer first")
    assert given_away(question, page.content()) == []
    page.get_by_role("button", name="Show answer").click()
    expect(page.locator(".verdict")).to_contain_text("Here is the line:")
    assert proved_in(page, question) == []
