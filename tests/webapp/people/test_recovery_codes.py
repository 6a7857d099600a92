from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.models import RecoveryCode
from webapp.services.errors import Refusal
from webapp.services.people.accounts import make_guest
from webapp.services.people.recovery_codes import (
    count_recovery_codes,
    is_recovery_code,
    make_recovery_codes,
    use_recovery_code,
)


def test_each_code_works_once_however_it_is_typed(world: World) -> None:
    codes = make_recovery_codes(world.learner_id, START)
    assert len(set(codes)) == 10 and all(map(is_recovery_code, codes))
    typed = [codes[0], codes[1].lower().replace("-", ""), f"  {codes[2].replace('-', ' ')} "]
    with writing() as session:
        for code in typed:
            assert use_recovery_code(session, world.learner_id, code, START)
            assert not use_recovery_code(session, world.learner_id, code, START)
    standing = count_recovery_codes(world.learner_id)
    assert (standing.left, standing.made, standing.made_at) == (7, 10, START)


@pytest.mark.parametrize(
    "wrong", ["", "-", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "é" * 5000, "x" * 10**6]
)
def test_nothing_else_is_a_code(world: World, wrong: str) -> None:
    make_recovery_codes(world.learner_id, START)
    with writing() as session:
        assert not use_recovery_code(session, world.learner_id, wrong, START)


def test_a_code_is_its_owners_alone(world: World) -> None:
    code, *_others = make_recovery_codes(world.learner_id, START)
    make_recovery_codes(world.other_learner_id, START)
    with writing() as session:
        assert not use_recovery_code(session, world.other_learner_id, code, START)
        assert use_recovery_code(session, world.learner_id, code, START)


def test_new_codes_end_the_old_ones(world: World) -> None:
    old, *_others = make_recovery_codes(world.learner_id, START)
    new, *_others = make_recovery_codes(world.learner_id, START + timedelta(days=1))
    with writing() as session:
        assert not use_recovery_code(session, world.learner_id, old, START)
        assert use_recovery_code(session, world.learner_id, new, START)


def test_only_hashes_are_kept(world: World) -> None:
    codes = make_recovery_codes(world.learner_id, START)
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(kept) & {*codes, *(code.replace("-", "") for code in codes)}


def test_guests_have_none(app: Flask) -> None:
    with pytest.raises(Refusal):
        make_recovery_codes(make_guest("UTC", START), START)


def test_of_two_at_once_one_succeeds(app: Flask, world: World) -> None:
    code, *_others = make_recovery_codes(world.learner_id, START)
    together, taken = threading.Barrier(4), []

    def use() -> None:
        with app.app_context():
            together.wait()
            with writing() as session:
                taken.append(use_recovery_code(session, world.learner_id, code, START))
            db.session.remove()

    threads = [threading.Thread(target=use) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]
