"""Shares of options as other programs give them, and what of them can hold here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Options = Sequence[dict[str, Any]]


class NotCarriedError(Exception):
    """A question cannot be carried over; its message says why and, where it can, the remedy."""


def check_one_right(options: Options) -> None:
    """Raise NotCarriedError where several options of a choice of one are right, or partly so."""
    partly = [option["text"] for option in options if 0 < option["fraction"] < 1]
    if partly:
        raise NotCarriedError(
            f"“{partly[0]}” is right in part. Of a choice of one, one option alone may be right: "
            "give it no share, or let several be picked."
        )
    if sum(option["fraction"] == 1 for option in options) > 1:
        raise NotCarriedError(
            "Several options are wholly right. To let several be picked, give each its share."
        )


def let_wrong_ones_cost(options: Options) -> list[str]:
    """Let picking everything be wrong where it would earn the whole mark; returns what to say."""
    wrong = [option for option in options if option["fraction"] == 0]
    if not wrong or any(option["fraction"] < 0 for option in options):
        return []
    for option in wrong:
        option["fraction"] = -round(1 / len(wrong), 7)
    return [
        "wrong options cost nothing, so that picking everything was right; here each costs "
        f"{100 / len(wrong):.3g} % of the mark"
    ]


def percent(share: float) -> str:
    """Return a share as a percentage without its sign: seven digits behind the point at most."""
    return f"{share * 100:.7f}".rstrip("0").rstrip(".") or "0"
