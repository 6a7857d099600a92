"""Errors that were logged: the newest are kept, without what anybody wrote."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.models import Fault
from webapp.services.operations import faults
from webapp.services.sources.queries import library

SECRET = "what Lea wrote to nobody"


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(library, "date_label", {SECRET: ""}.__getitem__)


def kept() -> list[Fault]:
    db.session.rollback()
    return list(db.session.scalars(select(Fault).order_by(Fault.id)))


def test_an_error_is_found_by_the_number_that_was_told(
    client: FlaskClient, world: World, failing: None
) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    said = client.get(f"/library?words={SECRET}")
    assert said.status_code == 500
    (fault,) = kept()
    assert fault.reference and fault.reference in said.text
    assert (fault.kind, fault.what) == ("KeyError", "unexpected")
    assert fault.place.startswith("webapp/services/sources/queries/library.py:")
    told = repr([getattr(fault, column.key) for column in Fault.__table__.columns])
    assert SECRET not in told and "2023" not in told
    sign_in(client, "admin@example.org", PASSWORD)
    page = client.get("/admin").text
    assert fault.reference in page and "KeyError" in page and SECRET not in page


def test_only_the_newest_are_kept(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "MOST", 3)
    for number in range(5):
        with app.app_context():
            app.logger.error("fault %s", number)
    assert len(kept()) == 3
    assert {fault.what for fault in kept()} == {"fault %s"}, "not what it was about"


def test_what_others_log_is_kept_without_its_words(app: Flask, world: World) -> None:
    record = logging.LogRecord("uvicorn", logging.ERROR, "x", 1, SECRET, None, None)
    keeper = faults.keep_faults(logging.getLogger("recite.tests"))
    keeper.emit(record)
    keeper.store()
    (fault,) = kept()
    assert (fault.what, fault.kind, fault.place) == ("", "ERROR", "uvicorn")


def test_a_database_that_is_away_keeps_none(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = faults.FaultKeeper()
    keeper.emit(logging.LogRecord("recite", logging.ERROR, "x", 1, "m", None, None))
    Fault.__table__.drop(db.engine)  # type: ignore[attr-defined]
    keeper.store()
    keeper.store()


def test_warnings_are_no_faults(app: Flask, world: World) -> None:
    with app.app_context():
        app.logger.warning("database")
    assert db.session.scalar(select(func.count()).select_from(Fault)) == 0
