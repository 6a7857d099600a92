"""The tags of a question that comes from elsewhere, cut to what there is room for here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from questions import lengths
from questions.tags import BRANCH


def fitting(tags: Iterable[str], note: Callable[[str], None]) -> list[str]:
    """Return tags, each once, as long and as many as may be; ``note`` hears what was changed."""
    given = list(dict.fromkeys(tags))
    for tag in given:
        if len(tag) > lengths.TAG:
            note(f"its tag “{tag}” is too long: it is “{cut(tag)}” here")
    made = list(dict.fromkeys(map(cut, given)))
    if len(made) > lengths.TAGS:
        note(f"it has over {lengths.TAGS} tags: the others were left out")
    return made[: lengths.TAGS]


def cut(tag: str) -> str:
    """Return a tag, or where it is too long as many of its branches as there is room for."""
    if len(tag) <= lengths.TAG:
        return tag
    return tag[: lengths.TAG + len(BRANCH)].rpartition(BRANCH)[0] or tag[: lengths.TAG].strip()
