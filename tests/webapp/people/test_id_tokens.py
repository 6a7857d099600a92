"""What a provider says of somebody: believed only when everything about it is right."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from joserfc.jwk import OctKey

from tests.webapp.people.entering import NOW, confirm, count, go, who
from tests.webapp.people.providing import (
    CLIENT,
    CURVE,
    HUSH,
    KEY,
    OTHER_KEY,
    SHORT_KEY,
    Provider,
    sign,
    unsigned,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401
from tests.webapp.worlds import World
from webapp.models import Identity

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
