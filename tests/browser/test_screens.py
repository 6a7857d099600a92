"""Every screen, narrow and wide, light and dark: accessible, titled, within the window."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from pyotp import TOTP

from tests.browser.asking import BY_ID, KINDS, OF_EACH_TYPE, answer
from tests.browser.auditing import Tour
from tests.browser.people import PASSWORD, Entrance, Site, sign_up

READER = "/courses/demonstration/documents/azernews-2023-01-20"
TEACH = "/teach/demonstration"


def visit(tour: Tour, page: Page, **screens: str) -> None:
    """Look at screens by their names, each at its path."""
    for name, path in screens.items():
        page.goto(path)
        tour.stop(page, name.replace("_", " "))


def press(page: Page, name: str) -> None:
    """Press a button that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).first.click()


def test_what_visitors_see(tour: Tour, entrance: Entrance, site: Site) -> None:
    page = entrance.visitor()
    visit(tour, page, welcome="/welcome")
    for option in (0, 1):
        page.locator("#try input[type=radio]").nth(option).check()
        page.locator("#try button").click()
        tour.stop(page, f"welcome, answered {option + 1}")
    visit(
        tour,
        page,
        sign_in="/sign-in",
        sign_up="/sign-up",
        forgotten="/forgotten",
        one_time_link="/one-time",
        join="/join",
        join_a_course=f"/join/{site.code}",
    )


def test_what_visitors_see_when_something_is_wrong(tour: Tour, entrance: Entrance) -> None:
    for path, status in (("/sign-in", 422), ("/sign-up", 422), ("/join", 404), ("/nowhere", 404)):
        entrance.foresee(path, status)
    entrance.foresee("/guest", 405)
    entrance.foresee("/join", 422)
    entrance.foresee("/one-time", 404)
    page = entrance.visitor()
    page.goto("/sign-in")
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    tour.stop(page, "sign in refused")
    page.goto("/sign-up")
    page.get_by_label("Name").fill("Reader")
    page.get_by_label("Email").fill("learner@example.org")
    page.get_by_label("Password").fill("Spiderman1!")
    press(page, "Sign up")
    tour.stop(page, "sign up refused")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign up")
    tour.stop(page, "sign in after signing up")
    page.goto("/one-time#not-a-token")
    page.wait_for_selector("h1:text('Nothing here')")
    tour.stop(page, "link that no longer works")
    page.goto("/join")
    page.get_by_label("Course code").fill("000-000")
    press(page, "Join the course")
    tour.stop(page, "join refused")
    visit(tour, page, unknown_code="/join/000000", not_found="/nowhere", not_allowed="/guest")


def test_what_guests_see(tour: Tour, entrance: Entrance, site: Site) -> None:
    entrance.foresee(TEACH, 403)
    page = entrance.guest()
    visit(
        tour,
        page,
        today_new="/",
        library_new="/library",
        progress_new="/progress",
        reader_new=READER,
        settings_guest="/settings",
        delete_guest="/settings/delete",
        keep_progress="/sign-up",
        sign_in_guest="/sign-in",
        joined=f"/join/{site.code}",
        teach_guest="/teach",
        forbidden=TEACH,
    )
    page.goto("/")
    page.locator(".menu > summary").click()
    tour.stop(page, "account menu")
    page.get_by_role("button", name="Sign out").click()
    tour.stop(page, "sign out guest")


def test_what_learners_see(tour: Tour, entrance: Entrance, site: Site) -> None:
    page = entrance.learner()
    visit(tour, page, today="/", library="/library", reader=READER, review="/review")
    page.goto("/progress")
    open_folds(page)
    tour.stop(page, "progress")
    page.locator("#at ~ ul a").first.click()
    tour.stop(page, "result of long ago")
    visit(tour, page, settings="/settings", delete_account="/settings/delete")


def test_what_members_see(tour: Tour, entrance: Entrance, site: Site) -> None:
    entrance.foresee("/settings", 422)
    page = entrance.guest()
    sign_up(page)
    visit(tour, page, today_member="/")
    page.goto("/settings")
    page.get_by_label("Old password").fill("not this one")
    page.get_by_label("New password").fill(PASSWORD)
    press(page, "Change the password")
    tour.stop(page, "password refused")
    page.goto("/settings")
    page.get_by_label("New cards a day").fill("0")
    press(page, "Save")
    tour.stop(page, "settings saved")
    visit(tour, page, today_finished="/", review_finished="/review")


def test_ways_to_sign_in(tour: Tour, entrance: Entrance, site: Site) -> None:
    entrance.foresee("/settings/authenticator", 422)
    page = entrance.guest()
    visit(tour, page, factors_guest="/settings/factors")
    sign_up(page)
    visit(
        tour,
        page,
        factors="/settings/factors",
        sessions="/settings/sessions",
        confirm="/confirm",
    )
    page.goto("/settings/factors")
    press(page, "Make recovery codes")
    tour.stop(page, "recovery codes")
    page.goto("/settings/factors")
    press(page, "Set up an app")
    tour.stop(page, "app")
    page.get_by_label("Code", exact=True).fill("000000")
    press(page, "Turn it on")
    tour.stop(page, "app refused")
    code = TOTP(page.locator("#key").input_value()).now()
    page.get_by_label("Code", exact=True).fill(code)
    press(page, "Turn it on")
    tour.stop(page, "factors, app set up")


def test_a_review_of_each_type(tour: Tour, entrance: Entrance, site: Site) -> None:
    entrance.foresee("/review/", 400)
    page = entrance.guest()
    for kind, question in OF_EACH_TYPE.items():
        page.goto(f"/review?again={site.questions[question.id or '']}")
        tour.stop(page, f"review {kind}")
        if kind == "flashcard":
            press(page, "Show answer")
            tour.stop(page, "review flashcard back")
            press(page, "Good")
            continue
        if kind in {"multiple_choice", "matching", "cloze"}:
            press(page, "Check")
            tour.stop(page, f"review {kind} unanswered")
        right = kind not in {"multiple_choice", "matching", "ordering", "short_answer"}
        answer(page, question, right=right)
        press(page, "Check")
        tour.stop(page, f"review {kind} {'right' if right else 'wrong'}")
    visit(tour, page, review_enough="/review?until=1", today_begun="/", reader_begun=READER)


def test_a_quiz_as_a_test(tour: Tour, entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    visit(tour, page, quiz_start=site.quizzes["test"])
    press(page, "Start")
    for number, slug in enumerate(KINDS, 1):
        tour.stop(page, f"test question {number}")
        if number == 1:
            press(page, "Flag to revisit")
            tour.stop(page, "test question flagged")
        if number < len(KINDS):
            answer(page, BY_ID[slug], right=number % 2 == 0)
            page.get_by_text("Saved just now").wait_for()
            press(page, "Next")
    page.get_by_role("button", name="Hand in · one unanswered").click()
    tour.stop(page, "hand in, one unanswered")
    press(page, "Hand in")
    open_folds(page)
    tour.stop(page, "result")
    visit(
        tour, page, quiz_after=site.quizzes["test"], today_after_quiz="/", library_after="/library"
    )


def test_a_quiz_for_practice(tour: Tour, entrance: Entrance, site: Site) -> None:
    page = entrance.guest()
    visit(tour, page, quiz_start_practice=site.quizzes["practice"])
    press(page, "Start")
    for number, slug in enumerate(KINDS, 1):
        tour.stop(page, f"practice question {number}")
        right = number != 1
        answer(page, BY_ID[slug], right=right)
        press(page, "Check")
        tour.stop(page, f"practice verdict {number}")
        press_or_follow(page, "Next" if number < len(KINDS) else "Hand in")
    expect(page.locator("#score")).to_contain_text("of 5")
    tour.stop(page, "result practice")
    page.get_by_role("link", name="Review the one missed").click()
    tour.stop(page, "review missed")
    answer(page, BY_ID[KINDS[0]])
    press(page, "Check")
    press(page, "Good")
    tour.stop(page, "review missed finished")


def test_what_instructors_see(tour: Tour, entrance: Entrance, site: Site) -> None:
    for path in ("/quizzes/new", "/documents/new"):
        entrance.foresee(TEACH + path, 400)
    entrance.foresee("/teach", 400)
    page = entrance.instructor()
    quiz = site.quizzes["test"].replace("/courses/", "/teach/")
    visit(
        tour,
        page,
        teach="/teach",
        course=TEACH,
        questions=f"{TEACH}/questions",
        questions_none=f"{TEACH}/questions?text=zebra",
        questions_tagged=f"{TEACH}/questions?tag=deep",
        quiz_builder=f"{TEACH}/quizzes/new",
        quiz_edit=quiz,
        quiz_preview=f"{quiz}/preview",
        quiz_paper=f"{quiz}/print",
        quiz_key=f"{quiz}/print/key",
        quiz_delete=f"{quiz}/deletion",
        add_document=f"{TEACH}/documents/new",
        jobs=f"{TEACH}/jobs",
        details=f"{READER.replace('/courses/', '/teach/')}/details",
        new_text=f"{READER.replace('/courses/', '/teach/')}/text",
        stale=f"{READER.replace('/courses/', '/teach/')}/stale",
        remove_document=f"{READER.replace('/courses/', '/teach/')}/removal",
        results=f"{TEACH}/results",
        reader_instructor=READER,
        today_instructor="/",
        library_instructor="/library",
    )
    page.goto("/teach")
    press(page, "Make the course")
    tour.stop(page, "course refused")
    page.goto(f"{TEACH}/documents/new")
    press(page, "Add documents")
    tour.stop(page, "document refused")
    page.goto(f"{TEACH}/quizzes/new")
    press(page, "Save the quiz")
    tour.stop(page, "quiz refused")
    press(page, "Fill the quiz")
    tour.stop(page, "quiz filled")


def test_people_of_a_course(tour: Tour, entrance: Entrance, site: Site) -> None:
    entrance.foresee(f"{TEACH}/people", 400)
    reader, email = entrance.member()
    page = entrance.instructor()
    visit(tour, page, people=f"{TEACH}/people")
    row = page.get_by_role("row", name=re.compile(re.escape(email)))
    row.get_by_role("link", name=re.compile("Remove")).click()
    tour.stop(page, "people remove")
    page.go_back()
    row.get_by_role("button", name=re.compile("Password link")).click()
    tour.stop(page, "people link refused")
    reader.goto("/settings/factors")
    press(reader, "Make recovery codes")
    row.get_by_role("button", name=re.compile("Password link")).click()
    tour.stop(page, "people link")
    link = page.get_by_label("The link").input_value()
    visit(tour, entrance.visitor(), new_password=link)


def test_the_editor_of_each_type(tour: Tour, entrance: Entrance, site: Site) -> None:
    entrance.foresee(f"{TEACH}/questions/new", 400)
    page = entrance.instructor()
    for kind, question in OF_EACH_TYPE.items():
        page.goto(f"{TEACH}/questions/{site.questions[question.id or '']}")
        expect(page.locator("#preview")).to_contain_text("After answering")
        tour.stop(page, f"editor {kind}")
    for kind in ("multiple_choice", "matching"):
        page.goto(f"{TEACH}/questions/new?type={kind}")
        tour.stop(page, f"editor new {kind}")
        press(page, "Publish")
        tour.stop(page, f"editor refused {kind}")


def open_folds(page: Page) -> None:
    """Open whatever is folded, so that it is looked at too."""
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")


def press_or_follow(page: Page, name: str) -> None:
    main = page.get_by_role("main")
    with page.expect_navigation():
        main.locator(".settled").locator("a, button", has_text=name).click()
