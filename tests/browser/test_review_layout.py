"""What review and Today look like: nothing jumps, nothing is offered that is not there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import OF_EACH_TYPE
from tests.browser.people import Entrance, Site

SLUGS = sorted(question.id or "" for question in OF_EACH_TYPE.values())


def place_of_the_question(page: Page) -> tuple[float, float, float]:
    box = page.locator("#stem").bounding_box()
    assert box
    return box["x"], box["y"], box["width"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_question_stays_where_it_is(
    entrance: Entrance, site: Site, width: int, scripts: bool
) -> None:
    viewport = {"width": width, "height": 900}
    page = entrance.guest(viewport=viewport, java_script_enabled=scripts)
    for slug in SLUGS:
        page.goto(f"/review?again={site.questions[slug]}")
        asked = place_of_the_question(page)
        page.get_by_role("button", name="Show answer").click()
        expect(page.locator(".back")).to_be_visible()
        assert place_of_the_question(page)[:2] == asked[:2], slug


def test_in_a_quiz_too(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    page.goto(site.quizzes["practice"])
    page.get_by_role("button", name="Start").click()
    asked = place_of_the_question(page)
    page.locator("label.choice").first.click()
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".settled")).to_be_visible()
    assert place_of_the_question(page)[:2] == asked[:2]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_keys_are_named_where_they_act(entrance: Entrance, site: Site, scripts: bool) -> None:
    page = entrance.guest(java_script_enabled=scripts)
    page.goto(f"/review?again={site.questions['pfp-year']}")
    shown = page.locator("kbd:visible")
    assert (shown.count() > 0) is scripts
    page.goto(site.quizzes["practice"])
    page.get_by_role("button", name="Start").click()
    assert (shown.count() > 0) is scripts


def test_an_arrow_that_leads_nowhere_does_not_look_pressed(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    page.goto(f"/review?again={site.questions[OF_EACH_TYPE['ordering'].id or '']}")
    arrow = page.locator("[data-move]:disabled").first
    assert arrow.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize(
    ("zone", "told"), [("Asia/Tokyo", True), ("Etc/UTC", False), ("Africa/Abidjan", False)]
)
def test_who_moved_to_another_zone_is_told_on_today(
    entrance: Entrance, site: Site, zone: str, told: bool
) -> None:
    page = entrance.guest(timezone_id=zone)
    page.goto("/settings")
    page.get_by_label(re.compile("Time zone")).first.select_option("UTC")
    page.get_by_role("button", name="Save").first.click()
    page.goto("/")
    notice = page.locator("[data-moved]")
    if told:
        expect(notice).to_contain_text("This device is in Asia/Tokyo, but your days begin")
        notice.get_by_role("link", name="Change the time zone").click()
        expect(page).to_have_url(re.compile("/settings#time_zone$"))
    else:
        expect(notice).to_be_hidden()


def test_what_is_hidden_takes_no_room(entrance: Entrance) -> None:
    """The columns of Today begin at one height, as long as nobody is told of a zone."""
    page = entrance.guest()
    page.goto("/today")
    expect(page.locator("[data-moved]")).to_be_hidden()
    tops = [
        column.bounding_box() for column in page.locator(".cols > * > section:first-of-type").all()
    ]
    assert len({round(box["y"]) for box in tops if box}) == 1, tops
