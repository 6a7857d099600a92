"""Passkeys without a device: what is refused. With one: tests/browser/test_passkeys.py."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import post, sign_in
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.models import Challenge, Passkey
from webapp.services.people.passkeys import Site, site_at


@pytest.fixture
def learner(client: FlaskClient, world: World) -> FlaskClient:
    """A browser in which the learner is signed in."""
    sign_in(client, "learner@example.org", PASSWORD)
    return client


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://recite.example.org", Site("recite.example.org", "https://recite.example.org")),
        (
            "https://recite.example.org:8443/x",
            Site("recite.example.org", "https://recite.example.org:8443"),
        ),
        ("http://127.0.0.1:8000", Site("localhost", "http://localhost:8000")),
        ("http://[::1]:8000", Site("localhost", "http://localhost:8000")),
        ("http://localhost", Site("localhost", "http://localhost")),
        ("http://recite.example.org", None),
        ("https://192.0.2.1", None),
        ("http://192.0.2.1:8000", None),
    ],
)
def test_passkeys_are_bound_to_a_name(address: str, site: Site | None) -> None:
    assert site_at(address) == site


def test_the_device_is_asked_for_what_proves_its_owner(learner: FlaskClient) -> None:
    said = post(learner, "/settings/passkeys/options", page="/settings")
    asked = json.loads(said.text)
    assert asked["rp"]["id"] == "localhost"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    kept = db.session.scalars(select(Challenge)).one()
    assert kept.content["challenge"] == asked["challenge"]


@pytest.mark.parametrize(
    "credential",
    [
        *("{}", "[]", "x", "null", '{"id": 5}', '{"id":"a","rawId":"a","response":{},"type":"x"}'),
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
        '"attestationObject":"AA","authenticatorData":"AA","signature":"AA"}}',
        "[" * 9_000,
    ],
)
def test_an_answer_that_is_none_is_refused(learner: FlaskClient, credential: str) -> None:
    post(learner, "/settings/passkeys/options", page="/settings")
    fields = {"name": "telephone", "credential": credential}
    said = post(learner, "/settings/passkeys/new", page="/settings", **fields)
    assert said.status_code == 422
    assert "Try again" in said.text and "telephone" in said.text
    assert db.session.scalars(select(Passkey)).all() == []
    post(learner, "/sign-in/passkey/options", page="/settings")
    said = post(learner, "/sign-in/passkey", page="/settings", credential=credential)
    assert said.status_code == 422
    assert "not known here" in said.text


def test_a_challenge_is_good_once_and_for_one_person(
    app: Flask, learner: FlaskClient, world: World
) -> None:
    said = post(learner, "/settings/passkeys/new", page="/settings", name="x", credential="{}")
    assert "That took too long" in said.text
    said = post(learner, "/sign-in/passkey", page="/settings", credential="{}")
    assert "That took too long" in said.text


def test_guests_and_sites_without_a_name_have_none(
    app: Flask, client: FlaskClient, world: World
) -> None:
    post(client, "/guest", page="/welcome")
    assert client.get("/settings/passkeys/new").status_code == 403


def test_only_one_s_own_is_removed(learner: FlaskClient, world: World) -> None:
    said = post(learner, f"/settings/passkeys/{world.course_id}/removal", page="/settings")
    assert said.status_code == 404
