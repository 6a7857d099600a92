"""What browsers send: judged by its kinds and its length in bytes before anything reads it.

A view takes short fields of text and no files, unless it is marked with ``@takes``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from flask import abort, current_app, request

from webapp.characters import is_storable
from webapp.gateway.limits import LARGEST_SUBMISSION, MOST_FIELDS

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_PATH = 1024
LONGEST_NAME = 200
LONGEST_FIELD = 8 * 1024
_NAME = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a view takes besides short fields of text.

    ``longest`` holds the bytes of longer fields, by the last part of a field's name; ``files``
    the names of those that are files; ``any_character`` says that its form tells of NUL itself;
    ``largest`` how many bytes all of it may have.
    """

    longest: Mapping[str, int] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    any_character: bool = False
    largest: int = LARGEST_SUBMISSION

    def limit(self, name: str) -> int:
        """Return how many bytes the field of that name may have."""
        return self.longest.get(name.rpartition("-")[2], LONGEST_FIELD)


_SHORT_TEXT = Taken()


def takes(
    longest: Mapping[str, int] | None = None,
    *,
    files: tuple[str, ...] = (),
    any_character: bool = False,
    largest: int = LARGEST_SUBMISSION,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view whose form has files, or fields that are longer than others."""
    taken = Taken(longest or {}, frozenset(files), any_character, largest)

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.taken = taken  # type: ignore[attr-defined]
        return view

    return mark


def refuse_unreadable() -> None:
    """Refuse what no form of ours sends, and what is longer than any of them needs.

    Runs first of all: nothing has looked at a field before.
    """
    if request.is_json:
        abort(415)
    view = current_app.view_functions.get(request.endpoint or "")
    taken: Taken = getattr(view, "taken", _SHORT_TEXT)
    request.max_content_length = taken.largest
    if _is_longer(request.path, LONGEST_PATH) or not is_storable(request.path):
        abort(400)
    _judge(list(request.args.items(multi=True)), _SHORT_TEXT)
    sent = list(request.form.items(multi=True))
    _judge(sent, taken)
    _judge_names([*request.form, *request.files])
    if not taken.files.issuperset(request.files):
        abort(400)


def _judge(sent: list[tuple[str, str]], taken: Taken) -> None:
    if len(sent) > MOST_FIELDS:
        abort(413)
    for name, text in sent:
        if name is None or not is_storable(name):
            abort(400)
        if _is_longer(name, LONGEST_NAME) or _is_longer(text, taken.limit(name)):
            abort(413)
        if not taken.any_character and not is_storable(text):
            abort(400)


def _judge_names(names: list[str]) -> None:
    """Fields of ours are named in ASCII: what else says a number, ``int`` may not read."""
    if any(not name or not _NAME.fullmatch(name) for name in names):
        abort(400)


def _is_longer(text: str, most: int) -> bool:
    """Return whether ``text`` has more bytes than that; counting characters first is quick."""
    return len(text) > most or len(text.encode("utf-8", "surrogatepass")) > most
