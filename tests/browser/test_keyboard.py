"""Everything by keyboard: no mouse, not one click."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from questions.interactions import Match
from tests.browser.asking import BANK, BY_ID, KINDS, OF_EACH_TYPE, asked_on, items_shown, plain
from tests.browser.people import Entrance, Site, press_key

CARDS = [question.id or "" for question in BANK if question.type == "flashcard"]
ALL_OF_IT = 200
# What has focus, where it stands, and whether that can be seen.
_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const ringed = [element, element.closest("label"), element.nextElementSibling].some((each) => {
    if (!each) return false;
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const owner = element.closest("label") ?? element;
  const tabbable = [...document.querySelectorAll("*")].filter((each) => each.tabIndex >= 0);
  return {
    name: `${element.tagName} ${element.textContent.trim().slice(0, 40) || element.name}`,
    place: [...document.querySelectorAll("*")].indexOf(element),
    ringed,
    seen: owner.contains(top),
    positive: tabbable.some((each) => each.tabIndex > 0),
  };
}"""

# Tab goes on from what had focus last.
_TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus({ preventScroll: true });
  document.body.removeAttribute("tabindex");
}"""


@dataclass(frozen=True)
class Focused:
    """What had focus when the Tab key was pressed some time."""

    name: str
    place: int
    ringed: bool
    seen: bool
    positive: bool


def focused(page: Page) -> Focused | None:
    found = page.evaluate(_FOCUS)
    return Focused(**found) if found else None


def tab_through(page: Page) -> list[Focused]:
    """Press Tab from the top of the page to its end."""
    page.evaluate(_TO_THE_TOP)
    stops: list[Focused] = []
    for _stop in range(ALL_OF_IT):
        press_key(page, "Tab")
        stop = focused(page)
        if stop is None or (stops and stop.place <= stops[-1].place and stop == stops[0]):
            return stops
        stops.append(stop)
    raise AssertionError(f"no end of it: {stops[-1]}")


def tab_to(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """Press Tab until that control has focus."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _stop in range(ALL_OF_IT):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        press_key(page, "Tab")
    raise AssertionError(f"Tab never comes to {role} {name}")


def ask(page: Page, site: Site, slug: str) -> None:
    page.goto(f"/review?again={site.questions[slug]}")


def test_skipping_to_the_content(entrance: Entrance) -> None:
    page = entrance.learner()
    for path in ("/library", "/", "/review"):
        page.goto(path)
        page.evaluate(_TO_THE_TOP)  # a card that is typed has focus in its field
        press_key(page, "Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
        press_key(page, "Enter")
        expect(page).to_have_url(re.compile(f"{path}#main$"))
        expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_account_menu(entrance: Entrance, key: str) -> None:
    page = entrance.learner()
    page.goto("/")
    menu = page.locator("details.menu")
    press_key(page, "Tab")
    for _stop in range(ALL_OF_IT):
        if menu.locator("summary").evaluate("(it) => it === document.activeElement"):
            break
        press_key(page, "Tab")
    press_key(page, key)
    expect(menu).to_have_attribute("open", "")
    press_key(page, "Tab")
    expect(page.get_by_role("link", name="Settings")).to_be_focused()
    press_key(page, "Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    press_key(page, "Space")
    tab_to(page, "button", "Sign out")
    press_key(page, "Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_enter_does_what_has_focus(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    page.goto("/")
    tab_to(page, "link", "Library")
    press_key(page, "Enter")
    expect(page).to_have_url(re.compile("/library$"))


def test_enter_rates_as_the_focused_button_says(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    ask(page, site, CARDS[0])
    press_key(page, "Space")
    tab_to(page, "button", re.compile("Again"))
    with page.expect_request(re.compile(r"/review/[0-9a-f-]+$")) as sent:
        press_key(page, "Enter")
    expect(page).to_have_url(re.compile("/review$"))
    assert "rating=1" in (sent.value.post_data or "")


def test_letters_choose_and_enter_answers(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    ask(page, site, "colomina-regions")
    for place, letter in enumerate("ABCD"):
        press_key(page, letter.lower() if place % 2 else letter)
        options = page.get_by_role("radio")
        assert [each.is_checked() for each in options.all()] == [n == place for n in range(4)]
    _choose_by_letter(page, "colomina-regions")
    press_key(page, "Enter")
    expect(page.locator(".verdict")).to_have_text("Right.")
    press_key(page, "2")
    expect(page).to_have_url(re.compile("/review$"))
    ask(page, site, "bayramov-statements")
    _choose_by_letter(page, "bayramov-statements")
    press_key(page, "Enter")
    expect(page.locator(".verdict")).to_have_text("Right.")
    press_key(page, "Space")
    expect(page).to_have_url(re.compile("/review$"))


def _choose_by_letter(page: Page, slug: str) -> None:
    key = {plain(text) for text in BY_ID[slug].interaction.key()}
    for label in page.locator("label.choice").all():
        if plain(label.locator("span").inner_text()) in key:
            press_key(page, label.locator("kbd").inner_text().lower())


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
def test_a_flashcard(entrance: Entrance, site: Site, rating: int) -> None:
    page = entrance.guest()
    ask(page, site, CARDS[rating])
    press_key(page, "Space")
    expect(page.locator(".answer")).to_be_visible()
    with page.expect_request(re.compile(r"/review/[0-9a-f-]+$")) as sent:
        press_key(page, str(rating))
    assert f"rating={rating}" in (sent.value.post_data or "")
    expect(page).to_have_url(re.compile("/review$"))
    press_key(page, "z" if rating % 2 else "Control+z")
    expect(page.get_by_text("Took back the last answer.")).to_be_visible()
    assert asked_on(page) == BY_ID[CARDS[rating]]


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_a_flashcard_is_good_by_default(entrance: Entrance, site: Site, key: str) -> None:
    page = entrance.guest()
    ask(page, site, CARDS[0])
    press_key(page, key)
    expect(page.locator(".answer")).to_be_visible()
    with page.expect_request(re.compile(r"/review/[0-9a-f-]+$")) as sent:
        press_key(page, key)
    assert "rating=3" in (sent.value.post_data or "")
    expect(page).to_have_url(re.compile("/review$"))


def test_s_goes_to_the_source(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    ask(page, site, CARDS[0])
    press_key(page, "s")
    expect(page).to_have_url(re.compile(r"/review\?again"))
    press_key(page, "Space")
    expect(page.locator(".answer")).to_be_visible()
    press_key(page, "s")
    expect(page).to_have_url(re.compile(r"/documents/[a-z0-9-]+#s\d+$"))
    expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_putting_in_order(entrance: Entrance, site: Site, key: str) -> None:
    page = entrance.guest()
    question = OF_EACH_TYPE["ordering"]
    ask(page, site, question.id or "")
    for place, item in enumerate(question.interaction.key()):
        while items_shown(page).index(item) > place:
            before = items_shown(page).index(item)
            page.evaluate(_TO_THE_TOP)
            tab_to(page, "button", f"Move up: {item}")
            press_key(page, key)
            assert items_shown(page).index(item) == before - 1
            expect(page.get_by_role("status").last).to_contain_text(f"now number {before}")
    tab_to(page, "button", re.compile("^Check"))
    press_key(page, "Enter")
    expect(page.locator(".verdict")).to_have_text("Right.")


def test_matching(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    question = BY_ID["match-years"]
    ask(page, site, "match-years")
    assert isinstance(question.interaction, Match)
    for left, right in question.interaction.pairs:
        tab_to(page, "combobox", left)
        page.keyboard.type(right)
    tab_to(page, "button", re.compile("^Check"))
    press_key(page, "Enter")
    expect(page.locator(".verdict")).to_have_text("Right.")


def test_keys_rest_while_typing(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    ask(page, site, "mine-threat")
    tab_to(page, "textbox", "Your answer")
    page.keyboard.type("a b c s z f 1 2 3 4 ")
    expect(page.get_by_label("Your answer")).to_have_value("a b c s z f 1 2 3 4 ")
    expect(page).to_have_url(re.compile(r"/review\?again"))
    press_key(page, "ControlOrMeta+a")
    page.keyboard.type("mine threat")
    press_key(page, "Enter")
    expect(page.locator(".verdict")).to_have_text("Right.")


def test_keys_switched_off(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    page.goto("/settings")
    tab_to(page, "checkbox", re.compile("single keys"))
    press_key(page, "Space")
    tab_to(page, "button", "Save")
    press_key(page, "Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    ask(page, site, "colomina-regions")
    expect(page.locator("kbd").first).to_be_hidden()
    expect(page.locator("[aria-keyshortcuts]")).to_have_count(0)
    for key in ("a", "b", "1", "z", "s", "Space", "Enter"):
        press_key(page, key)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/review\?again"))
    ask(page, site, CARDS[0])
    tab_to(page, "button", re.compile("Show answer"))
    press_key(page, "Enter")
    expect(page.locator(".answer")).to_be_visible()
    for key in ("1", "2", "3", "4", "s", "z"):
        press_key(page, key)
    expect(page.locator(".answer")).to_be_visible()


def test_a_quiz(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    page.goto(site.quizzes["practice"])
    tab_to(page, "button", "Start")
    press_key(page, "Enter")
    assert asked_on(page) == BY_ID[KINDS[0]]
    # Keys act once their script has come, which it says to assistive technology.
    expect(page.locator("[data-key=f]")).to_have_attribute("aria-keyshortcuts", "F")
    press_key(page, "f")
    expect(page.get_by_role("button", name=re.compile("Flagged"))).to_be_visible()
    _choose_by_letter(page, KINDS[0])
    press_key(page, "Enter")
    expect(page.locator(".verdict")).to_have_text("Right.")
    press_key(page, "Enter")
    expect(page.get_by_text("Question 2 of 5")).to_be_visible()
    _choose_by_letter(page, KINDS[1])
    tab_to(page, "button", re.compile("^Check"))
    press_key(page, "Space")
    expect(page.locator(".verdict")).to_have_text("Right.")
    press_key(page, "Space")
    expect(page.get_by_text("Question 3 of 5")).to_be_visible()
    tab_to(page, "link", re.compile("Hand in"))
    press_key(page, "Enter")
    expect(page.locator("h1")).to_have_text("3 questions are unanswered.")
    tab_to(page, "button", "Hand in")
    press_key(page, "Enter")
    expect(page.locator("#score")).to_have_text("2 of 5")


@pytest.mark.parametrize("width", [1280, 360])
def test_focus_is_seen_and_goes_in_order(entrance: Entrance, site: Site, width: int) -> None:
    page = entrance.guest(viewport={"width": width, "height": 740})
    faults = []
    for name in ("today", "quiz", "verdict", "card", "back", "settings"):
        _open(page, site, name)
        stops = tab_through(page)
        assert len(stops) > 3, name
        assert stops[0].name.endswith("Skip to content"), name
        assert not stops[0].positive, name
        places = [stop.place for stop in stops]
        assert places == sorted(places), name
        faults += [f"{name}: no ring on {stop.name}" for stop in stops if not stop.ringed]
        faults += [f"{name}: {stop.name} is covered" for stop in stops if not stop.seen]
    assert faults == []


def _open(page: Page, site: Site, name: str) -> None:
    """Bring the guest to one of the screens, by keyboard."""
    match name:
        case "today":
            page.goto("/")
        case "quiz":
            page.goto(site.quizzes["practice"])
            tab_to(page, "button", re.compile("Start|Continue"))
            press_key(page, "Enter")
            page.locator("#stem").wait_for()
        case "verdict":
            press_key(page, "a")
            press_key(page, "Enter")
            page.locator(".verdict").wait_for()
        case "card":
            ask(page, site, "order-steps")
        case "back":
            ask(page, site, CARDS[0])
            press_key(page, "Space")
            page.locator(".answer").wait_for()
        case _:
            page.goto(f"/{name}")
