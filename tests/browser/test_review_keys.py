"""Keys in review: what is typed is never given up, and what is hidden is never pressed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import OF_EACH_TYPE, items_shown
from tests.browser.people import Entrance, Site, press_key


def ask(page: Page, site: Site, slug: str) -> None:
    page.goto(f"/review?again={site.questions[slug]}")


def test_a_typed_card_has_its_field_focused(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    ask(page, site, "mine-threat")
    field = page.get_by_label("Your answer")
    expect(field).to_be_focused()
    page.keyboard.type(" mine threat ")
    expect(field).to_have_value(" mine threat ")
    press_key(page, "Enter")
    expect(page.locator(".verdict")).to_have_text("Right.")


def test_after_a_problem_it_has_focus_again(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    entrance.foresee("/review", 400)
    ask(page, site, "mine-threat")
    press_key(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Give an answer first")
    expect(page.get_by_label("Your answer")).to_be_focused()


@pytest.mark.parametrize("slug", ["mine-threat", "match-years", "order-steps"])
def test_space_gives_up_no_card_that_is_filled_in(
    entrance: Entrance, site: Site, slug: str
) -> None:
    page = entrance.guest()
    ask(page, site, slug)
    press_key(page, "Escape")
    page.locator("h1").click()
    press_key(page, "Space")
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile(r"/review\?again"))
    expect(page.locator(".verdict")).to_have_count(0)
    expect(page.get_by_role("button", name="Show answer")).to_be_visible()


def test_space_shows_the_answer_of_a_choice_until_one_is_picked(
    entrance: Entrance, site: Site
) -> None:
    page = entrance.guest()
    ask(page, site, "pfp-year")
    press_key(page, "a")
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    press_key(page, "Space")
    page.wait_for_timeout(300)
    expect(page.locator(".verdict")).to_have_count(0)
    ask(page, site, "pfp-year")
    press_key(page, "Space")
    expect(page.locator(".verdict")).to_have_text("Shown. Here is the line:")


def test_escape_leaves_the_field_to_the_keys(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    ask(page, site, "pfp-year")
    press_key(page, "Space")
    expect(page.locator(".verdict")).to_be_visible()
    ask(page, site, "mine-threat")
    expect(page.get_by_label("Your answer")).to_be_focused()
    press_key(page, "z")
    expect(page.get_by_label("Your answer")).to_have_value("z")
    press_key(page, "Escape")
    press_key(page, "z")
    expect(page.get_by_text("Took back the last answer.")).to_be_visible()


def test_moving_rows_and_then_space(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    slug = OF_EACH_TYPE["ordering"].id or ""
    ask(page, site, slug)
    before = items_shown(page)
    page.locator("[data-move='1']").first.click()
    page.locator("h1").click()
    press_key(page, "Space")
    page.wait_for_timeout(300)
    assert items_shown(page) != before
    expect(page.locator(".verdict")).to_have_count(0)


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [("x", "Set aside", "Set aside."), ("l", "Leave for tomorrow", "Left for tomorrow.")],
)
def test_a_card_is_put_off_by_key_and_by_menu(
    entrance: Entrance, site: Site, key: str, name: str, said: str
) -> None:
    page = entrance.guest()
    page.goto("/review")
    first = page.locator("#stem").inner_text()
    press_key(page, key)
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator("#stem")).not_to_have_text(first)
    press_key(page, "z")
    expect(page.get_by_text("It is back in your reviews.")).to_be_visible()
    expect(page.locator("#stem")).to_have_text(first)
    page.get_by_text("More for this card").locator("..").click()
    page.get_by_role("button", name=name).click()
    expect(page.get_by_text(said)).to_be_visible()


def test_i_was_right_and_a_report_by_key(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    ask(page, site, "mine-threat")
    expect(page.get_by_placeholder("Type your answer")).to_be_focused()
    page.keyboard.type("landslides")
    press_key(page, "Enter")
    expect(page.get_by_role("button", name="I was right")).to_be_visible()
    press_key(page, "i")
    expect(page.locator("main").get_by_text("Your instructor sees")).to_be_visible()
    press_key(page, "r")
    first = page.get_by_role("radio", name="The answer given as right is wrong")
    expect(first).to_be_focused()
    press_key(page, "Space")
    press_key(page, "ArrowDown")
    expect(page.get_by_role("radio", name="It is unclear")).to_be_checked()
    press_key(page, "Tab")
    page.keyboard.type("It is unclear, z x l.")
    page.get_by_role("button", name="Send to the instructor").click()
    expect(page.get_by_text("Reported.")).to_be_visible()
    expect(page.locator(".verdict")).to_have_text("Not quite. Here is the line:")
    press_key(page, "z")
    expect(page.get_by_text("Took back the report.")).to_be_visible()
    press_key(page, "Escape")
    press_key(page, "z")
    expect(page.get_by_text("Took back what you claimed.")).to_be_visible()
    expect(page.get_by_role("button", name="I was right")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_menu_fits_and_needs_no_scripts(entrance: Entrance, site: Site, width: int) -> None:
    page = entrance.guest(viewport={"width": width, "height": 740}, java_script_enabled=False)
    page.goto("/review")
    page.get_by_text("More for this card").locator("..").click()
    for name in ("Leave for tomorrow", "Set aside"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Report this question").click()
    page.get_by_role("radio", name="Something else").check()
    page.get_by_label("In a line").fill("The passage is another one.")
    page.get_by_role("button", name="Send to the instructor").click()
    expect(page.get_by_text("Reported.")).to_be_visible()
