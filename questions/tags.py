"""Tags: a tree, as ``history::rome`` is found under ``history``."""

from __future__ import annotations

BRANCH = "::"


def parts_of(tag: str) -> list[str]:
    """Return the names on the way from the root to a tag."""
    return tag.split(BRANCH)


def branches_of(tag: str) -> list[str]:
    """Return what a tag is found under, from the root on, itself last."""
    parts = parts_of(tag)
    return [BRANCH.join(parts[:depth]) for depth in range(1, len(parts) + 1) if parts[depth - 1]]


def is_under(tag: str, branch: str) -> bool:
    """Return whether a tag is ``branch``, or stands under it."""
    return tag == branch or tag.startswith(branch + BRANCH)
