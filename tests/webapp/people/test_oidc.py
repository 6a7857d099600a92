"""Signing in by a provider: a real one on loopback, and a small one that lies."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.people.entering import (
    NEWCOMER,
    SITE,
    come_back,
    confirm,
    count,
    go,
    start,
    use,
    who,
)
from tests.webapp.people.providing import (
    HUSH,
    Provider,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp import clock
from webapp.db import db
from webapp.models import Identity, Means, SignIn, User
from webapp.requirements import SecondFactor
from webapp.services.operations.queries.quotas import SIGN_UPS
from webapp.services.people.authenticators import draw_key, set_up
from webapp.services.people.recovery_codes import make_recovery_codes


@pytest.fixture
def real(app: Flask) -> Iterator[str]:
    with warnings.catch_warnings(action="ignore"):
        from oidc_provider_mock import User as Person
        from oidc_provider_mock import run_server_in_thread
    claims = {"email": "learner@example.org", "email_verified": True, "name": "Lea"}
    people = [Person(sub="lea", claims=claims)]
    with run_server_in_thread(require_nonce=True, user_claims=people) as server:
        issuer = f"http://localhost:{server.server_port}"
        use(app, issuer)
        yield issuer


@pytest.mark.filterwarnings("ignore")  # what it uses will be renamed
def test_the_whole_way_with_a_real_provider(app: Flask, world: World, real: str) -> None:
    confirm(world.learner_id)
    client = app.test_client()
    assert 'href="/oidc/start?next=/progress">Sign in with School account' in client.get(
        "/sign-in?next=/progress"
    ).text.replace("%2F", "/")
    address = start(client, "/progress")
    assert address.startswith(real)
    form = httpx2.get(address)
    assert form.status_code == 200
    chosen = httpx2.post(address, data={"sub": "lea"})
    assert chosen.status_code == 302
    before = client.get_cookie("recite")
    arrived = come_back(client, chosen.headers["Location"])
    after = client.get_cookie("recite")
    assert arrived.location == "/progress", arrived.text
    assert before is not None and after is not None and before.value != after.value
    assert who(client) == "Lea Learner"
    assert db.session.scalars(select(SignIn.means)).one() is Means.PROVIDER
    identity = db.session.scalars(select(Identity)).one()
    assert (identity.issuer, identity.subject) == (real, "lea")
    denied = app.test_client()
    refusal = httpx2.post(start(denied), data={"action": "deny"})
    said = come_back(denied, refusal.headers["Location"])
    assert said.status_code >= 400 and "not signed in" in said.text
    assert who(denied) is None


def test_what_is_asked_of_the_provider(app: Flask, world: World, liar: Provider) -> None:
    use(app, liar.issuer, url=SITE)
    client = app.test_client()
    address = start(client)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{liar.issuer}/authorize?tenant=school&")
    assert asked["redirect_uri"] == [f"{SITE}/oidc/callback"]
    assert asked["response_type"] == ["code"] and asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 43 and len(asked["nonce"][0]) >= 43
    assert "prompt" not in asked and HUSH not in address


def test_the_way_back_is_not_built_from_host(app: Flask, world: World, liar: Provider) -> None:
    client = app.test_client()
    for host in ("evil.example", "localhost:1"):
        said = client.get("/oidc/start", headers={"Host": host, "X-Forwarded-Host": host})
        assert said.status_code == 400 or "127.0.0.1%3A8000%2Foidc" in said.location


def test_who_came_before_is_known_by_subject_alone(
    app: Flask, world: World, liar: Provider
) -> None:
    confirm(world.learner_id)
    go(app.test_client(), liar)
    liar.person = {"sub": "s-1", "email": "other@example.org", "email_verified": False}
    client = app.test_client()
    assert go(client, liar).location == "/"
    assert who(client) == "Lea Learner"
    assert count(Identity) == 1


def test_a_newcomer_gets_an_account(app: Flask, world: World, liar: Provider) -> None:
    liar.person = NEWCOMER | {"email": "ＮＥＷ@Example.org"}
    client = app.test_client()
    assert go(client, liar).status_code == 302
    assert who(client) == "Nina New"
    user = db.session.scalars(select(User).where(User.email == "new@example.org")).one()
    assert user.password_hash is None and user.email_confirmed_at is not None
    assert not user.is_admin
    again = app.test_client()
    go(again, liar)
    assert who(again) == "Nina New"
    for password in ("", PASSWORD, "None"):
        assert sign_in(app.test_client(), "new@example.org", password).status_code == 422


def test_a_guest_keeps_everything(app: Flask, world: World, liar: Provider) -> None:
    liar.person = NEWCOMER
    client, elsewhere = app.test_client(), app.test_client()
    post(client, "/guest", page="/sign-up")
    cookie = client.get_cookie("recite")
    assert cookie is not None
    elsewhere.set_cookie("recite", cookie.value)
    guest = db.session.scalars(select(User.id).where(User.is_guest)).one()
    assert go(client, liar).status_code == 302
    assert who(client) == "Nina New" and who(elsewhere) is None
    user = db.session.get_one(User, guest)
    assert (user.email, user.is_guest) == ("new@example.org", False)


def test_a_guest_takes_over_no_account(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    client = app.test_client()
    post(client, "/guest", page="/sign-up")
    go(client, liar)
    assert who(client) == "Lea Learner"
    assert db.session.scalars(select(User.id).where(User.is_guest)).one() != world.learner_id


@pytest.mark.parametrize("verified", [False, None, "true", 1, "false"])
def test_an_unverified_address_opens_nothing(
    app: Flask, world: World, liar: Provider, verified: object
) -> None:
    confirm(world.learner_id)
    client, people = app.test_client(), count(User)
    for email in ("learner@example.org", "unheard-of@example.org"):
        liar.person = {"sub": "thief", "email": email, "email_verified": verified}
        said = go(client, liar)
        assert said.status_code == 403 and "not verified" in said.text
        assert who(client) is None
    assert (count(User), count(Identity)) == (people, 0)


def test_an_unconfirmed_account_is_not_joined(app: Flask, world: World, liar: Provider) -> None:
    client = app.test_client()
    said = go(client, liar)
    assert said.status_code == 403 and "sign in with its password" in said.text
    assert who(client) is None and count(Identity) == 0


@pytest.mark.parametrize("email", [None, "", "no address", 17, "a@b\u0000.org", "x" * 5000])
def test_without_an_address_there_is_no_account(
    app: Flask, world: World, liar: Provider, email: object
) -> None:
    liar.person = {"sub": "s-3", "email": email, "email_verified": True}
    liar.userinfo = {"sub": "s-3"}
    assert go(app.test_client(), liar).status_code == 403
    assert count(Identity) == 0


def test_an_account_has_one_person_at_a_provider(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    go(app.test_client(), liar)
    liar.person = liar.person | {"sub": "namesake"}
    client = app.test_client()
    said = go(client, liar)
    assert said.status_code == 403 and who(client) is None


def test_userinfo_completes_the_token(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    liar.person, liar.userinfo = {"sub": "s-1"}, dict(liar.person)
    client = app.test_client()
    go(client, liar)
    assert who(client) == "Lea Learner"


def test_userinfo_of_somebody_else_is_refused(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    liar.person, liar.userinfo = {"sub": "s-9"}, dict(liar.person)
    client = app.test_client()
    assert go(client, liar).status_code == 403 and who(client) is None


@pytest.mark.parametrize("state", ["", "x", "é", "\U0001f600" * 9])
def test_a_wrong_state_is_refused_and_ends_nothing(
    app: Flask, world: World, liar: Provider, state: str
) -> None:
    confirm(world.learner_id)
    client = app.test_client()
    right = liar.sign_in(start(client))
    forged = client.get("/oidc/callback", query_string={"code": "code-0", "state": state})
    assert forged.status_code == 403 and who(client) is None
    come_back(client, right)
    assert who(client) == "Lea Learner"


def test_nobody_is_signed_in_by_somebody_elses_answer(
    app: Flask, world: World, liar: Provider
) -> None:
    """An attacker's own answer, opened in another browser, signs that in to nothing."""
    confirm(world.learner_id)
    attacker, victim = app.test_client(), app.test_client()
    answer = liar.sign_in(start(attacker))
    for _begun in (False, True):
        assert come_back(victim, answer).status_code == 403
        assert who(victim) is None
        start(victim)


def test_an_answer_works_once(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    client, thief = app.test_client(), app.test_client()
    answer = liar.sign_in(start(client))
    cookie = client.get_cookie("recite")
    assert cookie is not None
    assert come_back(client, answer).status_code == 302
    thief.set_cookie("recite", cookie.value)
    assert come_back(thief, answer).status_code == 403
    assert who(thief) is None


def test_a_code_works_once(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    first, second = app.test_client(), app.test_client()
    answer = liar.sign_in(start(first))
    come_back(first, answer)
    code = parse_qs(urlsplit(answer).query)["code"][0]
    state = parse_qs(urlsplit(start(second)).query)["state"][0]
    said = second.get("/oidc/callback", query_string={"code": code, "state": state})
    assert said.status_code == 403 and who(second) is None


def test_a_stolen_code_is_worth_nothing_in_another_browser(
    app: Flask, world: World, liar: Provider
) -> None:
    confirm(world.learner_id)
    client, thief = app.test_client(), app.test_client()
    code = parse_qs(urlsplit(liar.sign_in(start(client))).query)["code"][0]
    state = parse_qs(urlsplit(start(thief)).query)["state"][0]
    said = thief.get("/oidc/callback", query_string={"code": code, "state": state})
    assert said.status_code == 403 and who(thief) is None


def test_a_client_secret_may_be_sent_as_a_field(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    liar.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    client = app.test_client()
    go(client, liar)
    assert who(client) == "Lea Learner"


def test_nothing_is_offered_where_no_provider_is_named(client: FlaskClient, world: World) -> None:
    assert client.get("/oidc/start").status_code == 404
    assert client.get("/oidc/callback?code=1&state=2").status_code == 404
    assert "/oidc/start" not in client.get("/sign-in").text


def test_the_demonstration_has_no_provider(app: Flask, liar: Provider) -> None:
    use(app, liar.issuer, demonstration=True)
    client = app.test_client()
    assert client.get("/oidc/start").status_code == 404
    assert "/oidc/start" not in client.get("/sign-in").text


def test_our_factor_is_asked_for_where_the_site_requires_it(
    app: Flask, world: World, liar: Provider
) -> None:
    import pyotp

    confirm(world.learner_id)
    key = draw_key()
    set_up(world.learner_id, key, pyotp.TOTP(key).now(), None, clock.now())
    client = app.test_client()
    assert go(client, liar).location == "/"
    use(app, liar.issuer, second_factor=SecondFactor.EVERYBODY)
    client = app.test_client()
    assert go(client, liar, "/progress").location == "/sign-in/second-step"
    assert who(client) is None
    code, *_others = make_recovery_codes(world.learner_id, clock.now())
    assert submit(client, "/sign-in/second-step", code=code).location == "/progress"


def test_new_accounts_are_bounded_as_by_sign_up(
    app: Flask, world: World, liar: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.services.operations.spending.SIGN_UPS", 2)
    assert SIGN_UPS > 2
    said = []
    for n in range(3):
        liar.person = {"sub": f"n-{n}", "email": f"n{n}@example.org", "email_verified": True}
        said.append(go(app.test_client(), liar).status_code)
    assert said == [302, 302, 429]
    assert count(Identity) == 2


def test_forged_answers_end(app: Flask, world: World, liar: Provider) -> None:
    client = app.test_client()
    said = {client.get("/oidc/callback?code=1&state=2").status_code for _n in range(151)}
    assert said == {403, 429}


def test_of_two_at_once_one_makes_the_account(app: Flask, world: World, liar: Provider) -> None:
    liar.person = NEWCOMER
    clients = [app.test_client() for _n in range(4)]
    answers = [liar.sign_in(start(client)) for client in clients]
    together, said = threading.Barrier(4), []

    def come(client: FlaskClient, answer: str) -> None:
        together.wait()
        parts = urlsplit(answer)
        with app.app_context():
            said.append(FlaskClient.get(client, f"{parts.path}?{parts.query}").status_code)
            db.session.remove()

    threads = [
        threading.Thread(target=come, args=pair) for pair in zip(clients, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(said) <= {302, 409} and 302 in said
    assert count(Identity) == 1


def test_what_is_logged(
    app: Flask,
    world: World,
    liar: Provider,
    heard: Listener,  # noqa: F811
) -> None:
    liar.person = NEWCOMER
    client = app.test_client()
    answer = liar.sign_in(start(client))
    come_back(client, answer)
    lines = heard.take()
    assert [line["message"] for line in lines] == ["signed up", "signed in"]
    assert {line["means"] for line in lines} == {"provider"}
    come_back(client, answer)
    refused = only(heard, "sign-in by provider refused")
    assert refused["why"] == "state"
    code = parse_qs(urlsplit(answer).query)["state"][0]
    assert HUSH not in str([lines, refused]) and code not in str([lines, refused])


def test_an_account_of_a_confirmed_address_is_joined(
    app: Flask, world: World, liar: Provider
) -> None:
    mine = add_user("mixed@example.org", "Mia Mixed", email_confirmed_at=START)
    liar.person = {"sub": "m", "email": "Mixed@EXAMPLE.org", "email_verified": True}
    go(app.test_client(), liar)
    assert db.session.scalars(select(Identity.user_id)).one() == mine
