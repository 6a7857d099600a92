"""Signing in by a provider: a real one on loopback, and a small one that lies."""

from __future__ import annotations

import re
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.people.providing import (
    CLIENT,
    CURVE,
    HUSH,
    KEY,
    OTHER_KEY,
    SHORT_KEY,
    Provider,
    provider_running,
    sign,
    unsigned,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp import clock, providers
from webapp.config import ConfigError, load_config
from webapp.db import db, writing
from webapp.models import Identity, Means, SignIn, User
from webapp.requirements import SecondFactor
from webapp.services.operations.queries.quotas import SIGN_UPS
from webapp.services.people.authenticators import draw_key, set_up
from webapp.services.people.recovery_codes import make_recovery_codes

SITE = "https://recite.example.org"
NEWCOMER = {"sub": "s-2", "email": "new@example.org", "email_verified": True, "name": "Nina New"}


@pytest.fixture
def liar(app: Flask) -> Iterator[Provider]:
    """A small provider that signs in the learner of the world, with right answers unless told."""
    with provider_running() as provider:
        use(app, provider.issuer)
        yield provider


def use(app: Flask, issuer: str, **changes: Any) -> None:
    named = providers.Provider(issuer, CLIENT, HUSH, "School account")
    app.extensions["recite"] = replace(app.extensions["recite"], provider=named, **changes)


def confirm(user_id: UUID) -> None:
    with writing() as session:
        changes = {"email_confirmed_at": START}
        session.execute(update(User).where(User.id == user_id).values(changes))


def start(client: FlaskClient, then: str | None = None) -> str:
    said = client.get("/oidc/start", query_string={"next": then} if then else None)
    assert said.status_code == 302, said.text
    return said.location


def come_back(client: FlaskClient, address: str) -> TestResponse:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def go(client: FlaskClient, provider: Provider, then: str | None = None) -> TestResponse:
    return come_back(client, provider.sign_in(start(client, then)))


def who(client: FlaskClient) -> str | None:
    """Whose name the settings show, where somebody is signed in."""
    page = client.get("/settings")
    found = re.search(r'name="name"[^>]*value="([^"]*)"', page.text)
    return found[1] if page.status_code == 200 and found else None


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


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


NOW = int(time.time())
LIES: dict[str, dict[str, Any]] = {
    "nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "nonce of another kind": {"nonce": ["x"]},
    "issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "audience": {"aud": "another-site"},
    "no audience": {"aud": None},
    "audiences without us": {"aud": ["a", "b"]},
    "audiences without a party": {"aud": [CLIENT, "b"]},
    "party": {"azp": "b"},
    "audiences and party": {"aud": [CLIENT, "b"], "azp": "b"},
    "audience of another kind": {"aud": {CLIENT: CLIENT}},
    "expired": {"exp": NOW - 3600},
    "no expiry": {"exp": None},
    "expiry of another kind": {"exp": "never"},
    "expiry beyond reason": {"exp": 1e300},
    "expiry that is true": {"exp": True},
    "made in the future": {"iat": NOW + 3600},
    "made long ago": {"iat": NOW - 3600},
    "no making": {"iat": None},
    "not yet": {"nbf": NOW + 3600},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject of another kind": {"sub": 7},
    "long subject": {"sub": "s" * 256},
    "unstorable subject": {"sub": "s\u0000"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_claim_that_is_not_right_is_refused(
    app: Flask, world: World, liar: Provider, lie: str
) -> None:
    confirm(world.learner_id)
    liar.changes = LIES[lie]
    client = app.test_client()
    said = go(client, liar)
    assert said.status_code == 403 and "could not be trusted" in said.text
    assert who(client) is None and count(Identity) == 0


PEM = KEY.as_pem(private=False)
FORGERIES: dict[str, Callable[[dict[str, Any]], str]] = {
    "none": unsigned,
    "own key under the same name": lambda claims: sign(claims, OTHER_KEY),
    "our secret": lambda claims: sign(claims, OctKey.import_key(HUSH), "HS256"),
    "public key as a secret": lambda claims: sign(
        claims, OctKey.import_key(b"k" * 3 + PEM[5:]), "HS256"
    ),
    "other algorithm": lambda claims: sign(claims, KEY, "RS512"),
    "other padding": lambda claims: sign(claims, KEY, "PS256"),
    "changed afterwards": lambda claims: ".".join(
        [
            sign(claims).split(".")[0],
            unsigned(claims | {"a": 1}).split(".")[1],
            sign(claims).split(".")[2],
        ]
    ),
    "no signature": lambda claims: sign(claims).rpartition(".")[0] + ".",
    "no token": lambda _claims: "",
    "nonsense": lambda _claims: "a.b.c",
    "long": lambda _claims: "a" * 100_000,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_token_is_refused(app: Flask, world: World, liar: Provider, forgery: str) -> None:
    confirm(world.learner_id)
    with warnings.catch_warnings(action="ignore"):  # a key made for this is weak on purpose
        liar.sign = FORGERIES[forgery]
        client = app.test_client()
        said = go(client, liar)
    assert said.status_code == 403, said.text
    assert who(client) is None and count(Identity) == 0


@pytest.mark.parametrize(
    "keys",
    [
        [],
        "none",
        [{"kty": "oct", "k": "aHVzaA", "kid": "one"}],
        [{"kty": "RSA"}, 7, {"kty": "EC", "crv": "P-256", "x": "", "y": ""}],
        [{**KEY.as_dict(private=False), "use": "enc"}],
        [SHORT_KEY.as_dict(private=False)],
    ],
)
def test_other_keys_prove_nothing(app: Flask, world: World, liar: Provider, keys: Any) -> None:
    confirm(world.learner_id)
    with warnings.catch_warnings(action="ignore"):
        if keys == [SHORT_KEY.as_dict(private=False)]:
            liar.sign = lambda claims: sign(claims, SHORT_KEY)
        liar.keys = keys
        client = app.test_client()
        assert go(client, liar).status_code == 403
    assert who(client) is None


def test_a_key_on_a_curve_will_do(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    liar.sign = lambda claims: sign(claims, CURVE, "ES256")
    client = app.test_client()
    go(client, liar)
    assert who(client) == "Lea Learner"


def test_a_client_secret_may_be_sent_as_a_field(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    liar.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    client = app.test_client()
    go(client, liar)
    assert who(client) == "Lea Learner"


def test_an_answer_of_another_issuer_is_refused(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    client = app.test_client()
    answer = liar.sign_in(start(client))
    mixed = answer.partition("&iss=")[0] + "&iss=https%3A%2F%2Fevil.example"
    assert come_back(client, mixed).status_code == 403
    assert "/token" not in liar.requests


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil"],
)
def test_never_leads_to_another_site(
    app: Flask, world: World, liar: Provider, elsewhere: str
) -> None:
    confirm(world.learner_id)
    assert go(app.test_client(), liar, elsewhere).location == "/"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (500, b"")),
        ("/.well-known/openid-configuration", (302, b"http://127.0.0.1:1/")),
        ("/.well-known/openid-configuration", (200, b"[]")),
        ("/.well-known/openid-configuration", (200, b"[" * 100_000)),
        ("/.well-known/openid-configuration", (200, b"{" + b" " * 600_000 + b"}")),
        ("/.well-known/openid-configuration", (200, b"{}")),
        ("/token", (500, b"")),
        ("/token", (302, b"http://127.0.0.1:1/")),
        ("/token", (200, b"null")),
        ("/keys", (503, b"")),
        ("/keys", (200, b"\xff")),
    ],
)
def test_a_provider_in_trouble_is_told_of(
    app: Flask, world: World, liar: Provider, path: str, answer: tuple[int, bytes]
) -> None:
    confirm(world.learner_id)
    liar.answers = {path: answer}
    client = app.test_client()
    said = client.get("/oidc/start?next=/progress")
    if path in {"/token", "/keys"}:
        said = come_back(client, liar.sign_in(said.location))
    assert said.status_code == 503
    assert "does not answer" in said.text and "/sign-in" in said.text
    assert who(client) is None
    assert sign_in(client, "learner@example.org", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"token_endpoint": ["https://evil.example"]},
        {"token_endpoint": "https://a:b@evil.example:x/"},
    ],
)
def test_a_description_that_leads_elsewhere_is_not_followed(
    app: Flask, world: World, liar: Provider, described: dict[str, Any]
) -> None:
    liar.described = described
    assert app.test_client().get("/oidc/start").status_code == 503


def test_a_provider_that_is_down_stops_nobody_else(app: Flask, world: World) -> None:
    use(app, "http://127.0.0.1:9")
    client = app.test_client()
    said = client.get("/oidc/start")
    assert said.status_code == 503 and "does not answer" in said.text
    assert "Sign in with School account" in client.get("/sign-in").text
    assert sign_in(client, "learner@example.org", PASSWORD).status_code == 302


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


def test_an_account_without_a_password_is_confirmed_and_deleted(
    app: Flask, world: World, liar: Provider
) -> None:
    liar.person = NEWCOMER
    client = app.test_client()
    go(client, liar)
    assert "Old password" not in client.get("/settings").text
    make_old()
    asked = client.get("/settings/delete")
    assert asked.location == "/confirm?next=/settings/delete"
    page = client.get(asked.location).text
    assert 'name="password"' not in page and 'name="code"' not in page
    assert "/oidc/start?next=/settings/delete" in page
    address = start(client, "/settings/delete")
    assert "prompt=login" in address and "max_age=0" in address
    assert come_back(client, liar.sign_in(address)).location == "/settings/delete"
    assert submit(client, "/settings/delete").status_code == 422
    assert submit(client, "/settings/delete", sure="y").location == "/welcome"
    assert count(Identity) == 0
    assert not db.session.scalar(select(User.id).where(User.email == "new@example.org"))


def test_an_old_sign_in_deletes_nothing(app: Flask, world: World, liar: Provider) -> None:
    liar.person = NEWCOMER
    client = app.test_client()
    go(client, liar)
    page = client.get("/settings/delete").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    make_old()
    said = client.post("/settings/delete", data={"csrf_token": token, "sure": "y"})
    assert said.location.startswith("/confirm")
    assert who(client) == "Nina New"


@pytest.mark.parametrize(
    "changes", [{"auth_time": NOW - 3600}, {"sub": "another"}, {"nonce": "another"}]
)
def test_somebody_else_confirms_nothing(
    app: Flask, world: World, liar: Provider, changes: dict[str, Any]
) -> None:
    liar.person = NEWCOMER
    client = app.test_client()
    go(client, liar)
    make_old()
    liar.changes = changes
    said = go(client, liar, "/settings/delete")
    assert said.status_code == 403 and "Back to Settings" in said.text
    assert who(client) == "Nina New"
    assert client.get("/settings/delete").status_code == 302


def make_old() -> None:
    with writing() as session:
        session.execute(update(SignIn).values(proved_at=START))


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


GIVEN = {
    "RECITE_OIDC_ISSUER": "https://login.example.org/school/",
    "RECITE_OIDC_CLIENT_ID": CLIENT,
    "RECITE_OIDC_CLIENT_SECRET": HUSH,
}


def test_the_settings_name_the_provider(tmp_path: Path) -> None:
    config = load_config({"RECITE_DATA": str(tmp_path), **GIVEN})
    assert config.provider is not None
    assert config.provider.issuer == "https://login.example.org/school/"
    assert config.provider.name == "single sign-on"
    assert HUSH in config.secrets
    assert HUSH not in repr(config) + repr(config.provider)
    assert load_config({"RECITE_DATA": str(tmp_path)}).provider is None


@pytest.mark.parametrize(
    "changes",
    [
        {"RECITE_OIDC_ISSUER": ""},
        {"RECITE_OIDC_CLIENT_ID": ""},
        {"RECITE_OIDC_CLIENT_SECRET": ""},
        {"RECITE_OIDC_ISSUER": "http://login.example.org"},
        {"RECITE_OIDC_ISSUER": "login.example.org"},
        {"RECITE_OIDC_ISSUER": f"https://a:{HUSH}@login.example.org"},
        {"RECITE_OIDC_ISSUER": "https://login.example.org?x"},
        {"RECITE_OIDC_ISSUER": "https://[login"},
        {"RECITE_OIDC_CLIENT_ID": "a b"},
        {"RECITE_OIDC_CLIENT_SECRET": f"{HUSH}\n{HUSH}"},
        {"RECITE_OIDC_NAME": "x" * 41},
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="RECITE_OIDC") as caught:
        load_config({"RECITE_DATA": str(tmp_path), **GIVEN, **changes})
    assert HUSH not in str(caught.value)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:9"])
def test_a_provider_within_this_machine_needs_no_https(tmp_path: Path, issuer: str) -> None:
    given = {"RECITE_DATA": str(tmp_path), **GIVEN, "RECITE_OIDC_ISSUER": issuer}
    assert load_config(given).provider is not None


def test_an_account_of_a_confirmed_address_is_joined(
    app: Flask, world: World, liar: Provider
) -> None:
    mine = add_user("mixed@example.org", "Mia Mixed", email_confirmed_at=START)
    liar.person = {"sub": "m", "email": "Mixed@EXAMPLE.org", "email_verified": True}
    go(app.test_client(), liar)
    assert db.session.scalars(select(Identity.user_id)).one() == mine
