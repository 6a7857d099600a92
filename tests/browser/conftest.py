"""A browser, and the demonstration it visits: one of each for all tests of this folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from tests.browser.asking import KINDS, question_with
from tests.browser.auditing import Tour
from tests.browser.classes import copy_course
from tests.browser.people import Entrance, Site, look_around
from tests.browser.serving import demonstration, doctor, last_said

HERE = Path(__file__).parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests on one worker: they share a server, whose lines are not counted."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.uncounted)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Skips where there is none, and fails under REQUIRE_BROWSER=1."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        assert os.environ.get("REQUIRE_BROWSER") != "1", f"none of {names} is installed"
        pytest.skip(f"no browser: none of {', '.join(names)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where the demonstration keeps what it writes."""
    with tempfile.TemporaryDirectory(prefix="recite-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def address(browser: Browser, folder: Path) -> Iterator[str]:
    """The address of the demonstration; what all the tests left in it holds together."""
    with demonstration(folder) as address:
        yield address
    found = doctor(folder)
    said = f"{found.stdout}\n{found.stderr}"
    assert found.returncode == 0, f"doctor is not content after the browser journeys:\n{said}"
    assert "All is well." in found.stdout, said


@pytest.fixture(scope="session")
def site(browser: Browser, address: str) -> Site:
    """The demonstration with both its people signed in, and a quiz of every interaction."""
    learner = _look_around(browser, address, "learner").context
    state: StorageState = learner.storage_state()
    learner.close()
    page = _look_around(browser, address, "instructor")
    page.goto("/teach/demonstration")
    code = page.locator("p.code").inner_text()
    questions = _find_questions(page)
    site = Site(
        address=address,
        learner=state,
        instructor=page.context.storage_state(),
        code=code,
        questions=questions,
        quizzes={mode: _build_quiz(page, questions, mode) for mode in ("practice", "test")},
        untouched=copy_course(page, "demonstration").slug,
    )
    page.context.close()
    return site


@pytest.fixture
def entrance(browser: Browser, site: Site, folder: Path) -> Iterator[Entrance]:
    """Where the people of a test come in; nothing may go wrong on their screens."""
    entrance = Entrance(browser, site)
    yield entrance
    complaints = entrance.leave()
    assert complaints == [], f"{complaints}\nThe server said last:\n{last_said(folder)}"


@pytest.fixture
def tour() -> Iterator[Tour]:
    """A tour of screens, which must all be sound at its end."""
    tour = Tour()
    yield tour
    assert tour.complaints == [], "\n".join(tour.complaints)


def _look_around(browser: Browser, address: str, account: str) -> Page:
    page = browser.new_context(base_url=address).new_page()
    look_around(page, account)
    return page


def _find_questions(page: Page) -> dict[str, str]:
    found: dict[str, str] = {}
    page.goto("/teach/demonstration/questions")
    while True:
        for link in page.locator("main .bank > li > a").all():
            question = question_with(link.inner_text())
            path = link.get_attribute("href") or ""
            if question is not None and question.id:
                found[question.id] = path.rsplit("/", 1)[-1]
        later = page.locator('a[rel="next"]')
        if not later.count():
            return found
        with page.expect_navigation():
            later.click()


def _build_quiz(page: Page, questions: dict[str, str], mode: str) -> str:
    page.goto("/teach/demonstration/quizzes/new")
    token = page.locator('input[name="csrf_token"]').first.input_value()
    places = {f"picked-{n}-question": questions[slug] for n, slug in enumerate(KINDS)}
    marks = {f"picked-{n}-mark": "1" for n in range(len(KINDS))}
    title = f"Every kind, as a {mode}"
    answer = page.request.post(
        "/teach/demonstration/quizzes/new",
        form={"csrf_token": token, "do": "save", "title": title, "mode": mode, **places, **marks},
    )
    assert answer.ok, answer.text()
    return answer.url.replace("/teach/", "/courses/")
