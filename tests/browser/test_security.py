"""What a browser is told: nothing before its time, and nothing that runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.browser.asking import BANK, BY_ID, KINDS, answer, asked_on, given_away
from tests.browser.people import PASSWORD, Entrance, Site
from tests.browser.writing import box, build_quiz, found_course, paste_quote, publish, write

HOSTILE = (
    "Which? <script>window.caught = 1</script>"
    '<img src="/x" onerror="window.caught = 1"><svg onload="window.caught = 1"></svg>'
    "[here](javascript:window.caught=1) ![there](javascript:window.caught=1) "
    '<a href="javascript:window.caught=1">there</a> **bold** {{ 7 * 7 }}'
)
# How much is answered, never how well.
_SAID = {"saved", "client_key", "message", "answered", "heading", "hand_in", "seconds"}
_CAUGHT = """() => [
  ...document.querySelectorAll(
    'main script, main img, main svg[onload], [href^="javascript:" i], [src^="javascript:" i]'
  )].map((element) => element.outerHTML).concat(window.caught ? ["it ran"] : [])"""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/welcome",
        "/library",
        "/review",
        "/settings",
        "/nowhere",
        "/healthz",
        "/static/0/js/keys.js",
    ],
)
def test_the_policy_allows_nothing_inline(entrance: Entrance, path: str) -> None:
    entrance.foresee("/nowhere", 404)
    page = entrance.learner()
    response = page.goto(path)
    assert response is not None
    policy = response.headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in policy
    assert "*" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_breach_of_the_policy_would_be_noticed(entrance: Entrance) -> None:
    page = entrance.learner()
    page.goto("/")
    page.evaluate(
        "document.body.append(Object.assign("
        "document.createElement('script'), { text: 'window.caught = 1' }))"
    )
    assert page.evaluate("window.caught") is None
    (noticed,) = entrance.leave()
    assert "Content Security Policy" in noticed
    entrance.watches.clear()


def test_pages_hold_nothing_inline(entrance: Entrance, site: Site) -> None:
    page = entrance.instructor()
    inline = "[style], style, script:not([src]), [onclick], [onchange], [onsubmit], [onload]"
    paths = ("/", "/progress", "/teach/demonstration/questions/new", "/library", "/review")
    for path in paths:
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        # Before any script has touched it.
        source = page.request.get(path).text()
        assert (
            page.evaluate(
                "([source, inline]) => new DOMParser().parseFromString(source, 'text/html')"
                ".querySelectorAll(inline).length",
                [source, inline],
            )
            == 0
        ), path


def test_what_people_write_stays_text(entrance: Entrance) -> None:
    page = entrance.instructor()
    course = found_course(page, f"Course {HOSTILE[:90]}")
    entrance.foresee(f"{course.path}/questions", 400)
    page.goto(f"{course.path}/questions/new")
    write(page, "Multiple choice", HOSTILE)
    box(page, "Option 2").fill(HOSTILE)
    box(page, "Shown after the answer").fill(HOSTILE)
    box(page, "Tags").fill("<b>tag</b>")
    paste_quote(page)
    page.get_by_role("combobox", name="Speaker").fill("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Update").click()
    expect(page.locator("#preview .pv-q")).to_contain_text("<script>")
    assert page.evaluate(_CAUGHT) == []
    page.get_by_role("combobox", name="Speaker").fill("Jeyhun Bayramov")
    box(page, "Question").fill(f"Jeyhun Bayramov: {HOSTILE}")
    publish(page)
    assert page.evaluate(_CAUGHT) == []
    quiz = build_quiz(page, course, f"Quiz {HOSTILE[:80]}", ["Jeyhun Bayramov: Which?"])
    learner = entrance.guest(course.code)
    _rename(learner, HOSTILE[:70])
    for path in ("/", "/library", quiz):
        learner.goto(path)
        assert learner.evaluate(_CAUGHT) == [], path
    learner.get_by_role("button", name="Start").click()
    _expect_text(learner)
    learner.get_by_role("radio").nth(1).check()
    learner.get_by_role("button", name="Check").click()
    _expect_text(learner)
    learner.locator(".settled").get_by_role("button", name="Hand in").click()
    expect(learner.locator("details.fold")).to_have_count(1)
    assert learner.evaluate(_CAUGHT) == []
    for path in ("/people", "/results", "/questions", ""):
        page.goto(course.path + path)
        assert page.evaluate(_CAUGHT) == [], path


def _rename(page: Page, name: str) -> None:
    page.goto("/settings")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def _expect_text(page: Page) -> None:
    stem = page.locator("#stem")
    expect(stem).to_contain_text("<script>window.caught = 1</script>")
    expect(stem.locator("strong")).to_have_text("bold")
    expect(stem).to_contain_text("{{ 7 * 7 }}")
    assert page.evaluate(_CAUGHT) == []


def test_a_question_in_review_does_not_hold_its_answer(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    for question in BANK:
        assert question.id is not None
        source = page.request.get(f"/review?again={site.questions[question.id]}").text()
        assert 'id="stem"' in source
        assert given_away(question, source) == [], question.id


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_a_question_in_a_quiz_does_not_hold_its_answer(
    entrance: Entrance, site: Site, mode: str
) -> None:
    page = entrance.guest()
    page.goto(site.quizzes[mode])
    page.get_by_role("button", name="Start").click()
    attempt = re.sub(r"/\d+$", "", page.url)
    for number, slug in enumerate(KINDS, 1):
        response = page.goto(f"{attempt}/{number}")
        assert response is not None
        assert asked_on(page) == BY_ID[slug]
        assert given_away(BY_ID[slug], response.text()) == []


def test_saving_tells_nothing_in_a_test(entrance: Entrance, site: Site) -> None:
    said: list[Response] = []
    page = entrance.guest()
    page.on("response", lambda response: said.append(response))
    page.goto(site.quizzes["test"])
    page.get_by_role("button", name="Start").click()
    for number, slug in enumerate(KINDS, 1):
        answer(page, BY_ID[slug], right=number % 2 == 0)
        page.evaluate("() => new Promise((done) => setTimeout(done))")
        expect(page.locator("[data-save-text]")).to_have_text("Saved just now")
        saved = [each for each in said if "json" in each.headers.get("content-type", "")]
        assert saved
        assert {name for response in saved for name in response.json()} <= _SAID
        said.clear()
        assert given_away(BY_ID[slug], page.content()) == []
        assert given_away(BY_ID[slug], page.request.get(page.url).text()) == []
        if number < len(KINDS):
            page.get_by_role("button", name="Next").click()
            expect(page.get_by_text(f"Question {number + 1} of 5")).to_be_visible()


def test_what_is_chosen_before_the_script_came_is_saved(entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    page.goto(site.quizzes["test"])
    page.get_by_role("button", name="Start").click()
    held: list[Route] = []
    page.route("**/js/attempt*", lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    page.get_by_role("radio").nth(1).check()
    page.wait_for_timeout(100)
    assert held
    held[0].continue_()
    expect(page.locator("[data-save-text]")).to_have_text("Saved just now")


def test_a_test_under_way_is_not_told_elsewhere(entrance: Entrance, site: Site) -> None:
    entrance.foresee("/review", 404)
    page = entrance.guest()
    page.goto(site.quizzes["test"])
    page.get_by_role("button", name="Start").click()
    for slug in KINDS:
        page.goto(f"/review?again={site.questions[slug]}")
        expect(page.locator("h1")).to_be_visible()
        stems = page.locator("#stem")
        assert not stems.count() or asked_on(page) != BY_ID[slug]


def test_a_copied_cookie_is_worth_nothing_after_signing_out(entrance: Entrance) -> None:
    page, _email = entrance.member()
    copy = entrance.visitor(storage_state=page.context.storage_state())
    copy.goto("/progress")
    expect(copy.get_by_role("navigation", name="Main")).to_be_visible()
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/welcome")
    copy.goto("/progress")
    expect(copy.locator("h1")).to_have_text("Sign in")


def test_cookies_are_out_of_reach_of_scripts(entrance: Entrance) -> None:
    page = entrance.learner()
    page.goto("/")
    assert page.evaluate("document.cookie") == ""
    cookies = page.context.cookies()
    assert all(cookie["httpOnly"] for cookie in cookies)
    assert all(cookie["sameSite"] in {"Lax", "Strict"} for cookie in cookies)
    assert PASSWORD not in str(cookies)
