from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from questions.proposing import propose
from questions.reading import plain
from questions.stages import Stage

TEXT = Path("seeds/azernews-2023-01-20.txt").read_text(encoding="utf-8")


class CancelledError(Exception):
    pass


def test_tells_each_stage_from_its_beginning_on() -> None:
    told: list[tuple[Stage, int, int]] = []
    source = plain.read(TEXT)
    found = propose(source, "text", tell=lambda *where: told.append(where))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == list(Stage)
    for stage in Stage:
        steps = [(done, total) for at, done, total in told if at is stage]
        assert steps[0][0] == 0
        assert len({total for _, total in steps}) == 1
        assert all(before <= after < total for (before, _), (after, total) in pairwise(steps))
    assert found == propose(source, "text")


@pytest.mark.parametrize("stage", list(Stage))
def test_what_is_raised_ends_it_in_each_stage(stage: Stage) -> None:
    told: list[Stage] = []

    def tell(at: Stage, _done: int, _total: int) -> None:
        told.append(at)
        if at is stage:
            raise CancelledError

    with pytest.raises(CancelledError):
        propose(plain.read(TEXT), "text", tell=tell)
    assert told.count(stage) == 1
    assert set(told) == set(list(Stage)[: list(Stage).index(stage) + 1])
