from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from tests.webapp.operations.running import run
from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.learning.scheduling import Settings
from webapp.models import Attempt, Card, Citation, DocumentRevision, Quiz, User
from webapp.services.operations import repairs, upkeep
from webapp.services.operations.made_up_study import answer_as, study
from webapp.services.people.settings import Preferences, change_settings
from webapp.services.reviewing.queries.queue import next_question
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.reviews import answer_review, undo_last


@pytest.fixture
def studied(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, in which the learner studied for four days and attempted a quiz."""
    monkeypatch.setattr("webapp.services.operations.made_up_study.DAYS", 4)
    study(db.session.get_one(User, world.learner_id), world.course_id, START)
    return world


def found() -> dict[str, list[str]]:
    db.session.rollback()
    return {check.subject: check.problems for check in upkeep.check() if check.problems}


def change(model: type[Any], **values: object) -> None:
    """Change one row behind everybody's back."""
    with writing() as session:
        row = session.scalars(select(model).limit(1)).one()
        for name, value in values.items():
            setattr(row, name, value)


def test_all_is_well_after_study(studied: World) -> None:
    checks = {check.subject: check for check in upkeep.check()}
    assert [check.problems for check in checks.values()] == [[]] * len(checks)
    assert checks["Cards, replayed from the log"].count > 5
    assert checks["Citations"].count > 5


def test_all_is_well_after_an_undo_in_another_zone_and_hour(studied: World) -> None:
    settings = Settings("Asia/Baku")
    change_settings(
        studied.learner_id,
        Preferences("Lea", "Asia/Baku", 2, 0.85, 10, "auto", single_keys=True),
    )
    learner = Learner(studied.learner_id, settings, 10, START.toordinal())
    for number in range(3):
        asked = next_question(learner, START)
        assert asked is not None
        answer_review(
            learner,
            asked,
            answer_as(asked.interaction, True),
            START + timedelta(minutes=number),
            seen=asked.repetitions,
            client_key=f"test:{number}",
            duration_ms=None,
        )
    assert undo_last(learner, START + timedelta(minutes=5))
    assert found() == {}


@pytest.mark.parametrize(
    ("model", "values", "subject"),
    [
        (Card, {"stability": 3.25}, "Cards, replayed from the log"),
        (Card, {"lapses": 7}, "Cards, replayed from the log"),
        (Card, {"last_review_id": UUID(int=1)}, "Cards, replayed from the log"),
        (Citation, {"quote": "Nobody said this."}, "Citations"),
        (DocumentRevision, {"sha256": "0" * 64}, "Document revisions"),
    ],
)
def test_what_was_changed_is_found(
    studied: World, model: type, values: dict[str, object], subject: str
) -> None:
    change(model, **values)
    assert len(found()[subject]) == 1


def test_marks_that_do_not_follow_are_found(
    studied: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.services.quizzes.attempting import start_attempt, submit_attempt

    quiz_id = db.session.scalars(select(Quiz.id).limit(1)).one()
    attempt_id = start_attempt(studied.learner_id, quiz_id, START)
    submit_attempt(studied.learner_id, attempt_id, START, Settings("UTC"))
    assert found() == {}
    with writing() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt_id).values(mark=9.5))
    assert list(found()) == ["Attempts, marked again from their steps"]


def test_repair_rebuilds_cards_and_leaves_them_set_aside(
    app: Flask, studied: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = db.session.scalars(select(Card).limit(1)).one()
    key, stability = (before.user_id, before.question_id), before.stability
    change(Card, stability=3.25, suspended=True)
    assert run(app, monkeypatch, "doctor").exit_code == 1
    repaired = run(app, monkeypatch, "doctor", "--repair")
    assert repaired.exit_code == 0
    assert "Cards rebuilt from the log: 1." in repaired.output
    db.session.rollback()
    db.session.expire_all()
    after = db.session.get_one(Card, key)
    assert (after.stability, after.suspended) == (stability, True)


def test_a_card_without_a_log_is_found_and_removed(studied: World) -> None:
    with writing() as session:
        card = session.scalars(select(Card).limit(1)).one()
        key = (card.user_id, card.question_id)
        session.execute(text("DELETE FROM reviews WHERE question_id = :id"), _bound(card))
    assert len(found()["Cards, replayed from the log"]) == 1
    repairs.repair_cards([key], START)
    db.session.expire_all()
    assert db.session.get(Card, key) is None
    assert found() == {}


def _bound(card: Card) -> dict[str, object]:
    on_sqlite = db.engine.dialect.name == "sqlite"
    return {"id": card.question_id.hex if on_sqlite else card.question_id}


def test_says_what_it_checked(app: Flask, studied: World, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(app, monkeypatch, "doctor")
    assert result.exit_code == 0
    assert "Tables: 1 checked, ok" in result.output
    assert "All is well." in result.output


def test_an_old_sqlite_is_warned_of(studied: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 40, 1))
    warnings = [warning for check in upkeep.check() for warning in check.warnings]
    assert len(warnings) == (db.engine.dialect.name == "sqlite")


def test_broken_references_are_found(studied: World) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps them itself")
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM documents")
        connection.exec_driver_sql("BEGIN")
    db.engine.dispose()
    assert "Database file" in found()


def test_tables_of_another_revision_stop_everything_else(world: World) -> None:
    with writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    (check,) = list(upkeep.check())
    assert "0000" in check.problems[0]


def test_an_empty_folder_has_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conftest import make_app

    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'none.db'}")
    result = run(app, monkeypatch, "doctor")
    assert result.exit_code == 1
    assert "revision none" in result.output
