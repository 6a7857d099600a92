"""Passkeys, made and used with a device that Chromium makes up."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.test_screens import press

PASSWORD = "correct horse battery"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page at the name that passkeys are bound to on this machine."""
    context = browser.new_context(base_url=address.replace("127.0.0.1", "localhost"))
    yield context.new_page()
    context.close()


def device(page: Page, **changes: object) -> tuple[CDPSession, str]:
    """Plug a device in."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"options": {**DEVICE, **changes}}
    made = session.send("WebAuthn.addVirtualAuthenticator", options)
    return session, str(made["authenticatorId"])


def account(page: Page) -> str:
    """Make an account and sign in; returns the e-mail address."""
    email = f"{token_hex(6)}@example.org"
    page.goto("/sign-up")
    page.get_by_label("Name").fill("Pia Passkey")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign up")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    return email


def set_up(page: Page, name: str = "telephone") -> None:
    page.goto("/settings/passkeys/new")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Set up the passkey").click()


def sign_out(page: Page) -> None:
    page.goto("/settings")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/welcome")


def test_a_passkey_signs_in_alone(page: Page) -> None:
    device(page)
    account(page)
    set_up(page)
    page.get_by_text("The passkey is set up.").wait_for()
    page.get_by_text("not used yet").wait_for()
    sign_out(page)
    page.goto("/sign-in?next=/settings/factors")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/settings/factors")
    page.get_by_text("last used today").wait_for()


def test_it_stands_for_the_second_step(page: Page) -> None:
    device(page)
    email = account(page)
    set_up(page)
    page.get_by_text("The passkey is set up.").wait_for()
    sign_out(page)
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_role("heading", name="Second step").wait_for()
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/")
    page.get_by_role("link", name="Today").first.wait_for()


def test_what_is_removed_signs_nobody_in(page: Page) -> None:
    device(page)
    account(page)
    set_up(page)
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("The passkey is removed.").wait_for()
    sign_out(page)
    page.goto("/sign-in/passkey")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That passkey is not known here.").wait_for()


def test_a_device_that_refuses_changes_nothing(page: Page) -> None:
    session, number = device(page)
    account(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    set_up(page)
    page.get_by_text("The device gave no answer.").wait_for()
    assert page.get_by_label("Name").input_value() == "telephone"


def test_a_copied_passkey_is_told_by_its_count(page: Page) -> None:
    session, number = device(page)
    account(page)
    set_up(page)
    page.get_by_text("The passkey is set up.").wait_for()
    copies = session.send("WebAuthn.getCredentials", {"authenticatorId": number})
    (copy,) = copies["credentials"]
    for again in (True, False):
        sign_out(page)
        if not again:  # the copy is where it was before the last sign-in
            session.send("WebAuthn.clearCredentials", {"authenticatorId": number})
            session.send("WebAuthn.addCredential", {"authenticatorId": number, "credential": copy})
        page.goto("/sign-in/passkey")
        page.get_by_role("button", name="Use a passkey").click()
        if again:
            page.wait_for_url("**/")
    page.get_by_text("That passkey is not known here.").wait_for()


def test_elsewhere_the_page_says_where_to_go(browser: Browser, address: str) -> None:
    page = browser.new_context(base_url=address).new_page()
    page.goto("/sign-in/passkey")
    page.get_by_text("Passkeys work at http://localhost:").wait_for()
    assert page.get_by_role("button", name="Use a passkey").is_disabled()
    page.context.close()
