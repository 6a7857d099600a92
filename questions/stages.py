"""Stages: how far proposing has come, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is done on the way from a document to proposals, in this order."""

    READ = "read"
    FIND = "find"
    PROPOSE = "propose"
    CHECK = "check"


# Told often: in which stage it is, and how much of that is done of how much. What it raises ends
# the proposing, which has kept nothing by then.
Tell = Callable[[Stage, int, int], None]


def tell_nobody(_stage: Stage, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""
