"""People at browsers: who they are, and what went wrong on their screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    StorageState,
    WebError,
)

PASSWORD = "mirrors of the caspian"
WIDE = {"width": 1280, "height": 800}
_number = count(1)

_GIVEN_UP = ("/questions/keep", "/questions/look")


@dataclass(frozen=True)
class Site:
    """The demonstration as it is served: what is in it, and who is signed in to it."""

    address: str
    learner: StorageState
    instructor: StorageState
    code: str
    questions: dict[str, str]
    """Of each question of the bank its path segment, the id in the database."""
    quizzes: dict[str, str]
    """The paths of a quiz with one question of each interaction, by mode."""
    untouched: str
    """A copy of the course, by its slug, with the questions of the bank: no test writes into it."""


@dataclass
class Watch:
    """Whatever goes wrong in a browser: nothing may."""

    context: BrowserContext
    troubles: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._hear)
        self.context.on("weberror", self._catch)
        self.context.on("requestfailed", self._miss)
        self.context.on("response", self._look)

    def _hear(self, message: ConsoleMessage) -> None:
        # A status is reported once, by the response itself.
        is_status = message.text.startswith("Failed to load resource: the server responded")
        if message.type in {"error", "warning"} and not is_status:
            self.troubles.append((message.location["url"], f"{message.type}: {message.text}"))

    def _catch(self, error: WebError) -> None:
        url = error.page.url if error.page else ""
        self.troubles.append((url, f"page error: {error.error}"))

    def _miss(self, request: Request) -> None:
        # Leaving a page before its pictures are there is no failure, nor before a draft is kept
        # or looked at: it is sent once more while leaving.
        is_given_up = request.method == "GET" or request.url.endswith(_GIVEN_UP)
        if not (is_given_up and request.failure == "net::ERR_ABORTED"):
            self.troubles.append((request.url, f"{request.method} failed: {request.failure}"))

    def _look(self, response: Response) -> None:
        if response.status >= 400:
            said = f"{response.request.method} answered {response.status}"
            self.troubles.append((response.url, said))


@dataclass
class Entrance:
    """Where everybody of one test comes in, each with a browser of their own."""

    browser: Browser
    site: Site
    watches: list[Watch] = field(default_factory=list)
    foreseen: list[tuple[str, str]] = field(default_factory=list)

    def visitor(self, **options: Any) -> Page:
        """Open a browser in which nobody is signed in."""
        settings = {
            "base_url": self.site.address,
            "locale": "en-GB",
            "timezone_id": "Asia/Baku",
            "reduced_motion": "reduce",
            "viewport": WIDE,
            **options,
        }
        context = self.browser.new_context(**settings)
        context.set_default_timeout(15_000)
        self.watches.append(Watch(context))
        return context.new_page()

    def learner(self, **options: Any) -> Page:
        """Open a browser of the demonstration's learner: only to look, others look too."""
        return self.visitor(storage_state=self.site.learner, **options)

    def instructor(self, **options: Any) -> Page:
        """Open a browser of the demonstration's instructor."""
        return self.visitor(storage_state=self.site.instructor, **options)

    def guest(self, code: str | None = None, **options: Any) -> Page:
        """Open a browser of a new guest, in the course of ``code`` and in the demonstration.

        They come by the code of a course: guests without one are counted, and few.
        """
        page = self.visitor(**options)
        page.goto(f"/join/{code or self.site.code}")
        page.get_by_role("button", name="Join as a guest").click()
        page.wait_for_url("**/library")
        return page

    def member(self, code: str | None = None, **options: Any) -> tuple[Page, str]:
        """Open a browser of a guest who made an account; returns the e-mail address as well."""
        page = self.guest(code, **options)
        return page, sign_up(page)

    def foresee(self, path: str, status: int) -> None:
        """Say that a page under ``path`` is meant to answer ``status`` in this test."""
        self.foreseen.append((path, f"answered {status}"))

    def foresee_offline(self, path: str) -> None:
        """Say that what is sent to a page under ``path`` is meant to find no connection."""
        self.foreseen.append((path, "net::ERR_INTERNET_DISCONNECTED"))

    def leave(self) -> list[str]:
        """Close every browser; return what went wrong in them, line by line."""
        for watch in self.watches:
            watch.context.close()
        return [
            f"{urlsplit(url).path}: {said}"
            for watch in self.watches
            for url, said in watch.troubles
            if not self._is_foreseen(url, said)
        ]

    def _is_foreseen(self, url: str, said: str) -> bool:
        path = urlsplit(url).path
        return any(
            path.startswith(start) and said.endswith(ending) for start, ending in self.foreseen
        )


def sign_up(page: Page) -> str:
    """Make the guest of ``page`` an account through its page; returns the e-mail address."""
    email = f"reader{next(_number)}@example.org"
    page.goto("/sign-up")
    page.get_by_label("Name").fill("Reader of the Report")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Keep my progress").click()
    page.get_by_text("If that address was free, your account is made.").wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_text("Everything you did as a guest is in your account.").wait_for()
    return email


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in through the page, and arrive at Today."""
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation", name="Main").wait_for()


def sign_out(page: Page) -> None:
    """Sign out through the account menu."""
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/welcome")


def look_around(page: Page, account: str) -> None:
    """Sign in as one of the demonstration's people, as anybody may."""
    page.goto("/welcome")
    page.get_by_role("button", name=f"Look around as the {account}").click()
    page.get_by_role("navigation", name="Main").wait_for()


def press_key(page: Page, key: str) -> None:
    """Press a key once the page is whole: the script for single keys comes after the text."""
    page.wait_for_load_state()
    page.keyboard.press(key)
