"""Who takes part: invited from a list, shown the code, and a course that is archived."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.auditing import Tour
from tests.browser.people import Entrance, look_around, press_key
from tests.browser.serving import demonstration

PEOPLE = ("learner", "instructor")
LINES = 'ada@school.org;Ada Byron\nben@school.org;"Ben Ode";instructor\nnobody;Nobody\n'


def test_people_are_invited_from_a_list(entrance: Entrance, tour: Tour) -> None:
    page = entrance.instructor()
    path = make_course(page)
    page.goto(f"{path}/people")
    page.get_by_role("link", name="Invite from a list").click()
    tour.stop(page, "roster-empty")
    page.get_by_label("Paste the lines").fill(LINES)
    page.get_by_role("button", name="Look the lines over").click()
    expect(page.get_by_text("That is not an email address")).to_be_visible()
    tour.stop(page, "roster-seen")
    page.get_by_role("button", name="Invite 2 people").click()
    expect(page.get_by_text("2 people are invited.")).to_be_visible()
    tour.stop(page, "roster-left-out")
    page.goto(f"{path}/people")
    tour.stop(page, "people-invited")
    page.get_by_role("button", name=re.compile("Take back.*ada@")).click()
    expect(page.get_by_text("ada@school.org")).to_have_count(0)
    page.get_by_role("link", name="Show the code large").click()
    expect(page.get_by_role("img", name="The link to join")).to_be_visible()
    tour.stop(page, "poster")


def test_an_owner_archives_by_keyboard_and_deletes(entrance: Entrance) -> None:
    # Deleting asks who signed in long ago to show anew who they are.
    page = entrance.visitor(java_script_enabled=False)
    look_around(page, "instructor")
    path = make_course(page)
    page.goto(path)
    page.get_by_role("button", name="Archive the course").focus()
    press_key(page, "Enter")
    expect(page.get_by_text("This course is archived")).to_be_visible()
    page.get_by_role("button", name="Bring it back").focus()
    press_key(page, "Enter")
    expect(page.get_by_text("This course is archived")).to_have_count(0)
    page.get_by_role("link", name="Delete the course…").click()
    page.get_by_label("Delete the course with everything in it").check()
    page.get_by_role("button", name="Delete the course").click()
    expect(page.get_by_text("is deleted, with everything in it.")).to_be_visible()


def test_an_administrator_looks_after_the_site(
    browser: Browser, tour: Tour, tmp_path: Path
) -> None:
    with demonstration(tmp_path) as address:
        learner, admin = (looking_around(browser, address, who) for who in PEOPLE)
        file = tmp_path / "demonstration" / "recite.db"
        with closing(connect(file)) as database, database:
            database.execute("UPDATE users SET is_admin = 1 WHERE email LIKE 'instructor%'")
        admin.goto("/admin")
        tour.stop(admin, "admin-site")
        admin.get_by_role("link", name="Accounts").click()
        admin.get_by_label("Name or address").fill("learner@")
        press_key(admin, "Enter")
        expect(admin.get_by_role("heading", name="1 person")).to_be_visible()
        tour.stop(admin, "admin-accounts")
        admin.get_by_role("link", name="Demo Learner").click()
        tour.stop(admin, "admin-account")
        admin.get_by_role("button", name="Lock").focus()
        press_key(admin, "Enter")
        expect(admin.get_by_text("is signed out, and cannot come in.")).to_be_visible()
        learner.goto("/library")
        expect(learner).to_have_url(re.compile("/sign-in"))
        admin.get_by_role("link", name="Delete…").click()
        tour.stop(admin, "admin-deletion")
        admin.get_by_label("Delete the account").check()
        admin.get_by_role("button", name="Delete the account").click()
        expect(admin.get_by_text("The account of Demo Learner is deleted.")).to_be_visible()
        for page in (learner, admin):
            page.context.close()


def test_on_a_phone_nothing_of_a_person_is_out_of_sight(entrance: Entrance) -> None:
    page = entrance.instructor(viewport={"width": 360, "height": 740})
    page.goto("/teach/demonstration/people")
    acts = page.locator("main table :is(button, select, a)")
    expect(acts.first).to_be_visible()
    for act in acts.all():
        box = act.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360, act.text_content()


def make_course(page: Page) -> str:
    """Make an empty course; returns its path."""
    page.goto("/teach")
    page.get_by_label("Title").fill("Harbours")
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_text("The course is there.")).to_be_visible()
    return urlsplit(page.url).path


def looking_around(browser: Browser, address: str, account: str) -> Page:
    """Open a browser of one of the demonstration's people."""
    page = browser.new_context(base_url=address, reduced_motion="reduce").new_page()
    look_around(page, account)
    return page
